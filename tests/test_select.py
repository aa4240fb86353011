"""Versions of a CV: what is kept of its nodes, and what is wrong with what a version asks for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest
from click.testing import CliRunner

from texcv import render, validate
from texcv.choice import Choice
from texcv.cli import main
from texcv.diagnostics import Diagnostic
from texcv.model import is_language
from texcv.model.whole import all_models, field_names
from texcv.pipeline import gather
from texcv.plan import Plan, make_plan
from texcv.select import select
from texcv.select.languages import LABELLED, NAMED, NO_LANGUAGES, is_translation
from texcv.source import Node, parse, to_data
from texcv.targets import default_pdf, target_of

CvFile = Callable[..., Path]


def chosen(text: str, **asked: Any) -> tuple[Any, list[Diagnostic]]:
    root = parse(text, "cv.yaml")
    assert isinstance(root, Node), root
    node, found = select(root, Choice.of(**asked))
    data = to_data(node) if node else {}
    data.pop("variants", None)
    return data, found


def sections(text: str, **asked: Any) -> Any:
    data, found = chosen(text, **asked)
    assert found == []
    return data["sections"]


def faults(text: str, **asked: Any) -> list[tuple[str, str]]:
    return [(str(fault.span), fault.code) for fault in chosen(text, **asked)[1]]


# --- tags -----------------------------------------------------------------------------------

TAGGED = """\
name: Ada
sections:
  summary: Hello.
  experience:
    - {title: A, tags: a, highlights: [all, {text: of a, tags: a}, {text: of b, tags: [b]}]}
    - {title: B, tags: [b, c]}
    - {title: All}
  education:
    tags: [b]
    entries: [{title: E}]
  projects:
    - organization: O
      roles: [{title: R, tags: b}]
  skills: [{name: G, skills: [x, {name: y, tags: a}]}, {name: H, tags: a, skills: [z]}]
  talks:
    groups: [{title: T, tags: b, entries: [{title: t}]}, {title: U, entries: [{title: u, tags: b}]}]
  teaching: [{date: 2020, courses: [{title: C, tags: b}]}]
  interests: [{text: sea, tags: a}, ice]
variants:
  a: {tags: a}
  not-b: {not_tags: b}
  all: {}
  sub: {extends: a, tags: []}
"""

EVERYTHING = ("summary", "experience", "education", "projects", "skills", "talks", "teaching", "interests")


def titles(found: Any) -> list[str]:
    return [entry["title"] for entry in found["experience"]]


def test_without_tags_all_is_kept() -> None:
    for asked in ({}, {"variant": "all"}, {"variant": "sub"}):
        found = sections(TAGGED, **asked)
        assert titles(found) == ["A", "B", "All"]
        assert found["experience"][0]["highlights"] == ["all", "of a", "of b"]
        assert found["interests"] == ["sea", "ice"]
        assert list(found) == [
            "summary",
            "experience",
            "education",
            "projects",
            "skills",
            "talks",
            "teaching",
            "interests",
        ]


@pytest.mark.parametrize("asked", [{"variant": "a"}, {"tags": ["a"]}, {"variant": "sub", "tags": ["a"]}])
def test_what_has_other_tags_is_left_out_with_what_is_emptied(asked: dict[str, Any]) -> None:
    found = sections(TAGGED, **asked)
    assert titles(found) == ["A", "All"]
    assert found["experience"][0]["highlights"] == ["all", "of a"]
    assert list(found) == ["summary", "experience", "skills", "interests"]
    assert [group["name"] for group in found["skills"]] == ["G", "H"]


def test_not_tags_removes_and_a_tag_of_the_call_is_stronger() -> None:
    assert titles(sections(TAGGED, variant="not-b")) == ["A", "All"]
    assert titles(sections(TAGGED, variant="not-b", tags=["b"])) == ["B", "All"]
    assert titles(sections(TAGGED, tags=["a", "c"])) == ["A", "B", "All"]


def test_an_entry_keeps_its_place(cv_file: CvFile) -> None:
    path = cv_file(TAGGED.replace("{title: All}", "{title: All, start: 2020-13}"))
    (fault,) = validate(path, variant="a")
    assert (fault.code, str(fault.span)) == ("bad-date", f"{path}:7:27")


def test_a_text_with_tags_has_no_other_keys() -> None:
    text = "name: A\nsections: {projects: [{title: a, highlights: [{text: b, tag: c}]}]}\n"
    (fault,) = chosen(text)[1]
    assert (fault.code, str(fault.span), fault.hints) == ("unknown-key", "cv.yaml:2:57", ("did you mean `tags`?",))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("contact: {tags: [a]}", "unknown-key"),
        ("headline: {text: a, tags: [b]}", "wrong-type"),
        ("sections: {publications: [{title: a, authors: [{name: b, tags: [c]}]}]}", "unknown-key"),
        ("sections: {projects: [{title: a, tags: {b: c}}]}", "wrong-type"),
        ('sections: {projects: [{title: a, tags: "b, c"}]}', "bad-value"),
        ("sections: {summary: {text: a, selected: true}}", "unknown-key"),
        ("sections: {projects: [{text: a, tags: [b]}]}", "wrong-type"),
    ],
)
def test_tags_in_the_wrong_place_are_refused(cv_file: CvFile, text: str, code: str) -> None:
    assert code in {fault.code for fault in validate(cv_file(f"name: Ada\n{text}\n"))}


# --- what a variant does --------------------------------------------------------------------

WHOLE = """\
name: {given: Ada, family: Example}
photo: a.jpg
contact: {email: [a@example.org, b@example.org], address: X}
design: {template: classic, color: blue, font_size: 10}
sections:
  summary: Hello.
  experience: [{title: A}, {title: B}]
  Ph.D. thesis: Words.
  talks: {title: Old, entries: [{title: T}]}
