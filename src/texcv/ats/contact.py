"""Name, e-mail, phone and links, from what stands above the first section's title.

OpenResume, extract-profile.ts and common-features.ts; what is ours says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from texcv.ats.features import Feature, best
from texcv.ats.items import Item, Line
from texcv.ats.profile import Contact

# Ours: before and behind a name stand titles, which parsers of names strip (Python's nameparser, its config/titles.py
# and config/suffixes.py); the German ones are those of the CVs that texcv was made for.
_TITLES = re.compile(
    r"(?:Dr|Prof|Dipl|Ing|Priv|Doz|PD|rer|nat|med|phil|jur|pol|oec|habil|h|c|Mr|Mrs|Ms|Ph|D|M|B|Sc|A|Eng|MBA|MD|PhD|MSc"
    r"|BSc|MA|BA|LLM|Jr|Sr|II|III|IV)[.-]*"
)
_TITLE = re.compile(rf"(?:{_TITLES.pattern})+")

_SIMPLE = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}")
EMAIL = re.compile(r"[^\s@,;:()<>|]+@\S+\.\S+")

# OpenResume's phone is `(xxx) xxx-xxxx`; ours also takes international ones: at most 15 digits (ITU-T E.164) behind a
# plus or a zero, spaced and grouped as people do, and an extension.
_AMERICAN = re.compile(r"\(?\d{3}\)?[\s-]?\d{3}[\s-]?\d{4}")
PHONE = re.compile(r"(?<![\w/.-])(?:\+|\(?0)\d(?:[\s./()–-]{0,2}\d){5,14}(?:\s*(?:ext\.?|x|-)\s*\d{1,6})?")

# OpenResume's `xxx.xxx/xxx`, `http://…`, `www.…`; ours: a bare host, too.
_URL = re.compile(rf"https?://\S+|www\.\S+\.\S+|\S+\.[a-z]+/\S+|(?<![\w@.]){_SIMPLE.pattern}(?![\w@])")

_NAME = (
    # Ours: letters of any alphabet, hyphens and apostrophes.
    Feature(re.compile(r"^[^\W\d_](?:[^\W\d_]|[\s.’'-])+$"), 3),
    Feature(lambda item: item.bold, 2),
    Feature(lambda item: item.text.isupper(), 2),
    Feature(re.compile("@"), -4),
    Feature(re.compile("[0-9]"), -4),
    Feature(re.compile(r"\("), -4),
    Feature(re.compile(","), -4),
    Feature(re.compile("/"), -4),
    Feature(lambda item: len(item.text.split()) >= 4, -2),
    # Ours: a name has at least two words; a host that consists of letters and periods is none.
    Feature(lambda item: len(item.text.split()) < 2, -2),
    Feature(re.compile(rf"^{_SIMPLE.pattern}$"), -4),
)

_EMAIL_FEATURES = (
    Feature(EMAIL, 4, takes=True),
    Feature(lambda item: item.bold, -1),
    Feature(lambda item: item.text.isupper(), -1),
    Feature(re.compile(r"\([0-9]+\)"), -4),
    Feature(re.compile(","), -4),
    Feature(re.compile("/"), -4),
    Feature(lambda item: len(item.text.split()) >= 4, -4),
)

_PHONE_FEATURES = (
    Feature(PHONE, 4, takes=True),
    Feature(_AMERICAN, 3, takes=True),
    Feature(lambda item: any(char.isalpha() for char in re.sub(r"ext|x", "", item.text)), -4),
)


def contact_of(lines: Sequence[Line]) -> Contact:
    """What the head of a CV says of the person."""
    items = [item for line in lines for item in line.items]
    links = [url for item in items for url in _links(item)]
    return Contact(
        name=_name(lines),
        email=best(items, _EMAIL_FEATURES),
        phone=best(items, _PHONE_FEATURES),
        links=tuple(dict.fromkeys(links)),
    )


def _name(lines: Sequence[Line]) -> str:
    """Ours: lines that begin in the largest type are one, as a name that needs two, and its size speaks for it."""
    sizes = {item.size for line in lines for item in line.items}
    largest = max(sizes) if len(sizes) > 1 else 0.0
    candidates: list[Item] = []
    for is_large, group in groupby(lines, lambda line: line.first.size == largest):
        parts = list(group)
        if is_large:
            candidates.append(replace(parts[0].first, text=" ".join(part.first.text for part in parts)))
        candidates += (item for line in parts for item in line.items[is_large:])
    features = (*_NAME, Feature(lambda item: item.size == largest, 2))
    return best([replace(item, text=without_titles(item.text)) for item in candidates], features)


def without_titles(name: str) -> str:
    """The name without academic titles before and behind it, and without a note in parentheses."""
    name = re.sub(r"\s*\(.*", "", name)
    words = re.sub(r",\s.*", "", name) if _only_titles(name.partition(",")[2]) else name
    parts = words.split()
    while len(parts) > 1 and _TITLE.fullmatch(parts[0]) and parts[0].endswith(".") and len(parts[0]) > 2:
        parts.pop(0)  # a single letter is an initial
    return " ".join(parts)


def _only_titles(text: str) -> bool:
    words = text.replace(",", " ").split()
    return bool(words) and all(_TITLE.fullmatch(word) for word in words)


def _links(item: Item) -> list[str]:
    return [found[0].rstrip(".,;)") for found in _URL.finditer(EMAIL.sub("", item.text))]
