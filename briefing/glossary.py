"""Names and terms in two languages, loaded words and their neutral forms; the data is in ``templates/data``.

A user's own file (``--glossary``) has the same columns; its entries win over the built-in ones.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from rapidfuzz import fuzz

from briefing.arabic import fold, folded, has_arabic, has_latin, without_proclitics
from briefing.errors import SettingsError
from briefing.names import (
    given_name_of,
    is_title,
    one_sounds_like,
    same_person,
    skeleton,
    sounds_like,
    transliterate,
    without_titles_en,
)
from briefing.naming import body_in_english, title_in_english
from briefing.quotation import ascribed_spans, quoted_spans
from briefing.resources import table, template_path

V = TypeVar("V")
_ACTORS = frozenset({"state", "organization", "armed_group", "person"})
_WORD = re.compile(r"[^\W_]+")
_PHRASE_END = re.compile(r"[.،؛!؟?\n]")
# In front of these, and only there, نظام and regime mean an arrangement.
# "النظام الضريبي", "النظام الداخلي" are systems; a State's adjective or an epithet makes it a government.
_OF_A_STATE = (
    "سوري|ايراني|روسي|تركي|عراقي|لبناني|ليبي|يمني|سوداني|مصري|تونسي|جزايري|مغربي|اماراتي|سعودي|قطري|كويتي|بحريني|عماني|اردني|فلسطيني|اسراييلي|امريكي|اميركي"
    "|صومالي|اثيوبي|اريتري|افغاني|اسدي|بعثي|قمعي|حالي|استبدادي|ديكتاتوري|دكتاتوري|ارهابي|دموي|طايفي|فاشي|وحشي|عسكري|انقلابي|ميليشياوي|عميل"
)
_ARRANGEMENT_AR = re.compile(
    rf"^\s*(?:وقف|الحكم|الداخلي|الانتخاب|العام(?!\w)|القضايا|العقوبات|الحصص|ال(?!(?:{_OF_A_STATE})(?!\w))\w{{2,}}ي(?!\w))"
)
_REGIME_EN = re.compile(
    r"(?:ceasefire|sanctions|cease-fire|legal|verification|inspection|monitoring|visa|non-proliferation|truce)\s+$", re.IGNORECASE
)
# A word with a capital, with what is hyphenated to it.
_CAPITAL = re.compile(r"(?<![\w.’'-])(?:(?:al|el|ash|as|ad|an|ar|at|az)-)?[A-Z][\w’']*(?:-[\w’']+)*")
_FIRST_WORD = re.compile(r"[^\s,;:.!?’'()]+(?:\.[A-Z]\.)?")
_POSSESSIVE = re.compile(r"['’]s\b")
_PHRASES_KEPT, _WORDS_KEPT = 512, 10_000
_SENTENCE, _REPORTS_KEPT, _TEXTS_KEPT = 1_000, 4, 16  # characters; texts; texts of any length
_ANOTHER_SPELLING = 80  # of 100
_STEM = 5  # letters by which two forms of an English word are held for one: detained, detainees
# Words with a capital that name nothing by themselves.
_COMMON_WORDS = """
    the a an and or of in on at to for from by with as is are was were be been it its their his her this that these those
    government delegation delegations head movement party parties council states state republic kingdom minister ministry
    foreign prime president presidency deputy vice spokesperson spokesman spokeswoman ambassador envoy special representative
    secretary-general secretary general chief staff speaker crown prince king sultan sheikh opposition armed forces force
    groups group army brigade brigades committee commission coalition alliance assembly parliament house court bank fund union
    league organization organisation front statement joint final agreement accord accords declaration protocol charter
    memorandum annex article articles conference summit talks resolution resolutions international national security political
    military transitional constitution constitutional round session mechanism northern southern eastern western north south
    east west central river strait sea gulf city port province governorate valley mount region district airport dam camp road
    island islands mountain mountains lake lakes desert peninsula bay basin bridge crossing canal hill hills plain plains village
    town square palace hotel prison hospital university harbour harbor beach coast border heights plateau oasis delta strip
    january february march april may june july august september october november december monday tuesday wednesday thursday
    friday saturday sunday islamic arab old i ii iii iv vi mr mrs ms dr no not all both
    """
_COMMON_EN = frozenset(_COMMON_WORDS.split())


_REGIME = re.compile(
    r"^(?P<lead>(?:وفد |قوات |جيش )?)(?:حكومة |سلطات |سلطة )?نظام (?=\S)|(?<=\s)(?:حكومة |سلطات |سلطة )?نظام (?!ال)(?=\S)"
)
_BODIES = frozenset(["organization", "armed_group"])
# Folded. An adjective behind a body's name belongs to the name, unless it is one that is said of many.
_ADJECTIVE = re.compile(r" (ال[^\W\d_]{3,}(?:يه|ي))(?![^\W_])")
_COMMON_ADJECTIVES = frozenset(
    re.findall(
        r"\S+",
        "الدولي الدوليه الحالي الحاليه الوطني الوطنيه الرسمي الرسميه المحلي المحليه الماضي الماضيه العسكري العسكريه السياسي السياسيه الاسلامي الاسلاميه"
        " العربي العربيه الاقليمي الاقليميه الاممي الامميه الانساني الانسانيه المدني المدنيه الامني الامنيه الجاري الجاريه التالي التاليه الثاني الثانيه الاساسي"
        " الاساسيه الداخلي الداخليه الخارجي الخارجيه المركزي المركزيه التنفيذي التنفيذيه الضروري الضروريه الفوري الفوريه النهائي النهائيه",
    )
)
_SHADDA = "\u0651"
_PLAIN_MARKS = re.compile("[\u0640\u064b-\u0650\u0652\u0670]")


def plainly_written(words: str) -> str:
    """A name without tatweel and vowel signs, which one mention may have and the next not; a doubled letter stays marked."""
    return _PLAIN_MARKS.sub("", words)


@dataclass(frozen=True, eq=False)
class NameEntry:
    """A name with a settled English form; ``iso`` is the State's ISO 3166-1 alpha-2 code, where there is one.

    ``variants`` are its Arabic spellings, ``also`` English forms that a translation may use as well.
    """

    en: str
    kind: str
    iso: str | None
    variants: tuple[str, ...]
    also: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """The English forms, the preferred one first."""
        return (self.en, *self.also)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the English forms, for comparison."""
        return frozenset(word for form in self.forms for word in _english_words(form))

    @property
    def is_actor(self) -> bool:
        """Whether the name is one of a State, an organization, an armed group or a person."""
        return self.kind in _ACTORS


