import { CommandField } from "./command-field";

// A page that loads the bundle twice keeps the first.
if (customElements.get("command-field") === undefined) {
  customElements.define("command-field", CommandField);
}
