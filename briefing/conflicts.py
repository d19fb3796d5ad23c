"""Contradicting accounts inside a record: kept as they are, attributed, and pointed out; none is preferred."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from briefing.arabic import fold
from briefing.figures import numbers
from briefing.record import Bilingual, Commitment, Conflict, Demand, Record, Statement

_ALIKE = 0.34  # share of the words of substance that two accounts of one thing have in common
_WORD = re.compile(r"[^\W\d_]{4,}")
_DENIALS = re.compile(r"\b(?:نفي|نفت|ينفي|تنفي|نافيا|نافيه|انكر|انكرت|لم|لن|ليس|ليست)\b")
_TALKS = re.compile(r"محادثات|مفاوضات|حوار|مشاورات|مباحثات|لقاء|تفاوض|جلس")
_DIRECT = re.compile(r"مباشر|وجها لوجه")
_INDIRECT = re.compile(r"غير (?:ال)?مباشر|(?:لم|لن|ليست|ليس) (?:\w+ ){0,3}(?:مباشر|وجها)|عبر وسيط|عبر الوسيط")

Item = Demand | Commitment | Statement


def find_conflicts(record: Record) -> list[Conflict]:
    """The conflicts that the items of a record show: opposed stances, a thing that one asserts and another denies, formats, counts."""
    return [*_stances(record), *_denials(record), *_formats(record), *_counts(record)]


def _stances(record: Record) -> Iterator[Conflict]:
    stances = record.final_statement.stances
    if {stance.stance for stance in stances} & {"rejects", "reserves"} and any(s.stance == "endorses" for s in stances):
        yield Conflict(
            about=Bilingual(ar="تباين المواقف من الوثيقة الختامية", en="Diverging stances on the outcome document"),
            items=list(dict.fromkeys(stance.participant for stance in stances)),
        )


def _denials(record: Record) -> Iterator[Conflict]:
    for one, other in _pairs([*record.demands, *record.commitments, *record.statements], record):
        if _denied(one) != _denied(other) and _alike(one, other, _ALIKE):
            yield Conflict(
                about=Bilingual(ar="روايتان متعارضتان عن الأمر نفسه", en="Contradicting accounts of the same matter"),
                items=[one.id, other.id],
            )


def _formats(record: Record) -> Iterator[Conflict]:
    """One says that the talks are direct, another that they are not."""
    told = [(item, _is_direct(item)) for item in record.statements]
    sides = {item.id: direct for item, direct in told}
    for one, other in _pairs([item for item, direct in told if direct is not None], record):
        if sides[one.id] != sides[other.id]:
            yield Conflict(
                about=Bilingual(ar="هل المحادثات مباشرة أم غير مباشرة", en="Whether the talks are direct or indirect"),
                items=[one.id, other.id],
            )


def _is_direct(item: Statement) -> bool | None:
    words = fold(item.evidence[0].quote).text
    if not _TALKS.search(words) or not _DIRECT.search(words):
        return None
    return _INDIRECT.search(words) is None and not item.negated and item.act != "REJECT"


def _counts(record: Record) -> Iterator[Conflict]:
    """Two tellers count the same thing differently."""
    for one, other in _pairs(record.statements, record):
        ours, theirs = _counted(one), _counted(other)
        if any(ours[noun] != theirs[noun] for noun in ours.keys() & theirs.keys()) and _alike(one, other, 0.0, least=1):
            yield Conflict(
                about=Bilingual(ar="أعداد متباينة للأمر نفسه", en="Differing counts of the same thing"), items=[one.id, other.id]
            )


def _counted(item: Item) -> dict[str, Decimal]:
    """What is counted (the noun behind a number, folded) and how many."""
    quote = item.evidence[0].quote
    found = {}
    for number in numbers(quote):
        if (noun := _WORD.match(fold(quote[number.end :]).text.lstrip())) and number.unit is None:
            found[_stem(noun.group())] = number.value
    return found


def _pairs(items: Sequence[Item], record: Record) -> Iterator[tuple[Item, Item]]:
    """Pairs of items that different sides tell."""
    sides = {participant.id: participant.affiliation or participant.id for participant in record.participants}

    def tellers(item: Item) -> set[str]:
        if item.reported_by is not None:
            return {sides[item.reported_by]}
        if item.attribution is not None and item.attribution.origin is not None:
            return {item.attribution.origin}
        return {sides[id_] for id_ in item.by}

    for one, other in itertools.combinations(items, 2):
        if not tellers(one) & tellers(other):
            yield one, other


def _denied(item: Item) -> bool:
    if isinstance(item, Statement):
        return item.negated or item.act == "REJECT" or _DENIALS.search(fold(item.evidence[0].quote).text) is not None
    return item.status in {"denied", "rejected"}


def _alike(one: Item, other: Item, share: float, *, least: int = 3) -> bool:
    ours, theirs = ({_stem(word) for word in _WORD.findall(fold(item.text.ar).text)} for item in (one, other))
    shared = ours & theirs
    return len(shared) >= least and len(shared) >= share * min(len(ours), len(theirs))


def _stem(word: str) -> str:
    """A word without its particles and the ending of an accusative, for comparing."""
    bare = re.sub(r"^(?:وال|بال|فال|كال|لل|ال|و|ب|ل)", "", word)
    return bare.removesuffix("ا") if len(bare) > 4 else bare
