from collections.abc import Iterator, Sequence

from trainer.batches import batches_by_length
from trainer.families.family import Batch, EncodedRow, Family, Student

PASS_BATCH = 32


def batches_of(
    family: Family, student: Student, rows: Sequence[EncodedRow]
) -> Iterator[tuple[list[int], Batch]]:
    """Every row once, as numbers of rows and their batch on the student's device."""
    for numbers in batches_by_length([row.length for row in rows], PASS_BATCH):
        batch = family.collate(student, [rows[number] for number in numbers])
        yield numbers, {name: tensor.to(student.model.device) for name, tensor in batch.items()}
