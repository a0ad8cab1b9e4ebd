from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from trainer.failures import RefusedPlanError
from trainer.plan import TrainingPlan
from trainer.rows import Row


def with_class_weights(plan: TrainingPlan, rows: Sequence[Row]) -> list[Row]:
    """Training rows, weighted so that every label that occurs counts as much as any other.

    A row of label c weighs its own weight times W / (K · W_c): W is the weight of all rows, W_c of those with
    the label, K the number of labels that occur. The weight of all rows stays W. (King & Zeng 2001, "Logistic
    Regression in Rare Events Data", section 4.2; scikit-learn's `class_weight="balanced"`)
    Rows of validation keep their weights: losses stay comparable with those of a training without.

    Raises:
        RefusedPlanError: If an answer of the task is not one label.
    """
    if plan.kind != "labels" or plan.answers.several:
        raise RefusedPlanError("settings.classWeights is for tasks whose answers are one label")
    weight_of: Counter[str] = Counter()
    for row in rows:
        weight_of[row.output] += row.weight
    share = sum(weight_of.values()) / len(weight_of)
    return [replace(row, weight=row.weight * share / weight_of[row.output]) for row in rows]
