"""The record: what a report says, item by item, with the words that prove it.

This is the public contract (version 1.0), the only thing that extraction writes and rendering reads.
``Record`` checks on construction, and so on every load:

* ids are unique and in rising order (``P1, P2, …``) and every id that is referred to exists;
* every piece of evidence is verbatim: where a source carries its text, ``text[start:end] == quote``.

Offsets count Unicode code points in the source's decoded text, end exclusive. ``None`` means that the source does
not state it; nothing is guessed.

Taxonomies: ``act`` follows PLOVER (Open Event Data Alliance, 2021), ``issue`` the issue codes of the PA-X peace
agreements database (University of Edinburgh), dates EDTF / ISO 8601, countries ISO 3166-1 alpha-2, currencies
ISO 4217, languages BCP 47.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from briefing.errors import RecordError

SCHEMA_VERSION = "1.0"

ParticipantKind = Literal["delegation", "state", "organization", "armed_group", "person"]
Role = Literal["party", "mediator", "facilitator", "guarantor", "sponsor", "host", "observer", "absent", "other"]
TalksFormat = Literal["direct", "indirect", "mixed", "not_stated"]
DemandStatus = Literal["standing", "conditional", "withdrawn", "rejected", "denied"]
CommitmentStatus = Literal["pledged", "best_efforts", "claimed", "denied"]
FinalStatementStatus = Literal["adopted", "draft", "not_reached", "none_issued", "not_stated"]
StanceKind = Literal["endorses", "reserves", "rejects"]
Act = Literal["AGREE", "SUPPORT", "CONSULT", "CONCEDE", "REJECT", "ACCUSE", "THREATEN", "OTHER"]
AttributionLevel = Literal["document", "on_record", "spokesperson", "unnamed", "media"]
Severity = Literal["info", "warning", "error"]
CorrectionAction = Literal["accepted", "corrected", "rejected", "adjusted"]

NonEmpty = Annotated[str, StringConstraints(min_length=1)]
ParticipantId = Annotated[str, StringConstraints(pattern=r"^P[1-9][0-9]*$")]
SourceId = Annotated[str, StringConstraints(pattern=r"^S[1-9][0-9]*$")]
ItemId = Annotated[str, StringConstraints(pattern=r"^[A-Z][1-9][0-9]*$")]
# EDTF level 0 and 1 as far as news needs it: 2017, 2017-01, 2017-01-23, with ~ or ? and X digits, or an interval.
_EDTF_DATE = r"[0-9]{3}[0-9X](?:-(?:[01][0-9]|XX)(?:-(?:[0-3][0-9]|XX))?)?[~?%]?"
EdtfDate = Annotated[str, StringConstraints(pattern=rf"^(?:{_EDTF_DATE}|\.\.)(?:/(?:{_EDTF_DATE}|\.\.))?$")]
IsoDate = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Timestamp = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+-][0-9:]+)$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


def _integral(value: Any) -> Any:
    # Strict mode refuses 500 where a float is asked for; an amount of money may well be written without a point.
    try:
        return float(value) if type(value) is int else value
    except OverflowError:
        raise ValueError("the number is too large") from None


# JSON has no NaN and no infinity, though its readers let them in: written out, they would be null, and no number any more.
Amount = Annotated[float, BeforeValidator(_integral), Field(allow_inf_nan=False)]


class Model(BaseModel):
    """Base of the record's parts: unknown fields and silent conversions are refused."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Bilingual(Model):
    """The same content in Arabic and in English."""

    ar: NonEmpty
    en: NonEmpty


class Name(Model):
    """A participant's name; ``None`` in a language for which no form is known. Both ``None``: only a title is."""

    ar: NonEmpty | None = None
    en: NonEmpty | None = None


