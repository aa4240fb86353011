"""TeX's log -> diagnostics at the YAML that caused them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from texcv.compile.requirements import install_command
from texcv.diagnostics import Diagnostic, Span, error

Locate = Callable[[int, str], list[Span]]
"""The places in the YAML of a line of the .tex, or, where the second argument is a text, of all that contains it."""

_SUBSTITUTES = {
    "‐": "write -",
    "‑": "write -",
    "‒": "write –",
    "―": "write —",
    "≠": "write it in words",
    "ẞ": "write SS",
}

MAX_OVERFULL = 1.0
"""Points that a line may stick out of its column before it is an error; less is not seen (1 pt = 0.35 mm)."""

_ERROR = re.compile(r"^(?:\./)?((?:[A-Za-z]:)?[^:]+?\.\w+):(\d+): (.*)|^! (.*)|^!(pdfTeX error: .*)")
_MISSING_FILE = re.compile(r"File [`']([^']+)' not found")
_TOO_LONG = re.compile("texcv: (more than [0-9]+ pages)")
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
            ours = file in {None, name}
            place = None if ours or "/" in file else Span(file, at, 1, at, 2)  # a class or package beside the .tex
            yield from _errors(_whole(message, lines, number), at if ours else 0, locate, place)
        elif match := _OVERFULL_LINE.match(line):
            shown = lines[number + 1] if number + 1 < len(lines) else ""
            yield from _overfull_line(float(match[1]), int(match[3] or match[2] or 0), shown, locate)
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


def _errors(message: str, line: int, locate: Locate, place: Span | None) -> Iterator[Diagnostic]:
    """TeX's message in our words, at each place that it is about; `place` is that of a fault outside of the .tex."""
    text = re.sub(r"^(?:LaTeX|Package \w+|Class \w+) Error: ", "", message)
    code, hint, char = "latex-error", "`--verbose` shows TeX's log", ""
    if match := _MISSING_FILE.search(message):
        code, text, hint, line = "missing-package", f"TeX has no {match[1]}", install_command(), 0
    elif match := _TOO_LONG.match(message):
        code, text, hint, line = "too-many-pages", f"the CV has {match[1]}", "is one of its texts extremely long?", 0
    elif match := _UNKNOWN_CHARACTER.search(message):
        char = chr(int(match[2], 16))
        code, hint = "missing-glyph", _SUBSTITUTES.get(char, "write it in another way")
        text = f'"{char}" (U+{int(match[2], 16):04X}) can\'t be printed with these fonts'
    elif match := _MISSING_CHARACTER.search(message):
        char = match[1]
        code, text, hint = "missing-glyph", f"the font {match[2]} has no {char}", "write it in another way"
        if char == "\N{REPLACEMENT CHARACTER}":  # pdfTeX told a byte of the font's encoding
            char, text = "", f"the font {match[2]} lacks a character of this text"
    elif line:
        text += f" (line {line} of the .tex)"
    spans = locate(line, char) if line else []
    yield from (error(code, text, span, hint) for span in spans or (place,))


def _overfull_line(points: float, line: int, shown: str, locate: Locate) -> Iterator[Diagnostic]:
    """`shown` is the line's text, as the log has it: TeX may have read on before it broke the paragraph."""
    if points > MAX_OVERFULL:
        message = f"a line is {points:.1f} pt wider than its column"
        span = next(iter(locate(line, "") if line else []), None)
        words = sorted(re.findall(r"[!-~]{4,}", _FONT.sub(" ", shown)), key=len, reverse=True)
        spans = next((found for word in words[:5] if (found := locate(line, word))), []) if span else []
        span = min(spans, key=lambda other: abs(other.line - span.line) if span else 0, default=span)
        yield error("overfull", message, span, "shorten it, or allow a break with a space")


_FONT = re.compile(r"\\\S+/\S+ |\[\]")
"""What stands in a log's line for a change of font, and for a box or a space of another kind."""
