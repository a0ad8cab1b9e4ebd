"""A trained student loses layers, heads and feed-forward units; what is left is physically smaller."""

import random
from collections.abc import Sequence

from trainer.compression.cut import cut_heads, cut_units, layers_of
from trainer.compression.importance import measure_importance, weighted_loss
from trainer.compression.least import least_heads, most_units
from trainer.compression.skip import drop_layers
from trainer.events import Events
from trainer.families.family import Family, Student
from trainer.plan import TrainingPlan
from trainer.rows import Row

IMPORTANCE_ROWS = 256
"""Rows that importance is measured on: to take two layers out of six is eleven passes over them."""


def prune(plan: TrainingPlan, family: Family, student: Student, rows: Sequence[Row], events: Events) -> None:
    """Cuts the student in place, its configuration too, and says what went.

    Importance comes from training rows: validation is for choosing between students.

    Raises:
        RefusedPlanError: If nothing would be left of a part.
    """
    wish, before = plan.prune, student.model.num_parameters()
    sample = random.Random(plan.seed).sample(list(rows), min(IMPORTANCE_ROWS, len(rows)))
    encoded = family.encode(student, sample, plan)
    with events.working(f"measuring on {len(sample)} training rows what the student needs least"):
        dropped = drop_layers(
            student,
            round(wish.layers * len(layers_of(student))),
            lambda: weighted_loss(family, student, encoded),
        )
        importance = measure_importance(family, student, encoded)
        heads = least_heads(importance.heads, wish.heads)
        units = most_units(importance.units, wish.feed_forward)
    cut_heads(student, heads)
    cut_units(student, units)
    went = (
        f"{sum(map(len, heads))} heads, {len(importance.units[0]) - len(units[0])} feed-forward units a layer"
    )
    after = student.model.num_parameters()
    events.emit("progress", message=f"pruned {before} to {after} parameters: layers {dropped}, {went}")
