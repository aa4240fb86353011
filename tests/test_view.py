"""The view has every string of the YAML, in the order of paper, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from texcv.diagnostics import Span
from texcv.source import Node, parse
from texcv.tex import Tex
from texcv.validate import validate
from texcv.view import (
    Award,
    Block,
    Course,
    Detail,
    Filing,
    Grant,
    Group,
    Leveled,
    Link,
    Part,
    Patent,
    Piece,
    Publication,
    Punctuation,
    Reference,
    Row,
    Section,
    Supervised,
    Table,
    Talk,
    TimelineEntry,
    View,
    build_view,
    pieces_of,
)
from versions import as_written

EXAMPLE = Path(__file__).parents[1] / "cv" / "example.yaml"


def build(text: str) -> View:
    root = parse(text, "cv.yaml")
    assert isinstance(root, Node), root
    cv, faults = validate(root)
    assert cv is not None, faults
    return build_view(cv)


def pieces(part: Part) -> Iterator[Piece]:
    """All pieces of a part in the order of its heads and bodies."""
    if isinstance(part, Piece):
        yield part
        return
    for inner in part if isinstance(part, tuple) else (*part.head(), *part.body()):
        yield from pieces(inner)


def texts(part: Part) -> list[str]:
    return [piece.text for piece in pieces(part)]


def of(part: Part | str | None) -> str:
    assert isinstance(part, Piece), part
    return part.text


def sections(yaml: str) -> View:
    """A view of nothing but a name and these sections."""
    indented = "".join(f"  {line}\n" if line else "\n" for line in yaml.split("\n"))
    return build(f"name: Ada Example\nsections:\n{indented}")


def entry_of(yaml: str) -> TimelineEntry:
    """The only entry of a timeline whose first line has no dash."""
    lines = yaml.strip("\n").split("\n")
    view = sections("\n".join(["experience:", f"- {lines[0]}", *(f"  {line}" for line in lines[1:])]))
    (entry,) = view.sections[0].entries
    assert isinstance(entry, TimelineEntry)
    return entry


# --- order ----------------------------------------------------------------------------------

FULL = """\
name: {prefix: Dr., given: Ada, family: Example, suffix: M.Sc.}
headline: Head *line*
contact:
  profiles: {orcid: 0000-0002-1825-0097, github: ada}
  website: https://ada.example.org/
  email: [ada@example.org, b_c@example.org]
  phone: [{number: +49 30 123, kind: work}, {number: +49 171 123, kind: mobile}]
  address: Way 1, Town
quote: {text: A **motto**., author: Someone}
photo: me.jpg
sections:
  interests: [Chess]
  My own title:
    - {title: T, organization: O, location: L, url: 'https://o.example.org', start: 2019, end: 2020,
       highlights: [H1, H2], details: {D1: V1, D2: [V2, V3]}, summary: S}
  education:
    title: Studies
    entries: [{title: M.Sc., date: 2018}]
