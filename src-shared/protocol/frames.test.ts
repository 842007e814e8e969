import { expect, test } from 'vitest';
import { decodeBinary, encodeMessage } from './frames.ts';
import type { StudioMessage } from './wire.ts';

test('an event whose data has floats goes as a binary frame and comes back as it was', () => {
  const data = {
    trackId: 'strip-3',
    path: 'audio/Größe take 1.wav',
    fromColumn: 7,
    framesPerColumn: 256,
    channels: 1,
    columns: Float32Array.of(-0.5, 0.25, 0.125, Number.NEGATIVE_INFINITY, 0, 1),
  };
  const message: StudioMessage = { kind: 'event', name: 'record/columns', data };
  const frame = encodeMessage(message);
  if (typeof frame === 'string') throw new Error('text');
  expect(decodeBinary(frame.buffer)).toEqual({ kind: 'message', message });
  expect(typeof encodeMessage({ kind: 'event', name: 'notice', data: { kind: 'info', sentence: 'Hello.' } })).toBe(
    'string',
  );
});
