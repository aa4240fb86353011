"""What texcv prints by itself: sums of money as CLDR has them, and the same words in every language."""

from decimal import Decimal

import pytest
from babel.numbers import get_group_symbol

from texcv.locale import known_locales, load_locale
from texcv.model import KINDS, STANDARD_SECTIONS, Filing, Publication

SWISS = get_group_symbol("de_CH")
"""What stands between thousands there: ’ in CLDR up to Babel 2.18, ' since 2.19."""


@pytest.mark.parametrize(
    ("locale", "amount", "currency", "written"),
    [
        ("en", "500000", "EUR", "€500,000"),
        ("en", "1250.5", "EUR", "€1,250.50"),
        ("en", "1250.00", "EUR", "€1,250"),
        ("en", "0.5", "USD", "$0.50"),
        ("en", "0", "USD", "$0"),
        ("en", "7", "NOK", "NOK\u00a07"),
        ("en", "1000000", "JPY", "¥1,000,000"),
        ("en-GB", "12", "USD", "US$12"),
        ("en-IN", "1234567.89", "INR", "₹12,34,567.89"),
        ("de", "500000", "EUR", "500.000\u00a0€"),
        ("de", "1250.50", "CHF", "1.250,50\u00a0CHF"),
        ("de-AT", "500000", "EUR", "€\u00a0500.000"),
        ("de-CH", "500000", "CHF", f"CHF\u00a0500{SWISS}000"),
        ("de-CH", "1250.50", "EUR", f"EUR\u00a01{SWISS}250.50"),
    ],
)
def test_a_sum_is_written_as_the_region_has_it(locale: str, amount: str, currency: str, written: str) -> None:
    assert load_locale(locale).money(Decimal(amount), currency) == written


def test_every_language_has_the_same_words() -> None:
    english = load_locale("en")
    for name in known_locales():
        locale = load_locale(name)
        assert set(locale.words) == set(english.words)
        assert all(locale.words.values())
        assert {word for word, text in locale.words.items() if "{}" in text} == {"born", "retrieved"}


def test_every_standard_section_and_state_has_its_words() -> None:
    for name in known_locales():
        locale = load_locale(name)
        assert set(locale.sections) == set(STANDARD_SECTIONS)
        for model in (Filing, Publication):
            assert states_of(model) - {"published"} <= set(locale.words)
    assert set(STANDARD_SECTIONS.values()) == set(KINDS) - {"table"}


def states_of(model: type[Filing] | type[Publication]) -> set[str]:
    schema = model.model_json_schema()["properties"]["status"]
    return set(schema["anyOf"][0]["enum"])
