"""Dates: from the words of a report to EDTF / ISO 8601 values, by rule. What cannot be known stays unresolved.

Arabic month names of Egypt and the Gulf, the Levant and the Maghreb, Hijri dates (Umm al-Qura calendar), relative dates
against the publication date with a check of the weekday, ranges, parts of a month, and the same in English.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from briefing.arabic import fold

_MONTHS = {
    1: "يناير|كانون الثاني|كانون ثاني|جانفي|january|jan",
    2: "فبراير|شباط|فيفري|february|feb",
    3: "مارس|اذار|march|mar",
    4: "ابريل|نيسان|افريل|april|apr",
    5: "مايو|ايار|ماي|may",
    6: "يونيو|حزيران|جوان|june|jun",
    7: "يوليو|تموز|جويليه|july|jul",
    8: "اغسطس|اب|اوت|august|aug",
    9: "سبتمبر|ايلول|september|sept|sep",
    10: "اكتوبر|تشرين الاول|تشرين اول|october|oct",
    11: "نوفمبر|تشرين الثاني|تشرين ثاني|november|nov",
    12: "ديسمبر|كانون الاول|كانون اول|december|dec",
}
_MONTH_OF = {name: number for number, names in _MONTHS.items() for name in names.split("|")}
_HIJRI_MONTHS = {
    "محرم": 1, "المحرم": 1, "صفر": 2, "ربيع الاول": 3, "ربيع الاخر": 4, "ربيع الثاني": 4, "جمادي الاولي": 5,
    "جمادي الاخره": 6, "جمادي الثانيه": 6, "رجب": 7, "شعبان": 8, "رمضان": 9, "شوال": 10, "ذو القعده": 11, "ذي القعده": 11,
    "ذو الحجه": 12, "ذي الحجه": 12,
}  # fmt: skip
_WEEKDAYS = {
    "الاثنين": 0, "الثلاثاء": 1, "الثلاثا": 1, "الاربعاء": 2, "الاربعا": 2, "الخميس": 3, "الجمعه": 4, "السبت": 5, "الاحد": 6,
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
}  # fmt: skip
_DAY_WORDS = {
    "الاول": 1, "الثاني": 2, "الثالث": 3, "الرابع": 4, "الخامس": 5, "السادس": 6, "السابع": 7, "الثامن": 8, "التاسع": 9,
    "العاشر": 10, "الحادي": 1, "العشرين": 20, "والعشرين": 20, "الثلاثين": 30, "والثلاثين": 30, "عشر": 10,
}  # fmt: skip
_COUNTS = {
    "يومين": (2, "d"), "ثلاثه ايام": (3, "d"), "اربعه ايام": (4, "d"), "خمسه ايام": (5, "d"), "سته ايام": (6, "d"),
    "سبعه ايام": (7, "d"), "عشره ايام": (10, "d"), "اسبوع": (7, "d"), "اسبوعين": (14, "d"), "ثلاثه اسابيع": (21, "d"),
    "شهر": (1, "m"), "شهرين": (2, "m"), "ثلاثه اشهر": (3, "m"), "سته اشهر": (6, "m"), "يوم": (1, "d"), "24 ساعه": (1, "d"),
    "48 ساعه": (2, "d"), "72 ساعه": (3, "d"), "ساعات": (0, "d"), "two days": (2, "d"), "three days": (3, "d"),
    "a week": (7, "d"), "one week": (7, "d"), "two weeks": (14, "d"), "a month": (1, "m"), "one month": (1, "m"),
    "two months": (2, "m"), "three months": (3, "m"), "48 hours": (2, "d"), "72 hours": (3, "d"), "24 hours": (1, "d"),
}  # fmt: skip
_M = "|".join(sorted(map(re.escape, _MONTH_OF), key=len, reverse=True))
_H = "|".join(sorted(map(re.escape, _HIJRI_MONTHS), key=len, reverse=True))
_W = "|".join(sorted(_WEEKDAYS, key=len, reverse=True))
_D = "|".join(sorted(_DAY_WORDS, key=len, reverse=True))
_C = "|".join(sorted(_COUNTS, key=len, reverse=True))
_YEAR = r"(?:\s?(?:من |في |,|،)?\s?(?:(?:ال)?عام |سنه |of )?(?P<year{n}>(?:19|20)[0-9]{{2}}))?"
_EDGE = r"(?<![^\W_])(?:و|ف|ب|ل)?"
_FORMS: tuple[tuple[str, str], ...] = (
    ("iso", r"(?P<iso>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})"),
    ("numeric", r"(?P<nd>[0-9]{1,2})[/-](?P<nm>[0-9]{1,2})[/-](?P<ny>[0-9]{4})"),
    ("hijri", rf"(?P<hd>[0-9]{{1,2}})\s?(?:من )?(?:شهر )?(?P<hm>{_H})(?:\s?(?:عام|سنه|لعام|من عام))?\s?(?P<hy>1[34][0-9]{{2}})(?:\s?(?:هـ|ه|هجري\w*))?"),
    ("range", rf"(?:من )?(?:يومي |ما بين |بين )?(?P<r1>[0-9]{{1,2}})\s?(?:-|و|و |الي |حتي |and |to )\s?(?P<r2>[0-9]{{1,2}})\s(?:من )?(?:شهر )?(?P<rm>{_M})(?:\s?/\s?(?:{_M}))?" + _YEAR.format(n="r")),
    ("day", rf"(?:(?P<wd>{_W})\s?(?:,|،)?\s?(?:الموافق )?)?\(?(?P<dd>[0-9]{{1,2}}|(?:{_D})(?:\s(?:{_D}))?)(?:st|nd|rd|th)?\s?(?:من |of )?(?:شهر )?(?P<dm>{_M})(?:\s?[/(]\s?(?:{_M})\)?)?" + _YEAR.format(n="d")),
    ("english", rf"(?P<em>{_M})\s(?P<ed>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:,?\s(?P<ey>(?:19|20)[0-9]{{2}}))?"),
    ("part", rf"(?P<pp>منتصف|اوايل|اواخر|مطلع|بدايه|نهايه|early|late|mid)[ -](?:شهر )?(?P<pm>{_M})(?:\s?/\s?(?:{_M}))?" + _YEAR.format(n="p")),
    ("before_yesterday", rf"(?:اول من امس|اول امس|امس الاول)(?:\s(?P<bw>{_W}))?|the day before yesterday"),
    ("yesterday", rf"(?:مساء |صباح |ليله |فجر |ظهر |عصر )?(?:يوم )?(?:امس|البارحه|yesterday)(?:\s(?:مساء|صباحا|ليلا))?(?:,?\s(?P<yw>{_W}))?|الليله الماضيه"),
    ("today", rf"(?:صباح |مساء |فجر |ظهر |عصر )?(?:هذا )?(?:اليوم|today)(?:\s(?P<tw>{_W}))?|هذا الصباح|هذا المساء|مساء اليوم"),
    ("after_tomorrow", rf"بعد (?:يوم )?غد(?:\s(?P<aw>{_W}))?|the day after tomorrow"),
    ("tomorrow", rf"(?:مساء |صباح )?(?:يوم )?(?:غد(?:ا)?|الغد|tomorrow)(?:,?\s(?P<mw>{_W}))?"),
    ("weekday", rf"(?:(?:صباح|مساء|ليله|ظهر) )?(?:يوم )?(?:(?P<lw>last|next|this) )?(?P<ww>{_W})(?:\s(?P<wr>الماضي|الفايت|المنصرم|المقبل|القادم|الجاري|الحالي))?"),
    ("week", r"(?P<kn>الاسبوع|الشهر|العام|السنه) (?P<kr>الماضيه?|الفايت|المنصرمه?|المقبله?|القادمه?|الجاريه?|الحاليه?)|(?P<kl>last|next|this) (?P<ku>week|month|year)"),
    ("ago", rf"(?:قبل|منذ) (?P<ac>{_C})|(?P<ac2>{_C}) ago"),
    ("within", rf"(?:خلال|في غضون|بعد|within|in) (?:مهله )?(?P<ic>{_C})"),
    ("month", rf"(?:شهر )?(?P<om>{_M})(?:\s?/\s?(?:{_M}))?\s?(?:من )?(?:عام |سنه )?(?P<oy>(?:19|20)[0-9]{{2}})|(?:شهر |في |خلال |in )(?P<sm>{_M})(?:\s?/\s?(?:{_M}))?(?:\s(?P<sr>المقبل|القادم|الماضي))?"),
    ("year", r"(?:(?:ال)?عام |سنه |in )(?P<yy>(?:19|20)[0-9]{2})"),
)  # fmt: skip
_DATE = re.compile(_EDGE + "(?:" + "|".join(f"(?P<f_{name}>{form})" for name, form in _FORMS) + r")(?![^\W_])")


@dataclass(frozen=True)
class Mention:
    """A date expression in a text: raw offsets and the raw words."""

    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Resolution:
    """The EDTF value of some words, or None; ``problem`` says why: "unknown", "no_publication_date", "weekday",
    "impossible".
    """

    value: str | None
    problem: str | None = None


def find_dates(text: str) -> list[Mention]:
    """The date expressions of an Arabic or English text, in order."""
    folded = fold(text)
    found = []
    for match in _DATE.finditer(folded.text):
        start = match.start(next(name for name, value in match.groupdict().items() if name.startswith("f_") and value))
        raw = (folded.starts[start], folded.ends[match.end() - 1])
        found.append(Mention(*raw, text[raw[0] : raw[1]]))
    return found


def resolve(words: str, *, published: date | None) -> Resolution:
    """The value of the first date expression in some words.

    Relative words and dates without a year need the publication date; a weekday that does not fit leaves the value
    open, since it cannot be known which of the two the report got wrong. Never raises.
    """
    match = _DATE.search(fold(words).text)
    if match is None:
        return Resolution(None, "unknown")
    name = next(name for name, value in match.groupdict().items() if name.startswith("f_") and value)
    try:
        return _RESOLVERS[name](match, published)
    except (ValueError, OverflowError):
        return Resolution(None, "impossible")


_Resolver = Callable[[re.Match[str], "date | None"], Resolution]


def _iso(match: re.Match[str], published: date | None) -> Resolution:
    year, month, day = map(int, match["iso"].split("-"))
    return Resolution(date(year, month, day).isoformat())


def _numeric(match: re.Match[str], published: date | None) -> Resolution:
    return Resolution(date(int(match["ny"]), int(match["nm"]), int(match["nd"])).isoformat())


def _hijri(match: re.Match[str], published: date | None) -> Resolution:
    from hijridate import Hijri  # 10 ms that most reports do not need

    return Resolution(Hijri(int(match["hy"]), _HIJRI_MONTHS[match["hm"]], int(match["hd"])).to_gregorian().isoformat())


def _range(match: re.Match[str], published: date | None) -> Resolution:
    month = _MONTH_OF[match["rm"]]
    first, last = int(match["r1"]), int(match["r2"])
    year = _year(match["yearr"], month, last, published)
    if year is None:
        return Resolution(None, "no_publication_date")
    return Resolution(f"{date(year, month, first).isoformat()}/{date(year, month, last).isoformat()}")


def _day(match: re.Match[str], published: date | None) -> Resolution:
    words = match["dd"]
    day = int(words) if words.isdigit() else sum(_DAY_WORDS[word] for word in words.split())
    return _dated(match["yeard"], _MONTH_OF[match["dm"]], day, match["wd"], published)


def _english(match: re.Match[str], published: date | None) -> Resolution:
    return _dated(match["ey"], _MONTH_OF[match["em"]], int(match["ed"]), None, published)


def _dated(year_words: str | None, month: int, day: int, weekday: str | None, published: date | None) -> Resolution:
    year = _year(year_words, month, day, published)
    if year is None:
        date(2000, month, day)  # impossible days are impossible in any year
        return Resolution(None, "no_publication_date")
    return _checked(date(year, month, day), weekday)


def _part(match: re.Match[str], published: date | None) -> Resolution:
    month = _MONTH_OF[match["pm"]]
    year = _year(match["yearp"], month, 15, published)
    return Resolution(f"{year:04}-{month:02}~") if year else Resolution(None, "no_publication_date")


def _relative(days: int, group: str | None) -> _Resolver:
    def resolver(match: re.Match[str], published: date | None) -> Resolution:
        if published is None:
            return Resolution(None, "no_publication_date")
        return _checked(published + timedelta(days=days), match[group] if group else None)

    return resolver


def _weekday(match: re.Match[str], published: date | None) -> Resolution:
    if published is None:
        return Resolution(None, "no_publication_date")
    wanted = _WEEKDAYS[match["ww"]]
    word = match["wr"] or match["lw"] or ""
    if word in {"المقبل", "القادم", "next"}:
        return Resolution((published + timedelta(days=(wanted - published.weekday() - 1) % 7 + 1)).isoformat())
    back = (published.weekday() - wanted) % 7
    if word in {"الماضي", "الفايت", "المنصرم", "last"} and back == 0:
        back = 7
    # A bare weekday in a report of the day is the latest one: news tells what has happened.
    return Resolution((published - timedelta(days=back)).isoformat())


def _week(match: re.Match[str], published: date | None) -> Resolution:
    if published is None:
        return Resolution(None, "no_publication_date")
    word, unit = match["kr"] or match["kl"], match["kn"] or match["ku"]
    step = (
        -1
        if word.startswith(("الماضي", "الفايت", "المنصرم", "last"))
        else 1
        if word.startswith(("المقبل", "القادم", "next"))
        else 0
    )
    if unit in {"العام", "السنه", "year"}:
        return Resolution(f"{published.year + step:04}")
    if unit in {"الشهر", "month"}:
        months = published.year * 12 + published.month - 1 + step
        return Resolution(f"{months // 12:04}-{months % 12 + 1:02}")
    # Where a week begins differs from country to country; Monday to Sunday is ISO 8601's.
    monday = published - timedelta(days=published.weekday()) + timedelta(weeks=step)
    return Resolution(f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}")


def _ago(match: re.Match[str], published: date | None) -> Resolution:
    if published is None:
        return Resolution(None, "no_publication_date")
    count, unit = _COUNTS[match["ac"] or match["ac2"]]
    if unit == "m":
        months = published.year * 12 + published.month - 1 - count
        return Resolution(f"{months // 12:04}-{months % 12 + 1:02}~")
    return Resolution((published - timedelta(days=count)).isoformat())


def _within(match: re.Match[str], published: date | None) -> Resolution:
    if published is None:
        return Resolution(None, "no_publication_date")
    count, unit = _COUNTS[match["ic"]]
    if unit == "m":
        months = published.year * 12 + published.month - 1 + count
        last = min(published.day, 28)
        return Resolution(f"{published.isoformat()}/{months // 12:04}-{months % 12 + 1:02}-{last:02}")
    return Resolution(f"{published.isoformat()}/{(published + timedelta(days=count)).isoformat()}")


def _month(match: re.Match[str], published: date | None) -> Resolution:
    month = _MONTH_OF[match["om"] or match["sm"]]
    year = _year(match["oy"], month, 15, published)
    return Resolution(f"{year:04}-{month:02}") if year else Resolution(None, "no_publication_date")


def _year_only(match: re.Match[str], published: date | None) -> Resolution:
    return Resolution(match["yy"])


def _year(words: str | None, month: int, day: int, published: date | None) -> int | None:
    """The year: stated, else the one that brings the date nearest to the publication."""
    if words:
        return int(words)
    if published is None:
        return None

    def distance(year: int) -> int:
        return abs(date(year, month, min(day, 28)).toordinal() - published.toordinal())

    return min((published.year - 1, published.year, published.year + 1), key=distance)


def _checked(value: date, weekday: str | None) -> Resolution:
    if weekday and _WEEKDAYS[weekday] != value.weekday():
        return Resolution(None, "weekday")
    return Resolution(value.isoformat())


_RESOLVERS = {
    "f_iso": _iso, "f_numeric": _numeric, "f_hijri": _hijri, "f_range": _range, "f_day": _day, "f_english": _english,
    "f_part": _part, "f_before_yesterday": _relative(-2, "bw"), "f_yesterday": _relative(-1, "yw"),
    "f_today": _relative(0, "tw"), "f_after_tomorrow": _relative(2, "aw"), "f_tomorrow": _relative(1, "mw"),
    "f_weekday": _weekday, "f_week": _week, "f_ago": _ago, "f_within": _within, "f_month": _month, "f_year": _year_only,
}  # fmt: skip
