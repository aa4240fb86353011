"""What a template prints, as a tree in the order of paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import ClassVar, Union

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

    A look may put the parts of the head in any order; what is below comes after the head, in its own order.
    """

    __slots__ = ()

    BELOW: ClassVar[frozenset[str] | None] = None
    """The fields that come below the head; None: all that are not pieces."""

    def head(self) -> Iterator[Part]:
        """The parts of the head."""
        return (part for name, part in self._parts() if not self._is_below(name, part))

    def body(self) -> Iterator[Part]:
        """The parts below the head, in the order of their fields."""
        return (part for name, part in self._parts() if self._is_below(name, part))

    def _is_below(self, name: str, part: Part) -> bool:
        return not isinstance(part, Piece) if self.BELOW is None else name in self.BELOW

    def _parts(self) -> Iterator[tuple[str, Part]]:
        for field in fields(self):  # type: ignore[arg-type]
            part = getattr(self, field.name)
            if isinstance(part, (Piece, Block, tuple)):
                yield field.name, part


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
    note: Piece | None
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Block):
    """What has a head, and paragraphs, labelled facts and points below it."""

    BELOW = frozenset({"paragraphs", "details", "highlights"})

    paragraphs: tuple[Piece, ...] = ()
    details: tuple[Detail, ...] = ()
    highlights: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(Entry):
    """One of the roles at an organization."""

    dates: Piece | None
    title: Piece
    location: Piece | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry(Entry):
    """A degree, a job, an office."""

    BELOW = Entry.BELOW | {"roles"}

    dates: Piece | None
    title: Piece | None
    organization: Piece | None
    location: Piece | None
    link: Link | None
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course(Entry):
    """A course; only the first one of a term has the `dates`."""

    dates: Piece | None
    title: Piece
    organization: Piece | None
    location: Piece | None
    role: Piece | None
    link: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk(Entry):
    """A talk; `facts` are what it was: invited, a keynote."""

    number: Piece | None
    dates: Piece | None
    title: Piece
    event: Piece | None
    organization: Piece | None
    location: Piece | None
    facts: tuple[Piece, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Award(Entry):
    """A prize."""

    dates: Piece | None
    title: Piece
    issuer: Piece | None
    rank: Piece | None
    location: Piece | None
    link: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant(Entry):
    """A grant; `facts` are its number and its sums."""

    dates: Piece | None
    title: Piece
    role: Piece | None
    funder: Piece | None
    facts: tuple[Piece, ...]
    link: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervised(Entry):
    """A student; the title of the thesis is the first paragraph."""

    dates: Piece | None
    name: Piece
    degree: Piece | None
    organization: Piece | None
    role: Piece | None
    link: Link | None


@dataclass(frozen=True, slots=True)
class Filing(Block):
    """What was filed at one office: `EP 1234567`, `granted 2021-07-28`."""

    BELOW = frozenset()

    number: Piece | None
    title: Piece | None
    status: Piece | None
    link: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Patent(Entry):
    """An invention with its filings."""

    BELOW = Entry.BELOW | {"filings"}

    dates: Piece | None
    title: Piece
    inventors: tuple[Piece, ...]
    link: Link | None
    filings: tuple[Filing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(Entry):
    """Someone who can be asked, and how."""

    name: Piece
    position: Piece | None
    organization: Piece | None
    address: tuple[Piece, ...]
    contacts: tuple[Link, ...]

    @property
    def is_text(self) -> bool:
        """Whether there is nothing but the name, which then may be words such as `Available on request`."""
        return not any((self.position, self.organization, self.address, self.contacts, self.paragraphs))


@dataclass(frozen=True, slots=True)
class Row(Block):
    """A row of a table."""

    cells: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Table(Block):
    """A table; `alignment` has a letter for each column: `l`, or `r` for figures."""

    alignment: Tex
    columns: tuple[Piece, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Publication(Block):
    """All of it is head: citation formats differ in their order."""

    BELOW = frozenset()

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


@dataclass(frozen=True, slots=True)
class Group(Block):
    """Entries under a title of their own, or without one."""

    title: Piece | None
    intro: tuple[Piece, ...]
    entries: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Leveled(Block):
    """A skill or a language."""

    name: Piece
    level: Piece | None
    note: Piece | None = None


@dataclass(frozen=True, slots=True)
class Section(Block):
    """`entries` are, by kind: paragraphs or points as `Piece`; `Group` of `Publication`, `Talk` or skills; a `Table`;
    languages as `Leveled`; or entries of the kind's own."""

    kind: str
    title: Piece
    intro: tuple[Piece, ...]
    legend: tuple[Piece, ...]
    """What the marks in it mean."""
    entries: tuple[Part, ...]
    notes: tuple[Piece, ...] = ()
    """What is said below the entries, such as where figures come from."""
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
