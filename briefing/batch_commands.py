"""The commands that read many reports: ``briefing batch``, and its ``export`` and ``import`` of the Batch API's files."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
import typer.core

from briefing.errors import RenderError, SettingsError, SourceError
from briefing.options import (
    NOTATION,
    AsJson,
    Estimate,
    Formats,
    Languages,
    Published,
    Quiet,
    Strict,
    TemplateName,
    asks_model,
    briefs_wanted,
    choices,
    print_estimate,
    render_options,
    takes,
    tell,
)

if TYPE_CHECKING:
    from briefing.batches import Summary
    from briefing.jobs import Job
    from briefing.manifests import Plan, ResultLine
    from briefing.settings import Settings
    from briefing.source import Report

Origin = Annotated[Path, typer.Argument(metavar="DIR|MANIFEST.jsonl", help="A folder of reports, or a list of them.")]


class _Group(typer.core.TyperGroup):
    """A group in which what is no command is what is to be read: 'briefing batch FOLDER' is 'briefing batch run FOLDER'."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or args[0] not in self.commands:
            args = ["run", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(cls=_Group, add_completion=False, rich_markup_mode=None)


@app.command("run", epilog="For OpenAI's Batch API: briefing batch export --help, briefing batch import --help.")
@asks_model("concurrency", *NOTATION)
def batch(
    *,
    origin: Origin,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where to write: results.jsonl, and a folder for each report.")],
    workers: Annotated[
        int | None, typer.Option(metavar="N", min=0, max=64, help="So many processes for our own work; default: as many as pay.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a run that was stopped; do not repeat what is done.")
    ] = False,
    engine: Annotated[
        str, typer.Option(metavar="local|ray", help="Where reports are read: here, or on a Ray cluster.")
    ] = "local",
    layout: Annotated[
        str, typer.Option(metavar="folders|parquet|jsonl", help="A folder a report, or tables with the records in them.")
    ] = "folders",
    lang: Languages = "ar,en",
    format: Formats = "md,html",
    published: Published = None,
    template: TemplateName = "policy",
    estimate: Estimate = False,
    strict: Strict = False,
    json_: AsJson = False,
    quiet: Quiet = False,
    settings: Settings,
) -> None:
    """Read many reports; write records, briefs and a results file into a folder."""
    from briefing.jobs import Job
    from briefing.manifests import RESULTS, read_plan
    from briefing.source import publication_date

    languages, formats = briefs_wanted(lang, format)
    render_options(settings, template)  # a template that there is not is told before anything is paid for
    publication_date(published)  # and so is a day that there is not
    plan = read_plan(origin, out=out)
    job = Job(settings, out, tuple(languages), tuple(formats), template, published)
    if estimate:
        left_out: list[str] = []
        print_estimate(_readable(plan, job, left_out), settings, json_, left_out)
        return
    kept: Any = choices("--layout", layout, ("folders", "parquet", "jsonl"))[0]
    if kept == "jsonl" and {"pdf", "docx"} & set(formats):
        raise SettingsError("--layout jsonl holds texts; choose md or html, or --layout parquet for pdf and docx.")
    with ExitStack() as stack:
        elsewhere = None
        if choices("--engine", engine, ("local", "ray"))[0] == "ray":
            from briefing.clusters import Cluster

            elsewhere = stack.enter_context(closing(Cluster())).read
        summary = _run(plan, job, quiet, workers=workers, resume=resume, elsewhere=elsewhere, layout=kept)
    if json_:
        print(json.dumps({"results": str(out / RESULTS), **summary.as_dict()}, ensure_ascii=False, indent=2))
    else:
        print(out / RESULTS)
        tell(quiet, summary.sentence())
    if summary.failed or summary.skipped:
        raise typer.Exit(1)
    if strict and summary.incomplete:
        raise typer.Exit(3)


@app.command("export")
@takes("model", "mode", "profile", "glossary", *NOTATION)
def batch_export(
    *,
    origin: Origin,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where to write: files of requests, and what is done.")],
    again: Annotated[
        bool, typer.Option("--again", help="Write also what is in a file already and has no answer, or was refused.")
    ] = False,
    lang: Languages = "ar,en",
    format: Formats = "md,html",
    published: Published = None,
    template: TemplateName = "policy",
    settings: Settings,
    json_: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Write what is to be asked next for OpenAI's Batch API; reports whose questions are all answered are done."""
    from briefing.batch_files import AnswerStore, AsideChannel, RequestFiles
    from briefing.jobs import Job
    from briefing.manifests import STATE, read_plan
    from briefing.source import publication_date

    languages, formats = briefs_wanted(lang, format)
    publication_date(published)
    if settings.model is None or settings.embedded or settings.base_url:
        raise SettingsError("batch export asks a hosted model of OpenAI's: name it with --model, and set no --base-url.")
    job = Job(settings, out, tuple(languages), tuple(formats), template, published)
    with closing(AnswerStore(out / STATE)) as store, closing(RequestFiles(store, out)) as requests:
        if again:
            store.start_again()
        anew = "the same command goes on"
        channel = AsideChannel(store, requests)
        summary = _run(read_plan(origin, out=out), job, quiet, anew=anew, resume=True, channel=channel)
        written, files = len(requests), requests.finish()
        if json_:
            told = {"requests": [str(file) for file in files], "written": written, "waiting": store.waiting}
            print(json.dumps({**told, **summary.as_dict()}, ensure_ascii=False, indent=2))
        else:
            for file in files:
                print(file)
            tell(quiet, summary.sentence(anew="the same command with --again asks again what was refused"))
            if store.waiting:
                tell(quiet, f"{store.waiting:,} requests wait for answers: upload the files, then 'briefing batch import'.")
    if summary.failed:
        raise typer.Exit(1)


@app.command("import")
def batch_import(
    answers: Annotated[
        list[Path], typer.Argument(metavar="ANSWERS.jsonl...", help="Files that the Batch API has answered with.")
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder that 'batch export' wrote the requests into.")],
    json_: AsJson = False,
) -> None:
    """Take in answers of OpenAI's Batch API; 'briefing batch export' then goes on."""
    from briefing.batch_files import AnswerStore
    from briefing.manifests import STATE

    if not (out / STATE).is_dir():
        raise SettingsError(f"{out} is no folder of 'briefing batch export'.")
    with closing(AnswerStore(out / STATE)) as store:
        found = store.take(answers)
        waiting = store.waiting
    if json_:
        print(json.dumps({**asdict(found), "waiting": waiting}, indent=2))
        return
    more = f", {found.known:,} about what is answered" if found.known else ""
    print(
        f"{found.kept:,} answers taken in, {found.again:,} to be asked again, {found.refused:,} refused{more};"
        f" {waiting:,} still wait."
    )
    if found.unknown:
        tell(False, f"{found.unknown:,} lines answer no request of this folder.")
    tell(False, "Run 'briefing batch export' again with the same arguments for what comes next.")


def _readable(plan: Plan, job: Job, left_out: list[str]) -> Iterator[Report]:
    """The reports that can be opened; why others cannot goes into ``left_out``."""
    from briefing.jobs import open_report

    for entry in plan.entries():
        try:
            yield open_report(entry, job)
        except SourceError as error:
            left_out.append(str(error))


def _run(plan: Plan, job: Job, quiet: bool, *, anew: str = "the same command with --resume goes on", **options: Any) -> Summary:
    from briefing.batches import run_batch
    from briefing.progress import batch_progress, interruptible

    latest: list[Summary] = []
    try:
        with batch_progress(quiet) as told:

            def noted(summary: Summary, line: ResultLine | None) -> None:
                latest[:] = [summary]
                told(summary, line)

            return interruptible(run_batch(plan, job, told=noted, **options))
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # there is nothing left to end but Python itself
        tell(False, f"Interrupted; what was done is in {job.out}. {anew[0].upper()}{anew[1:]}.")
        raise typer.Exit(130) from None
    except RenderError:  # not even the results could be written: what was spent is to be known all the same
        for summary in latest:
            tell(quiet, summary.sentence(anew=anew))
        raise
