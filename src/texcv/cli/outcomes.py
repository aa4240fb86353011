"""What became of many CVs: a bar while they are made, then a table and a total."""

from __future__ import annotations

import sys
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from texcv.cli.printing import Printer, counted, harmless
from texcv.diagnostics import DOCUMENTS, TexcvError, counts

if TYPE_CHECKING:
    from texcv.batch import Job, Outcome
    from texcv.pipeline import Rendered

MOST_ROWS = 40
"""Rows that a table may have, to be looked through; of more CVs, only those that failed are told."""

_PIPED = 80
"""Columns of a table that goes to a file."""


def print_outcomes(printer: Printer, jobs: Sequence[Job], outcomes: Generator[Outcome, None, None]) -> None:
    """Print each outcome as it comes, and what became of all; ends what runs when it is interrupted."""
    rank = {job.path: number for number, job in enumerate(jobs)}
    tally = _Tally(len(jobs))
    with closing(outcomes), printer.bar(len(jobs)) as advance:
        try:
            for outcome in outcomes:
                tally.add(rank[outcome.job.path], outcome)
                printer.show_log(outcome.log)
                printer.report(outcome.diagnostics, rank[outcome.job.path])
                if outcome.rendered and not printer.watched:
                    for line in files_made(outcome.rendered):
                        printer.say(line)
                advance(f"{tally.failed} failed" if tally.failed else "")
        except TexcvError as fault:  # there is nobody left who could make the others
            printer.report(fault.diagnostics, len(jobs))
    if not printer.quiet and printer.how not in DOCUMENTS:
        tally.print_table(printer.how)
        for line in tally.totals():
            printer.say(line)


def files_made(made: Rendered) -> Iterator[str]:
    """A line for each result; the class, the look and the photo only stand beside a .tex."""
    for file in made.files:
        if file.suffix == ".pdf":
            pages = f", {_plural(made.pages, 'page')}, all {made.strings} strings found"
            same = ", unchanged" if made.unchanged else ""
            yield f"{file}{pages if made.pages else ', not checked'}{same}"
        elif file.suffix == ".tex":
            yield f"{file}, with the class and the look that it needs beside it"


@dataclass(slots=True)
class _Tally:
    """What is kept of outcomes: sums, and no more rows than are printed."""

    jobs: int
    made: int = 0
    unchanged: int = 0
    failed: int = 0
    pages: int = 0
    warnings: int = 0
    start: float = field(default_factory=time.monotonic)
    rows: dict[int, tuple[str, str, str, str]] = field(default_factory=dict)

    def add(self, rank: int, outcome: Outcome) -> None:
        fine = outcome.rendered is not None
        same = outcome.rendered is not None and outcome.rendered.unchanged
        self.made += fine and not same
        self.unchanged += same
        self.failed += not fine
        self.warnings += counts(outcome.diagnostics)["warnings"]
        pages = outcome.rendered.pages if outcome.rendered else 0
        self.pages += pages
        if (self.jobs <= MOST_ROWS or not fine) and len(self.rows) < MOST_ROWS:
            self.rows[rank] = (
                outcome.job.path,
                _plural(pages, "page") if pages else "–",
                counted(outcome.diagnostics),
                "unchanged" if same else f"{outcome.seconds:.1f} s" if outcome.seconds else "–",
            )

    def print_table(self, how: str) -> None:
        from rich.box import SIMPLE
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        if not self.rows:
            return
        table = Table(box=SIMPLE, pad_edge=False, show_header=False)
        table.add_column(ratio=1, overflow="fold")
        for _ in range(3):
            table.add_column(no_wrap=True, justify="right")
        for _, row in sorted(self.rows.items()):
            table.add_row(Text(harmless(row[0], how)), *map(Text.from_ansi, row[1:]))
        Console(highlight=False, width=None if sys.stdout.isatty() else _PIPED).print(table)

    def totals(self) -> Iterator[str]:
        more = self.failed - len(self.rows) if self.jobs > MOST_ROWS else 0
        missed = self.jobs - self.made - self.unchanged - self.failed
        parts = (
            f"{self.made} made" if self.made or not self.unchanged else "",
            f"{self.unchanged} unchanged" if self.unchanged else "",
            f"{self.failed} failed" if self.failed else "",
            f"{missed} not begun or lost" if missed else "",
            _plural(self.warnings, "warning") if self.warnings else "",
        )
        if more > 0:
            yield f"… and {more} more that failed"
        pages = f", {_plural(self.pages, 'page')}," if self.pages else ""
        seconds = time.monotonic() - self.start
        yield f"{_plural(self.jobs, 'CV')}{pages} in {seconds:.1f} s: {', '.join(filter(None, parts))}"


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
