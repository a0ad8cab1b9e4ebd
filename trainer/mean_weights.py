"""The mean of the weights along the way, which errs less than any of them by chance."""

from dataclasses import dataclass, field

from torch import Tensor


@dataclass
class MeanWeights:
    """Mean over the points added so far, each counting the same; on the CPU, float32.

    Izmailov et al. 2018, "Averaging Weights Leads to Wider Optima and Better Generalization"
    """

    weights: dict[str, Tensor] = field(default_factory=dict)
    losses: list[float] = field(default_factory=list)
    """Of each point on validation, in nats."""

    def add(self, weights: dict[str, Tensor], loss: float) -> None:
        self.losses.append(loss)
        if len(self.losses) == 1:
            self.weights = {name: tensor.clone() for name, tensor in weights.items()}
            return
        for name, tensor in weights.items():
            mean = self.weights[name]
            if mean.is_floating_point():
                mean += (tensor - mean) / len(self.losses)

    def is_sound(self, loss: float) -> bool:
        """Whether the mean, with this loss, is no worse than its points are on the average.

        Points of one valley are averaged to a better place; points of different ones to a worse.
        """
        return len(self.losses) > 1 and loss <= sum(self.losses) / len(self.losses)
