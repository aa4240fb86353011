"""The letter that goes with a CV."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from texcv.dates import OPEN_WORDS, Moment
from texcv.model.base import Model, OneOrMany, Shorthand
from texcv.model.fields import FreeDate, Text, refuse

Place = Literal["own", "before", "none"]
"""Where a letter is printed; the first is the default."""


LETTER_KEYS = ("cv", "letter", "design", "locale")
"""What the file of a letter may have: it names its CV, and everything else comes from there."""


class Recipient(Model):
    """Whom it is for, a line each, in the order of these keys; a bare text, or a list, is the lines of `address`."""

    elsewhere = {
        **dict.fromkeys(("lines", "street", "city"), "did you mean `address`?"),
        **dict.fromkeys(("company", "employer", "institution", "university"), "did you mean `organization`?"),
        **dict.fromkeys(("title", "role", "department"), "did you mean `position`?"),
    }

    name: Text | None = None
    """The person, with titles: `Dr. Ada Example`."""
    position: Text | None = None
    """Their position, or their department."""
    organization: Text | None = None
    """Where they work."""
    address: Annotated[list[Text], OneOrMany()] = []
    """Printed a line each."""

    @classmethod
    def examine(cls, data: dict[str, Any]) -> Iterator[PydanticCustomError]:
        """One who has no line is none."""
        if not data:
            yield refuse("empty-value", "`recipient` has nothing in it", "fill it or remove it")


class Letter(Model):
    """A cover letter, in the look of the CV and below the same head; in the CV's file or in one of its own."""

    elsewhere = {
        **dict.fromkeys(("text", "body", "content", "message"), "did you mean `paragraphs`?"),
        **dict.fromkeys(("salutation", "greeting"), "did you mean `opening`?"),
        **dict.fromkeys(("signoff", "regards", "valediction", "signature"), "did you mean `closing`?"),
        **dict.fromkeys(("to", "address", "addressee"), "did you mean `recipient`?"),
        **dict.fromkeys(("title", "re", "regarding"), "did you mean `subject`?"),
        **dict.fromkeys(("attachments", "encl", "enclosure"), "did you mean `enclosures`?"),
    }

    recipient: Annotated[Recipient, Shorthand("address", lists=True)] | None = None
    """Whom it is for."""
    date: FreeDate | None = None
    """Of the letter, printed in full: `2026-11-27`; or words, such as `Berlin, in spring`."""
    subject: Text | None = None
    """What it is about, in a line."""
    opening: Text | None = None
    """How it begins: `Dear Dr. Example,`."""
    paragraphs: Annotated[list[Text], OneOrMany(), Field(min_length=1)]
    """The letter itself: a list, or one text with empty lines between its paragraphs."""
    closing: Text | None = None
    """How it ends: `Yours sincerely,`. Room for a signature and the name follow."""
    enclosures: Annotated[list[Text], OneOrMany()] = []
    """What comes with it; a word of the CV's language stands before them."""
    place: Place = "own"
    """A PDF of its `own`, the pages `before` the CV in one PDF, or `none`."""

    @field_validator("date")
    @classmethod
    def _refuse_today(cls, date: Moment | None) -> Moment | None:
        if isinstance(date, str) and date.casefold() in OPEN_WORDS:
            hint = "write the day, as 2026-11-27: what does not change makes the same PDF on every day"
            raise refuse("bad-date", f'a letter has no date "{date}"', hint)
        return date
