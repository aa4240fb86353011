"""The CV as pydantic models: the one definition of the format and of its JSON Schema."""

from texcv.model.base import Model
from texcv.model.contact import Contact, Name, Phone, profile_address
from texcv.model.cv import Cv, Design, Metadata, Quote, json_schema
from texcv.model.publications import Author, Publication, PublicationGroup, PublicationsSection
from texcv.model.sections import (
    KINDS,
    STANDARD_SECTIONS,
    Language,
    LanguagesSection,
    ListSection,
    Role,
    Section,
    Skill,
    SkillGroup,
    SkillsSection,
    TextSection,
    TimelineEntry,
    TimelineSection,
)

__all__ = [
    "KINDS",
    "STANDARD_SECTIONS",
    "Author",
    "Contact",
    "Cv",
    "Design",
    "Language",
    "LanguagesSection",
    "ListSection",
    "Metadata",
    "Model",
    "Name",
    "Phone",
    "Publication",
    "PublicationGroup",
    "PublicationsSection",
    "Quote",
    "Role",
    "Section",
    "Skill",
    "SkillGroup",
    "SkillsSection",
    "TextSection",
    "TimelineEntry",
    "TimelineSection",
    "json_schema",
    "profile_address",
]
