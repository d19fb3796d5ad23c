"""Who is named in an Arabic report, by the words that betray a name: for a model that cannot list them.

Names are unknown words. What gives them away is the noun that a body begins with (حكومة، حركة، تحالف), the title or the
given name that a person is introduced by, and what the glossary knows. ``actors_in`` finds them all; whether one takes part
in the talks is decided by what stands beside it: a delegation, a part that is stated, a verb that it is the subject of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from briefing.arabic import fold, folded, is_proclitic
from briefing.cues import find_cues
from briefing.glossary import Glossary, NameMatch
from briefing.names import is_given_name
from briefing.resources import table

Kind = Literal["delegation", "state", "organization", "armed_group", "person"]


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor where it is named: ``text[start:end]``. Without a ``name`` (a titled person) the place is the title's.

    ``title`` is what a person is introduced by, ``known`` says that the words alone (a delegation, a title with a name)
    make it somebody who takes part or speaks about it.
    """

    start: int
    end: int
    name: str
    kind: Kind
    title: str = ""
    known: bool = False


@lru_cache(maxsize=32)
def _words_of(name: str) -> frozenset[str]:
    return frozenset(word for row in table("data/actor_words.tsv") if row[0] == name for word in row[1].split())


_KINDS: tuple[Kind, ...] = ("delegation", "state", "armed_group", "organization")
_HEADS: dict[str, Kind] = {word: kind for kind in _KINDS for word in _words_of(f"body.{kind}")}
_WEAK_HEADS, _ADJECTIVES, _ABSTRACT = _words_of("body.weak"), _words_of("adjective"), _words_of("abstract")
_GOES_ON, _FUNCTION_WORDS, _COMMON = _words_of("goes_on"), _words_of("function"), _words_of("common")
_OF_RANK = frozenset(["اول", "ركن", "الركن"])
_TITLES, _HONORIFICS, _TITLE_NOUNS = _words_of("title"), _words_of("honorific"), _words_of("title_noun")
_NAME_LINKS, _AMBIGUOUS = _words_of("name_link"), _words_of("ambiguous_name")
_PLURAL_TITLES = re.compile(
    r"(?<![\u0621-\u064a])[وفبل]?(?:وزراء|رؤساء|رئيسا|رئيسي|ممثل[وي]|مندوب[وي]|سفراء|موفد[وي]|مبعوث[وي]|وزيرا|وزيري)"
    r"(?:\s+(?:خارجية|الخارجية|دفاع|داخلية|حكومات|دول|كل من|كلٍ من)){0,2}\s+"
)
_VERBAL_NOUN = re.compile(
    r"ت\w{2}ي\w|ت\w{2,3}يه|تسم\w+|است\w{2,}ا\w|ان\w{2}ا\w|ا\w{2,3}ا\w|م\w?ا\w{2}ه|\w{2}ا\w\w?ات|\w+(?:اته|تها|اتها)"
)
_TOKEN = re.compile(r"[\u0621-\u0652\u0670\u0671]+")


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the report, folded, and whether only a blank parts it from the word before."""

    text: str
    start: int
    end: int
    close: bool
    cue: bool
    initial: str  # the first letter as it is written: إنهاء is a verbal noun, أولاف is none
    indefinite: bool  # with the ending of an adverb or an indefinite noun («شفهياً»)

    @property
    def definite(self) -> bool:
        return self.text.startswith("ال") and len(self.text) > 3


@lru_cache(maxsize=4)
def _words(text: str) -> tuple[_Word, ...]:
    cues = {cue.end for cue in find_cues(text) if cue.form != "noun"}
    words: list[_Word] = []
    last = 0
    for match in _TOKEN.finditer(text):
        gap = text[last : match.start()]
        words.append(
            _Word(
                folded(match.group()),
                match.start(),
                match.end(),
                not gap.strip(" \"«»“”'") and "\n" not in gap,
                match.end() in cues,
                match.group()[0],
                "\u064b" in match.group(),
            )
        )
        last = match.end()
    return tuple(words)


def actors_in(text: str, glossary: Glossary) -> list[Actor]:
    """All actors named in a text, in order, longest first where they overlap; the same name may come several times."""
    words = _words(text)
    known = {match.start: match for match in glossary.names_in(text)}
    found = [*_bodies(text, words, known), *_persons(text, words, known), *_after_plural_titles(text, known)]
    for match in known.values():
        if match.entry.is_actor:
            kind: Kind = match.entry.kind  # type: ignore[assignment]
            found.append(Actor(match.start, match.end, text[match.start : match.end], kind))
    found.sort(key=lambda actor: (actor.start, -actor.end, not actor.known))
    kept: list[Actor] = []
    for actor in found:
        inside = kept and actor.start < kept[-1].end
        if inside and actor.end <= kept[-1].end and not (kept[-1].kind == "delegation" or kept[-1].title):
            continue
        if inside and (actor.start, actor.end) == (kept[-1].start, kept[-1].end):
            continue
        kept.append(actor)
    return kept


def begins_body(word: str) -> bool:
    """Whether a word is a noun that the names of bodies begin with, with or without its article."""
    return folded(word).removeprefix("ال") in _HEADS


def is_capital(name: str) -> bool:
    """Whether a name is that of a capital, which newspapers say for its Government («موسكو تدعو»)."""
    return folded(name).replace(" ", "_") in _words_of("capital")


# --- bodies ---------------------------------------------------------------------------------------------------------


def _bodies(text: str, words: Sequence[_Word], known: Mapping[int, NameMatch]) -> Iterator[Actor]:
    for index, word in enumerate(words):
        head, start = _head(word)
        if head is None:
            continue
        stop = _body_end(words, index, known, definite=word.text[start:].startswith("ال"))
        if head == "وزاره":
            stop = _government_end(words, stop, known)
        if stop == index and (head in _WEAK_HEADS or not word.text[start:].startswith("ال")):
            continue
        begin = word.end - len(_raw_tail(text[word.start : word.end], len(word.text) - start))
        name = text[begin : words[stop].end]
        kind = _HEADS[head]
        if kind == "delegation" and stop == index:
            continue
        yield Actor(begin, words[stop].end, name, kind, known=kind == "delegation")


def _raw_tail(raw: str, length: int) -> str:
    """The end of a raw word that stands for its last ``length`` folded characters."""
    form = fold(raw)
    return raw[form.starts[len(form.text) - length] :] if len(form.text) > length else raw


def _head(word: _Word) -> tuple[str | None, int]:
    """The head noun that a word is, without article, and where it begins in the folded word."""
    for lead in ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل"):
        if not word.text.startswith(lead):
            continue
        rest = word.text[len(lead) :]
        bare = rest.removeprefix("ال")
        if bare in _HEADS and (not lead or is_proclitic(lead, word.text)):
            return bare, len(lead)
    return None, 0


def _body_end(words: Sequence[_Word], index: int, known: Mapping[int, NameMatch], *, definite: bool) -> int:
    """The index of the last word of the body whose head noun is at ``index``."""
    stop = index
    feminine = words[index].text.endswith(("ه", "ات"))
    following = index + 1
    constructs = 0
    while following < len(words) and following - index <= 6:
        word = words[following]
        if not word.close or word.text in _FUNCTION_WORDS or word.cue:
            break
        match = known.get(word.start)
        if definite:
            # «وزارة الدفاع التركية»: a nationality may agree with the head.
            of_head = (
                match is not None
                and match.entry.kind == "nationality"
                and word.text.endswith("ه") == words[index].text.endswith("ه")
            )
            if not (_is_adjective(word.text, feminine) or of_head or (stop > index and _is_complement(word.text))):
                break
            stop = following
            following += 1
            continue
        if match is not None and not word.definite:
            stop = next((n for n in range(following, len(words)) if words[n].end >= match.end), following)
            definite, feminine = True, words[stop].text.endswith("ه")
            following = stop + 1
            continue
        if word.definite:
            stop = following
            definite, feminine = True, word.text.endswith(("ه", "ات", "وي", "اء"))
            following += 1
            continue
        bare = word.text
        if bare in _COMMON or _is_joined(bare) or constructs >= 2:
            break
        if bare in _HEADS or bare in _GOES_ON:
            constructs += 1
            stop = following
            following += 1
            continue
        if (stop > index and constructs == 0) or _is_common(bare) or word.indefinite:
            break
        if (bare.endswith("يه" if feminine else "ي") or f"ال{bare}" in _ADJECTIVES) and constructs == 0:
            break  # an adjective: «حكومة مدنية» is nobody's name
        # A name of which nothing is known: حكومة سروان.
        stop = following
        definite, feminine = True, True
        following += 1
        if following < len(words) and words[following].definite and not _is_adjective(words[following].text, True):
            break
    while stop > index and (words[stop].text in _GOES_ON) and words[stop].text not in _HEADS:
        stop -= 1
    return stop


def _government_end(words: Sequence[_Word], stop: int, known: Mapping[int, NameMatch]) -> int:
    """Where a ministry's name ends that goes on with its government: «وزارة الداخلية في حكومة سمرا»."""
    place = stop + 2 if stop + 1 < len(words) and words[stop + 1].text == "في" else stop + 1
    if (
        place >= len(words)
        or not words[place].close
        or words[place].text.removeprefix("ب" if place == stop + 1 else "") != "حكومه"
    ):
        return stop
    return _body_end(words, place, known, definite=False)


