"""texcv: a CV compiler. One YAML file in, a typeset PDF out, and the proof that nothing was lost.

from texcv import render, validate, check

problems = validate("cv/klein.yaml")
result = render("cv/klein.yaml", output="output")
problems = check("cv/klein.yaml", "output/klein.pdf")
"""

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from texcv.version import __version__

if TYPE_CHECKING:
    from texcv.diagnostics import Diagnostic, Span, TexcvError
    from texcv.pipeline import Rendered, check, render, validate

__all__ = ["Diagnostic", "Rendered", "Span", "TexcvError", "__version__", "check", "render", "validate"]


if not TYPE_CHECKING:  # a type checker would take it that there is every name

    def __getattr__(name: str) -> Any:
        """Load what is asked for (PEP 562): a command that needs no model should not wait for it."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from texcv import diagnostics, pipeline

        globals()[name] = getattr(diagnostics if hasattr(diagnostics, name) else pipeline, name)
        return globals()[name]

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})


class _Package(ModuleType):
    """The functions share their names with stages: `texcv.check` is the function, whatever was imported."""

    def __setattr__(self, name: str, value: object) -> None:
        if name not in __all__ or not isinstance(value, ModuleType):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
