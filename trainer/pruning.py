"""Ends a trial of a search that is behind the others."""

from collections.abc import Sequence

STARTUP_TRIALS = 4
"""Below so many finished trials none is ended: the median of fewer says little. Optuna's own default is 5."""


def is_behind(losses: Sequence[float], others: Sequence[Sequence[float]]) -> bool:
    """Whether the best loss so far is above the median of the others' losses at the same evaluation.

    The median rule of Optuna (`MedianPruner`), over a study in memory that holds nothing but these losses:
    the same losses give the same answer. (Golovin et al. 2017, "Google Vizier", section 3.2.2)

    Args:
        losses: Of this trial's evaluations so far, at least one; lower is better.
        others: Losses of finished trials, each by the number of the evaluation; none of them is empty.
    """
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    pruner = optuna.pruners.MedianPruner(n_startup_trials=STARTUP_TRIALS)
    study = optuna.create_study(direction="minimize", pruner=pruner)
    for other in others:
        finished = optuna.trial.create_trial(value=min(other), intermediate_values=dict(enumerate(other)))
        study.add_trial(finished)
    trial = study.ask()
    for number, loss in enumerate(losses):
        trial.report(loss, number)
    return trial.should_prune()
