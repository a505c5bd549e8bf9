"""Rows of a catalogue written as a provider's page: what a course teaches, with much else around it.

Around the facts of a row stand the tutor, entry requirements, progression, other courses, praise,
accreditation and practical matters, as pages have them: under headings, in sentences, as lists, in HTML.
None of it says anything of the learners or of the content. There are two banks of wordings; rules are made
with the first in view, and the second gives figures.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Wordings(NamedTuple):
    """What may stand around the facts of a course: pieces that are each a heading with lines, or one line."""

    opening: Sequence[str]
    contents: Sequence[str]
    around: Sequence[Sequence[str]]


OPEN = Wordings(
    opening=(
        "Welcome to our {title} course.",
        "{title} from one of the country's favourite training providers.",
        "Our {title} training is delivered across England.",
        "",
    ),
    contents=("What you will learn", "Course content", "This course covers", "Topics covered", "Overview"),
    around=(
        ("About the tutor", "Your trainer is a registered nurse and former ward sister."),
        ("Course tutor is a registered nurse with twenty years in A&E.",),
        ("Delivered by qualified social workers and paramedics.",),
        ("Entry requirements", "None. Learners under 18 need a parent's consent."),
        ("Entry requirements: a Level 2 Certificate in Early Years or GCSE English.",),
        ("Prerequisites", "Safeguarding Adults; Moving and Handling"),
        (
            "Progression",
            "Level 3 Diploma for the Early Years Educator",
            "Nursing associate apprenticeship",
            "Social work degree",
        ),
        ("Learners can progress to an access course, a foundation degree or nursing.",),
        ("Next steps: Level 3 in childcare, teaching assistant, BSc in Nursing.",),
        ("Related courses", "Paediatric First Aid", "Safeguarding Children", "Forklift Truck"),
        ("You may also like: Dementia Awareness, Medication Administration, Mental Capacity Act.",),
        ("We also deliver customer service, food safety for retail and door supervision.",),
        ("Tags: care home, dementia, medication, school, construction",),
        ("Also available: Safeguarding Children, Autism for Teachers.",),
        ("We work with care homes, schools, nurseries and hospitals.",),
        ("What our customers say", '"The best course our school has been on" - head teacher, Leeds'),
        ('"As a dental nurse I really enjoyed the day." Sarah, Hull',),
        ("Trusted by councils, the police and high street retailers.",),
        ("Accreditation", "Awarded by Highfield. Ofqual regulated, CPD certified."),
        ("Accredited by City & Guilds and endorsed by the Institute of Hospitality.",),
        ("Dates and venue", "12 May 2026, The Old School, Church Lane, Leeds"),
        ("Price: £45 + VAT per person. Lunch and parking included.",),
        ("How to book", "Call our office team or email bookings@example.org."),
        ("Certificates are sent by email. Refresher every 3 years.",),
    ),
)

HELD_OUT = Wordings(
    opening=("{title}", "Book {title} with us today.", "Thank you for your interest in {title}!"),
    contents=("Course outline", "What's included?", "Key topics", "Aims and objectives", "You will explore"),
    around=(
        ("Meet your trainer", "Jo qualified as a midwife in 1998 and later taught in primary schools."),
        ("The session is led by an experienced paramedic.",),
        ("Our trainers are all practising nurses or physiotherapists.",),
        (
            "Do I need any experience?",
            "No previous knowledge is needed, though many have worked in a nursery.",
        ),
        ("Who can apply?", "You should have maths and English at GCSE or be working towards them."),
        ("Where can this take me?", "Further study in early years or midwifery", "University"),
        ("After this you could go on to a Level 3 in playwork or train as a teaching assistant.",),
        ("Career opportunities: nursery nurse, teaching assistant, prison officer",),
        ("Other courses you might be interested in", "Paediatric first aid, Fire warden, Legionella"),
        ("People who booked this also booked Manual Handling and Food Hygiene for Caterers.",),
        ("Categories: Schools, Early Years, Mandatory Training",),
        ("See also Infection Control, Epilepsy and Medication.",),
        ("Our clients include NHS trusts, prisons, schools and construction firms.",),
        ("Testimonials", "Brilliant day, I will tell every teacher I know!"),
        ("Rated excellent by more than 200 dental practices.",),
        ("Assessment and certification", "A short multiple choice test. Certificate from Qualsafe Awards."),
        ("This course is approved by RoSPA and the CPD Standards Office.",),
        ("Location: our training centre above the pharmacy, next to the fire station",),
        ("Fees", "£120 for members, £150 for others. Ask about funding for the unemployed."),
        ("Maximum of 12 delegates. Please bring a laptop.",),
        ("If you need to cancel, contact our customer service desk.",),
    ),
)


#: Words by which a fact of a row is known to be about the learners.
PEOPLE = re.compile(
    r"staff|nurse|worker|carer|caregiver|assistant|manager|parent|teacher|professional|practitioner|volunteer"
    r"|employee|supervisor|doctor|famil|anyone|individuals|learners|seniors|operatives|coaches|trustees|public"
    r"|ordinators|instructors|ologists|schools|nurseries|personnel|seekers|waiter|chef|police|officer|midwi",
    re.I,
)
AUDIENCES = {
    OPEN: (
        "This course is suitable for {}.",
        "It is aimed at {}.",
        "Who is it for? {}",
        "Who should attend?\n{}",
        "Target audience: {}",
    ),
    HELD_OUT: (
        "We designed this training for {}.",
        "Would suit {}.",
        "Who would benefit?\n{}",
        "Recommended for: {}",
        "The course has been created with {} in mind.",
    ),
}
TAUGHT = {
    OPEN: (
        "You will learn about {}.",
        "The course covers {}.",
        "By the end of the day you will understand {}.",
        "Topics include {}.",
    ),
    HELD_OUT: (
        "During the day we look at {}.",
        "Expect plenty of discussion on {}.",
        "Our programme takes in {}.",
        "Subjects: {}.",
    ),
}


def page(title: str, facts: str, *, seed: int, wordings: Wordings = OPEN, form: str = "list") -> str:
    """The description of a provider's page for a course with these facts.

    Args:
        title: The title of the course.
        facts: What is taught and for whom, parted by semicolons.
        seed: Which of the wordings are drawn.
        wordings: The bank of wordings.
        form: A "list" of the facts under a heading, "html", or "prose" in whole sentences.
    """
    draw = random.Random(seed)  # noqa: S311 - wordings, not secrets
    around = draw.sample(wordings.around, 5)
    before, after = around[:1], around[1:]
    opening = draw.choice(wordings.opening).format(title=title)
    pieces: list[Sequence[str]] = [*((opening,) for _ in [0] if opening), *before]
    items = [item.strip() for item in facts.split(";") if item.strip()]
    if form == "prose":
        banks = (AUDIENCES[wordings], TAUGHT[wordings])
        told = [part for item in items for part in _learners_and_content(item)]
        pieces += ((draw.choice(banks[not _names_learners(part)]).format(part),) for part in told)
    elif items:
        pieces.append((draw.choice(wordings.contents), *items))
    pieces += after
    return "\n".join(_html(pieces) if form == "html" else _lines(pieces, draw))


def _learners_and_content(item: str) -> Iterator[str]:
    """A fact that names learners and then content, in two: prose gives each a sentence of its own.

    "Council co-ordinators, statutory meetings" is for the ones and about the others; nobody writes that a
    course takes in council co-ordinators.
    """
    first, _, rest = item.partition(",")
    if rest and PEOPLE.search(first.split()[-1]) and not PEOPLE.search(rest):
        yield from (first, rest.strip())
    else:
        yield item


def _names_learners(item: str) -> bool:
    """Whether a fact is about people: each of its parts ends with them, as "ward and community nurses" do."""
    return all(PEOPLE.search(part.rpartition(" and ")[2]) for part in item.split(","))


def _lines(pieces: Sequence[Sequence[str]], draw: random.Random) -> Iterator[str]:
    bullet = draw.choice(("", "- ", "* ", "• "))
    for first, *rest in pieces:
        yield first if not rest else first.rstrip(":?") + draw.choice((":", ""))
        yield from (f"{bullet}{line}" for line in rest)
        yield ""


def _html(pieces: Sequence[Sequence[str]]) -> Iterator[str]:
    yield "<style>.school{}</style><nav><a href='/'>Home</a> <a>Childcare</a> <a>Construction</a></nav>"
    for first, *rest in pieces:
        if rest:
            yield f"<h3>{first}</h3><ul>" + "".join(f"<li>{line}</li>" for line in rest) + "</ul>"
        else:
            yield f"<p>{first}</p>"
    yield "<!-- nursery template --><script>var audience = 'teachers';</script>"