variants:
  v:
    omit: [photo, contact.address, contact.email.1, summary]
    order: [talks, Ph.D. thesis]
    rename: {experience: Jobs, talks: New, Ph.D. thesis: Thesis}
    set: {name.given: Bo, sections.experience.1.title: C, sections.Ph.D. thesis: Other words.}
    template: banking
    options: {color: red}
    locale: de
    max_pages: 2
  w: {extends: v, omit: talks, options: {font_size: 11}, rename: {experience: Work}, max_pages: 3}
"""


def test_a_variant_omits_orders_renames_and_sets() -> None:
    data, found = chosen(WHOLE, variant="v")
    assert found == []
    assert data["name"] == {"given": "Bo", "family": "Example"}
    assert "photo" not in data
    assert data["contact"] == {"email": ["a@example.org"]}
    assert data["design"] == {"template": "banking", "color": "red", "font_size": "10", "max_pages": "2"}
    assert data["locale"] == "de"
    assert data["sections"] == {
        "talks": {"title": "New", "entries": [{"title": "T"}]},
        "Ph.D. thesis": {"title": "Thesis", "kind": "text", "text": "Other words."},
        "experience": {"title": "Jobs", "kind": "timeline", "entries": [{"title": "A"}, {"title": "C"}]},
    }
    assert list(data["sections"]) == ["talks", "Ph.D. thesis", "experience"]


def test_a_variant_extends_another() -> None:
    """What takes away adds up, mappings are taken together, and all else is the variant's own."""
    data, found = chosen(WHOLE, variant="w")
    assert found == []
    assert list(data["sections"]) == ["Ph.D. thesis", "experience"]
    assert data["sections"]["experience"]["title"] == "Work"
    assert data["design"] == {"template": "banking", "color": "red", "font_size": "11", "max_pages": "3"}


def test_the_call_comes_last() -> None:
    settings = ("name.given=Cy", "photo=b.jpg", "sections.experience.entries.0.title=D", "variants.v.max_pages=7")
    data, found = chosen(WHOLE, variant="v", template="plain", settings=settings, locale="en")
    assert found == []
    assert (data["name"]["given"], data["photo"], data["locale"]) == ("Cy", "b.jpg", "en")
    assert data["sections"]["experience"]["entries"][0]["title"] == "D"
    assert (data["design"]["template"], data["design"]["max_pages"]) == ("plain", "7")


def test_what_a_variant_sets_stands_where_it_is_written(cv_file: CvFile) -> None:
    path = cv_file("name: Ada\nsections: {summary: a}\nvariants:\n  v:\n    set: {headlin: a, born.date: 2020-13}\n")
    found = validate(path)
    assert [(str(fault.span), fault.code) for fault in found] == [
        (f"{path}:5:11", "unknown-key"), (f"{path}:5:34", "bad-date"),
    ]  # fmt: skip
    assert render(path, formats=("tex",), output=path.parent).files  # another version is not touched


