"""Other programs that read PDFs, each as somebody's pipeline has it: the text of a PDF's pages in their words."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from texcv.check.reading import BROKEN
from texcv.frozen import frozen

TIME_LIMIT = 60.0
"""Seconds for one reader; a CV of 30 pages takes one."""


class ReaderError(Exception):
    """A reader failed; the message is what it said."""


@frozen
class Reader:
    """A program or library. `program` is what must be on the PATH, "" for a library that texcv brings along."""

    name: str
    program: str
    read: Callable[[bytes], list[str]]

    @property
    def present(self) -> bool:
        """Whether this machine has it."""
        return not self.program or shutil.which(self.program) is not None


def _by_pypdf(pdf: bytes) -> list[str]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    except (PyPdfError, DependencyError, *BROKEN) as fault:
        raise ReaderError(f"{type(fault).__name__}: {fault}") from None


def _by_pdfminer(pdf: bytes) -> list[str]:
    from pdfminer.high_level import extract_text
    from pdfminer.pdfexceptions import PDFException

    try:
        return _pages(extract_text(io.BytesIO(pdf)))
    except (PDFException, *BROKEN) as fault:
        raise ReaderError(f"{type(fault).__name__}: {fault}") from None


def _by(*command: str) -> Callable[[bytes], list[str]]:
    """A reader that is a program: the last of its arguments is the file, and it prints the text."""

    def read(pdf: bytes) -> list[str]:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "cv.pdf"
            file.write_bytes(pdf)
            arguments = [str(file) if word == "PDF" else word for word in command]
            try:
                done = subprocess.run(
                    arguments, capture_output=True, stdin=subprocess.DEVNULL, timeout=TIME_LIMIT, check=False
                )
            except (OSError, subprocess.TimeoutExpired) as fault:
                raise ReaderError(str(fault)) from None
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise ReaderError(said[-1] if said else f"status {done.returncode}")
        return _pages(done.stdout.decode("utf-8", "replace"))

    return read


def _pages(text: str) -> list[str]:
    """The pages, each of which ends with a form feed; MuPDF's has a line break behind it."""
    return text.removesuffix("\n").removesuffix("\f").split("\f")


READERS = (
    Reader("pypdf", "", _by_pypdf),
    Reader("pdfminer.six", "", _by_pdfminer),
    Reader("pdftotext", "pdftotext", _by("pdftotext", "-enc", "UTF-8", "PDF", "-")),
    Reader("pdftotext -raw", "pdftotext", _by("pdftotext", "-raw", "-enc", "UTF-8", "PDF", "-")),
    Reader("pdftotext -layout", "pdftotext", _by("pdftotext", "-layout", "-enc", "UTF-8", "PDF", "-")),
    Reader("MuPDF", "mutool", _by("mutool", "draw", "-q", "-F", "txt", "-o", "-", "PDF")),
)
"""pdftotext is poppler's, mutool MuPDF's."""


def missing_readers() -> Iterator[Reader]:
    """Those that this machine lacks."""
    return (reader for reader in READERS if not reader.present)
