"""A service that reads reports and streams what it has as it has it: ``uvicorn fastapi_service:app``.

    curl -N -H 'content-type: application/json' -d '{"reports": ["…"]}' http://127.0.0.1:8000/briefs

Each event is ``record`` or ``failed``, then one ``end``. A client that goes away cancels what it had asked for.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Annotated, Any

from fastapi import FastAPI, HTTPException
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from briefing import aextract_many
from briefing.errors import BriefingError
from briefing.rendering import render_brief
from briefing.settings import Settings, make_settings

app = FastAPI(title="briefs")


class Asked(BaseModel):
    """Reports to be read."""

    reports: Annotated[list[str], Field(min_length=1, max_length=500)]
    published: str | None = None


@app.post("/briefs")
async def briefs(asked: Asked) -> StreamingResponse:
    """Read reports; stream an event for each, in their order."""
    try:
        settings = make_settings()
    except BriefingError as error:  # behind the first event nothing can be told but by an event
        raise HTTPException(503, str(error)) from error
    return StreamingResponse(_events(asked, settings), media_type="text/event-stream")


async def _events(asked: Asked, settings: Settings) -> AsyncIterator[str]:
    outcomes = aextract_many(asked.reports, published=asked.published, settings=settings)
    done = 0
    async with aclosing(outcomes) as stream:
        async for outcome in stream:
            done += 1
            progress = {"done": done, "of": len(asked.reports)}
            if outcome.record is None:
                # Only our own errors are sentences for others to read.
                told = str(outcome.error) if isinstance(outcome.error, BriefingError) else "This report cannot be read."
                yield _event("failed", {**progress, "error": told})
            else:
                brief = render_brief(outcome.record, language="en", format="md")
                yield _event("record", {**progress, "record": outcome.record.model_dump(mode="json"), "brief": brief})
    yield _event("end", {"done": done})


def _event(kind: str, data: dict[str, Any]) -> str:
    return f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
