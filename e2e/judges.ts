/** Who measures a bounced file: the program's own command line, and ffmpeg, which knows nothing of it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';

const program = join(import.meta.dirname, '../out/app/cli.js');

export type Measured = {
  readonly integratedLufs: number;
  readonly truePeakDbtp: number;
  readonly durationSeconds: number;
};

export function measureByProgram(file: string): Measured {
  const [measured] = JSON.parse(
    execFileSync(process.execPath, [program, 'analyse', '--json', file], { encoding: 'utf8' }),
  );
  return measured;
}

type Placed = {
  readonly name: string;
  readonly mediaId: string;
  readonly startFrames: number;
  readonly offsetFrames: number;
  readonly lengthFrames: number;
};
type SessionFile = {
  readonly clips: Readonly<Record<string, Placed>>;
  readonly takes: Readonly<Record<string, Placed>>;
  readonly media: Readonly<Record<string, { path: string }>>;
};

/** The session in a folder that nobody has open, as the command line reads it. */
export function sessionOf(folder: string): SessionFile {
  const text = execFileSync(process.execPath, [program, 'show', '--json', folder], { encoding: 'utf8' });
  return JSON.parse(text).session;
}

/** An empty session, saved and closed. */
export function makeSessionByProgram(folder: string): void {
  execFileSync(process.execPath, [program, 'new', folder], { stdio: 'ignore' });
}

export function bounceByProgram(folder: string, file: string, { toSeconds }: { readonly toSeconds: number }): void {
  const args = ['bounce', folder, '--output', file, '--to', String(toSeconds)];
  execFileSync(process.execPath, [program, ...args], { stdio: 'ignore' });
}

/** Integrated loudness by EBU R 128 as ffmpeg measures it; undefined, with a line that says so, where it is not installed. */
export function lufsByFfmpeg(file: string): number | undefined {
  const { stderr, error } = spawnSync(
    'ffmpeg',
    ['-hide_banner', '-nostats', '-i', file, '-af', 'ebur128', '-f', 'null', '-'],
    {
      encoding: 'utf8',
    },
  );
  const found = /Integrated loudness:\s+I:\s+(-?[\d.]+) LUFS/.exec(stderr ?? '')?.[1];
  if (error || found === undefined) console.log('skipped: the judgement of ffmpeg, which is not installed');
  return found === undefined ? undefined : Number(found);
}
