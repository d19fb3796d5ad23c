"""The command line: parse, call ``api``, one ``except`` that turns an error into one sentence and an exit code.

Exit codes: 0 done; 1 a run failed; 2 wrong usage or input; 3 done, but (with ``--strict``) items were rejected or
warnings of severity error stand; 130 interrupted.
"""

from __future__ import annotations

import errno
import functools
import inspect
import io
import json
import os
import re
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
import typer.core

from briefing import __version__

if TYPE_CHECKING:
    from briefing.batches import Summary
    from briefing.extraction import Progress
    from briefing.jobs import Job
    from briefing.manifests import Plan
    from briefing.record import Record
    from briefing.rendering import RenderOptions
    from briefing.settings import Settings
    from briefing.source import Report

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF}  # what writing to standard output comes to

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,  # Rich costs a tenth of a second that --help need not pay
    pretty_exceptions_enable=False,
    help="Policy briefs in Arabic and English from Arabic reports on negotiations, every line traced to its words.",
)

Sources = Annotated[list[str], typer.Argument(metavar="SOURCE...", help="Text or Markdown files; - reads standard input.")]
Published = Annotated[str | None, typer.Option(metavar="DATE", help="Publication date (2017-01-23); relative dates need it.")]
Model = Annotated[str | None, typer.Option(metavar="NAME", help="A model of the endpoint, 'local', or a GGUF file.")]
BaseUrl = Annotated[str | None, typer.Option(metavar="URL", help="An OpenAI-compatible endpoint.")]
ApiKeyEnv = Annotated[str | None, typer.Option(metavar="VAR", help="The environment variable that holds the key.")]
Mode = Annotated[str | None, typer.Option(metavar="MODE", help="How JSON is asked for: tools, json_schema, json, md_json.")]
Profile = Annotated[str | None, typer.Option(metavar="NAME", help="How the model is asked: small, server, hosted.")]
FallbackModel = Annotated[
    str | None, typer.Option(metavar="NAME", help="A model that answers where the first is unavailable or refuses.")
]
GlossaryFile = Annotated[Path | None, typer.Option("--glossary", metavar="FILE", help="Names and terms of your own (TSV).")]
Languages = Annotated[str, typer.Option("--lang", metavar="ar,en", help="Languages of the briefs.")]
Formats = Annotated[
    str, typer.Option("--format", metavar="md,html,pdf,docx,review", help="Formats of the briefs; pdf and docx need an extra.")
]
TemplateName = Annotated[
    str, typer.Option("--template", metavar="NAME|DIR", help="A built-in template, or a folder of your own.")
]
CalendarName = Annotated[
    str | None, typer.Option("--calendar", metavar="gregorian|both", help="Dates with or without the Hijri calendar beside.")
]
MonthNames = Annotated[
    str | None,
    typer.Option(
        "--months", metavar="NAMES", help="Arabic months: un (both names), levantine, international, maghrebi, moroccan."
    ),
]
DigitNames = Annotated[str | None, typer.Option("--digits", metavar="western|eastern", help="Digits of Arabic: 123 or ١٢٣.")]
Previous = Annotated[
    Path | None, typer.Option("--previous", metavar="RECORD", help="An earlier record.json; tells what has changed since.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 3 if items were rejected or errors are warned of.")]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Ask the model also what it was asked before.")]
PricesFile = Annotated[Path | None, typer.Option("--prices", metavar="FILE", help="Prices of your own (TSV).")]
MaxCost = Annotated[float | None, typer.Option(metavar="AMOUNT", min=0, help="Stop before the run costs more.")]
MaxTokens = Annotated[int | None, typer.Option(metavar="N", min=0, help="Stop before the run takes more tokens, in and out.")]
TraceDir = Annotated[Path | None, typer.Option(metavar="DIR", help="Keep every request and its answer in a folder.")]
TraceWithoutText = Annotated[bool, typer.Option("--trace-without-text", help="The same with digests in place of words.")]
Replay = Annotated[Path | None, typer.Option(metavar="DIR", help="Take the answers from a --trace-dir, without a model.")]
LogFormat = Annotated[str | None, typer.Option(metavar="text|json", help="Tell of each call and report on standard error.")]
LogLevel = Annotated[str | None, typer.Option(metavar="LEVEL", help="debug, info, warning or error.")]
Concurrency = Annotated[
    int | None, typer.Option(metavar="N", min=1, max=1024, help="So many calls at once; the embedded model takes one.")
]
Estimate = Annotated[bool, typer.Option("--estimate", help="Tell calls, tokens and cost of the run, and make no call.")]
AsJson = Annotated[bool, typer.Option("--json", help="Machine-readable results.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no messages but errors.")]