def test_what_a_variant_hides_may_be_in_several_languages(cv_file: CvFile) -> None:
    hidden = "name: {en: Applicant, de: Bewerbung}, words: [{text: C, instead: {en: a firm, de: eine Firma}}]"
    path = cv_file(f"name: A B\nsections: {{summary: C}}\nvariants: {{v: {{anonymize: {{{hidden}}}}}}}\n")
    assert validate(path) == ()
    plan = make_plan(path, Choice(variant="v", locale="de"), typeset=False)
    assert isinstance(plan, Plan)
    assert plan.view.name == "Bewerbung"


def test_an_empty_value_removes_what_is_there() -> None:
    """Items are counted as the file has them, whatever is removed."""
    empty = "photo: , contact.email.0: , contact.address: , sections.experience.0: , sections.experience.1.title: C"
    data, found = chosen(f"{WHOLE}  e: {{set: {{{empty}, sections.talks: }}, options: {{font_size: }}}}\n", variant="e")
    assert found == []
    assert data["contact"] == {"email": ["b@example.org"]}
    assert data["sections"]["experience"] == [{"title": "C"}]
    assert "font_size" not in data["design"]
    assert {"photo", "talks"} & {*data, *data["sections"]} == set()


def test_an_empty_value_removes_nothing_else(cv_file: CvFile) -> None:
    path = cv_file("name: A\nanonymize: [name]\nvariants:\n  v:\n    set: {anonymize: , contact.emial: }\n")
    assert [fault.code for fault in validate(path)] == ["empty-value", "unknown-key"]


def test_options_of_a_template_that_was_left_are_no_matter(cv_file: CvFile) -> None:
    """Those that the variant gives itself are."""
    text = "name: Ada\ndesign: {date_column: 30mm}\nsections: {summary: a}\nvariants: {v: {template: banking%s}}\n"
    assert validate(cv_file(text % "")) == ()
    (fault,) = validate(cv_file(text % ", options: {date_column: 20mm}"))
    assert (fault.code, fault.span and fault.span.line) == ("unused-option", 4)


# --- limits ---------------------------------------------------------------------------------

DATED = """\
name: Ada
sections:
  publications:
    groups:
      - title: One
        entries:
          - {title: old, year: 1999, selected: true}
          - {title: new, year: 2023-05}
      - title: Two
        entries:
          - {title: words, year: 2020 & 2024}
          - {title: under review, status: under review}
          - {title: none}
          - {title: mid, year: 2010, selected: yes}
  experience:
    - {title: ended, start: 2001, end: 2003}
    - {title: going on, start: 1990}
    - {organization: O, roles: [{title: a, start: 1980, end: 1985}, {title: b, start: 1986, end: present}]}
    - {title: term, date: WS 24/25}
    - {title: later term, date: SS 25}
  interests: [a, b, c]
  Ships: {kind: table, rows: [[a], [b], [c]]}
  metrics: {rows: {A: 1, B: 2}}
variants:
  v: {limit: {LIMITS}}
"""


@pytest.mark.parametrize(
    ("limit", "kept"),
    [
        ("1", ["under review"]),
        ("3", ["new", "words", "under review"]),
        ("{count: 2, choose: first}", ["old", "new"]),
        ("{choose: selected}", ["old", "mid"]),
        ("{choose: selected, count: 1}", ["mid"]),
        ("99", ["old", "new", "words", "under review", "none", "mid"]),
    ],
)
def test_a_limit_keeps_the_newest_in_their_order(limit: str, kept: list[str]) -> None:
    found = sections(DATED.replace("LIMITS", f"publications: {limit}"), variant="v")
    assert [entry["title"] for group in found["publications"]["groups"] for entry in group["entries"]] == kept
    assert all(group["entries"] for group in found["publications"]["groups"])


@pytest.mark.parametrize(
    ("count", "kept"), [(1, ["going on"]), (2, ["going on", "O"]), (3, ["going on", "O", "later term"])]
)
def test_what_goes_on_is_newest(count: int, kept: list[str]) -> None:
    found = sections(DATED.replace("LIMITS", f"experience: {count}"), variant="v")
    assert [entry.get("title") or entry["organization"] for entry in found["experience"]] == kept


