"""A CV's file -> all that its typesetting needs, or every problem that is found without TeX."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from texcv import source
from texcv.assemble import Assembled, assemble
from texcv.choice import AS_WRITTEN, WHOLE, Choice
from texcv.diagnostics import Diagnostic, error, has_errors, warning
from texcv.frozen import frozen
from texcv.locale import missing_words
from texcv.model import Cv, Design
from texcv.photo import Photo, read_photo
from texcv.scripts import choose_engine
from texcv.select import names_of_variants, select
from texcv.targets import LETTER, default_pdf
from texcv.templates import Template, all_templates, check_options, find_template
from texcv.tex import unbalanced
from texcv.validate import validate
from texcv.view import View, build_view

if TYPE_CHECKING:
    from texcv.anonymize import Secrets


@frozen
class Plan:
    """A CV that is ready to be typeset; of an anonymous copy, also the `secrets` that nothing made of it may tell."""

    path: Path
    view: View
    template: Template
    options: Mapping[str, str]
    photo: Photo | None
    engine: str
    choice: Choice
    diagnostics: tuple[Diagnostic, ...]
    texts: tuple[Path, ...]
    """The CV, what it includes, and the file of its project."""
    letter: Plan | None = None
    """Of the letter, where it gets a PDF of its own beside the CV's."""
    suffix: str = ""
    """What the name of the result ends with, before the ending."""
    secrets: Secrets | None = None

    @property
    def nameless(self) -> bool:
        """Whether it is a copy without the person's name."""
        return self.secrets is not None and self.secrets.hide("name")

    @property
    def sources(self) -> list[Path]:
        """The user's files and folders that all this was made of."""
        return [*self.texts, *([self.photo.file] if self.photo else []), *_all_below(self.template.own_folders)]

    def of_pdf(self, pdf: Path) -> Plan:
        """The plan that a PDF of this name is made by: that of the letter, or this one."""
        names_letter = pdf.stem.endswith(LETTER) and pdf.stem != default_pdf(self.path, self.choice).stem
        return self.letter if self.letter and names_letter else self


def make_plan(
    path: Path, choice: Choice = AS_WRITTEN, *, allow_raw_tex: bool = False, typeset: bool = True
) -> Plan | list[Diagnostic]:
    """Everything up to the view of the version of a CV that `choice` asks for, or all problems.

    `allow_raw_tex` lets values through that are LaTeX (`!tex`): only of CVs that are trusted. Without `typeset`, it
    does not matter whether template and machine have the letters, and the plan has no engine: its PDF is there already.
    """
    return _plan(assemble(path), choice, allow_raw_tex, typeset=typeset)


def _plan(whole: Assembled, choice: Choice, allow_raw_tex: bool, *, typeset: bool) -> Plan | list[Diagnostic]:
    if whole.root is None:
        return whole.remarks
    seen = _look(whole, whole.root, choice, allow_raw_tex)
    plan = _planned(whole, seen, choice, _sorted([*whole.remarks, *seen.found], whole))
    return _with_engines(plan) if typeset and isinstance(plan, Plan) else plan


def _planned(whole: Assembled, seen: _Seen, choice: Choice, found: list[Diagnostic]) -> Plan | list[Diagnostic]:
    """The plan of what was seen, but for its engines; or what was `found` in it, and what an anonymous copy tells."""
    cv, photo, secrets = seen.cv, seen.photo, None
    if cv is None or seen.face is None or isinstance(photo, Diagnostic) or has_errors(found):
        return found
    if cv.anonymize and not cv.anonymize.asks_nothing:
        from texcv.anonymize import anonymize

        photo = None if cv.anonymize.photo else photo
        copy = anonymize(cv)
        cv, secrets, found = copy.cv, copy.secrets, [*found, *copy.diagnostics]
        if has_errors(found):
            return found
    place = cv.letter.place if cv.letter else "none"
    view = build_view(cv, place if whole.cv_node or place == "before" else "none")
    plan = Plan(
        whole.path, view, seen.face, seen.options, photo, "", choice, (), tuple(whole.files), secrets=secrets
    )  # fmt: skip
    if place == "own" and not whole.cv_node:
        plan = replace(plan, letter=replace(plan, view=build_view(cv, place), suffix=LETTER))
    found = [*found, *_told(plan, cv)]
    return found if has_errors(found) else replace(plan, diagnostics=tuple(found))


