"""The task `export`: trained weights in, a model folder as Transformers.js names its files out."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from trainer.events import Events
from trainer.exporting.onnx_files import OPSET, quantize, write_onnx
from trainer.exporting.parity import PARITY_ROWS, Parity, measure_fitted_parity, measure_parity
from trainer.exporting.weight_only import quantize_weights
from trainer.families import family_for
from trainer.families.family import Family, Student
from trainer.families.fitted import Fitted, FittedFamily
from trainer.folder import files_in
from trainer.plan import ExportPlan
from trainer.rows import Row, read_rows


def export(plan: ExportPlan, events: Events) -> None:
    """Writes the model folder, measures it against the weights, and says `exported`."""
    rows = read_rows(plan.validation_rows, plan.labels, plan.answers.several)[:PARITY_ROWS]
    family = family_for(plan)
    shutil.rmtree(plan.output, ignore_errors=True)
    plan.output.mkdir(parents=True)
    write = export_fitted if isinstance(family, FittedFamily) else export_trained
    parity = write(family, plan, rows, events)
    events.emit(
        "exported",
        opset=OPSET,
        maxLogitDifference=parity.max_logit_difference,
        changedAnswers=parity.changed_answers,
        rows=len(rows),
        files=files_in(plan.output),
    )


def export_trained(family: Family, plan: ExportPlan, rows: Sequence[Row], events: Events) -> Parity:
    with events.working("loading the trained weights"):
        student = load_frozen(family, plan)
    with events.working("writing the ONNX files"):
        # Of a copy: the exporter changes the configuration of what it is given.
        copy = load_frozen(family, plan)
        written = write_onnx(copy.model, family.onnx_task, family.onnx_files, plan.output / "onnx")
    quantize_all(written, family.weight_bits, events)
    family.save(student, plan.output)
    with events.working(COMPARING):
        return measure_parity(family, student, rows, plan)


def export_fitted(
    family: FittedFamily[Fitted], plan: ExportPlan, rows: Sequence[Row], events: Events
) -> Parity:
    with events.working("loading the fitted model"):
        student = family.load(plan.model)
    with events.working("writing the ONNX files"):
        written = family.export(student, plan.output / "onnx")
    quantize_all(written, None, events)
    family.save(student, plan.output)
    with events.working(COMPARING):
        return measure_fitted_parity(family, student, rows, plan)


COMPARING = f"comparing the weights with the fp32 file on {PARITY_ROWS} rows at most"


def quantize_all(files: Sequence[Path], weight_bits: int | None, events: Events) -> None:
    for file in files:
        twin = file.with_name(f"{file.stem}_quantized.onnx")
        with events.working(f"quantizing {file.name}"):
            if weight_bits is None:
                quantize(file, twin)
            else:
                quantize_weights(file, twin, weight_bits)


def load_frozen(family: Family, plan: ExportPlan) -> Student:
    student = family.load(plan.model)
    student.model.eval()
    return student
