import { render } from "preact";
import "./styles/base.css";
import "./styles/frame.css";
import "./styles/report.css";
import "./styles/lists.css";
import "./styles/situation.css";
import "./styles/incident.css";
import "./styles/review.css";
import "./styles/studies.css";
import { AssumptionsView } from "./assumptions";
import { BriefView } from "./brief";
import { CodeView } from "./code";
import { DyadsView, DyadView } from "./dyads";
import { Frame, Nothing, Page } from "./frame";
import { IncidentView, StoryView } from "./incident";
import { IncidentsView, StoriesView } from "./incidents";
import { FeedsView, QuarantineView, ReportsView } from "./keeping";
import { NetworkView } from "./network/view";
import { OutlookView } from "./outlook";
import { ReportView } from "./report/view";
import { ReviewView } from "./review";
import { ScenarioView } from "./scenario";
import { SituationView } from "./situation/view";
import { followLinks, usePlace } from "./router";

const ROUTES: [RegExp, (found: string[]) => preact.JSX.Element][] = [
  [/^\/$/, () => <SituationView />],
  [/^\/reports\/([^/]+)$/, ([id = ""]) => <ReportView key={id} id={id} />],
  [/^\/code$/, () => <CodeView />],
  [/^\/reports$/, () => <ReportsView />],
  [/^\/incidents$/, () => <IncidentsView />],
  [/^\/incidents\/([^/]+)$/, ([id = ""]) => <IncidentView key={id} id={id} />],
  [/^\/stories$/, () => <StoriesView />],
  [/^\/stories\/([^/]+)$/, ([id = ""]) => <StoryView key={id} id={id} />],
  [/^\/dyads$/, () => <DyadsView />],
  [/^\/dyads\/([A-Z]{3})\/([A-Z]{3})$/, ([left = "", right = ""]) => <DyadView left={left} right={right} />],
  [/^\/network$/, () => <NetworkView />],
  [/^\/outlook$/, () => <OutlookView />],
  [/^\/scenario$/, () => <ScenarioView />],
  [/^\/brief$/, () => <BriefView />],
  [/^\/assumptions$/, () => <AssumptionsView />],
  [/^\/review$/, () => <ReviewView />],
  [/^\/feeds$/, () => <FeedsView />],
  [/^\/quarantine$/, () => <QuarantineView />],
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
