"""What changed between two PDFs, or between two versions of a CV: words, sections, links, pages.

`sides` finds and makes the PDFs, `sections` takes their words, `changes` compares them, `hunks` and `page` show it.
"""

from __future__ import annotations

from texcv.diff.changes import Change, Difference, Printed, compare
from texcv.diff.hunks import Piece, hunks_of
from texcv.diff.page import write_page
from texcv.diff.sides import Side, print_sides, sides_of

__all__ = [
    "Change",
    "Difference",
    "Piece",
    "Printed",
    "Side",
    "compare",
    "hunks_of",
    "print_sides",
    "sides_of",
    "write_page",
]
