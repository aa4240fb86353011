"""What texcv needs from the machine, what is missing, and the command that installs it."""

from __future__ import annotations

import platform
import shutil
import subprocess
from collections.abc import Collection, Sequence
from pathlib import Path

PROGRAMS = ("latexmk", "pdflatex", "kpsewhich")

OPTIONAL = {
    "pdftotext": "`texcv check --thorough`",
    "mutool": "`texcv check --thorough`",
    "pdftoppm": "the pictures of `texcv check --report`",
}
"""Programs that only some commands need, and which."""

_COMMANDS = {
    "apt": "sudo apt-get install --no-install-recommends {}",
    "dnf": "sudo dnf install {}",
    "pacman": "sudo pacman -S --needed {}",
    "tlmgr": "sudo tlmgr install {}",
}


def system_packages() -> dict[str, list[str]]:
    """The packages to install, by installer; and by `files`, what must be in them."""
    lines = (Path(__file__).parent / "packages.txt").read_text("utf-8").splitlines()
    rows = (line.partition(":") for line in lines if not line.startswith("#"))
    return {name: packages.split() for name, _, packages in rows}


def install_command() -> str:
    """What to type on this machine to get all that texcv needs."""
    if platform.system() == "Windows":
        return "winget install MiKTeX.MiKTeX StrawberryPerl.StrawberryPerl"
    if platform.system() == "Darwin" and not shutil.which("tlmgr"):
        return "brew install --cask mactex-no-gui"
    found = _installer() or "tlmgr"
    return _COMMANDS[found].format(" ".join(system_packages()[found]))


def scripts_command() -> str:
    """What to type on this machine to get what scripts other than Latin need."""
    found = _installer() or "tlmgr"
    command = _COMMANDS[found].format(" ".join(system_packages()[f"{found}-scripts"]))
    return command if found != "tlmgr" else f"{command}, and the fonts Noto and Symbola from their sites"


def optional_command() -> str:
    """What to type on this machine to get what only some commands need."""
    if platform.system() == "Darwin":
        return "brew install poppler mupdf-tools"
    found = _installer()
    packages = system_packages().get(f"{found}-optional")
    return _COMMANDS[found].format(" ".join(packages)) if found and packages else "Poppler and MuPDF, from their sites"


def _installer() -> str | None:
    programs = {"apt": "apt-get", "dnf": "dnf", "pacman": "pacman", "tlmgr": "tlmgr"}
    return next((name for name, program in programs.items() if shutil.which(program)), None)


def missing_programs(programs: Sequence[str] = PROGRAMS) -> list[str]:
    """The programs of TeX that are not on the PATH."""
    return [program for program in programs if not shutil.which(program)]


def find_tex_files(names: Collection[str], environment: dict[str, str] | None = None) -> dict[str, Path]:
    """Where TeX, run in that environment, finds files; needs `kpsewhich`."""
    found = subprocess.run(
        ["kpsewhich", *names],
        capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=30, check=False, env=environment,
    )  # fmt: skip
    paths = map(Path, found.stdout.splitlines())
    return {path.name: path for path in paths}


def missing_tex_files(environment: dict[str, str], purpose: str = "files") -> list[str]:
    """The classes, packages and fonts that TeX, run in that environment, can't find; needs `kpsewhich`.

    `purpose` is the line of packages.txt that names them.
    """
    wanted = system_packages()[purpose]
    present = find_tex_files(wanted, environment)
    return [name for name in wanted if name not in present]


def tex_version() -> str:
    """The first line of what pdflatex says of itself."""
    said = subprocess.run(
        ["pdflatex", "--version"], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=30, check=False
    )
    return said.stdout.partition("\n")[0]