@dataclass(frozen=True)
class NameMatch:
    """A known name in a text: raw offsets, without the particles written to it."""

    start: int
    end: int
    entry: NameEntry


@dataclass(frozen=True)
class LoadedMatch:
    """A loaded word in a text: raw offsets, the words, and what is said instead.

    ``word`` is the word without the particles written to it, ``literal`` what an Arabic one says in English.
    """

    start: int
    end: int
    text: str
    neutral: str
    word: str = ""
    literal: str = ""


class _LoadedRow(NamedTuple):
    language: str
    loaded: str
    neutral: str
    country: str
    literal: str


_DESCRIBING = re.compile(r"\s(ال[\u0621-\u064a]{2,}ة)(?![\u0621-\u064a])(?!\sمن\s(?:قبل|جانب))")
_BACKED = re.compile(r"\sال[\u0621-\u064a]+ة\s(?:من|ل)\s?[\u0621-\u064a]+$")


# An adjective behind «النظام», which is a government in our words: its own gender, or none of it where it is a label itself.
_OF_REGIME = re.compile(
    r"\s(?P<adjective>ال(?:[\u0621-\u064a]{2,}ي|قائم|بائد|مخلوع|حاكم|سابق|راهن|جديد|قديم|مجرم|غاشم|عميل))(?![\u0621-\u064a])"
)
_OVERTHROWN = frozenset(["البائد", "المخلوع"])
_LABELS = frozenset(["المجرم", "الغاشم", "العميل", "الإرهابي", "الدموي", "الفاشي", "الوحشي"])
# «ميليشيا» is no part of a name where a clause goes on or a preposition follows: «ليست ميليشيا ولن تكون».
_STANDS_ALONE = re.compile(
    r"\s*(?:$|[.،؛:!؟?»\")]|(?<=[اة])\s+(?:[وف]?(?:لن|لم|لا|ليس|ليست|قد|هي|هو|بل|لكن)|في|من|على|إلى|أو|أم|ولا|تابعة|موالية|خارجة|أخرى|واحدة)(?![\u0621-\u064a]))"
)
# «جريمة العدوان», "acts of aggression" are terms of law.
_OF_LAW = re.compile(r"(?:جريم[ةه]|جرايم|تعريف|فعل|افعال|اعمال|عمل|حرب|حروب|عدم)\s(?:ال)?$")
_OF_LAW_EN = re.compile(
    r"(?:\b(?:acts?|crimes?|wars?|definition) of |\bnon-|\b(?:armed|mutual|external|foreign) )$", re.IGNORECASE
)
_OF_ENEMY = re.compile(r"\sال[\u0621-\u064a]{2,}ي(?![\u0621-\u064a])")


def _with_adjective(text: str, match: LoadedMatch) -> LoadedMatch:
    """A loaded word with the adjective behind it, where what is said instead changes that as well.

    «الميليشيات الإيرانية المقاتلة» are «الجماعات المسلحة المقاتلة المدعومة من إيران»: behind «إيران» the adjective would be Iran's.
    «النظام القائم» is «الحكومة القائمة», and «العدو التركي» is «الجانب التركي».
    """
    words, neutral = text[match.start : match.end], match.neutral
    if words.endswith("مرتزقة") and not words.endswith(("المرتزقة", "للمرتزقة")) and _ANNEXED.match(text, match.end):
        return replace(match, neutral=_OF_SOMEBODY.sub(r"ال\1 الأجانب التابع\2 ل", neutral))
    if neutral.endswith("جماعة") and _STANDS_ALONE.match(text, match.end):
        return replace(match, neutral=f"{neutral} مسلحة")
    if words.endswith("عدوان") and (found := _OF_REGIME.match(text, match.end)):
        said = "" if found["adjective"] in _LABELS else f" {found['adjective']}ة"
        return replace(match, end=found.end(), text=text[match.start : found.end()], neutral=f"{neutral}{said}")
    if words.endswith("عدو") and _OF_ENEMY.match(text, match.end):
        return replace(match, neutral=neutral.replace("لطرف الآخر", "لجانب"))
    if words.endswith("نظام") and neutral.endswith("ة") and (found := _OF_REGIME.match(text, match.end)):
        adjective = found["adjective"]
        said = "" if adjective in _LABELS else " السابقة" if adjective in _OVERTHROWN else f" {adjective}ة"
        return replace(match, end=found.end(), text=text[match.start : found.end()], neutral=f"{neutral}{said}")
    behind, backed = _DESCRIBING.match(text, match.end), _BACKED.search(neutral)
    if behind is None or backed is None:
        return match
    neutral = f"{neutral[: backed.start()]} {behind[1]}{backed.group()}"
    return replace(match, end=behind.end(), text=text[match.start : behind.end()], neutral=neutral)


def _mended(text: str, replaced: set[str]) -> str:
    """An English sentence in which what was put in fits: its article, and no "foreign fighters and foreign fighters"."""
    for words in sorted(replaced):
        own = re.escape(words)
        article = "" if words.endswith("s") else "an " if words[0].lower() in "aeiou" else "a "
        text = re.sub(rf"\ban? (?={own}\b)", article, text)
        text = re.sub(rf"\bAn? (?={own}\b)", article.capitalize(), text)
        text = re.sub(rf"\b({own})(?:,? (?:and|or) |, ){own}\b", r"\1", text)
    return text


