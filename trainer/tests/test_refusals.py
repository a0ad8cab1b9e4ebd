import errno
from pathlib import Path

import pytest

from trainer.door import kind_of
from trainer.tests.conftest import LABELS, run_here, student_of, train_plan, write_rows


def failure_of(plan: dict, folder: Path) -> tuple[int, str, str]:
    code, events = run_here(plan, folder / "plan.json")
    return code, events[-1]["kind"], events[-1]["message"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"threads": 0}, "$.threads"),
        ({"surprise": 1}, "surprise"),
        ({"labels": None}, "two labels"),
        ({"trainRows": "/nowhere.jsonl"}, "/nowhere.jsonl"),
        ({"student": student_of("encoder", None)}, "needs a base"),
        (
            {"student": student_of("encoder-decoder", None)},
            "for text, code, edit, structured, not for labels",
        ),
        ({"resumeFrom": "/nowhere"}, "/nowhere"),
    ],
)
def test_a_plan_that_cannot_be_followed_is_refused(
    change: dict, told: str, tmp_path: Path, tiny_encoder: str
):
    plan = train_plan(tmp_path, "labels", tiny_encoder) | change
    code, kind, message = failure_of(plan, tmp_path)
    assert (code, kind) == (1, "trainer-refused-plan")
    assert told in message


@pytest.mark.parametrize(
    "row",
    [
        {"text": "a", "output": "unknown", "weight": 1},
        {"text": "a", "output": LABELS[0], "weight": 0},
        {"text": "a", "output": LABELS[0]},
        {"text": 1, "output": LABELS[0], "weight": 1},
        {"text": "\ud800", "output": LABELS[0], "weight": 1},
    ],
)
def test_a_row_that_cannot_be_used_is_named(row: dict, tmp_path: Path):
    plan = train_plan(tmp_path, "labels", "minilm")
    write_rows(Path(plan["trainRows"]), [{"text": "fine", "output": LABELS[0], "weight": 1}, row])
    code, kind, message = failure_of(plan, tmp_path)
    assert (code, kind) == (1, "trainer-refused-plan")
    assert "train.jsonl:2" in message


def test_no_rows_at_all_are_refused(tmp_path: Path):
    plan = train_plan(tmp_path, "labels", "minilm")
    write_rows(Path(plan["validationRows"]), [])
    assert failure_of(plan, tmp_path)[1] == "trainer-refused-plan"


def test_a_base_that_cannot_be_loaded_is_named(tmp_path: Path):
    (tmp_path / "base").mkdir()
    plan = train_plan(tmp_path, "labels", str(tmp_path / "base"))
    code, kind, message = failure_of(plan, tmp_path)
    assert (code, kind) == (1, "base-model-unusable")
    assert str(tmp_path / "base") in message


def test_running_out_of_memory_is_told_apart_from_a_crash():
    import torch

    from trainer.door import kind_of

    assert kind_of(torch.OutOfMemoryError("CUDA out of memory")) == "trainer-out-of-memory"
    assert kind_of(RuntimeError("DefaultCPUAllocator: can't allocate memory")) == "trainer-out-of-memory"
    assert kind_of(RuntimeError("shapes differ")) == "trainer-crashed"


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        RuntimeError("Error while serializing: I/O error: No space left on device (os error 28)"),
        RuntimeError("[enforce fail at inline_container.cc:672] . unexpected pos 576 vs 534"),
    ],
)
def test_a_full_disk_is_told_from_a_crash_whoever_writes(error: Exception):
    wrapped = RuntimeError("cannot save")
    wrapped.__cause__ = error
    assert [kind_of(error), kind_of(wrapped)] == ["disk-full", "disk-full"]
    assert kind_of(RuntimeError("unexpected pos")) == "trainer-crashed"
