import json
from pathlib import Path

import onnx
import pytest
import torch
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    BertConfig,
    BertForSequenceClassification,
    RobertaConfig,
    RobertaForSequenceClassification,
)

from trainer.compression.cut import cut_heads, cut_units, keep_layers, layers_of
from trainer.compression.importance import measure_importance, weighted_loss
from trainer.compression.least import least_heads, most_units
from trainer.compression.skip import drop_layers
from trainer.failures import RefusedPlanError
from trainer.families.encoder import EncoderFamily
from trainer.families.family import EncodedRow, Student
from trainer.tests.conftest import LABELS, export_plan, hashes, named, run_here, train_plan

SHAPE = {
    "vocab_size": 30,
    "hidden_size": 16,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "intermediate_size": 12,
    "num_labels": 3,
    "id2label": dict(enumerate(LABELS)),
    "max_position_embeddings": 40,
}
TOKENS = torch.tensor([[2, 7, 9, 11, 3]])


@pytest.fixture
def student(tiny_encoder: str) -> Student:
    torch.manual_seed(1)
    model = BertForSequenceClassification(BertConfig(**SHAPE)).eval()
    # Random weights as small as a new model's make every part matter the same: nothing.
    for name, parameter in model.named_parameters():
        if name.endswith("weight") and parameter.ndim == 2:
            torch.nn.init.normal_(parameter, std=0.5)
    return Student(model, AutoTokenizer.from_pretrained(tiny_encoder))


ROWS = [EncodedRow([2, 5 + n % 20, 5 + n % 7, 3], [n % 3], 1.0 + n % 2) for n in range(40)]


def logits(student: Student) -> torch.Tensor:
    with torch.no_grad():
        return student.model.eval()(TOKENS).logits


def reloaded(student: Student, folder: Path) -> Student:
    """As any reader of the folder loads it, this project or not."""
    EncoderFamily().save(student, folder)
    return Student(AutoModelForSequenceClassification.from_pretrained(folder).eval(), student.tokenizer)


def silence_head(student: Student, layer: int, head: int) -> None:
    """Sets what the layer reads of a head's output to zero."""
    with torch.no_grad():
        layers_of(student)[layer].attention.output.dense.weight[:, head * 4 : head * 4 + 4] = 0


def test_a_head_that_nothing_reads_is_cut_without_a_trace_and_another_is_not(student: Student):
    silence_head(student, 1, 2)
    before = logits(student)
    cut_heads(student, [[], [2], []])
    assert torch.allclose(logits(student), before, atol=1e-6)
    cut_heads(student, [[], [2], []])  # of those left: the fourth at first
    assert not torch.allclose(logits(student), before, atol=1e-3)
    assert student.model.config.pruned_heads == {1: [2, 3]}


def test_units_that_nothing_reads_are_cut_without_a_trace(student: Student):
    kept = [torch.tensor([0, 2, 3, 5, 6, 7, 8, 9, 10])] * 3
    with torch.no_grad():
        for layer in layers_of(student):
            layer.output.dense.weight[:, [1, 4, 11]] = 0
    before, size = logits(student), student.model.num_parameters()
    cut_units(student, kept)
    assert torch.allclose(logits(student), before, atol=1e-6)
    # Of each unit: 16 weights in, 16 out, and a bias.
    assert size - student.model.num_parameters() == 3 * 3 * 33


def test_what_is_left_is_smaller_and_loads_as_it_was(student: Student, tmp_path: Path):
    size = student.model.num_parameters()
    cut_heads(student, [[0], [1, 3], []])
    cut_units(student, [torch.arange(9)] * 3)
    keep_layers(student, [0, 1])
    again = reloaded(student, tmp_path)
    assert torch.equal(logits(again), logits(student))
    assert again.model.config.num_hidden_layers == 2
    assert again.model.config.intermediate_size == 9
    head = 3 * (16 * 4 + 4) + 4 * 16  # queries, keys and values with their biases, and what reads them
    unit = 16 + 16 + 1
    whole_layer = 4 * head + 12 * unit + 16 + 16 + 4 * 16  # the biases of both outputs, two norms
    assert size - again.model.num_parameters() == 3 * head + 2 * 3 * unit + whole_layer


def test_a_pruned_student_is_pruned_again(student: Student, tmp_path: Path):
    cut_heads(student, [[0], [1, 3], []])
    again = reloaded(student, tmp_path / "once")
    cut_heads(again, [[0], [], [3]])
    drop_layers(again, 1, iter([1.0, 0.5, 0.9]).__next__)
    assert again.model.config.pruned_heads == {0: [0, 1], 1: [3]}
    twice = reloaded(again, tmp_path / "twice")
    assert torch.equal(logits(twice), logits(again))


