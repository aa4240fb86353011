"""Raw LaTeX: refused unless it is tagged and let through; and what is said of it then."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from texcv import TexcvError, check, render, validate
from texcv.check import check_text
from texcv.check.reading import read_pdf
from texcv.choice import Choice
from texcv.compile import formats
from texcv.diagnostics import Span
from texcv.plan import make_plan
from texcv.templates import known_templates
from texcv.view import View, pieces_of

CvFile = Callable[..., Path]
CV = r"""name: Ada Example
headline: !tex 'Dr.\,rer.\,nat. \textsc{Baker}'
sections:
  summary: !tex |
    The energy is $E = mc^2$, see \href{https://example.org/e}{there}. % a comment

    Two.
  skills: [!tex '\LaTeX', Python, C++]
  experience:
    - {title: !tex '\emph{Head}', organization: Bakery, start: 2020, highlights: !tex '\(\alpha\)-particles'}
    - {title: Apprentice, organization: Mill, start: 2019, end: 2020, highlights: [!tex 'x%', flour, !tex '$\sum_i$']}
"""


def codes(path: Path, *, allow_raw_tex: bool = True) -> list[tuple[str, int, int]]:
    found = validate(path, allow_raw_tex=allow_raw_tex)
    return [(fault.code, fault.span.line, fault.span.column) for fault in found if fault.span]


def view_of(path: Path) -> View:
    plan = make_plan(path, allow_raw_tex=True)
    assert not isinstance(plan, list), plan
    return plan.view


def test_it_is_refused_unless_it_is_let_through(cv_file: CvFile) -> None:
    path = cv_file(CV)
    assert codes(path, allow_raw_tex=False) == [
        ("raw-tex", 2, 11), ("raw-tex", 4, 12), ("raw-tex", 8, 12), ("raw-tex", 10, 15), ("raw-tex", 10, 82),
        ("raw-tex", 11, 84), ("raw-tex", 11, 102),
    ]  # fmt: skip
    with pytest.raises(TexcvError):
        render(path, output=path.parent / "out")
    assert not (path.parent / "out").exists()


def test_what_a_variant_sets_is_refused_once(cv_file: CvFile) -> None:
    path = cv_file("name: Ada Example\nvariants: {v: {set: {headline: !tex x}}}\n")
    found = make_plan(path, Choice(variant="v"))
    assert isinstance(found, list)
    assert [(fault.code, str(fault.span)) for fault in found] == [("raw-tex", f"{path}:2:32")]


def test_it_is_said_that_it_is_not_proven(cv_file: CvFile) -> None:
    found = validate(cv_file(CV), allow_raw_tex=True)
    assert [(fault.code, fault.severity) for fault in found] == [("unproven-text", "warning")]
    assert "this and 6 more values" in found[0].message
    assert validate(cv_file("name: Ada Example\nheadline: !tex x\n"), allow_raw_tex=True)[0].message.startswith(
        "this v"
    )
    assert validate(cv_file("name: Ada Example\n"), allow_raw_tex=True) == ()


@pytest.mark.latex
@pytest.mark.parametrize("template", known_templates())
def test_it_is_printed_in_every_template(cv_file: CvFile, template: str) -> None:
    path = cv_file(CV)
    made = render(path, template=template, output=path.parent / "out", formats=("pdf", "tex"), allow_raw_tex=True)
    assert made.strings == 13
    assert r"{Dr.\,rer.\,nat. \textsc{Baker}%" + "\n}" in made.files[1].read_text("utf-8")
    found = check(path, made.files[0], template=template, allow_raw_tex=True)
    assert [fault.code for fault in found] == []
    assert [fault.code for fault in check(path, made.files[0], template=template)] == ["raw-tex"] * 7


MUCH = r"""name: Ada Example
sections:
  experience:
    - {title: Head, organization: !tex 'Org', location: !tex '\textbf{Here}', start: 2020, summary: Baked}
    - {title: !tex 'Hand', organization: Bakery, location: !tex '\textbf{There}', start: 2018, end: 2019}
    - {title: Apprentice, organization: !tex 'Mill', location: Town, start: 2016, end: 2017, highlights: [!tex x, y]}
  talks: [{title: !tex 'Salt', event: Conference, location: !tex 'Loc', date: 2015}]
  awards: [{title: Prize, issuer: !tex 'Iss', location: !tex 'Xx', rank: !tex 'first', date: 2014}]
  publications:
    - {title: Yeast, authors: [A. B], venue: !tex 'J', year: 2013, publisher: !tex P, note: !tex N, pages: 1-2, award: Best}
"""  # noqa: E501


@pytest.mark.latex
@pytest.mark.parametrize("template", known_templates())
def test_much_of_it_hides_nothing(cv_file: CvFile, template: str) -> None:
    """Each look has its own order of an entry's parts; whichever string is lost between them is missed."""
    path = cv_file(MUCH)
    made = render(path, template=template, output=path.parent / "out", allow_raw_tex=True)
    plan = make_plan(path, Choice(template), allow_raw_tex=True)
    assert not isinstance(plan, list)
    text = "\n".join(page.text for page in read_pdf(made.files[0].read_bytes()).pages)
    assert check_text(plan.view, [text]).diagnostics == ()
    once = [piece.text for piece in pieces_of(plan.view) if piece.text and text.count(piece.text) == 1]
    assert len(once) > 15
    for lost in once:
        found = check_text(plan.view, [text.replace(lost, " ")]).diagnostics
        assert ("missing-text", lost) in {(fault.code, fault.message.split('"')[1]) for fault in found}


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("{name} E = mc, see there. Two. {skills} {head} {last}", set()),
        ("{name} {skills} {head} {last}", set()),
        ("{name} x LATEX Python, {head} {last}", {"Skills", "C++"}),
        ("{name} Skills Python, C++ {head} {last}", set()),
        ("{name} {skills} Experience 2020 – Head, α-particles {last}", {"Bakery"}),
        ("{name} {skills} {head} 2019 – 2020 Apprentice, Mill x i", {"flour"}),
        ("{name} {skills} {head} 2019 – 2020 Apprentice, x flour i", {"Mill"}),
    ],
)
def test_what_is_around_it_is_proven(cv_file: CvFile, text: str, lost: set[str]) -> None:
    """What it prints is skipped, and nothing else."""
    parts = {
        "name": "Ada Example Dr. Baker Summary",
        "skills": "Skills LATEX Python, C++",
        "head": "Experience 2020 – Head, Bakery α-particles",
        "last": "2019 – 2020 Apprentice, Mill x flour i",
    }
    found = check_text(view_of(cv_file(CV)), [text.format_map(parts)]).diagnostics
    assert {fault.message.split('"')[1] for fault in found} == lost
    assert {fault.code for fault in found} <= {"missing-text"}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (r"\textbf{x", "a brace is left open"), ("x}", "a brace closes nothing"), ("}{", "a brace closes nothing"),
        ("x\\ ", "a backslash at its end stands before nothing"), (r"x\\", ""), ("% \\", ""),
        (r"\{ \} { % }" + "\n }", ""), (r"\\{x}", ""), ("% {", ""), (r"\% {", "a brace is left open"),
    ],
)  # fmt: skip
def test_it_stays_in_its_braces(cv_file: CvFile, value: str, message: str) -> None:
    lines = value.replace("\n", "\n    ")
    found = validate(cv_file(f"name: Ada Example\nheadline: !tex |\n    {lines}\n"), allow_raw_tex=True)
    assert [fault.message for fault in found if fault.code == "raw-tex"] == ([message] if message else [])


