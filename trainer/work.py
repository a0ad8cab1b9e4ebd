from collections.abc import Sequence
from dataclasses import dataclass

import torch

from trainer.batches import BatchOrder
from trainer.events import Events
from trainer.families.family import EncodedRow, Family, Student
from trainer.plan import TrainingPlan


@dataclass(frozen=True)
class Work:
    """What the loop works on; only the states of student, optimizer and scaler change while it runs."""

    plan: TrainingPlan
    family: Family
    student: Student
    optimizer: torch.optim.Optimizer
    scaler: torch.amp.GradScaler
    """Passes everything through where numbers are not float16."""
    train: Sequence[EncodedRow]
    mean_weight: float
    """Of a training row."""
    validation: Sequence[EncodedRow]
    order: BatchOrder
    total_steps: int
    events: Events
