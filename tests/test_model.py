"""The format: short forms, fields that are checked, and a JSON Schema that says the same."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ValidationError

from texcv.choice import AS_WRITTEN
from texcv.dates import PartialDate
from texcv.diagnostics import has_errors
from texcv.model import (
    KINDS,
    PATTERNS,
    STANDARD_SECTIONS,
    Author,
    Award,
    Birth,
    Contact,
    Course,
    Cv,
    Design,
    Entry,
    Filing,
    Language,
    LanguagesSection,
    ListSection,
    Metadata,
    Model,
    Name,
    Phone,
    Publication,
    PublicationsSection,
    Quote,
    Reference,
    Skill,
    SkillGroup,
    SkillsSection,
    Supervised,
    Tagged,
    TextSection,
    TimelineEntry,
    TimelineSection,
    Titles,
    Words,
    json_schema,
    money,
    profile_address,
)
from texcv.model.base import SectionBase
from texcv.model.contact import NETWORKS
from texcv.select import select
from texcv.source import Node, parse
from texcv.validate import validate
from versions import as_written

CVS = Path(__file__).parent.parent / "cv"
SCHEMA = json_schema()


def cv_of(**fields: Any) -> Cv:
    return Cv.model_validate({"name": "Ada", **fields})


def section_of(key: str, data: object) -> Any:
    return cv_of(sections={key: data}).sections[key]


def code_of(fields: dict[str, Any]) -> str:
    """The code of the only fault of a CV."""
    with pytest.raises(ValidationError) as caught:
        cv_of(**fields)
    (item,) = caught.value.errors()
    return str(item.get("ctx", {}).get("code", item["type"]))


def publication(**fields: Any) -> Publication:
    return Publication.model_validate({"title": "A", **fields})


# --- the head -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "given", "family"),
    [
        ("Ada Lovelace", "Ada", "Lovelace"),
        ("Ada", None, "Ada"),
        ("Ada Augusta  King Lovelace", "Ada Augusta King", "Lovelace"),
        ("  Ada\tLovelace ", "Ada", "Lovelace"),
    ],
)
def test_a_name_is_split_before_its_last_word(text: str, given: str | None, family: str) -> None:
    name = Cv.model_validate({"name": text}).name
    assert (name.prefix, name.given, name.family, name.suffix) == (None, given, family, None)


def test_a_name_is_written_in_order() -> None:
    assert str(Name(prefix="Dr.", given="Ada", family="King", suffix="M.Sc.")) == "Dr. Ada King M.Sc."
    assert str(Name(family="King")) == "King"


def test_defaults() -> None:
    cv = cv_of()
    assert cv.contact == Contact()
    assert (cv.locale, cv.headline, cv.photo, cv.quote) == ("en", None, None, None)
    assert (cv.metadata, cv.design, cv.sections) == (Metadata(), Design(), {})
    assert cv.design.template == "classic"
    assert cv.design.options() == {}


def test_one_stands_for_a_list_of_one() -> None:
    one = {"email": "a@example.org", "address": "Berlin", "website": "https://example.org", "phone": "123"}
    many = {key: [value] for key, value in one.items()}
    assert cv_of(contact=one) == cv_of(contact=many)
    assert cv_of(contact={"phone": {"number": "123"}}) == cv_of(contact={"phone": ["123"]})


def test_a_text_stands_for_a_mapping_with_that_field() -> None:
    assert cv_of(quote="Well.").quote == Quote(text="Well.")
    assert cv_of(contact={"phone": "123"}).contact.phone == [Phone(number="123")]
    assert section_of("languages", ["English"]).entries == [Language(name="English")]
    assert section_of("skills", ["Python"]).entries == [Skill(name="Python")]


def test_skills_may_be_grouped_and_loose() -> None:
    entries = section_of(
        "skills", [{"name": "Tools", "skills": ["Git", {"name": "Make", "level": "good"}]}, "Go"]
    ).entries
    tools = SkillGroup(name="Tools", skills=[Skill(name="Git"), Skill(name="Make", level="good")])
    assert entries == [tools, Skill(name="Go")]
    assert section_of("skills", [{"skills": ["Git"]}]).entries == [SkillGroup(skills=[Skill(name="Git")])]


def test_models_do_not_change() -> None:
    with pytest.raises(ValidationError):
        cv_of().headline = "x"


def test_a_model_made_in_python_stands_nowhere() -> None:
    assert cv_of().span("name") is None
    assert cv_of(quote="Well.").quote == Quote(text="Well.")


def test_text_is_trimmed_but_otherwise_kept() -> None:
    assert cv_of(headline="  a  b \n").headline == "a  b"
    assert cv_of(headline="a\n\nb\tc").headline == "a\n\nb\tc"
    assert cv_of(headline="ﬁ ½ \u00a0 \u2009 漢 🙂 \\LaTeX $x$").headline == "ﬁ ½ \u00a0 \u2009 漢 🙂 \\LaTeX $x$"


@pytest.mark.parametrize("char", ["\0", "\x07", "\x1b", "\x7f", "\x85", "\x9b", "\ud800", "\ue000", "\ufffe"])
def test_what_cannot_be_printed_is_refused(char: str) -> None:
    assert code_of({"headline": f"a{char}b"}) == "bad-character"


@pytest.mark.parametrize(
    ("char", "name"),
    [
        ("\u00ad", "U+00AD (soft hyphen)"),
        ("\ufeff", "U+FEFF (zero width no-break space)"),
        ("\u200b", "U+200B (zero width space)"),
        ("\u200d", "U+200D (zero width joiner)"),
        ("\u200e", "U+200E (left-to-right mark)"),
        ("\u202e", "U+202E (right-to-left override)"),
        ("\u2066", "U+2066 (left-to-right isolate)"),
        ("\x07", "U+0007"),
    ],
)
@pytest.mark.parametrize("text", ["a{}b", "{}", "{}a", "a {}"])
def test_what_cannot_be_seen_is_refused_by_its_name(text: str, char: str, name: str) -> None:
    with pytest.raises(ValidationError) as caught:
        cv_of(headline=text.format(char))
    (item,) = caught.value.errors()
    assert item["ctx"]["code"] == "bad-character"
    assert item["ctx"]["message"] == f"{name} is not a character that can be printed"


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u00a0"])
def test_an_empty_text_is_refused(text: str) -> None:
    assert code_of({"headline": text}) == "empty-value"


# --- contact --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "email", ["a@example.org", "a.b+c@sub.example.org", "ä@example.org", "a@müller.example.org", "a@b.co"]
)
def test_an_email_is_kept_as_typed(email: str) -> None:
    assert cv_of(contact={"email": email}).contact.email == [email]


@pytest.mark.parametrize(
    "email", ["a", "@example.org", "a@", "a b@example.org", "a@example.org, b@example.org", "a@-b.org"]
)
def test_what_is_no_email(email: str) -> None:
    assert code_of({"contact": {"email": email}}) == "bad-email"


@pytest.mark.parametrize(
    "url",
    [
        *("https://example.org", "http://example.org/a?b=c&d=%20#e", "https://example.org/~a_b", "HTTPS://Example.org"),
        *("https://müller.example.org/ä", "http://localhost:8000", "https://user@example.org:1/", "https://192.0.2.1/"),
    ],
)
def test_a_url_is_kept_as_typed(url: str) -> None:
    assert cv_of(contact={"website": url}).contact.website == [url]


@pytest.mark.parametrize(
    "url",
    [
        *("example.org", "//example.org", "ftp://example.org", "javascript:alert(1)", "https://", "https:example.org"),
        *(
            "https://a b.org",
            "https://example.org/a\tb",
            "https://example.org/a\nb",
            "https://[",
            "https://nodots",
            "https://.",
        ),
    ],
)
def test_what_is_no_url(url: str) -> None:
    assert code_of({"contact": {"website": url}}) == "bad-url"


@pytest.mark.parametrize(
    "number", ["+49 30 23125 001", "(030) 23125-001", "030/23125", "123", "+1.555.0100 x12", "+49 30 1 ext. 7"]
)
def test_a_phone_number(number: str) -> None:
    assert cv_of(contact={"phone": number}).contact.phone == [Phone(number=number)]


@pytest.mark.parametrize(
    "number", ["12", "call", "+", "()-/.", "++49 30", "030 23125 or 26", "1" * 50, "1 2 3 - x", "+49\n30\n23125"]
)
def test_what_is_no_phone_number(number: str) -> None:
    assert code_of({"contact": {"phone": number}}) == "bad-phone"


@pytest.mark.parametrize("orcid", ["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X"])
def test_an_orcid_holds(orcid: str) -> None:
    cv_of(contact={"profiles": {"orcid": orcid}})


@pytest.mark.parametrize(
    "orcid",
    [
        "0000-0002-1825-0098",
        "0000-0002-1825-009X",
        "0000-0002-1694-2330",
        "0000-0002-1694-233x",
        "0000000218250097",
        "X",
    ],
)
def test_an_orcid_that_does_not_hold(orcid: str) -> None:
    assert code_of({"contact": {"profiles": {"orcid": orcid}}}) == "bad-profile"


PROFILES = {
    "github": ("ada-example", "https://github.com/ada-example"),
    "gitlab": ("group/ada.example", "https://gitlab.com/group/ada.example"),
    "linkedin": ("ada-example", "https://www.linkedin.com/in/ada-example"),
    "orcid": ("0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"),
    "scholar": ("AAAAAAAAAAAJ", "https://scholar.google.com/citations?user=AAAAAAAAAAAJ"),
    "researchgate": ("Ada-Example", "https://www.researchgate.net/profile/Ada-Example"),
    "mastodon": ("@ada@social.example.org", "https://social.example.org/@ada"),
    "bluesky": ("ada.example.org", "https://bsky.app/profile/ada.example.org"),
    "x": ("ada_example", "https://x.com/ada_example"),
    "stackoverflow": ("99999999", "https://stackoverflow.com/users/99999999"),
    "huggingface": ("ada-example", "https://huggingface.co/ada-example"),
    "openreview": ("~Ada_Example1", "https://openreview.net/profile?id=~Ada_Example1"),
    "semanticscholar": ("99999999", "https://www.semanticscholar.org/author/99999999"),
    "dblp": ("99/9999-1", "https://dblp.org/pid/99/9999-1"),
    "arxiv": ("example_a_1", "https://arxiv.org/a/example_a_1"),
    "kaggle": ("adaexample", "https://www.kaggle.com/adaexample"),
    "xing": ("Ada_Example", "https://www.xing.com/profile/Ada_Example"),
    "youtube": ("ada.example", "https://www.youtube.com/@ada.example"),
}


def test_every_network_is_tested() -> None:
    assert list(PROFILES) == list(NETWORKS)


@pytest.mark.parametrize("key", PROFILES)
def test_a_profile_has_an_address(key: str) -> None:
    name, address = PROFILES[key]
    cv = cv_of(contact={"profiles": {key: name}})
    assert cv.contact.profiles is not None
    assert getattr(cv.contact.profiles, key) == name
    assert profile_address(key, name) == address
    assert Draft202012Validator(SCHEMA).is_valid({"name": "Ada", "contact": {"profiles": {key: name}}})


def profile_of(key: str, written: str) -> str:
    profiles = cv_of(contact={"profiles": {key: written}}).contact.profiles
    name = getattr(profiles, key)
    assert isinstance(name, str)
    return name


@pytest.mark.parametrize("key", [key for key in PROFILES if key != "mastodon"])
def test_an_address_is_cut_to_the_name(key: str) -> None:
    name, address = PROFILES[key]
    bare = address.removeprefix("https://").removeprefix("www.")
    for written in (bare, f"www.{bare}", *(f"{start}{bare}" for start in ("https://", "http://", "https://www."))):
        assert profile_of(key, written) == name
        assert profile_of(key, f"{written}/") == name
    for written in (
        f"ftp://{bare}",
        f"https://de.{bare}",
        f"https://example.org/{bare}",
        f"{address}?a b",
        f" {bare}#",
    ):
        assert code_of({"contact": {"profiles": {key: written}}}) == "bad-profile"


@pytest.mark.parametrize("key", PROFILES)
def test_an_address_of_another_network_is_no_name(key: str) -> None:
    for _, address in (PROFILES[other] for other in PROFILES if other != key):
        assert code_of({"contact": {"profiles": {key: address}}}) == "bad-profile"
    assert code_of({"contact": {"profiles": {key: "two words"}}}) == "bad-profile"


def test_an_address_on_mastodon_tells_name_and_server() -> None:
    for written in ("https://social.example.org/@ada", "http://social.example.org/@ada/"):
        assert profile_of("mastodon", written) == "ada@social.example.org"
    for written in ("https://youtube.com/@ada", "https://social.example.org/ada", "https://social.example.org/@a/b"):
        assert code_of({"contact": {"profiles": {"mastodon": written}}}) == "bad-profile"


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("openreview", ["Ada_Example1", "~Ada_Example", "~1", "~Ada Example1"]),
        ("semanticscholar", ["Ada-Example", "A/B/99999999", "99999999/"]),
        ("dblp", ["999999", "99/", "/9999", "pid/99/9999/1", "Ä/1"]),
        ("arxiv", ["example_a", "Example_a_1", "example-a-1", "_a_1"]),
        ("kaggle", ["Ada", "ada_example", "ada-example"]),
        ("xing", ["ada-example", "Ada.Example"]),
        ("youtube", ["@", "@@ada", "ada/videos"]),
        ("huggingface", ["ada/model", "@ada"]),
    ],
)
def test_what_is_no_name_there(key: str, names: list[str]) -> None:
    for name in names:
        assert code_of({"contact": {"profiles": {key: name}}}) == "bad-profile", name


def test_a_name_may_have_its_sign_or_stand_behind_a_readable_one() -> None:
    assert profile_address("youtube", "@ada") == profile_address("youtube", "ada") == "https://www.youtube.com/@ada"
    written = "https://www.semanticscholar.org/author/Ada-Example/99999999"
    assert profile_of("semanticscholar", written) == "Ada-Example/99999999"


def test_any_other_site_has_a_label() -> None:
    zenodo = {"label": "Zenodo", "url": "https://zenodo.example.org/ada"}
    one, many = (cv_of(contact={"profiles": {"other": other}}).contact.profiles for other in (zenodo, [zenodo]))
    assert one == many
    assert code_of({"contact": {"profiles": {"other": [{"label": "Zenodo"}]}}}) == "missing"
    assert code_of({"contact": {"profiles": {"other": [{"label": "Zenodo", "url": "zenodo"}]}}}) == "bad-url"


def test_a_birth_has_a_date_or_a_place() -> None:
    born = cv_of(born="1986-12-16").born
    assert born == cv_of(born={"date": "1986-12-16"}).born == Birth(date=PartialDate(1986, 12, 16))
    assert cv_of(born={"place": "Town"}).born == Birth(place="Town")
    assert cv_of(born="around 1986").born == Birth(date="around 1986")
    assert code_of({"born": {}}) == "missing-key"
    assert code_of({"born": {"date": None, "place": None}}) == "missing-key"


def test_an_orcid_in_an_address_must_hold_too() -> None:
    assert profile_of("orcid", "orcid.org/0000-0002-1825-0097") == "0000-0002-1825-0097"
    assert code_of({"contact": {"profiles": {"orcid": "https://orcid.org/0000-0002-1825-0098"}}}) == "bad-profile"


@pytest.mark.parametrize("key", PROFILES)
def test_a_bad_name_is_told_where_names_lead(key: str) -> None:
    with pytest.raises(ValidationError) as caught:
        cv_of(contact={"profiles": {key: "two words"}})
    (item,) = caught.value.errors()
    leads = f"it leads to {PROFILES[key][1].replace(PROFILES[key][0], 'NAME')}"
    assert item["ctx"]["hint"] == ("write user@server" if key == "mastodon" else leads)


def test_mastodon_goes_without_its_first_sign() -> None:
    assert profile_address("mastodon", "ada@social.example.org") == "https://social.example.org/@ada"


@pytest.mark.parametrize("locale", ["en", "de", "de-CH", "en-GB", "pt-BR", "zh-Hans", "no"])
def test_a_locale(locale: str) -> None:
    assert cv_of(locale=locale).locale == locale


@pytest.mark.parametrize("locale", ["english", "xx", "de-", "-", "e", "../en", "de CH", "en_US.UTF-8", "de@euro"])
def test_what_is_no_locale(locale: str) -> None:
    assert code_of({"locale": locale}) == "bad-locale"


# --- sections -------------------------------------------------------------------------------


CONTENTS: dict[str, Any] = {
    "text": "A text.",
    "metrics": {"Citations": "1"},
    **{kind: ["A"] for kind in ("awards", "supervision", "references", "skills", "languages", "list")},
}
"""What a section of a kind is about, where that is no list of mappings with titles."""


@pytest.mark.parametrize(("key", "kind"), STANDARD_SECTIONS.items())
def test_a_standard_key_knows_its_kind(key: str, kind: str) -> None:
    content = CONTENTS.get(kind, [{"title": "A"}])
    body = {KINDS[kind].body: content}
    section = section_of(key, body)
    assert isinstance(section, KINDS[kind])
    assert (section.title, section.intro) == (None, None)
    assert section_of(key, {"kind": kind, **body}) == section
    if kind != "metrics":
        assert section_of(key, content) == section


def test_a_title_of_ones_own_has_the_kind_that_its_data_look_like() -> None:
    assert isinstance(section_of("About me", "Well."), TextSection)
    assert isinstance(section_of("Points", ["One"]), ListSection)
    assert isinstance(section_of("Talks", [{"title": "A"}]), TimelineSection)


def test_a_kind_that_is_given_counts() -> None:
    assert isinstance(section_of("education", {"kind": "list", "entries": ["School"]}), ListSection)
    assert isinstance(section_of("Tongues", {"kind": "languages", "entries": ["English"]}), LanguagesSection)
    assert isinstance(section_of("Tools", {"kind": "skills", "entries": ["Git"]}), SkillsSection)
    papers = section_of("Papers", {"kind": "publications", "entries": [{"title": "A"}]})
    assert isinstance(papers, PublicationsSection)


@pytest.mark.parametrize(
    ("key", "data"),
    [
        *(("education", []), ("education", {"entries": []}), ("Talks", []), ("interests", []), ("skills", [])),
        *(("languages", []), ("Tools", {"kind": "skills", "entries": []}), ("skills", [{"skills": []}])),
        *(("publications", {"groups": [{"title": "A", "entries": []}]}), ("references", [])),
        *(("talks", {"groups": [{"title": "A", "entries": []}]}), ("metrics", {"rows": {}})),
        *((key, []) for key in ("teaching", "patents", "grants", "awards", "supervision")),
        ("teaching", [{"courses": []}]),
        *(("Plots", {"kind": "table", "rows": []}), ("Plots", {"kind": "table", "rows": [[]]})),
    ],
)
def test_a_list_has_something_in_it(key: str, data: object) -> None:
    assert code_of({"sections": {key: data}}) == "too_short"


def test_a_list_of_what_may_be_left_out_may_be_empty() -> None:
    entry = {"title": "A", "highlights": [], "details": {"Grade": []}, "roles": []}
    cv_of(contact={"email": [], "phone": []}, metadata={"keywords": []}, sections={"experience": [entry]})
    section_of("publications", {"entries": [{"title": "A", "authors": []}], "groups": []})


def test_sections_keep_their_order() -> None:
    keys = ["interests", "Zoo", "education", "Art", "skills"]
    data = {"interests": ["a"], "Zoo": ["a"], "education": [{"title": "a"}], "Art": "a", "skills": ["a"]}
    assert list(cv_of(sections=data).sections) == keys


def test_details_have_one_value_or_many() -> None:
    entry = TimelineEntry.model_validate({"title": "A", "details": {"Grade": "1.0", "Supervisors": ["B", "C"]}})
    assert entry.details == {"Grade": ["1.0"], "Supervisors": ["B", "C"]}
    assert list(entry.details) == ["Grade", "Supervisors"]


def test_dates_are_parsed() -> None:
    entry = TimelineEntry.model_validate({"title": "A", "start": "2020-10", "end": " Present "})
    assert (entry.start, entry.end, entry.date) == (PartialDate(2020, 10), "present", None)
    assert TimelineEntry.model_validate({"title": "A", "date": "2024 & 2026"}).date == "2024 & 2026"
    assert TimelineEntry.model_validate({"title": "A", "start": "WS 24/25"}).start == "WS 24/25"
    assert publication(year="2020").year == PartialDate(2020)
    assert TimelineEntry(title="A", start=PartialDate(2020)).start == PartialDate(2020)


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ({}, "missing-key"),
        ({"location": "Berlin"}, "missing-key"),
        ({"title": "A", "organization": "B", "roles": [{"title": "C"}]}, "bad-roles"),
        ({"title": "A", "roles": [{"title": "C"}]}, "bad-roles"),
        ({"organization": "B", "roles": [{}]}, "missing"),
        ({"title": "A", "start": "2021", "end": "2020"}, "end-before-start"),
        ({"title": "A", "start": "2021", "date": "2021"}, "bad-date"),
        ({"title": "A", "end": "2021", "date": "2021"}, "bad-date"),
    ],
)
def test_an_entry_that_is_refused(entry: dict[str, Any], code: str) -> None:
    assert code_of({"sections": {"experience": [entry]}}) == code


@pytest.mark.parametrize(
    "data",
    [
        *([], {}, {"entries": []}, {"groups": []}, {"entries": [], "groups": []}),
        {"entries": [{"title": "A"}], "groups": [{"title": "B", "entries": [{"title": "C"}]}]},
    ],
)
@pytest.mark.parametrize("key", ["publications", "talks"])
def test_publications_and_talks_are_one_list_or_groups(key: str, data: object) -> None:
    assert code_of({"sections": {key: data}}) == "missing-key"


# --- the kinds of a scholar -----------------------------------------------------------------


def entry_of(key: str, entry: object) -> Any:
    (made,) = section_of(key, [entry]).entries
    return made


def test_a_term_with_one_course_is_written_as_that_course() -> None:
    course = {"title": "A", "role": "lecturer", "highlights": "One", "details": {"Level": "Master"}}
    one, many = entry_of("teaching", {"date": "WS 24/25", **course}), {"date": "WS 24/25", "courses": [course]}
    assert one == entry_of("teaching", many)
    assert one.courses == [Course.model_validate(course)]
    assert (one.date, one.start) == ("WS 24/25", None)
    assert entry_of("teaching", {"courses": ["A", {"title": "B"}]}).courses == [Course(title="A"), Course(title="B")]


def test_bare_texts_stand_for_entries() -> None:
    assert entry_of("awards", "A") == Award(title="A")
    assert entry_of("supervision", "A B") == Supervised(name="A B")
    assert entry_of("references", "On request") == Reference(name="On request")
    assert section_of("references", {"entries": {"name": "A", "phone": "123", "email": "a@example.org"}}).entries == [
        Reference(name="A", phone=[Phone(number="123")], email=["a@example.org"])
    ]


def test_inventors_are_written_as_authors_are() -> None:
    wanted = [Author(name="A One"), Author(name="B Two")]
    for written in ("A One, B Two", "A One and B Two", ["A One", {"name": "B Two"}]):
        assert entry_of("patents", {"title": "A", "inventors": written}).inventors == wanted
    assert publication(authors={"name": "A One", "equal": "true"}).authors == [Author(name="A One", equal=True)]


@pytest.mark.parametrize(
    ("key", "entry", "code"),
    [
        ("teaching", {"date": "2020"}, "missing"),
        ("teaching", {"title": "A", "courses": ["B"]}, "unknown-key"),
        ("teaching", {"title": "A", "start": "2021", "end": "2020"}, "end-before-start"),
        ("teaching", {"title": "A", "date": "2020", "colour": "red"}, "unknown-key"),
        ("talks", {"event": "A"}, "missing"),
        ("talks", {"title": "A", "invited": "perhaps"}, "bool_parsing"),
        ("talks", {"title": "A", "links": {"Slides": "a"}}, "bad-url"),
        ("patents", {"title": "A", "filings": [{}]}, "missing-key"),
        ("patents", {"title": "A", "filings": [{"date": "2020", "url": "https://a.org"}]}, "missing-key"),
        ("patents", {"title": "A", "filings": [{"status": "sold"}]}, "literal_error"),
        ("grants", {"title": "A", "currency": "euro"}, "bad-currency"),
        ("grants", {"title": "A", "currency": "eur", "amount": "5"}, "bad-currency"),
        ("supervision", {"degree": "Ph.D."}, "missing"),
        ("references", {"name": "A", "email": "a"}, "bad-email"),
        ("awards", {"title": "A", "start": "2020", "date": "2020"}, "bad-date"),
    ],
)
def test_an_entry_of_a_scholar_that_is_refused(key: str, entry: dict[str, Any], code: str) -> None:
    assert code_of({"sections": {key: [entry]}}) == code


@pytest.mark.parametrize("entry", [{"office": "EP"}, {"number": "1"}, {"title": "A"}, {"status": "filed"}])
def test_a_filing_says_something(entry: dict[str, str]) -> None:
    (filing,) = entry_of("patents", {"title": "A", "filings": [entry]}).filings
    assert filing == Filing.model_validate(entry)


@pytest.mark.parametrize(
    ("amount", "number"),
    [("500000", "500000"), ("1250.50", "1250.50"), ("0.5", "0.5"), ("0", "0"), ("00012", "12")],
)
def test_an_amount_of_money(amount: str, number: str) -> None:
    assert money(amount) == Decimal(number)
    grant = entry_of("grants", {"title": "A", "currency": "EUR", "amount": amount, "own_share": amount})
    assert (grant.amount, grant.own_share) == (amount, amount)


@pytest.mark.parametrize(
    "amount",
    [
        *("1,000", "1.000.000", "1.005", "1e6", "1E-2", "-5", "+5", ".5", "5k", "NaN", "Infinity", "ten", "5 €", "€5"),
        *("7.", "1_000", "５００", "٥", "5 000", "1²"),
    ],
)
def test_what_is_no_amount_of_money(amount: str) -> None:
    assert money(amount) is None
    for key in ("amount", "own_share"):
        assert code_of({"sections": {"grants": [{"title": "A", "currency": "EUR", key: amount}]}}) == "bad-amount"
        assert getattr(entry_of("grants", {"title": "A", key: amount}), key) == amount


# --- tables ---------------------------------------------------------------------------------


def table_of(**fields: Any) -> Any:
    return section_of("Plots", {"kind": "table", **fields})


def test_a_row_of_figures_has_one_or_many() -> None:
    bare = section_of("metrics", {"rows": {"Citations": "1", "h-index": ["2"]}})
    assert bare.rows == {"Citations": ["1"], "h-index": ["2"]}
    one = section_of("metrics", {"columns": "All", "rows": {"Citations": "1"}})
    assert one.columns == ["All"]
    two = section_of("metrics", {"columns": ["All", "Since 2020"], "rows": {"Citations": ["1", "2"]}})
    assert two.rows == {"Citations": ["1", "2"]}


def test_cells_may_be_empty_and_labels_may_not() -> None:
    assert table_of(columns=["", "A"], rows=[["", " b "], [" ", "c"]]).rows == [["", "b"], ["", "c"]]
    assert code_of({"sections": {"metrics": {"columns": ["", "A"], "rows": {"B": ["1", "2"]}}}}) == "empty-value"
    assert code_of({"sections": {"metrics": {"rows": {"B": ""}}}}) == "empty-value"
    assert code_of({"sections": {"Plots": {"kind": "table", "rows": [["a\x07"]]}}}) == "bad-character"


@pytest.mark.parametrize(
    ("data", "where"),
    [
        ({"kind": "table", "rows": [["a", "b"], ["c"]]}, (1,)),
        ({"kind": "table", "columns": ["A"], "rows": [["a", "b"]]}, (0,)),
        ({"kind": "table", "columns": ["A", "B", "C"], "rows": [["a", "b", "c"], ["a", "b"]]}, (1,)),
        ({"kind": "metrics", "rows": {"A": ["1", "2"]}}, ("A",)),
        ({"kind": "metrics", "columns": ["x", "y"], "rows": {"A": ["1", "2"], "B": "1"}}, ("B",)),
        ({"kind": "metrics", "columns": ["x", "y"], "rows": {"A": []}}, ("A",)),
    ],
)
def test_a_row_that_does_not_fit_is_refused_at_its_place(data: dict[str, Any], where: tuple[str | int, ...]) -> None:
    with pytest.raises(ValidationError) as caught:
        cv_of(sections={"Plots": data})
    (item,) = caught.value.errors()
    assert item["ctx"]["code"] == "bad-row"
    assert item["loc"][-len(where) - 1 :] == ("rows", *where)


def test_a_table_has_as_many_columns_as_a_page_bears() -> None:
    wide = [str(number) for number in range(8)]
    assert len(table_of(columns=wide, rows=[wide]).columns) == 8
    assert len(section_of("metrics", {"columns": wide[1:], "rows": {"A": wide[1:]}}).columns) == 7
    for data in ({"kind": "table", "rows": [[*wide, "8"]]}, {"kind": "metrics", "columns": wide, "rows": {"A": wide}}):
        assert code_of({"sections": {"Plots": data}}) == "too_long"


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1234/abc", "10.1234/abc"),
        ("https://doi.org/10.1234/abc", "10.1234/abc"),
        ("http://dx.doi.org/10.1234/abc", "10.1234/abc"),
        ("DOI: 10.1234/abc", "10.1234/abc"),
        ("10.1000/456#789", "10.1000/456#789"),
        ("10.1000.10/123(456)<7::AID>;x_%", "10.1000.10/123(456)<7::AID>;x_%"),
    ],
)
def test_a_doi_is_kept_without_its_resolver(text: str, doi: str) -> None:
    assert publication(doi=text).doi == doi


@pytest.mark.parametrize(
    "text", ["10.123/abc", "10.1234", "10.1234/", "10.1234/a b", "11.1234/a", "https://example.org/10.1234/a"]
)
def test_what_is_no_doi(text: str) -> None:
    assert code_of({"sections": {"publications": [{"title": "A", "doi": text}]}}) == "bad-doi"


@pytest.mark.parametrize(
    ("text", "arxiv"),
    [
        ("2301.12345", "2301.12345"),
        ("0704.0001v2", "0704.0001v2"),
        ("arXiv:2301.12345", "2301.12345"),
        ("https://arxiv.org/abs/2301.12345v1", "2301.12345v1"),
        ("hep-th/9901001", "hep-th/9901001"),
        ("math.GT/0309136", "math.GT/0309136"),
    ],
)
def test_an_arxiv_identifier_is_kept_without_its_prefix(text: str, arxiv: str) -> None:
    assert publication(arxiv=text).arxiv == arxiv


@pytest.mark.parametrize(
    "text", ["2301.123", "2301.123456", "230.12345", "math/030913", "2301.12345v", "https://arxiv.org/pdf/2301.12345"]
)
def test_what_is_no_arxiv_identifier(text: str) -> None:
    assert code_of({"sections": {"publications": [{"title": "A", "arxiv": text}]}}) == "bad-arxiv"


# --- words ----------------------------------------------------------------------------------


def test_words_are_those_that_are_given() -> None:
    words = cv_of(words={"in press": "forthcoming", "sections": {"education": "Studies"}}).words
    assert words is not None
    assert words.given() == {"in press": "forthcoming"}
    assert words.sections.given() == {"education": "Studies"}


@pytest.mark.parametrize("word", sorted(PATTERNS))
def test_a_word_keeps_the_place_of_its_date(word: str) -> None:
    for text in ("on", "{} and {}", "{x}"):
        assert code_of({"words": {word: text}}) == "bad-value"
    words = cv_of(words={word: "on {} "}).words
    assert words is not None
    assert words.given() == {word: "on {}"}


# --- the example ----------------------------------------------------------------------------


def models_in(value: Any) -> Iterator[Model]:
    if isinstance(value, Model):
        yield value
        for field in type(value).model_fields:
            yield from models_in(getattr(value, field))
    elif isinstance(value, dict):
        for item in value.values():
            yield from models_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from models_in(item)


def models_below(base: type[BaseModel]) -> set[type[BaseModel]]:
    return {found for below in base.__subclasses__() for found in {below} | models_below(below)}


def test_the_example_shows_every_field_of_every_model() -> None:
    cv, _ = validate(as_written(CVS / "example.yaml"))
    assert cv is not None
    used: dict[type[Model], set[str]] = {}
    for model in models_in(cv):
        used.setdefault(type(model), set()).update(model.model_fields_set)
    ours = {model for model in models_below(Model) if model.__module__.startswith(("texcv.model", "pydantic.main"))}
    concrete = {model for model in ours if not models_below(model)}
    hiding = {model for model in concrete if model.__module__.endswith(".anonymity")}  # all of it would hide the rest
    assert concrete - hiding <= set(used)
    shared = set(SectionBase.model_fields)
    assert shared <= {field for form, fields in used.items() if issubclass(form, SectionBase) for field in fields}
    marks = set(Entry.model_fields)
    assert marks <= {field for form, fields in used.items() if issubclass(form, Entry) for field in fields}
    for form, fields in used.items():
        if form in {Words, Titles, *hiding}:
            continue  # words are too many to show, and all alike
        free = shared if issubclass(form, SectionBase) else marks if issubclass(form, Tagged) else {"anonymize"}
        assert set(form.model_fields) - free <= fields, form


def test_the_example_shows_every_section() -> None:
    cv, _ = validate(as_written(CVS / "example.yaml"))
    assert cv is not None
    assert set(STANDARD_SECTIONS) < set(cv.sections)
    assert {type(section) for section in cv.sections.values()} == set(KINDS.values())
    assert any(section.title for section in cv.sections.values())
    assert any(section.intro for section in cv.sections.values())


# --- the JSON Schema ------------------------------------------------------------------------


class TextDates(yaml.CSafeLoader):
    """YAML as an editor reads it: numbers are numbers, but dates are texts, as in YAML 1.2."""


TextDates.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def schema_takes(text: str) -> bool:
    return Draft202012Validator(SCHEMA).is_valid(yaml.load(text, TextDates))


def texcv_takes(text: str) -> bool:
    root = parse(text, "cv.yaml")
    if not isinstance(root, Node):
        return False
    chosen, found = select(root, AS_WRITTEN)
    return chosen is not None and not has_errors(found) and validate(chosen)[0] is not None


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert set(SCHEMA["properties"]) == {*Cv.model_fields, "include", "cv"}  # `cv` is of the file of a letter
    assert set(SCHEMA["properties"]["sections"]["properties"]) == {*STANDARD_SECTIONS, "include"}
    assert SCHEMA["else"] == {"anyOf": [{"required": ["name"]}, {"required": ["include"]}]}
    assert json_schema() == SCHEMA


@pytest.mark.parametrize("path", sorted(CVS.glob("*.yaml")), ids=lambda path: path.stem)
def test_our_own_cvs_are_as_the_schema_says(path: Path) -> None:
    data = yaml.load(path.read_text(encoding="utf-8"), TextDates)
    faults = [f"{error.json_path}: {error.message}" for error in Draft202012Validator(SCHEMA).iter_errors(data)]
    assert faults == []


def test_an_editor_takes_what_is_included() -> None:
    validator = Draft202012Validator(SCHEMA)
    for text, fine in {
        "{include: a.yaml, contact: {include: [b.yml#c, d.yaml], email: a@example.org}}": True,
        "{sections: {include: a.yaml, talks: [{include: b.yaml}]}}": True,
        "{sections: {service: {kind: timeline, entries: {include: c.yaml}}}}": True,
        "{variants: {a: {include: d.yaml}, b: }, words: {include: e.yaml}, letter: {include: f.yaml}}": True,
        "{include: a.txt}": False,
        "{sections: {talks: {includ: a.yaml}}}": False,
    }.items():
        assert validator.is_valid({"name": "Ada", **yaml.safe_load(text)}) == fine, text
    assert validator.is_valid({"include": "a.yaml"})  # which may have the name
    assert not validator.is_valid({"headline": "H"})


BOTH_TAKE = [
    "{name: {en: Ada Example, ja: 'エイダ'}, headline: {en: Engineer, de-CH: Ingenieurin}, photo: {en: a.jpg}}",
    "{name: Ada, contact: {address: {en: [Munich], de: [{de: München, fr: Munich}]}}, metadata: {keywords: {en: [a]}}}",
    "{name: Ada, sections: {summary: {en: Hello., de: Hallo.}, interests: [{en: Sea}, {text: {en: Ice}, tags: fun}]}}",
    "{name: Ada, sections: {Own: {kind: list, title: {en: Own, de: Eigenes}, tags: a, entries: {en: [x], de: [y]}}}}",
    "{name: Ada, sections: {projects: [{title: {en: A}, date: {en: Spring}, tags: a, selected: true, highlights: [b,"
    " {text: c, tags: a}], details: {en: {Grade: 1}, de: {Note: 1}}, url: {en: https://example.org/en}}]}}",
    "{name: Ada, sections: {talks: [{title: A, links: {en: https://example.org/en, de: https://example.org/de}}]}}",
    "{name: Ada, sections: {summary: A, no: [B, C]}, variants: {full: , b: {extends: full, limit: {no: {choose: first,"
    " count: 2}}, set: {headline: A, contact.email: [a@example.org]}, options: {color: red}}}}",
    "{name: {given: Ada, family: B}, sections: {projects: [{title: A, tags: [a, b]}]}, variants: {x: {tags: a,"
    " not_tags: b, omit: name.given, order: projects, rename: {projects: {en: A, de: B}}, limit: {projects: 3}}}}",
    "name: Ada",
    "name: {given: Ada, family: Example}",
    "{name: Ada, headline: 1.10, locale: 'no', photo: 2019-10-04}",
    "{name: Ada, headline: no, locale: de-CH}",
    "{name: Ada, contact: {website: [https://example.org, http://example.org/a]}}",
    "{name: Ada, contact: {profiles: {orcid: https://orcid.org/0000-0002-1825-0097}}}",
    "{name: Ada, contact: {email: []}, metadata: {keywords: []}, sections: {projects: [{title: A, highlights: []}]}}",
    "{name: Ada, contact: {email: a@example.org, phone: 5550100, website: https://example.org, address: 10587}}",
    "{name: Ada, contact: {phone: [5550100, {number: 5550100, kind: work}], email: [a@example.org]}}",
    "{name: Ada, quote: Well., metadata: {keywords: one}, design: {template: plain, font_size: 11, deep: {a: [1]}}}",
    "{name: Ada, quote: {text: Well., author: Me}, metadata: {keywords: [1, two]}}",
    "{name: Ada, headline: , quote: , photo: }",
    "{name: Ada, sections: {summary: Well., interests: [1, two], languages: [English, {name: German, level: 2}]}}",
    "{name: Ada, sections: {summary: {text: Well.}, interests: {title: Joys, entries: [a]}}}",
    "{name: Ada, sections: {education: [{title: A, start: 2020, end: 2021-10, details: {Grade: 1.0, By: [a, 2]}}]}}",
    "{name: Ada, sections: {education: [{title: A, start: 2020-10-04, end: present, highlights: One}]}}",
    "{name: Ada, sections: {experience: [{organization: A, roles: [{title: B, start: 2020}]}]}}",
    "{name: Ada, sections: {education: {kind: list, entries: [School]}}}",
    "{name: Ada, sections: {awards: [{title: A, date: 2024 & 2026}, {title: 1, date: 2020}]}}",
    "{name: Ada, sections: {publications: [{title: A, authors: B, year: 2020, arxiv: 2301.12345}]}}",
    "{name: Ada, sections: {publications: [{title: A, links: {Code: https://a.org}}]}}",
    "{name: Ada, sections: {publications: {groups: [{title: A, entries: [{title: B, authors: [C, D]}]}]}}}",
    "{name: Ada, sections: {skills: [Python, {name: R, level: 3}, {name: Tools, skills: [Git, {name: Make}]}]}}",
    "{name: Ada, sections: {skills: [{skills: [a]}]}}",
    "{name: Ada, sections: {skills: [{en: Drawing, de: Zeichnen}, {skills: [{en: Ice, de: Eis}]}]}}",
    "{name: Ada, sections: {Talks: [One, 2], Life: A text., Jobs: [{title: A}], 7: [One]}}",
    "{name: Ada, sections: {Papers: {kind: publications, entries: [{title: A}]}}}",
    "{name: Ada, sections: {Tools: {kind: skills, entries: [Git]}, Points: {kind: list, entries: [One]}}}",
    "{name: Ada, sections: {Tongues: {kind: languages, title: x, entries: [English]}}}",
    "{name: {family: Ada, note: née B}, born: 1986-12-16, former_names: B}",
    "{name: Ada, born: {date: 1986, place: Town}, contact: {profiles: {other: {label: A, url: https://a.org}}}}",
    "{name: Ada, sections: {interests: {intro: Some., entries: [a]}, summary: {intro: Some., text: a}}}",
    "{name: Ada, sections: {teaching: [{date: WS 24/25, title: A, role: b, highlights: c}, {title: A}]}}",
    "{name: Ada, sections: {teaching: [{start: 2020, end: present, courses: [A, 2, {title: B, details: {K: 1}}]}]}}",
    "{name: Ada, sections: {teaching: {intro: a, entries: [{date: 2020, courses: [A]}, {start: 2020, title: B}]}}}",
    "{name: Ada, sections: {Lectures: {kind: teaching, entries: [{date: 2020, title: A}]}}}",
    "{name: Ada, sections: {talks: [{title: A, event: B, invited: true, keynote: false, links: {S: https://a.org}}]}}",
    "{name: Ada, sections: {talks: {numbering: reversed per group, prefix: T, groups: [{title: A, intro: b,"
    " entries: [{title: B, date: 2020}]}]}}}",
    "{name: Ada, sections: {patents: [{title: A, inventors: 'B, C', filings: [{office: EP, status: filed}]}]}}",
    "{name: Ada, sections: {patents: [{title: A, inventors: [B, {name: C}], filings: []}]}}",
    "{name: Ada, sections: {grants: [{title: A, amount: 500, currency: EUR, own_share: 0.5}, {title: B, amount: c}]}}",
    "{name: Ada, sections: {awards: [A, {title: B, issuer: C, rank: 1, date: 2020}]}}",
    "{name: Ada, sections: {supervision: [A, {name: B, degree: C, title: D, role: E, start: 2020}]}}",
    "{name: Ada, sections: {references: [A, {name: B, phone: 12345, email: [a@example.org], address: C}]}}",
    "{name: Ada, sections: {references: Available on request}}",
    "{name: Ada, sections: {metrics: {rows: {A: 1, B: [2]}, source: C, url: https://a.org, retrieved: 2025-02-27}}}",
    "{name: Ada, sections: {metrics: {columns: [All, 2020], rows: {A: [1, 2], B: [1.5, 10 %]}}}}",
    "{name: Ada, sections: {Plots: {kind: table, columns: [A, ''], rows: [[1, ''], ['', b]]}}}",
    "{name: Ada, sections: {Plots: {kind: table, rows: [[a]]}, Few: {kind: metrics, rows: {A: 1}}}}",
    "{name: Ada, sections: {publications: [{title: A, authors: B, editors: true, volume: 1, number: 2}]}}",
]

NEITHER_TAKES = [
    "{name: Ada, headline: {en: Engineer, deutsch: Ingenieurin}}",
    "{name: Ada, sections: {projects: [{title: A, highlights: [{text: b, tag: c}]}]}}",
    "{name: Ada, sections: {projects: [{title: A, selected: [a]}]}}",
    "{name: Ada, contact: {tags: [a]}}",
    "{name: Ada, variants: {a: {tagz: [b]}}}",
    "{name: Ada, variants: {a: {max_pages: 0}}}",
    "{name: Ada, variants: [a]}",
    "{name: Ada, sections: {interests: [a]}, variants: {a: {limit: {interests: 0}}}}",
    "headline: Ada",
    "{}",
    "name: []",
    "{name: {given: Ada}}",
    "{name: Ada, heading: x}",
    "{name: Ada, contact: {emial: a@example.org}}",
    "{name: Ada, contact: {phone: {kind: work}}}",
    "{name: Ada, contact: {phone: {number: 123, kind: mobil}}}",
    "{name: Ada, contact: {profiles: {githb: ada}}}",
    "{name: Ada, contact: a@example.org}",
    "{name: Ada, headline: [a]}",
    "{name: Ada, locale: English}",
    "{name: Ada, locale: 'DE'}",
    "{name: Ada, locale: de_DE}",
    "{name: Ada, contact: {website: example.org}}",
    "{name: Ada, contact: {website: ['ftp://example.org']}}",
    "{name: Ada, sections: {projects: [{title: A, url: www.example.org}]}}",
    "{name: Ada, sections: {education: []}}",
    "{name: Ada, sections: {interests: {entries: []}}}",
    "{name: Ada, sections: {skills: [{skills: []}]}}",
    "{name: Ada, sections: {languages: []}}",
    "{name: Ada, sections: {publications: {groups: [{title: A, entries: []}]}}}",
    "{name: Ada, sections: {Talks: []}}",
    "{name: Ada, quote: {author: Me}}",
    "{name: Ada, sections: [education]}",
    "{name: Ada, sections: {education: [{titel: A, organization: B}]}}",
    "{name: Ada, sections: {education: [A]}}",
    "{name: Ada, sections: {education: text}}",
    "{name: Ada, sections: {education: {entries: [{title: A}], tittle: x}}}",
    "{name: Ada, sections: {experience: [{organization: A, roles: [{start: 2020}]}]}}",
    "{name: Ada, sections: {publications: [{author: B}]}}",
    "{name: Ada, sections: {publications: [{title: B, links: https://a.org}]}}",
    "{name: Ada, sections: {skills: [{level: good}]}}",
    "{name: Ada, sections: {skills: [{name: A, skills: [{level: good}]}]}}",
    "{name: Ada, sections: {languages: English}}",
    "{name: Ada, sections: {summary: [One]}}",
    "{name: Ada, sections: {interests: [{a: b}]}}",
    "{name: Ada, sections: {Talks: {entries: [One]}}}",
    "{name: Ada, sections: {Talks: {kind: talks, entries: [One]}}}",
    "{name: Ada, sections: {Talks: [[One]]}}",
    "{name: Ada, born: [1986]}",
    "{name: Ada, born: {day: 1986}}",
    "{name: Ada, contact: {profiles: {other: {label: A}}}}",
    "{name: Ada, contact: {profiles: {other: https://a.org}}}",
    "{name: Ada, sections: {teaching: [A]}}",
    "{name: Ada, sections: {teaching: [{date: 2020}]}}",
    "{name: Ada, sections: {teaching: [{date: 2020, courses: []}]}}",
    "{name: Ada, sections: {teaching: [{date: 2020, courses: A}]}}",
    "{name: Ada, sections: {teaching: [{courses: [A], title: B}]}}",
    "{name: Ada, sections: {teaching: [{courses: [{title: A, date: 2020}]}]}}",
    "{name: Ada, sections: {teaching: [{title: A, term: WS 24/25}]}}",
    "{name: Ada, sections: {talks: [A]}}",
    "{name: Ada, sections: {talks: [{title: A, invited: perhaps}]}}",
    "{name: Ada, sections: {talks: {numbering: upwards, entries: [{title: A}]}}}",
    "{name: Ada, sections: {talks: {groups: [{title: A}]}}}",
    "{name: Ada, sections: {patents: [{title: A, filings: [EP]}]}}",
    "{name: Ada, sections: {patents: [{title: A, filings: [{office: EP, status: sold}]}]}}",
    "{name: Ada, sections: {patents: {title: A}}}",
    "{name: Ada, sections: {grants: [A]}}",
    "{name: Ada, sections: {grants: [{title: A, amount: [1]}]}}",
    "{name: Ada, sections: {awards: [{title: A, highlights: [B]}]}}",
    "{name: Ada, sections: {supervision: [{title: A}]}}",
    "{name: Ada, sections: {references: [{position: A}]}}",
    "{name: Ada, sections: {metrics: {Citations: 1}}}",
    "{name: Ada, sections: {metrics: [1]}}",
    "{name: Ada, sections: {metrics: {rows: {}}}}",
    "{name: Ada, sections: {metrics: {columns: [a, b, c, d, e, f, g, h], rows: {A: [1, 2, 3, 4, 5, 6, 7, 8]}}}}",
    "{name: Ada, sections: {Few: {kind: metrics, entries: [A]}}}",
    "{name: Ada, sections: {Plots: {kind: table, rows: []}}}",
    "{name: Ada, sections: {Plots: {kind: table, rows: [[]]}}}",
    "{name: Ada, sections: {Plots: {kind: table, rows: [a]}}}",
    "{name: Ada, sections: {Plots: {kind: table, rows: [[[a]]]}}}",
    "{name: Ada, sections: {Plots: {kind: table, rows: [[1, 2, 3, 4, 5, 6, 7, 8, 9]]}}}",
    "{name: Ada, sections: {Plots: {kind: table, columns: A, rows: [[a]]}}}",
]


@pytest.mark.parametrize("text", BOTH_TAKE)
def test_an_editor_and_texcv_take_the_same(text: str) -> None:
    assert texcv_takes(text)
    assert schema_takes(text)


@pytest.mark.parametrize("text", NEITHER_TAKES)
def test_an_editor_and_texcv_refuse_the_same(text: str) -> None:
    assert not texcv_takes(text)
    assert not schema_takes(text)


def test_norwegian_needs_no_quotes() -> None:
    assert texcv_takes("{name: Ada, locale: no}")


def test_the_schema_does_not_need_the_source_of_other_models() -> None:
    """One that was typed into Python's shell has none."""
    program = "from texcv import model\nclass Own(model.Dated):\n  x: str = ''\nassert model.json_schema()"
    subprocess.run([sys.executable, "-c", program], check=True)
