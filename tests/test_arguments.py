"""Wrong arguments: every public function refuses them by name, or takes them where the meaning is plain."""

from __future__ import annotations

import inspect
import io
import math
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest

import care_pathway as cp
from care_pathway import report
from care_pathway.interop import ascwds, examples, recognise, tables
from care_pathway.progression import all_of, any_of, ways_onward
from tests.each import each
from tests.results import public_functions

PATHWAY = cp.load()
ON = date(2026, 3, 1)
WORKER = cp.Worker(id="w-1", role_category="care-or-support-worker", qualifications=(), training=())
GAP = cp.skill_gap(PATHWAY, WORKER, target=None, on=ON)
COURSE = cp.Course(id="c-1", title="Fire safety")
FRAME = pd.DataFrame({"title": ["Care assistant", None], "id": ["a", "b"]})
STAFF = tables.read_staff(examples.file("staff.csv"))
UPLOAD = ascwds.read_workers(examples.file("ascwds-worker.csv"))
READERS = {
    tables.read_staff: "staff.csv",
    tables.read_training: "training.csv",
    tables.read_evidence: "evidence.csv",
    tables.read_courses: "courses.csv",
    recognise: "staff.csv",
    ascwds.read_workers: "ascwds-worker.csv",
    ascwds.read_workplaces: "ascwds-workplace.csv",
    ascwds.read_training: "ascwds-training.csv",
}

#: What no argument of a name takes. Names of one meaning are spelt alike in all functions.
WRONG_DAYS = ("2026-03-01", datetime(2026, 3, 1), pd.Timestamp(2026, 3, 1), pd.NaT, 2026)
WRONG: dict[str, tuple[object, ...]] = {
    "pathway": ("2025-04", None, 3, FRAME, WORKER),
    "old": ("2025-04", None),
    "new": ("2025-04", None),
    "worker": ("w-1", None, {"id": "w-1"}, FRAME, [WORKER]),
    "workers": ("w-1", None, WORKER, FRAME, ["w-1"], {"w-1": WORKER}),
    "on": (None, *WRONG_DAYS),
    "target": (3, math.nan, "", "nobody", FRAME),
    "source": (3, math.nan, "nobody"),
    "activity": (3, None, math.nan, "nothing"),
    "person": (3, None, math.nan),
    "title": (b"Care assistant", FRAME, ["Care assistant"]),
    "titles": ("Care assistant", None, FRAME, 7, {"title": "Care assistant"}),
    "context": ({"manages_staff": True}, "manager"),
    "courses": ("Fire safety", None, FRAME, COURSE, 7, {"title": "Fire safety"}),
    "course": ("Fire safety", None, {"title": "Fire safety"}, FRAME),
    "assessments": ("meets", 7, ["meets"], FRAME),
    "threshold": ("good", None, 3),
    "gap": (None, "gap", WORKER, FRAME),
    "catalogue": ("Fire safety", FRAME, 7),
    "budget": ("100", -1, math.nan, math.inf, True),
    "hours": ("100", -1, math.nan, math.inf, True),
    "hours_each": ("100", -1, math.nan),
    "text": (None, 3),
    "cls": (dict, "Worker", None),
    "record": (None, 3, "text", {"id": "w-1"}),
    "result": (None, 3, "text"),
    "edition": (None, 3, "2023-01"),
    "overlay": (None, 3),
    "requirement": (None, "must"),
    "route": (None, "rt-ntc-csw"),
    "staff": (None, "staff", FRAME),
    "kinds": ("vertical", ["sideways"]),
    "at_most": (-1, "two", 1.5),
    "ascwds_job_role": (True, b"8", [8]),
    "ascwds_job_roles": (3, "8", [8, 9], FRAME),
    "indent": (-1, "two", True),
    "nodes": (-1, "many"),
    "renewals": ("ours.csv", FRAME),
    "upload": ("worker.csv", FRAME),
    "evidence": ("evidence.csv", FRAME),
    "adoption": ("adoption.csv", FRAME),
    "decisions": ("titles.csv", ["S001"], FRAME),
    "last": ("report.json", FRAME),
    "ahead": (-1, "soon", None, 1.5),
    "counts": (["new-to-care"], {"new-to-care": "many"}, {"new-to-care": -1}),
    "training": (None, "training.csv", FRAME),
    "categories": (["registered-manager"], "registered-manager"),
    "without_code": ("blank", None, 3),
}
#: What no reader of files takes; `on`, `sheet` and `columns` may be left out there.
WRONG_OF_READERS: dict[str, tuple[object, ...]] = {
    "source": (None, 3, math.nan, {"id": "w-1"}, ["w-1"], b"Staff ref\nw-1", WORKER, PATHWAY),
    "columns": ("Job title", ["Job title"]),
    "sheet": (1, b"Staff"),
    "on": WRONG_DAYS,
}

