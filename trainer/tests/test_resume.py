import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from trainer.tests.conftest import hashes, named, run_here, train_plan, write_plan
from trainer.tests.tiny_bases import qwen2

ROOT = Path(__file__).parents[2]

STEPS = {"epochs": 3, "evaluateEverySteps": 4, "checkpointEverySteps": 7, "averageFrom": 0.1}
"""Thirty steps; the checkpoints fall into the middle of epochs and between evaluations."""


def kill_after(plan: dict, folder: Path, step: int) -> list[dict]:
    """Events of a trainer that was killed as soon as it had told of a step."""
    path = write_plan(plan, folder / "plan.json")
    child = subprocess.Popen(
        [sys.executable, "-m", "trainer", path], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    events = []
    for line in child.stdout:
        events.append(json.loads(line))
        if events[-1].get("event") == "step" and events[-1]["step"] == step:
            child.send_signal(signal.SIGKILL)
            break
    child.stdout.close()
    assert child.wait() == -signal.SIGKILL
    return events


@pytest.mark.parametrize(
    ("family", "rank", "kills"),
    [
        ("encoder", None, [9, 18]),
        ("encoder-decoder", None, [12, 23]),
        ("decoder", None, [18]),
        ("decoder", 2, [12]),
    ],
)
def test_a_training_that_is_killed_again_and_again_goes_on_as_if_nothing_had_happened(
    family: str, rank: int | None, kills: list[int], tmp_path: Path, tiny_encoder: str, tiny_t5: str
):
    def plan(name: str) -> dict:
        kind = "labels" if family == "encoder" else "text"
        settings = STEPS | {"loraRank": rank, "maxInputTokens": 64}
        made = train_plan(tmp_path / name, kind, base, **settings)
        made["student"]["family"] = family
        return made

    qwen2(tmp_path / "qwen2")
    base = {"encoder": tiny_encoder, "encoder-decoder": tiny_t5, "decoder": str(tmp_path / "qwen2")}[family]
    straight = plan("straight")
    _, undisturbed = run_here(straight, tmp_path / "plan.json")

    broken = plan("broken")
    for step in kills:
        checkpoint = named(kill_after(broken, tmp_path, step), "checkpoint")[-1]
        assert checkpoint["step"] == step // 7 * 7
        broken |= {"resumeFrom": checkpoint["folder"]}
    code, events = run_here(broken, tmp_path / "plan.json")

    assert code == 0
    assert named(events, "started")[0]["fromStep"] == checkpoint["step"]
    later = [event for event in named(undisturbed, "step") if event["step"] > checkpoint["step"]]
    assert [event["loss"] for event in named(events, "step")] == [event["loss"] for event in later]
    assert [event["learningRate"] for event in named(events, "step")] == [
        event["learningRate"] for event in later
    ]
    # Those before the resume are told again.
    assert named(events, "evaluated") == named(undisturbed, "evaluated")
    assert hashes(tmp_path / "broken" / "model") == hashes(tmp_path / "straight" / "model")


def test_checkpoints_are_whole_and_only_the_last_two_stay(tmp_path: Path, tiny_encoder: str):
    plan = train_plan(tmp_path, "labels", tiny_encoder, **STEPS)
    _, events = run_here(plan, tmp_path / "plan.json")
    told = named(events, "checkpoint")
    assert [event["step"] for event in told] == [7, 14, 21, 28]
    assert sorted(os.listdir(tmp_path / "checkpoints")) == ["21", "28"]
    assert set(told[-1]["files"]) == set(hashes(Path(told[-1]["folder"])))


def test_a_checkpoint_of_another_training_is_refused(tmp_path: Path, tiny_encoder: str):
    plan = train_plan(tmp_path, "labels", tiny_encoder, **STEPS)
    _, events = run_here(plan, tmp_path / "plan.json")
    other = plan | {"seed": 8, "resumeFrom": named(events, "checkpoint")[-1]["folder"]}
    code, events = run_here(other, tmp_path / "plan.json")
    assert (code, events[-1]["kind"]) == (1, "trainer-refused-plan")


ORPHAN = """
import time
from trainer.parent import end_with_parent
end_with_parent()
print("up", flush=True)
time.sleep(60)
"""


def test_a_trainer_ends_when_its_parent_is_gone():
    parent = (
        "import subprocess, sys, os;"
        f"child = subprocess.Popen([sys.executable, '-c', {ORPHAN!r}], stdout=subprocess.PIPE);"
        "child.stdout.readline(); print(child.pid, flush=True); os._exit(0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", parent], cwd=ROOT, capture_output=True, text=True, check=True
    )
    pid = int(done.stdout)
    deadline = time.monotonic() + 10
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(pid)


def is_running(pid: int) -> bool:
    """A child whose parent is gone may stay as a zombie where nothing reaps it."""
    state = subprocess.run(
        ["ps", "-o", "state=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return state.stdout.strip() not in ("", "Z")
