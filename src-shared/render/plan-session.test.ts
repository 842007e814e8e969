import { describe, expect, test } from 'vitest';
import { SessionBuilder } from '../testing/session-builder.ts';
import { duck, warm } from '../testing/test-devices.ts';
import { portsAt } from './plan-ports.ts';
import { planSession } from './plan-session.ts';
import type { RenderPlan } from './render-plan.ts';
import { RenderPlanError } from './render-plan-error.ts';

const definitions = { warm, duck };

function late(latencyFrames: number) {
  return { values: { latencyFrames } };
}

function feedsOf(plan: RenderPlan, stripId: string): readonly { id: string; delayFrames: number; open: boolean }[] {
  return plan.strips.find((strip) => strip.stripId === stripId)?.feeds ?? [];
}

/** The ids of the strips whose output or send is open. */
function openFeeds(builder: SessionBuilder): string[] {
  const plan = planSession(builder.build(), { definitions });
  return plan.strips.flatMap(({ feeds }) => feeds.flatMap(({ id, open }) => (open ? [id] : []))).sort();
}

describe('the order of a plan', () => {
  test('puts who feeds before who is fed, and the master last', () => {
    const builder = new SessionBuilder();
    const bus = builder.strip('bus');
    const track = builder.strip('track', { outputId: bus });
    const keyed = builder.strip('track');
    const key = builder.strip('track');
    builder.device(keyed, 'duck', { sidechainId: key });
    const plan = planSession(builder.build(), { definitions });
    expect(plan.strips.map(({ stripId }) => stripId)).toEqual([track, bus, key, keyed, 'master']);
  });

  test.each(['output', 'send', 'key'] as const)('refuses feedback through an %s, naming the strips', (kind) => {
    const builder = new SessionBuilder();
    const one = builder.strip('bus', { name: 'One' });
    const two = builder.strip('bus', { name: 'Two', outputId: one });
    if (kind === 'output') builder.change(one, { outputId: two });
    if (kind === 'send') builder.send(one, two, { enabled: false });
    if (kind === 'key') builder.device(two, 'duck', { sidechainId: one });
    const planning = () => planSession(builder.build(), { definitions });
    expect(planning).toThrow(RenderPlanError);
    expect(planning).toThrow(/“One” feeds “Two” feeds “One”|“Two” feeds “One” feeds “Two”/);
    expect(planning).toThrow(
      expect.objectContaining({ code: 'feedback', stripIds: expect.arrayContaining([one, two]) }),
    );
  });

  test('refuses a strip that keys itself, and a device that nobody knows', () => {
    const builder = new SessionBuilder();
    const track = builder.strip('track', { name: 'Solo' });
    builder.device(track, 'duck', { sidechainId: track });
    expect(() => planSession(builder.build(), { definitions })).toThrow(/“Solo” feeds “Solo”/);
    const other = new SessionBuilder();
    other.device(other.strip('track', { name: 'Lead' }), 'flux');
    expect(() => planSession(other.build(), { definitions })).toThrow(/“Lead”.*“flux”/);
  });
});

describe('delay compensation', () => {
  test('delays outputs and sends so that all that meets is as late as the latest', () => {
    const builder = new SessionBuilder();
    const slow = builder.strip('track');
    const quick = builder.strip('track');
    const bus = builder.strip('bus');
    builder.device(slow, 'warm', late(100));
    builder.device(bus, 'warm', late(30));
    const toBus = builder.send(slow, bus);
    const alsoToBus = builder.send(quick, bus);
    const plan = planSession(builder.build(), { definitions });
    expect(feedsOf(plan, slow)).toMatchObject([
      { id: `output:${slow}`, delayFrames: 30 },
      { id: `send:${toBus}`, delayFrames: 0 },
    ]);
    expect(feedsOf(plan, quick)).toMatchObject([
      { id: `output:${quick}`, delayFrames: 130 },
      { id: `send:${alsoToBus}`, delayFrames: 100 },
    ]);
    expect(plan.latencyFrames).toBe(130);
  });

  test('delays the earlier of a device and its side-chain', () => {
    const builder = new SessionBuilder();
    const key = builder.strip('track');
    const early = builder.strip('track');
    const lateStrip = builder.strip('track');
    builder.device(key, 'warm', late(50));
    builder.device(early, 'duck', { sidechainId: key });
    builder.device(lateStrip, 'warm', late(80));
    const keyed = builder.device(lateStrip, 'duck', { sidechainId: key });
    const plan = planSession(builder.build(), { definitions });
    const devices = plan.strips.flatMap((strip) => strip.devices);
    expect(devices.filter(({ type }) => type === 'duck').map(({ alignFrames }) => alignFrames)).toEqual([50, 0]);
    expect(feedsOf(plan, key).find(({ id }) => id === `key:${keyed}`)?.delayFrames).toBe(30);
  });

  test('does not change when a device is bypassed, a send switched off, a strip muted or soloed', () => {
    const build = (off: boolean) => {
      const builder = new SessionBuilder();
      const track = builder.strip('track', { channel: { mute: off } });
      const bus = builder.strip('bus', { solo: off });
      builder.device(track, 'warm', { ...late(77), enabled: !off });
      builder.send(track, bus, { enabled: !off });
      return planSession(builder.build(), { definitions });
    };
    const delays = (plan: RenderPlan) => plan.strips.map(({ feeds }) => feeds.map(({ delayFrames }) => delayFrames));
    expect(delays(build(true))).toEqual(delays(build(false)));
    expect(build(true).latencyFrames).toBe(77);
  });
});

