import { expect, test } from 'vitest';
import { whyInvalid } from './core/parameter-spec.ts';
import { processors } from './processors.ts';

test('each processor stands under its own type', () => {
  for (const [type, definition] of Object.entries(processors)) expect(definition.type).toBe(type);
});

test('types and keys are plain words, so that a path can hold them', () => {
  for (const [type, { parameters }] of Object.entries(processors)) {
    expect(type).toMatch(/^[a-z][A-Za-z0-9]*$/);
    for (const key of Object.keys(parameters)) {
      expect(key).toMatch(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)*$/);
      // The session's own words for a device (session/parameter-path.ts).
      expect(['enabled', 'sidechain']).not.toContain(key);
    }
  }
});

test('every default is a value that its parameter allows', () => {
  for (const { parameters } of Object.values(processors)) {
    for (const spec of Object.values(parameters)) expect(whyInvalid(spec, spec.default)).toBeUndefined();
  }
});
