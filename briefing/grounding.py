"""Where exactly does a text say this: from a quote, as a model copied it, to a span of the raw text.

A span is found only where the text has the same words in the same order: no letter is guessed, no word is missing,
added or passed over. What may differ is how they are written: diacritics, tatweel, alef, hamza, ya and ta marbuta
forms, digits, quotation marks and other punctuation, blanks, invisible controls (``arabic.fold``). Both sides are
compared by their *letters*: the folded text without what stands between words. The span returned is raw; diacritics of
its last letter belong to it, punctuation around it only if the quote has it in the same characters.

The rules, in full:

* Blanks and punctuation count for nothing between Arabic words (``وقف إطلاق`` is ``وقفإطلاق``), yet they part Latin
  words and numbers (``20 17`` is not ``2017``); marks inside a number (``3.5``), a minus, per cent and currency signs
  are letters.
* The end of a sentence inside the span must show in the quote as some mark: ``لا. يوافق`` is not ``لا يوافق``.
* A span starts where a word does, or after particles written on to it (``arabic.is_proclitic``), and ends where a word
  does: ``عمان`` is not in ``عمانية``, nor ``علي`` in ``عليه``, nor ``225`` in ``2254``.
* ``لل`` is ``ل`` and ``ال``: for "المعارضة" the text's ``للمعارضة`` is found, whole, as half of it says something else.
* Only where no such place exists, a span may start or end between two glued words (``تركياوروسيا``): see ``_Boundary``.
* Last of all, the particle on the quote's own first word may be the copier's: "بتجميد" for the text's ``تجميد``. And where
  «و» and a word are written as another word is (``وعدّ``), the conjunction that a longer quote leaves off is taken along.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple
from unicodedata import category

from rapidfuzz import fuzz

from briefing.arabic import fold, is_proclitic
from briefing.source import sentence_ends

_ARABIC = "\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c7"
# In folded text: an Arabic word, the only group; a Latin word or number with the marks inside it; a sign that changes what is
# said. The blank behind an Arabic word is taken along, so that the next search begins at a word.
_TOKEN = re.compile(
    rf"([{_ARABIC}]+) ?|(?:(?![{_ARABIC}_])\w)+(?:(?<=[0-9])[.,](?=[0-9])(?:(?![{_ARABIC}_])\w)+)*"
    r"|[%$€£¥₺₽₪±+=]|(?<![^\s(])-(?=[0-9])"
)
_GROUPED = re.compile(r"[0-9]{1,3}(?:[,\u066c][0-9]{3})+")
_IS_ARABIC = re.compile(f"[{_ARABIC}]")
_TWO_LETTERS = re.compile(r"[^\W_].*?[^\W_]")
# Letters that join no letter after them, folded: there a blank is forgotten without a trace. Only ه written ة is one.
_NON_JOINING = "ادذرزوء"
_LONGEST_WORD = 80  # letters, glued words included; more is no writing, and looking into it would cost its square
_PREPOSITIONS = ("من", "عن", "مع", "في")
_TA_MARBUTA = "ة\ufe93\ufe94"
# Endings of one word, which may look like a second word: «قرار» and «اتهم» are not in «قراراتهم».
_ENDING = re.compile("(?:ات|ان|ين|ون|ت|ي|ن)?(?:ها|هم|هن|هما|نا|كم|كما|ني|يه|يات|ه|ي|ك|وا)?")
# Feminine verbs of reports, which a careless copy glues to the name behind them: «وطالبتقطرومصر».
_VERB_LEAD = re.compile(
    "[وف]?(?:طالبت|دعت|قالت|اكدت|اعلنت|تعهدت|رفضت|رحبت|اتهمت|شددت|حثت|وعدت|التزمت|ناشدت|نفت|ادانت|حذرت|جددت|وافقت|ايدت|طلبت|اشترطت|كشفت"
    "|ذكرت|اشارت|اوضحت|اضافت|افادت|عبرت|اعربت|اعتبرت|وقعت|اقترحت|عرضت|سحبت|شاركت|استضافت|رعت|هددت|انتقدت|حملت|قررت|اتفقت)"
)
_SHORT_STATES = frozenset(["مصر", "قطر"])
_SHADDA = "\u0651"
_TELLING_WORDS = 3  # a quote of so many is known without the conjunction in front
_ALIKE_WITH_AND = frozenset(["عد"])  # «وعدّ» (and considered) is written as «وعد» (promised) is; «قف» is never what «وقف» says
_SHORTEST_NAME = 3  # letters: مصر
# Looked for by the comma: there are fewer of these than of blanks.
_NO = re.compile(
    "[،,](?:" + "|".join(rf"(?<={word}.)(?<!\S{word}.)" for word in ("لا", "كلا", "نعم", "no", "yes")) + r")(?=\s)",
    re.IGNORECASE,
)
_ELLIPSIS = re.compile(r"(?:…|\.\.)[^\w\s]*$")


@dataclass(frozen=True, slots=True)
class Span:
    """Offsets into the raw text, in code points, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Letters:
    """A text without what stands between its words.

    ``starts`` and ``ends`` give the raw place of each character of ``text``; ``tokens`` and ``token_ends`` are the
    places in ``text`` where words begin and end, in order.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    tokens: list[int]
    token_ends: list[int]


class _Match(NamedTuple):
    """A place found, and how far it is from the ideal: the smaller, the better."""

    span: Span
    glued: bool
    looseness: int  # 0 the same characters, 1 the same letters, 2 letters that fold to the same, 3 without a particle


class TextIndex:
    """A text made ready for finding many quotes in it. Building is linear in its length, and so is a search."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._found: dict[str, Sequence[Span]] = {}

    def ground(self, quote: str, *, within: tuple[int, int] | None = None, near: int | None = None) -> Span | None:
        """The span of the text that ``quote`` stands for, or None.

        Of several places the ones inside ``within`` (raw offsets) come first, then those at the bounds of words, then
        those in the quote's own characters, then the nearest to ``near`` (or to ``within``), then the first.
        """
        if near is None and within is not None:
            near = within[0]

        def distance(match: _Match) -> tuple[bool, bool, int, int]:
            span = match.span
            outside = within is not None and not (within[0] <= span.start and span.end <= within[1])
            return outside, match.glued, match.looseness, abs(span.start - near) if near is not None else span.start

        if within is not None:
            # Nearly every quote stands where it is looked for, and the whole text is long.
            inside = [match for match in self._matches(quote, within) if match.looseness < 3 and not distance(match)[0]]
            if inside:
                return min(inside, key=distance).span
        best: _Match | None = None
        for match in self._matches(quote):
            if near is None and not match.glued and match.looseness == 0:
                return match.span  # places come in order, and none can be better than the first of these
            best = match if best is None else min(best, match, key=distance)
        return best.span if best else None

    def find_all(self, quote: str) -> Sequence[Span]:
        """Every span of the text that ``quote`` stands for, in order, without overlaps.

        Only the places of the best kind: those inside glued words only if there is no other, those in other letter
        forms (``على`` for "علي") only if none has the quote's own letters.
        """
        if quote not in self._found:
            self._found[quote] = self._find_all(quote)
        return self._found[quote]

    def _find_all(self, quote: str) -> Sequence[Span]:
        matches = list(self._matches(quote))
        if len(matches) < 2:
            return [match.span for match in matches]
        kinds = [(match.glued, max(match.looseness, 1)) for match in matches]
        best = min(kinds)
        spans = sorted(
            (match.span for match, kind in zip(matches, kinds, strict=True) if kind == best),
            key=lambda span: (span.start, -span.end),
        )
        found: list[Span] = []
        for span in spans:
            if not found or span.start >= found[-1].end:
                found.append(span)
        return found

    def nearest(self, quote: str, *, within: tuple[int, int]) -> str | None:
        """The words of the raw text ``within`` that are most like the quote: for telling, never for accepting."""
        part = fold(self.text[within[0] : within[1]])
        wanted = fold(quote).text.strip()
        if not wanted or not part.text.strip():
            return None
        alignment = fuzz.partial_ratio_alignment(wanted, part.text, score_cutoff=50)
        if alignment is None or alignment.dest_end <= alignment.dest_start:
            return None
        start, end = alignment.dest_start, alignment.dest_end
        while start > 0 and part.text[start - 1].isalnum():
            start -= 1
        while end < len(part.text) and part.text[end].isalnum():
            end += 1
        return self.text[within[0] + part.starts[start] : within[0] + part.ends[end - 1]].strip()

    # -- search

    @cached_property
    def _letters(self) -> _Letters:
        return _letters(self.text)

    @cached_property
    def _bounds(self) -> tuple[frozenset[int], frozenset[int]]:
        """Where among the letters words begin, and where they end."""
        return frozenset(self._letters.tokens), frozenset(self._letters.token_ends)

    @cached_property
    def _stops(self) -> list[int]:
        """Places among the letters before which a sentence has ended, or a lone no or yes."""
        offsets = [end for end in sentence_ends(self.text) if not _ELLIPSIS.search(self.text[max(0, end - 6) : end])]
        offsets += [match.end() for match in _NO.finditer(self.text)]
        return sorted({_at(self._letters, offset) for offset in offsets})

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        letters = self._letters
        return frozenset(
            letters.text[start:end] for start, end in zip(letters.tokens, letters.token_ends, strict=True) if end - start > 3
        )

    def _matches(self, quote: str, within: tuple[int, int] | None = None) -> Iterator[_Match]:
        """The places of a quote, whose letters all lie ``within`` two raw offsets if such are given."""
        quote = quote.strip()
        wanted = _quote_letters(quote)
        if _TWO_LETTERS.search(wanted.text) is None:
            return
        letters = self._letters
        first, last = (bisect_left(letters.starts, offset) for offset in within) if within else (0, len(letters.starts))
        found = False
        for key, dropped in _keys(wanted):
            for match in self._matches_of(key, quote, wanted, first, last, dropped):
                found = True
                yield match
        if not found and (bare := _without_particle(wanted)) is not None:
            for match in self._matches_of(bare, quote, wanted, first, last, 3):
                found = True
                yield match
        if not found and len(wanted.tokens) >= _TELLING_WORDS and wanted.text[: wanted.token_ends[0]] in _ALIKE_WITH_AND:
            for match in self._matches_of("و" + wanted.text, quote, wanted, first, last, 3):
                yield self._without_and(match, quote, wanted)

    def _without_and(self, match: _Match, quote: str, wanted: _Letters) -> _Match:
        """A match that took a conjunction along: without it if the word's shadda tells what it is, and with the quote's last marks."""
        start, end, marks = match.span.start, match.span.end, quote[wanted.ends[-1] :]
        if _SHADDA in self.text[start:end].split()[0]:
            start += 1
        return _Match(Span(start, end + len(marks) if self.text.startswith(marks, end) else end), match.glued, match.looseness)

    def _matches_of(self, key: str, quote: str, wanted: _Letters, first: int, last: int, dropped: int) -> Iterator[_Match]:
        """The places of a quote where some letters stand; ``dropped`` is the looseness that they cost."""
        text = self._letters.text
        place = text.find(key, first, last)
        while place >= 0:
            if (match := self._match(quote, wanted, key, place, dropped)) is not None:
                yield match
            place = text.find(key, place + 1, last)

    def _match(self, quote: str, wanted: _Letters, key: str, place: int, dropped: int) -> _Match | None:
        letters = self._letters
        end = place + len(key)
        starts, ends = self._bounds
        glued = False
        if place not in starts or end not in ends:
            boundary = _Boundary(self, place, end)
            if not boundary.starts_word():
                if dropped or not boundary.starts_glued():
                    return None
                glued = True
            if not boundary.ends_word():
                if not boundary.ends_glued():
                    return None
                glued = True
        if not self._stops_are_marked(place, end, quote, wanted):
            return None
        first, last = letters.starts[place], letters.ends[end - 1]
        if dropped:
            return _Match(Span(first, last), glued, dropped)
        offset = self.text.find(quote, max(0, first - len(quote)), last + len(quote))
        while 0 <= offset <= first:
            if offset + len(quote) >= last and _only(letters, offset, offset + len(quote), place, end):
                return _Match(Span(offset, offset + len(quote)), glued, 0)
            offset = self.text.find(quote, offset + 1, last + len(quote))
        same = _plain(self.text[first:last]) == _plain(quote)
        return _Match(Span(first, last), glued, 1 if same else 2)

    def _stops_are_marked(self, place: int, end: int, quote: str, wanted: _Letters) -> bool:
        first = bisect_right(self._stops, place)
        last = bisect_left(self._stops, end)
        if first >= last:
            return True
        # Counted from the end of the quote, which is the same whatever became of its first letters.
        return {end - stop for stop in self._stops[first:last]} <= _marked(quote, wanted)


