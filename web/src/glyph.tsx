/** The mark of a quad class: up is cooperation, down conflict; filled is material, hollow verbal. */
import { quadClass, quadName } from "./words";

export const QUAD_SHAPES: Record<string, string> = { vp: "M6 1.800 11 10.200H1z", mp: "M6 1.800 11 10.200H1z", vc: "M6 10.200 1 1.800h10z", mc: "M6 10.200 1 1.800h10z", oo: "M6 2a4 4 0 1 1 0 8 4 4 0 0 1 0-8z" };

export function Glyph({ quad, named = false, status = "current", negated = false }: { quad: number | null | undefined; named?: boolean; status?: string; negated?: boolean }) {
  const short = quadClass(quad);
  const hollow = short === "vp" || short === "vc";
  const name = named ? ({ role: "img", "aria-label": quadName(quad) } as const) : ({ "aria-hidden": true } as const);
  return (
    <svg class={`glyph ${short} ${hollow ? "hollow" : ""} ${status}`} viewBox="0 0 12 12" width="12" height="12" {...name}>
      {named && <title>{quadName(quad)}</title>}
      <path d={QUAD_SHAPES[short] ?? ""} />
      {negated && <path class="strike" d="M1 11 11 1" />}
    </svg>
  );
}