class Evidence(Model):
    """A verbatim span of a source: ``source.text[start:end] == quote``, in Unicode code points.

    ``segment`` is the number (from 1) of the segment in which the span starts.
    """

    source: SourceId
    segment: Annotated[int, Field(ge=1)]
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=1)]
    quote: NonEmpty

    @model_validator(mode="after")
    def _length_matches(self) -> Self:
        if self.end - self.start != len(self.quote):
            raise ValueError(f"evidence {self.start}–{self.end} is not as long as its quote ({len(self.quote)})")
        return self


EvidenceList = Annotated[list[Evidence], Field(min_length=1)]


class When(Model):
    """A date: the words of the report, and the EDTF / ISO 8601 value if it can be known from them."""

    as_reported: NonEmpty
    value: EdtfDate | None = None

    @property
    def known(self) -> str | None:
        """``value``, unless it says nothing: what is open at both ends (``..``, ``../..``) is no date."""
        return self.value if self.value and self.value.strip("./") else None


class Money(Model):
    """An amount in a currency (ISO 4217)."""

    value: Amount
    currency: Currency


class Attribution(Model):
    """Who told the reporter, and through whom; neither the holder of an item nor a participant who speaks for it.

    ``level`` is the rung of the attribution ladder, ``origin`` the first teller as reported ("مصدر دبلوماسي"),
    ``via`` the outlets that passed it on, nearest to the origin first. A chain is one source, however long.
    """

    level: AttributionLevel
    origin: NonEmpty | None = None
    via: list[NonEmpty] = []


class Event(Model):
    """The round of talks that the report is about."""

    name: Bilingual
    round: NonEmpty | None = None
    place: Bilingual | None = None
    country: Country | None = None
    start: When | None = None
    end: When | None = None
    format: TalksFormat = "not_stated"
    evidence: list[Evidence] = []


class Source(Model):
    """One report. ``sha256`` is of the bytes as received, ``characters`` counts code points of the decoded text.

    ``text`` is the decoded text, unaltered; with it the record can prove its own quotations and the review page can
    be made. It may be left out (``None``) where a text must not be passed on.
    """

    id: SourceId
    title: NonEmpty | None = None
    publisher: NonEmpty | None = None
    url: NonEmpty | None = None
    published: IsoDate | None = None
    language: NonEmpty
    sha256: Sha256
    characters: Annotated[int, Field(ge=1)]
    text: str | None = None

    @model_validator(mode="after")
    def _characters_match(self) -> Self:
        if self.text is not None and len(self.text) != self.characters:
            raise ValueError(f"source {self.id} has {len(self.text)} characters, not {self.characters}")
        return self


class Participant(Model):
    """An actor of the round. ``label_as_reported`` keeps the report's own word for its part (راعٍ, ضامن …)."""

    id: ParticipantId
    name: Name
    aliases: list[NonEmpty] = []
    kind: ParticipantKind
    role: Role
    label_as_reported: NonEmpty | None = None
    title: Bilingual | None = None
    affiliation: ParticipantId | None = None
    evidence: EvidenceList

    @model_validator(mode="after")
    def _is_identifiable(self) -> Self:
        if self.name.ar is None and self.name.en is None and self.title is None:
            raise ValueError(f"{self.id} has neither a name nor a title")
        return self


def speaks_for(id_: str, people: Mapping[str, Participant]) -> list[str]:
    """The ids of a participant, of the body that it belongs to and of those above that, up to the State or the party itself."""
    way = [id_]
    while (one := people.get(way[-1])) is not None and one.affiliation is not None and one.affiliation not in way:
        way.append(one.affiliation)
    return way


class Demand(Model):
    """What its holders (``by``) want; ``reported_by`` is another participant who says so."""

    id: ItemId
    by: Annotated[list[ParticipantId], Field(min_length=1)]
    reported_by: ParticipantId | None = None
    attribution: Attribution | None = None
    addressees: list[ParticipantId] = []
    text: Bilingual
    status: DemandStatus = "standing"
    condition: Bilingual | None = None
    issue: NonEmpty | None = None
    references: list[NonEmpty] = []
    evidence: EvidenceList


