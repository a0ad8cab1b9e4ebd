"""A linear classifier over features that are there already: what fitted families end in."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from trainer.labels import Numbers, best_threshold, mean_loss, targets_of
from trainer.plan import TrainingPlan
from trainer.rows import Data

Features = NDArray[numpy.floating] | csr_matrix
"""``(rows, features)``."""

STRENGTHS = (0.1, 1.0, 10.0, 100.0)
"""Inverse strengths of regularization, for rows of length 1: sentence pairs of two labels went best with 1,
sentences of a hundred labels with 100."""

UNSEEN = -10.0
"""Intercept of a label without training rows. The logits of the others add up to 0, so that one of them is
always above it; and a row of validation with such a label does not drown all other losses."""

WEIGHT, BIAS = "classifier.weight", "classifier.bias"
"""Names of the parameters in `model.safetensors`, as a classifier of transformers calls them."""


@dataclass(frozen=True)
class Head:
    """Logits are features times coefficients, plus intercepts; float32."""

    coefficients: NDArray[numpy.float32]  # (labels, features)
    intercepts: NDArray[numpy.float32]  # (labels,)
    threshold_logit: float | None
    """From which on a label is given, where answers are several."""

    def logits(self, features: Features) -> NDArray[numpy.float32]:
        """``(rows, labels)``."""
        return features @ self.coefficients.T + self.intercepts

    @property
    def tensors(self) -> dict[str, NDArray[numpy.float32]]:
        return {WEIGHT: numpy.ascontiguousarray(self.coefficients), BIAS: self.intercepts}


def fit_head(
    plan: TrainingPlan, data: Data, train: Features, validation: Features, strength: float
) -> tuple[Head, float]:
    """A head fitted on the training rows, and its loss on validation, in nats."""
    targets, validation_targets = (
        targets_of(rows, plan.labels, plan.answers) for rows in (data.train, data.validation)
    )
    weights, validation_weights = (
        numpy.array([row.weight for row in rows]) for rows in (data.train, data.validation)
    )
    regress = each_label if plan.answers.several else one_label
    coefficients, intercepts = regress(train, targets, weights, strength)
    head = Head(coefficients.astype(numpy.float32), intercepts.astype(numpy.float32), None)
    logits = head.logits(validation)
    loss = mean_loss(logits, validation_targets, validation_weights, plan.answers)
    if plan.answers.several:
        threshold = best_threshold(logits, validation_targets, validation_weights)
        head = Head(head.coefficients, head.intercepts, threshold)
    return head, loss


def one_label(
    features: Features, targets: Numbers, weights: Numbers, strength: float
) -> tuple[Numbers, Numbers]:
    """Coefficients ``(labels, features)`` and intercepts ``(labels,)`` of a multinomial regression."""
    numbers = targets.argmax(1)
    seen = numpy.unique(numbers)
    coefficients = numpy.zeros((targets.shape[1], features.shape[1]))
    intercepts = numpy.full(targets.shape[1], UNSEEN)
    if len(seen) == 1:
        intercepts[seen] = 0
        return coefficients, intercepts
    found, biases = regression(features, numbers, weights, strength)
    if len(seen) == 2:
        # scikit-learn keeps one row, for the second label; half of it each way gives the same odds.
        found, biases = numpy.vstack([-found, found]) / 2, numpy.concatenate([-biases, biases]) / 2
    coefficients[seen], intercepts[seen] = found, biases
    return coefficients, intercepts


def each_label(
    features: Features, targets: Numbers, weights: Numbers, strength: float
) -> tuple[Numbers, Numbers]:
    """The same of a regression for each label: whether a row has it."""
    coefficients = numpy.zeros((targets.shape[1], features.shape[1]))
    intercepts = numpy.zeros(targets.shape[1])
    for number, given in enumerate(targets.T):
        if len(numpy.unique(given)) == 1:
            # Half a row each way keeps the odds finite where no row has a label, or all have it.
            with_it = float(weights @ given)
            intercepts[number] = numpy.log((with_it + 0.5) / (weights.sum() - with_it + 0.5))
            continue
        found, bias = regression(features, given, weights, strength)
        coefficients[number], intercepts[number] = found[0], bias[0]
    return coefficients, intercepts


def regression(
    features: Features, answers: Numbers, weights: Numbers, strength: float
) -> tuple[Numbers, Numbers]:
    fitted = LogisticRegression(C=strength, max_iter=1000)
    fitted.fit(features, answers, sample_weight=weights)
    return fitted.coef_, fitted.intercept_


def label_configuration(labels: Sequence[str], head: Head) -> dict[str, object]:
    """What a configuration says of the head, in the words of transformers."""
    threshold = {} if head.threshold_logit is None else {"threshold_logit": head.threshold_logit}
    return {
        "id2label": dict(enumerate(labels)),
        "label2id": {name: number for number, name in enumerate(labels)},
        **threshold,
    }


def write_json(value: object, path: Path) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
