"""How problems are told: to people, to logs, to JSON readers and to GitHub."""

from __future__ import annotations

import json
import pickle
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from texcv.diagnostics import (
    DOCUMENTS,
    FORMATS,
    Diagnostic,
    Span,
    TexcvError,
    did_you_mean,
    error,
    format_diagnostics,
    has_errors,
    visible,
    warning,
)

CONTROLS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))]
STEERING = [*CONTROLS, "\u200b", "\u202e", "\u2028", "\u2029", "\u2066", "\ufeff", "\ud800", "\U000e0001"]


def cells(text: str) -> int:
    """Terminal cells, counted apart from the code under test."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) > 0 for char in text)


def excerpt(folder: Path, text: str, line: int, column: int, end_line: int, end_column: int) -> tuple[str, str]:
    """The source line and the caret line, without the numbers before the bar."""
    path = folder / "cv.yaml"
    path.write_bytes(text.encode())
    span = Span(str(path), line, column, end_line, end_column)
    _, source, carets = format_diagnostics([error("bad-date", "no", span)])
    assert source.index("|") == carets.index("|")
    return source[source.index("|") + 2 :], carets[carets.index("|") + 2 :]


# --- data ----------------------------------------------------------------------------------


def test_a_span_is_written_as_editors_read_it() -> None:
    assert str(Span("cv/a.yaml", 12, 14, 12, 21)) == "cv/a.yaml:12:14"
    assert str(Span("cv/a.yaml")) == "cv/a.yaml"


def test_error_and_warning_leave_out_empty_hints() -> None:
    span = Span("a.yaml", 1, 2, 1, 3)
    assert error("bad-date", "no", span, "", "one", "") == Diagnostic("bad-date", "error", "no", span, ("one",))
    assert warning("bad-date", "no", None, "") == Diagnostic("bad-date", "warning", "no", None, ())


def test_only_errors_are_errors() -> None:
    assert not has_errors([])
    assert not has_errors([warning("a", "a")])
    assert has_errors([warning("a", "a"), error("b", "b")])


def test_the_exception_carries_the_diagnostics_and_prints_them() -> None:
    found = [error("bad-date", "no", Span("a.yaml", 1, 2, 1, 3), "hint"), warning("odd", "hm")]
    fault = TexcvError(iter(found))
    assert fault.diagnostics == tuple(found)
    assert str(fault) == "a.yaml:1:2: error[bad-date]: no\nwarning[odd]: hm"


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("titel", "did you mean `Title`?"),
        ("TITLE", "did you mean `Title`?"),
        ("sumary", "did you mean `summary`?"),
        ("colour", ""),
        ("", ""),
    ],
)
def test_did_you_mean(word: str, hint: str) -> None:
    assert did_you_mean(word, ["summary", "Title", "url"]) == hint


def test_did_you_mean_of_nothing() -> None:
    assert did_you_mean("title", []) == ""


# --- for people -----------------------------------------------------------------------------


def test_human_format(tmp_path: Path) -> None:
    path = tmp_path / "klein.yaml"
    path.write_text("name: A\nentry:\n    start: 2020-13\n")
    found = [
        error("bad-date", '"2020-13" is not a month', Span(str(path), 3, 12, 3, 19), "write YYYY", "or nothing"),
        warning("odd", "strange", Span(str(path))),
        error("no-tex", "no latexmk"),
    ]
    assert format_diagnostics(found) == [
        f'{path}:3:12: error[bad-date]: "2020-13" is not a month',
        "    3 |     start: 2020-13",
        "      |            ^^^^^^^",
        "  hint: write YYYY",
        "  hint: or nothing",
        f"{path}: warning[odd]: strange",
        "error[no-tex]: no latexmk",
    ]


def test_the_style_is_told_what_it_colours(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("name: A\n")
    found = [error("bad", "no", Span(str(path), 1, 7, 1, 8), "go"), warning("odd", "hm")]
    styled = format_diagnostics(found, style=lambda text, kind: f"<{kind} {text}>")
    assert styled == [
        f"<place {path}:1:7: ><error error[bad]>: no",
        "    1 | name: A",
        "      | <error       ^>",
        "  <hint hint:> go",
        "<warning warning[odd]>: hm",
    ]


def test_every_format_of_nothing() -> None:
    assert format_diagnostics([]) == format_diagnostics([], "concise") == format_diagnostics([], "github") == []
    assert all(json.loads("\n".join(format_diagnostics([], how))) == [] for how in DOCUMENTS)


def test_carets_stand_under_text_after_wide_characters(tmp_path: Path) -> None:
    source, carets = excerpt(tmp_path, "name: 漢字 🙂 bad\n", 1, 12, 1, 15)
    assert source == "name: 漢字 🙂 bad"
    assert carets == " " * cells("name: 漢字 🙂 ") + "^^^"


def test_carets_are_as_wide_as_the_text(tmp_path: Path) -> None:
    assert excerpt(tmp_path, "name: 漢字\n", 1, 7, 1, 9)[1] == " " * 6 + "^^^^"


def test_combining_marks_take_no_cell(tmp_path: Path) -> None:
    assert excerpt(tmp_path, "nàme: e\u0301e\u0301 bad\n", 1, 12, 1, 15)[1] == " " * 9 + "^^^"


@pytest.mark.parametrize("hidden", ["\u200b", "\u00ad", "\u202e", "\x1b", "\u2066"])
def test_carets_stand_under_text_after_characters_that_are_written_out(tmp_path: Path, hidden: str) -> None:
    source, carets = excerpt(tmp_path, f"name: {hidden}bad\n", 1, 8, 1, 11)
    assert source[carets.index("^") :] == "bad"
    assert carets.strip() == "^^^"


def test_a_tab_is_one_cell(tmp_path: Path) -> None:
    assert excerpt(tmp_path, "a:\tbad\n", 1, 4, 1, 7) == ("a: bad", "   ^^^")


@pytest.mark.parametrize("column", [1, 60, 150, 298])
def test_a_long_line_is_clipped_around_the_fault(tmp_path: Path, column: int) -> None:
    text = "".join(chr(ord("a") + index % 26) for index in range(300))
    source, carets = excerpt(tmp_path, text, 1, column, 1, column + 3)
    assert len(source) <= 100
    assert source in text
    assert source[carets.index("^") :][:3] == text[column - 1 : column + 2]
    assert carets.strip() == "^^^"


def test_a_long_fault_is_clipped_too(tmp_path: Path) -> None:
    source, carets = excerpt(tmp_path, "name: " + "x" * 5000, 1, 7, 1, 5007)
    assert len(source) <= 100
    assert len(carets) <= 100
    assert carets.strip("^ ") == ""
    assert "^" in carets


def test_a_fault_of_many_lines_is_marked_to_the_end_of_its_first(tmp_path: Path) -> None:
    assert excerpt(tmp_path, "a: [b,  \n  c]\n", 1, 4, 2, 5) == ("a: [b,", "   ^^^")


def test_a_fault_at_the_end_of_a_line_has_a_caret(tmp_path: Path) -> None:
    assert excerpt(tmp_path, "name:\n", 1, 6, 1, 6) == ("name:", "     ^")


def test_the_lines_are_counted_with_all_line_ends(tmp_path: Path) -> None:
    assert excerpt(tmp_path, "a\r\nb\rc\nd: bad", 4, 4, 4, 7) == ("d: bad", "   ^^^")


def test_a_byte_order_mark_is_no_column(tmp_path: Path) -> None:
    assert excerpt(tmp_path, "\ufeffname: bad", 1, 7, 1, 10) == ("name: bad", "      ^^^")


@pytest.mark.parametrize("line", [0, 3, 99])
def test_there_is_no_excerpt_of_a_line_that_is_not_there(tmp_path: Path, line: int) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("one\ntwo")
    assert len(format_diagnostics([error("a", "b", Span(str(path), line, 1, line, 2))])) == 1


@pytest.mark.parametrize("name", ["", "nowhere.yaml", "latin1.yaml", "a\0b"])
def test_there_is_no_excerpt_of_a_file_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "latin1.yaml").write_bytes(b"name: L\xfcth\n")
    assert len(format_diagnostics([error("a", "b", Span(f"{tmp_path}/{name}", 1, 1, 1, 2))])) == 1


def test_the_excerpt_is_that_of_the_file_as_it_is_now(tmp_path: Path) -> None:
    assert excerpt(tmp_path, "name: first\n", 1, 7, 1, 12)[0] == "name: first"
    assert excerpt(tmp_path, "name: other\n", 1, 7, 1, 12)[0] == "name: other"


# --- for tools ------------------------------------------------------------------------------


def test_concise_format_is_a_line_each() -> None:
    found = [error("bad", "no\nway", Span("a.yaml", 1, 2, 1, 3), "hint"), warning("odd", "hm", Span("b.yaml"))]
    assert format_diagnostics(found, "concise") == ["a.yaml:1:2: error[bad]: no\\x0away", "b.yaml: warning[odd]: hm"]


def test_json_format_has_every_key() -> None:
    found = [
        error("bad", 'no "ü"', Span("a.yaml", 1, 2, 3, 4), "one", "two"),
        warning("odd", "hm", Span("b.yaml")),
        error("none", "nowhere"),
    ]
    nowhere = {"line": None, "column": None, "end_line": None, "end_column": None}
    assert json.loads("\n".join(format_diagnostics(found, "json"))) == [
        {
            "code": "bad",
            "severity": "error",
            "message": 'no "ü"',
            "hints": ["one", "two"],
            "file": "a.yaml",
            "line": 1,
            "column": 2,
            "end_line": 3,
            "end_column": 4,
        },
        {"code": "odd", "severity": "warning", "message": "hm", "hints": [], "file": "b.yaml", **nowhere},
        {"code": "none", "severity": "error", "message": "nowhere", "hints": [], "file": None, **nowhere},
    ]


def test_github_format_is_escaped() -> None:
    found = [
        error("bad", "100 % of a: b, c", Span("a,b:c%.yaml", 1, 2, 3, 4), "a, b", "c"),
        warning("odd", "hm", Span("b.yaml")),
        error("none", "no\nwhere"),
    ]
    assert format_diagnostics(found, "github") == [
        "::error file=a%2Cb%3Ac%25.yaml,line=1,col=2,title=bad::100 %25 of a: b, c%0Aa, b%0Ac",
        "::warning file=b.yaml,title=odd::hm",
        "::error title=none::no\\x0awhere",
    ]


def gitlab(*found: Diagnostic) -> list[dict[str, object]]:
    """The report that GitLab reads."""
    issues: list[dict[str, object]] = json.loads("\n".join(format_diagnostics(found, "gitlab")))
    return issues


def test_gitlab_format_is_a_code_quality_report() -> None:
    issues = gitlab(
        error("bad", 'no "ü"', Span("./cv/a b.yaml", 7, 2, 9, 4), "one", "two"),
        warning("odd", "hm", Span("b.yaml")),
        error("none", "nowhere"),
    )
    fingerprints = {issue.pop("fingerprint") for issue in issues}
    assert len(fingerprints) == 3
    assert all(isinstance(text, str) and len(text) == 64 for text in fingerprints)
    places = [{"path": path, "lines": {"begin": line}} for path, line in (("cv/a b.yaml", 7), ("b.yaml", 1), (".", 1))]
    assert issues == [
        {"description": 'no "ü" – one – two', "check_name": "bad", "severity": "major", "location": places[0]},
        {"description": "hm", "check_name": "odd", "severity": "minor", "location": places[1]},
        {"description": "nowhere", "check_name": "none", "severity": "major", "location": places[2]},
    ]


def test_gitlab_knows_a_problem_that_moves_and_tells_equal_ones_apart() -> None:
    first, second = (error("bad", "no", Span("a.yaml", line, 1, line, 2)) for line in (3, 8))
    before = [issue["fingerprint"] for issue in gitlab(first)]
    assert [issue["fingerprint"] for issue in gitlab(second)] == before
    both = [issue["fingerprint"] for issue in gitlab(first, second)]
    assert both[:1] == before
    assert len(set(both)) == 2


@pytest.mark.parametrize("text", ["::error::x", "\n::error::x", "\r\n::set-env name=a::b", "a%0A::error::x"])
@pytest.mark.parametrize("how", ["github", "concise", "human"])
def test_no_text_begins_a_line_of_its_own(text: str, how: str) -> None:
    for line in format_diagnostics([error("bad", text, Span(text, 1, 1, 1, 1), text)], how):
        assert "\n" not in line
        assert "\r" not in line
        assert how != "github" or line.count("%0A") == 1


@pytest.mark.parametrize("how", sorted(FORMATS))
@pytest.mark.parametrize("char", STEERING, ids=lambda char: f"U+{ord(char):04X}")
def test_nothing_that_steers_a_terminal_gets_out(tmp_path: Path, how: str, char: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(f"name: {char}A{char}\n".encode(errors="ignore"))
    found = [
        error("bad", f"a{char}b", Span(str(path), 1, 7, 1, 8), f"c{char}d"),
        error("x", "y", Span(f"a{char}b", 1, 1)),
    ]
    printed = format_diagnostics(found, how)
    if how in DOCUMENTS:
        printed = printed[0].split("\n")
    for line in printed:
        assert not {unicodedata.category(c) for c in line} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@given(st.text(st.characters(exclude_categories=())), st.sampled_from(["human", "concise", "github", "gitlab"]))
def test_any_text_can_be_printed(text: str, how: str) -> None:
    for line in "\n".join(format_diagnostics([error("bad", text, Span(text, 1, 1, 1, 2), text)], how)).split("\n"):
        assert not {unicodedata.category(char) for char in line} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
        line.encode()


@given(st.text(st.characters(exclude_categories=["C", "Z"])))
def test_visible_leaves_what_can_be_seen(text: str) -> None:
    assert visible(text) == text


def test_visible_writes_the_rest_out() -> None:
    assert visible("\x1b[31m \x7f \u202e \U000e0001 \ud800 \t") == "\\x1b[31m \\x7f \\u202e \\U000e0001 \\ud800 \\x09"


def test_the_formats_are_those_of_the_reference() -> None:
    assert sorted(FORMATS) == ["concise", "github", "gitlab", "human", "json"]


def test_an_error_goes_from_process_to_process() -> None:
    """As a pool of processes sends it."""
    fault = TexcvError([error("bad-date", "no date", Span("cv.yaml", 3, 1, 3, 5), "write one")], "a log")
    back = pickle.loads(pickle.dumps(fault))
    assert (type(back), back.diagnostics, back.log, str(back)) == (
        TexcvError,
        fault.diagnostics,
        "a log",
        str(fault),
    )
