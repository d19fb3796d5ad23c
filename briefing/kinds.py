"""Of which kind a finding is, and which act it tells: طالب is a demand whatever a model calls it, and a denied pledge is none.

The verb that governs the quote tells, or what stands around it: words of denying, a draft that provides for it, an exception.
"""

from __future__ import annotations

import re

from briefing.arabic import fold, folded
from briefing.cues import Cue, find_cues
from briefing.findings import AGAINST, CLAUSE_ENDED, FOR, SMALL_WORDS, Finding, pledge_to_address, turn_kind
from briefing.grounding import Span
from briefing.layout import list_opening
from briefing.parity import leaves_over
from briefing.participants import Cast
from briefing.source import Report
from briefing.verdicts import warning
from briefing.windows import Passage

_CONDITION_WORD = re.compile(r"(?:و|ف)?(?:شريطة|بشرط|على شرط|إذا|اذا|في حال|ما لم|إلا إذا|إلا بعد)\s")
_THAT_WORD = re.compile(r"و?ب?ان(?:ه|ها|هم|هما)?|يعد|تعد|يعودوا|من|غير|دون")
# In folded text: words of denying in front of what is denied, and behind it.
_DENYING = re.compile(
    r"(?<!\w)(?:و|ف)?(?:لا (?:صحه|اساس|وجود) (?:ل|لل)?\w*|(?:ي|ت)?(?:فند|دحض|كذب)(?:ت|وا|ا)?|مفند\w*|مكذب\w*|تكذيب|تفنيد|دحضه|نفي|نفت|نفوا|[يت]نفي|نافي\w*"
    r"|(?:ي|ت)?نكر(?:ت|وا)?|انكر(?:ت|وا)?|انكار|(?:ي|ت)?تبرا(?:ت|وا)?|(?:ي|ت)?تنصل(?:ت|وا)?|متنصل\w*|متبري\w*)(?!\w)"
)
_UNTRUE = re.compile(
    r"(?:عار(?:يه)? (?:تماما )?(?:من|عن) الصحه|لا اساس ل\w+|لا صحه ل\w+|غير (?:صحيح|دقيق)\w*|محض (?:افتراء|كذب|خيال|اختلاق|هراء)|مجرد (?:شايعات|اشاعات|ادعاءات|كذب|اوهام|خيال)|ضرب(?:ا)? من (?:ال)?(?:خيال|وهم|اوهام|كذب|هذيان)"
    r"|ملفق\w*|مختلق\w*|مفبرك\w*|من نسج الخيال|كاذب\w*|ف?(?:كذبه|اكذوبه|فريه)|افتراءات?)(?!\w)"
)
# Within the quote itself an adjective has to be said of something («بأنها كاذبة»): false news may as well be what is banned.
_CALLED_UNTRUE = re.compile(
    rf"(?:(?:ب?ان(?:ه|ها|هم|هما)|هذ[اه]|هو|هي|ذلك|كله|كلها|(?:ال)?امر|خبر|كلام|قول) (?:\w+ ){{0,2}}?(?:{_UNTRUE.pattern})"
    r"|عار(?:يه)? (?:تماما )?(?:من|عن) الصحه|لا اساس ل\w+ من الصحه|محض (?:افتراء|كذب|خيال|اختلاق|هراء)|ضرب(?:ا)? من (?:ال)?(?:خيال|وهم|كذب|هذيان)|من نسج الخيال)(?!\w)"
)
_LONGEST_DENIAL = 160  # characters
# "نفى الأنباء، مؤكداً أن …": what is affirmed behind a denial is not denied.
_AFFIRMING = r"(?:م[وؤ]كد|مشدد|مشير|موضح|مضيف|معلن|متعهد|مطالب|داعي|قا[يئ]ل|معتبر|لافت|مبين|مجدد|معرب)\w{0,3}\s"
_DENIAL_ENDS = re.compile(rf"[؛.!؟?]|،\s*(?:و(?!ان)\w|ف\w|بل |ثم |لكن |بينما |فيما |اما |كما |{_AFFIRMING})")


