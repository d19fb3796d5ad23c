"""Whose an item is by the words, where they leave no choice: what the holder that a model names is held against.

The subject beside a verb settles a holder outright (``findings``). Here are the frames in which the subject stands elsewhere:
it goes on from the sentence before (مطالباً …, «وطالب بـ»), it is told of ("قال فلان إن الحركة ستسلم"), it is possessed
("بلاده ستقدم") or owns what is announced ("أبدى استعداد الحكومة لـ"). Where a frame is in doubt there is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from briefing.agreement import clashes, verb_form
from briefing.arabic import folded
from briefing.findings import ADDRESSING, Finding, is_verbal_noun, own_subject, possessed_body, speaker_at
from briefing.participants import Cast, subject_after
from briefing.quotation import quoted_spans, without_spans
from briefing.record import Participant
from briefing.source import Report
from briefing.speech import is_word_of_saying, organ_of, speaker_of_all, speech_at, told_subject
from briefing.voices import speaks_in_own_name
from briefing.windows import paragraph_at, passages
from briefing.wording import is_feminine

_THAT = re.compile(r"(?:و|ف)?(?:ب?[إأ]ن\s+)?[\"«]?")
_ANNOUNCED = re.compile(
    r"(?<![\u0621-\u064a])(?:استعداد|رغبة|عزم|التزام|حرص|موافقة|تمسك|رفض|نية|اعتزام|تعهد)\s+[\"«]?(?:وفد\s+)?$"
)
# Behind a verb: a preposition, a clause, or an object with the subject's own pronoun («جددت رفضها»).
_NO_SUBJECT_BEHIND = re.compile(
    r"\s+(?:ب[\u0621-\u064a]{2}|ل[\u0621-\u064a]{3}"
    r"|(?:على|إلى|الى|أن|إن|في|من|عن|بأن|أنه|أنها|إنه|إنها|ما|أي|كل|ذلك|هذا|هذه|عليه|عليها|عليهما|عليهم|له|لها|لهما|لهم)(?![\u0621-\u064a])"
    r"|[\u0621-\u064a]{3,}(?:ه|ها|هم|هما)(?![\u0621-\u064a]))"
)
_BODY = r"(?P<body>(?:وفد |الوفد |مجلس )?ال[\u0621-\u064a]{3,}(?: ال[\u0621-\u064a]{3,})?)"
_BODY_ACTS = re.compile(
    rf"(?:و|ف)?(?:ب?[إأ]ن )?{_BODY} (?:هو الذي |هي التي )?(?:قد |لن |لم |لا |س[يتن][\u0621-\u0652]{{3,}}|[يت][\u0621-\u0652]{{3,}}"
    r"|(?:وعد|رفض|وافق|قبل|تعهد|طلب|طالب|سحب|أسقط|أعلن|التزم|هدد|دعا|نفى)(?:ت)? )"
)
_BODY_BEHIND = re.compile(rf" {_BODY}(?![\u0621-\u064a])")
_CLAUSE_BEGINS = re.compile(r"(?:^|[،؛.:\n])\s*(?:(?:و|ف)?(?:كما|ثم|قد|لقد|كذلك|أيضا|أيضاً)\s+)*(?:و|ف)?$")
_WITH_OBJECT = re.compile(r"[\u0621-\u0652]{3,}(?:ه|ها|هم|هما)")
_SUFFIX = re.compile(r"(?:ته|تها|تهم|ه|ها|هم|هما)$")
_NEAR = 60  # characters from the beginning of the quote in which the owner of what is announced is named


def shown_holder(finding: Finding, report: Report, cast: Cast) -> str | None:
    """The id of the participant whom the words show as the holder of a demand, pledge or statement; None if they do not."""
    if finding.span is None or finding.kind not in {"demand", "commitment", "statement"} or _is_settled(finding, report, cast):
        return None
    shown = next((found for frame in _FRAMES if (found := frame(finding, report, cast)) is not None), None)
    return None if shown in cast.groups else shown


def _is_settled(finding: Finding, report: Report, cast: Cast) -> bool:
    """Whether the subject beside the verb has settled it already."""
    cue, span = finding.cue, finding.span
    assert span is not None
    if cue is None or cue.form != "verb" or not finding.governed or cue.start >= span.end:
        return False
    return own_subject(finding, report, cast) is not None


def _told_of(finding: Finding, report: Report, cast: Cast) -> str | None:
    """«أكد المتحدث أن التحالف سيخلي المحطة»: the quotation begins with whom the speech is about."""
    assert finding.span is not None
    first = next(iter(cast.within(finding.span.start, finding.span.end)), None)
    speech = speech_at(report, cast, finding.span.start, finding.span.end)
    if first is None or speech is None or _THAT.fullmatch(report.text, finding.span.start, first.start) is None:
        return None
    told = told_subject(report, cast, speech, finding.span.end)
    return told if told == first.participant else None


def _owner(finding: Finding, report: Report, cast: Cast) -> str | None:
    """«أبدى استعداد الحكومة لصرف الرواتب»: the readiness is the Government's, whoever announces it."""
    assert finding.span is not None
    start = finding.passage.start
    for mention in cast.within(start, min(finding.span.end, finding.span.start + _NEAR)):
        if _ANNOUNCED.search(report.text[start : mention.start]):
            return mention.participant
    return None


