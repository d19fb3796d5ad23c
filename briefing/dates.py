"""Dates: from the words of a report to EDTF / ISO 8601 values, by rule. What cannot be known stays unresolved.

Conventions, for what words alone leave open:

* Figures with strokes are day, month, year; another order is read only where that one is impossible (1/23/2017).
* A day or month without a year is the one nearest to the publication; where two years are about equally near, or the
  weekday contradicts, it stays open. Of what is announced (``ahead``) it is the next one.
* A bare weekday is the latest one, since news tells what has happened; of what is announced the next one.
* Weeks run from Monday to Sunday (ISO 8601); Hijri dates are those of the Umm al-Qura calendar.
* "Before" a day keeps the day, as the limit; "after" it is an interval without an end ("2017-01-23/.."); parts of a month
  are EDTF approximations ("2017-01~").
* Periods («خلال 48 ساعة») are no dates: from when they run the words do not say.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

from briefing.arabic import any_of, fold
from briefing.numerals import HIJRI_MONTHS, LIBYAN_DAYS_MONTH, LIBYAN_MONTHS, MONTHS, WEAK_MONTHS, WEEKDAYS, value_of

Problem = Literal["unknown", "no_publication_date", "weekday", "contradiction", "impossible", "year", "period", "several"]

_NEAR = {
    "اول من امس": -2, "اول امس": -2, "امس الاول": -2, "the day before yesterday": -2, "امس": -1, "البارحه": -1,
    "yesterday": -1, "الليله الماضيه": -1, "last night": -1, "اليوم": 0, "هذا الصباح": 0, "هذا المساء": 0, "today": 0,
    "this morning": 0, "this evening": 0, "غدا": 1, "غد": 1, "الغد": 1, "tomorrow": 1, "بعد غد": 2, "بعد الغد": 2,
    "بعد يوم غد": 2, "the day after tomorrow": 2,
}  # fmt: skip
_STEPS = {
    "المقبل": 1, "القادم": 1, "الاتي": 1, "next": 1, "coming": 1, "the coming": 1, "the next": 1,
    "الماضي": -1, "الفايت": -1, "المنصرم": -1, "المنقضي": -1, "الفارط": -1, "last": -1, "the last": -1, "past": -1, "the past": -1,
    "الجاري": 0, "الحالي": 0, "this": 0, "هذا": 0, "هذه": 0, "the current": 0, "current": 0,
    "قبل الماضي": -2, "ما قبل الماضي": -2, "بعد المقبل": 2, "بعد القادم": 2, "ما بعد المقبل": 2, "ما بعد القادم": 2,
}  # fmt: skip
# As adjectives, behind a month, a week or a day; in the feminine they end in ه.
STEP_WORDS = any_of(word for word in _STEPS if "ال" in word)
_UNITS = {
    "day": "يوم|يوما|ايام|يومين|days|day", "week": "اسبوع|اسبوعا|اسابيع|اسبوعين|weeks|week",
    "month": "شهر|شهرا|اشهر|شهور|شهرين|months|month", "year": "سنه|عام|عاما|سنوات|اعوام|سنتين|عامين|years|year",
    "hour": "ساعه|ساعات|ساعتين|hours|hour",
}  # fmt: skip
_UNIT_OF = {name: unit for unit, names in _UNITS.items() for name in names.split("|")}
_SPAN_OF = {
    "الاسبوع": "week",
    "الشهر": "month",
    "العام": "year",
    "السنه": "year",
    "week": "week",
    "month": "month",
    "year": "year",
}


def _ordinals() -> dict[str, int]:
    units = ["الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع"]
    words = {"فاتح": 1, "الفاتح": 1, "غره": 1, "الاول": 1, "العاشر": 10}
    words |= {unit: value for value, unit in enumerate(units, 2)}
    for value, unit in [*enumerate(["الحادي", *units], 1), (1, "الواحد")]:
        words[f"{unit} عشر"] = 10 + value
        for tens in ("والعشرين", "والعشرون", "و العشرين", "و العشرون"):
            words[f"{unit} {tens}"] = 20 + value
    for value, names in {20: "العشرين العشرون", 30: "الثلاثين الثلاثون"}.items():
        words |= dict.fromkeys(names.split(), value)
    return words | {f"{unit} {tens}": 31 for unit in ("الحادي", "الواحد") for tens in ("والثلاثين", "والثلاثون")}


_ORDINALS = _ordinals()


_HOUR = r"(?:(?:صباح|مساء|ليله|ليل|نهار|فجر|ظهر|عصر|عشيه) )"
_W, _H, _M, _N = any_of(WEEKDAYS), any_of(HIJRI_MONTHS), any_of(MONTHS), any_of(_NEAR)
_STRONG = any_of(name for name in MONTHS if name not in WEAK_MONTHS)
_STRONG_AR = any_of(name for name in MONTHS if name not in WEAK_MONTHS and not name.isascii())
_WEAK_AR = any_of(name for name in WEAK_MONTHS if not name.isascii())
_MONTH = rf"(?P<month>{_M})(?:(?<=[a-z])\.(?=\s?[0-9]))?(?:(?:\s?[/(]\s?|\s(?={_STRONG_AR}))(?P<twin>{_M}|{any_of(LIBYAN_MONTHS)})(?![^\W_])\)?)?"
_STEP = rf"(?P<step>{STEP_WORDS})ه?"
_FRONT = r"(?P<front>(?:the )?(?:last|next|this|coming|past|current)|هذا|هذه)"
_YEAR = (
    r"(?:\s?[,،-]?\s?(?:(?:(?:من |في )?(?:عام|سنه|لعام|لسنه|العام) |of |in )?(?P<year>(?:19|20)[0-9]{2})(?:م|\s?ميلادي\w*)?(?![0-9])"
    rf"|(?:من )?(?:العام|السنه) (?P<of>{STEP_WORDS})ه?|من (?P<this>هذا|هذه) (?:العام|السنه)"
    rf"|{_STEP}))?"
)
_HIJRI_YEAR = rf"(?:\s?(?:(?:من )?(?:عام |سنه |لعام )?(?P<hijri>1[34][0-9]{{2}})(?:\s?(?:ه|هجري\w*|ah))?(?![0-9])|{_STEP}))?"
_OF_A_SHARE = r"(?<!النصف )(?<!الثلث )(?<!الربع )(?<!العشر )(?<!الاسبوع )"  # "the second half of January" is no second of January
_DAY = rf"(?:(?:ال)?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|er)?|{_OF_A_SHARE}(?P<ordinal>{any_of(_ORDINALS)}))"
_FIRST_DAY = rf"(?:ال)?(?P<first>[0-9]{{1,2}}|(?>{any_of(_ORDINALS)}))(?:st|nd|rd|th)?"  # «السابع والعشرين» is no seventh
_OF_MONTH = r"(?:\s?-\s?|\s?(?:من |of )?(?:شهر )?)"
# «اليوم العاشر من الشهر» is the tenth of it, whichever day today is.
_TENTH_DAY = rf"اليوم (?={any_of(_ORDINALS)})"
_LEAD = (
    rf"(?:(?!{_TENTH_DAY}){_HOUR}?(?:يوم )?(?P<near>{_N})\s?[,،]?\s)?"
    rf"(?:{_HOUR}?(?:يوم |يومي )?[(]?(?P<weekday>{_W})[)]?(?: و(?:{_W}))?(?: (?:{STEP_WORDS}))?\s?[,،]?\s?)?"
    rf"(?:الموافق(?:ين)? (?:ل)?|المصادف |يوم |يومي |on |{_TENTH_DAY})?[(]?(?:the )?"
)
_WEEKDAY_BEHIND = rf"(?:\s?[(](?:يوم )?(?P<behind>{_W})[)])?"
# «من الشهر الجاري», «من هذا الشهر», «25 الجاري»; «الخامس من الماضي» may be the fifth of anything past.
_OF_SAID = (
    r" (?:(?(ordinal)(?:من )?الشهر |(?:من )?(?:الشهر )?)"
    rf"(?P<step>{STEP_WORDS})|من (?P<alone>الجاري|الحالي|المقبل|القادم|المنصرم)|(?:من )?(?P<front>هذا) الشهر(?! (?:{STEP_WORDS}))"
    r"|of (?P<ours>(?:the )?(?:last|next|this|coming|current)) month)"
)
_LINK = r"(?P<link>\s?-\s?| و ?| الي | حتي | to | and | until )"
_LIBYAN_MONTH = rf"(?P<month>{LIBYAN_DAYS_MONTH})(?:\s?[/(]\s?(?P<twin>{_M})(?![^\W_])\)?)?"
_COUNTED = rf"(?:(?P<count>[0-9]+|an?|[^\W\d_]+(?:\s[^\W\d_]+)?)\s)?(?P<unit>{any_of(_UNIT_OF)})"
_ENDS = ("نهايه", "ختام", "متم", "انقضاء", "انصرام", "اخر", "end of", "the end of")
_PART = rf"(?P<part>منتصف|اواسط|اوايل|اواخر|مطلع|بدايه|مستهل|early|late|mid|the beginning of|the middle of|{'|'.join(_ENDS)})"


# Days beside the month that they are days of, one or several.
_MONTH_NUMBERS = MONTHS | LIBYAN_MONTHS | {name: 12 + number for name, number in HIJRI_MONTHS.items()}
_DAY_WORDS = _ORDINALS | {"اول": 1}
_A_DAY = re.compile(rf"(?P<day>[0-9]{{1,2}})|(?P<ordinal>{any_of(_DAY_WORDS)})(?![^\W_])")
_OF_SAID_MONTH = re.compile(
    rf"(?<!كانون )(?<!تشرين )(?<!ربيع )(?<!جمادي ){_OF_A_SHARE}(?<![^\W_])[وفبل]{{0,2}}(?:{_A_DAY.pattern}) (?:من )?(?:منه|(?:هذا |ذلك |نفس )?الشهر|{STEP_WORDS})(?![^\W_])"
)
_DAY_STROKES = re.compile(r"(?<![0-9/.-])(?P<one>[0-9]{1,2})\s?[/.-]\s?(?P<other>[0-9]{1,2})(?![0-9])")
_ISO_DAY = re.compile(r"(?<![0-9/.-])[12][0-9]{3}-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})(?![0-9])")
# What may follow "December 2"; in "in December 2 prisoners" the number is none of a day.
_BEHIND_DAY_EN = "and|or|to|in|at|on|for|from|by|if|unless|with|as|but|until|before|after|between|which|when|where|while|that|the"


@cache
def _days_by_month() -> re.Pattern[str]:
    """Compiled when first asked for: few sentences name a day."""
    day = rf"(?:[0-9]{{1,2}}(?:st|nd|rd|th)?|{any_of(_DAY_WORDS)})(?![^\W_])"
    link = rf"(?:\s?[-–,،]\s?|\s?[,،]?\s?(?:و|او|الي|حتي|and|or|to|until|through) ?)(?:on |the |يوم )?(?:(?:{_W})\s?[,،]?\s?)?"
    days = rf"{day}(?:{link}{day}){{0,9}}"
    month = rf"(?:{any_of(_MONTH_NUMBERS)})(?![^\W_])"
    return re.compile(
        rf"(?<![^\W_])(?<![0-9][-/.]){_OF_A_SHARE}[وفبل]{{0,2}}(?P<days>{days}){_OF_MONTH}(?P<month>{month})(?:\s?[/(]\s?(?P<twin>{month}))?"
        rf"|(?<![^\W_])(?P<opening>{month})\.? (?:the )?(?P<behind>{days})"
        rf"(?!:|[,.][0-9]|\s?%|{_OF_MONTH}{month}| (?!(?:{_BEHIND_DAY_EN})(?![^\W_]))[a-z])"
    )


@cache
def _days_counted() -> re.Pattern[str]:
    """«في خمسة وعشرين يناير»: days in words that are no ordinals."""
    return re.compile(rf"(?<![^\W_])(?=(?P<count>[^\W\d_]+(?: و[^\W\d_]+)?) (?P<month>{any_of(_MONTH_NUMBERS)})(?![^\W_]))")


@dataclass(frozen=True)
class Mention:
    """A date expression in a text: raw offsets and the raw words."""

    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Resolution:
    """The EDTF value of some words, or None; ``problem`` says why it is None.

    "unknown": no date known to the rules; "no_publication_date": relative words without a day to count from; "weekday":
    the weekday does not fit; "contradiction": two dates that should be one differ; "impossible": no such day; "year":
    which year cannot be told; "period": a length of time, not a date; "several": dates that are no interval.
    """

    value: str | None
    problem: Problem | None = None


class _OpenError(Exception):
    """A date that must stay open, and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem: Problem = problem


