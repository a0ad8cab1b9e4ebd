from dataclasses import dataclass


@dataclass
class EarlyStopping:
    """The best validation loss so far, and how many evaluations ago it was."""

    patience: int | None
    best_loss: float = float("inf")
    best_step: int = 0
    without_better: int = 0

    def note(self, step: int, loss: float) -> bool:
        """Whether this loss is the best so far; the first of equals is."""
        if loss < self.best_loss:
            self.best_loss, self.best_step, self.without_better = loss, step, 0
            return True
        self.without_better += 1
        return False

    @property
    def exhausted(self) -> bool:
        return self.patience is not None and self.without_better >= self.patience
