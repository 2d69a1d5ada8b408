"""The demo shop, planted once and copied for each test that needs one."""

import shutil
from pathlib import Path

import pytest

from tests.support.databases import in_a_loop_of_its_own
from tests.support.demo_api import plant


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    in_a_loop_of_its_own(plant(path))
    return path


@pytest.fixture
def demo_file(planted: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(planted, tmp_path / "demo.db"))