def _is_joined(word: str) -> bool:
    """Whether a word begins with a particle: certain for و, for others only before an article («باللجنة»)."""
    return (word.startswith("و") and is_proclitic("و", word)) or word[1:].startswith("ال") or word.startswith("لل")


def _is_attached(word: str) -> bool:
    """Whether a word behind a title goes on with the sentence: joined by و, or a known noun behind ف، ب، ك."""
    if word.startswith("و"):
        return is_proclitic("و", word)
    return word[0] in "فبك" and is_proclitic(word[0], word) and (word[1:].startswith("ال") or _is_common(word[1:]))


def _is_adjective(word: str, feminine: bool) -> bool:
    if not word.startswith("ال") or len(word) < 5:
        return False
    if word in _ADJECTIVES:
        return True
    if word in _ABSTRACT:
        return False
    return word.endswith("يه") if feminine else word.endswith("ي")


def _is_complement(word: str) -> bool:
    """«للبحيرات», «لتازرا» behind a name that is already definite; not a purpose («لبحث»)."""
    return len(word) > 4 and (
        word.startswith("لل") or (word.startswith("ل") and not _is_common(word[1:]) and not word.startswith("لا"))
    )


@lru_cache(maxsize=1)
def _vocabulary() -> frozenset[str]:
    """The words of the domain, folded and without article: none of them is a name by itself."""
    words = {word for row in table("data/terms.tsv") for word in folded(row[0]).split()}
    return frozenset(word.removeprefix("ال") for word in words) | _COMMON


