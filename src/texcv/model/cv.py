"""The whole CV."""

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import ConfigDict, Field, field_validator

from texcv.model.anonymity import AnonymousCopy
from texcv.model.base import Deferred, Model, OneOrMany, Shorthand
from texcv.model.contact import NETWORKS, Birth, Contact, PersonName
from texcv.model.fields import Plain, Text, refuse
from texcv.model.language import Language
from texcv.model.letter import LETTER_KEYS, Letter
from texcv.model.sections import KINDS, STANDARD_SECTIONS, Section, section_data
from texcv.model.variants import Variant, VariantName

if TYPE_CHECKING:
    from texcv.model.words import Words
else:
    Words = Annotated[Any, Deferred("texcv.model.words", "Words")]


class Quote(Model):
    """A motto below the head; a bare text is one without an author."""

    text: Text
    """The motto."""
    author: Text | None = None
    """Whose it is."""


class Design(Model):
    """The template and its options, such as `color: blue`; `texcv templates show NAME` lists them."""

    model_config = ConfigDict(extra="allow")

    template: Plain = "classic"
    """One of those that `texcv templates` lists."""

    max_pages: Annotated[int, Field(ge=1)] | None = None
    """A PDF with more pages is refused."""

    def options(self) -> dict[str, Any]:
        """What was written besides `template`."""
        return dict(self.__pydantic_extra__ or {})


class Metadata(Model):
    """What the PDF says about itself; nothing of it is printed."""

    title: Plain | None = None
    """Otherwise the name, and “Curriculum Vitae” in the CV's language."""
    subject: Plain | None = None
    """Otherwise the headline."""
    keywords: Annotated[list[Plain], OneOrMany()] = []
    """For whoever files the PDF."""


