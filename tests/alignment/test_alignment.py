"""What a course is about, and whom it is for."""

import copy
import json
import pickle
import sys

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway.alignment import CourseEvidence, Relevance, align_course
from care_pathway.alignment.records import MatchStrength, item_of, match_of
from care_pathway.alignment.tables import canonical, ids, table
from care_pathway.alignment.vocabulary import course_lexicon
from care_pathway.language.phrases import variants
from care_pathway.language.text import normalise
from tests.each import each


@pytest.fixture(scope="module")
def pathway():
    return cp.load("2025-04")


def aligned(pathway, title, description=None, **rest):
    return align_course(pathway, cp.Course(id="c1", title=title, description=description, **rest))


def topics(alignment):
    return [match.id for match in alignment.themes], [match.id for match in alignment.practice_areas]


@each(
    ("title", "facts"),
    [
        ("Caring for someone after a stroke", ""),
        ("Caring for someone with dementia", "care staff, family carers"),
        ("Looking after someone with a learning disability", ""),
        ("Caring for someone with complex needs at home: complex care team", ""),
        ("Personal assistant", "direct payments, keeping a diary"),
        ("HR Essentials", "recruitment, absence, contracts"),
        ("Safeguarding adults", "staff, volunteers and trustees"),
        ("COSHH", "domestic and kitchen staff"),
        ("Food hygiene", "cooks and carers"),
        ("Epilepsy", "parents and support workers"),
        ("Dementia cafe volunteers", ""),
        ("Care Home Catering", ""),
    ],
)
def test_a_subject_of_care_is_relevant_where_no_learners_are_named_or_care_staff_are_too(
    pathway, title, facts
):
    """Rule: who is not named does not speak against a course (policy section 2, rules 1 and 3)."""
    assert aligned(pathway, title, facts).relevance is Relevance.RELEVANT


@each(
    ("title", "facts"),
    [
        ("Caring for someone with dementia", "unpaid carers"),
        ("Caring for your mum", "dementia"),
        ("Manual handling", "warehouse operatives"),
        ("PA", "executives, minutes"),
        ("Personal assistant", "office, diary"),
        ("Personal Assistant Diploma: diary, minutes and travel", "office secretaries"),
        ("Conflict resolution for door staff", ""),
        ("Equality law for HR", ""),
        ("Menopause for managers", "all employers"),
        ("Prevent", "college lecturers"),
        ("Suicide prevention", "farmers"),
        ("Autism", "parents"),
        ("Food Hygiene Level 2", "cafes and takeaways"),
        ("Conflict resolution", "NHS reception staff"),
        ("Trustee induction", ""),
        ("Care Home Catering", "chefs"),
    ],
)
def test_learners_of_another_world_alone_are_not_relevant(pathway, title, facts):
    """Rule: named learners who are all outside the workforce decide first (policy section 2, rule 1)."""
    assert aligned(pathway, title, facts).relevance is Relevance.NOT_RELEVANT


@each(
    ("title", "facts", "themes", "areas"),
    [
        ("Complex Decision Making", "best interests, Court of Protection", ["mental-capacity"], []),
        ("Manual Handling - General", "loads, kitchen and stores staff", ["health-and-safety"], []),
        ("Moving and Handling of People", "", ["moving-and-assisting"], []),
        ("Epilepsy Awareness", "", ["specialist-support"], ["condition-specific"]),
        (
            "Epilepsy and Buccal Midazolam",
            "",
            ["delegated-healthcare", "medication", "specialist-support"],
            ["specialised-medication", "condition-specific"],
        ),
        ("Dementia Awareness", "", ["condition-awareness"], ["dementia"]),
        ("End of Life Care", "", [], ["end-of-life-care"]),
        ("Mental Health First Aid", "", ["wellbeing-and-resilience"], []),
        ("Oliver McGowan Tier 1", "", ["learning-disability-and-autism"], ["autism", "learning-disability"]),
        ("Care Certificate Standard 6: Communication", "", ["communication", "care-certificate"], []),
        ("Care Certificate Standard 5", "", ["person-centred-practice", "care-certificate"], []),
        ("Care Certificate: Standard 13", "", ["health-and-safety", "care-certificate"], []),
        ("Care Certificate Standards 5 and 6", "", ["care-certificate"], []),
        (
            "Care Certificate Standard 16",
            "",
            ["learning-disability-and-autism", "care-certificate"],
            ["learning-disability", "autism"],
        ),
        ("PMVA", "de-escalation", ["conflict-and-physical-intervention", "positive-behaviour-support"], []),
        ("Leading a Shift", "", ["management"], ["leadership"]),
        ("Leadership", "leading a team", ["management"], ["leadership"]),
        (
            "Level 5 Diploma in Leadership and Management for Adult Care",
            "leading teams",
            ["management", "regulation", "supervision"],
            ["management"],
        ),
        ("Direct payments", "payroll", ["self-directed-support"], ["self-directed-support"]),
        ("Leadership skills", "for supervisors", ["management"], ["leadership"]),
        ("Safegaurding Adults", "", ["safeguarding"], []),
    ],
)
def test_topics_of_the_policy(pathway, title, facts, themes, areas):
    alignment = aligned(pathway, title, facts)
    assert alignment.relevance is Relevance.RELEVANT
    assert topics(alignment) == (themes, areas)


