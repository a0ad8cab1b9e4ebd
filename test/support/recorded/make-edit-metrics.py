"""Writes edit-metrics.json: edits as difflib finds them, their F1, and keyword-weighted BLEU by its formula.

Run from this folder with Python 3.11 or later; needs nothing else.
"""

import difflib
import json
import keyword
import math
import random
import unicodedata
from collections import Counter

NO_SPACES = ("CJK", "HIRAGANA", "KATAKANA", "THAI")


def tokens_of(text: str) -> list[str]:
    """Words and marks, found sign by sign."""
    tokens: list[str] = []
    in_word = False
    for sign in text:
        letter = unicodedata.category(sign)[0] in "LMN" or sign == "_"
        alone = letter and unicodedata.name(sign, "").startswith(NO_SPACES)
        if sign.isspace():
            in_word = False
        elif letter and not alone and in_word:
            tokens[-1] += sign
        else:
            tokens.append(sign)
            in_word = letter and not alone
    return tokens


def edits(before: list[str], after: list[str]) -> list[tuple[int, int, list[str]]]:
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return [(i1, i2, after[j1:j2]) for tag, i1, i2, j1, j2 in matcher.get_opcodes() if tag != "equal"]


def edit_f1(rows: list[dict]) -> float:
    right = wanted = made = 0
    for row in rows:
        source = tokens_of(row["input"])
        gold = edits(source, tokens_of(row["expected"]))
        own = edits(source, tokens_of(row["answer"] or ""))
        right += sum(edit in gold for edit in own)
        wanted, made = wanted + len(gold), made + len(own)
    precision = right / made if made else 1.0
    recall = right / wanted if wanted else 1.0
    return 0.0 if precision + recall == 0 else 2 * precision * recall / (precision + recall)


WORDS = [
    *("the", "a", "cat", "dog", "sat", "sits", "on", "mat,", "mat.", "Mat", "quickly"),
    *("quick", "was", "were", "!", "3", "10", "東京", "は", "食べる", "naïve"),
]


def changed(words: list[str], draw: random.Random) -> list[str]:
    result = []
    for word in words:
        chance = draw.random()
        if chance < 0.1:
            continue
        result.append(draw.choice(WORDS) if chance < 0.25 else word)
        if chance > 0.92:
            result.append(draw.choice(WORDS))
    return result


def edit_rows(draw: random.Random) -> list[dict]:
    fixed = [
        ("", "", ""),
        ("", "a", ""),
        ("a b c", "a b c", "a b c"),
        ("a b c", "a x c", "a b c"),
        ("a b c", "a x c", None),
        ("a a a b a a", "a a b a", "a b a a"),
        ("He go  home", "He goes home.", "He goes home ."),
        ("東京に行く", "東京へ行く", "東京へ 行く"),
    ]
    rows = [{"input": one, "expected": two, "answer": three} for one, two, three in fixed]
    for _ in range(150):
        words = [draw.choice(WORDS) for _ in range(draw.randint(0, 40))]
        wanted, given = changed(words, draw), changed(words, draw)
        if draw.random() < 0.5:
            given = wanted if draw.random() < 0.5 else changed(wanted, draw)
        answer = None if draw.random() < 0.05 else " ".join(given)
        rows.append({"input": " ".join(words), "expected": " ".join(wanted), "answer": answer})
    for row in rows:
        row["edits"] = edits(tokens_of(row["input"]), tokens_of(row["expected"]))
    return rows


def ngrams(tokens: list[str], order: int) -> Counter:
    return Counter(tuple(tokens[at : at + order]) for at in range(len(tokens) - order + 1))


def keyword_bleu(pairs: list[tuple[str, str]]) -> float:
    """BLEU-weight of Ren et al. 2020, section 3.2: in unigrams a keyword weighs 5, another token 1."""
    counted, matched = [0.0] * 4, [0.0] * 4
    given_length = wanted_length = 0
    for expected, answer in pairs:
        wanted, given = tokens_of(expected), tokens_of(answer)
        given_length, wanted_length = given_length + len(given), wanted_length + len(wanted)
        for order in range(1, 5):
            reference = ngrams(wanted, order)
            for gram, count in ngrams(given, order).items():
                weight = 5 if order == 1 and keyword.iskeyword(gram[0]) else 1
                counted[order - 1] += weight * count
                matched[order - 1] += weight * min(count, reference[gram])
    if not any(matched) or not all(counted):
        return 0.0
    smoothed, halves = [], 1.0
    for hits, all_of in zip(matched, counted, strict=True):
        if hits == 0:
            halves /= 2
        smoothed.append((hits or halves) / all_of)
    brevity = min(1.0, math.exp(1 - wanted_length / given_length))
    return brevity * math.prod(smoothed) ** 0.25


SNIPPETS = [
    ("def f(x):\n    return x + 1", "def f(y):\n    return y + 1"),
    ("for i in range(10):\n    print(i)", "for i in range(9):\n    print(i)"),
    ("if a and b is not None:\n    pass", "if a and b:\n    pass"),
    ("x = [n for n in y if n]", "x = list(filter(None, y))"),
    ("while True:\n    break", "while True:\n    break"),
    ("import os\nprint(os.name)", ""),
    ("try:\n    f()\nexcept ValueError:\n    raise", "f()"),
]


def main() -> None:
    rows = edit_rows(random.Random(21))
    corpora = [{"from": at, "to": at + size} for at, size in ((0, 8), (8, 20), (28, 50), (0, len(rows)))]
    result = {
        "edits": rows,
        "editF1": [{**part, "value": edit_f1(rows[part["from"] : part["to"]])} for part in corpora],
        "code": [{"expected": expected, "answer": answer} for expected, answer in SNIPPETS],
        "keywordBleu": [
            {"from": start, "to": end, "value": keyword_bleu(SNIPPETS[start:end])}
            for start, end in ((0, 1), (1, 3), (3, 4), (4, 5), (5, 6), (0, len(SNIPPETS)))
        ],
    }
    texts = [
        f"{json.dumps(name)}: [\n"
        + ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
        + "\n]"
        for name, cases in result.items()
    ]
    with open("edit-metrics.json", "w", encoding="utf-8") as file:
        file.write("{\n" + ",\n".join(texts) + "\n}\n")


if __name__ == "__main__":
    main()