class Cv(Model):
    """One person's CV."""

    elsewhere = {
        **dict.fromkeys(
            (*Contact.model_fields, "mail", "e-mail", "mobile", "url", "homepage"), "it goes into `contact:`"
        ),
        **dict.fromkeys(NETWORKS, "it goes into `profiles:` in `contact:`"),
        **dict.fromkeys((*STANDARD_SECTIONS, "work"), "it goes into `sections:`"),
        **dict.fromkeys(("template", "theme", "color", "font"), "it goes into `design:`"),
        **dict.fromkeys(("targets", "defaults"), "it goes into texcv.yaml, which `texcv build` reads"),
        **dict.fromkeys(
            ("recipient", "subject", "opening", "closing", "enclosures", "paragraphs"), "it goes into `letter:`"
        ),
        **dict.fromkeys(("cover_letter", "coverletter", "cover-letter"), "did you mean `letter`?"),
        **dict.fromkeys(("includes", "import", "imports", "extends"), "did you mean `include`?"),
        "title": "did you mean `headline`?",
        **dict.fromkeys(("birth", "birthday", "birthdate", "birth_date", "date_of_birth"), "did you mean `born`?"),
    }

    name: PersonName
    """Whose CV it is."""
    former_names: Annotated[list[Plain], OneOrMany()] = []
    """Family names of before, by which one is found in author lists; not printed."""
    headline: Text | None = None
    """What the person is; printed below the name."""
    born: Annotated[Birth, Shorthand("date")] | None = None
    """When and where; printed with the contact data."""
    contact: Contact = Contact.model_construct()
    """How to reach the person."""
    photo: Plain | None = None
    """A JPEG or PNG, by its path from the CV's folder."""
    quote: Annotated[Quote, Shorthand("text")] | None = None
    """A motto below the head."""
    locale: Language = "en"
    """The language of titles, words and dates ([which](languages.md)), with a region if you like: `de`, `en-GB`."""
    words: Words | None = None  # type: ignore[valid-type]
    """What is printed in the place of words and titles of the CV's language."""
    metadata: Metadata = Metadata.model_construct()
    """What the PDF says about itself; nothing of it is printed."""
    design: Design = Design.model_construct()
    """The template and its options."""
    letter: Annotated[Letter, Deferred(Letter.__module__, "Letter")] | None = None
    """The letter that goes with it."""
    anonymize: AnonymousCopy | None = None
    """What is left out or replaced in an anonymous copy: `[name, contact, photo]`."""
    sections: dict[Plain, Section] = Field(default={})
    """The sections, in the order on paper. A standard key fixes kind and title; any other key is the title."""
    variants: dict[VariantName, Annotated[Variant, Deferred(Variant.__module__, "Variant")]] = {}
    """Versions of the CV, by their names."""

    @field_validator("anonymize", mode="before")
    @classmethod
    def _ask_for_something(cls, data: Any) -> Any:
        if data is None:
            raise refuse("empty-value", "`anonymize` is empty", "write what is left out, such as [name, contact]")
        return data

    @field_validator("sections", mode="before")
    @classmethod
    def _expand_sections(cls, data: Any) -> Any:
        return {key: section_data(key, value) for key, value in data.items()} if isinstance(data, dict) else data

    @field_validator("variants", mode="before")
    @classmethod
    def _let_be_empty(cls, data: Any) -> Any:
        return {key: {} if value is None else value for key, value in data.items()} if isinstance(data, dict) else data


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the file of a CV or of a letter, short forms included."""
    from texcv.model.described import describe_fields
    from texcv.model.included import let_be_included
    from texcv.model.translated import let_be_translated

    describe_fields()
    schema = Cv.model_json_schema(mode="validation")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "A CV for texcv"
    definitions = schema["$defs"]
    _let_terms_be_courses(definitions)
    sections = schema["properties"]["sections"]
    sections["properties"] = {key: _section_schema(kind, definitions, True) for key, kind in STANDARD_SECTIONS.items()}
    own = [form for kind in KINDS for form in _section_schema(kind, definitions, False)["anyOf"]]
    sections["additionalProperties"] = {"anyOf": own}
    for form in sections["properties"].values():
        form["anyOf"] += [{"$ref": f"#/$defs/{section.__name__}"} for section in KINDS.values()]
    _let_letters_be_files(schema)
    variants = schema["properties"]["variants"]
    variants["additionalProperties"] = {"anyOf": [variants["additionalProperties"], {"type": "null"}]}
    let_be_translated(schema)
    let_be_included(schema)
    return schema


def _let_letters_be_files(schema: dict[str, Any]) -> None:
    """A file that names a CV is a letter's."""
    schema["properties"]["cv"] = {"type": "string", "description": "In the file of a letter: the path of its CV."}
    of_letter = {"required": ["cv", "letter"], "propertyNames": {"enum": list(LETTER_KEYS)}}
    schema |= {"if": {"required": ["cv"]}, "then": of_letter, "else": {"required": schema.pop("required")}}


def _let_terms_be_courses(definitions: dict[str, Any]) -> None:
    """A term with one course has the keys of both."""
    course, term = definitions["Course"], definitions["Term"]
    own = {key: field for key, field in term["properties"].items() if key != "courses"}
    definitions["TermOfOneCourse"] = {**course, "properties": {**own, **course["properties"]}}
    forms = [{"$ref": f"#/$defs/{name}"} for name in ("Term", "TermOfOneCourse")]
    definitions["TeachingSection"]["properties"]["entries"]["items"] = {"anyOf": forms}


def _section_schema(kind: str, definitions: dict[str, Any], standard: bool) -> dict[str, Any]:
    """A section as a mapping, or as just its text or entries; only under a standard key is the kind known.

    What a section is about can't stand alone if it is a mapping itself.
    """
    name = KINDS[kind].__name__
    definition = definitions[name]
    body = KINDS[kind].body
    short = {key: value for key, value in definition["properties"][body].items() if key not in {"title", "default"}}
    if not standard:
        forms = [{"$ref": f"#/$defs/{name}"}]
        return {"anyOf": [*forms, short] if kind in {"text", "timeline", "list"} else forms}
    own = f"{name}WithoutKind"
    definitions[own] = {**definition, "required": [key for key in definition.get("required", []) if key != "kind"]}
    forms = [{"$ref": f"#/$defs/{own}"}]
    return {"anyOf": forms if short.get("type") == "object" else [short, *forms]}
