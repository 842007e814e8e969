import type { EngineState, StudioInfo, TransportState } from '../../src-shared/protocol/answers.ts';
import type { StudioClient } from '../client/studio-client.ts';
import { InterfaceState } from '../recording/interface-state.svelte.ts';
import { RecordingView } from '../recording/recording-state.svelte.ts';
import type { TimelineState } from '../timeline/timeline-state.svelte.ts';
import { HeardState } from './heard-state.svelte.ts';
import { JobsState, type RunningJob } from './jobs-state.svelte.ts';
import { SelectionState } from './selection-state.svelte.ts';
import { SessionState } from './session-state.svelte.ts';

export type View = 'arrange' | 'mix' | 'master';
export type Overlay =
  | 'none'
  | 'palette'
  | 'shortcuts'
  | 'history'
  | 'bounce'
  | 'open'
  | 'saveAs'
  | 'import'
  | 'archive'
  | 'settings'
  | 'calibrate'
  | 'missing'
  | 'share';
/** What a notice offers to do, such as Undo. */
export type NoticeAct = {
  readonly text: string;
  readonly run: () => void;
  /** It takes the last step back, or brings it back: with the next change it would be another, so the notice goes. */
  readonly ofStep?: boolean;
};
export type Notice = {
  readonly id: number;
  readonly kind: 'info' | 'warning';
  readonly sentence: string;
  readonly act: NoticeAct | undefined;
  /** How far the history was. */
  readonly position: number;
};

/** How long a notice stays, in milliseconds. */
const NOTICE_MS = 6_000;

/** Everything on screen that is not the session itself: made once and passed down. */
export class App {
  readonly client: StudioClient;
  readonly info: StudioInfo;
  readonly session: SessionState;
  readonly selection = new SelectionState();
  /** What the arrange view shows and how, from when it was first open; kept while another view is. */
  timeline: TimelineState | null = null;
  /** The first picture is on the screen: what it did not need may begin. */
  isDrawn = $state(false);
  view: View = $state('arrange');
  theme: 'dark' | 'light' = $state('dark');
  transport: TransportState;
  engine: EngineState;
  notices: readonly Notice[] = $state.raw([]);
  /** Which overlay is open: one at a time. */
  overlay: Overlay = $state('none');
  readonly work: JobsState;
  readonly heard: HeardState;
  readonly audio: InterfaceState;
  readonly recording: RecordingView;
  /** Why the studio can no longer be reached; empty while it can. */
  lost = $state('');
  /** What a new session is begun at: the rate that was chosen last on this machine. */
  newRateHz = $state(48_000);
  /** All controls a fifth larger. */
  larger = $state(false);
  /** What a screen reader says next, though nothing on screen says it. */
  spoken = $state('');
  /** The notice that a hand is on: it stays. */
  heldNotice: number | null = null;
  #noticeCount = 0;

  private constructor(
    client: StudioClient,
    parts: { info: StudioInfo; session: SessionState; transport: TransportState; engine: EngineState },
  ) {
    this.client = client;
    this.info = parts.info;
    this.session = parts.session;
    this.transport = $state.raw(parts.transport);
    this.engine = $state.raw(parts.engine);
    client.onClose((sentence) => {
      this.lost = sentence;
    });
    client.on('transport/changed', (transport) => {
      this.transport = transport;
    });
    client.on('engine/changed', (engine) => {
      this.engine = engine;
    });
    this.session.onAnother(() => this.selection.clear());
    client.on('session/changed', ({ entry: { diff } }) =>
      this.selection.forget(new Set(diff.filter(({ after }) => after === null).map(({ id }) => id))),
    );
    client.on('session/changed', () => {
      const { position } = this.session.history;
      this.notices = this.notices.filter(({ act, position: then }) => !act?.ofStep || then === position);
    });
    client.on('notice', ({ kind, sentence }) => this.notify(sentence, kind));
    this.work = new JobsState(client, (sentence, kind) => this.notify(sentence, kind));
    this.heard = new HeardState(this);
    this.audio = new InterfaceState(this);
    this.recording = new RecordingView(this);
  }

  /** Connects to a studio: resolves when the first picture can be drawn. */
  static async connect(client: StudioClient): Promise<App> {
    const [info, snapshot, engine, transport] = await Promise.all([
      client.request('studio/info', {}),
      client.request('session/snapshot', {}),
      client.request('engine/state', {}),
      // An empty change answers with how it stands.
      client.request('transport/set', {}),
    ]);
    return new App(client, { info, engine, transport, session: new SessionState(client, snapshot) });
  }

  /** The long work that goes on. */
  get jobs(): readonly RunningJob[] {
    return this.work.running;
  }

  /** Shows a sentence for a while, and speaks it to a screen reader; said again, it takes the place of what said it. */
  notify(sentence: string, kind: Notice['kind'] = 'info', act?: NoticeAct): void {
    const { position } = this.session.history;
    const notice = { id: ++this.#noticeCount, kind, sentence, act, position };
    this.notices = [...this.notices.filter((other) => other.sentence !== sentence), notice];
    this.#expire(notice.id);
  }

  #expire(id: number): void {
    setTimeout(() => (this.heldNotice === id ? this.#expire(id) : this.dismiss(id)), NOTICE_MS);
  }

  /** Says a sentence to a screen reader alone. */
  say(sentence: string): void {
    // The same sentence twice is said twice: a space makes it another text.
    this.spoken = this.spoken === sentence ? `${sentence} ` : sentence;
  }

  dismiss(id: number): void {
    this.notices = this.notices.filter((notice) => notice.id !== id);
  }

  /** Runs work whose failure is a sentence to show. */
  async attempt(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.notify((error as Error).message, 'warning');
    }
  }
}