def own_cue(finding: Finding, report: Report, cast: Cast) -> Cue | None:
    """The finite verb or participle that a quote begins with (its first or second word), or the nearest in front of it.

    A passage may tell of several acts in one breath; its main cue is then not the one that the quote is about.
    """
    assert finding.span is not None
    main, span = finding.passage.cue, finding.span
    verbs = [cue for cue in finding.passage.cues if cue.form != "noun" and cue.lexeme.act != "OTHER"]
    verbs = [cue for cue in verbs if finding.kind != "commitment" or pledge_to_address(cue, finding.passage, report) is None]
    verbs = [cue for cue in verbs if not _is_demanded(cue, finding.passage, report)]
    within = [cue for cue in verbs if span.start <= cue.start < span.end and _only_leads(report, cast, span.start, cue.start)]
    if within:
        return within[0]
    before = [cue for cue in verbs if cue.end <= span.start]
    return before[-1] if before and main is not None and (main.start >= span.end or before[-1].start > main.start) else None


_THAT_IT_BE = re.compile(r"(?<![\u0621-\u064a])ب?(?:أن|ألا)\s+$")


def _is_demanded(cue: Cue, passage: Passage, report: Report) -> bool:
    """Whether a verb is what another demands and no act of its own: «مطالباً بأن يُخصص الثلث للأقاليم وأن تُدار»."""
    if cue.form != "verb" or _THAT_IT_BE.search(report.text[passage.start : cue.start]) is None:
        return False
    before = [one for one in passage.cues if one.end < cue.start and one.form != "noun" and one.lexeme.act != "OTHER"]
    return bool(before) and before[-1].kind == "demand"


def _only_leads(report: Report, cast: Cast, start: int, end: int) -> bool:
    """Whether nothing but a name, a particle or "أنه" stands between two offsets: what may lead up to a verb."""
    for mention in cast.within(start, end):
        start = mention.end
    words = report.text[start:end].strip(" \"'«»”“").split()
    return len(words) <= 3 and all(folded(word) in SMALL_WORDS or _THAT_WORD.fullmatch(folded(word)) for word in words)


_WE_DO = re.compile(r"[وف]?(?:(?:لم|لن|لا|سوف)\s+ن|سن)[\u0621-\u0652]{2,}")


_WHEN = re.compile(r"،\s*(?:وذلك\s+)?(?:بعدما|بعد\s+أن|عقب\s+أن|إثر\s+أن|عندما|حينما|لأن|قبل\s+أن)\s+(?:كان(?:ت|وا)?\s+|قد\s+)*$")


