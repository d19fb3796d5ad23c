from __future__ import annotations

import re
from typing import Any

import pytest
import typer.main

from briefing import __version__
from briefing.cli import app
from briefing.rendering import FORMATS
from briefing.verdicts import check_names
from tests.conftest import ROOT


def all_commands() -> dict[str, Any]:
    """Commands by their names; the one that a group takes for granted, "run", bears the group's name."""
    group: Any = typer.main.get_command(app)
    found: dict[str, Any] = {}
    for name, command in group.commands.items():
        inner = getattr(command, "commands", {"run": command})
        found |= {name if part == "run" else f"{name} {part}": one for part, one in inner.items()}
    return found


def commands() -> dict[str, list[str]]:
    return {
        name: [option for parameter in command.params for option in parameter.opts if option.startswith("--")]
        for name, command in all_commands().items()
    }


@pytest.mark.parametrize("name", commands())
def test_every_command_and_option_is_documented(name: str) -> None:
    text = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
    section = re.search(rf"^## briefing {name}$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert section is not None
    assert [option for option in commands()[name] if option not in section.group(1)] == []


@pytest.mark.parametrize("name", all_commands())
def test_an_option_is_documented_in_the_words_of_its_help(name: str) -> None:
    text = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
    section = (
        text.partition(f"## briefing {name}\n")[2].partition("\n## ")[0].replace("`", "").replace("\\|", "|").replace("'", "")
    )
    for option in (one for one in all_commands()[name].params if one.opts[0].startswith("--") and one.name != "help"):
        shown = ", ".join(option.opts) + (f" {option.metavar}" if option.metavar else "")
        assert f"| {shown} | {option.help.rstrip('.')}".replace("'", "") in section


def test_every_format_is_named_where_formats_are_chosen() -> None:
    told = [option for command in all_commands().values() for option in command.params if "--format" in option.opts]
    assert told and all(option.metavar.split(",") == list(FORMATS) for option in told)
    assert f"| `--format` `{','.join(FORMATS)}` |" in (ROOT / "docs/cli.md").read_text(encoding="utf-8")


def test_every_check_is_documented_with_an_example() -> None:
    text = (ROOT / "docs/checks.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## (\w+)$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    assert list(sections) == check_names()
    assert [name for name, section in sections.items() if "Example: " not in section] == []


def test_the_changelog_has_this_version() -> None:
    assert f"\n## {__version__}\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_readme_names_commands_that_exist() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^briefing (\w+)", text, re.MULTILINE)) <= set(commands())
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"^make ([a-z-]+)", text, re.MULTILINE)) <= targets


def test_the_documents_link_to_files_that_exist() -> None:
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"
