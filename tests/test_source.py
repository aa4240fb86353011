"""YAML text becomes nodes: scalars as written, positions in characters, and every fault at its place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from texcv.diagnostics import Diagnostic, Span, format_diagnostics
from texcv.source import Node, hidden_text, load, override, parse, read_text, to_data
from texcv.source.files import MAX_BYTES
from texcv.source.nodes import MAX_DEPTH
from texcv.source.parser import MAX_NODES
from texcv.validate import validate


def root_of(text: str) -> Node:
    root = parse(text, "cv.yaml")
    assert isinstance(root, Node), root
    return root


def value_of(text: str) -> object:
    """What stands under the key `a`, as data."""
    return to_data(root_of(text))["a"]


def places(found: object) -> list[tuple[str, int, int]]:
    assert isinstance(found, list), found
    return [(d.code, d.span.line, d.span.column) for d in found if isinstance(d, Diagnostic) and d.span]


def only_fault(found: object) -> Diagnostic:
    """The fault of `parse` or `load`, which have no root then."""
    if isinstance(found, tuple):
        root, found = found
        assert root is None
    assert isinstance(found, list), found
    assert len(found) == 1
    assert isinstance(found[0], Diagnostic)
    assert found[0].severity == "error"
    return found[0]


def slice_of(text: str, span: Span) -> str:
    """What stands at a span of one line."""
    assert span.line == span.end_line
    return text.split("\n")[span.line - 1][span.column - 1 : span.end_column - 1]


# --- scalars --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        *(
            "no",
            "yes",
            "on",
            "off",
            "y",
            "true",
            "True",
            "FALSE",
            "1",
            "1.0",
            "1.10",
            "0.50",
            "007",
            "0x1F",
            "0o17",
            "1e3",
        ),
        *("1_000", ".5", "+49", "-1", ".inf", ".nan", "12:30", "2019", "2019-10", "2019-10-04", "2019-10-04 12:00:00"),
        *("NO", "=", "<<", "C#", "R&D", "100 %", "$5M", "5*6*7", "a<b>c", "__init__", "a#b", "a:b", "~x", "nullable"),
    ],
)
def test_a_scalar_stays_as_it_is_written(written: str) -> None:
    assert value_of(f"a: {written}\n") == written
    assert value_of(f"a: [{written}]\n") == [written]


@pytest.mark.parametrize("written", ["", "~", "null", "Null", "NULL"])
def test_nothing_is_nothing(written: str) -> None:
    assert value_of(f"a: {written}\n") is None


@pytest.mark.parametrize("text", ["", "~", "null", "no", "1.10", "2019-10-04"])
@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_text_in_quotes_is_a_text(text: str, quote: str) -> None:
    assert value_of(f"a: {quote}{text}{quote}\n") == text


@pytest.mark.parametrize(("written", "text"), [("!!str", ""), ("!!str no", "no"), ("!!int '1'", "1"), ("! ~", "~")])
def test_a_standard_tag_changes_nothing(written: str, text: str) -> None:
    assert value_of(f"a: {written}\n") == text


def test_blocks_keep_their_lines() -> None:
    assert value_of("a: |\n  one\n  two\n\n  three\n") == "one\ntwo\n\nthree\n"
    assert value_of("a: >\n  one\n  two\n\n  three\n") == "one two\nthree\n"
    assert value_of("a: one\n  two\n") == "one two"


def escaped(text: str) -> str:
    return "".join(f"\\U{ord(char):08x}" for char in text)


@settings(deadline=None)
@given(st.text())
def test_any_text_in_escapes_comes_back(text: str) -> None:
    root = root_of(f'a: "{escaped(text)}"\n')
    assert to_data(root)["a"] == text


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"])))
def test_any_text_in_double_quotes_comes_back(text: str) -> None:
    inside = text.replace("\\", "\\\\").replace('"', '\\"')
    source = f'b: x\na: "{inside}"\n'
    root = root_of(source)
    assert to_data(root) == {"b": "x", "a": text}
    assert slice_of(source, root.span("a")) == f'"{inside}"'


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"])))
def test_any_text_in_single_quotes_comes_back(text: str) -> None:
    assert value_of(f"a: '{text.replace(chr(39), 2 * chr(39))}'\n") == text


# --- positions ------------------------------------------------------------------------------

TEXT = """\
name: {given: Ångström 漢字, family: "🙂 x"}
contact:
  email:
    - a@example.org
    - b@example.org
