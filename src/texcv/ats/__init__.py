"""What applicant tracking systems take from the PDF, compared with the CV.

The parser (`items`, `sections`, `contact`, `blocks`, `entries`) knows the PDF only. Its rules are those that OpenResume
publishes, as far as they go; docs/ats.md tells what is ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from texcv.ats.contact import contact_of
from texcv.ats.entries import entries_of
from texcv.ats.items import Line, lines_of
from texcv.ats.layout import doubtful_layout, headers_and_footers
from texcv.ats.profile import Contact, ParsedEntry, ParsedSection, Profile
from texcv.ats.score import NAMES, Field, compare
from texcv.ats.sections import split_sections
from texcv.ats.vocabulary import load_vocabulary
from texcv.check import Placed, check_pdf, letter_pages
from texcv.check.reading import Reading, UnreadableError, read_pdf
from texcv.diagnostics import Diagnostic, Span, TexcvError, cut, error, warning
from texcv.frozen import frozen
from texcv.view import View

__all__ = [
    "Assessment",
    "Contact",
    "Field",
    "ParsedEntry",
    "ParsedSection",
    "Profile",
    "assess",
    "assess_reading",
    "parse",
]


@frozen
class Assessment:
    """A field for each string that a parser should take, and what is worth a warning."""

    fields: tuple[Field, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def scores(self) -> Mapping[str, float]:
        """The mean score of each kind of field that the CV has, from 0 to 1."""
        kinds = {name: [field.score for field in self.fields if field.name == name] for name in NAMES}
        return {name: sum(scores) / len(scores) for name, scores in kinds.items() if scores}

    def to_data(self) -> dict[str, object]:
        """The scores and the fields, ready for JSON."""
        rows = [
            {"name": field.name, "expected": field.expected, "taken": field.taken, "score": field.score}
            for field in self.fields
        ]
        return {"score": self.score, "scores": dict(self.scores), "fields": rows}

    @property
    def score(self) -> float:
        """The mean of `scores`: a name counts as much as all links together."""
        return sum(self.scores.values()) / max(1, len(self.scores))


def assess(view: View, pdf: bytes, name: str, *, nameless: bool = False) -> Assessment:
    """Read a PDF as a parser does; `name` is what messages call it.

    `nameless`: it is a copy without the person's name. Raises `TexcvError` if it can't be read, or is a letter without
    a CV.
    """
    try:
        reading = read_pdf(pdf)
    except UnreadableError as fault:
        raise TexcvError([error("bad-pdf", f"{name} can't be read: {fault}", Span(name))]) from None
    placed = check_pdf(view, pdf, name).placed if view.letter else ()
    return assess_reading(view, reading, name, placed, nameless=nameless)


def assess_reading(
    view: View, reading: Reading, name: str, placed: Sequence[Placed] = (), *, nameless: bool = False
) -> Assessment:
    """The same of a PDF that was read already; where a letter stands before the CV, `placed` tells what is the CV's."""
    if view.only_letter:
        message = f"{name} is a letter: applicant tracking systems look for a CV"
        raise TexcvError([error("not-a-cv", message, Span(name), "name the CV that it belongs to")])
    letter = letter_pages(view, placed)
    blank = (replace(page, text="", fragments=(), areas=(), pictures=()) for page in reading.pages[:letter])
    reading = replace(reading, pages=(*blank, *reading.pages[letter:]))
    fields = tuple(compare(view, parse(reading, str(view.metadata.language)), nameless=nameless))
    return Assessment(fields, (*_misread(fields, name), *doubtful_layout(reading, lines_of(reading), name)))


def parse(reading: Reading, language: str = "en") -> Profile:
    """What a parser takes from a PDF of a CV in that language."""
    vocabulary = load_vocabulary(language)
    lines = lines_of(reading)
    skipped = headers_and_footers(reading, lines)  # Greenhouse, DaXtra: parsers skip them
    lines = [line for line in lines if line not in skipped]
    right = _right_edge(reading, lines)
    head, sections = split_sections(lines, vocabulary)
    parsed = (ParsedSection(title, entries_of(below, right, vocabulary)) for title, below in sections)
    return Profile(contact_of(head), tuple(parsed))


def _right_edge(reading: Reading, lines: list[Line]) -> float:
    """Ours: where the longest line ends; in a short text, where a margin begins that is as wide as the left one."""
    if not lines:
        return 0.0
    left = min(item.left for line in lines for item in line.items)
    paper = reading.pages[0].box
    return max(paper[2] - (left - paper[0]), *(item.right for line in lines for item in line.items))


def _misread(fields: tuple[Field, ...], name: str) -> Iterator[Diagnostic]:
    for field in fields:
        took = f'"{cut(field.taken)}"' if field.taken else "nothing"
        if not field.expected:
            what = "section" if field.name == "section" else "entry"
            yield warning("ats-inexact", f"a parser takes {took} for a {what} that the CV does not have", Span(name))
        elif not field.score:
            message = f'a parser does not find the {field.name} "{cut(field.expected)}": it takes {took}'
            yield warning("ats-lost", message, field.span)
        elif field.score < 1:
            message = f'a parser takes {took} for the {field.name} "{cut(field.expected)}"'
            yield warning("ats-inexact", message, field.span)
