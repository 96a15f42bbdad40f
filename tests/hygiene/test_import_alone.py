"""Every module can be imported first, by itself, without a warning."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.hygiene.import_alone import NOTHING, tree_of
from tests.hygiene.sources import PACKAGES, ROOT, modules, plant


def import_alone(root: Path, *packages: str) -> dict[str, str]:
    """What `import_alone.py` says: by the name of each module the last line of what stopped it, if anything did."""
    paths = [str(ROOT), *([] if root == ROOT else [str(root)])]
    code = f"import sys; sys.path[:0] = {paths!r}; from tests.hygiene.import_alone import main; main()"
    command = [sys.executable, "-W", "error", "-c", code, str(root), *packages]
    env = {**os.environ, "LOCUST_SKIP_MONKEY_PATCH": "1"}  # else locust patches ssl, which others have imported by then
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert told[0] == [NOTHING, ""], "something of ours was there before"
    return {name: failure.splitlines()[-1] if failure else "" for name, failure in told[1:]}


def test_every_module_can_be_imported_alone() -> None:
    names = {module.name for module in modules(ROOT, packages=PACKAGES) if not module.name.endswith("__main__")}
    answer = import_alone(ROOT, *PACKAGES)
    assert set(answer) == names
    assert {name: failure for name, failure in answer.items() if failure} == {}


def test_a_module_that_leans_on_another_is_found(tmp_path: Path) -> None:
    sources = {
        "planted/__init__.py": "",
        "planted/first.py": "import planted\nplanted.ready = True\n",
        "planted/second.py": "import planted\nplanted.ready\n",
        "planted/third.py": "import planted.first\nimport planted\nplanted.ready\n",
        "planted/fourth.py": "import planted.second\n",
        "planted/leaves.py": "import os\nos._exit(3)\n",
        "planted/warns.py": "import warnings\nwarnings.warn('old', DeprecationWarning)\n",
    }
    answer = import_alone(plant(tmp_path, sources), "planted")
    leans = "AttributeError: module 'planted' has no attribute 'ready'"
    assert answer == {
        "planted": "",
        "planted.first": "",
        "planted.second": leans,
        "planted.third": "",
        "planted.fourth": leans,
        "planted.leaves": "the process ended with 768",
        "planted.warns": "DeprecationWarning: old",
    }


def test_a_module_comes_after_its_own_import_that_has_the_most_behind_it(tmp_path: Path) -> None:
    sources = {
        "planted/__init__.py": "",
        "planted/low.py": "import json\n",
        "planted/middle.py": "from planted import low\n",
        "planted/high.py": "from planted import low, middle\ndef f():\n    import planted.top\n",
        "planted/top.py": "import planted.high\n",
    }
    tree = tree_of(modules(plant(tmp_path, sources), packages=("planted",)))
    assert tree == {
        "": ["planted", "planted.low"],
        "planted.low": ["planted.middle"],
        "planted.middle": ["planted.high"],
        "planted.high": ["planted.top"],
    }
