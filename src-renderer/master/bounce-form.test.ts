import { describe, expect, test } from 'vitest';
import { bounceOptions } from '../../src-shared/protocol/requests.ts';
import {
  type BounceForm,
  bounceOptionsOf,
  bouncePath,
  bytesOf,
  bytesText,
  depthsOf,
  dithersOf,
  fitted,
  ratesOf,
  timeLeftText,
  whyNotBounce,
} from './bounce-form.ts';

const form: BounceForm = {
  folder: '/music/Harbour Lights.mixdown/bounces',
  name: 'Harbour Lights',
  format: 'wav',
  bitDepth: '24',
  dither: 'tpdf',
  sampleRateHz: 48_000,
  target: '',
  range: 'song',
  stems: false,
  withoutMaster: false,
  overwrite: false,
};

describe('what a form asks the studio for', () => {
  test('is of the protocol’s form, for every format', () => {
    for (const format of ['wav', 'flac', 'mp3', 'ogg-opus'] as const) {
      const options = bounceOptionsOf(fitted({ ...form, format, stems: true, target: 'spotify' }, 48_000), null);
      expect(bounceOptions.safeParse(options).error).toBeUndefined();
    }
  });

  test('names depth and dither only where there is one', () => {
    expect(bounceOptionsOf(form, null)).toMatchObject({ bitDepth: '24', dither: 'tpdf' });
    expect(bounceOptionsOf({ ...form, bitDepth: '32f' }, null)).not.toHaveProperty('dither');
    expect(bounceOptionsOf({ ...form, format: 'mp3' }, null)).not.toHaveProperty('bitDepth');
  });

  test('has no target without the master, whose limiter would set it', () => {
    const options = bounceOptionsOf({ ...form, target: 'spotify', withoutMaster: true }, null);
    expect(options).not.toHaveProperty('target');
    expect(options.withoutMaster).toBe(true);
  });

  test('goes over a stretch where one is given', () => {
    expect(bounceOptionsOf(form, { fromFrames: 10, toFrames: 20 })).toMatchObject({ fromFrames: 10, toFrames: 20 });
    expect(bounceOptionsOf(form, null)).not.toHaveProperty('fromFrames');
  });

  test('writes paths as the folder’s system does', () => {
    expect(bouncePath({ ...form, format: 'ogg-opus' })).toBe(
      '/music/Harbour Lights.mixdown/bounces/Harbour Lights.opus',
    );
    expect(bouncePath({ ...form, folder: 'C:\\Music' })).toBe('C:\\Music\\Harbour Lights.wav');
    expect(bounceOptionsOf({ ...form, stems: true }, null).stemsFolder).toMatch(/\/Harbour Lights stems$/);
  });
});

describe('a form is fitted to its format', () => {
  test('FLAC holds no floats, MP3 no rate above 48 kHz, Opus 48 kHz alone', () => {
    expect(fitted({ ...form, format: 'flac', bitDepth: '32f' }, 48_000).bitDepth).toBe('24');
    expect(fitted({ ...form, format: 'mp3', sampleRateHz: 96_000 }, 44_100).sampleRateHz).toBe(44_100);
    expect(fitted({ ...form, format: 'ogg-opus', sampleRateHz: 44_100 }, 44_100).sampleRateHz).toBe(48_000);
    expect(depthsOf('mp3')).toEqual([]);
    expect(dithersOf({ ...form, format: 'ogg-opus' })).toEqual([]);
  });

  test('offers the session’s own rate, however odd', () => {
    expect(ratesOf('wav', 50_000)).toContain(50_000);
    expect(ratesOf('wav', 48_000).filter((hz) => hz === 48_000)).toHaveLength(1);
  });
});

test('sizes: 4 minutes of 24-bit stereo at 48 kHz, and of MP3 at 320 kbit/s', () => {
  expect(bytesText(bytesOf(form, 240) as number)).toBe('69.1 MB');
  expect(bytesText(bytesOf({ ...form, format: 'mp3' }, 240) as number)).toBe('9.6 MB');
  expect(bytesOf({ ...form, format: 'flac' }, 240)).toBeUndefined();
});

test('a file needs a name that is one, and a folder', () => {
  expect(whyNotBounce(form)).toBeUndefined();
  expect(whyNotBounce({ ...form, name: '  ' })).toMatch(/name/);
  expect(whyNotBounce({ ...form, name: '../up' })).toMatch(/folder/);
  expect(whyNotBounce({ ...form, folder: '' })).toMatch(/folder/);
});

test('the time left reads in seconds, then in minutes; unknown says nothing', () => {
  expect([null, 0.2, 42.4, 600].map(timeLeftText)).toEqual(['', '1 s left', '42 s left', '10 min left']);
});
