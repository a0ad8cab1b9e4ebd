"""A batch's gradient, in as many parts as memory asks for."""

from collections.abc import Sequence

import torch

from trainer.checkpoint import Progress
from trainer.device import precision
from trainer.families.family import EncodedRow
from trainer.memory import in_parts_that_fit
from trainer.random_state import random_state, restore_random_state
from trainer.work import Work


def accumulate(work: Work, progress: Progress, rows: Sequence[EncodedRow]) -> float:
    """Leaves the gradient of the batch's mean loss in the parameters; the loss, in nats.

    Where memory runs out the batch is begun again in parts of half the rows, from the same random state: the
    step is the one that a plan with as many parts would have made. The smaller parts stay for later steps.

    Raises:
        MemoryError: If one row at a time does not fit.
    """
    chance = random_state()

    def again(too_many: int, next_try: int) -> None:
        restore_random_state(chance)
        message = f"step {progress.step}: no memory for {too_many} rows at a time, going on with {next_try}"
        work.events.emit("progress", message=message)

    loss, progress.part = in_parts_that_fit(
        lambda part: gradient_in_parts(work, rows, part), progress.part, again
    )
    return loss


def gradient_in_parts(work: Work, rows: Sequence[EncodedRow], part: int) -> float:
    """As `accumulate`. A row's loss counts by its weight over the mean weight of all training rows."""
    device = work.student.model.device
    weights = torch.tensor([row.weight for row in rows], device=device)  # (batch,)
    # Not by the batch's own weights: a batch of light rows alone would count as much as one of heavy rows.
    total = len(rows) * work.mean_weight
    loss = torch.zeros((), device=device)
    work.optimizer.zero_grad()
    for start in range(0, len(rows), part):
        some = slice(start, start + part)
        batch = work.family.collate(work.student, rows[some])
        batch = {name: tensor.to(device) for name, tensor in batch.items()}
        with precision(device, work.family.writes):
            losses = work.family.losses(work.student, batch)  # (part,)
        share = (losses * weights[some]).sum() / total
        work.scaler.scale(share).backward()
        loss += share.detach()
    return loss.item()