def is_governed(finding: Finding, report: Report, cast: Cast) -> bool:
    """Whether the passage's cue governs the quote: no other clause with the offered holder for its subject begins between."""
    cue, span = finding.cue, finding.span
    if cue is None or span is None or span.start <= cue.start < span.end:
        return True
    if cue.start >= span.end:
        return False
    if cue.negated and finding.kind == "demand" and re.search(r":\s", report.text[cue.end : span.start]):
        return False  # "مطالبنا لا تقبل المساومة: سحب …": said of the demands, and not of what they are
    if _WE_DO.match(report.text, span.start) and CLAUSE_ENDED.search(report.text[cue.end : span.start]):
        return False  # "طلبوا منا أن نخرج، ولم نعدهم بشيء": another verb, with its subject in it
    if _WHEN.search(report.text[cue.end : span.start]):
        return False  # «من دون أن يُعلن موعد، بعدما غادر الوفد القاعة»: a clause of its own
    turned = cue.negated or cue.lexeme.status == "denied"
    between = report.text[cue.end : span.start]
    if turned and re.search(rf"[،؛]\s*(?:و(?!ه[وي]\s)|ف|بل\s|ثم\s|لكن\s|{_AFFIRMING})", between):
        return False  # "لم نطلب ذلك، وما نريده …": the denial ends with its clause
    told = report.text[cue.end : span.start].rstrip()
    begun = re.search(r"[،؛]\s*و[أإ]ن(?:ه|ها|هم|هما)?(?:\s+\S+)?$", told) or (
        CLAUSE_ENDED.search(told) and re.match(r"و?[أإ]ن", report.text[span.start : span.end])
    )
    if finding.passage.reporting_cue is not None and begun:
        return False  # "كشف أن الحركة سحبت مطلبها، وأنها ماضية في": the second clause depends on the verb of saying alone
    for mention in cast.within(cue.end, span.end):
        if mention.participant in finding.by and mention.start < span.start + 60:
            boundary = re.search(
                r"(?:[،؛]\s*(?:و|ف|بينما|فيما|في حين|أما|لكن|كما|غير أن|بيد أن|إلا أن)|؛)[^،؛]{0,40}$",
                report.text[cue.end : mention.start],
            )
            aside = boundary is not None and re.match(r"\s*،", report.text[mention.end : span.start]) is not None
            if boundary and not aside and cast.within(cue.end, cue.end + boundary.start()):
                return False  # (and not "وتريد الحكومة، كما يروي فلان، أن")
    return True


_HOSTING = re.compile(r"(?<![\u0621-\u064a])استضافت?[ةهـ]?")


def settle_kind(finding: Finding, report: Report) -> None:
    """The verb tells demands and commitments apart better than a label does."""
    cue = finding.cue
    if finding.denied and finding.kind in {"clause", "next_step"}:
        # What is said to be untrue is no clause of anything.
        finding.notes.append(
            warning(
                "kind_verb",
                severity="info",
                cue=report.text[finding.span.start : finding.span.end][:40] if finding.span else "",
                expected="statement",
                kind=finding.kind,
            )
        )
        finding.kind, finding.act = "statement", "REJECT"
        return
    if finding.kind == "commitment" and in_draft(finding, report):
        # What a draft would have somebody do is a clause of it, and nobody's pledge.
        words = report.text[finding.span.start : finding.span.end] if finding.span else ""
        turn_kind(finding, "clause", words[:40])
        finding.act, finding.by, finding.reported_by = None, [], None
        return
    if finding.draft.kind is None or finding.span is None or _CONDITION_WORD.match(report.text, finding.span.start):
        return  # the condition of a pledge is wanted of another
    verb = cue if cue is not None and cue.form != "noun" and finding.governed else None
    if verb is None or verb.kind not in {"demand", "commitment"}:
        _settle_kind_without_verb(finding, report)
    if verb is None:
        return
    cue, word = verb, report.text[verb.start : verb.end]
    if finding.kind in {"demand", "commitment", "clause"} and cue.lexeme.status == "denied" and cue.kind == "statement":
        told = find_cues(report.text[cue.end : finding.span.end])
        if finding.draft.status == "denied" and any(one.kind == finding.kind for one in told):
            return  # "نفى أن تكون بلاده قد تعهدت": a pledge that is denied, and the model says so
        if finding.kind == "demand" and any(one.lexeme.status == "withdrawn" for one in told):
            return  # "نفت أن تكون قد تخلت عن مطلبها": it stands
        # "نفى توقيع أي اتفاق": nothing was signed, and somebody says so.
        finding.notes.append(warning("kind_verb", severity="info", cue=word, expected="statement", kind=finding.kind))
        finding.kind, finding.act = "statement", "REJECT"
    elif (
        cue.lexeme.present == "يقترح" and finding.kind == "commitment" and _HOSTING.search(report.text, cue.end, finding.span.end)
    ):
        return  # who proposes to host offers something
    elif {finding.kind, cue.kind} == {"demand", "commitment"} and finding.span.end > cue.start:
        turn_kind(finding, cue.kind, word)