class Commitment(Model):
    """What its holders (``by``) undertook, or are said by ``reported_by`` to have undertaken (``claimed``)."""

    id: ItemId
    by: Annotated[list[ParticipantId], Field(min_length=1)]
    reported_by: ParticipantId | None = None
    attribution: Attribution | None = None
    text: Bilingual
    status: CommitmentStatus
    beneficiary: Bilingual | None = None
    deadline: When | None = None
    amount: Money | None = None
    issue: NonEmpty | None = None
    references: list[NonEmpty] = []
    evidence: EvidenceList


class Clause(Model):
    """A clause of the final statement; ``operative`` decides something, otherwise it reaffirms."""

    id: ItemId
    text: Bilingual
    operative: bool
    issue: NonEmpty | None = None
    references: list[NonEmpty] = []
    evidence: EvidenceList


class Stance(Model):
    """A participant's position on the final statement, or on a part of it: ``about`` is what the report calls that part.

    ``None`` is the document as a whole.
    """

    participant: ParticipantId
    stance: StanceKind
    about: Bilingual | None = None
    evidence: EvidenceList


class FinalStatement(Model):
    """The document that the round produced, or the fact that it produced none. Issuer, reader and signatories differ.

    ``not_signed_by`` are those of whom the source says that they did not sign; who is in neither list is not spoken of.
    """

    status: FinalStatementStatus = "not_stated"
    issued_by: list[ParticipantId] = []
    read_by: ParticipantId | None = None
    signatories: list[ParticipantId] = []
    not_signed_by: list[ParticipantId] = []
    title: Bilingual | None = None
    clauses: list[Clause] = []
    stances: list[Stance] = []
    evidence: list[Evidence] = []


class Statement(Model):
    """A position that is neither a demand nor a commitment (PLOVER ``act``); ``negated`` keeps its polarity."""

    id: ItemId
    by: Annotated[list[ParticipantId], Field(min_length=1)]
    reported_by: ParticipantId | None = None
    attribution: Attribution | None = None
    act: Act
    target: ParticipantId | None = None
    text: Bilingual
    negated: bool = False
    evidence: EvidenceList


class NextStep(Model):
    """Something announced for later."""

    id: ItemId
    attribution: Attribution | None = None
    text: Bilingual
    when: When | None = None
    evidence: EvidenceList


class Conflict(Model):
    """Items of this record that contradict each other; all are kept, none is preferred."""

    about: Bilingual
    items: Annotated[list[ItemId], Field(min_length=1)]


class Rejected(Model):
    """Something that the model offered and a check refused: shown to the reader, never dropped in silence.

    ``check`` is the name of the check (docs/checks.md), ``draft`` what the model had offered.
    """

    kind: NonEmpty
    draft: dict[str, Any]
    reason: Bilingual
    check: NonEmpty


class Warning(Model):
    """A doubt about an item or about the whole record, for the reader."""

    code: NonEmpty
    item: NonEmpty | None = None
    severity: Severity = "warning"
    message: Bilingual


class Quality(Model):
    """What was refused and what is doubtful."""

    rejected: list[Rejected] = []
    warnings: list[Warning] = []


class Annotation(Model):
    """How human readers made or agreed on a record: ``disagreements`` of ``decisions`` had to be talked over."""

    readers: Annotated[int, Field(ge=1)]
    decisions: Count = 0
    disagreements: Count = 0
    note: NonEmpty | None = None


class Correction(Model):
    """What a reviewer found about one part of the record, or changed in one field of it (see ``briefing.corrections``).

    ``item`` is an id of the record as it was then, "event", "final_statement" or "final_statement.stances.P1";
    ``field`` is a path such as ``text.en``. ``adjusted`` is what follows from another correction: a name in a sentence,
    a reference to what was rejected.
    """

    item: NonEmpty
    action: CorrectionAction
    field: NonEmpty | None = None
    before: str | bool | list[str] | None = None
    after: str | bool | list[str] | None = None
    reason: Bilingual | None = None
    by: NonEmpty | None = None
    at: Timestamp | None = None


