"""texcv: a CV compiler. One YAML file in, a typeset PDF out, and the proof that nothing was lost.

from texcv import render, validate, check

problems = validate("cv/klein.yaml")
result = render("cv/klein.yaml", output="output")
problems = check("cv/klein.yaml", "output/klein.pdf")
"""

# The functions share their names with stages: they are bound last, after the modules of those names.
from texcv.diagnostics import Diagnostic, Span, TexcvError
from texcv.pipeline import Rendered, check, render, validate
from texcv.version import __version__

__all__ = ["Diagnostic", "Rendered", "Span", "TexcvError", "__version__", "check", "render", "validate"]
