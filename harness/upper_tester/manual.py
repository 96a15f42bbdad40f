"""The way by a person: the terminal says what to do, the operator does it on the system's screens and tells the result.

Who acts is asked once. Each act has a deadline. The record keeps what was asked and told, by whom and when; the
verdict of a case is what its judgements are, and each of them says that a person acted.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from harness.errors import Inconclusive
from harness.exchange import Json
from harness.upper_tester.contract import BASE, CONTRACT
from harness.upper_tester.form import Field, Form
from harness.upper_tester.protocol import Told
from harness.upper_tester.stimulus import StimulusLog
from harness.upper_tester.terminal import Terminal
from harness.upper_tester.wish import Wish
from harness.verdict import Code

CANNOT = "!"
DONE, NOT_DONE = frozenset({"c", "y"}), frozenset({"k", "n"})
REFUSED = 403
"""What the contract answers somebody who has not the right (a problem's `status`)."""
NOT_BY_HAND = frozenset({"set_clock", "reset"})
WORDS: Mapping[str, Mapping[str, str]] = {
    "vi": {
        "begin": "Từ đây bạn thao tác trên hệ thống theo lời dẫn. Không làm được thì gõ ! và lý do.",
        "name": "Họ tên người thao tác: ",
        "role": "Chức vụ, đơn vị: ",
        "version": "Phiên bản mà hệ thống đang hiển thị [{version}]: ",
        "done": "   Làm xong thì bấm Enter; không làm được thì gõ ! và lý do: ",
        "tell": "   → {label}: ",
        "attempt": "   → Hệ thống cho làm thì gõ c, hệ thống từ chối thì gõ k: ",
        "about": "   {word}",
        "row": "   {label}, dòng {number} (để trống ô đầu khi hết):",
        "again": "   Chưa đúng dạng, xin nhập lại.",
        "deadline": "   (trong {minutes:g} phút)",
        "late": "\n   Đã hết thời gian; thao tác này được ghi là không thực hiện.",
    },
    "en": {
        "begin": "From here on you act on the system as you are told. What cannot be done: type ! and why.",
        "name": "Name of the person who acts: ",
        "role": "Position and office: ",
        "version": "Version that the system shows [{version}]: ",
        "done": "   Press Enter when it is done; if it cannot be done, type ! and why: ",
        "tell": "   → {label}: ",
        "attempt": "   → Type y if the system lets you do it, n if the system refuses: ",
        "about": "   {word}",
        "row": "   {label}, row {number} (leave the first one empty at the end):",
        "again": "   This is not of the right form, please type it again.",
        "deadline": "   (within {minutes:g} minutes)",
        "late": "\n   Time is up; this act is recorded as not done.",
    },
}


class ManualWay:
    """Asks a person. `declared` is who acts by the target file: name, version and build of the system."""

    def __init__(
        self, terminal: Terminal, log: StimulusLog, *, declared: Mapping[str, Json], deadline_s: float
    ) -> None:
        self._terminal, self._log, self._declared, self._deadline_s = terminal, log, declared, deadline_s
        self._words = WORDS[terminal.language]
        self._form = Form(CONTRACT.document["components"], terminal.language)

    @cached_property
    def operator(self) -> str:
        """Name and role of the person, asked at the first act."""
        until = self._until()
        self._terminal.say(self._words["begin"])
        name, role = (self._line(self._words[which], until, needed=True) for which in ("name", "role"))
        return f"{name}, {role}"

    def ask(self, wish: Wish) -> Told:
        """Let the person do it. Raises Inconclusive where they cannot (PRECONDITION) or do not in time (TIMEOUT)."""
        if wish.verb in NOT_BY_HAND:
            raise Inconclusive(Code.PRECONDITION, f"a person at a terminal cannot do {wish.verb}")
        by = self.operator
        since, told = self._log.clock.now(), None
        try:
            told = self._version() if wish.verb == "version" else self._told(wish)
        finally:
            exchange = self._log.note(wish, by=by, since=since, told=told)
        return Told(exchange.reply, exchange)

    def close(self) -> None:
        """The terminal belongs to who started the run."""

    def _version(self) -> Mapping[str, Json]:
        """Who acts, with the version that the person sees."""
        shown = self._line(self._words["version"].format(version=self._declared["version"]), self._until())
        return {**self._declared, "version": shown or self._declared["version"]}

    def _told(self, wish: Wish) -> Mapping[str, Json]:
        named = str(CONTRACT.operation(wish.method, f"{BASE}{wish.path}"))
        operation, (asked, answered) = CONTRACT.described(named), CONTRACT.bodies(named)
        until = self._until()
        self._terminal.say(f"\n■ {self._log.count + 1}. {self._form.title(operation)}")
        for word in wish.words[:1] if wish.verb in {"act", "attempt"} else wish.words[1:]:
            self._terminal.say(self._words["about"].format(word=word))
        for line in self._form.lines(wish.body or {}, asked):
            self._terminal.say(line)
        self._terminal.say(self._words["deadline"].format(minutes=self._deadline_s / 60))
        known = self._known(wish, operation, answered)
        if wish.verb == "attempt":
            return known if self._was_done(until) else {"status": REFUSED}
        told = {field.name: self._value(field, until) for field in self._fields(wish, answered, known)}
        if not told:
            self._line(self._words["done"], until)
        return {**known, **told}

    def _was_done(self, until: float) -> bool:
        """Whether the system let the person do it."""
        while True:
            line = self._line(self._words["attempt"], until, needed=True).strip().lower()
            if line in DONE or line in NOT_DONE:
                return line in DONE
            self._terminal.say(self._words["again"])

    def _known(self, wish: Wish, operation: Mapping[str, Json], answered: Mapping[str, Json]) -> dict[str, Json]:
        """What nobody has to tell: the dossier acted on, and the status that an act gives it by the contract."""
        known = self._form.constants(answered)
        if wish.verb in {"act", "attempt"}:
            known["dossier"] = wish.words[0]
        if "x-status-after" in operation:
            known["status"] = operation["x-status-after"]
        return known

    def _fields(self, wish: Wish, answered: Mapping[str, Json], known: Mapping[str, Json]) -> list[Field]:
        """Of an act only what the protocol reads (dossier and status); of anything else all that is mandatory."""
        fields = self._form.fields(answered, known=known)
        if wish.verb in {"accept", "act"}:
            return [field for field in fields if field.name in {"dossier", "status"}]
        return fields

    def _value(self, field: Field, until: float) -> Json:
        """What is told of a field: a value, or rows until the first column of one is left empty."""
        if not field.columns:
            return self._one(field, until)
        rows: list[Json] = []
        while True:
            self._terminal.say(self._words["row"].format(label=field.label, number=len(rows) + 1))
            first, *others = field.columns
            value = self._one(replace(first, nullable=True), until)
            if value is None:
                return rows
            rows.append({first.name: value, **{other.name: self._one(other, until) for other in others}})

    def _one(self, field: Field, until: float) -> Json:
        label = f"{field.label} ({', '.join(field.choices)})" if field.choices else field.label
        while True:
            line = self._line(self._words["tell"].format(label=label), until, needed=not field.nullable)
            try:
                return field.read(line)
            except ValueError:
                self._terminal.say(self._words["again"])

    def _until(self) -> float:
        return self._log.clock.monotonic() + self._deadline_s

    def _line(self, prompt: str, until: float, *, needed: bool = False) -> str:
        """One typed line; an empty one only where nothing is needed."""
        while True:
            line = self._terminal.ask(prompt, within_s=until - self._log.clock.monotonic())
            if line is None:
                self._terminal.say(self._words["late"])
                raise Inconclusive(Code.TIMEOUT, f"the operator did not answer within {self._deadline_s:g} s")
            if line.startswith(CANNOT):
                raise Inconclusive(Code.PRECONDITION, f"the operator could not do it: {line[1:].strip()[:200]}")
            if line or not needed:
                return line
