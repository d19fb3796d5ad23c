"""Dates are resolved by rule, or stay open; nothing is guessed."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from briefing.dates import days_named, days_supported, deadline_in, find_dates, resolve
from briefing.record import Record

MONDAY = date(2017, 1, 23)

# words, published on Monday 2017-01-23, value
NEWS = [
    ("في الثاني من الشهر الجاري", "2017-01-02"),
    ("يوم 25 من الشهر الجاري", "2017-01-25"),
    ("25 الجاري", "2017-01-25"),
    ("الثلاثاء القادم الموافق 24 يناير 2017", "2017-01-24"),
    ("الاثنين الماضي 16 يناير", "2017-01-16"),
    ("الربع الأول من عام 2017", "2017-01/2017-03"),
    ("النصف الثاني من العام الماضي", "2016-07/2016-12"),
    ("النصف الثاني من يناير ٢٠١٧", "2017-01-16/2017-01-31"),
    ("النصف الأول من شهر فبراير", "2017-02-01/2017-02-15"),
    ("الثلث الأخير من شباط", "2017-02-21/2017-02-28"),
    ("قبل النصف الثاني من شباط", "2017-02-16"),
    ("the second half of February", "2017-02-16/2017-02-28"),
    ("قبل متم شباط", "2017-02-28"),
    ("بعد انقضاء شهر شباط", "2017-02-28/.."),
    ("متم شهر دجنبر 2016", "2016-12~"),
    ("أواسط شباط", "2017-02~"),
    ("23-25/1/2017", "2017-01-23/2017-01-25"),
    ("من 23/1/2017 إلى 25/1/2017", "2017-01-23/2017-01-25"),
    ("بين يناير ومارس 2017", "2017-01/2017-03"),
    ("من ديسمبر إلى فبراير 2017", "2016-12/2017-02"),
    ("الخميس من الأسبوع المقبل", "2017-02-02"),
    ("Thursday next week", "2017-02-02"),
    ("بعد 23 يناير", "2017-01-23/.."),
    ("بعد عام 2011", "2011/.."),
    ("خلال شهر شباط/فبراير", "2017-02"),
    ("خلال آذار/مارس", "2017-03"),
    ("في غضون شهر فبراير المقبل", "2017-02"),
    # relative to the publication, with and without a weekday
    ("أمس", "2017-01-22"),
    ("أمس الأحد", "2017-01-22"),
    ("أمس (الأحد)", "2017-01-22"),
    ("مساء أمس الأحد", "2017-01-22"),
    ("أول أمس", "2017-01-21"),
    ("أول من أمس السبت", "2017-01-21"),
    ("اليوم الإثنين", "2017-01-23"),
    ("هذا اليوم", "2017-01-23"),
    ("صباح اليوم", "2017-01-23"),
    ("غداً", "2017-01-24"),
    ("غدًا الثلاثاء", "2017-01-24"),
    ("بعد غد", "2017-01-25"),
    ("بعد غدٍ الأربعاء", "2017-01-25"),
    ("yesterday", "2017-01-22"),
    ("tomorrow, Tuesday", "2017-01-24"),
    # months of the Gulf and Egypt, the Levant, the Maghreb
    ("23 يناير 2017", "2017-01-23"),
    ("23 كانون الثاني 2017", "2017-01-23"),
    ("23 كانون ثاني 2017", "2017-01-23"),
    ("23 جانفي 2017", "2017-01-23"),
    ("23 يناير/كانون الثاني 2017", "2017-01-23"),
    ("23 كانون الثاني (يناير) 2017", "2017-01-23"),
    ("23 فيفري 2017", "2017-02-23"),
    ("3 مارس/آذار 2017", "2017-03-03"),
    ("3 أفريل 2017", "2017-04-03"),
    ("4 نيسان 2017", "2017-04-04"),
    ("4 ماي 2017", "2017-05-04"),
    ("4 أيار/مايو 2017", "2017-05-04"),
    ("30 حزيران/يونيه 2021", "2021-06-30"),
    ("14 جوان 2022", "2022-06-14"),
    ("5 جويلية 2022", "2022-07-05"),
    ("30 يوليوز 2022", "2022-07-30"),
    ("22 غشت 2016", "2016-08-22"),
    ("22 أوت 2016", "2016-08-22"),
    ("31 آب/أغسطس 2021", "2021-08-31"),
    ("2 شتنبر 2016", "2016-09-02"),
    ("2 أيلول 2016", "2016-09-02"),
    ("2 تشرين الأول 2016", "2016-10-02"),
    ("2 نونبر 2016", "2016-11-02"),
    ("2 تشرين الثاني 2016", "2016-11-02"),
    ("2 دجنبر 2016", "2016-12-02"),
    ("2 كانون الأول 2016", "2016-12-02"),
    # digits of three kinds, the orders in use
    ("٢٣ يناير ٢٠١٧م", "2017-01-23"),
    ("۲۳ کانون الثانی ۲۰۱۷", "2017-01-23"),
    ("23/1/2017", "2017-01-23"),
    ("٢٣/١/٢٠١٧", "2017-01-23"),
    ("23-01-2017", "2017-01-23"),
    ("23.01.2017", "2017-01-23"),
    ("2017-01-23", "2017-01-23"),
    ("2017/01/23", "2017-01-23"),
    ("1/23/2017", "2017-01-23"),
    ("2/1/2017", "2017-01-02"),
    # ordinals
    ("فاتح شتنبر 2016", "2016-09-01"),
    ("الأول من شباط 2017", "2017-02-01"),
    ("الثالث والعشرون من يناير 2017", "2017-01-23"),
    ("الثالث والعشرين من يناير/كانون الثاني 2017", "2017-01-23"),
    ("الحادي والثلاثين من كانون الثاني 2017", "2017-01-31"),
    ("الخامس عشر من آذار 2017", "2017-03-15"),
    ("في العاشر من شهر نيسان من عام 2017", "2017-04-10"),
    ("في العشرين من شباط لعام 2017", "2017-02-20"),
    # without a year: the nearest
    ("25 يناير", "2017-01-25"),
    ("30 ديسمبر", "2016-12-30"),
    ("15 شباط", "2017-02-15"),
    ("23 يناير من العام الماضي", "2016-01-23"),
    ("10 آذار المقبل", "2017-03-10"),
    ("20 ديسمبر الماضي", "2016-12-20"),
    ("15 كانون الثاني الجاري", "2017-01-15"),
    # the weekday beside an explicit date is checked, and the date wins
    ("يوم الاثنين 23 يناير", "2017-01-23"),
    ("الاثنين، 23 كانون الثاني 2017", "2017-01-23"),
    ("الاثنين الموافق 23 يناير 2017", "2017-01-23"),
    ("الاثنين 23/1/2017", "2017-01-23"),
    ("أمس الأحد 22 يناير", "2017-01-22"),
    # weekdays
    ("الاثنين", "2017-01-23"),
    ("قال الأحد", "2017-01-22"),
    ("السبت الماضي", "2017-01-21"),
    ("الاثنين الماضي", "2017-01-16"),
    ("يوم الخميس المقبل", "2017-01-26"),
    ("الاثنين القادم", "2017-01-30"),
    ("تُعقد الخميس", "2017-01-26"),
    ("ستنطلق يوم الخميس", "2017-01-26"),
    ("حتى الأحد", "2017-01-29"),
    ("next Tuesday", "2017-01-24"),
    ("last Saturday", "2017-01-21"),
    ("will meet on Thursday", "2017-01-26"),
    # months, years, weeks
    ("كانون الثاني 2017", "2017-01"),
    ("شهر يناير من عام 2017", "2017-01"),
    ("نوفمبر المقبل", "2017-11"),
    ("يناير الماضي", "2016-01"),
    ("في شباط", "2017-02"),
    ("عام 2016", "2016"),
    ("2016", "2016"),
    ("الشهر الماضي", "2016-12"),
    ("الشهر المقبل", "2017-02"),
    ("العام الجاري", "2017"),
    ("السنة الماضية", "2016"),
    ("هذا العام", "2017"),
    ("الأسبوع المقبل", "2017-01-30/2017-02-05"),
    ("next month", "2017-02"),
    ("last year", "2016"),
    ("الأسبوع الأول من آذار/مارس", "2017-03-01/2017-03-07"),
    ("الأسبوع الأخير من شباط 2017", "2017-02-22/2017-02-28"),
    ("the first week of March 2017", "2017-03-01/2017-03-07"),
    # ranges
    ("من 23 إلى 25 يناير", "2017-01-23/2017-01-25"),
    ("بين 23 و25 كانون الثاني 2017", "2017-01-23/2017-01-25"),
    ("يومي 23 و24 يناير/كانون الثاني", "2017-01-23/2017-01-24"),
    ("الاثنين والثلاثاء 23 و24 يناير", "2017-01-23/2017-01-24"),
    ("من 28 يناير حتى 2 فبراير 2017", "2017-01-28/2017-02-02"),
    ("من 30 ديسمبر إلى 2 يناير 2017", "2016-12-30/2017-01-02"),
    ("23-25 January 2017", "2017-01-23/2017-01-25"),
    ("January 23-25, 2017", "2017-01-23/2017-01-25"),
    # parts and limits
    ("مطلع الشهر", "2017-01~"),
    ("منتصف شباط", "2017-02~"),
    ("أواخر الشهر المقبل", "2017-02~"),
    ("أواخر كانون الأول الماضي", "2016-12~"),
    ("نهاية العام", "2017-12~"),
    ("قبل نهاية العام", "2017-12-31"),
    ("قبل نهاية سنة 2022", "2022-12-31"),
    ("قبل نهاية الشهر", "2017-01-31"),
    ("قبل نهاية شباط", "2017-02-28"),
    ("حتى نهاية يونيو 2024", "2024-06-30"),
    ("before the end of the year", "2017-12-31"),
    ("قبل فاتح مارس", "2017-03-01"),
    ("قبل مارس 2017", "2017-03-01"),
    ("قبل يوم الخميس", "2017-01-26"),
    # how long ago
    ("قبل يومين", "2017-01-21"),
    ("قبل ثلاثة أيام", "2017-01-20"),
    ("منذ 3 أيام", "2017-01-20"),
    ("قبل أسبوع", "2017-01-16~"),
    ("قبل شهرين", "2016-11~"),
    ("two weeks ago", "2017-01-09~"),
    ("a month ago", "2016-12~"),
    # English
    ("23 January 2017", "2017-01-23"),
    ("Jan. 23", "2017-01-23"),
    ("January 23rd, 2017", "2017-01-23"),
    ("Monday, 23 January 2017", "2017-01-23"),
    ("Monday, January 23", "2017-01-23"),
    ("the 23rd of January 2017", "2017-01-23"),
    ("early March", "2017-03~"),
    ("in May 2017", "2017-05"),
]


@pytest.mark.parametrize(("words", "value"), NEWS)
def test_words_of_news_have_their_value(words: str, value: str) -> None:
    assert resolve(words, published=MONDAY).value == value


@pytest.mark.parametrize(("words", "value"), NEWS)
def test_dates_are_found_whole_inside_sentences(words: str, value: str) -> None:
    mentions = find_dates(f"ذكر البيان ({words}) أن الوفدين اتفقا.")
    if words == "2016":
        assert mentions == []  # four figures alone may count anything
        return
    assert resolve(mentions[0].words, published=MONDAY).value == value or words.split()[0] in ("ستنطلق", "will", "تُعقد")
    assert all("اتفق" not in mention.words for mention in mentions)


# words, published, value: around the ends of months and years
AT_ENDS = [
    ("في 27 من هذا الشهر", date(2024, 11, 26), "2024-11-27"),
    ("في السادس من الجاري", date(2024, 11, 26), "2024-11-06"),
    ("في ۶ الجاری", date(2024, 11, 26), "2024-11-06"),
    ("في السابع والعشرين من الجاري", date(2024, 11, 26), "2024-11-27"),
    ("في اليوم العشرين من الشهر الجاري", date(2024, 12, 10), "2024-12-20"),
    ("يوم الأربعاء الموافق 27 من الشهر الجاري", date(2024, 11, 26), "2024-11-27"),
    ("on the 5th of next month", date(2024, 12, 26), "2025-01-05"),
    ("في الخامس من الشهر المقبل", date(2024, 12, 26), "2025-01-05"),
    ("في 28 من الشهر الفائت", date(2025, 1, 3), "2024-12-28"),
    ("في التاسع والعشرين من الشهر المقبل", date(2024, 1, 31), "2024-02-29"),
    ("أواخر الشهر الماضي", date(2025, 1, 3), "2024-12~"),
    ("يومي 5 و6 من الشهر المقبل", date(2024, 12, 30), "2025-01-05/2025-01-06"),
    ("من 15 إلى 17 الجاري", date(2024, 12, 10), "2024-12-15/2024-12-17"),
    ("بين الخامس والسابع من آذار 2025", date(2024, 12, 10), "2025-03-05/2025-03-07"),
    ("بين 30 ديسمبر الجاري و3 يناير المقبل", date(2024, 12, 30), "2024-12-30/2025-01-03"),
    ("من 28 ديسمبر 2023 إلى 4 يناير 2025", date(2025, 1, 5), "2023-12-28/2025-01-04"),
    ("نوفمبر - ديسمبر 2024", date(2024, 12, 10), "2024-11/2024-12"),
    ("تشرين الثاني وكانون الأول 2024", date(2024, 12, 10), "2024-11/2024-12"),
    ("3 أفريل المنقضي", date(2024, 11, 26), "2024-04-03"),
    ("25 جوان الفارط", date(2024, 11, 26), "2024-06-25"),
    ("1er ماي 2024", date(2024, 11, 26), "2024-05-01"),
    ("28 تشرين الثاني من هذا العام", date(2024, 12, 10), "2024-11-28"),
    ("الشهر قبل الماضي", date(2025, 1, 10), "2024-11"),
    ("العام قبل الماضي", date(2024, 12, 10), "2022"),
    ("الأسبوع بعد المقبل", date(2024, 12, 10), "2024-12-23/2024-12-29"),
    ("الخميس ما قبل الماضي", date(2024, 12, 10), "2024-11-28"),
    ("في الـ27 من نوفمبر الماضي", date(2024, 12, 10), "2024-11-27"),
    ("يوم الـ15 من كانون الأول/ديسمبر الحالي", date(2024, 12, 10), "2024-12-15"),
    ("الواحد والثلاثين من ديسمبر", date(2024, 12, 10), "2024-12-31"),
    ("الواحد والعشرين من تشرين الثاني الماضي", date(2024, 12, 10), "2024-11-21"),
    ("11-كانون الأول-2024", date(2024, 12, 20), "2024-12-11"),
    ("أيار مايو 2024", date(2024, 12, 20), "2024-05"),
    ("في آب", date(2024, 12, 10), "2024-08"),
    ("23 يناير 2017 (الاثنين)", MONDAY, "2017-01-23"),
    # the calendar of Libya, from 1986 to 2011
    ("17 الفاتح 2010", date(2010, 11, 26), "2010-09-17"),
    ("يوم 3 الكانون 2010", date(2010, 11, 26), "2010-12-03"),
    ("23 ناصر/يوليو 2010", date(2010, 11, 26), "2010-07-23"),
    ("17 فبراير/النوار 2011", date(2011, 11, 26), "2011-02-17"),
    ("في السابع عشر من شهر الفاتح الماضي", date(2010, 11, 26), "2010-09-17"),
    ("شهر التمور 2010", date(2010, 11, 26), "2010-10"),
    # a Gregorian date in front of a Hijri one, and figures for both
    ("20 مارس 2024م الموافق 10 رمضان 1445هـ", date(2024, 3, 20), "2024-03-20"),
    ("10/9/1445هـ الموافق 20/3/2024م", date(2024, 3, 20), "2024-03-20"),
]


@pytest.mark.parametrize(("words", "published", "value"), AT_ENDS)
def test_days_of_said_months_fall_into_the_right_month_and_year(words: str, published: date, value: str) -> None:
    assert resolve(words, published=published).value == value


@pytest.mark.parametrize(
    ("words", "published"),
    [
        ("في 31 من الشهر المقبل", date(2025, 3, 30)),  # there is none
        ("الخميس 27 من الشهر الجاري", date(2024, 11, 26)),  # it is a Wednesday
        ("23 يناير 2017 (الثلاثاء)", MONDAY),
        ("الثلاثاء 23 كانون الثاني 2017", MONDAY),
        ("يومي 5 و7 من الشهر المقبل", date(2024, 12, 10)),  # two days, and not from one to the other
        ("آذار وأيار 2024", date(2024, 12, 10)),
        ("20 مارس 2024 الموافق 20 رمضان 1445هـ", date(2024, 3, 20)),
        ("10/9/1445هـ الموافق 25/3/2024م", date(2024, 3, 20)),
        ("يناير قبل الماضي", date(2024, 12, 10)),
        ("في أب", date(2024, 12, 10)),  # a father
        ("الفصل الخامس من الماضي", date(2024, 12, 10)),
        ("المادة 5 الحالية", date(2024, 12, 10)),
        ("الجلسات 4 المقبلة", date(2024, 12, 10)),
        ("ليلة الخميس/الجمعة", date(2024, 12, 10)),
        # the words of the Libyan months where they are none
        ("مهرجان التمور 2024", date(2024, 12, 10)),
        ("في الصيف 2010", date(2010, 11, 26)),
        ("الربيع العربي 2011", date(2011, 11, 26)),
        ("مقتل 15 ناصر الدين", date(2024, 12, 10)),
    ],
)
def test_what_is_no_day_or_contradicts_itself_has_no_value(words: str, published: date) -> None:
    assert resolve(words, published=published).value is None


@pytest.mark.parametrize(
    ("words", "published", "value"),
    [
        # a day before Ramadan of 1443 was over; Umm al-Qura: 1 Ramadan 1443 is 2 April 2022
        ("5 رمضان 1443هـ", None, "2022-04-06"),
        ("٥ رمضان ١٤٤٣هـ الموافق ٦ أبريل ٢٠٢٢م", None, "2022-04-06"),
        ("5 رمضان 1443هـ (7 أبريل 2022)", None, "2022-04-07"),  # sighted a day later there
        ("15 شوال 1443 هجرية", None, "2022-05-16"),
        ("الخامس عشر من شهر شوال لعام 1443", None, "2022-05-16"),
        ("15/10/1443هـ", None, "2022-05-16"),
        ("العاشر من رمضان", date(2022, 4, 6), "2022-04-11"),
        ("قبل العاشر من رمضان", date(2022, 4, 6), "2022-04-11"),
        ("الأول من ذي الحجة", date(2022, 6, 20), "2022-06-30"),
        ("الأول من محرم المقبل", date(2022, 6, 20), "2022-07-30"),
        ("شهر رمضان 1443", None, "2022-04-02/2022-05-01"),
        ("شهر رمضان المقبل", date(2022, 1, 6), "2022-04-02/2022-05-01"),
        ("قبل شهر رمضان 1443هـ", None, "2022-04-02"),
    ],
)
def test_hijri_dates_are_those_of_umm_al_qura(words: str, published: date | None, value: str) -> None:
    assert resolve(words, published=published).value == value


@pytest.mark.parametrize(
    ("words", "published", "value"),
    [
        ("يوم السبت", date(2019, 10, 8), "2019-10-12"),
        ("الخميس", date(2024, 5, 12), "2024-05-16"),
        ("31 ديسمبر", MONDAY, "2017-12-31"),
        ("15 يوليو", MONDAY, "2017-07-15"),
        ("في حزيران", MONDAY, "2017-06"),
        ("في يناير", MONDAY, "2017-01"),
        ("السبت الماضي", MONDAY, "2017-01-21"),
        ("أمس", MONDAY, "2017-01-22"),
        ("15 يناير 2016", MONDAY, "2016-01-15"),
    ],
)
def test_what_is_announced_lies_ahead(words: str, published: date, value: str) -> None:
    assert resolve(words, published=published, ahead=True).value == value


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("أمس الثلاثاء", "weekday"),
        ("غداً الأربعاء", "weekday"),
        ("الثلاثاء 23 يناير 2017", "weekday"),
        ("Tuesday, January 23, 2017", "weekday"),
        ("أمس الأحد 15 يناير", "contradiction"),
        ("23 يناير/شباط 2017", "contradiction"),
        ("5 رمضان 1443هـ الموافق 6 مايو 2022م", "contradiction"),
        ("31 شباط", "impossible"),
        ("31 شباط 2017", "impossible"),
        ("29 فبراير 2017", "impossible"),
        ("45/1/2017", "impossible"),
        ("13/13/2017", "impossible"),
        ("2017-02-30", "impossible"),
        ("31 رمضان 1443", "impossible"),
        ("5 رمضان 1499", None),
        ("من 25 إلى 23 يناير", "impossible"),
        ("23 و27 يناير 2017", "several"),
        ("15 يوليو", "year"),  # last July or next
        ("29 شباط", "year"),
        ("من الاثنين إلى الأربعاء", "several"),
        ("يومي الاثنين والثلاثاء", "several"),
        ("ليل الأحد الاثنين", "several"),
        ("الأحد من الأسبوع المقبل", "unknown"),
        ("الربع الخامس من 2017", "unknown"),
        ("بعد شهر رمضان", "year"),
        ("قبل شهر رمضان", "year"),
        ("خلال 48 ساعة", "period"),
        ("خلال ٤٨ ساعة", "period"),
        ("خلال أيام", "period"),
        ("في غضون أسبوعين من التوقيع", "period"),
        ("في ظرف ستين يوماً", "period"),
        ("خلال الأسابيع المقبلة", "period"),
        ("بعد ثلاثة أيام", "period"),
        ("قبل ثلاثة أيام من الموعد", "period"),
        ("within 30 days of signature", "period"),
        ("within 48 hours", "period"),
        ("قبل ساعات", "period"),
        ("قبل نهاية الأسبوع", "unknown"),
        ("اليوم التالي", "unknown"),
        ("اليوم الأول من المحادثات", "unknown"),
        ("حال اكتمال أسمائها", "unknown"),
        ("قبل الصيف", "unknown"),
        ("قريباً", "unknown"),
        ("the parties may meet", "unknown"),
        ("group 5 may meet", "unknown"),
        ("مارس الوفد ضغوطاً", "unknown"),
        ("التقى رمضان وشعبان", "unknown"),
        ("", "unknown"),
    ],
)
def test_in_doubt_the_value_stays_open(words: str, problem: str | None) -> None:
    resolution = resolve(words, published=MONDAY)
    if problem is None:
        assert resolution.value is not None
    else:
        assert (resolution.value, resolution.problem) == (None, problem)


@pytest.mark.parametrize(
    "words",
    ["أمس", "غداً الثلاثاء", "الاثنين", "يوم الخميس المقبل", "23 يناير", "الشهر الماضي", "العام الجاري", "قبل يومين",
     "نوفمبر المقبل", "العاشر من رمضان", "مطلع الشهر", "قبل نهاية العام", "من 23 إلى 25 يناير", "next Tuesday", "Jan. 23",
     "قبل نهاية شباط", "الأسبوع الأول من آذار"],
)  # fmt: skip
def test_without_a_publication_date_relative_words_stay_open(words: str) -> None:
    resolution = resolve(words, published=None)
    assert (resolution.value, resolution.problem) == (None, "no_publication_date")


def test_every_date_of_a_sentence_is_found_with_its_exact_place() -> None:
    text = "اجتمع الوفدان أمس الأحد، ثم ‏في 25 كانون‌ الثاني ٢٠١٧، ويعودان الأسبوع المقبل أو قبل نهاية شباط."
    mentions = find_dates(text)
    assert [mention.words for mention in mentions] == ["أمس الأحد", "25 كانون‌ الثاني ٢٠١٧", "الأسبوع المقبل", "قبل نهاية شباط"]
    assert all(text[mention.start : mention.end] == mention.words for mention in mentions)


@pytest.mark.parametrize(
    "text",
    [
        "9" * 100_000,
        "1/" * 10_000,
        "يوم " * 5_000,
        "من 23 إلى " * 2_000,
        "قبل قبل " * 2_500,
        "خمسة وعشرون " * 2_000,
        "يناير/" * 3_000,
    ],
    ids=["digits", "strokes", "days", "from", "before", "words", "months"],
)
def test_long_runs_are_read_in_one_pass(text: str) -> None:
    find_dates(text)
    days_supported(text)
    assert resolve(text, published=MONDAY).value is None or "يناير" in text


def test_a_publication_day_at_the_end_of_time_is_no_error() -> None:
    for words in ("غداً", "الأسبوع المقبل", "الشهر المقبل", "العاشر من رمضان", "23 يناير", "قبل 99999 يوماً"):
        resolve(words, published=date.max)
        resolve(words, published=date.min)


EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*/gold.json"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_the_dates_of_the_examples_are_resolved_as_two_readers_did(path: Path) -> None:
    record = Record.load(path)
    published = date.fromisoformat(record.sources[0].published or "")
    past = [record.event.start, record.event.end]
    coming = [*(item.deadline for item in record.commitments), *(step.when for step in record.next_steps)]
    for dates, ahead in ((past, False), (coming, True)):
        for when in filter(None, dates):
            assert resolve(when.as_reported, published=published, ahead=ahead).value == when.value, when.as_reported


def documented() -> list[tuple[str, str]]:
    table = (Path(__file__).parent.parent / "docs/dates-and-figures.md").read_text(encoding="utf-8").split("## Figures")[0]
    rows = [row.strip("|").split("|") for row in table.splitlines() if row.startswith("| ") and not row.startswith("| Words")]
    return [(words.strip(), value.strip()) for cell, value, _ in rows for words in cell.split("،")]


@pytest.mark.parametrize(("words", "told"), documented())
def test_the_documented_examples_are_true(words: str, told: str) -> None:
    usually, _, ahead = told.partition("; of a ")
    for part, announced in ((usually, False), (ahead, True)):
        if part:
            value = re.search(r"[0-9]{4}[-0-9/.~]*", part)
            assert resolve(words, published=MONDAY, ahead=announced).value == (value and value.group())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("وعدت، في رسالة مؤرخة في 3 جوان، بإزالة الحواجز قبل نهاية أوت", "قبل نهاية أوت"),
        ("وافقت في جلسة الجمعة على تسليم سلاحها خلال تسعين يوماً", "خلال تسعين يوماً"),
        ("تعهد في اجتماع يوم الأحد بفتح الطريق بحلول 15 آذار", "بحلول 15 آذار"),
        ("ستدفع رواتب المعلمين المتأخرة من يناير قبل نهاية الشهر", "قبل نهاية الشهر"),
        ("ستدفع الرواتب المتأخرة منذ 3 آذار", None),
        ("سيسهم بخمسين مليوناً، شرط أن تنشئ الحكومة صندوقاً قبل نهاية العام الجاري", None),
        ("ستفتح المعبر، إذا توقف القصف، يوم السبت", "يوم السبت"),
        ("سيفتح الممر اعتباراً من الأحد المقبل", "الأحد المقبل"),
        ("وافقت في جلسة الجمعة على تسليم سلاحها", None),
        ("وعدته، في اتصال هاتفي يوم الخميس، بفتح الطريق", None),
        ("وعدت في رسالة وصلت الجمعة بفتح الطريق", None),
        ("وفدها التقى الوسيط الأحد وطلب فتح الطريق", None),
        ("التقى الوسيط وتعهد بأن يعود الأحد", "الأحد"),
        ("وافق على عقد اجتماع الخميس", "الخميس"),
        ("تعهد بأن يشارك في لقاء يعقد الخميس", "الخميس"),
        ("ستسلّم الأسرى يوم 5 آذار، وتعيد الجثامين قبل 10 آذار", "قبل 10 آذار"),
    ],
)
def test_a_deadline_is_the_date_by_when_something_is_to_be_done(text: str, words: str | None) -> None:
    told = deadline_in(text)
    assert (told.words if told else None) == words


def test_without_limits_first_the_next_date_is_taken() -> None:
    told = deadline_in("تُستأنف الأشغال يوم 11 سبتمبر، على أن يقدم التقرير قبل 20 أكتوبر", limits_first=False)
    assert told is not None and told.words == "يوم 11 سبتمبر"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("on Monday 2 and Tuesday 3 December", [(12, 2), (12, 3)]),
        ("the 12th of December, and December 14 and 15", [(12, 12), (12, 14), (12, 15)]),
        ("from 28 November to 2 December 2020", [(11, 28), (12, 2)]),
        ("on December 2 and 3 January", [(12, 2), (1, 3)]),
        ("on 2020-12-02, or the 12th of Ramadan", [(12, 2), (21, 12)]),
        ("In December 12 prisoners, in March 20 per cent of them; 2 may stay", []),
        ("في الثاني من كانون الأول المقبل", [(12, 2)]),
        ("من الثاني إلى الخامس والعشرين من شباط", [(2, 2), (2, 25)]),
        ("يومي الاثنين ٢ والثلاثاء ٣ تشرين الثاني/نوفمبر", [(11, 2), (11, 3)]),
        ("في كانون الثاني وشباط، وشارك 3 وسطاء", []),
        ("في النصف الثاني من شباط", []),
    ],
)
def test_days_are_named_with_their_month(text: str, days: list[tuple[int, int]]) -> None:
    assert days_named(text) == days


def test_an_arabic_text_stands_for_days_in_figures_in_words_and_of_this_month() -> None:
    assert days_supported("في 2/11/2020") == {(2, 11), (11, 2)}
    assert days_supported("في خمسة وعشرين يناير") == {(1, 25), (1, 20)}
    assert days_supported("في الثاني من الشهر نفسه، وفي 5 الجاري، لا في كانون الأول المقبل") == {(0, 2), (0, 5)}
