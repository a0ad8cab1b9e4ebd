from trainer.text_parts import in_likely_parts
from trainer.words import spans_of, words_of


def places_after_choice(rows: list[tuple[str, str]]) -> list[list[int]]:
    """Where the spans that are left of each text's answer start, in characters."""
    texts = [(words_of(text), text) for text, _ in rows]
    found = [spans_of(words, text, answer) for (words, text), (_, answer) in zip(texts, rows, strict=True)]
    likely = in_likely_parts(texts, found)
    return [
        [words[first].start for first, _ in spans] for (words, _), spans in zip(texts, likely, strict=True)
    ]


def test_an_answer_that_stands_in_two_parts_is_meant_where_others_stand():
    rows = [
        ("question: who is bob? text: bob is a cat, bob!", "bob"),
        ("question: what is a cat? text: an animal", "animal"),
        ("question: where is it? text: in rome: there", "rome"),
        ("no parts, bob and bob", "bob"),
        ("question: is it? text: so", "no"),
    ]
    assert places_after_choice(rows) == [[28, 42], [34], [32], [10, 18], []]


def test_where_nothing_tells_it_is_meant_in_the_first_part():
    assert places_after_choice([("q: bob t: bob", "bob")]) == [[3]]
