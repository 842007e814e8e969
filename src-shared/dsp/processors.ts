import type { ProcessorDefinition } from './core/processor.ts';
import { compressor } from './dynamics/compressor.ts';
import { eq } from './eq/eq.ts';
import { limiter } from './mastering/limiter.ts';
import { delay } from './space/delay.ts';

/** Every processor that a strip can hold as a device, by its type. Types are stable for ever: sessions on disk name them. */
export const processors: Readonly<Record<string, ProcessorDefinition>> = { eq, compressor, delay, limiter };
