"""Tables and figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from texcv import model
from texcv.tex import Inline, Tex, encode_url, escape_text, escape_url, inline, url_text
from texcv.view.context import Context
from texcv.view.entries import Row, Table
from texcv.view.pieces import pieces, plain, required
from texcv.view.tree import Piece

_FIGURE = re.compile("[-+−]?[0-9][0-9.,’ \u00a0\u2009\u202f]*%?")


def metrics(section: model.MetricsSection, context: Context) -> Iterator[Table]:
    """The figures: a label at the left, a column for each of `columns`."""
    rows = [
        Row((
            plain(label, section.key_span("rows", label)),
            *(plain(figure, section.span("rows", label, index)) for index, figure in enumerate(figures)),
        ))
        for label, figures in section.rows.items()
    ]  # fmt: skip
    corner = Piece(Tex(), "", section.span("columns"))
    heads = (corner, *pieces(section, "columns")) if section.columns else ()
    yield Table(_alignment(rows), heads, tuple(rows))


def source(section: model.MetricsSection, context: Context) -> tuple[Piece, ...]:
    """Where the figures come from, and when they were read: `Google Scholar, retrieved on Feb 27, 2025`.

    The URL is the target of the source's words; where those lead somewhere themselves, it stands behind them.
    """
    words = [inline(section.source)] if section.source else []
    if section.url and not (words and not words[0].links):
        parts = [*words, linked(url_text(section.url), section.url)]
    else:
        parts = [linked(shown, section.url) if section.url else shown for shown in words]
    if section.retrieved is not None:
        when = context.locale.when(section.retrieved)
        parts.append(Inline(escape_text(when), when))
    if not parts:
        return ()
    comma = context.locale.forms["comma"]
    joint = rf"\cvnext{{{escape_text(comma)}}}" if context.locale.forms["direction"] == "rtl" else escape_text(comma)
    tex = Tex(joint.join(part.tex for part in parts))
    field = next(field for field in ("source", "url", "retrieved") if getattr(section, field) is not None)
    links = [link for part in parts for link in zip(part.links, _stands_on(part), strict=True)]
    text = comma.join(part.text for part in parts)
    targets, stands_on = zip(*links, strict=True) if links else ((), ())
    return (Piece(tex, text, section.span(field), targets, stands_on),)


def _stands_on(part: Inline) -> tuple[str, ...]:
    """The words of each of its links."""
    return part.words or (part.text,) * len(part.links)


def linked(shown: Inline, url: str) -> Inline:
    """The words, leading to the URL."""
    return Inline(Tex(rf"\cvlink{{{escape_url(url)}}}{{{shown.tex}}}"), shown.text, (encode_url(url),))


def table(section: model.TableSection, context: Context) -> Iterator[Table]:
    """A table of texts."""
    rows = [
        Row(tuple(required(section, "rows", number, index) for index in range(len(cells))))
        for number, cells in enumerate(section.rows)
    ]
    yield Table(_alignment(rows), pieces(section, "columns"), tuple(rows))


def _alignment(rows: Sequence[Row]) -> Tex:
    """Columns of figures stand at the right."""
    columns = zip(*(row.cells for row in rows), strict=True)
    return Tex("".join("r" if _are_figures(column) else "l" for column in columns))


def _are_figures(cells: Sequence[Piece]) -> bool:
    return all(_FIGURE.fullmatch(cell.text) for cell in cells if cell.text) and any(cell.text for cell in cells)
