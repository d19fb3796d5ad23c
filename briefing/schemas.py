"""The JSON Schemas of the files that the program reads and writes, generated from their Pydantic models."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel

from briefing.corrections import Corrections
from briefing.evaluation import Gold
from briefing.manifests import LINE
from briefing.record import Record


def record_schema() -> str:
    """The schema of ``record.json`` (JSON Schema 2020-12), as it stands in schemas/record.v1.schema.json."""
    return _schema(Record, "record", "briefing record, version 1")


def gold_schema() -> str:
    """The schema of ``gold.json`` (JSON Schema 2020-12), as it stands in schemas/gold.v1.schema.json."""
    return _schema(Gold, "gold", "briefing gold record, version 1")


def corrections_schema() -> str:
    """The schema of ``corrections.json`` (JSON Schema 2020-12), as it stands in schemas/corrections.v1.schema.json."""
    return _schema(Corrections, "corrections", "briefing corrections, version 1")


def manifest_schema() -> str:
    """The schema of a line of a manifest or a results file, as it stands in schemas/manifest.v1.schema.json."""
    return _written(LINE.json_schema(mode="validation"), "manifest", "briefing manifest, version 1: one line")


def _schema(model: type[BaseModel], name: str, title: str) -> str:
    return _written(model.model_json_schema(mode="validation"), name, title)


def _written(schema: dict[str, Any], name: str, title: str) -> str:
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:briefing:{name}:v1",
        "title": title,
    }
    schema.pop("title", None)
    return json.dumps(head | schema, ensure_ascii=False, indent=2) + "\n"
