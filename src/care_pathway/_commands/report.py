"""``report``: the workforce report."""

from __future__ import annotations

import argparse

from care_pathway._commands.common import day_of, decisions_of, files_left, inputs_of, pathway_of, renewals_of
from care_pathway._commands.console import Console

#: What the bundled example may spend, so that its plan has to choose.
EXAMPLE_BUDGET = 2500.0


def run(args: argparse.Namespace, console: Console) -> int:
    """Read, judge, write; say what is where."""
    from care_pathway.report.assemble import build
    from care_pathway.report.decisions import decisions_on_people
    from care_pathway.report.inputs import EXAMPLE_DAY
    from care_pathway.report.page import environment
    from care_pathway.report.since import read_report

    environment()  # what is missing is said before anything is read
    pathway = pathway_of(args)
    last = None if args.compare is None else read_report(args.compare)
    on = day_of(args, EXAMPLE_DAY if args.example else None)
    inputs = inputs_of(args, console, on=on)
    given = decisions_of(args)
    decisions = None if given is None else decisions_on_people(given, given.outside(inputs.staff.workers))
    budget = EXAMPLE_BUDGET if args.example and args.budget is None else args.budget
    title = args.title or ("Workforce report (made-up example)" if args.example else "Workforce report")
    with console.progress("comparing") as step:
        report = build(
            pathway,
            inputs.staff,
            on=on,
            upload=inputs.upload,
            evidence=inputs.evidence,
            catalogue=inputs.catalogue,
            adoption=inputs.adoption,
            ahead=args.ahead,
            budget=budget,
            hours=args.hours,
            title=title,
            service=args.service,
            target=args.target / 100,
            full=args.full,
            decisions=decisions,
            show_names=args.show_names,
            progress=step,
            renewals=renewals_of(args),
            last=last,
        )
    written = report.write(
        args.out,
        plans=args.plans or bool(args.person),
        people=args.person,
        calendar=args.calendar,
        framework=args.framework,
        force=args.force,
        reads=files_left(args),
    )
    if args.json:
        from care_pathway.serialise import dumps

        console.write(dumps(report.summary, indent=1))
        return 0
    summary = report.summary
    rows = [(row.label, row.people) for row in summary.roles if row.role_category or row.people]
    console.table(
        ["where", "people"], rows, title=f"{len(summary.people)} people on {summary.on} ({summary.pathway})"
    )
    console.note(
        f"{summary.problem_count} notices and problems ({report.file_problems} of them faults in the files); "
        "all are in problems.csv"
    )
    console.note(f"wrote {', '.join(written.files)} into {args.out}")
    return 0
