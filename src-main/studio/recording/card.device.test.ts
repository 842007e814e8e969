/** Recording through PortAudio on a sound card with a cable from output to input (testing/virtual-card.ts). */
import { afterEach, beforeAll, expect, test } from 'vitest';
import { CardStudio, difference, type HeardTake, noise } from '../../testing/card-studio.ts';
import { VirtualCard, whyNoCard } from '../../testing/virtual-card.ts';

const why = whyNoCard();
const BUFFERS = [256, 512, 1024];
/** The card shares its processor with whatever else runs here: a take in which it lost sound is made again. */
const MOST_ATTEMPTS = 6;
/** Far below the last bit of 24. */
const NULL = 1e-7;
const SILENCE = new Float32Array(2 * 48_000);

let card: VirtualCard | undefined;
let studio: CardStudio | undefined;

beforeAll(() => {
  if (why) console.log(`skipped, recording on a sound card: ${why}`);
});

afterEach(async () => {
  await studio?.end();
  await card?.stop();
  studio = undefined;
  card = undefined;
});

async function begin(sampleRateHz: number, channels = 2): Promise<CardStudio> {
  card = await VirtualCard.start({ sampleRateHz, channels });
  studio = await CardStudio.start(sampleRateHz);
  return studio;
}

/** Records until the card lost nothing; what it lost something of is taken back. */
async function wholeTakes(on: CardStudio, seconds: number): Promise<HeardTake[]> {
  for (let attempt = 1; ; attempt++) {
    const takes = await on.record(seconds);
    const lost = takes.flatMap((take) => take.lost);
    if (lost.length === 0) return takes;
    if (attempt === MOST_ATTEMPTS) throw new Error('the card lost sound in every attempt: the machine is too busy');
    console.log(`the card lost sound (attempt ${attempt}): ${JSON.stringify(lost)}`);
    await on.client.request('record/discard', {});
  }
}

for (const rate of [44_100, 48_000, 96_000])
  test.skipIf(why)(`what is played comes back at its frame, at ${rate} Hz and every buffer`, async () => {
    const on = await begin(rate);
    const played = noise(2 * rate);
    await on.importStereo('Noise', played);
    const track = await on.armedTrack('Loop', [1, 2]);
    for (const bufferFrames of BUFFERS) {
      await on.use(bufferFrames);
      const roundTrip = await on.calibrate();
      expect(roundTrip % 256, `round trip ${roundTrip}`).toBe(0);
      const [take] = await wholeTakes(on, 0.8);
      expect(take).toMatchObject({ trackId: track, roundTripFrames: roundTrip });
      const stretch = [Math.round(0.05 * rate), Math.round(0.5 * rate)] as const;
      expect(difference(take as HeardTake, played, stretch), `${rate} Hz, ${bufferFrames} frames`).toBeLessThan(NULL);
      // The next pass is not to hear it.
      await on.client.request('record/discard', {});
    }
  });

test.skipIf(why)('of many inputs each lands on its own track, none swapped', async () => {
  const rate = 48_000;
  const channels = 8;
  const on = await begin(rate, channels);
  const played = noise(rate);
  await on.importStereo('Noise', played);
  const tracks: string[] = [];
  for (let channel = 1; channel <= channels; channel++) tracks.push(await on.armedTrack(`Input ${channel}`, [channel]));
  for (let pair = 1; pair < channels; pair += 2) {
    // The main output goes through one pair of cables at a time: those two inputs hear it, the others nothing.
    await on.client.request('engine/choose', { outputPair: pair });
    await on.use(256);
    await on.calibrate(pair);
    const takes = await wholeTakes(on, 0.4);
    expect(takes).toHaveLength(channels);
    for (const take of takes) {
      const channel = tracks.indexOf(take.trackId) + 1;
      const side = channel - pair;
      const heard = side === 0 || side === 1 ? played.map((_, n) => played[2 * (n >> 1) + side] as number) : SILENCE;
      expect(difference(take, heard, [2_400, 9_600]), `pair ${pair}, input ${channel}`).toBeLessThan(NULL);
    }
    await on.client.request('record/discard', {});
  }
});

test.skipIf(why)('five overdubs, each of the one before, stay in place to the frame', async () => {
  const rate = 48_000;
  const on = await begin(rate);
  const played = noise(rate);
  const first = await on.importStereo('Noise', played);
  await on.use(256);
  await on.calibrate();
  let before = first;
  for (let pass = 1; pass <= 5; pass++) {
    const track = await on.armedTrack(`Pass ${pass}`, [1, 2]);
    const [take] = await wholeTakes(on, 0.6);
    expect(take?.trackId).toBe(track);
    expect(difference(take as HeardTake, played, [2_400, 19_200]), `pass ${pass}`).toBeLessThan(NULL);
    await on.client.run('setInput', { trackId: track, armed: false });
    await on.client.run('setChannelValue', { stripId: before, key: 'mute', value: true });
    before = track;
  }
});

test.skipIf(why)(
  'time that the card lost is seen, counted and marked, and the take stays in time after it',
  async () => {
    const rate = 48_000;
    const on = await begin(rate);
    const played = noise(3 * rate);
    await on.importStereo('Noise', played);
    await on.armedTrack('Loop', [1, 2]);
    await on.use(256);
    const roundTrip = await on.calibrate();
    const pid = on.engine.pid as number;
    const [take] = await on.record(0.5, async () => {
      process.kill(pid, 'SIGSTOP');
      await new Promise((resolve) => setTimeout(resolve, 80));
      process.kill(pid, 'SIGCONT');
      await new Promise((resolve) => setTimeout(resolve, 900));
    });
    const lost = take?.lost ?? [];
    expect(lost.length).toBeGreaterThan(0);
    const [stall] = [...lost].sort((one, other) => other.lengthFrames - one.lengthFrames);
    expect(stall?.lengthFrames).toBeGreaterThan(0.06 * rate);
    expect(stall?.lengthFrames).toBeLessThan(0.2 * rate);
    const before = stall?.startFrames ?? 0;
    const after = before + (stall?.lengthFrames ?? 0) + roundTrip;
    expect(difference(take as HeardTake, played, [2_400, before])).toBeLessThan(NULL);
    expect(difference(take as HeardTake, played, [after, after + 14_400])).toBeLessThan(NULL);
  },
);

test.skipIf(why)(
  'a card that is pulled out ends the take, which is whole until then, and is used again when it is back',
  async () => {
    const rate = 48_000;
    const on = await begin(rate);
    const played = noise(3 * rate);
    await on.importStereo('Noise', played);
    await on.armedTrack('Loop', [1, 2]);
    await on.use(256);
    await on.calibrate();
    const isTaken = on.client.event(
      'session/changed',
      ({ entry }) => entry.kind === 'commit' && entry.name === 'Record',
    );
    await on.client.request('transport/record', { on: true });
    await new Promise((resolve) => setTimeout(resolve, 700));
    await card?.unplug();
    const { sentence } = await on.client.event('notice', (notice) => notice.sentence.includes('jackloop'));
    expect(sentence).toMatch(/“jackloop” stopped/);
    await isTaken;
    const [take] = on.takesSince(new Set());
    expect(take?.lengthFrames).toBeGreaterThan(0.4 * rate);
    expect(difference(take as HeardTake, played, [2_400, 0.3 * rate])).toBeLessThan(NULL);
    await on.client.request('transport/stop', {});
    await card?.plugIn();
    await on.client.event('engine/changed', ({ deviceName }) => deviceName === 'jackloop');
  },
);
