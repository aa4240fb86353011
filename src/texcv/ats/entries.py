"""Title, organization and dates of each entry of a section."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from texcv.ats.blocks import Block, blocks_of, gap_of, goes_on, is_description
from texcv.ats.features import Feature, best
from texcv.ats.items import Face, Item, Line
from texcv.ats.profile import ParsedEntry
from texcv.ats.vocabulary import DEGREE, JOBS, SCHOOL, Vocabulary
from texcv.frozen import frozen

_COMPANY = re.compile(r"\b(?:Inc|Ltd|Corp|Co|e\. ?V)\.$")


@frozen
class _Head:
    """What an entry begins with: the item that stands out, the one below it, and the dates."""

    leading: str
    following: str
    dates: str
    above: str
    """The organization that stands above several entries."""


def entries_of(lines: Sequence[Line], right: float, vocabulary: Vocabulary) -> tuple[ParsedEntry, ...]:
    """The entries of a section; `right` is the right edge of the text of the whole CV."""
    # Ours: dates may stand in a column of their own at the left, so what a line begins with is what is no date.
    lines = [
        replace(line, items=tuple(sorted(line.items, key=lambda it: vocabulary.is_date(it.text)))) for line in lines
    ]
    blocks, face = blocks_of(lines, right)
    gap, above, heads = gap_of(lines), "", []
    for block in blocks:
        if face and block[0].first.size > face[1] and not block[0].first.bold:
            above = block[0].first.text
        elif head := _head(block, face, _Page(gap, right, vocabulary), above):
            heads.append(head)
            above = head.above
    leads = _title_leads(heads)
    return tuple(_entry(head, leads) for head in heads)


@frozen
class _Page:
    """What is known of the lines around: their commonest gap, the right edge of the text, and the words of dates."""

    gap: float
    right: float
    vocabulary: Vocabulary


def _head(block: Block, face: Face | None, page: _Page, above: str) -> _Head | None:
    # Ours: the leading item goes on in the next lines as long as they begin in its face (a wrapped title).
    first = next((i for i, line in enumerate(block) if _texts(line, page)), None)
    if first is None:
        return None
    item, end = _texts(block[first], page)[0], first + 1
    leading = item.text
    while end < len(block) and _wraps(block[end - 1], block[end], item, page):
        leading += f" {block[end].first.text}"
        end += 1
    if end < len(block) and _only_dates(block[end], page):
        end += 1
    below = block[end] if end < len(block) else None
    following = _paragraph(block, end, page) if below and _texts(below, page) else ""
    dates = _dates([item for line in block[: end + 1] for item in line.items], page.vocabulary)
    if above and not (below and _names_organization(below, following)):
        return _Head(leading, "", dates, above)
    return _Head(leading, following if not is_description(following) else "", dates, "")


def _texts(line: Line, page: _Page) -> list[Item]:
    return [item for item in line.items if not page.vocabulary.is_date(item.text)]


def _only_dates(line: Line, page: _Page) -> bool:
    return not _texts(line, page)


def _wraps(before: Line, line: Line, item: Item, page: _Page) -> bool:
    if line.first.face != item.face or before.page != line.page or len(before.items) > 1:
        return False
    return item.bold or goes_on(before, line, page.gap, page.right)


def _paragraph(block: Block, start: int, page: _Page) -> str:
    """The first item of a line, with what it was broken into."""
    text, at = _texts(block[start], page)[0].text, start
    while at + 1 < len(block) and _continues(block[at], block[at + 1], page):
        at += 1
        text += f" {block[at].first.text}"
    return text


def _continues(line: Line, following: Line, page: _Page) -> bool:
    """Ours: what is broken goes on, and so does what has its first stroke only in the next line."""
    if len(line.items) > 1:
        return False
    first, other = line.first, following.first
    stroke = (
        len(following.items) > 1 and not line.open and first.face == other.face and abs(first.left - other.left) < 1
    )
    return stroke or goes_on(line, following, page.gap, page.right)


# --- what is what ---------------------------------------------------------------------------

# OpenResume, common-features.ts: DATE_FEATURE_SETS.
_YEAR = Feature(re.compile(r"(?:19|20)\d{2}"), 1)
_COMMA = Feature(re.compile(","), -1)


def _dates(items: Sequence[Item], vocabulary: Vocabulary) -> str:
    """Ours: what is nothing but a date goes before what contains one, as `ICLR 2024 Oral` does."""
    pure = [item.text for item in items if vocabulary.is_date(item.text)]
    if pure:
        return pure[0] if len(pure) == 1 or not pure[0].endswith(("–", "-")) else f"{pure[0]} {pure[1]}"

    def has(words: frozenset[str]) -> Feature:
        return Feature(lambda item: any(word in words for word in re.findall(r"\w+", item.text.casefold())), 1)

    return best(items, (_YEAR, has(vocabulary.months), has(vocabulary.present), _COMMA))


def _names_organization(line: Line, text: str) -> bool:
    """Whether the line below a title names an organization, although one stands above several entries.

    Ours: it does where a stroke divides it, or where it is neither a label with a value, nor a sentence, nor eight
    words long (OpenResume's measure of a description).
    """
    if is_description(text):
        return False
    is_sentence = text.endswith(".") and not _COMPANY.search(text)
    return len(line.items) > 1 or (len(text.split()) < 8 and not is_sentence)


def _title_leads(heads: Sequence[_Head]) -> bool:
    """Ours: a section writes all of its entries in one way, so all of them together tell what stands out in them.

    The points are OpenResume's, extract-work-experience.ts and extract-education.ts.
    """
    both = [head for head in heads if head.following]
    leading = sum(_is_title(head.leading) for head in both)
    following = sum(_is_title(head.following) for head in both)
    return following <= max(0, leading)


def _is_title(text: str) -> int:
    words = {word.casefold().strip(",.") for word in text.split()}
    title = bool(DEGREE.search(text)) or not words.isdisjoint(JOBS)
    return 4 * title - 4 * bool(SCHOOL.search(text))


def _entry(head: _Head, title_leads: bool) -> ParsedEntry:
    if head.above:
        return ParsedEntry(head.leading, head.above, head.dates)
    one, other = (head.leading, head.following) if title_leads else (head.following, head.leading)
    return ParsedEntry(one, other, head.dates)
