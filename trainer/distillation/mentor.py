"""A larger student of the same task teaches a small one through its logits."""

from collections.abc import Sequence
from pathlib import Path

import torch
from torch.nn.functional import softmax

from trainer.batches import batches_by_length
from trainer.device import precision
from trainer.evaluate import EVALUATION_BATCH
from trainer.failures import RefusedPlanError, UnusableBaseError
from trainer.families.family import EncodedRow, Family, Student
from trainer.plan import TrainingPlan
from trainer.rows import Row

WEIGHTS = "model.safetensors"


def mentor_weights(folder: Path) -> Path:
    """The file that makes a mentor what it is.

    Raises:
        UnusableBaseError: If there is none.
    """
    path = folder / WEIGHTS
    if not path.is_file():
        raise UnusableBaseError(f"the mentor {folder} has no {WEIGHTS}: is it a trained student?")
    return path


@torch.no_grad()
def mentor_shares(
    plan: TrainingPlan, family: Family, student: Student, rows: Sequence[Row], encoded: Sequence[EncodedRow]
) -> list[tuple[float, ...]]:
    """The mentor's probabilities of each row's labels at the plan's temperature, from one pass.

    Raises:
        RefusedPlanError: If its labels or its tokenizer are not the student's.
        UnusableBaseError: If it cannot be loaded.
    """
    folder = plan.mentor
    mentor_weights(folder)
    mentor = family.load(folder)
    check_fit(plan, mentor, student)
    own = family.encode(mentor, rows, plan)
    if [row.input for row in own] != [row.input for row in encoded]:
        raise RefusedPlanError(
            f"the tokenizer of the mentor {folder} cuts the rows otherwise than the student's"
        )
    device = student.model.device
    mentor.model.to(device).eval()
    shares: list[tuple[float, ...]] = [()] * len(own)
    for numbers in batches_by_length([row.length for row in own], EVALUATION_BATCH):
        batch = family.collate(mentor, [own[number] for number in numbers])
        with precision(device):
            logits = family.logits(mentor, {name: tensor.to(device) for name, tensor in batch.items()})
        soft = softmax(logits / plan.settings.distil_temperature, dim=-1).cpu()  # (batch, labels)
        for number, row in zip(numbers, soft.tolist(), strict=True):
            shares[number] = tuple(row)
    return shares


def check_fit(plan: TrainingPlan, mentor: Student, student: Student) -> None:
    names = mentor.model.config.id2label
    labels = [names[number] for number in range(len(names))]
    if labels != plan.labels:
        raise RefusedPlanError(
            f"the mentor {plan.mentor} answers with {labels}, the student with {plan.labels}"
        )
    if mentor.tokenizer.get_vocab() != student.tokenizer.get_vocab():
        raise RefusedPlanError(f"the mentor {plan.mentor} has another vocabulary than the student")