# Own acts to come, by whoever stands in front of the verb: «الحكومة ستفتح», «أنها ستسلم».
_WILL = re.compile(
    r"(?:ب?[إأ]ن(?:ه|ها|هم|هما)?\s+)?(?:[^\s،؛:«]+\s+){0,4}?"
    r"(التزام(?:ه|ها|هم|هما)?\s|س(?!ياد|ياس|يار|يناري|يطر|يما|تة|تين|تون|ترات|نة|نوات|ند|نغال)[يتن][\u0621-\u0652]{3,}|سوف\s)"
)
_WILL_NOT_UNLESS = re.compile(r"(?<![\u0621-\u064a])(لن\s[^.؛]*?\s(?:ما لم|إلا إذا|إلا بعد|قبل أن|من دون|بدون))\s")


def _settle_kind_without_verb(finding: Finding, report: Report) -> None:
    """What is announced for oneself is no demand, what is refused "unless" is one, and a noun names its act: «المطالبة بـ»."""
    assert finding.span is not None
    if finding.kind not in {"demand", "commitment"} or finding.denied:
        return
    words, cue = report.text[finding.span.start : finding.span.end], finding.cue
    if (unless := _WILL_NOT_UNLESS.search(words)) is not None:
        turn_kind(finding, "demand", f"{unless[1][:2]} … {unless[1].split()[-1]}")
    elif (will := _WILL.match(words)) is not None:
        turn_kind(finding, "commitment", will[1].strip())
    elif (opening := _opening_noun(finding)) is not None:
        turn_kind(finding, opening.kind, report.text[opening.start : opening.end])
    elif cue is not None and cue.form == "noun" and cue.kind in {"demand", "commitment"} and finding.governed:
        between = report.text[cue.end : finding.span.start]
        if not any(one.form == "verb" for one in find_cues(between)):
            turn_kind(finding, cue.kind, report.text[cue.start : cue.end])


def _opening_noun(finding: Finding) -> Cue | None:
    """The noun of demanding or pledging with which a quotation begins: «التزام حكومته بـ»."""
    assert finding.span is not None
    start = finding.span.start
    nouns = [one for one in finding.passage.cues if one.form == "noun" and one.start - start in {0, 1}]
    return next((one for one in nouns if one.kind in {"demand", "commitment"}), None)


# In folded text: what is only proposed, and the verbs by which it says what is to be.
_DRAFT = (
    r"(?:ال)?(?:مسوده|مسودات|مقترح|مشروع (?:ال)?(?:اتفاق|اتفاقيه|بيان|اعلان|وثيقه|مذكره|تسويه|ميثاق|ورقه|قرار)"
    r"|(?:ورقه|نص|صيغه|وثيقه|خطه|بند|بنود|اتفاق|اتفاقيه) (?:\w+ )?(?:ال)?مقترح\w*)"
)
_PROVIDES = (
    r"[وف]?(?:[يت]?نص(?:ت)?|[يت]قضي|قضت|قضي|[يت]?تضمن(?:ت)?|[يت]قترح|اقترح(?:ت)?|[يت]شمل|شملت|[يت]دعو|دعت|[يت]لزم|الزم(?:ت)?"
    r"|[يت]شترط|[يت]حدد|حدد(?:ت)?|[يت]منح|[يت]تيح|جاء في|ورد في|[يت]رد في)"
)
_DRAFT_PROVIDES = re.compile(
    rf"(?<!\w){_PROVIDES} (?:ب|ل)?{_DRAFT}(?!\w)|(?<!\w)[وف]?{_DRAFT}(?:,? ?،?[^.؛:]{{0,80}}?،?) {_PROVIDES}(?!\w)"
)
_DRAFT_STEMS = ("مسود", "مشروع", "مقترح")


