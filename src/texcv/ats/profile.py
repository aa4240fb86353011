"""What a parser takes from a CV."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ParsedEntry:
    """One entry of a section; "" for what was not found."""

    title: str = ""
    organization: str = ""
    dates: str = ""


@dataclass(frozen=True, slots=True)
class ParsedSection:
    """A section: its title and its entries, in the order of the PDF."""

    title: str
    entries: tuple[ParsedEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """Who the person is and how to reach them; "" for what was not found."""

    name: str = ""
    email: str = ""
    phone: str = ""
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """The whole CV."""

    contact: Contact
    sections: tuple[ParsedSection, ...]
