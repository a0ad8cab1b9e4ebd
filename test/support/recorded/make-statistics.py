"""Writes statistics.json: what scipy, statsmodels and published tables say.

Run in an environment of its own, from this folder: scipy 1.17.1, statsmodels 0.15.0.
"""

import hashlib
import json
import math
from types import SimpleNamespace

import numpy as np
from scipy.optimize import brentq
from scipy.stats import binomtest, bootstrap, norm
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import normal_sample_size_one_tail
from statsmodels.stats.proportion import proportion_confint


def wilson_cases() -> list[dict]:
    cases = []
    for hits, rows in [
        (0, 1),
        (1, 1),
        (0, 10),
        (5, 5),
        (5, 10),
        (89, 200),
        (200, 200),
        (0, 200),
        (743, 1000),
        (1, 5000),
    ]:
        for alpha in (0.05, 0.01, 0.1):
            low, high = proportion_confint(hits, rows, alpha=alpha, method="wilson")
            cases.append({"hits": hits, "rows": rows, "tail": alpha / 2, "low": low, "high": high})
    return cases


def quantile_cases() -> list[dict]:
    shares = [
        1e-12,
        1e-6,
        0.001,
        0.01,
        0.024,
        0.025,
        0.05,
        0.074,
        0.075,
        0.076,
        0.2,
        0.5,
        0.8,
        0.9,
        0.95,
        0.975,
        0.999,
    ]
    return [{"share": share, "quantile": float(norm.ppf(share))} for share in shares]


def share_cases() -> list[dict]:
    values = [-40.0, -8.5, -7.9, -5.0, -2.0, -1.96, -0.5, -1e-9, 0.0, 0.3, 1.0, 1.644854, 3.0, 6.5, 9.0]
    return [{"value": value, "share": float(norm.cdf(value))} for value in values]


def mcnemar_cases() -> list[dict]:
    pairs = [
        (0, 0),
        (0, 1),
        (1, 0),
        (3, 3),
        (0, 6),
        (2, 9),
        (10, 10),
        (15, 40),
        (140, 90),
        (700, 620),
        (2500, 2300),
    ]
    cases = []
    for first, second in pairs:
        p = float(mcnemar([[0, first], [second, 0]], exact=True).pvalue) if first + second > 0 else 1.0
        if first + second > 0:
            assert math.isclose(p, binomtest(first, first + second).pvalue, abs_tol=1e-12)
        cases.append({"onlyFirst": first, "onlySecond": second, "p": p})
    return cases


def restricted_likelihood(first: int, second: int, rows: int, difference: float) -> float:
    """Probability of "second only" that fits best when "first only" is `difference` more likely.

    Zero of the slope of the likelihood, bracketed and bisected: it shares no algebra with the closed form.
    """
    low, high = max(0.0, -difference), (1 - difference) / 2

    def slope(q: float) -> float:
        return (
            first * q * (1 - difference - 2 * q)
            + second * (q + difference) * (1 - difference - 2 * q)
            - 2 * (rows - first - second) * q * (q + difference)
        )

    inside = 1e-15
    if slope(low + inside) <= 0:
        return low
    if slope(high - inside) >= 0:
        return high
    return brentq(slope, low + inside, high - inside, xtol=1e-16, rtol=1e-15)


def score(first: int, second: int, rows: int, difference: float) -> float:
    """Score statistic of the hypothesis that the difference is `difference` (Tango 1998)."""
    gap = first - second - rows * difference
    if gap == 0:
        return 0.0
    q = restricted_likelihood(first, second, rows, difference)
    variance = rows * (2 * q + difference - difference**2)
    return gap / math.sqrt(variance) if variance > 0 else math.copysign(math.inf, gap)


def tango_limits(first: int, second: int, rows: int, tail: float) -> tuple[float, float]:
    """Differences at which the score statistic equals the normal quantile."""
    z, seen, edge = float(norm.isf(tail)), (first - second) / rows, 1e-12
    low = brentq(lambda d: score(first, second, rows, d) - z, -1 + edge, seen, xtol=1e-14, rtol=1e-14)
    high = brentq(lambda d: score(first, second, rows, d) + z, seen, 1 - edge, xtol=1e-14, rtol=1e-14)
    return low, high


def tango_cases() -> list[dict]:
    tables = [
        (0, 0, 100),
        (1, 7, 21),
        (7, 1, 21),
        (40, 20, 160),
        (13, 3, 400),
        (2, 2, 30),
        (1, 0, 44),
        (0, 5, 25),
        (5, 0, 25),
        (48, 41, 549),
        (25, 28, 618),
        (30, 50, 200),
        (90, 10, 100),
        (10, 10, 20),
        (154, 160, 2000),
        (1, 1, 5000),
    ]
    cases = []
    for first, second, rows in tables:
        for tail in (0.025, 0.05, 0.005):
            low, high = tango_limits(first, second, rows, tail)
            cases.append(
                {
                    "onlyFirst": first,
                    "onlySecond": second,
                    "rows": rows,
                    "tail": tail,
                    "low": low,
                    "high": high,
                }
            )
    return cases


def holm_cases() -> list[dict]:
    lists = [
        [],
        [0.03],
        [0.01, 0.04, 0.03],
        [0.04, 0.03, 0.01, 0.005],
        [0.02, 0.02, 0.02],
        [0.9, 0.001, 0.9, 1.0],
        [0.0, 0.0005, 0.2, 0.0005, 0.049],
    ]
    return [
        {"ps": ps, "corrected": multipletests(ps, method="holm")[1].tolist() if len(ps) > 0 else []}
        for ps in lists
    ]


