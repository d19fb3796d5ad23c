"""The first sentence of a brief: who met, where, when, and what came of it, as far as the record states it.

A sentence is put together from phrases of the catalogues. Its subject is the event by its name, whose head decides on the gender
of the Arabic verb; what the record does not state has no place in it, so that no brief begins with what is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefing.arabic import folded
from briefing.labels import Labels
from briefing.record import Bilingual, Event, When
from briefing.wording import sentence

MOST_PARTIES = 4  # more would fill the bottom line with names
_EXACT = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
_FEMININE = re.compile(r"\S+(?:ة|ات)(?:\s|$)")
# What parties hold between them; to a meeting or a conference they come.
_TALKS = re.compile(r"محادثات|مفاوضات|مباحثات|مشاورات|جول[ةه]|حوار")
# What is over when it has begun: of talks only the day of the opening is known.
_ONE_SITTING = re.compile(r"(?:ال)?(?:اجتماع|لقاء|مؤتمر|مجلس|جلس[ةه]|قم[ةه])(?:\s|$)")
# Words at the head of an English name that are no names themselves.
_COMMON = re.compile(
    r"(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|Round|Talks|Meeting|Session|Conference|Consultations"
    r"|Negotiations|Dialogue|Council|Summit|Ministerial|Joint|Reconciliation|Special|Emergency|Final|Opening|Closing|Peace|Ceasefire)\b"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an event: its word (a status, "issued", "draft, not adopted"), the title, who issued and who did not sign it."""

    word: str
    title: Bilingual | None = None
    issuers: str = ""
    not_signed_by: str = ""


def opening(event: Event, parties: Sequence[Bilingual], outcome: Outcome, as_of: str, words: Labels) -> str:
    """The sentence in the language of ``words``; ``parties`` are those to be named, ``as_of`` the day of the report (ISO date)."""
    gender = "feminine" if _FEMININE.match(event.name.ar) else "masculine"
    verb, when = _course(event, outcome, as_of, words)
    said = {
        "event": f"{_named(event, words)}{_between(event, parties, words)}",
        "place": _place(event, words),
        "when": when,
        "with": _with(event, parties, words),
    }
    course = words.word(gender, verb) % said
    ended = verb.startswith("%(event)s%(place)s ended")
    phrase = {
        "none_issued": " without a final statement" if ended else ", and no final statement was issued",
        "not_reached": ", and no agreement on an outcome document was reached",
        "draft": ", and a draft outcome document is reported"
        if outcome.not_signed_by
        else ", and a draft outcome document is reported, but not its adoption",
        "draft, not adopted": ", and the draft outcome document was not adopted",
        "adopted": ", and an outcome document%(title)s was adopted",
        "issued": ", and %(issuers)s issued an outcome document%(title)s"
        if outcome.issuers
        else ", and an outcome document%(title)s was issued",
    }.get(outcome.word)
    title = words.text(outcome.title)
    came = words.word(gender, phrase) % {"title": f" ({title})" if title else "", "issuers": outcome.issuers} if phrase else ""
    if outcome.not_signed_by and outcome.word != "draft, not adopted":
        came += words.word("parties in a sentence", " without the signature of %(parties)s") % {"parties": outcome.not_signed_by}
    return sentence(f"{course}{came}")


def is_named_in(event: Event, parties: Sequence[Bilingual]) -> bool:
    """Whether the name of the event tells already between whom it was."""
    name = folded(event.name.ar)
    return "بين" in name.split() or all(folded(party.ar) in name for party in parties)


def is_exact(when: When | None) -> bool:
    """Whether a date is a day, a month or a year, of which a sentence can say that something happened in it."""
    return when is not None and when.value is not None and _EXACT.fullmatch(when.value) is not None


def _course(event: Event, outcome: Outcome, as_of: str, words: Labels) -> tuple[str, str]:
    """The phrase for the course of the event, and its date."""
    start, end = (when.value if when and is_exact(when) else None for when in (event.start, event.end))
    at = words.word("date in a sentence", "in %(date)s")

    def on(value: str) -> str:
        return (words.word("date in a sentence", "on %(date)s") if len(value) == 10 else at) % {"date": words.date(value)}

    if start and start[: len(as_of)] > as_of[: len(start)]:
        return "%(event)s%(place)s will begin%(when)s%(with)s", on(start)
    if end and end[: len(as_of)] > as_of[: len(end)]:
        end = None
    one = _ONE_SITTING.match(event.name.ar) is not None
    if start and end and start != end:
        if len(start) == len(end):
            return "%(event)s%(place)s took place%(when)s%(with)s", f" {words.date(f'{start}/{end}')}"
        start = None
    if end and (start is None or not one):
        if outcome.word == "none_issued" or not one:
            return "%(event)s%(place)s ended%(when)s%(with)s", on(end)
        return "%(event)s%(place)s was held%(when)s%(with)s", on(end)
    if start:
        verb = "was held" if one else "began"
        return f"%(event)s%(place)s {verb}%(when)s%(with)s", on(start)
    return "%(event)s%(place)s took place%(when)s%(with)s", ""


def _named(event: Event, words: Labels) -> str:
    name = words.text(event.name) or ""
    if words.language == "ar":
        return name
    if name.startswith("The "):
        return name
    return f"The {name[:1].lower() if _COMMON.match(name) else name[:1]}{name[1:]}"


def _place(event: Event, words: Labels) -> str:
    if event.place is None or folded(event.place.ar).removeprefix("ال") in folded(event.name.ar):
        return ""
    return words.word("date in a sentence", "in %(date)s") % {"date": words.text(event.place)}


def _between(event: Event, parties: Sequence[Bilingual], words: Labels) -> str:
    if len(parties) < 2 or _TALKS.search(event.name.ar) is None:
        return ""
    return words.word("parties in a sentence", " between %(parties)s") % {"parties": _listed(parties, words)}


def _with(event: Event, parties: Sequence[Bilingual], words: Labels) -> str:
    if not parties or _TALKS.search(event.name.ar) is not None:
        return ""
    return words.word("parties in a sentence", " with the participation of %(parties)s") % {"parties": _listed(parties, words)}


def _listed(parties: Sequence[Bilingual], words: Labels) -> str:
    return words.listed([words.text(party) or "" for party in parties])
