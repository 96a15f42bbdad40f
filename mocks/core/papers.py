"""Papers that the mock makes itself: one page of PDF with a few lines of text."""

import unicodedata
from collections.abc import Sequence
from typing import Final

LEFT, TOP, LINE, SIZE = 56, 780, 18, 12
FONT: Final = b"/F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_ESCAPED: Final = str.maketrans({"\\": "\\\\", "(": "\\(", ")": "\\)"})


def make_pdf(lines: Sequence[str]) -> bytes:
    """A PDF (ISO 32000-1) of one page. Vietnamese stands there without its marks: the built-in fonts have none."""
    text = "\n".join(f"({_plain(line)}) '" for line in lines)
    stream = f"BT /F1 {SIZE} Tf {LINE} TL {LEFT} {TOP} Td\n{text}\nET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << %s >> >> >>"
        % FONT,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    return body + head + rows + tail


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in letters if char.isascii() and char.isprintable()).translate(_ESCAPED)
