"""CVs made by hypothesis from the model itself: every kind of section, every field, whatever a release adds."""

from __future__ import annotations

import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic.fields import FieldInfo

from texcv import model
from texcv.model.base import Model
from texcv.model.contact import NETWORKS, Contact

Data = dict[str, Any]

_TEXT = r"""
measure field water office Zürich São Łódź naïve efficient C# R&D 100 % $5M a_b x^2 `code` *soft* **bold**
[here](https://example.org/a_b) H~2~O m^2^ – — “quoted” „zitiert“ ‚halb‘ «entre» it's -> <= 5*6*7 __init__ #1 ~50
\emph{x} α ≥ ½ € … l'eau d.h. e.g. (brackets) {braces} / | ; : Ada Example
"""
_LETTERS = st.text("abcdefgäöüßéèñçøåłşžABCÄÖÉ0123456789.,;:!?()[]'\"-–&%$#_^~\\{}<>|@/+=*`", min_size=1, max_size=8)
words = st.lists(st.one_of(st.sampled_from(_TEXT.split()), _LETTERS), min_size=1, max_size=6).map(" ".join)
names = st.sampled_from(("Ada", "Bo Other", "Özgür Ünal-Đặng", "C. D. Third", "Ada Example", "Łukasz", "Anne-Marie"))

_urls = st.sampled_from((
    "https://example.org", "https://example.org/a_b/c~d", "http://www.example.com/%7Eada?x=1&y=2#top",
    "https://münchen.example/ä", "https://example.org/" + "catchment/" * 9,
))  # fmt: skip
_emails = st.sampled_from(("ada@example.org", "ada.example+cv@mail.example.com", "a_b-c@exämple.org"))
_phones = st.sampled_from(("+49 30 1234567", "(030) 12 34-56", "+1 555 0100 ext. 12"))
_dates = st.sampled_from(("2019", "2019-04", "2019-04-30", "WS 18/19", "2024 & 2026", "to appear"))
_starts = st.sampled_from(("2015", "2016-02", "2016-02-29", "WS 16/17"))
_ends = st.sampled_from(("2018", "2018-12", "present", "ongoing", "SS 2018"))
_profiles = {
    "github": "ada-example", "gitlab": "ada.example/cv", "linkedin": "ada-example-1", "orcid": "0000-0002-1825-0097",
    "scholar": "3L6NkkgAAAAJ", "researchgate": "Ada-Example", "mastodon": "ada@example.social",
    "bluesky": "ada.example.org",
    "x": "ada_example", "stackoverflow": "12345", "huggingface": "ada", "openreview": "~Ada_Example1",
    "semanticscholar": "1234567", "dblp": "12/3456", "arxiv": "example_a_1", "kaggle": "ada1", "xing": "Ada_Example",
    "youtube": "@ada",
}  # fmt: skip
_BY_NAME: dict[str, st.SearchStrategy[Any]] = {
    "url": _urls, "website": st.lists(_urls, max_size=2), "email": st.lists(_emails, max_size=2),
    "start": _starts, "end": _ends, "date": _dates, "year": _dates, "retrieved": _dates,
    "doi": st.sampled_from(("10.5555/a.b_c", "10.1000/182(2)")),
    "arxiv": st.sampled_from(("2301.12345v2", "hep-th/9901001")),
    "prefix": st.sampled_from(("J", "P-", "Nr.\u00a0")),
    "currency": st.sampled_from(("EUR", "USD", "CHF", "JPY")),
    "amount": st.sampled_from(("500000", "1250.50")), "own_share": st.sampled_from(("1000", "0.5")),
    "authors": st.lists(st.one_of(names, st.fixed_dictionaries({"name": names}, optional={
        "equal": st.booleans(), "corresponding": st.booleans(), "senior": st.booleans()})), max_size=6),
    "inventors": st.lists(names, max_size=3),
    "tags": st.lists(st.sampled_from(("industry", "C#", "für später")), max_size=2),
}  # fmt: skip


