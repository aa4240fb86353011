"""Escaping loses nothing and lets no command through; marks mean what CommonMark says, and all else is text."""

from __future__ import annotations

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fuzz_targets import LIGATURES, MARKS, QUOTES, address_of, folded, in_one_line, unbroken, unescape, without_marks
from texcv.tex import MAX_UNBROKEN, Tex, encode_url, escape_text, escape_url, inline, url_text
from texcv.tex.marks import _parsed

hostile = st.text(alphabet="\\{}$&#%_^~<>|\"'`-,!?* \n\tab1é≥", max_size=60)

# --- escape_text ----------------------------------------------------------------------------


@given(st.one_of(st.text(), hostile))
@example("\\input{/etc/passwd} ^^5c100 % $5M R&D #1 a_b ~50 \\\\ \\% {}")
@example("e\u0301 \u1e63\u0307 \u212b")
def test_escape_then_unescape_is_the_identity(text: str) -> None:
    assert unescape(escape_text(text)) == folded(text)


@pytest.mark.parametrize("char", [chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x100))])
def test_every_character_is_told_from_its_neighbours(char: str) -> None:
    for text in (char, char * 2, f"a{char}b", f"{char}{{}}", f"\\{char}", f"{char}`"):
        assert unescape(escape_text(text)) == text


@pytest.mark.parametrize("pair", LIGATURES)
@pytest.mark.parametrize("frame", ["{}", "a{}b", "{0}{0}", "x {} {}y"])
def test_no_pair_becomes_a_ligature(pair: str, frame: str) -> None:
    tex = escape_text(frame.format(pair, pair))
    assert not any(ligature in tex for ligature in LIGATURES)


@pytest.mark.parametrize("pair", QUOTES)
def test_no_pair_of_quotes_or_dashes_becomes_another(pair: str) -> None:
    assert pair not in escape_text(f"‚a{pair} b{pair}{pair}")


@given(st.text(alphabet="-,<>`'?!a ", max_size=80))
def test_no_text_has_ligatures(text: str) -> None:
    tex = escape_text(text)
    assert not any(ligature in tex for ligature in LIGATURES)


def test_letters_stay_as_they_are() -> None:
    assert escape_text("Łukasz Ünal-Đặng, São “Tomé” – α ≥ 1") == "Łukasz Ünal-Đặng, São “Tomé” – α ≥ 1"


def test_a_line_can_not_end_in_a_hyphen() -> None:
    """pdftotext would take it for one that a line break made."""
    assert escape_text("pre- and post-war - or so") == "pre-~and post-war -~or so"


def test_a_space_that_keeps_words_together_stays() -> None:
    assert escape_text("81\u00a0%") == r"81~\%"


def test_letters_and_their_accents_are_composed() -> None:
    assert escape_text("e\u0301") == "é"


# --- long words -----------------------------------------------------------------------------


@given(st.text(alphabet=string.ascii_letters + string.digits + "/.,;:_=&?@-#%~é", min_size=1, max_size=300))
@example("a" * 200)
@example("-" * 200)
@example("_" * 31)
def test_long_words_can_be_broken(word: str) -> None:
    tex = escape_text(word)
    assert unescape(tex) == word
    assert max(map(len, unbroken(tex))) <= MAX_UNBROKEN


def test_words_of_common_length_are_not_broken() -> None:
    assert r"\allowbreak" not in escape_text("Donaudampfschifffahrtskapitän " + "x" * MAX_UNBROKEN)


@pytest.mark.parametrize("space", [" ", "\n", "\t", "\u2003", "\u3000"])
def test_no_space_makes_two_words_one_long_word(space: str) -> None:
    assert escape_text(f"Elektrotechnik{space}Informationstechnologie") == "Elektrotechnik Informationstechnologie"


def test_an_address_is_broken_behind_its_punctuation() -> None:
    parts = unbroken(escape_text("https://example.org/a-long/path?with=some&query=strings"))
    assert parts[:3] == ["https://", "example.", "org/"]
    assert "query=" in parts


def test_an_accent_is_not_cut_from_its_letter() -> None:
    for word in ("abx\u0302" * 20, ("a" * 8 + "\u0302") * 10, "a" + "\u0302" * 60):
        parts = unbroken(escape_text(word))
        assert "".join(parts) == folded(word)
        assert not any(unicodedata.combining(part[0]) for part in parts)


# --- escape_url -----------------------------------------------------------------------------


@given(st.one_of(st.text(), st.text(alphabet="%~#_{}\\^&$ é/aF0?=+", max_size=60)))
@example("https://example.org/a b/100%/%20/~ü#x_y{z}?q=1&r=$2%")
def test_a_link_leads_where_it_led(url: str) -> None:
    plain = address_of(escape_url(url))
    assert unquote_to_bytes(plain) == unquote_to_bytes(url)
    assert re.fullmatch(r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*", plain), "RFC 3986"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/people/~rks?lang=en&q=a+b#c_d",
        "https://example.org/a%20b%C3%A4",
        "https://doi.org/10.1002/(SICI)1097-4628;2",
        "mailto:a@example.org",
        "tel:+4930123",
        "http://[::1]/",
    ],
)
def test_a_sound_address_stays_as_it_is(url: str) -> None:
    assert address_of(escape_url(url)) == url


