import hashlib
import io
import json
import os
import random
from pathlib import Path

import pytest

os.environ.update(
    ORT_DISABLE_TELEMETRY="1", HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", TOKENIZERS_PARALLELISM="false"
)

LABELS = ["billing", "delivery", "other"]

SETTINGS = {
    "epochs": 3,
    "batchSize": 4,
    "accumulateSteps": 1,
    "classWeights": False,
    "learningRate": 1e-3,
    "warmupShare": 0.1,
    "weightDecay": 0.01,
    "dropout": None,
    "maxInputTokens": 32,
    "maxOutputTokens": 16,
    "patience": None,
    "evaluateEverySteps": 5,
    "averageFrom": None,
    "checkpointEverySteps": 1000,
    "loraRank": None,
    "maxSteps": None,
    "maxMinutes": None,
    "distil": "filter",
    "alpha": 0.5,
    "distilTemperature": 1,
}


def label_rows(count: int) -> list[dict]:
    words = {
        "billing": "invoice refund card",
        "delivery": "parcel courier late",
        "other": "hello question app",
    }
    chance = random.Random(count)
    rows = []
    for number in range(count):
        label = LABELS[number % 3]
        text = " ".join(
            chance.choices([*words[label].split(), "my", "the", "please"], k=chance.randint(2, 9))
        )
        rows.append({"text": text, "output": label, "weight": 1})
    return rows


def text_rows(count: int) -> list[dict]:
    return [
        {
            "text": f"day {n % 28 + 1} of month {n % 12 + 1}",
            "output": f"{n % 12 + 1}/{n % 28 + 1}",
            "weight": 1,
        }
        for n in range(count)
    ]


def write_rows(path: Path, rows: list[dict]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return str(path)


def student_of(family: str, base: str | None, prefix: str | None = None) -> dict:
    return {"family": family, "base": base, "mentor": None, "prune": None, "prefix": prefix}


def train_plan(folder: Path, kind: str, base: str | None, **settings: object) -> dict:
    """A plan over 40 training and 10 validation rows, all its files in `folder`."""
    folder.mkdir(exist_ok=True)
    rows = label_rows if kind == "labels" else text_rows
    return {
        "task": "train",
        "version": 1,
        "kind": kind,
        "labels": LABELS if kind == "labels" else None,
        "answers": {"several": False, "ordered": False, "none": None},
        "threads": 1,
        "seed": 7,
        "student": student_of("encoder" if kind == "labels" else "encoder-decoder", base),
        "trainRows": write_rows(folder / "train.jsonl", rows(40)),
        "validationRows": write_rows(folder / "validation.jsonl", rows(50)[40:]),
        "output": str(folder / "model"),
        "checkpoints": str(folder / "checkpoints"),
        "resumeFrom": None,
        "pruning": None,
        "settings": SETTINGS | settings,
    }


def export_plan(training: dict, output: Path) -> dict:
    return {
        "task": "export",
        "version": 1,
        "kind": training["kind"],
        "labels": training["labels"],
        "answers": training["answers"],
        "threads": 1,
        "family": training["student"]["family"],
        "model": training["output"],
        "keepTokensOf": None,
        "validationRows": training["validationRows"],
        "maxInputTokens": 32,
        "output": str(output),
    }


def write_plan(plan: dict, path: Path) -> str:
    path.write_text(json.dumps(plan))
    return str(path)


def run_here(plan: dict, path: Path) -> tuple[int, list[dict]]:
    """Exit code and events of the plan, run in this process."""
    from trainer.door import run

    stream = io.StringIO()
    code = run(write_plan(plan, path), stream)
    return code, [json.loads(line) for line in stream.getvalue().splitlines()]


def named(events: list[dict], name: str) -> list[dict]:
    return [event for event in events if event["event"] == name]


def hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every file by its path in the folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="session")
def tiny_encoder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Folder of a BERT with one layer of 16, its weights random."""
    import torch
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("tiny-encoder")
    words = sorted({word for row in label_rows(200) for word in row["text"].split()})
    vocabulary = folder / "vocab.txt"
    vocabulary.write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *words]))
    BertTokenizerFast(str(vocabulary)).save_pretrained(folder)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=5 + len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
    )
    BertModel(config).save_pretrained(folder)
    return str(folder)


@pytest.fixture(scope="session")
def tiny_t5(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Folder of a T5 with one layer of 16 on each side, its weights random."""
    import torch
    from transformers import T5Config, T5ForConditionalGeneration

    from trainer.families.scratch_tokenizer import train_tokenizer
    from trainer.rows import Row

    folder = tmp_path_factory.mktemp("tiny-t5")
    tokenizer = train_tokenizer([Row(**row) for row in text_rows(40)])
    torch.manual_seed(0)
    config = T5Config(
        vocab_size=len(tokenizer),
        d_model=16,
        d_kv=8,
        d_ff=32,
        num_layers=1,
        num_heads=2,
        pad_token_id=tokenizer.pad_token_id,
        eos_token_id=tokenizer.eos_token_id,
        decoder_start_token_id=tokenizer.pad_token_id,
    )
    T5ForConditionalGeneration(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return str(folder)
