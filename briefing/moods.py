"""Whether words report a demand or a pledge at all: what is asked, hoped, expected, welcomed or only possible is neither.

A model that looks for pledges finds one in «أعربت عن أملها في التوصل إلى اتفاق». The words in front of what is pledged or
wanted tell the mood in which they speak of it: each rule here looks for one, as far as it surely governs the quote.
"""

from __future__ import annotations

import re

from briefing.arabic import fold, folded
from briefing.cues import find_cues
from briefing.findings import DECLINES_TO_TELL, LAYS_ON, TO_DO, Finding, own_subject
from briefing.participants import Cast
from briefing.source import Report
from briefing.speech import owner_named, speech_at

# All patterns are for folded text.
_ASKED = re.compile(r"(?<!\w)[وف]?(?:هل|(?:عما|ما|فيما|بما|مما) اذا)(?: (?:كان(?:ت|وا|ا|تا)?|قد|\w{3,}))?(?: (?!ان )\w+){0,5} $")
_ENDS_AS_QUESTION = re.compile(r"[^.!؟?\n«»\":؛]*[؟?]")
_ASKS = re.compile(r"(?<!\w)[وف]?(?:هل|لماذا|متي|كيف|اين|لم لا|ماذا)(?!\w)")
_HOPES = re.compile(
    r"(?<!\w)[وف]?(?:(?:(?<!علي )[يتن]?امل(?:ت|وا|ا|ه|ين)?|متفايل\w*|تفاءل\w*|(?:[يت]|ن)?توقع(?:ت|وا|ا)?|متوقع(?:ا|ه|ين)|[يت]?رجح(?:ت|وا)?|مرجح(?:ا|ه|ين))(?!\w)"
    r"|(?:اعرب|عبر|ابد|[يت]عرب|[يت]عبر|معرب|معبر)\w*(?: \w+){0,4}? (?:عن )?(?:بالغ |خالص |عميق )?(?:امل|تفاول|ثقت|اسف|قلق)(?:ه|ها|هم|هما|ا)?(?!\w))"
)
_WELCOMES = re.compile(
    r"(?<!\w)[وف]?(?:[يت]?رحب(?:ت|وا|ا)?|مرحب(?:ا|ه|ين)|اشاد(?:ت|وا)?|[يت]شيد|مشيد(?:ا|ه|ين)|ثمن(?:ت|وا)?|[يت]ثمن|مثمن(?:ا|ه|ين)|شكر(?:ت|وا)?|[يت]شكر)(?!\w)"
)
# What somebody has from another by these is a pledge all the same: «رحب بموافقة الحكومة على».
_GIVEN = re.compile(
    r"(?<!\w)[وفبلك]?(?:ل|ال)?(?:موافق|قبول|استعداد|قرار|مبادر|عرض|اعلان|وعد|وعود|تعهد|التزام|ضمان|تطمين|خط[ةه]|نيه|عزم)\w*"
)
# «عدم تمكن الطرفين من», «فشل الوسيط في حمل الطرفين على»: what was not brought about stands right behind.
_FAILS = re.compile(
    r"(?<!\w)[وف]?[بل]?(?:ال|ل)?(?P<fails>عدم (?:ال)?(?:تمكن|توصل|قدره|نجاح|اتفاق|تحقيق|احراز)|فشل(?:ت|وا|ا|ه|ها|هم)?|اخفق(?:ت|وا|ا)?|اخفاق(?:ه|ها|هم)?|تعذر|عجز(?:ت|وا)?)"
    r"(?:(?: (?!ان )\w+){0,6} (?:في|من|الي|علي|عن))? $"
)
_HAD_IT_BEEN = re.compile(r"(?<!\w)[وف]?لو(?:لا)? [^،؛.:]{3,80}،? ل(?:امكن|كان|تمكن|استطاع|ما)\w*(?: \w+){0,3} $")
_MAY = re.compile(r"(?<!\w)[وف]?(?:قد|ربما|لعل\w*) (?:\w+ )?$")
_NEGATIVE_EN = re.compile(
    r"\b(?:not?|never|nor|without|unless|until|only|reject\w*|refus\w+|oppos\w+|object\w*|declin\w+|against|rul\w+ out|end|stop\w*|halt)\b|n['’]t\b"
)
_UNLESS = re.compile(r"(?<!\w)(?:الا|ما لم|قبل ان|حتي|دون)(?!\w)")
_WILL = re.compile(r"[وف]?(?:س[يتن][\u0621-\u0652]{3,}|سوف)(?=\s)")
_BOUNDARY = re.compile(r"[،؛.:«»\"!؟?]")


def mood_of_none(finding: Finding, report: Report, cast: Cast) -> bool:
    """Whether the words around a quote rule out that it reports a demand or a pledge, or that a clause was agreed."""
    span, kind = finding.span, finding.kind
    if span is None or kind not in {"demand", "commitment", "clause"} or finding.status == "denied" or finding.denied:
        return False
    segment = report.segment_at(span.start)
    lead = fold(report.text[segment.start : _act(finding)]).text
    lead = lead + " " if lead and not lead.endswith(" ") and report.text[_act(finding) - 1].isspace() else lead
    if kind != "demand" and (failed := _FAILS.search(lead)) and not _has_verb(lead[failed.end("fails") :]):
        return True
    if kind == "clause":
        return False
    if _ASKED.search(lead) or _is_question(finding, report) or _HAD_IT_BEEN.search(lead):
        return True
    if _may_come(finding, report) or _is_declined(finding, report, cast):
        return True
    return kind == "commitment" and (_is_hoped(finding, report, cast) or _is_laid_on(finding, report, cast))


