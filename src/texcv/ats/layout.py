"""What vendors warn of, about a PDF as a whole.

Sources: Greenhouse, "Unsuccessful resume parse" (support.greenhouse.io, article 200989175); DaXtra's advice (Mercury,
KA-01555); Sovren's memo on résumés (2015, studylib.net/doc/18279869); Lever, "Understanding resume parsing"
(help.lever.co, 20087345054749).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from texcv.ats.items import Line
from texcv.check.reading import Reading
from texcv.diagnostics import Diagnostic


def doubtful_layout(reading: Reading, lines: Sequence[Line], name: str) -> Iterator[Diagnostic]:
    """Warnings, each at most once."""
    return iter(())
