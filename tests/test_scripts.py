"""Scripts other than Latin: set by lualatex in any field, read back, and from right to left where they run so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from texcv import render

CvFile = Callable[..., Path]

WORDS = {
    "Greek": "Ελευθερία ἱστορίας Ὅμηρος και Γιώργος",
    "Cyrillic": "Щёлково Київ ґанок Љубљана Достоевский",
    "Vietnamese": "Nguyễn Đặng Trường Việt ☎",
    "Chinese": "北京大学，研究员。深圳",
    "Japanese": "東京大学・カタカナ ひらがな「研究」ー",
    "Korean": "서울대학교 연구원 한국어",
    "Hebrew": "שָׁלוֹם ירושלים (תל אביב) 2020",
    "Arabic": "السلام عليكم (القاهرة)، لا إله ٢٠٢٠ پژوهشگر",
    "Devanagari": "हिन्दी क्षत्रिय विद्यार्थी श्रीकृष्ण कार्य।",
    "Thai": "ภาษาไทย น้ำ ผู้ใหญ่ เกียรติ์",
    "emoji": "😀 🚀 ❤️ 🎓 ✈️ ★ 📚",
}

TEMPLATES = ("plain", "academic")


def fields_of(words: str) -> dict[str, Any]:
    """A CV that has the words, with a number of its own, in a field of each kind."""
    numbers = iter(range(100, 1000))

    def text(mark: str = "{}") -> str:
        return mark.format(f"{words} {next(numbers)}")

    def entry(*keys: str, **others: Any) -> dict[str, Any]:
        return {key: text() for key in keys} | others

    timeline = entry("title", "organization", "location", "summary", start="2001", end="2005")
    return {
        "name": entry("prefix", "given", "family", "suffix", "note"),
        "born": entry("place", date="1990-01-02"),
        "headline": text(),
        "contact": {"address": [text(), text()], "email": "a@example.org", "phone": "+49 30 123456"},
        "quote": entry("text", "author"),
        "sections": {
            text(): {"kind": "list", "entries": [text(), text("**{}**"), text("*{}*"), text("`{}`")]},
            "summary": text("before [{}](https://example.org/) behind"),
            "experience": [timeline | {"details": {text(): [text()]}, "highlights": [text(), text("In, {} (a b)")]}],
            "publications": [entry("title", "venue", "note", authors=[text(), text()], year=2020, doi="10.1234/abcd")],
            "skills": [entry("name", skills=[entry("name", "level"), text()])],
            "languages": [entry("name", "level")],
            "teaching": [entry("date", "title", "organization", "role")],
            "talks": [entry("title", "event", "location", "note")],
            "patents": [entry("title", inventors=[text()], filings=[entry("number", "title")])],
            "grants": [entry("title", "role", "funder", "number", "amount")],
            "awards": [entry("title", "issuer", "rank")],
            "supervision": [entry("name", "degree", "title", "note")],
            "references": [entry("name", "position", "address", "note", email="b@example.org")],
            "metrics": {"columns": [text()], "rows": {text(): text()}, "source": text()},
            "A table": {"kind": "table", "columns": [text(), text()], "rows": [[text(), text()]]},
        },
        "metadata": {"keywords": [text()]},
    }  # fmt: skip


def write(cv_file: CvFile, content: dict[str, Any]) -> Path:
    return cv_file(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000))


@pytest.mark.latex
@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("script", WORDS)
def test_any_field_reads_back(cv_file: CvFile, script: str, template: str) -> None:
    made = render(write(cv_file, fields_of(WORDS[script])), template=template, output=cv_file("", "x").parent / "out")
    assert made.diagnostics == ()
    assert made.strings > 60
