"""Documents: how long one brief takes in each format, for a short record, a normal one, and ones of 50 and 500 items."""

from __future__ import annotations

import importlib.util
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from briefing.record import Record
from briefing.rendering import FORMATS, render_document

ROOT = Path(__file__).resolve().parent.parent
SHORT, NORMAL = "careless-web-copy", "astana-first-day"
RUNS = {"pdf": 3, "docx": 5}  # of all others 15
NEEDS = {"pdf": "weasyprint", "docx": "docx"}


def example(name: str) -> Record:
    """A gold record of the examples."""
    return Record.load(ROOT / "examples" / name / "gold.json")


def of_size(items: int) -> Record:
    """A record of so many demands, each with a quotation of its own."""
    data: dict[str, Any] = example(NORMAL).model_dump()
    text = data["sources"][0]["text"]
    demands = data["demands"]
    data |= {"commitments": [], "statements": [], "next_steps": [], "conflicts": []}
    data["final_statement"] = {"status": "not_stated"}
    data["quality"] = {}
    data["demands"] = []
    for number in range(items):
        start = number * (len(text) - 60) // items
        evidence = {"source": "S1", "segment": 1, "start": start, "end": start + 60, "quote": text[start : start + 60]}
        data["demands"].append({**demands[number % len(demands)], "id": f"D{number + 1}", "evidence": [evidence]})
    return Record.model_validate(data)


def seconds(record: Record, format_: str) -> float:
    """The median time for one Arabic brief after a first one, which loads what the format needs."""
    render_document(record, language="ar", format=format_)
    times = []
    for _ in range(RUNS.get(format_, 15)):
        began = time.perf_counter()
        render_document(record, language="ar", format=format_)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def main() -> None:
    """Print the table; formats whose package is not installed are left out."""
    formats = [name for name in FORMATS if name not in NEEDS or importlib.util.find_spec(NEEDS[name])]
    records = {"short": example(SHORT), "normal": example(NORMAL), "50 items": of_size(50), "500 items": of_size(500)}
    print("| format | " + " | ".join(f"{name}, s" for name in records) + " | 500 : 50 |")
    print("| --- |" + " --- |" * (len(records) + 1))
    for format_ in formats:
        times = [seconds(record, format_) for record in records.values()]
        print(f"| {format_} | " + " | ".join(f"{value:.3f}" for value in times) + f" | {times[3] / times[2]:.1f} |")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
