/** For the test of faults: a studio as a program of its own, to be killed, and who edits in it meanwhile. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { commandNames } from '../../src-shared/protocol/session-commands.ts';
import { argsOfEdit } from '../../src-shared/testing/random-edits.ts';
import { workerFile } from '../program/app-files.ts';
import { TestBrowser } from './test-browser.ts';
import type { TestClient } from './test-studio.ts';

const START_MS = 30_000;

/** `npm start -- --web`, as a process. */
export class StudioProcess {
  readonly #child: ChildProcess;
  readonly browser: TestBrowser;

  private constructor(child: ChildProcess, browser: TestBrowser) {
    this.#child = child;
    this.browser = browser;
  }

  /** Rejects with what it printed when it does not come up. */
  static async start(dataFolder: string): Promise<StudioProcess> {
    const env = { ...process.env, MIXDOWN_DATA: dataFolder };
    const child = spawn(process.execPath, [fileURLToPath(workerFile('web'))], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    const link = await new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`the studio does not come up:\n${printed}`)), START_MS);
      const read = (data: unknown) => {
        printed += data;
        const [found] = /http:\/\/127\S+token=\S+/.exec(printed) ?? [];
        if (found === undefined) return;
        clearTimeout(timer);
        resolve(found);
      };
      child.stdout?.on('data', read);
      child.stderr?.on('data', read);
      child.once('exit', (code) => reject(new Error(`the studio ended with ${code}:\n${printed}`)));
    });
    const browser = new TestBrowser(Number(new URL(link).port));
    await browser.enter(link);
    return new StudioProcess(child, browser);
  }

  /** The engine's process; undefined where the system does not say (Linux does: proc(5)). */
  async enginePid(): Promise<number | undefined> {
    const { pid } = this.#child;
    const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
    const [child] = text.trim().split(/\s+/);
    return child ? Number(child) : undefined;
  }

  async kill(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
  }

  /** Asks it to end; its exit code. */
  async end(): Promise<number | null> {
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    const [code] = (await exited) as [number | null];
    return code;
  }
}

/** Edits without pause, several wishes under way at once, until it is told to stop or nobody answers. */
export class RestlessEditor {
  readonly #client: TestClient;
  readonly #random: () => number;
  #stopped = false;
  /** The last change that the studio said was done. */
  answered = 0;

  constructor(client: TestClient, random: () => number) {
    this.#client = client;
    this.#random = random;
    this.answered = client.mirror.sequence;
  }

  stop(): void {
    this.#stopped = true;
  }

  async edit(): Promise<void> {
    while (!this.#stopped) {
      // Whoever waits for an answer that a killed studio never gives is left behind.
      void this.#wish();
      if (this.#random() < 0.3) await new Promise((next) => setTimeout(next, this.#random() * 8));
    }
  }

  async #wish(): Promise<void> {
    const roll = this.#random();
    if (roll < 0.05) return void (await this.#client.ask('session/undo', {}));
    if (roll < 0.08) return void (await this.#client.ask('session/redo', {}));
    if (roll < 0.1) return void (await this.#client.ask('session/save', {}));
    const name = commandNames[Math.floor(this.#random() * commandNames.length)] ?? 'addMarker';
    const dice = Array.from({ length: 10 }, () => Math.floor(this.#random() * 0x10000));
    const isBuilder = roll < 0.5;
    const edit = { name: isBuilder ? ('addStrip' as const) : name, dice };
    // Removing strips as often as not keeps the session small.
    const args = argsOfEdit(this.#client.mirror.session, edit);
    const command = isBuilder && roll < 0.3 ? 'addMarker' : edit.name;
    const asked = command === 'addMarker' ? { name: `M${dice[0]}`, atFrames: dice[1] ?? 0 } : args;
    const answer = await this.#client.ask('session/run', {
      command,
      args: asked ?? {},
      key: roll > 0.9 ? 'drag' : null,
    });
    if (answer.kind === 'answer')
      this.answered = Math.max(this.answered, (answer.result as { sequence: number }).sequence);
  }
}
