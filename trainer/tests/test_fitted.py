"""Families that are fitted at once: what they learn, leave behind and export."""

import json
import math
from itertools import pairwise
from pathlib import Path

import numpy
import onnx
import pytest
import torch
from jsonschema import Draft202012Validator
from safetensors.numpy import load_file
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from transformers import AutoModel, AutoTokenizer

from trainer.families.frozen_encoder import mean_vectors
from trainer.families.linear import UNSEEN, Head, each_label, one_label
from trainer.families.tfidf import MAX_TERMS, terms_of, vector_of, vocabulary_of
from trainer.plan import SCHEMA
from trainer.tests.conftest import (
    LABELS,
    export_plan,
    hashes,
    label_rows,
    named,
    run_here,
    student_of,
    train_plan,
    write_rows,
)

EVENTS = Draft202012Validator(json.loads(SCHEMA.with_name("event.schema.json").read_text()))

ENCODER_FILES = {"tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"}
OWN_FILES = {"tfidf": {"vocabulary.json"}, "frozen-encoder": ENCODER_FILES}
COMMON = {"config.json", "model.safetensors"}


def fitted_plan(folder: Path, family: str, encoder: str, **settings: object) -> dict:
    base = encoder if family == "frozen-encoder" else None
    return train_plan(folder, "labels", base, **settings) | {"student": student_of(family, base)}


@pytest.mark.parametrize(("family", "fits"), [("tfidf", 4), ("frozen-encoder", 8)])
def test_the_best_fit_is_kept_and_told_as_a_training_is(
    family: str, fits: int, tmp_path: Path, tiny_encoder: str
):
    plan = fitted_plan(tmp_path, family, tiny_encoder)
    code, events = run_here(plan, tmp_path / "plan.json")
    assert code == 0
    assert [error.message for event in events for error in EVENTS.iter_errors(event)] == []
    assert named(events, "started")[0]["totalSteps"] == fits
    losses = [event["validationLoss"] for event in named(events, "evaluated")]
    assert len(losses) == fits
    trained = events[-1]
    assert (trained["event"], trained["steps"], trained["stoppedBy"]) == ("trained", fits, "epochs")
    assert (trained["bestStep"], trained["bestValidationLoss"]) == (
        losses.index(min(losses)) + 1,
        min(losses),
    )
    # Ten rows of three labels, told by their words: guessing would lose ln 3 = 1.1.
    assert min(losses) < 0.6
    assert set(trained["files"]) == COMMON | OWN_FILES[family] | {"tfidf.json"}
    assert set(trained["files"]) == set(hashes(tmp_path / "model"))


@pytest.mark.parametrize("family", ["tfidf", "frozen-encoder"])
def test_an_export_is_the_model_again_and_the_same_bytes_each_time(
    family: str, tmp_path: Path, tiny_encoder: str
):
    training = fitted_plan(tmp_path / "training", family, tiny_encoder)
    exports = []
    for name in ("first", "second/somewhere-else"):
        run_here(training, tmp_path / "plan.json")
        code, events = run_here(export_plan(training, tmp_path / name), tmp_path / "plan.json")
        assert code == 0
        exports.append(hashes(tmp_path / name))
    exported = events[-1]
    assert [error.message for error in EVENTS.iter_errors(exported)] == []
    assert (exported["event"], exported["opset"], exported["rows"]) == ("exported", 18, 10)
    assert 0 <= exported["maxLogitDifference"] < 1e-4
    assert exported["changedAnswers"] == 0
    onnx_files = {"onnx/model.onnx", "onnx/model_quantized.onnx"}
    assert set(exported["files"]) == set(exports[0]) == COMMON | OWN_FILES[family] | onnx_files
    assert exports[0] == exports[1]
    assert hashes(tmp_path / "training" / "model")["model.safetensors"] == exports[0]["model.safetensors"]
    for file in sorted((tmp_path / "first").rglob("*.*")):
        assert str(tmp_path).encode() not in file.read_bytes()
    head = onnx.load(tmp_path / "first" / "onnx" / "model_quantized.onnx").graph
    assert [place.name for place in head.output] == ["logits"]
    integers = [tensor for tensor in head.initializer if tensor.data_type == onnx.TensorProto.INT8]
    assert any(tensor.dims[-1] == len(LABELS) for tensor in integers)


