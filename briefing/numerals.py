"""Words that stand for numbers, in Arabic and English: one table, one reader, for dates and figures alike.

Words are read in folded form (``briefing.arabic.fold``), digits and words mixed as reports mix them: «خمسة وعشرون ألفاً»,
«3 ملايين و200 ألف», "two hundred and fifty", "1.2 billion". Pure, one pass, exact values.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal, NamedTuple

from briefing.arabic import any_of

Kind = Literal["cardinal", "ordinal", "fraction", "dual", "vague"]
_Role = Literal["unit", "bound", "ten", "tens", "hundred", "scale", "plural", "dual", "ordinal", "bound_ordinal", "fraction"]

_MONTHS = {
    1: "يناير|كانون الثاني|كانون ثاني|جانفي|january|jan",
    2: "فبراير|شباط|فيفري|february|feb",
    3: "مارس|اذار|march|mar",
    4: "ابريل|نيسان|افريل|april|apr",
    5: "مايو|ايار|ماي|may",
    6: "يونيو|يونيه|حزيران|جوان|june|jun",
    7: "يوليو|يوليه|تموز|جويليه|يوليوز|july|jul",
    8: "اغسطس|اب|اوت|غشت|august|aug",
    9: "سبتمبر|ايلول|شتنبر|september|sept|sep",
    10: "اكتوبر|تشرين الاول|تشرين اول|october|oct",
    11: "نوفمبر|تشرين الثاني|تشرين ثاني|نونبر|november|nov",
    12: "ديسمبر|كانون الاول|كانون اول|دجنبر|december|dec",
}
# Months of Egypt and the Gulf, the Levant, the Maghreb, and English; the values are their numbers.
MONTHS = {name: number for number, names in _MONTHS.items() for name in names.split("|")}
# Alone these are other words too: "returned", "practised", the surname Joan, the modal verb, short forms.
_WEAK = "اب ماي مارس اوت جوان may march jan feb mar apr jun jul aug sept sep oct nov dec"
WEAK_MONTHS = frozenset(_WEAK.split())
# Libya's months from 1986 to 2011. Each is another word as well («ناصر», "summer"), and a month only where a day or
# «شهر» stands in front; the commonest ones where a year or another name of the month stands behind, too.
LIBYAN_MONTHS = {
    "اي النار": 1, "النوار": 2, "الربيع": 3, "الطير": 4, "الماء": 5, "الصيف": 6, "ناصر": 7, "هانيبال": 8, "الفاتح": 9,
    "التمور": 10, "الحرث": 11, "الكانون": 12,
}  # fmt: skip
_COMMON_LIBYAN = frozenset(["الربيع", "الطير", "الماء", "الصيف", "ناصر"])
_NAMED_AGAIN = rf"(?=\s?[/(]\s?(?:{any_of(MONTHS)})(?![^\W_])|\s?[,،]?\s?(?:من |عام |سنه )*(?:19|20)[0-9]{{2}}(?![0-9]))"
# A pattern of the Libyan months behind a day or «شهر».
LIBYAN_DAYS_MONTH = (
    rf"(?:{any_of(LIBYAN_MONTHS.keys() - _COMMON_LIBYAN)})(?![^\W_])|(?:{any_of(_COMMON_LIBYAN)})(?![^\W_]){_NAMED_AGAIN}"
)
HIJRI_MONTHS = {
    "محرم": 1, "المحرم": 1, "صفر": 2, "ربيع الاول": 3, "ربيع الاخر": 4, "ربيع الثاني": 4, "جمادي الاولي": 5,
    "جمادي الاول": 5, "جمادي الاخره": 6, "جمادي الثانيه": 6, "رجب": 7, "شعبان": 8, "رمضان": 9, "شوال": 10,
    "ذو القعده": 11, "ذي القعده": 11, "ذو الحجه": 12, "ذي الحجه": 12, "ramadan": 9, "shawwal": 10,
}  # fmt: skip
# Monday is 0, as in ``datetime``.
WEEKDAYS = {
    "الاثنين": 0, "الاتنين": 0, "الثلاثاء": 1, "الثلاثا": 1, "الاربعاء": 2, "الاربعا": 2, "الخميس": 3, "الجمعه": 4,
    "السبت": 5, "الاحد": 6, "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5,
    "sunday": 6,
}  # fmt: skip

_UNITS = {
    1: "واحد واحده", 2: "اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي", 3: "ثلاث ثلاثه", 4: "اربع اربعه", 5: "خمس خمسه",
    6: "ست سته", 7: "سبع سبعه", 8: "ثمان ثماني ثمانيه", 9: "تسع تسعه",
}  # fmt: skip
# Indefinite, as the object of a verb: «خمساً وثلاثين». With the article they are no such words («الثلاثاء»).
_UNITS_AS_OBJECTS = {
    1: "واحدا", 3: "ثلاثا", 4: "اربعا", 5: "خمسا", 6: "ستا", 7: "سبعا", 8: "ثمانيا", 9: "تسعا",
    10: "عشرا",
}  # fmt: skip
_TENS = {
    20: "عشرون عشرين", 30: "ثلاثون ثلاثين", 40: "اربعون اربعين", 50: "خمسون خمسين", 60: "ستون ستين", 70: "سبعون سبعين",
    80: "ثمانون ثمانين", 90: "تسعون تسعين",
}  # fmt: skip
_HUNDREDS = {100: "ميه مايه", 200: "ميتان ميتين ميتا ميتي مايتان مايتين مايتا مايتي"} | {
    value * 100: " ".join(f"{stem}{hundred}" for stem in stems.split() for hundred in ("ميه", "مايه"))
    for value, stems in {3: "ثلاث", 4: "اربع", 5: "خمس", 6: "ست", 7: "سبع", 8: "ثمان ثماني", 9: "تسع"}.items()
}
_SCALES = {
    10**3: "الف الفا", 2 * 10**3: "الفان الفين الفي", 10**6: "مليون مليونا", 2 * 10**6: "مليونان مليونين مليوني",
    10**9: "مليار مليارا بليون", 2 * 10**9: "ملياران مليارين ملياري", 10**12: "تريليون تريليونا ترليون",
}  # fmt: skip
# «آلاف» alone is no number but "thousands"; after a number it is its scale.
_PLURALS = {10: "عشرات", 100: "ميات", 10**3: "الاف الوف", 10**6: "ملايين", 10**9: "مليارات بلايين", 10**12: "تريليونات"}
_ORDINALS = {
    1: "اول اولي اولا", 2: "ثاني ثانيه ثانيا ثان", 3: "ثالث ثالثه ثالثا", 4: "رابع رابعه رابعا", 5: "خامس خامسه خامسا",
    6: "سادس سادسه سادسا", 7: "سابع سابعه سابعا", 8: "ثامن ثامنه ثامنا", 9: "تاسع تاسعه تاسعا", 10: "عاشر عاشره عاشرا",
}  # fmt: skip
# Fifths to tenths are left out: «خمس» without its vowels is five.
_FRACTIONS = {
    2: "نصف نصفه نصفها نصفهم", 3: "ثلث ثلثه ثلثها ثلثهم ثلثي ثلثين ثلثا ثلثان ثلثيه ثلثيها ثلثاه ثلثاها", 4: "ربع ربعه ربعها ربعهم ارباع",
}  # fmt: skip
# A noun in the dual is two of it. Pairs that talks have by nature («الطرفان», «الوفدان») are left out: English says
# "the parties" as well as "the two parties".
_DUALS = (
    "ساعت يوم ليلت اسبوع شهر سنت عام عقد مرت جولت لجنت مرحلت معبر بند نقطت منطقت مدينت قريت سفينت طايرت شاحنت قافلت حافلت شرط "
    "ورقت وثيقت جلست مبادرت دقيقت مقاتل مدني جندي غارت قذيفت خطوت ممر مطلب مقترح قتيل جريح معتقل اسير سجين رهينت موقع مستشفي "
    "مطار دولار"
)
_ENGLISH_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen"
)
_ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ENGLISH_SCALES = {
    "hundred": 100,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "mn": 10**6,
    "bn": 10**9,
}
_ENGLISH_PLURALS = {
    "dozens": 10, "tens": 10, "scores": 10, "hundreds": 100, "thousands": 10**3, "millions": 10**6, "billions": 10**9,
    "trillions": 10**12,
}  # fmt: skip
_ENGLISH_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
    "seventeenth eighteenth nineteenth"
)
_ENGLISH_TENTHS = "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth"
_ROMAN = {"ii": 2, "iii": 3, "iv": 4, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
_SUFFIXES = {"k": 10**3, "m": 10**6, "b": 10**9}  # written to the digits: $5m
_LONGEST = 40  # characters; longer words are no count of anything


class Token(NamedTuple):
    """A word or a run of digits of a folded text, with its place there."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The number that some tokens make; ``stop`` is the index of the first token after it.

    ``fraction`` has its value (a half is 0.5) except that of a third, which is 3: English says "third" for both.
    ``vague`` is an order of magnitude (thousands: 1000), ``dual`` two of a noun.
    """

    value: Decimal
    kind: Kind
    stop: int
    definite: bool = False


class _Word(NamedTuple):
    value: int
    role: _Role
    joined: bool = False  # written with «و»
    definite: bool = False
    preposed: bool = False  # with a preposition or «ف»: begins a phrase, never goes on with one
    english: bool = False


def _arabic_words() -> dict[str, _Word]:
    bases: list[tuple[Mapping[int, str], _Role]] = [
        (_UNITS, "unit"), ({1: "احد احدي"}, "bound"), ({10: "عشر عشره"}, "ten"), (_TENS, "tens"), (_HUNDREDS, "hundred"),
        (_SCALES, "scale"), (_PLURALS, "plural"), (_ORDINALS, "ordinal"), ({1: "حادي حاديه"}, "bound_ordinal"),
        (_FRACTIONS, "fraction"),
        ({2: " ".join(stem + ending for stem in _DUALS.split() for ending in ("ان", "ين"))}, "dual"),
    ]  # fmt: skip
    forms = [
        (prefix + article, prefix.startswith("و"), bool(article), prefix.strip("و") != "")
        for prefix in ("وب", "ول", "فب", "فل", "و", "ف", "ب", "ل", "")
        for article in ("ال", "")
    ] + [("لل", False, True, True), ("ولل", True, True, True)]
    words: dict[str, _Word] = {}
    for prefix, joined, definite, preposed in forms:
        for table, role in bases:
            for value, names in table.items():
                word = _Word(value, role, joined, definite, preposed)
                words |= {prefix + name: word for name in names.split()}
        if not definite and not preposed:
            for value, name in _UNITS_AS_OBJECTS.items():
                words[prefix + name] = _Word(value, "ten" if value == 10 else "unit", joined)
    # Whole words go before the same letters with a prefix: «واحد» is no «و» with «احد».
    words |= {name: _Word(value, role) for table, role in bases for value, names in table.items() for name in names.split()}
    for other in ("لست", "ولست", "فلست"):  # "I am not"
        del words[other]
    return words


def _english_words() -> dict[str, _Word]:
    words = {word: _Word(value, "unit", english=True) for value, word in enumerate(_ENGLISH_UNITS.split())}
    words |= {word: _Word(10 * value, "tens", english=True) for value, word in enumerate(_ENGLISH_TENS.split(), 2)}
    words |= {word: _Word(value, "hundred" if value == 100 else "scale", english=True) for word, value in _ENGLISH_SCALES.items()}
    words |= {word: _Word(value, "plural", english=True) for word, value in _ENGLISH_PLURALS.items()}
    words |= {
        form: _Word(value, "ordinal", english=True)
        for value, word in enumerate(_ENGLISH_ORDINALS.split(), 1)
        for form in (word, word + "ly")
    }
    words |= {word: _Word(10 * value, "ordinal", english=True) for value, word in enumerate(_ENGLISH_TENTHS.split(), 2)}
    words |= {word: _Word(value, "ordinal", english=True) for word, value in _ROMAN.items()}
    words |= {word: _Word(value, "fraction", english=True) for word, value in (("half", 2), ("thirds", 3), ("quarter", 4))}
    return words | {"twice": _Word(2, "dual", english=True)}


@cache
def _words() -> dict[str, _Word]:
    """All words, made when the first number is read."""
    return _arabic_words() | _english_words()


_DIGIT = re.compile("[0-9]")
_LETTERS = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*+|[^\W\d_]+")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})++(?:\.[0-9]+)?")
_POINTS = re.compile(r"[1-9][0-9]{0,2}(?:(?:\.[0-9]{3}){2,}+|(?:\.[0-9]{3})++,[0-9]{1,2})")


def tokens_of(text: str) -> list[Token]:
    """The words and runs of digits of a folded text."""
    return [Token(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text)]


def has_numbers(text: str) -> bool:
    """Whether a folded text has a digit, or a word that may be one of a number. Most sentences have neither."""
    return _DIGIT.search(text) is not None or not _words().keys().isdisjoint(_LETTERS.findall(text))


def value_of(words: str) -> int | None:
    """The whole number that folded words count, from the first to the last of them; None if they are anything else."""
    tokens = tokens_of(words) if len(words) <= _LONGEST else []
    reading = read_number(words, tokens, 0) if tokens else None
    if reading is None or reading.stop != len(tokens) or reading.kind != "cardinal":
        return None
    return int(reading.value) if reading.value == reading.value.to_integral_value() else None


def read_number(text: str, tokens: Sequence[Token], at: int) -> Reading | None:
    """The number that begins with token ``at``, as far as the tokens after it belong to it.

    A run of digits that is a list («12.3.4») is none; see ``digit_values``.
    """
    if tokens[at].text[0].isdigit():
        values = digit_values(tokens[at].text)
        return _cardinal(text, tokens, at, None, values[0]) if len(values) == 1 else None
    word = _words().get(tokens[at].text)
    if word is None:
        return None
    if word.role in ("ordinal", "bound_ordinal"):
        return _ordinal(text, tokens, at, word)
    if word.role == "fraction":
        return _fraction(text, tokens, at, word)
    if word.role == "plural":
        return Reading(Decimal(word.value), "vague", at + 1)
    return _cardinal(text, tokens, at, word, Decimal(word.value))


def digit_values(digits: str) -> list[Decimal]:
    """The numbers that a run of digits with commas and points is.

    Groups of three after commas are thousands, else a single comma is the decimal one of the Maghreb («3,5»); several
    points with groups of three are thousands, one point is decimal; anything else is a list («12.3.4»).
    """
    if digits.isdigit():
        return [Decimal(digits)]
    if _THOUSANDS.fullmatch(digits):
        return [Decimal(digits.replace(",", ""))]
    if _POINTS.fullmatch(digits):
        return [Decimal(digits.replace(".", "").replace(",", "."))]
    if digits.count(",") + digits.count(".") == 1:
        return [Decimal(digits.replace(",", "."))]
    return [Decimal(part) for part in re.split("[.,]", digits)]


def _next(text: str, tokens: Sequence[Token], at: int) -> tuple[_Word | Decimal, bool, int] | None:
    """What goes on at token ``at``: its word or digits, whether «و» or "and" joins it, and the index after it."""
    joined = False
    if at < len(tokens) and tokens[at].text in ("و", "and") and _adjoins(text, tokens, at):
        joined, at = True, at + 1
    if at < len(tokens) and tokens[at].text == "a" and _adjoins(text, tokens, at):
        at += 1
    if at >= len(tokens) or not _adjoins(text, tokens, at):
        return None
    token = tokens[at]
    if token.text[0].isdigit():
        values = digit_values(token.text)
        return (values[0], joined, at + 1) if len(values) == 1 else None
    word = _words().get(token.text)
    if token.text in _SUFFIXES and tokens[at - 1].text[0].isdigit() and tokens[at - 1].end == token.start:
        word = _Word(_SUFFIXES[token.text], "scale", english=True)
    if token.text == "واحد" and not joined and at + 1 < len(tokens) and _adjoins(text, tokens, at + 1):
        # «مئة وأحد عشر»: folded, «وأحد» is written as «واحد» is.
        further = _words().get(tokens[at + 1].text)
        if further is not None and not further.english and further.role == ("tens" if further.joined else "ten"):
            word = _Word(1, "bound", joined=True)
    return None if word is None or word.preposed else (word, joined or word.joined, at + 1)


def _adjoins(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether nothing but a blank or a hyphen stands before token ``at``."""
    return text[tokens[at - 1].end : tokens[at].start] in ("", " ", "-")


