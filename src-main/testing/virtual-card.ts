/**
 * A sound card for a machine without one: a JACK server that keeps time by itself, with a cable from each output to the
 * input of its number, seen by PortAudio as the ALSA device `jackloop`. It needs jackd2 and ALSA's plug-in for it.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const CARD_NAME = 'jackloop';
/** By its name a wireless headset; in truth the same sockets once more. */
export const HEADSET_NAME = 'bluetooth_headset';
/** PortAudio lists the device with this period and longer ones. */
const PERIOD_FRAMES = 256;
const PATIENCE_MS = 8_000;
const TERM_MS = 3_000;
/** A card does not wait for other programs. Where the system does not permit this, it runs as they do. */
const MAY_BE_REAL_TIME = spawnSync('chrt', ['--fifo', '20', 'true']).status === 0;
/** Ends a program with this process, however that ends: one that is left behind is in the way of the next card. */
const DIES_WITH_US = ['setpriv', '--pdeathsig', 'TERM'];
const WITH_US = spawnSync('setpriv', ['--pdeathsig', 'TERM', 'true']).status === 0 ? DIES_WITH_US : [];
/** How many channels one cable has. */
const CABLE_CHANNELS = 2;

export type VirtualCardOptions = {
  readonly sampleRateHz: number;
  /** As many inputs as outputs, an even number; default 2. */
  readonly channels?: number;
  /** Whether there is a headset beside it; default no. */
  readonly hasHeadset?: boolean;
};

/** Why no card can be made here; empty when one can. */
export function whyNoCard(): string {
  if (process.platform !== 'linux') return 'the virtual sound card is one of Linux';
  for (const program of ['jackd', 'jack_thru', 'jack_lsp', 'jack_disconnect'])
    if (spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0) return `${program} is not installed (jackd2)`;
  return '';
}

let started = 0;

export class VirtualCard {
  readonly #folder: string;
  readonly #options: VirtualCardOptions;
  /** One that is gone for a moment only keeps its name. */
  readonly #server = `mixdown${process.pid}.${++started}`;
  #processes: ChildProcess[] = [];

  private constructor(options: VirtualCardOptions) {
    this.#options = options;
    this.#folder = mkdtempSync(join(tmpdir(), 'mixdown-card-'));
  }

  /** Starts it, and has this process and those that it starts see no other card. Rejects when it does not come up. */
  static async start(options: VirtualCardOptions): Promise<VirtualCard> {
    const card = new VirtualCard(options);
    card.#writeAlsa();
    Object.assign(process.env, {
      JACK_DEFAULT_SERVER: card.#server,
      JACK_NO_AUDIO_RESERVATION: '1',
      JACK_NO_START_SERVER: '1',
      ALSA_CONFIG_PATH: join(card.#folder, 'asound.conf'),
    });
    try {
      await card.plugIn();
    } catch (error) {
      await card.stop();
      throw error;
    }
    return card;
  }

  get #channels(): number {
    return this.#options.channels ?? CABLE_CHANNELS;
  }

  /** The card comes back after `unplug`, at its own rate or another. */
  async plugIn(sampleRateHz = this.#options.sampleRateHz): Promise<void> {
    const clock = ['-d', 'dummy', '-r', String(sampleRateHz), '-p', String(PERIOD_FRAMES), '-C', '2', '-P', '2'];
    const priority = MAY_BE_REAL_TIME ? ['--realtime', '--realtime-priority', '20'] : ['--no-realtime'];
    forgetServersThatDied();
    this.#run('jackd', [...priority, '--sync', '--name', this.#server, ...clock]);
    await until('jackd is up', () => ports().length > 0);
    for (let cable = 0; cable < this.#channels / CABLE_CHANNELS; cable++) this.#run('jack_thru', [cableName(cable)]);
    await until('the cables are there', () => ports().filter(isCableOut).length === this.#channels);
    // Each plugs itself into the card's own sockets, both ways, some time after it is there.
    await until('the cables are plugged in', () => connections().length >= 2 * this.#channels);
    await until('the cables are free', () => {
      const pairs = connections();
      for (const [one, other] of pairs) spawnSync('jack_disconnect', [one, other]);
      return pairs.length === 0;
    });
  }

  /** As if it were pulled out. */
  async unplug(): Promise<void> {
    const running = this.#processes.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
    const gone = running.map((child) => new Promise((resolve) => child.once('exit', resolve)));
    // A server that is killed keeps its place among the few that JACK has room for.
    for (const child of running.reverse()) child.kill('SIGTERM');
    const timer = setTimeout(() => {
      for (const child of running) child.kill('SIGKILL');
    }, TERM_MS);
    await Promise.all(gone);
    clearTimeout(timer);
    this.#processes = [];
  }

  async stop(): Promise<void> {
    await this.unplug();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #run(program: string, args: string[]): void {
    const [command = program, ...before] = WITH_US;
    this.#processes.push(
      spawn(command, [...before, ...(before.length > 0 ? [program] : []), ...args], { stdio: 'ignore' }),
    );
  }

  #writeAlsa(): void {
    const sockets = (direction: 'input' | 'output') =>
      Array.from({ length: this.#channels }, (_, channel) => {
        const cable = cableName(Math.floor(channel / CABLE_CHANNELS));
        return `${channel} ${cable}:${direction}_${(channel % CABLE_CHANNELS) + 1}`;
      }).join(' ');
    const names = this.#options.hasHeadset ? [CARD_NAME, HEADSET_NAME] : [CARD_NAME];
    const pcm = (name: string) =>
      `pcm.${name} { type jack playback_ports { ${sockets('input')} } capture_ports { ${sockets('output')} } hint { show on description "Loop" } }`;
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(
      join(this.#folder, 'asound.conf'),
      `</usr/share/alsa/alsa.conf>
${names.map(pcm).join('\n')}
pcm.!default { type plug slave { pcm "${CARD_NAME}" } hint { show on description "Default" } }
ctl.!default { type null }
`,
    );
  }
}

/** JACK has room for eight servers, and takes one that was killed for alive when another program got its number. */
function forgetServersThatDied(): void {
  const isAnyAlive = spawnSync('pgrep', ['-x', 'jackd']).status !== 1;
  if (!isAnyAlive) spawnSync('sh', ['-c', 'rm -rf /dev/shm/jack*']);
}

function cableName(cable: number): string {
  return `cable${cable}`;
}

function isCableOut(port: string): boolean {
  return /^cable\d+:output/.test(port);
}

function ports(): string[] {
  return lines(['jack_lsp']);
}

/** What is plugged into what, each once. */
function connections(): [string, string][] {
  let port = '';
  const found: [string, string][] = [];
  for (const line of lines(['jack_lsp', '-c'])) {
    if (!line.startsWith(' ')) port = line;
    else if (port.startsWith('system:capture') || isCableOut(port)) found.push([port, line.trim()]);
  }
  return found;
}

function lines(command: [string, ...string[]]): string[] {
  const [program, ...args] = command;
  const { stdout, status } = spawnSync(program, args, { encoding: 'utf8' });
  return status === 0 ? stdout.split('\n').filter((line) => line.trim() !== '') : [];
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  const giveUpMs = performance.now() + PATIENCE_MS;
  while (!isSo()) {
    if (performance.now() > giveUpMs) throw new Error(`not within ${PATIENCE_MS / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
