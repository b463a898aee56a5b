import type { Failure } from "../api/failure";
import type { Profile } from "../api/types";

/** CSS pixels: up to this width a tile shows the sub stream. */
const SubMaxWidth = 640;

export interface ProfileChoice {
  profile: Profile;
  /** Why the wished profile is not the one shown; null when it is. */
  fallback: string | null;
}

/** The profile that fits a camera's tile. */
export function wishedProfile(tileWidth: number, hasSub: boolean): Profile {
  return hasSub && tileWidth <= SubMaxWidth ? "sub" : "main";
}

/** The wished profile, or the other one while the wished one is known not to play. When neither plays, the wished one counts. */
export function chooseProfile(wished: Profile, hasSub: boolean, refused: ReadonlyMap<Profile, Failure>): ProfileChoice {
  const failure = refused.get(wished);
  const other: Profile = wished === "main" ? "sub" : "main";
  const otherExists = wished !== "live" && (other === "main" || hasSub);
  return failure !== undefined && otherExists && !refused.has(other)
    ? { profile: other, fallback: failure.code }
    : { profile: wished, fallback: null };
}
