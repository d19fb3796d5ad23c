from __future__ import annotations

import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

GOLD = ROOT / "examples/astana-first-day/gold.json"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return out


def data_files(folder: str) -> set[str]:
    return {str(path.relative_to(ROOT)) for path in (ROOT / folder).rglob("*") if path.is_file()}


def test_the_wheel_holds_schemas_and_templates_inside_the_package(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    inside = {f"briefing/_data/{name}" for folder in ("schemas", "templates") for name in data_files(folder)}
    assert inside <= names
    assert not any(name.startswith(("schemas/", "templates/", "tests/")) for name in names)


def test_the_source_distribution_holds_what_the_wheel_is_made_of(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    assert {"hatch_build.py", "pyproject.toml", "README.md"} | data_files("schemas") | data_files("templates") <= names


def test_the_wheel_renders_in_an_environment_of_its_own(built: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=False)
    packages = next((tmp_path / "env").glob("lib/python*/site-packages"))
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        wheel.extractall(packages)
    # The dependencies come from where the tests run; briefing itself is the unpacked wheel, which stands first.
    others = [path for path in sys.path if path.endswith("site-packages")]
    code = f"import sys; sys.path += {others!r}; from briefing.cli import main; import briefing; print(briefing.__file__); main()"
    python = tmp_path / "env/bin/python"
    done = subprocess.run(
        [str(python), "-I", "-c", code, "render", str(GOLD), "--out", str(tmp_path / "out")],
        capture_output=True, text=True, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert str(packages) in done.stdout.splitlines()[0]
    assert len(list((tmp_path / "out").iterdir())) == 4


def test_data_folders_hold_no_python() -> None:
    assert [name for folder in ("schemas", "templates") for name in data_files(folder) if name.endswith(".py")] == []
