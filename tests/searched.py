"""The real library with its index made: what a process that is to be killed soon has ready before it starts."""

from knowledge.answering.search import index_of
from tests.law import LIBRARY

index_of(LIBRARY)
