"""Where sections begin.

OpenResume, group-lines-into-sections.ts: the title is the only item in its line, not one of the first two lines, and
bold and upper case; or it has two words at the most, letters only, a capital first, and contains a known word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from texcv.ats.items import Face, Line, common_face
from texcv.ats.vocabulary import Vocabulary

_LETTERS = re.compile(r"(?:[^\W\d_]|[\s&])+")

Section = tuple[str, list[Line]]


def split_sections(lines: Sequence[Line], vocabulary: Vocabulary) -> tuple[list[Line], list[Section]]:
    """The head, and each section's title with its lines."""
    face = _face_of_titles(lines, vocabulary)
    head: list[Line] = []
    sections: list[Section] = []
    before: Line | None = None
    for index, line in enumerate(lines):
        if not _is_title(index, line, face, vocabulary):
            (sections[-1][1] if sections else head).append(line)
        elif before is not None and _goes_on(before, line):
            title, rest = sections.pop()
            sections.append((f"{title} {line.text}", rest))
        else:
            sections.append((line.text, []))
        before = line if sections and not sections[-1][1] else None
    return head, sections


def _is_title(index: int, line: Line, face: Face | None, vocabulary: Vocabulary) -> bool:
    """Ours: among titles of a CV, one face holds. So a title that has it needs no known word, and has any length;

    and one that stands smaller or lighter than that, such as a part of a section, is none.
    """
    if index < 2 or len(line.items) > 1:
        return False
    if face is None:
        return False
    return line.first.face == face or (line.first.size > face[1] and _published(index, line, vocabulary))


def _face_of_titles(lines: Sequence[Line], vocabulary: Vocabulary) -> Face | None:
    """The face of most titles that the published rules find; that of the running text only if there is no other."""
    found = Counter(line.first.face for index, line in enumerate(lines) if _published(index, line, vocabulary))
    body = common_face(lines)
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
        and any(keyword in lower for keyword in vocabulary.sections)
    )


def _goes_on(before: Line, line: Line) -> bool:
    """Ours: a title that was too long for its line."""
    return before.page == line.page and 0 < before.first.baseline - line.first.baseline < 1.5 * line.first.size
