"""What the plan's `distil` and `mentor` make of the training rows."""

from collections.abc import Sequence
from dataclasses import replace

from trainer.distillation.mentor import mentor_shares
from trainer.distillation.soft_target import SoftTarget
from trainer.failures import RefusedPlanError
from trainer.families.family import EncodedRow, Family, Student
from trainer.plan import TrainingPlan
from trainer.rows import Row

SOFT_FAMILIES = ("encoder",)
"""Families whose losses look at a batch's soft targets."""


def check_teaching(plan: TrainingPlan) -> None:
    """Refuses, before anything is loaded, what could only be passed over in silence later.

    Raises:
        RefusedPlanError: If the plan's student cannot be taught as the plan says.
    """
    soft = plan.settings.distil == "soft"
    if not soft and plan.mentor is None:
        return
    wish = "soft targets" if soft else "a mentor"
    if soft and plan.mentor is not None:
        raise RefusedPlanError(
            "a row has one soft target: either its votes (distil: soft) or a mentor's logits"
        )
    if plan.kind != "labels":
        raise RefusedPlanError(
            f"{wish} need a probability for every answer, which {plan.kind} does not have: distil by weight"
        )
    if plan.family not in SOFT_FAMILIES:
        raise RefusedPlanError(f"{wish} teach {', '.join(SOFT_FAMILIES)} students, not {plan.family}")
    if plan.answers.several:
        raise RefusedPlanError(f"{wish} need labels that exclude each other, not several a row")
    if soft and plan.settings.distil_temperature != 1:
        raise RefusedPlanError(
            f"vote shares have no logits to divide: distilTemperature must be 1, not "
            f"{plan.settings.distil_temperature:g}"
        )


def weighed(plan: TrainingPlan, rows: Sequence[Row]) -> list[Row]:
    """The rows, each counting as much as its votes agreed where the plan says so.

    For outputs that are written this is sequence-level distillation: the student learns the teacher's own
    answers. (Kim & Rush 2016, "Sequence-Level Knowledge Distillation")

    Raises:
        RefusedPlanError: If a row does not say how far its votes agreed.
    """
    if plan.settings.distil != "weight":
        return list(rows)
    if any(not row.agreement for row in rows):
        raise RefusedPlanError(f"{plan.train_rows}: distil by weight needs an agreement above 0 in every row")
    return [replace(row, weight=row.weight * row.agreement) for row in rows]


def taught(
    plan: TrainingPlan, family: Family, student: Student, rows: Sequence[Row], encoded: Sequence[EncodedRow]
) -> list[EncodedRow]:
    """The encoded rows with the soft targets that the plan asks for.

    Raises:
        RefusedPlanError: If a row lacks its votes' shares, or the mentor does not fit the student.
        UnusableBaseError: If the mentor cannot be loaded.
    """
    settings = plan.settings
    if plan.mentor is not None:
        shares = mentor_shares(plan, family, student, rows, encoded)
    elif settings.distil == "soft":
        shares = [row.shares for row in rows]
    else:
        return list(encoded)
    if any(each is None for each in shares):
        raise RefusedPlanError(f"{plan.train_rows}: soft targets need shares in every row")
    return [
        replace(row, soft=SoftTarget(each, settings.alpha, settings.distil_temperature))
        for row, each in zip(encoded, shares, strict=True)
    ]
