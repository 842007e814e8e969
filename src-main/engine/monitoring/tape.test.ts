import { expect, test } from 'vitest';
import { FIRST_TRANSPORT, type TransportState } from '../../../src-shared/protocol/answers.ts';
import { Tape } from './tape.ts';
import { TAPE_RAMP_FRAMES, TapeGate } from './tape-gate.ts';

const EVERYWHERE = { fromFrames: Number.NEGATIVE_INFINITY, toFrames: Number.POSITIVE_INFINITY };

test('from a stop it records behind the pre-roll, and then wherever a loop goes', () => {
  const tape = new Tape();
  tape.transportIs({ ...FIRST_TRANSPORT, atFrames: 24_000 }, []);
  tape.transportIs({ ...FIRST_TRANSPORT, atFrames: 12_000, playing: true, recording: true }, []);
  expect(tape.range).toEqual({ fromFrames: 24_000, toFrames: Number.POSITIVE_INFINITY });
  tape.heard(23_999);
  expect(tape.range?.fromFrames).toBe(24_000);
  tape.heard(24_000);
  expect(tape.range).toEqual(EVERYWHERE);
  // What was stopped fades as it was heard.
  tape.transportIs({ ...FIRST_TRANSPORT, atFrames: 30_000 }, []);
  expect(tape.range).toEqual(EVERYWHERE);
  tape.transportIs({ ...FIRST_TRANSPORT, atFrames: 30_000, playing: true }, []);
  expect(tape.range).toBeNull();
});

test('while it plays it records at once, also after a jump back', () => {
  const tape = new Tape();
  tape.transportIs({ ...FIRST_TRANSPORT, atFrames: 24_000 }, []);
  tape.transportIs({ ...FIRST_TRANSPORT, atFrames: 24_000, playing: true }, []);
  tape.transportIs({ ...FIRST_TRANSPORT, atFrames: 1_000, playing: true }, []);
  tape.transportIs({ ...FIRST_TRANSPORT, atFrames: 1_000, playing: true, recording: true }, []);
  expect(tape.range).toEqual(EVERYWHERE);
  const punch = { fromFrames: 4_000, toFrames: 5_000 };
  tape.transportIs(
    { ...FIRST_TRANSPORT, atFrames: 1_000, playing: true, recording: true, punch, punchInOn: true, punchOutOn: true },
    [],
  );
  expect(tape.range).toEqual(punch);
});

test('an end of a punch that does not count is open, and a pre-roll leads to the one that does', () => {
  const punch = { fromFrames: 14_000, toFrames: 30_000 };
  const rangeFrom = (atFrames: number, changes: Partial<TransportState>) => {
    const tape = new Tape();
    const transport = { ...FIRST_TRANSPORT, punch, ...changes };
    tape.transportIs({ ...transport, atFrames: 24_000 }, []);
    tape.transportIs({ ...transport, atFrames, playing: true, recording: true }, []);
    return tape;
  };
  expect(rangeFrom(24_000, { punchInOn: true }).range).toEqual({ ...EVERYWHERE, fromFrames: 14_000 });
  expect(rangeFrom(24_000, { punchOutOn: true }).range).toEqual({ ...EVERYWHERE, toFrames: 30_000 });
  expect(rangeFrom(24_000, {}).range).toEqual(EVERYWHERE);
  expect(rangeFrom(4_000, { punchInOn: true, preRollSeconds: 1 }).range).toEqual({ ...EVERYWHERE, fromFrames: 14_000 });
  const tape = rangeFrom(14_000, { punchOutOn: true, preRollSeconds: 1 });
  expect(tape.range).toEqual({ fromFrames: 24_000, toFrames: 30_000 });
  tape.heard(24_000);
  expect(tape.range).toEqual({ ...EVERYWHERE, toFrames: 30_000 });
});

test('a gate opens at the frame of the punch however blocks are cut', () => {
  const range = { fromFrames: 1_000, toFrames: 1_500 };
  const gainsOf = (block: number) => {
    const gate = new TapeGate({ recording: true, playing: false, still: true }, false);
    const all = new Float32Array(2_048);
    const gains = new Float32Array(block);
    for (let at = 0; at < all.length; at += block) {
      const frames = Math.min(block, all.length - at);
      const gain = gate.run(gains, frames, at, range);
      all.set(Number.isNaN(gain) ? gains.subarray(0, frames) : new Float32Array(frames).fill(gain), at);
    }
    return all;
  };
  const whole = gainsOf(2_048);
  expect(whole.findIndex((gain) => gain > 0)).toBe(1_000);
  expect(whole[1_000 + TAPE_RAMP_FRAMES - 1]).toBe(1);
  expect(whole[1_499]).toBe(1);
  expect(whole[1_500]).toBeLessThan(1);
  expect(whole[1_500 + TAPE_RAMP_FRAMES - 1]).toBe(0);
  for (const block of [1, 17, 64, 500, 1_000]) expect(gainsOf(block)).toEqual(whole);
});
