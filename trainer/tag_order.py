"""How tags follow each other, which an encoder that tags each word by itself does not know."""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

BACKED_OFF = 1.0
"""Pairs that each sort of tag is taken to begin beside the real ones, as if order meant nothing."""

DECIMALS = 6

Transitions = dict[str, dict[str, float]]
"""From a sort of tag to the next one's: what is added to the next one's logit."""


def transitions_of(rows: Sequence[Sequence[str]], tags: Sequence[str]) -> Transitions:
    """Logarithms of how much more frequent a sort is after another than anywhere.

    With them the best path through the logits is the likeliest row of tags, as in a hybrid of a network and
    a Markov chain: what the network says of a word, over how frequent that is, times how frequent it is here.
    (Bourlard and Morgan 1994, "Connectionist Speech Recognition", chapter 7)
    """
    sorts = sorted({sort_of(tag) for tag in tags})
    single = Counter(sort_of(tag) for row in rows for tag in row)
    pairs = Counter((sort_of(one), sort_of(other)) for row in rows for one, other in pairwise(row))
    shares = {sort: (single[sort] + 1) / (single.total() + len(sorts)) for sort in sorts}
    starts = {one: BACKED_OFF + sum(pairs[one, other] for other in sorts) for one in sorts}
    return {
        one: {
            other: round(math.log((pairs[one, other] / shares[other] + BACKED_OFF) / starts[one]), DECIMALS)
            for other in sorts
        }
        for one in sorts
    }


def sort_of(tag: str) -> str:
    """What comes before `:`; a tag's details are too rare to be counted in pairs."""
    return tag.partition(":")[0]
