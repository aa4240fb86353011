"""What is huge, deep or repeated: refused with its limit, or read, within seconds; never a hang."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from texcv import photo, validate
from texcv.cli import main
from texcv.diagnostics import format_diagnostics

CvFile = Callable[..., Path]

NAME = "name: Ada Example\n"
HUGE = {
    # one value, so long that what looks at all of it for each of its characters would take minutes
    "a word": ("headline: " + "a" * 500_000, ""),
    "a number": ("headline: " + "9" * 500_000, ""),
    "a date": ("born: " + "9" * 500_000, "bad-date"),
    "hyphens in a date": ("born: " + "9-" * 250_000, "bad-date"),
    "a URL": ("contact: {website: 'https://a.org/" + "a/" * 250_000 + "'}", ""),
    "no URL": ("contact: {website: " + "a/" * 250_000 + "}", "bad-url"),
    "a host": ("contact: {website: 'https://" + "a." * 250_000 + "'}", ""),
    "an e-mail address": ("contact: {email: " + "a" * 500_000 + "@example.org}", "bad-email"),
    "a domain": ("contact: {email: a@" + "a." * 250_000 + "org}", "bad-email"),
    "a phone number": ("contact: {phone: " + "1 " * 250_000 + "}", "bad-phone"),
    "an ORCID iD": ("contact: {profiles: {orcid: " + "1-" * 250_000 + "}}", "bad-profile"),
    "a server": ("contact: {profiles: {mastodon: a@" + "a." * 250_000 + "}}", "bad-profile"),
    "a profile of figures": ("contact: {profiles: {openreview: '~" + "1" * 500_000 + "!'}}", "bad-profile"),
    "a DOI": ("sections: {publications: [{title: T, doi: '10." + "1234." * 100_000 + "'}]}", "bad-doi"),
    "authors": ("sections: {publications: [{title: T, authors: '" + "A B, " * 50_000 + "'}]}", ""),
    "spaces between authors": ("sections: {publications: [{title: T, authors: 'a" + " " * 500_000 + "b'}]}", ""),
    "a name": ("headline: '" + "a " * 250_000 + "'", ""),
    "stars": ("headline: '" + "*" * 100_000 + "'", ""),
    "brackets": ("headline: '" + "[" * 25_000 + "'", ""),
    "halves of links": ("headline: '" + "[x](http://" * 50_000 + "'", ""),
    "backticks": ("headline: '" + "`" * 500_000 + "'", ""),
    "hats": ("headline: '" + "^a" * 50_000 + "'", ""),
    "emphasis": ("headline: '" + "**a *b " * 20_000 + "'", ""),
    "a locale": ("locale: " + "de-" * 150_000, "bad-locale"),
    "a kind": ("sections: {x: {kind: " + "x" * 500_000 + ", entries: []}}", "unknown-kind"),
    "a template": ("design: {template: " + "a/" * 250_000 + "}", "unknown-template"),
    "a photo": ("photo: " + "a/" * 250_000, "missing-photo"),
    "a key": ("? " + "x" * 1_000_000 + "\n: x", "unknown-key"),
    "a title": ("sections:\n  ? " + "x" * 1_000_000 + "\n  : x", ""),
    "paragraphs": ("sections:\n  summary: |\n" + "    x\n\n" * 60_000, ""),
    "a comment": ("# " + "x" * 500_000, ""),
    # many values
    "keys": ("".join(f"k{i}: x\n" for i in range(40_000)), "unknown-key"),
    "sections": ("sections:\n" + "".join(f"  k{i}: x\n" for i in range(10_000)), ""),
    "options": ("design:\n" + "".join(f"  k{i}: x\n" for i in range(40_000)), "unknown-option"),
    "points": ("sections:\n  interests:\n" + "  - x\n" * 140_000, ""),
    "entries with a bad date": (
        "sections:\n  experience:\n" + "  - {title: x, start: y}\n" * 15_000, "bad-date"
    ),
    "anchors": ("x:\n" + "".join(f"  k{i}: &a{i} x\n" for i in range(40_000)), "unknown-key"),
    "values": ("x:\n" + "  - y\n" * 210_000, "more than 200,000 values"),
    "aliases": ("x: &a [y]\nz:\n" + "  - *a\n" * 110_000, "more than 200,000 values"),
    "forty levels": ("x: " + "[" * 41 + "]" * 41, "more than 40 levels of nesting"),
    "levels": ("x: " + "[" * 250_000, "more than 40 levels of nesting"),
    "mappings": ("x: " + "{a: " * 400_000, "more than 40 levels of nesting"),
    "bytes": ("x" * 2_000_001, "has more than 2,000,000 bytes"),
}  # fmt: skip


@pytest.mark.parametrize("name", HUGE)
def test_what_is_huge_is_read_or_refused_within_seconds(cv_file: CvFile, name: str) -> None:
    """At its place, and in few words; what took time with the square of its length would take minutes here."""
    text, says = HUGE[name]
    path = cv_file(f"{NAME}{text}\n")
    found = validate(path)
    lines = format_diagnostics(found)
    assert not says or any(says in {fault.code} or says in fault.message for fault in found)
    assert says or not found
    assert max(map(len, lines), default=0) < 700
    if "too-large" not in {fault.code for fault in found}:
        assert all(fault.span and fault.span.line > 1 for fault in found)


@pytest.mark.parametrize("how", ["human", "concise", "github"])
def test_of_many_problems_some_are_printed(cv_file: CvFile, how: str) -> None:
    path = cv_file(NAME + "".join(f"k{i}: x\n" for i in range(1500)))
    said = CliRunner().invoke(main, ["validate", str(path), "--diagnostics", how])
    assert said.exit_code == 1
    assert said.output.count("is not a key here") == 1000
    assert said.output.endswith("There are 500 more problems; `--diagnostics json` tells them all.\n")
    everything = CliRunner().invoke(main, ["validate", str(path), "--diagnostics", "json"])
    assert len(json.loads(everything.output)) == 1500


@pytest.mark.parametrize(("limit", "says"), [("MAX_PHOTO", "at most 20 MB"), ("MAX_PIXELS", "more than 50,000,000")])
def test_the_limits_of_a_photo_have_their_figures(tmp_path: Path, limit: str, says: str) -> None:
    from PIL import Image

    file = tmp_path / "photo.png"
    if limit == "MAX_PHOTO":
        with file.open("wb") as big:
            big.truncate(photo.MAX_PHOTO + 1)
    else:
        Image.new("1", (10_000, 5_001)).save(file, "PNG")
    (tmp_path / "cv.yaml").write_text(f"{NAME}photo: photo.png\n", "utf-8")
    (fault,) = validate(tmp_path / "cv.yaml")
    assert says in fault.message
    assert str(fault.span).endswith("cv.yaml:2:8")
