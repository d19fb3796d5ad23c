"""Many reports at an endpoint that takes 200 ms a call: throughput, memory, faults, beside what people would use instead.

``python benchmarks/throughput.py [--langextract PYTHON] [--reports 200]``. The endpoint is scripted, on the loopback, in this
process; each system runs in a process of its own. Ideal is what an endpoint of 32 places gives: calls × 0.2 s / 32.
The time is that from the first call to the last answer; memory is the highest sum of what a system's processes hold for
themselves, shared pages counted once (PSS, Linux).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.many import Endpoint, report, right_answer

ROOT = Path(__file__).resolve().parent.parent
DELAY, CONCURRENCY = 0.2, 32
Answer = Callable[[dict[str, Any]], Any]


@dataclass
class Run:
    """What one run was: reports done, calls, seconds from first to last call and in all, megabytes, processor seconds."""

    done: int
    calls: int
    seconds: float
    whole: float
    memory: float
    processor: float

    @property
    def share(self) -> float:
        """Of the ideal throughput."""
        return self.calls * DELAY / CONCURRENCY / self.seconds if self.seconds else 0.0


def anyones_answer(request: dict[str, Any]) -> Any:
    """The right answer in the form in which a system asks for it."""
    schema = ((request.get("response_format") or {}).get("json_schema") or {}).get("name", "")
    if schema == "PlainReport":
        item = {"kind": "demand", "by": "سامر الخيّاط", "quote": "بفتح المعابر الثلاثة", "text_ar": "x", "text_en": "x"}
        return {"participants": [{"name": "النرويج", "kind": "state"}], "items": [item]}
    if any("in order of appearance" in str(message["content"]) for message in request["messages"]):  # LangExtract's
        return json.dumps({"extractions": [{"demand": "بفتح المعابر الثلاثة", "demand_attributes": {"by": "سامر الخيّاط"}}]})
    return right_answer(request)


def one_in_ten_once() -> Answer:
    """One request in ten fails when it is made for the first time."""
    seen: Counter[str] = Counter()

    def answer(request: dict[str, Any]) -> Any:
        digest = hashlib.sha256(json.dumps(request).encode()).hexdigest()
        seen[digest] += 1
        return (500, "no") if int(digest, 16) % 10 == 0 and seen[digest] == 1 else anyones_answer(request)

    return answer


def one_report_in_ten(request: dict[str, Any]) -> Any:
    """All calls about every tenth report fail for ever."""
    told = "".join(str(message["content"]) for message in request["messages"])
    return (500, "no") if any(str(1000 + number) in told for number in range(0, 2000, 10)) else anyones_answer(request)


def measured(command: list[str], endpoint: Endpoint, done: Callable[[str], int], stdin: str = "", **environment: str) -> Run:
    """Run a command against the endpoint, whose address takes the place of ``{url}`` in it."""
    first = len(endpoint.kept)
    began = time.monotonic()
    process = subprocess.Popen(
        [part.replace("{url}", endpoint.url) for part in command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )
    peak, ended = [0.0], threading.Event()
    watch = threading.Thread(target=_watch, args=(process.pid, peak, ended))
    watch.start()
    before = os.times()
    out, _ = process.communicate(stdin.replace("{url}", endpoint.url))
    ended.set()
    watch.join()
    after = os.times()
    times = [kept.sent for kept in endpoint.kept[first:]]
    seconds = max(times) - min(times) + DELAY if times else 0.0
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(done(out), len(times), seconds, time.monotonic() - began, peak[0], processor)


def _watch(process: int, peak: list[float], ended: threading.Event) -> None:
    while not ended.wait(0.5):  # to add up a process's pages takes 2 ms and holds up the process
        peak[0] = max(peak[0], sum(map(_held, _family(process))) / 1024)


def _family(process: int) -> list[int]:
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return []
    return [process, *(member for child in children for member in _family(int(child)))]


def _held(process: int) -> int:
    """Kilobytes."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def briefing(folder: Path, reports: int, endpoint: Endpoint, *more: str) -> Run:
    """``briefing batch`` over so many reports; the first run in a folder, unless something stands in it."""
    manifest = folder / f"{reports}.jsonl"
    manifest.write_text("".join(json.dumps({"text": report(number)}) + "\n" for number in range(reports)), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "briefing",
        "batch",
        str(manifest),
        "--out",
        str(folder / f"out{reports}"),
        "--json",
        "--quiet",
    ]
    command += ["--model", "scripted", "--base-url", "{url}", "--concurrency", str(CONCURRENCY), *more]
    return measured(command, endpoint, lambda out: int(json.loads(out)["done"]), BRIEFING_CACHE_DIR=str(folder / "cache"))


