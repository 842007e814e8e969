/**
 * How fast the dynamics processors run: `npx vitest bench --run src-shared/dsp/dynamics`. Each round is a million stereo
 * frames, so the column "hz" counts millions of stereo frames a second.
 */
import { describe } from 'vitest';
import { benchProcessor } from '../../testing/bench-processor.ts';
import { busCompressor } from './bus-compressor.ts';
import { compressor } from './compressor.ts';
import { deEsser } from './de-esser.ts';
import { gate } from './gate.ts';
import { transientShaper } from './transient-shaper.ts';

describe('dynamics, hz = millions of stereo frames a second', () => {
  benchProcessor('compressor', compressor, {});
  benchProcessor('compressor, blocks of 128', compressor, {}, { blockFrames: 128 });
  benchProcessor('compressor, rms', compressor, { detector: 'rms' });
  benchProcessor('compressor, side-chain high-pass', compressor, { sidechainHighPassHz: 100 });
  benchProcessor('compressor, look-ahead', compressor, { lookAheadSeconds: 0.005 });
  benchProcessor('bus compressor', busCompressor, {});
  benchProcessor('gate', gate, {});
  benchProcessor('de-esser', deEsser, {});
  benchProcessor('transient shaper', transientShaper, { attackDb: 6, sustainDb: 6 });
});
