from collections.abc import Iterator

import torch
from torch import Tensor

from trainer.batches import batches_by_length
from trainer.device import precision
from trainer.families.family import Batch, SettlingFamily
from trainer.memory import in_parts_that_fit
from trainer.work import Work

EVALUATION_BATCH = 32


@torch.no_grad()
def validation_loss(work: Work) -> float:
    """The family's loss over all validation rows, in nats; dropout is off, the random state untouched.

    Raises:
        MemoryError: If one row at a time does not fit.
    """
    model = work.student.model

    def again(too_many: int, next_try: int) -> None:
        message = f"validation: no memory for {too_many} rows at a time, trying {next_try}"
        work.events.emit("progress", message=message)

    def attempt(part: int) -> float:
        with precision(model.device, work.family.writes):
            return work.family.validation_loss(work.student, batches(work, part))

    model.eval()
    loss, _ = in_parts_that_fit(attempt, EVALUATION_BATCH, again)
    model.train()
    return loss


@torch.no_grad()
def settle(work: Work) -> None:
    """Lets a family that does so choose, on validation rows, how the finished weights answer."""
    if not isinstance(work.family, SettlingFamily):
        return
    work.student.model.eval()
    with precision(work.student.model.device, work.family.writes):
        work.family.settle(work.student, batches(work, EVALUATION_BATCH))


def batches(work: Work, part: int) -> Iterator[tuple[Batch, Tensor]]:
    """Batches on the student's device with their rows' weights, ``(batch,)`` float64 on the CPU."""
    student, rows = work.student, work.validation
    for numbers in batches_by_length([row.length for row in rows], part):
        batch = work.family.collate(student, [rows[number] for number in numbers])
        weights = torch.tensor([rows[number].weight for number in numbers], dtype=torch.float64)
        yield {name: tensor.to(student.model.device) for name, tensor in batch.items()}, weights
