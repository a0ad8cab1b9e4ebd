"""The mean of the weights along the way, which errs less than any of them by chance."""

from dataclasses import dataclass, field

from torch import Tensor

TOLERANCE = 1.02
"""The best loss is the lowest of several that chance moves: by about so much it looks better than it is."""


@dataclass
class MeanWeights:
    """Mean over the points added so far, each counting the same; on the CPU, float32.

    Izmailov et al. 2018, "Averaging Weights Leads to Wider Optima and Better Generalization"
    """

    weights: dict[str, Tensor] = field(default_factory=dict)
    points: int = 0

    def add(self, weights: dict[str, Tensor]) -> None:
        self.points += 1
        if self.points == 1:
            self.weights = {name: tensor.clone() for name, tensor in weights.items()}
            return
        for name, tensor in weights.items():
            mean = self.weights[name]
            if mean.is_floating_point():
                mean += (tensor - mean) / self.points

    def is_sound(self, loss: float, best_loss: float) -> bool:
        """Whether the mean, with this loss on validation, is as good as the best single point, with its.

        Points of one valley are averaged to a better place. Points on the way down to it, or of different
        valleys, are averaged to a worse one, which shows by far more than the tolerance.
        """
        return self.points > 1 and loss <= TOLERANCE * best_loss
