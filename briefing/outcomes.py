"""What became of the outcome document, by the words of the report: adopted, a draft, not reached, or none at all.

A word for a document and a verb near it are not enough: the verb may be negated or denied ("لم يُعتمد", "نفى أن يكون قد
وُقع"), wanted ("طالب بتوقيع"), foreseen ("سيصدر"), of an earlier round, or an order to software. Such a sentence proves
nothing of the kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefing import documents
from briefing.arabic import fold, kept_for_sentences
from briefing.background import is_of_round_before, is_past
from briefing.findings import Finding
from briefing.grounding import Span
from briefing.injection import is_order
from briefing.layout import led_in
from briefing.parity import denies, negates
from briefing.participants import Cast
from briefing.record import FinalStatementStatus, StanceKind
from briefing.source import Report, Segment
from briefing.windows import Passage, passages, passages_between
from briefing.wording import is_feminine

# All patterns are for folded text.
_DOCUMENT = rf"(?:ال)?(?:(?:{documents.DECLARED})(?:ا(?!\w))?|{documents.OTHERS}|اتفاق(?! (?:علي )?(?:وقف|الهدنه|السابق)))"
_NAMES_DOCUMENT = re.compile(_DOCUMENT)
_NONE_ISSUED = re.compile(
    rf"(?:دون|بدون|بلا|من غير)(?: ان)?(?: \w+){{0,3}} {_DOCUMENT}"
    rf"|(?:لم|ولم|فلم|وما|ما) (?:يصدر|تصدر|يصدروا|يصدرا|صدر|يخرج|تخرج|يخرجوا|يتمخض|تتمخض|يعقب|يعقبه|يعقبها|يسفر|تسفر|ينتج|يعلن|يكن)(?: \w+){{0,5}} (?:عن|ب)?{_DOCUMENT}"
    rf"|(?:خلت|خلا|خلوها|خلوه|غاب|غياب|تغيب)(?: \w+){{0,4}} (?:من )?(?:اي )?{_DOCUMENT}|(?:تعذر|امتنع|امتنعوا|احجم|احجموا|امتناع|عدم)(?: \w+){{0,3}} (?:عن )?(?:اصدار|صدور|توقيع|اعلان)(?: \w+){{0,2}} {_DOCUMENT}"
    rf"|لا {_DOCUMENT} (?:ختامي|مشترك|نهايي)|(?:لم|ولم|فلم) (?:تفض|يفض|تتوصل|يتوصل|تقد|يقد|تتوج|يتوج|ينته|تنته)\w*(?: \w+){{0,3}} (?:الي |ب)(?:اي )?(?:بيان|وثيقه|اعلان|ورقه|مذكره)"
)
# «من دون التوصل إلى اتفاق»: what did not come about is an agreement, not a text.
_AGREEMENT = re.compile(r"(?<!\w)(?:ال)?(?:اتفاق|اتفاقا|اتفاقيه|تفاهم)$")
_NOT_REACHED = re.compile(
    r"(?<!ما )(?:لم|ولم|دون ان|فلم) (?:(?:يتوصل|تتوصل|يتفق|تتفق)\w*\b(?!(?: \w+){0,2} (?:علي|الي) (?:موعد|تاريخ|مكان|جدول))|(?:يفض|تفض|تسفر|يسفر|ينجح|تنجح|يفلح|تفلح)\w*)|(?:فشل|اخفق|تعثر)\w*(?: \w+){0,4} (?:في|عن)(?: \w+){0,3} (?:التوصل|الاتفاق|اتفاق|التوافق)"
    r"|(?:دون|بدون|بلا)(?: \w+){0,2} (?:اتفاق|التوصل|توافق|نتيجه|نتايج)"
)
_TEXT = r"(?:ال)?(?:بيان|اتفاق|اعلان|وثيقه|نص|قرار|ورقه|تفاهم|مذكره|اتفاقيه)"
_DRAFT_WORD = (
    rf"(?:ال)?(?:مسوده|مسودات)(?: {_TEXT})?|(?:ال)?مشروع {_TEXT}|(?:ال)?(?:نص|نصا|نسخه|صيغه|ورقه|وثيقه) (?:ال)?(?:اولي|اوليا|اوليه|مبدييه|تمهيديه|مقترحه|اولي|مسربه)"
    rf"|(?:ال)?(?:نسخه|صيغه) الاولي"
)
_DRAFT = re.compile(
    rf"(?<!\w)(?:و|ف)?(?:ب|ل|ك)?(?:{_DRAFT_WORD})(?!\w)|{_DOCUMENT}(?: \w+)?،? (?:التي|الذي) لم [يت](?:عتمد|قر|وقع)(?!\w)"
)
_ADOPTING = re.compile(
    rf"(?<!\w)(?:و|ف)?(?:صدر|صدرت|اصدر|اصدرت|اصدروا|اصدرته|اعتمد|اعتمدت|اعتمدوا|اعتمده|اعتمدته|اقر|اقرت|اقروا|وقع|وقعت|وقعوا|وقعا|خرج|خرجت|خرجوا|تبني|تبنت|تبنوا|توج|توجت|تلا|تلي|تلت|قرا|قراه|قرات|قراته|القي|القاه|القته)(?: \w+){{0,8}} (?:ب|علي )?{_DOCUMENT}"
    rf"|(?<!\w)(?:و|ف)?(?:ب|في )?{_DOCUMENT}(?: \w+){{0,2}} (?:صدر|صدرت|اصدره|اصدرته|اصدراه|وقعه|وقعته|تلاه|تلته|قراه|قراته|اعتمده|اعتمدته)(?!\w)"
    rf"|(?<!\w)(?:و|ف)?(?:ب|في )?{_DOCUMENT}(?: \w+){{0,3}} (?:الذي|التي|الصادر\w*|صادر\w*|المعتمد\w*|الموقع\w*)(?: (?:تلا|تلي|صدر|اصدر|وقع|اعتمد|اقر|القي|قرا)\w*)?"
)
_SPOKEN_OF = re.compile(
    rf"(?<!\w)(?:و|ف)?(?:ب|ل|في )?{_DOCUMENT} (?:ال)?(?:ختامي|مشترك|نهايي)\w*|(?<!\w)(?:و|ف)?(?:تضمن|نص|ورد في|جاء في|قضي|اكد|جدد|قرر)\w*(?: \w+){{0,1}} (?:ب|علي )?{_DOCUMENT}|(?<!\w)(?:و|ف)?(?:اعلن|اتفق)\w* (?:\w+ ){{0,3}}(?:ب|علي |عن )?{_DOCUMENT}"
)
_NOT_DONE = re.compile(
    r"(?:^|\s)(?:و|ف)?(?:لم|لن|لا|ليس|ما|دون ان|قبل ان|لو|اذا|ان لم|بعد ان لم|عدم|قد|احتمال|امكان\w*|س)\s*(?:\w+\s){0,2}$"
)
_WANTED = re.compile(r"(?:^|\s)(?:و|ف)?(?:ان|بان|لان|كي|لكي|حتي|سوف)\s(?:\w+\s)?$")
_FEARED = re.compile(r"خشيه|مخاوف|تخوف|حذر من|احتمال|قد تنته|قد ينته|ربما")
_MENTION = re.compile(
    rf"(?P<adopted>(?<!\w)(?:و|ف)?(?:ال)?(?:صيغه|نسخه|نص) (?:(?:التي|الذي) (?:اعتمد|اقر|وقع|تبن)\w*|(?:ال)?(?:معتمد|نهايي|ختامي|موقع)\w*))|(?P<draft>(?<!\w)(?:و|ف)?(?:ب|ل|ك)?(?:{_DRAFT_WORD}))(?!\w)|(?P<document>(?<!\w)(?:و|ف)?(?:ب|ل|ك)?{_DOCUMENT})(?!\w)"
)
_READ_OUT = re.compile(
    r"(?:^|[\s،])(?:و|ف)?(تلا|تلت|تلاه|تلته|تُ?لي|تُ?ليت|يتلو|تتلو|تلاوته|تلاوة|قرأ|قُ?رئ|قُ?رئت|قرأت|قرا|قرأه|قرأته|قراءته|بقراءته|بقراءة|تلاوتها|قراءتها|ألقى|ألقت|القى|ألقاه|ألقته|أذاع|أذاعت|أذاعه|أذاعته|سرد|سردت)(?=\s)"
)
_ISSUED = re.compile(
    r"(?:أصدر|أصدرت|اصدر|اصدرت|أصدرته|أصدرها|صادر عن|الصادر عن|الصادرة عن|صدر عن|صادرا عن|صادراً عن|باسم|صاغته|صاغه|صاغتها|صاغها)\s"
)
# Whom the words read out or issued may be, as a report writes it; «بالاتفاق» is what a speech is about.
_READ_TEXT = re.compile(rf"(?<![\u0621-\u064a])[وف]?(?:ال)?(?!اتفاق وقف)(?:{'|'.join(documents.STEMS)})")
_NEAR = 70  # characters between the verb of reading or issuing and the document
_SPEAKS_FOR = re.compile(r"(?:ناطق|متحدث|مفاوض|ممثل)(?:ة|ا|اً)?(?:\s[\u0621-\u0652]+)?\s$")
_IN_OWN_NAME = re.compile(r"(?:صدرت?|صادر(?:ا|اً|ة)?|أصدره|أصدرته)\s(?:عن|باسم)?(?P<pronoun>ها|ه)(?![\u0621-\u064a])")
# All the parties, where nobody of them is named: «لم يوقعه الوفدان», «لم يوقع عليه أي من الطرفين», «لم توقعه الوفود».
_ALL_PARTIES = re.compile(
    r"\s(?:على\s\S+\s|عليه(?:ا|ما)?\s)?(?:أحد(?![\u0621-\u064a])|(?:(?:أي|أيا|أياً|كل|كلا|أحد)\s(?:من\s)?)?(?P<all>ال(?:طرف|وفد|جانب|فريق)(?:ان|ين)|الأطراف|الوفود|الأفرقاء))"
)
_SIGNED = re.compile(
    r"(?<![\u0621-\u0652])(?:و|ف)?(?:"
    r"(?P<not>(?:لم|(?:من )?دون أن|بدون أن)\s+[يت]\u064f?وق[\u064b-\u0652]*ع[\u064b-\u0652]*(?:ه|ها|ان|وا|ا)?)"
    r"|(?P<without>(?:(?:من )?دون|بلا|بغير) توقيع(?:\s+من)?|(?:رفض|امتنع)(?:ت|وا|ا)?(?=\s(?:[\u0621-\u064a]+\s){0,5}(?:عن |على )?(?:ال)?توقيع\S*(?!\s(?:على )?أي)))"
    r"|وق[\u064b-\u0652]*ع[\u064b-\u0652]*(?:ت|تا|ا|وا|ه|ته|ها|تها)?)(?=\s)"
)
_SIGNED_THING = re.compile(r"بيان|وثيق|اعلان|اتفاق|مذكر|ورق|تفاهم|نص|بروتوكول|محضر|وقع(?:ه|ته|ها|تها)\s")
_WHICH = re.compile(r"(?<!\w)(?:التي|الذي|الذين|اللذان|اللذين|اللتان|اللتين|اللواتي|ممن)\s+$")
_OF_THIS = re.compile(r"\s(?:على\s)?ال|\sعليه(?:ا|ما)?(?!\w)")  # «وقعت على البيان», «وقعت عليه»
_WANTED_SIGNING = re.compile(r"(?:قبل|كي|لكي|حتي|شرط|شريطه|اذا|لو|متي)\s+(?:ان\s+)?$")
_STANCES: tuple[tuple[StanceKind, re.Pattern[str]], ...] = (
    ("reserves", re.compile(r"تحفظ|ملاحظات علي|استدراك|ماخذ علي|علامات استفهام")),
    (
        "rejects",
        re.compile(
            r"رفض|مرفوض|لا تعني|لا يعني|لا تلزم|لا يلزم|غير ملزم|لا يعترف|لا تعترف|لا نعترف|ليس طرفا|ليست طرفا|لسنا طرفا|لا علاقه|لن يوقع|لن توقع|لن نوقع|لم يوافق|لم توافق|لا يوافق|لا توافق|لا يمثل|لا تمثل|تنصل|ندد|حبر علي ورق|لا قيمه|باطل|تبر[اؤي]|غير معني|ليس معنيا|ليست معنيه|لسنا معنيين|لا تساوي|لا يساوي|عديم\w* (?:القيمه|الجدوي)|ادان|مجحف|استسلام|طعن|نسف|لا شرعي|غير شرعي|انتقد|هاجم|خيب|مخيب|خديعه|اعترض|معارض|عارض"
        ),
    ),
    (
        "endorses",
        re.compile(
            r"رحب|ترحيب|ايد|تاييد|وافق|توافق|قبل|قبول|اشاد|ملتزم|التزم|تبني|دعم|بارك|مبارك|ثمن|انجاز|متوازن|خطوه (?:ايجابيه|مهمه|في الاتجاه الصحيح)|يلبي|تلبي|منصف|انتصار|نجاح|تاريخي|رضا|ارتياح"
        ),
    ),
)


def outcome_told(report: Report) -> tuple[FinalStatementStatus, Span] | None:
    """The state of the document as the words tell it, and where; saying that there is none weighs most."""
    adopted: Span | None = None
    spoken_of: Span | None = None
    draft: Span | None = None
    failed: Span | None = None
    for segment in report.segments:
        if segment.heading:
            continue
        span = _stripped(report.text, segment.start, segment.end)
        told = _told_in(report, segment)
        if told == "none_issued":
            return "none_issued", span
        if told == "not_reached":
            failed = failed or span
        elif told == "draft":
            draft = draft or span
        elif told == "adopted" and not _only_wanted(report, segment.start, segment.end):
            adopted = adopted or span
        elif told == "spoken_of" and not _only_wanted(report, segment.start, segment.end):
            spoken_of = spoken_of or span
    if adopted:
        return "adopted", adopted  # whatever else was not reached («دون أن تتفق على موعد»)
    if failed:
        return "not_reached", failed
    if draft:
        return "draft", draft
    return ("adopted", spoken_of) if spoken_of else None


def bears_out(report: Report, span: Span, status: str) -> bool:
    """Whether the sentence of a quotation tells of this state of the document."""
    told = _told_in(report, report.segment_at(span.start))
    return told == status or (told == "spoken_of" and status in {"adopted", "draft"})


def _told_in(report: Report, segment: Segment) -> str | None:
    sentence = report.text[segment.start : segment.end]
    told = _told_by(sentence)
    return None if told is None or is_of_round_before(sentence, report) else told


@kept_for_sentences
def _told_by(raw: str) -> str | None:
    words = fold(raw).text
    if is_order(raw) or is_past(raw):
        return None
    names_one = _NAMES_DOCUMENT.search(words) is not None  # as few sentences do, and most patterns want
    if not _FEARED.search(words):
        if names_one and (found := _NONE_ISSUED.search(words)):
            return "not_reached" if _AGREEMENT.search(found.group()) else "none_issued"
        if _NOT_REACHED.search(words):
            return "not_reached"
    if denies(raw):
        return None
    if (
        names_one
        and any(_is_done(words, match.start()) and not negates(match.group()) for match in _ADOPTING.finditer(words))
        and not _names_only_a_draft(words)
    ):
        return "adopted"
    if _DRAFT.search(words):
        return "draft"
    return (
        "spoken_of"
        if names_one
        and any(_is_done(words, match.start()) and not negates(match.group()) for match in _SPOKEN_OF.finditer(words))
        else None
    )


def _names_only_a_draft(words: str) -> bool:
    kinds = {match.lastgroup for match in _MENTION.finditer(words)}
    initialled = "بالاحرف الاولي" in words
    return kinds == {"draft"} and (initialled or re.search(r"اعتمد|اقر|وقع|تبن", words) is None)


def _is_done(words: str, start: int) -> bool:
    lead = words[:start] + " "
    return _NOT_DONE.search(lead) is None and _WANTED.search(lead) is None


def _only_wanted(report: Report, start: int, end: int) -> bool:
    """Whether a sentence only wants or foresees a document: "طالب بتوقيع", "من المقرر أن يصدر"."""
    inside = [part for part in passages_between(report, start, end) if part.cue is not None]
    return bool(inside) and all(part.cue is not None and part.cue.kind in {"demand", "next_step"} for part in inside)


def told_in_draft(report: Report, finding: Finding) -> bool:
    """Whether the words of a finding stand in a draft: the document named last before the quote, or in front of its list."""
    assert finding.span is not None
    named = [match.lastgroup for match in _MENTION.finditer(fold(led_in(report, finding.span.start) + " ").text)]
    return named[-1:] == ["draft"]


def clauses_of_drafts(report: Report, findings: Sequence[Finding]) -> list[Finding]:
    """Clauses that the report ascribes to a draft: they are not what was adopted."""
    return [finding for finding in findings if finding.kind == "clause" and finding.span and told_in_draft(report, finding)]


def reader_told(report: Report, people: Cast) -> str | None:
    """Who read the document out, where a verb of reading says so."""
    for passage, found in _reading(report):
        words = report.text[passage.start : passage.end]
        document = _READ_TEXT.search(words, found.end())
        # "تلا فلان البيان": the reader stands before it; "تلا البيان فلان": behind it.
        first = document is not None and len(words[found.end() : document.start()].split()) > 1
        stop = passage.start + document.start() if document is not None and first else passage.end
        after = people.within(passage.start + found.end(), stop)
        before = people.within(passage.start, passage.start + found.start())
        named = [mention for mention in after if mention.start - passage.start - found.end() < 80] or before[-1:]
        persons = [mention for mention in named if people[mention.participant].kind == "person"]
        if persons or named:
            return (persons or named)[0].participant
    return None


def is_read_out(report: Report) -> bool:
    """Whether the report says at all that somebody read a document out."""
    return next(_reading(report), None) is not None


def _reading(report: Report) -> Iterator[tuple[Passage, re.Match[str]]]:
    for passage in passages(report):
        text = report.text[passage.start : passage.end]
        if any(map(text.__contains__, documents.STEMS)) and (found := _READ_OUT.search(text)) and _is_of_document(text, found):
            yield passage, found


def _is_of_document(words: str, reading: re.Match[str]) -> bool:
    """Whether what is read out is a document, and no speech that speaks of one."""
    if any(word in words for word in ("بيان", "وثيق", "إعلان")):
        return True
    found = _READ_TEXT.search(words, reading.end())
    return found is not None and len(between := words[reading.end() : found.start()]) < _NEAR and "كلم" not in between


def issuers_told(report: Report, people: Cast) -> list[str]:
    """In whose name the document is issued, where the words say so ("الصادر عن …", "أصدرته …")."""
    for passage in passages(report):
        text = report.text[passage.start : passage.end]
        if not any(map(text.__contains__, documents.STEMS)):  # as most say nothing of a document
            continue
        for found in _ISSUED.finditer(text):
            around = text[max(0, found.start() - _NEAR) : found.end() + _NEAR]
            if not any(word in text for word in ("بيان", "إعلان", "وثيق")) and not _READ_TEXT.search(around):
                continue
            if _SPEAKS_FOR.search(text[: found.start()]):
                continue
            issuers: list[str] = []
            last = passage.start + found.end()
            for mention in people.within(last, passage.end):
                gap = report.text[last : mention.start]
                if len(gap.split()) > 2 or re.search(r"[.؛]|\sو?(?:قرأ|تل[اتي]|ألق|وق[ّ]?ع|أعلن|نشر)", gap):
                    break
                issuers.append(mention.participant)
                last = mention.end
            if issuers:
                return list(dict.fromkeys(issuers))
        if (own := _IN_OWN_NAME.search(text)) and _READ_TEXT.search(text[max(0, own.start() - _NEAR) : own.start()]):
            # «تلا فلان بلاغاً صدر باسمه»
            before = [one.participant for one in people.within(passage.start, passage.start + own.start())]
            feminine = own["pronoun"] == "ها"
            fitting = [one for one in before if is_feminine(people[one]) is feminine or people[one].kind == "person"]
            if fitting:
                return fitting[-1:]
    return []


_CHAIRS_ISSUE = re.compile(
    r"(?:(?:اصدر|صدر)(?:ت|ا)? (?:\w+ ){0,2}?|(?:صادر\w*|صدر\w*) )(?:عن |باسم )?(?:الرياسه المشتركه|الرييس(?:ان|ين) المشارك(?:ان|ين)|رياسه الموتمر)"
)


def chairs_issue(report: Report) -> bool:
    """Whether the document is said to be issued by those who preside together: «صدر باسم الرئاسة المشتركة»."""
    sentences = (report.text[segment.start : segment.end] for segment in report.segments)
    return any(_CHAIRS_ISSUE.search(fold(raw).text) and not (is_past(raw) or denies(raw) or is_order(raw)) for raw in sentences)


def signatories_told(report: Report, people: Cast) -> tuple[list[str], list[str], list[Span]]:
    """Who signed the document and who did not, where the words say so, and the words.

    A signing that is wanted, foreseen, denied or of an earlier round is none; «الدول الموقعة» alone names nobody.
    """
    signed: dict[str, None] = {}
    unsigned: dict[str, None] = {}
    spans = []
    for segment in report.segments:
        raw = report.text[segment.start : segment.end]
        if segment.heading or "وق" not in fold(raw).text or is_past(raw) or is_order(raw) or denies(raw):
            continue
        for found in _SIGNED.finditer(raw):
            lead = re.sub(r"(?<!\w)[وفل]?قد\s+$", "", fold(raw[: found.start()]).text)  # "قد وقع" is done
            negated = (found["not"] or found["without"]) is not None
            if not negated and (not _is_done(lead, len(lead)) or _WANTED_SIGNING.search(lead)):
                continue
            if _is_of_another(raw, found):
                continue
            clause = re.search(r"[.؛]|،\s*(?:و|ف|لكن|بينما|فيما)", raw[found.end() :])
            stop = segment.start + found.end() + (clause.start() if clause else len(raw) - found.end())
            if not found["not"] and not _SIGNED_THING.search(fold(raw[found.start() : stop - segment.start]).text):
                continue
            who = _named_together(report, people, segment.start + found.end(), stop)
            if not who and found["not"]:
                who = _all_parties(people, raw, found.end())
            if not who and (before := people.within(segment.start, segment.start + found.start())):
                between = report.text[before[-1].end : segment.start + found.start()]
                who = [before[-1].participant] if len(between.split()) <= 2 and not re.search(r"[،؛.]", between) else []
                if not who and (pronoun := re.search(r"[إأ]ن(ه|ها)\s+$", between)):  # "ذكرت أنها لم توقع"
                    feminine = pronoun[1] == "ها"
                    fitting = (one.participant for one in reversed(before) if is_feminine(people[one.participant]) == feminine)
                    who = [one for one in [next(fitting, None)] if one]
            if who:
                (unsigned if negated else signed).update(dict.fromkeys(people.expanded(who)))
                spans.append(_stripped(report.text, segment.start + found.start(), stop))
    return [one for one in signed if one not in unsigned], list(unsigned), spans


def _all_parties(people: Cast, words: str, behind: int) -> list[str]:
    """The parties to the talks, where some words speak of them all behind a signing; of two only where there are two."""
    found = _ALL_PARTIES.match(words, behind)
    parties = [
        one.id for one in people.participants if one.role == "party" and one.kind != "person" and one.id not in people.groups
    ]
    if found is None or ((found["all"] or "").endswith(("ان", "ين")) and len(parties) != 2):
        return []
    return parties


def _is_of_another(words: str, signing: re.Match[str]) -> bool:
    """«المعارضة التي وقعت على اتفاق وقف إطلاق النار»: which opposition that is, by another document than this one."""
    if _WHICH.search(fold(words[: signing.start()]).text) is None or signing.group().endswith(("ه", "ها")):
        return False
    return _OF_THIS.match(words, signing.end()) is None


def signs(report: Report, people: Cast, id_: str) -> bool:
    """Whether a participant is named in a sentence that tells of a signing, and not of one that failed or is wanted."""
    for mention in people.mentions:
        segment = report.segment_at(mention.start)
        words = report.text[segment.start : segment.end]
        if mention.participant != id_ or is_past(words) or denies(words) or negates(words):
            continue
        if any(
            found["without"] is None
            and _is_done(fold(words[: found.start()]).text, found.start())
            and not _is_of_another(words, found)
            for found in _SIGNED.finditer(words)
        ):
            return True
    return False


def heads_sign(report: Report) -> Span | None:
    """Where the report says that the heads of both delegations signed, without their names."""
    for segment in report.segments:
        raw = report.text[segment.start : segment.end]
        if is_past(raw) or is_order(raw) or denies(raw):
            continue
        for found in _SIGNED.finditer(raw):
            heads = _HEADS.match(raw, found.end())
            if (
                found["not"] is None
                and found["without"] is None
                and heads
                and _is_done(fold(raw[: found.start()]).text, found.start())
            ):
                return _stripped(report.text, segment.start + found.start(), segment.start + heads.end())
    return None


_HEADS = re.compile(
    r"\s+(?:البيان |الوثيقة |المحضر |الاتفاق |المذكرة |عليه |عليها )?(?:كل من )?رئيس(?:ا|ي) (?:الوفدين|اللجنتين|الجانبين|الفريقين|الطرفين)"
)


def _named_together(report: Report, people: Cast, start: int, stop: int) -> list[str]:
    """The participants that are named one after the other behind a verb: «وقع الوثيقة فلان وفلانة عن الحركة» are two."""
    who: list[str] = []
    last = start
    for mention in people.within(start, stop):
        gap = report.text[last : mention.start]
        if who and (
            re.search(r"(?<![\u0621-\u064a])(?:عن|باسم|نيابة عن|بحضور|مع|في|أمام|على)\s", f"{gap} ") or len(gap.split()) > 4
        ):
            if not re.search(r"(?<![\u0621-\u064a])(?:عن|باسم|نيابة عن)\s", f"{gap} "):
                break
            last = mention.end  # for whom somebody signs
            continue
        if not who and (len(gap.split()) > 5 or re.search(r"(?<![\u0621-\u064a])(?:مع|بحضور|برعاية|أمام)\s", f"{gap} ")):
            break
        who.append(mention.participant)
        last = mention.end
    persons = [one for one in who if people[one].kind == "person"]
    return list(dict.fromkeys(persons or who))


def beside_document(report: Report, people: Cast, id_: str) -> bool:
    """Whether a participant is named in a sentence that speaks of a document."""
    for mention in people.mentions:
        if mention.participant == id_:
            segment = report.segment_at(mention.start)
            if _MENTION.search(fold(report.text[segment.start : segment.end]).text):
                return True
    return False


def stance_told(words: str) -> StanceKind | None:
    """The position on a document that some words show, if they show one alone."""
    text = fold(words).text
    told = [stance for stance, pattern in _STANCES if pattern.search(text)]
    if told[:1] == ["rejects"] and "endorses" in told and re.search(r"لا يوافق|لا توافق|لم يوافق|لم توافق|رفض", text):
        return "rejects"
    return told[0] if len(told) == 1 else None


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
