"""The Python API, from the YAML to the PDF on disk: what it writes, and what every reader finds in it."""

from __future__ import annotations

import io
import os
import re
import struct
import subprocess
import unicodedata
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

import texcv
from texcv import TexcvError, check, render, validate
from texcv.check import check_pdf, check_text
from texcv.check.text import without_footers
from texcv.validate import validate as validate_nodes
from texcv.view import View, build_view, pieces_of
from versions import as_written

TESTS = Path(__file__).parent
EXAMPLE = TESTS.parent / "cv" / "example.yaml"
CvFile = Callable[..., Path]

GOOD = "name: Ada Example\nheadline: Tester\nsections:\n  interests: [Chess, Café culture]\n"
UNPRINTABLE = "name: Ada Example\nsections:\n  interests: [Chess, 漢字]\n"


def view_of(path: Path) -> View:
    cv, faults = validate_nodes(as_written(path))
    assert cv is not None, faults
    return build_view(cv)


def codes(fault: pytest.ExceptionInfo[TexcvError]) -> list[str]:
    return [diagnostic.code for diagnostic in fault.value.diagnostics]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*"))


def normal(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def metadata_of(pdf: bytes | Path) -> dict[str, Any]:
    return dict(PdfReader(io.BytesIO(pdf) if isinstance(pdf, bytes) else pdf).metadata or {})


@pytest.fixture
def no_tex(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without TeX."""
    monkeypatch.setenv("PATH", str(tmp_path))


# --- validate -------------------------------------------------------------------------------


def test_the_public_names() -> None:
    assert texcv.__all__ == sorted(texcv.__all__)
    assert {"Diagnostic", "Rendered", "Span", "TexcvError", "check", "render", "validate"} <= set(texcv.__all__)
    assert all(hasattr(texcv, name) for name in texcv.__all__)


@pytest.mark.usefixtures("no_tex")
def test_a_good_cv_has_no_problems_and_needs_no_tex(cv_file: CvFile) -> None:
    assert validate(cv_file(GOOD)) == ()
    assert validate(str(cv_file(GOOD)), template="classic", settings=["design.color=red"]) == ()


def test_all_problems_are_told_with_their_places(cv_file: CvFile) -> None:
    path = cv_file("name: A\nheadlin: B\nsections:\n  education: [{title: C, start: 2020-13}]\n")
    found = validate(path)
    assert [(fault.code, str(fault.span)) for fault in found] == [
        ("unknown-key", f"{path}:2:1"),
        ("bad-date", f"{path}:4:33"),
    ]


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("name: A\ndesign: {template: clasic}", "unknown-template", "2:20"),
        ("name: A\ndesign: {colour: red}", "unknown-option", "2:10"),
        ("name: A\ndesign: {color: redd}", "bad-option", "2:17"),
        ("name: A\ndesign: {margin: [1]}", "bad-option", "2:18"),
        ("name: A\nlocale: eo", "unknown-locale", "2:9"),
        ("name: A\nphoto: nothing.jpg", "missing-photo", "2:8"),
        ("name: A\nphoto: .", "bad-photo", "2:8"),
        ("name: A\nphoto: cv.yaml", "bad-photo", "2:8"),
        ("name: A\nphoto: ../../../../../../../../../etc/passwd", "bad-photo", "2:8"),
        ("name: A\nphoto: empty.png", "bad-photo", "2:8"),
    ],
)
def test_what_only_the_pipeline_knows_is_told(cv_file: CvFile, text: str, code: str, place: str) -> None:
    cv_file("", "empty.png")
    path = cv_file(text)
    (fault,) = validate(path)
    assert (fault.code, fault.severity, str(fault.span)) == (code, "error", f"{path}:{place}")
    with pytest.raises(TexcvError) as raised:
        render(path, output=path.parent / "out")
    assert raised.value.diagnostics == (fault,)
    assert names(path.parent) == ["cv.yaml", "empty.png"]


@pytest.mark.parametrize(
    ("settings", "code", "place"),
    [
        (["design.color=redd"], "bad-option", "--set design.color=redd"),
        (["design.color=redd", "design.color=red"], "", ""),
        (["headlin=x"], "unknown-key", "--set headlin=x"),
        (["headline"], "bad-setting", "--set headline"),
        (["=x"], "bad-setting", "--set =x"),
        (["design..color=x"], "bad-setting", "--set design..color=x"),
        (["headline=a=b"], "", ""),
    ],
)
def test_settings_take_the_place_of_what_is_written(
    cv_file: CvFile, settings: list[str], code: str, place: str
) -> None:
    found = validate(cv_file(GOOD), settings=settings)
    assert [(fault.code, str(fault.span)) for fault in found] == ([(code, place)] if code else [])


def test_a_template_that_is_not_there_is_told(cv_file: CvFile) -> None:
    (fault,) = validate(cv_file(GOOD), template="clasic")
    assert (fault.code, fault.hints[0]) == ("unknown-template", "did you mean `classic`?")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    (fault,) = validate(tmp_path / "none.yaml")
    assert fault.code == "missing-file"


# --- render ---------------------------------------------------------------------------------


@pytest.mark.latex
def test_a_cv_becomes_a_pdf_in_the_folder_output(cv_file: CvFile, monkeypatch: pytest.MonkeyPatch) -> None:
    path = cv_file(GOOD, "folder/ada.yaml")
    work = path.parent.parent
    monkeypatch.chdir(work)
    stages: list[str] = []
    result = render("folder/ada.yaml", progress=stages.append)
    assert result.files == (Path("output/ada.pdf"),)
    assert (result.diagnostics, result.pages, result.strings) == ((), 1, 6)
    assert stages == ["typesetting", "checking"]
    assert "This is pdfTeX" in result.log
    assert names(work) == ["ada.pdf", "ada.yaml", "folder", "output"]
    assert check("folder/ada.yaml") == ()


@pytest.mark.latex
def test_the_output_can_be_a_file_and_the_check_be_left_out(cv_file: CvFile) -> None:
    path = cv_file(GOOD)
    stages: list[str] = []
    result = render(
        path, output=path.parent / "new" / "my.pdf", formats=("pdf", "tex"), check=False, progress=stages.append
    )
    assert stages == ["typesetting"]
    assert (result.pages, result.strings) == (0, 0)
    assert [file.name for file in result.files[:2]] == ["my.pdf", "my.tex"]
    assert {"my.pdf", "my.tex", "texcv.cls", "texcv-classic.sty"} <= set(names(path.parent / "new"))
    assert names(path.parent / "new") == sorted(file.name for file in result.files)


@pytest.mark.usefixtures("no_tex")
def test_latex_can_be_written_without_tex(cv_file: CvFile) -> None:
    path = cv_file(GOOD)
    result = render(path, output=path.parent / "out", formats=("tex",))
    assert result.files[0] == path.parent / "out" / "cv.tex"
    assert r"\name{Ada}{Example}" in result.files[0].read_text("utf-8")
    assert all(file.is_file() for file in result.files)


@pytest.mark.usefixtures("no_tex")
def test_without_tex_there_is_no_pdf(cv_file: CvFile) -> None:
    path = cv_file(GOOD)
    with pytest.raises(TexcvError) as raised:
        render(path, output=path.parent / "out")
    assert codes(raised) == ["missing-program"]
    assert not (path.parent / "out").exists()


@pytest.mark.latex
def test_a_failed_build_leaves_everything_as_it_was(cv_file: CvFile) -> None:
    path = cv_file(UNPRINTABLE)
    out = path.parent / "out"
    out.mkdir()
    (out / "cv.pdf").write_bytes(b"the old one")
    with pytest.raises(TexcvError) as raised:
        render(path, output=out, formats=("pdf", "tex"))
    assert codes(raised) == ["missing-glyph"]
    assert {str(fault.span) for fault in raised.value.diagnostics} == {f"{path}:3:22"}
    assert (out / "cv.pdf").read_bytes() == b"the old one"
    assert names(path.parent) == ["cv.pdf", "cv.yaml", "out"]


def test_an_output_that_can_not_be_written_is_told(cv_file: CvFile) -> None:
    path = cv_file(GOOD)
    with pytest.raises(TexcvError) as raised:
        render(path, output=path / "out", formats=("tex",))
    assert codes(raised) == ["unwritable-output"]
    (path.parent / "texcv.cls").mkdir()
    with pytest.raises(TexcvError) as raised:
        render(path, output=path.parent, formats=("tex",))
    assert codes(raised) == ["unwritable-output"]
    assert names(path.parent) == ["cv.yaml", "texcv.cls"]


def test_an_epoch_that_is_none_is_told(cv_file: CvFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    path = cv_file(GOOD)
    with pytest.raises(TexcvError) as raised:
        render(path, output=path.parent / "out", formats=("tex",))
    assert codes(raised) == ["bad-epoch"]


@pytest.mark.latex
def test_the_same_cv_has_the_same_bytes_anywhere(
    cv_file: CvFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = cv_file(GOOD), cv_file(GOOD, "another/folder/cv.yaml")
    first = render(path, output=tmp_path / "a").files[0].read_bytes()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another-cache"))
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.chdir(tmp_path)
    assert render(other, output="b").files[0].read_bytes() == first
    assert "/CreationDate" not in metadata_of(first)


@pytest.mark.latex
def test_an_epoch_is_the_date_of_the_pdf(cv_file: CvFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    found = [render(cv_file(GOOD), output=tmp_path / name).files[0].read_bytes() for name in "ab"]
    assert found[0] == found[1]
    assert metadata_of(found[0])["/CreationDate"] == "D:20010909014640Z"


@pytest.mark.latex
def test_the_latex_compiles_alone(tmp_path: Path) -> None:
    """In a fresh folder, with a clean environment, as on Overleaf."""
    render(EXAMPLE, output=tmp_path, formats=("tex",))
    done = subprocess.run(
        ["latexmk", "-norc", "-pdf", "-interaction=nonstopmode", "-halt-on-error", "example.tex"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path / "home")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:]
    assert "Overfull" not in done.stdout
    assert check(EXAMPLE, tmp_path / "example.pdf") == ()


# --- check ----------------------------------------------------------------------------------


@pytest.mark.latex
def test_a_pdf_is_compared_with_its_cv(cv_file: CvFile) -> None:
    path = cv_file(GOOD)
    pdf = render(path, output=path.parent).files[0]
    assert check(path, pdf) == ()
    assert check(path, str(pdf), settings=["design.color=red"]) == ()
    changed = cv_file(GOOD.replace("Chess", "Boxing"), "changed.yaml")
    missing = {(fault.code, str(fault.span)) for fault in check(changed, pdf)}
    assert ("missing-text", f"{changed}:4:15") in missing


def test_a_pdf_that_is_not_there_is_told(cv_file: CvFile, monkeypatch: pytest.MonkeyPatch) -> None:
    path = cv_file(GOOD)
    monkeypatch.chdir(path.parent)
    (fault,) = check(path)
    assert (fault.code, str(fault.span)) == ("missing-pdf", str(Path("output/cv.pdf")))
    assert "texcv render" in fault.hints[0]
    (fault,) = check(path, "other.pdf")
    assert (fault.code, str(fault.span)) == ("missing-pdf", "other.pdf")
    (fault,) = check(path, path)
    assert fault.code == "bad-pdf"


def test_a_faulty_cv_is_compared_with_nothing(cv_file: CvFile) -> None:
    (fault,) = check(cv_file("name: A\nheadlin: B"), "no.pdf")
    assert fault.code == "unknown-key"


# --- photos ---------------------------------------------------------------------------------


def png(width: int, height: int) -> bytes:
    """A grey picture (PNG specification, section 5)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.mark.latex
def test_a_photo_is_in_the_pdf_whatever_it_is_called(cv_file: CvFile) -> None:
    path = cv_file("name: Ada Example\nphoto: 'my #1 photo % ~.xyz'\n", "my cv #1 ü.yaml")
    (path.parent / "my #1 photo % ~.xyz").write_bytes(png(3, 4))
    result = render(path, output=path.parent / "out", formats=("pdf", "tex"))
    (image,) = PdfReader(result.files[0]).pages[0]["/Resources"]["/XObject"].values()  # type: ignore[index]
    assert (image["/Width"], image["/Height"]) == (3, 4)
    (photo,) = (path.parent / "out").glob("photo-*.png")
    assert rf"\photo{{{photo.name}}}" in (path.parent / "out" / "my cv #1 ü.tex").read_text("utf-8")


@pytest.mark.latex
@pytest.mark.parametrize("head", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"%PDF-1.5\n"])
def test_a_damaged_photo_is_told(cv_file: CvFile, head: bytes) -> None:
    path = cv_file("name: Ada Example\nphoto: me.img\n")
    (path.parent / "me.img").write_bytes(head + b"nonsense")
    with pytest.raises(TexcvError) as raised:
        render(path, output=path.parent / "out")
    (fault,) = raised.value.diagnostics
    assert str(fault.span) == f"{path}:2:8"
    assert not (path.parent / "out").exists()


# --- what readers find ----------------------------------------------------------------------

HOSTILE = (
    " ".join(chr(code) for code in range(0x21, 0x7F)),
    " ".join(chr(code) for code in range(0xA1, 0x100) if code != 0xAD),
    r"\input{/etc/passwd} \end{document} \write18{id} ^^5c ^^M",
    "$5M, 100 %, R&D, C#, #opentowork, a_b, {x}, ~50, 5*6*7, __init__, a<b>c, x^2, $x$",
    "“double” ‘single’ \"straight\" 'too' «angle» – en — em a--b c---d … ,, << >> ?` !",
    "Ł ß œ Æ ğ ş ž đ Ő ș ț ā ę ắ ề € § © ™ α ≥ → ² ½ ‰",
)
"""No two marks of in-line Markdown belong together, so that every field prints all of it."""


NAME = {
    "prefix": r"\input{/etc/passwd}",
    "given": "$5M & 100 %",
    "family": "#1_a^~ <b>|",
    "suffix": "\"'` -- \\",
    "note": "^^5c ## ~",
}


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def hostile_cv() -> str:
    """A CV with every one of the strings in every kind of field that takes any text."""
    lines = ["name:", *(f"  {key}: {quoted(text)}" for key, text in NAME.items())]
    lines += [f"headline: {quoted(HOSTILE[0])}", f"born: {{date: 2000-01, place: {quoted(HOSTILE[3])}}}"]
    lines += ["contact:", "  profiles:", "    other:"]
    lines += [f"    - {{label: {quoted(text)}, url: 'https://example.org/{n}'}}" for n, text in enumerate(HOSTILE)]
    lines += ["  address:", *(f"  - {quoted(text)}" for text in HOSTILE)]
    lines += [f"quote: {{text: {quoted(HOSTILE[0])}, author: {quoted(HOSTILE[4])}}}", "sections:"]
    for number, text in enumerate(HOSTILE):
        value = quoted(text)
        lines += [
            f"  {quoted(f'{number} {text}')}:",
            f"  - {{title: {value}, organization: {value}, location: {value}, date: {value}, summary: {value},",
            f"     details: {{{value}: [{value}, {value}]}}, highlights: [{value}]}}",
            f"  - organization: {value}",
            f"    roles: [{{title: {value}, location: {value}, date: {value}, summary: {value},",
            f"      highlights: [{value}]}}]",
            f"  A {number}:",
            "    kind: publications",
            f"    title: {value}",
            f"    groups: [{{title: {value}, entries: [{{title: {value}, authors: [{value}, {value}], venue: {value},",
            f"      year: {value}, note: {value}, links: {{{value}: 'https://example.org'}}}}]}}]",
            f"  B {number}:",
            f"    {{kind: skills, title: {value}, entries: [{{name: {value},",
            f"      skills: [{{name: {value}, level: {value}}}]}}]}}",
            f"  C {number}:",
            f"    {{kind: languages, title: {value}, entries: [{{name: {value}, level: {value}, note: {value}}}]}}",
            f"  D {number}: {{kind: list, title: {value}, entries: [{value}]}}",
            f"  E {number}: {{kind: text, title: {value}, text: {value}}}",
            *hostile_scholar(number, value),
        ]
    return "\n".join(lines)


def hostile_scholar(number: int, value: str) -> list[str]:
    """The same for what academic CVs have."""
    return [
        f"  F {number}:",
        "    kind: teaching",
        f"    intro: {value}",
        f"    entries: [{{date: {value}, courses: [{{title: {value}, organization: {value}, location: {value},",
        f"      role: {value}, summary: {value}, details: {{{value}: {value}}}, highlights: {value}}}]}}]",
        f"  G {number}:",
        "    kind: talks",
        f"    prefix: {value}",
        "    numbering: reversed",
        f"    groups: [{{title: {value}, intro: {value}, entries: [{{title: {value}, event: {value}, date: {value},",
        f"      organization: {value}, location: {value}, note: {value}, links: {{{value}: 'https://example.org'}}}}]}}]",
        f"  H {number}:",
        "    kind: patents",
        f"    entries: [{{title: {value}, date: {value}, inventors: [{value}, {value}], filings: [{{office: EP,",
        f"      number: {value}, title: {value}, date: 2020, status: granted}}]}}]",
        f"  I {number}:",
        "    kind: grants",
        f"    entries: [{{title: {value}, role: {value}, funder: {value}, number: {value}, amount: {value},",
        f"      own_share: {value}, date: {value}, summary: {value}, highlights: {value}}}]",
        f"  J {number}:",
        "    kind: awards",
        f"    entries: [{{title: {value}, issuer: {value}, rank: {value}, location: {value}, summary: {value}}}]",
        f"  K {number}:",
        "    kind: supervision",
        f"    entries: [{{name: {value}, degree: {value}, title: {value}, organization: {value}, role: {value},",
        f"      note: {value}}}]",
        f"  L {number}:",
        "    kind: references",
        f"    entries: [{{name: {value}, position: {value}, organization: {value}, address: {value}, note: {value}}}]",
    ]


def hostile_cells() -> str:
    """A CV with every one of the strings in cells, heads and labels of tables, and in what is said of them."""
    lines = ["name: Ada Example", "sections:"]
    for number, text in enumerate(HOSTILE):
        value = quoted(text)
        lines += [
            f"  A {number}:",
            f"    {{kind: metrics, columns: {value}, rows: {{A: {value}}}, source: {value}, retrieved: {value}}}",
            f"  B {number}: {{kind: metrics, rows: {{{value}: 1}}}}",
            f"  C {number}: {{kind: table, columns: ['', {value}], rows: [['', {value}], [a, '']]}}",
        ]
    return "\n".join(lines)


LONG = f"""\
name: Ada Example
sections:
  experience:
  - title: Author
    highlights: [{", ".join(f"Point number {number} of this entry" for number in range(1, 101))}]
  education:
  - title: Reader
"""


@dataclass(frozen=True, slots=True)
class Built:
    """A CV in print."""

    path: Path
    view: View
    pdf: Path
    result: texcv.Rendered

    @property
    def reader(self) -> PdfReader:
        return PdfReader(self.pdf)


CASES = ("example", "everything", "hostile", "citations", "fields", "cells", "long")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, environment: None) -> Callable[[str], Built]:
    """The CVs that are read below, each typeset when it is first asked for."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "fields.yaml").write_text(hostile_cv(), encoding="utf-8")
    (folder / "cells.yaml").write_text(hostile_cells(), encoding="utf-8")
    (folder / "long.yaml").write_text(LONG, encoding="utf-8")
    paths = {
        "example": EXAMPLE,
        "everything": TESTS / "golden" / "everything" / "cv.yaml",
        "hostile": TESTS / "golden" / "hostile" / "cv.yaml",
        "citations": TESTS / "golden" / "citations" / "cv.yaml",
        "fields": folder / "fields.yaml",
        "cells": folder / "cells.yaml",
        "long": folder / "long.yaml",
    }

    @cache
    def build(case: str) -> Built:
        result = render(paths[case], output=folder / f"{case}.pdf")
        return Built(paths[case], view_of(paths[case]), folder / f"{case}.pdf", result)

    return build


def by_pypdf(pdf: Path) -> list[str]:
    return [page.extract_text() for page in PdfReader(pdf).pages]


def by_pdftotext(pdf: Path) -> list[str]:
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", pdf, "-"], capture_output=True, check=True)
    return done.stdout.decode().removesuffix("\f").split("\f")


def by_pdftotext_raw(pdf: Path) -> list[str]:
    done = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", pdf, "-"], capture_output=True, check=True)
    return done.stdout.decode().removesuffix("\f").split("\f")


def by_pdfminer(pdf: Path) -> list[str]:
    from pdfminer.high_level import extract_text

    return extract_text(pdf).removesuffix("\f").split("\f")


READERS = [by_pypdf, by_pdftotext, by_pdftotext_raw, by_pdfminer]


@pytest.mark.latex
@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("case", CASES)
def test_every_reader_finds_every_piece(
    built: Callable[[str], Built], case: str, read: Callable[[Path], list[str]]
) -> None:
    cv = built(case)
    text = normal("\n".join(without_footers(read(cv.pdf), cv.view.name)))
    pieces = [piece for piece in pieces_of(cv.view) if piece.text]
    assert cv.result.strings == len(pieces)
    assert [piece.text for piece in pieces if normal(piece.text) not in text] == []


@pytest.mark.latex
@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("case", CASES)
def test_every_reader_finds_them_in_order_and_nothing_else(
    built: Callable[[str], Built], case: str, read: Callable[[Path], list[str]]
) -> None:
    """Where the spaces are, pypdf must tell; other readers guess it, and of lone letters in a row they make a word.

    pdftotext guesses columns, too, and reads what stands side by side in a table one column after the other.
    """
    cv = built(case)
    found = check_text(cv.view, read(cv.pdf)).diagnostics
    guessed = set() if read is by_pypdf else {"joined-text", "parted-text"}
    sorted_ = lines_side_by_side(cv.view) if read is by_pdftotext else set()
    assert [
        fault for fault in found if fault.code not in guessed and not (fault.span and fault.span.line in sorted_)
    ] == []


def lines_side_by_side(view: View) -> set[int]:
    """The lines of the YAML that become tables, or filings with their states at the right."""
    sections = [section for section in view.sections if section.kind in {"table", "metrics", "patents"}]
    return {piece.span.line for section in sections for piece in pieces_of(section) if piece.span}


@pytest.mark.latex
def test_every_hostile_string_is_in_every_field(built: Callable[[str], Built]) -> None:
    """Counted without the view: by field, and in the PDF's text."""
    text = normal("".join(by_pypdf(built("fields").pdf)))
    for string in HOSTILE:
        assert text.count(normal(string)) >= 33, string


