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
_DENIALS = re.compile(
    r"\b(?:نفي|نفت|ينفي|تنفي|نافيا|نافيه|انكر|انكرت|لم|لن|ليس|ليست|بلا|دون|بدون|فند|فندت|كذب|كذبت|غاب|غياب|لا صحه)\b"
)
_TALKS = re.compile(r"محادثات|مفاوضات|حوار|مشاورات|مباحثات|لقاء|تفاوض|جلس")
_DIRECT = re.compile(r"مباشر|وجها لوجه")
_INDIRECT = re.compile(r"غير (?:ال)?مباشر|(?:لم|لن|ليست|ليس) (?:\w+ ){0,3}(?:مباشر|وجها)|عبر وسيط|عبر الوسيط")

# When and where something is, as far as one of these words tells: days, months, and what follows "in".
_DAY = re.compile(
    r"(?<!\w)(?:ال(?:سبت|احد|اثنين|ثلاثاء|اربعاء|خميس|جمعه)|امس|اليوم|غدا|يناير|فبراير|مارس|ابريل|مايو|يونيو|يوليو|اغسطس|سبتمبر|اكتوبر|نوفمبر|ديسمبر"
    r"|كانون (?:الاول|الثاني)|شباط|اذار|نيسان|ايار|حزيران|تموز|اب|ايلول|تشرين (?:الاول|الثاني)|جانفي|فيفري|افريل|ماي|جوان|جويليه|اوت|دجنبر|غشت)(?!\w)"
)
_PLACE = re.compile(r"(?<!\w)(?:في|الي) (?:مدينه |العاصمه )?(\w{3,})(?: \w+)?[\s.،]*$")
_SAYS_IT_IS = 0.5  # share of the words that two accounts have in common where only one detail differs

Item = Demand | Commitment | Statement


def find_conflicts(record: Record) -> list[Conflict]:
    """The conflicts that the items of a record show: opposed stances, a thing that one asserts and another denies, formats, counts."""
    found = [*_stances(record), *_denials(record), *_formats(record), *_counts(record), *_details(record)]
    told: dict[tuple[str, ...], Conflict] = {}
    for conflict in found:
        told.setdefault(tuple(conflict.items), conflict)  # one pair is pointed out once, by what shows it best
    return list(told.values())


def _stances(record: Record) -> Iterator[Conflict]:
    stances = record.final_statement.stances
    if {stance.stance for stance in stances} & {"rejects", "reserves"} and any(s.stance == "endorses" for s in stances):
        yield Conflict(
            about=Bilingual(ar="تباين المواقف من الوثيقة الختامية", en="Diverging stances on the outcome document"),
            items=list(dict.fromkeys(stance.participant for stance in stances)),
        )


def _denials(record: Record) -> Iterator[Conflict]:
    items: list[Item] = [*record.demands, *record.commitments, *record.statements]
    denied = [item for item in items if _denied(item)]
    if not denied:
        return
    asserted = [item for item in items if not _denied(item)]
    stems = {item.id: _stems(item.text.ar) for item in items}
    roots = {item.id: _roots(item.evidence[-1].quote if len(item.evidence) == 1 else item.text.ar) for item in items}
    order = {item.id: number for number, item in enumerate(items)}
    for one, other in _told_apart(denied, asserted, record):
        shared = len(stems[one.id] & stems[other.id])
        alike = shared >= 3 and shared >= _ALIKE * min(len(stems[one.id]), len(stems[other.id]))
        common = roots[one.id] & roots[other.id]
        least = min(len(roots[one.id]), len(roots[other.id]))
        if alike or (_negates(one) and len(common) >= 2 and len(common) >= _OF_ROOTS * least):
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


# Who is counted after an attack or in prisons: two counts of them in one report are of the same people.
_TOLL = frozenset(["قتيل", "جريح", "مصاب", "مفقود", "مخطوف", "مختطف", "محتجز", "معتقل", "اسير", "ضحيه", "نازح"])


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
            alike = bool(same) or noun in _TOLL
            if int(one.id[1:]) < int(other.id[1:]) and values[one.id] != values[other.id] and alike:
                yield Conflict(
                    about=Bilingual(ar="أعداد متباينة للأمر نفسه", en="Differing counts of the same thing"),
                    items=[one.id, other.id],
                )


