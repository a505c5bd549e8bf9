"""A side of A4 for each person, to talk about and to sign: where I am, what I have shown, what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from care_pathway.errors import UnknownIdError
from care_pathway.evidence.on_file import OnFile
from care_pathway.model import HeldQualification, TrainingStatus
from care_pathway.planning.due import days_after
from care_pathway.progression.career_plan import CareerPlan
from care_pathway.report.facts import ReportFacts
from care_pathway.report.next_steps import Line, plan_of, short, steps_of
from care_pathway.report.people import Judged
from care_pathway.report.records import Placed, When

#: What is picked out. Whatever is out of date, due, held or to be learnt is all there.
_STEPS = 3
_TOPICS = 4
_PROMPTS = 6
#: What helps with the conversation, where the edition names it.
_HELP = ("career-conversations-toolkit", "strength-match-workbook")


class PlanPage(NamedTuple):
    """What a side says beside what the report has on the person already.

    Attributes:
        one: The person.
        plan: The career plan.
        topics: Topics of which most is shown.
        qualifications: Qualifications held.
        expired: What is out of date.
        due: What will be soon.
        steps: The next steps, at most three, by topic.
        learning: Learning with its days.
        prompts: Questions for the conversation.
    """

    one: Judged
    plan: CareerPlan
    topics: tuple[Line, ...]
    qualifications: tuple[Line, ...]
    expired: tuple[Line, ...]
    due: tuple[Line, ...]
    steps: tuple[Line, ...]
    learning: tuple[Line, ...]
    prompts: tuple[str, ...]


def render_plans(report: ReportFacts, people: Sequence[str] | None = None) -> str:
    """The plans of a report as one HTML document.

    Args:
        report: The report.
        people: References of those to plan for; ``None`` for everybody whose place is settled.

    Raises:
        UnknownIdError: If a reference is nobody's.
    """
    from care_pathway.report.page import assets, environment, role_names

    chosen = _chosen(report, people)
    help_ = {one.id: one.name for one in report.pathway.resources if one.id in _HELP}
    return (
        environment()
        .get_template("plans.html.j2")
        .render(
            **assets(),
            full=False,
            foot=None,
            role_names=role_names(report.pathway),
            s=report.summary,
            service=report.service,
            until=days_after(report.summary.on, report.summary.ahead),
            plans=[plan_page(report, one) for one in chosen],
            help=[help_[one] for one in _HELP if one in help_],
            left_out=0 if people is not None else len(report.judged) - len(chosen),
        )
    )


def _chosen(report: ReportFacts, people: Sequence[str] | None) -> list[Judged]:
    if people is None:
        return [one for one in report.judged if one.summary.placed is Placed.PLACED]
    by_id = {one.worker.id: one for one in report.judged}
    for reference in people:
        if reference not in by_id:
            raise UnknownIdError("person", reference, by_id)
    return [by_id[reference] for reference in dict.fromkeys(people)]


def plan_page(report: ReportFacts, one: Judged) -> PlanPage:
    """The side of one person."""
    plan = plan_of(report, one)
    return PlanPage(
        one=one,
        plan=plan,
        topics=tuple(islice(_shown(one), _TOPICS)),
        qualifications=tuple(
            Line(short(held.name), str(held.achieved.year) if held.achieved else "")
            for held, reading in OnFile(report.pathway, one.worker, report.summary.on).qualifications
            if reading.achieved(held, report.summary.on)
        ),
        expired=tuple(_dated(report, one, When.EXPIRED)),
        due=tuple(_dated(report, one, When.EXPIRING)),
        steps=tuple(islice(steps_of(report, one, plan), _STEPS)),
        learning=tuple(dict.fromkeys(_learning(report, one, plan))),
        prompts=tuple(prompt.text for prompt in plan.prompts[-_PROMPTS:]),
    )


def _shown(one: Judged) -> Iterator[Line]:
    """Topics of which something is held, that with the greatest share first."""
    if one.gap is None or one.engine is None:
        return
    held = one.gap.held
    found = [(topic, (topic.mask & held).bit_count()) for topic in one.engine.by_theme]
    for topic, count in sorted(found, key=lambda each: (-each[1] / each[0].mask.bit_count(), each[0].label)):
        if count:
            yield Line(f"{topic.label}: {count} of {topic.mask.bit_count()}")


def _dated(report: ReportFacts, one: Judged, when: When) -> Iterator[Line]:
    for item in one.summary.dated:
        if item.when is when:
            why = "customary last day" if item.months else "last day"
            if item.expires is None:
                why = "on a day that is not on file"
            yield Line(short(report.called(item)), why, item.expires)


# --- what next ----------------------------------------------------------------------------------------


def _learning(report: ReportFacts, one: Judged, plan: CareerPlan) -> Iterator[Line]:
    """What to book, what is under way, and what the plan names: each with its day where there is one."""
    for booking, place in report.booked.get(one.worker.id, ()):
        day = booking.session.day if booking.session is not None else None
        by = place.by if day is None else None
        late = by is not None and by <= report.summary.on
        by = None if late else by
        when = "by" if by else "on" if day else None
        where = filter(None, ("to book now" if late else "to book", booking.provider, when))
        yield Line(short(booking.title), short(", ".join(where)), day or by)
    for record in one.worker.training or ():
        if record.status in (TrainingStatus.BOOKED, TrainingStatus.IN_PROGRESS):
            yield Line(short(record.title), str(record.status).replace("-", " "))
    for held in one.worker.qualifications or ():
        if held.in_progress:
            yield _under_way(held)
    names = {learning.id: learning.name for learning in report.pathway.learning}
    for step in plan.steps:
        if step.learning and step.by is not None:
            first, *others = step.learning
            yield Line(short(names.get(first, first)) + (", or another" if others else ""), "by", step.by)


def _under_way(held: HeldQualification) -> Line:
    return Line(short(held.name), "under way" + (", expected" if held.expected else ""), held.expected)
