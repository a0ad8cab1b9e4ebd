"""Logarithms of how likely answers are, reckoned from the definition by going through all that could be.

Of words: every span, or every row of tags, with the logits that predict.py reads. Of writers: what the
`generate` of transformers says of the tokens it chose, with the trained weights.
"""

import itertools
import json
import sys
from pathlib import Path

import numpy
import torch

from lib.bundle import predict
from trainer.families import FAMILIES


def of_words(folder: Path, task: dict, text: str) -> float:
    read, config = predict.load_word_model(task, folder, predict.session_opener(folder, "fp32", 1))
    tagged = read(text)
    logits = tagged.logits.astype(numpy.float64)  # (seq, tags)
    if task["family"] == "span":
        count = len(tagged.firsts)
        spans = [(a, b) for a in range(count) for b in range(a, min(count, a + config["longest_answer"]))]
        sums = [logits[tagged.firsts[a], 0] + logits[tagged.firsts[b], 1] for a, b in spans]
        return chosen([*sums, logits[0].sum()])
    rows = tagged.firsts + ([len(logits) - 1] if task["family"] == "editor" else [])
    names = [config["id2label"][str(tag)].partition(":")[0] for tag in range(logits.shape[1])]
    ways = itertools.product(range(logits.shape[1]), repeat=len(rows))
    return chosen([score(way, rows, logits, names, config["transitions"]) for way in ways])


def score(way: tuple, rows: list, logits: numpy.ndarray, names: list, transitions: dict) -> float:
    own = sum(logits[row, tag] for row, tag in zip(rows, way, strict=True))
    return own + sum(transitions[names[one]][names[other]] for one, other in itertools.pairwise(way))


def chosen(scores: list) -> float:
    """Of the highest score among all."""
    return float(max(scores) - numpy.logaddexp.reduce(scores))


def of_writer(folder: Path, task: dict, text: str) -> float:
    students = FAMILIES[task["family"]]
    student = students.load(folder)
    student.model.eval()
    [ids] = students.inputs(student, [text], task["maxInputTokens"])
    read = torch.tensor([ids])  # (1, seq)
    written = student.model.generate(
        read,
        attention_mask=torch.ones_like(read),
        max_new_tokens=task["maxOutputTokens"],
        output_scores=True,
        return_dict_in_generate=True,
    )
    told = student.model.compute_transition_scores(written.sequences, written.scores, normalize_logits=True)
    return float(told.sum())


def all_of(folder: Path, texts: list[str]) -> list[float]:
    task = json.loads((folder / "task.json").read_text())
    of_one = of_words if task["family"] in ("span", "tagger", "editor") else of_writer
    return [of_one(folder, task, text) for text in texts]


given = json.loads(sys.argv[1])
print(json.dumps({folder: all_of(Path(folder), given["texts"]) for folder in given["folders"]}))
