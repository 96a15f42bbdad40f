"""Every recorded exchange as HAR 1.2, for viewers of HTTP traffic: redacted, as it was recorded.

A door sees no host name that is worth keeping, so the host is the system's name below `.invalid`. Where no answer came,
the status is 0 and the comment says why. What was asked of the national side on purpose stands in `_behaviour`.
"""

import json
from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlencode

from harness.record import SealedRecord
from reports import RENDERER
from reports.outside import Json
from reports.tally import Tally

UNKNOWN = -1  # HAR's word for a size or a time that nobody measured
STATUSES = {status.value: status.phrase for status in HTTPStatus}


def render(record: SealedRecord, readiness: Mapping[str, Json]) -> str:
    """The JSON document, in the order of arrival at each door. Pure; what the run came to is only its comment."""
    entries = sorted((_entry(row) for row in record.exchanges.values()), key=lambda row: row["startedDateTime"])
    said = readiness.get("answer") or record.run["part"]
    log = {
        "version": "1.2",
        "creator": {"name": "lienthong", "version": record.run["harness"]["version"]},
        "comment": f"{said} ({readiness['exit_code']}), rendered by {RENDERER}",
        "entries": entries,
    }
    return json.dumps({"log": log}, ensure_ascii=False, indent=1) + "\n"


def tally(text: str) -> Tally:
    """How many exchanges it holds."""
    return {"exchanges": len(json.loads(text)["log"]["entries"])}


def _entry(row: Mapping[str, Json]) -> dict[str, Json]:
    elapsed = UNKNOWN if row["elapsed_ms"] is None else row["elapsed_ms"]
    return {
        "startedDateTime": row["started"],
        "time": max(elapsed, 0),
        "request": _request(row),
        "response": _response(row),
        "cache": {},
        "timings": {"send": 0, "wait": max(elapsed, 0), "receive": 0},
        "comment": " ".join(filter(None, [row["id"], row["direction"], row["operation"], row["silence"]])),
        "_behaviour": list(row["behaviour"]),
    }


def _request(row: Mapping[str, Json]) -> dict[str, Json]:
    request = row["request"]
    pairs = [(name, value) for name, values in request["query"].items() for value in values]
    path = request["path"] if request["path"].startswith("/") else f"/{request['path']}"
    query = f"?{urlencode(pairs)}" if pairs else ""
    body = _body(request)
    posted = {"postData": {"mimeType": _type_of(request), "text": body}} if body else {}
    return {
        "method": request["method"],
        "url": f"http://{row['system']}.invalid{path}{query}",
        "queryString": [{"name": name, "value": value} for name, value in pairs],
        **_head(request),
        **posted,
    }


def _response(row: Mapping[str, Json]) -> dict[str, Json]:
    response = row["response"] or {"status": 0, "headers": {}, "body": None, "text": None, "size": 0}
    return {
        "status": response["status"],
        "statusText": STATUSES.get(response["status"], ""),
        "redirectURL": response["headers"].get("location", ""),
        "content": {"size": response["size"], "mimeType": _type_of(response), "text": _body(response)},
        **_head(response),
    }


def _head(half: Mapping[str, Json]) -> dict[str, Json]:
    return {
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": [{"name": name, "value": value} for name, value in half["headers"].items()],
        "headersSize": UNKNOWN,
        "bodySize": half["size"],
    }


def _body(half: Mapping[str, Json]) -> str:
    return half["text"] or "" if half["body"] is None else json.dumps(half["body"], ensure_ascii=False)


def _type_of(half: Mapping[str, Json]) -> str:
    return str(half["headers"].get("content-type", ""))