def _own_side(finding: Finding, report: Report, cast: Cast) -> str | None:
    """«بلاده ستقدم», «حكومته تتعهد»: the side of the person that was named last, or that goes on speaking."""
    assert finding.span is not None
    start = finding.span.start
    if possessed_body(report.text[start : finding.span.end]) is None:
        return None
    before = cast.within(report.segment_at(start).start, start)
    persons = [mention.participant for mention in before if cast[mention.participant].kind == "person"]
    speaker = persons[-1] if persons else speaker_at(report, cast, passages(report), finding.passage)
    return speaker and (cast[speaker].affiliation or speaker)


def _named_behind(finding: Finding, report: Report, cast: Cast) -> str | None:
    """«رد الناطق باسم التنسيقية حمّة ولد سيدي بأن …»: who stands behind the word of saying with which a statement begins."""
    assert finding.span is not None
    words = report.text[finding.span.start : finding.span.end]
    first = words.split(" ", 1)[0]
    is_noun = any(one.form == "noun" and one.start == finding.span.start for one in finding.passage.cues)
    if _WITH_OBJECT.fullmatch(first) and not is_noun and not is_verbal_noun(_SUFFIX.sub("", first)):  # «نفاه فلان»
        behind = next(iter(cast.within(finding.span.start + len(first), finding.span.end)), None)
        return behind.participant if behind is not None and behind.start == finding.span.start + len(first) + 1 else None
    if finding.kind != "statement" or not is_word_of_saying(first):
        return None
    return subject_after(cast, report.text, finding.span.start + len(first), finding.span.end)


def _of_oneself(finding: Finding, report: Report, cast: Cast) -> str | None:
    """«أدعو الطرفين», «ونحن نرحب» in the reporter's own words: the person or the side in whose name all is said."""
    assert finding.span is not None
    start, end = finding.span.start, finding.span.end
    words = report.text[start:end]
    if speech_at(report, cast, start, end) is not None or not speaks_in_own_name(without_spans(words, quoted_spans(words))):
        return None
    return speaker_of_all(report, cast, start, end) or organ_of(report, cast)


def _of_noun(finding: Finding, report: Report, cast: Cast) -> str | None:
    """«استغرب فلان مطالبة الحكومة بـ»: a demand that somebody deplores or welcomes is of whoever is named behind its noun."""
    span = finding.span
    assert span is not None
    if finding.kind != "demand":
        return None
    first = next(iter(cast.within(span.start, span.end)), None)
    if first is None or _DEMANDING.fullmatch(report.text, span.start, first.start) is None:
        return None
    lead = report.text[report.segment_at(span.start).start : span.start]
    return first.participant if _TAKES_UP.search(folded(lead)) else None


_DEMANDING = re.compile(r"[\s\"«]*[وفب]?(?:مطالبة|دعوة|مناشدة|إصرار|طلب)\s+[\"«]?")
_TAKES_UP = re.compile(
    r"(?<!\w)[وف]?(?:استغرب|استهجن|سخر|انتقد|رفض|ندد|رحب|ايد|استنكر|تجاهل|هاجم|عارض|شجب|ادان|استبعد)(?:ت|وا)?(?: [^\s،.؛:]+){0,8}\s*$"
)


def _named_by_part(finding: Finding, report: Report, cast: Cast) -> str | None:
    """«الوفد الحكومي وعد», «رفض وفد الحكومة»: beside the first verb stands a word that only one body is called by."""
    assert finding.span is not None
    words = report.text[finding.span.start : finding.span.end]
    cue, body = finding.cue, _BODY_ACTS.match(words)
    if body is None and cue is not None and cue.form == "verb" and cue.start - finding.span.start in {0, 1}:
        if folded(cue.lexeme.present) not in ADDRESSING and not cue.object:
            body = _BODY_BEHIND.match(words, cue.end - finding.span.start)
    if body is None:
        return None
    named = folded(body["body"])
    bodies = [one for one in cast.participants if one.kind != "person" and one.id not in cast.groups]
    fits = [one.id for one in bodies if cast.may_stand_for(one, named) or (_OF_GOVERNMENT.search(named) and _governs(one))]
    return fits[0] if len(fits) == 1 else None


