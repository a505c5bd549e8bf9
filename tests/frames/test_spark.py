"""Spark: the same answers as one by one, on a session that the caller made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import care_pathway as cp
from care_pathway import frames as cf
from care_pathway.evidence.renewals import Renewal, Renewals
from care_pathway.frames import spark, spark_codebook

from .libraries import spark_session, spark_warnings, table
from .test_codes import ANSWERS, DELEGATED, JOB_ROLES, TITLES, one_by_one
from .test_people import ALL, COUNTS, DAY, Made, gap_of, routes_of
from .test_titles import ADDED, FEW, expected

pytestmark = spark_warnings


#: No table here is large enough to compile for, or for a second worker; each is in two parts all the same.
FEW_ROWS = {
    "spark.master": "local[1]",
    "spark.default.parallelism": "2",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.sql.execution.arrow.pyspark.fallback.enabled": "false",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC "
    "-XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote",
    "spark.python.daemon.module": "quick_daemon",
    "spark.executorEnv.PYTHONPATH": str(Path(__file__).with_name("workers")),
}


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    with spark_session(**FEW_ROWS) as started:
        yield started


def of_rows(session: Any, rows: Iterable[Sequence[Any]], schema: str) -> Any:
    """A DataFrame of these rows, by way of Arrow: plain tuples would be a task in Python for each part."""
    few = pd.DataFrame(list(rows), dtype=object)
    few.columns = few.columns.map(str)
    return session.createDataFrame(few, schema)


def pyspark_functions() -> Any:
    return import_module("pyspark.sql.functions")


def collected(frame: Any, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in frame.select(*names).collect()]


def test_titles_answer_as_one_by_one(session: Any, pathway: cp.Pathway) -> None:
    """Different titles are judged on the workers and joined back; nulls are unrecognised, never an error."""
    titles = FEW * 3
    frame = of_rows(session, list(enumerate(titles)), "n int, `job title` string")
    for broadcast in (True, False):
        answered = cf.spark.normalise_titles(pathway, frame, "job title", broadcast=broadcast)
        assert answered.columns == ["n", "job title", *ADDED]
        assert dict(answered.dtypes)["cwp_job_role"] == "bigint"
        found = sorted(collected(answered, "n", *ADDED[:5]))
        assert [row[1:] for row in found] == list(expected(pathway, titles))
    plan = answered._jdf.queryExecution().toString()
    assert "MapInArrow" in plan or "PythonMapInArrow" in plan


@pytest.mark.exhaustive
def test_a_kept_codebook_is_used_and_extended(session: Any, pathway: cp.Pathway, tmp_path: Path) -> None:
    """Kept here or by another library; its titles are not judged again, and what it lacks is."""
    few = of_rows(session, [(title,) for title in FEW[::2]], "t string")
    book = cf.spark.title_codebook(pathway, few, "t")
    book.write.parquet(str(tmp_path / "here"))
    kept = session.read.parquet(str(tmp_path / "here"))
    other = cf.title_codebook(pathway, pl.Series("title", FEW[::2]))
    assert sorted(collected(kept, *kept.columns)) == sorted(other.rows())
    other.with_columns(cwp_rule=pl.lit("as kept")).write_parquet(tmp_path / "there.parquet")
    frame = of_rows(session, list(enumerate(FEW * 2)), "n int, t string")
    answered = cf.spark.normalise_titles(pathway, frame, "t", codebook=kept)
    found = sorted(collected(answered, "n", *ADDED[:5]))
    assert [row[1:] for row in found] == list(expected(pathway, FEW * 2))
    there = session.read.parquet(str(tmp_path / "there.parquet"))
    again = cf.spark.normalise_titles(pathway, frame, "t", codebook=there, broadcast=False)
    rules = {row[0]: row[1] for row in collected(again, "t", "cwp_rule")}
    assert {title for title, rule in rules.items() if rule == "as kept"} == {
        title for title in FEW[::2] if title is not None
    }
    longer = cf.spark.title_codebook(pathway, frame, "t", codebook=there)
    assert longer.columns == ["t", *ADDED, "cwp_pathway"]
    assert {row[0]: row[1] for row in collected(longer, "t", "cwp_rule")} == {
        title: rule for title, rule in rules.items() if title is not None
    }


@pytest.mark.parametrize("library", ["polars", "pandas", "pyarrow"])
def test_a_codebook_of_the_driver_goes_to_the_workers(
    library: str, session: Any, pathway: cp.Pathway
) -> None:
    """Rows of any columns pass once; kept answers are used, and titles that it lacks are judged."""
    kept = cf.title_codebook(pathway, table(library, {"t": [title for title in FEW[::2] if title]}))
    titles = FEW * 2
    posts = [(row, title, [row], date(2026, 1, 1)) for row, title in enumerate(titles)]
    frame = of_rows(session, posts, "n int not null, `job.title` string, several array<int>, day date")
    answered = cf.spark.normalise_titles(pathway, frame, "job.title", codebook=kept)
    assert answered.columns == [*frame.columns, *ADDED]
    assert answered.schema.fields[:4] == frame.schema.fields
    found = sorted(collected(answered, "n", *ADDED[:5]))
    assert [row[1:] for row in found] == list(expected(pathway, titles))
    assert sorted(tuple(row[:4]) for row in answered.collect()) == posts
    plan = answered._jdf.queryExecution().toString()
    assert "Join" not in plan
    assert "MapInArrow" in plan


def test_an_answer_that_has_no_number_is_the_same(
    session: Any, pathway: cp.Pathway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only so many answers stand in a plan; all others come back as text, to the last digit."""
    kept = cf.title_codebook(pathway, pl.Series("t", FEW)).with_columns(cwp_confidence=0.1 + 0.2)
    frame = of_rows(session, list(enumerate(FEW)), "number int, t string")
    numbered = cf.spark.normalise_titles(pathway, frame, "t", codebook=kept)
    monkeypatch.setattr(spark_codebook, "_MOST_ANSWERS", 2)
    few = cf.spark.normalise_titles(pathway, frame, "t", codebook=kept)
    assert few.schema == numbered.schema
    assert sorted(collected(few, *few.columns)) == sorted(collected(numbered, *numbered.columns))
    assert {row[0] for row in collected(few.where("t is not null"), "cwp_confidence")} == {0.1 + 0.2}


