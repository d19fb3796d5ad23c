"""The JSON Schemas of the files that the program reads and writes, generated from their Pydantic models."""

from __future__ import annotations

import json

from briefing.record import Record


def record_schema() -> str:
    """The schema of ``record.json`` (JSON Schema 2020-12), as it stands in schemas/record.v1.schema.json."""
    schema = Record.model_json_schema(mode="validation")
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:briefing:record:v1",
        "title": "briefing record, version 1",
    }
    schema.pop("title", None)
    return json.dumps(head | schema, ensure_ascii=False, indent=2) + "\n"