#: A call that is right, by function; each argument in turn is then replaced by each wrong value.
RIGHT: dict[Any, dict[str, Any]] = {
    cp.align_catalogue: {"pathway": PATHWAY, "courses": [COURSE]},
    cp.align_course: {"pathway": PATHWAY, "course": COURSE},
    cp.career_plan: {"pathway": PATHWAY, "worker": WORKER, "on": ON},
    cp.check_authorisation: {
        "pathway": PATHWAY,
        "worker": WORKER,
        "activity": "vital-signs-monitoring",
        "person": "p-1",
        "on": ON,
    },
    cp.check_eligibility: {"pathway": PATHWAY, "worker": WORKER, "target": "deputy-manager", "on": ON},
    cp.compare: {"old": PATHWAY, "new": PATHWAY},
    cp.dumps: {"record": WORKER, "indent": 1},
    cp.eligible_routes: {"pathway": PATHWAY, "worker": WORKER, "on": ON},
    cp.evidence_from_assessments: {"pathway": PATHWAY, "assessments": []},
    cp.find_routes: {"pathway": PATHWAY, "source": "new-to-care", "target": "deputy-manager", "at_most": 4},
    cp.infer_evidence: {"pathway": PATHWAY, "worker": WORKER, "on": ON},
    cp.json_schema: {"cls": cp.Worker},
    cp.load: {"edition": "latest"},
    cp.loads: {"text": '{"id": "w-1"}', "cls": cp.Worker},
    cp.normalise_title: {
        "pathway": PATHWAY,
        "title": "Care assistant",
        "context": None,
        "ascwds_job_role": 8,
    },
    cp.normalise_titles: {
        "pathway": PATHWAY,
        "titles": ["Care assistant"],
        "context": None,
        "ascwds_job_roles": [8],
    },
    cp.place: {"pathway": PATHWAY, "worker": WORKER, "on": ON},
    cp.recommend_learning: {
        "pathway": PATHWAY,
        "gap": GAP,
        "catalogue": [],
        "budget": 10,
        "hours": 1,
        "hours_each": 1,
        "nodes": 9,
    },
    cp.route_map: {"pathway": PATHWAY, "kinds": ["vertical"]},
    cp.shortest_route: {"pathway": PATHWAY, "source": "new-to-care", "target": "deputy-manager"},
    tables.join_training: {"staff": STAFF, "training": STAFF},
    cp.skill_gap: {
        "pathway": PATHWAY,
        "worker": WORKER,
        "target": None,
        "on": ON,
        "threshold": "assessed",
        "assessments": [],
    },
    cp.succession: {"pathway": PATHWAY, "workers": [WORKER], "target": "deputy-manager", "on": ON},
    cp.team_gap: {
        "pathway": PATHWAY,
        "workers": [WORKER],
        "target": None,
        "on": ON,
        "threshold": "assessed",
        "assessments": {},
    },
    cp.to_plain: {"record": WORKER},
    cp.to_rows: {"result": GAP},
    cp.transferable: {"pathway": PATHWAY, "source": "new-to-care", "target": "deputy-manager"},
    cp.with_overlay: {"pathway": PATHWAY, "overlay": cp.Overlay(namespace="acme")},
    report.build: {
        "pathway": PATHWAY,
        "staff": STAFF,
        "on": ON,
        "upload": None,
        "evidence": None,
        "catalogue": None,
        "adoption": None,
        "decisions": None,
        "last": None,
        "renewals": None,
        "ahead": 90,
        "target": 0.9,
        "budget": None,
    },
    report.career_map: {"pathway": PATHWAY, "counts": None},
    ascwds.fill: {
        "pathway": PATHWAY,
        "staff": STAFF,
        "on": ON,
        "decisions": None,
        "without_code": "refuse",
    },
    ascwds.write_workers: {
        "staff": UPLOAD,
        "path": io.BytesIO(),
        "categories": None,
        "without_code": "refuse",
    },
}
#: Functions of files, whose arguments are tested with the files.
ELSEWHERE = ("interop.", "report.", "frames.")


def test_every_public_function_of_the_package_is_in_the_table() -> None:
    named = {name.removeprefix("care_pathway.") for name, call in public_functions().items() if call in RIGHT}
    public = {name.removeprefix("care_pathway.") for name in public_functions()}
    top = {name for name in public if "." not in name and name != "editions"}
    assert top - named <= {"read_overlay", "with_statements"}


