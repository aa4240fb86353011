"""The pages of a PDF as pictures, by poppler."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Collection
from pathlib import Path

RESOLUTION = 110
"""Dots per inch: text of 9 pt is legible, and a page of it has about 100 kB."""

TIME_LIMIT = 120.0


_HIGHEST = 1287
"""Pixels of the longer side of A4 at that resolution; no page becomes larger, whatever it says of its size."""


def draw_pages(pdf: bytes, wanted: Collection[int] | None = None) -> dict[int, bytes]:
    """The pages, from 0, as PNG, or those of them that are wanted; none where `pdftoppm` is missing or fails."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "cv.pdf"
        file.write_bytes(pdf)
        begun = time.monotonic()
        for first, last in _stretches(wanted):
            limits = [] if last is None else ["-f", str(first + 1), "-l", str(last + 1)]
            command = ["pdftoppm", *limits, "-scale-to", str(_HIGHEST), "-png", str(file), str(Path(folder) / "page")]
            left = TIME_LIMIT - (time.monotonic() - begun)
            try:
                subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=left, check=True)
            except (OSError, subprocess.SubprocessError):
                return {}
        pages = Path(folder).glob("page-*.png")
        return {int(page.stem.rpartition("-")[2]) - 1: page.read_bytes() for page in pages}


def _stretches(wanted: Collection[int] | None) -> list[tuple[int, int | None]]:
    """Pages that follow each other, as first and last."""
    if wanted is None:
        return [(0, None)]
    stretches: list[tuple[int, int | None]] = []
    for page in sorted(wanted):
        if stretches and stretches[-1][1] == page - 1:
            stretches[-1] = (stretches[-1][0], page)
        else:
            stretches.append((page, page))
    return stretches