def _model_settings(
    model: Model = None,
    base_url: BaseUrl = None,
    api_key_env: ApiKeyEnv = None,
    mode: Mode = None,
    profile: Profile = None,
    fallback_model: FallbackModel = None,
    glossary: GlossaryFile = None,
    no_cache: NoCache = False,
    prices: PricesFile = None,
    max_cost: MaxCost = None,
    max_tokens: MaxTokens = None,
    trace_dir: TraceDir = None,
    trace_without_text: TraceWithoutText = False,
    replay: Replay = None,
    log_format: LogFormat = None,
    log_level: LogLevel = None,
    **more: Any,
) -> Settings:
    """The settings that come of the options of every command that asks a model, and of ``more``; logs are set up with them."""
    from briefing.settings import replayed
    from briefing.telemetry import configure_logs

    settings = _settings(
        model=model,
        base_url=base_url,
        api_key_env=api_key_env,
        mode=mode,
        profile=profile,
        fallback_model=fallback_model,
        glossary=glossary,
        cache=False if no_cache else None,
        prices=prices,
        max_cost=max_cost,
        max_tokens=max_tokens,
        trace_dir=trace_dir,
        trace_text=False if trace_without_text else None,
        replay=replay,
        log_format=log_format,
        log_level=log_level,
        **more,
    )
    configure_logs(settings)
    return replayed(settings)


_KEYWORD = inspect.Parameter.KEYWORD_ONLY
_FIELDS: dict[str, Any] = {
    "calendar": CalendarName,
    "months": MonthNames,
    "digits": DigitNames,
    "concurrency": Concurrency,
}


def _asks_model(*fields: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command, behind its own options, ``fields`` and those of ``_model_settings``, and the settings they make."""

    def with_settings(command: Callable[..., None]) -> Callable[..., None]:
        here = {"Settings": None}  # it is imported for type checkers alone
        asked = inspect.signature(_model_settings, eval_str=True, locals=here).parameters
        shared = {name: one for name, one in asked.items() if one.kind is not inspect.Parameter.VAR_KEYWORD}
        own = inspect.signature(command, eval_str=True, locals=here).parameters

        @functools.wraps(command)
        def run(**given: Any) -> None:
            from briefing.telemetry import observed_run

            settings = _model_settings(**{name: given.pop(name) for name in (*shared, *fields)})
            with observed_run(command.__name__):
                command(settings, **given)

        more = [inspect.Parameter(name, _KEYWORD, default=None, annotation=_FIELDS[name]) for name in fields]
        offered = [*(one for name, one in own.items() if name != "settings"), *more, *shared.values()]
        offered = [one.replace(kind=_KEYWORD) for one in offered]
        run.__dict__["__signature__"] = inspect.Signature(offered)
        run.__annotations__ = {one.name: one.annotation for one in offered}
        del run.__dict__["__wrapped__"]
        return run

    return with_settings


@app.callback(invoke_without_command=True)
def _options(
    context: typer.Context,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    if version:
        print(f"briefing {__version__}")
        raise typer.Exit
    context.obj = {"debug": debug}


@app.command()
@_asks_model("calendar", "months", "digits")
def generate(
    settings: Settings,
    sources: Sources,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where to write; default: a folder named after the source.")
    ] = None,
    lang: Languages = "ar,en",
    format: Formats = "md,html",
    published: Published = None,
    template: TemplateName = "policy",
    previous: Previous = None,
    estimate: Estimate = False,
    strict: Strict = False,
    json_: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Read reports; write record.json and briefs into a folder, and print their paths."""
    from briefing import api

    languages, formats = _choices("--lang", lang, ("ar", "en")), _choices("--format", format, _formats())
    options = _render_options(settings, template, previous)  # before anything is paid for
    if estimate:
        _estimate(_reports(sources, published, settings), settings, json_)
        return
    results, incomplete = [], False
    for source in sources:
        record = _extracted(source, published, settings, quiet)
        settings = _with_budget_left(settings, record)
        folder = _folder(source, out, several=len(sources) > 1)
        files = api.write_outputs(record, folder, languages=languages, formats=formats, template=template, options=options)
        incomplete = incomplete or _is_incomplete(record)
        results.append({"source": source, "files": [str(file) for file in files], **_summary(record)})
        if not json_:
            for file in files:
                print(file)
            _tell(quiet, _sentence(record))
    if json_:
        print(json.dumps(results, ensure_ascii=False, indent=2))
    _leave(strict and incomplete)


@app.command()
@_asks_model()
def extract(
    settings: Settings,
    sources: Sources,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write; default: standard output.")
    ] = None,
    published: Published = None,
    estimate: Estimate = False,
    strict: Strict = False,
    quiet: Quiet = False,
) -> None:
    """Read a report; write its record as JSON. Several reports give one record a line, or files in the folder of -o."""
    from briefing.rendering import write_atomically

    if estimate:
        _estimate(_reports(sources, published, settings), settings, False)
        return
    incomplete = False
    for source in sources:
        record = _extracted(source, published, settings, quiet)
        settings = _with_budget_left(settings, record)
        incomplete = incomplete or _is_incomplete(record)
        if output is None:
            print(record.model_dump_json() if len(sources) > 1 else record.to_json().rstrip("\n"))
        else:
            path = output / f"{Path(source).stem}.json" if len(sources) > 1 else output
            write_atomically(path, record.to_json())
            print(path)
        _tell(quiet, _sentence(record))
    _leave(strict and incomplete)


