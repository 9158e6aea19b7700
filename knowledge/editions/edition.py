"""One edition of a regulation together with the facts that its folder names."""

from dataclasses import dataclass

from knowledge.library import Library, Regulation


@dataclass(frozen=True, slots=True)
class Edition:
    """A regulation of a library. Two editions of one regulation stand in two libraries."""

    library: Library
    slug: str

    @property
    def regulation(self) -> Regulation:
        """The regulation itself. Raises ``KeyError`` where the library has none of that slug."""
        return self.library.get(self.slug)
