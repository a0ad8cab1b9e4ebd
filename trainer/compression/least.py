"""Which heads go and which feed-forward units stay, given how much each matters."""

from collections.abc import Sequence

import torch
from torch import Tensor

from trainer.failures import RefusedPlanError


def least_heads(importance: Sequence[Tensor], share: float) -> list[list[int]]:
    """Numbers of the heads to cut in each layer, ascending: the least important of all layers' heads.

    Layers are made comparable by their norm (Molchanov et al. 2017, section 2.2; as Michel et al. 2019 do),
    and each keeps its best head.

    Args:
        importance: ``(heads,)`` a layer.
        share: Of all heads, 0..1.

    Raises:
        RefusedPlanError: If a layer would be left without heads.
    """
    total = sum(map(len, importance))
    count = round(share * total)
    if count > total - len(importance):
        raise RefusedPlanError(
            f"a share of {share:g} of {total} heads leaves fewer than one to each of {len(importance)} layers"
        )
    candidates = sorted(
        (float(value), layer, head)
        for layer, values in enumerate(importance)
        for head, value in enumerate(values / values.norm().clamp(min=torch.finfo(values.dtype).tiny))
        if head != int(values.argmax())
    )
    gone = {(layer, head) for _, layer, head in candidates[:count]}
    return [
        [head for head in range(len(values)) if (layer, head) in gone]
        for layer, values in enumerate(importance)
    ]


def most_units(importance: Sequence[Tensor], share: float) -> list[Tensor]:
    """Numbers of the units to keep in each layer, ascending int64: all but the least important `share`.

    As many in every layer: a configuration knows one size for all.

    Raises:
        RefusedPlanError: If none would be left.
    """
    size = len(importance[0])
    keep = size - round(share * size)
    if keep == 0:
        raise RefusedPlanError(f"a share of {share:g} of {size} feed-forward units leaves none")
    return [values.argsort(descending=True, stable=True)[:keep].sort().values for values in importance]
