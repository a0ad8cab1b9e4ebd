"""Students that point at one answer in a text: at its first word, and at its last."""

from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from torch import Tensor

from trainer.exporting.sessions import Scores
from trainer.families.family import EncodedRow, Student
from trainer.families.token_classifier import TokenClassifier, create_tagged
from trainer.plan import TrainingPlan
from trainer.rows import Row
from trainer.text_parts import in_likely_parts
from trainer.words import Reading, Span, create_reader, spans_of, words_of

TAGS = ("start", "end")

CANDIDATE, START, END = 1, 2, 4
"""Bits of a token's target: an answer may start and end there; the row's does."""


class SpanFamily(TokenClassifier):
    name = "span"
    kinds = ("extract",)

    def create(self, plan: TrainingPlan, rows: Sequence[Row]) -> Student:
        return create_tagged(plan, TAGS, longest_answer=longest_answer(rows, plan.answers.none))

    def encode(self, student: Student, rows: Sequence[Row], plan: TrainingPlan) -> list[EncodedRow]:
        """Rows without an answer, and those whose answer stands in the text that is read as whole words."""
        none = plan.answers.none
        read = create_reader(student.tokenizer, plan.settings.max_input_tokens)
        readings = [read(row.text) for row in rows]
        pairs = list(zip(readings, rows, strict=True))
        found = [
            [] if row.output == none else spans_of(reading.words, row.text, row.output)
            for reading, row in pairs
        ]
        likely = in_likely_parts([(reading.words, row.text) for reading, row in pairs], found)
        encoded = []
        for (reading, row), spans in zip(pairs, likely, strict=True):
            seen = [(first, last) for first, last in spans if last < len(reading.firsts)]
            if seen or row.output == none:
                encoded.append(EncodedRow(reading.ids, target_of(reading, seen, none), row.weight))
        return encoded

    def row_losses(self, logits: Tensor, labels: Tensor) -> Tensor:
        """``(batch,)`` means of both ends' losses; each is that of any of the places where the answer stands.

        (Clark and Gardner 2018, "Simple and Effective Multi-Paragraph Reading Comprehension", section 3.2)
        """
        targets = labels.clamp(min=0)  # (batch, seq), padding has no bit set
        start, end = (
            end_loss(logits[..., number], targets & CANDIDATE > 0, targets & bit > 0)
            for number, bit in enumerate((START, END))
        )
        return (start + end) / 2

    def scores(self, student: Student, ids: list[int]) -> Scores:
        """``(2, seq)`` logits: the choice is among places."""
        return super().scores(student, ids).T

    def exported_scores(self, student: Student, folder: Path, threads: int) -> Callable[[list[int]], Scores]:
        exported = super().exported_scores(student, folder, threads)
        return lambda ids: exported(ids).T


def longest_answer(rows: Sequence[Row], none: str | None) -> int:
    """In words; what the student points at is never longer."""
    return max((len(words_of(row.output)) for row in rows if row.output != none), default=1)


def target_of(reading: Reading, spans: Sequence[Span], none: str | None) -> list[int]:
    """Bits of each token: set at the first piece of words, and for no answer at the text's first token."""
    target = [0] * len(reading.ids)
    for first in reading.firsts:
        target[first] = CANDIDATE
    if none is not None:
        target[0] = CANDIDATE if spans else CANDIDATE | START | END
    for first, last in spans:
        target[reading.firsts[first]] |= START
        target[reading.firsts[last]] |= END
    return target


def end_loss(logits: Tensor, candidates: Tensor, wanted: Tensor) -> Tensor:
    """``(batch,)`` negative log-likelihood of any wanted place among the candidates, all ``(batch, seq)``."""
    never = torch.finfo(logits.dtype).min
    total, hit = (logits.masked_fill(~places, never).logsumexp(1) for places in (candidates, wanted))
    return total - hit
