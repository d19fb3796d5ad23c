"""What a denial denies: the matter of some Arabic words as consonants, the kind of act, and whether it only points back.

Two accounts contradict each other only where one denies what the other asserts. A shared holder, a word like «مطلب» or
two refusals are no contradiction; neither is a demand beside the denial of another demand. What a denial is of shows by
its words: «نفت أن تكون الحركة قد وعدت …» is of a pledge, «نفى ذلك» of what was told just before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from briefing.arabic import fold, folded

Deed = Literal["pledge", "demand", "withdrawal", "accusation"]

# All patterns are for folded text. Only these verbs deny; who refuses or rejects a thing denies nothing.
_DENIES = re.compile(
    r"(?<!\w)[وفل]?(?:(?P<verb>(?:[يت]?نف[يت]|نفيا|نافي[اه]?|انكر(?:ت|وا)?|[يت]نكر(?:ون)?|فند(?:ت|وا)?|[يت]فند|كذب(?:ت|وا)?|[يت]كذب|تكذيب|تفنيد)|نف(?=(?:اه|اها|ته|تها)(?!\w)))"
    r"(?P<pronoun>[ات]?(?:ه|ها|هما|هم))?(?!\w)"
    r"|(?P<none>(?:بلا|دون|بدون) اي|لا صحه ل\w*)(?!\w)|(?P<noun>ليس|ليست|ليسوا)(?!\w)|(?P<particle>لم|لن|لا|ما)(?!\w))"
)
_CLAUSE = re.compile(r"[،؛.:«»]|(?<!\w)[وف]?[بل]?(?:ان|انه|انها)(?!\w)")
# «ذلك», «الاتهام», «هذه الانباء»: words for what was told before.
_BACK = re.compile(
    r"(?<!\w)[بل]?(?:ذلك|هذا|هذه|تلك|(?P<charge>(?:ال|هذا ال|هذه ال)(?:اتهام|اتهامات|تهمه|تهم))|(?:ال|صحه ال)(?:خبر|انباء|نبا|امر|روايه|ادعاء|ادعاءات|مزاعم|معلومات))(?!\w)"
)
_SAVE = re.compile(r"(?<!\w)(?:الا|سوي|باستثناء|غير ان|لكن|بل)(?!\w)")
# What is said besides: «لم نوافق على تسليمه، ولم يُطرح الأمر», «نفى ذلك، مؤكداً أن …».
_NEXT = re.compile(
    r"،\s*(?:[وف]?(?:لم|لن|لا|ما|ليس|ليست|لكن|بل|قال|قالت|اكد|اكدت)|(?:قايل|موكد|مضيف|مشير|معتبر|واصف|موضح)\w*)(?!\w)"
)
# "Not a single piece", "anything to anybody": the whole of a matter, not a part of it.
_ANY = re.compile(
    r"(?<!\w)جمله وتفصيلا(?!\w)|(?<!\w)[بل]?(?:اي|شيء|شيءا|شييا|احد|احدا|قط|مطلقا|اطلاقا|ابدا|بتاتا)(?!\w)|(?<!\w)[بل]?(?:قطعه|شبر|قرش|فلس|حرف|كلمه|بند|نقطه) واحده?(?!\w)|(?<!\w)واحده?(?!\w)"
)
_DEEDS: tuple[tuple[Deed, re.Pattern[str]], ...] = (
    (
        "pledge",
        re.compile(
            r"(?<!\w)[وفسب]?(?:[اينت]?تعهد|[ينت]?لتزم|التزم|[ينت]?وعد|وافق|[ينت]وافق|موافق|[ينت]?قبل(?:ت|وا)?(?= (?:ب|ان)|\w* ب)|استعداد|مستعد)"
        ),
    ),
    ("demand", re.compile(r"(?<!\w)[وفسب]?(?:[ينت]?طالب|[ينت]?طلب|مطالب|مطلب|اشترط|[ينت]شترط|[ينت]ريد|اراد)")),
    (
        "withdrawal",
        re.compile(
            r"(?<!\w)[وفسب]?(?:[ينت]?تخل|[ينت]?سحب|[ينت]?سقط|اسقط|[ينت]?تراجع|[ينت]?تنازل)\w* (?:عن )?(?:\w+ ){0,3}?(?:ال)?(?:مطلب|مطالب|طلب|شرط|شروط|اشتراط)"
        ),
    ),
    ("accusation", re.compile(r"(?<!\w)[وفسب]?(?:[ينت]?تهم|اتهم|اتهام)")),
)
# Words that tell of no matter: the acts themselves, the talks, who talks, and what binds sentences together.
_GENERIC = re.findall(
    r"\S+",
    """
