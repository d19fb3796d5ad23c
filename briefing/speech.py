"""Whose words a sentence repeats: "قال فلان إن …", "… بحسب فلان", "«…»، قالت فلانة", and whose act a noun names.

Extraction needs this where no cue verb settles an item: who says something is not who promises or wants it. The frames
of speech are a closed class, however many verbs a report has for promising; so they are looked for, and not these.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.arabic import Folded, fold
from briefing.cues import Cue, find_cues
from briefing.participants import Cast, Mention, subject_after
from briefing.source import Report

# All patterns are for folded text.
_SAY = (
    r"(?:قال|صرح|اوضح|اضاف|ذكر|اعلن|اكد|كشف|ابلغ|اخبر|افاد|زعم|ادعي|روي|نقل|بين|اعتبر|راي|لفت|اشار|احاط|اطلع|شدد|افصح|المح|تحدث"
    r"|حكي|شهد|اقر|اسر|كتب|غرد|نوه|نبه|رد|علق|تابع|استطرد|واصل|ختم|شرح|جزم|طمان|حذر|هاجم|سخر|وصف|قدر|توقع|اعترف|خاطب|هتف)"
)
_SAYS = r"(?:قول|صرح|وضح|ضيف|ذكر|علن|وكد|كشف|بلغ|خبر|فيد|زعم|دعي|روي|نقل|بين|عتبر|ري|لفت|شير|شدد|لمح|تحدث|حكي|شهد|كتب|نوه|نبه|شرح|جزم)"
_SAYING = re.compile(rf"(?<!\w)(?:و|ف)?(?:{_SAY}(?:ت|وا|ا|تا|ه|ته|ها|تها|هم|نا)?|[يت]{_SAYS}(?:ون|ان)?)(?!\w)")
_ACCORDING = re.compile(
    rf"(?<!\w)(?:و|ف)?(?:(?:بحسب|حسبما|حسب|وفقا|وفق|طبقا|استنادا|نقلا|كما|مثلما|علي ما|علي نحو ما)"
    rf"(?: ما| الي ما| لما)?(?: قد)? (?:{_SAY}|ورد|جاء|اورد|[يت]{_SAYS})(?:ت|وا|ا|ه|ته|ها)?(?: به| بها| عنه| عنها| في| علي لسان)*"
    r"|بحسب|حسب|وفقا|وفق|طبقا|استنادا الي|نقلا عن|علي حد (?:قول|تعبير|وصف|زعم)|علي لسان|علي ذمه|(?:في|ب|بحسب|وفق|حسب) ?(?:روايه|قول|تصريح|تصريحات|كلام|زعم)"
    r"|ب(?:روايه|شهاده|اعتراف|اقرار|تصريح))(?!\w)"
)
_THUS = re.compile(r"(?<!\w)(?:هكذا|بهذه الكلمات|هذا ما|بهذا|كما)$")
_THAT = re.compile(r"(?<!\w)(?:ب|ف|و)?ان(?:ه|ها|هم|هما|نا|ني)?(?!\w)|[:\"]")
# What is told ends where the reporter goes on.
_GOES_ON = re.compile(r"[؛.!؟?]|،\s*(?:بينما|فيما(?! (?:يتعلق|يخص|بين))|في حين|في المقابل|اما|كما|وقد)\s")
_STOP = re.compile(r"[،؛:.!؟?\"]")
# "دعوة الحكومة إلى" may be a call of the Government or on it; behind a preposition it is hers ("سخر من دعوة الحكومة إلى").
_DEMANDED = r"(?:مطلب|مطالب|شرط|شروط|اصرار|اشتراط|الحاح|تمسك|(?<=علي )دعوه|(?<=علي )طلب|(?<=من )دعوه|(?<=من )طلب|(?<=من )مطالبه|(?<=عن )دعوه|(?<=علي )مطالبه)"
_PLEDGED = r"(?:وعد|وعود|تعهد|تعهدات|التزام|التزامات|ضمانات|تطمينات)"
_OWNED = re.compile(rf"(?<!\w)(?:و|ف)?(?:ب|ل)?(?:(?P<demand>{_DEMANDED})|(?P<commitment>{_PLEDGED})) \"?$")
_TO_US = re.compile(
    r"(?<!\w)(?:و|ف)?(?:(?:وعدو|طالبو|ابلغو|اعطو|منحو|خيرو|عاهدو|امهلو|اجبرو|ناشدو|حثو|وعدت|طالبت|ابلغت|اعطت|منحت|ناشدت)نا"
    r"|[يت](?:طالب|ناشد|حث|عد|منح|عطي|لزم|خير)(?:و)?نا|[يت](?:ريد|طلب|شترط|توقع|ضمن|تعهد|عد|قدم)(?:ون|وا)? (?:\w+ )?(?:منا|لنا|علينا|الينا|مني|لي)"
    r"|(?:طلب|اراد|اشترط|تعهد|ضمن|قدم)(?:وا|ت)? (?:\w+ )?(?:منا|لنا|علينا|الينا|مني|لي))(?!\w)"
)
_GOVERNED = re.compile(r" (?:علي|من|في|الي|عن|مع|بين|ضد|لدي|نحو|تجاه) ")
_LONGEST_SENTENCE = 4_000
_LONGEST_SUBJECT = 120  # characters between a verb of saying and "أن"


@dataclass(frozen=True)
class Speech:
    """What somebody is made to say: raw offsets, the speaker's id, and where the frame around it lies."""

    speaker: str
    start: int
    end: int
    frame: tuple[int, int]
    leads: bool  # "قال فلان إن …": what is said begins with its own subject


