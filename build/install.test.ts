import { expect, it } from 'vitest';
import { holdsAll } from './install.mjs';

const locked = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/zod': { version: '4.6.7' },
    'node_modules/@rolldown/binding-win32': { version: '1.2.19', optional: true },
  },
};
const zod = { version: '4.6.7' };

it('is content with what is locked, without packages for other machines', () => {
  expect(holdsAll({ packages: { 'node_modules/zod': zod } }, locked)).toBe(true);
  expect(holdsAll({ packages: { 'node_modules/zod': zod, 'node_modules/left-over': {} } }, locked)).toBe(true);
});

it('misses a package, another version, and an optional one that is old', () => {
  expect(holdsAll({ packages: {} }, locked)).toBe(false);
  expect(holdsAll({ packages: { 'node_modules/zod': { version: '4.0.0' } } }, locked)).toBe(false);
  const old = { 'node_modules/zod': zod, 'node_modules/@rolldown/binding-win32': { version: '1.0.0' } };
  expect(holdsAll({ packages: old }, locked)).toBe(false);
});
