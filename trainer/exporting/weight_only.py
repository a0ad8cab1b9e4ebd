"""Files whose weights alone are quantized, in blocks: language models bear no coarser activations.

An activation's scale is its row's own, so that an answer does not depend on the company a row keeps.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy
import onnx
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, helper, numpy_helper

from trainer.exporting.onnx_files import SMALL_TABLE_BYTES, save_plain

BLOCK = 32
"""Weights with a scale in common: the smallest block, so the most exact one, that has fast kernels."""

INT8_ACTIVATIONS = 4
"""`accuracy_level` at which the kernels multiply int8 by int8."""


def quantize_weights(source: Path, target: Path, bits: int) -> None:
    """Constant matrices and large tables with 4 or 8 bits a weight; the same weights give the same bytes."""
    model = onnx.load(source)
    rewriting = Rewriting(model.graph, bits)
    nodes = [new for node in model.graph.node for new in rewriting.rewritten(node)]
    del model.graph.node[:]
    model.graph.node.extend(used_nodes(nodes, {place.name for place in model.graph.output}))
    model.graph.initializer.extend(rewriting.made)
    used = {name for node in model.graph.node for name in node.input}
    kept = [tensor for tensor in model.graph.initializer if tensor.name in used]
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
    if all(entry.domain != "com.microsoft" for entry in model.opset_import):
        model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    save_plain(model, target)


def used_nodes(nodes: list[NodeProto], outputs: set[str]) -> list[NodeProto]:
    """Those that an output depends on, in their order."""
    wanted, kept = set(outputs), []
    for node in reversed(nodes):
        if wanted.intersection(node.output):
            wanted.update(node.input)
            kept.append(node)
    return kept[::-1]


@dataclass(frozen=True)
class Packed:
    """Names of a matrix's tensors: ``(columns, blocks, bytes)`` uint8 and ``(columns, blocks)`` float32."""

    weights: str
    scales: str
    columns: int
    rows: int


