import type { ProcessorDefinition } from './core/processor.ts';
import { busCompressor } from './dynamics/bus-compressor.ts';
import { compressor } from './dynamics/compressor.ts';
import { deEsser } from './dynamics/de-esser.ts';
import { gate } from './dynamics/gate.ts';
import { transientShaper } from './dynamics/transient-shaper.ts';
import { eq } from './eq/eq.ts';
import { masterEq } from './eq/master-eq.ts';
import { limiter } from './mastering/limiter.ts';
import { saturation } from './saturation/saturation.ts';
import { delay } from './space/delay.ts';
import { reverb } from './space/reverb.ts';

/** Every processor that a strip can hold as a device, by its type. Types are stable for ever: sessions on disk name them. */
export const processors: Readonly<Record<string, ProcessorDefinition>> = {
  eq,
  masterEq,
  compressor,
  busCompressor,
  gate,
  deEsser,
  transientShaper,
  saturation,
  delay,
  reverb,
  limiter,
};
