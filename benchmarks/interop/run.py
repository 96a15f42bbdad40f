# ruff: noqa: INP001 - a script and its parts, started by path
"""Third-party tools over what lienthong publishes and plays: do programs that nobody here wrote agree?

    python benchmarks/interop/run.py lint        Spectral and Redocly over every OpenAPI document
    python benchmarks/interop/run.py sign-in     openid-client signs in at both identity mocks, and refuses bad tokens
    python benchmarks/interop/run.py xml         xmllint validates SOAP and edXML of the running mocks
    python benchmarks/interop/run.py signature   xmlsec1 verifies the signature of an edXML document
    python benchmarks/interop/run.py envelope    @sigstore/core verifies the signatures under a record
    python benchmarks/interop/run.py reports     JUnit, GITB TRL and OSCAL against the schemas of their owners
    python benchmarks/interop/run.py oscal       compliance-trestle reads the OSCAL documents
    python benchmarks/interop/run.py allure      Allure 3 builds its site and counts what we count
    python benchmarks/interop/run.py pdfa        veraPDF validates the minute as PDF/A-2a and PDF/UA-1

`--write-docs` keeps the output in docs/interop. Exit code 0: all agree; 1: something does not; 2: something is missing
on this machine, said in one line.
"""

import argparse
import sys
from collections.abc import Callable, Mapping
from typing import Final

from allure_site import allure_site
from envelope import envelope
from findings import Findings
from lint import lint
from machine import Failed, Missing
from oscal_trestle import oscal_trestle
from pdfa import pdfa
from report_schemas import reports
from sign_in import sign_in
from signature import signature
from xml_check import xml

COMMANDS: Final[Mapping[str, Callable[[], Findings]]] = {
    "lint": lint,
    "sign-in": sign_in,
    "xml": xml,
    "signature": signature,
    "envelope": envelope,
    "reports": reports,
    "oscal": oscal_trestle,
    "allure": allure_site,
    "pdfa": pdfa,
}


def main() -> int:
    """Run one subcommand; see the head of this file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=sorted(COMMANDS))
    parser.add_argument("--write-docs", action="store_true", help="keep the output in docs/interop")
    options = parser.parse_args()
    try:
        findings = COMMANDS[options.command]()
    except Missing as exc:
        sys.stderr.write(f"{options.command}: {exc}\n")
        return 2
    except Failed as exc:
        sys.stderr.write(f"{options.command}: {exc}\n")
        return 1
    sys.stdout.write(findings.text())
    if options.write_docs:
        findings.write_page(options.command)
    return 1 if findings.failures else 0


if __name__ == "__main__":
    sys.exit(main())