"""


def test_the_whole_is_in_the_order_of_paper() -> None:
    view = build(FULL)
    assert [section.title.text for section in view.sections] == ["Interests", "My own title", "Studies"]
    assert [section.kind for section in view.sections] == ["list", "timeline", "timeline"]
    assert texts(view) == [
        *("Dr. Ada", "Example, M.Sc.", "Head line"),
        *("Way 1, Town", "+49 30 123", "+49 171 123", "ada@example.org", "b_c@example.org", "ada.example.org"),
        *("github.com/ada", "orcid.org/0000-0002-1825-0097"),
        *("A motto.", "Someone"),
        *("Interests", "Chess"),
        *("My own title", "2019\u00a0– 2020", "T", "O", "L", "o.example.org"),
        *("S", "D1", "V1", "D2", "V2", "V3", "H1", "H2"),
        *("Studies", "2018", "M.Sc."),
    ]


def test_an_entry_has_a_head_in_any_order_and_a_body_in_its_own() -> None:
    entry = build(FULL).sections[1].entries[0]
    assert isinstance(entry, TimelineEntry)
    assert [texts(part) for part in entry.head()] == [["2019\u00a0– 2020"], ["T"], ["O"], ["L"], ["o.example.org"]]
    assert [texts(part) for part in entry.body()] == [["S"], ["D1", "V1", "D2", "V2", "V3"], ["H1", "H2"], []]


def test_a_section_and_a_detail_begin_with_their_titles() -> None:
    section = build(FULL).sections[1]
    entry = section.entries[0]
    assert list(section.head()) == [section.title]
    assert list(section.body()) == [section.intro, section.legend, section.entries, section.notes]
    assert isinstance(entry, TimelineEntry)
    detail = entry.details[1]
    assert list(detail.head()) == [detail.label]
    assert list(detail.body()) == [detail.values]


def test_a_publication_is_all_head() -> None:
    view = sections(
        "publications:\n"
        "- {title: T, authors: [A, B], year: 2020-05, venue: V, note: N, doi: 10.1234/a_b, arxiv: 2301.12345,\n"
        "   links: {Code: https://c.example.org, Data: https://d.example.org}}"
    )
    (group,) = view.sections[0].entries
    assert isinstance(group, Group)
    assert group.title is None
    (publication,) = group.entries
    assert isinstance(publication, Publication)
    assert list(publication.body()) == []
    assert [text for part in publication.head() for text in texts(part)] == [
        *("May\u00a02020", "T", "A", "B", "V", "N", "doi:10.1234/a_b", "arXiv:2301.12345", "Code", "Data")
    ]
    links = [*publication.identifiers, *publication.links]
    assert [link.label.links for link in links] == [
        ("https://doi.org/10.1234/a_b",),
        ("https://arxiv.org/abs/2301.12345",),
        ("https://c.example.org",),
        ("https://d.example.org",),
    ]
    assert links[0].url == r"https://doi.org/10.1234/a\_b"


def test_a_doi_leads_to_its_page() -> None:
    """DOI Handbook, section 2.5.2.4: `%`, `#` and `?` are encoded in a URL."""
    view = sections(
        "publications:\n- {title: T, doi: '10.1002/(SICI)1521-3951(199911)216:1<135::AID-PSSB135>3.0.CO;2-#'}"
    )
    (piece,) = [piece for piece in pieces(view) if piece.text.startswith("doi:")]
    (link,) = piece.links
    assert link.endswith("3.0.CO;2-%23")


def test_publications_keep_their_groups() -> None:
    view = sections(
        "publications:\n  groups:\n"
        "  - {title: Papers, entries: [{title: A}]}\n  - {title: Books, entries: [{title: B}]}"
    )
    assert texts(view.sections[0]) == ["Publications", "Papers", "A", "Books", "B"]


def test_skills_of_no_group_stand_between_the_groups() -> None:
    view = sections("skills:\n- A\n- {name: B, level: good}\n- {name: G, skills: [C, {name: D, level: bad}]}\n- E")
    groups = [group for group in view.sections[0].entries if isinstance(group, Group)]
    assert [of(group.title) if group.title else None for group in groups] == [None, "G", None]
    assert texts(view.sections[0]) == ["Skills", "A", "B", "good", "G", "C", "D", "bad", "E"]


def test_languages_have_levels_and_notes() -> None:
    view = sections("languages: [{name: German, level: C1, note: rusty}, Esperanto]")
    first, second = view.sections[0].entries
    assert isinstance(first, Leveled)
    assert isinstance(second, Leveled)
    assert (texts(first), second.level, second.note) == (["German", "C1", "rusty"], None, None)


def test_roles_have_what_entries_have() -> None:
    entry = entry_of(
        "organization: Institute\nlocation: Town\nsummary: About it\nroles:\n"
        "- {title: Head, start: 2021, end: present, location: City, summary: S, details: {K: V}, highlights: [H]}\n"
        "- {title: Member, date: winter 2020}"
    )
    assert texts(entry) == [
        *("Institute", "Town", "About it"),
        *("2021\u00a0– Present", "Head", "City", "S", "K", "V", "H"),
        *("winter 2020", "Member"),
    ]
    assert entry.title is None
    assert [texts(tuple(role.head())) for role in entry.roles] == [
        ["2021\u00a0– Present", "Head", "City"],
        ["winter 2020", "Member"],
    ]


def test_what_is_not_given_is_not_there() -> None:
    view = build("name: Plato")
    assert texts(view) == ["Plato"]
    assert (view.heading.given, view.quote, view.contacts, view.sections) == (None, None, (), ())


# --- paragraphs and values ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "paragraphs"),
    [
        (r'"a\nb\n\nc"', ["a b", "c"]),
        (r'"a\n\n\n\nb\n\n"', ["a", "b"]),
        (r'"a\n\n\nb"', ["a", "b"]),
        (r'"a\n  \nb"', ["a", "b"]),
        (r'"*a\nb* [c](https://example.org)\n\n~50 %"', ["a b c", "~50 %"]),
    ],
)
def test_empty_lines_part_paragraphs(written: str, paragraphs: list[str]) -> None:
    assert [piece.text for piece in entry_of(f"title: T\nsummary: {written}").paragraphs] == paragraphs
    assert texts(sections(f"summary: {written}").sections[0])[1:] == paragraphs


def test_marks_work_in_texts_and_not_in_names() -> None:
    entry = entry_of("title: a *b*\nhighlights: ['`c` [d](https://example.org/e)']\ndetails: {'*f*': '*g*'}")
    assert of(entry.title) == "a b"
    assert entry.highlights[0].text == "c d"
    assert entry.highlights[0].links == ("https://example.org/e",)
    assert entry.details[0].label.text == "*f*"
    assert entry.details[0].values[0].text == "g"


def test_everything_is_escaped_once() -> None:
    hostile = r"R&D_{x} 100 % \input #1"
    view = build(
        f"name: {{given: '{hostile}', family: '{hostile}'}}\nheadline: '{hostile}'\n"
        f"sections:\n  '{hostile}':\n  - title: '{hostile}'\n    details: {{'{hostile}': '{hostile}'}}\n"
        f"    highlights: ['{hostile}']"
    )
    found = list(pieces(view))
    assert len(found) == 8
    assert {piece.text for piece in found} == {hostile}
    assert {piece.tex for piece in found} == {Tex(r"R\&D\_\{x\} 100 \% \textbackslash{}input \#1")}
    assert all(type(piece.tex) is Tex for piece in found)


# --- places ---------------------------------------------------------------------------------

PLACED = """\
name: Ada Example
headline: "Head: line"
contact:
  phone: +49 30 123
  email: [ada@example.org]
  profiles: {github: ada}
quote: Motto
sections:
  experience:
    - title: Tester
      start: 2019
      end: 2020
      details:
        Tools: [Saw, Axe]
      highlights: One
  Talks of mine:
    title: My talks
    kind: list
    entries:
      - First
