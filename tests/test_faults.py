"""Full disks, spoilt caches, builds at the same time, clocks that jump: a message, and the next run works."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from texcv import render
from texcv.compile import cache_folder, compile_tex
from texcv.compile.run import Room

pytestmark = [pytest.mark.latex, pytest.mark.skipif(os.name != "posix", reason="made with POSIX's means")]

CvFile = Callable[..., Path]
CV = "name: Ada Example\nheadline: Baker\n"
TEXCV = [sys.executable, "-m", "texcv", "render"]
UNSHARE = ["unshare", "--map-root-user", "--mount", "sh", "-c"]


def can_mount() -> bool:
    if not shutil.which("unshare"):
        return False
    tried = subprocess.run([*UNSHARE, "mount -t tmpfs none /mnt"], capture_output=True, check=False)
    return tried.returncode == 0


@pytest.mark.skipif(not can_mount(), reason="the system forbids mounts")
@pytest.mark.parametrize("full", ["cache", "out"])
def test_a_full_disk_is_told(cv_file: CvFile, full: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk of 16 kB for the scratch folder, or for the output."""
    path = cv_file(CV)
    old = render(path, output=path.parent / "old").files[0].read_bytes()
    monkeypatch.setenv("XDG_CACHE_HOME", str(path.parent / "cache"))
    for name in ("cache", "out"):
        (path.parent / name).mkdir()
    build = " ".join((*TEXCV, str(path), "-o", str(path.parent / "out")))
    command = f"mount -t tmpfs -o size=16k none {path.parent / full} && exec {build}"
    result = subprocess.run([*UNSHARE, command], capture_output=True, text=True, check=False)
    assert result.returncode == 1, result
    assert "Traceback" not in result.stderr
    assert "error[" in result.stderr
    assert not (path.parent / "out" / "cv.pdf").exists()
    assert render(path, output=path.parent / "out").files[0].read_bytes() == old


@pytest.mark.skipif(not can_mount(), reason="the system forbids mounts")
@pytest.mark.parametrize("sealed", ["cache", "out", "cache/texcv"])
@pytest.mark.parametrize("text", [CV, CV + "quote: 日本語\n"], ids=["pdflatex", "lualatex"])
def test_a_folder_that_can_not_be_written_is_told(
    cv_file: CvFile, sealed: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scratch folder, or an output folder, that is mounted to be read only, as in a container."""
    path = cv_file(text + "design: {template: plain}\n")
    monkeypatch.setenv("XDG_CACHE_HOME", str(path.parent / "cache"))
    folder = path.parent / sealed
    folder.mkdir(parents=True)
    build = " ".join((*TEXCV, str(path), "-o", str(path.parent / "out")))
    command = f"mount --bind {folder} {folder} && mount -o remount,bind,ro {folder} && exec {build}"
    result = subprocess.run([*UNSHARE, command], capture_output=True, text=True, check=False)
    assert result.returncode == 1, result
    assert "Traceback" not in result.stderr
    code = "unwritable-output" if sealed == "out" else "no-scratch"
    assert f"error[{code}]" in result.stderr
    assert "Read-only file system" in result.stderr
    assert "hint:" in result.stderr
    assert not list((path.parent / "out").glob("*"))
    assert render(path, output=path.parent / "out").files[0].exists()


@pytest.mark.parametrize("spoil", ["file", "files"])
def test_a_spoilt_cache_is_told_or_does_not_matter(
    cv_file: CvFile, spoil: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = cv_file(CV)
    monkeypatch.setenv("XDG_CACHE_HOME", str(path.parent / "cache"))
    build = cache_folder() / "build"
    build.parent.mkdir(parents=True)
    if spoil == "file":
        build.write_text("no folder", "utf-8")
    else:
        build.mkdir()
        for number in range(3):
            (build / f"left{number}").write_bytes(bytes(range(256)))
        os.utime(build / "left0", (1, 1))
    result = subprocess.run([*TEXCV, path, "-o", path.parent / "out"], capture_output=True, text=True, check=False)
    assert "Traceback" not in result.stderr
    assert result.returncode == (1 if spoil == "file" else 0), result.stderr
    assert ("error[no-scratch]" in result.stderr) == (spoil == "file")
    shutil.rmtree(path.parent / "cache")
    assert render(path, output=path.parent / "out").files[0].exists()


def test_builds_at_the_same_time_do_not_meet(cv_file: CvFile) -> None:
    """Four of the same CV into the same file."""
    path = cv_file(CV)
    command = [*TEXCV, str(path), "-o", str(path.parent / "out")]
    builds = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(4)]
    assert [(build.communicate()[1], build.returncode) for build in builds] == [(b"", 0)] * 4
    made = (path.parent / "out" / "cv.pdf").read_bytes()
    assert made == render(path, output=path.parent / "again").files[0].read_bytes()
    assert [file.name for file in (path.parent / "out").iterdir()] == ["cv.pdf"]


def test_a_clock_that_jumps_takes_no_folder_from_a_build(cv_file: CvFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another build tidies up while this one runs, and takes its folder to be two days old."""
    path = cv_file(CV)
    good = r"\documentclass{article}\begin{document}x\end{document}"
    started = time.time

    def tidy(stage: str) -> None:
        if stage == "checking":
            return
        monkeypatch.setattr(time, "time", lambda: started() + 200_000)

    inside: list[Path] = []

    def run(*arguments: object) -> object:
        assert isinstance(arguments[0], Room)
        folder = arguments[0].folder
        if not inside:
            inside.append(folder)
            compile_tex(good, {}, lambda line, text: [])
            assert folder.exists()
        return real(*arguments)  # type: ignore[arg-type]

    real = Room.run
    monkeypatch.setattr(Room, "run", run)
    assert render(path, output=path.parent / "out", progress=tidy).pages == 1
    assert inside


def test_a_folder_of_another_user_is_left_alone(cv_file: CvFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """As root leaves it, whose build was killed: it can't even be looked into."""
    path = cv_file(CV)
    build = path.parent / "cache" / "texcv" / "build"
    left = build / "left"
    left.mkdir(parents=True)
    os.utime(left, (1, 1))
    opened = os.open

    def refuse(name: Path, *arguments: int) -> int:
        if Path(name) == left:
            raise PermissionError(13, "Permission denied")
        return opened(name, *arguments)

    monkeypatch.setenv("XDG_CACHE_HOME", str(path.parent / "cache"))
    monkeypatch.setattr(os, "open", refuse)
    assert render(path, output=path.parent / "out").files[0].exists()
    assert left.exists()


@pytest.mark.parametrize("command", ["render", "validate", "check", "watch"])
def test_a_folder_that_was_removed_is_no_bug(tmp_path: Path, command: str) -> None:
    (tmp_path / "gone").mkdir()
    script = f'rmdir "$PWD"; exec "{sys.executable}" -m texcv {command} ada.yaml'
    run = subprocess.run(["sh", "-c", script], cwd=tmp_path / "gone", capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (1, "ada.yaml: error[missing-file]: there is no file ada.yaml\n")
