/** How the musician hears themselves: the level of each output is kept for this machine, and calibrations are made. */
import type { EngineState } from '../../../src-shared/protocol/answers.ts';
import type {
  CalibrationStart,
  CalibrationState,
  MonitorChanges,
  MonitorState,
} from '../../../src-shared/protocol/monitoring.ts';
import type { DeviceSettings } from '../device-settings.ts';
import type { EngineLink } from '../engine-link.ts';
import type { Emit, Jobs } from '../jobs.ts';
import { StudioRefusal } from '../studio-error.ts';
import { calibrate } from './calibrate.ts';
import { type CalibratedFor, isOf, stateSentence } from './calibration-sentences.ts';

export type MonitoringDeskParts = {
  readonly devices: DeviceSettings;
  readonly engine: EngineLink;
  readonly jobs: Jobs;
  readonly emit: Emit;
};

export class MonitoringDesk {
  readonly #engine: EngineLink;
  readonly #jobs: Jobs;
  readonly #emit: Emit;
  readonly #devices: DeviceSettings;
  #running: CalibrationState['running'] = null;
  /** Why the last attempt failed, as long as nothing else is in use. */
  #failure = '';
  #device = '';

  constructor({ devices, engine, jobs, emit }: MonitoringDeskParts) {
    this.#engine = engine;
    this.#jobs = jobs;
    this.#emit = emit;
    this.#devices = devices;
  }

  /** Tells the engine how all was left on this machine; a process that is started later begins with it. */
  start(): void {
    const { levelsDb, monitor } = this.#devices;
    this.#engine.monitor({ changes: monitor, levelsDb }).catch(() => undefined);
  }

  state(): Promise<MonitorState> {
    return this.#engine.monitor({ changes: {} });
  }

  async set(changes: MonitorChanges): Promise<MonitorState> {
    const state = await this.#engine.monitor({ changes });
    void this.#devices.keepMonitor(changes);
    const { outputGainDb } = changes;
    if (outputGainDb !== undefined) {
      void this.#devices.setLevel(this.#engine.state.deviceName, outputGainDb);
      // An engine that is started again knows it too.
      await this.#engine.monitor({ changes: {}, levelsDb: this.#devices.levelsDb });
    }
    return state;
  }

  /** The engine's devices may be others now. */
  engineIs(): void {
    const device = JSON.stringify(this.#deviceInUse);
    if (device === this.#device) return;
    this.#device = device;
    this.#failure = '';
    this.#tell();
  }

  get calibration(): CalibrationState {
    const { calibrations } = this.#devices;
    const device = this.#deviceInUse;
    return {
      running: this.#running,
      report: calibrations.find((report) => isOf(report, device)) ?? null,
      sentence: this.#failure || stateSentence(device, calibrations),
      kept: calibrations,
    };
  }

  /** Starts a calibration as a job; what comes of it is told. Throws StudioRefusal while one runs, or while it records. */
  calibrate(start: CalibrationStart): { readonly jobId: string } {
    if (this.#running) throw new StudioRefusal('A calibration is under way already.');
    if (this.#engine.transport.recording) throw new StudioRefusal('Mixdown records: stop first, then calibrate.');
    const jobId = this.#jobs.start({ kind: 'calibrate', text: 'Measuring the round trip' }, async (control) => {
      const onStep = (step: 'playing' | 'verifying') => {
        control.say(step === 'playing' ? 'Playing a chirp' : 'Playing it again, to verify');
        control.progress(step === 'playing' ? 0.1 : 0.5);
        this.#running = { jobId, step };
        this.#tell();
      };
      try {
        const { sampleRateHz } = this.#engine.state;
        const report = await calibrate({ engine: this.#engine, start, sampleRateHz, signal: control.signal, onStep });
        await this.#devices.calibrated(report);
        await this.#engine.choose({ roundTrips: this.#devices.roundTrips });
      } catch (error) {
        if (!control.signal.aborted) this.#failure = error instanceof Error ? error.message : String(error);
        throw error instanceof StudioRefusal ? error : new StudioRefusal(this.#failure);
      } finally {
        this.#running = null;
        this.#tell();
      }
      return null;
    });
    this.#failure = '';
    this.#running = { jobId, step: 'playing' };
    this.#tell();
    return { jobId };
  }

  get #deviceInUse(): CalibratedFor {
    const { inputName, deviceName: outputName, sampleRateHz, bufferFrames }: EngineState = this.#engine.state;
    return { inputName, outputName, sampleRateHz, bufferFrames };
  }

  #tell(): void {
    this.#emit('calibration/changed', this.calibration);
  }
}
