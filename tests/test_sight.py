"""What programs read and people don't see, links on other words, fonts and pages: each defect after the sound page."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject

from test_check import view_of
from texcv.check import check_pdf
from texcv.compile import compile_tex
from texcv.diagnostics import Diagnostic
from texcv.render import render
from texcv.templates import Template, check_options, find_template
from texcv.view import View

pytestmark = pytest.mark.latex

CV = """\
name: Ada Example
contact: {email: ada@example.org, website: https://ada.example.org/a_b}
sections:
  experience:
    - title: Baker
      highlights:
        - Baked bread of rye.
        - See [the long recipe](https://example.org/recipe) and `more`.
  interests: [Chess]
"""
RYE = r"\cvlistitem{Baked bread of rye.}"
LINK = r"\cvlink{https://example.org/recipe}{the long recipe}"


def view() -> View:
    return view_of(CV)


def typeset(old: str = "", new: str = "") -> bytes:
    """The PDF of the CV in classic, with other LaTeX in one place."""
    template = find_template("classic")
    assert isinstance(template, Template)
    tex = render(view(), template, check_options(template, {}, {})[0]).tex
    assert not old or tex.count(old) == 1, old
    compiled = compile_tex(
        tex.replace(old, new) if old else tex,
        {file.name: file.read_bytes() for file in template.tex_files()},
        lambda line, text: [],
    )
    assert compiled.pdf is not None, compiled.diagnostics
    return compiled.pdf


def found(pdf: bytes) -> list[Diagnostic]:
    return list(check_pdf(view(), pdf, "my.pdf").diagnostics)


@pytest.fixture(autouse=True, scope="module")
def sound() -> bytes:
    """The undamaged page passes: without that the rest would show nothing."""
    pdf = typeset()
    assert found(pdf) == []
    return pdf


# --- what can't be seen ---------------------------------------------------------------------


def in_rye(before: str, after: str) -> tuple[str, str]:
    return RYE, rf"\cvlistitem{{{before}Baked bread of rye.{after}}}"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (in_rye(r"\textcolor{white}{", "}"), "it has the colour of the paper"),
        (in_rye(r"\textcolor[gray]{0.96}{", "}"), "it has the colour of the paper"),
        (in_rye(r"\textcolor[cmyk]{0,0,0.05,0}{", "}"), "it has the colour of the paper"),
        (in_rye(r"\pdfliteral direct{3 Tr}", r"\pdfliteral direct{0 Tr}"), "it is set invisible"),
        (in_rye(r"{\fontsize{1.5}{2}\selectfont ", "}"), "it is smaller than 2 pt"),
        (in_rye(r"\rlap{\kern60cm ", "}"), "it is outside of the page"),
        (in_rye(r"\smash{\lower40cm\hbox{", "}}"), "it is outside of the page"),
        (in_rye(r"\pdfsave\pdfliteral{200 0 9 9 re W n}\rlap{", r"}\pdfrestore"), "it is clipped away"),
        (in_rye("", r"\llap{\textcolor{white}{\rule[-1ex]{9cm}{3ex}}}"), "something is painted over it"),
        (in_rye(r"\rlap{\rule[-1ex]{9cm}{3ex}}", ""), "it has the colour of the paper"),
    ],
)
def test_text_that_nobody_can_see_is_told(change: tuple[str, str], why: str) -> None:
    (fault,) = found(typeset(*change))
    assert (fault.code, fault.span and fault.span.line) == ("unseen-text", 7)
    assert fault.message == f'"Baked bread of rye." is in the PDF, but nobody can see it: {why}'


@pytest.mark.parametrize(
    "change",
    [
        in_rye(r"\textcolor{red}{", "}"),
        in_rye(r"\textcolor[gray]{0.6}{", "}"),
        in_rye(r"\rlap{\textcolor{black}{\rule[-1ex]{9cm}{3ex}}}\textcolor{white}{", "}"),
        in_rye(r"\pdfsave\pdfliteral{-9 -9 400 40 re W n}\rlap{", r"}\pdfrestore"),
        in_rye(r"{\fontsize{4}{5}\selectfont ", "}"),
        in_rye(r"\scalebox{0.7}{", "}"),
        in_rye("", r"\llap{\rule[-0.6ex]{4cm}{0.3pt}}"),
    ],
)
def test_text_that_can_be_seen_is_not(change: tuple[str, str]) -> None:
    assert found(typeset(*change)) == []


# --- links ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("new", "codes"),
    [
        ("the long recipe", ["missing-link"]),
        (r"\cvlink{https://example.org/other}{the long recipe}", ["missing-link", "stray-link"]),
        (r"\cvlink{https://example.org/recipe/}{the long recipe}", ["missing-link", "stray-link"]),
        (r"the long \cvlink{https://example.org/recipe}{recipe}", ["misplaced-link"]),
        (r"the \cvlink{https://example.org/recipe}{long} recipe", ["misplaced-link"]),
        (r"\cvlink{https://example.org/recipe}{the} \cvlink{https://example.org/recipe}{long recipe}", []),
        (r"\cvlink{https://example.org/recipe}{the long} \cvlink{https://evil.example}{recipe}",
         ["misplaced-link", "stray-link"]),
        (rf"{LINK}\rlap{{\cvlink{{https://evil.example}}{{\phantom{{x}}}}}}", ["stray-link"]),
    ],
)  # fmt: skip
def test_links_stand_on_their_words_and_nowhere_else(new: str, codes: list[str]) -> None:
    faults = found(typeset(LINK, new))
    assert sorted(fault.code for fault in faults) == codes
    assert all(fault.span and fault.span.line == 8 for fault in faults if fault.code != "stray-link")


def test_a_link_that_takes_in_its_neighbour_is_told() -> None:
    """The words of the sentence around it lead there as well."""
    line = rf"\cvlistitem{{See {LINK} and \cvcode{{more}}.}}"
    wide = r"\cvlistitem{\cvlink{https://example.org/recipe}{See the long recipe} and \cvcode{more}.}"
    (fault,) = found(typeset(line, wide))
    assert (fault.code, fault.message.split(" is on ")[1]) == (
        "misplaced-link",
        '"See the long recipe", not on "the long recipe"',
    )


def test_a_contact_that_leads_elsewhere_is_told() -> None:
    faults = found(typeset("{mailto:ada@example.org}", "{mailto:eve@example.org}"))
    assert [fault.code for fault in faults] == ["missing-link", "stray-link"]
    assert "mailto:eve@example.org" in faults[1].message


# --- fonts and pages ------------------------------------------------------------------------


def with_fonts(pdf: bytes, key: str, value: str | None, inside: str = "") -> bytes:
    """The PDF with a key of its first font's dictionary, or of one inside of it, changed or removed."""
    writer = PdfWriter(io.BytesIO(pdf))
    fonts = writer.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    font = next(iter(fonts.values())).get_object()
    place: DictionaryObject = font[inside].get_object() if inside else font
    if value is None:
        del place[NameObject(key)]
    else:
        place[NameObject(key)] = NameObject(value)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_fonts_that_others_lack_are_told(sound: bytes) -> None:
    for damaged, words in (
        (with_fonts(sound, "/ToUnicode", None), "has no map to Unicode"),
        (with_fonts(sound, "/FontFile", None, "/FontDescriptor"), "is not in the PDF"),
        (with_fonts(sound, "/Subtype", "/Type3"), "is drawn (Type 3)"),
    ):
        faults = [fault for fault in found(damaged) if fault.code == "bad-font"]
        assert len(faults) == 1
        assert words in faults[0].message


def test_an_empty_page_is_told(sound: bytes) -> None:
    writer = PdfWriter(io.BytesIO(sound))
    writer.add_blank_page()
    buffer = io.BytesIO()
    writer.write(buffer)
    (fault,) = found(buffer.getvalue())
    assert (fault.code, fault.message) == ("empty-page", "page 2 is empty")


def test_more_pages_than_wanted_are_told(sound: bytes) -> None:
    assert len(PdfReader(io.BytesIO(sound)).pages) == 1
    two = typeset(r"\section{Interests}", r"\newpage\section{Interests}")
    assert check_pdf(replace(view(), max_pages=1), sound, "my.pdf").diagnostics == ()
    (fault,) = check_pdf(replace(view(), max_pages=1), two, "my.pdf").diagnostics
    assert (fault.code, fault.message) == ("too-many-pages", "the CV has 2 pages, not at most 1")
