"""How much the loss would change without a head or a feed-forward unit, from one gradient."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import Module

from trainer.compression.cut import layers_of
from trainer.families.family import EncodedRow, Family, Student
from trainer.passes import batches_of


@dataclass(frozen=True)
class Importance:
    """A tensor a layer, float64 on the CPU; only comparisons between them mean anything."""

    heads: list[Tensor]
    """``(heads,)``"""
    units: list[Tensor]
    """``(feed-forward units,)``"""


def measure_importance(family: Family, student: Student, rows: Sequence[EncodedRow]) -> Importance:
    """Mean over the rows of ``|output * gradient|``, for every head and every feed-forward unit.

    A gate of 1 on a part's output has this product, summed over tokens, as its gradient: the first-order
    change of a row's loss when the gate closes. (Michel et al. 2019, "Are Sixteen Heads Really Better than
    One?", section 4.1, for heads; Molchanov et al. 2017, "Pruning Convolutional Neural Networks for Resource
    Efficient Inference", section 2.2, for units)
    """
    layers = list(layers_of(student))
    heads = [layer.attention.self.num_attention_heads for layer in layers]
    units = [layer.output.dense.in_features for layer in layers]
    # What goes into these two matrices of a layer is its heads' outputs, side by side, and its units'.
    places = [layer.attention.output.dense for layer in layers] + [layer.output.dense for layer in layers]
    totals = [torch.zeros(parts, dtype=torch.float64) for parts in (*heads, *units)]
    student.model.eval()
    for numbers, batch in batches_of(family, student, rows):
        with inputs_of(places) as outputs:
            losses = family.losses(student, batch)  # (batch,)
        loss = (losses * weights_of(rows, numbers).to(losses)).sum()
        gradients = torch.autograd.grad(loss, outputs)
        for total, output, gradient in zip(totals, outputs, gradients, strict=True):
            change = (output * gradient).detach()  # (batch, seq, width)
            by_part = change.unflatten(-1, (len(total), -1)).sum((1, 3))  # (batch, parts)
            total += by_part.abs().sum(0).double().cpu()
    student.model.train()
    means = [total / len(rows) for total in totals]
    return Importance(means[: len(layers)], means[len(layers) :])


def weighted_loss(family: Family, student: Student, rows: Sequence[EncodedRow]) -> float:
    """Mean loss over the rows by their weights, in nats."""
    student.model.eval()
    total, weight = 0.0, 0.0
    with torch.no_grad():
        for numbers, batch in batches_of(family, student, rows):
            weights = weights_of(rows, numbers)
            total += float((family.losses(student, batch).cpu() * weights).sum())
            weight += float(weights.sum())
    student.model.train()
    return total / weight


def weights_of(rows: Sequence[EncodedRow], numbers: Sequence[int]) -> Tensor:
    """``(batch,)`` float64 on the CPU."""
    return torch.tensor([rows[number].weight for number in numbers], dtype=torch.float64)


@contextmanager
def inputs_of(modules: Sequence[Module]) -> Iterator[list[Tensor]]:
    """What each module is given in the one forward pass inside the block; filled when it ends."""
    seen: dict[Module, Tensor] = {}
    inputs: list[Tensor] = []
    hooks = [
        module.register_forward_pre_hook(lambda place, given: seen.__setitem__(place, given[0]))
        for module in modules
    ]
    try:
        yield inputs
        inputs.extend(seen[module] for module in modules)
    finally:
        for hook in hooks:
            hook.remove()
