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
from briefing.datelines import stands_in_dateline
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
from briefing.quotation import only_verbatim
from briefing.record import Bilingual, Event, Evidence, FinalStatement, FinalStatementStatus, Stance, Warning, When
from briefing.scopes import part_named, scope_told
from briefing.source import Report
from briefing.talks import format_told
from briefing.verdicts import warning
from briefing.wording import as_heading, dated, fragment

_STANCES = {"SUPPORT": "endorses", "AGREE": "endorses", "REJECT": "rejects"}
_ABOUT_OUTCOME = re.compile(
    rf"(?:^|\s)(?:ب|ل|على )?ال(?:{documents.DECLARED}|وثيقه|خلاصات|مذكره|ورقه)(?:\s|$)|(?:^|\s)(?:ب|ل|على )?الاتفاق(?:\s*$|\s(?:الذي|الموقع|الختامي))"
)


# The English of a part while no translation of its words has passed.
_SOME_PART = "part of it (see the quotation)"
# Where there is a document, its clauses are called so; those of an agenda or a resolution are not its own.
_CLAUSE = re.compile(
    r"ال(?:فقره|بند|ماده|نقطه)(?!\w)(?!.*(?<!\w)من (?:جدول|(?:ال)?قرار|(?:ال)?دستور|(?:ال)?قانون|(?:ال)?ميثاق)(?!\w))"
)


@dataclass
class Partial:
    """A position on a part of the document: its words in the report, and the stances that are to say what they are on."""

    finding: Finding
    part: Span
    stances: list[Stance]


@dataclass
class Frame:
    """The round and its document as the record has them, and what is doubtful about them."""

    event: Event
    final_statement: FinalStatement
    warnings: list[Warning] = field(default_factory=list)
    partial: list[Partial] = field(default_factory=list)


def describe_round(
    report: Report, people: Cast, findings: list[Finding], glossary: Glossary, index: TextIndex, draft: FrameDraft | None
) -> Frame:
    """The frame of a report. ``draft`` is what a model says of it; without it the rules answer alone.

    Stances on the document are taken out of ``findings``.
    """
    warnings: list[Warning] = []
    final = _final_statement(report, people, index, draft)
    final.issued_by = people.expanded(final.issued_by)
    has_text = final.status in {"adopted", "draft"}
    final.stances, partial = _stances(report, people, findings, glossary, index, warnings, has_text=has_text)
    event = _event(report, glossary, index, draft, warnings)
    return Frame(event, final, warnings, partial)


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
    if draft is not None and (dateline := _written_at(report, index, draft.place)) and (place is None or place.ar != dateline):
        warnings.append(warning("place_dateline", item="event", words=dateline))
        if folded(dateline) in folded(draft.name):
            draft = draft.model_copy(update={"name": "", "name_en": ""})
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
    if draft and draft.place and (span := _outside_datelines(report, index, draft.place)):
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


def _outside_datelines(report: Report, index: TextIndex, words: str) -> Span | None:
    """Where the report names a place, other than in a dateline."""
    spans = index.find_all(words) or [span for span in [index.ground(words)] if span]
    return next((span for span in spans if not stands_in_dateline(report.text, span.start, span.end)), None)


def _written_at(report: Report, index: TextIndex, words: str) -> str | None:
    """The place that a model gives, if only the dateline names it."""
    span = index.ground(words)
    if span is None or _outside_datelines(report, index, words) is not None:
        return None
    return report.text[span.start : span.end]


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


def _stances(
    report: Report,
    people: Cast,
    findings: list[Finding],
    glossary: Glossary,
    index: TextIndex,
    warnings: list[Warning],
    *,
    has_text: bool,
) -> tuple[list[Stance], list[Partial]]:
    """Positions on the document itself or a part of it, moved from the findings to the final statement.

    ``has_text`` says that there is a document, adopted or a draft, of which a clause may be one.
    """
    stances: list[Stance] = []
    partial: list[Partial] = []
    for finding in list(findings):
        if finding.span is None or not finding.by:
            continue
        kind = finding.draft.stance if finding.kind == "stance" else None
        if kind is not None:
            told = stance_told(_clause_of(report, finding))
            if told is None:
                finding.notes.append(warning("stance_read", severity="info", quote=finding.draft.quote))
            kind = told or kind
        start = (
            min(finding.span.start, finding.cue.start)
            if finding.cue and finding.cue.start >= finding.passage.start
            else finding.span.start
        )
        span = Span(start, finding.span.end)
        words = fold(report.text[finding.span.start : finding.span.end]).text
        takes_one = finding.kind == "statement" and finding.act in _STANCES and _DENIES_TRUTH.search(words) is None
        part = _part_of(report, people, finding, index) if kind is not None or takes_one else None
        if takes_one and ((has_text and _is_clause(report, finding.span, part)) or _ABOUT_OUTCOME.search(words)):
            kind = "reserves" if _reserves(finding) else _STANCES[finding.act]  # type: ignore[assignment, index]
        if kind is None:
            if finding.kind == "stance":
                finding.kind = "statement"
            continue
        about = None
        if part is not None:
            span = Span(min(span.start, part.start), max(span.end, part.end))  # the quotation shows what the stance is on
            about = Bilingual(ar=_part_in_arabic(report, part, glossary), en=_SOME_PART)
        held = [
            Stance(participant=id_, stance=kind, about=about, evidence=[evidence_at(report, span)])
            for id_ in people.expanded(finding.by)
        ]
        stances += held
        if part is not None:
            partial.append(Partial(finding, part, held))
        warnings += finding.notes
        if finding.draft.stance is not None and kind != finding.draft.stance:
            warnings.append(warning("status", severity="info", status=kind, offered=finding.draft.stance))
        findings.remove(finding)
    return stances, partial


# «نفت صحة الورقة»: that there is such a document is denied, and not what stands in it.
_DENIES_TRUTH = re.compile(
    r"(?:نفي|نفت|[يت]نفي|انكر\w*|[يت]نكر|كذب\w*|[يت]?شكك?(?:ت)?|تشكيك\w*)(?: \w+){0,6}? (?:في |ب)?(?:صحه|وجود|صدور|تسلم|تلقي|اطلاع\w*|علم\w*)(?!\w)"
)


def _is_clause(report: Report, said: Span, part: Span | None) -> bool:
    """Whether a part is a clause, and the last that some words speak of: what they say besides would be lost with a stance."""
    return part is not None and part.end >= said.end and _CLAUSE.match(fold(report.text[part.start : part.end]).text) is not None


def _reserves(finding: Finding) -> bool:
    """Whether the verb of a position is one of reserving (تحفظ، أبدى تحفظه)."""
    return finding.cue is not None and finding.cue.lexeme.english == "has reservations about"


def _part_of(report: Report, people: Cast, finding: Finding, index: TextIndex) -> Span | None:
    """The words of the part of the document that a position is on; a model's are taken where the sentence shows nothing else."""
    assert finding.span is not None
    if (scope := scope_told(report, people, finding.by, finding.span)) is not None:
        return scope.part
    segment, offered = report.segment_at(finding.span.start), finding.draft.about.strip()
    found = index.ground(offered, within=(segment.start, segment.end)) if offered and part_named(offered) else None
    return found if found is not None and segment.start <= found.start and found.end <= segment.end else None


def _part_in_arabic(report: Report, part: Span, glossary: Glossary) -> str:
    """What a part of the document is called in Arabic: the report's words, loaded ones made neutral."""
    words = fragment(report.text[part.start : part.end])
    return dated(only_verbatim(glossary.neutral(words, "ar")[0], report.text), "ar", report.published, ahead=True)
