"""The command line, run as a user runs it: what it prints, what it writes, how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import openpyxl
import pytest

import care_pathway as cp
from care_pathway import cli
from care_pathway._commands import console as console_module
from care_pathway._commands.console import Console
from care_pathway.interop import examples
from care_pathway.report.output import FILES
from tests.each import each
from tests.solved import solved_once

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module", autouse=True)
def _solved_once() -> Iterator[None]:
    with solved_once():
        yield


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command in an empty folder; standard input as given."""
    monkeypatch.chdir(tmp_path)

    def running(*argv: str, stdin: str | bytes = "") -> tuple[int, str, str]:
        content = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))
        capsys.readouterr()
        code = cli.main(list(argv))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return running


def put(name: str, content: bytes | str | None = None) -> str:
    """A file in the present folder: an example, or with given content."""
    data = (
        examples.file(name).read()
        if content is None
        else content.encode()
        if isinstance(content, str)
        else content
    )
    Path(name).write_bytes(data)
    return name


def table(text: str) -> list[dict[str, str]]:
    """What a command prints in a pipe."""
    return list(csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))


def rows(path: str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


# --- help and usage ----------------------------------------------------------------------------------

COMMANDS = (
    "report",
    "title",
    "titles",
    "gap",
    "eligibility",
    "routes",
    "plan",
    "record",
    "align",
    "publish",
    "editions",
    "show",
    "compare",
    "export",
    "template",
    "validate",
    "ascwds check",
    "ascwds fill",
    "ascwds upgrade",
    "files",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command(run: Run, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    code, out, err = run(*command.split(), "--help")
    assert (code, err) == (0, "")
    assert [line for line in out.splitlines() if len(line) > 80] == []
    assert f"usage: care-pathway {command}" in out
    if command != "editions":
        assert "examples:\n  care-pathway" in out


@pytest.mark.parametrize("argv", [(), ("--help",)])
def test_how_to_start_is_shown_first(
    run: Run, argv: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    code, out, err = run(*argv)
    assert [line for line in out.splitlines() if len(line) > 80] == []
    assert (code, err) == (0, "")
    assert "care-pathway report --example --out example-report" in out
    assert "exit codes" in out


@each(
    "argv",
    [
        ("nonsense",),
        ("report",),
        ("report", "--out", "x"),
        ("report", "staff.csv", "--example", "--out", "x"),
        ("report", "-", "--training", "-", "--out", "x"),
        ("report", "--example", "--out", "x", "--budget", "lots"),
        ("report", "--example", "--out", "x", "--ahead", "-1"),
        ("report", "--example", "--out", "x", "--on", "32/13/2026"),
        ("report", "--example", "--out", "x", "--person", "S999"),
        ("title", "x", "--edition", "1999"),
        ("title", "x", "--duty", "sings"),
        ("title", "x", "--duty", "leads_shift=perhaps"),
        ("title", "x", "--duty", "number_of_services=many"),
        ("gap", "--persona", "nobody"),
        ("gap", "--persona", "sam", "--target", "king"),
        ("gap", "--example", "--person", "S999"),
        ("gap", "--example", "--training", "training.csv"),
        ("report", "--example", "--out", "x", "--column", "job_title=Post"),
        ("report", "--example", "--out", "x", "--catalogue-sheet", "Prices"),
        ("gap", "--example", "--sheet", "Staff"),
        ("gap", "--example", "--matrix-dates", "expires"),
        ("gap", "--example", "--setting", "care-home"),
        ("gap", "--example", "--include-leavers"),
        ("gap", "--persona", "sam", "staff.csv"),
        ("plan", "--persona", "sam", "--save-mapping", "map.json"),
        ("record", "--persona", "sam", "--person", "S1", "--out", "x"),
        ("gap", "staff.csv", "--training-column", "worker=Who"),
        ("gap", "staff.csv", "--evidence-sheet", "Signed"),
        ("gap", "staff.csv", "--matrix-dates", "expires"),
        ("routes", "--map", "text", "staff.csv"),
        ("routes", "--map", "text", "--to", "new-to-care"),
        ("routes", "--from", "new-to-care", "--persona", "sam"),
        ("publish", "--column", "title=Course", "--out", "x"),
        ("gap", "staff.csv", "--save-mapping", "-"),
        ("ascwds", "fill", "-", "--workplace", "-", "--out", "x"),
        ("align", "-", "--review", "-"),
        ("report", "--example", "--out", "x", "--catalogue", "courses.csv"),
        ("gap",),
        ("gap", "x.csv", "--column", "job_title"),
        ("eligibility", "--persona", "sam", "--target", "king"),
        ("plan", "--example"),
        ("routes", "--from", "nowhere"),
        ("show", "no-such-record"),
        ("compare", "2024-01", "1999"),
        ("template", "poems"),
        ("align",),
        ("align", "x.csv", "--example"),
        ("publish",),
        ("publish", "x.csv", "--example", "--out", "x"),
        ("publish", "--review", "review.xlsx", "--out", "x"),
        ("ascwds", "check"),
    ],
)
def test_wrong_usage_ends_with_two(run: Run, argv: tuple[str, ...]) -> None:
    code, out, err = run(*argv)
    assert code == 2
    assert out == ""
    assert "Traceback" not in err
    assert list(Path().iterdir()) == []
    wrong, help_ = err.splitlines()[-2:]
    assert wrong.startswith("care-pathway: ")
    assert help_.startswith("try: care-pathway")
    assert "usage:" not in err, "what is wrong, and where help is; no list of every option"


def test_the_version(run: Run) -> None:
    code, out, _ = run("--version")
    assert code == 0
    assert out.startswith("care-pathway ")


def test_the_version_of_a_source_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib import metadata

    def missing(_: str) -> str:
        raise metadata.PackageNotFoundError

    monkeypatch.setattr(metadata, "version", missing)
    assert cli._version() == "(not installed)"


# --- report ------------------------------------------------------------------------------------------


def test_the_main_command_of_the_readme(run: Run) -> None:
    """The example has faulty rows, says so, and still ends with 0."""
    code, out, err = run("report", "--example", "--out", "example-report")
    assert code == 0
    assert table(out)[0] == {"where": "New to care", "people": "3"}
    assert re.search(r"\d+ notices and problems \(\d+ of them faults", err)
    folder = Path("example-report")
    made = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    assert made == {*FILES, ".care-pathway"}
    assert "made-up example" in Path("example-report/report.html").read_text(encoding="utf-8")


def test_own_files_with_everything(run: Run) -> None:
    put("staff.csv"), put("training.csv"), put("evidence.csv"), put("courses.csv")
    put(
        "acme.toml",
        'namespace = "acme"\n[[local_titles]]\nid = "acme:sun"\ntitle = "Sunshine Bringer"\n'
        'role_category = "care-or-support-worker"\n',
    )
    code, out, err = run(
        "report", "staff.csv", "--training", "training.csv", "--evidence", "evidence.csv", "--catalogue",
        "courses.csv", "--overlay", "acme.toml", "--on", "01/11/2026", "--budget", "£500", "--hours", "100",
        "--person", "S001", "--title", "Our team", "--out", "report", "--json",
    )  # fmt: skip
    assert code == 0
    document = json.loads(out)
    assert document["title"] == "Our team"
    assert document["pathway"].endswith("+acme")
    assert document["on"] == "2026-11-01"
    assert "columns: " in err
    assert Path("report/plans.html").exists()


def test_a_report_of_a_folder_goes_beside_its_files_and_is_never_read_as_one(run: Run) -> None:
    """Without --out, into a folder of that name; a second run finds the same files and puts it there."""
    put("staff.csv"), put("training.csv")
    for _ in range(2):
        code, out, err = run("report", ".", "--on", "2026-11-01")
        assert (code, "Registered manager\t2" in out) == (0, True)
        assert err.rstrip().endswith("report.json into care-pathway-report")
        assert "people.csv:" not in err
    assert sorted(path.name for path in Path().iterdir()) == [
        "care-pathway-report", "staff.csv", "training.csv"
    ]  # fmt: skip


def test_a_folder_in_which_something_of_ours_lies_is_read_without_it(run: Run) -> None:
    """Also after `align --out .`, and a report put beside its own files: what we made is none of them."""
    put("staff.csv"), put("courses.csv")
    assert run("align", "courses.csv", "--out", ".", "--force")[0] in (0, 1)
    assert run("publish", "--out", ".")[0] == 0
    first = run("report", ".", "--on", "2026-11-01", "--out", ".")
    assert first[0] == 0, first[2]
    again = run("report", ".", "--on", "2026-11-01", "--out", ".")
    assert again[:2] == first[:2], again[2]
    assert "people.csv: left out: care-pathway made a file of this name here; rename it" in again[2]
    code, _, err = run("report", ".", "--out", "other")
    assert code == 0
    code, _, err = run("report", "other", "--out", "third")
    assert (code, "this folder was written by care-pathway" in err) == (1, True)


@pytest.mark.skipif(os.name != "posix", reason="pipes of this kind are POSIX")
def test_what_cannot_be_read_in_a_folder_is_said_and_never_waited_for(run: Run) -> None:
    Path("mine").mkdir()
    put("mine/staff.csv", "Staff ref,Job title\n1,Carer\n")
    os.mkfifo("mine/pipe.csv")
    Path("mine/gone.xlsx").symlink_to("nowhere.xlsx")
    code, _, err = run("report", "mine", "--out", "out")
    assert code == 0, err
    for name in ("pipe.csv", "gone.xlsx"):
        assert f"{name}: left out: it is a broken link, or no file" in err
    assert run("files", "mine")[0] == 0


def test_decisions_about_the_example_are_used(run: Run) -> None:
    put("decided.csv", "What,Found,Decision\ntitle,Care Manager,Registered manager\n")
    assert run("report", "--example", "--decisions", "decided.csv", "--out", "out")[0] == 0
    assert "Care Manager" not in [row["Found"] for row in rows("out/to-check.csv")]


def test_a_title_decided_to_be_outside_the_pathway_is_settled(run: Run) -> None:
    Path("staff.csv").write_text("Staff ref,Job title\n1,Activities Coordinator\n2,Carer\n", "utf-8")
    assert run("report", "staff.csv", "--out", "first")[0] == 0
    (open_one,) = rows("first/to-check.csv")
    assert open_one["Found"] == "Activities Coordinator"
    Path("decided.csv").write_text(
        "What,Found,Decision\ntitle,Activities Coordinator,Outside the Pathway\n", "utf-8"
    )
    assert run("report", "staff.csv", "--decisions", "decided.csv", "--out", "second")[0] == 0
    assert rows("second/to-check.csv") == []
    assert rows("second/people.csv")[0]["placed"] == "out-of-scope"


def test_a_quiet_report_of_standard_input(run: Run) -> None:
    content = examples.file("staff.csv").read()
    code, out, err = run("report", "-", "--out", "report", "-q", "--on", "2026-11-01", stdin=content)
    assert (code, err) == (0, "")
    assert "Registered manager\t2" in out


def test_without_jinja2_nothing_is_read_or_written(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from care_pathway.report import page

    page.environment.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    code, out, err = run("report", "--example", "--out", "report")
    page.environment.cache_clear()
    assert (code, out) == (1, "")
    assert 'pip install "care-pathway[report]"' in err
    assert not Path("report").exists()


BAD_FILES: dict[str, bytes] = {
    "empty.csv": b"",
    "blank.csv": b"\r\n  \r\n",
    "page.csv": b"<!doctype html><html></html>",
    "binary.csv": b"a,b\0c",
    "damaged.xlsx": b"PK\x03\x04 this is no workbook",
    "locked.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "columns.csv": b"colour,shape\nred,round\n",
}


@pytest.mark.parametrize("name", BAD_FILES)
@pytest.mark.parametrize("command", ["report", "titles"])
def test_files_that_cannot_be_used(run: Run, name: str, command: str) -> None:
    put(name, BAD_FILES[name])
    argv = ["report", name, "--out", "out"] if command == "report" else ["titles", name, "--out", "out.csv"]
    code, out, err = run(*argv)
    assert (code, out) == (1, "")
    assert name in err
    assert "Traceback" not in err
    assert not Path("out").exists()
    assert not Path("out.csv").exists()


def test_a_column_that_is_missing_is_named_as_the_command_line_does(run: Run) -> None:
    put("courses.csv", "What,Delegate rate\nFire safety,£30\n")
    code, _, err = run("align", "courses.csv")
    assert code == 1
    assert '--column title="its heading"' in err


def test_a_checklist_is_not_advised_to_name_its_columns(run: Run) -> None:
    """Rule: there is no option for them."""
    put("staff.csv", "Staff ref,Job title\n1,Carer\n")
    code, _, err = run("report", "staff.csv", "--adoption", "staff.csv", "--out", "out")
    assert (code, "--column" in err, "template adoption" in err) == (1, False, True)


def test_a_missing_file_and_a_folder(run: Run) -> None:
    Path("folder").mkdir()
    for name, words in (("nothing.csv", "no such file"), ("folder", "no file here looks like a staff list")):
        code, _, err = run("report", name, "--out", "out")
        assert code == 1
        assert words in err
    code, _, err = run("report", "--example", "--out", "out", "--overlay", "nothing.toml")
    assert code == 1
    assert "no such file" in err


def test_an_output_folder_that_is_a_file(run: Run) -> None:
    put("out", "mine")
    code, _, err = run("report", "--example", "--out", "out")
    assert code == 1
    assert "this is a file" in err
    assert Path("out").read_text(encoding="utf-8") == "mine"


def test_rows_that_a_spreadsheet_left_behind(run: Run) -> None:
    """Windows-1252, two headers, a total row, 300 columns: the good rows are answered."""
    wide = ",".join(f"c{number}" for number in range(298))
    content = (
        f"Staff ref,Job title,{wide}\r\nS1,Café Carer,\r\nS2,Care Assistant,\r\n"
        f"Staff ref,Job title,{wide}\r\nTotal,2,\r\n"
    ).encode("cp1252")
    put("staff.csv", content)
    code, _, err = run("report", "staff.csv", "--out", "out", "--on", "2026-11-01")
    assert code == 0
    assert [row["worker"] for row in sorted(rows("out/people.csv"), key=lambda row: row["worker"])] == [
        "S1",
        "S2",
    ]
    messages = " ".join(row["message"] for row in rows("out/problems.csv"))
    for words in ("Windows-1252", "header stands here again", "line of totals"):
        assert words in messages
    assert "problems" in err


def test_ctrl_c_leaves_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("care_pathway.report.output.Report.html", stop)
    code, out, err = run("report", "--example", "--out", "out")
    assert (code, out) == (130, "")
    assert "nothing was half-written" in err
    assert not Path("out").exists()


def test_an_error_of_the_system_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: Any) -> None:
        raise PermissionError(13, "Permission denied", "staff.csv")

    monkeypatch.setattr("care_pathway.report.inputs.read_inputs", refuse)
    code, _, err = run("report", "staff.csv", "--out", "out")
    assert code == 1
    assert err == "care-pathway: staff.csv: permission denied\n"


# --- titles ------------------------------------------------------------------------------------------


def test_titles_one_by_one(run: Run) -> None:
    code, out, err = run("title", "Snr Care Asst (nights)", "Deputy Manager", "Forklift driver")
    assert (code, err) == (0, "")
    found = table(out)
    assert [row["status"] for row in found] == ["ambiguous", "matched", "out-of-scope"]
    assert found[1]["role_category"] == "deputy-manager"


def test_duties_override_words(run: Run) -> None:
    _, out, _ = run(
        "title", "Senior care co-ordinator", "--duty", "deputises_for_manager", "--duty", "manages-staff=yes"
    )
    assert table(out)[0]["role_category"] == "deputy-manager"
    code, _, _ = run(
        "title", "Manager", "--duty", "number_of_services=3", "--duty", "cqc_registered_manager=no"
    )
    assert code == 0


def test_titles_from_standard_input_as_json(run: Run) -> None:
    code, out, _ = run("title", "-", "--json", stdin="Carer\n\nCook\n")
    assert code == 0
    found = json.loads(out)
    assert [one["title"] for one in found] == ["Carer", "Cook"]
    assert found[0]["schema_version"] == 1


def test_a_line_without_end_is_no_title(run: Run) -> None:
    code, out, err = run("title", "-", stdin="\0" * 3_000_000)
    assert (code, out) == (2, "")
    assert "a line of 1,000,000 letters is no job title" in err


def test_control_characters_never_reach_the_output(run: Run) -> None:
    _, out, _ = run("title", "Carer\x1b[31m\t\x07red")
    assert "\x1b" not in out
    assert "\x07" not in out
    assert len(out.splitlines()) == 2


def test_a_file_of_titles_keeps_its_columns(run: Run) -> None:
    put("jobs.csv", 'id,Job title,note\n1,"Carer, nights",a\n2,Deputy Manager\n3,=cmd(),"x ""y"""\n')
    code, out, err = run("titles", "jobs.csv", "--out", "placed.csv")
    assert (code, out) == (0, "")
    assert "3 rows" in err
    found = rows("placed.csv")
    assert [row["id"] for row in found] == ["1", "2", "3"]
    assert [row["note"] for row in found] == ["a", "", 'x "y"']
    assert found[0]["cwp_role_category"] == "care-or-support-worker"
    assert found[1]["cwp_ascwds_job_role"] == "43"
    assert found[2]["Job title"] == "'=cmd()"
    run("titles", "jobs.csv", "--out", "raw.csv", "--raw")
    assert rows("raw.csv")[2]["Job title"] == "=cmd()"


def test_titles_through_a_pipe(run: Run) -> None:
    code, out, err = run("titles", "-", "--column", "Post held", "-q", stdin="Post held;x\nCarer;1\n")
    assert (code, err) == (0, "")
    assert out.splitlines()[0].startswith("Post held,x,cwp_status")
    assert "care-or-support-worker" in out


def test_a_workbook_of_titles(run: Run) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["Role", "Ref"])
    book.active.append(["Deputy Manager", None])
    book.save("jobs.xlsx")
    code, out, _ = run("titles", "jobs.xlsx")
    assert code == 0
    assert "Deputy Manager,,matched,deputy-manager" in out


def test_titles_that_cannot_be_found_or_written(run: Run) -> None:
    put("jobs.csv", "id,Job title\n1,Carer\n")
    code, _, err = run("titles", "jobs.csv", "--column", "Nonsense")
    assert code == 1
    assert "'id', 'Job title'" in err
    assert run("titles", "jobs.csv", "--out", "jobs.csv")[0] == 2
    assert run("titles", "jobs.csv", "--out", "no/such/folder.csv")[0] == 1


def test_a_quote_that_is_never_closed_loses_one_line(run: Run) -> None:
    put("jobs.csv", 'id,Job title\n1,"Carer\n2,Cook\n3,Team Leader\n')
    code, out, err = run("titles", "jobs.csv")
    assert code == 0
    assert "3,Team Leader" in out
    assert "never closed" in err


def test_many_titles_are_kept_within_bounds(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("care_pathway._commands.titles._KEPT", 1)
    _, out, _ = run("titles", "-", stdin="Job title\nCarer\nCook\nCarer\n")
    assert out.count("care-or-support-worker") == 2 * 2


# --- people ------------------------------------------------------------------------------------------


def test_the_gap_of_a_persona(run: Run) -> None:
    code, out, _ = run("gap", "--persona", "sam", "--on", "2026-01-01")
    assert code == 0
    assert "sam against care-or-support-worker" in out


def test_gaps_of_a_team(run: Run) -> None:
    code, out, err = run("gap", "--example", "--on", "2026-11-01", "--threshold", "attended")
    assert code == 0
    assert len(table(out)) > 30
    assert "not settled" in err
    assert "problems in staff.csv" in err
    _, out, _ = run("gap", "--example", "--person", "S001", "--target", "deputy-manager", "--json")
    assert json.loads(out)[0]["target"] == "deputy-manager"


def test_eligibility(run: Run) -> None:
    code, out, err = run(
        "eligibility", "--persona", "anton", "--target", "registered-manager", "--on", "2026-01-01"
    )
    assert code == 0
    assert "CQC registration" in out
    assert "decides nothing" in err
    put("staff.csv"), put("training.csv"), put("evidence.csv")
    _, out, _ = run(
        "eligibility", "staff.csv", "--training", "training.csv", "--evidence", "evidence.csv", "--target",
        "deputy-manager", "--person", "S004", "--person", "S005",
    )  # fmt: skip
    assert [row["worker"] for row in table(out)] == ["S004", "S005"]
    _, out, _ = run("eligibility", "--persona", "sam", "--target", "registered-nurse", "--json")
    assert json.loads(out)[0]["decision"] in ("not-yet", "needs-evidence", "nothing-required")


def test_routes(run: Run) -> None:
    code, out, _ = run("routes", "--persona", "richard", "--on", "2026-01-01")
    assert code == 0
    assert {row["from"] for row in table(out)} == {"enhanced-care-worker"}
    _, out, _ = run("routes", "--from", "care-or-support-worker", "--to", "registered-manager")
    assert table(out)[0]["steps"] == "2"
    _, out, _ = run("routes", "--to", "new-to-care")
    assert table(out)[0]["way"] == "entry > new-to-care"
    _, out, _ = run("routes", "--from", "practice-leader", "--json")
    assert {route["kind"] for route in json.loads(out)} >= {"vertical", "lateral"}
    code, out, err = run("routes", "--from", "registered-manager", "--to", "new-to-care")
    assert code == 0
    assert "no way" in err


def test_the_map(run: Run) -> None:
    assert run("routes", "--map", "svg")[1].startswith("<svg")
    assert run("routes", "--map", "mermaid")[1].startswith("flowchart")
    assert run("routes", "--map", "text", "--edition", "2024-01")[1].startswith("New to care")
    assert len(json.loads(run("routes", "--map", "text", "--json")[1])) == 28


def test_plans(run: Run) -> None:
    code, out, _ = run("plan", "--persona", "sam", "--on", "2026-01-01")
    assert code == 0
    assert "Questions for the conversation" in out
    _, out, _ = run(
        "plan", "--persona", "anton", "--target", "registered-manager", "--json", "--on", "2026-01-01"
    )
    assert json.loads(out)[0]["worker"] == "anton"


# --- courses -----------------------------------------------------------------------------------------


def test_aligning_a_catalogue(run: Run) -> None:
    code, out, err = run("align", "--example", "--out", "aligned")
    assert code == 0
    assert len(table(out)) == 8
    assert "columns: id: 'Course code'" in err
    names = ("courses", "not-relevant", "coverage", "uncovered", "duplicates", "problems")
    assert {file.stem for file in Path("aligned").glob("*.csv")} == set(names)
    assert "review.xlsx" in err
    assert len(rows("aligned/courses.csv")) == 36
    assert {row["relevance"] for row in rows("aligned/not-relevant.csv")} == {"not-relevant"}
    assert {"area", "practice area"} <= {row["kind"] for row in rows("aligned/uncovered.csv")}
    assert len(rows("aligned/problems.csv")) >= 2
    assert rows("aligned/duplicates.csv")
    assert json.loads(Path("aligned/alignment.json").read_text(encoding="utf-8"))["pathway"].startswith(
        "2025-04"
    )


@pytest.mark.parametrize("how", [(), ("--json",), ("--out", "aligned")])
def test_what_could_not_be_read_of_a_catalogue_is_said_with_its_row(run: Run, how: tuple[str, ...]) -> None:
    put(
        "courses.csv",
        "Ref,Title,Price\nA1,,£5\nA2,Dementia,-5\n" + "".join(f"B{at},Fire,x\n" for at in range(30)),
    )
    code, _, err = run("align", "courses.csv", *how)
    assert code == 0
    assert "line 2, Title: the row has no title" in err
    assert "line 3, Price: cost is below zero; expected 0 or more (found '-5')" in err
    assert "30 rows: lines 4, 5, 6, 7, 8 and 25 more" in err


def test_what_was_decided_in_reading_a_catalogue_is_counted(run: Run) -> None:
    put("courses.csv", "Ref,Title,Price,Colour\nA1,Fire,from £5,red\n")
    _, _, err = run("align", "courses.csv")
    assert "2 notes say what was decided in reading it, in problems.csv with --out" in err


def test_aligning_with_an_own_column_as_json(run: Run) -> None:
    put("courses.csv", "Code,What,Delegate rate\nc1,Fire safety,£30\nc2,Barista skills,£20\n")
    code, out, _ = run(
        "align", "courses.csv", "--column", "title=What", "--column", "cost=Delegate rate", "--json"
    )
    assert code == 0
    found = json.loads(out)["alignments"]
    assert [one["relevance"] for one in found] == ["relevant", "not-relevant"]
    assert found[0]["course"]["cost"] == 30.0


def _decide(path: str, line: int, decision: str) -> None:
    """Fill in one row of a review."""
    book = openpyxl.load_workbook(path)
    for column, value in ((6, decision), (7, "Training lead"), (8, "30/11/2026")):
        book["Review"].cell(line, column).value = value
    book.save(path)


def test_a_review_is_read_back_kept_and_published(run: Run) -> None:
    put("courses.csv", "Code,Title\nc1,Fire safety\nc2,Dementia awareness\n")
    assert run("align", "courses.csv", "--out", "aligned")[0] == 0
    _decide("aligned/review.xlsx", 2, "reject")
    code, _, err = run("align", "courses.csv", "--out", "aligned")
    assert (code, "review.xlsx was filled in or changed after care-pathway made it" in err) == (1, True)
    code, _, err = run("align", "courses.csv", "--review", "aligned/review.xlsx", "--out", "aligned")
    assert (code, "write elsewhere" in err) == (1, True)
    code, out, err = run(
        "align", "courses.csv", "--review", "aligned/review.xlsx", "--out", "reviewed", "--json"
    )
    assert (code, "1 decisions of review.xlsx hold" in err) == (0, True)
    assert [one["relevance"] for one in json.loads(out)["alignments"]] == ["not-relevant", "relevant"]
    assert [row["course"] for row in rows("reviewed/not-relevant.csv")] == ["c1"]
    put("courses.csv", "Code,Title\nc2,Dementia awareness\n")
    code, _, err = run("publish", "courses.csv", "--review", "reviewed/review.xlsx", "--out", "published")
    assert code == 0
    assert "review.xlsx, line 2, Course: the catalogue has no such course of this title" in err
    assert "Training lead" not in Path("published/courses.sssom.tsv").read_text(encoding="utf-8")
    assert run("align", "courses.csv", "--out", "aligned", "--force")[0] == 0


def test_without_openpyxl_the_review_is_a_table(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("care_pathway.report.workbook.has_openpyxl", lambda: False)
    put("courses.csv", "Code,Title\nc1,Fire safety\n")
    assert run("align", "courses.csv", "--out", "aligned")[0] == 0
    review = rows("aligned/review.csv")
    assert review[0]["Suggestion"] == "For adult social care"
    assert not Path("aligned/review.xlsx").exists()


# --- the data ----------------------------------------------------------------------------------------


def test_editions(run: Run) -> None:
    assert [row["edition"] for row in table(run("editions")[1])] == ["2024-01", "2025-04"]
    assert [one["id"] for one in json.loads(run("editions", "--json")[1])] == ["2024-01", "2025-04"]


@pytest.mark.parametrize("name", ["deputy-manager", "Deputy manager", "DEPUTY MANAGER"])
def test_showing_a_role_category(run: Run, name: str) -> None:
    code, out, _ = run("show", name)
    assert code == 0
    assert out.startswith("Deputy manager (deputy-manager)")
    for words in ("Minimum (", "Builds on: ", "Route rt-dm-rm", "Learning (", "Persona: Anton", "Source: "):
        assert words in out


def test_showing_other_records(run: Run) -> None:
    assert "(new-to-care)" in run("show", "A", "--edition", "2024-01")[1]
    assert "Asks (statutory)" in run("show", "registered-manager")[1]
    assert "statement: " in run("show", "ks-csw-safeguarding-02")[1]
    assert json.loads(run("show", "respect", "--json")[1])[0]["id"] == "respect"
    assert json.loads(run("show", "new-to-care", "--json")[1])[0]["name"] == "New to care"


def test_comparing_editions(run: Run) -> None:
    code, out, err = run("compare", "2024-01", "2025-04")
    assert code == 0
    assert any(row["change"] == "added" and row["id"] == "deputy-manager" for row in table(out))
    assert "are the same in both" in err
    assert json.loads(run("compare", "2025-04", "2025-04", "--json")[1])[0]["old"] == cp.load("2025-04").ref


def test_exporting_every_table(run: Run) -> None:
    """Every bundled table has basis and source columns, and every record is there."""
    code, out, _ = run("export", "--out", "tables", "--json")
    assert code == 0
    pathway = cp.load()
    names = json.loads(out)["files"]
    for name in names:
        found = rows(f"tables/{name}")
        assert found, name
        assert {"basis", "source"} <= set(found[0]), name
    assert len(rows("tables/competencies.csv")) == len(pathway.competencies)
    assert {row["basis"] for row in rows("tables/routes.csv")} >= {"published", "editorial"}
    assert {row["from"] for row in rows("tables/routes.csv")} >= {"", "any", "new-to-care"}
    assert {"requirements.csv", "learning_links.csv", "adoption_steps.csv", "ascwds_job_roles.csv"} <= set(
        names
    )


def test_exporting_json(run: Run) -> None:
    code, _, err = run("export", "--format", "json", "--edition", "2024-01", "--out", "tables")
    assert code == 0
    assert "pathway.json" in err
    text = Path("tables/pathway.json").read_text(encoding="utf-8")
    assert cp.loads(text, cp.Pathway) == cp.load("2024-01")
    for file in Path("tables").glob("*.json"):
        json.loads(file.read_text(encoding="utf-8"))


def test_templates(run: Run) -> None:
    assert run("template", "evidence")[1].startswith("Staff ref,Kind")
    for name in ("staff.csv", "courses.xlsx"):
        code, _, err = run("template", name.partition(".")[0], "--out", name)
        assert code == 0
        assert name in err
        assert Path(name).stat().st_size > 0
    assert run("template", "staff", "--out", "staff.pdf")[0] == 1


OVERLAY = 'namespace = "acme"\n[[local_titles]]\nid = "acme:sun"\ntitle = "Sun"\nrole_category = "{role}"\n'


def test_validating_an_overlay(run: Run) -> None:
    put("good.toml", OVERLAY.format(role="care-or-support-worker"))
    assert "overlay acme: 1 local titles" in run("validate", "good.toml")[1]
    put("bad.toml", OVERLAY.format(role="king"))
    code, out, err = run("validate", "bad.toml")
    assert code == 1
    assert "king" in out
    assert "1 problem" in err
    code, out, _ = run("validate", "bad.toml", "--json")
    assert code == 1
    assert json.loads(out)["valid"] is False
    put("own.json", json.dumps({"namespace": "acme"}))
    assert json.loads(run("validate", "own.json", "--json")[1])["what"] == "overlay acme: no records"


def test_validating_records(run: Run) -> None:
    put("worker.json", cp.dumps(cp.Worker(id="W1", job_title="Carer")))
    assert "(Worker)" in run("validate", "worker.json")[1]
    put("pathway.json", cp.dumps(cp.load("2024-01")))
    assert "(Pathway)" in run("validate", "pathway.json")[1]
    put("courses.json", json.dumps([{"id": "c1", "title": "Fire"}]))
    assert "1 × Course" in run("validate", "courses.json")[1]
    assert "(Evidence)" in run("validate", "-", stdin='{"competency": "a-b", "state": "claimed"}')[1]
    code, out, _ = run("validate", "-", "--as", "Worker", stdin='{"id": 7, "colour": "red"}')
    assert code == 1
    assert "unknown key" in out
    assert "expected text" in out
    assert run("validate", "-", stdin="[")[0] == 1
    assert run("validate", "-", stdin="[]")[0] == 0
    assert run("validate", "nothing.json")[0] == 1
    assert run("validate", ".")[0] == 1
    assert run("validate", "worker.json", "--as", "load")[0] == 2
    put("good.toml", OVERLAY.format(role="new-to-care"))
    assert run("validate", "good.toml", "--as", "Worker")[0] == 2


# --- ASC-WDS -----------------------------------------------------------------------------------------


def test_checking_asc_wds_files(run: Run) -> None:
    put("ascwds-worker.csv"), put("ascwds-training.csv"), put("ascwds-workplace.csv")
    code, out, err = run("ascwds", "check", "ascwds-worker.csv", "--on", "2026-11-01")
    assert code == 1
    assert {"error", "advice"} <= {row["severity"] for row in table(out)}
    assert "a worker file" in err
    again = next(row for row in table(out) if row["code"] == "998")
    assert (again["file"], again["record"], again["column"]) == ("ascwds-worker.csv", "44", "UNIQUEWORKERID")
    code, out, _ = run(
        "ascwds", "check", "ascwds-worker.csv", "--training", "ascwds-training.csv", "--workplace",
        "ascwds-workplace.csv", "--json", "--on", "2026-11-01",
    )  # fmt: skip
    document = json.loads(out)
    assert document["problems"]
    assert document["advice"]
    columns = {"OTHERUSERDESC": "ascwds-workplace.csv", "CATEGORY": "ascwds-training.csv"}
    found = {one["column"]: one["file"] for one in document["problems"]}
    assert {column: found[column] for column in columns} == columns
    assert found["MAINJOBROLE"] == "ascwds-worker.csv"
    for name, kind in (("ascwds-training.csv", "training"), ("ascwds-workplace.csv", "workplace")):
        found = json.loads(run("ascwds", "check", name, "--json", "--on", "2026-11-01")[1])
        assert found["kind"] == kind
        assert found["records"] > 0


def test_a_file_without_faults_ends_with_nought(run: Run) -> None:
    lines = examples.file("ascwds-worker.csv").read().decode().split("\r\n")
    put("worker.csv", "\r\n".join(lines[:2]))
    assert run("ascwds", "check", "worker.csv", "--on", "2026-11-01")[0] == 0


def test_analysis_files_are_read_and_counted(run: Run) -> None:
    """Rule: a check reads every kind of file; messages of the command line name options, and no functions."""
    lines = {
        "training": "workerid|mainjrid|mainstid|training_name|training_category",
        "workplace": "totalstaff|mainstid|cwpawareness|cwpuse",
        "worker": "workerid|mainjrid|mainstid|careworkforcepathway",
    }
    for kind, more in lines.items():
        header = f"period|establishmentid|{more}"
        for mark in ("|", ","):
            put(f"an-{kind}.csv", header.replace("|", mark) + "\n")
            assert f"  {header.count('|') + 1} columns of ASC-WDS" in run("files", f"an-{kind}.csv")[1]
        put(f"an-{kind}.csv", f"{header}\nM202606|100{'|1' * (more.count('|') + 1)}\n")
        code, _, err = run("ascwds", "check", f"an-{kind}.csv", "--on", "2026-11-30")
        assert code in (0, 3), err
        assert f"an-{kind}.csv: an analysis {kind} file, 1 records" in err
        assert "the service checks upload files only" in err
    for kind, advice in (("training", "give it with --training"), ("workplace", "give it with --workplace")):
        code, _, err = run("ascwds", "fill", f"an-{kind}.csv", "--out", "filled.csv")
        assert code == 1
        assert advice in err
        assert "read_" not in err


def test_a_plain_table_is_no_asc_wds_file(run: Run) -> None:
    put("staff.csv")
    code, _, err = run("ascwds", "check", "staff.csv")
    assert code == 1
    assert "no ASC-WDS file" in err


def test_filling_in_our_answers(run: Run) -> None:
    """Only CWPCATEGORY of people without an answer changes; every other cell stays as it was."""
    put("worker.csv", examples.file("ascwds-worker.csv").read())
    code, out, err = run("ascwds", "fill", "worker.csv", "--out", "filled.csv", "--on", "2026-11-01")
    assert (code, out) == (0, "")
    assert "it may be personal assistant or none of the above" in err
    assert "left for a person" in err
    counts = re.search(r"(\d+) answers put .*, (\d+) left .*, (\d+) answered already: (\d+) rows", err)
    assert counts is not None
    *parts, total = map(int, counts.groups())
    assert sum(parts) == total == 44
    assert "--status UPDATE" in err
    before = [line for line in rows("worker.csv") if line["UNIQUEWORKERID"]]
    after = [line for line in rows("filled.csv") if line["UNIQUEWORKERID"]]
    changed = 0
    for old, new in zip(before, after, strict=True):
        for column, cell in old.items():
            if column == "CWPCATEGORY" and cell != new[column]:
                changed += 1
                assert new[column].isdigit()
            elif column is not None:
                assert (cell or "") == (new[column] or "")
    assert changed == 3
    assert f"{changed} answers put into CWPCATEGORY" in err


def test_filling_in_personal_assistants_when_told(run: Run) -> None:
    put("worker.csv", examples.file("ascwds-worker.csv").read())
    code, out, err = run(
        "ascwds", "fill", "worker.csv", "--out", "-", "--status", "UPDATE", "--likely", "--on", "2026-11-01",
        "--personal-assistants", "none-of-the-above",
    )  # fmt: skip
    assert code == 0
    assert out.splitlines()[1].split(",")[2] == "UPDATE"
    assert "998" in err
    assert "but STATUS" in err
    _, _, err = run("ascwds", "fill", "worker.csv", "--likely", "--out", "x.csv", "--on", "2026-11-01")
    assert "no code for personal assistant" in err
    assert run("ascwds", "fill", "worker.csv", "--out", "worker.csv")[0] == 2
    assert run("ascwds", "fill", "worker.csv", "--out", "x.csv", "--status", "MAYBE")[0] == 2


# --- terminal, pipe, process -------------------------------------------------------------------------


class Terminal(io.StringIO):
    """A stream that a person looks at."""

    def isatty(self) -> bool:
        return True


def terminal() -> tuple[Console, Terminal, Terminal]:
    """A console on a terminal, and what it shows there and as an error."""
    out, err = Terminal(), Terminal()
    return Console(out=out, err=err), out, err


def test_a_terminal_gets_tables_and_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    console, out, _ = terminal()
    console.table(["name", "people"], [("[bold]x", 3), (None, 1200)], title="Team")
    text = out.getvalue()
    assert "Team" in text
    assert "[bold]x" in text
    with console.progress("reading") as step:
        step(1, 2)
        step(2, 0)


def test_a_terminal_without_rich_gets_plain_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(console_module, "import_module", missing)
    console, out, err = terminal()
    console.table(["name", "people"], [("x", 3.5), (True, None)], title="Team")
    console.table(["empty"], [])
    assert out.getvalue().splitlines() == [
        "Team",
        "name  people",
        "----  ------",
        "x     3.5",
        "yes",
        "empty",
        "-----",
    ]
    with console.progress("reading") as step:
        step(1, 2)
    assert err.getvalue() == ""


def test_answers_on_a_terminal_are_explained(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Console, "terminal", property(lambda _: True, lambda _, __: None), raising=False)
    assert cli.main(["title", "Deputy Manager", "Cook"]) == 0
    assert "'Deputy Manager' is a deputy manager." in capsys.readouterr().out
    assert cli.main(["compare", "2024-01", "2025-04"]) == 0
    assert "…" in capsys.readouterr().out
    assert cli.main(["template", "staff"]) == 0
    assert "--out evidence.xlsx" in capsys.readouterr().err


def test_streams_that_cannot_be_changed_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stream(Terminal):
        changes: ClassVar[list[dict[str, str]]] = []

        def reconfigure(self, **change: str) -> None:
            self.changes.append(change)

    cli._reconfigure(Stream())
    cli._reconfigure(io.StringIO())
    assert Stream.changes == [{"errors": "backslashreplace"}]


def process(*argv: str, stdin: bytes = b"", **settings: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "care_pathway.cli", *argv],
        input=stdin,
        capture_output=True,
        check=False,
        env={**os.environ, **settings},
    )


def test_a_process_of_its_own(tmp_path: Path) -> None:
    done = process("title", "-", stdin="Snr Carer £12.60ph\n".encode(), PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "£12.60ph".encode() in done.stdout
    assert done.stderr == b""
    staff = tmp_path / "staff.csv"
    staff.write_text("Staff ref,Job title\nS1,Carer\n", encoding="utf-8")
    done = process("report", str(staff), "--out", str(tmp_path / "out"), "--on", "2026-11-01")
    assert done.returncode == 0
    assert (tmp_path / "out" / "report.html").exists()
    assert process("titles", "nothing.csv").returncode == 1


def test_a_pipe_that_is_closed_early() -> None:
    command = subprocess.Popen(
        [sys.executable, "-m", "care_pathway.cli", "compare", "2024-01", "2025-04"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert command.stdout is not None
    assert command.stderr is not None
    command.stdout.readline()
    command.stdout.close()
    error = command.stderr.read()
    command.stderr.close()
    assert command.wait() == 0
    assert b"Traceback" not in error


def test_help_needs_nothing_heavy() -> None:
    """The parser is made without the data, the templates and the optional packages."""
    code = (
        "import sys; from care_pathway.cli import main; main(['--help']); "
        "heavy = ('rich', 'jinja2', 'cattrs', 'highspy', 'openpyxl', 'rapidfuzz'); "
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_filling_through_a_pipe_and_never_over_the_input(run: Run, tmp_path: Path) -> None:
    put("ascwds-worker.csv")
    code, out, err = run("ascwds", "fill", "-", "--out", "-", stdin=Path("ascwds-worker.csv").read_bytes())
    assert code == 0, err
    assert out.startswith("LOCALESTID,")
    before = Path("ascwds-worker.csv").read_bytes()
    Path("link.csv").symlink_to("ascwds-worker.csv")
    for name in ("./ascwds-worker.csv", str(tmp_path / "ascwds-worker.csv"), "link.csv"):
        assert run("ascwds", "fill", "ascwds-worker.csv", "--out", name)[0] == 2
        assert run("titles", "ascwds-worker.csv", "--column", "MAINJRDESC", "--out", name)[0] == 2
    assert Path("ascwds-worker.csv").read_bytes() == before


# --- publishing --------------------------------------------------------------------------------------


def test_publishing_the_framework_and_a_catalogue(run: Run) -> None:
    code, _, err = run("publish", "--out", "framework")
    assert code == 0
    assert "--base sets your own" in err
    assert {file.name for file in Path("framework").glob("[!.]*")} == {
        "framework.case.json",
        "framework.skos.ttl",
        "framework.skos.jsonld",
        "crosswalks.sssom.tsv",
    }
    code, out, err = run("publish", "--example", "--base", "https://t.example/", "--out", "all", "--json")
    assert code == 0
    assert "reserved for examples" not in err
    assert {"courses.jsonld", "courses.badges.json", "courses.sssom.tsv"} <= set(json.loads(out)["files"])
    courses = json.loads(Path("all/courses.jsonld").read_text(encoding="utf-8"))["@graph"]
    assert len(courses) == 36
    assert all(course["@id"].startswith("https://t.example/course/") for course in courses)


def test_publishing_with_a_base_that_is_no_address(run: Run) -> None:
    code, _, err = run("publish", "--base", "nonsense", "--out", "x")
    assert code != 0
    assert "absolute address" in err
    assert not Path("x").exists()


# --- the record to take along ------------------------------------------------------------------------


def test_a_record_is_written_by_one_employer_and_read_by_the_next(run: Run) -> None:
    """Names stand in it only when they are asked for."""
    Path("staff.csv").write_text(
        "Staff ref,Full name,Job title\nS001,Zebedee Quux,Care Assistant\nJane,Jane Plugh,Care Assistant\n",
        "utf-8",
    )
    Path("training.csv").write_text(
        "Staff ref,Training,Completed\nS001,Fire safety,2026-01-05\nS001,First aid,\n", "utf-8"
    )
    common = ("staff.csv", "--training", "training.csv", "--on", "2026-02-01")
    code, out, err = run("record", *common, "--person", "S001", "--out", "mine")
    assert code == 0
    assert "no delegation goes along" in out
    assert "record.json, record.html" in err
    text = Path("mine/record.json").read_text("utf-8") + Path("mine/record.html").read_text("utf-8")
    assert "Quux" not in text
    assert run("record", *common, "--person", "Jane", "--out", "hers")[0] == 0
    assert json.loads(Path("hers/record.json").read_text("utf-8"))["worker"] == "row-2"
    code, out, _ = run("record", *common, "--person", "S001", "--out", "named", "--show-names", "--json")
    assert json.loads(out)["name"] == "Zebedee Quux"
    assert "Zebedee Quux" in Path("named/record.html").read_text("utf-8")
    Path("new.csv").write_text("Staff ref,Job title\nN7,Care Assistant\n", "utf-8")
    options = ("--person", "N7", "--on", "2026-02-01", "--json")
    before = json.loads(run("gap", "new.csv", *options)[1])[0]
    after = json.loads(run("gap", "new.csv", "--record", "N7=mine/record.json", *options)[1])[0]
    assert len(after.get("partial", ())) > len(before.get("partial", ()))
    assert run("gap", "--example", "--record", "S039=mine/record.json", "--person", "S039")[0] == 0


@pytest.mark.parametrize(
    "argv",
    [
        ("record", "--example", "--out", "x"),
        ("record", "--example", "--out", "x", "--person", "S001", "--person", "S002"),
        ("record", "--example", "--out", "x", "--person", "S999"),
        ("gap", "--example", "--record", "S001"),
        ("gap", "--example", "--record", "=x.json"),
    ],
)
def test_wrong_usage_of_records_ends_with_two(run: Run, argv: tuple[str, ...]) -> None:
    code, _, err = run(*argv)
    assert code == 2
    assert err
    assert not Path("x").exists()


def test_two_records_of_one_person_are_refused(run: Run) -> None:
    assert run("record", "--persona", "sam", "--on", "2026-02-01", "--out", "mine")[0] == 0
    twice = ("--record", "S001=mine/record.json") * 2
    code, _, err = run("gap", "--example", *twice)
    assert code == 2
    assert "twice" in err


# --- what a report is asked for beside its page -------------------------------------------------------


def test_a_report_with_a_calendar_compared_with_the_last(run: Run) -> None:
    Path("staff.csv").write_text("Staff ref,Job title\nS001,Care Assistant\nS002,Carer\n", "utf-8")
    Path("training.csv").write_text(
        "Staff ref,Training,Completed,Expires\nS001,Fire safety,2025-02-05,2026-02-05\n", "utf-8"
    )
    options = ("report", "staff.csv", "--training", "training.csv", "--calendar")
    assert run(*options, "--on", "2026-02-01", "--out", "then")[0] == 0
    assert "Fire safety" in Path("then/calendar.ics").read_text("utf-8")
    last = ("--compare", "then/report.json")
    assert run(*options, "--on", "2026-03-01", *last, "--out", "now")[0] == 0
    assert [row["change"] for row in rows("now/since.csv")] == ["slipped"]
    code, _, err = run(*options, "--on", "2026-03-01", *last, "--out", "then")
    assert code == 1
    assert "report.json is read and would be written over" in err
    Path("damaged.json").write_text("{", "utf-8")
    code, _, err = run(*options, "--on", "2026-03-01", "--compare", "damaged.json", "--out", "other")
    assert code == 1
    assert "no report.json that can be compared" in err
    assert not Path("other").exists()


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("reprot", "report"),
        ("ascwds chek f.csv", "check"),
        ("report --shownames f.csv", "--show-names"),
        ("report --budgt=4 f.csv", "--budget"),
        ("report --setting care-hme f.csv", "care-home"),
    ],
)
def test_a_wrong_word_is_told_with_its_nearest(run: Run, words: str, near: str) -> None:
    code, _, err = run(*words.split())
    assert code == 2
    assert f"did you mean '{near}'" in err


def test_a_word_like_none_has_no_nearest(run: Run) -> None:
    assert run("titles", "t.csv", "--xyzzy")[2].endswith(" --xyzzy\ntry: care-pathway titles --help\n")
