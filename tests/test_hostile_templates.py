"""A template in a stranger's folder, that the stranger's CV names: refused at its line, or harmless; never a hang."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from texcv import TexcvError, render, validate
from texcv.partials import MAX_STEPS

CV = "name: Ada Example\ndesign: {template: my/}\nsections:\n  awards: [{title: A prize}]\n"
SECRET = "XYZZYPLUGH"
LOOP = "((* for a in range(99999) *))((* for b in range(99999) *))((* endfor *))((* endfor *))"

PARTIALS = {
    # Python
    "class": ("((= cv.__class__ =))", "unsafe"),
    "mro of a text": ("((= ''.__class__.__mro__ =))", "unsafe"),
    "subclasses": ("((= cv.__class__.__base__.__subclasses__() =))", "unsafe"),
    "attribute by name": ("((= cv|attr('__class__') =))", "`|attr`"),
    "item by name": ("((= cv['__class__'] =))", "unsafe"),
    "globals of lipsum": ("((= lipsum.__globals__ =))", "'lipsum' is undefined"),
    "cycler": ("((= cycler.__init__.__globals__ =))", "unsafe"),
    "namespace": ("((= namespace =))", "'namespace' is undefined"),
    "self": ("((= self._TemplateReference__context =))", "unsafe"),
    "globals of the joiner": ("((= joiner.__init__.__globals__ =))", "unsafe"),
    "code of the joiner": ("((= joiner('x').__class__ =))", "unsafe"),
    "format": ("((= '{0.__class__}'.format(cv) =))", "a call with another thing"),
    "format of a map": ("((= '{x.__class__}'.format_map(options) =))", "a call with another thing"),
    "method of the view": ("((= cv.head() =))", "call nothing but `joiner`"),
    "method of the options": ("((* for x in options.items() *))((* endfor *))", "call nothing but `joiner`"),
    "method by another name": ("((* set get = options.get *))((= get('paper') =))", "call nothing but `joiner`"),
    "width by another name": ("((* set wide = 'x'.ljust *))((= wide(9999999999) =))", "call nothing but `joiner`"),
    "places": ("((= cv.heading.family.span =))", "prints Span"),
    "path of a place": ("((= cv.heading.family.span.path =))", "prints str"),
    "debug": ("((* debug *))", "unknown tag"),
    "do": ("((* do cv *))", "unknown tag"),
    # growth
    "repetition": ("((= 'x' * 10**10 =))", "`*`"),
    "power": ("((= 10**10**10 =))", "`**`"),
    "width": ("((= '%9999999999d' % 1 =))", "`%`"),
    "filter of width": ("((= 'x'|center(9999999999) =))", "`|center`"),
    "doubling text": ("((* set a = 'x' ~ 'x' *))", "`~`"),
    "doubling list": ("((* set a = [1] + [1] *))", "`+`"),
    "nested list": ("((* set a = [1] *))((* set a = [a, a] *))", "a list of other things"),
    "dictionary": ("((* set a = {'a': cv} *))", "`dict`"),
    "captured text": ("((* set a *))x((* endset *))", "`set`"),
    "macro": ("((* macro a() *))((= a() =))((* endmacro *))((= a() =))", "`macro`"),
    "call block": ("((* call joiner('x') *))((* endcall *))", "`call`"),
    "filter block": ("((* filter upper *))x((* endfilter *))", "`filter`"),
    "import": ("((* import 'main.tex.j2' as m *))", "`import`"),
    "from": ("((* from 'main.tex.j2' import m *))", "`from`"),
    "extends": ("((* extends 'main.tex.j2' *))", "`extends`"),
    "block": ("((* block a *))((* endblock *))", "`block`"),
    "recursive loop": ("((* for a in cv.sections recursive *))((= loop(a) =))((* endfor *))", "`recursive`"),
    # without end
    "range": (LOOP, "call nothing but `joiner`"),
    "loops in loops": ("((* for a in '1234567890' *))" * 8 + "((* endfor *))" * 8, f"{MAX_STEPS:,} rounds"),
    "includes itself": ("((* include 'entries/award.tex.j2' *))", "include itself"),
    "includes the whole": ("((* include 'main.tex.j2' *))", "include itself"),
    "twenty loops": ("((* for a in 'x' *))" * 30 + "((* endfor *))" * 30, "too many statically nested blocks"),
    "deep brackets": (f"((= {'(' * 5000}1{')' * 5000} =))", "nested too deeply"),
    # files
    "absolute": ("((* include '/etc/passwd' *))", "/etc/passwd"),
    "above": ("((* include '../secret.txt' *))", "../secret.txt"),
    "far above": ("((* include '../../../../../../etc/passwd' *))", "etc/passwd"),
    "not UTF-8": ("\udcff", "codec can't decode"),
    "open": ("((= open('/etc/passwd') =))", "call nothing but `joiner`"),
    # what is ours
    "a text through the joiner": ("((* set a = joiner(cv.name) *))((= a() =))((= a() =))", "a call with another thing"),
    "a text": ("((= '\\\\input{x}' =))", "prints str"),
}


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A CV's folder with a template, and a secret outside of it, which never gets into what is written."""
    (tmp_path / "secret.txt").write_text(f"{SECRET}\n", "utf-8")
    work = tmp_path / "work"
    (work / "my" / "entries").mkdir(parents=True)
    (work / "my" / "template.yaml").write_text("title: Mine\nbase: classic\n", "utf-8")
    (work / "cv.yaml").write_text(CV, "utf-8")
    monkeypatch.chdir(work)
    yield work
    for file in (work / "output").glob("**/*"):
        assert SECRET.encode() not in file.read_bytes()


