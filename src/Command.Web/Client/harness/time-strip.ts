// Reads the machine-readable clock of simulated pictures (tools/Simulator) in a page, for end-to-end tests:
// readTimeStrip(tile.video) gives the age of the picture on show in seconds, or null without a readable strip.

const Squares = 16;
const SquaresPerWidth = 80;
const LeastContrast = 80;

export interface StripReading {
  framesPerSecond: number;
  frame: number;
}

/** @param pixels RGBA rows of the picture's own width; the top rows are enough. */
export function decodeTimeStrip(pixels: Uint8ClampedArray, width: number): StripReading | null {
  const side = width / SquaresPerWidth;
  const lights = Array.from({ length: Squares }, (_, square) => light(pixels, width, side, square));
  const at = (square: number) => lights[square] ?? 0;
  const white = Math.min(at(0), at(15));
  if (white - at(1) < LeastContrast) {
    return null;
  }
  const threshold = (white + at(1)) / 2;
  const bits = lights.map((value) => (value > threshold ? 1 : 0));
  const parity = bits.slice(2, 15).reduce<number>((sum, bit) => sum ^ bit, 0);
  const frame = bits.slice(3, 14).reduce<number>((value, bit) => value * 2 + bit, 0);
  const framesPerSecond = bits[2] === 1 ? 15 : 25;
  return parity === 0 && frame < 60 * framesPerSecond ? { framesPerSecond, frame } : null;
}

/** Seconds between −1 and 59. */
export function stripAge(reading: StripReading, epochMs: number): number {
  const age = (epochMs % 60_000) / 1000 - reading.frame / reading.framesPerSecond;
  return age < -1 ? age + 60 : age >= 59 ? age - 60 : age;
}

function light(pixels: Uint8ClampedArray, width: number, side: number, square: number): number {
  let sum = 0;
  let count = 0;
  for (let y = Math.floor(0.375 * side); y <= Math.floor(0.625 * side); y++) {
    for (let x = Math.floor((square + 0.375) * side); x <= Math.floor((square + 0.625) * side); x++) {
      const at = (y * width + x) * 4;
      sum += ((pixels[at] ?? 0) + (pixels[at + 1] ?? 0) + (pixels[at + 2] ?? 0)) / 3;
      count++;
    }
  }
  return sum / count;
}

Object.assign(globalThis, {
  readTimeStrip: (video: HTMLVideoElement): number | null => {
    const width = video.videoWidth;
    const height = Math.ceil(width / SquaresPerWidth);
    const context = new OffscreenCanvas(Math.max(1, width), Math.max(1, height)).getContext("2d");
    if (context === null || width === 0) {
      return null;
    }
    const now = Date.now();
    context.drawImage(video, 0, 0);
    const reading = decodeTimeStrip(context.getImageData(0, 0, width, height).data, width);
    return reading === null ? null : stripAge(reading, now);
  },
});
