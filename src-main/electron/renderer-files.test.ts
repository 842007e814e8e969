import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isAppAddress, rendererFile } from './renderer-files.ts';

const folder = resolve('/app/renderer');

describe('the files of the screens', () => {
  test('an address is a file of the folder, with its type and the policy', () => {
    const file = rendererFile('mixdown://app/assets/main.js?v=1', folder);
    expect(file?.path).toBe(join(folder, 'assets/main.js'));
    expect(file?.headers['content-type']).toMatch(/javascript/);
    expect(file?.headers['content-security-policy']).toContain("default-src 'none'");
    expect(rendererFile('mixdown://app/', folder)?.path).toBe(join(folder, 'index.html'));
  });

  test.each([
    'mixdown://app/../../etc/secrets.json',
    'mixdown://app/%2e%2e/%2e%2e/etc/secrets.json',
    'mixdown://app/..%2f..%2fsecrets.json',
    'mixdown://app/..%5c..%5csecrets.json',
    'mixdown://app/a%00.js',
    'mixdown://app/%E0%A4%A.js',
    'mixdown://app/main.exe',
    'mixdown://elsewhere/index.html',
    'https://app/index.html',
    'file:///app/renderer/index.html',
    'nonsense',
  ])('%s is nothing, or stays inside', (address) => {
    const file = rendererFile(address, folder);
    if (file) expect(file.path.startsWith(join(folder, '/'))).toBe(true);
    else expect(file).toBeUndefined();
  });

  test('only addresses of the app are its own', () => {
    expect(isAppAddress('mixdown://app/index.html')).toBe(true);
    for (const other of ['mixdown://evil/', 'https://app/', 'mixdown-x://app/', 'data:text/html,hi', ''])
      expect(isAppAddress(other), other).toBe(false);
  });
});