def _in_case(neutral: str, before: str) -> str:
    """Of what is said instead, the form that fits behind ``before`` (folded): the nominative of a subject, or the other cases."""
    nominative, _, other = neutral.partition(" | ")
    return nominative if not other or _BEFORE_SUBJECT.search(before) else other


# In front of a masculine plural: the beginning of a clause, a verb in the third person, one that such subjects have.
_BEFORE_SUBJECT = re.compile(
    r"(?:(?:^|[.؛:!؟\n]\s*)[«\"]?|،)\s*و?$"
    r"|(?<!\w)[وف]?(?:س?ي(?!وم)\w{3,}|كان|انسحب|غادر|دخل|هاجم|شن|ارتكب|سيطر|وافق|اعلن|استهدف)\s$"
)
# «مرتزقة أسكار» are somebody's; «مرتزقة من الخارج», «مرتزقة أجانب» are not.
_ANNEXED = re.compile(
    r"\s(?!(?:من|في|على|إلى|عن|مع|بين|بعد|قبل|عند|أو|ثم|قد|لم|لن|لا|كانوا|أجانب|روس|عرب|أتراك|أفارقة|جدد|تابعة|مأجورة"
    r"|و[\u0621-\u064a]{3,}|(?:لل|بال)[\u0621-\u064a]+|(?!ال)[\u0621-\u064a]+(?:ين|ون|وا))(?![\u0621-\u064a]))"
    r"[\u0621-\u064a]{2,}"
)
_OF_SOMEBODY = re.compile(r"(?:ال)?(مقاتل(ون|ين)) (?:ال)?أجانب$")
_JOINS = re.compile(r"(?<=التابعون )ل\s(ال)?|(?<=التابعين )ل\s(ال)?")
# «مجزرة وادي الصفا» is told by its place; of «مجزرة بحق المدنيين» the sentence says itself who was killed.
_IN_PLACE = re.compile(r"^\s(?:وادي|مدينه|بلده|قريه|مخيم|حي|سوق|كفر|جسر|مدرسه|مستشفي|ميدان|ساحه|جبل|سهل)\s\w")
# «المدعو فارس النعماني» says that one thinks little of him; who is «مدعو إلى» something is invited.
_INVITED = re.compile(r"^\s?(?:$|[^\w\s]|(?:الي|من|في|بعد|قبل|و|اليوم|امس|ضمن|خصيصا|رسميا)(?!\w)|ل)")


_AND_HIS = re.compile(r"و\w{3,}(?:ه|ها|هم)$")
# «ساحة الشهداء» is the name of a place.
_OF_PLACE = re.compile(
    r"(?<!\w)[وفبل]{0,2}(?:ال)?(?:ساحه|ميدان|شارع|جسر|مدرسه|حديقه|مستشفي|مقبره|جامع|مسجد|ملعب|دوار|حي|مطار|نصب)\s(?:ال)?$"
)
# «العدو المشترك», «العدو الأول» is nobody's name for the other side.
_ENEMY_OF_ALL = re.compile(r"^\s(?:المشترك|الاول|اللدود|الحقيقي|الداخلي|الخارجي)(?!\w)")
# In English a State has no article that its neutral word would leave there: "with the Zionist entity" is "with Israel".
_THE = re.compile(r"\bthe\s$", re.IGNORECASE)
_NO_ARTICLE = frozenset(["Israel"])


# A text is asked for names, terms and loaded words in turn, and is done with then: what was found is kept itself.
@lru_cache(maxsize=_TEXTS_KEPT)
def _words(text: str) -> Sequence[str]:
    return tuple(_WORD.findall(text))


@lru_cache(maxsize=_TEXTS_KEPT)
def _places(text: str) -> Sequence[tuple[int, int]]:
    return tuple(match.span() for match in _WORD.finditer(text))


class _Trie(Generic[V]):
    """Longest matches of many folded phrases, whole words, in one pass over a folded text."""

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}
        self._openings = _Openings(self._root)

    def add(self, phrase: str, value: V) -> None:
        node = self._root
        for word in _WORD.findall(phrase):
            node = node.setdefault(word, {})
        node.setdefault("", value)
        self._openings.clear()

    def find(self, text: str) -> Iterator[tuple[int, int, V]]:
        """Start, end and value of each match in a folded text; the first word may carry particles."""
        words = _words(text)
        openings = list(map(self._openings.__getitem__, words))
        if not any(openings):
            return
        places = _places(text)
        done = 0
        for index in itertools.compress(range(len(words)), openings):
            if index < done:
                continue
            best: tuple[int, int, V] | None = None
            start, end = places[index]
            for bare, opening in openings[index]:
                node: dict[str, Any] | None = opening
                at = index
                while node is not None:
                    if "" in node and (best is None or places[at][1] > best[1]):
                        best, done = (max(start, end - len(bare)), places[at][1], node[""]), at + 1
                    at += 1
                    node = node.get(words[at]) if at < len(words) else None
                    if node is not None and _PHRASE_END.search(text, places[at - 1][1], places[at][0]):
                        break
            if best is not None:
                yield best


class _Openings(dict[str, Sequence[tuple[str, dict[str, Any]]]]):
    """The first words of phrases that a word can be, with or without particles, and what follows each."""

    def __init__(self, root: Mapping[str, dict[str, Any]]) -> None:
        super().__init__()
        self._root = root

    def __missing__(self, word: str) -> Sequence[tuple[str, dict[str, Any]]]:
        if len(self) >= _WORDS_KEPT:
            self.clear()
        self[word] = found = [(bare, self._root[bare]) for bare in without_proclitics(word) if bare in self._root]
        return found