@dataclass(frozen=True, slots=True)
class _Found:
    """A form that fits: its match, whose groups are the parts, and what resolves them."""

    match: re.Match[str]
    form: _Form
    limit: str
    start: int
    end: int
    twin: _Found | None = None  # the Gregorian date given beside a Hijri one

    def __getitem__(self, part: str) -> str | None:
        return self.match.groupdict().get(part)


@dataclass(frozen=True, slots=True)
class _When:
    """What a report is read against."""

    published: date | None
    ahead: bool

    @property
    def day(self) -> date:
        if self.published is None:
            raise _OpenError("no_publication_date")
        return self.published


@dataclass(frozen=True, slots=True)
class _Form:
    pattern: re.Pattern[str]
    resolver: Callable[[_Found, _When], str]


def find_dates(text: str) -> list[Mention]:
    """The date expressions of an Arabic or English text, in order; periods are among them."""
    return list(_mentions(text))


def days_named(text: str) -> list[tuple[int, int]]:
    """The days that a text names with their month, as (month, day); the months of the Hijri calendar count from 13.

    Of several days in front of one month, or behind it («في 2 و3 كانون الأول»), each is one.
    """
    form = fold(text)
    days = [(int(match["month"]), int(match["day"])) for match in _ISO_DAY.finditer(form.text)]
    for match in _days_by_month().finditer(form.text):
        group = "month" if match["month"] else "opening"
        if match[group] in ("may", "march") and text[form.starts[match.start(group)]].islower():
            continue  # verbs
        numbers = {_MONTH_NUMBERS[name] for name in (match[group], match["twin"]) if name}
        listed = match["days"] or match["behind"]
        days += [(month, _day_number(day)) for month in sorted(numbers) for day in _A_DAY.finditer(listed)]
    return days


