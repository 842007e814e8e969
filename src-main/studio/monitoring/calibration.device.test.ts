/** The wizard through PortAudio, on a sound card with a cable from output to input (testing/virtual-card.ts). */
import { afterEach, expect, test } from 'vitest';
import type { CalibrationStart, CalibrationState } from '../../../src-shared/protocol/monitoring.ts';
import { CardStudio } from '../../testing/card-studio.ts';
import { VirtualCard, whyNoCard } from '../../testing/virtual-card.ts';

const why = whyNoCard();
const CABLE: CalibrationStart = { way: 'cable', inputChannel: 1, outputChannel: 1 };
/** The card shares its processor with whatever else runs here: the wizard gives up when it lost sound three times. */
const MOST_ATTEMPTS = 4;

let card: VirtualCard | undefined;
let studio: CardStudio | undefined;
afterEach(async () => {
  await studio?.end();
  await card?.stop();
  studio = undefined;
  card = undefined;
});

async function calibrate({ client }: CardStudio, start: CalibrationStart): Promise<CalibrationState> {
  for (let attempt = 1; ; attempt++) {
    await client.request('calibration/start', start);
    let state: CalibrationState;
    do {
      await new Promise((resolve) => setTimeout(resolve, 50));
      state = await client.request('calibration/state', {});
    } while (state.running);
    if (attempt === MOST_ATTEMPTS || !/lost sound|keep time/.test(state.sentence)) return state;
    console.log(`attempt ${attempt}: ${state.sentence}`);
  }
}

test.skipIf(why).each([
  [44_100, 512],
  [48_000, 256],
  [96_000, 1_024],
])('by cable at %i Hz and a buffer of %i, nothing is left the second time', async (rate, bufferFrames) => {
  card = await VirtualCard.start({ sampleRateHz: rate });
  studio = await CardStudio.start(rate);
  await studio.use(bufferFrames);
  const { report, sentence } = await calibrate(studio, CABLE);
  expect(report, sentence).toMatchObject({ sampleRateHz: rate, bufferFrames, residualFrames: 0, isInverted: false });
  expect(report?.levelDb).toBeCloseTo(-12, 1);
  expect(report?.confidenceDb).toBeGreaterThan(20);
  console.log(
    `${rate} Hz, buffer ${bufferFrames}: ${report?.roundTripFrames} frames, ${report?.confidenceDb.toFixed(0)} dB`,
  );
  // An impulse comes back in the same frame.
  expect(await studio.calibrate()).toBe(report?.roundTripFrames);
  expect(studio.engine.state).toMatchObject({ isCalibrated: true, roundTripFrames: report?.roundTripFrames });

  await studio.use(bufferFrames === 512 ? 256 : 512);
  const changed = await studio.client.request('calibration/state', {});
  expect(changed).toMatchObject({ report: null, sentence: expect.stringMatching(/^Not calibrated at/) });
});

test.skipIf(why)('a cable that is not there is said in one sentence', async () => {
  card = await VirtualCard.start({ sampleRateHz: 48_000 });
  studio = await CardStudio.start(48_000);
  await studio.use(256);
  const { report, sentence } = await calibrate(studio, { ...CABLE, inputChannel: 2 });
  expect(report).toBeNull();
  expect(sentence).toMatch(/^Nothing came in on input 2/);
});
