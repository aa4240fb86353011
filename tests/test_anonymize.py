"""Anonymous copies: what is replaced, what goes, what is refused, and what is left alone. Without TeX."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from texcv import validate as validate_file
from texcv.anonymize import AnonymousCopy, Secrets, anonymize, prove_view
from texcv.anonymize.folding import Folded, fold, spellings
from texcv.anonymize.person import Person
from texcv.anonymize.rewriting import Rewriting
from texcv.check.anonymity import told_by_files, told_by_name, told_by_pdf
from texcv.check.reading import read_pdf
from texcv.choice import AS_WRITTEN, Choice
from texcv.diagnostics import Diagnostic, Span
from texcv.model import json_schema
from texcv.plan import Plan, make_plan
from texcv.select import select
from texcv.source import Node, parse
from texcv.validate import validate
from texcv.view import View, build_view, pieces_of

ROOT = Path(__file__).parents[1]

KLEIN = """\
name: Lukas Klein
contact:
  email: lukas.klein@ethz.ch
  phone: +49 (0)30 31002-371
  address: ["Strandweg 4, 24103 Kiel"]
  website: https://lklein.org
  profiles: {github: lklein7, orcid: 0000-0002-1825-0097}
"""
LUETH = "name: {given: Carsten T., family: Lüth}\n"
BACH = "name: {prefix: Dr., given: Sebastian, family: Lapuschkin, note: né Bach}\nformer_names: [Bach]\n"


def copy_of(text: str) -> tuple[AnonymousCopy, View]:
    root = parse(text, "cv.yaml")
    assert isinstance(root, Node), root
    chosen, found = select(root, AS_WRITTEN)
    assert chosen is not None, found
    cv, faults = validate(chosen)
    assert cv is not None, faults
    copy = anonymize(cv)
    return copy, build_view(copy.cv)


def printed(text: str) -> list[str]:
    """The texts of a copy, all of which have been proven."""
    copy, view = copy_of(text)
    assert prove_view(copy.cv, view, copy.secrets) == []
    return [piece.text.replace("\u00a0", " ") for piece in pieces_of(view) if piece.text]


def faults(text: str) -> list[Diagnostic]:
    copy, view = copy_of(text)
    return prove_view(copy.cv, view, copy.secrets)


def places(text: str) -> list[tuple[int, int]]:
    found = faults(text)
    assert {fault.code for fault in found} <= {"not-anonymous"}
    return [(fault.span.line, fault.span.column) for fault in found if fault.span]


def summary(text: str, head: str = KLEIN, asked: str = "[name, contact]") -> str:
    """What becomes of a text of a CV."""
    return printed(f"{head}anonymize: {asked}\nsections:\n  summary: |\n    {text}\n")[-1]


def refused(text: str, head: str = KLEIN, asked: str = "[name, contact]") -> list[str]:
    """The messages about a text of a CV, of which nothing else is refused."""
    found = faults(f"{head}anonymize: {asked}\nsections:\n  summary: |\n    {text}\n")
    assert {fault.span.line for fault in found if fault.span} <= {head.count("\n") + 3}
    return [fault.message for fault in found]


def test_other_variants_are_left_alone() -> None:
    head = f"{KLEIN}variants: {{blind: {{anonymize: [name, contact, links]}}, seen: {{anonymize: []}}}}\n"
    assert summary("I am Lukas Klein.", head, "[name, contact]") == "I am Candidate."


# --- the name -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "Lukas Klein", "LUKAS KLEIN", "lukas klein", "L. Klein", "L Klein", "l. klein", "Klein, Lukas", "Klein, L.",
        "Klein L", "KLEIN, LUKAS", "Lukas M. Klein", "Lukas Kleins", "LukasKlein", "lukas_klein", "klein-lukas",
        "Ｌｕｋａｓ Ｋｌｅｉｎ", "Lukas\u00a0Klein", "**Lukas Klein**", "[Lukas Klein](https://example.org)",
    ],
)  # fmt: skip
def test_the_whole_name_is_replaced(name: str) -> None:
    assert summary(f"made by {name} in 2020.") == "made by Candidate in 2020."


@pytest.mark.parametrize(
    "name",
    [
        "Carsten T. Lüth", "C. T. Lüth", "CT Lüth", "C.T. Lüth", "Lüth CT", "Lüth, Carsten T.", "Carsten Lueth",
        "Carsten Luth", "CARSTEN LÜTH", "Carsten T. Lu\u0308th", "carsten lueth",
    ],
)  # fmt: skip
def test_letters_may_be_written_otherwise(name: str) -> None:
    assert summary(f"by {name} in 2020.", LUETH, "[name]") == "by Candidate in 2020."


@pytest.mark.parametrize(
    ("head", "text", "written"),
    [
        ("name: 李 明", "李明的研究", "Candidate的研究"),
        ("name: 李 明", "说明", "说明"),
        ("name: {given: Ana, family: García Márquez}", "A. García Márquez, Ana García", "Candidate, Candidate"),
        ("name: Anna van Dam", "A. van Dam, the dam", "Candidate, the dam"),
        ("name: Hans-Peter O'Neill", "H.-P. O’Neill, HP O'Neill, hans-peter o'neill", ", ".join(["Candidate"] * 3)),
        ("name: Sebastian Bach", "Bachelor Bach, S.; Sebastian Bach", "Bachelor Candidate; Candidate"),
        ("name: Jan Li", "An link to li; Li, Jan", "An link to li; Candidate"),
        ("name: Ann Skin", "Skin of ann", "Skin of ann"),
    ],
)  # fmt: skip
def test_names_of_other_kinds(head: str, text: str, written: str) -> None:
    if written == "Skin of ann":
        assert refused(text, head + "\n", "[name]")  # a word at the start of a sentence: not silently left
    else:
        assert summary(text, head + "\n", "[name]") == written


@pytest.mark.parametrize(
    "text",
    [
        "Klein bottles are small.", "a KLEIN project", "The Klein-Gordon equation", "Ask Lukas!", "Lukas Meyer",
        "Johann L. Klein", "Anna Klein, Lukas Meyer", "Kleins Methode", "Lu**kas** Kl*ei*n", "**Lukas** Klein",
        "Lukas **Klein**", "\u041alein", "K l e i n", "K.L.E.I.N", "Kl^ei^n",
    ],
)  # fmt: skip
def test_what_can_not_be_replaced_for_certain_is_refused(text: str) -> None:
    assert refused(text)


@pytest.mark.parametrize(
    "text", ["Ein klein wenig, kleiner, Kleinkind.", "l klein, lukasch", "Link, Linking, Kleinian"]
)
def test_other_words_are_left_alone(text: str) -> None:
    assert summary(text) == text


def test_a_long_name_is_seen_inside_of_words_too() -> None:
    assert refused("The lapuschkinesque style", BACH, "[name]")
    assert summary("Bachelor, Offenbach", BACH, "[name]") == "Bachelor, Offenbach"


def test_the_hint_tells_both_ways_out() -> None:
    (fault,) = faults(f"{KLEIN}anonymize: [name, contact]\nsections: {{summary: Klein bottle}}\n")
    assert fault.span == Span("cv.yaml", 9, 21, 9, 33)
    assert fault.hints[0].endswith("`words: {Klein: …}`")
    assert fault.hints[1].endswith("add the phrase to `keep`")
    asked = "{name: true, contact: true, keep: [Klein bottle], words: {Klein: one}}"
    assert summary("A Klein bottle; the Klein method", asked=asked) == "A Klein bottle; the one method"


def test_the_name_is_replaced_in_every_field() -> None:
    text = f"""{BACH}anonymize: [name]
