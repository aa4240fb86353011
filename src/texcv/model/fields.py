"""The types of the CV's fields, and how they refuse a value."""

import re
import unicodedata
from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, PlainValidator, ValidationError, WithJsonSchema
from pydantic_core import InitErrorDetails, PydanticCustomError

from texcv import dates
from texcv.diagnostics import cut, shown


def refuse(code: str, message: str, hint: str = "") -> PydanticCustomError:
    """The error to raise from a validator: becomes a diagnostic of that code at the value's position."""
    return PydanticCustomError("texcv", "{message}", {"code": code, "message": message, "hint": hint})


def refuse_at(path: tuple[str | int, ...], code: str, message: str, hint: str = "") -> ValidationError:
    """The same for a value inside of the one that is validated."""
    details = InitErrorDetails(type=refuse(code, message, hint), loc=path, input=None)
    return ValidationError.from_exception_data("", [details])


_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
"""Categories of Unicode: none of them leaves a mark on paper, so that nobody could read it back."""


_JOINER = re.compile("(?<=[\u0620-\u0dff])[\u200c\u200d]")


def printable(text: str) -> str:
    """Text that can be typeset: no control, format or private characters, surrogates or noncharacters.

    In Arabic, Persian and the scripts of India, a joiner behind a letter tells the form of letters.
    """
    for char in _JOINER.sub("", text):
        if char not in "\n\t" and (unicodedata.category(char) in _INVISIBLE or _is_no_character(ord(char))):
            name = unicodedata.name(char, "").lower()
            message = f"U+{ord(char):04X}{f' ({name})' if name else ''} is not a character that can be printed"
            raise refuse("bad-character", message, "remove it")
    if not text.strip():
        raise refuse("empty-value", "the text is empty", "write something, or remove the key")
    return text.strip()


def _is_no_character(code: int) -> bool:
    """Whether it is one of Unicode's 66 noncharacters (section 23.7)."""
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


SCALAR_SCHEMA = {"type": ["string", "number", "boolean"]}
"""What an editor sees as a text: texcv keeps `1.10` and `no` as they are written, so they need no quotes."""

Plain = Annotated[str, AfterValidator(printable), WithJsonSchema(SCALAR_SCHEMA)]
"""Text that is printed as it stands: names, numbers, labels."""

Markdown = Annotated[str, AfterValidator(printable), WithJsonSchema(SCALAR_SCHEMA)]
"""Text in which in-line Markdown is understood."""

Text = Annotated[
    str,
    BeforeValidator(lambda data: getattr(data, "raw_tex", data)),
    AfterValidator(printable),
    WithJsonSchema(SCALAR_SCHEMA),
]
"""The same, or LaTeX that was tagged `!tex`."""


def _date(parse: Callable[[str], dates.Moment]) -> PlainValidator:
    def validate(data: Any) -> dates.Moment:
        if isinstance(data, dates.PartialDate):
            return data
        if not isinstance(data, str):
            raise PydanticCustomError("string_type", "a date")
        try:
            return parse(printable(data))
        except dates.DateError as fault:
            raise refuse("bad-date", str(fault), fault.hint) from None

    return PlainValidator(validate)


def _date_schema(description: str) -> WithJsonSchema:
    return WithJsonSchema({"type": ["string", "integer"], "description": description})


StartDate = Annotated[dates.Moment, _date(dates.parse_start), _date_schema("a date, or a term such as `WS 24/25`")]
EndDate = Annotated[
    dates.Moment, _date(dates.parse_end), _date_schema("a date, a term, or one of `present`, `today`, `ongoing`")
]
FreeDate = Annotated[dates.Moment, _date(dates.parse_moment), _date_schema("a date, or words such as `2024 & 2026`")]


def _url(text: str) -> str:
    text = printable(text)
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError as fault:
        raise refuse("bad-url", f"{shown(text)} is not a URL: {fault}") from None
    if parts.scheme not in {"http", "https"}:
        better = "" if ":" in text.split("/")[0] else f"write https://{cut(text)}"
        raise refuse("bad-url", f"{shown(text)} does not start with https:// or http://", better)
    if any(char.isspace() for char in text):
        raise refuse("bad-url", f"{shown(text)} has a space in it", "write %20 for a space")
    if "." not in host.strip(".") and host != "localhost":
        raise refuse("bad-url", f"{shown(text)} has no host such as example.org")
    return text


Url = Annotated[str, AfterValidator(_url), WithJsonSchema({"type": "string", "pattern": "^https?://"})]
"""An absolute http or https address."""


_PLAIN_EMAIL = re.compile(r"[a-z0-9]+(?:[._+-][a-z0-9]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,}", re.ASCII | re.I)
_NO_HOSTS = (".arpa", ".invalid", ".local", ".localhost", ".onion")  # RFC 6761
_PLAIN_LENGTH = 64


def _email(text: str) -> str:
    text = printable(text)
    if len(text) <= _PLAIN_LENGTH and _PLAIN_EMAIL.fullmatch(text) and not text.lower().endswith(_NO_HOSTS):
        return text  # the library thinks so, too, but takes long to load
    from email_validator import EmailNotValidError, validate_email

    if len(text) > 254:  # RFC 5321, 4.5.3.1.3; the library would take minutes to find that out
        raise refuse("bad-email", f"{shown(text)} is not an e-mail address", "it has at most 254 characters")
    try:
        validate_email(text, check_deliverability=False, allow_smtputf8=True, test_environment=True)
    except EmailNotValidError as fault:
        raise refuse("bad-email", f"{shown(text)} is not an e-mail address", str(fault)) from None
    return text


Email = Annotated[str, AfterValidator(_email), WithJsonSchema({"type": "string", "format": "email"})]
"""An address as RFC 5321 and RFC 6531 have it, as typed."""
