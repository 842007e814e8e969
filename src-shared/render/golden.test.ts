/**
 * One fixed session, rendered: the same bits on every machine of a kind, run after run. When a processor is meant to
 * sound different, `node build/update-goldens.mjs` writes the new hash; the commit says what changed.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Session } from '../session/session.ts';
import type { MemoryMedia } from '../testing/memory-media.ts';
import { renderSession } from '../testing/render-session.ts';
import { SessionBuilder } from '../testing/session-builder.ts';
import { stereoNoise } from '../testing/signals.ts';

const FRAMES = 96_000;
const MEDIA_FRAMES = 40_000;
const file = new URL('./golden-hashes.json', import.meta.url);

/** Uses every part: crossfade, sends, side-chain, automation, late devices, a master chain. */
function goldenSession(): { session: Session; media: Record<string, MemoryMedia> } {
  const builder = new SessionBuilder();
  const mediaIds = [1, 2].map(() => builder.media(2, MEDIA_FRAMES));
  const media = Object.fromEntries(
    mediaIds.map((id, index) => {
      const samples = stereoNoise({ amplitude: 0.3, frames: MEDIA_FRAMES, seed: index + 1 });
      return [id, { channels: 2, samples }];
    }),
  );
  const [first = '', second = ''] = mediaIds;
  const lead = builder.strip('track', { channel: { gainDb: -3, pan: -0.3 } });
  const bass = builder.strip('track', { channel: { gainDb: -5, width: 0.4 } });
  const room = builder.strip('bus', { soloSafe: true });
  builder.clip(lead, first, { fadeIn: { lengthFrames: 4_000, shape: 'sCurve' } });
  builder.clip(lead, second, { startFrames: 35_000, gainDb: -2 });
  builder.clip(bass, second, { startFrames: 9_999, fadeOut: { lengthFrames: 9_000, shape: 'fast' } });
  const eq = builder.device(lead, 'eq', {
    values: { 'band2.enabled': true, 'band2.gainDb': 5, 'band2.frequencyHz': 900 },
  });
  builder.device(lead, 'compressor', { values: { thresholdDb: -26, ratio: 4 } });
  builder.device(bass, 'compressor', { sidechainId: lead, values: { thresholdDb: -30 } });
  builder.device(room, 'reverb');
  const send = builder.send(lead, room, { gainDb: -8 });
  builder.send(bass, room, { gainDb: -12, pre: true });
  builder.device('master', 'eq', { values: { 'band1.enabled': true, 'band1.type': 'highPass' } });
  builder.device('master', 'limiter', { values: { inputGainDb: 4 } });
  const at = (atFrames: number, value: number, shape: 'linear' | 'curve') => ({ atFrames, value, shape, bend: 0.4 });
  builder.lane(lead, { kind: 'channel' }, 'gainDb', [at(0, -9, 'linear'), at(50_000, 0, 'linear')]);
  builder.lane(lead, { kind: 'device', deviceId: eq }, 'band2.frequencyHz', [
    at(0, 200, 'curve'),
    at(80_000, 5_000, 'linear'),
  ]);
  builder.lane(lead, { kind: 'send', sendId: send }, 'gainDb', [at(20_000, -30, 'linear'), at(60_000, -3, 'linear')]);
  return { session: builder.build(), media };
}

describe('the golden render', () => {
  const known: Record<string, string> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const { session, media } = goldenSession();
  const render = (blocks: number[]) => {
    const output = renderSession(session, { frames: FRAMES, media, blocks });
    return { output, hash: createHash('sha256').update(output).digest('hex') };
  };

  test('has not changed', ({ skip }) => {
    const { output, hash } = render([512]);
    expect(output.every(Number.isFinite)).toBe(true);
    expect(output.some((value) => Math.abs(value) > 0.1)).toBe(true);
    if (process.env['MIXDOWN_UPDATE_GOLDENS']) {
      writeFileSync(file, `${JSON.stringify({ ...known, [process.arch]: hash }, null, 2)}\n`);
      return;
    }
    if (!known[process.arch]) skip(`no golden render for ${process.arch} yet: node build/update-goldens.mjs`);
    expect(hash).toBe(known[process.arch]);
  });

  test('is the same in blocks of any size, with the real processors', () => {
    const { output } = render([512]);
    expect(render([1_000, 37, 64, 1, 300]).output).toEqual(output);
  });
});
