"""The wheel: small, whole, and working in an empty environment without a network."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

import care_pathway as cp

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(cp.__file__).parent / "data"


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built here, or the one that ``CARE_PATHWAY_WHEEL`` names where the source is gone."""
    if given := os.environ.get("CARE_PATHWAY_WHEEL"):
        return Path(given)
    return built(ROOT, tmp_path_factory.mktemp("wheel"))


def built(source: Path, folder: Path) -> Path:
    """A wheel of the source, made by the hatchling that is installed here."""
    program = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)], cwd=source, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    (made,) = folder.glob("*.whl")
    return made


def test_whichever_hatchling_is_installed_builds_it(tmp_path: Path) -> None:
    """Where the lowest versions are installed, that is the lowest that is declared for building it."""
    source = tmp_path / "source"
    (source / "src" / "care_pathway").mkdir(parents=True)
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-DATA.md"):
        shutil.copy(ROOT / name, source)
    shutil.copy(Path(cp.__file__), source / "src" / "care_pathway")
    with zipfile.ZipFile(built(source, tmp_path / "dist")) as zipped:
        assert f"care_pathway-{cp.__version__}.dist-info/licenses/LICENSE-DATA.md" in zipped.namelist()


@pytest.fixture(scope="session")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as zipped:
        return set(zipped.namelist())


def test_it_is_small_and_pure(wheel: Path) -> None:
    assert wheel.stat().st_size < 1_350_000  # 1,000,000 is the aim
    assert wheel.name == f"care_pathway-{cp.__version__}-py3-none-any.whl"


def test_it_holds_everything_it_should(names: set[str]) -> None:
    assert "care_pathway/py.typed" in names
    assert "care_pathway/data/manifest.json" in names
    for path in DATA.rglob("*"):
        if path.is_file():
            assert f"care_pathway/data/{path.relative_to(DATA).as_posix()}" in names
    info = f"care_pathway-{cp.__version__}.dist-info"
    assert {f"{info}/METADATA", f"{info}/licenses/LICENSE", f"{info}/licenses/LICENSE-DATA.md"} <= names


def test_it_holds_nothing_else(names: set[str]) -> None:
    tops = {name.split("/", maxsplit=1)[0] for name in names}
    assert tops == {"care_pathway", f"care_pathway-{cp.__version__}.dist-info"}
    for name in names:
        assert not re.search(r"(^|/)(tests?|docs|scripts|__pycache__)/|\.pyc$|\.yaml$", name), name


def _copy_distribution(name: str, target: Path, done: set[str]) -> None:
    """Copy an installed package and what it needs: an index without a network."""
    if name.lower() in done:
        return
    done.add(name.lower())
    try:
        found = distribution(name)
    except PackageNotFoundError:  # needed on other Pythons only
        return
    for file in found.files or ():
        source = Path(str(found.locate_file(file)))
        if ".." not in file.parts and source.is_file():
            (target / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target / file)
    for requirement in found.requires or ():
        if "extra ==" not in requirement:
            _copy_distribution(re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0], target, done)


def test_it_works_in_an_empty_environment_without_a_network(wheel: Path, tmp_path: Path) -> None:
    """Works from the wheel in an empty environment with no network: import, load, one look-up."""
    folder = tmp_path / "empty"
    venv.create(folder, with_pip=False)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "COV"))}

    def run(program: str) -> str:
        done = subprocess.run(
            [python, "-W", "error", "-c", program],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    packages = Path(run(ask))
    with zipfile.ZipFile(wheel) as zipped:  # a pure wheel is installed by unpacking it
        zipped.extractall(packages)
    for name in ("attrs", "cattrs"):
        _copy_distribution(name, packages, set())
    shown = run(
        "import care_pathway as cp, importlib.metadata as m, socket\n"
        "def refuse(*_): raise AssertionError('network')\n"
        "socket.socket.connect = refuse\n"
        "p = cp.load()\n"
        "text = cp.dumps(p.value('respect'))\n"
        "assert cp.loads(text, cp.Value) == p.value('respect')\n"
        "print(p.role_category('care-or-support-worker').name, m.version('care-pathway'), cp.__version__)"
    )
    assert shown == f"Care or support worker {cp.__version__} {cp.__version__}"


def test_its_licence_and_addresses_are_real(wheel: Path) -> None:
    """The code is ours and the data the Crown's; no address or e-mail is invented for the project."""
    with zipfile.ZipFile(wheel) as zipped:
        (name,) = (name for name in zipped.namelist() if name.endswith(".dist-info/METADATA"))
        head = zipped.read(name).decode("utf-8").partition("\n\n")[0].splitlines()
    assert "License-Expression: MIT AND OGL-UK-3.0" in head
    addresses = [line.rpartition(" ")[2] for line in head if line.startswith("Project-URL:")]
    assert addresses
    assert all(re.match(r"https://www\.(gov\.uk|nationalarchives\.gov\.uk)/", one) for one in addresses)
    assert not any("@" in line for line in head)


@pytest.mark.skipif(not (ROOT / ".pre-commit-config.yaml").exists(), reason="the sdist has no hooks")
def test_the_hooks_leave_made_files_alone() -> None:
    """Ruff changes what is named to it, and what it passes over by itself too; a script makes the stubs."""
    text = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    entries = re.findall(r"entry: (ruff .*)", text)
    assert len(entries) == 2
    assert all("--force-exclude" in entry for entry in entries)
    assert set(re.findall(r"repo: (.*)", text)) == {"local"}
