"""What a parser takes from a CV."""

from __future__ import annotations

from texcv.frozen import frozen


@frozen
class ParsedEntry:
    """One entry of a section; "" for what was not found."""

    title: str = ""
    organization: str = ""
    dates: str = ""


@frozen
class ParsedSection:
    """A section: its title and its entries, in the order of the PDF."""

    title: str
    entries: tuple[ParsedEntry, ...] = ()


@frozen
class Contact:
    """Who the person is and how to reach them; "" for what was not found."""

    name: str = ""
    email: str = ""
    phone: str = ""
    links: tuple[str, ...] = ()


@frozen
class Profile:
    """The whole CV."""

    contact: Contact
    sections: tuple[ParsedSection, ...]
