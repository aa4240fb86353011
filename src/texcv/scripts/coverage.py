"""Which characters a font has: its `cmap` table (OpenType 1.9, "cmap"), read without the rest of the font."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

_UNICODE = {(3, 10), (0, 4), (0, 6), (3, 1), (0, 3)}
"""Platform and encoding of the subtables that map Unicode to glyphs."""


@lru_cache(maxsize=64)
def characters_of(path: Path, face: int = 0) -> frozenset[int]:
    """The code points that the font has a glyph for; `face` is that of a collection.

    Empty for a file that is no font; raises `OSError` for one that can't be read.
    """
    try:
        return frozenset(_read(path.read_bytes(), face))
    except (struct.error, LookupError, StopIteration):
        return frozenset()


def _read(data: bytes, face: int) -> Iterator[int]:
    start = 0
    if data[:4] == b"ttcf":
        (start,) = struct.unpack_from(">I", data, 12 + 4 * face)
    (tables,) = struct.unpack_from(">H", data, start + 4)
    records = (struct.unpack_from(">4s4xI4x", data, start + 12 + 16 * index) for index in range(tables))
    cmap = next(offset for tag, offset in records if tag == b"cmap")
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    for index in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", data, cmap + 4 + 8 * index)
        if (platform, encoding) in _UNICODE:
            yield from _subtable(data, cmap + offset)


def _subtable(data: bytes, at: int) -> Iterator[int]:
    (form,) = struct.unpack_from(">H", data, at)
    if form == 12:
        (groups,) = struct.unpack_from(">I", data, at + 12)
        for index in range(groups):
            first, last = struct.unpack_from(">II", data, at + 16 + 12 * index)
            yield from range(first, last + 1)
    elif form == 4:
        (twice,) = struct.unpack_from(">H", data, at + 6)
        ends = struct.unpack_from(f">{twice // 2}H", data, at + 14)
        starts = struct.unpack_from(f">{twice // 2}H", data, at + 16 + twice)
        for first, last in zip(starts, ends, strict=True):
            yield from range(first, last + 1)
