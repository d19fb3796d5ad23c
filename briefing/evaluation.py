"""How true a record is: measured against the gold record that careful readers made of the same report.

Every measure is a small function whose docstring has its formula and its source. Two shapes are enough for all of them:
``Score`` (matched, wanted, found: precision, recall, F1) and ``Share`` (so many of so many). Both can be added, and so
totals over several reports are sums of the counts (micro-averages), not means of percentages.

Gold and found are compared one to one, in the way that gains most in all (Kuhn 1955, Munkres 1957):

* CEAF: Luo, X. (2005), "On coreference resolution performance metrics", HLT/EMNLP;
* CEAF-REE: Du, X., Rush, A. and Cardie, C. (2021), "GRIT: Generative Role-filler Transformers for Document-level Event
  Entity Extraction", EACL;
* CEAF-RME: Chen, Y., Gantt, W., Gu, W., Chen, T., White, A. S. and Van Durme, B. (2023), "Iterative Document-level
  Information Extraction via Imitation Learning", EACL.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as date_
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import Field

from briefing.arabic import folded, strip_diacritics
from briefing.dates import find_dates, resolve
from briefing.errors import RecordError
from briefing.figures import figures_missing, same_figures
from briefing.glossary import Glossary, load_glossary
from briefing.record import (
    Annotation,
    Bilingual,
    Clause,
    Commitment,
    Demand,
    FinalStatement,
    Money,
    NextStep,
    Participant,
    Provenance,
    Record,
    Source,
    Statement,
    When,
)

Item: TypeAlias = Demand | Commitment | Clause | Statement | NextStep
Place: TypeAlias = tuple[str, int, int]
Places: TypeAlias = tuple[Place, ...]
Matrix: TypeAlias = list[list[float]]
Pairs: TypeAlias = list[tuple[int, int]]
G = TypeVar("G")
F = TypeVar("F")

ALIGNED = 0.5  # From this Dice coefficient of their evidence on, two items are about the same words.
ITEM_KINDS = ("demands", "commitments", "clauses")
OTHER_KINDS = ("statements", "next_steps")


# ---------------------------------------------------------------------------------------------------------------------
# Gold


class GoldSource(Source):
    """A source with its text: without it nobody could check the quotations."""

    text: str


class GoldProvenance(Provenance):
    """The provenance of a record that people made: it says how many readers, and on how much they differed."""

    annotation: Annotation


class Gold(Record):
    """A record that careful readers agreed on, with the text of its sources and how the reading went."""

    # Narrower than in a record, which a list forbids in principle (it could be appended to); nobody appends to gold.
    sources: Annotated[list[GoldSource], Field(min_length=1)]  # type: ignore[assignment]
    provenance: GoldProvenance


# ---------------------------------------------------------------------------------------------------------------------
# What a measure is


@dataclass(frozen=True)
class Score:
    """The sum of the similarities of what was matched, how much gold has, how much was found.

    Precision, recall and F1 are between 0 and 1, or ``None`` where there is nothing that they could be a share of.
    """

    matched: float = 0.0
    gold: int = 0
    found: int = 0

    @property
    def precision(self) -> float | None:
        """``matched / found``."""
        return self.matched / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """``matched / gold``."""
        return self.matched / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall, ``2 · matched / (gold + found)``."""
        return 2 * self.matched / (self.gold + self.found) if self.gold + self.found else None

    def __add__(self, other: Score) -> Score:
        return Score(self.matched + other.matched, self.gold + other.gold, self.found + other.found)

    def as_dict(self) -> dict[str, float | int | None]:
        """For JSON, rounded to four places."""
        rates = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        counts: dict[str, float | int | None] = {"matched": round(self.matched, 4), "gold": self.gold, "found": self.found}
        return {name: None if rate is None else round(rate, 4) for name, rate in rates.items()} | counts


@dataclass(frozen=True)
class Share:
    """``count`` of ``of``."""

    count: int = 0
    of: int = 0

    @property
    def share(self) -> float | None:
        """``count / of``; ``None`` if there was nothing to count."""
        return self.count / self.of if self.of else None

    def __add__(self, other: Share) -> Share:
        return Share(self.count + other.count, self.of + other.of)

    def as_dict(self) -> dict[str, float | int | None]:
        """For JSON, the share rounded to four places."""
        return {"share": None if self.share is None else round(self.share, 4), "count": self.count, "of": self.of}