def days_supported(text: str) -> set[tuple[int, int]]:
    """The days for which an Arabic text stands.

    Beside those named, these are those in figures with strokes, read both ways, and those of "this month", as of the month 0.
    """
    words = fold(text).text
    days = set(days_named(text))
    for match in _DAY_STROKES.finditer(words):
        one, other = int(match["one"]), int(match["other"])
        days |= {(one, other), (other, one)}
    for match in _days_counted().finditer(words):
        if (count := value_of(match["count"])) is not None:
            days.add((_MONTH_NUMBERS[match["month"]], count))
    return days | {(0, _day_number(match)) for match in _OF_SAID_MONTH.finditer(words)}


def _day_number(match: re.Match[str]) -> int:
    return int(match["day"]) if match["day"] else _DAY_WORDS[match["ordinal"]]


def deadline_in(text: str, *, limits_first: bool = True) -> Mention | None:
    """The date expression that tells by when something is to be done: a limit («قبل», «خلال») before any other.

    The date of a letter, of a session, of what is owed since, or of a condition is none. ``limits_first`` False takes the
    first date that is none of these, where the text goes on to other things.
    """
    fitting = [mention for mention in _mentions(text) if not _is_of_another(text, mention)]
    limits = [mention for mention in fitting if _SETS_LIMIT.match(fold(mention.words).text)] if limits_first else []
    return next(iter([*limits, *fitting]), None)


_SETS_LIMIT = re.compile(r"(?:قبل|حتي|الي غايه|لغايه|بحلول|خلال|في غضون|في ظرف|ضمن|by|before|until|till|within)(?!\w)")
# In front of a date: what it is the date of, other than the thing announced.
_DATED_THING = re.compile(
    r"(?<!\w)(?:(?:ال)?(?:مورخ|صادر|موقع|منعقد|معلن|مبرم|موجه|ملقا?|معقود)\w{0,2} (?:في|يوم|بتاريخ)|بتاريخ"
    r"|(?:في|خلال|اثناء|بعد|عقب) (?:ال)?(?:جلسه|جلسات|اجتماع|لقاء|خطاب|بيان|محادثات|تصريح)(?: يوم| مساء| صباح)?|(?:ال)?(?:هجوم|مجزره|احداث|قصف)(?: يوم)?|منذ|عن(?: شهر)?"
    r"|(?<!اعتبارا )(?<!ابتداء )(?<!بدءا )(?<!انطلاقا )(?<!بدايه )من(?: شهر| يوم)?) $"
)

# In front of a day: an occasion on which something was said, or a verb that tells what has happened; no verb in between.
_PASSED = re.compile(
    r"(?<!\w)(?:[وف]?(?:في|خلال|اثناء|عبر) (?:اتصال|مكالمه|لقاء|رساله|خطاب|مقابله|تصريح|تصريحات|محادثه|برقيه|مذكره|كلمه|مؤتمر صحفي|مؤتمر صحافي)"
    r"|(?<!علي )(?<!الي )(?<!في )(?<!من )(?<!عن )[وف]?(?:جري|عقد|وصل|التقي|تلقي|بعث|ارسل|اجتمع|استقبل|اتصل|غادر|اجري|زار)(?:ت|ا|تا|وا)?)"
    r"(?: (?![سيت]\w{3}|مقرر|مرتقب|مقبل)\S+){0,3} (?:يوم |مساء |صباح )?$"
)
_CONDITION = re.compile(r"(?<!\w)[وفب]?(?:شرط ان|شريطه ان|اذا|ما لم|لو|في حال|رهنا ب)(?!\w)|(?<!\w)[وف]?(?:شرط|شريطه)(?!\w)")


