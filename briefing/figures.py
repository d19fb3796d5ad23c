"""Numbers, percentages, currencies and UN document symbols in Arabic and English text.

The model copies words; what they amount to is computed here. Values are exact (``Decimal``), offsets are code points of
the raw text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from briefing.arabic import fold

_UNITS_AR = {
    "واحد": 1, "واحده": 1, "احد": 1, "احدي": 1, "اثنان": 2, "اثنين": 2, "اثنتان": 2, "اثنتين": 2, "اثنا": 2, "اثني": 2,
    "ثلاث": 3, "ثلاثه": 3, "اربع": 4, "اربعه": 4, "خمس": 5, "خمسه": 5, "ست": 6, "سته": 6, "سبع": 7, "سبعه": 7,
    "ثمان": 8, "ثماني": 8, "ثمانيه": 8, "تسع": 9, "تسعه": 9, "عشر": 10, "عشره": 10,
}  # fmt: skip
_TENS_AR = {
    "عشرون": 20, "عشرين": 20, "ثلاثون": 30, "ثلاثين": 30, "اربعون": 40, "اربعين": 40, "خمسون": 50, "خمسين": 50,
    "ستون": 60, "ستين": 60, "سبعون": 70, "سبعين": 70, "ثمانون": 80, "ثمانين": 80, "تسعون": 90, "تسعين": 90,
}  # fmt: skip
_SCALES_AR = {
    "مءه": 100, "ميه": 100, "مايه": 100, "ميتان": 200, "ميتين": 200, "مايتان": 200, "مايتين": 200, "الف": 1000,
    "الفا": 1000, "الاف": 1000, "الفان": 2000, "الفين": 2000, "مليون": 10**6, "مليونا": 10**6, "ملايين": 10**6,
    "ميتي": 200, "ميتا": 200, "مايتا": 200, "مايتي": 200, "الفي": 2000, "مليونان": 2 * 10**6, "مليونين": 2 * 10**6, "مليوني": 2 * 10**6, "مليار": 10**9, "مليارا": 10**9,
    "مليارات": 10**9, "ملياران": 2 * 10**9, "مليارين": 2 * 10**9, "ملياري": 2 * 10**9,
}  # fmt: skip
_SCALES_AR |= {
    unit + hundred: 100 * value
    for unit, value in (("ثلاث", 3), ("اربع", 4), ("خمس", 5), ("ست", 6), ("سبع", 7), ("ثمان", 8), ("ثماني", 8), ("تسع", 9))
    for hundred in ("ميه", "مايه")
}
_UNITS_EN = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS_EN = {
    word: 10 * value
    for value, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_SCALES_EN = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
# The dual needs no number word: يومين is two days.
_DUALS = frozenset(
    [
        "ساعتان",
        "ساعتين",
        "يومان",
        "يومين",
        "اسبوعان",
        "اسبوعين",
        "شهران",
        "شهرين",
        "سنتان",
        "سنتين",
        "عامان",
        "عامين",
        "مرتان",
        "مرتين",
        "دولتان",
        "دولتين",
        "لجنتان",
        "لجنتين",
        "جولتان",
        "جولتين",
        "وفدان",
        "وفدين",
        "مرحلتان",
        "مرحلتين",
        "معبران",
        "معبرين",
        "طرفان",
        "طرفين",
        "بندان",
        "بندين",
    ]
)
_ORDINALS_AR = frozenset(
    [
        "الاول",
        "الاولي",
        "الثاني",
        "الثانيه",
        "الثالث",
        "الثالثه",
        "الرابع",
        "الرابعه",
        "الخامس",
        "الخامسه",
        "السادس",
        "السادسه",
        "السابع",
        "السابعه",
        "الثامن",
        "الثامنه",
        "التاسع",
        "التاسعه",
        "العاشر",
        "العاشره",
    ]
)
_CURRENCIES = (
    ("USD", r"دولار(?:ات|ا|ين)?(?: امريكي\w*)?|us ?dollars?|dollars?|usd|us\$|\$"),
    ("EUR", r"يورو|euros?|eur|€"),
    ("GBP", r"جنيه(?:ات|ا)? استرليني\w*|pounds? sterling|british pounds?|gbp|£"),
    ("SAR", r"ريال(?:ات|ا)? سعودي\w*|saudi riyals?|sar"),
    ("QAR", r"ريال(?:ات|ا)? قطري\w*|qatari riyals?|qar"),
    ("YER", r"ريال(?:ات|ا)? يمني\w*|yemeni rials?|yer"),
    ("IRR", r"ريال(?:ات|ا)? ايراني\w*|iranian rials?|irr"),
    ("OMR", r"ريال(?:ات|ا)? عماني\w*|omani rials?|omr"),
    ("AED", r"درهم(?:ا)? اماراتي\w*|دراهم اماراتي\w*|emirati dirhams?|uae dirhams?|aed"),
    ("MAD", r"درهم(?:ا)? مغربي\w*|دراهم مغربي\w*|moroccan dirhams?|mad"),
    ("KWD", r"دينار(?:ا)? كويتي\w*|دنانير كويتي\w*|kuwaiti dinars?|kwd"),
    ("LYD", r"دينار(?:ا)? ليبي\w*|دنانير ليبي\w*|libyan dinars?|lyd"),
    ("IQD", r"دينار(?:ا)? عراقي\w*|دنانير عراقي\w*|iraqi dinars?|iqd"),
    ("JOD", r"دينار(?:ا)? اردني\w*|دنانير اردني\w*|jordanian dinars?|jod"),
    ("DZD", r"دينار(?:ا)? جزايري\w*|algerian dinars?|dzd"),
    ("EGP", r"جنيه(?:ات|ا)? مصري\w*|egyptian pounds?|egp"),
    ("SDG", r"جنيه(?:ات|ا)? سوداني\w*|sudanese pounds?|sdg"),
    ("SYP", r"ليره سوري\w*|ليرات سوري\w*|syrian pounds?|syp"),
    ("TRY", r"ليره تركي\w*|ليرات تركي\w*|turkish liras?|try"),
    ("LBP", r"ليره لبناني\w*|ليرات لبناني\w*|lebanese pounds?|lbp"),
    ("RUB", r"روبل(?:ا|ات)?(?: روسي\w*)?|roubles?|rubles?|rub"),
    ("JPY", r"ين(?:ا)? ياباني\w*|yen|jpy"),
    ("CHF", r"فرنك(?:ا)? سويسري\w*|swiss francs?|chf"),
)
_CURRENCY = re.compile("|".join(rf"(?P<{code}>{words})" for code, words in _CURRENCIES))
_PERCENT = re.compile(r"\s?%|\s(?:في الميه|في المايه|بالميه|بالمايه|في المءه|بالمءه|per ?cent)")
_DIGITS = re.compile(r"[0-9]+(?:[.,/][0-9]+)*")
_WORD = re.compile(r"[^\W\d_]+")
_SYMBOL = re.compile(
    r"\b(?P<body>[sa])/(?P<kind>res|prst|(?=[0-9]))/?(?P<number>[0-9]{1,4}(?:/[0-9]{1,4})?)(?:\s?\((?P<year>[0-9]{4})\))?"
    r"|(?:القرار(?:ين|ات)?|قرار(?:ي|ات)?|للقرار|بالقرار|لقرار|بقرار|resolutions?)(?: (?:ال)?(?:دولي|اممي|الدوليه|الامميه|مجلس الامن|مجلس الامن الدولي|الامم المتحده|رقم|الصادر|الاممي|security council))*"
    r" (?P<named>[0-9]{3,4})(?![0-9])(?:\s?(?:\((?P<named_year>[0-9]{4})\)|(?:لعام|لسنه|of|for) (?P<said_year>[0-9]{4})))?",
)
# The last resolution of each year (Security Council, S/RES), as published in the Council's yearly lists.
_LAST_RESOLUTION = {
    1990: 683, 1991: 725, 1992: 799, 1993: 892, 1994: 969, 1995: 1035, 1996: 1092, 1997: 1146, 1998: 1219, 1999: 1284,
    2000: 1334, 2001: 1386, 2002: 1454, 2003: 1521, 2004: 1580, 2005: 1651, 2006: 1738, 2007: 1794, 2008: 1859,
    2009: 1907, 2010: 1966, 2011: 2033, 2012: 2085, 2013: 2132, 2014: 2195, 2015: 2259, 2016: 2336, 2017: 2397,
    2018: 2451, 2019: 2504, 2020: 2560, 2021: 2617, 2022: 2672, 2023: 2718, 2024: 2768,
}  # fmt: skip


@dataclass(frozen=True)
class Number:
    """A number in a text. ``unit`` is "percent", a currency code (ISO 4217) or None; ``ordinal`` is kept apart."""

    value: Decimal
    start: int
    end: int
    unit: str | None = None

    def __str__(self) -> str:
        shown = f"{self.value.normalize():f}"
        return f"{shown}%" if self.unit == "percent" else f"{shown} {self.unit}" if self.unit else shown


@dataclass(frozen=True)
class Symbol:
    """A UN document symbol in its full form; ``problem`` is "year", "misprint" or None."""

    symbol: str
    start: int
    end: int
    problem: str | None = None


@dataclass(frozen=True)
class Amount:
    """An amount of money (ISO 4217)."""

    value: Decimal
    currency: str


def numbers(text: str) -> list[Number]:
    """The numbers of a text, written with digits or in words, with a percentage or currency that belongs to them."""
    folded = fold(text)
    found: list[Number] = []
    for value, start, end in _numbers(folded.text):
        unit = None
        if match := _PERCENT.match(folded.text, end):
            unit, end = "percent", match.end()
        elif match := _CURRENCY.match(folded.text, end + (folded.text[end : end + 1] == " ")):
            unit, end = match.lastgroup, match.end()
        elif start and (match := re.search(r"(?:us)?\$$|€$|£$", folded.text[max(0, start - 4) : start].rstrip())):
            unit = {"€": "EUR", "£": "GBP"}.get(match.group(), "USD")
        number = Number(value, folded.starts[start], folded.ends[end - 1], unit)
        # The hundred of "per cent" is no number of its own; the parts of 23/1/2017 are.
        if not found or number.start >= found[-1].end or number.start == found[-1].start:
            found.append(number)
    return found


def amount(words: str) -> Amount | None:
    """The first amount of money in some words; None if there is none, or its currency is not named unambiguously."""
    for number in numbers(words):
        if number.unit and number.unit != "percent":
            return Amount(number.value, number.unit)
    return None


def un_symbols(text: str) -> list[Symbol]:
    """The UN documents that a text names, in the form S/RES/2254 (2015).

    The year of a Security Council resolution follows from its number. ``problem`` is "year" where the text says
    another, "misprint" where the number is another one of the text with two digits exchanged or one changed, and is
    named less often. A symbol is never mended.
    """
    folded = fold(text)
    found: list[tuple[str, int, int, int, str | None]] = []
    for match in _SYMBOL.finditer(folded.text):
        year_said = match["year"] or match["named_year"] or match["said_year"]
        start, end = folded.starts[match.start()], folded.ends[match.end() - 1]
        body, number = (match["body"] or "s").upper(), match["named"] or match["number"]
        if match["named"] or (match["kind"] == "res" and body == "S"):
            year = _year_of(int(number))
            problem = "year" if year and year_said and int(year_said) != year else None
            shown = year_said or (str(year) if year else None)
            symbol = f"S/RES/{number}" + (f" ({shown})" if shown else "")
            found.append((symbol, start, end, int(number), problem))
        else:
            kind = f"{match['kind'].upper()}/" if match["kind"] else ""
            found.append((f"{body}/{kind}{number}", start, end, 0, None))
    counts = Counter(number for _, _, _, number, _ in found)
    return [
        Symbol(symbol, start, end, problem or ("misprint" if _is_misprint(number, counts) else None))
        for symbol, start, end, number, problem in found
    ]


def same_figures(arabic: str, english: str) -> list[str]:
    """What numbers stand in one of two texts only; empty if they agree. Words and digits count alike, one is ignored."""
    ours, theirs = (Counter({_key(number): 1 for number in numbers(text) if number.value != 1}) for text in (arabic, english))
    return [str(value) for value, _ in sorted((ours - theirs).items() | (theirs - ours).items(), key=str)]


def figures_missing(text: str, evidence: str) -> list[str]:
    """The numbers of ``text`` that ``evidence`` does not have."""
    known = {_key(number) for number in numbers(evidence)}
    known |= {symbol_year for symbol in un_symbols(evidence) for symbol_year in _years(symbol.symbol)}
    return [str(number) for number in numbers(text) if number.value != 1 and _key(number) not in known]


def _key(number: Number) -> str:
    return f"{number.value.normalize():f}"


def _years(symbol: str) -> list[str]:
    return re.findall(r"\(([0-9]{4})\)", symbol)


def _numbers(text: str) -> Iterator[tuple[Decimal, int, int]]:
    """Numbers of a folded text with their places; words are read as far as they make one number."""
    position = 0
    while position < len(text):
        if match := _DIGITS.search(text, position):
            word = _next_number_word(text, position, match.start())
        else:
            word = _next_number_word(text, position, len(text))
        if word is not None:
            value, start, end = word
            yield Decimal(value), start, end
            position = end
        elif match:
            end = match.end()
            values = _digit_values(match.group())
            scale = re.match(r"\s?([^\W\d_]+)", text[end:])
            factor = {**_SCALES_AR, **_SCALES_EN}.get(scale.group(1)) if scale else None
            if factor and factor >= 100 and len(values) == 1:
                yield values[0] * factor, match.start(), end + (scale.end() if scale else 0)
                end += scale.end() if scale else 0
            else:
                for part in values:
                    yield part, match.start(), match.end()
            position = end
        else:
            return


def _digit_values(digits: str) -> list[Decimal]:
    if "/" in digits:
        return [Decimal(part) for part in re.findall(r"[0-9]+", digits)]
    if re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?", digits):
        return [Decimal(digits.replace(",", ""))]
    if re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{3}){2,}", digits):
        return [Decimal(digits.replace(".", ""))]
    try:
        return [Decimal(digits.replace(",", "."))]
    except InvalidOperation:
        return [Decimal(part) for part in re.findall(r"[0-9]+", digits)]


def _next_number_word(text: str, start: int, stop: int) -> tuple[int, int, int] | None:
    for match in _WORD.finditer(text, start, stop):
        if _word_value(match.group()) is not None:
            return _phrase(text, match.start())
    return None


def _word_value(word: str) -> int | None:
    for table in (_UNITS_AR, _TENS_AR, _SCALES_AR, _UNITS_EN, _TENS_EN, _SCALES_EN):
        if word in table:
            return table[word]
    if word in _DUALS:
        return 2
    for prefix in ("و", "ب", "ل", "ال", "بال", "لل"):
        rest = word[len(prefix) :]
        if word.startswith(prefix) and len(rest) > 2 and word not in _ORDINALS_AR:
            for table in (_UNITS_AR, _TENS_AR, _SCALES_AR):
                if rest in table and not (rest in {"احد", "ست", "احدي"} and prefix != "ال"):
                    return table[rest]
            if rest in _DUALS:
                return 2
    return None


def _phrase(text: str, start: int) -> tuple[int, int, int]:
    """The number that the words from ``start`` on make: خمسة وعشرين ألفا, two hundred and fifty."""
    total, current, end, reach, last = 0, 0, start, start, ""
    for match in _WORD.finditer(text, start):
        word = match.group()
        if text[reach : match.start()].strip(" -"):
            break
        value = _word_value(word)
        bare = word if word in {**_SCALES_AR, **_SCALES_EN, **_TENS_EN, **_UNITS_EN} else word.removeprefix("و")
        if value is None:
            following = _WORD.match(text, match.end() + 1)
            links = word in {"and", "و"} and (last in _SCALES_AR or last in _SCALES_EN) and following is not None
            if links and following is not None and _word_value(following.group()) is not None:
                reach = match.end()
                continue
            break
        if bare in _SCALES_AR or bare in _SCALES_EN:
            if value not in {100, 1000, 10**6, 10**9}:
                current += value
            elif value == 100:
                current = (current or 1) * 100
            elif word.startswith("و") and bare != word and current:
                total, current = total + current, value
            else:
                total += (current or 1) * value
                current = 0
        elif end != start and not _continues(word, value, current, last):
            break
        else:
            current += value
        last, end = bare, match.end()
        reach = end
        if word in _DUALS or bare in _DUALS:
            break
    return total + current, start, end


def _continues(word: str, value: int, current: int, last: str) -> bool:
    if last in _SCALES_AR or last in _SCALES_EN:
        return word.startswith("و") or word in _UNITS_EN or word in _TENS_EN
    if value == 10 and word in {"عشر", "عشره"}:
        return 0 < current < 10
    if value >= 20 and word.startswith("و"):
        return 0 < current % 100 < 10
    return word in _UNITS_EN and current % 100 >= 20 and value < 10


def _year_of(number: int) -> int | None:
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


def _is_slip(one: str, other: str) -> bool:
    if len(one) != len(other):
        return False
    different = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(different) == 1 or (len(different) == 2 and sorted(one) == sorted(other))
