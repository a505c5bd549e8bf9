"""The command line with files as people have them."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

import care_pathway as cp
from care_pathway.interop import ascwds, examples
from care_pathway.interop.saved_mapping import read_mapping, save_mapping
from care_pathway.problems import names_somebody
from care_pathway.report.inputs import How, read_inputs
from tests.test_cli import Run, put, run, table

__all__ = ["run"]

MATRIX = "Staff ref,Job title,Falls,Fire\n1,Carer,14/03/2026,Expired 01/09/2025\n2,Cook,,10/10/2026\n"


def test_files_are_said_to_be_what_they_are(run: Run) -> None:
    put("staff.csv", "Staff ref,Job title,Shoe size\n1,Carer,7\n")
    put("matrix.csv", MATRIX)
    put("guide.pdf", b"%PDF-1.7")
    code, out, err = run("files", "staff.csv", "matrix.csv", "guide.pdf")
    assert code == 0
    assert "staff.csv: staff, 1 rows" in out
    assert "not read: 'Shoe size'" in out
    assert "matrix.csv: training matrix" in out
    assert "--matrix-dates completed or --matrix-dates expires" in out
    assert "PDF" in err
    code, out, _ = run("files", ".", "--json")
    assert [one["kind"] for one in json.loads(out)] == ["training-matrix", "staff"]
    assert run("files", "guide.pdf")[0] == 1


def test_a_matrix_without_the_answer_ends_with_the_option_to_give(run: Run) -> None:
    put("matrix.csv", MATRIX)
    code, _, err = run(
        "report", "matrix.csv", "--training", "matrix.csv", "--on", "2026-11-30", "--out", "out"
    )
    assert code == 1
    assert "--matrix-dates completed" in err
    code, _, err = run(
        "report",
        "matrix.csv",
        "--training",
        "matrix.csv",
        "--matrix-dates",
        "completed",
        "--on",
        "2026-11-30",
        "--out",
        "out",
    )
    assert code == 0, err
    assert "days of completion" in err


def test_a_folder_is_looked_through_and_joined(run: Run) -> None:
    Path("mine").mkdir()
    put("mine/people.csv", "Full name,Job title\nAnn Quill,Carer\nBob Zed,Cook\n")
    put("mine/training.csv", "Learner,Course,Completed\nAnn Quill,Fire safety,01/02/2026\n")
    put("mine/read me.docx", b"PK\x03\x04")
    put("mine/notes.txt", "hello\nworld\n")
    code, out, err = run("report", "mine", "--on", "2026-11-30", "--out", "out")
    assert code == 0, err
    assert "2 people" in out or "people" in out
    assert "people.csv: staff, 2 rows" in err
    assert "training.csv: training list, 1 rows" in err
    assert "1 row was matched by a name" in err
    assert "read me.docx: left out" in err
    assert "notes.txt: left out" in err
    for name in Path("out").rglob("*.*"):
        assert b"Quill" not in name.read_bytes()
    put("mine/again.csv", "Staff ref,Job title\n1,Carer\n")
    code, _, err = run("report", "mine", "--out", "out2")
    assert (code, "several files look like staff lists: again.csv, people.csv" in err) == (1, True)


def test_which_column_is_what_can_be_kept_and_used_again(run: Run) -> None:
    put("staff.csv", "Number,What they do\n1,Carer\n2,Cook\n")
    put("training.csv", "Number,Thing,Day\n1,Fire safety,01/02/2026\n")
    columns = ["--column", "id=Number", "--column", "job_title=What they do"]
    columns += ["--training-column", "worker=Number", "--training-column", "title=Thing"]
    code, _, err = run(
        "gap",
        "staff.csv",
        "--training",
        "training.csv",
        *columns,
        "--save-mapping",
        "map.json",
        "--on",
        "2026-11-30",
    )
    assert code == 0, err
    kept = json.loads(Path("map.json").read_text("utf-8"))
    assert kept["files"][0]["columns"] == {"id": "Number", "job_title": "What they do"}
    code, out, err = run(
        "gap", "staff.csv", "--training", "training.csv", "--mapping", "map.json", "--on", "2026-11-30"
    )
    assert code == 0, err
    assert "care-or-support-worker" in out
    one = {"file": "staff.csv", "given_as": "staff", "columns": {"id": "Number"}, "sheet": None}
    wrong: tuple[dict[str, Any], ...] = (
        {"sheet": 7},
        {"columns": ["id"]},
        {"columns": {"id": 5}},
        {"matrix_dates": []},
        {"file": None},
    )
    for document in ([], {"files": 5}, *({"files": [one | other]} for other in wrong)):
        put("map.json", json.dumps(document))
        code, _, err = run("gap", "staff.csv", "--mapping", "map.json")
        assert (code, "map.json: this is no mapping" in err) == (1, True), document
    code, _, err = run("gap", "staff.csv", "--training", "training.csv", "--training-column", "nonsense")
    assert (code, "--training-column" in err) == (2, True)


HEADINGS = (
    "What they do in the service, as it was written down in the contract of employment {}",
    "Post {} (ask zed@example.org)",
    "Post of QQ 12 34 56 C, {}",
    "Post\n{}\r\nheld",
    " Post  {} ",
    "№ {}",
    'Post, {}; "held"',
    "born 12/03/1971 {}",
    "{}" + " and so on" * 150,
    "=Post {}",
)


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("beside", ["", "Note"])
def test_what_is_kept_of_columns_is_read_back(heading: str, beside: str, tmp_path: Path) -> None:
    """Rule: whatever a column is headed, a saved mapping reads the file as it was read; it names nobody."""
    names = {name: heading.format(name) for name in ("who", "title", "course", "day", "price")}
    more = [heading.format("title ") + beside] if beside else []  # nearly the same heading, of another column

    def written(*rows: list[str]) -> io.BytesIO:
        made = io.StringIO()
        csv.writer(made).writerows(rows)
        return io.BytesIO(made.getvalue().encode())

    def files() -> dict[str, Any]:
        staff = written(
            [names["who"], *more, names["title"]], ["S1", *more[:0], *("x" for _ in more), "Carer"]
        )
        training = written([names["who"], names["course"], names["day"]], ["S1", "Fire safety", "01/02/2026"])
        courses = written([names["course"], names["price"]], ["Fire safety", "£20"])
        return {"staff": staff, "training": training, "catalogue": courses}

    hows = {
        "training": How(
            columns={"worker": names["who"], "title": names["course"], "completed": names["day"]}
        ),
        "catalogue": How(columns={"title": names["course"], "cost": names["price"]}),
    }
    columns = {"id": names["who"], "job_title": names["title"]}
    first = read_inputs(**files(), columns=columns, hows=hows, on=date(2026, 11, 30))
    kept = save_mapping(tmp_path / "kept.json", first.mappings)
    assert not names_somebody(kept.read_text("utf-8"))
    again = read_inputs(**files(), mappings=read_mapping(kept), on=date(2026, 11, 30))
    assert again.staff.workers == first.staff.workers
    assert again.catalogue is not None
    assert first.catalogue is not None
    assert again.catalogue.courses == first.catalogue.courses
    assert again.mappings == first.mappings


def test_two_columns_that_are_kept_alike_are_told_apart_by_their_cells(tmp_path: Path) -> None:
    text = b"Staff ref,Job title a@example.org,Job title b@example.org\nS1,01/02/2026,Carer\n"
    with pytest.raises(cp.DataError, match="several columns are headed much like"):
        read_inputs(
            io.BytesIO(re.sub(rb"\d\d/\d\d/\d{4}", b"Cook", text)),
            columns={"job_title": "Job title (withheld)"},
        )
    first = read_inputs(io.BytesIO(text), on=date(2026, 11, 30))
    kept = read_mapping(save_mapping(tmp_path / "kept.json", first.mappings))
    assert (
        read_inputs(io.BytesIO(text), mappings=kept, on=date(2026, 11, 30)).staff.workers
        == first.staff.workers
    )


def test_each_sheet_of_a_workbook_has_its_own_mapping(run: Run) -> None:
    book = openpyxl.Workbook()
    for name, *lines in (
        ("Staff", ("Staff ref", "Job title"), ("S1", "Carer")),
        ("Courses", ("Staff ref", "Course", "Completed"), ("S1", "Fire safety", "01/02/2026")),
        ("More", ("Employee", "Module name", "Date completed"), ("S1", "Falls", "01/02/2026")),
    ):
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    Path("mine").mkdir()
    book.save("mine/book.xlsx")
    gap = ("gap", "mine", "--on", "2026-11-30", "--json")
    code, first, err = run(*gap, "--save-mapping", "map.json")
    assert code == 0, err
    assert run(*gap, "--mapping", "map.json")[:2] == (0, first)


@pytest.mark.parametrize(
    ("column", "said"),
    [("worker=Nobody", "no column is headed 'Nobody'"), ("completed=Falls", "this is a training matrix")],
)
def test_a_column_that_a_matrix_cannot_use_is_refused(run: Run, column: str, said: str) -> None:
    put("matrix.csv", MATRIX)
    report = (
        "report",
        "matrix.csv",
        "--training",
        "matrix.csv",
        "--matrix-dates",
        "completed",
        "--out",
        "out",
    )
    code, _, err = run(*report, "--training-column", column)
    assert (code, said in err) == (1, True), err
    assert "columns={" not in err
    assert run(*report, "--training-column", "worker=staff-ref")[0] == 0


def test_settings_leavers_and_several_files_of_training(run: Run) -> None:
    put("staff.csv", "Staff ref,Job title,Leaving date\n1,HCA,\n2,Carer,01/01/2026\n")
    put("a.csv", "Staff ref,Course,Completed\n1,Fire safety,01/02/2026\n")
    put("b.csv", "Staff ref,Course,Completed\n1,Falls,01/02/2026\n")
    argv = ["gap", "staff.csv", "--training", "a.csv", "--training", "b.csv", "--on", "2026-11-30"]
    code, _, err = run(*argv, "--setting", "nursing-home", "--target", "care-or-support-worker")
    assert code == 0, err
    assert "1 person who has left" in err
    code, out, err = run(*argv, "--include-leavers", "--target", "care-or-support-worker")
    assert (code, out.count("\n")) == (0, 3), err
    assert run("gap", "staff.csv", "--setting", "moon")[0] == 2


def test_titles_reads_as_the_report_does_and_shows_nobody(run: Run) -> None:
    put("banner.csv", "Staff list for March\nStaff ref,Job title\n1,Carer\n")
    code, out, _ = run("titles", "banner.csv")
    assert (code, out.splitlines()[1][:7]) == (0, "1,Carer")
    put("other.csv", "Staff ref,What they do\n1,All sorts\n")
    assert '--column job_title="its heading"' in run("titles", "other.csv")[2]
    for column in ("job_title=What they do", "What they do"):
        assert run("titles", "other.csv", "--column", column)[0] == 0
    put("setting.csv", "Job title,Service type (ask zed@example.org)\nHCA,nursing home\n")
    code, _, err = run("titles", "setting.csv", "--column", "Job title")
    assert (code, "settings in column" in err, "zed" in err) == (0, True, False), err
    put("nobody.csv", "1,Ann Quill,QQ123456C,13/07/1971,Care assistant\n")
    code, _, err = run("titles", "nobody.csv")
    assert code == 1
    assert "Quill" not in err
    assert "1971" not in err


def test_titles_are_settled_by_where_people_work(run: Run) -> None:
    """Rule: a column of settings, or --setting where it is blank, settles what a title leaves open."""
    put("t.csv", "Job title,Service type\nHCA,nursing home\nHCA,\n")
    code, out, err = run("titles", "t.csv")
    assert code == 0, err
    roles = [line.split(",")[3] for line in out.splitlines()[1:]]
    assert roles == ["care-or-support-worker", ""]
    assert "settings in column 'Service type'" in err
    _, out, _ = run("titles", "t.csv", "--setting", "nursing-home")
    assert [line.split(",")[3] for line in out.splitlines()[1:]] == ["care-or-support-worker"] * 2


def test_decisions_of_the_report_go_into_a_worker_file(run: Run) -> None:
    """Rule: what `report` wrote for a staff list or a worker file is given to `fill` as it is."""
    put("worker.csv", examples.file("ascwds-worker.csv").read())
    put("staff.csv", "Staff ref,Job title\nw003,HCA\nW010,HCA\nW001,HCA\nnobody7,HCA\n")
    on = ("--on", "2026-11-30")
    assert run("report", "staff.csv", *on, "--out", "out")[0] == 0
    table = Path("out/to-check.csv").read_text("utf-8-sig")
    table = table.replace("Care or support worker,,", "Care or support worker,Deputy manager,")
    put("decided.csv", table)
    fill = ("ascwds", "fill", "worker.csv", "--decisions", "decided.csv", "--out", "new.csv", *on, "--force")
    code, _, err = run(*fill)
    assert code == 0, err
    assert "W003 (record 3, line 4): deputy manager (decided by a person)" in err
    assert "W010 (record 10, line 11): deputy manager (decided by a person, though a check" in err
    assert "W001 (record 1, line 2): left as it is; decided is deputy manager, and the cell says" in err
    assert "change nothing: nobody7" in err
    put("own.csv", "Staff ref,Job title,Role category\nW003,Carer,Deputy manager\n")
    assert "W003 (record 3, line 4): deputy manager" in run(*fill[:4], "own.csv", *fill[5:])[2]
    last = run(*fill[:4], "worker.csv", *fill[5:])  # a worker file of last time decides too
    assert last[0] == 0, last[2]
    put("own.csv", "Nr,Band\nW003,Deputy manager\n")
    code, _, err = run(*fill[:4], "own.csv", *fill[5:])
    assert code == 1
    assert "columns headed 'Staff ref' and 'Role category' are needed" in err
    assert "--column" not in err
    put("own.csv", "Employee No,Role category\nW003,Deputy manager\n")
    assert "W003 (record 3, line 4): deputy manager" in run(*fill[:4], "own.csv", *fill[5:])[2]
    assert "own.csv: staff, 1 rows" in run("files", "own.csv")[1]
    put("own.csv", "Staff ref,Job title\nW003,Carer\n")
    assert "it decides nothing" in run(*fill[:4], "own.csv", *fill[5:])[2]
    put("own.csv", "Staff ref,What they do\nW003,All sorts\n")
    code, _, err = run(*fill[:4], "own.csv", *fill[5:])
    assert (code, "these are no decisions" in err, "--column" in err) == (1, True, False)
    put("empty.csv", "Reference,Decision\nW003,\n")
    assert "no decision on a person or a job title" in run(*fill[:4], "empty.csv", *fill[5:])[2]


def test_do_not_know_is_replaced_on_request_only(run: Run) -> None:
    put("worker.csv", examples.file("ascwds-worker.csv").read())
    fill = ("ascwds", "fill", "worker.csv", "--on", "2026-11-30", "--out")

    def answers(name: str) -> dict[str, str]:
        with Path(name).open(encoding="utf-8", newline="") as stream:
            return {row["UNIQUEWORKERID"]: row["CWPCATEGORY"] for row in csv.DictReader(stream)}

    before = answers("worker.csv")
    unknown = {who for who, answer in before.items() if answer == "999"}
    put("d.csv", "UNIQUEWORKERID,Decision\n" + "".join(f"{who},Practice leader\n" for who in unknown))
    assert run(*fill, "plain.csv", "--decisions", "d.csv")[0] == 0
    assert {answers("plain.csv")[who] for who in unknown} == {"999"}
    assert run(*fill, "asked.csv", "--decisions", "d.csv", "--replace-do-not-know")[0] == 0
    after = answers("asked.csv")
    assert unknown
    assert {after[who] for who in unknown} == {str(ascwds.upload_code("practice-leader"))}
    assert all(after[who] == answer for who, answer in before.items() if answer not in ("", "999"))


def test_the_tables_of_a_report_speak_of_options(run: Run) -> None:
    """Rule: advice is doable as written, in the files as on the screen."""
    put("staff.csv", "Staff ref,Job title\n1,Carer\n")
    put("t.csv", "Staff ref,Course,Status,Completed,Due date\n1,Falls,Completed,01/02/2026,01/03/2026\n")
    assert run("report", "staff.csv", "--training", "t.csv", "--on", "2026-11-30", "--out", "out")[0] == 0
    table = Path("out/problems.csv").read_text("utf-8-sig")
    assert "--training-column expires=" in table
    assert "columns={" not in table


def test_asc_wds_files_as_parquet_are_answered_as_the_csv_and_written_as_csv(run: Run) -> None:
    names, *rows = csv.reader(io.StringIO(examples.file("ascwds-worker.csv").read().decode(), newline=""))
    rows = [[*row, *[""] * (len(names) - len(row))] for row in rows]
    with Path("worker.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([names, *rows])
    pl.DataFrame(rows, schema=names, orient="row").write_parquet("worker.parquet")
    on = ("--on", "2026-11-01")
    answers = {}
    for name in ("worker.csv", "worker.parquet"):
        code, out, _ = run("ascwds", "check", name, *on)
        assert code == 1
        found = [{key: cell for key, cell in row.items() if key != "file"} for row in table(out)]
        said = [row for row in found if "a Parquet file" in row["message"]]
        assert [row["the service, or why"] for row in said] == ["it takes CSV alone"] * name.endswith(
            "parquet"
        )
        written = []
        for words in (("fill", name, *on), ("upgrade", name, *on)):
            code, out, err = run("ascwds", *words, "--out", "-")
            assert code == 0, err
            written.append(out)
        answers[name] = ([row for row in found if row not in said], written)
    assert answers["worker.csv"] == answers["worker.parquet"]


@pytest.mark.parametrize(
    "words", [("titles", "titles.parquet"), ("ascwds", "fill", "w.csv"), ("ascwds", "upgrade", "w.csv")]
)
@pytest.mark.parametrize("name", ["answers.parquet", "answers.xlsx", "ANSWERS.Gz"])
def test_csv_is_not_written_under_the_name_of_another_format(
    run: Run, words: tuple[str, ...], name: str
) -> None:
    """A program that is given the file afterwards would not read it."""
    pl.DataFrame({"Job title": ["Carer"]}).write_parquet("titles.parquet")
    put("w.csv", examples.file("ascwds-worker.csv").read())
    code, _, err = run(*words, "--out", name)
    assert code == 2
    assert f"what is written is CSV; name it {Path(name).stem}.csv" in err
    assert not Path(name).exists()


def test_a_row_of_parquet_without_a_title_is_a_row(run: Run) -> None:
    """Rule: as many rows come back as were given, in order; the rows of a table are no lines of text."""
    pl.DataFrame({"Job title": [None, "Carer", None, "Chef", None]}).write_parquet("one.parquet")
    code, out, err = run("titles", "one.parquet")
    assert code == 0
    assert [line.split(",")[:2] for line in out.splitlines()[1:]] == [
        ["", "unrecognised"],
        ["Carer", "matched"],
        ["", "unrecognised"],
        ["Chef", "out-of-scope"],
        ["", "unrecognised"],
    ]
    assert "5 rows" in err


def test_text_that_parquet_holds_as_bytes_is_text(run: Run) -> None:
    """Some programs write it so."""
    titles = {"ref": [1, 2], "Job title": [b"Carer", "Caf\u00e9 manager".encode()]}
    pl.DataFrame(titles).write_parquet("b.parquet")
    code, out, _ = run("titles", "b.parquet")
    assert code == 0
    assert [line.split(",")[1:3] for line in out.splitlines()[1:]] == [
        ["Carer", "matched"],
        ["Caf\u00e9 manager", "ambiguous"],
    ]


def test_a_parquet_file_that_is_no_asc_wds_file_is_refused(run: Run) -> None:
    pl.DataFrame({"Staff ref": ["1"], "Job title": ["Carer"]}).write_parquet("staff.parquet")
    damaged = Path("staff.parquet").read_bytes()
    put("damaged.parquet", damaged[:40] + damaged[60:])
    for command in (("check",), ("fill", "--out", "x.csv"), ("upgrade", "--out", "x.csv")):
        code, _, err = run("ascwds", command[0], "staff.parquet", *command[1:])
        assert code == 1
        assert "staff.parquet" in err
        assert "no ASC-WDS file" in err or "not a file of ASC-WDS" in err
        code, _, err = run("ascwds", command[0], "damaged.parquet", *command[1:])
        assert code == 1
        assert "damaged.parquet: the Parquet file is damaged; write it again" in err
    assert not Path("x.csv").exists()
