"""The training loop: warm up, step, report, evaluate, keep the best, checkpoint, stop."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

import torch

from trainer.batches import BatchOrder
from trainer.checkpoint import Progress, write_checkpoint
from trainer.device import precision
from trainer.evaluate import validation_loss
from trainer.events import Events
from trainer.families.family import EncodedRow, Family, Student
from trainer.folder import files_in
from trainer.plan import TrainingPlan
from trainer.schedule import learning_rate_at
from trainer.weights import weights_of

CLIP_NORM = 1.0
"""Largest norm of a step's gradient, as BERT and T5 were trained with."""


@dataclass(frozen=True)
class Work:
    """What the loop works on; only the student's weights and the optimizer's state change while it runs."""

    plan: TrainingPlan
    family: Family
    student: Student
    optimizer: torch.optim.Optimizer
    train: Sequence[EncodedRow]
    validation: Sequence[EncodedRow]
    order: BatchOrder
    total_steps: int
    events: Events


def train_to_the_end(work: Work, progress: Progress) -> str:
    """Trains from `progress` on, keeping it up to date; why it stopped, as `stoppedBy` says."""
    settings = work.plan.settings
    clock = Clock(work, progress)
    work.student.model.train()
    while progress.step < work.total_steps:
        progress.step += 1
        loss, rate = take_step(work, progress.step)
        clock.report_step(loss, rate)
        late = settings.max_minutes is not None and progress.seconds > settings.max_minutes * 60
        last = late or progress.step == work.total_steps
        if last or progress.step % settings.evaluate_every_steps == 0:
            evaluate(work, progress)
        if progress.step == work.total_steps:
            break
        if progress.stopping.exhausted or late:
            return "patience" if progress.stopping.exhausted else "minutes"
        if progress.step % settings.checkpoint_every_steps == 0:
            checkpoint(work, progress)
        clock.lap()
    return "epochs" if work.total_steps == work.order.steps_per_epoch * settings.epochs else "steps"


def take_step(work: Work, step: int) -> tuple[float, float]:
    """The batch's weighted mean loss before the step, and the learning rate of the step."""
    settings = work.plan.settings
    device = work.student.model.device
    rows = [work.train[number] for number in work.order.rows_of(step)]
    batch = {name: tensor.to(device) for name, tensor in work.family.collate(work.student, rows).items()}
    weights = torch.tensor([row.weight for row in rows], device=device)  # (batch,)
    rate = learning_rate_at(step, work.total_steps, settings.warmup_share, settings.learning_rate)
    for group in work.optimizer.param_groups:
        group["lr"] = rate
    with precision(device):
        losses = work.family.losses(work.student, batch)  # (batch,)
    loss = (losses * weights).sum() / weights.sum()
    work.optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(work.student.model.parameters(), CLIP_NORM)
    work.optimizer.step()
    value = loss.item()
    if not math.isfinite(value):
        raise FloatingPointError(f"the loss of step {step} is {value}: lower the learning rate {rate:g}")
    return value, rate


def evaluate(work: Work, progress: Progress) -> None:
    loss = validation_loss(work.family, work.student, work.validation)
    best = progress.stopping.note(progress.step, loss)
    averaging = work.plan.settings.average_from
    averaged = averaging is not None and progress.step >= averaging * work.total_steps
    weights = weights_of(work.student.model) if best or averaged else {}
    if best:
        progress.best_weights = weights
    if averaged:
        progress.mean.add(weights)
    work.events.emit("evaluated", step=progress.step, validationLoss=loss, best=best)


def checkpoint(work: Work, progress: Progress) -> None:
    folder = write_checkpoint(work.plan, work.student, work.optimizer, progress)
    work.events.emit("checkpoint", step=progress.step, folder=str(folder.absolute()), files=files_in(folder))


class Clock:
    """Counts training time over interruptions, and rows per second of this run alone."""

    def __init__(self, work: Work, progress: Progress) -> None:
        self._work = work
        self._progress = progress
        self._lap = time.monotonic()
        self._stepping = 0.0
        self._rows = 0

    def report_step(self, loss: float, rate: float) -> None:
        step, order, total_steps = self._progress.step, self._work.order, self._work.total_steps
        self._stepping += self.lap()
        self._rows += len(order.rows_of(step))
        rows_per_second = self._rows / self._stepping
        remaining = (total_steps - step) * self._work.plan.settings.batch_size
        self._work.events.emit(
            "step",
            step=step,
            totalSteps=total_steps,
            epoch=round(step / order.steps_per_epoch, 3),
            loss=loss,
            learningRate=rate,
            examplesPerSecond=round(rows_per_second, 2),
            etaSeconds=round(remaining / rows_per_second, 1),
        )

    def lap(self) -> float:
        """Seconds since the last call; they are added to the progress."""
        now = time.monotonic()
        seconds, self._lap = now - self._lap, now
        self._progress.seconds += seconds
        return seconds
