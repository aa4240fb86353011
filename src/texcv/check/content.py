"""The content of a page -> its operators and their operands (ISO 32000-1, 7.2, 7.3 and 7.8)."""

from __future__ import annotations

import re
from collections.abc import Iterator

Operand = bytes | float | str
"""A string as bytes, a number, or a name without its slash. Brackets leave no trace, as no operator needs them."""

_TOKEN = re.compile(
    rb"(?P<text>\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\))*+\))"
    rb"|(?P<number>[-+]?(?:\d+\.?\d*|\.\d+))"
    rb"|(?P<operator>[A-Za-z'\"][A-Za-z0-9*]*)"
    rb"|/(?P<name>[^\s()<>\[\]{}/%]*)"
    rb"|<(?P<hex>[0-9A-Fa-f\s]*)>"
    rb"|(?P<comment>%[^\r\n]*)",
    re.S,
)
_PICTURE = re.compile(rb"\sEI(?=\s|$)")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|[\r\n])|(.))", re.S)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_CONSTANTS = {b"true", b"false", b"null"}


def operations(content: bytes) -> Iterator[tuple[bytes, list[Operand]]]:
    """Each operator with what stands before it. What is no operator is passed over; a picture in line is one `BI`."""
    operands: list[Operand] = []
    position = 0
    while found := _TOKEN.search(content, position):
        position = found.end()
        kind, token = found.lastgroup, found[0]
        if kind == "number":
            operands.append(float(token))
        elif kind == "text":
            operands.append(_unescaped(token[1:-1]))
        elif kind == "operator":
            if token == b"BI":
                end = _PICTURE.search(content, position)
                position = end.end() if end else len(content)
            if token not in _CONSTANTS:
                yield token, operands
                operands = []
        elif kind == "name":
            operands.append(found["name"].decode("latin-1"))
        elif kind == "hex":
            digits = b"".join(found["hex"].split())
            operands.append(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii")))


def _unescaped(string: bytes) -> bytes:
    return _ESCAPE.sub(_meant, string) if b"\\" in string else string


def _meant(found: re.Match[bytes]) -> bytes:
    octal, line, char = found.groups()
    if octal:
        return bytes([int(octal, 8) & 255])
    return b"" if line else _ESCAPED.get(char, char)