@dataclass(frozen=True)
class Measures:
    """All measures of one report, or their sums over several."""

    scores: Mapping[str, Score] = field(default_factory=dict)
    shares: Mapping[str, Share] = field(default_factory=dict)

    def __add__(self, other: Measures) -> Measures:
        scores = {
            name: self.scores.get(name, Score()) + other.scores.get(name, Score()) for name in {**self.scores, **other.scores}
        }
        shares = {
            name: self.shares.get(name, Share()) + other.shares.get(name, Share()) for name in {**self.shares, **other.shares}
        }
        return Measures(scores, shares)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        scores = {name: score.as_dict() for name, score in self.scores.items()}
        return scores | {name: share.as_dict() for name, share in self.shares.items()}


@dataclass(frozen=True)
class Evaluation:
    """The measures of every gold report by name, their sums, and what the reader of the figures has to know."""

    reports: Mapping[str, Measures]
    notes: Sequence[str] = ()

    @property
    def total(self) -> Measures:
        """The sums over all reports."""
        return sum(self.reports.values(), Measures())

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        reports = {name: measures.as_dict() for name, measures in self.reports.items()}
        return {"total": self.total.as_dict(), "reports": reports, "notes": list(self.notes)}


# ---------------------------------------------------------------------------------------------------------------------
# Alignment


def optimal_pairs(weights: Sequence[Sequence[float]]) -> Pairs:
    """Pair rows with columns, each at most once, so that the sum of the weights is greatest; pairs of no weight are left out.

    ``weights`` is rectangular and has no negative number. Rows and columns that no weight joins cannot change each
    other's partners: each group that hangs together is paired by itself, so that a long report with items here and there
    costs little.
    """
    pairs: Pairs = []
    for rows, columns in _groups(weights):
        within = _hungarian([[weights[row][column] for column in columns] for row in rows])
        pairs += [(rows[row], columns[column]) for row, column in within]
    return sorted(pairs)


def _groups(weights: Sequence[Sequence[float]]) -> list[tuple[list[int], list[int]]]:
    """The rows and columns that weights join, directly or by others."""
    columns_of = [[column for column, weight in enumerate(row) if weight > 0] for row in weights]
    rows_of: dict[int, list[int]] = {}
    for row, columns in enumerate(columns_of):
        for column in columns:
            rows_of.setdefault(column, []).append(row)
    groups: list[tuple[list[int], list[int]]] = []
    seen: set[int] = set()
    for first, joined in enumerate(columns_of):
        if first in seen or not joined:
            continue
        rows, within, waiting = {first}, set[int](), [first]
        while waiting:
            for column in set(columns_of[waiting.pop()]) - within:
                within.add(column)
                waiting += [row for row in rows_of[column] if row not in rows]
                rows.update(rows_of[column])
        seen |= rows
        groups.append((sorted(rows), sorted(within)))
    return groups


def _hungarian(weights: Sequence[Sequence[float]]) -> Pairs:
    """Hungarian method with potentials and shortest augmenting paths, O(rows² · columns) with rows ≤ columns.

    Kuhn (1955), Munkres (1957), Jonker and Volgenant (1987).
    """
    if len(weights) > len(weights[0]):
        return sorted((row, column) for column, row in _hungarian(list(zip(*weights, strict=True))))
    rows, columns = len(weights), len(weights[0])
    of_row, of_column = [0.0] * (rows + 1), [0.0] * (columns + 1)
    row_at = [0] * (columns + 1)  # which row a column belongs to, from 1; column 0 holds the row that seeks a place
    for row in range(1, rows + 1):
        row_at[0], column = row, 0
        slack, came_from, visited = [float("inf")] * (columns + 1), [0] * (columns + 1), [False] * (columns + 1)
        while row_at[column]:
            visited[column] = True
            here, least, following = row_at[column], float("inf"), 0
            for other in range(1, columns + 1):
                if visited[other]:
                    continue
                cost = -weights[here - 1][other - 1] - of_row[here] - of_column[other]
                if cost < slack[other]:
                    slack[other], came_from[other] = cost, column
                if slack[other] < least:
                    least, following = slack[other], other
            for other in range(columns + 1):
                if visited[other]:
                    of_row[row_at[other]] += least
                    of_column[other] -= least
                else:
                    slack[other] -= least
            column = following
        while column:
            row_at[column] = row_at[came_from[column]]
            column = came_from[column]
    pairs = ((row_at[column] - 1, column - 1) for column in range(1, columns + 1) if row_at[column])
    return sorted((row, column) for row, column in pairs if weights[row][column] > 0)


def _matrix(gold: Sequence[G], found: Sequence[F], similarity: Callable[[G, F], float]) -> Matrix:
    return [[similarity(one, other) for other in found] for one in gold]


def _aligned(similarity: Matrix, preference: Matrix) -> Pairs:
    """The optimal pairs by similarity; among equally good ones, those that are preferred (0 to 1)."""
    # So small that no preference outweighs a character of evidence, so large that it is no rounding error.
    weights = [
        [value + 1e-6 * liking if value else 0.0 for value, liking in zip(values, likings, strict=True)]
        for values, likings in zip(similarity, preference, strict=True)
    ]
    return optimal_pairs(weights)


