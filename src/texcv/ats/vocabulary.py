"""The words that a parser knows before it has seen any CV.

OpenResume's are those of open-resume.com/resume-parser and of its source (src/app/lib/parse-resume-from-pdf of
github.com/xitanggg/open-resume). Ours are added because OpenResume reads English résumés of the United States only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from texcv.locale import known_locales, load_locale

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


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """In lower case: what titles of sections contain, months and seasons, and what stands for an end to come."""

    sections: frozenset[str]
    months: frozenset[str]
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
        return not word[0].isalpha() or bare in self.months or bare in self.present or bool(_TERM.fullmatch(word))


_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_TERM = re.compile(r"(?:ws|ss|wise|sose)")
_DATE_PARTS = re.compile(r"[0-9]+|[^\W\d_]+\.?|[^\w\s]")


@cache
def load_vocabulary() -> Vocabulary:
    """The words of all languages that texcv has words for: a parser does not know which one it will meet."""
    from babel import Locale as Cldr

    sections, months, present = set(_SECTIONS), set(_SEASONS), set[str]()
    for name in known_locales():
        locale = load_locale(name)
        sections |= {title.casefold() for title in locale.sections.values()}
        present |= {locale.words[word].casefold() for word in ("present", "today", "ongoing")}
        for width in ("abbreviated", "wide"):
            names = Cldr.parse(name).months["format"][width].values()
            months |= {str(month).casefold().rstrip(".") for month in names}
    return Vocabulary(frozenset(sections), frozenset(months), frozenset(present))
