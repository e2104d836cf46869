"""The built page that is shipped is what its source makes, and small enough."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from tests.desk.conftest import ROOT

NODE = shutil.which("node")


@pytest.mark.skipif(
    NODE is None or not (ROOT / "web" / "node_modules" / "esbuild").is_dir(), reason="npm ci was not run in web/"
)
def test_built_files_match_their_source() -> None:
    assert NODE is not None
    done = subprocess.run([NODE, "check.mjs"], cwd=ROOT / "web", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