def _told(plan: Plan, cv: Cv) -> list[Diagnostic]:
    """What the copy that an anonymous plan makes, and its letter, would tell."""
    if plan.secrets is None:
        return []
    from texcv.anonymize import prove_view

    views = (plan.view, plan.letter.view) if plan.letter else (plan.view,)
    return [*dict.fromkeys(fault for view in views for fault in prove_view(cv, view, plan.secrets))]


def _with_engines(plan: Plan) -> Plan | list[Diagnostic]:
    """The plan with what sets it and its letter, or with what can't be set."""
    strict = plan.template.comes_with_texcv
    engine = choose_engine(plan.view, plan.template.engines, strict=strict)
    letter = _with_engines(plan.letter) if plan.letter else None
    lacking = [fault for faults in (engine, letter) if isinstance(faults, list) for fault in faults]
    if lacking or isinstance(engine, list) or isinstance(letter, list):
        return [*plan.diagnostics, *dict.fromkeys(lacking)]
    return replace(plan, engine=engine, letter=letter)


def examine(path: Path, choice: Choice, *, allow_raw_tex: bool = False) -> tuple[list[Diagnostic], list[Path]]:
    """What is wrong with a CV, also when each of its variants is made; and the files that all this was made of.

    Where the call chooses a variant, it is the only one that matters. Without a plan, there are no files.
    """
    whole = assemble(path)
    plan = _plan(whole, choice, allow_raw_tex, typeset=True)
    all_found = dict.fromkeys(plan if isinstance(plan, list) else plan.diagnostics)
    own = [] if isinstance(plan, list) else plan.sources
    if whole.root is None or choice.variant is not None:
        return [*all_found], own
    files: list[Path] = []
    for name in names_of_variants(whole.root):
        seen = _look(whole, whole.root, replace(choice, variant=name), allow_raw_tex, examine=False)
        all_found |= dict.fromkeys(seen.found)
        if seen.cv and seen.cv.anonymize:
            plan = _planned(whole, seen, choice, seen.found)
            all_found |= dict.fromkeys(plan.diagnostics if isinstance(plan, Plan) else plan)
        files += [seen.photo.file] if isinstance(seen.photo, Photo) else []
        files += _all_below(seen.face.own_folders) if seen.face else []
    return _sorted(all_found, whole), [*own, *files] if own else []


@frozen
class _Seen:
    """What could be made of a version of a CV, and all that is to be said of it."""

    found: list[Diagnostic]
    cv: Cv | None = None
    face: Template | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    photo: Photo | Diagnostic | None = None


def _look(whole: Assembled, given: source.Node, choice: Choice, allow_raw_tex: bool, *, examine: bool = True) -> _Seen:
    root, chosen = version_of(given, choice, examine=examine)
    if root is None:
        return _Seen(chosen)
    cv, found = validate(root)
    face, options, faults = _design(root, given, whole)
    photo = read_photo(root.find("photo"), whole.file_of(root.find("photo")) or whole.cv, whole.home)
    found += [*chosen, *faults, *_raw_values(root, allow_raw_tex)]
    found += _unprinted(whole, root) if examine else ()  # what other versions of its CV print is no fault of a letter
    if isinstance(photo, Diagnostic):
        found.append(photo)
    wordless = _locale(root)
    if wordless and not any(fault.span == wordless.span for fault in found):  # it may be no language at all
        found.append(wordless)
    return _Seen(found, cv, face, options, photo)


def writes_letter(path: Path, choice: Choice = AS_WRITTEN) -> bool:
    """Whether a version of a CV makes a PDF of its letter, besides its own; False if it can't be made."""
    whole = assemble(path)
    root, _ = version_of(whole.root, choice, examine=False) if whole.root else (None, [])
    letter = root.find("letter") if root and not whole.cv_node else None
    place = letter.find("place") if letter else None
    return letter is not None and (place is None or place.text == "own")


def version_of(
    given: source.Node, choice: Choice, *, examine: bool = True
) -> tuple[source.Node | None, list[Diagnostic]]:
    """The nodes of the version of a CV that is asked for, if it can be made, and what there is to say about it."""
    if choice.variant == WHOLE and not given.find("variants", WHOLE):
        choice = replace(choice, variant=None)
    return select(given, choice, examine=examine)


