// A song for the eye: 100 tracks of 50 clips each, over ten sound files.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { appFolder } from '../build-app.mjs';
import { benchFolder, benchTracks, SAMPLE_RATE_HZ } from './material.mjs';
import { secondsOf } from './measure.mjs';

export const TRACKS = 100;
export const CLIPS_A_TRACK = 50;
const FILES = 10;
const FILE_SECONDS = 60;
const CLIP_SECONDS = 4;
/** From the start of a clip to that of the next: some touch, most leave a gap. */
const STEP_SECONDS = 4.5;
const FADE_FRAMES = 4800;

/** The folder of the song, made anew. */
export function makeTimelineSong() {
  const song = join(benchFolder, 'timeline.mixdown');
  rmSync(song, { recursive: true, force: true });
  const mixdown = (...args) => [process.execPath, [join(appFolder, 'cli.js'), ...args]];
  secondsOf([
    mixdown('new', song, '--sample-rate', String(SAMPLE_RATE_HZ)),
    mixdown('import', song, ...benchTracks(FILES, FILE_SECONDS)),
  ]);
  const file = join(song, 'session.json');
  const document = JSON.parse(readFileSync(file, 'utf8'));
  multiply(document.session);
  writeFileSync(file, JSON.stringify(document));
  return song;
}

/** Gives each imported track its copies, and each of them its clips. */
function multiply(session) {
  const models = Object.values(session.strips).filter(({ kind }) => kind === 'track');
  const clipOf = new Map(Object.values(session.clips).map((clip) => [clip.trackId, clip]));
  let nextId = session.settings.session.nextId;
  const stripIds = [];
  session.clips = {};
  for (let track = 0; track < TRACKS; track++) {
    const model = models[track % models.length];
    const strip = track < models.length ? model : { ...model, id: `strip-${nextId++}` };
    session.strips[strip.id] = { ...strip, name: `Track ${track + 1}`, colour: track % 12 };
    stripIds.push(strip.id);
    for (let index = 0; index < CLIPS_A_TRACK; index++) {
      const id = `clip-${nextId++}`;
      const offsetSeconds = (index * 7 + track) % (FILE_SECONDS - CLIP_SECONDS);
      session.clips[id] = {
        ...clipOf.get(model.id),
        id,
        trackId: strip.id,
        name: `Clip ${index + 1}`,
        startFrames: Math.round(index * STEP_SECONDS * SAMPLE_RATE_HZ),
        offsetFrames: offsetSeconds * SAMPLE_RATE_HZ,
        lengthFrames: (index % 5 === 0 ? STEP_SECONDS : CLIP_SECONDS) * SAMPLE_RATE_HZ,
        fadeIn: { lengthFrames: FADE_FRAMES, shape: 'linear' },
        fadeOut: { lengthFrames: FADE_FRAMES, shape: 'linear' },
      };
    }
  }
  session.settings.session.nextId = nextId;
  session.settings.session.stripIds = [...stripIds, 'master'];
}
