"""Two sequences of words -> what of them is the same.

Patience diff (Bram Cohen): what occurs once in both is the same, as far as it stands in the same order; what lies
between is compared in the same way. So the time grows with the length, where difflib's grows with its square.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

Block = tuple[int, int, int, int]
"""What was replaced: from where to where in the old sequence, and in the new one. One of both may be empty."""

_GRAMS = (4, 2, 1)
"""How many words in a row are looked for; longer stretches are less often the same by chance."""

_SMALL = 10_000
"""Words of the one side times words of the other that difflib compares: 0.3 s where all of them are the same."""

_WORK = 200
"""Looks at each word, on average, after which the rest is taken for replaced; a CV needs about 20."""


def replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Block]:
    """The stretches that differ, in order; between them, all is the same."""
    i = k = 0
    for j, m in [*_pairs(old, new), (len(old), len(new))]:
        if i < j or k < m:
            yield i, j, k, m
        i, k = j + 1, m + 1


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Places of the same word on both sides, in order."""
    found: list[tuple[int, int]] = []
    waiting = [(0, len(old), 0, len(new))]
    work = _WORK * (len(old) + len(new)) + _SMALL
    while waiting:
        i, j, k, m = waiting.pop()
        while i < j and k < m and old[i] == new[k]:
            found.append((i, k))
            i, k = i + 1, k + 1
        while i < j and k < m and old[j - 1] == new[m - 1]:
            j, m = j - 1, m - 1
            found.append((j, m))
        if i == j or k == m or work < 0:
            continue
        work -= j - i + m - k
        anchors = _anchors(old[i:j], new[k:m])
        if anchors:
            ends = [(i, k), *((i + one, k + two) for one, two in anchors), (j, m)]
            waiting += [(a, c, b, d) for (a, b), (c, d) in pairwise(ends)]
        elif (j - i) * (m - k) <= _SMALL:
            work -= (j - i) * (m - k)
            for one, two, size in SequenceMatcher(None, old[i:j], new[k:m], autojunk=False).get_matching_blocks():
                found += [(i + one + step, k + two + step) for step in range(size)]
    return sorted(found)


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Where stretches begin that occur once in both, in the order of both; the longest that there are."""
    for size in _GRAMS:
        olds, news = _once(old, size), _once(new, size)
        pairs = [(at, news[gram]) for gram, at in olds.items() if gram in news]
        if pairs:
            return _increasing(pairs)
    return []


def _once(words: Sequence[str], size: int) -> dict[tuple[str, ...], int]:
    """The stretches of that many words that occur once, in order, with their places."""
    grams = list(zip(*(words[start:] for start in range(size)), strict=False))
    counts = Counter(grams)
    return {gram: at for at, gram in enumerate(grams) if counts[gram] == 1}


def _increasing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most of the pairs, sorted by their first, whose second grows, too."""
    chosen = longest_increasing([second for _, second in pairs])
    return [pairs[index] for index in chosen]


def longest_increasing(numbers: Sequence[int]) -> list[int]:
    """The indices of the longest subsequence that grows."""
    tails: list[int] = []  # the smallest number that a subsequence of each length ends with
    ends: list[int] = []
    before: list[int] = []
    for index, number in enumerate(numbers):
        place = bisect_left(tails, number)
        tails[place : place + 1] = [number]
        ends[place : place + 1] = [index]
        before.append(ends[place - 1] if place else -1)
    chosen, index = [], ends[-1] if ends else -1
    while index >= 0:
        chosen.append(index)
        index = before[index]
    return chosen[::-1]
