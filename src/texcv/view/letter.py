"""A letter -> its view."""

from __future__ import annotations

from texcv import model
from texcv.locale import Locale
from texcv.view.pieces import optional, paragraphs_of, pieces, plain
from texcv.view.tree import Detail, Heading, Letter, Piece, Recipient


def build_letter(letter: model.Letter, heading: Heading, locale: Locale) -> Letter:
    """The view of a letter; it is signed with the name of the heading."""
    return Letter(
        recipient=_recipient(letter.recipient) if letter.recipient else None,
        date=plain(locale.full_date(letter.date), letter.span("date")) if letter.date is not None else None,
        subject=optional(letter, "subject"),
        opening=optional(letter, "opening"),
        paragraphs=paragraphs_of(letter, "paragraphs"),
        closing=optional(letter, "closing"),
        signature=_signature(heading),
        enclosures=_enclosures(letter, locale) if letter.enclosures else None,
    )


def _recipient(recipient: model.Recipient) -> Recipient:
    named = (optional(recipient, field) for field in ("name", "position", "organization"))
    name, *lines = (*filter(None, named), *pieces(recipient, "address"))
    return Recipient(name, tuple(lines))


def _signature(heading: Heading) -> Piece:
    parts = [part for part in (heading.given, heading.family) if part]
    return plain(" ".join(part.text for part in parts), heading.family.span)


def _enclosures(letter: model.Letter, locale: Locale) -> Detail:
    word = locale.words["enclosures" if len(letter.enclosures) > 1 else "enclosure"]
    return Detail(plain(word, letter.key_span("enclosures")), pieces(letter, "enclosures"))
