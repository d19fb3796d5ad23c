"""From a report to a record: who takes part, then what they want, pledge, decide and say, each with its words.

Stages of ``extract_record``:

1. participants: the model names them, window by window; the report bears them out or not (``participants``);
2. items: for each window the model points at lines and copies spans; code finds the exact place and settles what the
   words decide (``findings``), checks refuse the rest (``checks``), the model is asked again once about these alone;
   at the same time the round and its outcome document are asked about (``frames``);
3. wording: the Arabic sentence is composed from the evidence (``wording``), the English one is the model's, held against
   the Arabic for names, numbers and negation;
4. the record, with everything that was refused.
"""

from __future__ import annotations

import asyncio
import copy
import itertools
import re
import time
from bisect import bisect_left
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from typing import cast as cast_type

from pydantic import BaseModel

from briefing import prompts, wording
from briefing.actors import actors_in
from briefing.agreement import is_told_as_done
from briefing.assembly import assemble
from briefing.background import is_past
from briefing.channels import Message, Origin, Progress, Usage, is_same_model, originating
from briefing.checks import Context, first_verdict
from briefing.composition import arabic_sentence, content_words, document_of, told_by
from briefing.conflicts import find_conflicts
from briefing.continuing import continues_clause, let_own_side_speak, let_speaker_go_on, note_speaker_of_clause, note_who_goes_on
from briefing.datelines import dateline_of
from briefing.drafts import (
    NOBODY,
    FrameDraft,
    ItemDraft,
    ItemKind,
    ParticipantDraft,
    ParticipantsDraft,
    TranslationDraft,
    chosen_participants_draft,
    drafts_of,
    items_draft,
    led_translation_draft,
)
from briefing.errors import (
    ModelContextError,
    ModelError,
    ModelInvalidError,
    ModelPendingError,
    ModelRefusedError,
    ModelTruncatedError,
    ModelUnavailableError,
)
from briefing.findings import Finding, is_coordinated, looks_ahead, region, speaker_at, subject_of, will_do
from briefing.frames import Partial, describe_round
from briefing.glossary import Glossary, load_glossary
from briefing.grounding import TextIndex
from briefing.injection import has_hidden_text, is_order
from briefing.kinds import in_draft
from briefing.layout import content_start, governed_entries, is_document
from briefing.llm import Completer
from briefing.moods import only_possible
from briefing.owners import settle_teller
from briefing.parity import Basis, groundless_self, refers_back, tells_condition, text_verdict
from briefing.participants import Cast, cast, takes_part
from briefing.pronouns import pointing_out
from briefing.quotation import ascribed_spans, only_verbatim, quoted_spans, without_marks
from briefing.record import Bilingual, Money, Record, Rejected, Warning
from briefing.settings import ModelProfile, Settings
from briefing.settling import completed, find, split_coordinated
from briefing.source import Report
from briefing.speech import speaker_of_all
from briefing.telemetry import observed_report
from briefing.tellers import ascribed, attribute, hides_name
from briefing.verdicts import Verdict, complaint, refusal, warning
from briefing.windows import Passage, Window, in_paragraph, paragraph_at, passages, windows

# What goes wrong with one question and its text; the rest of the report may still be read.
_UNANSWERED = (ModelInvalidError, ModelTruncatedError, ModelContextError, ModelRefusedError)

P = TypeVar("P")
R = TypeVar("R")


@dataclass
class _Count:
    asked: int = 0
    done: int = 0
    total: int = 1


class _Work:
    """One extraction: what every stage needs."""

    def __init__(
        self, report: Report, completer: Completer, settings: Settings, progress: Callable[[Progress], None] | None
    ) -> None:
        self.report = report
        self.completer = completer
        self.profile: ModelProfile = settings.model_profile()
        self.glossary: Glossary = load_glossary(settings.glossary)
        self.index = TextIndex(report.text)
        self.timeout = settings.report_timeout
        self.usage = Usage(deadline=time.monotonic() + self.timeout if self.timeout else None)
        self.rejected: list[Rejected] = []
        self.warnings: list[Warning] = []
        self.answered: set[str] = set()
        self.unread: list[ModelError] = []
        self._report_progress = progress
        self._count = _Count()

    def expect(self, calls: int) -> None:
        self._count.total = self._count.done + max(1, calls)

    async def ask(self, messages: Sequence[Message], model: type[BaseModel], stage: str) -> BaseModel:
        count = self._count
        if self._report_progress:
            self._report_progress(Progress(count.done, max(count.total, count.done + 1), stage))
        count.asked += 1
        origin = Origin(self.report.name, self.report.sha256, stage, count.asked)
        try:
            with originating(origin):
                answer = await self.completer.complete(messages, model, usage=self.usage, max_tokens=self.profile.output_tokens)
        finally:
            count.done += 1
        self.answered.add(stage)
        return answer

    async def each(self, parts: Iterable[P], do: Callable[[_Work, P], Awaitable[R]], *, in_turn: bool = False) -> list[R]:
        """``do`` for every part, side by side where the model can take it; results and refusals in the parts' order.

        The first error ends all of it, but for a ModelPendingError, which waits until every part has asked what it can.
        """
        asides = []
        for part in parts:
            aside = copy.copy(self)
            aside.rejected, aside.warnings = [], []
            asides.append((aside, part))
        pending: list[ModelPendingError] = []

        async def one(aside: _Work, part: P) -> R | None:
            try:
                return await do(aside, part)
            except ModelPendingError as error:
                pending.append(error)
                return None

        if in_turn or self.profile.lean or len(asides) < 2:
            results = [await one(aside, part) for aside, part in asides]
        else:
            try:
                async with asyncio.TaskGroup() as group:
                    tasks = [group.create_task(one(aside, part)) for aside, part in asides]
            except BaseExceptionGroup as several:
                raise several.exceptions[0] from None
            results = [task.result() for task in tasks]
        if pending:
            raise pending[0]
        for aside, _ in asides:
            self.rejected += aside.rejected
            self.warnings += aside.warnings
        return cast_type("list[R]", results)


