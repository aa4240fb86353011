"""What other readers lose, join, add and put in another order is told, and nothing else."""

from __future__ import annotations

import pytest

from test_check import CV, TEXT, damaged, slice_of, view_of
from texcv.check.readers import Reader, ReaderError
from texcv.check.thorough import compare_reader


def found(*pages: str, cv: str = CV) -> list[tuple[str, str, str]]:
    """Severity, code, and what the CV says there, of what a reader finds that reads these pages."""
    reader = Reader("reader", "", lambda pdf: list(pages))
    faults = compare_reader(view_of(cv), b"", reader, "my.pdf")
    places = [fault.span if fault.span and fault.span.line else None for fault in faults]
    codes = [(fault.severity, fault.code.removeprefix("reader-")) for fault in faults]
    return [(*code, slice_of(cv, place)) for code, place in zip(codes, places, strict=True)]


def test_a_reader_that_reads_the_cv_passes() -> None:
    assert found(TEXT) == found(TEXT.replace("\n", " ")) == []


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (damaged("Baked bread.\n", ""), [("error", "loses", "Baked bread.")]),
        (damaged("Café", "Cafe"), [("error", "loses", "Café culture"), ("warning", "adds", "")]),
        (damaged("Baked bread", "Bak bread"), [("error", "loses", "Baked bread."), ("warning", "adds", "")]),
        (damaged("Cab Company", "CabCompany"), [("warning", "joins", "Cab Company")]),
        (damaged("Interests\nChess", "InterestsChess"), [("warning", "joins", "Chess")]),
        (damaged("Chess", "• Chess"), [("warning", "adds", "")]),
        (damaged("Chess\n", "") + "Chess\n", [("warning", "reorders", "Chess")]),
        ("2019 – 2020\n" + damaged("2019 – 2020 ", ""), [("warning", "reorders", "2019")]),
        # a string of two lines with another one between them is in parts, not lost
        (damaged("Café culture", "Café") + "2018\nculture\n",
         [("warning", "reorders", "Café culture"), ("warning", "adds", "")]),
        (damaged("Chess\nCafé culture", "Café\nChess\nculture"), [("warning", "reorders", "Café culture")]),
        # both: one is lost, and another one moved
        ("Chess\n" + damaged("Chess\n", "").replace("Tester\n", ""),
         [("error", "loses", "Tester"), ("warning", "reorders", "Chess")]),
    ],
)  # fmt: skip
def test_what_a_reader_does_is_told(text: str, faults: list[tuple[str, str, str]]) -> None:
    assert found(text) == faults


def test_what_is_read_twice_is_found_twice() -> None:
    """The CV has it twice; a reader that has it once loses one."""
    assert found(damaged("Drove far.\nDrove far.\n", "Drove far.\n"))[0][:2] == ("error", "loses")


def test_footers_are_ours_wherever_a_reader_puts_them() -> None:
    first, second = TEXT.split("Interests")
    assert found(first, f"Ada Example 2\nInterests{second}") == []
    assert found(first, f"Interests{second}Ada Example\n2") == []


def test_a_reader_that_fails_is_an_error() -> None:
    def read(pdf: bytes) -> list[str]:
        raise ReaderError("no such font")

    (fault,) = compare_reader(view_of(CV), b"", Reader("reader", "", read), "my.pdf")
    assert (fault.code, fault.message) == ("reader-fails", "reader can't read my.pdf: no such font")
