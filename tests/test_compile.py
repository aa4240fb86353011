"""latexmk runs in a closed room: what it makes, what it says, and what it can not do."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from texcv.compile import Compiled, cache_folder, compile_tex, environment
from texcv.compile.walls import room_stands
from texcv.diagnostics import Span, has_errors

GOOD = r"""\documentclass{article}
\pagestyle{empty}
\begin{document}
Hello, world.
\end{document}
"""


def nowhere(line: int, text: str) -> list[Span]:
    return []


def at_line(line: int, text: str) -> list[Span]:
    return [Span("cv.yaml", 100 + line, 1, 100 + line, 2)]


def article(body: str, preamble: str = "") -> str:
    """A document whose body begins in line 4."""
    return f"\\documentclass{{article}}\n{preamble}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"


def codes(compiled: Compiled) -> list[str]:
    return [fault.code for fault in compiled.diagnostics]


def rooms() -> list[Path]:
    """What is left of the folders in which TeX ran."""
    return [path for path in cache_folder().rglob("*") if path.is_file() or path.name != "build"]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


# --- what it is told -------------------------------------------------------------------------


@pytest.mark.parametrize("home", [None, "/" + "x" * 300])
def test_a_user_needs_no_home(home: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a container, a user may have none, or one that can't be looked into."""

    def nobody(number: int) -> None:
        raise KeyError(number)

    monkeypatch.setattr("pwd.getpwuid", nobody)
    monkeypatch.delenv("HOME") if home is None else monkeypatch.setenv("HOME", home)
    assert "~" not in environment(Path("room"))["OSFONTDIR"]


# --- what it makes --------------------------------------------------------------------------


@pytest.mark.latex
def test_a_good_document_becomes_a_pdf(cache: Path) -> None:
    compiled = compile_tex(GOOD, {}, nowhere)
    assert compiled.diagnostics == []
    assert compiled.pdf is not None
    assert compiled.pdf.startswith(b"%PDF-")
    assert b"%%EOF" in compiled.pdf[-10:]
    assert "This is pdfTeX" in compiled.log
    assert cache_folder() == cache / "texcv"
    assert rooms() == []


@pytest.mark.latex
def test_files_beside_the_document_are_found() -> None:
    files = {"own.sty": b"\\newcommand\\own{\\typeout{OWN FILE READ}}\n"}
    compiled = compile_tex(article(r"\own x", r"\usepackage{own}"), files, nowhere)
    assert compiled.diagnostics == []
    assert "OWN FILE READ" in compiled.log


@pytest.mark.latex
def test_the_same_document_in_another_folder_has_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = article("x", "\\pdftrailerid{}\\pdfinfoomitdate=1\\pdfsuppressptexinfo=-1")
    found = []
    for name in ("a", "a-much-longer-name/b"):
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / name))
        found.append(compile_tex(text, {}, nowhere).pdf)
    assert found[0] is not None
    assert found[0] == found[1]


@pytest.mark.latex
def test_the_epoch_is_the_time_of_the_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    dated = compile_tex(article(r"\typeout{YEAR \the\year}x"), {}, nowhere, epoch="1000000000")
    assert dated.pdf is not None
    assert b"/CreationDate (D:20010909014640Z)" in dated.pdf
    assert "YEAR 2001" in dated.log
    undated = compile_tex(GOOD, {}, nowhere).pdf
    assert undated is not None
    assert b"/CreationDate (D:1970" not in undated, "the variable is the pipeline's to read"


# --- what it says ---------------------------------------------------------------------------


@pytest.mark.latex
def test_an_error_is_told_at_its_place() -> None:
    compiled = compile_tex(article("Text.\n\nA \\nosuchcommand."), {}, at_line)
    assert compiled.pdf is None
    (fault,) = compiled.diagnostics
    assert (fault.code, fault.span) == ("latex-error", *at_line(6, ""))
    assert "Undefined control sequence" in fault.message
    assert r"\nosuchcommand" in compiled.log


@pytest.mark.latex
def test_a_character_is_told_at_every_place_that_has_it() -> None:
    places = [Span("cv.yaml", line, 1, line, 2) for line in (3, 5)]
    asked = []

    def everywhere(line: int, text: str) -> list[Span]:
        asked.append((line, text))
        return places

    found = compile_tex(article("x\n\n漢"), {}, everywhere).diagnostics
    assert [(fault.code, fault.span) for fault in found] == [("missing-glyph", place) for place in places]
    assert asked == [(6, "漢")]