@each(
    ("title", "facts"),
    [
        ("Barista Skills", ""),
        ("Forklift Truck Operator", ""),
        ("Customer Care", "shops"),
        ("First aid for teething babies", ""),
        ("Children's Nursing", ""),
        ("Drugs and Alcohol Awareness", "HR and managers, all industries"),
        ("Best Interests Assessor Refresher", ""),
        ("BSc (Hons) Dementia Care", ""),
        ("Medication awareness", "foster carers"),
        ("Wound care", "registered nurses who work in care homes"),
        ("Flu vaccination for health care assistants", ""),
        ("Supporting unpaid carers", ""),
        ("Xylophone repair with gusto", "tuning, varnish"),
    ],
)
def test_other_worlds_are_not_relevant_and_keep_no_topics(pathway, title, facts):
    alignment = aligned(pathway, title, facts)
    assert alignment.relevance is Relevance.NOT_RELEVANT
    assert topics(alignment) == ([], [])
    assert alignment.competencies == ()
    assert alignment.role_categories == ()


@each(
    ("title", "facts"),
    [
        ("Medicines", "nurses, health care assistants and carers"),
        ("First aid for adults and children", ""),
        ("Safeguarding Children", "staff of adult services"),
        ("Dementia", "unpaid carers and paid staff; care staff"),
        ("COSHH", ""),
        ("DoLS for managing authorities", ""),
    ],
)
def test_courses_for_both_are_relevant(pathway, title, facts):
    assert aligned(pathway, title, facts).relevance is Relevance.RELEVANT


@each("title", ["Training day", "Module 3", "Refresher", "???", "Level 2"])
def test_a_row_that_says_too_little_is_unsure(pathway, title):
    alignment = aligned(pathway, title)
    assert alignment.relevance is Relevance.UNSURE
    assert "too little" in alignment.explain()


def test_a_broad_course_gets_its_fixed_set_by_level(pathway):
    assert topics(aligned(pathway, "Diploma in Adult Care", level="Level 5"))[0] == [
        "management",
        "regulation",
        "supervision",
    ]
    assert len(aligned(pathway, "Care Certificate").themes) == 14
    fixed, _ = topics(aligned(pathway, "Mandatory training"))
    named, _ = topics(aligned(pathway, "Mandatory training", "fire, safeguarding, food hygiene"))
    assert len(fixed) == 6
    assert named == ["health-and-safety", "safeguarding", "food-safety"]


@each(
    ("title", "facts", "roles", "reason"),
    [
        ("Diploma in Adult Care Level 5", "", ("deputy-manager", "registered-manager"), "its title"),
        ("Leading a Shift", "", ("supervisor-or-leader", "deputy-manager"), "its title"),
        ("End of Life Care", "", ("care-or-support-worker", "enhanced-care-worker"), "its title"),
        ("Train the trainer moving and handling", "", ("supervisor-or-leader", "practice-leader"), "its"),
        ("Safeguarding Adults Level 3", "", ("supervisor-or-leader", "deputy-manager"), "its title"),
        ("Mandatory training", "", ("new-to-care", "care-or-support-worker"), "its title"),
        (
            "Workshop",
            "for care home managers",
            ("deputy-manager", "registered-manager"),
            "care home managers",
        ),
        ("Awareness for care staff", "", (), "care staff"),
        ("Forklift Truck Operator", "", (), "outside adult social care: forklift truck"),
        ("Study day", "foster carers", (), "outside adult social care: foster carers"),
    ],
)
def test_who_it_is_for_and_why(pathway, title, facts, roles, reason):
    alignment = aligned(pathway, title, facts)
    assert alignment.role_categories[: len(roles)] == roles
    assert bool(alignment.role_categories) == bool(roles)
    assert reason in alignment.reasons[0]