"""


def slice_of(text: str, span: Span | None) -> str:
    assert span is not None
    assert span.path == "cv.yaml"
    assert span.line == span.end_line
    return text.split("\n")[span.line - 1][span.column - 1 : span.end_column - 1]


@pytest.mark.parametrize(
    ("text", "place", "written"),
    [
        ("Ada", "cv.yaml:1:7", "Ada Example"),
        ("Example", "cv.yaml:1:7", "Ada Example"),
        ("Head: line", "cv.yaml:2:11", '"Head: line"'),
        ("+49 30 123", "cv.yaml:4:10", "+49 30 123"),
        ("ada@example.org", "cv.yaml:5:11", "ada@example.org"),
        ("github.com/ada", "cv.yaml:6:22", "ada"),
        ("Motto", "cv.yaml:7:8", "Motto"),
        ("Tester", "cv.yaml:10:14", "Tester"),
        ("2019\u00a0– 2020", "cv.yaml:11:14", "2019"),
        ("Saw", "cv.yaml:14:17", "Saw"),
        ("Axe", "cv.yaml:14:22", "Axe"),
        ("One", "cv.yaml:15:19", "One"),
        ("My talks", "cv.yaml:17:12", "My talks"),
        ("First", "cv.yaml:20:9", "First"),
    ],
)
def test_a_piece_knows_its_place(text: str, place: str, written: str) -> None:
    (piece,) = [piece for piece in pieces(build(PLACED)) if piece.text == text]
    assert str(piece.span) == place
    assert slice_of(PLACED, piece.span) == written


@pytest.mark.parametrize(("text", "place"), [("Experience", "cv.yaml:9:3"), ("Tools", "cv.yaml:14:9")])
def test_a_title_or_label_stands_where_its_key_does(text: str, place: str) -> None:
    (piece,) = [piece for piece in pieces(build(PLACED)) if piece.text == text]
    assert str(piece.span) == place


def test_the_words_of_a_link_stand_where_its_key_does() -> None:
    view = sections("publications:\n- {title: T, links: {Code: https://example.org}}")
    (piece,) = [piece for piece in pieces(view) if piece.text == "Code"]
    assert str(piece.span) == "cv.yaml:4:24"


# --- contacts -------------------------------------------------------------------------------


def contacts(yaml: str) -> list[tuple[str, str, str, tuple[str, ...]]]:
    view = build(f"name: A\ncontact:\n  {yaml}\n")
    return [(item.kind, item.url, item.text.text, item.text.links) for item in view.contacts]


def test_an_address_leads_nowhere() -> None:
    assert contacts("address: [Way 1, Town]") == [("address", "", "Way 1", ()), ("address", "", "Town", ())]


@pytest.mark.parametrize(
    ("number", "url"),
    [
        ("+49 30 123-45", "tel:+493012345"),
        ("(030) 123/45", "tel:03012345"),
        ("+49 30 123 ext. 12", "tel:+4930123;ext=12"),
        ("+49 (0)30 123", "tel:+4930123"),
    ],
)
def test_a_phone_number_is_dialled(number: str, url: str) -> None:
    """The link is RFC 3966's `tel:`, with an extension as its section 5.1.3 has it, and without a trunk prefix."""
    assert contacts(f"phone: {number}") == [("phone", url, number, (url,))]


def test_a_mobile_phone_has_its_own_kind() -> None:
    found = contacts("phone: [{number: +49 11, kind: mobile}, {number: +49 22, kind: home}]")
    assert [item[0] for item in found] == ["mobile", "phone"]


def test_a_mail_address_is_printed_whole() -> None:
    assert contacts("email: a_b+c@example.org") == [
        ("email", r"mailto:a\_b+c@example.org", "a_b+c@example.org", ("mailto:a_b+c@example.org",))
    ]


def test_a_mail_address_is_a_link_as_it_stands() -> None:
    """RFC 6068, section 2: what a URL gives a meaning is encoded in the address."""
    assert contacts("email: a#b%41@example.org") == [
        ("email", r"mailto:a\%23b\%2541@example.org", "a#b%41@example.org", ("mailto:a%23b%2541@example.org",))
    ]


def test_a_website_is_printed_without_its_scheme() -> None:
    assert contacts("website: https://example.org/~a?b=c#d") == [
        (
            "website",
            r"https://example.org/\string~a?b=c\#d",
            "example.org/~a?b=c#d",
            ("https://example.org/~a?b=c#d",),
        )
    ]


@pytest.mark.parametrize(
    ("key", "name", "url"),
    [
        ("github", "ada-1", "https://github.com/ada-1"),
        ("gitlab", "group/ada", "https://gitlab.com/group/ada"),
        ("linkedin", "ada-example", "https://www.linkedin.com/in/ada-example"),
        ("orcid", "0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"),
        ("scholar", "AAAAAAAAAAAJ", "https://scholar.google.com/citations?user=AAAAAAAAAAAJ"),
        ("researchgate", "Ada-Example", "https://www.researchgate.net/profile/Ada-Example"),
        ("mastodon", '"@ada@social.example.org"', "https://social.example.org/@ada"),
        ("bluesky", "ada.example.org", "https://bsky.app/profile/ada.example.org"),
        ("x", "ada_example", "https://x.com/ada_example"),
        ("stackoverflow", "42", "https://stackoverflow.com/users/42"),
        ("huggingface", "ada", "https://huggingface.co/ada"),
        ("openreview", "'~Ada_Example1'", "https://openreview.net/profile?id=~Ada_Example1"),
        ("semanticscholar", "42", "https://www.semanticscholar.org/author/42"),
        ("dblp", "99/9999", "https://dblp.org/pid/99/9999"),
        ("arxiv", "example_a_1", "https://arxiv.org/a/example_a_1"),
        ("kaggle", "ada", "https://www.kaggle.com/ada"),
        ("xing", "Ada_Example", "https://www.xing.com/profile/Ada_Example"),
        ("youtube", "'@ada'", "https://www.youtube.com/@ada"),
    ],
)
def test_a_profile_leads_to_its_page(key: str, name: str, url: str) -> None:
    ((kind, target, text, links),) = contacts(f"profiles: {{{key}: {name}}}")
    assert (kind, links) == (key, (url,))
    assert target == url.replace("_", r"\_").replace("~", r"\string~")
    assert text == url.removeprefix("https://")