def test_what_has_no_dates_is_kept_from_the_first() -> None:
    found = sections(DATED.replace("LIMITS", "interests: 2, Ships: 1, metrics: 1"), variant="v")
    assert (found["interests"], found["Ships"]["rows"], found["metrics"]["rows"]) == (["a", "b"], [["a"]], {"A": "1"})


# --- what is wrong with a variant -----------------------------------------------------------

PLAIN = "name: Ada\nsections: {summary: a, projects: [{title: b, tags: c}]}\nvariants:\n"


@pytest.mark.parametrize(
    ("variant", "column", "code", "hint"),
    [
        ("{tags: [d]}", 14, "unknown-tag", "tags: c"),
        ('{tags: "c, d"}', 13, "bad-value", "write [c, d]"),
        ("{not_tags: C}", 17, "unknown-tag", "did you mean `c`?"),
        ("{omit: [summry]}", 14, "unknown-key", "did you mean `summary`?"),
        ("{omit: photo}", 13, "unknown-key", "sections: summary, projects"),
        ("{order: [project]}", 15, "unknown-section", "did you mean `projects`?"),
        ("{order: [projects, projects]}", 25, "bad-value", "remove one"),
        ("{rename: {summery: A}}", 16, "unknown-section", "did you mean `summary`?"),
        ("{limit: {talks: 3}}", 15, "unknown-section", "sections: summary, projects"),
        ("{limit: {summary: 3}}", 15, "bad-value", "`omit` leaves it out as a whole"),
        ("{limit: {projects: {choose: selected}}}", 34, "bad-value", ""),
        ("{limit: {projects: {count: 1, choose: best}}}", 44, "bad-value", "did you mean `newest`?"),
        ("{limit: {projects: {}}}", 25, "missing-key", "only `choose: selected` does without"),
        ("{limit: {projects: 0}}", 25, "wrong-type", ""),
        ("{set: {sections.projects.4.title: x}}", 13, "bad-setting", "they are counted from 0 to 0"),
        ("{set: {sections.summary.text: x}}", 13, "bad-setting", ""),
        ("{set: {a..b: x}}", 13, "bad-setting", "write it as contact.email"),
        ("{set: {headlin: x}}", 13, "unknown-key", "did you mean `headline`?"),
        ("{template: clasic}", 17, "unknown-template", "did you mean `classic`?"),
        ("{options: {colour: red}}", 17, "unknown-option", "did you mean `color`?"),
        ("{locale: deutsch}", 15, "bad-locale", "did you mean `de`?"),
        ("{max_pages: none}", 18, "wrong-type", ""),
        ("{tag: [c]}", 7, "unknown-key", "did you mean `tags`?"),
        ("{exclude: [summary]}", 7, "unknown-key", "did you mean `omit` or `not_tags`?"),
        ("{color: red}", 7, "unknown-key", "it goes into `options:`"),
        ("{extends: w}", 16, "unknown-variant", "variants: v"),
        ("{extends: v}", 16, "endless-variant", "remove one step"),
        ("[summary]", 6, "wrong-type", ""),
        ("{omit: [sections]}", 7, "empty-variant", "what has no tags is in every variant"),
        ("{omit: [summary, projects]}", 7, "empty-variant", "what has no tags is in every variant"),
    ],
)  # fmt: skip
def test_a_fault_of_a_variant_has_its_place(cv_file: CvFile, variant: str, column: int, code: str, hint: str) -> None:
    path = cv_file(f"{PLAIN}  v: {variant}\n")
    found = validate(path)
    assert [(str(fault.span), fault.code) for fault in found] == [(f"{path}:4:{column}", code)]
    assert hint in {*found[0].hints, ""}


def test_all_faults_of_all_variants_are_told_at_once() -> None:
    text = PLAIN + "  v: {tags: d, max_pages: x, order: [e]}\n  w: {omit: f}\n  x: {extends: w}\n"
    for asked in ({}, {"variant": "x"}):
        assert faults(text, **asked) == [
            ("cv.yaml:4:13", "unknown-tag"), ("cv.yaml:4:38", "unknown-section"), ("cv.yaml:5:13", "unknown-key"),
        ]  # fmt: skip


def test_a_circle_is_told_once() -> None:
    text = PLAIN + "  a: {extends: b}\n  b: {extends: c}\n  c: {extends: a}\n  d: {extends: a}\n"
    (fault,) = chosen(text)[1]
    assert (str(fault.span), fault.message) == ("cv.yaml:6:16", "`a` extends itself: a → b → c → a")


