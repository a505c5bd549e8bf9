"""Judging people one by one, each distinct thing once: place, gap, routes, what runs out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple

from care_pathway.evidence.completions import Completion
from care_pathway.evidence.endings import TRAINING, Ending
from care_pathway.evidence.on_file import OnFile
from care_pathway.evidence.problems import UNKNOWN_TITLE
from care_pathway.evidence.renewals import Renewals
from care_pathway.interop.ascwds import job_roles
from care_pathway.interop.decisions import keys_of, listed_as
from care_pathway.model import Judgement, Pathway, Strength, Worker
from care_pathway.planning.due import days_after
from care_pathway.planning.learners import Learner, learner_of
from care_pathway.problems import Place, Problem, ProblemKind, Severity
from care_pathway.progression import Considered, Eligibility, RequirementJudgement, posts_of
from care_pathway.progression.eligibility import RouteComparison
from care_pathway.progression.shared import SharedAnswers
from care_pathway.report.names import Withholder
from care_pathway.report.records import (
    Candidate,
    DatedItem,
    NextRoute,
    OpenRequirement,
    PersonSummary,
    Placed,
    When,
)
from care_pathway.skills import GapEngine, GapMasks
from care_pathway.titles import Placement

_ROUTES_SHOWN = 4
_FIRST_SHOWN = 3
_BINDING = frozenset(strength for strength in Strength if strength.binding)


class Judged(NamedTuple):
    """Everything about one person that the report needs.

    Attributes:
        worker: The person, as the records are written; everything else names nobody by its form.
        summary: The person in short.
        gap: What is missing against the own role category, as masks; ``None`` where that is not settled.
        engine: What turns the masks into ids.
        routes: Every route onward, what the person wishes for before the others.
        considered: The person as successor, and the delegated tasks on file.
        problems: What needs a human.
        trainings: Until when each training on file counts.
        first: Another worker who is the same person; what is on file is told there, and not again here.
        completions: Each training on file, with what it is about and how it counts on the day.
        learner: The person as somebody to book for; ``None`` where there is nothing to book.
    """

    worker: Worker
    summary: PersonSummary
    gap: GapMasks | None
    engine: GapEngine | None
    routes: tuple[NextRoute, ...]
    considered: Considered
    problems: tuple[Problem, ...]
    trainings: tuple[Ending, ...] = ()
    first: str | None = None
    completions: tuple[Completion, ...] = ()
    learner: Learner | None = None


class PeopleJudge:
    """Judges people with one edition on one day, and remembers what it has judged."""

    def __init__(
        self,
        pathway: Pathway,
        *,
        on: date,
        ahead: int,
        renewals: Renewals | None = None,
        booking: bool = False,
        settled: frozenset[str] = frozenset(),
        withhold: Withholder | None = None,
    ) -> None:
        self.pathway = pathway
        self._withhold = withhold or Withholder()
        self._settled = settled
        self._booking = booking
        self.on = on
        self.until = days_after(on, ahead)
        self._renewals = renewals
        self._posts = posts_of(pathway)
        self._placements: dict[tuple[Any, ...], Placement] = {}
        self._engines: dict[str, GapEngine] = {}
        self._statements = {one.id: one.statement for one in pathway.competencies}
        self._job_roles = {role.code: role.label for role in job_roles()}
        self._open: dict[tuple[Any, ...], OpenRequirement] = {}
        self._ahead: dict[tuple[Any, ...], dict[str, Any]] = {}
        self._names: dict[str, str] = {}
        self._shared = SharedAnswers(pathway)

    def engine(self, role_category: str) -> GapEngine:
        """What judges gaps against a role category, made once."""
        if role_category not in self._engines:
            self._engines[role_category] = GapEngine(self.pathway, target=role_category)
        return self._engines[role_category]

    def judge(
        self,
        worker: Worker,
        *,
        record: int | None = None,
        line: int | None = None,
        name: str | None = None,
        site: str | None = None,
        outside: bool = False,
        first: str | None = None,
    ) -> Judged:
        """One person; `outside` where somebody decided that the job is outside the Pathway.

        Of a person with several jobs `first` is the worker with whom what is on file is told.
        """
        on_file = OnFile(self.pathway, worker, self.on, renewals=self._renewals)
        placement = on_file.placement = self._place(on_file)
        placed, role = (Placed.OUT_OF_SCOPE, None) if outside else _settled(placement)
        problems: list[Problem] = []
        gap = engine = None
        routes: tuple[NextRoute, ...] = ()
        shown: tuple[NextRoute, ...] = ()
        comparison = RouteComparison(on_file, shared=self._shared)
        considered = Considered(comparison, self._posts, outside=outside, only_placed=True)
        if first is not None:  # one person is one person to rest a task on, however many jobs they have
            considered.tasks = considered.not_yet = ()
        learner = learner_of(comparison, until=self.until, placed=role is not None) if self._booking else None
        found = on_file.problems
        if role is not None:
            engine = self.engine(role)
            gap = engine.gap(on_file.holdings)
            ways = comparison.ways
            routes = tuple(self._next_route(comparison.compare(route)) for route in ways.all)
            # Whoever has a wish sees what it leads to, as in the plan; the others stand in routes.csv.
            shown = routes if worker.aspiration is None else routes[: len(ways.first)]
            found = comparison.problems
        problems += [
            Problem(
                kind=ProblemKind.RECORD,
                message=str(problem),
                place=Place(worker=worker.id),
                severity=problem.severity,
            )
            for problem in (dict.fromkeys(self._unsettled(worker, found)) if first is None else ())
        ]
        dated = dated_items(on_file, until=self.until, listed=self._listed) if first is None else ()
        endings = on_file.endings if first is None else ()
        problems += _placement_problems(worker, placement, placed)
        told = tuple(ending for ending in endings if ending.what == TRAINING)
        summary = PersonSummary(
            worker=worker.id,
            name=name,
            record=record,
            line=line,
            job_title=self._listed(worker.job_title or "") or self._job_role(worker),
            setting=None if worker.setting is None else self._listed(worker.setting),
            site=None if site is None else self._listed(site),
            placed=placed,
            role_category=role,
            basis=None if placement.basis is None else str(placement.basis),
            agrees=placement.agrees,
            candidates=_candidates(placement),
            reasons=placement.reasons,
            reason_codes=placement.reason_codes,
            routes=shown[:_ROUTES_SHOWN],
            routes_more=len(routes) - len(shown[:_ROUTES_SHOWN]),
            dated=dated,
            no_expiry=sum(
                ending.what == "training" and ending.day is None and not ending.expired for ending in endings
            ),
            attention=_attention(placed, placement, dated, problems, first),
            **self._gap_fields(gap, engine),
        )
        said = summary, routes, tuple(problems), told, on_file.training
        summary, routes, found, told, completions = self._withhold(said, worker)
        return Judged(
            worker=worker,
            summary=summary,
            gap=gap,
            engine=engine,
            routes=routes,
            considered=considered,
            problems=found,
            trainings=told,
            first=first,
            completions=completions,
            learner=learner,
        )

    def _unsettled(self, worker: Worker, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        """Problems without those of titles of training that a person decided to be outside the Pathway."""
        if not self._settled:
            return problems
        settled = {
            f"training[{number}]"
            for number, record in enumerate(worker.training or ())
            if not self._settled.isdisjoint(keys_of(record.title))
        }
        return tuple(one for one in problems if one.code != UNKNOWN_TITLE or one.path not in settled)

    def _listed(self, name: str) -> str:
        """A title or name as it may be listed; many people have the same."""
        if name not in self._names:
            self._names[name] = listed_as(name)
        return self._names[name]

    # --- where --------------------------------------------------------------------------------------

    def _place(self, on_file: OnFile) -> Placement:
        """The same things on file are placed once."""
        worker = on_file.worker
        first = worker.started_in_care if worker.started_in_care == worker.started_in_role else None
        key = (
            worker.role_category,
            worker.job_title,
            worker.ascwds_job_role,
            worker.context,
            worker.setting,
            worker.registrations,
            on_file.standings,
            first,
        )
        if key not in self._placements:
            self._placements[key] = on_file.placement
        return self._placements[key]

    def _job_role(self, worker: Worker) -> str | None:
        """The main job role of ASC-WDS in words, for people without a title."""
        label = self._job_roles.get(worker.ascwds_job_role or 0)
        return None if label is None else f"(no title; ASC-WDS job role {label.lower()})"

    # --- what is missing ----------------------------------------------------------------------------

    def _gap_fields(self, gap: GapMasks | None, engine: GapEngine | None) -> dict[str, Any]:
        if gap is None or engine is None:
            return {}
        expected, minimum = engine.expected.bit_count(), engine.minimum.bit_count()
        left = engine.expected & ~gap.held
        first = engine.ids(left & engine.first)[:_FIRST_SHOWN]
        return {
            "expected": expected,
            "held": gap.held.bit_count(),
            "partial": gap.partial.bit_count(),
            "expired": gap.expired.bit_count(),
            "missing": gap.missing.bit_count(),
            "not_known": gap.not_known.bit_count(),
            "coverage": _share(gap.held.bit_count(), expected),
            "minimum_coverage": _share((gap.held & engine.minimum).bit_count(), minimum),
            "first": tuple(self._statements[one] for one in first),
        }

    # --- what next ----------------------------------------------------------------------------------

    def _next_route(self, found: Eligibility) -> NextRoute:
        route = None if found.route is None else found.route.id
        # What is said of a route rests on how each requirement is judged and how much of it is open.
        judged = [(one.judgement.value, len(one.open)) for one in found.requirements]
        key = (found.role_category, route, found.target, found.summary, *judged)
        if key not in self._ahead:
            self._ahead[key] = self._of_route(found, route)
        return NextRoute(worker=found.worker, **self._ahead[key])

    def _of_route(self, found: Eligibility, route: str | None) -> dict[str, Any]:
        """What is said of a route for everybody of whom it says the same."""
        not_met = [one for one in found.requirements if one.judgement is not Judgement.MET]
        open_ = [one for one in not_met if one.requirement.strength in _BINDING]
        musts = len([one for one in found.requirements if one.requirement.strength in _BINDING])
        return {
            "role_category": found.role_category,
            "route": route,
            "target": found.target,
            "kind": None if found.route is None else str(found.route.kind),
            "decision": str(found.decision),
            "musts": musts,
            "met": musts - len(open_),
            "open": tuple(map(self._open_requirement, open_)),
            "shoulds_open": len([one for one in not_met if one.requirement.strength is Strength.SHOULD]),
            "summary": found.summary,
        }

    def _open_requirement(self, one: RequirementJudgement) -> OpenRequirement:
        """An open requirement; the same is kept once."""
        key = (one.requirement.id, one.judgement, len(one.open))
        if key not in self._open:
            self._open[key] = OpenRequirement(
                text=one.requirement.text.rstrip(". "), judgement=one.judgement, items=len(one.open)
            )
        return self._open[key]


# --- placing -----------------------------------------------------------------------------------------


def _settled(placement: Placement) -> tuple[Placed, str | None]:
    candidates = placement.candidates
    if not candidates:
        return Placed.NOT_RECOGNISED, None
    if len(candidates) > 1:
        return Placed.DOUBTFUL, None
    if candidates[0].role_category is None:
        return Placed.OUT_OF_SCOPE, None
    return Placed.PLACED, candidates[0].role_category


def _candidates(placement: Placement) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(
            role_category=one.role_category,
            confidence=one.confidence,
            reason=one.reasons[-1] if one.reasons else "",
        )
        for one in placement.candidates
    )


def _placement_problems(worker: Worker, placement: Placement, placed: Placed) -> list[Problem]:
    title = worker.job_title
    if placed in (Placed.DOUBTFUL, Placed.NOT_RECOGNISED):
        options = " or ".join(_named(one.role_category) for one in placement.candidates)
        message = (
            f"it may be {options}; record the role category, or the duties"
            if options
            else "it was not recognised"
        )
        if title is None and not options:
            message = "there is no job title, and nothing else on file says what the job is"
        leaves = "the title leaves it open" if title is not None else "without a job title it is open"
        return [
            Problem(
                kind=ProblemKind.TITLE,
                message=f"{leaves}: {message}",
                place=Place(worker=worker.id),
                severity=Severity.WARNING,
                found=_short(title),
            )
        ]
    if placement.agrees is False:
        said = "; ".join(placement.reasons)
        return [
            Problem(
                kind=ProblemKind.DISAGREES,
                message=f"what is on file points to different role categories: {said}",
                place=Place(worker=worker.id),
                severity=Severity.WARNING,
                found=_short(title),
            )
        ]
    return []


def _named(role_category: str | None) -> str:
    return "outside the Pathway" if role_category is None else role_category.replace("-", " ")


# --- what runs out -----------------------------------------------------------------------------------


def dated_items(
    on_file: OnFile, *, until: date, listed: Callable[[str], str] = listed_as
) -> tuple[DatedItem, ...]:
    """What has expired, or will by a day; of the same thing only what counts longest. Names are as `listed`.

    Example:
        >>> import care_pathway as cp
        >>> old = cp.TrainingRecord(title="Fire safety", completed=date(2024, 1, 1), expires=date(2025, 1, 1))
        >>> new = cp.TrainingRecord(title="Fire Safety", completed=date(2026, 1, 1), expires=date(2027, 1, 1))
        >>> worker = cp.Worker(id="w-1", training=(old, new))
        >>> dated_items(OnFile(cp.load(), worker, date(2026, 2, 1)), until=date(2026, 5, 1))
        ()
    """
    found = [
        DatedItem(
            worker=on_file.worker.id,
            what=ending.what,
            name=listed(ending.name),
            expires=ending.day,
            months=ending.months,
            when=When.EXPIRED if ending.expired else When.EXPIRING,
        )
        for ending in on_file.endings
        if ending.expired or (ending.day is not None and ending.day <= until)
    ]
    return tuple(sorted(found, key=lambda item: (item.expires or date.min, item.what, item.name)))


# --- words -------------------------------------------------------------------------------------------


def _attention(
    placed: Placed,
    placement: Placement,
    dated: Iterable[DatedItem],
    problems: Iterable[Problem],
    first: str | None,
) -> tuple[str, ...]:
    said = [] if first is None else [f"a further job of {first}: training and sign-offs stand there"]
    if placed in (Placed.DOUBTFUL, Placed.NOT_RECOGNISED):
        said.append(placed.words)
    elif placement.agrees is False:
        said.append("records disagree")
    expired = sum(one.when is When.EXPIRED for one in dated)
    expiring = sum(one.when is When.EXPIRING for one in dated)
    if expired:
        said.append(f"{expired} expired")
    if expiring:
        said.append(f"{expiring} running out")
    records = sum(one.kind is ProblemKind.RECORD and one.severity is not Severity.NOTICE for one in problems)
    if records:
        said.append(f"{records} on file to look at")
    return tuple(said)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _short(text: str | None) -> str | None:
    """Text as it may be listed."""
    return None if text is None else listed_as(text)
