"""The page of a report: one HTML file that needs nothing from anywhere."""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import cache, partial
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from care_pathway._data import manifest
from care_pathway.errors import MissingExtraError, refuse
from care_pathway.interop.record_dates import DateKind
from care_pathway.model import Basis, Pathway
from care_pathway.planning.booking_records import BookingPlan, Unbooked
from care_pathway.planning.records import OpenReason
from care_pathway.problems import Problem, ProblemKind
from care_pathway.progression import Successor
from care_pathway.render.words import counted, percent, pounds
from care_pathway.report.claims import claim_words, funding_notes, most_words
from care_pathway.report.facts import ReportFacts
from care_pathway.report.learning import NOTHING_CHOSEN
from care_pathway.report.next_steps import cards_of
from care_pathway.report.picture import career_map, career_map_text
from care_pathway.report.records import DatedItem, PersonSummary, Placed, RouteCount, When
from care_pathway.tabular.words import PathwayAnswer

if TYPE_CHECKING:
    import jinja2


#: How much of the long lists the page shows; all of it is in the tables.
PEOPLE_SHOWN = 200
TITLES_SHOWN = 60
DATES_SHOWN = 120
#: How many people stand beside one course, to book or out of date: of a service, and of more people.
EACH, EACH_OF_MANY = 60, 10
#: More people than this are many: of each list the page shows less, so that it prints on a few sides.
MANY = 100
PROBLEMS_SHOWN = 120
HEAT_SHOWN = 14
#: How many courses the first screen shows.
FRONT_COURSES = 8
#: How many titles to check stand open; the others are folded below them.
TITLES_FIRST = 10
#: How many rows of a long table stand open; the others are folded below it.
FIRST_ROWS = 15

_CONTENTS = (
    ("glance", "What needs you"),
    ("since", "Since last time"),
    ("map", "Where people are"),
    ("titles", "Titles to check"),
    ("routes", "Routes onward"),
    ("gaps", "What is missing"),
    ("bookings", "Bookings"),
    ("learning", "Learning"),
    ("succession", "Who could follow"),
    ("dates", "Expiry dates"),
    ("people", "People"),
    ("ascwds", "ASC-WDS"),
    ("quality", "Files and problems"),
    ("sources", "Sources"),
    ("not-this", "What this is not"),
)

_DECISION_WORDS = {
    "eligible": "all that is required is met",
    "nothing-required": "nothing is required",
    "needs-evidence": "needs evidence",
    "not-yet": "not yet",
    "already-there": "in it already",
    "place-first": "settle the role category first",
    "outside": "outside the Pathway",
    "no-route": "no route",
}
_DECISION_CLASSES = {"eligible": "good", "needs-evidence": "warn", "not-yet": "bad"}
_KIND_WORDS = {
    "entry": "entry into care",
    "vertical": "a step up",
    "lateral": "a move sideways",
    "specialist": "into a specialism",
    "growth": "growing in the same role category",
    "external": "out to a regulated profession",
}
_BASIS_WORDS = {
    "recorded": "as recorded",
    "duties": "by the duties",
    "title": "by the job title",
    "job-role": "by the ASC-WDS job role",
}
#: What has a last day besides training.
_SORT_WORDS = {"evidence": "seen at work", "authorisation": "delegated task"}
_KNOWN_WORDS = {
    Basis.PUBLISHED: "read in official text on GOV.UK",
    Basis.SEED: "stated in public articles and slides about the Pathway",
    Basis.SECONDARY: "reported by another source",
    Basis.STANDARD: "taken from a national standard that the Pathway names",
    Basis.EDITORIAL: "our own modelling decisions, never part of the official Pathway",
}
#: What a worker file says to the question about the Pathway, where it can be answered.
SAID = {
    PathwayAnswer.NOT_ANSWERED: "blank",
    PathwayAnswer.DO_NOT_KNOW: "I do not know",
    PathwayAnswer.UNREADABLE: "a value that is no answer",
    PathwayAnswer.CATEGORY: "another role category",
    PathwayAnswer.NONE_OF_THE_ABOVE: "none of the above",
    PathwayAnswer.NOT_ASKED: "not asked",
}
_PROBLEM_WORDS = {
    ProblemKind.FILE: "File",
    ProblemKind.NOTICE: "Notice",
    ProblemKind.TITLE: "Title",
    ProblemKind.DISAGREES: "Records disagree",
    ProblemKind.ADVICE: "Advice",
    ProblemKind.RECORD: "On file",
    ProblemKind.COURSE: "Course",
    ProblemKind.NOT_DONE: "Left out",
}


