"""Work that is done in smaller parts where the device has no room for it at once."""

import gc
from collections.abc import Callable
from typing import TypeVar

import torch

from trainer.failures import is_out_of_memory

Result = TypeVar("Result")


def in_parts_that_fit(
    attempt: Callable[[int], Result], part: int, again: Callable[[int, int], None]
) -> tuple[Result, int]:
    """What the attempt gives with so many rows at a time, and how many: halved while memory runs out.

    Args:
        attempt: Does all of the work, that many rows at a time; may be called again after it failed half-way.
        part: Rows at a time that are tried first.
        again: Told how many were too many, and how many are tried next, once the memory is free again.

    Raises:
        MemoryError: If one row at a time is too many.
    """
    while True:
        try:
            return attempt(part), part
        except Exception as error:
            if not is_out_of_memory(error):
                raise
            if part == 1:
                raise MemoryError(f"one row at a time does not fit into memory: {error}") from error
        # Only out here is the error gone, and with it the frames that held the attempt's tensors.
        free_memory()
        again(part, part // 2)
        part //= 2


def free_memory() -> None:
    """Gives back what torch keeps for its next tensors: pieces of it may be of no use for smaller ones."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    if torch.backends.mps.is_available():
        torch.mps.empty_cache()
