"""How a demand or a pledge stands: conditional, withdrawn, rejected, claimed, best efforts only; and its condition."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.arabic import folded
from briefing.cues import find_cues
from briefing.findings import Finding, clause_end, closed, is_verbal_noun, set_status
from briefing.grounding import Span, TextIndex
from briefing.parity import negates, without_formulas
from briefing.participants import Cast
from briefing.source import Report
from briefing.windows import paragraph_at, passages_between

_CONDITION = re.compile(
    r"(?:^|[\s\"«(،])((?:و|ف)?(?:شريطة|شريطه|بشرط|على شرط|شرط(?=\s+(?:أن|ان|ألا|الا|عدم))|إذا|اذا|في حال|في حالة|ما لم|إلا بعد|الا بعد|إلا إذا|الا اذا|إلا إن|مقابل|مشترط(?:اً|ًا|ا|ةً|ة|ين)|(?:لكن|غير أن|إلا أن|بيد أن)\S{0,3}\s+(?:ربط|رهن|علق|علّق|اشترط|قيد)ت?\s+(?:ذلك|هذا|الأمر|له|لذلك)|(?:رهناً|رهنًا|رهنا)(?=\s+ب))(?=\s))"
)
# A condition that stands first: "إذا توقف القصف، يتعهد الوفد بـ…".
_CONDITION_FIRST = re.compile(
    r"(?:^|[\s\"«،؛.])((?:و|ف)?(?:إذا|اذا|في حال|في حالة|ما لم|متى|لو)\s[^،؛.\n]{4,120})،[^،؛.\n]{0,40}$"
)
_UNLESS = re.compile(r"\s(?:إلا|ما لم|قبل أن|حتى)\s")  # "لن نقبل بأي تجميد ما لم يُفرج": what is refused is conditional
_COORDINATED = re.compile(r"^\s*[،]?\s*و(?:ب|إلى|على|أن|عن)[\u0621-\u064a ]")
# Another thing that is wanted begins: a condition behind it belongs to that.
_NEXT_THING = re.compile(r"[،؛]\s*(?:و|ف|كما|ثم|بينما|فيما)|\sو(?:ب|إلى|على|أن|عن|لل?)[\u0621-\u064a ]")
_BEST_EFFORTS = re.compile(
    r"(?:ست?سعى|سيسعى|ستسعى|سنسعى|تسعى|يسعى|نسعى|السعي|سعيه|سعيها|بذل (?:قصارى|كل|أقصى|ما)|(?:تبذل|يبذل|ستبذل|سيبذل|نبذل)\s|قصارى جهد|ما في وسع|كل ما بوسع|ما بوسع|ما أمكن|مساعي|مساعٍ|بذل (?:ال)?(?:جهد|جهود|مساعي|وسع)(?:ه|ها|هم)?(?![\u0621-\u064a])"
    r"|(?:س?ي|س?ت|س?ن)حاول|(?:ستعمل|سيعمل|تعمل|يعمل|العمل) على (?:إقناع|حث|دفع|ضمان|تسهيل|تيسير|تشجيع))"
    r"|في محاولة|في مسعى|محاولة (?:لإقناع|لحمل|لدفع|لحث)|(?:كل|أي|أقصى) (?:ال)?جهد|لن (?:[يتن]دخر|[يتن]وفر|[يتن]ألو)(?:وا?)? (?:[^\s،.]+ )?(?:جهد|وسع)|(?:على|في|إلى) (?:حث|إقناع|حمل|دفع|تشجيع)\s|(?<![\u0621-\u064a])(?:ل|ب)(?:حث|إقناع|حمل|تشجيع)(?:ه|ها|هم|هما)?\s|(?<![\u0621-\u064a])(?:و)?(?:حث|إقناع)(?:ه|ها|هم|هما)?\s(?=[^.،؛]+\s(?:على|ب)\S)"
)
_SPARES_NOTHING = re.compile(r"(?:لن|لم|لا) (?:[يتنأ]دخر|[يتن]وفر|[يتن]ألو)")
# What is told of a demand behind it, in the same breath or the next sentence.
_DEMAND_WORD = r"(?:ال)?(?:مطلب|مطالب|طلب|شرط|شروط|اشتراط|دعوة|مطالبة|مطالبت(?=ه|ها|هم)|اقتراح|مقترح)(?:ه|ها|هم|ين)?"
_REFUSED_BEHIND = re.compile(
    rf"(?:قوبل|ووجه|جوبه)\w* ب(?:ال)?رفض|^[^،؛.]{{0,60}}\sب(?:ال)?رفض(?![\u0621-\u064a])|{_DEMAND_WORD}\s+(?:قد )?(?:رُ?فض|رُ?دّ?)(?:ت)?(?![\u0621-\u064a])|قوبل\w* ب(?:ال)?(?:استنكار|استهجان|صد|تجاهل)|(?:ما|{_DEMAND_WORD}|أمر|الذي|التي)\s+(?:رفضه|رفضته|رفضها|رفضتها|رفضوه|رده|ردته|ردها|استبعده|استبعدته)(?![\u0621-\u064a])|(?:رفض|رفضت|ترفض|يرفض|ردت|رد)\s+(?:[^\s،.؛]+\s+){{0,4}}?(?:هذا |ذلك |تلك |هذه )?{_DEMAND_WORD}(?![\u0621-\u064a])"
    rf"|{_DEMAND_WORD}\s+(?:[^\s،.؛]+\s+){{0,3}}?(?:رفض|رفضت|مرفوض|مرفوضة)(?:ه|ها|ته)?(?![\u0621-\u064a])|رُ?فض(?:ت)? (?:ال)?(?:طلب|مطلب)|(?:طلب|مطلب|مطالب)\S* بالرفض"
)
_OF_SEVERAL = re.compile(r"(?:شرط|مطلب|طلب)ين(?![\u0621-\u064a])|(?<![\u0621-\u064a])(?:ال)?(?:شروط|مطالب)")
_UNMET_BEHIND = re.compile(
    rf"(?:لم|لا) (?:يلق|تلق|يلقى|تلقى|يجد|تجد|يحظ|تحظ|يحظى|ينل|تنل)\s[^.؛]{{0,30}}(?:قبول|استجابة|تأييد|آذانا|آذاناً|صدى|موافقة|تجاوب)|لم (?:يُستجب|يستجب|تستجب|تُستجب|تتم الاستجابة|تجر الاستجابة)\s[^.؛،]{{0,40}}(?:له|لها|ل\w*{_DEMAND_WORD})(?![\u0621-\u064a])"
)
# _REFUSED_BEHIND and _WITHDRAWN are dear, and most sentences have none of the stems of which each of their finds holds one.
_REFUSING_STEMS = ("فض", "فوض", "رد", "رُد", "ستبعد", "قوبل")
# Who declines to speak of a demand does not refuse it.
DECLINES_TO_TELL = re.compile(
    rf"(?:رفض|رافض|امتنع|امتناع|ممتنع|أحجم|تحفظ|اعتذر|متنع)[\u0621-\u064a]*(?:\s+(?!أن\s|{_DEMAND_WORD}\s)[^\s،.؛]+){{0,4}}?"
    r"\s+(?:ال)?(?:تعليق|إفصاح|افصاح|كشف|رد|خوض|إدلاء|حديث|تحدث|تصريح|إجابة|جواب|إيضاح|توضيح|تأكيد)(?:\s+(?:على|عن|عم\S+|في|بشأن|حول|ب\S+|ل\S+|أو|و\S+|أي)(?=\s|$))*"
)
_WITHDRAWING_STEMS = ("سحب", "سقط", "طو", "تخل", "تراجع", "عدل", "تنازل", "صرف", "يعد", "تعد", "يعود", "عاد", "كف")
_WITHDRAWN = re.compile(
    rf"(?:سحب|سحبت|يسحب|تسحب|سحبه|سحبها|أسقط|أسقطت|يسقط|تسقط|طوى|طوت|تخلى|تخلت|يتخلى|تتخلى|تراجع|تراجعت|يتراجع|تتراجع|عدل|عدلت|تنازل|تنازلت|يتنازل|تتنازل|صرف النظر|صرفت النظر)(?:،[^،.؛\n]{{2,60}}،)?\s+(?:[^\s،.؛]+\s+){{0,4}}?(?:عن\s+)?{_DEMAND_WORD}(?![\u0621-\u064a])"
    r"|(?:لم يعد|لم تعد|لم يعودوا|ما عاد|ما عادت)\s+(?:[^\s،.؛]+\s+){0,3}?(?:يطالب|تطالب|يطلب|تطلب|يصر|تصر|يتمسك|تتمسك|يشترط|تشترط|مصرا|مصرة|متمسكا|متمسكة|متمسكاً|مصراً|يريد|تريد)|(?:كف|كفت|عدل|عدلت|تراجع|تراجعت)\s+(?:[^\s،.؛]+\s+){0,3}?عن\s+(?:ال)?(?:مطالبة|مطالبته|مطالبتها|تمسكه|تمسكها|اشتراط|اشتراطه|اشتراطها|ذلك)"
    r"|ثم (?:تنازل|تنازلت|تراجع|تراجعت|عدل|عدلت|تخلى|تخلت) عن(?! (?:ال)?(?:تعهد|وعد|التزام|موافق|قبول|اتفاق|كلام|تصريح|قرار))"
)
_REFUSAL = re.compile(
    r"رفض|مرفوض|استبعد|رد(?:ه|ها|ت|ته)(?![\u0621-\u064a])|سابق لأوانه|غير مقبول|غير وارد|لن |اعترض|خارج البحث|ستجب|ستجيب"
)
_CONDITIONAL_VERB = re.compile(r"(?:اشترط|اشترطت|يشترط|تشترط|رهن|رهنت|يرهن|ترهن|ربط|ربطت|يربط|تربط|مشترط)")
# "لن تنشر مراقبين من دون طلب خطي": what is refused is done on that condition.
_WITHOUT = re.compile(r"(?<![\u0621-\u064a])(?:لن|لا|لم)\s[^.؛]*\s(?:من دون|بدون|دون|قبل|إلا|حتى)\s")


def settle_status(finding: Finding, report: Report, cast: Cast, index: TextIndex) -> None:
    """The condition and the status of a demand or a pledge; of anything else, the condition that its quote has to show."""
    assert finding.span is not None
    if finding.kind in {"demand", "commitment"}:
        _settle_condition(finding, report, index)
    if finding.condition is None:
        _include_condition(finding, report)
    if finding.kind == "commitment":
        _settle_pledge(finding, report, cast)
    elif finding.kind == "demand":
        _settle_demand(finding, report)


def _settle_pledge(finding: Finding, report: Report, cast: Cast) -> None:
    """pledged, best_efforts, claimed or denied: told by who says it and how."""
    assert finding.span is not None
    cue, offered = finding.cue, finding.draft.status
    start = cue.start if cue and finding.governed and cue.start < finding.span.start else finding.span.start
    words = report.text[start : finding.span.end]
    lexical = cue.lexeme.status if cue and cue.kind == finding.kind and finding.governed else ""
    own_words = finding.reported_by is None or any(cast.same_side(finding.reported_by, one) for one in finding.by)
    status = offered if offered in {"pledged", "best_efforts", "claimed", "denied"} else lexical or "pledged"
    if status == "denied" and not finding.is_denied and (_SPARES_NOTHING.search(words) or not negates(words)):
        status = lexical or "pledged"
    efforts = _BEST_EFFORTS.search(_own_thing(finding, report) or words) is not None
    if status in {"pledged", "claimed"} and efforts and own_words:
        status = "best_efforts"
    elif status == "best_efforts" and cue and lexical == "pledged" and not efforts:
        status = "pledged"
    if finding.is_denied and not _UNLESS.search(words):
        status = "denied"
    if not own_words and status != "denied":
        status = "claimed"
    set_status(finding, status)


_OWN_FUTURE = re.compile(r"[وف]?(?:[إأ]ن\S*\s+(?:\S+\s+){0,3})?س[يتن][\u0621-\u0652]{3,}\s")


def _own_thing(finding: Finding, report: Report) -> str:
    """The words of a further thing that its verb governs by the preposition once more («بالسعي لتثبيت …، وبتقديم …»), or nothing."""
    span, cue = finding.span, finding.cue
    if span is None or cue is None or not finding.governed or cue.end > span.start:
        return ""
    words = report.text[span.start : span.end]
    if _OWN_FUTURE.match(words) and report.text[: span.start].endswith((" و", "،و", " ثم ", "، ")):
        return words  # «ستبذل كل جهد …، وستستضيف …»
    if not cue.lexeme.takes:
        return ""
    again = re.match(rf".*[،\s]و({cue.lexeme.takes})?[\"«\s]*$", report.text[cue.end : span.start], re.DOTALL)
    if again is None or not (again[1] or words.startswith(cue.lexeme.takes)):
        return ""
    return f"{report.text[cue.start : cue.end]} {words}"


_NOT_WITHDRAWN = re.compile(
    r"(?<![\u0621-\u064a])(?:و|ف)?(?:لن|لم|لا|ما|عدم|دون أن|ألا|رفض|رفضت|يرفض|ترفض|رافضا|رافضاً|رافضة)\s+(?:أن\s+)?[\u0621-\u0652]{0,3}$"
)


def _refused_in(words: str) -> re.Match[str] | None:
    """Where words first tell that a demand was refused, or met with no consent."""
    words = DECLINES_TO_TELL.sub(lambda match: "·" * len(match.group()), words)
    refused = _REFUSED_BEHIND.search(words) if any(map(words.__contains__, _REFUSING_STEMS)) else None
    found = [match for match in (refused, _UNMET_BEHIND.search(words)) if match is not None]
    return min(found, key=lambda match: match.start(), default=None)


_ADVERBIAL_ASIDE = re.compile(
    r"،\s*(?:بعد|قبل|تحت|في|رغم|على|مع|من|خلال|إثر|عقب|أثناء|نتيجة|كما|أمس|اليوم|[\u0621-\u0652]+(?:اً|ًا|ةً))(?=\s)[^،.؛\n]{0,60}،"
)


def _withdrawn_in(words: str) -> bool:
    """Whether words tell that a demand was withdrawn: «تراجع عن مطلبه», and not «لن يتراجع عن مطلبه»."""
    if not any(map(words.__contains__, _WITHDRAWING_STEMS)):
        return False
    words = _ADVERBIAL_ASIDE.sub(" ", words)  # «تراجعت الحكومة، بعد ساعات من النقاش، عن اشتراط …»
    return next(_withdrawals(words), None) is not None


def _withdrawals(words: str) -> Iterator[re.Match[str]]:
    if any(map(words.__contains__, _WITHDRAWING_STEMS)):
        yield from (match for match in _WITHDRAWN.finditer(words) if not _NOT_WITHDRAWN.search(words[: match.start()]))


def _settle_demand(finding: Finding, report: Report) -> None:
    """standing, conditional, withdrawn, rejected or denied: told by the verb, or by what is said of the demand behind it."""
    assert finding.span is not None
    cue, offered = finding.cue, finding.draft.status
    text, span = report.text, finding.span
    lexical = cue.lexeme.status if cue and cue.kind == finding.kind and finding.governed else ""
    status = offered if offered in {"standing", "conditional", "withdrawn", "rejected", "denied"} else lexical or "standing"
    start = min(span.start, cue.start) if cue and finding.governed and cue.start >= finding.passage.start else span.start
    sentence_end = report.segment_at(max(span.start, span.end - 1)).end
    before = max(finding.passage.start, start - 30)  # "لم يعد" stands in front of the verb
    withdrawn = _withdrawn_in(text[before : span.end]) or _withdrawn_in(text[span.end : clause_end(text, span.end, sentence_end)])
    behind = text[span.end : _next_segment_end(report, span.end)]
    refused = _refused_in(behind)
    unmet = _UNMET_BEHIND.search(text, span.start, span.end)  # «طلب …، ولم يُستجب لطلبه» as a whole is quoted
    if refused and _COORDINATED.search(behind[: refused.start()]) and not _OF_SEVERAL.search(refused[0]):
        refused = None  # it is the later of several demands that was refused
    if status == "withdrawn" and not _withdrawn_in(text[report.segment_at(span.start).start : paragraph_at(report, span.end)[1]]):
        finding.elsewhere = _withdrawn_later(report, span)
        if finding.elsewhere is not None:
            set_status(finding, status)
            return
        status = "standing"
    if withdrawn and cue is not None and cue.lexeme.status == "denied" and not cue.negated:
        status = "standing"  # "نفت أن تكون الهيئة قد تخلت عن مطلبها"
    elif withdrawn or (lexical == "withdrawn" and not (cue is not None and cue.negated)):
        status = "withdrawn"
    elif finding.is_denied and not _UNLESS.search(text[start : span.end]):
        status = "denied"
    elif refused and status in {"standing", "rejected"}:
        status = "rejected"
        finding.elsewhere = _clause_around(report, span.end + refused.start(), span.end + refused.end())
    elif unmet is not None and status in {"standing", "rejected"}:
        status = "rejected"
    elif (
        (
            status == "withdrawn"
            and not _withdrawn_in(text[report.segment_at(span.start).start : paragraph_at(report, span.end)[1]])
        )
        or (status == "rejected" and not _REFUSAL.search(text[paragraph_at(report, span.start)[0] :]))
        or (status == "denied" and not re.search(r"نف[ىيت]|لم|لن|أنكر|لا ", text))
    ):
        status = "standing"
    if status == "rejected" and finding.elsewhere is None:
        finding.elsewhere = _refused_next(report, span) or _refused_later(report, span)
    if finding.condition is not None and status == "standing":
        status = "conditional"
    elif (
        status == "conditional"
        and finding.condition is None
        and lexical != "conditional"
        and not _CONDITIONAL_VERB.search(text[start : span.end])
        and not _WITHOUT.search(text[start : span.end])
    ):
        status = "standing"
    elif lexical == "conditional" and status == "standing":
        status = "conditional"
    set_status(finding, status)


# What refuses a thing by pointing at it: «هذا مرفوض», «اعترض على ذلك».
_REFUSES_THAT = re.compile(
    r"(?<![\u0621-\u064a])[وف]?(?:هذا|هذه|ذلك|تلك)\s[^،؛.:\n]{0,40}?(?:رفض|مرفوض|(?<![\u0621-\u064a])(?:لن|غير مقبول|غير وارد|سابق لأوانه|خارج البحث)(?![\u0621-\u064a]))"
    r"|(?<![\u0621-\u064a])[وف]?[يت]?(?:رفض|اعترض|عترض|استبعد|ستبعد)(?:ت|وا)?\s[^،؛.:\n]{0,30}?(?:هذا|هذه|ذلك|تلك)(?![\u0621-\u064a])"
)


def _refused_next(report: Report, span: Span) -> Span | None:
    """The clause right behind a demand that refuses it by pointing at it."""
    found = _REFUSES_THAT.search(report.text, span.end, _next_segment_end(report, span.end))
    return _clause_around(report, found.start(), found.end()) if found else None


def _refused_later(report: Report, span: Span) -> Span | None:
    """The clause, anywhere behind a demand, whose verb refuses the same thing: two words of it share their roots.

    «أن تسلّم لوائح مقاتليها» … «ورفض فلان تسليم أي لوائح».
    """
    wanted = _roots(report.text[span.start : span.end])
    for passage in passages_between(report, span.end, len(report.text)):
        cue = passage.cue
        if cue is None or cue.form != "verb" or cue.lexeme.act != "REJECT" or cue.negated or cue.lexeme.status == "denied":
            continue
        if len(wanted & _roots(report.text[cue.end : passage.end])) > 1:
            return _clause_around(report, cue.start, cue.end)
    return None


def _withdrawn_later(report: Report, span: Span) -> Span | None:
    """The clause behind the paragraph of a demand that says that the same thing is demanded no longer; see _refused_later."""
    wanted = _roots(report.text[span.start : span.end])
    for segment in report.segments:
        if segment.start < span.end:
            continue
        words = report.text[segment.start : segment.end]
        found = next(_withdrawals(words), None)
        if found is not None and len(wanted & _roots(words[found.start() :])) > 1:
            return _clause_around(report, segment.start + found.start(), segment.start + found.end())
    return None


_CLITICS = re.compile(r"^(?:و|ف)?(?:ب|ل|ك)?(?:ال|لل)?|(?:ها|هم|هما|ه|ات|ين|ون|ا)$")


def _roots(words: str) -> set[str]:
    """The words of some Arabic by what is left without what is put to them and their vowels: «تسليم», «تسلّم» are one."""
    bare = (_CLITICS.sub("", word) for word in re.findall(r"[^\W_]{4,}", folded(words)))
    roots = ((word, word[:1] + re.sub("[اويء]", "", word[1:])) for word in bare)
    return {root if len(root) > 2 else word for word, root in roots if len(word) > 2}


_LOOSE_END = " ،\n\r\t."  # of a condition that ends a sentence


def _settle_condition(finding: Finding, report: Report, index: TextIndex) -> None:
    """The condition that the words put to a demand or a pledge: in the quote, behind it in the same breath, or in front."""
    assert finding.span is not None
    span, text, passage = finding.span, report.text, finding.passage
    sentence_end = report.segment_at(max(span.start, span.end - 1)).end
    own_end = max(passage.end, span.end) if passage.cue is None or passage.end >= sentence_end else sentence_end
    found = _CONDITION.search(" " + without_formulas(text[span.start : own_end]))
    if found:
        start = span.start + found.start(1) - 1
        if start < span.end or not _is_of_next(text[span.end : start]):
            stop = re.search(
                r"[.؛\n]|[،]\s*(?:و[أإ]ن(?:ه|ها|هم)?|و?هذا|وهو|وهي|بحسب|حسب|وفق|كما|فيما|بينما|لكن|غير أن)\s", text[start:own_end]
            )
            end = start + stop.start() if stop else own_end
            end = start + len(text[start:end].rstrip(_LOOSE_END))
            if start > span.start or finding.kind == "demand":
                finding.condition = Span(start, end)
            finding.span = Span(span.start, max(span.end, end))
            return
    sentence = report.segment_at(span.start).start
    begin = finding.cue.start if finding.cue and finding.governed and sentence <= finding.cue.start < span.start else span.start
    found = _CONDITION_FIRST.search(without_formulas(text[sentence:begin]))
    if found and not _is_taken(text[sentence : sentence + found.start(1)]):
        finding.condition = Span(sentence + found.start(1), sentence + found.end(1))
    elif finding.draft.condition.strip():
        within = (sentence, sentence_end)
        place = index.ground(finding.draft.condition, within=within)
        if place and within[0] <= place.start and place.end <= within[1]:
            finding.condition = place


# A proviso («تكليف الفرق، على ألا تبدأ قبل»), and «إن» with a perfect, which is "if". What «على أن» adds may as well be left out.
_PROVISO = re.compile(
    r"(?:،\s*|\s)(على ألّ?ا)(?=\s)"
    r"|(?<!قال)(?<!قالت)\s(إن (?:لم\s[يت]|(?:وصل|وافق|قبل|تم|أمكن|توفر|التزم|توقف|انسحب|رفض|اقتضى|استمر|اكتمل|حضر|عاد|سمح|تحقق|ثبت|رأى|طلب|لزم|تعذر|نجح|فشل|صدر|[\u0621-\u0652]{3,}ت(?<!ات))(?=\s)))"
)
_IF_WORDS = re.compile(r"(?<![\u0621-\u064a])(?:و|ف)?(?:إن شاء|إن كان[\u0621-\u064a]* (?:لا بد|ولا بد))")


def _include_condition(finding: Finding, report: Report) -> None:
    """Let the quote of a statement, clause or next step reach over the condition behind it in the same breath.

    «هددت بالانسحاب إذا لم تتوقف الغارات» is no plain threat, however short the model quotes it.
    """
    span, text = finding.span, report.text
    assert span is not None
    sentence_end = report.segment_at(max(span.start, span.end - 1)).end
    rest = " " + without_formulas(text[span.end : sentence_end])
    until = _UNTIL.search(rest) if _REFUSES_FOR_NOW.search(text, span.start, span.end) else None
    found = [match for match in (_CONDITION.search(rest), _AS_LONG.search(rest), until) if match is not None]
    if "على أ" in rest or "إن " in rest:
        proviso = next(
            (match for match in _PROVISO.finditer(rest) if not _IF_WORDS.match(rest, match.start(match.lastindex or 0))), None
        )
        found += [proviso] if proviso is not None else []
    if (
        not found
        and (then := _THEN.match(rest, past.end() if (past := _QUOTED.match(rest)) else 0)) is not None
        and is_verbal_noun(then["event"])
        and not _OF_MEETING.search(then[0])
    ):
        found = [then]
    if not found:
        return
    first = min(found, key=lambda match: match.start(match.lastindex or 1))
    start = span.end + first.start(first.lastindex or 1) - 1
    between = _QUOTED.sub("", text[span.end : start])
    if _is_of_next(between) or len(between.split()) > _FARTHEST_CONDITION or re.search(r"[.؛:!؟?«]", between):
        return
    if any(cue.form == "verb" and cue.lexeme.act != "OTHER" for cue in find_cues(between)):
        return  # the condition of what another verb tells
    stop = _CONDITION_STOPS.search(text, start + 1, sentence_end)
    end = stop.start() if stop else sentence_end
    end = start + len(text[start:end].rstrip(_LOOSE_END))
    finding.proper = span
    finding.span = Span(span.start, closed(text, span.start, end))


_AS_LONG = re.compile(r"(?:^|[\s،])(ما دام(?:ت|وا)?|طالما|ما بقي(?:ت)?|بمجرد|حالما)(?=\s)")
# «بصرف الرواتب بعد مصادقة البرلمان»: right behind what is quoted, and not when it was said («بعد لقائه نظيره»).
_THEN = re.compile(r"\s{1,2}(بعد|فور|عقب|إلى حين|لحين|ريثما)\s+(?P<event>[\u0621-\u0652]{3,})(?:\s+[^\s،.؛]+)?")
_QUOTED = re.compile(r"\s*،\s*[«\"][^»\"]{1,40}[»\"]\s*،")  # «ستدفع 16 دولاراً، «لا أكثر ولا أقل»، بعد المصادقة»
_OF_MEETING = re.compile(r"(?:لقاء|اجتماع|مباحثات|محادثات|جلس|مشاورات|زيار|تلاوة|اتصال|وصول|مغادر|عودة|انقطاع|توقف)")
# «لن تفرج عن الأسرى قبل تبييض السجون» is no refusal for good.
_REFUSES_FOR_NOW = re.compile(r"(?<![\u0621-\u064a])[وف]?لن\s")
_UNTIL = re.compile(r"^\s?\s?(قبل|حتى|إلا|دون|من دون)(?=\s)")
_CONDITION_STOPS = re.compile(
    r"[.؛\n]|[،]\s*(?:و[أإ]ن(?:ه|ها|هم)?|و?هذا|وهو|وهي|بحسب|حسب|وفق|كما|فيما|بينما|لكن(?:ه|ها)?|غير أن|إلا أن)\s"
    r"|[،]\s*(?:و|ف)?(?:م[\u0621-\u0652]{3,}(?:اً|ًا|ةً|ا|ة)|[وف][\u0621-\u0652]{3,})\s"
)
_FARTHEST_CONDITION = 16  # words between a quote and a condition that still is of what is quoted


def _is_of_next(between: str) -> bool:
    """Whether a further thing, or what somebody says of it, stands between a demand or pledge and a condition."""
    return _NEXT_THING.search(between) is not None or any(cue.form == "participle" for cue in find_cues(between))


def _is_taken(lead: str) -> bool:
    """Whether a condition closes the clause in front of it and opens none: «وتعهدت بتأمين طائرتين متى صدرت الأوامر، …»."""
    clause = re.split(r"[،؛]", lead)[-1]
    return len(clause.split()) > 3 and re.search(r"[إأ]ن(?:ه|ها|هم|هما)?\s*$", clause) is None


def _next_segment_end(report: Report, position: int) -> int:
    """The end of the sentence behind that of a raw offset, within the paragraph."""
    following = report.segment_at(min(report.segment_at(position).end, len(report.text) - 1))
    end = paragraph_at(report, position)[1]
    return following.end if following.start < end else report.segment_at(position).end


def _clause_around(report: Report, start: int, end: int) -> Span:
    """The clause that holds some words, between stops."""
    segment, text = report.segment_at(start), report.text
    while start > segment.start and text[start - 1] not in "،؛.\n":
        start -= 1
    while end < segment.end and text[end] not in "،؛.\n":
        end += 1
    while start < end and not text[start].isalnum():
        start += 1
    return Span(start, end)