class Glossary:
    """What is known of names, terms and loaded words."""

    def __init__(self, names: Sequence[NameEntry], terms: Mapping[str, str], loaded: Sequence[_LoadedRow]) -> None:
        self._entries: dict[str, NameEntry] = {}
        # One spelling may be two names: without its marks عمان is Oman and Amman. The first is the likelier.
        self._readings: dict[str, list[NameEntry]] = {}
        self._names: _Trie[NameEntry] = _Trie()
        self._terms: _Trie[tuple[str, str]] = _Trie()
        self._places = _EnglishNames(names)
        self._adjectives: dict[str, list[str]] = {}
        self._states_of: dict[str, frozenset[str]] = {}  # of the same names again and again
        self._names_in_report = lru_cache(maxsize=_REPORTS_KEPT)(self._find_names)
        self._loaded_in_sentence = lru_cache(maxsize=_PHRASES_KEPT)(self._find_loaded)
        self._names_in_sentence = lru_cache(maxsize=_PHRASES_KEPT)(self._find_names)
        self._heard_in_report = lru_cache(maxsize=_REPORTS_KEPT)(self._find_heard)
        self._english_names: set[str] = set()
        for entry in names:
            for variant in entry.variants:
                spelling = folded(variant)
                self._entries.setdefault(spelling, entry)
                self._names.add(spelling, entry)
                self._readings.setdefault(spelling, []).append(entry)
            if entry.kind == "nationality" and entry.iso:
                self._adjectives.setdefault(entry.iso, []).extend(entry.forms)
            self._english_names.update(word for form in entry.forms for word in _english_words(form))
        for arabic, english in terms.items():
            self._terms.add(folded(arabic), (arabic, english))
        self._loaded = {"ar": _loaded_ar(loaded), "en": _loaded_en(loaded)}
        self._english_terms = {word for english in terms.values() for word in _english_words(english)}

    def name_entry(self, name: str) -> NameEntry | None:
        """What is known of an Arabic name, in any of its spellings."""
        return self._entries.get(folded(name))

    def place_entry(self, name: str) -> NameEntry | None:
        """What is known of an Arabic name where it is that of a place: «عمّان» is Amman before it is Oman."""
        readings = self._readings.get(folded(name), ())
        return next((one for one in readings if one.kind == "place"), self.name_entry(name))

    def names_in(self, text: str) -> Sequence[NameMatch]:
        """The known names that stand in a text; of overlapping ones the longest. Those of the last texts are kept."""
        return (self._names_in_report if len(text) > _SENTENCE else self._names_in_sentence)(text)

    def _find_names(self, text: str) -> Sequence[NameMatch]:
        form = fold(text)
        found = (
            (form.starts[start], form.ends[end - 1], entry)
            for start, end, entry in self._names.find(form.text)
            if not self._goes_on(form.text, end, entry)
        )
        return tuple(NameMatch(start, end, self._as_written(text[start:end], entry)) for start, end, entry in found)

    def _as_written(self, words: str, entry: NameEntry) -> NameEntry:
        """Of two names that differ by a doubled letter alone (عمّان, عمان) the one that is written, where the mark is set."""
        if _SHADDA not in words:
            return entry
        readings = (entry, *self._readings.get(folded(words), ()))
        return next(
            (one for one in readings if any(plainly_written(words) == plainly_written(form) for form in one.variants)), entry
        )

    def _goes_on(self, text: str, end: int, entry: NameEntry) -> bool:
        """Whether a body's name is only the beginning of another's: «حكومة الوفاق السندارية» is none that is known."""
        if entry.kind not in _BODIES or (found := _ADJECTIVE.match(text, end)) is None or found[1] in _COMMON_ADJECTIVES:
            return False
        known = self._entries.get(found[1])
        return known is None or known.kind != "nationality" or (entry.iso is not None and known.iso != entry.iso)

    def state_of(self, entry: NameEntry) -> NameEntry | None:
        """The State of an adjective of nationality or of a place."""
        return (
            next((one for one in self._entries.values() if one.kind == "state" and one.iso == entry.iso), None)
            if entry.iso
            else None
        )

    def names_body(self, entry: NameEntry, name: str) -> bool:
        """Whether an Arabic name is that of a known body, and not a longer one that begins like it."""
        words = folded(name)
        begun = [len(form) for form in map(folded, entry.variants) if words.startswith(f"{form} ")]
        return words in map(folded, entry.variants) or not begun or not self._goes_on(words, max(begun), entry)

    def nationalities(self, words: str) -> list[NameEntry]:
        """The States that a phrase names, as such or by adjective ("وزير الخارجية الروسي")."""
        return [match.entry for match in self.names_in(words) if match.entry.kind in {"state", "nationality"}]

    def hints(self, text: str) -> list[tuple[str, str]]:
        """The domain terms of a text with their English."""
        return list(dict.fromkeys(value for _, _, value in self._terms.find(fold(text).text)))

    def terms_missing(self, arabic: str, english: str) -> list[tuple[str, str]]:
        """The terms of an Arabic text of whose English not one word of content is in an English text, by its beginning."""
        said = {word[:_STEM] for word in _english_words(english.replace("-", ""))}
        return [(term, meaning) for term, meaning in self.hints(arabic) if not _stems(meaning) & said]

    def english_name(self, name: str, kind: str, *, offered: str = "") -> str:
        """The English form of a name: the settled one, else the offered one if it can be that name, else by rule."""
        if (entry := self.name_entry(name)) is not None:
            return entry.en
        offered = " ".join(offered.split())
        if kind == "person":
            offered = without_titles_en(offered)
            if offered and has_latin(offered) and not has_arabic(offered) and sounds_like(name, offered):
                return offered
            first, _, rest = name.partition(" ")  # «الملك سلمان»
            title = self.english_title(first) if rest and is_title(first) else ""
            return f"{title} {transliterate(rest)}" if title else transliterate(name)
        usable = offered and has_latin(offered) and not has_arabic(offered) and not self.loaded_in(offered, "en")
        return offered if usable else self._term(name) or body_in_english(name, self.name_entry) or transliterate(name)

    def english_title(self, title: str) -> str:
        """The English of a title, as far as its parts are known; empty if not even its head is."""
        return self._term(title) or title_in_english(title, self.name_entry)

    def _term(self, phrase: str) -> str | None:
        """The English of a phrase that is a term as a whole."""
        found = [value for _, _, value in self._terms.find(fold(phrase).text)]
        return str(found[0][1]) if len(found) == 1 and folded(found[0][0]) == folded(phrase) else None

    def same_name(self, one: str, other: str) -> bool:
        """Whether two Arabic personal names are spellings of one: the same entry, or surname alone and full name.

        Two full names that share a surname only are two persons; see names.same_person.
        """
        if (ours := self._person(one)) is not None and (theirs := self._person(other)) is not None:
            return ours.en == theirs.en
        return same_person(one, other)

    def _person(self, name: str) -> NameEntry | None:
        """The entry of a name, also with a title in front of it: وزير الخارجية الروسي سيرغي لافروف."""
        if (entry := self.name_entry(name)) is not None:
            return entry
        text = folded(name).strip("\"' ")
        # A surname behind another given name is somebody else, so only full names count.
        full = [(end, entry) for start, end, entry in self._names.find(text) if entry.kind == "person" and " " in text[start:end]]
        return full[-1][1] if full and full[-1][0] == len(text) else None

    def anchor(self, sentence: str, names: Mapping[str, str]) -> str:
        """An Arabic sentence with its names in their English form, for a model that is to translate it.

        Particles written to a name stay: "لروسيا" becomes "ل Russia".
        """
        text = fold(sentence)
        people = _people(tuple((arabic, english) for arabic, english in names.items() if english and has_latin(english)))
        spans = [(text.starts[s], text.ends[e - 1], str(v)) for s, e, v in people.find(text.text)]
        taken = [(start, end) for start, end, _ in spans]
        for match in self.names_in(sentence):
            if match.entry.kind != "nationality" and not any(start < match.end and match.start < end for start, end in taken):
                spans.append((match.start, match.end, match.entry.en))
        out, position = [], 0
        for start, end, english in sorted(spans):
            lead = sentence[position:start]
            out += [lead, " " if lead and not lead[-1].isspace() and lead[-1] not in "\"'«(“" else "", english]
            position = end
        return "".join(out) + sentence[position:]

    def states_in_english(self, english: str) -> frozenset[str]:
        """The States (ISO 3166-1) that an English phrase speaks of: by name, by adjective, or by a place in them."""
        known = self._states_of.get(english)
        if known is None:
            if len(self._states_of) > _PHRASES_KEPT:
                self._states_of.clear()
            known = self._states_of[english] = frozenset(self._states_in(english))
        return known

    def _states_in(self, english: str) -> set[str]:
        found = {entry.iso for at in _CAPITAL.finditer(english) for entry in self._places.at(english, at.start())[0]}
        words = f" {' '.join(_english_words(english))} "
        named = (any(f" {' '.join(_english_words(form))} " in words for form in forms) for forms in self._adjectives.values())
        return {iso for iso in found if iso} | {iso for iso, there in zip(self._adjectives, named, strict=True) if there}

    def loaded_in(self, text: str, language: str) -> list[LoadedMatch]:
        """The loaded words of a text, by sense: a ceasefire regime is none, nor is what the text gives as somebody's own word."""
        return list(self._loaded_words(text, language, None))

    def _loaded_words(self, text: str, language: str, country: str | None) -> Sequence[LoadedMatch]:
        return (self._find_loaded if len(text) > _SENTENCE else self._loaded_in_sentence)(text, language, country)

    def _find_loaded(self, text: str, language: str, country: str | None) -> Sequence[LoadedMatch]:
        matches = tuple(self._loaded[language](text, country))
        ascribed = ascribed_spans(text) if matches else ()
        return tuple(match for match in matches if not any(start < match.start and match.end < end for start, end in ascribed))

    def neutral(self, text: str, language: str, *, country: str | None = None) -> tuple[str, list[LoadedMatch]]:
        """The text in neutral words, and what was replaced. ``country`` (ISO) is the State that the report is about.

        A quotation in which a word was replaced is none any more, and loses its marks; what the text gives as somebody's
        name for a thing («ما يسميه «النظام»») stays his word.
        """
        found = self._loaded_words(text, language, country)
        if not found:
            return text, []
        matches = [_with_adjective(text, match) for match in found]
        edits = [(match.start, match.end, match.neutral) for match in matches]
        for start, end in quoted_spans(text):
            if any(start < match.end and match.start < end for match in matches):
                edits += [(start, start + 1, ""), (end - 1, end, "")]
        for start, end, neutral in sorted(edits, reverse=True):
            text = text[:start] + neutral + text[end:]
        if language == "en":
            return _mended(text, {match.neutral for match in matches}), matches
        return _JOINS.sub(lambda joined: "لل" if any(joined.groups()) else "ل", text), matches

    def neutral_name(self, name: str) -> tuple[str, bool]:
        """A participant's Arabic name, or a title, in neutral words, and whether it was loaded.

        «نظام» in front of a name is a label for a government there; elsewhere it is a system of any kind.
        """
        plain = _REGIME.sub(lambda found: f"{found['lead'] or ''}حكومة ", name) if "نظام" in name else name
        neutral, changed = self.neutral(plain, "ar")
        return neutral, bool(changed) or plain != name

    def names_missing(
        self, arabic: str, english: str, names: Mapping[str, str], *, context: str = "", report: str = ""
    ) -> list[str]:
        """The names that one of two sentences has and the other has not, in English.

        ``names`` are the participants' (Arabic to English); ``context`` is Arabic that the English may name from as well, and
        so is ``report``, which is long and the same for many sentences: each is asked only about what those before do not have.

        A name of the Arabic is there in English by one of its forms; a State by its adjective too, a person by the
        surname, a body by most of its words. A name of the English is borne out by a name or term of the Arabic, or by
        words of the Arabic that sound like it.
        """
        pairs = tuple(names.items())
        people = _people(pairs)
        said = _English(english)
        missing = []
        for form, accepted in self._names_of(folded(arabic), people, pairs):
            if not any(said.has(one, loosely=loosely) for one, loosely in accepted):
                missing.append(form)
        near = self._heard(folded(arabic), pairs)
        unfounded = list(self._unfounded(english, near, by_sound=not context))
        if unfounded and context:
            near = self._heard(f"{folded(arabic)} \n {folded(context)}", pairs)
            unfounded = list(self._unfounded(english, near))
        if unfounded and report:
            anywhere = set(self._unfounded(english, near, self._heard_in_report(report, pairs)))
            unfounded = [name for name in unfounded if name in anywhere]
        return list(dict.fromkeys([*missing, *unfounded]))

    def _names_of(
        self, text: str, people: _Trie[str], names: Sequence[tuple[str, str]]
    ) -> Iterator[tuple[str, list[tuple[str, bool]]]]:
        """Each name of a folded Arabic text: how to call it, and the English forms that stand for it, strict or loose."""
        covered = []
        for start, end, form in people.find(text):
            covered.append((start, end))
            known = self._readings.get(text[start:end], ())
            yield form, [(form, True), *((other, True) for entry in known for other in entry.forms)]
        for start, end, first in self._names.find(text):
            if first.kind == "nationality" or any(s < end and start < e for s, e in covered):
                continue
            if any(folded(name).startswith(f"{text[start:end]} ") for name, _ in names):
                continue  # «حكومة الوفاق» is the participant «حكومة الوفاق السندارية», and not another country's
            accepted = []
            for entry in (first, *self._readings.get(text[start:end], ())):
                accepted += [(form, entry.kind not in {"state", "place"}) for form in entry.forms]
                if entry.kind == "place":
                    accepted += [(own, False) for form in entry.forms if (own := _without_thing(form))]
                if entry.kind == "state":
                    accepted += [(form, False) for form in self._adjectives.get(entry.iso or "", ())]
            if first.kind in _BODIES:  # «حكومة الوفاق» may be short for «حكومة الوفاق السندارية», which is none that is known
                longer = [form for name, form in names if folded(name).startswith(f"{text[start:end]} ")]
                accepted += [(form, True) for form in longer]
                accepted += [(form.partition(" ")[2], False) for form in longer if form.count(" ") > 2]  # "Government of Accord"
            yield first.en, accepted

    def is_heard(self, arabic: str, english: str) -> bool:
        """Whether an English sentence has a name that sounds like an Arabic word or is known to be its name."""
        heard = self._heard(folded(arabic), ())
        return any(
            heard.sounds(match.group().strip("'’-"))
            or heard.names_place(self._places.at(english, match.start())[0], match.group())
            for match in _CAPITAL.finditer(english)
        )

    def _find_heard(self, report: str, names: tuple[tuple[str, str], ...]) -> _Heard:
        return self._heard(folded(report), names)

    def _heard(self, text: str, names: tuple[tuple[str, str], ...]) -> _Heard:
        found = {
            entry for start, end, first in self._names.find(text) for entry in (first, *self._readings.get(text[start:end], ()))
        }
        states = frozenset(entry.iso for entry in found if entry.kind in {"state", "nationality"} and entry.iso)
        forms = [form for iso in states for form in self._adjectives.get(iso, ())]
        forms += [term for _, _, (_, term) in self._terms.find(text)]
        forms += [form for _, _, form in _people(names).find(text)]
        return _Heard(_words(text), frozenset(found), states, forms)

    def _unfounded(self, english: str, *texts: _Heard, by_sound: bool = True) -> Iterator[str]:
        """The names of an English sentence that none of some Arabic texts bears out; to ask ``by_sound`` is dear."""
        done = 0
        for match in _CAPITAL.finditer(english):
            if match.start() < done:
                continue
            places, end = self._places.at(english, match.start())
            if places:
                done = end
                named = english[match.start() : end]
                if not any(text.names_place(places, named) for text in texts):
                    yield named  # of several words one may sound right: South Sudan for السودان
                continue
            word = match.group().strip("'’-")
            plain = folded_english(word[:-2] if word.endswith(("'s", "’s")) else word).strip()
            strange = [
                part for part in plain.split() if part not in _COMMON_EN and not any(part in text.allowed for text in texts)
            ]
            if len(plain) < 3 or not strange:
                continue
            if plain not in self._english_names and (word.isupper() or _opens_sentence(english, match.start())):
                # A capital for its place, or an abbreviation that nobody has settled, need not be a name.
                continue
            if _opens_sentence(english, match.start()) and plain in self._english_terms:
                continue
            if not by_sound or not any(text.sounds(_POSSESSIVE.sub("", word)) for text in texts):
                yield word


