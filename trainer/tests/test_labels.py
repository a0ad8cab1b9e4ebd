import math

import numpy
import pytest
import torch
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from trainer.labels import answer_of, best_threshold, mean_loss, targets_of
from trainer.plan import Answers
from trainer.rows import Row

ONE = Answers(several=False, ordered=False, none=None)
SEVERAL = Answers(several=True, ordered=False, none=None)
ORDERED = Answers(several=False, ordered=True, none=None)

LOGITS = numpy.array([[1.5, -0.5, 0.0], [-2.0, 0.5, 3.0]])
WEIGHTS = numpy.array([1.0, 3.0])


def test_targets_mark_the_labels_of_a_row():
    one = targets_of([Row("a", "y", 1), Row("b", "x", 1)], ["x", "y"], ONE)
    assert one.tolist() == [[0, 1], [1, 0]]
    several = targets_of([Row("a", "[]", 1), Row("b", '["x","é"]', 1)], ["x", "y", "é"], SEVERAL)
    assert several.tolist() == [[0, 0, 0], [1, 0, 1]]


def test_losses_are_those_of_torch_each_row_by_its_weight():
    one = numpy.array([[1, 0, 0], [0, 1, 0]])
    losses = cross_entropy(torch.tensor(LOGITS), torch.tensor([0, 1]), reduction="none").numpy()
    assert mean_loss(LOGITS, one, WEIGHTS, ONE) == pytest.approx((losses * WEIGHTS).sum() / 4, abs=1e-12)
    several = numpy.array([[1.0, 0, 1], [0, 0, 1]])
    parts = binary_cross_entropy_with_logits(
        torch.tensor(LOGITS), torch.tensor(several), reduction="none"
    ).mean(1)
    expected = (parts.numpy() * WEIGHTS).sum() / 4
    assert mean_loss(LOGITS, several, WEIGHTS, SEVERAL) == pytest.approx(expected, abs=1e-12)


def test_one_label_is_the_likeliest_and_the_first_of_equal_ones():
    assert answer_of(numpy.array([0.0, 2.0, 2.0]), ONE, 0.0) == (1,)


def test_several_labels_are_those_that_reach_the_threshold():
    assert answer_of(numpy.array([-1.0, -1.01, 3.0]), SEVERAL, -1.0) == (0, 2)
    assert answer_of(numpy.array([-9.0, -9.0, -9.0]), SEVERAL, 0.0) == ()


@pytest.mark.parametrize(
    ("shares", "step"),
    # The likeliest would be the ends: the median is off by fewer steps on average.
    [([0.4, 0.35, 0.25], 1), ([0.3, 0.25, 0.45], 1), ([0.5, 0.25, 0.25], 0), ([0.1, 0.2, 0.7], 2)],
)
def test_a_step_of_a_scale_is_the_median(shares: list[float], step: int):
    assert answer_of(numpy.log(shares).astype(numpy.float32), ORDERED, 0.0) == (step,)
    off = [sum(share * abs(at - answer) for at, share in enumerate(shares)) for answer in range(3)]
    assert off[step] == min(off)


def test_the_threshold_is_the_one_with_the_best_f1():
    targets = numpy.array([[1, 0], [1, 0], [0, 1]])
    low = numpy.array([[-1.0, -3.0], [-1.2, -2.5], [-3.0, -0.9]])
    # Between -1.2, which is to be given, and -2.5, which is not, lie 20, 15 and 10 percent.
    threshold = best_threshold(low, targets, numpy.ones(3))
    assert threshold == pytest.approx(math.log(0.2 / 0.8))
    # A half stands to reason where all is well with it.
    assert best_threshold(low + 2, targets, numpy.ones(3)) == 0.0


def test_a_heavy_row_counts_for_more_in_the_threshold():
    targets, logits = numpy.array([[0], [1], [1]]), numpy.array([[0.5], [-0.5], [2.0]])
    # Given from -0.5 on, one row is wrong and two are right; from 0.5 on the heavy one is spared.
    light, heavy = (best_threshold(logits, targets, numpy.array([weight, 1, 1])) for weight in (0.1, 100))
    assert light < -0.5 < 0.5 < heavy
