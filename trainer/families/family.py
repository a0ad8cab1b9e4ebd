"""What the loop needs to know of a student, whatever it is made of."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

import torch
from torch import Tensor
from transformers import AutoTokenizer, PreTrainedModel, PreTrainedTokenizerFast

from trainer.distillation.soft_target import SoftTarget
from trainer.exporting.sessions import Scores
from trainer.failures import UnusableBaseError, is_out_of_memory
from trainer.families.normalizer import spell_out_normalizer
from trainer.families.prompt import NO_PROMPT, Prompt
from trainer.plan import TrainingPlan
from trainer.rows import Row


@dataclass(frozen=True)
class Student:
    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerFast
    prompt: Prompt = NO_PROMPT
    """What stands around every input."""


@dataclass(frozen=True)
class EncodedRow:
    """Token numbers of a row.

    `target` is one label's number, the output's tokens with end-of-text, or a number for each input token.
    """

    input: list[int]
    target: list[int]
    weight: float
    soft: SoftTarget | None = None
    """What a teacher thinks of the row's labels, where one is asked."""

    @property
    def length(self) -> int:
        """What a batch is padded to grows with it."""
        return len(self.input) + len(self.target)


Batch = dict[str, Tensor]


class Family(Protocol):
    name: str
    """As plans call it."""
    kinds: Sequence[str]
    """Of the tasks it makes students for."""
    writes: bool
    """Whether an answer is written token by token."""
    onnx_task: str
    """As optimum calls it."""
    onnx_files: Sequence[str]
    """Files of the export that ship."""
    weight_bits: int | None
    """Of the quantized files, where only weights are quantized; None: dynamic int8."""

    def create(self, plan: TrainingPlan, rows: Sequence[Row]) -> Student:
        """A student before its first step: the same plan, rows and random state give the same one.

        Raises:
            UnusableBaseError: If the plan's base model cannot be loaded.
        """

    def load(self, folder: Path) -> Student:
        """The student that `save` left in a folder."""

    def inputs(self, student: Student, texts: Sequence[str], limit: int) -> list[list[int]]:
        """Token numbers of texts as the student reads them, at most `limit` each."""

    def encode(self, student: Student, rows: Sequence[Row], plan: TrainingPlan) -> list[EncodedRow]:
        """In the order of the rows; those whose answer the student has no way to give are left out."""

    def collate(self, student: Student, rows: Sequence[EncodedRow]) -> Batch:
        """Tensors for `losses`, padded to the longest row, on the CPU."""

    def losses(self, student: Student, batch: Batch) -> Tensor:
        """``(batch,)`` float32 losses in nats, a row each, unweighted."""

    def validation_loss(self, student: Student, batches: Iterable[tuple[Batch, Tensor]]) -> float:
        """What early stopping goes by, in nats: lower for the better student. Weights are ``(batch,)``."""

    def scores(self, student: Student, ids: list[int]) -> Scores:
        """What the trained weights give for one row's input tokens: logits, the choices on the last axis."""

    def exported_scores(self, student: Student, folder: Path, threads: int) -> Callable[[list[int]], Scores]:
        """The same of the exported fp32 files in the folder."""

    def save(self, student: Student, folder: Path) -> None:
        """Weights, configuration and tokenizer under their usual names; the same student, the same bytes."""


@runtime_checkable
class SettlingFamily(Protocol):
    """A family whose students choose something on validation once their weights are final."""

    def settle(self, student: Student, batches: Iterable[tuple[Batch, Tensor]]) -> None:
        """Keeps what was chosen in the student's configuration. Batches as in `validation_loss`."""


def pad_inputs(student: Student, rows: Sequence[EncodedRow]) -> Batch:
    """``input_ids`` and ``attention_mask``, each ``(batch, seq)`` int64, padded on the right."""
    longest = max(len(row.input) for row in rows)
    pad = student.tokenizer.pad_token_id
    ids = [row.input + [pad] * (longest - len(row.input)) for row in rows]
    mask = [[1] * len(row.input) + [0] * (longest - len(row.input)) for row in rows]
    return {"input_ids": torch.tensor(ids), "attention_mask": torch.tensor(mask)}


def weighted_mean(losses: Tensor, weights: Tensor) -> float:
    """Mean of ``(rows,)`` losses, each row counting as much as it weighs."""
    return float((losses.double() * weights).sum() / weights.sum())


def mean_validation_loss(family: Family, student: Student, batches: Iterable[tuple[Batch, Tensor]]) -> float:
    """Weighted mean of the family's losses over rows."""
    pairs = [(family.losses(student, batch).cpu(), weights) for batch, weights in batches]
    losses, weights = (torch.cat(parts) for parts in zip(*pairs, strict=True))
    return weighted_mean(losses, weights)


def save_student(student: Student, folder: Path, weights: dict[str, Tensor] | None = None) -> None:
    """Of `weights`, where they are not the model's own."""
    student.model.config._name_or_path = ""  # or the base model's path would stand in config.json
    student.model.save_pretrained(folder, safe_serialization=True, state_dict=weights)
    # The last call's cut and padding would be saved, and applied by whoever loads tokenizer.json itself.
    student.tokenizer.backend_tokenizer.no_truncation()
    student.tokenizer.backend_tokenizer.no_padding()
    student.tokenizer.init_kwargs.pop("name_or_path", None)
    student.tokenizer.save_pretrained(folder, legacy_format=False)
    write_special_tokens(student.tokenizer, folder)


def write_special_tokens(tokenizer: PreTrainedTokenizerFast, folder: Path) -> None:
    """Writes the map anew, as plain texts: a loaded tokenizer would write it otherwise than a new one."""
    tokens = dict(sorted(tokenizer.special_tokens_map.items()))
    path = folder / "special_tokens_map.json"
    path.write_text(json.dumps(tokens, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def load_pretrained(loader: type, folder: Path, **options: object) -> PreTrainedModel:
    """A model from local safetensors, never running code of its own, in float32 for training.

    Raises:
        UnusableBaseError: If it cannot be loaded.
    """
    try:
        model = loader.from_pretrained(
            folder,
            local_files_only=True,
            use_safetensors=True,
            trust_remote_code=False,
            dtype=torch.float32,
            **options,
        )
    except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
        if is_out_of_memory(error):
            raise
        raise UnusableBaseError(f"cannot load the model in {folder}: {error}") from error
    with torch.no_grad():
        for parameter in model.parameters():
            # Loaded tensors may lie in a mapped file at odd addresses, where kernels may add in another order
            # than on fresh memory: a resumed run would differ in its last bits.
            parameter.data = parameter.data.clone()
    return model


def load_tokenizer(folder: Path) -> PreTrainedTokenizerFast:
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    except (OSError, ValueError, KeyError, ImportError) as error:
        raise UnusableBaseError(f"cannot load the tokenizer in {folder}: {error}") from error
    if not tokenizer.is_fast:
        raise UnusableBaseError(
            f"the tokenizer in {folder} has no tokenizer.json, which inference in Node needs"
        )
    spell_out_normalizer(tokenizer)
    return tokenizer
