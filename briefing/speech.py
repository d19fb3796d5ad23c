"""Whose words a sentence repeats: "قال فلان إن …", "… بحسب فلان", "«…»، قالت فلانة", and whose act a noun names.

Extraction needs this where no cue verb settles an item: who says something is not who promises or wants it. The frames
of speech are a closed class, however many verbs a report has for promising; so they are looked for, and not these.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from weakref import WeakKeyDictionary

from briefing.arabic import Folded, fold
from briefing.cues import find_cues
from briefing.participants import Cast, Mention, subject_after
from briefing.source import Report, Segment
from briefing.voices import OUR_BODY, may_say_i
from briefing.wording import is_feminine

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
    r"|ب(?:روايه|شهاده|اعتراف|اقرار|تصريح)|و?العهده (?:في ذلك |هنا )?علي|و?(?:هذا )?الكلام(?= ل)|و?القول(?= ل)"
    r"|و?هذا (?:كلام|زعم|قول|ما (?:ي|ت)?\w{3,8}(?:ه|ته)))(?!\w)"
)
_THUS = re.compile(r"(?<!\w)(?:هكذا|بهذه الكلمات|هذا ما|بهذا|كما)$")
_THAT = re.compile(r"(?<!\w)(?:ب|ف|و)?ان(?:ه|ها|هم|هما|نا|ني)?(?!\w)|[:\"]")
# "تباهى فلان بأن الحكومة …": whatever the verb, who stands behind it tells what a noun follows. Behind these words "أن"
# tells nobody's words ("إلا أن"), and a clause that begins with those others has no verb in front of its subject.
_NOT_TOLD = re.compile(
    r"(?<!\w)(?:و|ف)?(?:الا|غير|بيد|رغم|كما|مع|حيث|علما|ذلك|بعد|قبل|منذ|لو|عدا|سوي|الي حين|الرغم من|بما|حتي|باعتبار|بحكم|بحجه|بشرط|شريطه)$"
)
_NO_VERB = re.compile(
    r"(?:لا|لم|لن|ما|ليس|ليست|في|من|عن|علي|الي|مع|بعد|قبل|منذ|عند|عندما|حين|خلال|بين|لدي|ضد|رغم|ان|انه|انها|هذا|هذه|كل|غير|بل|لكن|كان|كانت"
    r"|قد|سوف|فيما|بينما|لين|حينما|ريثما|مهما|بعدما|لما|اذا|اما|حيث|اذ|نحو|تجاه|حول|ينبغي|يجب|يتعين|يتوجب|ال\w+)"
)
_GRANTING = r"(?:لم|لا) (?=(?:[يت]خف[يى]?|[يت]نكر|[يت]شك|[يت]نف[يى]?|[يت]كتم) )"  # "لم يخف فلان أن" tells as well
_NEXT_CLAUSE = re.compile(r"[؛.!؟?:]|،\s*(?:و(?!ه[وي]\s)|ف(?!ي\s|ور|ضلا)|لكن|بل|ثم|كما|بينما|فيما|في حين)(?=\s?\w)")
_HEADLINE = re.compile(r"[\"»”)]?\s?:\s")
_HOUR = re.compile(r"^\W*[0-9]{1,2}[:.][0-9]{2}\W*")  # of an entry in a live page
# A document of one side speaks for it, an outcome document for nobody ("جاء في بيان للحركة أن", "أفاد بيان صادر عن").
_OF_DOCUMENT = re.compile(
    r"(?:و|ف)?(?:\w+ )?(?:في )?(?:ال)?(?:بيان|منشور|تدوينه|تغريده|رساله|تصريح|تصريحات|تقرير|مقال|كلمه|خطاب|مذكره|مقابله|حديث|موقع|صفحه|حساب|قناه|صحيفه)"
    r"(?:ا)? (?!(?:ال)?(?:مشترك|ختامي)\w*)(?:(?!(?:ال)?(?:مشترك|ختامي)|و?ب?ان )\w+ ){0,5}?(?:ل|ل\w+ )?$"
)
_SUMMED_UP = re.compile(r"\" ?،? (?:هكذا|بهذه الكلمات|بهذه العباره|بهذه العبارات|بهذا|بذلك) (?:\w{3,})")
_RELATED = re.compile(r"(?:و|ف)?(?:نقل|نقلا|نسب|روي|حكي|ورد|اثر)(?:ت)? (?:عن|الي|علي لسان) (?:\w+ ){0,5}?$")
# "بعد أن قالت الحركة إنها جاهزة، تعهدت …": what is told in such a clause ends with it.
_SUBORDINATE = re.compile(
    r"(?<!\w)(?:و|ف)?(?:(?:بعد|قبل|منذ|الي|ما) ان|بعدما|قبلما|عندما|حين|حينما|لما|ريثما|فيما|بينما|اذ)(?: ان| قد)? $"
)
# What is told ends where the reporter goes on.
_GOES_ON = re.compile(
    r"[؛.!؟?]|،\s*(?:وهذ[اه]|بينما|فيما(?! (?:يتعلق|يخص|بين))|في حين|في المقابل|اما|كما|وقد|تلا(?:ه|ها|هم)|تلت(?:ه|ها|هم)|[يت]لي(?:ه|ها))\s"
    r"|،\s*(?:(?:غير|بيد|الا) ان|لكن|ولكن) (?=(?:\w+ ){1,5}?(?:سارع|سارعت|بادر|بادرت|نفي|نفت|كذب|كذبت|فند|فندت|رد|ردت|انكر|انكرت|دحض|دحضت) )"
)
# A participle goes on with the subject of the sentence's own verb, and never with that of a clause behind "أن".
_GOING_ON = re.compile(
    r"،\s*(?:و|ف)?(?P<participle>(?:مضيف|متابع|مستدرك|موضح|مشير|مردف|مستطرد|مواصل|معقب|معلق|معتبر|مشدد|محذر|لافت|منبه|مؤكد|موكد|مبين|مذكر|منوه|مستدل|قايل|معرب|كاشف|خاتم)(?:ا|ه))(?!\w)"
)
_STOP = re.compile(r"[،؛:.!؟?\"]")
# "دعوة الحكومة إلى" may be a call of the Government or on it; behind a preposition it is hers ("سخر من دعوة الحكومة إلى").
_DEMANDED = r"(?:مطلب|مطالب|شرط|شروط|اصرار|اشتراط|الحاح|تمسك|(?<=علي )دعوه|(?<=علي )طلب|(?<=من )دعوه|(?<=من )طلب|(?<=من )مطالبه|(?<=عن )دعوه|(?<=علي )مطالبه|مقترح|اقتراح|مبادره|ما (?:[يت](?:طلب|ريد|طالب|شترط)|طلبت?|ارادت?|طالبت?|اشترطت?)(?:ه|ها)?(?: به)?)"
_PLEDGED = r"(?:وعد|وعود|تعهد|تعهدات|التزام|التزامات|ضمانات|تطمينات)"
# "تعهداً خطياً من الحكومة", "وعد قطعته الحكومة", "انتزع من الحكومة تعهداً".
_FROM = (
    r"(?:ا)?(?: (?!من |علي |في |الي |عن )\w+)? (?:من(?: قبل| جانب| طرف| لدن)?|(?:صادر|صادره|صادرا) عن"
    r"|(?:قطع|قدم|اعط|منح|اطلق|اصدر|اعلن|حمل|بذل|ابد|بعث|ارسل|سلم|وجه|حرر|وقع)(?:ت)?(?:ه|ها|هم)?(?: به| بها)?)"
)
_WHAT_PLEDGED = r"(?:ب|ل|ع|م)?ما (?:ابد|اعلن|قدم|قطع|اعط|التزم|تعهد|وعد)(?:ت)?(?:ه|ها)?(?: به| بها)?"
_TITLE = r"(?:ال)?(?:وسيط|مبعوث|مندوب|ممثل|موفد|متحدث|ناطق|وزير|رييس|نايب|امين|سفير|مفوض)(?:ه)?(?: ال\w+){0,3}"
# "التزام رئيسي الوفدين، السيدة فلانة …": whose office stands between a noun and a name.
_OFFICE = (
    r" (?:ال)?(?:وسيط|مبعوث|مندوب|ممثل|موفد|متحدث|ناطق|وزير|رييس|نايب|امين|سفير|مفوض|قايد|زعيم|طرف|جانب|وفد|فريق|حزب|عضو|مستشار)\w{0,3}"
    r"(?: (?!(?:في|من|الي|علي|عن|مع|امام|تجاه|لدي|بان|ان|[بل]\w{3,})(?!\w))\w+){0,4}،(?: (?:ال)?(?:سيده?|دكتوره?|فريق|لواء|جنرال|عميد|استاذه?|قاضيه?|سفيره?))?"
)
_OWNED = re.compile(
    rf"(?<!\w)(?:و|ف)?(?:ب|ل|ال)?(?:(?P<demand>{_DEMANDED}(?: {_TITLE})?)|(?P<commitment>{_PLEDGED}(?:{_FROM})?|{_WHAT_PLEDGED}))(?:{_OFFICE})? \"?$"
)
_PLEDGE_FROM = re.compile(r"(?<!\w)(?:و|ف)?من $")
_PLEDGE_UPON = re.compile(r" (?:علي|الي) (?:التعهد|الالتزام)(?!\w)")
_PLEDGE_BEHIND = re.compile(rf" {_PLEDGED}(?:ا)?(?!\w)")
_TO_US = re.compile(
    r"(?<!\w)(?:و|ف)?(?:(?:وعدو|طالبو|ابلغو|اعطو|منحو|خيرو|عاهدو|امهلو|اجبرو|ناشدو|حثو|وعدت|طالبت|ابلغت|اعطت|منحت|ناشدت)نا"
    r"|[يت](?:طالب|ناشد|حث|عد|منح|عطي|لزم|خير)(?:و)?نا|[يت](?:ريد|طلب|شترط|توقع|ضمن|تعهد|عد|قدم)(?:ون|وا)? (?:\w+ )?(?:منا|لنا|علينا|الينا|مني|لي)"
    r"|(?:طلب|اراد|اشترط|تعهد|ضمن|قدم)(?:وا|ت)? (?:\w+ )?(?:منا|لنا|علينا|الينا|مني|لي))(?!\w)"
)
_GOVERNED = re.compile(r" (?:علي|من|في|الي|عن|مع|بين|ضد|لدي|نحو|تجاه) ")
_OUTLET_OF = re.compile(
    r"(?<!\w)(?:ال)?(?:موقع|مكتب|اعلام|صفحه|منصه|قناه|وكاله|شبكه|اذاعه|نشره|جريده|صحيفه)(?: (?:رسمي|الرسمي|الرسميه|الاعلامي|الاخباري|الحربي))?"
    r"(?: (?:باسم|لدي|التابع ل|التابعه ل))? \"?(?:ل)?$"
)
_LONGEST_HEAD = 300  # characters in which an outlet names itself
_LONGEST_OFFICE = 60  # characters between the beginning of a quote and whom its noun belongs to
_LONGEST_SENTENCE = 4_000
# The speeches of a sentence, by where it begins, and whose organ a report is: each is asked for several items, and a cast is
# of one report.
_SPEECHES: WeakKeyDictionary[Cast, dict[int, tuple[Speech, ...]]] = WeakKeyDictionary()
_ORGANS: WeakKeyDictionary[Cast, str | None] = WeakKeyDictionary()
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
    holding = [one for one in _speeches_around(report, cast, start) if one.start <= start and end <= one.end]
    return max(holding, key=lambda one: (one.leads, one.start), default=None)


def speech_led(report: Report, cast: Cast, start: int, end: int) -> Speech | None:
    """The speech with whose frame a raw span begins («أعلن فلان، أمس، أن الحركة وافقت»), or None."""
    led = [one for one in _speeches_around(report, cast, start) if one.leads and start - 2 <= one.frame[0] <= start + 2]
    return next((one for one in led if one.start < end), None)


def relayer(report: Report, cast: Cast, start: int, end: int, teller: str) -> str | None:
    """Who passes on what ``teller`` says in a raw span: «نقل الوسيط عن فلان قوله إن», «قال الوسيط إن فلاناً أكد أن»; or None.

    A name in front of "أن" may be that of whoever is told («أبلغ فلان الوسيط أن»): only the subject of a verb of saying relays.
    """
    for speech in sorted(_speeches_around(report, cast, start), key=lambda one: one.start):
        if not speech.leads or not (speech.start <= start and end <= speech.end) or speech.speaker == teller:
            continue
        if _is_of_office(report.text, cast.within(*speech.frame), speech.speaker, teller):
            continue
        verb = re.match(r"\W*(\S+)", report.text[slice(*speech.frame)])
        before = cast.within(max(0, speech.frame[0] - 60), speech.frame[0])
        if (
            verb is None
            or not is_word_of_saying(verb[1])
            or (before and not report.text[before[-1].end : speech.frame[0]].strip())
        ):
            continue
        if subject_after(cast, report.text, speech.frame[0] + verb.end(), speech.frame[1]) == speech.speaker:
            return speech.speaker
    return None


def _is_of_office(text: str, named: Sequence[Mention], body: str, person: str) -> bool:
    """Whether a body is named in the office of the person right behind it: «قال منسق الأمم المتحدة ليام أونيل إن»."""
    return any(
        one.participant == body and other.participant == person and not text[one.end : other.start].strip()
        for one, other in pairwise(named)
    )


def _speeches_around(report: Report, cast: Cast, start: int) -> tuple[Speech, ...]:
    segment = report.segment_at(start)
    if segment.end - segment.start > _LONGEST_SENTENCE:
        return ()  # no sentence that anybody wrote
    known = _SPEECHES.setdefault(cast, {})
    if segment.start not in known:
        known[segment.start] = tuple(_speeches(report, cast, segment))
    return known[segment.start]


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
        if mention.start > start + _LONGEST_OFFICE:
            continue
        found = _OWNED.search(fold(report.text[segment.start : mention.start]).text.replace("\n", " "))
        if found is None and kind == "commitment" and _gave_pledge(report.text, segment.start, mention, start, end):
            return mention.participant
        if found is None or found.lastgroup != kind:
            continue
        between = report.text[mention.end : start] if mention.end <= start else ""
        between = re.sub("،[^،]*،", " ", between)  # "مطلب الوفد، كما شرحه فلان، هو …"
        if _STOP.search(fold(between).text) or any(cue.form == "verb" for cue in find_cues(between)):
            return None
        return mention.participant
    return None


def _gave_pledge(text: str, sentence: int, mention: Mention, start: int, end: int) -> bool:
    """Whether a pledge was had of a participant: "انتزع من الحكومة تعهداً بـ", "أرغم الحكومة على التعهد بـ"."""
    if mention.end > start:
        return False
    behind = fold(text[mention.end : end]).text
    if _PLEDGE_UPON.match(behind):
        return True
    if not _PLEDGE_FROM.search(fold(text[sentence : mention.start]).text):
        return False
    found = _PLEDGE_BEHIND.search(behind)
    return found is not None and found.start() < 3


def pledge_teller(report: Report, cast: Cast, start: int) -> str | None:
    """Who is said to have, welcome or tell of a pledge that a noun names: the subject of the clause that holds the noun."""
    segment = report.segment_at(start)
    if segment.end - segment.start > _LONGEST_SENTENCE:
        return None
    text = fold(report.text[segment.start : segment.end])
    return _Sentence(report.text, segment.start, segment.end, text, cast).acting(start)


def organ_of(report: Report, cast: Cast) -> str | None:
    """The side whose own outlet the report comes from («موقع حزب النهوض», «وفدنا» of a body that is named so), or None."""
    if cast not in _ORGANS:
        _ORGANS[cast] = _organ_of(report, cast)
    return _ORGANS[cast]


def _organ_of(report: Report, cast: Cast) -> str | None:
    head = report.text[:_LONGEST_HEAD]
    for mention in cast.within(0, len(head)):
        lead = fold(report.text[max(0, mention.start - 40) : mention.start]).text
        one = cast[mention.participant]
        if one.kind != "person" and one.role == "party" and _OUTLET_OF.search(lead):
            return mention.participant
    return next(
        (one.participant for one in cast.mentions if OUR_BODY.fullmatch(fold(report.text[one.start : one.end]).text)), None
    )


# "بيان صحفي صادر عن المبعوثة …", "كلمة ألقاها …", "رسالة من …": whose words all of a report are.
_ISSUED_BY = re.compile(
    r"(?<!\w)(?:ال)?(?:بيان|تصريح|كلمه|احاطه|رساله|خطاب|مداخله|ملاحظات)(?:\s\w+){0,3}?\s(?:صادر(?:ه)?\s(?:عن|من)|عن|من|ل\w{3,}|(?:ال?ق|ادل)\w+(?:\sب\w+)?)(?:\s\w+){0,8}?[\s،]*$"
    r"|^\W*(?:بيان|تصريح|كلمه|احاطه|رساله|خطاب|مداخله)(?:\sال\w+){0,4}\s*$"
)


def speaker_of_all(report: Report, cast: Cast, start: int, end: int) -> str | None:
    """The person in whose name all of the report is said, where some words of it are in the first person; else None."""
    issuer = None
    head = report.paragraphs[0][-1].end if report.paragraphs and report.paragraphs[0] else 0
    people = [one for one in cast.within(0, min(head, _LONGEST_HEAD)) if cast[one.participant].kind == "person"]
    if len({one.participant for one in people}) == 1 and _ISSUED_BY.search(fold(report.text[: people[0].start]).text):
        issuer = people[0].participant
    return issuer if issuer is not None and may_say_i(report.text[start:end]) else None


def is_won_by_us(report: Report, start: int, end: int) -> bool:
    """Whether the reporter's own side is said to have a pledge of others ("انتزع وفدنا من الحكومة تعهداً")."""
    segment = report.segment_at(start)
    words = re.sub(r'"[^"]*"', " ", fold(report.text[segment.start : end]).text)
    return OUR_BODY.search(words) is not None


