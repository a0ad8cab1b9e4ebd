import pytest

from trainer.early_stopping import EarlyStopping
from trainer.schedule import learning_rate_at


def test_the_rate_rises_to_its_peak_and_falls_evenly():
    rates = [learning_rate_at(step, total_steps=6, warmup_share=1 / 3, peak=1.0) for step in range(1, 7)]
    assert rates == pytest.approx([0.5, 1.0, 0.8, 0.6, 0.4, 0.2])


def test_without_warm_up_the_rate_begins_at_its_peak():
    # In a hundredth part of the way down at each of 99 steps.
    assert [learning_rate_at(step, 99, 0.0, 1.0) for step in (1, 99)] == pytest.approx([0.99, 0.01])


def test_training_stops_after_as_many_evaluations_without_a_better_loss_as_patience_says():
    stopping = EarlyStopping(patience=2)
    seen = [
        (stopping.note(step, loss), stopping.exhausted)
        for step, loss in ((1, 3.0), (2, 2.0), (3, 2.0), (4, 2.5))
    ]
    assert seen == [(True, False), (True, False), (False, False), (False, True)]
    assert (stopping.best_step, stopping.best_loss) == (2, 2.0)


def test_a_better_loss_gives_patience_back():
    stopping = EarlyStopping(patience=2)
    for step, loss in enumerate((3.0, 4.0, 2.0, 2.5)):
        stopping.note(step, loss)
    assert not stopping.exhausted


def test_without_patience_training_never_stops_early():
    stopping = EarlyStopping(patience=None)
    for step in range(50):
        stopping.note(step, float(step))
    assert not stopping.exhausted
    assert stopping.best_step == 0
