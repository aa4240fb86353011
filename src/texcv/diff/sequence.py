"""Two sequences of words -> what of them is the same.

Patience diff (Bram Cohen): what occurs once in both is the same, as far as it stands in the same order; what lies
between is compared in the same way, down to stretches without such words: those by Myers' algorithm ("An O(ND)
Difference Algorithm and Its Variations", Algorithmica 1, 1986). So the time grows with the length, where difflib's
grows with its square.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

Block = tuple[int, int, int, int]
"""What was replaced: from where to where in the old sequence, and in the new one. One of both may be empty."""

_GRAMS = (4, 2, 1)
"""How many words in a row are looked for; longer stretches are less often the same by chance."""

_MOST_EDITS = 300
"""Words that a stretch may have removed and added until it is taken for replaced: 0.1 s."""

_WORK = 60
"""Looks at each word, on average, after which the rest is taken for replaced; an edited CV needs about 10."""


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
    work = _WORK * (len(old) + len(new)) + _MOST_EDITS**2
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
        else:
            shortest, steps = _shortest(old[i:j], new[k:m])
            found += [(i + one, k + two) for one, two in shortest]
            work -= steps
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


def _shortest(old: Sequence[str], new: Sequence[str]) -> tuple[list[tuple[int, int]], int]:
    """What is the same where as few words as can be are removed and added, if these are not too many; and the work.

    `reach` has how far one gets in the old words with so many edits, on each diagonal.
    """
    reach, past, steps = {1: 0}, [], 0
    for edits in range(min(_MOST_EDITS, len(old) + len(new)) + 1):
        past.append({k: reach[k] for k in range(-edits - 1, edits + 2) if k in reach})
        for k in range(-edits, edits + 1, 2):
            start = x = reach[k + 1] if _is_added(reach, k, edits) else reach[k - 1] + 1
            while x < len(old) and 0 <= x - k < len(new) and old[x] == new[x - k]:
                x += 1
            reach[k] = x
            steps += 1 + x - start
            if x >= len(old) and x - k >= len(new):
                return _traced(past, len(old), len(new)), steps
    return [], steps


def _is_added(reach: dict[int, int], k: int, edits: int) -> bool:
    """Whether a diagonal is best entered by a word that was added, from the one above, not by one that was removed."""
    return k == -edits or (k != edits and reach[k - 1] < reach[k + 1])


def _traced(past: Sequence[dict[int, int]], x: int, y: int) -> list[tuple[int, int]]:
    """The way back: the pairs that were passed."""
    pairs = []
    for edits in range(len(past) - 1, -1, -1):
        reach, k = past[edits], x - y
        added = _is_added(reach, k, edits)
        start = reach[k + 1] if added else reach[k - 1] + 1
        pairs += [(at, at - k) for at in range(start, x)]
        x, y = (start, start - k - 1) if added else (start - 1, start - k)
    return pairs


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
