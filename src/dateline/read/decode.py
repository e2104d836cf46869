"""Bytes to text: encodings, newlines, control characters."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from dateline.errors import ReadError

_SAMPLE = 8_192
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,4}=\s{0,4}["']?([A-Za-z0-9_\-]{2,20})""", re.IGNORECASE)
_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\u2028\u2029]")
# controls of Latin-1 that no text holds: they are what becomes of Windows-1252 read as Latin-1
_C1 = {code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff\ud800-\udfff\ufffe\uffff]")
_CONTROL = bytes(range(9)) + bytes(range(14, 27)) + bytes(range(28, 32)) + b"\x7f"


def decode(data: bytes) -> str:
    """The text of `data`, cleaned; raises ReadError where it is no text at all."""
    return clean(decode_bytes(data))


def decode_bytes(data: bytes) -> str:
    """The text of `data` in the encoding that it declares or shows; bytes that do not fit become U+FFFD."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_other(data, error)
    if data.count(b"\0") > len(data) // 5:
        return _decode_other(data, None)
    _refuse_binary(data)
    return text


def clean(text: str) -> str:
    """The text with newlines as \\n, control characters as blanks, and lone surrogates as U+FFFD.

    This is done once, at reading; from then on the text never changes.
    """
    text = _UNWANTED.sub(_blank, _NEWLINES.sub("\n", text))
    return text if text.isascii() else text.translate(_C1)


def _blank(match: re.Match[str]) -> str:
    return "\ufffd" if "\ud800" <= match.group() <= "\udfff" else " "


def _decode_other(data: bytes, error: UnicodeDecodeError | None) -> str:
    sample = data[:_SAMPLE]
    if wide := _wide(sample):
        return data.decode(wide, "replace")
    _refuse_binary(data)
    if error is not None and (error.start >= len(data) - 4 or _mostly_utf8(sample)):
        return data.decode("utf-8", "replace")
    declared = _DECLARED.search(data[:2_048])
    if declared and (encoding := _known(declared.group(1).decode("ascii"))):
        return data.decode(encoding, "replace")
    best = from_bytes(sample).best() if _share(sample, bytes(range(128, 256))) > 0.2 else None
    encoding = _known(best.encoding) if best is not None else None
    return data.decode(encoding or "cp1252", "replace")


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: nearly every other byte of Western text is zero."""
    half = len(sample) // 2
    if half < 2:
        return None
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.05 else None


def _mostly_utf8(sample: bytes) -> bool:
    """Whether the bytes above ASCII form valid UTF-8 sequences far more often than not."""
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    good = sum(character > "\x7f" for character in text) - broken
    return good > 4 * broken


def _known(encoding: str) -> str | None:
    try:
        info = codecs.lookup(encoding)
    except LookupError:
        return None
    return info.name if getattr(info, "_is_text_encoding", True) else None


def _share(sample: bytes, of: bytes) -> float:
    return (len(sample) - len(sample.translate(None, of))) / max(len(sample), 1)


def _refuse_binary(data: bytes) -> None:
    for sample in (data[:_SAMPLE], data[len(data) // 2 : len(data) // 2 + _SAMPLE]):
        if len(sample) > 16 and _share(sample, _CONTROL) > 0.05 and sample.count(0) < 0.9 * len(sample):
            raise ReadError("not text: too many control bytes")
