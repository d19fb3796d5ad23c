"""The hard cases as data: ``tests/hard_cases/NN-*.toml``, what is right in each, and what must never come out of it.

A case has examples. An example has a report (``text``, ``published``), what a reader would answer (``people``, ``right``,
``frame``), what the record must then hold (``record``, on an item or on the example), and wrong answers (``wrong``): each
changes an item (``item``, counted from 1), adds one (``add``), or replaces ``people`` or ``frame``, and says how it is
``caught``: by the name of a check, or "mended" where the record comes out right nevertheless.
"""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from typing import Any, Literal

from briefing.arabic import folded
from briefing.evaluation import Gold
from briefing.grounding import TextIndex
from briefing.record import Clause, Commitment, Demand, NextStep, Participant, Record, Statement
from briefing.source import report_from_text
from briefing.wording import dated
from tests.conftest import ROOT
from tests.scripted import FRAME, Answers, ScriptedModel, read

FOLDER = ROOT / "tests" / "hard_cases"
REPORTS = ROOT / "tests" / "whole_reports"
Item = Demand | Commitment | Clause | Statement | NextStep
KINDS = {Demand: "demand", Commitment: "commitment", Clause: "clause", Statement: "statement", NextStep: "next_step"}
_WRONG_ONLY = {"why", "item", "caught", "passes", "add", "people", "frame", "drop"}


@dataclass(frozen=True, eq=False)
class Example:
    """One report of a case, with its right answer."""

    case: int
    number: int
    text: str
    published: str | None
    people: list[dict[str, Any]]
    right: list[dict[str, Any]]
    frame: dict[str, Any]
    record: dict[str, Any]
    wrong: list[dict[str, Any]] = field(default_factory=list)
    lean: bool = True

    def __str__(self) -> str:
        return f"{self.case:02}-{self.number}"


@dataclass(frozen=True, eq=False)
class Wrong:
    """One wrong answer to an example."""

    example: Example
    number: int
    change: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.example}-w{self.number}"

    @property
    def caught(self) -> set[str]:
        """The names of the checks that catch it, or "mended"."""
        caught = self.change["caught"]
        names = {caught} if isinstance(caught, str) else set(caught)
        # A holder is set right by rule, and then the sentence that names another is refused: both are told.
        return names | {"holder_english", "holder_object"} if "holder_subject" in names else names

    def answers(self, *, stubborn: bool) -> Answers:
        """The wrong answer; asked again, the model insists on it or (not ``stubborn``) gives the right one."""
        example, change = self.example, self.change
        items = copy.deepcopy(example.right)
        changed = {name: value for name, value in change.items() if name not in _WRONG_ONLY}
        if "item" in change:
            items[change["item"] - 1] |= changed
        if "drop" in change:
            del items[change["drop"] - 1]
        items += [dict(entry) for entry in change.get("add", [])]
        wrong_english = changed.get("en", "") if stubborn and "item" in change else ""
        right = right_answers(example)

        def english(sentence: str) -> str:
            best = _likest(sentence, items)
            if wrong_english and best is items[change["item"] - 1]:
                return wrong_english
            return str(_likest(sentence, example.right).get("en", "")) if example.right else "It is so."

        return Answers(
            participants=[{"title": "", "en": ""} | person for person in change.get("people", example.people)],
            items=items,
            frame=example.frame | _framed(change["frame"]) if "frame" in change else example.frame,
            again=None if stubborn else right.items,
            english=english,
        )


@dataclass(frozen=True)
class Case:
    """A kind of sentence that reports of negotiations contain."""

    number: int
    title: str
    rule: str
    examples: tuple[Example, ...]


@lru_cache(maxsize=1)
def cases() -> tuple[Case, ...]:
    """All cases, in order."""
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        found.append(
            Case(
                data["number"],
                data["title"],
                data["rule"],
                tuple(_example(data["number"], number, entry) for number, entry in enumerate(data["example"], 1)),
            )
        )
    return tuple(found)


