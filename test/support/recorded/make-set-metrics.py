"""Writes set-metrics.json: what scikit-learn says of sets of labels, lists of spans, and steps of a scale.

Run from this folder in the trainer's environment: scikit-learn 1.9.1.
"""

import json
import random

from sklearn.metrics import f1_score, mean_absolute_error
from sklearn.preprocessing import MultiLabelBinarizer


def written(items: list[str]) -> str:
    return json.dumps(items, ensure_ascii=False, separators=(",", ":"))


def set_case(name: str, labels: list[str], expected: list[list[str]], given: list[list[str] | None]) -> dict:
    """An answer that is none names nothing; labels outside the set are classes of their own."""
    answers = [answer or [] for answer in given]
    every = list(dict.fromkeys([*labels, *(item for items in [*expected, *answers] for item in items)]))
    binarizer = MultiLabelBinarizer(classes=every)
    wanted, found = binarizer.fit_transform(expected), binarizer.transform(answers)
    return {
        "name": name,
        "labels": labels,
        "expected": [written(items) for items in expected],
        "answers": [None if items is None else written(items) for items in given],
        "microF1": f1_score(wanted, found, average="micro", zero_division=0),
        "macroF1": f1_score(wanted, found, average="macro", zero_division=0),
    }


def set_cases() -> list[dict]:
    draw = random.Random(11)
    cases = [
        set_case("all right", ["a", "b"], [["a"], ["a", "b"], []], [["a"], ["a", "b"], []]),
        set_case("all wrong", ["a", "b"], [["a"], ["b"]], [["b"], ["a"]]),
        set_case("nothing wanted, nothing given", ["a", "b"], [[], []], [[], []]),
        set_case("nothing wanted", ["a", "b"], [[], []], [["a"], []]),
        set_case("a label nobody met", ["a", "b", "c"], [["a", "b"], ["a"]], [["a"], ["a", "b"]]),
        set_case("an answer outside the labels", ["a", "b"], [["a"], ["b"]], [["a", "maybe"], ["b"]]),
        set_case("rows without an answer", ["a", "b"], [["a", "b"], ["b"], []], [None, ["b"], None]),
        set_case(
            "texts of any script", ["是", "否", "[x]"], [["是", "[x]"], ["否"]], [["是"], ["否", "[x]"]]
        ),
    ]
    for number in range(30):
        labels = [f"label {index}" for index in range(draw.randint(2, 9))]
        expected = [[label for label in labels if draw.random() < 0.3] for _ in range(draw.randint(1, 60))]
        right = 0.5 + draw.random() / 2
        answers = [
            None
            if draw.random() < 0.1
            else [label for label in labels if (label in row) == (draw.random() < right)]
            for row in expected
        ]
        cases.append(set_case(f"drawn {number}", labels, expected, answers))
    return cases


def scale_case(steps: int, rows: int, draw: random.Random) -> dict:
    labels = [f"step {step}" for step in range(steps)]
    expected = [draw.randrange(steps) for _ in range(rows)]
    answers = [min(steps - 1, max(0, step + draw.randint(-2, 2))) for step in expected]
    return {
        "labels": labels,
        "expected": [labels[step] for step in expected],
        "answers": [labels[step] for step in answers],
        "meanAbsoluteError": mean_absolute_error(expected, answers),
    }


def main() -> None:
    draw = random.Random(12)
    scales = [scale_case(steps, rows, draw) for steps in (2, 3, 5, 10) for rows in (1, 7, 50)]
    lists = {"sets": set_cases(), "scales": scales}
    texts = [
        f"{json.dumps(name)}: [\n"
        + ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
        + "\n]"
        for name, cases in lists.items()
    ]
    with open("set-metrics.json", "w", encoding="utf-8") as file:
        file.write("{\n" + ",\n".join(texts) + "\n}\n")


if __name__ == "__main__":
    main()
