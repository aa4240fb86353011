"""Texts in several languages, as `{en: …, de: …}`: one of them is picked, and it is told where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from texcv.diagnostics import Diagnostic, Span, cut, did_you_mean, error, warning
from texcv.model import is_language
from texcv.model.whole import common_field_names, field_names
from texcv.source import Node

LABELLED = frozenset({"details", "links", "rows", "words"})
"""The keys of mappings whose keys the user makes up: they are by language only if all their values are mappings."""

NAMED = frozenset({"sections", "variants"})
"""The keys of mappings whose keys are never languages, though a title or a name may look like one."""

NO_LANGUAGES = frozenset({"cv", "doi"})
"""Languages (Chuvash, Dogri) that are called as a key of the format is: no text can be in them."""

_LIKE_A_LANGUAGE = re.compile(r"(?i:[a-z]{2,3})(?:[-_]\w{2,8}){0,2}")

_MOST = 100
"""Languages that one text may be in, for its keys to be looked at one by one."""

_SAME = {"no": "nb"}
"""Two names of one language."""


def is_translation(node: Node, key: str = "") -> bool:
    """Whether a mapping says the same in several languages; `key` is the one that it stands behind."""
    if node.kind != "mapping" or not node.pairs or key in NAMED:
        return False
    if key in LABELLED and any(value.kind != "mapping" for _, value in node.pairs):
        return False
    return all(_names_language(name.text or "") for name, _ in node.pairs)


def _names_language(text: str) -> bool:
    return text not in NO_LANGUAGES and is_language(text)


@dataclass(slots=True)
class Picker:
    """Picks what is in the language `asked`, or else in the CV's `own`, or else what stands first."""

    asked: str
    own: str
    strict: bool = False
    found: dict[Span, Diagnostic] = field(default_factory=dict)

    def pick(self, node: Node, *, texts: bool = True, key: str = "") -> Node:
        """The nodes with a single language; without `texts`, those stay that are in several."""
        while is_translation(node, key) and (texts or any(value.kind != "scalar" for _, value in node.pairs)):
            node = self._choose(node)
        if texts and (faults := list(_strange_languages(node, key))):
            self.found |= {fault.span: fault for fault in faults if fault.span}
            return next(value for name, value in node.pairs if name.at not in self.found)
        items = tuple(self.pick(item, texts=texts) for item in node.items)
        pairs = tuple((name, self.pick(value, texts=texts, key=name.text or "")) for name, value in node.pairs)
        if all(new is old for new, old in zip(items, node.items, strict=True)) and all(
            new[1] is old[1] for new, old in zip(pairs, node.pairs, strict=True)
        ):
            return node
        return replace(node, items=items, pairs=pairs)

    def _choose(self, node: Node) -> Node:
        filled = ((name, value) for name, value in node.pairs if value.kind != "scalar" or value.text is not None)
        there = {name.text or "": value for name, value in filled}
        if not there:
            return node.pairs[0][1]
        name = _nearest(self.asked, there)
        if name is None:
            name = _nearest(self.own, there) or next(iter(there))
            self._tell(node, name)
        return there[name]

    def _tell(self, node: Node, used: str) -> None:
        message = f"there is no translation into `{self.asked}`: what is printed is in `{used}`"
        at = node.by_key[self.asked][0].at if self.asked in node.by_key else node.pairs[0][0].at
        missing = warning("missing-translation", message, at, f"add `{self.asked}: …`")
        self.found[at] = replace(missing, severity="error") if self.strict else missing


def _nearest(asked: str, there: Iterable[str]) -> str | None:
    """What serves one who asks for a language: itself, it without its region, or of another region."""
    parts = asked.split("-")
    names = {_same(name): name for name in there}
    for length in range(len(parts), 0, -1):
        if (wanted := _same("-".join(parts[:length]))) in names:
            return names[wanted]
    script = [part for part in parts if len(part) == 4]
    return next((name for wanted, name in names.items() if _fits(wanted, _same(parts[0]), script)), None)


def _same(name: str) -> str:
    language, dash, rest = name.partition("-")
    return f"{_SAME.get(language, language)}{dash}{rest}"


def _fits(name: str, language: str, script: Sequence[str]) -> bool:
    """Whether it is that language, in no other script as far as that is said."""
    first, *rest = name.split("-")
    own = [part for part in rest if len(part) == 4]
    return first == language and (not own or not script or own == script)


def _strange_languages(node: Node, key: str) -> Iterator[Diagnostic]:
    """The keys that are no languages among those that are; none where the mapping may be something else."""
    names = [name for name, _ in node.pairs]
    if (
        key in NAMED | LABELLED
        or len(names) > _MOST
        or not any(_LIKE_A_LANGUAGE.fullmatch(name.text or "") for name in names)
    ):
        return
    if any(name.text in common_field_names() for name in names):
        return
    # what is left may name fields of models that few CVs need, and that have to be loaded for that: so this comes last
    good = [name.text or "" for name in names if _names_language(name.text or "")]
    if not good or len(good) == len(names) or any(name.text in field_names() for name in names):
        return
    for name in names:
        text = name.text or ""
        if text not in good:
            message = f"`{cut(text)}` is not a language, as its neighbours are"
            yield error("bad-locale", message, name.at, _written_well(text) or did_you_mean(text, _COMMON, 0.5))


_COMMON = ("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs", "tr", "el", "ru", "zh", "ja")


def _written_well(text: str) -> str:
    """What to write for `de_CH`, `DE` or `de-ch`."""
    first, *rest = re.split("[-_]", text)
    better = "-".join([first.lower(), *(part.title() if len(part) == 4 else part.upper() for part in rest)])
    return f"write `{better}`" if better != text and _names_language(better) else ""
