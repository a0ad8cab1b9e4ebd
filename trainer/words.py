"""Words of a text, and how an encoder reads them one by one. `predict.mjs` and `predict.py` do the same."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from transformers import PreTrainedTokenizerFast

from trainer.failures import UnusableBaseError

GAP = r"\x00-\x20\x7f-\xa0\u1680\u2000-\u200b\u2028-\u202f\u205f\u2060\u3000\ufeff"
"""White space and controls, which lie between words."""

ALONE = (
    r"!-/:-@\x5b-\x60{-~\xa1-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\xd7\xf7\u037e\u0387\u0589\u05be\u060c\u061b\u061f\u06d4"
    r"\u0964\u0965\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2010-\u2027\u2030-\u205e\u20a0-\u20cf\u2190-\u2bff"
    r"\u2e00-\u2fff\u3001-\u9fff\uf900-\ufaff\ufe10-\ufe1f\ufe30-\ufe6f\uff00-\uffef\ufffd"
    r"\U0001f000-\U0001faff\U00020000-\U0003ffff"
)
"""Characters that are words of their own: punctuation, symbols, and scripts written without spaces."""

MARKS = r"\u0300-\u036f\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\U0001f3fb-\U0001f3ff"
"""What belongs to the character before it: accents, forms of emoji."""

WORD = re.compile(rf"([^{GAP}{ALONE}]+)|[{ALONE}][{MARKS}]*(?:\u200d[{ALONE}][{MARKS}]*)*")
"""A run of all other characters (group 1), or one that stands alone.

Ranges in place of classes: Python and JavaScript know different versions of Unicode.
"""


@dataclass(frozen=True)
class Word:
    start: int
    end: int
    """In characters of the text, the end not included."""
    gap: str
    """What stands between the word before, or the start of the text, and this one."""
    is_run: bool
    """Letters or digits, rather than a mark that stands alone."""


@dataclass(frozen=True)
class Reading:
    """A text as a student sees it: the special tokens, and between them the pieces of each word."""

    ids: list[int]
    words: list[Word]
    """All of the text's, also those that were cut."""
    firsts: list[int]
    """Where in `ids` each word that is read begins; fewer than `words` where the text was cut."""


Span = tuple[int, int]
"""First and last of the words that make up an answer."""

Reader = Callable[[str], Reading]


def words_of(text: str, has_pieces: Callable[[str], bool] = bool) -> list[Word]:
    """Words in order. One of which the tokenizer leaves nothing is passed over: it is part of a gap."""
    words: list[Word] = []
    for match in WORD.finditer(text):
        start, end = match.span()
        gap = text[words[-1].end if words else 0 : start]
        if has_pieces(match.group()):
            words.append(Word(start, end, gap, match.group(1) is not None))
    return words


def create_reader(tokenizer: PreTrainedTokenizerFast, limit: int) -> Reader:
    """Reads texts, of each as many whole words as `limit` tokens hold, special ones among them.

    Raises:
        UnusableBaseError: If no special token stands at a text's start, or none at its end.
    """
    backend = tokenizer.backend_tokenizer
    backend.no_truncation()
    backend.no_padding()
    spaced = is_byte_level(json.loads(backend.to_str())["pre_tokenizer"])
    known: dict[str, list[int]] = {}

    def pieces(word: str) -> list[int]:
        if word not in known:
            known[word] = backend.encode(word, add_special_tokens=False).ids
        return known[word]

    probe, around = pieces("a"), backend.encode("a").ids
    before = around[: around.index(probe[0])]
    after = around[len(before) + len(probe) :]
    if not before or not after:
        raise UnusableBaseError("the base's tokenizer puts no special token before or after a text")

    def read(text: str) -> Reading:
        words = words_of(text, lambda word: bool(pieces(word)))
        ids, firsts = list(before), []
        for word in words:
            own = pieces((" " if spaced and word.gap else "") + text[word.start : word.end])
            if len(ids) + len(own) + len(after) > limit:
                break
            firsts.append(len(ids))
            ids += own
        return Reading(ids + after, words, firsts)

    return read


def is_byte_level(pre_tokenizer: dict | None) -> bool:
    """Whether a space before a word is part of the word's first piece."""
    if pre_tokenizer is None:
        return False
    parts: Sequence[dict] = pre_tokenizer.get("pretokenizers", [pre_tokenizer])
    return any(part["type"] == "ByteLevel" for part in parts)


def spans_of(words: Sequence[Word], text: str, wanted: str) -> list[Span]:
    """Every place at which `wanted` stands, from the start of a word to the end of one."""
    first_at = {word.start: number for number, word in enumerate(words)}
    last_at = {word.end: number for number, word in enumerate(words)}
    spans, at = [], text.find(wanted) if wanted else -1
    while at >= 0:
        first, last = first_at.get(at), last_at.get(at + len(wanted))
        if first is not None and last is not None:
            spans.append((first, last))
        at = text.find(wanted, at + 1)
    return spans
