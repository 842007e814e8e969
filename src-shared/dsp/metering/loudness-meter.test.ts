import { describe, expect, test } from 'vitest';
import { testKernels } from '../../testing/kernels.ts';
import { repeated, steppedTone, type ToneStretch } from '../../testing/loudness-signals.ts';
import { seededRandom } from '../../testing/signals.ts';
import { biquadResponseDb, kWeightingHighPass, kWeightingResponseDb, kWeightingShelf } from './k-weighting.ts';
import { hopsPerStep, LoudnessMeter } from './loudness-meter.ts';

const RATES_HZ = [44_100, 48_000, 96_000] as const;
const BLOCK_FRAMES = 4_096;
const SILENT = Number.NEGATIVE_INFINITY;

type Watch = (meter: LoudnessMeter, seconds: number) => void;

/** Measures a signal; `watch` looks at the meter every 10 ms, where given. */
function measure(
  signal: Float32Array,
  sampleRateHz: number,
  options: { channels?: number; watch?: Watch; blockFrames?: number } = {},
): LoudnessMeter {
  const { channels = 2, watch } = options;
  const kernels = testKernels();
  const blockFrames = watch ? sampleRateHz / 100 : (options.blockFrames ?? BLOCK_FRAMES);
  const block = kernels.allocate(blockFrames * channels * 4);
  const meter = new LoudnessMeter(kernels, { sampleRateHz, channels });
  for (let at = 0; at < signal.length; at += blockFrames * channels) {
    const part = signal.subarray(at, at + blockFrames * channels);
    kernels.f32.set(part, block >>> 2);
    meter.process(block, part.length / channels);
    watch?.(meter, (at + part.length) / channels / sampleRateHz);
  }
  return meter;
}

function measureTone(stretches: readonly ToneStretch[], sampleRateHz: number, channels = 2): LoudnessMeter {
  return measure(steppedTone(stretches, sampleRateHz, channels), sampleRateHz, { channels });
}

/** Twenty indices: the sub-files of tests 10, 11, 13 and 14. */
const TWENTY = Array.from({ length: 20 }, (_, index) => index);

