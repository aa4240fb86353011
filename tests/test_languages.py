"""Every language: its words are translated, and nothing that texcv writes into a CV is left in English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel import Locale as Cldr
from babel.dates import format_skeleton
from pypdf import PdfReader

import languages
from texcv import render, validate
from texcv.check.reading import read_pdf
from texcv.dates import PartialDate
from texcv.locale import known_locales, load_locale
from texcv.model import DEGREES, LANGUAGES, PATTERNS, STANDARD_SECTIONS, WORDS
from texcv.source import Node
from versions import as_written

EXAMPLE = Path(__file__).parent.parent / "cv/example.yaml"
OTHERS = [name for name in known_locales() if name != "en"]
FOLDER = Path(__file__).parent.parent / "src/texcv/locales"
FILES = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in FOLDER.glob("*.yaml")}
LATIN = {"en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs", "hu", "ro", "tr"}
FOREIGN = {"el", "ru", "uk", "zh", "ja", "ko", "ar", "he"}
SIGNS = {"doi", "arxiv", "isbn"}
"""Names of registers: they are the same in all languages."""


# --- a CV that has no words of its own ------------------------------------------------------

KEPT = {"kind", "status", "numbering", "citation", "currency", "max_authors", "arxiv", "isbn"}
DROPPED = {
    "email",
    "website",
    "profiles",
    "photo",
    "metadata",
    "design",
    "words",
    "former_names",
    "locale",
    "own_share",
    "tags",
    "variants",
}
NAMED = {"details", "links", "rows"}
"""Whose keys are the CV's own words."""

DATES = {"start", "end", "date", "year", "retrieved"}


def wordless(node: Node, numbers: Iterator[int], key: str = "", named: bool = False) -> Any:
    """What the nodes say, with figures in the place of all that the CV says itself."""
    if node.kind == "mapping":
        below = {name.text or "": value for name, value in node.pairs}
        own = {name: str(next(numbers)) if named else name for name in below if named or name not in DROPPED}
        return {new: wordless(below[name], numbers, name, name in NAMED) for name, new in own.items()}
    if node.kind == "sequence":
        return [wordless(item, numbers, key) for item in node.items]
    text = node.text or ""
    if key in KEPT or text in {"true", "false", "present", "today", "ongoing"}:
        return text
    if key in DATES:
        return text if re.fullmatch(r"[0-9-]+", text) else "2024"
    if key == "doi":
        return "10.1234/5"
    return "https://1.2/3" if key == "url" or text.startswith("https:") else str(next(numbers))


@cache
def example() -> dict[str, Any]:
    """The example without its words, and with every word that texcv has."""
    numbers = count(100)
    cv: dict[str, Any] = wordless(as_written(EXAMPLE), numbers)
    sections = cv["sections"]
    cv["sections"] = {key if key in STANDARD_SECTIONS else str(next(numbers)): sections[key] for key in sections}
    cv["sections"]["languages"] = [{"name": str(next(numbers)), "level": degree} for degree in DEGREES]
    cv["sections"]["grants"][0] |= {"amount": "1450000", "own_share": "612500.50"}
    papers = cv["sections"]["publications"]["groups"][0]["entries"]
    papers += [
        {"title": str(next(numbers)), "status": status}
        for status in ("accepted", "in press", "under review", "preprint")
    ]
    papers[0]["authors"] += [str(next(numbers)) for _ in range(9)]
    states = ("filed", "pending", "published", "granted", "expired", "abandoned")
    cv["sections"]["patents"][0]["filings"] = [
        {"status": state, "date": f"2020-{at:02}"} for at, state in enumerate(states, 1)
    ]
    months = [
        {"title": str(next(numbers)), "date": f"2021-{month:02}{day}"} for month in range(1, 13) for day in ("", "-04")
    ]
    cv["sections"]["certificates"] = months
    cv["letter"] |= {"place": "before", "enclosures": [str(next(numbers)), str(next(numbers))]}
    cv["sections"][str(next(numbers))] = {"kind": "metrics", "rows": {"1": "2"}, "retrieved": "2024-07"}
    return cv


def read(locale: str, folder: Path) -> tuple[Path, str]:
    """The PDF of the example in that language, and what it says, in a normal form."""
    path = folder / f"{locale}.yaml"
    path.write_text(yaml.safe_dump({**example(), "locale": locale}, allow_unicode=True, sort_keys=False), "utf-8")
    template = ("classic", "academic")[known_locales().index(locale) % 2] if locale in LATIN else "plain"
    (pdf,) = render(path, template=template, output=folder / f"{locale}.pdf").files
    return pdf, normal(" ".join(page.text for page in read_pdf(pdf.read_bytes()).pages))


