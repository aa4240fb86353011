"""Parts from other files: what they stand for, where their faults are, and what is not read."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from texcv import validate
from texcv.assemble import Assembled, assemble
from texcv.assemble.includes import MAX_FILES
from texcv.diagnostics import Diagnostic, format_diagnostics
from texcv.gather import gather_files
from texcv.home import CEILING, find_project
from texcv.plan import Plan, make_plan
from texcv.source import read_text, to_data

CvFile = Callable[..., Path]


@pytest.fixture(autouse=True)
def _no_project_above(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CEILING, str(tmp_path))


@pytest.fixture
def whole(cv_file: CvFile) -> Callable[..., object]:
    """Writes a CV and other files; returns the CV's data with all that it includes."""

    def put_together(cv: str, **files: str) -> object:
        for name, text in files.items():
            cv_file(text, f"{name}.yaml")
        made = assemble(cv_file(cv))
        assert made.root is not None, made.remarks
        return to_data(made.root)

    return put_together


def faults(path: Path) -> list[tuple[str, str, int, int]]:
    """Of a whole CV: file, code, line, column."""
    return [
        (Path(fault.span.path).name, fault.code, fault.span.line, fault.span.column)
        for fault in validate(path, cache=False)
        if fault.span
    ]


def only_fault(made: Assembled) -> Diagnostic:
    assert made.root is None
    (fault,) = made.remarks
    assert fault.span is not None
    assert fault.hints, fault
    return fault


# --- what it stands for ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cv", "files", "expected"),
    [
        ("a: {include: f.yaml}", {"f": "- x\n- y\n"}, {"a": ["x", "y"]}),
        ("a: {include: f.yaml}", {"f": "b: c\n"}, {"a": {"b": "c"}}),
        ("a: [o, {include: f.yaml}, p]", {"f": "- x\n- y\n"}, {"a": ["o", "x", "y", "p"]}),
        ("a: [o, {include: f.yaml}]", {"f": "b: c\n"}, {"a": ["o", {"b": "c"}]}),
        ("a: [[x], [y]]\ninclude: f.yaml", {"f": "b: c\n"}, {"a": [["x"], ["y"]], "b": "c"}),
        ("a: {include: f.yaml#b.1.c}", {"f": "b: [x, {c: y}]\n"}, {"a": "y"}),
        ("a: {include: f.yaml#Two words}", {"f": "Two words: y\n"}, {"a": "y"}),
        ("a: {include: [f.yaml, g.yaml]}", {"f": "[x]", "g": "[y]"}, {"a": ["x", "y"]}),
        ("a: o\ninclude: f.yaml", {"f": "a: x\nb: y\n"}, {"a": "o", "b": "y"}),
        ("include: f.yaml\na: {b: o}", {"f": "a: {b: x, c: y}\n"}, {"a": {"b": "o", "c": "y"}}),
        ("include: f.yaml\na: [o]", {"f": "a: [x]\n"}, {"a": ["o"]}),
        ("include: f.yaml\na: o", {"f": "a: {b: x}\n"}, {"a": "o"}),
        ("a: o\ninclude: [f.yaml, g.yaml]", {"f": "b: f\nc: f\n", "g": "b: g\n"}, {"a": "o", "b": "g", "c": "f"}),
        ("include: f.yaml", {"f": "include: g.yaml\na: f\n", "g": "a: g\nb: g\n"}, {"a": "f", "b": "g"}),
        ("a: {include: f.yaml#b.c}", {"f": "b: {include: g.yaml}\n", "g": "c: [x]\n"}, {"a": ["x"]}),
        ("a: &a {include: f.yaml}\nb: *a", {"f": "[x]"}, {"a": ["x"], "b": ["x"]}),
        ("include: f.yaml\na: {en: o}", {"f": "a: {en: x, de: y}\n"}, {"a": {"en": "o"}}),
        ("include: f.yaml\na: {b: o}", {"f": "a: {en: x, de: y}\n"}, {"a": {"b": "o"}}),
        (
            "include: f.yaml\nwords: {en: {a: o}}",
            {"f": "words: {en: {a: x, b: x}, de: {a: y}}\n"},
            {"words": {"en": {"a": "o", "b": "x"}, "de": {"a": "y"}}},
        ),
        ("a: included\nb: [include]", {}, {"a": "included", "b": ["include"]}),
    ],
)
def test_it_stands_for(whole: Callable[..., object], cv: str, files: dict[str, str], expected: object) -> None:
    assert whole(cv, **files) == expected