def fault_of(**options: str) -> str:
    with pytest.raises(TexcvError) as raised:
        render("cv.yaml", formats=("tex",), **options)  # type: ignore[arg-type]
    assert SECRET not in str(raised.value)
    return str(raised.value)


def write_partial(text: str) -> None:
    Path("my/entries/award.tex.j2").write_bytes(f"\n{text}\n".encode("utf-8", "surrogateescape"))


@pytest.mark.parametrize("name", PARTIALS)
def test_a_hostile_partial_is_refused_at_its_line(name: str) -> None:
    text, says = PARTIALS[name]
    write_partial(text)
    began = time.monotonic()
    said = fault_of()
    assert time.monotonic() - began < 20
    assert "error[template-error]" in said
    assert says in said
    place = said.partition(": error")[0]
    assert place.startswith(("my/entries/award.tex.j2:2:", "my/entries/award.tex.j2:1:")) or says == "include itself"


def test_includes_that_double_are_ended() -> None:
    for number in range(60):
        twice = f"((* include 'entries/{number + 1}.tex.j2' *))" * 2
        Path(f"my/entries/{number}.tex.j2").write_text(twice, "utf-8")
    Path("my/entries/60.tex.j2").write_text("x", "utf-8")
    write_partial("((* include 'entries/0.tex.j2' *))")
    assert f"{MAX_STEPS:,} rounds" in fault_of()


def test_output_has_a_limit() -> None:
    write_partial("((* for a in '1234567890' *))" * 4 + "x" * 99_999 + "((* endfor *))" * 4)
    assert "prints more than 100,000,000 characters" in fault_of()


def test_marks_of_ours_in_a_partial_do_no_harm() -> None:
    write_partial("\x01999\x02 \x010\x02 ((= entry.title =))")
    render("cv.yaml", formats=("tex",))


def test_partials_may_loop_test_and_pick() -> None:
    write_partial(
        "((* for a in cv.sections + cv.contacts if a *))((* if loop.index > 0 and a is defined *))"
        "((= (cv.sections|first).title =))((= cv.sections[-1].title if cv.sections|length == 1 else empty =))"
        "((* endif *))((* endfor *))"
    )
    written = render("cv.yaml", formats=("tex",)).files[0].read_text("utf-8")
    assert "AwardsAwards" in written