@cache
def capitalised() -> dict[str, list[str]]:
    """English words that bear a capital where Arabic has none, with stems of the Arabic words for which they may stand."""
    return {english: stems.split("|") for english, stems in table("data/capitalised.tsv")}


@lru_cache(maxsize=1_024)
def _without_thing(form: str) -> str | None:
    """A place's own name: "Netzarim" of "Netzarim Corridor", which others call an axis; None where it is no name alone."""
    own, _, thing = form.rpartition(" ")
    words = _english_words(own)
    is_name = words and words[-1] not in _COMMON_EN and not capitalised().keys() & set(words)
    return own if is_name and thing.lower() in capitalised() else None


@lru_cache(maxsize=4)
def _people(names: tuple[tuple[str, str], ...]) -> _Trie[str]:
    """The participants of a report, against whom each of its sentences is held."""
    trie: _Trie[str] = _Trie()
    for name, form in names:
        trie.add(folded(name), form)
    return trie


def _is_spelled(places: Sequence[NameEntry], words: Sequence[str]) -> bool:
    """Whether one of some words is another spelling of a known place: what only sounds so («فارس» and Paris) is not."""
    variants = [folded(variant) for place in places for variant in place.variants if " " not in variant]
    return any(
        fuzz.ratio(stem, variant) >= _ANOTHER_SPELLING
        for word in words
        for stem in without_proclitics(word)
        for variant in variants
    )