@pytest.mark.latex
def test_all_that_is_wrong_is_told_at_once() -> None:
    body = "\\nosuch\n\n漢\n\n" + "x" * 200 + "\n"
    compiled = compile_tex(article(body, "\\usepackage[T1]{fontenc}\\usepackage{lmodern}"), {}, at_line)
    assert compiled.pdf is None
    assert sorted(codes(compiled)) == ["latex-error", "missing-glyph", "overfull"]
    assert [f.span.line for f in compiled.diagnostics if f.span and f.code != "overfull"] == [106, 104]


@pytest.mark.latex
def test_a_missing_package_is_told() -> None:
    (fault,) = compile_tex(article("x", r"\usepackage{no-such-package}"), {}, at_line).diagnostics
    assert fault.code == "missing-package"
    assert "no-such-package.sty" in fault.message
    assert "install" in fault.hints[0]


@pytest.mark.latex
def test_no_page_is_no_pdf() -> None:
    compiled = compile_tex(article(""), {}, nowhere)
    assert compiled.pdf is None
    assert has_errors(compiled.diagnostics)


# --- what it can not do ---------------------------------------------------------------------


def processes_in(folder: Path) -> list[str]:
    """The numbers of the processes that run in a folder below this one."""
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdecimal() and (entry / "cwd").readlink().is_relative_to(folder):
                found.append(entry.name)
    return found


@pytest.mark.latex
def test_an_endless_loop_is_ended(cache: Path) -> None:
    compiled = compile_tex(article(r"\def\x{\x}\x"), {}, nowhere, time_limit=1.5)
    assert compiled.pdf is None
    (fault,) = compiled.diagnostics
    assert fault.code == "time-limit"
    assert "1.5 s" in fault.message
    looks = (processes_in(cache) for _ in range(500))  # what was killed may take a moment to be gone
    assert [] in looks
    assert rooms() == []


@pytest.mark.latex
def test_nothing_outside_can_be_read_written_or_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One document tries all; TeX must not stop at the first, so it asks before it reads."""
    secret, below = tmp_path / "secret.tex", tmp_path / "made"
    secret.write_text("\\typeout{SECRET READ}")
    (tmp_path / "inputs").mkdir()
    (tmp_path / "inputs" / "planted.sty").write_text("\\typeout{PLANTED READ}")
    monkeypatch.setenv("TEXINPUTS", f"{tmp_path / 'inputs'}:")
    monkeypatch.setenv("openin_any", "a")
    monkeypatch.setenv("openout_any", "a")
    monkeypatch.setenv("shell_escape", "t")
    body = rf"""
