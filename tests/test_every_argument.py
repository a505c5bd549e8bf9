"""Every argument of every public function and method: no wrong value ends in somebody else's error."""

from __future__ import annotations

import inspect
import io
import math
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

import care_pathway as cp
from care_pathway import alignment, evidence, frames, interop, planning, progression, report, serialise
from care_pathway.interop import ascwds, crosswalks, examples, publish, tables
from tests.results import public_functions
from tests.test_arguments import COURSE, FRAME, GAP, ON, PATHWAY, READERS, RIGHT, STAFF, UPLOAD, WORKER

CATALOGUE = cp.align_catalogue(PATHWAY, [COURSE])
OWN = interop.own_record(PATHWAY, WORKER, on=ON)
ROUTE = next(route for route in PATHWAY.routes if route.requirements)
NOWHERE = "no-such-folder/no-such-file.csv"

#: A call of each public function that `RIGHT` has not; those of a file that is nowhere are refused.
CALLS: dict[Any, dict[str, Any]] = {
    **RIGHT,
    report.build: RIGHT[report.build]
    | {"staff": cp.StaffFile(file="one.csv", kind="table", workers=(WORKER,))},
    **{reader: {"source": examples.file(name)} for reader, name in READERS.items()},
    alignment.find_duplicates: {"alignments": CATALOGUE.alignments},
    alignment.parts_of: {"course": COURSE},
    alignment.read_level: {"title": "Level 2 diploma"},
    evidence.read_renewals: {"path": NOWHERE},
    ascwds.advise: {"staff": UPLOAD},
    ascwds.join: {"staff": UPLOAD},
    ascwds.loses_an_answer: {"problem": None},
    ascwds.upgrade: {"staff": UPLOAD, "path": io.BytesIO()},
    ascwds.upload_code: {"role_category": "new-to-care"},
    interop.dates_on_file: {"staff": STAFF},
    interop.join_own_records: {"staff": STAFF, "records": {}},
    interop.own_record: {"pathway": PATHWAY, "worker": WORKER, "on": ON},
    interop.with_own_record: {"worker": WORKER, "record": OWN},
    interop.read_adoption: {"source": NOWHERE},
    interop.read_own_record: {"source": NOWHERE},
    interop.read_review: {"pathway": PATHWAY, "catalogue": CATALOGUE, "source": NOWHERE},
    interop.review_rows: {"pathway": PATHWAY, "catalogue": CATALOGUE},
    interop.review_workbook: {"pathway": PATHWAY, "catalogue": CATALOGUE},
    tables.apply_evidence: {
        "workers": [WORKER],
        "evidence": tables.read_evidence(examples.file("evidence.csv")),
    },
    tables.csv_safe: {"value": 1},
    tables.safe_csv_writer: {"stream": io.StringIO()},
    tables.template_columns: {"kind": "staff"},
    tables.write_template: {"kind": "staff", "path": NOWHERE},
    planning.claim_for: {"pathway": PATHWAY, "course": "Fire safety", "on": ON},
    planning.plan_bookings: {"pathway": PATHWAY, "workers": [WORKER], "catalogue": [COURSE], "on": ON},
    planning.training_due: {"pathway": PATHWAY, "worker": WORKER, "on": ON},
    progression.all_of: {"judgements": ["met"]},
    progression.any_of: {"judgements": ["met"]},
    progression.consider: {"pathway": PATHWAY, "worker": WORKER, "targets": ["deputy-manager"], "on": ON},
    progression.cover: {"pathway": PATHWAY, "workers": [WORKER], "on": ON},
    progression.decide: {"judgements": []},
    progression.judge_requirement: {
        "pathway": PATHWAY,
        "worker": WORKER,
        "requirement": ROUTE.requirements[0],
        "on": ON,
    },
    progression.posts_of: {"pathway": PATHWAY},
    progression.requirements_of: {"pathway": PATHWAY, "route": ROUTE},
    progression.ways_onward: {"pathway": PATHWAY, "role": "new-to-care"},
    progression.ways_to: {"pathway": PATHWAY, "role": "new-to-care", "target": "deputy-manager"},
    cp.read_overlay: {"path": NOWHERE},
    cp.with_statements: {"pathway": PATHWAY, "path": NOWHERE},
    report.career_map_text: {"pathway": PATHWAY},
    report.own_record_html: {"pathway": PATHWAY, "record": OWN},
    report.read_report: {"path": NOWHERE},
    report.read_inputs: {"staff": examples.file("staff.csv")},
    publish.to_case: {"pathway": PATHWAY},
    publish.to_jsonld: {"pathway": PATHWAY, "catalogue": CATALOGUE},
    publish.to_openbadges: {"pathway": PATHWAY, "catalogue": CATALOGUE},
    publish.to_skos: {"pathway": PATHWAY},
    publish.to_sssom: {"pathway": PATHWAY},
    crosswalks.qualifications: {"pathway": PATHWAY},
    serialise.write_json: {"record": WORKER, "stream": io.StringIO()},
}
POSTS = pl.DataFrame({"id": ["a", "b"], "role_category": ["new-to-care", None], "title": ["Carer", "Chef"]})
POST = {"id": "a", "decision": "not-yet", "target": "deputy-manager", "title": "Carer"}