def _template(name: str) -> str:
    """A template of ours; jinja2's own error for a missing one looks like that of a file of the user's."""
    try:
        return (files("care_pathway.report") / "templates" / name).read_text("utf-8")
    except OSError:
        raise refuse(
            "is missing; the installation is damaged, install care-pathway again", file=name
        ) from None


_CELL = re.compile(r"<(td|th)\b([^>]*)>")
_TAG = re.compile(r"<[^>]*>")


def _labelled(table: str) -> str:
    """The rows of a table, each cell with its heading: on a phone a row is a card without the head."""
    from markupsafe import Markup

    head, _, rows = str(table).partition("</thead>")
    headings = [_TAG.sub("", cell.partition("</th>")[0]) for cell in head.split("<th ")[1:]]
    labels = [heading.partition(">")[2].replace('"', "&#34;") for heading in headings]

    def row(text: str) -> str:
        following = iter(labels)

        def cell(found: re.Match[str]) -> str:
            label = next(following, "")
            return f'<td{found[2]} data-label="{label}">' if found[1] == "td" and label else found[0]

        return _CELL.sub(cell, text)

    return Markup(f"{head}</thead>" + "<tr".join(map(row, rows.split("<tr"))))  # noqa: S704


@cache
def environment() -> jinja2.Environment:
    """The template engine, with everything escaped.

    Raises:
        MissingExtraError: If jinja2 is not installed.
    """
    try:
        import jinja2
    except ImportError as error:
        raise MissingExtraError("jinja2", extra="report", purpose="the report page") from error
    made = jinja2.Environment(
        loader=jinja2.FunctionLoader(_template),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        basis=lambda word: _BASIS_WORDS.get(word, ""),
        by_open=_by_open,
        called=jinja2.pass_context(lambda context, item: context["called_as"](item)),
        capitalise=lambda text: text[:1].upper() + text[1:],
        chance=percent,
        counted=counted,
        css=_css,
        day=day,
        first_reason=_first_reason,
        follower=jinja2.pass_context(lambda context, one: _follower(one, context["who_is"](one.worker))),
        decision_class=lambda word: _DECISION_CLASSES.get(word, ""),
        decision_words=_DECISION_WORDS.__getitem__,
        groupby_start=_by_start,
        labelled=_labelled,
        hours=lambda number: (
            "–" if number is None else f"{number:,.4g} h" if number < 1000 else f"{number:,.0f} h"
        ),
        kind=lambda word: _KIND_WORDS.get(word, word),
        named=jinja2.pass_context(lambda context, text: named(context["role_names"], text)),
        month=lambda month: _MONTHS[month.month - 1][:3],
        number=lambda number: f"{number:,}",
        people=people,
        percent=partial(percent, none="–"),
        plainly=plainly,
        pounds=pounds,
        role=jinja2.pass_context(lambda context, role: _role(context["role_names"], role)),
        reasons=_reasons,
        said=SAID.__getitem__,
        by_when=by_when,
        claim=claim_words,
        most=most_words,
        sort_of=lambda what: _SORT_WORDS.get(what, what),
        step=lambda share: min(4, int(share * 5)),
        who=jinja2.pass_context(lambda context, reference: context["who_is"](reference)),
        untail=asked,
    )
    return made


def assets() -> dict[str, Any]:
    """Style and script of a page, with the hash that lets only this script run."""
    from markupsafe import Markup

    loader = environment().loader
    if loader is None:  # pragma: no cover - the environment is made with one
        raise LookupError("no templates")
    style = loader.get_source(environment(), "style.css")[0]
    script = loader.get_source(environment(), "script.js")[0]
    digest = b64encode(sha256(script.encode()).digest()).decode()
    # Both are files of this package: nothing of a user is in them.
    return {
        "style": Markup(style),  # noqa: S704
        "script": Markup(script),  # noqa: S704
        "script_hash": Markup(f"'sha256-{digest}'"),  # noqa: S704
    }


