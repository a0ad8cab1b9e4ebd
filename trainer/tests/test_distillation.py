from math import log
from pathlib import Path

import pytest
import torch

from trainer.distillation.mentor import mentor_shares
from trainer.distillation.soft_target import SoftTarget, blended_losses, soft_tensors
from trainer.families.encoder import EncoderFamily
from trainer.plan import read_plan
from trainer.rows import read_rows
from trainer.tests.conftest import (
    LABELS,
    label_rows,
    named,
    run_here,
    train_plan,
    write_plan,
    write_rows,
)

TINY = {"epochs": 6, "learningRate": 1e-2, "evaluateEverySteps": 1000}
"""One evaluation, at the end: the weights kept are the last ones, whatever validation says of them."""


def with_votes(rows: list[dict], shares: list[float], agreement: float = 1.0) -> list[dict]:
    return [{**row, "agreement": agreement, "shares": shares} for row in rows]


def losses_of(plan: dict, folder: Path) -> list[float]:
    code, events = run_here(plan, folder / "plan.json")
    assert code == 0
    return [event["loss"] for event in named(events, "step")]


def refusal(plan: dict, folder: Path) -> tuple[str, str]:
    code, events = run_here(plan, folder / "plan.json")
    assert code == 1
    return events[-1]["kind"], events[-1]["message"]


def test_the_soft_loss_is_the_sum_that_hinton_gives():
    # Logits ln 3 and 0: the student says 3/4 and 1/4; at temperature 2, a = sqrt(3) / (sqrt(3) + 1).
    logits = torch.tensor([[log(3.0), 0.0]] * 2)
    hard = torch.tensor([-log(0.75)] * 2)
    batch = soft_tensors([SoftTarget((0.5, 0.5), 0.25, 1.0), SoftTarget((1.0, 0.0), 0.5, 2.0)])
    first = 0.25 * -log(0.75) + 0.75 * (0.5 * log(0.5 / 0.75) + 0.5 * log(0.5 / 0.25))
    softened = 3**0.5 / (3**0.5 + 1)
    second = 0.5 * -log(0.75) + 0.5 * 4 * -log(softened)
    assert blended_losses(hard, logits, batch).tolist() == pytest.approx([first, second], rel=1e-6)


def test_without_a_teacher_the_loss_is_the_hard_one():
    hard = torch.tensor([0.3])
    assert soft_tensors([None, None]) == {}
    assert blended_losses(hard, torch.tensor([[1.0, 2.0]]), {}) is hard


def test_alpha_of_one_trains_as_if_there_were_no_votes(tmp_path: Path, tiny_encoder: str):
    rows = with_votes(label_rows(40), [0.2, 0.3, 0.5])
    losses = {}
    for name, settings in {
        "filter": {"distil": "filter"},
        "one": {"distil": "soft", "alpha": 1},
        "half": {"distil": "soft", "alpha": 0.5},
    }.items():
        plan = train_plan(tmp_path / name, "labels", tiny_encoder, **settings)
        write_rows(Path(plan["trainRows"]), rows)
        losses[name] = losses_of(plan, tmp_path)
    assert losses["one"] == pytest.approx(losses["filter"], abs=1e-6)
    assert losses["half"] != pytest.approx(losses["filter"], abs=1e-2)


def test_soft_targets_teach_the_shares_of_the_votes(tmp_path: Path, tiny_encoder: str):
    # Every row is labelled billing, and its votes say half billing and half delivery.
    rows = with_votes([{**row, "output": "billing"} for row in label_rows(40)], [0.5, 0.5, 0.0])
    plan = train_plan(tmp_path, "labels", tiny_encoder, **TINY, distil="soft", alpha=0)
    write_rows(Path(plan["trainRows"]), rows)
    # Half of the judged rows are of each label, weighed alike: the least loss at any temperature is ln 2.
    judged = [{**row, "output": output} for row in label_rows(20) for output in ("billing", "delivery")]
    write_rows(Path(plan["validationRows"]), judged)
    losses = losses_of(plan, tmp_path)
    assert losses[-1] < 0.05 < 0.3 < losses[0]
    model, tokenizer = load(plan["output"])
    shares = model(**tokenizer("refund my card", return_tensors="pt")).logits.softmax(-1)[0].tolist()
    assert shares == pytest.approx([0.5, 0.5, 0.0], abs=0.1)


def test_by_weight_a_row_counts_as_much_as_its_votes_agreed(tmp_path: Path, tiny_encoder: str):
    # The same texts twice: what three in four votes said, and what one in four said.
    texts = [row["text"] for row in label_rows(40)]
    rows = [
        {"text": text, "output": output, "weight": 1, "agreement": agreement}
        for text in texts
        for output, agreement in (("billing", 0.9), ("delivery", 0.1))
    ]
    shares = {}
    for distil in ("filter", "weight"):
        plan = train_plan(tmp_path / distil, "labels", tiny_encoder, **TINY, distil=distil)
        write_rows(Path(plan["trainRows"]), rows)
        losses_of(plan, tmp_path)
        model, tokenizer = load(plan["output"])
        logits = model(**tokenizer("the invoice", return_tensors="pt")).logits
        shares[distil] = logits.softmax(-1)[0, 0].item()
    assert shares == pytest.approx({"filter": 0.5, "weight": 0.9}, abs=0.12)