async def extract_record(
    report: Report,
    completer: Completer,
    *,
    settings: Settings,
    progress: Callable[[Progress], None] | None = None,
) -> Record:
    """Read a report into a record.

    Items that cannot be grounded are listed under ``quality.rejected``. Raises one of the ModelError family if the model
    cannot be reached, never gives a usable answer to the first question, or ``settings.report_timeout`` seconds are over.
    """
    dateline = dateline_of(report, load_glossary(settings.glossary))
    dated = report.published is None and dateline is not None
    work = _Work(replace(report, published=dateline.day) if dated and dateline else report, completer, settings, progress)
    if dated and dateline:
        work.warnings.append(warning("dateline", severity="info", words=dateline.words))
    try:
        with originating(Origin(report.name, report.sha256)), observed_report(completer.model, work.usage):
            async with asyncio.timeout(work.timeout):
                record = await _record(work)
                record.sources[0].publisher = dateline.agency if dateline else None
                return record
    except TimeoutError as error:
        raise ModelUnavailableError(
            f"The report was not finished within {work.timeout:g} s: try later, use a faster model or raise report_timeout.",
            calls=work.usage.calls,
        ) from error


async def _record(work: _Work) -> Record:
    began = time.monotonic()
    report, completer = work.report, work.completer
    if has_hidden_text(report.text):
        work.warnings.append(warning("hidden_characters"))
    parts = passages(report)
    people = await _participants(work, parts)
    context = Context(report, work.index, people, work.glossary, trusting=not work.profile.lean)
    findings, draft = await _items_and_round(work, parts, context)
    for finding in findings:
        settle_teller(finding, report, people)
        attribute(report, finding, people)
    work.warnings += _overlooked(work, parts, findings)
    frame = describe_round(report, people, findings, work.glossary, work.index, draft)
    await _word(work, findings, context, is_draft=frame.final_statement.status in {"draft", "not_reached"})
    await work.each(frame.partial, lambda aside, partial: _word_part(aside, partial, context))
    states = {match.entry.iso for match in work.glossary.names_in(report.text) if match.entry.iso}
    record = assemble(report, people, findings, frame, states=states)
    record.quality.rejected[:0] = [*people.rejected, *work.rejected]
    record.quality.warnings[:0] = work.warnings
    record.conflicts = find_conflicts(record)
    record.provenance.model = completer.model
    record.provenance.models = sorted(work.usage.models)
    record.quality.warnings += _other_models(completer, record.provenance.models)
    record.provenance.endpoint_kind = completer.endpoint_kind
    record.provenance.calls = work.usage.calls
    record.provenance.cached = work.usage.cached
    record.provenance.input_tokens = work.usage.input_tokens
    record.provenance.output_tokens = work.usage.output_tokens
    if work.usage.currency and not work.usage.unpriced:
        record.provenance.cost = Money(value=round(work.usage.cost, 6), currency=work.usage.currency)
    record.provenance.seconds = round(time.monotonic() - began, 3)
    return Record.model_validate(record.model_dump())


async def _participants(work: _Work, parts: Sequence[Passage]) -> Cast:
    characters = len(work.report.text) if work.profile.lean else work.profile.window_characters
    views = list(windows(work.report, parts, characters=characters, passages_at_most=10_000))
    work.expect(2 * len(views))

    failed: list[ModelError] = []

    async def named(work: _Work, view: Window) -> list[ParticipantDraft]:
        try:
            return await _participants_of(work, view.start, view.end)
        except _UNANSWERED as error:
            failed.append(error)
            _give_up(work, "participant", view.start, view.end, check=_why(error))
            return []

    drafts = [draft for found in await work.each(views, named) for draft in found]
    if len(failed) == len(views):
        raise failed[0]
    return cast(work.report, drafts, work.glossary, work.index, trusting=not work.profile.lean)