LINKS = {
    "look": "my/mine.sty",
    "class": "my/texcv.cls",
    "partial": "my/entries/award.tex.j2",
    "another partial": "my/secret.txt",
    "manifest": "my/template.yaml",
    "folder": "my/sections",
    "folder in a folder": "my/deep/folder",
    "template": "my",
}


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("target", ["../secret.txt", "/etc/passwd", ".."])
def test_a_link_out_of_the_folder_is_refused(place: Path, link: str, target: str) -> None:
    path = Path(LINKS[link])
    path.parent.mkdir(exist_ok=True)
    if path == Path("my"):
        path.rename("old")
    path.unlink(missing_ok=True)
    path.symlink_to((place / target).resolve())
    (fault,) = validate("cv.yaml")
    assert fault.code == "unknown-template"
    assert fault.span
    assert fault.span.line == 2
    assert str(path) in fault.message
    assert "outside of the folder of the CV" in fault.message
    fault_of()


@pytest.mark.parametrize("base", ["../../other", "/tmp", "../..", "deep/../../../other"])
def test_a_base_out_of_the_folder_is_refused(place: Path, base: str) -> None:
    (place.parent / "other").mkdir()
    (place.parent / "other" / "template.yaml").write_text(f"title: '{SECRET}'\nbase: classic\n", "utf-8")
    Path("my/template.yaml").write_text(f"title: Mine\nbase: {base}\n", "utf-8")
    assert fault_of().startswith("my/template.yaml:2:7: error[unknown-template]: ")
    assert "lies outside" in fault_of()


def test_a_base_in_the_folder_has_no_links_out_of_it(place: Path) -> None:
    (place / "base").mkdir()
    (place / "base" / "template.yaml").write_text("title: Base\nbase: classic\n", "utf-8")
    (place / "base" / "mine.sty").symlink_to(place.parent / "secret.txt")
    Path("my/template.yaml").write_text("title: Mine\nbase: ../base\n", "utf-8")
    assert "mine.sty lies outside" in fault_of()


def test_links_within_the_folder_are_followed(place: Path) -> None:
    (place / "shared").mkdir()
    (place / "shared" / "award.tex.j2").write_text("((= entry.title =))!", "utf-8")
    Path("my/entries/award.tex.j2").symlink_to(place / "shared" / "award.tex.j2")
    assert "A prize!" in render("cv.yaml", formats=("tex",)).files[0].read_text("utf-8")


def test_who_names_a_template_means_its_links(place: Path) -> None:
    (place.parent / "award.tex.j2").write_text("((= entry.title =))!", "utf-8")
    Path("my/entries/award.tex.j2").symlink_to(place.parent / "award.tex.j2")
    written = render("cv.yaml", template="my/", formats=("tex",)).files[0].read_text("utf-8")
    assert "A prize!" in written


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes")
@pytest.mark.parametrize("name", ["mine.sty", "entries/award.tex.j2", "template.yaml", "texcv.cls"])
def test_a_pipe_is_not_waited_for(name: str) -> None:
    path = Path("my") / name
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    if name == "template.yaml":
        assert "unknown-template" in fault_of()
    else:
        render("cv.yaml", formats=("tex",))


@pytest.mark.parametrize("name", ["mine.sty", "texcv.cls", "entries/award.tex.j2"])
def test_a_folder_is_no_file_of_a_template(name: str) -> None:
    (Path("my") / name).mkdir()
    render("cv.yaml", formats=("tex",))


@pytest.mark.parametrize(
    "name", ["a\nb.sty", "-x.sty", "$(id).sty", "%s.sty", "😀.sty", "a b.sty", "..sty", "A:B?.sty"]
)
def test_files_of_a_template_stay_in_the_output_folder(place: Path, name: str) -> None:
    (Path("my") / name).write_text("% nothing", "utf-8")
    made = render("cv.yaml", formats=("tex",))
    assert {file.parent for file in made.files} == {Path("output")}
