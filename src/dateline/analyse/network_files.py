"""A network in files: GraphML for graph tools, CSV for tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from xml.etree import ElementTree as Xml

from dateline.analyse.networks import Network, Tie

_SPACE = "http://graphml.graphdrawing.org/xmlns"
_NODE = {"name": "string", "acts": "int", "cooperation": "double", "conflict": "double", "bloc": "int",
         "between": "double"}  # fmt: skip
_EDGE = {"acts": "int", "forth": "int", "back": "int", "cooperation": "double", "conflict": "double",
         "balance": "double", "first_day": "string", "last_day": "string", "filter": "string"}  # fmt: skip


def network_graphml(network: Network) -> str:
    """The whole network as GraphML: an undirected graph; what is not known has no `data`."""
    root = Xml.Element("graphml", xmlns=_SPACE)
    for kind, fields in (("node", _NODE), ("edge", _EDGE)):
        for name, of in fields.items():
            key = {"id": f"{kind}_{name}", "for": kind, "attr.name": name, "attr.type": of}
            Xml.SubElement(root, "key", key)
    graph = Xml.SubElement(root, "graph", id="network", edgedefault="undirected")
    for node in network.nodes:
        _fill(Xml.SubElement(graph, "node", id=node.party), "node", {name: getattr(node, name) for name in _NODE})
    for tie in network.ties:
        edge = Xml.SubElement(graph, "edge", source=tie.left, target=tie.right)
        _fill(edge, "edge", {name: getattr(tie, name) for name in _EDGE})
    Xml.indent(root)
    return Xml.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _fill(element: Xml.Element, kind: str, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        if value is not None:
            Xml.SubElement(element, "data", key=f"{kind}_{name}").text = str(value)


def network_csv(network: Network) -> str:
    """A row for each tie and span of time, after those of the whole, which have no `start`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["start", "left", "right", "left_bloc", "right_bloc", "acts", "forth", "back", "quad1", "quad2",
                     "quad3", "quad4", "cooperation", "conflict", "balance", "filter"])  # fmt: skip
    whole = {node.party: node.bloc for node in network.nodes}
    for tie in network.ties:
        writer.writerow(_row("", tie, whole))
    for frame in network.frames:
        for tie in frame.ties:
            writer.writerow(_row(frame.start.isoformat(), tie, frame.blocs))
    return out.getvalue()


def _row(start: str, tie: Tie, blocs: Mapping[str, int | None]) -> list[object]:
    return [start, tie.left, tie.right, blocs[tie.left], blocs[tie.right], tie.acts, tie.forth, tie.back, *tie.quads,
            tie.cooperation, tie.conflict, round(tie.balance, 3), tie.filter]  # fmt: skip
