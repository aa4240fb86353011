"""The variants of a CV: extended, compared with what there is in the CV, and put into its nodes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from texcv.diagnostics import Diagnostic, Span, cut, did_you_mean, error
from texcv.model import Variant
from texcv.select.limits import has_entries, has_selected
from texcv.select.paths import find_omitted
from texcv.select.sections import sections_of
from texcv.select.tags import known_tags, words
from texcv.source import Node, put, split_path
from texcv.validate import validate_as

_ADDED = frozenset({"omit", "not_tags"})
"""What a variant takes away is taken away by those that extend it, too."""

_PLACES = {"locale": "locale", "template": "design.template", "max_pages": "design.max_pages", "anonymize": "anonymize"}
"""The values of a variant that take the place of others, and their paths."""


def read_variants(root: Node) -> dict[str, Node]:
    """The variants by their names, with what is as it should be; the model says what is wrong with the rest."""
    node = root.find("variants")
    given = {key.text or "": value for key, value in node.pairs} if node else {}
    return {name: _sound(value) for name, value in given.items()}


def _sound(variant: Node) -> Node:
    if variant.kind != "mapping":
        return Node("mapping", variant.at)
    if validate_as(variant, Variant)[0] is not None:
        return variant
    alone = (replace(variant, pairs=(pair,)) for pair in variant.pairs)
    return replace(variant, pairs=tuple(one.pairs[0] for one in alone if validate_as(one, Variant)[0] is not None))


def find_loops(variants: Mapping[str, Node], root: Node) -> list[Diagnostic]:
    """What is wrong with what variants extend."""
    known = [key.text or "" for key, _ in (root.find("variants") or root).pairs]
    faults: list[Diagnostic] = []
    looped: set[str] = set()
    for name in variants:
        chain = list(_chain(variants, name))
        last = variants[chain[-1]].find("extends")
        above = (last.text or "") if last else ""
        if last and above not in known:
            if chain[-1] == name:  # else it is told of that one
                hint = did_you_mean(above, known) or f"variants: {', '.join(known)}"
                faults.append(error("unknown-variant", f"there is no variant `{cut(above)}`", last.at, hint))
        elif last and above in chain and not looped & set(chain):
            looped |= set(chain)
            way = " → ".join([*chain[chain.index(above) :], above])
            faults.append(error("endless-variant", f"`{above}` extends itself: {cut(way)}", last.at, "remove one step"))
    return faults


def _chain(variants: Mapping[str, Node], name: str) -> Iterator[str]:
    """A variant and those that it extends, up to the first that is not there or comes again."""
    seen: set[str] = set()
    while name in variants and name not in seen:
        seen.add(name)
        yield name
        above = variants[name].find("extends")
        name = (above.text or "") if above else ""


def extended(variants: Mapping[str, Node], name: str) -> Node:
    """A variant with all that it does not say itself: what those say that it extends."""
    whole, *above = (variants[link] for link in _chain(variants, name))
    for base in above:
        for key, value in base.pairs:
            own = whole.find(key.text or "")
            if own is None:
                whole = replace(whole, pairs=(*whole.pairs, (key, value)))
            else:
                whole = _with(whole, key.text or "", _joined(key.text or "", value, own))
    return whole


def _joined(key: str, base: Node, own: Node) -> Node:
    if key in _ADDED:
        return Node("sequence", own.at, items=(*words(base), *words(own)))
    if base.kind == own.kind == "mapping":
        inherited = tuple(pair for pair in base.pairs if pair[0].text not in own.by_key)
        return replace(own, pairs=(*inherited, *own.pairs))
    return own


def _with(mapping: Node, key: str, value: Node) -> Node:
    return replace(mapping, pairs=tuple((name, value if name.text == key else old) for name, old in mapping.pairs))


def with_values(root: Node, version: Node) -> tuple[Node, list[Diagnostic]]:
    """The nodes with the values that a version sets, and what is wrong with their paths."""
    faults: list[Diagnostic] = []
    changes = [(key, value) for key, value in _pairs(version, "set")]
    changes += ((_word(f"design.{key.text}", key.at), value) for key, value in _pairs(version, "options"))
    for name, path in _PLACES.items():
        if value := version.find(name):
            changes.append((_word(path, version.key_span(name)), value))
    for key, value in changes:
        steps = split_path(root, key.text or "")
        if not all(steps):
            faults.append(
                error("bad-setting", f"`{cut(key.text or '')}` is no path", key.at, "write it as contact.email")
            )
            continue
        changed = put(root, steps, value, key.at)
        if isinstance(changed, Diagnostic):
            faults.append(changed)
        else:
            root = changed
    return root, faults


def compare(root: Node, own: Node, whole: Node) -> list[Diagnostic]:
    """What a variant names itself that is nowhere in the CV, as it stands when its values are set."""
    root, faults = with_values(root, whole)
    mine = {key.at for key, _ in _pairs(own, "set")}
    faults = [fault for fault in faults if fault.span in mine]
    sections = sections_of(root)
    tags = known_tags(root)
    for key in ("tags", "not_tags"):
        faults += (unknown_tag(tag.text or "", tags, tag.at) for tag in words(own.find(key)) if tag.text not in tags)
    for name in words(own.find("omit")):
        if not find_omitted(root, name.text or ""):
            known = [*sections, *(key.text or "" for key, _ in root.pairs)]
            near = did_you_mean(name.text or "", known) or f"sections: {', '.join(sections)}"
            faults.append(error("unknown-key", f"there is no `{cut(name.text or '')}` in the CV", name.at, near))
    named = [*words(own.find("order")), *(key for field in ("rename", "limit") for key, _ in _pairs(own, field))]
    for name in named:
        if name.text not in sections:
            near = did_you_mean(name.text or "", sections) or f"sections: {', '.join(sections)}"
            faults.append(error("unknown-section", f"there is no section `{cut(name.text or '')}`", name.at, near))
    return [*faults, *_twice(words(own.find("order"))), *_limits(sections, own)]


def unknown_tag(tag: str, known: list[str], at: Span) -> Diagnostic:
    """That nothing has a tag."""
    hint = did_you_mean(tag, known) or (f"tags: {', '.join(known)}" if known else "write `tags: […]` where it belongs")
    return error("unknown-tag", f"nothing in the CV has the tag `{cut(tag)}`", at, hint)


def _twice(names: tuple[Node, ...]) -> Iterator[Diagnostic]:
    for index, name in enumerate(names):
        if any(name.text == other.text for other in names[:index]):
            yield error("bad-value", f"`{cut(name.text or '')}` stands in the order twice", name.at, "remove one")


def _limits(sections: Mapping[str, Node], own: Node) -> Iterator[Diagnostic]:
    for key, limit in _pairs(own, "limit"):
        section = sections.get(key.text or "")
        choose = limit.find("choose")
        if section and not has_entries(section):
            message = f"`{cut(key.text or '')}` has no entries that could be counted"
            yield error("bad-value", message, key.at, "`omit` leaves it out as a whole")
        elif section and choose and choose.text == "selected" and not has_selected(section):
            message = f"no entry of `{cut(key.text or '')}` is selected"
            yield error("bad-value", message, choose.at, "write `selected: true` in those that are to be kept")


def _pairs(version: Node, key: str) -> tuple[tuple[Node, Node], ...]:
    node = version.find(key)
    return node.pairs if node else ()


def _word(text: str, at: Span) -> Node:
    return Node("scalar", at, text=text)
