from pathlib import Path

from trainer.tests.conftest import SETTINGS, named, run_here


def plan(finished: list[dict], count: int, family: str = "encoder", seed: int = 7) -> dict:
    return {
        "task": "propose",
        "version": 1,
        "threads": 1,
        "seed": seed,
        "family": family,
        "oneLabel": family == "encoder",
        "settings": SETTINGS,
        "finished": finished,
        "count": count,
    }


def finished(number: int, loss: float | None, **changes: float | str) -> dict:
    return {"number": number, "changes": changes, "validationLoss": loss}


def proposed(raw: dict, folder: Path) -> dict:
    code, events = run_here(raw, folder / "plan.json")
    assert code == 0
    return named(events, "proposed")[0]


AFTER_VOTES = [finished(0, 0.5), finished(1, 0.6, distil="weight"), finished(2, 0.4, distil="soft")]


def test_the_first_trials_change_what_becomes_of_the_votes_and_nothing_else(tmp_path: Path):
    labels = proposed(plan([finished(0, 0.5)], 3), tmp_path)["trials"]
    assert [trial["changes"] for trial in labels[:2]] == [{"distil": "weight"}, {"distil": "soft"}]
    assert "learningRate" in labels[2]["changes"]
    texts = proposed(plan([finished(0, 0.5)], 2, family="encoder-decoder"), tmp_path)["trials"]
    assert texts[0]["changes"] == {"distil": "weight"}
    assert "learningRate" in texts[1]["changes"]
    assert not {"alpha", "classWeights"} & texts[1]["changes"].keys()


def test_proposals_go_on_counting_and_lie_within_reach_of_the_recipe(tmp_path: Path):
    trials = proposed(plan(AFTER_VOTES, 4), tmp_path)["trials"]
    assert [trial["number"] for trial in trials] == [3, 4, 5, 6]
    for trial in trials:
        changes = trial["changes"]
        assert SETTINGS["learningRate"] / 4 <= changes["learningRate"] <= SETTINGS["learningRate"] * 4
        assert changes["batchSize"] in (4, 8, 16, 32)
        assert 1 <= changes["epochs"] <= 6
        assert 0 <= changes["warmupShare"] <= 0.2
        assert 0.001 <= changes["weightDecay"] <= 0.1
        assert 0 <= changes["dropout"] <= 0.3
        assert 0.1 <= changes["alpha"] <= 0.9
    assert len({trial["changes"]["learningRate"] for trial in trials}) == 4


def test_the_same_trials_and_seed_give_the_same_proposals(tmp_path: Path):
    one, again = [proposed(plan(AFTER_VOTES, 2), tmp_path) for _ in range(2)]
    assert one == again
    assert proposed(plan(AFTER_VOTES, 2, seed=8), tmp_path) != one


def test_a_proposal_is_the_same_in_a_wave_of_any_size(tmp_path: Path):
    two, four = [proposed(plan(AFTER_VOTES, count), tmp_path)["trials"] for count in (2, 4)]
    assert two == four[:2]


def test_proposals_come_to_lie_where_the_losses_were_low(tmp_path: Path):
    rates = [0.0003, 0.0005, 0.0008, 0.0013, 0.0021, 0.0034]
    seen = [
        finished(
            number,
            abs(rate - 0.0034),
            learningRate=rate,
            batchSize=4,
            epochs=3,
            warmupShare=0.1,
            weightDecay=0.01,
        )
        for number, rate in enumerate(rates * 3)
    ]
    trials = proposed(plan(seen, 8), tmp_path)["trials"]
    assert sum(trial["changes"]["learningRate"] > 0.002 for trial in trials) >= 6


def test_the_setting_that_moved_the_loss_is_named_first(tmp_path: Path):
    seen = [
        finished(number, rate * 100, learningRate=rate, batchSize=(4, 8)[number % 2])
        for number, rate in enumerate([0.0003, 0.0005, 0.0008, 0.0013, 0.0021, 0.0034])
    ]
    answer = proposed(plan(seen, 0), tmp_path)
    assert answer["trials"] == []
    assert answer["importances"][0]["setting"] == "learningRate"
    assert abs(sum(entry["share"] for entry in answer["importances"]) - 1) < 0.001


def test_a_failed_trial_is_no_model_to_follow(tmp_path: Path):
    answer = proposed(plan([finished(0, 0.5), finished(1, None, learningRate=0.004)], 1), tmp_path)
    assert [trial["number"] for trial in answer["trials"]] == [2]


def test_a_family_that_is_fitted_at_once_has_nothing_to_try(tmp_path: Path):
    assert proposed(plan([finished(0, 0.5)], 4, family="tfidf"), tmp_path) == {
        "event": "proposed",
        "trials": [],
        "importances": [],
    }


def test_an_adapters_rank_is_searched_where_there_is_one(tmp_path: Path):
    adapter = plan([finished(0, 0.5)], 7, "decoder") | {"settings": SETTINGS | {"loraRank": 4}}
    ranks = {trial["changes"]["loraRank"] for trial in proposed(adapter, tmp_path)["trials"][1:]}
    whole = proposed(plan([finished(0, 0.5)], 2, "decoder"), tmp_path)["trials"]
    assert ranks <= {4, 8, 16, 32}
    assert len(ranks) > 1
    assert "loraRank" not in whole[1]["changes"]
