"""What entries share: dates, links, and what stands below the head."""

from __future__ import annotations

from typing import Any

from texcv import model
from texcv.locale import Locale
from texcv.view.pieces import paragraphs, pieces, plain, required
from texcv.view.tree import Detail, Piece


def dates(entry: model.Dated, locale: Locale) -> Piece | None:
    """`Apr 2021 – Present`, or the one date."""
    if entry.date is not None:
        return plain(locale.moment(entry.date), entry.span("date"))
    if entry.start is None and entry.end is None:
        return None
    return plain(locale.period(entry.start, entry.end), entry.span("start" if entry.start is not None else "end"))


def moment(entry: Any, field: str, locale: Locale) -> Piece | None:
    """The date in a field."""
    value = getattr(entry, field)
    return plain(locale.moment(value), entry.span(field)) if value is not None else None


def body(entry: Any) -> dict[str, Any]:
    """Paragraphs, labelled facts and points, as far as the model has them."""
    fields = type(entry).model_fields
    return {
        "paragraphs": paragraphs(entry, "summary") if "summary" in fields else (),
        "details": tuple(_detail(entry, label) for label in entry.details) if "details" in fields else (),
        "highlights": pieces(entry, "highlights") if "highlights" in fields else (),
    }


def _detail(entry: Any, label: str) -> Detail:
    values = (required(entry, "details", label, index) for index in range(len(entry.details[label])))
    return Detail(plain(label, entry.key_span("details", label)), tuple(values))
