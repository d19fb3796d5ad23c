"""Arabic names in Latin letters: a readable form by rule, and whether an offered form can be that name."""

from __future__ import annotations

import re

from briefing.arabic import fold

_GIVEN = {
    "محمد": "Mohammed", "احمد": "Ahmed", "محمود": "Mahmoud", "علي": "Ali", "حسن": "Hassan", "حسين": "Hussein",
    "عمر": "Omar", "عثمان": "Othman", "خالد": "Khaled", "سعيد": "Said", "سالم": "Salem", "سامر": "Samer", "سليم": "Salim",
    "يوسف": "Youssef", "ابراهيم": "Ibrahim", "اسماعيل": "Ismail", "موسي": "Moussa", "عيسي": "Issa", "يحيي": "Yahya",
    "مصطفي": "Mustafa", "طارق": "Tareq", "كمال": "Kamal", "جمال": "Jamal", "فيصل": "Faisal", "سلطان": "Sultan",
    "ناصر": "Nasser", "منصور": "Mansour", "صالح": "Saleh", "صلاح": "Salah", "نبيل": "Nabil", "سامي": "Sami",
    "رامي": "Rami", "هشام": "Hisham", "وليد": "Walid", "زياد": "Ziad", "ماجد": "Majed", "مروان": "Marwan",
    "كريم": "Karim", "رشيد": "Rashid", "حمد": "Hamad", "حمزه": "Hamza", "بلال": "Bilal", "انس": "Anas", "ايمن": "Ayman",
    "اسامه": "Osama", "بشار": "Bashar", "فواز": "Fawaz", "قاسم": "Qassem", "عادل": "Adel", "عماد": "Imad",
    "فاطمه": "Fatima", "عايشه": "Aisha", "مريم": "Maryam", "سعاد": "Suad", "نوره": "Noura", "ليلي": "Layla",
    "هدي": "Huda", "امينه": "Amina", "خديجه": "Khadija", "زينب": "Zeinab", "سلمي": "Salma", "رنا": "Rana", "هند": "Hind",
    "عبدالله": "Abdullah", "الله": "Allah", "بن": "bin", "ابن": "ibn", "ابو": "Abu", "ام": "Umm", "ال": "Al", "ولد": "Ould",
    "طه": "Taha", "نوح": "Nuh", "داود": "Dawood", "سليمان": "Suleiman", "حارث": "Harith", "مهدي": "Mahdi",
}  # fmt: skip
_LETTERS = {
    "ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z",
    "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f", "ق": "q", "ك": "k",
    "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "u", "ي": "i", "ء": "",
}  # fmt: skip
_VOWELS = "aeiou"
# Consonants that stand for one another between the scripts, each mapped to one sign.
_SKELETON_AR = {
    "ب": "b", "پ": "b", "ت": "t", "ط": "t", "ث": "s", "ج": "j", "ح": "h", "خ": "k", "د": "d", "ض": "d", "ذ": "d", "ر": "r",
    "ز": "z", "س": "s", "ص": "s", "ش": "C", "ظ": "z", "غ": "g", "ف": "f", "ق": "k", "ك": "k", "ل": "l", "م": "m",
    "ن": "n", "ه": "h", "ة": "h",
}  # fmt: skip
_DIGRAPHS = (
    ("tch", "C"), ("sch", "C"), ("sh", "C"), ("ch", "C"), ("ş", "C"), ("ç", "C"), ("kh", "k"), ("gh", "g"), ("th", "s"),
    ("dh", "d"), ("ph", "f"), ("zh", "j"), ("ck", "k"), ("qu", "k"), ("x", "ks"), ("ts", "s"), ("tz", "s"), ("dj", "j"),
)  # fmt: skip
_SKELETON_EN = {
    "b": "b", "p": "b", "t": "t", "d": "d", "j": "j", "g": "g", "k": "k", "q": "k", "c": "k", "f": "f", "v": "f", "l": "l",
    "m": "m", "n": "n", "r": "r", "s": "s", "z": "z", "h": "h",
}  # fmt: skip
_CLOSE = {
    frozenset(pair) for pair in ("gj", "gk", "sz", "td", "sd", "zd", "ts", "tz", "Cj", "Cs", "Ck", "kh", "bf", "jz", "kj", "Ct")
}
_WEAK = frozenset("hwy")