@pytest.mark.latex
def test_a_long_entry_flows_over_pages(built: Callable[[str], Built]) -> None:
    pages = by_pypdf(built("long").pdf)
    assert len(pages) == built("long").result.pages >= 3
    points = [page.count("Point number") for page in pages]
    assert sum(points) == 100
    assert min(points[:-1]) > 20
    assert pages[1].rstrip().endswith("Ada Example 2")


@pytest.mark.latex
def test_the_pdf_says_what_it_is(built: Callable[[str], Built]) -> None:
    reader = built("example").reader
    metadata = metadata_of(built("example").pdf)
    assert metadata["/Title"] == "Runa Kovač-Sørlie: Curriculum Vitae"
    assert metadata["/Author"] == "Dr. rer. nat. Runa Elisabet Kovač-Sørlie M.Sc."
    assert metadata["/Subject"] == "Hydrology and research software"
    assert metadata["/Keywords"] == "hydrology, soil moisture, research software, open data"
    assert str(reader.root_object["/Lang"]) == "en"
    assert "PTEX" not in "".join(metadata)


@pytest.mark.latex
def test_metadata_have_plain_spaces(cv_file: CvFile) -> None:
    path = cv_file("name: Ada - Example\nmetadata: {title: 'pre- and post - x', keywords: [a-, b - c]}\n")
    metadata = metadata_of(render(path, output=path.parent).files[0])
    assert (metadata["/Title"], metadata["/Keywords"]) == ("pre- and post - x", "a-, b - c")
    assert metadata["/Author"] == "Ada - Example"


