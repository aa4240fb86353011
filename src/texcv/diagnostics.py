"""What went wrong, where, and what to do about it: as data, and as text for people and for tools."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from texcv.frozen import frozen

Severity = Literal["error", "warning"]
Style = Callable[[str, str], str]

LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""What ends a line, after YAML 1.1, section 4.2."""

_EXCERPT_WIDTH = 100
_EXCERPT_BYTES = 4_000_000


@frozen
class Span:
    """A stretch of a file: lines and columns start at 1 and count characters; the end is exclusive.

    `line` 0 means the whole file. `text` is that of the file as it was read, so that an excerpt is never of another
    version; without it, excerpts are of the file as it is when they are printed.
    """

    path: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0
    text: str | None = field(default=None, repr=False, compare=False)

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


@frozen
class Diagnostic:
    """One problem. `code` is one of those that `docs/diagnostics.md` explains."""

    code: str
    severity: Severity
    message: str
    span: Span | None = None
    hints: tuple[str, ...] = ()


class TexcvError(Exception):
    """The only exception of texcv: at least one of its `diagnostics` is an error. `log` is TeX's, if TeX ran."""

    def __init__(self, diagnostics: Iterable[Diagnostic], log: str = "") -> None:
        self.diagnostics = tuple(diagnostics)
        self.log = log
        super().__init__("\n".join(format_diagnostics(self.diagnostics, "concise")))

    def __reduce__(self) -> tuple[type[TexcvError], tuple[tuple[Diagnostic, ...], str]]:
        """From process to process: by default, it would be made anew of its text."""
        return type(self), (self.diagnostics, self.log)


def error(code: str, message: str, span: Span | None = None, *hints: str) -> Diagnostic:
    """An error; empty hints are left out."""
    return Diagnostic(code, "error", message, span, tuple(dict.fromkeys(filter(None, hints))))


