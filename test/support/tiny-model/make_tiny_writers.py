"""Makes tiny students that write, one of each sort of base model, trained and exported as every student is.

    PYTHONPATH=<root of the repository> python make_tiny_writers.py FOLDER

writes FOLDER/<base> for each base of `trainer/tests/tiny_bases.py`, with a task.json, and reference.jsonl:
what the greedy `generate` of transformers answers with the trained weights. A minute on one core.
"""

import io
import json
import sys
import tempfile
from pathlib import Path

import torch

from trainer.door import run
from trainer.families import FAMILIES
from trainer.tests.conftest import SETTINGS
from trainer.tests.tiny_bases import BASES

DECODERS = ("qwen2", "qwen3", "llama", "gpt2")
MAX_INPUT_TOKENS = 96
MAX_OUTPUT_TOKENS = 16
MARKS = ["", " café", " 日本", "", " 🎉"]
"""At the ends of some texts and their answers, so that answers hold more than ASCII too."""


def main(folder: Path) -> None:
    torch.set_num_threads(1)
    for name in BASES:
        with tempfile.TemporaryDirectory() as scratch:
            make(name, Path(scratch), folder / name)


def make(name: str, scratch: Path, folder: Path) -> None:
    family = "decoder" if name in DECODERS else "encoder-decoder"
    BASES[name](scratch / "base")
    training = train_plan(family, scratch)
    finish(training, scratch)
    finish(export_plan(training, folder), scratch)
    write_task(family, folder)
    write_reference(family, folder)


def finish(plan: dict, scratch: Path) -> None:
    path = scratch / "plan.json"
    path.write_text(json.dumps(plan))
    told = io.StringIO()
    if run(str(path), told) != 0:
        raise RuntimeError(told.getvalue())


def train_plan(family: str, scratch: Path) -> dict:
    rows = "".join(
        json.dumps({"text": text, "output": answer, "weight": 1}) + "\n" for text, answer in pairs()
    )
    (scratch / "rows.jsonl").write_text(rows)
    return {
        "task": "train",
        "version": 1,
        "kind": "text",
        "labels": None,
        "answers": {"several": False, "ordered": False, "none": None},
        "threads": 1,
        "seed": 0,
        "student": {
            "family": family,
            "base": str(scratch / "base"),
            "mentor": None,
            "prune": None,
            "prefix": "shorten: ",
        },
        "trainRows": str(scratch / "rows.jsonl"),
        "validationRows": str(scratch / "rows.jsonl"),
        "output": str(scratch / "model"),
        "checkpoints": str(scratch / "checkpoints"),
        "resumeFrom": None,
        "pruning": None,
        # Enough that answers depend on their input, and end.
        "settings": SETTINGS
        | {
            "epochs": 30,
            "batchSize": 16,
            "learningRate": 5e-3,
            "maxInputTokens": MAX_INPUT_TOKENS,
            "maxOutputTokens": MAX_OUTPUT_TOKENS,
            "evaluateEverySteps": 1000,
        },
    }


def export_plan(training: dict, folder: Path) -> dict:
    kept = ("version", "kind", "labels", "answers", "threads", "validationRows")
    return {name: training[name] for name in kept} | {
        "task": "export",
        "family": training["student"]["family"],
        "model": training["output"],
        "keepTokensOf": None,
        "maxInputTokens": MAX_INPUT_TOKENS,
        "output": str(folder),
    }


def pairs() -> list[tuple[str, str]]:
    return [
        (f"day {day} of month {month}{MARKS[month]}", f"month {month}{MARKS[month]}")
        for day in range(1, 29, 2)
        for month in range(len(MARKS))
    ]


def write_task(family: str, folder: Path) -> None:
    task = {
        "version": 1,
        "name": folder.name,
        "instruction": "Made for tests.",
        "kind": "text",
        "family": family,
        "fields": None,
        "labels": None,
        "maxInputTokens": MAX_INPUT_TOKENS,
        "maxOutputTokens": MAX_OUTPUT_TOKENS,
        "ships": "int8",
    }
    (folder / "task.json").write_text(json.dumps(task, indent=2))


def write_reference(family: str, folder: Path) -> None:
    students = FAMILIES[family]
    student = students.load(folder)
    student.model.eval()
    with (folder / "reference.jsonl").open("w", encoding="utf-8") as reference:
        for text, _ in pairs():
            [ids] = students.inputs(student, [text], MAX_INPUT_TOKENS)
            given = torch.tensor([ids])  # (1, seq)
            written = student.model.generate(given, attention_mask=torch.ones_like(given))[0]
            own = written[len(ids) :] if family == "decoder" else written
            answer = student.tokenizer.decode(
                own, skip_special_tokens=True, clean_up_tokenization_spaces=False
            )
            reference.write(json.dumps({"input": text, "output": answer}) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
