/**
 * The block renderer: the same for playing and for bouncing. It allocates when it is made and never in `process`; what
 * it renders depends on the plan and on where it was located, not on how calls cut it.
 *
 * It may render a part of a plan: strips `from`…`to`. What the strips before brought is then read from the incoming
 * ports before each `process`, and what the strips behind need stands in the outgoing ports after it.
 */
import { channel } from '../dsp/channel/channel.ts';
import { CONTROL_STEP_FRAMES, controlStepsOf, HAND_GLIDE_SECONDS } from '../dsp/core/control-step.ts';
import { FRAME_BYTES, type Kernels, type Pointer } from '../dsp/core/kernels.ts';
import type { ParameterValue } from '../dsp/core/parameter-spec.ts';
import type { ProcessorDefinition } from '../dsp/core/processor.ts';
import { processors } from '../dsp/processors.ts';
import { ClipPlayer } from './clip-player.ts';
import { DeviceSlot, type DeviceWatcher, type SlotContext } from './device-slot.ts';
import { FeedLine, type FeedTarget } from './feed-line.ts';
import { LoopingClips } from './looping-clips.ts';
import type { MediaSources } from './media-source.ts';
import { type PlanPort, portsAt } from './plan-ports.ts';
import type { PlanDevice, PlanFeed, PlanStrip, PlanTarget, RenderPlan } from './render-plan.ts';
import { StreamMap } from './stream-map.ts';
import { type ChainHook, type StripClips, StripRenderer, type StripTap } from './strip-renderer.ts';
import { SUM_FRAME_BYTES, SumBus } from './sum-bus.ts';

export type RendererOptions = {
  readonly plan: RenderPlan;
  readonly kernels: Kernels;
  readonly sources: MediaSources;
  readonly maxBlockFrames: number;
  readonly definitions?: Readonly<Record<string, ProcessorDefinition>>;
  /** The strips to render; default all. `to` is exclusive. */
  readonly part?: { readonly from: number; readonly to: number };
  /** True for playing: parameters can be set and plans exchanged. Default false. */
  readonly live?: boolean;
  /** Measures the peak of every strip. Default false. */
  readonly meters?: boolean;
  /**
   * The renderer that played until now, in the same kernels, at a multiple of the control step: its processors go on
   * in this one where their device is still there. It is dead afterwards.
   */
  readonly previous?: Renderer;
  /** What looks at a strip's output, asked once for each. Default nothing. */
  readonly tapOf?: (stripId: string) => StripTap | undefined;
  /** Where the stream is in the session; default what `previous` had, or a new one. */
  readonly map?: StreamMap;
  /** What is played in place of a strip's clips (undefined where it has none), asked once for each. Default the clips. */
  readonly clipsOf?: (stripId: string, clips: StripClips | undefined, map: StreamMap) => StripClips | undefined;
  /** What stands around a strip's devices, asked once for each. Default nothing. */
  readonly chainOf?: (stripId: string) => ChainHook | undefined;
};

/** Kernel memory through which a part of a plan meets the next; valid for the frames of one `process`. */
export type RendererPort = { readonly pointer: Pointer; readonly bytesPerFrame: number };

/** Whose parameter is set: the channel of a strip, a device, or a send. */
export type ParameterTarget =
  | { readonly kind: 'channel'; readonly stripId: string }
  | { readonly kind: 'device'; readonly deviceId: string }
  | { readonly kind: 'send'; readonly sendId: string };

