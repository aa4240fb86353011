"""texcv and its peers, installed into bench/.peers as their users do; after the first run no network is needed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

RENDERCV = "rendercv[full]==2.3"
"""The last release for Python 3.11, which the limits were set against."""

_UNDECLARED = "click"
"""RenderCV 2.3 imports it, and needs a typer that no longer brings it."""

YAMLRESUME = "yamlresume"

_HERE = Path(__file__).parents[1]
_BACKEND = "hatchling"  # as pyproject.toml has it

_ICONS = {
    "typst.toml": '[package]\nname = "fontawesome"\nversion = "0.5.0"\nentrypoint = "lib.typ"\n'
    'authors = ["stand-in"]\nlicense = "MIT"\ndescription = "Blank boxes in place of icons"\n',
    "lib.typ": "#let fa-icon(name, ..args) = box(width: 1em)\n#let fa-version(v) = none\n",
}
"""RenderCV's templates import this package of Typst's, which Typst would download. Blank boxes take less time than
icons, so that this can only make RenderCV faster."""


@dataclass(frozen=True, slots=True)
class Peers:
    """Where the commands are; YAMLResume's is None where it can't be had, and `why` says why."""

    texcv: Path
    rendercv: Path
    typst_data: Path
    yamlresume: Path | None
    why: str
    versions: tuple[str, ...]


def install(folder: Path) -> Peers:
    """Install into the folder what is missing there, and texcv as it is now."""
    texcv = _install_texcv(folder)
    rendercv = _install_rendercv(folder)
    yamlresume, why = _install_yamlresume(folder)
    names = ("rendercv", "typst", "pydantic")
    script = f"from importlib.metadata import version\nfor name in {names!r}: print(name, version(name))"
    told = _output([rendercv.with_name("python"), "-c", script])
    versions = (
        *told.splitlines(),
        *([f"yamlresume {_output([yamlresume, '--version']).strip()}"] if yamlresume else []),
    )
    return Peers(texcv, rendercv, folder / "data", yamlresume, why, versions)


def clean_environment() -> dict[str, str]:
    """The environment without what changes how Python works, as PYTHONDONTWRITEBYTECODE, which makes it slow."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def _install_texcv(folder: Path) -> Path:
    """Of this checkout, in an environment of its own: what tests and tools bring along would slow it down."""
    venv = folder / "texcv"
    if not (venv / "bin" / "python").exists():
        _run([sys.executable, "-m", "venv", venv])
        _run([venv / "bin" / "pip", "install", "-q", _BACKEND, _HERE])
    again = ("--no-build-isolation", "--no-deps", "--force-reinstall")
    _run([venv / "bin" / "pip", "install", "-q", *again, _HERE])
    return venv / "bin" / "texcv"


def _install_rendercv(folder: Path) -> Path:
    program = folder / "venv" / "bin" / "rendercv"
    if not program.exists():
        _run([sys.executable, "-m", "venv", folder / "venv"])
        _run([folder / "venv" / "bin" / "pip", "install", "-q", RENDERCV, _UNDECLARED])
    icons = folder / "data" / "typst" / "packages" / "preview" / "fontawesome" / "0.5.0"
    icons.mkdir(parents=True, exist_ok=True)
    for name, content in _ICONS.items():
        (icons / name).write_text(content, "utf-8")
    return program


def _install_yamlresume(folder: Path) -> tuple[Path | None, str]:
    program = folder / "node" / "node_modules" / ".bin" / "yamlresume"
    if not (shutil.which("xelatex") or shutil.which("tectonic")):
        return None, "it needs xelatex or tectonic, which are not installed"
    if program.exists():
        return program, ""
    try:
        _run(["npm", "install", "--loglevel", "error", "--prefix", folder / "node", YAMLRESUME])
    except FileNotFoundError:
        return None, "npm is not installed"
    except subprocess.CalledProcessError as fault:
        code = re.search(r"npm error code (\w+)", fault.stderr)
        return None, f"`npm install {YAMLRESUME}` fails{f' with {code[1]}' if code else ''}"
    return program, ""


def _run(command: list[str | Path]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, check=True, capture_output=True, text=True, env=clean_environment())


def _output(command: list[str | Path]) -> str:
    return _run(command).stdout
