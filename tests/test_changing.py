"""A CV or a photo that is written while texcv reads it: one whole version, or a refusal; never a half of one."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from texcv import validate
from texcv.diagnostics import Diagnostic, Span, error, format_diagnostics, visible
from texcv.photo import Photo, read_photo
from texcv.source import ChangingFileError, Node, files, load, read_text, read_whole

CvFile = Callable[..., Path]

VERSIONS = ("name: Ada Example\n", "headline: Baker\n"), ("name: Bo Other\n", "headline: Driver\n")
WRITER = """
import os, pathlib, random, sys, time
path, halves, ways = sys.argv[1], eval(sys.argv[2]), eval(sys.argv[3])
print("begun", flush=True)
while True:
    for first, second in halves:
        way = random.choice(ways)
        target = path if way == "truncate" else path + ".new"
        began = time.monotonic()
        with open(target, "w") as file:
            file.write(first)
            file.flush()
            time.sleep(0.002)
            file.write(second)
        if time.monotonic() - began > 0.04:
            print("stalled", flush=True)
        if way == "replace":
            os.replace(target, path)
        time.sleep(random.random() * 0.1)
"""


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """As outside of tests."""
    monkeypatch.setattr(files, "QUIET", 0.05)


@pytest.mark.parametrize("ways", [["truncate"], ["replace"], ["truncate", "replace"]])
def test_a_cv_that_is_rewritten_is_read_whole_or_refused(cv_file: CvFile, quiet: None, ways: list[str]) -> None:
    """Half of a version is a CV, too: a name without a headline."""
    wholes = {"".join(halves) for halves in VERSIONS}
    path = cv_file("".join(VERSIONS[0]))
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), repr(VERSIONS), repr(ways)], stdout=subprocess.PIPE
    )
    try:
        assert writer.stdout
        writer.stdout.readline()
        seen: Counter[str] = Counter()
        while seen.total() < 200 or (not wholes <= set(seen) and seen.total() < 99_999):
            seen[read_once(path)] += 1
    finally:
        writer.kill()
        stalled = writer.communicate()[0]
    assert wholes <= set(seen)
    if not stalled:  # a writer that rests for so long in the middle has written a CV
        assert set(seen) <= {*wholes, "changing-file"}


def read_once(path: Path) -> str:
    text = read_text(path)
    return text.code if isinstance(text, Diagnostic) else text


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Something happens to the file whenever its status is asked for, before and after it is read."""
    status = os.fstat

    def asked(handle: int) -> os.stat_result:
        act()
        return status(handle)

    monkeypatch.setattr(os, "fstat", asked)


def test_a_cv_that_never_rests_is_refused(cv_file: CvFile, monkeypatch: pytest.MonkeyPatch) -> None:
    path = cv_file("name: Ada Example\n")
    meanwhile(monkeypatch, lambda: path.write_text(f"name: Ada {random.random()}\n", "utf-8"))
    (fault,) = validate(path)
    assert (fault.code, fault.span) == ("changing-file", Span(str(path)))
    assert fault.hints


def test_a_photo_that_never_rests_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "photo.jpg"
    Image.new("RGB", (4, 4)).save(file)
    node = Node("scalar", Span("cv.yaml", 3, 8, 3, 17), "photo.jpg")
    assert isinstance(read_photo(node, tmp_path / "cv.yaml"), Photo)
    meanwhile(monkeypatch, lambda: file.write_bytes(b"x" * random.randrange(9999)))
    fault = read_photo(node, tmp_path / "cv.yaml")
    assert isinstance(fault, Diagnostic)
    assert (fault.code, fault.span) == ("changing-file", node.at)


def test_a_file_that_vanishes_meanwhile_is_missing(cv_file: CvFile, monkeypatch: pytest.MonkeyPatch) -> None:
    path = cv_file("name: Ada Example\n")
    meanwhile(monkeypatch, lambda: path.unlink(missing_ok=True))
    assert [fault.code for fault in validate(path)] == ["missing-file"]


def test_a_file_is_read_to_its_limit_only(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"x" * 100)
    assert len(read_whole(file, 10)) == 11
    assert issubclass(ChangingFileError, OSError)


def test_an_old_file_is_not_waited_for(cv_file: CvFile, quiet: None, monkeypatch: pytest.MonkeyPatch) -> None:
    path = cv_file("name: Ada Example\n")
    os.utime(path, (1, 1))
    monkeypatch.setattr(time, "sleep", lambda seconds: pytest.fail("it was left alone for years"))
    assert load(path)[1] == []


@pytest.mark.parametrize("now", ["", "x\n", "one\ntwo\nthree\nfour\n", None, "directory"])
def test_an_excerpt_is_of_what_was_read(cv_file: CvFile, now: str | None) -> None:
    """Whatever became of the file since: no wrong line, and no line less."""
    path = cv_file("name: Ada\nheadline: [a]\nhedline: b\n")
    found = validate(path)
    lines = format_diagnostics(found)
    path.unlink()
    if now == "directory":
        path.mkdir()
    elif now is not None:
        path.write_text(now, "utf-8")
    assert format_diagnostics(found) == lines
    assert "    3 | hedline: b" in lines


@pytest.mark.parametrize("text", ["name: 'a\n", "a: b: c\n", "a: \x01\n"])
def test_an_excerpt_of_a_syntax_error_is_of_what_was_read(cv_file: CvFile, text: str) -> None:
    path = cv_file(text)
    found = validate(path)
    path.write_text("other\n", "utf-8")
    assert "    1 | " + visible(text.rstrip()) in format_diagnostics(found)


def test_excerpts_are_taken_while_the_file_is_written(cv_file: CvFile) -> None:
    """Of a file that was not read as a CV, such as a look's: any version, or none, and no traceback."""
    path = cv_file("x\n" * 1000)
    done = threading.Event()

    def write() -> None:
        while not done.is_set():
            path.write_text("x\n" * random.randrange(1000), "utf-8")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(200):
            format_diagnostics([error("latex-error", "x", Span(str(path), 500, 1, 500, 2))])
    finally:
        done.set()
        writer.join()
