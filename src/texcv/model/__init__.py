"""The CV as pydantic models: the one definition of the format and of its JSON Schema."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from texcv.model.anonymity import Anonymize
from texcv.model.base import Entry, Model, Tagged
from texcv.model.contact import NETWORKS, Birth, Contact, Name, Phone, profile_address
from texcv.model.cv import Cv, Design, Metadata, Quote, json_schema
from texcv.model.language import LANGUAGES, is_language
from texcv.model.letter import LETTER_KEYS, Letter, Place, Recipient
from texcv.model.publications import Author, Publication, PublicationGroup, PublicationsSection
from texcv.model.sections import (
    KINDS,
    STANDARD_SECTIONS,
    Language,
    LanguagesSection,
    ListSection,
    Reference,
    ReferencesSection,
    Section,
    Skill,
    SkillGroup,
    SkillsSection,
    TextSection,
    section_data,
)
from texcv.model.timeline import Dated, Role, TimelineEntry, TimelineSection
from texcv.model.variants import Limit, Variant

if TYPE_CHECKING:
    from texcv.model.academic import (
        Award,
        AwardsSection,
        Course,
        Filing,
        Grant,
        GrantsSection,
        Patent,
        PatentsSection,
        Supervised,
        SupervisionSection,
        Talk,
        TalksSection,
        TeachingSection,
        Term,
        money,
    )
    from texcv.model.tables import MetricsSection, TableSection
    from texcv.model.words import DEGREES, PATTERNS, WORDS, Titles, Words

__all__ = [
    "DEGREES",
    "KINDS",
    "LANGUAGES",
    "LETTER_KEYS",
    "NETWORKS",
    "PATTERNS",
    "STANDARD_SECTIONS",
    "WORDS",
    "Anonymize",
    "Author",
    "Award",
    "AwardsSection",
    "Birth",
    "Contact",
    "Course",
    "Cv",
    "Dated",
    "Design",
    "Entry",
    "Filing",
    "Grant",
    "GrantsSection",
    "Language",
    "LanguagesSection",
    "Letter",
    "Limit",
    "ListSection",
    "Metadata",
    "MetricsSection",
    "Model",
    "Name",
    "Patent",
    "PatentsSection",
    "Phone",
    "Place",
    "Publication",
    "PublicationGroup",
    "PublicationsSection",
    "Quote",
    "Recipient",
    "Reference",
    "ReferencesSection",
    "Role",
    "Section",
    "Skill",
    "SkillGroup",
    "SkillsSection",
    "Supervised",
    "SupervisionSection",
    "TableSection",
    "Tagged",
    "Talk",
    "TalksSection",
    "TeachingSection",
    "Term",
    "TextSection",
    "TimelineEntry",
    "TimelineSection",
    "Titles",
    "Variant",
    "Words",
    "is_language",
    "json_schema",
    "money",
    "profile_address",
    "section_data",
]

if not TYPE_CHECKING:  # a type checker would take it that there is every name

    def __getattr__(name: str) -> Any:
        """Load what few CVs need when it is asked for (PEP 562)."""
        for module in ("words", "tables", "academic") if name in __all__ else ():
            found = import_module(f"{__name__}.{module}")
            if hasattr(found, name):
                return getattr(found, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
