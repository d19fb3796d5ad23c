"""Everything but the model: text to record (a scripted model answers at once, in the process) and both briefs.

Reports of growing length are made by repeating an example report. Times are medians in milliseconds.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from briefing.extraction import extract_record
from briefing.llm import EndpointKind, Message, Usage
from briefing.rendering import render_brief
from briefing.settings import make_settings
from briefing.source import report_from_text

T = TypeVar("T", bound=BaseModel)
EXAMPLE = Path(__file__).resolve().parent.parent / "examples/astana-first-day/report.ar.txt"
LENGTHS = (600, 1_000, 10_000, 100_000)


class Silent:
    """A model that finds nothing: what is left is our own work on every window."""

    model = "silent"
    endpoint_kind: EndpointKind = "endpoint"

    async def complete(self, messages: Sequence[Message], response_model: type[T], *, usage: Usage, max_tokens: int) -> T:
        """The emptiest answer that fits."""
        fields = response_model.model_fields
        empty: dict[str, Any] = {name: [] for name in ("participants", "items") if name in fields}
        if "outcome" in fields:
            empty = {"name": "جولة", "name_en": "Round", "outcome": {"status": "not_stated"}}
        usage.calls += 1
        return response_model.model_validate(empty)


def once(text: str) -> float:
    """Milliseconds from text to record and both briefs in both formats."""
    began = time.perf_counter()
    settings = make_settings(model="silent", base_url="http://127.0.0.1:9")
    record = asyncio.run(extract_record(report_from_text(text), Silent(), settings=settings))
    for format_ in ("md", "html"):
        for language in ("ar", "en"):
            render_brief(record, language=language, format=format_)
    return (time.perf_counter() - began) * 1000


def main() -> None:
    """Print the table."""
    words = EXAMPLE.read_text(encoding="utf-8").split(" ")
    once(" ".join(words))
    print("| words | milliseconds (median) | a thousand words |\n| --- | --- | --- |")
    for length in LENGTHS:
        text = " ".join((words * (length // len(words) + 1))[:length])
        runs = [once(text) for _ in range(9 if length <= 1_000 else 3)]
        median = statistics.median(runs)
        print(f"| {length:,} | {median:.1f} | {median / length * 1000:.1f} |")


if __name__ == "__main__":
    main()
