"""Find a template, read its manifest, and check the options of a CV against it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from texcv.diagnostics import Diagnostic, Span, did_you_mean, error, shown

COLORS = {
    "blue": "3873B3",
    "green": "3B7D23",
    "orange": "B85600",
    "red": "B3261E",
    "burgundy": "7A1F3D",
    "purple": "6A4C93",
    "teal": "00707A",
    "grey": "5A5A5A",
    "black": "000000",
}
"""The colours that have a name; each has a contrast of 4.5 : 1 or more to white (WCAG 2.2, 1.4.3)."""

_UNITS = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72.27}


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a template. `type` is `choice`, `color` or `length`; the limits of a length are in millimetres."""

    name: str
    type: str
    default: str
    help: str
    choices: tuple[str, ...]
    minimum: float
    maximum: float

    def describe(self) -> str:
        """The values that it takes, in a few words."""
        if self.type == "choice":
            return ", ".join(self.choices)
        if self.type == "color":
            return f"{', '.join(COLORS)}, or six hexadecimal digits"
        return f"a length from {self.minimum:g}mm to {self.maximum:g}mm"


@dataclass(frozen=True, slots=True)
class Template:
    """A template: its own folder, then the folders of its bases; `look` is its .sty file's name without the ending."""

    name: str
    title: str
    description: str
    look: str
    options: Mapping[str, Option]
    folders: tuple[Path, ...]

    def tex_files(self) -> list[Path]:
        """The classes and packages that go beside the .tex; a template's own file hides its base's of that name."""
        files = {path.name: path for folder in reversed(self.folders) for path in folder.glob("*.*") if _is_tex(path)}
        return [files[name] for name in sorted(files)]


def _is_tex(path: Path) -> bool:
    return path.suffix in {".cls", ".sty"}


def templates_folder() -> Path:
    """Where the templates are: in the package, or in the checkout that the package is run from."""
    inside = Path(__file__).parent / "latex_templates"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "latex_templates"


def known_templates() -> list[str]:
    """The names of the templates that come with texcv."""
    return sorted(path.parent.name for path in templates_folder().glob("*/template.yaml") if path.parent.name != "base")


def all_templates() -> list[Template]:
    """The templates that come with texcv, by name."""
    return [_read(templates_folder() / name) for name in known_templates()]


def find_template(name: str, span: Span | None = None) -> Template | Diagnostic:
    """The template of that name; `span` is where the name was written."""
    known = known_templates()
    if name in known:
        return _read(templates_folder() / name)
    near = did_you_mean(name, known)
    return error("unknown-template", f'there is no template "{name}"', span, near, f"templates: {', '.join(known)}")


def _read(folder: Path) -> Template:
    manifest = _manifest(folder)
    folders = [folder]
    options = manifest.get("options", {})
    base = manifest.get("base")
    while base:
        folders.append(templates_folder() / base)
        below = _manifest(folders[-1])
        options = {**below.get("options", {}), **options}
        base = below.get("base")
    return Template(
        name=folder.name,
        title=manifest["title"],
        description=manifest["description"],
        look=manifest["look"],
        options={name: _option(name, fields) for name, fields in options.items()},
        folders=tuple(folders),
    )


def _manifest(folder: Path) -> dict[str, Any]:
    text = (folder / "template.yaml").read_text("utf-8")
    manifest: dict[str, Any] = yaml.safe_load(text)
    return manifest


def _option(name: str, fields: Mapping[str, Any]) -> Option:
    return Option(
        name,
        fields["type"],
        fields["default"],
        fields["help"],
        tuple(fields.get("choices", ())),
        _millimetres(fields.get("minimum", "0mm")),
        _millimetres(fields.get("maximum", "1000mm")),
    )


def _millimetres(length: str) -> float:
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?) *(mm|cm|in|pt)", length)
    if not match:
        raise ValueError(f'"{length}" is not a length')
    return float(match[1]) * _UNITS[match[2]]


def check_options(
    template: Template, given: Mapping[str, str | None], spans: Mapping[str, tuple[Span | None, Span | None]]
) -> tuple[dict[str, str], list[Diagnostic]]:
    """The value of every option, as LaTeX takes it, and what is wrong with those `given`.

    `spans` says where each given option's key and value stand.
    """
    values = {name: option.default for name, option in template.options.items()}
    faults: list[Diagnostic] = []
    for name, value in given.items():
        key_span, value_span = spans.get(name, (None, None))
        option = template.options.get(name)
        if option is None:
            message = f"`{name}` is not an option of the template {template.name}"
            hint = did_you_mean(name, template.options) or f"options: {', '.join(template.options)}"
            faults.append(error("unknown-option", message, key_span, hint))
        elif value is None or not _accepts(option, value):
            hints = (_hint(option, value), f"it takes: {option.describe()}")
            faults.append(error("bad-option", f"`{name}` can't be {shown(value)}", value_span, *hints))
        else:
            values[name] = value
    return {name: _as_tex(template.options[name], value) for name, value in values.items()}, faults


def _hint(option: Option, value: str | None) -> str:
    if option.type == "color" and not value:
        return 'a # begins a comment in YAML: write "#3873B3", in quotes, or 3873B3'
    if option.type == "length" and re.fullmatch(r"[0-9]+(\.[0-9]+)?", value or ""):
        return "" if not option.minimum <= float(value or 0) <= option.maximum else f"did you mean `{value}mm`?"
    return did_you_mean(value or "", option.choices or COLORS)


def _accepts(option: Option, value: str) -> bool:
    if option.type == "choice":
        return value in option.choices
    if option.type == "color":
        return value in COLORS or re.fullmatch(r"#?[0-9A-Fa-f]{6}", value) is not None
    try:
        return value == option.default or option.minimum <= _millimetres(value) <= option.maximum
    except ValueError:
        return False


def _as_tex(option: Option, value: str) -> str:
    return COLORS.get(value, value.lstrip("#").upper()) if option.type == "color" else value.replace(" ", "")