@pytest.mark.parametrize("name", ["a b", "../x", "a/b", "", "-a", "a.b"])
def test_the_name_of_a_variant_can_be_one_of_a_file(cv_file: CvFile, name: str) -> None:
    path = cv_file(f'name: Ada\nsections: {{summary: a}}\nvariants: {{"{name}": {{}}}}\n')
    assert {fault.code for fault in validate(path, variant=name)} <= {"bad-variant", "unknown-variant"}
    assert validate(path, variant=name) != ()


@pytest.mark.parametrize(
    "value", ["v", "[v]", "{v: [a]}", "{v: {set: {a: {b: c}}, limit: x, tags: {}}}", "{v: !tex a}"]
)
def test_variants_of_any_shape_are_told_about(cv_file: CvFile, value: str) -> None:
    for variant in (None, "v"):
        found = validate(cv_file(f"name: Ada\nsections: {{summary: a}}\nvariants: {value}\n"), variant=variant)
        assert found
        assert all(fault.span for fault in found)


@pytest.mark.parametrize(
    ("asked", "code", "place"),
    [
        ({"variant": "w"}, "unknown-variant", "--variant w"),
        ({"tags": ["d"]}, "unknown-tag", "--tag d"),
        ({"tags": ["c", "C"]}, "unknown-tag", "--tag C"),
        ({"locale": "deutsch"}, "bad-locale", "--locale deutsch"),
        ({"settings": ["variants.v.tags=x"]}, "unknown-tag", "--set variants.v.tags=x"),
    ],
)
def test_a_fault_of_the_call_names_its_option(cv_file: CvFile, asked: Any, code: str, place: str) -> None:
    (fault,) = validate(cv_file(f"{PLAIN}  v: {{tags: c}}\n"), **asked)
    assert (fault.code, str(fault.span)) == (code, place)


# --- languages ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("there", "asked", "own", "picked", "told"),
    [
        ("en de", "de", "en", "de", False),
        ("en de", "de-CH", "en", "de", False),
        ("en de de-CH", "de-CH", "en", "de-CH", False),
        ("en de-AT", "de", "en", "de-AT", False),
        ("en de-AT", "de-CH", "en", "de-AT", False),
        ("de en", "fr", "en", "en", True),
        ("de en-GB", "fr", "en-US", "en-GB", True),
        ("it de", "fr", "en", "it", True),
        ("sr-Cyrl sr-Latn", "sr-Latn-RS", "en", "sr-Latn", False),
        ("en zh-Hans", "zh-Hant", "en", "en", True),
        ("en nb", "no", "en", "nb", False),
        ("de", "en", "en", "de", True),
    ],
)
def test_the_nearest_language_is_picked(there: str, asked: str, own: str, picked: str, told: bool) -> None:
    words = ", ".join(f"{name}: in {name}" for name in there.split())
    data, found = chosen(f"name: Ada\nlocale: {own}\nheadline: {{{words}}}\n", locale=asked)
    assert data["headline"] == f"in {picked}"
    assert [(fault.code, fault.severity) for fault in found] == [("missing-translation", "warning")] * told


def test_a_missing_translation_names_the_language_and_what_is_used() -> None:
    text = "name: Ada\nheadline: {en: a, de: }\n"
    (fault,) = chosen(text, locale="de", strict=True)[1]
    assert (fault.severity, str(fault.span)) == ("error", "cv.yaml:2:19")
    assert fault.message == "there is no translation into `de`: what is printed is in `en`"


def test_a_variant_has_its_language_and_lacks_only_what_it_shows(cv_file: CvFile) -> None:
    path = cv_file("""\
name: Ada
headline: {en: a, de: b}
sections:
  projects: [{title: {en: c}, tags: x}, {title: {en: d, de: e}, tags: y}, {title: {en: f}, tags: y}]
variants: {v: {locale: de, tags: y}}
""")
    (fault,) = validate(path)  # each variant in its language
    assert (fault.code, str(fault.span)) == ("missing-translation", f"{path}:4:84")
    assert validate(path, locale="en") == ()
    assert [fault.severity for fault in validate(path, strict=True)] == ["error"]


