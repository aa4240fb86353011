"""Two sequences of words -> runs of words that are the same, removed and added, as people would tell them apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from texcv.diff.sequence import Block, replaced
from texcv.diff.words import HYPHENS, Word
from texcv.frozen import frozen

Kind = Literal["same", "removed", "added", "left", "came"]
"""What left one place and came to another was moved."""

_ISLAND = 3
"""Words between two changes that are told with them, if they have half as many letters as either: `2019 – 2021`."""


@frozen
class Run:
    """Words that stand together: of the new side, but for those that were removed or left.

    `other` is, of what was moved, the title of the section that it went to or came from.
    """

    kind: Kind
    words: tuple[Word, ...]
    other: str = ""


def runs_of(old: Sequence[Word], new: Sequence[Word]) -> list[Run]:
    """All of the words, in order; of what was replaced, the removed ones first."""
    blocks = _with_islands(_slid(_blocks(old, new), old, new), old, new)
    runs: list[Run] = []
    at = 0
    for i, j, k, m in [*blocks, (len(old), len(old), len(new), len(new))]:
        runs.append(Run("same", tuple(new[at:k])))
        olds, news = tuple(old[i:j]), tuple(new[k:m])
        runs += _rejoined(olds, news) if olds and news else [Run("removed", olds), Run("added", news)]
        at = m
    return [run for run in runs if run.words]


def _blocks(old: Sequence[Word], new: Sequence[Word]) -> list[Block]:
    return list(replaced([word.text for word in old], [word.text for word in new]))


def _slid(blocks: list[Block], old: Sequence[Word], new: Sequence[Word]) -> list[Block]:
    """The blocks, those that only add or only remove moved so that they begin a line, if they can be.

    Of `a b [c b] d`, the same may be said as `a [b c] b d`.
    """
    slid: list[Block] = []
    for index, (i, j, k, m) in enumerate(blocks):
        words, start, end = (new, k, m) if i == j else (old, i, j)
        if i < j and k < m:
            slid.append((i, j, k, m))
            continue
        room = i - slid[-1][1] if slid else min(i, k)
        after = (blocks[index + 1][0] if index + 1 < len(blocks) else len(old)) - j
        step = _best_slide(words, start, end, room, after)
        slid.append((i + step, j + step, k + step, m + step))
    return slid


def _best_slide(words: Sequence[Word], start: int, end: int, room: int, after: int) -> int:
    """By how much the stretch must move to begin a line: the nearest, 0 if there is no such place."""
    if words[start].first:
        return 0
    for back in range(1, room + 1):
        if words[start - back].text != words[end - back].text:
            break
        if words[start - back].first:
            return -back
    for forth in range(1, after + 1):
        if words[start + forth - 1].text != words[end + forth - 1].text:
            break
        if start + forth < len(words) and words[start + forth].first:
            return forth
    return 0


def _with_islands(blocks: Sequence[Block], old: Sequence[Word], new: Sequence[Word]) -> list[Block]:
    """The blocks, joined where next to nothing is the same between them, and something else stands for something."""
    joined: list[Block] = []
    for block in blocks:
        if joined and _is_island(joined[-1], block, old, new):
            joined[-1] = (joined[-1][0], block[1], joined[-1][2], block[3])
        else:
            joined.append(block)
    return joined


def _is_island(one: Block, two: Block, old: Sequence[Word], new: Sequence[Word]) -> bool:
    """Whether what is the same between two blocks is told with them."""
    removes, adds = one[0] < one[1] or two[0] < two[1], one[2] < one[3] or two[2] < two[3]
    if not (removes and adds) or two[0] - one[1] > _ISLAND:
        return False
    least = min(_length(old[i:j]) + _length(new[k:m]) for i, j, k, m in (one, two))
    return 2 * _length(old[one[1] : two[0]]) <= least


def _length(words: Sequence[Word]) -> int:
    return sum(len(word.text) for word in words)


def _rejoined(old: tuple[Word, ...], new: tuple[Word, ...]) -> list[Run]:
    """The same, where words that a line's end has parted on one side are whole, or parted elsewhere, on the other."""
    olds, news = _whole(old, _joinable(new)), _whole(new, _joinable(old))
    if len(olds) == len(old) and len(news) == len(new):
        return [Run("removed", old), Run("added", new)]
    return runs_of(olds, news)


def unbroken(words: Sequence[Word], known: set[str]) -> list[Word]:
    """The words, those in one that a hyphen at a line's end parts, and that are `known` as one word."""
    return _whole(words, known, hyphened=True)


def _joinable(words: Sequence[Word]) -> set[str]:
    """The words as they are, and as they would be if they went on in the next line."""
    return {word.text for word in words} | {whole.text for _, _, whole in _breaks(words)}


def _whole(words: Sequence[Word], known: set[str], *, hyphened: bool = False) -> list[Word]:
    """The words, those in one that are `known` as such; `hyphened`: only where there is a hyphen."""
    whole, free = list(words), len(words)
    for start, end, word in reversed(_breaks(words)):
        if word.text in known and end <= free and end - start > 1 + hyphened:
            whole[start:end] = [word]
            free = start
    return whole


def _breaks(words: Sequence[Word]) -> list[tuple[int, int, Word]]:
    """Each place where a line ends between letters: from where to where, and the word without its hyphen."""
    found = []
    for at in range(1, len(words)):
        if not words[at].first or not words[at].lettered:
            continue
        hyphen = at > 1 and words[at - 1].text in HYPHENS and not words[at - 1].spaced
        start = at - 2 if hyphen else at - 1
        if words[start].lettered:
            found.append((start, at + 1, words[start].joined(words[at])))
    return found