async def _participants_of(work: _Work, start: int, end: int) -> list[ParticipantDraft]:
    text = work.report.text[start:end]
    if work.profile.lean:
        return await _chosen_participants(work, text)
    names = work.glossary.names_in(work.report.text)
    first, last = (bisect_left(names, offset, key=lambda name: name.start) for offset in (start, end))
    actors = (name for name in names[first:last] if name.entry.is_actor and name.end <= end)
    hints = dict.fromkeys(work.report.text[one.start : one.end] for one in actors)
    messages = prompts.participants_messages(text, list(hints), examples=work.profile.examples)
    try:
        answer = await work.ask(messages, ParticipantsDraft, "participants")
    except (ModelTruncatedError, ModelContextError):
        middle = _middle(work.report, start, end)
        if middle is None:
            raise
        halves = ((start, middle), (middle, end))
        # In turn: where the first half cannot be read however small, the second is not asked for.
        found = await work.each(halves, lambda aside, half: _participants_of(aside, *half), in_turn=True)
        return [draft for half in found for draft in half]
    assert isinstance(answer, ParticipantsDraft)
    return [draft for draft in answer.participants if not is_order(f"{draft.name} {draft.title}")]


async def _chosen_participants(work: _Work, text: str) -> list[ParticipantDraft]:
    """A small model loses itself in a list of its own making, and takes whoever is talked about for a participant.

    So the words of the report decide; the model is asked, among the names that stand there, where they show nobody.
    """
    shown = takes_part(text, work.glossary)
    names = list(dict.fromkeys(actor.name for actor in actors_in(text, work.glossary) if actor.name))
    if len({draft.name or draft.title for draft in shown}) > 1 or not names:
        return shown
    messages = prompts.participants_messages(text, names, examples=work.profile.examples)
    try:
        answer = await work.ask(messages, chosen_participants_draft(names), "participants")
    except _UNANSWERED:
        return shown
    chosen = {entry["name"] for entry in answer.model_dump()["participants"]}
    kinds = {actor.name: actor.kind for actor in actors_in(text, work.glossary)}
    return [*shown, *(ParticipantDraft(name=name, kind=kinds[name], role="other") for name in names if name in chosen)]


async def _items_and_round(work: _Work, parts: Sequence[Passage], context: Context) -> tuple[list[Finding], FrameDraft | None]:
    """Two questions of which neither needs the other's answer."""
    questions: tuple[Callable[[_Work], Awaitable[Any]], ...] = (
        lambda aside: _items(aside, parts, context),
        lambda aside: _round(aside, context.cast),
    )
    findings, draft = await work.each(questions, lambda aside, question: question(aside))
    return findings, draft


async def _items(work: _Work, parts: Sequence[Passage], context: Context) -> list[Finding]:
    entries = governed_entries(work.report, parts) if work.profile.lean else {}
    is_clause = is_document(work.report)
    asked = [part for part in parts if not work.profile.lean or part in entries or _is_telling(part, is_document=is_clause)]
    if len(asked) < len(parts):
        work.warnings.append(warning("unread", severity="info", count=len(parts) - len(asked), total=len(parts)))
    views = list(
        windows(
            work.report,
            asked,
            characters=work.profile.window_characters,
            passages_at_most=1 if work.profile.lean else 10_000,
        )
    )
    work.expect(2 * len(views) if work.profile.translates_apart else len(views))

    async def read(work: _Work, view: Window) -> list[Finding]:
        first = view.passages[0]
        if first in entries:
            return _entry(work, first, entries[first], parts, context)
        if first in entries.values() and work.profile.lean:
            return []  # what it says is in its entries
        if is_clause and work.profile.lean and (clauses := _clauses_of_document(work, first, context)) is not None:
            return clauses
        return await _items_of(work, view, parts, context)

    findings = [finding for found in await work.each(views, read) for finding in found]
    hopeless = [error for error in work.unread if isinstance(error, ModelContextError | ModelRefusedError)]
    if hopeless and not findings and "items" not in work.answered:
        raise hopeless[0]  # it is not a passage that is too long or refused, it is the question
    return _without_duplicates(work, findings)


def _overlooked(work: _Work, parts: Sequence[Passage], findings: Sequence[Finding]) -> list[Warning]:
    """Passages with a verb of demanding or pledging of which nothing was taken or refused: a reader should look there."""
    seen = sorted((finding.span.start, finding.span.end) for finding in findings if finding.span)
    starts, reached = [start for start, _ in seen], list(itertools.accumulate((end for _, end in seen), max))
    refused = [entry.draft.get("quote", "") for entry in work.rejected]
    warnings = []
    for part in parts:
        cue, words = part.cue, work.report.text[part.start : part.end]
        if cue is None or cue.form != "verb" or cue.kind not in {"demand", "commitment"}:
            continue
        begun = bisect_left(starts, part.end)
        near = begun > 0 and reached[begun - 1] > part.start
        if near or any(quote and (quote in words or words in quote) for quote in refused):
            continue
        if not (is_order(words) or is_past(words) or hides_name(words)):
            warnings.append(warning("missed", severity="info", quote=words.strip()))
    return warnings


