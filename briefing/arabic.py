"""Arabic as it is searched: one folded form for the many ways in which the same words are written.

Folding is for finding only. What is quoted is always the raw text, so ``fold`` returns, with the folded text, the raw
place of each of its characters. Everything here is pure and linear in the length of the text.

What folding removes or unifies, character by character:

* dropped: harakat, superscript alef, Quranic marks and every other combining mark, tatweel, bidi controls,
  zero-width characters, byte-order marks, control characters;
* unified: alef forms, hamza seats (ؤ with و, ئ with ي, and the few words with two spellings: مسئول and مسؤول, شئون and
  شؤون, رءوس and رؤوس, هيأة and هيئة), ى with ي, ة with ه, Persian and Urdu letter shapes,
  presentation forms and ligatures (one raw character may become several), decimal digits of all scripts to 0–9,
  Arabic ``٪ ٫ ٬`` to ``% . ,``, double and single quotation marks, dashes, Latin case and accents;
* runs of white space become one space.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, wraps
from itertools import groupby
from typing import Literal, NamedTuple, TypeVar

Script = Literal["arabic", "latin"]

# Letters: the Arabic blocks without digits, marks, tatweel and punctuation; Latin with its accents.
_ARABIC_LETTERS = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff\u0750-\u077f"
    "\u08a0-\u08c7\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdfc\ufe80-\ufefc"
)
_LATIN_LETTERS = "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
# Written so, the first letter is looked for several times faster than with "+" alone.
_ARABIC = re.compile(f"[{_ARABIC_LETTERS}][{_ARABIC_LETTERS}]*")
_LATIN = re.compile(f"[{_LATIN_LETTERS}][{_LATIN_LETTERS}]*")
_BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_DIACRITICS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08ff]+")

_SHAPES = {
    **dict.fromkeys("ٱٲٳٵ", "ا"),
    **dict.fromkeys("ىیېۍےۑ", "ي"),
    **dict.fromkeys("ةھہەۃ", "ه"),
    **dict.fromkeys("کڪگڭ", "ك"),
    "پ": "ب",
    "چ": "ج",
    "ژ": "ز",
    "ڤ": "ف",
    "٪": "%",
    "٫": ".",
    "٬": ",",
    **dict.fromkeys("«»“”„‟″〝〞＂", '"'),
    **dict.fromkeys("‘’‚‛‹›′`´＇", "'"),
}


def _fold_character(character: str) -> str | None:
    """What ``character`` becomes: text, ``""`` for a mark that belongs to the letter before, ``None`` for nothing."""
    if character.isspace():
        return " "
    if character in _SHAPES:
        return _SHAPES[character]
    category = unicodedata.category(character)
    if category in ("Mn", "Me") or character == "\u0640":
        return ""
    if category in ("Cf", "Cc"):
        return None
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Pd":
        return "-"
    if "\ufb50" <= character <= "\ufdff" or "\ufe70" <= character <= "\ufeff":
        parts = unicodedata.normalize("NFKC", character)
        if parts.startswith(" "):  # a mark on its own is composed with a space
            return ""
    else:
        parts = unicodedata.normalize("NFD", character).casefold()
    if parts == character:
        return character
    return "".join(_fold_character(part) or "" for part in parts)


class _FoldTable(dict[int, str | None]):
    """What each code point becomes, for ``str.translate``; worked out once for the life of the process (there are few)."""

    def __missing__(self, code: int) -> str | None:
        self[code] = folded = _fold_character(chr(code))
        return folded


class _SameLengthTable(dict[int, str]):
    """As _FoldTable, with U+0000 for each code point that becomes nothing or more than one character."""

    def __missing__(self, code: int) -> str:
        folded = _FOLD[code]
        self[code] = single = folded if folded is not None and len(folded) == 1 else "\0"
        return single


_FOLD = _FoldTable()
_SAME_LENGTH = _SameLengthTable()
# Where the folded text is shorter or longer than the raw one: several blanks, and what becomes nothing or more than one.
# Written so, with the first letters in front, it is found several times faster than by "[ \0]{2,}|\0".
_UNEVEN = re.compile(" [ \0]+|\0[ \0]*")
# A hamza that has one seat in Egypt and another in Syria: مسئول and مسؤول, شئون and شؤون; in Morocco هيأة is هيئة. Only
# these words, for «المبادئوالأهداف» is two that were glued.
_SEATS = re.compile(
    "[ئءأ](?:(?:(?<=سئ)|(?<=س\u0652ئ))(?=\u064f?ول)|(?:(?<=شئ)|(?<=ش\u064fئ))(?=\u064f?ون)|(?<=رء)(?=\u064f?وس)"
    "|(?:(?<=يأ)|(?<=ي\u0652أ))(?=\u064e?ة))"
)
_OTHER_SEAT = {"ئ": "ؤ", "ء": "ؤ", "أ": "ئ"}
_SHORT = 1_000  # characters: names and sentences, of which many are kept; of whole reports only the last few are
# As many as the stages of a long report ask for in turn. More would be found no more often, and let the memory of a process
# grow for as long as new reports come: what is kept of a sentence is some kilobytes.
_SENTENCES_KEPT, _FOLDS_KEPT = 512, 1_024
_LONG = 50_000  # characters; folds of longer texts are not kept
R = TypeVar("R")


def kept_for_sentences(function: Callable[[str], R]) -> Callable[[str], R]:
    """Keep what a pure function made of the last sentences and names: each stage asks the same again.

    Whole reports are not kept, since thousands of them would be held. What is returned must not be changed.
    """
    kept = lru_cache(maxsize=_SENTENCES_KEPT)(function)

    @wraps(function)
    def asked(text: str) -> R:
        return kept(text) if len(text) <= _SHORT else function(text)

    return asked


class Folded(NamedTuple):
    """A folded text and where each of its characters comes from.

    Character ``i`` of ``text`` stands for ``raw[starts[i]:ends[i]]``, in code points; a letter's end includes the
    diacritics and tatweel written on it. Characters of one ligature share their place.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


