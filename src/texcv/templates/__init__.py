"""Find a template and read its manifest; copy one, to change it."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from texcv.diagnostics import Diagnostic, Span, TexcvError, did_you_mean, error, shown
from texcv.frozen import frozen
from texcv.source import MAX_PATH
from texcv.templates.manifest import NAME, Manifest, read_manifest
from texcv.templates.options import COLORS, Option, check_options

__all__ = [
    "COLORS",
    "Option",
    "Template",
    "all_templates",
    "check_options",
    "eject",
    "find_template",
    "known_templates",
    "names_folder",
]


@frozen
class Template:
    """A template: its own folder, then the folders of its bases; `look` is its .sty file's name without the ending."""

    name: str
    title: str
    description: str
    look: str
    options: Mapping[str, Option]
    folders: tuple[Path, ...]
    files: tuple[str, ...] | None = None
    engines: tuple[str, ...] = ("pdflatex",)

    @property
    def comes_with_texcv(self) -> bool:
        """Whether nothing of it is the user's, so that it is known what its fonts have."""
        return not self.own_folders

    @property
    def own_folders(self) -> tuple[Path, ...]:
        """Those of its folders that are the user's."""
        return tuple(folder for folder in self.folders if folder.parent != templates_folder())

    def tex_files(self, engine: str = "pdflatex") -> list[Path]:
        """The classes and packages that go beside the .tex; a template's own file hides its base's of that name."""
        files = {path.name: path for folder in reversed(self.folders) for path in folder.glob("*.*") if _is_tex(path)}
        wanted = files if self.files is None else [name for name in self.files if name in files]
        return [files[name] for name in sorted(wanted) if engine == "lualatex" or name not in _LUATEX_FILES]


_LUATEX_FILES = {"texcv-bidi.lua", "texcv-scripts.lua", "texcv-scripts.sty"}


def _is_tex(path: Path) -> bool:
    return path.suffix in {".cls", ".lua", ".sty"} and path.is_file()


def templates_folder() -> Path:
    """Where the templates are: in the package, or in the checkout that the package is run from."""
    inside = Path(__file__).parents[1] / "latex_templates"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "latex_templates"


def known_templates() -> list[str]:
    """The names of the templates that come with texcv."""
    return sorted(path.parent.name for path in templates_folder().glob(f"*/{NAME}") if path.parent.name != "base")


def all_templates() -> list[Template]:
    """The templates that come with texcv, by name."""
    found = (_read(templates_folder() / name) for name in known_templates())
    return [template for template in found if isinstance(template, Template)]


def names_folder(name: str) -> bool:
    """Whether it is a path, as `my/` and `./my`, and not the name of a template that comes with texcv."""
    return "/" in name or "\\" in name or name in {".", ".."}


def find_template(
    name: str, span: Span | None = None, folder: Path | None = None, inside: Path | None = None
) -> Template | list[Diagnostic]:
    """The template of that name, or in the folder that it names, or all that is wrong with it.

    `span` is where the name was written; a path begins at `folder`, and may not leave the folder `inside`.
    """
    if len(name) > MAX_PATH:
        return [error("unknown-template", f"there is no template {shown(name)}", span, "the name is too long")]
    if names_folder(name):
        return _find_folder((folder or Path()) / name, span, inside)
    known = known_templates()
    if name in known:
        return _read(templates_folder() / name)
    near = did_you_mean(name, known)
    with contextlib.suppress(OSError, ValueError):  # such as a name that is longer than the system's
        if name and ((folder or Path()) / name / NAME).is_file():
            near = f"did you mean `./{name}`?"
    return [
        error("unknown-template", f"there is no template {shown(name)}", span, near, f"templates: {', '.join(known)}")
    ]


def _find_folder(path: Path, span: Span | None, inside: Path | None) -> Template | list[Diagnostic]:
    try:
        stranger = next(_outside(path, inside), None) if inside is not None else None
        if stranger:
            hint = "copy it there, or name the template with `-t`"
            return [error("unknown-template", f"{stranger} lies outside of the folder of the CV", span, hint)]
        if not (path / NAME).is_file():
            what = f"has no {NAME}" if path.is_dir() else "is not a folder"
            hint = f"`texcv templates eject classic {path}` makes one"
            return [error("unknown-template", f"{path} {what}", span, hint)]
    except (OSError, ValueError) as fault:
        return [error("unknown-template", f"can't read {path}: {getattr(fault, 'strerror', None) or fault}", span)]
    return _read(path, inside)


