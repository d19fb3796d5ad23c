"""What an earlier record of the same talks said and a later one does not, and the other way round. Pure, by code alone.

Two reports word one demand in two ways, so items are aligned by who holds them and by the words of content that they share,
the likest pairs first. A pair that is missed is told as one new and one missing item, a wrong pair would hide a new demand:
so the bar is high. That something is missing from the later record says that it is not reported, never that it is given up.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from rapidfuzz import fuzz, process

from briefing.arabic import folded, western_digits
from briefing.record import Clause, Commitment, Demand, NextStep, Participant, Record

Compared = Demand | Commitment | Clause | NextStep
Kind = Literal["changed", "new", "missing", "reworded"]

# Shares of words: of two wordings of one demand at least this; «تسليم السلاح الثقيل» and «تسليم السلاح الخفيف» stay below.
_ALIKE = 0.7
_SAME_WORD = 75.0  # of 100: «محتجزًا» and «المحتجزين»
_PREFIX = re.compile(r"^(?:[وف]?[بلك]?ال|لل|[وف]?[بلك](?=\w{3}))")
_EMPTY = frozenset(
    ["عن", "من", "الي", "في", "علي", "ان", "وفد", "قد", "كان", "التي", "الذي", "هذا",
     "هذه", "ذلك", "بين", "مع", "او", "ثم", "بعد", "قبل", "كل", "اي"]
)  # fmt: skip
_NEGATIONS = frozenset(["لا", "لم", "لن", "ما", "عدم", "دون", "غير"])
_FIGURE = re.compile(r"[0-9]+(?:[.,/-][0-9]+)*")


@dataclass(frozen=True, slots=True)
class Difference:
    """An item that is ``new``, ``missing``, or paired and ``changed``: with another status, amount, date or figure than before.

    ``reworded`` is a pair of which each half has words that the other has not: whether it is the same, a reader must judge.
    """

    kind: Kind
    earlier: Compared | None
    later: Compared | None


def compare_records(earlier: Record, later: Record) -> tuple[Difference, ...]:
    """The differences in commitments, demands, clauses and next steps, each kind in the order of its record.

    What is changed comes before what is new, what is missing and what is worded otherwise. Positions are left out: each round has its own.
    """
    found: list[Difference] = []
    kinds: tuple[tuple[Sequence[Compared], Sequence[Compared]], ...] = (
        (earlier.final_statement.clauses, later.final_statement.clauses),
        (earlier.commitments, later.commitments),
        (earlier.demands, later.demands),
        (earlier.next_steps, later.next_steps),
    )
    names = _names(earlier), _names(later)
    for before, after in kinds:
        pairs = _aligned(before, after, names)
        for old, new in sorted(pairs.items(), key=lambda pair: pair[1]):
            if _told(before[old]) != _told(after[new]):
                found.append(Difference("changed", before[old], after[new]))
            elif min(_unshared(_words(before[old], names[0]), _words(after[new], names[1]))):
                found.append(Difference("reworded", before[old], after[new]))
        found += [Difference("new", None, item) for index, item in enumerate(after) if index not in pairs.values()]
        found += [Difference("missing", item, None) for index, item in enumerate(before) if index not in pairs]
    order = get_args(Kind)
    return tuple(sorted(found, key=lambda difference: order.index(difference.kind)))


def alike(first: str, second: str) -> bool:
    """Whether two Arabic sentences say much the same, whatever their verbs in front."""
    return _shared(_content(first), _content(second)) >= _ALIKE


def _aligned(
    before: Sequence[Compared], after: Sequence[Compared], names: tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]
) -> dict[int, int]:
    """Which item before is which one after, by their indexes: the likest pairs are joined first."""
    texts = [[_words(item, known) for item in items] for items, known in zip((before, after), names, strict=True)]
    holders = [[_holders(item, known) for item in items] for items, known in zip((before, after), names, strict=True)]
    likeness = []
    for old, first in enumerate(texts[0]):
        for new, second in enumerate(texts[1]):
            if not _same_holders(holders[0][old], holders[1][new]):
                continue
            score = _shared(first, second)
            if score >= _ALIKE:
                likeness.append((-score, old, new))
    pairs: dict[int, int] = {}
    for _, old, new in sorted(likeness):
        if old not in pairs and new not in pairs.values():
            pairs[old] = new
    return pairs


def _words(item: Compared, known: dict[str, frozenset[str]]) -> list[str]:
    """The words of content: without the verb in front, the holders' names, and figures, which may change."""
    names = {word for id_ in getattr(item, "by", ()) for name in known.get(id_, ()) for word in name.split()}
    return _content(item.text.ar, names)


def _content(text: str, names: Collection[str] = ()) -> list[str]:
    words = folded(text).replace(".", " ").replace("،", " ").split()
    kept = [
        _PREFIX.sub("", word)
        for word in (words[1:] if len(words) > 3 else words)
        if word not in _EMPTY and word not in names and not any(character.isdigit() for character in word)
    ]
    return kept or words


def _shared(first: Sequence[str], second: Sequence[str]) -> float:
    """Which share of the words of both have a partner in the other, 0 to 1."""
    return 1 - sum(_unshared(first, second)) / (len(first) + len(second))


def _unshared(first: Sequence[str], second: Sequence[str]) -> tuple[int, int]:
    """How many words of each have no partner in the other."""
    left = list(second)
    for word in first:
        best = process.extractOne(word, left, scorer=fuzz.ratio, score_cutoff=_SAME_WORD)
        if best is not None:
            left.pop(best[2])
    return len(first) - (len(second) - len(left)), len(left)


def _told(item: Compared) -> tuple[object, ...]:
    """What makes an item another than it was, though its words are much the same."""
    words = set(folded(item.text.ar).replace(".", " ").split())
    figures = (tuple(sorted(_FIGURE.findall(western_digits(item.text.ar)))), frozenset(words & _NEGATIONS))
    if isinstance(item, Demand):
        return (item.status, figures)
    if isinstance(item, Commitment):
        amount = item.amount and (item.amount.value, item.amount.currency)
        return (item.status, amount, item.deadline and item.deadline.value, figures)
    if isinstance(item, Clause):
        return (item.operative, figures)
    return (item.when and item.when.value, figures)


def _names(record: Record) -> dict[str, frozenset[str]]:
    """Every name by which a record knows a participant, folded, by id."""
    return {
        person.id: frozenset(folded(name).casefold() for name in (*_called(person), *person.aliases) if name)
        for person in record.participants
    }


def _called(person: Participant) -> tuple[str | None, ...]:
    """The names of a participant; of one without a name the title."""
    named = (person.name.ar, person.name.en)
    return named if any(named) or person.title is None else (person.title.ar, person.title.en)


def _holders(item: Compared, known: dict[str, frozenset[str]]) -> list[frozenset[str]]:
    return [known[id_] for id_ in item.by if id_ in known] if isinstance(item, Demand | Commitment) else []


def _same_holders(before: Iterable[frozenset[str]], after: Iterable[frozenset[str]]) -> bool:
    """Whether some holder of one is a holder of the other; of what nobody holds, always."""
    first, second = list(before), list(after)
    return (not first and not second) or any(one & other for one in first for other in second)
