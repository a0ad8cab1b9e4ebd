"""How far the fp32 file is from the weights it was made of, row by row, as it is served."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy
import torch
from numpy.typing import NDArray
from onnxruntime import InferenceSession, SessionOptions

from trainer.families.family import Family, Student
from trainer.plan import ExportPlan
from trainer.rows import Row

PARITY_ROWS = 200

Logits = NDArray[numpy.float32]


@dataclass(frozen=True)
class Parity:
    max_logit_difference: float
    """Largest absolute difference of any logit."""
    changed_answers: float
    """Share of rows whose largest logit is another one."""


def measure_parity(family: Family, student: Student, rows: Sequence[Row], plan: ExportPlan) -> Parity:
    scores = exported_scorer(family.kind, plan.output / "onnx", student, plan.threads)
    differences, changed = [], 0
    for row in rows:
        ids = student.tokenizer(row.text, truncation=True, max_length=plan.max_input_tokens)["input_ids"]
        want, have = weights_scores(student, ids), scores(ids)
        differences.append(float(numpy.abs(want - have).max()))
        changed += int(want.argmax() != have.argmax())
    return Parity(max(differences), changed / len(rows))


@torch.no_grad()
def weights_scores(student: Student, ids: list[int]) -> Logits:
    """``(labels,)`` logits, or ``(vocabulary,)`` logits of the first output token."""
    inputs = {"input_ids": torch.tensor([ids])}  # (1, seq)
    if student.model.config.is_encoder_decoder:
        inputs["decoder_input_ids"] = torch.tensor([[student.model.config.decoder_start_token_id]])  # (1, 1)
        return student.model(**inputs).logits[0, -1].numpy()
    return student.model(**inputs).logits[0].numpy()


def exported_scorer(kind: str, folder: Path, student: Student, threads: int) -> Callable[[list[int]], Logits]:
    if kind == "labels":
        classifier = open_session(folder / "model.onnx", threads)
        return lambda ids: run(classifier, token_inputs(ids))
    encoder = open_session(folder / "encoder_model.onnx", threads)
    decoder = open_session(folder / "decoder_model_merged.onnx", threads)
    start = numpy.array([[student.model.config.decoder_start_token_id]], dtype=numpy.int64)  # (1, 1)

    def first_token(ids: list[int]) -> Logits:
        tokens = token_inputs(ids)
        hidden = encoder.run(["last_hidden_state"], taken_by(encoder, tokens))[0]
        inputs = {
            "input_ids": start,
            "encoder_hidden_states": hidden,  # (1, seq, hidden)
            "encoder_attention_mask": tokens["attention_mask"],
            "use_cache_branch": numpy.array([False]),
        }
        return run(decoder, inputs | empty_past(decoder))[-1]

    return first_token


def open_session(path: Path, threads: int) -> InferenceSession:
    options = SessionOptions()
    options.intra_op_num_threads = threads
    return InferenceSession(path, options, providers=["CPUExecutionProvider"])


def token_inputs(ids: list[int]) -> dict[str, NDArray[numpy.int64]]:
    tokens = numpy.array([ids], dtype=numpy.int64)  # (1, seq)
    return {
        "input_ids": tokens,
        "attention_mask": numpy.ones_like(tokens),
        "token_type_ids": numpy.zeros_like(tokens),
    }


def empty_past(decoder: InferenceSession) -> dict[str, NDArray[numpy.float32]]:
    """Keys and values of nothing, ``(1, heads, 0, head size)`` each; the file names free sizes by words."""
    pasts = [place for place in decoder.get_inputs() if place.name.startswith("past_key_values")]
    shapes = [
        [size if isinstance(size, int) else int("batch" in size) for size in past.shape] for past in pasts
    ]
    return {past.name: numpy.zeros(shape, numpy.float32) for past, shape in zip(pasts, shapes, strict=True)}


def run(session: InferenceSession, inputs: dict[str, NDArray]) -> Logits:
    """The logits of the only row."""
    return session.run(["logits"], taken_by(session, inputs))[0][0]


def taken_by(session: InferenceSession, inputs: dict[str, NDArray]) -> dict[str, NDArray]:
    return {place.name: inputs[place.name] for place in session.get_inputs()}