def in_draft(finding: Finding, report: Report) -> bool:
    """Whether a draft is what provides for the quote: «تنص المسودة على أن …», or a list that such words introduce."""
    span = finding.span
    if span is None:
        return False
    segment = report.segment_at(span.start)
    lead = list_opening(report, span.start)
    words = fold(report.text[segment.start : span.end] if lead is None else re.split(r"[.!؟?]\s", lead)[-1]).text
    if not any(map(words.__contains__, _DRAFT_STEMS)) or (found := _DRAFT_PROVIDES.search(words)) is None:
        return False
    if lead is not None:
        return True
    begin = len(fold(report.text[segment.start : span.start]).text)
    if found.start() > begin + 1:
        return False
    between = words[found.end() : begin]
    if re.search(r"[.؛:]|،\s*[وف]?(?:لكن|بينما|فيما|غير)", between):
        return False
    return not any(cue.form == "verb" and cue.lexeme.act != "OTHER" and cue.kind != "clause" for cue in find_cues(between))


# "طالبت بكذا، وهو ما نفاه أوحمان": what is denied behind, by the side that is said to have demanded it. In folded text.
_DENIED_BEHIND = re.compile(
    r"[^.؛]{0,60}?،\s*(?:و?(?:هو|هي|هذا)\s+(?:\w+\s+){0,2}?|الامر الذي\s+|ما\s+)(?P<verb>(?:نفا|نفت|نفي|انكر|كذب|فند|دحض)\w{0,3})(?!\w)"
)


def settle_denial(finding: Finding, report: Report, cast: Cast) -> None:
    """Whether words of denying hold the quote: "لا صحة لـ…", "تبرأ من …", "وصف … بأنه عار من الصحة".

    Such a word reaches to the end of its clause, and not past a further verb, unless "أن" subordinates that.
    """
    assert finding.span is not None
    span, cue = finding.span, finding.cue
    segment = report.segment_at(span.start)
    lead = fold(report.text[segment.start : span.start]).text + " "
    joined = fold(report.text[segment.start : min(span.start + len("دعت"), segment.end)]).text  # the «و» in front is of the verb
    said = fold(report.text[span.start : span.end]).text
    behind = fold(report.text[span.end : segment.end]).text
    if cue is not None and cue.lexeme.status == "denied" and finding.governed:
        return
    for match in _DENYING.finditer(lead):
        rest = report.text[span.start - (len(lead) - 1 - match.end()) : span.start] if len(lead) - 1 > match.end() else ""
        ended = _DENIAL_ENDS.search(joined, match.end(), len(lead) + 2) or _begins_anew(finding, rest)
        if not ended and not _has_free_verb(rest):
            finding.denied = True
            start = segment.start + fold(report.text[segment.start : span.start]).starts[match.start()]
            if span.start - start < _LONGEST_DENIAL:  # the quotation has to show that it is denied
                finding.span = Span(start, span.end)
            return
    begins = _DENYING.search(said)
    if begins is not None and begins.start() <= 2:
        finding.denied = True
        return
    denial = _DENIED_BEHIND.match(behind) if finding.kind == "demand" else None
    if denial is not None:
        told = fold(report.text[span.end : segment.end])
        place = span.end + told.ends[denial.end() - 1]
        denier = next(iter(cast.within(place, segment.end)), None)
        if denier is not None and denier.start - place < 4 and any(cast.same_side(denier.participant, one) for one in finding.by):
            finding.denied = True
            finding.elsewhere = Span(span.end + told.starts[denial.start("verb")], denier.end)
            return
    called = _CALLED_UNTRUE.search(said)
    if called is not None and not _SAID_BESIDES.search(said[: called.start()]):
        finding.denied = True
        return
    untrue = _UNTRUE.search(behind)
    if untrue is not None and not _SAID_BESIDES.search(behind[: untrue.start()]) and len(behind[: untrue.start()].split()) < 8:
        finding.denied = True
        told = fold(report.text[span.end : segment.end])
        end = span.end + told.ends[untrue.end() - 1]
        if _QUOTED_THEN_JUDGED.match(behind):  # «وأما قوله إن «…» فكذبة»: what answers the quotation is no part of it
            answers = untrue.group().startswith("ف") and not untrue.group().startswith("فريه")
            finding.elsewhere = Span(span.end + told.starts[untrue.start() + answers], end)
        else:
            finding.span = Span(span.start, end)


