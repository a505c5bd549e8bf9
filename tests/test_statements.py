"""Statements that a user transcribed from the pages whose lists could not be read."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import care_pathway as cp
from care_pathway.cli import main
from care_pathway.statements import COLUMNS, read_statements
from tests.test_integrity import walk

ROLE = "enhanced-care-worker"
PAGE = "https://www.gov.uk/example-page"
ON = date(2026, 3, 1)
HEADER = ",".join(COLUMNS[:-1])
ROWS = (
    f"{ROLE},,,behaviour,Keeps to what was delegated.,{PAGE},2026-11-30",
    f"{ROLE},Delegation,minimum,knowledge,Knows who delegates an activity.,{PAGE},2026-11-30",
    f"{ROLE},Delegation,minimum,skill,Asks the professional when unsure.,{PAGE},2026-11-30",
    f"{ROLE},Delegation,progression,skill,Helps others to learn an activity.,{PAGE},2026-11-30",
    f"{ROLE},,,practice-area,Stoma care,{PAGE},2026-11-30",
)


def table(folder: Path, *rows: str, header: str = HEADER) -> Path:
    file = folder / "statements.csv"
    file.write_text("\n".join((header, *rows)), "utf-8")
    return file


@pytest.fixture
def ours(pathway: cp.Pathway, tmp_path: Path) -> cp.Pathway:
    return cp.with_statements(pathway, table(tmp_path, *ROWS))


def test_transcribed_statements_count_instead_of_the_editorial_ones(ours: cp.Pathway) -> None:
    own = ours.expectations(ROLE).own
    assert [item.statement for item in own] == [
        "Keeps to what was delegated.",
        "Knows who delegates an activity.",
        "Asks the professional when unsure.",
        "Helps others to learn an activity.",
    ]
    assert [(area.label, area.stage) for area in ours.areas_for(ROLE)] == [
        ("Delegation", "minimum"),
        ("Delegation", "progression"),
    ]
    assert [area.label for area in ours.practice_areas_for(ROLE)] == ["Stoma care"]
    gap = cp.skill_gap(ours, cp.Worker(id="w", role_category=ROLE), target=ROLE, on=ON)
    assert "statements:enhanced-care-worker-3" in gap.missing


def test_nothing_else_is_touched(pathway: cp.Pathway, ours: cp.Pathway) -> None:
    for role in pathway.role_categories:
        if role.id != ROLE:
            before, after = pathway.expectations(role.id).own, ours.expectations(role.id).own
            assert [item.id for item in after] == [item.id for item in before]
            assert [item.statement for item in after] == [item.statement for item in before]
            assert ours.practice_areas_for(role.id) == pathway.practice_areas_for(role.id)
    assert ROLE in pathway.competency("beh-core-1").role_categories
    assert ROLE not in ours.competency("beh-core-1").role_categories
    assert len(pathway.expectations(ROLE).own) == 32


def test_a_list_that_the_file_does_not_have_stays(pathway: cp.Pathway, tmp_path: Path) -> None:
    """Behaviours alone replace behaviours alone."""
    ours = cp.with_statements(pathway, table(tmp_path, ROWS[0]))
    assert len(ours.expectations(ROLE).behaviours) == 1
    staged = [item.id for item in pathway.expectations(ROLE).own if item.stage]
    assert [item.id for item in ours.expectations(ROLE).own if item.stage] == staged
    assert ours.practice_areas_for(ROLE) == pathway.practice_areas_for(ROLE)


def test_they_are_marked_as_the_users_transcription(ours: cp.Pathway) -> None:
    """DESIGN: nothing is shown as official that we did not read."""
    for item in ours.expectations(ROLE).own:
        assert item.id.startswith("statements:")
        assert item.provenance.basis == "secondary"
        assert "read it on 2026-11-30" in (item.provenance.why or "")
        assert ours.source(str(item.provenance.source)).url == PAGE
    assert ours.ref == f"{cp.load().ref}+statements"
    assert not any(item.id.startswith("statements:") for item in ours.only(basis="published").competencies)


def test_every_reference_still_leads_somewhere(ours: cp.Pathway) -> None:
    text = cp.dumps(ours)
    assert cp.loads(text, cp.Pathway) == ours  # the strict reader checks every reference
    assert pickle.loads(pickle.dumps(ours)) == ours
    ids = [record.id for _, record in walk(ours) if isinstance(record, cp.Competency)]
    assert len(ids) == len(set(ids))


def test_every_answer_can_be_asked(ours: cp.Pathway) -> None:
    worker = cp.Worker(id="w", role_category="care-or-support-worker", qualifications=(), training=())
    assert cp.check_eligibility(ours, worker, target=ROLE, on=ON).pathway == ours.ref
    cp.career_plan(ours, worker, target=ROLE, on=ON)
    cp.align_course(ours, cp.Course(id="c", title="Delegated healthcare"))
    cp.team_gap(ours, [worker], target=ROLE, on=ON)


def test_the_digest_follows_the_statements(pathway: cp.Pathway, ours: cp.Pathway, tmp_path: Path) -> None:
    other = cp.with_statements(pathway, table(tmp_path, *ROWS[:-1]))
    again = cp.with_statements(pathway, table(tmp_path, *ROWS))
    assert len({pathway.digest, ours.digest, other.digest}) == 3
    assert again == ours


def test_a_theme_is_taken_where_it_is_given(pathway: cp.Pathway, tmp_path: Path) -> None:
    rows = (f"{ROWS[2]},medication", f"{ROWS[4]},bladder-and-bowel")
    ours = cp.with_statements(pathway, table(tmp_path, *rows, header=",".join(COLUMNS)))
    assert ours.competency("statements:enhanced-care-worker-1").theme == "medication"
    assert ours.practice_areas_for(ROLE)[0].topic == "bladder-and-bowel"


GOOD = ROWS[1]
WRONG = {
    GOOD.replace(ROLE, "care-or-support-worker"): ("role_category", "whose lists were not read: enhanced-c"),
    GOOD.replace(ROLE, "nobody"): ("role_category", "whose lists were not read"),
    GOOD.replace(",knowledge,", ",duty,"): ("kind", "one of behaviour, knowledge, skill, practice-area"),
    GOOD.replace(",minimum,", ",basic,"): ("stage", "one of minimum, progression, additional"),
    GOOD.replace(",minimum,", ",,"): ("stage", "one of minimum, progression, additional"),
    GOOD.replace(",Delegation,", ",,"): ("heading", "missing; knowledge and skills stand under a heading"),
    ROWS[0].replace(",,,behaviour", ",,minimum,behaviour"): ("stage", "a behaviour has no stage"),
    GOOD.replace(PAGE, "the page"): ("page", "https"),
    GOOD.replace("2026-11-30", "30.11."): ("read_on", "a day such as 2026-11-30"),
    GOOD.replace("Knows who delegates an activity.", ""): ("statement", "missing"),
    f"{ROLE},,,,,,": ("kind", "missing"),
}


def test_all_that_is_wrong_is_named_at_once(pathway: cp.Pathway, tmp_path: Path) -> None:
    """File, line, column, what was found and what is allowed; nothing is taken from a file with a problem."""
    file = table(tmp_path, GOOD, *WRONG)
    with pytest.raises(cp.DataError) as caught:
        cp.with_statements(pathway, file)
    found = {(problem.line, problem.column): problem for problem in caught.value.problems}
    for line, (column, message) in enumerate(WRONG.values(), 3):
        problem = found[line, column]
        assert problem.file == "statements.csv"
        assert message in problem.message
    assert not any(line == 2 for line, _ in found)


def test_the_same_statement_twice_is_named(pathway: cp.Pathway, tmp_path: Path) -> None:
    with pytest.raises(cp.DataError, match="line 3, statement: given twice for this role category"):
        cp.with_statements(pathway, table(tmp_path, GOOD, GOOD))


@pytest.mark.parametrize(
    ("row", "message"),
    [(f"{ROWS[2]},no-such-theme", "expected a theme: "), (f"{ROWS[4]},No Topic", "a topic such as dementia")],
)
def test_an_unknown_theme_is_named(row: str, message: str, pathway: cp.Pathway, tmp_path: Path) -> None:
    with pytest.raises(cp.DataError, match=message):
        cp.with_statements(pathway, table(tmp_path, row, header=",".join(COLUMNS)))


def test_columns_are_checked_first(pathway: cp.Pathway, tmp_path: Path) -> None:
    header = HEADER.replace("stage", "level") + ",kind"
    with pytest.raises(cp.DataError) as caught:
        cp.with_statements(pathway, table(tmp_path, GOOD, header=header))
    messages = str(caught.value)
    assert "no column stage; expected role_category, heading" in messages
    assert "unknown column" in messages
    assert "a column given twice" in messages


def test_a_pathway_takes_one_file(ours: cp.Pathway, tmp_path: Path) -> None:
    with pytest.raises(cp.DataError, match="has statements already"):
        cp.with_statements(ours, table(tmp_path, GOOD))
    with pytest.raises(cp.DataError, match="no such file"):
        cp.with_statements(ours, tmp_path / "no-such-file.csv")


def test_the_day_may_be_headed_so(pathway: cp.Pathway, tmp_path: Path) -> None:
    path = table(tmp_path, *ROWS)
    path.write_text(path.read_text("utf-8").replace("read_on", "day", 1), "utf-8")
    assert read_statements(pathway, path)[0].read_on == date(2026, 11, 30)


def test_a_workbook_is_read_too(pathway: cp.Pathway, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append([name.replace("_", " ").capitalize() for name in COLUMNS[:-1]])
    cells: list[Any] = [cell or None for cell in GOOD.split(",")]
    book.active.append([*cells[:-1], date(2026, 11, 30)])
    book.save(tmp_path / "statements.xlsx")
    assert read_statements(pathway, tmp_path / "statements.xlsx")[0].read_on == date(2026, 11, 30)


def test_the_script_proposes_a_revision(pathway: cp.Pathway, tmp_path: Path) -> None:
    script = Path(__file__).parent.parent / "scripts" / "transcribe.py"
    bundled = "https://www.gov.uk/government/publications/care-workforce-pathway-for-adult-social-care"
    assert bundled in [source.url for source in pathway.sources]
    rows = (*ROWS, f"{ROLE},,,behaviour,Says what it cannot do.,{bundled},2026-11-30")
    command = [sys.executable, str(script), str(table(tmp_path, *rows)), "--out", str(tmp_path / "proposal")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "added: Knows who delegates an activity. (ks-ecw-delegation-2-01)" in done.stdout
    assert "retired: " in done.stdout

    def made(name: str) -> list[dict[str, Any]]:
        text = (tmp_path / "proposal" / f"{name}.json").read_text("utf-8")
        assert "statements:" not in done.stdout + text
        found: list[dict[str, Any]] = json.loads(text)
        assert {tuple(record["editions"]) for record in found} == {("2025-04",)}
        return found

    # As the records of the data are named, and none as one that is or was there.
    items = [
        (record["id"], record.get("area"), record["provenance"]["source"]) for record in made("competencies")
    ]
    source = next(one.id for one in pathway.sources if one.url == bundled)
    assert items == [
        ("beh-ecw-1", None, "transcribed-page-1"),
        ("ks-ecw-delegation-2-01", "area-ecw-delegation-2", "transcribed-page-1"),
        ("ks-ecw-delegation-2-02", "area-ecw-delegation-2", "transcribed-page-1"),
        ("ks-ecw-delegation-3-01", "area-ecw-delegation-3", "transcribed-page-1"),
        ("beh-ecw-2", None, source),
    ]
    assert [record["id"] for record in made("areas")] == ["area-ecw-delegation-2", "area-ecw-delegation-3"]
    assert [(one["id"], one["topic"]) for one in made("practice_areas")] == [
        ("pa-ecw-stoma-care", "stoma-care")
    ]
    assert [one["id"] for one in made("sources")] == ["transcribed-page-1"]
    (tmp_path / "proposal" / "competencies.json").write_text("with a theme of mine", "utf-8")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, "was filled in or changed" in done.stderr) == (1, True)
    assert (tmp_path / "proposal" / "competencies.json").read_text("utf-8") == "with a theme of mine"
    command[2] = str(table(tmp_path, GOOD, GOOD))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "given twice" in done.stderr


def test_the_command_line_takes_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", ROLE, "--statements", str(table(tmp_path, *ROWS))]) == 0
    assert "Knows who delegates an activity." in capsys.readouterr().out