def ceaf(similarity: Matrix, gold: int, found: int) -> Score:
    """CEAF: precision ``Φ / Σ φ(f, f)`` and recall ``Φ / Σ φ(g, g)``, Φ the similarity of the best alignment (Luo 2005).

    Every φ used here is 1 for a thing and itself, so that the two sums are the numbers of things.
    """
    return Score(sum(similarity[row][column] for row, column in optimal_pairs(similarity)), gold, found)


# ---------------------------------------------------------------------------------------------------------------------
# Similarities


def covered(spans: Iterable[Place]) -> Places:
    """The characters that spans (source, start, end) cover, each counted once, as spans in order that do not touch."""
    joined: list[Place] = []
    for source, start, end in sorted(spans):
        if joined and joined[-1][0] == source and start <= joined[-1][2]:
            joined[-1] = (source, joined[-1][1], max(end, joined[-1][2]))
        else:
            joined.append((source, start, end))
    return tuple(joined)


def _characters(places: Places) -> int:
    return sum(end - start for _, start, end in places)


def _common(one: Places, other: Places) -> int:
    """How many characters two sets have in common."""
    common = here = there = 0
    while here < len(one) and there < len(other):
        (ours, start, end), (theirs, begin, stop) = one[here], other[there]
        if ours == theirs:
            common += max(0, min(end, stop) - max(start, begin))
        if (ours, end) <= (theirs, stop):
            here += 1
        else:
            there += 1
    return common


def dice(one: Places, other: Places) -> float:
    """Dice's coefficient of two sets of characters, ``2 |A ∩ B| / (|A| + |B|)`` (Dice 1945), 0 to 1; φ4 in Luo (2005)."""
    together = _characters(one) + _characters(other)
    return 2 * _common(one, other) / together if together else 0.0


def agreement(gold: Iterable[str], found: Iterable[frozenset[str]], affiliation: Mapping[str, str]) -> float:
    """F1 (0 to 1) of the holders: those who agree with one of the other side, in precision and in recall.

    ``found`` has for every holder the gold participants that it stands for. Two holders agree if they are the same or
    one is affiliated with the other in gold (a minister and the State for which the minister speaks).
    """
    wanted, offered = list(gold), list(found)
    kept = sum(any(_are_one(one, other, affiliation) for other in offered) for one in wanted)
    right = sum(any(_are_one(one, other, affiliation) for one in wanted) for other in offered)
    if not kept or not right:
        return 0.0
    precision, recall = right / len(offered), kept / len(wanted)
    return 2 * precision * recall / (precision + recall)


def _are_one(gold: str, found: frozenset[str], affiliation: Mapping[str, str]) -> bool:
    return any(gold == one or affiliation.get(gold) == one or affiliation.get(one) == gold for one in found)


_FUNCTION_WORDS = """
a an the of to in on at by for from with and or as that which who whom whose this these those it its his her their they he
she is are was were be been being has have had will would shall should do does did s
"""
_STOP_WORDS = frozenset(_FUNCTION_WORDS.split())


def content_words(text: str) -> Counter[str]:
    """The words of an English text, folded, without function words; negations and numbers are content."""
    return Counter(word for word in re.findall(r"[^\W_]+", folded(text)) if word not in _STOP_WORDS)


def content_similarity(one: str, other: str) -> float:
    """Token F1 of two English texts, ``2 |A ∩ B| / (|A| + |B|)`` over multisets of words (SQuAD: Rajpurkar et al. 2016)."""
    ours, theirs = content_words(one), content_words(other)
    together = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / together if together else 1.0


# ---------------------------------------------------------------------------------------------------------------------
# A gold record and one to be judged, side by side


