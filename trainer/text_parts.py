"""Parts of texts, such as the fields of a record, and those in which answers are likely to stand."""

from collections import Counter
from collections.abc import Sequence

from trainer.words import Span, Word

MARKER_SHARE = 0.5
"""A word that stands before a colon in so many of the texts names a part of them."""

WordedText = tuple[Sequence[Word], str]


def in_likely_parts(texts: Sequence[WordedText], found: Sequence[Sequence[Span]]) -> list[list[Span]]:
    """Of each text's spans those in the part that holds most answers, where a text has them in several.

    A question may name the answer that is meant in the passage: texts that leave no choice say where it is.
    """
    markers = markers_of(texts)
    parts = [parts_of(words, text, markers) for words, text in texts]
    votes: Counter[str] = Counter()
    for part, spans in zip(parts, found, strict=True):
        held = {part[first] for first, _ in spans}
        votes.update(held if len(held) == 1 else ())
    likely = []
    for part, spans in zip(parts, found, strict=True):
        best = max(spans, key=lambda span: votes[part[span[0]]], default=None)
        likely.append([span for span in spans if part[span[0]] == part[best[0]]])
    return likely


def markers_of(texts: Sequence[WordedText]) -> set[str]:
    counts: Counter[str] = Counter()
    for words, text in texts:
        counts.update({marker for _, marker in colons_of(words, text)})
    return {marker for marker, count in counts.items() if count >= MARKER_SHARE * len(texts)}


def parts_of(words: Sequence[Word], text: str, markers: set[str]) -> list[str]:
    """For each word the marker of its part; empty before the first. A marker is still of the part before."""
    starts = {number: marker for number, marker in colons_of(words, text) if marker in markers}
    parts, part = [], ""
    for number in range(len(words)):
        part = starts.get(number, part)
        parts.append(part)
    return parts


def colons_of(words: Sequence[Word], text: str) -> list[tuple[int, str]]:
    """Every colon that follows a word at once: its number among the words, and that word."""
    return [
        (number, text[words[number - 1].start : words[number - 1].end])
        for number in range(1, len(words))
        if text[words[number].start] == ":" and words[number].gap == "" and words[number - 1].is_run
    ]
