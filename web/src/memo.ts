import { Component, h, type ComponentChild, type FunctionComponent } from "preact";

/** The component, drawn anew only when a property differs. */
export function memo<Props extends object>(Inner: (props: Props) => ComponentChild): FunctionComponent<Props> {
  class Memo extends Component<Props> {
    override shouldComponentUpdate(next: Props): boolean {
      const old = this.props as Record<string, unknown>;
      const fresh = next as Record<string, unknown>;
      return Object.keys(fresh).some((name) => fresh[name] !== old[name]) || Object.keys(old).some((name) => !(name in fresh));
    }
    override render() {
      return h(Inner as FunctionComponent<Props>, this.props as Props);
    }
  }
  return Memo as unknown as FunctionComponent<Props>;
}
