import json
from collections.abc import Callable
from pathlib import Path

import onnx
import pytest
import torch
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM, AutoTokenizer

from trainer.exporting.onnx_files import graphs_of
from trainer.families import FAMILIES
from trainer.families.family import Student
from trainer.families.prompt import Prompt, language_model_prompt
from trainer.plan import read_plan
from trainer.rows import Row
from trainer.tests.conftest import (
    export_plan,
    hashes,
    named,
    run_here,
    student_of,
    text_rows,
    train_plan,
    write_plan,
    write_rows,
)
from trainer.tests.tiny_bases import BASES

FAMILY = FAMILIES["decoder"]

TinyBase = Callable[[str], str]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> TinyBase:
    folder = tmp_path_factory.mktemp("bases")
    for name in ("qwen2", "llama", "gpt2"):
        BASES[name](folder / name)
    return lambda name: str(folder / name)


def decoder_plan(folder: Path, base: str | None, prefix: str | None = None, **settings: object) -> dict:
    plan = train_plan(folder, "text", base, **{"maxInputTokens": 64} | settings)
    return plan | {"student": student_of("decoder", base, prefix)}


def created(folder: Path, base: str, **more: object) -> tuple[Student, object]:
    """A student before its first step, and its plan."""
    plan = read_plan(write_plan(decoder_plan(folder, base, **more), folder / "plan.json"))
    torch.manual_seed(0)
    return FAMILY.create(plan, []), plan


def rows(*pairs: tuple[str, str]) -> list[Row]:
    return [Row(text, output, 1.0) for text, output in pairs]


def test_a_chat_template_is_rendered_once_around_the_text(base: TinyBase):
    tokenizer = AutoTokenizer.from_pretrained(base("qwen2"))
    assert language_model_prompt(tokenizer, "Sort it: ") == Prompt(
        "<|im_start|>user\nSort it: ", "<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n"
    )


def test_a_tokenizer_without_a_template_gets_a_plain_prompt_after_its_own_beginning(base: TinyBase):
    prompts = [
        language_model_prompt(AutoTokenizer.from_pretrained(base(name)), "") for name in ("llama", "gpt2")
    ]
    assert prompts == [Prompt("<s>Input:\n", "\nOutput:\n"), Prompt("Input:\n", "\nOutput:\n")]


def test_a_template_that_tells_the_day_gives_the_same_prompt_on_every_day(base: TinyBase):
    tokenizer = AutoTokenizer.from_pretrained(base("gpt2"))
    tokenizer.chat_template = "{{ strftime_now('%d %b %Y %H:%M:%S %f') }}|{{ messages[0]['content'] }}|"
    assert language_model_prompt(tokenizer, "") == Prompt("|", "|")


@pytest.mark.parametrize(
    "template",
    [
        "no place for a message",
        "{{ messages[0]['content'] }}{{ messages[0]['content'] }}",
        "{{ raise_exception('no') }}",
    ],
)
def test_a_template_that_does_not_hold_the_message_once_is_refused(
    template: str, base: TinyBase, tmp_path: Path
):
    tokenizer = AutoTokenizer.from_pretrained(base("gpt2"))
    tokenizer.chat_template = template
    tokenizer.save_pretrained(tmp_path / "base")
    AutoModelForCausalLM.from_pretrained(base("gpt2")).save_pretrained(tmp_path / "base")
    code, events = run_here(decoder_plan(tmp_path, str(tmp_path / "base")), tmp_path / "plan.json")
    assert (code, events[-1]["kind"]) == (1, "base-model-unusable")


def test_a_long_text_loses_its_end_and_the_prompt_nothing(base: TinyBase, tmp_path: Path):
    student, _ = created(tmp_path, base("qwen2"))
    [short, long] = FAMILY.inputs(student, ["day 1", "day 1 of month 1 " * 40], 64)
    prompt = student.prompt
    assert student.tokenizer.decode(short) == f"{prompt.before}day 1{prompt.after}"
    assert len(long) == 64
    told = student.tokenizer.decode(long)
    assert told.startswith(prompt.before + "day 1 of month 1 day 1")
    assert told.endswith(prompt.after)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"settings": {"maxInputTokens": 8}}, "trainer-refused-plan"),
        ({"student": student_of("decoder", None)}, "trainer-refused-plan"),
    ],
)
def test_a_plan_that_leaves_no_room_or_names_no_base_is_refused(
    change: dict, kind: str, base: TinyBase, tmp_path: Path
):
    plan = decoder_plan(tmp_path, base("qwen2"))
    settings = plan["settings"] | change.get("settings", {})
    code, events = run_here(plan | change | {"settings": settings}, tmp_path / "plan.json")
    assert (code, events[-1]["kind"]) == (1, kind)


def test_a_tokenizer_without_an_end_is_refused(base: TinyBase, tmp_path: Path):
    tokenizer = AutoTokenizer.from_pretrained(base("gpt2"))
    tokenizer.eos_token = None
    tokenizer.save_pretrained(tmp_path / "base")
    AutoModelForCausalLM.from_pretrained(base("gpt2")).save_pretrained(tmp_path / "base")
    code, events = run_here(decoder_plan(tmp_path, str(tmp_path / "base")), tmp_path / "plan.json")
    assert (code, events[-1]["kind"]) == (1, "base-model-unusable")