def render(report: ReportFacts) -> str:
    """The page of a report."""
    from markupsafe import Markup

    summary, pathway = report.summary, report.pathway
    counts = {row.role_category: row.people for row in summary.roles if row.role_category is not None}
    doubtful = [one for one in summary.titles if one.placed in (Placed.DOUBTFUL, Placed.NOT_RECOGNISED)]
    by_place = Counter(one.placed for one in summary.people)
    template = environment().get_template("report.html.j2")
    shown = summary.people[:PEOPLE_SHOWN]
    dated = dates_by_course((item for one in summary.people for item in one.dated), report.called)
    return template.render(
        **assets(),
        role_names=role_names(pathway),
        s=summary,
        goes_back=report.goes_back,
        goes_shown=PEOPLE_SHOWN,
        f=report.front,
        plan=report.bookings,
        unbooked=unbooked_lines(report.bookings),
        finished=report.finished,
        funding_notes=funding_notes(report.bookings, report.finished),
        service=report.service,
        full=report.full,
        foot=f"{report.service or summary.title}, {day(summary.on)}",
        target=report.target,
        front_courses=FRONT_COURSES,
        contents=[one for one in _CONTENTS if one[0] != "since" or summary.since is not None],
        placed=by_place[Placed.PLACED],
        to_check=by_place[Placed.DOUBTFUL] + by_place[Placed.NOT_RECOGNISED],
        outside=by_place[Placed.OUT_OF_SCOPE],
        ready=_ready(report),
        check_titles=len(doubtful),
        doubtful=doubtful,
        outside_titles=[one for one in summary.titles if one.placed is Placed.OUT_OF_SCOPE],
        file_problems=report.file_problems,
        # Our own picture: every text in it went through html.escape.
        map=Markup(career_map(pathway, counts=counts)),  # noqa: S704
        map_text=career_map_text(pathway, counts=counts),
        inner_routes=[row for row in summary.route_counts if row.kind != "external"],
        outer_routes=[row for row in summary.route_counts if row.kind == "external"],
        dated=dated,
        kept=list(report.latest_dates.items()),
        date_kinds=list(DateKind),
        who=report.who,
        until=summary.on + min(timedelta(days=summary.ahead), date.max - summary.on),
        people_shown=shown,
        cards=cards_of(report, (one.worker for one in shown)),
        problems=problem_lines(report.problems, report.who),
        not_done=nothing_chosen(report),
        other_editions=[
            edition for edition in sorted(manifest()["editions"]) if edition != pathway.edition.id
        ],
        bases=_bases(pathway),
        names_shown=bool(report.names),
        who_is=report.who,
        called_as=report.called,
        first_titles=TITLES_FIRST,
        shown_titles=TITLES_SHOWN,
        shown_dates=DATES_SHOWN,
        each_shown=EACH if len(summary.people) <= MANY else EACH_OF_MANY,
        shown_problems=PROBLEMS_SHOWN,
        heat_shown=HEAT_SHOWN,
        first_rows=FIRST_ROWS,
    )


# --- words -------------------------------------------------------------------------------------------


def nothing_chosen(report: ReportFacts) -> str | None:
    """Why no learning could be chosen; ``None`` where that is not so."""
    said = (one.message for one in report.problems if one.message.startswith(NOTHING_CHOSEN))
    return next((message.removeprefix(f"{NOTHING_CHOSEN}: ") for message in said), None)


def nothing_to_book(report: ReportFacts) -> str:
    """What to do where there is no plan of bookings."""
    why = nothing_chosen(report)
    if why is not None:
        return f"Nothing was chosen: {why}."
    return "Give a price list with --catalogue to see what to book."


def role_names(pathway: Pathway) -> dict[str, str]:
    """Role categories and the professions that routes lead to, in words."""
    names = {route.target: route.external.name for route in pathway.routes if route.external is not None}
    return names | {role.id: role.name for role in pathway.role_categories}


def _role(names: dict[str, str], role: str | None) -> str:
    if role is None:
        return "outside the Pathway"
    return names.get(role) or role.replace("-", " ").capitalize()


def _reasons(one: PersonSummary) -> list[str]:
    """Why somebody is where they are; what changes nothing is not told."""
    told = zip(one.reasons, one.reason_codes, strict=True)
    return [reason for reason, code in told if not code.endswith(":setting-agrees")]


def _first_reason(reasons: Sequence[str]) -> str:
    """Why somebody is outside the Pathway: what the title says, else the job role or a decision."""
    said = [one.partition(": ")[2] for one in reasons if one.startswith(("title: ", "job role: "))]
    return _DECISION.sub(r"\1: ", said[0]) if said else "decided so"


_DECISION = re.compile(r"\AD\d{1,3} \(([^()]*)\): ")


