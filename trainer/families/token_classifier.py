"""What students that tag words have in common: an encoder, and a choice of tags for each token."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy
from transformers import AutoModelForTokenClassification

from trainer.exporting.sessions import Scores, open_session, run, token_inputs
from trainer.families.encoder import TEMPERATURES, base_folder
from trainer.families.family import (
    Batch,
    EncodedRow,
    Student,
    load_pretrained,
    load_tokenizer,
    pad_inputs,
    save_student,
    weighted_mean,
)
from trainer.plan import TrainingPlan
from trainer.words import create_reader

IGNORED = -100
"""Target of a token of which nothing is asked: padding, the later pieces of a word."""


class TokenClassifier:
    """Parts of a `Family`; `target` of a row is a number for each of its tokens."""

    writes = False
    onnx_task = "token-classification"
    onnx_files = ("model.onnx",)
    weight_bits = None

    def load(self, folder: Path) -> Student:
        return Student(load_pretrained(AutoModelForTokenClassification, folder), load_tokenizer(folder))

    def inputs(self, student: Student, texts: Sequence[str], limit: int) -> list[list[int]]:
        read = create_reader(student.tokenizer, limit)
        return [read(text).ids for text in texts]

    def collate(self, student: Student, rows: Sequence[EncodedRow]) -> Batch:
        longest = max(len(row.target) for row in rows)
        targets = [row.target + [IGNORED] * (longest - len(row.target)) for row in rows]
        return {**pad_inputs(student, rows), "labels": torch.tensor(targets)}  # (batch, seq)

    def losses(self, student: Student, batch: Batch) -> Tensor:
        return self.row_losses(self.logits(student, batch), batch["labels"])  # (batch,)

    def row_losses(self, logits: Tensor, labels: Tensor) -> Tensor:
        """``(batch,)`` means over a row's own words, so that a long text weighs as much as a short one.

        Args:
            logits: ``(batch, seq, tags)``
            labels: ``(batch, seq)``
        """
        losses = cross_entropy(
            logits.flatten(0, 1), labels.flatten(), ignore_index=IGNORED, reduction="none"
        ).view_as(labels)  # (batch, seq)
        return losses.sum(1) / (labels != IGNORED).sum(1)  # (batch,)

    def logits(self, student: Student, batch: Batch) -> Tensor:
        """``(batch, seq, tags)`` float32."""
        return student.model(batch["input_ids"], attention_mask=batch["attention_mask"]).logits.float()

    def validation_loss(self, student: Student, batches: Iterable[tuple[Batch, Tensor]]) -> float:
        """Mean loss over rows at the temperature that suits them best, as `EncoderFamily` has it."""
        parts = [(self.logits(student, batch), batch["labels"], weights) for batch, weights in batches]
        weights = torch.cat([weights for _, _, weights in parts])  # (rows,)
        return min(
            weighted_mean(
                torch.cat(
                    [self.row_losses(logits / temperature, labels).cpu() for logits, labels, _ in parts]
                ),
                weights,
            )
            for temperature in TEMPERATURES
        )

    @torch.no_grad()
    def scores(self, student: Student, ids: list[int]) -> Scores:
        """``(seq, tags)`` logits."""
        return student.model(input_ids=torch.tensor([ids])).logits[0].numpy()

    def exported_scores(self, student: Student, folder: Path, threads: int) -> Callable[[list[int]], Scores]:
        session = open_session(folder / "model.onnx", threads)
        return lambda ids: run(session, token_inputs(ids))

    def save(self, student: Student, folder: Path) -> None:
        save_student(student, folder)


def create_tagged(plan: TrainingPlan, tags: Sequence[str], **facts: object) -> Student:
    """The plan's base with a new head for the tags; their names, and the facts, stand in `config.json`."""
    folder = base_folder(plan.base)
    names = dict(enumerate(tags))
    model = load_pretrained(
        AutoModelForTokenClassification,
        folder,
        num_labels=len(names),
        id2label=names,
        label2id={name: number for number, name in names.items()},
        # A base may have a head for something else: it goes, the encoder stays.
        ignore_mismatched_sizes=True,
    )
    model.config.update(facts)
    return Student(model, load_tokenizer(folder))
