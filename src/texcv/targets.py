"""What is written where: the names of results, and calls that contradict themselves."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from texcv.choice import AS_WRITTEN, Choice

FORMATS = ("pdf", "tex")
"""What `render` can write."""


LETTER = "-letter"
"""What the name of a letter has behind that of the CV that it is made with."""


def find_misuse(paths: Sequence[str | Path], output: str | Path | None, formats: Sequence[str]) -> str:
    """Why this can't be meant, for a person to read; "" if it can: no such format, or two CVs that write one file."""
    for name in formats:
        if name not in FORMATS:
            return f"`{name}` is none of the formats: {', '.join(FORMATS)}"
    if output is not None and _names_file(Path(output)):
        suffix = Path(output).suffix[1:].casefold()
        if len(paths) > 1:
            return "several CVs can't go into one file: name a folder"
        if suffix not in formats:
            return f"{output} is not a file of the format {formats[0]}: write `-f {suffix}`"
    stems: dict[str, str | Path] = {}
    for path in paths:
        other = stems.setdefault(Path(path).stem.casefold(), path)
        if other != path:
            return f"{other} and {path} would write the same file: render them one by one, with -o"
    return ""


def beside_letters(paths: Sequence[str | Path], choice: Choice) -> Iterator[tuple[str | Path, str | Path]]:
    """The CVs whose letters, should they have some, would be called as another of the CVs is; with that one."""
    by_name = {f"{Path(path).stem}{choice.suffix}".casefold(): path for path in paths}
    for name, path in by_name.items():
        if other := by_name.get(f"{name}{LETTER}"):
            yield path, other


def default_pdf(path: str | Path, choice: Choice = AS_WRITTEN) -> Path:
    """Where `render` puts the PDF of a version of a CV if it is not told."""
    folder, stem = target_of(Path(path), None, choice)
    return folder / f"{stem}.pdf"


def target_of(path: Path, output: str | Path | None, choice: Choice = AS_WRITTEN) -> tuple[Path, str]:
    """The folder and the name, without its ending, of what is written: by default `output` and `ada-industry.de`."""
    target = Path(output) if output is not None else Path("output")
    return (target.parent, target.stem) if _names_file(target) else (target, f"{path.stem}{choice.suffix}")


def _names_file(target: Path) -> bool:
    return target.suffix.casefold() in {f".{name}" for name in FORMATS} and not os.path.isdir(target)  # noqa: PTH112
