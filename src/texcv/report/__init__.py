"""What the check has looked at and found: a page to look at (HTML), data (JSON), and a file for CI (JUnit)."""

from __future__ import annotations

from texcv.check import Proof
from texcv.report.data import build_json
from texcv.report.junit import build_junit
from texcv.report.page import build_html
from texcv.report.pictures import draw_pages
from texcv.report.subject import Subject, fill

__all__ = ["Subject", "build_report", "draw_pages", "fill"]

_BUILDERS = {".html": build_html, ".json": build_json, ".xml": build_junit}


def build_report(proof: Proof, subject: Subject, ending: str) -> bytes:
    """The report as a file with that ending, `.html`, `.json` or `.xml`."""
    return _BUILDERS[ending](proof, subject).encode()
