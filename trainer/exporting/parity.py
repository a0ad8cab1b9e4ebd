"""How far the exported fp32 files are from the weights they were made of, row by row, as they are served."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy

from trainer.families.family import Family, Student
from trainer.plan import ExportPlan
from trainer.rows import Row

PARITY_ROWS = 200


@dataclass(frozen=True)
class Parity:
    max_logit_difference: float
    """Largest absolute difference of any logit."""
    changed_answers: float
    """Share of rows in which the largest logit of any choice is another one."""


def measure_parity(family: Family, student: Student, rows: Sequence[Row], plan: ExportPlan) -> Parity:
    exported = family.exported_scores(student, plan.output / "onnx", plan.threads)
    differences, changed = [], 0
    for row in rows:
        ids = student.tokenizer(row.text, truncation=True, max_length=plan.max_input_tokens)["input_ids"]
        want, have = family.scores(student, ids), exported(ids)
        differences.append(float(numpy.abs(want - have).max()))
        changed += int((want.argmax(-1) != have.argmax(-1)).any())
    return Parity(max(differences), changed / len(rows))
