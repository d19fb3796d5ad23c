"""What a reviewer corrected in a record, and how it is brought into it: record and corrections in, record out.

A file of corrections (``schemas/corrections.v1.schema.json``) names the reports by their SHA-256 and each part by its id,
by the words that it replaces and by a digest of all of it. What was written for another record, or for a part that has
changed since, is refused: better no correction than one in the wrong place.

A part is called ``P1``, ``D2``, … by its id; besides there are ``event``, ``final_statement`` and
``final_statement.stances.P1`` (the second stance of the same participant: ``final_statement.stances.P1.2``). Quotations
cannot be corrected: they are the report's.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import Field, ValidationError, model_validator

from briefing.arabic import arabic_share, has_arabic, has_latin, strip_bidi
from briefing.errors import RecordError
from briefing.glossary import load_glossary
from briefing.parity import Basis, figures, figures_parity, loaded, negates, negation
from briefing.record import (
    Act,
    Bilingual,
    Clause,
    Commitment,
    CommitmentStatus,
    Correction,
    Demand,
    DemandStatus,
    EdtfDate,
    Event,
    FinalStatement,
    FinalStatementStatus,
    Model,
    Name,
    NextStep,
    NonEmpty,
    Part,
    Participant,
    ParticipantId,
    Record,
    Rejected,
    Role,
    Sha256,
    SourceId,
    Stance,
    StanceKind,
    Statement,
    Timestamp,
    Warning,
    When,
)
from briefing.verdicts import warning

REVIEWER = "reviewer"  # the check by whose name a rejected part stands in quality.rejected


class Fields(Model):
    """New values; ``None`` leaves a field as it is. Which of them a part has is in ``EDITABLE``."""

    text: Bilingual | None = None
    name: Name | None = None
    by: Annotated[list[ParticipantId], Field(min_length=1)] | None = None
    status: DemandStatus | CommitmentStatus | FinalStatementStatus | None = None
    role: Role | None = None
    stance: StanceKind | None = None
    about: Bilingual | None = None  # the part of the document that a stance is on
    act: Act | None = None
    operative: bool | None = None
    date: EdtfDate | Literal[""] | None = None  # of a next step or a deadline; empty: the report leaves it open

    def given(self) -> dict[str, Any]:
        """The fields that are to change."""
        return {name: value for name in type(self).model_fields if (value := getattr(self, name)) is not None}


class Change(Model):
    """A reviewer's decision about one part.

    ``replaces`` is the part's text, or the participant's or event's name, as the reviewer saw it; ``digest`` that of all of
    it (see ``digest``). A part without any such words is known by its digest alone.
    """

    item: NonEmpty
    action: Literal["accept", "correct", "reject"]
    replaces: Name = Name()
    digest: Sha256 | None = None
    to: Fields | None = None
    reason: Bilingual | None = None
    at: Timestamp | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.action == "correct" and (self.to is None or not self.to.given()):
            raise ValueError(f"{self.item} is to be corrected, but nothing says to what")
        if self.action != "correct" and self.to is not None:
            raise ValueError(f"{self.item} has new values, but its action is {self.action!r}")
        if self.action == "reject" and self.reason is None:
            raise ValueError(f"{self.item} is rejected without a reason")
        if self.digest is None and self.replaces.ar is None and self.replaces.en is None:
            raise ValueError(f"{self.item} has neither the words that it replaces nor a digest")
        return self


class Reviewed(Model):
    """A report that a reviewer had before him."""

    id: SourceId
    sha256: Sha256


class Corrections(Model):
    """A file of corrections, version 1."""

    schema_version: Literal["1.0"] = "1.0"
    sources: Annotated[list[Reviewed], Field(min_length=1)]
    reviewer: NonEmpty | None = None
    corrections: list[Change] = Field(default_factory=list)

    def to_json(self) -> str:
        """The corrections as JSON with a final newline."""
        return self.model_dump_json(indent=2, exclude_defaults=True) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes, *, name: str = "the file") -> Self:
        """Read corrections from JSON. Raises RecordError, with ``name`` and the first problem in its message."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(str(part) for part in first["loc"]) or "corrections"
            raise RecordError(f"{name} is not a valid version 1 file of corrections: {where}: {first['msg']}.") from error

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read corrections from a file. Raises RecordError if it cannot be read or does not hold any."""
        try:
            data = Path(path).read_bytes()
        except OSError as error:
            raise RecordError(f"{path} cannot be read: {error.strerror or error}.") from error
        return cls.from_json(data.removeprefix(b"\xef\xbb\xbf"), name=str(path))


# What of a part can be corrected, with the values that a field may take where they are few.
EDITABLE: dict[type[Part], dict[str, tuple[Any, ...]]] = {
    Event: {"name": ()},
    FinalStatement: {"status": get_args(FinalStatementStatus)},
    Participant: {"name": (), "role": get_args(Role)},
    Demand: {"text": (), "by": (), "status": get_args(DemandStatus)},
    Commitment: {"text": (), "by": (), "status": get_args(CommitmentStatus), "date": ()},
    Clause: {"text": (), "operative": (True, False)},
    Stance: {"stance": get_args(StanceKind), "about": ()},
    Statement: {"text": (), "by": (), "act": get_args(Act)},
    NextStep: {"text": (), "date": ()},
}
KINDS: dict[type[Part], str] = {
    Event: "event",
    FinalStatement: "final_statement",
    Participant: "participant",
    Demand: "demand",
    Commitment: "commitment",
    Clause: "clause",
    Stance: "stance",
    Statement: "statement",
    NextStep: "next_step",
}


def words(part: Part) -> Name:
    """The words of a part that a correction replaces; none for a stance on the whole document and the state of that."""
    if isinstance(part, Participant | Event):
        return Name(ar=part.name.ar, en=part.name.en)
    if isinstance(part, Stance):
        return Name() if part.about is None else Name(ar=part.about.ar, en=part.about.en)
    return Name() if isinstance(part, FinalStatement) else Name(ar=part.text.ar, en=part.text.en)


def dated(part: Part) -> tuple[When | None, str]:
    """The date of a next step or of a commitment, and the name of its field; of other parts none can be corrected."""
    if isinstance(part, NextStep):
        return part.when, "when"
    return (part.deadline, "deadline") if isinstance(part, Commitment) else (None, "")


def digest(part: Part) -> str:
    """SHA-256 of all that the record says of a part: its JSON without what has its default value.

    The final statement is judged without its clauses and stances, which are parts of their own.
    """
    left_out = {"clauses", "stances"} if isinstance(part, FinalStatement) else None
    return hashlib.sha256(part.model_dump_json(exclude_defaults=True, exclude=left_out).encode()).hexdigest()


def apply_corrections(record: Record, corrections: Corrections) -> Record:
    """The record with the corrections in it, each noted in ``provenance.corrections``; ``record`` itself stays as it is.

    A rejected part goes to ``quality.rejected`` with the reviewer's reason, and what referred to it is adjusted; a
    corrected name also stands in the sentences in which the old one stood. New texts that the checks doubt are accepted
    with a warning.

    Raises RecordError if the corrections were made for another record, if a part has changed since or is not there, or if
    the record would not hold together.
    """
    return _Reviewer(record, corrections).reviewed()


def _problem(item: str, what: str) -> RecordError:
    return RecordError(f"The correction of {item} cannot be applied: {what}.")


class _Reviewer:
    def __init__(self, record: Record, corrections: Corrections) -> None:
        self.original = record
        self.record = record.model_copy(deep=True)
        self.corrections = corrections
        self.parts = self.record.parts()
        self.log: list[Correction] = []
        self.adjusted: list[Correction] = []
        self.warnings: list[Warning] = []
        self.rejected: dict[str, Bilingual] = {}  # with the reason
        self.renamed: dict[str, Name] = {}

    def reviewed(self) -> Record:
        self.same_reports()
        seen: set[str] = set()
        for change in self.corrections.corrections:
            if change.item in seen:
                raise _problem(change.item, "there are two of it; keep one")
            seen.add(change.item)
            self.is_about(change)
        for change in self.corrections.corrections:
            self.decide(change)
        self.rename()
        self.reject()
        record = self.record
        record.quality.warnings = [*record.quality.warnings, *self.warnings]
        record.provenance.corrections = [*record.provenance.corrections, *self.log, *self.adjusted]
        try:
            return Record.model_validate(record.model_dump())
        except ValidationError as error:
            reason = error.errors(include_url=False, include_input=False)[0]["msg"]
            raise RecordError(f"With these corrections the record would not hold together: {reason}.") from error

    # Whether a correction is for this record

    def same_reports(self) -> None:
        ours = {source.id: source.sha256 for source in self.original.sources}
        theirs = {source.id: source.sha256 for source in self.corrections.sources}
        for id_ in dict.fromkeys([*ours, *theirs]):
            if ours.get(id_) != theirs.get(id_):
                raise RecordError(
                    f"The corrections were made for another record: its {id_} has the SHA-256 "
                    f"{_short(theirs.get(id_))}, that of this record {_short(ours.get(id_))}."
                )

    def is_about(self, change: Change) -> None:
        part = self.parts.get(change.item)
        if part is None:
            raise _problem(change.item, "the record has no such item; perhaps it was rejected before")
        ours, theirs = words(part), change.replaces
        for tongue, here, there in (("Arabic", ours.ar, theirs.ar), ("English", ours.en, theirs.en)):
            if here != there and not (change.digest is not None and theirs == Name()):
                raise _problem(
                    change.item, f"the item has changed since: its {tongue} is {_cut(here)}, that of the correction {_cut(there)}"
                )
        if change.digest is not None and change.digest != digest(part):
            raise _problem(change.item, "the item has changed since it was reviewed; review it again")

    # What it changes

    def decide(self, change: Change) -> None:
        part = self.parts[change.item]
        if change.action == "reject":
            if isinstance(part, Event | FinalStatement):
                raise _problem(change.item, "it cannot be rejected; correct it")
            reason = _reason(change)
            assert reason is not None  # a Change sees to it
            self.rejected[change.item] = reason
            self.note(change, "rejected")
            return
        changed = False
        for field, value in (change.to.given() if change.to else {}).items():
            if field not in EDITABLE[type(part)]:
                raise _problem(change.item, f"a {KINDS[type(part)]} has no {field} to be corrected")
            choices = EDITABLE[type(part)][field]
            if choices and value not in choices:
                raise _problem(change.item, f"{value!r} is no {field} of a {KINDS[type(part)]}")
            changed = self.change(change, part, field, value) or changed
        if not changed:
            self.note(change, "accepted")

    def change(self, change: Change, part: Part, field: str, value: Any) -> bool:
        if field == "date":
            return self.redate(change, part, value or None)
        before = getattr(part, field)
        if isinstance(value, Name):
            value = Name(**{tongue: self.worded(change.item, part, before, value, tongue) for tongue in ("ar", "en")})
            if isinstance(part, Event):
                if value.ar is None or value.en is None:
                    raise _problem(change.item, "the name of an event is needed in both languages")
                value = Bilingual(ar=value.ar, en=value.en)
        elif isinstance(value, Bilingual):
            ar, en = (self.worded(change.item, part, before or Name(), value, tongue) for tongue in ("ar", "en"))
            value = Bilingual(ar=ar or "", en=en or "")
        elif field == "by":
            value = list(dict.fromkeys(value))
            for id_ in value:
                if id_ not in self.parts:
                    raise _problem(change.item, f"there is no participant {id_}")
        if value == before:
            return False
        if isinstance(part, Participant) and field == "name":
            self.renamed[part.id] = before
            if value == Name() and part.title is None:
                raise _problem(change.item, "a participant without a title needs a name")
        for path, old, new in _leaves(field, before or Name() if field == "about" else before, value):
            self.note(change, "corrected", path, old, new)
        setattr(part, field, value)
        if isinstance(value, Bilingual) and field == "text":
            self.settle(change.item, part, before, value)
        return True

    def redate(self, change: Change, part: Part, value: str | None) -> bool:
        """Another reading of the words that tell a date; where there are none, nothing can be dated."""
        when, field = dated(part)
        if when is None:
            raise _problem(change.item, "the report gives no date for it")
        if value == when.value:
            return False
        self.note(change, "corrected", f"{field}.value", when.value, value)
        when.value = value
        outdated = {"date_unresolved", "date_weekday"}
        self.record.quality.warnings = [
            entry for entry in self.record.quality.warnings if entry.item != change.item or entry.code not in outdated
        ]
        return True

    def settle(self, item: str, part: Any, before: Bilingual, after: Bilingual) -> None:
        """Warnings of the old wording go, those that the new one deserves come."""
        outdated = {"figures_parity", "figures", "negation", "loaded"} | ({"untranslated"} if before.en != after.en else set())
        old = [entry for entry in self.record.quality.warnings if entry.item == item and entry.code in outdated]
        self.record.quality.warnings = [entry for entry in self.record.quality.warnings if entry not in old]
        new = list(self.doubts(item, part, before, after))
        self.warnings += new
        for entry in old:
            if entry.code not in {doubt.code for doubt in new}:
                self.adjust(item, "warnings", entry.code, None, _because([item], "نص صُحِّح: %s", "Corrected text: %s"))

    def worded(self, item: str, part: Part, before: Any, value: Name | Bilingual, tongue: str) -> str | None:
        """New words in one language, fit for the record; those that stay as they are need no judgement."""
        text: str | None = getattr(value, tongue)
        if text is None or text == getattr(before, tongue):
            return text
        return _sentence(item, tongue, text, name=isinstance(part, Participant | Event))

    def doubts(self, item: str, part: Any, before: Bilingual, after: Bilingual) -> Iterator[Warning]:
        """What the checks of the wording find wrong with a new text, as warnings: the reviewer has the last word."""
        quotes = " … ".join(evidence.quote for evidence in part.evidence)
        basis = Basis(said=quotes, around=quotes, status=str(getattr(part, "status", "")))
        glossary = load_glossary()
        for check in (figures_parity, figures, negation, loaded):
            verdict = check(after, basis, glossary)
            # What the text had before is not the reviewer's, and has been judged; figures must agree in any case.
            if verdict is not None and (check is figures_parity or verdict != check(before, basis, glossary)):
                yield warning(verdict.check, item=item, **verdict.values)
            elif check is negation and negates(after.ar) and not negates(f"{before.ar} {quotes}"):
                yield warning("negation", item=item)

    def note(self, change: Change, action: Any, field: str | None = None, before: Any = None, after: Any = None) -> None:
        self.log.append(
            Correction(
                item=change.item,
                action=action,
                field=field,
                before=before,
                after=after,
                reason=_reason(change),
                by=_clean(self.corrections.reviewer or "") or None,
                at=change.at,
            )
        )

    def adjust(self, item: str, field: str, before: Any, after: Any, reason: Bilingual) -> None:
        self.adjusted.append(Correction(item=item, action="adjusted", field=field, before=before, after=after, reason=reason))

    # What follows from it

    def rename(self) -> None:
        """A corrected name in the sentences of the record in which the old one stands."""
        if not self.renamed:
            return
        renames = {tongue: self.renaming(tongue) for tongue in ("ar", "en")}
        because = _because(self.renamed, "اسم صُحِّح: %s", "Corrected name: %s")
        for item, field, value in self.sentences():
            for tongue, renaming in renames.items():
                before = getattr(value, tongue)
                after = renaming(before)
                if after != before:
                    setattr(value, tongue, after)
                    self.adjust(item, f"{field}.{tongue}", before, after, because)

    def renaming(self, tongue: str) -> Callable[[str], str]:
        """What replaces old names by new ones in one pass; longer names first, and who is not renamed keeps his."""
        new: dict[str, str] = {}
        kept: set[str] = set()
        for person in self.record.participants:
            name = getattr(person.name, tongue)
            old = getattr(self.renamed[person.id], tongue) if person.id in self.renamed else None
            if name is not None:
                kept.add(name)
            if old is not None and name is not None and old != name:
                # One old name of two people: nobody knows whom a sentence means.
                new[old] = name if new.get(old, name) == name else old
        others = {getattr(p.name, tongue) for p in self.original.participants if p.id not in self.renamed}
        new = {name: name for name in kept} | {old: name for old, name in new.items() if old not in others}
        if not new:
            return lambda text: text
        if tongue == "ar":  # «للحركة» is «ل» and «الحركة»
            new |= {_with_lam(old): _with_lam(name) for old, name in new.items() if old.startswith("ال")}
        edge = r"(?<![^\W_])"
        # A short name with a particle may be another word: «ولي» is not «و» and «لي».
        choices = "|".join(f"{'' if len(name) > 3 else edge}{re.escape(name)}" for name in sorted(new, key=len, reverse=True))
        pattern = re.compile(rf"{edge}(?P<before>{'[وف]?[بكل]?' if tongue == 'ar' else ''})(?P<name>{choices})(?![^\W_])")
        return lambda text: pattern.sub(lambda match: match["before"] + new[match["name"]], text)

    def sentences(self) -> Iterator[tuple[str, str, Bilingual]]:
        """The sentences that the record says in its own voice."""
        for item in self.record.items():
            if item.id in self.rejected:
                continue
            yield item.id, "text", item.text
            if isinstance(item, Demand) and item.condition is not None:
                yield item.id, "condition", item.condition
            if isinstance(item, Commitment) and item.beneficiary is not None:
                yield item.id, "beneficiary", item.beneficiary
        for key, part in self.parts.items():
            if isinstance(part, Stance) and part.about is not None and key not in self.rejected:
                yield key, "about", part.about
        for person in self.record.participants:
            if person.title is not None and person.id not in self.rejected:
                yield person.id, "title", person.title
        for number, conflict in enumerate(self.record.conflicts, 1):
            yield f"conflicts.{number}", "about", conflict.about
        for entry in self.record.quality.warnings:
            yield entry.item or "quality.warnings", "message", entry.message

    def reject(self) -> None:
        """Takes the rejected parts out, with everything that refers to them."""
        if not self.rejected:
            return
        self.nobody_is_missed()
        record, final, gone = self.record, self.record.final_statement, self.rejected
        because = _because(gone, "بند رُفض: %s", "Rejected: %s")
        taken = {key: part for key, part in self.parts.items() if key in gone}
        ours = [entry for entry in record.quality.warnings if entry.item in gone]
        for key, part in taken.items():
            draft = part.model_dump(mode="json", exclude_defaults=True)
            if about := [entry.model_dump(mode="json") for entry in ours if entry.item == key]:
                draft["warnings"] = about
            entry = Rejected(kind=KINDS[type(part)], draft=draft, reason=gone[key], check=REVIEWER)
            record.quality.rejected = [*record.quality.rejected, entry]
        record.quality.warnings = [entry for entry in record.quality.warnings if entry not in ours]
        self.warnings = [entry for entry in self.warnings if entry.item not in gone]
        lost = {id(part) for part in taken.values()}

        def kept(items: Sequence[Any]) -> list[Any]:
            return [item for item in items if id(item) not in lost]

        record.participants, record.demands = kept(record.participants), kept(record.demands)
        record.commitments = kept(record.commitments)
        record.statements, record.next_steps = kept(record.statements), kept(record.next_steps)
        final.clauses, final.stances = kept(final.clauses), kept(final.stances)
        self.let_go(set(gone), because)

    def nobody_is_missed(self) -> None:
        """A participant can only be rejected with everything that is said to be his: no item changes hands in silence."""
        for key in self.rejected:
            if not isinstance(self.parts[key], Participant):
                continue
            held = [
                other
                for other, part in self.parts.items()
                if other not in self.rejected
                and key in (*getattr(part, "by", ()), getattr(part, "reported_by", None), getattr(part, "participant", None))
            ]
            if held:
                raise _problem(
                    key, f"the participant is rejected, but {', '.join(held)} would lose whose it is; correct or reject that too"
                )

    def let_go(self, gone: set[str], because: Bilingual) -> None:
        """References to what is gone, where they are not what an item stands on."""
        record, final = self.record, self.record.final_statement
        owners: list[tuple[str, Any, tuple[str, ...]]] = [
            *((person.id, person, ("affiliation",)) for person in record.participants),
            *((item.id, item, ("addressees",)) for item in record.demands),
            *((item.id, item, ("target",)) for item in record.statements),
            ("final_statement", final, ("issued_by", "read_by", "signatories", "not_signed_by")),
        ]
        for owner, part, fields in owners:
            for field in fields:
                before = getattr(part, field)
                after: Any = [id_ for id_ in before if id_ not in gone] if isinstance(before, list) else None
                if after != before and (isinstance(before, list) or before in gone):
                    setattr(part, field, after)
                    self.adjust(owner, field, before, after, because)
        # In a conflict a participant stands for his stance.
        silent = {key.split(".")[2] for key in gone if key.startswith("final_statement.stances.")}
        silent -= {stance.participant for stance in final.stances}
        conflicts = []
        for number, conflict in enumerate(record.conflicts, 1):
            items = [id_ for id_ in conflict.items if id_ not in gone | silent]
            if items != conflict.items:
                left = items if len(items) > 1 else []  # one alone contradicts nobody
                self.adjust(f"conflicts.{number}", "items", conflict.items, left, because)
                conflict.items = left or conflict.items
                if not left:
                    continue
            conflicts.append(conflict)
        record.conflicts = conflicts


def _with_lam(name: str) -> str:
    return f"لل{name[2:]}" if name.startswith("ال") else f"ل{name}"


def _sentence(item: str, tongue: str, text: str, *, name: bool = False) -> str:
    """A text as the record holds it: on one line, without control characters, in the script of its language."""
    clean = _clean(text)
    if not clean:
        raise _problem(item, f"the {'Arabic' if tongue == 'ar' else 'English'} is empty")
    if tongue == "ar" and not (has_arabic(clean) and (name or arabic_share(clean) >= 0.5)):
        raise _problem(item, f"its Arabic is not in Arabic: {_cut(clean)}")
    if tongue == "en" and not (has_latin(clean) and (name or arabic_share(clean) < 0.5)):
        raise _problem(item, f"its English is not in English: {_cut(clean)}")
    return clean


def _clean(text: str) -> str:
    return " ".join("".join(c for c in strip_bidi(text) if c.isspace() or unicodedata.category(c) != "Cc").split())


def _reason(change: Change) -> Bilingual | None:
    if change.reason is None:
        return None
    return Bilingual(
        ar=_sentence(change.item, "ar", change.reason.ar, name=True), en=_sentence(change.item, "en", change.reason.en, name=True)
    )


def _leaves(field: str, before: Any, after: Any) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(before, Bilingual | Name):
        for tongue in ("ar", "en"):
            if getattr(before, tongue) != getattr(after, tongue):
                yield f"{field}.{tongue}", getattr(before, tongue), getattr(after, tongue)
    else:
        yield field, before, after


def _because(ids: Sequence[str] | dict[str, Any], ar: str, en: str) -> Bilingual:
    return Bilingual(ar=ar % "، ".join(ids), en=en % ", ".join(ids))


def _cut(text: str | None) -> str:
    return "missing" if text is None else f"“{text if len(text) <= 80 else text[:79] + '…'}”"


def _short(value: str | None) -> str:
    return f"{value[:12]}…" if value else "of no report"
