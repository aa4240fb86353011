"""Templates of one's own: ejected, used by path, and their faults told at their lines."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from texcv import TexcvError, render, validate
from texcv.cli import main

GOOD = """\
name: Ada Example
sections:
  awards:
    - {title: A prize, issuer: A society, date: 2024, rank: first}
"""
TWO_FILES = "title: Mine\nbase: classic\n"
AWARD = r"\cventry{((= entry.dates or empty =))}{((= entry.title =))}{((= entry.rank =)), ((= entry.issuer =))}{}{}{}"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("cv.yaml").write_text(GOOD, "utf-8")
    return tmp_path


def texcv(line: str) -> Result:
    return CliRunner().invoke(main, shlex.split(line))


def write_template(manifest: str, **partials: str) -> None:
    Path("my/entries").mkdir(parents=True)
    Path("my/template.yaml").write_text(manifest, "utf-8")
    for name, text in partials.items():
        Path(f"my/entries/{name}.tex.j2").write_text(f"{text}\n", "utf-8")


def fault_of(template: str) -> str:
    with pytest.raises(TexcvError) as fault:
        render("cv.yaml", template=template)
    return str(fault.value)


@pytest.mark.latex
def test_a_template_of_two_files_changes_one_entry() -> None:
    write_template(TWO_FILES, award=AWARD)
    made = render("cv.yaml", template="my/")
    words = PdfReader(made.files[0]).pages[0].extract_text().split()
    assert " ".join(words).endswith("2024 A prize, first, A society")
    assert made.strings == render("cv.yaml", template="classic").strings


@pytest.mark.latex
def test_an_ejected_template_makes_the_same_page() -> None:
    assert texcv("templates eject classic my").output == "my is yours to change; `-t ./my` uses it.\n"
    own = render("cv.yaml", template="./my", output="own.pdf").files[0]
    assert own.read_bytes() == render("cv.yaml", template="classic", output="classic.pdf").files[0].read_bytes()


@pytest.mark.latex
def test_a_cv_may_name_the_folder_of_its_template() -> None:
    write_template(TWO_FILES, award=AWARD)
    Path("deep").mkdir()
    Path("my").rename("deep/my")
    Path("deep/cv.yaml").write_text("design: {template: my/}\n" + GOOD, "utf-8")
    assert validate("deep/cv.yaml") == ()
    assert render("deep/cv.yaml").files == (Path("output/cv.pdf"),)
    Path("deep/cv.yaml").write_text("design: {template: ../my/}\n" + GOOD, "utf-8")
    assert [fault.code for fault in validate("deep/cv.yaml")] == ["unknown-template"]


def test_a_fault_in_a_partial_names_its_line() -> None:
    write_template(TWO_FILES, award="\\cvaward\n((= entry.titel =))")
    assert fault_of("my/").startswith("my/entries/award.tex.j2:2:1: error[template-error]: ")
    Path("my/entries/award.tex.j2").write_text("x\n\n((* if *))\n")
    assert fault_of("my/").startswith("my/entries/award.tex.j2:3:1: error[template-error]: ")


def test_a_partial_that_prints_what_the_view_did_not_make_names_its_line() -> None:
    write_template(TWO_FILES, award='\n((= "\\\\input{x}" =))')
    assert fault_of("my/").startswith("my/entries/award.tex.j2:2:1: error[template-error]: ")


def test_an_include_that_is_not_there_names_its_line() -> None:
    write_template(TWO_FILES, award='((* include "entries/nothing.tex.j2" *))')
    said = fault_of("my/")
    assert said.startswith("my/entries/award.tex.j2:1:1: error[template-error]: ")
    assert "nothing.tex.j2" in said


@pytest.mark.latex
def test_a_fault_in_a_look_names_its_line() -> None:
    assert texcv("templates eject classic my").exit_code == 0
    look = Path("my/texcv-classic.sty")
    lines = look.read_text("utf-8").splitlines(keepends=True)
    look.write_text("".join([*lines[:12], "\\nosuchcommand\n", *lines[12:]]), "utf-8")
    assert fault_of("./my").startswith("my/texcv-classic.sty:13:1: error[latex-error]: Undefined control sequence")


@pytest.mark.latex
def test_a_template_that_drops_a_fact_fails_its_check() -> None:
    write_template(TWO_FILES, award=r"\cvaward{}{((= entry.title =))}{}{}{}")
    said = fault_of("my/")
    assert said.count("missing-text") == 3
    assert "A prize" not in said


def test_a_template_can_not_reach_into_python() -> None:
    write_template(TWO_FILES, award="((= entry.__class__.__mro__ =))")
    assert "template-error" in fault_of("my/")


def test_show_lists_the_options_of_a_folder() -> None:
    write_template("title: Mine\nbase: classic\noptions: {dot: {type: color, default: red, help: The dot.}}\n")
    shown = texcv("templates show my/")
    assert shown.exit_code == 0
    assert "  dot = red\n      The dot. blue, green" in shown.stdout
    assert "  date_column = auto" in shown.stdout


@pytest.mark.parametrize("line", ["templates show my", "templates eject nothing my/", "templates eject classic ."])
def test_what_can_not_be_done_is_told(line: str) -> None:
    result = texcv(line)
    assert result.exit_code == 1
    assert "error[" in result.stderr
    assert not Path("my").exists()


def test_an_option_of_ones_own_is_checked() -> None:
    write_template("title: Mine\nbase: classic\noptions: {dot: {type: color, default: red, help: The dot.}}\n")
    (fault,) = validate("cv.yaml", template="my/", settings=["design.dto=blue"])
    assert (fault.code, fault.hints) == ("unknown-option", ("did you mean `dot`?",))
    (fault,) = validate("cv.yaml", template="my/", settings=["design.dot=bleu"])
    assert fault.code == "bad-option"


def test_options_of_the_cvs_own_template_do_not_matter_in_another() -> None:
    Path("cv.yaml").write_text("design: {template: classic, date_column: 30mm}\n" + GOOD, "utf-8")
    assert validate("cv.yaml") == ()
    assert validate("cv.yaml", template="plain") == ()
    (fault,) = validate("cv.yaml", template="plain", settings=["design.colr=red"])
    assert fault.code == "unknown-option"
    Path("cv.yaml").write_text("design: {template: plain, date_column: 30mm}\n" + GOOD, "utf-8")
    (fault,) = validate("cv.yaml")
    assert (fault.code, fault.severity) == ("unused-option", "warning")
