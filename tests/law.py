"""The real library, read once in a process, however many tests look at it."""

from knowledge.loader import load

LIBRARY = load()
