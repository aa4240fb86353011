"""A `Cv` -> what a template prints: escaped, in order, each piece with its place in the YAML.

The same tree tells the check what it has to find in the PDF.
"""

from texcv.view.build import build_view
from texcv.view.tree import (
    Block,
    ContactItem,
    Detail,
    Group,
    Heading,
    Leveled,
    Link,
    Metadata,
    Part,
    Piece,
    Publication,
    Quote,
    Role,
    Section,
    TimelineEntry,
    View,
    pieces_of,
)

__all__ = [
    "Block",
    "ContactItem",
    "Detail",
    "Group",
    "Heading",
    "Leveled",
    "Link",
    "Metadata",
    "Part",
    "Piece",
    "Publication",
    "Quote",
    "Role",
    "Section",
    "TimelineEntry",
    "View",
    "build_view",
    "pieces_of",
]
