"""Exported files, opened and run on one row."""

from pathlib import Path

import numpy
from numpy.typing import NDArray
from onnxruntime import InferenceSession, SessionOptions

Scores = NDArray[numpy.float32]
"""Logits of one row, the choices on the last axis."""


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


def run(session: InferenceSession, inputs: dict[str, NDArray]) -> Scores:
    """The logits of the only row."""
    return session.run(["logits"], taken_by(session, inputs))[0][0]


def taken_by(session: InferenceSession, inputs: dict[str, NDArray]) -> dict[str, NDArray]:
    return {place.name: inputs[place.name] for place in session.get_inputs()}
