"""What is seen of a run, and how it is stopped: bars on a terminal, of a batch a line for each failure elsewhere."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from briefing.display import shown

if TYPE_CHECKING:
    from briefing.batches import Summary
    from briefing.channels import Progress
    from briefing.manifests import ResultLine

T = TypeVar("T")


@contextmanager
def report_progress(name: str, quiet: bool) -> Iterator[Callable[[Progress], None] | None]:
    """Shows how far a report is read, with the time left, on a terminal only."""
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


@contextmanager
def batch_progress(quiet: bool) -> Iterator[Callable[[Summary, ResultLine | None], None]]:
    """Shows how a batch stands, on standard error: done, failed, tokens, cost and time left on a terminal.

    Each failure is a line, also elsewhere; with ``quiet`` these lines are all.
    """
    if quiet or not sys.stderr.isatty():
        yield lambda _, line: _tell_failure(line)
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
            if line is not None and line.error is not None:
                bar.console.print(_failure(line), markup=False, highlight=False, soft_wrap=True)

        yield told


def interruptible(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine; Ctrl-C and SIGTERM cancel it, so that it can end what it writes. Then raises KeyboardInterrupt.

    A second Ctrl-C ends the process at once, as a kill would: what is written bears its final name only when it is whole.
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

        for number in (signal.SIGTERM, signal.SIGINT):
            with suppress(NotImplementedError, RuntimeError, ValueError):  # Windows; a thread that is not the main one
                asyncio.get_running_loop().add_signal_handler(number, end)
        return await work

    try:
        return asyncio.run(watched())
    except asyncio.CancelledError:
        if stopped:
            raise KeyboardInterrupt from None
        raise


def _tell_failure(line: ResultLine | None) -> None:
    if line is not None and line.error is not None:
        print(_failure(line), file=sys.stderr)


def _failure(line: ResultLine) -> str:
    assert line.error is not None
    return " ".join(shown(f"{line.id}: {line.error.message}").split())
