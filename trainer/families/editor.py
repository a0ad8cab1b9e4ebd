"""Students that edit a text: of each word, whether it stays, and what goes before it."""

from collections import Counter
from collections.abc import Sequence

from trainer.edits import DELETE, Edits, edits_between
from trainer.families.family import EncodedRow, Student
from trainer.families.token_classifier import IGNORED, TokenClassifier, create_tagged
from trainer.plan import TrainingPlan
from trainer.rows import Row
from trainer.tag_order import transitions_of
from trainer.words import Reading, create_reader, words_of

KEEP = "keep"

MOST_TAGS = 300
"""Beyond it a tag is too rare to be learned."""

FEWEST_ROWS = 2
"""A tag of one row alone is its answer learned by heart."""


class EditorFamily(TokenClassifier):
    name = "editor"
    kinds = ("edit",)

    def create(self, plan: TrainingPlan, rows: Sequence[Row]) -> Student:
        edits = [edits_between(words_of(row.text), row.text, row.output) for row in rows]
        made = [[*each.tags, each.end] for each in edits]
        tags = tags_of(made)
        known = [each for each in made if set(tags).issuperset(each)]
        return create_tagged(plan, tags, transitions=transitions_of(known, tags))

    def encode(self, student: Student, rows: Sequence[Row], plan: TrainingPlan) -> list[EncodedRow]:
        """Rows that the student's tags can express: half an edit would teach to leave the rest out."""
        numbers = student.model.config.label2id
        read = create_reader(student.tokenizer, plan.settings.max_input_tokens)
        encoded = []
        for row in rows:
            reading = read(row.text)
            asked = asked_of(reading, edits_between(reading.words, row.text, row.output))
            if asked and numbers.keys() >= set(asked.values()):
                target = [IGNORED] * len(reading.ids)
                for token, tag in asked.items():
                    target[token] = numbers[tag]
                encoded.append(EncodedRow(reading.ids, target, row.weight))
        return encoded


def tags_of(rows: Sequence[Sequence[str]]) -> list[str]:
    """Keep and delete, then what else the rows of tags need, the most frequent first."""
    counts = Counter(tag for row in rows for tag in set(row))
    frequent = [tag for tag, count in counts.items() if count >= FEWEST_ROWS and tag not in (KEEP, DELETE)]
    return [KEEP, DELETE, *sorted(frequent, key=lambda tag: (-counts[tag], tag))[: MOST_TAGS - 2]]


def asked_of(reading: Reading, edits: Edits) -> dict[int, str]:
    """Tags by token: the first of each word that is read, and the last, where that is the text's end."""
    asked = dict(zip(reading.firsts, edits.tags, strict=False))
    if len(reading.firsts) == len(reading.words):
        asked[len(reading.ids) - 1] = edits.end
    return asked