class Provenance(Model):
    """How the record came about. ``seconds`` is wall time; tokens and calls are summed over every retry.

    ``cached`` counts answers that came from the response cache instead of a call. ``model`` is the model that was asked;
    ``models`` are those that answered, by the endpoint's own account: a dated version of the same, or the fallback model.
    """

    tool_version: NonEmpty
    model: NonEmpty
    models: list[NonEmpty] = []
    endpoint_kind: Literal["embedded", "endpoint", "replay", "human"]
    prompt_sha256: Sha256 | None = None
    generated_at: Timestamp
    calls: Count = 0
    cached: Count = 0
    input_tokens: Count = 0
    output_tokens: Count = 0
    seconds: Annotated[Amount, Field(ge=0)] = 0.0
    cost: Money | None = None
    annotation: Annotation | None = None
    corrections: list[Correction] = []


class Record(Model):
    """What one or more reports say about a round of negotiations. See the module's docstring for its invariants."""

    schema_version: Literal["1.0"] = "1.0"
    event: Event
    sources: Annotated[list[Source], Field(min_length=1)]
    participants: list[Participant] = []
    demands: list[Demand] = []
    commitments: list[Commitment] = []
    final_statement: FinalStatement = FinalStatement()
    statements: list[Statement] = []
    next_steps: list[NextStep] = []
    conflicts: list[Conflict] = []
    quality: Quality = Quality()
    provenance: Provenance

    def __repr__(self) -> str:
        """In short: all of it is a report and more, and asyncio writes the result of a task out when it ends."""
        return f"<{type(self).__name__} of {', '.join(source.sha256[:10] for source in self.sources)}>"

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        problems = [*_id_problems(self), *_reference_problems(self)]
        problems += self.evidence_problems({s.id: s.text for s in self.sources if s.text is not None})
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def evidence(self) -> Iterator[tuple[str, Evidence]]:
        """Every piece of evidence with the id or the path of what it supports, in the record's order."""
        for evidence in self.event.evidence:
            yield "event", evidence
        for participant in self.participants:
            for evidence in participant.evidence:
                yield participant.id, evidence
        for item in self.items():
            for evidence in item.evidence:
                yield item.id, evidence
        for evidence in self.final_statement.evidence:
            yield "final_statement", evidence
        for stance in self.final_statement.stances:
            for evidence in stance.evidence:
                yield f"final_statement.stances.{stance.participant}", evidence

    def items(self) -> Iterator[Demand | Commitment | Clause | Statement | NextStep]:
        """Demands, commitments, clauses, statements and next steps, in this order."""
        yield from self.demands
        yield from self.commitments
        yield from self.final_statement.clauses
        yield from self.statements
        yield from self.next_steps

    def parts(self) -> dict[str, Part]:
        """Everything that can be reviewed, by the name that ``Correction.item`` calls it, in the record's order."""
        parts: dict[str, Part] = {"event": self.event}
        parts |= {person.id: person for person in self.participants}
        parts |= {demand.id: demand for demand in self.demands}
        parts |= {commitment.id: commitment for commitment in self.commitments}
        parts["final_statement"] = self.final_statement
        parts |= {clause.id: clause for clause in self.final_statement.clauses}
        for stance in self.final_statement.stances:
            name, number = f"final_statement.stances.{stance.participant}", 1
            while name in parts:
                number += 1
                name = f"final_statement.stances.{stance.participant}.{number}"
            parts[name] = stance
        parts |= {statement.id: statement for statement in self.statements}
        return parts | {step.id: step for step in self.next_steps}

    def evidence_problems(self, texts: Mapping[str, str]) -> list[str]:
        """What is not verbatim, one sentence each; empty if all is well.

        ``texts`` maps source ids to decoded texts; evidence of a source that is not in it is not judged.
        """
        problems = []
        for owner, evidence in self.evidence():
            text = texts.get(evidence.source)
            if text is not None and text[evidence.start : evidence.end] != evidence.quote:
                problems.append(f"{owner}: the quote is not what {evidence.source} has at {evidence.start}–{evidence.end}")
        return problems

    def to_json(self) -> str:
        """The record as JSON, UTF-8 with a final newline; the same record gives the same bytes."""
        return self.model_dump_json(indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes, *, name: str = "the record") -> Self:
        """Read a record from JSON.

        Raises RecordError, with ``name`` and the first problem in its message, if it is not a valid record.
        """
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(str(part) for part in first["loc"]) or "record"
            more = f" ({error.error_count() - 1} more)" if error.error_count() > 1 else ""
            raise RecordError(f"{name} is not a valid version {SCHEMA_VERSION} record: {where}: {first['msg']}{more}.") from error

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a record from a JSON file.

        Raises RecordError if the file cannot be read or is not a valid record.
        """
        try:
            data = Path(path).read_bytes()
        except OSError as error:
            raise RecordError(f"{path} cannot be read: {error.strerror or error}.") from error
        return cls.from_json(data, name=str(path))


Part = Event | FinalStatement | Participant | Demand | Commitment | Clause | Stance | Statement | NextStep

_ID = re.compile(r"([A-Z])([0-9]+)")


def _id_problems(record: Record) -> Iterator[str]:
    lists: list[tuple[str, str, Sequence[Any]]] = [
        ("sources", "S", record.sources),
        ("participants", "P", record.participants),
        ("demands", "D", record.demands),
        ("commitments", "C", record.commitments),
        ("final_statement.clauses", "F", record.final_statement.clauses),
        ("statements", "T", record.statements),
        ("next_steps", "N", record.next_steps),
    ]
    for name, letter, items in lists:
        # Gaps are allowed: an item that a reader struck out must not change the numbers of the others.
        found = [item.id for item in items]
        numbers = [int(id_[1:]) for id_ in found if id_.startswith(letter)]
        if len(numbers) != len(found) or any(a >= b for a, b in itertools.pairwise(numbers)):
            yield f"the ids of {name} are {', '.join(found)}, not {letter}1, {letter}2, … in order"


def _reference_problems(record: Record) -> Iterator[str]:
    sources = {source.id for source in record.sources}
    participants = {participant.id for participant in record.participants}
    items = {item.id for item in record.items()}

    def unknown(owner: str, *ids: str | None) -> Iterator[str]:
        for reference in ids:
            if reference is not None and reference not in participants:
                yield f"{owner} refers to participant {reference}, who does not exist"

    for owner, evidence in record.evidence():
        if evidence.source not in sources:
            yield f"{owner} refers to source {evidence.source}, which does not exist"
    for participant in record.participants:
        yield from unknown(participant.id, participant.affiliation)
        if participant.affiliation == participant.id:
            yield f"{participant.id} is affiliated with itself"
    for demand in record.demands:
        yield from unknown(demand.id, *demand.by, demand.reported_by, *demand.addressees)
    for commitment in record.commitments:
        yield from unknown(commitment.id, *commitment.by, commitment.reported_by)
    for statement in record.statements:
        yield from unknown(statement.id, *statement.by, statement.reported_by, statement.target)
    final = record.final_statement
    named = (*final.issued_by, final.read_by, *final.signatories, *final.not_signed_by)
    yield from unknown("final_statement", *named, *(stance.participant for stance in final.stances))
    for both in sorted({*final.signatories} & {*final.not_signed_by}):
        yield f"final_statement says of {both} that it signed and that it did not"
    for conflict in record.conflicts:
        for reference in conflict.items:
            if reference not in items | participants:
                yield f"a conflict refers to {reference}, which does not exist"
    for warning in record.quality.warnings:
        if warning.item is not None and _ID.fullmatch(warning.item) and warning.item not in items | participants:
            yield f"warning {warning.code} refers to {warning.item}, which does not exist"
