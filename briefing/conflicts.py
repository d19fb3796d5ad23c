"""Contradicting accounts inside a record: kept as they are, attributed, and pointed out; none is preferred."""

from __future__ import annotations

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
    items: list[Item] = [*record.demands, *record.commitments, *record.statements]
    stems = {item.id: _stems(item.text.ar) for item in items}
    denied = [item for item in items if _denied(item)]
    asserted = [item for item in items if not _denied(item)]
    order = {item.id: number for number, item in enumerate(items)}
    for one, other in _told_apart(denied, asserted, record):
        shared = len(stems[one.id] & stems[other.id])
        if shared >= 3 and shared >= _ALIKE * min(len(stems[one.id]), len(stems[other.id])):
            yield Conflict(
                about=Bilingual(ar="روايتان متعارضتان عن الأمر نفسه", en="Contradicting accounts of the same matter"),
                items=sorted((one.id, other.id), key=order.__getitem__),
            )


def _formats(record: Record) -> Iterator[Conflict]:
    """One says that the talks are direct, another that they are not."""
    direct = [item for item in record.statements if _is_direct(item) is True]
    indirect = [item for item in record.statements if _is_direct(item) is False]
    for one, other in _told_apart(direct, indirect, record):
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
    by_noun: dict[str, list[tuple[Statement, Decimal]]] = {}
    for item in record.statements:
        for noun, value in _counted(item).items():
            by_noun.setdefault(noun, []).append((item, value))
    for noun, counted in by_noun.items():
        values = {item.id: value for item, value in counted}
        items = [item for item, _ in counted]
        for one, other in _told_apart(items, items, record):
            same = (_stems(one.text.ar) & _stems(other.text.ar)) - {noun}
            if int(one.id[1:]) < int(other.id[1:]) and values[one.id] != values[other.id] and same:
                yield Conflict(
                    about=Bilingual(ar="أعداد متباينة للأمر نفسه", en="Differing counts of the same thing"),
                    items=[one.id, other.id],
                )


def _counted(item: Item) -> dict[str, Decimal]:
    """What is counted (the noun behind a number, folded) and how many."""
    quote = item.evidence[0].quote
    found = {}
    for number in numbers(quote):
        if (noun := _WORD.match(fold(quote[number.end :]).text.lstrip())) and number.unit is None:
            found[_stem(noun.group())] = number.value
    return found


def _told_apart(some: Sequence[Item], others: Sequence[Item], record: Record) -> Iterator[tuple[Item, Item]]:
    """Pairs of items, one of each list, that different sides tell."""
    sides = {participant.id: participant.affiliation or participant.id for participant in record.participants}

    def tellers(item: Item) -> set[str]:
        if item.reported_by is not None:
            return {sides[item.reported_by]}
        if item.attribution is not None and item.attribution.origin is not None:
            return {item.attribution.origin}
        return {sides[id_] for id_ in item.by}

    known = [(other, tellers(other)) for other in others]
    for one in some:
        mine = tellers(one)
        for other, theirs in known:
            if not mine & theirs:
                yield one, other


def _denied(item: Item) -> bool:
    if isinstance(item, Statement):
        return item.negated or item.act == "REJECT" or _DENIALS.search(fold(item.evidence[0].quote).text) is not None
    return item.status in {"denied", "rejected"}


def _stems(text: str) -> set[str]:
    return {_stem(word) for word in _WORD.findall(fold(text).text)}


def _stem(word: str) -> str:
    """A word without its particles and the ending of an accusative, for comparing."""
    bare = re.sub(r"^(?:وال|بال|فال|كال|لل|ال|و|ب|ل)", "", word)
    return bare.removesuffix("ا") if len(bare) > 4 else bare
