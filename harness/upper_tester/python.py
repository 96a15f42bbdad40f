"""The way by a class of the supplier's, for a vendor's own API or a browser robot; its traffic passes our proxy.

The class is made with (base, settings): the proxy's address in place of the system's, and the table of the target
file with its secrets. Its methods are `accept(application)`, `act(dossier, name, body)` and, where it can, `desk(name,
body)`, `view(name, key="")`, `outbox()`, `version()`, `clock()`, `set_clock(body)`, `reset()`, `close()`. Each takes
and gives the JSON of the contract; where the system refuses it raises `harness.errors.Inconclusive`.
"""

import importlib
import sys
from collections.abc import Mapping

from harness.errors import Ending, HarnessError, Inconclusive
from harness.exchange import Json
from harness.ixit import UpperTesterAccess, secret
from harness.proxy import RecordingProxy
from harness.upper_tester.protocol import Told
from harness.upper_tester.stimulus import StimulusLog
from harness.upper_tester.wish import Wish
from harness.verdict import Code

NEEDED = ("accept", "act")
ENV = "_env"


class PythonWay:
    """Asks by the methods of an object. An act that sent nothing through the proxy is not confirmed, whatever it says.

    `declared` is who acts, where the class has no `version` of its own.
    """

    operator = None

    def __init__(
        self, system: object, proxy: RecordingProxy, log: StimulusLog, *, declared: Mapping[str, Json]
    ) -> None:
        self._system, self._proxy, self._log, self._declared = system, proxy, log, declared
        self._name = f"{type(system).__module__}:{type(system).__qualname__}"

    def ask(self, wish: Wish) -> Told:
        """Call the method. Raises Inconclusive(PRECONDITION) where it is missing, or nothing of it is to be seen."""
        self._proxy.take(self._log.append)
        since, told = self._log.clock.now(), None
        try:
            told = self._told(wish)
        finally:
            crossed = [exchange.id for exchange in self._proxy.take(self._log.append)]
            exchange = self._log.note(wish, by=self._name, since=since, told=told, crossed=crossed)
        if not crossed and wish.verb != "version":
            what = f"{self._name} says that it did {wish.verb}, and nothing passed the recording proxy"
            raise Inconclusive(Code.PRECONDITION, f"{what} ({exchange.id})")
        reply = exchange.reply
        return Told({} if reply is None else reply, exchange)

    def close(self) -> None:
        """Let the class go, then the proxy."""
        try:
            if hasattr(self._system, "close"):
                self._call("close")
            self._proxy.take(self._log.append)
        finally:
            self._proxy.close()

    def _told(self, wish: Wish) -> Mapping[str, Json]:
        if wish.verb == "version" and not hasattr(self._system, "version"):
            return self._declared
        if not hasattr(self._system, wish.verb):
            raise Inconclusive(Code.PRECONDITION, f"{self._name} has no method {wish.verb}")
        told = self._call(wish.verb, *wish.words, *([] if wish.body is None else [wish.body]))
        if told is None and wish.verb == "reset":
            return {}
        if not isinstance(told, Mapping):
            raise HarnessError(Code.ENVIRONMENT, f"{self._name}.{wish.verb} gave {type(told).__name__}, not an object")
        return told

    def _call(self, verb: str, *words: Json) -> Json:
        """What the method gives. Its own trouble is neither the system's nor ours: ERROR(ENVIRONMENT) with its name."""
        try:
            return getattr(self._system, verb)(*words)
        except Ending:
            raise
        except Exception as exc:  # the class is not ours, and may raise anything
            raise HarnessError(Code.ENVIRONMENT, f"{self._name}.{verb} broke: {exc!r}") from exc


def make_system(access: UpperTesterAccess, base: str) -> object:
    """Import the class of the target file and make its object. Raises HarnessError(CONFIG) where that is not possible.

    The folder of the class goes to `sys.path`: only a process that plays or asks does this.
    """
    sys.path.insert(0, str(access.folder))
    package, _, name = access.implementation.partition(":")
    settings = _settings(access.settings)
    try:
        made: object = getattr(importlib.import_module(package), name)(base, settings)
    except Exception as exc:  # the class is not ours, and may raise anything
        what = f"the upper tester {access.implementation} (folder {access.folder}) cannot be made: {exc!r}"
        raise HarnessError(Code.CONFIG, what) from exc
    missing = [method for method in NEEDED if not hasattr(made, method)]
    if missing:
        raise HarnessError(Code.CONFIG, f"the upper tester {access.implementation} has no method {missing[0]}")
    return made


def _settings(table: Mapping[str, Json]) -> dict[str, Json]:
    """The table with the values of secrets in the place of the names of their variables."""
    plain = {name: value for name, value in table.items() if not name.endswith(ENV)}
    named = {name.removesuffix(ENV): variable for name, variable in table.items() if name.endswith(ENV)}
    return plain | {name: secret(variable, purpose=f"settings.{name}") for name, variable in named.items()}
