from pathlib import Path

import onnx
import pytest

from trainer.exporting.onnx_files import graphs_of
from trainer.tests.conftest import export_plan, hashes, run_here, train_plan

FILES = {
    "labels": {"onnx/model.onnx", "onnx/model_quantized.onnx"},
    "text": {
        "generation_config.json",
        "prompt.json",
        "onnx/encoder_model.onnx",
        "onnx/encoder_model_quantized.onnx",
        "onnx/decoder_model_merged.onnx",
        "onnx/decoder_model_merged_quantized.onnx",
    },
}

COMMON = {
    "config.json",
    "model.safetensors",
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
}


@pytest.mark.parametrize("kind", ["labels", "text"])
def test_an_export_is_the_model_again_and_the_same_bytes_each_time(
    kind: str, tmp_path: Path, tiny_encoder: str, tiny_t5: str
):
    training = train_plan(
        tmp_path / "training", kind, tiny_encoder if kind == "labels" else tiny_t5, maxSteps=8
    )
    run_here(training, tmp_path / "plan.json")
    exports = []
    for name in ("first", "second/somewhere-else"):
        code, events = run_here(export_plan(training, tmp_path / name), tmp_path / "plan.json")
        assert code == 0
        exports.append(hashes(tmp_path / name))
    exported = events[-1]
    assert (exported["event"], exported["opset"], exported["rows"]) == ("exported", 18, 10)
    # float32 sums in another order: a millionth of logits near 1.
    assert 0 <= exported["maxLogitDifference"] < 1e-4
    assert exported["changedAnswers"] == 0
    assert set(exported["files"]) == set(exports[0]) == FILES[kind] | COMMON
    assert exports[0] == exports[1]
    assert hashes(tmp_path / "training" / "model")["model.safetensors"] == exports[0]["model.safetensors"]
    for file in sorted((tmp_path / "first").rglob("*.*")):
        assert str(tmp_path).encode() not in file.read_bytes()


def test_int8_files_hold_integer_weights(tmp_path: Path, tiny_encoder: str):
    training = train_plan(tmp_path / "training", "labels", tiny_encoder, maxSteps=2)
    run_here(training, tmp_path / "plan.json")
    run_here(export_plan(training, tmp_path / "exported"), tmp_path / "plan.json")
    model = onnx.load(tmp_path / "exported" / "onnx" / "model_quantized.onnx")
    weights = [
        tensor
        for graph in graphs_of(model.graph)
        for tensor in graph.initializer
        if tensor.data_type == onnx.TensorProto.INT8 and len(tensor.dims) == 2
    ]
    # Six matrices of the layer, the pooler and the classifier.
    assert len(weights) == 8
