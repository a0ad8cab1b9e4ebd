"""A larger student of the same task teaches a small one through its logits."""

from collections.abc import Sequence
from pathlib import Path

import torch
from torch.nn.functional import softmax

from trainer.failures import RefusedPlanError, UnusableBaseError
from trainer.families.family import EncodedRow, Family, Student
from trainer.passes import batches_of
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
    mentor.model.to(student.model.device).eval()
    shares: list[tuple[float, ...]] = [()] * len(own)
    for numbers, batch in batches_of(family, mentor, own):
        logits = family.logits(mentor, batch)  # (batch, labels)
        soft = softmax(logits / plan.settings.distil_temperature, dim=-1).cpu()
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
