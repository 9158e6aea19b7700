"""What follows from the answers: composites, answers that imply others, and a retirement day that has come."""

from collections.abc import Iterator, Mapping
from datetime import date

from knowledge.vocabulary.facts import NO, YES, Answers, Fact, Value
from knowledge.vocabulary.retirement import RetirementRule, has_retired_by


def typed_value(fact: Fact, word: str) -> Value:
    """A value as rules write it (是, 否, a choice) as the value of the fact."""
    return word == YES if fact.kind == "yes_no" else word


class Vocabulary(Mapping[str, Fact]):
    """The facts by id, with what each answer implies worked out once.

    From 是 implying 是 between two yes-or-no facts follows that 否 of the second implies 否 of the first, and so on.
    """

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self._facts = dict(facts)
        self.implied: dict[tuple[str, Value], list[tuple[str, Value]]] = {}
        self.wholes: dict[str, list[Fact]] = {}
        for fact in self._facts.values():
            for member in (fact.id, *fact.parts):
                if fact.parts:
                    self.wholes.setdefault(member, []).append(fact)
            self._learn(fact)

    def __getitem__(self, fact_id: str) -> Fact:
        return self._facts[fact_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def _learn(self, fact: Fact) -> None:
        """Note what the choices of a fact imply, and the reverse where both are yes-or-no."""
        for choice in fact.choices:
            said = typed_value(fact, choice.value)
            for target_id, word in choice.implies.items():
                target = self._facts.get(target_id)
                if target is None:  # told by the checks of the rules; nothing follows here
                    continue
                self.implied.setdefault((fact.id, said), []).append((target_id, typed_value(target, word)))
                if fact.kind == target.kind == "yes_no":
                    reverse = (fact.id, choice.value == NO)
                    self.implied.setdefault((target_id, word == NO), []).append(reverse)


def derive(
    vocabulary: Vocabulary, answers: Mapping[str, Value], on: date | None = None, rule: RetirementRule | None = None
) -> Answers:
    """The answers and all that follows from them.

    What was said stays, except that the parts win over a whole that contradicts them; 不清楚 gives way to what follows.
    """
    known: Answers = {fact: value for fact, value in answers.items() if value is not None}
    for fact_id in list(known):
        for whole in vocabulary.wholes.get(fact_id, ()):
            told = _whole_value(whole, answers)
            if told is not None:
                known[whole.id] = told
    waiting = list(known)
    while waiting:
        fact_id = waiting.pop()
        for target, value in _following(vocabulary, fact_id, known):
            if target not in known:
                known[target] = value
                waiting.append(target)
    if rule and on and rule.reached not in known and has_retired_by(rule, known, on):
        known[rule.reached] = True
    return {**answers, **known}


def _following(vocabulary: Vocabulary, fact_id: str, known: Answers) -> Iterator[tuple[str, Value]]:
    """Values that a known fact settles, alone or together with the others."""
    yield from vocabulary.implied.get((fact_id, known[fact_id]), ())
    for whole in vocabulary.wholes.get(fact_id, ()):
        told = _whole_value(whole, known)
        if told is not None:
            yield whole.id, told
        yield from _parts_settled(whole, known)


def _whole_value(whole: Fact, known: Mapping[str, Value]) -> bool | None:
    """What the parts make of the whole; None where they do not settle it."""
    values = [known.get(part) for part in whole.parts]
    settling = bool(whole.any_of)
    if settling in values:
        return settling
    return None if None in values else not settling


def _parts_settled(whole: Fact, known: Answers) -> Iterator[tuple[str, Value]]:
    """Parts that the whole settles: all of them, or the last one left open."""
    value = known.get(whole.id)
    settling = bool(whole.any_of)
    if value is None:
        return
    if value is not settling:
        yield from ((part, value) for part in whole.parts)
        return
    still = [part for part in whole.parts if known.get(part) is None]
    if len(still) == 1 and all(known.get(part) is not settling for part in whole.parts):
        yield still[0], settling
