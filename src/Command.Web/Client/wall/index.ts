import { CommandPlayer } from "./command-player";
import { CommandWall } from "./command-wall";

// A page that loads the bundle twice keeps the first.
if (customElements.get("command-wall") === undefined) {
  customElements.define("command-wall", CommandWall);
  customElements.define("command-player", CommandPlayer);
}
