"""Text that YAML hides: `headline: Engineer #opentowork` ends before the `#`."""

from __future__ import annotations

import re

from texcv.diagnostics import LINE_BREAK, Diagnostic, Span, warning
from texcv.source.nodes import Node, scalars

_HIDDEN = re.compile(r"[ \t]+(#\w\S*)")


def hidden_text(text: str, root: Node) -> list[Diagnostic]:
    """Warnings about comments that look like text: a `#` behind a plain value, and a letter right after it."""
    lines = LINE_BREAK.split(text)
    found: dict[Span, Diagnostic] = {}
    for scalar in scalars(root):
        at = scalar.at
        line = lines[at.end_line - 1] if 0 < at.end_line <= len(lines) else ""
        match = _HIDDEN.match(line, at.end_column - 1)
        if match and not line[: at.end_column - 1].endswith(('"', "'")):
            span = Span(at.path, at.end_line, match.start(1) + 1, at.end_line, match.end(1) + 1, text)
            message = f"`{match[1]}` is a comment to YAML, and not printed"
            hint = "put the whole text in quotes to print it; put a space behind the # if it is a comment"
            found.setdefault(span, warning("hidden-text", message, span, hint))
    return list(found.values())
