"""ONNX files from PyTorch weights, and their int8 twins. The same weights give the same bytes."""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic
from optimum.exporters.onnx import onnx_export_from_model
from transformers import PreTrainedModel

OPSET = 18
"""The newest that both the exporter of torch 2.13 writes and ONNX Runtime 1.30 reads without conversion."""

LARGEST_FILE_BYTES = 2**31 - 2**26
"""Protobuf reads no file of 2 GiB or more; the graph itself takes some of it."""

SMALL_TABLE_BYTES = 4 * 2**20
"""Smaller lookup tables stay float32: int8 has one scale for a whole table, which costs answers."""


def write_onnx(model: PreTrainedModel, task: str, names: Sequence[str], folder: Path) -> list[Path]:
    """Paths of the fp32 files, in the order of `names`; what else the exporter writes is left out."""
    folder.mkdir(parents=True)
    raw = folder / "raw"
    onnx_export_from_model(model, raw, opset=OPSET, task=task, do_validation=False, device="cpu")
    written = []
    for name in names:
        path = folder / name
        save_plain(onnx.load(raw / name), path)
        written.append(path)
    shutil.rmtree(raw)
    return written


def quantize(source: Path, target: Path) -> None:
    """Dynamic int8: weights per output channel, activations measured at run time.

    Per channel changed 1.6 % of a MiniLM classifier's answers where one scale per matrix changed 4 %.
    """
    model = onnx.load(source)
    quantize_dynamic(
        source,
        target,
        op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        per_channel=True,
        reduce_range=False,
        weight_type=QuantType.QInt8,
        nodes_to_exclude=small_lookups(model),
        extra_options={"EnableSubgraph": True, "MatMulConstBOnly": True},  # a merged decoder is two subgraphs
    )
    save_plain(onnx.load(target), target)


def small_lookups(model: onnx.ModelProto) -> list[str]:
    """Names of the Gather nodes over small tables: embeddings of positions, relative attention biases."""
    large = {
        table.name
        for graph in graphs_of(model.graph)
        for table in graph.initializer
        if len(table.raw_data) >= SMALL_TABLE_BYTES
    }
    nodes = (node for graph in graphs_of(model.graph) for node in graph.node)
    return [node.name for node in nodes if node.op_type == "Gather" and node.input[0] not in large]


def save_plain(model: onnx.ModelProto, path: Path, largest: int = LARGEST_FILE_BYTES) -> None:
    """Writes the model without notes on where and by what it was made.

    Weights of more than `largest` bytes go into a file of their own beside it, `<name>.onnx_data`.
    """
    model.doc_string = ""
    model.producer_version = ""
    del model.metadata_props[:]
    for graph in graphs_of(model.graph):
        graph.doc_string = ""
        for part in (*graph.node, *graph.input, *graph.output, *graph.value_info, *graph.initializer):
            part.doc_string = ""
            if isinstance(part, onnx.NodeProto):
                del part.metadata_props[:]
    if (
        sum(len(tensor.raw_data) for graph in graphs_of(model.graph) for tensor in graph.initializer)
        > largest
    ):
        beside = f"{path.name}_data"
        path.with_name(beside).unlink(missing_ok=True)  # the library would write behind what is there
        onnx.external_data_helper.convert_model_to_external_data(model, location=beside)
        onnx.external_data_helper.write_external_data_tensors(model, str(path.parent))
    path.write_bytes(model.SerializeToString(deterministic=True))


def graphs_of(graph: onnx.GraphProto) -> Iterator[onnx.GraphProto]:
    """The graph and all graphs inside its nodes."""
    yield graph
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.GRAPH:
                yield from graphs_of(attribute.g)
