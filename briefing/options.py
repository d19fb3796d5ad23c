"""What the commands of the command line share: the options, the settings that come of them, and what they choose.

An option that sets one of ``Settings`` stands in ``SETTING``, once; a command that takes such options has a parameter
``settings``, which stands where they do in its help.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.errors import RenderError, SettingsError

if TYPE_CHECKING:
    from briefing.rendering import RenderOptions
    from briefing.settings import Settings
    from briefing.source import Report

Command = Callable[..., None]

Published = Annotated[str | None, typer.Option(metavar="DATE", help="Publication date (2017-01-23); relative dates need it.")]
Languages = Annotated[str, typer.Option("--lang", metavar="ar,en", help="Languages of the briefs.")]
Formats = Annotated[
    str, typer.Option("--format", metavar="md,html,pdf,docx,review", help="Formats of the briefs; pdf and docx need an extra.")
]
TemplateName = Annotated[
    str, typer.Option("--template", metavar="NAME|DIR", help="A built-in template, or a folder of your own.")
]
Previous = Annotated[
    Path | None, typer.Option("--previous", metavar="RECORD", help="An earlier record.json; tells what has changed since.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 3 if items were rejected or errors are warned of.")]
Estimate = Annotated[bool, typer.Option("--estimate", help="Tell calls, tokens and cost of the run, and make no call.")]
AsJson = Annotated[bool, typer.Option("--json", help="Machine-readable results.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no messages but errors.")]

SETTING: dict[str, Any] = {
    "calendar": Annotated[
        str | None,
        typer.Option("--calendar", metavar="gregorian|both", help="Dates with or without the Hijri calendar beside."),
    ],
    "months": Annotated[
        str | None,
        typer.Option(
            "--months", metavar="NAMES", help="Arabic months: un (both names), levantine, international, maghrebi, moroccan."
        ),
    ],
    "digits": Annotated[str | None, typer.Option("--digits", metavar="western|eastern", help="Digits of Arabic: 123 or ١٢٣.")],
    "concurrency": Annotated[
        int | None, typer.Option(metavar="N", min=1, max=1024, help="So many calls at once; the embedded model takes one.")
    ],
    "model": Annotated[str | None, typer.Option(metavar="NAME", help="A model of the endpoint, 'local', or a GGUF file.")],
    "base_url": Annotated[str | None, typer.Option(metavar="URL", help="An OpenAI-compatible endpoint.")],
    "api_key_env": Annotated[str | None, typer.Option(metavar="VAR", help="The environment variable that holds the key.")],
    "mode": Annotated[str | None, typer.Option(metavar="MODE", help="How JSON is asked for: tools, json_schema, json, md_json.")],
    "profile": Annotated[str | None, typer.Option(metavar="NAME", help="How the model is asked: small, server, hosted.")],
    "fallback_model": Annotated[
        str | None, typer.Option(metavar="NAME", help="A model that answers where the first is unavailable or refuses.")
    ],
    "glossary": Annotated[Path | None, typer.Option("--glossary", metavar="FILE", help="Names and terms of your own (TSV).")],
    "no_cache": Annotated[bool, typer.Option("--no-cache", help="Ask the model also what it was asked before.")],
    "prices": Annotated[Path | None, typer.Option("--prices", metavar="FILE", help="Prices of your own (TSV).")],
    "max_cost": Annotated[float | None, typer.Option(metavar="AMOUNT", min=0, help="Stop before the run costs more.")],
    "max_tokens": Annotated[
        int | None, typer.Option(metavar="N", min=0, help="Stop before the run takes more tokens, in and out.")
    ],
    "trace_dir": Annotated[Path | None, typer.Option(metavar="DIR", help="Keep every request and its answer in a folder.")],
    "trace_without_text": Annotated[bool, typer.Option("--trace-without-text", help="The same with digests in place of words.")],
    "replay": Annotated[Path | None, typer.Option(metavar="DIR", help="Take the answers from a --trace-dir, without a model.")],
    "log_format": Annotated[
        str | None, typer.Option(metavar="text|json", help="Tell of each call and report on standard error.")
    ],
    "log_level": Annotated[str | None, typer.Option(metavar="LEVEL", help="debug, info, warning or error.")],
}
NOTATION = ("calendar", "months", "digits")
_MODEL = tuple(name for name in SETTING if name not in {*NOTATION, "concurrency"})
_SWITCHED_OFF = {"no_cache": "cache", "trace_without_text": "trace_text"}


def takes(*names: str) -> Callable[[Command], Command]:
    """Give a command the options ``names`` of ``SETTING``, and the settings that come of them."""

    def decorated(command: Command) -> Command:
        return _offering(command, names, lambda settings, given: command(settings=settings, **given))

    return decorated


def asks_model(*names: str) -> Callable[[Command], Command]:
    """As takes, with the options of every command that asks a model, of whose run the logs tell."""

    def decorated(command: Command) -> Command:
        def run(settings: Settings, given: dict[str, Any]) -> None:
            from briefing.settings import replayed
            from briefing.telemetry import configure_logs, observed_run

            configure_logs(settings)
            replaying = replayed(settings)
            with observed_run(command.__name__):
                command(settings=replaying, **given)

        return _offering(command, (*names, *_MODEL), run)

    return decorated


def _offering(command: Command, names: tuple[str, ...], run: Callable[[Settings, dict[str, Any]], None]) -> Command:
    """A command as typer is to see it: with the options ``names`` in place of its parameter ``settings``."""

    def offering(**given: Any) -> None:
        run(_settings({name: given.pop(name) for name in names}), given)

    offered: list[inspect.Parameter] = []
    here = {"Settings": None}  # it is imported for type checkers alone
    for one in inspect.signature(command, eval_str=True, locals=here).parameters.values():
        found = {name: SETTING[name] for name in names} if one.name == "settings" else {one.name: one.annotation}
        for name, annotation in found.items():
            default = one.default if name == one.name else False if name in _SWITCHED_OFF else None
            offered.append(inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation))
    offering.__name__, offering.__doc__ = command.__name__, command.__doc__
    offering.__annotations__ = {one.name: one.annotation for one in offered}
    offering.__dict__["__signature__"] = inspect.Signature(offered)
    return offering


def _settings(given: dict[str, Any]) -> Settings:
    from briefing.settings import make_settings

    for option, field in _SWITCHED_OFF.items():
        if given.pop(option, False):
            given[field] = False
    settings = make_settings(**given)
    if given.get("trace_text") is False and settings.trace_dir is None:
        raise SettingsError("--trace-without-text says how a trace is written: add --trace-dir DIR.")
    return settings


def choices(option: str, value: str, allowed: tuple[str, ...]) -> list[str]:
    """What an option names, parted by commas, each once. Raises SettingsError for what is not ``allowed``, and for nothing."""
    chosen = list(dict.fromkeys(part.strip() for part in value.split(",") if part.strip()))
    unknown = [part for part in chosen if part not in allowed]
    if unknown or not chosen:
        raise SettingsError(f"{option} takes {', '.join(allowed)}, parted by commas, and not {value!r}.")
    return chosen


def briefs_wanted(languages: str, formats: str) -> tuple[list[str], list[str]]:
    """The languages and the formats that --lang and --format name. Raises MissingExtraError for a format that cannot be written."""
    from briefing.rendering import FORMATS, check_wanted

    chosen = choices("--format", formats, FORMATS)
    check_wanted(formats=chosen)
    return choices("--lang", languages, ("ar", "en")), chosen


def render_options(settings: Settings, template: str, previous: Path | None = None) -> RenderOptions:
    """Calendar, months and digits, and the earlier record; a template that there is not is told at once."""
    from briefing.record import Record
    from briefing.rendering import RenderOptions
    from briefing.templates import find_template

    try:
        find_template(template)
    except RenderError as error:
        raise SettingsError(str(error)) from error
    earlier = None if previous is None else Record.load(previous)
    return RenderOptions(settings.calendar, settings.months, settings.digits, earlier)


def print_estimate(reports: Iterable[Report], settings: Settings, as_json: bool, left_out: Sequence[str] = ()) -> None:
    """Print what reading ``reports`` would take, without a call. ``left_out``, filled meanwhile, says of others why not."""
    import asyncio

    from briefing.estimation import estimate

    found = asyncio.run(estimate(reports, settings))
    if as_json:
        print(json.dumps({**found.as_dict(), "left_out": len(left_out)}, ensure_ascii=False, indent=2))
    else:
        print(found.sentence())
    if left_out:
        tell(False, f"Left out are {len(left_out):,} that cannot be read; the first: {left_out[0]}")


def tell(quiet: bool, message: str) -> None:
    """A message beside the results, on standard error."""
    from briefing.telemetry import say

    if not quiet:
        say(message, event="message")
