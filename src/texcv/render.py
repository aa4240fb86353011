"""View + template -> LaTeX, and a map from its lines to the YAML."""

from __future__ import annotations

import re
import traceback
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader, TemplateError, TemplateSyntaxError

from texcv.diagnostics import Span, TexcvError, error
from texcv.frozen import frozen
from texcv.partials import COMMA, Partials
from texcv.scripts import Family
from texcv.templates import Template
from texcv.tex import Tex, escape_text
from texcv.view import Link, Piece, Punctuation, View

_MARK = re.compile("\x01(\\d+)\x02")
_SEPARATOR = Tex("\x04")
"""What stands in the marked document between the items of a list, as `COMMA` does between facts."""
_TOKEN = re.compile(f"{_MARK.pattern}|[{COMMA}{_SEPARATOR}]")


class UntypedOutputError(TypeError):
    """A template printed something that the view did not make."""


@frozen
class Document:
    """A .tex file and where its text comes from; `pieces` are in the order of the file, each with its line."""

    tex: str
    pieces: tuple[tuple[int, Piece], ...]

    def locate(self, line: int, text: str = "") -> list[Span]:
        """The places in the YAML of what was printed in a line of the .tex, or last before it.

        With `text`, the places of all that contains it: TeX complains of a character when it sets it, which may be far
        from where it read it.
        """
        if text:
            return [
                piece.span
                for _, piece in self.pieces
                if piece.span and text in (piece.tex if piece.raw else piece.text)
            ]
        stop = bisect_right(self.pieces, line, key=lambda item: item[0])
        last = next((piece.span for _, piece in reversed(self.pieces[max(0, stop - 1) : stop])), None)
        start = bisect_left(self.pieces, line, key=lambda item: item[0])
        first = next((piece.span for _, piece in self.pieces[start:stop]), last)
        return [first] if first else []


def render(
    view: View,
    template: Template,
    options: Mapping[str, str],
    *,
    fonts: Sequence[Family] = (),
    direction: str = "",
    photo: str = "",
    datestamp: bool = False,
    cache: bool = False,
) -> Document:
    """The document; `options` and `photo` (a file name) are LaTeX already. `fonts` are for what the look's one lacks;
    `direction` is that of lines, "rtl" or, for from left to right, "". With `cache`, partials are compiled once.

    Raises `TexcvError` for a faulty template.
    """
    pieces: list[Piece] = []

    def finalize(value: Any) -> str:
        if isinstance(value, Link):
            return rf"\cvlink{{{value.url}}}{{{finalize(value.label)}}}"
        if isinstance(value, Piece):
            pieces.append(value)
            return f"\x01{len(pieces) - 1}\x02{value.tex}"
        if isinstance(value, Tex):
            return str(value)
        raise UntypedOutputError(f"prints {type(value).__name__} {str(value)[:40]!r}, which the view did not make")

    loader = ChoiceLoader([FileSystemLoader(folder) for folder in template.folders])
    values = {
        "cv": view,
        "options": {name: Tex(value) for name, value in options.items()},
        "setup": [
            (Tex(name.replace("_", "-")), Tex(value)) for name, value in options.items() if name not in _CLASS_OPTIONS
        ],
        "fonts": [tuple(map(Tex, _arguments(font))) for font in fonts],
        "direction": Tex(direction),
        "punctuation": list(_punctuation(view.punctuation)),
        "comma": COMMA,
        "separator": _SEPARATOR,
        "look": Tex(template.look),
        "photo": Tex(photo),
        "datestamp": datestamp,
        "empty": Tex(),
    }
    try:
        marked = Partials(loader, finalize, cache=cache).print(_MAIN, values)
        return _unmark(_punctuated(marked, pieces, view.punctuation, direction), pieces)
    except TemplateSyntaxError as fault:
        name = fault.name or _MAIN
        file = next((str(folder / name) for folder in template.folders if (folder / name).exists()), name)
        place = Span(fault.filename or file, fault.lineno, 1, fault.lineno, 2)
        raise TexcvError([error("template-error", fault.message or "bad syntax", place)]) from None
    except RecursionError as fault:
        span, message = _template_span(fault, template), "is nested too deeply: does it include itself?"
        raise TexcvError([error("template-error", message, span)]) from None
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as fault:
        span = _template_span(fault, template)
        if span is None and not isinstance(fault, TemplateError):
            raise
        raise TexcvError([error("template-error", str(fault), span)]) from None


def _arguments(font: Family) -> tuple[str, ...]:
    r"""Those of `\cvfallback`."""
    face = f"({font.face})" if font.face is not None else ""
    files = (font.regular, font.bold, font.italic, font.bold_italic)
    return (font.features, *(file and file + face for file in files))


_CLASS_OPTIONS = {"paper", "font_size"}
_MAIN = "main.tex.j2"


def _template_span(fault: BaseException, template: Template) -> Span | None:
    """The line of the template that raised: the last frame of the traceback that lies in one of its folders."""
    folders = tuple(str(folder) for folder in template.folders)
    frames = [f for f in traceback.extract_tb(fault.__traceback__) if f.filename.startswith(folders)]
    if not frames:
        return None
    line = frames[-1].lineno or 1
    return Span(frames[-1].filename, line, 1, line, 2)


def _punctuation(signs: Punctuation) -> Iterator[tuple[Tex, Tex]]:
    """What the class has to be told of it, for most languages nothing."""
    colon = signs.colon.rstrip(" ")
    for name, sign, usual in (
        ("separator", signs.comma, ", "),
        ("colon", colon, ":"),
        ("colon-space", signs.colon.removeprefix(colon), " "),
    ):
        if sign != usual:
            yield Tex(name), Tex(escape_text(sign).replace(" ", r"\space "))


def _punctuated(marked: str, pieces: list[Piece], signs: Punctuation, direction: str) -> str:
    """The document with its commas. Two pieces in Latin letters have the Latin one between them in all languages."""
    if signs.comma == signs.separator == ", " and not direction:
        return marked.replace(COMMA, ", ").replace(_SEPARATOR, ", ")
    found = list(_TOKEN.finditer(marked))
    texts = [pieces[int(token[1])].text if token[1] and int(token[1]) < len(pieces) else "" for token in found]
    written, at, before = [], 0, ""
    for number, token in enumerate(found):
        before = texts[number] or before
        if not token[1]:
            after = "".join(texts[number + 1 : number + 3])
            sign = signs.comma if token[0] == COMMA else signs.separator
            own = _is_foreign(before[-1:]) or _is_foreign(after[:1])
            tex = rf"\cvnext{{{escape_text(sign)}}}" if own and direction else escape_text(sign)
            written += [marked[at : token.start()], tex if own else ", "]
            at = token.end()
    return "".join([*written, marked[at:]])


def _is_foreign(char: str) -> bool:
    """Whether the character is of a script that may have a comma of its own."""
    return char >= "\u0590" and not "\u2000" <= char <= "\u20ff"


def _unmark(marked: str, pieces: list[Piece]) -> Document:
    """The document without the marks that `finalize` left, each noted with its line."""
    found: list[tuple[int, Piece]] = []
    lines = marked.split("\n")
    for number, line in enumerate(lines, 1):
        found.extend((number, pieces[int(mark[1])]) for mark in _MARK.finditer(line) if int(mark[1]) < len(pieces))
        lines[number - 1] = _MARK.sub("", line)
    return Document("\n".join(lines), tuple(found))
