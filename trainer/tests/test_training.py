import json
from pathlib import Path

import pytest
import torch
from jsonschema import Draft202012Validator
from safetensors.torch import load_file

from trainer.dropout import set_dropout
from trainer.mean_weights import MeanWeights
from trainer.plan import SCHEMA
from trainer.tests.conftest import hashes, label_rows, named, run_here, train_plan, write_rows

EVENTS = Draft202012Validator(json.loads(SCHEMA.with_name("event.schema.json").read_text()))

MODEL_FILES = {"config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json", "tfidf.json"}


@pytest.mark.parametrize("kind", ["labels", "text"])
def test_training_lowers_the_loss_and_leaves_a_model_folder(
    kind: str, tmp_path: Path, tiny_encoder: str, tiny_t5: str
):
    base = tiny_encoder if kind == "labels" else tiny_t5
    plan = train_plan(tmp_path, kind, base, epochs=20, learningRate=1e-2)
    code, events = run_here(plan, tmp_path / "plan.json")
    assert code == 0
    assert [error.message for event in events for error in EVENTS.iter_errors(event)] == []
    losses = [event["validationLoss"] for event in named(events, "evaluated")]
    assert min(losses) < 0.7 * losses[0]
    trained = events[-1]
    assert (trained["event"], trained["steps"], trained["stoppedBy"]) == ("trained", 200, "epochs")
    assert set(trained["files"]) >= MODEL_FILES
    assert set(trained["files"]) == set(hashes(tmp_path / "model"))


def test_the_same_plan_gives_the_same_files_and_another_seed_does_not(tmp_path: Path, tiny_encoder: str):
    folders = []
    for name, seed in (("one", 7), ("two", 7), ("three", 8)):
        plan = train_plan(tmp_path / name, "labels", tiny_encoder) | {"seed": seed}
        run_here(plan, tmp_path / name / "plan.json")
        folders.append(hashes(tmp_path / name / "model"))
    assert folders[0] == folders[1]
    assert folders[0]["model.safetensors"] != folders[2]["model.safetensors"]


def test_the_weights_kept_are_those_of_the_best_evaluation(tmp_path: Path, tiny_encoder: str):
    # A rate that is far too high: the loss gets worse after the first evaluations.
    plan = train_plan(
        tmp_path / "long", "labels", tiny_encoder, epochs=6, learningRate=0.3, evaluateEverySteps=1
    )
    _, events = run_here(plan, tmp_path / "plan.json")
    evaluated = named(events, "evaluated")
    best = min(evaluated, key=lambda event: event["validationLoss"])
    trained = events[-1]
    assert trained["bestStep"] == best["step"] < trained["steps"]
    assert trained["bestValidationLoss"] == best["validationLoss"]
    # What was written scores what the best evaluation said: a run of no effect starts from it.
    again = train_plan(
        tmp_path / "again", "labels", str(tmp_path / "long" / "model"), maxSteps=1, learningRate=1e-30
    )
    _, events = run_here(again, tmp_path / "plan.json")
    assert named(events, "evaluated")[0]["validationLoss"] == pytest.approx(best["validationLoss"], rel=1e-6)


def test_the_mean_of_the_later_weights_is_kept_where_it_is_as_good(tmp_path: Path, tiny_encoder: str):
    # After the rate has decayed to little the weights hardly move: their mean is as good as any of them.
    settings = {"epochs": 6, "learningRate": 0.01, "evaluateEverySteps": 2}
    single = train_plan(tmp_path / "single", "labels", tiny_encoder, **settings)
    mean = train_plan(tmp_path / "mean", "labels", tiny_encoder, **settings, averageFrom=0.9)
    _, single_events = run_here(single, tmp_path / "plan.json")
    _, events = run_here(mean, tmp_path / "plan.json")
    # The way is the same; only what is kept of it differs.
    assert named(events, "evaluated") == named(single_events, "evaluated")
    later = [each for each in named(events, "evaluated") if each["step"] >= 0.9 * events[-1]["steps"]]
    assert (single_events[-1]["averaged"], events[-1]["averaged"]) == (0, len(later))
    assert len(later) > 2
    assert events[-1]["bestValidationLoss"] <= 1.02 * single_events[-1]["bestValidationLoss"]
    assert hashes(tmp_path / "single" / "model") != hashes(tmp_path / "mean" / "model")


def test_the_mean_of_a_way_downhill_is_not_kept(tmp_path: Path, tiny_encoder: str):
    settings = {"epochs": 6, "learningRate": 0.01, "evaluateEverySteps": 5, "averageFrom": 0.1}
    plan = train_plan(tmp_path, "labels", tiny_encoder, **settings)
    _, events = run_here(plan, tmp_path / "plan.json")
    losses = [each["validationLoss"] for each in named(events, "evaluated")]
    assert losses[-1] < 0.7 * losses[0]
    assert (events[-1]["averaged"], events[-1]["bestValidationLoss"]) == (0, min(losses))