def test_words_say_what_gave_it_away(pathway):
    alignment = aligned(pathway, "Infection Prevention & Control", "hand hygiene")
    assert alignment.themes[0].words == ("infection prevention and control", "hand hygiene")
    assert "infection prevention and control" in alignment.explain()
    assert alignment.pathway == pathway.ref


def test_competencies_that_are_named_come_first(pathway):
    alignment = aligned(pathway, "Fire Safety")
    fire = [
        one for one in alignment.competencies if "fire" in pathway.competency(one.id).statement.casefold()
    ]
    assert fire
    assert alignment.competencies[: len(fire)] == tuple(fire)
    assert all(one.strength == "theme" for one in alignment.competencies[len(fire) :])
    assert {pathway.competency(one.id).theme for one in alignment.competencies} == {"health-and-safety"}


def test_outcomes_are_read_as_items(pathway):
    alignment = aligned(
        pathway, "Complex Decision Making", outcomes=("best interests", "Court of Protection")
    )
    assert topics(alignment)[0] == ["mental-capacity"]


def test_long_prose_counts_what_comes_up_again(pathway):
    prose = (
        "In this long session we talk at some length about how dementia changes lives and much else besides. "
        * 3
    )
    passing = (
        "In this long session we talk at some length about how dementia changes lives and much else besides."
    )
    assert topics(aligned(pathway, "Fire safety", prose))[0] == ["health-and-safety", "condition-awareness"]
    assert topics(aligned(pathway, "Fire safety", passing))[0] == ["health-and-safety"]


def test_html_is_read_as_text(pathway):
    alignment = aligned(
        pathway, "Complex Decision Making", "<ul><li>best&nbsp;interests</li><li><b>LPA</b></li></ul>"
    )
    assert topics(alignment)[0] == ["mental-capacity"]


