/** The studio: the one writer of the open session, for any number of clients. */
import type { StudioInfo } from '../../src-shared/protocol/answers.ts';
import type { StudioEventName, StudioEvents } from '../../src-shared/protocol/events.ts';
import { commandNames } from '../../src-shared/protocol/session-commands.ts';
import type { StudioMessage } from '../../src-shared/protocol/wire.ts';
import { bounceRequests } from './bounce-requests.ts';
import type { DataFolder } from './data-folder.ts';
import { DeviceSettings } from './device-settings.ts';
import { answer, type Client, type ClientRole, type Handlers } from './dispatch.ts';
import type { AudioBlock, EngineLink } from './engine-link.ts';
import { engineRequests } from './engine-requests.ts';
import { fileRequests } from './file-requests.ts';
import { firstSession } from './first-session.ts';
import { heardRequests } from './heard-requests.ts';
import { type HostRequests, hostRequests } from './host-requests.ts';
import { inputRequests } from './input-requests.ts';
import { type Emit, Jobs } from './jobs.ts';
import { masterRequests } from './master-requests.ts';
import { mediaRequests } from './media-requests.ts';
import { monitorRequests } from './monitoring/monitor-requests.ts';
import { MonitoringDesk } from './monitoring/monitoring-desk.ts';
import { OpenSession } from './open-session.ts';
import { PeakReader } from './peaks/peak-reader.ts';
import { RecentSessions } from './recent-sessions.ts';
import { recordRequests } from './recording/record-requests.ts';
import { RecordingSettings } from './recording/recording-settings.ts';
import { sessionRequests } from './session-requests.ts';

export type StudioOptions = {
  readonly data: DataFolder;
  readonly engine: EngineLink;
  readonly host: HostRequests;
  /** A session to open; default the last one, or on the very first start the demo song. */
  readonly folder?: string;
};

/** What a host does with what the studio says to one client. */
export type ClientPort = {
  send(message: StudioMessage): void;
  /** Newest wins: a host may leave records out. */
  sendTelemetry(record: Float32Array): void;
  /** Only for a client that asked to hear; the block is valid during the call. */
  sendAudio?(block: AudioBlock): void;
  /** Nobody reads what this client is told: a notice waits for one that shows it. */
  readonly isUnread?: boolean;
};

/** One client's end. */
export type Connection = {
  /** Answers through the port; never rejects. */
  receive(message: unknown): Promise<void>;
  close(): void;
};

type Connected = Client & { readonly port: ClientPort };

export class Studio {
  readonly #engine: EngineLink;
  readonly #clients = new Set<Connected>();
  /** Notices from before anybody read them, such as what a crash left. */
  readonly #unheard: StudioMessage[] = [];
  readonly #jobs: Jobs;
  readonly #peaks = new PeakReader();
  /** Undefined while the first one is being opened: the engine may say something before. */
  #open: OpenSession | undefined;
  #desk: MonitoringDesk | undefined;
  #handlers!: Handlers;
  /** What the engine said last: who connects while it stands still, or waits, knows how it stands. */
  #telemetry: Float32Array | undefined;

  private constructor(engine: EngineLink) {
    this.#engine = engine;
    this.#jobs = new Jobs((name, data) => this.#emit(name, data));
  }