def test_an_argument_has_one_name_in_all_functions() -> None:
    """Names of one meaning: target, on, assessments, worker and workers, source."""
    other = {"role", "to", "at", "day", "when", "date", "ratings", "team", "people", "person_id", "goal"}
    for name, function in public_functions().items():
        if "." not in name.removeprefix("care_pathway."):
            assert not other & set(inspect.signature(function).parameters), name


def fault_of(function: Any, name: str, wrong: object) -> str | None:
    """What is wrong with how a function takes one wrong argument."""
    shown = type(wrong).__name__ if isinstance(wrong, pd.DataFrame) else repr(wrong)
    about = f"{function.__name__}({name}={shown})"
    try:
        function(**{**RIGHT[function], name: wrong})
    except cp.UnknownIdError as error:
        return None if error.id is wrong else f"{about} names another id: {error}"
    except cp.CarePathwayError as error:
        if not str(error).startswith(name):
            return f"{about} does not name the argument: {error}"
        return f"{about} repeats what was passed: {error}" if "Care assistant" in str(error) else None
    except Exception as error:  # noqa: BLE001  what is not ours is the fault looked for
        return f"{about} raises {type(error).__name__}: {error}"
    return f"{about} is taken"


@each("function", RIGHT)
def test_a_wrong_argument_is_refused_by_name(function: Any) -> None:
    """DESIGN: a wrong argument is refused by name, with an error of this package."""
    function(**RIGHT[function])
    faults = [
        fault_of(function, name, wrong) for name in RIGHT[function] if name != "path" for wrong in WRONG[name]
    ]
    assert list(filter(None, faults)) == []


@pytest.mark.parametrize("reader", READERS, ids=lambda one: f"{one.__module__}.{one.__name__}")
def test_a_reader_refuses_what_is_no_file_by_name(reader: Any) -> None:
    """DESIGN: a wrong argument is refused by name; a missing file or a bad row is something else."""
    right = {"source": examples.file(READERS[reader])}
    reader(**right)
    for name in inspect.signature(reader).parameters:
        for wrong in WRONG_OF_READERS.get(name, ()):
            with pytest.raises(cp.InvalidArgumentError, match=f"^{name} must be"):
                reader(**right | {name: wrong})


def test_what_tables_hold_is_taken_where_its_meaning_is_plain() -> None:
    """Scalars of numpy and pandas, a column for a list, and NaN for a title or code that is not there."""
    plain = cp.normalise_titles(PATHWAY, ["Care assistant", None])
    for column in (
        FRAME["title"],
        FRAME["title"].to_numpy(),
        np.array(["Care assistant", None]),
        ("Care assistant", math.nan),
    ):
        assert [match.likely for match in cp.normalise_titles(PATHWAY, column)] == [  # type: ignore[arg-type]
            match.likely for match in plain
        ]
    assert cp.normalise_title(PATHWAY, np.str_("Care assistant")) == plain[0]
    assert cp.normalise_title(PATHWAY, None, ascwds_job_role=np.int64(8)).ascwds_job_role == 8  # type: ignore[arg-type]
    for value, code in ((np.int64(8), 8), (8.0, 8), (np.float64(8), 8), (math.nan, None), (pd.NA, None)):
        worker = cp.Worker(id="w-1", ascwds_job_role=value)
        assert worker.ascwds_job_role == code
        assert type(worker.ascwds_job_role) in (int, type(None))
    for said, answer in ((np.bool_(True), True), (np.False_, False), (math.nan, None), (pd.NA, None)):
        context = cp.WorkContext(manages_staff=said, number_of_services=np.float64(2))  # type: ignore[arg-type]
        assert context == cp.WorkContext(manages_staff=answer, number_of_services=2)
        assert type(context.manages_staff) in (bool, type(None))
    for level, words in ((3, "3"), (np.int64(3), "3"), (3.0, "3"), (None, None), ("RQF 3", "RQF 3")):
        assert cp.Course(id="c", title="Dementia", level=level).level == words  # type: ignore[arg-type]
    # What always is a list takes None as nothing.
    nothing = cp.Worker(id="w", evidence=None)
    assert nothing == cp.Worker(id="w")
    assert cp.skill_gap(PATHWAY, nothing, target="new-to-care", on=ON).held == ()
    assert cp.Course(id="c", title="Dementia", outcomes=None).outcomes == ()
    assert cp.recommend_learning(PATHWAY, GAP, [COURSE], budget=np.int64(10)).cost is not None  # type: ignore[arg-type]