def fold(text: str) -> Folded:
    """The folded form of ``text`` with the raw place of each character; blanks at its ends are kept, as one.

    Results are kept: the same names and sentences are folded again and again, and a report once for each stage.
    """
    if len(text) <= _SHORT:
        return _fold_short(text)
    return _fold_report(text) if len(text) <= _LONG else _fold(text)


@lru_cache(maxsize=_FOLDS_KEPT)
def _fold_short(text: str) -> Folded:
    return _fold(text)


@lru_cache(maxsize=4)
def _fold_report(text: str) -> Folded:
    return _fold(text)


def _fold(text: str) -> Folded:
    text = _reseated(text)
    same_length = text.translate(_SAME_LENGTH)
    if "\0" not in same_length and "  " not in same_length:  # as in most sentences and names: each letter keeps its place
        return Folded(same_length, range(len(text)), range(1, len(text) + 1))
    parts: list[str] = []
    starts, ends = array("I"), array("I")  # a tenth of what lists of numbers take
    position = 0
    for match in _UNEVEN.finditer(same_length):
        start, end = match.span()
        # Nearly all of a text becomes something else character by character.
        parts.append(same_length[position:start])
        starts.extend(range(position, start))
        ends.extend(range(position + 1, start + 1))
        position = end
        after_space = False
        for offset in range(start, end):
            folded = _FOLD[ord(text[offset])]
            if folded is None:
                continue
            if folded == "":
                if ends and not after_space:
                    ends[-1] = offset + 1
                continue
            if folded == " ":
                if after_space:
                    ends[-1] = offset + 1
                    continue
                after_space = True
            else:
                after_space = False
            parts.append(folded)
            starts.extend([offset] * len(folded))
            ends.extend([offset + 1] * len(folded))
    parts.append(same_length[position:])
    starts.extend(range(position, len(text)))
    ends.extend(range(position + 1, len(text) + 1))
    return Folded("".join(parts), starts, ends)


def folded(text: str) -> str:
    """The folded form of ``text`` without the map, stripped: for comparing names and words."""
    if len(text) <= _SHORT:
        return _folded_short(text)
    return _fold_report(text).text.strip() if len(text) <= _LONG else _folded(text)


def _folded(text: str) -> str:
    return " ".join(_reseated(text).translate(_FOLD).split())


def _reseated(text: str) -> str:
    """``text`` with one seat for the hamza where writers differ; as long as before, so that places stay what they are."""
    return _SEATS.sub(lambda found: _OTHER_SEAT[found.group()], text)


_folded_short = lru_cache(maxsize=_FOLDS_KEPT)(_folded)


def arabic_letters(text: str) -> int:
    """How many Arabic letters ``text`` holds (no digits, marks, tatweel)."""
    return sum(map(len, _ARABIC.findall(text)))


