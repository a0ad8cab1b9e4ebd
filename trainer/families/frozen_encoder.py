"""A pretrained encoder as it is, its vectors averaged, and a linear classifier."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path

import numpy
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from safetensors.numpy import load_file, save_file
from transformers import AutoModel, PreTrainedModel, PreTrainedTokenizerFast

from trainer.batches import batches_by_length
from trainer.device import device_name, find_device
from trainer.exporting.onnx_files import save_plain, write_onnx
from trainer.exporting.sessions import Scores, open_session, run, token_inputs
from trainer.families.encoder import base_folder
from trainer.families.family import (
    EncodedRow,
    Student,
    load_pretrained,
    load_tokenizer,
    pad_inputs,
    save_student,
)
from trainer.families.fitted import Fits
from trainer.families.linear import BIAS, STRENGTHS, WEIGHT, Head, fit_head, label_configuration
from trainer.plan import ExportPlan, TrainingPlan
from trainer.rows import Data

EMBEDDING_BATCH = 32


@dataclass(frozen=True)
class FrozenStudent:
    encoder: PreTrainedModel
    tokenizer: PreTrainedTokenizerFast
    labels: list[str]
    unit: bool
    """Whether a text's vector is brought to length 1."""
    head: Head


class FrozenEncoderFamily:
    name = "frozen-encoder"
    kinds = ("labels",)

    def prepare(self, plan: TrainingPlan, data: Data) -> Fits[FrozenStudent]:
        folder = base_folder(plan.base)
        encoder, tokenizer = load_pretrained(AutoModel, folder), load_tokenizer(folder)
        encoder.to(find_device())
        limit = plan.settings.max_input_tokens
        train, validation = (
            mean_vectors(encoder, tokenizer, [row.text for row in rows], limit)
            for rows in (data.train, data.validation)
        )  # (rows, hidden)
        device = device_name(encoder.device)
        encoder.to("cpu")

        def fit(unit: bool, strength: float) -> tuple[FrozenStudent, float]:
            features = (to_unit(train), to_unit(validation)) if unit else (train, validation)
            head, loss = fit_head(plan, data, *features, strength)
            return FrozenStudent(encoder, tokenizer, plan.labels, unit, head), loss

        parameters = encoder.num_parameters() + len(plan.labels) * (train.shape[1] + 1)
        choices = product((True, False), STRENGTHS)
        return Fits(device, parameters, [partial(fit, *choice) for choice in choices])

    def save(self, student: FrozenStudent, folder: Path) -> None:
        """One `model.safetensors` with the encoder's weights and the head's."""
        configuration = label_configuration(student.labels, student.head)
        for name, value in {**configuration, "unit_vectors": student.unit}.items():
            setattr(student.encoder.config, name, value)
        save_student(Student(student.encoder, student.tokenizer), folder)
        path = folder / "model.safetensors"
        save_file(load_file(path) | student.head.tensors, path, {"format": "pt"})

    def load(self, folder: Path) -> FrozenStudent:
        encoder = load_pretrained(AutoModel, folder)
        tensors, config = load_file(folder / "model.safetensors"), encoder.config
        head = Head(tensors[WEIGHT], tensors[BIAS], getattr(config, "threshold_logit", None))
        labels = [config.id2label[number] for number in range(len(config.id2label))]
        return FrozenStudent(encoder, load_tokenizer(folder), labels, config.unit_vectors, head)

    def export(self, student: FrozenStudent, folder: Path) -> list[Path]:
        """`model.onnx`, with the inputs of the encoder and ``logits`` ``(batch, labels)``."""
        # Of a copy: the exporter changes the configuration of what it is given.
        (path,) = write_onnx(deepcopy(student.encoder), "feature-extraction", ["model.onnx"], folder)
        model = onnx.load(path)
        put_head_on(model, student)
        save_plain(model, path)
        return [path]

    def scores(self, student: FrozenStudent, plan: ExportPlan) -> Callable[[str], Scores]:
        def scores(text: str) -> Scores:
            vectors = mean_vectors(student.encoder, student.tokenizer, [text], plan.max_input_tokens)
            return student.head.logits(to_unit(vectors) if student.unit else vectors)[0]

        return scores

    def exported_scores(self, student: FrozenStudent, plan: ExportPlan) -> Callable[[str], Scores]:
        session = open_session(plan.output / "onnx" / "model.onnx", plan.threads)

        def scores(text: str) -> Scores:
            ids = student.tokenizer(text, truncation=True, max_length=plan.max_input_tokens)["input_ids"]
            return run(session, token_inputs(ids))

        return scores


