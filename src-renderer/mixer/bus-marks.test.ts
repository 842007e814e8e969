import { describe, expect, it } from 'vitest';
import { busMarks } from './bus-marks.ts';

describe('the marks of buses', () => {
  it('are first letters where these differ', () => {
    expect(busMarks(['Room', 'plate', 'Echo'])).toEqual(['R', 'P', 'E']);
  });

  it('are two letters where the first is shared, upper and lower case alike', () => {
    expect(busMarks(['Room', 'reverb', 'Echo'])).toEqual(['Ro', 're', 'E']);
  });

  it('are numbers where two letters are shared too, so that no two are the same', () => {
    const marks = busMarks(['Room', 'Room 2', 'Rock']);
    expect(marks).toEqual(['1', '2', '3']);
    expect(new Set(marks).size).toBe(3);
  });

  it('keep a letter of several code units whole', () => {
    expect(busMarks(['🎸 Amp', 'Hall'])).toEqual(['🎸', 'H']);
  });
});
