"""When and where the round is held and which it is, by the words of the report.

A date belongs to the verb that it stands with: in «اختتمت اللجنة اليوم جولتها، وقد انعقدت من 13 إلى 17 نيسان» today is the end and
the 13th the beginning. The date of a dateline is no date of the round, a day to come is not its end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from briefing.arabic import any_of, fold, pattern_of
from briefing.background import is_of_round_before, is_past
from briefing.cues import find_cues
from briefing.datelines import stands_in_dateline
from briefing.dates import Mention, find_dates, resolve
from briefing.glossary import Glossary, NameMatch
from briefing.grounding import Span
from briefing.source import Report, Segment

# All patterns are for folded text.
_BEGAN = (
    r"انطلق\w*|بدات|بدا|بدء|افتتح\w*|افتتاح|استضاف\w*|التام\w*|انعقد\w*|عقد|عقدت|عقدا|عقدوا|شهدت|احتضن\w*|دخل|دخلت|التقي|التقت|التقوا|التقيا|اجتمع\w*"
    r"|استانف\w*|جرت|جري|انطلاق|يجتمع\w*|تجتمع|يلتقي|تلتقي"
)
_ENDED = (
    r"اختتم\w*|اختتام\w*|انتهت|انتهي|انتهاء|انهي|انهت|انهوا|انفض\w*|ختام\w*|(?:اقفل|اغلق|اسدل|طوي)\w* (?:باب|الستار|الستاره|صفحه)"
)
# What stands in all that tells of an end, and in few sentences.
_ENDED_STEMS = pattern_of(("ختتم", "ختام", "ختتام", "انته", "انهي", "انهت", "انهوا", "انفض", "قفل", "غلق", "سدل", "طوي"))
# What begins, ends or is held beside a round: a truce, fighting, a period, a press conference.
_OTHER_THING = (
    r"(?! (?:\w+ ){0,1}?(?:ال)?(?:هدنه|وقف|قصف|حرب|حروب|هجوم|هجمات|حصار|مهله|تنفيذ|سريان|عمليه|عمليات|انتخابات|انتخاب|ولايه|عدوان|اشتباك|اشتباكات|معارك"
    r"|حيز|قافله|قوافل|مساعدات|انسحاب|زياره|عمل بها?|ساري)\w*)(?!(?: \w+){0,5} (?:موتمرا? (?:ال)?صحاف?ي|موتمرا? صحفيا?|ندوه صحفيه|ايجازا? صحفيا?))"
)
_ACTS = re.compile(rf"(?<!\w)[وفبل]?(?:(?P<began>{_BEGAN})|(?P<ended>{_ENDED}))(?!\w){_OTHER_THING}")
# Behind these a date is of what they speak of: «انطلقت الجولة بعد الهجوم الذي وقع في 3 نيسان».
_OF_ANOTHER = re.compile(
    r"(?<!\w)(?:بعد|عقب|اثر|قبل|منذ|الذي|التي|اللذان|اللتان|(?:ال)?موقع\w*|(?:ال)?معلن\w*|(?:ال)?مبرم\w*|بموجب|تنفيذا|لتنفيذ|وقع|وقعت)(?!\w)"
)
# Told before it has begun; days without a date then lie ahead.
_WILL_BEGIN = re.compile(
    r"(?<!\w)(?:و|ف)?(?:س|ان )?[تي](?:نطلق|بدا|عقد|نعقد|ستضيف|لتيم|جتمع|لتقي|ستانف|فتتح|حتضن|جري)(?:ان|ون|وا)?(?!\w)|(?<!\w)(?:مقرر|مزمع|مرتقب|منتظر)"
)
_ORDINALS = {
    "الاولي": "1", "الثانيه": "2", "الثالثه": "3", "الرابعه": "4", "الخامسه": "5", "السادسه": "6", "السابعه": "7",
    "الثامنه": "8", "التاسعه": "9", "العاشره": "10", "الحاديه عشره": "11", "الثانيه عشره": "12",
}  # fmt: skip
_MASCULINE = {
    "الاول": "1", "الثاني": "2", "الثالث": "3", "الرابع": "4", "الخامس": "5", "السادس": "6", "السابع": "7",
    "الثامن": "8", "التاسع": "9", "العاشر": "10", "الحادي عشر": "11", "الثاني عشر": "12",
}  # fmt: skip
_BARE = {word.removeprefix("ال").replace(" ال", " "): value for word, value in (_ORDINALS | _MASCULINE).items()}
_NUMBERED = _ORDINALS | _MASCULINE | _BARE
_NUMBER = any_of(_NUMBERED)
# A round before a meeting before a session, of which a round may have several.
_ROUNDS = tuple(
    re.compile(rf"(?<!\w)[وفبل]?(?:{named}) (?P<number>{_NUMBER})(?!\w)(?! (?:ال)?(?:مقبل|قادم))")
    for named in (
        "(?:ال)?جوله|جولت(?:ها|هم|هما)|(?:ال)?مايده (?:ال)?مستديره",
        "(?:ال)?اجتماع|اجتماع(?:ها|هم|هما|ه)",
        "(?:ال)?جلسه|جلست(?:ها|هم|هما)",
    )
)
# «يعتزم الدعوة إلى جولة ثالثة»: of the round that the report is about nobody says so.
_INTENDS = re.compile(
    r"(?<!\w)(?:[يتن]عتزم\w*|[يتن]نوي|نيته\w*|عزم\w*|الدعوه|[يت]دعو|سيدعو|ستدعو|مستعد\w*|لعقد|موعد\w*)(?: \w+){0,3}? (?!ال)$"
)
_PUNCTUATION = re.compile(r"[،؛.:()«»\"–—\-\n]")
_DASH = re.compile(r"[\s)\]/]*(?:\([^)\n]{0,40}\)\s*|/[^/\n]{0,20}/\s*)?(?:[–—:ـ]|--?)\s|\s*\n|\s*\([^)\n]{0,40}\)\s*(?:$|\n)")
_IN = re.compile(
    r"(?:^|[\s،])و?(?:في|ب)\s?(?:مدينه |(?:ال)?عاصمه (?:\w+ه )?|ضاحيه |منتجع |فندق |بلده |(?:احد|احدي) \w+ |\w+ه )?$"
)
# What is held somewhere, and who sits there: «محادثات جنيف», «المفاوضات الجارية في جنيف», «وفدنا في جنيف».
_MEETING = re.compile(
    r"(?<!\w)[وفبلك]?(?:ال|لل)?(?:محادثات|مفاوضات|مباحثات|مشاورات|تفاوض|جوله|جولت\w+|جولات|موتمر|موتمرات|قمه|لقاء|لقاءات|اجتماع\w*|حوار|جلسه|جلسات"
    r"|متفاوض\w+|وفد(?:ا|ي|ان|ين|نا)?|مايده|ملتقي|منتدي)(?!\w)"
)
# What they speak about, where it is told between the meeting and a place: «محادثات لوقف القتال في تعز».
_TOPIC = re.compile(
    r"(?<!\w)(?:بشان|حول|(?:ال)?رامي\w*|(?:ال)?هادف\w*|(?:ال)?خاص\w*|(?:ال)?معني\w*|ل(?!ل|قاء|جن)\w{3,}|من اجل|بهدف"
    r"|[وفبل]?(?:ال)?(?:وقف|قتال|حرب|هدنه|قصف|نزاع|صراع|ازمه|معارك|اوضاع|وضع|هجوم|هجمات|حصار|وجود|قوات|اشتباكات|انتهاكات|انسحاب|مصير))(?!\w)"
)
# «أُعلن في تبوك عن هدنة», «وقّع الطرفان في تبوك اتفاقاً»: where the outcome was reached the talks were.
_CONCLUDED = re.compile(r"(?<!\w)[وف]?(?:وقع(?:ا|ت|وا)?|ابرم\w*|توصل\w*|صدر(?!\w)|اعلن(?= (?:في|ب)))(?!\w)")
_OUTCOME = re.compile(r"(?<!\w)(?:[بل])?(?:ال|لل)?(?:هدنه|اتفاق\w*|مذكره|بيان\w*|اعلان|تفاهم\w*|وثيقه)(?!\w)")
# A city is where it "hosts" a meeting, and where those arrive who are to take part in one.
_HOSTS = re.compile(
    r"(?<!\w)[وف]?(?:ت?ستضيف|استضاف(?:ت|تها|ته)|[تا]حتضن(?:ت|تها|ته)?|ت?شهد(?:ت|تها)?) (?:(?:ال)?عاصمه (?:\w+ه )?|مدينه )?$"
)
_ARRIVE = re.compile(r"(?<!\w)[وف]?[يت]?(?:وصل|صل)(?:ت|ا|وا|ان|ون)? (?:\w+ ){0,8}?الي (?:(?:ال)?عاصمه (?:\w+ه )?|مدينه )?$")
_TO_COME = re.compile(r"\s(?:ال)?(?:مقبل|قادم|تالي|لاحق|جديد)(?:ه)?(?!\w)")
_HERE = re.compile(r"(?<!\w)(?:من )?هنا(?!\w)")
_LEAD = 6  # segments in which a report tells of what it is about


@dataclass(frozen=True)
class Occasion:
    """A date of the round: where it stands, its words, its value and whether it lies ahead; ``problem`` as in dates."""

    span: Span
    words: str
    value: str | None
    problem: str | None


def round_told(report: Report, lead_end: int) -> str | None:
    """The number of the round that the opening names: «الجولة الرابعة», «اجتماعها الثالث», «جولة ثانية»."""
    words = fold(report.text[:lead_end]).text
    for pattern in _ROUNDS:
        for found in pattern.finditer(words):
            if not _INTENDS.search(_PUNCTUATION.split(words[: found.start()])[-1]) or found.group().startswith("ال"):
                return _NUMBERED[found["number"]]
    return None


def place_told(report: Report, glossary: Glossary, lead_end: int) -> NameMatch | None:
    """The place of the round: one in which the opening says that something was held, or that talks are called after.

    That of a dateline is none, unless the report says that the talks were held "here".
    """
    places = [match for match in glossary.names_in(report.text[:lead_end]) if match.entry.kind == "place"]
    written_at = [match for match in places if stands_in_dateline(report.text, match.start, match.end)]
    told = [match for match in places if match not in written_at]
    for pattern in (_ACTS, _CONCLUDED, _MEETING):
        for match in told:
            if _is_of_the_round(report, match, pattern):
                return match
    hosting = [match for match in told if _hosts(report, match)]
    if hosting:
        return hosting[0]
    heading = [
        match for match in told if not report.text[: match.start].strip(" #*\n") and report.text[match.end :].startswith(":")
    ]
    if heading:
        return heading[0]
    here = any(
        _HERE.search(sentence) and _ACTS.search(sentence) and not is_past(sentence)
        for sentence in (fold(report.text[one.start : one.end]).text for one in report.segments if one.start < lead_end)
    )
    return written_at[0] if written_at and here else None


def _hosts(report: Report, match: NameMatch) -> bool:
    """Whether a city hosts the meeting that its sentence tells of, or is where those arrive who take part in it."""
    segment = report.segment_at(match.start)
    lead, behind = (fold(report.text[start:end]).text for start, end in ((segment.start, match.start), (match.end, segment.end)))
    if is_past(lead + behind) or _TO_COME.search(behind):
        return False
    if _HOSTS.search(lead):
        return _MEETING.search(lead + behind) is not None
    return _ARRIVE.search(lead) is not None and re.search(r"(?<!\w)(?:للمشاركه|لحضور|لبدء|لاستيناف)(?!\w)", behind) is not None


def _is_of_the_round(report: Report, match: NameMatch, pattern: re.Pattern[str]) -> bool:
    """Whether a place is that of what a pattern finds: nearest in front, or behind a place that begins the sentence."""
    segment = report.segment_at(match.start)
    sentence = report.text[segment.start : segment.end]
    if is_past(fold(sentence).text):
        return False
    raw = report.text[segment.start : match.start]
    lead = fold(raw).text
    found = list(pattern.finditer(lead))
    if pattern is _MEETING and found and not lead[found[-1].end() :].strip(' «"'):
        return True  # «محادثات جنيف»
    if not _IN.search(lead[-40:]):
        return False
    if not found:
        behind = fold(report.text[match.end : segment.end]).text
        first = pattern.search(behind)
        return not find_cues(raw) and pattern is _ACTS and first is not None and len(behind[: first.start()].split()) < 5
    if pattern is _CONCLUDED and not _OUTCOME.search(fold(report.text[match.end : segment.end]).text):
        return False
    between = re.split("[،؛]", lead[found[-1].end() :])[-1]
    told_by = [cue for cue in find_cues(raw) if cue.form == "verb"]
    if told_by and len(fold(raw[: told_by[-1].start]).text) >= found[-1].end():
        return False  # «قال الوزير في باريس»
    return _OF_ANOTHER.search(between) is None and _TOPIC.search(between) is None


def start_told(report: Report) -> Occasion | None:
    """When the round began or is to begin."""
    lead = report.segments[:_LEAD]
    for segment in lead:
        if found := _beside(report, segment, "began"):
            return found
    for segment in lead:
        sentence = report.text[segment.start : segment.end]
        if _WILL_BEGIN.search(fold(sentence).text) and (mention := next(iter(find_dates(sentence)), None)):
            return _occasion(report, segment, mention, ahead=True)
    return None


def end_told(report: Report) -> Occasion | None:
    """When the round ended: a day that has come, of this round and not of one before; else the last day of its dates."""
    for segment in report.segments:
        if found := _beside(report, segment, "ended"):
            return found
    return None


def is_ahead(sentence: str) -> bool:
    """Whether a sentence tells of a round that is still to begin."""
    words = fold(sentence).text
    found = _ACTS.search(_WILL_BEGIN.sub(" ", words))
    return (found is None or found["began"] is None) and _WILL_BEGIN.search(words) is not None


def _beside(report: Report, segment: Segment, act: Literal["began", "ended"]) -> Occasion | None:
    """The date of a sentence that belongs to one of its acts."""
    sentence = report.text[segment.start : segment.end]
    told = fold(sentence)
    if segment.heading or (act == "ended" and _ENDED_STEMS.search(told.text) is None):
        return None
    if is_past(sentence) or is_of_round_before(sentence, report):
        return None
    acts = [(told.starts[found.start()], told.ends[found.end() - 1], found.lastgroup) for found in _ACTS.finditer(told.text)]
    if not any(kind == act for _, _, kind in acts):
        return None
    dates = find_dates(sentence)
    owned = [(mention, _owner(sentence, mention, acts)) for mention in dates]
    for mention in (mention for mention, owner in owned if owner == act):
        found = _occasion(report, segment, mention)
        if not _is_to_come(found, report):
            return found
    # «أُعلن اليوم … في ختام مباحثات»: with one act alone, a date that stands elsewhere in the sentence is of it.
    if {kind for _, _, kind in acts} == {act}:
        free = [mention for mention, owner in owned if owner is None and (act == "ended" or not _is_dateline(sentence, mention))]
        if free and not _is_to_come(found := _occasion(report, segment, free[0]), report):
            return found
    return None


def _owner(sentence: str, mention: Mention, acts: list[tuple[int, int, str | None]]) -> str | None:
    """The act to which a date belongs: the nearest in front of it, or one right behind it."""
    if _is_dateline(sentence, mention):
        return None
    before = [act for act in acts if act[1] <= mention.start]
    if before:
        _, end, act = before[-1]
        return _OTHER if _OF_ANOTHER.search(fold(sentence[end : mention.start]).text) else act
    behind = [act for act in acts if act[0] >= mention.end and not _PUNCTUATION.search(sentence[mention.end : act[0]])]
    return behind[0][2] if behind and len(sentence[mention.end : behind[0][0]].split()) <= 2 else None


_OTHER = "other"  # a date of something else


def _is_dateline(sentence: str, mention: Mention) -> bool:
    """Whether a date stands in the dateline, in front of a dash or alone on its line."""
    return mention.start < 40 and _DASH.match(sentence, mention.end) is not None


def _occasion(report: Report, segment: Segment, mention: Mention, *, ahead: bool = False) -> Occasion:
    resolution = resolve(mention.words, published=report.published, ahead=ahead)
    span = Span(segment.start + mention.start, segment.start + mention.end)
    return Occasion(span, mention.words, resolution.value, resolution.problem)


def _is_to_come(found: Occasion, report: Report) -> bool:
    if found.value is None or report.published is None:
        return False
    return _days(found.value)[0] > report.published.isoformat()


def first_day(value: str) -> str:
    """The first of the days that a value names: «من 13 إلى 17 نيسان» begins on the 13th."""
    return _days(value)[0]


def last_day(value: str) -> str | None:
    """The last of several days, or None where a value names one alone."""
    days = _days(value)
    return days[1] if len(days) > 1 and days[1] != ".." else None


def _days(value: str) -> list[str]:
    return value.split("/") if re.fullmatch(r"\d{4}-\d\d-\d\d/(?:\d{4}-\d\d-\d\d|\.\.)", value) else [value]