def latin_letters(text: str) -> int:
    """How many Latin letters ``text`` holds, accented ones included."""
    return sum(map(len, _LATIN.findall(text)))


def has_arabic(text: str) -> bool:
    """Whether ``text`` holds an Arabic letter."""
    return _ARABIC.search(text) is not None


def has_latin(text: str) -> bool:
    """Whether ``text`` holds a Latin letter."""
    return _LATIN.search(text) is not None


def arabic_share(text: str) -> float:
    """Arabic letters as a share (0 to 1) of the Arabic and Latin letters; 0 for a text with neither."""
    if not has_latin(text):
        return 1.0 if has_arabic(text) else 0.0
    arabic = arabic_letters(text)
    return arabic / (arabic + latin_letters(text))


def script_of(text: str) -> Script | None:
    """The script of most of the letters; Arabic if they are even; ``None`` for a text with neither."""
    if has_arabic(text):
        return "arabic" if not has_latin(text) or arabic_share(text) >= 0.5 else "latin"
    return "latin" if has_latin(text) else None


class _DigitTable(dict[int, int]):
    def __missing__(self, code: int) -> int:
        value = unicodedata.decimal(chr(code), None)
        self[code] = result = code if value is None else ord("0") + value
        return result


_DIGITS = _DigitTable()


def western_digits(text: str) -> str:
    """``text`` with the decimal digits of every script (Eastern Arabic, Persian, full-width…) as 0–9, length kept."""
    return text.translate(_DIGITS)


def is_word_character(character: str) -> bool:
    """Whether a character belongs to a word: a letter, a digit, or a mark written on one («يوماً» ends with its mark)."""
    return character.isalnum() or unicodedata.combining(character) > 0


def strip_bidi(text: str) -> str:
    """``text`` without bidi controls: for text that the record holds, never for a quotation."""
    return text if text.isprintable() else _BIDI_CONTROLS.sub("", text)


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first, so that none is taken for the beginning of another."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def pattern_of(pieces: Iterable[str]) -> re.Pattern[str]:
    """What finds any of some pieces of text, for a cheap look ahead of dearer patterns.

    Those that begin alike stand together: so it passes over most places of a text by their letter, several times faster than
    to look for one piece after the other.
    """
    groups = groupby(sorted(pieces), key=lambda piece: piece[0])
    return re.compile("|".join(f"{re.escape(first)}(?:{'|'.join(re.escape(one[1:]) for one in some)})" for first, some in groups))


def strip_diacritics(text: str) -> str:
    """``text`` without Arabic diacritics, Quranic marks and tatweel; hamza and letter forms stay."""
    return _DIACRITICS.sub("", text)


# ---------------------------------------------------------------------------------------------------------------------
# Words and the particles that are written on to them

_WORD = re.compile(r"[^\W_]+(?:[.,][0-9]+)*")

# Conjunction, then preposition, then article; «لل» is the preposition «ل» with the article. The future «س» stands
# before imperfect verbs only.
_PROCLITICS = re.compile(r"(?=.)(?:[وف]?(?:[بك]?ال|[بكل]|لل)?)")
_PROCLITIC_LETTERS = frozenset("وفبكالس")
_FUTURE = re.compile(r"[وف]?س(?=[ايتن])")