تعهد تتعهد نتعهد وعد نعد التزم التزام وافق توافق نوافق موافقه قبل قبول طالب طلب مطلب مطالب مطالبه اشترط شرط اراد يريد تريد اتهم اتهام رفض نفي اعلن قال اضاف اكد ذكر اوضح كشف
استعداد مستعد تكون يكون كانت كان قد انه انها انهم هذا هذه ذلك تلك الذي التي الذين علي الي بين عند لدي بعد اثر عبر مثل دون بلا غير كل اي لم لن ليس عدم وقد
اما حتي منذ خلال حول نحو ضمن امام بشان ضد جوله محادثات مفاوضات مشاورات مباحثات حوار وفد وفود طرف طرفان طرفين جانب حكومه حركه جبهه حزب مجلس رييس وسيط امر ملف
شيء موضوع قضيه مساله يوم ايام اسبوع شهر سنه عام اول ثاني جديد كامل نفسه فيها فيه منه منها عليه عليها لها له لهم بها به اصلا قط شفهيا عن مع
""",
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_MOST = 0.6  # share of a denied matter that an account has to have in common with it
_BACKWARD = 220  # characters in which a denial that only points back finds what it is of


@dataclass(frozen=True)
class Denial:
    """What some words deny: the acts they name, the roots of the matter, and whether they only point back or deny all.

    ``head`` is the root of what is said not to be so, in front of its details: of «نفى وصول القافلة إلى أورا» the arrival.
    ``future`` tells a refusal for the time to come (لن), which contradicts a pledge as much as its denial does;
    ``outright`` words that deny, as «نفى» does and a bare «لم» need not.
    """

    deeds: frozenset[Deed]
    roots: frozenset[str]
    head: str | None
    points_back: bool
    of_charge: bool
    of_any: bool
    future: bool
    outright: bool

    @property
    def of_all(self) -> bool:
        """Whether all of a kind is denied: «لم نتعهد بشيء»."""
        return self.of_any and not self.roots and bool(self.deeds)


def denial_in(words: str, names: Names) -> Denial | None:
    """What Arabic words deny, or None; the names of those who take part are no matter."""
    if _DENIES.search(fold(words).text) is None:
        return None
    text = names.left_out(words)
    found = _DENIES.search(text)
    if found is None:  # the word was of a name
        return None
    matter = _NEXT.split(text[found.end() :])[0]
    if found["noun"] is not None:  # «المصفاة ليست على الطاولة»: what is denied stands in front
        matter = _CLAUSE.split(text[: found.start()])[-1] + matter
    back = _BACK.search(" ".join(matter.split()[: 6 if found["verb"] else 2]))
    points_back = found["pronoun"] is not None or back is not None
    if _SAVE.search(matter) and not points_back:
        return None  # «لم يتعهد إلا بالبحث»: the rest is granted
    ordered = _ordered_roots(_ANY.sub(" ", matter))
    # «نفى أن تكون قواته قد قصفت السوق»: the verb stands behind the subject.
    done = _ordered_roots(_ANY.sub(" ", matter.split(" قد ", 1)[-1]))
    return Denial(
        deeds=_deeds(matter),
        roots=frozenset(ordered),
        head=next(iter(done), None),
        points_back=points_back,
        of_charge=back is not None and back["charge"] is not None,
        of_any=_ANY.search(matter) is not None,
        future=found["particle"] == "لن",
        outright=found["verb"] is not None or found["none"] is not None,
    )


class Names:
    """The names of those who take part, to be left out where two accounts are compared."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = names

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        """Made when first asked for, as in many reports nothing is denied."""
        forms = sorted({folded(name) for name in self._names if name} - {""}, key=len, reverse=True)
        return re.compile(rf"(?<!\w)[وفبل]?(?:{'|'.join(map(re.escape, forms))})(?!\w)") if forms else None

    def left_out(self, words: str) -> str:
        """Some words, folded, without the names."""
        text = fold(words).text
        return self._pattern.sub(" ", text) if self._pattern else text


