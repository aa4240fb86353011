"""The scripts that texcv knows, and the fonts that have them. Names of files are those of Noto and TeX."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

from texcv.frozen import frozen


@frozen
class Family:
    """A font family: regular, bold, italic and bold italic, as files; "" where there is none of its own.

    `features` are luaotfload's; `face` is the font's number in a collection.
    """

    regular: str
    bold: str = ""
    italic: str = ""
    bold_italic: str = ""
    features: str = ""
    face: int | None = None


@frozen
class Script:
    """A script: what people call it, and a family to go with a sans serif and with a serif."""

    name: str
    sans: Family
    serif: Family


def _noto(kind: str, script: str, tag: str) -> Family:
    stem = f"Noto{kind}{script}"
    return Family(f"{stem}-Regular.ttf", f"{stem}-Bold.ttf", features=f"script={tag}")


def _european(kind: str) -> Family:
    regular, bold, italic, both = (f"Noto{kind}-{shape}.ttf" for shape in ("Regular", "Bold", "Italic", "BoldItalic"))
    return Family(regular, bold, italic, both)


def _cjk(kind: str, face: int) -> Family:
    return Family(f"Noto{kind}CJK-Regular.ttc", f"Noto{kind}CJK-Bold.ttc", face=face)


def _both(name: str, script: str, tag: str) -> Script:
    return Script(name, _noto("Sans", script, tag), _noto("Serif", script, tag))


def _east_asian(name: str, face: int) -> Script:
    return Script(name, _cjk("Sans", face), _cjk("Serif", face))


_EUROPEAN = (_european("Sans"), _european("Serif"))

LATIN = Script("Latin", *_EUROPEAN)
JAPANESE = _east_asian("Japanese", 0)
KOREAN = _east_asian("Korean", 1)
CHINESE = _east_asian("Chinese", 2)
TRADITIONAL = _east_asian("Chinese", 3)
SYMBOLS = Script("symbols", Family("Symbola_hint.ttf"), Family("Symbola_hint.ttf"))
OTHER_SYMBOLS = tuple(map(Family, ("Symbola.ttf", "NotoSansSymbols2-Regular.ttf", "NotoEmoji-Regular.ttf")))
"""What other systems than Debian have instead; none is a font of pictures."""

_BY_WORD = {
    "LATIN": LATIN,
    "GREEK": Script("Greek", *_EUROPEAN),
    "CYRILLIC": Script("Cyrillic", *_EUROPEAN),
    "HEBREW": _both("Hebrew", "Hebrew", "hebr"),
    "ARABIC": Script("Arabic", _noto("Sans", "Arabic", "arab"), _noto("Naskh", "Arabic", "arab")),
    "DEVANAGARI": _both("Devanagari", "Devanagari", "dev2"),
    "THAI": _both("Thai", "Thai", "thai"),
    "HANGUL": KOREAN,
    "HIRAGANA": JAPANESE,
    "KATAKANA": JAPANESE,
    "CJK": CHINESE,
    "IDEOGRAPHIC": CHINESE,
    "FULLWIDTH": CHINESE,
    "BOPOMOFO": CHINESE,
}
"""By the first word of a character's name in Unicode, which is its script's."""

BASE_FONTS = {
    "latin-modern-sans": "lmsans10-regular.otf",
    "latin-modern": "lmroman10-regular.otf",
    "heros": "texgyreheros-regular.otf",
    "adventor": "texgyreadventor-regular.otf",
    "pagella": "texgyrepagella-regular.otf",
    "termes": "texgyretermes-regular.otf",
    "schola": "texgyreschola-regular.otf",
    "bonum": "texgyrebonum-regular.otf",
}
"""The font of each value of the option `font`, in LuaTeX."""

SANS = {"latin-modern-sans", "heros", "adventor"}


EAST_ASIAN = (JAPANESE, KOREAN, CHINESE)

JOINERS = frozenset("\u200c\u200d")
"""They have no glyph, but tell the font how to join what stands beside them."""


LETTERS = {
    "ar": "Arabic", "el": "Greek", "he": "Hebrew", "ja": "Japanese", "ko": "Korean", "ru": "Cyrillic", "uk": "Cyrillic",
    "zh": "Chinese",
}  # fmt: skip
"""Languages that are written in other letters than Latin ones, and which."""

_HAN = {
    "ja": JAPANESE, "ko": KOREAN, "zh": CHINESE,
    **dict.fromkeys(("zh-Hant", "zh-TW", "zh-HK", "zh-MO", "zh-Hant-TW", "zh-Hant-HK", "zh-Hant-MO"), TRADITIONAL),
}  # fmt: skip


def unified(script: Script, present: Collection[Script], language: str = "") -> Script:
    """The script whose font is taken: Han characters look as those of the CV's language do, if it has some.

    Else as Japanese or Korean do where there are kana or Hangul.
    """
    if script not in EAST_ASIAN:
        return script
    own = _HAN.get(language) or _HAN.get(language.partition("-")[0])
    if own:
        return own
    return next(known for known in EAST_ASIAN if known in present)


def script_of(char: str) -> Script:
    """The script of a character; what belongs to none is a symbol."""
    words = re.split("[ -]", unicodedata.name(char, "").removeprefix("EXTENDED "), maxsplit=1)
    return _BY_WORD.get(words[0], SYMBOLS)


@lru_cache(maxsize=1)
def pdftex_characters() -> frozenset[str]:
    """The characters outside of ASCII that pdfTeX sets with the class's fonts; tests/test_scripts.py asks it."""
    return frozenset((Path(__file__).parent / "t1.txt").read_text("utf-8").replace("\n", ""))
