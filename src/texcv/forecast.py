"""What a render would have to do, and why, without doing it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from texcv import records
from texcv.choice import Choice
from texcv.diagnostics import Diagnostic, cut
from texcv.frozen import frozen
from texcv.home import find_project, is_there

_WORDS = {
    "program": "texcv, its libraries or Python are others",
    "pdflatex": "TeX is another",
    "epoch": "SOURCE_DATE_EPOCH is another",
    "project": "it belongs to another project",
}


@frozen
class Forecast:
    """Why something would be made, in a few words: nothing would, if there are none; or what hinders it."""

    why: str
    diagnostics: tuple[Diagnostic, ...] = ()
    fails: bool = False


def call_of(
    path: Path, choice: Choice, place: Path, formats: Sequence[str], *, allow_raw_tex: bool, check: bool,
    epoch: str | None,
) -> dict[str, object]:  # fmt: skip
    """All that a render depends on, but for contents of files and for texcv itself."""
    asked = dict(choice.keywords())
    machine = {"epoch": epoch, "project": find_project(path), "pdflatex": shutil.which("pdflatex")}
    how = {"formats": tuple(formats), "allow_raw_tex": allow_raw_tex, "check": check}
    return {"CV": str(path), **asked, **how, **machine, "place": place}


def foresee(call: dict[str, object], choice: Choice, *, cache: bool) -> Forecast:
    """What a render of that call would do; the CV is read, and nothing is typeset."""
    recalled = records.recall(records.key_of(call)) if cache else records.Recalled("unknown")
    if not recalled.lack and recalled.record:
        return Forecast("", recalled.record.diagnostics)
    from texcv.fingerprint import fingerprint
    from texcv.plan import make_plan

    plan = make_plan(Path(str(call["CV"])), choice, allow_raw_tex=bool(call["allow_raw_tex"]))
    if isinstance(plan, list):
        return Forecast("it has errors", tuple(plan), fails=True)
    if recalled.same_content == fingerprint(plan):
        return Forecast("", plan.diagnostics)
    return Forecast(_why(recalled, call) if cache else "without the cache, all is made", plan.diagnostics)


def _why(recalled: records.Recalled, call: dict[str, object]) -> str:
    place = call["place"]
    assert isinstance(place, Path)
    names = cut(", ".join(map(str, recalled.reasons)))
    if recalled.lack == "results":
        what = "the output" if len(recalled.reasons) == 1 and recalled.reasons[0].stem == place.name else names
        return f"{what} was edited" if all(map(is_there, recalled.reasons)) else f"{what} is missing"
    if recalled.lack in {"texts", "sources", "machine"}:
        return f"{names} changed"
    if recalled.lack == "day":
        return "it may print the date"
    changed = records.changed_since(place, call)
    if not changed:
        made = any(is_there(place.with_name(f"{place.name}.{form}")) for form in ("pdf", "tex"))
        return "it is not known what it was made of" if made else "new"
    options = [name.replace("_", "-") for name in changed if name not in _WORDS]
    known = [_WORDS[name] for name in changed if name in _WORDS]
    return "; ".join([*([f"other options: {', '.join(options)}"] if options else []), *known])
