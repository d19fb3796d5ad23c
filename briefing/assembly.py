"""From findings to the items of a record: numbering, evidence, dates, amounts, who told the reporter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from briefing import __version__
from briefing.dates import find_dates, resolve
from briefing.figures import amount, un_symbols
from briefing.findings import Finding
from briefing.frames import Frame, clauses_of_drafts, evidence_at
from briefing.grounding import Span
from briefing.participants import Cast
from briefing.prompts import prompt_sha256
from briefing.record import (
    Attribution,
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
from briefing.verdicts import refusal, warning

_LONGEST_LEAD = 220  # characters between a cue and its content that still make one readable quotation
_UNNAMED = re.compile(r"(?:مصدر|مصادر|مسؤول|مسؤولون|دبلوماسي|دبلوماسيون|مطلعون|مقربون)(?:\s+[\u0621-\u064a]+){0,3}")
_MEDIA = re.compile(
    r"(?:نقلت?|ذكرت?|أفادت?|بحسب|وفق|وفقا ل|نقلاً عن|نقلا عن)\s+((?:وكالة|قناة|صحيفة|موقع|شبكة|إذاعة|تلفزيون)\s+(?:[\"«]?[\u0621-\u064a]+[\"»]?)(?:\s+[\"«]?ال[\u0621-\u064a]+[\"»]?)?)"
)


def assemble(report: Report, people: Cast, findings: Sequence[Finding], frame: Frame) -> Record:
    """The record of a report, without conflicts and costs."""
    quality = Quality()
    quality.warnings += frame.warnings
    ready = [finding for finding in findings if finding.text is not None and finding.span is not None]
    if frame.final_statement.status == "adopted":
        for finding in clauses_of_drafts(report, ready):
            ready.remove(finding)
            quality.rejected.append(refusal("clause", finding.draft, "draft_clause", quote=finding.draft.quote))
    for finding in ready:
        finding.by, finding.to = people.expanded(finding.by), people.expanded(finding.to)
    demands, commitments, clauses, statements, steps = ([] for _ in range(5))  # type: ignore[var-annotated]
    for finding in ready:
        common: dict[str, Any] = {"text": finding.text, "evidence": _evidence(report, finding, ready)}
        status: Any = finding.status  # its values are checked where the record is made
        act: Any = finding.act or "OTHER"
        said: dict[str, Any] = {
            "by": finding.by,
            "reported_by": finding.reported_by,
            "attribution": _attribution(report, finding),
        }
        if finding.kind == "commitment" and said["attribution"] is not None and finding.status in {"pledged", "best_efforts"}:
            status = "claimed"  # somebody who is not named, or an outlet, tells that it was promised
        if finding.kind == "demand":
            item_id = f"D{len(demands) + 1}"
            demands.append(
                Demand(
                    id=item_id,
                    **said,
                    **common,
                    addressees=finding.to,
                    status=status,
                    condition=finding.condition_text,
                    issue=finding.issue,
                    references=finding.references,
                )
            )
        elif finding.kind == "commitment":
            item_id = f"C{len(commitments) + 1}"
            commitments.append(
                Commitment(
                    id=item_id,
                    **said,
                    **common,
                    status=status,
                    deadline=_when(report, finding, item_id, quality.warnings),
                    amount=_amount(report, finding),
                    issue=finding.issue,
                    references=finding.references,
                )
            )
        elif finding.kind == "clause":
            item_id = f"F{len(clauses) + 1}"
            clauses.append(
                Clause(
                    id=item_id,
                    **common,
                    operative=_is_operative(report, finding),
                    issue=finding.issue,
                    references=finding.references,
                )
            )
        elif finding.kind == "next_step":
            item_id = f"N{len(steps) + 1}"
            steps.append(NextStep(id=item_id, **common, when=_when(report, finding, item_id, quality.warnings)))
        else:
            item_id = f"T{len(statements) + 1}"
            negated = finding.draft.negated or (
                finding.cue is not None and (finding.cue.negated or finding.cue.lexeme.status == "denied")
            )
            target = next((id_ for id_ in finding.to if id_ not in finding.by), None)
            statements.append(Statement(id=item_id, **said, **common, act=act, target=target, negated=negated))
        quality.warnings += [note.model_copy(update={"item": item_id}) for note in finding.notes]
        quality.warnings += _misprints(report, finding, item_id)
    final = frame.final_statement
    final.clauses = clauses
    if clauses and final.status == "not_stated":
        # Clauses are evidence of a document, though no sentence says in so many words that it was issued.
        final.status, final.evidence = "adopted", clauses[0].evidence[:1]
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
        demands=demands,
        commitments=commitments,
        final_statement=final,
        statements=statements,
        next_steps=steps,
        quality=quality,
        provenance=Provenance(
            tool_version=__version__,
            model="unknown",
            endpoint_kind="endpoint",
            prompt_sha256=prompt_sha256(),
            generated_at=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        ),
    )


def _listed(people: Cast, findings: Sequence[Finding], final: FinalStatement) -> list[Participant]:
    """The participants without the words for several of them, unless such a word is the only one for who said a thing."""
    needed = {finding.reported_by for finding in findings} | {final.read_by}
    needed |= {participant.affiliation for participant in people.participants}
    return [one for one in people.participants if one.id not in people.groups or one.id in needed]


def _evidence(report: Report, finding: Finding, findings: Sequence[Finding]) -> list[Evidence]:
    """The quotation of an item: from its verb to the end of its content, so that it can be read alone.

    Where another item lies between, or the way is long, the verb with its subject is a quotation of its own.
    """
    assert finding.span is not None
    cue, span = finding.cue, finding.span
    if cue is None or cue.start >= span.start or cue.start < finding.passage.start:
        return [evidence_at(report, span)]
    between = [
        other.span
        for other in findings
        if other is not finding and other.span and cue.start <= other.span.start and other.span.end <= span.start
    ]
    if not between and span.start - cue.end <= _LONGEST_LEAD:
        return [evidence_at(report, Span(cue.start, span.end))]
    lead_end = min([other.start for other in between] or [span.start])
    while lead_end > cue.end and not report.text[lead_end - 1].isalnum():
        lead_end -= 1
    return [evidence_at(report, span), evidence_at(report, Span(cue.start, max(lead_end, cue.end)))]


def _is_operative(report: Report, finding: Finding) -> bool:
    """Whether a clause decides something; "reaffirms", "stresses", "welcomes" and the like only restate."""
    words = report.text[finding.passage.start : finding.passage.end]
    restates = re.search(
        r"(?:يؤكد|تؤكد|أكد|أكدت|يجدد|جدد|جددت|يعرب|أعرب|رحب|رحبت|يرحب|شدد|شددت|التزامه?ا?م? ب(?:سيادة|وحدة)|إعادة تأكيد|تأكيد)",
        words,
    )
    decides = re.search(
        r"(?:قرر|قررت|إنشاء|تشكيل|تأسيس|اتفق|يتعهد|تتعهد|ستقوم|سيتم|وقف|فتح|تبادل|إطلاق|الإفراج|نشر|سحب|تسليم|عقد)", words
    )
    return decides is not None or restates is None


def _when(report: Report, finding: Finding, item_id: str, warnings: list[Warning]) -> When | None:
    assert finding.span is not None
    text = report.text[finding.span.start : max(finding.span.end, finding.passage.end if finding.kind == "next_step" else 0)]
    words = finding.draft.when.strip()
    if not words or words not in text:
        mention = next(iter(find_dates(text)), None)
        words = text[mention.start : mention.end] if mention else ""
    if not words:
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
    return Money(value=float(found.value), currency=found.currency) if found and found.currency else None


def _attribution(report: Report, finding: Finding) -> Attribution | None:
    """Who told the reporter, where the sentence says so: an agency, an unnamed source. A chain is one source."""
    assert finding.span is not None
    start = report.segment_at(finding.span.start).start
    lead = report.text[start : finding.span.start]
    media = [match.group(1).strip() for match in _MEDIA.finditer(lead)]
    unnamed = _UNNAMED.search(finding.draft.source or lead)
    if unnamed is not None and not finding.by:
        return Attribution(level="unnamed", origin=unnamed.group().strip(), via=media)
    if (
        re.search(r"(?:قال|قالت|أفاد|أفادت|كشف|كشفت|ذكر|ذكرت|عن|نقل|بحسب|وفق)\s+(?:مصدر|مصادر|مسؤول لم|دبلوماسي)", lead)
        and unnamed
    ):
        return Attribution(level="unnamed", origin=unnamed.group().strip(), via=media)
    return Attribution(level="media", via=media) if media else None


def _misprints(report: Report, finding: Finding, item_id: str) -> list[Warning]:
    assert finding.span is not None
    return [
        warning("misprint", item=item_id, severity="error", symbol=symbol.symbol)
        for symbol in un_symbols(report.text)
        if symbol.problem is not None and finding.span.start <= symbol.start < finding.span.end
    ]