def bare(calls: int, endpoint: Endpoint) -> Run:
    """A client that does nothing else: what the endpoint gives on this machine."""
    asked = {"text": report(0), "calls": calls, "base_url": "{url}", "model": "x", "concurrency": CONCURRENCY}
    return measured([sys.executable, "-m", "benchmarks.bare_worker"], endpoint, _done, json.dumps(asked))


def plain(reports: int, endpoint: Endpoint) -> Run:
    """asyncio.gather over Instructor."""
    asked = _asked(reports)
    return measured([sys.executable, "-m", "benchmarks.plain_worker"], endpoint, _done, json.dumps(asked))


def langextract(python: str, reports: int, endpoint: Endpoint) -> Run:
    """LangExtract's batch."""
    worker = [python, str(Path(__file__).with_name("langextract_worker.py"))]
    return measured(worker, endpoint, _done, json.dumps({"batch": _asked(reports)}))


def _asked(reports: int) -> dict[str, Any]:
    texts = [report(number) for number in range(reports)]
    return {"texts": texts, "base_url": "{url}", "model": "gpt-4o-mini", "concurrency": CONCURRENCY}


def _done(out: str) -> int:
    return int(json.loads(out)["done"]) if out.strip() else 0


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--langextract", metavar="PYTHON", help="an interpreter that has LangExtract")
    asked = parser.parse_args()
    count = asked.reports

    print("| reports | calls | calls a second | of the ideal | seconds in all | processor seconds | memory, MB |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for reports in (count // 10, count, 10 * count):
        with tempfile.TemporaryDirectory() as place, Endpoint(delay=DELAY, answer=anyones_answer) as endpoint:
            _row(str(reports), briefing(Path(place), reports, endpoint))
            if reports == count:
                _row(f"{reports}, again", briefing(Path(place), reports, endpoint))
                _row("(a bare client)", bare(3 * reports, endpoint))

    systems: dict[str, Callable[[Endpoint], Run]] = {"briefing batch": lambda endpoint: _fresh(count, endpoint)}
    systems["gather over Instructor"] = lambda endpoint: plain(count, endpoint)
    if asked.langextract:
        systems["LangExtract's batch"] = lambda endpoint: langextract(asked.langextract, count, endpoint)
    print(f"\n| {count} reports | {' | '.join(systems)} |\n| --- |{' ---: |' * len(systems)}")
    faults = {
        "no fault": anyones_answer,
        "one call in ten fails once": None,
        "one report in ten fails for ever": one_report_in_ten,
    }
    for name, answer in faults.items():
        runs = []
        for run in systems.values():
            with Endpoint(delay=DELAY, answer=answer or one_in_ten_once()) as endpoint:
                runs.append(run(endpoint))
        print(f"| **{name}**: reports done | {' | '.join(str(run.done) for run in runs)} |")
        print(f"| calls | {' | '.join(f'{run.calls:,}' for run in runs)} |")
        print(f"| calls a second | {' | '.join(f'{run.calls / run.seconds:.0f}' if run.seconds else '–' for run in runs)} |")
        print(f"| memory, MB | {' | '.join(f'{run.memory:.0f}' for run in runs)} |", flush=True)


def _fresh(reports: int, endpoint: Endpoint) -> Run:
    with tempfile.TemporaryDirectory() as place:
        return briefing(Path(place), reports, endpoint)


def _row(name: str, run: Run) -> None:
    rate = f"{run.calls / run.seconds:.0f}" if run.calls else "–"
    share = f"{run.share:.0%}" if run.calls else "–"
    print(f"| {name} | {run.calls:,} | {rate} | {share} | {run.whole:.1f} | {run.processor:.1f} | {run.memory:.0f} |", flush=True)


if __name__ == "__main__":
    main()
