"""LaTeX -> PDF, with latexmk, in a closed room; what TeX says becomes diagnostics."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from texcv.compile.log import Locate, read_log
from texcv.compile.requirements import install_command, missing_programs
from texcv.compile.walls import walled
from texcv.diagnostics import Diagnostic, error, has_errors

__all__ = ["Compiled", "cache_folder", "compile_tex", "environment"]

TIME_LIMITS = {"pdflatex": 60.0, "lualatex": 180.0}
"""Seconds for a whole run of latexmk; a CV of 30 pages takes two, one in Chinese with fonts new to LuaTeX 16."""

_NO_INDEX = "[db]\nmax-fonts = 1\n"
"""For luaotfload, which would first read every font of TeX to know its name; ours are named by their files."""

_INHERITED = {
    "PATH", "LANG", "LC_ALL", "LC_CTYPE",
    "APPDATA", "COMSPEC", "LOCALAPPDATA", "PATHEXT", "PROGRAMDATA", "SYSTEMROOT", "TEMP", "TMP", "USERPROFILE",
    "WINDIR",
}  # fmt: skip
"""Variables that latexmk, Perl and TeX need; any other may change what they read."""

_DAY = 86400.0
_NAME = "cv.tex"
_LATEXMK = ("latexmk", "-norc", "-silent", "-interaction=nonstopmode", "-file-line-error", "-no-shell-escape")
_ENGINES = {"pdflatex": ("-pdf",), "lualatex": ("-pdflua", "-lualatex=lualatex --nosocket %O %S")}
"""latexmk's options. LuaTeX's `--safer` would stop luaotfload, which keeps what it knows of fonts in the cache."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """The PDF, if there is one, with TeX's log and what it says."""

    pdf: bytes | None
    log: str
    diagnostics: list[Diagnostic]


def cache_folder() -> Path:
    """The user's cache folder of texcv: `$XDG_CACHE_HOME/texcv`, or where the system wants it."""
    return Path(platformdirs.user_cache_dir("texcv", appauthor=False))


def compile_tex(
    tex: str,
    files: Mapping[str, bytes],
    locate: Locate,
    *,
    engine: str = "pdflatex",
    epoch: str | None = None,
    time_limit: float | None = None,
) -> Compiled:
    """Set the document, with `files` (name -> content) beside it; `locate` tells the YAML place of a line of it.

    `engine` is `pdflatex` or `lualatex`; `epoch` the time, in seconds since 1970, that the PDF says it was made
    (SOURCE_DATE_EPOCH).
    """
    lacking = missing_programs(("latexmk", engine, "kpsewhich"))
    if lacking:
        names = ", ".join(lacking)
        return Compiled(None, "", [error("missing-program", f"this machine has no {names}", None, install_command())])
    try:
        with _scratch_folder() as folder:
            (folder / _NAME).write_text(tex, "utf-8", newline="\n")
            if engine == "lualatex":
                (folder / "luaotfload.conf").write_text(_NO_INDEX, "ascii")
            for name, content in files.items():
                (folder / name).write_bytes(content)
            return _run(folder, locate, engine, epoch, time_limit or TIME_LIMITS[engine])
    except OSError as fault:
        hint = f"is there room, and may you write, in {cache_folder()}? XDG_CACHE_HOME names another place"
        return Compiled(None, "", [error("no-scratch", f"can't build: {fault.strerror or fault}", None, hint)])


@contextlib.contextmanager
def _scratch_folder() -> Iterator[Path]:
    base = cache_folder() / "build"
    base.mkdir(parents=True, exist_ok=True)
    for left in base.iterdir():  # by a run that was killed
        with contextlib.suppress(FileNotFoundError):  # another run that ends just now removes its own
            if left.stat().st_mtime < time.time() - _DAY and _is_free(left):
                shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=base, ignore_cleanup_errors=True) as folder, _held(Path(folder)):
        yield Path(folder)


