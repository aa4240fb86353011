"""The commands."""

from __future__ import annotations

import io
import json
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

import click
from click.shell_completion import CompletionItem

from texcv.cli.printing import Printer
from texcv.cli.scores import print_scores
from texcv.diagnostics import FORMATS as DIAGNOSTIC_FORMATS
from texcv.diagnostics import TexcvError, did_you_mean, has_errors
from texcv.version import __version__

if TYPE_CHECKING:
    from texcv.diagnostics import Diagnostic
    from texcv.pipeline import Rendered
    from texcv.templates import Template


class _Commands(click.Group):
    """Names the nearest command for one that does not exist."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            near = did_you_mean(args[0], self.list_commands(ctx))
            also = f"`texcv render {args[0]}` typesets it" if args[0].endswith((".yaml", ".yml")) else near
            raise click.UsageError(f"there is no command `{args[0]}`{f': {also}' if also else ''}", ctx)
        return super().resolve_command(ctx, args)


class _TemplateName(click.ParamType):  # type: ignore[type-arg]  # not generic before click 8.2
    """A template's name, or its folder; the shell completes the names."""

    name = "template"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from texcv.templates import known_templates

        return [CompletionItem(name) for name in known_templates() if name.startswith(incomplete)]


_CV_FILE = click.Path(path_type=str, readable=False)  # the pipeline says better why a file can't be read


def _examples(text: str) -> str:
    return "\b\nExample:\n" + "\n".join(f"  {line.strip()}" for line in text.strip().splitlines())