describe('solo', () => {
  /** Two tracks into a group, one beside it, all sending to a reverb. */
  function band() {
    const builder = new SessionBuilder();
    const group = builder.strip('group');
    const kick = builder.strip('track', { outputId: group, groupId: group });
    const snare = builder.strip('track', { outputId: group, groupId: group });
    const bass = builder.strip('track');
    const room = builder.strip('bus');
    const [kickSend, snareSend, bassSend] = [kick, snare, bass].map((track) => builder.send(track, room)) as [
      string,
      string,
      string,
    ];
    const ids = { group, kick, snare, bass, room, kickSend, snareSend, bassSend };
    return { builder, ids };
  }

  test('of a track lets it through its group, and its reverb with it', () => {
    const { builder, ids } = band();
    builder.change(ids.kick, { solo: true });
    expect(openFeeds(builder)).toEqual(
      [`output:${ids.group}`, `output:${ids.kick}`, `output:${ids.room}`, `send:${ids.kickSend}`].sort(),
    );
  });

  test('of a group lets its members through, with their reverb', () => {
    const { builder, ids } = band();
    builder.change(ids.group, { solo: true });
    const { group, kick, snare, room, kickSend, snareSend } = ids;
    expect(openFeeds(builder)).toEqual(
      [...[group, kick, snare, room].map((id) => `output:${id}`), `send:${kickSend}`, `send:${snareSend}`].sort(),
    );
  });

  test('of a return lets only the sends to it through', () => {
    const { builder, ids } = band();
    builder.change(ids.room, { solo: true });
    const { room, kickSend, snareSend, bassSend } = ids;
    expect(openFeeds(builder)).toEqual(
      [`output:${room}`, `send:${kickSend}`, `send:${snareSend}`, `send:${bassSend}`].sort(),
    );
  });

  test('elsewhere does not silence a solo-safe return, and cuts no side-chain', () => {
    const { builder, ids } = band();
    builder.change(ids.room, { soloSafe: true });
    const keyed = builder.device(ids.bass, 'duck', { sidechainId: ids.kick });
    builder.change(ids.bass, { solo: true });
    builder.change(ids.room, { soloSafe: true });
    const { bass, room, bassSend } = ids;
    expect(openFeeds(builder)).toEqual([`output:${bass}`, `output:${room}`, `send:${bassSend}`, `key:${keyed}`].sort());
  });
});

describe('a pruned plan', () => {
  test('leaves out what cannot be heard and keeps what keys something that can', () => {
    const builder = new SessionBuilder();
    const muted = builder.strip('track', { channel: { mute: true } });
    const key = builder.strip('track', { channel: { gainDb: -3 } });
    const keyed = builder.strip('track', { solo: true });
    builder.device(keyed, 'duck', { sidechainId: key });
    const plan = planSession(builder.build(), { definitions, prune: true });
    expect(plan.strips.map(({ stripId }) => stripId)).toEqual([key, keyed, 'master']);
    expect(feedsOf(plan, key)).toHaveLength(1);
    expect(muted).toBeTruthy();
  });

  test('keeps a muted strip with a pre-fader send', () => {
    const builder = new SessionBuilder();
    const muted = builder.strip('track', { channel: { mute: true } });
    const bus = builder.strip('bus');
    const send = builder.send(muted, bus, { pre: true });
    const plan = planSession(builder.build(), { definitions, prune: true });
    expect(feedsOf(plan, muted).map(({ id }) => id)).toEqual([`send:${send}`]);
  });
});

test('what crosses a cut of the plan are the sums that have begun and the keys', () => {
  const builder = new SessionBuilder();
  const one = builder.strip('track');
  const two = builder.strip('track');
  builder.device(two, 'duck', { sidechainId: one });
  const plan = planSession(builder.build(), { definitions });
  expect(portsAt(plan, 0)).toEqual([]);
  expect(portsAt(plan, 1)).toEqual([
    { kind: 'key', strip: 1, device: 0 },
    { kind: 'sum', strip: 2 },
  ]);
  expect(portsAt(plan, 3)).toEqual([]);
});