def has_passed(text: str, mention: Mention) -> bool:
    """Whether the day of a mention is that of something which has happened, told in passing: «وعده في اتصال هاتفي يوم الخميس»."""
    return _tells_passed(*_in_front(text, mention))


def _is_of_another(text: str, mention: Mention) -> bool:
    """Whether a date is of something that is only named, or stands in a condition that no comma ends."""
    lead, clause = _in_front(text, mention)
    return _tells_passed(lead, clause) or _CONDITION.search(clause) is not None


def _in_front(text: str, mention: Mention) -> tuple[str, str]:
    """The folded words in front of a mention, and those of its clause."""
    lead = f"{fold(text[: mention.start]).text.rstrip()} "
    return lead, re.split(r"[،؛.]", lead)[-1]


def _tells_passed(lead: str, clause: str) -> bool:
    return _DATED_THING.search(lead) is not None or _PASSED.search(clause) is not None


def _mentions(text: str) -> Iterator[Mention]:
    folded = fold(text)
    for one in _scan(text):
        start, end = folded.starts[one.start], folded.ends[one.end - 1]
        yield Mention(start, end, text[start:end])


def resolve(words: str, *, published: date | None, ahead: bool = False) -> Resolution:
    """The value of the first date expression in some words.

    ``ahead`` says that they tell of something to come: a deadline, a next step. Relative words and dates without a year
    need the publication date; a weekday that does not fit leaves the value open, since it cannot be known which of the
    two the report got wrong. Never raises.
    """
    year = re.fullmatch(r"\s*((?:19|20)[0-9]{2})\s*م?\s*", fold(words).text)
    if year is not None:
        return Resolution(year[1])
    found = next(_scan(words), None)
    if found is None:
        return Resolution(None, "unknown")
    announced = ahead or found.limit not in ("", *_AFTER) or _ANNOUNCED.search(fold(words).text) is not None
    try:
        value = found.form.resolver(found, _When(published, announced))
        # "After" a day or month is an interval of which the end is not known.
        return Resolution(f"{value}/.." if found.limit in _AFTER and "/" not in value else value)
    except _OpenError as reason:
        return Resolution(None, reason.problem)
    except (ValueError, OverflowError):
        return Resolution(None, "impossible")


# Verbs that announce: the future particle, "will", "is to be held".
_ANNOUNCED = re.compile(
    r"(?<![^\W_])(?:و|ف)?(?:س[يتن][^\W_]{2,}|سوف|من المقرر|المقرره?|المرتقبه?|المزمع|[يت]عقد|will|is to|are to|due)(?![^\W_])"
)
_LIMIT = re.compile(
    r"(?P<limit>بعد(?! (?:يوم )?(?:ال)?غد)|after|قبل|حتي|الي غايه|لغايه|بحلول|before|until|till|by)(?: حلول| موعد)? (?=\S)"
)
_AFTER = ("بعد", "after")
_WORD = re.compile(r"(?<![^\W_])[^\W_]+")


def _scan(text: str) -> Iterator[_Found]:
    folded = fold(text)
    position = 0
    for word in _WORD.finditer(folded.text):
        known = word.group()
        is_number = known[0].isdigit() or known[1:2].isdigit() or _NUMBER_WITH_ARTICLE.match(known) is not None
        if not (known in _JOINED_STARTS or is_number) or word.start() < position:
            continue
        for start in (word.start(), word.start() + 1) if known[0] in _PROCLITICS else (word.start(),):
            first = folded.text[start : word.end()]
            if not (first in _STARTS or is_number) or _BEFORE_NO_DATE.match(folded.text, start):
                continue
            found = _at(folded.text, start)
            if found is not None and not _is_verb(found, text, folded.starts):
                yield found
                position = found.end
                break


_NUMBER_WITH_ARTICLE = re.compile(r"[وفبلك]?ال[0-9]")  # «الـ27 من نوفمبر»


def _is_verb(found: _Found, text: str, starts: Sequence[int]) -> bool:
    """The English "may" and "march" are months with a capital only, and «أب» is a father."""
    if found["month"] not in ("may", "march", "اب"):
        return False
    first = text[starts[found.match.start("month")]]
    return first.islower() or first == "أ"


def _at(text: str, start: int) -> _Found | None:
    """The date that begins at a place, with "before" or "until" if that goes ahead of it."""
    limit = _LIMIT.match(text, start)
    begin = limit.end() if limit else start
    found = _form_at(text, begin)
    if found is None:
        return _form_at(text, start) if limit else None
    if limit is None:
        return found
    return _Found(found.match, found.form, limit["limit"], start, found.end, found.twin)


def _form_at(text: str, start: int) -> _Found | None:
    for form in _forms():
        match = form.pattern.match(text, start)
        if match is None:
            continue
        count = match.groupdict().get("count")
        if count and count not in ("a", "an") and value_of(count) is None:
            continue
        found = _Found(match, form, "", start, match.end())
        if form.resolver in (_day, _numeric, _hijri) and (joint := _BESIDE.match(text, match.end())):
            beside = _form_at(text, joint.end())
            if beside is not None and beside.form.resolver in (_day, _numeric, _hijri) and _is_hijri(beside) != _is_hijri(found):
                in_hijri, twin = (found, beside) if _is_hijri(found) else (beside, found)
                return _Found(in_hijri.match, in_hijri.form, "", start, beside.end, twin)
        return found
    return None


def _is_hijri(found: _Found) -> bool:
    return found.form.resolver is _hijri or (found.form.resolver is _numeric and (found["year"] or "")[:2] in ("13", "14"))


_BESIDE = re.compile(r"\s?[,،]?\s?(?:[(/]\s?(?:الموافق(?: ل)?\s?)?|الموافق(?: ل)?\s?)")


