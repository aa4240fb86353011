"""The commands."""

from __future__ import annotations

import io
import json
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from texcv.cli.differences import diff
from texcv.cli.options import CV_FILE, Commands, choosing, examples, printing
from texcv.cli.printing import Printer
from texcv.cli.rendering import build, render
from texcv.cli.scores import print_scores
from texcv.cli.templates import templates
from texcv.cli.watching import watch
from texcv.diagnostics import TexcvError, has_errors
from texcv.version import __version__

if TYPE_CHECKING:
    from texcv.diagnostics import Diagnostic


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", message="texcv %(version)s")
def main() -> None:
    """Compile a CV: YAML in, a typeset PDF out, and the proof that nothing was lost.

    \b
    Start with:
      texcv new "Ada Example"
      texcv render ada-example.yaml
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a name that the terminal can't show is no reason to fail
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):  # Windows has no SIGHUP
            signal.signal(getattr(signal, name), lambda number, frame: sys.exit(128 + number))  # TeX is ended, too


@main.command(epilog=examples("texcv validate cv/klein.yaml --diagnostics github"))
@click.argument("cvs", nargs=-1, required=True, type=CV_FILE, metavar="CV.yaml...")
@choosing
@printing
def validate(cvs: tuple[str, ...], how: str, quiet: bool, **asked: Any) -> None:
    """Look for problems in CVs, or in the texcv.yaml of a project. Needs no TeX."""
    from texcv import pipeline
    from texcv.home import PROJECT

    printer = Printer(how, quiet)
    for cv in cvs:
        found = _in_project(cv) if Path(cv).name == PROJECT else pipeline.validate(cv, **asked)
        printer.report(found)
        if not has_errors(found):
            printer.say(f"{cv}: no problems" if not found else f"{cv}: no errors")
    printer.close()


def _in_project(file: str) -> tuple[Diagnostic, ...]:
    """What is wrong with the file of a project."""
    from texcv import project
    from texcv.choice import AS_WRITTEN

    found = project.read_targets(Path(file), AS_WRITTEN)
    return tuple(found) if isinstance(found, list) else ()


@main.command(epilog=examples("texcv check cv/klein.yaml output/klein.pdf --thorough --report check.html"))
@click.argument("cv", type=CV_FILE, metavar="CV.yaml")
@click.argument("pdf", required=False, type=CV_FILE, metavar="[PDF]")
@click.option("--ats", is_flag=True, help="Score what applicant tracking systems take from it.")
@click.option("--thorough", is_flag=True, help="Compare it with what other programs read, too.")
@click.option(
    "--report",
    "reports",
    multiple=True,
    type=click.Path(path_type=str),
    metavar="FILE",
    help="Write what was found to a file: .html to look at, .json, or .xml (JUnit).",
)
@choosing
@printing
def check(
    cv: str, pdf: str | None, ats: bool, thorough: bool, reports: tuple[str, ...], how: str, quiet: bool, **asked: Any,
) -> None:  # fmt: skip
    """Compare a PDF with its CV: text, links, fonts and pages.

    Without PDF, it is the one in the folder output.
    """
    from texcv import pipeline

    unknown = next((file for file in reports if not file.endswith(pipeline.REPORTS)), None)
    if unknown:
        raise click.UsageError(f"{unknown} is no report: its name must end with {', '.join(pipeline.REPORTS)}")
    printer = Printer(how, quiet)
    try:
        proved = pipeline.prove(cv, pdf, thorough=thorough, ats=ats, **asked)
        for file in reports:
            pipeline.write_report(proved, file)
    except TexcvError as fault:
        printer.report(fault.diagnostics)
        printer.close()
        return
    printer.report(proved.proof.diagnostics)
    printer.tabulate([(check.name, check.compared, check.diagnostics) for check in proved.proof.checks])
    if proved.missing:
        printer.say(f"  not on this machine: {', '.join(proved.missing)} (`texcv doctor` says how to get them)")
    if proved.assessment:
        print_scores(printer, proved.assessment)
    printer.close()
    printer.say(f"{proved.pdf}: says what {cv} says")


@main.command(epilog=examples('texcv new "Ada Example" --locale de -o cv/ada.yaml'))
@click.argument("name")
@click.option("-o", "--output", type=click.Path(path_type=str), help="The file to write.  [default: from the name]")
@click.option("--locale", default="en", show_default=True, help="The language of the CV.")
def new(name: str, output: str | None, locale: str) -> None:
    """Begin a CV, with a sample of each section, and a schema for your editor beside it."""
    from texcv import sample

    printer = Printer()
    try:
        file, schema = sample.write_sample(name, output, locale)
    except TexcvError as fault:
        printer.report(fault.diagnostics)
        printer.close()
        return
    printer.say(f"{file} is yours to edit; {schema.name} lets your editor complete its keys.")
    printer.say(f"Next: texcv render {file}")


main.add_command(build)
main.add_command(diff)
main.add_command(render)
main.add_command(templates)
main.add_command(watch)


@main.command(epilog=examples("texcv schema > texcv.schema.json"))
def schema() -> None:
    """Print the JSON Schema of a CV, for editors."""
    from texcv.sample import full_schema

    click.echo(json.dumps(full_schema(), indent=2))


@main.command(epilog=examples("texcv doctor"))
def doctor() -> None:
    """Say what this machine lacks, and the command that installs it."""
    from texcv.doctor import examine, install_command, optional_command

    lacking = []
    for finding in examine():
        mark = click.style("     ok", fg="green") if finding.fine else click.style("missing", fg="red", bold=True)
        if finding.optional and not finding.fine:
            mark = click.style(" absent", fg="yellow")
        click.echo(f"{mark}  {finding.name}{f': {finding.note}' if finding.note else ''}")
        lacking += [] if finding.fine else [finding]
    if any(finding.installable and not finding.optional for finding in lacking):
        click.echo(f"\nInstall what is missing with:\n  {install_command()}")
    if any(finding.optional for finding in lacking):
        commands = dict.fromkeys(finding.command or optional_command() for finding in lacking if finding.optional)
        click.echo("\nWhat is absent only some CVs or commands need; it comes with:")
        click.echo("\n".join(f"  {command}" for command in commands))
    if not all(finding.optional for finding in lacking):
        raise SystemExit(1)