def speech_at(report: Report, cast: Cast, start: int, end: int) -> Speech | None:
    """The innermost speech that holds a raw span, or None: the words are the reporter's own."""
    holding = [one for one in _speeches(report, cast, start) if one.start <= start and end <= one.end]
    return max(holding, key=lambda one: (one.leads, one.start), default=None)


def told_subject(report: Report, cast: Cast, speech: Speech, end: int) -> str | None:
    """Who acts in what is told: the participant right behind "أن", or behind the first verb where no "أن" leads it."""
    named = [one for one in cast.within(speech.start, end) if not speech.frame[0] <= one.start < speech.frame[1]]
    if not named:
        return None
    first = named[0]
    raw = report.text[speech.start : first.start]
    lead = _THAT.sub(" ", fold(raw).text.strip(' ،"'), count=1 if speech.leads else 0).strip(' "')
    if len(lead.split()) > (1 if speech.leads else 4) or _GOVERNED.search(f" {lead} ") or _STOP.search(lead):
        return None
    attached = raw.split()[-1:] and raw[-1:].isalpha() and raw.split()[-1] in {"ل", "ب", "ك"}
    return None if attached else first.participant


def owner_named(report: Report, cast: Cast, kind: str, start: int, end: int) -> str | None:
    """Whose demand or pledge a noun in front of a raw span (or at its beginning) names: "دعوة المجلس إلى …"."""
    segment = report.segment_at(start)
    for mention in reversed(cast.within(segment.start, end)):
        if mention.start > start + 40:
            continue
        found = _OWNED.search(fold(report.text[segment.start : mention.start]).text.replace("\n", " "))
        if found is None or found.lastgroup != kind:
            continue
        between = report.text[mention.end : start] if mention.end <= start else ""
        between = re.sub("،[^،]*،", " ", between)  # "مطلب الوفد، كما شرحه فلان، هو …"
        if _STOP.search(fold(between).text) or any(cue.form == "verb" for cue in find_cues(between)):
            return None
        return mention.participant
    return None


def is_done_to_speaker(words: str) -> bool:
    """Whether words tell what others do to whoever speaks: "وعدونا", "تريد منا"."""
    return _TO_US.search(fold(words).text) is not None


def _speeches(report: Report, cast: Cast, position: int) -> Iterator[Speech]:
    segment = report.segment_at(position)
    if segment.end - segment.start > _LONGEST_SENTENCE:
        return  # no sentence that anybody wrote
    text = fold(report.text[segment.start : segment.end])
    sentence = _Sentence(report.text, segment.start, segment.end, text, cast)
    frames = list(sentence.according())
    yield from frames
    yield from sentence.said([frame.frame for frame in frames])


