"""What applicant tracking systems take: each rule on made-up items, real PDFs of all templates, and damaged ones."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from test_check import view_of
from texcv import TexcvError, pipeline
from texcv.ats import Assessment, assess, parse
from texcv.ats.contact import contact_of, without_titles
from texcv.ats.entries import entries_of
from texcv.ats.features import Feature, best
from texcv.ats.items import Item, Line, lines_of
from texcv.ats.layout import doubtful_layout
from texcv.ats.profile import ParsedEntry
from texcv.ats.score import likeness, same
from texcv.ats.sections import split_sections
from texcv.ats.vocabulary import load_vocabulary
from texcv.check.reading import Fragment, Page, Reading, read_pdf
from texcv.cli import main
from texcv.compile import compile_tex
from texcv.render import render
from texcv.templates import Template, check_options, find_template, known_templates
from texcv.view import View

ROOT = Path(__file__).parent.parent
CVS = ("klein", "lapuschkin", "lueth", "example")
TABLE = ROOT / "docs/ats.md"
PAPER = (0.0, 0.0, 595.0, 842.0)

# --- made-up pages --------------------------------------------------------------------------


def fragment(text: str, left: float, baseline: float, size: float = 10, font: str = "Sans") -> Fragment:
    """A text whose characters are half as wide as high."""
    box = (left, baseline - 0.2 * size, left + 0.5 * size * len(text), baseline + 0.8 * size)
    return Fragment(text, 0, box, "", font)


def reading(*pages: Sequence[Fragment], pictures: Sequence[tuple[float, float, float, float]] = ()) -> Reading:
    return Reading(tuple(Page("", tuple(page), (), PAPER, False, tuple(pictures)) for page in pages), ())


def texts(*fragments: Fragment) -> list[list[str]]:
    return [[item.text for item in line.items] for line in lines_of(reading(fragments))]


def line(text: str, y: float, *, font: str = "Sans", size: float = 10, page: int = 0) -> Line:
    """Items between strokes; what stands between asterisks is bold."""
    items, left = [], 50.0
    for part in text.split(" | "):
        bare = part.strip("*")
        items.append(Item(bare, left, left + 5 * len(bare), y, "Sans-Bold" if part.startswith("*") else font, size))
        left = items[-1].right + 10
    return Line(tuple(items), page)


def lines(*texts: str, page: int = 0, top: float = 700) -> list[Line]:
    """Lines 12 points apart; an empty text is a gap of another 10."""
    found: list[Line] = []
    for text in texts:
        if text:
            found.append(line(text, top, page=page))
        top -= 12 if text else 10
    return found


# --- items and lines ------------------------------------------------------------------------


def test_words_of_a_line_are_one_item() -> None:
    assert texts(fragment("Lead", 50, 700), fragment("engineer", 73, 700)) == [["Lead engineer"]]
    assert texts(fragment("Le", 50, 700), fragment("ad", 60.5, 700)) == [["Lead"]]


def test_items_closer_than_a_character_are_merged_whatever_their_font() -> None:
    near = (fragment("Lead", 50, 700), fragment("engineer", 74.9, 700, font="Sans-Bold"))
    far = (fragment("Lead", 50, 700), fragment("engineer", 77, 700, font="Sans-Bold"))
    assert texts(*near) == [["Lead engineer"]]
    assert texts(*far) == [["Lead", "engineer"]]


def test_a_large_name_in_two_weights_is_one_item() -> None:
    name = (fragment("Ada", 50, 700, 30), fragment("Example", 110, 700, 30, "Sans-Bold"))
    assert texts(*name, *(fragment("text" * 9, 50, 600 - 12 * i) for i in range(3)))[0] == ["Ada Example"]


def test_strokes_part_items_inside_of_a_word_they_do_not() -> None:
    assert texts(fragment("a", 50, 700), fragment("|", 58, 700), fragment("b", 66, 700)) == [["a", "b"]]
    assert texts(fragment("+49 30 1 | x@y.org", 50, 700)) == [["+49 30 1", "x@y.org"]]
    assert texts(fragment("a|b", 50, 700)) == [["a|b"]]


def test_lines_follow_the_content_and_not_the_page() -> None:
    assert texts(fragment("low", 50, 100), fragment("high", 50, 700)) == [["low"], ["high"]]


def test_raised_characters_stay_in_their_line() -> None:
    assert texts(fragment("m", 50, 700), fragment("3", 55.2, 703.6, 7), fragment("soil", 62, 700)) == [["m3 soil"]]
    assert len(texts(fragment("m", 50, 700), fragment("3", 55.2, 706, 7))) == 2


# --- features -------------------------------------------------------------------------------


def test_the_item_with_the_most_points_wins_and_the_first_of_equals() -> None:
    features = (Feature(re.compile("a"), 2), Feature(re.compile("b"), -1), Feature(re.compile("[0-9]+"), 4, takes=True))
    items = [found for text in ("ab", "ba", "b") for found in line(text, 0).items]
    assert best(items, features) == "ab"
    assert best(line("b", 0).items, features) == ""
    assert best(line("x 42", 0).items, features) == "42"


# --- name and contact -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (["Ada Example", "Berlin, Germany"], "Ada Example"),
        (["a@example.org", "*Ada Example*", "Ben Sample"], "Ada Example"),
        (["ADA EXAMPLE", "Ben Sample"], "ADA EXAMPLE"),
        (["Dr. rer. nat. Runa Kovač-Sørlie, M.Sc."], "Runa Kovač-Sørlie"),
        (["www.example.org", "Ada O’Neil"], "Ada O’Neil"),
        (["Ada Example (née Sample)"], "Ada Example"),
        (["a@example.org", "+49 30 1234567", "Berlin, Germany"], ""),
    ],
)
def test_the_name(head: list[str], name: str) -> None:
    assert contact_of(lines(*head)).name == name


def test_a_name_of_two_lines_in_the_largest_type() -> None:
    head = [line("Berlin", 750), line("Dr. Ada", 720, size=20), line("Example | née Sample", 700, size=20)]
    assert contact_of(head).name == "Ada Example"


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Prof. Dr. Ada Example", "Ada Example"),
        ("Ada Example, Ph.D.", "Ada Example"),
        ("Ada Example, Berlin", "Ada Example, Berlin"),
        ("A. Example", "A. Example"),
        ("Dr.", "Dr."),
    ],
)
def test_titles_are_no_part_of_a_name(text: str, bare: str) -> None:
    assert without_titles(text) == bare


@pytest.mark.parametrize(
    ("head", "phone"),
    [
        ("+49 171 39200 42", "+49 171 39200 42"),
        ("+49 (30) 31002-371 | x@y.org", "+49 (30) 31002-371"),
        ("030 1234567", "030 1234567"),
        ("+49 30 23125 042 ext. 12", "+49 30 23125 042 ext. 12"),
        ("(555) 123-4567", "(555) 123-4567"),
        ("10587 Berlin", ""),
        ("orcid.org/0000-0002-1825-0097", ""),
        ("Born Feb 14, 1989", ""),
    ],
)
def test_the_phone(head: str, phone: str) -> None:
    assert contact_of(lines(head)).phone == phone


def test_the_email_and_the_links() -> None:
    found = contact_of(
        lines("Ada Example", "a.b-c@x.example.org | example.org", "github.com/ada, www.example.com/@a | M.Sc.")
    )
    assert found.email == "a.b-c@x.example.org"
    assert found.links == ("example.org", "github.com/ada", "www.example.com/@a")


# --- sections -------------------------------------------------------------------------------


def titles(*found: Line) -> list[str]:
    return [title for title, _ in split_sections(found, load_vocabulary())[1]]


HEAD = lines("Ada Example", "Engineer", top=800)


def test_a_title_is_bold_and_upper_case() -> None:
    assert titles(*HEAD, *lines("*VARIA*", "text", "Varia", "VARIA", "text")) == ["VARIA"]


def test_a_title_has_two_words_one_of_them_known() -> None:
    assert titles(*HEAD, line("Work Experience", 700, size=14), *lines("text", "no experience")) == ["Work Experience"]
    assert titles(*HEAD, line("Berufserfahrung", 700, size=14), *lines("text")) == ["Berufserfahrung"]
    assert titles(*HEAD, line("My Work Experience", 700, size=14), *lines("text")) == []
    assert titles(*HEAD, line("Experience:", 700, size=14), *lines("text")) == []


def test_a_title_is_alone_and_not_in_the_first_lines() -> None:
    assert titles(*lines("*EXPERIENCE*", "*SKILLS*", "text")) == []
    assert titles(*HEAD, *lines("*EXPERIENCE* | 2020", "text")) == []


def test_what_looks_as_titles_do_is_one() -> None:
    sections = [
        line("Education", 700, size=14),
        line("text " * 9, 680),
        line("Third-Party Funded Research", 660, size=14),
    ]
    assert titles(*HEAD, *sections) == ["Education", "Third-Party Funded Research"]
    assert titles(*HEAD, *sections, line("Talks", 640, size=12)) == ["Education", "Third-Party Funded Research"]


def test_a_title_may_go_on_in_the_next_line_and_stand_at_the_side() -> None:
    first = line("Education", 700, size=14)
    assert titles(*HEAD, first, line("and more", 684, size=14), line("text", 660)) == ["Education and more"]
    side = Line((*line("Skills", 640, size=14).items, *line("Python", 640).items), 0)
    head, sections = split_sections([*HEAD, first, line("text", 680), side, line("more", 628)], load_vocabulary())
    assert [(title, [below.text for below in rest]) for title, rest in sections] == [
        ("Education", ["text"]),
        ("Skills", ["Python", "more"]),
    ]
    assert head == HEAD


# --- entries --------------------------------------------------------------------------------


def entries(found: list[Line]) -> list[tuple[str, str, str]]:
    parsed: tuple[ParsedEntry, ...] = entries_of(found, 545, load_vocabulary())
    return [(entry.title, entry.organization, entry.dates) for entry in parsed]


BAKER = ("*Baker* | 2020 – 2021", "Rye GmbH | Berlin", "Baked bread of rye.")
COOK = ("*Cook* | Apr 2019", "Stew Inc.", "Cooked.")


def test_entries_are_cut_at_wide_gaps() -> None:
    expected = [("Baker", "Rye GmbH", "2020 – 2021"), ("Cook", "Stew Inc.", "Apr 2019")]
    assert entries(lines(*BAKER, "", *COOK)) == expected
    light = lines(*(text.replace("*", "") for text in (*BAKER, "", *COOK)))
    assert entries(light) == expected
    assert len(entries(lines(*(text.replace("*", "") for text in (*BAKER, *COOK))))) == 1


def test_else_entries_are_cut_at_bold_lines() -> None:
    assert [title for title, *_ in entries(lines(*BAKER, *COOK))] == ["Baker", "Cook"]


def test_entries_are_cut_across_pages() -> None:
    found = [*lines(*BAKER, "", *COOK), *lines("*Waiter* | 2018", "Plate AG", page=1)]
    assert entries(found)[2:] == [("Waiter", "Plate AG", "2018")]


def test_paragraphs_belong_to_the_entry_above_them() -> None:
    found = entries(lines("An introduction.", "", *BAKER, "", "Another paragraph.", "", *COOK))
    assert [title for title, *_ in found] == ["Baker", "Cook"]


def test_a_larger_line_is_the_organization_of_the_roles_below() -> None:
    employer = line("Rye GmbH | Berlin", 712, size=12)
    found = entries([employer, *lines("*Baker* | 2021 –", "Baked bread.", "", "*Intern* | 2020", "", *COOK)])
    assert found == [("Baker", "Rye GmbH", "2021 –"), ("Intern", "Rye GmbH", "2020"), ("Cook", "Stew Inc.", "Apr 2019")]


def test_the_section_tells_whether_the_bold_item_is_title_or_organization() -> None:
    swapped = lines("*Rye GmbH* | 2020", "Baker and Assistant", "", "*Stew Inc.* | 2019", "Cook")
    assert entries(swapped) == [("Baker and Assistant", "Rye GmbH", "2020"), ("Cook", "Stew Inc.", "2019")]
    assert entries(lines("*Rye* | 2020", "Bread")) == [("Rye", "Bread", "2020")]


def test_titles_and_organizations_that_need_two_lines() -> None:
    long = "An Institute for the Study of Bread of Rye, of Wheat and of all that may yet be found in the fields,"
    found = lines("*A Baker of the bread that*", "*people eat* | 2020", long, "Interdisciplinary | Berlin", "Baked.")
    assert entries(found) == [("A Baker of the bread that people eat", f"{long} Interdisciplinary", "2020")]


def test_an_organization_goes_on_to_its_first_stroke() -> None:
    assert entries(lines("*Baker* | 2020", "Rye, Wheat", "and Oats | Berlin"))[0][1] == "Rye, Wheat and Oats"
    assert entries(lines("*Baker* | 2020", "Rye, Wheat", "Baked bread."))[0][1] == "Rye, Wheat"


def test_a_label_begins_the_description() -> None:
    assert entries(lines("*Baker* | 2020", "Thesis: Bread"))[0] == ("Baker", "", "2020")
    assert entries(lines("*Baker* | 2020", "• Baked bread"))[0] == ("Baker", "", "2020")


@pytest.mark.parametrize(
    "text", ["2020", "2015 –", "Oct 1, 2012 – Jul 15, 2016", "WS 24/25 – SoSe 2025", "2024 & 2026", "März 2020 – heute"]
)
def test_dates(text: str) -> None:
    assert load_vocabulary().is_date(text)
    assert entries(lines(f"*ICLR 2024 Oral* | {text}", "ICLR"))[0][2] == text


@pytest.mark.parametrize("text", ["Present", "ICLR 2024", "17859", "10587 Berlin", "24/25", "12 staff"])
def test_other_texts_are_no_dates(text: str) -> None:
    assert not load_vocabulary().is_date(text)


def test_dates_may_stand_before_the_title() -> None:
    found = lines("2020 – 2021 | *Baker*", "Rye GmbH", "", "2019 | *Cook*", "Stew Inc.")
    assert entries(found) == [("Baker", "Rye GmbH", "2020 – 2021"), ("Cook", "Stew Inc.", "2019")]


# --- the score ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "score"),
    [
        ("A b", "a B", 1),
        ("a b", "a", 2 / 3),
        ("a b", "a b c d", 2 / 3),
        ("a", "b", 0),
        ("a", "", 0),
        ("a a", "a", 2 / 3),
    ],
)
def test_texts_are_scored_by_their_words(one: str, other: str, score: float) -> None:
    assert likeness(one, other) == pytest.approx(score)


def test_addresses_and_dates_are_all_or_nothing() -> None:
    assert same("2019\u00a0– 2021", "2019 - 2021") == 1
    assert same("ada@example.org", "ada@example") == 0
    assert same("", "") == 0


# --- the PDF as a whole ---------------------------------------------------------------------


def warned(*pages: Sequence[Fragment], pictures: Sequence[tuple[float, float, float, float]] = ()) -> set[str]:
    found = reading(*pages, pictures=pictures)
    return {diagnostic.code for diagnostic in doubtful_layout(found, lines_of(found), "my.pdf")}


BODY = [fragment(f"line number {'x' * i}", 50, 700 - 12 * i) for i in range(8)]
TABLE_ROWS = [fragment(f"{i}{i}", 50 + 90 * i, 500 - 12 * j) for j in range(3) for i in range(3)]


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ([*BODY, *(fragment("aside", 300, 700 - 12 * i) for i in range(8))], "ats-columns"),
        ([*BODY, *TABLE_ROWS], "ats-table"),
        ([*BODY, fragment("2", 290, 20)], "ats-header-footer"),
        ([fragment("S K I L L S", 50, 720), *BODY], "ats-letter-spacing"),
    ],
)
def test_what_vendors_warn_of_is_told(page: list[Fragment], code: str) -> None:
    assert warned(BODY) == set()
    assert warned(page) == {code}


def test_contact_details_in_a_header_are_told() -> None:
    assert warned([fragment("ada@example.org", 50, 820), *BODY]) == {"ats-header-footer", "ats-contact"}
    assert warned([fragment("ada@example.org", 50, 720), *BODY]) == set()


def test_what_every_page_begins_with_is_a_header() -> None:
    pages = [[fragment(f"Page {number}", 50, 780), *BODY[number:]] for number in (1, 2)]
    assert warned(*pages) == {"ats-header-footer"}
    assert warned(pages[0], BODY[2:-1]) == set()


def test_pictures_are_told_icons_are_not() -> None:
    assert warned(BODY, pictures=[(400, 700, 500, 800)]) == {"ats-image"}
    assert warned(BODY, pictures=[(400, 700, 412, 712)]) == set()
    assert warned([*BODY, *TABLE_ROWS[:6]]) == set()


# --- real CVs -------------------------------------------------------------------------------


@cache
def assessed(template: str, cv: str, folder: Path) -> tuple[Assessment, list[str], list[str]]:
    """The assessment of a CV in a template, and the sections' titles as they are parsed and as the CV has them."""
    path, pdf = ROOT / f"cv/{cv}.yaml", folder / f"{template}-{cv}.pdf"
    pipeline.render(path, template=template, output=pdf, check=False)
    found = pipeline.ats(path, pdf, template=template)
    wanted = [field.expected for field in found.fields if field.name == "section"]
    return found, [section.title for section in parse(read_pdf(pdf.read_bytes())).sections], wanted