def test_another_site_stands_last_and_says_what_it_is() -> None:
    found = contacts("profiles: {other: [{label: 'A&B', url: 'https://a.example.org/x_y'}], github: ada}")
    assert [item[0] for item in found] == ["github", "link"]
    assert found[1] == (
        "link", r"https://a.example.org/x\_y", "A&B: a.example.org/x_y", ("https://a.example.org/x_y",)
    )  # fmt: skip
    view = build("name: A\ncontact: {profiles: {other: {label: 'A&B', url: https://a.org}}}")
    assert view.contacts[0].text.tex.startswith(r"A\&B: ")


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("1986-12-16", "Born Dec\u00a016,\u00a01986"),
        ("{date: 1986-12-16, place: Würzburg}", "Born Dec\u00a016,\u00a01986, Würzburg"),
        ("{place: Würzburg & *around*}", "Born Würzburg & around"),
        ("{date: in spring}", "Born in spring"),
    ],
)
def test_a_birth_is_the_first_of_the_contacts(written: str, printed: str) -> None:
    view = build(f"name: A\nborn: {written}\ncontact: {{email: a@example.org}}")
    assert (view.contacts[0].kind, view.contacts[0].url) == ("birth", "")
    assert [item.text.text for item in view.contacts] == [printed, "a@example.org"]
    german = build(f"name: A\nlocale: de\nborn: {written}").contacts[0]
    assert german.text.text.startswith("geb. ")
    assert str(german.text.span).startswith("cv.yaml:3:")


def test_a_note_stands_with_the_name_and_not_in_it() -> None:
    view = build("name: {given: Ada, family: King, suffix: M.Sc., note: née *Byron*}")
    assert texts(view) == ["Ada", "King, M.Sc.", "née *Byron*"]
    assert (view.name, view.metadata.author) == ("Ada King, M.Sc.", "Ada King M.Sc.")


# --- words of a language --------------------------------------------------------------------

DATED = """\
locale: {}
name: Ada Example
sections:
  education: [{{title: A, start: 2019-10, end: present}}, {{title: B, date: 2020-05-04}}, {{title: C, end: ongoing}}]
  languages: [X]
"""


def test_titles_and_dates_are_german() -> None:
    view = build(DATED.format("de"))
    assert [section.title.text for section in view.sections] == ["Ausbildung", "Sprachen"]
    dates = [of(entry.dates) for entry in view.sections[0].entries if isinstance(entry, TimelineEntry)]
    assert dates == ["Okt.\u00a02019\u00a0– heute", "4.\u00a0Mai\u00a02020", "– laufend"]
    assert view.metadata.title == "Ada Example – Lebenslauf"
    assert view.metadata.language == "de"


def test_a_region_changes_dates_only() -> None:
    view = build(DATED.format("en-GB"))
    dates = [of(entry.dates) for entry in view.sections[0].entries if isinstance(entry, TimelineEntry)]
    assert dates == ["Oct\u00a02019\u00a0– Present", "4\u00a0May\u00a02020", "– Ongoing"]
    assert view.sections[0].title.text == "Education"
    assert view.metadata.language == "en-GB"


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("start: 2019", "2019\u00a0–"),
        ("end: 2019", "– 2019"),
        ("start: 2019\nend: 2019", "2019"),
        ("start: WS 24/25\nend: SoSe 2026", "WS 24/25\u00a0– SoSe 2026"),
        ("date: 2024 & 2026", "2024 & 2026"),
        ("date: present", "Present"),
    ],
)
def test_dates_are_printed_as_far_as_they_are_known(written: str, printed: str) -> None:
    assert of(entry_of(f"title: T\n{written}").dates) == printed


def test_a_locale_without_words_is_refused() -> None:
    with pytest.raises(KeyError, match="eo"):
        build("name: A\nlocale: eo")


@pytest.mark.parametrize(
    ("locale", "level", "printed"),
    [
        ("de", "native", "Muttersprache"),
        ("de", "Native", "Muttersprache"),
        ("fr", "fluent", "courant"),
        ("en", "Native", "Native"),
        ("en", "native", "native"),
        ("ro", "Fluent", "Fluent"),
        ("de", "C1", "C1"),
        ("de", "native *speaker*", "native speaker"),
        ("de", "published", "published"),
    ],
)
def test_a_degree_of_fluency_has_the_word_of_the_language(locale: str, level: str, printed: str) -> None:
    (language,) = only(f"[{{name: X, level: {level!r}}}]", "languages", locale).entries
    assert isinstance(language, Leveled)
    assert language.level is not None
    assert of(language.level) == printed
    assert str(language.level.span) == "cv.yaml:4:41"


def test_a_level_of_a_skill_stays_as_it_is_written() -> None:
    (group,) = only("[{name: X, level: advanced}]", "skills", "de").entries
    assert "advanced" in texts(group)


OWN_WORDS = """\
name: Ada
locale: de
born: 1988
words:
  present: bis_jetzt
  native: 100 % & mehr
  own share: davon
  born: "* {}"
  sections: {education: "*Studium*", languages: Sprachen & mehr}
sections:
  education: [{title: A, start: 2019, end: present}]
  languages: [{name: X, level: native}]
  skills: [C#]
"""


def test_words_of_ones_own_take_the_place_of_the_languages() -> None:
    view = build(OWN_WORDS)
    assert [section.title.text for section in view.sections] == ["Studium", "Sprachen & mehr", "Kenntnisse"]
    assert view.sections[0].title.tex == r"\emph{Studium}"
    assert view.contacts[0].text.text == "* 1988"
    printed = [piece for piece in pieces_of(view) if piece.text in {"2019\u00a0– bis_jetzt", "100 % & mehr"}]
    assert [piece.tex for piece in printed] == [r"2019~– bis\_jetzt", r"100 \% \& mehr"]
    assert build("name: Ada\nlocale: de\nsections: {languages: [C#]}").sections[0].title.text == "Sprachen"


def test_commas_and_colons_are_those_of_the_language() -> None:
    text = """\
name: A
born: {date: 2000, place: P}
contact: {profiles: {other: {label: L, url: https://a.org}}}
sections:
  publications: [{title: T, authors: [{name: B, equal: true}, {name: C, senior: true}]}]
  metrics: {rows: {A: 1}, source: S, retrieved: 2024-01-02}
"""
    assert build(text).punctuation == Punctuation(", ", ", ", ": ")
    view = build(f"locale: fr\n{text}")
    assert view.punctuation == Punctuation(", ", ", ", "\u00a0: ")
    assert [item.text.text for item in view.contacts] == ["Naissance\u00a0: 2000, P", "L\u00a0: a.org"]
    view = build(f"locale: zh\n{text}")
    assert view.punctuation == Punctuation("，", "、", "：")
    assert [item.text.text for item in view.contacts] == ["出生：2000年，P", "L：a.org"]
    assert view.sections[0].legend[0].text == "*同等贡献，‡资深作者"
    assert view.sections[1].notes[0].text == "S，检索于2024年1月2日"


