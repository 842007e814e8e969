import type { PlanTarget, RenderPlan } from './render-plan.ts';

/** What crosses from the strips before a cut to those behind it: a sum that has begun, or a side-chain. */
export type PlanPort = Exclude<PlanTarget, { kind: 'stem' }>;

/** The ports at a cut of the plan: between the strips before `cut` and the strip `cut`, in the order of their targets. */
export function portsAt(plan: RenderPlan, cut: number): PlanPort[] {
  const ports = new Map<string, PlanPort>();
  for (const { feeds } of plan.strips.slice(0, cut)) {
    for (const { target } of feeds) {
      if (target.kind === 'stem' || target.strip < cut) continue;
      ports.set(target.kind === 'sum' ? `${target.strip}` : `${target.strip}:${target.device}`, target);
    }
  }
  return [...ports.values()].sort((a, b) => a.strip - b.strip || deviceOf(a) - deviceOf(b));
}

function deviceOf(port: PlanPort): number {
  return port.kind === 'key' ? port.device : -1;
}