@lru_cache(maxsize=1)
def whole_reports() -> dict[str, Example]:
    """Whole reports, each with many right answers and wrong ones, by the names of their files.

    They are written as the examples of the hard cases are. An item may have further English sentences that are right
    (``also``); a wrong answer does not say how it is caught, but ``passes`` where nothing tells it from a right one so far.
    """
    paths = sorted(REPORTS.glob("*.toml"))
    return {
        path.stem: _example(0, number, tomllib.loads(path.read_text(encoding="utf-8"))) for number, path in enumerate(paths, 1)
    }


def became(wrong: Wrong) -> Literal["refused", "mended", "marked", "passed"]:
    """What became of a wrong answer to a whole report, though the model insists on it.

    It is mended where the record is right but for the English words, marked where a warning on the item tells the reader.
    """
    right, _ = answer(wrong.example)
    record, _ = answer(wrong.example, wrong.answers(stubborn=True))
    added = wrong.change.get("add", [{}])[0]
    english = wrong.change.get("en") or added.get("en")
    told = next((item for item in record.items() if item.text.en == english), None)
    wrongly = set(map(_without_id, problems(record, wrong.example, complete=False)))
    wrongly -= set(map(_without_id, problems(right, wrong.example, complete=False)))
    if told is None:
        return "passed" if wrongly else "refused" if len(record.quality.rejected) > len(right.quality.rejected) else "mended"
    if not wrongly and len(wrong.change.keys() - {"why", "item", "en", "passes"}) > 0:
        return "mended"
    known = {one.code for one in right.quality.warnings}
    marks = {one.code for one in record.quality.warnings if one.item == told.id}
    return "marked" if marks - known else "passed"


def _without_id(problem: str) -> str:
    return re.sub(r"^[A-Z][0-9]+(?:: )?", "", problem)


def examples() -> list[Example]:
    """The examples of all cases."""
    return [example for case in cases() for example in case.examples]


@lru_cache(maxsize=1)
def wrongs() -> tuple[Wrong, ...]:
    """The wrong answers of all cases."""
    return tuple(Wrong(example, n, change) for example in examples() for n, change in enumerate(example.wrong, 1))


def answer(example: Example, answers: Answers | None = None, *, profile: str = "server") -> tuple[Record, ScriptedModel]:
    """The record that extraction makes of an example, and the model that was asked."""
    model = ScriptedModel(answers or right_answers(example))
    return read(example.text, model, published=example.published, profile=profile), model


def right_answers(example: Example) -> Answers:
    """What a careful reader would answer."""
    return Answers(participants=example.people, items=example.right, frame=example.frame)


def problems(record: Record, example: Example, *, complete: bool = True) -> list[str]:
    """What in a record is not as it must be; without ``complete`` items may be missing, but none may be wrong."""
    return [*_item_problems(record, example, complete), *_record_problems(record, example, complete)]


@cache
def is_caught(wrong: Wrong) -> list[str]:
    """What of a wrong answer got through, though the model insists on it; empty if it is caught."""
    record, _ = answer(wrong.example, wrong.answers(stubborn=True))
    if "mended" in wrong.caught and not problems(record, wrong.example):
        left = []
    else:
        told = {entry.check for entry in record.quality.rejected} | {entry.code for entry in record.quality.warnings}
        left = problems(record, wrong.example, complete=False)
        left += [] if wrong.caught & told else [f"none of {sorted(wrong.caught)} is told: {sorted(told)}"]
    if wrong.change.get("en") in {item.text.en for item in record.items()}:
        left.append(f"told as it was: {wrong.change['en']}")
    left += [f"{entry.check} has no reason" for entry in record.quality.rejected if not (entry.reason.ar and entry.reason.en)]
    return left


