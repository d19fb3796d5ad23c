"""The command line: parse, call ``api``, one ``except`` that turns an error into one sentence and an exit code.

Exit codes: 0 done; 1 a run failed; 2 wrong usage or input; 3 done, but (with ``--strict``) items were rejected or
warnings of severity error stand; 130 interrupted.
"""

from __future__ import annotations

import errno
import io
import itertools
import json
import os
import re
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from briefing import __version__, batch_commands
from briefing.errors import BriefingError, SettingsError
from briefing.options import (
    NOTATION,
    AsJson,
    Estimate,
    Formats,
    Languages,
    Previous,
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
    from briefing.costs import Budget
    from briefing.record import Record
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
app.add_typer(batch_commands.app, name="batch", help="Read many reports; write records, briefs and a results file into a folder.")

Sources = Annotated[list[str], typer.Argument(metavar="SOURCE...", help="Text or Markdown files; - reads standard input.")]
RecordFile = Annotated[Path, typer.Argument(metavar="RECORD", help="A record.json.")]


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
@asks_model(*NOTATION)
def generate(
    *,
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
    settings: Settings,
) -> None:
    """Read reports; write record.json and briefs into a folder, and print their paths."""
    from briefing import api
    from briefing.costs import Budget

    languages, formats = briefs_wanted(lang, format)
    options = render_options(settings, template, previous)  # before anything is paid for
    if estimate:
        print_estimate(_reports(sources, published, settings), settings, json_)
        return
    results, incomplete, budget = [], False, Budget.of(settings)
    for source, name in zip(sources, _distinct(sources, [_stem(source) for source in sources]), strict=True):
        record = _extracted(source, published, settings, quiet, budget)
        folder = _folder(name, out, several=len(sources) > 1)
        files = api.write_outputs(record, folder, languages=languages, formats=formats, template=template, options=options)
        incomplete = incomplete or _is_incomplete(record)
        results.append({"source": source, "files": [str(file) for file in files], **_summary(record)})
        if not json_:
            for file in files:
                print(file)
            tell(quiet, _sentence(record))
    if json_:
        print(json.dumps(results, ensure_ascii=False, indent=2))
    if strict and incomplete:
        raise typer.Exit(3)


@app.command()
@asks_model()
def extract(
    *,
    sources: Sources,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write; default: standard output.")
    ] = None,
    published: Published = None,
    estimate: Estimate = False,
    strict: Strict = False,
    quiet: Quiet = False,
    settings: Settings,
) -> None:
    """Read a report; write its record as JSON. Several reports give one record a line, or files in the folder of -o."""
    from briefing.costs import Budget
    from briefing.files import write_atomically

    if estimate:
        print_estimate(_reports(sources, published, settings), settings, False)
        return
    incomplete, budget = False, Budget.of(settings)
    for source, name in zip(sources, _distinct(sources, [Path(source).stem for source in sources]), strict=True):
        record = _extracted(source, published, settings, quiet, budget)
        incomplete = incomplete or _is_incomplete(record)
        if output is None:
            print(record.model_dump_json() if len(sources) > 1 else record.to_json().rstrip("\n"))
        else:
            path = output / f"{name}.json" if len(sources) > 1 else output
            write_atomically(path, record.to_json())
            print(path)
        tell(quiet, _sentence(record))
    if strict and incomplete:
        raise typer.Exit(3)


