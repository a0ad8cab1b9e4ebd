from math import log

import pytest

from trainer.tag_order import transitions_of


def test_what_follows_more_often_than_it_stands_anywhere_is_likelier_there():
    rows = [["O", "B", "I"], ["O", "O"], ["B"]]
    # Three of six tags are O, two B, one I; one more of each is taken to have been seen.
    after_o = transitions_of(rows, ["O", "B", "I"])["O"]
    assert after_o["O"] == pytest.approx(log((1 / (4 / 9) + 1) / 3), abs=1e-6)
    assert after_o["B"] == pytest.approx(log((1 / (3 / 9) + 1) / 3), abs=1e-6)
    assert after_o["I"] == pytest.approx(log(1 / 3), abs=1e-6)


def test_tags_are_counted_by_what_stands_before_the_colon():
    transitions = transitions_of([["keep", "keep: so:", "delete"]], ["keep", "delete", "keep: so:", "upper"])
    assert list(transitions) == list(transitions["upper"]) == ["delete", "keep", "upper"]
    assert set(transitions["upper"].values()) == {0.0}
    assert transitions["keep"]["delete"] > 0 > transitions["keep"]["upper"]