def _numeric(found: _Found, when: _When) -> str:
    year, month, day = (int(found[part] or "") for part in ("year", "month", "day"))
    if _is_hijri(found):
        value = _from_hijri(year, month, day)
        return _checked(value, found, when) if found.twin is None else _gregorian(found.twin, [value], when)
    if month > 12 >= day:
        month, day = day, month
    return _checked(date(year, month, day), found, when)


def _day(found: _Found, when: _When) -> str:
    month, day = _month_of(found), _day_of(found)
    date(2000, month, day)  # an impossible day is impossible in any year
    return _checked(_dated(found, when, lambda year: date(year, month, day)), found, when)


def _hijri(found: _Found, when: _When) -> str:
    month, day = HIJRI_MONTHS[found["hijri_month"] or ""], _day_of(found)
    if found.twin is not None:
        years = _hijri_years(date.fromisoformat(found.twin.form.resolver(found.twin, when)), found)
        return _gregorian(found.twin, [_from_hijri(year, month, day) for year in years], when)
    if found["hijri"]:
        return _checked(_from_hijri(int(found["hijri"]), month, day), found, when)
    if not 1 <= day <= 30:
        raise _OpenError("impossible")
    candidates = []
    for year in _hijri_years(when.day, found):
        try:
            candidates.append(_from_hijri(year, month, day))
        except ValueError:
            continue
    return _checked(_chosen(candidates, found, when), found, when)


def _gregorian(twin: _Found, by_hijri: Sequence[date], when: _When) -> str:
    """The Gregorian date beside a Hijri one, if one of the days that the latter may be is it or next to it.

    The new moon is sighted, so the calendars of two countries may be a day apart.
    """
    value = twin.form.resolver(twin, when)
    if min(abs((one - date.fromisoformat(value)).days) for one in by_hijri) > 1:
        raise _OpenError("contradiction")
    return value


def _hijri_month(found: _Found, when: _When) -> str:
    month = HIJRI_MONTHS[found["hijri_month"] or ""]

    def days_of(year: int) -> tuple[date, date]:
        first = _from_hijri(year, month, 1)
        following = _from_hijri(year, month + 1, 1) if month < 12 else _from_hijri(year + 1, 1, 1)
        return first, following - timedelta(days=1)

    if found["hijri"]:
        first, last = days_of(int(found["hijri"]))
    elif found["step"]:
        near = [days_of(year) for year in _hijri_years(when.day, found)]
        step = _STEPS[found["step"]]
        fitting = [
            (first, last)
            for first, last in near
            if (step > 0 and first > when.day) or (step < 0 and last < when.day) or (step == 0 and first <= when.day <= last)
        ]
        if not fitting:
            raise _OpenError("year")
        first, last = fitting[-1] if step < 0 else fitting[0]
    else:
        raise _OpenError("year")
    return first.isoformat() if found.limit in ("قبل", "before") else f"{first.isoformat()}/{last.isoformat()}"


def _hijri_years(day: date, found: _Found) -> range:
    from hijridate import Gregorian  # 10 ms that most reports do not need

    if found["hijri"]:
        return range(int(found["hijri"]), int(found["hijri"]) + 1)
    year: int = Gregorian(day.year, day.month, day.day).to_hijri().year
    return range(year - 1, year + 2)


def _from_hijri(year: int, month: int, day: int) -> date:
    from hijridate import Hijri

    return date.fromisoformat(Hijri(year, month, day).to_gregorian().isoformat())


def _range(found: _Found, when: _When) -> str:
    first, last = _first_day_of(found), _day_of(found)
    month = _month_of(found)
    opening = MONTHS[found["opening"]] if found["opening"] else month
    if found["opening"] is None and first >= last:
        raise _OpenError("impossible")
    if not _is_interval(found) and last != first + 1:
        raise _OpenError("several")
    date(2000, month, last)
    end = _dated(found, when, lambda year: date(year, month, last))
    start = date(int(found["opened"] or end.year - (opening > month)), opening, first)
    if start >= end:
        raise _OpenError("impossible")
    return f"{_checked(start, found, when)}/{end.isoformat()}"


def _is_interval(found: _Found) -> bool:
    """Whether two days are the first and the last of several, and not just two («بين 5 و7», «من 5 إلى 7»)."""
    return (found["link"] or "").strip() not in ("و", "and") or bool(found["from"])


def _numeric_range(found: _Found, when: _When) -> str:
    last = date(int(found["year"] or ""), int(found["month"] or ""), int(found["day"] or ""))
    month, year = int(found["opening"] or last.month), int(found["opened"] or last.year)
    first = date(year - (found["opened"] is None and month > last.month), month, int(found["first"] or ""))
    if first >= last:
        raise _OpenError("impossible")
    return f"{first.isoformat()}/{last.isoformat()}"


def _day_of_month(found: _Found, when: _When) -> str:
    some = _month_from(when.day, _STEPS[found["step"] or found["front"] or found["ours"] or found["alone"] or ""])
    last = some.replace(day=_day_of(found))
    if found["first"] is None:
        return _checked(last, found, when)
    first = some.replace(day=_first_day_of(found))
    if first >= last:
        raise _OpenError("impossible")
    if not _is_interval(found) and last.day != first.day + 1:
        raise _OpenError("several")
    return f"{_checked(first, found, when)}/{last.isoformat()}"


def _months(found: _Found, when: _When) -> str:
    month, opening = _month_of(found), MONTHS[found["opening"] or ""]
    last = _dated(found, when, lambda year: date(year, month, 15))
    first = int(found["opened"] or last.year - (opening > month))
    if (first, opening) >= (last.year, month):
        raise _OpenError("impossible")
    if found["link"] == " و" and (last.year * 12 + month) - (first * 12 + opening) > 1:
        raise _OpenError("several")  # «آذار وأيار»
    return f"{first:04}-{opening:02}/{last.isoformat()[:7]}"


_NTH = {"الاول": 1, "الثاني": 2, "الثالث": 3, "الرابع": 4, "first": 1, "second": 2, "third": 3, "fourth": 4}


