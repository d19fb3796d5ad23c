"""Contradicting accounts inside a record: kept as they are, attributed, and pointed out; none is preferred."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefing.arabic import fold, folded
from briefing.denials import Deed, Denial, Names, deeds_in, denial_in, is_near, roots_in, same_matter
from briefing.disputes import Item, counts_told, detail_told, matter_denied, stances_told
from briefing.figures import numbers
from briefing.record import Bilingual, Commitment, Conflict, Participant, Record, Stance, Statement, speaks_for

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


def find_conflicts(record: Record) -> list[Conflict]:
    """The conflicts that the items of a record show: opposed stances, a thing that one asserts and another denies, formats, counts."""
    found = [*_stances(record), *_denials(record), *_formats(record), *_counts(record), *_recounts(record), *_details(record)]
    told: dict[tuple[str, ...], Conflict] = {}
    for conflict in found:
        told.setdefault(tuple(conflict.items), conflict)  # one pair is pointed out once, by what shows it best
    return list(told.values())


def _stances(record: Record) -> Iterator[Conflict]:
    stances = record.final_statement.stances
    if any(_diverge(one, other) for one in stances for other in stances):
        yield Conflict(
            about=stances_told(stances, _people(record)),
            items=list(dict.fromkeys(stance.participant for stance in stances)),
        )


def _diverge(one: Stance, other: Stance) -> bool:
    """Whether one endorses what the other does not: the document, or the same part of it."""
    if one.stance != "endorses" or other.stance == "endorses":
        return False
    if one.participant == other.participant and (one.about is None) != (other.about is None):
        return False  # who welcomes the document but for a clause
    return one.about is None or other.about is None or folded(one.about.ar) == folded(other.about.ar)


def _denials(record: Record) -> Iterator[Conflict]:
    """What one asserts and another denies: of the same matter, and of what the same one did or pledged."""
    items: list[Item] = [*record.demands, *record.commitments, *record.statements]
    names = Names(_names(record))
    denials = [(item, denial) for item in items if (denial := _denial(item, names))]
    if not denials:
        return
    denying = {item.id for item, _ in denials}
    accounts = [
        _Account(item, deeds_in(_words(item)), roots_in(_words(item), names))
        for item in items
        if not isinstance(item, Statement) or (item.id not in denying and item.act != "REJECT")
    ]
    order = {item.id: number for number, item in enumerate(items)}
    sides, people = _sides(record), _people(record)
    persons = {one.id: one.name.ar.split()[-1] for one in record.participants if one.kind == "person" and one.name.ar}
    for one, denial in denials:
        for other in _said_by_whom(one, accounts, persons) or _contradicted(one, denial, accounts, sides):
            yield Conflict(
                about=matter_denied(other, people),
                items=sorted((one.id, other.id), key=order.__getitem__),
            )


@dataclass(frozen=True)
class _Account:
    """An item that asserts something: the acts that its words name and the roots of its matter."""

    item: Item
    deeds: frozenset[Deed]
    roots: frozenset[str]


# «نفت أن يكون فلان قد أدلى بهذا التصريح»: what is denied are words, whosever side he is of.
_OF_WORDS = re.compile(
    r"(?<!\w)(?:ادل[يت]|صرح|صدر عن|قال|صدور)\w*(?: \w+){0,4}? (?:[بل]?(?:مثل )?(?:هذا|هذه|ذلك|تلك)|[بل]?(?:ال)?(?:تصريح|كلام|قول|حديث))"
)


def _said_by_whom(one: Item, accounts: Sequence[_Account], persons: dict[str, str]) -> list[Item]:
    """The last account before a denial that rests on the words of whoever is said not to have spoken them."""
    words = fold(_words(one)).text
    if _OF_WORDS.search(words) is None:
        return []
    told = [
        account.item
        for account in accounts
        if account.item is not one
        and account.item.reported_by in persons
        and folded(persons[account.item.reported_by]) in words.split()
        and is_near(_end(account.item), one.evidence[0].start)
    ]
    return [max(told, key=_end)] if told else []


def _contradicted(one: Item, denial: Denial, accounts: Sequence[_Account], sides: dict[str, str]) -> list[Item]:
    """The items that a denial contradicts; one that points back, or denies all of a kind, is of what was told last before it."""
    mine = {sides[id_] for id_ in one.by}
    if quoted := [account.item for account in accounts if account.item is not one and _is_quoted_in(account.item, one)]:
        return quoted
    if nested := [account.item for account in accounts if _is_told_within(account.item, one, sides)]:
        return nested
    others = [account for account in accounts if account.item is not one and _is_told_by_others(account.item, mine, sides)]
    if not (denial.points_back or denial.of_all):
        return [account.item for account in others if _denies(denial, account, mine, sides)]
    start = one.evidence[0].start
    before = [account.item for account in others if _may_be_of(denial, account, mine, sides)]
    before = [item for item in before if _end(item) <= start and (is_near(_end(item), start) or not denial.points_back)]
    return [max(before, key=_end)] if before else []


def _is_told_by_others(item: Item, mine: set[str], sides: dict[str, str]) -> bool:
    """Whether an account is not the denying side's own; a pledge that is only claimed is told by somebody else, named or not."""
    return not mine & _tellers(item, sides) or (
        isinstance(item, Commitment) and item.status == "claimed" and item.reported_by is None
    )


