"""Everything but the model: text to record (answers come at once, from the gold record) and both briefs in both formats.

Reports of growing length are made by repeating an example report. Times are in milliseconds, of a process that has read a
report before; what is read once for many reports, settings and glossary among it, is not counted.
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
EXAMPLE = Path(__file__).resolve().parent.parent / "examples/astana-first-day/report.ar.txt"
LENGTHS = (600, 1_000, 10_000, 100_000)


class Reader:
    """A model that answers at once and rightly, from the gold record of the example: what is left is our own work."""

    model = "reader"
    endpoint_kind: EndpointKind = "endpoint"

    def __init__(self) -> None:
        gold = Gold.load(EXAMPLE.with_name("gold.json"))
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


READER = Reader()
SETTINGS = make_settings(model="reader", base_url="http://127.0.0.1:9")


def once(text: str) -> float:
    """Milliseconds from text to record and both briefs in both formats."""
    began = time.perf_counter()
    record = asyncio.run(extract_record(report_from_text(text), READER, settings=SETTINGS))
    render_documents(record, languages=("ar", "en"), formats=("md", "html"))
    return (time.perf_counter() - began) * 1000


def main() -> None:
    """Print the table."""
    words = EXAMPLE.read_text(encoding="utf-8").split(" ")
    once(" ".join(words))
    print("| words | least | median | median for a thousand words |\n| --- | --- | --- | --- |")
    for length in LENGTHS:
        text = " ".join((words * (length // len(words) + 1))[:length])
        runs = [once(text) for _ in range(25 if length <= 1_000 else 3)]
        median = statistics.median(runs)
        print(f"| {length:,} | {min(runs):.1f} | {median:.1f} | {median / length * 1000:.1f} |", flush=True)


if __name__ == "__main__":
    main()
