"""The gazetteer's file: how names and columns are packed, for the build script and for `dateline gazetteer update`.

Imports nothing of ours, so that the build script can load it without the package.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

MAGIC = b"DLGAZ1\n"
BLOCK = 16  # names in one front-coded block
KINDS = ("country", "ADM1", "ADM2", "town")
NO_PARENT = 0xFFFF
ALIAS = 0x80000000
_MOST_SHARED = 90
# How likely a place of each kind is meant by a name of its own, and by an alias.
_WEIGHTS = ((100.0, 10.0), (2.0, 1.0), (0.2, 0.01), (1.0, 0.3))


def prominence(kind: int, population: int, *, alias: bool) -> float:
    """How likely the place is meant by the name, before any context."""
    return (population + 1) * _WEIGHTS[kind][alias]


def is_useful(alias: str, folded: str) -> bool:
    """Whether an alternate name is worth keeping: no codes, no machine transliterations, no other scripts."""
    latin = all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or c in "’‘ʼʻ–" for c in alias)
    if not alias or not latin or not alias[0].isupper() or any(c in alias for c in ",;()/"):
        return False
    if alias.isupper() and len(alias) <= 4:
        return False
    return 3 <= len(folded) <= 40


def pack_keys(keys: Iterable[tuple[bytes, Sequence[int]]]) -> dict[str, np.ndarray]:
    """Front-coded blocks of sorted keys with their rows, so that a look-up is a bisection and a scan of sixteen."""
    blob, offsets, starts, postings = bytearray(), [], [], np.zeros(1 << 16, dtype=np.uint32)
    previous, filled = b"", 0
    for index, (raw, found) in enumerate(keys):
        if index % BLOCK == 0:
            offsets.append(len(blob))
            starts.append(filled)
            previous = b""
        shared = 0
        while shared < min(len(previous), len(raw), _MOST_SHARED) and previous[shared] == raw[shared]:
            shared += 1
        count = b"" if len(found) == 1 else b"\t%d" % len(found)
        blob += bytes([32 + shared]) + raw[shared:] + count + b"\n"
        if filled + len(found) > len(postings):
            postings = np.concatenate([postings, np.zeros_like(postings)])
        postings[filled : filled + len(found)] = found
        filled += len(found)
        previous = raw
    offsets.append(len(blob))
    return {
        "keys": np.frombuffer(bytes(blob), dtype=np.uint8),
        "key_offsets": np.array(offsets, dtype=np.uint32),
        "key_starts": np.array(starts, dtype=np.uint32),
        "postings": postings[:filled].copy(),
    }


def write_gazetteer(path: Path, countries: list[dict[str, Any]], arrays: Mapping[str, np.ndarray]) -> None:
    """One file: magic, length of the header, JSON header, arrays on 8-byte borders."""
    layout, position = {}, 0
    for name, array in arrays.items():
        layout[name] = [array.dtype.str, len(array), position]
        position += -(-array.nbytes // 8) * 8
    header = json.dumps(
        {"countries": countries, "arrays": layout, "block": BLOCK}, separators=(",", ":")
    ).encode()
    header += b" " * (-(len(MAGIC) + 4 + len(header)) % 8)
    with path.open("wb") as out:
        out.write(MAGIC + struct.pack("<I", len(header)) + header)
        for array in arrays.values():
            out.write(array.tobytes() + b"\0" * (-array.nbytes % 8))
