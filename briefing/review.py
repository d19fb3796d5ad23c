"""The record as the review page shows it: the reports with every span marked, and beside them everything to be judged.

One page serves both languages of the interface, so what is said in words is here in both. ``make_review`` decides,
``templates/review`` lays out, ``rendering`` brings them together. Text is plain; making it safe is the environment's work.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from briefing.arabic import script_of
from briefing.briefs import digest_of, make_brief
from briefing.corrections import EDITABLE, KINDS, REVIEWER, dated, digest, words
from briefing.grounding import ground
from briefing.labels import LANGUAGES, Labels, labels, quotation_marks
from briefing.notation import Notation
from briefing.record import (
    Clause,
    Event,
    Evidence,
    FinalStatement,
    NextStep,
    Part,
    Participant,
    Record,
    Rejected,
    Source,
    Stance,
    Statement,
)
from briefing.views import Brief, Fact, Line, Mark

# What the page's script says; the template's own labels it asks for itself.
SPOKEN = (
    "Accepted", "Corrected", "Rejected", "Not reviewed", "Was", "Reason", "Unsaved changes", "Saved", "Saved without your name: it can be given under “File…”.", "Nothing to save yet",
    "The Arabic text is empty or not in Arabic.", "The English text is empty or not in English.",
    "At least one holder is needed.", "A reason is needed in both languages.",
    "The numbers differ between Arabic and English.",
    "The holder changes: does the sentence still fit?", "A date is written 2017-01-23, 2017-01 or 2017.", "Date", "Copied", "Select the text and copy it.",
    "This file is not one of corrections.", "These corrections are for another record.", "Loaded: %(n)s", "Not loaded, since the item has changed: %(items)s",
    "%(item)s is rejected, but these items would lose whose they are: %(items)s. Correct or reject them too, or the corrections will be refused.",
    "%(n)s of %(all)s shown", "%(done)s of %(all)s reviewed", "These words support", "No item matches.", "All items are reviewed.",
)  # fmt: skip
# Why an item is rejected, most often: an offer, which a reviewer may reword.
REASONS = (
    "The quoted words do not say this.",
    "The item belongs to somebody else.",
    "It is neither a demand nor a commitment.",
    "It is about an earlier round.",
    "It repeats another item.",
    "The sentence misleads.",
)
_CONTEXTS = {
    "demand": "demand", "commitment": "commitment", "clause": "clause", "stance": "stance", "statement": "act",
    "participant": "role", "final_statement": "outcome",
}  # fmt: skip
_LONGEST_OFFER = 600
_NOT_QUOTED = frozenset({"grounding", "quote_verbatim"})  # checks whose reason is that the words are nowhere
_HEADING_MARK = re.compile(r"\s{0,3}#{1,6}\s+(?=\S)")
_EVIDENCE = TypeAdapter(list[Evidence])


@dataclass(frozen=True, slots=True)
class Both:
    """The same in the two languages of the interface."""

    ar: str
    en: str


@dataclass(frozen=True, slots=True)
class Place:
    """A quotation of an item: its words between ``marks`` and where they stand; ``mark`` is the first piece of text that is
    marked for it.
    """

    mark: str
    quote: str
    marks: tuple[str, str]
    source: str
    segment: int
    span: Both
    direction: str


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of an item in one language, besides its sentence."""

    language: str
    kind: str
    choice: str | None
    marks: tuple[Mark, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning, in both languages."""

    severity: str
    word: Both
    message: Both


@dataclass(frozen=True, slots=True)
class Card:
    """One part of the record: its name, its two sentences, its quotations. ``by`` are the holders, ``sides`` those too for
    whom they speak; ``status`` is what the filter by status looks for; ``earlier`` what a reviewer found before;
    ``called`` the title of a participant without a name.
    """

    key: str
    anchor: str
    kind: str
    ar: str | None
    en: str | None
    by: tuple[str, ...]
    sides: tuple[str, ...]
    status: str
    told: tuple[Told, ...]
    places: tuple[Place, ...]
    notices: tuple[Notice, ...]
    earlier: str | None
    called: Both | None


@dataclass(frozen=True, slots=True)
class Refused:
    """What a check or a reviewer refused, and its words where the reports have them."""

    key: str
    anchor: str
    kind: Both
    reason: Both
    offered: str
    by_reviewer: bool
    missing: bool  # what is offered is not in the reports, which the reason does not say already
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """Items that contradict each other."""

    about: Both
    items: tuple[tuple[str, str], ...]  # name and anchor


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that the same quotations cover; without ``owners`` it is plain, or what marks a heading (``kind``
    "marker"). ``mark`` is its anchor.
    """

    text: str
    mark: str | None = None
    owners: tuple[str, ...] = ()
    spans: tuple[int, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A report, line by line; of one that the record does not carry, the quotations."""

    source: Source
    title: Both
    facts: tuple[tuple[Fact, ...], ...]  # for each language
    language: str
    direction: str
    lines: tuple[tuple[Piece, ...], ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a filter."""

    value: str
    word: Both


@dataclass(frozen=True)
class Review:
    """The review page. ``briefs`` are the views of the same record in Arabic and in English; ``data`` is for its script."""

    briefs: tuple[Brief, ...]
    texts: tuple[Text, ...]
    groups: tuple[tuple[Both, tuple[Card, ...]], ...]
    refused: tuple[Refused, ...]
    disputes: tuple[Dispute, ...]
    notices: tuple[Notice, ...]
    names: dict[str, Both]
    kinds: tuple[Option, ...]
    parties: tuple[Option, ...]
    statuses: tuple[tuple[Both, tuple[Option, ...]], ...]
    data: str


def make_review(record: Record, notation: Notation | None = None) -> Review:
    """The review page of a record; the same for the same record. ``notation`` is how its labels write dates and figures."""
    return _Maker(record, notation).review()


class _Maker:
    def __init__(self, record: Record, notation: Notation | None) -> None:
        self.record = record
        self.parts = record.parts()
        self.people = {person.id: person for person in record.participants}
        self.words: tuple[Labels, ...] = tuple(labels(language, notation) for language in LANGUAGES)
        digest = digest_of(record)
        self.briefs = tuple(make_brief(record, language, notation, digest=digest) for language in LANGUAGES)
        self.lines = [_lines(brief) for brief in self.briefs]
        self.rows = [{row.id: row for row in brief.participants} for brief in self.briefs]
        self.names = {id_: Both(*(rows[id_].name for rows in self.rows)) for id_ in self.people}
        self.texts = {source.id: source.text for source in record.sources}
        self.refusals = [(f"X{number}", entry) for number, entry in enumerate(record.quality.rejected, 1)]
        self.kind_of = {key: KINDS[type(part)] for key, part in self.parts.items()}
        self.kind_of |= {key: "refused" for key, _ in self.refusals}
        # Every quotation: whose it is, where it stands. Those of one owner are together, from ``begins`` on.
        self.spans = [(key, evidence) for key, part in self.parts.items() for evidence in part.evidence]
        self.spans += [(key, evidence) for key, entry in self.refusals for evidence in self.found(entry)]
        self.begins: dict[str, int] = {}
        for number, (owner, _) in enumerate(self.spans):
            self.begins.setdefault(owner, number)
        self.firsts: dict[int, str] = {}
        self.marks = itertools.count(1)
        self.warned: dict[str, list[Notice]] = {}
        for warning in record.quality.warnings:
            notice = Notice(
                warning.severity,
                self.both("severity", warning.severity),
                Both(warning.message.ar, warning.message.en),
            )
            self.warned.setdefault(warning.item if warning.item in self.parts else "", []).append(notice)
        self.earlier = {
            entry.item: entry.action for entry in record.provenance.corrections if entry.action in {"accepted", "corrected"}
        }

    def review(self) -> Review:
        texts = tuple(map(self.text, self.record.sources))
        cards = [self.card(key, part) for key, part in self.parts.items()]
        groups = [
            (self.labelled(title), tuple(card for card in cards if card.kind in kinds))
            for title, kinds in (
                ("The round", ("event",)),
                ("Participants", ("participant",)),
                ("Demands", ("demand",)),
                ("Commitments", ("commitment",)),
                ("Final statement", ("final_statement", "clause", "stance")),
                ("Positions", ("statement",)),
                ("Next steps", ("next_step",)),
            )
        ]
        holders = {id_ for card in cards for id_ in card.sides}
        return Review(
            briefs=self.briefs,
            texts=texts,
            groups=tuple(group for group in groups if group[1]),
            refused=tuple(self.refused(key, entry) for key, entry in self.refusals),
            disputes=tuple(self.disputes()),
            notices=tuple(self.warned.get("", ())),
            names=self.names,
            kinds=tuple(Option(kind, self.both("item", kind)) for kind in dict.fromkeys(card.kind for card in cards)),
            parties=tuple(Option(id_, name) for id_, name in self.names.items() if id_ in holders),
            statuses=tuple(self.statuses(cards)),
            data=self.data(cards),
        )

    def both(self, context: str, value: str) -> Both:
        return Both(*(words.word(context, value) for words in self.words))

    def labelled(self, message: str) -> Both:
        return Both(*(words.label(message) for words in self.words))

    # The reports

    def found(self, entry: Rejected) -> Iterator[Evidence]:
        """Where the words of something refused stand, as far as the reports have them."""
        if entry.check == REVIEWER:
            try:
                places = _EVIDENCE.validate_python(entry.draft.get("evidence") or [])
            except ValidationError:
                return  # somebody has written into the record by hand; its words are told all the same
            for evidence in places:
                text = self.texts.get(evidence.source)
                if text is None or text[evidence.start : evidence.end] == evidence.quote:
                    yield evidence
            return
        quotes = [entry.draft.get(name) for name in ("quote", "words")]
        for quote in quotes:
            if not isinstance(quote, str) or not quote.strip():
                continue
            for source, text in self.texts.items():
                if text is None:
                    continue
                start = text.find(quote)
                span = (start, start + len(quote)) if start >= 0 else None
                if span is None and (found := ground(quote, text)):
                    span = (found.start, found.end)
                if span is not None:
                    yield Evidence(source=source, segment=1, start=span[0], end=span[1], quote=text[slice(*span)])
                    return

    def text(self, source: Source) -> Text:
        arabic = source.language.lower().startswith("ar")
        if source.text is None:
            lines = tuple(self.apart(source.id))
        else:
            lines = tuple(_by_line(self.pieces(source.id, source.text)))
        notes = [next(note for note in brief.sources if note.id == source.id) for brief in self.briefs]
        return Text(
            source=source,
            title=Both(*(note.title for note in notes)),
            facts=tuple(note.facts for note in notes),
            language=source.language if re.fullmatch("[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*", source.language) else "und",
            direction="rtl" if arabic else "ltr",
            lines=lines,
            complete=source.text is not None,
        )

    def pieces(self, source: str, text: str) -> Iterator[Piece]:
        """The text cut wherever a quotation begins or ends; nothing is left out."""
        edges: dict[int, tuple[list[int], list[int]]] = {}
        for number, (_, evidence) in enumerate(self.spans):
            if evidence.source == source:
                edges.setdefault(evidence.start, ([], []))[0].append(number)
                edges.setdefault(evidence.end, ([], []))[1].append(number)
        open_: dict[int, None] = {}
        position = 0
        for edge in sorted(edges):
            if edge > position:
                yield self.piece(text[position:edge], list(open_))
                position = edge
            begun, ended = edges[edge]
            for number in ended:
                open_.pop(number, None)
            open_ |= dict.fromkeys(begun)
        if position < len(text):
            yield self.piece(text[position:], [])

    def piece(self, text: str, numbers: list[int]) -> Piece:
        if not numbers:
            return Piece(text)
        mark = f"m{next(self.marks)}"
        # The shortest first: it is what a click means.
        numbers.sort(key=lambda number: (len(self.spans[number][1].quote), number))
        for number in numbers:
            self.firsts.setdefault(number, mark)
        owners = tuple(dict.fromkeys(self.spans[number][0] for number in numbers))
        return Piece(text, mark, owners, tuple(numbers), self.kind_of[owners[0]])

    def apart(self, source: str) -> Iterator[tuple[Piece, ...]]:
        """The quotations of a report that the record does not carry, each on its own, in the order of their places."""
        numbered = [(evidence.start, number) for number, (_, evidence) in enumerate(self.spans) if evidence.source == source]
        for _, number in sorted(numbered):
            yield (self.piece(self.spans[number][1].quote, [number]),)

    def places(self, key: str) -> Iterator[Place]:
        for number in range(self.begins.get(key, len(self.spans)), len(self.spans)):
            owner, item = self.spans[number]
            if owner != key:
                return
            latin = script_of(item.quote) == "latin"
            marks = quotation_marks(item.quote, arabic=not latin)
            span = Both(*(word.label("characters %(start)s–%(end)s", start=item.start, end=item.end) for word in self.words))
            direction = "ltr" if latin else "rtl"
            # A quotation from a report of which the record knows nothing is marked nowhere.
            yield Place(self.firsts.get(number, ""), item.quote, marks, item.source, item.segment, span, direction)

    # What is to be judged

    def card(self, key: str, part: Part) -> Card:
        text = words(part)
        by: tuple[str, ...] = tuple(getattr(part, "by", ()))
        if isinstance(part, Stance):
            by = (part.participant,)
        if isinstance(part, FinalStatement):
            by = tuple(part.issued_by)
        concerned = (part.id,) if isinstance(part, Participant) else by
        kind, chosen = self.kind_of[key], _chosen(part)
        return Card(
            key=key,
            anchor=_anchor(key),
            kind=kind,
            ar=text.ar,
            en=text.en,
            by=by,
            sides=tuple(dict.fromkeys(side for id_ in concerned for side in self.sides(id_))),
            status=f"{kind}.{chosen}" if chosen else "",
            told=tuple(self.told(number, key, part) for number in range(len(LANGUAGES))),
            places=tuple(self.places(key)),
            notices=tuple(self.warned.get(key, ())),
            earlier=self.earlier.get(key),
            called=self.names[key] if isinstance(part, Participant) and not (text.ar or text.en) else None,
        )

    def told(self, number: int, key: str, part: Part) -> Told:
        words_, line = self.words[number], self.lines[number].get(key)
        kind, chosen = self.kind_of[key], _chosen(part)
        choice = words_.word(_CONTEXTS[kind], chosen) if chosen else None
        made_by = words_.label("Made by")
        if isinstance(part, Participant):
            row = self.rows[number][key]
            pairs = (
                ("Kind", row.kind),
                ("Title", row.title),
                ("Affiliation", row.affiliation),
                ("As reported", row.reported_label),
            )
            facts = tuple(Fact(words_.label(label), value) for label, value in pairs if value)
            # The role in the form that fits the participant: a State is the host, a person is there for the host.
            return Told(LANGUAGES[number], words_.word("item", kind), row.role, (), facts)
        if isinstance(part, Event):
            told = {words_.label(label) for label in ("Round", "Place", "Start", "End", "Format")}
            facts = tuple(fact for fact in self.briefs[number].glance if fact.label in told)
        elif isinstance(part, FinalStatement):
            facts = tuple(fact for fact in self.briefs[number].outcome.facts[1:] if fact.stated)
        else:
            facts = tuple(fact for fact in line.facts if fact.label != made_by) if line else ()
        marks = tuple(mark for mark in line.marks if mark.text != choice) if line else ()
        if isinstance(part, Stance) and part.about is not None:
            marks = (Mark("part", words_.label("on a part of the document")),)
        return Told(LANGUAGES[number], words_.word("item", kind), choice, marks, facts)

    def sides(self, id_: str) -> Iterator[str]:
        """A participant and those for whom he speaks."""
        seen: set[str] = set()
        while id_ not in seen:
            seen.add(id_)
            yield id_
            id_ = self.people[id_].affiliation or id_

    def refused(self, key: str, entry: Rejected) -> Refused:
        offered = json.dumps(entry.draft, ensure_ascii=False, sort_keys=True)
        for name in ("quote", "text", "words", "name"):
            value = entry.draft.get(name)
            if isinstance(value, dict):
                value = " / ".join(str(part) for part in value.values() if part)
            if isinstance(value, str) and value.strip():
                offered = value
                break
        places = tuple(self.places(key))
        return Refused(
            key=key,
            anchor=_anchor(key),
            kind=self.both("item", entry.kind),
            reason=Both(entry.reason.ar, entry.reason.en),
            offered=offered if len(offered) <= _LONGEST_OFFER else f"{offered[:_LONGEST_OFFER]}…",
            by_reviewer=entry.check == REVIEWER,
            missing=not places and entry.check not in _NOT_QUOTED,
            places=places,
        )

    def disputes(self) -> Iterator[Dispute]:
        for conflict in self.record.conflicts:
            named = []
            for id_ in conflict.items:
                stance = f"final_statement.stances.{id_}"
                named.append((id_, _anchor(stance if stance in self.parts else id_)))
            yield Dispute(Both(conflict.about.ar, conflict.about.en), tuple(named))

    def statuses(self, cards: Sequence[Card]) -> Iterator[tuple[Both, tuple[Option, ...]]]:
        for kind, context in _CONTEXTS.items():
            values = dict.fromkeys(card.status for card in cards if card.kind == kind and card.status)
            options = tuple(Option(value, self.both(context, value.partition(".")[2])) for value in values)
            if options:
                yield self.both("item", kind), options

    # For the page's script

    def data(self, cards: Sequence[Card]) -> str:
        """What the script has to know, as JSON of which nothing can end the element that it stands in."""
        items = []
        for card in cards:
            part = self.parts[card.key]
            fields = EDITABLE[type(part)]
            choice = next((name for name, values in fields.items() if values), None)
            item: dict[str, Any] = {
                "key": card.key,
                "anchor": card.anchor,
                "kind": card.kind,
                "digest": digest(part),
                "words": {"ar": card.ar, "en": card.en},
                "edits": next((name for name in ("name", "text", "about") if getattr(part, name, None) is not None), None),
                "by": list(card.by) if "by" in fields else None,
                "choice": choice,
                "value": getattr(part, choice) if choice else None,
                "date": when.value or "" if (when := dated(part)[0]) else None,
                # Who cannot be rejected while this stands.
                "needs": [id_ for id_ in (getattr(part, "reported_by", None), getattr(part, "participant", None)) if id_],
            }
            items.append(item)
        choices: dict[str, list[list[Any]]] = {}
        for type_, fields in EDITABLE.items():
            kind = KINDS[type_]
            for values in fields.values():
                if values:
                    shown = [_nature(value) if isinstance(value, bool) else value for value in values]
                    words_ = [self.both(_CONTEXTS[kind], word) for word in shown]
                    choices[kind] = [[value, word.ar, word.en] for value, word in zip(values, words_, strict=True)]
        data = {
            "sources": [{"id": source.id, "sha256": source.sha256} for source in self.record.sources],
            "items": items,
            "choices": choices,
            "names": {id_: {"ar": name.ar, "en": name.en} for id_, name in self.names.items()},
            "reasons": [{"ar": reason.ar, "en": reason.en} for reason in (self.labelled(text) for text in REASONS)],
            "eastern": self.words[0].notation.digits == "eastern",
            "labels": {words_.language: {text: words_.label(text) for text in SPOKEN} for words_ in self.words},
        }
        text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
        return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _lines(brief: Brief) -> dict[str, Line]:
    """The lines of a brief by the name of the part that they are about."""
    groups = (*brief.demands, *brief.commitments, *brief.positions)
    lines = {line.id: line for group in groups for line in group.lines}
    return lines | {line.id: line for line in (*brief.outcome.clauses, *brief.next_steps)}


def _chosen(part: Part) -> str | None:
    """The value by which items of a kind are told apart: status, act, role."""
    if isinstance(part, Clause):
        return _nature(part.operative)
    if isinstance(part, Event | NextStep):
        return None
    if isinstance(part, Statement):
        return part.act
    if isinstance(part, Participant):
        return part.role
    return part.stance if isinstance(part, Stance) else part.status


def _nature(operative: bool) -> str:
    return "operative" if operative else "reaffirmation"


def _anchor(key: str) -> str:
    return f"i-{re.sub('[._]', '-', key)}"


def _by_line(pieces: Iterable[Piece]) -> Iterator[tuple[Piece, ...]]:
    """Pieces of a text parted at its line ends, which stay with the line that they end; what marks a heading is one of its own."""
    line: list[Piece] = []
    for piece in pieces:
        mark = piece.mark
        for part in re.findall(r"[^\n]*\n|[^\n]+", piece.text):
            heading = None if line or piece.owners else _HEADING_MARK.match(part)
            if heading:
                line.append(Piece(heading.group(), kind="marker"))
                part = part[heading.end() :]
            if part:
                line.append(Piece(part, mark, piece.owners, piece.spans, piece.kind))
            mark = None  # an anchor is in one place
            if part.endswith("\n"):
                yield tuple(line)
                line = []
    if line:
        yield tuple(line)
