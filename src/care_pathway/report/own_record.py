"""The page of the record that a person takes along."""

from __future__ import annotations

from care_pathway._arguments import check_kind
from care_pathway.interop.own_records import OwnRecord
from care_pathway.model import Pathway


def own_record_html(pathway: Pathway, record: OwnRecord) -> str:
    """The page of somebody's own record, one self-contained HTML document.

    Args:
        pathway: The edition whose words to use.
        record: The record, from `care_pathway.interop.own_record`.

    Raises:
        MissingExtraError: If jinja2 is not installed.

    Example:
        >>> import care_pathway as cp
        >>> from datetime import date
        >>> from care_pathway.interop import own_record
        >>> pathway = cp.load()
        >>> sam = own_record(pathway, pathway.persona("sam").worker, on=date(2026, 1, 1))
        >>> "What goes along" in own_record_html(pathway, sam)
        True
    """
    from care_pathway.report.page import assets, day, environment, role_names

    check_kind("pathway", pathway, Pathway)
    check_kind("record", record, OwnRecord)
    themes = {theme.id: theme.name for theme in pathway.themes}
    known = {one.id: one for one in pathway.competencies}
    topics: dict[str, dict[str, None]] = {}
    for one in record.evidence:
        found = known.get(one.competency)
        topic = "Not in this edition" if found is None else themes.get(found.theme or "", "Behaviours")
        topics.setdefault(topic, {})[one.competency if found is None else found.statement] = None
    return (
        environment()
        .get_template("record.html.j2")
        .render(
            **assets(),
            full=True,
            foot=f"{record.name or record.worker}, {day(record.on)}",
            role_names=role_names(pathway),
            record=record,
            topics=sorted(topics.items()),
        )
    )
