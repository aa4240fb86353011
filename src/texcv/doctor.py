"""What this machine has of all that texcv needs."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Iterator

from texcv.compile import cache_folder, environment, formats
from texcv.compile.requirements import (
    OPTIONAL,
    PROGRAMS,
    install_command,
    missing_programs,
    missing_tex_files,
    optional_command,
    scripts_command,
    tex_version,
)
from texcv.compile.walls import room_stands
from texcv.frozen import frozen

__all__ = ["Finding", "examine", "install_command", "optional_command"]


@frozen
class Finding:
    """One thing that texcv needs."""

    name: str
    fine: bool
    note: str = ""
    installable: bool = True
    optional: bool = False
    command: str = ""
    """What installs it, if that is another one than for the rest of its kind."""


def examine() -> Iterator[Finding]:
    """Everything that texcv needs, one by one."""
    yield Finding(f"Python {platform.python_version()}", True)
    lacking = missing_programs()
    for program in PROGRAMS:
        yield Finding(program, program not in lacking, shutil.which(program) or "")
    if "pdflatex" not in lacking:
        yield Finding("TeX", True, tex_version())
    if "kpsewhich" not in lacking:
        absent = missing_tex_files(environment(cache_folder()))
        yield Finding("TeX's packages and fonts", not absent, f"TeX has no {', '.join(absent)}" if absent else "")
    yield _cache()
    yield from _optional()
    yield from _scripts("kpsewhich" not in lacking)


def _optional() -> Iterator[Finding]:
    """What only some commands need."""
    for program, use in OPTIONAL.items():
        where = shutil.which(program)
        yield Finding(program, where is not None, where or f"for {use}", optional=True)
    stands = "TeX runs in a room of its own"
    absent = "for a second wall around TeX; it is missing, or the system forbids it"
    yield Finding("bubblewrap", room_stands(), stands if room_stands() else absent, optional=True)


def _scripts(searchable: bool) -> Iterator[Finding]:
    """What scripts other than Latin need."""
    program, use, command = "lualatex", "for scripts other than Latin", scripts_command()
    where = shutil.which(program)
    yield Finding(program, where is not None, where or use, optional=True, command=command)
    absent = missing_tex_files(environment(cache_folder()), "files-scripts") if searchable else []
    note = f"TeX finds no {', '.join(absent)}" if absent else "Noto and Symbola" if searchable else use
    yield Finding("fonts of other scripts", searchable and not absent, note, optional=True, command=command)


def _cache() -> Finding:
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        return Finding("cache folder", False, f"{folder}: {fault.strerror}", installable=False)
    writable = os.access(folder, os.W_OK)
    if not writable:
        note = f"{folder} can't be written to: XDG_CACHE_HOME names another place"
        return Finding("cache folder", False, note, installable=False)
    sizes = [path.stat().st_size for path in formats.folder().glob("*.fmt")]
    note = f"{folder}, with {len(sizes)} dumped preambles ({sum(sizes) / 10**6:.0f} MB)"
    return Finding("cache folder", True, note, installable=False)