def test_words_that_are_none_are_refused_with_the_words_that_are() -> None:
    for say, listed in (
        (lambda: PATHWAY.only(basis="official"), "basis must be one of 'published', "),
        (lambda: PATHWAY.only(confidence=["high", "sure"]), "confidence must be one of 'high', "),
        (
            lambda: cp.skill_gap(
                PATHWAY, cp.Worker(id="w"), target="new-to-care", on=ON, threshold="not-yet"
            ),
            "threshold must be one of 'claimed', 'attended', 'assessed', 'signed-off', not 'not-yet'",
        ),
        (
            lambda: cp.skill_gap(PATHWAY, cp.Worker(id="w"), target="new-to-care", on=ON, threshold="sure"),
            "threshold must be one of 'claimed', 'attended', 'assessed', 'signed-off', not 'sure'",
        ),
    ):
        with pytest.raises(cp.CarePathwayError) as caught:
            say()
        assert str(caught.value).startswith(listed)


@each(
    ("make", "says"),
    [
        (lambda: cp.Worker(id=""), "Worker.id must not be empty"),
        (lambda: cp.Worker(id=3), "Worker.id must be text that is not empty, not an int"),  # type: ignore[arg-type]
        (
            lambda: cp.Evidence(competency="c", state="yes"),
            "Evidence.state must be one of 'not-yet', 'claimed', 'attended', 'assessed', 'signed-off', "
            "not 'yes'",
        ),
        (
            lambda: cp.Worker(id="w", started_in_role=datetime(2020, 1, 1)),
            "Worker.started_in_role must be a datetime.date, not a datetime, which is a moment; "
            "write .date() for its day",
        ),
        (
            lambda: cp.Worker(id="w", training="Fire safety"),
            "Worker.training must be a tuple of TrainingRecord; write ('…',) for a single item, "
            "not this text",
        ),
        (
            lambda: cp.Worker(id="w", job_title=math.nan),  # type: ignore[arg-type]
            "Worker.job_title must be text or None, not nan; write None for what is not known",
        ),
        (
            lambda: cp.WorkContext(months_in_first_care_role=-1),
            "WorkContext.months_in_first_care_role must be a whole number of 0 or more, not a number below 0",
        ),
        (
            lambda: cp.Worker(id="w", training=FRAME.iloc[:0]),
            "Worker.training must be a tuple of TrainingRecord; write ('…',) for a single item, "
            "not a whole DataFrame",
        ),
        (
            lambda: cp.HeldQualification(name="Diploma", level=2.5),
            "HeldQualification.level must be a whole number of 0 or more, not a float",
        ),
        (
            lambda: cp.SkillsAssessment(competency="c", own="Jane Smith"),
            "SkillsAssessment.own must be one of 'not-yet', 'developing', 'meets' or None, not this text",
        ),
    ],
)
def test_a_record_that_cannot_be_made_says_which_field_and_what_is_allowed(make: Any, says: str) -> None:
    """DESIGN: record, field, value (withheld where it may be personal) and what is allowed."""
    with pytest.raises(cp.InvalidRecordError) as caught:
        make()
    assert str(caught.value) == says
    assert f"{caught.value.record}.{caught.value.field}" == says.split(" ", maxsplit=1)[0]
    assert isinstance(caught.value, ValueError)
    assert caught.value.allowed


#: What takes anything, and what is written to.
ANYTHING = {"care_pathway.interop.tables.csv_safe", "care_pathway.interop.tables.safe_csv_writer"}


@each("name", sorted(public_functions().keys() - ANYTHING))
def test_no_public_function_fails_inside_on_a_wrong_argument(name: str) -> None:
    """DESIGN: every error that this package raises on purpose is one of its own."""
    function = public_functions()[name]
    needed = [one for one in inspect.signature(function).parameters.values() if one.default is one.empty]
    for wrong in (None, 3, FRAME) if needed else ():
        given = {one.name: wrong for one in needed if one.kind is one.KEYWORD_ONLY}
        if wrong is FRAME and (needed[0].name == "source" or function is report.read_inputs):
            continue  # readers take tables
        with pytest.raises(cp.CarePathwayError):
            function(*[wrong] * (len(needed) - len(given)), **given)


@pytest.mark.parametrize(
    ("function", "words", "answer"),
    [
        (all_of, ["met", "not-met"], "not-met"),
        (all_of, ["met", "not-known"], "not-known"),
        (any_of, ["not-met", "met"], "met"),
        (any_of, ["not-met", "not-known"], "not-known"),
    ],
)
def test_judgements_are_taken_as_plain_words_and_nothing_else_is_a_yes(
    function: Any, words: list[str], answer: str
) -> None:
    """DESIGN: constructors accept the plain word, and an error lists the words."""
    assert function(words) == answer
    with pytest.raises(cp.InvalidArgumentError, match="must be one of 'met', 'not-met', 'not-known'"):
        function(["no"])


def test_where_somebody_is_has_to_be_a_place_of_a_route() -> None:
    with pytest.raises(cp.UnknownIdError, match="known are"):
        ways_onward(PATHWAY, "boss")
