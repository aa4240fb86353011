"""Whose folder a CV may be put together from: that of its project, or its own."""

from __future__ import annotations

import os
from pathlib import Path

PROJECT = "texcv.yaml"
"""The name of a project's file."""

CEILING = "TEXCV_CEILING"
"""The variable that names a folder above which no project is looked for."""


def find_project(cv: str | Path) -> Path | None:
    """The nearest `texcv.yaml` in the CV's folder or above it, if it can be trusted as the CV is.

    One that another user has put there, as into `/tmp`, is not: it belongs to whoever runs texcv, to the owner of the
    CV, or to root.
    """
    try:
        folder = os.path.realpath(Path(cv).parent)
    except FileNotFoundError:  # the folder where we are was removed
        return None
    ceiling = os.environ.get(CEILING)
    stop = os.path.realpath(ceiling) if ceiling else None
    steps = 0
    while True:
        file = os.path.join(folder, PROJECT)  # noqa: PTH118  # for each render, also of nothing: Path takes longer
        if os.path.isfile(file) and _is_trusted(file, cv):  # noqa: PTH113
            return near_path(Path(cv).parent, Path(*[".."] * steps, PROJECT))
        above = os.path.dirname(folder)  # noqa: PTH120
        if above == folder or folder == stop:
            return None
        folder, steps = above, steps + 1


def near_path(folder: Path, name: str | Path) -> Path:
    """The path of a file from a folder, without steps up and down again where that is the same file."""
    joined = folder / name
    short = os.path.normpath(joined)
    return Path(short if os.path.realpath(short) == os.path.realpath(joined) else os.path.realpath(joined))


def is_there(path: Path) -> bool:
    """Whether there is a file or a folder; also of a name that no system takes it is known that there is none."""
    return os.path.exists(path)  # noqa: PTH110  # Path's raises an error for a name that is too long


def _is_trusted(file: str, cv: str | Path) -> bool:
    if not hasattr(os, "geteuid"):  # Windows' users have folders of their own
        return True
    try:
        owners = {0, os.geteuid(), os.stat(cv).st_uid}  # noqa: PTH116
        return os.stat(file).st_uid in owners  # noqa: PTH116
    except (OSError, ValueError):
        return False