\newread\r
\openin\r={secret} \ifeof\r\typeout{{CLOSED}}\else\typeout{{OPEN}}\fi
\openin\r=/etc/passwd \ifeof\r\typeout{{CLOSED}}\else\typeout{{OPEN}}\fi
\openin\r=../../../../../../../../../../etc/passwd \ifeof\r\typeout{{CLOSED}}\else\typeout{{OPEN}}\fi
\openin\r=planted.sty \ifeof\r\typeout{{CLOSED}}\else\typeout{{OPEN}}\fi
\openin\r="|id" \ifeof\r\typeout{{CLOSED}}\else\typeout{{OPEN}}\fi
\immediate\write18{{touch {below}}}
x"""
    compiled = compile_tex(article(body), {}, nowhere)
    assert compiled.diagnostics == []
    assert compiled.log.count("CLOSED") == 5
    assert "OPEN\n" not in compiled.log
    assert "SECRET READ" not in compiled.log
    assert not below.exists()


@pytest.mark.latex
@pytest.mark.parametrize("command", [r"\input{{{}}}", r"\immediate\newwrite\w\immediate\openout\w={} "])
def test_a_file_outside_is_an_error(tmp_path: Path, command: str) -> None:
    file = tmp_path / "outside.tex"
    if "input" in command:
        file.write_text("\\typeout{OUTSIDE READ}")
    compiled = compile_tex(article(command.format(file) + "x"), {}, nowhere)
    assert compiled.pdf is None
    assert has_errors(compiled.diagnostics)
    assert "OUTSIDE READ" not in compiled.log
    assert file.exists() == ("input" in command)


@pytest.mark.latex
def test_a_latexmkrc_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = tmp_path / "made"
    (tmp_path / ".latexmkrc").write_text(f"system('touch {made}');")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    compiled = compile_tex(GOOD, {".latexmkrc": f"system('touch {made}');".encode()}, nowhere)
    assert compiled.diagnostics == []
    assert not made.exists()


@pytest.mark.latex
def test_tex_does_not_wait_for_an_answer() -> None:
    compiled = compile_tex("\\documentclass{article}\\begin{document}x {", {}, nowhere, time_limit=20)
    assert compiled.pdf is None
    assert "latex-error" in codes(compiled)


# --- what it needs --------------------------------------------------------------------------


def test_a_machine_without_latexmk_is_told_at_once(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for program in ("pdflatex", "kpsewhich", "apt-get"):
        (tmp_path / program).write_text("#!/bin/sh\n")
        (tmp_path / program).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    (fault,) = compile_tex(GOOD, {}, nowhere).diagnostics
    assert (fault.code, fault.severity, fault.message) == ("missing-program", "error", "this machine has no latexmk")
    (hint,) = fault.hints
    assert hint.startswith("sudo apt-get install ")
    assert "latexmk" in hint.split()
    assert not cache.exists()


def test_all_missing_programs_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (fault,) = compile_tex(GOOD, {}, nowhere).diagnostics
    assert fault.message == "this machine has no latexmk, pdflatex, kpsewhich"
    assert fault.hints[0].startswith(("sudo tlmgr install ", "brew install "))


@pytest.mark.latex
def test_a_cache_that_can_not_be_written_is_told(cache: Path) -> None:
    cache.write_text("a file where the folder should be")
    compiled = compile_tex(GOOD, {}, nowhere)
    assert compiled.pdf is None
    (fault,) = compiled.diagnostics
    assert fault.code == "no-scratch"
    assert "XDG_CACHE_HOME" in fault.hints[0]
    assert str(cache) in fault.hints[0]


@pytest.mark.latex
@pytest.mark.usefixtures("cache")
def test_what_a_killed_run_left_is_removed_after_a_day() -> None:
    base = cache_folder() / "build"
    for name, age in (("old", 90_000), ("young", 0)):
        (base / name).mkdir(parents=True)
        os.utime(base / name, (time.time() - age, time.time() - age))
    compile_tex(GOOD, {}, nowhere)
    assert [path.name for path in base.iterdir()] == ["young"]


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_signal_at_the_birth_of_tex_ends_it(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes when the child runs and `Popen` has not returned yet: nobody knows the child's number then."""
    (tmp_path / "latexmk").write_text("#!/bin/sh\nexec sleep 600\n")
    (tmp_path / "latexmk").chmod(0o755)
    (tmp_path / "pdflatex").symlink_to(tmp_path / "latexmk")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    children: list[subprocess.Popen[bytes]] = []

    class Interrupted(subprocess.Popen[bytes]):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            children.append(self)
            signal.raise_signal(getattr(signal, name))

    class Ended(BaseException):
        pass

    def end(number: int, frame: object) -> None:
        raise Ended

    monkeypatch.setattr(subprocess, "Popen", Interrupted)
    before = signal.signal(getattr(signal, name), end)
    try:
        with pytest.raises(Ended):
            compile_tex(article("x"), {}, nowhere)
        assert signal.getsignal(getattr(signal, name)) is end
    finally:
        signal.signal(getattr(signal, name), before)
    assert [child.poll() for child in children] == [-signal.SIGKILL]


@pytest.mark.latex
@pytest.mark.parametrize("cached", [False, True])
def test_pages_without_end_are_ended(cache: Path, cached: bool) -> None:
    good = article(r"\pagestyle{empty}x")
    if cached:
        compile_tex(good, {}, nowhere, cache=True)
    endless = article(r"\pagestyle{empty}\loop\hbox{}\newpage\iftrue\repeat")
    (fault,) = compile_tex(endless, {}, nowhere, cache=cached).diagnostics
    assert (fault.code, fault.message) == ("too-many-pages", "the CV has more than 1000 pages")
    many = compile_tex(article(r"\pagestyle{empty}" + r"\hbox{}\newpage" * 1000), {}, nowhere, cache=cached)
    assert many.pdf
    assert many.diagnostics == []


@pytest.mark.latex
def test_where_the_system_forbids_the_room_tex_runs_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bwrap, asked = tmp_path / "bin" / "bwrap", tmp_path / "asked"
    bwrap.parent.mkdir()
    bwrap.write_text(f"#!/bin/sh\necho asked >> {asked}\nexit 1\n")
    bwrap.chmod(0o755)
    monkeypatch.setenv("PATH", str(bwrap.parent), prepend=os.pathsep)
    room_stands.cache_clear()
    try:
        assert compile_tex(GOOD, {}, nowhere).pdf
        assert asked.read_text() == "asked\n" * 2  # to run TeX, and whether it was the room's fault
        assert codes(compile_tex(article(r"\undefined"), {}, nowhere)) == ["latex-error"]
    finally:
        room_stands.cache_clear()