def _denies(denial: Denial, account: _Account, mine: set[str], sides: dict[str, str]) -> bool:
    item = account.item
    same_deed = bool(denial.deeds & account.deeds)
    if isinstance(item, Statement):
        return same_matter(denial, account.roots, same_deed=False)
    if not mine & {sides[id_] for id_ in item.by} or item.status == "denied":
        return False  # what others refuse or have not done is no denial of what somebody wants or pledges
    return (same_deed and same_matter(denial, account.roots, same_deed=True)) or (
        isinstance(item, Commitment) and denial.future and same_matter(denial, account.roots, same_deed=False)
    )


def _may_be_of(denial: Denial, account: _Account, mine: set[str], sides: dict[str, str]) -> bool:
    """Whether a denial that names no matter can be of an account: it tells of the side that denies."""
    item = account.item
    charge = isinstance(item, Statement) and item.act == "ACCUSE"
    if denial.of_charge and "accusation" not in account.deeds:
        return False
    if charge and isinstance(item, Statement):
        return denial.points_back and (item.target is None or sides[item.target] in mine)
    about_me = bool(mine & {sides[id_] for id_ in item.by})
    return about_me and not denial.of_charge and (denial.points_back or bool(denial.deeds & account.deeds))


def _is_quoted_in(item: Item, denial: Item) -> bool:
    """Whether a denial quotes an account that others give: «نفت ما أوردته الصحيفة عن أن …»."""
    quote, told = denial.evidence[0], item.evidence[0]
    if isinstance(item, Statement) or not (quote.start < told.end and told.start < quote.end):
        return False
    return _WHAT_OTHERS_TELL.search(fold(quote.quote).text[:80]) is not None


def _is_told_within(item: Item, denial: Item, sides: dict[str, str]) -> bool:
    """Whether a denial quotes the account that it denies in front of itself: «التزمت بكذا، غير أن فلاناً سارع إلى تكذيب ذلك»."""
    if not (isinstance(item, Commitment) and isinstance(denial, Commitment)) or item.status == "denied" or item.by != denial.by:
        return False
    quote, told = denial.evidence[0], item.evidence[0]
    return quote.start <= told.start and told.end < quote.end and not _tellers(item, sides) & _tellers(denial, sides)


_WHAT_OTHERS_TELL = re.compile(
    r"(?<!\w)ما (?:كانت? )?(?:(?:[يت]|ا)?(?:ذكر|ورد|نشر|روج|شاع|شيع|زعم|قال|نقل|تداول|ذاع|ذيع|علن|دع)|تردد|[يت]?تردد|[يت]?قول|قيل)\w*"
)


def _end(item: Item) -> int:
    return item.evidence[0].end


def _words(item: Item) -> str:
    return " ".join(evidence.quote for evidence in sorted(item.evidence, key=lambda one: one.start))


