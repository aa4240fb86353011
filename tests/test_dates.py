"""Partial dates: what is one, what is said about the rest, and which is later."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import FrozenInstanceError
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from texcv.dates import (
    HINT,
    OPEN_WORDS,
    DateError,
    PartialDate,
    is_after,
    parse_date,
    parse_end,
    parse_moment,
    parse_start,
)

DAYS = st.dates().map(lambda day: PartialDate(day.year, day.month, day.day))
PARTIAL = st.builds(
    lambda day, parts: PartialDate(*(day.year, day.month, day.day)[:parts]),
    st.dates(),
    st.integers(1, 3),
)


def hint_for(text: str) -> str:
    with pytest.raises(DateError) as caught:
        parse_date(text)
    return caught.value.hint


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("2021", PartialDate(2021)),
        ("2021-10", PartialDate(2021, 10)),
        ("2021-10-04", PartialDate(2021, 10, 4)),
        ("0001-01-01", PartialDate(1, 1, 1)),
        ("9999-12-31", PartialDate(9999, 12, 31)),
        ("2024-02-29", PartialDate(2024, 2, 29)),
        ("2000-02-29", PartialDate(2000, 2, 29)),
        ("  2021-10 ", PartialDate(2021, 10)),
    ],
)
def test_parse_date(text: str, parsed: PartialDate) -> None:
    assert parse_date(text) == parsed


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0000", '"0000" is not a year'),
        ("2020-13", '"2020-13" is not a month'),
        ("2020-00", '"2020-00" is not a month'),
        ("2023-02-29", '"2023-02-29" is not a day'),
        ("1900-02-29", '"1900-02-29" is not a day'),
        ("2023-04-31", '"2023-04-31" is not a day'),
        ("2023-04-00", '"2023-04-00" is not a day'),
        ("", '"" is not a date'),
        ("2020-1", '"2020-1" is not a date'),
        ("2020-", '"2020-" is not a date'),
        ("20201", '"20201" is not a date'),
        ("2020-10-04T00:00", '"2020-10-04T00:00" is not a date'),
        ("+2020", '"+2020" is not a date'),
    ],
)
def test_what_is_no_date(text: str, message: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_date(text)
    assert str(caught.value) == message


@pytest.mark.parametrize("text", ["２０２１", "٢٠٢١", "2021-१०", "2021-10-0４"])
def test_digits_of_other_scripts_are_no_date(text: str) -> None:
    with pytest.raises(DateError):
        parse_date(text)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2023/5", "write 2023-05"),
        ("05/2023", "write 2023-05"),
        ("5.2023", "write 2023-05"),
        ("2023.05", "write 2023-05"),
        ("2023-5", "write 2023-05"),
        ("12-2023", "write 2023-12"),
        ("13/2023", HINT),
        ("2023/00", HINT),
        ("2019-2021", "write `start: 2019` and `end: 2021`"),
        ("2019 – 2021", "write `start: 2019` and `end: 2021`"),
        ("2019 -- 2021", "write `start: 2019` and `end: 2021`"),
        ("2019—2021", "write `start: 2019` and `end: 2021`"),
        ("spring", f"{HINT}; words go into `date:`"),
        ("04.10.2021", "write 2021-10-04"),
        ("4.1.2021", "write 2021-01-04"),
        ("04.13.2021", HINT),
        ("32.10.2021", HINT),
        ("00.10.2021", HINT),
        ("04/10/2021", HINT),
        ("Jan 2020", "write 2020-01"),
        ("Sept. 2019", "write 2019-09"),
        ("december 2019", "write 2019-12"),
        ("Janvier", f"{HINT}; words go into `date:`"),
        ("Foo 2020", f"{HINT}; words go into `date:`"),
        ("2020-01 - 2021-02", "write `start: 2020-01` and `end: 2021-02`"),
        ("2020 – 2021-02", "write `start: 2020` and `end: 2021-02`"),
        ("2021-13", HINT),
        ("?", HINT),
    ],
)
def test_hint(text: str, hint: str) -> None:
    assert hint_for(text) == hint


@given(PARTIAL)
def test_a_date_reads_back_as_it_is_written(moment: PartialDate) -> None:
    assert parse_date(str(moment)) == moment


@given(st.text(alphabet="0123456789-", max_size=12))
def test_a_date_is_written_as_it_was_read(text: str) -> None:
    with suppress(DateError):
        assert str(parse_date(text)) == text


@given(st.text() | st.from_regex(r"[\d\s./–-]{1,14}"))
def test_nothing_but_a_date_error_is_raised(text: str) -> None:
    for parse in (parse_date, parse_start, parse_end, parse_moment):
        with suppress(DateError):
            assert isinstance(parse(text), (PartialDate, str))


@pytest.mark.parametrize(
    "term",
    ["WS 24/25", "SS 2024", "WiSe 2024/25", "SoSe 24", "WS24/25", "SoSe 2024", "WS 2024/2025"],
)
def test_a_term_is_a_start_and_an_end(term: str) -> None:
    assert parse_start(f" {term} ") == term
    assert parse_end(term) == term
    assert parse_moment(term) == term


@pytest.mark.parametrize("text", ["WS", "WS 2", "ws 24/25", "WS 24/25 and more", "HS 24", "WS 24-25"])
def test_what_is_no_term(text: str) -> None:
    with pytest.raises(DateError):
        parse_start(text)


@pytest.mark.parametrize("word", OPEN_WORDS)
def test_an_end_can_be_open(word: str) -> None:
    assert parse_end(word) == word
    assert parse_end(f" {word.upper()} ") == word
    with pytest.raises(DateError):
        parse_start(word)


def test_the_open_words_are_those_of_the_reference() -> None:
    assert OPEN_WORDS == ("present", "today", "ongoing")


@pytest.mark.parametrize("text", ["now", "presently", "", "2021-13", "until 2021"])
def test_a_bad_end_is_told_of_present(text: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_end(text)
    assert caught.value.hint.endswith(", or `present`")
    assert str(caught.value).startswith(f'"{text}" is not a ')


@pytest.mark.parametrize("text", ["2024 & 2026", "winter 2022/23", "in print", "since 2019", "Q3 2020", "2019–2021"])
def test_a_moment_can_be_words(text: str) -> None:
    assert parse_moment(f" {text} ") == text


@pytest.mark.parametrize("text", ["2020-13", "13/2020", "20", "2020/21", "1.2.2020", "2019 - 2021"])
def test_a_moment_of_figures_must_be_a_date(text: str) -> None:
    with pytest.raises(DateError):
        parse_moment(text)


def test_a_moment_can_be_a_date() -> None:
    assert parse_moment(" 2021-10 ") == PartialDate(2021, 10)


@given(st.dates(), st.dates())
def test_full_dates_compare_as_in_the_calendar(left: date, right: date) -> None:
    start, end = (PartialDate(day.year, day.month, day.day) for day in (left, right))
    assert is_after(start, end) == (left > right)


@given(PARTIAL, PARTIAL)
def test_only_one_of_two_is_after_the_other(left: PartialDate, right: PartialDate) -> None:
    assert not (is_after(left, right) and is_after(right, left))
    if left.year != right.year:
        assert is_after(left, right) == (left.year > right.year)


@given(DAYS)
def test_a_day_is_not_after_its_own_month_or_year(day: PartialDate) -> None:
    for around in (PartialDate(day.year), PartialDate(day.year, day.month), day):
        assert not is_after(day, around)
        assert not is_after(around, day)


@given(PARTIAL, st.sampled_from([*OPEN_WORDS, "WS 24/25", "1066"]))
def test_words_are_never_later(moment: PartialDate, word: str) -> None:
    assert not is_after(moment, word)
    assert not is_after(word, moment)
    assert not is_after(word, word)


def test_a_date_does_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        PartialDate(2021).year = 2022  # type: ignore[misc]
    assert {PartialDate(2021), PartialDate(2021)} == {PartialDate(2021)}
