"""The inspection pack as a page and as a table: each fact under every statement that it speaks to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from care_pathway.report.facts import ReportFacts
from care_pathway.report.inspection import InspectionFact
from care_pathway.report.page import assets, day, environment
from care_pathway.report.quality import Framework, QualityStatement, statements

#: What the pack is, said on its first page.
SAYS = (
    "These are facts counted from the files named here, laid out by what the Care Quality Commission looks "
    "at. Which fact speaks to which statement is our own choice, and not the Commission's.",
    "Nothing here says that a regulation or a statement is met. That is for the provider to show and for the "
    "Commission to judge.",
    "What is not on file is called not on file. It never means that it was not done.",
)
FACTS = ("framework", "statement", "fact", "what", "found", "detail", "source", "day", "missing", "owner")
_STANDING = {
    Framework.STATEMENTS_2023: "They are in force on 30 November 2026 and are to be replaced.",
    Framework.DRAFT_2026: "A draft, taken from a third party that carries it; its final text was not read.",
}


def inspection_rows(
    inspection: Iterable[InspectionFact], framework: Framework
) -> Iterator[tuple[object, ...]]:
    """Each fact under each statement that it speaks to, with a last column for who looks after it."""
    facts = {one.id: one for one in inspection}
    for line in statements(framework):
        for fact in (facts[one] for one in line.facts if one in facts):
            yield (
                str(framework),
                f"{line.question}: {line.title}",
                fact.id,
                fact.what,
                fact.found,
                "; ".join(fact.details),
                fact.source,
                fact.on,
                fact.missing,
                "",
            )


def render_inspection(report: ReportFacts, inspection: Iterable[InspectionFact], framework: Framework) -> str:
    """The pack as one HTML document. A fact stands in full once, and is named where it speaks again.

    Raises:
        MissingExtraError: If jinja2 is not installed.
    """
    facts = {one.id: one for one in inspection}
    first: dict[str, int] = {}
    for line in statements(framework):
        for one in line.facts:
            if one in facts:
                first.setdefault(one, line.number)
    questions: dict[str, list[QualityStatement]] = {}
    for line in statements(framework):
        questions.setdefault(line.question, []).append(line)
    summary = report.summary
    return (
        environment()
        .get_template("inspection.html.j2")
        .render(
            **assets(),
            role_names={},
            full=False,
            foot=f"Inspection pack, {report.service or summary.title}, {day(summary.on)}",
            s=summary,
            service=report.service,
            framework=framework,
            standing=_STANDING[framework],
            questions=questions,
            facts=facts,
            first=first,
            says=SAYS,
            missing=sum(bool(facts[one].missing) for one in first),
            names_shown=bool(report.names),
        )
    )
