"""A short sentence about what a regulation says, or about what it leaves unsaid, with the words it rests on."""

from typing import Self

from pydantic import model_validator

from knowledge.model import Bound


class Statement(Bound):
    """A plain sentence for display, bound to the provision and the words that carry it.

    Silence is stated too: with ``not_stated`` the provision is the nearest one, and ``ask`` names who can tell.
    """

    text: str
    """The sentence as shown (Chinese), in the text's own words as far as they go."""
    also: tuple[Bound, ...] = ()
    """Further words that the sentence rests on."""
    not_stated: bool = False
    """The text does not say it; ``text`` says so."""
    ask: str = ""
    """Whom to ask: always given where the text is silent."""

    @model_validator(mode="after")
    def _silence_names_someone_to_ask(self) -> Self:
        """A person who is told that nothing is written must be told where to turn."""
        if self.not_stated and not self.ask:
            raise ValueError("写了 not_stated，就要写 ask：可以问谁")
        return self

    @property
    def bounds(self) -> tuple[Bound, ...]:
        """Every quote of the statement, its first one first."""
        return (Bound(at=self.at, quote=self.quote), *self.also)
