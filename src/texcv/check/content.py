"""The content of a page -> its operators and their operands (ISO 32000-1, 7.2, 7.3 and 7.8)."""

from __future__ import annotations

import re
from collections.abc import Iterator

Operand = bytes | float | str
"""A string as bytes, a number, or a name without its slash. Brackets leave no trace, as no operator needs them."""

_TOKEN = re.compile(
    rb"[\s\[\]]*+(?:"  # what only sets apart is not worth a try of each of the others
    rb"([-+]?(?:\d+\.?\d*|\.\d+))"  # 1: a number
    rb"|\(((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\))*+)\)"  # 2: a string
    rb"|([A-Za-z'\"][A-Za-z0-9*]*)"  # 3: an operator
    rb"|/([^\s()<>\[\]{}/%]*)"  # 4: a name
    rb"|<([0-9A-Fa-f\s]*)>"  # 5: a string in hexadecimal
    rb"|%[^\r\n]*)",
    re.S,
)
_NUMBER, _STRING, _OPERATOR, _NAME, _HEX = range(1, 6)
_PICTURE = re.compile(rb"\sEI(?=\s|$)")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|[\r\n])|(.))", re.S)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_CONSTANTS = {b"true", b"false", b"null"}


def operations(content: bytes) -> Iterator[tuple[bytes, list[Operand]]]:
    """Each operator with what stands before it. What is no operator is passed over; a picture in line is one `BI`."""
    operands: list[Operand] = []
    passed = 0
    for found in _TOKEN.finditer(content):
        kind = found.lastindex
        if kind is None or found.start() < passed:
            continue
        token = found[kind]
        if kind == _NUMBER:
            operands.append(float(token))
        elif kind == _STRING:
            operands.append(_unescaped(token) if b"\\" in token else token)
        elif kind == _OPERATOR:
            if token == b"BI":
                end = _PICTURE.search(content, found.end())
                passed = end.end() if end else len(content)
            if token not in _CONSTANTS:
                yield token, operands
                operands = []
        elif kind == _NAME:
            operands.append(token.decode("latin-1"))
        else:
            digits = b"".join(token.split())
            operands.append(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii")))


def _unescaped(string: bytes) -> bytes:
    return _ESCAPE.sub(_meant, string)


def _meant(found: re.Match[bytes]) -> bytes:
    octal, line, char = found.groups()
    if octal:
        return bytes([int(octal, 8) & 255])
    return b"" if line else _ESCAPED.get(char, char)
