"""Makes tiny models that tag words, laid out as a bundle's model files are.

    PYTHONPATH=<root of the repository> python make_word_models.py FOLDER

writes FOLDER/span, FOLDER/tagger, FOLDER/editor and FOLDER/editor-bytes, each with a task.json. The weights
are random, and wide enough that answers differ from text to text. The tokenizer is MiniLM's, but for that of
`editor-bytes`, in which a space is part of the word after it.
"""

import json
import sys
from pathlib import Path

import torch
from transformers import AutoTokenizer, BertConfig, BertForTokenClassification, PreTrainedTokenizerFast

from trainer.exporting.onnx_files import quantize, write_onnx
from trainer.families.encoder import base_folder
from trainer.families.family import Student, save_student
from trainer.families.tagger import TAGS
from trainer.tag_order import transitions_of
from trainer.tests.word_tasks import byte_level

EDITS = ("keep", "delete", "capital", "small", "upper:", "lower: so ", "keep:\n", "keep:, ☕ ", "delete")
TAGS_OF = {"span": ("start", "end"), "tagger": TAGS, "editor": EDITS, "editor-bytes": EDITS}
MAX_INPUT_TOKENS = 48


def main(folder: Path) -> None:
    torch.set_num_threads(1)
    minilm = AutoTokenizer.from_pretrained(base_folder("minilm"))
    for seed, (name, tags) in enumerate(TAGS_OF.items()):
        torch.manual_seed(seed)
        make(folder / name, byte_level() if name == "editor-bytes" else minilm, tags)
        write_task(folder / name, name.split("-")[0], "nothing" if name == "span" else None)


def make(folder: Path, tokenizer: PreTrainedTokenizerFast, tags: tuple[str, ...]) -> None:
    folder.mkdir(parents=True)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        id2label=dict(enumerate(tags)),
        label2id={tag: number for number, tag in enumerate(tags)},
        longest_answer=6,
        transitions=transitions_of([tags, tags[::-1]], tags),
        initializer_range=0.5,
    )
    student = Student(BertForTokenClassification(config).eval(), tokenizer)
    save_student(student, folder)
    (file,) = write_onnx(student.model, "token-classification", ["model.onnx"], folder / "onnx")
    quantize(file, file.with_name("model_quantized.onnx"))


def write_task(folder: Path, family: str, none: str | None) -> None:
    task = {
        "version": 1,
        "family": family,
        "fields": None,
        "labels": None,
        "constraints": {"several": family == "tagger", "none": none},
        "maxInputTokens": MAX_INPUT_TOKENS,
        "maxOutputTokens": 16,
        "ships": "int8",
    }
    (folder / "task.json").write_text(json.dumps(task, indent=2))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
