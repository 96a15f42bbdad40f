"""The national side of a run: mocks that already answer are used, the others are started while it lasts."""

import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

from cli.listening import listen_at
from cli.processes import Part, parts
from harness.errors import HarnessError, Refused
from harness.ixit import MockAccess, Target
from harness.pco import ObservingPco
from harness.trust import trust

ANSWER_WITHIN_S = 2.0


@contextmanager
def national_side(target: Target) -> Iterator[Mapping[str, str]]:
    """Every mock of the target file answers inside the block. Gives the secrets that the campaign needs, by variable.

    A token that is not set is made up, for a mock that is started here. Raises Refused where a port is taken.
    """
    missing = [mock for mock in target.mocks.values() if not _answers(mock)]
    made = {mock.token_env: secrets.token_urlsafe(24) for mock in missing if mock.token_env not in os.environ}
    inbound = target.access.inbound
    groups = _by_control_port(missing)
    with parts([Part(serve_words(target.path, group, province=inbound), made) for group in groups]):
        yield made


def serve_words(sut: Path, systems: Iterable[str], *, province: str | None) -> list[str]:
    """The command that plays these systems of a target file as a readiness run wants it: one defect hides no other.

    `province`: the address for what they push.
    """
    pushes = ["--province", province] if province else []
    return ["mocks", "serve", "--sut", str(sut), "--lenient", *(f"--system={system}" for system in systems), *pushes]


def _by_control_port(mocks: Iterable[MockAccess]) -> list[list[str]]:
    """Systems that share a control port are played by one process."""
    groups: dict[tuple[str, int], list[str]] = {}
    for mock in mocks:
        groups.setdefault(listen_at(mock.control), []).append(mock.system)
    return list(groups.values())


def _answers(mock: MockAccess) -> bool:
    """Whether the mock runs already and takes our token. A port held by something else is refused later, by name."""
    token = os.environ.get(mock.token_env)
    shown = {"Authorization": f"Bearer {token}"} if token else {}  # whoever asks without is journaled as an intruder
    url = f"{mock.control}/control/1/identity"
    try:
        answer = httpx.get(url, headers=shown, timeout=ANSWER_WITHIN_S, verify=trust(), trust_env=False)
    except httpx.InvalidURL as exc:
        raise Refused(f"{mock.control!r} is no address: {exc}") from exc
    except httpx.HTTPError:
        return False
    asks = answer.status_code == httpx.codes.UNAUTHORIZED
    if token and (asks or "redaction_key" in answer.text):
        _check_identity(mock, token)
        return True
    if asks:
        raise Refused(f"a mock runs at {mock.control}: export its token as {mock.token_env}, or free the port")
    raise Refused(
        f"{mock.control} answers {answer.status_code}, so it is no mock of ours: "
        f"free the port, or mend [mocks.{mock.system}] control"
    )


def _check_identity(mock: MockAccess, token: str) -> None:
    pco = ObservingPco(mock.control, token=token, append=lambda _kind, _data: None)
    try:
        identity = pco.identity()
    except HarnessError as exc:
        raise Refused(
            f"the mock at {mock.control} does not take the token in {mock.token_env} ({exc}): "
            f"export the token that it was started with, or free the port"
        ) from exc
    finally:
        pco.close()
    spoken = " ".join(str(identity.get(name)) for name in ("system", "profile"))
    if spoken != f"{mock.system} {mock.profile}":
        raise Refused(
            f"{mock.control} plays {spoken}, the target file says {mock.system} {mock.profile}: make both say the same"
        )
    if not identity.get("lenient"):
        raise Refused(
            f"the mock at {mock.control} refuses every breach of its profile, which would hide what comes after the "
            f"first one: start it with --lenient for a readiness run"
        )
