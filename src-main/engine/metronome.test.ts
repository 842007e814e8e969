import { expect, test } from 'vitest';
import { SessionBuilder } from '../../src-shared/testing/session-builder.ts';
import { Metronome } from './metronome.ts';

test.each([119.997, 120, 133.7, 90.1])(
  'a count-in at %d beats a minute clicks the same however blocks are cut',
  (bpm) => {
    const builder = new SessionBuilder();
    const session = builder.build();
    const [tempo] = Object.values(session.tempos);
    const metronome = () =>
      new Metronome({
        ...session,
        tempos: { [tempo?.id as string]: { ...(tempo as NonNullable<typeof tempo>), bpm } },
      });
    const frames = metronome().countInFrames(0, 2);
    const inBlocks = (block: number) => {
      const one = metronome();
      const output = new Float32Array(2 * frames);
      for (let elapsed = 0; elapsed < frames; elapsed += block)
        one.countIn(output, elapsed, { frames: Math.min(block, frames - elapsed), elapsed, startFrame: 0 });
      return output;
    };
    const whole = inBlocks(frames);
    const beat = (60 * 48_000) / bpm;
    const blocks = [1, 2, 3, 4, 5].map((beats) => Math.round(beats * beat));
    for (const block of [64, 255, 256, ...blocks]) expect(inBlocks(block).findIndex((s, i) => s !== whole[i])).toBe(-1);
    // Each beat has its click, to the frame.
    for (let beats = 0; beats < 8; beats++) {
      const at = 2 * Math.round(beats * beat);
      const sounds = whole.subarray(at, at + 200).some((sample) => Math.abs(sample) > 0.01);
      expect(sounds).toBe(true);
    }
  },
);
