"""Nodes become a CV, or every fault at its place; nothing in a YAML file makes validation fail otherwise."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from texcv.dates import PartialDate
from texcv.diagnostics import FORMATS, Diagnostic, Span, format_diagnostics
from texcv.model import STANDARD_SECTIONS, Cv, TimelineSection
from texcv.source import Node, parse
from texcv.validate import validate
from versions import as_written

CVS = Path(__file__).parent.parent / "cv"


def check(text: str) -> tuple[Cv | None, list[Diagnostic]]:
    root = parse(text, "cv.yaml")
    assert isinstance(root, Node), root
    return validate(root)


def good(text: str) -> Cv:
    cv, found = check(text)
    assert cv is not None, found
    assert found == []
    return cv


def faults(text: str) -> list[tuple[int, int, str]]:
    cv, found = check(text)
    assert cv is None
    return [(d.span.line, d.span.column, d.code) for d in found if d.span]


@pytest.mark.parametrize("path", sorted(CVS.glob("*.yaml")), ids=lambda path: path.stem)
def test_our_own_cvs_are_without_fault(path: Path) -> None:
    cv, found = validate(as_written(path))
    assert found == []
    assert cv is not None
    assert cv.sections


def test_a_cv_is_what_the_file_says() -> None:
    cv = good("name: Ada King\nsections:\n  education:\n    - {title: B.Sc., start: 2020-10, end: today}\n")
    assert (cv.name.given, cv.name.family) == ("Ada", "King")
    section = cv.sections["education"]
    assert isinstance(section, TimelineSection)
    assert section.entries[0].start == PartialDate(2020, 10)
    assert section.entries[0].end == "today"


def test_models_know_where_they_stand() -> None:
    cv = good("name: Ada\nsections:\n  education:\n    - title: B.Sc.\n      details: {Grade: [1, 2]}\n")
    section = cv.sections["education"]
    assert isinstance(section, TimelineSection)
    entry = section.entries[0]
    assert entry.span("title") == Span("cv.yaml", 4, 14, 4, 19)
    assert entry.span("details", "Grade", 1) == Span("cv.yaml", 5, 28, 5, 29)
    assert cv.name.span("family") == Span("cv.yaml", 1, 7, 1, 10)
    assert cv.span("sections", "education") == section.span()


def test_there_is_no_cv_with_errors_but_one_with_warnings() -> None:
    cv, found = check("name: Ada\nsections:\n  eduction: [School]\n")
    assert cv is not None
    assert [(d.code, d.severity) for d in found] == [("doubtful-title", "warning")]
    cv, found = check("name: Ada\nheading: x\n")
    assert cv is None
    assert [(d.code, d.severity) for d in found] == [("unknown-key", "error")]


@pytest.mark.parametrize(
    "title",
    [
        *("eduction", "sumary", "langages", "skils", "publication", "award", "teachings", "project"),
        *("talk", "patent", "grant", "supervison", "metric", "reference"),
    ],
)
def test_a_misspelt_standard_section_is_doubtful(title: str) -> None:
    _, found = check(f"name: Ada\nsections:\n  {title}: [One]\n")
    assert [(d.code, d.span) for d in found] == [("doubtful-title", Span("cv.yaml", 3, 3, 3, 3 + len(title)))]


@pytest.mark.parametrize(
    "title",
    [
        *("Eduction", "Talks", "Grants", "software", "inventions", "funding", "hobbies", "memberships", "advising"),
        *("mentoring", "training", "outreach", "travel", "figures", "invited talks", "conferences", "press"),
    ],
)
def test_a_title_of_ones_own_is_not_doubtful(title: str) -> None:
    good(f"name: Ada\nsections:\n  {title}: [One]\n")


def test_faults_are_told_in_the_order_of_the_file() -> None:
    text = """\
zzz: 1
locale: xx-yy-zz
sections:
  education:
    - {title: [a], yyy: 1, start: 20}
