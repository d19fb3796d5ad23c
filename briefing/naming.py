"""English for Arabic names of bodies and for titles, part by part: «نائب وزير الخارجية التركي», «تحالف القوى المدنية».

For what has no settled English form. A descriptive name is translated ("Alliance of Civil Forces"), a proper one written
in Latin letters ("Ansar Group"); a part of a title that is not known is left out, so that the English says less than the
Arabic, never something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Protocol

from briefing.arabic import folded
from briefing.names import transliterate
from briefing.resources import table


class _Known(Protocol):
    @property
    def en(self) -> str: ...
    @property
    def kind(self) -> str: ...


_RANK = r"(?:لواء|عميد|عقيد|فريق(?:\s[أا]ول)?|مشير|جنرال|مقدم|رائد|نقيب)(?:\s(?:ال)?ركن)?"
_COURTESY = r"(?:سيدة?|أستاذة?|دكتورة?|مهندسة?|شيخ|حاج)"
# Behind a body's name, not behind a noun that it would belong to («قائد الفريق», «عضو مكتب الشيخ»).
_RANK_BEHIND = re.compile(rf"(?<=\s)(?P<before>ال\S+)،?\sال(?:(?P<rank>{_RANK})|{_COURTESY})$")
Lookup = Callable[[str], _Known | None]
_POSSESSIVE = re.compile(r"(?<=\w{3})(?:ته|تها|تهم|ها|هم|ه)$")
_MINISTERS = frozenset(["وزير", "وزيره"])


def body_in_english(name: str, lookup: Lookup) -> str | None:
    """The English of a body's name; None if it does not begin with a noun that bodies begin with."""
    words = name.replace("«", "").replace("»", "").replace('"', "").split()
    if (ministry := _ministry(words, lookup)) is not None:
        return ministry
    head = _parts("body").get(_bare(words[0])) if words else None
    if head is None:
        return None
    nations: list[str] = []
    described_as: list[str] = []
    used = 1
    while used < len(words) and words[used].startswith("ال") and (found := _adjective(words[used], lookup, head)):
        (nations if found[1] else described_as).append(found[0])
        used += 1
    if head == "delegation":
        described_as.reverse()  # «الوفد الحكومي المشترك»: joint Government delegation
    adjectives = nations + described_as
    rest = words[used:]
    if head == "delegation" and adjectives:
        if not rest:
            return f"{' '.join(adjectives)} delegation"
        if rest[0].startswith("ل") and len(rest[0]) > 3:
            inner = " ".join(_without_li(rest))
            body = body_in_english(inner, lookup) or _proper(inner.split(), lookup)
            return f"{' '.join(adjectives)} delegation of {'' if lookup(inner) else 'the '}{body}"
    core = " ".join([*adjectives, head])
    if not rest:
        return core
    if head == "delegation":
        inner = body_in_english(" ".join(rest), lookup) or _proper(rest, lookup)
        return (
            f"{inner.replace('Government of ', '') + ' Government' if inner.startswith('Government of ') else inner} delegation"
        )
    if (entry := lookup(" ".join(rest))) is not None:
        return f"{core} of {entry.en}" if head != "Movement" else f"{entry.en} {core}"
    if rest[0].startswith("ل") and len(rest[0]) > 4 and adjectives:
        return f"{core} {_of(_without_li(rest), lookup)}"
    described = _described(rest, lookup)
    if described is not None:
        if head[0].islower():
            return f"{described[0].lower() + described[1:]} {core}" if not adjectives else f"{core} of the {described}"
        return f"{core} of {described}" if len(rest) > 1 else f"{described} {core}"
    inner_body = body_in_english(" ".join(rest), lookup)
    if inner_body is not None:
        return f"{inner_body} {core}" if head[0].islower() else f"{core} of the {inner_body}"
    proper = _proper(rest, lookup)
    return (
        f"{core} of {proper}"
        if head in {"Government", "Republic", "Kingdom", "State", "Army", "Sultanate", "Emirate"}
        else f"{proper} {core}"
    )


