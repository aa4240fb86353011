"""What texcv prints by itself: sums of money as CLDR has them, and the same words in every language."""

import datetime
import itertools
import re
from decimal import Decimal

import pytest

import dates
from texcv.dates import PartialDate
from texcv.locale import Form, _bare, _patterns, known_locales, load_locale, missing_words, written_by_babel
from texcv.model import KINDS, STANDARD_SECTIONS, WORDS, Filing, Publication


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
        ("de-CH", "500000", "CHF", "CHF\u00a0500’000"),
        ("de-CH", "1250.50", "EUR", "EUR\u00a01’250.50"),
        ("de-CH", "1234567.50", "CHF", "CHF\u00a01’234’567.50"),
        ("fr-CH", "1234567", "EUR", "1’234’567\u00a0€"),
        ("pt-PT", "1234567", "EUR", "1\u00a0234\u00a0567\u00a0€"),
    ],
)
def test_a_sum_is_written_as_the_region_has_it(locale: str, amount: str, currency: str, written: str) -> None:
    assert load_locale(locale).money(Decimal(amount), currency) == written


def test_the_table_of_dates_is_up_to_date() -> None:
    """It is not if there is a new language, or if Babel has got another CLDR."""
    assert dates.dates() == dates.FILE.read_text("utf-8"), f"run {dates.COMMAND}"


@pytest.mark.parametrize("name", sorted(_patterns()))
def test_the_table_of_dates_is_babels(name: str) -> None:
    locale = load_locale(name)
    for year, month, day in itertools.product((1066, 2024), range(1, 13), (1, 9, 28)):
        here = datetime.date(year, month, day)
        written: dict[Form, str] = {
            "month": locale.moment(PartialDate(year, month)),
            "full month": locale.full_date(PartialDate(year, month)),
            "day": locale.moment(PartialDate(year, month, day)),
            "full day": locale.full_date(PartialDate(year, month, day)),
        }
        for form, text in written.items():
            assert text == _bare(written_by_babel(form, here, name)).replace(" ", "\u00a0")


def test_languages_without_a_table_have_dates() -> None:
    assert load_locale("en-ZA").moment(PartialDate(2024, 5, 4)) == "04\u00a0May\u00a02024"


def test_every_state_has_its_word() -> None:
    for model in (Filing, Publication):
        assert states_of(model) - {"published"} <= set(WORDS)
    assert set(STANDARD_SECTIONS.values()) == set(KINDS) - {"table"}


def states_of(model: type[Filing] | type[Publication]) -> set[str]:
    schema = model.model_json_schema()["properties"]["status"]
    return set(schema["anyOf"][0]["enum"])


WRITTEN = [
    ("ar", "2019 – مايو 2021", "مارس 2021 – الوقت الحاضر", "4 مايو 2021", "1,234,567.50 €"),
    ("cs", "2019 – květen 2021", "březen 2021 – současnost", "4. 5. 2021", "1 234 567,50 €"),
    ("da", "2019 – maj 2021", "mar. 2021 – nu", "4. maj 2021", "1.234.567,50 €"),
    ("de", "2019 – Mai 2021", "März 2021 – heute", "4. Mai 2021", "1.234.567,50 €"),
    ("el", "2019 – Μαΐ 2021", "Μαρ 2021 – σήμερα", "4 Μαΐ 2021", "1.234.567,50 €"),
    ("en", "2019 – May 2021", "Mar 2021 – Present", "May 4, 2021", "€1,234,567.50"),
    ("es", "2019 – may 2021", "mar 2021 – actualidad", "4 may 2021", "1.234.567,50 €"),
    ("fi", "2019 – touko 2021", "maalis 2021 – nykyhetki", "4.5.2021", "1 234 567,50 €"),
    ("fr", "2019 – mai 2021", "mars 2021 – aujourd’hui", "4 mai 2021", "1 234 567,50 €"),
    ("he", "2019 – מאי 2021", "מרץ 2021 – היום", "4 במאי 2021", "1,234,567.50 €"),
    ("hu", "2019 – 2021. máj.", "2021. márc. – jelenleg", "2021. máj. 4.", "1 234 567,50 EUR"),
    ("it", "2019 – mag 2021", "mar 2021 – presente", "4 mag 2021", "1.234.567,50 €"),
    ("ja", "2019年～2021年5月", "2021年3月～現在", "2021年5月4日", "€1,234,567.50"),
    ("ko", "2019년 ~ 2021년 5월", "2021년 3월 ~ 현재", "2021년 5월 4일", "€1,234,567.50"),
    ("nb", "2019 – mai 2021", "mars 2021 – nå", "4. mai 2021", "1 234 567,50 €"),
    ("nl", "2019 – mei 2021", "mrt 2021 – heden", "4 mei 2021", "€ 1.234.567,50"),
    ("pl", "2019 – maj 2021", "mar 2021 – obecnie", "4 maj 2021", "1 234 567,50 €"),
    ("pt", "2019 – mai. de 2021", "mar. de 2021 – atual", "4 de mai. de 2021", "€ 1.234.567,50"),
    ("ro", "2019 – mai 2021", "mar. 2021 – prezent", "4 mai 2021", "1.234.567,50 EUR"),
    ("ru", "2019 – май 2021 г.", "март 2021 г. – настоящее время", "4 мая 2021 г.", "1 234 567,50 €"),
    ("sv", "2019 – maj 2021", "mars 2021 – nu", "4 maj 2021", "1 234 567,50 €"),
    ("tr", "2019 – May 2021", "Mar 2021 – halen", "4 May 2021", "€1.234.567,50"),
    ("uk", "2019 – трав. 2021 р.", "бер. 2021 р. – дотепер", "4 трав. 2021 р.", "1 234 567,50 EUR"),
    ("zh", "2019年 – 2021年5月", "2021年3月 – 至今", "2021年5月4日", "€1,234,567.50"),
    ("en-GB", "2019 – May 2021", "Mar 2021 – Present", "4 May 2021", "€1,234,567.50"),
    ("pt-PT", "2019 – mai. de 2021", "mar. de 2021 – presente", "4/05/2021", "1 234 567,50 €"),
    ("zh-Hant", "2019年 – 2021年5月", "2021年3月 – 至今", "2021年5月4日", "€1,234,567.50"),
]
"""A year to a month, a month to the present, a day, and a sum: months are in the genitive only where a day is."""


