"""Codes as columns: what a code means, each way of writing it, and the kinds of no answer."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway import frames as cf
from care_pathway.frames import codes as own
from care_pathway.interop.ascwds import codes
from tests.each import each

from .libraries import LIBRARIES, cells, rows, table

DAY = date(2026, 10, 31)
FORMS = {
    "number": lambda role: role.code,
    "number beside gaps": lambda role: float(role.code),
    "text": lambda role: str(role.code),
    "text with a decimal": lambda role: f"{role.code}.0",
    "decimal of two places": lambda role: Decimal(f"{role.code}.00"),
    "leading nought": lambda role: f"{role.code:02d}",
    "space": lambda role: f" {role.code} ",
    "label": lambda role: role.label,
    "snake case": lambda role: own.snake_case(role.label),
}


@each("form", FORMS)
def test_every_way_of_writing_a_job_role(form: str, edition: cp.Pathway) -> None:
    """The same category as the one that `place` puts first; 22 became 27, 41 became 40."""
    roles = codes.job_roles()
    wanted = []
    for role in roles:
        current = {22: 27, 41: 40}.get(role.code, role.code)
        placed = cp.place(edition, cp.Worker(id="w", ascwds_job_role=current), on=DAY)
        wanted.append(placed.candidates[0].role_category if placed.candidates else None)
    frame = pl.LazyFrame({"j": [FORMS[form](role) for role in roles]})
    found = frame.select(cf.expr.role_category(edition, job_role="j")).collect()
    assert found["cwp_role_category"].to_list() == wanted


def test_job_roles_that_retired_are_the_codes_that_replaced_them() -> None:
    assert own.job_role_of(41) == own.job_role_of("41.0") == own.job_role_of("care_navigator") == 40
    assert own.job_role_of(22) == own.job_role_of("technician") == 27
    for nothing in ("-1", -1, None, float("nan"), "", " ", "99", "carer", "other", True, "1e1"):
        assert own.job_role_of(nothing) is None


def test_short_names_of_the_analysts_are_job_roles() -> None:
    wanted = {"community_support_and_outreach": 9, "care_coordinator": 40, "allied_health_professional": 17}
    wanted |= {"ancillary_staff": 26, "other_care_role": 23, "learning_and_development_lead": 44}
    assert {name: own.job_role_of(name) for name in wanted} == wanted


def test_no_way_of_writing_stands_for_two_job_roles() -> None:
    """A short name that two labels share is none of them."""
    assert own.job_role_of("other") is None
    by_label = {own.job_role_of(role.label) for role in codes.job_roles() if not role.retired}
    assert by_label == {role.code for role in codes.job_roles() if not role.retired}


RECORDED = {
    "upload": {"2": "care-or-support-worker", "7.0": "registered-manager", " 4": "supervisor-or-leader"},
    "analysis": {"2": "care-or-support-worker", "1": "new-to-care"},
}
NO_ANSWER = {
    "upload": {
        "998": "none-of-the-above",
        "999": "do-not-know",
        "": "not-answered",
        "8": "unreadable",
        "-1": "unreadable",
    },
    "analysis": {"8": "none-of-the-above", "-2": "do-not-know", "-1": "not-answered", "998": "unreadable"},
}


@pytest.mark.parametrize("family", own.FAMILIES)
@pytest.mark.parametrize("library", ["polars", "polars-lazy", "pandas", "pyarrow", "duckdb"])
def test_the_kinds_of_no_answer_are_kept_apart(family: str, library: str, pathway: cp.Pathway) -> None:
    """SPEC 9: three distinct outcomes that are no category, and a value that cannot be read."""
    asked: dict[Any, str] = {
        **dict.fromkeys(RECORDED[family], "category"),
        **NO_ANSWER[family],
        None: "not-answered",
    }
    asked["care_or_support_worker"] = asked["personal-assistant"] = asked["Deputy manager"] = "category"
    frame = table(library, {"r": list(asked)})
    answered = nw.from_native(frame).with_columns(
        cf.expr.answer(pathway, recorded="r", codes=family, library="narwhals"),
        cf.expr.role_category(pathway, recorded="r", codes=family, library="narwhals"),
    )
    found = cells(answered.to_native())
    assert found["cwp_answer"] == list(asked.values())
    roles = dict(zip(asked, found["cwp_role_category"], strict=True))
    assert {form: roles[form] for form in RECORDED[family]} == RECORDED[family]
    assert roles["personal-assistant"] == "personal-assistant"
    assert {roles[form] for form in NO_ANSWER[family]} == {None}
    placed = cf.place(pathway, frame, recorded="r", codes=family)
    assert cells(placed, "cwp_answer", "cwp_role_category") == {
        name: found[name] for name in ("cwp_answer", "cwp_role_category")
    }


def test_what_is_recorded_comes_before_the_job_role(pathway: cp.Pathway) -> None:
    frame = pl.DataFrame({"j": ["8", "8", "16", None], "r": ["7", "999", None, "998"]})
    found = frame.select(cf.expr.role_category(pathway, job_role="j", recorded="r"))
    assert found.schema["cwp_role_category"] == pl.Enum([role.id for role in pathway.role_categories])
    assert found["cwp_role_category"].to_list() == [
        "registered-manager",
        "care-or-support-worker",
        None,
        None,
    ]


def test_an_expression_streams_without_a_function_for_each_row(pathway: cp.Pathway, tmp_path: Path) -> None:
    path = tmp_path / "posts.parquet"
    pl.DataFrame({"j": ["8", "4"] * 500, "r": ["-1", "2"] * 500}).write_parquet(path)
    plan = pl.scan_parquet(path).with_columns(
        cf.expr.role_category(pathway, job_role="j", recorded="r", codes="analysis"),
        cf.expr.answer(pathway, recorded="r", codes="analysis"),
    )
    assert "python" not in plan.explain().casefold()
    plan.sink_parquet(tmp_path / "answered.parquet")
    assert pl.read_parquet(tmp_path / "answered.parquet")["cwp_role_category"].n_unique() == 1


def test_keys_of_the_national_pipeline_are_read(pathway: cp.Pathway) -> None:
    """Keys are Enum or Categorical there, and labels stand in snake case."""
    labels = ["care_worker", "registered_manager", "not_known"]
    for dtype in (pl.Enum(labels), pl.Categorical, pl.String):
        frame = pl.DataFrame({"j": pl.Series(labels, dtype=dtype)})
        found = frame.select(cf.expr.role_category(pathway, job_role="j"))["cwp_role_category"].to_list()
        assert found == ["care-or-support-worker", "registered-manager", None]


@each("library", ["polars", "pandas", "pyarrow", "duckdb", "polars-lazy"])
def test_code_tables_join(library: str, pathway: cp.Pathway) -> None:
    like = table(library, {"x": [1]})
    found = cells(cf.code_table(pathway, "job-roles", like=like))
    assert list(found) == ["code", "label", "name", "current_code", "retired", "role_category"]
    assert found["current_code"][found["code"].index(41)] == 40
    usual = own.usual_role_categories(pathway)
    assert found["role_category"] == [usual[code] for code in found["code"]]
    answers = cells(cf.code_table(pathway, "role-categories", like=like))
    assert set(zip(answers["upload_code"], answers["answer"], strict=True)) >= {
        (999, "do-not-know"),
        (998, "none-of-the-above"),
        (None, "not-answered"),
        (1, "category"),
    }


def test_the_usual_category_is_the_one_of_the_code_list(pathway: cp.Pathway) -> None:
    usual = own.usual_role_categories(pathway)
    for role in codes.job_roles():
        if not role.retired:
            assert usual[role.code] == role.usual_role_category


def test_wrong_words_are_named(pathway: cp.Pathway) -> None:
    for wrong in (
        lambda: cf.code_table(pathway, "job-role"),
        lambda: cf.expr.role_category(pathway, job_role="j", codes="national"),
        lambda: cf.expr.role_category(pathway, job_role="j", library="pandas"),
        lambda: cf.place(pathway, pl.DataFrame({"t": ["Carer"]}), title="t", codes="x"),
    ):
        with pytest.raises(cp.UnknownIdError):
            wrong()
    with pytest.raises(cf.FrameError, match="name a column"):
        cf.expr.role_category(pathway)
    with pytest.raises(cf.FrameError, match="name at least one column"):
        cf.place(pathway, pl.DataFrame({"t": ["Carer"]}))


# --- place -----------------------------------------------------------------------------------------------

TITLES = [None, "Carer", "Senior Carer", "Chef", "Reg Mgr", "", "Activities Co-ordinator", "zzz", "Nurse"]
JOB_ROLES = [None, "8", "7", "4", "26", "41", "42", "16", "care_worker", "77", "-1"]
ANSWERS = [None, "1", "3", "7", "8", "-1", "-2", "998", "999", "enhanced-care-worker", "x"]
DELEGATED = [None, "1", "0", "2", "-1", "999", "yes"]


def one_by_one(pathway: cp.Pathway, row: tuple[Any, ...], family: str) -> tuple[Any, ...]:
    title, job_role, answer, delegated = row
    roles = {role.id: role.id for role in pathway.role_categories}
    roles |= {
        str(code.upload_code): code.role_category for code in codes.category_codes() if code.role_category
    }
    yes_no = {"upload": {"1": True, "2": False}, "analysis": {"1": True, "0": False}}[family] | {"yes": True}
    job_roles = {"care_worker": 8, "41": 40, "77": None, "-1": None, None: None}
    worker = cp.Worker(
        id="w",
        job_title=title or None,
        ascwds_job_role=job_roles.get(job_role, None if job_role in job_roles else int(job_role or 0)),
        role_category=roles.get(answer),
        context=cp.WorkContext(delegated_healthcare=yes_no.get(delegated)),
    )
    placed = cp.place(pathway, worker, on=DAY)
    first = placed.candidates[0] if placed.candidates else None
    return (
        placed.role_category,
        None if first is None else first.role_category,
        placed.basis,
        None if first is None else first.confidence,
    )


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("family", own.FAMILIES)
def test_place_answers_as_one_by_one(library: str, family: str, pathway: cp.Pathway) -> None:
    """Recorded answer, duties, title, job role: the same order and the same answers as `cp.place`."""
    count = 200
    posts = [
        (
            TITLES[n % len(TITLES)],
            JOB_ROLES[n % len(JOB_ROLES)],
            ANSWERS[n // 7 % len(ANSWERS)],
            DELEGATED[n // 3 % len(DELEGATED)],
        )
        for n in range(count)
    ]
    names = ("t", "j", "r", "d")
    frame = table(library, dict(zip(names, zip(*posts, strict=True), strict=True)))
    placed = cf.place(
        pathway, frame, title="t", job_role="j", recorded="r", delegated="d", codes=family, on=DAY
    )
    assert type(placed) is type(frame)
    assert rows(placed, *names) == posts
    wanted = {post: one_by_one(pathway, post, family) for post in set(posts)}
    found = rows(placed, "cwp_role_category", "cwp_likely", "cwp_basis", "cwp_confidence")
    assert found == [wanted[post] for post in posts]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(TITLES),
            st.sampled_from(JOB_ROLES),
            st.sampled_from(ANSWERS),
            st.sampled_from(DELEGATED),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_place_on_any_rows(posts: list[tuple[Any, ...]]) -> None:
    pathway = cp.load()
    names = ("t", "j", "r", "d")
    frame = pl.DataFrame(
        dict(zip(names, zip(*posts, strict=True), strict=True)), schema=dict.fromkeys(names, pl.String)
    )
    placed = cf.place(pathway, frame, title="t", job_role="j", recorded="r", delegated="d")
    assert rows(placed, "cwp_role_category", "cwp_likely", "cwp_basis", "cwp_confidence") == [
        one_by_one(pathway, post, "upload") for post in posts
    ]


def test_delegated_healthcare_may_be_true_and_false(pathway: cp.Pathway) -> None:
    for frame in (
        pl.DataFrame({"t": ["Carer"] * 3, "d": [True, False, None]}),
        pd.DataFrame({"t": ["Carer"] * 3, "d": pd.array([True, False, None], dtype="boolean")}),
        pa.table({"t": ["Carer"] * 3, "d": [True, False, None]}),
    ):
        found = cells(cf.place(pathway, frame, title="t", delegated="d"), "cwp_likely")["cwp_likely"]
        assert found == ["enhanced-care-worker", "care-or-support-worker", "care-or-support-worker"]


# --- records from rows -----------------------------------------------------------------------------------


@each("library", LIBRARIES)
def test_rows_become_workers(library: str, pathway: cp.Pathway) -> None:
    frame = table(
        library,
        {
            "ref": ["a", "b"],
            "job": ["Carer", None],
            "role": ["3", "999"],
            "code": ["41", "8"],
            "start": ["2024-05-01", None],
            "leads": ["yes", "no"],
            "homes": [2, None],
        },
    )
    columns = {
        "id": "ref",
        "job_title": "job",
        "role_category": "role",
        "ascwds_job_role": "code",
        "started_in_role": "start",
        "context.leads_shift": "leads",
        "context.number_of_services": "homes",
    }
    assert list(cf.to_workers(pathway, frame, columns)) == [
        cp.Worker(
            id="a",
            job_title="Carer",
            role_category="enhanced-care-worker",
            ascwds_job_role=40,
            started_in_role=date(2024, 5, 1),
            context=cp.WorkContext(leads_shift=True, number_of_services=2),
        ),
        cp.Worker(id="b", ascwds_job_role=8, context=cp.WorkContext(leads_shift=False)),
    ]


def test_one_column_may_fill_several_fields(pathway: cp.Pathway) -> None:
    columns = {"id": "job", "job_title": "job"}
    (worker,) = cf.to_workers(pathway, pl.DataFrame({"job": ["Carer"]}), columns)
    assert (worker.id, worker.job_title) == ("Carer", "Carer")


def test_rows_that_are_no_workers_are_named(pathway: cp.Pathway) -> None:
    frame = pl.DataFrame({"ref": ["a", None], "start": ["2024-05-01", "1/5/24"]})
    with pytest.raises(cf.FrameError, match="row 2: started_in_role: expected a date, or text as YYYY-MM-DD"):
        list(cf.to_workers(pathway, frame, {"id": "ref", "started_in_role": "start"}))
    with pytest.raises(cf.FrameError, match="row 2 has no id"):
        list(cf.to_workers(pathway, frame, {"id": "ref"}))
    with pytest.raises(cf.FrameError, match="reference of each person"):
        cf.to_workers(pathway, frame, {"job_title": "ref"})
    with pytest.raises(cp.UnknownIdError, match="unknown field of a worker 'jobtitle'"):
        cf.to_workers(pathway, frame, {"id": "ref", "jobtitle": "start"})
    with pytest.raises(cp.UnknownIdError, match="unknown column 'x'"):
        cf.to_workers(pathway, frame, {"id": "x"})


def test_a_row_can_be_explained(pathway: cp.Pathway) -> None:
    frame = pl.DataFrame({"job_title": ["Key Worker"], "j": [8.0], "r": ["3"]})
    match = cf.explain(pathway, cf.normalise_titles(pathway, frame, "job_title").row(0, named=True))
    assert match == cp.normalise_title(pathway, "Key Worker")
    pandas = frame.to_pandas()
    for row in (frame, pandas, pandas.iloc[0], frame.row(0, named=True)):
        with_role = cf.explain(pathway, row, title="job_title", job_role="j")
        assert with_role == cp.normalise_title(pathway, "Key Worker", ascwds_job_role=8)
        placed = cf.explain(pathway, row, title="job_title", recorded="r")
        assert isinstance(placed, cp.Placement)
        assert placed.basis == "recorded"
    with pytest.raises(cp.UnknownIdError, match="unknown column 'title'"):
        cf.explain(pathway, frame, title="title")
    with pytest.raises(cf.FrameError, match="name the column that was read"):
        cf.explain(pathway, {"a": 1})
    with pytest.raises(cf.FrameError, match="row must be one row, not 2"):
        cf.explain(pathway, pl.concat([frame, frame]))