contact: {email: a}
name: []
"""
    found = faults(text)
    assert found == sorted(found)
    assert len(found) == 7


def test_unknown_keys_are_told_at_every_depth() -> None:
    text = """\
name: {family: A, u1: x}
contact: {phone: [{number: "123", u1: x}], profiles: {u1: x}, u1: x}
quote: {text: a, u1: x}
metadata: {u1: x}
sections:
  education: {entries: [{title: a, u1: x, roles: []}], u1: x}
  experience: [{organization: a, roles: [{title: b, u1: x}]}]
  publications: {groups: [{title: a, u1: x, entries: [{title: b, u1: x}]}], u1: x}
  skills: {entries: [{name: a, u1: x}, {skills: [{name: b, u1: x}], u1: x}], u1: x}
  languages: {entries: [{name: a, u1: x}], u1: x}
  interests: {entries: [a], u1: x}
  summary: {text: a, u1: x}
  teaching: {entries: [{date: a, courses: [{title: a, u1: x}], u1: x}, {title: a, u1: x}], u1: x}
  talks: {groups: [{title: a, u1: x, entries: [{title: b, u1: x}]}], u1: x}
  patents: {entries: [{title: a, u1: x, inventors: [{name: a, u1: x}], filings: [{office: EP, u1: x}]}], u1: x}
  grants: {entries: [{title: a, u1: x}], u1: x}
  awards: {entries: [{title: a, u1: x}], u1: x}
  supervision: {entries: [{name: a, u1: x}], u1: x}
  metrics: {rows: {a: 1}, u1: x}
  references: {entries: [{name: a, u1: x, phone: {number: "123", u1: x}}], u1: x}
  Plots: {kind: table, rows: [[a]], u1: x}
