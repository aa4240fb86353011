"""Any text in any field either is typeset and reads back, or is refused at its position."""

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from email_validator import validate_email
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import fuzz_targets
from cvs import Data, cvs
from fuzz import TOKENS
from texcv import TexcvError, render
from texcv.model import fields

latin = st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_categories=["Cc", "Cf"])
others = st.sampled_from("\\{}$&#%_^~<>|\"'`*[]()!?-–—‘’“”„«»…€≥≤→αΔ²₂āčēğıķłőřșşțųźđơếỹ\u202f")
printed = st.text(st.one_of(latin, others), min_size=1, max_size=40)
anything = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
FIELDS = 62

tokens = st.sampled_from([token.decode("utf-8", "surrogateescape") for token in TOKENS])
wild = st.lists(st.one_of(tokens, st.text(st.characters(), max_size=9), printed), max_size=5).map("".join)
"""All of Unicode, surrogates and controls, too; and what means something to YAML, Markdown, Jinja or TeX."""


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


def as_yaml(cv: Data) -> bytes:
    return yaml.safe_dump(cv, allow_unicode=False, sort_keys=False).encode()


def build(content: bytes, strings: int) -> TexcvError | None:
    """Why the CV is refused; None if its PDF was proven to have as many strings."""
    with TemporaryDirectory() as name:
        path = Path(name) / "cv.yaml"
        path.write_bytes(content)
        try:
            made = render(path, output=Path(name) / "out")
        except TexcvError as refusal:
            fault = refusal
        else:
            assert made.strings >= strings
            return None
        assert not (Path(name) / "out").exists()
        assert all(problem.span and problem.span.path == str(path) for problem in fault.diagnostics)
        return fault


@pytest.mark.latex
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(printed.filter(str.strip), min_size=FIELDS, max_size=FIELDS))
def test_what_the_fonts_have_is_typeset_and_reads_back(texts: list[str]) -> None:
    fault = build(as_yaml(cv_of([f"x{text}" for text in texts])), FIELDS)
    allowed = {"missing-glyph", "overfull"}  # a letter that no font has, a word that does not fit the side column
    assert fault is None or {problem.code for problem in fault.diagnostics} <= allowed, fault


@pytest.mark.latex
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(anything, min_size=FIELDS, max_size=FIELDS))
def test_anything_is_typeset_or_refused_at_its_place(texts: list[str]) -> None:
    build(as_yaml(cv_of(texts)), FIELDS)


# --- CVs from the model itself --------------------------------------------------------------

quick = settings(deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])


def places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Every key of a mapping and every place in a list, with what it is in."""
    for key, value in list(data.items() if isinstance(data, dict) else enumerate(data)):
        yield data, key
        if isinstance(value, (dict, list)):
            yield from places(value)


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """A CV with any texts, also where none may stand, in one of YAML's ways to write them."""
    cv = draw(cvs(draw(st.sampled_from((printed, anything, wild)))))
    for _ in range(draw(st.integers(0, 3))):
        where, key = draw(st.sampled_from(list(places(cv))))
        if isinstance(where, dict) and draw(st.booleans()):
            where[draw(wild)] = where.pop(key)
        else:
            where[key] = draw(wild)
    write = draw(st.sampled_from((as_yaml, as_json, as_typed)))
    return write(cv)


def as_json(cv: Data) -> bytes:
    return json.dumps(cv).encode()


def as_typed(cv: Data) -> bytes:
    """With each character as it is, if YAML lets it be."""
    return yaml.safe_dump(cv, allow_unicode=True, sort_keys=False).encode("utf-8", "surrogatepass")


@settings(quick, max_examples=200)
@given(spoilt())
def test_any_text_anywhere_is_valid_or_refused_at_its_place(content: bytes) -> None:
    fuzz_targets.validate(content)


@pytest.mark.latex
@settings(quick, max_examples=10)
@given(cvs(printed.map("x{}".format)))
def test_any_text_in_any_section_is_typeset_and_reads_back(cv: Data) -> None:
    fault = build(as_yaml(cv), 1)
    assert fault is None or {problem.code for problem in fault.diagnostics} <= {"missing-glyph", "overfull"}, fault


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None)
@given(st.from_regex(fields._PLAIN_EMAIL, fullmatch=True).filter(lambda text: len(text) <= fields._PLAIN_LENGTH))
def test_an_address_that_the_library_is_not_asked_about_is_one(address: str) -> None:
    """What `fields` takes by itself, the library takes, too; hosts that are none are left to it."""
    if not address.lower().endswith(fields._NO_HOSTS):
        validate_email(address, check_deliverability=False, allow_smtputf8=True, test_environment=True)
