"""Publications: numbered, with one's own name in bold, and with marks at the authors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from texcv import model
from texcv.bibliography import family_first, is_own, shorten
from texcv.locale import Locale
from texcv.tex import Tex, escape_text, escape_url, inline
from texcv.view.pieces import identifier, linked, optional, plain, required
from texcv.view.tree import Group, Link, Piece, Publication

_MARKS = {"equal": "*", "corresponding": "†", "senior": "‡"}


@dataclass(frozen=True, slots=True)
class Context:
    """What the publications of a section have in common."""

    section: model.PublicationsSection
    name: model.Name
    former_names: list[str]
    locale: Locale


def publications(context: Context) -> Iterator[Group]:
    """The groups of a section; publications without a group are one without a title."""
    section = context.section
    groups: list[tuple[Piece | None, list[model.Publication]]] = [(None, section.entries)] if section.entries else []
    groups += [(optional(group, "title"), group.entries) for group in section.groups]
    numbers = _numbers(section.numbering, [len(entries) for _, entries in groups])
    for title, entries in groups:
        yield Group(title, tuple(_publication(entry, next(numbers), context) for entry in entries))


def legend(context: Context) -> tuple[Piece, ...]:
    """What the marks at the printed authors mean, in one line, if there are any."""
    section = context.section
    entries = [*section.entries, *(entry for group in section.groups for entry in group.entries)]
    marked = {mark for entry in entries for author, _ in _printed(entry, context) if author for mark in _marks(author)}
    parts = [(sign, context.locale.words[mark]) for mark, sign in _MARKS.items() if mark in marked]
    if not parts:
        return ()
    tex = ", ".join(rf"\textsuperscript{{{sign}}}{escape_text(words)}" for sign, words in parts)
    return (Piece(Tex(tex), ", ".join(f"{sign}{words}" for sign, words in parts), section.span()),)


def _numbers(numbering: str, lengths: list[int]) -> Iterator[int | None]:
    """A number for each publication, group by group."""
    total = sum(lengths)
    if numbering == "none":
        yield from [None] * total
    elif numbering == "continuous":
        yield from range(1, total + 1)
    elif numbering == "reversed":
        yield from range(total, 0, -1)
    else:
        for length in lengths:
            yield from range(1, length + 1) if numbering == "per group" else range(length, 0, -1)


def _publication(entry: model.Publication, number: int | None, context: Context) -> Publication:
    return Publication(
        number=plain(f"{context.section.prefix or ''}{number}.", entry.span("title")) if number else None,
        year=plain(context.locale.moment(entry.year), entry.span("year")) if entry.year is not None else None,
        title=required(entry, "title"),
        authors=tuple(_authors(entry, context)),
        venue=optional(entry, "venue"),
        volume=optional(entry, "volume"),
        issue=optional(entry, "number"),
        pages=optional(entry, "pages"),
        facts=tuple(_facts(entry, context.locale)),
        identifiers=tuple(_identifiers(entry)),
        links=tuple(
            Link(escape_url(url), linked(label, url, entry.key_span("links", label)))
            for label, url in entry.links.items()
        ),
    )


def _printed(entry: model.Publication, context: Context) -> Iterator[tuple[model.Author | None, bool]]:
    """The authors that the list shows, and whether each is the person; None stands for those left out."""
    families = [context.name.family, *context.former_names]
    own = [is_own(inline(author.name).text, context.name.given or "", families) for author in entry.authors]
    for index in shorten(own, context.section.max_authors):
        yield (None, False) if index is None else (entry.authors[index], own[index])


def _authors(entry: model.Publication, context: Context) -> Iterator[Piece]:
    for author, own in _printed(entry, context):
        if author is None:
            yield plain(context.locale.words["et al"], entry.span("authors"))
            continue
        name = family_first(author.name) if context.section.citation == "authors first" else author.name
        parsed = inline(name)
        signs = "".join(_MARKS[mark] for mark in _marks(author))
        tex = rf"\textbf{{{parsed.tex}}}" if own else parsed.tex
        raised = rf"\textsuperscript{{{signs}}}" if signs else ""
        yield Piece(Tex(f"{tex}{raised}"), parsed.text + signs, author.span("name"), parsed.links)


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
