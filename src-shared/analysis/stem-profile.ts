/** What the assistants know of one stem: measured, never guessed. */
export type StemProfile = {
  readonly name: string;
  readonly channels: number;
  /** BS.1770 integrated loudness; its gate leaves out where the part rests. Null when silent. */
  readonly integratedLufs: number | null;
  readonly samplePeakDbfs: number | null;
  /** Peak over root mean square, in dB. */
  readonly crestDb: number;
  /** Share of its energy below 120 Hz, 0…1. */
  readonly lowShare: number;
  /** Share of its energy above 4 kHz, 0…1. */
  readonly highShare: number;
};
