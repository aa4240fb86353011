"""`texcv templates`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

import click

from texcv.cli.options import Commands, TemplateName, examples
from texcv.cli.printing import Printer
from texcv.diagnostics import TexcvError

if TYPE_CHECKING:
    from texcv.diagnostics import Diagnostic
    from texcv.templates import Template


@click.group(
    cls=Commands,
    epilog=examples("texcv templates\ntexcv templates show classic\ntexcv templates eject classic my/"),
    invoke_without_command=True,
)
@click.pass_context
def templates(ctx: click.Context) -> None:
    """List the templates."""
    if ctx.invoked_subcommand is None:
        from texcv.templates import all_templates

        for template in all_templates():
            click.echo(f"{template.name:12} {template.description}")


@templates.command(name="show", epilog=examples("texcv templates show classic"))
@click.argument("name", type=TemplateName())
def templates_show(name: str) -> None:
    """Show a template's options."""
    template = _template(name)
    click.echo(f"{template.title}: {template.description}\n")
    for option in template.options.values():
        click.echo(f"  {option.name} = {option.default}\n      {option.help} {option.describe()}.")
    click.echo("\nSet them under `design:` in the CV, or with `--set design.NAME=VALUE`.")


@templates.command(
    name="eject", epilog=examples("texcv templates eject classic my/\ntexcv render cv/klein.yaml -t my/")
)
@click.argument("name", type=TemplateName())
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
