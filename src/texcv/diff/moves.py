"""What was removed in one place and added in another -> what was moved."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from texcv.diff.runs import Kind, Run
from texcv.diff.words import Word, count_words
from texcv.frozen import frozen

LEAST = 8
"""Words in a row that were moved; fewer may be the same by chance, such as the authors of two papers."""

Part = tuple[str, list[Run]]
"""A section's title, and its runs."""


@frozen
class _Side:
    """The words of all runs of one kind, one after the other, with where each run begins and of what section it is."""

    words: tuple[Word, ...]
    starts: tuple[int, ...]
    titles: tuple[str, ...]

    @classmethod
    def of(cls, parts: Iterable[Part], kind: Kind) -> _Side:
        """Those of that kind."""
        runs = [(title, run) for title, part in parts for run in part if run.kind == kind]
        starts = accumulate((len(run.words) for _, run in runs), initial=0)
        return cls(
            tuple(word for _, run in runs for word in run.words), tuple(starts), tuple(title for title, _ in runs)
        )

    def run_at(self, place: int) -> int:
        """The number of the run that a word is in."""
        return bisect_right(self.starts, place) - 1

    def grams(self, run: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Each `LEAST` words in a row of a run."""
        start, end = self.starts[run : run + 2]
        texts = [word.text for word in self.words[start:end]]
        for at in range(end - start - LEAST + 1):
            yield start + at, tuple(texts[at : at + LEAST])


def with_moves(parts: Sequence[Part]) -> list[list[Run]]:
    """The runs of all sections, what was moved among them told apart."""
    olds, news = _Side.of(parts, "removed"), _Side.of(parts, "added")
    left, came = _moved(olds, news)
    places = {"removed": 0, "added": 0}
    result = []
    for _, runs in parts:
        cut: list[Run] = []
        for run in runs:
            if run.kind not in places:
                cut.append(run)
                continue
            start = places[run.kind]
            places[run.kind] += len(run.words)
            cut += _cut(
                run, start, left if run.kind == "removed" else came, "left" if run.kind == "removed" else "came"
            )
        result.append(cut)
    return result


def _moved(olds: _Side, news: _Side) -> tuple[dict[int, str], dict[int, str]]:
    """The places of words that were moved, with the titles that they went to, and that they came from."""
    known: dict[tuple[str, ...], list[int]] = {}
    for run in range(len(olds.titles)):
        for place, gram in olds.grams(run):
            known.setdefault(gram, []).append(place)
    left: dict[int, str] = {}
    came: dict[int, str] = {}
    for run in range(len(news.titles)):
        for place, gram in news.grams(run):
            start = next((old for old in known.get(gram, ())[:_TRIES] if old not in left), None)
            if start is None or place in came:
                continue
            length = _length(olds, start, news, place)
            if count_words(news.words[place : place + length]) < LEAST:
                continue
            for step in range(length):
                if start + step in left:
                    break
                left[start + step] = news.titles[run]
                came[place + step] = olds.titles[olds.run_at(start)]
    return left, came


_TRIES = 20
"""Places of the same words that are looked at."""


def _length(olds: _Side, start: int, news: _Side, place: int) -> int:
    """How many words are the same from there on, within a run of each side."""
    end = min(
        olds.starts[olds.run_at(start) + 1] - start,
        news.starts[news.run_at(place) + 1] - place,
    )
    return next((step for step in range(end) if olds.words[start + step].text != news.words[place + step].text), end)


def _cut(run: Run, start: int, moved: Mapping[int, str], kind: Kind) -> Iterator[Run]:
    """The run in pieces: what was moved to or from each section, and what was not."""
    begin, other = 0, moved.get(start)
    for step in range(1, len(run.words) + 1):
        following = moved.get(start + step) if step < len(run.words) else None
        if step == len(run.words) or following != other:
            words = run.words[begin:step]
            yield replace(run, words=words) if other is None else Run(kind, words, other)
            begin, other = step, following
