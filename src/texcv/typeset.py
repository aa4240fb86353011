"""A plan -> its document, its PDF, and the proof."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from texcv import scripts
from texcv.compile import Compiled, Early, compile_tex
from texcv.diagnostics import Diagnostic, Span, TexcvError, error, has_errors
from texcv.frozen import frozen
from texcv.plan import Plan
from texcv.render import Document
from texcv.render import render as render_document
from texcv.view import pieces_of

if TYPE_CHECKING:
    from texcv.check import Proof

Progress = Callable[[str], None]

_TO_CHECK = ("texcv.check", "pypdf")
"""What takes long to load, and is not needed before there is a PDF."""


@frozen
class Typeset:
    """What is to be written, by place, and what there is to say of it.

    `sources` are the user's files that it was made of, the `texts` among them, and `tex` the files of TeX. `dated`: it
    may tell the day it was made. `format` is the name of the format of its preamble. `content` is a fingerprint of what
    was typeset, where TeX had nothing to say of it.
    """

    files: dict[Path, bytes]
    diagnostics: tuple[Diagnostic, ...]
    pages: int
    strings: int
    log: str
    sources: tuple[Path, ...]
    tex: tuple[Path, ...]
    dated: bool
    texts: tuple[Path, ...]
    format: str = ""
    content: str = ""

    def joined(self, others: Sequence[Typeset]) -> Typeset:
        """All of them as one."""
        every = (self, *others)
        return Typeset(
            files={place: content for each in every for place, content in each.files.items()},
            diagnostics=tuple(found for each in every for found in each.diagnostics),
            pages=sum(each.pages for each in every),
            strings=sum(each.strings for each in every),
            log="".join(each.log for each in every),
            sources=self.sources,
            tex=tuple(dict.fromkeys(file for each in every for file in each.tex)),
            dated=any(each.dated for each in every),
            texts=self.texts,
            format=self.format,
            content=self.content,
        )


def nothing_new(plan: Plan) -> Typeset:
    """What there is to say of a plan whose results are there already."""
    return Typeset({}, plan.diagnostics, 0, 0, "", tuple(plan.sources), (), dated=False, texts=plan.texts)


def typeset_plan(
    plan: Plan,
    formats: Sequence[str],
    target: Path,
    *,
    epoch: str | None,
    check: bool,
    cache: bool,
    progress: Progress,
    early: Early | None = None,
) -> Typeset:
    """Make the formats of a plan and of its letter; raises `TexcvError`.

    `target` is their place, without the ending. `early` is a TeX that waits for the plan's document.
    """
    made: list[Typeset] = []
    faults: list[Diagnostic] = []
    log = ""
    for part in (plan, plan.letter) if plan.letter else (plan,):
        try:
            made.append(
                _typeset(part, formats, target, epoch=epoch, check=check, cache=cache, progress=progress, early=early)
            )
        except TexcvError as fault:
            faults += fault.diagnostics
            log += fault.log
        early = None  # it can set one document
    if faults:
        raise TexcvError([*(fault for part in made for fault in part.diagnostics), *faults], log)
    return made[0].joined(made[1:])


def _typeset(
    plan: Plan,
    formats: Sequence[str],
    target: Path,
    *,
    epoch: str | None,
    check: bool,
    cache: bool,
    progress: Progress,
    early: Early | None,
) -> Typeset:
    """Make the formats of a plan, but not of its letter."""
    target = target.with_name(f"{target.name}{plan.suffix}")
    document, beside = _document(plan, datestamp=epoch is not None, cache=cache)
    raw = any(piece.raw for piece in pieces_of(plan.view))
    compiled, proof, found = None, None, list(plan.diagnostics)
    if "pdf" in formats:
        progress("typesetting")
        compiled = _compile(plan, document, beside, epoch, check=check, cache=cache, raw=raw, early=early)
        found += (_at_source(fault, plan) for fault in compiled.diagnostics)
    if compiled and compiled.pdf and check:
        progress("checking")
        proof = _prove(plan, compiled.pdf)
        found += proof.diagnostics
    found += _told(plan, document, beside, target.name, tex="tex" in formats)
    found = [fault if fault.span else replace(fault, span=Span(str(plan.path))) for fault in found]
    log = compiled.log if compiled else ""
    if has_errors(found):
        raise TexcvError(found, log)
    files: dict[Path, bytes] = {}
    if compiled and compiled.pdf:
        files[target.with_name(f"{target.name}.pdf")] = compiled.pdf
    if "tex" in formats:
        files[target.with_name(f"{target.name}.tex")] = document.tex.encode()
        files |= {target.with_name(name): beside[name] for name in beside}
    pages, strings = (proof.pages, proof.strings) if proof else (0, 0)
    dated = epoch is None and (not plan.template.comes_with_texcv or raw)
    read = compiled.files if compiled else ()
    form = compiled.format if compiled else ""
    return Typeset(files, tuple(found), pages, strings, log, tuple(plan.sources), read, dated, plan.texts, form)


def _document(plan: Plan, *, datestamp: bool, cache: bool) -> tuple[Document, dict[str, bytes]]:
    """The .tex, and what must stand beside it; raises `TexcvError` where this machine lacks a font."""
    name = plan.photo.name if plan.photo else ""
    fonts = scripts.choose_fonts(plan.view, plan.options.get("font", "")) if plan.engine == "lualatex" else ()
    if isinstance(fonts, list):
        raise TexcvError(fonts)
    document = render_document(
        plan.view,
        plan.template,
        plan.options,
        fonts=fonts,
        direction=scripts.direction_of(plan.view) if plan.engine == "lualatex" else "",
        photo=name,
        datestamp=datestamp,
        cache=cache,
    )
    beside: dict[str, bytes] = {}
    for file in plan.template.tex_files(plan.engine):
        try:
            beside[file.name] = file.read_bytes()
        except OSError as fault:
            message = f"can't read {file}: {fault.strerror or fault}"
            raise TexcvError([error("unreadable-file", message, Span(str(file)))]) from None
    return document, beside | ({plan.photo.name: plan.photo.content} if plan.photo else {})


def _compile(
    plan: Plan,
    document: Document,
    beside: dict[str, bytes],
    epoch: str | None,
    *,
    check: bool,
    cache: bool,
    raw: bool,
    early: Early | None,
) -> Compiled:
    """The PDF of a document; what is needed to check it is loaded while TeX runs."""
    name = f"{plan.path.resolve()}\n{plan.template.name}{plan.suffix}\n{plan.choice}"
    return compile_tex(
        document.tex,
        beside,
        document.locate,
        engine=plan.engine,
        epoch=epoch,
        cache=cache,
        document=hashlib.sha256(name.encode("utf-8", "backslashreplace")).hexdigest() if cache else "",
        meanwhile=lambda: [importlib.import_module(module) for module in _TO_CHECK if check],
        raw=raw,
        early=early,
    )


def _prove(plan: Plan, pdf: bytes) -> Proof:
    from texcv.check import check_pdf

    return check_pdf(plan.view, pdf, "the PDF", secrets=plan.secrets)


def _told(plan: Plan, document: Document, beside: dict[str, bytes], name: str, *, tex: bool) -> list[Diagnostic]:
    """What an anonymous copy tells besides its PDF: in the files of LaTeX, if they are written, and by its name."""
    if plan.secrets is None:
        return []
    from texcv.check.anonymity import told_by_files, told_by_name

    files = {f"{name}.tex": document.tex.encode()} | (beside if not plan.template.comes_with_texcv else {})
    told = told_by_files(plan.secrets, files) if tex else []
    names = dict.fromkeys([name, *(file.removesuffix(".tex") for file in files if tex)])
    return [*told, *(fault for written in names for fault in told_by_name(plan.secrets, written))]


def _at_source(fault: Diagnostic, plan: Plan) -> Diagnostic:
    """A fault of what TeX knows by the name of a copy: of the photo where it is named, of a look in its template."""
    if plan.photo and fault.span is None and plan.photo.name in fault.message:
        message, hint = f"TeX can't read the photo: {fault.message}", "save it again as JPEG or PNG"
        return error("bad-photo", message, plan.photo.span, hint)
    looks = {file.name: file for file in plan.template.tex_files(plan.engine)}
    if fault.span and fault.span.path in looks:
        return replace(fault, span=replace(fault.span, path=str(looks[fault.span.path])))
    return fault
