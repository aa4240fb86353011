"""Dumped preambles: same bytes, one pass, made once, never stale or broken, not too many."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clock import early_in_a_minute
from texcv import render
from texcv.compile import compile_tex, formats
from texcv.store import digest_of, fetch, keep
from texcv.templates import known_templates

pytestmark = pytest.mark.latex

CvFile = Callable[..., Path]
ROOT = Path(__file__).parents[1]
CV = "name: Ada Example\nheadline: Baker\nsections: {skills: [flour, yeast]}\n"
DOCUMENT = "\\documentclass{article}\n\\pagestyle{empty}\\nofiles\n\\begin{document}\nOne\n\\end{document}\n"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "texcv"


def kept() -> list[Path]:
    return sorted(formats.folder().glob("*.fmt"))


def pdf(tex: str, files: dict[str, bytes] | None = None, *, cache: bool = True, document: str = "") -> bytes:
    made = compile_tex(tex, files or {}, lambda line, text: [], cache=cache, document=document, epoch="1000000000")
    assert made.pdf is not None, made.diagnostics
    return made.pdf


# --- the same bytes, in one pass ------------------------------------------------------------


@pytest.mark.parametrize("template", known_templates())
def test_a_format_changes_no_byte(template: str, tmp_path: Path) -> None:
    path = ROOT / "cv" / "lapuschkin.yaml"
    made = {}
    for name, cached in (("plain", False), ("first", True), ("second", True)):
        made[name] = render(path, template=template, output=tmp_path / name, cache=cached)
    assert len(kept()) == 1
    known = formats.load(kept()[0].stem)
    assert known
    assert known.dump
    assert known.one_pass
    bytes_of = {name: result.files[0].read_bytes() for name, result in made.items()}
    assert bytes_of["plain"] == bytes_of["first"] == bytes_of["second"]


def test_latex_runs_once(cv_file: CvFile, runs: Callable[[], list[str]], tmp_path: Path) -> None:
    """Without a cache, with a format, for another CV's first build, and when the number of pages changes."""
    example = ROOT / "cv" / "example.yaml"
    assert render(example, output=tmp_path / "out", cache=False).pages > 2
    assert len(runs()) == 1
    assert render(example, output=tmp_path / "out").pages > 2
    plain, dump, proof = runs()
    assert "-ini" in dump
    assert "-fmt=" not in plain
    assert "-fmt=" in proof
    path = cv_file(CV)
    template = re.findall("template: (.*)", example.read_text("utf-8"))
    render(path, template=template[0] if template else None, output=tmp_path / "out")
    many = "\n".join(f"  Section {n}: [point {n}]" for n in range(60))
    for text, several in ((CV, False), (CV.replace("sections: {skills: [flour, yeast]}", f"sections:\n{many}"), True)):
        path.write_text(text, "utf-8")
        render(path, output=tmp_path / "out")
        runs()
        path.write_text(text.replace("Baker", "Miller"), "utf-8")
        assert (render(path, output=tmp_path / "out").pages > 1) == several
        (only,) = runs()
        assert "-fmt=" in only


def test_lines_keep_their_numbers(cv_file: CvFile) -> None:
    tex = DOCUMENT.replace("One", "One\n\n\\undefined")
    pdf(DOCUMENT)
    found = compile_tex(tex, {}, lambda line, text: [], cache=True).diagnostics
    plain = compile_tex(tex, {}, lambda line, text: []).diagnostics
    assert [fault.message for fault in found] == [fault.message for fault in plain]
    assert "line 6" in found[0].message


# --- what is in a key -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tex", "files"),
    [
        (DOCUMENT.replace("{article}", "[12pt]{article}"), {}),
        (DOCUMENT.replace("empty", "plain"), {}),
        (DOCUMENT, {"own.sty": b"\\parindent=9pt"}),
    ],
)
def test_another_preamble_is_another_format(tex: str, files: dict[str, bytes]) -> None:
    pdf(DOCUMENT)
    assert pdf(tex, files) == pdf(tex, files, cache=False)
    assert len(kept()) == 2


def test_a_picture_and_a_text_are_no_part_of_it() -> None:
    pdf(DOCUMENT)
    pdf(DOCUMENT.replace("One", "Two"), {"photo.jpg": b"x"})
    assert len(kept()) == 1


