"""The task `export`: trained weights in, a model folder as Transformers.js names its files out."""

import shutil

from trainer.events import Events
from trainer.exporting.onnx_files import OPSET, quantize, write_onnx
from trainer.exporting.parity import PARITY_ROWS, measure_parity
from trainer.families import family_for
from trainer.families.family import Family, Student
from trainer.folder import files_in
from trainer.plan import ExportPlan
from trainer.rows import read_rows


def export(plan: ExportPlan, events: Events) -> None:
    """Writes the model folder, measures it against the weights, and says `exported`."""
    rows = read_rows(plan.validation_rows, plan.labels)[:PARITY_ROWS]
    with events.working("loading the trained weights"):
        family = family_for(plan)
        student = load_frozen(family, plan)
    shutil.rmtree(plan.output, ignore_errors=True)
    plan.output.mkdir(parents=True)
    with events.working("writing the ONNX files"):
        # Of a copy: the exporter changes the configuration of what it is given.
        copy = load_frozen(family, plan)
        written = write_onnx(copy.model, family.onnx_task, family.onnx_files, plan.output / "onnx")
    for file in written:
        with events.working(f"quantizing {file.name}"):
            quantize(file, file.with_name(f"{file.stem}_quantized.onnx"))
    family.save(student, plan.output)
    with events.working(f"comparing the weights with the fp32 file on {len(rows)} rows"):
        parity = measure_parity(family, student, rows, plan)
    events.emit(
        "exported",
        opset=OPSET,
        maxLogitDifference=parity.max_logit_difference,
        changedAnswers=parity.changed_answers,
        rows=len(rows),
        files=files_in(plan.output),
    )


def load_frozen(family: Family, plan: ExportPlan) -> Student:
    student = family.load(plan.model)
    student.model.eval()
    return student