def folded_english(text: str) -> str:
    """English for comparison: no case, no accents, no apostrophes."""
    return fold(text).text.replace("'", "").replace('"', "").replace("-", " ")


@lru_cache(maxsize=4_096)
def _stems(meaning: str) -> frozenset[str]:
    """The beginnings of a term's words of content; of all its words, if it has none («armed groups»)."""
    words = _english_words(meaning.replace("-", ""))
    content = [word for word in words if word not in _COMMON_EN] or words
    return frozenset(word[:_STEM] for word in content)


@lru_cache(maxsize=16_384)
def _english_words(form: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(folded_english(form)))


def _opens_sentence(text: str, position: int) -> bool:
    before = text[:position].rstrip(' "“(')
    return not before or (
        before.endswith((".", "!", "?", ":")) and not before.endswith(("Mr.", "Mrs.", "Ms.", "Dr.", "Gen.", "St."))
    )


class _English:
    """An English sentence made ready for asking whether it has a name."""

    def __init__(self, text: str) -> None:
        self._raw = text
        words = _english_words(_POSSESSIVE.sub("", text))
        self._text = f" {' '.join(words)} "
        # Houthis for Houthi, Brigades for Brigade.
        self._words = {*words, *(word.removesuffix("s") for word in words)}

    def has(self, form: str, *, loosely: bool) -> bool:
        """Whether the name stands there as a whole, or (``loosely``) by its last or most of its telling words."""
        if form.replace(".", "").isupper() and len(form) < 7:
            return re.search(rf"(?<!\w){re.escape(form)}(?!\w)", self._raw) is not None  # US is not us
        words = _english_words(form)
        if f" {' '.join(words)} " in self._text:
            return True
        telling = [word for word in words if len(word) > 3 and word not in _COMMON_EN]
        if not loosely or not telling:
            return False
        there = [word in self._words or word.removesuffix("s") in self._words for word in telling]
        return there[-1] or 2 * sum(there) > len(telling)


