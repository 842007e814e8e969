import type { Device } from '../../src-shared/session/records/device.ts';
import type { Send } from '../../src-shared/session/records/send.ts';
import type { Strip } from '../../src-shared/session/records/strip.ts';
import type { App } from '../state/app.svelte.ts';
import { busMarks } from './bus-marks.ts';
import { DeviceDrag } from './device-drag-state.svelte.ts';
import { StripTelemetry } from './strip-telemetry.ts';

/** Rows of inserts and of sends on every strip: as many as the fullest needs, within these. */
const INSERT_ROWS = { least: 4, most: 6 } as const;
const SEND_ROWS = { least: 2, most: 4 } as const;

/** A strip that others send to, with the letters that name it on a narrow row. */
export type SendTarget = { readonly strip: Strip; readonly mark: string };

export type CommandCall = { readonly command: string; readonly args: unknown };

/** What the console shows of the session, and how it changes it. */
export class MixState {
  readonly app: App;
  readonly telemetry: StripTelemetry;
  readonly deviceDrag = new DeviceDrag(this);
  /** The strip whose name is being typed. */
  renamingId: string | null = $state(null);
  readonly #session = $derived.by(() => this.app.session.session);
  readonly stripIds: readonly string[] = $derived(this.#session.settings.session.stripIds);
  /** Every strip but the master, in the order of the console. */
  readonly strips: readonly Strip[] = $derived(
    this.stripIds.filter((id) => id !== 'master').map((id) => this.#session.strips[id] as Strip),
  );
  /** Buses, and groups that somebody sends to: one row of sends each. */
  readonly sendTargets: readonly SendTarget[] = $derived.by(() => {
    const fed = new Set(Object.values(this.#session.sends).map(({ busId }) => busId));
    const targets = this.strips.filter(({ id, kind }) => kind === 'bus' || (kind === 'group' && fed.has(id)));
    const marks = busMarks(targets.map(({ name }) => name));
    return targets.map((strip, index) => ({ strip, mark: marks[index] as string }));
  });
  readonly insertRows: number = $derived(
    within(
      INSERT_ROWS,
      1 + Math.max(0, ...Object.values(this.#session.strips).map(({ deviceIds }) => deviceIds.length)),
    ),
  );
  readonly sendRows: number = $derived(within(SEND_ROWS, this.sendTargets.length));
  /** The strip that the dock and letters belong to; the first while none is chosen. */
  readonly selectedId: string = $derived.by(() => {
    const { stripId } = this.app.selection;
    return stripId !== null && this.#session.strips[stripId] ? stripId : (this.stripIds[0] ?? 'master');
  });
  /** The device that the dock shows: the one that was opened if it is on the selected strip, else its first. */
  readonly shownDeviceId: string | null = $derived.by(() => {
    const { deviceIds } = this.strip(this.selectedId);
    const { deviceId } = this.app.selection;
    return deviceId !== null && deviceIds.includes(deviceId) ? deviceId : (deviceIds[0] ?? null);
  });

  constructor(app: App) {
    this.app = app;
    this.telemetry = new StripTelemetry(
      () => app.client.telemetry,
      () => app.session.session.settings.session.stripIds,
    );
  }

  strip(stripId: string): Strip {
    return this.#session.strips[stripId] as Strip;
  }

  device(deviceId: string): Device | undefined {
    return this.#session.devices[deviceId];
  }

  devicesOf(strip: Strip): readonly Device[] {
    return strip.deviceIds.map((id) => this.#session.devices[id] as Device);
  }

  sendsOf(strip: Strip): readonly Send[] {
    return strip.sendIds.map((id) => this.#session.sends[id] as Send);
  }

  /** Runs a command as one undo step; what the session refuses becomes a notice. */
  run(command: string, args: unknown, key: string | null = null): Promise<void> {
    return this.app.attempt(() => this.app.session.run(command, args, key));
  }

  /** Runs several as one undo step of that name; nothing when there is none. */
  runAll(name: string, commands: readonly CommandCall[], key: string | null = null): Promise<void> {
    if (commands.length === 0) return Promise.resolve();
    return this.app.attempt(() => this.app.client.request('session/runAll', { name, commands: [...commands], key }));
  }

  select(stripId: string): void {
    if (this.app.selection.stripId !== stripId) this.app.selection.selectStrip(stripId);
  }

  openDevice(stripId: string, deviceId: string): void {
    this.select(stripId);
    this.app.selection.deviceId = deviceId;
  }

  /** Inserts a device and opens it. */
  async addDevice(stripId: string, type: string, index?: number): Promise<void> {
    const before = new Set(this.strip(stripId).deviceIds);
    await this.run('addDevice', index === undefined ? { stripId, type } : { stripId, type, index });
    const added = this.strip(stripId).deviceIds.find((id) => !before.has(id));
    if (added) this.openDevice(stripId, added);
  }

  /** Removes a strip, and says how to get it back. */
  async removeStrip(strip: Strip): Promise<void> {
    const index = this.stripIds.indexOf(strip.id);
    await this.run('removeStrip', { stripId: strip.id });
    if (this.app.session.session.strips[strip.id]) return;
    if (this.app.selection.stripId === strip.id) this.app.selection.selectStrip(this.stripIds[index] ?? 'master');
    this.app.notify(`${strip.name} removed, with its clips and sends`, 'info', {
      text: 'Undo',
      ofStep: true,
      run: () => void this.app.attempt(() => this.app.client.request('session/undo', {})),
    });
  }
}

function within({ least, most }: { readonly least: number; readonly most: number }, count: number): number {
  return Math.min(most, Math.max(least, count));
}