@pytest.mark.latex
@pytest.mark.parametrize("cv", CVS)
@pytest.mark.parametrize("template", known_templates())
def test_every_template_reads_in_order(template: str, cv: str, tmp_path: Path, update_golden: bool) -> None:
    found, sections, wanted = assessed(template, cv, tmp_path)
    assert sections == wanted
    assert found.scores["name"] == found.scores["section"] == 1
    assert found.scores.get("e-mail", 1) == 1
    if template == "plain":
        assert found.diagnostics == ()
        assert [field for field in found.fields if field.score < 1] == []
        assert found.score == 1
    if update_golden:
        write_score(template, cv, found.score)
    assert abs(kept_score(template, cv) - 100 * found.score) < 3


def kept_score(template: str, cv: str) -> int:
    row = re.search(rf"^\| {template} \| (.*) \|$", TABLE.read_text("utf-8"), re.M)
    assert row is not None
    return int(row[1].split(" | ")[CVS.index(cv)])


def write_score(template: str, cv: str, score: float) -> None:
    def changed(row: re.Match[str]) -> str:
        cells = row[1].split(" | ")
        cells[CVS.index(cv)] = str(int(100 * score))
        return f"| {template} | {' | '.join(cells)} |"

    text = TABLE.read_text("utf-8")
    TABLE.write_text(re.sub(rf"^\| {template} \| (.*) \|$", changed, text, count=1, flags=re.M), "utf-8")