describe.each(RATES_HZ)('EBU Tech 3341 at %i Hz, within 0.1 LU', (sampleRateHz) => {
  test.each([
    [1, -23],
    [2, -33],
  ])('test %i: a tone reads %f on M, S and I', (_, level) => {
    const meter = measureTone([[20, level]], sampleRateHz);
    for (const lufs of [meter.momentaryLufs, meter.shortTermLufs, meter.integratedLufs])
      expect(Math.abs(lufs - level)).toBeLessThan(0.1);
  });

  test.each<[number, ToneStretch[]]>([
    [
      3,
      [
        [10, -36],
        [60, -23],
        [10, -36],
      ],
    ],
    [
      4,
      [
        [10, -72],
        [10, -36],
        [60, -23],
        [10, -36],
        [10, -72],
      ],
    ],
    [
      5,
      [
        [20, -26],
        [20.1, -20],
        [20, -26],
      ],
    ],
  ])('test %i: I is −23 through the gates', (_, stretches) => {
    expect(Math.abs(measureTone(stretches, sampleRateHz).integratedLufs + 23)).toBeLessThan(0.1);
  });

  test('test 6: five channels, the surrounds count 1.5 dB more', () => {
    const meter = measureTone([[20, [-28, -28, -24, -30, -30]]], sampleRateHz, 5);
    expect(Math.abs(meter.integratedLufs + 23)).toBeLessThan(0.1);
    // The same with a loud LFE between: it does not count.
    const withLfe = measureTone([[20, [-28, -28, -24, -3, -30, -30]]], sampleRateHz, 6);
    expect(Math.abs(withLfe.integratedLufs + 23)).toBeLessThan(0.1);
  });

  test('test 9: S stands at −23 while the level beats within its window', () => {
    const signal = steppedTone(
      repeated(
        [
          [1.34, -20],
          [1.66, -30],
        ],
        5,
      ),
      sampleRateHz,
    );
    measure(signal, sampleRateHz, {
      watch: (meter, seconds) => {
        if (seconds >= 3.01) expect(Math.abs(meter.shortTermLufs + 23), `at ${seconds} s`).toBeLessThan(0.1);
      },
    });
  });

  test('test 10: max S catches 3 s wherever they begin', () => {
    for (const index of TWENTY) {
      const meter = measureTone(
        [
          [index * 0.15, SILENT],
          [3, -23],
          [1, SILENT],
        ],
        sampleRateHz,
      );
      expect(Math.abs(meter.maxShortTermLufs + 23), `${index}`).toBeLessThan(0.1);
    }
  });

  test('test 11: live, max S climbs from −38 to −19', () => {
    const signal = steppedTone(
      TWENTY.flatMap((index): ToneStretch[] => [
        [index * 0.15, SILENT],
        [3, -38 + index],
        [3 - index * 0.15, SILENT],
      ]),
      sampleRateHz,
    );
    measure(signal, sampleRateHz, {
      watch: (meter, seconds) => {
        const index = Math.round(seconds / 6) - 1;
        if (index >= 0 && Math.abs(seconds - (index + 1) * 6) < 1e-6)
          expect(Math.abs(meter.maxShortTermLufs - (-38 + index)), `${index}`).toBeLessThan(0.1);
      },
    });
  });

  test('test 12: M stands at −23 while the level beats within its window', () => {
    const signal = steppedTone(
      repeated(
        [
          [0.18, -20],
          [0.22, -30],
        ],
        25,
      ),
      sampleRateHz,
    );
    measure(signal, sampleRateHz, {
      watch: (meter, seconds) => {
        if (seconds >= 1) expect(Math.abs(meter.momentaryLufs + 23), `at ${seconds} s`).toBeLessThan(0.1);
      },
    });
  });

  test('test 13: max M catches 0.4 s wherever they begin', () => {
    for (const index of TWENTY) {
      const meter = measureTone(
        [
          [index * 0.02, SILENT],
          [0.4, -23],
          [1, SILENT],
        ],
        sampleRateHz,
      );
      expect(Math.abs(meter.maxMomentaryLufs + 23), `${index}`).toBeLessThan(0.1);
    }
  });

  test('test 14: live, max M climbs from −38 to −19', () => {
    const signal = steppedTone(
      TWENTY.flatMap((index): ToneStretch[] => [
        [index * 0.02, SILENT],
        [0.4, -38 + index],
        [0.4 - index * 0.02, SILENT],
      ]),
      sampleRateHz,
    );
    measure(signal, sampleRateHz, {
      watch: (meter, seconds) => {
        const index = Math.round(seconds / 0.8) - 1;
        if (index >= 0 && Math.abs(seconds - (index + 1) * 0.8) < 1e-6)
          expect(Math.abs(meter.maxMomentaryLufs - (-38 + index)), `${index}`).toBeLessThan(0.1);
      },
    });
  });

  test('the scale is calibrated: −18 dBFS in both channels reads −18.0 LUFS', () => {
    expect(Math.abs(measureTone([[5, -18]], sampleRateHz).integratedLufs + 18)).toBeLessThan(0.05);
  });
});

describe.each(RATES_HZ)('EBU Tech 3342 at %i Hz, within 1 LU', (sampleRateHz) => {
  test.each([
    [1, [-20, -30], 10],
    [2, [-20, -15], 5],
    [3, [-40, -20], 20],
    [4, [-50, -35, -20, -35, -50], 15],
  ])('test %i: tones of 20 s at %j dBFS range over %i LU', (_, levels, expected) => {
    const stretches = levels.map((level): ToneStretch => [20, level]);
    const meter = measureTone(stretches, sampleRateHz);
    expect(Math.abs(meter.loudnessRangeLu - expected)).toBeLessThan(1);
    // The golden of a careful implementation is within 0.01 LU of the round number (libebur128 1.2.6: 10.0011, 4.9994, 19.9951, 14.9993).
    expect(Math.abs(meter.loudnessRangeLu - expected)).toBeLessThan(0.03);
    if (sampleRateHz === 48_000) {
      const twice = measureTone([...stretches, ...stretches], sampleRateHz);
      expect(Math.abs(twice.loudnessRangeLu - expected)).toBeLessThan(1);
    }
  });
});

