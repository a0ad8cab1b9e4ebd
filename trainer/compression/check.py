from pathlib import Path

from transformers import AutoConfig, PretrainedConfig

from trainer.compression.cut import MODEL_TYPES
from trainer.failures import RefusedPlanError, UnusableBaseError
from trainer.families.encoder import base_folder
from trainer.families.family import Student
from trainer.plan import TrainingPlan


def check_pruning(plan: TrainingPlan) -> None:
    """Refuses what cannot be pruned before it is loaded.

    Raises:
        RefusedPlanError: If the base is no trained encoder for the plan's labels, or of unknown build.
        UnusableBaseError: If it cannot be read.
    """
    if plan.prune is None:
        return
    if plan.family != "encoder" or plan.base is None:
        raise RefusedPlanError(f"pruning starts from a trained encoder, not from a {plan.family} student")
    config = read_config(base_folder(plan.base))
    if config.model_type not in MODEL_TYPES:
        known = ", ".join(MODEL_TYPES)
        raise RefusedPlanError(f"pruning knows the layers of {known}, not of {config.model_type}")
    labels = [config.id2label[number] for number in range(config.num_labels)]
    if labels != plan.labels:
        raise RefusedPlanError(
            f"pruning starts from a student trained for {plan.labels}; {plan.base} has {labels}"
        )


def is_prunable(plan: TrainingPlan, student: Student) -> bool:
    """Whether a plan may prune the student that this one trained."""
    return plan.family == "encoder" and student.model.config.model_type in MODEL_TYPES


def read_config(folder: Path) -> PretrainedConfig:
    try:
        return AutoConfig.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    except (OSError, ValueError, KeyError) as error:
        raise UnusableBaseError(f"cannot read the configuration in {folder}: {error}") from error
