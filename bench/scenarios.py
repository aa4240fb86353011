"""What is measured: for each race, who runs, and what is made ready for each of its rounds."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import sys
from collections.abc import Iterable
from functools import partial

from formats import rendercv_yaml, texcv_yaml, yamlresume_yaml
from person import Person, ada, word
from room import PDF_ONLY, Room, proof, write
from stopwatch import Command, Contestant

# The names of the rows, which ratios refer to, too.
COLD = "texcv, first render, no cache"
FIRST = "texcv, first render"
EDIT = "texcv, edit and render"
EDIT_UNCHECKED = "texcv, edit and render, `--no-check`"
EDIT_PAGES = "texcv, edit that adds or takes a page"
WATCH = "`texcv watch`, from the save to the PDF"
UNCHANGED = "texcv, nothing changed"
VALIDATE = "`texcv validate`, after an edit"
VALIDATE_UNCHANGED = "`texcv validate`, nothing changed"
VERSION = "`texcv --version`"
PYTHON = "`python -c pass`"
RENDERCV = "RenderCV, PDF only"
RENDERCV_WATCH = "RenderCV's `--watch`, likewise, PDF only"
RENDERCV_ALL = "RenderCV, all its outputs"
YAMLRESUME = "YAMLResume"
LATEXMK = "`latexmk` of the moderncv .tex, from scratch"
PDFLATEX = "`pdflatex` of the classic .tex, one pass"
DUMPED = "the same on a dumped preamble: the floor"
MANY = "texcv, {} CVs"
MANY_RENDERCV = "RenderCV, {} PDFs, two at a time"
SIZE = "{}, {}: {}"

_EDITS = itertools.count()
_COPIES = ".tex", ".sty", ".cls", ".fmt"


def one_cv(room: Room) -> dict[str, Contestant]:
    """A CV of two pages, in all states, and by all tools."""
    return {
        COLD: lambda number: _cold(room),
        FIRST: lambda number: room.render(f"first-{number}", *_edited(), 2),
        EDIT: lambda number: room.render("edit", *_edited(), 2),
        EDIT_UNCHECKED: lambda number: room.render("unchecked", *_edited(), 2, "--no-check"),
        EDIT_PAGES: lambda number: room.render("pages", *_edited(longer=number % 2 > 0), 2 + number % 2),
        WATCH: lambda number: room.watch("watch", *_versions()),
        UNCHANGED: lambda number: room.render("unchanged", ada("unchanged"), "unchanged", 2),
        VALIDATE: lambda number: _validate(room, "validate", _edited()[0]),
        VALIDATE_UNCHANGED: lambda number: _validate(room, "validated", ada("validated")),
        VERSION: lambda number: Command([room.texcv, "--version"], room.folder, room.environment()),
        PYTHON: lambda number: Command([sys.executable, "-c", "pass"], room.folder, room.environment()),
        RENDERCV: lambda number: room.render_with_rendercv("rendercv", *_edited(), 2, *PDF_ONLY),
        RENDERCV_WATCH: lambda number: room.watch_with_rendercv("rendercv-watch", *_versions()),
        RENDERCV_ALL: lambda number: room.render_with_rendercv("rendercv-all", *_edited(), 2),
        **({YAMLRESUME: lambda number: _yamlresume(room)} if room.peers.yamlresume else {}),
        **_tex_alone(room),
    }


def many_cvs(room: Room, number: int) -> dict[str, Contestant]:
    """So many CVs of two pages at a time, all new in each round, on two processors."""
    return {
        MANY.format(number): lambda round_number: _many(room, round_number, number),
        MANY_RENDERCV.format(number): lambda round_number: _many_with_rendercv(room, round_number, number),
    }


def sizes(room: Room, jobs: Iterable[int], papers: Iterable[int]) -> dict[str, Contestant]:
    """CVs with so many entries, and with so many publications."""
    contestants: dict[str, Contestant] = {}
    for kind, numbers in {"entries": jobs, "publications": papers}.items():
        for size in numbers:
            contestants[SIZE.format("texcv", kind, size)] = partial(_sized, room, kind, size)
            contestants[SIZE.format("RenderCV", kind, size)] = partial(_sized_with_rendercv, room, kind, size)
    return contestants


def _edited(*, longer: bool = False, only: tuple[str, int] | None = None) -> tuple[Person, str]:
    """Ada with a word in her summary that she never had, and that word; `only` as `("entries", 10)`."""
    edit = word(next(_EDITS))
    if only is None:
        return ada(edit, longer=longer), edit
    kind, size = only
    jobs, papers = (size, 0) if kind == "entries" else (0, size)
    return ada(edit, jobs=jobs, papers=papers), edit


def _versions() -> list[tuple[Person, str]]:
    """Of a CV that is saved twice."""
    return [_edited() for _ in range(3)]


def _sized(room: Room, kind: str, size: int, _: int) -> Command:
    return room.render(f"{kind}-{size}", *_edited(only=(kind, size)), None)


def _sized_with_rendercv(room: Room, kind: str, size: int, _: int) -> Command:
    return room.render_with_rendercv(f"rendercv-{kind}-{size}", *_edited(only=(kind, size)), None, *PDF_ONLY)


def _cold(room: Room) -> Command:
    room.make("cold-cache", anew=True)
    return room.render("cold", *_edited(), 2, cache="cold-cache")


def _validate(room: Room, folder: str, person: Person) -> Command:
    cv = write(room.make(folder) / "ada.yaml", texcv_yaml(person))
    return Command([room.texcv, "validate", cv.name], cv.parent, room.environment())


def _yamlresume(room: Room) -> Command:
    assert room.peers.yamlresume
    person, edit = _edited()
    cv = write(room.make("yamlresume") / "ada.yml", yamlresume_yaml(person))
    pdf = cv.with_suffix(".pdf")
    return Command(
        [room.peers.yamlresume, "build", cv.name], cv.parent, room.peers_environment(), prove=proof(pdf, edit, None)
    )


def _tex_alone(room: Room) -> dict[str, Contestant]:
    """TeX without texcv, on the .tex of the CV: from scratch, and a single pass."""
    for template in ("classic", "moderncv"):
        folder = room.make(f"tex-{template}", anew=True)
        write(folder / "ada.yaml", texcv_yaml(ada("typeset")))
        arguments = [str(room.texcv), "render", "ada.yaml", "-t", template, "-f", "tex", "-o", "."]
        subprocess.run(arguments, check=True, cwd=folder, env=room.environment(), capture_output=True)
    dump = [
        "pdflatex",
        "-ini",
        "-interaction=batchmode",
        "-jobname=dumped",
        "&pdflatex",
        "mylatexformat.ltx",
        "ada.tex",
    ]
    subprocess.run(dump, check=True, cwd=room.make("tex-classic"), capture_output=True)
    return {
        LATEXMK: lambda number: _tex(room, "moderncv", "latexmk", "-pdf", "ada.tex"),
        PDFLATEX: lambda number: _tex(room, "classic", "pdflatex", "-interaction=batchmode", "ada.tex"),
        DUMPED: lambda number: _tex(room, "classic", "pdflatex", "-interaction=batchmode", "&dumped", "ada.tex"),
    }


def _tex(room: Room, template: str, *arguments: str) -> Command:
    folder = room.make("tex", anew=True)
    for file in room.make(f"tex-{template}").iterdir():
        if file.suffix in _COPIES:
            shutil.copy(file, folder)
    return Command(arguments, folder, room.environment(), prove=proof(folder / "ada.pdf", "typeset", 2))


def _many(room: Room, round_number: int, number: int) -> Command:
    folder = room.make(f"many-{round_number}", anew=True)
    people = [_edited() for _ in range(number)]
    names = [write(folder / f"cv{place}.yaml", texcv_yaml(person)).name for place, (person, _) in enumerate(people)]
    two = ["-j", "2"] if room.texcv_can("-j") else []
    return Command(
        [room.texcv, "render", *names, *two],
        folder,
        room.environment(),
        prove=proof(folder / "output" / f"cv{number - 1}.pdf", people[-1][1], 2),
    )


def _many_with_rendercv(room: Room, round_number: int, number: int) -> Command:
    """By xargs, which starts the next as soon as one is done; each in an output folder of its own."""
    folder = room.make(f"rendercv-many-{round_number}", anew=True)
    people = [_edited() for _ in range(number)]
    names = [write(folder / f"cv{place}.yaml", rendercv_yaml(person)).stem for place, (person, _) in enumerate(people)]
    once = [str(room.peers.rendercv), "render", "{}.yaml", "-o", "{}", *PDF_ONLY]
    return Command(
        ["xargs", "-P", "2", "-I", "{}", *once],
        folder,
        room.peers_environment(),
        prove=proof(folder / f"cv{number - 1}" / "Ada_Example_CV.pdf", people[-1][1], 2),
        lines=names,
    )