@contextlib.contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Whoever tidies up sees that the folder is in use, whatever the clock says."""
    if os.name != "posix":
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)


def _is_free(folder: Path) -> bool:
    if os.name != "posix":
        return True
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True


def _run(folder: Path, locate: Locate, engine: str, epoch: str | None, time_limit: float) -> Compiled:
    status = _latexmk(folder, engine, environment(folder, epoch), time_limit)
    log = _read(folder / "cv.log") or _read(folder / "latexmk.out")
    if status is None:
        hint = "is one of its texts extremely long?"
        return Compiled(None, log, [error("time-limit", f"TeX took more than {time_limit:g} s", None, hint)])
    diagnostics = read_log(log, _NAME, locate)
    pdf = folder / "cv.pdf"
    if (status or not pdf.exists()) and not has_errors(diagnostics):
        said = (_read(folder / "latexmk.out").strip().splitlines() or ["nothing"])[-1]
        diagnostics.append(
            error(
                "latex-error",
                f"latexmk failed with status {status}; it said: {said}",
                None,
                "`--verbose` shows TeX's log",
            )
        )
    return Compiled(None if has_errors(diagnostics) else pdf.read_bytes(), log, diagnostics)


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace") if path.exists() else ""


def environment(folder: Path, epoch: str | None = None) -> dict[str, str]:
    """What TeX is told of the user's environment, with TeX's walls.

    `openin_any` and `openout_any` "p" (paranoid): no dot files, nothing outside the folder and the TeX trees.
    Log lines are not wrapped, so that messages can be read. Variables: section 6 of the manual of Kpathsea,
    section 9 of web2c's.
    """
    inherited = {key: value for key, value in os.environ.items() if key.upper() in _INHERITED}
    own = {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "TEXMFCACHE": str(cache_folder() / "luatex"),
        "OSFONTDIR": os.pathsep.join(f"{folder}//" for folder in _font_folders() if folder.is_dir()),
        "openin_any": "p",
        "openout_any": "p",
        "shell_escape": "f",
        "max_print_line": "10000",
        "error_line": "254",
        "half_error_line": "238",
    }
    if epoch is not None:
        own |= {"SOURCE_DATE_EPOCH": epoch, "FORCE_SOURCE_DATE": "1"}
    return inherited | own


def _font_folders() -> Iterator[Path]:
    """Where systems keep fonts; LuaTeX looks for a file there, in TeX's own trees first."""
    home = Path.home()
    yield from map(Path, ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts"))
    yield from (home / ".local/share/fonts", home / ".fonts", home / "Library/Fonts")
    yield Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"
    yield Path(os.environ.get("LOCALAPPDATA", home)) / "Microsoft/Windows/Fonts"


def _latexmk(folder: Path, engine: str, environment: dict[str, str], time_limit: float) -> int | None:
    """Run latexmk; its exit status, or None if it had to be ended at the limit.

    TeX gets no standard input: it would wait on it.
    """
    process = None
    cache = cache_folder() / "luatex" if engine == "lualatex" else None
    with (folder / "latexmk.out").open("wb") as output:
        try:
            with _signals_held():
                process = subprocess.Popen(
                    walled(_command(engine), folder, cache, environment, time_limit),
                    cwd=folder,
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            return process.wait(time_limit)
        except subprocess.TimeoutExpired:
            return None
        finally:
            if process:
                with _signals_held():
                    _end(process)


@contextlib.contextmanager
def _signals_held() -> Iterator[None]:
    """What ends the program waits until the block is done: a child that we don't know of yet could not be ended."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals are the main thread's
        return
    held: list[int] = []
    numbers = [
        getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
    ]  # not Windows
    handled = [number for number in numbers if signal.getsignal(number) is not None]  # None: not Python's to change
    before = {number: signal.signal(number, lambda number, frame: held.append(number)) for number in handled}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number in held:
            signal.raise_signal(number)


def _command(engine: str) -> list[str]:
    return [shutil.which(_LATEXMK[0]) or _LATEXMK[0], *_LATEXMK[1:], *_ENGINES[engine], _NAME]


def _end(process: subprocess.Popen[bytes]) -> None:
    """End latexmk and every TeX that it started, if they still run."""
    if process.poll() is not None:
        return
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
