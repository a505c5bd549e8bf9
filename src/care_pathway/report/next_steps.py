"""What comes next for a person, in a few lines: for the card on the report page and for the plan to sign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import zip_longest
from typing import NamedTuple

from care_pathway.evidence.renewals import add_months
from care_pathway.model import Strength
from care_pathway.problems import withheld
from care_pathway.progression.career_plan import CareerPlan, career_plan
from care_pathway.progression.plan_lexicon import material
from care_pathway.progression.records import PlanStep, StepKind
from care_pathway.render.words import shorten
from care_pathway.report.facts import ReportFacts
from care_pathway.report.names import plain
from care_pathway.report.people import Judged

#: How many topics a person's card on the report page names.
_CARD_TOPICS = 5
_LETTERS = 160


class Line(NamedTuple):
    """A line of a plan: what, why, and by when or since when."""

    text: str
    why: str = ""
    by: date | None = None


class Card(NamedTuple):
    """What a person's card on the report page says of what is missing, and of what comes next.

    Attributes:
        topics: Topics with something still to be shown, what safe practice needs first.
        more: How many further topics there are.
        step: The first step of the person's plan.
    """

    topics: tuple[Line, ...]
    more: int
    step: Line | None


def cards_of(report: ReportFacts, people: Iterable[str]) -> dict[str, Card]:
    """The cards of some people, each with the first step of the very plan that is signed."""
    wanted = set(people)
    return {one.worker.id: _card(report, one) for one in report.judged if one.worker.id in wanted}


def _card(report: ReportFacts, one: Judged) -> Card:
    topics = tuple(_open_topics(one))
    step = None if one.gap is None else next(steps_of(report, one, plan_of(report, one)), None)
    return Card(topics=topics[:_CARD_TOPICS], more=len(topics[_CARD_TOPICS:]), step=step)


def _open_topics(one: Judged) -> Iterator[Line]:
    """Topics with something open: most of what makes practice safe first, then most of anything."""
    if one.gap is None or one.engine is None:
        return
    open_ = one.engine.expected & ~one.gap.held
    first = open_ & one.engine.first
    count = {topic: (topic.mask & open_).bit_count() for topic in one.engine.by_theme}
    for topic in sorted(count, key=lambda each: (-(each.mask & first).bit_count(), -count[each], each.label)):
        if count[topic]:
            learnt = (topic.mask & open_ & one.gap.partial).bit_count()
            why = f"{count[topic]} of {topic.mask.bit_count()}"
            yield Line(f"{topic.label}:", f"{why}, {learnt} of them learnt" if learnt else why)


def plan_of(report: ReportFacts, one: Judged) -> CareerPlan:
    """The career plan of one person, with nothing in it that names somebody by its form."""
    plan = career_plan(report.pathway, one.worker, on=report.summary.on, renewals=report.renewals)
    return plain(plan, one.worker)


def steps_of(report: ReportFacts, one: Judged, plan: CareerPlan) -> Iterator[Line]:
    """What the law asks, what is to be shown at work, what the wish leads to: one of each in turn."""
    own = [step for step in plan.steps if step.requirement is not None and step.by is not None]
    statutory = [step for step in own if step.strength is Strength.STATUTORY]
    further = [step for step in own if step.strength is not Strength.STATUTORY]
    interests = [step for step in plan.steps if step.kind is StepKind.INTEREST]
    ways = (_lines(statutory), _topics_to_show(report, one), _lines([*further, *interests]))
    for each in zip_longest(*ways):
        yield from filter(None, each)


def _lines(steps: Iterable[PlanStep]) -> Iterator[Line]:
    for step in steps:
        yield Line(short(step.text), "", step.by)


def _topics_to_show(report: ReportFacts, one: Judged) -> Iterator[Line]:
    """Topics with most open of what makes practice safe, and whether they are to be learnt or to be seen."""
    if one.gap is None or one.engine is None:
        return
    open_ = one.engine.first & ~one.gap.held
    by = add_months(report.summary.on, material().months["safe_practice"])
    order = sorted(one.engine.by_theme, key=lambda topic: -(topic.mask & open_).bit_count())
    for topic in order:
        count = (topic.mask & open_).bit_count()
        if not count:
            return
        trained = (topic.mask & open_ & one.gap.partial).bit_count()
        if trained:
            yield Line(f"{topic.label}: be seen doing it at work", f"{trained} learnt and not yet seen", by)
        else:
            yield Line(f"{topic.label}: learn it, then show it at work", f"{count} with nothing on file", by)


def short(text: str) -> str:
    """Text as a line has room for it, without what must not be shown."""
    return shorten(withheld(" ".join(text.split())), _LETTERS)
