from pathlib import Path

from trainer.families.family import load_tokenizer
from trainer.tests.tiny_bases import BASES


def test_a_compiled_table_is_spelled_out_as_rules_that_javascript_has(tmp_path: Path):
    BASES["mt5"](tmp_path)
    normalizer = load_tokenizer(tmp_path).backend_tokenizer.normalizer
    texts = ["ﬁ ① ｶﾀｶﾅ", "a\u3000b\u200bc\ufeff\td\ne", "x\u0007y\u007fz", "naïve 日本 🙂"]
    told = [normalizer.normalize_str(text) for text in texts]
    assert told == ["fi 1 カタカナ", "a b c  d e", "xyz", "naïve 日本 🙂"]


def test_other_normalizers_stay_as_they_are(tmp_path: Path):
    BASES["qwen2"](tmp_path)
    normalizer = load_tokenizer(tmp_path).backend_tokenizer.normalizer
    assert normalizer.normalize_str("ﬁ\u3000e\u0301") == "ﬁ\u3000é"
