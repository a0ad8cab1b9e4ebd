"""Writes curves.json: what scipy says of logistic curves over log probabilities.

Run with the project's own Python: python make-curves.py > curves.json
"""

import json

import numpy
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.metrics import roc_auc_score

CASES = [("mixed", 60), ("all right", 40), ("in degrees", 80)]


def recorded(seed: int, name: str, rows: int) -> dict:
    dice = numpy.random.default_rng(seed)
    told = numpy.round(-dice.gamma(0.6, 2.0, size=rows), 4)  # (rows,)
    right = dice.random(rows) < expit(1.5 + 0.8 * told)
    scores = {"mixed": right * 1.0, "all right": numpy.ones(rows), "in degrees": expit(1 + told)}[name]
    scores = numpy.round(scores, 4)
    chances = numpy.exp(told)

    def loss(line: numpy.ndarray) -> float:
        value = line[0] * told + line[1]
        yes, no = numpy.logaddexp(0, -value), numpy.logaddexp(0, value)
        own = (scores * yes + (1 - scores) * no).sum()
        # One right and one wrong answer more, where the model expects them.
        return own + (chances * yes).sum() / chances.sum() + ((1 - chances) * no).sum() / (1 - chances).sum()

    found = minimize(loss, numpy.array([0.5, 0.5]), method="BFGS", options={"gtol": 1e-9})
    return {
        "name": name,
        "logProbabilities": told.tolist(),
        "scores": scores.tolist(),
        "slope": found.x[0],
        "intercept": found.x[1],
        "auroc": roc_auc_score(right, told) if name == "mixed" else None,
    }


if __name__ == "__main__":
    print(json.dumps([recorded(seed, *case) for seed, case in enumerate(CASES)]))
