"""What people would use instead: briefing, LangExtract and a plain Instructor script, side by side in one run.

All three ask the same embedded model through the same counting proxy on the loopback and read the same reports; what they
find is judged by ``briefing.evaluation`` against the same gold records. The alternatives are tuned in good faith: their
own recommended way, instructions and a worked example as careful as ours, answers bounded so that a small model cannot
go on for ever. What they copy inexactly but uniquely enough for a plain search counts as found. Usage:

    python benchmarks/alternatives.py --langextract .venv-bench/bin/python [REPORT...]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

import instructor
import openai
from pydantic import BaseModel, Field

from briefing.arabic import folded
from briefing.evaluation import Gold, Measures, Score, Share, compare
from briefing.extraction import extract_record
from briefing.llm import OpenAICompleter
from briefing.local import start_engine
from briefing.record import Bilingual, Clause, Commitment, Demand, Evidence, FinalStatement, Name, Participant, Quality, Record
from briefing.settings import Settings, make_settings
from briefing.source import report_from_text

ROOT = Path(__file__).resolve().parent.parent
CHUNK = 1000  # characters, LangExtract's default; the plain script reads in the same portions


@dataclass
class Meter:
    """What went through the proxy."""

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0


@dataclass(frozen=True)
class Found:
    """What a system says is in a report: ``kind``, the words, their place if it has one, whose, and the English."""

    kind: str
    words: str
    place: tuple[int, int] | None
    by: str = ""
    english: str = ""


@dataclass
class Result:
    """The sums of one system over the reports."""

    measures: Measures = field(default_factory=Measures)
    verbatim: Share = field(default_factory=Share)
    seconds: float = 0.0
    meter: Meter = field(default_factory=Meter)


# --- the endpoint that counts ---------------------------------------------------------------------------------------


@contextmanager
def metered(base_url: str, meters: dict[str, Meter]) -> Iterator[str]:
    """A loopback proxy to the engine; the first part of a path names the system to which a call is charged."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            system, _, path = self.path.lstrip("/").partition("/")
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {"Content-Type": "application/json", "Authorization": self.headers["Authorization"]}
            request = urllib.request.Request(f"{base_url}/{path.removeprefix('v1/')}", body, headers)
            try:
                with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as response:
                    status, answer = response.status, response.read()
                usage = json.loads(answer).get("usage") or {}
                meters[system].tokens_in += usage.get("prompt_tokens", 0)
                meters[system].tokens_out += usage.get("completion_tokens", 0)
            except urllib.error.HTTPError as error:
                status, answer = error.code, error.read()
            meters[system].calls += 1
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


# --- a plain Instructor script --------------------------------------------------------------------------------------


class PlainParticipant(BaseModel):
    """Who takes part in the talks."""

    name: str = Field(description="exactly as in the report")
    kind: Literal["person", "delegation", "state", "organization", "armed_group", "other"]


class PlainItem(BaseModel):
    """One demand, commitment or clause."""

    kind: Literal["demand", "commitment", "clause"]
    by: str = Field(description="whose demand or commitment it is, one of the participants; empty for a clause")
    quote: str = Field(description="the words of the report that prove it, copied exactly")
    text_ar: str = Field(description="one neutral Arabic sentence")
    text_en: str = Field(description="one neutral English sentence that keeps numbers, names, conditions and negation")


class PlainReport(BaseModel):
    """What a part of a report says."""

    participants: list[PlainParticipant]
    items: list[PlainItem]


PLAIN_PROMPT = """You read a part of an Arabic report on a round of negotiations. List the participants of the talks and the
items: demands (what somebody wants of somebody), commitments (what somebody undertakes) and clauses (what the final
statement or agreement says). Copy names and quotes exactly from the report. Leave a list empty if there is nothing.

For example, the report «طالب رئيس وفد حركة الشروق سالم الراجحاني بفتح معبر الدلاء» has the participants «وفد حركة الشروق»
(delegation) and «سالم الراجحاني» (person) and one item: kind demand, by «سالم الراجحاني», quote «بفتح معبر الدلاء»,
text_ar «يطالب سالم الراجحاني بفتح معبر الدلاء.», text_en "Salem al-Rajhani demands the opening of the Dila crossing."."""


def plain_instructor(texts: Sequence[str], base_url: str, api_key: str, model: str) -> list[list[Found]]:
    """What one screen of code with Instructor finds, paragraph by paragraph, each answer validated and asked again once."""
    client = instructor.from_openai(openai.OpenAI(base_url=base_url, api_key=api_key), mode=instructor.Mode.JSON_SCHEMA)
    everything = []
    for text in texts:
        found: list[Found] = []
        for portion in portions(text):
            try:
                answer = client.chat.completions.create(
                    model=model,
                    response_model=PlainReport,
                    max_retries=1,
                    max_tokens=700,
                    temperature=0.0,
                    messages=[{"role": "system", "content": PLAIN_PROMPT}, {"role": "user", "content": portion}],
                )
            except Exception as error:  # an answer without an end, or none that fits: this portion is lost
                print(f"Instructor gave up on a portion: {type(error).__name__}", file=sys.stderr)
                continue
            found += [Found("participant", one.name, _search(text, one.name)) for one in answer.participants]
            found += [Found(one.kind, one.quote, _search(text, one.quote), one.by, one.text_en) for one in answer.items]
        everything.append(found)
        print(f"Instructor: {len(everything)} of {len(texts)} reports", file=sys.stderr, flush=True)
    return everything


