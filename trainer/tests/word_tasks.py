"""Tiny tasks for students that tag words, and a tiny encoder that knows their words."""

import importlib.util
import json
import random
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from tokenizers import Tokenizer, models, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

from trainer.tests.conftest import export_plan, run_here, train_plan, write_rows

ROOT = Path(__file__).parents[2]

NAMES = ["ada", "bob", "cleo", "dan", "eve", "finn"]
FILLERS = ["so", "we", "go", "there", "today", "again"]


def span_rows(count: int) -> list[dict]:
    """The one name that stands in the text, or none."""
    return [
        row(words, next((word for word in words if word in NAMES), "nobody")) for words in texts(count, 1)
    ]


def tagger_rows(count: int) -> list[dict]:
    """Every name of the text; two in a row are two answers."""
    return [
        row(words, json.dumps([word for word in words if word in NAMES], separators=(",", ":")))
        for words in texts(count, 3)
    ]


def editor_rows(count: int) -> list[dict]:
    """The text without its "um", its first word with a capital, names with a greeting before them."""
    rows = []
    for words in texts(count, 1):
        spoken = [part for word in words for part in (["um", word] if word in ("we", "go") else [word])]
        kept = " ".join("dear " + word if word in NAMES else word for word in words)
        rows.append(row(spoken, kept))
    return rows


def texts(count: int, most_names: int) -> list[list[str]]:
    chance = random.Random(count)
    made = []
    for _ in range(count):
        words = chance.choices(FILLERS, k=chance.randint(2, 5)) + chance.choices(
            NAMES, k=chance.randint(0, most_names)
        )
        chance.shuffle(words)
        made.append(words)
    return made


def row(words: list[str], output: str) -> dict:
    return {"text": " ".join(words), "output": output, "weight": 1}


TASKS: dict[str, tuple[str, Callable[[int], list[dict]], dict]] = {
    "span": ("extract", span_rows, {"several": False, "ordered": False, "none": "nobody"}),
    "tagger": ("extract", tagger_rows, {"several": True, "ordered": False, "none": None}),
    "editor": ("edit", editor_rows, {"several": False, "ordered": False, "none": None}),
}
"""Of each family: kind of task, rows, form of answers."""


def word_plan(folder: Path, family: str, base: str, **settings: object) -> dict:
    """A plan over 60 training and 20 validation rows, all its files in `folder`."""
    folder.mkdir(exist_ok=True, parents=True)
    kind, rows, answers = TASKS[family]
    plan = train_plan(folder, "labels", base, learningRate=1e-2, batchSize=10) | {
        "kind": kind,
        "labels": None,
        "answers": answers,
        "trainRows": write_rows(folder / "train.jsonl", rows(60)),
        "validationRows": write_rows(folder / "validation.jsonl", rows(80)[60:]),
    }
    plan["student"]["family"] = family
    plan["settings"] |= settings
    return plan


def make_word_encoder(folder: Path) -> str:
    """A BERT with one layer of 16, its weights random; the folder's path."""
    import torch
    from transformers import BertConfig, BertModel, BertTokenizerFast

    words = sorted(
        {word for _, rows, _ in TASKS.values() for row in rows(60) for word in row["text"].split()}
    )
    vocabulary = folder / "vocab.txt"
    vocabulary.write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", "##s", *words]))
    BertTokenizerFast(str(vocabulary)).save_pretrained(folder)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=7 + len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
    )
    BertModel(config).save_pretrained(folder)
    return str(folder)


def byte_level() -> PreTrainedTokenizerFast:
    """A tokenizer like RoBERTa's, in which a space is part of the word after it."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        special_tokens=["<s>", "</s>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(["the cat and the hat"] * 5, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 1)]
    )
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>")


def bundle_of(training: dict, folder: Path) -> Path:
    """The trained student, exported, with the task.json that predict.py asks for."""
    code, _ = run_here(export_plan(training, folder), folder.with_suffix(".json"))
    assert code == 0
    answers = training["answers"]
    task = {
        "version": 1,
        "family": training["student"]["family"],
        "fields": None,
        "constraints": {"several": answers["several"], "none": answers["none"]},
        "maxInputTokens": training["settings"]["maxInputTokens"],
        "ships": "fp32",
    }
    (folder / "task.json").write_text(json.dumps(task))
    return folder


def predict_script() -> ModuleType:
    """predict.py, as bundles carry it."""
    spec = importlib.util.spec_from_file_location("predict", ROOT / "lib" / "bundle" / "predict.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
