"""The .tex of every golden CV is as agreed, knows its origins, and comes from templates that print nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from texcv.diagnostics import Diagnostic, TexcvError
from texcv.model import Cv
from texcv.render import Document, render
from texcv.source import Node, load, parse
from texcv.templates import Template, all_templates, check_options, find_template
from texcv.tex import Tex
from texcv.validate import validate
from texcv.view import build_view

GOLDEN = Path(__file__).parent / "golden"
CASES = ("minimal", "everything", "hostile", "citations", "letter")
TEMPLATES = ("classic", "academic", "awesome", "moderncv")  # the others print what classic prints


def read(source: Path | str) -> Cv:
    root = load(source)[0] if isinstance(source, Path) else parse(source, "cv.yaml")
    assert isinstance(root, Node), root
    cv, faults = validate(root)
    assert cv is not None, faults
    return cv


def template_of(name: str = "classic", *overriding: Path) -> Template:
    template = find_template(name)
    assert isinstance(template, Template)
    return replace(template, folders=(*overriding, *template.folders))


def document(source: Path | str, template: Template, *, photo: str = "", datestamp: bool = False) -> Document:
    cv = read(source)
    options, faults = check_options(template, cv.design.options(), {}, all_templates)
    assert {fault.code for fault in faults} <= {"unused-option"}
    view = build_view(cv, cv.letter.place if cv.letter else "none")
    return render(view, template, options, photo=photo, datestamp=datestamp)


# --- golden files ---------------------------------------------------------------------------


def compare(file: Path, text: str, update: bool) -> None:
    """Fails where the file does not have the text; with `update` it then has."""
    if update:
        file.write_text(text, encoding="utf-8")
    assert file.is_file(), f"{file} is missing: --update-golden writes it"
    assert text == file.read_text("utf-8")


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("case", CASES)
def test_the_latex_is_as_agreed(case: str, template: str, update_golden: bool) -> None:
    tex = document(GOLDEN / case / "cv.yaml", template_of(template)).tex
    compare(GOLDEN / case / f"{template}.tex", tex, update_golden)


def test_no_golden_file_is_left_over() -> None:
    wanted = {GOLDEN / case / name for case in CASES for name in ("cv.yaml", *(f"{name}.tex" for name in TEMPLATES))}
    assert {path for path in GOLDEN.rglob("*") if not path.is_dir()} == wanted


def test_a_golden_file_that_differs_fails_until_it_is_updated(tmp_path: Path) -> None:
    file = tmp_path / "classic.tex"
    with pytest.raises(AssertionError, match="missing"):
        compare(file, "new", False)
    file.write_text("old", encoding="utf-8")
    with pytest.raises(AssertionError):
        compare(file, "new", False)
    assert file.read_text("utf-8") == "old"
    compare(file, "new", True)
    compare(file, "new", False)


# --- what the document says -----------------------------------------------------------------


def test_a_photo_and_a_date_are_asked_for() -> None:
    source = "name: Ada Example\nphoto: me.png\n"
    plain = document(source, template_of()).tex
    assert r"\photo" not in plain
    assert "datestamp" not in plain
    assert r"\photo{ada-photo.png}" in document(source, template_of(), photo="ada-photo.png").tex
    assert r"\documentclass[11pt,a4paper,datestamp]{texcv}" in document(source, template_of(), datestamp=True).tex


def test_the_preamble_has_nothing_personal() -> None:
    """So that one dumped format serves all CVs of the same look and options."""
    preambles = set()
    for name in ("Ada", "Bob"):
        tex = document(f"name: {name}\nheadline: {name}\nlocale: de\nsections: {{summary: {name}}}", template_of()).tex
        preambles.add(tex.partition(r"\begin{document}")[0])
    assert len(preambles) == 1
    assert not preambles & {""}


def test_options_reach_the_document() -> None:
    tex = document(
        "name: A\ndesign:\n"
        "  {color: '#A0b1C2', paper: letter, font_size: 10, margin: 2 cm, font: heros, date_column: 3cm}",
        template_of(),
    ).tex
    assert tex.startswith("\\documentclass[10pt,letterpaper]{texcv}\n\\usepackage{texcv-classic}\n")
    for setting in ("color=A0B1C2", "margin=2cm", "font=heros", "date-column=3cm"):
        assert f"\\cvsetup{{{setting}}}\n" in tex


@pytest.mark.parametrize("case", CASES)
def test_no_mark_and_no_blank_is_left(case: str) -> None:
    tex = document(GOLDEN / case / "cv.yaml", template_of()).tex
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", tex)
    assert not re.search(r" $", tex, re.MULTILINE)
    assert "\n\n\n" not in tex
    assert tex.endswith("\\end{document}\n")


@pytest.mark.parametrize(
    ("fields", "details"),
    [
        ("venue: V, volume: 1, number: 2, pages: 3", "V, 1(2), 3"),
        ("venue: V, number: 2, pages: 3", "V, 2, 3"),
        ("venue: V, volume: 1", "V, 1"),
        ("number: 2", "2"),
        ("volume: 1, number: 2, isbn: 3", "1(2), ISBN 3"),
    ],
)
def test_a_number_without_a_volume_follows_the_venue(fields: str, details: str) -> None:
    tex = document(f"name: A\nsections: {{publications: [{{title: T, {fields}}}]}}", template_of()).tex
    assert f"\\cvpublication{{}}{{T}}{{}}{{{details}}}\n" in tex


# --- the source map -------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES)
def test_every_piece_is_on_its_line(case: str) -> None:
    rendered = document(GOLDEN / case / "cv.yaml", template_of())
    lines = rendered.tex.split("\n")
    assert rendered.pieces
    assert list(rendered.pieces) == sorted(rendered.pieces, key=lambda found: found[0])
    for line, piece in rendered.pieces:
        assert piece.tex in lines[line - 1]
        first = next(other for at, other in rendered.pieces if at == line)
        assert rendered.locate(line) == [first.span]
        if piece.text:  # the empty cell of a table has no text to be found by
            assert piece.span in rendered.locate(line, piece.text)
            assert rendered.locate(1, piece.text) == rendered.locate(line, piece.text)


def line_of(rendered: Document, text: str) -> int:
    (line,) = [number for number, line in enumerate(rendered.tex.split("\n"), 1) if text in line]
    return line


def places(rendered: Document, line: int, text: str = "") -> list[str]:
    return [str(span) for span in rendered.locate(line, text)]


MAPPED = """\
name: Ada Example
headline: Head
sections:
  experience:
    - {title: Tester, organization: Works, start: 2019}
    - {title: Baker, highlights: [Bread, Cake, Rolls, Pies, Buns, Bagels, Tarts, Cookies]}
  summary:
    Last words
