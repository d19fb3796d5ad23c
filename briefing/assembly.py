"""From findings to the items of a record: numbering, evidence, dates, amounts, who told the reporter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from math import isfinite
from typing import Any

from briefing import __version__
from briefing.cues import Cue
from briefing.dates import deadline_in, resolve
from briefing.figures import Symbol, amount, doubtful_resolutions
from briefing.findings import NEEDS, Finding, purpose_of, subject_of
from briefing.frames import Frame, evidence_at
from briefing.grounding import Span
from briefing.outcomes import clauses_of_drafts
from briefing.parity import negates
from briefing.participants import Cast
from briefing.prompts import prompt_sha256
from briefing.record import (
    Clause,
    Commitment,
    Demand,
    Evidence,
    FinalStatement,
    Money,
    NextStep,
    Participant,
    Provenance,
    Quality,
    Record,
    Source,
    Statement,
    Warning,
    When,
)
from briefing.source import Report
from briefing.speech import organ_of
from briefing.verdicts import refusal, warning

# What the number of an item begins with, by its kind.
_LETTERS = {"demand": "D", "commitment": "C", "clause": "F", "statement": "T", "next_step": "N"}
_BEFORE_VERB = 3  # words of a clause in which its verb stands, if not in front
_LONGEST_LEAD = 220  # characters between a cue and its content that still make one readable quotation
_RESTATES = (
    r"يؤكد|تؤكد|أكد|أكدت|نؤكد|مؤكد\w*|يجدد|تجدد|جدد|جددت|مجدد\w*|يعرب|تعرب|أعرب|أعربت|يعبر|تعبر|عبر|رحب|رحبت|يرحب|ترحب|شدد|شددت|يشدد|تشدد|أعاد|أعادت|يعيد|تعيد|يشيد|تشيد|أشاد|أشادت|يثني|تثني|أثنى|أثن"
    r"|يدين|تدين|أدان|أدانت|يندد|تندد|ندد|نددت|يذكر|تذكر|يشير|تشير|أشار|أشارت|يحيي|تحيي|حيا|حيت|يثمن|تثمن|ثمن|ثمنت|يهنئ|تهنئ|هنأ|هنأت|يشكر|تشكر|شكر|شكرت|يأسف|تأسف|أسف|يبارك|تبارك|بارك|باركت|يستذكر|تستذكر|استذكر|يدرك|تدرك|يستنكر|تستنكر|استنكر\w*|يعترف|تعترف|اعترف\w*|يلاحظ|تلاحظ|لاحظ|لاحظت|يحيط|تحيط|أحاط|أحاطت|يؤيد|تؤيد|أيد|أيدت|يقر بأن|تقر بأن|يؤمن|تؤمن|يعتبر|تعتبر|اعتبر|يرى|ترى|يتمسك|تتمسك|تمسك\w*|تأكيد|التأكيد|الترحيب|ترحيب|الإشادة"
)
_DECIDES = r"(?:[يت]?)(?:نشئ|ؤسس|ستحدث|شكل|عين|كلف|خول|فوض|نيط|منح|وقف|عهد|أمر|حدد|قضي|وصي|لزم|جيز|سمح|حظر|منع)|استحدث\w*|أسس\w*|أوصى|أوصت|خول\w*|فوض\w*|أناط\w*|عهد\w*|حدد\w*|حظر\w*|قضى|قضت|نص|نصت|ينص|تنص|منح\w*|سمح\w*|أجاز\w*|عين\w*|قرر|قررت|يقرر|تقرر|اتفق|اتفقت|يتفق|تتفق|يتعهد|تتعهد|تعهد\w*|يلتزم|تلتزم|يلزم|تلزم|ألزم\w*|ستقوم|سيتم|يدعو|تدعو|دعا|دعت|دعوا|دعيا|يطلب|تطلب|طلب|طلبت|يطالب|تطالب|طالب|طالبت|يحث|تحث|حث|حثت|يكلف|تكلف|كلف|كلفت|أنشأ|أنشأت|ينشئ|تنشئ|يشكل|تشكل"
# Several participants restate and decide as one document does: «أعربوا», «جددا», «يدينون».
_GOVERNS = re.compile(
    rf"(?<![\u0621-\u064a])(?:و|ف|ل)?(?:(?P<restates>{_RESTATES})|(?P<decides>{_DECIDES}))(?:وا|ا|تا|ون|ان)?(?![\u0621-\u064a])"
)
# Without a verb of its own a content that only names values restates.
_VALUES = re.compile(
    r"^[\s\"«]*(?:على |ب|عن )?(?:ال)?(?:التزام|سيادة|وحدة|استقلال|سلامة|أهمية|مبدأ|مبادئ|حرمة|قلق|أسف|تقدير|شكر|حق|حقوق|قناعة|اقتناع|تضامن)"
)


def assemble(report: Report, people: Cast, findings: Sequence[Finding], frame: Frame, *, states: Iterable[str] = ()) -> Record:
    """The record of a report, without conflicts and costs; ``states`` (ISO 3166-1) are those of which it speaks."""
    final = frame.final_statement
    quality = Quality(warnings=[*frame.warnings])
    ready = [finding for finding in findings if finding.text is not None and finding.span is not None]
    for finding, check in _of_no_document(report, ready, final):
        ready.remove(finding)
        quality.rejected.append(refusal("clause", finding.draft, check, quote=finding.draft.quote))
    for finding in ready:
        finding.by, finding.to = people.expanded(finding.by), people.expanded(finding.to)
    # Once for the report: whether a number is a misprint shows beside the others of the whole text.
    doubtful = doubtful_resolutions(report.text, states)
    items: dict[str, list[Any]] = {kind: [] for kind in _LETTERS}
    for finding in ready:
        kind = finding.kind if finding.kind in items else "statement"  # a stance of nobody is one
        of_kind = items[kind]
        item_id = f"{_LETTERS[kind]}{len(of_kind) + 1}"
        of_kind.append(_item(report, finding, item_id, _evidence(report, people, finding, ready), quality.warnings))
        if finding.attribution is not None and finding.attribution.level == "unnamed":
            words = finding.attribution.origin or ""
            quality.warnings.append(warning("unnamed_source", item=item_id, severity="info", words=words))
        quality.warnings += [note.model_copy(update={"item": item_id}) for note in finding.notes]
        quality.warnings += _misprints(doubtful, finding, item_id)
    if (party := organ_of(report, people)) is not None:
        quality.warnings.append(warning("party_source", item=party, severity="info"))
    final.clauses = items["clause"]
    if final.clauses and final.status == "not_stated":
        # Clauses are evidence of a document, though no sentence says in so many words that it was issued.
        final.status, final.evidence = "adopted", final.clauses[0].evidence[:1]
    return Record(
        event=frame.event,
        sources=[
            Source(
                id="S1",
                title=report.title,
                published=report.published.isoformat() if report.published else None,
                language=report.language,
                sha256=report.sha256,
                characters=len(report.text),
                text=report.text,
            )
        ],
        participants=_listed(people, ready, final),
        demands=items["demand"],
        commitments=items["commitment"],
        final_statement=final,
        statements=items["statement"],
        next_steps=items["next_step"],
        quality=quality,
        provenance=Provenance(
            tool_version=__version__,
            model="unknown",
            endpoint_kind="endpoint",
            prompt_sha256=prompt_sha256(),
            generated_at=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        ),
    )


def _of_no_document(report: Report, findings: Sequence[Finding], final: FinalStatement) -> list[tuple[Finding, str]]:
    """The clauses that are none where a document was adopted (those of its drafts) or none was issued, each with the check."""
    if final.status == "adopted":
        return [(finding, "draft_clause") for finding in clauses_of_drafts(report, findings)]
    if final.status == "none_issued":
        return [(finding, "no_document") for finding in findings if finding.kind == "clause" and not _is_agreed(finding)]
    return []


def _item(
    report: Report, finding: Finding, item_id: str, evidence: list[Evidence], warnings: list[Warning]
) -> Demand | Commitment | Clause | Statement | NextStep:
    """The item of a finding; what its days leave in doubt goes to ``warnings``."""
    if finding.elsewhere is not None:
        evidence = [*evidence, evidence_at(report, finding.elsewhere)]
    told: dict[str, Any] = {"id": item_id, "text": finding.text, "evidence": evidence}
    said: dict[str, Any] = {"by": finding.by, "reported_by": finding.reported_by, "attribution": finding.attribution}
    about: dict[str, Any] = {"issue": finding.issue, "references": finding.references}
    status: Any = finding.status  # its values are checked where the record is made
    if finding.kind == "demand":
        condition = finding.condition_text
        return Demand(**told, **said, **about, addressees=finding.to, status=status, condition=condition)
    if finding.kind == "commitment":
        deadline = _when(report, finding, item_id, warnings)
        return Commitment(**told, **said, **about, status=status, deadline=deadline, amount=_amount(report, finding))
    if finding.kind == "clause":
        return Clause(**told, **about, operative=_is_operative(report, finding))
    if finding.kind == "next_step":
        return NextStep(**told, attribution=finding.attribution, when=_when(report, finding, item_id, warnings))
    act: Any = finding.act or "OTHER"
    negated = finding.draft.negated or finding.is_turned or (act == "OTHER" and _begins_negated(report, finding))
    target = next((id_ for id_ in finding.to if id_ not in finding.by), None)
    return Statement(**told, **said, act=act, target=target, negated=negated)


def _listed(people: Cast, findings: Sequence[Finding], final: FinalStatement) -> list[Participant]:
    """The participants without the words for several of them, unless such a word is the only one for who said a thing."""
    needed = {finding.reported_by for finding in findings} | {final.read_by, *final.signatories, *final.not_signed_by}
    needed |= {participant.affiliation for participant in people.participants}
    return [one for one in people.participants if one.id not in people.groups or one.id in needed]


def _is_agreed(finding: Finding) -> bool:
    """Whether a clause is something agreed or decided, which needs no document."""
    return finding.cue is not None and finding.cue.lexeme.present in {"يتفق", "يقرر"}


def _evidence(report: Report, people: Cast, finding: Finding, findings: Sequence[Finding]) -> list[Evidence]:
    """The quotation of an item: from its verb to the end of its content, so that it can be read alone.

    Where another item lies between, or the way is long, the verb with its subject is a quotation of its own.
    """
    assert finding.span is not None
    cue, span = finding.cue, finding.span
    if cue is None or cue.start >= span.start or cue.start < finding.passage.start or not _leads(cue, finding, report, people):
        return [evidence_at(report, span)]
    begin = _negation_of(cue, finding, report) if cue.negated else cue.start
    if cue.lexeme.present in NEEDS:  # «أن محاربة الإرهاب تتطلب إغلاق الحدود»: what needs it is part of what is said
        begin = max((found.start() for found in _THAT.finditer(report.text, finding.passage.start, cue.start)), default=begin)
    begin = max(begin, finding.passage.start)
    between = [
        other.span
        for other in findings
        if other is not finding and other.span and other.span.start < span.start and cue.end < other.span.end <= span.start
    ]
    if not between and span.start - cue.end <= _LONGEST_LEAD:
        return [evidence_at(report, Span(begin, span.end))]
    purpose = purpose_of(finding, report.text)
    lead_end = max(purpose.end if purpose else cue.end, min([other.start for other in between] or [span.start]))
    while lead_end > cue.end and not report.text[lead_end - 1].isalnum():
        lead_end -= 1
    return [evidence_at(report, span), evidence_at(report, Span(begin, lead_end))]


_NEGATION = re.compile(
    r"(?<![\u0621-\u064a])(?:[وف]?((?:من\s)?(?:دون|غير|بدون)\s+أن|لم|لن|لا|ليس\w*|ألا|بألا|ما|عدم\w*))\s(?:[^\s،؛.:]+\s){0,4}?$"
)


def _negation_of(cue: Cue, finding: Finding, report: Report) -> int:
    """Where the particle begins that negates a verb: «لم», and «دون أن», which is two words."""
    lead = report.text[finding.passage.start : cue.start]
    found = list(_NEGATION.finditer(lead))
    return finding.passage.start + (found[-1].start(1) if found else lead.rstrip().rfind(" ") + 1)


_THAT = re.compile(r"(?<![\u0621-\u064a])ب?[أإ]ن\s")
_BEGINS_ITSELF = re.compile(r"(?:و|ف)?(?:لم|لن|لا|ليس|ليست|قد|سوف|س[يتن][\u0621-\u0652]{2,})\s")


def _leads(cue: Cue, finding: Finding, report: Report, people: Cast) -> bool:
    """Whether the verb in front of a quotation belongs to it, and not to what others did or to a clause of its own."""
    assert finding.span is not None
    if not finding.governed or (cue.negated and cue.kind != finding.kind):
        return False
    words = report.text[finding.span.start : finding.span.end]
    joined = report.text[finding.span.start - 1 : finding.span.start] in {"و", "ف"} and re.match("[إأ]ن", words) is not None
    if joined or _BEGINS_ITSELF.match(words) or (finding.kind == "demand" and cue.kind == "commitment"):
        return False  # and the condition of a pledge is wanted of another
    subject = subject_of(cue, finding.passage, report, people) if cue.form == "verb" else None
    told_by = [*finding.by, finding.reported_by] if finding.reported_by else finding.by
    return subject is None or not told_by or any(people.same_side(subject, one) for one in told_by)


def _begins_negated(report: Report, finding: Finding) -> bool:
    """Whether what is stated begins with its denial: "أنه لم يوقع", "ليس طرفاً"."""
    assert finding.span is not None
    quote = report.text[finding.span.start : finding.span.end]
    words = quote.split()[:4]
    if words and words[0].lstrip("وف") == "ما" and negates(quote):
        return True
    return any(word.lstrip("وف") in {"لم", "لن", "ليس", "ليست", "لسنا", "ليسوا"} for word in words)


def _is_operative(report: Report, finding: Finding) -> bool:
    """Whether a clause decides something; "reaffirms", "stresses", "welcomes" and the like only restate.

    The verb that governs the content tells: the nearest in front of it, or the one that the quotation begins with.
    """
    assert finding.span is not None
    text, span = report.text, finding.span
    first_word = text.find(" ", span.start, span.end)
    lead = text[finding.passage.start : first_word if first_word > 0 else span.start]
    # «الخامسة فتعيد تأكيد …»: the verb stands behind the number of the paragraph.
    opening = " ".join(text[span.start : span.end].split()[:_BEFORE_VERB])
    verbs = list(_GOVERNS.finditer(lead)) or list(_GOVERNS.finditer(opening))[:1]
    # "أكد أنه قرر": the later verb decides; "تجدد تأكيد التزامها" restates, whatever it is that is restated.
    if verbs:
        return verbs[-1]["decides"] is not None
    return _VALUES.search(text[span.start : span.end]) is None


# «غداً إن شاؤوا» is a challenge, and no date that anybody undertakes to keep.
_AS_THEY_WISH = re.compile(r"[\s،]+(?:إن|إذا|متى|لو)\s(?:هم\s)?(?:شا[ءؤئ]|أراد|رغب|أحب)\w*")


def _when(report: Report, finding: Finding, item_id: str, warnings: list[Warning]) -> When | None:
    assert finding.span is not None
    text = report.text[finding.span.start : max(finding.span.end, finding.passage.end if finding.kind == "next_step" else 0)]
    words = finding.draft.when.strip()
    mention = deadline_in(text, limits_first=finding.kind == "commitment")
    if not words or words not in text or mention is None:
        words = text[mention.start : mention.end] if mention else ""
    if not words or _AS_THEY_WISH.match(text, text.index(words) + len(words)):
        return None
    resolution = resolve(words, published=report.published, ahead=True)  # deadlines and next steps are to come
    if resolution.value is None:
        warnings.append(
            warning("date_weekday" if resolution.problem == "weekday" else "date_unresolved", item=item_id, words=words)
        )
    return When(as_reported=words, value=resolution.value)


def _amount(report: Report, finding: Finding) -> Money | None:
    assert finding.span is not None
    found = amount(report.text[finding.span.start : finding.span.end])
    if not found or not found.currency or not isfinite(value := float(found.value)):  # a row of 400 digits is no money
        return None
    return Money(value=value, currency=found.currency)


def _misprints(doubtful: Sequence[Symbol], finding: Finding, item_id: str) -> list[Warning]:
    assert finding.span is not None
    return [
        warning("resolution_subject", item=item_id, symbol=symbol.symbol)
        if symbol.problem == "subject"
        else warning("misprint", item=item_id, severity="error", symbol=symbol.symbol)
        for symbol in doubtful
        if finding.span.start <= symbol.start < finding.span.end
    ]
