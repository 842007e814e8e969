import type { EngineLink } from '../studio/engine-link.ts';
import { StandInEngine } from '../studio/stand-in-engine.ts';

export function startEngine(): EngineLink {
  return new StandInEngine();
}
