"""Gender and number of a verb and of who is said to act: where they clash, somebody else acts.

Only what the words decide counts: a person's gender is known by a title in the feminine alone, a State's by its name, and
a plural or a first person has no name behind it for its subject at all («طالبوا المجلس بـ», «نطالب الحكومة بـ»).
"""

from __future__ import annotations

import re
from typing import Literal

from briefing.arabic import folded
from briefing.cues import Cue, find_cues
from briefing.record import Participant
from briefing.wording import MASCULINE_STATES, is_feminine

VerbForm = Literal["masculine", "feminine", "plural", "first"]
_MASCULINE_HEADS = frozenset(
    folded(
        "وفد الوفد الاتحاد اتحاد مجلس المجلس التحالف تحالف جيش الجيش حزب الحزب مكتب المكتب فريق الفريق تيار التيار ائتلاف الائتلاف تكتل التكتل"
        " نظام النظام تجمع التجمع برلمان البرلمان صندوق الصندوق بنك البنك حراك الحراك"
    ).split()
) | frozenset(map(folded, MASCULINE_STATES))
_PLURAL_HEADS = frozenset(
    folded(
        "ممثلو ممثلون مندوبو مندوبون وزراء الوزراء أعيان الأعيان شيوخ الشيوخ قادة القادة ثوار الثوار الطرفان الجانبان الوفدان"
    ).split()
)

# Of things a plural is feminine: «حث الدول الراعية» is put to them.
_OF_STATES = frozenset(map(folded, ["الدول", "دول", "الجهات"]))
# Of people in a broken plural verbs may have either gender: وجهاء، عشائر، أحزاب.
_BROKEN_PLURAL = re.compile(r"(?:ال)?(?:\w{2,4}اء|\w{2}اي\w|ا\w{2}ا\w|\w{3}ال)")


def verb_form(cue: Cue, word: str) -> VerbForm | None:
    """The gender or number that a finite verb shows; None for a noun, a participle, or a form that may be either."""
    if cue.form != "verb":
        return None
    if word.endswith("تُ"):
        return "first"  # «ناشدتُ»
    raw, word = word, folded(word)
    if cue.object:
        raw, word = raw[: -len(cue.object)], word[: -len(cue.object)]
    stem = folded(cue.lexeme.present)[1:]
    if _is_adjective(word, stem):  # «مستعدة لـ» stands for a verb, and agrees as adjectives do
        return "feminine" if word.endswith("ه") else None if word.endswith(("ون", "ين", "ان")) else "masculine"
    bare = _without_future(word, stem)
    if _has_person(bare, stem):
        if (bare.endswith("ون") and not stem.endswith("ون")) or (bare.endswith("وا") and not stem.endswith("و")):
            return "plural"
        if bare[0] == "ا":
            # «أطالب» is a first person; «أعلن» and «التزم» are the perfect far more often.
            return "first" if _is_of_me(raw, bare, stem) else _perfect(word, stem)
        if bare.endswith("ان") and not stem.endswith("ان"):
            return None
        return "first" if bare[0] == "ن" else "masculine" if bare[0] == "ي" else "feminine"
    if cue.object and word.endswith("و") and not stem.endswith("و"):
        return "plural"  # «طالبوه»
    return _perfect(word, stem)


def _is_adjective(word: str, stem: str) -> bool:
    return word.startswith("م") and not stem.startswith("م")


def _without_future(word: str, stem: str) -> str:
    return word[1:] if word.startswith("س") and word[1:2] in {"ي", "ت", "ن", "ا"} and not word.startswith(stem) else word


def _has_person(bare: str, stem: str) -> bool:
    """Whether a folded verb begins with a letter for its person, as those of the present do."""
    return bare[0] in "يتنا" and bare[1:].startswith(stem[:-1] if len(stem) > 2 else stem) and bare != stem


def _is_of_me(raw: str, bare: str, stem: str) -> bool:
    return raw.startswith("أ") and bare[1:] == stem and (stem.startswith("ت") or stem[1:2] == "ا")


