import type { SignalColour } from "../api/types";

/** A shape beside every colour: colour alone tells nothing to many people. */
export const ColourShapes: Readonly<Record<SignalColour, string>> = { red: "▲", orange: "◆", yellow: "●", blue: "■" };
