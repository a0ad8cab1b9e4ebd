"""Writes confidence.json: what scipy, scikit-learn and the paper's own code say of calibration.

Run with the project's own Python: python make-confidence.py > confidence.json
"""

import json
from itertools import pairwise

import numpy
import torch
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from sklearn.metrics import brier_score_loss

CASES = [(0, 40, 2, 3.0), (1, 200, 4, 1.0), (2, 700, 3, 0.4)]
"""Seed, rows, labels, and by how much the logits are too large."""


def recorded(seed: int, rows: int, labels: int, scale: float) -> dict:
    dice = numpy.random.default_rng(seed)
    expected = dice.integers(labels, size=rows)
    logits = dice.normal(size=(rows, labels))  # (rows, labels)
    logits[numpy.arange(rows), expected] += 1.2
    logits = numpy.round(logits * scale, 4)
    share = (rows + 1) / (rows + 2)
    targets = numpy.full_like(logits, (1 - share) / (labels - 1))
    targets[numpy.arange(rows), expected] = share

    def loss(inverse: float) -> float:
        return -(targets * log_softmax(logits * inverse, axis=1)).sum()

    found = minimize_scalar(loss, bounds=(1 / 20, 20), method="bounded", options={"xatol": 1e-12})
    temperature = 1 / found.x
    scores = softmax(logits / temperature, axis=1)
    confidences, answered = scores.max(1), scores.argmax(1)
    right = answered == expected
    return {
        "logits": logits.tolist(),
        "expected": expected.tolist(),
        "temperature": temperature,
        "brier": brier_score_loss(right, confidences),
        "ece": ece(torch.tensor(confidences), torch.tensor(right)),
        "area": float((numpy.cumsum(~right[numpy.argsort(-confidences)]) / numpy.arange(1, rows + 1)).mean()),
    }


def ece(confidences: torch.Tensor, accuracies: torch.Tensor) -> float:
    """As https://github.com/gpleiss/temperature_scaling has it (`_ECELoss`, MIT), 15 bins."""
    boundaries = torch.linspace(0, 1, 16, dtype=torch.float64)
    total = 0.0
    for lower, upper in pairwise(boundaries.tolist()):
        inside = confidences.gt(lower) * confidences.le(upper)
        share = inside.double().mean()
        if share.item() > 0:
            accuracy, confidence = accuracies[inside].double().mean(), confidences[inside].mean()
            total += (torch.abs(confidence - accuracy) * share).item()
    return total


if __name__ == "__main__":
    print(json.dumps([recorded(*case) for case in CASES]))
