"""What is seen of a run, and how it is stopped: bars on a terminal, of a batch a line for each failure elsewhere."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from briefing.display import shown
from briefing.telemetry import logs_are_json, say

if TYPE_CHECKING:
    from briefing.batches import Summary
    from briefing.channels import Progress
    from briefing.manifests import ResultLine

T = TypeVar("T")
_MOST_REASONS = 100  # that are told apart


@contextmanager
def report_progress(name: str, quiet: bool) -> Iterator[Callable[[Progress], None] | None]:
    """Shows how far a report is read, with the time left, on a terminal only."""
    if quiet or logs_are_json() or not sys.stderr.isatty():
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


@contextmanager
def batch_progress(quiet: bool) -> Iterator[Callable[[Summary, ResultLine | None], None]]:
    """Shows how a batch stands, on standard error: done, failed, tokens, cost and time left on a terminal.

    Each failure is a line, also elsewhere; with ``quiet`` these lines are all. One reason of many is told once, with a count.
    """
    failures = _Failures()
    if quiet or logs_are_json() or not sys.stderr.isatty():
        yield lambda _, line: failures.tell(line, say)
        failures.tell_rest()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        *(TextColumn("reports"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}")),
        *(TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn()),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def told(summary: Summary, line: ResultLine | None) -> None:
            tokens = summary.input_tokens + summary.output_tokens
            cost = "".join(f" {amount:.2f} {currency}" for currency, amount in summary.cost.items())
            description = f"{summary.failed} failed · {tokens:,} tokens{cost}"
            bar.update(task, total=summary.total, completed=summary.done + summary.failed, description=description)
            failures.tell(line, lambda text, **_: bar.console.print(text, markup=False, highlight=False, soft_wrap=True))

        yield told
    failures.tell_rest()


def interruptible(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine; Ctrl-C, SIGTERM and a terminal that is closed cancel it, so that it can end what it writes.

    Then raises KeyboardInterrupt. A second Ctrl-C ends the process at once, as a kill would: what is written bears its final name only when it is whole.
    """
    stopped = False

    async def watched() -> T:
        task = asyncio.current_task()
        assert task is not None

        def end() -> None:
            nonlocal stopped
            if stopped:
                os._exit(130)
            stopped = True
            task.cancel()

        hung_up = getattr(signal, "SIGHUP", None)  # which nohup has ignored
        heard = [] if hung_up is None or signal.getsignal(hung_up) is signal.SIG_IGN else [hung_up]
        for number in (signal.SIGTERM, signal.SIGINT, *heard):
            with suppress(NotImplementedError, RuntimeError, ValueError):  # Windows; a thread that is not the main one
                asyncio.get_running_loop().add_signal_handler(number, end)
        return await work

    try:
        return asyncio.run(watched())
    except asyncio.CancelledError:
        if stopped:
            raise KeyboardInterrupt from None
        raise


class _Failures:
    """Tells why reports failed. ``say`` gets a line for people, and what it is about."""

    def __init__(self) -> None:
        self._told: Counter[str] = Counter()

    def tell(self, line: ResultLine | None, say: Callable[..., object]) -> None:
        """Tell of a report, if it failed, and not of others with the same reason."""
        if line is None or line.error is None:
            return
        message = _on_a_line(line.error.message)
        reason = re.sub(r"\d+(?= s\b)", "…", message)  # how long to wait is another each time
        if len(self._told) < _MOST_REASONS or reason in self._told:
            self._told[reason] += 1
        if logs_are_json() or self._told[reason] <= 1:
            say(_on_a_line(f"{line.id}: {message}"), event="failure", level="error", id=line.id, error=line.error.type)

    def tell_rest(self) -> None:
        """Tell how many others there were."""
        for reason, count in self._told.items():
            if count > 1 and not logs_are_json():
                say(f"{count - 1:,} more: {reason}", event="failures", level="error")


def _on_a_line(text: str) -> str:
    return " ".join(shown(text).split())
