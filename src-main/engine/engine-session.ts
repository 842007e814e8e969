/** The session that plays, as the studio has it: a mirror, its plan, its files, its player and meters. */
import { isAbsolute, join } from 'node:path';
import type { Kernels } from '../../src-shared/dsp/core/kernels.ts';
import type { EngineSessionLoad } from '../../src-shared/protocol/engine-messages.ts';
import { planSession } from '../../src-shared/render/plan-session.ts';
import type { RenderPlan } from '../../src-shared/render/render-plan.ts';
import { applyDiff } from '../../src-shared/session/apply-diff.ts';
import { checksumAfter, sessionChecksum } from '../../src-shared/session/checksum.ts';
import type { JournalEntry } from '../../src-shared/session/document.ts';
import type { Take } from '../../src-shared/session/records/take.ts';
import type { Diff, Session } from '../../src-shared/session/session.ts';
import { withTakeAlone } from '../../src-shared/session/take-alone.ts';
import { ChainComparison } from './chain-comparison.ts';
import { LivePlayer, MAX_BLOCK_FRAMES } from './live-player.ts';
import { ReadAhead } from './media/read-ahead.ts';
import { EngineMeters } from './meters/engine-meters.ts';
import { Metronome } from './metronome.ts';
import { MonitorPath } from './monitoring/monitor-path.ts';
import { Tape } from './monitoring/tape.ts';
import { type ParameterMove, parameterMoves } from './parameter-changes.ts';
import type { PlayedPieces } from './played-pieces.ts';

/** Longer than this a change is not held back for the disk: what is missing then is silent, and counted. */
const LONGEST_READ_MS = 250;

export class EngineSession {
  readonly player: LivePlayer;
  readonly meters: EngineMeters;
  readonly metronome: Metronome;
  readonly comparison: ChainComparison;
  readonly tape = new Tape();
  readonly monitorPath: MonitorPath;
  readonly files: ReadAhead;
  readonly sampleRateHz: number;
  readonly folder: string;
  #session: Session;
  #sequence: number;
  #checksum: string;
  #auditionedTakeId: string | null = null;
  /** What the newest plan plays first. */
  #reading: Promise<void> | undefined;

  /** Throws RenderPlanError, or Error when the checksum does not agree. */
  constructor(kernels: Kernels, { folder, session, sequence, checksum }: EngineSessionLoad, played: PlayedPieces) {
    if (sessionChecksum(session) !== checksum) throw new Error('The session did not reach the engine whole.');
    this.folder = folder;
    this.#session = session;
    this.#sequence = sequence;
    this.#checksum = checksum;
    this.sampleRateHz = session.settings.session.sampleRateHz;
    const plan = planSession(session);
    this.files = new ReadAhead(kernels);
    this.#openFiles(plan);
    this.meters = new EngineMeters(kernels, this.sampleRateHz);
    this.metronome = new Metronome(session);
    this.comparison = new ChainComparison(kernels, this.sampleRateHz, MAX_BLOCK_FRAMES);
    const { metronome, meters, comparison, tape } = this;
    this.player = new LivePlayer({
      kernels,
      plan,
      sources: this.files.sources,
      metronome,
      meters,
      comparison,
      played,
      tape,
    });
    this.monitorPath = new MonitorPath({ kernels, session, meters, tape });
  }

  get session(): Session {
    return this.#session;
  }
  get sequence(): number {
    return this.#sequence;
  }

  /** The take that is heard alone on its track, in place of the comp; null while the session is heard as it is. */
  get auditionedTakeId(): string | null {
    return this.#auditionedTakeId;
  }

