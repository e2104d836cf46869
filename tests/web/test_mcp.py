"""The conversation with a language model's tools: whole, and with nonsense."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

import pytest
from tests.build import river

from dateline.records import Document
from dateline.web.desk import Coder, Desk
from dateline.web.mcp import TOOLS, VERSIONS, Tools, answer_message, serve_mcp


class Fake(Coder):
    def code(self, text: str, title: str | None, published: date | None) -> Document:
        return river()


@pytest.fixture
def tools(desk: Desk) -> Tools:
    return Tools(desk.shared, Fake())


def call(tools: Tools, name: str, **arguments: object) -> dict[str, Any]:
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": name, "arguments": arguments}}
    answer = answer_message(tools, json.dumps(message))
    assert answer is not None
    result: dict[str, Any] = answer["result"]
    return result


def test_a_conversation(tools: Tools) -> None:
    messages = [
        {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {"protocolVersion": VERSIONS[1]}},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": "a", "method": "tools/list"},
        {"jsonrpc": "2.0", "id": 2, "method": "ping"},
    ]
    out = io.StringIO()
    serve_mcp(tools, io.StringIO("".join(json.dumps(one) + "\n" for one in messages) + "\n"), out)
    first, listed, pong = map(json.loads, out.getvalue().splitlines())
    assert first["result"]["protocolVersion"] == VERSIONS[1]
    assert {tool["name"] for tool in listed["result"]["tools"]} == set(TOOLS)
    assert all(tool["annotations"]["readOnlyHint"] for tool in listed["result"]["tools"])
    assert pong == {"jsonrpc": "2.0", "id": 2, "result": {}}


def test_events_lead_to_their_sentences(tools: Tools) -> None:
    rows = call(tools, "search_events", q="type:ASSAULT", limit=2)["structuredContent"]
    assert len(rows["items"]) == 2
    assert rows["next"]
    seen = call(tools, "get_event", event_id=rows["items"][0]["event_id"])["structuredContent"]
    trigger = next(one for one in seen["evidence"]["spans"] if one["slot"] == "event")
    assert seen["evidence"]["sentence"][trigger["start"] : trigger["end"]] == rows["items"][0]["words"]
    incidents = call(tools, "list_incidents", q="type:ASSAULT")["structuredContent"]["items"]
    incident = call(tools, "get_incident", incident_id=incidents[0]["incident_id"])["structuredContent"]
    assert incident["events"][0]["sentence"]
    assert call(tools, "count_events", by=["type"])["structuredContent"]["items"]
    assert call(tools, "code_text", text="Iran said so.")["structuredContent"]["events"]


@pytest.mark.parametrize(
    ("name", "arguments", "says"),
    [
        ("search_events", {"q": "actr:IRN"}, "did you mean 'actor'"),
        ("search_events", {"limit": 10**9}, "limit"),
        ("search_events", {"cursor": "x"}, "cursor"),
        ("search_events", {"sql": "DROP TABLE reports"}, "sql"),
        ("get_event", {"event_id": "../../etc/passwd"}, "no event"),
        ("get_incident", {}, "incident_id"),
        ("code_text", {"text": ""}, "text"),
    ],
)
def test_what_is_wrong_is_told_to_the_model(tools: Tools, name: str, arguments: dict[str, Any], says: str) -> None:
    result = call(tools, name, **arguments)
    assert result["isError"]
    assert says in result["content"][0]["text"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{", -32700), ("[]", -32600), ('{"id": 1}', -32600), ('{"id": 1, "method": "eat"}', -32601),
        ('{"id": [], "method": "ping"}', -32600), ('{"id": 1, "method": "tools/call", "params": []}', None),
        ('{"id": 1, "method": "tools/call", "params": {"name": "__init__"}}', -32602), ("[" * 100_000, -32700),
        ('{"id": 1, "method": "tools/call", "params": 5}', -32602),
    ],
)  # fmt: skip
def test_nonsense_gets_an_error_and_no_more(tools: Tools, line: str, code: int | None) -> None:
    answer = answer_message(tools, line)
    assert answer is not None
    assert "error" in answer
    assert code is None or answer["error"]["code"] == code
