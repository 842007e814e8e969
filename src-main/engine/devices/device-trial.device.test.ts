/** What devices can do, found through PortAudio on a virtual sound card (testing/virtual-card.ts). */
import { afterEach, expect, test } from 'vitest';
import { CardStudio } from '../../testing/card-studio.ts';
import { CARD_NAME, VirtualCard, whyNoCard } from '../../testing/virtual-card.ts';

/** The devices are looked for anew by whoever asks, when the last time was so long ago (device-host.ts). */
const LOOK_AGAIN_MS = 8_500;

let card: VirtualCard | undefined;
let studio: CardStudio | undefined;
afterEach(async () => {
  await studio?.end();
  await card?.stop();
  studio = undefined;
  card = undefined;
});

const cardAmong = (devices: readonly { readonly name: string }[]) => devices.find(({ name }) => name === CARD_NAME);

test.skipIf(whyNoCard())('the rate and the channels that a card has are found, and opened with', async () => {
  card = await VirtualCard.start({ sampleRateHz: 44_100, channels: 4 });
  studio = await CardStudio.start(44_100);
  await studio.use(512);
  const { inputs, outputs, inputChannels } = await studio.client.request('engine/devices', {});
  expect(cardAmong(inputs)).toMatchObject({ sampleRatesHz: [44_100], channels: 4 });
  expect(cardAmong(outputs)).toMatchObject({ sampleRatesHz: [44_100], channels: 4 });
  expect(inputChannels).toBe(4);
});

test.skipIf(whyNoCard())(
  'a card that refuses says at which rate it runs, and what comes and goes afterwards is still seen',
  async () => {
    card = await VirtualCard.start({ sampleRateHz: 48_000 });
    studio = await CardStudio.start(96_000);
    const { client } = studio;
    const refused = await client.request('engine/choose', { outputName: CARD_NAME, inputName: CARD_NAME });
    expect(refused.outputName).toBe('Null device');
    expect(studio.engine.state.sentence).toBe(
      `“${CARD_NAME}” does not run at 96 kHz, but at 48 kHz. The null device plays in its place.`,
    );
    await card.unplug();
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    expect(cardAmong((await client.request('engine/devices', {})).outputs)).toBeUndefined();
    await card.plugIn();
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    expect(cardAmong((await client.request('engine/devices', {})).outputs)).toBeDefined();
  },
  60_000,
);
