from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.errors import SettingsError
from briefing.labels import labels
from briefing.notation import Notation, hijri
from briefing.record import Money, Record, When
from briefing.rendering import LANGUAGES, TEXT_FORMATS, RenderOptions, render_brief
from briefing.settings import make_settings
from tests.conftest import ROOT
from tests.records import wadi_nahr, wadi_nahr_data

EASTERN = RenderOptions(digits="eastern")


@pytest.mark.parametrize(
    ("value", "ar", "en"),
    [
        ("2024-04-18", "9 شوال 1445 هـ", "9 Shawwal 1445 AH"),
        ("2024-03-10/2024-03-20", "29 شعبان – 10 رمضان 1445 هـ", "29 Sha'ban – 10 Ramadan 1445 AH"),
        ("2024-03-12/2024-03-14", "2 – 4 رمضان 1445 هـ", "2 – 4 Ramadan 1445 AH"),
        ("2024-07-01/2024-07-30", "25 ذو الحجة 1445 – 24 محرم 1446 هـ", "25 Dhu al-Hijjah 1445 – 24 Muharram 1446 AH"),
        ("2024-04", "رمضان – شوال 1445 هـ", "Ramadan – Shawwal 1445 AH"),
        ("2024-04-XX", "رمضان – شوال 1445 هـ", "Ramadan – Shawwal 1445 AH"),
        ("2024", "1445 – 1446 هـ", "1445 – 1446 AH"),
        ("../2024-04-18", "9 شوال 1445 هـ", "9 Shawwal 1445 AH"),
        ("2024-04-18/..", "9 شوال 1445 هـ", "9 Shawwal 1445 AH"),
        ("2024-04-18?", "9 شوال 1445 هـ", "9 Shawwal 1445 AH"),
    ],
)
def test_a_date_in_the_other_calendar_is_as_exact_as_it_is_itself(value: str, ar: str, en: str) -> None:
    assert (hijri(value, "ar"), hijri(value, "en")) == (ar, en)
    assert labels("ar", Notation("both")).date(value) == f"{labels('ar').date(value)} ({ar})"
    assert labels("en", Notation("both")).date(value) == f"{labels('en').date(value)} ({en})"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("عقدت في 15 الحرث 2010", "عقدت في 15 تشرين الثاني/نوفمبر 2010"),
        ("في 23 ناصر/يوليو 2010", "في 23 تموز/يوليه 2010"),
        ("قبل 5 جانفي", "قبل 5 كانون الثاني/يناير"),
        ("ينقل عن ناصر 2010 سجين", "ينقل عن ناصر 2010 سجين"),
        ("موسم الصيف 2010", "موسم الصيف 2010"),
    ],
)
def test_months_of_each_country_have_the_common_names(text: str, shown: str) -> None:
    assert Notation().months_of(text, "ar") == shown


@pytest.mark.parametrize(
    "value", ["1800-01-01", "2024-02-30", "201X", "2090", "2024-13", "tomorrow", "..", "/", "../..", "", "0000"]
)
def test_what_is_outside_the_calendar_has_no_second_date(value: str) -> None:
    assert hijri(value, "ar") is None