def ground(quote: str, text: str, *, within: tuple[int, int] | None = None, near: int | None = None) -> Span | None:
    """The span of ``text`` that ``quote`` stands for, or None; see TextIndex.ground."""
    return _index(text).ground(quote, within=within, near=near)


def find_all(quote: str, text: str) -> Sequence[Span]:
    """Every span of ``text`` that ``quote`` stands for; see TextIndex.find_all."""
    return _index(text).find_all(quote)


def nearest(quote: str, text: str, within: tuple[int, int] | None = None) -> str | None:
    """The words of ``text`` that are most like ``quote``; see TextIndex.nearest."""
    return _index(text).nearest(quote, within=within or (0, len(text)))


def letters(text: str) -> str:
    """What a quote and its span have in common: ``text`` folded, without what stands between its words."""
    return _letters(text).text


@lru_cache(maxsize=16)
def _index(text: str) -> TextIndex:
    return TextIndex(text)


# ---------------------------------------------------------------------------------------------------------------------
# Letters


def _letters(text: str) -> _Letters:
    form = fold(text)
    folded, raw_starts, raw_ends = form.text, form.starts, form.ends
    parts: list[str] = []
    starts, ends = array("I"), array("I")
    tokens: list[int] = []
    token_ends: list[int] = []
    length = 0
    previous_end = 0
    open_end = False  # whether the last token is one that a gap parts from another of its kind
    for match in _TOKEN.finditer(folded):
        arabic = match.lastindex is not None
        start, end = match.span(match.lastindex or 0)
        word = folded[start:end]
        if not arabic and word[0].isalnum():
            if open_end and start > previous_end:
                parts.append(" ")
                starts.append(raw_starts[start])
                ends.append(raw_starts[start])
                length += 1
            open_end = True
        else:
            open_end = False
        tokens.append(length)
        if not arabic and _GROUPED.fullmatch(word):
            # "١٬٢٠٠" is 1200: the marks between groups of three digits count for nothing.
            kept = [place for place in range(start, end) if folded[place].isdigit()]
            word = "".join(folded[place] for place in kept)
            starts.extend(raw_starts[place] for place in kept)
            ends.extend(raw_ends[place] for place in kept)
        else:
            starts.extend(raw_starts[start:end])
            ends.extend(raw_ends[start:end])
        parts.append(word)
        length += len(word)
        token_ends.append(length)
        previous_end = end
    return _Letters("".join(parts), starts, ends, tokens, token_ends)