  /** Opens the first session. Rejects with SessionFolderError when `folder` was named and cannot be opened. */
  static async start({ data, engine, host, folder }: StudioOptions): Promise<Studio> {
    await data.prepare();
    const studio = new Studio(engine);
    studio.#listen();
    const recent = new RecentSessions(data.recentFile);
    const settings = new RecordingSettings(data.recordingFile);
    await settings.load();
    const devices = await DeviceSettings.load(data.devicesFile);
    engine.useDevices(devices.forEngine);
    const emit: Emit = (name, told) => studio.#emit(name, told);
    const desk = new MonitoringDesk({ devices, engine, jobs: studio.#jobs, emit });
    studio.#desk = desk;
    desk.start();
    const { store, isNew } = await firstSession(data, recent, folder);
    const parts = { data, engine, emit, peaks: studio.#peaks };
    void engine.setRecording(settings.value).catch(() => undefined);
    void engine.set(devices.habits).catch(() => undefined);
    const open = await OpenSession.start(parts, store, isNew);
    studio.#open = open;
    studio.#handlers = {
      ...hostRequests(host),
      ...sessionRequests(open),
      ...fileRequests({ open, data, recent, jobs: studio.#jobs }),
      ...mediaRequests({ open, data, jobs: studio.#jobs, peaks: studio.#peaks }),
      ...bounceRequests(open, studio.#jobs, engine),
      ...masterRequests(open, studio.#jobs),
      ...heardRequests({ open, jobs: studio.#jobs, engine, emit }),
      ...monitorRequests(desk, engine),
      ...inputRequests(devices, emit),
      ...engineRequests(engine, devices, () => studio.#hear()),
      ...recordRequests({ open, engine, settings, peaks: studio.#peaks }),
    };
    return studio;
  }

  /** What `studio/info` says. */
  static info(host: Omit<StudioInfo, 'commands' | 'platform'>): StudioInfo {
    return { ...host, platform: process.platform, commands: commandNames };
  }

  connect(port: ClientPort, role: ClientRole): Connection {
    const client: Connected = { role, hearing: false, comparing: false, auditioning: false, port };
    this.#clients.add(client);
    if (this.#telemetry) port.sendTelemetry(this.#telemetry);
    if (!port.isUnread) for (const message of this.#unheard.splice(0)) port.send(message);
    return {
      receive: async (message) => {
        const reply = await answer(this.#handlers, message, client);
        if (this.#clients.has(client)) port.send(reply);
      },
      close: () => {
        this.#clients.delete(client);
        this.#hear();
        if (client.comparing) void this.#engine.compare(null).catch(() => undefined);
        if (client.auditioning) void this.#engine.auditionTake(null).catch(() => undefined);
      },
    };
  }

  /** The file that a bounce of this run wrote; undefined when there is none. */
  bouncedFile(jobId: string): string | undefined {
    return this.#jobs.report(jobId)?.file;
  }

  /** Everything so far is on the disk when it resolves. */
  async sync(): Promise<void> {
    await this.#open?.sync();
  }

  /** Cancels what runs, saves and closes the session, and ends the engine. */
  async close(): Promise<void> {
    await this.#jobs.close();
    await this.#open?.close();
    await this.#peaks.close();
    await this.#engine.close();
  }

  #listen(): void {
    this.#engine.listen({
      onTransport: (state) => this.#emit('transport/changed', state),
      onEngine: (state) => {
        this.#emit('engine/changed', state);
        this.#desk?.engineIs();
      },
      onRecording: (state) => this.#emit('record/changed', state),
      onPasses: (passes) => this.#emit('record/passes', passes),
      onColumns: (columns) => this.#emit('record/columns', columns),
      onRecorded: (log) => this.#open?.takeIn(log),
      onMonitor: (state) => this.#emit('monitor/changed', state),
      onNotice: (kind, sentence) => this.#emit('notice', { kind, sentence }),
      onTelemetry: (record) => {
        this.#telemetry = record;
        for (const { port } of this.#clients) port.sendTelemetry(record);
      },
      onAudio: (block) => {
        for (const { port, hearing } of this.#clients) if (hearing) port.sendAudio?.(block);
      },
    });
  }

  #hear(): void {
    this.#engine.hear([...this.#clients].some(({ hearing }) => hearing));
  }

  #emit<Name extends StudioEventName>(name: Name, data: StudioEvents[Name]): void {
    // The map of events ties name and data together; TypeScript does not see it through the union.
    const message = { kind: 'event', name, data } as StudioMessage;
    if (name === 'notice' && [...this.#clients].every(({ port }) => port.isUnread)) this.#unheard.push(message);
    for (const { port } of this.#clients) port.send(message);
  }
}