def named(names: dict[str, str], text: str) -> str:
    """A text with the names of role categories in place of their ids.

    Example:
        >>> named({"deputy-manager": "Deputy manager"}, "it may be deputy-manager")
        'it may be deputy manager'
    """
    return _ID.sub(lambda found: names.get(found[0], found[0]).lower(), text)


_ID = re.compile(r"\b[a-z]+(?:-[a-z]+)+\b")


def day(when: date) -> str:
    """A day in words, the same in every locale.

    Example:
        >>> day(date(2026, 11, 1))
        '1 November 2026'
    """
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def by_when(by: date | None, on: date) -> str:
    """By when to book: what is out of date already waits for no day.

    Example:
        >>> by_when(date(2026, 11, 30), date(2026, 11, 30)), by_when(date(2027, 1, 2), date(2026, 11, 30))
        ('now', 'by 2 January 2027')
    """
    if by is None:
        return ""
    return "now" if by <= on else f"by {day(by)}"


def people(number: int) -> str:
    """A number of people.

    Example:
        >>> people(1), people(1200)
        ('1 person', '1,200 people')
    """
    return f"{number:,} {'person' if number == 1 else 'people'}"


def _css(text: str) -> Any:
    """Text inside quotes of a style sheet: every letter that could end them is written by its number."""
    from markupsafe import Markup

    # Nothing but letters and digits stays as it is.
    return Markup("".join(one if one.isalnum() else f"\\{ord(one):06x}" for one in text))  # noqa: S704


def asked(text: str) -> str:
    """What a requirement asks, to stand in a list: no full stop, and no "baseline" of a role category.

    Example:
        >>> asked("Baseline of care or support worker.")
        'everything expected first of care or support worker'
    """
    return text.rstrip(". ").replace("Baseline of ", "everything expected first of ")


def plainly(text: str) -> str:
    """A reason or message as managers read it: no number of a decision, no place in a record, days in words.

    Example:
        >>> plainly("title: D23 (care co-ordinator): supervisory level")
        'title (care co-ordinator): supervisory level'
        >>> plainly("training[4]: it expired on 2026-11-01")
        'it expired on 1 November 2026'
        >>> plainly("job role: decided by ASC-WDS main job role 7 Senior care worker alone")
        'job role: Senior care worker in ASC-WDS'
    """
    text = _JOB_ROLE.sub(r"\1 in ASC-WDS", _PLACE.sub("", _NUMBER.sub("", text)))
    return _DAY.sub(lambda found: day(date(*map(int, found.groups()))), text)


_NUMBER = re.compile(r"(?::? D\d{1,3}(?= \())|\b(?:D|step )\d{1,3}: ")
_JOB_ROLE = re.compile(r"(?:decided by|from) ASC-WDS main job role \d+ (.+?) alone")
_PLACE = re.compile(r"\A(?:training|qualifications|evidence|authorisations)\[\d+\]: ")
_DAY = re.compile(r"\b((?:19|20)\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\b")


class ProblemLine(NamedTuple):
    """A problem as the page says it, once for everybody whom it is about."""

    kind: str
    where: str
    found: str | None
    message: str
    service: str | None


def problem_lines(problems: Iterable[Problem], who: Callable[[str], str]) -> list[ProblemLine]:
    """Problems for the page: the same about many people is one line."""
    found: dict[tuple[str | None, ...], list[Problem]] = {}
    for one in problems:
        alone = None if one.worker and not one.line else one.where
        found.setdefault((str(one.kind), plainly(one.message), one.found, one.service, alone), []).append(one)
    made = []
    for (_, message, seen, service, alone), group in found.items():
        names = list(dict.fromkeys(who(one.worker) for one in group if one.worker))
        more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
        where = ", ".join(names[:_NAMED]) + more if alone is None else alone
        made.append(ProblemLine(_PROBLEM_WORDS[group[0].kind], where, seen, message or "", service))
    return made


#: How many of those whom a problem is about are named.
_NAMED = 6


class NotBooked(NamedTuple):
    """What nothing is booked for, for one reason.

    Attributes:
        why: The reason, to be read on into each line where there is a course.
        lines: For each cheapest course, or for none, what it is about and for how many people.
    """

    why: str
    lines: list[tuple[str, list[tuple[str, int]]]]


