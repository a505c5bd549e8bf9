"""One edition of the Pathway, whole and immutable."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, TypeVar

import attrs
from attrs import field, frozen

from care_pathway import model
from care_pathway._arguments import word
from care_pathway.errors import UnknownIdError
from care_pathway.model._fields import (
    Id,
    are_records,
    are_texts,
    as_tuple,
    is_counted,
    is_record,
    is_record_or_none,
    is_text,
    is_text_or_none,
)
from care_pathway.model._lazy import LazyRecord
from care_pathway.model.edition import Edition

T = TypeVar("T")


def _collection(kind: str, words: str = "") -> Any:
    """A field with the records of a kind, and what one of them is called in words."""
    return field(
        default=(),
        converter=as_tuple,
        validator=_checked(are_records, kind),
        metadata={"records": kind, "words": words},
    )


def _checked(check: Callable[[type], Callable[..., None]], kind: str) -> Callable[..., None]:
    """A check for records of a kind, which is imported only if there is something to check."""

    def checked(instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
        if value:
            check(getattr(model, kind))(instance, attribute, value)

    return checked


@frozen(kw_only=True, repr=False, eq=False)
class Pathway(LazyRecord):
    """One edition of the Care Workforce Pathway, in one revision of our transcription.

    Collections are tuples in published order. Look a record up by id with the method of its kind;
    an unknown id raises `UnknownIdError` with the nearest known ones. The Pathway is voluntary.

    Attributes:
        edition: What was published, and when.
        revision: Our transcription of it, from 1. The same edition and revision give the same answers.
        digest: Fingerprint of the data.
        overlays: Names of the overlays on top of the edition.
        selection: What `only` kept, in words; ``None`` for the whole edition.
        values: The seven universal values.
        role_categories: The role categories.
        differences: What tells neighbouring role categories apart.
        competencies: Behaviours, knowledge and skills.
        areas: Published headings of knowledge and skills.
        themes: Our topics across role categories (editorial).
        further_themes: Topics that courses have and the Pathway lists do not (editorial).
        standards: Standards of national standards that the Pathway names.
        practice_areas: Areas of practice, per role category.
        delegated_activities: Kinds of delegated healthcare activity.
        learning: Learning opportunities.
        qualification_versions: Other qualifications that count as one of them.
        personas: The published example people.
        routes: Ways onward.
        ladders: Other bodies' levels, mapped.
        resources: Tools, guides and programmes.
        adoption: How employers take the Pathway up.
        benefits: What is hoped for from it.
        notes: What the sources say about the Pathway as a whole.
        sources: The documents behind it all.
        local_titles: Job titles of an overlay.
        courses: Courses of an overlay.

    Example:
        >>> import care_pathway as cp
        >>> pathway = cp.load("2025-04")
        >>> len(pathway.role_categories), len(pathway.competencies)
        (8, 406)
    """

    edition: Edition = field(validator=is_record(Edition))
    revision: int = field(validator=is_counted)
    digest: str = field(validator=is_text)
    overlays: tuple[str, ...] = field(default=(), converter=as_tuple, validator=are_texts)
    selection: str | None = field(default=None, validator=is_text_or_none)
    values: tuple[model.Value, ...] = _collection("Value", "value")
    role_categories: tuple[model.RoleCategory, ...] = _collection("RoleCategory", "role category")
    differences: tuple[model.RoleDifference, ...] = _collection("RoleDifference", "difference")
    competencies: tuple[model.Competency, ...] = _collection("Competency", "competency")
    areas: tuple[model.Area, ...] = _collection("Area", "area")
    themes: tuple[model.Theme, ...] = _collection("Theme", "theme")
    further_themes: tuple[model.Theme, ...] = _collection("Theme", "theme")
    standards: tuple[model.Standard, ...] = _collection("Standard", "standard")
    practice_areas: tuple[model.PracticeArea, ...] = _collection("PracticeArea", "practice area")
    delegated_activities: tuple[model.DelegatedActivity, ...] = _collection(
        "DelegatedActivity", "delegated healthcare activity"
    )
    learning: tuple[model.LearningOpportunity, ...] = _collection(
        "LearningOpportunity", "learning opportunity"
    )
    qualification_versions: tuple[model.QualificationVersion, ...] = _collection("QualificationVersion")
    personas: tuple[model.Persona, ...] = _collection("Persona", "persona")
    routes: tuple[model.ProgressionRoute, ...] = _collection("ProgressionRoute", "progression route")
    ladders: tuple[model.Ladder, ...] = _collection("Ladder", "ladder")
    resources: tuple[model.Resource, ...] = _collection("Resource", "resource")
    adoption: model.Adoption | None = field(
        default=None, validator=_checked(is_record_or_none, "Adoption"), metadata={"record": "Adoption"}
    )
    benefits: tuple[model.Benefit, ...] = _collection("Benefit")
    notes: tuple[model.Note, ...] = _collection("Note")
    sources: tuple[model.Source, ...] = _collection("Source", "source")
    local_titles: tuple[model.LocalTitle, ...] = _collection("LocalTitle")
    courses: tuple[model.Course, ...] = _collection("Course")

    @cached_property
    def ref(self) -> str:
        """Edition, revision, overlays and selection in one short text; every result carries it."""
        parts = [f"{self.edition.id}/r{self.revision}", *self.overlays]
        return "+".join(parts) + (f" only {self.selection}" if self.selection else "")

    def __hash__(self) -> int:
        return hash(self.digest)  # equal pathways have equal digests

    def __eq__(self, other: object) -> bool:
        return self is other or super().__eq__(other)

    def __repr__(self) -> str:
        return f"<Pathway {self.ref}: {len(self.role_categories)} role categories>"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(repr(self))  # IPython and hypothesis would write all records out

    def _repr_html_(self) -> str:
        from care_pathway.render.html import table

        rows = [
            (name.replace("_", " "), len(records)) for name in COLLECTIONS if (records := getattr(self, name))
        ]
        caption = f"Care Workforce Pathway, {self.edition.label} ({self.ref})"
        return table(caption, rows, heads=("Records", "Count"))

    # --- what follows from it -----------------------------------------------------------------------

    @cached_property
    def _derived(self) -> dict[Any, Any]:
        return {}

    def derived(self, make: Callable[[Pathway], T]) -> T:
        """What follows from this pathway alone: made when first asked for, kept as long as the pathway.

        It is neither compared nor pickled nor copied.

        Args:
            make: A class or a function of a module, called with the pathway. It is also the key: a function
                defined inside another would be kept again at each call.

        Example:
            >>> import care_pathway as cp
            >>> def letters(pathway):
            ...     return sum(len(value.name) for value in pathway.values)
            >>> pathway = cp.load("2025-04")
            >>> pathway.derived(letters) == pathway.derived(letters)
            True
        """
        if make not in self._derived:
            self._derived.setdefault(make, make(self))  # two threads may both make it; one is kept
        found: T = self._derived[make]
        return found

    # --- looking up by id ---------------------------------------------------------------------------

    @cached_property
    def _indexes(self) -> dict[str, dict[str, Any]]:
        return {}  # of the collections that were asked for an id

    def _by_id(self, collection: str) -> dict[str, Any]:
        if collection not in self._indexes:
            self._indexes[collection] = {record.id: record for record in getattr(self, collection)}
        return self._indexes[collection]

    def _one(self, collection: str, kind: Callable[..., T], id: str) -> T:
        index: dict[str, T] = self._by_id(collection)
        try:
            return index[id]
        except (KeyError, TypeError):
            words = attrs.fields_dict(Pathway)[collection].metadata["words"]
            raise UnknownIdError(words, id, index) from None

    def value(self, id: str) -> model.Value:
        """The value with an id."""
        return self._one("values", model.Value, id)

    def role_category(self, id: str) -> model.RoleCategory:
        """The role category with an id.

        Raises:
            UnknownIdError: If there is none; the message names the nearest known ids.

        Example:
            >>> import care_pathway as cp
            >>> try:
            ...     cp.load("2025-04").role_category("support-worker")
            ... except cp.UnknownIdError as error:
            ...     print(error.nearest)
            ('care-or-support-worker',)
        """
        return self._one("role_categories", model.RoleCategory, id)

    def difference(self, id: str) -> model.RoleDifference:
        """The difference between two neighbours with an id."""
        return self._one("differences", model.RoleDifference, id)

    def competency(self, id: str) -> model.Competency:
        """The competency with an id."""
        return self._one("competencies", model.Competency, id)

    def area(self, id: str) -> model.Area:
        """The area with an id."""
        return self._one("areas", model.Area, id)

    def theme(self, id: str) -> model.Theme:
        """The theme with an id, further themes included."""
        collection = "further_themes" if isinstance(id, str) and id in self._further_theme_ids else "themes"
        return self._one(collection, model.Theme, id)

    @cached_property
    def _further_theme_ids(self) -> tuple[Id, ...]:
        return tuple(theme.id for theme in self.further_themes)

    def standard(self, id: str) -> model.Standard:
        """The standard with an id."""
        return self._one("standards", model.Standard, id)

    def practice_area(self, id: str) -> model.PracticeArea:
        """The practice area with an id."""
        return self._one("practice_areas", model.PracticeArea, id)

    def delegated_activity(self, id: str) -> model.DelegatedActivity:
        """The delegated healthcare activity with an id."""
        return self._one("delegated_activities", model.DelegatedActivity, id)

    def learning_opportunity(self, id: str) -> model.LearningOpportunity:
        """The learning opportunity with an id."""
        return self._one("learning", model.LearningOpportunity, id)

    def persona(self, id: str) -> model.Persona:
        """The persona with an id."""
        return self._one("personas", model.Persona, id)

    def route(self, id: str) -> model.ProgressionRoute:
        """The progression route with an id."""
        return self._one("routes", model.ProgressionRoute, id)

    def ladder(self, id: str) -> model.Ladder:
        """The ladder with an id."""
        return self._one("ladders", model.Ladder, id)

    def resource(self, id: str) -> model.Resource:
        """The resource with an id."""
        return self._one("resources", model.Resource, id)

    def source(self, id: str) -> model.Source:
        """The source with an id."""
        return self._one("sources", model.Source, id)

    # --- walking relations --------------------------------------------------------------------------

    def expectations(self, role_category: str) -> model.Expectations:
        """What a role category expects: inherited from its baseline, and its own.

        Args:
            role_category: Id of the role category.

        Raises:
            UnknownIdError: If there is no such role category.

        Example:
            >>> import care_pathway as cp
            >>> expectations = cp.load("2025-04").expectations("care-or-support-worker")
            >>> len(expectations.inherited) > 0, len(expectations.own) > 0
            (True, True)
        """
        self.role_category(role_category)  # raises, with the nearest known ids
        return self._expectations[role_category]

    @cached_property
    def _expectations(self) -> dict[str, model.Expectations]:
        own = {
            role.id: tuple(item for item in self.competencies if role.id in item.role_categories)
            for role in self.role_categories
        }
        passed_on = (model.Stage.MINIMUM, model.Stage.PROGRESSION)
        result = {}
        for role in self.role_categories:
            below = self.baseline_roles(role.id)
            result[role.id] = model.Expectations(
                role_category=role.id,
                inherited=tuple(
                    item
                    for item in self.competencies
                    if item.stage in passed_on
                    and role.id not in item.role_categories
                    and any(base in item.role_categories for base in below)
                ),
                own=own[role.id],
            )
        return result

    def baseline_roles(self, role_category: str) -> tuple[Id, ...]:
        """Ids of all role categories that a role category builds on, transitively, in published order."""
        found: set[str] = set()
        queue = list(self.role_category(role_category).baseline_roles)
        while queue:
            base = queue.pop()
            if base not in found:
                found.add(base)
                queue += self.role_category(base).baseline_roles
        return tuple(role.id for role in self.role_categories if role.id in found)

    @cached_property
    def professions(self) -> tuple[Id, ...]:
        """Ids of the regulated professions that routes lead to."""
        known = self._by_id("role_categories")
        return tuple(dict.fromkeys(route.target for route in self.routes if route.target not in known))

    def check_end(self, id: str) -> None:
        """Raise `UnknownIdError` unless an id is a role category or a profession that routes lead to."""
        known = (*self._by_id("role_categories"), *self.professions)
        if not isinstance(id, str) or id not in known:
            raise UnknownIdError("role category", id, known)

    def routes_from(self, role_category: str) -> tuple[model.ProgressionRoute, ...]:
        """Routes that someone in a role category can take, growth in place and ways out included."""
        self.check_end(role_category)
        if role_category in self._by_id("role_categories"):
            return tuple(route for route in self.routes if route.starts_from(role_category))
        return tuple(route for route in self.routes if route.source == role_category)

    def routes_to(self, target: str) -> tuple[model.ProgressionRoute, ...]:
        """Routes that lead to a role category or a regulated profession."""
        self.check_end(target)
        return tuple(route for route in self.routes if route.target == target)

    def learning_for(
        self, role_category: str, *, relation: model.LearningRelation | str | None = None
    ) -> tuple[model.LinkedLearning, ...]:
        """Learning for a role category with its relation, strongest relation first.

        Args:
            role_category: Id of the role category.
            relation: Only this relation: required, suggested, optional, held-by-persona or listed.
        """
        self.role_category(role_category)
        wanted = (
            tuple(model.LearningRelation)
            if relation is None
            else (word("relation", relation, model.LearningRelation),)
        )
        return tuple(
            model.LinkedLearning(learning=learning, link=link)
            for kind in wanted
            for learning in self.learning
            for link in learning.links
            if link.role_category == role_category and link.relation is kind
        )

    def practice_areas_for(self, role_category: str) -> tuple[model.PracticeArea, ...]:
        """Areas of practice that a role category can add."""
        self.role_category(role_category)
        return tuple(area for area in self.practice_areas if area.role_category == role_category)

    @cached_property
    def practice_area_topics(self) -> tuple[Id, ...]:
        """The topics of the practice areas, each once, in published order."""
        return tuple(dict.fromkeys(area.topic for area in self.practice_areas))

    def personas_for(self, role_category: str) -> tuple[model.Persona, ...]:
        """Personas of a role category."""
        self.role_category(role_category)
        return tuple(persona for persona in self.personas if persona.role_category == role_category)

    def areas_for(self, role_category: str) -> tuple[model.Area, ...]:
        """Published headings of a role category."""
        self.role_category(role_category)
        return tuple(area for area in self.areas if area.role_category == role_category)

    def differences_for(self, role_category: str) -> tuple[model.RoleDifference, ...]:
        """What tells a role category apart from its neighbours."""
        self.role_category(role_category)
        return tuple(each for each in self.differences if role_category in (each.first, each.second))

    def only(
        self,
        *,
        basis: model.Basis | str | Iterable[model.Basis | str] | None = None,
        confidence: model.Confidence | str | Iterable[model.Confidence | str] | None = None,
    ) -> Pathway:
        """The same edition with only what is known in a certain way.

        A record stays by the basis of its identity. A field with a provenance of its own that does not
        pass is blanked: the seven values stay in ``only(basis="published")``, without their statements.
        A reference to a record that went is dropped; a record that cannot be without it goes too.
        A requirement that loses a part of what it asks for keeps its words only and is judged not known;
        it is never easier to meet. A record whose confidence was never graded passes every filter of
        confidence.

        Args:
            basis: One basis or several.
            confidence: One grade of confidence or several.

        Example:
            >>> import care_pathway as cp
            >>> published = cp.load("2025-04").only(basis={"published"})
            >>> len(published.values), published.values[0].statement is None
            (7, True)
        """
        from care_pathway.model._selection import select

        cut: Pathway = select(self, COLLECTIONS, basis=basis, confidence=confidence)
        return cut


#: The collections of a pathway whose records have an id of their own, in the order of the class.
COLLECTIONS: tuple[str, ...] = tuple(
    field.name for field in attrs.fields(Pathway) if "records" in field.metadata
)


def all_records(pathway: Pathway) -> dict[str, tuple[Any, ...]]:
    """Everything in a pathway that has an id, by where it stands: the parts of adoption too."""
    adoption = pathway.adoption
    parts = [] if adoption is None else [field.name for field in attrs.fields(type(adoption))]
    return (
        {"edition": (pathway.edition,)}
        | {name: getattr(pathway, name) for name in COLLECTIONS}
        | {f"adoption_{name}": value for name in parts if isinstance(value := getattr(adoption, name), tuple)}
    )