@pytest.mark.parametrize(
    "cv",
    [
        "name: !tex Ada", "{name: Ada, locale: !tex en}", "{name: Ada, born: {date: !tex 2000}}",
        "{name: Ada, born: {place: !tex x}}", "{name: Ada, contact: {email: !tex a@example.org}}",
        "{name: Ada, contact: {phone: !tex 123}}", "{name: Ada, contact: {website: !tex x}}",
        "{name: Ada, contact: {profiles: {github: !tex x}}}", "{name: Ada, photo: !tex x.png}",
        "{name: Ada, sections: {publications: [{title: x, authors: [!tex y]}]}}",
        "{name: Ada, sections: {publications: [{title: x, year: !tex 2000}]}}",
        "{name: Ada, sections: {publications: [{title: x, doi: !tex 10.1/x}]}}",
        "{name: Ada, sections: {experience: [{title: x, start: !tex 2000}]}}",
        "{name: Ada, sections: {x: {kind: !tex list, entries: [x]}}}",
        "{name: Ada, sections: {metrics: {columns: [a], rows: {x: [1]}, source: !tex x}}}",
        "{name: Ada, metadata: {title: !tex x}}", "{name: Ada, former_names: !tex x}",
        "{name: Ada, !tex headline: x}", "{name: Ada, headline: !tex [x]}", "{name: Ada, sections: !tex {a: [b]}}",
    ],
)  # fmt: skip
def test_other_values_can_not_be_it(cv_file: CvFile, cv: str) -> None:
    found = validate(cv_file(cv), allow_raw_tex=True)
    assert "bad-tag" in {fault.code for fault in found}, found
    assert all(fault.span and fault.span.line == 1 for fault in found)


