"""What must hold for any input, a function of bytes for each stage: for libFuzzer, and for the corpus in the tests.

Nothing here is taken from texcv that is to be shown: LaTeX is read back, and places are counted, in another way.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote, unquote_to_bytes

import yaml
from pydantic_core import PydanticCustomError

import texcv
from texcv import dates
from texcv.diagnostics import FORMATS, Diagnostic, Span, format_diagnostics
from texcv.model.fields import printable
from texcv.source import Node, hidden_text, override, parse, read_text, to_data
from texcv.tex import MAX_UNBROKEN, encode_url, escape_text, escape_url, inline, url_text

CORPUS = Path(__file__).parents[1] / "tests" / "corpus"
"""A folder of inputs for each target, named by libFuzzer."""

_FOLDER = TemporaryDirectory()

# --- the YAML -------------------------------------------------------------------------------


def source(data: bytes) -> None:
    """A file is refused at its places, or its nodes are what YAML's own loader makes of it, each where it stands.

    What follows a zero byte, which no YAML has, is the path of a value to be replaced, as in `--set`.
    """
    path, (written, _, setting) = Path(_FOLDER.name) / "source.yaml", data.partition(b"\0")
    path.write_bytes(written)
    text = read_text(path)
    if isinstance(text, Diagnostic):
        _look_at([text], path, written)
        return
    assert text.encode() == written.removeprefix(b"\xef\xbb\xbf")
    root = parse(text, str(path))
    if isinstance(root, list):
        assert root
        _look_at(root, path, written)
        return
    _look_at(hidden_text(text, root), path, written)
    with suppress(yaml.composer.ComposerError):  # it does not take the same anchor twice
        assert _as_texts(to_data(root)) == _as_texts(yaml.load(text, yaml.CBaseLoader))  # noqa: S506  # makes texts
    lines = _lines(text)
    for node in _nodes(root):
        _stands_inside(node.at, lines)
        _stands_where_written(node, lines)
    if setting:
        _replace(root, setting.decode("utf-8", "replace"))


def _as_texts(data: Any) -> Any:
    """With one spelling of nothing."""
    if isinstance(data, dict):
        return {key: _as_texts(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_as_texts(item) for item in data]
    return "" if data in {None, "~", "null", "Null", "NULL"} else str(data)


def _nodes(root: Node) -> Iterator[Node]:
    """Each once, however many aliases lead to it."""
    waiting, seen = [root], set[int]()
    while waiting:
        node = waiting.pop()
        if id(node) not in seen:
            seen.add(id(node))
            yield node
            waiting += (*node.items, *(child for pair in node.pairs for child in pair))


def _lines(text: str) -> list[str]:
    return re.split("\r\n|[\r\n\x85\u2028\u2029]", text)


def _stands_inside(at: Span, lines: list[str]) -> None:
    if at.line == 0:
        assert at.column == at.end_line == at.end_column == 0
        return
    assert 1 <= at.line <= at.end_line <= len(lines), at
    assert 1 <= at.column <= len(lines[at.line - 1]) + 1, at
    behind_a_line = at.end_line == at.line and at.end_column == at.column + 1  # where something is missing
    assert behind_a_line or 1 <= at.end_column <= len(lines[at.end_line - 1]) + 1, at
    assert (at.line, at.column) <= (at.end_line, at.end_column), at


def _stands_where_written(node: Node, lines: list[str]) -> None:
    """A plain scalar of one line is what stands at its place; one in quotes has them at both ends."""
    if node.kind != "scalar" or node.at.line != node.at.end_line:
        return
    there = lines[node.at.line - 1][node.at.column - 1 : node.at.end_column - 1]
    if there[:1] in {'"', "'"}:
        assert len(there) > 1, there
        assert there[-1] == there[0], there
    elif there[:1] not in {"&", "!"}:
        assert there == (node.text or there), (there, node)


def _replace(root: Node, path: str) -> None:
    """Another text at a path changes that value, and no other."""
    changed = override(root, path, "new", "--set")
    if isinstance(changed, Diagnostic):
        assert changed.code == "bad-setting"
        return
    steps = tuple(path.split("."))
    before, after = dict(_leaves(root)), dict(_leaves(changed))
    assert after.pop(steps) == "new"
    assert after == {place: text for place, text in before.items() if not _lead_on(place, steps)}


def _leaves(node: Node, *path: str) -> Iterator[tuple[tuple[str, ...], str | None]]:
    if node.kind == "scalar":
        yield path, node.text
    for index, item in enumerate(node.items):
        yield from _leaves(item, *path, str(index))
    for key, value in node.pairs:
        yield from _leaves(value, *path, key.text or "")


def _lead_on(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one of the paths leads through the end of the other."""
    return all(left == right for left, right in zip(one, other, strict=False))


