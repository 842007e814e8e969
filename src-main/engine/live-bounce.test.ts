import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { planSession } from '../../src-shared/render/plan-session.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { SessionBuilder } from '../../src-shared/testing/session-builder.ts';
import { stereoNoise } from '../../src-shared/testing/signals.ts';
import { bounce } from '../bounce/bounce.ts';
import { createWavFile } from '../media/create-wav-file.ts';
import { openPcmFile } from '../media/open-pcm-file.ts';
import { FreeRunEngine } from '../testing/free-run-engine.ts';

const FRAMES = 96_000;
const session = song();
let folder = '';
let wanted: Float32Array;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mixdown-live-'));
  const depths = ['32f', '16', '24', '24'] as const;
  for (const [index, bitDepth] of depths.entries()) {
    const channels = index === 3 ? 1 : 2;
    const writer = createWavFile(join(folder, `${index}.wav`), { sampleRateHz: 48_000, channels, bitDepth });
    const noise = stereoNoise({ amplitude: 0.2, frames: FRAMES, seed: index + 1 });
    writer.write(channels === 1 ? noise.subarray(0, FRAMES) : noise, FRAMES);
    await writer.finish();
  }
  wanted = await bounced();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Tracks with overlapping clips and fades, a group, a bus with a reverb, a side-chain, late devices, automation of all kinds. */
function song(): Session {
  const builder = new SessionBuilder();
  const tracks = [0, 1, 2, 3].map((index) => {
    const track = builder.strip('track', { channel: { gainDb: -2 * index, pan: index / 4 - 0.4 } });
    const mediaId = builder.media(index === 3 ? 1 : 2, FRAMES, `${index}.wav`);
    builder.clip(track, mediaId, { startFrames: 777 * index, lengthFrames: 40_000, gainDb: -3 });
    builder.clip(track, mediaId, {
      startFrames: 38_000,
      offsetFrames: 20_000,
      lengthFrames: 50_000,
      fadeOut: { lengthFrames: 9_000, shape: 'sCurve' },
    });
    builder.device(track, 'eq', { values: { 'band3.enabled': true, 'band3.gainDb': 6 } });
    return track;
  });
  const [first, second, third] = tracks as [string, string, string];
  const group = builder.strip('group');
  const bus = builder.strip('bus', { soloSafe: true });
  for (const track of [first, second]) builder.change(track, { outputId: group });
  const sends = tracks.map((track) => builder.send(track, bus, { gainDb: -9, pre: track === third }));
  builder.device(third, 'limiter');
  builder.device(group, 'compressor', { sidechainId: third, values: { thresholdDb: -30 } });
  builder.device(bus, 'reverb');
  builder.device('master', 'saturation');
  builder.device('master', 'limiter', { values: { inputGainDb: 6 } });
  const line = (from: number, to: number) => [
    { atFrames: 0, value: from, shape: 'linear' as const, bend: 0 },
    { atFrames: 50_001, value: to, shape: 'hold' as const, bend: 0 },
  ];
  builder.lane(first, { kind: 'channel' }, 'gainDb', line(-20, 0));
  builder.lane(second, { kind: 'send', sendId: sends[1] as string }, 'gainDb', line(-40, -6));
  return builder.build();
}

async function bounced(): Promise<Float32Array> {
  const path = join(folder, 'bounce.wav');
  await bounce({ session, sessionFolder: folder, files: [{ path, format: 'wav', bitDepth: '32f' }] });
  const reader = openPcmFile(path);
  const samples = new Float32Array(reader.format.lengthFrames * 2);
  reader.read(0, reader.format.lengthFrames, samples);
  reader.close();
  return samples;
}

test.each([64, 200, 256, 1_024])(
  'what is heard in blocks of %i is what is bounced, bit for bit',
  async (bufferFrames) => {
    const engine = new FreeRunEngine(bufferFrames);
    await engine.load(session, folder);
    await engine.play();
    const { latencyFrames } = planSession(session);
    const frames = 100_000;
    const heard = await engine.run(frames + latencyFrames);
    expect(latencyFrames).toBeGreaterThan(100);
    const differs = heard.subarray(latencyFrames * 2).findIndex((sample, index) => sample !== wanted[index]);
    expect(differs).toBe(-1);
    await engine.close();
  },
);
