"""PDFs as they can be written: operators, strings, fonts, spaces, and what nobody sees."""

from __future__ import annotations

import contextlib
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
)

from texcv.check.content import operations
from texcv.check.reading import Page, UnreadableError, read_pdf

CMAP = """\
/CIDInit /ProcSet findresource begin begincmap
1 begincodespacerange <00> <FF> endcodespacerange
2 beginbfchar <01> <00660069> <02> <D83DDE00> endbfchar
2 beginbfrange <20> <7E> <0020> <80> <82> [<00C4> <00D6> <00DC>] endbfrange
endcmap"""


def name(text: str) -> NameObject:
    return NameObject(f"/{text}")


def stream(data: bytes, **keys: Any) -> DecodedStreamObject:
    made = DecodedStreamObject()
    made.set_data(data)
    made.update({name(key): value for key, value in keys.items()})
    return made


def dictionary(**keys: Any) -> DictionaryObject:
    return DictionaryObject({name(key): value for key, value in keys.items()})


def numbers(*values: int) -> ArrayObject:
    return ArrayObject([NumberObject(value) for value in values])


def pdf(content: bytes, form: bytes = b"") -> bytes:
    """One page of 200 by 100 points with that content; fonts F and H of half an em a letter, a font C of two bytes."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 100)
    halves = ArrayObject([NumberObject(500)] * 256)
    simple = dictionary(
        Type=name("Font"), Subtype=name("Type1"), BaseFont=name("ABCDEF+Test-Bold"), FirstChar=NumberObject(0),
        Widths=halves, ToUnicode=writer._add_object(stream(CMAP.encode())),
    )  # fmt: skip
    inner = dictionary(
        Type=name("Font"), Subtype=name("CIDFontType0"), BaseFont=name("Wide"), DW=NumberObject(1000),
        W=ArrayObject([NumberObject(3), numbers(250, 750), *numbers(10, 12, 2000)]),
    )  # fmt: skip
    wide_map = b"3 beginbfchar <0003> <0061> <0004> <4E2D> <000B> <0062> endbfchar"
    wide = dictionary(
        Type=name("Font"), Subtype=name("Type0"), BaseFont=name("Wide"), Encoding=name("Identity-H"),
        DescendantFonts=ArrayObject([writer._add_object(inner)]), ToUnicode=writer._add_object(stream(wide_map)),
    )  # fmt: skip
    pale = dictionary(ca=FloatObject(0.01))
    letters = b"5 beginbfchar <01> <05D0> <02> <05D1> <03> <05B8> <04> <0915> <05> <0943> endbfchar"
    others = dictionary(
        Type=name("Font"), Subtype=name("Type1"), BaseFont=name("Others"), FirstChar=NumberObject(0),
        Widths=halves, ToUnicode=writer._add_object(stream(letters)),
    )  # fmt: skip
    fonts = dictionary(F=writer._add_object(simple), C=writer._add_object(wide), H=writer._add_object(others))
    inside = dictionary(Font=fonts)
    matrix = numbers(1, 0, 0, 1, 10, 20)
    drawn = stream(form, Subtype=name("Form"), Resources=inside, Matrix=matrix)
    page[name("Resources")] = dictionary(
        Font=fonts, ExtGState=dictionary(G=pale), XObject=dictionary(X=writer._add_object(drawn))
    )
    page[name("Contents")] = writer._add_object(stream(content))
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def read(content: str | bytes, form: bytes = b"") -> Page:
    data = content if isinstance(content, bytes) else content.encode("latin-1")
    return read_pdf(pdf(data, form)).pages[0]


def shown(strings: str, before: str = "") -> Page:
    return read(f"{before} BT /F 10 Tf 20 50 Td {strings} ET")


# --- operators ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"1 -2.5 .5 Td", [(b"Td", [1.0, -2.5, 0.5])]),
        (b"/F1 9.9 Tf(a)Tj", [(b"Tf", ["F1", 9.9]), (b"Tj", [b"a"])]),
        (b"[(a) -300 (b)]TJ", [(b"TJ", [b"a", -300.0, b"b"])]),
        (rb"(a\(b\)\\c\n\101\7) Tj", [(b"Tj", [b"a(b)\\c\nA\x07"])]),
        (b"(a(b(c)d)e) ' q", [(b"'", [b"a(b(c)d)e"]), (b"q", [])]),
        (b"(a\\\nb) Tj", [(b"Tj", [b"ab"])]),
        (b"<48 65 6C6> Tj", [(b"Tj", [b"Hel`"])]),
        (b"% q (no)\nQ", [(b"Q", [])]),
        (b"/Span << /MCID 0 /X true >> BDC EMC T* f*",
         [(b"BDC", ["Span", "MCID", 0.0, "X"]), (b"EMC", []), (b"T*", []), (b"f*", [])]),
        (b"BI /W 1 ID (q Q \x00 EI Q", [(b"BI", []), (b"Q", [])]),
        (b"", []),
        (b"(never closed q Q", [(b"never", []), (b"closed", []), (b"q", []), (b"Q", [])]),
    ],
)  # fmt: skip
def test_operators_and_their_operands(content: bytes, found: list[tuple[bytes, list[object]]]) -> None:
    assert list(operations(content)) == found


@given(st.binary())
def test_any_content_is_read_to_its_end(content: bytes) -> None:
    list(operations(content))


@given(st.binary(max_size=200))
def test_any_content_is_a_page_or_unreadable(content: bytes) -> None:
    with contextlib.suppress(UnreadableError):
        assert isinstance(read(content), Page)


# --- text -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("strings", "text"),
    [
        ("(ab) Tj (cd) Tj", "abcd"),
        ("[(ab) 20 (cd) -100 (ef)] TJ", "abcdef"),
        ("[(ab) -200 (cd)] TJ", "ab cd"),
        ("[(ab) -333 ( ) (cd)] TJ", "ab cd"),
        ("(ab cd) Tj", "ab cd"),
        ("(ab) Tj 0 -12 Td (cd) Tj", "ab\ncd"),
        ("(ab) Tj 10 0 Td (cd) Tj", "abcd"),
        ("(ab) Tj 12 0 Td (cd) Tj", "ab cd"),
        ("(ab) Tj -30 0 Td (cd) Tj", "ab\ncd"),
        ("(ab) Tj 4 Ts (2) Tj 0 Ts (cd) Tj", "ab2cd"),
        ("12 TL (ab) Tj T* (cd) Tj (ef) '", "ab\ncd\nef"),
        ("0 -12 TD (ab) Tj (cd) '", "ab\ncd"),
        ("3 1 (ab c) \"", "ab c"),
        ("2 Tc (ab) Tj", "a b"),
        ("1 Tc (ab) Tj", "ab"),
        ("50 Tz (ab) Tj 5 0 Td (cd) Tj", "abcd"),
        ("0 1 -1 0 50 20 Tm (ab) Tj (cd) Tj", "abcd"),
        (r"(\001x\002\200\202) Tj", "fix😀ÄÜ"),
        ("/C 10 Tf <0003000B0004> Tj", "ab中"),
        ("/N 10 Tf (none) Tj", ""),
    ],
)  # fmt: skip
def test_text_with_its_spaces_and_lines(strings: str, text: str) -> None:
    assert shown(strings).text == text


def test_words_have_boxes() -> None:
    page = shown("[(ab) -500 (cde)] TJ")
    assert [(part.text, part.start) for part in page.fragments] == [("ab", 0), ("cde", 3)]
    assert {part.font for part in page.fragments} == {"Test-Bold"}
    assert [tuple(round(edge, 2) for edge in part.box) for part in page.fragments] == [
        (20, 48, 30, 58), (35, 48, 50, 58),
    ]  # fmt: skip
    wide = read("BT /C 10 Tf 20 50 Td <0003000B> Tj ET").fragments[0].box
    assert (wide[0], wide[2]) == (20, 42.5)


def test_transformations_add_up() -> None:
    page = read("q 2 0 0 2 10 0 cm BT /F 5 Tf 1 0 0 1 5 20 Tm (ab) Tj ET Q BT /F 10 Tf 0 10 Td (c) Tj ET")
    assert [part.box for part in page.fragments] == [(20, 38, 30, 48), (0, 8, 5, 18)]


def test_the_text_of_a_figure_is_text_of_the_page() -> None:
    page = read("BT /F 10 Tf 0 80 Td (before) Tj ET q /X Do Q", b"BT /F 10 Tf 5 5 Td (inside) Tj ET")
    assert page.text == "before\ninside"
    assert page.fragments[1].box[:2] == (15, 23)


def test_a_figure_in_itself_ends() -> None:
    assert read("/X Do", b"BT /F 9 Tf (in) Tj ET /X Do").text == "in"


# --- what nobody sees -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("BT /F 10 Tf 20 50 Td (ab) Tj ET", ""),
        ("1 g BT /F 10 Tf 20 50 Td (ab) Tj ET", "it has the colour of the paper"),
        ("q 1 g Q BT /F 10 Tf 20 50 Td (ab) Tj ET", ""),
        ("0 g 0 0 200 100 re f 1 g BT /F 10 Tf 20 50 Td (ab) Tj ET", ""),
        ("BT /F 10 Tf 20 50 Td (ab) Tj ET 0 0 200 100 re f", "something is painted over it"),
        ("BT 3 Tr /F 10 Tf 20 50 Td (ab) Tj ET", "it is set invisible"),
        ("/G gs BT /F 10 Tf 20 50 Td (ab) Tj ET", "it is transparent"),
        ("BT /F 1 Tf 20 50 Td (ab) Tj ET", "it is smaller than 2 pt"),
        ("BT /F 10 Tf 250 50 Td (ab) Tj ET", "it is outside of the page"),
        ("0 0 10 10 re W n BT /F 10 Tf 20 50 Td (ab) Tj ET", "it is clipped away"),
        ("q 0 0 10 10 re W n Q BT /F 10 Tf 20 50 Td (ab) Tj ET", ""),
        ("q /G gs BT /F 10 Tf 20 50 Td (ab) Tj ET 0 0 200 100 re f Q", "it is transparent"),
        ("BT /F 10 Tf 20 50 Td (ab) Tj ET /G gs 0 0 200 100 re f", ""),
    ],
)
def test_faults(content: str, fault: str) -> None:
    assert [part.fault for part in read(content).fragments] == [fault]


def test_pages_with_nothing_on_them() -> None:
    assert read("").empty
    assert read("0 0 10 10 re n").empty
    assert not read("0 0 10 10 re f").empty
    assert not shown("(a) Tj").empty


# --- what text stands for, and from right to left -------------------------------------------


def test_what_glyphs_stand_for() -> None:
    """ActualText, in a dictionary or by name; the first stretch of several stands for all."""
    marked = b"/Span <</ActualText <FEFF0915093F>>> BDC (a) Tj 0 -1 Td (b) Tj EMC (c) Tj"
    (page,) = read_pdf(pdf(b"BT /F 10 Tf 50 50 Td " + marked + b" ET")).pages
    assert page.text == "किc"
    first, second = page.fragments
    assert first.box[1] < 48
    assert second.text == "c"
    nested = b"/P BMC /Span <</ActualText (x)>> BDC /Q BMC (ab) Tj EMC EMC (c) Tj EMC EMC"
    assert read(b"BT /F 10 Tf 50 50 Td " + nested + b" ET").text == "xc"


@pytest.mark.parametrize(
    ("actual", "glyphs", "fault"),
    [
        ("(ab)", "(ab) Tj", ""),
        ("(a b)", "(a) Tj 3 0 Td (b) Tj", ""),
        ("(xyz)", "(ab) Tj", 'people see "ab" in its place'),
        ("(ab and more)", "(ab) Tj", 'people see "ab" in its place'),
        ("()", "(ab) Tj", 'people see "ab" in its place'),
        ("(fi)", r"(\001) Tj", ""),
        ("<FEFF00AD>", "(-) Tj", ""),
    ],
)
def test_latin_letters_stand_for_themselves(actual: str, glyphs: str, fault: str) -> None:
    """Whoever wants programs to read other words than people see can write them so."""
    page = read(f"BT /F 10 Tf 50 50 Td /Span <</ActualText {actual}>> BDC {glyphs} EMC ET")
    assert {part.fault for part in page.fragments} == {fault}


def test_an_accent_that_goes_back_makes_no_gap() -> None:
    assert read("BT /H 10 Tf 50 50 Td [<04> 300 <05> -300 <04>] TJ ET").text == "कृक"
    assert read("BT /H 10 Tf 50 50 Td [<04> 300 <05> -600 <04>] TJ ET").text == "कृ क"


def test_text_that_is_written_as_it_is_read() -> None:
    """From right to left: the pen goes back after each letter, and further for a space."""
    close, apart = b"[<01> 1000 <02> 1000 <01>] TJ", b"[<01> 1000 <02> 1300 <01>] TJ"
    assert read(b"BT /H 10 Tf 150 50 Td " + close + b" ET").text == "אבא"
    assert read(b"BT /H 10 Tf 150 50 Td " + apart + b" ET").text == "אב א"
    both = b"BT /F 10 Tf 20 50 Td (ab ) Tj /H 10 Tf 100 0 Td " + close + b" /F 10 Tf 20 0 Td (cd) Tj ET"
    assert read(both).text == "ab אבאcd"
    lines = b"BT /H 10 Tf 150 50 Td " + close + b" 0 -12 Td " + close + b" ET"
    assert read(lines).text == "אבא\nאבא"
