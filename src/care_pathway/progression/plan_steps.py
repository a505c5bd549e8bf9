"""The steps of a career plan, from what a comparison leaves open and from what keeps practice fresh."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from attrs import evolve

from care_pathway.evidence.authorisations import Standing
from care_pathway.evidence.renewals import add_months
from care_pathway.model import (
    AllOfRequirement,
    AnyOfRequirement,
    CoverageRequirement,
    DutyRequirement,
    ExperienceRequirement,
    FitnessRequirement,
    InductionRequirement,
    Judgement,
    Pathway,
    QualificationRequirement,
    RegistrationRequirement,
    Requirement,
    SignOffRequirement,
    Strength,
)
from care_pathway.progression.facts import Facts
from care_pathway.progression.plan_lexicon import material
from care_pathway.progression.records import (
    Eligibility,
    EvidenceUsed,
    PlanStep,
    RequirementJudgement,
    StepKind,
)
from care_pathway.progression.requirements import judge
from care_pathway.progression.routes import structure_of

_STEP_KINDS: dict[type[Requirement], StepKind] = {
    QualificationRequirement: StepKind.LEARNING,
    InductionRequirement: StepKind.LEARNING,
    CoverageRequirement: StepKind.LEARNING,
    ExperienceRequirement: StepKind.EXPERIENCE,
    DutyRequirement: StepKind.EXPERIENCE,
    RegistrationRequirement: StepKind.ASSESSMENT,
    SignOffRequirement: StepKind.ASSESSMENT,
    FitnessRequirement: StepKind.EVIDENCE,
}
_STEP_MONTHS = {
    StepKind.LEARNING: "learning",
    StepKind.EXPERIENCE: "experience",
    StepKind.ASSESSMENT: "assessment",
    StepKind.EVIDENCE: "file",
    StepKind.CONVERSATION: "talk",
}
#: A step before it has its place in the plan.
_UNPLACED = 0


def step(
    kind: StepKind,
    text: str,
    why: str,
    *,
    by: date | None = None,
    learning: tuple[str, ...] = (),
    alternatives: tuple[tuple[str, ...], ...] = (),
    competencies: tuple[str, ...] = (),
    requirement: Requirement | None = None,
) -> PlanStep:
    """A step that has no place yet."""
    return PlanStep(
        order=_UNPLACED,
        kind=kind,
        text=text,
        why=why,
        by=by,
        learning=learning,
        alternatives=alternatives,
        competencies=competencies,
        requirement=requirement.id if requirement is not None else None,
        strength=requirement.strength if requirement is not None else None,
    )


def placed(steps: Iterable[PlanStep]) -> tuple[PlanStep, ...]:
    """Steps numbered in their order, each step once."""
    seen = dict.fromkeys(steps)
    return tuple(evolve(step, order=place) for place, step in enumerate(seen, start=1))


def opening(on: date, *, problems: int) -> Iterator[PlanStep]:
    """What every plan starts with."""
    months = material().months
    yield step(
        StepKind.CONVERSATION,
        "Talk the plan over together and change whatever does not suit",
        "the plan is a proposal for a conversation",
        by=add_months(on, months["talk"]),
    )
    if problems:
        yield step(
            StepKind.EVIDENCE,
            "Put right what is unclear on file, and add what is missing from it",
            f"{problems} point{' on file needs' if problems == 1 else 's on file need'} a look",
            by=add_months(on, months["file"]),
        )


def refreshers(facts: Facts) -> Iterator[PlanStep]:
    """Training that has expired or will within the year, and the reminder that some is due for everyone."""
    on, months = facts.on, material().months
    ahead = add_months(on, months["look_ahead"])
    running_out = [
        ending
        for ending in facts.on_file.endings
        if ending.what == "training" and (ending.expired or (ending.day is not None and ending.day <= ahead))
    ]
    for ending in sorted(running_out, key=lambda each: (each.day or date.min, each.name)):
        day = "" if ending.day is None else f" on {ending.day}"
        custom = "" if ending.months is None else f" (customarily refreshed after {ending.months} months)"
        yield step(
            StepKind.REFRESHER,
            f"Refresh: {ending.name}",
            f"it expired{day}{custom}" if ending.expired else f"it is valid until {ending.day}{custom}",
            by=add_months(on, months["refresher"]) if ending.expired or ending.day is None else ending.day,
        )
    yield step(
        StepKind.REFRESHER,
        "Keep statutory and mandatory training up to date",
        "everyone refreshes it at the times that the employer sets",
        by=ahead,
    )


def delegated(facts: Facts) -> Iterator[PlanStep]:
    """What a delegated activity needs before it is carried out, again for each person supported."""
    on, months = facts.on, material().months
    soon, ahead = add_months(on, months["authorisation"]), add_months(on, months["look_ahead"])
    tasks_by_answer = {
        met: {
            (standing.record.activity, standing.record.person)
            for standing in facts.standings
            if _met(standing) is met
        }
        for met in (True, False)
    }
    open_ = sorted(tasks_by_answer[False] - tasks_by_answer[True])
    tasks = [f"{activity.replace('-', ' ')} with {person}" for activity, person in open_]
    if not tasks and not facts.standings and facts.worker.context.delegated_healthcare:
        tasks = ["each delegated activity, person by person"]
    for task in tasks:
        yield step(
            StepKind.LEARNING,
            f"Bespoke training for {task}",
            "training elsewhere counts as knowledge; delegation is tied to the person and the professional",
            by=soon,
        )
        yield step(
            StepKind.ASSESSMENT,
            f"Competency assessment and sign-off by the regulated professional for {task}",
            "nothing is carried out before it is signed off",
            by=soon,
        )
    for standing in facts.standings:
        ends = standing.record.expires
        if _met(standing) and ends is not None and ends <= ahead:
            yield step(
                StepKind.ASSESSMENT,
                f"Renew the sign-off for {standing.record.activity.replace('-', ' ')} "
                f"with {standing.record.person}",
                f"it is valid until {ends}",
                by=ends,
            )


def _met(standing: Standing) -> bool:
    return standing.judgement is Judgement.MET


def safe_practice(pathway: Pathway, facts: Facts, role: str) -> Iterator[PlanStep]:
    """What makes practice safe, where a role category builds on no other; it comes before wider learning."""
    if pathway.role_category(role).baseline_roles:
        return
    expected = facts.ground.order.mask(competency.id for competency in pathway.expectations(role).minimum)
    still_open = facts.ground.order.decode(expected & ~facts.coverage.held)
    if still_open:
        bundled = material()
        yield step(
            StepKind.LEARNING,
            f"Minimum knowledge and skills for safe practice: {len(still_open)} to show",
            bundled.safe_why,
            by=add_months(facts.on, bundled.months["safe_practice"]),
            learning=_known(pathway, bundled.safe_learning),
            alternatives=tuple(
                choice for choice in bundled.safe_alternatives if _known(pathway, choice) == choice
            ),
            competencies=still_open,
        )
        yield step(
            StepKind.ASSESSMENT,
            "Assessment at work of the minimum knowledge and skills",
            "attending a course does not show that something can be done",
            by=add_months(facts.on, bundled.months["safe_practice"]),
            competencies=still_open,
        )


def manager_induction(pathway: Pathway, facts: Facts, role: str) -> tuple[tuple[PlanStep, ...], date | None]:
    """The manager induction standards one by one for who is new in post, with the day to be through them.

    For others, and where the first day in post is not on file, they are one step.
    """
    bundled = material()
    learning = bundled.induction_learning
    suggested = any(
        opportunity.id == learning and role in opportunity.suggested_for for opportunity in pathway.learning
    )
    if not suggested or learning in facts.learned.held:
        return (), None
    started, on = facts.worker.started_in_role, facts.on
    due = None if started is None else add_months(min(started, on), bundled.induction_months)
    if due is None or due <= on:
        return (
            step(
                StepKind.LEARNING,
                "Manager Induction Standards: see together what is met, and learn what is not",
                bundled.induction_why,
                by=add_months(on, bundled.months["learning"]),
                learning=(learning,),
            ),
        ), None
    standards = [
        standard
        for standard in pathway.standards
        if standard.standard.startswith(bundled.induction_standards) and standard.title
    ]
    days = (due - on).days
    steps = tuple(
        step(
            StepKind.LEARNING,
            f"Manager Induction Standard {place}: {standard.title}",
            bundled.induction_why,
            by=date.fromordinal(on.toordinal() + days * place // len(standards)),
            learning=(learning,),
            competencies=tuple(
                item.id
                for item in pathway.competencies
                if item.standard == standard.id
                and role in item.role_categories
                # The standards' own competencies, and not those of a unit of a diploma.
                and bundled.induction_competencies in item.id
            ),
        )
        for place, standard in enumerate(standards, start=1)
    )
    return steps, due


def interests(pathway: Pathway, facts: Facts, role: str) -> Iterator[PlanStep]:
    """Topics that someone in the role category can take up, none of them a must."""
    bundled = material()
    by = add_months(facts.on, bundled.months["interest"])
    for text, why in bundled.interests:
        yield step(StepKind.INTEREST, text, why, by=by)
    for area in pathway.practice_areas_for(role):
        if area.topic in bundled.left_out_topics:
            continue
        yield step(
            StepKind.INTEREST,
            f"Learn more about: {area.label}",
            "an area of practice that people in this role category can take up, if it interests them",
            by=by,
            learning=area.suggested_learning,
        )


def own_statutory(pathway: Pathway, facts: Facts, role: str) -> Iterator[PlanStep]:
    """What law or the regulator asks of the role category that the person is in."""
    for requirement in pathway.role_category(role).statutory_requirements:
        yield from _of_requirement(pathway, judge(requirement, facts), facts.on)


def of_route(pathway: Pathway, compared: Eligibility, on: date) -> Iterator[PlanStep]:
    """What a route leaves open: statutory and must first, then should, then could."""
    route = compared.route.id if compared.route else None
    order = tuple(Strength)
    for judged in sorted(compared.requirements, key=lambda judged: order.index(judged.strength)):
        for step in _of_requirement(pathway, judged, on):
            yield evolve(step, route=route)


def once(steps: Iterable[PlanStep], requirements: dict[str, Requirement]) -> Iterator[PlanStep]:
    """Leave out a step whose requirement another route asks in the same way."""
    seen: set[object] = set()
    for step in steps:
        requirement = requirements.get(step.requirement or "")
        key: object = (step.kind, structure_of(requirement)) if requirement is not None else step
        if key not in seen:
            seen.add(key)
            yield step


def _of_requirement(pathway: Pathway, judged: RequirementJudgement, on: date) -> Iterator[PlanStep]:
    requirement = judged.requirement
    if judged.judgement is Judgement.MET:
        return
    if isinstance(requirement, AllOfRequirement) and judged.parts:
        for part in judged.parts:
            yield from _of_requirement(pathway, part, on)
        return
    months = material().months
    leaves = tuple(_leaves(requirement))
    kind = _STEP_KINDS[type(leaves[0])] if leaves else StepKind.EVIDENCE
    learning, alternatives = _learning(pathway, leaves)
    in_progress = _expected(judged.evidence, on) if kind is StepKind.LEARNING else None
    if learning and any(
        isinstance(requirement, QualificationRequirement | InductionRequirement) for requirement in leaves
    ):
        kind = StepKind.LEARNING
    if isinstance(requirement, SignOffRequirement) and requirement.what in material().conversations:
        kind = StepKind.CONVERSATION
    verb = "Find out and put on file" if judged.judgement is Judgement.NOT_KNOWN else "Work on"
    by = in_progress or add_months(on, months[_STEP_MONTHS[kind]])
    if isinstance(requirement, CoverageRequirement):
        by = add_months(on, months["competencies"])
    if requirement.strength is Strength.STATUTORY and in_progress is None:
        by = min(by, add_months(on, months["statutory"]))
    after = isinstance(requirement, InductionRequirement) and requirement.within_months is not None
    text = requirement.text.rstrip(".")
    base = step(
        kind,
        f"After taking up the post: {text}" if after else f"{verb}: {text}",
        judged.reason,
        by=None if after else by,
        learning=learning,
        alternatives=alternatives,
        competencies=judged.open,
        requirement=requirement,
    )
    yield base
    if isinstance(requirement, CoverageRequirement):
        yield evolve(
            base,
            kind=StepKind.ASSESSMENT,
            text=f"Assessment at work: {text}",
            why="attending a course does not show that something can be done",
            by=add_months(on, months["assessment"]),
            learning=(),
            alternatives=(),
        )


def _expected(evidence: tuple[EvidenceUsed, ...], on: date) -> date | None:
    """The day on which something in progress is expected; a day that is past is nothing to plan by."""
    day = evidence[0].on if evidence and evidence[0].expires is None else None
    return day if day is not None and day >= on else None


def _leaves(requirement: Requirement) -> Iterator[Requirement]:
    """The parts of a requirement that can be worked on; a duty that excuses from it is no step."""
    if isinstance(requirement, AllOfRequirement | AnyOfRequirement):
        for part in requirement.requirements:
            if not (isinstance(part, DutyRequirement) and not part.expected):
                yield from _leaves(part)
    else:
        yield requirement


def _learning(
    pathway: Pathway, leaves: Iterable[Requirement]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    learning: list[str] = []
    alternatives: list[tuple[str, ...]] = []
    for requirement in leaves:
        if isinstance(requirement, QualificationRequirement | InductionRequirement):
            learning += _known(pathway, requirement.learning)
            alternatives += [other for other in requirement.alternatives if _known(pathway, other) == other]
    return tuple(dict.fromkeys(learning)), tuple(dict.fromkeys(alternatives))


def _known(pathway: Pathway, learning: tuple[str, ...]) -> tuple[str, ...]:
    known = {opportunity.id for opportunity in pathway.learning}
    return tuple(item for item in learning if item in known)
