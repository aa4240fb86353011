"""`texcv diff`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from texcv.cli.options import CV_FILE, choosing, examples, printing
from texcv.cli.printing import Printer, colored
from texcv.diagnostics import TexcvError, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.text import Text

    from texcv.diff import Change, Difference, Piece

_PIPED = 80
"""Columns of text that goes to a file."""

_BRACKETS = {"removed": ("[-", "-]"), "added": ("{+", "+}"), "left": ("[>", ">]"), "came": ("{>", ">}")}
"""As git's word diff has them; and for what was moved."""

_STYLES = {"removed": "red", "added": "green", "left": "cyan", "came": "cyan"}


@click.command(
    epilog=examples(
        "texcv diff old.pdf new.pdf\ntexcv diff cv/klein.yaml\ntexcv diff cv/klein.yaml HEAD~3 HEAD --html changes.html"
    )
)
@click.argument("file", type=CV_FILE, metavar="FILE")
@click.argument("others", nargs=-1, metavar="[FILE | REVISION [REVISION]]")
@click.option(
    "--html", type=click.Path(path_type=str), metavar="FILE", help="Write the pages side by side, with marks."
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 if anything differs.")
@choosing
@printing
def diff(
    file: str, others: tuple[str, ...], html: str | None, exit_code: bool, how: str, quiet: bool, **asked: Any
) -> None:
    """Say what changed between two PDFs, or two versions of a CV.

    FILE is a PDF or a CV. It is compared with another FILE; or as it is now with a REVISION of git, which is HEAD if
    none is given; or, with two revisions, as it was in each. CVs are typeset and checked first, with the photo and the
    template that they had then.

    Words are shown as [-removed-] and {+added+}; of what was moved, [>where it was>] and {>where it is>}.
    """
    from texcv.diff import compare, print_sides, sides_of, write_page

    try:
        sides = sides_of(file, others)
    except ValueError as fault:
        raise click.UsageError(str(fault)) from None
    if html and not html.lower().endswith((".html", ".htm")):
        raise click.UsageError(f"{html} is no page: its name must end with .html")
    printer = Printer(how, quiet)
    try:
        with printer.progress("diff") as progress:
            printed, remarks = print_sides(sides, progress, **asked)
            found = compare(*printed)
            if html:
                write_page(found, html)
    except TexcvError as fault:
        printer.show_log(fault.log)
        printer.report(fault.diagnostics)
        printer.close()
        return
    printer.report(remarks)
    print_difference(printer, found)
    if html:
        printer.say(f"{html}: the pages side by side")
    printer.close()
    if exit_code and found.differs:
        raise SystemExit(1)


def print_difference(printer: Printer, found: Difference) -> None:
    """Both names, each section that changed, the links, and a sum; nothing where a tool reads along."""
    if printer.quiet or printer.how in {"json", "github"}:
        return
    from rich.console import Console

    console = Console(highlight=False, width=None if sys.stdout.isatty() else _PIPED, no_color=not colored(False))
    for indent, text in _paragraphs(found):
        for line in text.wrap(console, console.width - indent) if indent else [text]:
            line.rstrip()
            line.pad_left(indent)
            console.print(line, soft_wrap=True)


def _paragraphs(found: Difference) -> Iterator[tuple[int, Text]]:
    """What is printed, one below the other; what is indented has as many lines as it needs."""
    from rich.text import Text

    from texcv.diff import hunks_of

    if found.differs:
        yield 0, Text(visible(f"--- {found.old.described}"), "red")
        yield 0, Text(visible(f"+++ {found.new.described}"), "green")
    for change in found.changed:
        yield 0, Text.assemble("\n", (visible(change.title), "bold"), _said_of(change))
        for hunk in hunks_of(change.runs):
            yield 2, _line_of(hunk, change.title)
    if found.lost or found.won:
        yield 0, Text("\nLinks", "bold")
        for kind, targets in (("removed", found.targets_lost), ("added", found.targets_won)):
            for target in targets:
                yield 2, _marked(target, kind)
    yield 0, Text("\n" * found.differs + visible(found.summary))


def _said_of(change: Change) -> str:
    said = "; ".join(filter(None, (change.said, change.summary)))
    return visible(f": {said}") if said else ""


def _line_of(hunk: Sequence[Piece], title: str) -> Text:
    from rich.text import Text

    line = Text()
    for piece in hunk:
        line.append(" " if piece.spaced and line else "")
        if piece.kind == "same":
            line.append(visible(piece.text))
            continue
        line.append_text(_marked(piece.text, piece.kind))
        if piece.other not in {"", title}:
            line.append(visible(f" ({piece.way(title)})"))
    return line


def _marked(text: str, kind: str) -> Text:
    """What changed, in brackets, as colours are not seen by all and not kept in files."""
    from rich.text import Text

    before, behind = _BRACKETS[kind]
    return Text(f"{before}{visible(text)}{behind}", _STYLES[kind])
