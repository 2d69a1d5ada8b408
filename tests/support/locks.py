"""The hash-pinned locks: `python -m tests.support.locks update` makes them anew, `check` says if they are stale.

A lock names packages, versions and hashes, and no address, so that it serves whatever index a machine is set up with.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "requirements"
LOCKS = {
    "run.lock": ["pyproject.toml"],
    "dev.lock": ["pyproject.toml", "--extra", "dev"],
    "build.lock": ["requirements/build.in"],
}
ADDRESS = re.compile(r"https?://|file:|index-url|find-links")


def compiled(name: str, folder: Path) -> str:
    """The lock as it follows from pyproject.toml now; pins of the present lock are kept where they still fit."""
    target = folder / name
    if (FOLDER / name).exists():
        shutil.copy(FOLDER / name, target)
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--generate-hashes", "--universal"]
    command += ["--python-version", "3.11", "--no-emit-index-url", "--no-emit-find-links", "--no-header"]
    subprocess.run([*command, "-o", str(target), *LOCKS[name]], check=True, cwd=ROOT)
    return re.sub(r"-r (?:\S*/)?", "-r ", target.read_text())


def main(asked: str) -> int:
    stale = []
    with tempfile.TemporaryDirectory() as folder:
        for name in LOCKS:
            text = compiled(name, Path(folder))
            if ADDRESS.search(text):
                raise SystemExit(f"{name} would hold an address")
            if not (FOLDER / name).exists() or (FOLDER / name).read_text() != text:
                stale.append(name)
                if asked == "update":
                    (FOLDER / name).write_text(text)
    if asked == "check" and stale:
        sys.stderr.write(f"stale: {', '.join(stale)}; run `make locks`\n")
    return 1 if asked == "check" and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