def test_each_point_counts_the_same_and_numbers_are_left_alone():
    mean = MeanWeights()
    mean.add({"w": torch.tensor([1.0, 5.0]), "count": torch.tensor([3])})
    assert not mean.is_sound(0.1, 0.4)
    mean.add({"w": torch.tensor([3.0, 5.0]), "count": torch.tensor([3])})
    mean.add({"w": torch.tensor([5.0, 2.0]), "count": torch.tensor([3])})
    assert mean.weights["w"].tolist() == [3.0, 4.0]
    assert mean.weights["count"].tolist() == [3]
    assert mean.is_sound(0.51, 0.5)
    assert not mean.is_sound(0.52, 0.5)


def test_patience_ends_training_early(tmp_path: Path, tiny_encoder: str):
    plan = train_plan(
        tmp_path, "labels", tiny_encoder, epochs=50, learningRate=0.3, evaluateEverySteps=1, patience=2
    )
    _, events = run_here(plan, tmp_path / "plan.json")
    assert events[-1]["stoppedBy"] == "patience"
    assert [event["best"] for event in named(events, "evaluated")][-2:] == [False, False]


def test_a_limit_of_steps_or_minutes_cuts_at_a_whole_step_and_evaluates_there(
    tmp_path: Path, tiny_encoder: str
):
    for limit, stopped_by, steps in ((({"maxSteps": 3}), "steps", 3), ({"maxMinutes": 1e-9}, "minutes", 1)):
        plan = train_plan(tmp_path, "labels", tiny_encoder, **limit)
        _, events = run_here(plan, tmp_path / "plan.json")
        assert (events[-1]["stoppedBy"], events[-1]["steps"]) == (stopped_by, steps)
        assert [event["step"] for event in named(events, "evaluated")] == [steps]


def test_a_row_counts_by_its_weight(tmp_path: Path, tiny_encoder: str):
    # The same texts with two answers: the heavier answer is learned.
    texts = [row["text"] for row in label_rows(40)]
    rows = [
        {"text": text, "output": label, "weight": weight}
        for text in texts
        for label, weight in (("billing", 9), ("delivery", 1))
    ]
    plan = train_plan(tmp_path, "labels", tiny_encoder, epochs=4, learningRate=1e-2)
    write_rows(Path(plan["trainRows"]), rows)
    write_rows(Path(plan["validationRows"]), rows)
    _, events = run_here(plan, tmp_path / "plan.json")
    # Nine to one by weight: the least loss is -(0.9 ln 0.9 + 0.1 ln 0.1) = 0.325; half and half gives 0.693.
    assert events[-1]["bestValidationLoss"] == pytest.approx(0.325, abs=0.05)


def test_a_student_from_scratch_generates_with_its_own_limits(tmp_path: Path):
    plan = train_plan(tmp_path, "text", None, maxSteps=2)
    code, _ = run_here(plan, tmp_path / "plan.json")
    generation = json.loads((tmp_path / "model" / "generation_config.json").read_text())
    generation.pop("transformers_version")
    assert code == 0
    assert generation == {
        "max_new_tokens": 16,
        "decoder_start_token_id": 0,
        "pad_token_id": 0,
        "eos_token_id": 1,
    }
    parameters = sum(
        tensor.numel() for tensor in load_file(tmp_path / "model" / "model.safetensors").values()
    )
    assert 2_000_000 < parameters < 3_500_000


def started(plan: dict, folder: Path) -> dict:
    return named(run_here(plan, folder / "plan.json")[1], "started")[0]


def test_trials_of_other_settings_start_from_the_same_weights(tmp_path: Path, tiny_encoder: str):
    plans = [
        train_plan(tmp_path / name, "labels", tiny_encoder, maxSteps=1, **settings)
        for name, settings in {
            "own": {},
            "rate": {"learningRate": 1e-4, "batchSize": 8, "dropout": 0.3},
            "steps": {"epochs": 1, "weightDecay": 0.1},
        }.items()
    ]
    hashes = {started(plan, tmp_path)["startWeights"] for plan in plans}
    assert len(hashes) == 1
    assert started(plans[0] | {"seed": 8}, tmp_path)["startWeights"] not in hashes


def test_dropout_is_what_the_plan_says(tiny_encoder: str):
    from torch.nn import Dropout
    from transformers import AutoModel

    model = AutoModel.from_pretrained(tiny_encoder)
    set_dropout(model, 0.25)
    shares = {module.p for module in model.modules() if isinstance(module, Dropout)}
    assert shares == {0.25}