def _act(finding: Finding) -> int:
    """Where the words of the act begin: at a verb of the item's own kind within the quote, or with the quote."""
    span, cue = finding.span, finding.cue
    assert span is not None
    own = cue is not None and cue.kind == finding.kind and span.start <= cue.start < span.end
    return cue.start if own and cue is not None else span.start


def _has_verb(words: str) -> bool:
    return any(cue.form == "verb" for cue in find_cues(words))


def _is_question(finding: Finding, report: Report) -> bool:
    """Whether the sentence or quotation that a quote is of ends with a question mark: «لماذا نخلي مواقعنا؟»."""
    assert finding.span is not None
    words = report.text[finding.span.start : finding.span.end]
    if re.search(r"[؟?][»\"\s]*$", words):
        return _BOUNDARY.search(words.rstrip('؟?»" ')) is None
    behind = _ENDS_AS_QUESTION.match(report.text, finding.span.end)
    return behind is not None and _ASKS.search(fold(behind.group()).text) is None  # «نطالب بفتحه، فهل من مجيب؟»


def _may_come(finding: Finding, report: Report) -> bool:
    """Whether a verb in the imperfect is behind «قد» or «ربما»: «قد تطالب»."""
    cue = finding.cue
    if cue is None or cue.form != "verb" or cue.kind != finding.kind or not finding.governed:
        return False
    imperfect = re.match(rf"[يتن]{re.escape(folded(cue.lexeme.present)[1:4])}", folded(report.text[cue.start : cue.end]))
    before = fold(report.text[max(0, cue.start - 30) : cue.start]).text
    return imperfect is not None and _MAY.search(f"{before.rstrip()} ") is not None


def _is_declined(finding: Finding, report: Report, cast: Cast) -> bool:
    """Whether what is said to be wanted is what the holder refuses: «رفض فلان الإفصاح عن الأسماء»."""
    span, cue = finding.span, finding.cue
    assert span is not None
    sentence = report.segment_at(span.start)
    if _UNLESS.search(fold(report.text[sentence.start : span.end]).text):
        return False  # «رفض الكشف عن الأسماء قبل …»: what it refuses is wanted of others first
    if any(
        match.start() + sentence.start <= span.start < match.end() + sentence.start
        for match in DECLINES_TO_TELL.finditer(report.text[sentence.start : span.end])
    ):
        return True
    if cue is None or cue.form != "verb" or cue.lexeme.act != "REJECT" or cue.negated or not finding.governed:
        return False
    said = report.text[cue.end : span.end]
    if finding.kind != "demand" or not finding.draft.en or _NEGATIVE_EN.search(finding.draft.en.lower()):
        return False
    if cue.start >= span.end or any(one.kind == "demand" for one in find_cues(said)):
        return False
    subject = own_subject(finding, report, cast)
    return subject is not None and any(cast.same_side(subject, holder) for holder in finding.by)


def _is_hoped(finding: Finding, report: Report, cast: Cast) -> bool:
    """Whether a verb of hoping or expecting governs the quote, or one of welcoming whose subject is the holder."""
    span = finding.span
    assert span is not None
    segment = report.segment_at(span.start)
    form = fold(report.text[segment.start : span.end])
    if _WILL.match(report.text, span.start):
        return False
    for pattern in (_HOPES, _WELCOMES):
        for match in pattern.finditer(form.text):
            start, end = segment.start + form.starts[match.start()], segment.start + form.ends[match.end() - 1]
            between = report.text[end : max(end, span.start)]
            if start > span.start + 1 or _BOUNDARY.search(between):
                continue
            said = report.text[end : span.end]
            if any(cue.kind in {"commitment", "demand"} or cue.form == "verb" for cue in find_cues(said)):
                continue
            if owner_named(report, cast, finding.kind, span.start, span.end) is not None or _GIVEN.search(fold(said).text):
                continue
            named = next(iter(cast.within(end, span.end)), None)
            mine = named is None or any(cast.same_side(named.participant, one) for one in finding.by)
            if pattern is _HOPES or (mine and (named is None or len(report.text[end : named.start].split()) < 4)):
                return True
    return False


def _is_laid_on(finding: Finding, report: Report, cast: Cast) -> bool:
    """Whether another says that the holder has to do it: «إن على الحكومة أن تتحمل»."""
    span = finding.span
    assert span is not None
    start = report.segment_at(span.start).start
    for mention in cast.within(start, span.end):
        if not any(cast.same_side(mention.participant, holder) for holder in finding.by):
            continue
        if LAYS_ON.search(report.text[start : mention.start]) and TO_DO.match(report.text, mention.end):
            speech = speech_at(report, cast, span.start, span.end)
            return speech is None or not cast.same_side(speech.speaker, mention.participant)
    return False
