const Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** A lower-case ULID: 48 bits of milliseconds and 80 random bits, in order of time. */
export function ulid(
  epoch: number,
  random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array = (bytes) => crypto.getRandomValues(bytes),
): string {
  let time = "";
  for (let rest = Math.max(0, Math.floor(epoch)), i = 0; i < 10; i++) {
    time = Alphabet.charAt(rest % 32) + time;
    rest = Math.floor(rest / 32);
  }
  // One byte for each character: five of its eight bits are used.
  return time + [...random(new Uint8Array(16))].map((byte) => Alphabet.charAt(byte & 31)).join("");
}