def test_roberta_is_cut_alike(tiny_encoder: str, tmp_path: Path):
    torch.manual_seed(1)
    model = RobertaForSequenceClassification(RobertaConfig(**SHAPE)).eval()
    student = Student(model, AutoTokenizer.from_pretrained(tiny_encoder))
    importance = measure_importance(EncoderFamily(), student, ROWS)
    cut_heads(student, least_heads(importance.heads, 0.5))
    cut_units(student, most_units(importance.units, 0.5))
    drop_layers(student, 1, lambda: weighted_loss(EncoderFamily(), student, ROWS))
    assert torch.equal(logits(reloaded(student, tmp_path)), logits(student))


def test_importance_is_the_change_of_the_loss_as_a_part_is_turned_down(student: Student):
    # One row: the mean over rows of absolute changes is the absolute change.
    rows, family = ROWS[:1], EncoderFamily()
    importance = measure_importance(family, student, rows)
    step = 1e-3
    for layer, place, width in ((0, "attention.output.dense", 4), (2, "output.dense", 1)):
        weight = layers_of(student)[layer].get_submodule(place).weight
        measured = (importance.heads if width == 4 else importance.units)[layer]
        for part in range(len(measured)):
            columns = slice(part * width, (part + 1) * width)
            whole = weight[:, columns].detach().clone()
            losses = []
            for scale in (1 + step, 1 - step):
                with torch.no_grad():
                    weight[:, columns] = whole * scale
                losses.append(weighted_loss(family, student, rows))
            with torch.no_grad():
                weight[:, columns] = whole
            change = abs(losses[0] - losses[1]) / (2 * step)
            assert float(measured[part]) == pytest.approx(change, rel=0.05, abs=2e-3)


def test_rows_count_by_their_weight_and_a_part_without_effect_counts_nothing(student: Student):
    silence_head(student, 1, 2)
    family = EncoderFamily()
    importance = measure_importance(family, student, ROWS)
    assert float(importance.heads[1][2]) == 0
    assert float(importance.heads[1][1]) > 0
    heavier = [EncodedRow(row.input, row.target, 2 * row.weight) for row in ROWS]
    doubled = measure_importance(family, student, heavier)
    assert torch.allclose(doubled.units[0], 2 * importance.units[0], rtol=1e-4)


def test_the_least_heads_go_first_and_each_layer_keeps_its_best():
    importance = [torch.tensor([3.0, 4.0]), torch.tensor([0.4, 0.03]), torch.tensor([0.01, 0.02])]
    # By layer, of length 1: .6 .8, .997 .075, .447 .894.
    assert least_heads(importance, 0) == [[], [], []]
    assert least_heads(importance, 1 / 6) == [[], [1], []]
    assert least_heads(importance, 2 / 6) == [[], [1], [0]]
    assert least_heads(importance, 0.5) == [[0], [1], [0]]
    with pytest.raises(RefusedPlanError):
        least_heads(importance, 4 / 6)


def test_heads_that_all_matter_nothing_are_cut_all_the_same():
    assert least_heads([torch.zeros(3)], 1 / 3) == [[1]]


def test_each_layer_keeps_as_many_of_its_best_units():
    importance = [torch.tensor([0.1, 0.5, 0.3, 0.2]), torch.tensor([9.0, 6.0, 7.0, 8.0])]
    assert [kept.tolist() for kept in most_units(importance, 0.5)] == [[1, 2], [0, 3]]
    assert [kept.tolist() for kept in most_units(importance, 0)] == [[0, 1, 2, 3]] * 2
    with pytest.raises(RefusedPlanError):
        most_units(importance, 0.9)


def test_the_layer_that_does_nothing_is_dropped(student: Student):
    family = EncoderFamily()
    with torch.no_grad():
        middle = layers_of(student)[1]
        # Its two norms stay, over what comes in: that is normed already.
        for dense in (middle.attention.output.dense, middle.output.dense):
            dense.weight.zero_()
            dense.bias.zero_()
    before = logits(student)
    assert drop_layers(student, 1, lambda: weighted_loss(family, student, ROWS)) == [1]
    assert torch.allclose(logits(student), before, atol=1e-4)
    with pytest.raises(RefusedPlanError):
        drop_layers(student, 2, lambda: 0.0)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, tiny_encoder: str) -> str:
    """Folder of a student of three layers that has learned its task."""
    folder = tmp_path_factory.mktemp("trained")
    base = folder / "base"
    tokenizer = AutoTokenizer.from_pretrained(tiny_encoder)
    torch.manual_seed(0)
    BertForSequenceClassification(BertConfig(**SHAPE | {"vocab_size": len(tokenizer)})).save_pretrained(base)
    tokenizer.save_pretrained(base)
    plan = train_plan(folder, "labels", str(base), epochs=12, learningRate=5e-3)
    assert run_here(plan, folder / "plan.json")[0] == 0
    return plan["output"]