def of_model(kind: type[Model], texts: st.SearchStrategy[str] = words) -> st.SearchStrategy[Data]:
    """Any mapping of that kind that is valid, with `texts` wherever any text may stand."""
    needed: dict[str, st.SearchStrategy[Any]] = {}
    free: dict[str, st.SearchStrategy[Any]] = {}
    for name, field in kind.model_fields.items():
        if name in {"kind", "text"} and get_origin(field.annotation) is Literal:
            continue
        strategy = _of_field(kind, name, field, texts)
        (needed if field.is_required() else free)[name] = strategy
    return st.fixed_dictionaries(needed, optional=free).map(lambda data: _mended(kind, data))


def _of_field(kind: type[Model], name: str, field: FieldInfo, texts: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    if kind is model.Phone and name == "number":
        return _phones
    if kind.__name__ == "Profiles" and name in NETWORKS:
        return st.just(_profiles[name])
    if kind is model.Name and name == "prefix":
        return names
    if name == "links":
        return st.dictionaries(texts, _urls, max_size=2)
    return _BY_NAME[name] if name in _BY_NAME else _of_type(field.annotation, texts)


def _of_type(annotation: Any, texts: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _of_type(arguments[0], texts)
    if origin in {Union, types.UnionType}:
        return st.one_of(*(_of_type(each, texts) for each in arguments if each is not type(None)))
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin is list:
        return st.lists(_of_type(arguments[0], texts), min_size=1, max_size=3)
    if origin is dict:
        return st.dictionaries(texts, _of_type(arguments[1], texts), min_size=1, max_size=3)
    if annotation is bool:
        return st.booleans()
    if annotation is int:
        return st.integers(1, 9)
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return of_model(annotation, texts)
    assert annotation is str, annotation
    return texts


def _mended(kind: type[Model], data: Data) -> Data:
    """The mapping with what its fields demand of each other."""
    if {"start", "end"} & set(data):
        data.pop("date", None)
    if kind is model.TimelineEntry:
        if data.get("roles"):
            data.pop("title", None)
        if not {"title", "organization"} & set(data) or data.get("roles"):
            data.setdefault("organization", "Some Organization")
    if {"entries", "groups"} <= set(kind.model_fields):
        data.pop("groups" if data.get("entries") else "entries", None)
        if "groups" not in data and "entries" not in data:
            data["entries"] = [{"title": "Alone"}]
    if kind is model.Grant and "currency" not in data:
        data.pop("own_share", None)
    if kind.__name__ == "Filing" and not {"office", "number", "title", "status"} & set(data):
        data["office"] = "EP"
    if not data:
        data = {"Birth": {"date": "1989-02-14"}, "Recipient": {"name": "Ms. Other"}}.get(kind.__name__, {})
    return _with_even_rows(data)


def _with_even_rows(data: Data) -> Data:
    rows, columns = data.get("rows"), data.get("columns") or []
    if isinstance(rows, dict):
        data["rows"] = {key: (figures * 9)[: len(columns) or 1] for key, figures in rows.items()}
    elif rows:
        width = len(columns) or len(rows[0])
        data["rows"] = [(cells * 9)[:width] for cells in rows]
    return data


def _sections(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Data]:
    own = st.sampled_from(sorted(model.KINDS)).flatmap(
        lambda kind: of_model(model.KINDS[kind], texts).map(lambda data: (None, {**data, "kind": kind}))
    )
    standard = st.sampled_from(sorted(model.STANDARD_SECTIONS)).flatmap(
        lambda key: of_model(model.KINDS[model.STANDARD_SECTIONS[key]], texts).map(lambda data: (key, data))
    )
    several = st.lists(st.one_of(own, standard), min_size=1, max_size=5)
    return several.map(lambda pairs: {key or f"Section {number}": data for number, (key, data) in enumerate(pairs)})


def cvs(texts: st.SearchStrategy[str] = words) -> st.SearchStrategy[Data]:
    """Any CV, with `texts` wherever any text may stand."""
    keys = ("headline", "born", "quote", "letter")
    fields = {key: _of_field(model.Cv, key, model.Cv.model_fields[key], texts) for key in keys}
    return st.fixed_dictionaries(
        {"name": of_model(model.Name, texts), "sections": _sections(texts)},
        optional={
            **fields,
            "former_names": st.lists(names, max_size=1),
            "contact": of_model(Contact, texts),
            "locale": st.sampled_from(("en", "de", "en-GB", "de-CH")),
            "metadata": of_model(model.Metadata, texts),
        },
    )