def test_validation_is_one_measure_for_all_three(tmp_path: Path, tiny_encoder: str):
    rows = with_votes(label_rows(40), [0.2, 0.3, 0.5], 0.5)
    judged = [
        {**row, "agreement": agreement, "shares": [0.2, 0.3, 0.5]}
        for row, agreement in zip(label_rows(10), [0.1, 1.0] * 5, strict=True)
    ]
    losses = set()
    for distil in ("filter", "weight", "soft"):
        # A rate of no effect: the student judged is the same.
        plan = train_plan(
            tmp_path / distil, "labels", tiny_encoder, maxSteps=1, learningRate=1e-30, distil=distil
        )
        write_rows(Path(plan["trainRows"]), rows)
        write_rows(Path(plan["validationRows"]), judged)
        _, events = run_here(plan, tmp_path / "plan.json")
        losses.add(named(events, "evaluated")[0]["validationLoss"])
    assert len(losses) == 1


@pytest.fixture(scope="module")
def mentors(tmp_path_factory: pytest.TempPathFactory, tiny_encoder: str) -> dict[str, str]:
    """Folders of trained students: one that is right, and one that says billing whatever it reads."""
    folders = {}
    for name in ("right", "billing"):
        folder = tmp_path_factory.mktemp(name)
        plan = train_plan(folder, "labels", tiny_encoder, **TINY | {"epochs": 12})
        if name == "billing":
            write_rows(Path(plan["trainRows"]), [{**row, "output": "billing"} for row in label_rows(40)])
        losses_of(plan, folder)
        folders[name] = plan["output"]
    return folders


def taught_by(mentor: str, folder: Path, base: str, **settings: object) -> dict:
    plan = train_plan(folder, "labels", base, **TINY, **settings)
    plan["student"]["mentor"] = mentor
    return plan


def test_a_mentor_that_is_certain_of_the_wrong_label_moves_the_student(
    tmp_path: Path, tiny_encoder: str, mentors: dict[str, str]
):
    texts = [row["text"] for row in label_rows(40)]
    billing = {}
    for name, alpha in (("right", 0.1), ("billing", 0.1), ("billing", 1)):
        plan = taught_by(mentors[name], tmp_path / f"{name}-{alpha}", tiny_encoder, alpha=alpha)
        losses_of(plan, tmp_path)
        model, tokenizer = load(plan["output"])
        logits = model(**tokenizer(texts, return_tensors="pt", padding=True)).logits
        billing[name, alpha] = int((logits.argmax(-1) == 0).sum())
    # A third of the rows is about billing. At 1 nobody listens to the mentor, at 0.1 hardly to the labels.
    assert billing["billing", 0.1] == 40
    assert 10 < billing["right", 0.1] < 25
    assert 10 < billing["billing", 1] < 25


def test_a_mentors_shares_are_its_logits_softened_in_the_order_of_the_rows(
    tmp_path: Path, tiny_encoder: str, mentors: dict[str, str]
):
    raw = taught_by(mentors["right"], tmp_path, tiny_encoder, distilTemperature=4)
    plan = read_plan(write_plan(raw, tmp_path / "plan.json"))
    family, rows = EncoderFamily(), read_rows(plan.train_rows, plan.labels)
    student = family.create(plan, rows)
    shares = mentor_shares(plan, family, student, rows, family.encode(student, rows, plan))
    model, tokenizer = load(mentors["right"])
    alone = [model(**tokenizer(row.text, return_tensors="pt")).logits[0] for row in rows]
    for have, logits in zip(shares, alone, strict=True):
        assert have == pytest.approx((logits / 4).softmax(-1).tolist(), abs=1e-5)


@pytest.mark.parametrize(
    ("student", "settings", "told"),
    [
        ({}, {"distil": "soft"}, "shares in every row"),
        ({}, {"distil": "weight"}, "agreement above 0"),
        ({}, {"distil": "soft", "distilTemperature": 2}, "distilTemperature must be 1"),
        ({"mentor": "/nowhere"}, {"distil": "soft"}, "one soft target"),
    ],
)
def test_what_the_rows_or_the_plan_cannot_give_is_refused(
    student: dict, settings: dict, told: str, tmp_path: Path, tiny_encoder: str
):
    plan = train_plan(tmp_path, "labels", tiny_encoder, **settings)
    plan["student"] |= student
    kind, message = refusal(plan, tmp_path)
    assert kind == "trainer-refused-plan"
    assert told in message