"""


def test_of_several_pieces_on_a_line_the_text_decides() -> None:
    rendered = document(MAPPED, template_of())
    line = line_of(rendered, "Tester")
    assert places(rendered, line, "Works") == ["cv.yaml:5:37"]
    assert places(rendered, line, "Tester") == ["cv.yaml:5:15"]
    assert places(rendered, line, "ork") == ["cv.yaml:5:37"]
    assert places(rendered, line) == ["cv.yaml:5:51"], "the first of the line"


def test_a_line_without_pieces_belongs_to_what_stands_above() -> None:
    rendered = document(MAPPED, template_of())
    last = line_of(rendered, "Last words")
    assert places(rendered, last) == places(rendered, last + 1) == ["cv.yaml:8:5"]
    assert places(rendered, line_of(rendered, r"\end{document}")) == ["cv.yaml:8:5"]


def test_text_is_found_wherever_it_stands() -> None:
    rendered = document(MAPPED, template_of())
    wanted = {"Cake": ["6:42"], "ake": ["6:15", "6:42"], "Last": ["8:5"], "Ada": ["1:7"], "漢": []}
    for line in (1, line_of(rendered, "Rolls"), line_of(rendered, r"\end{document}")):
        for text, spans in wanted.items():
            assert places(rendered, line, text) == [f"cv.yaml:{span}" for span in spans]


def test_nothing_is_located_above_the_first_piece() -> None:
    rendered = document(MAPPED, template_of())
    assert rendered.locate(1) == []
    first, _ = rendered.pieces[0]
    assert rendered.locate(first - 1) == []
    assert places(rendered, first) == ["cv.yaml:1:7"]
    assert Document("", ()).locate(10) == Document("", ()).locate(10, "Ada") == []


# --- faulty templates -----------------------------------------------------------------------


def fault_of(folder: Path, file: str, text: str) -> Diagnostic:
    """What is said of a template that has this text, behind a line of its own, in one of its files."""
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"% a line\n{text}\n", encoding="utf-8")
    with pytest.raises(TexcvError) as raised:
        document("name: Ada Example\nsections: {summary: A text}", template_of("classic", folder))
    (fault,) = raised.value.diagnostics
    assert (fault.code, fault.severity) == ("template-error", "error")
    assert str(fault.span) == f"{path}:2:1"
    return fault


@pytest.mark.parametrize("file", ["main.tex.j2", "head.tex.j2", "sections/text.tex.j2"])
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("((= cv.name =))", "prints str 'Ada Example'"),
        ('((= "literal" =))', "prints str 'literal'"),
        ("((= 1 =))", "prints int '1'"),
        ("((= look ~ look =))", "`~` is not for partials"),
        ("((= look | upper =))", "`|upper` is not for partials"),
        ("((= 1 + 1 =))", "`+` is not for partials"),
        ("((= none =))", "prints NoneType"),
        ("((= cv =))", "prints View"),
        ("((= nothing =))", "'nothing' is undefined"),
        ("((= cv.headlines =))", "no attribute 'headlines'"),
        ("((= cv.heading.family.__class__ =))", "unsafe"),
        ("((* include 'sections/nothing.tex.j2' *))", "nothing.tex.j2"),
        ("((* if *))((* endif *))", "Expected an expression"),
        ("((* for section in cv.sections *))", "endfor"),
        ("((= look | nothing =))", "`|nothing` is not for partials"),
    ],
)
def test_a_faulty_template_is_told_with_its_line(tmp_path: Path, file: str, text: str, message: str) -> None:
    assert message in fault_of(tmp_path, file, text).message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("((= look < 3 =))", "not supported between instances of 'Tex' and 'int'"),
        ("((* for letter in 3 *))((* endfor *))", "not iterable"),
    ],
)
def test_a_fault_that_python_finds_is_the_templates_too(tmp_path: Path, text: str, message: str) -> None:
    assert message in fault_of(tmp_path, "sections/text.tex.j2", text).message


def test_a_template_may_print_latex_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "head.tex.j2").write_text("% own\n((= cv.heading.family =))((= empty =))", encoding="utf-8")
    rendered = document("name: Example", template_of("classic", tmp_path))
    assert "% own\nExample" in rendered.tex
    assert [(piece.text, piece.tex) for _, piece in rendered.pieces] == [("Example", Tex("Example"))]