def _governs(one: Participant) -> bool:
    return one.role == "party" and (one.kind == "state" or _IS_GOVERNMENT.search(folded(Cast.label(one))) is not None)


def _goes_on(finding: Finding, report: Report, cast: Cast) -> str | None:
    """Who spoke before, where a participle or a verb without a subject behind it begins a clause."""
    cue, span = finding.cue, finding.span
    assert span is not None
    if cue is None or not finding.governed or cue.start >= span.end or cue.object:
        return None
    first = next(iter(cast.within(span.start, span.end)), None)
    if cue.end <= span.start and first is not None and first.start - span.start < 2:
        return None  # «وذكّر بأن الحركة هي التي وعدت»
    word, lead = report.text[cue.start : cue.end], report.text[max(finding.passage.start, cue.start - 40) : cue.start]
    if cue.form == "verb":
        behind = _NO_SUBJECT_BEHIND.match(report.text, cue.end) or folded(cue.lexeme.present) in ADDRESSING
        if not behind or not _CLAUSE_BEGINS.search(lead):
            return None
    elif cue.form != "participle" or folded(word).endswith("ه"):  # «مطالبة الحكومة» may be a noun
        return None
    speaker = speaker_at(report, cast, passages(report), finding.passage)
    if speaker is None or clashes(cue, word, cast[speaker]) or folded(word).endswith(("تا", "وا", "ون", "ان")):
        return None
    before = cast.within(paragraph_at(report, cue.start)[0], cue.start)
    since = next((place for place, one in enumerate(reversed(before)) if cast.same_side(one.participant, speaker)), 0)
    if any(cast[one.participant].kind == "person" for one in before[len(before) - since :]):
        return None  # «تصر الفهد على كذا. سألت كوفاتش فأجابت … ودعت إلى»
    return None if verb_form(cue, word) == "feminine" and not is_feminine(cast[speaker]) else speaker


# Words that stand for a side, or for all, without its name; in folded text.
_OF_GOVERNMENT = re.compile(r"(?<!\w)[وف]?[بلك]?(?:ال|لل)?(?:حكومي|حكوميه|حكومه|نظام|سلطه|سلطات)(?!\w)")
_IS_GOVERNMENT = re.compile(r"حكوم|نظام|سلط|جمهوري|دوله|مملكه")
_OF_OPPOSITION = re.compile(r"(?<!\w)[وف]?[بلك]?(?:ال|لل)?معارض")
_OF_ALL = re.compile(
    r"(?<!\w)[وف]?[بلك]?(?:ال|لل)?(?:مشاركون|مشاركين|حاضرون|حاضرين|اطراف|طرفان|طرفين|جانبان|جانبين|وفدان|وفدين|وفود|دول)(?!\w)"
)


def may_hold(finding: Finding, report: Report, cast: Cast) -> bool:
    """Whether the paragraph, up to the end of an item's sentence, speaks of each of its holders: by a name or a word for it."""
    if finding.span is None or _is_settled(finding, report, cast):
        return True
    start = paragraph_at(report, finding.span.start)[0]
    end = report.segment_at(max(finding.span.start, finding.span.end - 1)).end
    spoken_of = {mention.participant for mention in cast.within(start, end)}
    if spoken_of.issuperset(finding.by) or speaks_in_own_name(report.text[finding.span.start : finding.span.end]):
        return True
    words = folded(report.text[start:end])
    if _OF_ALL.search(words):
        return True
    going_on = (speaker_at(report, cast, passages(report), finding.passage), organ_of(report, cast))
    spoken_of |= {one for one in going_on if one is not None}
    government, opposition = _OF_GOVERNMENT.search(words) is not None, _OF_OPPOSITION.search(words) is not None

    def is_spoken_of(holder: str) -> bool:
        one = cast[holder]
        if one.role == "party" and (government if _governs(one) else opposition):
            return True
        return cast.may_stand_for(one, words) or any(cast.same_side(holder, other) for other in spoken_of)

    return all(map(is_spoken_of, finding.by))


_FRAMES: tuple[Callable[[Finding, Report, Cast], str | None], ...] = (
    _told_of, _of_noun, _named_by_part, _owner, _own_side, _named_behind, _of_oneself, _goes_on,
)  # fmt: skip
