import { describe, expect, test } from 'vitest';
import { renderSession } from '../testing/render-session.ts';
import { SessionBuilder } from '../testing/session-builder.ts';
import { stereoNoise } from '../testing/signals.ts';
import { dbToGain } from '../units/decibel.ts';

const FRAMES = 3_000;
const noise = stereoNoise({ amplitude: 0.7, frames: FRAMES, seed: 3 });

describe('the renderer', () => {
  test('a clip with neither gain nor device passes bit for bit', () => {
    const builder = new SessionBuilder();
    const mediaId = builder.media(2, FRAMES);
    builder.clip(builder.strip('track'), mediaId);
    const output = renderSession(builder.build(), {
      frames: FRAMES,
      media: { [mediaId]: { channels: 2, samples: noise } },
    });
    expect(output).toEqual(noise);
  });

  test('a strip gain is exact to float precision, and two tracks add up', () => {
    const builder = new SessionBuilder();
    const mediaId = builder.media(2, FRAMES);
    builder.clip(builder.strip('track', { channel: { gainDb: -6 } }), mediaId);
    builder.clip(builder.strip('track'), mediaId, { startFrames: 100 });
    const output = renderSession(builder.build(), {
      frames: FRAMES,
      media: { [mediaId]: { channels: 2, samples: noise } },
    });
    for (let index = 0; index < output.length; index++) {
      const second = index >= 200 ? (noise[index - 200] as number) : 0;
      expect(output[index]).toBe(Math.fround(Math.fround((noise[index] as number) * dbToGain(-6)) + second));
    }
  });
});
