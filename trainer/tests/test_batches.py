from trainer.batches import BatchOrder, batches_by_length

LENGTHS = [5, 1, 9, 3, 7, 2, 8, 4, 6, 10]


def epoch_of(order: BatchOrder, epoch: int) -> list[list[int]]:
    first = epoch * order.steps_per_epoch + 1
    return [order.rows_of(step) for step in range(first, first + order.steps_per_epoch)]


def test_every_row_comes_once_in_each_epoch():
    order = BatchOrder(LENGTHS, batch_size=3, seed=1)
    assert order.steps_per_epoch == 4
    for epoch in (0, 1):
        assert sorted(row for batch in epoch_of(order, epoch) for row in batch) == list(range(10))


def test_a_step_has_the_same_rows_whatever_was_asked_before():
    straight = BatchOrder(LENGTHS, batch_size=3, seed=1)
    all_steps = [straight.rows_of(step) for step in range(1, 9)]
    assert [BatchOrder(LENGTHS, batch_size=3, seed=1).rows_of(step) for step in range(1, 9)] == all_steps


def test_epochs_and_seeds_have_orders_of_their_own():
    order = BatchOrder(LENGTHS, batch_size=3, seed=1)
    other = BatchOrder(LENGTHS, batch_size=3, seed=2)
    assert epoch_of(order, 0) != epoch_of(order, 1)
    assert epoch_of(order, 0) != epoch_of(other, 0)


def test_rows_of_a_batch_are_neighbours_in_length():
    batches = epoch_of(BatchOrder(LENGTHS, batch_size=3, seed=1), 0)
    lengths = sorted(sorted(LENGTHS[row] for row in batch) for batch in batches)
    assert lengths == [[1, 2, 3], [4, 5, 6], [7, 8, 9], [10]]


def test_evaluation_takes_every_row_once_and_the_longest_first():
    assert batches_by_length(LENGTHS, 4) == [[9, 2, 6, 4], [8, 0, 7, 3], [5, 1]]