@pytest.mark.parametrize("family", ["tfidf", "frozen-encoder"])
@pytest.mark.parametrize(
    ("limit", "stopped_by", "steps"), [({"maxSteps": 2}, "steps", 2), ({"maxMinutes": 1e-9}, "minutes", 1)]
)
def test_a_limit_leaves_the_best_of_the_fits_made(
    family: str, limit: dict, stopped_by: str, steps: int, tmp_path: Path, tiny_encoder: str
):
    plan = fitted_plan(tmp_path, family, tiny_encoder, **limit)
    _, events = run_here(plan, tmp_path / "plan.json")
    assert (events[-1]["stoppedBy"], events[-1]["steps"]) == (stopped_by, steps)
    assert len(named(events, "evaluated")) == steps


def test_a_checkpoint_is_refused_where_none_is_left(tmp_path: Path):
    plan = fitted_plan(tmp_path, "tfidf", "") | {"resumeFrom": str(tmp_path)}
    code, events = run_here(plan, tmp_path / "plan.json")
    assert (code, events[-1]["kind"]) == (1, "trainer-refused-plan")


def test_terms_are_words_pairs_and_pieces_in_any_script():
    assert list(terms_of("No, ÉTÉ_9!")) == [
        *("no", "été", "9"),
        *("no été", "été 9"),
        *("# no", "#no ", "# ét", "#été", "#té ", "# 9 "),
    ]
    assert list(terms_of("… 👍 !")) == []


def test_a_vector_is_what_scikit_learn_makes_of_a_text():
    texts = [row["text"] for row in label_rows(300)]
    terms, idf = vocabulary_of(texts)
    vectorizer = TfidfVectorizer(analyzer=lambda text: list(terms_of(text)), sublinear_tf=True, min_df=2)
    vectorizer.fit(texts)
    assert terms == vectorizer.get_feature_names_out().tolist()
    number_of = {term: number for number, term in enumerate(terms)}
    for text in [*texts[:20], "refund refund refund card", "nothing known: qqq"]:
        # Four decimals are kept of each inverse document frequency.
        expected = vectorizer.transform([text]).toarray()[0]
        assert vector_of(number_of, idf, text) == pytest.approx(expected, abs=1e-4)


def test_the_most_frequent_terms_are_kept():
    texts = [f"word{number} other{number}" for number in range(9000)] + ["parcel", "parcel"]
    terms, _ = vocabulary_of(texts)
    assert len(terms) <= MAX_TERMS
    assert "parcel" in terms


@pytest.mark.parametrize("count", [3, 200])
def test_rows_without_a_word_in_common_are_refused(count: int, tmp_path: Path):
    plan = fitted_plan(tmp_path, "tfidf", "")
    rows = [{"text": "!" * number, "output": LABELS[number % 3], "weight": 1} for number in range(count)]
    Path(plan["trainRows"]).write_text("".join(json.dumps(row) + "\n" for row in rows))
    code, events = run_here(plan, tmp_path / "plan.json")
    assert (code, events[-1]["kind"]) == (1, "trainer-refused-plan")
    assert "share no words" in events[-1]["message"]


def test_vectors_are_means_over_each_texts_own_tokens(tiny_encoder: str):
    encoder, tokenizer = AutoModel.from_pretrained(tiny_encoder), AutoTokenizer.from_pretrained(tiny_encoder)
    texts = ["my invoice", "the parcel late please the courier", "", "hello " * 40]
    together = mean_vectors(encoder, tokenizer, texts, 16)
    for vector, text in zip(together, texts, strict=True):
        tokens = tokenizer([text], truncation=True, max_length=16, return_tensors="pt")
        with torch.no_grad():
            alone = encoder(**tokens).last_hidden_state[0].mean(0)  # (hidden,)
        assert vector == pytest.approx(alone.numpy(), abs=1e-5)


