"""The cheapest baseline: TF-IDF, and for labels a logistic regression. `lib/baselines/tfidf.ts` scores it."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from trainer.plan import TrainingPlan
from trainer.rows import Row

TOKEN = r"(?u)[^\W_]+"
"""Runs of letters and digits; the same as `[\\p{L}\\p{N}]+` in JavaScript."""

MAX_FEATURES = 50_000

FEW_ROWS = 200
"""Below it a term seen once is kept: there is little else."""

C = 10.0
"""Inverse strength of regularization: rows have length 1, for which scikit-learn's 1.0 underfits."""

NEVER = -1e6
"""Intercept of a label without training rows: below every score that the others can reach."""

DECIMALS = 6


MOST_LISTS = 50
"""Lists of labels that the baseline chooses among, the most frequent ones: more would make the file large."""


def write_baseline(plan: TrainingPlan, rows: Sequence[Row], path: Path) -> None:
    """Writes the baseline of a plan's rows. Where labels are several, each list of them is one answer."""
    if plan.labels is None or not plan.answers.several:
        return write_tfidf(rows, plan.labels, path)
    lists = [output for output, _ in Counter(row.output for row in rows).most_common(MOST_LISTS)]
    return write_tfidf([row for row in rows if row.output in lists], lists, path)


def write_tfidf(rows: Sequence[Row], labels: list[str] | None, path: Path) -> None:
    """Writes the baseline; the same rows give the same bytes."""
    vectorizer = create_vectorizer(len(rows))
    try:
        features = vectorizer.fit_transform([row.text for row in rows])  # (rows, terms), sparse
    except ValueError as error:
        # Texts of punctuation alone leave no terms, which scikit-learn refuses: then the majority is all.
        if "empty vocabulary" not in str(error) and "no terms remain" not in str(error):
            raise
        vectorizer, features = None, numpy.zeros((len(rows), 0))
    vocabulary = {} if vectorizer is None else vectorizer.vocabulary_
    idf = [] if vectorizer is None else vectorizer.idf_
    coefficients, intercepts = (None, None) if labels is None else fit(features, rows, labels)
    model = {
        "version": 1,
        "vocabulary": {term: int(vocabulary[term]) for term in sorted(vocabulary, key=vocabulary.get)},
        "idf": [round(float(value), DECIMALS) for value in idf],
        "coefficients": coefficients,
        "intercepts": intercepts,
        "labels": labels,
    }
    path.write_text(json.dumps(model, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def create_vectorizer(rows: int) -> TfidfVectorizer:
    return TfidfVectorizer(
        lowercase=True,
        token_pattern=TOKEN,
        ngram_range=(1, 2),
        sublinear_tf=True,
        min_df=1 if rows < FEW_ROWS else 2,
        max_features=MAX_FEATURES,
    )


def fit(features: object, rows: Sequence[Row], labels: list[str]) -> tuple[list[list[float]], list[float]]:
    """Coefficients ``(labels, terms)`` and intercepts ``(labels,)``, in the order of `labels`."""
    answers = [row.output for row in rows]
    coefficients = numpy.zeros((len(labels), features.shape[1]))
    intercepts = numpy.array([0.0 if label in set(answers) else NEVER for label in labels])
    if len(set(answers)) > 1 and features.shape[1] > 0:
        regression = LogisticRegression(C=C, max_iter=1000)
        regression.fit(features, answers, sample_weight=[row.weight for row in rows])
        weights, biases = regression.coef_, regression.intercept_
        if len(regression.classes_) == 2:
            # scikit-learn keeps one row, for the second label; half of it each way gives the same odds.
            weights, biases = numpy.vstack([-weights, weights]) / 2, numpy.concatenate([-biases, biases]) / 2
        for weight, bias, label in zip(weights, biases, regression.classes_, strict=True):
            coefficients[labels.index(label)], intercepts[labels.index(label)] = weight, bias
    elif features.shape[1] == 0:
        weights_of = {label: sum(row.weight for row in rows if row.output == label) for label in set(answers)}
        for label, weight in weights_of.items():
            intercepts[labels.index(label)] = numpy.log(weight)
    return numpy.round(coefficients, DECIMALS).tolist(), numpy.round(intercepts, DECIMALS).tolist()