def portions(text: str) -> list[str]:
    """The text in pieces of whole lines, each about as long as a chunk."""
    pieces = [""]
    for line in text.splitlines(keepends=True):
        if pieces[-1] and len(pieces[-1]) + len(line) > CHUNK:
            pieces.append("")
        pieces[-1] += line
    return [piece for piece in pieces if piece.strip()]


def _search(text: str, words: str) -> tuple[int, int] | None:
    start = text.find(words.strip()) if words.strip() else -1
    return None if start < 0 else (start, start + len(words.strip()))


# --- LangExtract ----------------------------------------------------------------------------------------------------


def langextract(texts: Sequence[str], base_url: str, api_key: str, model: str, *, python: str) -> list[list[Found]]:
    """What LangExtract finds, in an environment of its own."""
    question = json.dumps({"extract": {"texts": list(texts), "base_url": base_url, "api_key": api_key, "model": model}})
    worker = [python, str(Path(__file__).with_name("langextract_worker.py"))]
    answer = subprocess.run(worker, input=question, stdout=subprocess.PIPE, text=True, check=True)
    return [[_of_langextract(one) for one in extractions] for extractions in json.loads(answer.stdout)]


def _of_langextract(one: dict[str, Any]) -> Found:
    place = None if one["start"] is None else (one["start"], one["end"])
    return Found(
        one["class"], one["text"], place, str(one["attributes"].get("by", "")), str(one["attributes"].get("english", ""))
    )


# --- one yardstick --------------------------------------------------------------------------------------------------


def judged(gold: Gold, found: Sequence[Found]) -> tuple[Measures, Share]:
    """The measures of what an alternative found, and how many of its quotations are verbatim at the place it gives.

    Items without a place count as found and match nothing. A holder that is not among the system's own participants
    becomes one, as long as the report has the name, but is not counted as a participant that it found.
    """
    text = gold.sources[0].text
    listed = _participants(text, [one for one in found if one.kind == "participant"])
    named = [Found("participant", one.by, _search(text, one.by)) for one in found if one.by]
    people = _participants(text, [*(one for one in found if one.kind == "participant"), *named])
    ids = {form: one.id for one in people for form in (folded(one.name.ar or ""),)}
    demands: list[Demand] = []
    commitments: list[Commitment] = []
    clauses: list[Clause] = []
    lost = dict.fromkeys(("demands", "commitments", "clauses"), 0)
    for number, one in enumerate((one for one in found if one.kind in {"demand", "commitment", "clause"}), 1):
        holder = ids.get(folded(one.by))
        if one.place is None or one.place[0] >= one.place[1]:
            lost[f"{one.kind}s"] += 1
            continue
        if holder is None and one.kind != "clause":
            # The report has no such name. The words may be right all the same, so the item stays, with a holder of its own.
            holder = f"P{len(people) + 1}"
            people.append(_participant(holder, one.by.strip() or "-", text, one.place))
        said = Bilingual(ar=one.words or "-", en=one.english or "-")
        evidence = [_evidence(text, one.place)]
        if one.kind == "demand":
            demands.append(Demand(id=f"D{number}", by=[holder or ""], text=said, evidence=evidence))
        elif one.kind == "commitment":
            commitments.append(Commitment(id=f"C{number}", by=[holder or ""], text=said, status="pledged", evidence=evidence))
        else:
            clauses.append(Clause(id=f"F{number}", text=said, operative=True, evidence=evidence))
    bare: dict[str, Any] = {"statements": [], "next_steps": [], "conflicts": [], "quality": Quality()}
    items = bare | {"demands": demands, "commitments": commitments, "final_statement": FinalStatement(clauses=clauses)}
    record = Record.model_validate(gold.model_copy(update={"participants": people, **items}).model_dump())
    measures = compare(gold, record)
    empty = bare | {"demands": [], "commitments": [], "final_statement": FinalStatement()}
    alone = Record.model_validate(gold.model_copy(update={"participants": listed, **empty}).model_dump())
    scores = dict(measures.scores) | {"participants": compare(gold, alone).scores["participants"]}
    for way in ("evidence", "full"):
        for kind, count in lost.items():
            scores[f"{kind}.{way}"] += Score(found=count)
        scores[f"items.{way}"] += Score(found=sum(lost.values()))
    scores["items.any_kind"] += Score(found=sum(lost.values()))
    quoted = [one for one in found if one.kind in {"demand", "commitment", "clause", "participant"}]
    exact = sum(one.place is not None and text[slice(*one.place)] == one.words for one in quoted)
    return Measures(scores, measures.shares), Share(exact, len(quoted))


