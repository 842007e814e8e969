/**
 * A long recording on the virtual card, only when it is asked for: `npm run test:device -- --minutes 10`. It prints what
 * docs/reliability.md quotes: dropouts, and how long the engine's thread was held up, by each kind of collection and at all.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { CardStudio, difference, noise } from '../../testing/card-studio.ts';
import { VirtualCard, whyNoCard } from '../../testing/virtual-card.ts';

const RATE = 48_000;
const BUFFER = 256;
const NOISE_SECONDS = 5;
const minutes = Number(process.env['MIXDOWN_DEVICE_MINUTES'] ?? 0);
/** A pause of the garbage collector that is longer would be half a buffer. */
const MOST_PAUSE_MS = 2;
/** What the queue and the card hold: a thread that is held up for longer loses sound. */
const SLACK_MS = (1000 * 3 * BUFFER) / RATE;

let end: (() => Promise<void>) | undefined;
afterEach(() => end?.());

test.skipIf(whyNoCard() !== '' || minutes <= 0)(
  'a long recording loses nothing of our doing',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mixdown-endurance-'));
    const pausesFile = join(folder, 'pauses.json');
    process.env['MIXDOWN_PAUSES_FILE'] = pausesFile;
    process.env['NODE_OPTIONS'] = `--import ${pathToFileURL('build/gc-watch.mjs')}`;
    const card = await VirtualCard.start({ sampleRateHz: RATE });
    const on = await CardStudio.start(RATE);
    end = async () => {
      await on.end();
      await card.stop();
      rmSync(folder, { recursive: true, force: true });
    };
    const seconds = minutes * 60;
    const played = noise(NOISE_SECONDS * RATE);
    const lastFrames = Math.round((seconds - NOISE_SECONDS) * RATE);
    await on.importStereo('First', played);
    await on.importStereo('Last', played, lastFrames);
    await on.armedTrack('Loop', [1, 2]);
    await on.use(BUFFER);
    const roundTripFrames = await on.calibrate();
    const [take] = await on.record(seconds + 1);
    if (!take) throw new Error('no take came');

    const pauses = JSON.parse(readFileSync(pausesFile, 'utf8')) as { worstMs: number; worstTurnMs: number };
    const lostMs = take.lost.reduce((sum, { lengthFrames }) => sum + (1000 * lengthFrames) / RATE, 0);
    const figures = { minutes, roundTripFrames, dropouts: take.lost.length, lostMs, ...pauses };
    console.log(JSON.stringify(figures));
    expect(pauses.worstMs).toBeLessThan(MOST_PAUSE_MS);
    expect(pauses.worstTurnMs).toBeLessThan(SLACK_MS);
    // The end is as much in time as the beginning, whatever the card lost between.
    const isClear = (from: number, to: number) =>
      take.lost.every((lost) => lost.startFrames > to || lost.startFrames + lost.lengthFrames + roundTripFrames < from);
    let compared = 0;
    for (const [noiseAt, from] of [0, lastFrames].flatMap((at) =>
      [1, 2, 3].map((second) => [at, at + second * RATE] as const),
    )) {
      if (!isClear(from, from + RATE)) continue;
      compared++;
      const heard = { ...take, startFrames: take.startFrames - noiseAt };
      expect(difference(on.heard(heard), played, [from - noiseAt, from - noiseAt + RATE])).toBeLessThan(1e-7);
    }
    expect(compared).toBeGreaterThan(0);
  },
  (minutes + 2) * 60_000,
);
