"""The model that the settings name, ready to be asked: an endpoint, or the embedded engine, which has to be started first."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

from briefing.channels import Progress
from briefing.costs import Budget
from briefing.llm import OpenAICompleter
from briefing.settings import Settings

Told = Callable[[Progress], None]


async def open_completer(
    settings: Settings,
    stack: AsyncExitStack,
    progress: Told | None,
    *,
    kept_in: Path | None = None,
    budget: Budget | None = None,
) -> OpenAICompleter:
    """The completer that the settings name, in the care of ``stack``; the embedded engine is started, which takes seconds.

    In ``kept_in``, if it is given, answers are kept instead of in the cache of the settings, for as long as the caller likes.
    ``budget`` is one that other completers take from, too.
    """
    if not settings.embedded:
        return await stack.enter_async_context(OpenAICompleter(settings, kept_in=kept_in, budget=budget))
    from briefing.local import start_engine

    given_up = threading.Event()

    def told(done: int, total: int) -> None:
        if given_up.is_set():  # Ctrl-C cancels the wait, not the thread: without this it would write on to the end
            raise asyncio.CancelledError
        if progress:
            progress(Progress(done, total, "weights"))

    if progress:
        progress(Progress(0, 1, "loading"))
    try:
        engine = stack.enter_context(await asyncio.to_thread(start_engine, settings, told))
    except asyncio.CancelledError:
        given_up.set()
        raise
    return await stack.enter_async_context(
        OpenAICompleter(
            settings,
            kept_in=kept_in,
            model=engine.model_name,
            base_url=engine.base_url,
            api_key=engine.api_key,
            endpoint_kind="embedded",
            identity=engine.identity,
            budget=budget,
        )
    )
