"""The words of a CV's language, and what a CV may print in their place."""

from typing import Annotated

from pydantic import AfterValidator, Field, create_model

from texcv.diagnostics import shown
from texcv.model.base import Model
from texcv.model.fields import Markdown, Plain, refuse
from texcv.model.sections import STANDARD_SECTIONS

DEGREES = (
    "native", "bilingual", "fluent", "proficient", "professional", "advanced", "intermediate", "conversational",
    "basic", "beginner",
)  # fmt: skip
"""How well one knows a language; as a `level`, they are printed in the CV's language."""

WORDS = {
    "cv": "In the title of the PDF.",
    "letter": "In the title of the PDF of a letter.",
    "enclosure": "Before the one enclosure of a letter.",
    "enclosures": "Before several.",
    "candidate": "In the place of the name in an anonymous copy.",
    "present": "For an `end` or a `date` that is `present`.",
    "today": "For one that is `today`.",
    "ongoing": "For one that is `ongoing`.",
    "accepted": "A `status` of a publication.",
    "in press": "A `status` of a publication.",
    "under review": "A `status` of a publication.",
    "preprint": "A `status` of a publication.",
    "equal": "What the mark at authors who contributed equally means.",
    "corresponding": "What the mark at the corresponding author means.",
    "senior": "What the mark at the senior author means.",
    "editors": "Behind authors who are the editors.",
    "et al": "In the place of authors who are left out.",
    "impact factor": "Before an `impact_factor`.",
    "born": "With `{}` where date and place of birth stand.",
    "invited": "At a talk that was `invited`.",
    "keynote": "At a talk that was a `keynote`.",
    "filed": "A `status` of a patent.",
    "pending": "A `status` of a patent.",
    "published": "A `status` of a patent.",
    "granted": "A `status` of a patent.",
    "expired": "A `status` of a patent.",
    "abandoned": "A `status` of a patent.",
    "own share": "Before the `own_share` of a grant.",
    "retrieved": "With `{}` where the day stands on which figures were `retrieved`.",
    "as of": "The same, where only the year or the month is known.",
    **dict.fromkeys(DEGREES, "A `level` of a language."),
}
"""The words that each file of `locales/` has, and when they are printed."""


PATTERNS = {"born", "retrieved", "as of"}
"""Those that have `{}` in them."""


def _pattern(text: str) -> str:
    if text.count("{}") != 1:
        hint = "write it as `Born {}`"
        raise refuse("bad-value", f"{shown(text)} has no single `{{}}`, which is where the date stands", hint)
    return text


class _Replacing(Model):
    """Texts that may be given in the place of others."""

    def given(self) -> dict[str, str]:
        """Those that are."""
        values = ((name, getattr(self, name)) for name in type(self).model_fields)
        return {name: value for name, value in values if isinstance(value, str)}


_Pattern = Annotated[Plain, AfterValidator(_pattern)]


Titles = create_model(
    "Titles",
    __base__=_Replacing,
    __doc__="Titles of standard sections; those that are not named stay as the CV's language has them.",
    **{  # type: ignore[call-overload]
        key: (Markdown | None, Field(None, description="A title.")) for key in STANDARD_SECTIONS
    },
)

Words = create_model(
    "Words",
    __base__=_Replacing,
    __doc__="What is printed in the place of a word of the CV's language.",
    **{  # type: ignore[call-overload]
        name: ((_Pattern if name in PATTERNS else Plain) | None, Field(None, description=meaning))
        for name, meaning in WORDS.items()
    },
    sections=(Titles | None, Field(None, description="Titles of standard sections.")),
)