describe('after ITU-R BS.2217', () => {
  test.each([25, 100, 500, 1_000, 2_000, 10_000])(
    "a stereo tone of %i Hz, set to −23 LKFS by the weighting's own curve, reads −23",
    (hz) => {
      // What the table's filters do to this frequency at 48 kHz, by their transfer function.
      const levelDbfs = -23 + 0.691 - tableResponseDb(hz);
      const signal = steppedTone([[10, levelDbfs]], 48_000, 2, hz);
      expect(Math.abs(measure(signal, 48_000).integratedLufs + 23)).toBeLessThan(0.1);
    },
  );

  test('0 dBFS at 997 Hz on one front channel reads −3.01 LKFS', () => {
    for (const channel of [0, 1, 2]) {
      const levels = [0, 1, 2, 3, 4].map((each) => (each === channel ? 0 : SILENT));
      const signal = steppedTone([[5, levels]], 48_000, 5, 997);
      expect(measure(signal, 48_000, { channels: 5 }).integratedLufs).toBeCloseTo(-3.01, 1);
    }
  });

  test('an LFE alone has no loudness', () => {
    const meter = measureTone([[5, [SILENT, SILENT, SILENT, -10, SILENT, SILENT]]], 48_000, 6);
    expect(meter.integratedLufs).toBe(SILENT);
    expect(meter.maxMomentaryLufs).toBe(SILENT);
  });

  test('the absolute gate: a tone at −69.5 counts, one at −70.5 does not', () => {
    expect(Math.abs(measureTone([[10, -69.5]], 48_000).integratedLufs + 69.5)).toBeLessThan(0.1);
    expect(measureTone([[10, -70.5]], 48_000).integratedLufs).toBe(SILENT);
  });

  test('the relative gate: what lies 10 LU under the rest drops out', () => {
    expect(
      Math.abs(
        measureTone(
          [
            [20, -10],
            [20, -24],
          ],
          48_000,
        ).integratedLufs + 10,
      ),
    ).toBeLessThan(0.1);
  });
});

describe('K-weighting', () => {
  test('the prototypes give the digits of the tables back', () => {
    const filters = [kWeightingShelf(48_000), kWeightingHighPass(48_000)];
    filters.forEach(({ b, a }, index) => {
      const table = TABLE_FILTERS[index] as (typeof TABLE_FILTERS)[number];
      for (const place of [0, 1, 2] as const) expect(b[place]).toBeCloseTo(table.b[place], 8);
      for (const place of [0, 1] as const) expect(a[place]).toBeCloseTo(table.a[place], 8);
    });
  });

  test.each([44_100, 88_200, 96_000, 192_000])(
    'at %i Hz the curve is that of 48 kHz within 0.05 dB up to 12 kHz',
    (sampleRateHz) => {
      for (const hz of [20, 40, 100, 997, 2_000, 5_000, 12_000]) {
        expect(Math.abs(kWeightingResponseDb(hz, sampleRateHz) - tableResponseDb(hz)), `${hz} Hz`).toBeLessThan(0.05);
      }
    },
  );
});

