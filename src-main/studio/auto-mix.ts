/**
 * Stems to a mastered mix without a hand on it: a session with a track a stem, the first balance, a room, the proposed
 * master. Everything is done with the commands that a musician has, so the session can be kept and changed.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BandEnergyMeter } from '../../src-shared/analysis/band-energy.ts';
import { firstBalance, type StripBalance } from '../../src-shared/analysis/first-balance.ts';
import {
  type MixFindings,
  type ProposedDevice,
  proposeMaster,
  TONAL_BANDS,
} from '../../src-shared/analysis/master-proposal.ts';
import { StemMeter } from '../../src-shared/analysis/stem-meter.ts';
import type { StemProfile } from '../../src-shared/analysis/stem-profile.ts';
import { ProgramMeter } from '../../src-shared/dsp/metering/program-meter.ts';
import { setChannelValue } from '../../src-shared/session/commands/channel.ts';
import { setClipGain } from '../../src-shared/session/commands/clips.ts';
import { addDevice } from '../../src-shared/session/commands/devices.ts';
import { addSend } from '../../src-shared/session/commands/sends.ts';
import { addStrip } from '../../src-shared/session/commands/strips.ts';
import { createSession } from '../../src-shared/session/create-session.ts';
import { SessionEdit } from '../../src-shared/session/session-edit.ts';
import { bounce } from '../bounce/bounce.ts';
import type { BounceTask } from '../bounce/bounce-task.ts';
import { openAudioFile } from '../media/open-audio-file.ts';
import { loadKernels } from '../program/load-kernels.ts';
import { type ImportedTrack, importTracks } from './import-tracks.ts';
import { AUDIO_FOLDER } from './session-folder/session-store.ts';

export type AutoMixOptions = Pick<BounceTask, 'threads' | 'signal' | 'onProgress'> & {
  /** The session's folder: media goes there. */
  readonly folder: string;
  /** False leaves stems that need no change where they lie, for a session that is thrown away. */
  readonly collect: boolean;
  readonly ceilingDbtp: number;
  readonly onPhase: (phase: string) => void;
};

export type AutoMix = {
  readonly tracks: readonly ImportedTrack[];
  readonly balance: readonly StripBalance[];
  readonly master: readonly ProposedDevice[];
};

const ROOM = { mix: 1, decaySeconds: 1.4, preDelaySeconds: 0.015, lowCutHz: 180 };

/** Builds the mix of these stems in `edit`. Rejects with AudioFileError, and then leaves no media behind. */
export async function autoMix(edit: SessionEdit, files: readonly string[], options: AutoMixOptions): Promise<AutoMix> {
  options.onPhase('reading the stems');
  const { folder, collect } = options;
  const tracks = await importTracks(edit, files, { folder, collect, startFrames: 0 });
  options.onPhase('listening to each stem');
  const profiles: StemProfile[] = [];
  for (const { file, trackName } of tracks) profiles.push(await profileOf(file, trackName));
  const balance = firstBalance(profiles);
  applyBalance(edit, tracks, balance);
  options.onPhase('listening to the mix');
  const findings = await findingsOfMix(edit, options);
  return { tracks, balance, master: applyMaster(edit, proposeMaster(findings, options.ceilingDbtp)) };
}

/** Puts the proposed devices on the master, in their order. */
export function applyMaster(edit: SessionEdit, devices: readonly ProposedDevice[]): readonly ProposedDevice[] {
  for (const { type, values } of devices) edit.run(addDevice, { stripId: 'master', type, values });
  return devices;
}

/** What the master is proposed from, of a finished mix on the disk. Rejects with AudioFileError. */
export async function findingsOfFile(file: string): Promise<MixFindings> {
  const stream = await openAudioFile(file);
  try {
    const program = new ProgramMeter(loadKernels(), stream.format);
    const bands = new BandEnergyMeter(TONAL_BANDS, stream.format);
    for await (const chunk of stream.chunks()) {
      program.measure(chunk);
      bands.measure(chunk);
    }
    const { integratedLufs, truePeakDbtp } = program.finish();
    return { bandShares: bands.shares, integratedLufs, truePeakDbtp };
  } finally {
    stream.close();
  }
}

/** A session of these files in a folder of its own that goes when `work` ends. Its rate is the files' most common one. */
export async function withScratchSession<Result>(
  files: readonly string[],
  work: (edit: SessionEdit, folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'mixdown-'));
  try {
    await mkdir(join(folder, AUDIO_FOLDER));
    return await work(new SessionEdit(await sessionFor(files)), folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** An empty session at the most common sample rate of these files, the higher where two are as common. */
export async function sessionFor(files: readonly string[], name = 'Mix') {
  const counts = new Map<number, number>();
  for (const file of files) {
    const stream = await openAudioFile(file);
    counts.set(stream.format.sampleRateHz, (counts.get(stream.format.sampleRateHz) ?? 0) + 1);
    stream.close();
  }
  const [sampleRateHz] = [...counts].sort(
    ([rateA, countA], [rateB, countB]) => countB - countA || rateB - rateA,
  )[0] ?? [48_000];
  return createSession({ name, sampleRateHz, tempoBpm: 120 });
}

async function profileOf(file: string, name: string): Promise<StemProfile> {
  const stream = await openAudioFile(file);
  try {
    const meter = new StemMeter(loadKernels(), stream.format);
    for await (const chunk of stream.chunks()) meter.measure(chunk);
    return meter.finish(name);
  } finally {
    stream.close();
  }
}

function applyBalance(edit: SessionEdit, tracks: readonly ImportedTrack[], balance: readonly StripBalance[]): void {
  const roomId = balance.some(({ roomSendDb }) => roomSendDb !== null) ? addRoom(edit) : undefined;
  for (const [index, { gainDb, clipGainDb, pan, lowCutHz, roomSendDb }] of balance.entries()) {
    const stripId = (tracks[index] as ImportedTrack).trackId;
    edit.run(setChannelValue, { stripId, key: 'gainDb', value: gainDb });
    edit.run(setChannelValue, { stripId, key: 'pan', value: pan });
    const clip = Object.values(edit.session.clips).find(({ trackId }) => trackId === stripId);
    if (clip && clipGainDb > 0) edit.run(setClipGain, { clipId: clip.id, gainDb: clipGainDb });
    if (lowCutHz !== null)
      edit.run(addDevice, { stripId, type: 'eq', values: { 'band1.enabled': true, 'band1.frequencyHz': lowCutHz } });
    if (roomSendDb !== null && roomId) edit.run(addSend, { stripId, busId: roomId, gainDb: roomSendDb });
  }
}

function addRoom(edit: SessionEdit): string {
  const stripId = edit.run(addStrip, { kind: 'bus', name: 'Room' }).in('strips');
  edit.run(addDevice, { stripId, type: 'reverb', values: ROOM });
  return stripId;
}

/** Renders the balanced mix once, to hear it before the master is proposed. */
async function findingsOfMix(edit: SessionEdit, options: AutoMixOptions): Promise<MixFindings> {
  const folder = await mkdtemp(join(tmpdir(), 'mixdown-'));
  try {
    const path = join(folder, 'mix.wav');
    const { threads, signal, onProgress } = options;
    const task = {
      ...(threads !== undefined && { threads }),
      ...(signal && { signal }),
      ...(onProgress && { onProgress }),
    };
    await bounce({
      ...task,
      session: edit.session,
      sessionFolder: options.folder,
      files: [{ path, format: 'wav', bitDepth: '32f' }],
    });
    return await findingsOfFile(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
