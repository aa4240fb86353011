"""Nothing to do is nothing done: by content, and for everything that a result is made of."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from clock import age
from texcv import Rendered, TexcvError, records, render, validate
from texcv.fingerprint import fingerprint
from texcv.plan import Plan, make_plan
from texcv.records import Record
from texcv.store import state
from texcv.templates import templates_folder
from texcv.typeset import Typeset

CvFile = Callable[..., Path]
CV = "name: Ada Example\nsections: {skills: [flour, yeast]}\n"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "texcv"


def build(path: Path, **options: object) -> Rendered:
    age(path)
    return render(path, output=path.parent / "out", **options)  # type: ignore[arg-type]


@pytest.mark.latex
def test_a_second_render_does_nothing(cv_file: CvFile) -> None:
    path = cv_file(CV + "headline: Engineer #opentowork\n")
    first = build(path)
    written = state(first.files[0])
    second = build(path)
    assert (first.unchanged, second.unchanged) == (False, True)
    assert state(first.files[0]) == written
    assert (second.files, second.pages, second.strings) == (first.files, first.pages, first.strings)
    assert [fault.code for fault in second.diagnostics] == ["hidden-text"]
    assert second.diagnostics == first.diagnostics


@pytest.mark.latex
def test_it_is_the_content_that_counts(cv_file: CvFile) -> None:
    path = cv_file(CV)
    build(path)
    os.utime(path, (1, 1))
    assert build(path).unchanged
    cv_file(CV.replace("yeast", "salts"))
    os.utime(path, (1, 1))
    assert not build(path).unchanged
    cv_file(CV)
    assert not build(path).unchanged  # the PDF is another


@pytest.mark.latex
@pytest.mark.parametrize(
    "options",
    [
        {"template": "plain"}, {"settings": ["design.color=red"]}, {"formats": ("pdf", "tex")}, {"check": False},
        {"allow_raw_tex": True}, {"cache": False},
    ],
)  # fmt: skip
def test_another_call_is_another_result(cv_file: CvFile, options: dict[str, object]) -> None:
    path = cv_file(CV)
    build(path)
    assert not build(path, **options).unchanged


@pytest.mark.latex
def test_other_times_are_other_results(cv_file: CvFile, monkeypatch: pytest.MonkeyPatch) -> None:
    path = cv_file(CV)
    build(path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    assert not build(path).unchanged
    assert build(path).unchanged


@pytest.mark.latex
@pytest.mark.parametrize("change", ["removed", "cut", "changed", "a folder"])
def test_a_result_that_is_not_there_is_made(cv_file: CvFile, change: str) -> None:
    path = cv_file(CV)
    file = build(path, formats=("pdf", "tex")).files[0]
    whole = file.read_bytes()
    assert build(path, formats=("pdf", "tex")).unchanged
    file.unlink()
    if change != "removed":
        file.write_bytes(whole[:-1] if change == "cut" else whole.replace(b"%PDF", b"%pdf"))
    if change == "a folder":
        file.unlink()
        file.with_suffix(".tex").unlink()
    assert not build(path, formats=("pdf", "tex")).unchanged
    assert file.read_bytes() == whole


@pytest.mark.latex
def test_a_photo_and_a_template_count(cv_file: CvFile) -> None:
    from PIL import Image

    path = cv_file(CV + "photo: me.png\ndesign: {template: ./own}\n")
    photo, own = path.with_name("me.png"), path.parent / "own"
    Image.new("RGB", (20, 20), "red").save(photo)
    own.mkdir()
    (own / "template.yaml").write_text("title: T\ndescription: D\nbase: classic\n", "utf-8")

    def changed() -> bool:
        age(photo, *own.rglob("*"))
        return not build(path).unchanged

    assert changed()
    assert not changed()
    Image.new("RGB", (20, 20), "blue").save(photo)
    assert changed()
    assert not changed()
    (own / "template.yaml").write_text("title: U\ndescription: D\nbase: classic\n", "utf-8")
    assert changed()
    assert not changed()
    (own / "sections").mkdir()
    (own / "sections" / "skills.tex.j2").write_text("\\par Other ((= section.title =))\n((* for entry in section.entries *))((* for e in entry.entries *))((= e.name =)), ((* endfor *))((* endfor *))\n", "utf-8")  # fmt: skip  # noqa: E501
    with pytest.raises(Exception, match="stray-text"):
        changed()
    shutil.rmtree(own / "sections")
    assert changed()


@pytest.mark.latex
def test_a_cv_that_changes_during_the_build_is_not_remembered(cv_file: CvFile) -> None:
    path = cv_file(CV)
    age(path)

    def change(stage: str) -> None:
        if stage == "checking":
            cv_file(CV.replace("yeast", "salts"))

    render(path, output=path.parent / "out", progress=change)
    again = build(path)
    assert not again.unchanged
    assert again.strings == 5


@pytest.mark.latex
@pytest.mark.parametrize("content", ["", "{}", "[]", '{"watched": {}, "sources": {}, "results": {}}', "\0"])
def test_a_broken_record_does_not_matter(cv_file: CvFile, cache: Path, content: str) -> None:
    path = cv_file(CV)
    build(path)
    (record,) = (cache / "records").rglob("*.json")
    record.write_text(content)
    assert not build(path).unchanged
    assert build(path).unchanged


def test_tex_that_changes_makes_a_record_stale(tmp_path: Path) -> None:
    package = tmp_path / "article.cls"
    package.write_text("x")
    records.store("abcdef", Record({}, (), 1, 2), [], [package], time.time_ns())
    assert records.load("abcdef") == Record({}, (), 1, 2)
    package.write_text("longer")
    assert records.load("abcdef") is None


def test_another_program_has_other_records(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    one = records.key_of("call")
    assert records.key_of("call") == one
    assert records.key_of("other") != one
    (tmp_path / "new.py").write_text("x")
    files = [*records._program(), str(tmp_path / "new.py")]
    assert any(name.endswith("records.py") for name in files)
    assert any(name.endswith("classic/texcv-classic.sty") for name in files)
    monkeypatch.setattr(records, "_program", lambda: files)
    with_new = records.key_of("call")
    (tmp_path / "new.py").write_text("longer")
    assert len({one, with_new, records.key_of("call")}) == 3


def test_what_is_younger_than_the_build_is_not_trusted(tmp_path: Path) -> None:
    source = tmp_path / "cv.yaml"
    source.write_text("x")
    records.store("abcdef", Record({}, (), 1, 2), [source], [], source.stat().st_ctime_ns)
    assert records.load("abcdef") is None
    records.store("abcdef", Record({}, (), 1, 2), [source], [], source.stat().st_ctime_ns + 2 * records.TICK)
    assert records.load("abcdef")


def test_a_second_validation_looks_at_nothing(cv_file: CvFile, monkeypatch: pytest.MonkeyPatch) -> None:
    path = cv_file(CV + "headline: Engineer #opentowork\n")
    age(path)
    first = validate(path)
    assert [fault.code for fault in first] == ["hidden-text"]
    monkeypatch.setattr("texcv.plan.assemble", None)
    assert validate(path) == first
    with pytest.raises(TypeError):
        validate(path, cache=False)
    monkeypatch.undo()
    cv_file(CV + "headline: x\n")
    assert validate(path) == ()


def test_errors_are_found_again(cv_file: CvFile) -> None:
    path = cv_file("name: Ada Example\nphoto: me.png\n")
    age(path)
    assert [fault.code for fault in validate(path)] == ["missing-photo"]
    from PIL import Image

    Image.new("RGB", (20, 20), "red").save(path.with_name("me.png"))
    assert validate(path) == ()


@pytest.mark.latex
def test_what_lies_behind_a_link_in_a_template_counts(cv_file: CvFile) -> None:
    path = cv_file(CV + "design: {template: ./own}\n")
    own, other = path.parent / "own", path.parent / "other"
    own.mkdir()
    (own / "template.yaml").write_text("title: T\ndescription: D\nbase: classic\n", "utf-8")
    other.mkdir()
    partial = other / "skills.tex.j2"
    shutil.copy(templates_folder() / "base" / "sections" / "skills.tex.j2", partial)
    (own / "sections").symlink_to("../other")
    (other / "back").symlink_to("../own")
    age(partial)
    build(path)
    assert build(path).unchanged
    partial.write_text(f"{partial.read_text('utf-8')}\nstray\n", "utf-8")
    with pytest.raises(TexcvError, match="stray-text"):
        build(path)


@pytest.mark.latex
@pytest.mark.parametrize(
    ("cv", "epoch", "unchanged"),
    [("[a, b]", None, True), (r"[!tex '\today', b]", None, False), (r"[!tex '\today', b]", "1000000000", True)],
)
def test_what_may_print_the_date_holds_for_a_day(
    cv_file: CvFile, monkeypatch: pytest.MonkeyPatch, cv: str, epoch: str | None, unchanged: bool
) -> None:
    if epoch:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    path = cv_file(f"name: Ada Example\nsections: {{skills: {cv}}}\n")
    build(path, allow_raw_tex=True)
    assert build(path, allow_raw_tex=True).unchanged
    monkeypatch.setattr(records, "_today", lambda: "2001-01-01")
    assert build(path, allow_raw_tex=True).unchanged == unchanged


@pytest.mark.latex
@pytest.mark.parametrize("place", ["source", "result", "template"])
def test_a_pipe_is_not_waited_for(cv_file: CvFile, place: str) -> None:
    path = cv_file(CV)
    if place == "template":
        own = path.parent / "own"
        own.mkdir()
        (own / "template.yaml").write_text("title: T\ndescription: D\nbase: classic\n", "utf-8")
        os.mkfifo(own / "pipe")
        age(own)
        assert not build(path, template=str(own)).unchanged
        assert not build(path, template=str(own)).unchanged
        return
    made = build(path).files[0]
    pipe = path if place == "source" else made
    pipe.unlink()
    os.mkfifo(pipe)
    if place == "result":
        assert not render(path, output=path.parent / "out").unchanged
    else:
        with pytest.raises(TexcvError, match="not-a-file"):
            render(path, output=path.parent / "out")


@pytest.mark.latex
def test_a_folder_that_is_gone_is_no_hindrance(cv_file: CvFile) -> None:
    """The one where we are: whole paths need none."""
    path = cv_file(CV)
    gone = path.parent / "gone"
    gone.mkdir()
    with contextlib.chdir(path.parent):
        os.chdir(gone)
        gone.rmdir()
        assert not build(path).unchanged
        assert build(path).unchanged


# --- what says the same ---------------------------------------------------------------------


@pytest.mark.latex
def test_a_cv_that_says_the_same_is_not_typeset_again(cv_file: CvFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """But what there is to say of it is said afresh, at its new place; and the next time, nothing is read."""
    path = cv_file(CV + "headline: Engineer #opentowork\n")
    first = build(path)
    cv_file("# moved\n\nheadline: Engineer #looking\nname: 'Ada Example'\nsections:\n  skills: [flour, yeast]\n")
    with monkeypatch.context() as patch:
        patch.setattr("texcv.typeset.typeset_plan", None)
        second = build(path)
        patch.setattr("texcv.plan.assemble", None)
        third = build(path)
    assert (second.unchanged, third.unchanged) == (True, True)
    assert (second.files, second.pages, second.strings) == (first.files, first.pages, first.strings)
    assert [(fault.code, fault.span.line) for fault in second.diagnostics if fault.span] == [("hidden-text", 3)]
    assert third.diagnostics == second.diagnostics
    cv_file(CV.replace("yeast", "salts"))
    assert not build(path).unchanged


@pytest.mark.latex
def test_what_tex_had_to_say_is_not_said_of_other_lines(cv_file: CvFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its warnings have places that only it knows: then all is typeset again."""
    from texcv.diagnostics import Span, warning
    from texcv.typeset import typeset_plan

    def talking(*arguments: Any, **options: Any) -> Typeset:
        made = typeset_plan(*arguments, **options)
        return replace(made, diagnostics=(*made.diagnostics, warning("overfull", "x", Span("cv.yaml", 1, 1, 1, 2))))

    monkeypatch.setattr("texcv.typeset.typeset_plan", talking)
    path = cv_file(CV)
    build(path, formats=("tex",))
    assert build(path, formats=("tex",)).unchanged
    cv_file(f"# moved\n{CV}")
    assert not build(path, formats=("tex",)).unchanged


