"""Edits of a text, word by word, that turn it into another.

After Malmi et al. 2019, "Encode, Tag, Realize: High-Precision Text Editing" (LaserTagger): each word is kept
or deleted, and a phrase of a small vocabulary may go before it. Here the phrase is all that stands between
two words that are kept, white space too, and goes with the later one: no two ways lead to one text.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from trainer.words import Word, words_of

DELETE = "delete"

CASES = {
    "keep": lambda word: word,
    "capital": lambda word: word[:1].upper() + word[1:],
    "small": lambda word: word[:1].lower() + word[1:],
    "upper": str.upper,
    "lower": str.lower,
}
"""What may become of a word that stays, the plainest first."""

MATCH, ADJACENT, SAME_CASE = 20, 2, 1
"""Scores of an alignment: many words come first, then runs of words, then words that need no change."""


@dataclass(frozen=True)
class Edits:
    tags: list[str]
    """For each word: `delete`, or a name of `CASES`; then `:` and what goes before it, if no usual gap."""
    end: str
    """The tag of the text's end: `keep`, or `keep:` and what stands there."""


def edits_between(words: Sequence[Word], text: str, target: str) -> Edits:
    """The edits that make `target` of `text`; `apply` undoes them."""
    wanted = words_of(target)
    sources = [text[word.start : word.end] for word in words]
    targets = [target[word.start : word.end] for word in wanted]
    tags, previous, at = [DELETE] * len(words), None, 0
    for source, goal in aligned(sources, targets):
        gap = target[at : wanted[goal].start]
        case = case_of(sources[source], targets[goal])
        tags[source] = tagged(case, gap, usual_gap(words, previous, source))
        previous, at = source, wanted[goal].end
    return Edits(tags, tagged("keep", target[at:], tail(words, text)))


def tagged(case: str, gap: str, usual: str) -> str:
    return case if gap == usual else f"{case}:{gap}"


def case_of(source: str, target: str) -> str | None:
    return next((name for name, change in CASES.items() if change(source) == target), None)


def apply(words: Sequence[Word], text: str, edits: Edits) -> str:
    """The edited text: `keep` everywhere gives the text back."""
    output, previous = "", None
    for number, (word, tag) in enumerate(zip(words, edits.tags, strict=True)):
        if tag == DELETE:
            continue
        case, colon, gap = tag.partition(":")
        output += gap if colon else usual_gap(words, previous, number)
        output += CASES[case](text[word.start : word.end])
        previous = number
    _, colon, gap = edits.end.partition(":")
    return output + (gap if colon else tail(words, text))


def usual_gap(words: Sequence[Word], previous: int | None, number: int) -> str:
    """What goes before a word where `previous` is the last that was kept: its own gap, mostly.

    Two words do not grow together because what stood between them is gone.
    """
    if previous is None:
        return words[0].gap
    own = words[number].gap
    if own or not (words[previous].is_run and words[number].is_run):
        return own
    return next((word.gap for word in words[previous + 1 : number] if word.gap), "")


def tail(words: Sequence[Word], text: str) -> str:
    return text[words[-1].end :] if words else text


def aligned(sources: Sequence[str], targets: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of words that go together, in order: a longest common subsequence, of its later words.

    Who corrects himself says the right thing last.
    """
    same = 0
    while same < min(len(sources), len(targets)) and sources[-1 - same] == targets[-1 - same]:
        same += 1
    rows, columns = len(sources) - same, len(targets) - same
    best, ending = alignment_scores(sources[:rows], targets[:columns])
    pairs, row, column = [], rows, columns
    # Whether the last of the pairs to come is next to one that stands already.
    inside = same > 0 and ending[rows][columns] + ADJACENT >= best[rows][columns]
    while row and column:
        if inside or ending[row][column] == best[row][column]:
            pairs.append((row - 1, column - 1))
            gain = pair_score(sources[row - 1], targets[column - 1])
            row, column = row - 1, column - 1
            inside = ending[row + 1][column + 1] == gain + ending[row][column] + ADJACENT
        elif best[row][column - 1] == best[row][column]:
            column -= 1
        else:
            row -= 1
    suffix = [(rows + at, columns + at) for at in range(same)]
    return pairs[::-1] + suffix


def alignment_scores(
    sources: Sequence[str], targets: Sequence[str]
) -> tuple[list[list[int]], list[list[float]]]:
    """Best scores of the first words, ``(sources + 1, targets + 1)``: at all; with the last two paired."""
    lowered = [target.lower() for target in targets]
    width = len(targets) + 1
    best = [[0] * width for _ in range(len(sources) + 1)]
    ending: list[list[float]] = [[float("-inf")] * width for _ in range(len(sources) + 1)]
    for row, source in enumerate(sources, 1):
        low = source.lower()
        for column, target in enumerate(targets, 1):
            gain = pair_score(source, target) if lowered[column - 1] == low else 0
            if gain:
                ending[row][column] = gain + max(
                    best[row - 1][column - 1], ending[row - 1][column - 1] + ADJACENT
                )
            best[row][column] = max(best[row - 1][column], best[row][column - 1], ending[row][column])
    return best, ending


def pair_score(source: str, target: str) -> int:
    """0 where the two do not go together."""
    if source == target:
        return MATCH + SAME_CASE
    return MATCH if case_of(source, target) is not None else 0
