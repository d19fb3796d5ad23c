"""A Prefect flow that reads a folder of reports: ``python prefect_flow.py REPORTS OUT``.

One task reads all reports, since the pace and the cache are one for all of them. It is retried as it is: ``resume`` makes
a second try go on where the first one ended. What failed is a task of its own, to be seen in Prefect's page of the run.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from prefect import flow, get_run_logger, task

from briefing.batches import run_batch
from briefing.jobs import Job
from briefing.manifests import read_plan
from briefing.settings import make_settings


@task(retries=2, retry_delay_seconds=60)
def read_reports(reports: Path, out: Path) -> int:
    """Read the reports and return how many are done."""
    job = Job(make_settings(), out, languages=("ar", "en"), formats=("md", "html"))
    summary = asyncio.run(run_batch(read_plan(reports, out=out), job, resume=True))
    get_run_logger().info(summary.sentence())
    if summary.stopped:
        raise RuntimeError(summary.stopped)
    return summary.done


@task
def list_failures(out: Path) -> list[str]:
    """The reports that failed, with their reasons."""
    lines = map(json.loads, (out / "results.jsonl").read_text(encoding="utf-8").splitlines())
    failures = [f"{line['id']}: {line['error']['message']}" for line in lines if line["status"] == "failed"]
    for failure in failures:
        get_run_logger().warning(failure)
    return failures


@flow(name="morning briefs")
def morning(reports: Path, out: Path) -> tuple[int, list[str]]:
    """Read a folder of reports; the number of reports that are done, and what failed."""
    done = read_reports(reports, out)
    return done, list_failures(out)


if __name__ == "__main__":
    done, failures = morning(Path(sys.argv[1]), Path(sys.argv[2]))
    print(json.dumps({"done": done, "failures": failures}, ensure_ascii=False))