def calls_made(work):
    """How many functions a piece of work calls: a count of its steps that no busy machine changes."""
    count = 0

    def step(frame, event, argument):
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(step)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "text",
    ["dementia care, ", "<p ", "care ", "&amp;", "level 2 ", ". a", "<!-- ", "<nav>", "a: ", "Tags: a\n"],
)
def test_ten_times_the_description_takes_ten_times_the_steps(pathway, text):
    """Rule: the steps grow with the text, not with its square."""

    def steps(size):
        description = (text * (size // len(text) + 1))[:size]
        return calls_made(lambda: aligned(pathway, "Fire safety", description).themes)

    aligned(pathway, "Fire safety", text * 10)
    assert steps(50_000) < 12 * steps(5_000) + 1_000


def test_a_description_of_a_megabyte_has_an_answer(pathway):
    """The first items count like those of a short text; nothing is cut off."""
    filler = "much else besides, " * 50_000
    assert topics(aligned(pathway, "Complex Decision Making", f"{filler} best interests"))[0] == [
        "mental-capacity"
    ]


FIELDS = [field.name for field in attrs.fields(cp.CourseAlignment)]


def rich(pathway):
    return aligned(
        pathway, "Epilepsy and Buccal Midazolam Level 2", "seizures, rescue medication; record keeping"
    )


@each("name", FIELDS)
def test_a_field_is_the_same_whenever_it_is_looked_at(pathway, name):
    """Rule: the order in which fields are looked at changes nothing."""
    whole = rich(pathway)
    values = {one: getattr(whole, one) for one in FIELDS}
    assert getattr(rich(pathway), name) == values[name]
    assert values["themes"]
    assert values["competencies"]
    assert values["role_categories"]
    assert values["reasons"]


def test_an_alignment_is_a_value(pathway):
    """Rule: comparing, hashing, copying and pickling do not depend on what was looked at before."""
    one, other = rich(pathway), rich(pathway)
    written = cp.CourseAlignment(**{name: getattr(rich(pathway), name) for name in FIELDS})
    assert one == other == written
    assert len({one, other, written}) == 1
    assert pickle.loads(pickle.dumps(rich(pathway))) == one
    assert copy.copy(rich(pathway)) == copy.deepcopy(rich(pathway)) == one
    assert attrs.evolve(rich(pathway), confidence=0.1).themes == one.themes
    assert cp.loads(cp.dumps(rich(pathway)), cp.CourseAlignment) == one
    assert repr(rich(pathway)) == repr(written)
    assert one != rich(pathway).course
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        one.level = None
    with pytest.raises(AttributeError, match="no attribute 'theme'"):
        _ = one.theme


def test_an_answer_is_serialisable_and_prints_shortly(pathway):
    alignment = aligned(pathway, "Fire Safety <b>", "x")
    document = json.loads(cp.dumps(alignment))
    assert document["relevance"] == "relevant"
    assert document["themes"][0]["id"] == "health-and-safety"
    assert "<b>" not in alignment._repr_html_()
    assert len(repr(alignment)) < 1000


@given(st.text(min_size=1, max_size=80).filter(str.strip), st.text(max_size=200))
def test_any_text_has_an_answer_within_the_vocabulary(title, description):
    """Rule: relevance is one of three; ids belong to the vocabulary; confidences are chances."""
    pathway = cp.load("2025-04")
    alignment = aligned(pathway, title, description)
    known = {theme.id for theme in (*pathway.themes, *pathway.further_themes)}
    assert {match.id for match in alignment.themes} <= known
    for match in (*alignment.themes, *alignment.practice_areas, *alignment.competencies):
        assert match.confidence is None or 0 < match.confidence < 1
    assert alignment.confidence is None or 0 < alignment.confidence < 1


CHANGES = (
    str.upper,
    str.title,
    lambda text: f"  {text} ",
    lambda text: f"{text}!",
    lambda text: text.replace(" ", "  "),
)


@given(
    st.sampled_from(["Fire safety", "Dementia awareness", "Barista skills", "Insulin administration"]),
    st.sampled_from(CHANGES),
)
def test_case_space_and_punctuation_change_nothing(title, changed):
    """Rule: a title is judged by its words."""
    pathway = cp.load("2025-04")
    one, other = aligned(pathway, title), aligned(pathway, changed(title))
    assert topics(one) == topics(other)
    assert one.relevance is other.relevance


# --- the lexicon itself -------------------------------------------------------------------------------


def phrases():
    for name, line in (("topic", "topic"), ("broad", "course"), ("people", "group")):
        yield from ((row[line], row["phrase"]) for row in table(f"{name}_phrases"))


def test_no_phrase_shrinks_to_one_word_by_losing_small_words():
    """ "For nurses" would stand for "nurse", "a level" for "level"."""
    for line, phrase in phrases():
        for variant in variants(phrase):
            tokens = [token for word in variant for token in canonical(word)]
            assert tokens, (line, phrase)
            assert len(tokens) > 1 or len(variant) == 1, (line, phrase)


def test_each_standard_of_the_care_certificate_has_the_theme_of_its_subject(pathway):
    """Rule: one standard is its own theme, then the Care Certificate (policy section 6)."""
    standards = [one for one in pathway.standards if one.id.startswith("cc-")]
    assert len(standards) == 16
    for at, standard in enumerate(standards, start=1):
        themes, _ = topics(aligned(pathway, f"Care Certificate Standard {at}"))
        own, last = themes
        assert last == "care-certificate"
        by_title, _ = topics(aligned(pathway, standard.title))
        assert own in by_title
    whole, _ = topics(aligned(pathway, "Care Certificate Standards 1-15"))
    assert len(whole) == 14


def test_phrases_are_plain_lower_case_words():
    for line, phrase in phrases():
        bare = phrase.translate(str.maketrans("()[]|,", "      "))
        assert " ".join(bare.split()) == normalise(bare), (line, phrase)


def test_the_lexicon_speaks_the_vocabulary(pathway):
    themes = {theme.id for theme in (*pathway.themes, *pathway.further_themes)}
    areas = {area.topic for area in pathway.practice_areas} - {"other"}
    lines = table("topics")
    for line in (*lines, *table("fixed_sets")):
        assert set(ids(line["themes"])) <= themes
        assert set(ids(line["practice areas"])) <= areas
    assert {theme for line in lines for theme in ids(line["themes"])} == themes
    assert {area for line in lines for area in ids(line["practice areas"])} == areas
    known = {line["topic"] for line in lines}
    assert all(set(ids(line[name])) <= known for line in lines for name in ("yields to", "welcomes"))
    assert {row["topic"] for row in table("topic_phrases")} <= known


def test_every_sign_of_a_table_is_one_of_the_signs():
    signs = {row["sign"] for row in table("signs")} | {"subject", "hint"}
    assert {row["sign"] for row in table("people")} <= signs | {"nothing"}
    heads = ("sign", "beside", "unless anywhere", "unless in the title")
    assert {one for row in table("outside") for head in heads for one in ids(row[head])} <= signs
    assert {row["group"] for row in table("people_phrases")} == {row["group"] for row in table("people")}


@each(
    ("title", "audience", "roles"),
    [
        ("Fire Safety", "Registered managers and deputies", {"registered-manager", "deputy-manager"}),
        ("Medication administration", "Senior carers; team leaders", {"supervisor-or-leader"}),
        ("Medication administration", "For enhanced care workers", {"enhanced-care-worker"}),
        # A level decides before an audience that it is not for.
        ("Level 5 Diploma in Leadership and Management for Adult Care", "Care staff", None),
        # Whoever else may be meant leaves it as it is.
        ("Fire Safety", "Managers and anybody with an interest", None),
        ("Fire Safety", "", None),
    ],
)
def test_an_audience_that_names_only_some_narrows_whom_it_is_for(pathway, title, audience, roles):
    course = cp.Course(id="c", title=title, audience=audience or None)
    whole = cp.align_course(pathway, cp.Course(id="c", title=title)).role_categories
    assert set(cp.align_course(pathway, course).role_categories) == (roles or set(whole))


def test_role_categories_of_the_data_exist(pathway):
    known = {role.id for role in pathway.role_categories}
    groups = {row["group"]: ids(row["role categories"]) for row in table("role_groups")}
    assert {role for group in groups.values() for role in group} <= known
    rows = table("role_categories")
    assert {row["group"] for row in rows} <= set(groups)
    themes = {row["id"] for row in rows if row["kind"] == "theme"}
    assert themes == {theme.id for theme in (*pathway.themes, *pathway.further_themes)}
    broad = {row["id"] for row in rows if row["kind"] == "broad course"}
    assert broad == {row["course"] for row in table("broad_courses")}


def test_variants_need_whole_brackets():
    with pytest.raises(ValueError, match="bracket"):
        list(variants("moving (and"))


def test_every_phrase_is_found_in_itself():
    """Rule: what the data says is what the lexicon finds."""
    lexicon = course_lexicon()
    for line, phrase in phrases():
        for variant in variants(phrase):
            hits = lexicon.find(variant).hits
            assert hits, (line, phrase)


# --- how sure it is -----------------------------------------------------------------------------------


def test_what_was_not_measured_has_no_confidence(pathway):
    """Labels name themes and practice areas: no figure for an item, an open answer or a crosswalk."""
    whole = aligned(pathway, "Level 3 Diploma in Adult Care", "- Dementia care\n- Care Certificate")
    assert whole.competencies
    assert {match.confidence for match in whole.competencies} == {None}
    assert all(match.confidence for match in (*whole.themes, *whole.practice_areas))
    assert aligned(pathway, "Level 2 award").confidence is None
    filed = cp.align_course(pathway, cp.Course(id="c", title="Half-day workshop", category="Dementia care"))
    assert filed.evidence is CourseEvidence.CATEGORY
    assert filed.confidence is None


def test_no_percentage_is_shown_for_what_was_not_measured(pathway):
    unsure = aligned(pathway, "Level 2 award")
    assert "%" not in unsure.explain()
    assert "%" not in unsure._repr_html_()
    catalogue = cp.align_catalogue(pathway, [unsure.course])
    assert catalogue.rows()[0]["confidence"] is None
    assert "not clear (" not in catalogue._repr_html_()
    assert not json.loads(cp.dumps(unsure)).get("confidence")


def test_a_match_that_is_made_quickly_is_the_same_record():
    """Rule: there is one kind of match, whichever way it is made."""
    words, theme = ("hoists",), MatchStrength.THEME
    quick = item_of("ks-1", CourseEvidence.TITLE, words, theme)
    usual = cp.CourseMatch(id="ks-1", words=words, strength="theme", evidence="title")
    surer = match_of("dementia", CourseEvidence.TITLE, words)
    for one, other in (
        (quick, usual),
        (surer, cp.CourseMatch(id="dementia", confidence=surer.confidence, words=words, evidence="title")),
    ):
        assert one == other == pickle.loads(pickle.dumps(one)) == copy.copy(one)
        assert (repr(one), hash(one), cp.to_plain(one)) == (repr(other), hash(other), cp.to_plain(other))
