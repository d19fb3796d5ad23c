"""Put schemas/ and templates/ into the wheel as package data; an editable install reads them from the checkout."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class DataFolders(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "standard":
            for folder in ("schemas", "templates"):
                build_data["force_include"][f"{self.root}/{folder}"] = f"briefing/_data/{folder}"