# --- damaged ones ---------------------------------------------------------------------------

CV = """\
name: Ada Example
contact: {email: ada@example.org, phone: +49 30 1234567, website: https://ada.example.org}
sections:
  experience:
    - {title: Baker, organization: Rye GmbH, location: Berlin, start: 2020, end: 2021, highlights: [Baked bread.]}
    - {title: Cook, organization: Stew Inc., date: 2019, highlights: [Cooked.]}
  education:
    - {title: M.Sc. in Bread, organization: University of Example, date: 2018}
  interests: [Chess]
"""
HEADER = r"\AddToHook{shipout/background}{\put(50,-20){ada@example.org}}"
PICTURE = r"\includegraphics[width=5cm]{name.png}\par"
MAIL = r"\contact{email}{mailto:ada@example.org}{ada@example.org}"


def view() -> View:
    return view_of(CV)


def damaged(change: Callable[[str], str]) -> Assessment:
    """The assessment of the CV in plain, with other LaTeX."""
    template = find_template("plain")
    assert isinstance(template, Template)
    tex = render(view(), template, check_options(template, {}, {})[0]).tex
    picture = io.BytesIO()
    Image.new("RGB", (100, 20)).save(picture, "PNG")
    beside = {file.name: file.read_bytes() for file in template.tex_files()} | {"name.png": picture.getvalue()}
    compiled = compile_tex(change(tex), beside, lambda number, text: [])
    assert compiled.pdf is not None, compiled.diagnostics
    return assess(view(), compiled.pdf, "my.pdf")


