"""`texcv watch`: a round of making CVs for each save."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from texcv.cli.options import CV_FILE, choosing, examples, making, printing
from texcv.cli.outcomes import print_round
from texcv.cli.printing import Printer
from texcv.cli.rendering import plan, project_file, targets_of
from texcv.diagnostics import Span, TexcvError, cut, error

if TYPE_CHECKING:
    from texcv.batch import Job
    from texcv.project import Target
    from texcv.watch import Watch


@click.command(epilog=examples("texcv watch cv/klein.yaml\ntexcv watch thesis/"))
@click.argument("paths", nargs=-1, type=CV_FILE, metavar="[CV.yaml... or DIR]")
@click.option(
    "-o", "--output", type=click.Path(path_type=str), help="A folder, or for one CV a file.  [default: output]"
)
@making
@choosing
@printing
def watch(paths: tuple[str, ...], output: str | None, verbose: bool, how: str, quiet: bool, **asked: Any) -> None:
    """Typeset CVs whenever they are saved, and check each PDF.

    Also when something else is saved that they are made of: what they include, a photo, a template of one's own. Of a
    DIR, or without anything, the project there is made, as by `texcv build`. Ctrl-C ends it.
    """
    from texcv import project
    from texcv.home import PROJECT, is_there
    from texcv.watch import Watch

    folders = [path for path in paths if Path(path).is_dir() or Path(path).name == PROJECT]
    if folders and paths[1:]:
        raise click.UsageError(f"{cut(folders[0])} is a project: name one, or CVs")
    file = project_file(paths[0] if paths else ".") if folders or not paths else None
    printer = Printer(how, quiet, verbose)
    targets: dict[Job, Target | None] = {}

    def find() -> dict[Job, Target | None]:
        asked_for = {"output": output, "verbose": verbose, **asked}
        found = targets_of(file, **asked_for) if file else dict.fromkeys(plan(paths, **asked_for))
        targets.clear()
        targets.update(found)
        return targets

    def find_again() -> dict[Job, Target | None]:
        try:
            return find()
        except click.UsageError as fault:  # such as that there is no CV, for a moment
            raise TexcvError([error("missing-file", fault.message, Span(str(file)))]) from None

    with contextlib.suppress(TexcvError):  # the watcher says it, and waits until it is mended
        find()
    if not all(is_there(Path(path)) for path in paths):  # they are misspelt, rather than yet to be written
        for job in targets:
            printer.report(job.perform().diagnostics)
        printer.close()
    watcher = Watch(find_again, file)
    printer.say(f"Watching {', '.join(paths) or 'this project'}: Ctrl-C ends it.")
    try:
        while True:
            try:
                print_round(printer, project.in_project(watcher.outcomes(), targets))
            except TexcvError as fault:
                printer.report(fault.diagnostics)
                printer.flush()
            watcher.wait()
            _go_on(printer, watcher)
    except KeyboardInterrupt:
        printer.say("")  # behind the ^C


def _go_on(printer: Printer, watcher: Watch) -> None:
    """End where there is nothing left to go on with; begin anew where texcv is another."""
    try:
        Path.cwd()
    except FileNotFoundError:
        printer.report([error("missing-file", "the folder in which this was started is gone")])
        printer.close()
    if watcher.outdated:
        arguments = [sys.executable, *sys.orig_argv[1:]]
        if os.name == "nt":  # where exec would give the terminal back
            raise SystemExit(subprocess.call(arguments))
        os.execv(sys.executable, arguments)  # noqa: S606  # ourselves
