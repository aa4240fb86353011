"""What a project asks for -> targets: one version of one CV each, with the name of what is made of it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path, PureWindowsPath

from texcv.choice import Choice
from texcv.diagnostics import Diagnostic, Span, cut, error
from texcv.frozen import frozen
from texcv.home import PROJECT, is_there
from texcv.project.file import Entry, Value
from texcv.project.names import same_file
from texcv.source import MAX_PATH
from texcv.targets import LETTER

MAX_VERSIONS = 1000
"""Versions of a CV that one target may ask for."""


@frozen
class Target:
    """A version of a CV, and the path of what is made of it, without its ending.

    `places` say where in the project's file stands what the messages of a render know as a part of the call.
    """

    cv: str
    choice: Choice
    formats: tuple[str, ...]
    place: Path
    fields: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, Span], ...]
    at: Span
    name_at: Span

    def found(self, fault: Diagnostic) -> Diagnostic:
        """The same fault, in the project's file if it is about the call."""
        at = fault.span
        for label, place in self.places:
            if at and not at.line and (at.path == label or at.path.startswith(f"{label} ")):
                return replace(fault, span=place, hints=(*fault.hints, f"for {self.cv}"))
        return fault


def expand(
    folder: Path, entries: Iterable[Entry], asked: Choice, formats: tuple[str, ...] | None, output: str | None
) -> tuple[Target, ...] | list[Diagnostic]:
    """The targets of a project in that folder. What is `asked` for on top, and the rest, take the place of its words.

    No two have the same name; all lie in the folder of the output.
    """
    targets: list[Target] = []
    faults: list[Diagnostic] = []
    for entry in entries:
        many = len(entry.variants) * len(entry.templates) * len(entry.locales)
        if many > MAX_VERSIONS:
            hint = "make fewer variants, templates or languages of each"
            faults.append(error("too-large", f"there are {many:,} versions of each CV", entry.cvs[0][1], hint))
            continue
        for made in _targets(folder, entry, asked, formats, output):
            if isinstance(made, Diagnostic):
                faults += [made] if made not in faults else []
            else:
                targets.append(made)
    return [*faults, *(_clashes(targets) or _clashing_letters(targets))] or tuple(targets)


def _targets(
    folder: Path, entry: Entry, asked: Choice, formats: tuple[str, ...] | None, output: str | None
) -> Iterator[Target | Diagnostic]:
    """The targets of one entry, or what is wrong with it."""
    base = Path(output) if output is not None else _inside(folder, entry.output)
    cvs: list[tuple[Path, Span]] = []
    for value in entry.cvs:
        found = _matches(folder, value)
        if isinstance(found, Diagnostic):
            yield found
        else:
            cvs += ((path, value[1]) for path in found)
    if isinstance(base, Diagnostic):
        yield base
        return
    axes = (
        _axis(entry.variants, asked.variant), _axis(_templates(folder, entry), asked.template),
        _axis(entry.locales, asked.locale),
    )  # fmt: skip
    yield from (value for value in axes[1] if isinstance(value, Diagnostic))
    templates = [value for value in axes[1] if not isinstance(value, Diagnostic)]
    for (cv, at), variant, template, locale in product(cvs, axes[0], templates, axes[2]):
        assert not isinstance(variant, Diagnostic)
        assert not isinstance(locale, Diagnostic)
        yield _target(entry, base, asked, formats, (cv, at), variant, template, locale)


def _target(
    entry: Entry, base: Path, asked: Choice, formats: tuple[str, ...] | None, cv: tuple[Path, Span], variant: Value,
    template: Value, locale: Value,
) -> Target | Diagnostic:  # fmt: skip
    values = {
        "name": cv[0].stem, "folder": cv[0].resolve().parent.name, "variant": variant[0] or "",
        "template": Path(template[0] or "").name, "locale": locale[0] or "",
    }  # fmt: skip
    name = entry.name.fill(values)
    if isinstance(name, Diagnostic):
        return name
    place = base / name
    if not Path(os.path.realpath(place.parent)).is_relative_to(os.path.realpath(base)):
        message = f"{place.parent} leads out of the folder {base}"
        return error("outside-project", message, entry.name.at, "is there a link in it? remove it")
    settings = (*(text or "" for text, _ in entry.settings), *asked.settings)
    choice = replace(asked, variant=variant[0], template=template[0], locale=locale[0], settings=settings)
    places = [
        *((f"--set {text}", at) for text, at in entry.settings),
        *((label, value[1]) for label, value, mine in (
            ("--variant", variant, asked.variant), ("-t", template, asked.template), ("--locale", locale, asked.locale),
        ) if value[0] and mine is None),
    ]  # fmt: skip
    at = next((value[1] for value in (variant, template, locale) if value[0] and value[1].line), cv[1])
    return Target(
        str(cv[0]), choice, formats or entry.formats, place, tuple(values.items()), tuple(places), at, entry.name.at
    )


def _axis(values: Sequence[Value | Diagnostic], asked: str | None) -> list[Value | Diagnostic]:
    """The values of the file, or the one that the call has in their place."""
    return list(values) if asked is None else [(asked, Span(""))]


