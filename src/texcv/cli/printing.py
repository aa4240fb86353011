"""What the commands print, and where."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING

import click

from texcv.diagnostics import DOCUMENTS, Diagnostic, counts, format_diagnostics, has_errors, visible

if TYPE_CHECKING:
    from rich.progress import Progress

_COLORS = {"error": "red", "warning": "yellow", "hint": "cyan", "place": "bright_black", "fine": "green"}

_COMMAND = re.compile(r"(?<!\S)::|##\[")

MAX_SHOWN = 1000
"""Problems of one CV that are printed for people; a file of 2 MB can have 200,000."""


@dataclass(slots=True)
class Printer:
    """Prints for a person or for a tool. Problems go to standard error; documents and `github` to standard output."""

    how: str = "human"
    quiet: bool = False
    verbose: bool = False
    failed: bool = False
    live: Progress | None = None
    collected: list[tuple[int, Diagnostic]] = field(default_factory=list)

    def say(self, text: str) -> None:
        """A line of result, unless `--quiet` or a tool reads along."""
        if not self.quiet and self.how not in DOCUMENTS:
            click.echo(harmless(text, self.how))

    def report(self, diagnostics: Sequence[Diagnostic], rank: int = 0) -> None:
        """Problems as they come; for a document they are kept until `close`, and printed by `rank`."""
        self.failed |= has_errors(diagnostics)
        if self.how in DOCUMENTS:
            self.collected += ((rank, diagnostic) for diagnostic in diagnostics)
        if self.how in DOCUMENTS or not diagnostics:
            return
        err = self.how != "github"
        style = _style if colored(err) else None
        for line in format_diagnostics(diagnostics[:MAX_SHOWN], self.how, style):
            self._print(line, err)
        if len(diagnostics) > MAX_SHOWN:
            more = f"{len(diagnostics) - MAX_SHOWN:,} more problems"
            self._print(f"There are {more}; `--diagnostics json` tells them all.", err)

    def show_log(self, log: str) -> None:
        """TeX's log, if `--verbose` asks for it."""
        if self.verbose and log:
            lines = log.splitlines() if self.how == "github" else ()
            self._print("\n".join(harmless(line, self.how) for line in lines) or log, True)

    def tabulate(self, rows: Sequence[tuple[str, str, Sequence[Diagnostic]]]) -> None:
        """A line for each check: its name, what was compared, and how much is wrong."""
        if self.quiet or self.how in DOCUMENTS:
            return
        first, second = (max(len(row[column]) for row in rows) for column in (0, 1))
        for name, compared, found in rows:
            click.echo(f"  {name:{first}}  {compared:{second}}  {counted(found)}")

    def flush(self) -> None:
        """Print what was kept: a document of it."""
        if self.how in DOCUMENTS:
            found = [diagnostic for _, diagnostic in sorted(self.collected, key=itemgetter(0))]
            self.collected.clear()
            for line in format_diagnostics(found, self.how):
                click.echo(line)

    def close(self) -> None:
        """End the command: print what was kept, and exit with 1 if there was an error."""
        self.flush()
        if self.failed:
            raise SystemExit(1)

    @property
    def watched(self) -> bool:
        """Whether somebody looks at a terminal and wants to see how it goes on."""
        return not self.quiet and sys.stderr.isatty() and self.how in {"human", "concise"}

    def _print(self, text: str, err: bool) -> None:
        """A text, above the bar where there is one."""
        if self.live and err:
            from rich.text import Text

            self.live.console.print(Text.from_ansi(text), soft_wrap=True)
        else:
            click.echo(text, err=err)

    @contextlib.contextmanager
    def progress(self, name: str) -> Iterator[_Status]:
        """A line that says what is going on; on a terminal only."""
        if not self.watched:
            yield _Status(name)
            return
        from rich.console import Console

        with Console(stderr=True, no_color=not colored(True)).status(name) as status:
            yield _Status(name, status)

    @contextlib.contextmanager
    def bar(self, total: int) -> Iterator[Callable[[str], None]]:
        """A bar that grows with each call, which says what stands beside it; on a terminal only."""
        if not self.watched:
            yield lambda text: None
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        console = Console(stderr=True, no_color=not colored(True))
        columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"), TimeRemainingColumn())
        with Progress(*columns, console=console, transient=True) as live:
            task = live.add_task("", total=total)
            self.live = live
            try:
                yield lambda text: live.update(task, advance=1, description=text)
            finally:
                self.live = None


@dataclass(slots=True)
class _Status:
    name: str
    line: object = None

    def __call__(self, stage: str) -> None:
        if self.line is not None:
            from rich.text import Text

            self.line.update(Text(f"{self.name}: {stage}"))  # type: ignore[attr-defined]


def colored(err: bool) -> bool:
    """Colour only on a terminal, and not where NO_COLOR (no-color.org) is set."""
    stream = sys.stderr if err else sys.stdout
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _style(text: str, kind: str) -> str:
    return click.style(text, fg=_COLORS[kind], bold=kind in {"error", "warning"})


def harmless(text: str, how: str) -> str:
    """The text as a terminal may print it and, where GitHub reads along, with no command in it.

    GitHub's runner takes `::` at the start of a line, and `##[` anywhere in it, for one (`ActionCommand.cs`).
    """
    text = visible(text)
    return _COMMAND.sub(lambda found: f"\\x{ord(found[0][0]):02x}{found[0][1:]}", text) if how == "github" else text


def counted(found: Sequence[Diagnostic]) -> str:
    """How much is wrong, for a cell of a table on standard output."""
    style = _style if colored(False) else lambda text, kind: text
    return ", ".join(style(text, kind) for text, kind in _counts(found) or [("ok", "fine")])


def in_words(found: Sequence[Diagnostic]) -> str:
    """The same in a sentence."""
    return ", ".join(text for text, _ in _counts(found))


def _counts(found: Sequence[Diagnostic]) -> list[tuple[str, str]]:
    kinds = [(name.removesuffix("s"), count) for name, count in counts(found).items() if count]
    return [(f"{count} {kind}{'s' if count > 1 else ''}", kind) for kind, count in kinds]
