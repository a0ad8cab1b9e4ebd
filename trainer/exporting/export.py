"""The task `export`: trained weights in, a model folder as Transformers.js names its files out."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from trainer.compression.vocabulary import trim_folder
from trainer.events import Events
from trainer.exporting.onnx_files import OPSET, quantize, write_onnx
from trainer.exporting.parity import PARITY_ROWS, Parity, measure_fitted_parity, measure_parity
from trainer.exporting.weight_only import quantize_weights
from trainer.failures import RefusedPlanError
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
    # Beside the output: there is room for a model there.
    plan.output.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=plan.output.parent) as folder:
        if plan.keep_tokens_of is not None:
            plan = trimmed(family, plan, Path(folder) / "trimmed", events)
        export_model(family, plan, rows, events)


def trimmed(family: Family | FittedFamily, plan: ExportPlan, folder: Path, events: Events) -> ExportPlan:
    """The same plan for a student that keeps only the tokens of some rows."""
    with events.working("leaving out tokens that no training row has"):
        rows = read_rows(plan.keep_tokens_of, plan.labels, plan.answers.several)
        had, has = trim_folder(plan.model, used_tokens(family, family.load(plan.model), rows), folder)
    events.emit("progress", message=f"kept {has} of {had} tokens")
    return replace(plan, model=folder)


def used_tokens(
    family: Family | FittedFamily[Fitted], student: Student | Fitted, rows: Sequence[Row]
) -> set[int]:
    """Numbers of all tokens that the rows are cut into: inputs as the family reads them, outputs as texts.

    Raises:
        RefusedPlanError: If the family has no tokens.
    """
    tokenizer = getattr(student, "tokenizer", None)
    if tokenizer is None:
        raise RefusedPlanError(f"students of the family {family.name} have no vocabulary of tokens to trim")
    texts = [row.text for row in rows]
    read = tokenizer(texts)["input_ids"]
    if not isinstance(family, FittedFamily):
        longest = max(map(len, read))
        read += family.inputs(student, texts, 2 * longest)
        if family.writes:
            read += tokenizer(text_target=[row.output for row in rows])["input_ids"]
    return {number for ids in read for number in ids}


def export_model(
    family: Family | FittedFamily, plan: ExportPlan, rows: Sequence[Row], events: Events
) -> None:
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
        quantized=quantization(getattr(family, "weight_bits", None)),
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


def quantization(weight_bits: int | None) -> dict[str, int | str]:
    if weight_bits is None:
        return {"bits": 8, "what": "weights and activations"}
    return {"bits": weight_bits, "what": "weights"}


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