def _templates(folder: Path, entry: Entry) -> list[Value | Diagnostic]:
    """Names, and folders of the project: a template of elsewhere is for the call to name."""
    found: list[Value | Diagnostic] = []
    for text, at in entry.templates:
        if not text or not re.search(r"[/\\]|^\.\.?$", text):
            found.append((text, at))
            continue
        from texcv.templates import find_template  # which takes a while to be imported

        template = find_template(text, at, folder, folder)
        found += template if isinstance(template, list) else [(str(folder / text), at)]
    return found


def _inside(folder: Path, value: Value) -> Path | Diagnostic:
    """The path from the folder of the project, if it stays in it."""
    text, at = value
    path = folder / (text or "")
    hint = "`texcv build -o` may name any folder"
    try:
        if _is_absolute(text or "") or not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
            return error("outside-project", f"{cut(text or '')} is not in the folder of the project", at, hint)
    except ValueError:
        return error("outside-project", "this is not the name of a folder", at)
    return path


def _is_absolute(text: str) -> bool:
    return Path(text).is_absolute() or bool(PureWindowsPath(text).drive)


def _matches(folder: Path, value: Value) -> list[Path] | Diagnostic:
    """The CVs that a pattern names, in their order, from the folder of the project on."""
    text, at = value
    pattern = text or ""
    home = os.path.realpath(folder)
    if _is_absolute(pattern) or ".." in Path(pattern).parts or "\0" in pattern:
        hint = "name CVs by their path from the folder of texcv.yaml"
        return error("outside-project", f"{cut(pattern)} is not in the folder of the project", at, hint)
    if len(pattern) > MAX_PATH:
        return error("bad-value", f"`{cut(pattern)}` is too long for a path", at)
    if not re.search(r"[*?\[]", pattern) or is_there(folder / pattern):
        paths = [folder / pattern]
    else:
        try:
            paths = sorted(path for path in folder.glob(pattern) if _is_cv(path.relative_to(folder)) and path.is_file())
        except (ValueError, NotImplementedError, OSError) as fault:
            return error("bad-value", f"`{cut(pattern)}` is not a pattern of paths: {fault}", at)
        if not paths:
            return error("missing-file", f"there is no file {cut(pattern)}", at, _nearest_folder(folder, pattern))
    for path in paths:
        if not Path(os.path.realpath(path)).is_relative_to(home):
            message = f"{path} is a link that leads out of the folder of the project"
            return error("outside-project", message, at, "copy it there")
        if not is_there(path):
            return _missing(path, at)
    return paths


def _is_cv(path: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.parts)
    return path.suffix in {".yaml", ".yml"} and path.name != PROJECT and not hidden


def _missing(path: Path, at: Span) -> Diagnostic:
    from texcv.source import read_text

    fault = read_text(path)
    hints = fault.hints if isinstance(fault, Diagnostic) else ()
    return error("missing-file", f"there is no file {path}", at, *hints)


def _nearest_folder(folder: Path, pattern: str) -> str:
    """Which step of a pattern leads nowhere."""
    path = folder
    for step in Path(pattern).parts[:-1]:
        path /= step
        if not re.search(r"[*?\[]", step) and "*" not in str(path) and not is_there(path):
            return f"there is no folder {path}"
    return "a pattern such as cv/*.yaml takes files that end with .yaml, and no hidden ones"


def _clashes(targets: Sequence[Target]) -> list[Diagnostic]:
    """Targets that would write the same file: at both places."""
    first: dict[str, Target] = {}
    faults: dict[Diagnostic, None] = {}
    for target in targets:
        other = first.setdefault(same_file(str(target.place)), target)
        if other is target:
            continue
        differing = [
            name for (name, value), (_, others) in zip(target.fields, other.fields, strict=True) if value != others
        ]
        pattern = [f"{{{name}}}" for name in differing if name != "name"]
        hint = f"add {' or '.join(pattern)} to `name`" if pattern else "name one of them otherwise"
        if target.cv == other.cv and not pattern:
            hint = "remove one of them"
        message = f"{_version(other)} and {_version(target)} would both be {target.place}"
        faults |= dict.fromkeys(error("same-output", message, one.at, hint) for one in (other, target))
    return list(faults)


def _clashing_letters(targets: Sequence[Target]) -> Iterator[Diagnostic]:
    """Targets that would write the same file as the letter of another one: at both places."""
    by_place = {same_file(str(target.place)): target for target in targets}
    for target in targets:
        other = by_place.get(same_file(f"{target.place}{LETTER}"))
        if other is None:
            continue
        from texcv.pipeline import writes_letter  # which has to read the CV

        if writes_letter(target.cv, target.choice):
            message = f"the letter of {_version(target)} and {_version(other)} would both be {other.place}"
            hint = "name one of them otherwise, or print no letter: `set: {letter.place: none}`"
            yield from (error("same-output", message, at, hint) for at in dict.fromkeys((target.at, other.at)))


def _version(target: Target) -> str:
    said = [value for value in (target.choice.variant, target.choice.template, target.choice.locale) if value]
    return f"{target.cv} ({cut(', '.join(said))})" if said else target.cv
