import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trainer.failures import RefusedPlanError


@dataclass(frozen=True)
class Row:
    text: str
    output: str
    weight: float
    agreement: float | None = None
    """How far the votes behind the output agreed, 0..1; None where the file does not say."""
    shares: tuple[float, ...] | None = None
    """Smoothed share of the votes for each label, in the order of the labels."""


@dataclass(frozen=True)
class Data:
    train: list[Row]
    validation: list[Row]


def read_rows(path: Path, labels: list[str] | None, several: bool = False) -> list[Row]:
    """Rows of a JSON-lines file, in its order.

    Raises:
        RefusedPlanError: If there is none, or one lacks a positive weight or a known label. Where labels are
            `several`, an output lists known ones as a JSON array without spaces, in the order of `labels`.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise RefusedPlanError(f"cannot read the rows {path}: {error}") from error
    is_known = None if labels is None else known_list(labels) if several else set(labels).__contains__
    full = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    rows = [read_row(line, f"{path}:{number}", is_known, len(labels or [])) for number, line in full]
    if not rows:
        raise RefusedPlanError(f"{path} holds no rows")
    return rows


def known_list(labels: list[str]) -> Callable[[str], bool]:
    """Whether an output is a list of labels, each at most once, written the one way."""
    number_of = {label: number for number, label in enumerate(labels)}

    def is_known(output: str) -> bool:
        try:
            numbers = [number_of[name] for name in json.loads(output)]
        except (ValueError, KeyError, TypeError):
            return False
        return output == write_list([labels[number] for number in sorted(set(numbers))])

    return is_known


def write_list(texts: Sequence[str]) -> str:
    """A JSON array without spaces, character by character as JavaScript's `JSON.stringify` writes it."""
    return json.dumps(texts, ensure_ascii=False, separators=(",", ":"))


def read_row(line: str, place: str, is_known: Callable[[str], bool] | None, labels: int) -> Row:
    try:
        raw = json.loads(line)
        row = Row(raw["text"], raw["output"], float(raw["weight"]), *votes_of(raw))
        (row.text + row.output).encode()  # lone surrogates are legal JSON, and no text
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RefusedPlanError(f"{place} is not a row {{text, output, weight}}: {error!r}") from error
    if not 0 < row.weight < float("inf"):
        raise RefusedPlanError(f"{place}: the weight {row.weight} is not above 0")
    if is_known is not None and not is_known(row.output):
        raise RefusedPlanError(f"{place}: the output {row.output!r} is not made of the labels")
    if row.agreement is not None and not 0 <= row.agreement <= 1:
        raise RefusedPlanError(f"{place}: the agreement {row.agreement} is not between 0 and 1")
    if row.shares is not None and not is_distribution(row.shares, labels):
        raise RefusedPlanError(f"{place}: the shares are not one part of 1 for each label")
    return row


def votes_of(raw: dict[str, Any]) -> tuple[float | None, tuple[float, ...] | None]:
    """Agreement and shares, where the row has them."""
    agreement, shares = raw.get("agreement"), raw.get("shares")
    return (
        None if agreement is None else float(agreement),
        None if shares is None else tuple(float(share) for share in shares),
    )


def is_distribution(shares: tuple[float, ...], length: int) -> bool:
    return (
        len(shares) == length
        and all(0 <= share <= 1 for share in shares)
        and math.isclose(sum(shares), 1, abs_tol=1e-6)
    )