@lru_cache(maxsize=512)
def _quote_letters(quote: str) -> _Letters:
    return _letters(quote)


def _marked(quote: str, wanted: _Letters) -> frozenset[int]:
    """Where the quote has a mark between words: the number of letters that follow it."""
    total = len(wanted.text)
    found = set()
    for end, start in zip(wanted.token_ends, wanted.tokens[1:], strict=False):
        between = quote[wanted.ends[end - 1] : wanted.starts[start]]
        if any(not character.isspace() and character.isprintable() for character in between) or "\n" in between:
            found.add(total - start)
    return frozenset(found)


def _keys(wanted: _Letters) -> Iterator[tuple[str, int]]:
    """What to look for, with the looseness it costs: the letters; after «ل» without the alef."""
    text = wanted.text
    yield text, 0
    if text.startswith("ال"):
        yield "لل" + text[2:], 2
        if text.startswith("الل"):
            yield "ل" + text[2:], 2


def _without_particle(wanted: _Letters) -> str | None:
    """The letters without the particle on the first word, which the copier may have put there."""
    first = wanted.text[: wanted.token_ends[0]]
    for prefix in ("وال", "بال", "فال", "و", "ف", "ب", "ل"):
        if len(first) - len(prefix) >= 4 and is_proclitic(prefix, first):
            return ("ال" if prefix.endswith("ال") else "") + wanted.text[len(prefix) :]
    return None


