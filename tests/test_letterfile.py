"""A letter in a file of its own: what it takes from its CV, what it may not, and what else its call writes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from texcv import TexcvError, records, render, validate
from texcv.assemble import assemble
from texcv.choice import Choice
from texcv.model import json_schema
from texcv.pipeline import find_misuse, gather, writes_letter
from texcv.plan import Plan, make_plan

CV = """\
name: Ada Example
contact: {email: ada@example.org}
locale: en
design: {template: banking, color: red, max_pages: 2}
letter: {paragraphs: The CV's own.}
sections: {summary: One line.}
"""
LETTER = """\
cv: ada.yaml
letter:
  paragraphs: Hello.
"""

Write = Callable[..., Path]


def plan_of(path: Path, *settings: str) -> Plan:
    plan = make_plan(path, Choice(settings=settings), typeset=False)
    assert isinstance(plan, Plan), plan
    return plan


def faults_of(path: Path, *settings: str) -> list[tuple[str, str, int, int]]:
    """The errors: code, name of the file, line and column."""
    found = validate(path, settings=settings, cache=False)
    return [(f.code, Path(f.span.path).name, f.span.line, f.span.column) for f in found if f.span]


# --- what it takes from the CV --------------------------------------------------------------


def test_a_letter_has_the_head_and_the_design_of_its_cv(cv_file: Write) -> None:
    cv_file(CV, "ada.yaml")
    plan = plan_of(cv_file(LETTER, "acme.yaml"))
    assert plan.view.only_letter
    assert plan.view.letter is not None
    assert [piece.text for piece in plan.view.letter.paragraphs] == ["Hello."]
    assert plan.view.name == "Ada Example"
    assert [item.text.text for item in plan.view.contacts] == ["ada@example.org"]
    assert (plan.template.name, plan.letter) == ("banking", None)


def test_its_own_language_and_design_come_first_option_by_option(cv_file: Write) -> None:
    cv_file(CV, "ada.yaml")
    letter = LETTER.replace("Hello.", "Hallo.\n  enclosures: X") + "locale: de\ndesign: {color: '112233'}\n"
    plan = plan_of(cv_file(letter, "acme.yaml"))
    assert (plan.template.name, plan.options["color"]) == ("banking", "112233")
    assert plan.view.letter is not None
    assert plan.view.letter.enclosures is not None
    assert plan.view.letter.enclosures.label.text == "Anlage"


def test_an_option_that_its_own_template_lacks_is_told(cv_file: Write) -> None:
    cv_file(CV, "ada.yaml")
    path = cv_file(LETTER + "design: {template: plain, color: blue}\n", "acme.yaml")
    assert faults_of(path) == [("unused-option", "acme.yaml", 4, 27)]


def test_the_schema_takes_a_letter_and_what_it_lacks_is_told() -> None:
    schema = Draft202012Validator(json_schema())
    texts = {
        LETTER: True,
        LETTER + "locale: de\ndesign: {color: red}\n": True,
        LETTER + "headline: X\n": False,
        "cv: ada.yaml\n": False,
        LETTER.removeprefix("cv: ada.yaml\n"): False,
        CV: True,
        "name: Ada Example\nletter: {recipient: [A, B], date: '2026', paragraphs: [X]}\n": True,
        "name: Ada Example\nletter: {paragraphs: X, place: inside}\n": False,
    }
    assert {text: schema.is_valid(yaml.safe_load(text)) for text in texts} == texts


def test_what_the_call_sets_comes_before_both(cv_file: Write) -> None:
    cv_file(CV, "ada.yaml")
    path = cv_file(LETTER + "design: {template: plain}\n", "acme.yaml")
    assert plan_of(path).template.name == "plain"  # which has no colour, but that is the CV's option
    assert plan_of(path, "design.template=awesome", "letter.place=before").view.sections


def test_positions_in_both_files_survive(cv_file: Write) -> None:
    cv_file(CV + "headine: X\n", "ada.yaml")
    path = cv_file(LETTER + "  openin: X\n", "acme.yaml")
    found = {(f.code, Path(f.span.path).name, f.span.line, f.hints[0]) for f in validate(path) if f.span}
    assert found == {
        ("unknown-key", "ada.yaml", 7, "did you mean `headline`?"),
        ("unknown-key", "acme.yaml", 4, "did you mean `opening`?"),
    }


def test_a_photo_and_a_template_are_found_from_the_file_that_names_them(cv_file: Write) -> None:
    cv_file("title: Own\nbase: classic\n", "people/own/template.yaml")
    cv_file(CV.replace("template: banking", "template: own/"), "people/ada.yaml")
    plan = plan_of(cv_file(LETTER.replace("ada.yaml", "people/ada.yaml"), "acme.yaml"))
    assert plan.template.own_folders
    cv_file(CV + "photo: nowhere.jpg\n", "people/ada.yaml")
    assert faults_of(cv_file(LETTER.replace("ada.yaml", "people/ada.yaml"), "acme.yaml")) == [
        ("missing-photo", "ada.yaml", 7, 8)
    ]


# --- what is wrong with it ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fault", "hint"),
    [
        (LETTER.replace("ada", "adda"), ("missing-file", "acme.yaml", 1, 5), "did you mean `ada.yaml`?"),
        (LETTER.replace("ada.yaml", "../ada.yaml"), ("outside-file", "acme.yaml", 1, 5), "beside its CV"),
        (LETTER.replace("ada.yaml", "/etc/hostname"), ("outside-file", "acme.yaml", 1, 5), "beside its CV"),
        (LETTER.replace("ada.yaml", "acme.yaml"), ("not-a-cv", "acme.yaml", 1, 5), "name the CV itself"),
        (LETTER.replace("ada.yaml", "[a]"), ("wrong-type", "acme.yaml", 1, 1), "write it as `cv: ada.yaml`"),
        (LETTER.replace("ada.yaml", ""), ("wrong-type", "acme.yaml", 1, 1), "write it as `cv: ada.yaml`"),
        (LETTER.replace("ada.yaml", "a" * 2000), ("missing-file", "acme.yaml", 1, 5), ""),
        ("cv: ada.yaml\n", ("missing-key", "acme.yaml", 1, 1), "add `letter:`, or remove `cv:` if this is a CV"),
        (LETTER + "  place: none\n", ("bad-value", "acme.yaml", 4, 10), "`own` or `before`"),
        (
            LETTER + "headline: X\n",
            ("unknown-key", "acme.yaml", 4, 1),
            "it has cv, letter, design, locale: all else comes from the CV",
        ),
        (LETTER.removeprefix("cv: ada.yaml\n"), ("missing-key", "acme.yaml", 1, 1), "`cv: ada.yaml`"),
    ],
)  # fmt: skip
def test_a_fault_has_its_place_and_says_what_to_do(
    text: str, fault: tuple[str, str, int, int], hint: str, cv_file: Write
) -> None:
    cv_file(CV, "letters/ada.yaml")
    path = cv_file(text, "letters/acme.yaml")
    assert faults_of(path) == [fault]
    assert hint in "".join(validate(path, cache=False)[0].hints)


def test_a_link_does_not_lead_out_of_the_folder(cv_file: Write) -> None:
    path = cv_file(LETTER, "letters/acme.yaml")
    path.with_name("ada.yaml").symlink_to(cv_file(CV, "ada.yaml"))
    assert faults_of(path) == [("outside-file", "acme.yaml", 1, 5)]
    path.with_name("ada.yaml").unlink()
    path.with_name("ada.yaml").symlink_to(path.with_name("ada.yaml"))
    assert [code for code, *_ in faults_of(path)] == ["missing-file"]


# --- what is remembered, sent and written ---------------------------------------------------


def test_a_letter_is_looked_at_again_when_its_cv_changes(
    cv_file: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(records, "TICK", -(10**10))  # the files may be as young as they are
    cv, path = cv_file(CV, "ada.yaml"), cv_file(LETTER, "acme.yaml")
    assert plan_of(path).texts == (path, cv)
    assert validate(path) == ()
    with monkeypatch.context() as patch:
        patch.setattr("texcv.plan.assemble", lambda *_, **__: pytest.fail("it is known"))
        assert validate(path) == ()
    cv_file(CV.replace("locale: en", "locale: xx"), "ada.yaml")
    assert [(fault.code, fault.span and fault.span.path) for fault in validate(path)] == [("bad-locale", str(cv))]


def test_a_letter_travels_with_its_cv(cv_file: Write) -> None:
    cv, path = cv_file(CV, "ada.yaml"), cv_file(LETTER, "acme.yaml")
    assert gather(path) == {path: LETTER.encode(), cv: CV.encode()}
    path.write_text(LETTER.replace("ada.yaml", str(cv)), "utf-8")
    found = gather(path)
    assert isinstance(found, tuple)
    assert [fault.code for fault in found] == ["absolute-path"]


def test_two_letters_of_one_name_are_refused(cv_file: Write) -> None:
    cv, letter = cv_file(CV, "ada.yaml"), cv_file(LETTER, "ada-letter.yaml")
    assert "the letter of" in find_misuse([cv, letter], None, ["pdf"])
    assert find_misuse([cv, cv_file(LETTER, "acme.yaml")], None, ["pdf"]) == ""
    cv.write_text(CV.replace("letter: {", "letter: {place: before, "), "utf-8")
    assert find_misuse([cv, letter], None, ["pdf"]) == ""
    assert not writes_letter(letter)
    assert not writes_letter(cv.with_name("nowhere.yaml"))


def test_letters_of_one_name_are_those_of_the_versions_that_are_made(cv_file: Write) -> None:
    variants = "variants: {none: {set: {letter.place: none}}, letter: }\n"
    cv, letter = cv_file(f"include: part.yaml\n{variants}", "ada.yaml"), cv_file(LETTER, "ada-letter.yaml")
    cv_file(CV, "part.yaml")
    assert "the letter of" in find_misuse([cv, letter], None, ["pdf"])
    assert find_misuse([cv, letter], None, ["pdf"], Choice(settings=("letter.place=none",))) == ""
    assert find_misuse([cv, letter], None, ["pdf"], Choice(locale="de")) == ""  # ada.de-letter and ada-letter.de
    assert writes_letter(cv, Choice(variant="letter"))
    assert not writes_letter(cv, Choice(variant="none"))


def test_a_cv_with_a_letter_may_have_its_name_from_elsewhere(cv_file: Write) -> None:
    path = cv_file("include: part.yaml\nletter: {paragraphs: Hello.}\n", "ada.yaml")
    cv_file("name: Ada Example\n", "part.yaml")
    assert plan_of(path).letter is not None
    cv_file("name: Ada Example\n", "part.yaml").unlink()
    path = cv_file("letter: {paragraphs: Hello.}\n", "ada.yaml")
    assert faults_of(path) == [("missing-key", "ada.yaml", 1, 1)]
    cv_file("defaults: {name: Ada Example}\n", "texcv.yaml")
    assert plan_of(path).letter is not None


@pytest.mark.parametrize(
    ("place", "of_cv", "of_letter"),
    [
        ("own", {"ada.tex": False, "ada-letter.tex": True}, {"acme.tex": True}),
        ("before", {"ada.tex": True}, {"acme.tex": True}),
        ("none", {"ada.tex": False}, {}),
    ],
)
def test_a_place_decides_what_is_written(
    place: str, of_cv: dict[str, bool], of_letter: dict[str, bool], cv_file: Write, tmp_path: Path
) -> None:
    for name, text, wanted in (("ada.yaml", CV, of_cv), ("acme.yaml", LETTER, of_letter)):
        path, output = cv_file(text, name), tmp_path / name.partition(".")[0]
        if not wanted:
            with pytest.raises(TexcvError):
                render(path, output=output, formats=["tex"], settings=[f"letter.place={place}"])
            continue
        made = render(path, output=output, formats=["tex"], settings=[f"letter.place={place}"])
        texts = {file.name: file.read_text("utf-8") for file in made.files if file.suffix == ".tex"}
        assert {name: r"\makelettertitle" in text for name, text in texts.items()} == wanted
        with_cv = {name for name, text in texts.items() if r"\makecvtitle" in text}
        assert with_cv == ({"ada.tex", *({"acme.tex"} if place == "before" else ())} & set(texts))


def test_versions_of_the_cv_without_a_letter_are_no_versions_of_a_letter(cv_file: Write) -> None:
    cv_file(f"{CV}variants: {{none: {{set: {{letter.place: none}}}}, bare: {{omit: letter}}, blue: }}\n", "ada.yaml")
    path = cv_file(LETTER, "acme.yaml")
    assert validate(path, cache=False) == validate(path, variant="blue", cache=False) == ()
    for variant, place in (("none", "ada.yaml:7:39"), ("bare", "acme.yaml:1:5")):
        (fault,) = validate(path, variant=variant, cache=False)
        assert (fault.code, str(fault.span).removeprefix(f"{path.parent}/")) == ("bad-value", place)


def test_a_cv_is_loaded_as_ever(cv_file: Write) -> None:
    path = cv_file(CV)
    whole = assemble(path)
    assert (whole.cv, dict(whole.files), whole.cv_node) == (path, {path: CV}, None)
