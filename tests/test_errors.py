"""Every file of `errors/` says in its comments what is wrong with it: `# error: LINE:COLUMN code`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from texcv.diagnostics import Diagnostic
from texcv.source import load
from texcv.validate import validate

ERRORS = Path(__file__).parent / "errors"
FILES = sorted(ERRORS.glob("*.yaml"))
_EXPECTED = re.compile(r"^# (error|warning): (\d+):(\d+) ([a-z-]+)$", re.MULTILINE)

Fault = tuple[int, int, str, str]


def diagnose(path: Path) -> list[Diagnostic]:
    root, found = load(path)
    return found + (validate(root)[1] if root else [])


def expected(path: Path) -> list[Fault]:
    text = path.read_text(encoding="utf-8")
    return sorted((int(line), int(column), code, severity) for severity, line, column, code in _EXPECTED.findall(text))


def test_there_are_files() -> None:
    assert len(FILES) >= 60


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_has_exactly_the_faults_that_it_names(path: Path) -> None:
    wanted = expected(path)
    assert wanted, f"{path.name} names no fault"
    found = []
    for diagnostic in diagnose(path):
        assert diagnostic.span is not None
        assert diagnostic.span.path == str(path)
        found.append((diagnostic.span.line, diagnostic.span.column, diagnostic.code, diagnostic.severity))
    assert sorted(found) == wanted


HINTS = [
    ("unknown-key", "did you mean `headline`?"),
    ("unknown-key-contact", "did you mean `email`?"),
    ("unknown-key-contact", "did you mean `github`?"),
    ("unknown-key-entry", "did you mean `highlights`?"),
    ("unknown-key-elsewhere", "it goes into `contact:`"),
    ("unknown-key-elsewhere", "it goes into `profiles:`"),
    ("unknown-key-elsewhere", "did you mean `title`?"),
    ("unknown-key-elsewhere", "did you mean `organization`?"),
    ("unknown-key-everywhere", "known keys: text, author"),
    ("missing-name", "add `name:`"),
    ("missing-kind", "did you mean `education`?"),
    ("missing-head-of-entry", "add one of them"),
    ("unknown-kind", "did you mean `publications`?"),
    ("empty-file", "texcv new"),
    ("empty-items", "or remove the key"),
    ("empty-lists", "fill it or remove it"),
    ("wrong-type-item", 'put a text with a colon in quotes: "Title: subtitle"'),
    ("wrong-type-list", "start each item on a line of its own with `- `"),
    ("bad-date-start", "write YYYY, YYYY-MM or YYYY-MM-DD"),
    ("bad-date-start", "write 2020-05"),
    ("bad-date-start", "write 2020-10-04"),
    ("bad-date-start", "write `start: 2019` and `end: 2021`"),
    ("bad-date-start", "words go into `date:`"),
    ("bad-date-end", "or `present`"),
    ("bad-date-end", "write 2021-12"),
    ("date-beside-start", "keep one of the two ways"),
    ("end-before-start", "swap the two"),
    ("bad-email", "must have an @-sign"),
    ("bad-url", "write https://www.example.org/a"),
    ("bad-url", "write %20 for a space"),
    ("bad-phone", "write it as +49 30 1234567"),
    ("bad-phone", "did you mean `mobile`?"),
    ("bad-profile", "it leads to https://github.com/NAME"),
    ("bad-profile", "it leads to https://www.linkedin.com/in/NAME"),
    ("bad-profile", "write user@server"),
    ("bad-profile", "compare its digits"),
    ("bad-doi", "write it as 10.1234/abcd"),
    ("bad-arxiv", "write it as 2301.12345"),
    ("bad-locale", "did you mean `en`?"),
    ("bad-roles", "titles go into the roles"),
    ("bad-row", "write one for each of the `columns`"),
    ("bad-row", "name the `columns`"),
    ("bad-row", 'write "" for an empty cell'),
    ("bad-row", "make two tables of it"),
    ("bad-currency", "write a code of ISO 4217, such as EUR"),
    ("bad-amount", "write it as 500000 or 1250.50, or leave `currency` out"),
    ("bad-filing", "add one"),
    ("bad-birth", "add one, or remove it"),
    ("bad-anonymize", "did you mean `photo`?"),
    ("bad-anonymize", "write their names under `words`: `words: [Prof. Berg]`"),
    ("bad-anonymize", "write a mapping: `anonymize: {name: true, words: [...]}`"),
    ("bad-anonymize-text", "did you mean `photo`?"),
    ("bad-anonymize-mapping", "write it without any of"),
    ("bad-anonymize-mapping", "did you mean `born`?"),
    ("missing-talks", "keep one of them"),
    ("missing-talks", "add one of them, or remove the section"),
    ("courses-beside-a-course", "it goes into the `courses`"),
    ("courses-beside-a-course", "it goes into the term, beside the `courses`"),
    ("courses-beside-a-course", "write it as the `date` of the term"),
    ("unknown-key-scholar", "did you mean `born`?"),
    ("unknown-key-scholar", "write `phone: {number: …, kind: mobile}`"),
    ("unknown-key-scholar", "did you mean `label`?"),
    ("unknown-key-scholar", "did you mean `event`?"),
    ("unknown-key-scholar", "did you mean `note`?"),
    ("unknown-key-scholar", "did you mean `inventors`?"),
    ("unknown-key-scholar", "did you mean `status`?"),
    ("unknown-key-scholar", "did you mean `funder`?"),
    ("unknown-key-scholar", "did you mean `amount`?"),
    ("unknown-key-scholar", "did you mean `issuer`?"),
    ("unknown-key-scholar", "did you mean `name`?"),
    ("unknown-key-scholar", "did you mean `rows`?"),
    ("bad-tags", "remove it"),
    ("bad-character-escapes", "remove it"),
    ("duplicate-key", "it stands in line 4 already"),
    ("doubtful-title", "did you mean `education`?"),
    ("tab-indent", "indent with spaces"),
    ("second-document", "remove the `---`"),
    ("alias-unknown", "put a text that starts with * in quotes"),
    ("alias-bomb", "aliases"),
    ("yaml-colon-in-text", 'put a text with a colon in quotes: "Title: subtitle"'),
    ("yaml-colon-in-item", 'put a text with a colon in quotes: "Title: subtitle"'),
    ("yaml-unclosed-bracket", "left open"),
    ("yaml-unclosed-brace", "left open"),
    ("yaml-unclosed-double-quote", "left open"),
    ("yaml-unclosed-single-quote", "left open"),
    ("yaml-no-colon", "in a colon and a space"),
    ("yaml-at-sign", "in quotes"),
    ("yaml-backtick", "in quotes"),
    ("yaml-percent", "in quotes"),
    ("yaml-bold", "put a text that starts with * in quotes"),
    ("yaml-bad-anchor", "put a text that starts with & in quotes"),
    ("yaml-markdown-link", "in quotes"),
    ("yaml-bad-indentation", "indented alike"),
]


@pytest.mark.parametrize(("name", "hint"), HINTS)
def test_a_hint_says_what_to_do(name: str, hint: str) -> None:
    hints = [hint for diagnostic in diagnose(ERRORS / f"{name}.yaml") for hint in diagnostic.hints]
    assert any(hint in given for given in hints), hints
