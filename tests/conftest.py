"""What all tests share."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--write-golden` writes what golden cases expect from what was made; read it before you commit."""
    parser.addoption("--write-golden", action="store_true", default=False)
