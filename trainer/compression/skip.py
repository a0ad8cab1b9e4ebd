from collections.abc import Callable

from trainer.compression.cut import keep_layers, layers_of
from trainer.failures import RefusedPlanError
from trainer.families.family import Student


def drop_layers(student: Student, count: int, loss: Callable[[], float]) -> list[int]:
    """Drops layers one by one, each time the one without which `loss` is least; their numbers at first.

    Looks again after each: of two layers that do the same work, one is needed.

    Raises:
        RefusedPlanError: If none would be left.
    """
    left = list(range(len(layers_of(student))))
    if count >= len(left):
        raise RefusedPlanError(f"{count} of {len(left)} layers leave none")
    dropped: list[int] = []
    for _ in range(count):
        losses = [loss_without(student, place, loss) for place in range(len(left))]
        least = losses.index(min(losses))
        keep_layers(student, [place for place in range(len(left)) if place != least])
        dropped.append(left.pop(least))
    return sorted(dropped)


def loss_without(student: Student, place: int, loss: Callable[[], float]) -> float:
    """The loss when the layer's input goes straight to the next."""
    encoder = student.model.base_model.encoder
    layers = encoder.layer
    encoder.layer = type(layers)([layer for number, layer in enumerate(layers) if number != place])
    try:
        return loss()
    finally:
        encoder.layer = layers
