# ruff: noqa: INP001 - a script and its parts, started by path
"""openid-client, certified by the OpenID Foundation and written by nobody here, signs in at both identity mocks."""

import json
from typing import Any, Final

from findings import Findings
from machine import HERE, ROOT, Failed, node_package, program, run
from served import Mock, served

SYSTEMS: Final = ("vneid", "vnconnect")
_DISCOVERY: Final = "/.well-known/openid-configuration"
_RETURN: Final = "http://127.0.0.1:9/callback"  # nobody is there: the browser's last step is read, not followed
ABOUT: Final = (
    "`openid-client` is a client that the OpenID Foundation certified.\n"
    "It signs in at each identity mock as a province's portal would: discovery, authorisation code with PKCE and "
    "nonce, keys, userinfo.\n"
    "Then the mock is told by its control port to give a wrong nonce, a wrong issuer, a wrong key and more, once each, "
    "and the client must refuse each for that reason."
)


def sign_in() -> Findings:
    """Sign in at every identity mock. Raises Missing, or Failed where a mock or the client gives no answer."""
    findings = Findings("Sign-in by an OpenID client of others", ABOUT)
    package = node_package(HERE / "node_modules" / "openid-client" / "package.json")
    findings.versions["openid-client"] = json.loads(package.read_text(encoding="utf-8"))["version"]
    findings.versions["Node.js"] = run([program("node"), "--version"]).out.strip()
    with served(*SYSTEMS) as mocks:
        for system in SYSTEMS:
            findings.note(f"{system} ({mocks[system].profile})")
            _sign_in_at(mocks[system], findings)
    return findings


def _sign_in_at(mock: Mock, findings: Findings) -> None:
    given = {
        "discovery": mock.national + _discovery_path(mock),
        "client_id": mock.accounts["client_id"],
        "client_secret": mock.accounts["client_secret"],
        "redirect_uri": _RETURN,
        "scope": "openid",
        "parameters": {},
        "control": mock.control,
        "token": mock.token,
    }
    said = run([program("node"), str(HERE / "sign_in.mjs")], given=json.dumps(given))
    lines: list[dict[str, Any]] = [json.loads(line) for line in said.out.splitlines()]
    if not lines or lines[-1] != {"ended": True}:
        raise Failed(f"the client did not come to its end: {said.told[-400:]}")
    for line in lines[:-1]:
        findings.judge(line["told"], holds=line["holds"])


def _discovery_path(mock: Mock) -> str:
    document = ROOT / "specs" / "interfaces" / mock.system / mock.profile / "openapi.json"
    paths = json.loads(document.read_text(encoding="utf-8"))["paths"]
    for path in paths:
        if path.endswith(_DISCOVERY):
            return str(path)
    raise Failed(f"the profile {mock.profile} has no path that ends in {_DISCOVERY}")
