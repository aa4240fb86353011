"""The CV that all are measured with: Ada Example, an invented person, with as many jobs and publications as wanted.

Its words are drawn from a list, always the same for the same place in the CV.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

JOBS = 6
"""Jobs of the CV that has two pages in all looks that are measured; a test of each run counts them."""

PUBLICATIONS = 8

_MORE_JOBS = 5
"""How many jobs more make three pages of two, in all looks."""

_WORDS = """
    archive calibrated catchment clear compared data decade detector device early error field first forecast gauge
    group image ink lake lamp light logger long measured method model module morning network noise north open paper
    paused plain printed probe quiet rain reading record river sample season sensor signal simple slow soil station
    steady survey table tested tide tool valley water weather wide winter wrote
"""


@dataclass(frozen=True, slots=True)
class Job:
    """A post: what it was, where, when, and what was done there, in Markdown."""

    title: str
    employer: str
    place: str
    start: str
    end: str
    done: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A publication."""

    title: str
    authors: tuple[str, ...]
    journal: str
    year: int
    doi: str


@dataclass(frozen=True, slots=True)
class Person:
    """What all formats are written from."""

    summary: str
    jobs: tuple[Job, ...]
    degrees: tuple[Job, ...]
    papers: tuple[Paper, ...]
    skills: tuple[tuple[str, tuple[str, ...]], ...]


def ada(edit: str, *, jobs: int = JOBS, papers: int = PUBLICATIONS, longer: bool = False) -> Person:
    """Ada Example with so many jobs and publications; `edit` is a word of her summary, `longer` makes a page more."""
    return Person(
        summary=f"{_prose('summary', 40)} {edit.capitalize()} {_prose('more', 12).casefold()}",
        jobs=tuple(map(_job, range(jobs + _MORE_JOBS * longer))),
        degrees=(_degree("M.Sc. in Physics", 2008), _degree("B.Sc. in Physics", 2005)),
        papers=tuple(map(_paper, range(papers))),
        skills=(
            ("Programming", ("Python", "Fortran", "SQL")),
            ("Typesetting", ("LaTeX", "YAML")),
            ("Field work", ("Gauges", "Loggers", "Small boats")),
        ),
    )


def word(number: int) -> str:
    """A word that is no other number's."""
    letters = "bcdfghjklmnprstvwz"
    syllables = []
    for _ in range(3):
        number, place = divmod(number, len(letters))
        syllables.append(letters[place] + "aeo"[place % 3])
    return "".join(syllables)


def _job(number: int) -> Job:
    start = 2024 - number % 14
    return Job(
        title=f"{_prose(f'title {number}', 2)[:-1]} engineer",
        employer=f"Institute for {_prose(f'employer {number}', 2)[:-1]}",
        place="Berlin, Germany",
        start=f"{start}-04",
        end="present" if number == 0 else f"{start + 1}-03",
        done=tuple(_highlights(f"job {number}")),
    )


def _degree(title: str, start: int) -> Job:
    return Job(title, "University of Example", "Berlin, Germany", f"{start}-10", f"{start + 3}-09", ("Grade: 1.0",))


def _paper(number: int) -> Paper:
    return Paper(
        title=_prose(f"paper {number}", 9)[:-1],
        authors=("Ada Example", "Ben Sample", "Cora Muster"),
        journal="Journal of Examples",
        year=2024 - number % 15,
        doi=f"10.5555/{10000000 + number}",
    )


def _highlights(seed: str) -> Iterator[str]:
    for number in range(3):
        first, *rest = _prose(f"{seed} {number}", 21).split()
        yield f"{first} **{rest[0]}** {' '.join(rest[1:])}"


def _prose(seed: str, words: int) -> str:
    """A sentence; the same for the same seed."""
    chosen = random.Random(seed).choices(_WORDS.split(), k=words)  # noqa: S311  # no secret
    return f"{' '.join(chosen).capitalize()}."