def _cardinal(text: str, tokens: Sequence[Token], at: int, first: _Word | None, value: Decimal) -> Reading | None:
    total, group, reached = Decimal(0), value, Decimal(10**15)
    last: str = first.role if first else "digits"
    if first and first.role == "scale":
        total, group, reached = value, Decimal(0), _order(first.value)
    stop = at + 1
    while (following := _next(text, tokens, stop)) is not None:
        word, joined, after = following
        if isinstance(word, Decimal):
            # «مليون و200 ألف», «5 آلاف و300»: digits go on only below the scale that was reached.
            scale = _next(text, tokens, after)
            reach = word
            if scale and isinstance(scale[0], _Word) and not scale[1] and scale[0].role in ("scale", "plural"):
                reach = Decimal(scale[0].value)
            if not joined or last != "scale" or reach >= reached:
                break
            group, last = word, "digits"
        elif word.role == "fraction" and joined and last not in ("bound", "fraction"):
            # «مليون ونصف مليون», «ثلاثة ملايين ونصف», "two and a half million"
            scale = _next(text, tokens, after)
            if scale and isinstance(scale[0], _Word) and scale[0].role == "scale" and not scale[1]:
                part, after = Decimal(scale[0].value) / word.value, scale[2]
                whole = total + group if last == "scale" else (total + group) * scale[0].value
            else:
                part, whole = (reached if last == "scale" else Decimal(1)) / word.value, total + group
            return Reading(whole + part, "cardinal", after) if word.value != 3 else Reading(whole, "cardinal", stop)
        elif last == "dual":
            break
        elif word.role == "ordinal" and word.english and not joined and last == "tens" and word.value < 10:
            return Reading(total + group + word.value, "ordinal", after)
        elif (
            word.english
            and not joined
            and last == "unit"
            and (word.role == "fraction" or (word.role == "ordinal" and word.value == 3 and group == 1))
        ):
            return Reading(Decimal(3), "fraction", after) if word.value == 3 else Reading(group / word.value, "fraction", after)
        elif word.role in ("scale", "plural") and not joined and 1000 <= word.value < reached and group and last != "scale":
            total, group, reached, last = total + group * word.value, Decimal(0), _order(word.value), "scale"
        elif word.role == "scale" and joined and last == "scale" and word.value < reached:
            total, reached = total + word.value, _order(word.value)
        elif (
            word.role in ("hundred", "plural")
            and word.value == 100
            and not joined
            and last in ("unit", "digits")
            and group < 1000
        ):
            group, last = group * 100, "hundred"
        elif _goes_on(word, joined, last, group):
            group, last = group + word.value, word.role
        else:
            break
        stop = after
    if last == "bound":
        return None  # «أحد» alone is "anybody", or Sunday
    return Reading(total + group, "dual" if last == "dual" else "cardinal", stop, first.definite if first else False)


