"""Any text in any field either is typeset and reads back, or is refused at its position."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from texcv import TexcvError, render

latin = st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_categories=["Cc", "Cf"])
others = st.sampled_from("\\{}$&#%_^~<>|\"'`*[]()!?-–—‘’“”„«»…€≥≤→αΔ²₂āčēğıķłőřșşțųźđơếỹ\u202f")
printed = st.text(st.one_of(latin, others), min_size=1, max_size=40)
anything = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
FIELDS = 62


def cv_of(texts: list[str]) -> dict[str, object]:
    """A CV that has each text in a field of its own."""
    text = iter(texts)
    timeline = {key: next(text) for key in ("title", "organization", "location", "summary", "date")}
    return {
        "name": {key: next(text) for key in ("prefix", "given", "family", "suffix", "note")},
        "born": {"place": next(text)},
        "headline": next(text),
        "contact": {"address": [next(text)]},
        "quote": {"text": next(text), "author": next(text)},
        "sections": {
            "experience": [timeline | {"details": {"Label": [next(text)]}, "highlights": [next(text)]}],
            "publications": [
                {"title": next(text), "authors": [next(text), next(text)], "venue": next(text), "note": next(text)}
            ],
            "skills": [{"name": next(text), "skills": [{"name": next(text), "level": next(text)}]}],
            "languages": [{"name": next(text), "level": next(text)}],
            **scholar_of(text),
        },
    }


def scholar_of(text: Iterator[str]) -> dict[str, object]:
    """The sections of an academic CV, likewise."""

    def fields(*keys: str) -> dict[str, object]:
        return {key: next(text) for key in keys}

    return {
        "teaching": [fields("date", "title", "organization", "role")],
        "talks": [fields("title", "event", "location", "note")],
        "patents": [fields("title") | {"inventors": [next(text)], "filings": [fields("number", "title")]}],
        "grants": [fields("title", "role", "funder", "number", "amount", "own_share")],
        "awards": [fields("title", "issuer", "rank")],
        "supervision": [fields("name", "degree", "title", "note")],
        "references": [fields("name", "position", "address", "note")],
        "metrics": {"columns": [next(text)], "rows": {next(text): next(text)}, "source": next(text)},
        "A table": {"kind": "table", "columns": [next(text)], "rows": [[next(text)]]},
    }


def build(texts: list[str]) -> TexcvError | None:
    with TemporaryDirectory() as name:
        path = Path(name) / "cv.yaml"
        path.write_text(yaml.safe_dump(cv_of(texts), allow_unicode=False, sort_keys=False), "utf-8")
        try:
            made = render(path, output=Path(name) / "out")
        except TexcvError as refusal:
            fault = refusal
        else:
            assert made.strings >= FIELDS
            return None
        assert not (Path(name) / "out").exists()
        assert all(problem.span and problem.span.path == str(path) for problem in fault.diagnostics)
        return fault


@pytest.mark.latex
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(printed.filter(str.strip), min_size=FIELDS, max_size=FIELDS))
def test_what_the_fonts_have_is_typeset_and_reads_back(texts: list[str]) -> None:
    fault = build([f"x{text}" for text in texts])
    allowed = {"missing-glyph", "overfull"}  # a letter that no font has, a word that does not fit the side column
    assert fault is None or {problem.code for problem in fault.diagnostics} <= allowed, fault


@pytest.mark.latex
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(anything, min_size=FIELDS, max_size=FIELDS))
def test_anything_is_typeset_or_refused_at_its_place(texts: list[str]) -> None:
    build(texts)
