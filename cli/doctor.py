"""`doctor`: what does not reach, match or agree. It looks, says what to mend, and gives no verdict."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from cli.province import what_waits, who_answers
from harness.errors import Ending, Refused
from harness.ixit import MockAccess, Target, load_target
from harness.pco import ObservingPco
from harness.statement import load_items, read_statement
from harness.upper_tester import Version
from specs import FOLDER

SKEW_S = 2.0
LOOKED_BACK = 1000
"""Calls; as many as one answer of the journal holds."""
TROUBLE = 2


@dataclass(frozen=True)
class Remark:
    """One thing that was looked at: whether it is fine, what was seen, and what to mend where it is not."""

    about: str
    fine: bool
    seen: str
    mend: str = ""


def examine(sut: Path, *, json_only: bool) -> int:
    """Look at everything, in order; 0 where all is fine, 2 where something is to be mended."""
    target = load_target(sut)
    remarks = [*_statement(target), *_secrets(target), *_upper_tester(target)]
    for mock in target.mocks.values():
        remarks += [*_tls(mock.national), *_mock(mock)]
    if json_only:
        sys.stdout.write(json.dumps([asdict(row) for row in remarks], ensure_ascii=False) + "\n")
    else:
        for row in remarks:
            sys.stdout.write(f"{'ok  ' if row.fine else 'MEND'}  {row.about}: {row.seen}\n")
            sys.stdout.write(f"      → {row.mend}\n" if row.mend and not row.fine else "")
    return 0 if all(row.fine for row in remarks) else TROUBLE


def _statement(target: Target) -> Iterator[Remark]:
    items = load_items(FOLDER / "statement.toml")
    statement = read_statement(items, target.answers)
    for item in items.values():
        if item.id not in target.answers:
            yield Remark("statement", False, f"{item.id} is left out", "answer it with true or false")
        elif item.status == "m" and not statement.answers[item.id]:
            yield Remark(
                "statement",
                False,
                f"{item.id} is mandatory and answered no",
                f"{item.requirement} rests on it: mend the system, then answer true",
            )
    yield Remark("statement", True, f"{len(target.answers)} of {len(items)} items answered")


def _secrets(target: Target) -> Iterator[Remark]:
    wanted = {target.access.portal_password_env: "password of the province at the portal"}
    wanted |= {mock.token_env: f"control token of {mock.system}" for mock in target.mocks.values()}
    if target.access.upper_tester.token_env:
        wanted[target.access.upper_tester.token_env] = "token of the upper tester"
    settings = target.access.upper_tester.settings
    wanted |= {settings[name]: f"settings.{name} of the upper tester" for name in settings if name.endswith("_env")}
    for name, purpose in wanted.items():
        fine = bool(os.environ.get(name))
        yield Remark("secret", fine, f"{name} ({purpose}) is {'set' if fine else 'not set'}", f"export {name}=…")


def _upper_tester(target: Target) -> Iterator[Remark]:
    if target.access.upper_tester.url:
        yield from _tls(target.access.upper_tester.url)
    try:
        version = who_answers(target)
    except Refused as exc:
        yield Remark("upper tester", False, str(exc), "start the province; check [access.upper_tester]")
        return
    yield Remark("upper tester", True, f"{version.name} {version.version}, build {version.build}")
    declared = target.sut.get("build")
    yield Remark(
        "build", declared in {None, version.build}, f"declared {declared or 'none'}", "declare the running one"
    )
    if target.access.upper_tester.kind == "manual":
        yield Remark("clock", True, "nobody can be asked: compare the province's clock with ours by eye")
        return
    yield from _clock(version)
    yield from _outbox(target)


def _clock(version: Version) -> Iterator[Remark]:
    if version.clock is None:
        yield Remark("clock", True, "the upper tester does not tell it: compare the province's clock with ours by eye")
        return
    skew = abs((datetime.fromisoformat(version.clock) - datetime.now(UTC)).total_seconds())
    yield Remark("clock", skew <= SKEW_S, f"the province's clock is {skew:.1f} s from ours", "synchronise both (NTP)")


def _outbox(target: Target) -> Iterator[Remark]:
    try:
        outbox = what_waits(target)
    except (Ending, Refused, KeyError) as exc:
        yield Remark("outbox", False, f"it does not say what waits: {exc}", "offer GET /outbox as the contract says")
        return
    waiting = f"{outbox.pending} message(s) wait" + (f" since {outbox.oldest}" if outbox.oldest else "")
    yield Remark("outbox", outbox.pending == 0, waiting, "let it drain, or find out why it does not")


def _tls(url: str) -> Iterator[Remark]:
    parts = urlsplit(url)
    if parts.scheme == "https":
        yield from _attempt("TLS", f"{url} is trusted", lambda: _handshake(url), "install the issuer's certificate")
    elif parts.hostname not in {"127.0.0.1", "localhost", "::1"}:
        yield Remark("TLS", False, f"{url} is not encrypted", "use https, or a network that nobody else shares")


def _handshake(url: str) -> None:
    httpx.get(url, trust_env=False, timeout=5.0)


def _mock(mock: MockAccess) -> Iterator[Remark]:
    pco = ObservingPco(mock.control, token=os.environ.get(mock.token_env, ""), append=lambda _kind, _data: None)
    about = f"mock {mock.system}"
    try:
        identity = pco.identity()
    except Ending as exc:
        yield Remark(about, False, str(exc), "start `lienthong mocks serve`, or let `run` start it")
        return
    finally:
        pco.close()
    profile, national = str(identity.get("profile")), str(identity.get("national"))
    same = (profile, national.rstrip("/")) == (mock.profile, mock.national.rstrip("/"))
    yield Remark(about, same, f"plays {profile} on {national}", "make both say the same")
    seen = int(identity.get("journal_next", 1)) - 1
    # The portal is called from the start on; of the others most are only asked when somebody needs them.
    called = seen > 0 or mock.system != "dvcqg"
    yield Remark(about, called, f"{seen} call(s) of the province so far", "point the province at the national address")
    yield from _credentials(mock, seen)


def _credentials(mock: MockAccess, seen: int) -> Iterator[Remark]:
    """Whether the province's last sign-in, among its last calls, bore the account of the target file."""
    answer = httpx.get(
        f"{mock.control}/control/1/journal",
        params={"after": max(seen - LOOKED_BACK, 0), "wait": 0},
        headers={"Authorization": f"Bearer {os.environ.get(mock.token_env, '')}"},
        trust_env=False,
    )
    known = [row["facts"]["credentials"] for row in answer.json()["exchanges"] if "credentials" in row["facts"]]
    if known:
        told = f"the province's last sign-in bore {known[-1]} credentials"
        yield Remark("credentials", known[-1] == "right", told, "give it the account and password of [access.portal]")


def _attempt(about: str, fine: str, action: Callable[[], None], mend: str) -> Iterator[Remark]:
    try:
        action()
    except httpx.HTTPError as exc:
        yield Remark(about, False, repr(exc), mend)
    else:
        yield Remark(about, True, fine)