def transliterate(name: str) -> str:
    """A readable Latin form of an Arabic name, as newspapers write it: "سالم الراجحي" becomes "Salem al-Rajhi".

    For names of which no settled form is known; short vowels are not written in Arabic, so they are guessed.
    """
    words = re.findall(r"[^\W_]+", fold(name).text)
    out: list[str] = []
    index = 0
    while index < len(words):
        word = words[index]
        following = words[index + 1] if index + 1 < len(words) else ""
        if word == "عبد" and following:
            out.append("Abdullah" if following == "الله" else "Abdul " + _word(following.removeprefix("ال")))
            index += 2
            continue
        out.append(_word(word))
        index += 1
    return " ".join(out)


def is_given_name(word: str) -> bool:
    """Whether a word is a common given name."""
    return fold(word).text in _GIVEN


def _word(word: str) -> str:
    if word in _GIVEN:
        return _GIVEN[word]
    if re.search("[a-z]", word):
        return word.capitalize()
    if word.startswith("ال") and len(word) > 3:
        return "al-" + _word(word[2:])
    letters: list[str] = []
    for position, letter in enumerate(word):
        last = position == len(word) - 1
        before = letters[-1] if letters else ""
        if letter in "وي" and before and before[-1] not in _VOWELS and word[position + 1 : position + 2] == "ا":
            letters.append("aw" if letter == "و" else "ay")  # خياط is khayat: before a long a they are consonants
            continue
        if letter == "و":
            latin = "w" if position == 0 or (before and before[-1] in _VOWELS and not last) else "u"
        elif letter == "ي":
            latin = "y" if position == 0 or (before and before[-1] in _VOWELS and not last) else "i"
        elif letter == "ه" and last and len(word) > 2:
            latin = "a" if not (before and before[-1] in _VOWELS) else "h"
        else:
            latin = _LETTERS.get(letter, letter)
        if (latin and before and latin[0] not in _VOWELS and before[-1] not in _VOWELS and (len(letters) == 1 or last)) or (
            latin
            and before
            and latin[0] not in _VOWELS
            and before[-1] not in _VOWELS
            and len(letters) > 1
            and letters[-2][-1:] not in _VOWELS
        ):
            latin = "a" + latin
        if latin:
            letters.append(latin)
    return re.sub(r"aa+", "a", "".join(letters)).capitalize()


def sounds_like(name_ar: str, name_en: str) -> bool:
    """Whether a Latin form can be an Arabic name: their consonants agree, allowing for what the scripts blur."""
    ours, theirs = _skeleton_ar(name_ar), _skeleton_en(name_en)
    if not ours or not theirs:
        return bool(ours == theirs)
    longest = max(len(ours), len(theirs))
    return _distance(ours, theirs) <= (0.0 if longest < 2 else 0.34 * longest)


def _skeleton_ar(name: str) -> str:
    text = re.sub(r"(?<![^\W_])(?:ال)(?=[^\W_]{3})", "", fold(name).text)
    return _squeezed("".join(_SKELETON_AR.get(letter, "") for letter in text))


def _skeleton_en(name: str) -> str:
    text = fold(name).text
    text = re.sub(r"\b(?:al|el|ash|as|ad|an|ar)[- ]", "", text).replace("'", "")
    text = text.replace("ı", "i").replace("ğ", "g")
    for letters, sign in _DIGRAPHS:
        text = text.replace(letters, sign)
    text = re.sub(r"c(?=[eiy])", "s", text)
    return _squeezed("".join(letter if letter == "C" else _SKELETON_EN.get(letter, "") for letter in text))


def _squeezed(skeleton: str) -> str:
    return re.sub(r"(.)\1+", r"\1", skeleton)


def _distance(one: str, other: str) -> float:
    """Edit distance in which letters that blur cost little, and an h that one side drops next to nothing."""
    previous = [0.0]
    for letter in other:
        previous.append(previous[-1] + (0.2 if letter in _WEAK else 1.0))
    for letter in one:
        gap = 0.2 if letter in _WEAK else 1.0
        current = [previous[0] + gap]
        for column, against in enumerate(other, 1):
            change = 0.0 if letter == against else 0.3 if frozenset((letter, against)) in _CLOSE else 1.0
            current.append(
                min(previous[column - 1] + change, previous[column] + gap, current[-1] + (0.2 if against in _WEAK else 1.0))
            )
        previous = current
    return previous[-1]
