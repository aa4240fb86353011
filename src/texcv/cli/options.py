"""What the commands share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import click
from click.shell_completion import CompletionItem

from texcv.diagnostics import FORMATS as DIAGNOSTIC_FORMATS
from texcv.diagnostics import did_you_mean


class Commands(click.Group):
    """Names the nearest command for one that does not exist."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """The command, or a usage error that names the nearest."""
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            near = did_you_mean(args[0], self.list_commands(ctx))
            also = f"`texcv render {args[0]}` typesets it" if args[0].endswith((".yaml", ".yml")) else near
            raise click.UsageError(f"there is no command `{args[0]}`{f': {also}' if also else ''}", ctx)
        return super().resolve_command(ctx, args)


class TemplateName(click.ParamType):  # type: ignore[type-arg]  # not generic before click 8.2
    """A template's name, or its folder; the shell completes the names."""

    name = "template"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The names that begin so."""
        from texcv.templates import known_templates

        return [CompletionItem(name) for name in known_templates() if name.startswith(incomplete)]


CV_FILE = click.Path(path_type=str, readable=False)  # the pipeline says better why a file can't be read


def examples(text: str) -> str:
    """The example at the end of a command's help."""
    return "\b\nExample:\n" + "\n".join(f"  {line.strip()}" for line in text.strip().splitlines())


def printing(command: Callable[..., None]) -> Callable[..., None]:
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


def making(command: Callable[..., None]) -> Callable[..., None]:
    """The options of the commands that typeset."""
    options: Iterable[Callable[..., Any]] = (
        click.option("-v", "--verbose", is_flag=True, help="Show TeX's log."),
        click.option(
            "--no-cache", is_flag=True, help="Take nothing from earlier renders, and keep nothing for later ones."
        ),
        click.option("--no-check", is_flag=True, help="Don't compare the PDF's text with the CV."),
        click.option("-f", "--format", "formats", multiple=True, help="pdf, tex, or pdf,tex.  [default: pdf]"),
    )  # fmt: skip
    for option in options:
        command = option(command)
    return command


many = click.option(
    "-j", "--jobs", type=click.IntRange(min=1), metavar="N", show_default="one for each core",
    help="How many CVs to make at a time.",
)  # fmt: skip


def choosing(command: Callable[..., None]) -> Callable[..., None]:
    """The options that choose a version of a CV in the place of what it says, and the one that trusts it."""
    options: Iterable[Callable[..., Any]] = (
        click.option("--allow-raw-tex", is_flag=True, help="Let values through that are LaTeX (!tex)."),
        click.option(
            "--set", "settings", multiple=True, metavar="KEY=VALUE", help="Set a value of the CV, as design.color=red."
        ),
        click.option("--strict", is_flag=True, help="Make a missing translation an error."),
        click.option("--locale", metavar="LANGUAGE", help="The language to print it in, as de or en-GB."),
        click.option("--tag", "tags", multiple=True, metavar="TAG", help="Leave out what has tags, but not this one."),
        click.option("--variant", metavar="NAME", help="One of the variants of the CV."),
        click.option("-t", "--template", type=TemplateName(), help="A template's name, or its folder."),
    )
    for option in options:
        command = option(command)
    return command