def _details(record: Record) -> Iterator[Conflict]:
    """Two tellers say the same of one thing, but for the day or the place."""
    dated = [(item, _detail(item)) for item in record.statements if not _denied(item)]
    some = [item for item, detail in dated if detail]
    details = {item.id: detail for item, detail in dated}
    by_stem: dict[str, list[Item]] = {}
    stems = {item.id: _stems(_said(item, record)) for item in some}
    seen: set[tuple[str, str]] = set()
    for item in some:
        for stem in stems[item.id]:
            by_stem.setdefault(stem, []).append(item)
    for items in by_stem.values():
        if len(items) > _COMMON:
            continue
        for one, other in _told_apart(items, items, record):
            pair = (one.id, other.id)
            if int(one.id[1:]) >= int(other.id[1:]) or pair in seen:
                continue
            seen.add(pair)
            kinds = {kind for kind in details[one.id] if kind in details[other.id]}
            shared = len(stems[one.id] & stems[other.id])
            same = shared >= 2 and shared >= _SAYS_IT_IS * min(len(stems[one.id]), len(stems[other.id]))
            if same and any(not details[one.id][kind] & details[other.id][kind] for kind in kinds):
                yield Conflict(
                    about=Bilingual(ar="روايتان متباينتان في الزمان أو المكان", en="Differing accounts of when or where"),
                    items=[one.id, other.id],
                )


_COMMON = 40  # statements that share a word; a word of more than that tells nothing of what they are about


def _detail(item: Item) -> dict[str, set[str]]:
    words = fold(item.evidence[0].quote).text
    found = {"day": set(_DAY.findall(words)), "place": set(_PLACE.findall(words)) - set(_DAY.findall(words))}
    return {kind: values for kind, values in found.items() if values}


def _said(item: Item, record: Record) -> str:
    """What is said, without the day and the place."""
    words = fold(item.evidence[0].quote).text
    return _PLACE.sub(" ", _DAY.sub(" ", words))


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


def _negates(item: Item) -> bool:
    """Whether an item denies that something is so; who rejects a thing does not deny it."""
    if isinstance(item, Statement) and item.negated:
        return True
    return _DENIALS.search(fold(item.evidence[0].quote).text) is not None or getattr(item, "status", "") == "denied"


def _stems(text: str) -> set[str]:
    return {_stem(word) for word in _WORD.findall(fold(text).text)}


_OF_ROOTS = 0.6
_EMPTY = frozenset(
    re.findall(
        r"\S+",
        "علي الي هذا هذه ذلك تلك التي الذي الذين بين عند لدي قبل بعد اثر عبر مثل غير دون بلا كان قد انه انها انهم اي كل لم لن ليس عدم وقد اما",
    )
)
_TELLING = re.compile(r"^[ين]?(?:نف|نكر|كد|قول|قال|علن|ضاف|وضح|ذكر|جلس[هت]?$)")


def _roots(text: str) -> set[str]:
    """The words of substance as their consonants, so that "حضر" and "حضوره" are one; without verbs of saying."""
    found = set()
    for word in re.findall(r"[^\W\d_]{3,}", fold(text).text):
        if word in _EMPTY:
            continue
        bare = re.sub(r"(?<=\w{3})(?:ها|هم|ه|ت|وا|ا|ان|ين|ون|ات)$", "", _stem(word))
        root = re.sub(r"[اويىءة]", "", bare)
        if len(root) >= 2 and not _TELLING.match(root):
            found.add(root)
    return found


def _stem(word: str) -> str:
    """A word without its particles and the ending of an accusative, for comparing."""
    bare = re.sub(r"^(?:وال|بال|فال|كال|لل|ال|و|ب|ل)", "", word)
    return bare.removesuffix("ا") if len(bare) > 4 else bare
