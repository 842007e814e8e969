import type { ProcessorDefinition } from './core/processor.ts';
import { delay } from './space/delay.ts';

/** Every processor that a strip can hold as a device, by its type. Types are stable for ever: sessions on disk name them. */
export const processors: Readonly<Record<string, ProcessorDefinition>> = { delay };
