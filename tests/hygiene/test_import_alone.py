"""Every module can be imported first, by itself, without a warning."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.hygiene.sources import PACKAGES, ROOT, modules, plant


def import_alone(names: list[str], *, extra: Path | None = None) -> dict[str, Any]:
    """What `import_alone.py` says about these modules; `extra` is a further folder to import from."""
    paths = [str(ROOT), *([str(extra)] if extra else [])]
    code = f"import sys; sys.path[:0] = {paths!r}; from tests.hygiene.import_alone import main; main()"
    command = [sys.executable, "-W", "error", "-c", code]
    env = {**os.environ, "LOCUST_SKIP_MONKEY_PATCH": "1"}  # else locust patches ssl, which others have imported by then
    done = subprocess.run(command, input=json.dumps(names), capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_every_module_can_be_imported_alone() -> None:
    names = [module.name for module in modules(ROOT, packages=PACKAGES) if not module.name.endswith("__main__")]
    answer = import_alone(names)
    assert answer["preloaded"] == []
    assert {name: failure.splitlines()[-1] for name, failure in answer["failures"].items()} == {}


def test_a_module_that_leans_on_another_is_found(tmp_path: Path) -> None:
    sources = {
        "planted/__init__.py": "",
        "planted/first.py": "import planted\nplanted.ready = True\n",
        "planted/second.py": "import planted\nplanted.ready\n",
        "planted/warns.py": "import warnings\nwarnings.warn('old', DeprecationWarning)\n",
    }
    plant(tmp_path, sources)
    answer = import_alone(["planted.first", "planted.second", "planted.warns"], extra=tmp_path)
    assert {name: failure.splitlines()[-1] for name, failure in answer["failures"].items()} == {
        "planted.second": "AttributeError: module 'planted' has no attribute 'ready'",
        "planted.warns": "DeprecationWarning: old",
    }