@pytest.mark.latex
def test_hostile_metadata_are_as_typed(built: Callable[[str], Built]) -> None:
    metadata = metadata_of(built("hostile").pdf)
    assert metadata["/Title"] == r"T_{1} & \LaTeX, 100 %"
    assert metadata["/Author"] == r"A\B {C} $D E&F #G _H ^I ~J %K"
    assert metadata["/Subject"] == "a=b, {c"
    assert metadata["/Keywords"] == "x,y, #z"
    fields = metadata_of(built("fields").pdf)
    assert fields["/Author"] == " ".join(NAME[part] for part in ("prefix", "given", "family", "suffix"))
    assert fields["/Subject"] == HOSTILE[0]


def outline(items: list[Any]) -> list[Any]:
    return [outline(item) if isinstance(item, list) else item.title for item in items]


@pytest.mark.latex
def test_the_outline_has_all_titles_in_order(built: Callable[[str], Built]) -> None:
    assert outline(built("everything").reader.outline) == [
        *("Summary", "Experience", "Studies", "Publications", ["Journal articles", "Books"]),
        *("Other papers", "Teaching", "Talks", ["Lectures", "Posters"], "Patents", "Grants", "Awards", "Supervision"),
        *("Metrics", "A table", "References", "Skills", "Languages", "Interests", "My own list", "My own text"),
    ]
    titles = [section.title.text for section in built("fields").view.sections]
    assert [title for title in outline(built("fields").reader.outline) if isinstance(title, str)] == titles


