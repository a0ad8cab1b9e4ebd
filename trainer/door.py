"""From a plan's path to an exit code: what goes wrong on the way becomes one `failed` event."""

import traceback
from pathlib import Path
from typing import TextIO

from trainer.events import Events
from trainer.failures import RefusedPlanError, UnusableBaseError, is_disk_full, is_out_of_memory
from trainer.parent import end_with_parent
from trainer.plan import ExportPlan, Plan, ProposalPlan, read_plan


def run(plan_path: str, stdout: TextIO) -> int:
    """0 after the last event of the plan's task, 1 after `failed`."""
    end_with_parent()
    events = Events(stdout)
    try:
        execute(read_plan(plan_path), events)
    except Exception as error:
        traceback.print_exc()
        events.emit("failed", kind=kind_of(error), message=message_of(error, plan_path))
        return 1
    return 0


def execute(plan: Plan, events: Events) -> None:
    if isinstance(plan, ProposalPlan):
        from trainer.propose import propose

        propose(plan, events)
        return
    with events.working("loading PyTorch"):
        import torch

        torch.set_num_threads(plan.threads)
        if isinstance(plan, ExportPlan):
            from trainer.exporting.export import export as work
        else:
            from trainer.train import train as work
    work(plan, events)


def message_of(error: Exception, plan_path: str) -> str:
    told = f"{type(error).__name__}: {error}"
    if not is_disk_full(error):
        return told
    return f"no room is left on the disk that holds {Path(plan_path).parent}; free some, and go on ({told})"


def kind_of(error: Exception) -> str:
    if isinstance(error, RefusedPlanError):
        return "trainer-refused-plan"
    if isinstance(error, UnusableBaseError):
        return "base-model-unusable"
    if is_disk_full(error):
        return "disk-full"
    return "trainer-out-of-memory" if is_out_of_memory(error) else "trainer-crashed"