def test_the_encoder_stays_as_it_was(tmp_path: Path, tiny_encoder: str):
    plan = fitted_plan(tmp_path, "frozen-encoder", tiny_encoder)
    run_here(plan, tmp_path / "plan.json")
    before, after = (
        load_file(Path(folder) / "model.safetensors") for folder in (tiny_encoder, plan["output"])
    )
    assert set(after) - set(before) == {"classifier.weight", "classifier.bias"}
    assert all(numpy.array_equal(after[name], before[name]) for name in before)


FEATURES = numpy.random.default_rng(0).normal(size=(60, 5))
NUMBERS = numpy.array([0, 2, 3] * 20)
WEIGHTS = numpy.random.default_rng(1).uniform(0.5, 2, size=60)


@pytest.mark.parametrize("seen", [2, 3])
def test_one_label_has_the_odds_of_scikit_learn_and_an_unseen_one_none(seen: int):
    kept = numpy.isin(NUMBERS, [0, 2, 3][:seen])
    features, numbers, weights = FEATURES[kept], NUMBERS[kept], WEIGHTS[kept]
    head = Head(*one_label(features, numpy.eye(4)[numbers], weights, 10.0), None)
    columns = [0, 2, 3][:seen]
    logits = head.logits(features)[:, columns]
    regression = LogisticRegression(C=10.0, max_iter=1000).fit(features, numbers, sample_weight=weights)
    exponents = numpy.exp(logits)
    probabilities = exponents / exponents.sum(1, keepdims=True)
    assert probabilities == pytest.approx(regression.predict_proba(features), abs=1e-9)
    assert head.intercepts[1] == UNSEEN
    # The likeliest of the others is never below it.
    assert logits.sum(1) == pytest.approx(numpy.zeros(len(features)), abs=1e-6)


def test_each_label_has_its_own_odds():
    targets = numpy.stack([NUMBERS == 0, NUMBERS > 0, NUMBERS >= 0, NUMBERS < 0], 1).astype(numpy.float32)
    head = Head(*each_label(FEATURES, targets, WEIGHTS, 1.0), 0.0)
    probabilities = 1 / (1 + numpy.exp(-head.logits(FEATURES)))
    regression = LogisticRegression(C=1.0, max_iter=1000).fit(FEATURES, targets[:, 0], sample_weight=WEIGHTS)
    assert probabilities[:, 0] == pytest.approx(regression.predict_proba(FEATURES)[:, 1], abs=1e-9)
    # All rows have the third label and none the fourth: half a row each way.
    total = WEIGHTS.sum()
    assert head.intercepts[2:] == pytest.approx(
        [math.log((total + 0.5) / 0.5), math.log(0.5 / (total + 0.5))]
    )


def test_pairs_stay_within_a_text():
    pairs = {term for term in terms_of("a b c") if " " in term and "#" not in term}
    assert pairs == {" ".join(pair) for pair in pairwise("abc")}


def test_class_weights_count_in_a_fit_too(tmp_path: Path, tiny_encoder: str):
    biases = []
    for balanced in (False, True):
        folder = tmp_path / str(balanced)
        plan = fitted_plan(folder, "tfidf", tiny_encoder, classWeights=balanced)
        rows = [row for at, row in enumerate(label_rows(60)) if row["output"] == LABELS[0] or at % 5 == 0]
        write_rows(Path(plan["trainRows"]), rows)
        assert run_here(plan, folder / "plan.json")[0] == 0
        biases.append(load_file(folder / "model" / "model.safetensors")["classifier.bias"])
    plain, weighed = ([float(bias - each.mean()) for bias in each] for each in biases)
    assert plain[0] > weighed[0]
