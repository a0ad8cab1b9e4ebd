"""Matrices of BERT-like encoders without some of their rows and columns, as `config.json` describes them."""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import Linear, ModuleList

from trainer.families.family import Student

MODEL_TYPES = ("bert", "roberta", "xlm-roberta")
"""Builds whose layers have these names: `attention.output.dense`, `intermediate.dense`, `output.dense`."""


def layers_of(student: Student) -> ModuleList:
    return student.model.base_model.encoder.layer


def keep_layers(student: Student, numbers: Sequence[int]) -> None:
    """Leaves the layers of these numbers, from 0, in their order."""
    config, layers = student.model.config, layers_of(student)
    student.model.base_model.encoder.layer = ModuleList([layers[number] for number in numbers])
    config.num_hidden_layers = len(numbers)
    kept = enumerate(numbers)
    config.pruned_heads = {new: config.pruned_heads[old] for new, old in kept if old in config.pruned_heads}


def cut_heads(student: Student, heads: Sequence[Sequence[int]]) -> None:
    """Removes heads by their place among those that a layer still has.

    BERT's configuration knows one number of heads, which must divide the hidden size, and one head size
    that follows from both. What stock code reads instead is `pruned_heads`: per layer, by the numbers that
    the heads had at first.
    """
    removed = {}
    for number, (layer, places) in enumerate(zip(layers_of(student), heads, strict=True)):
        attention = layer.attention
        present = attention.self.num_attention_heads + len(attention.pruned_heads)
        left = [head for head in range(present) if head not in attention.pruned_heads]
        if places:
            removed[number] = [left[place] for place in places]
    student.model.base_model.prune_heads(removed)
    config = student.model.config
    config.pruned_heads = {layer: sorted(gone) for layer, gone in sorted(config.pruned_heads.items())}


@torch.no_grad()
def cut_units(student: Student, units: Sequence[Tensor]) -> None:
    """Keeps feed-forward units by their numbers, ascending ``(units kept,)`` int64, as many in each layer."""
    for layer, kept in zip(layers_of(student), units, strict=True):
        widen, narrow = layer.intermediate.dense, layer.output.dense
        layer.intermediate.dense = linear(widen.weight[kept], widen.bias[kept])
        layer.output.dense = linear(narrow.weight[:, kept], narrow.bias)
    student.model.config.intermediate_size = len(units[0])


def linear(weight: Tensor, bias: Tensor) -> Linear:
    """A layer that holds copies of these: weight ``(out, in)``, bias ``(out,)``."""
    layer = Linear(weight.shape[1], weight.shape[0], device=weight.device, dtype=weight.dtype)
    layer.weight.copy_(weight)
    layer.bias.copy_(bias)
    return layer
