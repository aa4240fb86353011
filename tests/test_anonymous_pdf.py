"""Anonymous copies of real people's CVs as PDFs, as others read them; and templates that tell what they should not."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader

from texcv import Rendered, TexcvError, pipeline, render, validate

pytestmark = pytest.mark.latex

ROOT = Path(__file__).parents[1]

ALL = ("anonymize=name,contact,photo,born,links,references",)
TOLD = {
    "lueth": ("awesome", "L(ü|u|ue|u\u0308)th|Carsten(?! Rother)|sten2lu|lth\\.carsten|530798190"),
    "lapuschkin": ("classic", r"Lapuschkin|Sebastian|\bBach\b|Einsteinufer|10587|002.?371|wpLQuroAAAAJ"),
}
"""For each, a template, and what must be nowhere."""


@cache
def rendered(folder: Path, name: str) -> Rendered:
    template, _ = TOLD[name]
    return render(
        ROOT / f"cv/{name}.yaml", template=template, settings=ALL, formats=("pdf", "tex"),
        output=folder / name, check=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("copies")


@pytest.mark.parametrize("name", TOLD)
def test_a_copy_tells_nothing(folder: Path, name: str) -> None:
    """As this test reads it, with no word of texcv's own."""
    made = rendered(folder, name)
    pdf, tex = (next(file for file in made.files if file.suffix == ending) for ending in (".pdf", ".tex"))
    told = re.compile(TOLD[name][1], re.IGNORECASE if name != "lapuschkin" else 0)
    reader = PdfReader(pdf)
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert text.count("Candidate") >= len(reader.pages)
    outline = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    addresses = re.findall(r"/URI \(.*", pdf.read_bytes().decode("latin-1"))
    said = {"text": text, "poppler": outline, "metadata": str(reader.metadata), "links": str(addresses),
            "outline": str(reader.outline), "tex": tex.read_text("utf-8")}  # fmt: skip
    assert {where: told.findall(what)[:3] for where, what in said.items() if told.search(what)} == {}
    assert [fault.code for fault in made.diagnostics if fault.code != "nothing-to-remove"] == ["telling-name"]


def test_a_pdf_with_the_name_is_no_such_copy(folder: Path) -> None:
    """The check against the copy's CV tells each word at its place in the YAML."""
    path = ROOT / "cv/klein.yaml"
    pdf = render(path, template="academic", output=folder / "full.pdf").files[0]
    found = [
        fault for fault in pipeline.check(path, pdf, template="academic", settings=ALL) if fault.code == "not-anonymous"
    ]
    assert {(fault.span.line, fault.span.column) for fault in found if fault.span} == {(1, 7)}
    assert {part for fault in found for part in re.findall(r" in ([\w ]+): ", fault.message)} >= {
        "its text",
        "its metadata",
    }


def test_parsers_are_not_asked_for_a_name(folder: Path) -> None:
    path, made = ROOT / "cv/lueth.yaml", rendered(folder, "lueth")
    pdf = next(file for file in made.files if file.suffix == ".pdf")
    assessment = pipeline.ats(path, pdf, template="awesome", settings=ALL)
    assert {field.name for field in assessment.fields} == {"section", "title", "organization", "dates"}


# --- templates of one's own -----------------------------------------------------------------

ADA = """\
name: Ada Example
contact: {email: ada.e@example.org}
anonymize: [name, contact]
sections: {awards: [A prize]}
"""
AWARD = r"\cventry{}{((= entry.title =))}{}{}{}{}"


@pytest.mark.parametrize(
    ("attack", "where"),
    [
        (r"\hypersetup{pdfsubject={Ada Example}}", "its metadata"),
        (r"\pdfinfo{/Note (ada.e@example.org)}", "its metadata"),
        (r"\immediate\pdfobj{<</X (by Ada Example)>>}\pdfrefobj\pdflastobj", "an object"),
        (r"{\color{white}Exa\kern1pt mple}", "its text"),
    ],
)
def test_a_template_that_tells_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, attack: str, where: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("cv.yaml").write_text(ADA, "utf-8")
    Path("my/entries").mkdir(parents=True)
    Path("my/template.yaml").write_text("title: Mine\nbase: classic\n", "utf-8")
    Path("my/entries/award.tex.j2").write_text(f"{AWARD}{attack}\n", "utf-8")
    assert validate("cv.yaml", template="./my") == ()
    with pytest.raises(TexcvError) as fault:
        render("cv.yaml", template="./my")
    found = [item for item in fault.value.diagnostics if item.code == "not-anonymous"]
    assert any(where in item.message for item in found), fault.value
    assert {str(item.span) for item in found} <= {"cv.yaml:1:7", "cv.yaml:2:18"}
    assert not Path("output").exists()


def test_a_template_that_tells_it_in_a_comment_is_found_out_where_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("cv.yaml").write_text(ADA, "utf-8")
    Path("my/entries").mkdir(parents=True)
    Path("my/template.yaml").write_text("title: Mine\nbase: classic\n", "utf-8")
    Path("my/entries/award.tex.j2").write_text(f"{AWARD}% as Ada Example likes it\n", "utf-8")
    assert render("cv.yaml", template="./my", output="a.pdf").strings == 3
    with pytest.raises(TexcvError) as fault:
        render("cv.yaml", template="./my", output="b.tex", formats=("tex",))
    assert {item.code for item in fault.value.diagnostics} == {"not-anonymous"}