def pruning(base: str, folder: Path, prune: dict, **settings: object) -> dict:
    plan = train_plan(folder, "labels", base, **settings)
    plan["student"]["prune"] = prune
    return plan


CUT = {"heads": 0.5, "feedForward": 0.5, "layers": 0.4}


def test_training_heals_what_pruning_cost_and_the_rest_exports(tmp_path: Path, trained: str):
    plan = pruning(trained, tmp_path / "pruned", CUT, epochs=8, learningRate=5e-3, evaluateEverySteps=1)
    code, events = run_here(plan, tmp_path / "plan.json")
    assert code == 0
    losses = [event["validationLoss"] for event in named(events, "evaluated")]
    assert min(losses) < 0.9 * losses[0]
    assert events[-1]["bestValidationLoss"] == min(losses)
    told = [event["message"] for event in named(events, "progress") if "pruned" in event["message"]]
    parameters = named(events, "started")[0]["parameters"]
    assert len(told) == 1
    assert f"to {parameters} parameters" in told[0]
    assert "4 heads, 6 feed-forward units a layer" in told[0]
    config = json.loads((tmp_path / "pruned" / "model" / "config.json").read_text())
    assert (config["num_hidden_layers"], config["intermediate_size"]) == (2, 6)
    assert sum(map(len, config["pruned_heads"].values())) == 4

    code, events = run_here(export_plan(plan, tmp_path / "exported"), tmp_path / "plan.json")
    assert code == 0
    assert events[-1]["maxLogitDifference"] < 1e-4
    model = onnx.load(tmp_path / "exported" / "onnx" / "model.onnx")
    weights = [tuple(tensor.dims) for tensor in model.graph.initializer if len(tensor.dims) == 2]
    assert weights.count((16, 6)) + weights.count((6, 16)) == 4
    assert (16, 12) not in weights


def test_a_killed_recovery_goes_on_without_pruning_again(tmp_path: Path, trained: str):
    plan = pruning(trained, tmp_path / "pruned", CUT, epochs=2, checkpointEverySteps=7)
    _, events = run_here(plan, tmp_path / "plan.json")
    whole = hashes(tmp_path / "pruned" / "model")
    checkpoint = named(events, "checkpoint")[0]
    code, resumed = run_here(plan | {"resumeFrom": checkpoint["folder"]}, tmp_path / "plan.json")
    assert (code, named(resumed, "started")[0]["fromStep"]) == (0, 7)
    assert hashes(tmp_path / "pruned" / "model") == whole
    other = pruning(trained, tmp_path / "pruned", CUT | {"layers": 0}, epochs=2, checkpointEverySteps=7)
    code, events = run_here(other | {"resumeFrom": checkpoint["folder"]}, tmp_path / "plan.json")
    assert (code, events[-1]["kind"]) == (1, "trainer-refused-plan")


@pytest.mark.parametrize(
    ("prune", "told"),
    [
        ({"heads": 0.9, "feedForward": 0, "layers": 0}, "heads leaves"),
        ({"heads": 0, "feedForward": 0.99, "layers": 0}, "leaves none"),
        ({"heads": 0, "feedForward": 0, "layers": 0.9}, "3 of 3 layers"),
        ({"heads": 1, "feedForward": 0, "layers": 0}, "$.student.prune.heads"),
    ],
)
def test_pruning_that_leaves_nothing_is_refused(prune: dict, told: str, tmp_path: Path, trained: str):
    code, events = run_here(pruning(trained, tmp_path / "pruned", prune), tmp_path / "plan.json")
    assert (code, events[-1]["kind"]) == (1, "trainer-refused-plan")
    assert told in events[-1]["message"]


def test_only_a_trained_encoder_of_the_same_labels_is_pruned(
    tmp_path: Path, trained: str, tiny_encoder: str, tiny_t5: str
):
    others = pruning(trained, tmp_path / "others", CUT) | {"labels": LABELS[::-1]}
    untrained = pruning(tiny_encoder, tmp_path / "untrained", CUT)
    writer = train_plan(tmp_path / "writer", "text", tiny_t5)
    writer["student"]["prune"] = CUT
    nowhere = pruning(str(tmp_path / "nowhere"), tmp_path / "nowhere-plan", CUT)
    kinds = []
    for plan in (others, untrained, writer, nowhere):
        code, events = run_here(plan, tmp_path / "plan.json")
        assert code == 1
        kinds.append(events[-1]["kind"])
    assert kinds == ["trainer-refused-plan"] * 3 + ["base-model-unusable"]
