"""Two PDFs -> what changed from the one to the other."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field

from texcv.check import Reading
from texcv.check.reading import Area
from texcv.diff.moves import with_moves
from texcv.diff.runs import Kind, Run, runs_of
from texcv.diff.sections import HEAD, Section, split_sections
from texcv.diff.sequence import longest_increasing
from texcv.diff.words import count_words
from texcv.frozen import frozen

_ALIKE = 0.5
"""How much of their words two sections share, if one is the other under another title (Dice's coefficient)."""

_MOST_PAIRS = 10_000
"""Pairs of sections that are tried for that."""

WHOLE = "the text"
"""What is compared where there are no sections on both sides."""


@frozen
class Printed:
    """A PDF, by the name that it is called, with what was read of it."""

    name: str
    pdf: bytes = field(repr=False)
    reading: Reading = field(repr=False)

    @property
    def pages(self) -> int:
        """How many it has."""
        return len(self.reading.pages)

    @property
    def described(self) -> str:
        """`cv.yaml@HEAD (2 pages)`."""
        return f"{self.name} ({_plural(self.pages, 'page')})"


@frozen
class Change:
    """What became of a section. `title` is its new one, or, if it is gone, its old one.

    `fate` is `new`, `removed` or ""; `was` is another title that it had, or ""; `behind` is the section that it stands
    behind since it was moved, or "".
    """

    title: str
    runs: tuple[Run, ...]
    fate: str = ""
    was: str = ""
    behind: str = ""

    @property
    def said(self) -> str:
        """What became of it as a whole: `new`, `removed`, `was Research`, `moved behind Skills`, or ""."""
        was = self.was and f"was {self.was}"
        moved = "moved to the top" if self.behind == HEAD else self.behind and f"moved behind {self.behind}"
        return ", ".join(filter(None, (self.fate, was, moved)))

    @property
    def summary(self) -> str:
        """`3 words added, 1 removed`, or ""."""
        return _summary(self)

    def count(self, *kinds: Kind) -> int:
        """Words of these kinds."""
        return sum(count_words(run.words) for run in self.runs if run.kind in kinds)

    @property
    def differs(self) -> bool:
        """Whether anything is to be told."""
        return bool(self.fate or self.was or self.behind) or any(run.kind != "same" for run in self.runs)


@frozen
class Difference:
    """All that changed; `sections` has every section, also those that are the same.

    `lost` and `won` are where links led, and lead now, with the pages of their words, from 0.
    """

    old: Printed
    new: Printed
    sections: tuple[Change, ...]
    lost: tuple[tuple[int, Area], ...] = ()
    won: tuple[tuple[int, Area], ...] = ()

    @property
    def changed(self) -> tuple[Change, ...]:
        """The sections that are not the same."""
        return tuple(change for change in self.sections if change.differs)

    @property
    def targets_lost(self) -> tuple[str, ...]:
        """Where links led."""
        return tuple(dict.fromkeys(area.target for _, area in self.lost))

    @property
    def targets_won(self) -> tuple[str, ...]:
        """Where links lead now."""
        return tuple(dict.fromkeys(area.target for _, area in self.won))

    @property
    def differs(self) -> bool:
        """Whether words, links, the order of the sections or the number of pages differ."""
        pages = self.old.pages != self.new.pages
        return bool(self.changed or self.lost or self.won or pages)

    @property
    def summary(self) -> str:
        """All of it in a sentence."""
        if self.old.pdf == self.new.pdf:
            return f"{self.old.name} and {self.new.name} are the same PDF"
        links = len(self.targets_lost) + len(self.targets_won)
        pages = f"{_plural(self.old.pages, 'page')}, then {self.new.pages}" if self.old.pages != self.new.pages else ""
        parts = (_summary(self), f"{_plural(links, 'link')} changed" if links else "", pages)
        if self.differs:
            return "; ".join(filter(None, parts)) or "no word differs, but the order of the sections"
        both = f"{self.old.name} and {self.new.name}"
        return f"{both} have the same words; `--html` shows whether they look the same"

    def count(self, *kinds: Kind) -> int:
        """Words of these kinds, of all sections."""
        return sum(change.count(*kinds) for change in self.sections)


def _summary(counted: Change | Difference) -> str:
    counts = {"added": counted.count("added"), "removed": counted.count("removed"), "moved": counted.count("came")}
    said = [(count, what) for what, count in counts.items() if count]
    words = [f"{_plural(said[0][0], 'word')} {said[0][1]}"] if said else []
    return ", ".join(words + [f"{count:,} {what}" for count, what in said[1:]])


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def compare(old: Printed, new: Printed) -> Difference:
    """What changed from one PDF to another."""
    changes = list(_changes(*_sections(old, new)))
    runs = with_moves([(change.title, list(change.runs)) for change in changes])
    moved = (
        Change(change.title, tuple(cut), change.fate, change.was, change.behind)
        for change, cut in zip(changes, runs, strict=True)
    )
    return Difference(old, new, tuple(moved), tuple(_links_of_one(old, new)), tuple(_links_of_one(new, old)))


def _links_of_one(one: Printed, other: Printed) -> Iterator[tuple[int, Area]]:
    """The links of a PDF that lead to where none of the other PDF leads."""
    known = {area.target for page in other.reading.pages for area in page.areas}
    for number, page in enumerate(one.reading.pages):
        yield from ((number, area) for area in page.areas if area.target not in known)


# --- sections -------------------------------------------------------------------------------


def _sections(old: Printed, new: Printed) -> tuple[list[Section], list[Section]]:
    """The sections of both; where no title is on both sides, all of each is one."""
    (olds, old_margin), (news, new_margin) = (split_sections(side.reading, side.pdf) for side in (old, new))
    known = {word.text for section in (*olds, *news) for word in section.words}
    olds, news = ([each.unbroken(known) for each in sections] for sections in (olds, news))
    if not {section.name for section in olds[1:]} & {section.name for section in news[1:]}:
        olds, news = [_whole(olds)], [_whole(news)]
    if min(side.pages for side in (old, new)) > 1:  # a single page has nothing on every page
        olds, news = [*olds, old_margin], [*news, new_margin]
    return olds, news


def _whole(sections: Sequence[Section]) -> Section:
    return Section(WHOLE, tuple(word for section in sections for word in section.words))


def _changes(olds: Sequence[Section], news: Sequence[Section]) -> Iterator[Change]:
    """Every section, in the new order, and each that is gone behind the one that it stood behind."""
    partner = dict(_pairs(olds, news))
    moved = _moved(partner)
    stayed = sorted(mine for at, mine in partner.items() if at not in moved)  # the head is the first of them
    gone = sorted({*range(len(olds))} - {*partner.values()})
    for at, section in enumerate(news):
        mine = partner.get(at)
        if mine is None:
            yield Change(section.title, _only("added", section), "new")
            continue
        was = olds[mine].title if olds[mine].name != section.name else ""
        behind = news[at - 1].title if at in moved else ""
        yield Change(section.title, tuple(runs_of(olds[mine].words, section.words)), "", was, behind)
        if at not in moved:
            yield from (_gone(olds[each]) for each in gone if stayed[bisect_left(stayed, each) - 1] == mine)


def _gone(section: Section) -> Change:
    return Change(section.title, _only("removed", section), "removed")


def _only(kind: Kind, section: Section) -> tuple[Run, ...]:
    return (Run(kind, section.words),) if section.words else ()


def _pairs(olds: Sequence[Section], news: Sequence[Section]) -> Iterator[tuple[int, int]]:
    """Which new section (first) is which old one: by title, the first by the first; then by words."""
    free: dict[str, list[int]] = {}
    for at, section in enumerate(olds):
        free.setdefault(section.name, []).append(at)
    lonely = []
    for at, section in enumerate(news):
        same = free.get(section.name)
        if same:
            yield at, same.pop(0)
        else:
            lonely.append(at)
    rest = [at for same in free.values() for at in same]
    if len(rest) * len(lonely) <= _MOST_PAIRS:
        yield from _alike(olds, rest, news, lonely)


def _alike(
    olds: Sequence[Section], rest: Iterable[int], news: Sequence[Section], lonely: Iterable[int]
) -> Iterator[tuple[int, int]]:
    """Sections of different titles that share most of their words; the most similar first."""
    bags = {at: Counter(word.text for word in olds[at].words) for at in rest}
    ranked = []
    for at in lonely:
        own = Counter(word.text for word in news[at].words)
        for mine, bag in bags.items():
            total = own.total() + bag.total()
            likeness = 2 * (own & bag).total() / total if total else 0.0
            if likeness > _ALIKE:
                ranked.append((-likeness, at, mine))
    taken: set[int] = set()
    given: set[int] = set()
    for _, at, mine in sorted(ranked):
        if at not in given and mine not in taken:
            given.add(at)
            taken.add(mine)
            yield at, mine


def _moved(partner: dict[int, int]) -> set[int]:
    """The new sections that stand behind others than before; as few as explain the order."""
    order = sorted(partner)
    stayed = {order[index] for index in longest_increasing([partner[at] for at in order])}
    return set(order) - stayed