# --- the whole of validate ------------------------------------------------------------------


def validate(data: bytes) -> None:
    """Whatever is in a file, it is valid, or refused at places inside of it."""
    path = Path(_FOLDER.name) / "cv.yaml"
    path.write_bytes(data)
    _look_at(texcv.validate(path), path, data)


def _look_at(found: list[Diagnostic] | tuple[Diagnostic, ...], path: Path, written: bytes) -> None:
    """Each problem has a place in the file, says something, and can't steer a terminal."""
    lines = _lines(written.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace"))
    for problem in found:
        assert problem.span, problem
        assert problem.span.path == str(path), problem
        assert problem.message.strip(), problem
        assert all(hint.strip() for hint in problem.hints), problem
        _stands_inside(problem.span, lines)
    for how in FORMATS:
        printed = "".join(format_diagnostics(found, how))
        assert not {char for char in printed if unicodedata.category(char) in {"Cc", "Cf", "Cs"}} - {"\n"}, printed


# --- dates ----------------------------------------------------------------------------------

_PARSERS = (dates.parse_date, dates.parse_start, dates.parse_end)
"""Each takes what the one before it takes, and more."""


def a_date(data: bytes) -> None:
    """A text is a day of the calendar as it is written, or the fault says what to write."""
    texts = data.decode("utf-8", "replace").split("\n")[:2]
    found = [_moment(text) for text in texts]
    for moment in found:
        assert not dates.is_after(moment, moment)
    if len(found) == 2 and all(isinstance(moment, dates.PartialDate) and moment.day for moment in found):
        one, other = map(str, found)
        assert dates.is_after(found[0], found[1]) == (date.fromisoformat(one) > date.fromisoformat(other))
    assert not (dates.is_after(found[0], found[-1]) and dates.is_after(found[-1], found[0]))


def _moment(text: str) -> dates.Moment:
    """What the most willing of the parsers makes of it."""
    taken: dates.Moment | None = None
    for parser in _PARSERS:
        try:
            moment = parser(text)
        except dates.DateError as fault:
            assert taken is None, "taken before"
            _look_at_hint(fault)
        else:
            assert taken in {None, moment}
            assert parser(str(moment)) == moment
            assert str(moment).casefold() == text.strip().casefold()
            taken = moment
    if isinstance(taken, dates.PartialDate):
        whole = "-".join([str(taken), "01", "01"][: 3 - str(taken).count("-")])
        assert str(date.fromisoformat(whole)) == whole
    with suppress(dates.DateError):
        free = dates.parse_moment(text)
        assert free == taken or (isinstance(free, str) and free == text.strip())
        return free
    assert taken is None or not isinstance(taken, dates.PartialDate)
    return text


def _look_at_hint(fault: dates.DateError) -> None:
    """It says what to write, and that is right."""
    assert "write" in fault.hint
    for written in re.findall(r"write ([0-9-]+)", fault.hint) + re.findall(r": ([0-9-]+)`", fault.hint):
        dates.parse_date(written)


# --- LaTeX ----------------------------------------------------------------------------------

LIGATURES = ("--", ",,", "<<", ">>", "``", "''", "?`", "!`")
"""Pairs of which T1 fonts make one glyph that reads back as another character (encguide, section 4)."""

QUOTES = ("’’", "‘‘", "?‘", "!‘", "–-")
"""The same of characters outside of ASCII, which have a place of their own in T1 (ec-lmss10.tfm)."""

MARKS = "*`[]^~\\"

_COMMANDS = {
    "textbackslash": "\\",
    "textasciicircum": "^",
    "textasciitilde": "~",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textquotedbl": '"',
    "textquotesingle": "'",
    "textasciigrave": "`",
    "allowbreak": "",
}
_TOKEN = re.compile(r"\\(?P<command>[A-Za-z]+)\{\}|\\(?P<symbol>[{}$&#%_])|(?P<nothing>\{\})|(?P<char>.)", re.DOTALL)


def unescape(tex: str) -> str:
    """What LaTeX prints; fails at any character that would steer it."""
    return spaced("".join(_printed(token) for token in _TOKEN.finditer(tex)))


def spaced(text: str) -> str:
    """With a plain space after a hyphen, where a line must not end."""
    return text.replace("-\u00a0", "- ")


def _printed(token: re.Match[str]) -> str:
    if token["command"]:
        return _COMMANDS[token["command"]]
    if token["char"] == "~":
        return "\u00a0"
    assert token["char"] is None or token["char"] not in "\\{}$&#%_^\n\t", f"{token[0]!r} in {token.string!r}"
    return token["symbol"] or token["char"] or ""


def folded(text: str) -> str:
    """The text as `escape_text` promises to print it."""
    text = re.sub("[\u2007\u202f]", "\u00a0", unicodedata.normalize("NFC", text))
    text = "".join("" if char in "\ufe0e\ufe0f" else " " if _is_folded(char) else char for char in text)
    return spaced(text)


def _is_folded(char: str) -> bool:
    return char in "\n\t" or (unicodedata.category(char) == "Zs" and char not in "\u00a0\u1680")


def in_one_line(text: str) -> str:
    """The text as `inline` takes it: white space that one types is folded, any other is kept."""
    return re.sub("[ \t\n]+", " ", text).strip(" ")


def unbroken(tex: str) -> list[str]:
    """The stretches that LaTeX keeps on one line, as printed."""
    return [unescape(part) for part in re.split(r"\\allowbreak\{\}| ", tex)]


def address_of(tex: str) -> str:
    """The address that hyperref makes of a link's first argument."""
    plain = re.sub(r"\\([%#&$_])|\\string(~)", lambda match: match[1] or match[2], tex)
    assert plain.count("\\") == 0
    assert tex.replace(r"\string~", "").count("~") == 0
    assert not re.search(r"(?<!\\)[%#&$_]", tex)
    return plain


def tex(data: bytes) -> None:
    """Escaped text reads back, cannot steer LaTeX and has no ligatures; an address leads where it led."""
    text = _text(data)
    if text is None:
        return
    escaped = escape_text(text)
    assert unescape(escaped) == folded(text)
    assert not any(pair in escaped for pair in (*LIGATURES, *QUOTES)), escaped
    if text.isascii():
        assert max(len(word) for part in unbroken(escaped) for word in part.split(" ")) <= MAX_UNBROKEN
    if all(len(word) <= MAX_UNBROKEN for word in folded(text).split(" ")):
        assert r"\allowbreak" not in escaped
    led = address_of(escape_url(text))
    assert led == encode_url(text)
    assert unquote_to_bytes(led) == unquote_to_bytes(text)
    assert re.fullmatch(r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*", led), "RFC 3986"
    shown = url_text(text)
    assert unescape(shown.tex) == folded(shown.text)
    assert shown.text in text
    assert shown.links == (led,)


def inline_marks(data: bytes) -> None:
    """Marks are carried out and nothing else is: no letter is lost, added or moved, and links lead to the web."""
    text = _text(data)
    if text is None:
        return
    parsed, flat = inline(text), in_one_line(text)
    rest = iter(flat)
    assert all(char in rest for char in parsed.text)
    led = "".join(parsed.links)
    gone = Counter(flat) - Counter(parsed.text) - Counter(led + unquote(led))
    assert set(gone) <= set(MARKS + "() "), gone
    assert all(re.match(r"https?://|mailto:|tel:", link) for link in parsed.links)
    assert len(parsed.words) == len(parsed.links)
    assert all(words in parsed.text for words in parsed.words)
    printed = unescape(without_marks(parsed.tex))
    assert unicodedata.normalize("NFC", printed) == folded(parsed.text)  # an accent may follow the end of a mark


def without_marks(tex: str) -> str:
    """The LaTeX without the commands of marks, whose braces must match."""
    tex = re.sub(r"\\cvlink\{[^{}]*\}\{", "\x01", tex)
    tex = re.sub(r"\\(?:textbf|emph|cvcode|textsuperscript|textsubscript)\{(?!\})", "\x01", tex)
    depth, printed = 0, []
    for piece in re.findall(r"\\[A-Za-z]+\{\}|\\.|\{\}|.", tex):
        depth += (piece == "\x01") - (piece == "}")
        printed.append(piece if piece not in {"\x01", "}"} else "")
        assert depth >= 0
    assert depth == 0
    return "".join(printed)


def _text(data: bytes) -> str | None:
    """The bytes as a text that the model lets through."""
    try:
        return printable(data.decode("utf-8", "replace"))
    except PydanticCustomError:
        return None


TARGETS: dict[str, Callable[[bytes], None]] = {
    "source": source,
    "dates": a_date,
    "tex": tex,
    "inline": inline_marks,
    "validate": validate,
}