headline: Sebastian Lapuschkin
quote: {{text: S. Bach, author: Bach S}}
metadata: {{title: CV of S. Lapuschkin, subject: Bach S, keywords: [Lapuschkin S, Bachelor]}}
sections:
  Sebastian Lapuschkin’s work:
    - {{title: S. Bach, organization: S. Bach, location: S. Bach, date: with S. Bach, summary: S. Bach,
       details: {{of S. Bach: [S. Bach, b]}}, highlights: [S. Bach]}}
  table: {{kind: table, title: S. Bach, intro: S. Bach, columns: [S. Bach, n], rows: [[S. Bach, 2]]}}
  metrics: {{rows: {{S. Bach: 3}}, source: S. Bach}}
  skills: [{{name: S. Bach, skills: [{{name: S. Bach, level: S. Bach}}]}}]
  patents: [{{title: S. Bach, inventors: [S Bach, "Bach, S.", A. Other]}}]
  publications:
    groups: [{{title: S. Bach, intro: S. Bach, entries: [{{title: S. Bach, note: S. Bach, authors: Bach S; Other A}}]}}]
"""
    found = printed(text)
    assert found.count("Candidate") == 27
    assert {"with Candidate", "Candidate’s work", "of Candidate"} <= set(found)
    _, view = copy_of(text)
    assert view.name == "Candidate"
    assert (view.metadata.title, view.metadata.author) == ("CV of Candidate", "Candidate")
    assert (view.metadata.subject, view.metadata.keywords) == ("Candidate", "Candidate, Bachelor")


def test_metadata_are_made_of_the_copy() -> None:
    _, view = copy_of("name: Ada Example\nheadline: Ada Example, baker\nlocale: de\nanonymize: name\n")
    assert view.metadata.title == "Bewerbende Person – Lebenslauf"
    assert view.metadata.subject == "Bewerbende Person, baker"


PAPERS = """\
sections:
  publications:
    citation: authors first
    max_authors: 2
    entries:
      - title: Ice
        authors: [Carsten Rother, A. Other, B. Other, {name: CT Lueth, equal: true}, D. Other]
      - {title: Snow, authors: "Lüth; Luth, Carsten; Other A"}
