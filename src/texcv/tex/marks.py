"""In-line Markdown -> LaTeX."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from texcv.tex.escaping import Inline, Tex, encode_url, escape_text, escape_url

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token


def inline(text: str) -> Inline:
    """The text with its marks carried out: `**bold**`, `*italic*`, `` `code` ``, `[text](url)`, `^sup^`, `~sub~`.

    A backslash before a mark makes it text. What does not parse as a mark is text, as typed.
    """
    flat = re.sub("[ \t\n]+", " ", text).strip(" ")
    if not _MARKS.search(flat):
        return Inline(escape_text(flat), flat)
    if not _MARKS.search(_EMPHASIS.sub("", flat)):
        return _emphasized(flat)
    return _parsed(flat)


_EMPHASIS = re.compile(r"(?<![^ (])(\*\*?)([^\W_](?:[^*`\[\]^~\\]*[^\W_])?)\1(?=[ .,;:!?)]|\Z)")
"""Words in stars that CommonMark's rules leave no doubt about."""


def _emphasized(text: str) -> Inline:
    """Text whose only marks are such stars. It is what most CVs have, and needs no parser, which takes long to load."""
    tex, at = [], 0
    for found in _EMPHASIS.finditer(text):
        command = r"\textbf" if found[1] == "**" else r"\emph"
        tex += [escape_text(text[at : found.start()]), f"{command}{{{escape_text(found[2])}}}"]
        at = found.end()
    return Inline(Tex("".join([*tex, escape_text(text[at:])])), _EMPHASIS.sub(r"\2", text))


def _parsed(text: str) -> Inline:
    tokens = _markdown().parseInline(text)[0].children or []
    links = tuple(encode_url(str(token.attrs["href"])) for token in tokens if token.type == "link_open")
    tex = Tex("".join(_tex_of(token) for token in tokens))
    return Inline(tex, "".join(map(_text_of, tokens)), links, tuple(_linked(tokens)))


def _linked(tokens: list[Token]) -> Iterator[str]:
    """The text of each link."""
    inside: list[str] = []
    for token in tokens:
        if token.type == "link_open":
            inside = []
        inside.append(_text_of(token))
        if token.type == "link_close":
            yield "".join(inside)


_MARKS = re.compile(r"[*`\[\]^~\\]")

_COMMANDS = {
    "strong_open": r"\textbf{",
    "em_open": r"\emph{",
    "sup_open": r"\textsuperscript{",
    "sub_open": r"\textsubscript{",
}


def _tex_of(token: Token) -> str:
    if token.type == "code_inline":
        return rf"\cvcode{{{escape_text(token.content)}}}"
    if token.type == "link_open":
        return rf"\cvlink{{{escape_url(str(token.attrs['href']))}}}{{"
    if token.type.endswith("_close"):
        return "}"
    return _COMMANDS.get(token.type) or escape_text(token.content)


def _text_of(token: Token) -> str:
    return token.content if token.type in {"text", "text_special", "code_inline"} else ""


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    """CommonMark's rules for emphasis, code and links, and our own for the rest; no other rule is on."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("zero").enable(["backticks", "emphasis", "link", "balance_pairs", "fragments_join"])
    parser.inline.ruler.before("emphasis", "literal", _literal)
    parser.inline.ruler.after("emphasis", "script", _script)
    parser.inline.ruler.at("link", _link)
    return parser


_DESTINATION = re.compile(r"\]\(((?:https?://|mailto:|tel:)(?:[^\s<>{}\\()]|\([^\s<>{}\\()]*\))+)\)")


def _link(state: StateInline, silent: bool) -> bool:
    """`[words](address)`, if it leads to a web, mail or phone address; the address is taken as it stands."""
    start, maximum = state.pos, state.posMax
    end = state.md.helpers.parseLinkLabel(state, start) if state.src[start] == "[" else -1
    match = _DESTINATION.match(state.src, end) if end > start + 1 else None
    if not match:
        return False
    if not silent:
        state.push("link_open", "a", 1).attrs = {"href": match[1]}
        state.pos, state.posMax = start + 1, end
        state.linkLevel += 1
        state.md.inline.tokenize(state)
        state.linkLevel -= 1
        state.push("link_close", "a", -1)
    state.pos, state.posMax = match.end(), maximum
    return True


def _literal(state: StateInline, silent: bool) -> bool:
    """A backslash before a mark; underscores; and stars between two letters or figures, as in `5*6*7`."""
    here, source = state.pos, state.src
    if source[here] == "\\" and source[here + 1 : here + 2] in set("*`[]^~"):
        return _push_text(state, silent, source[here + 1], 2)
    if source[here] == "\\":
        return _push_text(state, silent, "\\", 1)
    if source[here] not in "*_":
        return False
    end = here + 1
    while end < len(source) and source[end] == source[here]:
        end += 1
    inside_a_word = here > 0 and end < len(source) and source[here - 1].isalnum() and source[end].isalnum()
    if source[here] == "_" or inside_a_word:
        return _push_text(state, silent, source[here:end], end - here)
    return False


def _push_text(state: StateInline, silent: bool, text: str, length: int) -> bool:
    if not silent:
        state.push("text", "", 0).content = text  # to add to `state.pending` would copy all of it each time
    state.pos += length
    return True


_SCRIPT = re.compile(r"([\^~])([\w+\-−=(),.]{1,30})\1(?![\^~])")


def _script(state: StateInline, silent: bool) -> bool:
    """`^sup^` and `~sub~`: a word or a number, without a space or another mark in it."""
    match = _SCRIPT.match(state.src, state.pos, state.posMax)
    if not match or state.src.endswith(match[1], 0, state.pos):
        return False
    if not silent:
        kind = "sup" if match[1] == "^" else "sub"
        state.push(f"{kind}_open", kind, 1)
        state.push("text", "", 0).content = match[2]
        state.push(f"{kind}_close", kind, -1)
    state.pos = match.end()
    return True
