/** What passes between a page and its player in the audio thread. */
export type PlayerSettings = { readonly targetSeconds: number; readonly mostSeconds: number };
export type PlayerReport = {
  readonly heldSeconds: number;
  readonly missedFrames: number;
  readonly skippedFrames: number;
};
