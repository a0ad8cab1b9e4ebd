"""Writes metrics.json: what sacrebleu, rouge-score, scikit-learn and SQuAD's definitions say of varied texts.

Run in an environment of its own, from this folder: sacrebleu 2.6.0, rouge-score 0.1.2, scikit-learn 1.9.1.
"""

import json
import random
import re
import string
from collections import Counter

from rouge_score.rouge_scorer import RougeScorer
from sacrebleu import corpus_bleu, sentence_bleu
from sacrebleu.metrics import CHRF
from sklearn.metrics import accuracy_score, f1_score, matthews_corrcoef

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
    ("&lt;b&gt; &amp;quot; R&amp;D &quot;x&quot;", '<b> &quot; R&D "x"'),
    ("<skipped> one two three four", "one two three four"),
    ("hyphen-\nated words at the end-\n", "hyphenated words at the end-"),
    ("It cost 1,000.50, or 5-10 % more.", "It cost 1,000.50 , or 5 - 10% more ."),
    ("😀, a well-known face. 3.x", "😀 , a well - known face . 3 .x"),
    ("今天天气很好。 我们 去 公园 吧", "今天天气很好。 我们 去 花园 吧"),
    ("one two three", "one two three"),
    ("one two three four", "one two four three"),
    ("to be or not to be", "to be to be to be to be"),
    ("to be to be to be to be", "to be or not to be"),
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


# Stands for an answer that is none: scikit-learn knows labels alone.
NONE = "\0"


def labelled_case(name: str, labels: list[str], expected: list[str], given: list[str | None]) -> dict:
    answers = [NONE if answer is None else answer for answer in given]
    every = sorted({*labels, *expected, *answers} - {NONE})
    return {
        "name": name,
        "labels": labels,
        "expected": expected,
        "answers": given,
        "accuracy": accuracy_score(expected, answers),
        "macroF1": f1_score(expected, answers, labels=every, average="macro", zero_division=0),
        "weightedF1": f1_score(expected, answers, labels=every, average="weighted", zero_division=0),
        "mcc": matthews_corrcoef(expected, answers),
    }


def labelled_cases() -> list[dict]:
    draw = random.Random(5)
    cases = [
        labelled_case("all right", ["a", "b"], ["a", "b", "a"], ["a", "b", "a"]),
        labelled_case("all wrong", ["a", "b"], ["a", "b"], ["b", "a"]),
        labelled_case("a label nobody met", ["a", "b", "c"], ["a", "b", "a"], ["a", "b", "b"]),
        labelled_case("an answer outside the labels", ["a", "b"], ["a", "b", "a"], ["a", "b", "maybe"]),
        labelled_case("one label only", ["a"], ["a", "a"], ["a", "a"]),
        labelled_case("one label wanted", ["a", "b"], ["a", "a", "a"], ["a", "b", "a"]),
        labelled_case("always the same answer", ["a", "b"], ["a", "b", "b"], ["a", "a", "a"]),
        labelled_case(
            "labels in ties", ["a", "b", "c"], ["a", "b", "c", "a", "b", "c"], ["b", "c", "a", "a", "b", "c"]
        ),
        labelled_case("no answer at all", ["a", "b"], ["a", "b"], [None, None]),
        labelled_case("rows without an answer", ["a", "b"], ["a", "b", "a", "b"], ["a", None, "b", "b"]),
        labelled_case(
            "labels of any script", ["是", "否", "ÿ", ""], ["是", "否", "ÿ", ""], ["是", "是", "ÿ", ""]
        ),
    ]
    for number in range(40):
        labels = [f"label {index}" for index in range(draw.randint(2, 9))]
        expected = [draw.choice(labels) for _ in range(draw.randint(1, 60))]
        right = draw.random()
        answers = [label if draw.random() < right else draw.choice(labels) for label in expected]
        cases.append(labelled_case(f"drawn {number}", labels, expected, answers))
        gaps = [None if draw.random() < 0.2 else answer for answer in answers]
        cases.append(labelled_case(f"drawn {number}, with gaps", labels, expected, gaps))
    return cases


def one_case_a_line(recorded: dict[str, list]) -> str:
    lists = [
        f"{json.dumps(name)}: [\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]"
        for name, cases in recorded.items()
    ]
    return "{\n" + ",\n".join(lists) + "\n}\n"


def main() -> None:
    chrf, rouge = CHRF(word_order=2), RougeScorer(["rouge1", "rouge2", "rougeL"], use_stemmer=False)
    pairs = HAND_WRITTEN + varied_pairs(200, seed=1)
    expected, answers = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    # Every third answer is none, which is scored as an empty text.
    gaps = ["" if row % 3 == 0 else answer for row, answer in enumerate(answers)]
    ends = [*list(range(0, len(pairs), 50)), len(pairs)]
    recorded = {
        "pairs": [
            {
                "expected": wanted,
                "answer": given,
                "chrf": chrf.sentence_score(given, [wanted]).score / 100,
                "bleu": sentence_bleu(given, [wanted]).score / 100,
                "rouge1": rouge.score(wanted, given)["rouge1"].fmeasure,
                "rouge2": rouge.score(wanted, given)["rouge2"].fmeasure,
                "rougeL": rouge.score(wanted, given)["rougeL"].fmeasure,
                "tokenF1": token_f1(wanted, given),
                "normalisedExactMatch": float(squad_words(wanted) == squad_words(given)),
            }
            for wanted, given in pairs
        ],
        "corpora": [
            {
                "from": start,
                "to": end,
                "chrf": chrf.corpus_score(answers[start:end], [expected[start:end]]).score / 100,
                "bleu": corpus_bleu(answers[start:end], [expected[start:end]]).score / 100,
                "bleuWithGaps": corpus_bleu(gaps[start:end], [expected[start:end]]).score / 100,
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