def _ministry(words: Sequence[str], lookup: Lookup) -> str | None:
    """«وزارة الخارجية السعودية», «الخارجية القطرية», «وزارة الداخلية في حكومة سمرا»."""
    named = bool(words) and folded(words[0]) in ("وزاره", "الوزاره")
    own = list(words[1:] if named else words)
    length = next((n for n in (2, 1) if " ".join(map(_bare, own[:n])) in _parts("ministry") and len(own) >= n), 0)
    if not length:
        return None
    ministry = _parts("ministry")[" ".join(map(_bare, own[:length]))].replace("Minister", "Ministry")
    rest = own[length:]
    nation = lookup(rest[0]) if rest else None
    if nation is not None and nation.kind == "nationality":
        return f"{nation.en} {ministry}" if len(rest) == 1 else None
    if not named:
        return None  # «الخارجية» alone may be anything external
    if not rest:
        return ministry
    owner = rest[1:] if rest[0] in ("في", "لدى") else [rest[0].removeprefix("ب"), *rest[1:]]
    if (body := body_in_english(" ".join(owner), lookup)) is not None:
        return f"{ministry} of the {body}"
    return f"{ministry} of {_proper(rest, lookup)}"


def office_and_rank(title: str) -> tuple[str, str]:
    """An office, and the rank behind it that belongs to the name: «المتحدث باسم الوفد العميد (خالد …)» is «المتحدث باسم الوفد» and «عميد»."""
    found = _RANK_BEHIND.search(" ".join(title.split()))
    if found is None:
        return title, ""
    return f"{found.string[: found.start('before')]}{found['before'].rstrip('،')}", (found["rank"] or "").replace(
        " الركن", " ركن"
    )


def title_in_english(title: str, lookup: Lookup) -> str:
    """The English of a title as far as its parts are known; empty if not even its head is."""
    parts = [part for part in re.split(r"[،,]", title) if part.strip()]
    return ", ".join(filter(None, (_one_title(part, lookup) for part in parts)))


def _one_title(title: str, lookup: Lookup) -> str:
    words = title.split()
    if words[:1] == ["برتبة"]:
        words = [word for word in words[1:] if word != "ركن"]
        if words[1:] == ["أول"]:
            return "General"
    bare = [_bare(word) for word in words]
    if not bare or bare[0] not in _parts("head"):
        return ""
    head, used = _parts("head")[bare[0]], 1
    if bare[0] in _MINISTERS:
        for length in (2, 1):
            if ministry := _parts("ministry").get(" ".join(bare[1 : 1 + length])):
                head, used = ministry, 1 + length
                break
    elif head == "Deputy" and (inner := _one_title(" ".join(words[1:]), lookup)):
        nation, _, rest = inner.partition(" ")
        is_nation = any(entry is not None and entry.kind == "nationality" and entry.en == nation for entry in map(lookup, words))
        return f"{nation} Deputy {rest}" if is_nation and rest else f"Deputy {inner}"
    elif head == "Chief" and _parts("head").get(bare[1] if len(bare) > 1 else "") == "negotiators":
        head, used = "Chief negotiator", 2
    adjectives: list[str] = []
    while used < len(words) and words[used].startswith("ال") and (found := _adjective(words[used], lookup, "Title", guess=False)):
        adjectives.insert(0 if found[1] else len(adjectives), found[0])
        used += 1
    for simple, full in (("Secretary", "Secretary-General"), ("Director", "Director-General")):
        if head == simple and "General" in adjectives:
            head = full
            adjectives.remove("General")
    return " ".join([*adjectives, head]) + _complement(head, words[used:], lookup)


