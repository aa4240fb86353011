"""What all tests share: a place for CV files, a cache of their own, and the option that rewrites golden files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from texcv.source import files


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the files of tests/golden that differ")
    parser.addoption("--every-attack", action="store_true", help="each attack in each template: an hour")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are rewritten instead of compared."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture
def every_attack(request: pytest.FixtureRequest) -> bool:
    """Whether there is time for each attack in each template."""
    return bool(request.config.getoption("--every-attack"))


@pytest.fixture(autouse=True, scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test sees the user's cache, TeX variables or clock."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "QUIET", 0.0)  # tests write a file and read it at once
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        for name in (*filter(lambda name: name.startswith("TEX"), os.environ), "SOURCE_DATE_EPOCH"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """The runs of pdflatex since it was asked last: a program in its place notes them."""
    monkeypatch.setattr("texcv.compile.walls.has_bubblewrap", lambda: False)  # it would not see our pdflatex
    pdflatex = shutil.which("pdflatex")
    program, noted = tmp_path / "bin" / "pdflatex", tmp_path / "runs"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$@" >> {noted}\nexec {pdflatex} "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)

    def take() -> list[str]:
        lines = noted.read_text().splitlines() if noted.exists() else []
        noted.unlink(missing_ok=True)
        return lines

    return take


@pytest.fixture
def cv_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a YAML text to a file of the test's folder, `cv.yaml` by default, and returns its path."""

    def write(text: str, name: str = "cv.yaml") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write
