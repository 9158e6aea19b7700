"""What the whole suite shares: the real library, and how hypothesis runs."""

import os

import pytest
from hypothesis import settings

from knowledge.library import Library
from tests.law import LIBRARY

settings.register_profile("suite", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("suite")


@pytest.fixture(scope="session")
def library() -> Library:
    """The regulations, read once."""
    return LIBRARY
