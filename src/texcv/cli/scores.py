"""The table of `check --ats`."""

from __future__ import annotations

import sys
import textwrap
from typing import TYPE_CHECKING

from texcv.cli.printing import Printer
from texcv.diagnostics import DOCUMENTS, visible

if TYPE_CHECKING:
    from texcv.ats import Assessment

_PIPED = 80
"""Columns of a table that goes to a file."""


def print_scores(printer: Printer, assessment: Assessment) -> None:
    """A line for each field, then one for each kind, and the total; nothing where a tool reads along."""
    if printer.quiet or printer.how in {*DOCUMENTS, "github"}:
        return
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE, pad_edge=False)
    table.add_column("field", no_wrap=True)
    table.add_column("the CV says", ratio=1, overflow="fold")
    table.add_column("a parser takes", ratio=1, overflow="fold")
    table.add_column("score", justify="right", no_wrap=True)
    for field in assessment.fields:
        section = field.name == "section"
        if section:
            table.add_section()
        cells = (field.name, field.expected or "–", field.taken or "–", percent(field.score))
        table.add_row(*(Text(visible(cell)) for cell in cells), style="bold" if section else None)
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _PIPED)
    console.print(table)
    scores = [*assessment.scores.items(), ("total", assessment.score)]
    totals = ", ".join(f"{name} {percent(score)}".replace(" ", "\u00a0") for name, score in scores)
    for line in textwrap.wrap(totals, _PIPED - 4):
        console.print(Text(f"  {line}".replace("\u00a0", " ")), soft_wrap=True)
    if assessment.score < 1:
        hint = "  The template `plain` is made for such programs: `texcv render -t plain`."
        console.print(Text(hint), soft_wrap=True)


def percent(score: float) -> str:
    """`100 %` only for what is perfect."""
    return f"{int(score * 100)} %"
