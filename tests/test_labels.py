from __future__ import annotations

import re
from typing import Any, get_args

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from briefing import record, review
from briefing.labels import LANGUAGES, labels
from briefing.notation import Notation
from briefing.record import Money, When
from briefing.verdicts import warning
from tests.conftest import ROOT

ENUMERATIONS = [
    ("kind", record.ParticipantKind),
    ("role", record.Role),
    ("format", record.TalksFormat),
    ("demand", record.DemandStatus),
    ("commitment", record.CommitmentStatus),
    ("outcome", record.FinalStatementStatus),
    ("stance", record.StanceKind),
    ("act", record.Act),
    ("level", record.AttributionLevel),
    ("severity", record.Severity),
]


def catalogue(language: str) -> Catalog:
    with (ROOT / "templates" / "locale" / f"{language}.po").open("rb") as file:
        return read_po(file, abort_invalid=True)


@pytest.mark.parametrize(("context", "values"), ENUMERATIONS, ids=lambda value: value if isinstance(value, str) else "")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_of_the_record_has_words_in_both_languages(context: str, values: Any, language: str) -> None:
    entries = catalogue(language)
    for value in get_args(values):
        message = entries.get(value, context=context)
        assert message is not None and message.string, f"{context} {value}"
        assert "_" not in message.string


def test_both_catalogues_translate_the_same_messages_with_the_same_places() -> None:
    arabic, english = ({(m.context, m.id): m.string for m in catalogue(language) if m.id} for language in LANGUAGES)
    assert arabic.keys() == english.keys()
    for (_, message), translated in arabic.items():
        forms = [translated] if isinstance(translated, str) else list(translated)
        wanted = set(re.findall(r"%\(\w+\)s", message if isinstance(message, str) else list(message)[-1]))
        assert all(forms)
        assert all(set(re.findall(r"%\(\w+\)s", form)) <= wanted for form in forms)
        assert wanted == set(re.findall(r"%\(\w+\)s", forms[-1]))
        assert re.search("[\u0621-\u064a]", forms[-1])


def test_every_label_that_is_asked_for_is_in_the_catalogues() -> None:
    asked = set()
    for path in (
        *(ROOT / "briefing" / f"{module}.py" for module in ("views", "briefs")),
        *(ROOT / "templates" / "brief").rglob("*.j2"),
    ):
        asked |= set(re.findall(r"\.label\(\s*\"([^\"]+)\"", path.read_text(encoding="utf-8")))
        asked |= set(re.findall(r"heading\(\"[^\"]+\", \"([^\"]+)\"\)", path.read_text(encoding="utf-8")))
        asked |= set(re.findall(r"\(\"([A-Z][^\"]+)\", (?:words|self)\.", path.read_text(encoding="utf-8")))
    assert len(asked) > 50
    assert {message for message in asked if catalogue("ar").get(message) is None} == set()


def test_every_label_of_the_review_page_is_in_the_catalogues() -> None:
    page = (ROOT / "templates/review/review.html.j2").read_text(encoding="utf-8")
    asked = set(re.findall(r"\bt\(\"([^\"]+)\"\)", page)) | set(re.findall(r"plain\(\"[a-z]*\", \"([^\"]+)\"\)", page))
    asked |= set(re.findall(r"\(\"[^\"]+\", \"([a-z][^\"]+)\"\)[,\]]", page))
    spoken = set(re.findall(r"\bsay\(\"([^\"]+)\"", (ROOT / "templates/review/review.js").read_text(encoding="utf-8")))
    assert spoken <= set(review.SPOKEN)
    asked |= {*review.SPOKEN, *review.REASONS, "Review", "All", "The round", "Participants", "Title", "As reported"}
    assert len(asked) > 80
    for language in LANGUAGES:
        assert {message for message in asked if catalogue(language).get(message) is None} == set()


