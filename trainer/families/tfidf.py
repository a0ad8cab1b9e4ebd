"""TF-IDF and a linear classifier: the cheapest student, which knows a task by its words."""

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy
import onnx
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file
from scipy.sparse import csr_matrix, vstack
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import FloatTensorType
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LinearRegression

from trainer.exporting.onnx_files import OPSET, save_plain
from trainer.exporting.sessions import Scores, open_session
from trainer.failures import RefusedPlanError
from trainer.families.fitted import Fits
from trainer.families.linear import (
    BIAS,
    STRENGTHS,
    WEIGHT,
    Head,
    fit_head,
    label_configuration,
    write_json,
)
from trainer.plan import ExportPlan, TrainingPlan
from trainer.rows import Data

WORD = re.compile(r"[^\W_]+")
"""Runs of letters and digits; the same as `[\\p{L}\\p{N}]+` in JavaScript."""

PIECE_CHARACTERS = 3
"""Pieces of words catch endings, and carry scripts without spaces. On 1,000 sentences of a hundred labels
they raised accuracy from .25 to .29, on sentence pairs they changed nothing; longer ones as well triple
the vocabulary for a point."""

MAX_TERMS = 20_000
"""The most frequent ones; a vector of as many takes a thousandth of a second to build and multiply."""

FEW_ROWS = 200
"""Below it a term seen once is kept: there is little else."""

DECIMALS = 4
"""Of an inverse document frequency, which lies between 1 and 12."""


@dataclass(frozen=True)
class TfidfStudent:
    terms: list[str]
    idf: list[float]
    labels: list[str]
    head: Head

    def vectorizer(self) -> Callable[[str], NDArray[numpy.float32]]:
        number_of = {term: number for number, term in enumerate(self.terms)}
        return partial(vector_of, number_of, self.idf)


class TfidfFamily:
    name = "tfidf"
    kinds = ("labels",)

    def prepare(self, plan: TrainingPlan, data: Data) -> Fits[TfidfStudent]:
        terms, idf = vocabulary_of([row.text for row in data.train])
        number_of = {term: number for number, term in enumerate(terms)}
        train, validation = (
            vstack([csr_matrix(vector_of(number_of, idf, row.text)) for row in rows], format="csr")
            for rows in (data.train, data.validation)
        )  # (rows, terms)

        def fit(strength: float) -> tuple[TfidfStudent, float]:
            head, loss = fit_head(plan, data, train, validation, strength)
            return TfidfStudent(terms, idf, plan.labels, head), loss

        parameters = len(plan.labels) * (len(terms) + 1)
        return Fits("cpu", parameters, [partial(fit, strength) for strength in STRENGTHS])

    def save(self, student: TfidfStudent, folder: Path) -> None:
        save_file(student.head.tensors, folder / "model.safetensors", {"format": "np"})
        write_json({"terms": student.terms, "idf": student.idf}, folder / "vocabulary.json")
        configuration = label_configuration(student.labels, student.head)
        write_json({"model_type": "tfidf", **configuration}, folder / "config.json")

    def load(self, folder: Path) -> TfidfStudent:
        tensors = load_file(folder / "model.safetensors")
        vocabulary, configuration = (
            json.loads((folder / name).read_text(encoding="utf-8"))
            for name in ("vocabulary.json", "config.json")
        )
        head = Head(tensors[WEIGHT], tensors[BIAS], configuration.get("threshold_logit"))
        labels = list(configuration["id2label"].values())
        return TfidfStudent(vocabulary["terms"], vocabulary["idf"], labels, head)

    def export(self, student: TfidfStudent, folder: Path) -> list[Path]:
        """`model.onnx`: ``features`` (1, terms) in, ``logits`` (1, labels) out."""
        folder.mkdir(parents=True, exist_ok=True)
        linear = LinearRegression()
        linear.coef_, linear.intercept_ = student.head.coefficients, student.head.intercepts
        model = convert_sklearn(
            linear,
            "tfidf",
            [("features", FloatTensorType([1, len(student.terms)]))],
            target_opset=OPSET,
            final_types=[("logits", FloatTensorType([1, len(student.labels)]))],
            black_op={"LinearRegressor"},  # it would be one opaque operator; as a MatMul it can become int8
        )
        save_plain(onnx.load_from_string(model.SerializeToString()), folder / "model.onnx")
        return [folder / "model.onnx"]

    def scores(self, student: TfidfStudent, plan: ExportPlan) -> Callable[[str], Scores]:
        vector = student.vectorizer()
        return lambda text: student.head.logits(vector(text)[None])[0]

    def exported_scores(self, student: TfidfStudent, plan: ExportPlan) -> Callable[[str], Scores]:
        session = open_session(plan.output / "onnx" / "model.onnx", plan.threads)
        vector = student.vectorizer()
        return lambda text: session.run(["logits"], {"features": vector(text)[None]})[0][0]


def vocabulary_of(texts: Sequence[str]) -> tuple[list[str], list[float]]:
    """Terms in the order of their code points, and the inverse document frequency of each.

    Raises:
        RefusedPlanError: If no term is frequent enough.
    """
    vectorizer = TfidfVectorizer(
        analyzer=lambda text: list(terms_of(text)),
        min_df=1 if len(texts) < FEW_ROWS else 2,
        max_features=MAX_TERMS,
    )
    try:
        vectorizer.fit(texts)
    except ValueError as error:
        if "empty vocabulary" not in str(error) and "no terms remain" not in str(error):
            raise
        raise RefusedPlanError("the training rows share no words: TF-IDF has nothing to go by") from error
    return vectorizer.get_feature_names_out().tolist(), vectorizer.idf_.round(DECIMALS).tolist()


def terms_of(text: str) -> Iterator[str]:
    """Words in lower case, pairs of neighbours, and pieces of three characters with `#` before them."""
    words = WORD.findall(text.lower())
    yield from words
    for pair in pairwise(words):
        yield " ".join(pair)
    for word in words:
        padded = f" {word} "
        for at in range(len(padded) - PIECE_CHARACTERS + 1):
            yield "#" + padded[at : at + PIECE_CHARACTERS]


def vector_of(number_of: dict[str, int], idf: Sequence[float], text: str) -> NDArray[numpy.float32]:
    """``(terms,)`` weights (1 + ln tf) · idf over their Euclidean length; all 0 where no term is known.

    The predict scripts do the same in the same order, so that they come to the same bits.
    """
    counts = Counter(number_of[term] for term in terms_of(text) if term in number_of)
    dampened = {number: float(numpy.float32(1 + math.log(counts[number]))) for number in sorted(counts)}
    weights = {number: value * idf[number] for number, value in dampened.items()}
    squares = 0.0
    for weight in weights.values():  # `sum` of Python 3.12 adds in another way than JavaScript
        squares += weight * weight
    vector = numpy.zeros(len(idf), dtype=numpy.float32)
    for number, weight in weights.items():
        vector[number] = weight / math.sqrt(squares)
    return vector
