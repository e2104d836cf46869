/** The project's own page on what its models take for granted, as it stands in docs/. */
import type { ComponentChildren } from "preact";
import text from "../../docs/assumptions.md";
import { Page } from "./frame";

/** Code and links of a line; a link to another page of the documentation is told by its words alone. */
function inline(line: string): ComponentChildren[] {
  return line.split(/(`[^`]+`|\[[^\]]+\]\([^)]+\))/).map((part, at) => {
    if (part.startsWith("`")) return <code key={at}>{part.slice(1, -1)}</code>;
    const link = /^\[([^\]]+)\]/.exec(part);
    return link ? link[1] : part;
  });
}

function block(part: string, at: number): ComponentChildren {
  if (part.startsWith("# ")) return <h1 key={at}>{part.slice(2)}</h1>;
  if (part.startsWith("## ")) return <h2 key={at}>{part.slice(3)}</h2>;
  if (!part.startsWith("- ")) return <p key={at}>{inline(part.replace(/\n/g, " "))}</p>;
  return <ul key={at}>{part.slice(2).split(/\n- /).map((item, number) => <li key={number}>{inline(item.replace(/\n\s*/g, " "))}</li>)}</ul>;
}

export const AssumptionsView = () => <Page title="What the models take for granted"><div class="assumptions">{text.trim().split(/\n\n+/).map(block)}</div></Page>;