def _outside(folder: Path, inside: Path) -> Iterator[Path]:
    """What of a template's folder is not `inside` of the other one, or leads out of it.

    A link would bring a file from elsewhere into the output, or its lines into messages.
    """
    home = inside.resolve()
    if not folder.resolve().is_relative_to(home):
        yield folder
        return
    for path, folders, files in os.walk(folder):
        for entry in (Path(path, name) for name in (*folders, *files)):
            if entry.is_symlink() and not entry.resolve().is_relative_to(home):
                yield entry


def _read(folder: Path, inside: Path | None = None) -> Template | list[Diagnostic]:
    """The template in a folder, with all that it has from its bases; the nearest manifest wins."""
    manifests: list[tuple[Path, Manifest]] = []
    while True:
        manifest = read_manifest(folder)
        if isinstance(manifest, list):
            return manifest
        manifests.append((folder, manifest))
        base = _base_of(folder, manifest, inside)
        if isinstance(base, Diagnostic):
            return [base]
        if base is None:
            break
        if base.resolve() in [known.resolve() for known, _ in manifests]:
            return [error("unknown-template", "the template is based on itself", manifest.span("base"))]
        folder = base
    return _assembled(manifests)


def _base_of(folder: Path, manifest: Manifest, inside: Path | None) -> Path | Diagnostic | None:
    base = manifest.base
    if base is None:
        return None
    path = folder / base if names_folder(base) else templates_folder() / base
    stranger = next(_outside(path, inside), None) if inside is not None and names_folder(base) else None
    if stranger:
        message = f"{stranger} lies outside of the folder of the CV"
        return error(
            "unknown-template", message, manifest.span("base"), "copy it there, or name the template with `-t`"
        )
    if (path / NAME).is_file():
        return path
    known = ["base", *known_templates()]
    hints = (did_you_mean(base, known), f"templates: {', '.join(known)}")
    return error("unknown-template", f"there is no template {shown(base)}", manifest.span("base"), *hints)


def _assembled(manifests: list[tuple[Path, Manifest]]) -> Template | list[Diagnostic]:
    options: dict[str, Option] = {}
    faults: list[Diagnostic] = []
    for _, manifest in reversed(manifests):
        own = manifest.built_options()
        for index, name in enumerate(manifest.without):
            if options.pop(name, None) is None:
                near = did_you_mean(name, options)
                faults.append(
                    error("unknown-option", f"the base has no `{name}`", manifest.span("without", index), near)
                )
        for name, option in own.items():
            if not option.takes_its_default():
                span = manifest.span("options", name, "default")
                faults.append(
                    error("bad-option", f"`{name}` can't be {shown(option.default)}", span, option.describe())
                )
        options |= own
    folder, first = manifests[0]
    look = next((manifest.look for _, manifest in manifests if manifest.look), None)
    if look is None:
        hint = "name its .sty file, without the ending, or a `base` that has one"
        faults.append(error("missing-key", "the template has no `look`", first.key_span("look"), hint))
    files = next((manifest.files for _, manifest in manifests if manifest.files is not None), None)
    engines = next((manifest.engines for _, manifest in manifests if manifest.engines), None)
    template = Template(
        name=folder.resolve().name,
        title=first.title,
        description=first.description,
        look=look or "",
        options=options,
        folders=tuple(folder for folder, _ in manifests),
        files=tuple(files) if files is not None else None,
        engines=tuple(engines or ("pdflatex",)),
    )
    if look and not any((folder / f"{look}.sty").is_file() for folder in template.folders):
        at = next(manifest.span("look") for _, manifest in manifests if manifest.look)
        faults.append(error("missing-file", f"there is no {look}.sty in the template's folder", at))
    return faults or template


def eject(template: Template, folder: Path) -> None:
    """Copy the whole template, with what it has from its bases, to a new folder; raises `TexcvError`."""
    span = Span(str(folder))
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise TexcvError([error("file-exists", f"{folder} is there already", span, "name a new folder")])
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".texcv-") as scratch:
            copy = Path(scratch) / "copy"
            for source in reversed(template.folders):
                shutil.copytree(source, copy, dirs_exist_ok=True)
            (copy / NAME).write_text(_manifest_text(template), "utf-8", newline="\n")
            copy.replace(folder)
    except OSError as fault:
        message = f"can't write {folder}: {fault.strerror or fault}"
        raise TexcvError([error("unwritable-output", message, span, "name another folder")]) from None


def _manifest_text(template: Template) -> str:
    described: dict[str, Any] = {
        "title": template.title,
        "description": template.description,
        "look": template.look,
        **({"files": list(template.files)} if template.files is not None else {}),
        **({"engines": list(template.engines)} if template.engines != ("pdflatex",) else {}),
        "options": {name: option.as_fields() for name, option in template.options.items()},
    }
    head = f"# A copy of texcv's template {template.name}: all of it may be changed.\n"
    return head + yaml.safe_dump(described, sort_keys=False, allow_unicode=True, width=110)
