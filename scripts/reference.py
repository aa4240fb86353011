"""Write docs/yaml.md, the reference of the YAML, from the model and the examples."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from texcv.locale import load_locale
from texcv.model import KINDS, NETWORKS, STANDARD_SECTIONS, Cv, Dated, Entry
from texcv.model.described import describe_fields

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/yaml.md"
EXAMPLES = ROOT / "docs/examples"
COMMAND = ".venv/bin/python scripts/reference.py"

Schema = dict[str, Any]

_HEADS = ("key", "takes", "meaning")

_NOUNS = {
    "TimelineEntry": ("an entry", "entries"),
    "TalkGroup": ("a group", "groups"),
    "PublicationGroup": ("a group", "groups"),
    "SkillGroup": ("a group", "groups"),
    "Supervised": ("a person", "persons"),
}
"""What an entry is called where its class's name won't do: one, and many."""

_COMMON_KEYS = ("kind", "title", "intro")
"""The keys that every section may have, explained once."""

_REQUIRED = "; **required**"

_DATES = tuple(Dated.model_fields)
"""The keys of all that lasts, explained once."""

_MARKS = tuple(Entry.model_fields)
"""The keys by which variants choose, explained once."""

_VERSIONS = ("Variant", "Limit")

_ELSEWHERE = {"sections": "the-sections", "variants": "versions"}
"""Keys that have a chapter of their own."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the page: its heading (which is its anchor), and the models whose keys it lists."""

    heading: str
    models: tuple[str, ...]


class Reference:
    """The page, as it is made of the model's JSON Schema."""

    def __init__(self) -> None:
        describe_fields()
        root: Schema = Cv.model_json_schema()
        self.models: dict[str, Schema] = root.pop("$defs") | {"Cv": root}
        self.homes = {"Cv": "the-person", **dict.fromkeys(_VERSIONS, "versions")}
        self.head = list(self._head_chapters("Cv"))
        self.kinds = [self._kind_chapter(kind) for kind in KINDS]

    def page(self) -> str:
        """The whole page."""
        text = (ROOT / "scripts/reference.md").read_text("utf-8")
        for place, parts in {
            "dates": [_table(_HEADS, self._rows("Role", _DATES, ""))],
            "person": self._person(),
            "standard sections": [_standard_sections()],
            "common keys": [self._common_keys()],
            "kinds": self._kinds(),
            "marks": [_table(_HEADS, self._rows("Award", _MARKS, ""))],
            "variant": [self.table("Variant", "versions")],
            "limit": [self.table("Limit", "versions")],
        }.items():
            text = text.replace(f"<!-- {place} -->", "\n\n".join(parts))
        return text

    # --- chapters ---------------------------------------------------------------------------

    def _head_chapters(self, above: str) -> Iterator[Chapter]:
        """A chapter for each mapping of the head, a mapping inside of another right after it."""
        for key, field in self.models[above]["properties"].items():
            for model in _references(field) if key not in _ELSEWHERE else ():
                if model in self.homes:
                    continue
                self.homes[model] = key
                yield Chapter(key, (model,))
                yield from self._head_chapters(model)

    def _kind_chapter(self, kind: str) -> Chapter:
        """The models that a kind of section is the first to use, those of its entries before what is in them."""
        found = [KINDS[kind].__name__]
        for model in found:
            self.homes[model] = kind
            new = _references(self.models[model])
            found += [name for name in dict.fromkeys(new) if name not in self.homes and name not in found]
        return Chapter(kind, tuple(found))

    def _person(self) -> Iterator[str]:
        yield _example("head", head=True)
        yield self.table("Cv", "the-person")
        for chapter in self.head:
            (model,) = chapter.models
            yield f"### `{chapter.heading}`"
            yield self.models[model]["description"]
            yield self.table(model, chapter.heading) if chapter.heading != "profiles" else _networks()

    def _common_keys(self) -> str:
        fields = self.models["ListSection"]["properties"]
        about = {"kind": "One of the kinds below; not needed under a standard key."}
        rows = [(f"`{key}`", about.get(key) or fields[key]["description"]) for key in _COMMON_KEYS]
        return _table(("key", "meaning"), rows)

    def _kinds(self) -> Iterator[str]:
        for chapter in self.kinds:
            section, *entries = chapter.models
            yield f"### `{chapter.heading}`"
            keys = [f"`{key}`" for key, kind in STANDARD_SECTIONS.items() if kind == chapter.heading]
            standard = f" Standard section{'s' * (len(keys) > 1)}: {', '.join(keys)}." if keys else ""
            yield self.models[section]["description"] + standard
            yield _example(chapter.heading)
            own = [key for key in self.models[section]["properties"] if key not in (*_COMMON_KEYS, *_MARKS)]
            rows = self._rows(section, own, chapter.heading)
            yield _table(_HEADS, rows) if len(rows) > 1 else "{}: {}. {}".format(*rows[0]).replace(_REQUIRED, "")
            for model in entries:
                noun = self.noun(model, False, chapter.heading).split(" ", 1)[1]
                yield f"**{noun.capitalize()}.** {self.models[model]['description']}"
                yield self.table(model, chapter.heading)

    # --- tables -----------------------------------------------------------------------------

    def table(self, model: str, chapter: str) -> str:
        """The keys of a model, what each takes, and what it is."""
        keys = [key for key in self.models[model]["properties"] if key not in _MARKS or model in _VERSIONS]
        if not set(_DATES) <= set(keys):
            return _table(_HEADS, self._rows(model, keys, chapter))
        dates = ("`start`, `end` or `date`", "[dates](#dates)", "When it was.")
        return _table(_HEADS, [dates, *self._rows(model, [key for key in keys if key not in _DATES], chapter)])

    def _rows(self, model: str, keys: Sequence[str], chapter: str) -> list[tuple[str, ...]]:
        rows: list[tuple[str, ...]] = []
        for key in keys:
            field = self.models[model]["properties"][key]
            elsewhere = _ELSEWHERE.get(key)
            words = [f"[a mapping](#{elsewhere})"] if elsewhere else self.words(field, False, chapter)
            takes = _listed(words, "or")
            default = field.get("default")
            if key in self.models[model].get("required", []):
                takes += _REQUIRED
            elif isinstance(default, str):
                takes += f"; default `{default}`"
            about = field.get("description") or self.models[_references(field)[0]]["description"]
            rows.append((f"`{key}`", takes, about))
        return rows

    def words(self, field: Schema, many: bool, chapter: str) -> list[str]:
        """What a value of that schema may be, in words: one, or many."""
        if "$ref" in field:
            return [self.noun(_references(field)[0], many, chapter)]
        if forms := field.get("anyOf", field.get("oneOf")):
            ordered = sorted((form for form in forms if form != {"type": "null"}), key=_rank)
            words = list(dict.fromkeys(words for form in ordered for words in self.words(form, many, chapter)))
            return [*words[:-1], "a list of those"] if len(words) > 2 and _rank(ordered[-1]) == 2 else words
        if field.get("type") == "array":
            items = _listed(self.words(field["items"], True, chapter), "or")
            return [f"{'lists' if many else 'a list'} of {items}"]
        if field.get("additionalProperties") is True:
            return ["keys, each with any value"]
        if field.get("type") == "object":
            return [f"labels, each with {_listed(self.words(field['additionalProperties'], False, chapter), 'or')}"]
        return [_scalar(field, many)]

    def noun(self, model: str, many: bool, chapter: str) -> str:
        """What a mapping of that model is called, with a link if another chapter explains it."""
        home = self.homes[model]
        word = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model).lower()
        if home in {item.heading for item in self.head}:
            one, all_of_them = "a mapping", "mappings"
        else:
            one, all_of_them = _NOUNS.get(model, (f"{'an' if word[0] in 'aeiou' else 'a'} {word}", f"{word}s"))
        noun = all_of_them if many else one
        return noun if home == chapter else f"[{noun}](#{home})"


