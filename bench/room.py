"""Where the commands run: a folder for each, the tools, and the proof that a PDF is the one that was asked for."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from formats import rendercv_yaml, texcv_yaml
from peers import Peers, clean_environment
from person import Person
from stopwatch import Command, Watch

_READ = "import sys, pypdf\npdf = pypdf.PdfReader(sys.argv[1])\nprint(len(pdf.pages), pdf.pages[0].extract_text())"

PDF_ONLY = ("-nomd", "-nohtml", "-nopng")
"""RenderCV's options against its other outputs."""


@dataclass(frozen=True, slots=True)
class Room:
    """The folder of a run of the benchmark. texcv's cache is in it, too: the user's is left alone."""

    folder: Path
    peers: Peers

    @property
    def texcv(self) -> Path:
        """The command, in an environment of its own."""
        return self.peers.texcv

    def make(self, name: str, *, anew: bool = False) -> Path:
        """A folder of this name; `anew`: an empty one."""
        folder = self.folder / name
        if anew:
            shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def environment(self, cache: str = "cache") -> dict[str, str]:
        """For texcv, and whatever stands in its place in a ratio."""
        return clean_environment() | {"XDG_CACHE_HOME": str(self.make(cache))}

    def peers_environment(self) -> dict[str, str]:
        """For the peers; RenderCV's packages for Typst are there, so that it downloads none."""
        return clean_environment() | {"XDG_DATA_HOME": str(self.peers.typst_data)}

    def render(
        self, name: str, person: Person, edit: str, pages: int | None, *options: str, cache: str = "cache"
    ) -> Command:
        """`texcv render`, of the CV as it is now."""
        folder = self.make(name)
        cv = write(folder / f"{name}.yaml", texcv_yaml(person))
        return Command(
            [self.texcv, "render", cv.name, *options],
            folder,
            self.environment(cache),
            prove=proof(folder / "output" / f"{name}.pdf", edit, pages),
        )

    def watch(self, name: str, *versions: tuple[Person, str]) -> Watch:
        """`texcv watch`, of the CV as it is at first, and after each save."""
        command = self.render(name, *versions[0], 2)
        arguments: list[str | Path] = [self.texcv, "watch", f"{name}.yaml"]
        texts = [texcv_yaml(person) for person, _ in versions]
        return _watch(command, arguments, Path("output") / f"{name}.pdf", texts, versions[-1][1])

    def watch_with_rendercv(self, name: str, *versions: tuple[Person, str]) -> Watch:
        """`rendercv render --watch`, likewise."""
        command = self.render_with_rendercv(name, *versions[0], 2)
        arguments: list[str | Path] = [self.peers.rendercv, "render", f"{name}.yaml", "--watch", *PDF_ONLY]
        texts = [rendercv_yaml(person) for person, _ in versions]
        return _watch(command, arguments, Path("rendercv_output") / "Ada_Example_CV.pdf", texts, versions[-1][1])

    def render_with_rendercv(self, name: str, person: Person, edit: str, pages: int | None, *options: str) -> Command:
        """`rendercv render`, of the CV as it is now."""
        folder = self.make(name)
        cv = write(folder / f"{name}.yaml", rendercv_yaml(person))
        return Command(
            [self.peers.rendercv, "render", cv.name, *options],
            folder,
            self.peers_environment(),
            prove=proof(folder / "rendercv_output" / "Ada_Example_CV.pdf", edit, pages),
        )

    def texcv_can(self, option: str) -> bool:
        """Whether `texcv render` has this option."""
        told = subprocess.run(
            [self.texcv, "render", "--help"], check=True, capture_output=True, text=True, env=self.environment()
        ).stdout
        return re.search(rf"(?<![\w-]){option}(?![\w-])", told) is not None


def write(file: Path, text: str) -> Path:
    """Write the file, if it doesn't say this already, and return it."""
    if not file.exists() or file.read_text("utf-8") != text:
        file.write_text(text, "utf-8")
    return file


def _watch(command: Command, arguments: Sequence[str | Path], pdf: Path, texts: Sequence[str], edit: str) -> Watch:
    """In the folder of the command, in which the CV lies; it is saved in place, as RenderCV misses other ways."""
    cv, place = command.folder / str(command.arguments[2]), command.folder / pdf
    saves = [partial(cv.write_text, text, "utf-8") for text in texts[1:]]
    command = replace(command, arguments=arguments, prove=proof(place, edit, 2))
    return Watch(command, place, saves)


def proof(pdf: Path, edit: str, pages: int | None) -> Callable[[], None]:
    """What fails unless the PDF's first page has the word, and the PDF so many pages."""

    def prove() -> None:
        told = subprocess.run(
            [sys.executable, "-c", _READ, pdf], check=True, capture_output=True, text=True, env=_reading()
        ).stdout
        number, text = told.split(maxsplit=1)
        assert edit in re.sub(r"[\s-]", "", text).casefold(), f"{pdf} does not say {edit}: it is an old one"
        assert pages in (None, int(number)), f"{pdf} has {number} pages, not {pages}"

    return prove


def _reading() -> Mapping[str, str]:
    return clean_environment() | {"PYTHONIOENCODING": "utf-8"}
