"""A scripted person at a real pseudo-terminal: reads what the screen says, does it on the province, types what it gave.

It knows nothing but what is printed: a value that the terminal does not show cannot reach the province.
"""

import os
import re
import threading
from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import Any

import httpx

from harness.upper_tester.contract import CONTRACT

PROMPT = re.compile(r"(?:→ [^\n]*|lý do|Họ tên người thao tác|Chức vụ, đơn vị|hiển thị \[[^\]\n]*\]): \Z")
NAME, ROLE = "Trần Thị Thao Tác", "Chuyên viên, Bộ phận Một cửa"


def _resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """A schema without references, as far as one step goes."""
    for branch in schema.get("anyOf", ()):
        if branch != {"type": "null"}:
            return _resolved(branch)
    if "$ref" in schema:
        found: Mapping[str, Any] = CONTRACT.document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return found
    return schema


def read_body(lines: list[str], schema: Mapping[str, Any]) -> dict[str, Any]:
    """The body that the lines say, by the labels of the contract."""
    named = {row.get("x-vi", ""): (name, row) for name, row in _resolved(schema)["properties"].items()}
    label = re.compile(rf"({'|'.join(map(re.escape, named))})( [0-9]+)?: ?(.*)")
    body: dict[str, Any] = {}
    for number, line in enumerate(lines):
        if line.startswith("   "):
            continue
        found = label.fullmatch(line)
        assert found, f"nobody can tell what {line!r} is"
        below = [row[3:] for row in takewhile(lambda row: row.startswith("   "), lines[number + 1 :])]
        name, row = named[found[1]]
        place = _resolved(row)["items"] if found[2] else row
        value = read_body(below, place) if below else _typed(found[3], _resolved(place))
        if found[2]:
            body.setdefault(name, []).append(value)
        else:
            body[name] = value
    return body


def _typed(value: str, schema: Mapping[str, Any]) -> Any:
    kind = schema.get("type")
    return {"boolean": value == "có", "integer": int(value) if value.isdigit() else None}.get(str(kind), value)


class Operator(threading.Thread):
    """Acts at the province whose base address and token it has; ends when the terminal is closed."""

    def __init__(self, url: str, token: str) -> None:
        super().__init__(name="operator", daemon=True)
        self._own, self.theirs = os.openpty()
        self._province = httpx.Client(
            base_url=url, headers={"Authorization": f"Bearer {token}"}, trust_env=False, timeout=10.0
        )
        self._answers: list[str] = []
        self.seen = ""
        self.silent = False
        self.start()

    def run(self) -> None:
        text = ""
        while chunk := self._read():
            text += chunk
            self.seen += chunk
            if PROMPT.search(text) and not self.silent:
                os.write(self._own, f"{self._answer(text)}\n".encode())
                text = text.rpartition("■")[2] if "→" in text else ""

    def close(self) -> None:
        os.close(self.theirs)
        self.join(5.0)
        os.close(self._own)
        self._province.close()

    def _read(self) -> str:
        try:
            return os.read(self._own, 65536).decode().replace("\r\n", "\n")
        except OSError:  # the other side was closed
            return ""

    def _answer(self, text: str) -> str:
        last = text.rpartition("\n")[2]
        if "Họ tên người" in last:
            return NAME
        if "Chức vụ" in last:
            return ROLE
        if "hiển thị" in last:
            return ""
        if not self._answers:
            self._answers = list(self._act(text))
        return self._answers.pop(0)

    def _act(self, text: str) -> Iterator[str]:
        """Do what the last notice says; gives what is to be typed, prompt by prompt."""
        title, *lines = text.rpartition("■")[2].splitlines()
        operation, method, path = next(_described(title.partition(". ")[2]))
        told = [line[3:] for line in lines if line.startswith("   ") and not line.startswith(("   →", "   ("))]
        told = [line for line in told if "gõ ! và lý do" not in line]
        if "{" in path:
            path = re.sub(r"\{[^}]*\}", told.pop(0), path)
        asked, answered = CONTRACT.bodies(operation)
        answer = self._do(method, path, read_body(told, asked) if method == "post" else None)
        if answer is not None and "từ chối thì gõ k" in text:
            yield "k" if answer.status_code == httpx.codes.FORBIDDEN else "c"
            return
        if answer is None or answer.is_error:
            yield f"! {answer.status_code if answer is not None else 'không kết nối được'}"
            return
        yield from self._typed_for(operation, answer.json(), answered)

    def _do(self, method: str, path: str, body: Any) -> httpx.Response | None:
        try:
            return self._province.request(method, path, json=body)
        except httpx.HTTPError:
            return None

    def _typed_for(self, operation: str, told: Mapping[str, Any], answered: Mapping[str, Any]) -> Iterator[str]:
        if operation == "accept":
            yield told["dossier"]
        elif "dossier" in told:
            yield ""
        else:
            yield from _values(told, _resolved(answered))


def _values(told: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[str]:
    """The values in the order in which they are asked; rows one after the other, and an empty line behind the last."""
    for name in schema["required"]:
        if isinstance(told[name], list):
            for row in told[name]:
                yield from _values(row, _resolved(_resolved(schema["properties"][name])["items"]))
            yield ""
        else:
            yield "" if told[name] is None else str(told[name])


def _described(title: str) -> Iterator[tuple[str, str, str]]:
    for path, methods in CONTRACT.document["paths"].items():
        for method, row in methods.items():
            if method != "parameters" and row["x-vi"] == title:
                yield row["operationId"], method, path
