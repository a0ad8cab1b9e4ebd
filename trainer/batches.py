"""Which rows go into which step. All derives from (seed, epoch): a step's number is the whole position."""

import random
from collections.abc import Sequence

POOL_BATCHES = 16
"""Batches that are cut from one sorted pool: little padding, and still a fresh mix in each epoch."""


class BatchOrder:
    """Row numbers of every step: shuffled each epoch, rows of like length together."""

    def __init__(self, lengths: Sequence[int], batch_size: int, seed: int) -> None:
        self._lengths = lengths
        self._batch_size = batch_size
        self._seed = seed
        self._epoch = -1
        self._batches: list[list[int]] = []
        self.steps_per_epoch = -(-len(lengths) // batch_size)

    def rows_of(self, step: int) -> list[int]:
        """Row numbers of a step; steps count from 1."""
        epoch, position = divmod(step - 1, self.steps_per_epoch)
        if epoch != self._epoch:
            self._epoch, self._batches = epoch, self._shuffle(epoch)
        return self._batches[position]

    def _shuffle(self, epoch: int) -> list[list[int]]:
        generator = random.Random(f"{self._seed}/{epoch}")  # a text is hashed by SHA-512: no platform differs
        rows = list(range(len(self._lengths)))
        generator.shuffle(rows)
        # A pool is a whole number of batches, so that an epoch has one short batch at the most.
        pool = self._batch_size * POOL_BATCHES
        batches = []
        for start in range(0, len(rows), pool):
            alike = sorted(rows[start : start + pool], key=lambda row: self._lengths[row])
            batches += [alike[at : at + self._batch_size] for at in range(0, len(alike), self._batch_size)]
        generator.shuffle(batches)
        return batches


def batches_by_length(lengths: Sequence[int], batch_size: int) -> list[list[int]]:
    """Every row once, longest batches first: memory that suffices for the first suffices for all."""
    rows = sorted(range(len(lengths)), key=lambda row: -lengths[row])
    return [rows[at : at + batch_size] for at in range(0, len(rows), batch_size)]
