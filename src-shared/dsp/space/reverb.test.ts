import { describeProcessorLaws } from '../../testing/processor-laws.ts';
import { reverb } from './reverb.ts';

describeProcessorLaws(reverb, {
  working: { mix: 0.5, decaySeconds: 0.4, lowCutHz: 20, modulation: 0.8 },
  transparent: { mix: 0 },
  // Five steady tones sit on the peaks and dips of a room, which lie elsewhere at each rate.
  rateToleranceDb: 3.5,
});