def unbooked_lines(plan: BookingPlan | None) -> list[NotBooked]:
    """What nothing is booked for, by why, with titles and prices and no codes."""
    found: dict[str, dict[str, dict[str, dict[str, None]]]] = {}
    for need in () if plan is None else plan.unbooked:
        why, course = _why_not(need)
        who = found.setdefault(why, {}).setdefault(course, {}).setdefault(need.subject, {})
        who.update(dict.fromkeys(need.workers))
    return [
        NotBooked(
            why,
            [
                (course, [(what, len(who)) for what, who in subjects.items()])
                for course, subjects in by.items()
            ],
        )
        for why, by in found.items()
    ]


def _why_not(need: Unbooked) -> tuple[str, str]:
    """Why nothing is booked for something, and the course that it would take."""
    if need.reason is OpenReason.NOT_OFFERED:
        return need.why, ""
    if need.reason is OpenReason.OVER_BUDGET and need.cheapest_title is not None:
        course = f"{need.cheapest_title} at {pounds(need.cost)}"
        return "more than the budget leaves (one place, with any VAT): nothing cheaper closes it than", course
    return _WHY_NOT.get(need.reason, "budget, hours or places do not reach beside what is more pressing"), ""


_WHY_NOT = {
    OpenReason.NO_SEATS: "the places are taken",
    OpenReason.COST_NOT_KNOWN: "what it costs is not known, and there is a budget",
    OpenReason.HOURS_NOT_KNOWN: "how long it takes is not known, and hours are limited",
    OpenReason.OVER_BUDGET: "the budget does not reach beside what is more pressing",
    OpenReason.OVER_HOURS: "the hours do not reach beside what is more pressing",
}


class DatedCourse(NamedTuple):
    """What runs out of one course or other thing, the oldest first.

    Attributes:
        name: Its name.
        what: What sort of thing it is.
        months: After how many months it is customarily renewed, where a last day follows from that.
        expired: What is out of date.
        due: What will be soon.
    """

    name: str
    what: str
    months: int | None
    expired: list[DatedItem]
    due: list[DatedItem]


def dates_by_course(items: Iterable[DatedItem], called: Callable[[DatedItem], str]) -> list[DatedCourse]:
    """What has run out and soon will, by what it is; that with most out of date first."""
    found: dict[tuple[str, str], list[DatedItem]] = {}
    for item in items:
        found.setdefault((item.what, " ".join(item.name.casefold().split())), []).append(item)
    made = []
    for (what, _), group in found.items():
        group.sort(key=lambda item: (item.expires or date.min, item.worker))
        made.append(
            DatedCourse(
                name=called(group[0]),
                what=what,
                months=next((item.months for item in group if item.months), None),
                expired=[item for item in group if item.when is When.EXPIRED],
                due=[item for item in group if item.when is not When.EXPIRED],
            )
        )
    return sorted(made, key=lambda one: (-len(one.expired), -len(one.due), one.name.casefold()))


def _by_start(rows: Iterable[RouteCount]) -> list[tuple[str, list[RouteCount]]]:
    """Routes under the role category that they start from."""
    groups: dict[str, list[RouteCount]] = {}
    for row in rows:
        groups.setdefault(row.role_category, []).append(row)
    return list(groups.items())


def _by_open(people: Iterable[Successor]) -> list[tuple[str, list[Successor]]]:
    """People with the same open, together."""
    groups: dict[str, list[Successor]] = {}
    for one in people:
        groups.setdefault("; ".join(map(asked, one.missing)), []).append(one)
    return list(groups.items())


def _follower(one: Successor, name: str) -> str:
    """Somebody who could follow: what is shown of what the post expects first, and whether it is wished."""
    wish = {None: "", True: "; wishes for it", False: "; wishes for something else"}[one.wished]
    return f"{name} ({one.held} of {one.expected} shown{wish})"


def _ready(report: ReportFacts) -> int:
    """People who could go for another role category: every must of some route is on file."""
    roles = {role.id for role in report.pathway.role_categories}
    return sum(
        any(
            route.decision == "eligible" and route.target in roles and route.target != route.role_category
            for route in one.routes
        )
        for one in report.judged
    )


def _bases(pathway: Pathway) -> list[tuple[str, int]]:
    """How many records behind the answers are known in which way."""
    count: Counter[Basis] = Counter()
    for records in (pathway.role_categories, pathway.competencies, pathway.routes, pathway.learning):
        count.update(one.provenance.basis for one in records)
    return [(words, count[basis]) for basis, words in _KNOWN_WORDS.items() if count[basis]]
