"""Numbers, percentages, currencies and UN document symbols in Arabic and English text.

The model copies words; what they amount to is computed here. Values are exact (``Decimal``), offsets are code points of
the raw text. Two texts are compared by what their figures mean: words and digits count alike, «الثالثة» is "3rd", a dual
is two; one is ignored, since it is a pronoun as often as a number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from briefing.arabic import any_of, fold
from briefing.numerals import (
    HIJRI_MONTHS,
    LIBYAN_DAYS_MONTH,
    LIBYAN_MONTHS,
    MONTHS,
    WEAK_MONTHS,
    WEEKDAYS,
    Kind,
    digit_values,
    has_numbers,
    read_number,
    tokens_of,
)
from briefing.resources import table

# Currencies that several states have one word for: (the words, {ISO 4217: (the state in Arabic, in English)}).
_FAMILIES: dict[str, tuple[str, str, dict[str, tuple[str, str]]]] = {
    "riyal": ("ريال(?:ات|ا|ين|ان)?", "riyals?|rials?", {
        "SAR": ("سعودي", "saudi"), "QAR": ("قطري", "qatari"), "YER": ("يمني", "yemeni"), "IRR": ("ايراني", "iranian"),
        "OMR": ("عماني", "omani"),
    }),
    "dirham": ("درهم(?:ا|ين|ان)?|دراهم", "dirhams?", {"AED": ("اماراتي", "(?:emirati|uae)"), "MAD": ("مغربي", "moroccan")}),
    "dinar": ("دينار(?:ا|ين|ان)?|دنانير", "dinars?", {
        "KWD": ("كويتي", "kuwaiti"), "LYD": ("ليبي", "libyan"), "IQD": ("عراقي", "iraqi"), "JOD": ("اردني", "jordanian"),
        "DZD": ("جزايري", "algerian"), "TND": ("تونسي", "tunisian"), "BHD": ("بحريني", "bahraini"),
    }),
    "pound": ("جنيه(?:ات|ا|ين|ان)?|ليره|ليرات|ليرتين", "pounds?|liras?", {
        "GBP": ("استرليني", "(?:british|sterling)"), "EGP": ("مصري", "egyptian"), "SDG": ("سوداني", "sudanese"),
        "SYP": ("سوري", "syrian"), "TRY": ("تركي", "turkish"), "LBP": ("لبناني", "lebanese"),
    }),
    "franc": ("فرنك(?:ات|ا)?", "francs?", {"CHF": ("سويسري", "swiss"), "XOF": ("افريقي", "cfa")}),
    "dollar": ("دولار(?:ات|ا|ين|ان)?", "dollars?", {"CAD": ("كندي", "canadian"), "AUD": ("استرالي", "australian")}),
}  # fmt: skip
_CURRENCY_WORDS: tuple[tuple[str, str], ...] = (
    *(
        (code, rf"(?:ال)?(?:{arabic})(?: (?:ال)?{state_ar}\w*)|{state_en} (?:{english})|{code.lower()}")
        for arabic, english, states in _FAMILIES.values()
        for code, (state_ar, state_en) in states.items()
    ),
    # A dollar of which nothing more is said is that of the United States.
    ("USD", r"(?:ال)?دولار(?:ات|ا|ين|ان)?(?: (?:ال)?ام(?:ي|ير)[^\W\d_]*)?|(?:us |american |u\.s\. )?dollars?|usd|us\$|\$"),
    ("EUR", r"(?:ال)?(?:ي|ا)ورو(?:هات)?|euros?|eur|€"),
    ("GBP_", r"pounds? sterling|£"),
    ("RUB", r"(?:ال)?روبل(?:ا|ات)?(?: روسي\w*)?|roubles?|rubles?|rub"),
    ("JPY", r"ين(?:ا)? ياباني\w*|yen|jpy"),
    ("CNY", r"(?:ال)?يوان(?:ا)?(?: صيني\w*)?|yuan|renminbi|cny"),
    ("ILS", r"(?:ال)?(?:شيكل|شيقل|شواكل)(?:ا)?|shekels?|ils"),
    *((family, rf"(?:ال)?(?:{words[0]})|{words[1]}") for family, words in _FAMILIES.items() if family != "dollar"),
)
_CURRENCY = re.compile(r"(?:من |of )?(?:" + "|".join(f"(?P<{code}>{words})" for code, words in _CURRENCY_WORDS) + r")(?![^\W_])")
_SIGN = re.compile(r"(?P<USD>(?:us|u\.s\.)?\$|usd)|(?P<EUR>€|eur)|(?P<GBP>£|gbp)")
_FAMILY_OF = {code: family for family, (_, _, states) in _FAMILIES.items() for code in states}
_PERCENT = re.compile(
    r"\s?%|\s(?:(?:a )?per ?cent(?:age)?|في ال(?:ميه|مايه|مءه)|بال(?:ميه|مايه|مءه)|(?:نقطه|نقاط|نقطتين) ميويه|pct)(?![^\W_])"
)
_LIST = (
    r"(?P<{n}>[0-9]{{3,4}})(?![0-9])(?:\s?(?:\((?P<{n}_year>[0-9]{{4}})\)|(?:لعام|لسنه|الصادر (?:في )?(?:عام|سنه)|عام|سنه|of|for) "
    r"(?P<{n}_said>[0-9]{{4}})))?"
)
_SYMBOL = re.compile(
    r"(?<![^\W_])(?P<body>[sa])/(?P<kind>(?:hrc/)?(?:res|prst|dec)|hrc|(?=[0-9]))/?(?P<number>[0-9]{1,4}(?:/[0-9]{1,4}){0,2}(?:/add\.[0-9]{1,2})?)"
    r"(?:\s?\((?P<year>[0-9]{4})\))?"
    r"|(?<![^\W_])(?:[وفبل]{0,2}(?:ال|ل)?قرار(?:ين|ان|ات|ي|ا|يه)?|resolutions?)"
    r"(?: (?:(?:ال)?(?:دولي|اممي)(?:ين|ه)?|مجلس الامن(?: الدولي)?|الامم المتحده|رقم|ارقام|ذ[يا] الرقم|الصادر|nos?\.?|number|security council)){0,6}"
    r" " + _LIST.format(n="named")
)  # fmt: skip
_DIGIT = re.compile("[0-9]")
# What every symbol has, with at most «وبال» in front of it. Looking for symbols where none of these stands would take long.
_SYMBOL_SIGN = re.compile("قرار|resolution|/")
_LONGEST_LEAD = 4
# «القرارات 2254 و2268 و2401»
_MORE = re.compile(r"(?:\s?[,،]|\s?و| and)\s?" + _LIST.format(n="named"))
# The last resolution of each year (Security Council, S/RES), as published in the Council's yearly lists.
_LAST_RESOLUTION = {
    1990: 683, 1991: 725, 1992: 799, 1993: 892, 1994: 969, 1995: 1035, 1996: 1092, 1997: 1146, 1998: 1219, 1999: 1284,
    2000: 1334, 2001: 1386, 2002: 1454, 2003: 1521, 2004: 1580, 2005: 1651, 2006: 1738, 2007: 1794, 2008: 1859,
    2009: 1907, 2010: 1966, 2011: 2032, 2012: 2085, 2013: 2132, 2014: 2195, 2015: 2259, 2016: 2336, 2017: 2397,
    2018: 2451, 2019: 2503, 2020: 2560, 2021: 2617, 2022: 2671, 2023: 2721, 2024: 2767,
}  # fmt: skip


_STRONG = set(MONTHS) - WEAK_MONTHS
_MONTH = re.compile(
    rf"(?<![^\W_])[وفبل]?(?P<strong>{any_of(_STRONG)})(?![^\W_])"
    rf"|(?:(?<=[0-9] )|(?<=[0-9])|(?<=شهر )|(?<=في )|(?<=من )|(?<=حتي )|(?<=منذ )|(?<=/)|(?<=[0-9]th )|(?<=[0-9]nd )|(?<=[0-9]rd )|(?<=[0-9]st )|(?<=in )|(?<=of )"
    rf"|(?<=by )|(?<=until )|(?<=since )|(?<=next )|(?<=last )|(?<=late )|(?<=early ))(?P<weak>{any_of(WEAK_MONTHS)})(?![^\W_])"
    rf"|(?<![^\W_])[وفبل]?(?P<before>{any_of(WEAK_MONTHS)})(?=/[^\W\d_]|\.? [0-9]| (?:المقبل|الماضي|الجاري|القادم)(?![^\W_]))"
    rf"|(?:(?<=[0-9] )|(?<=[0-9] من )|(?<=شهر ))(?P<libyan>{LIBYAN_DAYS_MONTH})"
    rf"|(?<![^\W_])(?P<hijri>{any_of({name for name in HIJRI_MONTHS if ' ' in name})})(?![^\W_])"
)
_WEEKDAY = re.compile(
    rf"(?<![^\W_])[وفبل]?(?P<day>{any_of(WEEKDAYS)})(?![^\W_])|(?<![^\W_])لل(?P<to>اثنين|ثلاثاء|اربعاء|خميس|جمعه|سبت|احد)(?![^\W_])"
)
_WORD = re.compile(r"[^\W\d_]+")
_CALENDAR = frozenset(
    prefix + name.split()[0]
    for names in (MONTHS, LIBYAN_MONTHS, HIJRI_MONTHS, WEEKDAYS)
    for name in names
    for prefix in ("", *"وفبل")
) | {"لل" + name.removeprefix("ال") for name in WEEKDAYS}
_STROKES = re.compile(
    r"(?<![0-9/.-])(?P<day>[0-9]{1,2})(?P<stroke>[/.-])(?P<month>[0-9]{1,2})(?P=stroke)(?P<year>[0-9]{4})(?![0-9/])"
)
_ISO = re.compile(r"(?<![0-9/.-])(?P<year>[12][0-9]{3})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})(?![0-9/-])")
_YEAR_MONTH = re.compile(r"(?<![0-9-])[12][0-9]{3}-(?P<month>0[1-9]|1[0-2])(?![0-9-])")
# What says two, or another, or a half, without a number word that would have to stand in the other text.
_TWO = re.compile(
    r"(?<![^\W_])(?:[^\W\d_]{2,}(?:ان|ين|تا|تي|يه|يهما|اهما|هما)|(?!ال)[^\W\d_]{3,}[اي](?= (?:ال)?[^\W\d_])|both|pair|couple|twin|double|twice|bilateral\w*|fortnight"
    r"|either|neither|secondly|other|another|again|further|new|second|زوج\w*|اخر|اخري|الاخر\w*|ثنايي\w*|كلا|كلتا|مجددا|جديد\w*|ضعف)(?![^\W_])"
)
_SEVERAL = re.compile(
    r"(?<![^\W_])(?:ال|و|وال|لل|بال)?(?:(?P<three>ثلاثي\w*|trilateral|tripartite|triple|troika|thrice)|(?P<four>رباعي\w*|quartet|quad\w*)"
    r"|(?P<five>خماسي\w*|quintet|pentagon\w*)|(?P<six>سداسي\w*|sextet|hexa\w*)|(?P<half>منتصف|شطر|انصاف|mid|semi|halfway|halves|midway)"
    r"|(?P<quarter>ارباع|quarters|quarterly|ربعي\w*|فصلي\w*)|(?P<dozen>دزينه|dozen))(?![^\W_])"
)
_OFFERS = {"three": Decimal(3), "four": Decimal(4), "five": Decimal(5), "six": Decimal(6), "half": Decimal("0.5"),
           "quarter": Decimal("0.25"), "dozen": Decimal(12)}  # fmt: skip
_VAGUE = {10: "dozens", 100: "hundreds", 10**3: "thousands", 10**6: "millions", 10**9: "billions", 10**12: "trillions"}
_MONTH_NAMES = ("", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                "November", "December")  # fmt: skip
_WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LINK = re.compile(r"\s?(?:-|و|الي|حتي|to|and|or|او)\s?")


@dataclass(frozen=True)
class Number:
    """A number in a text. ``unit`` is "percent", a currency (ISO 4217, or "riyal", "pound" … if no state is named) or None."""

    value: Decimal
    start: int
    end: int
    unit: str | None = None
    kind: Kind = "cardinal"
    # What the value is perhaps to be taken times: «30 و40 ألفاً» may begin with 30 or 30,000, «ألفا» may be a dual.
    times: Decimal = Decimal(1)

    def __str__(self) -> str:
        shown = _VAGUE.get(int(self.value), str(self.value)) if self.kind == "vague" else _plain(self.value)
        return f"{shown}%" if self.unit == "percent" else f"{shown} {self.unit}" if self.unit else shown


@dataclass(frozen=True)
class Symbol:
    """A UN document symbol in its full form; ``problem`` is "year", "misprint", "subject" (of other States) or None."""

    symbol: str
    start: int
    end: int
    problem: str | None = None


@dataclass(frozen=True)
class Amount:
    """An amount of money (ISO 4217)."""

    value: Decimal
    currency: str


@dataclass(frozen=True)
class _Figures:
    """What a text says in figures: numbers that must have their like in the other text, and all that may serve as one."""

    words: str
    stated: tuple[Number, ...]
    offered: frozenset[Decimal]
    vague: frozenset[Decimal]
    fractions: frozenset[Decimal]
    units: dict[Decimal, frozenset[str | None]]
    all_units: frozenset[str]
    months: frozenset[int]
    weekdays: frozenset[int]
    sure_weekdays: frozenset[int]


def numbers(text: str) -> list[Number]:
    """The numbers of a text, written with digits or in words, with a percentage or currency that belongs to them.

    Also ordinals, fractions, duals and orders of magnitude (``kind``); names of months and days are none.
    """
    folded = fold(text)
    masked = _without(folded.text, _calendar(folded.text))
    return [
        Number(value, folded.starts[start], folded.ends[end - 1], unit, kind)
        for value, start, end, unit, kind, _ in _read(masked)
    ]


def amount(words: str) -> Amount | None:
    """The first amount of money in some words.

    None if there is none, if its currency is not named unambiguously («ريال»), or if it is one end of a range.
    """
    text = fold(words).text
    before = -1
    for value, start, end, unit, kind, _ in _read(text):
        if unit and unit != "percent" and kind in ("cardinal", "dual"):
            in_range = before >= 0 and _LINK.fullmatch(text, before, start) is not None
            return None if in_range or not unit.isupper() else Amount(value, unit)
        before = end
    return None


def un_symbols(text: str) -> list[Symbol]:
    """The UN documents that a text names, in the form S/RES/2254 (2015).

    The year of a Security Council resolution follows from its number. ``problem`` is "year" where the text says
    another, "misprint" where the number is another one of the text with two digits exchanged or one changed, and is
    named less often. A symbol is never mended.
    """
    folded = fold(text)
    found: list[tuple[str, int, int, int, str | None]] = []
    for match in _symbols(folded.text):
        parts = match.groupdict()
        year_said = parts.get("year") or parts.get("named_year") or parts.get("named_said")
        start, end = folded.starts[match.start()], folded.ends[match.end() - 1]
        body, number = (parts.get("body") or "s").upper(), parts.get("named") or parts.get("number") or ""
        if parts.get("named") or (parts["kind"] == "res" and body == "S"):
            year = _year_of(int(number))
            problem = "year" if year and year_said and int(year_said) != year else None
            shown = year_said or (str(year) if year else None)
            symbol = f"S/RES/{number}" + (f" ({shown})" if shown else "")
            found.append((symbol, folded.starts[match.start("named")] if match.re is _MORE else start, end, int(number), problem))
        else:
            kind = f"{parts['kind'].upper()}/" if parts["kind"] else ""
            found.append((f"{body}/{kind}{number.replace('add', 'Add')}", start, end, 0, None))
    counts = Counter(number for _, _, _, number, _ in found)
    return [
        Symbol(symbol, start, end, problem or ("misprint" if _is_misprint(number, counts) else None))
        for symbol, start, end, number, problem in found
    ]


def doubtful_resolutions(text: str, states: Iterable[str]) -> list[Symbol]:
    """The UN documents of a report that are doubtful; ``states`` (ISO 3166-1) are those of which it speaks.

    Those of ``un_symbols`` with a problem, and Security Council resolutions that by the table of known ones are about other
    States ("subject"), or that are unknown to it, where exchanging or changing a digit gives one about a State of the report
    ("misprint"). Nothing is mended, and of a report that names no State of the table nothing is said.
    """
    named, known = frozenset(states), _resolutions()
    own = {str(number) for number, (_, about) in known.items() if about & named}
    found = []
    for symbol in un_symbols(text):
        match = re.match(r"S/RES/([0-9]+)", symbol.symbol)
        if symbol.problem is not None or match is None or not own or match[1] in own:
            found += [symbol] if symbol.problem is not None else []
            continue
        entry = known.get(int(match[1]))
        if entry is not None and not entry[1]:
            continue  # about a subject, not a State
        slip = len(match[1]) > 3 and any(_is_slip(match[1], other) for other in own)
        if slip or entry is not None:
            found.append(replace(symbol, problem="misprint" if slip else "subject"))
    return found


def same_figures(arabic: str, english: str, *, resolved: str = "") -> list[str]:
    """What figures stand in one of two texts only; empty if they agree.

    ``resolved`` has what one of them may tell besides: the dates (2017-01-24) that relative words come to.
    """
    return list(dict.fromkeys([*_lacking(arabic, english, resolved), *_lacking(english, arabic, resolved)]))


def months(text: str) -> set[str]:
    """The English names of the months that a text names."""
    return {_MONTH_NAMES[month] for month in _figures(text).months}


def weekdays(text: str) -> set[str]:
    """The English names of the days of the week that a text names."""
    return {_WEEKDAY_NAMES[day] for day in _figures(text).weekdays}


def figures_missing(text: str, evidence: str) -> list[str]:
    """The figures of ``text`` that ``evidence`` does not have: numbers, percentages, currencies, months, days of the week."""
    return _lacking(text, evidence)


def _lacking(text: str, *supports: str) -> list[str]:
    ours = _figures(text)
    if not (ours.stated or ours.months or ours.sure_weekdays):
        return []
    theirs = [_figures(support) for support in supports if support]
    months = {month for support in theirs for month in support.months}
    weekdays = {day for support in theirs for day in support.weekdays}
    missing = [str(number) for number in ours.stated if not any(_has(support, number) for support in theirs)]
    missing += [
        _MONTH_NAMES[month]
        for month in sorted(ours.months - months)
        if not any(month in _weak_months(support.words) for support in theirs)
    ]
    missing += [_WEEKDAY_NAMES[day] for day in sorted(ours.sure_weekdays - weekdays)]
    return list(dict.fromkeys(missing))


def _has(figures: _Figures, number: Number) -> bool:
    if number.kind == "vague":
        return number.value in figures.vague or (number.value == 10 and Decimal(12) in _implied(figures.words))
    readings = _readings(number)
    if number.unit == "percent" and number.value / 100 in figures.fractions:
        return True
    if number.kind == "fraction" and "percent" in figures.units.get(number.value * 100, ()):
        return True
    if number.unit and not any(_same_unit(number.unit, unit) for unit in figures.all_units):
        return False  # in "between 20 and 25 percent" the first number has its unit from the second
    units = {unit for value in readings for unit in figures.units.get(value, ())}
    if number.unit and units and None not in units and not any(unit and _same_unit(number.unit, unit) for unit in units):
        return False
    if any(value in figures.offered for value in readings):
        return True
    implied = _implied(figures.words)
    return any(value in implied for value in readings)


def _weak_months(words: str) -> set[int]:
    """The months that a folded text may name: by words that have other senses too, or as 2017-11."""
    named = {MONTHS[name] for word in _WORD.findall(words) for name in (word, word[1:]) if name in WEAK_MONTHS}
    return named | {int(match["month"]) for match in _YEAR_MONTH.finditer(words)}


@lru_cache(maxsize=256)
def _implied(words: str) -> frozenset[Decimal]:
    """The numbers that words imply without counting: both, another, the quartet, the middle."""
    implied = {_OFFERS[match.lastgroup] for match in _SEVERAL.finditer(words) if match.lastgroup}
    return frozenset(implied | {Decimal(2)} if _TWO.search(words) else implied)


def _same_unit(one: str, other: str) -> bool:
    """Whether two units may be one: "riyals" are perhaps the Yemeni ones of the other text."""
    return one == other or _FAMILY_OF.get(one) == other or one == _FAMILY_OF.get(other)


def _readings(number: Number) -> list[Decimal]:
    """What a number may be: 3.500 is three and a half, or three thousand and five hundred."""
    readings = [number.value] if number.times == 1 else [number.value, number.value * number.times]
    if number.value != number.value.to_integral_value():
        readings += [number.value * 1000] if number.value.as_tuple().exponent == -3 else []
        # «شهر ونصف» is "one and a half months"
        readings += [number.value % 1] if number.value < 2 else []
    return readings


@lru_cache(maxsize=1024)
def _figures(text: str) -> _Figures:
    words = whole = fold(text).text
    months, weekdays, sure = set(), set(), set()
    offered: set[Decimal] = set()
    stated: list[Number] = []
    for pattern in (_STROKES, _ISO) if _DIGIT.search(words) else ():
        for match in pattern.finditer(whole):
            if 1 <= int(match["month"]) <= 12:
                months.add(int(match["month"]))
            offered |= {Decimal(match["day"]), Decimal(match["year"])}
            stated += [Number(Decimal(match[part]), 0, 0) for part in ("day", "year")]
        words = pattern.sub(_blank, words)
    calendar = _calendar(words)
    for match in calendar:
        parts = match.groupdict()
        if month := parts.get("strong") or parts.get("weak") or parts.get("before"):
            months.add(MONTHS[month])
        elif month := parts.get("libyan"):
            months.add(LIBYAN_MONTHS[month])
        elif name := parts.get("day") or (parts.get("to") and "ال" + parts["to"]):
            weekdays.add(WEEKDAYS[name])
            if name not in ("الاثنين", "الاحد", "الخميس"):  # "the two", "the one", a surname
                sure.add(WEEKDAYS[name])
    words = _without(words, calendar)
    vague: set[Decimal] = set()
    fractions: set[Decimal] = set()
    units: dict[Decimal, set[str | None]] = {}
    read = list(_read(words))
    for place, (value, start, end, unit, said, definite) in enumerate(read):
        kind: Kind = "vague" if said == "cardinal" and _UNCOUNTED.search(words, max(0, start - 10), start) else said
        number = Number(value, start, end, unit, kind, _times(words, value, start, end, read[place + 1 : place + 2]))
        if kind == "fraction":
            fractions.add(value)
        if kind == "vague":
            vague.add(value)
        else:
            offered |= set(_readings(number))
            for reading in _readings(number):
                units.setdefault(reading, set()).add(unit)
        decade = words[end : end + 1] == "s" and kind == "cardinal"  # the 1990s
        if not (
            decade or (value == 1 and not unit) or (kind == "dual" and definite) or (kind == "vague" and definite and value == 10)
        ):
            stated.append(number)
    offered |= {Decimal(year) for symbol in un_symbols(text) for year in re.findall(r"\(([0-9]{4})\)", symbol.symbol)}
    every = frozenset(unit for some in units.values() for unit in some if unit)
    return _Figures(
        whole, tuple(stated), frozenset(offered), frozenset(vague), frozenset(fractions), {value: frozenset(some) for value, some in units.items()}, every,
        frozenset(months), frozenset(weekdays), frozenset(sure),
    )  # fmt: skip


_UNCOUNTED = re.compile(r"\b(?:several|few) $")  # "several thousand" are thousands
_MAYBE_TWO = re.compile(r"[وفبل]{0,2}(?:الفا|مليونا|مليارا)(?![^\W_])")


def _times(
    text: str, value: Decimal, start: int, end: int, following: list[tuple[Decimal, int, int, str | None, Kind, bool]]
) -> Decimal:
    if _MAYBE_TWO.fullmatch(text, start, end) or (value in (10**3, 10**6, 10**9) and _MAYBE_TWO.match(text, start)):
        return Decimal(2)
    for other, begin, *_ in following:
        if value < 1000 <= other and other.adjusted() < 15 and _LINK.fullmatch(text, end, begin):
            return Decimal(10 ** (other.adjusted() // 3 * 3))
    return Decimal(1)


def _calendar(text: str) -> list[re.Match[str]]:
    """The names of months and weekdays in a folded text. Most sentences have none, which their words tell quickly."""
    if _CALENDAR.isdisjoint(_WORD.findall(text)):
        return []
    months = list(_MONTH.finditer(text))
    return months + list(_WEEKDAY.finditer(_without(text, months)))


def _without(text: str, matches: list[re.Match[str]]) -> str:
    """The text with blanks that separate in the place of the matches."""
    pieces, position = [], 0
    for match in sorted(matches, key=lambda match: match.start()):
        pieces += [text[position : match.start()], _blank(match)]
        position = match.end()
    return "".join([*pieces, text[position:]])


def _blank(match: re.Match[str]) -> str:
    return "\0" * len(match.group())


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}" if value.adjusted() < 40 else str(value)


def _read(text: str) -> Iterator[tuple[Decimal, int, int, str | None, Kind, bool]]:
    """The numbers of a folded text: value, place, unit, kind, whether it has the article."""
    if not has_numbers(text):
        return
    tokens = tokens_of(text)
    at = 0
    while at < len(tokens):
        reading, start = read_number(text, tokens, at), tokens[at].start
        if reading is None:
            if tokens[at].text[0].isdigit():
                for value in digit_values(tokens[at].text):
                    yield value, start, tokens[at].end, None, "cardinal", False
            at += 1
            continue
        at, end = reading.stop, tokens[reading.stop - 1].end
        unit = None
        if match := _PERCENT.match(text, end):
            unit, end = "percent", match.end()
        elif match := _CURRENCY.match(text, end + (text[end : end + 1] == " ")):
            unit, end = (match.lastgroup or "").rstrip("_"), match.end()
        elif reading.kind == "dual" and (match := _CURRENCY.match(text, start)):
            unit = match.lastgroup  # «دولارين»
        elif match := _SIGN.fullmatch(text[max(0, start - 5) : start].strip().rpartition(" ")[2]):
            unit = match.lastgroup
        while at < len(tokens) and tokens[at].start < end:
            at += 1
        yield reading.value, start, end, unit, reading.kind, reading.definite


def _symbols(text: str) -> Iterator[re.Match[str]]:
    if _DIGIT.search(text) is None:  # every symbol has a number
        return
    position = 0
    for sign in _SYMBOL_SIGN.finditer(text):
        places = range(max(position, sign.start() - _LONGEST_LEAD), sign.end())
        match = next((found for place in places if (found := _SYMBOL.match(text, place))), None)
        if match is None:
            continue
        yield match
        position = match.end()
        while match["named"] and (more := _MORE.match(text, position)):
            yield more
            match, position = more, more.end()


def _year_of(number: int) -> int | None:
    if (known := _resolutions().get(number)) is not None:
        return known[0]
    if number <= 660 or number > _LAST_RESOLUTION[2024]:
        return None
    return next((year for year, last in sorted(_LAST_RESOLUTION.items()) if number <= last), None)


def _is_misprint(number: int, counts: Counter[int]) -> bool:
    if number < 100:
        return False
    return any(
        counts[other] > counts[number] and _is_slip(str(number), str(other)) for other in counts if other != number
    ) or any(
        other != number and counts[other] == counts[number] and sorted(str(other)) == sorted(str(number)) and number < other
        for other in counts
    )


@lru_cache(maxsize=1)
def _resolutions() -> dict[int, tuple[int, frozenset[str]]]:
    """Known resolutions: the year, and the States that they are about."""
    rows = table("data/resolutions.tsv")
    return {int(number): (int(year), frozenset(states.split(",")) - {"-"}) for number, year, states in rows}


def _is_slip(one: str, other: str) -> bool:
    if len(one) != len(other):
        return False
    different = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(different) == 1 or (len(different) == 2 and sorted(one) == sorted(other))
