from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

from trainer.batches import batches_by_length
from trainer.device import precision
from trainer.families.family import Batch, EncodedRow, Family, SettlingFamily, Student

EVALUATION_BATCH = 32


@torch.no_grad()
def validation_loss(family: Family, student: Student, rows: Sequence[EncodedRow]) -> float:
    """The family's loss over all rows, in nats; dropout is off, the random state untouched."""
    student.model.eval()
    with precision(student.model.device):
        loss = family.validation_loss(student, batches(family, student, rows))
    student.model.train()
    return loss


@torch.no_grad()
def settle(family: Family, student: Student, rows: Sequence[EncodedRow]) -> None:
    """Lets a family that does so choose, on validation rows, how the finished weights answer."""
    if not isinstance(family, SettlingFamily):
        return
    student.model.eval()
    with precision(student.model.device):
        family.settle(student, batches(family, student, rows))


def batches(family: Family, student: Student, rows: Sequence[EncodedRow]) -> Iterator[tuple[Batch, Tensor]]:
    """Batches on the student's device with their rows' weights, ``(batch,)`` float64 on the CPU."""
    for numbers in batches_by_length([row.length for row in rows], EVALUATION_BATCH):
        batch = family.collate(student, [rows[number] for number in numbers])
        weights = torch.tensor([rows[number].weight for number in numbers], dtype=torch.float64)
        yield {name: tensor.to(student.model.device) for name, tensor in batch.items()}, weights
