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
from texcv.diagnostics import TexcvError, cut, error

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
    asked_for = _Asked(file, paths, {"output": output, "verbose": verbose, **asked})
    with contextlib.suppress(TexcvError):  # the watcher says it, and waits until it is mended
        asked_for.find()
    if not all(is_there(Path(path)) for path in paths):  # they are misspelt, rather than yet to be written
        for job in asked_for.targets:
            printer.report(job.perform().diagnostics)
        printer.close()
    watcher = Watch(asked_for.find_again, file)
    printer.say(f"Watching {', '.join(paths) or 'this project'}: Ctrl-C ends it.")
    try:
        while True:
            try:
                print_round(printer, project.in_project(watcher.outcomes(), asked_for.targets))
            except TexcvError as fault:
                printer.report(fault.diagnostics)
                printer.flush()
            watcher.wait()
            _go_on(printer, watcher)
    except KeyboardInterrupt:
        printer.say("")  # behind the ^C


class _Asked:
    """The CVs of the `paths`, or the targets of the project whose file that is."""

    def __init__(self, file: Path | None, paths: tuple[str, ...], how: dict[str, Any]) -> None:
        self.targets: dict[Job, Target | None] = {}
        self._file, self._paths, self._how = file, paths, how

    def find(self) -> dict[Job, Target | None]:
        """What there is to make now; raises `TexcvError`, and `UsageError` where the call can't be meant."""
        found = targets_of(self._file, **self._how) if self._file else dict.fromkeys(plan(self._paths, **self._how))
        self.targets.clear()
        self.targets |= found
        return self.targets

    def find_again(self) -> dict[Job, Target | None]:
        """The same of a call that was meant: it is wrong for a while, as where there is no CV for a moment."""
        try:
            return self.find()
        except click.UsageError as fault:
            raise TexcvError([error("missing-file", fault.message)]) from None


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
