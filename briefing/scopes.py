"""What a position on a document is on: the whole of it, or the part that the words behind the verb name.

«تحفظ على الفقرة 4 (ب)» is no reservation on the statement, and «رفضه التفاهم» no rejection of a clause. Whether a document or a
part of it is named shows at the beginning: a word for a document, or for all that is in one, names the whole.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from briefing import documents
from briefing.arabic import Folded, fold, strip_diacritics
from briefing.grounding import Span
from briefing.participants import Cast
from briefing.source import Report

# All patterns are for folded text.
_TEXTS = rf"(?:{documents.DECLARED}|وثيقه|اتفاق|اتفاقيه|تفاهم|مذكره|ورقه|مسوده|ميثاق|معاهده|مخرجات|نتايج)"
_DOCUMENT = rf"(?:(?:ال|لل)?{_TEXTS}ا?|ال(?:مشروع|مقترح|نص|صيغه|مبادره|خطه|خريطه|خارطه|صفقه|تسويه|مقررات|توصيات)|(?:مشروع|صيغه|نص) (?:ال)?{_TEXTS})"
_PARTS = (
    r"(?:فقر(?:ه|ات|تين|تي|تان|تها|ته|اتها|اته)|بند(?:ا|ين|ي|ان|ها|ه)?|بنود(?:ا|ها|ه)?|ماد(?:ه|تين|تي|تان|تها|ته)|مواد(?:ها|ه)?|نقط(?:ه|تين|تي|تان)|نقاط"
    r"|عبار(?:ه|ات|تين|تي)|مصطلح|جز(?:ء|ءا|يا)|اجزاء|شق(?:ا|ها|ه)?|قسم(?:ا)?|فصل(?:ا)?|ملحق(?:ا|ه|ها)?|ملاحق|صياغ(?:ه|ات)|بعض)"
)
_PART = rf"(?:ال)?{_PARTS}"
# «مضمونه», «كل ما ورد فيها», «التوقيع على الوثيقة», «جميع بنود الاتفاق»: all of it.
_WHOLE = re.compile(
    r"[\"'(]?(?:(?:هذا|هذه|ذلك|تلك|كل|جميع|كافه|كامل|مجمل|مضمون|مضامين|محتوي|محتويات|فحوي|اصدار|صدور|اعتماد|اقرار|تبني|(?:ال)?توقيع(?: علي)?|(?:ال)?تصديق علي"
    rf"|(?:ال)?موافقه علي|ما (?:جاء|ورد) (?:في|ب)|ما تضمن(?:ه|ته)?|ما في|ما نص(?:ت)? عليه) )*{_DOCUMENT}(?!\w)"
    r"|(?:كل |جميع |كافه )?(?:(?:مضمون|محتوا|فحوا|نص)(?:ه|ها)|ما (?:(?:جاء|ورد) )?(?:فيه|فيها|به|بها)|ما تضمن(?:ه|ته|ها|تها))(?!\w)"
    rf"|(?:كل|جميع|كافه) (?:حرف|كلمه|سطر|{_PART})(?: (?:من|في))?(?:(?<=ه)|(?<=ها)| ?(?:من|في)(?:ه|ها)| {_DOCUMENT})(?!\w)"
)
_KNOWN = re.compile(rf"(?<!\w)(?:{_WHOLE.pattern}|{_PART}(?!\w))")
# «تحفظ على البيان في ما يخص الصندوق», «رحب بالبيان باستثناء الفقرة 4».
_RESTRICTS = re.compile(
    r"(?<!\w)(?:(?:في ?ما|ما) (?:يتعلق|يتصل|يخص)|لجهه|من حيث|بخصوص|في (?:ال)?(?:شق|فقر|بند|جزي|ماد)\w*|باستثناء|ما عدا|عدا|سوي)(?!\w)"
)
# Words of a position, by what they take: a preposition, «بـ», or nothing; the last also with a pronoun.
_POSITION = re.compile(
    r"(?<!\w)[وفبل]?(?:(?P<upon>[يتن]?تحفظ(?:ت|وا|ا|ون|ات)?(?:ه|ها|هم|هما|نا)?|متحفظ(?:ا|ه|ين|ون)?|ملاحظات(?:ه|ها|هم)?|ماخذ(?:ه|ها|هم)?|استدراك(?:ات)?(?:ه|ها|هم)?"
    r"|[يتن]عترض(?:ون|ان)?|اعترض(?:ت|وا|ا)?|اعتراض(?:ات)?(?:ه|ها|هم|هما|نا)?|معترض(?:ا|ه|ين|ون)?|وافق(?:ت|وا|ا)?|[يتن]وافق(?:ون|ان)?|موافق(?:ه|ته|تها|تهم|ون|ين))"
    r"|(?P<with>رحب(?:ت|وا|ا)?|[يتن]رحب(?:ون|ان)?|ترحيب(?:ه|ها|هم|هما)?|مرحب(?:ا|ه|ين|ون)|اشاد(?:ت|وا|ا)?|[يتن]شيد(?:ون|ان)?|ندد(?:ت|وا|ا)?|[يتن]ندد(?:ون|ان)?"
    r"|التزم(?:ت|وا|ا)?|[يتن]لتزم(?:ون|ان)?|ملتزم(?:ا|ه|ين|ون)?)"
    r"|(?P<direct>رفض(?:ت|وا|ا)?|[يتن]رفض(?:ون|ان)?|رافض(?:ا|ين|ون)?|ايد(?:ت|وا|ا)?|[يتن]ويد(?:ون|ان)?|تاييد|مويد(?:ا|ين|ون)?|عارض(?:ت|وا|ا)?|[يتن]عارض(?:ون|ان)?|معارض(?:ا|ين|ون)?"
    r"|قبل(?:ت|وا|ا)?|[يتن]قبل(?:ون|ان)?|قبول|ادان(?:ت|وا|ا)?|[يتن]دين(?:ون|ان)?|انتقد(?:ت|وا|ا)?|[يتن]نتقد(?:ون|ان)?|بارك(?:ت|وا|ا)?|[يتن]بارك(?:ون|ان)?)(?P<pronoun>ه|ها)?)(?!\w)"
)
_UPON = re.compile(
    r"(?<!\w)(?:علي|عن|بشان|ازاء|حيال|حول)(?:(?P<pronoun>ه|ها|هما)(?!\w)"
    r"| (?!(?:لسان|هامش|الرغم|رغم|الفور|حد|غرار|ضوء|اثر|خلفيه|الاقل|الاطلاق|طريق|جانب|ان|الهواء|الملا)(?!\w)))"
)
_WITH = re.compile(
    rf"(?<!\w)ب(?:(?P<pronoun>ه|ها|هما)(?!\w)|ما (?=جاء|ورد|تضمن)|(?=ال|هذ|كل |جميع |كامل |بعض |مضمون|محتو|{_TEXTS}|{_PARTS}))"
)
# «أعلن فيه رفضه التفاهم»: a noun with a pronoun for its holder; «رفضه التحالف»: a verb with one for its object.
_NOUN_LEAD = re.compile(r"(?<!\w)[وف]?(?:اعلن|اعلان|ابد|اكد|جدد|كرر|سجل|اعرب|عبر|بسبب|رغم|علي|عن|موقف)\w*(?: \w+){0,4} $")
_SET_OFF = re.compile(r"،[^،.؛\n]{1,120}،")
_SET_OFF_HERE = re.compile(rf"\s*{_SET_OFF.pattern}")
# What may stand between a verb and its subject, or behind it.
_SIDE = re.compile(r"(?:وفد|ممثل|مندوب|رييس وفد)(?:و|ي|ة|ا)? $")
_BESIDES = re.compile(
    r"\s*(?:ايضا|كذلك|بدور(?:ه|ها)|رسميا|علنا|جزييا|مبدييا|صراحه|بشده|مجددا|تماما|قطعيا|وفدنا|حركتنا|حكومتنا|جبهتنا)(?!\w)"
)
_NO_OBJECT = re.compile(r"(?:في|من|الي|ان|انه|بان|مع|بعد|قبل|خلال|امس|اليوم|لا|لم|لن|ما|اي|كل ذلك|ذلك|هذا)(?!\w)")
# What is said besides, or why, is no longer what the position is on.
_BEYOND = re.compile(
    rf"[؛!؟?\n]|[.:](?!\d)|،(?! ?و(?:علي |عن |ب)?(?:ال)?{_PARTS}(?!\w))"
    r"|(?<!\w)(?:لان(?:ه|ها|هم)?|لخلو(?:ه|ها)?|لعدم|لكون(?:ه|ها)?|بسبب|بدعوي|بحجه|بذريعه|باعتبار(?:ه|ها)?|كون(?:ه|ها)|بينما|فيما(?! ي(?:تعلق|تصل|خص))|في حين|ولكن\w*|لكن(?:ه|ها)?|غير ان\w*|الا ان\w*"
    r"|معتبر\w*|قايل\w*|مطالب(?:ا|ه|ين)|مقترح(?:ا|ين)|موكد\w*|داعي\w*|مشير\w*|موضح\w*|مبرر(?:ا|ه)|معلل(?:ا|ه)|وفق|بحسب|حسب|كما|حين|عندما|بعدما|قبل ان|ما لم|حتي|اذ)(?!\w)"
    r"|(?<!\w)[وف](?:عد(?:ه|ها|ته|تها|وه|ت)?|وصف\w*|اعتبر\w*|قال\w*|اكد\w*|طالب\w*|دعا|دعت|طلب\w*|اقترح\w*|راي|رات|حذر\w*|اعلن\w*|رفض\w*|رحب\w*|ايد\w*|قبل\w*|اتهم\w*|نقل\w*|شدد\w*"
    r"|اضاف\w*|هدد\w*|تمسك\w*|اصر\w*|جدد\w*|تعهد\w*|سجل\w*|ابد[ايت]\w*|[يت]عتبر\w*|[يت]صف\w*|[يت]ري|[يت]قول\w*|[يت]طالب\w*)(?!\w)"
)
# The part stands first, and a pronoun takes it up: «الفقرة 4 التي تحفظت عليها روسيا», «أما البند الثاني فرفضه الوفد».
_TAKEN_UP = (
    re.compile(
        rf"(?<!\w)(?:و|ف|ب|ل)?(?P<part>{_PART}(?!\w)(?: [^\s،.؛]+){{0,8}}?)،? (?:التي|الذي|اللتين|اللذين) (?:\w+ ){{0,2}}$"
    ),
    re.compile(rf"(?<!\w)(?:و|ف)?اما (?P<part>{_PART}(?!\w)[^،.؛]{{0,90}}?)،? ?$"),
)
_STOP = re.compile(r"[؛!؟?\n]|\.(?!\d)")
_RELATIVE = re.compile(r" (?:التي|الذي|الذين) ")
_LONGEST = 160  # characters that are still the name of a part


@dataclass(frozen=True, slots=True)
class Scope:
    """What a position is on: ``part`` is where its words stand; ``None`` is the document as a whole."""

    part: Span | None = None


def scope_told(report: Report, people: Cast, by: Sequence[str], said: Span) -> Scope | None:
    """What the position of ``by`` in some words is on; ``None`` where the words do not show it.

    It is read off the sentence: a quotation that stops in front of the part does not make it the whole.
    """
    segment = report.segment_at(said.start)
    sentence = _Sentence(report, people, by, segment.start, fold(report.text[segment.start : segment.end]))
    position = sentence.position(said)
    return None if position is None else sentence.scope(position)


def part_named(words: str) -> bool:
    """Whether some words, which follow a position on a document, name a part of it and not the whole."""
    text = fold(words).text.strip()
    start = found.end() if (found := re.match(r"(?:علي|عن) |ب(?=ال)", text)) else 0
    return _part(text, start) is not None


@dataclass(frozen=True, slots=True)
class _Sentence:
    report: Report
    people: Cast
    by: Sequence[str]
    offset: int
    words: Folded

    def position(self, said: Span) -> re.Match[str] | None:
        """The word of the position: the first within the quotation, else the last in front of it."""
        before = None
        for found in _POSITION.finditer(self.words.text):
            start = self.raw(found.start(), found.end()).start
            if start >= said.end:
                break
            if start >= said.start:
                return found
            before = found
        return before

    def scope(self, position: re.Match[str]) -> Scope | None:
        text = self.words.text
        if position["direct"]:
            taken_up, start = self.direct_object(position)
        else:
            pattern, level = (_UPON if position["upon"] else _WITH), self.behind_subject(position.end())
            asides = text[:level] + _SET_OFF.sub(lambda aside: " " * len(aside.group()), text[level:])
            stop = found.start() if (found := _STOP.search(text, level)) else len(text)
            object_ = pattern.search(asides, level, stop) or pattern.search(text, level, stop)
            taken_up = object_ is not None and object_["pronoun"] is not None
            start = object_.end() if object_ is not None else None
        if taken_up:
            return self.taken_up(position)
        if start is None:
            return None
        part = _part(text, start)
        return Scope(self.raw(*part) if part else None)

    def direct_object(self, position: re.Match[str]) -> tuple[bool, int | None]:
        """Whether the object of a verb is a pronoun, and where it begins if it is not, as far as that shows."""
        text, start = self.words.text, self.behind_subject(position.end())
        named = start > position.end()
        if position["pronoun"] and not self.is_feminine_ending(position.end()):
            if named or not _NOUN_LEAD.search(text[: position.start()]):
                return True, None
            named = True  # «رفضه»: its holder
        start += len(text[start:]) - len(text[start:].lstrip())
        if with_ := _WITH.match(text, start):  # «قبل الوفد بالمسودة»
            return with_["pronoun"] is not None, with_.end()
        if _KNOWN.match(text, start) or (
            named and re.match(r"ال\w{2,}|\w{4,} ال\w", text[start:]) and not _NO_OBJECT.match(text, start)
        ):
            return False, start
        stop = found.start() if (found := _BEYOND.search(text, start)) else len(text)
        known = _KNOWN.search(text, start, stop)
        return False, known.start() if known else None

    def behind_subject(self, start: int) -> int:
        """Where what follows a verb goes on behind its subject, if that is the holder, and what is set off behind it."""
        text = self.words.text
        place = self.raw(start - 1, start).end
        mention = next(iter(self.people.within(place, place + 90)), None)
        if mention is not None and any(self.people.same_side(mention.participant, one) for one in self.by):
            between = fold(self.report.text[place : mention.start]).text.lstrip()
            if not between.strip(' "') or _SIDE.match(between):
                start = bisect_left(self.words.starts, mention.end - self.offset)
        while (besides := _BESIDES.match(text, start)) or (besides := _SET_OFF_HERE.match(text, start)):
            start = besides.end()
        return start

    def taken_up(self, position: re.Match[str]) -> Scope:
        lead = self.words.text[: position.start()]
        for pattern in _TAKEN_UP:
            if (found := pattern.search(lead)) and (part := _part(found["part"], 0)):
                return Scope(self.raw(found.start("part") + part[0], found.start("part") + part[1]))
        return Scope()

    def is_feminine_ending(self, end: int) -> bool:
        """Whether what looks like a pronoun is the ة of «رافضةً»."""
        return strip_diacritics(self.report.text[slice(*self._ends(end - 1, end))]).endswith("ة")

    def raw(self, start: int, end: int) -> Span:
        return Span(*self._ends(start, end))

    def _ends(self, start: int, end: int) -> tuple[int, int]:
        return self.offset + self.words.starts[start], self.offset + self.words.ends[end - 1]


def _part(text: str, start: int) -> tuple[int, int] | None:
    """Where the part stands that folded words name from ``start`` on; ``None`` where they name the whole."""
    whole = _WHOLE.match(text, start)
    end = found.start() if (found := _BEYOND.search(text, start)) else len(text)
    if whole is not None and _RESTRICTS.search(text, whole.end(), end) is None:
        return None
    if end - start > _LONGEST:
        relative = _RELATIVE.search(text, start, end)
        end = relative.start() if relative else max(text.rfind(" ", start, start + _LONGEST), start + 1)
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in ')"'):
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return (start, end) if end > start else None
