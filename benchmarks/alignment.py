"""Where exactly is this phrase? Bare Arabic phrases in sentences that decorate them: briefing and LangExtract's aligner.

A model answers with the bare phrase; the report has it behind proclitics, with vowel signs, tatweel, other alef forms,
Eastern digits, or glued to its neighbour. A phrase counts as found if the place is exact, to the character.

Two sets: sentences written by hand (``tests/data/grounding_phrases.json``), and the names and the quotations of the
example records, looked for in their own sentence after one change to it at a time. No model is used. Usage:

    python benchmarks/alignment.py [PYTHON with LangExtract]
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from briefing.grounding import ground
from briefing.record import Record

ROOT = Path(__file__).resolve().parent.parent
Place = tuple[int, int]
_VOWELS = "\u064e\u0650\u064f\u0652"
_EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


class Case(NamedTuple):
    """A phrase, the text to find it in, and its exact place there."""

    kind: str
    text: str
    phrase: str
    place: Place


def by_hand() -> Iterator[Case]:
    """The marked sentences of the tests."""
    cases = json.loads((ROOT / "tests/data/grounding_phrases.json").read_text(encoding="utf-8"))["found"]
    for case in cases:
        before, inside, after = re.split("[⟦⟧]", case["text"])
        yield Case("by hand", before + inside + after, case["quote"], (len(before), len(before) + len(inside)))


def derived() -> Iterator[Case]:
    """Names and the beginnings of quotations of the example records, in sentences changed in one way each."""
    seen: set[str] = set()
    for path in sorted(ROOT.glob("examples/*/gold.json")):
        record = Record.load(path)
        text = record.sources[0].text
        assert text is not None
        for owner, evidence in record.evidence():
            words = evidence.quote.split()
            phrase = " ".join(words if owner.startswith("P") else words[:4])
            if phrase in seen or not re.fullmatch(r"[\u0621-\u064a\u0660-\u0669 0-9]{5,60}", phrase):
                continue
            seen.add(phrase)
            before, after = text[: evidence.start][-60:], text[evidence.start + len(phrase) : evidence.end + 40]
            before, after = before[before.find(" ") + 1 :], after[: after.rfind(" ")]
            if phrase in before or not before.endswith(" ") or not after.startswith(" "):
                continue
            turn = len(seen) % len(CHANGES)
            changed = ((kind, change(before, phrase, after)) for kind, change in CHANGES[turn:] + CHANGES[:turn])
            kind, (lead, inside, rest) = next(
                (kind, parts) for kind, parts in changed if kind == "as it stands" or parts != (before, phrase, after)
            )
            yield Case(kind, lead + inside + rest, phrase, (len(lead), len(lead) + len(inside)))


Change = Callable[[str, str, str], tuple[str, str, str]]


def _behind(proclitic: str) -> Change:
    return lambda before, phrase, after: (before + proclitic, phrase, after)


def _vowelled(before: str, phrase: str, after: str) -> tuple[str, str, str]:
    signs = [letter + (_VOWELS[number % 4] if letter.isalpha() and number % 2 else "") for number, letter in enumerate(phrase)]
    return before, "".join(signs), after


def _stretched(before: str, phrase: str, after: str) -> tuple[str, str, str]:
    return before, re.sub(r"([بتسشصضطعغفقكلمنهي])(?=[بتسشصضطعغفقكلمنهي])", r"\1ــ", phrase, count=2), after


def _other_alef(before: str, phrase: str, after: str) -> tuple[str, str, str]:
    swapped = re.sub("[أإآ]", "ا", phrase)
    return before, swapped if swapped != phrase else phrase.replace("ا", "أ", 1), after


def _eastern(before: str, phrase: str, after: str) -> tuple[str, str, str]:
    return before, phrase.translate(_EASTERN), after


def _glued(before: str, phrase: str, after: str) -> tuple[str, str, str]:
    return before.rstrip() + "و", phrase, after


def _quoted(before: str, phrase: str, after: str) -> tuple[str, str, str]:
    return before + "و«", phrase, "»" + after


CHANGES: list[tuple[str, Change]] = [
    ("Eastern digits", _eastern),
    ("as it stands", _behind("")),
    ("behind و", _behind("و")),
    ("behind ب", _behind("ب")),
    ("behind ل", _behind("ل")),
    ("vowel signs", _vowelled),
    ("tatweel", _stretched),
    ("other alef", _other_alef),
    ("glued to the word before", _glued),
    ("in quotation marks behind و", _quoted),
]


def ours(cases: list[Case]) -> list[Place | None]:
    """The places that briefing finds."""
    found = [ground(case.phrase, case.text) for case in cases]
    return [(span.start, span.end) if span else None for span in found]


def langextract(cases: list[Case], python: str) -> list[Place | None]:
    """The places of LangExtract's aligner."""
    question = json.dumps({"align": [[case.text, case.phrase] for case in cases]})
    worker = [python, str(Path(__file__).with_name("langextract_worker.py"))]
    answer = subprocess.run(worker, input=question, capture_output=True, text=True, check=True)
    return [tuple(place) if place else None for place in json.loads(answer.stdout)]


def main() -> None:
    """Print the table, and to standard error the phrases that we miss."""
    cases = [*by_hand(), *derived()]
    systems = {"briefing": ours(cases)}
    if len(sys.argv) > 1:
        systems["LangExtract"] = langextract(cases, sys.argv[1])
    print(f"| kind of decoration | phrases | {' | '.join(systems)} |\n| --- | --- |{' --- |' * len(systems)}")
    kinds = list(dict.fromkeys(case.kind for case in cases))
    for kind in [*kinds, "all"]:
        chosen = [number for number, case in enumerate(cases) if kind in (case.kind, "all")]
        found = [sum(places[n] == cases[n].place for n in chosen) for places in systems.values()]
        print(f"| {kind} | {len(chosen)} | {' | '.join(f'{count} ({count / len(chosen):.0%})' for count in found)} |")
    for case, place in zip(cases, systems["briefing"], strict=True):
        if place != case.place:
            print(f"missed: {case.kind}: {case.phrase!r} in {case.text!r}: {place}, not {case.place}", file=sys.stderr)


if __name__ == "__main__":
    main()
