"""Who it is, and how to reach them."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, create_model
from pydantic_core import PydanticCustomError

from texcv.diagnostics import shown
from texcv.frozen import frozen
from texcv.model.base import Model, OneOrMany, Shorthand, located
from texcv.model.fields import Email, FreeDate, Markdown, Plain, Text, Url, refuse


class Name(Model):
    """A person's name, in its parts; of a bare text, the last word is the family name, or the first one in Chinese,
    Japanese or Korean letters, where it always stands first.
    """

    prefix: Plain | None = None
    """Titles before the name: `Dr. rer. nat.`"""
    given: Plain | None = None
    """Given names."""
    family: Plain
    """The family name, by which one is found among authors."""
    suffix: Plain | None = None
    """What comes after the name: `M.Sc.`"""
    note: Plain | None = None
    """What stands in brackets after it: `née Muster`."""

    def in_order(self) -> tuple[str | None, str | None]:
        """Given name and family name, in the order in which they are said: `Ada Example`, `山田 太郎`."""
        return (self.family, self.given) if self.given and _is_east_asian(self.family) else (self.given, self.family)

    def __str__(self) -> str:
        return " ".join(part for part in (self.prefix, *self.in_order(), self.suffix) if part)


def _is_east_asian(name: str) -> bool:
    """Whether it is written in Chinese, Japanese or Korean letters."""
    return re.fullmatch("[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]+", name) is not None


def _split_name(data: object) -> object:
    """`Lukas Klein` is given name and family name, `山田 太郎` family name and given name."""
    if not isinstance(data, str) or not data.strip():
        return data if not isinstance(data, str) else located({"family": data}, data)
    *given, family = data.split()
    if given and all(map(_is_east_asian, (*given, family))):
        family, *given = data.split()
    return located({"given": " ".join(given), "family": family} if given else {"family": family}, data)


PersonName = Annotated[Name, BeforeValidator(_split_name, json_schema_input_type=Plain | Name)]


def _phone(text: str) -> str:
    if not re.fullmatch(r"\+?[0-9 ()/.\-–]{3,40}(?:(?:ext|x)\.? ?[0-9]{1,6})?", text) or not re.search(
        r"[0-9]{2}", text
    ):
        raise refuse("bad-phone", f"{shown(text)} is not a phone number", "write it as +49 30 1234567")
    return text


class Phone(Model):
    """A phone number; a bare number is one without a kind."""

    number: Annotated[Plain, AfterValidator(_phone)]
    """`+49 30 1234567`."""
    kind: Literal["mobile", "work", "home"] | None = None
    """A mobile phone has an icon of its own."""


@frozen
class Network:
    """A site with a page for each person: the address of a page, and the form of a name on it."""

    key: str
    label: str
    address: str
    form: str = r"[\w.\-]+"


NETWORKS = {
    network.key: network
    for network in (
        Network("github", "GitHub", "https://github.com/{}", r"[A-Za-z0-9-]{1,39}"),
        Network("gitlab", "GitLab", "https://gitlab.com/{}", r"[\w.\-/]+"),
        Network("linkedin", "LinkedIn", "https://www.linkedin.com/in/{}", r"[\w\-%]+"),
        Network("orcid", "ORCID", "https://orcid.org/{}", r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]"),
        Network("scholar", "Google Scholar", "https://scholar.google.com/citations?user={}", r"[\w\-]{12}"),
        Network("researchgate", "ResearchGate", "https://www.researchgate.net/profile/{}"),
        Network("mastodon", "Mastodon", "https://{1}/@{0}", r"@?\w+@[\w.\-]+\.\w+"),
        Network("bluesky", "Bluesky", "https://bsky.app/profile/{}"),
        Network("x", "X", "https://x.com/{}", r"\w{1,15}"),
        Network("stackoverflow", "Stack Overflow", "https://stackoverflow.com/users/{}", r"[0-9]+"),
        Network("huggingface", "Hugging Face", "https://huggingface.co/{}"),
        Network("openreview", "OpenReview", "https://openreview.net/profile?id={}", r"~[\w.\-]+[0-9]+"),
        Network(
            "semanticscholar", "Semantic Scholar", "https://www.semanticscholar.org/author/{}", r"(?:[\w.\-]+/)?[0-9]+"
        ),
        Network("dblp", "DBLP", "https://dblp.org/pid/{}", r"[0-9a-z]+/[\w\-]+"),
        Network("arxiv", "arXiv", "https://arxiv.org/a/{}", r"[a-z]+(?:_[a-z]+)*_[0-9]+"),
        Network("kaggle", "Kaggle", "https://www.kaggle.com/{}", r"[a-z0-9]+"),
        Network("xing", "Xing", "https://www.xing.com/profile/{}", r"\w+"),
        Network("youtube", "YouTube", "https://www.youtube.com/@{}", r"@?[\w.\-]+"),
    )
}
"""The sites that `contact.profiles` knows, in the order of its reference page."""


def profile_address(key: str, name: str) -> str:
    """The URL of the page of `name` on the network `key`."""
    user = name.lstrip("@")
    return NETWORKS[key].address.format(*(user.split("@") if key == "mastodon" else (user,)))


_MAX_PROFILE = 1000
"""Characters of a name or a page: more than any has, and few enough for the patterns that names are compared with."""


def _checked(network: Network) -> AfterValidator:
    start = re.escape(network.address.partition("{")[0].removeprefix("https://www.").removeprefix("https://"))
    page = rf"(?:https?://)?(?:www\.)?{start}(.+?)/?"

    def check(name: str) -> str:
        if len(name) > _MAX_PROFILE:
            raise refuse("bad-profile", f"{shown(name)} is not a name on {network.label}", "it is much too long")
        if start and (match := re.fullmatch(page, name)):
            name = match[1]
        if network.key == "mastodon" and (match := _ON_A_SERVER.fullmatch(name)) and match[1] not in _hosts():
            name = f"{match[2]}@{match[1]}"
        if not re.fullmatch(network.form, name):
            hint = f"it leads to {network.address.format('NAME')}" if network.key != "mastodon" else "write user@server"
            raise refuse("bad-profile", f"{shown(name)} is not a name on {network.label}", hint)
        if network.key == "orcid" and not _orcid_holds(name):
            raise refuse(
                "bad-profile",
                f"{shown(name)} is not an ORCID iD: its last character does not fit",
                "compare its digits",
            )
        return name

    return AfterValidator(check)


_ON_A_SERVER = re.compile(r"https?://([\w.\-]+)/@(\w+)/?")


def _hosts() -> set[str]:
    """The sites that are none of Mastodon's servers, though their pages may look like those."""
    hosts = {urlsplit(network.address).hostname or "" for network in NETWORKS.values()}
    return hosts | {host.removeprefix("www.") for host in hosts}