@pytest.mark.latex
def test_the_outline_leads_to_the_titles(built: Callable[[str], Built]) -> None:
    reader = built("example").reader
    pages = by_pypdf(built("example").pdf)
    top = [item for item in reader.outline if not isinstance(item, list)]
    assert len(top) > 15
    for item in top:
        number = reader.get_destination_page_number(item)
        assert number is not None
        assert str(item.title) in [line.strip() for line in pages[number].split("\n")]


@pytest.mark.latex
def test_links_lead_where_the_cv_says(built: Callable[[str], Built]) -> None:
    annotations = [item.get_object() for page in built("hostile").reader.pages for item in page.get("/Annots", [])]
    found = [str(annotation["/A"]["/URI"]) for annotation in annotations]
    assert list(dict.fromkeys(found)) == [
        "tel:+4930123456",
        "mailto:a_b%23c%26d%25e%7Bf%7D~g%5Eh%24i@example.org",
        "https://example.org/a_b%20c~d?e=f&g=#h",
        "https://example.org/%C3%BC/%7Bx%7D/100%25",
        "https://github.com/a--b",
        "https://www.linkedin.com/in/ada%C3%A9_x",
        "https://example.org/~a_b/c--d#e%20f",
        "https://example.org/a_b#c%20d",
        "https://doi.org/10.1000/(SICI)10_97%254628%3Ca%3E%23b",
        "https://example.org/x_y?z=%41&w=#v",
    ]