def swap(*pairs: tuple[str, str]) -> Callable[[str], str]:
    def change(tex: str) -> str:
        for old, new in pairs:
            assert tex.count(old) == 1, (old, tex)
            tex = tex.replace(old, new)
        return tex

    return change


@pytest.mark.latex
def test_the_sound_document_scores_all() -> None:
    found = damaged(lambda tex: tex)
    assert found.diagnostics == ()
    assert found.score == 1
    assert set(found.scores) == {"name", "e-mail", "phone", "link", "section", "title", "organization", "dates"}


def column(title: str) -> str:
    return rf"\noindent\begin{{minipage}}[t]{{0.45\textwidth}}\section{{{title}}}"


@pytest.mark.latex
@pytest.mark.parametrize(
    ("change", "lost", "codes"),
    [
        (swap((r"\name{Ada}{Example}", r"\name{}{}"), (r"\makecvtitle", rf"{PICTURE}\makecvtitle")), {"name"},
         {"ats-image", "ats-lost"}),
        (swap((r"\section{Experience}", r"\section{E x p e r i e n c e}")), {"section"},
         {"ats-letter-spacing", "ats-lost"}),
        (swap((r"\section{Education}", r"\section{E\kern5pt d\kern5pt u\kern5pt c\kern5pt ation}")), {"section"},
         {"ats-lost"}),
        (swap((r"\section{Education}", r"\par")), {"section", "title", "organization", "dates"},
         {"ats-lost", "ats-inexact"}),
        (swap((r"\section{Experience}", column("Experience")),
              (r"\section{Education}", r"\end{minipage}\hfill" + column("Education")),
              (r"\section{Interests}", r"\end{minipage}\par\section{Interests}")), set(), {"ats-columns"}),
        (swap((MAIL, ""), (r"\makecvtitle", rf"{HEADER}\makecvtitle")), {"e-mail"},
         {"ats-lost", "ats-header-footer", "ats-contact"}),
    ],
)  # fmt: skip
def test_damage_lowers_the_score(change: Callable[[str], str], lost: set[str], codes: set[str]) -> None:
    found = damaged(change)
    assert {name for name, score in found.scores.items() if score < 1} >= lost
    assert (found.score < 1) == bool(lost)
    assert {diagnostic.code for diagnostic in found.diagnostics} >= codes


