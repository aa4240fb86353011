"""What leads somewhere: addresses, numbers, URLs."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from texcv import model
from texcv.diagnostics import Span
from texcv.tex import Tex, encode_url, escape_text, escape_url, url_text
from texcv.view.pieces import linked, of_inline
from texcv.view.tree import Link, Piece


def link(entry: Any, field: str = "url") -> Link | None:
    """The URL in a field, as it is printed; None if there is none."""
    url = getattr(entry, field)
    return to_page(url, entry.span(field)) if url else None


def to_page(url: str, span: Span | None) -> Link:
    """A URL as it is printed."""
    return Link(escape_url(url), of_inline(url_text(url), span))


def labelled(label: str, colon: str, url: str, span: Span | None) -> Link:
    """A URL as it is printed, with a word before it that says what it is."""
    shown = url_text(url)
    tex = Tex(f"{escape_text(label)}{escape_text(colon)}{shown.tex}")
    return Link(escape_url(url), Piece(tex, f"{label}{colon}{shown.text}", span, shown.links))


def words_that_lead(entry: model.Publication | model.Talk) -> tuple[Link, ...]:
    """The words of `links`, each with its target."""
    return tuple(
        Link(escape_url(url), linked(label, encode_url(url), entry.key_span("links", label)))
        for label, url in entry.links.items()
    )


def email_link(source: model.Contact | model.Reference, index: int) -> Link:
    """An address, leading to a new message."""
    email = source.email[index]
    url, shown = f"mailto:{quote(email, safe='@+')}", url_text(email)
    return Link(escape_url(url), Piece(shown.tex, shown.text, source.span("email", index), (url,)))


def phone_link(phone: model.Phone) -> Link:
    """A number, leading to a call."""
    url = _dialled(phone.number)
    return Link(escape_url(url), linked(phone.number, url, phone.span("number")))


def _dialled(number: str) -> str:
    """The number as a `tel:` address (RFC 3966): without the `(0)` that is not dialled from abroad."""
    main, _, extension = re.sub(r"\(0\)", "", number).partition("x")
    digits = re.sub(r"[^0-9+]", "", main)
    return f"tel:{digits};ext={re.sub('[^0-9]', '', extension)}" if extension else f"tel:{digits}"