@app.command()
@takes(*NOTATION)
def render(
    *,
    record: RecordFile,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Where to write; default: the record's folder.")] = None,
    lang: Languages = "ar,en",
    format: Formats = "md,html",
    template: TemplateName = "policy",
    settings: Settings,
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
    from briefing.files import write_atomically
    from briefing.record import Record
    from briefing.rendering import render_files

    languages, formats = briefs_wanted(lang, format)
    options = render_options(settings, template, previous)
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


@app.command()
@takes(*NOTATION)
def show(
    *,
    record: RecordFile,
    lang: Languages = "ar,en",
    settings: Settings,
    previous: Previous = None,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colours; so does the variable NO_COLOR.")] = False,
) -> None:
    """Print the brief of a record in the terminal, one language after the other."""
    from briefing.digests import make_digested
    from briefing.record import Record
    from briefing.templates import find_template
    from briefing.terminal import print_briefs

    languages = choices("--lang", lang, ("ar", "en"))
    options = render_options(settings, "policy", previous)
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
            raise BriefingError(f"{path} differs from the models: write it anew with 'make schemas'.")
        print(f"{path} is up to date.")


@app.command()
@takes()
def cache(
    *,
    action: Annotated[str | None, typer.Argument(metavar="[clear]", help="clear empties it.")] = None,
    json_: AsJson = False,
    settings: Settings,
) -> None:
    """Where the response cache is and what it holds; 'briefing cache clear' empties it."""
    from briefing.cache import ResponseCache

    if action not in {None, "clear"}:
        raise SettingsError(f"cache takes clear or nothing, and not {action!r}.")
    kept = ResponseCache(settings.response_folder(), settings.cache_size)
    if action == "clear":
        dropped = kept.clear()
        print(json.dumps({"dropped": dropped}) if json_ else f"{dropped} answers dropped.")
        return
    state = kept.state()
    hint = f"; {state.remedy}" if state.remedy else ""
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
        print(f"problem:  {state.problem}{hint}")


@app.command()
@takes()
def doctor(*, json_: AsJson = False, settings: Settings) -> None:
    """What is installed, which model would answer, what is missing and how to mend it."""
    from briefing.diagnosis import diagnose

    diagnosis = diagnose(settings)
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
    try:
        try:
            app()
        finally:
            sys.stdout.flush()  # or what is wrong with it would be told after the end, by Python
    except BriefingError as error:
        if debug:
            _show_traceback()
        _fail(str(error), error.exit_code, error=type(error).__name__)
    except KeyboardInterrupt:
        _say("Interrupted.", "interrupted")
        os._exit(130)  # at once: the embedded engine's threads would finish their answer first
    except BrokenPipeError:
        os._exit(0)
    except OSError as error:
        if error.errno not in _FULL or error.filename is not None:
            _fail_as_bug(error, debug)
        from briefing.telemetry import let_go

        let_go(1)
        _fail(f"Standard output cannot be written: {error.strerror}.", 1)
    except Exception as error:
        _fail_as_bug(error, debug)


def _extracted(source: str, published: str | None, settings: Settings, quiet: bool, budget: Budget) -> Record:
    from briefing import api
    from briefing.progress import report_progress
    from briefing.source import read_report

    report = read_report(source, published=published, max_bytes=settings.max_source_bytes)
    with report_progress(report.name, quiet) as told:
        return api.extract(report, settings=settings, progress=told, budget=budget)


def _reports(sources: list[str], published: str | None, settings: Settings) -> Iterator[Report]:
    from briefing.source import read_report

    for source in sources:
        yield read_report(source, published=published, max_bytes=settings.max_source_bytes)


def _stem(source: str) -> str:
    return "briefing-output" if source == "-" else re.sub(r"\.(?:ar|en)$", "", Path(source).stem) or "briefing-output"


def _distinct(sources: list[str], stems: list[str]) -> list[str]:
    """What is written of each source bears its file's name; where several files have one name, that of the file's folder."""
    names: list[str] = []
    for source, stem in zip(sources, stems, strict=True):
        name = Path(source).resolve().parent.name or stem if stems.count(stem) > 1 else stem
        same = (f"{name}-{number}" for number in itertools.count(2))
        names.append(name if name not in names else next(other for other in same if other not in names))
    return names


def _folder(name: str, out: Path | None, *, several: bool) -> Path:
    if out is None:
        return Path(name + "-brief") if Path(name).is_file() else Path(name)
    return out / name if several else out


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
    names = ("participant", "demand", "commitment", "clause")
    found = [f"{counts[f'{name}s']} {name}{'' if counts[f'{name}s'] == 1 else 's'}" for name in names]
    refused = "1 item" if counts["rejected"] == 1 else f"{counts['rejected']} items"
    more = f", {counts['cached']} answers from before" if counts["cached"] else ""
    more += f"; {cost.value:.4f} {cost.currency}" if cost else ""
    return f"{', '.join(found)}; {refused} refused; {counts['calls']} calls to {counts['model']}{more}."


def _fail(message: str, code: int, **more: Any) -> NoReturn:
    _say(_without_keys(" ".join(message.split())), "error", prefix="briefing: ", **more)
    sys.exit(code)


def _say(message: str, event: str, **more: Any) -> None:
    from briefing.telemetry import say

    say(message, event=event, level="error", **more)


def _fail_as_bug(error: Exception, debug: bool) -> NoReturn:
    if debug:
        _show_traceback()
    _fail(f"This is a bug in briefing ({type(error).__name__}): run again with --debug and report what it shows.", 1)


def _show_traceback() -> None:
    from briefing.telemetry import logs_are_json

    told = _without_keys(traceback.format_exc())
    if logs_are_json():
        _say("An error was raised.", "traceback", traceback=told)
    else:
        sys.stderr.write(told)


def _without_keys(message: str) -> str:
    """A message without anything that is or looks like an API key, whatever library wrote it."""
    for name, value in os.environ.items():
        if len(value) >= 8 and re.search(r"KEY|TOKEN|SECRET|PASSWORD", name, re.IGNORECASE):
            message = message.replace(value, "[key]")
    message = re.sub(r"(?<=://)[^/\s@'\"]+@", "[key]@", message)
    message = re.sub(r"\b(Bearer|Basic) [A-Za-z0-9+/=._~-]{8,}", r"\1 [key]", message)
    return re.sub(r"\b(?:sk|key|pk)-[A-Za-z0-9_-]{8,}", "[key]", message)