def to_workers(**given: Any) -> list[cp.Worker]:
    """The records that come one after the other."""
    return list(frames.to_workers(**given))


FRAMES: dict[Any, dict[str, Any]] = {
    frames.normalise_titles: {"pathway": PATHWAY, "frame": POSTS, "title": "title"},
    frames.title_codebook: {"pathway": PATHWAY, "titles": ["Carer"]},
    frames.code_table: {"pathway": PATHWAY, "table": "job-roles"},
    frames.place: {"pathway": PATHWAY, "frame": POSTS, "title": "title"},
    frames.explain: {"pathway": PATHWAY, "row": POST, "id": "id", "people": POSTS, "on": ON},
    frames.skill_gap: {"pathway": PATHWAY, "people": POSTS, "id": "id", "on": ON},
    frames.team_gap: {"pathway": PATHWAY, "people": POSTS, "id": "id", "on": ON, "by": "title"},
    frames.eligibility: {"pathway": PATHWAY, "people": POSTS, "id": "id", "on": ON},
    frames.example_posts: {"n": 3, "seed": 1},
    frames.share: {"column": "v"},
    frames.summarise: {"frame": POSTS, "by": "title", "measures": frames.count()},
    frames.Suppress: {"under": 3},
    frames.expr.role_category: {"pathway": PATHWAY, "job_role": "v"},
    frames.expr.answer: {"pathway": PATHWAY, "recorded": "v"},
    frames.spark.role_category: {"pathway": PATHWAY, "job_role": "v"},
    to_workers: {"pathway": PATHWAY, "frame": POSTS, "columns": {"id": "id"}},
}
#: Values of every kind. Some are right for some argument; none is so for all.
ANYTHING: tuple[object, ...] = (
    *(object(), "nonsense", "", "\ud800", "a\0b", "x" * 100_000, b"x", Path(NOWHERE)),
    *(None, True, 3, -1, 10**30, 3.5, math.nan, math.inf, np.int64(3), np.array([1, 2]), Decimal("nan")),
    *([], [3], ["x"], [None], [[1]], (), {}, {"a": 1}, {"a": None}, {1: 2}, {1}),
    *(datetime(2026, 1, 1), ON, FRAME, FRAME["title"], WORKER, [WORKER], PATHWAY, COURSE, STAFF),
)


def outcome(call: Callable[..., Any], given: dict[str, Any]) -> str | None:
    """What is wrong with how a call ends: nothing, where it answers or refuses as this package does."""
    try:
        call(**given)
    except cp.CarePathwayError:
        return None
    except Exception as error:  # noqa: BLE001  what is not ours is the fault looked for
        return f"{type(error).__name__}: {str(error)[:100]}"
    return None


def shown(value: object) -> str:
    return type(value).__name__ if hasattr(value, "columns") else repr(value)[:40]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Functions that write take nearly anything for the name of a file."""
    monkeypatch.chdir(tmp_path)


def test_every_public_function_is_called() -> None:
    left = [call for call in public_functions().values() if call not in CALLS]
    assert not any(inspect.signature(call).parameters for call in left)


@pytest.mark.parametrize("function", CALLS, ids=lambda one: f"{one.__module__}.{one.__name__}")
def test_no_argument_fails_inside(function: Any) -> None:
    """DESIGN: a wrong argument is refused with an error of this package, optional ones too."""
    right = CALLS[function]
    assert outcome(function, right) is None
    faults = [
        f"{name}={shown(wrong)}: {found}"
        for name in inspect.signature(function).parameters
        for wrong in ANYTHING
        if (found := outcome(function, {**right, name: wrong})) is not None
    ]
    assert faults == []


@pytest.mark.filterwarnings("ignore::care_pathway.frames.PeopleWarning")
@pytest.mark.parametrize("function", FRAMES, ids=lambda one: f"{one.__module__}.{one.__name__}")
def test_no_argument_of_frames_fails_inside(function: Any) -> None:
    """The same of functions over columns; a column, a table and a figure are asked for by name."""
    right = FRAMES[function]
    assert outcome(function, right) is None
    public = frames.to_workers if function is to_workers else function
    others = (POSTS, ["title", "v"], {"title": "v"}, {"title": 3}, frames.count(), [frames.count(), 3])
    faults = [
        f"{name}={shown(wrong)}: {found}"
        for name in inspect.signature(public).parameters
        for wrong in (*ANYTHING, *others)
        if (found := outcome(function, {**right, name: wrong})) is not None
    ]
    assert faults == []


@pytest.mark.parametrize("library", ["polars", "duckdb"])
def test_no_file_fails_inside_when_it_is_scanned(library: str, tmp_path: Path) -> None:
    """A file that is not there is the one error of Python's own, as it says."""
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 and no more")
    for wrong in (*ANYTHING, tmp_path, tmp_path / "broken.parquet"):
        found = outcome(frames.scan_ascwds, {"path": wrong, "library": library})
        assert found is None or found.startswith("FileNotFoundError"), f"{shown(wrong)}: {found}"


