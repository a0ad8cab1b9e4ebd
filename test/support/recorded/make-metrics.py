"""Writes metrics.json: what sacrebleu, rouge-score, scikit-learn and SQuAD's definitions say of varied texts.

Run in an environment of its own, from this folder: sacrebleu 2.6.0, rouge-score 0.1.2, scikit-learn 1.9.1.
"""

import json
import random
import re
import string
from collections import Counter

from rouge_score.rouge_scorer import RougeScorer
from sacrebleu.metrics import CHRF
from sklearn.metrics import accuracy_score, f1_score

HAND_WRITTEN = [
    ("", ""),
    ("", "a"),
    ("a", ""),
    (" ", "\t\n"),
    ("a", "a"),
    ("a", "b"),
    ("ab", "ba"),
    ("The cat sat on the mat.", "The cat sat on the mat."),
    ("The cat sat on the mat.", "the cat sat on a mat"),
    ("(hi)", "hi"),
    ("(hi)", "(hi) !"),
    ("((hi", "hi))"),
    ("!!", "!"),
    ("?!", "!?"),
    ("don't stop", "dont stop"),
    ("state-of-the-art", "state of the art"),
    ("2013-07-04", "July 4, 2013"),
    ("2013-07-04", "2013-07-05"),
    ("N/A", "N/A"),
    ("N/A", "July == 2012-07"),
    ("a an the", "the"),
    ("the", ""),
    ("éa the éthe théa", "éa éthe théa"),
    ("naïve café", "naive cafe"),
    ("naïve café", "nai\u0308ve cafe\u0301"),
    ("Straße", "STRASSE"),
    ("İstanbul", "istanbul"),
    ("ΟΔΟΣ", "οδος"),
    ("\u212a 300", "k 300"),
    ("日本語の文章です。", "日本語の文です。"),
    ("東京 は 日本の首都", "京都 は 日本の旧都"),
    ("你好，世界！", "你好世界"),
    ("한국어 문장", "한국어 문장입니다"),
    ("مرحبا بالعالم", "مرحبا يا عالم"),
    ("Привет, мир!", "Привет мир"),
    ("नमस्ते दुनिया", "नमस्ते"),
    ("😀", "😀"),
    ("😀😃", "😃😀"),
    ("👩‍👩‍👧 family", "👨‍👩‍👧 family"),
    ("🇩🇪 flag!", "🇫🇷 flag!"),
    ("one\u00a0two", "one two"),
    ("one\u0085two", "one two"),
    ("one\u001ctwo", "one two"),
    ("one\ufefftwo", "one two"),
    ("one\u3000two", "one two"),
    ("one\u200btwo", "one two"),
    ("  leading and trailing  ", "leading and trailing"),
    ("line\nbreak", "line break"),
    ("tab\tseparated\tvalues", "tab separated values"),
    ("aaaaaaaaaa", "aaaaa"),
    ("aaaaa", "aaaaaaaaaa"),
    ("abcabcabcabc", "cbacbacba"),
    ("def f(x): return x**2 + 1", "def f(y): return y ** 2 + 1"),
    ("[i for i in range(10) if i % 2 == 0]", "list(range(0, 10, 2))"),
    ("https://example.org/a?b=c&d=e", "https://example.org/a?b=c"),
    ("$5.00", "5.00 $"),
    ("under_score snake_the_case", "under score the case"),
    ("the_cat an_apple", "cat apple"),
    ("A.B.C.", "ABC"),
    ("x" * 300, "x" * 299 + "y"),
    ("word " * 80, "word " * 60 + "other " * 20),
]

ALPHABETS = [
    "abcde fgh",
    "ab ",
    "the a an cat dog. , ! ? - ' \" ( )",
    "日本語東京大阪 、。",
    "αβγδ ЖЗИ éüñ ß",
    "😀😃👍🏽 ab",
    "0123456789-/: ",
]


