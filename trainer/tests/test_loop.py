import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor

from trainer.checkpoint import Progress
from trainer.class_weights import with_class_weights
from trainer.device import create_scaler, number_type
from trainer.events import Events
from trainer.families import FAMILIES, family_for
from trainer.families.encoder import EncoderFamily
from trainer.families.family import Batch, Student
from trainer.gradients import gradient_in_parts
from trainer.loop import train_to_the_end
from trainer.memory import in_parts_that_fit
from trainer.plan import TrainingPlan, read_plan
from trainer.random_state import seed_everything
from trainer.rows import Data, Row, read_rows
from trainer.tests.conftest import hashes, label_rows, named, run_here, train_plan, write_plan, write_rows
from trainer.train import prepare
from trainer.weights import weights_of
from trainer.work import Work


class Hungry(EncoderFamily):
    """Runs out of memory above so many rows at a time, after it has drawn from the random state."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def losses(self, student: Student, batch: Batch) -> Tensor:
        losses = super().losses(student, batch)
        if len(losses) > self.limit:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return losses


def prepared(folder: Path, base: str, **settings: object) -> tuple[Work, Progress, Callable[[], list[dict]]]:
    """Work and progress of a plan, and what was told so far."""
    plan = read_plan(write_plan(train_plan(folder, "labels", base, **settings), folder / "plan.json"))
    data = data_of(plan)
    stream = io.StringIO()
    torch.set_num_threads(1)
    seed_everything(plan.seed)
    work, progress = prepare(plan, family_for(plan), data, Events(stream))
    return work, progress, lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


def data_of(plan: TrainingPlan) -> Data:
    files = (plan.train_rows, plan.validation_rows)
    return Data(*(read_rows(file, plan.labels, plan.answers.several) for file in files))


def trained(work: Work, progress: Progress) -> dict[str, list]:
    train_to_the_end(work, progress)
    return {name: tensor.tolist() for name, tensor in weights_of(work.student.model).items()}


def test_parts_of_a_batch_add_up_to_the_gradient_of_the_whole(tmp_path: Path, tiny_encoder: str):
    work, _, _ = prepared(tmp_path, tiny_encoder)
    work.student.model.eval()
    rows = [replace(row, weight=1.0 + number) for number, row in enumerate(work.train[:5])]
    losses, gradients = [], []
    for part in (5, 2, 1):
        losses.append(gradient_in_parts(work, rows, part))
        gradients.append(torch.cat([each.grad.flatten() for each in work.student.model.parameters()]))
    assert gradients[0].abs().max() > 1e-3
    assert losses[1:] == pytest.approx([losses[0]] * 2, rel=1e-6)
    assert [float((each - gradients[0]).abs().max()) for each in gradients[1:]] == pytest.approx(
        [0, 0], abs=1e-7
    )


def test_accumulating_takes_as_many_steps_with_as_many_rows(tmp_path: Path, tiny_encoder: str):
    work, progress, told = prepared(tmp_path, tiny_encoder, accumulateSteps=3)
    assert progress.part == 2
    train_to_the_end(work, progress)
    assert [event["step"] for event in named(told(), "step")] == list(range(1, 31))


def test_a_step_without_memory_is_made_again_as_if_its_parts_had_been_planned(
    tmp_path: Path, tiny_encoder: str
):
    planned, progress, _ = prepared(tmp_path / "planned", tiny_encoder, accumulateSteps=4)
    expected = trained(planned, progress)
    hungry, progress, told = prepared(tmp_path / "hungry", tiny_encoder)
    assert trained(replace(hungry, family=Hungry(1)), progress) == expected
    assert [event["message"] for event in named(told(), "progress")] == [
        "step 1: no memory for 4 rows at a time, going on with 2",
        "step 1: no memory for 2 rows at a time, going on with 1",
    ]
    assert progress.part == 1


def test_parts_stay_small_after_a_resume(tmp_path: Path, tiny_encoder: str):
    work, progress, _ = prepared(tmp_path, tiny_encoder, checkpointEverySteps=7)
    expected = trained(replace(work, family=Hungry(2)), progress)
    plan = read_plan(str(tmp_path / "plan.json"))
    data = data_of(plan)
    work, progress = prepare(
        replace(plan, resume_from=tmp_path / "checkpoints" / "21"),
        family_for(plan),
        data,
        Events(io.StringIO()),
    )
    assert (progress.step, progress.part) == (21, 2)
    assert trained(work, progress) == expected


def test_memory_that_does_not_suffice_for_one_row_ends_the_training(
    tmp_path: Path, tiny_encoder: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(FAMILIES, "encoder", Hungry(0))
    code, events = run_here(train_plan(tmp_path, "labels", tiny_encoder), tmp_path / "plan.json")
    assert (code, events[-1]["kind"]) == (1, "trainer-out-of-memory")


def test_parts_are_halved_only_for_want_of_memory():
    tried = []

    def attempt(part: int) -> str:
        tried.append(part)
        if part > 3:
            raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 1 bytes")
        return "done"

    assert in_parts_that_fit(attempt, 16, lambda *_: None) == ("done", 2)
    assert tried == [16, 8, 4, 2]

    def broken(part: int) -> str:
        raise RuntimeError(f"shapes differ at {part}")

    with pytest.raises(RuntimeError, match="shapes differ at 16"):
        in_parts_that_fit(broken, 16, lambda *_: None)


def test_scaling_the_gradient_changes_no_weight_where_nothing_underflows(tmp_path: Path, tiny_encoder: str):
    plain, progress, _ = prepared(tmp_path / "plain", tiny_encoder)
    expected = trained(plain, progress)
    scaled, progress, _ = prepared(tmp_path / "scaled", tiny_encoder)
    scaler = torch.amp.GradScaler("cpu", init_scale=2.0**8)
    assert trained(replace(scaled, scaler=scaler), progress) == expected
    assert scaler.get_scale() == 2.0**8


def test_the_processor_trains_in_float32_and_needs_no_scaling():
    processor = torch.device("cpu")
    assert number_type(processor, writes=False) == torch.float32
    assert not create_scaler(processor, writes=False).is_enabled()


@pytest.mark.parametrize(
    ("modern", "writes", "numbers"),
    [
        (True, False, "bfloat16"),
        (True, True, "bfloat16"),
        (False, False, "float16"),
        (False, True, "float32"),
    ],
)
def test_a_gpu_trains_in_the_half_type_that_it_has(
    modern: bool, writes: bool, numbers: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda including_emulation: modern)
    assert number_type(torch.device("cuda"), writes) == getattr(torch, numbers)


def test_a_trial_behind_the_others_is_ended_and_keeps_its_best_weights(tmp_path: Path, tiny_encoder: str):
    plan = train_plan(tmp_path, "labels", tiny_encoder)
    _, events = run_here(plan, tmp_path / "plan.json")
    losses = [event["validationLoss"] for event in named(events, "evaluated")]
    assert (len(losses), events[-1]["stoppedBy"]) == (6, "epochs")
    ahead = [[loss + 1 for loss in losses[:2]] + [loss - 0.5 for loss in losses[2:]]] * 4
    _, events = run_here(plan | {"pruning": {"others": ahead}}, tmp_path / "plan.json")
    # The first two evaluations are better than the others' median; the third is not.
    assert (events[-1]["stoppedBy"], events[-1]["steps"]) == ("pruned", 15)
    assert events[-1]["bestValidationLoss"] == min(losses[:3])
    assert "model.safetensors" in hashes(tmp_path / "model")


def test_other_trials_are_no_part_of_what_a_checkpoint_belongs_to(tmp_path: Path, tiny_encoder: str):
    others = {"others": [[9.0] * 6] * 3 + [[9.0, 9.0, 9.0, 0.1, 0.1, 0.1]]}
    plan = train_plan(tmp_path, "labels", tiny_encoder, checkpointEverySteps=10) | {"pruning": others}
    _, events = run_here(plan, tmp_path / "plan.json")
    assert events[-1]["stoppedBy"] == "epochs"
    # At the fourth evaluation all are far ahead; the resumed trial has not forgotten its first two.
    ahead = {"others": [[9.0, 9.0, 9.0, 0.1, 0.1, 0.1]] * 4}
    resumed = plan | {"pruning": ahead, "resumeFrom": str(tmp_path / "checkpoints" / "10")}
    _, events = run_here(resumed, tmp_path / "plan.json")
    assert (events[-1]["stoppedBy"], events[-1]["steps"]) == ("pruned", 20)


def test_class_weights_make_a_rare_label_count_as_much(tmp_path: Path, tiny_encoder: str):
    # The same texts with two answers, nine to one.
    texts = [row["text"] for row in label_rows(12)]
    answers = ["billing"] * 9 + ["delivery"]
    rows = [{"text": text, "output": label, "weight": 1} for text in texts for label in answers]
    found = []
    for weights in (False, True):
        plan = train_plan(
            tmp_path / str(weights),
            "labels",
            tiny_encoder,
            learningRate=1e-2,
            batchSize=40,
            epochs=6,
            classWeights=weights,
        )
        write_rows(Path(plan["trainRows"]), rows)
        write_rows(Path(plan["validationRows"]), rows)
        _, events = run_here(plan, tmp_path / "plan.json")
        found.append(named(events, "evaluated")[-1]["validationLoss"])
    # On rows as they are nine to one loses -(0.9 ln 0.9 + 0.1 ln 0.1) = 0.325, half and half ln 2 = 0.693.
    assert found == pytest.approx([0.325, 0.693], abs=0.1)


def test_the_weights_of_all_labels_are_equal_and_their_sum_stays(tmp_path: Path, tiny_encoder: str):
    plan = read_plan(write_plan(train_plan(tmp_path, "labels", tiny_encoder), tmp_path / "plan.json"))
    rows = [
        Row("a", "billing", 1.0),
        Row("b", "billing", 2.0),
        Row("c", "billing", 3.0),
        Row("d", "other", 2.0),
    ]
    weights = [row.weight for row in with_class_weights(plan, rows)]
    assert weights == pytest.approx([4 / 6, 8 / 6, 12 / 6, 4])


@pytest.mark.parametrize(("kind", "several"), [("text", False), ("labels", True)])
def test_class_weights_are_refused_where_an_answer_is_not_one_label(
    kind: str, several: bool, tmp_path: Path, tiny_encoder: str, tiny_t5: str
):
    plan = train_plan(tmp_path, kind, tiny_encoder if kind == "labels" else tiny_t5, classWeights=True)
    plan["answers"]["several"] = several
    if several:
        rows = [{**row, "output": json.dumps([row["output"]])} for row in label_rows(10)]
        for name in ("trainRows", "validationRows"):
            write_rows(Path(plan[name]), rows)
    code, events = run_here(plan, tmp_path / "plan.json")
    assert (code, events[-1]["kind"]) == (1, "trainer-refused-plan")
    assert "classWeights" in events[-1]["message"]