describe('LoudnessMeter', () => {
  test('the plain method on an exact list of windows agrees to 0.01 LU', () => {
    const sampleRateHz = 48_000;
    const signal = wanderingNoise(20, sampleRateHz);
    const meter = measure(signal, sampleRateHz);
    expect(Math.abs(meter.integratedLufs - plainIntegratedLufs(signal))).toBeLessThan(0.01);
  });

  test.each([1, 17, 64, 240, 10_000])('blocks of %i frames measure the same to the last bit', (blockFrames) => {
    const signal = wanderingNoise(5, 48_000);
    const whole = measure(signal, 48_000);
    const split = measure(signal, 48_000, { blockFrames });
    expect(split.integratedLufs).toBe(whole.integratedLufs);
    expect(split.loudnessRangeLu).toBe(whole.loudnessRangeLu);
    expect(split.maxMomentaryLufs).toBe(whole.maxMomentaryLufs);
    expect(split.maxShortTermLufs).toBe(whole.maxShortTermLufs);
  });

  test('a pause leaves I, LRA and the maxima alone, while M and S go on', () => {
    const sampleRateHz = 48_000;
    const signal = steppedTone(
      [
        [10, -23],
        [5, -6],
        [10, -23],
      ],
      sampleRateHz,
    );
    const meter = measure(signal, sampleRateHz, {
      watch: (running, seconds) => {
        running.paused = seconds > 10 - 1e-6 && seconds < 15.5 - 1e-6;
        if (Math.abs(seconds - 14) < 1e-6) expect(running.momentaryLufs).toBeCloseTo(-6, 1);
      },
    });
    expect(meter.integratedLufs).toBeCloseTo(-23, 1);
    expect(meter.measuredSeconds).toBeCloseTo(19.5, 1);
  });

  test('a reset starts afresh; the range is marked unstable for 60 s', () => {
    const sampleRateHz = 48_000;
    const signal = steppedTone(
      [
        [5, -10],
        [61, -30],
      ],
      sampleRateHz,
    );
    const meter = measure(signal, sampleRateHz, {
      watch: (running, seconds) => {
        if (Math.abs(seconds - 5) < 1e-6) running.reset();
        if (Math.abs(seconds - 64) < 1e-6) expect(running.loudnessRangeStable).toBe(false);
      },
    });
    expect(meter.integratedLufs).toBeCloseTo(-30, 1);
    expect(meter.maxMomentaryLufs).toBeCloseTo(-30, 1);
    expect(meter.loudnessRangeStable).toBe(true);
  });

  test('silence and too little have no loudness', () => {
    const silent = measure(new Float32Array(96_000), 48_000);
    expect(silent.integratedLufs).toBe(SILENT);
    expect(silent.momentaryLufs).toBe(SILENT);
    expect(silent.loudnessRangeLu).toBeNaN();
    expect(measureTone([[0.39, -10]], 48_000).integratedLufs).toBe(SILENT);
  });

  test('a step is 100 ms of whole hops of at most 5 ms', () => {
    for (const rate of [44_100, 48_000, 88_200, 96_000, 176_400, 192_000, 32_000, 22_050, 8_000]) {
      const hops = hopsPerStep(rate);
      expect((rate / 10) % hops).toBe(0);
      expect(0.1 / hops).toBeLessThanOrEqual(0.005);
    }
  });
});

/** Stereo noise whose level wanders between about −50 and −10 dBFS. */
function wanderingNoise(seconds: number, sampleRateHz: number): Float32Array {
  const random = seededRandom(5);
  let levelDb = -25;
  return Float32Array.from({ length: seconds * sampleRateHz * 2 }, (_, index) => {
    if (index % 9_600 === 0) levelDb = Math.min(-10, Math.max(-50, levelDb + 12 * (random() - 0.5)));
    return 10 ** (levelDb / 20) * (2 * random() - 1);
  });
}

/** The digits of BS.1770-5 annex 1, tables 1 and 2, for 48 kHz. */
const TABLE_FILTERS = [
  { b: [1.53512485958697, -2.69169619008638, 1.19839281085285], a: [-1.69065929318241, 0.73248077421585] },
  { b: [1, -2, 1], a: [-1.99004745483398, 0.99007225036621] },
] as const;

function tableResponseDb(hz: number): number {
  return TABLE_FILTERS.reduce((sum, filter) => sum + biquadResponseDb(filter, hz, 48_000), 0);
}

/** BS.1770-5 word for word, at 48 kHz: the table's filters, all windows in a list, both gates. */
function plainIntegratedLufs(signal: Float32Array): number {
  const frames = signal.length / 2;
  const energies = new Float64Array(frames);
  for (let channel = 0; channel < 2; channel++) {
    let weighted = Float64Array.from({ length: frames }, (_, frame) => signal[frame * 2 + channel] as number);
    for (const { b, a } of TABLE_FILTERS) {
      const output = new Float64Array(frames);
      const at = (values: Float64Array, index: number) => values[index] ?? 0;
      for (let n = 0; n < frames; n++) {
        output[n] =
          b[0] * at(weighted, n) +
          b[1] * at(weighted, n - 1) +
          b[2] * at(weighted, n - 2) -
          a[0] * at(output, n - 1) -
          a[1] * at(output, n - 2);
      }
      weighted = output;
    }
    for (let n = 0; n < frames; n++) energies[n] = (energies[n] as number) + (weighted[n] as number) ** 2;
  }
  const windows: number[] = [];
  for (let from = 0; from + 19_200 <= frames; from += 4_800) {
    windows.push(energies.subarray(from, from + 19_200).reduce((sum, value) => sum + value, 0) / 19_200);
  }
  const lufs = (energy: number) => -0.691 + 10 * Math.log10(energy);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const loud = windows.filter((energy) => lufs(energy) > -70);
  const gate = lufs(mean(loud)) - 10;
  return lufs(mean(loud.filter((energy) => lufs(energy) > gate)));
}