class Comparison:
    """What all measures of one report need: the same places, the same participants, aligned items.

    ``record`` is ``None`` where nothing was delivered; it then counts as a record with nothing in it.
    """

    def __init__(self, gold: Gold, record: Record | None, glossary: Glossary | None = None) -> None:
        self.gold = gold
        self.delivered = record is not None
        self.record = record if record is not None else _emptied(gold)
        self.glossary = glossary or _glossary()
        self.sources = same_sources(gold, self.record)
        self.gold_spans = _spans(gold, same_sources(gold, gold))
        self.spans = _spans(self.record, self.sources)
        self.gold_places = {id_: covered(spans) for id_, spans in self.gold_spans.items()}
        self.places = {id_: covered(spans) for id_, spans in self.spans.items()}
        self.affiliation = {one.id: one.affiliation for one in gold.participants if one.affiliation}
        self.known_names = _KnownNames(gold, self.glossary)
        self.participant_similarity = _matrix(gold.participants, self.record.participants, self._participant_similarity)
        self.counterparts = self._counterparts()

    def evidence_similarity(self, gold: Item, found: Item) -> float:
        """Dice's coefficient of the characters of their evidence."""
        return dice(self.gold_places[gold.id], self.places[found.id])

    def full_similarity(self, gold: Item, found: Item) -> float:
        """Evidence × holders × English content, each from 0 to 1."""
        same_words = self.evidence_similarity(gold, found)
        if not same_words:
            return 0.0
        return same_words * self.holder_agreement(gold, found) * content_similarity(gold.text.en, found.text.en)

    def holder_agreement(self, gold: Item, found: Item) -> float:
        """How far the holders agree; 1 if neither has any, as clauses and next steps."""
        wanted, offered = holders(gold), holders(found)
        if not wanted and not offered:
            return 1.0
        return agreement(wanted, [self.counterparts[one] for one in offered], self.affiliation)

    def pairs(self, kind: str) -> list[tuple[Item, Item]]:
        """Gold and found items of one kind whose evidence has a Dice coefficient of 0.5 or more when aligned."""
        return [(truths[0], found) for truths, found, is_aligned in self._judged(kind) if is_aligned]

    def judged(self, kind: str) -> list[tuple[list[Item], Item]]:
        """Found items of one kind with the gold items by which they are judged.

        These are its partner; or, for one that was left without (the same words a second time, in another mouth), all
        gold items whose evidence has a Dice coefficient of 0.5 or more with its own.
        """
        return [(truths, found) for truths, found, _ in self._judged(kind)]

    def _judged(self, kind: str) -> list[tuple[list[Item], Item, bool]]:
        gold, found = items_of(self.gold, kind), items_of(self.record, kind)
        similarity = _matrix(gold, found, self.evidence_similarity)
        alignment = _aligned(similarity, _matrix(gold, found, self._likeness))
        partners = {column: row for row, column in alignment if similarity[row][column] >= ALIGNED}
        judged = []
        for column, one in enumerate(found):
            about = [gold[row] for row in range(len(gold)) if similarity[row][column] >= ALIGNED]
            if column in partners:
                judged.append(([gold[partners[column]]], one, True))
            elif about:
                judged.append((about, one, False))
        return judged

    def _likeness(self, gold: Item, found: Item) -> float:
        """Which of several items with the same evidence is meant: holders and content above all, then what else is said."""
        if not (full := self.full_similarity(gold, found)):
            return 0.0
        same = [_status(gold) == _status(found), _value(gold) == _value(found), _is_denied(gold) == _is_denied(found)]
        return 0.9 * full + 0.1 * sum(same) / len(same)

    def _participant_similarity(self, gold: Participant, found: Participant) -> float:
        if name_forms(gold) & name_forms(found):
            return 1.0
        mentions = ((one, other) for one in self.gold_spans[gold.id] for other in self.spans[found.id])
        return 1.0 if any(dice((one,), (other,)) >= ALIGNED for one, other in mentions) else 0.0

    def _counterparts(self) -> dict[str, frozenset[str]]:
        """Which gold participants each found one stands for: its partner, or, left without one, all that it could be.

        Who goes by a name that neither the report nor gold has stands for nobody, at whatever place the name is said to be.
        """
        gold, found = self.gold.participants, self.record.participants

        def likeness(one: Participant, other: Participant) -> float:
            ours, theirs = name_forms(one), name_forms(other)
            together, common = len(ours) + len(theirs), len(ours & theirs)
            names = 2 * common / together if together else 0.0
            # A name in common says more than the place, and how many of the names are the same says least.
            return (2 * bool(common) + dice(self.gold_places[one.id], self.places[other.id]) + 0.5 * names) / 3.5

        # What has the same names at the same places is one participant, though gold should list it twice.
        twins: dict[tuple[frozenset[str], Places], set[str]] = {}
        for one in gold:
            twins.setdefault((name_forms(one), self.gold_places[one.id]), set()).add(one.id)
        partners = {
            found[column].id: frozenset(twins[name_forms(gold[row]), self.gold_places[gold[row].id]])
            for row, column in _aligned(self.participant_similarity, _matrix(gold, found, likeness))
        }
        for column, one in enumerate(found):
            if one.id not in partners:
                partners[one.id] = frozenset(gold[row].id for row in range(len(gold)) if self.participant_similarity[row][column])
        for one in found:
            if self.known_names.lacks_participant(one):
                namesakes = frozenset(other.id for other in gold if name_forms(other) & name_forms(one))
                partners[one.id] &= namesakes
        return partners