def _goes_on(word: _Word, joined: bool, last: str, group: Decimal) -> bool:
    """Whether a word below a thousand adds to the group of digits before it."""
    if word.role == "ten":
        return (not joined and last in ("unit", "bound") and group % 100 < 10) or (joined and last in ("hundred", "scale"))
    if word.role == "tens":
        if word.english:
            return last in ("hundred", "scale")
        return joined and (last in ("hundred", "scale") or (last in ("unit", "bound") and group % 100 < 10))
    if word.role in ("unit", "bound"):
        if word.english and last == "tens":
            return not joined and 0 < word.value < 10
        return last in ("hundred", "scale") and (joined or word.english)
    return word.role == "hundred" and last == "scale" and (joined or word.english)


def _order(value: int) -> Decimal:
    return Decimal(10 ** ((len(str(value)) - 1) // 3 * 3))


def _ordinal(text: str, tokens: Sequence[Token], at: int, first: _Word) -> Reading | None:
    following = _next(text, tokens, at + 1)
    if following is not None and first.value < 10 and not first.english:
        word, joined, after = following
        if isinstance(word, _Word) and ((word.role == "ten" and not joined) or (word.role == "tens" and joined)):
            return Reading(Decimal(first.value + word.value), "ordinal", after)
    return None if first.role == "bound_ordinal" else Reading(Decimal(first.value), "ordinal", at + 1)


def _fraction(text: str, tokens: Sequence[Token], at: int, first: _Word) -> Reading:
    """A half, a third, a quarter; of a million it is a number: «نصف مليون», "half a million"."""
    following = _next(text, tokens, at + 1)
    if following is not None and isinstance(following[0], _Word) and following[0].role == "scale" and not following[1]:
        return Reading(Decimal(following[0].value) / first.value, "cardinal", following[2])
    return Reading(Decimal(3) if first.value == 3 else Decimal(1) / first.value, "fraction", at + 1)
