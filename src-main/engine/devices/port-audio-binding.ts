/**
 * PortAudio, by way of naudiodon: the one file that knows the package. Its binding is loaded directly, for its JavaScript
 * also loads a crash handler that is tied to one version of Node. Facts of version 2.3.6, read in its source:
 * - One callback serves both directions: it puts the input into a queue, and takes the output from another. Finding that
 *   one empty it waits, and the card runs dry.
 * - A write is copied at once and resolves when it stands in the queue of `maxQueue` blocks. A read waits for its bytes.
 * - With `closeOnError`, what went wrong (`input overflow`, `output underflow` …) is told to whichever read or write ends
 *   next; a read that is told has lost its bytes. The stream goes on either way.
 * - Looking for devices opens all of them. While a stream is open, or after one did not open, they are not looked for anew:
 *   so a pair is tried in another process first (device-trials.ts).
 * - `quit` waits until the output has been played.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export type BindingDevice = {
  readonly id: number;
  readonly name: string;
  readonly maxInputChannels: number;
  readonly maxOutputChannels: number;
  readonly defaultSampleRate: number;
  readonly hostAPIName: string;
};
/** `err` in place of `buf`: what went wrong. */
export type BindingRead = { readonly buf?: Buffer; readonly err?: string };
export type BindingStream = {
  start(): void;
  read(bytes: number): Promise<BindingRead>;
  write(bytes: Buffer): Promise<string | undefined>;
  quit(how: 'WAIT' | 'ABORT'): Promise<void>;
};
export type StreamOptions = {
  readonly deviceId: number;
  readonly sampleRate: number;
  readonly channelCount: number;
  readonly sampleFormat: number;
  readonly framesPerBuffer: number;
  readonly maxQueue: number;
  readonly closeOnError: boolean;
};
/** One direction, or both. */
export type StreamRequest = { readonly inOptions?: StreamOptions; readonly outOptions?: StreamOptions };
type BindingHosts = {
  readonly defaultHostAPI: number;
  readonly HostAPIs: readonly { readonly defaultInput: number; readonly defaultOutput: number }[];
};
export type Binding = {
  getDevices(): readonly BindingDevice[];
  getHostAPIs(): BindingHosts;
  create(request: StreamRequest): BindingStream;
};

/** `sampleFormat` of 32-bit float. */
export const FLOAT_32 = 1;

/** The binding, or why it is not there, as a sentence. */
export function loadBinding(): { readonly binding?: Binding; readonly whyNone: string } {
  const require = createRequire(import.meta.url);
  try {
    return { binding: require('naudiodon/build/Release/naudiodon.node') as Binding, whyNone: '' };
  } catch (error) {
    return { whyNone: whyNotLoaded(require, error instanceof Error ? error.message : String(error)) };
  }
}

function whyNotLoaded(require: NodeJS.Require, message: string): string {
  let packageFile: string;
  try {
    packageFile = require.resolve('naudiodon/package.json');
  } catch {
    return 'real audio devices need the package naudiodon, which is not installed here.';
  }
  try {
    // What the installation wrote down when the binding did not compile (build/install.mjs).
    const reason = readFileSync(join(dirname(packageFile), '../.mixdown-no-devices'), 'utf8').trim();
    return `real audio devices need a compiled binding, and ${reason}`;
  } catch {
    return `the binding to real audio devices does not load (${message.split('\n')[0]}); npm run devices compiles it.`;
  }
}
