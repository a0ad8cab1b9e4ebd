"""A normalizer that every language has, in place of SentencePiece's own table."""

import json
from typing import Any

from tokenizers import Tokenizer
from transformers import PreTrainedTokenizerFast

GONE = "\u0001-\u0008\u000b\u000e-\u001f\u007f\u008f\u009f"
"""Control characters that `nmt_nfkc` leaves out."""

SPACES = "\t\n\u000c\r\u0085\u00a0\u1680\u2000-\u200f\u2028\u2029\u202f\u205f\u2581\u3000\ufeff\ufffd"
"""What `nmt_nfkc` turns into a space; and the next-line mark, which is one to Rust alone."""

# https://github.com/google/sentencepiece, src/builder.cc, BuildNmtNFKCMap
NMT_NFKC = {
    "type": "Sequence",
    "normalizers": [
        {"type": "Replace", "pattern": {"Regex": f"[{GONE}]"}, "content": ""},
        {"type": "Replace", "pattern": {"Regex": f"[{SPACES}]"}, "content": " "},
        {"type": "NFKC"},
    ],
}


def spell_out_normalizer(tokenizer: PreTrainedTokenizerFast) -> None:
    """Writes rules where the tokenizer has a compiled table, which JavaScript's tokenizers only come near to.

    The table is `nmt_nfkc` in T5, mT5 and their like; it has exceptions for a few characters, as the wide
    tilde. What is trained with the rules reads the same text in Node and in Python.
    """
    raw = json.loads(tokenizer.backend_tokenizer.to_str())
    spelled = spelled_out(raw["normalizer"])
    if spelled != raw["normalizer"]:
        changed = Tokenizer.from_str(json.dumps(raw | {"normalizer": spelled}))
        tokenizer.backend_tokenizer.normalizer = changed.normalizer


def spelled_out(normalizer: dict[str, Any] | None) -> dict[str, Any] | None:
    if normalizer is None or normalizer["type"] not in ("Precompiled", "Sequence"):
        return normalizer
    if normalizer["type"] == "Precompiled":
        return NMT_NFKC
    return normalizer | {"normalizers": [spelled_out(each) for each in normalizer["normalizers"]]}
