"""One CV to be made, and what became of it: plain data, that goes from process to process."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from texcv import pipeline
from texcv.choice import Choice
from texcv.diagnostics import Diagnostic, TexcvError
from texcv.frozen import frozen

if TYPE_CHECKING:
    from texcv.compile import Early


@frozen
class Job:
    """A CV and how it is to be made, in the words of `pipeline.render`; `output` is a folder."""

    path: str
    template: str | None = None
    settings: tuple[str, ...] = ()
    formats: tuple[str, ...] = ("pdf",)
    output: str | None = None
    check: bool = True
    allow_raw_tex: bool = False
    cache: bool = True
    variant: str | None = None
    tags: tuple[str, ...] = ()
    locale: str | None = None
    strict: bool = False

    @property
    def choice(self) -> Choice:
        """The version of the CV that is made."""
        return Choice(self.template, self.settings, self.variant, self.tags, self.locale, self.strict)

    def perform(self, early: Early | None = None) -> Outcome:
        """Render the CV here and now; `early` is a TeX that has begun."""
        start = time.perf_counter()
        try:
            made = pipeline.render(
                self.path, output=self.output, formats=self.formats, allow_raw_tex=self.allow_raw_tex, check=self.check,
                cache=self.cache, early=early, **self.choice.keywords(),
            )  # fmt: skip
        except TexcvError as fault:
            return Outcome(self, fault.diagnostics, None, fault.log, time.perf_counter() - start)
        return Outcome(self, made.diagnostics, made, made.log, time.perf_counter() - start)


@frozen
class Outcome:
    """What became of a job. `rendered` is None if it failed, `seconds` the time that it took, `log` TeX's."""

    job: Job
    diagnostics: tuple[Diagnostic, ...]
    rendered: pipeline.Rendered | None = None
    log: str = ""
    seconds: float = 0.0
