from pathlib import Path

import numpy
import onnx
import onnxruntime
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from trainer.exporting.onnx_files import save_plain
from trainer.exporting.weight_only import pack, quantize_weights

ROWS, WIDTH = 20_000, 64
"""A table of 5 MB: smaller ones stay as they are."""


@pytest.fixture(scope="module")
def weights() -> dict[str, NDArray[numpy.float32]]:
    chance = numpy.random.default_rng(0)
    shapes = {
        "table": (ROWS, WIDTH),
        "up": (WIDTH, 72),
        "down": (40, 72),
        "bias": (40,),
        "positions": (8, WIDTH),
    }
    return {name: chance.normal(size=shape).astype(numpy.float32) for name, shape in shapes.items()}


@pytest.fixture
def model(weights: dict[str, NDArray[numpy.float32]]) -> onnx.ModelProto:
    """Parts of a language model: lookups, a product, one with a bias and no whole blocks, a tied output."""
    nodes = [
        helper.make_node("Gather", ["table", "ids"], ["embedded"], "embed"),
        helper.make_node("Gather", ["positions", "places"], ["placed"], "place"),
        helper.make_node("Add", ["embedded", "placed"], ["hidden"], "add"),
        helper.make_node("MatMul", ["hidden", "up"], ["wide"], "up"),
        helper.make_node("Gemm", ["wide", "down", "bias"], ["narrow"], "down", transB=1),
        helper.make_node("Transpose", ["table"], ["tied"], "tie"),
        helper.make_node("MatMul", ["embedded", "tied"], ["logits"], "head"),
    ]
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["n"]) for name in ("ids", "places")]
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in ("narrow", "logits")]
    tensors = [numpy_helper.from_array(array, name) for name, array in weights.items()]
    graph = helper.make_graph(nodes, "parts", inputs, outputs, tensors)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)


def answers(path: Path) -> list[NDArray[numpy.float32]]:
    ids = numpy.array([3, ROWS - 1, 17], dtype=numpy.int64)
    places = numpy.array([0, 1, 2], dtype=numpy.int64)
    return onnxruntime.InferenceSession(path).run(None, {"ids": ids, "places": places})


# Half a step of a block's largest weight, which is some 2.3 deviations: a hundredth of the range, or a sixth.
@pytest.mark.parametrize(("bits", "tolerance", "share"), [(8, 0.02, 0.30), (4, 0.3, 0.17)])
def test_all_that_is_large_gets_few_bits_and_answers_stay_near(
    bits: int, tolerance: float, share: float, model: onnx.ModelProto, tmp_path: Path
):
    plain, small = tmp_path / "plain.onnx", tmp_path / "small.onnx"
    save_plain(model, plain)
    quantize_weights(plain, small, bits)
    for want, have in zip(answers(plain), answers(small), strict=True):
        assert numpy.abs(want - have).max() < tolerance * numpy.abs(want).max()
    # The tied table is there once, for the lookup and the output.
    assert small.stat().st_size < share * plain.stat().st_size
    quantized = onnx.load(small).graph
    kinds = "Reshape GatherBlockQuantized Gather Add MatMulNBits MatMulNBits Add MatMulNBits"
    assert [node.op_type for node in quantized.node] == kinds.split()
    floats = {tensor.name for tensor in quantized.initializer if tensor.data_type == TensorProto.FLOAT}
    assert {name for name in floats if not name.endswith("_scales")} == {"bias", "positions"}
    again = tmp_path / "again.onnx"
    quantize_weights(plain, again, bits)
    assert again.read_bytes() == small.read_bytes()


def test_weights_are_packed_around_the_middle_two_to_a_byte():
    matrix = numpy.zeros((1, 32), dtype=numpy.float32)
    matrix[0, :3] = [7, -7, 2]
    packed, scales = pack(matrix, 4)
    assert scales.tolist() == [[1]]
    assert packed.shape == (1, 1, 16)
    assert packed[0, 0, :3].tolist() == [15 | 1 << 4, 10 | 8 << 4, 8 | 8 << 4]


def test_weights_beyond_what_a_file_holds_lie_beside_it(model: onnx.ModelProto, tmp_path: Path):
    whole, split = tmp_path / "whole.onnx", tmp_path / "split" / "model.onnx"
    split.parent.mkdir()
    save_plain(model, whole)
    for _ in range(2):
        save_plain(onnx.load(whole), split, largest=1_000_000)
        assert {path.name for path in split.parent.iterdir()} == {"model.onnx", "model.onnx_data"}
        assert split.stat().st_size < 10_000
        assert split.with_name("model.onnx_data").stat().st_size < 1.01 * whole.stat().st_size
    for want, have in zip(answers(whole), answers(split), strict=True):
        numpy.testing.assert_array_equal(want, have)
    small = tmp_path / "small.onnx"
    quantize_weights(split, small, 8)
    assert small.stat().st_size < 0.3 * whole.stat().st_size
