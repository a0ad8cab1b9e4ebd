"""The task `train`: rows in, a folder of the best weights out."""

import torch

from trainer.batches import BatchOrder
from trainer.checkpoint import Progress, read_state, restore
from trainer.class_weights import with_class_weights
from trainer.compression.check import check_pruning, is_prunable
from trainer.compression.prune import prune
from trainer.device import create_scaler, device_name, find_device
from trainer.distillation.teach import check_teaching, taught, weighed
from trainer.dropout import set_dropout
from trainer.early_stopping import EarlyStopping
from trainer.evaluate import settle, validation_loss
from trainer.events import Events
from trainer.failures import RefusedPlanError
from trainer.families import family_for
from trainer.families.family import EncodedRow, Family, Student
from trainer.families.fitted import FittedFamily
from trainer.fit import fit
from trainer.folder import files_in
from trainer.loop import train_to_the_end
from trainer.mean_weights import MeanWeights
from trainer.optimizer import create_optimizer
from trainer.plan import TrainingPlan
from trainer.random_state import seed_everything
from trainer.rows import Data, Row, read_rows
from trainer.tfidf import write_baseline
from trainer.weights import hash_of, put_weights
from trainer.work import Work


def train(plan: TrainingPlan, events: Events) -> None:
    """Trains, writes the output folder, and says `trained`."""
    family = family_for(plan)
    check_teaching(plan)
    check_pruning(plan)
    files = (plan.train_rows, plan.validation_rows)
    train_rows, validation = (read_rows(file, plan.labels, plan.answers.several) for file in files)
    # Validation is never weighed: it is one measure for every way to learn from votes.
    data = Data(weighed(plan, train_rows), validation)
    if isinstance(family, FittedFamily):
        fit(plan, family, data, events)
    else:
        train_by_steps(plan, family, data, events)


def train_by_steps(plan: TrainingPlan, family: Family, data: Data, events: Events) -> None:
    with events.working("loading the model"):
        seed_everything(plan.seed)
        work, progress = prepare(plan, family, data, events)
    events.emit(
        "started",
        device=device_name(work.student.model.device),
        trainRows=len(data.train),
        totalSteps=work.total_steps,
        fromStep=progress.step,
        parameters=sum(parameter.numel() for parameter in work.student.model.parameters()),
        startWeights=hash_of(work.student.model) if progress.step == 0 else None,
    )
    tell_of_evaluations(work, progress)
    from_step = progress.step
    from_seconds = progress.seconds
    stopped_by = train_to_the_end(work, progress)
    with events.working("writing the weights and the TF-IDF baseline"):
        loss, averaged = keep_mean(work, progress)
        files = write_output(work, progress, data.train)
    rows = sum(len(work.order.rows_of(step)) for step in range(from_step + 1, progress.step + 1))
    events.emit(
        "trained",
        steps=progress.step,
        bestStep=progress.stopping.best_step,
        bestValidationLoss=loss,
        averaged=averaged,
        stoppedBy=stopped_by,
        examplesPerSecond=round(rows / (progress.seconds - from_seconds), 2),
        seconds=round(progress.seconds, 3),
        prunable=is_prunable(plan, work.student),
        vocabulary=None if plan.base is None else len(work.student.tokenizer),
        files=files,
    )


def prepare(plan: TrainingPlan, family: Family, data: Data, events: Events) -> tuple[Work, Progress]:
    folder = plan.resume_from
    state = None if folder is None else read_state(folder, plan)
    student = family.create(plan, data.train)
    student.model.to(find_device())
    if plan.settings.dropout is not None:
        set_dropout(student.model, plan.settings.dropout)
    if plan.prune is not None:
        prune(plan, family, student, data.train, events)
    rows = with_class_weights(plan, data.train) if plan.settings.class_weights else data.train
    encoded = taught(plan, family, student, rows, encode(family, student, rows, plan, events))
    order = BatchOrder([row.length for row in encoded], plan.settings.batch_size, plan.seed)
    work = Work(
        plan=plan,
        family=family,
        student=student,
        optimizer=create_optimizer(student.model, plan.settings.weight_decay),
        scaler=create_scaler(student.model.device, family.writes),
        train=encoded,
        mean_weight=sum(row.weight for row in encoded) / len(encoded),
        validation=encode(family, student, data.validation, plan, events),
        order=order,
        total_steps=min(plan.settings.epochs * order.steps_per_epoch, plan.settings.max_steps or 10**9),
        events=events,
    )
    tell_of_cuts(plan, family, encoded, events)
    if state is not None:
        return work, restore(work, folder, state)
    # The weights and the tokenizer may have drawn any number of times: dropout starts from the seed again.
    torch.manual_seed(plan.seed)
    part = -(-plan.settings.batch_size // plan.settings.accumulate_steps)
    return work, Progress(0, EarlyStopping(plan.settings.patience), {}, MeanWeights(), 0.0, part)


def tell_of_evaluations(work: Work, progress: Progress) -> None:
    """Tells again of those before a resume: whoever hears this run alone knows them all."""
    for number, loss in enumerate(progress.losses):
        step = (number + 1) * work.plan.settings.evaluate_every_steps
        best = loss < min(progress.losses[:number], default=float("inf"))
        work.events.emit("evaluated", step=step, validationLoss=loss, best=best)


def encode(
    family: Family, student: Student, rows: list[Row], plan: TrainingPlan, events: Events
) -> list[EncodedRow]:
    """The rows that the family can learn from; how many are left out is told.

    Raises:
        RefusedPlanError: If there is none.
    """
    encoded = family.encode(student, rows, plan)
    if not encoded:
        raise RefusedPlanError(f"students of the family {family.name} can express none of {len(rows)} rows")
    if len(encoded) < len(rows):
        left_out = f"{len(rows) - len(encoded)} of {len(rows)} rows are left out"
        reason = f"students of the family {family.name} cannot give their answers"
        events.emit("progress", message=f"{left_out}: {reason}")
    return encoded


def tell_of_cuts(plan: TrainingPlan, family: Family, rows: list[EncodedRow], events: Events) -> None:
    limits = plan.settings
    inputs = sum(len(row.input) >= limits.max_input_tokens for row in rows)
    outputs = sum(family.writes and len(row.target) >= limits.max_output_tokens for row in rows)
    if inputs or outputs:
        reach = (
            f"{inputs} inputs {limits.max_input_tokens} tokens, {outputs} outputs {limits.max_output_tokens}"
        )
        events.emit("progress", message=f"of {len(rows)} training rows reach {reach}: longer ones are cut")


def keep_mean(work: Work, progress: Progress) -> tuple[float, int]:
    """Keeps the mean weights, where sound, in place of the best; loss of those kept, and points averaged."""
    best, mean = progress.stopping.best_loss, progress.mean
    if mean.points < 2:
        return best, 0
    put_weights(work.student.model, mean.weights)
    loss = validation_loss(work)
    if not mean.is_sound(loss, best):
        return best, 0
    progress.best_weights = mean.weights
    return loss, mean.points


def write_output(work: Work, progress: Progress, rows: list[Row]) -> list[str]:
    """Paths of the files in the output folder."""
    plan = work.plan
    plan.output.mkdir(parents=True, exist_ok=True)
    put_weights(work.student.model, progress.best_weights)
    settle(work)
    work.student.model.to("cpu")
    work.family.save(work.student, plan.output)
    write_baseline(plan, rows, plan.output / "tfidf.json")
    return files_in(plan.output)