def _is_common(word: str) -> bool:
    """Whether a folded word is one of the domain, or built as a verbal noun (تسليم، استئناف، إيجاد، مشاركة)."""
    bare = word.removeprefix("ال")
    return bare in _vocabulary() or _VERBAL_NOUN.fullmatch(bare) is not None


# --- persons --------------------------------------------------------------------------------------------------------


_THE_SAME = frozenset(folded("ذاته ذاتها نفسه نفسها عينه عينها المذكور المذكورة").split())


# Offices as they are written in front of a pronoun: «ناطقته», «رئيسها».
_OFFICES = frozenset(
    folded("ناطق ناطقت رئيس رئيست مبعوث سفير مندوب وزير قائد مدير ممثل أمين أمينت زعيم مسؤول مسؤولت مستشار").split()
)


def _persons(text: str, words: Sequence[_Word], known: Mapping[int, NameMatch]) -> Iterator[Actor]:
    persons = {start: match for start, match in known.items() if match.entry.kind == "person"}
    index = 0
    while index < len(words):
        word = words[index]
        bare = word.text
        lead = next((n for n in (0, 1, 2) if bare[n:] in _TITLES and (n == 0 or is_proclitic(bare[:n], bare))), None)
        possessive = lead is None and bare.rstrip("اه") in _OFFICES and len(bare) > 4
        if lead is None and not possessive:
            if (
                is_given_name(word.text)
                and word.text not in _AMBIGUOUS
                and not _is_preposition(text, word)
                and word.start not in persons
            ):
                stop = _name_end(text, words, index)
                if stop > index:
                    yield Actor(word.start, words[stop].end, text[word.start : words[stop].end], "person")
                    index = stop
            index += 1
            continue
        begin = word.end - len(_raw_tail(text[word.start : word.end], len(bare) - (lead or 0)))
        titled = _titled(text, words, index, known, persons, possessive=possessive)
        if titled is None:
            index += 1
            continue
        first, last, title_end = titled
        if index + 1 < len(words) and words[index + 1].text in _THE_SAME:
            index += 2  # «المتحدث ذاته» is somebody who was named before, and no name stands behind it
            continue
        title = " ".join(text[begin:title_end].split()).strip(" ،")
        if first is None:
            yield Actor(begin, title_end, "", "person", title=title)
            index += 1
            continue
        name = text[words[first].start : words[last].end]
        yield Actor(words[first].start, words[last].end, name, "person", title=title, known=True)
        index = last + 1


