"""The name of a language, as a CV has it in `locale:`."""

import re
from difflib import get_close_matches
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from texcv.diagnostics import shown
from texcv.model.fields import Plain, refuse

LANGUAGES = (
    "ar", "cs", "da", "de", "el", "en", "es", "fi", "fr", "he", "hu", "it", "ja", "ko", "nb", "nl", "pl", "pt", "ro",
    "ru", "sv", "tr", "uk", "zh",
)  # fmt: skip
"""Those that texcv has words for, in `locales/`."""

_COUNTRIES = {
    "jp": "ja", "cn": "zh", "cz": "cs", "dk": "da", "gr": "el", "kr": "ko", "ua": "uk", "us": "en-US", "gb": "en-GB",
}  # fmt: skip
"""Codes of countries that people write for a language."""


@lru_cache(maxsize=256)
def is_language(name: str) -> bool:
    """Whether it is the name of a language that CLDR knows, as BCP 47 has it: `de`, `de-CH`, `sr-Latn-RS`."""
    if name in LANGUAGES:
        return True
    if not re.fullmatch(r"(?!und)[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?", name):
        return False
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(name, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


def _locale(name: str) -> str:
    if is_language(name):
        return name
    near = _near(name[:60])
    hint = f"did you mean `{near}`?" if near else "write a code such as en, de, or en-GB"
    raise refuse("bad-locale", f"{shown(name)} is not a language", hint)


def _near(name: str) -> str:
    """The code that was meant by `DE`, `en_US`, `German`, `Deutsch` or `jp`; "" if none is near."""
    from babel import Locale

    word, english = name.casefold(), Locale.parse("en")
    code = re.match(r"([a-z]{2,3})(?:[-_]([a-z]{2}))?(?![a-z])", word)
    if code and code[1] in LANGUAGES:
        region = (code[2] or "").upper()
        return f"{code[1]}-{region}" if region in english.territories and "_" in word else code[1]
    names = {
        str(spelt).casefold(): key
        for key in LANGUAGES
        for spelt in (english.languages[key], Locale.parse(key).languages[key])
    }
    alike = get_close_matches(word, names, n=1, cutoff=0.7)
    return _COUNTRIES.get(word) or (names[alike[0]] if alike else "")


Language = Annotated[Plain, AfterValidator(_locale), WithJsonSchema({"type": "string", "pattern": "^[a-z]{2,3}(-|$)"})]
"""The name of a language, as a CV has it in `locale:`."""
