"""Many people compared with the routes onward: the answers of `eligible_routes` and `check_eligibility`.

People of whom everything that a requirement can see is the same get the same answer, and it is worked out
once, by the evaluator that answers for one person. What a requirement can see of a record is its mark
(`_Marks`); of competencies it sees only whether what it asks is held, known to be missing or in part there.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from attrs import evolve, fields_dict

from care_pathway._arguments import check_day, check_kind, check_text
from care_pathway.evidence.completions import Completion, Counts
from care_pathway.evidence.held import HeldReading
from care_pathway.evidence.masks import order_of
from care_pathway.evidence.on_file import OnFile
from care_pathway.evidence.renewals import Renewals
from care_pathway.frames.codes import FAMILIES, delegated_of, job_role_of, seen
from care_pathway.frames.errors import check_name
from care_pathway.frames.made import check_apart, frame_of
from care_pathway.frames.new_columns import NewColumn
from care_pathway.frames.on_file import ANYONE, OWN_ROLE, OnFileTables, People, read_columns, word_of
from care_pathway.frames.placing import day_of, whole
from care_pathway.frames.tables import Table
from care_pathway.model import (
    Aspiration,
    CoverageRequirement,
    ExperienceRequirement,
    HeldQualification,
    Pathway,
    Requirement,
    TrainingRecord,
    WorkContext,
    Worker,
)
from care_pathway.model._fields import valid_id
from care_pathway.progression.eligibility import RouteComparison
from care_pathway.progression.facts import Coverage, Facts, ground_of, is_induction
from care_pathway.progression.lexicon import rules
from care_pathway.progression.records import Decision, Eligibility
from care_pathway.progression.requirements import judge
from care_pathway.progression.routes import RequirementIndex

#: The columns of an answer beside the person's reference, each with its kind.
ROUTE = {
    "target": "labels",
    "route": "labels",
    "decision": "words",
    "musts_open": "whole",
    "reasons": "labels",
}
#: How training counts that is judged as if it were not on file.
_NOT_THERE = (Counts.NOTHING, Counts.EXPIRED)
#: An answer as the values of its columns.
_Row = tuple[str | None, str | None, str, int, str]


def eligibility(  # noqa: PLR0913 (one argument for each table)
    pathway: Pathway,
    people: Any,
    *,
    id: str,
    target: str = "next",
    on: date,
    qualifications: Any = None,
    training: Any = None,
    evidence: Any = None,
    authorisations: Any = None,
    columns: Mapping[str, str] | None = None,
    renewals: Renewals | None = None,
) -> Any:
    """How each person compares with the routes onward: a row for each person and route.

    The answers are those of `care_pathway.eligible_routes`, or of `check_eligibility` for one target. It is
    never a decision about a job, and the Pathway is voluntary.

    Args:
        pathway: The edition to compare with.
        people: A row for each person, with ``role_category`` (else ``cwp_role_category``), and where there:
            ``job_title``, ``ascwds_job_role``, ``started_in_role``, ``started_in_care``, ``aspiration``,
            duties named as in `WorkContext`, and ``registrations`` and ``confirmed`` with ``;`` between ids.
        id: The column with the person's reference, in `people` and in the long tables.
        target: ``next`` for every route onward, or the id of a role category or profession.
        on: The day for which to answer.
        qualifications: As for `skill_gap`. A table given: who has no row in it has none; left out: not known.
        training: As for `skill_gap`.
        evidence: As for `skill_gap`.
        authorisations: As for `skill_gap`.
        columns: As for `skill_gap`.
        renewals: As for `skill_gap`.

    Returns:
        A table of the library of `people`: the id, ``target``, ``route``, ``decision``, ``musts_open``
        (statutory and must requirements that are not met or not known) and ``reasons`` (the ids of these,
        each with its judgement). A person without a route onward has one row without a target.

    Raises:
        UnknownIdError: If a column or the target is not there.
        FrameError: If a reference is missing or stands twice, a column cannot be read, or `id` is named as a
            column of the answer.

    Example:
        >>> import care_pathway as cp, polars
        >>> from datetime import date
        >>> people = polars.DataFrame({"ref": ["a"], "role_category": ["deputy-manager"]})
        >>> found = eligibility(cp.load(), people, id="ref", target="registered-manager", on=date(2026, 1, 1))
        >>> found.select("route", "decision", "musts_open").row(0)
        ('rt-dm-rm', 'needs-evidence', 3)
        >>> found["reasons"][0].split("; ")[0]
        'rt-dm-rm-1: not-known'
    """
    check_kind("pathway", pathway, Pathway)
    check_day(on)
    check_name("id", id)
    check_text("target", target)
    table = Table(people, "people")
    check_apart([id], ROUTE, table.spelt)
    if target != "next":
        pathway.check_end(target)
    asked = _People(
        pathway,
        People(table, id, PERSON_COLUMNS),
        {
            "qualifications": qualifications,
            "training": training,
            "evidence": evidence,
            "authorisations": authorisations,
        },
        columns={} if columns is None else columns,
        on=on,
        renewals=renewals,
    )
    numbers: dict[_Row, int] = {}
    whose, which = array("i"), array("i")
    answered: dict[tuple[Any, ...], list[int]] = {}
    for person, key in enumerate(asked.keys()):
        found = answered.get(key)
        if found is None:
            rows = map(_row, asked.compared(key, target))
            found = answered[key] = [numbers.setdefault(row, len(numbers)) for row in rows]
            if not found:
                row = (None, None, str(Decision.NO_ROUTE), 0, "")
                found.append(numbers.setdefault(row, len(numbers)))
        whose.extend([person] * len(found))
        which.extend(found)
    parts = list(zip(*numbers, strict=True)) or [()] * 5
    decisions = tuple(str(decision) for decision in Decision)
    return frame_of(
        [
            evolve(table.like_column(id, asked.people.keys), picks=whose),
            *(
                NewColumn(
                    name=name,
                    values=values,
                    kind=kind,
                    words=decisions if kind == "words" else (),
                    picks=which,
                )
                for (name, kind), values in zip(ROUTE.items(), parts, strict=True)
            ),
        ],
        like=table,
    )


def _row(found: Eligibility) -> _Row:
    reasons = "; ".join(f"{one.requirement.id}: {one.judgement}" for one in found.open)
    route = None if found.route is None else found.route.id
    return found.target, route, str(found.decision), len(found.open), reasons


class _Marks:
    """What requirements can see of qualifications and training, as bits of an int.

    Two records with the same mark are the same to every requirement, so one stands for both.
    """

    def __init__(self, pathway: Pathway, asked: Iterable[Requirement], on: date) -> None:
        named = [rules().training_of_authorisation]
        asked = tuple(asked)
        for one in asked:
            named += getattr(one, "learning", ())
            named += [learning for several in getattr(one, "alternatives", ()) for learning in several]
        self._named = frozenset(named)
        self._levels = sorted({level for one in asked if (level := getattr(one, "level", None)) is not None})
        self._on = on
        ground = ground_of(pathway)
        self._qualifications = ground.qualifications
        self._subjects = [
            (rule.themes, ground.topics if rule.any_topic else frozenset[str]())
            for rule in rules().other_alternatives.values()
        ]
        self._numbers: dict[tuple[Any, ...], int] = {}
        self._records: list[HeldQualification | TrainingRecord] = []

    def of_qualification(self, held: HeldQualification, reading: HeldReading) -> int:
        """The bit of a qualification; nothing for one that no requirement looks at."""
        achieved, learning = reading.achieved(held, self._on), reading.learning & self._named
        level = reading.level
        if reading.readable:  # its level counts where it is achieved, and only as one that is asked for
            reached = [asked for asked in self._levels if achieved and level is not None and asked <= level]
            level = reached[-1] if reached else None
            if not learning and level is None:
                return 0
        dates: tuple[bool, ...] = ()
        if learning:
            later = reading.later(held, self._on)
            dates = (achieved, held.achieved is not None, held.overdue(self._on), later)
        return self._bit(("qualification", learning, reading.readable, level, *dates), held)

    def of_training(self, completion: Completion) -> int:
        """The bit of a training record; nothing for one that no requirement looks at.

        What was not done, and what has lapsed, is judged as if it were not on file.
        """
        record, reading = completion.record, completion.reading
        learning = reading.learning if reading.qualification is None else frozenset({reading.qualification})
        # A qualification does not lapse: one that is filed as training is looked at all the same.
        filed = completion.counts is Counts.EXPIRED and learning & self._qualifications
        if completion.counts in _NOT_THERE and not filed:
            return 0
        suits = tuple(reading.suits(themes, topics) for themes, topics in self._subjects)
        induction = is_induction(completion)
        if not (learning & self._named or any(suits) or induction):
            return 0
        how = (completion.counts, completion.may_count, record.accredited)
        return self._bit(("training", learning & self._named, suits, induction, *how), record)

    def _bit(self, mark: tuple[Any, ...], record: HeldQualification | TrainingRecord) -> int:
        number = self._numbers.setdefault(mark, len(self._numbers))
        if number == len(self._records):
            self._records.append(record)
        return 1 << number

    def records(self, marks: int) -> Iterator[HeldQualification | TrainingRecord]:
        """A record for each bit."""
        while marks:
            lowest = marks & -marks
            yield self._records[lowest.bit_length() - 1]
            marks ^= lowest


class _People:
    """People with all that requirements can see of them, as keys; and the comparison for a key."""

    def __init__(
        self,
        pathway: Pathway,
        people: People,
        tables: Mapping[str, Any],
        *,
        columns: Mapping[str, str],
        on: date,
        renewals: Renewals | None,
    ) -> None:
        self.pathway = pathway
        self.people = people
        self.on = on
        self.renewals = renewals
        self._sources = _sources(people.table)
        listed = {column: people.coded[column][1] for column in self._sources.values()}
        self._cells = _read(self._sources, listed)
        people.say_unknown_roles(pathway)
        self.tables = OnFileTables(pathway, people, tables, columns=columns, on=on, renewals=renewals)
        self._ground = ground_of(pathway)
        index = pathway.derived(RequirementIndex)
        asked = [part for route in index.of_route for part in index.parts(route)]
        asked += [one for role in index.of_role.values() for one in _with_parts(role.requirements)]
        coverages = [one for one in asked if isinstance(one, CoverageRequirement)]
        self._expected = tuple(dict.fromkeys(map(self._ground.expected, coverages)))
        self._experiences = tuple(one for one in asked if isinstance(one, ExperienceRequirement))
        self._marks = _Marks(pathway, asked, on)
        self._width = max(order_of(pathway).everything.bit_length(), 1)
        #: The first coverage, and the first days, that stand for all that requirements see alike.
        self._coverages: dict[tuple[Any, ...], Coverage] = {}
        self._days: dict[tuple[Any, ...], tuple[Any, ...]] = {}

    # --- what requirements see ------------------------------------------------------------------------

    def keys(self) -> Iterator[tuple[Any, ...]]:
        """For each person: who they are, the marks of their records, how they cover, what is delegated."""
        width, marks = self._width, [0] * len(self.people)
        covering = bool(self._expected)

        def part(worker: Worker, bit: int) -> int:
            return bit << 3 * width | (self._covered(worker) if covering else 0)

        self.tables.add_qualifications(
            marks,
            lambda held, reading: part(
                Worker(id=ANYONE, qualifications=(held,)), self._marks.of_qualification(held, reading)
            ),
        )
        self.tables.add_training(
            marks,
            lambda completion: part(
                Worker(id=ANYONE, training=(completion.record,)), self._marks.of_training(completion)
            ),
        )
        delegated = self.tables.authorisations()
        apart: dict[int, Coverage] = {}
        if covering:
            for person, held in delegated.items():
                marks[person] |= self._covered(Worker(id=ANYONE, authorisations=held))
            against = self.tables.add_evidence(
                marks, lambda item: self._covered(Worker(id=ANYONE, evidence=(item,)))
            )
            apart = self._one_by_one(against)
        none = () if self.tables.known("authorisations") else None
        for person, (profile, mark) in enumerate(zip(self._profiles(), marks, strict=True)):
            coverage = apart.get(person) or self._coverage(mark)
            seen = tuple(
                (coverage.held & asked == asked, *(bool(one & asked) for one in coverage[1:]))
                for asked in self._expected
            )
            self._coverages.setdefault(seen, coverage)
            yield profile, mark >> 3 * width, seen, delegated.get(person, none)

    def _covered(self, worker: Worker) -> int:
        """The competencies that one record covers: held, missing and in part, side by side."""
        on_file = OnFile(self.pathway, worker, self.on, renewals=self.renewals)
        found = Facts(self._ground, on_file).coverage
        return found.held | found.missing << self._width | found.partial << 2 * self._width

    def _coverage(self, mark: int) -> Coverage:
        """The coverage of several records together."""
        part, width = (1 << self._width) - 1, self._width
        held = mark & part
        return Coverage(held, mark >> width & part & ~held, mark >> 2 * width & part & ~held, 0)

    def _one_by_one(self, wanted: set[int]) -> dict[int, Coverage]:
        """The coverage of people with a not-yet: what it takes away depends on the days of all else."""
        records = {kind: self.tables.records(kind, wanted) for kind in self.tables.tables}
        found = {}
        for person in wanted:
            own: dict[str, Any] = {
                kind: tuple(by_person.get(person, ())) for kind, by_person in records.items()
            }
            on_file = OnFile(self.pathway, Worker(id=ANYONE, **own), self.on, renewals=self.renewals)
            found[person] = Facts(self._ground, on_file).coverage
        return found

    # --- who people are -------------------------------------------------------------------------------

    def _profiles(self) -> Iterator[tuple[tuple[str, Any], ...]]:
        """The fields of each person's `Worker` that do not come from long tables."""
        sources, cells = self._sources, self._cells
        if not sources:
            yield from [()] * len(self.people)
            return
        coded = [self.people.coded[column] for column in sources.values()]
        known: dict[tuple[int, ...], tuple[tuple[str, Any], ...]] = {}
        for codes in zip(*(numbers for numbers, _ in coded), strict=True):
            found = known.get(codes)
            if found is None:
                fields = {
                    field: values[code]
                    for field, values, code in zip(sources, cells, codes, strict=True)
                    if values[code] is not None
                }
                found = known[codes] = tuple(sorted(self._seen(fields).items()))
            yield found

    def _seen(self, fields: dict[str, Any]) -> dict[str, Any]:
        """The fields of a person, with days that stand for all that requirements see alike."""
        if fields.get("role_category") not in {role.id for role in self.pathway.role_categories}:
            return fields  # where somebody is may follow from any of them
        kept = {name: value for name, value in fields.items() if name not in _PLACING}
        days = {name: kept.pop(name) for name in _DAYS if name in kept}
        facts = Facts(self._ground, OnFile(self.pathway, _worker(days), self.on))
        seen = tuple(judge(one, facts).judgement for one in self._experiences)
        return kept | dict(self._days.setdefault(seen, tuple(days.items())))

    # --- the comparison -------------------------------------------------------------------------------

    def compared(self, key: tuple[Any, ...], target: str) -> Iterable[Eligibility]:
        """The comparisons of everybody with a key."""
        profile, marks, seen, authorisations = key
        records = list(self._marks.records(marks))
        worker = evolve(
            _worker(dict(profile)),
            qualifications=self._of(HeldQualification, "qualifications", records),
            training=self._of(TrainingRecord, "training", records),
            authorisations=authorisations,
        )
        on_file = OnFile(self.pathway, worker, self.on, renewals=self.renewals)
        comparison = RouteComparison(on_file, problems=False)
        comparison.facts.covered_by(self._coverages[seen])
        if target == "next":
            return [comparison.compare(route) for route in comparison.ways.all]
        return [comparison.best(target)]

    def _of(self, kind: type, name: str, records: Iterable[Any]) -> tuple[Any, ...] | None:
        found = tuple(record for record in records if isinstance(record, kind))
        return found if self.tables.known(name) else None