_QUOTED_THEN_JUDGED = re.compile(r"[^\w\s]*[»”\"]|[\s،]*ف(?!ي)")
_SAID_BESIDES = re.compile(r"[؛.!؟?]|،\s*و(?!هذ[اه]\s)")


def _begins_anew(finding: Finding, between: str) -> bool:
    """Whether a quote begins with a finite verb that «و» joins to the one of denying: «نفت الاتهام ودعت إلى تحقيق»."""
    span, cue = finding.span, finding.cue
    if span is None or cue is None or cue.form != "verb" or cue.start != span.start:
        return False
    return re.search(r"\sو$", between) is not None and re.search(r"(?:^|\s)ب?[أا]ن[\u0621-\u064a]{0,3}\s", between) is None


def settle_exception(finding: Finding, report: Report) -> None:
    """Whether a negated verb leaves something over («لم يتعهد إلا بالبحث»); the quotation then begins with its particle."""
    span, cue = finding.span, finding.cue
    if span is None or cue is None or not cue.negated or not finding.governed or not finding.passage.start < cue.start < span.end:
        return
    start = report.text.rindex(" ", 0, cue.start - 1) + 1 if " " in report.text[: cue.start - 1] else 0
    if leaves_over(report.text[start : span.end]):
        finding.excepted = True
        finding.span = Span(min(span.start, start), span.end)


def _has_free_verb(words: str) -> bool:
    """Whether a finite verb stands in some words that no "أن" subordinates."""
    for cue in find_cues(words):
        if cue.form == "verb" and not re.search(
            r"(?:^|\s)ب?ان(?:ه|ها|هم|هما)?\s+(?:(?:\w+\s+){0,2}|[يت]كون\w*\s+(?:\w+\s+){0,6}قد\s+)$",
            fold(words[: cue.start]).text,
        ):
            return True
    return False


_TOOK_NOTE = re.compile(r"[\s\"«]*[وف]?(?:أحاطت?|أخذت?|[يت]حيط|[يت]أخذ)(?:\s[^\s،.؛]+){0,5}?\sعلم(?:اً|ًا|ا)(?![\u0621-\u064a])")


def settle_act(finding: Finding, report: Report) -> None:
    """The verb tells for from against: what "رفض" reports is no agreement."""
    if finding.denied and finding.kind == "statement":
        # "فند الأنباء عن قبوله بـ": the denial turns what the noun says.
        finding.act = finding.act if finding.act in AGAINST else "REJECT"
        return
    cue = finding.cue
    words = report.text[finding.span.start : finding.span.end] if finding.span else ""
    if finding.kind in {"statement", "stance"} and _TOOK_NOTE.match(words):
        turn_kind(finding, "statement", words.split()[0])
        finding.act = "OTHER"  # who takes note of a thing neither welcomes nor rejects it
        return
    if cue is None or cue.negated or not finding.governed or finding.kind != "statement" or cue.kind != "statement":
        return
    told, act = cue.lexeme.act, finding.act
    if cue.lexeme.status == "denied" and act not in AGAINST:
        finding.act = told
    if told in {"ACCUSE", "THREATEN"} and (act == "REJECT" or (told == "THREATEN" and act == "OTHER" and cue.form == "verb")):
        finding.act = told  # an accusation of spoiling the agreement is no rejection of it
    if (told in AGAINST and act in FOR) or (told in FOR and act in AGAINST):
        finding.notes.append(warning("act_verb", severity="info", act=act, expected=told))
        finding.act = told
