"""OpenResume's scores: each item of text gets points for what speaks for and against its being a name, a date, ….

src/app/lib/parse-resume-from-pdf/extract-resume-from-sections/lib/feature-scoring-system.ts
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from texcv.ats.items import Item
from texcv.frozen import frozen


@frozen
class Feature:
    """What an item has or has not, and the points for it.

    `takes`: of an item that has more text than what matches, only that is taken, with these points alone.
    """

    has: re.Pattern[str] | Callable[[Item], bool]
    points: int
    takes: bool = False


def best(items: Iterable[Item], features: Sequence[Feature]) -> str:
    """The text with the most points, the first one of several; "" if none has more than 0."""
    candidates = [candidate for item in items for candidate in _candidates(item, features)]
    points, text = max(candidates, key=lambda candidate: candidate[0], default=(0, ""))
    return text if points > 0 else ""


def _candidates(item: Item, features: Sequence[Feature]) -> list[tuple[int, str]]:
    total, parts = 0, []
    for feature in features:
        found = feature.has.search(item.text) if isinstance(feature.has, re.Pattern) else feature.has(item)
        if isinstance(found, re.Match) and feature.takes and found[0] != item.text:
            parts.append((feature.points, found[0]))
        elif found:
            total += feature.points
    return [(total, item.text), *parts]