class Rewriting:
    """Nodes over packed weights in place of nodes over float ones; a matrix used twice is packed once."""

    def __init__(self, graph: onnx.GraphProto, bits: int) -> None:
        self._bits = bits
        self._tensors = {tensor.name: tensor for tensor in graph.initializer}
        # Tied to the embedding, an output matrix is a transposed table.
        self._transposed = {
            node.output[0]: node.input[0]
            for node in graph.node
            if node.op_type == "Transpose" and attribute(node, "perm", [1, 0]) == [1, 0]
        }
        self._packed: dict[tuple[str, str], Packed] = {}
        self._tables: set[str] = set()
        self.made: list[TensorProto] = []

    def rewritten(self, node: NodeProto) -> Iterator[NodeProto]:
        """What stands for the node."""
        if node.op_type == "Gather" and self._is_large_table(node):
            yield from self._lookup(node)
        elif node.op_type == "MatMul" and (packed := self._matrix(node.input[1], "as it is")):
            yield self._product(node, packed, node.output[0])
        elif node.op_type == "Gemm" and (packed := self._gemm_matrix(node)):
            product = f"{node.output[0]}_product"
            yield self._product(node, packed, product)
            yield helper.make_node("Add", [product, node.input[2]], [node.output[0]], f"{node.name}_bias")
        else:
            yield node

    def _is_large_table(self, node: NodeProto) -> bool:
        table = self._tensors.get(node.input[0])
        if table is None or table.data_type != TensorProto.FLOAT or len(table.dims) != 2:
            return False
        # Rows of whole blocks are the same bytes for the lookup and for a tied output matrix.
        return 4 * table.dims[0] * table.dims[1] >= SMALL_TABLE_BYTES and table.dims[1] % BLOCK == 0

    def _gemm_matrix(self, node: NodeProto) -> Packed | None:
        plain = len(node.input) == 3 and not attribute(node, "transA", 0)
        if not plain or attribute(node, "alpha", 1.0) != 1.0 or attribute(node, "beta", 1.0) != 1.0:
            return None
        return self._matrix(node.input[1], "transposed" if attribute(node, "transB", 0) else "as it is")

    def _matrix(self, name: str, way: Literal["as it is", "transposed"]) -> Packed | None:
        """The constant matrix that a product multiplies by; None where it is none, or no float matrix."""
        if name in self._transposed:
            name, way = self._transposed[name], "transposed"
        tensor = self._tensors.get(name)
        if tensor is None or tensor.data_type != TensorProto.FLOAT or len(tensor.dims) != 2:
            return None
        if (name, way) not in self._packed:
            matrix = numpy_helper.to_array(tensor)
            # (columns of the product, rows): blocks lie along what is summed over.
            weights, scales = pack(matrix if way == "transposed" else matrix.T, self._bits)
            rows, columns = reversed(tensor.dims) if way == "transposed" else tensor.dims
            stem = f"{name}_transposed" if way == "transposed" else name
            packed = Packed(f"{stem}_{self._bits}_bits", f"{stem}_scales", columns, rows)
            self.made.append(numpy_helper.from_array(weights, packed.weights))
            self.made.append(numpy_helper.from_array(scales, packed.scales))
            self._packed[name, way] = packed
        return self._packed[name, way]

    def _product(self, node: NodeProto, packed: Packed, output: str) -> NodeProto:
        return helper.make_node(
            "MatMulNBits",
            [node.input[0], packed.weights, packed.scales],
            [output],
            f"{node.name}_{self._bits}_bits",
            domain="com.microsoft",
            K=packed.rows,
            N=packed.columns,
            bits=self._bits,
            block_size=BLOCK,
            accuracy_level=INT8_ACTIVATIONS,
        )

    def _lookup(self, node: NodeProto) -> Iterator[NodeProto]:
        """Over the bytes of the output matrix where both are tied: a row's blocks, side by side."""
        packed = self._matrix(node.input[0], "transposed")
        table, shape = f"{packed.weights}_rows", f"{packed.weights}_shape"
        if table not in self._tables:
            self._tables.add(table)
            sizes = numpy.array([packed.columns, -1], dtype=numpy.int64)
            self.made.append(numpy_helper.from_array(sizes, shape))
            yield helper.make_node("Reshape", [packed.weights, shape], [table], table)
        yield helper.make_node(
            "GatherBlockQuantized",
            [table, node.input[1], packed.scales],
            list(node.output),
            f"{node.name}_{self._bits}_bits",
            domain="com.microsoft",
            bits=self._bits,
            block_size=BLOCK,
            gather_axis=0,
            quantize_axis=1,
        )


def pack(matrix: NDArray[numpy.float32], bits: int) -> tuple[NDArray[numpy.uint8], NDArray[numpy.float32]]:
    """Whole numbers around the middle of their range, a block's largest weight at its end, and the scales.

    Args:
        matrix: ``(columns, rows)``.
        bits: 4, of which two share a byte, the earlier one in its lower half; or 8.

    Returns:
        ``(columns, blocks, BLOCK * bits / 8)`` and ``(columns, blocks)``, as ``MatMulNBits`` takes them.
    """
    columns, rows = matrix.shape
    middle = 2 ** (bits - 1)
    padded = numpy.pad(matrix, ((0, 0), (0, -rows % BLOCK))).reshape(columns, -1, BLOCK)
    scales = (numpy.abs(padded).max(2) / (middle - 1)).astype(numpy.float32)  # (columns, blocks)
    steps = numpy.where(scales == 0, 1, scales)[:, :, None]
    whole = (numpy.rint(padded / steps) + middle).astype(numpy.uint8)  # (columns, blocks, BLOCK)
    return (whole if bits == 8 else whole[:, :, 0::2] | whole[:, :, 1::2] << 4), scales


def attribute(node: NodeProto, name: str, otherwise: Any) -> Any:
    found = [helper.get_attribute_value(entry) for entry in node.attribute if entry.name == name]
    return found[0] if found else otherwise