def _is_telling(part: Passage, *, is_document: bool) -> bool:
    cue = part.cue
    if cue is None or (cue.kind == "clause" and cue.negated):  # «دون أن تتفق على»: no clause came of it
        return False
    return is_document or cue.kind != "statement" or cue.lexeme.act != "OTHER"


def _entry(work: _Work, entry: Passage, governing: Passage, parts: Sequence[Passage], context: Context) -> list[Finding]:
    """An entry of a list: of the kind of the verb that governs the list, held by whoever holds that."""
    assert governing.cue is not None
    kind: Any = governing.cue.kind
    holder = None
    if kind != "clause":
        holder = subject_of(governing.cue, governing, work.report, context.cast)
        holder = holder or speaker_at(work.report, context.cast, parts, governing)
    start, end = content_start(work.report, entry), entry.end
    while end > start and not work.report.text[end - 1].isalnum():
        end -= 1
    by = [context.cast.label(context.cast[holder])] if holder else [NOBODY]
    draft = ItemDraft(line=1, by=by, quote=work.report.text[start:end], kind=kind)
    governed = replace(entry, cues=())
    finding = find(draft, governed, work.report, context.cast, work.index, trusting=True)
    return _if_sound(work, finding, context)


def _clauses_of_document(work: _Work, passage: Passage, context: Context) -> list[Finding] | None:
    """What a document says in its own name; None where it tells of its reception, or of what one State undertakes."""
    cue = passage.cue
    if cue is None or cue.kind == "commitment" or cue.lexeme.act in {"SUPPORT", "REJECT", "ACCUSE", "THREATEN"}:
        return None
    span = region(passage, work.report, context.cast)
    if span is None:
        return []
    words = work.report.text[span.start : span.end]
    found = []
    for kind in ("clause", "next_step") if cue.kind == "next_step" else ("clause",):
        draft = ItemDraft(line=1, by=[NOBODY], quote=words, kind=kind)
        found += _if_sound(work, find(draft, passage, work.report, context.cast, work.index, trusting=True), context)
    return found


def _if_sound(work: _Work, finding: Finding, context: Context) -> list[Finding]:
    verdict = first_verdict(finding, context)
    if verdict is None:
        return [finding]
    work.rejected.append(refusal(finding.kind, finding.draft, verdict.check, **verdict.values))
    return []


async def _items_of(work: _Work, view: Window, parts: Sequence[Passage], context: Context) -> list[Finding]:
    if all(is_order(work.report.text[part.start : part.end]) for part in view.passages):
        # The whole window addresses the software: there is nothing to ask, and it is told to the reader.
        _give_up(work, "passage", view.start, view.end, check="instruction")
        return []
    names = _choosable(work, view, parts, context)
    if work.profile.lean and (settled := _by_rule(work, view.passages[0], parts, context)) is not None:
        return settled
    lines = {
        number: prompts.marked_line(
            work.report.text[part.start : part.end],
            (part.cue.start - part.start, part.cue.end - part.start) if part.cue else None,
        )
        for number, part in enumerate(view.passages, 1)
    }
    model = items_draft(names, list(lines), lean=work.profile.lean, also=context.cast.forms())
    messages = prompts.items_messages(names, lines, view.before, lean=work.profile.lean, examples=work.profile.examples)
    try:
        answer = await work.ask(messages, model, "items")
    except _UNANSWERED as error:
        if len(view.passages) > 1:
            half = len(view.passages) // 2
            halves = (Window(view.passages[:half], view.before), Window(view.passages[half:], view.before))
            found = await work.each(halves, lambda aside, part: _items_of(aside, part, parts, context), in_turn=True)
            return [finding for part in found for finding in part]
        work.unread.append(error)
        _give_up(work, "passage", view.start, view.end, check=_why(error))
        return []
    drafts = drafts_of(answer)
    kept, refused = _sift(work, view, drafts, parts, context)
    if refused and not work.profile.lean and any(verdict.mendable for _, _, verdict in refused):
        kept, refused = await _again(work, view, parts, context, (messages, model), kept, refused)
    if work.profile.lean and not kept and (settled := _whole_region(work, view.passages[0], drafts, parts, context)):
        return settled
    for finding, draft, verdict in refused:
        work.rejected.append(refusal(finding.kind if finding else "item", draft, verdict.check, **verdict.values))
    return kept


def _by_rule(work: _Work, passage: Passage, parts: Sequence[Passage], context: Context) -> list[Finding] | None:
    """What the words of a passage settle without a question: one thing is said, and who says it stands there.

    None where the model has something to decide: whose it is, or how many things are asked for or pledged.
    """
    if passage.cue is None:
        return None
    kind: ItemKind | None = "clause" if continues_clause(passage, parts, context) else None
    settled = _region_finding(work, passage, [], context, parts, kind=kind)
    if settled and passage.cue.lexeme.present == "يلتقي" and len(settled[0].by) > 1:
        return []  # that the sides met is the round itself, and nobody's position
    return None if settled is None else [part for finding in settled for part in split_coordinated(finding, work.report)]