# The beginnings of names of persons and places that Arabic may write to what follows, and English never does.
_WRITTEN_TO = {"abu": "ابو", "umm": "ام", "bani": "بني", "beni": "بني", "deir": "دير", "ain": "عين", "tal": "تل", "tell": "تل"}


class _Heard:
    """What an Arabic text says, made ready for asking whether it bears out an English name.

    ``words`` are its words, folded, ``entries`` the known names in it, ``states`` those that it names by any word, and
    ``forms`` the English of what else it names.
    """

    def __init__(self, words: Sequence[str], entries: frozenset[NameEntry], states: frozenset[str], forms: Sequence[str]) -> None:
        self._words = [word for word in words if len(word) > 2]
        self._entries, self._states, self._forms = entries, states, forms
        self.allowed = frozenset().union(*(entry.words for entry in entries), *map(_english_words, forms))

    def names_place(self, places: Sequence[NameEntry], named: str) -> bool:
        """Whether one of some States and places is named, or spelled in another way; ``named`` is its English."""
        if any(place in self._entries or (place.kind == "state" and place.iso in self._states) for place in places):
            return True
        forms = itertools.chain(self._forms, *(entry.forms for entry in self._entries))
        if folded_english(named) in map(folded_english, forms):
            return True
        return " " not in named and _is_spelled(places, self._words)

    def sounds(self, name: str) -> bool:
        """Whether a word of the text, or two in a row, sound like an English name."""
        if (head := _WRITTEN_TO.get(name.lower())) is not None and any(stem.startswith(head) for stem in self._stems):
            return True
        if (given := given_name_of(name)) is not None:
            return any(word.endswith(given) and len(word) - len(given) <= 2 for word in self._words)
        return one_sounds_like(self._sounds, name) or one_sounds_like(self._joined_sounds, name)

    @cached_property
    def _stems(self) -> frozenset[str]:
        bare = {bare for word in self._words for bare in without_proclitics(word)}
        if "ابو" in " ".join(self._words):  # seldom
            bare |= {word.removeprefix("ابو") for word in bare if word.startswith("ابو") and len(word) > 5}
        return frozenset(bare)

    @cached_property
    def _sounds(self) -> frozenset[str]:
        return frozenset(map(skeleton, self._stems))

    @cached_property
    def _joined_sounds(self) -> frozenset[str]:
        joined = {bare for a, b in itertools.pairwise(self._words) for bare in without_proclitics(a + b)}
        return frozenset(map(skeleton, joined))


class _EnglishNames:
    """The English names of States and places, found in a text where a capital stands."""

    def __init__(self, names: Sequence[NameEntry]) -> None:
        self._by_first: dict[str, list[tuple[str, NameEntry]]] = {}
        for entry in names:
            if entry.kind in {"state", "place"}:
                for form in entry.forms:
                    self._by_first.setdefault(form.split()[0], []).append((form, entry))

    def at(self, text: str, position: int) -> tuple[list[NameEntry], int]:
        """All that the longest name that begins at ``position`` may be, and where it ends."""
        first = _FIRST_WORD.match(text, position)
        candidates = self._by_first.get(first.group()) if first else None
        if candidates is None:
            return [], position
        there = [c for c in candidates if text.startswith(c[0], position) and not text[position + len(c[0]) :][:1].isalnum()]
        longest = max((len(form) for form, _ in there), default=0)
        return [entry for form, entry in there if len(form) == longest], position + longest


_Finder = Callable[[str, "str | None"], Iterator[LoadedMatch]]