def _printing(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say how to print."""
    options: Iterable[Callable[..., Any]] = (
        click.option(
            "--diagnostics", "how", type=click.Choice(list(DIAGNOSTIC_FORMATS)), default="human", show_default=True,
            help="How problems are printed.",
        ),
        click.option("-q", "--quiet", is_flag=True, help="Print problems only."),
    )  # fmt: skip
    for option in options:
        command = option(command)
    return command


def _choosing(command: Callable[..., None]) -> Callable[..., None]:
    """The options that take the place of what the CV says."""
    command = click.option(
        "--set", "settings", multiple=True, metavar="KEY=VALUE", help="Set a value of the CV, as design.color=red."
    )(command)
    return click.option("-t", "--template", type=_TemplateName(), help="A template's name, or its folder.")(command)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
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


@main.command(epilog=_examples("texcv render cv/klein.yaml --set design.color=green"))
@click.argument("cvs", nargs=-1, required=True, type=_CV_FILE, metavar="CV.yaml...")
@click.option(
    "-o", "--output", type=click.Path(path_type=str), help="A folder, or for one CV a file.  [default: output]"
)
@click.option("-f", "--format", "formats", multiple=True, help="pdf, tex or both.  [default: pdf]")
@click.option("--no-check", is_flag=True, help="Don't compare the PDF's text with the CV.")
@click.option("-v", "--verbose", is_flag=True, help="Show TeX's log.")
@_choosing
@_printing
def render(
    cvs: tuple[str, ...], output: str | None, formats: tuple[str, ...], no_check: bool, verbose: bool,
    template: str | None,
    settings: tuple[str, ...], how: str, quiet: bool,
) -> None:  # fmt: skip
    """Typeset CVs, and check each PDF against its CV.

    A CV with a problem gets no PDF; the one that it has stays.
    """
    from texcv import pipeline

    wanted = tuple(dict.fromkeys(name.strip() for name in ",".join(formats or ("pdf",)).split(",")))
    misuse = pipeline.find_misuse(cvs, output, wanted)
    if misuse:
        raise click.UsageError(misuse)
    printer = Printer(how, quiet, verbose)
    for cv in cvs:
        try:
            with printer.progress(cv) as progress:
                made = pipeline.render(
                    cv, template=template, output=output, formats=wanted, settings=settings, check=not no_check,
                    progress=progress,
                )  # fmt: skip
        except TexcvError as fault:
            printer.show_log(fault.log)
            printer.report(fault.diagnostics)
            continue
        printer.show_log(made.log)
        printer.report(made.diagnostics)
        for line in _summary(made):
            printer.say(line)
    printer.close()


def _summary(made: Rendered) -> Iterator[str]:
    """A line for each result; the class, the look and the photo only stand beside a .tex."""
    for file in made.files:
        if file.suffix == ".pdf":
            pages = f", {made.pages} page{'s' if made.pages != 1 else ''}, all {made.strings} strings found"
            yield f"{file}{pages if made.pages else ', not checked'}"
        elif file.suffix == ".tex":
            yield f"{file}, with the class and the look that it needs beside it"


@main.command(epilog=_examples("texcv validate cv/klein.yaml --diagnostics github"))
@click.argument("cvs", nargs=-1, required=True, type=_CV_FILE, metavar="CV.yaml...")
@_choosing
@_printing
def validate(cvs: tuple[str, ...], template: str | None, settings: tuple[str, ...], how: str, quiet: bool) -> None:
    """Look for problems in CVs. Needs no TeX."""
    from texcv import pipeline

    printer = Printer(how, quiet)
    for cv in cvs:
        found = pipeline.validate(cv, template=template, settings=settings)
        printer.report(found)
        if not has_errors(found):
            printer.say(f"{cv}: no problems" if not found else f"{cv}: no errors")
    printer.close()


@main.command(epilog=_examples("texcv check cv/klein.yaml output/klein.pdf"))
@click.argument("cv", type=_CV_FILE, metavar="CV.yaml")
@click.argument("pdf", required=False, type=_CV_FILE, metavar="[PDF]")
@click.option("--ats", is_flag=True, help="Score what applicant tracking systems take from it.")
@_choosing
@_printing
def check(
    cv: str, pdf: str | None, ats: bool, template: str | None, settings: tuple[str, ...], how: str, quiet: bool
) -> None:
    """Compare the text of a PDF with its CV.

    Without PDF, it is the one in the folder output.
    """
    from texcv import pipeline

    printer = Printer(how, quiet)
    printer.report(pipeline.check(cv, pdf, template=template, settings=settings))
    if ats and not has_errors(printer.collected):
        assessment = pipeline.ats(cv, pdf, template=template, settings=settings)
        printer.report(assessment.diagnostics)
        print_scores(printer, assessment)
    printer.close()
    printer.say(f"{pdf or pipeline.default_pdf(cv)}: says what {cv} says")


@main.command(epilog=_examples('texcv new "Ada Example" --locale de -o cv/ada.yaml'))
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


@main.group(
    cls=_Commands,
    epilog=_examples("texcv templates\ntexcv templates show classic\ntexcv templates eject classic my/"),
    invoke_without_command=True,
)
@click.pass_context
def templates(ctx: click.Context) -> None:
    """List the templates."""
    if ctx.invoked_subcommand is None:
        from texcv.templates import all_templates

        for template in all_templates():
            click.echo(f"{template.name:12} {template.description}")


@templates.command(name="show", epilog=_examples("texcv templates show classic"))
@click.argument("name", type=_TemplateName())
def templates_show(name: str) -> None:
    """Show a template's options."""
    template = _template(name)
    click.echo(f"{template.title}: {template.description}\n")
    for option in template.options.values():
        click.echo(f"  {option.name} = {option.default}\n      {option.help} {option.describe()}.")
    click.echo("\nSet them under `design:` in the CV, or with `--set design.NAME=VALUE`.")


@templates.command(
    name="eject", epilog=_examples("texcv templates eject classic my/\ntexcv render cv/klein.yaml -t my/")
)
@click.argument("name", type=_TemplateName())
@click.argument("folder", type=click.Path(path_type=str))
def templates_eject(name: str, folder: str) -> None:
    """Copy a template to a folder, to make it your own."""
    from pathlib import Path

    from texcv.templates import eject

    try:
        eject(_template(name), Path(folder))
    except TexcvError as fault:
        _fail(fault.diagnostics)
    click.echo(f"{folder} is yours to change; `-t {_as_folder(folder)}` uses it.")


def _as_folder(folder: str) -> str:
    """The path so that it is not taken for the name of a template."""
    from texcv.templates import names_folder

    return folder if names_folder(folder) else f"./{folder}"


def _template(name: str) -> Template:
    """The template, or the end of the program."""
    from texcv.templates import find_template

    template = find_template(name)
    if isinstance(template, list):
        _fail(template)
    return template


def _fail(found: Sequence[Diagnostic]) -> NoReturn:
    Printer().report(found)
    raise SystemExit(1)


@main.command(epilog=_examples("texcv schema > texcv.schema.json"))
def schema() -> None:
    """Print the JSON Schema of a CV, for editors."""
    from texcv.sample import full_schema

    click.echo(json.dumps(full_schema(), indent=2))


@main.command(epilog=_examples("texcv doctor"))
def doctor() -> None:
    """Say what this machine lacks, and the command that installs it."""
    from texcv.doctor import examine, install_command

    lacking = installable = False
    for finding in examine():
        mark = click.style("     ok", fg="green") if finding.fine else click.style("missing", fg="red", bold=True)
        click.echo(f"{mark}  {finding.name}{f': {finding.note}' if finding.note else ''}")
        lacking = lacking or not finding.fine
        installable = installable or (not finding.fine and finding.installable)
    if installable:
        click.echo(f"\nInstall what is missing with:\n  {install_command()}")
    if lacking:
        raise SystemExit(1)