def _complement(head: str, words: Sequence[str], lookup: Lookup) -> str:
    """«… لـ/باسم/عن X», or X itself: of whom or what, if that has an English name."""
    rest = list(words)
    if rest and rest[0] in {"باسم", "عن", "في", "لدى", "إلى"}:
        rest = rest[1:]
    elif rest and rest[0].startswith("ل") and len(rest[0]) > 3:
        rest = _without_li(rest)
    if not rest or (
        len(rest) == 1 and _POSSESSIVE.search(folded(rest[0])) and not rest[0].startswith("ال") and lookup(rest[0]) is None
    ):
        return ""
    if words[0] == "لدى" and head == "Ambassador":
        host = lookup(" ".join(rest))
        return f" to {host.en}" if host else ""
    if "في" in rest[1:] or "لدى" in rest[1:]:
        seat = rest.index("في" if "في" in rest[1:] else "لدى")
        of, to = lookup(" ".join(rest[:seat])), lookup(" ".join(rest[seat + 1 :]))
        return f" of {of.en} to {to.en}" if of and to and head == "Ambassador" else _complement(head, rest[:seat], lookup)
    phrase = " ".join(rest)
    link = "for" if head == "Spokesperson" else "of"
    if (entry := lookup(phrase)) is not None:
        return f" {link} {entry.en}"
    inner = _one_title(phrase, lookup) or body_in_english(phrase, lookup)
    if inner:
        return f" {link} {inner}" if inner.startswith(("Government of", "Republic of")) else f" {link} the {inner}"
    if rest[0].startswith("ال"):
        return ""
    return f" {link} {_proper(rest, lookup)}"


def _adjective(word: str, lookup: Lookup, head: str, *, guess: bool = True) -> tuple[str, bool] | None:
    """The English of a definite adjective and whether it tells a nation; its case is that of the head."""
    entry = lookup(word)
    if entry is not None and entry.kind == "nationality":
        return entry.en, True
    bare = _bare(word)
    if known := _parts("adjective").get(bare):
        return (known[0].upper() + known[1:] if head[0].isupper() and head != "Government" else known), False
    if guess and entry is None and bare not in _parts("noun") and re.fullmatch(r"\w{3,}(?:يه|ي)", bare):
        return transliterate(bare.removesuffix("ه")), True
    return None


def _described(words: Sequence[str], lookup: Lookup) -> str | None:
    """«القوى المدنية»: nouns and adjectives that are all known; None if one is not."""
    noun = _parts("noun").get(_bare(words[0]))
    if noun is None:
        return None
    adjectives = []
    for word in words[1:]:
        found = _adjective(word, lookup, "Name", guess=False)
        if found is None:
            return None
        adjectives.append(found[0])
    return " ".join([*adjectives, noun])


def _of(words: Sequence[str], lookup: Lookup) -> str:
    if (entry := lookup(" ".join(words))) is not None:
        return f"of {entry.en}"
    if described := _described(words, lookup):
        return f"of the {described}" if described.endswith("s") else f"for {described}"
    return f"of {_proper(words, lookup)}"


def _proper(words: Sequence[str], lookup: Lookup) -> str:
    entry = lookup(" ".join(words))
    return entry.en if entry else re.sub(r"\bal-", "", transliterate(" ".join(words)))


def _without_li(words: Sequence[str]) -> list[str]:
    """The words without the preposition ل, with the article that it swallowed."""
    first = words[0]
    return ["ال" + first[2:] if first.startswith("لل") else first[1:], *words[1:]]


@lru_cache(maxsize=2048)
def _bare(word: str) -> str:
    """A folded word without article and without the possessive of a title («ناطقها»، «رئيسة» stays)."""
    text = folded(word)
    text = text.removeprefix("ال") if len(text) > 4 else text
    if any(text in _parts(kind) for kind in ("head", "body", "adjective", "noun", "ministry")):
        return text
    stem = _POSSESSIVE.sub("", text)
    return next((form for form in (stem, stem + "ه") if form in _parts("head") or form in _parts("ministry")), text)


@lru_cache(maxsize=8)
def _parts(kind: str) -> dict[str, str]:
    return {arabic: english for kind_, arabic, english in table("data/name_parts.tsv") if kind_ == kind}
