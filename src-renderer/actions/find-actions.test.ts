import { expect, it } from 'vitest';
import type { Action } from './action.ts';
import { findActions, oncePerName } from './find-actions.ts';

const action = (label: string, group: Action['group']): Action => ({
  id: label,
  label,
  group,
  scope: 'everywhere',
  keys: [],
  run: () => undefined,
});
const actions = [
  action('Split at the playhead', 'Clip'),
  action('Add track', 'Track'),
  action('Play or stop', 'Transport'),
];
const labels = (query: string) => findActions(actions, query).map(({ label }) => label);

it('finds by every word, in label or group, in any order and case', () => {
  expect(labels('PLAYHEAD split')).toEqual(['Split at the playhead']);
  expect(labels('clip')).toEqual(['Split at the playhead']);
  expect(labels('(')).toEqual([]);
});

it('puts first what begins with the word', () => {
  expect(labels('play')).toEqual(['Play or stop', 'Split at the playhead']);
});

it('lists all when nothing is typed', () => {
  expect(labels('  ')).toHaveLength(3);
});

it('lists those of one name and group once', () => {
  const twice = [action('Mute', 'Track'), action('Mute', 'Clip'), action('Mute', 'Track')];
  expect(oncePerName(twice).map(({ group }) => group)).toEqual(['Track', 'Clip']);
});
