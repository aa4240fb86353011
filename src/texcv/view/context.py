"""What the sections of a CV have in common."""

from __future__ import annotations

from texcv import model
from texcv.bibliography import is_own
from texcv.frozen import frozen
from texcv.locale import Locale
from texcv.tex import inline


@frozen
class Context:
    """Whose CV it is, and the words of its language."""

    cv: model.Cv
    locale: Locale

    def is_own(self, author: model.Author) -> bool:
        """Whether the author is the person."""
        name, asked = self.cv.name, self.cv.anonymize
        if asked and asked.asks("name"):
            return author.name == name.family  # both are the word for the person
        return is_own(inline(author.name).text, name.given or "", [name.family, *self.cv.former_names])