def _share_of_year(found: _Found, when: _When) -> str:
    year = int(found["year"]) if found["year"] else when.day.year + _STEPS[found["step"] or ""]
    shares = 2 if found["share"] == "النصف" else 4
    number = _ORDINALS.get(found["nth"] or "", shares)
    if number > shares:
        raise _OpenError("impossible")
    length = 12 // shares
    return f"{year:04}-{(number - 1) * length + 1:02}/{year:04}-{number * length:02}"


def _share_of_month(found: _Found, when: _When) -> str:
    month = _month_of(found)
    some = _dated(found, when, lambda year: date(year, month, 15))
    shares = 2 if found["share"] in ("النصف", "half") else 3
    number = _NTH.get(found["nth"] or "", shares)
    if number > shares:
        raise _OpenError("impossible")
    days = 30 // shares
    last = some.replace(day=monthrange(some.year, month)[1] if number == shares else number * days)
    first = some.replace(day=(number - 1) * days + 1).isoformat()
    return first if found.limit in ("قبل", "before") else f"{first}/{last.isoformat()}"


def _week_of_month(found: _Found, when: _When) -> str:
    month = _month_of(found)
    some = _dated(found, when, lambda year: date(year, month, 15))
    days = monthrange(some.year, month)[1]
    number = _NTH.get(found["nth"] or "")
    first = days - 6 if number is None else 7 * number - 6
    return f"{some.replace(day=first).isoformat()}/{some.replace(day=first + 6).isoformat()}"


def _part(found: _Found, when: _When) -> str:
    ends = found["part"] in _ENDS
    if found["month"]:
        month = _month_of(found)
        some = _dated(found, when, lambda year: date(year, month, 15))
    else:
        span = _SPAN_OF.get(found["span"] or "", "year")
        if span == "week":
            raise _OpenError("unknown")  # some end it on Friday, some on Sunday
        step = _STEPS.get(found["step"] or "", 0)
        if found["year"]:
            some = date(int(found["year"]), 12, 15)
        elif span == "year":
            some = date(when.day.year + step, 12, 15)
        else:
            some = _month_from(when.day, step)
        if span == "year":
            if ends and found.limit:
                return f"{some.year:04}-12-31"
            return f"{some.year:04}-12~" if ends else f"{some.year:04}~"
    if ends and found.limit:
        return some.replace(day=monthrange(some.year, some.month)[1]).isoformat()
    return f"{some.year:04}-{some.month:02}~"


def _relative(found: _Found, when: _When) -> str:
    return _checked(when.day + timedelta(days=_NEAR[found["near"] or ""]), found, when)


def _weekday(found: _Found, when: _When) -> str:
    if found["more"]:
        raise _OpenError("several")
    wanted, today = WEEKDAYS[found["weekday"] or ""], when.day
    word = found["step"] or found["front"]
    step = _STEPS[word] if word else None
    back = (today.weekday() - wanted) % 7
    if (step is not None and step > 0) or (when.ahead and step is None):
        if back == 0 and step is None:
            raise _OpenError("unknown")  # today, or this day next week
        return (today + timedelta(days=7 * (step or 1) - back)).isoformat()
    if step is not None and step < 0:
        return (today - timedelta(days=(back or 7) + 7 * (-step - 1))).isoformat()
    if step == 0:
        return (today + timedelta(days=-today.weekday() + wanted)).isoformat()
    return (today - timedelta(days=back)).isoformat()


def _weekday_of_week(found: _Found, when: _When) -> str:
    wanted, step = WEEKDAYS[found["weekday"] or ""], _STEPS[found["step"] or found["front"] or ""]
    if wanted >= 5:
        raise _OpenError("unknown")  # weeks begin on Saturday here, on Sunday or Monday there
    return (when.day + timedelta(days=7 * step - when.day.weekday() + wanted)).isoformat()


def _span(found: _Found, when: _When) -> str:
    step, span = _STEPS[found["step"] or found["front"] or ""], _SPAN_OF[found["span"] or ""]
    if span == "year":
        return f"{when.day.year + step:04}"
    if span == "month":
        return _month_from(when.day, step).isoformat()[:7]
    monday = when.day - timedelta(days=when.day.weekday()) + timedelta(weeks=step)
    return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"


def _ago(found: _Found, when: _When) -> str:
    name = found["unit"] or ""
    unit, count = _UNIT_OF[name], _counted(found["count"], name)
    if unit == "hour" or count is None:
        raise _OpenError("period")  # "hours ago" may be yesterday
    if unit == "year":
        return f"{when.day.year - count:04}~"
    if unit == "month":
        return f"{_month_from(when.day, -count).isoformat()[:7]}~"
    value = (when.day - timedelta(days=count * (7 if unit == "week" else 1))).isoformat()
    return value if unit == "day" else f"{value}~"


def _counted(count: str | None, unit: str) -> int | None:
    if count in ("a", "an"):
        return 1
    if count:
        return value_of(count)
    return 2 if unit.endswith("ين") else 1 if unit in ("يوم", "اسبوع", "شهر", "سنه", "عام") else None


def _period(found: _Found, when: _When) -> str:
    raise _OpenError("period")


def _month(found: _Found, when: _When) -> str:
    month = _month_of(found)
    some = _dated(found, when, lambda year: date(year, month, 15))
    return f"{some.isoformat()[:7]}-01" if found.limit in ("قبل", "before") else some.isoformat()[:7]


def _year(found: _Found, when: _When) -> str:
    return f"{found['year']}-01-01" if found.limit in ("قبل", "before") else found["year"] or ""


def _month_of(found: _Found) -> int:
    month = _MONTH_NUMBERS[found["month"] or ""]
    if found["twin"] and _MONTH_NUMBERS[found["twin"]] != month:
        raise _OpenError("contradiction")
    return month


def _day_of(found: _Found) -> int:
    return int(found["day"]) if found["day"] else _ORDINALS[found["ordinal"] or ""]


def _first_day_of(found: _Found) -> int:
    first = found["first"] or ""
    return int(first) if first.isdigit() else _ORDINALS[first]


