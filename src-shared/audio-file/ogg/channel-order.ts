/**
 * Where each channel of a WAV file (front left, front right, centre, LFE, …) stands in a Vorbis or
 * Opus stream, by the number of channels (Vorbis I §4.3.9; RFC 7845 §5.1.1.2). 1, 2 and 4 agree.
 */
const ORDERS: Record<number, readonly number[]> = {
  3: [0, 2, 1],
  5: [0, 2, 1, 3, 4],
  6: [0, 2, 1, 5, 3, 4],
  7: [0, 2, 1, 6, 5, 3, 4],
  8: [0, 2, 1, 7, 5, 6, 3, 4],
};

/** Channels in the order of a WAV file. */
export function inWavOrder(channelData: readonly Float32Array[]): readonly Float32Array[] {
  return ORDERS[channelData.length]?.map((index) => channelData[index]!) ?? channelData;
}