def test_a_year_in_a_citation_is_figures_in_all_languages() -> None:
    (group,) = only("[{title: T, year: 2020}, {title: U, year: 2020-02}]", "publications", "ja").entries
    assert isinstance(group, Group)
    assert [of(entry.year) for entry in group.entries if isinstance(entry, Publication)] == ["2020", "2020年2月"]


# --- metadata -------------------------------------------------------------------------------


def test_metadata_come_from_the_name_and_the_headline() -> None:
    metadata = build("name: {prefix: Dr., given: A&B, family: C, suffix: MD}\nheadline: '*Head* of [R](https://a.org)'")
    assert metadata.metadata.title == r"Dr. A\&B C MD – Curriculum Vitae"
    assert metadata.metadata.author == r"Dr. A\&B C MD"
    assert metadata.metadata.subject == "Head of R"
    assert (metadata.metadata.keywords, metadata.metadata.language) == ("", "en")


def test_metadata_can_be_given() -> None:
    view = build("name: A\nheadline: H\nmetadata: {title: T_1, subject: '*S*', keywords: [a b, 'c#']}")
    assert (view.metadata.title, view.metadata.subject) == (r"T\_1", "*S*")
    assert view.metadata.keywords == r"a b, c\#"
    assert not {"T_1", "*S*", "a b, c#"} & set(texts(view))


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("山田 太郎", ["山田", "太郎"]),
        ("{given: 太郎, family: 山田}", ["山田", "太郎"]),
        ("{given: 민준, family: 김, suffix: 박사}", ["김", "민준, 박사"]),
        ("李明", ["李明"]),
        ("{given: Taro, family: 山田}", ["山田", "Taro"]),
        ("{given: Taro, family: Yamada}", ["Taro", "Yamada"]),
    ],
)
def test_a_family_name_in_east_asian_letters_stands_first(written: str, parts: list[str]) -> None:
    view = build(f"name: {written}")
    assert texts(view) == parts
    assert view.name == " ".join(parts)
    assert view.metadata.author == view.name.replace(",", "")


def test_the_plain_name_is_that_of_the_heading() -> None:
    assert build("name: {prefix: Dr., given: Ada, family: Example, suffix: M.Sc.}").name == "Dr. Ada Example, M.Sc."


# --- nothing is forgotten -------------------------------------------------------------------

UNPRINTED = {
    "design",
    "tags",
    "variants",
    "selected",
    "metadata",
    "locale",
    "photo",
    "kind",
    "start",
    "end",
    "date",
    "year",
    "former_names",
    "status",
} | {
    *("numbering", "prefix", "max_authors", "citation", "equal", "corresponding", "senior", "retrieved"),
    *("invited", "keynote", "editors", "currency", "amount", "own_share"),
    *("tags", "selected", "variants"),
}


def leaves(node: Node, key: str = "") -> Iterator[str]:
    """Every text of the YAML that has to be in the view."""
    if node.text is not None:
        yield node.text
    for item in node.items:
        yield from leaves(item)
    for name, value in node.pairs:
        assert name.text is not None
        if key in {"details", "links", "rows"}:
            yield name.text
        if (key, name.text) == ("letter", "place"):
            continue
        if name.text not in UNPRINTED or key in {"details", "links", "rows", "sections"}:
            yield from leaves(value, name.text)


def words(text: str) -> list[str]:
    """The words of a text, marks or not."""
    return re.findall(r"[^\W_]+", re.sub(r"\]\([^)\s]*\)|[*`^~†‡]", "", text))


def test_no_text_of_the_example_is_forgotten() -> None:
    root = as_written(EXAMPLE)
    cv, _ = validate(root)
    assert cv is not None
    found = list(pieces(build_view(cv, "before")))
    printed = [" ".join(words(piece.text)) for piece in found]
    targets = {link for piece in found for link in piece.links}
    wanted = [part for leaf in leaves(root) for part in leaf.split("\n\n")]
    assert len(wanted) > 150
    for text in wanted:
        if text.startswith("https://"):
            assert text in targets
        elif re.fullmatch(r"@\w+@\S+", text):
            assert any(words(link)[-1] == words(text)[0] for link in targets)
        else:
            assert any(f" {' '.join(words(text))} " in f" {line} " for line in printed), text
        for link in re.findall(r"\]\(([^)\s]*)\)", text):
            assert link in targets


def test_every_section_of_the_example_has_its_title() -> None:
    root = as_written(EXAMPLE)
    cv, _ = validate(root)
    assert cv is not None
    listed = root.find("sections")
    assert listed is not None
    titles = [section.title.text for section in build_view(cv).sections]
    assert len(titles) == len(listed.pairs) > 15
    own = {"Field campaigns", "For everyone", "Memberships", "Papers on software", "Teaching statement"}
    assert own <= set(titles)
    assert "Software papers" not in titles


def test_every_block_yields_all_of_its_pieces() -> None:
    """Whatever a block has in its fields is in its head or its body, and nothing twice."""
    cv, _ = validate(as_written(EXAMPLE))
    assert cv is not None
    blocks = list(blocks_of(build_view(cv)))
    assert {type(block) for block in blocks} >= {
        *(View, TimelineEntry, Publication, Group, Detail, Leveled, Link, Course, Talk, Award, Grant, Supervised),
        *(Patent, Filing, Reference, Table, Row),
    }
    for block in blocks:
        names = [name for kind in type(block).__mro__ for name in getattr(kind, "__slots__", ())]
        values = [value for name in names if isinstance(value := getattr(block, name), (Piece, Block, tuple))]
        parts = [id(part) for part in (*block.head(), *block.body()) if part != ()]
        assert sorted(parts) == sorted(id(value) for value in values if value != ())


