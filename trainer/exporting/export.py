"""The task `export`: trained weights in, a model folder as Transformers.js names its files out."""

import shutil

from transformers import AutoConfig

from trainer.events import Events
from trainer.exporting.onnx_files import OPSET, quantize, write_onnx
from trainer.exporting.parity import PARITY_ROWS, measure_parity
from trainer.failures import RefusedPlanError
from trainer.families import FAMILIES
from trainer.families.family import Family, Student
from trainer.folder import files_in
from trainer.plan import ExportPlan
from trainer.rows import read_rows


def export(plan: ExportPlan, events: Events) -> None:
    """Writes the model folder, measures it against the weights, and says `exported`."""
    rows = read_rows(plan.validation_rows, plan.labels)[:PARITY_ROWS]
    with events.working("loading the trained weights"):
        family = family_of(plan)
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


def family_of(plan: ExportPlan) -> Family:
    """The family that trained the folder: an encoder-decoder says so in its configuration."""
    try:
        config = AutoConfig.from_pretrained(plan.model, local_files_only=True, trust_remote_code=False)
    except (OSError, ValueError) as error:
        raise RefusedPlanError(f"cannot read the configuration in {plan.model}: {error}") from error
    family = FAMILIES["encoder-decoder" if config.is_encoder_decoder else "encoder"]
    if family.kind != plan.kind:
        raise RefusedPlanError(f"{plan.model} holds a student for {family.kind}, not for {plan.kind}")
    return family