def is_perfect(cue: Cue, word: str) -> bool:
    """Whether a finite verb tells what was done: طالبت، دعا، and not تطالب or ستدعو."""
    if cue.form != "verb":
        return False
    raw, word = (word[: -len(cue.object)], folded(word)[: -len(cue.object)]) if cue.object else (word, folded(word))
    stem = folded(cue.lexeme.present)[1:]
    bare = _without_future(word, stem)
    if not stem or _is_adjective(word, stem) or bare != word:
        return False
    return not _has_person(bare, stem) or (bare[0] == "ا" and not _is_of_me(raw, bare, stem))


_ACCUSATIVE = re.compile(r"(?:اً|ًا|ةً|[^\u0627]ا)(?![\u0621-\u0652])")  # of a participle: «مطالباً», «مطالبةً»


def is_told_as_done(cue: Cue, text: str, sentence: int) -> bool:
    """Whether a report tells the act of a cue as done; ``sentence`` is where its sentence begins.

    A participle behind a comma goes on with the verb in front of it: «قال فلان …، مطالباً بـ», and not «الحركة متمسكة بـ».
    """
    if cue.form != "participle":
        return is_perfect(cue, text[cue.start : cue.end])
    lead = text[sentence : cue.start]
    if not (_ACCUSATIVE.search(text[cue.start : cue.end + 1]) or re.search(r"،\s*و?$", lead)):
        return False
    verbs = [one for one in find_cues(lead) if one.form == "verb"]
    return not verbs or is_perfect(verbs[0], lead[verbs[0].start : verbs[0].end])


def _perfect(word: str, stem: str) -> VerbForm | None:
    if word.endswith("وا"):
        return "plural"
    if word.endswith("نا") and not stem.endswith("نا"):
        return "first"
    if word.endswith(("ت", "تا")):
        return "masculine" if stem.endswith("ت") and word.removeprefix("ا") == stem else "feminine"
    return None if word.endswith("ا") and not stem.endswith(("و", "ا", "ي")) else "masculine"


def clashes(cue: Cue, word: str, participant: Participant, named: str = "") -> bool:
    """Whether a verb surely has another subject than a participant that stands behind it, or may take its place.

    ``named`` are the words that name it there: «وفد حكومة السهل» may be called «الحكومة».
    """
    form = verb_form(cue, word)
    if form not in {"masculine", "feminine"}:
        return False
    name = participant.name.ar or (participant.title.ar if participant.title else "")
    if named and participant.kind != "person":
        name = named.strip("\"'«»“” ") or name
    head = folded(name.split(" ")[0])
    if head in _PLURAL_HEADS or _BROKEN_PLURAL.fullmatch(head):
        return False
    if form == "feminine":
        return participant.kind != "person" and head in _MASCULINE_HEADS
    if participant.kind == "person":
        return participant.title is not None and is_feminine(participant)
    if head in _OF_STATES:
        return True
    return is_feminine(participant, name) and (participant.kind != "state" or head.endswith(("ه", "ا", "اء")))


# A State or a body, by its side and its nation: «الجانب الإثيوبي»، «الوفد الحكومي».
_SIDE_BY_NATION = re.compile(
    r"(?<![\u0621-\u064a])ال(?:جانب|طرف|وفد|فريق|مفاوض)\s+ال(?P<nation>[\u0621-\u064a]{2,})ي(?![\u0621-\u064a])"
)


def side_by_nation(words: str, name: str) -> re.Match[str] | None:
    """Where some words call a body by its side and its nation («الجانب الإثيوبي» of «إثيوبيا»), verbs of which are in the masculine."""
    stems = [folded(word).removeprefix("ال") for word in name.split()]
    for found in _SIDE_BY_NATION.finditer(words):
        if any(stem.startswith(folded(found["nation"])[:3]) for stem in stems):
            return found
    return None


def has_subject_in_itself(cue: Cue, word: str) -> bool:
    """Whether a verb has its subject in its ending or prefix («طالبوا», «نطالب»), and so none behind it."""
    return verb_form(cue, word) in {"plural", "first"}