@app.command()
def render(
    record: Annotated[Path, typer.Argument(metavar="RECORD", help="A record.json.")],
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Where to write; default: the record's folder.")] = None,
    lang: Languages = "ar,en",
    format: Formats = "md,html",
    template: TemplateName = "policy",
    calendar: CalendarName = None,
    months: MonthNames = None,
    digits: DigitNames = None,
    previous: Previous = None,
    corrections: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Corrections from the review page, applied before rendering.")
    ] = None,
    save_record: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to write the record with its corrections.")
    ] = None,
    json_: AsJson = False,
) -> None:
    """Render the briefs of a record again; needs no model."""
    from briefing.record import Record
    from briefing.rendering import render_files, write_atomically

    languages, formats = _choices("--lang", lang, ("ar", "en")), _choices("--format", format, _formats())
    options = _render_options(_settings(calendar=calendar, months=months, digits=digits), template, previous)
    made, folder = Record.load(record), out or record.parent
    if corrections is not None:
        from briefing.corrections import Corrections, apply_corrections

        made = apply_corrections(made, Corrections.load(corrections))
    files = render_files(made, folder, languages=languages, formats=formats, template=template, options=options)
    if save_record is not None:
        write_atomically(save_record, made.to_json())
        files.append(save_record)
    if json_:
        print(json.dumps([str(file) for file in files], ensure_ascii=False))
    else:
        for file in files:
            print(file)