def _dated(found: _Found, when: _When, in_year: Callable[[int], date]) -> date:
    """The date in the year that is stated, or said with the words, or else nearest."""
    if found["year"]:
        return in_year(int(found["year"]))
    if of := found["of"] or found["this"]:
        return in_year(when.day.year + _STEPS[of])
    candidates = []
    for year in range(when.day.year - 1, when.day.year + 2):
        try:
            candidates.append(in_year(year))
        except ValueError:
            continue  # the 29th of February
    return _chosen(candidates, found, when)


# Nearest by less than this many days is no reason to prefer one year to another.
_CLEARLY_NEARER = 60
_FARTHEST = 200  # days: the 29th of February may be years away


def _chosen(candidates: list[date], found: _Found, when: _When) -> date:
    """The one of some yearly dates that is meant, or the reason to leave it open."""
    today = when.day
    if found["step"]:
        step = _STEPS[found["step"]]
        if step == 0:
            fitting = [one for one in candidates if one.year == today.year]
        else:
            same_month = found.form.resolver is _month
            beyond = [one for one in candidates if not (same_month and (one.year, one.month) == (today.year, today.month))]
            fitting = [one for one in beyond if one > today] if step > 0 else [one for one in beyond if one < today][::-1]
        if not fitting or abs(step) > 1:
            raise _OpenError("year")
        return fitting[0]
    nearest = sorted(candidates, key=lambda one: abs((one - today).days))
    if not nearest or abs((nearest[0] - today).days) > _FARTHEST:
        raise _OpenError("year")
    if when.ahead:
        by_month = found.form.resolver is not _day and found.form.resolver is not _hijri
        coming = [one for one in candidates if one >= today or (by_month and (one.year, one.month) == (today.year, today.month))]
        if coming and not 0 < (today - nearest[0]).days < 15:
            return coming[0]
    weekday = found["weekday"]
    if len(nearest) > 1 and abs((nearest[1] - today).days) - abs((nearest[0] - today).days) < _CLEARLY_NEARER:
        fitting = [one for one in nearest[:2] if weekday and WEEKDAYS[weekday] == one.weekday()]
        if len(fitting) != 1:
            raise _OpenError("year")
        return fitting[0]
    return nearest[0]