def warning(code: str, message: str, span: Span | None = None, *hints: str) -> Diagnostic:
    """A warning; empty hints are left out."""
    return Diagnostic(code, "warning", message, span, tuple(dict.fromkeys(filter(None, hints))))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of them is an error, not only a warning."""
    return any(diagnostic.severity == "error" for diagnostic in diagnostics)


def counts(diagnostics: Sequence[Diagnostic]) -> dict[str, int]:
    """How many `errors` and `warnings` there are."""
    errors = sum(1 for diagnostic in diagnostics if diagnostic.severity == "error")
    return {"errors": errors, "warnings": len(diagnostics) - errors}


def did_you_mean(word: str, known: Iterable[str], nearness: float = 0.6) -> str:
    """A hint that names the nearest of the `known` words, or "" when none is near (1 is the same word)."""
    by_folded = {candidate.casefold(): candidate for candidate in known}
    near = get_close_matches(word.casefold()[:100], by_folded, n=1, cutoff=nearness)
    return f"did you mean `{by_folded[near[0]]}`?" if near else ""


def shown(value: object) -> str:
    """A value for a message: a text in quotes and cut to a few words; for anything else, what it is."""
    if isinstance(value, str):
        return f'"{cut(value)}"'
    if isinstance(value, list):
        return "a list"
    return "a mapping" if isinstance(value, dict) else "nothing"


def cut(text: str) -> str:
    """The text, or as much of it as a message bears."""
    return text if len(text) <= 60 else f"{text[:59]}…"


# --- printing -------------------------------------------------------------------------------


def format_diagnostics(diagnostics: Sequence[Diagnostic], how: str = "human", style: Style | None = None) -> list[str]:
    """The diagnostics as the lines to print; `how` is one of `FORMATS`.

    `style(text, kind)` colours a piece of the human format; kinds are "error", "warning", "hint" and "place".
    Characters that would steer a terminal are written as `\\xNN` in every format.
    """
    return FORMATS[how](diagnostics, style or (lambda text, kind: text))


def _human(diagnostics: Sequence[Diagnostic], style: Style) -> list[str]:
    lines: list[str] = []
    read: dict[tuple[str, str | None], list[str]] = {}
    for diagnostic in diagnostics:
        place = style(visible(f"{diagnostic.span}: "), "place") if diagnostic.span else ""
        head = style(f"{diagnostic.severity}[{diagnostic.code}]", diagnostic.severity)
        lines.append(f"{place}{head}: {visible(diagnostic.message)}")
        lines.extend(_excerpt(diagnostic, style, read))
        lines.extend(f"  {style('hint:', 'hint')} {visible(hint)}" for hint in diagnostic.hints)
    return lines


def _excerpt(diagnostic: Diagnostic, style: Style, read: dict[tuple[str, str | None], list[str]]) -> list[str]:
    span = diagnostic.span
    if span is None or not span.line:
        return []
    version = (span.path, span.text)
    if version not in read:
        read[version] = LINE_BREAK.split(span.text) if span.text is not None else _lines(span.path)
    if span.line > len(read[version]):
        return []
    text = read[version][span.line - 1]
    stop = span.end_column - 1 if span.end_line == span.line else len(text.rstrip())
    first = max(0, min(span.column - 1, len(text)) - _EXCERPT_WIDTH // 2) if len(text) > _EXCERPT_WIDTH else 0
    shown = text[first : first + _EXCERPT_WIDTH]
    before = shown[: span.column - 1 - first]
    marked = shown[span.column - 1 - first : max(stop, span.column) - first]
    carets = " " * _width(visible(before.expandtabs(1))) + "^" * max(1, _width(visible(marked.expandtabs(1))))
    number = f"{span.line:5}"
    return [
        f"{number} | {visible(shown.expandtabs(1))}".rstrip(),
        f"{' ' * len(number)} | {style(carets, diagnostic.severity)}",
    ]


def _concise(diagnostics: Sequence[Diagnostic], style: Style) -> list[str]:
    return [
        visible(f"{d.span}: " if d.span else "") + f"{d.severity}[{d.code}]: {visible(d.message)}" for d in diagnostics
    ]


def _json(diagnostics: Sequence[Diagnostic], style: Style) -> list[str]:
    return [json.dumps(as_data(diagnostics), indent=2)]


def as_data(diagnostics: Iterable[Diagnostic]) -> list[dict[str, object]]:
    """The diagnostics as JSON has them."""
    return [
        {
            "code": d.code,
            "severity": d.severity,
            "message": d.message,
            "hints": list(d.hints),
            "file": d.span.path if d.span else None,
            "line": (d.span.line or None) if d.span else None,
            "column": (d.span.column or None) if d.span else None,
            "end_line": (d.span.end_line or None) if d.span else None,
            "end_column": (d.span.end_column or None) if d.span else None,
        }
        for d in diagnostics
    ]


def _github(diagnostics: Sequence[Diagnostic], style: Style) -> list[str]:
    """Workflow commands of GitHub Actions, escaped as its toolkit's `command.ts` does."""

    def data(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def value(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    lines = []
    for d in diagnostics:
        fields = [f"title={value(d.code)}"]
        if d.span:
            fields.insert(0, f"file={value(visible(d.span.path))}")
            if d.span.line:
                fields[1:1] = [f"line={d.span.line}", f"col={d.span.column}"]
        lines.append(f"::{d.severity} {','.join(fields)}::{data(chr(10).join(map(visible, (d.message, *d.hints))))}")
    return lines


def _gitlab(diagnostics: Sequence[Diagnostic], style: Style) -> list[str]:
    """GitLab's Code Quality report, by docs.gitlab.com/ci/testing/code_quality.

    GitLab compares the fingerprints of two branches: they hold no line, so that a problem that moves stays the same;
    equal problems of a file are numbered, as it shows one of each fingerprint only.
    """
    import hashlib

    seen: Counter[tuple[str, str, str]] = Counter()
    issues = []
    for d in diagnostics:
        path = Path(d.span.path).as_posix() if d.span else "."  # without the ./ that GitLab can't do with
        problem = (path, d.code, d.message)
        seen[problem] += 1
        fingerprint = "\0".join((*problem, str(seen[problem])))
        issues.append(
            {
                "description": " – ".join((d.message, *d.hints)),
                "check_name": d.code,
                "fingerprint": hashlib.sha256(fingerprint.encode(errors="surrogatepass")).hexdigest(),
                "severity": "major" if d.severity == "error" else "minor",
                "location": {"path": path, "lines": {"begin": max(1, d.span.line) if d.span else 1}},
            }
        )
    return [json.dumps(issues, indent=2)]


FORMATS: dict[str, Callable[[Sequence[Diagnostic], Style], list[str]]] = {
    "human": _human,
    "concise": _concise,
    "json": _json,
    "github": _github,
    "gitlab": _gitlab,
}

DOCUMENTS = frozenset({"json", "gitlab"})
"""Formats that are one document: of all problems, at the end, and with nothing beside them."""


def visible(text: str) -> str:
    """The text with every control, format and surrogate character written out, so that it is safe to print."""
    return "".join(
        char if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} else _code(char) for char in text
    )


def _code(char: str) -> str:
    number = ord(char)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _width(text: str) -> int:
    """The number of terminal cells, after UAX #11: wide characters take two, combining marks none."""
    cells = 0
    for char in text:
        if not unicodedata.combining(char):
            cells += 2 if unicodedata.east_asian_width(char) in "WF" else 1
    return cells


def _lines(path: str) -> list[str]:
    """The lines of a text file of a few megabytes at the most; none of any other."""
    try:
        file = Path(path)
        if not file.is_file() or file.stat().st_size > _EXCERPT_BYTES:
            return []
        return LINE_BREAK.split(file.read_bytes().decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, ValueError):
        return []
