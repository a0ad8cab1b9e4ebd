"""The plan as the contract has it (`plan.schema.json` is made from there), in Python's spelling."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from trainer.failures import RefusedPlanError

SCHEMA = Path(__file__).with_name("plan.schema.json")


Kind = Literal["labels", "extract", "edit", "structured", "text", "code"]


@dataclass(frozen=True)
class Answers:
    """The form of outputs, as the task has it."""

    several: bool
    ordered: bool
    none: str | None


@dataclass(frozen=True)
class Prune:
    """What is cut out of a trained student: shares of its heads, feed-forward units and layers."""

    heads: float
    feed_forward: float
    layers: float


@dataclass(frozen=True)
class Settings:
    epochs: int
    batch_size: int
    accumulate_steps: int
    class_weights: bool
    learning_rate: float
    warmup_share: float
    weight_decay: float
    dropout: float | None
    max_input_tokens: int
    max_output_tokens: int
    patience: int | None
    evaluate_every_steps: int
    average_from: float | None
    checkpoint_every_steps: int
    lora_rank: int | None
    max_steps: int | None
    max_minutes: float | None
    distil: Literal["filter", "weight", "soft"]
    alpha: float
    distil_temperature: float


@dataclass(frozen=True)
class TrainingPlan:
    kind: Kind
    labels: list[str] | None
    answers: Answers
    threads: int
    seed: int
    family: str
    base: str | None
    mentor: Path | None
    prune: Prune | None
    prefix: str | None
    train_rows: Path
    validation_rows: Path
    output: Path
    checkpoints: Path
    resume_from: Path | None
    pruning: list[list[float]] | None
    """Validation losses of other trials, each by the number of the evaluation."""
    settings: Settings


@dataclass(frozen=True)
class ExportPlan:
    kind: Kind
    labels: list[str] | None
    answers: Answers
    threads: int
    family: str
    model: Path
    keep_tokens_of: Path | None
    """Rows whose tokens are all that the student keeps; None: it keeps all."""
    validation_rows: Path
    max_input_tokens: int
    output: Path


@dataclass(frozen=True)
class FinishedTrial:
    number: int
    changes: dict[str, Any]
    loss: float | None
    """On validation; None where it failed."""


@dataclass(frozen=True)
class ProposalPlan:
    threads: int
    seed: int
    family: str
    one_label: bool
    settings: Settings
    finished: list[FinishedTrial]
    count: int


Plan = TrainingPlan | ExportPlan | ProposalPlan


def read_plan(path: str) -> Plan:
    """The plan in a file.

    Raises:
        RefusedPlanError: If the file cannot be read or does not fit the schema.
    """
    try:
        raw = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RefusedPlanError(f"cannot read the plan {path}: {error}") from error
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    task = raw.get("task") if isinstance(raw, dict) else None
    # Against the schema of its own task: of a whole union no one could say which part was meant.
    own = [part for part in schema["oneOf"] if part["properties"]["task"]["const"] == task] or [schema]
    problem = best_match(Draft202012Validator(own[0]).iter_errors(raw))
    if problem is not None:
        raise RefusedPlanError(f"plan {path} at {problem.json_path}: {problem.message}")
    if raw["task"] == "propose":
        return proposal_plan(raw)
    if raw["kind"] == "labels" and len(raw["labels"] or []) < 2:
        raise RefusedPlanError(f"plan {path}: kind labels needs two labels or more")
    return training_plan(raw) if raw["task"] == "train" else export_plan(raw)


def training_plan(raw: dict[str, Any]) -> TrainingPlan:
    return TrainingPlan(
        kind=raw["kind"],
        labels=raw["labels"],
        answers=Answers(**raw["answers"]),
        threads=raw["threads"],
        seed=raw["seed"],
        family=raw["student"]["family"],
        base=raw["student"]["base"],
        mentor=None if raw["student"]["mentor"] is None else Path(raw["student"]["mentor"]),
        prune=None if raw["student"]["prune"] is None else Prune(**snake_cased(raw["student"]["prune"])),
        prefix=raw["student"]["prefix"],
        train_rows=Path(raw["trainRows"]),
        validation_rows=Path(raw["validationRows"]),
        output=Path(raw["output"]),
        checkpoints=Path(raw["checkpoints"]),
        resume_from=None if raw["resumeFrom"] is None else Path(raw["resumeFrom"]),
        pruning=None if raw["pruning"] is None else raw["pruning"]["others"],
        settings=settings_of(raw),
    )


def settings_of(raw: dict[str, Any]) -> Settings:
    return Settings(**snake_cased(raw["settings"]))


def proposal_plan(raw: dict[str, Any]) -> ProposalPlan:
    return ProposalPlan(
        threads=raw["threads"],
        seed=raw["seed"],
        family=raw["family"],
        one_label=raw["oneLabel"],
        settings=settings_of(raw),
        finished=[
            FinishedTrial(trial["number"], trial["changes"], trial["validationLoss"])
            for trial in raw["finished"]
        ],
        count=raw["count"],
    )


def export_plan(raw: dict[str, Any]) -> ExportPlan:
    return ExportPlan(
        kind=raw["kind"],
        labels=raw["labels"],
        answers=Answers(**raw["answers"]),
        threads=raw["threads"],
        family=raw["family"],
        model=Path(raw["model"]),
        keep_tokens_of=None if raw["keepTokensOf"] is None else Path(raw["keepTokensOf"]),
        validation_rows=Path(raw["validationRows"]),
        max_input_tokens=raw["maxInputTokens"],
        output=Path(raw["output"]),
    )


def snake_cased(raw: dict[str, Any]) -> dict[str, Any]:
    return {snake_case(name): value for name, value in raw.items()}


def snake_case(camel_case: str) -> str:
    return re.sub(r"[A-Z]", lambda capital: "_" + capital.group().lower(), camel_case)
