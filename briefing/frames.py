"""The round itself and its outcome document: place, dates, format, state of the statement, issuer, reader, stances.

A strong model is asked; for a small one the rules below read the same answers off the report. Either way each value is
borne out by words of the report, or left open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from briefing import documents
from briefing.arabic import fold, folded
from briefing.dates import resolve
from briefing.drafts import FrameDraft
from briefing.findings import Finding
from briefing.glossary import Glossary
from briefing.grounding import Span, TextIndex
from briefing.occasions import Occasion, end_told, first_day, is_ahead, last_day, place_told, round_told, start_told
from briefing.outcomes import (
    bears_out,
    beside_document,
    chairs_issue,
    heads_sign,
    is_read_out,
    issuers_told,
    outcome_told,
    reader_told,
    signatories_told,
    signs,
    stance_told,
)
from briefing.participants import Cast
from briefing.record import Bilingual, Event, Evidence, FinalStatement, FinalStatementStatus, Stance, Warning, When
from briefing.source import Report
from briefing.talks import format_told
from briefing.verdicts import warning
from briefing.wording import as_heading

_STANCES = {"SUPPORT": "endorses", "AGREE": "endorses", "REJECT": "rejects"}
_ABOUT_OUTCOME = re.compile(
    rf"(?:^|\s)(?:ب|ل|على )?ال(?:{documents.DECLARED}|وثيقه|خلاصات|مذكره|ورقه)(?:\s|$)|(?:^|\s)(?:ب|ل|على )?الاتفاق(?:\s*$|\s(?:الذي|الموقع|الختامي))"
)


@dataclass
class Frame:
    """The round and its document as the record has them, and what is doubtful about them."""

    event: Event
    final_statement: FinalStatement
    warnings: list[Warning] = field(default_factory=list)


def describe_round(
    report: Report, people: Cast, findings: list[Finding], glossary: Glossary, index: TextIndex, draft: FrameDraft | None
) -> Frame:
    """The frame of a report. ``draft`` is what a model says of it; without it the rules answer alone.

    Stances on the document are taken out of ``findings``.
    """
    warnings: list[Warning] = []
    final = _final_statement(report, people, index, draft)
    final.issued_by = people.expanded(final.issued_by)
    final.stances = _stances(report, people, findings, warnings)
    event = _event(report, glossary, index, draft, warnings)
    return Frame(event, final, warnings)


def evidence_at(report: Report, span: Span) -> Evidence:
    """A piece of evidence for a raw span."""
    return Evidence(
        source="S1",
        segment=report.segment_at(span.start).number,
        start=span.start,
        end=span.end,
        quote=report.text[span.start : span.end],
    )


def _event(report: Report, glossary: Glossary, index: TextIndex, draft: FrameDraft | None, warnings: list[Warning]) -> Event:
    lead = report.segments[: min(4, len(report.segments))]
    lead_end = lead[-1].end if lead else 0
    evidence: list[Evidence] = []
    place, country, place_span = _place(report, glossary, index, draft, lead_end)
    if place_span:
        evidence.append(evidence_at(report, place_span))
    number = _round(report, draft, report.segments[min(6, len(report.segments)) - 1].end if report.segments else 0)
    name = _event_name(place, number, draft, glossary)
    told_start, told_end = (
        _copied(report, index, draft.start if draft else ""),
        _copied(report, index, draft.end if draft else ""),
    )
    first, last = told_start or start_told(report), told_end or end_told(report)
    begins = _when(report, first, first_day, warnings, evidence)
    ends = _when(report, last, lambda value: last_day(value) or value, warnings, evidence)
    if ends is None and first is not None and first.value is not None and (day := last_day(first.value)):
        ends = When(as_reported=first.words, value=day)  # «من 13 إلى 17 نيسان» tells both
    if begins is None and last is not None and last.value is not None and last_day(last.value):
        begins = When(as_reported=last.words, value=first_day(last.value))
    format_ = format_told(report)
    return Event(name=name, round=number, place=place, country=country, start=begins, end=ends, format=format_, evidence=evidence)


def _place(
    report: Report, glossary: Glossary, index: TextIndex, draft: FrameDraft | None, lead_end: int
) -> tuple[Bilingual | None, str | None, Span | None]:
    if draft and draft.place and (span := index.ground(draft.place)):
        entry = glossary.place_entry(draft.place)
        offered = draft.place_en.strip()
        # A city that has the name of its State (تونس) is called what the model calls it.
        english = entry.en if entry and (entry.kind == "place" or not offered) else offered
        if english:
            return Bilingual(ar=draft.place, en=english), entry.iso if entry else None, span
    if match := place_told(report, glossary, lead_end):
        words = report.text[match.start : match.end]
        return Bilingual(ar=words, en=match.entry.en), match.entry.iso, Span(match.start, match.end)
    return None, None, None


def _round(report: Report, draft: FrameDraft | None, lead_end: int) -> str | None:
    if told := round_told(report, lead_end):
        return told
    number = draft.round.strip() if draft else ""
    return number if number and re.search(rf"(?<!\w){re.escape(folded(number))}(?!\w)", fold(report.text).text) else None


def _event_name(place: Bilingual | None, number: str | None, draft: FrameDraft | None, glossary: Glossary) -> Bilingual:
    if draft and draft.name.strip() and draft.name_en.strip():
        if not glossary.loaded_in(draft.name, "ar") and not glossary.loaded_in(draft.name_en, "en"):
            return Bilingual(ar=draft.name.strip(), en=draft.name_en.strip())
    if place is None:
        return Bilingual(ar="جولة محادثات", en="Round of talks")
    if number:
        return Bilingual(ar=f"محادثات {place.ar}، الجولة {number}", en=f"{place.en} talks, round {number}")
    return Bilingual(ar=f"محادثات {place.ar}", en=f"{place.en} talks")


def _copied(report: Report, index: TextIndex, words: str) -> Occasion | None:
    """The date that a model copied from the report."""
    if not words or (span := index.ground(words)) is None:
        return None
    raw = report.text[span.start : span.end]
    segment = report.segment_at(span.start)
    resolution = resolve(raw, published=report.published, ahead=is_ahead(report.text[segment.start : segment.end]))
    return Occasion(span, raw, resolution.value, resolution.problem)


def _when(
    report: Report, told: Occasion | None, day: Callable[[str], str], warnings: list[Warning], evidence: list[Evidence]
) -> When | None:
    if told is None:
        return None
    if told.problem is not None:
        name = "date_weekday" if told.problem == "weekday" else "date_unresolved"
        warnings.append(warning(name, item="event", words=told.words))
    evidence.append(evidence_at(report, told.span))
    return When(as_reported=told.words, value=day(told.value) if told.value else None)


def _final_statement(report: Report, people: Cast, index: TextIndex, draft: FrameDraft | None) -> FinalStatement:
    told = outcome_told(report)
    outcome = draft.outcome if draft else None
    status: FinalStatementStatus = told[0] if told else "not_stated"
    span = told[1] if told else None
    if outcome and outcome.status not in {"not_stated", status} and outcome.quote and (found := index.ground(outcome.quote)):
        # A model's word counts where the sentence that it quotes bears it out, and never against a denial.
        # That an agreement was not signed leaves room for a draft on the table.
        open_ = status != "none_issued" and (status != "not_reached" or outcome.status == "draft")
        if open_ and bears_out(report, found, outcome.status):
            status, span = outcome.status, found
    final = FinalStatement(status=status, evidence=[evidence_at(report, span)] if span else [])
    if status in {"adopted", "draft"}:
        offered = people.id_of(outcome.read_by) if outcome else None
        final.read_by = reader_told(report, people)
        if final.read_by is None and offered and is_read_out(report) and beside_document(report, people, offered):
            final.read_by = offered
        issuers = [id_ for name in outcome.issued_by if (id_ := people.id_of(name))] if outcome else []
        chairs = [one.id for one in people.participants if "رئاسة مشتركة" in (one.label_as_reported or "")]
        if chairs_issue(report) and (presiding := chairs if len(chairs) > 1 else issuers):
            final.issued_by = presiding
        else:
            final.issued_by = issuers_told(report, people) or [id_ for id_ in issuers if beside_document(report, people, id_)]
        if status == "draft":  # that somebody did not sign it is told of a draft as well
            _, final.not_signed_by, spans = signatories_told(report, people)
            final.evidence += [evidence_at(report, span) for span in spans if final.not_signed_by]
        if status == "adopted":
            final.signatories, final.not_signed_by, spans = signatories_told(report, people)
            offered_by = [id_ for name in outcome.signed_by if (id_ := people.id_of(name))] if outcome else []
            if not final.signatories:  # a model's word counts where a sentence tells of their signing
                final.signatories = [id_ for id_ in offered_by if id_ not in final.not_signed_by and signs(report, people, id_)]
            if not final.signatories and _are_two_heads(people, offered_by) and (heads := heads_sign(report)) is not None:
                final.signatories, spans = offered_by, [heads]
            final.evidence += [evidence_at(report, span) for span in spans]
        if outcome and outcome.title and outcome.title_en and index.ground(outcome.title):
            final.title = Bilingual(ar=as_heading(outcome.title), en=outcome.title_en)
        elif title := next(_titles(report), None):
            is_draft = status == "draft"  # and not yet what it is a draft of
            final.title = (
                Bilingual(ar=f"مسودة {title.ar}", en=f"Draft {title.en[0].lower()}{title.en[1:]}") if is_draft else title
            )
    return final


def _are_two_heads(people: Cast, ids: list[str]) -> bool:
    """Whether these are two persons of two sides."""
    return len(ids) == 2 and all(people[id_].kind == "person" for id_ in ids) and not people.same_side(*ids)


def _titles(report: Report) -> Iterator[Bilingual]:
    for forms, arabic, english in (
        (("البيان المشترك", "بيان مشترك", "بيانا مشتركا"), "البيان المشترك", "Joint statement"),
        (("البيان الختامي", "بيان ختامي", "بيانا ختاميا"), "البيان الختامي", "Final statement"),
        (("مذكره التفاهم", "مذكره تفاهم"), "مذكرة التفاهم", "Memorandum of understanding"),
        (("اعلان المبادي",), "إعلان المبادئ", "Declaration of principles"),
    ):
        if any(form in fold(report.text).text for form in forms):
            yield Bilingual(ar=arabic, en=english)


def _clause_of(report: Report, finding: Finding) -> str:
    """The words of a finding with its verb in front."""
    assert finding.span is not None
    cue, start = finding.cue, finding.span.start
    if cue is not None and finding.governed and finding.passage.start <= cue.start < start:
        start = cue.start
    return report.text[start : finding.span.end]


def _stances(report: Report, people: Cast, findings: list[Finding], warnings: list[Warning]) -> list[Stance]:
    """Positions on the document itself, moved from the findings to the final statement."""
    stances: list[Stance] = []
    for finding in list(findings):
        if finding.span is None or not finding.by:
            continue
        kind = finding.draft.stance if finding.kind == "stance" else None
        if kind is not None:
            told = stance_told(_clause_of(report, finding))
            if told is None:
                finding.notes.append(warning("stance_read", severity="info", quote=finding.draft.quote))
            kind = told or kind
        words = fold(report.text[finding.span.start : finding.span.end]).text
        if finding.kind == "statement" and finding.act in _STANCES and _ABOUT_OUTCOME.search(words):
            reserve = finding.cue is not None and "تحفظ" in report.text[finding.cue.start : finding.cue.end]
            kind = "reserves" if reserve else _STANCES[finding.act]  # type: ignore[assignment]
        if kind is None:
            if finding.kind == "stance":
                finding.kind = "statement"
            continue
        start = (
            min(finding.span.start, finding.cue.start)
            if finding.cue and finding.cue.start >= finding.passage.start
            else finding.span.start
        )
        span = Span(start, finding.span.end)
        stances += [
            Stance(participant=id_, stance=kind, evidence=[evidence_at(report, span)]) for id_ in people.expanded(finding.by)
        ]
        warnings += finding.notes
        if finding.draft.stance is not None and kind != finding.draft.stance:
            warnings.append(warning("status", severity="info", status=kind, offered=finding.draft.stance))
        findings.remove(finding)
    return stances
