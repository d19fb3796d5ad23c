"""Whether words report a demand or a pledge at all: what is asked, hoped, expected, welcomed or only possible is neither.

A model that looks for pledges finds one in «أعربت عن أملها في التوصل إلى اتفاق». The words in front of what is pledged or
wanted tell the mood in which they speak of it: each rule here looks for one, as far as it surely governs the quote.
"""

from __future__ import annotations

import re

from briefing.arabic import fold
from briefing.cues import find_cues
from briefing.findings import Finding, own_subject
from briefing.kinds import in_draft
from briefing.owners import LAYS_ON, TO_DO
from briefing.participants import Cast
from briefing.possibility import is_not_excluded, possibilities, tells_possible
from briefing.source import Report
from briefing.speech import owner_named, speech_at
from briefing.statuses import DECLINES_TO_TELL
from briefing.wording import is_feminine

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
# «أقترح أن تمتد المرحلة»: what somebody proposes is no clause, unless the draft of one does.
_PROPOSES = re.compile(r"(?<!\w)[وف]?(?:[اينت]?قترح(?:ت|وا|نا)?|مقترح(?:ا|ه))(?: \w+){0,4}? (?:ب?ان|علي \w+ ان)[\s\"«]*$")
_PROVIDED = re.compile(r"(?<!\w)[وف]?(?:بشرط|شريطه|علي شرط|شرط)(?: ان)?[\s\"«]*$")
# «تدرس تقديم مساهمة»: not yet resolved on.
_STUDIES = re.compile(
    r"(?<!\w)[وف]?س?(?:[يتن]درس|[يتن]فكر في|[يتن]نظر في|[يتن]بحث(?: في)?|درست?|بحثت?)(?: (?:حاليا|الان|جديا|امكانيه|احتمال|فكره|خيار|مساله|مقترح|مدي))* (?=$|(?:ب|ل)?(?:ت\w{2}ي\w|ا\w{3,}|م\w{3,}ه)(?!\w))"
)
_HAD_IT_BEEN = re.compile(r"(?<!\w)[وف]?لو(?:لا)? [^،؛.:]{3,80}،? ل(?:امكن|كان|تمكن|استطاع|ما)\w*(?: \w+){0,3} $")
_WISHES = re.compile(
    r"(?<!\w)[وف]?(?:(?<!علي )[ينت]?امل(?:ت|وا|ا|ه|ين)?|[يتن]?تمن[يات]\w{0,2}|متمني\w*|[يت]تطلع(?:ون)?|تطلع(?:ت|وا)?|متطلع\w*"
    r"|(?:اعرب|عبر|ابد|[يت]عرب|[يت]عبر|معرب|معبر)\w*(?: \w+){0,4}? (?:عن |في )?(?:بالغ |خالص |عميق )?(?:امل|تطلع|رغبت|تفاول)(?:ه|ها|هم|هما|ا)?)"
    r"(?: (?!المقرر|المزمع|الذي|التي|ان )\w+){0,6}? (?:ب|في |الي )?ان[\s\"«]*$"
)
_THAT, _UP_TO_THAT = re.compile(r"\s*[\"«]?[بف]?(?:ي )?ان(?= )"), re.compile(r"[^،؛.:]{0,90}? ان(?= )")
_RUMOURED = re.compile(
    r"(?<!\w)[وف]?(?:(?:تردد|اشيع|[يت]شاع|شاع|قيل|[يت]قال)(?: (?!في |عن |من )\w+){0,3}? ان(?:ه|ها|هم)?"
    r"|(?:تردد|ترددت|تتردد|راجت|سرت|تسربت|انتشرت|تناقلت|تداولت)(?: \w+){0,3}? (?:انباء|شايعات|اشاعات|معلومات|احاديث)(?: \w+){0,2}? (?:عن|ان|بان|حول|مفادها|بشان)(?:ه|ها)?"
    r"|(?:ال)?(?:شايعات|اشاعات|شايعه|اشاعه)(?: \w+){0,2}? (?:عن|ان|بان|حول|مفادها|بشان)|[عمفبل]?ما (?:قيل|تردد|اشيع|[يت]شاع|[يت]قال) (?:عن|من|حول|بشان))(?!\w)"
)
_RUMOUR_STEMS = ("تردد", "شاع", "شيع", "شايع", "قيل", "قال ان", "راجت", "سرت", "سربت", "انتشر", "تناقل", "تداول")
_READY = re.compile(
    r"(?<!\w)(?:[وفبلك]|بال|لل|ال|وال)?(?:س[يتن]\w{3,}|سوف|لن|مستعد\w*|استعداد\w*|جاهز\w*|عازم\w*|[يتن]عتزم\w*|[يتن]نوي\w*|مصمم\w*|حريص\w*|ماضيه|ماضون"
    r"|[اينت]?تعهد\w*|[ينت]?لتزم\w*|التزم\w*|التزام\w*|ملتزم\w*|وعد\w*|وعود\w*|[يت]ضمن\w*|ضمان\w*|[يت]كفل\w*|كفل\w*|[اينت]?وافق\w*|موافق\w*|[يت]قبل|قبلت?|قبول\w*|اتفق\w*"
    r"|اتفاق\w*|عرض\w*|[اي]قترح\w*|اقتراح\w*|قرر\w*|خصص\w*|تبرع\w*|تكفل\w*|[يتن]تحمل\w*|عليه|عليها|عليهم|علينا|عاتق\w*)(?!\w)"
)
_DEPENDS = re.compile(
    r"(?<!\w)(?:رهن(?!ا? اشار)\w*|مرهون\w*|مرتبط\w*|مشروط\w*|متوقف\w*|[يت]توقف علي|ضروري\w*|ضروره|لازم\w*|مهم(?:ه)?|ملح(?:ه)?|اساسي\w*|حتمي\w*|مطلوب\w*|واجب\w*|كفيل\w*|ممكن\w*|مستحيل\w*|صعب\w*|شرط|[يت]تطلب|[يت]ستلزم|[يت]قتضي|[يت]ستدعي|[يت]بقي|[يت]ظل)(?!\w)"
)
_NEGATIVE_EN = re.compile(
    r"\b(?:not?|never|nor|without|unless|until|only|reject\w*|refus\w+|oppos\w+|object\w*|declin\w+|against|rul\w+ out|end|stop\w*|halt)\b|n['’]t\b"
)
_UNLESS = re.compile(r"(?<!\w)(?:الا|ما لم|قبل ان|حتي|دون)(?!\w)")
_WILL = re.compile(r"[وف]?(?:س[يتن][\u0621-\u0652]{3,}|سوف)(?=\s)")
_BOUNDARY = re.compile(r"[،؛.:«»\"!؟?]")


