"""Patterns of names, as `{name}-{variant}.{locale}` -> paths that every system takes, and that lead nowhere else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from texcv.diagnostics import Diagnostic, Span, cut, did_you_mean, error
from texcv.frozen import frozen
from texcv.targets import FORMATS

FIELDS = ("name", "variant", "template", "locale", "folder")
"""What a pattern can have: the CV's file without its ending, what was chosen, and the name of the CV's folder."""

MAX_NAME = 200
"""Bytes of a name; most file systems take 255, and files that are not whole yet have longer ones."""

_PART = re.compile(r"([^{}]*)(?:\{([^{}]*)\}|$)")
_SEPARATORS = " -_.,+~"
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?")
"""What Windows takes for a device, whatever its ending (learn.microsoft.com, “Naming Files, Paths, and Namespaces”)."""


@frozen
class Pattern:
    """A pattern that was looked at, and where it stands. A `/` in it begins a folder."""

    text: str
    at: Span

    @classmethod
    def read(cls, text: str, at: Span) -> Pattern | Diagnostic:
        """The pattern of a text, which may have the ending of the file; or what is wrong with it."""
        for form in FORMATS:
            text = text.removesuffix(f".{form}")
        pattern = cls(text, at)
        steps = text.split("/")
        if any(step.strip(" .") == "" for step in steps):
            hint = "write it as {locale}/{name}, from the folder `output` on"
            return error("bad-pattern", f"`{cut(text)}` is no name of a file in the folder of the output", at, hint)
        if re.search("[{}]", re.sub(r"\{[^{}]*\}", "", text)):
            return error("bad-pattern", "a brace is left open, or opened twice", at, "write fields as {name}")
        for field in pattern.fields:
            if field not in FIELDS:
                known = ", ".join(f"{{{name}}}" for name in FIELDS)
                hint = did_you_mean(field, FIELDS).replace("`", "") or f"there are: {known}"
                return error("bad-pattern", f"there is no `{{{cut(field)}}}`", at, hint)
        return pattern

    @property
    def fields(self) -> set[str]:
        """The fields that it has."""
        return set(re.findall(r"\{([^{}]*)\}", self.text))

    def fill(self, values: Mapping[str, str]) -> str | Diagnostic:
        """The path, without an ending: what has no value is left out with the separator before it."""
        steps = [_filled(step, values) for step in self.text.split("/")]
        path = "/".join(step for step in steps if step)
        if not steps[-1]:
            return error("bad-pattern", f"`{cut(self.text)}` leaves a file without a name", self.at, "add {name}")
        if max(len(step.encode()) for step in steps) > MAX_NAME:
            return error("bad-pattern", f"the name {cut(path)} is longer than {MAX_NAME} bytes", self.at)
        return path


def _filled(step: str, values: Mapping[str, str]) -> str:
    made, left_out = "", False
    for literal, field in _PART.findall(step):
        made += literal.lstrip(_SEPARATORS) if left_out and not made else literal
        value = _safe(values.get(field, "")) if field else ""
        left_out = bool(field and not value)
        made = made.rstrip(_SEPARATORS) if left_out else made + value
    return _safe_name(made)


def _safe(text: str) -> str:
    """The text without what steers, and without what some system forbids in names."""
    text = _FORBIDDEN.sub("-", unicodedata.normalize("NFC", text))
    return "".join("-" if unicodedata.category(char)[0] in "CZ" and char != " " else char for char in text)


def _safe_name(text: str) -> str:
    """A name that is not hidden, and that Windows takes: it drops dots and spaces at the end."""
    name = _safe(text).strip(" ").rstrip(". ")
    return f"_{name}" if name.startswith(".") or _DEVICES.fullmatch(name) else name


def same_file(path: str) -> str:
    """What two paths have in common that are one file on some system, as `Ada` and `ada` are."""
    return unicodedata.normalize("NFC", path).casefold()