def _orcid_holds(orcid: str) -> bool:
    """The check character of ISO/IEC 7064 MOD 11-2, as ORCID's "Structure of the ORCID Identifier" has it."""
    characters = orcid.replace("-", "")
    check, total = characters[-1], 0
    for digit in characters[:-1]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == check


class OtherProfile(Model):
    """A page on a site that is not known by name."""

    label: Plain
    """The name of the site; printed before the address."""
    url: Url
    """One's page there."""


Profiles = create_model(
    "Profiles",
    __base__=Model,
    __doc__="One's names on other sites, or one's pages there, printed in this order; on Mastodon, `NAME@SERVER`.",
    **{  # type: ignore[call-overload]
        key: (
            Annotated[Plain, _checked(network)] | None,
            Field(
                None,
                description=f"One's name on {network.label}: it leads to {network.address.format('NAME', 'SERVER')}",
            ),
        )
        for key, network in NETWORKS.items()
    },
    other=(
        Annotated[list[OtherProfile], OneOrMany()],
        Field([], description="Pages on any other sites."),
    ),
)


class Birth(Model):
    """When and where one was born; a bare text is the date."""

    date: FreeDate | None = None
    """The day, or the year."""
    place: Markdown | None = None
    """The town, perhaps with the country."""

    @classmethod
    def examine(cls, data: dict[str, Any]) -> Iterator[PydanticCustomError]:
        """One of the two is there."""
        if not any(data.get(key) for key in ("date", "place")):
            yield refuse("missing-key", "`born` needs a `date` or a `place`", "add one, or remove it")


class Contact(Model):
    """How to reach the person. It is printed in the order of these keys."""

    elsewhere = {
        **dict.fromkeys(NETWORKS, "it goes into `profiles:`"),
        **dict.fromkeys(("url", "homepage", "web"), "did you mean `website`?"),
        **dict.fromkeys(("mobile", "telephone"), "write `phone: {number: …, kind: mobile}`"),
    }

    address: Annotated[list[Text], OneOrMany()] = []
    """Printed a line each."""
    phone: Annotated[list[Annotated[Phone, Shorthand("number")]], OneOrMany()] = []
    """With links that dial."""
    email: Annotated[list[Email], OneOrMany()] = []
    """With links that begin a message."""
    website: Annotated[list[Url], OneOrMany()] = []
    """One's own pages."""
    profiles: Profiles | None = None  # type: ignore[valid-type]
    """One's names on other sites."""
