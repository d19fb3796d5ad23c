"""A model that is right but for one thing: how many of its wrong answers get into a record unmarked.

Each item of the gold records (examples, held-out and those of the tests) is given wrongly in one way, all others rightly,
by a scripted model that insists when it is asked again; besides, wrong answers that were written by hand (``tests/whole_reports``,
``tests/gold_wordings.toml``). Caught is a wrong answer that was mended, refused, or is marked by
a warning on the item. ``python benchmarks/wrong_answers.py``; takes a minute or two.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from briefing.evaluation import Comparison, Gold, Item, items_of
from briefing.record import Participant, Record
from tests.cases import became
from tests.scripted import Answers, ScriptedModel, read
from tests.test_gold_answers import GOLD, answers, called
from tests.test_whole_reports import reworded, wordings, wrong_answers

KINDS = {"D": "demands", "C": "commitments", "T": "statements"}
_MARKS = {"holder_shown", "holder_near"}
Draft = dict[str, Any]


def another_holder(item: Item, draft: Draft, gold: Gold) -> Draft | None:
    """The same ascribed to a party of another side, in the English too."""
    by, affiliation = _by(item), {one.id: one.affiliation for one in gold.participants}

    def side(one: str) -> set[str | None]:
        return {one, affiliation.get(one)} - {None}

    strange = [
        one
        for one in gold.participants
        if one.role == "party"
        and one.name.en
        and one.id not in (getattr(item, "addressees", None) or [])
        and not any(side(one.id) & side(holder) for holder in by)
    ]
    if not by or not strange:
        return None
    other, english = strange[0], str(draft["en"])
    for holder in by:
        name = _name(gold, holder)
        form = next((form for form in (f"The {name}", f"the {name}", name) if name and form in english), "")
        english = (
            english.replace(form, f"{form[:4] if form[:4] in {'The ', 'the '} else ''}{other.name.en}", 1) if form else english
        )
    said_by = "none" if draft.get("said_by") == called(other) else draft.get("said_by", "none")
    return draft | {"by": [called(other)], "said_by": said_by, "en": english}


def another_kind(item: Item, draft: Draft, gold: Gold) -> Draft | None:
    """A demand given as a pledge, a pledge as a demand."""
    if draft["kind"] not in {"demand", "commitment"} or draft.get("status") in {"denied", "withdrawn", "rejected"}:
        return None
    names = " and ".join(_name(gold, one) for one in _by(item))
    if draft["kind"] == "demand":
        return draft | {"kind": "commitment", "status": None, "en": f"{names} pledges that {draft['en'].split(' that ', 1)[-1]}"}
    return draft | {"kind": "demand", "status": None, "en": f"{names} demands to {draft['en'].split(' to ', 1)[-1]}"}


def firmer(item: Item, draft: Draft, gold: Gold) -> Draft | None:
    """What was claimed, conditional, denied or withdrawn given as pledged or standing."""
    if draft.get("status") not in {"claimed", "conditional", "best_efforts", "denied", "withdrawn"}:
        return None
    return draft | {"status": "pledged" if draft["kind"] == "commitment" else "standing"}


def as_if_own(item: Item, draft: Draft, gold: Gold) -> Draft | None:
    """What another claims that somebody pledged given as pledged, and nobody as the one who says so."""
    if draft.get("status") != "claimed" or draft.get("said_by", "none") == "none":
        return None
    return draft | {"said_by": "none", "status": "pledged", "en": re.sub(r", according to [^,]+,", "", draft["en"])}


def _by(item: Item) -> list[str]:
    return list(getattr(item, "by", None) or [])


def _name(gold: Gold, holder: str) -> str:
    return next(_english(one) for one in gold.participants if one.id == holder)


def _english(one: Participant) -> str:
    return one.name.en or ""


def is_through(wrong: Draft, given: Item, both: Comparison, record: Record) -> bool:
    """Whether the wrong thing stands in the record, and no warning marks its item."""
    marked = {one.item for one in record.quality.warnings if one.code in _MARKS}
    for kind in KINDS.values():
        for found in items_of(record, kind):
            if both.evidence_similarity(given, found) < 0.5 or found.id in marked:
                continue
            same_kind = kind == KINDS[given.id[0]]
            if wrong["by"] != wrong["right_by"] and same_kind and both.holder_agreement(given, found) == 0:
                return True
            if (
                wrong["kind"] != wrong["right_kind"]
                and not same_kind
                and kind != "statements"
                and not _is_of_gold(found, kind, both)
            ):
                return True
            if (
                wrong.get("status") not in {None, wrong["right_status"]}
                and same_kind
                and getattr(found, "status", None) == wrong["status"]
            ):
                return True
    return False


def _is_of_gold(found: Item, kind: str, both: Comparison) -> bool:
    """Whether gold has an item of that kind with the same words: a condition is wanted where a pledge is made."""
    return any(both.evidence_similarity(one, found) >= 0.5 for one in items_of(both.gold, kind))


WAYS: dict[str, Callable[[Item, Draft, Gold], Draft | None]] = {
    "another holder": another_holder,
    "a demand as a pledge, a pledge as a demand": another_kind,
    "firmer than it is": firmer,
    "a claimed pledge as the holder's own": as_if_own,
}


def counts(way: Callable[[Item, Draft, Gold], Draft | None], paths: Sequence[Path]) -> Counter[str]:
    """How many wrong answers of one kind there are, and how many got through."""
    found: Counter[str] = Counter()
    for path in paths:
        gold = Gold.load(path)
        right, source = answers(gold), gold.sources[0]
        for place, item in enumerate(gold.items()):
            draft = dict(right.items[place])
            if item.id[0] not in KINDS or (wrong := way(item, draft, gold)) is None:
                continue
            given = {name: value for name, value in wrong.items() if value is not None}
            sheet = [*right.items[:place], given, *right.items[place + 1 :]]
            record = read(source.text, ScriptedModel(Answers(right.participants, sheet)), published=source.published)
            before = {"right_by": draft["by"], "right_kind": draft["kind"], "right_status": draft.get("status")}
            found["tried"] += 1
            found["through"] += is_through(wrong | before, item, Comparison(gold, record), record)
    return found


def by_hand() -> Iterator[tuple[str, Counter[str]]]:
    """Wrong answers that were written by hand: to whole reports, and gold items with words exchanged in the English."""
    became_of = Counter(became(wrong) for wrong in wrong_answers())
    yield "a wrong answer to one of eight whole reports", Counter(tried=became_of.total(), through=became_of["passed"])
    found: Counter[str] = Counter()
    for change in (*wordings("wrong"), *wordings("passes")):
        english, record = reworded(*change)
        found["tried"] += 1
        found["through"] += english in {item.text.en for item in record.items()}
    yield "English with words exchanged", found


def main() -> None:
    """Print the table."""
    print("| a model that insists on | answers | caught |\n| --- | ---: | ---: |")
    for name, found in (*((name, counts(way, GOLD)) for name, way in WAYS.items()), *by_hand()):
        caught = found["tried"] - found["through"]
        print(f"| {name} | {found['tried']} | {caught} ({caught / found['tried']:.0%}) |", flush=True)


if __name__ == "__main__":
    main()
