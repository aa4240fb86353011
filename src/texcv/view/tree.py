"""What a template prints, as a tree in the order of paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Union

from texcv.diagnostics import Span
from texcv.tex import Tex


@dataclass(frozen=True, slots=True)
class Piece:
    """One string on paper: as LaTeX, as the text that a reader must find, and where it comes from."""

    tex: Tex
    text: str
    span: Span | None = None
    links: tuple[str, ...] = ()


Part = Union[Piece, "Block", tuple["Part", ...]]
"""What a block is made of; a tuple's parts stay in their order."""


class Block:
    """Pieces that stand together.

    A look may put the parts of the head in any order; the body comes after the head, in its own order.
    """

    __slots__ = ()

    def head(self) -> Iterator[Part]:
        """By default: the block's own pieces."""
        return (part for part in self._parts() if isinstance(part, Piece))

    def body(self) -> Iterator[Part]:
        """By default: all blocks and lists in it, in the order of its fields."""
        return (part for part in self._parts() if not isinstance(part, Piece))

    def _parts(self) -> Iterator[Part]:
        for field in fields(self):  # type: ignore[arg-type]
            part = getattr(self, field.name)
            if isinstance(part, (Piece, Block, tuple)):
                yield part


@dataclass(frozen=True, slots=True)
class Link(Block):
    """Words that lead somewhere; `url` is Tex for the target."""

    url: Tex
    label: Piece


@dataclass(frozen=True, slots=True)
class ContactItem(Block):
    """One way to reach the person; `kind` is the word for its icon: `email`, `phone`, `mobile`, `github`, …"""

    kind: Tex
    url: Tex
    text: Piece


@dataclass(frozen=True, slots=True)
class Heading(Block):
    """The name and what the person is."""

    given: Piece | None
    family: Piece
    headline: Piece | None


@dataclass(frozen=True, slots=True)
class Quote(Block):
    """A motto."""

    text: Piece
    author: Piece | None


@dataclass(frozen=True, slots=True)
class Detail(Block):
    """A label and its values."""

    label: Piece
    values: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Role(Block):
    """One of the roles at an organization."""

    dates: Piece | None
    title: Piece
    location: Piece | None
    paragraphs: tuple[Piece, ...]
    details: tuple[Detail, ...]
    highlights: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class TimelineEntry(Block):
    """An entry; its head is what `\\cventry` takes."""

    dates: Piece | None
    title: Piece | None
    organization: Piece | None
    location: Piece | None
    link: Link | None
    paragraphs: tuple[Piece, ...]
    details: tuple[Detail, ...]
    highlights: tuple[Piece, ...]
    roles: tuple[Role, ...]

    def head(self) -> Iterator[Part]:
        """The link is part of the head, though it is a block."""
        return (part for part in (self.dates, self.title, self.organization, self.location, self.link) if part)

    def body(self) -> Iterator[Part]:
        """What stands below the head."""
        return iter((self.paragraphs, self.details, self.highlights, self.roles))


@dataclass(frozen=True, slots=True)
class Publication(Block):
    """All of it is head: citation formats differ in their order."""

    number: Piece | None
    year: Piece | None
    title: Piece
    authors: tuple[Piece, ...]
    venue: Piece | None
    volume: Piece | None
    issue: Piece | None
    pages: Piece | None
    facts: tuple[Piece, ...]
    identifiers: tuple[Link, ...]
    links: tuple[Link, ...]

    @property
    def has_details(self) -> bool:
        """Whether there is more than number, year, title and authors."""
        return any((self.venue, self.volume, self.issue, self.pages, self.facts, self.identifiers, self.links))

    def head(self) -> Iterator[Part]:
        """Every part."""
        return self._parts()

    def body(self) -> Iterator[Part]:
        """Nothing."""
        return iter(())


@dataclass(frozen=True, slots=True)
class Group(Block):
    """Entries under a title of their own, or without one."""

    title: Piece | None
    entries: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Leveled(Block):
    """A skill or a language."""

    name: Piece
    level: Piece | None
    note: Piece | None = None


@dataclass(frozen=True, slots=True)
class Section(Block):
    """`entries` are, by kind: paragraphs or points as `Piece`; `TimelineEntry`; `Group` of `Publication` or of
    `Leveled`; `Leveled`."""

    kind: str
    title: Piece
    entries: tuple[Part, ...]
    notes: tuple[Piece, ...] = ()
    """What is said below the entries, such as the meaning of marks."""
    form: str = ""
    """How the entries are printed, where a section can choose: the citation format."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the PDF says about itself; nothing of it is printed."""

    title: Tex
    author: Tex
    subject: Tex
    keywords: Tex
    language: Tex


@dataclass(frozen=True, slots=True)
class View(Block):
    """The whole CV."""

    heading: Heading
    contacts: tuple[ContactItem, ...]
    quote: Quote | None
    sections: tuple[Section, ...]
    metadata: Metadata
    name: str
    """The plain name, as page footers have it: the two parts of the heading."""


def pieces_of(part: Part) -> Iterator[Piece]:
    """Every piece of a block, heads before bodies."""
    if isinstance(part, Piece):
        yield part
        return
    for inner in (*part.head(), *part.body()) if isinstance(part, Block) else part:
        yield from pieces_of(inner)