def _only(letters: _Letters, start: int, end: int, place: int, place_end: int) -> bool:
    """Whether the raw span holds the letters from ``place`` to ``place_end`` and no others."""
    return _at(letters, start) == place and (place_end == len(letters.starts) or letters.starts[place_end] >= end)


def _at(letters: _Letters, offset: int) -> int:
    """The place of the first letter at or after the raw ``offset``."""
    place = bisect_left(letters.starts, offset)
    return place + 1 if letters.text[place : place + 1] == " " else place


def _plain(text: str) -> str:
    """The letters themselves, in their own forms."""
    return "".join(character for character in text if character.isalnum())


# ---------------------------------------------------------------------------------------------------------------------
# Where words begin and end


class _Boundary:
    """Whether a place found among the letters begins and ends as words do.

    Glued words are told from parts of words by signs that a single word does not bear: an ة before its end, or an
    invisible control; a letter that joins nothing and then «و» with a word of four letters, or «ال» with one of four;
    a preposition before what is glued itself; or a rest that stands elsewhere in the text as a word of its own.
    """

    def __init__(self, index: TextIndex, start: int, end: int) -> None:
        self._index = index
        self._letters = index._letters
        self._start = start
        self._end = end

    def starts_word(self) -> bool:
        """At the start of a word, or after the particles written on to it."""
        letters, start = self._letters, self._start
        token = self._token(start)
        begin, stop = letters.tokens[token], letters.token_ends[token]
        if begin == start:
            return True
        if start >= stop or stop - begin > _LONGEST_WORD or letters.starts[start] == letters.starts[start - 1]:
            return False  # between words, or inside a ligature
        return is_proclitic(letters.text[begin:start], letters.text[begin:stop], short=stop < self._end)

    def ends_word(self) -> bool:
        """At the end of a word."""
        token = self._token(self._end - 1)
        return self._letters.token_ends[token] == self._end

    def starts_glued(self) -> bool:
        """Between two glued words."""
        letters, start = self._letters, self._start
        token = self._token(start)
        begin, stop = letters.tokens[token], letters.token_ends[token]
        return start < stop and self._is_glued(begin, start, stop)

    def ends_glued(self) -> bool:
        """Between two glued words."""
        letters, end = self._letters, self._end
        token = self._token(end - 1)
        begin, stop = letters.tokens[token], letters.token_ends[token]
        return end < stop and self._is_glued(begin, end, stop)

    def _token(self, place: int) -> int:
        return bisect_right(self._letters.tokens, place) - 1

    def _is_glued(self, begin: int, place: int, stop: int) -> bool:
        """Whether ``place`` parts the word from ``begin`` to ``stop`` in two, before or after the «و» that links them."""
        letters = self._letters
        if (
            stop - begin > _LONGEST_WORD
            or not _IS_ARABIC.match(letters.text, begin)
            or letters.starts[place] == letters.starts[place - 1]
        ):
            return False
        if self._index.text[letters.starts[place - 1]] in _TA_MARBUTA or self._has_control(place):
            return True
        before, after = letters.text[begin:place], letters.text[place:stop]
        return (
            (before.endswith("و") and self._parts(begin, before[:-1], after, linked=True))
            or (after.startswith("و") and self._parts(begin, before, after[1:], linked=True))
            or self._parts(begin, before, after, linked=False)
            or self._is_behind_verb(before, after, stop)
        )

    def _is_behind_verb(self, before: str, after: str, stop: int) -> bool:
        """Whether a word is a verb with one name or two glued on («وطالبتقطرومصر»), and the place lies between them."""
        verb = _VERB_LEAD.match(before)
        if verb is None or len(after) < _SHORTEST_NAME or _ENDING.fullmatch(after):
            return False
        name = before[verb.end() :]
        if not name:
            rest = self._letters.text[self._end : stop] if self._end < stop else ""
            return not rest or (rest.startswith("و") and len(rest) > _SHORTEST_NAME)
        if after.startswith("و"):
            return len(name) >= _SHORTEST_NAME < len(after)
        return name.endswith("و") and len(name) > _SHORTEST_NAME

    def _has_control(self, place: int) -> bool:
        """Whether an invisible character stands where a blank should: a trace of a copied web page."""
        between = self._index.text[self._letters.ends[place - 1] : self._letters.starts[place]]
        return any(category(character) == "Cf" for character in between)

    def _parts(self, begin: int, left: str, right: str, *, linked: bool) -> bool:
        """Whether two runs of letters, with a «و» between them if ``linked``, are two words."""
        if not linked and left in _PREPOSITIONS:
            offset = begin + len(left)
            return len(right) >= 4 and (
                right in self._index._vocabulary
                or any(
                    self._parts(offset, right[:link], right[link + 1 :], linked=True)
                    for link, letter in enumerate(right)
                    if letter == "و"
                )
            )
        if linked and left in _PREPOSITIONS and right.startswith("ال") and len(right) >= 5:
            return True  # «منوالأمم»
        if len(left) < 3 or len(right) < 3:
            return False
        last = self._index.text[self._letters.starts[begin + len(left) - 1]]
        if last in _TA_MARBUTA:
            return True
        if _ENDING.fullmatch(right):
            return False
        vocabulary = self._index._vocabulary
        if linked and len(right) >= 4 and (left in vocabulary or (left.startswith("ال") and len(left) >= 6)):
            return True  # «الأمميوبيتر», whatever letter comes before the «و»
        if left[-1] not in _NON_JOINING:
            return False
        known = left in vocabulary or right in vocabulary or (linked and bool(_SHORT_STATES & {left, right}))
        if linked:
            return len(right) >= 4 or known
        if right.startswith("ال"):
            return len(right) >= 6
        return len(right) >= 5 and len(left) >= 4 and known
