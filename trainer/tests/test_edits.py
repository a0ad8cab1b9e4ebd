import random

import pytest

from trainer.edits import Edits, apply, edits_between
from trainer.families.editor import tags_of
from trainer.words import words_of


def edits(text: str, target: str) -> Edits:
    return edits_between(words_of(text), text, target)


@pytest.mark.parametrize(
    "text", ["", " ", "one", "  two  words\n", "don't, (ever) \t stop!\u3000", "日本 語", "👍🏽 a"]
)
def test_keeping_everything_gives_the_text_back(text: str):
    words = words_of(text)
    assert edits(text, text) == Edits(["keep"] * len(words), "keep")
    assert apply(words, text, Edits(["keep"] * len(words), "keep")) == text


def test_any_text_is_made_of_any_other():
    chance = random.Random(0)
    parts = ["a", "A", "bb", "BB", "Bb", " ", "  ", "\n", ",", "-", "日", "👍🏽", "ß", "ς", "Σ", "ﬁ", "1"]
    for _ in range(400):
        text, target = ("".join(chance.choices(parts, k=chance.randint(0, 12))) for _ in range(2))
        assert apply(words_of(text), text, edits(text, target)) == target


@pytest.mark.parametrize(
    ("text", "target", "tags", "end"),
    [
        ("um we go", "we go", ["delete", "keep", "keep"], "keep"),
        (
            "When did the no in what year?",
            "In what year?",
            ["delete"] * 4 + ["capital", "keep", "keep", "keep"],
            "keep",
        ),
        # What is right comes last: not the first "What" with the rest of the correction.
        ("What is, no, what was it", "What was it", ["delete"] * 5 + ["capital", "keep", "keep"], "keep"),
        ("Sam said HI", "dear sam said hi there", ["small:dear ", "keep", "lower"], "keep: there"),
        (
            "in early 1757, sorry, 1775?",
            "in early 1775?",
            ["keep", "keep"] + ["delete"] * 4 + ["keep", "keep"],
            "keep",
        ),
        ("the north no-south", "the south", ["keep", "delete", "delete", "delete", "keep"], "keep"),
        ("a  b", "a b", ["keep", "keep: "], "keep"),
        ("a b \n", "a", ["keep", "delete"], "keep:"),
        ("nasa", "NASA", ["upper"], "keep"),
        ("x", "", ["delete"], "keep"),
        ("", "x", [], "keep:x"),
    ],
)
def test_an_edit_is_told_in_the_plainest_tags(text: str, target: str, tags: list[str], end: str):
    assert edits(text, target) == Edits(tags, end)


def test_words_do_not_grow_together_and_marks_do_not_stand_apart():
    words = words_of("a (b)c, d")
    tags = ["keep", "delete", "delete", "delete", "keep", "keep", "keep"]
    assert apply(words, "a (b)c, d", Edits(tags, "keep")) == "a c, d"
    words = words_of("Yuan no wait?")
    assert apply(words, "Yuan no wait?", Edits(["keep", "delete", "delete", "keep"], "keep")) == "Yuan?"


def test_tags_are_those_of_several_rows_the_most_frequent_first():
    pairs = [
        ("a b", "a, b"),
        ("c d", "c, d"),
        ("e f", "e f!"),
        ("g h", "g h!"),
        ("i j", "i j!"),
        ("k l", "k x l"),
    ]
    made = [edits(*pair) for pair in pairs]
    assert tags_of([[*each.tags, each.end] for each in made]) == ["keep", "delete", "keep:!", "keep:, "]