def _spans(record: Record, sources: Mapping[str, str]) -> dict[str, list[Place]]:
    """Where the evidence of each participant and item is; that of a text that gold does not know is nowhere in gold."""
    return {
        one.id: [(sources.get(part.source, f"unknown {part.source}"), part.start, part.end) for part in one.evidence]
        for one in (*record.participants, *record.items())
    }


def same_sources(gold: Gold, record: Record) -> dict[str, str]:
    """The ids of a record's sources with those of the same reports in gold: the same bytes, or the same text."""
    known: dict[str, str] = {}
    for source in record.sources:
        for one in gold.sources:
            if one.sha256 == source.sha256 or one.text == source.text:
                known.setdefault(source.id, one.id)
    return known


def name_forms(participant: Participant) -> frozenset[str]:
    """The folded forms of a name, in both languages and with aliases; of the title where there is no name."""
    forms = [participant.name.ar, participant.name.en, *participant.aliases]
    if participant.name.ar is None and participant.name.en is None and participant.title:
        forms += [participant.title.ar, participant.title.en]
    return frozenset(form for form in map(folded, filter(None, forms)) if form)


def holders(item: Item) -> list[str]:
    """The ids of the participants who hold an item; none for clauses and next steps."""
    return [] if isinstance(item, Clause | NextStep) else list(dict.fromkeys(item.by))


def items_of(record: Record, kind: str) -> Sequence[Item]:
    """The items of one kind (``demands``, ``commitments``, ``clauses``, ``statements``, ``next_steps``)."""
    if kind == "clauses":
        return record.final_statement.clauses
    items: Sequence[Item] = getattr(record, kind)
    return items


def _emptied(gold: Gold) -> Record:
    nothing: list[Any] = []
    bare = dict.fromkeys(("participants", "demands", "commitments", "statements", "next_steps", "conflicts"), nothing)
    event = gold.event.model_copy(update={"start": None, "end": None, "evidence": []})
    return gold.model_copy(update={**bare, "event": event, "final_statement": FinalStatement()})


@lru_cache(maxsize=1)
def _glossary() -> Glossary:
    return load_glossary()


# ---------------------------------------------------------------------------------------------------------------------
# The measures


def participants_score(both: Comparison) -> Score:
    """CEAF-REE (Du, Rush and Cardie 2021): entities are sets of mentions, aligned one to one, φ is 1 or 0.

    The mentions of a participant are the forms of its name in both languages. φ(g, f) = 1 if they share a form
    (folded, whole), or if a piece of evidence of one is about the same words as one of the other (Dice's coefficient 0.5
    or more: whoever points at the whole report points at nobody). Softer than the original, where all found mentions
    must be gold's: the English form of a name is a matter of taste.
    """
    return ceaf(both.participant_similarity, len(both.gold.participants), len(both.record.participants))


def items_score(both: Comparison, kind: str, *, full: bool) -> Score:
    """CEAF-RME (Chen et al. 2023), items of one kind being the templates, optimally aligned.

    By evidence: φ(g, f) is Dice's coefficient of the characters that the evidence covers. In full: that × the holders'
    agreement × the English content's similarity.
    """
    gold, found = items_of(both.gold, kind), items_of(both.record, kind)
    similarity = both.full_similarity if full else both.evidence_similarity
    return ceaf(_matrix(gold, found, similarity), len(gold), len(found))


def any_kind_score(both: Comparison) -> Score:
    """CEAF-RME by evidence over demands, commitments and clauses together: a demand found as a clause counts."""
    gold = [item for kind in ITEM_KINDS for item in items_of(both.gold, kind)]
    found = [item for kind in ITEM_KINDS for item in items_of(both.record, kind)]
    return ceaf(_matrix(gold, found, both.evidence_similarity), len(gold), len(found))


def status_right(pairs: Iterable[tuple[Item, Item]]) -> Share:
    """Of the aligned demands and commitments, those with gold's status."""
    same = [_status(one) == _status(other) for one, other in pairs if _status(one)]
    return Share(sum(same), len(same))


def _status(item: Item) -> str | None:
    return item.status if isinstance(item, Demand | Commitment) else None


def outcome_right(both: Comparison) -> Share:
    """Whether the final statement has gold's status (adopted, draft …): one decision for each report."""
    same = both.gold.final_statement.status == both.record.final_statement.status
    return Share(int(both.delivered and same), 1)


def dates_right(both: Comparison, pairs: Iterable[tuple[Item, Item]]) -> Share:
    """Of the dates of the round, of aligned commitments and of aligned next steps that either record resolves, the equal ones."""
    dates = [(both.gold.event.start, both.record.event.start), (both.gold.event.end, both.record.event.end)]
    dates += [(_date(one), _date(other)) for one, other in pairs]
    values = [(one.value if one else None, other.value if other else None) for one, other in dates]
    stated = [one == other for one, other in values if one or other]
    return Share(sum(stated), len(stated))


