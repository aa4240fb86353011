"""The variants of a CV: extended, compared with what there is in the CV, and put into its nodes."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace

from texcv.diagnostics import Diagnostic, Span, cut, did_you_mean, error
from texcv.model import Variant
from texcv.select.limits import has_entries, has_selected
from texcv.select.paths import Path, find_omitted, without
from texcv.select.sections import sections_of
from texcv.select.tags import known_tags, words
from texcv.source import Node, numbered, put, split_path
from texcv.validate import validate_as

_ADDED = frozenset({"omit", "not_tags"})
"""What a variant takes away is taken away by those that extend it, too."""

_LACKING = frozenset({"unknown-tag", "unknown-section", "unknown-key"})
"""What is said of names that are nowhere in the CV."""

_PLACES = {"locale": "locale", "template": "design.template", "max_pages": "design.max_pages", "anonymize": "anonymize"}
"""The values of a variant that take the place of others, and their paths."""


MAX_WORK = 300_000
"""Values of the CV times variants: each of them is looked at for each."""

MAX_CHANGES = 3_000_000
"""Values of the CV times values that variants set, those that they inherit included: each makes a part of it anew."""

_SHOWN = 20
"""Names that a hint lists; and faults of a kind for which what may be meant is looked for."""


def find_excess(root: Node) -> Diagnostic | None:
    """That there are more variants than can be looked through in a few seconds, or that they set more values."""
    node = root.find("variants")
    if node is None or not node.pairs:
        return None
    size, message = count_values(root), ""
    if len(node.pairs) * size > MAX_WORK:
        message = f"{len(node.pairs):,} variants are too many for a CV of this size"
    else:
        changes = sum(len(_pairs(whole, "set")) for whole in extended(read_variants(root)).values())
        if changes * size > MAX_CHANGES:
            message = f"the variants set {changes:,} values, which are too many for a CV of this size"
    return error("too-large", message, root.key_span("variants"), "split the CV") if message else None


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


def count_values(root: Node) -> int:
    """How many nodes there are."""
    waiting, count = [root], 0
    while waiting:
        node = waiting.pop()
        count += 1
        waiting += [*node.items, *(value for _, value in node.pairs)]
    return count


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
                hint = near_name(above, "variants", known, (), len(faults))
                faults.append(error("unknown-variant", f"there is no variant `{cut(above)}`", last.at, hint))
        elif last and above in chain and not looped & set(chain):
            looped |= set(chain)
            way = " → ".join([*chain[chain.index(above) :], above])
            faults.append(error("endless-variant", f"`{above}` extends itself: {cut(way)}", last.at, "remove one step"))
    return faults


def _chain(variants: Mapping[str, Node], name: str, done: Container[str] = ()) -> Iterator[str]:
    """A variant and those that it extends, up to the first that is not there, is done or comes again."""
    seen: set[str] = set()
    while name in variants and name not in seen and name not in done:
        seen.add(name)
        yield name
        above = variants[name].find("extends")
        name = (above.text or "") if above else ""


def extended(variants: Mapping[str, Node]) -> dict[str, Node]:
    """The variants with all that they do not say themselves: what those say that they extend."""
    done: dict[str, Node] = {}
    for name in variants:
        for link in reversed([*_chain(variants, name, done)]):
            above = variants[link].find("extends")
            base = done.get((above.text if above else None) or "")
            done[link] = _over(base, variants[link]) if base else variants[link]
    return done


def _over(base: Node, own: Node) -> Node:
    pairs = {key.text: (key, value) for key, value in base.pairs if key.text != "extends"}
    for key, value in own.pairs:
        inherited = pairs.get(key.text)
        pairs[key.text] = key, _joined(key.text or "", inherited[1], value) if inherited else value
    return replace(own, pairs=tuple(pairs.values()))


def _joined(key: str, base: Node, own: Node) -> Node:
    if key in _ADDED:
        return Node("sequence", own.at, items=(*words(base), *words(own)))
    if base.kind == own.kind == "mapping":
        inherited = tuple(pair for pair in base.pairs if pair[0].text not in own.by_key)
        return replace(own, pairs=(*inherited, *own.pairs))
    return own


def with_values(root: Node, version: Node) -> tuple[Node, list[Diagnostic]]:
    """The nodes with the values that a version sets, and what is wrong with their paths.

    An empty value removes what is there, after all others: paths count the items that the file has. An `anonymize`
    that is left empty stays, to be refused.
    """
    faults: list[Diagnostic] = []
    removed: list[Path] = []
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
        place = tuple(numbered(root, steps))
        if value.kind == "scalar" and value.text is None and steps != ["anonymize"] and root.find(*place):
            removed.append(place)
            continue
        changed = put(root, steps, value, key.at)
        if isinstance(changed, Diagnostic):
            faults.append(changed)
        else:
            root = changed
    return without(root, removed), faults


def examine_variants(
    root: Node, variants: Mapping[str, Node], asked: str = "", *, others: bool = True
) -> list[Diagnostic]:
    """What is wrong with the variants, or without the `others` with that which is `asked` for, told where it stands.

    One that several CVs share, in a file of its own, may name what this one lacks and another has: that is a warning,
    and only where it is asked for, or extended by what is.
    """
    faults = find_loops(variants, root) if others else []
    wholes, made = extended(variants), {*_chain(variants, asked)}
    for name in variants if others else variants.keys() & {asked}:
        for fault in compare(root, variants[name], wholes[name]):
            shared = fault.code in _LACKING and _is_shared(fault.span, root)
            faults += [replace(fault, severity="warning")] if shared and name in made else [] if shared else [fault]
    return faults


def _is_shared(at: Span | None, root: Node) -> bool:
    """Whether that is in another file than the CV is, and not in the call."""
    return at is not None and at.line > 0 and at.path != root.at.path


def compare(root: Node, own: Node, whole: Node) -> list[Diagnostic]:
    """What a variant names itself that is nowhere in the CV, as it stands when its values are set."""
    root, faults = with_values(root, whole)
    mine = {key.at for key, _ in _pairs(own, "set")}
    faults = [fault for fault in faults if fault.span in mine]
    sections = sections_of(root)
    known = [*sections]
    tags = known_tags(root)
    listed = sorted(tags)
    asked = [tag for key in ("tags", "not_tags") for tag in words(own.find(key)) if tag.text not in tags]
    faults += (unknown_tag(tag.text or "", listed, tag.at, number) for number, tag in enumerate(asked))
    top = [key.text or "" for key, _ in root.pairs]
    missing = [name for name in words(own.find("omit")) if not find_omitted(root, name.text or "")]
    for number, name in enumerate(missing):
        near = near_name(name.text or "", "sections", known, top, number)
        faults.append(error("unknown-key", f"there is no `{cut(name.text or '')}` in the CV", name.at, near))
    named = [*words(own.find("order")), *(key for field in ("rename", "limit") for key, _ in _pairs(own, field))]
    for number, name in enumerate(name for name in named if name.text not in sections):
        near = near_name(name.text or "", "sections", known, (), number)
        faults.append(error("unknown-section", f"there is no section `{cut(name.text or '')}`", name.at, near))
    return [*faults, *_twice(words(own.find("order"))), *_limits(sections, own)]


def unknown_tag(tag: str, known: list[str], at: Span, number: int = 0) -> Diagnostic:
    """That nothing has a tag."""
    hint = near_name(tag, "tags", known, (), number) if known else "write `tags: […]` where it belongs"
    return error("unknown-tag", f"nothing in the CV has the tag `{cut(tag)}`", at, hint)


def near_name(word: str, what: str, known: list[str], others: Iterable[str] = (), number: int = 0) -> str:
    """What may be meant, or what there is; nothing for one of many faults, as looking for it takes a while."""
    if number >= _SHOWN:
        return ""
    more = ", …" if len(known) > _SHOWN else ""
    listed = f"{what}: {', '.join(map(cut, known[:_SHOWN]))}{more}" if known else ""
    return did_you_mean(word, [*known, *others][:1000]) or listed


def _twice(names: tuple[Node, ...]) -> Iterator[Diagnostic]:
    seen: set[str | None] = set()
    for name in names:
        if name.text in seen:
            yield error("bad-value", f"`{cut(name.text or '')}` stands in the order twice", name.at, "remove one")
        seen.add(name.text)


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