def test_own_keys_come_first_and_in_their_order(whole: Callable[..., object]) -> None:
    data = whole("include: f.yaml\nb: 1\na: 2\n", f="c: 3\na: 4\nd: 5\n")
    assert isinstance(data, dict)
    assert list(data.items()) == [("b", "1"), ("a", "2"), ("c", "3"), ("d", "5")]


def test_a_path_begins_at_the_file_that_names_it(cv_file: CvFile) -> None:
    cv_file("a: {include: ../g.yaml}\nb: {include: h.yaml}\n", "sub/f.yaml")
    cv_file("[g]", "g.yaml")
    cv_file("[h]", "sub/h.yaml")
    made = assemble(cv_file("include: sub/f.yaml\n"))
    assert made.root is not None
    assert to_data(made.root) == {"a": ["g"], "b": ["h"]}
    assert [os.path.relpath(file, made.home) for file in made.files] == [
        "cv.yaml", "sub/f.yaml", "g.yaml", "sub/h.yaml",
    ]  # fmt: skip


def test_a_file_that_is_included_often_is_read_once(
    whole: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []

    def noted(path: Path) -> str | Diagnostic:
        read.append(path)
        return read_text(path)

    monkeypatch.setattr("texcv.assemble.includes.read_text", noted)
    whole("a: {include: f.yaml#b}\nb: {include: f.yaml#c}\nc: [{include: ./f.yaml}]\n", f="b: x\nc: y\n")
    assert len(read) == 1


# --- where its faults are -------------------------------------------------------------------


def test_faults_are_in_the_included_file_with_its_excerpt(cv_file: CvFile) -> None:
    group = cv_file("# Ours\n- {title: A, date: 2020}\n", "group.yaml")
    path = cv_file("name: Ada Example\nsections:\n  publications: {include: group.yaml}\n")
    (fault,) = validate(path, cache=False)
    assert str(fault.span) == f"{group}:2:14"
    assert "    2 | - {title: A, date: 2020}" in format_diagnostics([fault])


def test_faults_of_the_cv_come_first(cv_file: CvFile) -> None:
    cv_file("a: x\nhedline: x\n", "f.yaml")
    path = cv_file("include: f.yaml\n\nname: Ada Example\n\nheadlin: x\n")
    assert faults(path) == [
        ("cv.yaml", "unknown-key", 5, 1), ("f.yaml", "unknown-key", 1, 1), ("f.yaml", "unknown-key", 2, 1),
    ]  # fmt: skip


def test_what_is_hidden_in_an_included_file_is_told(cv_file: CvFile) -> None:
    cv_file("headline: Engineer #opentowork\n", "f.yaml")
    assert faults(cv_file("name: Ada Example\ninclude: f.yaml\n")) == [("f.yaml", "hidden-text", 1, 20)]


@pytest.mark.parametrize(
    ("cv", "code", "says"),
    [
        ("include: g.yaml", "missing-file", "did you mean"),
        ("include: sub/g.yaml", "missing-file", "there is no folder"),
        ("include: f.txt", "bad-include", "only YAML files"),
        ("include: ''", "bad-include", "takes the name of a file"),
        ("include:", "bad-include", "takes the name of a file"),
        ("include: {a: b}", "bad-include", "takes the name of a file"),
        ("include: !tex f.yaml", "bad-include", "takes the name of a file"),
        ("include: []", "bad-include", "names no file"),
        ("include: '#b'", "bad-include", "not the name of a file"),
        ("include: f.yaml#b.d", "bad-include", "there: c"),
        ("include: f.yaml#bb", "bad-include", "did you mean `b`?"),
        ("include: f.yaml#b.c.d", "bad-include", "there is no `b.c.d` in f.yaml"),
        ("include: f.yaml#l.2", "bad-include", "counted from 0 to 1"),
        ("include: f.yaml#l.x", "bad-include", "counted from 0 to 1"),
        ("a: b\ninclude: f.yaml#l", "bad-include", "give it a key of its own"),
        ("a: {include: [f.yaml, f.yaml#l]}", "bad-include", "include lists with lists"),
        ("a: {include: [f.yaml#b.c, f.yaml#b.c]}", "bad-include", "texts alone"),
        ("include: cv.yaml", "bad-include", "cv.yaml → cv.yaml"),
        ("include: round.yaml", "bad-include", "cv.yaml → round.yaml → cv.yaml"),
        ("include: sub", "bad-include", "only YAML files"),
        ("include: folder.yaml", "not-a-file", "is a folder"),
        ("include: /etc/x.yaml", "bad-include", "absolute"),
        ("include: C:\\x.yaml", "bad-include", "absolute"),
        ("include: ../x.yaml", "bad-include", "outside"),
        ("include: ../../../../../../../../etc/x.yaml", "bad-include", "outside"),
        ("include: out.yaml", "bad-include", "outside"),
        ("include: out/x.yaml", "bad-include", "outside"),
        ("include: loop.yaml", "unreadable-file", ""),
        ("include: .secret.yaml", "bad-include", "hidden"),
        ("include: .git/x.yaml", "bad-include", "hidden"),
        ("include: to-hidden.yaml", "bad-include", "hidden"),
        (f"include: {'x' * 999}/x.yaml", "bad-include", "not the name"),
        (f"include: {'x' * 300}.yaml", "unreadable-file", ""),
        ("include: pipe.yaml", "not-a-file", "pipe"),
        ("include: null.yaml", "bad-include", "outside"),
    ],
)  # fmt: skip
def test_what_can_not_be_included(tmp_path: Path, cv_file: CvFile, cv: str, code: str, says: str) -> None:
    (tmp_path / "x.yaml").write_text("secret: password\n", "utf-8")
    home = tmp_path / "home"
    (home / "folder.yaml").mkdir(parents=True)
    (home / ".git").mkdir()
    for name in (".secret.yaml", ".git/x.yaml"):
        (home / name).write_text("secret: password\n", "utf-8")
    for name, target in {
        "out.yaml": "../x.yaml", "out": "..", "loop.yaml": "loop.yaml", "to-hidden.yaml": ".secret.yaml",
        "null.yaml": "/dev/zero",
    }.items():  # fmt: skip
        (home / name).symlink_to(target)
    os.mkfifo(home / "pipe.yaml")
    cv_file("b: {c: x}\nl: [x, y]\n", "home/f.yaml")
    cv_file("include: cv.yaml\n", "home/round.yaml")
    made = assemble(cv_file(f"{cv}\n", "home/cv.yaml"))
    if says:
        fault = only_fault(made)
    else:
        (fault,) = made.remarks
    assert fault.code == code
    said = "\n".join(format_diagnostics([fault]))
    assert says in said
    assert "password" not in said
    assert fault.span
    assert fault.span.line


def test_faults_of_yaml_are_in_the_included_file(cv_file: CvFile) -> None:
    cv_file("a: x\na: y\n", "f.yaml")
    cv_file("just words", "g.yaml")
    cv_file("", "h.yaml")
    assert faults(cv_file("include: f.yaml\n")) == [("f.yaml", "duplicate-key", 2, 1)]
    assert faults(cv_file("include: g.yaml\n")) == [("g.yaml", "not-a-mapping", 1, 1)]
    assert [code for _, code, _, _ in faults(cv_file("include: h.yaml\n"))] == ["empty-file"]


def test_several_faults_are_told_at_once(cv_file: CvFile) -> None:
    found = faults(cv_file("a: {include: f.yaml}\nb: {include: ../g.yaml}\n"))
    assert found == [("cv.yaml", "missing-file", 1, 14), ("cv.yaml", "bad-include", 2, 14)]


# --- bombs ----------------------------------------------------------------------------------


def test_a_billion_laughs(cv_file: CvFile) -> None:
    """Ten lists of ten lists of …: refused at once, in a file's time."""
    for number in range(9):
        cv_file("".join(f"- {{include: f{number + 1}.yaml}}\n" for _ in range(10)), f"f{number}.yaml")
    cv_file("[ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]", "f9.yaml")
    began = time.monotonic()
    fault = only_fault(assemble(cv_file("a: {include: f0.yaml}\n")))
    assert (fault.code, time.monotonic() - began < 10) == ("too-large", True)


def test_a_billion_laughs_of_aliases_and_includes(cv_file: CvFile) -> None:
    lines = ["a0: &a0 [ha, ha]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 5)]
    cv_file("\n".join(lines), "f.yaml")
    assert only_fault(assemble(cv_file("[{include: f.yaml}, x]".replace("[", "a: [", 1).replace("x", ", ".join(["{include: f.yaml}"] * 20))))).code == "too-large"  # fmt: skip  # noqa: E501


def test_a_billion_laughs_of_mappings(cv_file: CvFile) -> None:
    for number in range(9):
        keys = "".join(f"k{key}: {{include: f{number + 1}.yaml}}\n" for key in range(10))
        cv_file(keys, f"f{number}.yaml")
    cv_file("ha: ha\n", "f9.yaml")
    assert only_fault(assemble(cv_file("include: f0.yaml\n"))).code == "too-large"


def test_too_deep(cv_file: CvFile) -> None:
    for number in range(60):
        cv_file(f"a: {{include: f{number + 1}.yaml}}\n", f"f{number}.yaml")
    cv_file("a: x\n", "f60.yaml")
    assert only_fault(assemble(cv_file("include: f0.yaml\n"))).code == "too-large"
    cv_file("[" * 30 + "]" * 30, "deep.yaml")
    inner = "[" * 15 + "{include: deep.yaml}" + "]" * 15
    assert only_fault(assemble(cv_file(f"a: {inner}\nb: {{include: deep.yaml}}\n"))).code == "too-large"
    assert only_fault(assemble(cv_file(f"b: {{include: deep.yaml}}\na: {inner}\n"))).code == "too-large"
    assert assemble(cv_file("b: {include: deep.yaml}\n")).root


def test_too_many_files(cv_file: CvFile) -> None:
    for number in range(MAX_FILES + 1):
        cv_file("[x]", f"f{number}.yaml")
    names = [f"f{number}.yaml" for number in range(MAX_FILES + 1)]
    assert only_fault(assemble(cv_file(f"a: {{include: [{', '.join(names)}]}}\n"))).code == "too-large"
    assert assemble(cv_file(f"a: {{include: [{', '.join(names[:-1])}]}}\n")).root


def test_too_many_bytes(cv_file: CvFile) -> None:
    for name in "fg":
        cv_file(f"- x # {'x' * 1_200_000}\n", f"{name}.yaml")
    assert only_fault(assemble(cv_file("a: {include: [f.yaml, g.yaml]}\n"))).code == "too-large"


def test_a_file_that_never_rests(cv_file: CvFile, monkeypatch: pytest.MonkeyPatch) -> None:
    other = cv_file("[x]", "f.yaml")
    path = cv_file("a: {include: f.yaml}\n")
    status = os.fstat
    monkeypatch.setattr(
        os, "fstat", lambda handle: (other.write_text(f"[{time.time_ns()}]", "utf-8"), status(handle))[1]
    )
    assert [fault.code for fault in assemble(path).remarks] == ["changing-file"]


# --- a project around it --------------------------------------------------------------------


def test_in_a_project_all_of_its_folder_may_be_included(cv_file: CvFile) -> None:
    cv_file("[x]", "group.yaml")
    path = cv_file("a: {include: ../group.yaml}\n", "cv/ada.yaml")
    assert only_fault(assemble(path)).code == "bad-include"
    cv_file("targets: []\n", "texcv.yaml")
    made = assemble(path)
    assert made.root
    assert [os.path.relpath(file, made.home) for file in made.files] == ["cv/ada.yaml", "group.yaml", "texcv.yaml"]


@pytest.mark.parametrize("as_file", [False, True])
def test_defaults_lie_below_the_cv(cv_file: CvFile, as_file: bool) -> None:
    defaults = "contact: {address: [Institute], email: a@example.org}\ndesign: {color: red}\n"
    project = cv_file(
        "defaults: profile.yaml\n" if as_file else "defaults:\n" + re.sub("^", "  ", defaults, flags=re.M), "texcv.yaml"
    )
    profile = cv_file(defaults, "profile.yaml")
    made = assemble(cv_file("name: Ada\ncontact: {email: b@example.org}\n", "cv/ada.yaml"))
    assert made.root
    assert to_data(made.root) == {
        "name": "Ada", "contact": {"email": "b@example.org", "address": ["Institute"]}, "design": {"color": "red"},
    }  # fmt: skip
    assert made.root.span("design", "color").path == str(profile if as_file else project)


def test_faults_of_defaults_are_in_their_file(cv_file: CvFile) -> None:
    cv_file("defaults:\n  contact: {emil: x}\n", "texcv.yaml")
    path = cv_file("name: Ada Example\n", "cv/ada.yaml")
    assert faults(path) == [("texcv.yaml", "unknown-key", 2, 13)]
    for text, fault in {
        "defaults: [x]": ("texcv.yaml", "wrong-type", 1, 1),
        "defaults: profile.yaml": ("texcv.yaml", "missing-file", 1, 11),
        "defaults: ../profile.yaml": ("texcv.yaml", "bad-include", 1, 11),
        "a: [": ("texcv.yaml", "yaml-syntax", 2, 1),
    }.items():
        cv_file(f"{text}\n", "texcv.yaml")
        assert faults(path) == [fault]


def test_an_option_of_the_defaults_may_be_one_of_another_template(cv_file: CvFile) -> None:
    cv_file("defaults: {design: {template: awesome, header: left}}\n", "texcv.yaml")
    found = faults(cv_file("name: Ada Example\ndesign: {template: plain}\n", "ada.yaml"))
    assert [code for _, code, _, _ in found if code == "unused-option"] == []


def test_what_a_project_has_for_letters_is_no_letter(cv_file: CvFile) -> None:
    cv_file("defaults: {letter: {closing: Yours}}\n", "texcv.yaml")
    bare, own = cv_file("name: A\n"), cv_file("name: A\nletter: {paragraphs: Hello.}\n", "own.yaml")
    by_language = cv_file("name: A\nletter: {en: {paragraphs: Hello.}, de: {paragraphs: Hallo.}}\n", "two.yaml")
    assert [faults(path) for path in (bare, own, by_language)] == [[], [], []]
    letters = [plan.letter for path in (bare, own, by_language) if isinstance(plan := make_plan(path), Plan)]
    assert [letter and letter.view.letter and letter.view.letter.closing is not None for letter in letters] == [
        None, True, False,
    ]  # fmt: skip
    cv_file("defaults: {letter: {paragraphs: From all of us.}}\n", "texcv.yaml")
    plan = make_plan(bare)
    assert isinstance(plan, Plan)
    assert plan.letter


def test_a_variant_that_cvs_share_may_name_what_one_of_them_lacks(cv_file: CvFile) -> None:
    shared = "variants: {short: {tags: x, omit: teaching, limit: {talks: 1}}, shorter: {extends: short}}\n"
    cv_file(f"defaults:\n  {shared}", "texcv.yaml")
    path = cv_file("name: A\nsections: {summary: S}\nvariants: {own: {omit: talks}}\n")
    assert ("cv.yaml", "unknown-key", 3, 24) in faults(path)
    path = cv_file("name: A\nsections: {summary: S}\n")
    lacking = dict.fromkeys(("unknown-tag", "unknown-key", "unknown-section"), "warning")
    for variant in (None, "shorter"):
        told = validate(path, variant=variant, cache=False)
        assert {fault.code: fault.severity for fault in told} == lacking
    plan = make_plan(path, typeset=False)
    assert isinstance(plan, Plan)
    assert plan.diagnostics == ()


def test_the_nearest_project_counts(tmp_path: Path, cv_file: CvFile, monkeypatch: pytest.MonkeyPatch) -> None:
    path = cv_file("name: Ada\n", "a/b/ada.yaml")
    assert find_project(path) is None
    outer, inner = cv_file("x: y\n", "texcv.yaml"), tmp_path / "a/texcv.yaml"
    assert find_project(path) == outer
    inner.write_text("x: y\n", "utf-8")
    assert find_project(path) == inner
    monkeypatch.chdir(path.parent)
    assert find_project("ada.yaml") == Path("../texcv.yaml")
    monkeypatch.chdir(tmp_path / "a")
    assert find_project("b/ada.yaml") == Path("texcv.yaml")
    inner.unlink()
    monkeypatch.setenv(CEILING, str(tmp_path / "a"))
    assert find_project(path) is None


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
def test_a_project_of_another_user_does_not_count(cv_file: CvFile) -> None:
    path, project = cv_file("name: Ada\n", "a/ada.yaml"), cv_file("defaults: {headline: x}\n", "texcv.yaml")
    os.chown(project, 12345, -1)
    assert find_project(path) is None
    os.chown(path, 12345, -1)
    assert find_project(path) == project


def test_a_project_that_is_a_link_to_a_secret_is_not_read(cv_file: CvFile, tmp_path: Path) -> None:
    cv_file("secret: [password\n", "secret.yaml")
    path = cv_file("name: Ada Example\n", "up/ada.yaml")
    (tmp_path / "up/texcv.yaml").symlink_to("../secret.yaml")
    (fault,) = validate(path, cache=False)
    assert fault.code == "outside-project"
    assert "password" not in "\n".join(format_diagnostics([fault]))


# --- what else depends on it ----------------------------------------------------------------


def test_a_photo_and_a_template_are_looked_for_beside_the_file_that_names_them(cv_file: CvFile, tmp_path: Path) -> None:
    from PIL import Image

    cv_file("x: y\n", "texcv.yaml")
    cv_file("photo: me.png\ndesign: {template: ./own}\n", "shared/f.yaml")
    cv_file("title: T\ndescription: D\nbase: classic\n", "shared/own/template.yaml")
    Image.new("RGB", (20, 20), "red").save(tmp_path / "shared/me.png")
    path = cv_file("name: Ada Example\ninclude: ../shared/f.yaml\n", "cv/ada.yaml")
    plan = make_plan(path)
    assert isinstance(plan, Plan)
    assert plan.template.name == "own"
    sources = {os.path.relpath(file, tmp_path) for file in plan.sources}
    assert {"cv/ada.yaml", "shared/f.yaml", "texcv.yaml", "cv/../shared/me.png".replace("cv/../", "")} <= sources
    gathered = gather_files(path)
    assert isinstance(gathered, dict)
    names = {os.path.relpath(file, tmp_path) for file in gathered}
    assert names == {"cv/ada.yaml", "shared/f.yaml", "shared/me.png", "shared/own/template.yaml", "texcv.yaml"}
    for text in ("photo: ../../x.png", "design: {template: ../../x}"):
        cv_file(f"{text}\n", "shared/f.yaml")
        (fault,) = validate(path, cache=False)
        assert fault.code in {"bad-photo", "unknown-template"}
        assert "lies outside" in fault.message