@cache
def refusals(example: Example) -> list[str]:
    """What of a right answer was not taken as it is: refused, asked for again, or worded anew."""
    record, model = answer(example)
    found = [f"{example}: {entry.check}: {entry.reason.en}" for entry in record.quality.rejected]
    found += [f"{example}: {complaint}" for complaint in model.complaints]
    found += [f"{example}: an English sentence was asked for"] if "english" in model.asked else []
    texts = {item.text.en for item in record.items()}
    right = [item for item in example.right if item["kind"] != "stance" and not item.get("record", {}).get("en_lacks")]
    # Days told from the day of the report become dates; more is not worded anew.
    day = date.fromisoformat(example.published) if example.published else None
    allowed = {
        item["en"]: {item["en"], *(dated(item["en"], "en", day, ahead=ahead) for ahead in (False, True))} for item in right
    }
    return found + [f"{example}: worded anew: {en}" for en, forms in allowed.items() if not forms & texts]


def _part(item: Mapping[str, Any]) -> dict[str, str] | None:
    return {"ar": item["about"], "en": item["about_en"]} if item.get("about") else None


def gold_of(example: Example) -> Gold:
    """The example as a gold record, to be measured against: participants and items with their evidence."""
    report = report_from_text(example.text, published=example.published)
    index = TextIndex(example.text)

    def evidence(quote: str) -> list[dict[str, Any]]:
        span = index.ground(quote)
        assert span is not None, f"{example}: {quote}"
        segment = report.segment_at(span.start).number
        return [
            {
                "source": "S1",
                "segment": segment,
                "start": span.start,
                "end": span.end,
                "quote": example.text[span.start : span.end],
            }
        ]

    ids = {
        person.get("called") or person["name"] or person["title"]: f"P{number}" for number, person in enumerate(example.people, 1)
    }
    lists: dict[str, list[dict[str, Any]]] = {name: [] for name in ("demand", "commitment", "clause", "statement", "next_step")}
    letters = {"demand": "D", "commitment": "C", "clause": "F", "statement": "T", "next_step": "N"}
    stances = []
    for item in example.right:
        wanted = item.get("record", {})
        if item["kind"] == "stance":
            stances += [
                {"participant": ids[name], "stance": item["stance"], "about": _part(item), "evidence": evidence(item["quote"])}
                for name in item["by"]
            ]
            continue
        kind = wanted.get("kind", item["kind"])
        entry: dict[str, Any] = {
            "id": f"{letters[kind]}{len(lists[kind]) + 1}",
            "text": {"ar": " ".join((*item["by"], item["quote"])), "en": item["en"]},
            "evidence": evidence(item["quote"]),
        }
        if kind in {"demand", "commitment", "statement"}:
            entry["by"] = [ids[name] for name in item["by"]]
        if kind in {"demand", "commitment"}:
            entry["status"] = wanted.get("status", item.get("status", "standing" if kind == "demand" else "pledged"))
        if kind == "statement":
            entry |= {
                "act": wanted.get("act", item.get("act", "OTHER")),
                "negated": wanted.get("negated", item.get("negated", False)),
            }
        if kind == "clause":
            entry["operative"] = wanted.get("operative", True)
        lists[kind].append(entry)
    return Gold.model_validate(
        {
            "event": {"name": {"ar": "جولة", "en": "Round"}},
            "sources": [
                {
                    "id": "S1", "published": example.published, "language": "ar", "sha256": report.sha256,
                    "characters": len(example.text), "text": example.text,
                }
            ],
            "participants": [
                {
                    "id": f"P{number}",
                    "name": {"ar": person["name"] or None, "en": person.get("en") or None},
                    "kind": person["kind"],
                    "role": person["role"],
                    "title": {"ar": person["title"], "en": person.get("title_en") or "-"} if person.get("title") else None,
                    "affiliation": ids.get(person.get("of", "")),
                    "evidence": evidence(person["name"] or person["title"]),
                }
                for number, person in enumerate(example.people, 1)
            ],
            "demands": lists["demand"],
            "commitments": lists["commitment"],
            "final_statement": {"status": example.record.get("outcome", "not_stated"), "clauses": lists["clause"], "stances": stances},
            "statements": lists["statement"],
            "next_steps": lists["next_step"],
            "provenance": {
                "tool_version": "0", "model": "reader", "endpoint_kind": "human", "generated_at": "2024-05-14T00:00:00Z",
                "annotation": {"readers": 1},
            },
        }
    )  # fmt: skip


