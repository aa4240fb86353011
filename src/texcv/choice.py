"""What a call chooses in the place of what the CV says: the same words for the API, for jobs and for commands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypedDict

from texcv.frozen import frozen

if TYPE_CHECKING:
    from typing import Unpack


class Asked(TypedDict, total=False):
    """The keywords of the API that make a `Choice`."""

    template: str | None
    settings: Iterable[str]
    variant: str | None
    tags: Iterable[str]
    locale: str | None
    strict: bool


@frozen
class Choice:
    """A version of a CV: one of its variants, or all of it.

    `tags` are added to those of the `variant`; `locale` takes the place of its language. `settings` (as
    `design.color=red`) and `template` are on top of everything. With `strict`, a missing translation is an error.
    """

    template: str | None = None
    settings: tuple[str, ...] = ()
    variant: str | None = None
    tags: tuple[str, ...] = ()
    locale: str | None = None
    strict: bool = False

    @classmethod
    def of(cls, **asked: Unpack[Asked]) -> Choice:
        """What a function of the API was given; lists and iterators become tuples."""
        settings, tags = tuple(asked.pop("settings", ())), tuple(asked.pop("tags", ()))
        return cls(**asked, settings=settings, tags=tags)  # type: ignore[arg-type,misc]  # they are no longer in it

    @property
    def suffix(self) -> str:
        """What the names of results say of it: `-industry.de`; what was not asked for is left out."""
        return f"{f'-{self.variant}' if self.variant else ''}{f'.{self.locale}' if self.locale else ''}"

    @property
    def options(self) -> str:
        """What of the command line tells the name of a result: ` --variant industry --locale de`."""
        return (
            f"{f' --variant {self.variant}' if self.variant else ''}{f' --locale {self.locale}' if self.locale else ''}"
        )

    def keywords(self) -> Asked:
        """As the functions of the API take it."""
        return Asked(
            template=self.template, settings=self.settings, variant=self.variant, tags=self.tags, locale=self.locale,
            strict=self.strict,
        )  # fmt: skip


AS_WRITTEN = Choice()
"""The CV as it stands in its file."""

WHOLE = "full"
"""The variant of a CV that is all of it, unless the CV has one of its own that is called so."""
