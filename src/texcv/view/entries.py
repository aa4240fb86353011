"""What stands in a section, by its kind."""

from __future__ import annotations

from texcv.frozen import frozen
from texcv.tex import Tex
from texcv.view.tree import Block, Detail, Link, Piece


@frozen(kw_only=True)
class Entry(Block):
    """What has a head, and paragraphs, labelled facts and points below it."""

    BELOW = frozenset({"paragraphs", "details", "highlights"})

    paragraphs: tuple[Piece, ...] = ()
    details: tuple[Detail, ...] = ()
    highlights: tuple[Piece, ...] = ()


@frozen(kw_only=True)
class Role(Entry):
    """One of the roles at an organization."""

    dates: Piece | None
    title: Piece
    location: Piece | None


@frozen(kw_only=True)
class TimelineEntry(Entry):
    """A degree, a job, an office."""

    BELOW = Entry.BELOW | {"roles"}

    dates: Piece | None
    title: Piece | None
    organization: Piece | None
    location: Piece | None
    link: Link | None
    roles: tuple[Role, ...]


@frozen(kw_only=True)
class Course(Entry):
    """A course; only the first one of a term has the `dates`."""

    dates: Piece | None
    title: Piece
    organization: Piece | None
    location: Piece | None
    role: Piece | None
    link: Link | None


@frozen(kw_only=True)
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


@frozen(kw_only=True)
class Award(Entry):
    """A prize."""

    dates: Piece | None
    title: Piece
    issuer: Piece | None
    rank: Piece | None
    location: Piece | None
    link: Link | None


@frozen(kw_only=True)
class Grant(Entry):
    """A grant; `facts` are its number and its sums."""

    dates: Piece | None
    title: Piece
    role: Piece | None
    funder: Piece | None
    facts: tuple[Piece, ...]
    link: Link | None


@frozen(kw_only=True)
class Supervised(Entry):
    """A student; the title of the thesis is the first paragraph."""

    dates: Piece | None
    name: Piece
    degree: Piece | None
    organization: Piece | None
    role: Piece | None
    link: Link | None


@frozen
class Filing(Block):
    """What was filed at one office: `EP 1234567`, `granted 2021-07-28`."""

    BELOW = frozenset()

    number: Piece | None
    title: Piece | None
    status: Piece | None
    link: Link | None


@frozen(kw_only=True)
class Patent(Entry):
    """An invention with its filings."""

    BELOW = Entry.BELOW | {"filings"}

    dates: Piece | None
    title: Piece
    inventors: tuple[Piece, ...]
    link: Link | None
    filings: tuple[Filing, ...]


@frozen(kw_only=True)
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


@frozen
class Row(Block):
    """A row of a table."""

    cells: tuple[Piece, ...]


@frozen
class Table(Block):
    """A table; `alignment` has a letter for each column: `l`, or `r` for figures."""

    alignment: Tex
    columns: tuple[Piece, ...]
    rows: tuple[Row, ...]


@frozen
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


@frozen
class Leveled(Block):
    """A skill or a language."""

    name: Piece
    level: Piece | None
    note: Piece | None = None
