"""What training needs to know of a student that is fitted at once, not trained by steps."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar, runtime_checkable

from trainer.exporting.sessions import Scores
from trainer.plan import ExportPlan, TrainingPlan
from trainer.rows import Data

Fitted = TypeVar("Fitted")


@dataclass(frozen=True)
class Fits(Generic[Fitted]):
    """Fits to choose from, on rows that are read into numbers once."""

    device: str
    parameters: int
    """Of the student, whichever fit is kept."""
    fits: Sequence[Callable[[], tuple[Fitted, float]]]
    """Each gives a student and its loss on validation, in nats."""


@runtime_checkable
class FittedFamily(Protocol[Fitted]):
    """A family of classifiers; names of labels, and the threshold of several, are kept in `config.json`."""

    name: str
    """As plans call it."""
    kinds: Sequence[str]
    """Of the tasks it makes students for."""

    def prepare(self, plan: TrainingPlan, data: Data) -> Fits[Fitted]:
        """The slow part of all fits, done once.

        Raises:
            UnusableBaseError: If the plan's base model cannot be loaded.
            RefusedPlanError: If the rows hold nothing to fit.
        """

    def load(self, folder: Path) -> Fitted:
        """The student that `save` left in a folder."""

    def save(self, student: Fitted, folder: Path) -> None:
        """All that the student is made of; the same student, the same bytes."""

    def export(self, student: Fitted, folder: Path) -> list[Path]:
        """Paths of the fp32 ONNX files, written into a new folder."""

    def scores(self, student: Fitted, plan: ExportPlan) -> Callable[[str], Scores]:
        """What the student gives for a text: logits, the choices on the last axis."""

    def exported_scores(self, student: Fitted, plan: ExportPlan) -> Callable[[str], Scores]:
        """The same of the exported fp32 files in the plan's output folder."""
