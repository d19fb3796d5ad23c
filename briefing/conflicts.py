"""Contradicting accounts inside a record: kept as they are, attributed, and pointed out; none is preferred."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.arabic import fold
from briefing.record import Bilingual, Commitment, Conflict, Demand, Record, Statement

_ALIKE = 0.34  # share of the words of substance that two accounts of one thing have in common
_WORD = re.compile(r"[^\W\d_]{4,}")
_DENIALS = re.compile(r"\b(?:نفي|نفت|ينفي|تنفي|نافيا|نافيه|لم|لن|ليس|ليست|لا)\b")

Item = Demand | Commitment | Statement


def find_conflicts(record: Record) -> list[Conflict]:
    """The conflicts that the items of a record show: opposed stances, and a thing that one asserts and another denies."""
    return [*_stances(record), *_denials(record)]


def _stances(record: Record) -> Iterator[Conflict]:
    stances = record.final_statement.stances
    if {stance.stance for stance in stances} & {"rejects", "reserves"} and any(s.stance == "endorses" for s in stances):
        yield Conflict(
            about=Bilingual(ar="تباين المواقف من الوثيقة الختامية", en="Diverging stances on the outcome document"),
            items=list(dict.fromkeys(stance.participant for stance in stances)),
        )


def _denials(record: Record) -> Iterator[Conflict]:
    sides = {participant.id: participant.affiliation or participant.id for participant in record.participants}
    items: list[Item] = [*record.demands, *record.commitments, *record.statements]
    for number, one in enumerate(items):
        for other in items[number + 1 :]:
            if {sides[id_] for id_ in one.by} & {sides[id_] for id_ in other.by}:
                continue
            if _denied(one) != _denied(other) and _alike(one, other):
                yield Conflict(
                    about=Bilingual(ar="روايتان متعارضتان عن الأمر نفسه", en="Contradicting accounts of the same matter"),
                    items=[one.id, other.id],
                )


def _denied(item: Item) -> bool:
    if isinstance(item, Statement):
        return item.negated or item.act == "REJECT" or _DENIALS.search(fold(item.evidence[0].quote).text) is not None
    return item.status in {"denied", "rejected"}


def _alike(one: Item, other: Item) -> bool:
    ours, theirs = (set(_WORD.findall(fold(item.text.ar).text)) for item in (one, other))
    stems = [{re.sub(r"^(?:وال|بال|فال|لل|ال|و|ب|ل)", "", word) for word in words} for words in (ours, theirs)]
    shared = stems[0] & stems[1]
    return len(shared) >= 3 and len(shared) >= _ALIKE * min(len(stems[0]), len(stems[1]))
