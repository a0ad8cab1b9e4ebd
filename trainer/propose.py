"""The task `propose`: settings for the next trials, from what the finished ones came to."""

from typing import Any

import optuna
from optuna.distributions import BaseDistribution, CategoricalDistribution, FloatDistribution, IntDistribution

from trainer.events import Events
from trainer.plan import ProposalPlan, Settings

STARTUP_TRIALS = 5
"""Drawn at random before the sampler trusts what it has seen: trial 0 and one wave."""


def propose(plan: ProposalPlan, events: Events) -> None:
    """Says `proposed`; the same plan gives the same proposals."""
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    space = search_space(plan.family, plan.settings)
    trials = propose_trials(plan, space) if space else []
    events.emit("proposed", trials=trials, importances=importances(plan, space))


def search_space(family: str, settings: Settings) -> dict[str, BaseDistribution]:
    """What may differ between trials of a family, around the recipe's own values; empty where nothing does.

    Rates within a factor of 4 of the recipe's either way, log-uniform: Devlin et al. 2019, "BERT",
    appendix A.3, and Liu et al. 2019, "RoBERTa", table 10, search a factor of 2.5 to 3 for models whose rate
    is known better. Batches of 16 and 32 are theirs, 8 is for few rows; epochs between half and twice the
    recipe's, as the 2 to 4 of the first; weight decay up to the second's 0.1, warm-up to thrice its 0.06.
    Ranks of adapters lie around the 16 that Biderman et al. 2024, "LoRA Learns Less and Forgets Less", take.
    """
    if family in ("tfidf", "frozen-encoder"):
        return {}
    rate, epochs = settings.learning_rate, settings.epochs
    space = {
        "learningRate": FloatDistribution(rate / 4, rate * 4, log=True),
        "batchSize": CategoricalDistribution(sorted({8, 16, 32, settings.batch_size})),
        "epochs": IntDistribution(max(1, epochs // 2), epochs * 2),
        "warmupShare": FloatDistribution(0.0, 0.2),
        "weightDecay": FloatDistribution(0.001, 0.1, log=True),
    }
    if settings.lora_rank is not None:
        space["loraRank"] = CategoricalDistribution(sorted({8, 16, 32, settings.lora_rank}))
    return space


def propose_trials(plan: ProposalPlan, space: dict[str, BaseDistribution]) -> list[dict[str, Any]]:
    first = len(plan.finished)
    return [
        {"number": number, "changes": sample(plan, space, number)}
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
    "loraRank": "lora_rank",
}


def own(settings: Settings, name: str) -> float | int:
    """The recipe's own value."""
    return getattr(settings, SPELLINGS[name])


def rounded(params: dict[str, Any]) -> dict[str, Any]:
    """Numbers that people can read, which are what is trained with."""
    return {
        name: float(f"{value:.3g}") if isinstance(value, float) else value for name, value in params.items()
    }
