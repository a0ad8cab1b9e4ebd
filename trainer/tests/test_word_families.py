import json
from math import log
from pathlib import Path

import pytest
import torch

from trainer.families import FAMILIES
from trainer.families.family import Student
from trainer.families.span import CANDIDATE, END, START
from trainer.families.token_classifier import IGNORED
from trainer.plan import read_plan
from trainer.rows import Row
from trainer.tests.conftest import hashes, named, run_here, write_plan, write_rows
from trainer.tests.word_tasks import TASKS, bundle_of, make_word_encoder, predict_script, word_plan

FAMILIES_OF_WORDS = sorted(TASKS)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_word_encoder(tmp_path_factory.mktemp("words"))


@pytest.mark.parametrize("family", FAMILIES_OF_WORDS)
def test_what_was_learned_is_answered_by_the_exported_files(family: str, tmp_path: Path, base: str):
    training = word_plan(tmp_path, family, base, epochs=20, learningRate=2e-2, evaluateEverySteps=20)
    code, events = run_here(training, tmp_path / "plan.json")
    assert code == 0
    losses = [event["validationLoss"] for event in named(events, "evaluated")]
    assert min(losses) < 0.3 * losses[0]
    predictor = predict_script().load_predictor(bundle_of(training, tmp_path / "bundle"))
    rows = [json.loads(line) for line in Path(training["validationRows"]).read_text().splitlines()]
    answers = [predictor.predict(row["text"])["output"] for row in rows]
    assert answers == [row["output"] for row in rows]
    assert len(set(answers)) > 5


@pytest.mark.parametrize("family", FAMILIES_OF_WORDS)
def test_an_interrupted_training_ends_with_the_same_bytes(family: str, tmp_path: Path, base: str):
    steps = {"epochs": 2, "checkpointEverySteps": 5}
    straight = word_plan(tmp_path / "straight", family, base, **steps)
    run_here(straight, tmp_path / "plan.json")
    checkpoint = str(tmp_path / "straight" / "checkpoints" / "5")
    resumed = word_plan(tmp_path / "resumed", family, base, **steps) | {"resumeFrom": checkpoint}
    code, events = run_here(resumed, tmp_path / "plan.json")
    assert (code, named(events, "started")[0]["fromStep"]) == (0, 5)
    assert hashes(tmp_path / "resumed" / "model") == hashes(tmp_path / "straight" / "model")


@pytest.mark.parametrize("family", FAMILIES_OF_WORDS)
def test_an_export_says_what_the_weights_say(family: str, tmp_path: Path, base: str):
    training = word_plan(tmp_path, family, base, maxSteps=3)
    run_here(training, tmp_path / "plan.json")
    bundle = bundle_of(training, tmp_path / "bundle")
    assert {path.name for path in (bundle / "onnx").iterdir()} == {"model.onnx", "model_quantized.onnx"}
    made = FAMILIES[family]
    student = made.load(bundle)
    student.model.eval()
    want = made.scores(student, [2, 7, 8, 9, 3])
    have = made.exported_scores(student, bundle / "onnx", 1)([2, 7, 8, 9, 3])
    tags = len(student.model.config.id2label)
    assert want.shape == have.shape == ((2, 5) if family == "span" else (5, tags))
    assert abs(want - have).max() < 1e-5


def test_rows_that_tags_cannot_express_are_left_out_and_counted(tmp_path: Path, base: str):
    stray = {
        "span": {"text": "we go", "output": "w", "weight": 1},
        "tagger": {"text": "we go", "output": '["go","go"]', "weight": 1},
        "editor": {"text": "we go", "output": "we were never there", "weight": 1},
    }
    for family, row in stray.items():
        plan = word_plan(tmp_path / family, family, base, maxSteps=1)
        rows = [json.loads(line) for line in Path(plan["trainRows"]).read_text().splitlines()]
        write_rows(Path(plan["trainRows"]), [*rows, row])
        code, events = run_here(plan, tmp_path / "plan.json")
        told = [event["message"] for event in named(events, "progress") if "left out" in event["message"]]
        assert (code, len(told)) == (0, 1)
        assert told[0].startswith("1 of 61 rows are left out")
        write_rows(Path(plan["trainRows"]), [row])
        code, events = run_here(plan, tmp_path / "plan.json")
        assert (code, events[-1]["kind"]) == (1, "trainer-refused-plan")


def student_that_says(logits: torch.Tensor) -> Student:
    """A student whose model gives these logits, whatever it reads."""

    class Fixed:
        def __call__(self, *_: object, **__: object) -> object:
            return type("Output", (), {"logits": logits})

    return Student(Fixed(), None)


def test_a_span_loss_is_met_by_any_place_of_the_answer_and_padding_counts_nowhere():
    logits = torch.zeros(2, 4, 2)
    logits[0, 3] = 50.0  # padding, where the first row has none of its words
    target = torch.tensor([[CANDIDATE | START, CANDIDATE | START | END, 0, IGNORED], [CANDIDATE, 7, 1, 1]])
    batch = {"input_ids": None, "attention_mask": None, "labels": target}
    losses = FAMILIES["span"].losses(student_that_says(logits), batch)
    # First row: both of two places are right starts, one is the right end. Second: one of four each.
    assert losses.tolist() == pytest.approx([log(2) / 2, log(4)], rel=1e-5)


def test_a_tag_loss_is_the_mean_over_a_rows_own_words():
    logits = torch.zeros(2, 3, 2)
    logits[1, 0, 0] = 100.0
    target = torch.tensor([[0, IGNORED, IGNORED], [0, 1, IGNORED]])
    batch = {"input_ids": None, "attention_mask": None, "labels": target}
    losses = FAMILIES["tagger"].losses(student_that_says(logits), batch)
    assert losses.tolist() == pytest.approx([log(2), log(2) / 2], rel=1e-5)


def test_a_cut_text_is_learned_as_far_as_it_is_read(tmp_path: Path, base: str):
    made = word_plan(tmp_path, "editor", base, maxInputTokens=4)
    plan = read_plan(write_plan(made, tmp_path / "plan.json"))
    family = FAMILIES["editor"]
    student = family.create(plan, [Row("um we", "we", 1.0)])
    rows = [
        Row("um we go", "we unheard of", 1.0),  # what no tag says stands behind the cut
        Row("um we", "we!", 1.0),  # here it stands before
        Row("um we", "we", 1.0),
        Row("wesss we", "we", 1.0),  # the first word alone is too long
    ]
    encoded = family.encode(student, rows, plan)
    keep, delete = 0, 1
    assert [row.target for row in encoded] == [
        [IGNORED, delete, keep, IGNORED],
        [IGNORED, delete, keep, keep],
    ]