export class Renderer {
  readonly plan: RenderPlan;
  /** Where the stream is in the session. While it plays, a loop's jumps are planned here. */
  readonly map: StreamMap;
  /** False when processors or paths began anew in place of `previous`'s: its sound and this one's do not join. */
  readonly isSeamless: boolean;
  /** The output of the part's last strip, after `process`: of the master, when the part goes to the end. */
  readonly output: Pointer;
  /** The stems of this part's strips, by their number in the plan. */
  readonly stems: ReadonlyMap<number, Pointer>;
  readonly incoming: readonly RendererPort[];
  readonly outgoing: readonly RendererPort[];
  readonly #kernels: Kernels;
  readonly #handSteps: number;
  readonly #definitions: Readonly<Record<string, ProcessorDefinition>>;
  readonly #live: boolean;
  readonly #context: SlotContext;
  readonly #scratch: Pointer;
  readonly #peaks: Pointer;
  readonly #firstStrip: number;
  readonly #strips: StripRenderer[] = [];
  readonly #clips: (StripClips & { release(): void })[] = [];
  readonly #sums = new Map<number, SumBus>();
  readonly #keyBlocks = new Map<string, Pointer>();
  readonly #allSums: readonly SumBus[];
  readonly #incomingSums: SumBus[];
  readonly #outgoingSums: SumBus[];
  readonly #slots = new Map<string, DeviceSlot>();
  readonly #lines = new Map<string, FeedLine>();
  #position = 0;
  #begunAnew = 0;

  constructor(options: RendererOptions) {
    const { plan, kernels, maxBlockFrames, previous, live = false, meters = false } = options;
    const { from, to } = options.part ?? { from: 0, to: plan.strips.length };
    this.plan = plan;
    this.map = options.map ?? previous?.map ?? new StreamMap();
    this.#kernels = kernels;
    this.#live = live;
    this.#definitions = options.definitions ?? processors;
    this.#context = {
      kernels,
      sampleRateHz: plan.sampleRateHz,
      maxBlockFrames,
      tempoBpm: plan.tempoBpm,
      map: this.map,
    };
    this.#handSteps = controlStepsOf(HAND_GLIDE_SECONDS, plan.sampleRateHz);
    this.#firstStrip = from;
    this.output = kernels.allocateFrames(maxBlockFrames);
    this.#scratch = kernels.allocateFrames(maxBlockFrames);
    this.#peaks = meters ? kernels.allocate((to - from) * FRAME_BYTES) : 0;
    const stems = new Map<number, Pointer>();
    for (const { feeds } of plan.strips.slice(from, to)) {
      for (const { target } of feeds) {
        if (target.kind === 'stem') stems.set(target.stem, kernels.allocateFrames(maxBlockFrames));
      }
    }
    this.stems = stems;

