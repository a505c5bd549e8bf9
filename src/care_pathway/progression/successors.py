"""One person compared with the posts that people may follow into: how near, and what is open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from care_pathway.evidence.masks import order_of
from care_pathway.model import Aspiration, Judgement, Pathway, Strength
from care_pathway.progression.eligibility import RouteComparison
from care_pathway.progression.plan_lexicon import material
from care_pathway.progression.records import Decision, Eligibility, RequirementJudgement
from care_pathway.progression.routes import RouteIndex
from care_pathway.progression.succession_records import Readiness, Successor


class Considered:
    """A person compared once, for any number of targets. Make it with `consider`.

    A person who was decided to be `outside` is named for no post; their delegated tasks count all the same.
    """

    __slots__ = (
        "_asked",
        "aspiration",
        "counted",
        "id",
        "not_yet",
        "outside",
        "role",
        "tasks",
        "towards",
        "worker",
    )

    def __init__(
        self,
        comparison: RouteComparison,
        targets: Iterable[str],
        *,
        outside: bool = False,
        only_placed: bool = False,
    ) -> None:
        worker = comparison.worker
        self.worker = worker
        self.outside = outside
        targets = tuple(targets)
        self._asked = (comparison.pathway.ref, comparison.on, frozenset(targets))
        self.id = worker.id
        self.role = None if outside else comparison.role
        self.aspiration = None if outside else worker.aspiration
        #: Delegated tasks that the person is signed off for, and those with a record that does not stand.
        self.tasks: tuple[tuple[str, str], ...] = ()
        self.not_yet: tuple[tuple[str, str], ...] = ()
        if worker.authorisations:
            tasks: dict[tuple[str, str], bool] = {}
            for standing in comparison.on_file.standings:
                task = (standing.record.activity, standing.record.person)
                tasks[task] = tasks.get(task, False) or standing.judgement is Judgement.MET
            self.tasks = tuple(task for task, met in tasks.items() if met)
            self.not_yet = tuple(task for task, met in tasks.items() if not met)
        follows = not outside and self.aspiration is not Aspiration.STAY_AND_GROW
        #: Whether the person would stand among the later ones, and is counted there without being compared:
        #: where somebody is has to be settled first, whatever the comparison says.
        self.counted = only_placed and follows and comparison.role is None and not comparison.outside
        #: The person as successor, by target.
        self.towards: Mapping[str, Successor] = {}
        if follows and not self.counted:
            self.towards = {
                target: _successor(comparison, target) for target in targets if target != self.role
            }

    def answers(self, pathway: Pathway, targets: Iterable[str], on: date) -> bool:
        """Whether the person was compared with these targets, with an edition and on a day."""
        ref, day, asked = self._asked
        return (ref, day) == (pathway.ref, on) and asked.issuperset(targets)


class _Steps:
    """Role categories as steps: the minimum of each as a mask, and what a step passes over.

    Made with `Pathway.derived`.
    """

    def __init__(self, pathway: Pathway) -> None:
        order = order_of(pathway)
        self.minimum = {
            role.id: order.mask(item.id for item in pathway.expectations(role.id).minimum)
            for role in pathway.role_categories
        }
        roles = {role.id: role for role in pathway.role_categories}
        #: By where somebody is and where they go: the role category that the target builds on, where they
        #: are below it and have not what leads there.
        self.passed_over: dict[tuple[str, str], str] = {}
        for target in roles.values():
            nearest = max(target.baseline_roles, key=lambda role: roles[role].order, default=None)
            for source in roles.values():
                on_the_way = {source.id, *source.baseline_roles}.intersection(target.baseline_roles)
                if nearest is not None and not on_the_way and source.order < roles[nearest].order:
                    self.passed_over[source.id, target.id] = nearest


def _successor(comparison: RouteComparison, target: str) -> Successor:
    held, expected = _shown(comparison, target)
    wishes = comparison.worker.aspiration
    wished = None if wishes is None else any(route.target == target for route in comparison.ways.next)
    readiness = Readiness.LATER
    route = None
    open_: tuple[RequirementJudgement, ...] = ()
    decision = comparison.without_route(target)
    if decision is Decision.NO_ROUTE:
        missing: tuple[str, ...] = ("no route leads straight there",)
    elif decision is Decision.OUTSIDE:
        missing = ("this work is outside the Pathway",)  # left out of who could follow, and named apart
    else:
        compared = comparison.best(target)
        decision, route = compared.decision, compared.route
        readiness, missing, open_ = _compared(comparison, compared, target, wished=wished)
    return Successor(
        worker=comparison.worker.id,
        role_category=comparison.role,
        readiness=readiness,
        decision=decision,
        route=route.id if route else None,
        missing=missing,
        not_known=len([judged for judged in open_ if judged.judgement is Judgement.NOT_KNOWN]),
        held=held,
        expected=expected,
        wishes=wishes,
        wished=wished,
        problems=comparison.problems,
    )


def _compared(
    comparison: RouteComparison, compared: Eligibility, target: str, *, wished: bool | None
) -> tuple[Readiness, tuple[str, ...], tuple[RequirementJudgement, ...]]:
    """How near somebody is by a route, what is missing in words, and what is open."""
    musts = _of_strength(compared, Strength.MUST)
    #: What the sources ask beside the law: every must, and where they state none every should.
    asked = musts or _of_strength(compared, Strength.SHOULD)
    base = _base(comparison, target, little=not musts, nothing=not asked)
    short = "" if base is None else _short_of(comparison, base, target)
    binding = (*_of_strength(compared, Strength.STATUTORY), *asked)
    open_ = tuple([judged for judged in binding if judged.judgement is not Judgement.MET])
    missing = tuple([judged.requirement.text for judged in open_])
    readiness = Readiness.LATER
    if compared.decision is Decision.PLACE_FIRST:
        missing = ("where the person is has to be settled first",)
    elif short:
        missing = (*missing, short)
        if wished and base != target and len(missing) <= material().nearly:
            readiness = Readiness.NEARLY
    elif not open_:
        readiness = Readiness.READY
    elif len(open_) <= material().nearly and (wished or _shown(comparison, target)[0] or _begun(asked)):
        readiness = Readiness.NEARLY
    return readiness, missing, open_


def _shown(comparison: RouteComparison, role: str) -> tuple[int, int]:
    """How much of the minimum of a role category somebody has shown, and how much it is."""
    minimum = comparison.pathway.derived(_Steps).minimum[role]
    return (comparison.facts.coverage.held & minimum).bit_count(), minimum.bit_count()


def _base(comparison: RouteComparison, target: str, *, little: bool, nothing: bool) -> str | None:
    """The role category whose whole minimum counts as asked, for that little is asked is not being near.

    That of the target where the sources ask nothing but what the law asks; and that of a step which is passed
    over where they state no must.
    """
    if nothing:
        return target
    if not little or comparison.role is None:
        return None
    return comparison.pathway.derived(_Steps).passed_over.get((comparison.role, target))


def _short_of(comparison: RouteComparison, base: str, target: str) -> str:
    """What of a whole minimum is shown, in words; nothing where all of it is."""
    held, expected = _shown(comparison, base)
    whose = "" if base == target else f" of {comparison.pathway.derived(RouteIndex).name(base)}"
    return f"{held} of {expected} minimum knowledge and skills{whose} are shown" if held < expected else ""


def _of_strength(compared: Eligibility, strength: Strength) -> tuple[RequirementJudgement, ...]:
    return tuple([judged for judged in compared.requirements if judged.requirement.strength is strength])


def _begun(asked: Iterable[RequirementJudgement]) -> bool:
    """Whether any of what is asked is met."""
    return any(judged.judgement is Judgement.MET for judged in asked)
