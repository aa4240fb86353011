"""The very character in the YAML."""

from __future__ import annotations

from texcv.diagnostics import LINE_BREAK, Span


def at_character(span: Span | None, char: str) -> Span | None:
    """The place of the character in the value that stands at the span; the span itself where it is not found.

    A value that was written with an escape or with separate accents does not have it as it is printed.
    """
    if span is None or span.text is None or not char:  # it was set on the command line
        return span
    lines = LINE_BREAK.split(span.text)
    for number in range(span.line, min(max(span.end_line, span.line), len(lines)) + 1):
        start = span.column - 1 if number == span.line else 0
        stop = span.end_column - 1 if number == span.end_line else None
        column = lines[number - 1].find(char, start, stop)
        if column >= 0:
            return Span(span.path, number, column + 1, number, column + 2, span.text)
    return span