def _sorted(found: Iterable[Diagnostic], whole: Assembled) -> list[Diagnostic]:
    """What the CV says comes first, then file by file what it includes."""
    rank = {str(file): number for number, file in enumerate(whole.files)}
    return sorted(
        found,
        key=lambda said: (rank.get(said.span.path, 0), said.span.line, said.span.column) if said.span else (0, 0, 0),
    )


def _all_below(folders: Sequence[Path]) -> list[Path]:
    """The folders with all that is in them, also behind links; each folder once, as a link may lead back."""
    waiting, known, seen = list(folders), [*folders], set[Path]()
    while waiting:
        folder = waiting.pop()
        if folder.resolve() not in seen:
            seen.add(folder.resolve())
            with contextlib.suppress(OSError):  # what can't be read was not used
                inside = sorted(folder.iterdir())
                known += inside
                waiting += filter(Path.is_dir, inside)
    return known


def _unprinted(whole: Assembled, root: source.Node) -> Iterator[Diagnostic]:
    """That a letter in a file of its own is not to be printed."""
    place = root.find("letter", "place")
    if whole.cv_node and root.find("letter") is None:
        message, hint = "this version of the CV leaves the letter out", "ask for another one"
        yield error("bad-value", message, whole.cv_node.at, hint)
    elif whole.cv_node and place and place.text == "none":
        yield error("bad-value", "a letter in a file of its own is printed", place.at, "`own` or `before`")


def _design(
    root: source.Node, given: source.Node, whole: Assembled
) -> tuple[Template | None, dict[str, str], list[Diagnostic]]:
    """The template and its options. From the nodes, so that they are looked at in a faulty CV, too.

    A CV, as `given`, may be tried in another template than its own, and the defaults of a project, too: their own
    options then may be of no use.
    """
    design = root.find("design") or source.Node("mapping", root.at)
    name, own = design.find("template"), given.find("design", "template")
    found = find_face(name, whole)
    if isinstance(found, list):
        return None, {}, found
    pairs = [(key.text, value) for key, value in design.pairs if key.text and key.text not in Design.model_fields]
    values = {name: value.text if value.kind == "scalar" else f"a {value.kind}" for name, value in pairs}
    spans = {name: (design.key_span(name), design.span(name)) for name in values}
    options, faults = check_options(found, values, spans, all_templates)
    if name:
        meant = {name.at.path, str(whole.path if whole.cv_node else name.at.path)}  # a letter has its own options
        useless = {span for span, _ in spans.values() if span.path not in meant}
        if own is None or name.at != own.at:
            useless |= {key.at for key, _ in (given.find("design") or given).pairs}
        faults = [fault for fault in faults if fault.code != "unused-option" or fault.span not in useless]
    return found, options, faults


def _raw_values(root: source.Node, allowed: bool) -> list[Diagnostic]:
    """That raw LaTeX is refused, or what it means to have let it through."""
    if not allowed:
        hint = "for a CV that you trust, `--allow-raw-tex` lets it through"
        places = dict.fromkeys(node.at for node in source.raw_values(root))  # what a variant sets stands there twice
        return [error("raw-tex", "raw LaTeX is refused", at, hint) for at in places]
    raw = [node for key, value in root.pairs if key.text != "variants" for node in source.raw_values(value)]
    faults = [
        error("raw-tex", fault, node.at, "it would reach beyond its value")
        for node in raw
        if (fault := unbalanced(node.text or ""))
    ]
    values = "this value is" if len(raw) == 1 else f"this and {len(raw) - 1} more values are"
    message = f"{values} raw LaTeX: what it prints is not compared with the PDF"
    return [*(warning("unproven-text", message, node.at) for node in raw[:1]), *faults]


def find_face(name: source.Node | None, whole: Assembled) -> Template | list[Diagnostic]:
    """A folder that the CV names is looked for beside the file that does, and must lie at its home; one that the call
    names, from here.
    """
    file = whole.file_of(name)
    beside, inside = (file.parent, whole.home) if file else (None, None)
    return find_template((name.text if name else None) or "classic", name.at if name else None, beside, inside)


def _locale(root: source.Node) -> Diagnostic | None:
    node = root.find("locale")
    return missing_words(node.text, node.at) if node and node.text else None
