"""Students that mark several answers in a text: each word begins one, goes on with it, or stands outside."""

import json
from collections.abc import Sequence

from trainer.families.family import EncodedRow, Student
from trainer.families.token_classifier import IGNORED, TokenClassifier, create_tagged
from trainer.plan import TrainingPlan
from trainer.rows import Row
from trainer.tag_order import transitions_of
from trainer.words import Word, create_reader, spans_of, words_of

TAGS = ("O", "B", "I")
"""Outside, beginning, inside. (Ramshaw and Marcus 1995, "Text Chunking using Transformation-Based Learning")
"""


class TaggerFamily(TokenClassifier):
    name = "tagger"
    kinds = ("extract",)

    def create(self, plan: TrainingPlan, rows: Sequence[Row]) -> Student:
        made = [tags_in(words_of(row.text), row, plan.answers.none) for row in rows]
        return create_tagged(plan, TAGS, transitions=transitions_of([tags for tags in made if tags], TAGS))

    def encode(self, student: Student, rows: Sequence[Row], plan: TrainingPlan) -> list[EncodedRow]:
        """Rows with a word, whose answers all stand in the text as whole words."""
        read = create_reader(student.tokenizer, plan.settings.max_input_tokens)
        encoded = []
        for row in rows:
            reading = read(row.text)
            tags = tags_in(reading.words, row, plan.answers.none)
            if tags is None or not reading.firsts:
                continue
            target = [IGNORED] * len(reading.ids)
            for first, tag in zip(reading.firsts, tags, strict=False):
                target[first] = TAGS.index(tag)
            encoded.append(EncodedRow(reading.ids, target, row.weight))
        return encoded


def tags_in(words: Sequence[Word], row: Row, none: str | None) -> list[str] | None:
    """A tag for each word; None where the output is no list, or an answer has no place of its own.

    An answer that stands in several places is where the order of answers puts it: at the first after the
    one before, or at the first that is free.
    """
    answers = answers_of(row.output, none)
    if answers is None:
        return None
    tags, cursor = ["O"] * len(words), 0
    for answer in answers:
        spans = spans_of(words, row.text, answer)
        free = [(first, last) for first, last in spans if set(tags[first : last + 1]) == {"O"}]
        if not free:
            return None
        first, last = next((span for span in free if span[0] >= cursor), free[0])
        tags[first : last + 1] = ["B"] + ["I"] * (last - first)
        cursor = last + 1
    return tags


def answers_of(output: str, none: str | None) -> list[str] | None:
    """The answers in an output; None where it is not a list of texts."""
    if output == none:
        return []
    try:
        answers = json.loads(output)
    except ValueError:
        return None
    is_list = isinstance(answers, list) and all(isinstance(answer, str) for answer in answers)
    return answers if is_list else None
