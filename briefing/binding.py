"""How far a pledge, a demand or a clause binds, by the words of the report.

The record has one status for all that its holder undertook himself (``pledged``), and one for all clauses that decide nothing.
A reader must see more: who is only ready to do something, offers it or agrees to it, perhaps in principle, has not pledged it;
and a clause that welcomes or condemns something for the first time reaffirms nothing. Of a demand the record says ``conditional``
where something hangs on it, and where it hangs on something itself.
"""

from __future__ import annotations

import re
from typing import Literal

from briefing.arabic import fold, folded, strip_diacritics
from briefing.cues import find_cues
from briefing.record import Clause, Commitment, Demand

Undertaking = Literal["pledged", "readiness", "offer", "agreed", "agreed_in_principle"]
UNBOUND: frozenset[Undertaking] = frozenset(["readiness", "offer"])  # by which nobody is bound yet

# All patterns are for folded text.
# «استعداداً للانتخابات» and «بيوت جاهزة للسكن» are of no readiness to do something.
_READY = re.compile(
    r"(?<!\w)(?:[وفبل]?(?:ال)?استعداد(?:ه|ها|هم|هما)?|(?:[يت]|ا)?بد\w* (?:\w+ ){0,4}?استعدادا|[وف]?مستعد(?:ه|ون|ين|ان|تان|ا)?"
    r"|[وف]?جاهز(?:ه|ون|ين|ا)? (?:ان|لان|ل(?!ل)\w{3,})|لا [يت]مانع|لا مانع)(?!\w)"
)
# The verb of a sentence that offers: at its head, or behind «إن» and who is named; «بأن يُعرض الملف» is what is pledged.
_OFFERS = re.compile(
    r"(?:^(?:[^،.]{2,60}،\s)?|(?<![\u0621-\u064a])إن(?:ه|ها|هم)?\s(?:[^\s،.]+\s){0,4}?)[وف]?(?:[يت]?عرض(?:ت|وا)?|[يت]قترح(?:ون)?|اقترح(?:ت|وا)?)\s"
)
# Verbs by which somebody binds himself: «يتعهد بإبقاء قواته على أهبة الاستعداد» is no readiness to do something.
_BINDS = frozenset(["pledges", "commits to", "promises", "undertakes", "guarantees", "will bear", "donates", "allocates"])
_IN_PRINCIPLE = re.compile(r"(?<!\w)(?:مبديي(?:ا|ه|اً)?|ال?مبدييه?|من حيث المبدا|علي (?:ال)?مبدا|[بل]?المبدا|مبدا)(?!\w)")
_AGAIN = re.compile(
    r"(?<!\w)[وفب]?(?:[يتن]?جدد\w*|تجديد\w*|مجددا?|[يتن]?كرر\w*|تكرار|(?:[يتن]عيد\w*|اعاد\w*|معيد\w*|اعاده) (?:\w+ ){0,2}?(?:ال)?(?:تاكيد|تشديد)\w*|[يتن]?ستذكر\w*|استذكر\w*"
    r"|(?:[يت]ذكر\w*|ذكر(?:ت|وا)?|[يت]شير\w*|اشار\w*) (?:\w+ ){0,2}?(?:ب|ال[يي] )(?:ال)?قرار\w*|[يتن]?تمسك\w*|مره اخري|من جديد|ثبات)(?!\w)"
)

# How a condition begins.
_IF = re.compile(
    r"(?<!\w)[وفب]?(?:شرط(?:ه|ها|هم|هما)?|شريطه|ما لم|اذا|في حاله?|علي ان|علي الا|لقاء|مقابل)(?!\w)"
    r"|(?<!\w)(?:لن|لا|لم) [^.؛]* (?:من دون|بدون|دون|قبل|الا|حتي) "
)


def undertaken(item: Commitment) -> Undertaking:
    """What a commitment of its holder's own comes to; ``pledged`` where the words are no weaker than that."""
    text = strip_diacritics(item.text.ar)
    form, cues = fold(text), [cue for cue in find_cues(text) if cue.kind == "commitment" or cue.lexeme.act == "AGREE"]
    binds = next((cue.start for cue in cues if cue.lexeme.english in _BINDS), len(text))
    ready = _READY.search(form.text)
    if ready is not None and form.starts[ready.start()] < binds:
        return "readiness"
    if _OFFERS.search(text):
        return "offer"
    if not cues or cues[0].kind == "commitment" or cues[0].form != "verb":
        return "pledged"
    return "agreed_in_principle" if _IN_PRINCIPLE.search(form.text) else "agreed"


def sets_condition(item: Demand) -> bool:
    """Whether a demand is what its holder makes something else depend on («لن نوقع ما لم …»), and depends on nothing itself.

    A verb of demanding tells that it is wanted in its own right, and what begins with "if" then is its own condition.
    """
    if item.status != "conditional":
        return False
    verbs = [cue for cue in find_cues(item.text.ar) if cue.kind == "demand"]
    if verbs:
        return any(cue.lexeme.status == "conditional" for cue in verbs)
    return _IF.search(folded(item.text.ar)) is not None


# What is due is a first instalment or a share: «تُصرف على دفعات أولاها في …», «يُدفع نصفه قبل …».
_OF_PART = re.compile(
    r"(?<!\w)[وف]?(?:اولاها|اولاهما|اولها|(?:ال)?(?:دفعه|شطر|قسط|شريحه) (?:ال)?اول\w*|اول (?:دفعه|شطر|قسط|شريحه)|نصفه|نصفها|ثلثه|ثلثها|ربعه|ربعها|جزء من\w*)"
    r"(?: [^،؛. ]+){0,5}? ?$"
)


def is_due_in_part(item: Commitment) -> bool:
    """Whether the day told of a commitment is that of its first instalment, or of a share of it."""
    if item.deadline is None:
        return False
    day = folded(item.deadline.as_reported)
    return any(
        day in words and _OF_PART.search(words[: words.index(day)]) for words in (folded(one.quote) for one in item.evidence)
    )


def restates(clause: Clause) -> bool:
    """Whether a clause says of itself that it says so again: "reaffirms", "recalls", "renews its support"."""
    return _AGAIN.search(folded(clause.text.ar)) is not None
