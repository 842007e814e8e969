import type { ProcessorDefinition } from '../dsp/core/processor.ts';
import { planSession } from '../render/plan-session.ts';
import type { RenderPlan } from '../render/render-plan.ts';
import { Renderer } from '../render/renderer.ts';
import type { Session } from '../session/session.ts';
import { testKernels } from './kernels.ts';
import { type MemoryMedia, memorySources } from './memory-media.ts';

export type RenderSessionOptions = {
  readonly frames: number;
  readonly media: Readonly<Record<string, MemoryMedia>>;
  readonly definitions?: Readonly<Record<string, ProcessorDefinition>>;
  /** Sizes of the blocks, taken in turn; default 512. */
  readonly blocks?: readonly number[];
  readonly fromFrame?: number;
  readonly bypassMaster?: boolean;
  readonly prune?: boolean;
  readonly live?: boolean;
};

/** Renders `frames` frames of a session's master from `fromFrame`, its latency taken away: interleaved stereo. */
export function renderSession(session: Session, options: RenderSessionOptions): Float32Array {
  const { definitions, bypassMaster = false, prune = false } = options;
  const plan = planSession(session, { bypassMaster, prune, ...(definitions && { definitions }) });
  return renderPlan(plan, options);
}

export function renderPlan(plan: RenderPlan, options: RenderSessionOptions): Float32Array {
  const { frames, media, definitions, blocks = [512], fromFrame = 0, live = false } = options;
  const kernels = testKernels();
  const sources = memorySources(kernels, media);
  const maxBlockFrames = Math.max(...blocks);
  const renderer = new Renderer({ plan, kernels, sources, maxBlockFrames, live, ...(definitions && { definitions }) });
  renderer.locate(fromFrame);
  const total = frames + plan.latencyFrames;
  const output = new Float32Array(total * 2);
  for (let at = 0, turn = 0; at < total; turn++) {
    const count = Math.min(blocks[turn % blocks.length] as number, total - at);
    renderer.process(count);
    output.set(kernels.frames(renderer.output, count), at * 2);
    at += count;
  }
  return output.subarray(plan.latencyFrames * 2);
}
