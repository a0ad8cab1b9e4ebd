"""Labels in rows and in logits: what a student is taught, and what it answers, in the predict scripts too."""

import json
import math
from collections.abc import Sequence

import numpy
from numpy.typing import NDArray

from trainer.plan import Answers
from trainer.rows import Row

Numbers = NDArray[numpy.floating]

THRESHOLDS = [percent / 100 for percent in sorted(range(5, 100, 5), key=lambda percent: abs(percent - 50))]
"""Probabilities from which on a label may count as given; of equally good ones the first is taken."""


def targets_of(rows: Sequence[Row], labels: Sequence[str], answers: Answers) -> NDArray[numpy.float32]:
    """``(rows, labels)``: 1 where the row has the label, else 0."""
    number_of = {label: number for number, label in enumerate(labels)}
    targets = numpy.zeros((len(rows), len(labels)), dtype=numpy.float32)
    for at, row in enumerate(rows):
        for name in json.loads(row.output) if answers.several else [row.output]:
            targets[at, number_of[name]] = 1
    return targets


def mean_loss(logits: Numbers, targets: Numbers, weights: Numbers, answers: Answers) -> float:
    """In nats, each row counting as much as it weighs ``(rows,)``.

    Cross-entropy over labels; where answers are several, the mean over labels of each one's own.
    """
    logits = numpy.asarray(logits, dtype=numpy.float64)
    if answers.several:
        losses = (numpy.logaddexp(0, logits) - logits * targets).mean(1)  # (rows,)
    else:
        losses = numpy.logaddexp.reduce(logits, axis=1) - (logits * targets).sum(1)
    return float(numpy.average(losses, weights=weights))


def answer_of(logits: Numbers, answers: Answers, threshold_logit: float) -> tuple[int, ...]:
    """Numbers of the labels that logits ``(labels,)`` answer with.

    Several: those whose logit reaches the threshold. Steps of a scale: the median of their distribution,
    which is off by the fewest steps on average. Else the likeliest; the first where two are equal.
    """
    if answers.several:
        return tuple(int(number) for number in numpy.flatnonzero(logits >= threshold_logit))
    if not answers.ordered:
        return (int(logits.argmax()),)
    weights = numpy.exp(logits.astype(numpy.float64) - logits.max())
    return (int((2 * weights.cumsum() >= weights.sum()).argmax()),)


def best_threshold(logits: Numbers, targets: Numbers, weights: Numbers) -> float:
    """The logit from which on a label is given: one for all labels, by their F1 over all rows together.

    One number, since some hundred rows of validation hold too few of a rare label to choose one for each.
    """
    logit_of = [math.log(share / (1 - share)) for share in THRESHOLDS]
    return max(logit_of, key=lambda logit: micro_f1(logits >= logit, targets, weights))


def micro_f1(given: NDArray[numpy.bool_], targets: Numbers, weights: Numbers) -> float:
    """2 · hits / (given + wanted) over all rows' labels; 0 where none is given and none wanted."""
    hits, total = ((part * weights[:, None]).sum() for part in (given * targets, given + targets))
    return float(2 * hits / total) if total > 0 else 0.0