@dataclass(frozen=True)
class _Sentence:
    raw: str
    start: int
    end: int
    text: Folded
    cast: Cast

    def offset(self, place: int) -> int:
        """The raw offset of a place in the folded sentence."""
        return self.start + self.text.starts[place] if place < len(self.text.starts) else self.end

    def place(self, offset: int) -> int:
        """The place in the folded sentence of a raw offset."""
        return bisect_left(self.text.starts, offset - self.start)

    def according(self) -> Iterator[Speech]:
        for match in _ACCORDING.finditer(self.text.text):
            speaker = self._named_behind(self.offset(match.end()))
            if speaker is None:
                continue
            begin, stop = self.offset(match.start()), speaker.end
            if _SAYING.search(match.group()) and _THAT.match(self.text.text[self.place(stop) :].lstrip()):
                continue  # "كما قال فلان إن …" goes on with what else was said
            if not self.text.text[: match.start()].strip(' "،و'):
                then = re.compile(r"[^،؛.]{0,40}،\s*(?=ف?ان(?:ه|ها|هم)?\s)").match(self.text.text, self.place(stop))
                start = self.offset(then.end()) if then else stop
                yield Speech(speaker.participant, start, self._goes_on(start), (begin, stop), then is not None)
                continue
            before = list(_GOES_ON.finditer(self.text.text, 0, match.start()))
            first = self.offset(before[-1].end()) if before else self.start
            aside = re.match(r"(?:\s+[^\s،]+){0,3}\s*،", self.raw[stop : self.end]) is not None
            last = self._goes_on(stop) if aside else stop
            yield Speech(speaker.participant, first, max(last, begin), (begin, stop), False)

    def said(self, taken: Sequence[tuple[int, int]]) -> Iterator[Speech]:
        for match in _SAYING.finditer(self.text.text):
            begin, behind = self.offset(match.start()), self.offset(match.end() - 1) + 1
            if any(start <= begin < end for start, end in taken):
                continue
            subject = self._subject(begin, behind)
            if subject is None:
                continue
            lead = _THUS.sub("", self.text.text[: match.start()].rstrip()).rstrip()
            that = self._that(max(behind, subject.end))
            if that is not None:
                yield Speech(subject.participant, that, self._goes_on(that), (begin, that), True)
            elif lead.endswith(("،", '"')) and len(lead.split()) > 2 and not self._has_verb(subject.end):
                yield Speech(subject.participant, self.start, begin, (begin, self.end), False)

    def _subject(self, begin: int, behind: int) -> Mention | None:
        stop = min(self.end, behind + _LONGEST_SUBJECT)
        subject = subject_after(self.cast, self.raw, behind, stop)
        named = [one for one in self.cast.within(behind, stop) if one.participant == subject][:1]
        if named and _THAT.search(fold(self.raw[behind : named[0].start]).text.replace('"', "")):
            named = []
        before = self.cast.within(max(self.start, begin - 60), begin)
        if before and not re.sub(r"[و\sف\"«»]|قد", "", self.raw[before[-1].end : begin]):
            if not (named and self.cast[named[0].participant].kind == "person"):
                return before[-1]
        return next(iter(named), None)

    def _that(self, behind: int) -> int | None:
        place = self.place(behind)
        match = _THAT.search(self.text.text, place, min(len(self.text.text), place + _LONGEST_SUBJECT))
        if match is None:
            return None
        between = self.text.text[place : match.start()]
        if re.search(r"[؛.]", between) or any(cue.form == "verb" and cue.lexeme.act != "OTHER" for cue in find_cues(between)):
            return None
        return self.offset(match.start())

    def _named_behind(self, behind: int) -> Mention | None:
        """Who is named in the phrase behind a word like "بحسب": a person rather than the body in the title."""
        stop = self.place(behind)
        named = self.cast.within(behind, min(self.end, behind + _LONGEST_SUBJECT))
        if not named or len(self.raw[behind : named[0].start].split()) > 7:
            return None
        lead = self.text.text[stop : self.place(named[0].start)]
        if _STOP.search(lead.replace('"', "")) or any(cue.form == "verb" for cue in find_cues(lead)):
            return None
        found = named[0]
        for mention in named[1:]:
            if self.cast[found.participant].kind == "person":
                break
            gap = self.raw[found.end : mention.start]
            if len(gap.split()) > 2 or _STOP.search(gap) or find_cues(gap) or self.cast[mention.participant].kind != "person":
                break
            found = mention
        return found

    def _goes_on(self, behind: int) -> int:
        """Where what is told from a raw offset on ends: at a stop, or at a verb behind "و" that has a subject of its own."""
        place = self.place(behind)
        ends = [self.offset(match.start()) for match in _GOES_ON.finditer(self.text.text, place)][:1]
        stop = ends[0] if ends else self.end
        for cue in find_cues(self.raw[behind:stop]):
            start = behind + cue.start
            if cue.form == "verb" and re.search(r"\s[وف]$", self.raw[behind:start]):
                comma = re.search(r"،\s*و$", self.raw[behind:start]) is not None
                if comma or subject_after(self.cast, self.raw, behind + cue.end, min(stop, start + 90)) is not None:
                    return start - 1
        return stop

    def _has_verb(self, behind: int) -> bool:
        cues: list[Cue] = find_cues(self.raw[behind : self.end])
        return any(cue.form == "verb" and cue.lexeme.act != "OTHER" for cue in cues)
