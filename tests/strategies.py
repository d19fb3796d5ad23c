"""Small valid records, drawn at random: odd words, odd dates, everything optional now there and now not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from briefing.record import Record

# Letters that have a habit of breaking things: markup, quotation marks, joiners, marks of direction, digits of all kinds.
ALPHABET = "ابتثيونلام ةىأإآؤئ ًّـ abcXYZ 0123 ٠١٢٣ ۴۵ <>&\"'`*_#|[](){}%\\/-–:;.,،؛؟«»\u200c\u200d\u200e\u200f\u202e\u2066\u2069\n\t\x00\x1b🕊😀"
PLACES = [
    "يطالب الوفد بإطلاق سراح 112 محتجزًا.", "The delegation demands the release of 112 detainees.", "قبل نهاية الشهر", "in May",
    "{{ 7 * 7 }}", "<script>alert(1)</script>", "| a | b |", "# عنوان", "روسيا", "Russia",
]  # fmt: skip
words = st.one_of(st.sampled_from(PLACES), st.text(ALPHABET, min_size=1, max_size=24))
bilingual = st.fixed_dictionaries({"ar": words, "en": words})
DATE = r"[0-9]{3}[0-9X](-([01][0-9]|XX)(-([0-3][0-9]|XX))?)?[~?%]?"
edtf = st.one_of(
    st.from_regex(rf"({DATE}|\.\.)(/({DATE}|\.\.))?", fullmatch=True),
    st.sampled_from(["2024-05-14", "2024-05", "2024", "202X", "2024-05-14/2024-05-16", "../2024-05", "2024-05-14/..", "2024-05-XX", "2024~"]),
)  # fmt: skip
when = st.fixed_dictionaries({"as_reported": words}, optional={"value": st.none() | edtf})
money = st.fixed_dictionaries(
    {"value": st.floats(allow_nan=False, allow_infinity=False) | st.integers(0, 10**9), "currency": st.sampled_from(["USD", "XAF", "ZZZ"])}
)  # fmt: skip


@st.composite
def record_data(draw: st.DrawFn) -> dict[str, Any]:
    """The data of a record that holds together: of one source whose text it has, with one participant at least."""
    text = draw(st.text(ALPHABET, min_size=1, max_size=60))

    def spans(least: int = 1) -> list[dict[str, Any]]:
        found = []
        for _ in range(draw(st.integers(least, 2))):
            start = draw(st.integers(0, len(text) - 1))
            end = draw(st.integers(start + 1, len(text)))
            found.append(
                {"source": "S1", "segment": draw(st.integers(1, 3)), "start": start, "end": end, "quote": text[start:end]}
            )
        return found

    count = draw(st.integers(1, 4))
    ids = [f"P{number}" for number in range(1, count + 1)]
    some = st.lists(st.sampled_from(ids), max_size=3)
    holders = st.lists(st.sampled_from(ids), min_size=1, max_size=3)
    one_or_none = st.none() | st.sampled_from(ids)

    def several(letter: str, make: Callable[[], dict[str, Any]], most: int = 2) -> list[dict[str, Any]]:
        return [{"id": f"{letter}{n}", "evidence": spans(), **make()} for n in range(1, draw(st.integers(0, most)) + 1)]

    def maybe(**parts: st.SearchStrategy[Any]) -> dict[str, Any]:
        return draw(st.fixed_dictionaries({}, optional=parts))

    def held() -> dict[str, Any]:
        return {"by": draw(holders), "text": draw(bilingual), **maybe(reported_by=one_or_none, attribution=attribution)}

    attribution = st.fixed_dictionaries(
        {"level": st.sampled_from(["document", "on_record", "spokesperson", "unnamed", "media"])},
        optional={"origin": words, "via": st.lists(words, max_size=2)},
    )
    people = [
        {
            "id": id_,
            "name": draw(st.fixed_dictionaries({"ar": words, "en": st.none() | words})),
            "kind": draw(st.sampled_from(["delegation", "state", "organization", "armed_group", "person"])),
            "role": draw(
                st.sampled_from(
                    ["party", "mediator", "facilitator", "guarantor", "sponsor", "host", "observer", "absent", "other"]
                )
            ),
            "affiliation": draw(st.none() | st.sampled_from([None, *ids])),
            "evidence": spans(),
            **maybe(aliases=st.lists(words, max_size=2), label_as_reported=words, title=bilingual),
        }
        for id_ in ids
    ]
    for one in people:
        if one["affiliation"] == one["id"]:
            one["affiliation"] = None
    signed = draw(some)
    return {
        "event": {"name": draw(bilingual), "evidence": spans(0), **maybe(round=words, place=bilingual, start=when, end=when)},
        "sources": [
            {
                "id": "S1",
                "language": "ar",
                "sha256": hashlib.sha256(text.encode()).hexdigest(),
                "characters": len(text),
                "text": text,
                **maybe(title=words, publisher=words, url=words, published=st.sampled_from(["2024-05-14", "1999-02-28"])),
            }
        ],
        "participants": people,
        "demands": several(
            "D",
            lambda: {
                **held(),
                "status": draw(st.sampled_from(["standing", "conditional", "withdrawn", "rejected", "denied"])),
                "addressees": draw(some),
                **maybe(condition=bilingual, issue=words, references=st.lists(words, max_size=2)),
            },
        ),
        "commitments": several(
            "C",
            lambda: {
                **held(),
                "status": draw(st.sampled_from(["pledged", "best_efforts", "claimed", "denied"])),
                **maybe(beneficiary=bilingual, deadline=when, amount=money),
            },
        ),
        "statements": several(
            "T",
            lambda: {
                **held(),
                "act": draw(st.sampled_from(["AGREE", "SUPPORT", "CONSULT", "CONCEDE", "REJECT", "ACCUSE", "THREATEN", "OTHER"])),
                "target": draw(one_or_none),
                "negated": draw(st.booleans()),
            },
        ),
        "next_steps": several("N", lambda: {"text": draw(bilingual), **maybe(when=when, attribution=attribution)}),
        "final_statement": {
            "status": draw(st.sampled_from(["adopted", "draft", "not_reached", "none_issued", "not_stated"])),
            "issued_by": draw(some),
            "read_by": draw(one_or_none),
            "signatories": signed,
            "not_signed_by": [one for one in draw(some) if one not in signed],
            "clauses": several("F", lambda: {"text": draw(bilingual), "operative": draw(st.booleans())}),
            "stances": [
                {
                    "participant": one,
                    "stance": draw(st.sampled_from(["endorses", "reserves", "rejects"])),
                    "evidence": spans(),
                    **maybe(about=bilingual),
                }
                for one in draw(some)
            ],
            "evidence": spans(0),
            **maybe(title=bilingual),
        },
        "provenance": {
            "tool_version": "0",
            "model": draw(words),
            "endpoint_kind": "human",
            "generated_at": "2024-05-14T00:00:00Z",
            "annotation": {"readers": 2},
        },
    }


# Made of Python's values and not of JSON: what is refused there cannot be written either.
records = record_data().map(Record.model_validate)