def varied_pairs(count: int, seed: int) -> list[tuple[str, str]]:
    """Texts from small alphabets, and copies of them with a few edits, so that all orders match somewhere."""
    draw = random.Random(seed)
    pairs = []
    for number in range(count):
        alphabet = ALPHABETS[number % len(ALPHABETS)]
        expected = "".join(draw.choice(alphabet) for _ in range(draw.randint(0, 60)))
        answer = list(expected)
        for _ in range(draw.randint(0, 8)):
            place = draw.randint(0, len(answer))
            edit = draw.choice(["insert", "delete", "swap case"])
            if edit == "insert":
                answer.insert(place, draw.choice(alphabet))
            elif answer and edit == "delete":
                answer.pop(place % len(answer))
            elif answer:
                answer[place % len(answer)] = answer[place % len(answer)].swapcase()
        pairs.append((expected, "".join(answer)))
    return pairs


def squad_words(text: str) -> list[str]:
    """Lower case, no ASCII punctuation, no English articles (Rajpurkar et al. 2016)."""
    text = "".join(character for character in text.lower() if character not in string.punctuation)
    return re.sub(r"\b(a|an|the)\b", " ", text).split()


def token_f1(expected: str, answer: str) -> float:
    wanted, given = squad_words(expected), squad_words(answer)
    if not wanted or not given:
        return float(wanted == given)
    shared = sum((Counter(wanted) & Counter(given)).values())
    if shared == 0:
        return 0.0
    precision, recall = shared / len(given), shared / len(wanted)
    return 2 * precision * recall / (precision + recall)


def labelled_case(name: str, labels: list[str], expected: list[str], answers: list[str]) -> dict:
    every = sorted({*labels, *expected, *answers})
    return {
        "name": name,
        "labels": labels,
        "expected": expected,
        "answers": answers,
        "accuracy": accuracy_score(expected, answers),
        "macroF1": f1_score(expected, answers, labels=every, average="macro", zero_division=0),
    }


def labelled_cases() -> list[dict]:
    draw = random.Random(5)
    cases = [
        labelled_case("all right", ["a", "b"], ["a", "b", "a"], ["a", "b", "a"]),
        labelled_case("all wrong", ["a", "b"], ["a", "b"], ["b", "a"]),
        labelled_case("a label nobody met", ["a", "b", "c"], ["a", "b", "a"], ["a", "b", "b"]),
        labelled_case("an answer outside the labels", ["a", "b"], ["a", "b", "a"], ["a", "b", "maybe"]),
        labelled_case("one label only", ["a"], ["a", "a"], ["a", "a"]),
    ]
    for number in range(40):
        labels = [f"label {index}" for index in range(draw.randint(2, 9))]
        expected = [draw.choice(labels) for _ in range(draw.randint(1, 60))]
        right = draw.random()
        answers = [label if draw.random() < right else draw.choice(labels) for label in expected]
        cases.append(labelled_case(f"drawn {number}", labels, expected, answers))
    return cases


def one_case_a_line(recorded: dict[str, list]) -> str:
    lists = [
        f"{json.dumps(name)}: [\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]"
        for name, cases in recorded.items()
    ]
    return "{\n" + ",\n".join(lists) + "\n}\n"


def main() -> None:
    chrf, rouge = CHRF(word_order=2), RougeScorer(["rougeL"], use_stemmer=False)
    pairs = HAND_WRITTEN + varied_pairs(200, seed=1)
    expected, answers = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    ends = [*list(range(0, len(pairs), 50)), len(pairs)]
    recorded = {
        "pairs": [
            {
                "expected": wanted,
                "answer": given,
                "chrf": chrf.sentence_score(given, [wanted]).score / 100,
                "rougeL": rouge.score(wanted, given)["rougeL"].fmeasure,
                "tokenF1": token_f1(wanted, given),
                "normalisedExactMatch": float(squad_words(wanted) == squad_words(given)),
            }
            for wanted, given in pairs
        ],
        "chrfOfCorpora": [
            {
                "from": start,
                "to": end,
                "chrf": chrf.corpus_score(answers[start:end], [expected[start:end]]).score / 100,
            }
            for start in ends
            for end in ends
            if start < end
        ],
        "labelled": labelled_cases(),
    }
    with open("metrics.json", "w", encoding="utf-8") as file:
        file.write(one_case_a_line(recorded))


if __name__ == "__main__":
    main()