# Words of this field whose first letter (or «ال») is their own, not a particle: «وقف» is not «و» + «قف». Folded.
_UNDIVIDED_WORDS = """
وقف وفد وفود لجنتي لجنتين وفاق وفاه وحده وحدات واحد واحده وزير وزيره وزراء وزاره وزارات وعد وسائل وسيط وسطاء وساطه وسيله
وسط وضع وضعيه وطن وطنيه وطني وقت وقائع واقع واقعيه ورقه ورقات اوراق وثيقه وثائق وصول وصايه ولايه ولايات ولاء
واشنطن وكاله وكالات وكيل وكلاء وجود وجه وجهه وجهات واجب واجبات واسع واسعه واضح واضحه وارد وارده والد والده
وادي ورشه وقود وديعه وتيره ولد وحيد وسم وصف وصل وقع وافق وثق وجد بلد بلاد بلدان بلده بلدات بيان بيانات بند بنود
بنك بنوك بناء بناءه بدء بدايه بدا بدل بديل برنامج برلمان باب باريس بين بينما بعد بعض بعثه بغداد بيروت بحث بحر
بريه بشار بريطانيا بلجيكا بوتين بقاء بيت بيئه بيع بذل باقي بحرين بنغازي لجنه لجان لبنان لقاء لقاءات لواء ليبيا
ليل لاجئ لاجئين لاجيين لاجئون لاجيون لندن لغه لازم لافروف لدي لان ليس ليست لكن لماذا ليبرمان لحظه لحظات كل كلا
كلمه كلمات كتاب كتابه كتله كتل كبير كبيره كبار كيان كيانات كيف كيماوي كيميائي كردي كرديه كيري كان كانت كانون
كازاخستان كما كلام كامل كامله كافه كثير كثيره كميه كميات كسر كابول فريق فرق فتره فترات فصيل فصائل فصل فقره فقرات
فرصه فرص فرنسا فتح فوري فوريه فلسطين فكره فئه فيه فيها فيتو فيينا فرع فرات فعل فشل فوق فقط فساد فوز سيد سيده
سيناء سياسه سياسي سياسيه سياسات سيادي سياده سيطره سيطر ستيفان سنوات سته ستين سنه سني سنيه سياق سير سيره سيارات
سياره سيما سيل ستار ستانا سايكس سابق سابقه ساحه ساعه ساعات سادس سائر الا الي الذي التي الذين التزام التزامات
الغاء الزام الحاق المانيا الاف الف الم اله القاء التحاق التقاء التفاف
"""
_UNDIVIDED = frozenset(folded(_UNDIVIDED_WORDS).split())
_ENDINGS = ("", "ا", "ه", "ها", "هم", "هما", "ي", "ين", "ان", "نا", "ات", "يه")
# Two-letter words that may follow a particle; other stems must have three letters to be believed.
_SHORT_STEMS = frozenset(["لا", "لم", "لن", "ما", "من", "في", "عن", "ان", "هو", "هي", "هم", "قد", "كل", "اي", "او", "ذا", "لو"])


def tokens(text: str) -> Iterator[tuple[str, int, int]]:
    """The words and numbers of ``text``, folded, each with its raw start and end offsets."""
    form = fold(text)
    for match in _WORD.finditer(form.text):
        yield match.group(), form.starts[match.start()], form.ends[match.end() - 1]


def is_undivided(word: str) -> bool:
    """Whether the first letters of the folded ``word`` are known to be its own and no proclitic."""
    return any(word.removesuffix(ending) in _UNDIVIDED for ending in _ENDINGS if not ending or word.endswith(ending))


@lru_cache(maxsize=16_384)
def is_proclitic(prefix: str, word: str, *, short: bool = False) -> bool:
    """Whether ``prefix`` of the folded ``word`` can be particles (و ف ب ل ك س ال and combinations) written on to it.

    The future «س» is one only before an imperfect verb; a stem of fewer than three letters is believed only if it is a
    particle itself or, with ``short``, if it has two («ونص» in a longer phrase that begins with «نص»); and a word whose first letters are known to be its own («وقف»، «لجنة») is never divided there.
    """
    if not prefix or not word.startswith(prefix):
        return False
    stem = word[len(prefix) :]
    if len(stem) < (2 if short else 3) and stem not in _SHORT_STEMS:
        return False
    if future := _FUTURE.match(word):
        if future.group() == prefix:
            return len(stem) >= 4 and not is_undivided(word.lstrip("وف"))
    match = _PROCLITICS.fullmatch(prefix)
    if match is None:
        return False
    # «وبلاد»: after «و» the rest is a word of its own; «وب» is not a prefix of it.
    return not any(is_undivided(word[cut:]) for cut in range(len(prefix)))


@lru_cache(maxsize=16_384)
def without_proclitics(word: str) -> tuple[str, ...]:
    """The folded ``word`` and every stem that is left when particles are taken off, longest first.

    ``«وللمعارضة»`` gives ``وللمعارضه، للمعارضه، المعارضه، لمعارضه، معارضه``: after «ل» the article loses its alef,
    so the form with it is offered as well.
    """
    whole = folded(word)
    stems = [whole]
    for length in range(1, min(5, len(whole))):
        if whole[length - 1] not in _PROCLITIC_LETTERS:
            break
        prefix, stem = whole[:length], whole[length:]
        if is_proclitic(prefix, whole):
            if prefix.endswith("ل") and stem.startswith("ل") and len(stem) > 3:
                stems.append("ا" + stem)
            stems.append(stem)
    return tuple(dict.fromkeys(stems))
