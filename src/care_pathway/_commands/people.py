"""``gap``, ``eligibility``, ``routes``, ``plan``: answers about people, from files or personas."""

from __future__ import annotations

import argparse
from typing import Any

from care_pathway._commands.common import (
    OF_PEOPLE_IN_FILES,
    UsageError,
    day_of,
    pathway_of,
    people_of,
    refuse_unused,
    renewals_of,
    show_json,
)
from care_pathway._commands.console import Console
from care_pathway.model import Pathway


def run_gap(args: argparse.Namespace, console: Console) -> int:
    """What people have, and have not, of what a role category expects."""
    from care_pathway.evidence.on_file import OnFile
    from care_pathway.report.names import plain
    from care_pathway.skills import skill_gap

    pathway = pathway_of(args)
    on = day_of(args)
    renewals = renewals_of(args)
    if args.target is not None:
        pathway.role_category(args.target)
    gaps = []
    for worker in people_of(args, console, pathway, on=on):
        if args.target is None and OnFile(pathway, worker, on).role_category is None:
            console.note(f"{worker.id}: the role category is not settled; give --target, or record it")
            continue
        gap = skill_gap(
            pathway, worker, target=args.target, on=on, threshold=args.threshold, renewals=renewals
        )
        gaps.append(plain(gap, worker))
    if args.json:
        show_json(console, gaps)
    elif len(gaps) == 1:
        console.line(gaps[0].explain())
    else:
        console.table(
            [
                "worker",
                "target",
                "held",
                "partial",
                "expired",
                "missing",
                "not_known",
                "safe_practice",
                "coverage",
            ],
            [
                (
                    gap.worker,
                    gap.target,
                    len(gap.held),
                    len(gap.partial),
                    len(gap.expired),
                    len(gap.missing),
                    len(gap.not_known),
                    len(gap.unsafe),
                    "" if gap.coverage is None else f"{gap.coverage:.0%}",
                )
                for gap in gaps
            ],
        )
    return 0


def run_eligibility(args: argparse.Namespace, console: Console) -> int:
    """People compared with what the sources ask for one target."""
    from care_pathway.progression import check_eligibility
    from care_pathway.report.names import plain

    pathway = pathway_of(args)
    on = day_of(args)
    renewals = renewals_of(args)
    pathway.check_end(args.target)
    found = [
        plain(check_eligibility(pathway, worker, target=args.target, on=on, renewals=renewals), worker)
        for worker in people_of(args, console, pathway, on=on)
    ]
    _show_eligibility(args, console, found)
    return 0


def run_routes(args: argparse.Namespace, console: Console) -> int:
    """Every route onward of people, the ways between two places, or the map."""
    from care_pathway.progression import eligible_routes
    from care_pathway.report.names import plain

    pathway = pathway_of(args)
    of_people = (*OF_PEOPLE_IN_FILES, "persona", "renewals", "on")
    if args.map is not None:
        refuse_unused(args, (*of_people, "start", "to"), "--map shows the whole map")
        _show_map(args, console, pathway)
        return 0
    if args.start is not None or args.to is not None:
        refuse_unused(args, of_people, "--from and --to show ways of nobody in particular")
        _show_ways(args, console, pathway)
        return 0
    on = day_of(args)
    renewals = renewals_of(args)
    found = [
        eligibility
        for worker in people_of(args, console, pathway, on=on)
        for eligibility in plain(eligible_routes(pathway, worker, on=on, renewals=renewals), worker)
    ]
    _show_eligibility(args, console, found, full=False)
    return 0


def _show_eligibility(
    args: argparse.Namespace, console: Console, found: list[Any], *, full: bool = True
) -> None:
    if args.json:
        show_json(console, found)
    elif full and len(found) == 1:
        console.line(found[0].explain())
    else:
        console.table(
            ["worker", "from", "target", "kind", "decision", "open", "look at"],
            [
                (
                    one.worker,
                    one.role_category,
                    one.target,
                    None if one.route is None else str(one.route.kind),
                    str(one.decision),
                    "; ".join(f"{each.requirement.text} ({each.judgement})" for each in one.open),
                    "; ".join(one.candidates or one.onward),
                )
                for one in found
            ],
        )
    console.note(
        "this compares people with published expectations of a voluntary framework; it decides nothing"
    )


def _show_map(args: argparse.Namespace, console: Console, pathway: Pathway) -> None:
    from care_pathway.progression import route_map
    from care_pathway.report.picture import career_map, career_map_text

    if args.json:
        show_json(console, list(pathway.routes))
    elif args.map == "svg":
        console.line(career_map(pathway))
    elif args.map == "mermaid":
        console.line(route_map(pathway))
    else:
        for line in career_map_text(pathway):
            console.line(line)


def _show_ways(args: argparse.Namespace, console: Console, pathway: Pathway) -> None:
    from care_pathway.progression import find_routes

    if args.to is None:
        pathway.check_end(args.start)
        ways: Any = tuple((route,) for route in pathway.routes_from(args.start))
    else:
        ways = find_routes(pathway, args.start, args.to)
    if args.json:
        show_json(console, [route for way in ways for route in way])
        return
    console.table(
        ["steps", "way", "routes"],
        [
            (
                len(way),
                " > ".join([way[0].source or "entry", *(route.target for route in way)]),
                "; ".join(f"{route.id} ({route.kind})" for route in way),
            )
            for way in ways
        ],
    )
    if not ways:
        console.note("the sources show no way there")


def run_plan(args: argparse.Namespace, console: Console) -> int:
    """Career plans, ready to talk about."""
    from care_pathway.progression import career_plan
    from care_pathway.report.names import plain

    pathway = pathway_of(args)
    on = day_of(args)
    renewals = renewals_of(args)
    if not args.persona and not args.person:
        raise UsageError("name whom to plan for: --person REFERENCE, or --persona ID")
    plans = [
        plain(career_plan(pathway, worker, target=args.target, on=on, renewals=renewals), worker)
        for worker in people_of(args, console, pathway, on=on)
    ]
    if args.json:
        show_json(console, plans)
    else:
        console.line("\n\n".join(plan.explain() for plan in plans))
    return 0
