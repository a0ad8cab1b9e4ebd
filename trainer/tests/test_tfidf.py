import json
from itertools import pairwise
from pathlib import Path

import numpy
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from trainer.rows import Row
from trainer.tests.conftest import LABELS, label_rows
from trainer.tfidf import NEVER, C, create_vectorizer, write_tfidf

ROWS = [Row(**row) for row in label_rows(240)]


def fitted(rows: list[Row], labels: list[str] | None, path: Path) -> dict:
    write_tfidf(rows, labels, path)
    return json.loads(path.read_text())


def scores(model: dict, text: str) -> numpy.ndarray:
    """``(labels,)`` by the formula, from the file alone; for texts whose terms come once."""
    words = text.lower().split()
    terms = [*words, *(" ".join(pair) for pair in pairwise(words))]
    known = [model["vocabulary"][term] for term in terms if term in model["vocabulary"]]
    vector = numpy.zeros(len(model["idf"]))
    vector[known] = numpy.array(model["idf"])[known]
    return numpy.array(model["coefficients"]) @ (vector / numpy.linalg.norm(vector)) + model["intercepts"]


@pytest.mark.parametrize("labels", [LABELS, LABELS[:2]])
def test_the_file_scores_as_scikit_learn_does(labels: list[str], tmp_path: Path):
    rows = [row for row in ROWS if row.output in labels]
    model = fitted(rows, labels, tmp_path / "tfidf.json")
    pipeline = make_pipeline(create_vectorizer(len(rows)), LogisticRegression(C=C, max_iter=1000))
    pipeline.fit([row.text for row in rows], [row.output for row in rows])
    text = "my invoice late"
    exponents = numpy.exp(scores(model, text))
    # Six decimals are kept of each number.
    assert exponents / exponents.sum() == pytest.approx(pipeline.predict_proba([text])[0], abs=1e-5)


def test_coefficients_follow_the_order_of_the_labels(tmp_path: Path):
    forward, backward = (fitted(ROWS, labels, tmp_path / "tfidf.json") for labels in (LABELS, LABELS[::-1]))
    assert forward["coefficients"] == backward["coefficients"][::-1]


def test_a_label_without_rows_is_never_predicted(tmp_path: Path):
    model = fitted(ROWS, [*LABELS, "unseen"], tmp_path / "tfidf.json")
    assert model["intercepts"][3] == NEVER
    assert set(model["coefficients"][3]) == {0.0}


def test_rows_of_one_label_predict_that_label(tmp_path: Path):
    model = fitted([row for row in ROWS if row.output == "delivery"], LABELS, tmp_path / "tfidf.json")
    assert model["intercepts"] == [NEVER, 0.0, NEVER]


def test_texts_without_words_leave_the_majority(tmp_path: Path):
    rows = [Row("!!!", "billing", 1.0), Row("??", "delivery", 1.0), Row("...", "delivery", 1.0)]
    model = fitted(rows, LABELS[:2], tmp_path / "tfidf.json")
    assert model["vocabulary"] == {}
    assert model["intercepts"] == pytest.approx([0.0, 0.693147])


def test_text_tasks_have_terms_and_no_classifier(tmp_path: Path):
    model = fitted(ROWS, None, tmp_path / "tfidf.json")
    assert (model["coefficients"], model["intercepts"], model["labels"]) == (None, None, None)
    assert len(model["vocabulary"]) == len(model["idf"])


def test_the_same_rows_give_the_same_bytes(tmp_path: Path):
    for name in ("one", "two"):
        write_tfidf(ROWS, LABELS, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