@torch.no_grad()
def mean_vectors(
    encoder: PreTrainedModel, tokenizer: PreTrainedTokenizerFast, texts: Sequence[str], max_tokens: int
) -> NDArray[numpy.float32]:
    """``(texts, hidden)`` means of the last layer over each text's own tokens."""
    encoder.eval()
    encoded = tokenizer(list(texts), truncation=True, max_length=max_tokens)["input_ids"]
    vectors = numpy.zeros((len(texts), encoder.config.hidden_size), dtype=numpy.float32)
    for numbers in batches_by_length([len(ids) for ids in encoded], EMBEDDING_BATCH):
        rows = [EncodedRow(encoded[number], [], 1) for number in numbers]
        batch = pad_inputs(Student(encoder, tokenizer), rows)
        batch = {name: tensor.to(encoder.device) for name, tensor in batch.items()}
        hidden = encoder(**batch).last_hidden_state  # (batch, seq, hidden)
        mask = batch["attention_mask"][:, :, None]  # (batch, seq, 1)
        vectors[numbers] = ((hidden * mask).sum(1) / mask.sum(1)).cpu().numpy()
    return vectors


def to_unit(vectors: NDArray[numpy.float32]) -> NDArray[numpy.float32]:
    return vectors / numpy.linalg.norm(vectors, axis=1, keepdims=True)


def put_head_on(model: onnx.ModelProto, student: FrozenStudent) -> None:
    """Leads the encoder's last layer through mean, length 1 where so chosen, and head; gives logits alone."""
    graph, head = model.graph, student.head
    made = {
        "over_tokens": numpy.array([1], dtype=numpy.int64),
        "to_hidden": numpy.array([2], dtype=numpy.int64),
        WEIGHT: numpy.ascontiguousarray(head.coefficients.T),  # (hidden, labels)
        BIAS: head.intercepts,
    }
    graph.initializer.extend(numpy_helper.from_array(array, name) for name, array in made.items())
    unit = [
        ("ReduceL2", ["mean", "over_tokens"], "length", {"keepdims": 1}),
        ("Div", ["mean", "length"], "features", {}),
    ]
    steps = [
        ("Cast", ["attention_mask"], "mask", {"to": onnx.TensorProto.FLOAT}),  # (batch, seq)
        ("Unsqueeze", ["mask", "to_hidden"], "wide_mask", {}),  # (batch, seq, 1)
        ("Mul", ["last_hidden_state", "wide_mask"], "own", {}),
        ("ReduceSum", ["own", "over_tokens"], "sum", {"keepdims": 0}),  # (batch, hidden)
        ("ReduceSum", ["mask", "over_tokens"], "count", {"keepdims": 1}),  # (batch, 1)
        ("Div", ["sum", "count"], "mean", {}),
        *(unit if student.unit else [("Identity", ["mean"], "features", {})]),
        ("MatMul", ["features", WEIGHT], "product", {}),
        ("Add", ["product", BIAS], "logits", {}),
    ]
    graph.node.extend(
        onnx.helper.make_node(operator, inputs, [output], name=f"head/{output}", **attributes)
        for operator, inputs, output, attributes in steps
    )
    logits = onnx.helper.make_tensor_value_info(
        "logits", onnx.TensorProto.FLOAT, ["batch_size", len(student.labels)]
    )
    del graph.output[:]
    graph.output.append(logits)