@pytest.mark.parametrize("name", ["qwen2", "llama", "gpt2"])
def test_the_loss_is_of_the_answers_tokens_and_the_end_alone(name: str, base: TinyBase, tmp_path: Path):
    student, plan = created(tmp_path, base(name))
    student.model.eval()
    [row] = FAMILY.encode(student, rows(("day 3 of month 4", "4/3")), plan)
    end = student.tokenizer.eos_token_id
    assert row.target == [*student.tokenizer("4/3", add_special_tokens=False)["input_ids"], end]
    with torch.no_grad():
        loss = FAMILY.losses(student, FAMILY.collate(student, [row]))
        chances = []
        for at, token in enumerate(row.target):
            logits = student.model(torch.tensor([row.input + row.target[:at]])).logits[0, -1]
            chances.append(logits.log_softmax(-1)[token])
    assert loss.item() == pytest.approx(-torch.stack(chances).mean().item(), rel=1e-5)


@pytest.mark.parametrize("name", ["qwen2", "gpt2"])
def test_a_rows_loss_does_not_depend_on_the_rows_it_is_padded_with(name: str, base: TinyBase, tmp_path: Path):
    student, plan = created(tmp_path, base(name))
    student.model.eval()
    encoded = FAMILY.encode(
        student,
        rows(("day 3", "4/3"), ("day 3 of month 4 and more of it", "4"), ("", "month 10: 10/3")),
        plan,
    )
    with torch.no_grad():
        together = FAMILY.losses(student, FAMILY.collate(student, encoded))
        alone = torch.cat([FAMILY.losses(student, FAMILY.collate(student, [row])) for row in encoded])
    torch.testing.assert_close(together, alone, rtol=1e-5, atol=1e-5)


def test_an_answer_above_the_limit_has_no_end(base: TinyBase, tmp_path: Path):
    student, plan = created(tmp_path, base("qwen2"), maxOutputTokens=4)
    whole, cut = FAMILY.encode(student, rows(("a", "4/3"), ("a", "a long answer of many tokens")), plan)
    end = student.tokenizer.eos_token_id
    assert (whole.target[-1], len(cut.target), end in cut.target) == (end, 4, False)


@pytest.mark.parametrize("name", ["qwen2", "gpt2"])
def test_an_adapter_alone_is_trained_and_ends_up_in_the_weights(name: str, base: TinyBase, tmp_path: Path):
    plan = decoder_plan(tmp_path, base(name), loraRank=4, epochs=1, checkpointEverySteps=5)
    _, events = run_here(plan, tmp_path / "plan.json")
    before, after = [load_file(Path(folder) / "model.safetensors") for folder in (base(name), plan["output"])]
    assert before.keys() == after.keys()
    changed = {key for key in before if not torch.equal(before[key], after[key])}
    # What is a matrix of a layer, and nothing else: no bias, no norm, no embedding.
    assert changed == {key for key in before if before[key].ndim == 2 and (".layers." in key or ".h." in key)}
    # A checkpoint holds the adapter alone: two matrices beside each of the changed ones.
    kept = load_file(Path(named(events, "checkpoint")[-1]["folder"]) / "weights.safetensors")
    assert len(kept) == 2 * len(changed)
    assert all(".lora_" in key for key in kept)


def test_the_saved_model_scores_as_the_one_with_its_adapter(base: TinyBase, tmp_path: Path):
    student, _ = created(tmp_path, base("gpt2"), loraRank=4)
    student.model.eval()
    with torch.no_grad():
        for name, parameter in student.model.named_parameters():
            if ".lora_" in name:
                parameter.normal_()
    FAMILY.save(student, tmp_path / "saved")
    loaded = FAMILY.load(tmp_path / "saved")
    loaded.model.eval()
    [ids] = FAMILY.inputs(student, ["day 3 of month 4"], 64)
    assert loaded.prompt == student.prompt
    torch.testing.assert_close(
        torch.tensor(FAMILY.scores(loaded, ids)),
        torch.tensor(FAMILY.scores(student, ids)),
        rtol=1e-4,
        atol=1e-4,
    )


def test_a_trained_student_ends_by_itself(base: TinyBase, tmp_path: Path):
    plan = decoder_plan(tmp_path, base("qwen2"), epochs=4, learningRate=3e-2)
    answers = [row | {"output": "month 10"} for row in text_rows(40)]
    for part in ("trainRows", "validationRows"):
        write_rows(Path(plan[part]), answers)
    run_here(plan, tmp_path / "plan.json")
    student = FAMILY.load(Path(plan["output"]))
    assert student.model.generation_config.max_new_tokens == 16
    [ids] = FAMILY.inputs(student, ["day 3 of month 4"], 64)
    written = student.model.generate(torch.tensor([ids]))[0, len(ids) :]
    assert written[-1] == student.tokenizer.eos_token_id
    assert student.tokenizer.decode(written[:-1]) == "month 10"


def test_an_export_is_the_model_again_with_8_bits_in_its_quantized_twin(base: TinyBase, tmp_path: Path):
    training = decoder_plan(tmp_path / "training", base("qwen2"), "Say it: ", loraRank=2, maxSteps=2)
    run_here(training, tmp_path / "plan.json")
    exports = []
    for name in ("first", "second"):
        plan = export_plan(training, tmp_path / name) | {"maxInputTokens": 64}
        code, events = run_here(plan, tmp_path / "plan.json")
        assert code == 0
        exports.append(hashes(tmp_path / name))
    assert exports[0] == exports[1]
    assert events[-1]["maxLogitDifference"] < 1e-5
    assert {name for name in exports[0] if name.startswith("onnx/")} == {
        "onnx/model.onnx",
        "onnx/model_quantized.onnx",
    }
    assert json.loads((tmp_path / "first" / "prompt.json").read_text()) == {
        "before": "<|im_start|>user\nSay it: ",
        "after": "<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n",
    }
    model = onnx.load(tmp_path / "first" / "onnx" / "model_quantized.onnx")
    products = [
        node for graph in graphs_of(model.graph) for node in graph.node if node.op_type == "MatMulNBits"
    ]
    # Seven matrices a layer, and the output's.
    assert len(products) == 2 * 7 + 1