@pytest.mark.parametrize(
    ("url", "encoded"),
    [
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/%zz", "https://example.org/%25zz"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/ü", "https://example.org/%C3%BC"),
        ('https://example.org/{a}|"b"^\\<c>`', "https://example.org/%7Ba%7D%7C%22b%22%5E%5C%3Cc%3E%60"),
    ],
)
def test_what_an_address_can_not_hold_is_encoded(url: str, encoded: str) -> None:
    assert address_of(escape_url(url)) == encoded


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/", "example.org"),
        ("http://example.org/a_b/", "example.org/a_b/"),
        ("https://www.example.org/~a?b=c&d=100%", "www.example.org/~a?b=c&d=100%"),
        ("mailto:a--b@example.org", "a--b@example.org"),
        ("tel:+49-30-123", "+49-30-123"),
    ],
)
def test_an_address_is_printed_without_its_scheme(url: str, shown: str) -> None:
    printed = url_text(url)
    assert (printed.text, unescape(printed.tex), printed.links) == (shown, shown, (encode_url(url),))


@given(st.text(alphabet="abcé/.-_=&?#@~%", min_size=1, max_size=80))
def test_a_printed_address_reads_as_its_text(rest: str) -> None:
    printed = url_text(f"https://example.org/x{rest}")
    assert unescape(printed.tex) == printed.text
    assert not any(ligature in printed.tex for ligature in LIGATURES)


# --- in-line Markdown -----------------------------------------------------------------------


def fixtures() -> Iterator[tuple[str, str, list[str]]]:
    """Title, input, and the lines of what is expected."""
    text = (Path(__file__).parent / "inline.txt").read_text("utf-8")
    for title, source, wanted in re.findall(r"^([^\n]+)\n\.\n(.*?)\n\.\n(.*?)\n\.\n", text, re.DOTALL | re.MULTILINE):
        yield title, source, wanted.split("\n")


CASES = list(fixtures())


def test_all_fixtures_are_read() -> None:
    lines = (Path(__file__).parent / "inline.txt").read_text("utf-8").split("\n")
    assert len(CASES) == lines.count(".") / 3
    assert len(CASES) >= 50
    assert len({title for title, _, _ in CASES}) == len(CASES)


@pytest.mark.parametrize(("source", "wanted"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_inline(source: str, wanted: list[str]) -> None:
    parsed = inline(source)
    assert [parsed.tex, parsed.text, *parsed.links] == wanted


no_marks = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=MARKS + "\u1680"))


words_in_stars = st.lists(
    st.sampled_from(["**", "*", "a", "b c", "_", "é", " ", "(", ")", ".", ",", "-", "**bold**", "*italic*", " **x** "]),
    max_size=10,
).map("".join)


@given(words_in_stars)
@example("**a** *b* (**c d**), e.")
@example("**a**b **c")
def test_clear_emphasis_is_what_the_parser_makes_of_it(text: str) -> None:
    assert inline(text) == _parsed(re.sub(" +", " ", text).strip(" "))


@given(no_marks)
@example("0" * 8 + "\u0300" + "0" * 7 + "\u0300" + "0" * 7 + "\u0300" + "0" * 6)
def test_text_without_marks_is_text(text: str) -> None:
    parsed = inline(text)
    assert parsed.text == in_one_line(text)
    assert unescape(parsed.tex) == folded(parsed.text)
    assert parsed.links == ()


valid = st.text(st.characters(exclude_categories=["Cc", "Cs"]))  # the model refuses the others
fragments = st.lists(
    st.one_of(
        st.sampled_from([*"*_`[]()!<>^~\\ab1é \n", "**", "](", "](https://example.org)", "](mailto:a@b.org)"]),
        st.sampled_from(["[a", "https://example.org", "&amp;", "&#65;", '"t"', "\\*", "\\\\", "~~", "``", "\u00a0"]),
    ),
    max_size=30,
).map("".join)


@given(st.one_of(fragments, valid))
@example("[a](https://example.org/&lt;b)")
def test_no_letter_is_lost(text: str) -> None:
    parsed = inline(text)
    kept = Counter(parsed.text + "".join(parsed.links))
    lost = Counter(char for char in text if char.isalnum()) - kept
    assert not lost


@given(st.one_of(fragments, valid))
def test_nothing_is_added_or_moved(text: str) -> None:
    rest = iter(in_one_line(text))
    assert all(char in rest for char in inline(text).text)


@given(fragments)
def test_only_marks_are_carried_out(text: str) -> None:
    """What is not in the text is a mark, or the target of a link."""
    parsed = inline(text)
    gone = Counter(in_one_line(text).replace(" ", "")) - Counter(parsed.text + "".join(parsed.links))
    assert set(gone) <= set(MARKS + "()")


@given(fragments)
def test_the_latex_prints_the_text(text: str) -> None:
    """Without the commands of marks, the LaTeX is the escaped text."""
    parsed = inline(text)
    assert unescape(without_marks(parsed.tex)) == folded(parsed.text)


# --- the type -------------------------------------------------------------------------------


def test_only_tex_can_be_added_to_tex() -> None:
    both = Tex("a") + Tex("b")
    assert type(both) is Tex
    assert both == "ab"
    with pytest.raises(TypeError, match="only Tex"):
        Tex("a") + "b"


def test_what_is_made_of_tex_in_another_way_is_no_tex() -> None:
    tex = Tex("a&b")
    made = ("x" + tex, f"{tex}", tex[:1], tex.upper(), tex.replace("a", "b"), Tex("%s") % "x", tex.join("ab"), tex * 2)
    assert [type(value) for value in made] == [str] * len(made)
