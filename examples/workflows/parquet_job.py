"""From a column of reports to a table of items: ``python parquet_job.py reports.parquet items.parquet``.

The table that is read has ``id`` and ``text``; the one that is written has a row for each demand, commitment and clause, with the
words of the report that bear it out and their place, and a row with ``error`` for each report that could not be read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from briefing import Outcome, extract_many

ROWS = 64  # of the table that are in memory at once
COLUMNS = ["report", "kind", "id", "by", "status", "text_ar", "text_en", "quote", "start", "end", "error"]


def reports(path: Path) -> Iterator[tuple[str, str]]:
    """Ids and texts, a few rows at a time."""
    for batch in pq.ParquetFile(path).iter_batches(ROWS, columns=["id", "text"]):
        for row in batch.to_pylist():
            yield str(row["id"]), row["text"]


def rows(report: str, outcome: Outcome) -> Iterator[dict[str, Any]]:
    """The rows of a report."""
    if outcome.record is None:
        yield {"report": report, "error": str(outcome.error)}
        return
    record = outcome.record
    kinds: dict[str, Sequence[Any]] = {
        "demand": record.demands,
        "commitment": record.commitments,
        "clause": record.final_statement.clauses,
    }
    for kind, items in kinds.items():
        for item in items:
            place = item.evidence[0]
            yield {
                "report": report,
                "kind": kind,
                "id": item.id,
                "by": "; ".join(getattr(item, "by", [])),
                "status": getattr(item, "status", None),
                "text_ar": item.text.ar,
                "text_en": item.text.en,
                "quote": place.quote,
                "start": place.start,
                "end": place.end,
            }


def main(source: Path, target: Path) -> pd.DataFrame:
    """Read, write, and return the table."""
    ids: list[str] = []

    def texts() -> Iterator[str]:
        for name, text in reports(source):
            ids.append(name)
            yield text

    found = [row for number, outcome in enumerate(extract_many(texts())) for row in rows(ids[number], outcome)]
    table = pd.DataFrame(found, columns=COLUMNS).astype({"start": "Int64", "end": "Int64"})
    table.to_parquet(target, index=False)
    return table


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), Path(sys.argv[2])).groupby("report").size().to_string())
