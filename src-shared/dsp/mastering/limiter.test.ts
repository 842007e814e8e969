import { describe, expect, test } from 'vitest';
import { describeProcessorLaws } from '../../testing/processor-laws.ts';
import { limiter } from './limiter.ts';

describeProcessorLaws(limiter, { working: { ceilingDbtp: -12, inputGainDb: 9 }, rateToleranceDb: 0.1 });
