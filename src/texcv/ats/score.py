"""The parser's profile against the view: what the CV says, what a parser took instead, and how near that is."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from texcv.ats.contact import without_titles
from texcv.ats.profile import ParsedEntry, ParsedSection, Profile
from texcv.diagnostics import Span
from texcv.frozen import frozen
from texcv.view import Award, Course, Grant, Part, Piece, Section, TimelineEntry, View

NAMES = ("name", "e-mail", "phone", "link", "section", "title", "organization", "dates")
"""The kinds of fields, in the order of a CV."""

_T = TypeVar("_T")


@frozen
class Field:
    """One string of the CV, what a parser took for it, and how much of it that is, from 0 to 1.

    `expected` is "" for a section or an entry that only the parser sees.
    """

    name: str
    expected: str
    taken: str
    score: float
    span: Span | None = None


@frozen
class _Wanted:
    """An entry of the CV."""

    title: Piece | None
    organization: Piece | None
    dates: Piece | None


def compare(view: View, profile: Profile, *, nameless: bool = False) -> Iterator[Field]:
    """A field for each string that the CV has, in its order; of a `nameless` copy, what stands for the name is none."""
    yield from (field for field in _contact(view, profile) if not (nameless and field.name == "name"))
    for section, parsed in _paired(view.sections, profile.sections, _same_section):
        if section is None:
            assert parsed is not None
            yield Field("section", "", parsed.title, 0.0)
            continue
        taken = parsed.title if parsed else ""
        yield Field("section", section.title.text, taken, likeness(section.title.text, taken), section.title.span)
        yield from _entries(section, parsed.entries if parsed else ())


def likeness(one: str, other: str) -> float:
    """The F1 score of two texts' words: the harmonic mean of how many of each the other one has."""
    mine, theirs = Counter(_words(one)), Counter(_words(other))
    if not mine or not theirs:
        return 0.0
    return 2 * (mine & theirs).total() / (mine.total() + theirs.total())


def same(one: str, other: str) -> float:
    """1 for equal texts, else 0: half an address reaches nobody. White space, case and the kind of dash don't count."""
    return float(bool(one) and _bare(one) == _bare(other))


def _contact(view: View, profile: Profile) -> Iterator[Field]:
    contact = profile.contact
    heading = view.heading
    name = without_titles(view.name)
    span = (heading.given or heading.family).span
    yield Field("name", name, contact.name, likeness(name, contact.name), span)
    for kinds, field, taken in (("email", "e-mail", contact.email), ("phone mobile", "phone", contact.phone)):
        # A CV may have several; a parser takes one.
        pieces = [item.text for item in view.contacts if item.kind in kinds.split()]
        if pieces:
            piece = next((piece for piece in pieces if same(piece.text, taken)), pieces[0])
            yield Field(field, piece.text, taken, same(piece.text, taken), piece.span)
    for item in view.contacts:
        if item.url and item.kind not in {"email", "phone", "mobile"}:
            url = item.text.text.split()[-1]  # without a label
            found = next((link for link in contact.links if same(_address(url), _address(link))), "")
            yield Field("link", url, found, float(bool(found)), item.text.span)


def _address(url: str) -> str:
    return re.sub(r"^https?://|/$", "", url)


def _entries(section: Section, parsed: Sequence[ParsedEntry]) -> Iterator[Field]:
    wanted = [entry for part in section.entries for entry in _wanted(part)]
    if not wanted:
        return
    for entry, found in _paired(wanted, parsed, _same_entry):
        if entry is None:
            assert found is not None
            yield Field("title", "", found.title or found.organization, 0.0)
            continue
        took = found or ParsedEntry()
        pairs = (
            ("title", entry.title, took.title, likeness),
            ("organization", entry.organization, took.organization, likeness),
            ("dates", entry.dates, took.dates, same),
        )
        for name, piece, text, measure in pairs:
            if piece and not piece.raw:
                yield Field(name, piece.text, text, measure(piece.text, text), piece.span)


def _wanted(part: Part) -> Iterator[_Wanted]:
    """The entries of the kinds that parsers know: degrees, jobs, courses, prizes, grants."""
    if isinstance(part, TimelineEntry) and part.roles:
        for role in part.roles:
            yield _Wanted(role.title, part.organization, role.dates)
    elif isinstance(part, (TimelineEntry, Course)):
        yield _Wanted(part.title, part.organization, part.dates)
    elif isinstance(part, Award):
        yield _Wanted(part.title, part.issuer, part.dates)
    elif isinstance(part, Grant):
        yield _Wanted(part.title, part.funder, part.dates)


def _same_section(section: Section, parsed: ParsedSection) -> float:
    return likeness(section.title.text, parsed.title)


def _same_entry(entry: _Wanted, parsed: ParsedEntry) -> float:
    pairs = ((entry.title, parsed.title), (entry.organization, parsed.organization))
    total = sum(likeness(piece.text, text) for piece, text in pairs if piece)
    return total + (same(entry.dates.text, parsed.dates) if entry.dates else 0.0)


_U = TypeVar("_U")


def _paired(
    wanted: Sequence[_T], found: Sequence[_U], likeness: Callable[[_T, _U], float]
) -> list[tuple[_T | None, _U | None]]:
    """Both lists side by side, in order, so that they are as alike as can be (Needleman and Wunsch, 1970)."""
    best = [[0.0] * (len(found) + 1) for _ in range(len(wanted) + 1)]
    alike = [[likeness(one, other) for other in found] for one in wanted]
    for i in reversed(range(len(wanted))):
        for j in reversed(range(len(found))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + alike[i][j])
    pairs: list[tuple[_T | None, _U | None]] = []
    i = j = 0
    while i < len(wanted) and j < len(found):
        if alike[i][j] and best[i][j] == best[i + 1][j + 1] + alike[i][j]:
            pairs.append((wanted[i], found[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append((wanted[i], None))
            i += 1
        else:
            pairs.append((None, found[j]))
            j += 1
    return [*pairs, *((one, None) for one in wanted[i:]), *((None, other) for other in found[j:])]


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return [bare for word in folded.split() if (bare := word.strip(".,;:()|"))]


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", re.sub("[‐-―−]", "-", unicodedata.normalize("NFKC", text))).casefold()
