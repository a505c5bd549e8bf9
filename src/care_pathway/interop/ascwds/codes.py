"""Code lists of ASC-WDS, the workforce data set of adult social care in England, and what they mean here.

They belong to another body and change without notice: versioned crosswalks, never fields of a role
category. Upload files and analysis files write different codes for the same answer.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from attrs import field, frozen

from care_pathway._arguments import check_text
from care_pathway._data import read_json
from care_pathway._record import Record
from care_pathway.errors import UnknownIdError
from care_pathway.evidence.renewals import bundled_renewals
from care_pathway.evidence.training import category_rows


@frozen(kw_only=True, repr=False, eq=False)
class CategoryCode(Record):
    """An answer to the Pathway question with its codes.

    Attributes:
        answer: Which kind of answer.
        role_category: Id of the role category, for that kind.
        upload_code: Code in upload files; ``None`` where there is none.
        analysis_code: Code in analysis files; ``None`` where there is none.
        label: The service's short label.
    """

    answer: str
    role_category: str | None = None
    upload_code: int | None = None
    analysis_code: int | None = None
    label: str


@frozen(kw_only=True, repr=False, eq=False)
class JobRole(Record):
    """A main job role. Upload and analysis files use the same code.

    Attributes:
        code: Its code.
        label: The service's short label.
        group: The group that the service shows it in.
        care_providing: Whether the service counts it as care-providing.
        delegated_healthcare: Whether the service asks it about delegated healthcare.
        retired: Whether the service refuses it today.
        becomes: The code that took over its records.
        usual_role_category: Our first reading of the bare job role (editorial); ``None`` outside the Pathway.
        note: What else it could be.
    """

    code: int
    label: str
    group: str | None = None
    care_providing: bool | None = None
    delegated_healthcare: bool | None = None
    retired: bool = False
    becomes: int | None = None
    usual_role_category: str | None = None
    note: str | None = None


@frozen(kw_only=True, repr=False, eq=False)
class TrainingCategory(Record):
    """A category of training with what it is about.

    Attributes:
        code: Its code.
        label: The service's short label.
        group: The service's group.
        themes: Themes it speaks to (editorial).
        practice_areas: Practice-area topics it speaks to (editorial).
        learning: Ids of learning opportunities on the same subject (editorial).
        is_learning: The learning opportunity that a record in the category is, where there is one.
        validity_months: How long such training customarily counts (editorial).
        why: The reason of the mapping.
    """

    code: int
    label: str
    group: str | None = None
    themes: tuple[str, ...] = ()
    practice_areas: tuple[str, ...] = ()
    learning: tuple[str, ...] = ()
    is_learning: str | None = None
    validity_months: int | None = None
    why: str | None = None


@frozen(kw_only=True, repr=False, eq=False)
class Qualification(Record):
    """A qualification with the learning opportunity that it is.

    Attributes:
        code: Its code.
        label: The service's short label.
        level: Its level; 0 is entry level, ``None`` is not recorded.
        type: Award, certificate, diploma and so on.
        learning: Id of the learning opportunity that it is, or whose predecessor it is (editorial).
        relation: ``same``, ``predecessor``, or a weaker word that does not say the learning is held.
        nearest: The learning opportunity behind a weaker word.
        themes: Themes of a specialised title (editorial).
        practice_areas: Practice-area topics of a specialised title (editorial).
        why: The reason of the mapping.
        analysis_flag: Flag column of the analysis file, where it can be trusted.
        analysis_year: Year column of the analysis file.
    """

    code: int
    label: str
    level: int | None = None
    type: str
    learning: str | None = None
    relation: str | None = None
    nearest: str | None = None
    themes: tuple[str, ...] = ()
    practice_areas: tuple[str, ...] = ()
    why: str | None = None
    analysis_flag: str | None = None
    analysis_year: str | None = None


@frozen(kw_only=True, repr=False, eq=False)
class ActivityCode(Record):
    """A kind of delegated healthcare.

    Attributes:
        id: Its id, kebab-case of the service's name.
        code: Its code.
        label: The service's short label.
    """

    id: str
    code: int
    label: str


@frozen(kw_only=True, repr=False, eq=False)
class ServiceType(Record):
    """A kind of service.

    Attributes:
        code: Its code in an upload.
        label: The service's short label.
        group: The service's group.
        export_code: What the service's own export may write instead.
        analysis_code: Its code in analysis files.
        delegated_healthcare: Whether it can carry out delegated healthcare.
        setting: Our short word for it (editorial).
        takes_description: Whether it takes a description.
        regulated: Whether CQC regulates it; ``None`` where either is possible.
        adult_service: False where it is only for children.
        asked: The questions on pay that the service asks of it: ``sleep-ins``, ``travel-time``.
    """

    code: int
    label: str
    group: str
    export_code: int
    analysis_code: int
    delegated_healthcare: bool
    setting: str | None = None
    takes_description: bool = False
    regulated: bool | None = None
    adult_service: bool | None = None
    asked: tuple[str, ...] = ()


@frozen(kw_only=True, repr=False, eq=False)
class Column(Record):
    """A column of an upload file and the rule of its cells.

    Attributes:
        name: Its exact name.
        label: What it holds.
        kind: Which rule its cells follow.
        severity: What the service says of a value that breaks the rule.
        service_code: Number of that message.
        required: ``always``, ``expected`` or ``no``.
        list: Name of its code list.
        max: Most characters of text.
        min: Least number.
        top: Greatest number.
        since: The year from which files have it, where older files lack it.
        optional: Whether a header may leave it out.
        pathway: Whether it belongs to the question about the Pathway.
        personal: Whether its cells are never repeated.
        withheld: Whether ``Admin`` stands for a value kept back.
        never_quoted: Whether the service's export forgets to quote it.
        exact: Whether the service compares it as text, so that ``01`` fails.
        padded: Whether a leading zero is the usual way to write it.
        zero: Whether ``0`` stands for none.
        unknown: The code that stands for do not know in a list of codes.
        above: Whether `min` itself is too little.
        blank_code: Number of the message for a blank cell, where it is another one.
        year_code: Number of the message for a year that cannot be used, where it is another one.
        until: The month up to which files had it, for a column that was taken out.
    """

    name: str
    label: str
    kind: str
    severity: str
    service_code: str | None = None
    required: str = "no"
    list: str | None = None
    max: int | None = None
    min: float | None = None
    top: float | None = None
    since: int | None = None
    optional: bool = False
    pathway: bool = False
    personal: bool = False
    withheld: bool = False
    never_quoted: bool = False
    exact: bool = False
    padded: bool = False
    zero: bool = False
    unknown: int | None = None
    above: bool = False
    blank_code: str | None = None
    year_code: str | None = None
    until: str | None = None


@frozen(kw_only=True, repr=False, eq=False)
class CareCertificateCode(Record):
    """A code of CARECERT or L2CARECERT; 2 and 3 are the other way round in the two.

    Attributes:
        column: Which column.
        upload_code: Its code; ``None`` for a blank cell.
        analysis_code: Its code in analysis files.
        label: The service's short label.
        state: ``completed``, ``in-progress``, ``no`` or ``not-answered``.
        learning: Id of the learning opportunity.
    """

    column: str
    upload_code: int | None = field(default=None)
    analysis_code: int
    label: str
    state: str
    learning: str


def _rows(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = read_json(f"crosswalks/ascwds/{name}.json")["rows"]
    return rows


@cache
def category_codes() -> tuple[CategoryCode, ...]:
    """Answers to the Pathway question, personal assistant (no code) last.

    Example:
        >>> [code.upload_code for code in category_codes() if code.answer == "none-of-the-above"]
        [998]
    """
    names = ("answer", "role_category", "upload_code", "analysis_code", "label")
    return tuple(CategoryCode(**{name: row[name] for name in names}) for row in _rows("role-categories"))


@cache
def not_asked_to_delegate() -> frozenset[int]:
    """Job roles that the service does not ask about delegated healthcare; it drops their answers.

    Example:
        >>> 16 in not_asked_to_delegate()
        True
    """
    return frozenset(role.code for role in job_roles() if role.delegated_healthcare is False)


def provisional_categories() -> tuple[str, ...]:
    """Names of nine categories announced for 2026: unconfirmed, no Pathway content, never read or written.

    Example:
        >>> len(provisional_categories())
        9
    """
    rows = read_json("crosswalks/ascwds/role-categories.json")["provisional_2026"]["rows"]
    return tuple(row["label"] for row in rows)


@cache
def job_roles() -> tuple[JobRole, ...]:
    """Main job roles by code, retired ones included.

    Example:
        >>> job_roles()[0].label
        'Senior management'
    """
    return tuple(
        JobRole(
            code=row["code"],
            label=row["label"],
            group=row["group"],
            care_providing=row["care_providing"],
            delegated_healthcare=row["delegated_healthcare"],
            retired=row["retired"],
            becomes=row["becomes"],
            usual_role_category=_in_scope(row["usual_role_category"]),
            note=row["note"],
        )
        for row in _rows("job-roles")
    )


@cache
def training_categories() -> tuple[TrainingCategory, ...]:
    """Training categories with their themes, practice areas and learning.

    Example:
        >>> [category.label for category in training_categories() if "safeguarding" in category.themes]
        ['Safeguarding adults']
    """
    renewals = bundled_renewals()
    return tuple(
        TrainingCategory(
            code=row["code"],
            label=row["label"],
            group=row["group"],
            themes=about.themes,
            practice_areas=about.topics,
            learning=(about.learning,) if about.learning and about.relation != "near" else (),
            is_learning=about.learning if about.relation == "is" else None,
            validity_months=renewals.months((about.renewal,)) if about.renewal else None,
            why=about.why,
        )
        for row in _rows("training-categories")
        if (about := category_rows()[row["code"]])
    )


#: Relations that say the listed learning itself is held.
HELD_RELATIONS = frozenset({"same", "predecessor"})


@cache
def qualifications() -> tuple[Qualification, ...]:
    """Qualifications with the learning opportunity that each is, where it is one.

    Example:
        >>> next(q.learning for q in qualifications() if q.code == 132)
        'l5-diploma-leadership-management'
    """
    meaning = {
        row["qualification"]: row for row in read_json("crosswalks/qualification-learning.json")["rows"]
    }
    return tuple(_qualification(row, meaning[row["code"]]) for row in _rows("qualifications"))


def _qualification(row: dict[str, Any], meaning: dict[str, Any]) -> Qualification:
    held = meaning["relation"] in HELD_RELATIONS
    return Qualification(
        code=row["code"],
        label=row["label"],
        level=row["level"],
        type=row["type"],
        learning=meaning["learning"] if held else None,
        relation=meaning["relation"],
        nearest=None if held else meaning["learning"],
        themes=tuple(meaning["themes"]),
        practice_areas=tuple(meaning["practice_areas"]),
        why=meaning["why"],
        analysis_flag=row["analysis_flag_column"] if row["analysis_flag_reliable"] else None,
        analysis_year=row["analysis_year_column"],
    )


@cache
def delegated_activities() -> tuple[ActivityCode, ...]:
    """The eight kinds of delegated healthcare.

    Example:
        >>> delegated_activities()[1].id
        'specialised-medication-administration'
    """
    return tuple(
        ActivityCode(id=row["id"], code=row["upload_code"], label=row["label"])
        for row in _rows("delegated-healthcare")
    )


@cache
def service_types() -> tuple[ServiceType, ...]:
    """Kinds of service.

    Example:
        >>> next(service.setting for service in service_types() if service.code == 8)
        'homecare'
    """
    names = ("code", "label", "group", "export_code", "analysis_code", "delegated_healthcare", "setting")
    more = ("takes_description", "regulated", "adult_service")
    return tuple(
        ServiceType(**{name: row[name] for name in names + more}, asked=tuple(row["asked"]))
        for row in _rows("service-types")
    )


@cache
def care_certificate_codes() -> tuple[CareCertificateCode, ...]:
    """Codes of the Care Certificate and of the Level 2 Adult Social Care Certificate.

    Example:
        >>> [(c.column, c.state) for c in care_certificate_codes() if c.upload_code == 2]
        [('CARECERT', 'no'), ('L2CARECERT', 'in-progress')]
    """
    names = ("column", "upload_code", "analysis_code", "label", "state", "learning")
    return tuple(
        CareCertificateCode(**{name: row[name] for name in names}) for row in _rows("care-certificate")
    )


@cache
def columns(file: str) -> tuple[Column, ...]:
    """The columns of an upload file in order: ``worker``, ``workplace`` or ``training``.

    Example:
        >>> columns("training")[2].name
        'CATEGORY'
    """
    found = {row["file"]: row["columns"] for row in _rows("columns")}
    if file not in found:
        raise UnknownIdError("upload file", file, found)
    return tuple(Column(**row) for row in found[file])


@frozen(kw_only=True, repr=False, eq=False)
class RetiredColumn(Record):
    """A column that the service took out of a file.

    Attributes:
        name: Its exact name.
        label: What it held.
        until: The month up to which exports had it.
        becomes: The column that took its place, with the same content.
    """

    name: str
    label: str
    until: str
    becomes: str | None = None


@cache
def retired_columns(file: str) -> tuple[RetiredColumn, ...]:
    """Columns that older files have and today's upload has no place for.

    Example:
        >>> [column.name for column in retired_columns("worker")]
        ['NURSESPEC']
    """
    return next(
        tuple(RetiredColumn(**column) for column in row["retired"])
        for row in _rows("columns")
        if row["file"] == file
    )


#: Lists that have a file of their own.
_LISTS = (
    "delegated-healthcare",
    "qualifications",
    "role-categories",
    "service-types",
    "training-categories",
)


@cache
def labels(name: str) -> tuple[tuple[int | str, str], ...]:
    """Codes of a list with their labels, as `Column.list` names it.

    Example:
        >>> labels("worker.EMPLSTATUS")[0]
        (1, 'Permanent')
    """
    if name == "job-roles":
        return tuple((role.code, role.label) for role in job_roles() if not role.retired)
    if name == "care-certificate.CARECERT":
        found = [row for row in _rows("care-certificate") if row["column"] == "CARECERT"]
    elif name in _LISTS:
        found = _rows(name)
    else:
        lists = {row["list"]: row["codes"] for row in _rows("code-lists")}
        if name not in lists:
            raise UnknownIdError("code list", name, (*_LISTS, *lists))
        found = lists[name]
    pairs = ((row["code"] if "code" in row else row["upload_code"], row["label"]) for row in found)
    return tuple((code, label) for code, label in pairs if code is not None)


def upload_code(role_category: str) -> int | None:
    """The upload code of a role category or answer; ``None`` for personal assistant, which has none.

    Args:
        role_category: Id of a role category, ``none-of-the-above`` or ``do-not-know``.

    Raises:
        UnknownIdError: If it is none of these.

    Example:
        >>> upload_code("deputy-manager"), upload_code("personal-assistant")
        (6, None)
    """
    check_text("role_category", role_category)
    known = {code.role_category or code.answer: code.upload_code for code in category_codes()}
    if role_category not in known:
        raise UnknownIdError("role category or answer", role_category, known)
    return known[role_category]


def _in_scope(role_category: str) -> str | None:
    return None if role_category == "out-of-scope" else role_category
