"""How a brief writes dates and figures: the calendar, the names of the months, the digits. The reader's choice, not the record's.

What is a name and not a number keeps its digits: document symbols (S/RES/2254 (2015)), ids, addresses, Latin words, and
whatever stands in quotation marks.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from typing import Literal, get_args, get_type_hints

from briefing.errors import SettingsError

Calendar = Literal["gregorian", "both"]
Months = Literal["un", "levantine", "international", "maghrebi", "moroccan"]
Digits = Literal["western", "eastern"]

# Both names of each month, as the United Nations print them; CLDR has one or the other, by country.
_MONTHS_UN = (
    "كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو", "حزيران/يونيه", "تموز/يوليه",
    "آب/أغسطس", "أيلول/سبتمبر", "تشرين الأول/أكتوبر", "تشرين الثاني/نوفمبر", "كانون الأول/ديسمبر",
)  # fmt: skip
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
# Whose names CLDR has them by: the Levant and Iraq; Egypt, the Gulf and the Sudan; Algeria and Tunisia; Morocco.
_COUNTRIES = {"levantine": "ar_LB", "international": "ar_EG", "maghrebi": "ar_DZ", "moroccan": "ar_MA"}

# What reports call the months besides, and words that are months only beside a figure: «مارس» is a verb, too.
_OTHER_MONTHS = {
    1: "جانفي", 2: "فيفري فبراير", 3: "مارس", 4: "أفريل إبريل ابريل", 5: "ماي مايو ايار", 6: "جوان يونيو", 7: "جويلية يوليو يوليوز",
    8: "أوت غشت اغسطس اب", 9: "شتنبر ايلول", 10: "اكتوبر", 11: "نونبر", 12: "دجنبر",
}  # fmt: skip
_DOUBTFUL_MONTHS = frozenset(["مارس", "ماي", "أوت", "آب", "اب"])
# Libya's of 1986 to 2011, which are other words wherever no day stands in front and no year behind.
_LIBYAN_MONTHS = {
    "النوار": 2, "الربيع": 3, "الطير": 4, "الماء": 5, "الصيف": 6, "ناصر": 7, "هانيبال": 8, "الفاتح": 9, "التمور": 10, "الحرث": 11,
    "الكانون": 12,
}  # fmt: skip
_BEFORE_MONTH = r"(?P<day>[0-9٠-٩]{1,2} |(?:شهر|شهري|في|قبل|حتى|نهاية|مطلع|منتصف|بداية|أوائل|أواخر|خلال|منذ|بحلول|من) )"

_EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_LATIN = "A-Za-z\u00c0-\u024f"
_KEPT_OR_FIGURE = re.compile(
    r"«[^»]*»|“[^”]*”|\"[^\"]*\""
    r"|\b(?:A|S|E|SG)/[A-Z0-9][A-Z0-9./-]*(?: \([0-9]{4}\))?"
    rf"|[0-9]*[{_LATIN}][^\s،؛()\[\]]*|[0-9][0-9./_-]*[{_LATIN}][^\s،؛()\[\]]*"
    r"|(?P<figure>[0-9]+(?:[.,][0-9]+)*)"
)

_KEPT_OR_EASTERN = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"|(?P<figure>[٠-٩]+(?:[٫٬][٠-٩]+)*)")
_ANY_EASTERN = re.compile("[٠-٩]")
_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩٫٬", "0123456789.,")


@dataclass(frozen=True, slots=True)
class Notation:
    """``calendar`` "gregorian", or "both" for Hijri dates beside; ``months`` names the Arabic months; ``digits`` are those of Arabic.

    Raises SettingsError for a value that there is not.
    """

    calendar: Calendar = "gregorian"
    months: Months = "un"
    digits: Digits = "western"

    def __post_init__(self) -> None:
        for name, choices in _choices().items():
            value = getattr(self, name)
            if value not in choices:
                raise SettingsError(f"There is no {name} {value!r}: choose from {', '.join(choices)}.")

    def figures(self, text: str, language: str) -> str:
        """``text`` with its numbers in the digits of this notation, but for quotations; English has Western ones only."""
        if language != "ar":
            return text
        if self.digits == "western":
            if _ANY_EASTERN.search(text) is None:
                return text
            return _KEPT_OR_EASTERN.sub(
                lambda found: found["figure"].translate(_WESTERN) if found["figure"] else found.group(), text
            )
        return _KEPT_OR_FIGURE.sub(lambda found: _eastern(found["figure"]) if found["figure"] else found.group(), text)

    def months_of(self, text: str, language: str) -> str:
        """``text`` with the months of its dates named as this notation does, but for quotations; English has one name for each."""
        if language != "ar":
            return text

        def named(found: re.Match[str]) -> str:
            if found["name"] is None:
                return found.group()
            dated = found["year"] or any(character.isdigit() for character in found["day"] or "")
            if not dated and (found["day"] is None or found["name"] in _DOUBTFUL_MONTHS):
                return found.group()
            if found["name"].partition("/")[0] in _LIBYAN_MONTHS and not (
                found["year"] and found["day"] and found["day"][0].isdigit()
            ):
                return found.group()
            number = _numbers_of_months()[found["name"].partition("/")[0]]
            return f"{found['day'] or ''}{self.month(number, language)}{found['year'] or ''}"

        return _dates_by_month().sub(named, text)

    def month(self, number: int, language: str) -> str:
        """The name of a month of the Gregorian calendar, 1 to 12."""
        return _month_names(self.months if language == "ar" else "english")[number - 1]


def hijri(value: str, language: str) -> str | None:
    """An EDTF date or interval in the Umm al-Qura calendar, as exact as it is itself; ``None`` outside its years or if unknown.

    A month or a year of the Gregorian calendar is the months or years that it falls into.
    """
    first, slash, last = value.partition("/")
    if not slash:
        days = _days(first)
        return None if days is None else _span(days, first, language)
    if ".." in (first, last):
        days = _days(last if first == ".." else first)
        return None if days is None else _span(days, last if first == ".." else first, language)
    begin, end = _days(first), _days(last)
    return None if begin is None or end is None else _span((begin[0], end[1]), max(first, last, key=len), language)


def _span(days: tuple[date, date], value: str, language: str) -> str | None:
    """The first and the last of ``days`` as exact as ``value``: what they share is said once."""
    from hijridate import Gregorian  # 10 ms that most briefs do not need

    exact = value.rstrip("~?%").replace("-XX", "").count("-")  # 0 a year, 1 a month, 2 a day
    try:
        begin, end = (Gregorian(day.year, day.month, day.day).to_hijri() for day in days)
    except (OverflowError, ValueError):
        return None
    names: Literal["ar", "en"] = "ar" if language == "ar" else "en"
    parts = [[str(moment.year), moment.month_name(names), str(moment.day)][: exact + 1] for moment in (begin, end)]
    shared = 0
    while shared < exact + 1 and parts[0][shared] == parts[1][shared]:
        shared += 1
    last = " ".join(reversed(parts[1]))
    era = "هـ" if language == "ar" else "AH"
    if shared > exact:
        return f"{last} {era}"
    return f"{' '.join(reversed(parts[0][shared:]))} – {last} {era}"


def _days(value: str) -> tuple[date, date] | None:
    """The first and the last day that an EDTF date may mean; ``None`` if it is no date of the calendar."""
    year, *rest = value.rstrip("~?%").split("-")
    rest = [part for part in rest if part != "XX"]
    try:
        numbers = [int(part) for part in (year, *rest)]
        if not rest:
            return date(numbers[0], 1, 1), date(numbers[0], 12, 31)
        if len(rest) == 1:
            return date(numbers[0], numbers[1], 1), date(numbers[0], numbers[1], monthrange(numbers[0], numbers[1])[1])
        day = date(*numbers[:3])
    except ValueError:  # a decade, or no date
        return None
    return day, day


def _eastern(figure: str) -> str:
    # The thousands' and the decimal sign of Arabic; a figure such as 3.2.1 is a number of a paragraph, not one.
    plain = re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+\.[0-9]+", figure)
    return (figure.replace(",", "٬").replace(".", "٫") if plain else figure).translate(_EASTERN)


@lru_cache(maxsize=1)
def _numbers_of_months() -> dict[str, int]:
    """The months by all their Arabic names."""
    names = dict(_LIBYAN_MONTHS)
    for number, pair in enumerate(_MONTHS_UN, 1):
        names |= dict.fromkeys([*pair.split("/"), *_OTHER_MONTHS[number].split()], number)
    return names


@lru_cache(maxsize=1)
def _dates_by_month() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _numbers_of_months()), key=len, reverse=True))
    letter = "[\u0621-\u065f]"
    return re.compile(
        rf"«[^»]*»|“[^”]*”|\"[^\"]*\"|(?<!{letter}){_BEFORE_MONTH}?(?<!{letter})(?P<name>(?:{names})(?:/(?:{names}))?)(?!{letter})"
        rf"(?P<year> [0-9٠-٩]{{4}})?"
    )


@lru_cache(maxsize=1)
def _choices() -> dict[str, tuple[str, ...]]:
    hints = get_type_hints(Notation)
    return {field.name: get_args(hints[field.name]) for field in fields(Notation)}


@lru_cache(maxsize=8)
def _month_names(months: str) -> tuple[str, ...]:
    if months in ("un", "english"):
        return _MONTHS_UN if months == "un" else _MONTHS_EN
    from babel import Locale

    names = Locale.parse(_COUNTRIES[months]).months["format"]["wide"]
    return tuple(names[number] for number in range(1, 13))