def _date(item: Item) -> When | None:
    if isinstance(item, Commitment):
        return item.deadline
    return item.when if isinstance(item, NextStep) else None


def _value(item: Item) -> str | None:
    date = _date(item)
    return date.value if date else None


def wrong_holders(both: Comparison, judged: Iterable[tuple[Sequence[Item], Item]]) -> Share:
    """Attribution errors: found items of which somebody is made a holder who, by gold, is none (nor affiliated with one).

    Judged are the items that are aligned, and those that say once more what gold has already aligned (``Comparison.judged``):
    a demand put into a second mouth is an error though the first mouth was the right one.
    """

    def holds(gold: Item, holder: str) -> bool:
        return any(_are_one(one, both.counterparts[holder], both.affiliation) for one in holders(gold))

    held = [(golds, found) for golds, found in judged if holders(found)]
    right = (any(all(holds(gold, holder) for holder in holders(found)) for gold in golds) for golds, found in held)
    return Share(sum(not one for one in right), len(held))


def wrong_polarity(judged: Iterable[tuple[Sequence[Item], Item]]) -> Share:
    """Found items that are denied (demand, commitment) or negated (statement) where gold is not, or the other way round.

    Judged are the same as for ``wrong_holders``.
    """
    meant = [(golds, found) for golds, found in judged if isinstance(found, Demand | Commitment | Statement)]
    return Share(sum(all(_is_denied(gold) != _is_denied(found) for gold in golds) for golds, found in meant), len(meant))


def _is_denied(item: Item) -> bool:
    if isinstance(item, Statement):
        return item.negated
    return isinstance(item, Demand | Commitment) and item.status == "denied"


def invented_numbers(both: Comparison) -> Share:
    """Found items with a number, in Arabic or English, that is neither in their evidence nor anywhere in the report.

    Looked at are their text, condition, beneficiary and amount. The report's publication date and what gold says of it (dates resolved, periods counted) are no inventions.
    """
    known = _all_known(both)
    return _count(both, lambda item: any(figures_missing(words, known) for words in _numbers_outside(item)))


def numbers_outside_evidence(both: Comparison) -> Share:
    """Found items with a number that their own evidence does not have; most are dates that were resolved."""
    return _count(both, lambda item: bool(_numbers_outside(item)))


def _numbers_outside(item: Item) -> list[str]:
    """Those of an item's texts that have a number which its evidence has not."""
    quotes = _apart(evidence.quote for evidence in item.evidence)
    return [words for words in (*_told(item, "ar"), *_told(item, "en"), *_amount(item)) if figures_missing(words, quotes)]


def _told(item: Item, language: str) -> list[str]:
    """All that an item says in one of the languages: its text, condition and beneficiary."""
    parts: list[Bilingual | None] = [item.text]
    parts += [item.condition] if isinstance(item, Demand) else [item.beneficiary] if isinstance(item, Commitment) else []
    return [getattr(part, language) for part in parts if part]


def _amount(item: Item) -> list[str]:
    money: Money | None = item.amount if isinstance(item, Commitment) else None
    return [f"{Decimal(repr(money.value)):f}".removesuffix(".0") + f" {money.currency}"] if money else []


def _apart(texts: Iterable[str]) -> str:
    """Texts one after the other, and no number made of the end of one and the beginning of the next."""
    return " .\n. ".join(texts)


def _all_known(both: Comparison) -> str:
    """All that a number may come from: the reports, their dates, gold's texts and its dates."""
    parts = [part for source in both.gold.sources for part in (source.text, source.title, source.published)]
    parts += [part for item in both.gold.items() for part in (*_told(item, "ar"), *_told(item, "en"), *_amount(item))]
    for date in (both.gold.event.start, both.gold.event.end, *map(_date, both.gold.items())):
        parts.append(date.value if date else None)
    for source in both.gold.sources:  # "tomorrow" of the report is a date by its publication, and no invention
        published = date_.fromisoformat(source.published) if source.published else None
        words = {mention.words for mention in find_dates(source.text or "")} if published else set()
        values = {resolve(one, published=published, ahead=ahead).value or "" for one in words for ahead in (False, True)}
        parts += [f"({day})" for value in sorted(values) for day in value.split("/")]
    return _apart(part.replace("-", " ") if re.fullmatch(r"[0-9-]+", part) else part for part in parts if part)


def invented_names(both: Comparison) -> Share:
    """Found items with a name that the report does not have.

    In Arabic: a name of the glossary that stands neither in the report nor in gold. In English: a word with a capital
    that is neither known from nor sounds like any word of the report, and that gold does not use either. Looked at are
    text, condition and beneficiary.
    """
    return _count(both, both.known_names.lacks_one_of)


