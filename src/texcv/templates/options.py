"""The options of a template, and those of a CV checked against them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from texcv.diagnostics import Diagnostic, Span, did_you_mean, error, shown, warning
from texcv.frozen import frozen

if TYPE_CHECKING:
    from texcv.templates import Template

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


@frozen
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

    def accepts(self, value: str) -> bool:
        """Whether it takes the value."""
        if self.type == "choice":
            return value in self.choices
        if self.type == "color":
            return value in COLORS or re.fullmatch(r"#?[0-9A-Fa-f]{6}", value) is not None
        try:
            return value == self.default or self.minimum <= millimetres(value) <= self.maximum
        except ValueError:
            return False

    def takes_its_default(self) -> bool:
        """Whether its own default is a value: for a length, also a word that the look understands, such as `auto`."""
        if self.type != "length":
            return self.accepts(self.default)
        try:
            return self.minimum <= millimetres(self.default) <= self.maximum
        except ValueError:
            return self.default.isalpha()

    def as_fields(self) -> dict[str, Any]:
        """The option, as a manifest has it."""
        fields: dict[str, Any] = {"type": self.type, "default": self.default, "help": self.help}
        if self.type == "choice":
            fields["choices"] = list(self.choices)
        if self.type == "length":
            fields |= {"minimum": f"{self.minimum:g}mm", "maximum": f"{self.maximum:g}mm"}
        return fields


def millimetres(length: str) -> float:
    """The length in millimetres; raises `ValueError` for what is no length."""
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?) *(mm|cm|in|pt)", length)
    if not match:
        raise ValueError(f'"{length}" is not a length')
    return float(match[1]) * _UNITS[match[2]]


def check_options(
    template: Template,
    given: Mapping[str, str | None],
    spans: Mapping[str, tuple[Span | None, Span | None]],
    others: Callable[[], Iterable[Template]] = tuple,
) -> tuple[dict[str, str], list[Diagnostic]]:
    """The value of every option, as LaTeX takes it, and what is wrong with those `given`.

    `spans` says where each given option's key and value stand; an option that one of the `others` has is no error: the
    CV may be tried in another template than its own.
    """
    options, others = template.options, cache(others)
    values = {name: option.default for name, option in options.items()}
    faults: list[Diagnostic] = []
    for name, value in given.items():
        key_span, value_span = spans.get(name, (None, None))
        option = options.get(name)
        if option is None:
            faults.append(_unknown(name, template, key_span, others))
        elif value is None or not option.accepts(value):
            hints = (_hint(option, value), f"it takes: {option.describe()}")
            faults.append(error("bad-option", f"`{name}` can't be {shown(value)}", value_span, *hints))
        else:
            values[name] = value
    return {name: _as_tex(options[name], value) for name, value in values.items()}, faults


def _unknown(name: str, template: Template, span: Span | None, others: Callable[[], Iterable[Template]]) -> Diagnostic:
    message = f"`{name}` is not an option of the template {template.name}"
    owners = [other.name for other in others() if name in other.options]
    if owners:
        return warning("unused-option", message, span, f"it is one of {', '.join(owners)}")
    options = template.options
    return error("unknown-option", message, span, did_you_mean(name, options) or f"options: {', '.join(options)}")


def _hint(option: Option, value: str | None) -> str:
    if option.type == "color" and not value:
        return 'a # begins a comment in YAML: write "#3873B3", in quotes, or 3873B3'
    if option.type == "length" and re.fullmatch(r"[0-9]+(\.[0-9]+)?", value or ""):
        return "" if not option.minimum <= float(value or 0) <= option.maximum else f"did you mean `{value}mm`?"
    return did_you_mean(value or "", option.choices or COLORS)


def _as_tex(option: Option, value: str) -> str:
    return COLORS.get(value, value.lstrip("#").upper()) if option.type == "color" else value.replace(" ", "")
