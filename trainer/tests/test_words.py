import pytest

from trainer.tests.word_tasks import byte_level, predict_script
from trainer.words import WORD, create_reader, spans_of, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        (" \t\r\n\u00a0\u3000\ufeff", []),
        ("It's 3.5% of A-1_b", ["It", "'", "s", "3", ".", "5", "%", "of", "A", "-", "1", "_", "b"]),
        ("tabs\tand\nlines\u2028and\u0085more", ["tabs", "and", "lines", "and", "more"]),
        (
            "cafe\u0301 na\u00efve \u0939\u093f\u0928\u094d\u0926\u0940",
            ["cafe\u0301", "na\u00efve", "\u0939\u093f\u0928\u094d\u0926\u0940"],
        ),
        ("日本語のテスト、ok", [*"日本語のテスト、", "ok"]),
        ("か\u3099き", ["か\u3099", "き"]),
        ("한국어 텍스트", ["한국어", "텍스트"]),
        ("ไทย", [*"ไทย"]),
        ("a🎉b 👍🏽", ["a", "🎉", "b", "👍🏽"]),
        ("👩‍👩‍👧 ☕️ 1️⃣", ["👩‍👩‍👧", "☕️", "1️⃣"]),
        ("𠀀\U0001d7d9x", ["𠀀", "\U0001d7d9x"]),
        ("«Пётр» — да…", ["«", "Пётр", "»", "—", "да", "…"]),
    ],
)
def test_words_are_runs_or_marks_that_stand_alone(text: str, words: list[str]):
    found = words_of(text)
    assert [text[word.start : word.end] for word in found] == words
    gaps = [word.gap for word in found]
    assert "".join(gap + word for gap, word in zip(gaps, words, strict=True)) == text.rstrip(
        "\ufeff\u3000\u00a0\n\r\t "
    )


def test_a_run_is_told_from_what_stands_alone():
    assert [word.is_run for word in words_of("don't 日本!")] == [True, False, True, False, False, False]


def test_bundles_find_the_same_words():
    assert predict_script().WORD.pattern == WORD.pattern


def test_words_read_one_by_one_are_the_tokens_of_the_text():
    tokenizer = byte_level()
    text = "the cat, the hat and the cats"
    reading = create_reader(tokenizer, 100)(text)
    assert reading.ids == tokenizer(text)["input_ids"]
    firsts = tokenizer.convert_ids_to_tokens([reading.ids[first] for first in reading.firsts])
    assert firsts == ["the", "Ġcat", ",", "Ġthe", "Ġhat", "Ġand", "Ġthe", "Ġcat"]


def test_a_text_is_cut_before_the_word_that_does_not_fit():
    tokenizer = byte_level()
    whole = create_reader(tokenizer, 100)("the cat xyz the")
    # Start, the, cat, and of " xyz" only three of four pieces: the word is left out, and all after it.
    cut = create_reader(tokenizer, 7)("the cat xyz the")
    assert len(whole.ids) == 9
    assert cut.ids == [*whole.ids[:3], whole.ids[-1]]
    assert (cut.firsts, len(cut.words)) == ([1, 2], 4)


def test_an_answer_is_found_wherever_it_stands_as_whole_words():
    text = "art. The art of cart-art, artful Art"
    words = words_of(text)
    assert spans_of(words, text, "art") == [(0, 0), (3, 3), (7, 7)]
    assert spans_of(words, text, "art of cart") == [(3, 5)]
    assert spans_of(words, text, "art ") == []
    assert spans_of(words, text, "") == []


def test_a_word_of_which_nothing_is_left_belongs_to_a_gap():
    words = words_of("a xx b", lambda word: word != "xx")
    assert [(word.start, word.end, word.gap) for word in words] == [(0, 1, ""), (5, 6, " xx ")]
