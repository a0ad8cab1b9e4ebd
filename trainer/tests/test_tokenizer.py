import pytest

from trainer.families.scratch_tokenizer import train_tokenizer
from trainer.rows import Row
from trainer.tests.conftest import text_rows

TOKENIZER = train_tokenizer([Row(**row) for row in text_rows(60)])


@pytest.mark.parametrize(
    "text",
    [
        "day 12 of month 3",
        "2024-05-31",
        "  two  spaces , and\ttabs\n",
        "naïve café — 日本語 🙂",
        "never seen: 'quoted' don't, 3.14!",
        "",
    ],
)
def test_decoding_gives_back_the_very_text(text: str):
    assert TOKENIZER.decode(TOKENIZER(text)["input_ids"], skip_special_tokens=True) == text


def test_a_frequent_number_is_one_token():
    dates = train_tokenizer([Row("31.05.2024", "2024-05-31", 1.0)] * 5)
    assert dates.tokenize("2024-05-31") == ["2024", "-", "05", "-", "31"]
    assert dates.tokenize("2025") != ["2025"]


def test_a_word_has_one_token_wherever_it_stands():
    assert TOKENIZER.tokenize("month of month") == ["month", "Ġ", "of", "Ġ", "month"]


def test_texts_end_with_the_end_token():
    assert TOKENIZER("day")["input_ids"][-1] == TOKENIZER.eos_token_id