def _denial(item: Item, names: Names) -> Denial | None:
    """What an item denies. A demand or pledge that is denied counts where the one who denies is the only one to tell of it."""
    if not isinstance(item, Statement):
        alone = item.status == "denied" and item.attribution is None
        return denial_in(_words(item), names) if alone else None
    denial = denial_in(_words(item), names)
    if denial is None:
        return None
    return denial if denial.outright or item.negated or item.act == "REJECT" else None


def _names(record: Record) -> Iterator[str]:
    """The words by which participants are named, which tell nothing of what an account is about."""
    for participant in record.participants:
        for form in (participant.name.ar, *participant.aliases):
            words = (form or "").split()
            yield form or ""
            if participant.kind == "person":
                yield from (word for word in words[-1:] if len(word) > 2)
            elif len(words) > 1:
                yield from (words[0], f"ال{words[0]}")


def _tellers(item: Item, sides: dict[str, str]) -> set[str]:
    if item.reported_by is not None:
        return {sides[item.reported_by]}
    if item.attribution is not None and item.attribution.origin is not None:
        return {item.attribution.origin}
    return {sides[id_] for id_ in item.by}


def _people(record: Record) -> dict[str, Participant]:
    return {participant.id: participant for participant in record.participants}


def _sides(record: Record) -> dict[str, str]:
    """Each participant with the body for which it speaks in the end: a spokesman of a ministry for the State."""
    people = _people(record)
    return {id_: speaks_for(id_, people)[-1] for id_ in people}


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
                    about=counts_told([(one, values[one.id]), (other, values[other.id])], _people(record)),
                    items=[one.id, other.id],
                )


# "They are 340", "the number exceeds 1,400": a count of what was counted just before.
_OF_THE_SAME = re.compile(r"(?<!\w)(?:[اب]?ان(?:هم|ها|هن)|العدد|عددهم|عددها)(?!\w)")
_JUST_BEFORE = 80  # characters


def _recounts(record: Record) -> Iterator[Conflict]:
    """One side counts, and the other counts the same again without naming it."""
    sides = _sides(record)
    counted = [(item, found) for item in record.statements if len(found := _whole_numbers(item)) == 1]
    for other, values in counted:
        if not _OF_THE_SAME.search(fold(other.evidence[0].quote).text):
            continue
        before = [one for one in counted if 0 <= other.evidence[0].start - _end(one[0]) <= _JUST_BEFORE]
        if not before:
            continue
        item, known = max(before, key=lambda one: _end(one[0]))
        apart = {sides[id_] for id_ in item.by}.isdisjoint(sides[id_] for id_ in other.by)
        if apart and known != values:
            told = counts_told([(item, min(known)), (other, min(values))], _people(record))
            yield Conflict(about=told, items=[item.id, other.id])


def _whole_numbers(item: Statement) -> set[Decimal]:
    return {number.value for number in numbers(item.evidence[0].quote) if number.unit is None}


def _details(record: Record) -> Iterator[Conflict]:
    """Two tellers say the same of one thing, but for the day or the place."""
    dated = [(item, _detail(item)) for item in record.statements if not _denied(item)]
    some = [item for item, detail in dated if detail]
    details = {item.id: detail for item, detail in dated}
    by_stem: dict[str, list[Item]] = {}
    stems = {item.id: _stems(_said(item)) for item in some}
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
            apart = [kind for kind in sorted(kinds) if not details[one.id][kind] & details[other.id][kind]]
            if same and apart:
                yield Conflict(about=detail_told(apart[0], [one, other], _people(record)), items=[one.id, other.id])


_COMMON = 40  # statements that share a word; a word of more than that tells nothing of what they are about


def _detail(item: Item) -> dict[str, set[str]]:
    words = fold(item.evidence[0].quote).text
    found = {"day": set(_DAY.findall(words)), "place": set(_PLACE.findall(words)) - set(_DAY.findall(words))}
    return {kind: values for kind, values in found.items() if values}


def _said(item: Item) -> str:
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
    sides = _sides(record)

    known = [(other, _tellers(other, sides)) for other in others]
    for one in some:
        mine = _tellers(one, sides)
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