def normal(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{2,}", normal(text)))


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """All that texcv says in an English CV."""
    return words_of(read("en", tmp_path_factory.mktemp("english"))[1]) - SIGNS


@pytest.mark.latex
@pytest.mark.parametrize("name", OTHERS)
def test_no_english_word_is_left(name: str, english: set[str], tmp_path: Path) -> None:
    assert {"retrieved", "keynote", "present", "corresponding", "mar", "experience", "conversational"} < english
    pdf, text = read(name, tmp_path)
    locale = load_locale(name)
    own = words_of(" ".join([*locale.words.values(), *locale.sections.values(), *months_of(name)]))
    assert words_of(text) & english <= own
    if name in FOREIGN:
        latin = {word for word in words_of(text) if word.isascii()}
        assert latin - {"eur"} == SIGNS  # in Ukrainian CLDR has no sign for the currency
    unprinted = {"cv", "letter", "enclosure", "candidate"}
    parts = {part for word in WORDS if word not in unprinted for part in locale.words[word].split("{}")}
    assert [part for part in (*parts, *locale.sections.values()) if normal(part) not in text] == []
    reader = PdfReader(pdf)
    assert reader.metadata is not None
    assert str(reader.metadata.title).endswith(f" – {locale.words['cv']}")
    assert str(reader.root_object["/Lang"]) == name


def months_of(name: str) -> list[str]:
    """As CLDR has them; those that look like English ones are right."""
    locale, days = load_locale(name), [(month, day) for month in range(1, 13) for day in (None, 4)]
    return [write(PartialDate(2021, *day)) for day in days for write in (locale.moment, locale.full_date)]


# --- the files ------------------------------------------------------------------------------

COGNATES = {
    "de": {"impact factor", "keynote"},
    "fr": {"et al", "publications"},
    "es": {"editors", "et al"},
    "it": {"cv", "et al", "impact factor", "preprint"},
    "pt": {"et al", "preprint"},
    "nl": {"cv", "beginner", "impact factor", "preprint"},
    "sv": {"impact factor", "preprint"},
    "da": {"impact factor", "preprint"},
    "nb": {"impact factor", "preprint"},
    "fi": {"impact factor"},
    "pl": {"impact factor", "preprint"},
    "cs": {"editors", "impact factor", "preprint"},
    "hu": {"impact factor", "preprint"},
    "ro": {"cv", "preprint", "fluent"},
    "pt-PT": {"editors"},
}
"""Words that are the same as in English, each looked at: loan words, Latin, and abbreviations."""


def test_every_language_has_the_words_of_english_and_no_others() -> None:
    assert set(LANGUAGES) == set(known_locales()) == LATIN | FOREIGN
    assert set(FILES["en"]["words"]) == set(WORDS)
    assert set(FILES["en"]["sections"]) == set(STANDARD_SECTIONS)
    for name in known_locales():
        assert [(part, list(words)) for part, words in FILES[name].items()] == [
            (part, list(words)) for part, words in FILES["en"].items()
        ]


@pytest.mark.parametrize("name", sorted(set(FILES) - {"en"}))
def test_every_word_is_translated(name: str) -> None:
    english = FILES["en"]
    same = {
        key
        for part in ("words", "sections")
        for key, word in FILES[name].get(part, {}).items()
        if word.casefold() == english[part][key].casefold()
    }
    assert same == COGNATES.get(name, set())


@pytest.mark.parametrize("name", sorted(FILES))
def test_words_are_well_formed(name: str) -> None:
    for part in ("words", "sections"):
        for key, word in FILES[name].get(part, {}).items():
            assert word == unicodedata.normalize("NFC", word).strip() != ""
            assert word.count("{}") == (part == "words" and key in PATTERNS)
            assert part == "words" or word[0] == word[0].upper()


@pytest.mark.parametrize("name", sorted(name for name in FILES if "-" in name))
def test_a_region_has_only_what_is_another_word_there(name: str) -> None:
    whole = FILES[name.partition("-")[0]]
    for part, words in FILES[name].items():
        assert all(whole[part][key] != word for key, word in words.items())


@pytest.mark.parametrize("name", known_locales())
def test_signs_are_those_of_cldr(name: str) -> None:
    """But for Arabic lists, which repeat the word for "and"; and all dashes and hyphens of ranges are en dashes."""
    forms, cldr = load_locale(name).forms, Cldr.parse(name)
    between = cldr.list_patterns["standard"]["middle"].replace("{0}", "").replace("{1}", "")
    assert forms["list"] == (between if name != "ar" else "، ")
    sign = cldr.interval_formats[None].replace("{0}", "").replace("{1}", "").strip()
    assert forms["range"].strip() == (sign if sign in "～~" else "–")
    year = str(format_skeleton("y", date(2021, 1, 1), locale=name))
    assert forms["year"].format(2021) == (year if name != "hu" else "2021")  # which has a point before a month only


# --- the documents --------------------------------------------------------------------------


def test_the_page_about_languages_is_what_the_generator_prints() -> None:
    assert languages.page() == languages.PAGE.read_text("utf-8"), f"run {languages.COMMAND}"


def test_the_example_of_the_page_about_languages_is_valid(tmp_path: Path) -> None:
    shown = re.search(r"```yaml\n(.*?)```", languages.PAGE.read_text("utf-8"), re.S)
    assert shown is not None
    cv = tmp_path / "cv.yaml"
    cv.write_text(f"name: Ada Example\n{shown[1]}", "utf-8")
    assert validate(cv) == ()
