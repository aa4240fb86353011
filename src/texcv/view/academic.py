"""Teaching, talks, patents, grants, awards, supervision."""

from __future__ import annotations

from collections.abc import Iterator

from texcv import model
from texcv.view.context import Context
from texcv.view.dated import body, dates, moment
from texcv.view.entries import Award, Course, Filing, Grant, Patent, Supervised, Talk
from texcv.view.links import link, words_that_lead
from texcv.view.numbered import grouped
from texcv.view.pieces import optional, paragraphs, plain, required
from texcv.view.publications import people
from texcv.view.tree import Group, Piece


def teaching(section: model.TeachingSection, context: Context) -> Iterator[Course]:
    """The courses, term by term."""
    for term in section.entries:
        when = dates(term, context.locale)
        for index, course in enumerate(term.courses):
            yield Course(
                dates=when if index == 0 else None,
                title=required(course, "title"),
                organization=optional(course, "organization"),
                location=optional(course, "location"),
                role=optional(course, "role"),
                link=link(course),
                **body(course),
            )


def talks(section: model.TalksSection, context: Context) -> Iterator[Group]:
    """The groups of talks."""
    return grouped(section, lambda entry, number: _talk(entry, number, context))


def _talk(entry: model.Talk, number: Piece | None, context: Context) -> Talk:
    return Talk(
        number=number,
        dates=moment(entry, "date", context.locale),
        title=required(entry, "title"),
        event=optional(entry, "event"),
        organization=optional(entry, "organization"),
        location=optional(entry, "location"),
        facts=tuple(_facts(entry, context)),
        links=words_that_lead(entry),
    )


def _facts(entry: model.Talk, context: Context) -> Iterator[Piece]:
    for field in ("invited", "keynote"):
        if getattr(entry, field):
            yield plain(context.locale.words[field], entry.span(field))
    if note := optional(entry, "note"):
        yield note


def patents(section: model.PatentsSection, context: Context) -> Iterator[Patent]:
    """The families."""
    for entry in section.entries:
        yield Patent(
            dates=moment(entry, "date", context.locale),
            title=required(entry, "title"),
            inventors=tuple(people(entry, "inventors", context)),
            link=link(entry),
            filings=tuple(_filing(filing, context) for filing in entry.filings),
        )


def _filing(filing: model.Filing, context: Context) -> Filing:
    number = " ".join(filter(None, (filing.office, filing.number)))
    state = [context.locale.words[filing.status]] if filing.status else []
    if filing.date is not None:
        state.append(context.locale.moment(filing.date))
    return Filing(
        number=plain(number, filing.span("office" if filing.office else "number")) if number else None,
        title=optional(filing, "title"),
        status=plain(" ".join(state), filing.span("status" if filing.status else "date")) if state else None,
        link=link(filing),
    )


def grants(section: model.GrantsSection, context: Context) -> Iterator[Grant]:
    """The grants."""
    for entry in section.entries:
        yield Grant(
            dates=dates(entry, context.locale),
            title=required(entry, "title"),
            role=optional(entry, "role"),
            funder=optional(entry, "funder"),
            facts=tuple(_sums(entry, context)),
            link=link(entry),
            **body(entry),
        )


def _sums(entry: model.Grant, context: Context) -> Iterator[Piece]:
    if entry.number:
        yield plain(entry.number, entry.span("number"))
    if entry.amount:
        yield plain(_sum(entry, entry.amount, context), entry.span("amount"))
    if entry.own_share:
        share = _sum(entry, entry.own_share, context)
        yield plain(f"{context.locale.words['own share']} {share}", entry.span("own_share"))


def _sum(entry: model.Grant, amount: str, context: Context) -> str:
    number = model.money(amount)
    return context.locale.money(number, entry.currency) if number is not None and entry.currency else amount


def awards(section: model.AwardsSection, context: Context) -> Iterator[Award]:
    """The awards."""
    for entry in section.entries:
        yield Award(
            dates=dates(entry, context.locale),
            title=required(entry, "title"),
            issuer=optional(entry, "issuer"),
            rank=optional(entry, "rank"),
            location=optional(entry, "location"),
            link=link(entry),
            **body(entry),
        )


def supervision(section: model.SupervisionSection, context: Context) -> Iterator[Supervised]:
    """The students."""
    for entry in section.entries:
        yield Supervised(
            dates=dates(entry, context.locale),
            name=required(entry, "name"),
            degree=optional(entry, "degree"),
            organization=optional(entry, "organization"),
            role=optional(entry, "role"),
            link=link(entry),
            paragraphs=(*paragraphs(entry, "title"), *paragraphs(entry, "note")),
        )