def _whole_region(
    work: _Work, passage: Passage, drafts: Sequence[ItemDraft], parts: Sequence[Passage], context: Context
) -> list[Finding] | None:
    """The content of a passage by rule, for a model that chose a holder and failed to copy the words."""
    return _region_finding(work, passage, [name for draft in drafts[:1] for name in draft.by], context, parts)


def _region_finding(
    work: _Work,
    passage: Passage,
    holders: Sequence[str],
    context: Context,
    parts: Sequence[Passage] = (),
    kind: ItemKind | None = None,
) -> list[Finding] | None:
    span = region(passage, work.report, context.cast)
    if span is None:
        return None
    draft = ItemDraft(line=1, by=list(holders) or [NOBODY], quote=work.report.text[span.start : span.end], kind=kind)
    finding = find(draft, passage, work.report, context.cast, work.index, trusting=False)
    let_speaker_go_on(finding, parts, context)
    note_speaker_of_clause(finding, context)
    return [finding] if first_verdict(finding, context) is None else None


_Refused = list[tuple[Finding | None, ItemDraft, Verdict]]


def _sift(
    work: _Work, view: Window, drafts: Iterable[ItemDraft], parts: Sequence[Passage], context: Context
) -> tuple[list[Finding], _Refused]:
    kept: list[Finding] = []
    refused: _Refused = []
    for draft in drafts:
        passage = view.passages[draft.line - 1]
        finding = find(draft, passage, work.report, context.cast, work.index, trusting=not work.profile.lean)
        note_speaker_of_clause(finding, context)
        if work.profile.lean:
            let_speaker_go_on(finding, parts, context)
            if finding.span and kept and not is_coordinated(finding.span, passage, work.report):
                continue  # part of the first thing once more, not another thing
        else:
            if not finding.by:
                let_own_side_speak(finding, parts, context)
            note_who_goes_on(finding, parts, context)
        verdict = first_verdict(finding, context)
        if verdict is None:
            kept.append(finding)
        else:
            refused.append((finding, draft, verdict))
    if work.profile.lean:
        kept.sort(key=lambda finding: finding.span.start if finding.span else 0)
        following = [later.span.start if later.span else None for later in kept[1:]]
        for finding, next_start in zip(kept, [*following, None], strict=False):
            completed(finding, work.report, next_start)
        kept = [part for finding in kept for part in split_coordinated(finding, work.report)]
    return kept, refused


async def _again(
    work: _Work,
    view: Window,
    parts: Sequence[Passage],
    context: Context,
    question: tuple[Sequence[Message], type[BaseModel]],
    kept: list[Finding],
    refused: _Refused,
) -> tuple[list[Finding], _Refused]:
    """Ask once more, about the refused items alone; what is refused again stays refused."""
    final = [entry for entry in refused if not entry[2].mendable]
    mendable = [entry for entry in refused if entry[2].mendable]
    offered = {"items": [draft.model_dump(mode="json", exclude_defaults=True) for _, draft, _ in mendable]}
    problems = [verdict.complaint(draft.line) for _, draft, verdict in mendable]
    messages = prompts.again_messages(question[0], offered, problems)
    try:
        answer = await work.ask(messages, question[1], "items")
    except _UNANSWERED:
        return kept, refused
    drafts = drafts_of(answer)
    mended, still = _sift(work, view, drafts, parts, context)
    known = {(finding.span, finding.kind) for finding in kept}
    for finding, _, verdict in still:
        if verdict.yields and finding is not None:
            finding.notes.append(warning(verdict.check, **verdict.values))
            mended.append(finding)
    still = [entry for entry in still if not entry[2].yields]
    kept += [finding for finding in mended if (finding.span, finding.kind) not in known]
    # An item that was mended is not shown as refused; one that was not offered again is.
    lines_mended = {finding.draft.line for finding in mended}
    lost = [entry for entry in mendable if entry[1].line not in lines_mended]
    return kept, [*final, *(still or []), *(entry for entry in lost if entry[1].line not in {d.line for _, d, _ in still})]


def _choosable(work: _Work, view: Window, parts: Sequence[Passage], context: Context) -> list[str]:
    """The names that an item of this window may be ascribed to.

    A small model chooses among those that are named in the window or before it in the paragraph, the nearest first.
    """
    people = context.cast
    if work.profile.lean:
        start = in_paragraph(parts, view.passages[0].paragraph)[0].start
        named = [mention.participant for mention in people.within(view.start, view.end)]
        named += [mention.participant for mention in reversed(people.within(start, view.start))]
        if not named:
            named = [mention.participant for mention in reversed(people.within(0, view.start))][:3]
        if named:
            return [people.label(people[id_]) for id_ in dict.fromkeys(named)]
    return [people.label(participant) for participant in people.participants]


