"""Quotes are found at their exact place however they are written, and never where the words differ."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.arabic import Folded, fold
from briefing.grounding import Span, TextIndex, find_all, ground, letters, nearest

PHRASES = json.loads((Path(__file__).parent / "data" / "grounding_phrases.json").read_text(encoding="utf-8"))


def marked(text: str) -> tuple[str, Span]:
    """The text without the brackets ⟦…⟧ that mark a span in it, and the span."""
    start, end = text.index("⟦"), text.index("⟧") - 1
    return text.replace("⟦", "").replace("⟧", ""), Span(start, end)


@pytest.mark.parametrize("case", PHRASES["found"], ids=lambda case: case["quote"])
def test_a_phrase_is_found_at_its_exact_place(case: dict[str, str]) -> None:
    text, span = marked(case["text"])
    assert ground(case["quote"], text) == span


@pytest.mark.parametrize("case", PHRASES["absent"], ids=lambda case: case["quote"])
def test_other_words_are_not_found(case: dict[str, str]) -> None:
    assert ground(case["quote"], case["text"]) is None
    assert find_all(case["quote"], case["text"]) == []


# --- which of several places

TWICE = "رفض الوفد وقف إطلاق النار. ثم قبل الوفد وَقْفَ إطلاقِ النار. ثم وقع وقف إطلاق النار."


def test_the_place_inside_the_window_wins_over_nicer_ones_outside() -> None:
    begin = TWICE.index("ثم قبل")
    span = ground("وقف إطلاق النار", TWICE, within=(begin, begin + 40))
    assert span is not None
    assert TWICE[span.start : span.end] == "وَقْفَ إطلاقِ النار"


def test_outside_the_window_the_nearest_place_is_taken() -> None:
    assert ground("وقف إطلاق النار", TWICE, within=(0, 5)) == Span(10, 25)
    last = TWICE.rindex("وقف إطلاق")
    assert ground("وقف إطلاق النار", TWICE, near=len(TWICE)) == Span(last, last + 15)


def test_the_quotes_own_characters_win_over_other_spellings() -> None:
    text = "على الطاولة جلس علي وعليّ."
    assert find_all("علي", text) == [Span(16, 19), Span(21, 25)]
    assert find_all("على", text) == [Span(0, 3)]


def test_places_inside_glued_words_are_the_last_resort() -> None:
    text = "تركياوروسيا ثم روسيا"
    assert find_all("روسيا", text) == [Span(15, 20)]
    assert find_all("تركيا", text) == [Span(0, 5)]


def test_repeated_words_are_all_found_without_overlaps() -> None:
    assert find_all("نعم نعم", "نعم نعم نعم نعم") == [Span(0, 7), Span(8, 15)]
    assert find_all("وفد", "وفد ووفد بوفد وفدنا") == [Span(0, 3), Span(5, 8), Span(10, 13)]


# --- the ends of a span


@pytest.mark.parametrize(
    ("quote", "text", "found"),
    [
        ("الوفد", "«الوفدُ»،", "الوفدُ"),
        ("«الوفد»", "قال «الوفد»، ثم", "«الوفد»"),
        ("«الوفد»", "قال الوفد، ثم", "الوفد"),
        ("الوفد.", "قال الوفد. ثم", "الوفد."),
        ("الوفد.", "قال الوفد، ثم", "الوفد"),
        ("... الوفد ...", "قال الوفد ثم", "الوفد"),
        (" الوفد\n", "قال الوفد ثم", "الوفد"),
        ("الوفد", "قال \u202bالوفد\u202c ثم", "الوفد"),
        ("envoy's team", "The Envoy’s Team left", "Envoy’s Team"),
        ("security council", "the Security-Council met.", "Security-Council"),
        ("council met.", "the security council met. Then", "council met."),
    ],
)
def test_punctuation_belongs_to_a_span_only_if_asked_for(quote: str, text: str, found: str) -> None:
    span = ground(quote, text)
    assert span is not None
    assert text[span.start : span.end] == found


@pytest.mark.parametrize("quote", ["", " ", "و", "5", "…", "«»", "\u200f\u200f", "\ufeff.", "َ"])
def test_less_than_two_letters_are_no_quote(quote: str) -> None:
    assert ground(quote, "و 5 … «» وفد َ") is None


@pytest.mark.parametrize("text", ["", " ", "…", "و"])
def test_a_text_without_words_holds_no_quote(text: str) -> None:
    assert ground("الوفد", text) is None


# --- the closest words, for telling


def test_the_nearest_words_are_whole_and_raw() -> None:
    text = "بدأت الجلسة صباحاً. وطالب الوفد بتجميد «العمليّات» العسكرية كلها. ثم انصرف."
    assert nearest("تجميد كل العمليات العسكرية", text) == "بتجميد «العمليّات» العسكرية"
    assert nearest("xyz", text) is None
    assert nearest("", text) is None
    begin = text.index("ثم")
    assert TextIndex(text).nearest("تجميد العمليات", within=(begin, len(text))) is None


# --- any text, however decorated

WORDS = st.sampled_from(
    [
        "وقف",
        "إطلاق",
        "النار",
        "المعارضة",
        "الوفد",
        "لن",
        "يوقع",
        "أمس",
        "مستشفى",
        "مدينة",
        "على",
        "رئيس",
        "2254",
        "٢٠١٧",
        "3.5",
        "روسيا",
        "تركيا",
        "مسؤول",
        "شؤون",
        "De",
        "Mistura",
        "القرار",
        "آلية",
        "الإفراج",
        "عن",
        "المعتقلين",
        "كل",
        "لا",
    ]
)
GAPS = st.sampled_from([" ", " ", " ", "، ", " «", "» ", "\n", "\u00a0", " \u200f", ": "])
HARAKAT = "ًٌٍَُِّْٰ"
SWAPS = {
    "ا": "أإآٱا", "أ": "اإ", "إ": "اأ", "آ": "ا", "ى": "ي", "ي": "ىی", "ة": "ه", "ك": "ک", "ؤ": "و", "ئ": "ي",
    **{str(digit): chr(0x0660 + digit) + chr(0x06F0 + digit) for digit in range(10)},
    **{chr(0x0660 + digit): str(digit) for digit in range(10)},
}  # fmt: skip


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    """A text and the places of its words."""
    text, places = "", []
    for word in draw(st.lists(WORDS, min_size=1, max_size=25)):
        places.append((len(text), len(text) + len(word)))
        text += word + draw(GAPS)
    return text, places


@st.composite
def decorated(draw: st.DrawFn, raw: str) -> str:
    """``raw`` in another spelling of the same words."""
    out = draw(st.sampled_from(["", "", "«", '"', "\u202b", " "]))
    for character in raw:
        choice = draw(st.integers(0, 9))
        if choice == 0 and character in SWAPS:
            out += draw(st.sampled_from(SWAPS[character]))
        elif choice == 1 and character.isspace():
            out += draw(st.sampled_from(["  ", "\u00a0", " \u200f", ' "', "، ", "\n", "» "]))
        else:
            out += character
        if "\u0621" <= character <= "\u064a" and choice in (2, 3):
            out += draw(st.sampled_from([*HARAKAT, "ـ", "ــ", "\u200f", "\u2069", "\u200d"]))
    return out + draw(st.sampled_from(["", "", "»", '"', "\u202c", ".", "،", " "]))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_run_of_words_is_found_at_its_place_however_decorated(data: st.DataObject) -> None:
    text, places = data.draw(texts())
    first = data.draw(st.integers(0, len(places) - 1))
    last = data.draw(st.integers(first, min(len(places) - 1, first + 8)))
    start, end = places[first][0], places[last][1]
    quote = data.draw(decorated(text[start:end]))
    inside = ground(quote, text, within=(start, end))
    assert inside is not None
    if text[inside.start : inside.end] != quote.strip():  # else it may have a mark at its end that the text has too
        assert inside == Span(start, end)
    assert inside.start <= start < end <= inside.end
    span = ground(quote, text)
    assert span is not None
    assert letters(text[span.start : span.end]) == letters(quote)
    near = ground(text[start:end], text, near=start)
    assert near is not None
    assert letters(text[near.start : near.end]) == letters(quote)


ODD = st.text(
    alphabet=st.one_of(st.sampled_from("والبلكس عمانيةىأ د.«»،\n12\u200fَـﻻﷲaB-…%"), st.characters(exclude_categories=["Cs"])),
    max_size=60,
)


@settings(max_examples=300, deadline=None)
@given(ODD, ODD, st.data())
def test_a_span_always_has_the_quotes_words(text: str, other: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(text)))
    quotes = [other, text[begin : begin + data.draw(st.integers(0, 20))], text]
    for quote in quotes:
        for span in find_all(quote, text):
            raw = text[span.start : span.end]
            assert 0 <= span.start < span.end <= len(text)
            assert tolerated(letters(raw), letters(quote))
            assert not raw[0].isspace()
            assert not raw[-1].isspace()


def tolerated(found: str, wanted: str) -> bool:
    """Equal letters, or the two tolerances: «لل» for «ال», and a particle that only the quote has."""
    allowed = {wanted}
    if wanted.startswith("ال"):
        allowed |= {"لل" + wanted[2:], "ل" + wanted[2:]}
    if wanted.startswith(("و", "ف", "ب", "ل")):
        allowed |= {wanted[1:]}
    return found in allowed


@settings(max_examples=100, deadline=None)
@given(st.lists(WORDS, min_size=3, max_size=15, unique_by=letters), st.data())
def test_a_quote_with_a_word_left_out_is_not_found(words: list[str], data: st.DataObject) -> None:
    gone = data.draw(st.integers(1, len(words) - 2))
    quote = words[:gone] + words[gone + 1 :]
    assert ground(" ".join(quote), " ".join(words)) is None
    assert ground(" … ".join(quote), " ".join(words)) is None


def test_a_run_of_letters_that_is_no_writing_is_not_searched_for_words() -> None:
    # Looking into it letter by letter would take minutes.
    assert find_all("روسيا", "روسياو" * 200_000) == []


def test_folding_and_index_are_made_once_for_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def counting(text: str) -> Folded:
        calls.append(text)
        return fold(text)

    monkeypatch.setattr("briefing.grounding.fold", counting)
    text = "نص لا يتكرر في اختبار آخر قط"
    assert [ground("يتكرر في", text), ground("اختبار آخر", text)] == [Span(6, 14), Span(15, 25)]
    assert calls.count(text) == 1
