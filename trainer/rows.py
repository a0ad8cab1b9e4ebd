import json
from dataclasses import dataclass
from pathlib import Path

from trainer.failures import RefusedPlanError


@dataclass(frozen=True)
class Row:
    text: str
    output: str
    weight: float


def read_rows(path: Path, labels: list[str] | None) -> list[Row]:
    """Rows of a JSON-lines file, in its order.

    Raises:
        RefusedPlanError: If there is none, or one lacks a positive weight or a known label.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise RefusedPlanError(f"cannot read the rows {path}: {error}") from error
    known = None if labels is None else set(labels)
    rows = [read_row(line, f"{path}:{number}", known) for number, line in enumerate(lines, 1) if line.strip()]
    if not rows:
        raise RefusedPlanError(f"{path} holds no rows")
    return rows


def read_row(line: str, place: str, known: set[str] | None) -> Row:
    try:
        raw = json.loads(line)
        row = Row(raw["text"], raw["output"], float(raw["weight"]))
        (row.text + row.output).encode()  # lone surrogates are legal JSON, and no text
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RefusedPlanError(f"{place} is not a row {{text, output, weight}}: {error!r}") from error
    if not 0 < row.weight < float("inf"):
        raise RefusedPlanError(f"{place}: the weight {row.weight} is not above 0")
    if known is not None and row.output not in known:
        raise RefusedPlanError(f"{place}: the output {row.output!r} is not one of the labels")
    return row