@pytest.mark.parametrize(
    ("n", "words"),
    [(0, "لا مطالب"), (1, "مطلب واحد"), (2, "مطلبان"), (3, "3 مطالب"), (10, "10 مطالب"), (11, "11 مطلباً"), (99, "99 مطلباً"),
     (100, "100 مطلب"), (102, "102 مطلب"), (103, "103 مطالب"), (1111, "1,111 مطلباً")],
)  # fmt: skip
def test_arabic_counts_take_six_forms(n: int, words: str) -> None:
    assert labels("ar").count("%(n)s demand", "%(n)s demands", n) == words


@pytest.mark.parametrize(
    ("value", "en", "ar"),
    [
        ("2017-01-23", "23 January 2017", "23 كانون الثاني/يناير 2017"),
        ("2017-07", "July 2017", "تموز/يوليه 2017"),
        ("2017", "2017", "2017"),
        ("201X", "the 2010s", "عقد 2010"),
        ("2024-06~", "about June 2024", "نحو حزيران/يونيه 2024"),
        ("2024-06-15?", "15 June 2024 (date uncertain)", "15 حزيران/يونيه 2024 (تاريخ غير مؤكد)"),
        ("2024%", "about 2024 (date uncertain)", "نحو 2024 (تاريخ غير مؤكد)"),
        ("2017-01-XX", "January 2017 (day not stated)", "كانون الثاني/يناير 2017 (لم يُذكر اليوم)"),
        ("2017-XX", "2017 (month not stated)", "2017 (لم يُذكر الشهر)"),
        ("2017-01-23/2017-01-24", "from 23 to 24 January 2017", "من 23 إلى 24 كانون الثاني/يناير 2017"),
        ("2017-01-30/2017-02-02", "from 30 January to 2 February 2017", "من 30 كانون الثاني/يناير إلى 2 شباط/فبراير 2017"),
        (
            "2016-12-30/2017-01-02",
            "from 30 December 2016 to 2 January 2017",
            "من 30 كانون الأول/ديسمبر 2016 إلى 2 كانون الثاني/يناير 2017",
        ),
        ("2017-01/..", "from January 2017, end open", "من كانون الثاني/يناير 2017، بلا نهاية محددة"),
        ("../2017-01-24", "until 24 January 2017", "حتى 24 كانون الثاني/يناير 2017"),
        ("2017-19-40", "2017-19-40", "2017-19-40"),
    ],
)
def test_edtf_dates_are_told_in_words(value: str, en: str, ar: str) -> None:
    assert labels("en").date(value) == en
    assert labels("ar").date(value) == ar


@pytest.mark.parametrize(
    ("words", "en", "ar"),
    [
        ("خلال 60 يوماً", "within 60 days", "خلال 60 يوماً"),
        ("في غضون ستين يوماً", "within 60 days", "في غضون ستين يوماً"),
        ("خلال أسبوع", "within 1 week", "خلال أسبوع"),
        ("في ظرف شهرين", "within 2 months", "في ظرف شهرين"),
        ("خلال ثلاثة أشهر", "within 3 months", "خلال ثلاثة أشهر"),
        ("خلال 48 ساعة", "within 48 hours", "خلال 48 ساعة"),
        # What counts nothing tells no period.
        ("خلال أيام قليلة", "no calendar date (see text)", "غير محدد بتاريخ"),
        ("خلال بضعة أسابيع", "no calendar date (see text)", "غير محدد بتاريخ"),
        ("بعد الجولة", "no calendar date (see text)", "غير محدد بتاريخ"),
    ],
)
def test_a_stated_period_without_a_date_is_told(words: str, en: str, ar: str) -> None:
    when = When(as_reported=words)
    assert (labels("en").when(when), labels("ar").when(when)) == (en, ar)


def test_a_date_that_could_not_be_resolved_is_said_to_be_none_without_words_of_another_language() -> None:
    when = When(as_reported="خلال أيام")
    assert labels("en").when(when) == "no calendar date (see text)"
    assert labels("ar").when(when) == "غير محدد بتاريخ"
    assert labels("en").when(None) is None