    for (const strip of plan.strips.slice(from, to)) {
      for (const device of [...strip.devices, channelDevice(strip)])
        this.#slots.set(device.deviceId, this.#makeSlot(device, previous));
    }
    const portsIn = portsAt(plan, from);
    const portsOut = portsAt(plan, to);
    this.incoming = portsIn.map((port) => this.#openPort(port));
    this.outgoing = portsOut.map((port) => this.#openPort(port));
    for (let index = from; index < to; index++) this.#makeStrip(plan.strips[index] as PlanStrip, index, options);
    this.#allSums = [...this.#sums.values()];
    this.#incomingSums = this.#sumsOf(portsIn);
    this.#outgoingSums = this.#sumsOf(portsOut);
    if (previous) this.#position = previous.#position;
    this.isSeamless = this.#begunAnew === 0 && !previous?.isHeldInPart;
    previous?.release();
    if (!previous) this.locate(0);
  }

  /** The next stream frame. The master's output at stream frame n is session frame n − `plan.latencyFrames`. */
  get position(): number {
    return this.#position;
  }

  /**
   * Starts afresh at a frame of the session: everything is silent before, and the grid of control steps stays that of
   * the session. Up to one control step is rendered and thrown away: with incoming ports, locate only to its multiples.
   */
  locate(frame: number): void {
    const start = Math.floor(frame / CONTROL_STEP_FRAMES) * CONTROL_STEP_FRAMES;
    this.#position = start;
    this.map.clear();
    for (const slot of this.#slots.values()) slot.reset(start);
    for (const line of this.#lines.values()) line.reset(start);
    while (this.#position < frame) this.process(Math.min(frame - this.#position, this.#context.maxBlockFrames));
  }

  /** Renders the next `frames` frames, at most the largest block. */
  process(frames: number): void {
    for (const sum of this.#allSums) sum.started = false;
    for (const sum of this.#incomingSums) sum.started = true;
    for (const strip of this.#strips) strip.render(this.output, this.#scratch, frames, this.#position);
    for (const sum of this.#outgoingSums) sum.fillIfEmpty(frames);
    this.#position += frames;
  }

  /** Moves a parameter by hand: it glides there. What automation moves is taken back by it at the next control step. */
  setParameter(target: ParameterTarget, key: string, value: ParameterValue): void {
    if (target.kind === 'send') this.#lines.get(`send:${target.sendId}`)?.set(key, value, this.#handSteps);
    else this.#slots.get(target.kind === 'channel' ? channelId(target.stripId) : target.deviceId)?.set(key, value);
  }

  /** Live values of a device, in the order of its definition's `readouts`. */
  readouts(deviceId: string): Float64Array | undefined {
    return this.#slots.get(deviceId)?.processor.readouts;
  }

  /** Has a device watched from now on; undefined ends it. */
  watch(deviceId: string, watcher: DeviceWatcher | undefined): void {
    const slot = this.#slots.get(deviceId);
    if (slot) slot.watcher = watcher;
  }

  /** Whether a renderer that took this one's place left any of its processors and paths. */
  get isHeldInPart(): boolean {
    return this.#slots.size > 0 || this.#lines.size > 0;
  }

  /** Copies the peaks since the last call, left and right strip by strip in the plan's order, and starts them anew. */
  takePeaks(into: Float32Array): void {
    if (this.#peaks === 0) return;
    const peaks = this.#kernels.frames(this.#peaks, this.#strips.length);
    into.set(peaks);
    peaks.fill(0);
  }

  /** Gives all memory back. */
  release(): void {
    for (const slot of this.#slots.values()) slot.release();
    for (const line of this.#lines.values()) line.release();
    for (const sum of this.#sums.values()) sum.release();
    for (const clips of this.#clips) clips.release();
    const blocks = [this.output, this.#scratch, ...this.stems.values(), ...this.#keyBlocks.values()];
    for (const block of blocks) this.#kernels.free(block);
    if (this.#peaks) this.#kernels.free(this.#peaks);
  }

  #makeSlot(device: PlanDevice, previous: Renderer | undefined): DeviceSlot {
    const old = previous ? previous.#slots.get(device.deviceId) : undefined;
    const sameTempo = previous?.plan.tempoBpm === this.plan.tempoBpm;
    if (previous && old?.fits(device, sameTempo)) {
      previous.#slots.delete(device.deviceId);
      old.update(device);
      return old;
    }
    const isChannel = device.type === channel.type;
    const definition = isChannel ? channel : (this.#definitions[device.type] as ProcessorDefinition);
    this.#begunAnew++;
    const slot = new DeviceSlot(this.#context, definition, device, this.#live && !isChannel);
    if (previous) slot.reset(previous.#position);
    return slot;
  }

  #makeStrip(strip: PlanStrip, index: number, options: RendererOptions): void {
    const { kernels, previous, tapOf, chainOf, clipsOf } = options;
    const own = strip.segments.length > 0 ? this.#makeClips(strip, options) : undefined;
    if (own) this.#clips.push(own);
    const clips = clipsOf ? clipsOf(strip.stripId, own, this.map) : own;
    const feeds = strip.feeds.map((feed) => this.#makeLine(feed, previous));
    for (const line of feeds) this.#lines.set(line.id, line);
    const renderer = new StripRenderer({
      kernels,
      inputLatencyFrames: strip.inputLatencyFrames,
      inputs: strip.inputs,
      sum: this.#sums.get(index),
      clips,
      devices: strip.devices.map(({ deviceId }) => this.#slots.get(deviceId) as DeviceSlot),
      channel: this.#slots.get(channelId(strip.stripId)) as DeviceSlot,
      feeds,
      peaks: this.#peaks && this.#peaks + (index - this.#firstStrip) * FRAME_BYTES,
      tap: tapOf?.(strip.stripId),
      chain: chainOf?.(strip.stripId),
    });
    this.#strips.push(renderer);
  }

  #makeClips({ segments }: PlanStrip, { kernels, sources, maxBlockFrames }: RendererOptions) {
    const player = new ClipPlayer(kernels, segments, sources, maxBlockFrames);
    return this.#live ? new LoopingClips(kernels, player, this.map, maxBlockFrames) : player;
  }

  #makeLine(feed: PlanFeed, previous: Renderer | undefined): FeedLine {
    const targetLatencyFrames = this.#latencyAt(feed.target);
    const target = this.#target(feed.target);
    const old = previous ? previous.#lines.get(feed.id) : undefined;
    if (previous && old?.fits(feed)) {
      previous.#lines.delete(feed.id);
      old.update(feed, targetLatencyFrames);
      old.connect(target);
      return old;
    }
    this.#begunAnew++;
    const { sampleRateHz } = this.plan;
    const context = { kernels: this.#kernels, sampleRateHz, targetLatencyFrames, target, map: this.map };
    return new FeedLine(context, feed, previous !== undefined);
  }

  #latencyAt(target: PlanTarget): number {
    if (target.kind === 'stem') return this.plan.stemLatencyFrames;
    const strip = this.plan.strips[target.strip] as PlanStrip;
    return target.kind === 'sum'
      ? strip.inputLatencyFrames
      : (strip.devices[target.device] as PlanDevice).inputLatencyFrames;
  }

  #target(target: PlanTarget): FeedTarget {
    if (target.kind === 'sum') return { sum: this.#sum(target.strip) };
    return {
      block: target.kind === 'stem' ? (this.stems.get(target.stem) as Pointer) : this.#key(target.strip, target.device),
    };
  }

  #sum(strip: number): SumBus {
    let sum = this.#sums.get(strip);
    if (!sum) {
      sum = new SumBus(this.#kernels, this.#context.maxBlockFrames);
      this.#sums.set(strip, sum);
    }
    return sum;
  }

  /** Where the key of a device arrives: at the device itself, or, when another part renders it, in a block for the port. */
  #key(strip: number, device: number): Pointer {
    const { deviceId } = (this.plan.strips[strip] as PlanStrip).devices[device] as PlanDevice;
    const slot = this.#slots.get(deviceId);
    if (slot) return slot.key;
    const block = this.#keyBlocks.get(deviceId) ?? this.#kernels.allocateFrames(this.#context.maxBlockFrames);
    this.#keyBlocks.set(deviceId, block);
    return block;
  }

  #openPort(port: PlanPort): RendererPort {
    if (port.kind === 'sum') return { pointer: this.#sum(port.strip).pointer, bytesPerFrame: SUM_FRAME_BYTES };
    return { pointer: this.#key(port.strip, port.device), bytesPerFrame: FRAME_BYTES };
  }

  #sumsOf(ports: readonly PlanPort[]): SumBus[] {
    return ports.flatMap((port) => (port.kind === 'sum' ? [this.#sum(port.strip)] : []));
  }
}

function channelId(stripId: string): string {
  return `channel:${stripId}`;
}

/** The channel of a strip in the shape of a device. */
function channelDevice(strip: PlanStrip): PlanDevice {
  return {
    deviceId: channelId(strip.stripId),
    type: channel.type,
    enabled: true,
    values: strip.channel.values,
    lanes: strip.channel.lanes,
    latencyFrames: 0,
    inputLatencyFrames: strip.outputLatencyFrames,
    alignFrames: 0,
    keyed: false,
  };
}