#: Methods that take a function of the caller's, or rows of the caller's.
OPEN_METHODS = {"derived", "writerow", "writerows", "answers", "called"}


def handed() -> Iterator[Any]:
    """One object of each class that functions hand out, with what hangs on it."""
    seen: set[type] = set()
    todo: list[Any] = [PATHWAY, STAFF, GAP, CATALOGUE, report.build(PATHWAY, STAFF, on=ON)]
    todo += [
        cp.check_eligibility(PATHWAY, WORKER, target="deputy-manager", on=ON),
        cp.compare(cp.load("2024-01"), PATHWAY),
        cp.career_plan(PATHWAY, WORKER, on=ON),
        cp.succession(PATHWAY, [WORKER], target="deputy-manager", on=ON),
    ]
    while todo:
        one = todo.pop()
        if isinstance(one, tuple | list) and not hasattr(one, "_fields"):
            todo += one[:2]
        elif type(one).__module__.startswith("care_pathway") and type(one) not in seen:
            seen.add(type(one))
            todo += [getattr(one, each.name) for each in getattr(type(one), "__attrs_attrs__", ())]
            yield one


def methods() -> Iterator[tuple[str, Any, Any]]:
    for one in handed():
        for name, member in inspect.getmembers(type(one), inspect.isfunction):
            if (
                not name.startswith("_")
                and name not in OPEN_METHODS
                and len(inspect.signature(member).parameters) > 1
            ):
                yield f"{type(one).__name__}.{name}", one, member


def test_no_argument_of_a_method_fails_inside() -> None:
    """The same of what hangs on results: a word that is none, an id that nobody has."""
    faults = []
    for name, one, method in methods():
        parameters = [
            each
            for each in inspect.signature(method).parameters.values()
            if each.kind is not each.VAR_KEYWORD
        ][1:]
        for wrong in ANYTHING:
            given = {each.name: wrong for each in parameters if each.default is each.empty}
            for each in parameters:
                found = outcome(partial(method, one), {**given, each.name: wrong})
                if found is not None:
                    faults.append(f"{name}({each.name}={shown(wrong)}): {found}")
    assert faults == []


@pytest.mark.parametrize("number", [np.int64(2), np.uint8(2), np.array(2), 2])
def test_whole_numbers_of_numpy_are_taken(number: Any) -> None:
    """What tables hold is taken where its meaning is plain."""
    if isinstance(number, np.ndarray):
        number = number[()]
    assert planning.training_due(PATHWAY, WORKER, on=ON, ahead=number) == ()
    assert cp.find_routes(PATHWAY, "new-to-care", "deputy-manager", at_most=number) == cp.find_routes(
        PATHWAY, "new-to-care", "deputy-manager", at_most=2
    )
    assert cp.dumps(WORKER, indent=number) == cp.dumps(WORKER, indent=2)
    assert report.career_map(PATHWAY, counts={"new-to-care": number}) == report.career_map(
        PATHWAY, counts={"new-to-care": 2}
    )
    assert report.build(PATHWAY, STAFF, on=ON, ahead=number).summary.ahead == 2
    assert planning.plan_bookings(PATHWAY, [WORKER], [COURSE], on=ON, ahead=number, nodes=number).until
    assert cp.frames.Suppress(number, number) == cp.frames.Suppress(2, 2)
    for refused in (np.bool_(True), np.float64(2), "2", True):
        with pytest.raises(
            cp.InvalidArgumentError, match=r"^ahead must be a whole number of 0 or more, not "
        ):
            planning.training_due(PATHWAY, WORKER, on=ON, ahead=refused)  # type: ignore[arg-type]


def test_amounts_are_taken_as_money_is_kept() -> None:
    for budget in (Decimal("10.50"), np.float32(10.5), 10.5):
        assert cp.recommend_learning(PATHWAY, GAP, [COURSE], budget=budget).budget == 10.5  # type: ignore[arg-type]


def test_what_is_written_is_one_record() -> None:
    with pytest.raises(
        cp.InvalidArgumentError, match=r"^record must be a record of this package, not a list"
    ):
        serialise.write_json([WORKER], io.StringIO())


def test_a_wish_that_is_none_is_refused_with_those_that_are() -> None:
    plain = progression.ways_onward(PATHWAY, "care-or-support-worker", aspiration="lead")
    assert plain == progression.ways_onward(PATHWAY, "care-or-support-worker", aspiration=cp.Aspiration.LEAD)
    with pytest.raises(
        cp.InvalidArgumentError, match=r"^aspiration must be one of 'stay-and-grow', .*, not 'boss'"
    ):
        progression.ways_onward(PATHWAY, "care-or-support-worker", aspiration="boss")