"""


def test_oneself_is_found_among_authors_and_stays_in_bold() -> None:
    asked = "anonymize: {name: Applicant 17}\n"
    assert printed(LUETH + asked + PAPERS)[4:8] == ["Rother C", "Other A", "et al.", "Applicant 17*"]
    _, view = copy_of(LUETH + asked + PAPERS)
    bold = [piece.text for piece in pieces_of(view) if r"\textbf" in piece.tex]
    assert bold == ["Applicant 17*", "Applicant 17", "Applicant 17"]


def test_another_with_the_same_name_is_refused_unless_kept() -> None:
    other = "sections: {publications: [{title: x, authors: [Anna Klein, Lukas Klein]}]}\n"
    head = "name: Lukas Klein\n"
    assert places(f"{head}anonymize: [name]\n{other}") == [(3, 48)]
    assert "Anna Klein" in printed(f"{head}anonymize: {{name: true, keep: Anna Klein}}\n{other}")


def test_others_with_the_same_given_name_are_others() -> None:
    """As far as a field tells that it is a person: an author, a student, a referee."""
    text = f"{LUETH}anonymize: [name]\n{PAPERS}  summary: Prof. Carsten Rother\n"
    assert printed(text)[-1] == "Prof. Carsten Rother"
    assert refused("Prof. Carsten Meyer", LUETH, "[name]")
    odd = f"{LUETH}anonymize: [name]\nsections: {{publications: [{{title: x, authors: [Carsten T., Dr. Carsten]}}]}}\n"
    assert len(places(odd)) == 2


def test_dates_are_no_names() -> None:
    head = "name: Jan May\nanonymize: [name]\nsections: {experience: [{title: a, start: 2021-01, end: 2021-05}]}\n"
    assert "Jan 2021 – May 2021" in printed(head)


def test_the_neutral_word_may_be_any_text() -> None:
    _, view = copy_of("name: Ada Example\nanonymize: {name: 'N_1 & {x}'}\nsections: {summary: By Ada Example}\n")
    assert {piece.tex for piece in pieces_of(view)} >= {r"N\_1 \& \{x\}", r"By N\_1 \& \{x\}"}
    assert places("name: Ada Example\nanonymize: {name: Miss Example}\n") == [(1, 7)]


@pytest.mark.parametrize(
    ("name", "told"),
    [("klein", r"Lukas|Klein\b"), ("lueth", r"L(?:ü|u|ue)th|Carsten(?! Rother)|sten2lu|lth\.carsten"),
     ("lapuschkin", r"Lapuschkin|Sebastian|\bBach\b")],
)  # fmt: skip
def test_real_people(name: str, told: str) -> None:
    text = (ROOT / f"cv/{name}.yaml").read_text("utf-8")
    found = printed(f"{text}\nanonymize: [name, contact]\n")
    if name == "klein":  # a colleague of others
        assert found.count("Candidate") == 10
    assert re.search(told, "\n".join(found), re.IGNORECASE if name == "lueth" else 0) is None


# --- how one is reached ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("lukas.klein@ethz.ch", "[…]"),
        ("LUKAS.KLEIN@ETHZ.CH", "[…]"),
        ("lukas.klein (at) ethz.ch, lukas.klein [at] ethz [dot] ch", "[…], […]"),
        ("lukas.klein@example.com; lukas@klein.org.", "[…]; […]."),
        ("030 31002371 or 0049-30-310 02 371, tel. +493031002371; 31002372", "[…] or […], tel. […]; 31002372"),
        ("Strandweg 4, D-24103 Kiel", "[…], D-[…]"),
        ("lklein7, @lklein7; see github.com/lklein7/tools.", "[…], […]; see […]."),
        ("http://www.lklein.org/cv and lklein.org", "[…] and […]"),
        ("0000-0002-1825-0097", "[…]"),
        ("[m](mailto:lukas.klein@ethz.ch) [t](tel:+493031002371)", "m t"),
        ("[a](https://github.com/lukas-klein) [b](https://x.org/l%6Blei%6E7) [c](https://x.org/Klein)", "a b c"),
        ("https://example.org/lukasklein, https://example.org/other", "[…], https://example.org/other"),
        ("We made it in Kiel.", "We made it in Kiel."),
    ],
)
def test_what_reaches_the_person_is_replaced_wherever_it_stands(text: str, written: str) -> None:
    assert summary(text) == written


def test_an_address_in_letters_of_its_own_is_read() -> None:
    assert summary("See https://xn--lth-hoa.de/ and [x](https://l%C3%BCth.de).", LUETH, "[name]") == "See […] and x."
    assert summary("See https://xn--999999999.de/.", LUETH, "[name]") == "See https://xn--999999999.de/."


def test_accounts_that_may_be_any_word_go_from_addresses_only() -> None:
    head = "name: Ada Example\ncontact: {profiles: {github: python}, email: science@example.org}\n"
    text = "Python and science: github.com/python/x, @python, science@uni.org; https://python.org"
    assert summary(text, head) == "Python and science: […], […], […]; […]"


def test_contact_data_that_stay_are_refused_where_they_tell_the_name() -> None:
    found = faults(f"{KLEIN}anonymize: [name]\n")
    assert [fault.span.line for fault in found if fault.span] == [3, 6, 7]
    assert {hint for fault in found for hint in fault.hints} == {"add `contact` to `anonymize`"}


def test_the_parts_of_the_contact_data_go_one_by_one() -> None:
    for item, count in (("address", 1), ("phone", 1), ("email", 1), ("website", 1), ("profiles", 2), ("contact", 6)):
        _, view = copy_of(f"{KLEIN}anonymize: [{item}]\n")
        assert len(view.contacts) == 6 - count


def test_the_day_of_birth_goes_in_any_form() -> None:
    head = "name: Ada Example\nborn: {date: 1988-04-02, place: Turku}\n"
    text = "1988-04-02, Apr 2, 1988, 2.4.1988, 02.04.1988, 4/2/1988; in 1988 at Turku"
    assert summary(text, head, "[born]") == "[…], […], […], […], […]; in 1988 at Turku"


# --- links, organizations, references, words ------------------------------------------------

LINKED = """\
sections:
  publications:
    - {title: "Ice [pdf](https://example.org/ice)", doi: 10.5555/klein.1, arxiv: "2001.00001",
       links: {Code: "https://github.com/lukas-klein/x", Data: "https://example.org/d"},
       note: "doi:10.5555/77, https://example.org/n, arXiv:2001.00002v3"}
