"""Which State a ministry, a presidency or an army belongs to, by the words of their names.

«وزارة الخارجية القطرية», «الوفد القطري» and «قطر» are one State speaking, and «وزارة الداخلية في حكومة سمرا» belongs to that Government. What may
stand against a government belongs to nobody here: a parliament, a council, an opposition, one of two governments, an army
beside a government or an armed group.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from briefing.arabic import folded
from briefing.glossary import Glossary
from briefing.record import ParticipantKind, Role

Rank = Literal["state", "government", "delegation", "ministry", "presidency", "army"]

# All patterns are for folded text.
_WORDS: tuple[tuple[Rank, str], ...] = (
    (
        "ministry",
        r"(?:ال)?وزاره|مكتب (?:ال)?وزير|(?:ال)?خارجيه|مجلس الوزراء|(?:مكتب )?(?:رياسه|رييس) (?:مجلس )?(?:ال)?(?:وزراء|حكومه)"
        r"|(?:ال)?(?:سفاره|قنصليه)|(?:ال)?بعثه الدايمه",
    ),
    (
        "presidency",
        r"(?:ال)?رياسه|مكتب (?:ال)?رييس|(?:ال)?ديوان (?:ال)?(?:ملكي|اميري|سلطاني)|(?:ال)?(?:مخابرات|استخبارات)"
        r"|(?:ال)?بيت الابيض|(?:ال)?كرملين|(?:ال)?بنتاغون",
    ),
    ("army", r"(?:ال)?جيش|(?:ال)?قوات (?:ال)?(?:مسلحه|جويه|بحريه|بريه)|سلاح (?:ال)?جو|هييه (?:ال)?اركان"),
    ("delegation", r"(?:ال)?وفد"),
    ("government", r"(?:ال)?حكومه|(?:ال)?سلطات|نظام"),
    ("state", r"(?:ال)?(?:دوله|جمهوريه|مملكه|سلطنه)"),
)
_RANKS = tuple((rank, re.compile(rf"(?:{words})(?!\w)")) for rank, words in _WORDS)
# The ends that a name loses, and an adjective of it has: «كيبارا», «الكيبارية».
_OF_NAME, _OF_ADJECTIVE = re.compile(r"(?:يا|ا|يه|ه)$"), re.compile(r"(?:يه|ي)$")
_INSIDE = re.compile(r"(?<=\s)(?:في |لدي |التابعه? ل|[بل])(?=\w)")
# «الجيش الوطني الليبي» is the army of one side; that of the State is called after the State alone.
_ARMY_OF_STATE = re.compile(r"(?:(?:ال)?جيش|(?:ال)?قوات (?:ال)?مسلحه|سلاح (?:ال)?جو) \w+")


@dataclass(frozen=True, slots=True)
class Body:
    """A participant that is no person: its Arabic name, and the State (ISO 3166-1) whose own name or capital that is."""

    name: str
    kind: ParticipantKind
    role: Role
    iso: str | None


def is_office(name: str) -> bool:
    """Whether a name is that of an office or an army of a State, and not of the State or its government."""
    return _rank(name) in {"ministry", "presidency", "army"}


def are_one(one: str, other: str, glossary: Glossary) -> bool:
    """Whether two names are those of one body, once with the State and once with its adjective: «حكومة السودان», «الحكومة السودانية»."""
    construct, described = sorted(
        (folded(one).split(), folded(other).split()), key=lambda words: words[:1] and words[0].startswith("ال")
    )
    if len(construct) < 2 or len(described) != 2 or described[0] != f"ال{construct[0]}" or not described[1].startswith("ال"):
        return False
    state, adjective = " ".join(construct[1:]), described[1]
    known, nation = glossary.name_entry(state), glossary.name_entry(adjective)
    if known is not None and nation is not None:
        return known.kind == "state" and nation.kind == "nationality" and known.iso == nation.iso
    bare = _OF_NAME.sub("", state.removeprefix("ال"))
    return known is None and nation is None and len(bare) > 2 and bare == _OF_ADJECTIVE.sub("", adjective[2:])


def owner_of(body: Body, others: Sequence[Body], glossary: Glossary) -> Body | None:
    """The State or government to which a body belongs; None where it is none's, or where two may claim it."""
    rank = _rank(body.name)
    if rank is None or rank == "state" or (rank == "delegation" and not _is_of_nation_alone(body, glossary)):
        return None
    delegations = [one for one in others if one is not body and one.kind == "delegation"]
    others = [one for one in others if one is not body and one.kind != "delegation"]
    if rank in {"ministry", "presidency"} and (named := _named_in(body, others)) is not None:
        return named
    nations = _nations(body, glossary)
    if len(nations) != 1:
        return None
    kin = [one for one in others if nations & _nations(one, glossary)]
    states = [one for one in kin if (one.iso is not None and _rank(one.name) is None) or _rank(one.name) == "state"]
    governments = [one for one in kin if _rank(one.name) == "government"] or [
        one for one in others if _rank(one.name) == "government" and not _nations(one, glossary)
    ]
    rivals = kin + [one for one in delegations if nations & _nations(one, glossary)]
    return _claimed(rank, states, governments, _is_contested(body, rivals, states, others, rank, glossary))