  /** Has a take heard alone; null the comp again. Throws an Error whose message is a sentence. */
  audition(takeId: string | null): void {
    if (takeId !== null && !this.#session.takes[takeId]) throw new Error('This take is not there any more.');
    if (takeId === this.#auditionedTakeId) return;
    this.#auditionedTakeId = takeId;
    this.#exchange();
  }

  /** Asks for what is heard soon; what nobody hears any more is closed. */
  look(): void {
    const { plan, hasNextPlan } = this.player;
    if (!hasNextPlan) this.files.keep(plan);
    this.files.look(plan, this.player.stretches());
  }

  /** Resolves when all that will be heard soon is in memory, a change that waits for it included. */
  async settled(): Promise<void> {
    await this.files.settled();
    await this.#reading;
  }

  /** Follows the next change. False when it does not fit: then the whole is wanted. Throws RenderPlanError; the old plan plays on. */
  follow(entry: JournalEntry): boolean {
    if (entry.sequence !== this.#sequence + 1) return false;
    if (checksumAfter(this.#checksum, this.#session, entry.diff) !== entry.checksum) return false;
    const take = this.#auditioned;
    this.#session = applyDiff(this.#session, entry.diff);
    this.#sequence = entry.sequence;
    this.#checksum = entry.checksum;
    if (take && endsAudition(take, entry.diff)) this.#auditionedTakeId = null;
    if (this.#movesChain(entry.diff)) this.comparison.beginAnew();
    const isMoved = this.player.hasNextPlan || this.#auditioned !== take;
    const moves = isMoved ? undefined : parameterMoves(entry.diff);
    if (moves) for (const { target, key, value } of moves) this.player.setParameter(target, key, value);
    else this.#exchange();
    this.#followMonitor(entry.diff, moves);
    return true;
  }

  /** Takes the newest whole of the same session while it plays. Throws RenderPlanError. */
  resync({ session, sequence, checksum }: EngineSessionLoad): void {
    this.#session = session;
    this.#sequence = sequence;
    this.#checksum = checksum;
    if (!this.#auditioned) this.#auditionedTakeId = null;
    this.#exchange();
    this.monitorPath.follow(session);
  }

  /** Opens the files anew. */
  refreshMedia(): void {
    this.files.close();
    this.#exchange();
  }

  release(): void {
    this.player.release();
    this.monitorPath.release();
    this.meters.release();
    this.comparison.release();
    this.files.release();
  }

  get #auditioned(): Take | undefined {
    return this.#session.takes[this.#auditionedTakeId ?? ''];
  }

  /** What the musician hears of themselves follows too: the same moves, or a plan of its own. */
  #followMonitor(diff: Diff, moves: readonly ParameterMove[] | undefined): void {
    const isRouted = diff.some(({ table }) => table === 'inputs');
    if (!moves || isRouted || this.monitorPath.hasNextPlan) this.monitorPath.follow(this.#session);
    else for (const { target, key, value } of moves) this.monitorPath.setParameter(target, key, value);
  }

  /** Whether a change is one of the master's devices: its loudness is another then. */
  #movesChain(diff: Diff): boolean {
    const deviceIds = this.#session.strips['master']?.deviceIds ?? [];
    return diff.some(({ table, id }) => (table === 'devices' && deviceIds.includes(id)) || id === 'master');
  }

  #exchange(): void {
    const takeId = this.#auditionedTakeId;
    const plan = planSession(takeId === null ? this.#session : withTakeAlone(this.#session, takeId));
    this.metronome.follow(this.#session);
    this.#openFiles(plan);
    this.player.exchange(plan, this.files.sources);
    this.look();
    this.#reading = this.#readFirst(plan);
  }

  /** Another take that the comp plays, say: what it plays next comes from the disk before it is heard. */
  async #readFirst(plan: RenderPlan): Promise<void> {
    const tooLong = new Promise<void>((resolve) => setTimeout(resolve, LONGEST_READ_MS).unref());
    await Promise.race([this.files.settled(), tooLong]);
    this.player.sound(plan);
  }

  #openFiles(plan: RenderPlan): void {
    this.files.open(plan, (path) => (isAbsolute(path) ? path : join(this.folder, path)));
  }
}

/** Whether the comp of a take's track is another one now, or the take is gone. One that is aligned or renamed is heard on. */
function endsAudition({ id, trackId }: Take, diff: Diff): boolean {
  const own = diff.find((change) => change.table === 'takes' && change.id === id);
  if (own) return own.after === null;
  return diff.some(
    ({ table, before, after }) => table === 'clips' && (before?.trackId === trackId || after?.trackId === trackId),
  );
}
