"""TeX's log -> diagnostics at the YAML that caused them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from texcv.compile.requirements import install_command
from texcv.diagnostics import Diagnostic, Span, error

Locate = Callable[[int, str], Span | None]
"""The place in the YAML of a line of the .tex; of several there, the first that contains the second argument."""

MAX_OVERFULL = 1.0
"""Points that a line may stick out of its column before it is an error; less is not seen (1 pt = 0.35 mm)."""

_ERROR = re.compile(r"^(?:\./)?([^\s:]+\.\w+):(\d+): (.*)|^! (.*)|^!(pdfTeX error: .*)")
_MISSING_FILE = re.compile(r"File [`']([^']+)' not found")
_UNKNOWN_CHARACTER = re.compile(r"Unicode character (\S+) \(U\+([0-9A-F]+)\)")
_MISSING_CHARACTER = re.compile(r"Missing character: There is no (\S+)(?: \([^)]+\))? in font ([^\s!]*[^\s!.])")
_OVERFULL_LINE = re.compile(
    r"^Overfull \\hbox \(([\d.]+)pt too wide\)(?:.* at lines? (\d+)(?:--(\d+))?|.* while \\output is active)"
)
_OVERFULL_PAGE = re.compile(r"^Overfull \\vbox \(([\d.]+)pt too high\)")


def read_log(log: str, name: str, locate: Locate) -> list[Diagnostic]:
    """What went wrong in the run that wrote the log; `name` is the .tex file's."""
    lines = log.splitlines()
    found: dict[tuple[str, str, Span | None], Diagnostic] = {}
    for diagnostic in _faults(lines, name, locate):
        found.setdefault((diagnostic.code, diagnostic.message, diagnostic.span), diagnostic)
    faults = list(found.values())
    specific = [fault for fault in faults if fault.code != "latex-error"]
    return specific + [fault for fault in faults if fault.code == "latex-error" and not _follows(fault, specific)]


def _follows(fault: Diagnostic, others: Iterable[Diagnostic]) -> bool:
    """`Emergency stop` and `Fatal error` only say that there was another error."""
    return any(others) and re.match(r"Emergency stop|\s*==> Fatal error", fault.message) is not None


def _faults(lines: list[str], name: str, locate: Locate) -> Iterator[Diagnostic]:
    for number, line in enumerate(lines):
        if match := _ERROR.match(line):
            file, at, message = match[1], int(match[2] or 0), match[3] or match[4] or match[5] or ""
            yield _error(_whole(message, lines, number), at if file in {None, name} else 0, locate)
        elif match := _OVERFULL_LINE.match(line):
            yield from _overfull_line(float(match[1]), int(match[3] or match[2] or 0), locate)
        elif (match := _OVERFULL_PAGE.match(line)) and float(match[1]) > MAX_OVERFULL:
            message = f"{float(match[1]):.1f} pt of text stick out of the foot of a page"
            yield error("overfull", message, None, "shorten what can't be broken: a title, a name, a picture")


def _whole(message: str, lines: list[str], number: int) -> str:
    """LaTeX continues a long message on lines that start with the package's name in brackets, or indented."""
    rest = []
    for line in lines[number + 1 : number + 4]:
        if not re.match(r"\s{4,}\S|\(\w+\)\s", line):
            break
        rest.append(re.sub(r"^\(\w+\)", "", line).strip())
    return " ".join([message, *rest]).strip()


def _error(message: str, line: int, locate: Locate) -> Diagnostic:
    if match := _MISSING_FILE.search(message):
        return error("missing-package", f"TeX has no {match[1]}", None, install_command())
    if match := _UNKNOWN_CHARACTER.search(message):
        char = chr(int(match[2], 16))
        text = f'"{char}" (U+{int(match[2], 16):04X}) can\'t be printed with these fonts'
        return error("missing-glyph", text, locate(line, char), "write it in another way")
    if match := _MISSING_CHARACTER.search(message):
        return error(
            "missing-glyph", f"the font {match[2]} has no {match[1]}", locate(line, match[1]), "write it in another way"
        )
    span = locate(line, "") if line else None
    text = re.sub(r"^(?:LaTeX|Package \w+|Class \w+) Error: ", "", message)
    return error(
        "latex-error", f"{text}{f' (line {line} of the .tex)' if line else ''}", span, "`--verbose` shows TeX's log"
    )


def _overfull_line(points: float, line: int, locate: Locate) -> Iterator[Diagnostic]:
    if points > MAX_OVERFULL:
        message = f"a line is {points:.1f} pt wider than its column"
        yield error(
            "overfull", message, locate(line, "") if line else None, "shorten it, or allow a break with a space"
        )
