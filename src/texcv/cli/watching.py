"""`texcv watch`: a round of making CVs for each save."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from texcv.cli.options import CV_FILE, choosing, examples, making, printing
from texcv.cli.outcomes import print_round
from texcv.cli.printing import Printer
from texcv.cli.rendering import plan, project_file, targets_of
from texcv.diagnostics import TexcvError, cut

if TYPE_CHECKING:
    from texcv.batch import Job
    from texcv.project import Target
    from texcv.watch import Found


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
    from texcv.watch import Watch, visible

    printer = Printer(how, quiet, verbose)
    asked |= {"output": output, "verbose": verbose}
    targets: dict[Job, Target | None] = {}

    def of_project() -> Found:
        file = project_file(paths[0] if paths else ".")
        inside = visible([file.parent], Path(output or file.parent / "output"))
        targets.clear()
        try:
            targets.update(targets_of(file, **asked))
        except TexcvError as fault:
            printer.report(fault.diagnostics)
            return (), (file, *inside)
        return targets, (file, *filter(Path.is_dir, inside))

    def of_cvs() -> Found:
        targets.update(dict.fromkeys(plan(paths, **asked)))
        return targets, ()

    folders = [path for path in paths if Path(path).is_dir() or Path(path).name == PROJECT]
    if folders and paths[1:]:
        raise click.UsageError(f"{cut(folders[0])} is a project: name one, or CVs")
    watcher = Watch(of_cvs if paths and not folders else of_project)
    if not all(is_there(Path(path)) for path in paths):  # they are misspelt, rather than yet to be written
        print_round(printer, watcher.outcomes())
        printer.close()
    printer.say(f"Watching {', '.join(paths) or 'this project'}: Ctrl-C ends it.")
    try:
        while True:
            print_round(printer, project.in_project(watcher.outcomes(), targets))
            watcher.wait()
            if watcher.outdated:
                os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606  # ourselves
    except KeyboardInterrupt:
        printer.say("")  # behind the ^C
