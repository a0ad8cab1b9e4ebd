"""The task `train`: rows in, a folder of the best weights out."""

import torch

from trainer.batches import BatchOrder
from trainer.checkpoint import Progress, read_state, restore
from trainer.device import device_name, find_device
from trainer.early_stopping import EarlyStopping
from trainer.evaluate import settle, validation_loss
from trainer.events import Events
from trainer.families import family_for
from trainer.families.family import EncodedRow, Family
from trainer.families.fitted import FittedFamily
from trainer.fit import fit
from trainer.folder import files_in
from trainer.loop import Work, train_to_the_end
from trainer.mean_weights import MeanWeights
from trainer.optimizer import create_optimizer
from trainer.plan import TrainingPlan
from trainer.random_state import seed_everything
from trainer.rows import Data, Row, read_rows
from trainer.tfidf import write_baseline
from trainer.weights import put_weights


def train(plan: TrainingPlan, events: Events) -> None:
    """Trains, writes the output folder, and says `trained`."""
    family = family_for(plan)
    files = (plan.train_rows, plan.validation_rows)
    data = Data(*(read_rows(file, plan.labels, plan.answers.several) for file in files))
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
    )
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
        files=files,
    )


def prepare(plan: TrainingPlan, family: Family, data: Data, events: Events) -> tuple[Work, Progress]:
    folder = plan.resume_from
    state = None if folder is None else read_state(folder, plan)
    student = family.create(plan, data.train)
    student.model.to(find_device())
    optimizer = create_optimizer(student.model, plan.settings.weight_decay)
    encoded = family.encode(student, data.train, plan)
    order = BatchOrder([row.length for row in encoded], plan.settings.batch_size, plan.seed)
    work = Work(
        plan=plan,
        family=family,
        student=student,
        optimizer=optimizer,
        train=encoded,
        validation=family.encode(student, data.validation, plan),
        order=order,
        total_steps=min(plan.settings.epochs * order.steps_per_epoch, plan.settings.max_steps or 10**9),
        events=events,
    )
    tell_of_cuts(plan, family, encoded, events)
    if state is not None:
        return work, restore(folder, state, student, optimizer)
    # The weights and the tokenizer may have drawn any number of times: dropout starts from the seed again.
    torch.manual_seed(plan.seed)
    return work, Progress(0, EarlyStopping(plan.settings.patience), {}, MeanWeights(), 0.0)


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
    loss = validation_loss(work.family, work.student, work.validation)
    if not mean.is_sound(loss, best):
        return best, 0
    progress.best_weights = mean.weights
    return loss, mean.points


def write_output(work: Work, progress: Progress, rows: list[Row]) -> list[str]:
    """Paths of the files in the output folder."""
    plan = work.plan
    plan.output.mkdir(parents=True, exist_ok=True)
    put_weights(work.student.model, progress.best_weights)
    settle(work.family, work.student, work.validation)
    work.student.model.to("cpu")
    work.family.save(work.student, plan.output)
    write_baseline(plan, rows, plan.output / "tfidf.json")
    return files_in(plan.output)
