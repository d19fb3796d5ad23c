"""What the bottom line of a brief tells of a record, and what has room first.

What came of the round comes before what anybody wants: the sum that was pledged in all, what a document that was adopted
decides, what the parties agreed on without one. Then what is open: what each party wants or none does, what is disputed.
Last what comes next, which has room before all that is open. Nothing second-hand, denied, withdrawn or merely claimed is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from briefing.arabic import folded
from briefing.binding import undertaken
from briefing.changes import alike
from briefing.figures import amount
from briefing.parity import negates
from briefing.record import Clause, Commitment, Demand, NextStep, Record, Statement

Item = Demand | Commitment | Clause | Statement | NextStep

_MOST_AGREED = 2
# Whose words are somebody else's, or nobody's: never the first thing that a reader is told.
SECOND_HAND = frozenset({"unnamed", "media"})
# «بلغت قيمة التعهدات», «إجمالي المساهمات»: of what all gave together, in folded spelling.
_IN_ALL = re.compile(r"(?<!\w)[وفب]?(?:[يت]?بلغ|وصل|[يت]صل|ناهز|تجاوز|فاق|[يت]قدر|قدر|اجمالي|مجموع|حصيل|قيم|حجم|جمع)\w*")
_OF_PLEDGES = re.compile(r"(?<!\w)[وفبل]?(?:ال)?(?:تعهدات|تبرعات|مساهمات|اسهامات|التزامات)(?!\w)")
# What two sides do when they come to terms; what they both merely hold is no agreement.
_AGREED = re.compile(r"(?<!\w)[وف]?(?:[يت]?تفق|اتفق|[يت]?توافق|[يت]?توصل|وافق|[يت]وافق|[يت]قبل)\w*")


@dataclass(frozen=True, slots=True)
class Priorities:
    """The items that may stand in a bottom line; of ``agreed`` and ``firm`` the first comes first."""

    totals: tuple[Item, ...]
    agreed: tuple[Item, ...]
    wanted: tuple[Item, ...]
    firm: tuple[Item, ...]
    steps: tuple[Item, ...]


def priorities(record: Record, side: Callable[[str], str]) -> Priorities:
    """What may be told of a record; ``side`` gives the party for which a participant speaks."""
    agreed = _agreed(record, side)
    wanted = _wanted(record, side)
    told = {item.id for item in (*agreed, *wanted)}
    firm = (item for item in record.commitments if is_firm(item) and item.id not in told)
    steps = [step for step in record.next_steps if is_first_hand(step)]
    dated = sorted((step for step in steps if step.when and step.when.known), key=_day)
    return Priorities(_totals(record)[:1], tuple(agreed), tuple(wanted), tuple(firm)[:1], tuple((dated or steps)[:1]))


def is_firm(item: Commitment) -> bool:
    """Whether a commitment was pledged by its holder, who did not only offer it or say that he is ready for it."""
    return item.status == "pledged" and undertaken(item) == "pledged" and is_first_hand(item)


def is_first_hand(item: Demand | Commitment | Statement | NextStep) -> bool:
    """Whether neither an unnamed source nor the report alone tells of an item."""
    return item.attribution is None or item.attribution.level not in SECOND_HAND


def _totals(record: Record) -> tuple[Item, ...]:
    """Where somebody tells how much was pledged in all."""
    statements = [item for item in record.statements if is_first_hand(item) and not item.negated]
    clauses = record.final_statement.clauses if record.final_statement.status == "adopted" else []
    told: list[Item] = [*statements, *clauses]
    return tuple(item for item in told if _is_total(item.text.ar))


def _is_total(text: str) -> bool:
    words = folded(text)
    return bool(_OF_PLEDGES.search(words) and _IN_ALL.search(words)) and not negates(text) and amount(text) is not None


def _agreed(record: Record, side: Callable[[str], str]) -> list[Item]:
    """What a document that was adopted decides, but for what comes next; without one, what two parties agreed on or pledged together."""
    final = record.final_statement
    if final.status == "adopted":
        ahead = [step.text.ar for step in record.next_steps]
        operative = (clause for clause in final.clauses if clause.operative)
        return list(islice((one for one in operative if not any(alike(one.text.ar, step) for step in ahead)), _MOST_AGREED))
    parties = _parties(record, side)
    told: list[Statement | Commitment] = [*record.statements, *record.commitments]
    joint = (item for item in told if len({side(id_) for id_ in item.by} & parties) > 1 and is_first_hand(item))
    return list(islice((item for item in joint if _is_agreement(item) and not negates(item.text.ar)), _MOST_AGREED))


def _is_agreement(item: Statement | Commitment) -> bool:
    if isinstance(item, Commitment):
        return item.status == "pledged"
    return item.act == "AGREE" and not item.negated and _AGREED.search(folded(item.text.ar)) is not None


def _wanted(record: Record, side: Callable[[str], str]) -> list[Item]:
    """For each party the first demand that stands, else one with a condition, a pledge, a position; none where nobody demands anything."""
    kinds: tuple[Sequence[Demand | Commitment | Statement], ...] = (
        [demand for demand in record.demands if demand.status == "standing"],
        [demand for demand in record.demands if demand.status == "conditional"],
        [commitment for commitment in record.commitments if commitment.status == "pledged"],
        record.statements,
    )
    found: dict[str, Item] = {}
    for party in (person.id for person in record.participants if person.role == "party" and side(person.id) == person.id):
        own = (item for items in kinds for item in items if party in map(side, item.by) and is_first_hand(item))
        if (item := next(own, None)) is not None:
            found[party] = item
    if not any(isinstance(item, Demand) for item in found.values()):
        return []
    # In the order of the record; what several want together is said once.
    order = [item.id for item in record.items()]
    return sorted({item.id: item for item in found.values()}.values(), key=lambda item: order.index(item.id))


def _parties(record: Record, side: Callable[[str], str]) -> set[str]:
    return {side(person.id) for person in record.participants if person.role == "party"}


def _day(item: NextStep) -> str:
    return item.when.known or "" if item.when else ""