class _BatchGroup(typer.core.TyperGroup):
    """A group in which what is no command is what is to be read: 'briefing batch FOLDER' is 'briefing batch run FOLDER'."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or args[0] not in self.commands:
            args = ["run", *args]
        return super().parse_args(ctx, args)


batch_app = typer.Typer(cls=_BatchGroup, add_completion=False, rich_markup_mode=None)
app.add_typer(batch_app, name="batch", help="Read many reports; write records, briefs and a results file into a folder.")


@batch_app.command("run")
@_asks_model("concurrency", "calendar", "months", "digits")
def batch(
    settings: Settings,
    origin: Annotated[Path, typer.Argument(metavar="DIR|MANIFEST.jsonl", help="A folder of reports, or a list of them.")],
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
) -> None:
    """Read many reports; write records, briefs and a results file into a folder."""
    from briefing.jobs import Job, open_report
    from briefing.manifests import RESULTS, read_plan

    languages, formats = _choices("--lang", lang, ("ar", "en")), _choices("--format", format, _formats())
    _render_options(settings, template, None)  # a template that there is not is told before anything is paid for
    plan = read_plan(origin, out=out)
    job = Job(settings, out, tuple(languages), tuple(formats), template, published)
    if estimate:
        _estimate((open_report(entry, job) for entry in plan.entries()), settings, json_)
        return
    kept: Any = _choices("--layout", layout, ("folders", "parquet", "jsonl"))[0]
    if kept == "jsonl" and {"pdf", "docx"} & set(formats):
        _fail("--layout jsonl holds texts; choose md or html, or --layout parquet for pdf and docx.", 2)
    with ExitStack() as stack:
        elsewhere = None
        if _choices("--engine", engine, ("local", "ray"))[0] == "ray":
            from briefing.clusters import Cluster

            elsewhere = stack.enter_context(closing(Cluster())).read
        summary = _batch_run(plan, job, quiet, workers=workers, resume=resume, elsewhere=elsewhere, layout=kept)
    if json_:
        print(json.dumps({"results": str(out / RESULTS), **summary.as_dict()}, ensure_ascii=False, indent=2))
    else:
        print(out / RESULTS)
        _tell(quiet, summary.sentence())
    if summary.failed or summary.skipped:
        raise typer.Exit(1)
    _leave(strict and summary.incomplete > 0)


@app.command()
def show(
    record: Annotated[Path, typer.Argument(metavar="RECORD", help="A record.json.")],
    lang: Languages = "ar,en",
    calendar: CalendarName = None,
    months: MonthNames = None,
    digits: DigitNames = None,
    previous: Previous = None,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colours; so does the variable NO_COLOR.")] = False,
) -> None:
    """Print the brief of a record in the terminal, one language after the other."""
    from briefing.digests import make_digested
    from briefing.record import Record
    from briefing.templates import find_template
    from briefing.terminal import print_briefs

    languages = _choices("--lang", lang, ("ar", "en"))
    options = _render_options(_settings(calendar=calendar, months=months, digits=digits), "policy", previous)
    made, plan = Record.load(record), find_template("policy")
    briefs = [
        make_digested(made, language, plan, notation=options.notation, previous=options.previous)  # type: ignore[arg-type]
        for language in languages
    ]
    print_briefs(briefs, color=not no_color)


@app.command()
def templates(
    folder: Annotated[Path | None, typer.Argument(metavar="DIR", help="A folder of your own, or one that holds some.")] = None,
    json_: AsJson = False,
) -> None:
    """List the templates: those that come with the package, and those of a folder."""
    from briefing.templates import list_templates

    plans = list_templates(folder)
    if json_:
        told = [
            {"name": plan.name, "kind": plan.kind, "description": plan.description, "sections": plan.sections, "own": plan.own}
            for plan in plans
        ]
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return
    width = max(len(plan.name) for plan in plans) + 2
    for plan in plans:
        print(f"{plan.name:<{width}}{plan.description.get('en') or plan.description.get('ar') or ', '.join(plan.sections)}")


@batch_app.command("export")
def batch_export(
    origin: Annotated[Path, typer.Argument(metavar="DIR|MANIFEST.jsonl", help="A folder of reports, or a list of them.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where to write: files of requests, and what is done.")],
    again: Annotated[bool, typer.Option("--again", help="Write also what is in a file already and has no answer.")] = False,
    lang: Languages = "ar,en",
    format: Formats = "md,html",
    published: Published = None,
    model: Model = None,
    mode: Mode = None,
    profile: Profile = None,
    glossary: GlossaryFile = None,
    template: TemplateName = "policy",
    calendar: CalendarName = None,
    months: MonthNames = None,
    digits: DigitNames = None,
    json_: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Write what is to be asked next for OpenAI's Batch API; reports whose questions are all answered are done."""
    from briefing.batch_files import AnswerStore, AsideChannel
    from briefing.jobs import Job
    from briefing.manifests import STATE, read_plan

    languages, formats = _choices("--lang", lang, ("ar", "en")), _choices("--format", format, _formats())
    settings = _settings(
        model=model, mode=mode, profile=profile, glossary=glossary, calendar=calendar, months=months, digits=digits
    )
    if settings.model is None or settings.embedded or settings.base_url:
        _fail("batch export asks a hosted model of OpenAI's: name it with --model, and set no --base-url.", 2)
    job = Job(settings, out, tuple(languages), tuple(formats), template, published)
    with closing(AnswerStore(out / STATE)) as store:
        if again:
            store.forget_sent()
        channel = AsideChannel(store)
        summary = _batch_run(read_plan(origin, out=out), job, quiet, resume=True, channel=channel)
        files = store.write_requests(channel.requests, out)
        if json_:
            told = {"requests": [str(file) for file in files], "written": len(channel.requests), "waiting": store.waiting}
            print(json.dumps({**told, **summary.as_dict()}, ensure_ascii=False, indent=2))
        else:
            for file in files:
                print(file)
            _tell(quiet, summary.sentence())
            if store.waiting:
                _tell(quiet, f"{store.waiting:,} requests wait for answers: upload the files, then 'briefing batch import'.")
    if summary.failed:
        raise typer.Exit(1)