def mood_of_none(finding: Finding, report: Report, cast: Cast) -> bool:
    """Whether the words around a quote rule out that it reports a demand, a pledge or a next step, or that a clause was agreed.

    What is only rumoured is nobody's position at all.
    """
    span, kind = finding.span, finding.kind
    if span is None or kind == "stance" or finding.status == "denied" or finding.denied:
        return False
    if _is_rumoured(finding, report):
        return True
    if kind == "next_step":
        return _is_wished(finding, report) or _is_assured(finding, report)
    if kind == "statement":
        return False
    segment = report.segment_at(span.start)
    lead = fold(report.text[segment.start : _act(finding)]).text
    lead = lead + " " if lead and not lead.endswith(" ") and report.text[_act(finding) - 1].isspace() else lead
    if kind != "demand" and (failed := _FAILS.search(lead)) and not _has_verb(lead[failed.end("fails") :]):
        return True
    if kind == "clause":
        return _PROPOSES.search(lead) is not None and not in_draft(finding, report)
    if kind == "commitment" and _PROVIDED.search(lead):
        return True  # what another's pledge waits for
    if kind == "commitment" and (_STUDIES.search(lead) or _STUDIES.match(fold(report.text[span.start : span.end]).text)):
        return True
    if _ASKED.search(lead) or _is_question(finding, report) or _HAD_IT_BEEN.search(lead):
        return True
    if _may_come(finding, report, cast) or _is_declined(finding, report, cast):
        return True
    return kind == "commitment" and (
        _is_hoped(finding, report, cast) or _is_laid_on(finding, report, cast) or _only_depends(finding, report)
    )


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


def _may_come(finding: Finding, report: Report, cast: Cast) -> bool:
    """Whether what is told is only possible: a quote that «قد» or «ربما» with an imperfect leads («قد تؤجل الحركة …»)."""
    span = finding.span
    assert span is not None
    start = report.segment_at(span.start).start
    words = report.text[start : span.end]
    begin = span.start - start
    for match in possibilities(words, feminine=_is_of_feminine(finding, report, cast)):
        if match.start() < begin:
            if not words[match.end("word") : begin].strip(' "«'):
                return True
            continue
        between = words[begin : match.start()]
        if len(between.split()) < 6 and not _BOUNDARY.search(between) and not find_cues(between):
            return True
    return False