born: {date: a, u1: x}
u1: x
"""
    lines = text.split("\n")
    wanted = [
        (number, index + 1, "unknown-key")
        for number, line in enumerate(lines, 1)
        for index in range(len(line))
        if line.startswith("u1:", index)
    ]
    assert len(wanted) == 44
    assert faults(text) == wanted


def test_design_takes_any_option() -> None:
    cv = good("name: Ada\ndesign: {template: plain, color: red, deep: {list: [1, 2]}}\n")
    assert cv.design.options() == {"color": "red", "deep": {"list": ["1", "2"]}}


@pytest.mark.parametrize(
    "text",
    [
        "sections: {Talks: [One], 'Talks ': [Two]}",
        "sections: {education: [{title: a, details: {Grade: first, ' Grade': second}}]}",
        "sections: {publications: [{title: a, links: {A: https://a.org, 'A ': https://b.org}}]}",
    ],
)
def test_keys_that_differ_by_a_space_lose_nothing(text: str) -> None:
    found = parse(f"name: Ada\n{text}\n", "cv.yaml")
    assert isinstance(found, list)
    assert [fault.code for fault in found] == ["duplicate-key"]


@pytest.mark.parametrize(
    ("written", "column", "key"),
    [
        ("interests: []", 12, "interests"),
        ("education: []", 12, "education"),
        ("Talks: []", 12, "Talks"),
        ("languages: {entries: []}", 24, "entries"),
        ("Points: {kind: list, entries: []}", 33, "entries"),
        ("skills: [{name: a, skills: []}]", 31, "skills"),
        ("publications: {groups: [{title: a, entries: []}]}", 47, "entries"),
        ("talks: {groups: [{title: a, entries: []}]}", 40, "entries"),
        ("teaching: [{courses: []}]", 24, "courses"),
        ("metrics: {rows: {}}", 22, "rows"),
        ("Plots: {kind: table, rows: []}", 33, "rows"),
    ],
)
def test_a_list_without_items_is_told_at_its_key(written: str, column: int, key: str) -> None:
    _, (fault,) = check(f"name: Ada\nsections: {{{written}}}\n")
    assert (fault.code, fault.severity, fault.message) == ("empty-value", "error", f"`{key}` has nothing in it")
    assert fault.span is not None
    assert (fault.span.line, fault.span.column) == (2, column)


@pytest.mark.parametrize("key", ["publications", "talks"])
@pytest.mark.parametrize("written", ["[]", "{entries: []}", "{groups: []}"])
def test_publications_and_talks_without_any_are_not_there(key: str, written: str) -> None:
    assert [code for _, _, code in faults(f"name: Ada\nsections: {{{key}: {written}}}\n")] == ["missing-key"]


@pytest.mark.parametrize(
    ("written", "place", "message"),
    [
        ("Plots: {kind: table, columns: [LIST9], rows: [[a]]}", "2:42", "there are 9 columns, and no more than 8 fit"),
        ("Plots: {kind: table, rows: [[LIST9]]}", "2:40", "there are 9 columns, and no more than 8 fit"),
        ("Plots: {kind: table, rows: [[a, b], [c]]}", "2:48", "the row has 1 cell, not 2"),
        ("Plots: {kind: table, columns: [A], rows: [[a, b]]}", "2:54", "the row has 2 cells, not 1"),
        ("metrics: {columns: [LIST8], rows: {a: 1}}", "2:31", "there are 8 columns, and no more than 7 fit"),
        ("metrics: {columns: [A, B], rows: {a: 1}}", "2:49", "`a` has 1 figure, not 2"),
        ("metrics: {rows: {a: [1, 2]}}", "2:32", "`a` has 2 figures, not 1"),
    ],
)
def test_a_row_that_does_not_fit_is_told_once(written: str, place: str, message: str) -> None:
    for count in (8, 9):
        written = written.replace(f"LIST{count}", ", ".join("abcdefghi"[:count]))
    _, (fault,) = check(f"name: Ada\nsections: {{{written}}}\n")
    assert (fault.code, fault.severity, fault.message) == ("bad-row", "error", message)
    assert str(fault.span) == f"cv.yaml:{place}"
    assert len(fault.hints) == 1


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("talks: [{title: a, invited: perhaps}]", '`invited` must be true or false, not "perhaps"'),
        ("talks: [{title: a, keynote: [a]}]", "`keynote` must be true or false, not a list"),
        ("publications: {max_authors: x, entries: [{title: a}]}", '`max_authors` must be a number from 1 on, not "x"'),
        ("publications: {max_authors: 0, entries: [{title: a}]}", '`max_authors` must be a number from 1 on, not "0"'),
        (
            "publications: {max_authors: [], entries: [{title: a}]}",
            "`max_authors` must be a number from 1 on, not a list",
        ),
    ],
)
def test_what_is_no_truth_value_or_number_is_told_in_words(written: str, message: str) -> None:
    _, (fault,) = check(f"name: Ada\nsections: {{{written}}}\n")
    assert (fault.code, fault.message) == ("wrong-type", message)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("phone: 123", "it goes into `contact:`"),
        ("Email: a@example.org", "it goes into `contact:`"),
        ("github: ada", "it goes into `profiles:` in `contact:`"),
        ("contact: {github: ada}", "it goes into `profiles:`"),
        ("contact: {url: https://example.org}", "did you mean `website`?"),
        ("education: [{title: a}]", "it goes into `sections:`"),
        ("color: red", "it goes into `design:`"),
        ("title: a", "did you mean `headline`?"),
        ("sections: {experience: [{title: a, company: b}]}", "did you mean `organization`?"),
        ("sections: {experience: [{organization: a, Position: b}]}", "did you mean `title`?"),
        ("sections: {experience: [{title: a, startDate: 2020}]}", "did you mean `start`?"),
        ("sections: {experience: [{organization: a, roles: [{title: b, until: 2020}]}]}", "did you mean `end`?"),
        *(("Birthday: 1986", "did you mean `born`?"), ("date_of_birth: 1986", "did you mean `born`?")),
        ("sections: {awards: [{title: a, awarder: b}]}", "did you mean `issuer`?"),
        ("sections: {talks: [{title: a, occasion: b}]}", "did you mean `event`?"),
        ("sections: {talks: [{title: a, summary: b}]}", "did you mean `note`?"),
        ("sections: {publications: [{title: a, journal: b}]}", "did you mean `venue`?"),
        ("sections: {grants: [{title: a, sponsor: b}]}", "did you mean `funder`?"),
        ("sections: {teaching: [{courses: [a], summary: b}]}", "it goes into the `courses`"),
        ("sections: {teaching: [{courses: [{title: a, start: 2020}]}]}", "it goes into the term, beside the `courses`"),
        ("sections: {teaching: [{title: a, semester: WS 24/25}]}", "write it as the `date` of the term"),
    ],
)
def test_a_key_that_others_call_so_is_told_where_it_goes(text: str, hint: str) -> None:
    _, (fault,) = check(f"name: Ada\n{text}\n")
    assert (fault.code, fault.hints) == ("unknown-key", (hint,))


@pytest.mark.parametrize(
    "entry",
    [
        "{title: a, start: 2020, end: }",
        "{title: a, start: 2020-10, end: ~}",
        "{title: a, start: 2020, date: }",
        "{title: a, end: 2020, date: ~}",
        "{organization: a, roles: [{title: b, start: 2020, end: , date: }]}",
    ],
)
def test_an_empty_date_is_no_date(entry: str) -> None:
    good(f"name: Ada\nsections:\n  experience:\n    - {entry}\n")


def test_a_message_shortens_long_values() -> None:
    long = "x" * 500_000
    _, found = check(
        f"name: Ada\ncontact: {{phone: {{number: '123', kind: {long}}}}}\nsections: {long}\ndesign: {long}\n"
    )
    assert len(found) == 3
    for fault in found:
        assert len(fault.message) < 200
        assert all(len(hint) < 200 for hint in fault.hints)


@pytest.mark.parametrize(
    "text",
    [
        "contact: {email: LONG}",
        "contact: {phone: LONG}",
        "contact: {website: LONG}",
        "contact: {profiles: {github: LONG}}",
        "locale: LONG",
        "sections: {education: [{title: a, start: LONG}]}",
        "sections: {publications: [{title: a, doi: LONG, arxiv: LONG}]}",
        "sections: {grants: [{title: a, currency: LONG}, {title: b, currency: EUR, amount: LONG.}]}",
        "sections: {Talks: {kind: LONG}}",
    ],
)
def test_a_long_value_is_refused_shortly(text: str) -> None:
    cv, found = check(f"name: Ada\n{text.replace('LONG', '1' * 100_000)}\n")
    assert cv is None
    for line in format_diagnostics(found, "concise"):
        assert len(line) < 500


def test_a_long_key_is_refused_shortly() -> None:
    _, found = check(f"name: Ada\n{'k' * 1000}: x\nsections: {{{'s' * 1000}: {{title: x}}}}\n")
    found += check(f"name: Ada\nsections: {{metrics: {{rows: {{{'k' * 1000}: [1, 2]}}}}}}\n")[1]
    assert len(found) == 3
    assert all(len(line) < 500 for line in format_diagnostics(found, "concise"))


def test_ten_thousand_entries_are_all_told() -> None:
    entries = "".join(f"    - {{title: Job {n}, start: 2020-13, end: 2021}}\n" for n in range(10_000))
    _, found = check(f"name: Ada\nsections:\n  experience:\n{entries}")
    assert len(found) == 10_000


# --- every value in every place -----------------------------------------------------------------

EXAMPLE = as_written(CVS / "example.yaml")


def walk(node: Node) -> list[Node]:
    """The node and all that stand below it, keys too."""
    below = [*node.items, *(part for pair in node.pairs for part in pair)]
    return [node, *(found for child in below for found in walk(child))]


def swap(node: Node, old: Node, new: Node) -> Node:
    """The tree with `new` in place of `old`; a key is replaced by its text."""
    if node is old:
        return replace(new, at=old.at)
    items = tuple(swap(item, old, new) for item in node.items)
    pairs = tuple(
        (replace(key, text=new.text or "") if key is old else key, swap(value, old, new)) for key, value in node.pairs
    )
    return replace(node, items=items, pairs=pairs)


NODES = walk(EXAMPLE)
VALUES = [node for node in NODES if node is not EXAMPLE]
AT = Span("cv.yaml", 1, 1, 1, 2)

ODD = ["", " ", "~", "\0", "\x1b[31m", "\u2028", "<timeline>", "[key]", "2020-13", "https://[", "a@", "0", "{message}"]
KEYS = [
    "kind",
    "entries",
    "skills",
    "title",
    "name",
    "text",
    "roles",
    "number",
    "rows",
    "columns",
    "courses",
    "filings",
]
WORDS = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(ODD)


def scalar(text: str | None) -> Node:
    return Node("scalar", AT, text=text)


def sequence(items: list[Node]) -> Node:
    return Node("sequence", AT, items=tuple(items))


def mapping(pairs: dict[str, Node]) -> Node:
    return Node("mapping", AT, pairs=tuple((scalar(key), value) for key, value in pairs.items()))


TREES = st.recursive(
    st.builds(scalar, st.none() | WORDS),
    lambda below: (
        st.lists(below, max_size=3).map(sequence)
        | st.dictionaries(WORDS | st.sampled_from(KEYS), below, max_size=3).map(mapping)
    ),
    max_leaves=6,
)


def assert_told(root: Node) -> None:
    """There is either a CV without errors or at least one error; each has a place, words and no control characters."""
    cv, found = validate(root)
    assert (cv is None) == any(fault.severity == "error" for fault in found)
    for fault in found:
        assert fault.code
        assert fault.message
        assert fault.span is not None
        assert fault.span.line > 0
    for how in FORMATS:
        for line in format_diagnostics(found, how):
            line.encode()


@settings(deadline=None)
@given(st.sampled_from(NODES), TREES)
def test_any_value_may_stand_in_any_place(old: Node, new: Node) -> None:
    root = swap(EXAMPLE, old, new)
    if root.kind == "mapping":
        assert_told(root)


@settings(deadline=None)
@given(st.sampled_from(VALUES), st.sampled_from(VALUES))
def test_values_may_change_places(old: Node, new: Node) -> None:
    assert_told(swap(EXAMPLE, old, new))


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(VALUES), TREES), min_size=2, max_size=5))
def test_many_faults_at_once(changes: list[tuple[Node, Node]]) -> None:
    root = EXAMPLE
    for old, new in changes:
        root = swap(root, old, new)
    assert_told(root)


@settings(deadline=None)
@given(TREES)
def test_any_mapping_may_be_a_cv(root: Node) -> None:
    if root.kind == "mapping":
        assert_told(root)


@settings(deadline=None)
@given(TREES, st.sampled_from([*STANDARD_SECTIONS, "Talks"]))
def test_any_value_may_be_a_section(value: Node, key: str) -> None:
    root = parse(f"name: Ada\nsections: {{{key}: here}}\n", "cv.yaml")
    assert isinstance(root, Node)
    here = root.find("sections", key)
    assert here is not None
    assert_told(swap(root, here, value))


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1))
def test_text_is_kept_as_it_is(text: str) -> None:
    root = parse("name: Ada\nheadline: here\nsections: {Talks: [here], summary: here}\n", "cv.yaml")
    assert isinstance(root, Node)
    for path in (("headline",), ("sections", "Talks", 0), ("sections", "summary")):
        here = root.find(*path)
        assert here is not None
        root = swap(root, here, Node("scalar", AT, text=text))
    cv, found = validate(root)
    assert found == []
    assert cv is not None
    assert cv.headline == text
    assert cv.sections["Talks"].model_dump()["entries"] == [text]
    assert cv.sections["summary"].model_dump()["text"] == text