def blocks_of(part: Part) -> Iterator[Block]:
    if isinstance(part, Block):
        yield part
    if not isinstance(part, Piece):
        for inner in part if isinstance(part, tuple) else (*part.head(), *part.body()):
            yield from blocks_of(inner)


# --- publications ---------------------------------------------------------------------------


def publications_of(options: str, *entries: str) -> list[Publication]:
    """The publications of a section of one group; `options` are lines of the section."""
    listed = "".join(f"          - {entry}\n" for entry in entries)
    section = f"    kind: publications\n{options}    groups:\n      - title: G\n        entries:\n{listed}"
    view = build(f"name: Carsten T. Lüth\nformer_names: [Bach]\nsections:\n  publications:\n{section}")
    groups = view.sections[0].entries
    return [
        entry
        for group in groups
        if isinstance(group, Group)
        for entry in group.entries
        if isinstance(entry, Publication)
    ]


@pytest.mark.parametrize(
    ("numbering", "numbers"),
    [
        ("none", [None, None]),
        ("continuous", ["1.", "2."]),
        ("reversed", ["2.", "1."]),
        ("per group", ["1.", "2."]),
        ("reversed per group", ["2.", "1."]),
    ],
)
def test_publications_are_numbered(numbering: str, numbers: list[str | None]) -> None:
    found = publications_of(f"    numbering: {numbering}\n", "{title: A}", "{title: B}")
    assert [entry.number and entry.number.text for entry in found] == numbers


def test_ones_own_name_is_bold_and_marks_follow_it() -> None:
    (entry,) = publications_of("", "{title: T, authors: [A One, {name: Lüth CT, equal: true, senior: true}, Bach C]}")
    assert [author.tex for author in entry.authors] == [
        "A~One",
        r"\textbf{Lüth~CT}\textsuperscript{*‡}",
        r"\textbf{Bach~C}",
    ]
    assert [author.text for author in entry.authors] == ["A\u00a0One", "Lüth\u00a0CT*‡", "Bach\u00a0C"]


def test_authors_in_one_text_are_a_list() -> None:
    one, two = publications_of(
        "", "{title: T, authors: 'A One, B Two and C Three'}", "{title: T, authors: 'One, A; Two, B'}"
    )
    assert [author.text for author in one.authors] == ["A\u00a0One", "B\u00a0Two", "C\u00a0Three"]
    assert [author.text for author in two.authors] == ["One,\u00a0A", "Two,\u00a0B"]


def test_long_author_lists_are_cut() -> None:
    (entry,) = publications_of("    max_authors: 1\n", "{title: T, authors: [A One, B Two, C. Lüth, D Four]}")
    assert [author.text for author in entry.authors] == ["A\u00a0One", "et al.", "C.\u00a0Lüth", "et al."]


def test_authors_first_turns_names() -> None:
    (entry,) = publications_of("    citation: authors first\n", "{title: T, authors: [Ada B. One, Bach C]}")
    assert [author.text for author in entry.authors] == ["One\u00a0AB", "Bach\u00a0C"]


def test_the_facts_of_a_publication_in_their_order() -> None:
    (entry,) = publications_of(
        "", "{title: T, status: under review, impact_factor: 30, isbn: 1-2, publisher: P, award: Best, note: N}"
    )
    assert [fact.text for fact in entry.facts] == ["P", "ISBN 1-2", "under review", "IF 30", "Best", "N"]


def test_marks_are_explained_once_if_they_are_printed() -> None:
    text = "name: A B\nsections:\n  publications:\n    max_authors: 1\n    entries:\n"
    shown = build(text + "    - {title: T, authors: [{name: C, equal: true}, {name: D, senior: true}]}\n").sections[0]
    assert [line.text for line in shown.legend] == ["*equal contribution"]
    assert texts(shown)[:2] == ["Publications", "*equal contribution"]
    assert build(text + "    - {title: T, authors: [C]}\n").sections[0].legend == ()


def test_editors_are_told_after_the_names() -> None:
    (entry,) = publications_of("    max_authors: 1\n", "{title: T, authors: [A One, B Two], editors: true}")
    assert [author.text for author in entry.authors] == ["A\u00a0One", "et al.", "eds."]
    (entry,) = publications_of("", "{title: T, authors: A, editors: false}")
    assert [author.text for author in entry.authors] == ["A"]


def test_sections_and_groups_have_words_of_their_own_below_their_titles() -> None:
    view = sections(
        'publications:\n  intro: "One.\\n\\nTwo."\n  groups:\n'
        "  - {title: G, intro: Three., entries: [{title: T, authors: [{name: A, equal: true}]}]}\n"
        "interests: {intro: Four., entries: [Chess]}"
    )
    assert texts(view.sections[0]) == [
        *("Publications", "One.", "Two.", "*equal contribution", "G", "Three.", "T", "A*")
    ]
    assert texts(view.sections[1]) == ["Interests", "Four.", "Chess"]


# --- the kinds of a scholar -----------------------------------------------------------------


def only(yaml: str, key: str, locale: str = "en") -> Section:
    """The only section of a CV of Carsten T. Lüth, with these entries under `key`."""
    (section,) = build(
        f"name: Carsten T. Lüth\nformer_names: [Bach]\nlocale: {locale}\nsections: {{{key}: {yaml}}}"
    ).sections
    return section


def parts(block: Part) -> tuple[list[list[str]], list[list[str]]]:
    """The texts of head and body, part by part."""
    assert isinstance(block, Block)
    return [found for part in block.head() if (found := texts(part))], [
        found for part in block.body() if (found := texts(part))
    ]


