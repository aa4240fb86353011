"""Publications: numbered, with one's own name in bold, and with marks at the authors."""

from __future__ import annotations

from collections.abc import Iterator

from texcv import model
from texcv.bibliography import family_first, shorten, tied
from texcv.dates import PartialDate
from texcv.locale import Locale
from texcv.tex import Tex, escape_text, escape_url, inline
from texcv.view.context import Context
from texcv.view.dated import moment
from texcv.view.entries import Publication
from texcv.view.links import words_that_lead
from texcv.view.numbered import grouped
from texcv.view.pieces import identifier, optional, plain, required
from texcv.view.tree import Group, Link, Piece

_MARKS = {"equal": "*", "corresponding": "†", "senior": "‡"}


def publications(section: model.PublicationsSection, context: Context) -> Iterator[Group]:
    """The groups of a section."""
    return grouped(section, lambda entry, number: _publication(entry, number, section, context))


def legend(section: model.PublicationsSection, context: Context) -> tuple[Piece, ...]:
    """What the marks at the printed authors mean, in one line, if there are any."""
    entries = [*section.entries, *(entry for group in section.groups for entry in group.entries)]
    printed = (author for entry in entries for author, _ in _printed(entry.authors, context, section.max_authors))
    marked = {mark for author in printed if author for mark in _marks(author)}
    parts = [(sign, context.locale.words[mark]) for mark, sign in _MARKS.items() if mark in marked]
    if not parts:
        return ()
    comma = context.locale.forms["comma"]
    tex = escape_text(comma).join(rf"\textsuperscript{{{sign}}}{escape_text(words)}" for sign, words in parts)
    return (Piece(Tex(tex), comma.join(f"{sign}{words}" for sign, words in parts), section.span()),)


def _publication(
    entry: model.Publication, number: Piece | None, section: model.PublicationsSection, context: Context
) -> Publication:
    inverted = section.citation == "authors first"
    return Publication(
        number=number,
        year=_year(entry, context.locale),
        title=required(entry, "title"),
        authors=(
            *people(entry, "authors", context, limit=section.max_authors, inverted=inverted),
            *((plain(context.locale.words["editors"], entry.span("editors")),) if entry.editors else ()),
        ),
        venue=optional(entry, "venue"),
        volume=optional(entry, "volume"),
        issue=optional(entry, "number"),
        pages=optional(entry, "pages"),
        facts=tuple(_facts(entry, context.locale)),
        identifiers=tuple(_identifiers(entry)),
        links=words_that_lead(entry),
    )


def _year(entry: model.Publication, locale: Locale) -> Piece | None:
    """The date; a year in a citation is nothing but figures, also in Chinese or Japanese."""
    alone = isinstance(entry.year, PartialDate) and entry.year.month is None
    return plain(str(entry.year), entry.span("year")) if alone else moment(entry, "year", locale)


def _printed(
    authors: list[model.Author], context: Context, limit: int | None
) -> Iterator[tuple[model.Author | None, bool]]:
    """The authors that the list shows, and whether each is the person; None stands for those left out."""
    own = [context.is_own(author) for author in authors]
    for index in shorten(own, limit):
        yield (None, False) if index is None else (authors[index], own[index])


def people(
    entry: model.Publication | model.Patent,
    field: str,
    context: Context,
    *,
    limit: int | None = None,
    inverted: bool = False,
) -> Iterator[Piece]:
    """The authors in a field, with their marks, and one's own name in bold; `inverted` is `Family AB`."""
    for author, own in _printed(getattr(entry, field), context, limit):
        if author is None:
            yield plain(context.locale.words["et al"], entry.span(field))
            continue
        nameless = own and not context.cv.name.given  # a word for the person has no family name
        parsed = inline(tied(family_first(author.name) if inverted and not nameless else author.name))
        signs = "".join(_MARKS[mark] for mark in _marks(author))
        tex = rf"\textbf{{{parsed.tex}}}" if own else parsed.tex
        raised = rf"\textsuperscript{{{signs}}}" if signs else ""
        yield Piece(Tex(f"{tex}{raised}"), parsed.text + signs, author.span("name"), parsed.links, parsed.words)


def _marks(author: model.Author) -> list[str]:
    return [mark for mark in _MARKS if getattr(author, mark)]


def _facts(entry: model.Publication, locale: Locale) -> Iterator[Piece]:
    """What follows the venue, each where it is given."""
    publisher = optional(entry, "publisher")
    if publisher:
        yield publisher
    if entry.isbn:
        yield plain(f"ISBN {entry.isbn}", entry.span("isbn"))
    if entry.status and entry.status != "published":
        yield plain(locale.words[entry.status], entry.span("status"))
    if entry.impact_factor:
        yield plain(f"{locale.words['impact factor']} {entry.impact_factor}", entry.span("impact_factor"))
    yield from (piece for piece in (optional(entry, "award"), optional(entry, "note")) if piece)


def _identifiers(entry: model.Publication) -> Iterator[Link]:
    from urllib.parse import quote

    if entry.doi:
        url = f"https://doi.org/{quote(entry.doi, safe='/:;()._-')}"
        yield Link(escape_url(url), identifier(f"doi:{entry.doi}", url, entry.span("doi")))
    if entry.arxiv:
        url = f"https://arxiv.org/abs/{entry.arxiv}"
        yield Link(escape_url(url), identifier(f"arXiv:{entry.arxiv}", url, entry.span("arxiv")))
