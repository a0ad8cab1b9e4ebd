"""The training loop: warm up, accumulate, clip, step, report, evaluate, keep the best, checkpoint, stop."""

import math
import time

import torch

from trainer.checkpoint import Progress, write_checkpoint
from trainer.evaluate import validation_loss
from trainer.folder import files_in
from trainer.gradients import accumulate
from trainer.pruning import is_behind
from trainer.schedule import learning_rate_at
from trainer.weights import weights_of
from trainer.work import Work

CLIP_NORM = 1.0
"""Largest norm of a step's gradient, as BERT and T5 were trained with."""


def train_to_the_end(work: Work, progress: Progress) -> str:
    """Trains from `progress` on, keeping it up to date; why it stopped, as `stoppedBy` says."""
    settings = work.plan.settings
    clock = Clock(work, progress)
    work.student.model.train()
    while progress.step < work.total_steps:
        progress.step += 1
        loss, rate = take_step(work, progress)
        clock.report_step(loss, rate)
        late = settings.max_minutes is not None and progress.seconds > settings.max_minutes * 60
        last = late or progress.step == work.total_steps
        if last or progress.step % settings.evaluate_every_steps == 0:
            evaluate(work, progress)
        if progress.step == work.total_steps:
            break
        stopped_by = why_stop(work, progress, late)
        if stopped_by is not None:
            return stopped_by
        if progress.step % settings.checkpoint_every_steps == 0:
            checkpoint(work, progress)
        clock.lap()
    return "epochs" if work.total_steps == work.order.steps_per_epoch * settings.epochs else "steps"


def why_stop(work: Work, progress: Progress, late: bool) -> str | None:
    if progress.stopping.exhausted:
        return "patience"
    if late:
        return "minutes"
    others = work.plan.pruning
    evaluated = progress.step % work.plan.settings.evaluate_every_steps == 0
    return "pruned" if evaluated and others is not None and is_behind(progress.losses, others) else None


def take_step(work: Work, progress: Progress) -> tuple[float, float]:
    """The batch's mean loss before the step, and the learning rate of the step."""
    settings, step = work.plan.settings, progress.step
    rate = learning_rate_at(step, work.total_steps, settings.warmup_share, settings.learning_rate)
    loss = accumulate(work, progress, [work.train[number] for number in work.order.rows_of(step)])
    if not math.isfinite(loss):
        raise FloatingPointError(f"the loss of step {step} is {loss}: lower the learning rate {rate:g}")
    for group in work.optimizer.param_groups:
        group["lr"] = rate
    work.scaler.unscale_(work.optimizer)
    torch.nn.utils.clip_grad_norm_(work.student.model.parameters(), CLIP_NORM)
    work.scaler.step(work.optimizer)
    work.scaler.update()
    return loss, rate


def evaluate(work: Work, progress: Progress) -> None:
    loss = validation_loss(work)
    progress.losses.append(loss)
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
    folder = write_checkpoint(work, progress)
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