def is_word_of_saying(word: str) -> bool:
    """Whether a word is a finite verb of saying: قال، ردّت، وأفاد."""
    return _SAYING.fullmatch(fold(word).text) is not None


def is_done_to_speaker(words: str) -> bool:
    """Whether words tell what others do to whoever speaks: "وعدونا", "تريد منا"."""
    return _TO_US.search(fold(words).text) is not None


def _speeches(report: Report, cast: Cast, segment: Segment) -> Iterator[Speech]:
    text = fold(report.text[segment.start : segment.end])
    sentence = _Sentence(report.text, segment.start, segment.end, text, cast)
    frames = list(sentence.according())
    speeches = [*frames, *sentence.said([frame.frame for frame in frames]), *sentence.told()]
    went_on = list(_GOING_ON.finditer(text.text)) if len(speeches) > 1 else []
    yield from (sentence.within(speech, speeches, went_on) for speech in speeches)


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

    def within(self, speech: Speech, others: Sequence[Speech], went_on: Sequence[re.Match[str]]) -> Speech:
        """A speech that another repeats ends where that other goes on: «قال فلان إن الحركة أكدت أن …، مضيفاً أن …»."""
        around = [
            one
            for one in others
            if one.leads and one.speaker != speech.speaker and one.start <= speech.frame[0] and speech.start < one.end
        ]
        for match in went_on:
            place = self.offset(match.start())
            if speech.start < place < speech.end and any(self._may_go_on(one, match) for one in around):
                return replace(speech, end=place)
        return speech

    def _may_go_on(self, speech: Speech, match: re.Match[str]) -> bool:
        """Whether a participle may be the speaker's by its gender, as far as that is known: of a woman by her title alone."""
        person = self.cast[speech.speaker]
        feminine = match["participle"].endswith("ه")
        return feminine is is_feminine(person) or (person.kind == "person" and feminine)

    def told(self) -> Iterator[Speech]:
        """What a noun follows behind "أن", whatever the verb in front; and what stands behind a name and a colon."""
        folded_text = self.text.text
        for named in self.cast.within(self.start, self.end)[:2]:  # a person may be mentioned by an office in front of the name
            lead = _HOUR.sub("", folded_text[: self.place(named.start)]).strip(' "')
            colon = _HEADLINE.match(folded_text, self.place(named.end - 1) + 1)
            if colon is not None and len(lead.split()) < 5 and not _STOP.search(lead):
                yield Speech(named.participant, self.offset(colon.end()), self.end, (self.start, self.offset(colon.end())), False)
        if (summed := _SUMMED_UP.search(folded_text)) is not None:
            place = self.offset(summed.end() - 1) + 1
            speaker = subject_after(self.cast, self.raw, place, self.end)
            if speaker is not None:
                yield Speech(speaker, self.start, self.offset(summed.start()), (self.offset(summed.start()), self.end), False)
        for match in _THAT.finditer(folded_text):
            if not match.group().lstrip("بو").startswith("ان") or not self._tells(match):
                continue
            that = self.offset(match.start())
            subject = self._telling(match.start())
            if subject is not None and not _THAT.search(folded_text, self.place(subject[1]), match.start()):
                yield Speech(subject[0], that, self._goes_on(that), (subject[2], that), True)

    def _tells(self, match: re.Match[str]) -> bool:
        """Whether "أن" leads a noun, a name or a pronoun, and so what somebody says rather than what is to be done."""
        text = self.text.text
        if _NOT_TOLD.search(text[: match.start()].rstrip(' "')):
            return False
        if match.group().endswith(("ه", "ها", "هم", "هما", "نا", "ني")):
            return True
        behind = self.offset(match.end() - 1) + 1
        named = self.cast.within(behind, min(self.end, behind + 40))[:1]
        if named and not self.raw[behind : named[0].start].strip(' "«ل'):
            return True
        return re.match(r" \"?(?![يتنا]\w|ل[امن] |س[يتن])\w|ال\w| \"?ال\w", text[match.end() :]) is not None

    def _telling(self, stop: int, *, again: bool = True) -> tuple[str, int, int] | None:
        """The participant that tells in the clause in front of a place, where its name ends, and where the clause begins.

        Where the clause has a verb and no name ("…، فأجاب بأن"), the subject of the clause before goes on.
        """
        text = self.text.text
        begins = [found.end() for found in _NEXT_CLAUSE.finditer(text, 0, stop)]
        begin = self.offset(begins[-1]) if begins else self.start
        lead = text[self.place(begin) : stop]
        for mention in self.cast.within(begin, self.offset(stop)):
            before = fold(self.raw[begin : mention.start]).text.lstrip(' "')
            if _OF_DOCUMENT.fullmatch(before) or _RELATED.fullmatch(before):
                return mention.participant, mention.end, begin
        first = re.match(rf"[\s\"]*(?:و|ف)?(?:قد |لقد |{_GRANTING})?(?P<verb>\w{{3,}})(?!\w)", lead)
        if first is None:
            return None
        end = self.offset(self.place(begin) + first.end("verb") - 1) + 1
        named = self.cast.within(begin, self.offset(stop))
        if named and named[0].start < end and self.place(named[0].start) - self.place(begin) < 4:  # "وحركة الوادي تصر على أن"
            return named[0].participant, named[0].end, begin
        if _NO_VERB.fullmatch(first["verb"].removeprefix("و")):
            return None
        subject = subject_after(self.cast, self.raw, end, self.offset(stop))
        at = next((one for one in named if one.participant == subject), None)
        if at is None and not named and begins and again and len(lead.split()) < 4:
            earlier = self._telling(begins[-1] - 1, again=False)
            return (earlier[0], end, begin) if earlier is not None else None
        return (at.participant, at.end, begin) if at is not None else None

    def acting(self, start: int) -> str | None:
        """Who acts in the clause that holds a raw offset."""
        subject = self._telling(self.place(start))
        return subject[0] if subject is not None else None

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
                stop = self._goes_on(that)
                if _SUBORDINATE.search(self.text.text[: match.start()]):
                    comma = self.text.text.find("،", self.place(that))
                    stop = min(stop, self.offset(comma)) if comma >= 0 else stop
                yield Speech(subject.participant, that, stop, (begin, that), True)
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
        return any(cue.form == "verb" and cue.lexeme.act != "OTHER" for cue in find_cues(self.raw[behind : self.end]))
