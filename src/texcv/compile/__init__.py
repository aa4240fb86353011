"""LaTeX -> PDF, with latexmk, in a closed room; what TeX says becomes diagnostics."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from texcv.compile import auxiliary, formats
from texcv.compile.early import Early, begin_early
from texcv.compile.log import Locate, read_log
from texcv.compile.requirements import install_command, missing_programs
from texcv.compile.run import MODE, OUTPUT, Room, environment
from texcv.compile.scratch import lock, scratch_folder
from texcv.compile.walls import is_forbidden
from texcv.diagnostics import Diagnostic, error, has_errors
from texcv.frozen import frozen
from texcv.store import cache_folder, digest_of, digest_of_file

__all__ = ["Compiled", "Early", "begin_early", "cache_folder", "compile_tex", "environment"]

TIME_LIMITS = {"pdflatex": 60.0, "lualatex": 180.0}
"""Seconds for a whole run of latexmk; a CV of 30 pages takes two, one in Chinese with fonts new to LuaTeX 16."""

MAX_PAGES = 1000
"""Pages after which TeX is ended; 500 publications fill thirty."""

_LIMIT = (
    rf"\ifdefined\AddToHook\AddToHook{{shipout/before}}{{\ifnum\ReadonlyShipoutCounter<{MAX_PAGES} \else"
    rf"\errmessage{{texcv: more than {MAX_PAGES} pages}}\batchmode\read-1 to\relax\fi}}\fi "
)
r"""To be read before all else. To `\read` from a terminal that isn't there ends TeX at once (The TeXbook, ch. 20)."""

_NO_INDEX = "[db]\nmax-fonts = 1\n"
"""For luaotfload, which would first read every font of TeX to know its name; ours are named by their files."""

_NAME = "cv.tex"
_FORMAT = "preamble"
_DUMPED = "dumped"
_LATEXMK = ("latexmk", "-norc", "-silent", *MODE)
_ENGINES = {"pdflatex": ("-pdf",), "lualatex": ("-pdflua", "-lualatex=lualatex --nosocket %O %S")}
"""latexmk's options. LuaTeX's `--safer` would stop luaotfload, which keeps what it knows of fonts in the cache."""

_ON_A_FORMAT = ("-pdf", f"-pdflatex=pdflatex -fmt={_FORMAT} %O %S")
_ALONE = ("pdflatex", f"-fmt={_FORMAT}", "-recorder", *MODE, _NAME)
_NO_AUX = "No auxiliary output files."
r"""What `\nofiles` writes to the log: nothing is kept for another pass."""


@frozen
class Compiled:
    """The PDF, if there is one, with TeX's log and what it says; and which files of TeX's trees were read.

    `format` is the name of that of its preamble, if TeX can begin early on that; whether or not there is one by now.
    """

    pdf: bytes | None
    log: str
    diagnostics: list[Diagnostic]
    files: tuple[Path, ...] = ()
    format: str = ""


def compile_tex(
    tex: str,
    files: Mapping[str, bytes],
    locate: Locate,
    *,
    engine: str = "pdflatex",
    epoch: str | None = None,
    time_limit: float | None = None,
    cache: bool = False,
    document: str = "",
    raw: bool = False,
    early: Early | None = None,
    meanwhile: Callable[[], object] = lambda: None,
) -> Compiled:
    """Set the document, with `files` (name -> content) beside it; `locate` tells the YAML place of a line of it.

    `engine` is `pdflatex` or `lualatex`; `epoch` the time, in seconds since 1970, that the PDF says it was made
    (SOURCE_DATE_EPOCH). With `cache`, its preamble is read once for all documents that have the same; the PDF has the
    same bytes. `document` is a name under which is kept what TeX writes for its next run, where a template needs
    several. `raw`: it has LaTeX of the user's, which may print something else each time. `early` waits for this
    document if it has the right format. `meanwhile` is called while TeX runs, perhaps twice.
    """
    lacking = missing_programs(("latexmk", engine, "kpsewhich"))
    if lacking:
        names = ", ".join(lacking)
        return Compiled(None, "", [error("missing-program", f"this machine has no {names}", None, install_command())])
    parts = formats.split(tex) if cache and engine == "pdflatex" else None
    key = formats.key_of(_LIMIT + parts[0], files) if parts else ""
    try:
        if early and (compiled := _set_early(early, key, parts, files, locate, meanwhile)):
            return compiled
        with scratch_folder() as folder:
            for name, content in files.items():
                (folder / name).write_bytes(content)
            luatex = cache_folder() / "luatex" if engine == "lualatex" else None
            room = Room(folder, environment(folder, epoch), time_limit or TIME_LIMITS[engine], luatex)
            known = formats.load(key) if key else None
            restored = bool(document) and not (known and known.one_pass) and auxiliary.restore(document, folder)
            compiled = None
            if parts and known and known.dump:
                compiled = _set_on(known, known.dump, parts, room, locate, document, meanwhile)
                if compiled is None:
                    known = None
                    with contextlib.suppress(OSError):
                        formats.forget(key)
            if compiled is None:
                compiled = _set_afresh(tex, engine, room, locate, document, meanwhile)
        if restored and compiled.pdf is None:  # it may be the fault of what a template wrote that was changed since
            auxiliary.forget(document)
            return compile_tex(
                tex, files, locate, engine=engine, epoch=epoch, time_limit=time_limit, cache=cache, document=document,
                raw=raw, meanwhile=meanwhile,
            )  # fmt: skip
        if parts and compiled.pdf and not known:
            with contextlib.suppress(OSError):
                _keep_format(key, parts, formats.read_by(files), compiled, room, epoch, raw=raw)
    except OSError as fault:
        hint = f"is there room, and may you write, in {cache_folder()}? XDG_CACHE_HOME names another place"
        return Compiled(None, "", [error("no-scratch", f"can't build: {fault.strerror or fault}", None, hint)])
    return replace(compiled, format="" if is_forbidden() else key)


