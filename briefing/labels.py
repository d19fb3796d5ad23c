"""The words of a brief that are not the record's own: labels, enumerations, counts, dates, amounts, in one language.

Labels come from the gettext catalogues under ``templates/locale``; plural rules, currencies and countries from CLDR by
way of Babel. Dates and figures are written as a ``Notation`` says: by default as the United Nations write Arabic.
"""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal, get_args

from briefing.arabic import folded
from briefing.errors import RenderError
from briefing.notation import Notation, hijri
from briefing.numerals import value_of
from briefing.record import Bilingual, Money, When
from briefing.resources import table, template_path

if TYPE_CHECKING:
    from babel import Locale

Language = Literal["ar", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


# A limit is not the day itself: what is due "before" a day is late on it. The words of the report tell, in folded spelling.
_LIMITS = (
    ("before %(end)s", re.compile(r"(?:في موعد اقصاه )?(?:قبل|قبيل|before)(?![^\W_])")),
    ("by %(end)s", re.compile(r"(?:بحلول|في موعد (?:اقصاه|لا يتجاوز)|by)(?![^\W_])")),
    ("until %(end)s", re.compile(r"(?:حتي|الي غايه|لغايه|until|till)(?![^\W_])")),
)


# A period that is counted, in folded words; units by their English names.
_UNITS = {
    "hour": frozenset(["ساعه", "ساعات", "ساعتين"]),
    "day": frozenset(["يوم", "يوما", "ايام", "يومين"]),
    "week": frozenset(["اسبوع", "اسبوعا", "اسابيع", "اسبوعين"]),
    "month": frozenset(["شهر", "شهرا", "اشهر", "شهور", "شهرين"]),
    "year": frozenset(["سنه", "سنوات", "سنتين", "عام", "عاما", "اعوام", "عامين"]),
}
_SINGULAR = frozenset(["ساعه", "يوم", "اسبوع", "شهر", "سنه", "عام"])
_PERIOD = re.compile(
    rf"(?:خلال|في غضون|في ظرف|ضمن|في مهله|في مده) (?:مهله |مده |فتره )?(?:(?P<count>[^،؛.]+?) )?(?P<unit>{'|'.join(sorted(set().union(*_UNITS.values()), key=len, reverse=True))})"
)


_MESSAGES_KEPT = 1_024  # more than the catalogue has; templates of others may ask for any text


class Labels:
    """Everything that a brief says in its own voice, in one language."""

    def __init__(self, language: Language, notation: Notation | None = None) -> None:
        self.language: Language = language
        self.notation = notation or Notation()
        catalogue = _catalogue(language)
        self._message = lru_cache(maxsize=_MESSAGES_KEPT)(catalogue.gettext)
        self._value = lru_cache(maxsize=_MESSAGES_KEPT)(catalogue.pgettext)
        self._number = catalogue.ngettext

    @cached_property
    def _locale(self) -> Locale:
        from babel import Locale

        return Locale.parse("ar" if self.language == "ar" else "en_GB")

    def label(self, message: str, **values: object) -> str:
        """A label; ``%(name)s`` in it is filled from ``values``."""
        text = self._message(message)
        return text % values if values else text

    def word(self, context: str, value: str) -> str:
        """A value of an enumeration in words: ``word("role", "host")``; a value that is not known stays as it is."""
        return self._value(context, value)

    def count(self, singular: str, plural: str, n: int) -> str:
        """A count in words, with the plural forms of the language (six in Arabic); ``%(n)s`` is the number."""
        # No formatting: the message may be a template's, and widths in it would be obeyed.
        return self._number(singular, plural, n).replace("%(n)s", self.number(n))

    def text(self, value: Bilingual | None) -> str | None:
        """A bilingual value in this language."""
        return None if value is None else self.figures(value.ar if self.language == "ar" else value.en)

    def said(self, value: Bilingual) -> str:
        """A sentence of the record, its months named as dates are everywhere in a brief."""
        return self.figures(self.notation.months_of(value.ar, "ar") if self.language == "ar" else value.en)

    def figures(self, text: str) -> str:
        """``text`` with its numbers in the digits of the notation."""
        return self.notation.figures(text, self.language)

    def quoted(self, text: str) -> str:
        """Words of the source in the quotation marks of the language."""
        return text.join(quotation_marks(text, arabic=self.language == "ar"))

    def listed(self, words: Sequence[str]) -> str:
        """Several words as the language strings them together: ``a, b and c``, ``أ وب وج``."""
        if len(words) < 2:
            return "".join(words)
        from babel.lists import format_list

        return format_list(words, locale=self._locale)

    def joined(self, parts: Iterable[str | None]) -> str:
        """Parts, such as references, set side by side with the language's comma."""
        return ("، " if self.language == "ar" else ", ").join(filter(None, parts))

    def number(self, value: int) -> str:
        """A whole number with its thousands apart."""
        return self.figures(f"{value:,}")

    def money(self, value: Money) -> str:
        """An amount with the currency's name in full and in the right number; no digit is rounded away."""
        from babel.numbers import get_currency_name

        number = Decimal(repr(value.value))
        figure = f"{int(number):,}" if number == number.to_integral_value() else f"{number:,f}"
        # The last digits decide on the form of the noun; of more than Decimal reckons with, babel makes an error.
        count = number if abs(number) < 10**15 else Decimal(10**6 + abs(int(number)) % 10**6)
        name = get_currency_name(value.currency, count=count, locale=self._locale)
        return f"{self.figures(figure)} {_counted(name, count) if self.language == 'ar' else name}"

    def country(self, code: str) -> str:
        """A country's name; the code if CLDR has none."""
        return str(self._locale.territories.get(code, code))

    def tongue(self, code: str) -> str:
        """A language's name from its BCP 47 code; the code if CLDR has none."""
        return str(self._locale.languages.get(code.split("-")[0].lower(), code))

    def issue(self, code: str | None) -> str | None:
        """The label of a PA-X issue code; the code itself if it is not one."""
        return None if code is None else _issue_labels().get(code, {}).get(self.language, code)

    def when(self, value: When | None) -> str | None:
        """A date in words; where it could not be resolved, a note that says so."""
        if value is None:
            return None
        if value.known is None:
            # Other words may be in another language; the quotation has them.
            return self._period(value.as_reported) or self.label("no calendar date (see text)")
        words = folded(value.as_reported)
        limit = next((label for label, pattern in _LIMITS if pattern.match(words)), None)
        first, _, last = value.known.partition("/")
        if limit is None or ("/" in value.known and first != ".."):
            return self.date(value.known)
        return self.label(limit, end=self._end_of(words, last or first))

    def _period(self, words: str) -> str | None:
        """A stated period that the day of no beginning makes a date of, as reported; in English counted anew."""
        found = _PERIOD.fullmatch(folded(words))
        if found is None:
            return None
        unit = next(unit for unit, forms in _UNITS.items() if found["unit"] in forms)
        dual = found["unit"].endswith("ين") and not found["count"]
        count = 2 if dual else value_of(found["count"]) if found["count"] else 1 if found["unit"] in _SINGULAR else None
        if count is None:
            return None
        if self.language == "ar":
            return self.figures(words)
        return self.label("within %(period)s", period=f"{self.number(count)} {unit}{'' if count == 1 else 's'}")

    def _end_of(self, words: str, day: str) -> str:
        """A limit's day in words; "before the end of" a month or year is said so, since its last day is still in time."""
        found = re.match(r"[^\W\d_]+ (?:نهايه|ختام|انقضاء|the end of|end of) (?P<year>(?:ال)?(?:عام|سنه)|20[0-9]{2})?", words)
        if found is None or len(day) != 10:
            return self.date(day)
        return self.figures(self.label("the end of %(date)s", date=self._day(day[:4] if found["year"] else day[:7])))

    def moment(self, value: str) -> str:
        """A time as provenance has it (ISO 8601), in words: the day, the hour and the minute, and the offset from UTC."""
        day, _, rest = value.partition("T")
        time = re.fullmatch(r"([0-9]{2}:[0-9]{2})[0-9:.]*(Z|\+00:00)", rest)
        if time is None:
            return value
        moment = (
            f"{self._day(day)}, {time[1]} UTC"
            if self.language == "en"
            else f"{self._day(day)}، الساعة {time[1]} بالتوقيت العالمي"
        )
        return self.figures(moment)

    def date(self, value: str) -> str:
        """An EDTF or ISO 8601 date or interval in words; a value that is no date of the calendar stays as it is."""
        words = self._gregorian(value)
        beside = hijri(value, self.language) if self.notation.calendar == "both" else None
        return self.figures(f"{words} ({beside})" if beside else words)

    def _gregorian(self, value: str) -> str:
        first, slash, last = value.partition("/")
        if not slash:
            return self._day(value)
        if first == "..":
            return self.label("until %(end)s", end=self._day(last))
        if last == "..":
            return self.label("from %(start)s, end open", start=self._day(first))
        return self.label("from %(start)s to %(end)s", start=self._start(first, last), end=self._day(last))

    def _start(self, first: str, last: str) -> str:
        """The first day of an interval without the month and the year that its last day tells anyway."""
        plain = len(first) == len(last) == 10 and (first + last).replace("-", "").isdigit()
        if not plain or first[:4] != last[:4]:
            return self._day(first)
        if first[:7] == last[:7]:
            return str(int(first[8:]))
        return self._day(first).removesuffix(f" {first[:4]}")

    def _day(self, value: str) -> str:
        approximate, doubtful = value[-1:] in ("~", "%"), value[-1:] in ("?", "%")
        year, *rest = value.rstrip("~?%").split("-")
        unknown = ""
        if year.endswith("X"):
            words = self.label("the %(year)ss", year=f"{year[:3]}0")
        elif not rest or rest[0] == "XX":
            words, unknown = year, "month not stated" if rest else ""
        elif not 1 <= int(rest[0]) <= 12:
            words = value
        else:
            words = f"{self.notation.month(int(rest[0]), self.language)} {year}"
            if len(rest) == 2 and rest[1] == "XX":
                unknown = "day not stated"
            elif len(rest) == 2:
                words = f"{int(rest[1])} {words}"
        if unknown:
            words = f"{words} ({self.label(unknown)})"
        if approximate:
            words = self.label("about %(date)s", date=words)
        return f"{words} ({self.label('date uncertain')})" if doubtful else words


# Of these CLDR has the singular alone.
_PLURALS = {
    "دولار": "دولارات", "ريال": "ريالات", "جنيه": "جنيهات", "درهم": "دراهم", "دينار": "دنانير", "ليرة": "ليرات", "فرنك": "فرنكات",
    "كرونة": "كرونات", "روبل": "روبلات", "روبية": "روبيات", "شيكل": "شواكل", "يوان": "يوانات", "ين": "ينات",
}  # fmt: skip


def _counted(name: str, count: Decimal) -> str:
    """The Arabic name of a currency as a number has it: «5 دولارات أمريكية», «16 دولاراً أمريكياً», «100 دولار أمريكي»."""
    noun, *rest = name.replace("ًا", "اً").split()
    units = int(count) % 100 if count == count.to_integral_value() else 0
    if 3 <= units <= 10 and noun in _PLURALS:
        return " ".join([_PLURALS[noun], *(word if word.endswith("ة") else f"{word}ة" for word in rest)])
    if units >= 11 and noun in _PLURALS and not noun.endswith("ة"):
        return " ".join(f"{word}اً" for word in (noun, *rest))
    return " ".join([noun, *rest])


def quotation_marks(text: str, *, arabic: bool) -> tuple[str, str]:
    """What stands before and behind words of a source; nothing where one pair of these marks holds all of them already."""
    opening, closing = "«»" if arabic else "“”"
    inside = text.strip()
    if inside[:1] == opening and inside.find(closing) == len(inside) - 1 and opening not in inside[1:]:
        return "", ""
    return opening, closing


@lru_cache(maxsize=16)
def labels(language: Language, notation: Notation | None = None) -> Labels:
    """The labels of a language, made once. Raises RenderError if its catalogue is missing or broken."""
    return Labels(language, notation)


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(language: str) -> gettext.NullTranslations:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    path = template_path(f"locale/{language}.po")
    try:
        with path.open("rb") as file:
            compiled = io.BytesIO()
            write_mo(compiled, read_po(file, abort_invalid=True))
    except (OSError, PoFileError) as error:
        raise RenderError(f"The label catalogue {path.name} cannot be read: {error}.") from error
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@lru_cache(maxsize=1)
def _issue_labels() -> dict[str, dict[str, str]]:
    return {code: {"en": en, "ar": ar} for code, en, ar in table("data/issue_labels.tsv")}