def invented_participants(both: Comparison) -> Share:
    """Found participants who go by a name that neither the report nor gold has, in Arabic or in English.

    A person does if one word of the name is not to be had, anybody else if none is: names of bodies are translated and
    completed, those of persons are not.
    """
    people = both.record.participants
    return Share(sum(map(both.known_names.lacks_participant, people)), len(people))


class _KnownNames:
    """The names that a record may use: those of the report and of gold."""

    def __init__(self, gold: Gold, glossary: Glossary) -> None:
        self.glossary = glossary
        people, items = gold.participants, list(gold.items())
        self.report = "\n".join(source.text for source in gold.sources)
        arabic = [*(source.text for source in gold.sources), *(words for item in items for words in _told(item, "ar"))]
        arabic += [form for p in people for form in (p.name.ar, *p.aliases, p.title.ar if p.title else None) if form]
        self.arabic = "\n".join(folded(text) for text in arabic)
        self.names = {one: p.name.en for p in people if p.name.en for one in (p.name.ar, *p.aliases) if one}
        # Sentences of a record have no vowel signs, by which «عمّان» is told from «عمان» in the report.
        written = [form for text in arabic for form in dict.fromkeys((text, strip_diacritics(text)))]
        found = [match.entry for text in written for match in self.glossary.names_in(text)]
        self.entries = {entry.en for entry in found} | set(self.names.values())
        # "The Turkish minister" is enough for Turkey to take part, though not for a sentence to name it.
        self.states = {entry.iso for entry in found if entry.iso}
        english = [words for item in items for words in _told(item, "en")]
        english += [form for p in people for form in (p.name.en, *p.aliases, p.title.en if p.title else None) if form]
        self.words = {word for text in english for word in content_words(text)}

    def lacks_one_of(self, item: Item) -> bool:
        """Whether an item has a name that is not known."""
        if any(self._unknown_entries(words) for words in _told(item, "ar")):
            return True
        # Most names stand in the evidence, and a report is long: it is asked only about the others.
        quotes = "\n".join(evidence.quote for evidence in item.evidence)
        english = _told(item, "en")
        return any(self._unknown(words, quotes) and self._unknown(words, self.report) for words in english)

    def lacks_participant(self, participant: Participant) -> bool:
        """Whether a participant goes by a name that is not known."""
        some_or_all = any if participant.kind == "person" else all
        arabic, english = participant.name.ar or "", participant.name.en or ""
        entries = [match for match in self.glossary.names_in(arabic) if match.entry.kind != "nationality"]
        if any(one.entry.en not in self.entries and one.entry.iso not in self.states for one in entries):
            return True
        for one in reversed(entries):
            arabic = f"{arabic[: one.start]} {arabic[one.end :]}"
        letters = [word.removeprefix("ال") for word in content_words(arabic)]
        if letters and some_or_all(word not in self.arabic for word in letters):
            return True
        unknown = self._unknown(english, self.report)
        unknown -= {word for one in entries for form in one.entry.forms for word in content_words(form)}
        return bool(unknown) and some_or_all(word in unknown for word in content_words(english))

    def _unknown_entries(self, arabic: str) -> set[str]:
        return {m.entry.en for m in self.glossary.names_in(arabic) if m.entry.kind != "nationality"} - self.entries

    def _unknown(self, english: str, arabic: str) -> set[str]:
        missing = self.glossary.names_missing("", english, self.names, context=arabic)
        return {word for name in missing for word in content_words(name)} - self.words


def different_figures(both: Comparison) -> Share:
    """Found items whose Arabic and English have different numbers, in the text, the condition or the beneficiary.

    One and two are left out: Arabic says both by the form of the noun.
    """

    def differ(item: Item) -> bool:
        texts = zip(_told(item, "ar"), _told(item, "en"), strict=True)
        return any(set(same_figures(arabic, english)) - {"2"} for arabic, english in texts)

    return _count(both, differ)


def _count(both: Comparison, test: Callable[[Item], bool]) -> Share:
    items = list(both.record.items())
    return Share(sum(map(test, items)), len(items))


def verbatim(both: Comparison) -> Share:
    """Pieces of evidence that stand, letter for letter, at their place in gold's text of the report."""
    texts = {source.id: source.text for source in both.gold.sources}
    found = [evidence for _, evidence in both.record.evidence()] if both.delivered else []
    true = [texts.get(both.sources.get(one.source, ""), "")[one.start : one.end] == one.quote for one in found]
    return Share(sum(true), len(true))