def _example(case: int, number: int, entry: dict[str, Any]) -> Example:
    return Example(
        case=case,
        number=number,
        text=entry["text"],
        published=entry.get("published", "2024-05-14") or None,
        people=[{"title": "", "en": ""} | person for person in entry.get("people", [])],
        right=entry.get("right", []),
        frame=_framed(entry.get("frame", {})),
        record=entry.get("record", {}),
        wrong=entry.get("wrong", []),
        lean=entry.get("lean", True),
    )


def _framed(given: Mapping[str, Any]) -> dict[str, Any]:
    frame: dict[str, Any] = {**copy.deepcopy(FRAME), **given}
    frame["outcome"] = {**FRAME["outcome"], **frame["outcome"]}
    return frame


def _likest(sentence: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    words = set(folded(sentence).split())

    def likeness(item: dict[str, Any]) -> float:
        own = set(folded(item["quote"]).split())
        return len(words & own) / len(words | own)

    return max(items, key=likeness, default={})


def _called(participant: Participant) -> set[str]:
    names = {participant.name.ar, *participant.aliases, participant.evidence[0].quote}
    if participant.title is not None and participant.name.ar is None:
        names.add(participant.title.ar)
    return {folded(name).strip("\"'") for name in names if name}


def _is(participant: Participant, name: str) -> bool:
    wanted = folded(name)
    return any(
        wanted.replace(" ", "") == one.replace(" ", "") or wanted.removeprefix("وفد ") == one.removeprefix("وفد ")
        for one in _called(participant)
    )


def _item_problems(record: Record, example: Example, complete: bool) -> Iterator[str]:
    by_id = {participant.id: participant for participant in record.participants}
    index = TextIndex(example.text)
    left = list(example.right)
    for item in record.items():
        found = next((one for one in left if _same_place(item, one, index)), None)
        if found is None:
            yield f"{item.id} is nothing that the report says: {item.text.en}"
            continue
        left.remove(found)
        yield from (f"{item.id}: {problem}" for problem in _differences(item, found, by_id))
    for stance in record.final_statement.stances:
        found = next((one for one in left if one["kind"] == "stance" and _is(by_id[stance.participant], one["by"][0])), None)
        if found is None or found["stance"] != stance.stance:
            yield f"the stance of {stance.participant} ({stance.stance}) is not what the report says"
        elif (stance.about.ar if stance.about else "") != found.get("about", ""):
            yield f"the stance of {stance.participant} is on {stance.about}, not {found.get('about') or 'the whole'}"
        else:
            left.remove(found)
    if complete:
        yield from (f"missing: {one['quote']}" for one in left)


def _same_place(item: Item, wanted: Mapping[str, Any], index: TextIndex) -> bool:
    kind = wanted.get("record", {}).get("kind", wanted["kind"])
    span = index.ground(wanted["quote"])
    assert span is not None, wanted["quote"]
    shared = max(min(span.end, one.end) - max(span.start, one.start) for one in item.evidence)
    return KINDS[type(item)] == kind and shared > 0.6 * (span.end - span.start)


def _differences(item: Item, wanted: Mapping[str, Any], people: Mapping[str, Participant]) -> Iterator[str]:
    record = wanted.get("record", {})
    if not isinstance(item, Clause | NextStep):
        holders = record.get("by", wanted["by"])
        if len(holders) != len(item.by) or not all(any(_is(people[id_], name) for id_ in item.by) for name in holders):
            yield f"held by {[people[id_].name.ar for id_ in item.by]}, not {holders}"
        reporter = record.get("said_by", wanted.get("said_by", "none"))
        if (reporter == "none") != (item.reported_by is None) or (
            item.reported_by and not _is(people[item.reported_by], reporter)
        ):
            yield f"reported by {item.reported_by}, not {reporter}"
        if "level" in record and (item.attribution is None or item.attribution.level != record["level"]):
            yield f"attribution {item.attribution}, not {record['level']}"
        if "origin" in record and (item.attribution is None or item.attribution.origin != record["origin"]):
            yield f"attribution {item.attribution}, not of {record['origin']}"
        if "via" in record and (item.attribution is None or len(item.attribution.via) != len(record["via"])):
            yield f"attribution {item.attribution}, not by way of {record['via']}"
    expected = {"status": wanted.get("status"), "act": wanted.get("act"), "negated": wanted.get("negated")} | record
    for name in ("status", "act", "negated", "operative"):
        if expected.get(name) is not None and getattr(item, name, expected[name]) != expected[name]:
            yield f"{name} is {getattr(item, name)}, not {expected[name]}"
    when = getattr(item, "deadline", None) or getattr(item, "when", None)
    if "when" in record and (when is None or (when.value or "") != record["when"]):
        yield f"when is {when}, not {record['when']}"
    if "condition" in record and (getattr(item, "condition", None) is None or record["condition"] not in item.condition.ar):  # type: ignore[union-attr]
        yield f"condition is {getattr(item, 'condition', None)}, not {record['condition']}"
    if "references" in record and getattr(item, "references", None) != record["references"]:
        yield f"references {getattr(item, 'references', None)}, not {record['references']}"
    for words in record.get("ar_has", []):
        if folded(words) not in folded(item.text.ar):
            yield f"«{words}» is not in {item.text.ar}"
    for words in record.get("ar_lacks", []):
        if folded(words) in folded(item.text.ar):
            yield f"«{words}» is in {item.text.ar}"
    for words in record.get("en_lacks", []):
        if words.lower() in item.text.en.lower():
            yield f"“{words}” is in {item.text.en}"


def _record_problems(record: Record, example: Example, complete: bool) -> Iterator[str]:
    wanted, final = example.record, record.final_statement
    by_id = {participant.id: participant for participant in record.participants}
    if "outcome" in wanted and final.status != wanted["outcome"]:
        yield f"the outcome is {final.status}, not {wanted['outcome']}"
    if "outcome_quote" in wanted and not any(wanted["outcome_quote"] in one.quote for one in final.evidence):
        yield f"the outcome is proved by {[one.quote for one in final.evidence]}, not {wanted['outcome_quote']}"
    for name, ids in (("issued_by", final.issued_by), ("read_by", [final.read_by] if final.read_by else [])):
        if name in wanted and not (
            len(ids) == len(wanted[name]) and all(any(_is(by_id[i], n) for i in ids) for n in wanted[name])
        ):
            yield f"{name} is {[by_id[id_].name.ar for id_ in ids]}, not {wanted[name]}"
    for name, found in (("format", record.event.format), ("start", record.event.start and (record.event.start.value or ""))):
        if name in wanted and found != wanted[name]:
            yield f"{name} is {found}, not {wanted[name]}"
    if complete and "conflicts" in wanted and len(record.conflicts) != wanted["conflicts"]:
        yield f"{len(record.conflicts)} conflicts, not {wanted['conflicts']}"
    codes = {warning.code for warning in record.quality.warnings}
    yield from (f"no warning {code}" for code in wanted.get("warnings", []) if complete and code not in codes)
    for name, role in wanted.get("roles", {}).items():
        mine = [one for one in record.participants if _is(one, name)]
        if len(mine) != 1 or mine[0].role != role:
            yield f"{name} is {[one.role for one in mine]}, not {role}"
    if "participants" in wanted and len(record.participants) != wanted["participants"]:
        yield f"{[one.name.ar for one in record.participants]} take part, not {wanted['participants']}"
    for title in wanted.get("nameless", []):
        mine = [one for one in record.participants if one.title is not None and folded(one.title.ar) == folded(title)]
        if not mine or mine[0].name.ar or mine[0].name.en:
            yield f"{title} is not without a name: {[one.name for one in mine]}"