"""


def links_of(text: str) -> list[str]:
    copy, view = copy_of(text)
    assert prove_view(copy.cv, view, copy.secrets) == []
    return [link for piece in pieces_of(view) for link in piece.links]


def test_links_that_tell_go_and_all_of_them_by_choice() -> None:
    head = "name: Lukas Klein\n"
    assert links_of(f"{head}anonymize: [name]\n{LINKED}") == [
        "https://example.org/ice", "https://arxiv.org/abs/2001.00001", "https://example.org/d",
    ]  # fmt: skip
    assert links_of(f"{head}anonymize: [links, name]\n{LINKED}") == []
    assert printed(f"{head}anonymize: [links]\n{LINKED}")[3:] == ["Ice pdf", "[…], […], […]"]


def test_urls_of_every_kind_of_entry_go() -> None:
    text = (ROOT / "cv/example.yaml").read_text("utf-8")
    assert links_of(f"{text}\nanonymize: [contact, references, links]\n") == []


def test_organizations_are_replaced() -> None:
    text = """\
sections:
  experience: [{organization: University of Ice, roles: [{title: a, summary: At the University of Ice.}]}]
  teaching: [{title: b, organization: Snow, date: 2021, summary: Snow falls}]
"""
    head = "name: Ada Example\nanonymize: {organizations: an institution}\n"
    assert [text for text in printed(head + text) if "instit" in text] == [
        "an institution",
        "At the an institution.",
        "an institution",
    ]
    assert "[…]" in printed("name: Ada Example\nanonymize: [organizations]\n" + text)


def test_referees_and_how_they_are_reached_go() -> None:
    text = """\
