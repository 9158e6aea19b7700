"""The build: one lock file with hashes for all that the project needs, and one command that checks everything."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
LOCK = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
PINNED = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", LOCK, re.MULTILINE))


def declared() -> list[str]:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    required = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["dev"]]
    required += project["build-system"]["requires"]
    return [re.split("[<>=~ ]", each)[0].lower() for each in required]


@pytest.mark.parametrize("name", declared())
def test_everything_declared_is_locked(name: str) -> None:
    assert name in PINNED


def test_every_locked_package_has_hashes() -> None:
    blocks = re.split(r"\n(?=[a-z0-9-]+==)", LOCK)[1:]
    assert len(blocks) >= len(PINNED) - 1
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_the_lock_names_no_place_to_fetch_from() -> None:
    assert not re.search(r"https?://|file:|--(extra-)?index-url|--find-links", LOCK)


def test_the_whole_check_is_make_test() -> None:
    lines = (PROJECT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert lines[-1] == "exec make test"


@pytest.mark.parametrize("target", ["setup", "run", "test", "lock", "format"])
def test_the_makefile_has_its_targets(target: str) -> None:
    subprocess.run(["make", "--dry-run", target], cwd=PROJECT, check=True, capture_output=True)


def program(folder: Path, name: str, script: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def make_environment(folder: Path, python: Path) -> subprocess.CompletedProcess[str]:
    """Run the script with programs of ours in front of the machine's own."""
    return subprocess.run(
        [PROJECT / ".ci/environment", folder / "venv", PROJECT / "requirements.lock"],
        env={"PATH": f"{folder}:/usr/bin:/bin", "PYTHON": str(python)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_too_old_a_python_is_refused_with_advice(tmp_path: Path) -> None:
    ran = make_environment(tmp_path, program(tmp_path, "python", "exit 1"))
    assert ran.returncode == 1
    assert "Python 3.11 or later is needed" in ran.stderr
    assert not (tmp_path / "venv").exists()


WITHOUT_VENV = """case "$2" in *ensurepip*) exit 1 ;; *print*) echo python3.11-venv ;; esac"""


def test_a_debian_python_without_venv_names_the_package_to_install(tmp_path: Path) -> None:
    program(tmp_path, "id", "echo 1000")
    ran = make_environment(tmp_path, program(tmp_path, "python", WITHOUT_VENV))
    assert ran.returncode == 1
    assert ran.stderr.endswith("run: sudo apt-get install python3.11-venv\n")


def test_root_on_debian_gets_the_package_installed(tmp_path: Path) -> None:
    program(tmp_path, "id", "echo 0")
    program(tmp_path, "apt-get", f'echo "$@" >> {tmp_path}/apt.log')
    make_environment(tmp_path, program(tmp_path, "python", WITHOUT_VENV))
    assert "python3.11-venv" in (tmp_path / "apt.log").read_text()
