"""Who is who between files: by reference, else by name or e-mail address. None of these is ever shown.

A reference is matched as it is written, then without leading zeros, ``.0``, case, spaces and marks where that
is one reference on each side; a name or an address only where one person on each side has it. A file that has
none of the names as they stand, and several of them with the surname first, is read so. Where the
reference is of one person and the name of another, nobody is found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import NamedTuple

from attrs import frozen

from care_pathway.tabular.headings import Holds


@frozen(repr=False)
class Person:
    """How a row names a person, in a form to compare; repr shows nothing of it.

    Attributes:
        name: The name.
        email: The e-mail address.
    """

    name: str | None = None
    email: str | None = None

    @classmethod
    def of(
        cls,
        *,
        whole: str | None = None,
        first: str | None = None,
        last: str | None = None,
        email: str | None = None,
    ) -> Person:
        """A person from the cells of a row.

        Example:
            >>> Person.of(whole="O'Neil, Ann") == Person.of(first="ann", last="O’Neil")
            True
        """
        name = (
            _whole(whole) if whole else " ".join(filter(None, (_plain(one) for one in (first, last) if one)))
        )
        address = (email or "").strip().casefold()
        return cls(name or None, address if "@" in address else None)

    @classmethod
    def of_parts(cls, parts: Mapping[Holds, str]) -> Person:
        """A person from what columns hold of them."""
        if not parts:
            return cls()  # most rows of training name nobody
        return cls.of(
            whole=parts.get(Holds.WHOLE),
            first=parts.get(Holds.FIRST),
            last=parts.get(Holds.LAST),
            email=parts.get(Holds.EMAIL),
        )

    def __repr__(self) -> str:
        return "Person()"


def parts_of_person(cells: Sequence[str], held: Mapping[int, Holds]) -> dict[Holds, str]:
    """What the cells of a row say of who it is about, by what their columns hold.

    Example:
        >>> parts_of_person(["7", "Ann", ""], {1: Holds.FIRST, 2: Holds.LAST})
        {<Holds.FIRST: 'first'>: 'Ann'}
    """
    parts: dict[Holds, str] = {}
    for at, kind in held.items():
        if at < len(cells) and cells[at] and kind is not Holds.OTHER:
            parts.setdefault(kind, cells[at])
    return parts


def _whole(name: str) -> str:
    """``Last, First`` and ``First Last`` are the same; what stands in brackets is left out."""
    bare = _BRACKETS.sub(" ", name)
    last, comma, first = bare.partition(",")
    return _plain(f"{first} {last}" if comma else bare)


def _plain(name: str) -> str:
    """A name without case, accents, marks and the way somebody is addressed."""
    letters = unicodedata.normalize("NFKD", name.replace("'", "").replace("’", "")).casefold()
    if not letters.isascii():
        letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(word for word in _WORD.findall(letters) if word not in _ADDRESS)


_BRACKETS = re.compile(r"\([^()]*\)")
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr"})


def plain_reference(reference: str) -> str:
    """A reference without leading zeros, ``.0``, case, spaces and marks.

    Example:
        >>> [plain_reference(text) for text in ("00124", "124.0", "S-0012", "s 12")]
        ['124', '124', 's12', 's12']
    """
    text = _NO_MORE.sub("", reference.strip()).casefold()
    return _LEADING.sub("", _SIGNS.sub("", text))


_NO_MORE = re.compile(r"\.0+\Z")
_SIGNS = re.compile(r"[^0-9a-z]+")
_LEADING = re.compile(r"(?<![0-9])0+(?=[0-9])")


#: What is said of a row about nobody.
NO_REFERENCE = "no worker has this reference"
#: What is said of a row whose reference is of one person and whose name is of another.
OF_ANOTHER = (
    "the staff list has this reference under another name, so nobody has it; "
    "the reference that the staff list has for this person settles it"
)
#: What is said of a row that counts for a reference, though the name beside it is another.
UNDER_ANOTHER_NAME = (
    "the staff list has this reference under another name; it counts for the reference. "
    "Look whether this is the same person"
)
_OTHERWISE = "a reference that is written otherwise"


def several_have(what: str) -> str:
    """What is said of a row that could be about several people."""
    return (
        f"by its {what} this may fit several people, so nobody has it; "
        "a reference of their own for each, in both files, settles it"
    )


class Entry(NamedTuple):
    """Somebody on a staff list.

    Attributes:
        worker: Id of the worker.
        reference: The employer's reference, where there is one.
        person: How the list names them.
    """

    worker: str
    reference: str | None
    person: Person


class Matcher:
    """People of a staff list, to be found by what another file calls them.

    Args:
        entries: Everybody on the list; a person of several jobs once for each.
        beside: How the rows of the other file call people, where that is known: what two people of it share
            says of neither who it is.

    Attributes:
        by: How many rows were matched other than exactly, by what.
    """

    def __init__(self, entries: Iterable[Entry], beside: Iterable[tuple[str | None, Person]] = ()) -> None:
        people = tuple(entries)
        self._ids = {one.worker: (one.worker,) for one in people}
        self._exact: dict[str, tuple[str, ...]] = {}
        plain: dict[str, dict[str, None]] = {}
        for one in people:
            if one.reference is not None:
                self._exact[one.reference] = (*self._exact.get(one.reference, ()), one.worker)
                plain.setdefault(plain_reference(one.reference), {})[one.reference] = None
        self._plain = {key: tuple(found) for key, found in plain.items() if key}
        #: References of several people: for each of them the workers of each name.
        self._shared = _of_several(people)
        self._called = {one.worker: one.person.name for one in people}
        others = tuple(beside)
        self._twice, self._of_two = _of_two_beside(others)
        self._asked: dict[str, tuple[str, ...]] = {}
        self._names = _only((one.person.name, one) for one in people)
        self._emails = _only((one.person.email, one) for one in people)
        self._turned = _is_turned({one.name for _, one in others if one.name is not None}, self._names)
        self.by: dict[str, int] = {}

    def find(self, reference: str | None, person: Person) -> tuple[str, ...]:
        """Ids of the worker, one for each of their jobs; none where it is not sure who it is."""
        found, what = self._look(reference, person)
        if found and what is not None:
            self.by[what] = self.by.get(what, 0) + 1
        return found

    def is_called(self, worker: str, text: str) -> bool:
        """Whether a text that names somebody, by reference, address or name, names this worker."""
        found = self._look(text, Person())[0] or self._look(None, Person.of(whole=text))[0]
        return worker in found

    def is_of_somebody(self, reference: str | None, person: Person) -> bool:
        """Whether it is sure whom something is about."""
        return bool(self._look(reference, person)[0])

    def doubt(self, reference: str | None, person: Person) -> str | None:
        """What is to be said of a row that was matched by its reference, and has another name.

        Example:
            >>> people = [Entry("7", "7", Person.of(whole="Ann Lee"))]
            >>> doubt = Matcher(people).doubt("7", Person.of(whole="Bo Day"))
            >>> doubt.partition(";")[0]
            'the staff list has this reference under another name'
            >>> Matcher(people).doubt("7", Person.of(whole="Lee, A")) is None
            True
        """
        exact = self._exact.get(reference or "") or self._ids.get(reference or "") or ()
        if reference in self._shared or not self._differs(exact, person):
            return None
        return UNDER_ANOTHER_NAME if self._look(reference, person)[0] else None

    def why_not(self, reference: str | None, person: Person) -> str:
        """Why a row is about nobody, after nobody was found.

        Example:
            >>> people = [Entry(one, None, Person.of(whole="Ann Vole")) for one in ("1", "2")]
            >>> Matcher(people).why_not(None, Person.of(whole="Ann Vole"))[:44]
            'by its name this may fit several people, so '
        """
        what = self._look(reference, person)[1]
        if what == OF_ANOTHER:
            return what
        if what is not None:
            return several_have(what.partition(" ")[2])
        return NO_REFERENCE if reference is not None else "nobody in the staff list has this name"

    def _look(self, reference: str | None, person: Person) -> tuple[tuple[str, ...], str | None]:
        """Who it is, and by what if not exactly; nobody by something where several people have that."""
        unclear: str | None = None
        if reference is not None:
            exact = self._exact.get(reference) or self._ids.get(reference)
            if exact is not None and reference in self._shared:
                mine = self._shared[reference].get(person.name or "", ())
                return mine, None if mine else "a reference"
            if exact is not None:
                # What is plainly somebody else's by its name is not credited to who has the reference.
                other = self._differs(exact, person) and self._names.get(person.name or "", ())
                return ((), OF_ANOTHER) if other else (exact, None)
            if reference not in self._asked:  # references repeat from row to row
                self._asked[reference] = self._plain.get(plain_reference(reference), ())
            alike = self._asked[reference]
            if len(alike) == 1 and plain_reference(reference) not in self._twice:
                found = self._exact[alike[0]]
                return ((), OF_ANOTHER) if self._differs(found, person) else (found, _OTHERWISE)
            unclear = _OTHERWISE if alike else None
            if "@" in reference and person.email is None:
                person = Person(person.name, reference.casefold())
        for what, key, known in (
            ("an e-mail address", person.email, self._emails),
            ("a name", person.name, self._names),
            ("a name with the surname first", self._turned_name(person.name), self._names),
        ):
            if key is not None and key in known:
                if known is self._names and person.name in self._of_two:
                    return (), "a name in this file"
                return known[key], what
        return (), unclear

    def _turned_name(self, name: str | None) -> str | None:
        return _turned(name, self._names) if self._turned and name is not None else None

    def _differs(self, workers: Iterable[str], person: Person) -> bool:
        """Whether a row that names somebody plainly names none of these workers, all of whom have names."""
        mine = person.name
        names = [self._called[worker] for worker in workers] if mine is not None else []
        return mine is not None and bool(names) and all(name and _differ(name, mine) for name in names)


def _differ(one: str, other: str) -> bool:
    """Whether two names have no word in common; initials alone, and words that are written together, may.

    Example:
        >>> [_differ("ann lee", name) for name in ("lee", "a l", "annlee", "ann day", "bo day")]
        [False, False, False, False, True]
    """
    if one == other:
        return False
    mine, its = one.split(), other.split()
    initials = any(all(len(word) == 1 for word in words) for words in (mine, its))
    return not initials and set(mine).isdisjoint(its) and "".join(mine) != "".join(its)


def _turned(name: str, known: Container[str]) -> str | None:
    """The one known name that this is with its surname first.

    Example:
        >>> _turned("de cole cat", {"cat de cole", "ann able"})
        'cat de cole'
    """
    words = name.split()
    turned = {" ".join((*words[at:], *words[:at])) for at in range(1, len(words))} - {name}
    found = [one for one in turned if one in known]
    return found[0] if len(found) == 1 else None


def _is_turned(names: Iterable[str], known: Mapping[str, object]) -> bool:
    """Whether a file writes the surname first: no name of it is known as it stands, and several are turned.

    Example:
        >>> people = {"ann able": 1, "bob bold": 2}
        >>> _is_turned(["able ann", "bold bob"], people), _is_turned(["able ann", "bob bold"], people)
        (True, False)
    """
    found = set(names)
    return known.keys().isdisjoint(found) and sum(_turned(name, known) is not None for name in found) > 1


def _of_two_beside(beside: Iterable[tuple[str | None, Person]]) -> tuple[frozenset[str], frozenset[str]]:
    """Plain references that another file spells in several ways, and names that several people of it have."""
    spelt: dict[str, set[str]] = {}
    owners: dict[str, set[str]] = {}
    for reference, person in beside:
        plain = None if reference is None else plain_reference(reference) or reference
        if reference is not None and plain is not None:
            spelt.setdefault(plain, set()).add(reference)
        owner = plain or person.email
        if person.name is not None and owner is not None:
            owners.setdefault(person.name, set()).add(owner)
    twice, of_two = (
        frozenset(key for key, found in kept.items() if len(found) > 1) for kept in (spelt, owners)
    )
    return twice, of_two


def _of_several(people: Iterable[Entry]) -> dict[str, dict[str, tuple[str, ...]]]:
    """References under which people of different names stand, with the workers of each name."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for one in people:
        if one.reference is not None and one.person.name is not None:
            names = found.setdefault(one.reference, {})
            names[one.person.name] = (*names.get(one.person.name, ()), one.worker)
    return {reference: names for reference, names in found.items() if len(names) > 1}


def _only(pairs: Iterable[tuple[str | None, Entry]]) -> dict[str, tuple[str, ...]]:
    """Names with the workers of the only person who has each; none where several people have it."""
    found: dict[str, list[Entry]] = {}
    for key, one in pairs:
        if key is not None:
            found.setdefault(key, []).append(one)
    return {
        key: tuple(one.worker for one in group)
        if len(group) == 1
        or (
            len({one.reference for one in group} - {None}) == 1
            and all(one.reference is not None for one in group)
        )
        else ()
        for key, group in found.items()
    }