def test_anything_may_be_in_several_languages() -> None:
    text = """\
name: {en: Ada Example, ja: エイダ}
contact: {address: [{en: Munich, de: München}], website: {en: https://example.org/en, de: https://example.org}}
sections:
  summary: {en: Hello., de: Hallo.}
  projects:
    - title: a
      date: {en: spring, de: Frühjahr}
      details: {en: {Grade: 1}, de: {Note: [1, {en: x, de: y}]}}
      highlights: {en: [b, {text: c, tags: t}], de: [{text: d, tags: u}, {text: {en: e, de: f}, tags: t}]}
  Own: {kind: list, title: {en: Own, de: Eigenes}, entries: {en: [g], de: [h, i]}}
variants: {v: {rename: {summary: {en: About, de: Über}}, limit: {Own: 1}, tags: t}}
"""
    data, found = chosen(text, variant="v", settings=["locale=de"])
    assert [fault.code for fault in found] == ["missing-translation"]  # of the name
    assert data["contact"] == {"address": ["München"], "website": "https://example.org"}
    assert data["sections"]["summary"] == {"title": "Über", "kind": "text", "text": "Hallo."}
    assert data["sections"]["projects"] == [
        {"title": "a", "date": "Frühjahr", "details": {"Note": ["1", "y"]}, "highlights": ["f"]}
    ]
    assert data["sections"]["Own"] == {"kind": "list", "title": "Eigenes", "entries": ["h"]}


def test_keys_that_a_person_makes_up_may_look_like_languages() -> None:
    text = """\
name: Ada
sections:
  "no": Nothing.
  en: [a]
  talks: [{title: b, links: {en: https://a.example, de: https://b.example}}]
  projects: [{title: c, details: {it: yes, is: [x, y]}}]
  metrics: {rows: {hr: 1, el: 2}}
variants: {de: {locale: en}, en: }
"""
    data, found = chosen(text, variant="de")
    assert found == []
    assert list(data["sections"]) == ["no", "en", "talks", "projects", "metrics"]
    assert data["sections"]["talks"][0]["links"] == {"en": "https://a.example", "de": "https://b.example"}
    assert data["sections"]["projects"][0]["details"] == {"it": "yes", "is": ["x", "y"]}
    assert data["sections"]["metrics"]["rows"] == {"hr": "1", "el": "2"}


@pytest.mark.parametrize(
    ("words", "column", "hint"),
    [
        ("{en: a, dee: b}", 19, "did you mean `de`?"),
        ("{en: a, de_CH: b}", 19, "write `de-CH`"),
        ("{DE: b, en: a}", 12, "write `de`"),
    ],
)
def test_what_is_no_language_beside_one_is_refused(cv_file: CvFile, words: str, column: int, hint: str) -> None:
    path = cv_file(f"name: Ada\nheadline: {words}\n")
    (fault,) = validate(path)
    assert (fault.code, str(fault.span), fault.hints) == ("bad-locale", f"{path}:2:{column}", (hint,))


def test_a_text_with_a_colon_is_still_told_to_take_quotes(cv_file: CvFile) -> None:
    (fault,) = validate(cv_file("name: Ada\nheadline: {Title: subtitle}\n"))
    assert (fault.code, fault.hints) == ("wrong-type", ('put a text with a colon in quotes: "Title: subtitle"',))


def test_no_key_of_the_format_is_a_language() -> None:
    """But for one, in which no text can be: a mapping of the format is never taken for one of languages."""
    assert {name for name in field_names() if is_language(name)} == NO_LANGUAGES
    (node,) = (parse("doi: 10.1234/a", "x"),)
    assert isinstance(node, Node)
    assert not is_translation(node)


def test_every_mapping_whose_keys_a_person_makes_up_has_its_rule() -> None:
    """Those of a variant are not looked at: only what they are used for is."""
    free = {
        name
        for model in all_models()
        if model.__name__ != "Variant"
        for name, field in model.model_fields.items()
        if dict in {get_origin(part) for part in (field.annotation, *get_args(field.annotation))}
    }
    assert free <= LABELLED | NAMED, "add it to texcv.select.languages, and to docs/variants.md"


# --- the call -------------------------------------------------------------------------------


def test_the_name_of_a_result_tells_the_version() -> None:
    path = Path("cv/ada.yaml")
    assert default_pdf(path, Choice(variant="industry", locale="de")) == Path("output/ada-industry.de.pdf")
    assert default_pdf(path, Choice(locale="de", tags=("a",))) == Path("output/ada.de.pdf")
    assert target_of(path, "x", Choice(variant="v")) == (Path("x"), "ada-v")
    assert target_of(path, "x/y.pdf", Choice(variant="v")) == (Path("x"), "y")