"größe": 1
"""


def test_positions_count_characters() -> None:
    root = root_of(TEXT)
    assert root.span("name", "given") == Span("cv.yaml", 1, 15, 1, 26)
    assert root.span("name", "family") == Span("cv.yaml", 1, 36, 1, 41)
    assert root.key_span("name", "family") == Span("cv.yaml", 1, 28, 1, 34)
    assert root.span("contact", "email", 1) == Span("cv.yaml", 5, 7, 5, 20)
    assert root.key_span("größe") == Span("cv.yaml", 6, 1, 6, 8)
    assert root.span("name") == Span("cv.yaml", 1, 7, 1, 42)
    assert root.span().line == 1


def test_a_path_that_leads_too_far_stays_at_the_nearest_thing() -> None:
    root = root_of(TEXT)
    assert root.span("contact", "email", 7) == root.span("contact", "email")
    assert root.span("contact", "email", 0, "kind") == root.span("contact", "email", 0)
    assert root.span("name", "suffix") == root.span("name")
    assert root.span("nothing") == root.span()


def test_a_key_that_is_not_there_is_missed_at_the_first_key() -> None:
    root = root_of(TEXT)
    assert root.key_span("name", "suffix") == root.key_span("name", "given")
    assert root.key_span("photo") == root.key_span("name")
    assert root.key_span("contact", "email", 0) == root.span("contact", "email", 0)


def test_find() -> None:
    root = root_of("a: {b: [x, ~, {c: 1}]}\n")
    assert root.find() is root
    found = root.find("a", "b", 2, "c")
    assert found is not None
    assert (found.kind, found.text) == ("scalar", "1")
    empty = root.find("a", "b", 1)
    assert empty is not None
    assert empty.text is None
    for path in (("a", "b", 3), ("a", "b", -1), ("a", "c"), ("a", "b", 0, "c"), ("a", 0), ("a", "b", "0")):
        assert root.find(*path) is None


def test_a_node_has_what_its_kind_has() -> None:
    root = root_of("a: [x]\nb: y\n")
    assert [key.text for key, _ in root.pairs] == ["a", "b"]
    (_, sequence), (_, scalar) = root.pairs
    assert (root.kind, sequence.kind, scalar.kind) == ("mapping", "sequence", "scalar")
    assert [item.text for item in sequence.items] == ["x"]
    assert sequence.pairs == scalar.pairs == ()
    assert scalar.items == root.items == ()
    assert root.text is sequence.text is None


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_change_nothing(end: str) -> None:
    assert root_of(TEXT.replace("\n", end)) == root_of(TEXT)


def test_a_byte_order_mark_changes_nothing(tmp_path: Path) -> None:
    plain, marked = tmp_path / "plain.yaml", tmp_path / "marked.yaml"
    plain.write_bytes(TEXT.encode())
    marked.write_bytes(TEXT.encode("utf-8-sig"))
    (first, _), (second, _) = load(plain), load(marked)
    assert isinstance(first, Node)
    assert isinstance(second, Node)
    assert to_data(first) == to_data(second)
    assert second.span("name", "given") == Span(str(marked), 1, 15, 1, 26)


@settings(deadline=None)
@given(st.lists(st.text(st.characters(categories=["L", "N", "S"]), min_size=1), min_size=1))
def test_every_span_covers_what_was_written(words: list[str]) -> None:
    flow = 'ü🙂: ["漢", ' + ", ".join(f'"{word}"' for word in words) + "]\n"
    block = "".join(f'  - "{word}"\n' for word in words)
    source = flow + "b:\n" + block
    root = root_of(source)
    for index, word in enumerate(words):
        assert slice_of(source, root.span("ü🙂", index + 1)) == f'"{word}"'
        assert slice_of(source, root.span("b", index)) == f'"{word}"'


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85"])
def test_the_excerpt_shows_the_line_that_is_meant(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "cv.yaml"
    path.write_bytes(f"name: Ada\nheadline: 'a{separator}b'\ncontact: {{email: bad}}\n".encode())
    root, found = load(path)
    found += validate(root)[1] if root else []
    printed = "\n".join(format_diagnostics(found))
    assert "| contact: {email: bad}" in printed


@pytest.mark.parametrize("text", ["a: b", "a:\n  b: c", "a: [1]", "a: |\n  x", "a:", "a:\n- b # c", "a: b\n"])
def test_what_ends_the_file_ends_in_it(text: str) -> None:
    at, lines = root_of(text).at, text.split("\n")
    assert (at.end_line, at.end_column) == (len(lines), len(lines[-1]) + 1)


# --- aliases --------------------------------------------------------------------------------


def test_an_alias_is_what_it_stands_for() -> None:
    root = root_of("a: &x {b: [1, 2]}\nc: *x\nd: [*x, &y z, *y]\n")
    assert to_data(root) == {"a": {"b": ["1", "2"]}, "c": {"b": ["1", "2"]}, "d": [{"b": ["1", "2"]}, "z", "z"]}
    assert root.span("c", "b", 1) == root.span("a", "b", 1)


def test_an_anchor_can_be_set_again() -> None:
    assert to_data(root_of("a: &x 1\nb: *x\nc: &x 2\nd: *x\n")) == {"a": "1", "b": "1", "c": "2", "d": "2"}


@pytest.mark.parametrize("text", ["a: &a [*a]\n", "a: &a {b: *a}\n", "&a a: *b\n", "a: *a\n"])
def test_an_alias_of_what_is_not_complete_stands_for_nothing(text: str) -> None:
    fault = only_fault(parse(text, "cv.yaml"))
    assert fault.code == "yaml-syntax"
    assert fault.span is not None
    assert slice_of(text, fault.span).startswith("*")


def test_a_bomb_of_aliases_is_refused() -> None:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 60)]
    assert only_fault(parse("\n".join(lines), "cv.yaml")).code == "too-large"


def test_aliases_do_not_reach_deeper_than_brackets() -> None:
    deep = "name: A\na0: &a0 x\n"
    for n in range(1, 60):
        deep += f"a{n}: &a{n} {'[' * 35}*a{n - 1}{']' * 35}\n"
    root = parse(deep, "cv.yaml")
    found = validate(root)[1] if isinstance(root, Node) else root
    assert {fault.code for fault in found} <= {"too-large", "unknown-key"}


# --- limits ---------------------------------------------------------------------------------


def test_nesting_has_a_limit() -> None:
    deepest = MAX_DEPTH - 1  # the root is a level
    root_of("a: " + "[" * deepest + "]" * deepest)
    fault = only_fault(parse("a: " + "[" * (deepest + 1) + "]" * (deepest + 1), "cv.yaml"))
    assert (fault.code, fault.span) == ("too-large", Span("cv.yaml", 1, 4 + deepest, 1, 5 + deepest))


@pytest.mark.parametrize("levels", [MAX_DEPTH + 1, 100_000])
def test_a_value_can_not_be_set_deeper(levels: int) -> None:
    root = root_of("a: b\n")
    assert isinstance(override(root, ".".join("c" * MAX_DEPTH), "x", "--set"), Node)
    fault = override(root, ".".join("c" * levels), "x", "--set")
    assert isinstance(fault, Diagnostic)
    assert fault.code == "bad-setting"


@pytest.mark.parametrize("text", ["[" * 100_000, "a: " + "{b: " * 100_000, "a:\n" + "- " * 100_000, "? " * 100_000])
def test_any_depth_is_refused(text: str) -> None:
    assert only_fault(parse(text, "cv.yaml")).code in {"too-large", "yaml-syntax"}


def test_the_number_of_values_has_a_limit() -> None:
    fault = only_fault(parse("a: [" + "x," * MAX_NODES + "]", "cv.yaml"))
    assert fault.code == "too-large"


def test_a_large_text_is_a_text() -> None:
    large = "x " * 900_000 + "end"
    assert value_of(f"a: {large}\n") == large


def test_the_size_has_a_limit(tmp_path: Path) -> None:
    path = tmp_path / "cv.yaml"
    path.write_bytes(b"#" * MAX_BYTES)
    assert isinstance(read_text(path), str)
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    fault = only_fault(load(path))
    assert (fault.code, fault.span) == ("too-large", Span(str(path)))


# --- keys and tags --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("~: 1\n", 1, 1),
        ("null: 1\n", 1, 1),
        ("? [a]\n: 1\n", 1, 3),
        ("? {a: b}\n: 1\n", 1, 3),
        ("b: {? [a] : 1}\n", 1, 7),
    ],
)
def test_a_key_is_a_text(text: str, line: int, column: int) -> None:
    fault = only_fault(parse(text, "cv.yaml"))
    assert fault.code == "bad-key"
    assert fault.span is not None
    assert (fault.span.line, fault.span.column) == (line, column)


def test_keys_may_look_like_numbers_or_be_strange() -> None:
    text = '1: a\n1.0: b\nno: c\n2019-10-04: d\n"": e\n"a\\nb": f\n"~": g\n<<: h\n'
    assert list(to_data(root_of(text))) == ["1", "1.0", "no", "2019-10-04", "", "a\nb", "~", "<<"]


def test_every_key_that_stands_again_is_told() -> None:
    found = parse("a: 1\nb: {c: 1, 'c': 2, c: 3}\n\"a\": 2\n", "cv.yaml")
    assert sorted(places(found)) == [("duplicate-key", 2, 11), ("duplicate-key", 2, 19), ("duplicate-key", 3, 1)]


@pytest.mark.parametrize(
    "tag", ["!Tex", "!!binary", "!!set", "!!python/name:os.system", "!<tag:example.org,2000:x>", "!!merge"]
)
def test_a_tag_is_refused_and_nothing_is_run(tag: str) -> None:
    fault = only_fault(parse(f"a: {tag} x\n", "cv.yaml"))
    assert (fault.code, fault.span) == ("bad-tag", Span("cv.yaml", 1, 4, 1, 6 + len(tag)))


@pytest.mark.parametrize("text", ["a: [", "a: {", "a: 'b", 'a: "b', "b: x\na: [1,"])
def test_what_is_left_open_is_told_inside_the_file(text: str) -> None:
    fault = only_fault(parse(text, "cv.yaml"))
    assert fault.span is not None
    assert fault.span.line <= len(text.split("\n"))


def test_faults_before_a_syntax_error_are_told_too() -> None:
    found = parse("b: {c: 1, c: 2}\nd: !lua x\ne: [\n", "cv.yaml")
    assert [code for code, _, _ in places(found)] == ["duplicate-key", "bad-tag", "yaml-syntax"]


# --- files ----------------------------------------------------------------------------------


def test_a_missing_file_names_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "klein.yaml").write_text("name: A\n")
    (tmp_path / "klein.pdf").write_text("")
    fault = only_fault(load(tmp_path / "klien.yaml"))
    assert (fault.code, fault.span) == ("missing-file", Span(str(tmp_path / "klien.yaml")))
    assert fault.hints == (f"did you mean {tmp_path / 'klein.yaml'}?",)


def test_a_link_to_nowhere_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "klein.yaml").symlink_to("gone.yaml")
    fault = read_text(tmp_path / "klein.yaml")
    assert isinstance(fault, Diagnostic)
    assert (fault.code, fault.hints) == ("missing-file", ("it is a link to gone.yaml, which is not there",))


def test_a_missing_file_without_neighbours(tmp_path: Path) -> None:
    assert only_fault(load(tmp_path / "a.yaml")).hints == ()


def test_a_missing_folder(tmp_path: Path) -> None:
    fault = only_fault(load(tmp_path / "nowhere" / "a.yaml"))
    assert fault.code == "missing-file"
    assert fault.hints == (f"there is no folder {tmp_path / 'nowhere'}",)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert only_fault(load(tmp_path)).code == "not-a-file"


def test_a_pipe_or_a_device_is_no_file(tmp_path: Path) -> None:
    pipe = tmp_path / "cv.yaml"
    os.mkfifo(pipe)
    for path in (pipe, Path(os.devnull)):
        fault = only_fault(load(path))
        assert (fault.code, fault.span) == ("not-a-file", Span(str(path)))


def test_a_link_to_a_file_is_one(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("name: A\n")
    (tmp_path / "b.yaml").symlink_to("a.yaml")
    root, found = load(tmp_path / "b.yaml")
    assert root is not None
    assert (to_data(root), found) == ({"name": "A"}, [])


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("")
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    for name in ("a.yaml/b.yaml", "loop.yaml", "x" * 300 + ".yaml", "a\0b.yaml"):
        fault = only_fault(load(tmp_path / name))
        assert (fault.code, fault.span) == ("unreadable-file", Span(str(tmp_path / name)))


@pytest.mark.parametrize("data", [b"%PDF-1.7\n\0\0", b"name: A\0\n", "name: Ada".encode("utf-16-le"), b"\x89PNG\0"])
def test_a_binary_file(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "cv.yaml"
    path.write_bytes(data)
    assert only_fault(load(path)).code == "binary-file"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_utf_16_and_32(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "cv.yaml"
    path.write_bytes("name: Ada\n".encode(encoding))
    fault = only_fault(load(path))
    assert fault.code == "bad-encoding"
    assert fault.hints == ("save it as UTF-8",)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a byte order mark"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_latin_1_is_told_where_it_stands(tmp_path: Path, mark: bytes, end: bytes) -> None:
    path = tmp_path / "cv.yaml"
    path.write_bytes(mark + end.join([b"name: A", "# ü".encode(), "  ü: ".encode() + b"L\xfcth"]))
    fault = only_fault(load(path))
    assert (fault.code, fault.span) == ("bad-encoding", Span(str(path), 3, 7, 3, 8))
    assert fault.hints == ("save the file as UTF-8; in Latin-1 that byte is `ü`",)


def test_latin_1_in_the_first_line_after_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "cv.yaml"
    path.write_bytes(b"\xef\xbb\xbfname: L\xfcth\n")
    fault = only_fault(load(path))
    assert fault.span == Span(str(path), 1, 8, 1, 9)
    assert "0xfc" in fault.message


@pytest.mark.parametrize(
    "data", [b"", b"\xef\xbb\xbf", b"\n\n", b"# a comment\n", b"---\n", b"---\n...\n", b"~\n", b"null"]
)
def test_an_empty_file(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "cv.yaml"
    path.write_bytes(data)
    fault = only_fault(load(path))
    assert (fault.code, fault.span) == ("empty-file", Span(str(path)))


@pytest.mark.parametrize("text", ["- a\n", "text\n", "'~'\n", "[]", '""', "1", "name:Ada"])
def test_a_cv_is_a_mapping(text: str) -> None:
    assert only_fault(parse(text, "cv.yaml")).code == "not-a-mapping"


@pytest.mark.parametrize("text", ["---\na: 1\n", "a: 1\n...\n", "%YAML 1.1\n---\na: 1\n...\n", "{a: 1}", "# x\n\na: 1"])
def test_one_document_may_be_marked_as_such(text: str) -> None:
    assert value_of(text) == "1"


@pytest.mark.parametrize("char", ["\x01", "\x07", "\x1b", "\x7f", "\ufffe"])
@pytest.mark.parametrize("before", ["name: ", "# ü漢🙂\nname: ü漢🙂", "a: 1\r\nname: "])
def test_a_character_that_yaml_forbids_is_told_where_it_stands(before: str, char: str) -> None:
    fault = only_fault(parse(f"{before}{char}x\n", "cv.yaml"))
    lines = before.split("\n")
    line, column = len(lines), len(lines[-1]) + 1
    assert (fault.code, fault.span) == ("bad-character", Span("cv.yaml", line, column, line, column + 1))


def test_a_second_byte_order_mark_is_no_part_of_a_cv(tmp_path: Path) -> None:
    path = tmp_path / "cv.yaml"
    path.write_bytes(b"\xef\xbb\xbf" * 2 + b"name: Ada\n")
    fault = only_fault(load(path))
    assert (fault.code, fault.span) == ("bad-character", Span(str(path), 1, 1, 1, 2))


def test_a_carriage_return_alone_ends_a_line() -> None:
    assert places(parse("a: 1\rname: \x07\r", "cv.yaml")) == [("bad-character", 2, 7)]
    assert places(parse("a: 1\rname: x: y\r", "cv.yaml")) == [("yaml-syntax", 2, 8)]


def test_a_surrogate_is_a_bad_character() -> None:
    assert only_fault(parse("name: \ud800\n", "cv.yaml")).code == "bad-character"


def test_a_tab_may_stand_anywhere_but_before() -> None:
    assert value_of("a:\tx\ty # \tz\n") == "x\ty"
    assert only_fault(parse("b:\n\ta: x\n", "cv.yaml")).code == "tab-indent"


# --- anything -------------------------------------------------------------------------------

YAML = st.lists(
    st.sampled_from(
        [
            *"[]{}:,-?#&*!|>'\"%@`~<>= \n\t\r",
            "a",
            "b",
            "ü",
            "🙂",
            ": ",
            "- ",
            "\n  ",
            "---\n",
            "...\n",
            "&a ",
            "*a",
            "!!str ",
        ]
    ),
    max_size=40,
).map("".join)


@settings(deadline=None)
@given(YAML | st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    root = parse(text, "cv.yaml")
    if isinstance(root, Node):
        assert root.kind == "mapping"
        assert isinstance(to_data(root), dict)
    else:
        assert root
        lines = 2 + sum(text.count(end) for end in "\n\r\x85\u2028\u2029")
        for fault in root:
            assert fault.severity == "error"
            assert fault.span is not None
            assert 0 <= fault.span.line <= lines


@settings(deadline=None)
@given(data=st.binary())
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(data)
    root, found = load(path)
    assert all(fault.span and fault.span.path == str(path) for fault in found)
    assert {fault.severity for fault in found} <= ({"error"} if root is None else {"warning"})
    assert isinstance(root, Node) if root is not None else found


def test_data_know_their_nodes() -> None:
    root = root_of("a: [x, ~]\nb: {c: 1}\n")
    data = to_data(root)
    assert data == {"a": ["x", None], "b": {"c": "1"}}
    assert data.node is root
    assert data["a"][0].node.at == root.span("a", 0)
    assert data["b"].node.at == root.span("b")
    assert data["a"].node.kind == "sequence"


# --- text that YAML hides -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("headline: Engineer #opentowork\n", [20]),
        ("a: [x, y #b, z\n]\n", [10]),
        ("a: Engineer # a comment\n", []),
        ('a: "Engineer" #comment\n', []),
        ("a: C#\n", []),
        ("a: #opentowork\n", [4]),
        ("a:\n  b: x\n  #comment\n", []),
        ("a: |\n  text #b\n", []),
    ],
)
def test_a_comment_that_looks_like_text_is_told(text: str, columns: list[int]) -> None:
    found = hidden_text(text, root_of(text))
    assert [(fault.code, fault.severity, fault.span and fault.span.column) for fault in found] == [
        ("hidden-text", "warning", column) for column in columns
    ]


def test_a_file_is_loaded_with_what_it_hides(tmp_path: Path) -> None:
    path = tmp_path / "cv.yaml"
    path.write_text("name: Ada\nheadline: Engineer #opentowork\n")
    root, found = load(path)
    assert root is not None
    assert to_data(root) == {"name": "Ada", "headline": "Engineer"}
    assert [(fault.code, fault.span) for fault in found] == [("hidden-text", Span(str(path), 2, 20, 2, 31))]