@pytest.mark.latex
def test_what_is_lost_is_told_at_its_place() -> None:
    found = damaged(swap((r"\section{Education}", r"\par")))
    (section,) = (fault for fault in found.diagnostics if "section" in fault.message)
    assert (section.code, section.severity) == ("ats-lost", "warning")
    assert section.message == 'a parser does not find the section "Education": it takes nothing'
    assert section.span is not None
    assert section.span.line == 7


# --- the command ----------------------------------------------------------------------------


@pytest.mark.latex
def test_the_command_prints_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("cv.yaml").write_text(CV, "utf-8")
    pipeline.render("cv.yaml", template="plain")
    result = CliRunner().invoke(main, ["check", "cv.yaml", "--ats"])
    assert result.exit_code == 0, result.output
    rows = [re.split(r"\s{2,}", row.strip()) for row in result.stdout.splitlines()]
    assert ["e-mail", "ada@example.org", "ada@example.org", "100 %"] in rows
    assert [row[0] for row in rows].count("title") == 3
    assert "total 100 %" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80
    for options in (["-q"], ["--diagnostics", "json"]):
        assert "total" not in CliRunner().invoke(main, ["check", "cv.yaml", "--ats", *options]).output
    assert CliRunner().invoke(main, ["check", "cv.yaml", "--ats", "--diagnostics", "json"]).output == "[]\n"


def test_what_is_no_pdf_is_told(tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text(CV, "utf-8")
    (tmp_path / "cv.pdf").write_bytes(b"no PDF")
    with pytest.raises(TexcvError, match="bad-pdf"):
        pipeline.ats(tmp_path / "cv.yaml", tmp_path / "cv.pdf")
    with pytest.raises(TexcvError, match="missing-pdf"):
        pipeline.ats(tmp_path / "cv.yaml", tmp_path / "none.pdf")


def test_the_assessment_goes_into_json() -> None:
    found = Assessment((), ())
    assert found.to_data() == {"score": 0.0, "scores": {}, "fields": []}
