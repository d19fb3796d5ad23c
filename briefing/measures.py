"""What the numbers of two sentences count, and whether they are the least or the most: 30 days, no fewer than 300 barrels.

The numbers themselves are compared in ``figures``. Here a number of both languages is looked at with the words beside it,
and only what surely contradicts is told: the least put as the most, days put as weeks, what is counted of one number
put with another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from briefing.arabic import any_of, fold
from briefing.figures import Number, numbers
from briefing.numerals import MONTHS

# Units of measure: (Arabic in the folded form, English), whole words.
_UNITS = {
    "hour": (r"ساع(?:ه|ات|تين|تان)", r"hours?"),
    "day": (r"(?:يوم(?:ا|ين|ان|يا)?|ايام|ليل[هة]|ليال)", r"days?"),
    "week": (r"(?:اسبوع(?:ا|ين|ان|يا)?|اسابيع)", r"weeks?"),
    "month": (r"(?:شهر(?:ا|ين|ان|يا)?|اشهر|شهور)", r"months?"),
    "year": (r"(?:سن(?:ه|وات|تين|تان|ين|ويا)|(?:عام(?:ا|ين|ان)?|اعوام))", r"years?"),
    "kilometre": (r"(?:كيلو ?متر(?:ا|ات|ين)?|كلم|كم)", r"(?:kilomet(?:re|er)s?|kms?)"),
    "metre": (r"(?:متر(?:ا|ين)?|امتار)", r"met(?:re|er)s?"),
    "barrel": (r"(?:برميل(?:ا|ين)?|براميل)", r"barrels?"),
    "tonne": (r"(?:طن(?:ا|ين)?|اطنان)", r"ton(?:ne)?s?"),
    "litre": (r"(?:ل[يت]?تر(?:ا|ات|ين)?)", r"lit(?:re|er)s?"),
    "megawatt": (r"(?:ميغا ?واط\w*|ميجا ?وات\w*)", r"(?:megawatts?|mw)"),
}  # fmt: skip
# Lengths of time of which one is so many of another: 14 days may be put as two weeks, 24 hours as a day.
_SAME_TIME = {("day", "week"): 7, ("hour", "day"): 24, ("month", "year"): 12, ("day", "month"): 30}
_BETWEEN_EN = r"[\s-]*(?:(?:more|further|additional|other|full|whole|consecutive|working|calendar|square|cubic|million|billion|thousand)[\s-]+)*"
_BETWEEN_AR = r"\s?(?:من )?(?:ال)?"
_UNIT_AR = {name: re.compile(rf"{_BETWEEN_AR}{arabic}(?!\w)") for name, (arabic, _) in _UNITS.items()}
_UNIT_EN = {name: re.compile(rf"{_BETWEEN_EN}{english}(?!\w)") for name, (_, english) in _UNITS.items()}
_OF_TIME_AR = {
    name: re.compile(rf"(?<!\w)[وفبلك]{{0,2}}(?:ال|ل)?{_UNITS[name][0]}")
    for name in ("hour", "day", "week", "month", "year")
}  # fmt: skip
_PER_AR = {
    "day": r"يوميا?|يوميه|في اليوم|(?:كل|لكل) يوم",
    "week": r"اسبوعيا?|اسبوعيه|في الاسبوع|(?:كل|لكل) اسبوع",
    "month": r"شهريا?|شهريه|في الشهر|(?:كل|لكل) شهر",
    "year": r"سنويا?|سنويه|في (?:السنه|العام)|(?:كل|لكل) (?:سنه|عام)",
}
_PER_EN = {
    "day": r"daily|(?:an?|per|each|every) day",
    "week": r"weekly|(?:an?|per|each|every) week",
    "month": r"monthly|(?:an?|per|each|every) month",
    "year": r"annual(?:ly)?|yearly|(?:an?|per|each|every) year",
}
_PERIODS = tuple(
    (re.compile(rf"(?<!\w)[وفبل]?(?:ال)?(?:{_PER_AR[name]})(?!\w)"), re.compile(rf"\b(?:{_PER_EN[name]})\b")) for name in _PER_AR
)

# "150 million dollars a year": so much for each, and not for all. What the Arabic may have for it.
_RATE_EN = re.compile(
    r"(?:[0-9]|\b(?:thousand|million|billion|hundred|twice|once|times))(?: (?!within|in|for|over|by|until|after|before|of|during|to|last)[a-z-]+){0,4} (?P<rate>(?:an?|per|each|every) (?:hour|day|week|month|year))\b(?! (?:ago|after|before|from|later|earlier|long|old|of|and a half))"
)
_ANY_RATE_AR = re.compile(
    r"يومي|اسبوعي|شهري|سنوي|(?<!\w)[لب]?كل (?:ساعه|يوم|اسبوع|شهر|سنه|عام)|في (?:ال)?(?:ساعه|يوم|اسبوع|شهر|سنه|عام)(?!\w)|(?:بال|لل)(?:ساعه|يوم|شهر|سنه|عام)"
)

_UP_TO = r"(?:اقصاه|اقصاها|بحد اقصي|كحد اقصي|حدها? الاقصي|(?:لا|الا) [يت](?:تجاوز|تعدي|زيد)\w*(?: (?:عدد|مد[ةه]|قيم[ةه]|فتر[ةه])\w*(?: ال\w+)?| عن| علي)*|ما لا [يت](?:تجاوز|زيد)(?: عن| علي)?|اقل من|(?<!لا )[يت]قل عن|(?:ما )?[يت]صل الي|ليس اكثر من|لا اكثر من)"  # fmt: skip
_NO_LESS = r"(?:ادناه|ادناها|بحد ادني|كحد ادني|(?:لا|الا) [يت]قل\w*(?: (?:عدد|مد[ةه]|قيم[ةه]|فتر[ةه])\w*(?: ال\w+)?)? عن|اكثر من|(?<!لا )[يت](?:زيد|ربو) (?:عن|علي)|(?<!لا )[يت]تجاوز|(?<!لا )[يت]فوق|ليس اقل من|لا اقل من)"  # fmt: skip
_OF_AR = r"(?: (?!من |عن |الي |و)\w+)? $"  # «اكثر من مبلغ 300»
_MOST_BEFORE_AR, _LEAST_BEFORE_AR = (
    re.compile(rf"(?<!\w)(?:و|ف|ب|ل)?{words}{_OF_AR}")
    for words in (rf"(?<!ليس )(?<!لا ){_UP_TO}", rf"(?<!ليس )(?<!لا ){_NO_LESS}")
)
_NOT_MORE_AR = re.compile(r"(?<!\w)(?:ليس|لا) اكثر من" + _OF_AR)
_NOT_LESS_AR = re.compile(r"(?<!\w)(?:ليس|لا) اقل من" + _OF_AR)
_BEHIND_AR = r"(?: \w+){0,2}? "
_MOST_BEHIND_AR = re.compile(_BEHIND_AR + r"(?:علي (?:ال)?اكثر|(?:ك|ب)حد اقصي|فاقل|فما دون)(?!\w)")
_LEAST_BEHIND_AR = re.compile(_BEHIND_AR + r"(?:علي (?:ال)?اقل|(?:ك|ب)حد ادني|فاكثر|فما فوق)(?!\w)")

_OF_EN = r"(?: (?:an?|the|us|some|about))?\s?[$€£]?$"
_MOST_BEFORE_EN = re.compile(
    r"(?:\bat most|\bup to|\b(?:a |the )?maximum(?: of)?|\b(?:no|not|n['’]t) (?:be )?(?:more|greater|longer|later|higher) than"
    r"|\bnot? (?:to )?exceed(?:ing)?|n['’]t exceed|\bless than|\bfewer than|\bunder|\bbelow|\bcapped at|\blimit(?:ed)? (?:to|of))" + _OF_EN
)  # fmt: skip
_LEAST_BEFORE_EN = re.compile(
    r"(?:\bat least|\b(?:a |the )?minimum(?: of)?|\b(?:no|not|n['’]t) (?:be )?(?:less|fewer|lower|shorter) than|\bmore than|\bover"
    r"|(?<!not )(?<!n['’]t )(?<!not to )\bexceed(?:s|ed|ing)?|\bin excess of|\bupwards of|\babove)" + _OF_EN
)  # fmt: skip
# A number alone can contradict nothing here.
_TELLS_EN = re.compile(
    "grant|loan|deposit|invest|least|most|than|up to|imum|exceed|excess|upwards|under|over|above|below|capped|limit|or (?:more|less|fewer)|"
    + "|".join(english for _, english in _UNITS.values())
)
_NOT_IN_FRONT_EN = re.compile(r"\b(?:no|not|never|without)(?: be)? $|n['’]t (?:be )?$")
_MOST_BEHIND_EN = re.compile(r"(?: \w+){0,2} (?:at (?:the )?most|maximum|or (?:less|fewer|under)\b)")
_LEAST_BEHIND_EN = re.compile(r"(?: \w+){0,2} (?:at (?:the )?least|minimum|or (?:more|above)\b)")


def contradicted(arabic: str, english: str) -> str | None:
    """What an English sentence says of a number that the Arabic words contradict, as the English has it; None if nothing."""
    said = english.lower()
    if _TELLS_EN.search(said) is None:
        return None
    form = fold(arabic).text
    ours, theirs = numbers(form), numbers(said)
    if (unit := _other_unit_of_one(form, said)) is not None:
        return unit
    if not ours or not theirs:
        return None
    return (
        _turned_bound(form, ours, said, theirs)
        or _other_kind_of_money(form, ours, said, theirs)
        or _without_start(form, ours, said, theirs)
        or _other_unit(form, ours, said, theirs)
        or _other_period(form, said)
    )


def _turned_bound(arabic: str, ours: list[Number], english: str, theirs: list[Number]) -> str | None:
    """The least told as the most, or the most as the least."""
    for number in theirs:
        told = _bound_en(english, number)
        bounds = {_bound_ar(arabic, one) for one in ours if one.value == number.value}
        if told and bounds and bounds == {"least" if told == "most" else "most"}:
            return f"{'at least' if told == 'least' else 'at most'} {number}"
    return None


_MONEY = {
    "grants": (r"منح(?:ه|ا)?", r"grants?"), "loans": (r"قر(?:ض|وض)ا?", r"loans?"), "deposits": (r"ودا?[يئ]ع(?:ه)?|وديعه", r"deposits?"),
    "investments": (r"استثمار(?:ات|ا)?", r"investments?"),
}  # fmt: skip
_MONEY_AR, _MONEY_EN = (
    {name: re.compile(rf"{lead} ?(?:{words[language]})(?!\w)") for name, words in _MONEY.items()}
    for language, lead in enumerate(
        (
            r" (?:ك|علي شكل |في شكل |في صوره )?(?:ال)?",
            r" (?:(?:were|are|was|is|as|in|of|the|form|would be|to be) )*(?:(?!and|or|plus|with|in|as)[a-z]+ )?",
        )
    )
)


def _other_kind_of_money(arabic: str, ours: list[Number], english: str, theirs: list[Number]) -> str | None:
    """A sum that is given as one kind and told as another: 700 million in grants as 700 million in loans."""
    for number in ours:
        kind, told = (
            _unit(arabic, number, _MONEY_AR),
            [_unit(english, one, _MONEY_EN) for one in theirs if one.value == number.value],
        )
        if kind is not None and told and all(told) and kind not in told:
            return f"{number} {told[0]}"
    return None


_FROM_AR = re.compile(
    rf" (?:{'|'.join(_UNITS[name][0] for name in ('hour', 'day', 'week', 'month', 'year'))}) من (?:تاريخ |يوم |لحظه |موعد )?(?!ال)\w{{4,}}"
)
_STARTS_EN = re.compile(r"\b(?:after|following|from|once|when|upon|since)\b")
_FROM_EN = re.compile(r"\b(?:of|from|after|following|since|once|when|upon|starting|counting|that|before)\b")


def _without_start(arabic: str, ours: list[Number], english: str, theirs: list[Number]) -> str | None:
    """A length of time told without what it begins with: «خلال 60 يوماً من إقرار القانون» as "within 60 days"."""
    for number in ours:
        if number.kind != "cardinal" or _FROM_AR.match(arabic, number.end) is None or _DATE_BEHIND_AR.match(arabic, number.end):
            continue
        for told in theirs:
            if told.value == number.value and not (
                _FROM_EN.search(english, told.end) or _STARTS_EN.search(english[: told.start])
            ):
                return str(told)
    return None


_DATE_BEHIND_AR = re.compile(rf" \w+ من (?:(?:شهر|عام|سنه|هذ\w*|تلك) |{any_of(MONTHS)}|[0-9])")


def _bound_ar(text: str, number: Number) -> str | None:
    before, behind = f"{text[: number.start].rstrip()} ", text[number.end :]
    if _NOT_MORE_AR.search(before) or _MOST_BEHIND_AR.match(behind):
        return "most"
    if _NOT_LESS_AR.search(before) or _LEAST_BEHIND_AR.match(behind):
        return "least"
    return "most" if _MOST_BEFORE_AR.search(before) else "least" if _LEAST_BEFORE_AR.search(before) else None


def _bound_en(text: str, number: Number) -> str | None:
    before, behind = text[: number.start].rstrip(), text[number.end :]
    for pattern, other, name, turned in (
        (_MOST_BEFORE_EN, _MOST_BEHIND_EN, "most", "least"),
        (_LEAST_BEFORE_EN, _LEAST_BEHIND_EN, "least", "most"),
    ):
        if found := pattern.search(before):
            is_negated = _NOT_IN_FRONT_EN.search(before[: found.start()]) is not None
            return turned if is_negated else name
        if other.match(behind):
            return name
    return None


def _other_unit(arabic: str, ours: list[Number], english: str, theirs: list[Number]) -> str | None:
    """A number of one unit told with another: 30 days as 30 weeks, or 35 detainees and 45 days as 45 detainees and 35 days."""
    counted = {(number.value, unit) for number in ours for unit in [_unit(arabic, number, _UNIT_AR)]}
    of_unit = {unit for _, unit in counted if unit}
    for number in theirs:
        unit = _unit(english, number, _UNIT_EN)
        if unit is None or number.kind == "ordinal" or (number.value, unit) in counted:  # "the first week" counts none
            continue
        if _is_same_time(number.value, unit, counted):
            continue
        own = {one for value, one in counted if value == number.value}
        # Where the Arabic has the number for something else, or another length of time in place of it.
        elsewhere = own - {None} or (own and unit in of_unit)
        instead = not own and unit in _OF_TIME_AR and of_unit & _OF_TIME_AR.keys() and not _OF_TIME_AR[unit].search(arabic)
        if elsewhere or instead:
            return f"{number} {unit}s"
    return None


_ONE_EN = re.compile(
    r"\b(?:an?|one) (?:(?:full|whole|further|additional|calendar|entire) )?(?P<unit>hour|day|week|month|year)\b(?! (?:ago|later|earlier|before|after))"
)


def _other_unit_of_one(arabic: str, english: str) -> str | None:
    """One length of time in the place of another: «شهراً» as "a year"; each month, and months that are counted, are others' matter."""
    ours = {name for name, pattern in _OF_TIME_AR.items() if pattern.search(arabic)}
    told = _ONE_EN.search(english)
    if not ours or told is None or told["unit"] in ours or any(_UNITS[name][1].rstrip("?") in english for name in ours):
        return None
    return None if any(pattern.search(arabic) for pattern, _ in _PERIODS) else told.group()


def _unit(text: str, number: Number, patterns: dict[str, re.Pattern[str]]) -> str | None:
    return next((name for name, pattern in patterns.items() if pattern.match(text, number.end)), None)


def _is_same_time(value: Decimal, unit: str, counted: Iterable[tuple[Decimal, str | None]]) -> bool:
    """Whether a length of time is one of those counted, in another unit."""
    for small, large in _SAME_TIME:
        times = _SAME_TIME[small, large]
        if (unit == large and (value * times, small) in counted) or (unit == small and (value / times, large) in counted):
            return True
    return False


def _other_period(arabic: str, english: str) -> str | None:
    """What is told of each month that the Arabic tells of each day."""
    ours = [index for index, (pattern, _) in enumerate(_PERIODS) if pattern.search(arabic)]
    told = [(index, found) for index, (_, pattern) in enumerate(_PERIODS) if (found := pattern.search(english))]
    if not ours and (rate := _RATE_EN.search(english)) and _ANY_RATE_AR.search(arabic) is None:
        return rate["rate"]
    if not ours or not told or {index for index, _ in told} & set(ours):
        return None
    return told[0][1].group()
