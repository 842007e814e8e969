// The chain that every program of the bench runs: the same processors, the same settings, in the words of each.

/** Settings of one track; the four bands and the compressor are alike, gain and pan differ. */
export function trackChain(index) {
  return {
    gainDb: -14 - (index % 5),
    pan: Math.round((((index * 7) % 21) / 10 - 1) * 50) / 100,
    bands: [
      { type: 'lowShelf', frequencyHz: 120, gainDb: -2, q: 0.707 },
      { type: 'bell', frequencyHz: 400, gainDb: -3, q: 1 },
      { type: 'bell', frequencyHz: 2_500, gainDb: 2.5, q: 1 },
      { type: 'highShelf', frequencyHz: 8_000, gainDb: 2, q: 0.707 },
    ],
    compressor: { thresholdDb: -24, ratio: 3, attackSeconds: 0.01, releaseSeconds: 0.12 },
  };
}

/** Settings of the mix bus. */
export const busChain = {
  bands: [
    { type: 'lowShelf', frequencyHz: 100, gainDb: 1, q: 0.707 },
    { type: 'bell', frequencyHz: 300, gainDb: -1, q: 1 },
    { type: 'bell', frequencyHz: 3_000, gainDb: 1, q: 1 },
    { type: 'highShelf', frequencyHz: 10_000, gainDb: 1.5, q: 0.707 },
  ],
  compressor: { thresholdDb: -16, ratio: 2, attackSeconds: 0.03, releaseSeconds: 0.2 },
  ceilingDb: -1,
};