def test_names_of_every_kind_stay_with_their_columns(session: Any, pathway: cp.Pathway) -> None:
    """Ours stand beside the caller's for a moment, and neither is taken for the other."""
    kept = cf.title_codebook(pathway, pl.Series("t", FEW))
    names = ["number", "cwp_key_0", "CWP_KEY_2", "a.b", "tick`s", "t"]
    kinds = ", ".join(f"`{name.replace('`', '``')}` string" for name in names)
    rows = [(*(f"{place} {name}" for name in names[:-1]), title) for place, title in enumerate(FEW)]
    answered = cf.spark.normalise_titles(pathway, of_rows(session, rows, kinds), "t", codebook=kept)
    assert answered.columns == [*names, *ADDED]
    found = {row[:6]: tuple(row[6:11]) for row in answered.collect()}
    assert found == dict(zip(rows, expected(pathway, FEW), strict=True))


def test_a_codebook_of_the_driver_is_checked_before_anything_runs(
    session: Any, pathway: cp.Pathway, first_edition: cp.Pathway, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = of_rows(session, [("Carer",)], "t string")
    old = cf.title_codebook(first_edition, pl.Series("t", ["Carer"]))
    with pytest.raises(cf.FrameError, match="codebook was made with 2024-01"):
        cf.spark.normalise_titles(pathway, frame, "t", codebook=old)
    monkeypatch.setattr(spark_codebook, "_MOST_TITLES", 1)
    book = cf.title_codebook(pathway, pl.Series("t", ["Carer", "Chef"]))
    with pytest.raises(cf.FrameError, match="codebook has 2 titles, and 1 at most"):
        cf.spark.normalise_titles(pathway, frame, "t", codebook=book)


def test_a_codebook_of_another_edition_is_passed_over(
    session: Any, pathway: cp.Pathway, first_edition: cp.Pathway
) -> None:
    frame = of_rows(session, [("Personal Assistant",), ("Carer",)], "t string")
    old = cf.spark.title_codebook(first_edition, frame, "t")
    answered = cf.spark.normalise_titles(pathway, frame, "t", codebook=old)
    plain = cf.spark.normalise_titles(pathway, frame, "t")
    assert sorted(collected(answered, "t", *ADDED[:2])) == sorted(collected(plain, "t", *ADDED[:2]))
    with pytest.raises(cf.FrameError, match="codebook is not as title_codebook made it"):
        cf.spark.normalise_titles(pathway, frame, "t", codebook=frame)
    with pytest.raises(cp.InvalidArgumentError, match="codebook must be a table of polars"):
        cf.spark.normalise_titles(pathway, frame, "t", codebook=[1])
    roles = of_rows(session, [("Carer", 8)], "t string, j int")
    with pytest.raises(cf.FrameError, match="leave out codebook= or job_role="):
        cf.spark.normalise_titles(pathway, roles, "t", job_role="j", codebook=old)


def test_a_job_role_is_further_evidence(session: Any, pathway: cp.Pathway) -> None:
    frame = of_rows(
        session, [(0, "Senior Carer", 7), (1, None, 45), (2, "Carer", None)], "n int, t string, j int"
    )
    answered = cf.spark.normalise_titles(pathway, frame, "t", job_role="j")
    wanted = [
        cp.normalise_title(pathway, title, ascwds_job_role=code)
        for title, code in (("Senior Carer", 7), (None, 45), ("Carer", None))
    ]
    assert [row[1] for row in sorted(collected(answered, "n", "cwp_status"))] == [
        one.status for one in wanted
    ]


def test_place_answers_as_one_by_one(session: Any, pathway: cp.Pathway) -> None:
    posts = [
        (TITLES[n % 9], JOB_ROLES[n % 11], ANSWERS[n // 7 % 11], DELEGATED[n // 3 % 7]) for n in range(100)
    ]
    rows = [(n, *post) for n, post in enumerate(posts)]
    frame = of_rows(session, rows, "n int, t string, j string, r string, d string")
    placed = cf.spark.place(pathway, frame, title="t", job_role="j", recorded="r", delegated="d")
    found = sorted(collected(placed, "n", "cwp_role_category", "cwp_likely", "cwp_basis", "cwp_confidence"))
    assert [row[1:] for row in found] == [one_by_one(pathway, post, "upload") for post in posts]


def test_codes_are_looked_up_without_python(session: Any, pathway: cp.Pathway) -> None:
    rows = [("8", "-1"), ("care_worker", "8"), ("41", None), (None, "7"), ("4.0", ""), ("xx", "77")]
    frame = of_rows(session, rows, "mainjrid string, r string")
    found = frame.select(cf.spark.role_category(pathway, "mainjrid", recorded="r", codes="analysis"))
    assert [row[0] for row in found.collect()] == [
        "care-or-support-worker",
        "care-or-support-worker",
        "supervisor-or-leader",
        "registered-manager",
        "registered-manager",
        None,
    ]
    assert "Python" not in found._jdf.queryExecution().toString()
    numbers = of_rows(session, [(8,), (22,)], "j int").select(cf.spark.role_category(pathway, "j"))
    assert [row[0] for row in numbers.collect()] == ["care-or-support-worker", None]


def test_small_and_capital_letters_are_one_name(session: Any, pathway: cp.Pathway) -> None:
    """As to Spark itself, unless it is set otherwise; what it could not tell apart is refused at once."""
    frame = of_rows(session, [(1, "Carer"), (2, "Chef")], "N int, `Job Title` string")
    answered = cf.spark.normalise_titles(pathway, frame, "job title")
    assert answered.columns == ["N", "Job Title", *ADDED]
    assert sorted(collected(answered, "n", "cwp_status")) == [(1, "matched"), (2, "out-of-scope")]
    assert cf.spark.place(pathway, frame, title="JOB TITLE").columns[:2] == ["N", "Job Title"]
    book = cf.spark.title_codebook(pathway, frame, "job title")
    kept = book.toDF(*map(str.upper, book.columns))
    assert sorted(collected(cf.spark.normalise_titles(pathway, frame, "job title", codebook=kept), "n"))
    people = of_rows(session, [("a", "new-to-care")], "Ref string, Role_Category string")
    done = of_rows(
        session, [("a", "Fire safety", date(2026, 1, 1))], "REF string, Course string, Completed date"
    )
    gap = cf.spark.skill_gap(pathway, people, id="ref", on=DAY, training=done, columns={"title": "course"})
    assert gap.columns[0] == "Ref"
    assert collected(gap, "partial")[0][0] > 0
    with pytest.raises(cf.FrameError, match="frame has more than one column named 'a', 'A'"):
        cf.spark.normalise_titles(pathway, of_rows(session, [("x", "y")], "a string, A string"), "a")
    session.conf.set("spark.sql.caseSensitive", "true")
    try:
        with pytest.raises(cp.UnknownIdError, match="unknown column 'job title'"):
            cf.spark.normalise_titles(pathway, frame, "job title")
        both = of_rows(session, [("Carer", 1)], "t string, T int")
        assert collected(cf.spark.normalise_titles(pathway, both, "t"), "cwp_status") == [("matched",)]
    finally:
        session.conf.set("spark.sql.caseSensitive", "false")


def test_a_codebook_with_two_answers_to_one_title_is_an_error(session: Any, pathway: cp.Pathway) -> None:
    """None of the two is believed; the same answer twice is one."""
    frame = of_rows(session, [("Carer",), ("Chef",)], "t string")
    book = cf.spark.title_codebook(pathway, frame, "t")
    twice = book.union(book)
    answered = cf.spark.normalise_titles(pathway, frame, "t", codebook=twice)
    assert sorted(collected(answered, "t", "cwp_status")) == [("Carer", "matched"), ("Chef", "out-of-scope")]
    other = book.withColumn("cwp_status", pyspark_functions().lit("ambiguous"))
    with pytest.raises(Exception, match="codebook has a title twice, with different answers"):
        cf.spark.normalise_titles(pathway, frame, "t", codebook=book.union(other)).collect()


def test_a_name_with_a_dot_is_a_column(session: Any, pathway: cp.Pathway) -> None:
    frame = of_rows(session, [("8",)], "`main.job` string")
    found = frame.select(cf.spark.role_category(pathway, "main.job"))
    assert collected(found, "cwp_role_category") == [("care-or-support-worker",)]


def test_bad_input_is_refused_before_anything_runs(session: Any, pathway: cp.Pathway) -> None:
    frame = of_rows(session, [("Carer", 1)], "t string, n int")
    with pytest.raises(cp.UnknownIdError, match=r"unknown column 'title'.*'t', 'n'"):
        cf.spark.normalise_titles(pathway, frame, "title")
    with pytest.raises(cf.FrameError, match="'n' holds int"):
        cf.spark.normalise_titles(pathway, frame, "n")
    again = cf.spark.normalise_titles(pathway, frame, "t")
    with pytest.raises(cf.FrameError, match="already has 'cwp_status'"):
        cf.spark.normalise_titles(pathway, again, "t")
    with pytest.raises(cf.FrameError, match="name at least one column"):
        cf.spark.place(pathway, frame)
    with pytest.raises(TypeError, match=r"care_pathway\.frames\.spark"):
        cf.normalise_titles(pathway, frame, "t")
    with pytest.raises(TypeError, match="must be the name of a column, not int"):
        cf.spark.place(pathway, frame, title=1)  # type: ignore[arg-type]
    with pytest.raises(cf.FrameError, match="frame has more than one column named 'n'"):
        cf.spark.normalise_titles(pathway, frame.select("t", "n", "n"), "t")
    with pytest.raises(cf.FrameError, match="already has 'cwp_status'"):
        cf.spark.normalise_titles(pathway, frame.withColumnRenamed("n", "CWP_Status"), "t")
    people = of_rows(session, [("a", "new-to-care")], "ref string, role_category string")
    training = of_rows(session, [("a",)], "ref string")
    wrong: list[tuple[dict[str, Any], type[Exception], str]] = [
        ({"target": "carer"}, cp.UnknownIdError, "carer"),
        ({"people": people.drop("role_category")}, cp.UnknownIdError, "unknown column 'role_category'"),
        ({"training": training}, cp.UnknownIdError, "unknown column 'title'"),
        ({"columns": {"titel": "title"}}, cp.UnknownIdError, "unknown field of a record 'titel'"),
        ({"people": people.withColumnRenamed("ref", "held"), "id": "held"}, cf.FrameError, "named 'held'"),
    ]
    for changes, error, said in wrong:
        arguments: dict[str, Any] = {"people": people, "id": "ref", "on": DAY} | changes
        given = arguments.pop("people")
        with pytest.raises(error, match=said):
            cf.spark.skill_gap(pathway, given, **arguments)
    with pytest.raises(cp.UnknownIdError, match="carer"):
        cf.spark.eligibility(pathway, people, id="ref", on=DAY, target="carer")


def test_gaps_and_routes_answer_as_one_by_one(session: Any, pathway: cp.Pathway) -> None:
    """Rows of one person are brought together on one worker; whoever has none, has none."""
    made = Made(pathway, 5, 25)
    kinds = ALL
    types = {
        "level": "int",
        "working_towards": "boolean",
        "accredited": "boolean",
        "manages_staff": "boolean",
        "understood": "boolean",
    }
    types |= dict.fromkeys(("achieved", "completed", "expected", "expires", "on", "signed_off"), "date")
    types |= dict.fromkeys(("training_completed", "competency_assessed"), "date")
    types |= dict.fromkeys(("started_in_role", "started_in_care"), "date") | {
        "cqc_registered_manager": "boolean"
    }

    def frame(columns: dict[str, list[Any]]) -> Any:
        schema = ", ".join(f"`{name}` {types.get(name, 'string')}" for name in columns)
        return of_rows(session, list(zip(*columns.values(), strict=True)), schema)

    people = frame(made.people)
    tables = {kind: frame(made.tables[kind]) for kind in kinds}
    gap = cf.spark.skill_gap(pathway, people, id="ref", on=DAY, **tables)
    names = ("target", *COUNTS, "coverage", "minimum_coverage")
    wanted = {worker.id: gap_of(pathway, worker, None) for worker in made.workers(kinds)}
    assert {row[0]: row[1:] for row in collected(gap, "ref", *names)} == wanted
    routes = cf.spark.eligibility(pathway, people, id="ref", on=DAY, **tables)
    found: dict[str, set[tuple[Any, ...]]] = {}
    for ref, *answer in collected(routes, "ref", "target", "route", "decision", "musts_open", "reasons"):
        found.setdefault(ref, set()).add(tuple(answer))
    assert found == {worker.id: set(routes_of(pathway, worker, "next")) for worker in made.workers(kinds)}
    ours = Renewals(rows=(Renewal(topic="fire-safety", months=600, basis="ours"),))
    asked: dict[str, Any] = {"threshold": "attended", "renewals": ours}
    one_by_one = [
        cp.skill_gap(pathway, worker, target="new-to-care", on=DAY, **asked) for worker in made.workers(kinds)
    ]
    lower = cf.spark.skill_gap(pathway, people, id="ref", target="new-to-care", on=DAY, **asked, **tables)
    assert sorted(row.held for row in lower.collect()) == sorted(len(gap.held) for gap in one_by_one)
    with pytest.raises(cp.UnknownIdError, match="unknown column 'staff'"):
        cf.spark.skill_gap(pathway, people, id="staff", on=DAY)


def test_references_moments_and_gaps_are_read_as_in_every_library(session: Any, pathway: cp.Pathway) -> None:
    """7, 7.0 and "7" are one person, a moment is its day, and what is no number is nothing."""
    rows_of = [(12_345_678, "new-to-care"), (7, "new-to-care")]
    people = of_rows(session, rows_of, "ref bigint, role_category string")
    done = [(12_345_678, "Fire safety", datetime(2026, 9, 1, 23)), (7, "Fire safety", None)]
    trained = of_rows(session, done, "ref bigint, title string, completed timestamp")
    held = of_rows(session, [(7, "Diploma", float("nan"))], "ref bigint, name string, level double")
    for kind, other in (("bigint", "double"), ("double", "decimal(12,2)"), ("decimal(12,2)", "string")):
        asked = people.withColumn("ref", people.ref.cast(kind))
        given = trained.withColumn("ref", trained.ref.cast(other))
        gap = cf.spark.skill_gap(pathway, asked, id="ref", on=DAY, training=given, qualifications=held)
        assert {int(row[0]): row[1] for row in collected(gap, "ref", "partial")} == {12_345_678: 1, 7: 0}
        assert dict(gap.dtypes)["ref"] == kind


def test_rows_of_nobody_are_counted(session: Any) -> None:
    """As the other libraries warn of them: however a reference is written; without one it is nobody's."""
    people = of_rows(session, [(1, "new-to-care"), (2, "new-to-care")], "Ref int, role_category string")
    training = of_rows(
        session, [("1.0", "x"), ("9", "x"), (None, "x"), ("2", "x")], "who string, title string"
    )
    held = of_rows(session, [(2.0, "x")], "ref double, name string")
    given: dict[str, Any] = {"id": "ref", "columns": {"training.id": "who"}, "training": training}
    found = cf.spark.rows_of_nobody(people, qualifications=held, **given)
    assert found.columns == ["table", "rows", "of_nobody"]
    assert sorted(collected(found, *found.columns)) == [("qualifications", 1, 0), ("training", 4, 2)]
    nobody = cf.spark.rows_of_nobody(people.limit(0), **given)
    assert collected(nobody, "rows", "of_nobody") == [(4, 4)]
    with pytest.raises(cf.FrameError, match="name at least one table"):
        cf.spark.rows_of_nobody(people, id="ref")
    with pytest.raises(cp.UnknownIdError, match="unknown column 'who'"):
        cf.spark.rows_of_nobody(people, id="ref", training=held, columns={"training.id": "who"})


def test_what_workers_do_with_a_batch(pathway: cp.Pathway) -> None:
    """The functions that Spark runs elsewhere, on batches as it gives them."""
    batch = pa.record_batch({"cwp_key_0": ["Carer", None]})
    (made,) = spark._title_batches(pathway, [batch])
    assert made.schema.names == ["cwp_key_0", *ADDED]
    assert made.column("cwp_status").to_pylist() == ["matched", "unrecognised"]
    few = [batch, batch.slice(0, 0), pa.record_batch({"cwp_key_0": ["Chef", "Carer"]})]
    wanted = list(expected(pathway, ["Carer", None, "Chef", "Carer"]))
    for known in ([], ["Carer"], ["Carer", "Chef", "Driver"]):
        answers = cf.titles.answers_of(pathway, [*known], {})
        for most in (len(answers), 1):
            numbered = answers[:most]
            book = spark_codebook._book(known, range(len(known)), answers, most)
            found = list(spark_codebook.answered_batches(pathway, 0, book, few))
            assert found[0].schema.names == ["cwp_key_0", "number", "answer"]
            assert [one.num_rows for one in found] == [2, 0, 2]
            told = [row for one in found for row in one.to_pylist()]
            for row, answer in zip(told, wanted, strict=True):
                if row["number"] is None:
                    assert row["answer"] == [
                        None if cell is None else str(cell) for cell in (*answer, row["answer"][5])
                    ]
                else:
                    assert (numbered[row["number"]][:5], row["answer"]) == (answer, None)
    assert list(spark_codebook.answered_batches(pathway, 0, book, [])) == []
    both = pa.record_batch({"cwp_key_0": ["Carer"], "cwp_key_1": ["8"]})
    assert next(spark._title_batches(pathway, [both])).num_rows == 1
    (placed,) = spark._place_batches(pathway, ("title",), "upload", [batch])
    assert placed.column("cwp_basis").to_pylist() == ["title", None]
    rows = pa.record_batch(
        {
            "key": ["a", "a", "b"],
            "own": [" a", None, None],
            "kind": ["people", "training", "training"],
            "row": [
                '{"ref": "a", "role_category": "new-to-care"}',
                '{"title": "Fire safety"}',
                '{"title": 7}',
            ],
        }
    )
    asked, named = {"target": "own", "on": DAY}, {"title": "title", "training.id": "ref"}
    given = ("people", "qualifications", "training")
    kinds = (("target", "string"), ("held", "bigint"), ("coverage", "double"))
    (gap,) = spark._people_batches(pathway, "skill_gap", "ref", given, asked, named, kinds, [rows])
    assert gap.to_pylist() == [{"key": " a", "target": "new-to-care", "held": 0, "coverage": 0.0}]
    nobody = rows.slice(1)
    assert (
        list(spark._people_batches(pathway, "skill_gap", "ref", given, asked, named, kinds, [nobody])) == []
    )