def _references(schema: Any) -> list[str]:
    """The models that a schema names, in its order."""
    if isinstance(schema, list):
        return [name for item in schema for name in _references(item)]
    if not isinstance(schema, dict):
        return []
    own = [schema["$ref"].rpartition("/")[2]] if isinstance(schema.get("$ref"), str) else []
    return own + [name for key, value in schema.items() if key != "default" for name in _references(value)]


def _rank(form: Schema) -> int:
    """Mappings first, then texts, then lists."""
    return 0 if "$ref" in form or "oneOf" in form else 2 if form.get("type") == "array" else 1


def _scalar(field: Schema, many: bool) -> str:
    if choices := field.get("enum", [field["const"]] if "const" in field else []):
        return _listed([f"`{choice}`" for choice in choices], "or")
    if field.get("format") == "email":
        return "e-mail addresses" if many else "an e-mail address"
    if "https" in field.get("pattern", ""):
        return "web addresses" if many else "a web address"
    if field["type"] == "boolean":
        return "`true` or `false`"
    if field["type"] == "integer":
        return f"a whole number from {field['minimum']}"
    if field["type"] == ["boolean", "string"]:
        return "`true`, or text"
    if field["type"] == ["string", "integer"]:
        return str(field["description"])
    return "texts" if many else "text"


def _listed(words: list[str], last: str) -> str:
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _standard_sections() -> str:
    titles = load_locale("en").sections
    rows = [(f"`{key}`", f"[`{kind}`](#{kind})", titles[key]) for key, kind in STANDARD_SECTIONS.items()]
    return _table(("key", "kind", "title in English"), rows)


def _networks() -> str:
    rows = [
        (f"`{network.key}`", network.label, f"`{network.address.format('NAME', 'SERVER')}`")
        for network in NETWORKS.values()
    ]
    return _table(("key", "site", "leads to"), [*rows, ("`other`", "[any other](#other)", "its `url`")])


def _table(heads: tuple[str, ...], rows: list[Any]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", r"\|") for cell in line) + " |" for line in lines)


def _example(name: str, *, head: bool = False) -> str:
    """The sections of an example, or what is before them."""
    text = (EXAMPLES / f"{name}.yaml").read_text("utf-8")
    start = text.index("sections:\n")
    shown = text[:start] if head else text[start:]
    return f"```yaml\n{shown}```"


if __name__ == "__main__":
    PAGE.write_text(Reference().page(), "utf-8")