@pytest.mark.parametrize("taught", [{"distil": "soft"}, {"mentor": "/nowhere"}])
def test_answers_that_are_written_are_not_taught_by_shares(taught: dict, tmp_path: Path):
    plan = train_plan(tmp_path, "text", None)
    plan["settings"] |= {name: value for name, value in taught.items() if name == "distil"}
    plan["student"] |= {name: value for name, value in taught.items() if name == "mentor"}
    kind, message = refusal(plan, tmp_path)
    assert kind == "trainer-refused-plan"
    assert "distil by weight" in message


def test_answers_that_are_written_are_learned_by_the_weight_of_their_votes(tmp_path: Path, tiny_t5: str):
    losses = {}
    for agreement in (1.0, 0.001):
        plan = train_plan(
            tmp_path / str(agreement), "text", tiny_t5, epochs=1, learningRate=1e-30, distil="weight"
        )
        rows = [
            {"text": "day 1", "output": "1/1", "weight": 1, "agreement": 1},
            {"text": "day 2", "output": "2/28", "weight": 1, "agreement": agreement},
        ]
        write_rows(Path(plan["trainRows"]), rows)
        losses[agreement] = losses_of(plan, tmp_path)[0]
    plan = train_plan(tmp_path / "alone", "text", tiny_t5, epochs=1, learningRate=1e-30)
    write_rows(Path(plan["trainRows"]), rows[:1])
    # Dropout draws other masks for another batch: near, not equal.
    assert losses[0.001] == pytest.approx(losses_of(plan, tmp_path)[0], abs=0.3)
    assert losses[0.001] != losses[1.0]


@pytest.mark.parametrize(
    "row",
    [
        {"shares": [0.5, 0.5]},
        {"shares": [0.5, 0.5, 0.5]},
        {"shares": [1.5, -0.5, 0.0]},
        {"shares": "most"},
        {"agreement": 1.5},
        {"agreement": "much"},
    ],
)
def test_votes_that_are_none_are_refused_with_their_line(row: dict, tmp_path: Path, tiny_encoder: str):
    plan = train_plan(tmp_path, "labels", tiny_encoder)
    write_rows(Path(plan["trainRows"]), [{"text": "a", "output": "other", "weight": 1, **row}])
    kind, message = refusal(plan, tmp_path)
    assert kind == "trainer-refused-plan"
    assert "train.jsonl:1" in message


def test_a_mentor_of_other_labels_or_another_tokenizer_is_refused(
    tmp_path: Path, tiny_encoder: str, mentors: dict[str, str]
):
    turned = taught_by(mentors["right"], tmp_path / "turned", tiny_encoder)
    turned["labels"] = LABELS[::-1]
    kind, message = refusal(turned, tmp_path)
    assert (kind, "answers with" in message) == ("trainer-refused-plan", True)

    other = copy_with(tmp_path / "other-words", mentors["right"], '"refund"', '"money"')
    kind, message = refusal(taught_by(other, tmp_path / "other", tiny_encoder), tmp_path)
    assert (kind, "vocabulary" in message) == ("trainer-refused-plan", True)

    cased = copy_with(
        tmp_path / "no-lower", mentors["right"], '"do_lower_case": true', '"do_lower_case": false'
    )
    plan = taught_by(cased, tmp_path / "cased", tiny_encoder)
    write_rows(Path(plan["trainRows"]), [{**row, "text": row["text"].upper()} for row in label_rows(8)])
    kind, message = refusal(plan, tmp_path)
    assert (kind, "cuts the rows otherwise" in message) == ("trainer-refused-plan", True)


def test_a_mentor_that_is_not_there_is_named(tmp_path: Path, tiny_encoder: str):
    kind, message = refusal(taught_by("/nowhere", tmp_path, tiny_encoder), tmp_path)
    assert (kind, "/nowhere" in message) == ("base-model-unusable", True)


def test_a_checkpoint_belongs_to_its_mentor(tmp_path: Path, tiny_encoder: str, mentors: dict[str, str]):
    plan = taught_by(mentors["right"], tmp_path, tiny_encoder, checkpointEverySteps=4)
    straight_code, events = run_here(plan, tmp_path / "plan.json")
    checkpoint = named(events, "checkpoint")[-1]["folder"]
    losses = [event["loss"] for event in named(events, "step")]
    code, resumed = run_here(plan | {"resumeFrom": checkpoint}, tmp_path / "plan.json")
    later = [event["loss"] for event in named(resumed, "step")]
    assert (straight_code, code, later) == (0, 0, losses[-len(later) :])
    plan["student"]["mentor"] = mentors["billing"]
    assert refusal(plan | {"resumeFrom": checkpoint}, tmp_path)[0] == "trainer-refused-plan"


def copy_with(folder: Path, model: str, old: str, new: str) -> str:
    """A copy of the model whose tokenizer says `new` where it said `old`."""
    folder.mkdir()
    for path in Path(model).iterdir():
        data = path.read_bytes()
        if path.name in ("tokenizer.json", "tokenizer_config.json"):
            data = data.replace(old.encode(), new.encode())
        (folder / path.name).write_bytes(data)
    return str(folder)


def load(folder: str) -> tuple:
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    model = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    return model, AutoTokenizer.from_pretrained(folder, padding_side="right")
