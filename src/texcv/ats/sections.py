"""Where sections begin.

OpenResume, group-lines-into-sections.ts: the title is the only item in its line, not one of the first two lines, and
bold and upper case; or it has two words at the most, letters only, a capital first, and contains a known word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from texcv.ats.items import Face, Line, common_face
from texcv.ats.vocabulary import Vocabulary

_LETTERS = re.compile(r"(?:[^\W\d_]|[\s&])+")

Section = tuple[str, list[Line]]


def split_sections(lines: Sequence[Line], vocabulary: Vocabulary) -> tuple[list[Line], list[Section]]:
    """The head, and each section's title with its lines."""
    face = _face_of_titles(lines, vocabulary)
    head: list[Line] = []
    sections: list[Section] = []
    before: Line | None = None  # the line of a title that may go on
    for index, line in enumerate(lines):
        if face is None or not _is_title(index, line, face, vocabulary):
            (sections[-1][1] if sections else head).append(line)
            before = None
            continue
        rest = [replace(line, items=line.items[1:])] if len(line.items) > 1 else []
        if before is not None and _goes_on(before, line):
            sections[-1] = (f"{sections[-1][0]} {line.first.text}", rest)
        else:
            sections.append((line.first.text, rest))
        before = line if not rest else None
    return head, sections


def _is_title(index: int, line: Line, face: Face, vocabulary: Vocabulary) -> bool:
    """Whether the published rules or ours take a line for a title.

    Ours: among titles of a CV, one face holds. So a title that has it needs no known word, has any length, and may
    stand in the second line, below a name, or at the side of the text. What is smaller than that, such as a title
    inside of a section, is none.
    """
    if line.first.face == face:
        return index > 0
    return line.first.size > face[1] and _published(index, line, vocabulary)


def _face_of_titles(lines: Sequence[Line], vocabulary: Vocabulary) -> Face | None:
    """The face of most titles that the published rules find; that of the running text only if there is no other.

    Ours: a title may have text at its side, if it is larger than that.
    """
    body = common_face(lines)
    found: Counter[Face] = Counter()
    for index, line in enumerate(lines):
        alone = line if line.first.size <= body[1] else replace(line, items=line.items[:1])
        if _published(index, alone, vocabulary):
            found[line.first.face] += 1
    ranked = sorted(found, key=lambda face: (face == body, -found[face]))
    return ranked[0] if ranked else None


def _published(index: int, line: Line, vocabulary: Vocabulary) -> bool:
    if index < 2 or len(line.items) > 1:
        return False
    item = line.first
    return (item.bold and item.text.isupper()) or _is_known(item.text, vocabulary)


def _is_known(text: str, vocabulary: Vocabulary) -> bool:
    words = [word for word in text.split() if word != "&"]
    lower = text.casefold()
    return (
        len(words) <= 2
        and bool(_LETTERS.fullmatch(text))
        and text[0].isupper()
        and (
            any(keyword in lower for keyword in vocabulary.keywords)
            or not vocabulary.sections.isdisjoint(lower.split())
        )
    )


def _goes_on(before: Line, line: Line) -> bool:
    """Ours: a title that was too long for its line."""
    return before.page == line.page and 0 < before.first.baseline - line.first.baseline < 1.5 * line.first.size
