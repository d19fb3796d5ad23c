"""The record as a template sees it, in one language: names resolved, items grouped, quotations numbered, words chosen.

Everything that needs a decision is decided here, once for all formats, so that a template only lays out and every
format carries the same. Text is plain:
making it safe for HTML or Markdown is the environment's work (see ``rendering``).
"""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar, dataclass_transform

from briefing.arabic import has_arabic, script_of
from briefing.cues import Lexeme, find_cues
from briefing.display import web_address
from briefing.epithets import epithet_in_english, outlet_in_english
from briefing.labels import Labels, Language, labels, quotation_marks
from briefing.notation import Notation
from briefing.pictures import Picture, Shape, make_pictures
from briefing.quotation import quoted_spans
from briefing.record import (
    Attribution,
    Clause,
    Commitment,
    Demand,
    Evidence,
    NextStep,
    Participant,
    Record,
    Rejected,
    Source,
    Stance,
    StanceKind,
    Statement,
)
from briefing.wording import inflected, is_feminine, with_preposition

T = TypeVar("T")
Item = Demand | Commitment | Clause | Statement | NextStep
Refs = tuple[int, ...]

BOTTOM_LINE_WORDS = 60
_NOTHING = "–"
_OFFERED_CHARACTERS = 240
_LANGUAGE_TAG = re.compile("[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
# The heading of each section, as the catalogue has it.
_TITLES = {
    "bottom_line": "Bottom line", "changes": "What has changed", "glance": "The round at a glance", "outcome": "Final statement",
    "commitments": "Commitments", "next_steps": "Next steps", "demands": "Demands by party", "positions": "Positions",
    "conflicts": "Conflicting accounts", "not_stated": "What is not stated", "participants": "Participants",
    "matrix": "Who demands, undertakes or rejects what", "timeline": "Dates and next steps", "method": "Source and method",
    "quotations": "Quotations", "decided": "What is decided", "upcoming": "What comes next", "cited": "Quotations cited",
    "participant_table": "Participants", "demand_table": "Demands", "commitment_table": "Commitments",
    "clause_table": "Final statement", "stance_table": "Stances on the document", "position_table": "Positions",
    "step_table": "Next steps",
}  # fmt: skip
# Whose words are somebody else's, or nobody's: never the first thing that a reader is told.
_SECOND_HAND = {"unnamed", "media"}
# An object written to its verb: «رفضته», «نفاه».
_OBJECT = re.compile(r"(?<=[\u0621-\u064a]{3})(?:ه|ها|هم|هما|هن)(?![\u0621-\u065f])")
_OBJECT_OF_WEAK = re.compile(r"ا(?:ه|ها|هم|هما|هن)(?![\u0621-\u065f])")
# The acts of which a stance on the document is one.
_ACTS_OF: dict[StanceKind, frozenset[str]] = {
    "endorses": frozenset(["SUPPORT", "AGREE"]),
    "reserves": frozenset(),
    "rejects": frozenset(["REJECT"]),
}
# A stance on a part of the document, where the report has no verb for it, or more than one.
_ON_PART: dict[StanceKind, str] = {
    "endorses": "welcomes or supports %(part)s",
    "reserves": "reserves its position on %(part)s",
    "rejects": "rejects %(part)s",
}


@dataclass_transform(frozen_default=True)
def _part(cls: type[T]) -> type[T]:
    """A part of a view, which nobody changes. Mypy sees to that: classes that see to it themselves take three times as long to fill."""
    return dataclass(slots=True, unsafe_hash=True)(cls)


@_part
class Fact:
    """A label and its value; ``stated`` is false where the value only says that there is none."""

    label: str
    value: str
    refs: Refs = ()
    stated: bool = True


@_part
class Mark:
    """A word that a reader must not miss; ``kind`` is its machine name, such as ``denied`` or ``unnamed``."""

    kind: str
    text: str


@_part
class Sentence:
    """A sentence and the numbers of the quotations that support it."""

    text: str
    refs: Refs


@_part
class Line:
    """An item: its id, its sentence with quotations, the marks and the facts that belong to it."""

    id: str
    text: str
    refs: Refs
    marks: tuple[Mark, ...] = ()
    facts: tuple[Fact, ...] = ()


@_part
class Group:
    """Items under one heading: of one holder, of several together (``joint``), or of one kind; with their count."""

    title: str
    count: str
    lines: tuple[Line, ...]
    joint: bool = False


@_part
class Row:
    """A row of the table of participants; a value that the source does not state is ``None``."""

    id: str
    name: str
    refs: Refs
    kind: str
    role: str
    reported_label: str | None  # the report's own word in quotation marks; in English its English, without
    title: str | None
    affiliation: str | None
    absent: bool
    no_title: str  # what stands where there is none: a State has no title, so nothing is missing
    no_affiliation: str


@_part
class Outcome:
    """The final statement: facts, clauses (the mark says operative or reaffirmation), and the stance of each participant."""

    facts: tuple[Fact, ...]
    clauses: tuple[Line, ...]
    stances: tuple[Line, ...]


@_part
class Account:
    """Items that contradict each other, and what about."""

    about: str
    lines: tuple[Line, ...]


@_part
class SourceNote:
    """A source; ``title`` is in quotation marks, in its own ``language`` and ``direction``, under a ``label`` that names the
    language where it is not the brief's. ``address`` is its URL as given, ``link`` the same if it may be linked to.
    """

    id: str
    label: str
    title: str
    language: str
    direction: str
    address: str | None
    link: str | None
    facts: tuple[Fact, ...]


@_part
class Refusal:
    """What a check refused, why, and what had been offered."""

    kind: str
    reason: str
    offered: str
    check: str


@_part
class Doubt:
    """A warning; ``item`` is the id of the line that it is about, if it is about one."""

    severity: str
    severity_word: str
    item: str | None
    message: str


@_part
class Support:
    """What a quotation supports: the anchor of that place in the brief, its short name, its sentence."""

    anchor: str
    name: str
    text: str


@_part
class Quotation:
    """A numbered quotation with its place in the source (``span`` tells the characters in words), and everything that it
    supports. ``marks`` are the quotation marks before and behind ``text``, empty where the text has its own.
    """

    number: int
    text: str
    marks: tuple[str, str]
    language: str
    direction: str
    source: str
    segment: int
    start: int
    end: int
    span: str
    supports: tuple[Support, ...]


@_part
class Annex:
    """A section behind the brief: its anchor, its heading, and what is in it in a few words; ``note`` is ``None`` if the heading says it all."""

    anchor: str
    title: str
    note: str | None = None


@_part
class Digest:
    """The few lines of a flash, and how many more there are (``more``); ``lead`` is a sentence before them."""

    lines: tuple[Line, ...] = ()
    more: str | None = None
    lead: str | None = None


@dataclass(frozen=True)
class Brief:
    """One record in one language. ``label``, ``word`` and ``count`` look up words for a template of one's own.

    What hangs on the template (from ``kind`` on) is set by ``make_digested``; ``places`` tells in which section an anchor stands.
    """

    language: Language
    direction: str
    title: str
    draft_notice: str | None
    status: str
    as_of: str
    as_of_iso: str
    record_id: str
    bottom_line: tuple[Sentence, ...]
    glance: tuple[Fact, ...]
    participants: tuple[Row, ...]
    demands: tuple[Group, ...]
    commitments: tuple[Group, ...]
    outcome: Outcome
    positions: tuple[Group, ...]
    conflicts: tuple[Account, ...]
    not_stated: tuple[str, ...]
    next_steps: tuple[Line, ...]
    sources: tuple[SourceNote, ...]
    second_hand: str | None
    refusals: tuple[Refusal, ...]
    doubts: tuple[Doubt, ...]
    provenance: tuple[Fact, ...]
    quotations: tuple[Quotation, ...]
    _draw: Callable[[], tuple[Picture, ...]] = field(repr=False, compare=False)
    _labels: Labels = field(repr=False)
    kind: str = ""
    sections: tuple[str, ...] = ()
    decided: Digest = field(default_factory=Digest)
    changes: Digest | None = None
    upcoming: Digest = field(default_factory=Digest)
    cited: tuple[Quotation, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures, drawn when a format first asks for them."""
        return self._draw()

    @cached_property
    def annexes(self) -> tuple[Annex, ...]:
        """What stands behind the section ``annexes``, in order, as far as there is something in it."""
        if "annexes" not in self.sections:
            return ()
        behind = self.sections[self.sections.index("annexes") + 1 :]
        drawn = {picture.name for picture in self.pictures}
        missing = {"matrix", "timeline"} - drawn
        missing |= set() if self.outcome.stances else {"stance_table"}
        missing |= set() if self.changes else {"changes"}
        return tuple(self._annex(section) for section in behind if section not in missing)

    def _annex(self, section: str) -> Annex:
        title, note = self.label(_TITLES[section]), None
        if section in {"participants", "participant_table"}:
            note = self.count("%(n)s participant", "%(n)s participants", len(self.participants))
        elif section == "method":
            # What a reader must know of before the annex is opened.
            found = [
                self.count("%(n)s warning", "%(n)s warnings", len(self.doubts)) if self.doubts else None,
                self.count("%(n)s item refused by the checks", "%(n)s items refused by the checks", len(self.refusals))
                if self.refusals
                else None,
            ]
            note = self._labels.joined(found) or None
        elif section in {"quotations", "cited"}:
            listed = self.quotations if section == "quotations" else self.cited
            note = self.count("%(n)s quotation", "%(n)s quotations", len(listed))
        return Annex("final" if section == "outcome" else section.replace("_", "-"), title, note)

    def label(self, message: str) -> str:
        """A label of the catalogue in the brief's language."""
        return self._labels.label(message)

    def word(self, context: str, value: str) -> str:
        """A value of an enumeration in words."""
        return self._labels.word(context, value)

    def count(self, singular: str, plural: str, n: int) -> str:
        """A count in words."""
        return self._labels.count(singular, plural, n)

    def quoted(self, text: str) -> str:
        """Words of a source in the quotation marks of the language."""
        return self._labels.quoted(text)


# Every class of which a view is made: what a template may read without further questions.
PARTS = frozenset(
    {
        Account,
        Annex,
        Brief,
        Digest,
        Doubt,
        Fact,
        Group,
        Line,
        Mark,
        Outcome,
        Picture,
        Quotation,
        Refusal,
        Row,
        Sentence,
        Shape,
        SourceNote,
        Support,
    }
)  # fmt: skip


def digest_of(record: Record) -> str:
    """The SHA-256 of a record as JSON, in hexadecimal digits."""
    return hashlib.sha256(record.to_json().encode()).hexdigest()


def make_brief(record: Record, language: Language, notation: Notation | None = None, *, digest: str | None = None) -> Brief:
    """The view of ``record`` in ``language``; the same for the same record, whenever and wherever it is made.

    Who makes several views of one record gives its ``digest``, so that the record is written out once.
    """
    return _Maker(record, language, notation).brief(digest or digest_of(record))


class _Maker:
    def __init__(self, record: Record, language: Language, notation: Notation | None = None) -> None:
        self.record = record
        self.language: Language = language
        self.words = labels(language, notation)
        self.people = {participant.id: participant for participant in record.participants}
        self.items: dict[str, Item] = {item.id: item for item in record.items()}
        self.numbers: dict[tuple[str, int, int], int] = {}
        self.supports: list[tuple[Evidence, list[Support]]] = []

    def brief(self, digest: str) -> Brief:
        # The annex is numbered in the order of reading, so the sections are made in that order; the bottom line and the
        # glance only repeat what stands below.
        record, words = self.record, self.words
        outcome = self.outcome()
        commitments = self.commitments()
        next_steps = tuple(self.line(step) for step in record.next_steps)
        demands = self.by_holder(record.demands, "%(n)s demand", "%(n)s demands")
        positions = self.by_holder(record.statements, "%(n)s position", "%(n)s positions")
        participants = self.participants()
        event = f"{words.label('Event')}: {self.title()}"
        event_refs = self.refs(record.event.evidence, Support("glance", words.label("The round at a glance"), event))
        as_of = max((s.published for s in record.sources if s.published), default=record.provenance.generated_at[:10])
        return Brief(
            language=self.language,
            direction="rtl" if self.language == "ar" else "ltr",
            title=self.title(),
            draft_notice=self.draft_notice(),
            status=self.status(),
            as_of=words.date(as_of),
            as_of_iso=as_of,
            record_id=digest[:10],
            bottom_line=self.bottom_line(),
            glance=self.glance(event_refs),
            participants=participants,
            demands=demands,
            commitments=commitments,
            outcome=outcome,
            positions=positions,
            conflicts=self.conflicts(),
            not_stated=tuple(words.label(what) for what in _missing(record)),
            next_steps=next_steps,
            sources=tuple(self.source(source) for source in record.sources),
            second_hand=self.second_hand(),
            refusals=self.refusals(),
            doubts=self.doubts(),
            provenance=self.provenance(),
            quotations=self.quotations(),
            _draw=lambda: make_pictures(record, words, self.name, self.side),
            _labels=words,
        )

    def status(self) -> str:
        """Who made the brief, and how much of it somebody has looked at."""
        made, words = self.record.provenance, self.words
        if not made.corrections:
            human = made.endpoint_kind == "human"
            return words.label("Made by human readers" if human else "Draft: made by a machine, not reviewed")
        done, every = self.reviewed(), len(self.record.parts())
        values = {"done": words.number(done), "all": words.number(every), "corrected": words.number(len(self.found("corrected")))}
        if done < every:
            return words.label("Draft, partly reviewed: %(done)s of %(all)s items; corrected: %(corrected)s", **values)
        return words.label("Reviewed by an editor: %(all)s items; corrected: %(corrected)s", **values)

    def draft_notice(self) -> str | None:
        made = self.record.provenance
        # A replay of the embedded model names no model that answered: it needs the same caution.
        embedded = made.endpoint_kind == "embedded" or (made.endpoint_kind == "replay" and not made.models)
        if not embedded or self.reviewed() == len(self.record.parts()):
            return None
        return self.words.label("Machine draft of a small language model. Check every line against the quotations before use.")

    def found(self, action: str) -> set[str]:
        """What reviewers accepted, corrected or rejected."""
        return {entry.item for entry in self.record.provenance.corrections if entry.action == action}

    def reviewed(self) -> int:
        """How many of the parts that stand in the record a reviewer has looked at."""
        return len(self.record.parts().keys() & (self.found("accepted") | self.found("corrected")))

    # Small things that every section uses

    def title(self) -> str:
        return self.words.text(self.record.event.name) or ""

    def name(self, id_: str) -> str:
        """A name in the brief's language, else in the other, so that both readers know who it is; else a title."""
        person = self.people[id_]
        ours, theirs = (person.name.ar, person.name.en) if self.language == "ar" else (person.name.en, person.name.ar)
        known = ours or theirs
        return self.words.figures(known) if known else self.words.text(person.title) or id_

    def names(self, ids: Sequence[str]) -> str:
        return self.words.listed([self.name(id_) for id_ in ids])

    def fact(self, label: str, value: str | None, refs: Refs = ()) -> Fact:
        text = value or self.words.label("not stated")
        return Fact(self.words.label(label), text, refs, stated=bool(value))

    def facts(self, *pairs: tuple[str, str | None]) -> tuple[Fact, ...]:
        """The facts that are stated."""
        return tuple(self.fact(label, value) for label, value in pairs if value)

    def refs(self, evidence: Iterable[Evidence], support: Support) -> Refs:
        """The numbers of quotations; one place of a source has one number, whatever it supports."""
        numbers = []
        for item in evidence:
            key = (item.source, item.start, item.end)
            if key not in self.numbers:
                self.supports.append((item, []))
                self.numbers[key] = len(self.supports)
            number = self.numbers[key]
            listed = self.supports[number - 1][1]
            if support not in listed[-1:]:
                listed.append(support)
            numbers.append(number)
        return tuple(dict.fromkeys(numbers))

    def known_refs(self, evidence: Iterable[Evidence]) -> Refs:
        """The numbers of quotations that have been numbered already."""
        return tuple(dict.fromkeys(self.numbers[item.source, item.start, item.end] for item in evidence))

    def told(self, item: Demand | Commitment | Statement | NextStep) -> tuple[tuple[str, str | None], ...]:
        """Who says so, where it is not the holder: a participant, or a source with its rung and who passed it on."""
        teller = None if isinstance(item, NextStep) else item.reported_by
        return (
            ("According to", self.name(teller) if teller else None),
            ("Attribution", self.attribution(item.attribution) if item.attribution else None),
        )

    def attribution(self, attribution: Attribution) -> str | None:
        if attribution.level in _SECOND_HAND and not attribution.origin and not attribution.via:
            return None  # the mark says it all
        origin = self.reported(attribution.origin) if attribution.origin else ""
        if attribution.level in _SECOND_HAND:
            parts = [origin] if origin else []  # "unnamed source" once, in the mark
        else:
            rung = self.words.word("level", attribution.level)
            parts = [f"{rung} ({origin})" if origin else rung]
        if attribution.via:
            # Each has it from the one before: «نقلًا عن ب عن أ» is one source, and "through A and B" would be two.
            chain = self.outlet(attribution.via[0])
            for outlet in attribution.via[1:]:
                chain = self.words.label("%(earlier)s, carried by %(outlet)s", earlier=chain, outlet=self.outlet(outlet))
            passed_on = "through %(outlets)s" if len(attribution.via) == 1 else "reported by %(outlets)s"
            parts.append(self.words.label(passed_on, outlets=chain))
        return self.words.joined(parts)

    def reported(self, words: str) -> str:
        """The report's own word for somebody: quoted; in another language its meaning, where that is known."""
        if self.language == "en" and has_arabic(words) and (english := epithet_in_english(words)):
            return english
        return self.words.quoted(words)

    def outlet(self, name: str) -> str:
        """An outlet as the report calls it; in English in Latin letters."""
        return outlet_in_english(name) if self.language == "en" and has_arabic(name) else name

    def verb(self, by: Sequence[str], evidence: Iterable[Evidence], acts: Iterable[str]) -> str | None:
        """The verb by which the report tells of an act, in the present; ``None`` if it does not have just one.

        An act is a class ("SUPPORT"), and its name may say more than the report does: who welcomes does not endorse.
        """
        lexeme = _verb_of(evidence, set(acts))
        return None if lexeme is None else self.inflected(lexeme, by)

    def inflected(self, lexeme: Lexeme, by: Sequence[str]) -> str:
        """A verb in the present, as its subjects take it."""
        holders = [self.people[id_] for id_ in by]
        if self.language == "ar":
            feminine = holders and is_feminine(holders[0])  # it agrees with the nearest
            return f"ت{lexeme.present[1:]}" if feminine else lexeme.present
        return inflected(lexeme.english, [holder.name.en or "" for holder in holders])

    def label_of(self, person: Participant) -> str | None:
        """The report's own word for the part of a participant, where it adds to the role."""
        if person.label_as_reported is None:
            return None
        label = self.reported(person.label_as_reported)
        return None if label.strip("«»“”") == self.role(person) else label

    def role(self, person: Participant) -> str:
        """A role in words that fit: Arabic has other forms for a body, a man and a woman."""
        fitting = "role of a body" if person.kind != "person" else "role of a woman" if is_feminine(person) else "role"
        return self.words.word(fitting, person.role)

    def tally(self, kind: str, items: Sequence[Demand | Commitment]) -> list[str]:
        """How many demands or commitments there are; what is denied, and what only others tell of, is counted apart."""
        apart = {
            "denied": (f"%(n)s denied {kind}", f"%(n)s denied {kind}s"),
            "claimed": ("%(n)s commitment claimed by others", "%(n)s commitments claimed by others"),
        }
        counts = {status: sum(_is_said_of(item) == status for item in items) for status in apart}
        own = len(items) - sum(counts.values())
        told = [self.words.count(*apart[status], n) for status, n in counts.items() if n]
        return [self.words.count(f"%(n)s {kind}", f"%(n)s {kind}s", own), *told] if own or not told else told

    def line(self, item: Item) -> Line:
        """An item as a line, with what its kind has to tell."""
        words = self.words
        text = words.text(item.text) or ""
        refs = self.refs(item.evidence, Support(item.id, item.id, text))
        return Line(item.id, text, refs, tuple(self.marks(item)), self.details(item))

    def marks(self, item: Item) -> Iterator[Mark]:
        words = self.words
        if isinstance(item, Demand | Commitment):
            yield Mark(item.status, words.word("demand" if isinstance(item, Demand) else "commitment", item.status))
        if isinstance(item, Statement) and item.act != "OTHER":
            verb = self.verb(item.by, item.evidence, [item.act])
            yield Mark(item.act.lower(), verb or words.word("act", item.act))
        # "denies, in the negative" would be read as an assertion.
        if isinstance(item, Statement) and item.negated and (item.act != "REJECT" or verb is None):
            yield Mark("negated", words.label("in the negative"))
        if isinstance(item, Clause):
            kind = "operative" if item.operative else "reaffirmation"
            yield Mark(kind, words.word("clause", kind))
        if not isinstance(item, Clause) and item.attribution is not None:
            if item.attribution.level in _SECOND_HAND:
                yield Mark(item.attribution.level, words.word("level", item.attribution.level))

    def details(self, item: Item) -> tuple[Fact, ...]:
        words = self.words
        if isinstance(item, NextStep):
            return self.facts(("Date", words.when(item.when)), *self.told(item))
        if isinstance(item, Statement):
            return self.facts(
                ("Towards", self.name(item.target) if item.target else None),
                *self.told(item),
            )
        about = (("Issue", words.issue(item.issue)), ("References", words.joined(item.references)))
        if isinstance(item, Clause):
            return self.facts(*about)
        if isinstance(item, Demand):
            return self.facts(
                ("Addressed to", self.names(item.addressees)), ("Linked to", words.text(item.condition)), *about, *self.told(item)
            )
        return self.facts(
            ("Amount", words.money(item.amount) if item.amount else None),
            ("Deadline", words.when(item.deadline)),
            ("Beneficiary", words.text(item.beneficiary)),
            *about,
            *self.told(item),
        )

    # The sections

    def participants(self) -> tuple[Row, ...]:
        """A row each, those who stayed away after those who came."""
        ordered = sorted(self.record.participants, key=lambda participant: participant.role == "absent")
        return tuple(map(self.participant, ordered))

    def participant(self, person: Participant) -> Row:
        words = self.words
        name = self.name(person.id)
        title = words.text(person.title)
        missing, is_person = words.label("not stated"), person.kind == "person"
        return Row(
            id=person.id,
            name=name,
            refs=self.refs(person.evidence, Support(person.id, person.id, name)),
            kind=words.word("kind", person.kind),
            role=self.role(person),
            reported_label=self.label_of(person),
            title=title if title != name else None,
            affiliation=self.name(person.affiliation) if person.affiliation else None,
            absent=person.role == "absent",
            no_title=missing if is_person and title != name else _NOTHING,
            no_affiliation=missing if is_person else _NOTHING,
        )

    def by_holder(self, items: Sequence[Demand] | Sequence[Statement], singular: str, plural: str) -> tuple[Group, ...]:
        """Items by holder, in the order in which the holders first appear; what several hold together is one group."""
        groups: dict[tuple[str, ...], list[Item]] = {}
        for item in items:
            groups.setdefault(tuple(item.by), []).append(item)
        return tuple(
            Group(self.names(by), self.counted(held, singular, plural), tuple(map(self.line, held)), len(by) > 1)
            for by, held in groups.items()
        )

    def counted(self, items: Sequence[Item], singular: str, plural: str) -> str:
        demands = [item for item in items if isinstance(item, Demand)]
        return self.words.listed(self.tally("demand", demands)) if demands else self.words.count(singular, plural, len(items))

    def commitments(self) -> tuple[Group, ...]:
        """Commitments of sponsors and guarantors, of parties and others, those that others only claim, those denied."""
        groups: dict[str, list[Commitment]] = {
            "Sponsors and guarantors": [],
            "Parties and other participants": [],
            "Claimed by others, not confirmed": [],
            "Commitments that are denied": [],
        }
        backed, own, claimed, denied = groups
        for commitment in self.record.commitments:
            backers = any(self.people[id_].role in {"sponsor", "guarantor"} for id_ in commitment.by)
            title = {"denied": denied, "claimed": claimed}.get(_is_said_of(commitment), backed if backers else own)
            groups[title].append(commitment)
        return tuple(
            Group(
                self.words.label(title),
                self.words.count("%(n)s commitment", "%(n)s commitments", len(items)),  # the title says of which kind
                tuple(map(self.commitment, items)),
            )
            for title, items in groups.items()
            if items
        )

    def commitment(self, item: Commitment) -> Line:
        line = self.line(item)
        if item.status == "denied" and item.reported_by and self.side(item.reported_by) not in map(self.side, item.by):
            # Whose pledge it is said to be and who says that there is none are two.
            holders: tuple[tuple[str, str], ...] = (
                ("Ascribed to", self.names(item.by)),
                ("Denied by", self.name(item.reported_by)),
            )
            told = self.words.label("According to")
            facts = tuple(fact for fact in line.facts if fact.label != told)
        else:
            label = {"denied": "Denied by", "claimed": "Ascribed to"}.get(_is_said_of(item), "Made by")
            holders, facts = ((label, self.names(item.by)),), line.facts
        return Line(line.id, line.text, line.refs, line.marks, (*self.facts(*holders), *facts))

    def outcome(self) -> Outcome:
        words, final = self.words, self.record.final_statement
        title = words.label("Final statement")
        status = f"{words.label('Outcome document')}: {words.word('outcome', final.status)}"  # no translation of the quotation
        refs = self.refs(final.evidence, Support("final", title, status))
        clauses = tuple(map(self.line, final.clauses))
        stances = []
        for position, stance in enumerate(final.stances, 1):
            name, word = self.name(stance.participant), self.stance(stance)
            anchor = f"stance-{position}"
            numbers = self.refs(stance.evidence, Support(anchor, title, f"{name}: {word}"))
            stances.append(Line(anchor, name, numbers, (Mark(stance.stance, word), *self.said(stance))))
        state = Fact(
            words.label("Status of the document"), words.word("outcome", final.status), refs, final.status != "not_stated"
        )
        told = (
            self.fact("Title of the document", words.text(final.title)),
            self.fact("Issued by", self.names(final.issued_by)),
            self.fact("Read out by", self.name(final.read_by) if final.read_by else None),
            self.fact("Signed by", self.names(final.signatories)),
        )
        # Only what was adopted is issued and read out: of a draft it tells nothing that the source does not say by whom.
        shown = told if final.status == "adopted" else tuple(fact for fact in told if fact.stated)
        shown += self.facts(("Not signed by", self.names(final.not_signed_by)))
        return Outcome((state, *shown), clauses, tuple(stances))

    def stance(self, stance: Stance) -> str:
        """The report's own verb, else the name of the class; with the part of the document, if it is on a part only."""
        lexeme = _verb_of(stance.evidence, _ACTS_OF[stance.stance])
        verb = self.inflected(lexeme, [stance.participant]) if lexeme else None
        part = self.words.text(stance.about)
        if part is None:
            return verb or self.words.word("stance", stance.stance)
        if lexeme is None or verb is None:
            return self.words.label(_ON_PART[stance.stance], part=part)
        if self.language == "ar":
            return f"{verb} {with_preposition(part, lexeme.takes)}"
        return f"{verb}{' to' if lexeme.english == 'agrees' else ''} {part}"

    def said(self, stance: Stance) -> Iterator[Mark]:
        """The words of the report beside the name of a class, which may say more or other than they do; «تحفظ» is its own name."""
        if stance.stance == "reserves" or _verb_of(stance.evidence, _ACTS_OF[stance.stance]) is not None:
            return
        for quote in (item.quote for item in stance.evidence):
            spans = quoted_spans(quote)
            words = quote[spans[0][0] + 1 : spans[0][1] - 1] if len(spans) == 1 else quote
            if len(words) <= _OFFERED_CHARACTERS:
                yield Mark("words", self.words.quoted(words))

    def conflicts(self) -> tuple[Account, ...]:
        stances = {stance.participant: stance for stance in self.record.final_statement.stances}
        accounts = []
        for conflict in self.record.conflicts:
            lines = []
            for id_ in conflict.items:
                if id_ in self.items:
                    item = self.items[id_]
                    lines.append(Line(id_, self.words.text(item.text) or "", self.known_refs(item.evidence), (), self.held(item)))
                elif id_ in stances:
                    text = f"{self.name(id_)}: {self.stance(stances[id_])}"
                    lines.append(Line(id_, text, self.known_refs(stances[id_].evidence)))
                else:
                    lines.append(Line(id_, self.name(id_), self.known_refs(self.people[id_].evidence)))
            accounts.append(Account(_heading(self.words.text(conflict.about) or ""), tuple(lines)))
        return tuple(accounts)

    def held(self, item: Item) -> tuple[Fact, ...]:
        """Whose an item is, and who says so: a pledge that others claim is not that of whom they name."""
        if isinstance(item, Clause | NextStep):
            return ()
        if isinstance(item, Commitment):
            whose = {self.words.label(label) for label in ("Made by", "Ascribed to", "Denied by", "According to")}
            return tuple(fact for fact in self.commitment(item).facts if fact.label in whose)
        return (Fact(self.words.label("By"), self.names(item.by)),)

    def bottom_line(self) -> tuple[Sentence, ...]:
        """What came out, what each party wants, who undertook what, what comes next: sentences of the record, in a few words.

        The choice is the same in both languages. Nothing second-hand, denied, withdrawn or merely claimed is chosen.
        """
        record, final = self.record, self.record.final_statement
        opening = {
            "adopted": "An outcome document was adopted.",
            "draft": "A draft of an outcome document is reported; its adoption is not.",
            "not_reached": "No agreement on an outcome document was reached.",
            "none_issued": "The round ended without a final statement.",
            "not_stated": "The source does not state whether an outcome document was issued.",
        }[final.status]
        both = [labels("ar").label(opening), labels("en").label(opening)]
        room = BOTTOM_LINE_WORDS - max(len(text.split()) for text in both)
        clauses = [clause for clause in final.clauses if clause.operative][:1] if final.status == "adopted" else []
        firm = [c for c in record.commitments if c.status == "pledged" and _first_hand(c)][:1]
        wanted: dict[str, list[Demand]] = {}
        for demand in record.demands:
            side = self.side(demand.by[0])
            if demand.status in {"standing", "conditional"} and _first_hand(demand) and self.people[side].role == "party":
                wanted.setdefault(side, []).append(demand)
        firm_steps = [step for step in record.next_steps if _first_hand(step)]
        dated = sorted((step for step in firm_steps if step.when and step.when.known), key=_date_of)
        steps = (dated or firm_steps)[:1]
        chosen: set[str] = set()
        # What comes next has a place of its own; the rest takes what is left, in the order of weight. Of the demands of a
        # side the first that fits is taken.
        choices: list[Sequence[Item]] = [steps, clauses, *wanted.values(), firm]
        for choice in choices:
            for item in choice:
                length = max(len(item.text.ar.split()), len(item.text.en.split()))
                if length <= room:
                    chosen.add(item.id)
                    room -= length
                    break
        sentences = [Sentence(self.words.label(opening), self.known_refs(final.evidence))]
        for item in itertools.chain(*choices[1:], steps):
            if item.id in chosen:
                sentences.append(Sentence(self.words.text(item.text) or "", self.known_refs(item.evidence)))
        return tuple(sentences)

    def side(self, id_: str) -> str:
        """The delegation or party for which a participant speaks."""
        seen = {id_}
        while (above := self.people[id_].affiliation) is not None and above not in seen:
            seen.add(above)
            id_ = above
        return id_

    def glance(self, refs: Refs) -> tuple[Fact, ...]:
        record, event, words = self.record, self.record.event, self.words
        country = words.country(event.country) if event.country else None
        place = words.text(event.place)

        def having(*roles: str) -> str:
            """Who has one of these roles, without those who are there for one who has it."""
            found = [person for person in record.participants if person.role in roles]
            ids = {person.id for person in found}
            return self.names([person.id for person in found if person.affiliation not in ids])

        stated = event.format != "not_stated"
        final = record.final_statement
        facts = [
            Fact(words.label("Event"), self.title(), refs),
            self.fact("Round", event.round and words.figures(event.round)),
            self.fact(
                "Place", (place and country and country not in place and words.joined((place, country))) or place or country
            ),
            self.fact("Start", words.when(event.start)),
            self.fact("End", words.when(event.end)),
            Fact(words.label("Format"), words.word("format", event.format), (), stated),
            self.fact("Host", having("host")),
            self.fact("Sponsors and guarantors", having("sponsor", "guarantor")),
            self.fact("Mediation", having("mediator", "facilitator")),
            self.fact("Parties", having("party")),
            *self.facts(("Absent or excluded", having("absent"))),
            Fact(
                words.label("Outcome document"),
                words.word("outcome", final.status),
                self.known_refs(final.evidence),
                final.status != "not_stated",
            ),
            Fact(words.label("In this brief"), self.contents()),
        ]
        return tuple(facts)

    def contents(self) -> str:
        record, count = self.record, self.words.count
        counts = [
            ("%(n)s clause", "%(n)s clauses", len(record.final_statement.clauses)),
            ("%(n)s position", "%(n)s positions", len(record.statements)),
            ("%(n)s next step", "%(n)s next steps", len(record.next_steps)),
        ]
        told = [*self.tally("demand", record.demands), *self.tally("commitment", record.commitments)]
        return self.words.listed([*told, *(count(one, many, n) for one, many, n in counts)])

    def source(self, source: Source) -> SourceNote:
        words = self.words
        title, tongue = source.title, self.language
        if title is not None:
            script = script_of(title)
            tongue = "ar" if script == "arabic" else "en" if script == "latin" else tongue
            title = title.join(quotation_marks(title, arabic=tongue == "ar"))
        label = words.label("Title of the source")
        if tongue != self.language:
            label = words.label("Title of the source (%(language)s)", language=words.tongue(tongue))
        return SourceNote(
            id=source.id,
            label=label,
            title=title or words.label("no title"),
            language=tongue,
            direction="rtl" if tongue == "ar" else "ltr",
            address=source.url,
            link=web_address(source.url),
            facts=(
                self.fact("Publisher", self.outlet(source.publisher) if source.publisher else None),
                self.fact("Published", words.date(source.published) if source.published else None),
                Fact(words.label("Language"), words.tongue(source.language)),
                Fact(words.label("Length"), words.count("%(n)s character", "%(n)s characters", source.characters)),
                Fact("SHA-256", source.sha256[:16]),
            ),
        )

    def second_hand(self) -> str | None:
        """How much rests on sources without a name or on the report's own narration."""
        told = [item for item in self.items.values() if not isinstance(item, Clause) and not _first_hand(item)]
        if not told:
            return None
        return self.words.count(
            "%(n)s item rests on an unnamed source or on a media account; it is marked.",
            "%(n)s items rest on unnamed sources or on media accounts; they are marked.",
            len(told),
        )

    def refused(self, entry: Rejected) -> str:
        """Why something was refused, and by whom, if it was not a check."""
        reason = self.words.text(entry.reason) or ""
        return self.words.label("Rejected by the reviewer: %(reason)s", reason=reason) if entry.check == "reviewer" else reason

    def refusals(self) -> tuple[Refusal, ...]:
        return tuple(
            Refusal(
                self.words.word("item", entry.kind),
                self.refused(entry),
                self.words.quoted(_offered(entry.draft, self.language)),
                entry.check,
            )
            for entry in self.record.quality.rejected
        )

    def doubts(self) -> tuple[Doubt, ...]:
        known = self.items.keys() | self.people.keys()
        return tuple(
            Doubt(
                warning.severity,
                self.words.word("severity", warning.severity),
                warning.item if warning.item in known else None,
                self.words.text(warning.message) or "",
            )
            for warning in self.record.quality.warnings
        )

    def provenance(self) -> tuple[Fact, ...]:
        made, words = self.record.provenance, self.words
        generated = ("Generated", words.moment(made.generated_at))
        calendar = "Umm al-Qura calendar; where the moon is sighted, a day or two earlier or later"
        hijri = ("Hijri dates", words.label(calendar) if words.notation.calendar == "both" else None)
        if made.endpoint_kind == "human":
            readers = made.annotation and words.count("%(n)s reader", "%(n)s readers", made.annotation.readers)
            return self.facts(
                ("Read by", readers or words.label("human readers")),
                generated,
                ("Version of briefing", made.tool_version),
                hijri,
                *self.review(),
            )
        return self.facts(
            ("Model", made.model),
            generated,
            ("Calls to the model", words.number(made.calls)),
            ("Answers from the cache", words.number(made.cached) if made.cached else None),
            ("Tokens read", words.number(made.input_tokens)),
            ("Tokens written", words.number(made.output_tokens)),
            ("Cost", words.money(made.cost) if made.cost else None),
            ("Version of briefing", made.tool_version),
            hijri,
            *self.review(),
        )

    def review(self) -> tuple[tuple[str, str | None], ...]:
        """What came of reviewing the record, who did, and when last."""
        entries, words = self.record.provenance.corrections, self.words
        if not entries:
            return ()
        days = [entry.at[:10] for entry in entries if entry.at]
        return (
            ("Items accepted", words.number(len(self.found("accepted")))),
            ("Items corrected", words.number(len(self.found("corrected")))),
            ("Items rejected", words.number(len(self.found("rejected")))),
            ("Reviewed by", words.joined(dict.fromkeys(entry.by for entry in entries))),
            ("Reviewed on", words.date(max(days)) if days else None),
        )

    def quotations(self) -> tuple[Quotation, ...]:
        tongues = {source.id: source.language for source in self.record.sources}
        made = []
        for number, (evidence, supports) in enumerate(self.supports, 1):
            arabic = script_of(evidence.quote) == "arabic"
            tongue = tongues[evidence.source]
            if arabic != tongue.lower().startswith("ar"):
                tongue = "ar" if arabic else "en"
            elif not _LANGUAGE_TAG.fullmatch(tongue):
                tongue = "und"
            direction = "rtl" if arabic else "ltr"
            made.append(
                Quotation(
                    number,
                    evidence.quote,
                    quotation_marks(evidence.quote, arabic=arabic),
                    tongue,
                    direction,
                    evidence.source,
                    evidence.segment,
                    evidence.start,
                    evidence.end,
                    self.words.label("characters %(start)s–%(end)s", start=evidence.start, end=evidence.end),
                    tuple(supports),
                )
            )
        return tuple(made)


def _heading(text: str) -> str:
    """What a conflict is about, as a heading: without a full stop, and in Arabic a question («هل …») with its mark."""
    text = text.rstrip(" .؟?")
    return f"{text}؟" if text.startswith("هل ") and ":" not in text else text


def _verb_of(evidence: Iterable[Evidence], acts: Set[str]) -> Lexeme | None:
    """The verb by which the report tells of one of these acts; ``None`` if it has none, or more than one."""
    quotes = [item.quote for item in evidence]
    verbs = {
        (cue.lexeme.present, cue.lexeme.english): cue.lexeme
        for text in (*quotes, *(_OBJECT.sub("", _OBJECT_OF_WEAK.sub("ى", quote)) for quote in quotes))
        for cue in find_cues(text)
        if cue.kind == "statement" and cue.lexeme.act in acts and not cue.negated
        # A verb that is one only with a certain object ("holds … responsible") says nothing alone.
        if cue.lexeme.present and not cue.lexeme.needs
    }
    return next(iter(verbs.values())) if len(verbs) == 1 else None


def _first_hand(item: Demand | Commitment | Statement | NextStep) -> bool:
    return item.attribution is None or item.attribution.level not in _SECOND_HAND


def _is_said_of(item: Demand | Commitment) -> str:
    """What others make of an item: "denied", "claimed" where only others tell of a commitment; empty where it is its holder's own.

    What a source without a name says that somebody promised is not that somebody's word either.
    """
    if item.status == "denied":
        return "denied"
    unnamed = item.attribution is not None and item.attribution.level == "unnamed"
    return "claimed" if isinstance(item, Commitment) and (unnamed or item.status == "claimed") else ""


def _date_of(step: NextStep) -> str:
    return step.when.known or "" if step.when else ""


def _offered(draft: dict[str, object], language: Language) -> str:
    """What a model had offered, in short: its quotation, else its text or name, else all of it."""
    for key in ("quote", "text", "name", "text_ar", "ar", "words", "en"):
        value = draft.get(key)
        if isinstance(value, dict):  # of an item that had been in the record, and was rejected by a reviewer
            value = value.get(language)
        if isinstance(value, str) and value.strip():
            text = value
            break
    else:
        text = json.dumps(draft, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= _OFFERED_CHARACTERS else f"{text[:_OFFERED_CHARACTERS]}…"


def _missing(record: Record) -> list[str]:
    """What a reader would look for and the source does not give, as messages of the catalogue."""
    event, final = record.event, record.final_statement
    document, adopted = final.status in {"adopted", "draft"}, final.status == "adopted"
    roles = {participant.role for participant in record.participants}
    checks = [
        ("the number of the round", event.round is None),
        ("the place", event.place is None),
        ("the country", event.country is None),
        ("the date on which the round began", event.start is None),
        ("the date on which the round ended", event.end is None),
        ("whether the talks were direct or indirect", event.format == "not_stated"),
        ("the host", "host" not in roles),
        ("a mediator or facilitator", not roles & {"mediator", "facilitator"}),
        ("demands", not record.demands),
        ("commitments", not record.commitments),
        ("whether a final statement was issued", final.status == "not_stated"),
        ("the title of the final statement", document and final.title is None),
        ("who issued the final statement", adopted and not final.issued_by),
        ("who read out the final statement", adopted and final.read_by is None),
        ("who signed the final statement", adopted and not final.signatories),
        ("clauses of the final statement", document and not final.clauses),
        ("positions of the parties on the final statement", document and not final.stances),
        ("next steps", not record.next_steps),
        ("the date of a next step", any(step.when is None for step in record.next_steps)),
        ("the publisher of the report", any(source.publisher is None for source in record.sources)),
        ("the date of publication of the report", any(source.published is None for source in record.sources)),
    ]
    return [what for what, missing in checks if missing]
