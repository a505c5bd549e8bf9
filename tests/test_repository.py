"""The repository: how it is released, by which tools, and what it tells those who contribute."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from datetime import date
from itertools import chain
from pathlib import Path

import pytest

import care_pathway as cp

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

import lowest_versions  # noqa: E402
import make_corpus  # noqa: E402
import sources_to_read_again  # noqa: E402

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
#: The actions that may be used, each at the commit that was looked at.
ACTIONS = {
    "actions/checkout@8e8c483db84b4bee98b60c0593521ed34d9990e8 # v6.0.1",
    "actions/setup-python@83679a892e2d95755f2dac6acb0bfd1e9ac5d548 # v6.1.0",
    "actions/setup-node@6044e13b5dc448c55e2357c09f80417699197238 # v6.2.0",
    "actions/upload-artifact@b7c566a772e6b6bfb58ed0dc250532a479d7789f # v6.0.0",
    "actions/download-artifact@37930b1c2abaa49bbe596cd826c3c89aef350131 # v7.0.0",
    "actions/upload-pages-artifact@7b1f4a764d45c48632c6b24a0339c27f5614fb0b # v4.0.0",
    "actions/deploy-pages@d6db90164ac5ed86f2b6aed7e0febac5b3c0c03e # v4.0.5",
    "pypa/gh-action-pypi-publish@ed0c53931b1dc9bd32cbe73a98c7f6766f8a527e # v1.13.0",
}

pytestmark = pytest.mark.skipif(not WORKFLOWS, reason="the sdist has no workflows")


def jobs(workflow: str) -> dict[str, str]:
    """The jobs of a workflow by their id."""
    text = (ROOT / ".github" / "workflows" / workflow).read_text("utf-8").partition("\njobs:\n")[2]
    parts = re.split(r"^  (?=[a-z-]+:$)", text, flags=re.MULTILINE)[1:]
    return {part.partition(":")[0]: part for part in parts}


def test_no_action_is_used_but_those_of_the_list() -> None:
    for path in WORKFLOWS:
        used = re.findall(r"uses: (.*)", path.read_text("utf-8"))
        others = {one for one in used if not one.startswith("./.github/")} - ACTIONS
        assert not others, path.name


def test_a_workflow_may_do_nothing_and_each_job_what_it_says() -> None:
    for path in WORKFLOWS:
        assert "\npermissions: {}\n" in path.read_text("utf-8"), path.name
        for name, job in jobs(path.name).items():
            assert "\n    permissions:\n" in job, (path.name, name)
            writes = set(re.findall(r"([a-z-]+): write", job))
            allowed = {
                "publish": {"id-token"},
                "release": {"contents"},
                "deploy": {"pages", "id-token"},
                "docs": {"pages", "id-token"} if path.name == "release.yml" else set(),
            }
            assert writes == allowed.get(name, set()), (path.name, name)


@pytest.mark.parametrize(
    ("table", "tools"), [("build.txt", {"build", "hatchling"}), ("sbom.txt", {"cyclonedx-bom"})]
)
def test_what_is_published_is_made_by_pinned_and_hashed_tools(table: str, tools: set[str]) -> None:
    text = (ROOT / ".github" / table).read_text("utf-8")
    pinned = [part for part in re.split(r"\n(?=[a-z])", text) if not part.startswith("#")]
    assert tools <= {part.partition("==")[0] for part in pinned}
    assert all("==" in part and "--hash=sha256:" in part for part in pinned)
    build = jobs("ci.yml")["build"]
    assert f"pip install --require-hashes --requirement .github/{table}\n" in build
    assert "python -m build --no-isolation" in build


def test_a_release_brings_the_list_of_its_parts() -> None:
    """By the tool of the how-to for vendors, from the wheel that is published and all that it installs."""
    build = jobs("ci.yml")["build"]
    assert '--python shipped/bin/python install "$(ls dist/*.whl)[all]"' in build
    made = re.search(r"cyclonedx-py environment (.*?)shipped/bin/python", build, re.DOTALL)
    assert made
    assert "--output-reproducible" in made[1]
    page = (ROOT / "docs" / "how-to" / "in-a-product.md").read_text("utf-8")
    assert "cyclonedx-py environment --output-reproducible" in page
    release = jobs("release.yml")["release"]
    assert "needs: publish" in release
    assert 'gh release create "$TAG" dist/* sbom/*' in release
    assert "name: sbom\n          path: sbom" in release


def test_the_lowest_declared_versions_are_installed_and_tried() -> None:
    """A floor that nobody tries is not true: every dependency has one, and the whole suite runs on them."""
    document = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    project, groups = document["project"], document["dependency-groups"]
    declared = [*project["dependencies"], *chain(*project["optional-dependencies"].values()), *groups["test"]]
    floors = lowest_versions.floors()
    for line in declared:
        name = re.split(r"[\[><=; ]", line)[0].lower()
        assert name == "care-pathway" or name in floors, line
    (hatchling,) = document["build-system"]["requires"]
    assert hatchling == f"hatchling>={floors['hatchling']}", "the tests build with the one that is declared"
    oldest = project["requires-python"].removeprefix(">=")
    job = jobs("ci.yml")["lowest"]
    assert f'python-version: "{oldest}"' in job
    for text in (job, (ROOT / ".ci" / "run").read_text("utf-8")):
        assert "scripts/lowest_versions.py" in text
        assert "[all]" in text
        assert re.search("--group test .*--constraint", text)


def test_nothing_is_published_before_the_whole_of_ci_has_passed() -> None:
    release = jobs("release.yml")
    assert "needs: [ci, version]" in release["publish"]
    assert "uses: ./.github/workflows/ci.yml" in release["ci"]
    for name in ("release", "docs"):
        assert "    needs: publish\n" in release[name], name
    docs = (ROOT / ".github" / "workflows" / "docs.yml").read_text("utf-8")
    assert "push:" not in docs.partition("\njobs:\n")[0]


def test_the_yearly_list_has_every_source_with_the_day_it_was_read() -> None:
    read = sources_to_read_again.last_read()
    sources = {source.id for edition in cp.editions() for source in cp.load(edition.id).sources}
    tables = {one for one, (_, about) in read.items() if about}
    assert set(read) - tables == sources
    assert all((ROOT / "src" / "care_pathway" / "data" / one).exists() for one in tables)
    for day, _ in read.values():
        assert date.fromisoformat(day.removeprefix("by ")) <= date.today()
    shown = sources_to_read_again.checklist()
    assert all(f"- [ ] read {day}: " in shown for day, _ in read.values())
    assert shown.count("- [ ]") == len(cp.load().sources) + len(tables)


def test_the_corpus_of_a_version_that_is_out_is_never_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / cp.__version__ / "Worker.json"
    kept.parent.mkdir()
    kept.write_text("as users have it", "utf-8")
    commit = "git -c user.name=x -c user.email= commit --quiet --allow-empty --message x"  # somebody made up
    for command in ("git init --quiet", commit, f"git tag v{cp.__version__}"):
        subprocess.run(command.split(), cwd=tmp_path, check=True)
    monkeypatch.setattr(make_corpus, "CORPUS", tmp_path)
    assert make_corpus.main() == 1
    assert "raise __version__ first" in capsys.readouterr().err
    assert kept.read_text("utf-8") == "as users have it"


def test_whatever_contributing_names_is_there() -> None:
    """Paths, scripts and tests of its recipes; a command that the environment lacks is installed first."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    data = ROOT / "src" / "care_pathway" / "data"
    tests = "".join(path.read_text("utf-8") for path in ROOT.glob("tests/*/test_*.py"))
    missing = []
    for words in re.findall(r"`([^`\n]+)`", text):
        for word in words.split():
            if re.fullmatch(r"(data|tests|scripts|src|docs|\.ci)/[\w./-]*", word):
                where = data / word.removeprefix("data/") if word.startswith("data/") else ROOT / word
                missing += [] if where.exists() else [word]
            elif word.startswith("test_"):
                missing += [] if f"def {word}(" in tests else [word]
    assert missing == []
    assert "pip install pre-commit && pre-commit install" in text
    assert "source .venv/bin/activate" in text
