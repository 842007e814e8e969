import { describe, expect, test } from 'vitest';
import { channel } from '../dsp/channel/channel.ts';
import { renderSession } from '../testing/render-session.ts';
import { SessionBuilder } from '../testing/session-builder.ts';
import { stereoNoise } from '../testing/signals.ts';
import { warm } from '../testing/test-devices.ts';
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

  test.each([0, 100])(
    'automation moves a device at every control step, in time with a signal %i frames late',
    (late) => {
      const builder = new SessionBuilder();
      const mediaId = builder.media(2, FRAMES);
      const track = builder.strip('track');
      builder.clip(track, mediaId);
      builder.device(track, 'warm', { values: { latencyFrames: late } });
      const deviceId = builder.device(track, 'channel');
      builder.lane(track, { kind: 'device', deviceId }, 'pan', [
        { atFrames: 300, value: -1, shape: 'linear', bend: 0 },
        { atFrames: 1_500, value: 1, shape: 'hold', bend: 0 },
        { atFrames: 2_000, value: 0, shape: 'hold', bend: 0 },
      ]);
      const constant = new Float32Array(FRAMES * 2).fill(1);
      const output = renderSession(builder.build(), {
        frames: FRAMES,
        media: { [mediaId]: { channels: 2, samples: constant } },
        definitions: { warm, channel },
        blocks: [500, 7],
      });
      const panAt = (frame: number) => (frame < 300 ? -1 : frame < 1_500 ? (frame - 900) / 600 : frame < 2_000 ? 1 : 0);
      for (let frame = 0; frame < FRAMES; frame++) {
        // The straight line between the ends of its control step, which are counted where the signal is late.
        const into = (frame + late) % 64;
        const [from, to] = [panAt(frame - into), panAt(frame - into + 64)].map((pan) => Math.min(1, 1 + pan)) as [
          number,
          number,
        ];
        expect(output[frame * 2 + 1]).toBeCloseTo(0.5 * (from + ((to - from) * into) / 64), 6);
      }
    },
  );
});
