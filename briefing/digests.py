"""What a template adds to the view of a record: its sections, and the few lines of a flash, picked by rule.

No sentence is written here: every line is one that stands in the whole brief, with its quotations. Of what came out only
what is first-hand and firm counts as decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from briefing.briefs import make_brief
from briefing.changes import Compared, Difference, alike, compare_records
from briefing.labels import Language
from briefing.notation import Notation
from briefing.priorities import is_firm
from briefing.record import Clause, Commitment, Demand, NextStep, Record, When
from briefing.templates import TemplatePlan
from briefing.views import Brief, Digest, Fact, Line, Mark, Quotation

_DECIDED, _CHANGES, _UPCOMING = 4, 5, 3  # lines, so that all of it fits on half a page
# The section in which the anchors of a kind of id stand, by the section of the whole brief and of the tables.
_HOMES = {
    "participants": "P", "participant_table": "P",
    "demands": "D", "demand_table": "D",
    "commitments": "C", "commitment_table": "C",
    "outcome": "F", "clause_table": "F",
    "positions": "T", "position_table": "T",
    "next_steps": "N", "step_table": "N",
}  # fmt: skip


def make_digested(
    record: Record,
    language: Language,
    plan: TemplatePlan,
    *,
    notation: Notation | None = None,
    previous: Record | None = None,
    digest: str | None = None,
) -> Brief:
    """The view of ``record`` with what its template shows; ``previous`` is an earlier record, with which it is compared.

    ``digest`` is that of the record, if it is known already.
    """
    brief = make_brief(record, language, notation, digest=digest)
    lines = {line.id: line for line in _lines(brief)}
    decided, upcoming = _decided(record, lines, brief), _upcoming(record, lines, brief)
    changes = None if previous is None else _changes(previous, make_brief(previous, language, notation), record, lines, brief)
    shown = {"decided": decided, "upcoming": upcoming, "changes": changes or Digest()}
    digests = {section: shown[section] for section in plan.sections if section in shown}
    places = _places(brief, plan.sections, digests)
    cited = _cited(brief, plan.sections, digests, places)
    links = {f"q{quotation.number}": "cited" for quotation in cited} if "cited" in plan.sections else {}
    return replace(
        brief,
        kind=plan.kind.get(brief.language) or plan.kind.get("en") or "",
        sections=plan.sections,
        decided=decided,
        changes=changes,
        upcoming=upcoming,
        cited=cited,
        places=links | places,
    )


def _lines(brief: Brief) -> Iterator[Line]:
    for group in (*brief.demands, *brief.commitments):
        yield from group.lines
    yield from (*brief.outcome.clauses, *brief.next_steps)


def _digest(ids: Sequence[str], lines: dict[str, Line], most: int, brief: Brief) -> Digest:
    shown = [lines[id_] for id_ in ids if id_ in lines]
    return Digest(tuple(shown[:most]), _more(len(shown) - most, brief))


def _more(left: int, brief: Brief) -> str | None:
    return brief.count("and %(n)s more in the full brief", "and %(n)s more in the full brief", left) if left > 0 else None


def _decided(record: Record, lines: dict[str, Line], brief: Brief) -> Digest:
    """The operative clauses of a document that was adopted, then the commitments that their holders made themselves."""
    final = record.final_statement
    # What a clause sets for later is told as what comes next, once.
    ahead = [step.text.ar for step in record.next_steps]
    clauses = [
        clause.id
        for clause in final.clauses
        if clause.operative and final.status == "adopted" and not any(alike(clause.text.ar, step) for step in ahead)
    ]
    firm = [item.id for item in record.commitments if is_firm(item)]
    return _digest([*clauses, *firm], lines, _DECIDED, brief)


def _upcoming(record: Record, lines: dict[str, Line], brief: Brief) -> Digest:
    """The next steps, those with a date first, in the order of their dates."""

    def day(step: NextStep) -> tuple[bool, str]:
        value = step.when.known if step.when else None
        return (value is None, value or "")

    return _digest([step.id for step in sorted(record.next_steps, key=day)], lines, _UPCOMING, brief)


def _changes(previous: Record, earlier: Brief, record: Record, lines: dict[str, Line], brief: Brief) -> Digest:
    before = {line.id: line for line in _lines(earlier)}
    told = []
    if previous.final_statement.status != record.final_statement.status:
        fact, was = brief.outcome.facts[0], earlier.outcome.facts[0].value
        change = f"{fact.label}: {_turned(was, fact.value, brief)}"
        told.append(Line("", change, fact.refs, (Mark("changed", brief.word("change", "changed")),)))
    for difference in compare_records(previous, record):
        told.append(_change(difference, lines, before, earlier, brief))
    lead = brief.label(
        "Compared with the record %(record)s, as of %(date)s:"
        if told
        else "Nothing has changed since the record %(record)s, as of %(date)s."
    )
    lead = lead.replace("%(record)s", earlier.record_id)
    shown = tuple(told[:_CHANGES])
    left = len(told) - len(shown)
    more = brief.count("and %(n)s more change", "and %(n)s more changes", left) if left else None
    return Digest(shown, more, lead.replace("%(date)s", earlier.as_of))


def _change(difference: Difference, lines: dict[str, Line], before: dict[str, Line], earlier: Brief, brief: Brief) -> Line:
    mark = Mark(difference.kind, brief.word("change", difference.kind))
    if difference.later is not None:
        line = lines[difference.later.id]
        facts = tuple(fact for fact in line.facts if difference.kind == "new" or fact.label != brief.label("Issue"))
        if difference.earlier is not None:
            old = before[difference.earlier.id]
            turned = _turns(difference.earlier, old, difference.later, line, brief) if difference.kind == "changed" else ()
            labels = {fact.label for fact in turned}
            facts = (*turned, *(fact for fact in facts if fact.label not in labels))
            # Where no field tells the change, the two sentences do.
            facts = facts if turned else (*facts, Fact(brief.label("Earlier"), old.text.rstrip(".")))
        return Line(line.id, line.text, line.refs, (mark, *line.marks), facts)
    assert difference.earlier is not None  # one of the two is there
    line = before[difference.earlier.id]
    quotes = {quotation.number: quotation for quotation in earlier.quotations}
    words = [quotes[number].text for number in line.refs]
    # Its quotation stands in another source, so it has no number here: the words themselves are shown.
    return Line("", line.text, (), (mark,), tuple(Fact(brief.label("Earlier record"), brief.quoted(text)) for text in words[:1]))


def _turns(old: Compared, was: Line, new: Compared, line: Line, brief: Brief) -> tuple[Fact, ...]:
    """The fields in which an item is not what it was, each as "old → new"."""
    found = []
    if isinstance(old, Demand | Commitment) and isinstance(new, Demand | Commitment) and old.status != new.status:
        found.append((brief.label("Status"), was.marks[0].text, line.marks[0].text))
    if isinstance(old, Clause) and isinstance(new, Clause) and old.operative != new.operative:
        found.append((brief.label("Nature"), was.marks[0].text, line.marks[0].text))
    if isinstance(old, Commitment) and isinstance(new, Commitment):
        if old.amount and new.amount and old.amount != new.amount:
            found.append((brief.label("Amount"), brief.money(old.amount), brief.money(new.amount)))
        if _day(old.deadline) != _day(new.deadline):
            found.append((brief.label("Deadline"), brief.when(old.deadline), brief.when(new.deadline)))
    if isinstance(old, NextStep) and isinstance(new, NextStep) and _day(old.when) != _day(new.when):
        found.append((brief.label("Date"), brief.when(old.when), brief.when(new.when)))
    return tuple(Fact(label, _turned(before, after, brief)) for label, before, after in found)


def _day(when: When | None) -> str | None:
    return when.value if when else None


def _turned(before: str, after: str, brief: Brief) -> str:
    """What was and what is, with an arrow in reading direction."""
    return f"{before} {'←' if brief.language == 'ar' else '→'} {after}"


def _cited(
    brief: Brief, sections: Sequence[str], digests: Mapping[str, Digest], places: Mapping[str, str]
) -> tuple[Quotation, ...]:
    """The quotations to which the sections that are shown refer."""
    shown: list[Iterable[int]] = [
        [quotation.number] for quotation in brief.quotations if any(support.anchor in places for support in quotation.supports)
    ]
    shown += [line.refs for digest in digests.values() for line in digest.lines]
    if "bottom_line" in sections:
        shown += [sentence.refs for sentence in brief.bottom_line]
    if "glance" in sections:
        shown += [fact.refs for fact in brief.glance]
    if "conflicts" in sections:
        shown += [line.refs for account in brief.conflicts for line in account.lines]
    numbers = {number for refs in shown for number in refs}
    return tuple(quotation for quotation in brief.quotations if quotation.number in numbers)


def _places(brief: Brief, sections: Sequence[str], digests: Mapping[str, Digest]) -> dict[str, str]:
    """In which section the anchor of an id stands: its own section before a digest, a digest before none."""
    places: dict[str, str] = {}
    for section, digest in digests.items():
        for line in digest.lines:
            if line.id:
                places.setdefault(line.id, section)
    ids = [support.anchor for quotation in brief.quotations for support in quotation.supports]
    homes = {_HOMES[section]: section for section in sections if section in _HOMES}
    places.update((id_, homes[id_[:1]]) for id_ in ids if id_[:1] in homes)
    if "glance" in sections:
        places["glance"] = "glance"
    stances = next((section for section in ("outcome", "stance_table") if section in sections), None)
    if stances:
        places.update((line.id, stances) for line in brief.outcome.stances)
    final = next((section for section in ("outcome", "clause_table") if section in sections), None)
    if final:
        places["final"] = final
    if "quotations" in sections:
        places.update((f"q{quotation.number}", "quotations") for quotation in brief.quotations)
    return places