def test_errors_of_a_cv_that_says_the_same_are_told(cv_file: CvFile) -> None:
    path = cv_file(CV)
    build(path, formats=("tex",))
    cv_file(f"{CV}headlin: x\n")
    with pytest.raises(TexcvError, match="unknown-key"):
        build(path, formats=("tex",))


def test_every_part_of_a_plan_counts_and_no_place(cv_file: CvFile) -> None:
    plan = make_plan(cv_file(CV))
    moved = make_plan(cv_file(f"# moved\n\n{CV}"))
    assert isinstance(plan, Plan)
    assert isinstance(moved, Plan)
    assert fingerprint(plan) == fingerprint(moved)
    for part in fields(plan):
        other = replace(plan, **{part.name: ("something else",)})  # type: ignore[arg-type]
        assert (fingerprint(other) == fingerprint(plan)) == (part.name in {"diagnostics", "texts"}), part.name


def test_how_a_place_was_asked_for_is_remembered(tmp_path: Path) -> None:
    place = tmp_path / "ada"
    assert records.changed_since(place, {"a": 1}) == []
    records.note_call(place, {"a": 1, "b": 2})
    assert records.changed_since(place, {"a": 1, "b": 2}) == []
    assert records.changed_since(place, {"a": 2, "b": 2, "c": 3}) == ["a", "c"]
