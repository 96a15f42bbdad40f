"""A paper of the mock is a PDF that can be read: every object is where the table of the file says."""

import re

from mocks.core.papers import make_pdf


def test_every_object_is_where_the_table_says() -> None:
    pdf = make_pdf(["Kết quả (giả lập)", "số \\ 12/KQ"])
    (start,) = map(int, re.findall(rb"startxref\n(\d+)\n%%EOF\n$", pdf))
    rows = re.findall(rb"(\d{10}) 00000 n ", pdf[start:])
    assert len(rows) == 4
    for number, row in enumerate(rows, start=1):
        assert pdf[int(row) :].startswith(b"%d 0 obj\n" % number)
    (length,) = map(int, re.findall(rb"/Length (\d+)", pdf))
    stream = pdf.partition(b"stream\n")[2][:length]
    assert stream.endswith(b"ET")
    assert rb"(Ket qua \(gia lap\)) '" in stream
    assert rb"(so \\ 12/KQ) '" in stream
