"""The template moderncv sets every kind of section in each of the class's styles, and needs no class of ours."""

from pathlib import Path

import pytest

from texcv import render
from texcv.templates import Template, find_template

GOLDEN = Path(__file__).parent / "golden"
STYLES = ("classic", "casual", "banking", "oldstyle", "fancy")


def moderncv() -> Template:
    template = find_template("moderncv")
    assert isinstance(template, Template)
    return template


def test_the_styles_are_those_of_moderncv() -> None:
    assert moderncv().options["style"].choices == STYLES


def test_no_class_of_ours_stands_beside_the_document() -> None:
    names = {path.name for path in moderncv().tex_files()}
    assert names == {"texcv-core.sty", "texcv-letters.sty", "texcv-moderncv.sty"}


@pytest.mark.latex
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("case", ["everything", "citations", "minimal", "hostile"])
def test_each_style_prints_all_of_it(case: str, style: str, tmp_path: Path) -> None:
    cv = GOLDEN / case / "cv.yaml"
    done = render(cv, template="moderncv", settings=[f"design.style={style}"], output=tmp_path, formats=("pdf", "tex"))
    assert done.strings > 0
    tex = (tmp_path / "cv.tex").read_text("utf-8")
    assert "]{moderncv}\n" in tex
    assert f"\\moderncvstyle{{{style}}}\n" in tex


@pytest.mark.latex
@pytest.mark.parametrize("style", STYLES)
def test_a_long_entry_flows_over_pages(style: str, tmp_path: Path) -> None:
    """In moderncv an entry is one box, and what is too long for the page is lost."""
    points = "\n".join(f"      - Point number {number}" for number in range(1, 101))
    cv = tmp_path / "cv.yaml"
    cv.write_text(f"name: Ada Example\nsections:\n  experience:\n  - title: Head\n    highlights:\n{points}\n", "utf-8")
    assert render(cv, template="moderncv", settings=[f"design.style={style}"], output=tmp_path).pages >= 2