def _without_duplicates(work: _Work, findings: Sequence[Finding]) -> list[Finding]:
    """One item for one span, kind and holder: windows and second answers may bring the same thing twice."""
    begun = sorted(finding.span.start for finding in findings if finding.span)
    for finding in findings:
        if finding.proper is not None and finding.span is not None:
            if bisect_left(begun, finding.span.end) > bisect_left(begun, finding.proper.end):
                finding.span = finding.proper  # the condition behind it is given as an item of its own
    kept: list[Finding] = []
    reaching: list[Finding] = []  # of those kept, the ones that reach to where the next begins
    for finding in sorted(findings, key=lambda f: (f.span.start, f.span.end) if f.span else (0, 0)):
        reaching = [other for other in reaching if other.span and finding.span and other.span.end > finding.span.start]
        twin = next((other for other in reaching if _same_item(other, finding)), None)
        if twin is None:
            kept.append(finding)
            reaching.append(finding)
        elif twin.span != finding.span or twin.draft.quote != finding.draft.quote:
            work.rejected.append(refusal(finding.kind, finding.draft, "duplicate"))
    return kept


def _same_item(one: Finding, other: Finding) -> bool:
    if one.kind != other.kind or one.by != other.by or one.span is None or other.span is None:
        return False
    if (one.status == "denied") != (other.status == "denied") and one.reported_by != other.reported_by:
        return False  # one tells of a pledge, and another denies it: «كشف أن الحكومة التزمت …، غير أن فلاناً كذّب ذلك»
    shared = min(one.span.end, other.span.end) - max(one.span.start, other.span.start)
    return shared > 0.8 * min(one.span.end - one.span.start, other.span.end - other.span.start)


async def _round(work: _Work, people: Cast) -> FrameDraft | None:
    """What the model says of the round; it is not asked where the rules of ``frames`` are surer than it."""
    if work.profile.lean:
        return None
    names = [people.label(participant) for participant in people.participants]
    text = work.report.text[: work.profile.window_characters]
    try:
        answer = await work.ask(prompts.frame_messages(text, names), FrameDraft, "round")
    except _UNANSWERED as error:
        work.warnings.append(warning(_why(error), quote=text.strip()))
        return None
    assert isinstance(answer, FrameDraft)
    return answer


async def _word(work: _Work, findings: Sequence[Finding], context: Context, *, is_draft: bool) -> None:
    """Give every finding its two sentences; one whose English cannot be made right is refused and shown.

    ``is_draft`` says that the document of the round is a draft only, or that what was on the table was not agreed.
    """
    work.expect(len(findings) if work.profile.translates_apart else 0)

    async def word(work: _Work, finding: Finding) -> None:
        basis = _basis(work, finding, context)
        if finding.kind == "clause":
            finding.document = document_of(finding, work.report, is_draft=is_draft)
        arabic = _arabic(work, finding, context, basis)
        if outside := pointing_out(
            arabic, content_words(finding, work.report, context.cast), [context.cast[one] for one in finding.by]
        ):
            finding.notes.append(warning("reference", severity="info", words=outside))
        english, verdict = await _english(work, finding, arabic, context, basis)
        if english is None:
            assert verdict is not None
            work.rejected.append(
                refusal(finding.kind, finding.draft, verdict.check, **{**verdict.values, "quote": finding.draft.quote})
            )
            return
        finding.text = Bilingual(ar=arabic, en=english)
        if finding.condition is not None:
            await _word_condition(work, finding, context)

    await work.each(findings, word)


def _arabic(work: _Work, finding: Finding, context: Context, basis: Basis) -> str:
    """The Arabic sentence: the model's own if it passes, else composed; only words of the report stand in quotation marks."""
    offered = context.cast.spelt(Bilingual(ar=finding.draft.ar.strip() or "-", en=finding.draft.en or "-"))
    if finding.draft.ar.strip() and text_verdict(offered, basis, work.glossary) is None:
        text = wording.sentence(work.glossary.neutral(offered.ar, "ar")[0])
        text = told_by(finding, work.report, context.cast, work.glossary, text)
    else:
        text = arabic_sentence(finding, work.report, context.cast, work.glossary)
    text = wording.dated(text, "ar", work.report.published, ahead=looks_ahead(finding, work.report))
    # What has lost its marks is said in our words.
    text = work.glossary.neutral(only_verbatim(text, work.report.text), "ar")[0]
    return context.cast.spelt(Bilingual(ar=text, en="-")).ar


