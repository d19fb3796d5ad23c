"""Right sentences, changed in one thing: a number, a month, a currency, a negation, a name, a word of a camp. Each change is noticed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import pytest

import briefing.extraction
from briefing.glossary import Glossary, load_glossary
from briefing.parity import Basis, text_verdict
from briefing.record import Bilingual
from briefing.verdicts import Verdict
from tests.cases import answer, examples

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_NUMBERS = {
    "two": "seven",
    "three": "four",
    "four": "five",
    "six": "seven",
    "ten": "eleven",
    "fifteen": "sixteen",
    "both": "nine",
}


def _changed(english: str) -> Iterator[tuple[str, str]]:
    for match in re.finditer(r"\d+", english):
        if not re.match(r"[01] (?:January|June)", english[match.end() - 1 :]):
            other = f"{match.group()[:-1]}{(int(match.group()[-1]) + 3) % 10}"
            yield "a digit", english[: match.start()] + other + english[match.end() :]
    for word, other in _NUMBERS.items():
        if re.search(rf"\b{word}\b", english):
            yield "a number", re.sub(rf"\b{word}\b", other, english, count=1)
    for number, month in enumerate(_MONTHS):
        if re.search(rf"\b{month}\b", english):
            yield "a month", english.replace(month, _MONTHS[(number + 3) % 12], 1)
    for verb, turned in (("pledges to", "does not pledge to"), ("provides for", "does not provide for"), ("rejects", "accepts")):
        if f" {verb} " in english and " not " not in english:
            yield "the sense", english.replace(verb, turned, 1)
    for tail, what in (
        (" for $35 million", "an amount"),
        (" by 37 per cent", "a share"),
        (" before 17 August", "a date"),
        (" under resolution 1701", "a resolution"),
        (" within nineteen days", "a number in words"),
        (" despite the terrorist gangs", "a loaded word"),
        (" in Khartoum", "a place"),
    ):
        yield what, english.rstrip(".") + tail + "."


@lru_cache(maxsize=1)
def _right() -> list[tuple[Bilingual, Basis]]:
    seen: dict[str, tuple[Bilingual, Basis]] = {}

    def listen(text: Bilingual, basis: Basis, glossary: Glossary) -> Verdict | None:
        verdict = text_verdict(text, basis, glossary)
        if verdict is None and basis.kind:
            seen.setdefault(text.en, (text, basis))
        return verdict

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(briefing.extraction, "text_verdict", listen)
        for example in examples():
            answer(example)
    return list(seen.values())


def test_the_right_sentences_are_many() -> None:
    assert len(_right()) > 120


@pytest.mark.parametrize(
    "what",
    ["a digit", "a number", "a month", "the sense", "an amount", "a share", "a date", "a resolution", "a number in words", "a loaded word", "a place"],
)  # fmt: skip
def test_a_change_of_one_thing_is_noticed(what: str) -> None:
    glossary, passed, tried = load_glossary(None), [], 0
    for text, basis in _right():
        for changed, english in _changed(text.en):
            if changed == what:
                tried += 1
                if text_verdict(Bilingual(ar=text.ar, en=english), basis, glossary) is None:
                    passed.append(english)
    assert tried > 0
    assert passed == []