@pytest.mark.latex
def test_all_fonts_are_in_the_pdf(built: Callable[[str], Built]) -> None:
    for case in CASES:
        done = subprocess.run(["pdffonts", built(case).pdf], capture_output=True, text=True, check=True)
        rows = [line.split() for line in done.stdout.splitlines()[2:]]
        assert rows
        assert {row[-5] for row in rows} == {"yes"}, done.stdout
        assert "Type 3" not in done.stdout


@pytest.mark.latex
def test_a_long_name_fits_into_the_footer(cv_file: CvFile) -> None:
    points = ", ".join(["A point"] * 60)
    path = cv_file(f"name: {'Ada ' * 40}Example\nsections: {{interests: [{points}]}}\n")
    assert render(path, output=path.parent).pages > 1


@pytest.mark.latex
def test_no_line_ends_in_a_hyphen(cv_file: CvFile) -> None:
    """pdftotext takes it for one that a line break made, and removes it."""
    words = " ".join(f"pre- and post-{'x' * (number % 7)}processing" for number in range(80))
    path = cv_file(f"name: A\nsections: {{summary: {words}}}\n")
    pdf = render(path, output=path.parent).files[0]
    lines = "\n".join(by_pdftotext_raw(pdf)).split("\n")
    assert [line for line in lines if line.endswith("-")] == []
    assert normal(words) in normal("".join(by_pdftotext(pdf)))


