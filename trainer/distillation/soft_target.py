"""A distribution to learn beside the label.

Hinton et al. 2015, "Distilling the Knowledge in a Neural Network", section 2.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import kl_div, log_softmax


@dataclass(frozen=True)
class SoftTarget:
    """What a teacher thinks of one row's labels."""

    shares: tuple[float, ...]
    """Its probability of each label, at the temperature below; they sum to 1."""
    alpha: float
    """Share of the hard label in the row's loss, 0..1."""
    temperature: float
    """What the student's logits are divided by before they are compared."""


def soft_tensors(targets: Sequence[SoftTarget | None]) -> dict[str, Tensor]:
    """``teacher`` ``(batch, labels)``, ``alpha`` and ``temperature`` ``(batch,)``; or nothing."""
    known = [target for target in targets if target is not None]
    if not known:
        return {}
    assert len(known) == len(targets), "a batch is taught whole or not at all"
    return {
        "teacher": torch.tensor([target.shares for target in known]),
        "alpha": torch.tensor([target.alpha for target in known]),
        "temperature": torch.tensor([target.temperature for target in known]),
    }


def blended_losses(hard: Tensor, logits: Tensor, batch: dict[str, Tensor]) -> Tensor:
    """alpha * hard + (1 - alpha) * T^2 * KL(teacher || student), a row each.

    `hard` as it is where the batch has no teacher. T squared keeps the size of the gradients as T changes.

    Args:
        hard: ``(batch,)`` losses against the labels, in nats.
        logits: ``(batch, labels)`` float32 of the student.
        batch: As `soft_tensors` fills it.

    Returns:
        ``(batch,)`` float32, in nats.
    """
    if "teacher" not in batch:
        return hard
    alpha, temperature = batch["alpha"], batch["temperature"]  # (batch,)
    student = log_softmax(logits / temperature[:, None], dim=-1)  # (batch, labels)
    divergence = kl_div(student, batch["teacher"], reduction="none").sum(-1)  # (batch,)
    return alpha * hard + (1 - alpha) * temperature**2 * divergence
