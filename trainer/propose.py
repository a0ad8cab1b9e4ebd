"""The task `propose`: settings for the next trials, from what the finished ones came to."""

from typing import Any

import optuna
from optuna.distributions import BaseDistribution, CategoricalDistribution, FloatDistribution, IntDistribution

from trainer.events import Events
from trainer.plan import ProposalPlan, Settings

WEIGHINGS = ("filter", "weight")
"""What any family can make of the votes behind a row."""

SOFT = "soft"
"""What classifiers alone can learn from."""

STARTUP_TRIALS = 5
"""Drawn at random before the sampler trusts what it has seen: trial 0 and one wave."""


def propose(plan: ProposalPlan, events: Events) -> None:
    """Says `proposed`; the same plan gives the same proposals."""
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    space = search_space(plan)
    trials = propose_trials(plan, space) if space else []
    events.emit("proposed", trials=trials, importances=importances(plan, space))


FITTED = ("tfidf", "frozen-encoder")
"""Families that try their few settings by themselves, at once."""


def search_space(plan: ProposalPlan) -> dict[str, BaseDistribution]:
    """What may differ between trials of a family, around the recipe's own values; empty where nothing does.

    Rates within a factor of 4 of the recipe's either way, log-uniform: Devlin et al. 2019, "BERT",
    appendix A.3, and Liu et al. 2019, "RoBERTa", table 10, search a factor of 2.5 to 3 for models whose rate
    is known better. Batches of 16 and 32 are theirs, 8 is for few rows; epochs between half and twice the
    recipe's, as the 2 to 4 of the first; weight decay up to the second's 0.1, warm-up to thrice its 0.06;
    dropout around the 0.1 of both. Alpha over all of its range, as Hinton et al. 2015, section 2, leave it.
    Ranks of adapters lie around the 16 that Biderman et al. 2024, "LoRA Learns Less and Forgets Less", take.
    """
    if plan.family in FITTED:
        return {}
    settings = plan.settings
    rate, epochs = settings.learning_rate, settings.epochs
    taught = plan.one_label and plan.family == "encoder"
    space = {
        "learningRate": FloatDistribution(rate / 4, rate * 4, log=True),
        "batchSize": CategoricalDistribution(sorted({8, 16, 32, settings.batch_size})),
        "epochs": IntDistribution(max(1, epochs // 2), epochs * 2),
        "warmupShare": FloatDistribution(0.0, 0.2),
        "weightDecay": FloatDistribution(0.001, 0.1, log=True),
        "dropout": FloatDistribution(0.0, 0.3),
        "distil": CategoricalDistribution([*WEIGHINGS, SOFT] if taught else [*WEIGHINGS]),
        **({"alpha": FloatDistribution(0.1, 0.9)} if taught else {}),
        **({"classWeights": CategoricalDistribution([False, True])} if plan.one_label else {}),
    }
    if settings.lora_rank is not None:
        space["loraRank"] = CategoricalDistribution(sorted({8, 16, 32, settings.lora_rank}))
    return space


def propose_trials(plan: ProposalPlan, space: dict[str, BaseDistribution]) -> list[dict[str, Any]]:
    """The first ones change what becomes of the votes alone: so it can be told what that was worth."""
    ways = space["distil"].choices[1:]
    first = len(plan.finished)
    return [
        {
            "number": number,
            "changes": {"distil": ways[number - 1]}
            if 1 <= number <= len(ways)
            else sample(plan, space, number),
        }
        for number in range(first, first + plan.count)
    ]


def sample(plan: ProposalPlan, space: dict[str, BaseDistribution], number: int) -> dict[str, Any]:
    """Settings of one trial by the tree-structured Parzen estimator (Bergstra et al. 2011)."""
    # A sampler of its own for each trial: what it draws depends on no other proposal of the wave.
    sampler = optuna.samplers.TPESampler(seed=plan.seed * 1000 + number, n_startup_trials=STARTUP_TRIALS)
    trial = study_of(plan, space, sampler).ask(fixed_distributions=space)
    return rounded(trial.params)


def study_of(
    plan: ProposalPlan, space: dict[str, BaseDistribution], sampler: optuna.samplers.BaseSampler | None = None
) -> optuna.Study:
    """The finished trials as a study; a failed one counts as worse than all others."""
    study = optuna.create_study(sampler=sampler)
    worst = max((trial.loss for trial in plan.finished if trial.loss is not None), default=1.0)
    for trial in plan.finished:
        params = {name: trial.changes.get(name, own(plan.settings, name)) for name in space}
        value = worst * 2 if trial.loss is None else trial.loss
        study.add_trial(optuna.trial.create_trial(params=params, distributions=space, value=value))
    return study


def importances(plan: ProposalPlan, space: dict[str, BaseDistribution]) -> list[dict[str, Any]]:
    """Shares of the settings in the spread of the losses, the largest first (fANOVA, Hutter et al. 2014)."""
    losses = {trial.loss for trial in plan.finished if trial.loss is not None}
    if not space or len(losses) < 2:
        return []
    evaluator = optuna.importance.FanovaImportanceEvaluator(seed=plan.seed)
    shares = optuna.importance.get_param_importances(study_of(plan, space), evaluator=evaluator)
    return [{"setting": name, "share": round(float(share), 4)} for name, share in shares.items()]


SPELLINGS = {
    "learningRate": "learning_rate",
    "batchSize": "batch_size",
    "epochs": "epochs",
    "warmupShare": "warmup_share",
    "weightDecay": "weight_decay",
    "dropout": "dropout",
    "distil": "distil",
    "alpha": "alpha",
    "classWeights": "class_weights",
    "loraRank": "lora_rank",
}


USUAL_DROPOUT = 0.1
"""Of BERT, T5 and their kin, where a recipe leaves it to the base model."""


def own(settings: Settings, name: str) -> float | int | str:
    """The recipe's own value."""
    value = getattr(settings, SPELLINGS[name])
    return USUAL_DROPOUT if value is None else value


def rounded(params: dict[str, Any]) -> dict[str, Any]:
    """Numbers that people can read, which are what is trained with."""
    return {
        name: float(f"{value:.3g}") if isinstance(value, float) else value for name, value in params.items()
    }