def _participants(text: str, found: Sequence[Found]) -> list[Participant]:
    people: dict[str, Participant] = {}
    for one in found:
        form = folded(one.words)
        if one.place is not None and form and form not in people and one.place[0] < one.place[1]:
            people[form] = _participant(f"P{len(people) + 1}", one.words.strip(), text, one.place)
    return list(people.values())


def _participant(id_: str, name: str, text: str, place: tuple[int, int]) -> Participant:
    return Participant(id=id_, name=Name(ar=name), kind="organization", role="other", evidence=[_evidence(text, place)])


def _evidence(text: str, place: tuple[int, int]) -> Evidence:
    return Evidence(source="S1", segment=1, start=place[0], end=place[1], quote=text[slice(*place)])


def briefing_records(texts: Sequence[str], golds: Sequence[Gold], settings: Settings, completer: OpenAICompleter) -> list[Record]:
    """The records of briefing, as ``briefing extract`` would write them."""

    async def all_of_them() -> list[Record]:
        records = []
        async with completer:
            for text, gold in zip(texts, golds, strict=True):
                report = report_from_text(text, published=gold.sources[0].published)
                records.append(await extract_record(report, completer, settings=settings))
                print(f"briefing: {len(records)} of {len(texts)} reports", file=sys.stderr, flush=True)
        return records

    return asyncio.run(all_of_them())


def main() -> None:
    """Run all three and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("reports", nargs="*", help="names of example reports; all of them unless given")
    parser.add_argument("--langextract", metavar="PYTHON", help="an interpreter that has LangExtract")
    asked = parser.parse_args()
    names = asked.reports or sorted(path.parent.name for path in ROOT.glob("examples/*/gold.json"))
    golds = [Gold.load(ROOT / "examples" / name / "gold.json") for name in names]
    texts = [gold.sources[0].text for gold in golds]
    settings = make_settings(model="local", cache=False)
    systems = ["briefing", *(["LangExtract"] if asked.langextract else []), "plain Instructor"]
    results = {system: Result() for system in systems}
    meters = {system.replace(" ", "-"): result.meter for system, result in results.items()}
    with start_engine(settings) as engine, metered(engine.base_url, meters) as proxy:

        def run(system: str, work: Callable[[str], list[tuple[Measures, Share]]]) -> None:
            began = time.monotonic()
            for measures, verbatim in work(f"{proxy}/{system.replace(' ', '-')}/v1"):
                results[system].measures += measures
                results[system].verbatim += verbatim
            results[system].seconds = time.monotonic() - began

        def briefing(url: str) -> list[tuple[Measures, Share]]:
            completer = OpenAICompleter(
                settings, model=engine.model_name, base_url=url, api_key=engine.api_key, endpoint_kind="embedded"
            )
            records = briefing_records(texts, golds, settings, completer)
            measured = [compare(gold, record) for gold, record in zip(golds, records, strict=True)]
            return [(measures, measures.shares["verbatim"]) for measures in measured]

        def alternative(finder: Callable[..., list[list[Found]]], **more: Any) -> Callable[[str], list[tuple[Measures, Share]]]:
            return lambda url: [
                judged(gold, found)
                for gold, found in zip(golds, finder(texts, url, engine.api_key, engine.model_name, **more), strict=True)
            ]

        run("briefing", briefing)
        if asked.langextract:
            run("LangExtract", alternative(langextract, python=asked.langextract))
        run("plain Instructor", alternative(plain_instructor))
    print(report_table(results, len(golds)))


def report_table(results: dict[str, Result], reports: int) -> str:
    """The figures as a Markdown table, one column for each system."""

    def f1(name: str) -> list[str]:
        return [f"{result.measures.scores[name].f1 or 0:.2f}" for result in results.values()]

    def right(result: Result) -> float:
        return result.measures.scores["items.evidence"].matched

    rows = {
        "participants, F1": f1("participants"),
        "items, F1 by evidence": f1("items.evidence"),
        "items, F1 in full": f1("items.full"),
        "quotations verbatim at their place": [f"{result.verbatim.share or 0:.0%}" for result in results.values()],
        "items with a wrong holder": [
            "{0.count} of {0.of}".format(result.measures.shares["wrong_holders"]) for result in results.values()
        ],
        "calls": [str(result.meter.calls) for result in results.values()],
        "tokens in": [f"{result.meter.tokens_in:,}" for result in results.values()],
        "tokens out": [f"{result.meter.tokens_out:,}" for result in results.values()],
        "tokens out for each item of gold found": [
            f"{result.meter.tokens_out / right(result):.0f}" if right(result) else "–" for result in results.values()
        ],
        "seconds": [f"{result.seconds:.0f}" for result in results.values()],
    }
    lines = [f"| {reports} reports | {' | '.join(results)} |", f"| --- |{' --- |' * len(results)}"]
    return "\n".join([*lines, *(f"| {name} | {' | '.join(values)} |" for name, values in rows.items())])


if __name__ == "__main__":
    main()
