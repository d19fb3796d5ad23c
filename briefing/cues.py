"""Cue words: which words of an Arabic report say that something is demanded, pledged, decided, refused or said.

The verb a report uses (طالب، تعهد، نص البيان …) tells the kind of an item more surely than a small model's label for
it. Extraction shows the cues to the model, and settles by them what the model leaves open or contradicts.
The words are data: ``templates/data/cues.tsv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from briefing.arabic import fold, kept_for_sentences
from briefing.resources import table

# How many words after a cue may still hold the word that it needs ("شدد … على ضرورة").
_REACH = 7
_REACH_OF_PREPOSITION = 5  # "وعدت حركة الوادي مجلس الإقليم بـ"
_DOCUMENT = re.compile(
    r"\b(?:و|ف)?(?:ب|ل|ك)?(?:ال)?"
    r"(?:بيان|بيانا|بيانهم|مسوده|وثيقه|اعلان|اتفاق|اتفاقيه|مذكره|ورقه|بلاغ|بلاغا|خلاصات|نداء|محضر|محضرا|بروتوكول|بروتوكولا|نص|بند|بنود|مشروع|قرارات|توصيات|مخرجات|كلمه)\b"
)
# Only these name an outcome: a clause needs one of them for its subject.
_OUTCOME = re.compile(
    r"(?:و|ف)?(?:ب|ل|ك)?(?:ال)?(?:بيان|بيانا|مسوده|وثيقه|اعلان|اتفاق|اتفاقيه|مذكره|ورقه|بلاغ|خلاصات|محضر|بروتوكول|نداء|نص|مشروع)"
)
_LONGEST_GAP = 40  # characters between a comma and the word behind it
_MARKERS = ("#document", "#upon", "بـ")
_WORD = re.compile(r"[\u0621-\u064a]+")
_STOP = re.compile("[.؛!؟?]")
_BEFORE_NOUNS = frozenset(["من", "عن", "علي", "الي", "في", "مع", "بعد", "قبل", "رغم", "ضد", "حول", "بسبب", "وراء"])
_BEFORE_NOUNS_ALONE = frozenset([
    "اي", "باي", "لاي", "واي", "كل", "بعض", "بلا", "بدون", "ضروره", "وجوب", "اهميه", "بهدف", "هدف", "بغيه", "بغرض", "بقصد",
    "محاوله", "سبيل", "اجل",
])  # fmt: skip
_CONJUNCTIONS = ("و", "ف")


Form = Literal["verb", "participle", "noun"]


@dataclass(frozen=True)
class Lexeme:
    """A row of cues.tsv. ``present`` (third person masculine) and ``takes`` (preposition) are for composing sentences."""

    present: str
    takes: str
    needs: tuple[str, ...]
    kind: str
    act: str
    status: str
    english: str


@dataclass(frozen=True)
class Cue:
    """A cue word in a text, without its conjunction: ``text[start:end]``.

    A finite ``verb`` has a subject of its own, a ``participle`` borrows one from before, a ``noun`` is part of a clause.
    ``negated`` says that لا، لم، لن or عدم stands right before it. ``object`` is the pronoun of a verb whose object is a
    person (ها of "طالبتها"): for whom it stands is asked or promised something.
    """

    start: int
    end: int
    lexeme: Lexeme
    form: Form
    negated: bool
    object: str = ""

    @property
    def kind(self) -> str:
        """demand, commitment, clause, next_step or statement."""
        return self.lexeme.kind


_NEGATIONS = frozenset(["لا", "لم", "لن", "عدم", "ليس", "دون"])  # "ما نريده" is what is wanted, far more often than not
_PREPOSITIONS = frozenset(["علي", "الي", "في", "عن", "من", "حول", "بعد", "قبل", "خلال", "مع", "بشان", "دون", "عند", "منذ"])
_SHORT_THINGS = frozenset(["بحل", "بفك", "بضم", "بسن", "بمد", "بان", "بالا"])  # and not بها، بما، بعد
_NO_LONGER = frozenset(["يعد", "تعد", "نعد"])


@kept_for_sentences
def find_cues(text: str) -> Sequence[Cue]:
    """The cue words of an Arabic text, in order. Linear in its length."""
    folded = fold(text)
    words = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(folded.text)]
    forms, with_object = _forms(), _forms_with_object()
    known = _known()
    cues: list[Cue] = []
    for index, (word, _, end) in enumerate(words):
        if word not in known and (word[0] not in _CONJUNCTIONS or word[1:] not in known):
            continue  # nearly all words
        before = words[index - 1][0] if index else ""
        bare_before = before.lstrip("وف")
        for candidate in (word, word[1:]) if word[0] in _CONJUNCTIONS and len(word) > 2 else (word,):
            taking = with_object.get(candidate)
            if (
                taking is not None
                and text[folded.ends[end - 1] - 1] != "ة"
                and (
                    _needs_met(taking[0], words, index, folded.text) or (taking[2] and _is_present(words[index + 1 : index + 2]))
                )
            ):
                start = folded.starts[end - len(candidate)]
                if not taking[2] or _is_verb_there(text, start, folded.ends[end - 1], joined=candidate != word):
                    if bare_before in _PREPOSITIONS and candidate == word:
                        continue
                    negated = bare_before in _NEGATIONS
                    cues.append(Cue(start, folded.ends[end - 1], taking[0], "verb", negated, taking[1]))
                    break
            rows = forms.get(candidate)
            if rows is None:
                continue
            lexeme_and_form = next((row for row in rows if _needs_met(row[0], words, index, folded.text)), None)
            if lexeme_and_form is None:
                continue
            lexeme, form = lexeme_and_form
            if form == "participle" and before in _BEFORE_NOUNS:
                # "سخر من مطالبة الحركة": what follows a preposition is no participle of the one who acts.
                form = next((other for row, other in rows if other == "noun" and row.present == lexeme.present), form)
            if candidate in _NO_LONGER and bare_before == "لم":
                continue  # «لم تعد تتمسك»: no longer
            if form == "verb" and _is_no_verb_behind(before, lexeme, joined=candidate != word):
                continue
            raw_start = folded.starts[end - len(candidate)]
            if form == "verb" and "\u064b" in text[raw_start : folded.ends[end - 1]]:
                # «تعهداً» is a noun, though without its ending it is written as a verb is.
                lexeme, form = next(((row, other) for row, other in rows if other == "noun"), (lexeme, form))
                if form == "verb":
                    continue
            if candidate == "وعد" and "\u0651" in text[raw_start : folded.ends[end - 1] + 1]:
                continue  # «وعدّ»: and considered
            cues.append(
                Cue(
                    start=raw_start,
                    end=folded.ends[end - 1],
                    lexeme=_as_clause(lexeme, words, index) if form == "verb" else lexeme,
                    form=form,
                    negated=bare_before in _NEGATIONS or (before in {"ان", "اي"} and _is_without(words, index - 1, folded.text)),
                )
            )
            break
    return tuple(cues)


# «من غير أن يصدر بيان أو أن يُعلن موعد»: neither came about.
_NOR = re.compile(r"(?<!\w)[وفب]?(?:دون|غير) ان [^.؛:!؟?\n]{1,80}?(?<!\w)(?:او|ولا) $")


def _is_without(words: Sequence[tuple[str, int, int]], that: int, text: str) -> bool:
    """Whether an «أن» (or «أي») stands behind «دون», «غير», or goes on from one that does. ``that`` is its place in the words."""
    before = words[that - 1][0] if that else ""
    if before in {"او", "ولا"}:
        start = words[that][1]
        return _NOR.search(text[max(0, start - 100) : start]) is not None
    return before.lstrip("وفب") in {"دون", "غير"}


def _is_no_verb_behind(before: str, lexeme: Lexeme, *, joined: bool) -> bool:
    """Whether what is written as a verb is none, by the word in front of it, to which a conjunction may have ``joined`` it."""
    bare = before.lstrip("وف")
    if bare == "بما" or before in _BEFORE_NOUNS_ALONE:
        return True  # «بما يتفق مع القرار» is a measure of something else, and nobody's act; «من أي تعهد»
    if joined:
        return False
    # «على عقد اجتماع», «طالباً عدم ذكر اسمه»: nouns that are written as verbs are
    return bare in _PREPOSITIONS or (lexeme.act == "OTHER" and before.endswith("عدم"))


@lru_cache(maxsize=1)
def _pasts() -> dict[Lexeme, tuple[str, str]]:
    """The perfect of each row, for a masculine and for a feminine subject: «طالب» and «طالبت», «دعا» and «دعت»."""
    pasts: dict[Lexeme, tuple[str, str]] = {}
    for lexeme, perfect, _, _, _ in _rows():
        given = [form for form in perfect.split() if not form.startswith("مستعد")]
        if given and lexeme.present:
            # «ضمنت» alone is listed where the masculine is written as another word is.
            masculine = given[0] if lexeme.present.endswith("ت") else given[0].removesuffix("ت")
            feminine = next((form for form in given if form.endswith("ت") and form != masculine), f"{masculine}ت")
            pasts.setdefault(lexeme, (masculine, feminine))
    return pasts


def past_of(lexeme: Lexeme) -> tuple[str, str] | None:
    """The third person of a verb in the perfect, masculine and feminine; ``None`` if its row has no perfect."""
    return _pasts().get(lexeme)


@lru_cache(maxsize=256)
def perfect_of(present: str, *, feminine: bool) -> str:
    """The perfect of a verb that is given in the present, as the first row that has one writes it; empty if none does."""
    return next((forms[feminine] for lexeme, forms in _pasts().items() if lexeme.present == present), "")


def is_noun_too(word: str) -> bool:
    """Whether a cue may as well be a noun as a verb by the way it is written: تعهد, وعد, رفض."""
    written = fold(word).text
    return written in _alike() or any(form == "noun" for _, form in _forms().get(written, ()))


# "وعده المجلس بـ" is a verb with its subject, "وعده بـ" his promise, unless a clause begins with it ("…، ووعده بـ").
_NO_NAME = re.compile(
    r"\s+(?:ب[\u0621-\u064a]{2}|ل[\u0621-\u064a]{3}|(?:على|إلى|الى|أن|في|من|عن)(?![\u0621-\u064a]))|\s*(?:$|[،.؛:])"
)


# «إن رئيس الوزراء وعدها بـ»: behind «إن» and who acts nothing but a verb can stand.
_WHO_ACTS = re.compile(
    r"(?:^|\s)[وف]?ب?[إأ]ن\s+[\"«]?(?:(?!(?:من|عن|على|إلى|الى|في|مع|بعد|قبل|بين|لدى|حول|كل|أي|ما|لا|لم|لن)\s)[\u0621-\u0652]{3,}[»\"]?\s+){1,4}$"
)


def _is_verb_there(text: str, start: int, end: int, *, joined: bool) -> bool:
    """Whether a word that may as well be a noun with a pronoun is a verb: by what follows it, or as it begins a clause."""
    if _NO_NAME.match(text, end) is None:
        return True
    if (
        not joined
        and "ن " in text[max(0, start - _LONGEST_GAP) : start]
        and _WHO_ACTS.search(text[max(0, start - _LONGEST_GAP) : start])
    ):
        return True
    return joined and re.search(r"[،؛.]\s*[وف]$", text[max(0, start - _LONGEST_GAP) : start]) is not None


def _needs_met(lexeme: Lexeme, words: list[tuple[str, int, int]], index: int, text: str) -> bool:
    if not lexeme.needs:
        return True
    _, begin, end = words[index]
    stop = _STOP.search(text, end)
    stop_at = stop.start() if stop else len(text)
    following = [word for word, start, _ in words[index + 1 : index + 1 + _REACH] if start < stop_at]
    for need in lexeme.needs:
        if need == "#document":
            if _DOCUMENT.search(text[max(0, begin - 120) : end + 120]):
                return True
        elif need == "#upon":
            rest = text[end:stop_at]
            if _OUTCOME.match(rest.lstrip()) and re.search(r"\sعلي\s", rest):
                return True
        elif need == "بـ":
            near = following[:_REACH_OF_PREPOSITION]
            if any(word.startswith("ب") and (len(word) > 3 or word in _SHORT_THINGS) for word in near):
                return True
        elif any(
            _is_form(word, need) and not _is_proviso(word, after)
            for word, after in zip(following, [*following[1:], ""], strict=False)
        ):
            return True
    return False


def _is_proviso(word: str, after: str) -> bool:
    """Whether a word puts a condition and names none that might be given up: «ستسحب كتيبتها بشرط أن»."""
    return word.endswith("بشرط") or (word == "شرط" and after in {"ان", "الا", "عدم"})


def _is_present(following: list[tuple[str, int, int]]) -> bool:
    """Whether a word is a verb of the present: «وعدها يفتح الطريق»."""
    return bool(following) and re.fullmatch(r"[يتن]\w{2,}", following[0][0]) is not None


def _is_form(word: str, need: str) -> bool:
    if word == need:
        return True
    if not word.endswith(need):
        return False
    return word[: -len(need)] in {"ال", "ب", "ل", "و", "بال", "لل", "وال", "ول", "وب"}


def _as_clause(lexeme: Lexeme, words: list[tuple[str, int, int]], index: int) -> Lexeme:
    """A document as the subject of a verb makes it a clause: أكد البيان، دعت الوثيقة."""
    if lexeme.kind in {"clause", "next_step"}:
        return lexeme
    after = [word for word, _, _ in words[index + 1 : index + 2]]
    if any(_OUTCOME.fullmatch(word) for word in after) and not any(word.startswith(("ب", "ل")) for word in after):
        status = "operative" if lexeme.kind in {"demand", "commitment"} else ""
        return Lexeme(lexeme.present, lexeme.takes, (), "clause", "", status, lexeme.english)
    return lexeme


@lru_cache(maxsize=1)
def _rows() -> list[tuple[Lexeme, str, str, str, str]]:
    """The rows of the file: the lexeme, the perfect, the participle, the noun, and what is said of the object."""
    rows = []
    for present, perfect, participle, noun, takes, needs, kind, act, status, english, *object_ in table("data/cues.tsv"):
        needed = tuple(need if need in _MARKERS else fold(need).text for need in needs.split())
        lexeme = Lexeme(present, takes, needed, kind, act, status, english)
        rows.append((lexeme, perfect, participle, noun, object_[0] if object_ else ""))
    return rows


_PRONOUNS = ("ه", "ها", "هم", "هما", "هن", "ك", "كم", "نا", "ني")


@lru_cache(maxsize=1)
def _forms_with_object() -> dict[str, tuple[Lexeme, str, bool]]:
    """The written forms of verbs with an object pronoun, folded: the row, the pronoun, and whether it may be a noun."""
    forms: dict[str, tuple[Lexeme, str, bool]] = {}
    for lexeme, perfect, _, _, object_ in _rows():
        if not object_:
            continue
        stem, is_noun_too_ = lexeme.present[1:], object_.endswith("noun")
        verbs: dict[str, bool] = {}
        given = perfect.split()
        verbs[given[0]] = is_noun_too_
        for feminine in [one for one in given if one.endswith("ت")] or [given[0] + "ت"]:
            verbs[feminine] = False
        if not given[0].endswith("ا"):  # and not «دعوه», which is written as a call is
            verbs |= {given[0] + "و": False, given[0] + "تا": False}
        if stem != "عد":  # and not «يعدها», which is as well "considers it"
            for person in "يتنأ":
                verbs |= {person + stem: False, "س" + person + stem: False}
            for person in "يت":
                plural = person + stem.removesuffix("و") + "ون"
                verbs |= {plural: False, "س" + plural: False, person + stem + "ان": False}
        for verb, doubtful in verbs.items():
            for pronoun in _PRONOUNS:
                if pronoun == "نا" and verb == given[0]:
                    continue  # «طالبنا» is "we demanded" as often
                forms.setdefault(fold(verb + pronoun).text, (lexeme, pronoun, doubtful))
    return forms


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """Every written form of a cue, folded, without a conjunction."""
    return frozenset((*_forms(), *_forms_with_object()))


@lru_cache(maxsize=1)
def _alike() -> frozenset[str]:
    """The perfects that are written as the name of their act, which is no cue by itself: وعد، حث."""
    return frozenset(fold(perfect.split()[0]).text for _, perfect, _, _, object_ in _rows() if object_.endswith("noun"))


@lru_cache(maxsize=1)
def _forms() -> dict[str, list[tuple[Lexeme, Form]]]:
    """Every written form, folded, with the rows that it can stand for, in the file's order, and its part of speech."""
    forms: dict[str, list[tuple[Lexeme, Form]]] = {}
    for lexeme, perfect, participle, noun, _ in _rows():
        present = lexeme.present
        participles = _participles(participle)
        for written in dict.fromkeys(fold(form).text for form in _inflected(present, perfect)):
            if written not in participles:
                forms.setdefault(written, []).append((lexeme, "verb"))
        for written in participles:
            forms.setdefault(written, []).append((lexeme, "participle"))
        for form in noun.split():
            for article in ("", "ال", "ب", "ل", "بال", "لل"):
                written = article + fold(form).text.removeprefix("ال" if article else "")
                forms.setdefault(written, []).append((lexeme, "noun"))
    return forms


def _inflected(present: str, perfect: str) -> Iterator[str]:
    if present:
        stem = present[1:]
        plural = stem[:-1] if stem[-1] in "يى" else stem
        for person in "يتنأ":
            yield person + stem
            yield "س" + person + stem
        for person in "يت":
            for suffix in ("ون", "وا", "ان"):
                base = plural.removesuffix("و") if suffix != "ان" else stem
                yield person + base + suffix
                yield "س" + person + base + suffix
    given = perfect.split()
    yield from given
    if len(given) == 1:
        yield from (given[0] + suffix for suffix in ("ت", "وا", "ا", "تا", "نا"))


def _participles(participle: str) -> tuple[str, ...]:
    given = participle.split()
    if len(given) == 1:
        # The bare form is left out: مطالب is also "demands", مؤكد "certain". المقرر and its like stand alone.
        stem = given[0]
        forms = [stem] if stem.startswith("ال") else [stem + suffix for suffix in ("ا", "ة", "ين", "ون")]
    else:
        forms = given
    return tuple(fold(form).text for form in forms)