def _titled(
    text: str,
    words: Sequence[_Word],
    index: int,
    known: Mapping[int, NameMatch],
    persons: Mapping[int, NameMatch],
    *,
    possessive: bool,
) -> tuple[int | None, int, int] | None:
    """First and last word of the name behind the title at ``index``, and where the title ends; no name, no first word."""
    following, title_end = index + 1, words[index].end
    commas = 0
    construct = not words[index].definite and not possessive
    while following < len(words) and following - index <= 9:
        word = words[following]
        gap = text[words[following - 1].end : word.start]
        if not word.close:
            if gap.strip(" \"«»“”'\u200f\u200e") != "،" or commas:
                break
            commas += 1
        quoted = bool(re.search(r"[\"«“]", gap))
        if word.start in persons:
            match = persons[word.start]
            last = next(n for n in range(following, len(words)) if words[n].end >= match.end)
            return following, last, title_end
        if word.text in _HONORIFICS and following + 1 < len(words) and words[following + 1].close and word.definite:
            title_end = word.end
            following += 1
            while following + 1 < len(words) and words[following].text in _OF_RANK and words[following].close:
                title_end, following = words[following].end, following + 1  # «الفريق أول ركن»
            stop = _name_end(text, words, following)
            if stop >= following and words[following].text not in _FUNCTION_WORDS and not words[following].cue:
                if not words[following].definite or is_given_name(words[following].text):
                    return following, stop, title_end
            continue
        starts_name = (
            (is_given_name(word.text) and not _is_preposition(text, word)) or word.text in {"ابو", "عبد", "ام"} or quoted
        )
        if starts_name or (_may_be_name(word) and word.start not in known and (not construct or commas)):
            stop = _name_end(text, words, following)
            if stop > following:
                return following, stop, title_end
        if commas:
            break
        if word.text in _FUNCTION_WORDS and word.text not in {"باسم", "في", "عن"}:
            break
        if (word.cue and not word.definite) or word.indefinite:
            break
        if word.start not in known and not word.text.startswith("باسم") and _is_attached(word.text):
            break
        if possessive and not word.definite:
            break
        if word.start in known:
            match = known[word.start]
            following = next(n for n in range(following, len(words)) if words[n].end >= match.end)
        title_end = words[following].end
        construct = words[following].text in _HEADS or words[following].text in _TITLES or words[following].text in _GOES_ON
        construct = construct or words[following].text in _TITLE_NOUNS
        following += 1
    return (None, index, title_end) if title_end > words[index].end else None


def _is_preposition(text: str, word: _Word) -> bool:
    """«على» is folded as the name علي is, and «باسم» is in front of a body more often than a name."""
    return (text[word.start : word.end].endswith("ى") and word.text == "علي") or word.text == "باسم"


def _may_be_name(word: _Word) -> bool:
    return (
        word.close
        and not word.definite
        and not word.indefinite
        and len(word.text) >= 3
        and word.text not in _FUNCTION_WORDS
        and word.text not in _COMMON
        and word.text not in _HEADS
        and word.text not in _GOES_ON
        and word.text not in _TITLES
        and word.text not in _TITLE_NOUNS
        and not word.cue
        and not (len(word.text) > 5 and word.text.endswith(("ين", "ون", "ته", "تها")))
        and not (_is_common(word.text) and word.initial != "أ")
        and not (word.text[0] in "وفبلك" and is_proclitic(word.text[0], word.text) and _is_common(word.text[1:]))
    )


def _name_end(text: str, words: Sequence[_Word], first: int) -> int:
    """The index of the last word of a personal name that begins at ``first``; ``first`` itself for a single word."""
    stop = first
    parts = 0
    following = first
    while following < len(words) and parts < 3:
        word = words[following]
        if following > first and (not word.close or re.search(r"[\"»”]", text[words[following - 1].end : word.start])):
            break
        linked = word.text in _NAME_LINKS
        if following > first and not linked:
            previous_linked = words[following - 1].text in _NAME_LINKS
            if not previous_linked and parts >= 2:
                break
            if not _name_part(word, parts, is_last_linked=previous_linked):
                break
        if not linked:
            parts += 1
            stop = following
        following += 1
    return stop


def _name_part(word: _Word, parts: int, *, is_last_linked: bool) -> bool:
    if is_last_linked:
        return word.text not in _FUNCTION_WORDS
    if (
        word.text in _FUNCTION_WORDS
        or word.text.removeprefix("ال") in _COMMON
        or word.text in _HEADS
        or word.text in _TITLES
        or word.cue
    ):
        return False
    if word.text.startswith("لل") or (len(word.text) > 5 and word.text.endswith(("ته", "تها", "ين", "جه"))) or word.indefinite:
        return False
    if parts >= 2 and not word.definite and not is_given_name(word.text):
        return False
    if is_given_name(word.text):
        return True
    first = word.text[0]
    if first == "و" and is_proclitic("و", word.text):
        return False
    return not (
        first in "فبلك" and is_proclitic(first, word.text) and (word.text[1:].startswith("ال") or _is_common(word.text[1:]))
    )


# --- lists ----------------------------------------------------------------------------------------------------------


def _after_plural_titles(text: str, known: Mapping[int, NameMatch]) -> Iterator[Actor]:
    """The States whose ministers are named as a list: «وزراء خارجية إثيوبيا وأوغندا وتنزانيا»."""
    for match in _PLURAL_TITLES.finditer(text):
        place = match.end()
        while place in known or place + 1 in known:
            name = known.get(place) or known[place + 1]
            yield Actor(name.start, name.end, text[name.start : name.end], "state", known=True)
            joined = re.match(r"\s*،?\s*(?=و)", text[name.end :])
            if joined is None:
                break
            place = name.end + joined.end()