def _is_of_feminine(finding: Finding, report: Report, cast: Cast) -> bool:
    """Whether a feminine stands right before «قد» in a quote, so that a perfect behind it would end in ت: «الحركة قد تسلّم»."""
    span = finding.span
    assert span is not None
    first = next(iter(cast.within(span.start, span.end)), None)
    if first is None or re.match(r"[\s»\"]+قد\s", report.text[first.end : span.end]) is None:
        return False
    return is_feminine(cast[first.participant], report.text[first.start : first.end])


def only_possible(finding: Finding, report: Report, cast: Cast) -> bool:
    """Whether a quote is about what may come: by «قد», or as it is not ruled out («لم يستبعد أن تُعقد جولة»)."""
    span = finding.span
    if span is None:
        return False
    lead = report.text[report.segment_at(span.start).start : span.start]
    before = re.search(r"(?<![\u0621-\u064a])[وف]?(?:قد|ربما)\s+[\"«]?$", lead)
    said = f"{before.group() if before else ''}{report.text[span.start : span.end]}"
    return is_not_excluded(lead) or tells_possible(said, feminine=_is_of_feminine(finding, report, cast))


def _is_wished(finding: Finding, report: Report) -> bool:
    """Whether a next step is only hoped for: «أعرب عن أمله في أن يعود الوفدان». What is hoped for in general («من المؤمل») is one."""
    span = finding.span
    assert span is not None
    form = fold(report.text[report.segment_at(span.start).start : span.end])
    begin = len(fold(report.text[report.segment_at(span.start).start : span.start]).text)
    that = _THAT.match(form.text, begin)
    lead = form.text[: that.end()] if that else form.text[:begin]
    if _WISHES.search(lead):
        return True
    inner = _UP_TO_THAT.match(form.text, begin)
    return inner is not None and len(inner.group().split()) < 12 and _WISHES.search(form.text[begin : inner.end()]) is not None


# "They assured us that their men will leave": one side's word for what the other is to do.
_ASSURED = re.compile(
    r"(?<!\w)[وف]?(?:(?:اكد|ابلغ|طمان|وعد|اخبر|اعلم|تعهد)(?:ت|وا|وه)?(?:نا|ني|وني|ونا)|(?:اكد|تعهد|قال|ذكر|اوضح)(?:ت|وا)? (?:لنا|لي|امامنا))(?: \w+){0,2}? ب?ان(?:ه|ها|هم)?[\s\"«]*$"
)
_ASSURED_STEMS = ("نا ", "ني ", "لي ")
_TOLD_EN = re.compile(
    r"\b(?:according to|said|says|told|claim\w*|affirm\w*|confirm\w*|assur\w*|promis\w*|announc\w*|report\w*|quot\w*)\b"
)


def _is_assured(finding: Finding, report: Report) -> bool:
    """Whether a next step is what one side says it was assured of, and is told without saying so."""
    span = finding.span
    assert span is not None
    lead = report.text[report.segment_at(span.start).start : span.start]
    if not any(map(lead.__contains__, _ASSURED_STEMS)) or _TOLD_EN.search(finding.draft.en.lower()):
        return False
    return _ASSURED.search(fold(lead).text) is not None


def _is_rumoured(finding: Finding, report: Report) -> bool:
    """Whether words of hearsay govern a quote: «تردد أن الحركة تعهدت», «أُشيع أن»."""
    span = finding.span
    assert span is not None
    segment = report.segment_at(span.start)
    form = fold(report.text[segment.start : span.end])
    if not any(map(form.text.__contains__, _RUMOUR_STEMS)):
        return False
    for match in _RUMOURED.finditer(form.text):
        start, end = segment.start + form.starts[match.start()], segment.start + form.ends[match.end() - 1]
        if start > span.start + 1:
            return False
        if not _BOUNDARY.search(report.text[end : max(end, span.start)]) and not _has_verb(
            report.text[end : max(end, span.start)]
        ):
            return True
    return False


def _only_depends(finding: Finding, report: Report) -> bool:
    """Whether a quote tells on what a thing depends, or that it is needed, and nothing in its clause that it will be done."""
    span = finding.span
    assert span is not None
    if finding.cue is not None and finding.cue.kind == "commitment":
        return False
    if _DEPENDS.search(fold(report.text[span.start : span.end]).text) is None:
        return False
    clause = re.split(r"[،؛.:]", report.text[report.segment_at(span.start).start : span.start])[-1]
    return _READY.search(fold(f"{clause}{report.text[span.start : span.end]}").text) is None


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
