"""Tables as they are set: where cells stand on paper, and where pages break."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from texcv import TexcvError, render

pytestmark = pytest.mark.latex

CvFile = Callable[..., Path]

MARGIN, WIDTH = 56.7, 595.3
"""Of classic on A4, in bp."""
GUTTER = 1.6 * 10.95
"""`\\cvtablegutter` at 11 pt."""
NEAR = 0.6


@dataclass(frozen=True, slots=True)
class Word:
    """A word on paper, measured from the upper left corner in bp."""

    text: str
    page: int
    left: float
    right: float
    top: float


def words_of(cv: Path) -> list[Word]:
    pdf = render(cv, output=cv.parent).files[0]
    said = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, text=True, check=True).stdout
    found = []
    for page, text in enumerate(said.split("<page ")[1:], 1):
        for left, top, right, word in re.findall(
            r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="[\d.]+">(.*?)</word>', text
        ):
            found.append(Word(word, page, float(left), float(right), float(top)))
    return found


def table(cv_file: CvFile, rows: str, columns: str = "") -> dict[str, Word]:
    """The words of a CV that has one table, each of them once."""
    heads = f"    columns: {columns}\n" if columns else ""
    words = words_of(cv_file(f"name: Ada Example\nsections:\n  Plots:\n    kind: table\n{heads}    rows: {rows}\n"))
    assert len({word.text for word in words}) == len(words)
    return {word.text: word for word in words}


def same(*lengths: float) -> bool:
    return max(lengths) - min(lengths) < NEAR


def test_columns_are_as_wide_as_their_widest_cells(cv_file: CvFile) -> None:
    found = table(cv_file, "[[a, b, c], [wide-one, d, e], [f, wide-two, g]]", "[P, Q, R]")
    for column in (["P", "a", "wide-one", "f"], ["Q", "b", "d", "wide-two"], ["R", "c", "e", "g"]):
        assert same(*(found[text].left for text in column))
    assert same(found["P"].left, found["Plots"].left)
    assert abs(found["b"].left - found["wide-one"].right - GUTTER) < NEAR
    assert abs(found["c"].left - found["wide-two"].right - GUTTER) < NEAR
    for row in (["a", "b", "c"], ["wide-one", "d", "e"], ["f", "wide-two", "g"]):
        assert same(*(found[text].top for text in row))


def test_figures_stand_at_the_right_below_their_head(cv_file: CvFile) -> None:
    found = table(cv_file, "[[a, 1, x], [b, '2,345', y], [c, '', 3], [d, -67, z]]", "[P, Count, Q]")
    assert same(*(found[text].right for text in ("Count", "1", "2,345", "-67")))
    assert same(*(found[text].left for text in ("Q", "x", "y", "3", "z")))


def test_an_empty_cell_takes_its_place(cv_file: CvFile) -> None:
    found = table(cv_file, "[[a, '', c], ['', b, ''], [d, e, f]]", "['', P, '']")
    assert same(*(found[text].left for text in ("P", "b", "e")))
    assert same(found["c"].left, found["f"].left)
    assert same(found["a"].top, found["c"].top)
    assert found["a"].top < found["b"].top < found["d"].top


@pytest.mark.parametrize("columns", [2, 5, 8])
def test_wide_cells_wrap_inside_the_margins(cv_file: CvFile, columns: int) -> None:
    numbers = iter(range(10_000))
    cells = [" ".join(f"w{next(numbers)}" for _ in range(60 // columns)) for _ in range(columns - 1)]
    found = table(cv_file, f"[[x, {', '.join(cells)}], [y, {', '.join(f'z{n}' for n in range(columns - 1))}]]")
    texts = [word for word in found.values() if word.top > found["Plots"].top + 5]
    assert min(word.left for word in texts) > found["Plots"].left - NEAR
    assert max(word.right for word in texts) < WIDTH - MARGIN + NEAR
    assert len({round(word.top) for word in texts}) >= 3
    starts = [found[cell.split()[0]] for cell in cells]
    for number, (start, cell) in enumerate(zip(starts, cells, strict=True)):
        column = [found[word] for word in cell.split()]
        assert same(start.left, found[f"z{number}"].left, min(word.left for word in column))
        assert found[f"z{number}"].top > max(word.top for word in column)
    for start, after in pairwise(starts):
        assert abs(after.top - start.top) < NEAR
        column = [word for word in texts if start.left - NEAR < word.left < after.left - NEAR]
        assert max(word.right for word in column) < after.left - GUTTER + NEAR


def test_a_narrow_column_leaves_its_room_to_the_wide_ones(cv_file: CvFile) -> None:
    text = " ".join(f"w{number}" for number in range(40))
    found = table(cv_file, f"[[a, {text}, b], [c, d, e]]")
    assert abs(found["w0"].left - found["c"].right - GUTTER) < 1.5
    assert found["b"].right > WIDTH - MARGIN - 8


def test_what_cannot_be_set_is_told_at_its_cell(cv_file: CvFile) -> None:
    """Although rows are measured first, and set at the end of the table."""
    path = cv_file(
        "name: Ada\nsections:\n  Plots:\n    kind: table\n    rows:\n      - [a, b]\n      - [漢, c]\n      - [d, e]\n"
        "  metrics:\n    rows: {f: 1, g 字: 2}\n"
    )
    with pytest.raises(TexcvError) as raised:
        render(path, output=path.parent)
    found = [(fault.code, str(fault.span)) for fault in raised.value.diagnostics]
    assert found == [("missing-glyph", f"{path}:7:10"), ("missing-glyph", f"{path}:10:20")]


def test_lines_of_rows_are_as_far_apart_as_lines_of_a_text(cv_file: CvFile) -> None:
    rows = "[[a, 'x^2^ y~3~'], [b, 'p q'], [c, '`code`'], [d, '**bold**']]"
    found = table(cv_file, rows)
    tops = [found[text].top for text in "abcd"]
    steps = [after - before for before, after in pairwise(tops)]
    assert same(*steps)
    assert abs(steps[0] - 13.55) < NEAR


def test_the_first_two_lines_and_the_last_two_stay_together(cv_file: CvFile) -> None:
    """Tables of many lengths, so that pages break at every place of them."""
    text = "name: Ada Example\nsections:\n"
    for number in range(36):
        rows = [f"[t{number}r{row}, b]" for row in range(2 + number % 12)]
        heads = f"    columns: [t{number}head, Q]\n" if number % 2 else ""
        text += f"  Section{number}:\n    kind: table\n{heads}    rows: [{', '.join(rows)}]\n"
    text += f"  Long:\n    kind: table\n    rows: [{', '.join(f'[long{row}]' for row in range(90))}]\n"
    page = {word.text: word.page for word in words_of(cv_file(text))}
    assert max(page.values()) > 5
    torn = set()
    for number in range(36):
        last = 1 + number % 12
        first = [f"t{number}head"] if number % 2 else []
        first += [f"t{number}r0", f"t{number}r1"]
        assert page[f"Section{number}"] == page[first[0]] == page[first[1]]
        assert page[f"t{number}r{last - 1}"] == page[f"t{number}r{last}"]
        torn |= {number} if page[first[0]] != page[f"t{number}r{last}"] else set()
    assert torn, "some table goes over two pages"
    assert all(2 + number % 12 + number % 2 > 7 for number in torn), "short tables stay whole"
    assert page["Long"] == page["long1"]
    assert page["long88"] == page["long89"] > page["long0"]
