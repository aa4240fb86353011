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
    """Where the figures come from, and when they were read: `Google Scholar, retrieved on Feb 27, 2025`."""
    parts: list[Inline] = []
    if section.source or section.url:
        shown = inline(section.source) if section.source else url_text(section.url or "")
        parts.append(linked(shown, section.url) if section.url else shown)
    if section.retrieved is not None:
        words = context.locale.words["retrieved"].format(context.locale.moment(section.retrieved))
        parts.append(Inline(escape_text(words), words))
    if not parts:
        return ()
    tex = Tex(", ".join(part.tex for part in parts))
    field = next(field for field in ("source", "url", "retrieved") if getattr(section, field) is not None)
    stands_on = parts[0].words or (parts[0].text,)
    return (Piece(tex, ", ".join(part.text for part in parts), section.span(field), parts[0].links, stands_on),)


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