def power_cases() -> list[dict]:
    """One tail of a test: `variance` where the truth lies, `varianceAtLimit` where its limit lies."""
    cases = []
    for variance, at_limit in [(0.1, 0.1), (0.1, 0.147), (0.04, 0.09), (0.25, 0.25), (1e-3, 2e-3)]:
        for gap in (0.02, 0.05, 0.1, -0.03):
            for alpha in (0.05, 0.05 / 6, 0.025):
                rows = normal_sample_size_one_tail(
                    abs(gap), 0.8, alpha, math.sqrt(at_limit), math.sqrt(variance)
                )
                cases.append(
                    {
                        "variance": variance,
                        "varianceAtLimit": at_limit,
                        "gap": gap,
                        "alpha": alpha,
                        "rows": math.ceil(rows),
                    }
                )
    return cases


class Words:
    """xoshiro128** as its authors publish it, seeded with the first 16 bytes of SHA-256 of the seed."""

    def __init__(self, seed: str):
        digest = hashlib.sha256(seed.encode()).digest()
        self.state = [int.from_bytes(digest[4 * word : 4 * word + 4], "little") for word in range(4)]

    def next(self) -> int:
        def rotate(word: int, bits: int) -> int:
            return ((word << bits) | (word >> (32 - bits))) & 0xFFFFFFFF

        state = self.state
        word = rotate(state[1] * 5 & 0xFFFFFFFF, 7) * 9 & 0xFFFFFFFF
        shifted = state[1] << 9 & 0xFFFFFFFF
        state[2] ^= state[0]
        state[3] ^= state[1]
        state[1] ^= state[2]
        state[0] ^= state[3]
        state[2] ^= shifted
        state[3] = rotate(state[3], 11)
        return word

    def below(self, limit: int) -> int:
        """Words above the last whole multiple of the limit are drawn again."""
        fair = 2**32 - 2**32 % limit
        while (word := self.next()) >= fair:
            pass
        return word % limit


def random_cases() -> list[dict]:
    cases = []
    for seed in ("1", "seed"):
        words = Words(seed)
        cases.append({"seed": seed, "words": [words.next() for _ in range(8)]})
    return cases


def scipy_limits(sums: np.ndarray, sizes: np.ndarray, means: np.ndarray, method: str) -> list[list[float]]:
    """Shares and limits that scipy reads off resamples that it is given, drawing none itself."""
    found = []
    for confidence in (0.95, 0.9):
        interval = bootstrap(
            (sums, sizes),
            lambda total, count, axis=-1: total.sum(axis) / count.sum(axis),
            paired=True,
            method=method,
            confidence_level=confidence,
            n_resamples=0,
            bootstrap_result=SimpleNamespace(bootstrap_distribution=means),
        ).confidence_interval
        found += [[(1 - confidence) / 2, float(interval.low)], [(1 + confidence) / 2, float(interval.high)]]
    return found


def paired_bootstrap_cases() -> list[dict]:
    """Mean differences over resamples of whole groups; the drawn groups are those of our own generator."""
    cases = []
    for seed, group_size, shift in (("a", 1, 0.03), ("b", 2, 0.0), ("c", 3, -0.1), ("rare losses", 2, None)):
        values = Words(f"values {seed}")
        sizes = [1 + values.below(group_size) for _ in range(120)]
        groups = [number for number, size in enumerate(sizes) for _ in range(size)]
        second = [values.below(1000) / 1000 for _ in groups]
        if shift is None:
            first = [
                round(value - (values.below(1000) / 1000 if values.below(15) == 0 else 0), 4)
                for value in second
            ]
        else:
            first = [round(value + shift + (values.below(400) - 200) / 1000, 4) for value in second]
        differences = np.array(first) - np.array(second)
        sums = np.array([differences[np.array(groups) == group].sum() for group in range(120)])
        drawn = Words(seed)
        picks = [[drawn.below(120) for _ in range(120)] for _ in range(300)]
        means = np.array([sums[pick].sum() / np.array(sizes)[pick].sum() for pick in picks])
        cases.append(
            {
                "seed": seed,
                "groups": [str(group) for group in groups],
                "first": first,
                "second": second,
                "resamples": 300,
                "seen": float(differences.mean()),
                "standardError": float(means.std(ddof=1)),
                "quantiles": scipy_limits(sums, np.array(sizes), means, "percentile"),
                "limits": scipy_limits(sums, np.array(sizes), means, "BCa"),
                "shareAtMostZero": float((means <= 0).mean()),
            }
        )
    return cases


def one_case_a_line(recorded: dict[str, list]) -> str:
    lists = [
        f"{json.dumps(name)}: [\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]"
        for name, cases in recorded.items()
    ]
    return "{\n" + ",\n".join(lists) + "\n}\n"


def main() -> None:
    recorded = {
        "wilson": wilson_cases(),
        "normalQuantile": quantile_cases(),
        "normalShare": share_cases(),
        "mcnemar": mcnemar_cases(),
        "tango": tango_cases(),
        "holm": holm_cases(),
        "power": power_cases(),
        "random": random_cases(),
        "pairedBootstrap": paired_bootstrap_cases(),
    }
    with open("statistics.json", "w", encoding="utf-8") as file:
        file.write(one_case_a_line(recorded))


if __name__ == "__main__":
    main()
