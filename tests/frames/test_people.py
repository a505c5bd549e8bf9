"""Many people from long tables: the answers of one by one, for everybody, in every library."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from random import Random
from typing import Any

import attrs
import pandas as pd
import polars as pl
import pytest

import care_pathway as cp
from care_pathway import frames as cf
from care_pathway.frames import on_file
from tests.each import each

from .libraries import LIBRARIES, cells, rows, table

DAY = date(2026, 10, 31)
COUNTS = ("held", "partial", "expired", "missing", "not_known")
NAMES = [
    "Level 2 Diploma in Care",
    "Level 3 Diploma in Adult Care",
    "Level 5 Diploma in Leadership and Management for Adult Care",
    "BSc Geography",
    "Level 3 Diploma in Adult Care 2027",
    "Level 3 Diploma in Adult Care?",
    "Diploma",
    "Diploma in Care",
    "Registered Nurse degree",
    None,
]
TITLES = [
    "Fire safety",
    "Moving and handling",
    "Care Certificate",
    "Oliver McGowan Tier 2",
    "Autism awareness",
    "Autism awareness for foster carers",
    "Safeguarding adults",
    "Medication",
    "Level 2 Adult Social Care Certificate",
    "Level 3 Diploma in Adult Care",
    "Company induction",
    "zzz",
    None,
]
STATUS = [None, "completed", "completed", "expired", "booked", "in-progress", "not-required"]
STATES = ["claimed", "attended", "assessed", "signed-off", "not-yet"]
ROWS: Mapping[str, Any] = {
    "qualifications": cp.HeldQualification,
    "training": cp.TrainingRecord,
    "evidence": cp.Evidence,
    "authorisations": cp.DelegatedAuthorisation,
}
NEEDED = {
    "qualifications": {"name"},
    "training": {"title"},
    "evidence": {"competency", "state"},
    "authorisations": {"activity"},
}


class Made:
    """Random people with random records: as columns, and one by one as workers."""

    def __init__(self, pathway: cp.Pathway, seed: int, count: int) -> None:
        random = self.random = Random(seed)  # noqa: S311
        refs = [f"p-{number}" for number in range(count)]
        competencies = [one.id for one in pathway.competencies][::7]
        roles = [role.id for role in pathway.role_categories] + [None, "no-such-role"]

        def several(much: float, **fields: Any) -> dict[str, list[Any]]:
            found = {"ref": [random.choice(refs) for _ in range(int(much * count))]}
            return found | {name: [make() for _ in found["ref"]] for name, make in fields.items()}

        choices: dict[str, list[Any]] = {
            "role_category": roles,
            "job_title": [None, "Carer", "Chef", "Senior Carer", "Social Worker"],
            "aspiration": [None, "lead", "manage", "stay-and-grow", "specialise"],
            "manages_staff": [None, True, False],
            "cqc_registered_manager": [None, True, False],
            "registrations": [None, "cqc-registered-manager", "nmc"],
            "confirmed": [None, "good-character; right-values"],
        }
        self.people: dict[str, list[Any]] = {"ref": refs} | {
            name: [random.choice(choice) for _ in refs] for name, choice in choices.items()
        }
        for name in ("started_in_role", "started_in_care"):
            self.people[name] = [self.day() for _ in refs]
        self.tables = {
            "qualifications": several(
                1.2,
                name=lambda: random.choice(NAMES),
                level=lambda: random.choice([None, None, 2, 3, 5]),
                achieved=self.day,
                working_towards=lambda: random.choice([None, False, False, True]),
                expected=lambda: random.choice([None, None, self.day()]),
                status=lambda: random.choice([*[None] * 6, *STATUS]),
                understood=lambda: random.choices([True, False], [9, 1])[0],
            ),
            "training": several(
                4,
                title=lambda: random.choice(TITLES),
                status=lambda: random.choice(STATUS),
                completed=self.day,
                expires=lambda: random.choice([None, None, self.day()]),
                accredited=lambda: random.choice([None, True, False]),
            ),
            "evidence": several(
                5,
                competency=lambda: random.choice([*competencies, "no-such-competency"]),
                state=lambda: random.choices(STATES, [4, 4, 4, 4, 0.3])[0],
                on=self.day,
                expires=lambda: random.choice([None, None, self.day()]),
                by=lambda: random.choice([None, "manager", "self"]),
            ),
            "authorisations": several(
                0.3,
                activity=lambda: "vital-signs-monitoring",
                person=lambda: random.choice("xy"),
                delegated_by=lambda: random.choice("nm"),
                profession=lambda: random.choice(["registered-nurse", "care manager"]),
                signed_off=self.day,
                training_completed=self.day,
                competency_assessed=self.day,
                expires=lambda: random.choice([None, self.day()]),
            ),
        }
        # Some name themselves as who found or delegates something.
        found = self.tables["evidence"]
        found["by"] = [
            random.choice([other, other, own]) for own, other in zip(found["ref"], found["by"], strict=True)
        ]
        given = self.tables["authorisations"]
        given["delegated_by"] = [
            random.choice([other, other, own])
            for own, other in zip(given["ref"], given["delegated_by"], strict=True)
        ]

    def day(self) -> date | None:
        return self.random.choice(
            [None, *(DAY + timedelta(days=n) for n in (-46_000, -3000, -900, -400, -30, 0, 40))]
        )

    def workers(self, kinds: tuple[str, ...]) -> Iterator[cp.Worker]:
        found: dict[tuple[str, str], list[Any]] = {}
        for kind in kinds:
            columns = self.tables[kind]
            for row in zip(*columns.values(), strict=True):
                fields = {name: value for name, value in zip(columns, row, strict=True) if value is not None}
                ref = fields.pop("ref")
                if set(fields) >= NEEDED[kind]:
                    if kind == "authorisations":
                        fields.setdefault("signed_off", None)
                    found.setdefault((ref, kind), []).append(ROWS[kind](**fields))
        for row in zip(*self.people.values(), strict=True):
            fields = dict(zip(self.people, row, strict=True))
            ref = fields.pop("ref")
            fields.pop("home", None)
            for name in ("registrations", "confirmed"):
                fields[name] = None if fields[name] is None else tuple(fields[name].split("; "))
            duties = {name: fields.pop(name) for name in ("manages_staff", "cqc_registered_manager")}
            own: dict[str, Any] = {kind: tuple(found.get((ref, kind), ())) for kind in kinds}
            yield cp.Worker(id=ref, context=cp.WorkContext(**duties), **fields, **own)


#: Those of `Made` have role categories and competencies that no edition has.
unknown_words = pytest.mark.filterwarnings("ignore:.* that this edition does not know")
ALL = ("qualifications", "training", "evidence", "authorisations")
CHOICES: list[tuple[str, ...]] = [ALL, (), ("training",), ("qualifications", "evidence")]


def gap_of(pathway: cp.Pathway, worker: cp.Worker, target: str | None) -> tuple[Any, ...]:
    known = {role.id for role in pathway.role_categories}
    if target is None and worker.role_category not in known:
        return (None,) * 8
    gap = cp.skill_gap(pathway, worker, target=target, on=DAY)
    counts = (len(getattr(gap, name)) for name in COUNTS)
    return (gap.target, *counts, gap.coverage, gap.minimum_coverage)


def routes_of(pathway: cp.Pathway, worker: cp.Worker, target: str) -> list[tuple[Any, ...]]:
    if target == "next":
        compared = cp.eligible_routes(pathway, worker, on=DAY)
    else:
        compared = (cp.check_eligibility(pathway, worker, target=target, on=DAY),)
    found = [
        (
            one.target,
            one.route.id if one.route is not None else None,
            one.decision.value,
            len(one.open),
            "; ".join(f"{part.requirement.id}: {part.judgement.value}" for part in one.open),
        )
        for one in compared
    ]
    return found or [(None, None, "no-route", 0, "")]


@unknown_words
@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.exhaustive)])
@pytest.mark.parametrize("kinds", CHOICES, ids="-".join)
def test_gaps_and_routes_are_those_of_one_by_one(
    kinds: tuple[str, ...], seed: int, edition: cp.Pathway
) -> None:
    """One meaning, two evaluators, proved equal: on random people, with any of the tables known or not."""
    made = Made(edition, seed, 60 if seed > 1 else 30)
    workers = list(made.workers(kinds))
    tables: dict[str, Any] = {kind: pl.DataFrame(made.tables[kind]) for kind in kinds}
    people = pl.DataFrame(made.people)
    for target in ("own", "care-or-support-worker"):
        gap = cf.skill_gap(edition, people, id="ref", target=target, on=DAY, **tables)
        wanted = [gap_of(edition, worker, None if target == "own" else target) for worker in workers]
        assert rows(gap, "target", *COUNTS, "coverage", "minimum_coverage") == wanted
        assert gap["ref"].to_list() == made.people["ref"]
    for target in ("next", edition.role_categories[-1].id, "supervisor-or-leader"):
        found: dict[str, list[tuple[Any, ...]]] = {}
        for ref, *answer in rows(cf.eligibility(edition, people, id="ref", target=target, on=DAY, **tables)):
            found.setdefault(ref, []).append(tuple(answer))
        assert list(found) == made.people["ref"]
        for worker in workers:
            assert found[worker.id] == routes_of(edition, worker, target), worker


@pytest.mark.parametrize("kind", ALL)
def test_long_tables_have_every_field_of_the_records(kind: str) -> None:
    """A field that columns did not know would say nothing there, and change the answer of one by one."""
    assert set(on_file.FIELDS[kind]) == set(attrs.fields_dict(ROWS[kind]))


@pytest.fixture(scope="module")
def in_polars(pathway: cp.Pathway) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """Gaps and routes of forty people whose tables are those of polars."""
    made = Made(pathway, 3, 40)
    people = pl.DataFrame(made.people)
    plain: dict[str, Any] = {kind: pl.DataFrame(columns) for kind, columns in made.tables.items()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", cf.PeopleWarning)
        gap = cf.skill_gap(pathway, people, id="ref", on=DAY, **plain)
        routes = cf.eligibility(pathway, people, id="ref", on=DAY, **plain)
    return cells(gap), cells(routes)


@unknown_words
@pytest.mark.parametrize("library", [name for name in LIBRARIES if name != "polars"])
def test_every_library_gives_the_same(
    library: str, in_polars: tuple[dict[str, list[Any]], dict[str, list[Any]]], pathway: cp.Pathway
) -> None:
    made = Made(pathway, 3, 40)
    tables: dict[str, Any] = {kind: table(library, columns) for kind, columns in made.tables.items()}
    people = table(library, made.people)
    gap = cf.skill_gap(pathway, people, id="ref", on=DAY, **tables)
    routes = cf.eligibility(pathway, people, id="ref", on=DAY, **tables)
    assert (type(gap), type(routes)) == (type(people), type(people))
    assert (cells(gap), cells(routes)) == in_polars


@unknown_words
@pytest.mark.parametrize("library", ["polars-lazy", "duckdb"])
def test_a_lazy_table_may_turn_its_rows_around_at_each_run(library: str, pathway: cp.Pathway) -> None:
    """Lazy tables have no order: what stands in one row is of one person all the same."""
    made = Made(pathway, 5, 40)
    made.people["home"] = [f"h{number % 3}" for number in range(40)]
    people: Any = table(library, made.people)
    if library == "duckdb":
        people = people.order("random()")
    else:
        runs = count()
        people = people.map_batches(lambda frame: frame.reverse() if next(runs) % 2 else frame)
    training: dict[str, Any] = {"training": pl.DataFrame(made.tables["training"])}
    plain = pl.DataFrame(made.people)
    gap = cf.skill_gap(pathway, people, id="ref", on=DAY, **training)
    assert sorted(rows(gap)) == sorted(rows(cf.skill_gap(pathway, plain, id="ref", on=DAY, **training)))
    routes = cf.eligibility(pathway, people, id="ref", on=DAY, **training)
    wanted = cf.eligibility(pathway, plain, id="ref", on=DAY, **training)
    assert sorted(rows(routes), key=str) == sorted(rows(wanted), key=str)
    groups = cf.team_gap(pathway, people, by="home", id="ref", on=DAY, **training)
    wanted = cf.team_gap(pathway, plain, by="home", id="ref", on=DAY, **training)
    assert sorted(rows(groups)) == sorted(rows(wanted))


@unknown_words
@pytest.mark.parametrize("heading", ["theme", "area", "stage", "expectation"])
def test_groups_add_up_what_their_people_have(heading: str, pathway: cp.Pathway) -> None:
    made = Made(pathway, 4, 30)
    made.people["home"] = [f"h{number % 3}" for number in range(30)]
    tables: dict[str, Any] = {kind: pl.DataFrame(made.tables[kind]) for kind in ALL}
    people = pl.DataFrame(made.people)
    gap = cf.team_gap(pathway, people, by="home", heading=heading, id="ref", on=DAY, **tables)
    wanted: dict[tuple[str, str], list[int]] = {}
    known = {role.id for role in pathway.role_categories}
    for worker, home in zip(made.workers(ALL), made.people["home"], strict=True):
        if worker.role_category not in known:
            continue
        own = cp.skill_gap(pathway, worker, target=None, on=DAY)
        for tally in getattr(own, f"by_{heading}"):
            counts = wanted.setdefault((home, tally.id or "behaviours"), [0] * 5)
            for place, part in enumerate((("x",), tally.held, tally.partial, tally.expired, tally.missing)):
                counts[place] += len(part)
    found = {
        (row["group"], row["heading"]): [
            row[name] for name in ("people", "held", "partial", "expired", "missing")
        ]
        for row in gap.rows(named=True)
    }
    assert found == wanted
    assert gap["home"].to_list() == gap["group"].to_list()
    two = cf.team_gap(pathway, people, by=["home", "aspiration"], heading=heading, id="ref", on=DAY, **tables)
    assert two.columns[:3] == ["home", "aspiration", "group"]
    assert two["held"].sum() == gap["held"].sum()


@pytest.mark.parametrize(
    "dtype", ["object", "string", "str", "int32", "Int64", "float64", "category", "int64[pyarrow]"]
)
def test_references_of_pandas_keep_their_type(dtype: str, pathway: cp.Pathway) -> None:
    """Whatever it is: who joins the answer to their own table joins by the same values."""
    refs: Any = pd.Series(["a", 7, "b"], dtype=object) if dtype == "object" else pd.Series([3, 1, 2])
    people = pd.DataFrame({"ref": refs.astype(dtype), "role_category": "new-to-care"})
    people["home"] = people["ref"]
    for found in (
        cf.skill_gap(pathway, people, id="ref", on=DAY),
        cf.eligibility(pathway, people, id="ref", on=DAY),
        cf.team_gap(pathway, people, by="home", id="ref", on=DAY).rename(columns={"home": "ref"}),
    ):
        assert found["ref"].dtype == people["ref"].dtype
        assert found["ref"].drop_duplicates().tolist() == people["ref"].tolist()


def test_groups_are_in_the_order_in_which_they_come(pathway: cp.Pathway) -> None:
    columns: dict[str, Any] = {"ref": [1, 2, 3], "home": ["y", "x", "y"]}
    columns["role_category"] = ["new-to-care"] * 3
    for library in LIBRARIES:
        found = cf.team_gap(pathway, table(library, columns), by="home", id="ref", on=DAY)
        assert list(dict.fromkeys(cells(found)["home"])) == ["y", "x"], library


def test_a_renewal_table_of_ones_own_counts(pathway: cp.Pathway) -> None:
    from care_pathway.evidence.renewals import Renewal, Renewals, bundled_renewals

    ours = bundled_renewals().replaced_by(
        Renewals(rows=(Renewal(topic="fire-safety", months=60, basis="ours"),))
    )
    people = pl.DataFrame({"ref": ["a"], "role_category": ["new-to-care"]})
    training = pl.DataFrame({"ref": ["a"], "title": ["Fire safety"], "completed": [date(2023, 1, 1)]})
    usual = cf.skill_gap(pathway, people, id="ref", on=DAY, training=training)
    longer = cf.skill_gap(pathway, people, id="ref", on=DAY, training=training, renewals=ours)
    assert usual["expired"][0] > longer["expired"][0] == 0


# --- tables as people have them --------------------------------------------------------------------------


def test_columns_may_bear_other_names(pathway: cp.Pathway) -> None:
    people = pd.DataFrame(
        {"staff": [1.0, 2.0], "cwp_role_category": ["new-to-care", "care-or-support-worker"]}
    )
    training = pd.DataFrame(
        {"Staff no": ["1", "2"], "Course": ["Fire safety"] * 2, "Done": ["2026-05-01", None]}
    )
    columns = {"training.id": "Staff no", "title": "Course", "training.completed": "Done"}
    gap = cf.skill_gap(pathway, people, id="staff", on=DAY, training=training, columns=columns)
    assert gap["partial"].tolist()[0] > 0
    assert gap["staff"].tolist() == [1.0, 2.0]
    assert gap["target"].tolist() == ["new-to-care", "care-or-support-worker"]


def test_days_may_be_moments_and_text(pathway: cp.Pathway) -> None:
    people = pl.DataFrame({"ref": ["a"], "role_category": ["new-to-care"]})
    gaps = [
        cf.skill_gap(
            pathway,
            people,
            id="ref",
            on=DAY,
            training=pl.DataFrame({"ref": ["a"], "title": ["Fire safety"], "completed": [day]}),
        )
        for day in (date(2026, 5, 1), datetime(2026, 5, 1, 9, 30), "2026-05-01")
    ]
    assert cells(gaps[0]) == cells(gaps[1]) == cells(gaps[2])


def test_rows_that_belong_to_nobody_are_counted(pathway: cp.Pathway) -> None:
    people = pl.DataFrame({"ref": ["a"], "role_category": ["new-to-care"]})
    training = pl.DataFrame({"ref": ["a", "b", None], "title": ["Fire safety"] * 3})
    with pytest.warns(cf.PeopleWarning, match="2 of 3 rows of training belong to nobody"):
        cf.skill_gap(pathway, people, id="ref", on=DAY, training=training)
    with pytest.raises(cf.FrameError, match="no row of training belongs to anybody"):
        cf.skill_gap(pathway, people, id="ref", on=DAY, training=training.with_columns(ref=pl.lit("z")))


def test_an_empty_table_says_that_there_is_none(pathway: cp.Pathway) -> None:
    """A table given: whoever has no row has none; no table: not known."""
    people = pl.DataFrame({"ref": ["a"], "role_category": ["care-or-support-worker"]})
    none = pl.DataFrame({"ref": [], "title": []}, schema={"ref": pl.String, "title": pl.String})
    names = pl.DataFrame({"ref": [], "name": []}, schema={"ref": pl.String, "name": pl.String})
    unknown = cf.eligibility(pathway, people, id="ref", on=DAY)
    known = cf.eligibility(pathway, people, id="ref", on=DAY, training=none, qualifications=names)
    assert "not-yet" in known["decision"].to_list()
    assert unknown["decision"].to_list() != known["decision"].to_list()
    nobody = cf.skill_gap(pathway, people.clear(), id="ref", on=DAY)
    assert nobody.height == 0
    assert cf.eligibility(pathway, people.clear(), id="ref", on=DAY).columns[:2] == ["ref", "target"]


def test_bad_tables_are_refused(pathway: cp.Pathway) -> None:
    people = pl.DataFrame({"ref": ["a", "b"], "role_category": ["new-to-care", None]})
    training = pl.DataFrame({"ref": ["a"], "title": ["Fire safety"]})
    wrong: list[tuple[dict[str, Any], type[Exception], str]] = [
        ({"people": people.with_columns(ref=pl.lit("a"))}, cf.FrameError, "rows 1 and 2 have the same ref"),
        ({"people": people.with_columns(ref=pl.lit(None))}, cf.FrameError, "row 1 has no ref"),
        ({"people": people.drop("role_category")}, cp.UnknownIdError, "unknown column 'role_category'"),
        ({"people": ["a"]}, TypeError, "people must be a table of polars"),
        ({"id": "reference"}, cp.UnknownIdError, "unknown column 'reference'"),
        ({"target": "carer"}, cp.UnknownIdError, "carer"),
        ({"on": datetime(2026, 1, 1)}, TypeError, "day|date"),
        ({"training": training.rename({"title": "course"})}, cp.UnknownIdError, "unknown column 'title'"),
        ({"training": training.rename({"ref": "id"})}, cp.UnknownIdError, "unknown column 'ref'"),
        (
            {"training": training.with_columns(status=pl.lit("done"), completed=pl.lit("1/5/24"))},
            cf.FrameError,
            "training: column 'status': 'done' is none of completed, expired",
        ),
        (
            {"training": training.with_columns(completed=pl.lit("1/5/24"))},
            cf.FrameError,
            "training: column 'completed': expected a date, or text as YYYY-MM-DD",
        ),
        (
            {"qualifications": pl.DataFrame({"ref": ["a"], "name": ["Diploma"], "level": ["three"]})},
            cf.FrameError,
            "qualifications: column 'level'",
        ),
        ({"columns": {"titel": "x"}}, cp.UnknownIdError, "unknown field of a record 'titel'"),
        (
            {"training": training, "columns": {"training.title": "x"}},
            cp.UnknownIdError,
            "unknown column 'x'",
        ),
        ({"columns": ["title"]}, TypeError, "columns must be a mapping of fields"),
        (
            {"evidence": pl.DataFrame({"ref": ["a"], "competency": ["Team work"], "state": ["claimed"]})},
            cf.FrameError,
            "evidence: column 'competency': expected a kebab-case id .* not 'Team work'",
        ),
        (
            {"training": training, "columns": {"title": "course"}},
            cp.UnknownIdError,
            "unknown column 'course'",
        ),
        ({"training": training.with_columns(title=pl.lit(7))}, cf.FrameError, "'title' holds no text"),
        (
            {"people": people.rename({"ref": "held"}), "id": "held"},
            cf.FrameError,
            "columns of its own named 'held'; rename yours first",
        ),
        ({"people": people.with_columns(ref=pl.lit([["a"], ["b"]]))}, cf.FrameError, "'ref' holds no text"),
        (
            {"people": people.with_columns(ref=pl.Series(["a", "b"], dtype=pl.Object))},
            cf.FrameError,
            "people: column 'ref' holds objects of Python; make it text first",
        ),
    ]
    for changes, error, said in wrong:
        arguments: dict[str, Any] = {"people": people, "id": "ref", "on": DAY} | changes
        given = arguments.pop("people")
        with pytest.raises(error, match=said):
            cf.skill_gap(pathway, given, **arguments)
    with pytest.raises(cf.FrameError, match="people: column 'aspiration': 'rich' is none of stay-and-grow"):
        cf.eligibility(pathway, people.with_columns(aspiration=pl.lit("rich")), id="ref", on=DAY)
    with pytest.raises(cf.FrameError, match="expected ids with ; between"):
        cf.eligibility(pathway, people.with_columns(confirmed=pl.lit("a-b; Good one")), id="ref", on=DAY)
    with pytest.raises(cf.FrameError, match="columns of its own named 'route'"):
        cf.eligibility(pathway, people.rename({"ref": "route"}), id="route", on=DAY)
    with pytest.raises(cf.FrameError, match="columns of its own named 'missing'"):
        cf.team_gap(pathway, people.with_columns(missing=1), by="missing", id="ref", on=DAY)
    with pytest.raises(cf.FrameError, match="at least one column to group by"):
        cf.team_gap(pathway, people, by=[], id="ref", on=DAY)
    with pytest.raises(cp.UnknownIdError, match="unknown heading 'themes'"):
        cf.team_gap(pathway, people, by="role_category", heading="themes", id="ref", on=DAY)
    with pytest.raises(cp.UnknownIdError, match="unknown column 'home'"):
        cf.team_gap(pathway, people, by="home", id="ref", on=DAY)


def test_all_that_cannot_be_read_is_said_at_once_and_before_the_run(pathway: cp.Pathway) -> None:
    people = pl.DataFrame({"ref": ["a", "b"], "role_category": ["new-to-care", "deputy-manager"]})
    training = pl.DataFrame(
        {"ref": ["a"], "title": ["Fire safety"], "status": ["done"], "completed": ["1/5/24"]}
    )
    diploma = pl.DataFrame({"ref": ["a"], "name": ["Diploma"], "level": ["three"]})
    with pytest.raises(cf.FrameError) as told:
        cf.skill_gap(pathway, people, id="ref", on=DAY, training=training, qualifications=diploma)
    assert [
        line.partition(": expected")[0].partition(": 'done'")[0] for line in str(told.value).split("\n")
    ] == [
        "qualifications: column 'level'",
        "training: column 'status'",
        "training: column 'completed'",
    ]
    wrong = people.with_columns(
        manages_staff=pl.lit("maybe"), number_of_services=pl.lit(2.5), months_in_first_care_role=pl.lit("few")
    )
    with pytest.raises(cf.FrameError) as told:
        cf.eligibility(pathway, wrong, id="ref", on=DAY)
    assert str(told.value).split("\n") == [
        "people: column 'manages_staff': expected yes, no or nothing, not 'maybe'",
        "people: column 'number_of_services': expected a whole number of 0 or more, not '2.5'",
        "people: column 'months_in_first_care_role': expected a whole number of 0 or more, not 'few'",
    ]


@each("yes", [True, 1, 1.0, "1", "Yes", "TRUE"])
@each("no", [False, 0, 2, "0.0", "no", "False"])
def test_duties_are_yes_or_no_however_they_are_written(yes: Any, no: Any, pathway: cp.Pathway) -> None:
    """Truth values, words, and the codes of both families of files; other codes say neither."""
    for cell, meant in ((yes, True), (no, False), ("999", None), ("-1", None), (None, None)):
        people = pl.DataFrame(
            {"ref": ["a"], "role_category": ["supervisor-or-leader"], "manages_staff": [cell]}
        )
        found = rows(cf.eligibility(pathway, people, id="ref", on=DAY))
        context = cp.WorkContext(manages_staff=meant)
        worker = cp.Worker(id="a", role_category="supervisor-or-leader", context=context)
        assert [row[1:] for row in found] == routes_of(pathway, worker, "next")


def test_words_that_an_edition_does_not_have_are_said(pathway: cp.Pathway) -> None:
    """Rows with them are answered as if they said nothing; a misspelt column or another edition shows."""
    people = pl.DataFrame({"ref": ["a", "b"], "role_category": ["new-to-care", "Deputy manager"]})
    with pytest.warns(
        cf.PeopleWarning, match="1 of 2 rows of people have a role_category .* 'Deputy manager'"
    ):
        gap = cf.skill_gap(pathway, people, id="ref", on=DAY)
    assert gap["target"].to_list() == ["new-to-care", None]
    with pytest.warns(cf.PeopleWarning, match="does not know: 'Deputy manager'"):
        routes = cf.eligibility(pathway, people, id="ref", on=DAY)
    assert [row[1:] for row in rows(routes) if row[0] == "b"] == routes_of(pathway, cp.Worker(id="b"), "next")
    cf.skill_gap(pathway, people, id="ref", target="new-to-care", on=DAY)  # where it decides nothing
    evidence = pl.DataFrame({"ref": ["a", "b"], "competency": ["teamwork", None], "state": "assessed"})
    with pytest.warns(cf.PeopleWarning, match="1 of 2 rows of evidence have a competency .*: 'teamwork'"):
        cf.skill_gap(pathway, people, id="ref", target="new-to-care", on=DAY, evidence=evidence)


def test_references_may_be_decimals_and_nobody_may_be_there(pathway: cp.Pathway) -> None:
    training = pl.DataFrame({"ref": ["1", "2"], "title": ["Fire safety"] * 2})
    people = pl.DataFrame({"ref": ["1.00", "2.00"], "role_category": ["new-to-care"] * 2})
    decimals = people.with_columns(pl.col("ref").cast(pl.Decimal(10, 2)))
    gap = cf.skill_gap(pathway, decimals, id="ref", on=DAY, training=training)
    assert gap["ref"].to_list() == [1, 2]
    assert gap["not_known"].sum() == gap["missing"].sum()
    with pytest.warns(cf.PeopleWarning, match="2 of 2 rows of training belong to nobody"):
        none = cf.skill_gap(pathway, people.clear(), id="ref", on=DAY, training=training)
    assert none.height == 0
    halves = decimals.with_columns(pl.col("ref") + pl.lit("0.5").cast(pl.Decimal(10, 2)))
    assert cf.skill_gap(pathway, halves, id="ref", on=DAY)["ref"].to_list() == ["1.50", "2.50"]


@each("library", LIBRARIES)
def test_references_of_thirty_digits_are_kept_as_they_are(library: str, pathway: cp.Pathway) -> None:
    """Rule: a number that no library holds as a whole one is text, and never an error of theirs."""
    long = Decimal("123456789012345678901234567890")
    people = table(library, {"ref": [long, Decimal(7)], "role_category": ["deputy-manager"] * 2})
    trained = table(
        library,
        {"ref": [long], "title": ["Fire safety"], "completed": [date(2026, 1, 1)], "status": ["completed"]},
    )
    found = cells(cf.skill_gap(pathway, people, id="ref", on=DAY, training=trained), "ref", "partial")
    assert [str(one) for one in found["ref"]] == [str(long), "7"]
    assert found["partial"][0] > 0
    groups = cells(cf.summarise(people, by="ref", measures=cf.count()), "ref")["ref"]
    assert {str(one) for one in groups} == {str(long), "7"}


def test_decimals_of_a_group_that_are_no_whole_numbers_are_text_and_none_stays_none() -> None:
    pay = pl.DataFrame({"pay": [Decimal("12.50"), Decimal("12.50"), None]})
    found = cf.summarise(pay, by="pay", measures=cf.count())
    assert set(found["pay"].to_list()) == {"12.50", None}
    assert cf.summarise(pl.DataFrame({"n": [2**63, 1]}), by="n", measures=cf.count())["n"].to_list() == [
        "1",
        str(2**63),
    ]


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize(
    "other", [["7", "8"], ["7.0", "8.00"], [7, 8], [7.0, 8.0], [Decimal("7.00"), Decimal("8.00")]]
)
def test_a_reference_is_one_however_a_file_writes_its_number(
    library: str, other: list[Any], pathway: cp.Pathway
) -> None:
    """Rule: what columns with gaps make of a number is the number, in answers and in what explains them."""
    people = table(library, {"ref": [7, 8], "role_category": ["new-to-care"] * 2})
    trained = table(
        library, {"ref": other, "title": ["Fire safety"] * 2, "completed": [date(2026, 9, 1)] * 2}
    )
    asked: dict[str, Any] = {"id": "ref", "on": DAY, "training": trained}
    gap = cf.skill_gap(pathway, people, **asked)
    assert [(str(ref), partial) for ref, partial in rows(gap, "ref", "partial")] == [("7", 1), ("8", 1)]
    row = dict(zip(cells(gap), rows(gap)[1], strict=True))
    found = cf.explain(pathway, row, **asked)
    assert isinstance(found, cp.SkillGap)
    assert len(found.partial) == 1
    nobody = cf.explain(pathway, row | {"ref": 9}, **asked)
    assert isinstance(nobody, cp.SkillGap)
    assert not nobody.partial
    with pytest.raises(cf.FrameError, match="role category is not known, so there is no gap"):
        cf.explain(pathway, row | {"target": None}, **asked)


@unknown_words
def test_a_row_about_a_person_can_be_explained(pathway: cp.Pathway) -> None:
    """The full record on demand, from the tables that were given."""
    made = Made(pathway, 6, 20)
    tables: dict[str, Any] = {kind: pl.DataFrame(made.tables[kind]) for kind in ALL}
    people = pl.DataFrame(made.people)
    workers = {worker.id: worker for worker in made.workers(ALL)}
    options: dict[str, Any] = {"id": "ref", "on": DAY, **tables}
    for row in cf.skill_gap(pathway, people, target="new-to-care", **options).rows(named=True):
        wanted = cp.skill_gap(pathway, workers[row["ref"]], target="new-to-care", on=DAY)
        found = cf.explain(pathway, row, **options)
        assert isinstance(found, cp.SkillGap)
        assert (found.held, found.missing, found.evidence) == (wanted.held, wanted.missing, wanted.evidence)
    for row in cf.eligibility(pathway, people, **options).rows(named=True)[:40]:
        if row["target"] is not None:
            shown = cf.explain(pathway, row, people=people, **options)
            assert isinstance(shown, cp.Eligibility)
            assert (str(shown.decision), len(shown.open)) == (row["decision"], row["musts_open"])
            assert shown.requirements == next(
                one.requirements
                for one in cp.eligible_routes(pathway, workers[row["ref"]], on=DAY)
                if one.route is not None and one.route.id == row["route"]
            )
    row = cf.skill_gap(pathway, people, target="new-to-care", **options).row(0, named=True)
    with pytest.raises(cp.CarePathwayError, match="id must be the column"):
        cf.explain(pathway, row, on=DAY)
    with pytest.raises(cp.CarePathwayError, match="people must be the table"):
        cf.explain(pathway, row | {"decision": "eligible"}, id="ref", on=DAY)
    with pytest.raises(cf.FrameError, match="no row of this person"):
        cf.explain(pathway, row | {"decision": "x", "ref": "p-99"}, people=people, id="ref", on=DAY)
