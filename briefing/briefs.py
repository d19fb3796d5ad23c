"""From a record to the view of it that templates lay out: items grouped, quotations numbered, lines marked, the bottom line chosen.

Everything that needs a decision is decided here, once for all formats, so that a template only lays out and every
format carries the same.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from functools import cached_property, lru_cache

from briefing.arabic import folded, has_arabic, script_of
from briefing.binding import UNBOUND, is_due_in_part, restates, sets_condition, undertaken
from briefing.cues import Lexeme, find_cues
from briefing.display import web_address
from briefing.epithets import epithet_in_english, outlet_in_english
from briefing.figures import numbers
from briefing.glossary import load_glossary
from briefing.labels import LANGUAGES, Language, labels, quotation_marks
from briefing.notation import Notation
from briefing.opening import MOST_PARTIES, is_named_in, opening
from briefing.opening import Outcome as OutcomeTold
from briefing.parity import has_condition, negates
from briefing.pictures import make_pictures
from briefing.priorities import SECOND_HAND, Item, is_first_hand, priorities
from briefing.quotation import quoted_spans
from briefing.record import (
    Attribution,
    Bilingual,
    Clause,
    Commitment,
    Demand,
    Event,
    Evidence,
    Money,
    NextStep,
    Participant,
    Record,
    Rejected,
    Source,
    Stance,
    StanceKind,
    Statement,
    When,
    speaks_for,
)
from briefing.views import (
    Account,
    Brief,
    Doubt,
    Fact,
    Group,
    Line,
    Mark,
    Outcome,
    Quotation,
    Refs,
    Refusal,
    Row,
    Sentence,
    SourceNote,
    Support,
)
from briefing.wording import amid, governed, inflected, is_feminine, with_preposition

BOTTOM_LINE_WORDS = 120
_WORDS_OF_A_DATE = 3
_NOTHING = "–"
_OFFERED_CHARACTERS = 240
_SPEAKERS = 3  # more names than these make no heading
_LANGUAGE_TAG = re.compile("[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
# An object written to its verb: «رفضته», «نفاه».
_OBJECT = re.compile(r"(?<=[\u0621-\u064a]{3})(?:ه|ها|هم|هما|هن)(?![\u0621-\u065f])")
_OBJECT_OF_WEAK = re.compile(r"ا(?:ه|ها|هم|هما|هن)(?![\u0621-\u065f])")
# Warnings that doubt a number which a report gives for a document: the line keeps it, and must not vouch for it.
_DOUBTED = frozenset({"misprint", "possible_misprint", "reference_year", "resolution_subject"})
# Words of a document's course, in folded spelling: an evidence of "adopted" may say no more than that it came out.
_ISSUED = re.compile(
    r"(?<![\u0621-\u064a])[وف]?ا?صدر(?:ت|وا|ا)?(?![\u0621-\u064a])|(?<![\u0621-\u064a])(?:ال)?صادره?(?![\u0621-\u064a])"
)
_ADOPTED = re.compile(r"اعتمد|اقر|وقع|توقيع|اتفق|اتفاق|توافق|توصل|وافق|تبن|خرجوا|adopt|agreed|sign|approv", re.IGNORECASE)
_NOT_ADOPTED = re.compile(
    r"(?:لم|لن)\s(?:ي|ت)(?:عتمد|قر(?![\u0621-\u064a])|وقع|تبن)|(?:دون|قبل)\s(?:اعتماد|اقرار|توقيع)|not (?:been )?(?:adopted|signed)",
    re.IGNORECASE,
)
_NOT_SIGNED = re.compile(r"(?:لم|لن|لا)\s(?:ت|ي)وقع|(?:رفض|امتنع)\S*\s(?:عن\s)?(?:ال)?توقيع|not sign", re.IGNORECASE)
_CONTENT = re.compile(r"(?:جاء|ورد) فيها?(?![\u0621-\u064a])")  # what is agreed in a document says nothing of its adoption
_SIGNED = re.compile(
    r"(?<![\u0621-\u064a])[وف]?(?:وقع(?:ت|وا|ا|ه|ها|ته|تها)?|توقيع\S*)(?![\u0621-\u064a])|\bsigned", re.IGNORECASE
)
# That no day has been set is something that a source states.
_NO_DAY_SET = re.compile(
    r"(?<![\u0621-\u064a])(?:لم|من غير|دون|بدون|بلا|ولا)(?:\s[^\s.؛!؟:]+){0,9}?\s(?:ال)?موعدا?(?![\u0621-\u064a])"
)
# Words that say no more of their bearer than his role does, however they go on.
_WORD_OF_ROLE = {
    role: re.compile(rf"(?:ال)?(?:{stems})")
    for role, stems in {
        "sponsor": "راع|رعا|رعت|[يت]رع", "guarantor": "ضام|ضمن|[يت]ضمن", "host": "مضيف|استضا|[يت]ستضيف", "mediator": "وسيط|وساط",
        "facilitator": "ميسر|تيسير", "observer": "مراقب|ملاحظ",
    }.items()
}  # fmt: skip
# How a condition begins in the words of a report.
_CONDITIONAL = re.compile(r"(?:على شرط|شريطة|بشرط|شرط|إذا|اذا|في حال|ما لم|على أن|مقابل)\s(?:أن\s)?")
# A day told from the day of the report.
_RELATIVE = {
    "ar": re.compile(r"(?:المقبل|القادم|الجاري|الحالي|الآتي)ة?(?![\u0621-\u064a])|(?<![\u0621-\u064a])(?:غدا|بعد غد)"),
    "en": re.compile(r"\b(?:next|this|coming|tomorrow|the following)\b", re.IGNORECASE),
}
# How somebody is addressed, and no office of his.
_ADDRESSES = frozenset({"الدكتور", "الدكتورة", "المهندس", "المهندسة", "السيد", "السيدة", "الأستاذ", "الأستاذة", "الشيخ"})
# What a report may say of who, in the record, sponsors the talks.
_PARTS_OF_A_SPONSOR = frozenset({"inviting party", "co-chair", "chair", "supervisor"})
_OF_DONORS = re.compile(r"مانحين|مانحون|المانحه|donor|pledging", re.IGNORECASE)
# A label that names its bearer («الدول الراعية»), and is no fragment of a sentence («بدعوة من», «تيسيرها»).
_NAMES_ITS_BEARER = re.compile(r"(?:ال(?!حاضر)|وسيط|ضامن|راع|مراقب|ميسر|مضيف|طرف|دول)\S*")
# The acts of which a stance on the document is one.
_ACTS_OF: dict[StanceKind, frozenset[str]] = {
    "endorses": frozenset(["SUPPORT", "AGREE"]),
    "reserves": frozenset(),
    "rejects": frozenset(["REJECT"]),
}
# Acts whose label a reader looks for down the page, though the sentence has its verb.
_ALWAYS_TOLD = frozenset(["REJECT", "THREATEN"])
# Ways of being against something that are no refusal of it, by their verbs in English; in folded spelling.
_WAYS_OF_REFUSING = (
    (
        "walks out of",
        re.compile(
            r"(?<!\w)[وف]?(?:[يت]?غادر(?:ت|وا|ا)?|انسحب(?:ت|وا|ا)?|[يت]نسحب(?:ون)?|مغادره?|انسحاب\w*)(?= )[^،؛.]*?"
            r" (?:ال)?(?:قاعه|جلس\w+|اجتماع|محادثات|مفاوضات|مباحثات|مشاورات|موتمر|جوله|لقاء)"
        ),
    ),
    (
        "boycotts",
        re.compile(
            r"(?:^|، |[؛:] )[وف]?[يت]?قاطع(?:ت|وا|ه|ته|ها|تها)? |(?<!\w)مقاطع(?:ه|ته|تها|تهم) (?:ال)?(?:جلس|جول|محادث|مفاوض|مباحث|مشاور|اجتماع|لقاء|موتمر)"
        ),
    ),
    ("denies", re.compile(r"(?<!\w)[وف]?(?:[يت]?كذب(?:ت|وا|ه|ته|ها)?|تكذيب|لا صحه|غير صحيح|عار عن الصحه)(?!\w)")),
    # What is said not to have happened; who has not consented refuses.
    (
        "denies",
        re.compile(
            r"(?:^|[:«] ?|ان\w* )[«\"]?[وف]?لم (?:يكن |تكن )?[يتن](?!قبل|وافق|رض|سمح|شارك|حضر|وقع|عترف|ستجب|ستجيب|جب|نضم|لتزم)\w+"
        ),
    ),
)
# A stance on a part of the document, where the report has no verb for it, or more than one.
_ON_PART: dict[StanceKind, str] = {
    "endorses": "welcomes or supports %(part)s",
    "reserves": "reserves its position on %(part)s",
    "rejects": "rejects %(part)s",
}


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
        self.doubted = {
            warning.item: warning.message.en for warning in record.quality.warnings if warning.item and warning.code in _DOUBTED
        }

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
        outcome = replace(outcome, facts=(*outcome.facts, *self.document()))
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
            bottom_line=self.bottom_line(event_refs, as_of),
            glance=self.glance(event_refs),
            participants=participants,
            demands=demands,
            commitments=commitments,
            outcome=outcome,
            positions=positions,
            conflicts=self.conflicts(),
            not_stated=tuple(dict.fromkeys(words.label(what, **values) for what, values in _missing(record))),
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
            if human and made.annotation:
                one, many = "Prepared by %(n)s reader – not reviewed", "Prepared by %(n)s readers – not reviewed"
                return words.count(one, many, made.annotation.readers)
            return words.label("Prepared by human readers – not reviewed" if human else "Draft: made by a machine, not reviewed")
        done, every = self.reviewed(), len(self.record.parts())
        values = {"done": words.number(done), "all": words.number(every), "corrected": words.number(len(self.found("corrected")))}
        if done < every:
            return words.label("Draft, partly reviewed: %(done)s of %(all)s items; corrected: %(corrected)s", **values)
        return words.label("Reviewed by an editor: %(all)s items; corrected: %(corrected)s", **values)

    def draft_notice(self) -> str | None:
        """What a reader has to know before all else: that nobody has checked the draft, and for whom the source speaks."""
        made = self.record.provenance
        # A replay of the embedded model names no model that answered: it needs the same caution.
        embedded = made.endpoint_kind == "embedded" or (made.endpoint_kind == "replay" and not made.models)
        told = []
        if embedded and self.reviewed() < len(self.record.parts()):
            told.append(
                self.words.label("Machine draft of a small language model. Check every line against the quotations before use.")
            )
        ids = [warning.item for warning in self.record.quality.warnings if warning.code == "party_source"]
        parties = [id_ for id_ in ids if id_ in self.people]
        if parties:
            told.append(self.words.label("The source speaks for %(names)s.", names=self.amid(parties)))
        return " ".join(told) or None

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

    def amid(self, ids: Sequence[str]) -> str:
        """Names within a sentence: in English with their articles, in Arabic in the case that a preposition asks for."""
        if self.language == "ar":
            return self.words.listed([governed(self.name(id_)) for id_ in ids])
        return self.words.listed([amid(self.people[id_]) or self.name(id_) for id_ in ids])

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
            ("According to", self.name(teller) if teller and not self.is_named(teller, item.text) else None),
            ("Attribution", self.attribution(item.attribution) if item.attribution else None),
        )

    def is_named(self, id_: str, text: Bilingual) -> bool:
        """Whether a sentence names a participant, in both languages."""
        person = self.people[id_]
        names = [person.name.ar or person.name.en, person.name.en or person.name.ar]
        return all(name and name in said for name, said in zip(names, (text.ar, text.en), strict=True))

    def speakers(self, item: Demand | Commitment | Statement) -> list[str]:
        """Who of a side speaks for it in an item: its holders that are persons of the side, else who tells of it."""
        sides = [self.side(id_) for id_ in item.by]
        said = [id_ for id_, side in zip(item.by, sides, strict=True) if id_ != side]
        if not said and item.reported_by and item.reported_by not in sides and self.side(item.reported_by) in sides:
            said = [item.reported_by]
        return said

    def sides(self, item: Demand | Commitment | Statement) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(self.side, item.by)))

    def attribution(self, attribution: Attribution) -> str | None:
        if attribution.level in SECOND_HAND and not attribution.origin and not attribution.via:
            return None  # the mark says it all
        origin = self.reported(attribution.origin) if attribution.origin else ""
        if attribution.level in SECOND_HAND:
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

    def noun(self, evidence: Iterable[Evidence], acts: Iterable[str]) -> str | None:
        """The noun of the verb by which the report tells of an act; ``None`` if it does not have just one.

        An act is a class ("SUPPORT"), and its name may say more than the report does: who welcomes does not endorse.
        """
        lexeme = _verb_of(evidence, set(acts))
        if lexeme is None:
            return None
        noun = self.words.word("noun of verb", lexeme.english)
        return noun if noun != lexeme.english else None

    def noun_of_refusal(self, item: Statement) -> str | None:
        """What a position against something is called where the report has no verb of refusing: a walkout, a boycott, a denial."""
        if item.act != "REJECT":
            return None
        words = folded(item.text.ar)
        verb = next((verb for verb, pattern in _WAYS_OF_REFUSING if pattern.search(words)), None)
        return self.words.word("noun of verb", verb) if verb else None

    def inflected(self, lexeme: Lexeme, by: Sequence[str]) -> str:
        """A verb in the present, as its subjects take it."""
        holders = [self.people[id_] for id_ in by]
        if self.language == "ar":
            feminine = holders and is_feminine(holders[0])  # it agrees with the nearest
            return f"ت{lexeme.present[1:]}" if feminine else lexeme.present
        return inflected(lexeme.english, [holder.name.en or "" for holder in holders])

    def label_of(self, person: Participant) -> str | None:
        """The report's own word for the part of a participant, where it adds to the role and is a name of it.

        A fragment («بدعوة من», «قاطعته») is put as the noun that it comes to, or left out.
        """
        words = person.label_as_reported
        if words is None:
            return None
        english = epithet_in_english(words) or ""
        if not english and (own := _WORD_OF_ROLE.get(person.role)) and own.match(folded(words)):
            return None  # «راعيا الجولة» of a sponsor, «راعية المفاوضات»
        if _NAMES_ITS_BEARER.match(folded(words)) and self.words.word("label", english) == english:
            label = self.reported(words)
            role = labels("en").word("role of a body", self.role_of(person))
            return None if english == role or self.role(person) == label.strip("«»“”") else label
        noun = labels("ar").word("label", english)
        known = english and noun != english and english != self.role_of(person)
        return self.words.word("label", english) if known else None

    def role_of(self, person: Participant) -> str:
        """A role of the record, or a part that the record has no role for."""
        return self.roles[person.id]

    @cached_property
    def roles(self) -> dict[str, str]:
        """The part of each participant by id."""
        return {person.id: self.part(person) for person in self.record.participants}

    def part(self, person: Participant) -> str:
        """The role, or what the report calls a participant where the record has no role for it, or but a wider one.

        Who gives money, invites or presides does not sponsor the talks. Who speaks for such a body has its part.
        """
        called = self.called(person.id) or self.called(self.side(person.id))
        if person.role in {"other", "sponsor"} and called == "donor":
            return called
        if person.role != "sponsor":
            return person.role
        if called in _PARTS_OF_A_SPONSOR:
            return called
        return "donor" if called is None and self.only_gives(person.id) else person.role

    def called(self, id_: str) -> str | None:
        """The report's own word for the part of a participant, in English."""
        label = self.people[id_].label_as_reported
        return epithet_in_english(label) if label else None

    def only_gives(self, id_: str) -> bool:
        """Whether all that is told of somebody at a conference of donors is money that he gives."""
        record = self.record
        given = [item for item in record.commitments if id_ in item.by]
        return (
            self.is_of_donors
            and bool(given)
            and all(item.amount for item in given)
            and id_ not in record.final_statement.issued_by
        )

    @cached_property
    def is_of_donors(self) -> bool:
        return _is_of_donors(self.record.event)

    def role(self, person: Participant) -> str:
        """A role in words that fit: Arabic has other forms for a body, a man and a woman."""
        fitting = "role of a body" if person.kind != "person" else "role of a woman" if is_feminine(person) else "role"
        return self.words.word(fitting, self.role_of(person))

    def tally(self, kind: str, items: Sequence[Demand | Commitment]) -> list[str]:
        """How many demands or commitments there are; what is denied, what only others tell of and what is no pledge is counted apart."""
        apart = {
            "denied": (f"%(n)s denied {kind}", f"%(n)s denied {kind}s"),
            "claimed": ("%(n)s commitment claimed by others", "%(n)s commitments claimed by others"),
            "readiness": ("%(n)s statement of willingness", "%(n)s statements of willingness"),
            "offer": ("%(n)s offer", "%(n)s offers"),
        }
        if not items:
            return []
        counts = {status: sum(_is_said_of(item) == status for item in items) for status in apart}
        own = len(items) - sum(counts.values())
        told = [self.words.count(*apart[status], n) for status, n in counts.items() if n]
        return [self.words.count(f"%(n)s {kind}", f"%(n)s {kind}s", own), *told] if own or not told else told

    def line(self, item: Item) -> Line:
        """An item as a line, with what its kind has to tell."""
        words = self.words
        text = words.said(item.text)
        refs = self.refs(item.evidence, Support(item.id, item.id, text))
        return Line(item.id, text, refs, tuple(self.marks(item)), self.details(item))

    def marks(self, item: Item) -> Iterator[Mark]:
        words = self.words
        if isinstance(item, Demand):
            label = words.word("demand", "condition" if sets_condition(item) else item.status)
            yield Mark(item.status, (item.status == "rejected" and self.rejected_by(item)) or label)
        if isinstance(item, Commitment):
            weight = undertaken(item) if item.status == "pledged" else item.status
            yield Mark(weight, words.word("commitment", weight))
            if item.status == "pledged" and has_condition(item.text.ar):
                fitting = "condition of an agreement" if weight.startswith("agreed") else "condition of a commitment"
                yield Mark("conditional", words.word(fitting, "conditional"))
        if isinstance(item, Statement):
            yield from self.marks_of_position(item)
        if isinstance(item, Clause):
            kind = "operative" if item.operative else "reaffirmation" if restates(item) else "declaration"
            yield Mark(kind, words.word("clause", kind))
        if not isinstance(item, Clause) and item.attribution is not None:
            if item.attribution.level in SECOND_HAND:
                yield Mark(item.attribution.level, words.word("level", item.attribution.level))
        if item.id in self.doubted:
            yield Mark("warning", words.label("as in the source; see warning"))

    def marks_of_position(self, item: Statement) -> Iterator[Mark]:
        words, told = self.words, None
        if item.act != "OTHER" and (item.act in _ALWAYS_TOLD or not _says_its_act(item)):
            told = self.noun(item.evidence, [item.act]) or self.noun_of_refusal(item)
            if told or item.act != "SUPPORT":  # who says something kind does not support
                yield Mark(item.act.lower(), told or words.word("act", item.act))
        if item.negated and not negates(item.text.ar) and told != words.label("denial"):
            yield Mark("negated", words.label("denial"))

    def rejected_by(self, item: Demand) -> str | None:
        """By whom a demand was rejected, or who objected to it: whose refusal the words that prove it are."""
        refusals = [
            statement
            for statement in self.record.statements
            if statement.act == "REJECT" and not statement.negated and is_first_hand(statement)
            if not set(self.sides(statement)) & set(self.sides(item))
            if any(_overlap(one, other) for one in statement.evidence for other in item.evidence)
        ]
        sides = list(dict.fromkeys(itertools.chain(*map(self.sides, refusals))))
        if not sides:
            return None
        verbs = {verb.english if (verb := _verb_of(one.evidence, {"REJECT"})) else "" for one in refusals}
        act = "objected to" if verbs == {"objects to"} else "rejected"
        feminine = is_feminine(self.people[sides[0]])  # it agrees with the nearest
        return self.words.label(
            f"{act} by %(names)s (feminine)" if feminine else f"{act} by %(names)s",
            names=self.amid(sides) if self.language == "en" else self.names(sides),
        )

    def details(self, item: Item) -> tuple[Fact, ...]:
        return (*self.told_of(item), *self.facts(("Word of the source", self.loaded_words(item))))

    def loaded_words(self, item: Item) -> str | None:
        """The loaded words for which a line has neutral ones: a reader is to see that the source used others, and which."""
        found = {match.word: match.literal for quote in item.evidence for match in load_glossary().loaded_in(quote.quote, "ar")}
        ar, en = folded(item.text.ar), item.text.en.casefold()
        changed = {word: literal for word, literal in found.items() if folded(word) not in ar or literal.casefold() not in en}
        shown = changed if self.language == "ar" else [literal or word for word, literal in changed.items()]
        return self.words.joined(map(self.words.quoted, dict.fromkeys(shown))) or None

    def told_of(self, item: Item) -> tuple[Fact, ...]:
        words = self.words
        if isinstance(item, NextStep):
            return self.facts(("Date", words.when(item.when)), *self.told(item))
        if isinstance(item, Statement):
            return self.facts(
                ("Towards", self.name(item.target) if item.target else None),
                *self.told(item),
            )
        # What a warning doubts is no reference to look up.
        sure = [symbol for symbol in item.references if not _speaks_of(self.doubted.get(item.id, ""), symbol)]
        about = (("Issue", words.issue(item.issue)), ("References", words.joined(sure)))
        if isinstance(item, Clause):
            return self.facts(*about)
        if isinstance(item, Demand):
            return self.facts(("Addressed to", self.names(item.addressees)), self.condition(item), *about, *self.told(item))
        return self.facts(
            ("Amount", words.money(item.amount) if item.amount and not _tells_amount(item.text, item.amount) else None),
            ("Deadline of a part" if is_due_in_part(item) else "Deadline", words.when(item.deadline)),
            ("Beneficiary", words.text(item.beneficiary)),
            *about,
            *self.told(item),
        )

    def condition(self, item: Demand) -> tuple[str, str | None]:
        """What a demand is tied to. A condition in the words of the report («شريطة أن …») is none to which something is tied,
        and is not told again behind a sentence that has it.
        """
        if item.condition is None or (found := _CONDITIONAL.match(item.condition.ar)) is None:
            return "Linked to", self.words.said(item.condition) if item.condition else None
        told = _letters(item.condition.ar[found.end() :]) in _letters(item.text.ar)
        return "Condition", None if told else self.words.said(item.condition)

    # The sections

    def participants(self) -> tuple[Row, ...]:
        """A row each, offices of a State right behind it, those who stayed away after those who came."""
        ordered = sorted(self._by_state(), key=lambda participant: participant.role == "absent")
        return tuple(map(self.participant, ordered))

    def _by_state(self) -> list[Participant]:
        place = {participant.id: number for number, participant in enumerate(self.record.participants)}

        def path(participant: Participant) -> tuple[int, ...]:
            """The places of a body and of those above it, the highest first; a person keeps the place of the record."""
            way = [participant.id] if participant.kind == "person" else speaks_for(participant.id, self.people)
            return tuple(place[id_] for id_ in reversed(way))

        return sorted(self.record.participants, key=path)

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
        """Items by the side that holds them, in the order in which the sides first appear; what several hold together is one group."""
        groups: dict[tuple[str, ...], list[Demand | Statement]] = {}
        for item in items:
            groups.setdefault(self.sides(item), []).append(item)
        return tuple(
            Group(self.heading(sides, held), self.counted(held, singular, plural), tuple(map(self.line, held)), len(sides) > 1)
            for sides, held in groups.items()
        )

    def heading(self, sides: Sequence[str], items: Sequence[Demand | Statement]) -> str:
        """A side, and through whom it speaks, if all that it says comes through the same few."""
        body = self.names(sides)
        spoken = [self.speakers(item) for item in items]
        people = list(dict.fromkeys(itertools.chain(*spoken)))
        if any(body in self.name(id_) for id_ in people):  # «الناطقة باسم الاتحاد» says it already
            return body
        if not all(spoken) or len(people) > _SPEAKERS or len(sides) > 1:
            return body
        return self.words.label("%(body)s (through %(people)s)", body=body, people=self.voices(people))

    def maker(self, item: Commitment) -> str:
        """Whose a pledge is, and who speaks for the side: "Norway, through Ingrid Holm"."""
        body, people = self.names(self.sides(item)), self.speakers(item)
        return self.words.label("%(body)s, through %(people)s", body=body, people=self.voices(people)) if people else body

    def voices(self, ids: Sequence[str]) -> str:
        """Those through whom somebody speaks, behind «على لسان»."""
        return self.words.listed([governed(self.name(id_)) if self.language == "ar" else self.voice(id_) for id_ in ids])

    def voice(self, id_: str) -> str:
        """An English name behind "through", where an office has its article."""
        return self.name(id_) if self.people[id_].kind == "person" else amid(self.people[id_]) or self.name(id_)

    def counted(self, items: Sequence[Item], singular: str, plural: str) -> str:
        demands = [item for item in items if isinstance(item, Demand)]
        return self.words.listed(self.tally("demand", demands)) if demands else self.words.count(singular, plural, len(items))

    def commitments(self) -> tuple[Group, ...]:
        """Commitments of sponsors and guarantors, of parties and others, what is no pledge, what others only claim, what is denied."""
        groups: dict[str, list[Commitment]] = {
            "Sponsors and guarantors": [],
            "Parties and other participants": [],
            "Willingness and offers, not pledges": [],
            "Claimed by others, not confirmed": [],
            "Commitments that are denied": [],
        }
        backed, own, ready, claimed, denied = groups
        apart = {"denied": denied, "claimed": claimed, "readiness": ready, "offer": ready}
        for commitment in self.record.commitments:
            backers = any(self.role_of(self.people[id_]) in {"sponsor", "guarantor"} for id_ in commitment.by)
            title = apart.get(_is_said_of(commitment), backed if backers else own)
            groups[title].append(commitment)
        return tuple(
            Group(
                self.words.label(title),
                # The title says of which kind, but calls nothing a pledge that is none.
                self.words.listed(self.tally("commitment", items))
                if title == ready
                else self.words.count("%(n)s commitment", "%(n)s commitments", len(items)),
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
            firm = item.status != "pledged" or undertaken(item) == "pledged"
            made = "Made by" if firm else "Stated by"  # who is only ready to do something has undertaken nothing
            label = {"denied": "Denied by", "claimed": "Ascribed to"}.get(_is_said_of(item), made)
            own = self.speakers(item) if label != "Ascribed to" else []
            teller = self.words.label("According to") if item.reported_by in own else ""
            facts = tuple(fact for fact in line.facts if fact.label != teller)
            holders = ((label, self.maker(item) if own else self.names(item.by)),)
        return Line(line.id, line.text, line.refs, line.marks, (*self.facts(*holders), *facts))

    def outcome(self) -> Outcome:
        """The document's status, clauses and stances; what ``document`` tells of it comes when the participants are numbered."""
        words, final = self.words, self.record.final_statement
        title = words.label("Final statement")
        word = words.word("outcome", self.came_out)
        status = f"{words.label('Outcome document')}: {word}"  # no translation of the quotation
        refs = self.refs(self.evidence_of["status"], Support("final", title, status))
        for kind, people in (("Signed by", final.signatories), ("Not signed by", final.not_signed_by)):
            self.refs(self.evidence_of[kind], Support("final", title, f"{words.label(kind)}: {self.names(people)}"))
        clauses = tuple(map(self.line, final.clauses))
        stances = []
        for position, stance in enumerate(final.stances, 1):
            name, said = self.name(stance.participant), self.stance(stance)
            anchor = f"stance-{position}"
            numbers = self.refs(stance.evidence, Support(anchor, title, f"{name}: {said}"))
            stances.append(Line(anchor, name, numbers, (Mark(stance.stance, said), *self.said(stance))))
        state = Fact(words.label("Status of the document"), word, refs, final.status != "not_stated")
        return Outcome((state,), clauses, tuple(stances))

    def document(self) -> tuple[Fact, ...]:
        """The title of the document, and who issued, read out, signed and did not sign it, as far as the source says so."""
        words, final = self.words, self.record.final_statement
        title = final.title
        titled = [item for item in final.evidence if title and _names(item.quote, title.ar)]
        facts = [
            self.fact("Title of the document", words.text(title), self.known_refs(titled)),
            self.fact("Issued by", self.names(final.issued_by), self.naming(final.issued_by, self.evidence_of["status"])),
            self.fact(
                "Read out by",
                self.name(final.read_by) if final.read_by else None,
                self.naming([final.read_by] if final.read_by else [], final.evidence),
            ),
        ]
        for kind, people in (("Signed by", final.signatories), ("Not signed by", final.not_signed_by)):
            refs = self.known_refs(self.evidence_of[kind]) or self.naming(people, final.evidence)
            facts.append(self.fact(kind, self.names(people), refs))
        return tuple(fact for fact in facts if fact.stated)

    def naming(self, ids: Sequence[str], evidence: Sequence[Evidence]) -> Refs:
        """The quotations among ``evidence`` that name each of some participants; of who is not named there, his own."""
        found: list[Evidence] = []
        for id_ in ids:
            person = self.people[id_]
            last = folded((person.name.ar or person.name.en or "").split()[-1:][0]) if person.name.ar or person.name.en else ""
            naming = [item for item in evidence if last and last in folded(item.quote)]
            found += naming or person.evidence
        return self.known_refs(found)

    @cached_property
    def evidence_of(self) -> dict[str, list[Evidence]]:
        """What proves of the document its "status", or that it was "Signed by" or "Not signed by" somebody."""
        final = self.record.final_statement
        kinds: dict[str, list[Evidence]] = {"status": [], "Signed by": [], "Not signed by": []}
        for item in final.evidence:
            words = folded(item.quote)
            refused, signed = _NOT_SIGNED.search(words), _SIGNED.search(words)
            if final.not_signed_by and refused:
                kinds["Not signed by"].append(item)
            if final.signatories and signed and not refused:
                kinds["Signed by"].append(item)
            if not (final.not_signed_by and refused) or _ISSUED.search(words):
                kinds["status"].append(item)
        others = [item for item in kinds["status"] if item not in kinds["Signed by"] or _ISSUED.search(folded(item.quote))]
        kinds["status"] = others or kinds["status"]  # of a document that was signed, nothing else may be said
        return kinds

    @cached_property
    def came_out(self) -> str:
        """The status in the words of the evidence: what only came out is not called adopted, a draft that was turned down is said to be."""
        final = self.record.final_statement
        quotes = [_CONTENT.split(folded(item.quote))[0] for item in final.evidence]
        words = " ".join(
            _NOT_SIGNED.sub(" ", quote) for quote in quotes if not _NOT_SIGNED.search(quote) or _ISSUED.search(quote)
        )
        if final.status == "adopted" and not final.signatories and _ISSUED.search(words) and not _ADOPTED.search(words):
            return "issued"
        if final.status == "draft" and _NOT_ADOPTED.search(" ".join(folded(item.quote) for item in final.evidence)):
            return "draft, not adopted"
        return final.status

    def stance(self, stance: Stance) -> str:
        """The noun of the report's own verb, else the name of the class; of a stance on a part only, the verb with that part."""
        part = self.words.text(stance.about)
        if part is None:
            return self.noun(stance.evidence, _ACTS_OF[stance.stance]) or self.words.word("stance", stance.stance)
        lexeme = _verb_of(stance.evidence, _ACTS_OF[stance.stance])
        verb = self.inflected(lexeme, [stance.participant]) if lexeme else None
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
                    if any(
                        _says_the_same(item, self.items[other])
                        for other in conflict.items[: conflict.items.index(id_)]
                        if other in self.items
                    ):
                        continue  # one sentence tells the claim and its denial
                    lines.append(Line(id_, self.words.said(item.text), self.known_refs(item.evidence), (), self.held(item)))
                elif id_ in stances:
                    text = f"{self.name(id_)}: {self.stance(stances[id_])}"
                    lines.append(Line(id_, text, self.known_refs(stances[id_].evidence)))
                else:
                    lines.append(Line(id_, self.name(id_), self.known_refs(self.people[id_].evidence)))
            accounts.append(Account(_heading(self.words.said(conflict.about)), tuple(lines)))
        return tuple(accounts)

    def held(self, item: Item) -> tuple[Fact, ...]:
        """Whose an item is, and who says so: a pledge that others claim is not that of whom they name."""
        if isinstance(item, Clause | NextStep):
            return ()
        if isinstance(item, Commitment):
            whose = {self.words.label(label) for label in ("Made by", "Stated by", "Ascribed to", "Denied by", "According to")}
            return tuple(fact for fact in self.commitment(item).facts if fact.label in whose)
        if all(self.is_named(id_, item.text) for id_ in item.by):
            return ()  # the sentence says so
        return (Fact(self.words.label("By"), self.names(item.by)),)

    def bottom_line(self, event_refs: Refs, as_of: str) -> tuple[Sentence, ...]:
        """Who met and what came of it, what was agreed or pledged in all, what each party wants or none does, what is disputed and next.

        The choice is the same in both languages (see ``priorities``).
        """
        first, words = self.opening(event_refs, as_of)
        room = BOTTOM_LINE_WORDS - words
        may = priorities(self.record, self.side)
        dispute, length = self.dispute()
        chosen: set[str] = set()
        told: Sentence | None = None
        # Who wants what is told of each party or of none; a second thing that was agreed, and a pledge, where there is room left.
        for choice in (may.totals, may.agreed[:1], may.steps, may.wanted, None, may.agreed[1:], may.firm):
            new = [] if choice is None else [item for item in choice if item.id not in chosen]
            needed = length if choice is None else sum(map(self.length, new))
            if needed > room:
                continue
            room -= needed
            chosen |= {item.id for item in new}
            told = dispute if choice is None else told
        named: set[str] = set()
        order = dict.fromkeys(item.id for items in (may.totals, may.agreed, may.wanted, may.firm) for item in items)
        sentences = [first, *(self.with_offices(self.items[id_], named) for id_ in order if id_ in chosen)]
        if told:
            sentences.append(told)
        return (*sentences, *(self.with_day(step, named) for step in may.steps if step.id in chosen))

    def with_day(self, step: Item, named: set[str]) -> Sentence:
        """A next step with its date behind it, where its words only tell the day from that of the report."""
        sentence = self.with_offices(step, named)
        value = step.when.known if isinstance(step, NextStep) and step.when else None
        if value is None or len(value) != 10 or _RELATIVE[self.language].search(sentence.text) is None:
            return sentence
        day = self.words.date(value)
        if day.rpartition(" ")[0] in sentence.text:
            return sentence
        return Sentence(f"{sentence.text.removesuffix('.')} ({day}).", sentence.refs)

    def dispute(self) -> tuple[Sentence | None, int]:
        """What the first accounts that contradict each other are about, and its words in the longer language."""
        for conflict in self.record.conflicts[:1]:
            accounts = "Two conflicting accounts: %(about)s" if len(conflict.items) == 2 else "Conflicting accounts: %(about)s"
            text = self.words.label(accounts, about=_behind(_heading(self.words.said(conflict.about))))
            refs = self.known_refs(itertools.chain(*(self.items[id_].evidence for id_ in conflict.items if id_ in self.items)))
            if refs:
                length = max(len(about.split()) for about in (conflict.about.ar, conflict.about.en)) + 3
                return Sentence(text if text.endswith("؟") else f"{text}.", refs), length
        return None, 0

    def length(self, item: Item) -> int:
        """The words of an item in the longer language, with the offices of those whom it names."""
        offices = [office for id_ in self.people_in(item) if (office := self.office(id_, item.text))]
        both = ([item.text.ar, *(office.ar for office in offices)], [item.text.en, *(office.en for office in offices)])
        day = _WORDS_OF_A_DATE if isinstance(item, NextStep) else 0
        return day + max(sum(len(text.split()) for text in texts) for texts in both)

    def people_in(self, item: Item) -> list[str]:
        """The persons with an office whom a sentence names without it."""
        people = [
            person for person in self.record.participants if person.kind == "person" and (person.title or person.affiliation)
        ]
        return [
            person.id
            for person in people
            if self.is_named(person.id, item.text) and not (person.title and person.title.ar in item.text.ar)
        ]

    def office(self, id_: str, text: Bilingual) -> Bilingual | None:
        """The office of a person, and the body for which he speaks if neither the office nor the sentence tells."""
        person = self.people[id_]
        title = _without_addresses(person.title) if person.title else None
        body = self.people[person.affiliation] if person.affiliation else None
        if body is None or not (body.name.ar or body.name.en) or self.is_named(body.id, text):
            return title
        name = Bilingual(ar=body.name.ar or body.name.en or "", en=body.name.en or body.name.ar or "")
        if title is None:
            return name
        # «رئيس وفد المعارضة» needs no «وفد فصائل المعارضة» behind it, «وزير الداخلية» no «الحكومة»; four letters tell «الحكومي» as well.
        told, body_words = (
            {word.removeprefix("ال")[:4] for word in re.findall(r"\w{4,}", folded(ar))} for ar in (title.ar, name.ar)
        )
        if told & body_words or body_words == {"حكوم"}:
            return title
        return Bilingual(ar=f"{title.ar}، {name.ar}", en=f"{title.en}, {name.en}")

    def with_offices(self, item: Item, named: set[str]) -> Sentence:
        """The sentence of an item, each person at the first mention with his office; ``named`` are those mentioned before."""
        text, refs = self.words.said(item.text), self.known_refs(item.evidence)
        for id_ in self.people_in(item):
            office = self.words.text(self.office(id_, item.text))
            if id_ in named or office is None:
                continue
            named.add(id_)
            name = self.name(id_)
            text = text.replace(name, f"{name} ({office})", 1)
            refs = (*refs, *(number for number in self.known_refs(self.people[id_].evidence) if number not in refs))
        return Sentence(text, refs)

    def opening(self, event_refs: Refs, as_of: str) -> tuple[Sentence, int]:
        """The first sentence, and its words in the longer language."""
        record, final = self.record, self.record.final_statement
        parties = [person for person in record.participants if person.role == "party" and self.side(person.id) == person.id]
        named = [
            Bilingual(ar=person.name.ar or person.name.en or "", en=amid(person) or person.name.ar or "")
            for person in parties
            if person.name.ar or person.name.en
        ]
        issuers = final.issued_by if set(final.issued_by) != {person.id for person in parties} else []
        if len(parties) > MOST_PARTIES or len(named) < len(parties) or is_named_in(record.event, named):
            parties, named = [], []
        unsigned = final.not_signed_by if final.status in {"adopted", "draft"} else []
        texts = {}
        for language in LANGUAGES:
            maker = self if language == self.language else _Maker(record, language, self.words.notation)
            by, without = (maker.amid(people) for people in (issuers, unsigned))
            told = OutcomeTold(self.came_out, final.title, by, without)
            texts[language] = opening(record.event, named, told, as_of, maker.words)
        people = [*(person.id for person in parties), *(issuers if self.came_out == "issued" else [])]
        evidence = itertools.chain(self.evidence_of["status"], *(self.people[id_].evidence[:1] for id_ in people))
        if unsigned:
            evidence = itertools.chain(evidence, self.evidence_of["Not signed by"])
        refs = tuple(sorted({*event_refs, *self.known_refs(evidence)}))
        return Sentence(texts[self.language], refs), max(len(text.split()) for text in texts.values())

    def side(self, id_: str) -> str:
        """The delegation or party for which a participant speaks."""
        return speaks_for(id_, self.people)[-1]

    def glance(self, refs: Refs) -> tuple[Fact, ...]:
        """What is stated of the round, each fact with the quotations that say it; "not stated" has a list of its own."""
        record, event, words = self.record, self.record.event, self.words
        country = words.country(event.country) if event.country else None
        place = words.text(event.place)
        if place and country and country not in place:
            place = words.joined((place, country))

        def having(label: str, *roles: str) -> Fact:
            """Who has one of these roles, without those who are there for one who has it."""
            found = [person for person in record.participants if self.role_of(person) in roles]
            ids = {person.id for person in found}
            shown = [person for person in found if person.affiliation not in ids]
            known = self.known_refs(itertools.chain(*(person.evidence for person in shown)))
            return self.fact(label, self.names([person.id for person in shown]), known)

        def dated(label: str, when: When | None) -> Fact:
            if when is None:
                return self.fact(label, None)
            # Here no sentence stands in front: the reader has the words of the report, where they are of the language.
            told = when.known or (self.language == "en" and has_arabic(when.as_reported))
            return self.fact(label, words.when(when) if told else words.quoted(when.as_reported), self.saying(when.as_reported))

        final = record.final_statement
        stated = event.format != "not_stated"
        facts = [
            Fact(words.label("Event"), self.title(), refs),
            self.fact("Round", event.round and words.figures(event.round)),
            self.fact("Place", place or country, self.saying(event.place.ar) if event.place else ()),
            dated("Start", event.start),
            dated("End", event.end),
            self.fact("Format", words.word("format", event.format) if stated else None, self.saying("مباشر") if stated else ()),
            having("Host", "host"),
            having("Inviting parties", "inviting party"),
            having("Sponsors and guarantors", "sponsor", "guarantor", "supervisor"),
            having("Mediation", "mediator", "facilitator"),
            having("Parties", "party"),
            having("Absent or excluded", "absent"),
            self.fact(
                "Outcome document",
                words.word("outcome", self.came_out) if final.status != "not_stated" else None,
                self.known_refs(self.evidence_of["status"]),
            ),
            self.fact("In this brief", self.contents()),
        ]
        return tuple(fact for fact in facts if fact.stated)

    def saying(self, words: str) -> Refs:
        """The quotations about the event in which these words stand."""
        return self.known_refs(item for item in self.record.event.evidence if folded(words) in folded(item.quote))

    def contents(self) -> str:
        record, count = self.record, self.words.count
        counts = [
            ("%(n)s clause", "%(n)s clauses", len(record.final_statement.clauses)),
            ("%(n)s position", "%(n)s positions", len(record.statements)),
            ("%(n)s next step", "%(n)s next steps", len(record.next_steps)),
        ]
        told = [*self.tally("demand", record.demands), *self.tally("commitment", record.commitments)]
        return self.words.listed([*told, *(count(one, many, n) for one, many, n in counts if n)])

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
        told = [item for item in self.items.values() if not isinstance(item, Clause) and not is_first_hand(item)]
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
                ("Prepared by", readers or words.label("human readers")),
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


def _overlap(one: Evidence, other: Evidence) -> bool:
    """Whether two quotations share words of a source."""
    return one.source == other.source and one.start < other.end and other.start < one.end


def _says_the_same(one: Item, other: Item) -> bool:
    """Whether two items are one sentence of the report, told in the same words: «تنفي الجبهة ما قيل من أنها وافقت»."""
    return one.text.ar == other.text.ar and _overlap(one.evidence[0], other.evidence[0])


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


def _behind(heading: str) -> str:
    """A heading behind a colon: an English question word is no longer the first of its line."""
    return heading[:1].lower() + heading[1:] if re.match("(?:Whether|Who|What|When|Where|How|Which|The) ", heading) else heading


def _is_said_of(item: Demand | Commitment) -> str:
    """What an item is beside a demand or a pledge of its holder's own, for which it is empty.

    "denied"; "claimed" where only others tell of a commitment; "readiness" and "offer", by which nobody is bound yet.

    What a source without a name says that somebody promised is not that somebody's word either.
    """
    if item.status == "denied":
        return "denied"
    unnamed = item.attribution is not None and item.attribution.level == "unnamed"
    if isinstance(item, Demand):
        return ""
    if unnamed or item.status == "claimed":
        return "claimed"
    weight = undertaken(item) if item.status == "pledged" else ""
    return weight if weight in UNBOUND else ""


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


def _names(quote: str, title: str) -> bool:
    """Whether the words of a title stand in a quotation, in whatever case: «بياناً ختامياً»."""
    said, wanted = (
        {word.removeprefix("ال").removesuffix("ا") for word in re.findall(r"\w+", folded(text))} for text in (quote, title)
    )
    return wanted <= said


def _says_its_act(item: Statement) -> bool:
    """Whether the verb of a sentence tells its act already."""
    return any(cue.kind == "statement" and cue.lexeme.act == item.act for cue in find_cues(item.text.ar))


def _speaks_of(message: str, symbol: str) -> bool:
    """Whether a warning is about a document: it has its number."""
    return any(number in message for number in re.findall("[0-9]{3,}", symbol.partition("(")[0]))


def _tells_amount(text: Bilingual, amount: Money) -> bool:
    """Whether the sentences of both languages have the figure of an amount."""
    return all(any(abs(float(number.value) - amount.value) < 0.005 for number in numbers(said)) for said in (text.ar, text.en))


def _missing(record: Record) -> list[tuple[str, dict[str, str]]]:
    """What a reader would look for and the source does not give, as messages of the catalogue with their values.

    A conference of donors has no number and no format; who issued a document need not welcome it; and a source that says
    that no day was set for more has said so.
    """
    event, final = record.event, record.final_statement
    document, adopted = final.status in {"adopted", "draft"}, final.status == "adopted"
    roles = {participant.role for participant in record.participants}
    talks = not _is_of_donors(event)
    parties = {person.id for person in record.participants if person.role == "party" and person.affiliation is None}
    told = (*(source.text or "" for source in record.sources), *(evidence.quote for _, evidence in record.evidence()))
    none_set = any("موعد" in words and _tells_no_day_set(words) for words in told)
    checks = [
        ("the number of the round", talks and event.round is None),
        ("the place", event.place is None),
        ("the country", event.country is None),
        ("the date on which the round began", event.start is None),
        ("the date on which the round ended", event.end is None),
        ("whether the talks were direct or indirect", talks and event.format == "not_stated"),
        ("the host", "host" not in roles),
        ("a mediator or facilitator", talks and not roles & {"mediator", "facilitator"}),
        ("commitments", not record.commitments),
        ("whether a final statement was issued", final.status == "not_stated"),
        ("the title of the final statement", document and final.title is None),
        ("who issued the final statement", adopted and not final.issued_by),
        ("who read out the final statement", adopted and final.read_by is None),
        ("who signed the final statement", adopted and not final.signatories),
        ("clauses of the final statement", document and not final.clauses),
        ("positions of the parties on the final statement", document and not final.stances and not parties <= {*final.issued_by}),
        ("next steps", not record.next_steps and not none_set),
        ("the publisher of the report", any(source.publisher is None for source in record.sources)),
        ("the date of publication of the report", any(source.published is None for source in record.sources)),
    ]
    undated = [(_undated(step), {"id": step.id}) for step in record.next_steps if step.when is None]
    return [*((what, {}) for what, missing in checks if missing), *undated]


def _letters(text: str) -> str:
    return re.sub(r"\W", "", folded(text))


def _without_addresses(title: Bilingual) -> Bilingual | None:
    """An office without «الدكتور» and its like, where both languages have as many parts; ``None`` where nothing else is told."""
    ar, en = title.ar.split("، "), title.en.split(", ")
    if len(ar) != len(en):
        return title
    kept = [pair for pair in zip(ar, en, strict=True) if pair[0] not in _ADDRESSES]
    return Bilingual(ar="، ".join(one for one, _ in kept), en=", ".join(other for _, other in kept)) if kept else None


def _is_of_donors(event: Event) -> bool:
    return _OF_DONORS.search(folded(event.name.ar)) is not None or _OF_DONORS.search(event.name.en) is not None


@lru_cache(maxsize=8)  # asked for the brief of each language
def _tells_no_day_set(words: str) -> bool:
    return _NO_DAY_SET.search(folded(words)) is not None


def _undated(step: NextStep) -> str:
    """A next step without a date, by what it is."""
    words, english = folded(step.text.ar), step.text.en.casefold()
    if "جول" in words and "round" in english:
        return "the date of the new round"
    if re.search("اجتماع|لقاء", words) and "meeting" in english:
        return "the date of the next meeting"
    return "the date of next step %(id)s"