#: What nothing but the placement looks at.
_PLACING = ("job_title", "ascwds_job_role", "setting")
_DAYS = ("started_in_role", "started_in_care", "months_in_first_care_role")
_PERSON = (
    "job_title",
    "ascwds_job_role",
    "started_in_role",
    "started_in_care",
    "aspiration",
    "registrations",
    "confirmed",
)
#: The columns of a table of people that say who they are.
PERSON_COLUMNS = (*OWN_ROLE, *_PERSON, *fields_dict(WorkContext))


def _sources(table: Table) -> dict[str, str]:
    """The column of each field of a `Worker` that a table of people has."""
    own = [name for name in OWN_ROLE if name in table.columns]
    sources = {"role_category": own[0]} if own else {}
    return sources | {name: name for name in PERSON_COLUMNS if name in table.columns and name not in OWN_ROLE}


def person_fields(table: Table) -> dict[str, Any]:
    """The fields of a `Worker` from the first row of a table of people; nothing where it has no row.

    Duties stand among them by their names.
    """
    sources = _sources(table)
    if not sources:
        return {}
    row = next(iter(table.rows(list(sources.values()))), None)
    if row is None:
        return {}
    listed = {column: [value] for column, value in zip(sources.values(), row, strict=True)}
    return {field: values[0] for field, values in zip(sources, _read(sources, listed), strict=True)}


