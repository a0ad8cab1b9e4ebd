import json
from pathlib import Path

import numpy
import pytest
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

from trainer.compression.vocabulary import is_small, kept_tokens, renumbered, trim_folder
from trainer.failures import UnusableBaseError
from trainer.tests.conftest import LABELS, export_plan, label_rows, named, run_here, train_plan, write_rows
from trainer.tests.tiny_bases import BASES

SEEN = "day 5 of month 7: 7/5"
UNSEEN = "a naïve café, 日本語"


def trimmed(name: str, folder: Path) -> tuple[Path, Path, set[int]]:
    """The base, the same with the tokens of one text, and those."""
    BASES[name](folder / "base")
    used = set(AutoTokenizer.from_pretrained(folder / "base")(SEEN)["input_ids"])
    trim_folder(folder / "base", used, folder / "trimmed")
    return folder / "base", folder / "trimmed", used


@pytest.mark.parametrize("name", ["t5", "bart", "llama", "qwen2"])
def test_a_text_that_was_seen_has_the_same_tokens_and_any_other_is_still_read_whole(
    name: str, tmp_path: Path
):
    base, less, _ = trimmed(name, tmp_path)
    before, after = AutoTokenizer.from_pretrained(base), AutoTokenizer.from_pretrained(less)
    assert len(after) < len(before)
    for text in (SEEN, SEEN + " " + SEEN):
        tokens = [each.convert_ids_to_tokens(each(text)["input_ids"]) for each in (before, after)]
        assert tokens[0] == tokens[1]
    assert after.decode(after(UNSEEN)["input_ids"], skip_special_tokens=True) == before.decode(
        before(UNSEEN)["input_ids"], skip_special_tokens=True
    )


@pytest.mark.parametrize("name", ["t5", "flan_t5", "bart"])
def test_a_text_that_was_seen_is_answered_as_before(name: str, tmp_path: Path):
    folders = trimmed(name, tmp_path)[:2]
    scores = []
    for folder in folders:
        model, tokenizer = (
            AutoModelForSeq2SeqLM.from_pretrained(folder).eval(),
            AutoTokenizer.from_pretrained(folder),
        )
        ids = tokenizer(SEEN, return_tensors="pt")["input_ids"]
        logits = model(input_ids=ids, labels=ids).logits[0].detach().numpy()
        scores.append((logits, tokenizer.convert_tokens_to_ids("/"), model.config))
    (whole, slash, config), (less, new_slash, new_config) = scores
    assert less.shape[1] == new_config.vocab_size < config.vocab_size
    assert numpy.array_equal(less[:, new_slash], whole[:, slash])
    for end in ("pad_token_id", "eos_token_id", "decoder_start_token_id"):
        assert getattr(new_config, end) == getattr(config, end)  # special tokens come first in these bases


def test_special_tokens_that_come_last_get_their_new_numbers(tmp_path: Path):
    BASES["t5"](tmp_path)
    raw = json.loads((tmp_path / "tokenizer.json").read_text())
    last = len(raw["model"]["vocab"])
    raw["added_tokens"].append(raw["added_tokens"][0] | {"id": last, "content": "<extra_id_0>"})
    raw["post_processor"]["special_tokens"]["</s>"]["ids"] = [last]
    kept = kept_tokens(raw, {5})
    less = renumbered(raw, {old: new for new, old in enumerate(kept)})
    new = len(less["model"]["vocab"])
    assert new < last
    assert less["added_tokens"][-1]["id"] == new
    assert less["post_processor"]["special_tokens"]["</s>"]["ids"] == [new]


def test_small_pieces_are_those_that_any_text_can_be_put_together_from():
    small = ["a", "##a", "▁a", "▁", "Ġ", "Ġx", "語", "<0x0A>"]
    assert [piece for piece in [*small, "ab", "##ab", "▁ab", "<unk>"] if is_small(piece)] == small


def test_what_a_token_is_merged_from_stays():
    model = {
        "type": "BPE",
        "vocab": {"a": 0, "b": 1, "c": 2, "ab": 3, "abc": 4, "bc": 5},
        "merges": [["a", "b"], "ab c", ["b", "c"]],
    }
    assert kept_tokens({"model": model, "added_tokens": []}, {4}) == [0, 1, 2, 3, 4]


def test_a_tokenizer_of_an_unknown_kind_is_refused():
    with pytest.raises(UnusableBaseError, match="WordLevel"):
        kept_tokens({"model": {"type": "WordLevel"}, "added_tokens": []}, {1})


@pytest.mark.parametrize("family", ["encoder", "frozen-encoder"])
def test_an_export_that_keeps_the_tokens_of_some_rows_is_smaller_and_answers_as_before(
    family: str, tiny_encoder: str, tmp_path: Path
):
    plan = train_plan(tmp_path, "labels", tiny_encoder, epochs=1)
    plan["student"]["family"] = family
    assert run_here(plan, tmp_path / "plan.json")[0] == 0
    few = write_rows(tmp_path / "few.jsonl", [row | {"text": "parcel"} for row in label_rows(3)])
    sizes = {}
    for name, rows in (("whole", None), ("same", plan["trainRows"]), ("few", few)):
        wish = export_plan(plan, tmp_path / name) | {"keepTokensOf": rows}
        code, events = run_here(wish, tmp_path / f"{name}.json")
        assert code == 0, events
        assert named(events, "exported")[0]["maxLogitDifference"] < 1e-4
        sizes[name] = (tmp_path / name / "onnx" / "model.onnx").stat().st_size
    assert sizes["few"] < sizes["whole"]
    config = json.loads((tmp_path / "few" / "config.json").read_text())
    assert list(config["id2label"].values()) == LABELS


def test_a_family_without_tokens_is_refused(tmp_path: Path):
    plan = train_plan(tmp_path, "labels", None, epochs=1)
    plan["student"]["family"] = "tfidf"
    assert run_here(plan, tmp_path / "plan.json")[0] == 0
    wish = export_plan(plan, tmp_path / "out") | {"keepTokensOf": plan["trainRows"]}
    code, events = run_here(wish, tmp_path / "export.json")
    assert code != 0
    assert "no vocabulary" in named(events, "failed")[0]["message"]