def test_a_style_that_changes_is_read_anew() -> None:
    tex = DOCUMENT.replace("\\nofiles", "\\nofiles\\usepackage{own}").replace("One", "\\own")
    for word in ("First", "Second"):
        own = {"own.sty": f"\\newcommand\\own{{{word}}}".encode()}
        assert pdf(tex, own) == pdf(tex, own) == pdf(tex, own, cache=False)
    assert len(kept()) == 2


# --- what is not used -----------------------------------------------------------------------


@pytest.mark.parametrize("what", ["fmt", "json"])
@pytest.mark.parametrize("spoil", ["cut", "byte", "empty", "head", "gone", "folder"])
def test_a_broken_format_is_made_anew(spoil: str, what: str) -> None:
    good = pdf(DOCUMENT)
    (dump,) = kept()
    file = dump.with_suffix(f".{what}")
    content = bytearray(file.read_bytes())
    if spoil == "byte":
        content[len(content) // 2] ^= 1
    file.unlink()
    if spoil == "folder":
        file.mkdir()
    elif spoil != "gone":
        file.write_bytes(
            {"cut": bytes(content[:-1]), "byte": bytes(content), "empty": b"", "head": b"[]\n" + bytes(content)}[spoil]
        )
    assert pdf(DOCUMENT) == good
    if spoil != "folder":
        assert formats.load(dump.stem)
        assert digest_of(dump.read_bytes()) == json.loads(fetch(dump.with_suffix(".json")) or b"")["digest"]
    assert pdf(DOCUMENT) == good


def test_a_package_that_changes_makes_it_stale(tmp_path: Path) -> None:
    """As if the package were another since: its size is."""
    pdf(DOCUMENT)
    (file,) = kept()
    known = formats.load(file.stem)
    assert known
    assert any(path.name == "article.cls" for path in known.files)
    changing = tmp_path / "package.sty"
    changing.write_text("x")
    formats.store("changing", b"x", one_pass=True, files=(changing,))
    assert formats.load("changing")
    changing.write_text("longer")
    assert formats.load("changing") is None


def test_what_a_dump_would_change_is_not_dumped(monkeypatch: pytest.MonkeyPatch) -> None:
    """A map of fonts is not in a dump: the PDF would have another font. It is tried again after a day."""
    tex = DOCUMENT.replace("\\nofiles", "\\nofiles\\pdfmapline{=cmr10 CMR10 <cmr12.pfb}")
    plain = pdf(tex, cache=False)
    assert pdf(tex) == pdf(tex) == plain
    assert not kept()
    (file,) = formats.folder().glob("*.json")
    known = formats.load(file.stem)
    assert known
    assert known.dump is None
    monkeypatch.setattr(formats, "_today", lambda: "tomorrow")
    assert formats.load(file.stem) is None


@pytest.mark.parametrize("time", ["\\today", "\\number\\time", "\\number\\month"])
@pytest.mark.parametrize("epoch", [None, "1000000000"])
def test_a_preamble_that_keeps_the_time_is_not_dumped(time: str, epoch: str | None) -> None:
    """The dump would print that time for ever; what asks for it later may be dumped."""
    tex = DOCUMENT.replace("\\nofiles", "\\nofiles\\usepackage{own}")
    tex = tex.replace("One", "\\pdfinfoomitdate=1\\pdftrailerid{}\\own")
    for definition, content in (("edef", False), ("def", True)):
        own = f"\\{definition}\\own{{{time}}}".encode()
        early_in_a_minute()
        made = compile_tex(tex, {"own.sty": own}, lambda line, text: [], cache=True, epoch=epoch)
        assert made.pdf, made.diagnostics
        newest = max(formats.folder().glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
        known = formats.load(newest.stem)
        assert known
        assert bool(known.dump) == content


@pytest.mark.parametrize("epoch", ["0", "1709164799", "1735689599", "99999999999", None])
def test_another_time_is_another_in_all(epoch: str | None) -> None:
    other = datetime.fromtimestamp(int(formats.another_time(epoch)), UTC)
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now()
    for part in ("year", "month", "day", "hour", "minute"):
        assert getattr(other, part) != getattr(now, part)


def test_what_this_document_would_not_show_is_not_dumped() -> None:
    """The first has no letter of the font that a dump would lose, the second one has."""
    tex = DOCUMENT.replace("\\nofiles", "\\nofiles\\usepackage{own}")
    own = {"own.sty": b"\\pdfmapline{=cmtt10 CMTT10 <cmtt12.pfb}"}
    pdf(tex, own)
    other = tex.replace("One", "\\texttt{One}")
    assert pdf(other, own) == pdf(other, own, cache=False)


def test_a_document_with_an_error_leaves_none() -> None:
    made = compile_tex(DOCUMENT.replace("One", "\\undefined"), {}, lambda line, text: [], cache=True)
    assert made.pdf is None
    assert kept() == []


# --- how many -------------------------------------------------------------------------------


def test_it_is_made_once_when_many_ask(cv_file: CvFile, tmp_path: Path) -> None:
    paths = [cv_file(CV.replace("Baker", f"Baker {n}"), f"cv{n}.yaml") for n in range(4)]
    command = [sys.executable, "-m", "texcv", "render", "-q", "-o", str(tmp_path / "out")]
    builds = [subprocess.Popen([*command, path], stderr=subprocess.PIPE) for path in paths]
    assert [(build.communicate()[1], build.returncode) for build in builds] == [(b"", 0)] * 4
    assert len(kept()) == 1
    assert {path.name for path in formats.folder().iterdir()} == {f"{kept()[0].stem}.{end}" for end in ("fmt", "json")}


def test_only_the_last_used_are_kept(tmp_path: Path) -> None:
    for number in range(9):
        keep(tmp_path / "many" / f"{number}.fmt", b"x", 5)
        os.utime(tmp_path / "many" / f"{number}.fmt", (number, number))
    os.utime(tmp_path / "many" / "4.fmt", (99, 99))
    keep(tmp_path / "many" / "last.fmt", b"x", 5)
    assert sorted(path.stem for path in (tmp_path / "many").iterdir()) == ["4", "6", "7", "8", "last"]


def test_a_cache_that_can_not_keep_it_does_not_matter(cache: Path) -> None:
    cache.mkdir(parents=True)
    (cache / "formats").write_text("a file where the folder should be", "utf-8")
    assert pdf(DOCUMENT) == pdf(DOCUMENT, cache=False)


# --- templates that need more than one pass ---------------------------------------------------


def test_what_tex_writes_for_its_next_run_is_kept(runs: Callable[[], list[str]]) -> None:
    """A total of pages: two passes at first, one when it stays the same, two when it changes."""
    tex = DOCUMENT.replace("\\nofiles", "").replace("One", "One of \\pageref{end}\\label{end}")
    plain = pdf(tex, cache=False)
    assert len(runs()) == 2
    assert pdf(tex, document="a") == plain
    runs()
    edited = tex.replace("One of", "1 of")
    assert pdf(edited, document="a") == pdf(edited, cache=False)
    first, *rest = runs()
    assert "-fmt=" in first
    assert len(rest) == 2  # of the build without a cache
    longer = tex.replace("\\label", "\\newpage\\label")
    made = pdf(longer, document="a")
    assert len(runs()) == 2
    assert made == pdf(longer, cache=False)


def test_another_document_has_its_own(cache: Path) -> None:
    tex = DOCUMENT.replace("\\nofiles", "").replace("One", "One of \\pageref{end}\\newpage\\label{end}")
    pdf(tex, document="a")
    pdf(DOCUMENT, document="b")
    assert [path.name for path in (cache / "auxiliary").iterdir()] == ["a.json"]
    (cache / "auxiliary" / "a.json").write_text("{}")
    assert pdf(tex, document="a") == pdf(tex, cache=False)


def test_what_a_changed_template_does_not_understand_is_forgotten(cache: Path) -> None:
    """Else each build would read it again, and fail."""
    tex = DOCUMENT.replace("\\nofiles", "\\usepackage{own}").replace("One", "One of \\pageref{end}\\label{end}")
    wrote = rb"\def\own{}\AtBeginDocument{\immediate\write\csname @auxout\endcsname{\string\own}}"
    pdf(tex, {"own.sty": wrote}, document="a")
    for _ in range(2):
        assert pdf(tex, {"own.sty": b"%"}, document="a") == pdf(tex, {"own.sty": b"%"}, cache=False)
    assert "own" not in (cache / "auxiliary" / "a.json").read_text()
