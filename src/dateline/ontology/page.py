"""The part of the codebook page that follows from the ontology's files."""

from __future__ import annotations

from dateline.ontology.types import EventType, Plover


def codebook_section(plover: Plover) -> str:
    """The event types and contexts as Markdown."""
    parts = ["## Event types\n"]
    parts += [_event_type(kind) for kind in plover.types.values()]
    parts.append("## Contexts\n")
    parts += [f"- `{name}`: {text}" for name, text in plover.contexts.items()]
    return "\n".join(parts) + "\n"


def _event_type(kind: EventType) -> str:
    lines = [f"### {kind.name}\n", f"{kind.definition}\n"]
    needs = "needs a recipient" if kind.needs_recipient else "needs no recipient"
    lines.append(f"Quad class: {kind.quad_class}. Score: {kind.score:+g}. It {needs}.\n")
    if kind.modes:
        lines.append(
            "Modes: " + ", ".join(f"`{mode}` ({score:+g})" for mode, score in kind.modes.items()) + ".\n"
        )
    lines.append("Coded, as marked:\n")
    lines += [f"- `{example}`" for example in kind.examples]
    lines.append("\nNot coded as this:\n")
    lines += [f"- `{example}`" for example in kind.counter_examples]
    return "\n".join(lines) + "\n"
