"""Short runs of what docs/safety.md has the figures of: spoilt CVs, the corpus, and libFuzzer."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import fuzz
import fuzz_targets
import texcv
from fuzz_targets import CORPUS, TARGETS
from texcv import dates
from texcv.diagnostics import error
from texcv.source import parser
from texcv.tex import Tex, inline


@pytest.mark.latex
@pytest.mark.parametrize("seed", [11, 12])
def test_spoilt_cvs_are_refused_or_built(seed: int) -> None:
    outcomes = fuzz.spoil(200, seed)
    assert outcomes.total() == 200
    assert outcomes["refused"] > 20
    assert outcomes["valid"] > 20


# --- the corpus -----------------------------------------------------------------------------


def replay(target: str) -> None:
    """Every input that libFuzzer kept or that once broke a law, with its name in the output of a test that fails."""
    for path in sorted((CORPUS / target).iterdir()):
        print(path)
        TARGETS[target](path.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
def test_the_corpus_breaks_no_law(target: str) -> None:
    replay(target)


def test_the_corpus_is_small_and_has_all_targets() -> None:
    files = [path for path in CORPUS.rglob("*") if path.is_file()]
    assert {path.parent.name for path in files} == set(TARGETS)
    assert sum(path.stat().st_size for path in files) <= 200_000
    assert max(path.stat().st_size for path in files) <= 4096


def shorter(text: str) -> Any:
    parsed = inline(text)
    return type(parsed)(Tex(parsed.tex[:-1]), parsed.text[:-1], parsed.links)


@pytest.mark.parametrize(
    ("target", "owner", "name", "faulty"),
    [
        ("source", parser, "_position", lambda mark: (mark.line + 1, mark.column + 2)),
        ("source", fuzz_targets, "to_data", lambda root: {}),
        ("dates", dates, "monthrange", lambda year, month: (0, 31)),
        ("dates", dates, "is_after", lambda start, end: True),
        ("tex", fuzz_targets, "escape_text", Tex),
        ("tex", fuzz_targets, "escape_url", Tex),
        ("inline", fuzz_targets, "inline", shorter),
        ("validate", texcv, "validate", lambda path: (error("bad-date", "no place"),)),
        ("validate", texcv, "validate", lambda path: 1 / 0),
    ],
)
def test_the_corpus_shows_a_fault(
    monkeypatch: pytest.MonkeyPatch, target: str, owner: Any, name: str, faulty: Callable[..., Any]
) -> None:
    monkeypatch.setattr(owner, name, faulty)
    with pytest.raises((AssertionError, ValueError, ZeroDivisionError)):
        replay(target)


# --- libFuzzer ------------------------------------------------------------------------------


def test_libfuzzer_runs(tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="it has no wheel for some systems")
    command = [sys.executable, fuzz.__file__, "inline", "-runs=200", f"-artifact_prefix={tmp_path}/"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr
    done = re.search("Done ([0-9]+) runs", ran.stderr)  # more, where a run before has left more inputs
    assert done
    assert int(done[1]) >= 200
