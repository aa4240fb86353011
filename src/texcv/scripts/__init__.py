"""Which engine sets a CV, and which fonts it needs for scripts other than Latin; or why it can't be set."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from texcv.compile import cache_folder, environment
from texcv.compile.requirements import find_tex_files, missing_programs, scripts_command
from texcv.diagnostics import Diagnostic, Span, error
from texcv.scripts.coverage import characters_of
from texcv.scripts.places import at_character
from texcv.scripts.tables import (
    BASE_FONTS,
    JOINERS,
    LATIN,
    LETTERS,
    OTHER_SYMBOLS,
    SANS,
    SYMBOLS,
    Family,
    Script,
    pdftex_characters,
    script_of,
    unified,
)
from texcv.view import View, pieces_of

__all__ = ["Family", "choose_engine", "choose_fonts", "direction_of", "pdftex_characters"]

_Places = list[tuple[str, Span | None]]


def choose_engine(view: View, engines: Iterable[str], *, strict: bool = True) -> str | list[Diagnostic]:
    """The first of a template's engines that can set the view: pdflatex sets the Latin script, lualatex others, too.

    If none can, the first engine, or, with `strict`, what it can't set.
    """
    known = tuple(engines)
    strange = [(char, span) for char, span in _characters(view) if char not in pdftex_characters()]
    greek = [(found[0][1], piece.span) for piece in pieces_of(view) if (found := _GREEK_WORD.search(piece.text))]
    if "lualatex" in known and ("pdflatex" not in known or strange or greek):
        return list(_composed_emoji(view)) or "lualatex"
    if strict and (strange or greek):
        hint = "the templates plain and academic set it"
        letters = LETTERS.get(view.metadata.language.partition("-")[0])
        if letters:  # then all dates and titles are at fault: that is said once
            message = f"{letters} letters can't be printed: this template has no font for them"
            return [error("missing-glyph", message, view.metadata.language_span, hint.replace("it", "them"))]
        return [_fault(*place, "this template has no font for it", hint) for place in _first_of_each(strange + greek)]
    return known[0]


_GREEK_WORD = re.compile("[\u0370-\u03ff]{2}")
"""pdfTeX sets Greek letters as the mathematical symbols that they are in a Latin text; readers part those of a word."""


def choose_fonts(view: View, base: str) -> tuple[Family, ...] | list[Diagnostic]:
    """The families that lualatex needs beside the base font (a value of the option `font`), or what is lacking."""
    places = list(_characters(view))
    scripts = {script_of(char) for char, _ in places}
    language = str(view.metadata.language)
    families = {script: _family(unified(script, scripts, language), base) for script in (*scripts, LATIN, SYMBOLS)}
    file = BASE_FONTS.get(base, BASE_FONTS["heros"])
    if lacking := missing_programs(("lualatex", "kpsewhich")):
        return _lacking(places, f"it needs {lacking[0]}, which this machine lacks")
    wanted = {file, *(family.regular for family in (*families.values(), *OTHER_SYMBOLS))}
    paths = find_tex_files(wanted, environment(cache_folder()))
    if file not in paths:
        return _lacking(places, f"lualatex finds no {file} on this machine")
    chosen: dict[Family, None] = {}
    faults: _Places = []
    has = {family: _has(family, paths) for family in (*families.values(), *OTHER_SYMBOLS)}
    own = characters_of(paths[file]) - _FOREIGN
    for char, span in places:
        if ord(char) in own or char in JOINERS:
            continue
        tried = [*(families[script] for script in (script_of(char), LATIN, SYMBOLS, *scripts)), *OTHER_SYMBOLS]
        found = next((family for family in tried if ord(char) in has[family]), None)
        if found:
            chosen.setdefault(found)
        else:
            faults.append((char, span))
    whole = all(family.regular in paths for family in families.values())
    hint = "write it in another way" if whole else f"install: {scripts_command()}"
    why = "no font on this machine has it"
    return [_fault(*place, why, hint) for place in _first_of_each(faults)] or tuple(chosen)


def direction_of(view: View) -> str:
    """The direction of the view's lines: "rtl" where its language or most of its letters run so; else ""."""
    if view.right_to_left:
        return "rtl"
    letters = [unicodedata.bidirectional(char) for piece in pieces_of(view) for char in piece.text if char.isalpha()]
    right = sum(kind in {"R", "AL"} for kind in letters)
    return "rtl" if 2 * right > len(letters) else ""


_FOREIGN = frozenset(range(0x370, 0x530))
"""Greek and Cyrillic: Latin fonts have some letters of them only, and a word is set in one font."""


def _has(family: Family, paths: dict[str, Path]) -> frozenset[int]:
    path = paths.get(family.regular)
    return characters_of(path, family.face or 0) if path else frozenset()


def _family(script: Script, base: str) -> Family:
    return script.sans if base in SANS else script.serif


def _characters(view: View) -> Iterator[tuple[str, Span | None]]:
    """What TeX sees outside of ASCII, with the place of its piece; each piece has each character once."""
    for piece in pieces_of(view):
        if not piece.tex.isascii():
            yield from ((char, piece.span) for char in dict.fromkeys(piece.tex) if not char.isascii())
    own = view.metadata
    for tex in (own.title, own.author, own.subject, own.keywords):
        yield from ((char, None) for char in dict.fromkeys(tex) if not char.isascii())


def _first_of_each(places: Iterable[tuple[str, Span | None]]) -> list[tuple[str, Span | None]]:
    """The first character of each place."""
    first: dict[Span | None, str] = {}
    for char, span in places:
        first.setdefault(span, char)
    if len(first) > 1:
        first.pop(None, None)  # the metadata repeat what is printed
    return [(char, span) for span, char in first.items()]


_PART_OF_EMOJI = re.compile(
    "[\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]|(?<=[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d"
)
"""Key caps, skin tones, tags and joiners: what only fonts of pictures can put together."""


def _composed_emoji(view: View) -> Iterator[Diagnostic]:
    for piece in pieces_of(view):
        if part := _PART_OF_EMOJI.search(piece.text):
            why = "emoji that are made of several characters can't be set"
            yield _fault(part[0], piece.span, why, "use one that is a single character")


def _lacking(places: _Places, why: str) -> list[Diagnostic]:
    strange = [(char, span) for char, span in places if char not in pdftex_characters()] or [("", None)]
    return [_fault(*strange[0], why, f"install: {scripts_command()}")]


def _fault(char: str, span: Span | None, why: str, hint: str) -> Diagnostic:
    script = script_of(char).name if char else ""
    name = f'"{char}" (U+{ord(char):04X}, {script})' if char else "the CV"
    return error("missing-glyph", f"{name} can't be printed: {why}", at_character(span, char), hint)