def test_the_courses_of_a_term_share_its_dates() -> None:
    section = only(
        "[{start: WS 24/25, end: SoSe 2025, courses: [A, {title: B, organization: O, location: L, role: R,"
        " url: 'https://a.org', summary: S, details: {K: V}, highlights: [H]}]}, {date: 2020, title: C}]",
        "teaching",
    )
    assert all(isinstance(entry, Course) for entry in section.entries)
    first, second, third = (parts(entry) for entry in section.entries)
    assert first == ([["WS 24/25\u00a0– SoSe 2025"], ["A"]], [])
    assert second == ([["B"], ["O"], ["L"], ["R"], ["a.org"]], [["S"], ["K", "V"], ["H"]])
    assert third == ([["2020"], ["C"]], [])
    (term,) = only("[{courses: [A]}]", "teaching").entries
    assert parts(term) == ([["A"]], [])


def test_a_talk_is_all_head_and_says_what_it_was() -> None:
    (group,) = only(
        "{numbering: continuous, prefix: T, entries: [{title: A, event: E, organization: O, location: L, date: 2020-05,"
        " note: flash talk, keynote: true, invited: true, links: {Slides: 'https://a.org/x_y'}},"
        " {title: B, invited: false}]}",
        "talks",
    ).entries
    assert isinstance(group, Group)
    first, second = group.entries
    assert isinstance(first, Talk)
    assert parts(first) == (
        [["T1."], ["May\u00a02020"], ["A"], ["E"], ["O"], ["L"], ["invited", "keynote", "flash talk"], ["Slides"]], []
    )  # fmt: skip
    assert first.links[0].url == r"https://a.org/x\_y"
    assert [str(fact.span) for fact in first.facts] == ["cv.yaml:4:172", "cv.yaml:4:157", "cv.yaml:4:136"]
    assert texts(second) == ["T2.", "B"]
    assert texts(only("[{title: A, invited: true}]", "talks", "de")) == ["Vorträge", "A", "eingeladen"]


@pytest.mark.parametrize(
    ("numbering", "numbers"),
    [
        ("none", []),
        ("continuous", ["1.", "2.", "3."]),
        ("reversed", ["3.", "2.", "1."]),
        ("per group", ["1.", "2.", "1."]),
        ("reversed per group", ["2.", "1.", "1."]),
    ],
)
def test_talks_are_numbered_as_publications_are(numbering: str, numbers: list[str]) -> None:
    groups = "groups: [{title: G, entries: [{title: A}, {title: B}]}, {title: H, entries: [{title: C}]}]"
    section = only(f"{{numbering: {numbering}, {groups}}}", "talks")
    assert [text for text in texts(section) if text.endswith(".")] == numbers


def test_ones_own_name_is_bold_among_inventors() -> None:
    (patent,) = only(
        "[{title: P, date: 2017, inventors: 'A One; C. T. Lüth; Bach, Carsten; Ute Lüth', url: 'https://a.org'}]",
        "patents",
    ).entries
    assert isinstance(patent, Patent)
    assert [name.tex for name in patent.inventors] == [
        *("A~One", r"\textbf{C.~T.~Lüth}", r"\textbf{Bach, Carsten}", "Ute Lüth")
    ]
    inventors = ["A\u00a0One", "C.\u00a0T.\u00a0Lüth", "Bach, Carsten", "Ute Lüth"]
    assert parts(patent) == ([["2017"], ["P"], inventors, ["a.org"]], [])


@pytest.mark.parametrize(
    ("filing", "printed", "numbered"),
    [
        ("{office: EP, number: 1 B1, status: granted, date: 2021}", ["EP 1 B1", "granted 2021"], True),
        ("{number: 1 B1, title: F}", ["1 B1", "F"], True),
        ("{office: US, url: 'https://a.org'}", ["US", "a.org"], True),
        ("{title: F, date: winter}", ["F", "winter"], False),
        ("{status: abandoned}", ["abandoned"], False),
    ],
)
def test_a_filing_has_a_number_and_a_state(filing: str, printed: list[str], numbered: bool) -> None:
    (patent,) = only(f"[{{title: P, filings: [{filing}]}}]", "patents").entries
    assert isinstance(patent, Patent)
    assert parts(patent) == ([["P"]], [printed])
    (filed,) = patent.filings
    assert parts(filed) == ([[text] for text in printed], [])
    assert (filed.number is not None) is numbered
    assert all(piece.span for piece in pieces(filed))


def test_filings_speak_the_language_of_the_cv() -> None:
    section = only("[{title: P, filings: [{office: EP, status: published, date: 2020-03}]}]", "patents", "de")
    assert texts(section) == ["Patente", "P", "EP", "veröffentlicht März\u00a02020"]


GRANT = "[{title: G, role: R, funder: F, number: 42/1, currency: CUR, amount: 500000, own_share: 1250.5, date: 2020}]"


@pytest.mark.parametrize(
    ("locale", "currency", "sums"),
    [
        ("en", "EUR", ["€500,000", "own share €1,250.50"]),
        ("en", "CHF", ["CHF\u00a0500,000", "own share CHF\u00a01,250.50"]),
        ("de", "EUR", ["500.000\u00a0€", "Eigenanteil 1.250,50\u00a0€"]),
        ("de-CH", "CHF", ["CHF\u00a0500’000", "Eigenanteil CHF\u00a01’250.50"]),
    ],
)
def test_sums_of_money_are_written_as_the_language_has_it(locale: str, currency: str, sums: list[str]) -> None:
    (grant,) = only(GRANT.replace("CUR", currency), "grants", locale).entries
    assert isinstance(grant, Grant)
    assert parts(grant) == ([["2020"], ["G"], ["R"], ["F"], ["42/1", *sums]], [])


def test_what_is_worth_money_is_printed_as_it_stands() -> None:
    section = only(
        "[{title: G, amount: '250,000 GPU *hours*', own_share: half, url: 'https://a.org', summary: S, highlights: H},"
        " {title: H, amount: 500000}, {title: I, currency: EUR, own_share: 5}]",
        "grants",
    )
    first, second, third = section.entries
    assert parts(first) == ([["G"], ["250,000 GPU *hours*", "own share half"], ["a.org"]], [["S"], ["H"]])
    assert texts(second) == ["H", "500000"]
    assert texts(third) == ["I", "own share €5"]


