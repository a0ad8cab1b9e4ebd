"""Logits of a trained classifier for each text."""

import json
import sys
from pathlib import Path

import torch

from trainer.families import FAMILIES

given = json.loads(sys.argv[1])
student = FAMILIES["encoder"].load(Path(given["model"]))
student.model.eval()
with torch.no_grad():
    answers = [
        student.model(**student.tokenizer(text, return_tensors="pt")).logits[0] for text in given["texts"]
    ]
print(json.dumps([logits.tolist() for logits in answers]))
