/** What is chosen of sound cards, and one that changes its rate (testing/virtual-card.ts). */
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { DeviceChoice } from '../../../src-shared/protocol/devices.ts';
import { CardStudio, difference, type HeardTake, noise } from '../../testing/card-studio.ts';
import { CARD_NAME, HEADSET_NAME, VirtualCard, whyNoCard } from '../../testing/virtual-card.ts';

const why = whyNoCard();
const RATE = 48_000;
/** Far below the last bit of 24. */
const NULL = 1e-7;
/** To notice that nothing comes, to let go, and to look for it again. */
const PATIENCE = { timeout: 40_000, interval: 100 };
/** The card shares its processor with whatever else runs here: a take in which it lost sound is made again. */
const MOST_ATTEMPTS = 6;

let card: VirtualCard | undefined;
let studio: CardStudio | undefined;

beforeAll(() => {
  if (why) console.log(`skipped, choices of a sound card: ${why}`);
});

afterEach(async () => {
  await studio?.end();
  await card?.stop();
  studio = undefined;
  card = undefined;
});

async function wholeTakes(on: CardStudio, seconds: number): Promise<HeardTake[]> {
  for (let attempt = 1; ; attempt++) {
    const takes = await on.record(seconds);
    if (takes.every(({ lost }) => lost.length === 0)) return takes;
    if (attempt === MOST_ATTEMPTS) throw new Error('the card lost sound in every attempt: the machine is too busy');
    await on.client.request('record/discard', {});
  }
}

test.skipIf(why).each(['recording', 'playing'])(
  'a card that changes its rate while it is %s: what was recorded is whole, it is named with its rates, and used again at the right one',
  async (doing) => {
    card = await VirtualCard.start({ sampleRateHz: RATE });
    studio = await CardStudio.start(RATE);
    const on = studio;
    const played = noise(6 * RATE);
    await on.importStereo('Noise', played);
    await on.armedTrack('Loop', [1, 2]);
    await on.use(256);
    await on.calibrate();
    await on.client.request('transport/locate', { atFrames: 0 });
    if (doing === 'recording') await on.client.request('transport/record', { on: true });
    else await on.client.request('transport/play', {});
    await new Promise((resolve) => setTimeout(resolve, 700));
    await card.unplug();
    await card.plugIn(44_100);

    // The song goes on, to nowhere; who it was is said.
    await expect.poll(() => on.engine.state.deviceName, PATIENCE).toBe('Null device');
    expect(on.engine.state.sentence).toContain(`“${CARD_NAME}” stopped`);
    expect(on.engine.transport).toMatchObject({ playing: true, recording: false });
    if (doing === 'recording') {
      await on.client.event('session/changed', ({ entry }) => entry.kind === 'commit' && entry.name === 'Record');
      const [take] = on.takesSince(new Set());
      expect(take?.lengthFrames).toBeGreaterThan(0.4 * RATE);
      expect(difference(take as HeardTake, played, [2_400, 0.3 * RATE])).toBeLessThan(NULL);
    }
    const rates = `“${CARD_NAME}” does not run at 48 kHz, but at 44.1 kHz. The null device plays in its place.`;
    await expect.poll(() => on.engine.state.sentence, PATIENCE).toBe(rates);
    expect(on.engine.transport.playing).toBe(true);
    const before = new Set(Object.keys(on.session.takes));

    await on.client.request('transport/stop', {});
    await expect.poll(() => on.engine.state.sentence, PATIENCE).toBe(rates);
    expect(on.engine.state.deviceName).toBe('Null device');
    await card.unplug();
    await card.plugIn();
    await expect.poll(() => on.engine.state.deviceName, PATIENCE).toBe(CARD_NAME);
    expect(on.engine.state.sentence).toBe('');

    await on.calibrate();
    const [again] = await wholeTakes(on, 0.8);
    expect(before.has(again?.id as string)).toBe(false);
    expect(difference(again as HeardTake, played, [2_400, 0.5 * RATE])).toBeLessThan(NULL);
  },
);

test.skipIf(why)(
  'the phones hear what the main pair plays; a click with outputs of its own is heard there alone',
  async () => {
    card = await VirtualCard.start({ sampleRateHz: RATE, channels: 6 });
    studio = await CardStudio.start(RATE);
    const on = studio;
    const played = noise(2 * RATE);
    await on.importStereo('Noise', played);
    const tracks = [
      await on.armedTrack('Main', [1, 2]),
      await on.armedTrack('Phones', [3, 4]),
      await on.armedTrack('Click', [5, 6]),
    ];
    await on.client.request('engine/choose', { phonesPair: 3, clickPair: 5 });
    await on.use(256);
    await on.calibrate();
    await on.client.request('transport/set', { metronomeOn: true, metronomeGainDb: 0 });
    const takes = await wholeTakes(on, 0.8);
    const [main, phones, click] = tracks.map((id) => takes.find(({ trackId }) => trackId === id) as HeardTake);
    const stretch = [2_400, 0.4 * RATE] as const;
    expect(difference(main as HeardTake, played, stretch)).toBeLessThan(NULL);
    expect(difference(phones as HeardTake, played, stretch)).toBeLessThan(NULL);
    // The beat at half a second, and silence before it.
    const peak = (from: number, to: number) => {
      let most = 0;
      for (let frame = from; frame < to; frame++) most = Math.max(most, Math.abs(click?.at(frame, 0) ?? 0));
      return most;
    };
    expect(peak(0.2 * RATE, 0.49 * RATE)).toBe(0);
    expect(peak(0.5 * RATE, 0.53 * RATE)).toBeGreaterThan(0.2);
  },
);

test.skipIf(why)(
  'a card that is new begins at −20 dB; a second clock and Bluetooth are warned of, as long as they are in use',
  async () => {
    card = await VirtualCard.start({ sampleRateHz: RATE, hasHeadset: true });
    studio = await CardStudio.start(RATE);
    const on = studio;
    const played = noise(2 * RATE);
    await on.importStereo('Noise', played);
    await on.armedTrack('Loop', [1, 2]);
    const choose = (choice: DeviceChoice) => on.client.request('engine/choose', choice);
    const alone = await choose({ outputName: CARD_NAME, inputName: CARD_NAME, bufferFrames: 512 });
    expect([alone.outputName, alone.inputName]).toEqual([CARD_NAME, CARD_NAME]);
    expect(alone.warnings).toEqual([expect.stringContaining('is not calibrated')]);
    expect(await on.client.request('monitor/state', {})).toMatchObject({ isSafeStart: true, outputGainDb: -20 });
    await on.client.request('monitor/set', { outputGainDb: 0 });
    await on.calibrate();
    await on.client.request('monitor/set', { outputGainDb: -20 });
    const soft = played.map((sample) => sample / 10);
    const [take] = await wholeTakes(on, 0.6);
    expect(difference(take as HeardTake, soft, [2_400, 0.4 * RATE])).toBeLessThan(1e-6);

    const headset = await choose({ inputName: HEADSET_NAME });
    expect(on.engine.state.sentence).toBe('');
    expect([headset.outputName, headset.inputName]).toEqual([CARD_NAME, HEADSET_NAME]);
    expect(headset.inputs.find(({ name }) => name === HEADSET_NAME)).toMatchObject({ isBluetooth: true });
    expect(headset.warnings).toEqual([
      expect.stringContaining('Bluetooth is a quarter of a second late'),
      expect.stringContaining('each run on a clock of their own'),
      expect.stringContaining('is not calibrated'),
    ]);
    expect((await choose({ inputName: CARD_NAME })).warnings).toEqual([]);
  },
);
