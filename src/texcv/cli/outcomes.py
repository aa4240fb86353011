"""What became of many CVs: a bar while they are made, then a table and a total."""

from __future__ import annotations

import sys
import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from texcv.cli.printing import Printer, counted, harmless, in_words
from texcv.diagnostics import DOCUMENTS, TexcvError, counts

if TYPE_CHECKING:
    from texcv.batch import Job, Outcome
    from texcv.forecast import Forecast
    from texcv.pipeline import Rendered

MOST_ROWS = 40
"""Rows that a table may have, to be looked through; of more CVs, only those that failed are told."""

_PIPED = 80
"""Columns of a table that goes to a file."""


def print_outcomes(
    printer: Printer, jobs: Sequence[Job], outcomes: Generator[Outcome, None, None], noun: str = "CV"
) -> None:
    """Print each outcome as it comes, and what became of all; ends what runs when it is interrupted."""
    rank = {job: number for number, job in enumerate(jobs)}
    tally, said = _Tally(len(jobs), noun), set[int]()
    with closing(outcomes), printer.bar(len(jobs)) as advance:
        try:
            for outcome in outcomes:
                tally.add(rank[outcome.job], outcome)
                _report(printer, outcome, rank[outcome.job], said)
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


def print_round(printer: Printer, outcomes: Generator[Outcome, None, None]) -> None:
    """Print what became of CVs that are watched, and when; a document is of the round, if there was anything to do."""
    said, told = set[int](), False
    with closing(outcomes):
        for rank, outcome in enumerate(outcomes):
            told = True
            _report(printer, outcome, rank, said)
            now = f"{datetime.now():%T} "
            if outcome.rendered is None:
                printer.say(f"{now} {row_name(outcome.job)}: {in_words(outcome.diagnostics)}, not typeset")
                continue
            took = "" if outcome.rendered.unchanged else f", {outcome.seconds:.2f} s"
            for line in files_made(outcome.rendered):
                printer.say(f"{now} {line}{took}")
    if told:
        printer.flush()


def _report(printer: Printer, outcome: Outcome, rank: int, said: set[int]) -> None:
    """What was found; what versions of a CV, or CVs that include a file, have in common is told once."""
    printer.show_log(outcome.log)
    printer.report([fault for fault in outcome.diagnostics if hash(fault) not in said], rank)
    said |= {hash(fault) for fault in outcome.diagnostics if fault.span and fault.span.line}


def row_name(job: Job) -> str:
    """What a row is about: the CV, or one of its versions, which is known by the file that is made."""
    return job.output if job.output and job.output.endswith(tuple(f".{name}" for name in job.formats)) else job.path


def files_made(made: Rendered) -> Iterator[str]:
    """A line for the PDFs and one for the .tex; the class, the look and the photo only stand beside that."""
    pdfs, documents = ([str(file) for file in made.files if file.suffix == ending] for ending in (".pdf", ".tex"))
    if pdfs:
        pages = f", {_plural(made.pages, 'page')}, all {made.strings} strings found"
        same = ", unchanged" if made.unchanged else ""
        yield f"{' and '.join(pdfs)}{pages if made.pages else ', not checked'}{same}"
    if documents:
        needs = "they need beside them" if len(documents) > 1 else "it needs beside it"
        yield f"{' and '.join(documents)}, with the class and the look that {needs}"


def print_forecast(printer: Printer, jobs: Sequence[Job], seen: Iterable[tuple[Job, Forecast]], noun: str) -> None:
    """What would be made, and why; and what could not be."""
    made = failed = 0
    said = set[int]()
    for number, (job, forecast) in enumerate(seen):
        printer.report([fault for fault in forecast.diagnostics if hash(fault) not in said], number)
        said |= {hash(fault) for fault in forecast.diagnostics if fault.span and fault.span.line}
        made += bool(forecast.why) and not forecast.fails
        failed += forecast.fails
        if forecast.why:
            printer.say(f"{row_name(job)}: {forecast.why}")
    parts = [f"{made} to make"] + ([f"{failed} can't be made"] if failed else [])
    parts += [f"{len(jobs) - made - failed} up to date"] if len(jobs) > made + failed else []
    printer.say(f"{_plural(len(jobs), noun)}: {', '.join(parts)}")


@dataclass(slots=True)
class _Tally:
    """What is kept of outcomes: sums, and no more rows than are printed."""

    jobs: int
    noun: str = "CV"
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
                row_name(outcome.job),
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
        yield f"{_plural(self.jobs, self.noun)}{pages} in {seconds:.1f} s: {', '.join(filter(None, parts))}"


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
