"""The pages of a PDF as pictures, by poppler."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

RESOLUTION = 110
"""Dots per inch: text of 9 pt is legible, and a page of it has about 100 kB."""

TIME_LIMIT = 120.0


def draw_pages(pdf: bytes) -> list[bytes]:
    """Each page as PNG; none at all where `pdftoppm` is missing or fails."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "cv.pdf"
        file.write_bytes(pdf)
        command = ["pdftoppm", "-r", str(RESOLUTION), "-png", str(file), str(Path(folder) / "page")]
        try:
            subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=TIME_LIMIT, check=True)
        except (OSError, subprocess.SubprocessError):
            return []
        pages = sorted(Path(folder).glob("page-*.png"), key=lambda path: int(path.stem.rpartition("-")[2]))
        return [page.read_bytes() for page in pages]
