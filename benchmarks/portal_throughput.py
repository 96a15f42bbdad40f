# ruff: noqa: INP001 - a script, started by path
"""Requests per second of the mock portal beside a bare stdlib server, in one run on this machine.

The bare server (ThreadingHTTPServer) parses the body and keeps it in a dict. The portal checks the session and the JSON
Schema, redacts, journals and answers. Both are processes of their own, driven by the same threads with the same bodies.
    python benchmarks/portal_throughput.py [--seconds 5] [--threads 4]
"""

import argparse
import http.client
import json
import multiprocessing
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parent.parent))

from mocks.stage.serve import ServeOptions, serve

DOSSIER = {
    "MaTTHC": "2.001019",
    "TenTTHC": "Cấp bản sao trích lục hộ tịch, bản sao Giấy khai sinh",
    "MaLinhVuc": "G09-HT01",
    "TenLinhVuc": "Hộ tịch",
    "KenhThucHien": "2",
    "ChuHoSo": "Nguyễn Thị Thử Nghiệm",
    "LoaiDoiTuong": "1",
    "TrichYeuHoSo": "Cấp bản sao trích lục khai sinh cho người thử nghiệm " * 4,
    "NgayTiepNhan": "20261122081502",
    "NgayHenTra": "20261123170000",
    "TrangThaiHoSo": "2",
    "DonViXuLy": "H56.14",
    "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": "099199123456"}],
    "TaiLieuNop": [
        {"TepDinhKemId": str(number), "TenTepDinhKem": f"tệp số {number}.pdf", "IsDeleted": "False"}
        for number in range(5)
    ],
}


class Bare(BaseHTTPRequestHandler):
    """Parses a push and keeps it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    kept: dict[str, Any] = {}  # noqa: RUF012 - one store for all requests is the point

    def do_POST(self) -> None:
        """Keep the dossiers of the call and answer as the portal does."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.kept.update({row["MaHoSo"]: row for row in body["data"]})
        answer = json.dumps({"error_code": "0", "message": "Thành công", "result": None}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the library's
        """Say nothing."""


def serve_bare(said: Connection) -> None:
    """Serve until the process is ended."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bare)
    said.send(f"http://127.0.0.1:{server.server_port}")
    server.serve_forever()


def serve_portal(said: Connection) -> None:
    """Serve until the process is ended."""
    options = ServeOptions(token="t", username="u", password="p")  # noqa: S106 - guards nothing
    serve(options, ready=lambda mock: said.send(mock["national"]))


def drive(url: str, *, seconds: float, threads: int) -> float:
    """Accepted pushes per second, `threads` connections kept busy for `seconds`."""
    address = urlsplit(url)
    counts = [0] * threads
    session = sign_in(address.hostname, address.port)
    until = time.monotonic() + seconds

    def push(place: int) -> None:
        line = http.client.HTTPConnection(str(address.hostname), address.port)
        head = {"session": session, "madonvi": "H56.14", "service": "DongBoHoSoMC", "isUpdating": "False"}
        while time.monotonic() < until:
            row = DOSSIER | {"MaHoSo": f"H56.14-26112{place}-{counts[place]:06d}"}
            line.request(
                "POST", "/integration", json.dumps(head | {"data": [row]}), {"Content-Type": "application/json"}
            )
            if json.loads(line.getresponse().read())["error_code"] != "0":
                raise RuntimeError("a push was refused")
            counts[place] += 1
        line.close()

    workers = [threading.Thread(target=push, args=(place,)) for place in range(threads)]
    begun = time.monotonic()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(counts) / (time.monotonic() - begun)


def sign_in(host: str | None, port: int | None) -> str:
    """A session of the portal; the bare server takes any."""
    line = http.client.HTTPConnection(str(host), port)
    line.request("POST", "/auth/login", json.dumps({"username": "u", "password": "p", "data": []}))
    return str(json.loads(line.getresponse().read()).get("session"))


def measure(target: Any, *, seconds: float, threads: int) -> float:
    """Start a server process, drive it, end it."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    server = context.Process(target=target, args=(there,), daemon=True)
    server.start()
    try:
        return drive(here.recv(), seconds=seconds, threads=threads)
    finally:
        server.terminate()
        server.join()


def main() -> None:
    """Measure both, half the time each, and write one line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=5.0, help="for both together (default 5)")
    parser.add_argument("--threads", type=int, default=4)
    options = parser.parse_args()
    rates = {
        name: measure(target, seconds=options.seconds / 2, threads=options.threads)
        for name, target in (("bare", serve_bare), ("portal", serve_portal))
    }
    ratio = rates["portal"] / rates["bare"]
    sys.stdout.write(f"portal {rates['portal']:.0f}/s  bare stdlib {rates['bare']:.0f}/s  ratio {ratio:.2f}\n")


if __name__ == "__main__":
    main()
