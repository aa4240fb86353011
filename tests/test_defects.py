"""Deliberate defects, as a template, a font or a PDF can have them: the sound CV passes, and each of them is told."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from test_check import view_of
from texcv.check import check_pdf
from texcv.compile import Compiled, compile_tex
from texcv.diagnostics import Diagnostic
from texcv.render import render
from texcv.templates import Template, check_options, find_template
from texcv.view import View

pytestmark = pytest.mark.latex

CV = """\
name: Ada Example
headline: Tester
contact: {email: ada@example.org, website: https://ada.example.org/a_b}
design: {max_pages: 1}
sections:
  summary: Bakes bread in an efficient office in Zürich – “with love”.
  experience:
    - {title: Baker, organization: Bakery of Zürich, location: Town, start: 2019, end: 2020,
       highlights: [Baked bread of rye., "See [the long recipe](https://example.org/recipe) and `more`."]}
    - {title: Driver, organization: Cab Company, date: 2018, highlights: [Drove far and wide.]}
  publications:
    - {title: On Rye, authors: [Ada Example, Bo Other, Cy Third], year: 2021, venue: Journal of Bread, doi: 10.5555/rye}
  skills:
    - {name: Tools, skills: [{name: Oven, level: expert}, Knife]}
  Output:
    kind: table
    columns: [Year, Loaves]
    rows: [[2019, "100"], [2020, "250"]]
  interests: [Chess, Walks]
"""
RYE = r"\cvlistitem{Baked bread of rye.}"
DROVE, CHESS, WALKS = r"\cvlistitem{Drove far and wide.}", r"\cvlistitem{Chess}", r"\cvlistitem{Walks}"
DRIVER = r"\cventry{2018}{Driver}{Cab Company}{}{}{}"
AUTHORS = r"\textbf{Ada Example}, Bo Other, Cy Third"
SUMMARY = "Bakes bread in an efficient office in Zürich – “with love”."
TO_RECIPE = r"\cvlink{https://example.org/recipe}"
LINK = rf"{TO_RECIPE}{{the long recipe}}"
EMAIL = r"\contact{email}{mailto:ada@example.org}{ada@example.org}"
INTERESTS = r"\section{Interests}"


def view() -> View:
    return view_of(CV)


def compiled(*changes: tuple[str, str]) -> Compiled:
    """The CV in classic, with other LaTeX in some places."""
    template = find_template("classic")
    assert isinstance(template, Template)
    tex = render(view(), template, check_options(template, {}, {})[0]).tex
    for old, new in changes:
        assert tex.count(old) == 1, f"{old} in {tex}"
        tex = tex.replace(old, new)
    files = {file.name: file.read_bytes() for file in template.tex_files()}
    return compile_tex(tex, files, lambda line, text: [])


def typeset(*changes: tuple[str, str]) -> bytes:
    made = compiled(*changes)
    assert made.pdf is not None, made.diagnostics
    return made.pdf


def found(pdf: bytes) -> list[Diagnostic]:
    return list(check_pdf(view(), pdf, "my.pdf").diagnostics)


@cache
def sound() -> bytes:
    return typeset()


@pytest.fixture(autouse=True)
def undamaged() -> None:
    """The undamaged CV passes, before each defect is made."""
    assert found(sound()) == []


# --- in the LaTeX ---------------------------------------------------------------------------


def rye(new: str) -> tuple[str, str]:
    return RYE, rf"\cvlistitem{{{new}}}"


def summary(old: str, new: str) -> tuple[str, str]:
    return SUMMARY, SUMMARY.replace(old, new)


LOST, OTHER, MOVED = {"missing-text"}, {"missing-text", "stray-text"}, {"out-of-order", "stray-text"}
UNSEEN, ELSEWHERE = {"unseen-text"}, {"missing-link", "stray-link"}
Changes = tuple[tuple[str, str], ...]
DEFECTS: dict[str, tuple[Changes, set[str], set[int]]] = {
    # text that is lost
    "a section is left out": (((INTERESTS, ""), (CHESS, ""), (WALKS, "")),
                              LOST, {19}),
    "a title is left out": (((INTERESTS, ""),), LOST, {19}),
    "an entry is left out": (((DRIVER, ""), (DROVE, "")), LOST, {10}),
    "a point is left out": (((RYE, ""),), LOST, {9}),
    "dates are left out": (((r"\cventry{2018}", r"\cventry{}"),), LOST, {10}),
    "an author is left out": (((", Bo Other", ""),), LOST, {12}),
    "a level is left out": (((r"\cvskill{Oven}{expert}", r"\cvskill{Oven}{}"),), LOST, {14}),
    "a cell is left out": ((("2020 & 250", "2020 & "),), LOST, {18}),
    "a text is cut off": ((rye("Baked bread of"),), OTHER, {9}),
    "a page ends before its text does": ((rye(r"\vbox to 0pt{\vskip 30cm\hbox{Baked bread of rye.}\vss}"),),
                                         UNSEEN, {9}),
    # text that is another
    "a date is wrong": ((("2019~– 2020", "2019~– 2021"),), OTHER, {8}),
    "a word is misspelt": (((DRIVER, DRIVER.replace("Driver", "Diver")),), OTHER, {10}),
    "an accent is lost": ((summary("ü", "u"),), OTHER, {6}),
    "an accent stands apart": ((summary("ü", r"u\char4 "),), OTHER, {6}),
    "quotes are straight": ((summary("“", r"\textquotedbl{}"),), OTHER, {6}),
    "a dash is a hyphen": ((summary("–", "-"),), OTHER, {6}),
    "a ligature is lost": ((summary("ffi", "e"),), OTHER, {6}),
    "a word is hyphenated": ((summary("bread", r"br-\newline ead"),), OTHER, {6}),
    "an e-mail is hyphenated": (((EMAIL, EMAIL.replace("}{ada@", "}{a-\\newline da@")),), OTHER, {3}),
    "capitals are made": ((rye(r"\MakeUppercase{Baked bread of rye.}"),), OTHER, {9}),
    "a text is a picture": ((rye(r"\rule{4cm}{1ex}"),), LOST, {9}),
    # text in another place
    "points are swapped": ((rye("A"), (DROVE, RYE), (r"\cvlistitem{A}", DROVE)),
                           MOVED, {9, 10}),
    "authors are swapped": (((AUTHORS, AUTHORS.replace("Bo Other, Cy Third", "Cy Third, Bo Other")),),
                            MOVED, {12}),
    "rows are swapped": ((("2019 & 100", "A"), ("2020 & 250", "2019 & 100"), ("{A}", "{2020 & 250}")),
                         MOVED, {18}),
    "a section stands first": (((r"\section{Summary}", rf"{INTERESTS}{CHESS}{WALKS}\section{{Summary}}"),
                                (f"\n{INTERESTS}\n", ""), (f"{CHESS}\n", ""), (f"{WALKS}\n", "")),
                               MOVED, {19}),
    # text that is more
    "a point stands twice": (((RYE, RYE + RYE),), {"doubled-text"}, {9}),
    "a bullet is a letter": ((rye("o Baked bread of rye."),), {"stray-text"}, {9}),
    "a template has words of its own": (((r"\makecvtitle", r"\makecvtitle Curriculum Vitae"),), {"stray-text"}, {6}),
    "a comma is a letter": ((rye("Baked bread of rye. x"),), {"stray-text"}, {9}),
    # spaces
    "a space is lost": ((rye("Baked breadof rye."),), {"joined-text"}, {9}),
    "neighbours touch": (((r"\cvskill{Oven}{expert}, \cvskill{Knife}{}", r"\cvskill{Oven}{expert}\cvskill{Knife}{}"),),
                         {"joined-text"}, {14}),
    "letters are set apart": ((rye(r"\kern0.3em ".join("Baked") + " bread of rye."),), {"parted-text"}, {9}),
    # text that people don't see
    "text is white": ((rye(r"\textcolor{white}{Baked bread of rye.}"),), UNSEEN, {9}),
    "text is pale": ((rye(r"\textcolor[gray]{0.97}{Baked bread of rye.}"),), UNSEEN, {9}),
    "text is invisible": ((rye(r"\pdfliteral direct{3 Tr}Baked bread of rye.\pdfliteral direct{0 Tr}"),), UNSEEN, {9}),
    "text is tiny": ((rye(r"{\fontsize{1}{1}\selectfont Baked bread of rye.}"),), UNSEEN, {9}),
    "text is off the page": ((rye(r"\rlap{\kern40cm Baked bread of rye.}"),), UNSEEN, {9}),
    "text is clipped": ((rye(r"\pdfsave\pdfliteral{300 0 9 9 re W n}\rlap{Baked bread of rye.}\pdfrestore"),),
                        UNSEEN, {9}),
    "text is painted over": ((rye(r"Baked bread of rye.\llap{\textcolor{white}{\rule[-1ex]{9cm}{3ex}}}"),),
                             UNSEEN, {9}),
    # links
    "a link is lost": (((LINK, "the long recipe"),), {"missing-link"}, {9}),
    "a link leads elsewhere": (((LINK, LINK.replace(".org/", ".com/")),), ELSEWHERE, {9}),
    "a link has half of its words": (((LINK, rf"the {TO_RECIPE}{{long recipe}}"),), {"misplaced-link"}, {9}),
    "a link has its neighbour's words": (((f"See {LINK}", rf"{TO_RECIPE}{{See the long recipe}}"),),
                                         {"misplaced-link"}, {9}),
    "a link comes from nowhere": ((rye(r"Baked \cvlink{https://evil.example}{bread} of rye."),), {"stray-link"}, set()),
    "an e-mail goes to another": (((EMAIL, EMAIL.replace("mailto:ada", "mailto:eve")),), ELSEWHERE, {3}),
    "a DOI leads to another": (((r"https://doi.org/10.5555/rye}", r"https://doi.org/10.5555/rice}"),),
                               ELSEWHERE, {12}),
    # pages
    "a page too many": (((INTERESTS, rf"\newpage{INTERESTS}"),), {"too-many-pages"}, {4}),
}  # fmt: skip


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_defect_of_the_document_is_told(defect: str) -> None:
    changes, codes, lines = DEFECTS[defect]
    faults = found(typeset(*changes))
    assert {fault.code for fault in faults} == codes
    assert {fault.severity for fault in faults} == {"error"}
    at = {fault.span.line for fault in faults if fault.span and fault.span.path == "cv.yaml"}
    assert lines <= at


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("Baked bread of ☃ rye.", "missing-glyph"),
        (r"\hbox to 17.1cm{Baked bread of rye.\hfil}", "overfull"),
        (r"\vbox to 30cm{\hbox{Baked bread of rye.}\vfil}", "overfull"),
        (r"\undefined Baked bread of rye.", "latex-error"),
    ],
)
def test_a_defect_that_tex_tells_is_an_error(new: str, code: str) -> None:
    made = compiled(rye(new))
    assert made.pdf is None
    assert code in {fault.code for fault in made.diagnostics}


# --- in the PDF -----------------------------------------------------------------------------


def changed(change: Callable[[PdfWriter], None]) -> bytes:
    writer = PdfWriter(io.BytesIO(sound()))
    change(writer)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def fonts(writer: PdfWriter) -> list[Any]:
    resources: Any = writer.pages[0]["/Resources"]
    return [font.get_object() for font in resources["/Font"].values()]


def without_map(writer: PdfWriter) -> None:
    del fonts(writer)[0]["/ToUnicode"]


def not_embedded(writer: PdfWriter) -> None:
    descriptor = fonts(writer)[0]["/FontDescriptor"]
    del descriptor["/FontFile"]


def drawn(writer: PdfWriter) -> None:
    fonts(writer)[0][NameObject("/Subtype")] = NameObject("/Type3")


def mapped_wrongly(writer: PdfWriter) -> None:
    """Every font says that its letters are those that come after them."""
    for font in fonts(writer):
        stream = DecodedStreamObject()
        stream.set_data(font["/ToUnicode"].get_data().replace(b"<0061>", b"<0062>"))
        font[NameObject("/ToUnicode")] = writer._add_object(stream)


def empty_page(writer: PdfWriter) -> None:
    writer.add_blank_page()


def without_links(writer: PdfWriter) -> None:
    del writer.pages[0]["/Annots"]


def without_its_page(writer: PdfWriter) -> None:
    writer.pages[0][NameObject("/Contents")] = writer._add_object(DecodedStreamObject())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (without_map, "bad-font"),
        (not_embedded, "bad-font"),
        (drawn, "bad-font"),
        (mapped_wrongly, "missing-text"),
        (empty_page, "empty-page"),
        (without_links, "missing-link"),
        (without_its_page, "missing-text"),
    ],
)
def test_a_defect_of_the_pdf_is_told(change: Callable[[PdfWriter], None], code: str) -> None:
    assert found(changed(lambda writer: None)) == []
    assert code in {fault.code for fault in found(changed(change))}


def test_these_are_at_least_forty() -> None:
    assert len(DEFECTS) >= 40
    assert len(PdfReader(io.BytesIO(sound())).pages) == 1
