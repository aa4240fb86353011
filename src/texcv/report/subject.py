"""What all reports share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from texcv.ats import Assessment
from texcv.check import Proof
from texcv.diagnostics import Diagnostic, Span, visible
from texcv.frozen import frozen
from texcv.version import __version__


@frozen
class Subject:
    """The CV's file, the PDF's file and what is in that, and what parsers take from it, if that was looked at."""

    cv: str
    pdf: str
    content: bytes
    assessment: Assessment | None = None


_ABSENT = {"missing-text", "out-of-order"}
_BETWEEN = {"stray-text"}  # its place is that of the string that it stands before


def faults_of(proof: Proof) -> dict[int, tuple[Diagnostic, ...]]:
    """What is wrong with each string, by the `id` of its piece; those that were not found have an error."""
    by_span: dict[Span | None, list[Diagnostic]] = {}
    for fault in proof.diagnostics:
        if fault.span and fault.span.line and fault.code not in _BETWEEN:
            by_span.setdefault(fault.span, []).append(fault)
    found = {id(item.piece) for item in proof.placed}
    return {
        id(piece): tuple(
            fault for fault in by_span.get(piece.span, ()) if (fault.code in _ABSENT) != (id(piece) in found)
        )
        for piece in proof.pieces
    }


def fill(template: str, folder: Path | None = None, **values: Any) -> str:
    """A template of this folder, or of another that has what is not here, with the values in it.

    They are escaped, and no character in them steers anything.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    loader = FileSystemLoader([*([folder] if folder else []), Path(__file__).parent])
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
        finalize=lambda value: visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value,
    )  # fmt: skip
    return environment.get_template(template).render(version=__version__, **values)
