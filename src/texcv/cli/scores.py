"""The table of `check --ats`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from texcv.cli.printing import Printer
from texcv.diagnostics import visible

if TYPE_CHECKING:
    from texcv.ats import Assessment, Field

_PLURALS = {"link": "links", "section": "sections", "title": "titles", "organization": "organizations"}
_PIPED = 80
"""Columns of a table that goes to a file."""


def print_scores(printer: Printer, assessment: Assessment) -> None:
    """A line for each kind of field, and the total; nothing where a tool reads along."""
    if printer.quiet or printer.how in {"json", "github"}:
        return
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE, pad_edge=False, show_footer=True)
    table.add_column("field", "total", no_wrap=True)
    table.add_column("the CV says", ratio=1, overflow="fold")
    table.add_column("a parser takes", ratio=1, overflow="fold")
    table.add_column("score", percent(assessment.score), justify="right", no_wrap=True)
    for row in _rows(assessment):
        table.add_row(*(Text(visible(cell)) for cell in row))
    Console(highlight=False, width=None if sys.stdout.isatty() else _PIPED).print(table)


def percent(score: float) -> str:
    """`100 %` only for what is perfect."""
    return f"{int(score * 100)} %"


def _rows(assessment: Assessment) -> Iterator[tuple[str, str, str, str]]:
    for name, score in assessment.scores.items():
        fields = [field for field in assessment.fields if field.name == name]
        says, takes = _both(fields)
        yield _PLURALS.get(name, name), says, takes, percent(score)


def _both(fields: list[Field]) -> tuple[str, str]:
    """The one string and what was taken for it, or how many there are and how many of them were taken whole."""
    if len(fields) == 1:
        return fields[0].expected or "–", fields[0].taken or "–"
    wanted = sum(bool(field.expected) for field in fields)
    whole = sum(field.score == 1 for field in fields)
    stray = len(fields) - wanted
    return f"{wanted} of them", f"{whole} as they are{f', {stray} more' if stray else ''}"
