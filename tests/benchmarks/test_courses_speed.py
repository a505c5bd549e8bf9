"""How fast a catalogue is aligned, beside TF-IDF fitted and applied to the same texts, in the same run.

Run on purpose: ``pytest tests/benchmarks/test_courses_speed.py -s``. Nothing here is a gate on seconds.
"""

import subprocess
import sys
import time

import pytest

import care_pathway as cp
from care_pathway.learning import align_catalogue, align_course

COUNT = 10_000
SUBJECTS = """
Fire Safety
Moving and Handling of People
Safeguarding Adults Level 2
Dementia Awareness
Medication Administration
Infection Prevention and Control
Mental Capacity Act and DoLS
Positive Behaviour Support
Epilepsy and Buccal Midazolam
Level 3 Diploma in Adult Care
Level 2 Certificate in Understanding Autism
Barista Skills
Paediatric First Aid
End of Life Care
Falls Prevention
Oral Health
Effective Supervision
CQC Inspection Preparation
Catheter Care
Record Keeping
Equality, Diversity and Inclusion
Food Hygiene
Diabetes Awareness
Lone Working
Report Writing
""".strip().splitlines()
FACTS = """
care staff, e-learning
hoists, slide sheets
abuse, neglect, reporting
capacity principles, best interests
MAR charts, controlled drugs, storage
causes, symptoms, communication
home visits, emergencies
care home managers
""".strip().splitlines()


def catalogue(*, distinct: bool) -> list[cp.Course]:
    """Courses as catalogues repeat them; or every text different, by a run number in the title."""
    return [
        cp.Course(
            id=f"c{number}",
            title=SUBJECTS[number % len(SUBJECTS)] + (f" run {number}" if distinct else ""),
            description=FACTS[number % len(FACTS)],
            provider=f"Provider {number % 7}",
        )
        for number in range(COUNT)
    ]


@pytest.mark.parametrize("distinct", [False, True])
def test_aligning_beside_tfidf(distinct, capsys):
    from sklearn.feature_extraction.text import TfidfVectorizer

    pathway = cp.load()
    align_course(pathway, cp.Course(id="warm", title="Fire safety"))
    courses = catalogue(distinct=distinct)
    texts = [f"{course.title} {course.description}" for course in courses]

    def best_of_three(work):
        seconds = []
        for _ in range(3):
            began = time.perf_counter()
            work()
            seconds.append(time.perf_counter() - began)
        return min(seconds)

    one_by_one = best_of_three(lambda: [align_course(pathway, course) for course in courses])
    whole = best_of_three(lambda: align_catalogue(pathway, courses))
    tfidf = best_of_three(lambda: TfidfVectorizer().fit(texts).transform(texts))
    with capsys.disabled():
        sys.stdout.write(
            f"\n{COUNT} courses, {len(set(texts))} distinct texts: aligned {one_by_one:.3f} s, "
            f"as a catalogue with coverage and duplicates {whole:.3f} s, TF-IDF {tfidf:.3f} s; "
            f"ratio {tfidf / one_by_one:.2f} and {tfidf / whole:.2f} (above 1 is faster than TF-IDF)\n"
        )


def test_loading_the_lexicon(capsys):
    code = (
        "import time, care_pathway.learning.lexicon as lexicon\n"
        "began = time.perf_counter(); lexicon.course_lexicon(); print(time.perf_counter() - began)"
    )
    seconds = min(
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout)
        for _ in range(5)
    )
    with capsys.disabled():
        sys.stdout.write(f"\nlexicon read and compiled in {seconds * 1000:.1f} ms\n")