def roots_in(words: str, names: Names) -> frozenset[str]:
    """The words of substance as their consonants, so that «تسليم», «سيسلّم» and «تُسلَّم» are one; without names."""
    return _roots(names.left_out(words))


def deeds_in(words: str) -> frozenset[Deed]:
    """The acts that Arabic words name: a pledge or consent, a demand, an accusation."""
    return _deeds(fold(words).text)


def _deeds(text: str) -> frozenset[Deed]:
    return frozenset(deed for deed, pattern in _DEEDS if pattern.search(text))


def same_matter(denial: Denial, asserted: Iterable[str], *, same_deed: bool) -> bool:
    """Whether the roots of an account are those of what is denied; where the act is the same, one will do that is all there is."""
    theirs = frozenset(asserted)
    common = denial.roots & theirs
    if denial.head not in theirs:
        return False  # another thing at the same place, or of the same people
    if denial.roots == theirs and any(len(one) > 2 for one in common):
        return True
    if same_deed:
        return len(common) >= 1 and len(common) >= _MOST * len(denial.roots)
    return len(common) >= 2 and len(common) >= _MOST * min(len(denial.roots), len(theirs)) and any(len(one) > 2 for one in common)


def is_near(end: int, start: int) -> bool:
    """Whether what ends at one place can be what a denial that starts at another points back to."""
    return 0 <= start - end <= _BACKWARD


def _roots(text: str) -> frozenset[str]:
    return frozenset(_ordered_roots(text))


def _ordered_roots(text: str) -> list[str]:
    for pattern, word in _COMPOUNDS:
        text = pattern.sub(word, text)
    return [root for word in _WORD.findall(text) if (root := _root(word)) and root not in _generic()]


# Of these neither word tells the matter alone: to release and to fire begin alike.
_COMPOUNDS = (
    (re.compile(r"(?<!\w)[وفبل]?(?:ال)?(?:[يتن]طلق|اطلق\w*|اطلاق) (?:ال)?(?:نار|نيران)(?!\w)"), "نيران"),
    (re.compile(r"(?<!\w)[وفبل]?(?:ال)?(?:[يتن]طلق|اطلق\w*|اطلاق) سراح(?!\w)"), "افراج"),
)


@lru_cache(maxsize=4096)
def _root(word: str) -> str | None:
    bare = re.sub(r"^(?:[وف]?(?:ال|بال|كال|لل)|[وفبل](?=\w{3}))", "", word)
    bare = re.sub(r"(?<=\w{2})(?:تهما|تهم|تها|ته|هما|هم|ها|ات|ين|ون|ان|وا|نا|ه|ت|ا)$", "", bare)
    root = re.sub(r"[اويىءةئؤ]", "", bare)
    while len(root) > 3 and root[0] in "يتنسم":
        root = root[1:]
    return root if len(root) >= 2 else None


@lru_cache(maxsize=1)
def _generic() -> frozenset[str]:
    return frozenset(root for word in _GENERIC if (root := _root(word)))