def _set_afresh(
    tex: str, engine: str, room: Room, locate: Locate, document: str, meanwhile: Callable[[], object]
) -> Compiled:
    """Set a document as it is, with latexmk."""
    if engine == "lualatex":
        (room.folder / "luaotfload.conf").write_text(_NO_INDEX, "ascii")
    (room.folder / _NAME).write_text(_LIMIT + tex, "utf-8", newline="\n")
    status = room.run((*_LATEXMK, *_ENGINES[engine], _NAME), meanwhile)
    return _made(room, status, locate, document)


def _set_early(
    early: Early,
    key: str,
    parts: tuple[str, str] | None,
    files: Mapping[str, bytes],
    locate: Locate,
    meanwhile: Callable[[], object],
) -> Compiled | None:
    """Set a document in the run that waits for one; None if that has another format, or if anything is wrong, which an
    ordinary run then tells.
    """
    try:
        if parts is None or early.key != key:
            return None
        status = early.set(formats.shortened(*parts), files, meanwhile)
        made = _made(early.room, status, locate, "")
    finally:
        early.end()
    return replace(made, files=(*early.known.files, *made.files), format=key) if made.pdf else None


class _BrokenFormatError(Exception):
    """TeX is ended: it has read something else than was dumped."""


def _set_on(
    known: formats.Format,
    dump: Path,
    parts: tuple[str, str],
    room: Room,
    locate: Locate,
    document: str = "",
    meanwhile: Callable[[], object] = lambda: None,
) -> Compiled | None:
    """Set a document on the format of its preamble; None if that is broken, which is seen while TeX runs."""
    copy = room.folder / f"{_FORMAT}.fmt"
    try:
        shutil.copyfile(dump, copy)
    except OSError:
        return None
    (room.folder / _NAME).write_text(formats.shortened(*parts), "utf-8", newline="\n")

    def look() -> None:
        if digest_of_file(copy) != known.digest:
            raise _BrokenFormatError
        meanwhile()

    command = _ALONE if known.one_pass else (*_LATEXMK, *_ON_A_FORMAT, _NAME)
    try:
        status = room.run(command, look)
    except _BrokenFormatError:
        return None
    made = _made(room, status, locate, document)
    return replace(made, files=(*known.files, *made.files))


def _keep_format(
    key: str, parts: tuple[str, str], files: Mapping[str, bytes], plain: Compiled, room: Room, epoch: str | None,
    *, raw: bool,
) -> None:  # fmt: skip
    """Dump a preamble, if nobody else does just now; it is used only if it makes the PDF that was made without."""
    formats.folder().mkdir(parents=True, exist_ok=True)
    with lock(formats.folder()) as mine, scratch_folder() as folder:
        if not mine:
            return
        for name, content in files.items():
            (folder / name).write_bytes(content)
        (folder / _NAME).write_text(f"{_LIMIT}{parts[0]}\\dump\n", "utf-8", newline="\n")
        room = replace(room, folder=folder, environment=environment(folder, formats.another_time(epoch)))
        room.run(("pdflatex", "-ini", "-recorder", f"-jobname={_DUMPED}", *MODE, "&pdflatex", _NAME))
        dump, one_pass = folder / f"{_DUMPED}.fmt", _NO_AUX in plain.log
        read = formats.inputs(_read(folder / f"{_DUMPED}.fls"))
        content = b""
        if dump.exists() and not formats.maps_fonts(parts[0], files, read):
            content = formats.expanded(dump.read_bytes())
            dump.write_bytes(content)
            known = formats.Format(dump, digest_of(content), one_pass, read)
            room = replace(room, environment=environment(folder, epoch))
            made = _set_on(known, dump, parts, room, lambda line, text: [])
            if made is None or made.pdf != plain.pdf:
                if raw:  # it may be the document's fault
                    return
                content = b""
        formats.store(key, content, one_pass=one_pass, files=read)


def _made(room: Room, status: int | None, locate: Locate, document: str) -> Compiled:
    """What a run has left in its room."""
    log = _read(room.folder / "cv.log") or _read(room.folder / OUTPUT)
    if status is None:
        hint = "is one of its texts extremely long?"
        return Compiled(None, log, [error("time-limit", f"TeX took more than {room.seconds:g} s", None, hint)])
    diagnostics = read_log(log, _NAME, locate)
    pdf = room.folder / "cv.pdf"
    if (status or not pdf.exists()) and not has_errors(diagnostics):
        said = (_read(room.folder / OUTPUT).strip().splitlines() or ["nothing"])[-1]
        message = f"TeX failed with status {status}; it said: {said}"
        diagnostics.append(error("latex-error", message, None, "`--verbose` shows TeX's log"))
    if has_errors(diagnostics):
        return Compiled(None, log, diagnostics)
    if document and _NO_AUX not in log:
        with contextlib.suppress(OSError):
            auxiliary.save(document, room.folder)
    return Compiled(pdf.read_bytes(), log, diagnostics, formats.inputs(_read(room.folder / "cv.fls")))


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace") if path.exists() else ""