name: Ada Example
anonymize: [references]
sections:
  summary: Ask berg@example.org or 0431 2312501.
  references: [{name: Anna Berg, email: berg@example.org, phone: +49 431 2312501}]
"""
    assert printed(text)[2:] == ["Summary", "Ask […] or […]."]


def test_words_of_ones_own_go() -> None:
    asked = "{words: {ETH Zürich: a university, DKFZ: , Prof. Buhmann: a professor}}"
    text = "eth Zuerich, ETH Zurich, DKFZ (dkfz), with Prof.  Buhmann"
    assert summary(text, "name: Ada Example\n", asked) == "eth Zuerich, a university, […] (dkfz), with a professor"


def test_what_is_not_there_is_said() -> None:
    asked = "[name, photo, born, contact, links, organizations, references]"
    copy, _ = copy_of(f"name: Ada Example\nanonymize: {asked}\n")
    assert {fault.code for fault in copy.diagnostics} == {"nothing-to-remove"}
    assert len(copy.diagnostics) == 6
    copy, _ = copy_of("name: Ada Example\nanonymize:\n  words: [Ada, Bob]\n")
    assert [str(fault.span) for fault in copy.diagnostics] == ["cv.yaml:3:11", "cv.yaml:3:16"]


# --- what would slip through ----------------------------------------------------------------


def test_the_options_of_a_template_are_looked_at() -> None:
    assert places("name: Ada Example\nanonymize: [name]\ndesign: {footer: Ada Example}\n") == [(3, 18)]


def test_raw_latex_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cv.yaml"
    path.write_text("name: Ada Example\nanonymize: [name]\nsections: {summary: !tex '\\LaTeX'}\n", "utf-8")
    found = validate_file(path, allow_raw_tex=True)
    assert [(fault.code, fault.severity) for fault in found if fault.severity == "error"] == [
        ("not-anonymous", "error")
    ]


def test_a_cv_of_which_nothing_is_to_go_is_the_cv(tmp_path: Path) -> None:
    path = tmp_path / "cv.yaml"
    text = "name: Ada Example\nanonymize: []\nsections: {summary: !tex '\\LaTeX'}\n"
    for asked in ("[]", "{name: false}", "[photo]"):
        path.write_text(text.replace("[]", asked), "utf-8")
        assert {fault.severity for fault in validate_file(path, allow_raw_tex=True)} == {"warning"}


def test_the_photo_goes() -> None:
    example = ROOT / "cv/example.yaml"
    plans = [make_plan(example, Choice(settings=settings)) for settings in ((), ("anonymize=photo",))]
    assert [bool(plan.photo) for plan in plans if isinstance(plan, Plan)] == [True, False]


def test_the_schema_says_the_same() -> None:
    schema = Draft202012Validator(json_schema())
    good: list[object] = [["name", "photo"], "name, photo", {"name": "Applicant 17", "contact": True}, {"name": True},
                          {"words": ["a"], "keep": "b"}, {"words": {"a": "b"}}]  # fmt: skip
    bad: list[object] = [["fotos"], {"nam": True}, {"contact": "perhaps"}, 7]
    assert [schema.is_valid({"name": "Ada", "anonymize": asked}) for asked in good] == [True] * len(good)
    assert [schema.is_valid({"name": "Ada", "anonymize": asked}) for asked in bad] == [False] * len(bad)


def test_what_is_kept_is_a_phrase() -> None:
    for kept in ("Klein", "lukas klein", "lukas.klein@ethz.ch"):
        copy, _ = copy_of(f"{KLEIN}anonymize: {{name: true, contact: true, keep: [{kept}]}}\n")
        (fault,) = copy.diagnostics
        assert (fault.code, str(fault.span)) == ("bad-value", "cv.yaml:8:47")


def test_labels_that_would_become_one_are_refused() -> None:
    text = "sections: {experience: [{title: a, details: {Ada Example: x, A. Example: y}}]}\n"
    assert len(places(f"name: Ada Example\nanonymize: [name]\n{text}")) == 2


def test_positions_survive() -> None:
    """Also those of labels that are replaced, and of what stands behind them."""
    text = """\
