"""Leaves of a vocabulary what a task's texts use: of a multilingual one most is idle.

Texts that were looked at are cut into the same tokens as before, whichever of the three kinds of tokenizer it
is; a word that no text had falls into smaller pieces. (Abdaoui et al. 2020, "Load What You Need: Smaller
Versions of Multilingual BERT")
"""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy
from safetensors.numpy import load_file, save_file

from trainer.failures import UnusableBaseError

WEIGHTS = "model.safetensors"
BEFORE_A_PIECE = ("##", "▁", "Ġ")
"""What tokenizers put before pieces, by which one letter is told from several."""


def trim_folder(folder: Path, used: Iterable[int], output: Path) -> tuple[int, int]:
    """Writes the trained student of a folder with fewer tokens; how many it had, and has.

    Everything but the tokenizer, the rows of its tokens in the weights and their numbers in the configuration
    is copied. What has a row for each token is told by its size.

    Args:
        folder: As `save` of a family left it.
        used: Numbers of tokens to keep; special tokens and single letters stay whether used or not.
        output: A folder that does not exist.

    Raises:
        UnusableBaseError: If the tokenizer is of a kind whose tokens cannot be told apart.
    """
    shutil.copytree(folder, output)
    raw = read(output / "tokenizer.json")
    kept = kept_tokens(raw, set(used))
    numbers = {old: new for new, old in enumerate(kept)}
    write(output / "tokenizer.json", renumbered(raw, numbers))
    config = read(output / "config.json")
    size = config["vocab_size"]
    write(output / "config.json", with_new_ends(config, numbers) | {"vocab_size": len(kept)})
    for name in ("generation_config.json", "tokenizer_config.json"):
        if (output / name).exists():
            write(output / name, with_new_ends(read(output / name), numbers))
    tensors = load_file(output / WEIGHTS)
    cut = {name: numpy.ascontiguousarray(of_tokens(tensor, size, kept)) for name, tensor in tensors.items()}
    save_file(cut, output / WEIGHTS, {"format": "pt"})
    return size, len(kept)


def kept_tokens(raw: dict[str, Any], used: set[int]) -> list[int]:
    """Numbers of the tokens that stay, ascending.

    Beside the used ones: special ones, single letters and bytes, of which any text can be put together.

    Raises:
        UnusableBaseError: If the tokenizer is of an unknown kind.
    """
    model = raw["model"]
    numbers = token_numbers(model)
    stay = {number for token, number in numbers.items() if is_small(token)}
    stay |= {token["id"] for token in raw["added_tokens"]}
    if model["type"] == "Unigram":
        stay |= {model["unk_id"]} - {None}
    elif model.get("unk_token") is not None:
        stay.add(numbers[model["unk_token"]])
    known = set(numbers.values()) | stay
    stay |= used & known
    return sorted(with_parts(model, numbers, stay) if model["type"] == "BPE" else stay)


def token_numbers(model: dict[str, Any]) -> dict[str, int]:
    if model["type"] == "Unigram":
        return {token: number for number, (token, _) in enumerate(model["vocab"])}
    if model["type"] in ("WordPiece", "BPE"):
        return model["vocab"]
    raise UnusableBaseError(f"a tokenizer of the kind {model['type']} cannot be trimmed")


def is_small(token: str) -> bool:
    """One letter, or a byte as `<0x0A>`."""
    for mark in BEFORE_A_PIECE:
        token = token.removeprefix(mark)
    return len(token) <= 1 or (len(token) == 6 and token.startswith("<0x"))


def with_parts(model: dict[str, Any], numbers: dict[str, int], stay: set[int]) -> set[int]:
    """Those too that tokens of byte-pair encoding are merged from, or they would never come to be."""
    parts: dict[str, list[str]] = {}
    for left, right in pairs(model):
        parts.setdefault(left + right, []).extend((left, right))
    tokens = {number: token for token, number in numbers.items()}
    stay, open_ = set(stay), [tokens[number] for number in stay if number in tokens]
    while open_:
        for part in parts.get(open_.pop(), []):
            if numbers[part] not in stay:
                stay.add(numbers[part])
                open_.append(part)
    return stay


def pairs(model: dict[str, Any]) -> list[tuple[str, str]]:
    """Merges of byte-pair encoding, which older files write as `left right`."""
    split = (merge.split(" ") if isinstance(merge, str) else merge for merge in model["merges"])
    return [(left, right) for left, right in split]


def renumbered(raw: dict[str, Any], numbers: dict[int, int]) -> dict[str, Any]:
    """`tokenizer.json` with the tokens in `numbers` alone, under their new numbers."""
    model = dict(raw["model"])
    if model["type"] == "Unigram":
        model["vocab"] = [entry for number, entry in enumerate(model["vocab"]) if number in numbers]
        model["unk_id"] = numbers.get(model["unk_id"])
    else:
        model["vocab"] = {token: numbers[old] for token, old in model["vocab"].items() if old in numbers}
    if model["type"] == "BPE":
        left = model["vocab"]
        model["merges"] = [
            [one, other] for one, other in pairs(model) if {one, other, one + other} <= left.keys()
        ]
    added = [token | {"id": numbers[token["id"]]} for token in raw["added_tokens"]]
    padding = raw.get("padding")
    return raw | {
        "model": model,
        "added_tokens": added,
        "post_processor": with_new_numbers(raw.get("post_processor"), numbers),
        "padding": None if padding is None else padding | {"pad_id": numbers[padding["pad_id"]]},
    }


def with_new_numbers(processor: dict[str, Any] | None, numbers: dict[int, int]) -> dict[str, Any] | None:
    """What is put around texts: BERT's and RoBERTa's pairs `[token, number]`, a template's numbers."""
    if processor is None:
        return None
    changed = dict(processor)
    for name in ("sep", "cls"):
        if name in changed:
            token, number = changed[name]
            changed[name] = [token, numbers[number]]
    if "special_tokens" in changed:
        changed["special_tokens"] = {
            name: token | {"ids": [numbers[number] for number in token["ids"]]}
            for name, token in changed["special_tokens"].items()
        }
    if "processors" in changed:
        changed["processors"] = [with_new_numbers(each, numbers) for each in changed["processors"]]
    return changed


def with_new_ends(config: dict[str, Any], numbers: dict[int, int]) -> dict[str, Any]:
    """A configuration with the new numbers of its special tokens, whichever it names."""
    changed = {
        name: new_end(value, numbers) if name.endswith(("_token_id", "_token_ids")) else value
        for name, value in config.items()
    }
    if "added_tokens_decoder" in changed:
        added = changed["added_tokens_decoder"].items()
        changed["added_tokens_decoder"] = {str(numbers[int(number)]): token for number, token in added}
    return changed


def new_end(value: object, numbers: dict[int, int]) -> object:
    if isinstance(value, list):
        return [new_end(each, numbers) for each in value]
    return numbers.get(value, value) if isinstance(value, int) else value


def of_tokens(tensor: numpy.ndarray, size: int, kept: list[int]) -> numpy.ndarray:
    """The rows of the tokens that stay: of a tensor ``(tokens, ...)``, or of BART's bias ``(1, tokens)``."""
    if tensor.shape[0] == size:
        return tensor[kept]
    return tensor[:, kept] if tensor.ndim == 2 and tensor.shape == (1, size) else tensor


def read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
