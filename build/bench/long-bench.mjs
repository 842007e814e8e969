// Two hours of 32 tracks to a file: memory must not grow with the song. Takes some minutes and 2 GB of disk.
import { spawn } from 'node:child_process';
import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { appFolder } from '../build-app.mjs';
import { benchFolder, benchTracks, SAMPLE_RATE_HZ } from './material.mjs';
import { printTable, secondsOf } from './measure.mjs';

const TRACKS = 32;
const HOURS = 2;
const cli = join(appFolder, 'cli.js');

/** A song whose every track plays the same two hours: a minute of music, then silence that takes no room on the disk. */
function makeSong() {
  const song = join(benchFolder, 'long.mixdown');
  rmSync(song, { recursive: true, force: true });
  secondsOf([[process.execPath, [cli, 'new', song, '--sample-rate', String(SAMPLE_RATE_HZ)]]]);
  const lengthFrames = HOURS * 3600 * SAMPLE_RATE_HZ;
  mkdirSync(join(song, 'audio'), { recursive: true });
  const media = openSync(join(song, 'audio/long.wav'), 'w');
  const minute = readFileSync(benchTracks(1, 60)[0]);
  minute.writeUInt32LE(36 + lengthFrames * 6, 4);
  minute.writeUInt32LE(lengthFrames * 6, 40);
  writeSync(media, minute);
  ftruncateSync(media, 44 + lengthFrames * 6);
  closeSync(media);
  writeTracks(join(song, 'session.json'), lengthFrames);
  return song;
}

function writeTracks(file, lengthFrames) {
  const document = JSON.parse(readFileSync(file, 'utf8'));
  const { session } = document;
  const noFade = { lengthFrames: 0, shape: 'linear' };
  session.media['media-1000'] = { id: 'media-1000', name: 'long', path: 'audio/long.wav', channels: 2, lengthFrames };
  for (let number = 1; number <= TRACKS; number++) {
    const [id, deviceId, clipId] = ['strip', 'device', 'clip'].map((kind) => `${kind}-${1000 + number}`);
    const strip = {
      id,
      kind: 'track',
      name: `Track ${number}`,
      colour: 1,
      channel: { gainDb: -18 },
      solo: false,
      soloSafe: false,
    };
    session.strips[id] = { ...strip, outputId: 'master', groupId: null, deviceIds: [deviceId], sendIds: [] };
    session.devices[deviceId] = { id: deviceId, type: 'compressor', enabled: true, values: {}, sidechainId: null };
    const place = {
      id: clipId,
      trackId: id,
      mediaId: 'media-1000',
      name: 'long',
      startFrames: 0,
      offsetFrames: 0,
      lengthFrames,
    };
    session.clips[clipId] = { ...place, gainDb: 0, muted: false, fadeIn: noFade, fadeOut: noFade, colour: null };
  }
  const limiter = { id: 'device-2000', type: 'limiter', enabled: true, values: {}, sidechainId: null };
  session.devices[limiter.id] = limiter;
  session.strips.master.deviceIds = [limiter.id];
  const { settings } = session;
  settings.session.nextId = 3000;
  settings.session.stripIds = [...Object.keys(session.strips).filter((id) => id !== 'master'), 'master'];
  writeFileSync(file, JSON.stringify(document));
}

export async function benchLong() {
  const song = makeSong();
  const output = join(benchFolder, 'out-long.wav');
  const start = performance.now();
  const child = spawn(process.execPath, [cli, 'bounce', song, '-o', output, '--overwrite'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let peakMegabytes = 0;
  const watch = setInterval(() => {
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    peakMegabytes = Math.max(peakMegabytes, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  }, 500);
  const code = await new Promise((resolve) => child.on('exit', resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error('the long bounce failed');
  const seconds = (performance.now() - start) / 1000;
  for (const made of [song, output]) rmSync(made, { recursive: true, force: true });
  const row = [TRACKS, HOURS, seconds.toFixed(0), peakMegabytes.toFixed(0), '< 1000'];
  printTable('A long bounce', ['tracks', 'hours', 'seconds', 'largest resident memory, MB', 'wanted'], [row]);
}
