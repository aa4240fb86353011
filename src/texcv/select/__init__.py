"""A CV's nodes -> those of the version that a call asks for; every value keeps its place."""

from __future__ import annotations

from dataclasses import replace

from texcv.choice import Choice
from texcv.diagnostics import Diagnostic, Span, error, warning
from texcv.select.languages import Picker
from texcv.select.limits import has_entries, limited
from texcv.select.paths import find_omitted, without
from texcv.select.sections import in_order, sections_of, titled, with_sections
from texcv.select.settings import language_of, with_locale, with_settings, with_variants
from texcv.select.tags import Tags, known_tags, reduce_section, words
from texcv.select.variants import (
    examine_variants,
    extended,
    find_excess,
    near_name,
    read_variants,
    unknown_tag,
    with_values,
)
from texcv.source import Node

__all__ = ["names_of_variants", "select"]


def select(root: Node, choice: Choice, *, examine: bool = True) -> tuple[Node | None, list[Diagnostic]]:
    """The nodes of that version, and what there is to say about the choice.

    To `examine` is to look through all variants, not only through that which is asked for. No nodes where a value is
    set that can't be, or where that would take for ever. The variants stay in the nodes, for the model to look at.
    """
    changed = with_variants(root, choice)
    if isinstance(changed, Diagnostic):
        return None, [changed]
    root, own = changed, _text(changed, "locale") or "en"
    if excess := find_excess(root) if examine else None:
        return None, [excess]
    variants = read_variants(root)
    faults = examine_variants(root, variants, choice.variant or "", others=examine)
    version = extended(variants).get(choice.variant or "") or Node("mapping", root.at)
    root, _ = with_values(root, version)
    faults += _unknown(root, choice)
    picker = Picker(language_of(root, choice) or own, own, choice.strict)
    root = _pick(root, picker, texts=False)
    root = _reduced(root, version, choice, faults)
    changed = with_settings(with_locale(root, choice), choice)
    if isinstance(changed, Diagnostic):
        return None, [*faults, changed]
    root = _pick(changed, picker, texts=True)
    return root, [*faults, *picker.found.values()]


def names_of_variants(root: Node) -> list[str]:
    """The variants that can be made."""
    return [] if find_excess(root) else [*read_variants(root)]


def _text(root: Node, *path: str) -> str:
    node = root.find(*path)
    return (node.text or "") if node else ""


def _unknown(root: Node, choice: Choice) -> list[Diagnostic]:
    """What the call names that is not in the CV."""
    faults = []
    names = [key.text or "" for key, _ in (root.find("variants") or Node("mapping", root.at)).pairs]
    if choice.variant is not None and choice.variant not in names:
        hint = near_name(choice.variant, "variants", names) if names else "it has none"
        message = f"the CV has no variant `{choice.variant}`"
        faults.append(error("unknown-variant", message, Span(f"--variant {choice.variant}"), hint))
    known = known_tags(root)
    faults += (unknown_tag(tag, sorted(known), Span(f"--tag {tag}")) for tag in choice.tags if tag not in known)
    return faults


def _pick(root: Node, picker: Picker, *, texts: bool) -> Node:
    """The nodes in one language; the variants are left as they stand."""
    pairs = [
        (key, value if key.text == "variants" else picker.pick(value, texts=texts, key=key.text or ""))
        for key, value in root.pairs
    ]
    return replace(root, pairs=tuple(pairs))


def _reduced(root: Node, version: Node, choice: Choice, faults: list[Diagnostic]) -> Node:
    """The nodes with what is kept, in its order and under its titles."""
    some = bool(sections_of(root))
    paths = [find_omitted(root, name.text or "") for name in words(version.find("omit"))]
    root = without(root, filter(None, paths))
    mine = {tag.text or "" for tag in words(version.find("tags"))}
    unwanted = {tag.text or "" for tag in words(version.find("not_tags"))}
    tags = Tags(frozenset(mine | {*choice.tags}), frozenset(unwanted - {*choice.tags}))
    sections: dict[str, Node] = {}
    for name, section in sections_of(root).items():
        kept = reduce_section(section, tags, faults)
        if kept is not None and (kept := _limited(name, kept, version)) is not None:
            sections[name] = _renamed(name, kept, version)
    if some and not sections and tags.wanted <= known_tags(root):
        own = root.find("variants", choice.variant or "") or version
        at = Span(f"--tag {choice.tags[0]}") if choice.tags else own.key_span()
        faults.append(warning("empty-variant", "no section is left", at, "what has no tags is in every variant"))
    return with_sections(root, in_order(sections, (name.text or "" for name in words(version.find("order")))))


def _limited(name: str, section: Node, version: Node) -> Node | None:
    limit = version.find("limit", name)
    if limit is None or not has_entries(section):
        return section
    count, choose = limit.find("count") if limit.kind == "mapping" else limit, limit.find("choose")
    return limited(section, int(count.text) if count and count.text else None, (choose and choose.text) or "newest")


def _renamed(name: str, section: Node, version: Node) -> Node:
    title = version.find("rename", name)
    return section if title is None else titled(name, section, title)
