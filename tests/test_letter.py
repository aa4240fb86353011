"""Letters: what stands in them, that every template sets them, that each string is proven, and that they are no CV."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from test_looks import EDGE, page_boxes
from texcv import TexcvError, render
from texcv.check import check_text
from texcv.choice import Choice
from texcv.cli import main
from texcv.model import Cv, Place
from texcv.pipeline import ats, prove
from texcv.plan import Plan, make_plan
from texcv.source import Node, parse
from texcv.templates import known_templates
from texcv.validate import validate
from texcv.view import Letter, View, build_view, pieces_of

Write = Callable[..., Path]
ROOT = Path(__file__).parent.parent

FULL = {
    "recipient": {
        "name": "Frau Dr. Ute Muster",
        "position": "Leitung Messnetz",
        "organization": "Institut für Beispiele",
        "address": ["Uferstraße 12", "14473 Potsdam"],
    },
    "date": "2026-11-27",
    "subject": "Bewerbung als Leiterin der Arbeitsgruppe „Messnetz und Zeitreihen der Nebenflüsse“, Kennziffer 26/117",
    "opening": "Sehr geehrte Frau Dr. Muster,",
    "paragraphs": [
        "ich baue, was vierzig Pegel am Reden hält, und lese, **was sie sagen**: [hier](https://example.org/a_b).",
        *(f"Absatz {number}: " + "Flüsse messen heißt warten, und Warten heißt messen. " * 6 for number in range(9)),
    ],
    "closing": "Mit freundlichen Grüßen",
    "enclosures": ["Lebenslauf", "Zeugnisse"],
}
CV: dict[str, Any] = {
    "name": {"given": "Ada", "family": "Example"},
    "born": "1990-01-02",
    "contact": {"email": "ada@example.org", "phone": "+49 30 1234567", "address": "Musterweg 7, 10587 Berlin"},
    "quote": "Nichts geht verloren.",
    "locale": "de",
    "design": {"max_pages": 1},
    "sections": {"education": [{"title": "M.Sc.", "organization": "Beispiel-Universität", "date": "2018"}]},
}


def cv_of(letter: Any, **keys: Any) -> Cv:
    root = parse(yaml.safe_dump({"name": "Ada Example", **keys, "letter": letter}, allow_unicode=True), "cv.yaml")
    assert isinstance(root, Node)
    cv, faults = validate(root)
    assert cv is not None, faults
    return cv


def view_of(letter: Any, place: Place = "own", **keys: Any) -> View:
    return build_view(cv_of(letter, **keys), place)


def letter_of(**letter: Any) -> Letter:
    locale = letter.pop("locale", "en")
    found = view_of({"paragraphs": "Hello.", **letter}, locale=locale).letter
    assert found is not None
    return found


def texts_of(view: View) -> list[str]:
    return [piece.text for piece in pieces_of(view)]


# --- what stands in them --------------------------------------------------------------------


def test_a_letter_has_the_head_without_birth_and_motto_and_ends_with_the_name() -> None:
    small = {
        "recipient": "B. Sample",
        "paragraphs": ["One.\n\nTwo.", "Three."],
        "closing": "Yours,",
        "enclosures": "CV",
    }
    keys = {"born": "1990", "contact": {"email": "a@example.org"}, "quote": "Q", "sections": {"summary": "S"}}
    name, contact = ["Ada", "Example"], ["a@example.org"]
    letter = ["B. Sample", "One.", "Two.", "Three.", "Yours,", "Ada Example", "Enclosure", "CV"]
    cv = [*name, "Born 1990", *contact, "Q", "Summary", "S"]
    assert texts_of(view_of(small, "own", **keys)) == [*name, *contact, *letter]
    assert texts_of(view_of(small, "before", **keys)) == [*name, *contact, *letter, *cv]
    assert texts_of(view_of(small, "none", **keys)) == cv


@pytest.mark.parametrize(
    ("recipient", "lines"),
    [
        ("Example Ltd", ["Example Ltd"]),
        (["Example Ltd", "Ms Sample", "Way 1"], ["Example Ltd", "Ms Sample", "Way 1"]),
        ({"address": "Way 1", "organization": "Example Ltd"}, ["Example Ltd", "Way 1"]),
        ({"name": "Ms Sample", "position": "Head", "address": ["A", "B"]}, ["Ms Sample", "Head", "A", "B"]),
    ],
)
def test_a_recipient_is_lines(recipient: Any, lines: list[str]) -> None:
    found = letter_of(recipient=recipient).recipient
    assert found is not None
    assert [found.name.text, *(line.text for line in found.lines)] == lines


@pytest.mark.parametrize(
    ("date", "locale", "printed"),
    [
        ("2026-11-27", "en", "November 27, 2026"),
        ("2026-11-27", "en-GB", "27 November 2026"),
        ("2026-11-27", "de", "27. November 2026"),
        ("2026-11", "de", "November 2026"),
        ("2026", "de", "2026"),
        ("Berlin, im November", "de", "Berlin, im November"),
    ],
)
def test_a_date_is_written_in_full(date: str, locale: str, printed: str) -> None:
    found = letter_of(date=date, locale=locale).date
    assert found is not None
    assert found.text.replace("\u00a0", " ") == printed


def test_the_word_for_enclosures_tells_how_many() -> None:
    labels = [
        (letter.enclosures.label.text if letter.enclosures else "")
        for locale in ("en", "de")
        for letter in (letter_of(locale=locale), letter_of(enclosures="A", locale=locale),
                       letter_of(enclosures=["A", "B"], locale=locale))
    ]  # fmt: skip
    assert labels == ["", "Enclosure", "Enclosures", "", "Anlage", "Anlagen"]


def test_the_pdf_of_a_letter_is_called_a_letter() -> None:
    keys = {"metadata": {"title": "My life"}, "locale": "de"}
    titles = [view_of({"paragraphs": "x"}, place, **keys).metadata.title for place in ("own", "before")]
    assert titles == ["Ada Example – Anschreiben", "My life"]


# --- that each string is proven -------------------------------------------------------------


def check(view: View, *pages: str) -> list[tuple[str, int]]:
    found = check_text(view, pages).diagnostics
    return [(fault.code, fault.span.line if fault.span else 0) for fault in found]


def test_what_a_letter_loses_is_told_at_its_line() -> None:
    view = view_of({"recipient": ["B", "Way 1"], "subject": "Why", "paragraphs": ["One.", "Two."], "closing": "Yours,"})
    line = {piece.text: piece.span.line for piece in pieces_of(view) if piece.span}
    assert check(view, "Ada Example\nWhy\nB\nWay 1\nOne.\nTwo.\nYours,\nAda Example") == []
    assert check(view, "Ada Example\nB\nWay 1\nWhy\nOne.\nYours,\nAda Example") == [("missing-text", line["Two."])]
    assert check(view, "Ada Example\nB\nWay 1\nWhy\nTwo.\nOne.\nYours,\nAda Example")[0][0] == "stray-text"
    assert check(view, "Ada Example\nB\nWay 1\nWhy\nOne.\nTwo.\nYours,") == [("missing-text", line["Ada Example"])]


def test_pages_are_numbered_through() -> None:
    view = view_of({"paragraphs": ["One.", "Two."]}, "before", sections={"summary": "S"})
    pages = ["Ada Example\nOne.", "Two.\nAda Example\nAda Example 2", "Ada Example\nSummary\nS\nAda Example 3"]
    assert check(view, *pages) == []
    assert check(view, *pages[:2], pages[2].replace("3", "1")) != []


def test_the_pdf_of_a_letter_is_known_by_its_name(cv_file: Write) -> None:
    path = cv_file("name: Ada Example\nletter: {paragraphs: One.}\n", "ada.yaml")
    plan = make_plan(path, typeset=False)
    assert isinstance(plan, Plan)
    assert plan.letter is not None
    assert plan.of_pdf(Path("x/ada-letter.pdf")) is plan.letter
    assert plan.of_pdf(Path("x/ada.pdf")) is plan
    path = cv_file("name: Ada Example\nletter: {paragraphs: One.}\n", "my-letter.yaml")
    plan = make_plan(path, typeset=False)
    assert isinstance(plan, Plan)
    assert plan.of_pdf(Path("x/my-letter.pdf")) is plan
    assert plan.of_pdf(Path("x/my-letter-letter.pdf")) is plan.letter
    path = cv_file("name: Ada Example\nletter: {paragraphs: One.}\nvariants: {letter: }\n", "ada.yaml")
    plan = make_plan(path, Choice(variant="letter"), typeset=False)
    assert isinstance(plan, Plan)
    assert plan.of_pdf(Path("x/ada-letter.pdf")) is plan
    assert plan.of_pdf(Path("x/ada-letter-letter.pdf")) is plan.letter


# --- that every template sets them ----------------------------------------------------------


@pytest.mark.latex
@pytest.mark.parametrize("template", known_templates())
def test_every_template_sets_a_letter_of_two_pages_before_a_cv(template: str, cv_file: Write, tmp_path: Path) -> None:
    text = yaml.safe_dump({**CV, "letter": {**FULL, "place": "before"}}, allow_unicode=True, sort_keys=False)
    made = render(cv_file(text), template=template, output=tmp_path / "cv.pdf")
    assert made.pages == 3  # and `max_pages: 1` is that of the CV
    boxes = page_boxes(made.files[0], tmp_path)
    assert min(edge for box in boxes for edge in box) >= EDGE
    if template == "plain":
        assessment = prove(tmp_path / "cv.yaml", made.files[0], template=template, ats=True).assessment
        assert assessment is not None
        assert assessment.score == ats(tmp_path / "cv.yaml", made.files[0], template=template).score == 1.0


@pytest.mark.latex
def test_a_letter_in_another_script_is_set_while_its_cv_needs_no_other_engine(cv_file: Write, tmp_path: Path) -> None:
    letter = {
        "subject": "Αίτηση",
        "paragraphs": "Одиннадцать лет я считаю то, что дрейфует.",
        "closing": "Με εκτίμηση,",
    }
    path = cv_file(yaml.safe_dump({**CV, "letter": letter}, allow_unicode=True))
    plan = make_plan(path, Choice("plain"))
    assert isinstance(plan, Plan)
    assert plan.letter is not None
    assert (plan.engine, plan.letter.engine) == ("pdflatex", "lualatex")
    made = render(path, template="plain", output=tmp_path)
    assert [file.name for file in made.files] == ["cv.pdf", "cv-letter.pdf"]
    assert made.pages == 2
    with pytest.raises(TexcvError) as fault:
        ats(path, made.files[1], template="plain")
    assert [found.code for found in fault.value.diagnostics] == ["not-a-cv"]


@pytest.mark.latex
def test_the_letter_of_the_documents_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    example = (ROOT / "docs/letter.yaml").read_text("utf-8")
    assert f"```yaml\n{example}```" in (ROOT / "docs/letters.md").read_text("utf-8")
    main(["render", str(ROOT / "docs/letter.yaml"), "-o", str(tmp_path)], standalone_mode=False)
    assert capsys.readouterr().out == f"{tmp_path / 'letter.pdf'}, 1 page, all 22 strings found\n"


@pytest.mark.latex
def test_lists_longer_than_a_page_break(cv_file: Write, tmp_path: Path) -> None:
    long = {"recipient": [f"Line {n}" for n in range(70)], "enclosures": [f"Sheet {n}" for n in range(130)]}
    text = yaml.safe_dump({"name": "Ada Example", "letter": {**long, "paragraphs": "Text.", "closing": "Yours,"}})
    path = cv_file(text.replace("name: Ada", "design: {template: banking}\nname: Ada"))
    made = render(path, settings=["letter.place=before"], output=tmp_path / "cv.pdf")
    assert made.pages == 5