name: Ada Example
anonymize: [name]
sections:
  A. Example’s work:
    - {title: a, details: {of A. Example: [b, c]}}
"""
    _, view = copy_of(text)
    at = {piece.text: (piece.span.line, piece.span.column) for piece in pieces_of(view) if piece.span}
    assert at == {
        "Candidate": (1, 7),
        "Candidate’s work": (4, 3),
        "a": (5, 15),
        "of Candidate": (5, 28),
        "b": (5, 44),
        "c": (5, 47),
    }


@pytest.mark.parametrize(
    "text",
    [
        "L ",
        "L.",
        "*",
        "[",
        "a.",
        "1 ",
        "a@",
        "Klein, ",
        "[a]",
        "( at ) ",
        "lukas ",
        "[x](http://",
        "(",
        "x",
        "- ",
        "ab\n",
    ],
)
def test_long_texts_are_looked_through(text: str) -> None:
    """What took time with the square of its length, or its power, would take minutes here."""
    copy, _ = copy_of(f"{KLEIN}anonymize: [name, contact, links]\n")
    long = text * 15_000
    Rewriting(copy.secrets, Person(copy.cv), "x", links=True, organizations=None).text(long)
    copy.secrets.leaks(long)
    list(copy.secrets.broken_leaks(long))


def test_a_name_without_end_is_refused() -> None:
    copy, _ = copy_of(f"name: {'Ada ' * 60}Example\nanonymize: [name]\n")
    assert [fault.code for fault in copy.diagnostics] == ["too-large"]


def test_folding() -> None:
    assert fold("Łukasz Ünal-Đặng ﬁ Ø ß") == "lukasz unal-dang fi o ss"
    assert spellings("Lüth") == ["luth", "lueth"]
    assert spellings("Mueller") == ["mueller", "muller"]
    folded = Folded.of("aﬁu\u0308b")
    assert folded.text == "afiub"
    assert folded.range(2, 4) == (1, 4)


# --- finished files -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def secrets() -> Secrets:
    return copy_of(f"{KLEIN}anonymize: [name, contact]\n")[0].secrets


def blank() -> PdfWriter:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    return writer


def told(secrets: Secrets, writer: PdfWriter, beside: bytes = b"") -> list[str]:
    file = io.BytesIO()
    writer.write(file)
    pdf = file.getvalue() + beside
    found = told_by_pdf(secrets, pdf, read_pdf(pdf), "the PDF")
    assert {fault.code for fault in found} <= {"not-anonymous"}
    assert all(fault.span and fault.span.path == "cv.yaml" and fault.span.line for fault in found)
    return [fault.message for fault in found]


def test_an_empty_pdf_tells_nothing(secrets: Secrets) -> None:
    assert told(secrets, blank()) == []


def test_metadata_tell(secrets: Secrets) -> None:
    writer = blank()
    writer.add_metadata({"/Author": "Klein, L.", "/Other": "lukas.klein@ethz.ch"})
    assert any("in its metadata" in message for message in told(secrets, writer))
    writer = blank()
    stream = DecodedStreamObject()
    stream.set_data(b"<rdf:li>Lukas</rdf:li><rdf:li>Klein</rdf:li>")
    stream.update({NameObject("/Type"): NameObject("/Metadata"), NameObject("/Subtype"): NameObject("/XML")})
    writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)
    assert any("in its metadata" in message for message in told(secrets, writer))


def test_the_outline_tells(secrets: Secrets) -> None:
    writer = blank()
    writer.add_outline_item(title="The Klein years", page_number=0)
    assert any("in its outline" in message for message in told(secrets, writer))


def test_links_tell(secrets: Secrets) -> None:
    writer = blank()
    target = TextStringObject("https://example.org/%6C%75kas-klein")
    action = DictionaryObject({NameObject("/S"): NameObject("/URI"), NameObject("/URI"): target})
    area = ArrayObject([NumberObject(number) for number in (0, 0, 9, 9)])
    note = DictionaryObject({NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/Link"),
                             NameObject("/Rect"): area, NameObject("/A"): action})  # fmt: skip
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])
    assert any("in a link" in message for message in told(secrets, writer))


def test_attachments_tell_by_name_and_content(secrets: Secrets) -> None:
    for name, content in (("klein.txt", b"nothing"), ("a.txt", b"by Lukas Klein")):
        writer = blank()
        writer.add_attachment(name, content)
        assert told(secrets, writer), name


def test_objects_that_nothing_shows_tell(secrets: Secrets) -> None:
    writer = blank()
    writer._add_object(DictionaryObject({NameObject("/X"): ArrayObject([TextStringObject("+49 30 31002371")])}))
    assert any("in an object" in message for message in told(secrets, writer))


def test_names_and_streams_that_nothing_shows_tell(secrets: Secrets) -> None:
    writer = blank()
    writer._add_object(DictionaryObject({NameObject("/LukasKlein"): NumberObject(1)}))
    assert any("the name of an object" in message for message in told(secrets, writer))
    writer = blank()
    stream = DecodedStreamObject()
    stream.set_data(b"x lukas.klein@ethz.ch x")
    writer._add_object(stream.flate_encode())
    assert any("in a stream" in message for message in told(secrets, writer))


def test_bytes_that_are_no_object_tell(secrets: Secrets) -> None:
    assert any("in its bytes" in message for message in told(secrets, blank(), b"% lukas.klein@ethz.ch"))
    russian = copy_of("name: {given: Мария, family: Петрова}\nanonymize: [name]\n")[0].secrets
    assert told(russian, blank()) == []
    assert told(russian, blank(), "% петрова".encode())


def test_what_can_not_be_read_is_not_proven(secrets: Secrets) -> None:
    writer = blank()
    stream = DecodedStreamObject()
    stream.set_data(b"anything")
    stream[NameObject("/Filter")] = NameObject("/OwnDecode")
    writer._add_object(stream)
    file = io.BytesIO()
    writer.write(file)
    found = told_by_pdf(secrets, file.getvalue(), read_pdf(file.getvalue()), "the PDF")
    assert [fault.code for fault in found] == ["bad-pdf"]


def test_a_short_number_may_be_any_number() -> None:
    head = "name: Ada Example\ncontact: {phone: 12-34}\n"
    assert summary("1234 or 12-34", head, "[phone]") == "1234 or 12-34"


def test_text_that_a_line_or_a_space_breaks_tells(secrets: Secrets) -> None:
    lapuschkin = copy_of(f"{BACH}anonymize: [name]\n")[0].secrets
    for text in ("Lapusch-\nkin", "Lapusch\nkin", "L a p u s c h k i n", "B a c h", "Ba-\nch"):
        assert [*lapuschkin.broken_leaks(text)], text
    for text in ("lukas.klein@\nethz.ch", "lklein\n7"):
        assert [*secrets.broken_leaks(text)], text
    assert [*lapuschkin.broken_leaks("Offen-\nbach, Ba\nch b a c k")] == []


def test_the_files_of_latex_tell(secrets: Secrets) -> None:
    said = {
        "cv.tex": rb"\name{}{Candidate} % \cvlink{mailto:lukas.\allowbreak{}klein@ethz.ch}",
        "own.sty": "% Größe nach L.~Klein".encode(),
        "photo.jpg": b"Lukas Klein",
    }
    found = told_by_files(secrets, said)
    assert {fault.message.split()[0] for fault in found} == {"cv.tex", "own.sty"}
    assert told_by_files(secrets, {"cv.tex": rb"\name{}{Candidate}\kleinskip"}) == []


def test_the_name_of_the_file_is_warned_of(secrets: Secrets) -> None:
    (fault,) = told_by_name(secrets, "klein-anonymous.de")
    assert (fault.code, fault.severity) == ("telling-name", "warning")
    assert told_by_name(secrets, "applicant-17") == []
