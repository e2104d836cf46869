import { render } from "preact";
import "./styles/base.css";
import "./styles/frame.css";
import "./styles/report.css";
import "./styles/lists.css";
import "./styles/situation.css";
import "./styles/incident.css";
import "./styles/review.css";
import { CodeView } from "./code";
import { Frame, Nothing, Page } from "./frame";
import { ReportView } from "./report/view";
import { SituationView } from "./situation/view";
import { followLinks, usePlace } from "./router";

const ROUTES: [RegExp, (found: string[]) => preact.JSX.Element][] = [
  [/^\/$/, () => <SituationView />],
  [/^\/reports\/([^/]+)$/, ([id = ""]) => <ReportView key={id} id={id} />],
  [/^\/code$/, () => <CodeView />],
];

function Desk() {
  const { path } = usePlace();
  for (const [shape, view] of ROUTES) {
    const found = shape.exec(path);
    if (found) return <Frame>{view(found.slice(1).map(decodeURIComponent))}</Frame>;
  }
  return <Frame><Page title="Not found"><Nothing>There is no view at this address.</Nothing></Page></Frame>;
}

followLinks();
const root = document.getElementById("desk");
if (root) {
  root.replaceChildren();
  render(<Desk />, root);
}