async def _english(
    work: _Work, finding: Finding, arabic: str, context: Context, basis: Basis
) -> tuple[str | None, Verdict | None]:
    """The English sentence: the model's own if it passes, else asked for, twice at most."""
    verdict: Verdict | None = None
    told = wording.without_teller(arabic)
    if finding.draft.en:
        offered = _usable_english(work, finding, finding.draft.en, arabic, people=context.cast)
        verdict = text_verdict(Bilingual(ar=told, en=offered), basis, work.glossary)
        if verdict is None:
            return wording.sentence(ascribed(offered, work.report, finding, context.cast)), None
    anchored = work.glossary.anchor(told, basis.names)
    terms = dict(work.glossary.hints(told))
    said = ""
    lead = _lead(work, finding, context) if work.profile.lean else ""
    models: list[type[BaseModel]] = [led_translation_draft(lead) if lead else TranslationDraft, TranslationDraft]
    for model in models:
        if verdict is not None:
            said = complaint(verdict.check, line=1, **verdict.values)
        try:
            answer = await work.ask(prompts.translation_messages(anchored, terms, complaint=said), model, "English")
        except _UNANSWERED:
            verdict = Verdict("translation")
            continue
        assert isinstance(answer, TranslationDraft)
        offered = _usable_english(work, finding, answer.en, arabic, people=context.cast)
        verdict = text_verdict(Bilingual(ar=told, en=offered or "-"), basis, work.glossary)
        if verdict is None and work.profile.lean and (missing := work.glossary.terms_missing(told, offered)):
            # A strong model knows more than one word for a term; a small one that leaves it out has not understood.
            verdict = Verdict("terms_parity", {"terms": "; ".join(f"{term} = {meaning}" for term, meaning in missing)})
        if verdict is None and work.profile.lean and (own := groundless_self(Bilingual(ar=told, en=offered))):
            verdict = Verdict("pronoun_parity", {"words": own})
        if verdict is None:
            return wording.sentence(ascribed(offered, work.report, finding, context.cast)), None
    if work.profile.lean:
        # What is said stands in the report and whose it is was settled: an item is not lost for want of its English.
        finding.notes.append(warning("untranslated", quote=finding.draft.quote))
        whole = _lead(work, finding, context, whole=True)
        left = wording.untranslated(whole, list(dict.fromkeys(terms.values())))
        return ascribed(left, work.report, finding, context.cast), None
    return None, verdict


def _usable_english(work: _Work, finding: Finding, offered: str, arabic: str, *, people: Cast) -> str:
    """An English sentence in neutral words, with dates for days that are relative, and no quotation that the Arabic has not.

    Its names have the spelling of the record.
    """
    assert finding.span is not None
    english = " ".join(offered.split())
    if not quoted_spans(arabic):
        is_quoted = bool(quoted_spans(work.report.text[finding.span.start : finding.span.end]))
        # "Those whom he calls “mercenaries”": without its marks the word would be ours.
        kept = [span for span in ascribed_spans(english) if is_quoted and work.glossary.loaded_in(english[slice(*span)], "en")]
        english = without_marks(english, [span for span in quoted_spans(english) if span not in kept])
    english = work.glossary.neutral(english, "en")[0]
    english = people.spelt(Bilingual(ar=arabic, en=english)).en if english else ""
    return wording.dated(english, "en", work.report.published, ahead=looks_ahead(finding, work.report))


def _lead(work: _Work, finding: Finding, context: Context, *, whole: bool = False) -> str:
    """How the English of a finding has to begin; empty where the words do not settle it. ``whole``: with the preposition."""
    cue = finding.cue
    verb = cue.lexeme.english if cue is not None and (cue.kind == finding.kind or finding.kind == "clause") else ""
    names = [context.cast.english(context.cast[holder]) for holder in finding.by]
    if not names and finding.kind != "clause":
        return ""
    before = work.report.text[max(0, cue.start - 8) : cue.start].split() if cue is not None and cue.negated else []
    return wording.english_lead(
        finding.kind,
        finding.act,
        verb,
        names,
        negation=before[-1] if before else "",
        future=will_do(finding, work.report),
        done=bool(verb) and cue is not None and is_told_as_done(cue, work.report.text, work.report.segment_at(cue.start).start),
        whole=whole,
        document=finding.document,
    )


async def _word_condition(work: _Work, finding: Finding, context: Context) -> None:
    assert finding.condition is not None
    words = wording.fragment(work.report.text[finding.condition.start : finding.condition.end])
    arabic = only_verbatim(work.glossary.neutral(words, "ar")[0], work.report.text)
    arabic = wording.dated(arabic, "ar", work.report.published, ahead=True)
    english = await _english_of_words(work, finding, words, arabic, finding.draft.condition_en, context)
    if english is not None:
        finding.condition_text = Bilingual(ar=arabic, en=english)
    elif finding.text is None or not tells_condition(finding.text.en):
        finding.notes.append(warning("condition", condition=words))


async def _word_part(work: _Work, partial: Partial, context: Context) -> None:
    """The English of the part of the document that stances are on; where none passes, they say that it is a part."""
    finding, about = partial.finding, partial.stances[0].about
    assert about is not None
    words = wording.fragment(work.report.text[partial.part.start : partial.part.end])
    english = await _english_of_words(work, finding, words, about.ar, finding.draft.about_en, context)
    if english is None or len(english.split()) > 2 * len(words.split()) + 4:  # a sentence on the part is not its name
        work.warnings.append(warning("untranslated", quote=words))
        return
    for stance in partial.stances:
        stance.about = Bilingual(ar=about.ar, en=re.sub(_BEGINS_LARGE, lambda first: first.group().lower(), english))


# "The fourth paragraph", "Paragraph 4": within a sentence these are written small.
_BEGINS_LARGE = r"^(?:The|A|An|Its|Some|All|Part|Parts|Paragraph|Clause|Article|Point|Item|Section|Sub-?paragraph)(?=s?\b)"