def _claimed(rank: Rank, states: Sequence[Body], governments: Sequence[Body], contested: bool) -> Body | None:
    if len(states) > 1 or (rank == "government" and (governments or contested)) or len(governments) > 1:
        return None
    if (rank == "army" and (governments or contested)) or (rank == "delegation" and contested):
        return None
    if rank == "ministry" and governments and (contested or not states):
        return governments[0]
    return next(iter(states), None)


def _is_contested(
    body: Body, kin: Sequence[Body], states: Sequence[Body], others: Sequence[Body], rank: Rank, glossary: Glossary
) -> bool:
    """Whether others of the same nation take part that are no offices of the State, or an army faces an armed group.

    Where the State as such is a party, its army fights for it.
    """
    if any(_may_oppose(one, glossary) and one not in states for one in kin):
        return True
    if rank == "army" and not _ARMY_OF_STATE.fullmatch(folded(body.name)):
        return True
    groups = [one for one in others if one.kind == "armed_group" and _rank(one.name) != "army"]
    return rank == "army" and bool(groups) and not any(one.role == "party" for one in states)


def _may_oppose(body: Body, glossary: Glossary) -> bool:
    rank = _rank(body.name)
    return rank is None or (rank == "delegation" and not _is_of_nation_alone(body, glossary))


def _is_of_nation_alone(body: Body, glossary: Glossary) -> bool:
    """Whether a delegation is called after a State and nothing else: «الوفد القطري», and not «وفد المعارضة القطرية»."""
    _, _, core = body.name.partition(" ")
    entry = glossary.name_entry(core)
    return entry is not None and entry.kind in {"state", "nationality"}


def _rank(name: str) -> Rank | None:
    words = folded(name)
    return next((rank for rank, pattern in _RANKS if pattern.match(words)), None)


def _named_in(body: Body, others: Sequence[Body]) -> Body | None:
    """The body that a name names in full or by its proper name: «وزارة الداخلية في حكومة سمرا», «وزارة خارجية سمرا»."""
    words = folded(body.name)
    inside = {words[found.end() :] for found in _INSIDE.finditer(words)}
    whole = [one for one in others if not is_office(one.name) and folded(one.name) in inside]
    proper = [one for one in others if _rank(one.name) == "government" and words.endswith(f" {_proper(one.name)}")]
    found = whole or proper
    return found[0] if len(found) == 1 else None


def _proper(name: str) -> str:
    """What a government is called after, which is no adjective: «حكومة سمرا»."""
    first, _, rest = folded(name).partition(" ")
    return rest if rest and not rest.startswith("ال") and first == "حكومه" else "\0"


def _nations(body: Body, glossary: Glossary) -> set[str]:
    if body.iso:
        return {body.iso}
    # Word by word, since the whole may be a name of its own («مجلس النواب الليبي»).
    phrases = (body.name, *body.name.split())
    return {entry.iso for phrase in phrases for entry in glossary.nationalities(phrase) if entry.iso}