@given(st.dates(date(1925, 1, 1), date(2076, 1, 1)), st.integers(0, 400))
def test_every_day_and_every_span_has_its_date(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    one, span = hijri(first.isoformat(), "en"), hijri(f"{first}/{last}", "en")
    assert one is not None and re.fullmatch(r"[1-9][0-9]? .+ 1[345][0-9]{2} AH", one)
    end = hijri(last.isoformat(), "en")
    assert span is not None and end is not None and span.endswith(end)


@pytest.mark.parametrize(
    ("months", "january", "july"),
    [("un", "كانون الثاني/يناير", "تموز/يوليه"), ("levantine", "كانون الثاني", "تموز"), ("international", "يناير", "يوليو"),
     ("maghrebi", "جانفي", "جويلية"), ("moroccan", "يناير", "يوليوز")],
)  # fmt: skip
def test_months_have_the_names_of_the_readers_country(months: Any, january: str, july: str) -> None:
    words = labels("ar", Notation(months=months))
    assert [words.date(f"2024-{month:02}-05") for month in (1, 7)] == [f"5 {january} 2024", f"5 {july} 2024"]
    assert labels("en", Notation(months=months)).date("2024-01-05") == "5 January 2024"
    assert len({Notation(months=months).month(number, "ar") for number in range(1, 13)}) == 12


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("طالب بـ112 محتجزًا", "طالب بـ١١٢ محتجزًا"),
        ("12.5 مليون، و1,250,000، و17.5 %", "١٢٫٥ مليون، و١٬٢٥٠٬٠٠٠، و١٧٫٥ %"),
        ("وفق S/RES/2254 (2015) والقرار 2254 (2015)", "وفق S/RES/2254 (2015) والقرار ٢٢٥٤ (٢٠١٥)"),
        ("الوثيقة A/66/811 في 2012", "الوثيقة A/66/811 في ٢٠١٢"),
        ("قال: «خلال 48 ساعة» في 3 أيام", "قال: «خلال 48 ساعة» في ٣ أيام"),
        ("التعهد C3 والمصدر S1 و3 مطالب", "التعهد C3 والمصدر S1 و٣ مطالب"),
        ("طائرات B-52 وF16 ومجموعة G7 و5G", "طائرات B-52 وF16 ومجموعة G7 و5G"),
        ("https://a.example/2024/03 في 2024", "https://a.example/2024/03 في ٢٠٢٤"),
        ("المادة 3.2.1 من 10 إلى 20", "المادة ٣.٢.١ من ١٠ إلى ٢٠"),
        ("١٢ و3", "١٢ و٣"),
        ("«لم تُغلق 3", "«لم تُغلق ٣"),
        ("", ""),
    ],
)
def test_figures_become_eastern_and_names_stay(text: str, expected: str) -> None:
    assert Notation(digits="eastern").figures(text, "ar") == expected
    assert Notation(digits="eastern").figures(text, "en") == text
    assert Notation().figures(text, "ar") == text.replace("١٢ و", "12 و")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("خلال ١٥ يوماً و٢٫٥ مليون و١٬٢٥٠ و3", "خلال 15 يوماً و2.5 مليون و1,250 و3"),
        ("قال: «خلال ٤٨ ساعة» في ٣ أيام", "قال: «خلال ٤٨ ساعة» في 3 أيام"),
        ("لا أرقام", "لا أرقام"),
    ],
)
def test_figures_become_western_but_for_quotations(text: str, expected: str) -> None:
    assert Notation().figures(text, "ar") == expected
    assert Notation().figures(text, "en") == text


@given(st.text("0123456789,.A/ع «»()-", max_size=40))
def test_the_number_stays_the_same_number(text: str) -> None:
    made = Notation(digits="eastern").figures(text, "ar")
    assert made.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩٬٫", "0123456789,.")) == text


@pytest.mark.parametrize(
    ("text", "months", "named"),
    [
        ("يُعقد الاجتماع في نوفمبر 2022.", "un", "يُعقد الاجتماع في تشرين الثاني/نوفمبر 2022."),
        ("قبل 31 تموز/يوليو، وفي 9 غشت 2020.", "un", "قبل 31 تموز/يوليه، وفي 9 آب/أغسطس 2020."),
        ("قبل نهاية حزيران/يونيو 2024.", "international", "قبل نهاية يونيو 2024."),
        ("في 3 آذار/مارس 2024 وفي كانون الثاني.", "levantine", "في 3 آذار 2024 وفي كانون الثاني."),
        ("مارس الوفد ضغوطاً وفي مارس ضغط.", "un", "مارس الوفد ضغوطاً وفي مارس ضغط."),
        ("قال: «في نوفمبر 2022».", "un", "قال: «في نوفمبر 2022»."),
        ("بياناتها لا تُنشر، والمايونيز كذلك.", "un", "بياناتها لا تُنشر، والمايونيز كذلك."),
    ],
)
def test_months_of_sentences_have_the_names_of_the_dates_beside_them(text: str, months: Any, named: str) -> None:
    assert Notation(months=months).months_of(text, "ar") == named
    assert Notation(months=months).months_of("in November 2022", "en") == "in November 2022"


