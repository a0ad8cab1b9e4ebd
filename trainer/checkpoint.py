"""A checkpoint: the weights that training changes, the best ones so far, and all else a step depends on."""

import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from trainer.distillation.mentor import mentor_weights
from trainer.early_stopping import EarlyStopping
from trainer.failures import RefusedPlanError
from trainer.mean_weights import MeanWeights
from trainer.plan import TrainingPlan
from trainer.random_state import random_state, restore_random_state
from trainer.weights import put_weights, weights_of
from trainer.work import Work

KEEP = 2
"""The newest may still be on its way to the store when the next is written."""

WEIGHTS, BEST, MEAN = "weights.safetensors", "best.safetensors", "mean.safetensors"
STATE = "training-state.pt"


@dataclass
class Progress:
    """Where training stands after a step."""

    step: int
    stopping: EarlyStopping
    best_weights: dict[str, Tensor]
    mean: MeanWeights
    seconds: float
    part: int
    """Rows of a batch that are worked on at a time; fewer after memory ran out."""
    losses: list[float] = field(default_factory=list)
    """On validation, by the number of the evaluation."""


def write_checkpoint(work: Work, progress: Progress) -> Path:
    """The new folder, named by its step once it is whole. Older ones go, but for the last.

    Frozen weights, tokenizer and configuration are left out: the plan gives the same ones again.
    """
    plan = work.plan
    folder = plan.checkpoints / str(progress.step)
    partial = plan.checkpoints / f".{progress.step}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    save_file(weights_of(work.student.model), partial / WEIGHTS)
    if progress.best_weights:
        save_file(progress.best_weights, partial / BEST)
    if progress.mean.weights:
        save_file(progress.mean.weights, partial / MEAN)
    state = {
        "plan": fingerprint(plan),
        "step": progress.step,
        "stopping": asdict(progress.stopping),
        "meanPoints": progress.mean.points,
        "seconds": progress.seconds,
        "part": progress.part,
        "losses": progress.losses,
        "optimizer": work.optimizer.state_dict(),
        "scaler": work.scaler.state_dict(),
        "random": random_state(),
    }
    torch.save(state, partial / STATE)
    shutil.rmtree(folder, ignore_errors=True)  # left by the run that this one resumed
    os.replace(partial, folder)
    remove_old(plan.checkpoints)
    return folder


def remove_old(checkpoints: Path) -> None:
    steps = sorted(int(folder.name) for folder in checkpoints.iterdir() if folder.name.isdecimal())
    for step in steps[:-KEEP]:
        shutil.rmtree(checkpoints / str(step))


def read_state(folder: Path, plan: TrainingPlan) -> dict[str, Any]:
    """What the checkpoint holds beside weights.

    Raises:
        RefusedPlanError: If the folder is none, or belongs to a training with other rows, seed or settings.
    """
    try:
        state = torch.load(folder / STATE, weights_only=True, map_location="cpu")
    except OSError as error:
        raise RefusedPlanError(f"cannot read the checkpoint {folder}: {error}") from error
    if state["plan"] != fingerprint(plan):
        raise RefusedPlanError(f"the checkpoint {folder} is of a training with other rows, seed or settings")
    return state


def restore(work: Work, folder: Path, state: dict[str, Any]) -> Progress:
    """Sets weights, optimizer, scaler and every random state to the checkpoint's; where training stood."""
    put_weights(work.student.model, load_file(folder / WEIGHTS))
    work.optimizer.load_state_dict(state["optimizer"])
    work.scaler.load_state_dict(state["scaler"])
    restore_random_state(state["random"])
    best, mean = [load_file(folder / name) if (folder / name).exists() else {} for name in (BEST, MEAN)]
    return Progress(
        step=state["step"],
        stopping=EarlyStopping(**state["stopping"]),
        best_weights=best,
        mean=MeanWeights(mean, state["meanPoints"]),
        seconds=state["seconds"],
        part=state["part"],
        losses=state["losses"],
    )


def fingerprint(plan: TrainingPlan) -> str:
    """SHA-256 of all that a step's result depends on: rows by content; pace and places stay out.

    So do the losses of other trials: they say where training ends, and change no step before.
    """
    settings = asdict(plan.settings)
    for pace in ("max_minutes", "checkpoint_every_steps"):
        del settings[pace]
    facts = {
        "labels": plan.labels,
        "answers": asdict(plan.answers),
        "threads": plan.threads,
        "seed": plan.seed,
        "family": plan.family,
        "mentor": None if plan.mentor is None else sha256(mentor_weights(plan.mentor)),
        "prune": None if plan.prune is None else asdict(plan.prune),
        "prefix": plan.prefix,
        "rows": [sha256(plan.train_rows), sha256(plan.validation_rows)],
        "settings": settings,
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