def _month_from(day: date, steps: int) -> date:
    months = day.year * 12 + day.month - 1 + steps
    return date(months // 12, months % 12 + 1, 15)


def _checked(value: date, found: _Found, when: _When) -> str:
    if any(found[day] and WEEKDAYS[found[day] or ""] != value.weekday() for day in ("weekday", "behind")):
        raise _OpenError("weekday")
    if found.form.resolver is not _relative and found["near"] and when.published is not None:
        if when.published + timedelta(days=_NEAR[found["near"]]) != value:
            raise _OpenError("contradiction")
    return value.isoformat()


# «اليوم الأول», «اليوم التالي» and the like are days of something else.
_NO_TODAY = r"(?<!في )(?!اليوم (?:ال(?:تالي|سابق|اول|ثاني|ثالث|رابع|خامس|اخير|عالمي|دولي|وطني)|نفسه|ذاته))"
_WHOLE = r"(?![^\W_])"


@cache
def _forms() -> tuple[_Form, ...]:
    """The forms in the order in which they are tried; compiled when the first date is looked for."""
    return tuple(
        _Form(re.compile(pattern + _WHOLE), resolver)
        for pattern, resolver in (
            (_LEAD + r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})" + _WEEKDAY_BEHIND, _numeric),
            (_LEAD + r"(?P<day>[0-9]{1,2})[-/.](?P<month>[0-9]{1,2})[-/.](?P<year>[0-9]{4})(?:م|\s?ه)?" + _WEEKDAY_BEHIND, _numeric),
            (
                r"(?:من |بين |from )?(?P<first>[0-9]{1,2})(?:[-/.](?P<opening>[0-9]{1,2})(?:[-/.](?P<opened>[0-9]{4}))?)?(?:\s?-\s?| و ?| الي | حتي | to )"
                r"(?P<day>[0-9]{1,2})[/.](?P<month>[0-9]{1,2})[/.](?P<year>[0-9]{4})",
                _numeric_range,
            ),
            (rf"(?P<from>من |بين |ما بين )?{_LEAD}{_FIRST_DAY}{_LINK}(?:يوم )?{_DAY}{_OF_SAID}", _day_of_month),
            (_LEAD + _DAY + _OF_SAID, _day_of_month),
            (_LEAD + _DAY + _OF_MONTH + rf"(?P<hijri_month>{_H})(?![^\W_])" + _HIJRI_YEAR, _hijri),
            (
                rf"(?P<from>من |بين |ما بين |from |between )?{_LEAD}{_FIRST_DAY}(?:\s(?:من )?(?P<opening>{_M})(?:\s?[/(]\s?(?:{_M})\)?)?"
                rf"(?: (?:{STEP_WORDS})|\s?[,،]?\s?(?:من )?(?:عام |سنه )?(?P<opened>(?:19|20)[0-9]{{2}}))?)?"
                + _LINK + r"(?:يوم )?" + _DAY + _OF_MONTH + _MONTH + _YEAR,
                _range,
            ),
            (rf"(?P<from>from |between )?{_MONTH} (?P<first>[0-9]{{1,2}})(?P<link>-| and | to )(?P<day>[0-9]{{1,2}}){_YEAR}", _range),
            (_LEAD + _DAY + _OF_MONTH + _MONTH + _YEAR + _WEEKDAY_BEHIND, _day),
            (_LEAD + _DAY + _OF_MONTH + _LIBYAN_MONTH + _YEAR + _WEEKDAY_BEHIND, _day),
            (r"شهر " + _LIBYAN_MONTH + _YEAR, _month),
            (_LEAD + _MONTH + r" (?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?![0-9:])" + _YEAR, _day),
            (r"(?:الاسبوع (?P<nth>الاول|الثاني|الثالث|الرابع|الاخير) من )(?:شهر )?" + _MONTH + _YEAR, _week_of_month),
            (r"(?P<share>النصف|الثلث) (?P<nth>الاول|الثاني|الثالث|الاخير) من (?:شهر )?" + _MONTH + _YEAR, _share_of_month),
            (r"(?:the )?(?P<nth>first|second|third|last) (?P<share>half|third) of " + _MONTH + _YEAR, _share_of_month),
            (r"(?:the )?(?P<nth>first|second|third|fourth|last) week (?:of|in) " + _MONTH + _YEAR, _week_of_month),
            (
                r"(?P<share>النصف|الربع) (?P<nth>الاول|الثاني|الثالث|الرابع|الاخير) من (?:(?:عام |سنه )?(?P<year>(?:19|20)[0-9]{2})|(?:العام|السنه) "
                + _STEP + ")",
                _share_of_year,
            ),
            (rf"(?P<from>من |بين |from |between )(?P<opening>{_M})(?: (?P<opened>(?:19|20)[0-9]{{2}}))?(?: و ?| الي | حتي | and | to ){_MONTH}{_YEAR}", _months),
            (rf"(?P<opening>{_STRONG})(?P<link>\s?-\s?| و){_MONTH}{_YEAR}", _months),
            (_PART + r"[ -](?:شهر )?" + _MONTH + _YEAR, _part),
            (_PART + r" (?:ال)?(?:عام |سنه |the year )?(?P<year>(?:19|20)[0-9]{2})", _part),
            (_PART + r" (?:this |the |هذا |هذه )?(?P<span>الاسبوع|الشهر|العام|السنه|week|month|year)(?: " + _STEP + ")?", _part),
            (_NO_TODAY + rf"{_HOUR}?(?:يوم |هذا )?(?P<near>{_N})(?: مساء| صباحا| ليلا)?(?:[,،]? [(]?(?P<weekday>{_W})[)]?)?", _relative),
            (rf"{_HOUR}?(?:يوم |on )?(?P<weekday>{_W}) (?:من |of )?(?:الاسبوع {_STEP}|{_FRONT} week)", _weekday_of_week),
            (
                rf"{_HOUR}?(?:يوم |يومي |on )?(?:{_FRONT} )?(?P<weekday>{_W})(?P<more>(?: و ?| الي | حتي | and | to |\s?-\s?|/| )(?:{_W}))?(?: {_STEP})?",
                _weekday,
            ),
            (r"(?P<span>الاسبوع|الشهر|العام|السنه) " + _STEP, _span),
            (_FRONT + r" (?P<span>الاسبوع|الشهر|العام|السنه|week|month|year)", _span),
            (rf"(?:خلال|في غضون|ضمن|during|within) (?:شهر )?{_MONTH}{_YEAR}", _month),
            (r"(?:قبل|منذ) " + _COUNTED + rf"(?! (?:من|علي|{_H})(?![^\W_])| (?:{_M})(?![^\W_])| [0-9])", _ago),
            (_COUNTED + r" ago", _ago),
            (
                r"(?:خلال|في غضون|في ظرف|ضمن|بعد|قبل|within|in|after) (?:مهله |فتره |ال(?!(?:يوم|اسبوع|شهر|سنه|عام)(?![^\W_])))?" + _COUNTED
                + rf"(?! (?:{_M}|{_H})(?![^\W_]))"
                + r"(?: (?:المقبله|القادمه|المقبلين|القادمين))?(?: (?:من|علي|of|from|after) (?:تاريخ |the )?[^\W\d_]+)?",
                _period,
            ),
            (r"(?:خلال|في غضون|in|within) (?:ال|the (?:coming|next) )?(?:ايام|اسابيع|اشهر|ساعات|days|weeks|months|hours)(?: المقبله| القادمه)?", _period),
            (rf"(?:شهر )(?P<hijri_month>{_H})(?![^\W_])" + _HIJRI_YEAR, _hijri_month),
            (rf"(?P<hijri_month>{_H})(?: {_STEP}| (?:عام |سنه )?(?P<hijri>1[34][0-9]{{2}})(?:\s?(?:ه|هجري\w*))?)", _hijri_month),
            (r"(?:شهر |in (?:early |late )?)" + _MONTH + _YEAR, _month),
            (_FRONT + " " + _MONTH, _month),
            (rf"(?=(?:{_STRONG})(?![^\W_])|(?:{_M})(?:\s?/|\s?[,،]?\s?(?:من |عام |سنه )*(?:(?:19|20)[0-9]{{2}}|{STEP_WORDS})(?![^\W_]))|(?<=في )(?:{_WEAK_AR})(?![^\W_]))" + _MONTH + _YEAR, _month),
            (r"(?:(?:ال)?عام |سنه |in |since )(?P<year>(?:19|20)[0-9]{2})م?", _year),
        )
    )  # fmt: skip


# The first words of all forms: only there are they tried.
_OPENINGS = (
    "النصف الثلث الربع بعد قبل حتي الي لغايه بحلول before until till by صباح مساء ليله فجر ظهر عصر عشيه يوم يومي الموافق المصادف on the من بين ما from "
    "between شهر ليل نهار first second third fourth منتصف اوايل اواسط اواخر اخر متم انقضاء انصرام مطلع بدايه نهايه مستهل ختام early late mid end منذ خلال في ضمن بعد "
    "within in after since عام العام سنه a an one two three four five six seven eight nine ten"
)
_STARTS = frozenset(_OPENINGS.split()) | {
    word.split()[0] for words in (MONTHS, HIJRI_MONTHS, WEEKDAYS, _NEAR, _STEPS, _ORDINALS, _SPAN_OF) for word in words
}
_PROCLITICS = "وفبلك"
_JOINED_STARTS = _STARTS.union(letter + word for letter in _PROCLITICS for word in _STARTS)
# The commonest words that dates begin with, where they do not. Behind some of them a date goes on with one that can begin it.
_BEFORE_NO_DATE = re.compile(
    r"في (?!غضون|ظرف)|الي (?!غايه)"
    rf"|(?:the|on|from|between|من|بين) (?![(0-9]|(?:{any_of(_STARTS)}|الموافقين|day|beginning|middle)(?![^\W_]))"
)
