"""The checkout as the hygiene tests read it: Python modules as syntax trees, and what they import."""

import ast
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("cli", "harness", "specs", "mocks", "reports", "load", "tests.suites")
# What tools and runs leave in a checkout; none of it is ours to judge.
FOREIGN = {
    ".git",
    ".venv",
    ".cache",
    ".hypothesis",
    ".schemathesis",
    "__pycache__",
    "node_modules",
    "dist",
    "build",
    "out",
}


@dataclass(frozen=True)
class Module:
    """One Python file of a tree: its dotted name and its text."""

    root: Path
    path: Path

    @property
    def place(self) -> str:
        """The path below the root, for messages."""
        return self.path.relative_to(self.root).as_posix()

    @property
    def name(self) -> str:
        """The dotted name; a package is named by its folder."""
        parts = self.path.relative_to(self.root).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def package(self) -> str:
        """The package that holds the module, the base of relative imports."""
        return self.name if self.path.name == "__init__.py" else self.name.rpartition(".")[0]

    @cached_property
    def text(self) -> str:
        """The source."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return ast.parse(self.text, filename=self.place)

    @cached_property
    def comments(self) -> dict[int, str]:
        """Comments by line number."""
        with self.path.open("rb") as file:
            return {
                token.start[0]: token.string
                for token in tokenize.tokenize(file.readline)
                if token.type == tokenize.COMMENT
            }

    def imports(self) -> Iterator[tuple[int, str]]:
        """Line and absolute dotted name of every import, wherever it stands; `from a import b` names `a.b`."""
        yield from self._named(ast.walk(self.tree))

    def loads(self) -> Iterator[tuple[int, str]]:
        """Those imports alone that happen when the module itself is imported."""
        yield from self._named(_at_once(self.tree))

    def _named(self, nodes: Iterable[ast.AST]) -> Iterator[tuple[int, str]]:
        for node in nodes:
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                origin = self._origin(node)
                yield from ((node.lineno, f"{origin}.{alias.name}") for alias in node.names)
            elif isinstance(node, ast.Call) and last_word(node.func) in {"import_module", "__import__"}:
                yield from ((node.lineno, str(part.value)) for part in node.args[:1] if isinstance(part, ast.Constant))

    def _origin(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return str(node.module)
        base = self.package.split(".")
        kept = base[: len(base) - node.level + 1]
        return ".".join([*kept, *([node.module] if node.module else [])])


def last_word(node: ast.expr) -> str:
    """Of a name the name, of `a.b.c` the c, of anything else nothing."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _at_once(node: ast.AST) -> Iterator[ast.AST]:
    """What runs when a module is imported: not the bodies of functions, nor what is there for the type checker."""
    yield node
    for part in ast.iter_child_nodes(node):
        if isinstance(part, ast.If) and ast.unparse(part.test) == "TYPE_CHECKING":
            for other in part.orelse:
                yield from _at_once(other)
        elif not isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from _at_once(part)


def package_of(name: str) -> str | None:
    """Which of our packages a dotted name lies in, None if it is not ours."""
    return next((package for package in PACKAGES if name == package or name.startswith(f"{package}.")), None)


def modules(root: Path, *, packages: tuple[str, ...] = PACKAGES) -> list[Module]:
    """Every module of these packages below a root, in order of place."""
    folders = (root.joinpath(*package.split(".")) for package in packages)
    return [Module(root, path) for folder in folders for path in sorted(folder.rglob("*.py"))]


def files(root: Path) -> Iterator[Path]:
    """Every file that is ours below a root."""
    for path in sorted(root.iterdir()):
        if path.is_dir() and path.name not in FOREIGN and not path.name.endswith(("_cache", ".egg-info")):
            yield from files(path)
        elif path.is_file():
            yield path


def plant(root: Path, sources: dict[str, str]) -> Path:
    """Write a small tree to be judged; keys are paths below the root."""
    for place, text in sources.items():
        path = root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
