from collections.abc import Sequence

import torch

from trainer.batches import batches_by_length
from trainer.device import precision
from trainer.families.family import EncodedRow, Family, Student

EVALUATION_BATCH = 32


@torch.no_grad()
def validation_loss(family: Family, student: Student, rows: Sequence[EncodedRow]) -> float:
    """Weighted mean loss over all rows, in nats; dropout is off, the random state untouched."""
    model = student.model
    model.eval()
    total = 0.0
    for numbers in batches_by_length([row.length for row in rows], EVALUATION_BATCH):
        batch = family.collate(student, [rows[number] for number in numbers])
        weights = torch.tensor([rows[number].weight for number in numbers])  # (batch,)
        with precision(model.device):
            losses = family.losses(student, {name: tensor.to(model.device) for name, tensor in batch.items()})
        total += float((losses.cpu().double() * weights).sum())
    model.train()
    return total / sum(row.weight for row in rows)
