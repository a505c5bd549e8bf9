"""The pages that are written from the data say what the data say, and mark what is not official."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import care_pathway as cp
from care_pathway._data import read_json
from care_pathway.model import COLLECTIONS

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))

import docs_text
import generate_docs
import generate_names
import notebook
import rooms_picture
import verdict_page
from tests.each import each

ROOT = generate_docs.ROOT
PATHWAY = cp.load()
ROLES = [role.id for role in PATHWAY.role_categories]


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return generate_docs.pages()


def test_every_generated_page_is_in_the_navigation(pages: dict[str, str]) -> None:
    configuration = (ROOT / "mkdocs.yml").read_text("utf-8")
    assert [path for path in pages if f" {path}\n" not in configuration] == []


def test_every_page_of_the_navigation_exists(pages: dict[str, str]) -> None:
    configuration = (ROOT / "mkdocs.yml").read_text("utf-8").split("\nnav:", 1)[1]
    named = re.findall(r"([\w/-]+\.md)$", configuration, re.MULTILINE)
    assert len(named) > 40
    assert [path for path in named if path not in pages and not (ROOT / "docs" / path).exists()] == []


def test_a_notebook_has_the_code_of_its_page_and_what_it_prints() -> None:
    """The page's code is run by another test; this is the same, in the form that Jupyter opens."""
    for path, content in notebook.notebooks().items():
        page = (ROOT / "docs" / path.replace(".ipynb", ".md")).read_text("utf-8")
        found = json.loads(content)
        assert (found["nbformat"], found["nbformat_minor"]) == (4, 5)
        assert len({cell["id"] for cell in found["cells"]}) == len(found["cells"])
        code = ["".join(cell["source"]) for cell in found["cells"] if cell["cell_type"] == "code"]
        assert code == [block.rstrip("\n") for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL)]
        for one in code:
            compile(one, path, "exec")
        printed = ["".join(out["text"]) for cell in found["cells"] for out in cell.get("outputs", ())]
        assert printed == [block.rstrip("\n") for block in re.findall(r"```text\n(.*?)```", page, re.DOTALL)]
        words = "".join(line for cell in found["cells"] for line in cell["source"])
        assert "../" not in words
        assert ".md)" not in words


@pytest.mark.parametrize("role", ROLES)
def test_every_own_expectation_stands_on_the_page_with_its_basis(role: str, pages: dict[str, str]) -> None:
    """Nothing editorial is ever shown as official."""
    page = pages[f"pathway/{role}.md"]
    lines = [line for line in page.splitlines() if line.startswith("- ")]
    for one in PATHWAY.expectations(role).own:
        said = [line for line in lines if docs_text.text(one.statement) in line]
        assert said, one.id
        known = next((e.provenance for e in one.evidence if e.role_category == role), one.provenance)
        if known.basis is cp.Basis.EDITORIAL:
            assert all("cp-editorial" in line for line in said), one.id


@each("role", ROLES)
def test_routes_and_learning_stand_on_the_page(role: str, pages: dict[str, str]) -> None:
    page = pages[f"pathway/{role}.md"]
    for linked in PATHWAY.learning_for(role):
        assert docs_text.text(linked.learning.name) in page, linked.learning.id
    for route in PATHWAY.routes_from(role):
        for requirement in route.requirements:
            assert docs_text.text(requirement.text) in page, requirement.id


def test_the_data_catalogue_counts_the_data(pages: dict[str, str]) -> None:
    page = pages["pathway/data-catalogue.md"]
    for edition in cp.editions():
        pathway = cp.load(edition.id)
        part = page.split(f"## Edition {edition.id}\n", 1)[1].split("\n### ", 1)[0]
        rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", part, re.MULTILINE))
        for name in COLLECTIONS:
            records = getattr(pathway, name)
            if not records:
                assert name not in rows
                continue
            count = Counter(str(one.provenance.basis) for one in records if hasattr(one, "provenance"))
            wanted = [count[basis] for basis in docs_text.COLUMNS]
            assert [int(cell) for cell in rows[name].split(" | ")] == [*wanted, len(records)], name


def test_the_page_of_editions_names_what_came_and_went(pages: dict[str, str]) -> None:
    page = pages["pathway/editions.md"]
    for role in ("enhanced-care-worker", "personal-assistant", "deputy-manager", "registered-manager"):
        assert re.search(rf"^\| added \|.*`{role}`", page, re.MULTILINE), role


def test_every_source_has_an_anchor(pages: dict[str, str]) -> None:
    for source in PATHWAY.sources:
        assert f'<a id="{source.id}"></a>' in pages["pathway/sources.md"]


def test_every_command_stands_in_the_reference(pages: dict[str, str]) -> None:
    for command in ("report", "titles", "align", "export", "template", "validate", "ascwds fill"):
        assert f"\n## care-pathway {command} " in pages["reference/cli.md"], command


def test_the_picture_in_the_readme_is_up_to_date() -> None:
    assert generate_docs.PICTURE.read_text("utf-8") == generate_docs.picture().rstrip() + "\n", (
        "run: python scripts/generate_docs.py"
    )


def test_words_cannot_become_markup() -> None:
    assert docs_text.text("<b>a</b> | [x](y) *z*") == r"&lt;b&gt;a&lt;/b&gt; \| \[x\](y) \*z\*"


def test_what_type_checkers_read_of_the_names_is_up_to_date() -> None:
    assert generate_names.main(["--check"]) == 0, "run: python scripts/generate_names.py"


def test_the_picture_of_the_rooms_is_up_to_date() -> None:
    assert rooms_picture.main(["--check"]) == 0, "run: python scripts/rooms_picture.py"


def test_the_page_on_the_rules_of_an_upload_says_what_the_table_says(pages: dict[str, str]) -> None:
    """Rule: every verdict of the comparison is on the page, and so is every column of an upload."""
    page = pages["reference/ascwds-rules.md"]
    with verdict_page.TABLE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    lines = {(part, line.split(" | ")[0].strip("| ")): line for part, line in _table_lines(page)}
    for row in rows:
        if row["file"] != "upload":
            line = lines[row["file"], f"`{row['column']}`" if row["column"] else "the row"]
            assert (row["code"] or f"a {row['severity']} of ours") in line, row
    uploads = sum(int(row["verdicts"]) for row in rows if row["file"] == "upload")
    assert f"Of {uploads} uploads" in page
    names = {one["name"] for one in read_json("crosswalks/ascwds/columns.json")["rows"][0]["columns"]}
    assert all(name in page for name in names if not name.startswith("QUALACH"))


def _table_lines(page: str) -> Iterator[tuple[str, str]]:
    """The lines of the tables with the file that they are about."""
    part = ""
    for line in page.splitlines():
        if line.startswith("## "):
            part = line.removeprefix("## ").split()[0].lower()
        elif line.startswith("| "):
            yield part, line
