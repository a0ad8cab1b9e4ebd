"""Several labels, and labels that are steps of a scale, in every family of classifiers."""

import json
import math
from pathlib import Path

import pytest

from trainer.rows import write_list
from trainer.tests.conftest import LABELS, export_plan, named, run_here, student_of, train_plan, write_rows

FAMILIES = ["tfidf", "frozen-encoder", "encoder"]

SEVERAL = {"several": True, "ordered": False, "none": None}
ORDERED = {"several": False, "ordered": True, "none": None}

WORDS = {"billing": "invoice", "delivery": "parcel", "other": "hello"}


def rows_of_several(count: int) -> list[dict]:
    """Every set of labels in turn, each label told by one word."""
    rows = []
    for number in range(count):
        given = [label for at, label in enumerate(LABELS) if number >> at & 1]
        text = " ".join(["please", *(WORDS[label] for label in given)])
        rows.append({"text": text, "output": write_list(given), "weight": 1})
    return rows


def plan_of(folder: Path, family: str, encoder: str, answers: dict) -> dict:
    base = None if family == "tfidf" else encoder
    plan = train_plan(folder, "labels", base, epochs=30, batchSize=8, learningRate=2e-2)
    return plan | {
        "student": student_of(family, base),
        "answers": answers,
    }


@pytest.mark.parametrize("family", FAMILIES)
def test_several_labels_are_learned_and_their_threshold_kept(family: str, tmp_path: Path, tiny_encoder: str):
    plan = plan_of(tmp_path / "training", family, tiny_encoder, SEVERAL)
    write_rows(Path(plan["trainRows"]), rows_of_several(48))
    write_rows(Path(plan["validationRows"]), rows_of_several(16))
    code, events = run_here(plan, tmp_path / "plan.json")
    assert code == 0
    # Saying nothing of any label loses ln 2 for each.
    assert events[-1]["bestValidationLoss"] < 0.75 * math.log(2)
    config = json.loads((tmp_path / "training" / "model" / "config.json").read_text())
    assert -3 < config["threshold_logit"] < 3
    code, events = run_here(export_plan(plan, tmp_path / "exported"), tmp_path / "plan.json")
    assert (code, events[-1]["changedAnswers"]) == (0, 0)
    exported = json.loads((tmp_path / "exported" / "config.json").read_text())
    assert exported["threshold_logit"] == config["threshold_logit"]
    baseline = json.loads((tmp_path / "training" / "model" / "tfidf.json").read_text())
    assert sorted(baseline["labels"]) == sorted({row["output"] for row in rows_of_several(8)})


@pytest.mark.parametrize("family", FAMILIES)
def test_steps_of_a_scale_are_learned_as_labels_are(family: str, tmp_path: Path, tiny_encoder: str):
    losses = []
    for name, answers in (("plain", ORDERED | {"ordered": False}), ("ordered", ORDERED)):
        plan = plan_of(tmp_path / name, family, tiny_encoder, answers)
        plan["settings"]["epochs"] = 2
        code, events = run_here(plan, tmp_path / "plan.json")
        assert code == 0
        losses.append([event["validationLoss"] for event in named(events, "evaluated")])
    assert losses[0] == losses[1]


@pytest.mark.parametrize(
    "output",
    [
        '["billing", "other"]',
        '["other","billing"]',
        '["billing","billing"]',
        '["unknown"]',
        "billing",
        "7",
        "{}",
    ],
)
def test_a_list_that_is_not_written_the_one_way_is_named(output: str, tmp_path: Path):
    plan = plan_of(tmp_path, "tfidf", "", SEVERAL)
    rows = [*rows_of_several(8), {"text": "a", "output": output, "weight": 1}]
    write_rows(Path(plan["trainRows"]), rows)
    code, events = run_here(plan, tmp_path / "plan.json")
    assert (code, events[-1]["kind"]) == (1, "trainer-refused-plan")
    assert "train.jsonl:9" in events[-1]["message"]


def test_lists_are_written_as_javascript_writes_them():
    assert write_list(['a "b"', "é☕", "\n\u2028\u0001"]) == '["a \\"b\\"","é☕","\\n\u2028\\u0001"]'
