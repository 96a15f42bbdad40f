"""The target file as text: `init` writes it for people, `demo` for itself."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from cli.counterparts import Agreed

TIMERS: Final = {"sync_within_s": 60.0, "quiet_s": 5.0, "read_timeout_s": 6.0, "first_pause_s": 1.0}

TEMPLATE: Final = """\
# The target of a readiness run: what is tested, what its supplier claims, and how to reach it.
# Secrets never stand here: *_env names the environment variable that holds one.

[sut]
name = "{name}"
supplier = "{supplier}"
version = "{version}"
# build = "sha256:…"        # if given, the running system must say the same
# province = "86"            # code of specs/codes/provinces.csv: in which row of `lienthong nation` its records stand

# Implementation conformance statement: what the supplier claims. m must be true; o may be either.
[statement]
"portal.sync" = true          # m  dossiers and progress are synchronised to the national portal
"channel.online" = true       # o  accepts dossiers submitted online
"channel.postal" = true       # o  accepts dossiers by public post
"vneid" = true                # c  knows whether an online account was verified with VNeID
"national-store" = true       # o  takes papers from the national store
"foreign-codes" = true        # o  accepts dossiers numbered by a ministry's system
"online.intake" = true        # c  takes the online dossiers that the national portal sends to it
"due.working-time" = true     # o  counts due dates in working time
"supplement.receipt" = true   # o  takes in papers that a citizen hands in when asked for more
"apology" = true              # o  has letters of apology for late dossiers
"ending" = true               # o  has acts for withdrawing and for stopping a dossier
"financial-obligation" = true # o  has a state that waits for a financial obligation
"accounts" = true             # o  keeps officers' accounts with roles and rights
"official-email" = true       # o  keeps officers' official e-mail accounts
"web.sign-in" = true          # o  people sign in with VNeID at its own web door
"web.sign-in.portal" = true   # c  or through the national portal
"routing" = true              # o  tells officers which system serves a procedure
"procedures" = true           # o  keeps the catalogue of procedures in step, with internal workflows
"ministries" = true           # o  synchronises resolution data from the ministries' centralised systems
"payment.online" = true       # o  takes fees through the national Payment Platform
"population" = true           # o  verifies applicants with the population database
"documents" = true            # o  exchanges documents over the national document axis
"land" = true                 # o  hands land dossiers over to the national land database
"tax.notices" = true          # c  takes in tax notices and receipts that the portal relays
"tax" = true                  # o  hands over to the tax administration what obligations are computed from
"insurance" = true            # o  hands linked orders over to social insurance
"electricity" = true          # o  hands service orders over to the electricity supplier
"import" = true               # o  imports the dossiers of the systems from before the merger

# Extra information for testing (IXIT).
[access]
agency = "{agency}"               # madonvi: identifier of the agency that sends
destination = "{destination}"     # dstcode

[access.upper_tester]         # makes the system act: see specs/interfaces/upper-tester/1
kind = "http"                 # or "python", "manual": see docs/guides/connect-your-acts.md
url = "{tester}"
{tester_token}

[access.portal]               # the account with which the province signs in to the portal's mock
username = "province"
password_env = "LIENTHONG_PORTAL_PASSWORD"

{inbound}

[access.timers]               # seconds, as the supplier states them for this installation
sync_within_s = {sync_within_s}          # from acceptance to the portal's view
quiet_s = {quiet_s}                # no call for so long: nothing is under way
read_timeout_s = {read_timeout_s}         # the province stops waiting for an answer after this
first_pause_s = {first_pause_s}          # pause before the first retry

# Synthetic people: whose identity numbers they have. No living person holds one of the first two kinds.
#   "century"  a province's prefix, but born from 2100 on; the date of birth in messages stays a past one
#   "prefix"   097 to 099, which is no province's, with the true century; for a system that compares it with the birth
#   "range"    numbers that the province's test environment lends: first = "…" and last = "…", 12 digits, both included
[people]
scheme = "century"

{load}

# The national side, played by lienthong: where the province reaches it, where the harness controls it.
[mocks.dvcqg]
profile = "dvcqg-2025"
national = "{national}"
control = "{control}"
token_env = "LIENTHONG_CONTROL_TOKEN"
"""


LOAD: Final = """\
[load]                        # may be loaded (docs/load.md); every loaded address serves the token
token_env = "{token}"
province = "86"               # volumes are computed from its communes, or stated in [load.volume]"""


@dataclass(frozen=True)
class Played:
    """A system beside the portal, and its address."""

    agreed: Agreed
    national: str


@dataclass(frozen=True)
class Answers:
    """What differs from one target file to another."""

    name: str = "Hệ thống thông tin giải quyết TTHC tỉnh …"
    supplier: str = "…"
    version: str = "1.0"
    agency: str = "H56.14"
    destination: str = "VN:GOV:000.00.00.G22:dvcqg"
    tester: str = "http://127.0.0.1:18090"
    national: str = "http://127.0.0.1:18080"
    control: str = "http://127.0.0.1:18081"
    inbound: str | None = None
    tester_token_env: str | None = None
    load_token_env: str | None = None
    timers: Mapping[str, float] = field(default_factory=lambda: TIMERS)
    others: tuple[Played, ...] = ()


def target_text(answers: Answers) -> str:
    """The whole file, with a comment on every line that needs one."""
    token = (
        f'token_env = "{answers.tester_token_env}"'
        if answers.tester_token_env
        else '# token_env = "LIENTHONG_TESTER_TOKEN"   # if it asks for a bearer token'
    )
    inbound = (
        f'[access.inbound]              # where other systems call the province\nurl = "{answers.inbound}"'
        if answers.inbound
        else '# [access.inbound]            # where other systems call the province\n# url = "http://127.0.0.1:18091"'
    )
    load = LOAD if answers.load_token_env else "\n".join(f"# {line}" for line in LOAD.splitlines())
    text = TEMPLATE.format(
        name=answers.name,
        supplier=answers.supplier,
        version=answers.version,
        agency=answers.agency,
        destination=answers.destination,
        tester=answers.tester,
        national=answers.national,
        control=answers.control,
        tester_token=token,
        inbound=inbound,
        load=load.format(token=answers.load_token_env or "LIENTHONG_LOAD_TOKEN"),
        **answers.timers,
    )
    return "\n".join([text, *(_mock_text(answers, row) for row in answers.others)])


def _mock_text(answers: Answers, row: Played) -> str:
    agreed = row.agreed
    lines = [
        f"[mocks.{agreed.system}]",
        f'profile = "{agreed.profile}"',
        f'national = "{row.national}"',
        f'control = "{answers.control}/{agreed.system}"',
        'token_env = "LIENTHONG_CONTROL_TOKEN"',
    ]
    accounts = [f"[mocks.{agreed.system}.accounts]", *_texts(agreed.accounts)] if agreed.accounts else []
    return "\n".join([*lines, *accounts, ""])


def connections_text(answers: Answers) -> str:
    """What the province is told of the systems beside the portal (`province serve --connect`)."""
    return "\n".join(
        "\n".join([f"[{row.agreed.system}]", f'url = "{row.national}"', *_texts(row.agreed.settings), ""])
        for row in answers.others
    )


def _texts(values: Mapping[str, str]) -> list[str]:
    return [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()]
