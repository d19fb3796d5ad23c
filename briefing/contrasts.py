"""Words of which one excludes the other: to open and to close, the port and the airport, all and some.

``templates/data/contrasts.tsv`` has them in fields. Where the Arabic has a word of a field, and the English has nothing that
may stand for it and another word of the field of which the Arabic knows nothing, the sentence was turned round.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from briefing.resources import table


@dataclass(frozen=True, eq=False)
class Word:
    """A word of a field: in Arabic, in English, English that may be put for the Arabic as well, and further Arabic for the English."""

    arabic: re.Pattern[str]
    english: re.Pattern[str]
    also: re.Pattern[str]
    besides: re.Pattern[str] | None = None

    def is_borne_out(self, arabic: str) -> bool:
        """Whether some folded Arabic has anything for which the English word may stand."""
        return any(words is not None and words.search(arabic) is not None for words in (self.arabic, self.besides))

    def is_told(self, english: str) -> bool:
        """Whether an English sentence in small letters has the word in some way."""
        return self.english.search(english) is not None or self.also.search(english) is not None


@dataclass(frozen=True, eq=False)
class Field:
    """Words of which one excludes the other. ``head`` finds any of them in English: most sentences have none, and need no further look."""

    words: tuple[Word, ...]
    head: re.Pattern[str]


@cache
def fields() -> tuple[Field, ...]:
    """The fields, as the table has them."""
    rows = (list(words) for _, words in groupby(table("data/contrasts.tsv"), key=lambda row: row[0]))
    return tuple(
        Field(
            tuple(
                Word(re.compile(arabic), _whole(english), _whole(also), re.compile(besides) if besides else None)
                for _, arabic, english, also, besides in words
            ),
            _whole("|".join(english for _, _, english, *_ in words)),
        )
        for words in rows
    )


def _whole(english: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{english})\b")


# In front of a word of a field of two these make it the other one: "an end to the closure", "not to close".
_UNDONE_AR = re.compile(
    r"(?<!\w)[وفبل]{0,2}(?:ال|لل)?(?:لا|لم|لن|ليس\w*|غير|دون|بدون|بلا|عدم|الا|[يتن]?رفض\w*|رافض\w*|رفضه\w*|منع|[يت]منع|حظر|[يت]حظر|امتنا\w*|[يتم]متنع\w*|وقف(?= (?!دايم|شامل|كامل|فوري|موقت|ل?اطلاق|للاطلاق|القتال|الاعمال)\w)|رفع(?= (?:ال)?(?:حصار|حظر|اغلاق|عقوبات|قيود))|انها|انهاء"
    r"|تراجع\w*|نفي|نفت|[يت]نفي|انكر\w*|ضد|كف|معارض\w*|عارض\w*|[يت]عارض\w*|اعتراض\w*|[يت]عترض\w*|[يت]مانع\w*)(?!\w)"
)
_UNDONE_EN = re.compile(
    r"\b(?:not|no|never|none|nor|neither|without|cannot|refus\w+|reject\w+|den(?:y|ies|ied|ying|ials?)|prevent\w*|ceas\w*|halt\w*|stop\w*|oppos\w*|avoid\w*|abstain\w*|refrain\w*|fail\w*"
    r"|ban(?:s|ned|ning)?|prohibit\w*|forbid\w*|against|unless|until|only|rul\w+ out|end(?:s|ed|ing)?|lift\w*|revers\w*|object\w*|resist\w*|withh\w+|unable|unwilling|unacceptable)\b|n['’]t\b"
)


def exchanged(said: str, around: str, english: str, *, negated: bool = False) -> str | None:
    """The word of an English sentence in whose place the Arabic has another of its field; None if there is none.

    ``said`` and ``around`` are folded, ``english`` is in small letters. Of a field of two a word that only one of the sentences
    negates may be told by the other; ``negated`` says that a negation in front of the Arabic governs it.
    """
    for field in fields():
        if field.head.search(english) is None:
            continue
        words = field.words
        for own in words:
            if (found := own.arabic.search(said)) is None or own.is_told(english):
                continue
            for other in words:
                if other is own or (turned := other.english.search(english)) is None or other.is_borne_out(around):
                    continue
                if len(words) == 2 and _is_undone(said[: found.start()], english[: turned.start()], negated):
                    continue
                return turned.group().strip()
    return _added(around, english)


def _is_undone(arabic: str, english: str, negated: bool) -> bool:
    """Whether the words in front of two opposites negate the one and not the other."""
    return (negated or _UNDONE_AR.search(arabic) is not None) != (_UNDONE_EN.search(english) is not None)


_BEFORE_EN = "before"


def _added(around: str, english: str) -> str | None:
    """What the English says goes before another thing, where nothing in the Arabic does."""
    if _BEFORE_EN not in english:
        return None
    for field in fields():
        for word in field.words:
            found = word.english.search(english)
            if found is not None and found.group() == _BEFORE_EN and not word.is_borne_out(around):
                return found.group()
    return None


_NOT_AR = re.compile(r"(?<=[\w\"»،]) (?:لا|وليس|ليس)(?: ب)?(?= )")
_NOT_EN = re.compile(r"\b(?:not|rather than|instead of)\b")


def set_against(said: str, english: str) -> str | None:
    """What the English rules out and the Arabic wants: «آلية مكتوبة لا وعوداً شفوية» as "oral promises, not a written mechanism"."""
    arabic, told = _NOT_AR.split(said), _NOT_EN.split(english)
    if len(arabic) != 2 or len(told) != 2:
        return None
    for field in fields():
        for own in field.words:
            if own.arabic.search(arabic[0]) is None or own.arabic.search(arabic[1]) is not None:
                continue
            ruled_out = own.english.search(told[1])
            if ruled_out is None or own.is_told(told[0]):
                continue
            if any(one.arabic.search(arabic[1]) and one.english.search(told[0]) for one in field.words if one is not own):
                return ruled_out.group()
    return None
