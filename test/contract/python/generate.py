"""Token numbers that a trained encoder-decoder generates for each text."""

import json
import sys
from pathlib import Path

from trainer.families import FAMILIES

given = json.loads(sys.argv[1])
student = FAMILIES["encoder-decoder"].load(Path(given["model"]))
student.model.eval()
answers = [
    student.model.generate(**student.tokenizer(text, return_tensors="pt"))[0] for text in given["texts"]
]
print(json.dumps([tokens.tolist() for tokens in answers]))