def _loaded_ar(rows: Sequence[_LoadedRow]) -> _Finder:
    entries = [row._replace(loaded=folded(row.loaded)) for row in rows if row.language == "ar"]
    pattern = re.compile(
        r"(?<![^\W_])(?P<lead>و|ف|ب|ل|ك|وب|ول|فب|فل)?(?P<body>"
        + "|".join(sorted({_with_lam(row.loaded) for row in entries}, key=len, reverse=True))
        + r")(?![^\W_])"
    )

    def find(text: str, country: str | None) -> Iterator[LoadedMatch]:
        text_folded = fold(text)
        for match in pattern.finditer(text_folded.text):
            body = match["body"]
            plain = "ال" + body[2:] if body.startswith("لل") else body
            if plain.endswith("النظام") and _ARRANGEMENT_AR.match(text_folded.text[match.end() :]):
                continue
            if plain == "العدوان" and _OF_LAW.search(text_folded.text[: match.start()]):
                continue
            if plain == "العدو" and _ENEMY_OF_ALL.match(text_folded.text[match.end() :]):
                continue
            if plain == "المدعو" and _INVITED.match(text_folded.text[match.end() :]):
                continue
            if plain == "مجزره" and not _IN_PLACE.match(text_folded.text[match.end() :]):
                continue
            if plain.endswith("شهداء") and _OF_PLACE.search(text_folded.text[: match.start()]):
                continue
            fitting = [row for row in entries if row.loaded == plain and row.country in {"", country}]
            row = next((row for row in fitting if row.country), None) or next(iter(fitting), None)
            if row is None:
                continue
            lead = match["lead"] or ""
            governed = body.startswith("لل") or lead[-1:] in {"ب", "ل", "ك"}
            neutral = _in_case(row.neutral, "ل" if governed else text_folded.text[: match.start()])
            if body.startswith("لل"):
                neutral = f"لل{neutral[2:]}" if neutral.startswith("ال") else f"ل{neutral}"
            if lead.endswith("ل") and neutral.startswith("ال"):
                neutral = "لل" + neutral[2:]
                lead = lead[:-1]
            start, end = text_folded.starts[match.start()], text_folded.ends[match.end() - 1]
            if neutral == "-":  # the word is left out, with the space behind it
                yield LoadedMatch(start, end + 1, text[start : end + 1], lead, plain, row.literal)
                continue
            word = text[text_folded.starts[match.start("body")] : end]
            if body.startswith("لل"):  # «للميليشيات» is «لـ» and «الميليشيات»
                word = f"ال{text[text_folded.starts[match.start('body') + 2] : end]}"
            if _AND_HIS.match(plain):  # «وزبانيته» is «و» and «زبانيته»
                word = word[1:]
            yield LoadedMatch(start, end, text[start:end], lead + neutral, word, row.literal)

    return find


def _with_lam(phrase: str) -> str:
    escaped = re.escape(phrase).replace(r"\ ", r"\s")
    return f"(?:{escaped}|لل{escaped[2:]})" if phrase.startswith("ال") else escaped


def _loaded_en(rows: Sequence[_LoadedRow]) -> _Finder:
    entries = [row._replace(loaded=row.loaded.casefold()) for row in rows if row.language == "en"]
    forms = sorted((row.loaded for row in entries), key=len, reverse=True)
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, forms))})\b", re.IGNORECASE)

    def find(text: str, country: str | None) -> Iterator[LoadedMatch]:
        for match in pattern.finditer(text):
            plain = match.group().casefold()
            if "regime" in plain and _REGIME_EN.search(text[: match.start()]):
                continue
            if plain == "aggression" and _OF_LAW_EN.search(text[: match.start()]):
                continue
            row = next((row for row in entries if row.loaded == plain and row.country in {"", country}), None)
            if row is not None:
                neutral = row.neutral[0].upper() + row.neutral[1:] if match.group()[0].isupper() else row.neutral
                article = _THE.search(text[: match.start()]) if row.neutral in _NO_ARTICLE else None
                start = article.start() if article else match.start()
                yield LoadedMatch(start, match.end(), text[start : match.end()], neutral)

    return find


@lru_cache(maxsize=8)
def load_glossary(extra: Path | None = None) -> Glossary:
    """The built-in glossary, with a user's file in front of it if ``extra`` names one.

    The file is tab-separated with a heading line: ``ar`` and ``en``, and if wished ``kind`` (state, organization,
    armed_group, person, place, nationality; anything else is a term) and ``iso``. Raises SettingsError with the line
    that cannot be used.
    """
    names: list[NameEntry] = []
    terms: dict[str, str] = {}
    for path in ([extra] if extra else []) + [template_path("data/names.tsv"), template_path("data/terms.tsv")]:
        for row in _rows(path, ("ar", "en")):
            variants = tuple(part.strip() for part in row["ar"].split(" / ") if part.strip())
            kind = row.get("kind", "")
            if kind in _ACTORS | {"place", "nationality"}:
                english, *also = (part.strip() for part in row["en"].split(" / "))
                names.append(NameEntry(english, kind, row.get("iso") or None, variants, tuple(also)))
            else:
                for variant in variants:
                    terms.setdefault(variant, row["en"])
    loaded = [
        _LoadedRow(row["language"], row["loaded"], row["neutral"], row.get("country", ""), row.get("literal", ""))
        for row in _rows(template_path("data/loaded_terms.tsv"), ("language", "loaded", "neutral"))
    ]
    return Glossary(names, terms, loaded)


def _rows(path: Path, required: tuple[str, ...]) -> Iterator[dict[str, str]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The glossary {path} cannot be read: save it as a UTF-8 text file.") from error
    heading: list[str] | None = None
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if heading is None:
            heading = cells
            if not set(required) <= set(heading):
                raise SettingsError(f"The glossary {path} needs a heading line with {', '.join(required)}, parted by tabs.")
            continue
        row = dict(zip(heading, cells, strict=False))
        if not all(row.get(name) for name in required):
            raise SettingsError(f"Line {number} of the glossary {path} lacks {' or '.join(required)}.")
        yield row
