import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from trainer.failures import RefusedPlanError


@dataclass(frozen=True)
class Row:
    text: str
    output: str
    weight: float


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
    rows = [read_row(line, f"{path}:{number}", is_known) for number, line in full]
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


def read_row(line: str, place: str, is_known: Callable[[str], bool] | None) -> Row:
    try:
        raw = json.loads(line)
        row = Row(raw["text"], raw["output"], float(raw["weight"]))
        (row.text + row.output).encode()  # lone surrogates are legal JSON, and no text
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RefusedPlanError(f"{place} is not a row {{text, output, weight}}: {error!r}") from error
    if not 0 < row.weight < float("inf"):
        raise RefusedPlanError(f"{place}: the weight {row.weight} is not above 0")
    if is_known is not None and not is_known(row.output):
        raise RefusedPlanError(f"{place}: the output {row.output!r} is not made of the labels")
    return row