def compare(gold: Gold, record: Record | None, *, glossary: Glossary | None = None) -> Measures:
    """All measures of one report; ``None`` is a record that was not delivered.

    ``items.evidence`` and ``items.full`` are the sums over demands, commitments and clauses, each matched within its
    kind; ``items.any_kind`` matches across them.
    """
    both = Comparison(gold, record, glossary)
    scores = {"participants": participants_score(both)}
    for kind in (*ITEM_KINDS, *OTHER_KINDS):
        scores[f"{kind}.evidence"] = items_score(both, kind, full=False)
        scores[f"{kind}.full"] = items_score(both, kind, full=True)
    for way in ("evidence", "full"):
        scores[f"items.{way}"] = sum((scores[f"{kind}.{way}"] for kind in ITEM_KINDS), Score())
    scores["items.any_kind"] = any_kind_score(both)
    pairs = [pair for kind in (*ITEM_KINDS, *OTHER_KINDS) for pair in both.pairs(kind)]
    judged = [one for kind in (*ITEM_KINDS, *OTHER_KINDS) for one in both.judged(kind)]
    shares = {
        "status_right": status_right(pairs),
        "outcome_right": outcome_right(both),
        "dates_right": dates_right(both, pairs),
        "verbatim": verbatim(both),
        "wrong_holders": wrong_holders(both, judged),
        "wrong_polarity": wrong_polarity(judged),
        "invented_numbers": invented_numbers(both),
        "invented_names": invented_names(both),
        "invented_participants": invented_participants(both),
        "different_figures": different_figures(both),
        "numbers_outside_evidence": numbers_outside_evidence(both),
    }
    return Measures(scores, shares)


# ---------------------------------------------------------------------------------------------------------------------
# Folders and the table


def evaluate(gold: str | Path, records: str | Path, *, glossary: Glossary | None = None) -> Evaluation:
    """Judge a folder of records by a folder of gold records.

    Gold is ``NAME/gold.json`` or ``NAME.json``, a record ``NAME/record.json`` or ``NAME.json``. A record that is missing
    counts as empty; that, records without gold, and records of another text are told in ``notes``.

    Hidden files are passed over. Raises RecordError if a folder does not exist, holds no gold, has two files for one
    report, or a file in it is not what it should be.
    """
    wanted, found = _files(Path(gold), "gold.json"), _files(Path(records), "record.json")
    if not wanted:
        raise RecordError(f"{gold} holds no gold record: NAME/gold.json or NAME.json is expected.")
    reports, notes = {}, []
    for name, path in wanted.items():
        truth = Gold.load(path)
        record = Record.load(found[name]) if name in found else None
        if record is None:
            notes.append(f"{name}: no record was found; it counts as empty.")
        elif len(same_sources(truth, record)) < len(record.sources):
            notes.append(f"{name}: the record has a source that is not the text of the gold record.")
        reports[name] = compare(truth, record, glossary=glossary)
    notes += [f"{name}: there is no gold record; it was not judged." for name in found if name not in wanted]
    return Evaluation(reports, notes)


def _files(folder: Path, name: str) -> dict[str, Path]:
    if not folder.is_dir():
        raise RecordError(f"{folder} is not a folder.")
    files: dict[str, Path] = {}
    for path in sorted((*folder.glob("*.json"), *folder.glob(f"*/{name}"))):
        if path.is_dir() or any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        # Some systems write the letters of file names taken apart (NFD).
        report = unicodedata.normalize("NFC", path.stem if path.parent == folder else path.parent.name)
        if report in files:
            raise RecordError(f"{files[report]} and {path} are both called {report}: keep the one that is meant.")
        files[report] = path
    return dict(sorted(files.items()))


def table(evaluation: Evaluation) -> str:
    """The measures as plain text with a final newline: totals first, then one line for each report."""
    total = evaluation.total
    lines = [f"{'measure':<26}{'precision':>10}{'recall':>10}{'F1':>10}{'gold':>8}{'found':>8}"]
    for name, score in total.scores.items():
        rates = "".join(f"{_rate(rate):>10}" for rate in (score.precision, score.recall, score.f1))
        lines.append(f"{name:<26}{rates}{score.gold:>8}{score.found:>8}")
    lines += ["", f"{'measure':<26}{'share':>10}{'count':>10}{'of':>10}"]
    for name, share in total.shares.items():
        lines.append(f"{name:<26}{_rate(share.share):>10}{share.count:>10}{share.of:>10}")
    shown = ("participants", "items.evidence", "items.full", "items.any_kind")
    lines += ["", f"{'report (F1)':<34}" + "".join(f"{name:>16}" for name in shown)]
    for report, measures in evaluation.reports.items():
        lines.append(f"{report:<34}" + "".join(f"{_rate(measures.scores[name].f1):>16}" for name in shown))
    return "\n".join([*lines, *(["", *evaluation.notes] if evaluation.notes else [])]) + "\n"


def _rate(rate: float | None) -> str:
    return "–" if rate is None else f"{rate:.3f}"