@batch_app.command("import")
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
        _fail(f"{out} is no folder of 'briefing batch export'.", 2)
    with closing(AnswerStore(out / STATE)) as store:
        found = store.take(answers)
        waiting = store.waiting
    if json_:
        print(json.dumps({**asdict(found), "waiting": waiting}, indent=2))
        return
    print(
        f"{found.kept:,} answers taken in, {found.again:,} to be asked again, {found.refused:,} refused, {waiting:,} still wait."
    )
    if found.unknown:
        print(f"{found.unknown:,} lines answer no request of this folder.", file=sys.stderr)
    print("Run 'briefing batch export' again with the same arguments for what comes next.", file=sys.stderr)


def _batch_run(plan: Plan, job: Job, quiet: bool, **options: Any) -> Summary:
    from briefing.batches import run_batch
    from briefing.progress import batch_progress, interruptible

    try:
        with batch_progress(quiet) as told:
            return interruptible(run_batch(plan, job, told=told, **options))
    except KeyboardInterrupt:
        print(f"Interrupted; what was done is in {job.out}. The same command with --resume goes on.", file=sys.stderr)
        raise typer.Exit(130) from None


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Option("--gold", metavar="DIR", help="Gold records: NAME/gold.json or NAME.json.")],
    records: Annotated[Path, typer.Option("--records", metavar="DIR", help="Records: NAME/record.json or NAME.json.")],
    json_: AsJson = False,
) -> None:
    """Measure records against gold records of the same reports; a record that is missing counts as empty."""
    from briefing import evaluation

    result = evaluation.evaluate(gold, records)
    print(json.dumps(result.as_dict(), ensure_ascii=False, indent=2) if json_ else evaluation.table(result).rstrip("\n"))


@app.command()
def schema(
    check: Annotated[
        bool, typer.Option("--check", help="Compare with the schemas that are shipped; exit with 1 if one differs.")
    ] = False,
    gold: Annotated[bool, typer.Option("--gold", help="Print the schema of gold records instead.")] = False,
    corrections: Annotated[bool, typer.Option("--corrections", help="Print the schema of files of corrections instead.")] = False,
    manifest: Annotated[bool, typer.Option("--manifest", help="Print the schema of a manifest's lines instead.")] = False,
) -> None:
    """Print the JSON Schema of the record."""
    from briefing import schemas
    from briefing.resources import schema_path

    made = {
        "gold": schemas.gold_schema,
        "corrections": schemas.corrections_schema,
        "manifest": schemas.manifest_schema,
        "record": schemas.record_schema,
    }
    if not check:
        wanted = {"gold": gold, "corrections": corrections, "manifest": manifest, "record": True}
        print(made[next(kind for kind in made if wanted[kind])](), end="")
        return
    for kind, text in ((kind, make()) for kind, make in made.items()):
        path = schema_path(f"{kind}.v1.schema.json")
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            _fail(f"{path} differs from the models: write it anew with 'make schemas'.", 1)
        print(f"{path} is up to date.")


