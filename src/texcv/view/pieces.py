"""Strings of the model -> pieces. Nothing else in texcv escapes."""

from __future__ import annotations

import re

from texcv import model
from texcv.diagnostics import Span
from texcv.tex import Inline, Tex, escape_text, inline, url_text
from texcv.view.tree import Piece


def optional(source: model.Model, field: str, *path: str | int) -> Piece | None:
    """The Markdown text in a field, or in the list or mapping of a field; None if there is none."""
    value = getattr(source, field)
    for step in path:
        value = value[step]
    if value is not None and source.is_raw(field, *path):
        return raw(value, source.span(field, *path))
    return of_inline(inline(value), source.span(field, *path)) if value is not None else None


def required(source: model.Model, field: str, *path: str | int) -> Piece:
    """The Markdown text in a field that always has one."""
    piece = optional(source, field, *path)
    assert piece is not None
    return piece


def pieces(source: model.Model, field: str) -> tuple[Piece, ...]:
    """The Markdown texts of a list."""
    return tuple(required(source, field, index) for index in range(len(getattr(source, field))))


def paragraphs(source: model.Model, field: str, *path: int) -> tuple[Piece, ...]:
    """A text, cut at its empty lines."""
    text = getattr(source, field) or ""
    for index in path:
        text = text[index]
    if source.is_raw(field, *path):
        return (raw(text, source.span(field, *path)),) if text else ()
    parts = [part for part in re.split(r"\n[ \t]*\n", text) if part.strip()]
    return tuple(of_inline(inline(part), source.span(field, *path)) for part in parts)


def paragraphs_of(source: model.Model, field: str) -> tuple[Piece, ...]:
    """The texts of a list, each cut at its empty lines."""
    texts = range(len(getattr(source, field)))
    return tuple(piece for index in texts for piece in paragraphs(source, field, index))


def of_inline(parsed: Inline, span: Span | None) -> Piece:
    """A piece of parsed Markdown, or of a printed URL."""
    return Piece(parsed.tex, parsed.text, span, parsed.links, parsed.words)


def plain(text: str, span: Span | None) -> Piece:
    """Text in which no mark has a meaning: names, numbers, dates, words of a locale."""
    return Piece(escape_text(text), text, span)


def raw(latex: str, span: Span | None) -> Piece:
    """LaTeX as it was written, which can't change what comes after it; a comment at its end ends there, too."""
    return Piece(Tex(f"{{{latex}%\n}}"), "", span, raw=True)


def linked(text: str, url: str, span: Span | None) -> Piece:
    """Plain text that leads to `url`, which is encoded already."""
    return Piece(escape_text(text), text, span, (url,))


def identifier(text: str, url: str, span: Span | None) -> Piece:
    """`doi:10.1234/abc`, breakable as a URL is, leading to `url`."""
    shown = url_text(text)
    return Piece(shown.tex, shown.text, span, (url,))