def test_an_option_can_not_be_it(cv_file: CvFile) -> None:
    """An option of a template is printed without a check of its own: its values are all known."""
    found = validate(cv_file(r"{name: Ada, design: {color: !tex 'red}\input{x}'}}"), allow_raw_tex=True)
    assert "bad-option" in {fault.code for fault in found}
    assert "unknown-template" in {f.code for f in validate(cv_file("{name: A, design: {template: !tex x}}"))}


@pytest.mark.latex
def test_an_error_in_it_stands_at_its_place(cv_file: CvFile) -> None:
    path = cv_file(
        "name: Ada Example\nheadline: fine\nsections:\n  summary: !tex |\n    one\n    \\undefined\n  skills: [x]\n"
    )
    with pytest.raises(TexcvError) as raised:
        render(path, output=path.parent / "out", allow_raw_tex=True)
    faults = [fault for fault in raised.value.diagnostics if fault.severity == "error"]
    assert [fault.code for fault in faults] == ["latex-error"]
    assert faults[0].span
    assert (faults[0].span.line, faults[0].span.column) == (4, 12)


@pytest.mark.latex
def test_what_it_cuts_off_is_missed(cv_file: CvFile) -> None:
    path = cv_file("name: Ada Example\nheadline: !tex 'x\\end{document}'\nsections: {skills: [flour]}\n")
    with pytest.raises(TexcvError) as raised:
        render(path, output=path.parent / "out", allow_raw_tex=True)
    assert {fault.code for fault in raised.value.diagnostics} & {"latex-error", "missing-text"}


@pytest.mark.latex
def test_tex_has_its_walls_all_the_same(cv_file: CvFile, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("XYZZYPLUGH", "utf-8")
    reads = rf"\openin1={tmp_path}/secret.txt \ifeof1 none\else\read1 to\x \x\fi"
    writes = rf"\immediate\write18{{touch {tmp_path}/pwned}}\immediate\openout3={tmp_path}/pwned.txt"
    path = cv_file(f"name: Ada Example\nheadline: !tex '{reads}'\nsections: {{skills: [!tex 'a{writes}']}}\n")
    with pytest.raises(TexcvError) as raised:
        render(path, output=path.parent / "out", allow_raw_tex=True)
    assert "latex-error" in {fault.code for fault in raised.value.diagnostics}
    assert "XYZZYPLUGH" not in str(raised.value) + raised.value.log
    assert not list(tmp_path.glob("pwned*"))


def test_a_span_covers_tag_and_value(cv_file: CvFile) -> None:
    path = cv_file("name: Ada Example\nheadline: !tex 'x y'\n")
    assert validate(path)[0].span == Span(str(path), 2, 11, 2, 21)


@pytest.mark.latex
def test_it_says_nothing_of_its_preamble(cv_file: CvFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is another each time would show every dump to be unfit, for all CVs."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = cv_file("name: Ada Example\nheadline: !tex '\\pdfuniformdeviate 100000000'\nsections: {skills: [a]}\n")
    render(path, output=tmp_path / "out", allow_raw_tex=True)
    assert not list(formats.folder().glob("*.fmt"))
    render(cv_file("name: Ada Example\nsections: {skills: [a]}\n"), output=tmp_path / "out")
    (kept,) = formats.folder().glob("*.fmt")
    known = formats.load(kept.stem)
    assert known
    assert known.dump
    assert render(path, output=tmp_path / "out", allow_raw_tex=True).files
