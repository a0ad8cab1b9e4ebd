"""How far the exported fp32 files are from the weights they were made of, row by row, as they are served."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy

from trainer.exporting.sessions import Scores
from trainer.families.family import Family, Student
from trainer.families.fitted import Fitted, FittedFamily
from trainer.labels import answer_of
from trainer.plan import ExportPlan
from trainer.rows import Row

PARITY_ROWS = 200


@dataclass(frozen=True)
class Parity:
    max_logit_difference: float
    """Largest absolute difference of any logit."""
    changed_answers: float
    """Share of rows with another answer: another label, or another choice at any of a row's places."""


def measure_parity(family: Family, student: Student, rows: Sequence[Row], plan: ExportPlan) -> Parity:
    exported = family.exported_scores(student, plan.output / "onnx", plan.threads)

    def both(text: str) -> tuple[Scores, Scores]:
        [ids] = family.inputs(student, [text], plan.max_input_tokens)
        return family.scores(student, ids), exported(ids)

    return parity_of((both(row.text) for row in rows), plan)


def measure_fitted_parity(
    family: FittedFamily[Fitted], student: Fitted, rows: Sequence[Row], plan: ExportPlan
) -> Parity:
    scores, exported = family.scores(student, plan), family.exported_scores(student, plan)
    return parity_of(((scores(row.text), exported(row.text)) for row in rows), plan)


def parity_of(pairs: Iterable[tuple[Scores, Scores]], plan: ExportPlan) -> Parity:
    decide = decision_of(plan)
    differences, changed = [], []
    for want, have in pairs:
        differences.append(float(numpy.abs(want - have).max()))
        changed.append(decide(want) != decide(have))
    return Parity(max(differences), sum(changed) / len(changed))


def decision_of(plan: ExportPlan) -> Callable[[Scores], object]:
    """What logits decide: labels by the exported configuration, else one choice at each place."""
    if plan.kind != "labels":
        return lambda scores: scores.argmax(-1).tolist()
    configuration = json.loads((plan.output / "config.json").read_text(encoding="utf-8"))
    threshold = configuration.get("threshold_logit", 0.0)
    return lambda scores: answer_of(scores, plan.answers, threshold)
