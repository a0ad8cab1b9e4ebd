"""Families that are fitted at once: every fit is a step, and the best one on validation is kept."""

import time

from trainer.class_weights import with_class_weights
from trainer.early_stopping import EarlyStopping
from trainer.events import Events
from trainer.failures import RefusedPlanError
from trainer.families.fitted import Fits, Fitted, FittedFamily
from trainer.folder import files_in
from trainer.plan import TrainingPlan
from trainer.random_state import seed_everything
from trainer.rows import Data
from trainer.tfidf import write_baseline


def fit(plan: TrainingPlan, family: FittedFamily, data: Data, events: Events) -> None:
    """Fits, writes the output folder, and says `trained`.

    Raises:
        RefusedPlanError: If the plan is to go on from a checkpoint: a fit takes seconds, and leaves none.
    """
    if plan.resume_from is not None:
        raise RefusedPlanError(f"the family {family.name} leaves no checkpoints to go on from")
    if plan.settings.class_weights:
        data = Data(with_class_weights(plan, data.train), data.validation)
    started = time.monotonic()
    with events.working("reading the rows into numbers"):
        seed_everything(plan.seed)
        fits = family.prepare(plan, data)
    events.emit(
        "started",
        device=fits.device,
        trainRows=len(data.train),
        totalSteps=steps_of(plan, fits),
        fromStep=0,
        parameters=fits.parameters,
        startWeights=None,
    )
    student, best, steps, stopped_by = best_fit(plan, fits, events, started)
    with events.working("writing the model and the TF-IDF baseline"):
        plan.output.mkdir(parents=True, exist_ok=True)
        family.save(student, plan.output)
        write_baseline(plan, data.train, plan.output / "tfidf.json")
    seconds = time.monotonic() - started
    events.emit(
        "trained",
        steps=steps,
        bestStep=best.best_step,
        bestValidationLoss=best.best_loss,
        averaged=0,
        stoppedBy=stopped_by,
        examplesPerSecond=round(len(data.train) * steps / seconds, 2),
        seconds=round(seconds, 3),
        prunable=False,
        vocabulary=None if plan.base is None else len(student.tokenizer),
        files=files_in(plan.output),
    )


def steps_of(plan: TrainingPlan, fits: Fits) -> int:
    return min(len(fits.fits), plan.settings.max_steps or len(fits.fits))


def best_fit(
    plan: TrainingPlan, fits: Fits[Fitted], events: Events, started: float
) -> tuple[Fitted, EarlyStopping, int, str]:
    """The student of the lowest loss on validation, that loss, fits made, and why there were no more."""
    settings, total = plan.settings, steps_of(plan, fits)
    best = EarlyStopping(patience=None)
    kept = None
    for step, make in enumerate(fits.fits[:total], 1):
        with events.working(f"fit {step} of {total}"):
            student, loss = make()
        is_best = best.note(step, loss)
        kept = student if is_best else kept
        events.emit("evaluated", step=step, validationLoss=loss, best=is_best)
        late = settings.max_minutes is not None and time.monotonic() - started > settings.max_minutes * 60
        if late and step < total:
            return kept, best, step, "minutes"
    return kept, best, total, "epochs" if total == len(fits.fits) else "steps"