@pytest.mark.latex
def test_commas_that_meet_stay_two(cv_file: CvFile) -> None:
    """T1 fonts make a quotation mark of `,,`."""
    path = cv_file(
        "name: A\nsections:\n  experience: [{title: T, details: {K: ['A,', B]}}]\n"
        "  publications: [{title: T, authors: ['A,', B], venue: 'V,', note: N}]\n"
    )
    assert render(path, output=path.parent).diagnostics == ()


@pytest.mark.latex
def test_typographic_characters_that_meet_stay_two(cv_file: CvFile) -> None:
    """The ligatures of T1 fonts are made of these, too, not only of ASCII."""
    path = cv_file("name: A\nsections: {interests: ['‚Wirklich?‘', 'a !‘ b', 'a ’’ b', 'a ‘‘ b', 'a –- b']}\n")
    assert render(path, output=path.parent).diagnostics == ()


@pytest.mark.latex
def test_a_pdf_of_another_cv_does_not_pass(built: Callable[[str], Built]) -> None:
    proof = check_pdf(built("long").view, built("hostile").pdf.read_bytes(), "the PDF")
    assert {fault.code for fault in proof.diagnostics} >= {"missing-text", "stray-text"}
    assert len(proof.diagnostics) > 90


@pytest.mark.latex
def test_pages_never_break_right_after_a_head_or_a_title(cv_file: CvFile) -> None:
    """Sections and entries of many lengths, so that breaks come at every place of them."""
    text = "name: Ada Example\nsections:\n"
    for section in range(24):
        text += f"  Section {section}.:\n"
        for entry in range(1 + section % 3):
            name = f"{section}-{entry}"
            lines = "words and " * (5 + 7 * ((section + entry) % 5))
            text += (
                f"    - {{title: Title {name}., organization: Place, highlights: [First {name}. {lines}, Second]}}\n"
            )
    text += "  Jobs:\n    - organization: Employer\n      summary: About it.\n      roles:\n"
    text += "".join(f"        - {{title: Role {n}., summary: Task {n}.}}\n" for n in range(60))
    path = cv_file(text)
    pages = by_pypdf(render(path, output=path.parent).files[0])
    assert len(pages) > 4
    for page in pages:
        words = " ".join(page.split())
        for section in re.findall(r"Section (\d+)\.", words):
            assert f"Title {section}-0." in words
        for entry in re.findall(r"Title ([\d-]+)\.", words):
            assert f"First {entry}." in words
        for role in re.findall(r"Role (\d+)\.", words):
            assert f"Task {role}." in words
        if "Employer" in words:
            assert "Role 0." in words
