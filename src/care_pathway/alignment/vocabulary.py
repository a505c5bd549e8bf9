"""The course lexicon: phrases as reviewable data, read into one table of phrases.

A phrase stands for its variants: ``moving [and] (handling|assisting)`` has one optional word and one choice.
Small words (of, and, the) count for nothing, plurals are folded, and the longest phrase wins.
A comma stands for a break: ``care certificate [,] standard 5`` is also "Care Certificate: Standard 5".
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import attrs

from care_pathway._data import read_json
from care_pathway.alignment.meaning import TOPIC_BITS, Entry, Kind
from care_pathway.alignment.phrases import Lexicon


@cache
def course_lexicon() -> Lexicon:
    """The bundled lexicon, read at the first call."""
    folder = "lexicons/courses"
    entries: list[tuple[Entry, Sequence[str]]] = []
    topics = read_json(f"{folder}/topics.json")["topics"]
    bits = {topic["id"]: 1 << at for at, topic in enumerate(topics, start=TOPIC_BITS)}
    for topic in topics:
        entry = Entry(
            kind=Kind.TOPIC,
            id=topic["id"],
            themes=tuple(topic["themes"]),
            practice_areas=tuple(topic["practice_areas"]),
            facts=topic["facts"],
            weak=topic.get("weak", False),
            bundle=topic.get("bundle", False),
            bit=bits[topic["id"]],
            yields_to=sum(bits[other] for other in topic.get("yields_to", ())),
            welcomes=sum(bits[other] for other in topic.get("welcomes", ())),
        )
        entries.append((entry, topic["phrases"]))
        for name, counts in (
            ("phrases_alone", "alone"),
            ("phrases_title_only", "never"),
            ("phrases_weak", "alone"),
        ):
            if name in topic:
                weak = entry.weak or name == "phrases_weak"
                entries.append((attrs.evolve(entry, facts=counts, weak=weak), topic[name]))
    broad = read_json(f"{folder}/broad.json")
    for course in broad["courses"]:
        own = broad["sets"][course["set"]]
        entry = Entry(
            kind=Kind.BROAD,
            id=course["id"],
            themes=tuple(own["themes"]),
            practice_areas=tuple(own["practice_areas"]),
            weak=course["strength"] == "weak",
            bundle=course["bundle"],
            yields_to_facts=course["yields_to_facts"],
            by_level=tuple(
                (
                    int(level),
                    tuple(broad["sets"][name]["themes"]),
                    tuple(broad["sets"][name]["practice_areas"]),
                )
                for level, name in sorted(course["by_level"].items())
            ),
        )
        entries.append((entry, course["phrases"]))
    for world in read_json(f"{folder}/worlds.json")["worlds"]:
        entry = Entry(
            kind=Kind.WORLD, id=world["id"], sign=world["sign"], may_help=world.get("may_help", False)
        )
        entries.append((entry, world["phrases"]))
    people = read_json(f"{folder}/audience.json")
    for audience in people["audiences"]:
        entry = Entry(kind=Kind.AUDIENCE, id=audience["id"], sign=audience["sign"])
        entries.append((entry, audience["phrases"]))
    return Lexicon(entries, people["generic"])
