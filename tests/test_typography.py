"""Hostile typography: each text reads back as it was typed, or is refused at its character."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from texcv import TexcvError, render
from texcv.check.reading import read_pdf
from texcv.check.text import normal
from texcv.templates import known_templates

CvFile = Callable[..., Path]

READ = {
    "ASCII": "".join(map(chr, range(0x21, 0x7F))),
    "ASCII, apart": " ".join(map(chr, range(0x21, 0x7F))),
    "Latin-1": "".join(chr(code) for code in range(0xA1, 0x100) if code != 0xAD),
    "Latin-1, apart": " ".join(chr(code) for code in range(0xA1, 0x100) if code != 0xAD),
    "TeX's own": r"\ { } $ & # % _ ^ ~ \\ \% \par \input{x} ^^5c ^^M $x^2_i$ 100%of a_b #1 &amp; ~/x \end{document}",
    "English quotes": "“double ‘single’ double”, it’s",
    "German quotes": "„doppelt ‚einfach‘ doppelt“",
    "French quotes": "« guillemets ‹ simples › »",
    "French quotes, kept together": "«\u00a0guillemets ‹\u202fsimples\u202f›\u00a0»",
    "Danish quotes": "»omvendt ›enkelt‹ omvendt«",
    "Swedish quotes": "”samma ’samma’ samma”",
    "Polish quotes": "„cytat ‚cytat’ cytat”",
    "straight quotes": "\"double\" 'single' `tick` ''two'' ``ticks`` ,,low'' '\"'\"",
    "dashes": "a-b a--b a---b – en — em 1–2 - -- --- - a",
    "minus and friends": "− ± × ÷ · • … ‰ ° ′ ″",
    "spaces": "10\u00a0km 5\u202fkg 1\u2007234 a\u2009b a\u200ab a\u2003b a\u3000b",
    "accents": "é è ê ë ē ė ę ü ñ ç Å ø ł đ ő ș ț ş ţ ǆ",
    "accents apart": "e\u0301 e\u0300 u\u0308 n\u0303 c\u0327 A\u030a o\u030b s\u0326 e\u0302\u0301",
    "Vietnamese": "Nguyễn Đặng Trường Việt ơ ư",
    "ligature words": "office affluent flight fjord Auflage shelfful final ffi ffl fi fl ff offfice",
    "ligatures": "ﬁ ﬂ ﬀ ﬃ ﬄ Æ æ Œ œ Ĳ ĳ ß",
    "arrows of ASCII": "-> <- => <= >= != == <-> |-> a->b x<=y <<a>> <!-- -->",
    "arrows": "← → ↑ ↓ ↔ ⇐ ⇒ ⇔",
    "fractions": "½ ¼ ¾ 1/2 1⁄2",
    "mathematics": "≤ ≥ ≈ ≡ ∞ ∑ ∏ ∫ √ ∂ ∇ ∈ ∀ ∃ ∪ ∩ ⊂ ∝ ∼ ⊕ ⊗ ⟨x⟩",
    "Greek of formulas": "α β γ δ ε λ μ π σ ω Γ Δ Σ Ω µm Ω",
    "raised and lowered": "x² y³ a⁴ m⁻¹ H₂O CO₂ ª º x⁽ⁿ⁾",
    "raised by marks": "x^2^ H~2~O 1^st^",
    "money": "€ £ ¥ $ ¢ ₩ ₫ ₱ ¤ €500 500\u00a0€ $5M",
    "signs": "© ® ™ § ¶ † ‡ № ℃ ¿qué? ¡sí!",
    "marks that are none": "5*6*7 __init__ a*b _x *.py f(*args) [x] [x](y z) ** ~~ ^^ ``",
    "URLs": "https://example.org/a_b/c~d?x=1&y=%20#z user@example.org a/b\\c",
    "long words": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "dots": ". .. ... .... a.b. d. h. e.g. z. B.",
}
"""All of it is typeset in every template."""

MARKED = {"TeX's own", "straight quotes", "raised by marks", "marks that are none"}
"""In these, Markdown has its marks, or takes a backslash for one."""

REFUSED = {
    "zero width space": ("a\u200bb", "\u200b"),
    "word joiner": ("a\u2060b", "\u2060"),
    "byte order mark": ("a\ufeffb", "\ufeff"),
    "soft hyphen": ("Donau\u00addampf", "\u00ad"),
    "joiner": ("Auf\u200clage", "\u200c"),
    "right-to-left mark": ("a\u200fb", "\u200f"),
    "right-to-left override": ("a\u202eb", "\u202e"),
    "bell": ("a\u0007b", "\u0007"),
    "next line": ("a\u0085b", "\u0085"),
    "line separator": ("a\u2028b", "\u2028"),
    "paragraph separator": ("a\u2029b", "\u2029"),
    "private use": ("a\ue000b", "\ue000"),
    "noncharacter": ("a\ufdd0b", "\ufdd0"),
    "tag": ("a\U000e0041b", "\U000e0041"),
    "accent on nothing that has it": ("x\u0301", "\u0301"),
    "accent on a space": ("a \u0301", "\u0301"),
    "letter that no font has": ("o\u0328n", "ǫ"),
    "fraction that no font has": ("1 ⅓", "⅓"),
    "unequal": ("a ≠ b", "≠"),
    "hyphen of Unicode": ("a‐b", "‐"),
    "non-breaking hyphen": ("a‑b", "‑"),
    "figure dash": ("1‒2", "‒"),
    "bullet": ("a ▪ b", "▪"),
    "Cyrillic": ("Привет", "П"),
    "emoji": ("ok 👍", "👍"),
    "replacement character": ("a\ufffdb", "\ufffd"),
}
"""In the templates that have the Latin script only; each with the character that is named."""


def of_texts(texts: list[str]) -> str:
    """Each text as a point, a headline or title, in code and in bold."""
    entries = [{"title": text, "highlights": [text]} for text in texts]
    content = {"name": "Ada Example", "headline": texts[0], "sections": {"experience": entries, "interests": texts}}
    return yaml.safe_dump(content, allow_unicode=False, sort_keys=False, width=10**6)


@pytest.mark.latex
@pytest.mark.parametrize("template", known_templates())
def test_hostile_texts_read_back(cv_file: CvFile, template: str) -> None:
    """The check says so, and a count of each text in what the pages say, which takes no view to know it."""
    path = cv_file(of_texts(list(READ.values())))
    pdf = render(path, template=template, output=path.parent).files[0]
    page = normal("".join(page.text for page in read_pdf(pdf.read_bytes()).pages))
    plain = [text for name, text in READ.items() if name not in MARKED]
    assert len(plain) > 25
    for text in plain:
        assert page.count(normal(unicodedata.normalize("NFC", text))) >= 3, text


@pytest.mark.parametrize("name", REFUSED)
def test_what_can_not_be_read_back_is_refused_at_its_place(cv_file: CvFile, name: str) -> None:
    """Before TeX is started, which is not marked as needed here."""
    text, char = REFUSED[name]
    path = cv_file(of_texts(["fine", text]))
    with pytest.raises(TexcvError) as raised:
        render(path, template="classic", output=path.parent)
    found = raised.value.diagnostics
    assert {fault.code for fault in found} <= {"bad-character", "missing-glyph"}
    lines = [number for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if "fine" not in line]
    for fault in found:
        assert fault.span is not None
        assert fault.span.line in lines
        assert f"U+{ord(char):04X}" in fault.message
    assert len(found) >= 3
    assert not path.with_suffix(".pdf").exists()


def test_the_place_is_that_of_the_very_character(cv_file: CvFile) -> None:
    path = cv_file("name: Ada Example\nsections: {interests: [Chess, a ≠ b]}\n")
    with pytest.raises(TexcvError) as raised:
        render(path, template="classic", output=path.parent)
    assert [str(fault.span) for fault in raised.value.diagnostics] == [f"{path}:2:33"]