@pytest.mark.parametrize(
    ("said", "value", "words"),
    [
        ("قبل العاشر من رمضان", "2022-04-11", "قبل ١١ نيسان/أبريل ٢٠٢٢ (١٠ رمضان ١٤٤٣ هـ)"),
        ("قبل نهاية العام", "2022-12-31", "قبل نهاية ٢٠٢٢"),
        ("العاشر من رمضان", "2022-04-11", "١١ نيسان/أبريل ٢٠٢٢ (١٠ رمضان ١٤٤٣ هـ)"),
    ],
)
def test_a_limit_has_the_digits_and_the_calendars_of_other_dates(said: str, value: str, words: str) -> None:
    told = labels("ar", Notation(calendar="both", digits="eastern")).when(When(as_reported=said, value=value))
    assert told == words


@pytest.mark.parametrize(
    ("value", "currency", "en", "ar"),
    [
        (12_500_000, "USD", "12,500,000 US dollars", "12,500,000 دولار أمريكي"),
        (3, "TND", "3 Tunisian dinars", "3 دينارات تونسية"),
        (1_234.5678, "EUR", "1,234.5678 euros", "1,234.5678 يورو"),
        (1e15, "XQX", "1,000,000,000,000,000 XQX", "1,000,000,000,000,000 XQX"),
    ],
)
def test_amounts_keep_every_digit_and_name_the_currency(value: float, currency: str, en: str, ar: str) -> None:
    assert labels("en").money(Money(value=value, currency=currency)) == en
    assert labels("ar").money(Money(value=value, currency=currency)) == ar


def test_names_countries_languages_and_issues_are_told_in_the_language() -> None:
    assert labels("ar").listed(["روسيا", "تركيا", "إيران"]) == "روسيا وتركيا وإيران"
    assert labels("en").listed(["Russia", "Türkiye", "Iran"]) == "Russia, Türkiye and Iran"
    assert (labels("ar").country("KZ"), labels("en").country("KZ"), labels("en").country("ZZ")) == (
        "كازاخستان",
        "Kazakhstan",
        "Unknown Region",
    )
    assert (labels("ar").tongue("ar-SY"), labels("en").tongue("ar-SY"), labels("en").tongue("qqq")) == (
        "العربية",
        "Arabic",
        "qqq",
    )
    assert (labels("ar").issue("TjPrire"), labels("en").issue("TjPrire"), labels("en").issue("Nope")) == (
        "الإفراج عن المحتجزين",
        "Prisoner release",
        "Nope",
    )


def test_every_issue_code_has_a_label_of_its_own_in_both_languages() -> None:
    rows = [line.split("\t") for line in (ROOT / "templates/data/issue_labels.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    assert (
        len(rows) == 59 == len({code for code, _, _ in rows}) == len({en for _, en, _ in rows}) == len({ar for _, _, ar in rows})
    )


@pytest.mark.parametrize("value", [1e15, 1e28, 1e30, 1.7e308, -1e30, 5e-324, 0.0])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_amount_is_too_large_or_too_small_for_words(language: str, value: float) -> None:
    words = labels(language, None).money(Money(value=value, currency="USD"))
    assert words.endswith("US dollars" if language == "en" else "دولار أمريكي")


@pytest.mark.parametrize(
    ("value", "currency", "words"),
    [
        (5, "USD", "5 دولارات أمريكية"),
        (16, "USD", "16 دولاراً أمريكياً"),
        (112, "LYD", "112 ديناراً ليبياً"),
        (100, "USD", "100 دولار أمريكي"),
        (40_000_000, "USD", "40,000,000 دولار أمريكي"),
        (2.5, "USD", "2.5 دولار أمريكي"),
        (16, "TRY", "16 ليرة تركية"),
        (16, "EUR", "16 يورو"),
    ],
)
def test_an_arabic_amount_has_its_noun_as_the_number_wants_it(value: float, currency: str, words: str) -> None:
    assert labels("ar").money(Money(value=value, currency=currency)) == words


def test_a_message_tells_a_status_in_words() -> None:
    told = warning("status", status="standing", offered="best_efforts").message
    assert "قائم لا بذل قصارى الجهد" in told.ar and told.en.endswith("standing, not best efforts.")
