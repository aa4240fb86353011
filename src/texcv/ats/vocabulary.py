"""The words that a parser knows before it has seen any CV.

OpenResume's are those of open-resume.com/resume-parser and of its source (src/app/lib/parse-resume-from-pdf of
github.com/xitanggg/open-resume). Ours are added because OpenResume reads English résumés of the United States only.
"""

from __future__ import annotations

import re
from functools import cache

from texcv.dates import OPEN_WORDS, PartialDate
from texcv.frozen import frozen
from texcv.locale import load_locale

# group-lines-into-sections.ts: SECTION_TITLE_KEYWORDS
_SECTIONS = (
    "experience", "education", "project", "skill", "job", "course", "extracurricular", "objective", "summary", "award",
    "honor",
)  # fmt: skip

# common-features.ts: SEASONS
_SEASONS = ("summer", "fall", "spring", "winter")

# extract-work-experience.ts: JOB_TITLES
JOBS = frozenset({
    "accountant", "administrator", "advisor", "agent", "analyst", "apprentice", "architect", "assistant",
    "associate", "auditor", "bartender", "biologist", "bookkeeper", "buyer", "carpenter", "cashier", "ceo", "clerk",
    "co-op", "co-founder", "consultant", "coordinator", "cto", "developer", "designer", "director", "driver",
    "editor", "electrician", "engineer", "extern", "founder", "freelancer", "head", "intern", "janitor",
    "journalist", "laborer", "lawyer", "lead", "manager", "mechanic", "member", "nurse", "officer", "operator",
    "operation", "photographer", "president", "producer", "recruiter", "representative", "researcher", "sales",
    "server", "scientist", "specialist", "supervisor", "teacher", "technician", "trader", "trainee", "treasurer",
    "tutor", "vice", "vp", "volunteer", "webmaster", "worker",
})  # fmt: skip

# extract-education.ts: DEGREES. Ours: its pattern `[ABM][A-Z.]` takes the AI of an institute for a degree.
DEGREE = re.compile(r"Associate|Bachelor|Master|PhD|Ph\.|\bMBA\b|\b[BM]\.? ?(?:Sc|Eng|Ed|A|S)\b")

# extract-education.ts: SCHOOLS; the stems of other languages and the forms of companies are ours.
SCHOOL = re.compile(
    r"College|University|Institut|School|Academy|BASIS|Magnet"
    r"|Universit|Hochschule|Gymnasium|\b(?:GmbH|AG|Ltd|Inc|LLC|Corp|S\.A|e\.V)\b"
)


@frozen
class Vocabulary:
    """In lower case: what titles of sections contain, and whole titles; months and seasons; what else dates are written
    with, such as the `de` of `3 de abril`; what stands for an end to come.
    """

    keywords: frozenset[str]
    sections: frozenset[str]
    months: frozenset[str]
    around: frozenset[str]
    present: frozenset[str]

    def is_date(self, text: str) -> bool:
        """Whether the text is a date or a range of dates and nothing else (ours)."""
        words = _DATE_PARTS.findall(text.casefold())
        dated = any(_YEAR.fullmatch(word) or _TERM.fullmatch(word) for word in words)
        return dated and all(self._is_part(word) for word in words)

    def _is_part(self, word: str) -> bool:
        if word[0].isdecimal():
            return bool(_YEAR.fullmatch(word)) or len(word) <= 2
        bare = word.rstrip(".")
        known = bare in self.months or bare in self.around or bare in self.present
        return not word[0].isalpha() or known or bool(_TERM.fullmatch(word))


_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_TERM = re.compile(r"(?:ws|ss|wise|sose)")
_DATE_PARTS = re.compile(r"[0-9]+|[^\W\d_]+\.?|[^\w\s]")

_SHORT = 5
"""Letters of a title that may be a part of any word: Dutch `talen`, languages, of `talent`."""


@cache
def load_vocabulary(language: str = "en") -> Vocabulary:
    """The words of English, German and the CV's language: a parser is made for those of where it is used."""
    from babel import Locale as Cldr

    sections, months, around, present = set[str](), set(_SEASONS), set[str](), set[str]()
    for name in {"en", "de", language}:
        locale = load_locale(name)
        sections |= {title.casefold() for title in locale.sections.values()}
        open_ends = [locale.words[word].casefold() for word in OPEN_WORDS]
        present |= {word for end in open_ends for word in (end, *end.split())}
        for forms in Cldr.parse(name, sep="-").months.values():
            months |= {
                str(month).casefold().rstrip(".")
                for width in ("abbreviated", "wide")
                for month in forms[width].values()
            }
        written = " ".join(locale.moment(PartialDate(2000, 1, day)) for day in (None, 1))
        around |= {word.casefold().rstrip(".") for word in _DATE_PARTS.findall(written) if word[0].isalpha()}
    keywords = {*_SECTIONS, *(title for title in sections if len(title) > _SHORT)}
    return Vocabulary(*map(frozenset, (keywords, sections, months, around - months, present)))
