"""The comparison finds whatever a PDF says differently from its CV: on texts made up, and on templates damaged."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from texcv.check import check_pdf, check_text
from texcv.compile import compile_tex
from texcv.diagnostics import Span
from texcv.render import render
from texcv.source import Node, parse
from texcv.templates import Template, check_options, find_template
from texcv.validate import validate
from texcv.view import Piece, View, build_view, pieces_of
from versions import as_written

EXAMPLE = Path(__file__).parents[1] / "cv" / "example.yaml"
CV = """\
name: Ada Example
headline: Tester
sections:
  experience:
    - {title: Baker, organization: Bakery, location: Town, start: 2019, end: 2020, highlights: [Baked bread., It's ok.]}
    - {title: Driver, organization: Cab Company, date: 2018, highlights: [Drove far., Drove far.]}
  interests: [Chess, Café culture]
"""
TEXT = """\
Ada Example
Tester
Experience
2019 – 2020 Baker, Bakery, Town
Baked bread.
It's ok.
2018 Driver, Cab Company
Drove far.
Drove far.
Interests
Chess
Café culture
"""
Found = list[tuple[str, str]]


@lru_cache
def view_of(text: str) -> View:
    root = parse(text, "cv.yaml")
    assert isinstance(root, Node), root
    cv, faults = validate(root)
    assert cv is not None, faults
    return build_view(cv)


def found(*pages: str, cv: str = CV) -> Found:
    """Codes, and what the CV says at the places."""
    proof = check_text(view_of(cv), pages)
    assert {fault.severity for fault in proof.diagnostics} <= {"error"}
    return [(fault.code, slice_of(cv, fault.span)) for fault in proof.diagnostics]


def slice_of(text: str, span: Span | None) -> str:
    return text.split("\n")[span.line - 1][span.column - 1 : span.end_column - 1] if span else ""


def damaged(old: str, new: str) -> str:
    assert TEXT.count(old) == 1, old
    return TEXT.replace(old, new)


# --- what passes ----------------------------------------------------------------------------


def test_a_text_that_says_what_the_cv_says_passes() -> None:
    proof = check_text(view_of(CV), [TEXT])
    assert (proof.diagnostics, proof.pages, proof.strings) == ((), 1, 18)


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("\n", " "),
        TEXT.replace(" ", "\u00a0\n"),
        f"\n\n{TEXT}\n\n",
        damaged("Café", "Cafe\u0301"),
        damaged("Chess", "Ｃhess"),
        damaged("Baked bread", "Ba\nked\nbread"),
        damaged("2018 Driver, Cab Company", "Cab Company | Driver (2018)"),
        damaged("2019 – 2020 Baker, Bakery, Town", "Town; Bakery: [Baker] | 2019 – 2020"),
        damaged("Ada Example\nTester", "Tester\nExample Ada"),
    ],
)
def test_white_space_decoration_and_the_order_in_heads_are_free(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("line", ["$ $$ # #1", "#1 # $$ $", "# $, $$ #1", "$$ #1 $ #"])
def test_signs_that_begin_each_other_are_told_apart(line: str) -> None:
    """`$ $$` is not `$$` set apart, and `#1` no `#`."""
    entry = "{title: $$, organization: $, location: '#1', date: '#'}"
    assert found(f"Example Experience {line}", cv=f"name: Example\nsections: {{experience: [{entry}]}}\n") == []


def test_text_of_several_pages_is_read_on() -> None:
    first, second = TEXT.split("It's ok.\n")
    assert found(f"{first}It's", f"ok.\n{second}") == []
    assert check_text(view_of(CV), [first, f"It's ok.\n{second}"]).pages == 2


# --- what is lost ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (damaged("Baked bread.\n", ""), [("missing-text", "Baked bread.")]),
        (damaged("Ada Example\n", "Ada\n"), [("missing-text", "Ada Example")]),
        (damaged("Interests\n", ""), [("missing-text", "interests")]),
        (damaged("Café culture\n", ""), [("missing-text", "Café culture")]),
        (damaged(", Town", ""), [("missing-text", "Town")]),
        (damaged("Drove far.\nDrove far.", "Drove far."), [("missing-text", "Drove far.")]),
        (damaged("2018 ", ""), [("missing-text", "2018")]),
    ],
)
def test_a_missing_string_is_told_at_its_place(text: str, faults: Found) -> None:
    assert found(text) == faults


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        (damaged("Café", "Cafe"), "Café culture"),
        (damaged("It's", "It’s"), "It's ok."),
        (damaged("Baked bread", "Baked br-\nead"), "Baked bread."),
        (damaged("2019 – 2020", "2019 - 2020"), "2019"),
        (damaged("2019 – 2020", "2019 2020"), "2019"),
        (damaged("Baked bread.", "Baked bread"), "Baked bread."),
        (damaged("Chess", "chess"), "Chess"),
        (damaged("Chess", "Chss"), "Chess"),
        (damaged("Chess", "Ches\N{SOFT HYPHEN}s"), "Chess"),
    ],
)
def test_a_changed_string_is_missing(text: str, lost: str) -> None:
    assert ("missing-text", lost) in found(text)


def test_of_an_empty_text_everything_is_missing() -> None:
    pieces = [slice_of(CV, piece.span) for piece in pieces_of(view_of(CV))]
    for pages in ((), ("",), ("\n", "\n")):
        assert sorted(found(*pages)) == sorted(("missing-text", place) for place in pieces)


def test_hundreds_of_strings_can_be_missing() -> None:
    cv = f"name: A\nsections:\n  list:\n    kind: list\n    entries: [{', '.join(f'p{i}x' for i in range(300))}, last]"
    assert found("A\nlist\nlast", cv=cv) == [("missing-text", f"p{i}x") for i in range(300)]


def test_a_message_names_the_string_and_its_place() -> None:
    (fault,) = check_text(view_of(CV), [damaged("Chess\n", "")]).diagnostics
    assert str(fault.span) == "cv.yaml:7:15"
    assert '"Chess"' in fault.message


def test_an_empty_cell_is_not_looked_for() -> None:
    cv = "name: A\nsections:\n  Plots: {kind: table, columns: ['', P, Q], rows: [[x, '', y], ['', '', z]]}\n"
    view = view_of(cv)
    proof = check_text(view, ["A\nPlots\nP Q\nx y\nz"])
    assert (proof.diagnostics, proof.strings) == ((), 7)
    assert found("A\nPlots\nP Q\ny x\nz", cv=cv) != []
    assert found("A\nPlots\nP Q\nx\nz", cv=cv) == [("missing-text", "y")]
    cv = "name: A\nsections:\n  metrics: {columns: [P], rows: {x: 1}}\n"
    assert found("A\nMetrics\nP\nx 1", cv=cv) == []


# --- what is out of order -------------------------------------------------------------------


def test_a_body_has_its_order() -> None:
    faults = found(damaged("Baked bread.\nIt's ok.", "It's ok.\nBaked bread."))
    assert {code for code, _ in faults} == {"out-of-order", "stray-text"}
    assert {place for code, place in faults if code == "out-of-order"} <= {"Baked bread.", "It's ok."}
    assert len(faults) == 2


def test_a_body_comes_after_its_head() -> None:
    faults = found(damaged("2018 Driver, Cab Company\nDrove far.\n", "Drove far.\n2018 Driver, Cab Company\n"))
    assert "out-of-order" in dict(faults)


def test_entries_have_their_order() -> None:
    first, rest = TEXT.split("2019 – 2020", 1)
    baker, rest = rest.split("2018", 1)
    driver, rest = rest.split("Interests", 1)
    faults = found(f"{first}2018{driver}2019 – 2020{baker}Interests{rest}")
    lost = {place for code, place in faults if code == "out-of-order"}
    assert {"Driver", "Cab Company"} <= lost or {"Baker", "Bakery", "Town"} <= lost
    assert "missing-text" not in dict(faults)


def test_sections_have_their_order() -> None:
    first, rest = TEXT.split("Experience", 1)
    experience, interests = rest.split("Interests", 1)
    faults = found(f"{first}Interests{interests}Experience{experience}")
    assert "out-of-order" in dict(faults)
    assert "missing-text" not in dict(faults)


PAPERS = """\
name: A
sections:
  publications:
    - {title: On Tests, authors: [Ada One, Bob Two], year: 2020, venue: Journal, links: {Code: 'https://example.org'}}
"""


@pytest.mark.parametrize(
    ("citation", "passes"),
    [
        ("2020 On Tests\nAda One, Bob Two\nJournal, Code", True),
        ("Ada One, Bob Two: On Tests; Journal (2020) [Code]", True),
        ("Ada One, On Tests, Bob Two, Journal 2020 Code", True),
        ("Bob Two, Ada One: On Tests; Journal (2020) [Code]", False),
        ("Ada One: On Tests; Journal (2020) [Code]", False),
        ("Ada One and Bob Two: On Tests; Journal (2020) [Code]", False),
    ],
)
def test_authors_keep_their_order_and_the_rest_is_free(citation: str, passes: bool) -> None:
    assert (found(f"A\nPublications\n{citation}", cv=PAPERS) == []) == passes


# --- what is too much -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "before"),
    [
        (damaged("Baked bread.", "l Baked bread."), "Baked bread."),
        (damaged("Baked bread.", "{ Baked bread."), "Baked bread."),
        (damaged("Chess", "Fencing\nChess"), "Chess"),
        (f"Draft\n{TEXT}", "Ada Example"),
        (f"{TEXT}\nPage 1", ""),
        (f"{TEXT}\n{TEXT}", ""),
    ],
)
def test_text_from_nowhere_is_told_where_it_stands(text: str, before: str) -> None:
    assert found(text) == [("stray-text", before)]


def test_a_string_that_stands_twice_is_told_at_its_place() -> None:
    assert found(damaged("It's ok.", "It's ok.\nIt's ok.")) == [("doubled-text", "It's ok.")]


def test_what_stands_in_the_place_of_a_string_is_told() -> None:
    _, fault = check_text(view_of(CV), [damaged("Café", "Cafe")]).diagnostics
    assert (fault.code, fault.hints) == ("missing-text", ('"Cafe culture" stands in its place',))


def test_strings_that_touch_are_told() -> None:
    assert found(damaged("Baker, Bakery", "BakerBakery")) == [("joined-text", "Bakery")]
    assert found(damaged("Baker, Bakery", "Baker,Bakery")) == []
    assert found(damaged("Chess\nCafé", "ChessCafé")) == [("joined-text", "Café culture")]


# --- footers --------------------------------------------------------------------------------


def pages_with(first: str, second: str, third: str = "") -> Found:
    one, rest = TEXT.split("It's ok.\n")
    two, three = rest.split("Chess\n")
    return found(f"{one}It's ok.\n{first}", f"{two}{second}", f"Chess\n{three}{third}")


@pytest.mark.parametrize(
    ("second", "third"),
    [("Ada Example 2", "Ada Example 3"), ("Ada Example2\n", "\nAda\nExample\n3\n\n"), ("", "")],
)
def test_name_and_page_at_the_foot_are_no_text_of_the_cv(second: str, third: str) -> None:
    assert pages_with("", second, third) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("", "Ada Example 2"),
        ("", "Ada Example 3"),
        ("", "Ada Example 22"),
        ("", "Ada Example"),
        ("", "Bob Example 2"),
        ("", "Ada Example 2\nAda Example 2"),
        ("", "Ada Example 2 of 3"),
    ],
)
def test_any_other_foot_is(first: str, second: str) -> None:
    assert [code for code, _ in pages_with(first, second)] == ["stray-text"]


# --- nothing gets through -------------------------------------------------------------------


@lru_cache
def example() -> tuple[View, tuple[str, ...]]:
    """The view of the long example, and its text, a line a piece."""
    cv, faults = validate(as_written(EXAMPLE))
    assert cv is not None, faults
    view = build_view(cv)
    return view, tuple(piece.text for piece in pieces_of(view) if piece.text)


def passes(*lines: str) -> bool:
    return not check_text(example()[0], ["\n".join(lines)]).diagnostics


def test_the_example_passes() -> None:
    view, lines = example()
    assert passes(*lines)
    assert check_text(view, ["\n".join(lines)]).strings == len(lines) > 150


def test_no_line_can_be_left_out() -> None:
    view, lines = example()
    spans: dict[str, set[Span | None]] = {}
    for piece in pieces_of(view):
        spans.setdefault(piece.text, set()).add(piece.span)
    for index, line in enumerate(lines):
        faults = check_text(view, ["\n".join((*lines[:index], *lines[index + 1 :]))]).diagnostics
        assert faults, line
        assert faults[-1].span in spans[line], line


index = st.integers(min_value=0, max_value=10**6)


@settings(deadline=None)
@given(index, st.sampled_from("aZ1•*{_é@漢"))
def test_no_character_can_be_changed_added_or_left_out(number: int, char: str) -> None:
    text = "\n".join(example()[1])
    at = number % len(text)
    assert not passes(text[:at] + char + text[at:])
    if not text[at].isspace():
        assert not passes(text[:at] + text[at + 1 :])
        assert passes(text[:at] + char + text[at + 1 :]) == (text[at] == char)


@settings(deadline=None)
@given(index, index)
def test_no_point_can_change_its_place(number: int, distance: int) -> None:
    """Lines of bodies, that is; those of heads may."""
    view, lines = example()
    bodies = [section.entries for section in view.sections if section.kind in {"list", "text"}]
    texts = [piece.text for entries in bodies for piece in entries if isinstance(piece, Piece)]
    line = texts[number % len(texts)]
    at = lines.index(line)
    rest = [*lines[:at], *lines[at + 1 :]]
    place = distance % len(lines)
    assert passes(*rest[:place], line, *rest[place:]) == (place == at)


# --- PDFs -----------------------------------------------------------------------------------

PROVEN = """\
name: Ada Example
headline: Tester
sections:
  experience:
    - {title: Baker, organization: Bakery, start: 2019, end: 2020, highlights: [Baked bread., Sold bread.]}
    - {title: Driver, date: 2018, highlights: [Drove far.]}
  languages: [{name: German, level: fluent}, {name: Latin, level: dead}]
"""


def typeset(folder: Path) -> bytes:
    """The PDF of `PROVEN` in the classic template, where files in `folder` take the place of its own."""
    template = find_template("classic")
    assert isinstance(template, Template)
    template = replace(template, folders=(folder, *template.folders))
    document = render(view_of(PROVEN), template, check_options(template, {}, {})[0])
    compiled = compile_tex(
        document.tex, {file.name: file.read_bytes() for file in template.tex_files()}, document.locate
    )
    assert compiled.pdf is not None, compiled.diagnostics
    return compiled.pdf


def override(folder: Path, file: str, old: str, new: str) -> None:
    """Put a file of the base into the folder, with other text in it."""
    template = find_template("classic")
    assert isinstance(template, Template)
    text = (template.folders[-1] / file).read_text("utf-8")
    assert text.count(old) == 1, f"{old} in {file}"
    (folder / file).parent.mkdir(exist_ok=True)
    (folder / file).write_text(text.replace(old, new), "utf-8")


BODY, MAIN, LANGUAGES = "entries/body.tex.j2", "main.tex.j2", "sections/languages.tex.j2"
LINE = r"\cvitemwithcomment{((= language.name =))}{((= language.level or empty =))}{((= language.note or empty =))}"


@pytest.mark.latex
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (MAIN, "else cv.sections)", "else cv.sections)"),
        (BODY, r"\cvlistitem{((= highlight =))}", r"\cvlistitem{\textbf{((= highlight =))}}"),
        (LANGUAGES, LINE, r"\cvtext{((= language.name =))\hfill ((= language.level =))}"),
    ],
)
def test_a_sound_template_passes(tmp_path: Path, file: str, old: str, new: str) -> None:
    override(tmp_path, file, old, new)
    proof = check_pdf(view_of(PROVEN), typeset(tmp_path), "the PDF")
    assert (proof.diagnostics, proof.pages, proof.strings) == ((), 1, 17)


@pytest.mark.latex
@pytest.mark.parametrize(
    ("file", "old", "new", "codes"),
    [
        (MAIN, "else cv.sections)", "else cv.sections[1:])", {"missing-text"}),
        (MAIN, "else cv.sections)", "else cv.sections | reverse)", {"out-of-order", "stray-text"}),
        (BODY, "in body.highlights", "in body.highlights[1:]", {"missing-text"}),
        (BODY, "in body.highlights", "in body.highlights | reverse", {"out-of-order", "stray-text"}),
        (BODY, r"\cvlistitem{((", r"\cvlistitem{o ((", {"stray-text"}),
        (BODY, r"\cvlistitem{((= highlight =))}", r"\cvlistitem{\phantom{((= highlight =))}}", {"missing-text"}),
        (LANGUAGES, LINE, r"\cvtext{((= language.name =))((= language.level =))}", {"joined-text"}),
        (LANGUAGES, LINE, r"\cvtext{((= language.name =)), ((= language.level =)), new}", {"stray-text"}),
    ],
)
def test_a_damaged_template_does_not(tmp_path: Path, file: str, old: str, new: str, codes: set[str]) -> None:
    override(tmp_path, file, old, new)
    proof = check_pdf(view_of(PROVEN), typeset(tmp_path), "the PDF")
    assert {fault.code for fault in proof.diagnostics} == codes
    assert any(fault.span and fault.span.line > 3 for fault in proof.diagnostics)


@pytest.mark.parametrize("data", [b"", b"no PDF", b"%PDF-1.5\n%%EOF", b"%PDF-1.5\n" + b"\0" * 1000, b"\xff" * 100])
def test_what_is_no_pdf_is_told(data: bytes) -> None:
    (fault,) = check_pdf(view_of(CV), data, "my.pdf").diagnostics
    assert (fault.code, fault.severity, fault.span) == ("bad-pdf", "error", Span("my.pdf"))
    assert "my.pdf" in fault.message


@pytest.mark.latex
def test_a_pdf_that_pypdf_can_not_read_is_told(tmp_path: Path) -> None:
    data = typeset(tmp_path)
    assert b"/FlateDecode" in data
    locked = PdfWriter(io.BytesIO(data))
    locked.encrypt("secret", algorithm="RC4-128")
    buffer = io.BytesIO()
    locked.write(buffer)
    for unreadable in (data.replace(b"/FlateDecode", b"/NoSuchThing"), buffer.getvalue()):
        (fault,) = check_pdf(view_of(PROVEN), unreadable, "my.pdf").diagnostics
        assert (fault.code, fault.span) == ("bad-pdf", Span("my.pdf"))


def flipped(data: bytes, random_: random.Random) -> bytes:
    spoilt = bytearray(data)
    for _ in range(10):
        spoilt[random_.randrange(len(spoilt))] = random_.randrange(256)
    return bytes(spoilt)


def cut(data: bytes, random_: random.Random) -> bytes:
    return data[: random_.randrange(len(data))]


def emptied(data: bytes, random_: random.Random) -> bytes:
    start = random_.randrange(len(data))
    return data[:start] + bytes(len(data[start : start + 300])) + data[start + 300 :]


@pytest.mark.latex
def test_a_spoilt_pdf_is_told_and_never_a_crash(tmp_path: Path) -> None:
    data = typeset(tmp_path)
    random_ = random.Random(1)
    ways: list[Callable[[bytes, random.Random], bytes]] = [flipped, cut, emptied]
    codes = set()
    for number in range(150):
        proof = check_pdf(view_of(PROVEN), ways[number % 3](data, random_), "the PDF")
        codes |= {fault.code for fault in proof.diagnostics}
    assert "bad-pdf" in codes


# --- words ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cv", "page", "codes"),
    [
        ("name: A B\nheadline: I lead a team\n", "A B\nIleadateam", ["joined-text"]),
        ("name: A B\nheadline: Senior Engineer\n", "A B\nS e n i o r Engineer", ["parted-text"]),
        ("name: A B\nheadline: Senior Engineer\n", "A B\nSenior Engi\nneer", []),
        ("name: A B\nheadline: x^2^ and H~2~O\n", "A B\nx 2 and H 2 O", []),
        ("name: A B\nheadline: 5 points\n", "A B\n-5 points", ["stray-text"]),
        ("name: A B\nheadline: R\nsections: {interests: [Rust]}\n", "A B\nInterests\nRust", ["missing-text"]),
        ("name: A B\nheadline: Klein\n", "A B Kleiner", ["stray-text", "missing-text"]),
    ],
)
def test_words_stay_words(cv: str, page: str, codes: list[str]) -> None:
    assert [fault.code for fault in check_text(view_of(cv), [page]).diagnostics] == codes


@given(st.text("ab ,", max_size=30))
def test_any_text_is_compared_to_an_end(page: str) -> None:
    check_text(view_of("name: a b\nheadline: ab\nsections: {interests: [a, b, aab, ba]}\n"), [page])
