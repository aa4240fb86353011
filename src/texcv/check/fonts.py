"""A font of a PDF: what its codes mean, and how wide they are (ISO 32000-1, 9.5 to 9.10)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from texcv.frozen import frozen

_RANGES = re.compile(rb"begin(bfchar|bfrange)(.*?)endbf", re.S)
_CODE = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")

Glyph = tuple[str, float]
"""What a code means, and its width in ems."""


@frozen
class Font:
    """A font that shows text. `embedded`: its outlines are in the file; `mapped`: to Unicode; `drawn`: Type 3."""

    name: str
    embedded: bool
    mapped: bool
    drawn: bool


class Glyphs:
    """Reads the strings that are shown in a font."""

    def __init__(self, font: Any) -> None:
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else None
        descriptor = (inner or font).get("/FontDescriptor")
        files = descriptor.get_object() if descriptor else {}
        self.font = Font(
            name=re.sub(r"^/?([A-Z]{6}\+)?", "", str(font.get("/BaseFont", font.get("/Name", "?")))),
            embedded=any(key in files for key in ("/FontFile", "/FontFile2", "/FontFile3")),
            mapped="/ToUnicode" in font,
            drawn=font.get("/Subtype") == "/Type3",
        )
        self._source = font  # as long as it lives, nothing else has its `id`
        self._size = 2 if inner is not None else 1  # codes of a composite font are taken to have two bytes
        self._widths = _composite_widths(inner) if inner is not None else _simple_widths(font)
        self._usual = float(inner.get("/DW", 1000)) / 1000 if inner is not None else 0.5
        self._meanings = _meanings(font["/ToUnicode"].get_object().get_data()) if self.font.mapped else {}
        self._read: dict[bytes, tuple[Glyph, ...]] = {}
        self._parted: dict[bytes, tuple[Glyph, ...]] = {}

    def glyphs(self, string: bytes) -> tuple[Glyph, ...]:
        """The glyphs of a string, one by one. Without a map to Unicode, codes are taken to be Latin 1."""
        known = self._read.get(string)
        if known is None:
            known = self._read[string] = tuple(self._glyphs(string))
        return known

    def words(self, string: bytes) -> tuple[Glyph, ...]:
        """The same, with glyphs between which there is no white space in one."""
        known = self._parted.get(string)
        if known is None:
            known = self._parted[string] = tuple(_joined(self.glyphs(string)))
        return known

    def _glyphs(self, string: bytes) -> Iterator[Glyph]:
        for start in range(0, len(string), self._size):
            code = int.from_bytes(string[start : start + self._size], "big")
            width = self._widths.get(code, self._usual)
            yield self._meanings.get(code, "" if self._size == 2 else chr(code)), width


def _joined(glyphs: tuple[Glyph, ...]) -> Iterator[Glyph]:
    for white, group in groupby(glyphs, lambda glyph: glyph[0].isspace()):
        texts, widths = zip(*group, strict=True)
        yield " " if white else "".join(texts), sum(widths)


def _simple_widths(font: Any) -> dict[int, float]:
    widths = font.get("/Widths")
    first = int(font.get("/FirstChar", 0))
    return {first + index: float(width) / 1000 for index, width in enumerate(widths.get_object() if widths else ())}


def _composite_widths(font: Any) -> dict[int, float]:
    """The array `/W` (9.7.4.3): `first [w w w]`, or `first last w`."""
    entries = [entry.get_object() for entry in font.get("/W", ())]
    widths: dict[int, float] = {}
    position = 0
    while position + 1 < len(entries):
        first, second = int(entries[position]), entries[position + 1]
        if isinstance(second, list):
            widths |= {first + index: float(width) / 1000 for index, width in enumerate(second)}
            position += 2
        else:
            width = float(entries[position + 2]) / 1000
            widths |= dict.fromkeys(range(first, min(int(second), 65535) + 1), width)
            position += 3
    return widths


def _meanings(cmap: bytes) -> dict[int, str]:
    """What a ToUnicode map says (9.10.3; Adobe Technical Note 5411)."""
    meanings: dict[int, str] = {}
    for kind, body in _RANGES.findall(cmap):
        codes = [found[2] or found[3] or b"".join(found[1].split()) for found in _CODE.finditer(body)]
        if kind == b"bfchar":
            meanings |= {int(code, 16): _text(text) for code, text in zip(codes[::2], codes[1::2], strict=False)}
        else:
            meanings |= dict(_ranges(codes))
    return meanings


def _ranges(codes: list[bytes]) -> Iterator[tuple[int, str]]:
    """`<first> <last> <text>`, whose last character counts on, or `<first> <last> [<text> <text>]`."""
    position = 0
    while position + 2 < len(codes):
        first, last, text = int(codes[position], 16), int(codes[position + 1], 16), codes[position + 2]
        position += 3
        if text == b"[":
            end = codes.index(b"]", position)
            yield from ((first + index, _text(code)) for index, code in enumerate(codes[position:end]))
            position = end + 1
        else:
            start = _text(text) or "\0"
            for code in range(first, min(last, first + 65535) + 1):
                yield code, start[:-1] + chr(ord(start[-1]) + code - first)


def text_string(value: Any) -> str | None:
    """The text of a string that is no name: in UTF-16 if it begins so, else taken to be in Latin 1 (7.9.2.2)."""
    if isinstance(value, bytes):
        utf16 = value.startswith(b"\xfe\xff")
        return value[2:].decode("utf-16-be", "replace") if utf16 else value.decode("latin-1")
    return str(value) if value is not None else None


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode("ascii")).decode("utf-16-be", "replace")
