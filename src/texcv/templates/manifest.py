"""The manifest of a template, `template.yaml`: what it is called, what it is based on, which options it takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from texcv import source
from texcv.diagnostics import Diagnostic, shown
from texcv.model import Model
from texcv.model.base import OneOrMany
from texcv.model.fields import Plain, refuse
from texcv.templates.options import Option, millimetres
from texcv.validate import validate_as

NAME = "template.yaml"


def _length(text: str) -> str:
    try:
        millimetres(text)
    except ValueError:
        raise refuse("bad-option", f"{shown(text)} is not a length", "write it as 12mm, 1.2cm, 0.5in or 36pt") from None
    return text


def _package(name: str) -> str:
    if not all(char.isascii() and (char.isalnum() or char in "-_.") for char in name):
        raise refuse("bad-value", f"{shown(name)} is not the name of a LaTeX file", "use letters, figures and hyphens")
    return name


FileName = Annotated[Plain, AfterValidator(_package)]


class OptionFields(Model):
    """An option, as it is written."""

    type: Literal["choice", "color", "length"]
    default: Plain
    help: Plain
    choices: list[Plain] = []
    minimum: Annotated[Plain, AfterValidator(_length)] = "0mm"
    maximum: Annotated[Plain, AfterValidator(_length)] = "1000mm"

    @classmethod
    def examine(cls, data: dict[str, Any]) -> Iterator[PydanticCustomError]:
        """A choice has choices."""
        if data.get("type") == "choice" and not data.get("choices"):
            yield refuse("missing-key", "an option of the type `choice` needs `choices`", "add them: [a, b]")


class Manifest(Model):
    """A template, as it is written."""

    title: Plain
    description: Plain = ""
    base: Plain | None = None
    """The template that has whatever this one does not have: a name, or a path from this one's folder."""
    look: FileName | None = None
    """The name, without `.sty`, of the package that the document loads; otherwise the base's."""
    files: Annotated[list[FileName], OneOrMany()] | None = None
    """The classes and packages that the .tex needs beside it; otherwise all of the template and of its bases."""
    engines: Annotated[list[Literal["pdflatex", "lualatex"]], OneOrMany()] | None = None
    """The engines that can set it, the preferred one first; otherwise the base's, and at last pdflatex."""
    options: dict[Plain, OptionFields] = {}
    without: Annotated[list[Plain], OneOrMany()] = []
    """Options of the base that this template does not have."""

    def built_options(self) -> dict[str, Option]:
        """Its own options."""
        return {name: _option(name, fields) for name, fields in self.options.items()}


def _option(name: str, fields: OptionFields) -> Option:
    return Option(
        name,
        fields.type,
        fields.default,
        fields.help,
        tuple(fields.choices),
        millimetres(fields.minimum),
        millimetres(fields.maximum),
    )


def read_manifest(folder: Path) -> Manifest | list[Diagnostic]:
    """The manifest of the template in that folder, or all that is wrong with it."""
    root, found = source.load(folder / NAME)
    if root is None:
        return found
    manifest, faults = validate_as(root, Manifest)
    return manifest if manifest else [*found, *faults]
