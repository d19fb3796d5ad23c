"""Everything but the model: text to record (answers come at once, from the gold record) and both briefs in both formats.

Reports of growing length are made by repeating an example report, and read again and again. What a process has met before,
words, names and sentences, it knows; so the examples themselves, repeated or cut to 600 words, are also read one after the
other, each for the first time. Times are in milliseconds, of a process that has read a report before: what is read once
for many reports, settings and glossary among it, is not counted.
"""

from __future__ import annotations

import asyncio
import re
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from briefing.channels import EndpointKind, Message, Usage
from briefing.errors import ModelInvalidError
from briefing.evaluation import Gold
from briefing.extraction import extract_record
from briefing.rendering import render_documents
from briefing.settings import make_settings
from briefing.source import report_from_text

T = TypeVar("T", bound=BaseModel)
EXAMPLES = sorted(path.parent for path in (Path(__file__).resolve().parent.parent / "examples").glob("*/gold.json"))
WORDS = 600
LENGTHS = (WORDS, 1_000, 10_000, 100_000)


class Reader:
    """A model that answers at once and rightly, from the gold record of an example: what is left is our own work."""

    model = "reader"
    endpoint_kind: EndpointKind = "endpoint"

    def __init__(self, example: Path) -> None:
        gold = Gold.load(example / "gold.json")
        self._names = {one.id: one.name.ar or "" for one in gold.participants if one.name.ar}
        self._people = [
            {"name": one.name.ar, "en": one.name.en or "", "kind": one.kind, "role": one.role}
            for one in gold.participants
            if one.name.ar
        ]
        said = [("demand", item) for item in gold.demands] + [("commitment", item) for item in gold.commitments]
        self._items = [(kind, item.by, item.evidence[0].quote, item.text.en) for kind, item in said]

    async def complete(self, messages: Sequence[Message], response_model: type[T], *, usage: Usage, max_tokens: int) -> T:
        """The answer that gold has for the lines of the question."""
        usage.calls += 1
        question = messages[-1]["content"].replace("⟦", "").replace("⟧", "")
        answer: dict[str, Any] = {"en": ""}
        if "participants" in response_model.model_fields:
            answer = {"participants": [one for one in self._people if str(one["name"]) in question]}
        elif "items" in response_model.model_fields:
            lines = dict(re.findall(r"^(\d+)\. (.*)$", question, re.MULTILINE))
            known = question.partition("\n")[0]
            answer = {
                "items": [
                    {"line": int(number), "by": [self._names[one] for one in by], "quote": quote, "kind": kind, "en": english}
                    for kind, by, quote, english in self._items
                    if all(self._names.get(one, "?") in known for one in by)
                    for number in [next((number for number, line in lines.items() if quote in line), None)]
                    if number is not None
                ]
            }
        elif "outcome" in response_model.model_fields:
            answer = {"name": "جولة", "name_en": "Round", "outcome": {"status": "not_stated"}}
        try:
            return response_model.model_validate(answer)
        except ValidationError as error:
            raise ModelInvalidError(str(error)) from error


SETTINGS = make_settings(model="reader", base_url="http://127.0.0.1:9")


def text_of(example: Path, length: int) -> str:
    """The report of an example, repeated or cut to so many words."""
    words = (example / "report.ar.txt").read_text(encoding="utf-8").split(" ")
    return " ".join((words * (length // len(words) + 1))[:length])


def once(text: str, reader: Reader) -> float:
    """Milliseconds from text to record and both briefs in both formats."""
    began = time.perf_counter()
    record = asyncio.run(extract_record(report_from_text(text), reader, settings=SETTINGS))
    render_documents(record, languages=("ar", "en"), formats=("md", "html"))
    return (time.perf_counter() - began) * 1000


def main() -> None:
    """Print the tables."""
    first, *others = EXAMPLES
    reader = Reader(first)
    once(text_of(first, WORDS), reader)
    print("| words | least | median | median for a thousand words |\n| ---: | ---: | ---: | ---: |")
    for length in LENGTHS:
        text = text_of(first, length)
        runs = [once(text, reader) for _ in range(25 if length <= 1_000 else 3)]
        median = statistics.median(runs)
        print(f"| {length:,} | {min(runs):.1f} | {median:.1f} | {median / length * 1000:.1f} |", flush=True)

    prepared = [(text_of(example, WORDS), Reader(example)) for example in others]
    print(f"\n| {len(others)} reports of {WORDS} words | least | median | most |\n| --- | ---: | ---: | ---: |")
    for name in ("for the first time", "again"):
        runs = [once(text, answers) for text, answers in prepared]
        print(f"| {name} | {min(runs):.1f} | {statistics.median(runs):.1f} | {max(runs):.1f} |", flush=True)


if __name__ == "__main__":
    main()
