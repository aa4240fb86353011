"""A section's lines, cut into its entries.

OpenResume, subsections.ts: at gaps of more than 1.4 times the commonest one, and else where a bold line follows one
that is not. What is ours says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from texcv.ats.items import Face, Line
from texcv.frozen import frozen

Block = list[Line]

_WIDE = 1.4
_LABEL = re.compile(r"^[^\W\d][^:|]{0,40}: ")
_BULLETS = "⋅∙🞄•⦁⚫●⬤⚬○"  # bullet-points.ts


@frozen
class Shape:
    """How the lines of a section stand: its commonest gap, and the right edge of the text, in points.

    `head` is the face that begins its entries, where most of them begin in one that is bold.
    """

    gap: float
    right: float
    head: Face | None = None


def blocks_of(lines: Sequence[Line], right: float) -> tuple[list[Block], Face | None]:
    """The entries' lines, and the face of the entries' heads; `right` is the edge of the text of the whole CV."""
    shape = Shape(gap_of(lines), right)
    blocks = _cut(lines, [_is_wide(shape, one, two) for one, two in pairwise(lines)])
    if len(blocks) == 1:
        blocks = _cut(lines, [two.first.bold and not one.first.bold for one, two in pairwise(lines)])
    head = _face_of_heads(blocks)
    if head is None:
        return blocks, None
    # Ours: once it is known how an entry begins, that tells entries apart across pages, too, where there is no gap,
    # and what begins otherwise and is not larger is another paragraph of the entry above, or of the section.
    starts = [_begins(shape, head, one, two) for one, two in pairwise(lines)]
    return [block for block in _cut(lines, starts) if _heads(head, block[0])], head


def goes_on(line: Line, following: Line, gap: float, right: float) -> bool:
    """Ours: whether a line was broken because the first word of the next one did not fit into it any more."""
    if line.open or line.page != following.page or is_description(following.first.text):
        return False
    if round(line.first.baseline - following.first.baseline) > round(_WIDE * gap):
        return False
    first, end = following.first, max(item.right for item in line.items)
    width = (first.right - first.left) / len(first.text)
    word = first.text.split()[0]
    stroke = 2 if word == first.text and len(following.items) > 1 else 0  # it would have come with its stroke
    return end + width * (1 + len(word) + stroke) > right


def is_description(text: str) -> bool:
    """OpenResume, bullet-points.ts: a bullet begins it. Ours: so does a label that has a value behind it."""
    return not text or text[0] in _BULLETS or bool(_LABEL.match(text))


def gap_of(lines: Sequence[Line]) -> float:
    """The commonest distance of two lines."""
    gaps = Counter(_gap(one, two) for one, two in pairwise(lines) if one.page == two.page)
    return float(gaps.most_common(1)[0][0]) if gaps else 0.0


def _gap(one: Line, two: Line) -> int:
    return round(one.first.baseline - two.first.baseline)


def _is_wide(shape: Shape, one: Line, two: Line) -> bool:
    return one.page == two.page and _gap(one, two) > _WIDE * shape.gap


def _cut(lines: Sequence[Line], starts: Sequence[bool]) -> list[Block]:
    blocks: list[Block] = []
    for line, start in zip(lines, (True, *starts), strict=False):
        if start:
            blocks.append([])
        blocks[-1].append(line)
    return blocks


def _face_of_heads(blocks: Sequence[Block]) -> Face | None:
    """The bold face that begins most blocks, if at least every second one does that does not begin in a larger one."""
    firsts = [block[0].first for block in blocks]
    faces = Counter(item.face for item in firsts if item.bold)
    if not faces:
        return None
    face, count = faces.most_common(1)[0]
    return face if 2 * count >= sum(item.size <= face[1] for item in firsts) else None


def _heads(head: Face, line: Line) -> bool:
    """Whether the line begins an entry, or stands above several: it is as the others are, or larger."""
    return line.first.face == head or line.first.size > head[1]


def _begins(shape: Shape, head: Face, one: Line, two: Line) -> bool:
    if not _heads(head, two):
        return False
    if _is_wide(shape, one, two):
        return True
    if one.first.face == two.first.face:
        return one.page != two.page and len(one.items) > 1
    return not two.first.mixed or not goes_on(one, two, shape.gap, shape.right)
