"""What a template prints, as a tree in the order of paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field, fields
from typing import ClassVar, Union

from texcv.diagnostics import Span
from texcv.frozen import frozen
from texcv.tex import Tex


@frozen
class Piece:
    """One string on paper: as LaTeX, as the text that a reader must find, where it comes from, and where it leads.

    `words` are what each of the links stands on; without any, all of the text. What `raw` LaTeX prints is not known.
    """

    tex: Tex
    text: str
    span: Span | None = None
    links: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    raw: bool = False


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
        for own in fields(self):  # type: ignore[arg-type]
            part = getattr(self, own.name)
            if isinstance(part, (Piece, Block, tuple)):
                yield own.name, part


@frozen
class Link(Block):
    """Words that lead somewhere; `url` is Tex for the target."""

    url: Tex
    label: Piece


@frozen
class ContactItem(Block):
    """One way to reach the person; `kind` is the word for its icon: `email`, `phone`, `mobile`, `github`, …"""

    kind: Tex
    url: Tex
    text: Piece


@frozen
class Heading(Block):
    """The name and what the person is."""

    given: Piece | None
    family: Piece
    note: Piece | None
    headline: Piece | None


@frozen
class Quote(Block):
    """A motto."""

    text: Piece
    author: Piece | None


@frozen
class Detail(Block):
    """A label and its values."""

    label: Piece
    values: tuple[Piece, ...]


@frozen
class Group(Block):
    """Entries under a title of their own, or without one."""

    title: Piece | None
    intro: tuple[Piece, ...]
    entries: tuple[Part, ...]


@frozen
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


@frozen
class Recipient(Block):
    """Whom a letter is for, a line each; the first is the name, of a person or of an organization."""

    name: Piece
    lines: tuple[Piece, ...]


@frozen
class Letter(Block):
    """What stands below the head of a letter.

    `signature` is the name below the closing, which the templates have from the heading.
    """

    BELOW = frozenset({"opening", "paragraphs", "closing", "signature", "enclosures"})

    recipient: Recipient | None
    date: Piece | None
    subject: Piece | None
    opening: Piece | None
    paragraphs: tuple[Piece, ...]
    closing: Piece | None
    signature: Piece
    enclosures: Detail | None


@frozen
class Metadata:
    """What the PDF says about itself; nothing of it is printed."""

    title: Tex
    author: Tex
    subject: Tex
    keywords: Tex
    language: Tex
    language_span: Span | None = None


@frozen
class Punctuation:
    """What a template prints between pieces: between facts, between the items of a list, and behind a label."""

    comma: str = ", "
    separator: str = ", "
    colon: str = ": "


@frozen
class View(Block):
    """What is printed: the CV, its letter, or the letter and then the CV, each with the head."""

    letter: Letter | None = field(default=None, kw_only=True)
    heading: Heading
    contacts: tuple[ContactItem, ...]
    quote: Quote | None
    sections: tuple[Section, ...]
    metadata: Metadata
    name: str
    """The plain name, as page footers have it: the two parts of the heading."""
    punctuation: Punctuation = Punctuation()
    right_to_left: bool = False
    """Whether the CV's language runs so."""
    max_pages: int | None = None
    """Of the CV; its letter does not count."""
    max_pages_span: Span | None = None
    only_letter: bool = False
    """Whether there is no CV after the letter: `contacts`, `quote` and `sections` are not what is printed."""

    @property
    def letter_contacts(self) -> tuple[ContactItem, ...]:
        """The contact data of a letter's head: those of the CV but for the date of birth."""
        return tuple(item for item in self.contacts if item.kind != "birth")

    def body(self) -> Iterator[Part]:
        """The letter below its head, which has no motto; then all of the CV."""
        if self.letter:
            yield self.heading
            yield self.letter_contacts
            yield self.letter
        if not self.only_letter:
            yield self.heading
            yield self.contacts
            yield self.quote or ()
            yield self.sections


def pieces_of(part: Part) -> Iterator[Piece]:
    """Every piece of a block, heads before bodies."""
    if isinstance(part, Piece):
        yield part
        return
    for inner in (*part.head(), *part.body()) if isinstance(part, Block) else part:
        yield from pieces_of(inner)
