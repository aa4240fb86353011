"""One's own name in author lists, in whatever way it is written, and lists that are cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from texcv.bibliography import family_first, is_own, shorten, tied


@pytest.mark.parametrize(
    "author",
    [
        *(
            "Bach S",
            "S. Lapuschkin",
            "Sebastian Lapuschkin",
            "Lapuschkin, S.",
            "Lapuschkin S*",
            "Lapuschkin, Sebastian",
        ),
        *("SEBASTIAN LAPUSCHKIN", "Lapuschkin S†", "Sebastian Bach", "S Bach$^"),
    ],
)
def test_the_person_is_found(author: str) -> None:
    assert is_own(author, "Sebastian", ["Lapuschkin", "Bach"])


@pytest.mark.parametrize(
    "author",
    [
        "A. Lapuschkin",
        "Lapuschkin",
        "Bachmann S",
        "Sebastian Samek",
        "S",
        "",
        "*",
        "Lapuschkin Sven",
        "S. T. Lapuschkin",
    ],
)
def test_others_are_not(author: str) -> None:
    assert not is_own(author, "Sebastian", ["Lapuschkin", "Bach"])


@pytest.mark.parametrize(
    ("author", "own"),
    [
        *[(name, True) for name in ("Carsten T. Lüth", "Carsten Lüth", "CT Lüth*", "C. T. Lüth", "Lüth, Carsten T.")],
        *[(name, True) for name in ("Lüth CT", "Carsten T Lüth", "Carsten T. Lu\u0308th")],
        *[(name, False) for name in ("T. Lüth", "Carl Lüth", "Carsten U. Lüth", "Luth CT")],
    ],
)
def test_several_given_names(author: str, own: bool) -> None:
    assert is_own(author, "Carsten T.", ["Lüth"]) is own


def test_names_of_several_words() -> None:
    assert is_own("R. Kovač-Sørlie", "Runa Elisabet", ["Kovač-Sørlie"])
    assert is_own("van Dam A", "Ada", ["van Dam"])
    assert not is_own("Dam A", "Ada", ["van Dam"])
    assert is_own("Müller K-R", "Klaus-Robert", ["Müller"])


def test_a_person_without_a_given_name_is_not_looked_for() -> None:
    assert not is_own("Plato", "", ["Plato"])


@pytest.mark.parametrize(
    ("author", "printed"),
    [
        ("Carsten T. Lüth", "Lüth CT"),
        ("Klaus-Robert Müller", "Müller K-R"),
        ("Ludwig van Beethoven", "van Beethoven L"),
        ("João B. S. Carvalho", "Carvalho JBS"),
        ("Bach S", "Bach S"),
        ("Bach, Sebastian", "Bach, Sebastian"),
        ("Plato", "Plato"),
    ],
)
def test_family_names_first(author: str, printed: str) -> None:
    assert family_first(author) == printed


@pytest.mark.parametrize(
    ("author", "printed"),
    [
        ("Carsten T. Lüth", "Carsten T.~Lüth"),
        ("C. T. Lüth", "C.~T.~Lüth"),
        ("J.S. Bach", "J.S.~Bach"),
        ("K.-R. Müller", "K.-R.~Müller"),
        ("Lüth CT", "Lüth~CT"),
        ("van Dam A", "van Dam~A"),
        ("Höhne M-C M", "Höhne~M-C~M"),
        ("van Dam K. R.", "van Dam~K.~R."),
        ("Müller, K.-R.", "Müller,~K.-R."),
        ("Ø. Ås", "Ø.~Ås"),
        ("Y Li", "Y~Li"),
        ("Klaus-Robert Müller", "Klaus-Robert Müller"),
        ("Ludwig van Beethoven", "Ludwig van Beethoven"),
        ("NASA Goddard", "NASA Goddard"),
        ("Plato", "Plato"),
        ("A", "A"),
        ("", ""),
    ],
)
def test_initials_stay_with_their_name(author: str, printed: str) -> None:
    assert tied(author) == printed.replace("~", "\u00a0")


@given(st.text("Aé. -b\u00a0,"))
def test_ties_change_nothing_but_spaces(author: str) -> None:
    assert tied(author).split() == author.split()
    assert tied(tied(author)) == tied(author)


def test_a_list_is_cut_but_keeps_the_person() -> None:
    assert shorten([False] * 5, 2) == [0, 1, None]
    assert shorten([False, False, False, True, False], 2) == [0, 1, None, 3, None]
    assert shorten([False, False, True], 2) == [0, 1, 2]
    assert shorten([False, False], 5) == shorten([False, False], None) == [0, 1]


@given(st.lists(st.booleans()), st.integers(1, 9))
def test_who_is_left_out_is_told(own: list[bool], limit: int) -> None:
    shown = shorten(own, limit)
    kept = [index for index in shown if index is not None]
    assert kept == sorted(set(kept))
    assert set(kept) >= {*range(min(limit, len(own))), *(index for index, mine in enumerate(own) if mine)}
    assert (None in shown) == (len(kept) < len(own))


@pytest.mark.parametrize("author", ["山田太郎", "山田 太郎", "山田太郎*", "太郎 山田"])
def test_a_name_without_a_space_is_found(author: str) -> None:
    assert is_own(author, "太郎", ["山田"])
    assert not is_own("山田花子", "太郎", ["山田"])
    assert not is_own("山田太", "太郎", ["山田"])


def test_a_name_that_is_not_parted_is_found() -> None:
    assert is_own("李明", "", ["李明"])
    assert not is_own("李明华", "", ["李明"])


def test_a_family_name_that_stands_first_stays_there() -> None:
    assert family_first("山田 太郎") == "山田 太郎"