def _with_parts(requirements: Iterable[Requirement]) -> Iterator[Requirement]:
    for one in requirements:
        yield one
        yield from _with_parts(getattr(one, "requirements", ()))


def _worker(fields: dict[str, Any]) -> Worker:
    duties = {name: fields[name] for name in fields_dict(WorkContext) if name in fields}
    own = {name: value for name, value in fields.items() if name not in duties}
    return Worker(id=ANYONE, context=WorkContext(**duties), **own)


def _read(sources: Mapping[str, str], values: Mapping[str, Iterable[Any]]) -> list[list[Any]]:
    """The different values of columns of people, as a `Worker` takes them."""
    return read_columns(
        "people", [(column, _reader(field), values[column]) for field, column in sources.items()]
    )


def _reader(field: str) -> Callable[[Any], Any]:
    if field in _CELLS:
        return _CELLS[field]
    return _duty if field in fields_dict(WorkContext) else _text


def _text(value: Any) -> str | None:
    return str(value).strip() or None


def _duty(value: Any) -> bool | None:
    """A yes or a no, in words, truth values or codes of either family of files; other codes say neither."""
    for family in FAMILIES:
        found = delegated_of(value, family)
        if found is not None:
            return found
    text = str(value).strip()
    if text and not text.lstrip("-").replace(".", "").isdigit():
        raise ValueError(f"expected yes, no or nothing, not {seen(text)}")
    return None


def _role(value: Any) -> str | None:
    """A role category; what can be the id of none is as good as not recorded, as an unknown id is."""
    return str(value) if valid_id(str(value)) else None


def _several(value: Any) -> tuple[str, ...] | None:
    """The parts of a cell; ``None`` where it says nothing, and no part where it says that there is none."""
    found = tuple(part.strip() for part in str(value).split(";") if part.strip())
    return () if len(found) == 1 and found[0].casefold() in _NONE else found or None


#: What people write of somebody who has none.
_NONE = frozenset({"none", "no", "nil"})


def _ids(value: Any) -> tuple[str, ...] | None:
    found = _several(value)
    wrong = [part for part in found or () if not valid_id(part)]
    if wrong:
        raise ValueError(f"expected ids with ; between, not {seen(wrong[0])}")
    return found


_CELLS: dict[str, Callable[[Any], Any]] = {
    "started_in_role": day_of,
    "started_in_care": day_of,
    "ascwds_job_role": job_role_of,
    "aspiration": word_of(Aspiration),
    "number_of_services": whole,
    "months_in_first_care_role": whole,
    "role_category": _role,
    "registrations": _several,
    "confirmed": _ids,
    "setting": _text,
}