def test_amounts_counts_and_dates_follow() -> None:
    words = labels("ar", Notation("both", "levantine", "eastern"))
    assert words.money(Money(value=12_500_000, currency="USD")) == "١٢٬٥٠٠٬٠٠٠ دولار أمريكي"
    assert words.count("%(n)s demand", "%(n)s demands", 11) == "١١ مطلباً"
    assert words.date("2024-04-18") == "١٨ نيسان ٢٠٢٤ (٩ شوال ١٤٤٥ هـ)"
    assert words.when(When(as_reported="خلال 3 أيام", value=None)) == "خلال ٣ أيام"


@pytest.mark.parametrize("format_", TEXT_FORMATS)
def test_a_brief_in_eastern_digits_keeps_quotations_ids_and_symbols(format_: Any) -> None:
    data = wadi_nahr_data()
    data["demands"][0]["text"]["ar"] += " وفق S/RES/2254 (2015)."
    record = Record.model_validate(data)
    text = re.sub("[\u2068\u2069]|<[^>]*>", "", render_brief(record, language="ar", format=format_, options=EASTERN))
    text = text.replace("\\", "")
    for evidence in (evidence for _, evidence in record.evidence()):
        assert evidence.quote in text
    assert [words for words in ("١١٢ محتجزًا", "S/RES/2254 (2015)", "١٨ نيسان/أبريل ٢٠٢٤", "٦ مطالب") if words not in text] == []
    assert {item.id for item in record.items()} <= set(re.findall("[DCFTN][0-9]+", text))
    own = text.split(labels("ar").label("Annex: quotations"))[0]
    assert not re.search("[0-9]+ (?:مطالب|تعهدات|نيسان|محتجز)", own)


def test_english_has_western_digits_whatever_is_asked() -> None:
    for format_ in TEXT_FORMATS:
        plain = render_brief(wadi_nahr(), language="en", format=format_)
        assert render_brief(wadi_nahr(), language="en", format=format_, options=EASTERN) == plain


def test_a_hijri_date_of_a_report_comes_out_as_it_was_reported() -> None:
    record = Record.load(ROOT / "examples/hijri-ceasefire-tabuk/gold.json")
    text = render_brief(record, language="ar", format="md", options=RenderOptions(calendar="both"))
    dates = [when for when in every_when(json.loads(record.to_json())) if "هـ" in when["as_reported"] and when["value"]]
    assert dates
    for when in dates:
        assert str(hijri(when["value"], "ar")) in text.replace("\u2068", "").replace("\u2069", "")
    assert "أم القرى" in text
    assert "أم القرى" not in render_brief(record, language="ar", format="md")


def every_when(data: Any) -> list[dict[str, Any]]:
    parts = data.values() if isinstance(data, dict) else data if isinstance(data, list) else []
    here = [data] if isinstance(data, dict) and "as_reported" in data else []
    return [*here, *(found for part in parts for found in every_when(part))]


@pytest.mark.parametrize("options", [{"calendar": "julian"}, {"months": "french"}, {"digits": "roman"}, {"calendar": None}])
def test_a_choice_that_there_is_not_is_named(options: dict[str, Any]) -> None:
    name = next(iter(options))
    with pytest.raises(SettingsError, match=f"no {name} .*choose from"):
        RenderOptions(**options)


def test_the_choices_can_be_set_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFING_DIGITS", "eastern")
    monkeypatch.setenv("BRIEFING_MONTHS", "moroccan")
    settings = make_settings(calendar="both")
    assert (settings.calendar, settings.months, settings.digits) == ("both", "moroccan", "eastern")
    with pytest.raises(SettingsError, match="digits"):
        make_settings(digits="roman")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_but_how_it_is_written_changes(language: Any) -> None:
    """With the digits turned back, a brief is the brief."""
    back = str.maketrans("٠١٢٣٤٥٦٧٨٩٬٫", "0123456789,.")
    made = render_brief(wadi_nahr(), language=language, format="md", options=EASTERN).translate(back)
    plain = render_brief(wadi_nahr(), language=language, format="md").translate(back)
    assert re.sub("[\u2068\u2069]", "", made) == re.sub("[\u2068\u2069]", "", plain)
