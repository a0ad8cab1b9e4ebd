"""Writes slice-tests.json: what scipy says of one slice against the rest.

Run from this folder in the trainer's environment: scipy 1.17.1.
"""

import json
import random

from scipy.stats import fisher_exact, mannwhitneyu


def fisher_case(hits: int, rows: int, rest_hits: int, rest_rows: int) -> dict:
    table = [[hits, rows - hits], [rest_hits, rest_rows - rest_hits]]
    p = float(fisher_exact(table, alternative="less").pvalue)
    return {
        "slice": {"hits": hits, "rows": rows},
        "rest": {"hits": rest_hits, "rows": rest_rows},
        "p": p,
    }


def rank_case(own: list[float], rest: list[float]) -> dict:
    p = mannwhitneyu(own, rest, alternative="less", method="asymptotic", use_continuity=True).pvalue
    return {"slice": own, "rest": rest, "p": float(p)}


def main() -> None:
    draw = random.Random(31)
    fisher = [
        fisher_case(*case)
        for case in [
            (0, 20, 180, 180),
            (20, 20, 0, 100),
            (10, 20, 90, 180),
            (5, 25, 150, 175),
            (0, 1, 0, 1),
            (1, 1, 1, 1),
            (3, 300, 40, 700),
            (450, 1000, 2400, 5000),
            (19, 20, 960, 980),
        ]
    ]
    ranks = []
    for own, rest, digits in ((20, 30, 1), (25, 200, 2), (40, 40, 3), (20, 500, 0)):
        for shift in (-0.2, 0.0, 0.2):
            values = [
                [round(draw.random() + move, digits) for _ in range(size)]
                for size, move in ((own, shift), (rest, 0))
            ]
            ranks.append(rank_case(*values))
    texts = [
        f"{json.dumps(name)}: [\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]"
        for name, cases in {"fisher": fisher, "ranks": ranks}.items()
    ]
    with open("slice-tests.json", "w", encoding="utf-8") as file:
        file.write("{\n" + ",\n".join(texts) + "\n}\n")


if __name__ == "__main__":
    main()