@app.command()
def cache(
    action: Annotated[str | None, typer.Argument(metavar="[clear]", help="clear empties it.")] = None,
    json_: AsJson = False,
) -> None:
    """Where the response cache is and what it holds; 'briefing cache clear' empties it."""
    from briefing.cache import ResponseCache

    if action not in {None, "clear"}:
        _fail(f"cache takes clear or nothing, and not {action!r}.", 2)
    settings = _settings()
    kept = ResponseCache(settings.response_folder(), settings.cache_size)
    if action == "clear":
        dropped = kept.clear()
        print(json.dumps({"dropped": dropped}) if json_ else f"{dropped} answers dropped.")
        return
    state = kept.state()
    shown = {
        "folder": str(state.folder),
        "enabled": settings.cache,
        "entries": state.entries,
        "bytes": state.size,
        "limit": state.limit,
        "problem": state.problem,
    }
    if json_:
        print(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    print(f"folder:   {state.folder}{'' if settings.cache else ' (switched off)'}")
    print(f"entries:  {state.entries:,}")
    print(f"size:     {state.size / 1e6:,.1f} of {state.limit / 1e6:,.0f} MB")
    if state.problem:
        print(f"problem:  {state.problem}; run 'briefing cache clear'")


@app.command()
def doctor(json_: AsJson = False) -> None:
    """What is installed, which model would answer, what is missing and how to mend it."""
    from briefing.diagnosis import diagnose

    diagnosis = diagnose(_settings())
    if json_:
        print(json.dumps(diagnosis.as_dict(), ensure_ascii=False, indent=2))
    else:
        for name, value in diagnosis.facts.items():
            print(f"{name + ':':<22}{value}")
        for problem in diagnosis.problems:
            print(f"missing: {problem}")
    if not diagnosis.can_answer:
        raise typer.Exit(1)


def main() -> None:
    """The entry point: run a command; errors become one sentence on standard error and an exit code."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # it was closed (>&-); a file opened from now on must not take its number
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 (until the end)
    # Arabic also where the locale is C; a path that is not text in that locale is given back as it came.
    for stream, errors in ((sys.stdout, "surrogateescape"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)
    debug = "--debug" in sys.argv
    from briefing.errors import BriefingError

    try:
        try:
            app()
        finally:
            sys.stdout.flush()  # or what is wrong with it would be told after the end, by Python
    except BriefingError as error:
        if debug:
            _show_traceback()
        _fail(str(error), error.exit_code)
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        sys.stderr.flush()
        os._exit(130)  # at once: the embedded engine's threads would finish their answer first
    except BrokenPipeError:
        os._exit(0)
    except OSError as error:
        if error.errno not in _FULL or error.filename is not None:
            _fail_as_bug(error, debug)
        _let_go(1)
        _fail(f"Standard output cannot be written: {error.strerror}.", 1)
    except Exception as error:
        _fail_as_bug(error, debug)


def _extracted(source: str, published: str | None, settings: Settings, quiet: bool) -> Record:
    from briefing import api
    from briefing.source import read_report

    report = read_report(source, published=published, max_bytes=settings.max_source_bytes)
    with _progress(report.name, quiet) as told:
        return api.extract(report, settings=settings, progress=told)


def _estimate(reports: Iterable[Report], settings: Settings, as_json: bool) -> None:
    import asyncio

    from briefing.estimation import estimate

    found = asyncio.run(estimate(reports, settings))
    print(json.dumps(found.as_dict(), ensure_ascii=False, indent=2) if as_json else found.sentence())


def _reports(sources: list[str], published: str | None, settings: Settings) -> Iterator[Report]:
    from briefing.source import read_report

    for source in sources:
        yield read_report(source, published=published, max_bytes=settings.max_source_bytes)


def _with_budget_left(settings: Settings, record: Record) -> Settings:
    """The settings for the next report of a run: its budget is what this one has left."""
    made = record.provenance
    left: dict[str, float] = {}
    if settings.max_tokens is not None:
        left["max_tokens"] = max(0, settings.max_tokens - made.input_tokens - made.output_tokens)
    if settings.max_cost is not None and made.cost is not None:
        left["max_cost"] = max(0.0, settings.max_cost - made.cost.value)
    return settings.model_copy(update=left) if left else settings


@contextmanager
def _progress(name: str, quiet: bool) -> Iterator[Callable[[Progress], None] | None]:
    """A progress bar with the time left, on a terminal only."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=None)

        def told(progress: Progress) -> None:
            bar.update(task, completed=progress.done, total=progress.total, description=f"{name}: {progress.stage}")

        yield told


def _settings(**given: Any) -> Settings:
    from briefing.settings import make_settings

    return make_settings(**given)


def _render_options(settings: Settings, template: str, previous: Path | None) -> RenderOptions:
    """Calendar, months and digits, and the earlier record; a template that there is not is told at once."""
    from briefing.record import Record
    from briefing.rendering import RenderOptions
    from briefing.templates import find_template

    find_template(template)
    earlier = None if previous is None else Record.load(previous)
    return RenderOptions(settings.calendar, settings.months, settings.digits, earlier)


def _formats() -> tuple[str, ...]:
    from briefing.rendering import FORMATS

    return FORMATS


def _choices(option: str, value: str, allowed: tuple[str, ...]) -> list[str]:
    chosen = list(dict.fromkeys(part.strip() for part in value.split(",") if part.strip()))
    unknown = [part for part in chosen if part not in allowed]
    if unknown or not chosen:
        _fail(f"{option} takes {', '.join(allowed)}, parted by commas, and not {value!r}.", 2)
    return chosen


def _folder(source: str, out: Path | None, *, several: bool) -> Path:
    stem = "briefing-output" if source == "-" else re.sub(r"\.(?:ar|en)$", "", Path(source).stem) or "briefing-output"
    if out is None:
        return Path(stem + "-brief") if Path(stem).is_file() else Path(stem)
    return out / stem if several else out


def _is_incomplete(record: Record) -> bool:
    return bool(record.quality.rejected) or any(warning.severity == "error" for warning in record.quality.warnings)


def _summary(record: Record) -> dict[str, Any]:
    return {
        "participants": len(record.participants),
        "demands": len(record.demands),
        "commitments": len(record.commitments),
        "clauses": len(record.final_statement.clauses),
        "statements": len(record.statements),
        "rejected": len(record.quality.rejected),
        "warnings": len(record.quality.warnings),
        "model": record.provenance.model,
        "calls": record.provenance.calls,
        "cached": record.provenance.cached,
        "input_tokens": record.provenance.input_tokens,
        "output_tokens": record.provenance.output_tokens,
        "cost": record.provenance.cost.model_dump() if record.provenance.cost else None,
        "seconds": record.provenance.seconds,
    }


def _sentence(record: Record) -> str:
    counts, cost = _summary(record), record.provenance.cost
    more = f", {counts['cached']} answers from before" if counts["cached"] else ""
    more += f"; {cost.value:.4f} {cost.currency}" if cost else ""
    return (
        f"{counts['participants']} participants, {counts['demands']} demands, {counts['commitments']} commitments, "
        f"{counts['clauses']} clauses; {counts['rejected']} items refused; {counts['calls']} calls to {counts['model']}{more}."
    )


def _tell(quiet: bool, message: str) -> None:
    if not quiet:
        print(message, file=sys.stderr)


def _leave(incomplete: bool) -> None:
    if incomplete:
        raise typer.Exit(3)


def _fail(message: str, code: int) -> NoReturn:
    try:
        print(f"briefing: {_without_keys(' '.join(message.split()))}", file=sys.stderr)
    except OSError:  # nobody can be told, but for the exit code
        _let_go(2)
    sys.exit(code)


def _let_go(number: int) -> None:
    """Send what is still to be written to an output that cannot take it nowhere: Python would try once more at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), number)


def _fail_as_bug(error: Exception, debug: bool) -> NoReturn:
    if debug:
        _show_traceback()
    _fail(f"This is a bug in briefing ({type(error).__name__}): run again with --debug and report what it shows.", 1)


def _show_traceback() -> None:
    sys.stderr.write(_without_keys(traceback.format_exc()))


def _without_keys(message: str) -> str:
    """A message without anything that is or looks like an API key, whatever library wrote it."""
    for name, value in os.environ.items():
        if len(value) >= 8 and re.search(r"KEY|TOKEN|SECRET|PASSWORD", name, re.IGNORECASE):
            message = message.replace(value, "[key]")
    message = re.sub(r"(?<=://)[^/\s@'\"]+@", "[key]@", message)
    message = re.sub(r"\b(Bearer|Basic) [A-Za-z0-9+/=._~-]{8,}", r"\1 [key]", message)
    return re.sub(r"\b(?:sk|key|pk)-[A-Za-z0-9_-]{8,}", "[key]", message)