@pytest.mark.parametrize(("name", "years", "months", "day", "sum_"), WRITTEN)
def test_dates_and_sums_are_written_as_the_language_has_them(
    name: str, years: str, months: str, day: str, sum_: str
) -> None:
    locale = load_locale(name)
    written = (
        locale.period(PartialDate(2019), PartialDate(2021, 5)),
        locale.period(PartialDate(2021, 3), "present"),
        locale.moment(PartialDate(2021, 5, 4)),
        locale.money(Decimal("1234567.50"), "EUR"),
    )
    assert tuple(re.sub("[\u00a0\u202f]", " ", text) for text in written) == (years, months, day, sum_)
    assert all(" " not in text for text in written[2:])  # they stay on one line


def test_every_language_is_in_the_table() -> None:
    assert set(known_locales()) <= {row[0] for row in WRITTEN}


def test_a_range_without_an_end_has_its_sign() -> None:
    locales = [load_locale(name) for name in ("en", "ja", "ko", "ar")]
    begun = [locale.period(PartialDate(2021), None) for locale in locales]
    assert begun == ["2021\u00a0–", "2021年～", "2021년\u00a0~", "2021\u00a0–"]
    assert [locale.period(None, "today") for locale in locales] == ["– Today", "～現在", "~ 현재", "– اليوم"]


@pytest.mark.parametrize(
    ("name", "present", "skills"),
    [
        ("pt-BR", "atual", "Habilidades"),
        ("pt-PT", "presente", "Competências"),
        ("pt-MZ", "presente", "Competências"),
        ("zh-Hans-SG", "至今", "专业技能"),
        ("zh-TW", "至今", "專業技能"),
        ("zh-Hant-HK", "至今", "專業技能"),
        ("de-AT", "heute", "Kenntnisse"),
    ],
)
def test_a_region_has_its_words(name: str, present: str, skills: str) -> None:
    locale = load_locale(name)
    assert (locale.words["present"], locale.sections["skills"]) == (present, skills)
    assert set(locale.words) == set(WORDS)
    assert set(locale.sections) == set(STANDARD_SECTIONS)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("no", "for Norwegian, write `nb` (Bokmål)"),
        ("nn", "`nb` has words in Bokmål, and `words:` takes your own in their place"),
        ("nn-NO", "`nb` has words in Bokmål, and `words:` takes your own in their place"),
        ("se", "`se` is Northern Sami: for Swedish, write `sv`"),
        ("tlh", "locales: ar, cs, da, de, el, en,"),
    ],
)
def test_a_language_without_words_is_told_what_to_write(name: str, hint: str) -> None:
    found = missing_words(name, None)
    assert found is not None
    assert found.code == "unknown-locale"
    assert found.hints[0].startswith(hint)
    with pytest.raises(KeyError):
        load_locale(name)