def test_the_choice_is_what_the_api_was_given() -> None:
    choice = Choice.of(settings=iter(["a=b"]), tags=iter(["t"]), variant="v")
    assert choice == Choice(None, ("a=b",), "v", ("t",), None, False)
    assert Choice.of(**choice.keywords()) == choice


def test_a_version_needs_only_its_own_files(cv_file: CvFile) -> None:
    path = cv_file("name: Ada\nphoto: missing.jpg\nsections: {summary: a}\nvariants: {v: {omit: photo}}\n")
    assert gather(path, variant="v") == {path: path.read_bytes()}
    assert isinstance(gather(path), tuple)


def test_a_validation_of_variants_is_kept_until_one_of_their_files_changes(cv_file: CvFile, photo: bytes) -> None:
    picture = cv_file("", "a.jpg")
    picture.write_bytes(photo)
    path = cv_file("name: Ada\nsections: {summary: a}\nvariants: {v: {set: {photo: a.jpg}}}\n")
    assert validate(path) == ()
    picture.write_bytes(b"nothing")
    assert [fault.code for fault in validate(path)] == ["bad-photo"]


@pytest.fixture
def photo() -> bytes:
    return (Path(__file__).parents[1] / "cv" / "photo.jpg").read_bytes()


@pytest.mark.latex
def test_each_version_has_its_record(cv_file: CvFile, monkeypatch: pytest.MonkeyPatch) -> None:
    path = cv_file(f"{PLAIN}  v: {{tags: c, rename: {{summary: {{en: About, de: Über}}}}}}\n")
    monkeypatch.chdir(path.parent)
    de = ["--variant", "v", "--locale", "de"]
    calls = [["--variant", "v", "-f", "tex"], de, ["--variant", "v", "-f", "tex"], ["--tag", "c", "-f", "tex"]]
    said = [CliRunner().invoke(main, ["render", "cv.yaml", *call]).output for call in calls]
    assert [line.split(",")[0] for line in said] == [
        "output/cv-v.tex", "output/cv-v.de.pdf", "output/cv-v.tex", "output/cv.tex",
    ]  # fmt: skip
    assert render("cv.yaml", variant="v", formats=("tex",)).unchanged
    assert not render("cv.yaml", variant="v", tags=["c"], formats=("tex",)).unchanged
    checked = CliRunner().invoke(main, ["check", "cv.yaml", *de])
    assert checked.exit_code == 0, checked.output


@pytest.mark.latex
def test_a_variant_may_have_no_more_pages_than_it_says(cv_file: CvFile) -> None:
    points = ", ".join("x" * 90)
    path = cv_file(f"{PLAIN.replace('summary: a', f'summary: a, interests: [{points}]')}  v: {{max_pages: 1}}\n")
    result = CliRunner().invoke(main, ["render", str(path), "--variant", "v", "-o", str(path.parent)])
    assert result.exit_code == 1
    assert f"{path}:4:18: error[too-many-pages]" in result.output


N = 10_000


@pytest.mark.parametrize(
    ("variants", "codes"),
    [
        ("".join(f"  v{number}: {{tags: a}}\n" for number in range(N)), {"too-large"}),
        (f"  v: {{set: {{{', '.join(f'k{number}: a' for number in range(N))}}}}}\n", {"too-large"}),
        (f"  v: {{tags: [{', '.join(f't{number}' for number in range(N))}]}}\n", {"unknown-tag", "empty-variant"}),
        (f"  v: {{order: [{'summary, ' * N}]}}\n", {"bad-value"}),
        (f"  v: {{omit: [{', '.join(f's{number}' for number in range(N))}]}}\n", {"unknown-key"}),
    ],
    ids=["variants", "values", "tags", "order", "omit"],
)
def test_what_is_huge_is_told_about_soon(variants: str, codes: set[str]) -> None:
    found = chosen(f"name: Ada\nsections: {{summary: a, projects: [{{title: b, tags: c}}]}}\nvariants:\n{variants}")[1]
    assert {fault.code for fault in found} <= codes
    assert len(found) in {1, N - 1, N}
    assert sum(len(hint) for fault in found for hint in fault.hints) < 300_000
