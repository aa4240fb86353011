"""TeX that waits for its document: the same bytes and the same errors, and nothing that runs on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clock import age
from running import ends, running, scratch_folders
from texcv import TexcvError, render, typeset
from texcv.compile import begin_early, formats
from texcv.compile.run import Room
from texcv.compile.walls import room_stands

pytestmark = pytest.mark.latex

CV = "name: Ada Example\nheadline: {}\nsections: {{skills: [flour, yeast]}}\n"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache folder of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def edit(tmp_path: Path) -> Callable[..., bytes]:
    """Render the CV with another headline: its PDF."""

    def make(headline: str, name: str = "ada", **options: Any) -> bytes:
        path = tmp_path / f"{name}.yaml"
        path.write_text(CV.format(headline), "utf-8")
        age(path)
        made = render(path, output=tmp_path / "out", **options)
        return made.files[0].read_bytes()

    return make


def documents(runs: list[str]) -> list[str]:
    """What these runs were to set."""
    return [run.rpartition(" ")[2] for run in runs]


def test_an_edit_is_set_by_the_tex_that_waits(edit: Callable[..., bytes], runs: Callable[[], list[str]]) -> None:
    edit("Baker")
    assert "early.tex" not in documents(runs())
    for headline in ("Brewer", "Butcher", "Builder"):
        made = edit(headline)
        assert documents(runs()) == ["early.tex"]
        assert made == edit(headline, cache=False)
        runs()
    assert ends()
    assert scratch_folders() == []


def test_other_options_are_set_by_another(edit: Callable[..., bytes], runs: Callable[[], list[str]]) -> None:
    edit("Baker")
    made = edit("Baker\ndesign: {color: red}")
    assert made == edit("Baker\ndesign: {color: red}", cache=False)
    edit("Brewer\ndesign: {color: red}")
    runs()
    edit("Brewer")
    assert sorted(documents(runs())) == ["cv.tex", "early.tex"]
    assert ends()
    assert scratch_folders() == []


def test_letters_have_their_turn(edit: Callable[..., bytes], runs: Callable[[], list[str]], tmp_path: Path) -> None:
    letter = "\nletter: {recipient: {name: Bakery}, opening: Dear all, paragraphs: [I bake.], closing: Yours}"
    edit(f"Baker{letter}")
    runs()
    edit(f"Brewer{letter}")
    assert sorted(documents(runs())) == ["cv.tex", "early.tex"]
    both = [path.read_bytes() for path in sorted((tmp_path / "out").iterdir())]
    edit(f"Brewer{letter}", cache=False)
    assert len(both) == 2
    assert both == [path.read_bytes() for path in sorted((tmp_path / "out").iterdir())]


@pytest.mark.parametrize(
    "headline",
    [
        r"!tex '\nosuchcommand'",
        r"!tex '\endinput'",
        r"!tex '\csname @@end\endcsname'",
        r"!tex '\global\catcode92=12 '",
        r"!tex '\hbox to 900pt{wide}'",
        "W" * 29 + " " + "𝔛",
        "[broken: yaml",
    ],
)
def test_faults_are_told_as_ever(edit: Callable[..., bytes], headline: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """And at once: TeX does not wait for more than there is."""
    edit("Baker", allow_raw_tex=True)
    statuses: list[int | None] = []
    wait = Room.wait

    def noted(*of: Any) -> int | None:
        statuses.append(wait(*of))
        return statuses[-1]

    monkeypatch.setattr(Room, "wait", noted)
    said = []
    for cached in (True, False):
        with pytest.raises(TexcvError) as caught:
            edit(headline, allow_raw_tex=True, cache=cached)
        said.append(caught.value.diagnostics)
    assert said[0] == said[1]
    assert None not in statuses
    assert ends()
    assert scratch_folders() == []


def test_what_is_of_no_use_is_ended_at_once(edit: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """Not only when all is done."""
    edit("Baker")
    edit("Baker\ndesign: {color: red}")
    seen: list[list[Path]] = []
    check = typeset._prove

    def noted(*of: Any) -> Any:
        seen.append([*running(), *scratch_folders()])
        return check(*of)

    monkeypatch.setattr(typeset, "_prove", noted)
    edit("Baker")
    assert seen == [[]]


def test_a_broken_format_sets_nothing(edit: Callable[..., bytes], runs: Callable[[], list[str]]) -> None:
    edit("Baker")
    (dump,) = formats.folder().glob("*.fmt")
    content = bytearray(dump.read_bytes())
    content[len(content) // 2] ^= 1
    dump.write_bytes(content)
    runs()
    made = edit("Brewer")
    assert documents(runs())[0] == "early.tex"
    assert made == edit("Brewer", cache=False)
    edit("Brewer", "other")
    assert formats.load(dump.stem), "it was made anew"


@pytest.mark.parametrize("fault", [OSError, RuntimeError])
def test_what_can_not_begin_early_begins_later(
    fault: type[Exception], edit: Callable[..., bytes], runs: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise fault

    edit("Baker")
    monkeypatch.setattr("threading.Thread.start", refuse)
    runs()
    made = edit("Brewer")
    assert documents(runs()) == ["cv.tex"]
    assert made == edit("Brewer", cache=False)


def test_where_the_system_tells_no_ends_python_looks(
    edit: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "pidfd_open", raising=False)
    assert edit("Baker") == edit("Baker", cache=False)


def test_where_bubblewrap_is_forbidden_nothing_begins_early(
    edit: Callable[..., bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "bin" / "bwrap"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    begun: list[str] = []

    def noted(key: str, epoch: str | None) -> Any:
        begun.append(key)
        return begin_early(key, epoch)

    monkeypatch.setattr("texcv.compile.begin_early", noted)
    room_stands.cache_clear()
    try:
        edit("Baker")
        assert edit("Brewer") == edit("Brewer", cache=False)
        assert begun == []
    finally:
        room_stands.cache_clear()


def test_without_a_format_nothing_begins() -> None:
    with begin_early("nosuchformat", None) as begun:
        assert begun is None


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")
@pytest.mark.parametrize("walls", ["", "walls.has_bubblewrap = lambda: False"])
@pytest.mark.parametrize("seconds", [0.0, 0.003, 0.03, 0.5])
def test_tex_ends_when_nobody_is_left_to_bring_a_document(
    edit: Callable[..., bytes], walls: str, seconds: float
) -> None:
    """Also where it has not come to the pipe yet."""
    edit("Baker")
    (dump,) = formats.folder().glob("*.fmt")
    program = f"""
import signal
from texcv.compile import begin_early, walls
{walls}
with begin_early({dump.stem!r}, None) as early:
    print(early.room.folder, flush=True)
    signal.pause()
"""
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        folder = child.stdout.readline().strip()
        time.sleep(seconds)
        assert running()
        child.send_signal(signal.SIGKILL)
    assert ends(), "TeX still waits"
    assert scratch_folders() == [Path(folder)]  # which is removed after a day