def test_an_award_has_its_rank_and_place() -> None:
    award, bare = only(
        "[{title: A, issuer: I, rank: 1st of 9, location: L, url: 'https://a.org', start: 2020, summary: S}, B]",
        "awards",
    ).entries
    assert isinstance(award, Award)
    assert parts(award) == ([["2020\u00a0–"], ["A"], ["I"], ["1st of 9"], ["L"], ["a.org"]], [["S"]])
    assert texts(bare) == ["B"]


def test_a_thesis_stands_below_its_student() -> None:
    student, bare = only(
        "[{name: N, degree: Ph.D., title: '*T*', organization: O, role: R, start: 2020, end: 2021, url: 'https://a.org',"
        " note: X}, M]",
        "supervision",
    ).entries
    assert isinstance(student, Supervised)
    assert parts(student) == (
        [["2020\u00a0– 2021"], ["N"], ["Ph.D."], ["O"], ["R"], ["a.org"]], [["T", "X"]]
    )  # fmt: skip
    assert texts(bare) == ["M"]


def test_a_reference_can_be_reached_or_is_words() -> None:
    person, words_ = only(
        "[{name: N, position: P, organization: O, address: [A, B], phone: [+49 30 12, {number: +49 30 34, kind: work}],"
        " email: n_n@a.org, url: 'https://a.org', note: X}, Available on request]",
        "references",
    ).entries
    assert isinstance(person, Reference)
    reached = ["+49 30 12", "+49 30 34", "n_n@a.org", "a.org"]
    assert parts(person) == ([["N"], ["P"], ["O"], ["A", "B"], reached], [["X"]])
    assert [link.label.links for link in person.contacts] == [
        *(("tel:+493012",), ("tel:+493034",), ("mailto:n_n@a.org",), ("https://a.org",))
    ]
    assert isinstance(words_, Reference)
    assert not person.is_text
    assert words_.is_text
    assert [
        reference.is_text
        for field in ("position: P", "organization: O", "address: A", "phone: +49 30 12", "note: X")
        for reference in only(f"[{{name: N, {field}}}]", "references").entries
        if isinstance(reference, Reference)
    ] == [False] * 5


# --- tables ---------------------------------------------------------------------------------


def table_of(yaml: str, key: str = "Plots") -> Table:
    (table,) = only(yaml, key).entries
    assert isinstance(table, Table)
    return table


def test_figures_have_labels_and_a_source() -> None:
    section = only(
        "{columns: [All, Since 2020], rows: {Citations: ['1,284', 957], '*h*-index': [17, 14]},"
        " source: Some *Scholar*, url: 'https://a.org/x_y', retrieved: 2025-02-27}",
        "metrics",
    )
    (table,) = section.entries
    assert isinstance(table, Table)
    assert table.alignment == "lrr"
    assert [cell.text for cell in table.columns] == ["", "All", "Since 2020"]
    assert all(cell.span for cell in table.columns)
    assert [texts(row) for row in table.rows] == [["Citations", "1,284", "957"], ["*h*-index", "17", "14"]]
    (note,) = section.notes
    assert note.text == "Some Scholar, retrieved on Feb\u00a027,\u00a02025"
    assert note.links == ("https://a.org/x_y",)
    assert note.tex.startswith(r"\cvlink{https://a.org/x\_y}{Some \emph{Scholar}}, ")
    assert texts(section)[-1] == note.text


@pytest.mark.parametrize(
    ("fields", "locale", "printed", "links"),
    [
        ("", "en", None, ()),
        (", source: S", "en", "S", ()),
        (", url: 'https://a.org'", "en", "a.org", ("https://a.org",)),
        (", retrieved: 2025-02", "de", "Stand: Feb.\u00a02025", ()),
        (", url: 'https://a.org', retrieved: spring", "en", "a.org, as of spring", ("https://a.org",)),
        (", source: '[S](https://b.org)', retrieved: 2025", "en", "S, as of 2025", ("https://b.org",)),
        (", source: '[S](https://b.org)', url: 'https://a.org'", "en", "S, a.org", ("https://b.org", "https://a.org")),
    ],
)
def test_a_source_says_as_much_as_is_known(
    fields: str, locale: str, printed: str | None, links: tuple[str, ...]
) -> None:
    section = only(f"{{rows: {{A: 1}}{fields}}}", "metrics", locale)
    assert [note.text for note in section.notes] == ([printed] if printed else [])
    assert [note.links for note in section.notes] == ([links] if printed else [])
    assert all(note.span for note in section.notes)


def test_figures_without_columns_have_no_heads() -> None:
    table = table_of("{rows: {A: 1, B: 2}}", "metrics")
    assert (table.columns, table.alignment) == ((), "lr")


def test_cells_are_texts_in_the_order_of_reading() -> None:
    section = only("{kind: table, columns: ['', '*A*'], rows: [[a, '[b](https://a.org)'], ['', c]]}", "Plots")
    (table,) = section.entries
    assert isinstance(table, Table)
    assert texts(section) == ["Plots", "", "A", "a", "b", "", "c"]
    assert table.rows[0].cells[1].links == ("https://a.org",)
    assert [cell.tex for cell in (table.columns[0], table.rows[1].cells[0])] == ["", ""]


@pytest.mark.parametrize(
    ("column", "alignment"),
    [
        (["1", "2,000", "-3.5", "+1", "−1", "12 %", "95%", "1 000", "1\u202f000", "1\u00a0000", "1’000"], "r"),
        (["1", "", "3"], "r"),
        (["", ""], "l"),
        (["1", "two"], "l"),
        (["1", "2 apples"], "l"),
        (["2020–2021"], "l"),
        (["%"], "l"),
        (["$5"], "l"),
    ],
)
def test_columns_of_figures_stand_at_the_right(column: list[str], alignment: str) -> None:
    rows = ", ".join(f"[x, '{cell}']" for cell in column)
    assert table_of(f"{{kind: table, columns: [A, B], rows: [{rows}]}}").alignment == f"l{alignment}"