async def _english_of_words(work: _Work, finding: Finding, words: str, arabic: str, offered: str, context: Context) -> str | None:
    """The English of some words of the report that are no sentence: the model's if it passes; None if it does not."""
    names = context.cast.names
    english = offered.strip()
    if not english:
        try:
            question = prompts.translation_messages(work.glossary.anchor(arabic, names), dict(work.glossary.hints(arabic)))
            answer = await work.ask(question, TranslationDraft, "English")
            assert isinstance(answer, TranslationDraft)
            english = answer.en
        except _UNANSWERED:
            english = ""
    english = _usable_english(work, finding, english, arabic, people=context.cast).rstrip(".")
    basis = Basis(words, words, work.report.text, names, published=work.report.published)
    passes = english and text_verdict(Bilingual(ar=arabic, en=english), basis, work.glossary) is None
    return english if passes else None


def _basis(work: _Work, finding: Finding, context: Context) -> Basis:
    """What the sentences of a finding are held against.

    A small model's sentence is held against names, numbers and negations only: more than that would leave nothing of it.
    """
    assert finding.span is not None
    people, text, span = context.cast, work.report.text, finding.span
    end = max(span.end, finding.condition.end if finding.condition else 0)
    concerned = {*finding.by, *finding.to, *([finding.reported_by] if finding.reported_by else [])}
    spoken_of = concerned | {mention.participant for mention in people.within(*paragraph_at(work.report, span.start))}
    elsewhere = ""
    if finding.elsewhere is not None:  # who refused it may be named beside it
        segment = work.report.segment_at(finding.elsewhere.start)
        elsewhere = text[segment.start : segment.end]
        spoken_of |= {mention.participant for mention in people.within(segment.start, segment.end)}
    if (speaker := speaker_of_all(work.report, people, span.start, end)) is not None:
        spoken_of.add(speaker)
    paragraph = paragraph_at(work.report, span.start)[0]
    if paragraph and refers_back(text[span.start : end]):  # «نفت ذلك»: what was said in the paragraph before
        spoken_of |= {mention.participant for mention in people.within(*paragraph_at(work.report, paragraph - 1))}
    spoken_of |= {affiliation for id_ in spoken_of if (affiliation := people[id_].affiliation)}
    around = text[min(finding.passage.start, span.start) : end]
    plain = work.glossary.neutral(around, "ar")[0]  # «الكيان الوهمي» is the Polisario Front in our words
    spoken_of |= {one.id for one in people.participants if one.name.ar and one.name.ar in plain and one.name.ar not in around}
    states = {match.entry.iso for match in work.glossary.names_in(around) if match.entry.iso}
    strangers = [
        one
        for one in people.participants
        if one.id not in spoken_of
        and one.id not in people.groups
        and not (states and work.glossary.states_in_english(people.english(one)) & states)
        and not people.may_stand_for(one, around)
    ]
    by = finding.by
    others = [one for one in people.participants if by and not any(people.same_side(one.id, holder) for holder in by)]
    return Basis(
        said=text[span.start : end],
        # The quote as the model spaced it parts words that the report glues; its letters are the report's.
        around=" ".join((around, elsewhere, finding.draft.quote, *(people.label(people[id_]) for id_ in sorted(concerned)))),
        report=text,
        names=people.names,
        holders=[people.english(people[id_]) for id_ in finding.by],
        others=[people.english(one) for one in others],
        strangers=[people.english(one) for one in strangers],
        published=work.report.published,
        kind="" if work.profile.lean else finding.kind,
        act=finding.act or "",
        status=finding.status or "",
        negated=finding.is_denied,
        possible=only_possible(finding, work.report, context.cast),
        unnamed=finding.attribution is not None and finding.attribution.level == "unnamed" and finding.reported_by is None,
        proposed=finding.kind == "clause" and in_draft(finding, work.report),
    )


def _why(error: Exception) -> str:
    """The check under which a passage is listed that the model did not answer about."""
    return "model_refused" if isinstance(error, ModelRefusedError) else "model_answer"


def _other_models(completer: Completer, models: Sequence[str]) -> list[Warning]:
    """What to say where another model answered than was asked: the fallback model, or whatever an endpoint put in its place."""
    others = [name for name in models if not is_same_model(completer.model, name)]
    return [warning("other_model", severity="info", name=completer.model, expected="، ".join(others))] if others else []


def _give_up(work: _Work, kind: str, start: int, end: int, *, check: str = "model_answer") -> None:
    words = work.report.text[start:end].strip()
    draft = ItemDraft(line=0, quote=words[:300])
    work.rejected.append(refusal(kind, draft, check, quote=words))


def _middle(report: Report, start: int, end: int) -> int | None:
    """A segment boundary near the middle, or None for a single segment."""
    inside = [segment.start for segment in report.segments if start < segment.start < end]
    return min(inside, key=lambda offset: abs(offset - (start + end) // 2)) if inside else None
