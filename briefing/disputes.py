"""What two accounts contradict each other about, as a heading of the brief.

It is put together from the fields of an item: whose act it is said to be, the verb of the report, and what its sentences say
behind that verb, which have passed the checks. Where one of the two languages does not have all that, or not the same
figures, both name the act and whose it is alone, so that no reader is told more than the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import get_args

from briefing.arabic import folded
from briefing.cues import Lexeme, find_cues, past_of
from briefing.figures import numbers, same_figures
from briefing.labels import labels
from briefing.record import Bilingual, Commitment, Demand, Participant, Stance, StanceKind, Statement
from briefing.wording import amid, as_spelt, content_of, governed, holder_phrase, is_feminine

Item = Demand | Commitment | Statement
People = Mapping[str, Participant]

_LONGEST = 24  # words of a matter: a heading is no second account

_MARKS = "[\u064b-\u0652]*"  # «شخصاً» keeps its ending
# What stands in front of a number that something is above.
_MORE_AR = re.compile(
    r"(?<!\w)(?<!لا )(?<!لم )(?<!لن )(?:[يت]?تجاوز\w*|[يت]فوق|[يت]زيد (?:علي|عن)|اكثر من|ما يزيد (?:علي|عن)) (?:ال)?$"
)
_MORE_EN = re.compile(r"(?<!no )(?<!not )\b(?:more than|over|exceed(?:s|ed|ing)?|above|upwards of) $", re.IGNORECASE)
# The verb of an act in an English sentence, and what it governs.
_ACT_EN = {
    "commitment": re.compile(
        r"\b(?<!a )(?<!the )(?:ha[sd] |have )?(?:\w+ly )?(?:pledge[sd]?|promise[sd]?|undertakes?|undertook|agree[sd]?|commit(?:s|ted)?|accept(?:s|ed)?|guarantee[sd]?|consent(?:s|ed)?)\s(?=\w).*"
    ),
    "demand": re.compile(
        r"\b(?<!a )(?<!the )(?:ha[sd] |have )?(?:\w+ly )?(?:demand(?:s|ed)?|ask(?:s|ed)?|request(?:s|ed)?|want(?:s|ed)?|call(?:s|ed)? (?:for|on)|insist(?:s|ed)?|seeks?|sought)\s(?=\w).*"
    ),
}
# Where a sentence passes from what is said to who says, denies or adds it.
_ASIDE_EN = re.compile(
    r"[,;]\s(?:according|which|in which|where|saying|adding|but|and (?:says|said|that)|\w+(?: \S+){0,4} den(?:ies|ied)).*$|;.*$"
)
_ASIDE_AR = re.compile(r"[،؛]\s*(?:بحسب|وفق|قائل|مضيف|مؤكد|وهذا|وهو|ما\s|لكن|غير أن|إلا أن|و?لم\s|و?لن\s|و?[يت]?نف).*$")
_SAID_EN = re.compile(
    r"\b(?:says?|said|holds?|states?|stated|claims?|claimed|affirms?|affirmed|announce[sd]?|stresse[sd]|told [^,]{1,40}) that (?P<matter>\w.*)"
)
_SAID_AR = re.compile(r"(?:^|\s)[إأ]ن\s+(?P<matter>\S.*)")
_ACCUSED_EN = re.compile(r"\baccuse[sd]? (?P<whom>.+?) of (?P<matter>.+)")
_BLAMED_EN = re.compile(r"\bresponsible for (?P<matter>.+)")
_BLAMED_AR = re.compile(r"(?:ال)?مسؤولية\s(?:عن\s)?(?P<matter>\S.*)")
_PRONOUN_EN = re.compile(r"(?:he|she|it|they|his|her|its|their)\b", re.IGNORECASE)
# A verb with its subject in front: «إن الحركة وافقت», «أنها وافقت», «التنسيقية طالبت».
_SUBJECT_BEFORE = re.compile(r"(?:(?:^|\s)[وب]?[إأ]ن(?:ه|ها|هم|هما)?|«)\s?(?:(?!(?:قال|قالت|من|في|على|إلى)\s)\S+\s+){0,5}$")

_ASCRIBED = {
    "commitment": Bilingual(ar="التعهد المنسوب إلى %(by)s", en="The pledge ascribed to %(by)s"),
    "demand": Bilingual(ar="المطلب المنسوب إلى %(by)s", en="The demand ascribed to %(by)s"),
    "AGREE": Bilingual(ar="الموافقة المنسوبة إلى %(by)s", en="The consent ascribed to %(by)s"),
    "ACCUSE": Bilingual(ar="الاتهام الصادر عن %(by)s", en="The accusation made by %(by)s"),
    "statement": Bilingual(ar="ما قاله %(by)s", en="What was said by %(by)s"),
}


def matter_denied(item: Item, people: People) -> Bilingual:
    """What an item asserts and another denies, as a question or a name of it: "Whether the Movement pledged to …"."""
    holders = [people[id_] for id_ in item.by]
    if isinstance(item, Statement) and item.act == "ACCUSE":
        found = _accusation(item, holders)
    elif isinstance(item, Statement) and item.act != "AGREE":
        found = _fact(item)
    else:
        found = _act(item, holders)
    if found is not None and not same_figures(found.ar, found.en):
        return found
    return _filled(_ASCRIBED[_kind(item)], by=_names(holders))


def counts_told(told: Sequence[tuple[Item, Decimal]], people: People) -> Bilingual:
    """Who gives which number."""
    counts = [(_counted(item, value), _names([people[id_] for id_ in item.by])) for item, value in told]
    ar = " أم ".join(f"{count.ar} ({who.ar})" for count, who in counts)
    en = " or ".join(f"{count.en} ({who.en})" for count, who in counts)
    return Bilingual(ar=f"اختلاف في العدد: {ar}", en=f"Differing counts: {en}")


def detail_told(kind: str, items: Sequence[Item], people: People) -> Bilingual:
    """Who differs on the "day" or the "place" of one thing."""
    who = _names([people[id_] for item in items for id_ in item.by])
    if kind == "day":
        return _filled(Bilingual(ar="اختلاف في التاريخ بين %(who)s", en="The date, on which %(who)s differ"), who=who)
    return _filled(Bilingual(ar="اختلاف في المكان بين %(who)s", en="The place, on which %(who)s differ"), who=who)


def stances_told(stances: Sequence[Stance], people: People) -> Bilingual:
    """Who welcomes the document, reserves its position or rejects it."""
    ar, en = [], []
    for kind in get_args(StanceKind):
        ids = dict.fromkeys(one.participant for one in stances if one.stance == kind)
        if ids:
            who = _names([people[id_] for id_ in ids])
            ar.append(f"{labels('ar').word('stance', kind)} ({who.ar})")
            en.append(f"{labels('en').word('stance', kind)} ({who.en})")
    return Bilingual(
        ar=f"الموقف من الوثيقة الختامية: {'؛ '.join(ar)}",
        en=f"Stances on the outcome document: {'; '.join(en)}",
    )


def _counted(item: Item, value: Decimal) -> Bilingual:
    """A number with what is counted, where the sentences of both languages name it behind the number."""
    figure = f"{value.normalize():f}"
    nouns = [
        noun[0]
        for text in (item.text.ar, item.text.en)
        for number in numbers(text)
        if number.value == value
        and (noun := re.match(rf"\s(?!(?:and|in|of|is|are|were|was)\b)(?:[^\W\d_]{_MARKS}){{3,}}", text[number.end :]))
    ]
    ar, en = nouns if len(nouns) == 2 else ("", "")
    if _tells_more(_MORE_AR, folded(item.text.ar), value) and _tells_more(_MORE_EN, item.text.en, value):
        return Bilingual(ar=f"أكثر من {figure}{ar}", en=f"more than {figure}{en}")
    return Bilingual(ar=f"{figure}{ar}", en=f"{figure}{en}")


def _tells_more(words: re.Pattern[str], text: str, value: Decimal) -> bool:
    """Whether a number is given as what something is above."""
    return any(number.value == value and words.search(text[: number.start]) for number in numbers(text))


def _kind(item: Item) -> str:
    if isinstance(item, Statement):
        return item.act if item.act in _ASCRIBED else "statement"
    return "demand" if isinstance(item, Demand) else "commitment"


def _act(item: Item, holders: Sequence[Participant]) -> Bilingual | None:
    """Whether somebody pledged, agreed to or demanded something."""
    kind = "demand" if isinstance(item, Demand) else "commitment"
    act = _ACT_EN[kind].search(item.text.en)
    verb = next(_verbs(item, lambda lexeme: lexeme.kind == kind or (kind == "commitment" and lexeme.act == "AGREE")), None)
    names = [holder.name.ar or "" for holder in holders]
    if verb is None or act is None or not all(names):
        return None
    lexeme, place = verb
    matter, said = _behind_holders(item.text.ar, place, holders), _cut(_ASIDE_EN, act.group())
    past = past_of(lexeme)
    if matter is None or said is None or past is None:
        return None
    feminine = is_feminine(holders[0])
    if kind == "demand" and _is_present(item.text.ar[slice(*place)], lexeme):
        told = f"ت{lexeme.present[1:]}" if feminine else lexeme.present
    else:
        told = past[feminine]
    return Bilingual(ar=f"هل {told} {holder_phrase(names)} {matter}؟", en=f"Whether {_names(holders).en} {said}")


def _verbs(item: Item, wanted: Callable[[Lexeme], bool]) -> Iterator[tuple[Lexeme, tuple[int, int]]]:
    """The verbs of an act in an Arabic sentence, with their places; the words of the report know one that stands alone there."""
    for cue in find_cues(item.text.ar):
        if cue.form == "verb" and not cue.negated and wanted(cue.lexeme):
            yield cue.lexeme, (cue.start, cue.end)
    for cue in find_cues(item.evidence[0].quote):
        if not cue.negated and wanted(cue.lexeme) and cue.lexeme.present:
            for found in re.finditer(rf"(?<![\u0621-\u064a])[يت]{cue.lexeme.present[1:]}(?![\u0621-\u064a])", item.text.ar):
                yield cue.lexeme, found.span()


def _is_present(verb: str, lexeme: Lexeme) -> bool:
    return folded(verb)[1:] == folded(lexeme.present)[1:]


def _behind_holders(text: str, verb: tuple[int, int], holders: Sequence[Participant]) -> str | None:
    """What stands behind a verb and its subject; ``None`` where the subject is somewhere else."""
    start, end = verb
    rest = text[end:].lstrip()
    names = [holder.name.ar or "" for holder in holders]
    subjects = [holder_phrase(names), *names, *(alias for holder in holders for alias in holder.aliases)]
    subject = next((name for name in sorted(subjects, key=len, reverse=True) if name and rest.startswith(f"{name} ")), None)
    if subject is None and _SUBJECT_BEFORE.search(text[:start]) is None:
        return None
    return _cut(_ASIDE_AR, rest[len(subject or "") :].lstrip())


def _fact(item: Statement) -> Bilingual | None:
    """Whether what somebody says is so."""
    ar, en = _SAID_AR.search(item.text.ar), _SAID_EN.search(item.text.en)
    if ar is None or en is None or _PRONOUN_EN.match(en["matter"]):
        return None
    matter, said = _cut(_ASIDE_AR, ar["matter"]), _cut(_ASIDE_EN, en["matter"])
    return Bilingual(ar=f"هل صحيح أن {matter}؟", en=f"Whether {said}") if matter and said else None


def _accusation(item: Statement, holders: Sequence[Participant]) -> Bilingual | None:
    """Of what somebody is accused, or for what he is held responsible."""
    if (blamed := _BLAMED_EN.search(item.text.en)) and (for_what := _BLAMED_AR.search(item.text.ar)):
        matter, said = _cut(_ASIDE_AR, for_what["matter"]), _cut(_ASIDE_EN, blamed["matter"])
        return Bilingual(ar=f"المسؤولية عن {matter}", en=f"Responsibility for {said}") if matter and said else None
    accused = _ACCUSED_EN.search(item.text.en)
    verb = next(_verbs(item, lambda lexeme: lexeme.english == "accuses"), None)
    if accused is None or verb is None:
        return None
    matter, said = _behind_holders(item.text.ar, verb[1], holders), _cut(_ASIDE_EN, accused["matter"])
    if not matter or not said:
        return None
    return Bilingual(ar=f"اتهام {matter}", en=f"The accusation that {accused['whom']} is responsible for {said}")


def _cut(aside: re.Pattern[str], words: str) -> str | None:
    """Some words up to an aside, if they are few enough for a heading."""
    cut = as_spelt(content_of(aside.sub("", words)).rstrip(" .؟?"), words)
    return cut if 0 < len(cut.split()) <= _LONGEST else None


def _names(people: Sequence[Participant]) -> Bilingual:
    """Names within a sentence; of who has none, the title."""
    ar, en = [], []
    for person in people:
        title = person.title
        ar.append(governed(person.name.ar or person.name.en or (title.ar if title else "")))
        en.append(amid(person) or person.name.ar or (title.en if title else ""))
    return Bilingual(ar=labels("ar").listed(ar), en=labels("en").listed(en))


def _filled(phrase: Bilingual, **values: Bilingual) -> Bilingual:
    return Bilingual(
        ar=phrase.ar % {name: value.ar for name, value in values.items()},
        en=phrase.en % {name: value.en for name, value in values.items()},
    )
