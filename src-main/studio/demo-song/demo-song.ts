/**
 * The demo song: the CC0 stems of build/demo-song as a session that uses every part of the program. Six sections of
 * four bars at 90 BPM; the stems are loops of six bars, so a clip can reach into the next section and crossfade there.
 */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { automate, type NewPoint } from '../../../src-shared/session/commands/automation.ts';
import { setChannelValue } from '../../../src-shared/session/commands/channel.ts';
import { addClip, setFade } from '../../../src-shared/session/commands/clips.ts';
import { addDevice, setSidechain } from '../../../src-shared/session/commands/devices.ts';
import { addMarker } from '../../../src-shared/session/commands/markers.ts';
import { type AddMedia, addMedia } from '../../../src-shared/session/commands/media.ts';
import { addSend } from '../../../src-shared/session/commands/sends.ts';
import { setTags } from '../../../src-shared/session/commands/settings.ts';
import { addStrip, setColour, setGroup } from '../../../src-shared/session/commands/strips.ts';
import { createSession } from '../../../src-shared/session/create-session.ts';
import { resolvePath } from '../../../src-shared/session/parameter-path.ts';
import { SessionEdit } from '../../../src-shared/session/session-edit.ts';
import { SessionStore } from '../session-folder/session-store.ts';
import { type DemoTrack, demoAutomation, demoBuses, demoMaster, demoSections, demoTracks } from './demo-parts.ts';
import { importStems } from './import-stems.ts';

const SAMPLE_RATE_HZ = 44_100;
const TEMPO_BPM = 90;
const BEAT_FRAMES = (SAMPLE_RATE_HZ * 60) / TEMPO_BPM;
const SECTION_FRAMES = 16 * BEAT_FRAMES;
/** How far a clip reaches into the next section, where the next one crossfades with it: half a beat. */
const OVERLAP_FRAMES = BEAT_FRAMES / 2;

/** The stems: in the checkout in build/, in the packaged app beside the program. */
const STEM_FOLDERS = ['./demo-song', '../../build/demo-song', '../../../build/demo-song'];

/** Makes the demo song's folder and opens it. Rejects with SessionFolderError (`exists`) or AudioFileError. */
export async function createDemoSong(folder: string): Promise<SessionStore> {
  const store = await SessionStore.create(
    folder,
    createSession({ name: 'Sample Grid', sampleRateHz: SAMPLE_RATE_HZ, tempoBpm: TEMPO_BPM }),
  );
  try {
    const edit = new SessionEdit(store.session);
    await buildDemo(edit, store.folder);
    store.commit('Make the demo song', edit.diff);
    await store.save();
    return store;
  } catch (error) {
    await store.close();
    await rm(store.folder, { recursive: true, force: true });
    throw error;
  }
}

async function buildDemo(edit: SessionEdit, folder: string): Promise<void> {
  edit.run(setTags, { title: 'Sample Grid', artist: 'Mixdown', album: 'Demo' });
  for (const [index, name] of demoSections.entries()) edit.run(addMarker, { name, atFrames: index * SECTION_FRAMES });
  const strips = new Map<string, string>([['Master', 'master']]);
  for (const { kind, name, colour } of demoBuses) {
    const id = edit.run(addStrip, { kind, name }).in('strips');
    edit.run(setColour, { stripId: id, colour });
    strips.set(name, id);
  }
  const stems = await stemFolder();
  const files = demoTracks.map(({ stem }) => join(stems, stem));
  const media = await importStems({ files, folder, sampleRateHz: SAMPLE_RATE_HZ });
  for (const track of demoTracks)
    strips.set(track.name, addTrack(edit, track, media.get(join(stems, track.stem)) as AddMedia));
  for (const track of [...demoTracks, ...demoBuses, demoMaster]) dress(edit, track, strips);
  for (const { path, points } of demoAutomation) addAutomation(edit, path, points);
}

async function stemFolder(): Promise<string> {
  for (const place of STEM_FOLDERS) {
    const folder = fileURLToPath(new URL(place, import.meta.url));
    const files = await readdir(folder).catch(() => []);
    if (files.some((file) => file.endsWith('.flac'))) return folder;
  }
  throw new Error('the stems of the demo song are missing beside the program');
}

/** The track with a clip for each section that it plays in. */
function addTrack(edit: SessionEdit, track: DemoTrack, media: AddMedia): string {
  const trackId = edit
    .run(addStrip, { kind: 'track', name: track.name, index: demoTracks.indexOf(track) })
    .in('strips');
  edit.run(setColour, { stripId: trackId, colour: track.colour });
  if (media.channels === 1) edit.run(setChannelValue, { stripId: trackId, key: 'panLaw', value: 'power3' });
  const mediaId = edit.run(addMedia, { ...media, name: track.name }).in('media');
  for (const section of track.sections) {
    const continues = track.crossfades === true && track.sections.includes(section + 1);
    const lengthFrames = SECTION_FRAMES + (continues ? OVERLAP_FRAMES : 0);
    const clipId = edit
      .run(addClip, { mediaId, trackId, startFrames: section * SECTION_FRAMES, lengthFrames })
      .in('clips');
    const isFirst = !track.sections.includes(section - 1);
    if (track.crossfades && isFirst)
      edit.run(setFade, { clipId, edge: 'fadeIn', fade: { lengthFrames: BEAT_FRAMES, shape: 'sCurve' } });
    if (track.crossfades && !continues)
      edit.run(setFade, { clipId, edge: 'fadeOut', fade: { lengthFrames: 2 * BEAT_FRAMES, shape: 'slow' } });
  }
  return trackId;
}

type Dressed = Pick<DemoTrack, 'name' | 'channel' | 'devices' | 'sends' | 'group'>;

/** Fader, place, devices, sends and group of a strip; every strip exists by now. */
function dress(
  edit: SessionEdit,
  { name, channel, devices, sends = {}, group }: Dressed,
  strips: ReadonlyMap<string, string>,
): void {
  const stripId = idOf(strips, name);
  for (const [key, value] of Object.entries(channel)) edit.run(setChannelValue, { stripId, key, value });
  for (const { type, values, key } of devices) {
    const deviceId = edit.run(addDevice, { stripId, type, values }).in('devices');
    if (key) edit.run(setSidechain, { deviceId, sidechainId: idOf(strips, key) });
  }
  for (const [bus, gainDb] of Object.entries(sends)) edit.run(addSend, { stripId, busId: idOf(strips, bus), gainDb });
  if (group) edit.run(setGroup, { stripId, groupId: idOf(strips, group) });
}

function idOf(strips: ReadonlyMap<string, string>, name: string): string {
  const id = strips.get(name);
  if (id === undefined) throw new Error(`demo song: there is no strip ${name}`);
  return id;
}

/** @param points beats from the start, values, and shapes. */
function addAutomation(
  edit: SessionEdit,
  path: string,
  points: readonly (readonly [beat: number, value: number, shape?: NewPoint['shape']])[],
): void {
  const { stripId, target, key } = resolvePath(edit.session, path);
  const at = points.map(
    ([beat, value, shape = 'linear']): NewPoint => ({
      atFrames: Math.round(beat * BEAT_FRAMES),
      value,
      shape,
      bend: shape === 'curve' ? 0.4 : 0,
    }),
  );
  edit.run(automate, { stripId, target, key, points: at });
}
