/** A process that tries devices, answers, and ends (device-trial.ts); started by the engine (device-trials.ts). */
import { giveWay } from '../take-precedence.ts';
import { type TrialQuestion, tryDevices } from './device-trial.ts';
import { loadBinding } from './port-audio-binding.ts';

giveWay();

let isWanted = true;
process.on('disconnect', () => process.exit());
process.on('message', (message: TrialQuestion | 'enough') => {
  if (message === 'enough') isWanted = false;
  else void answer(message).finally(() => process.exit());
});

async function answer(question: TrialQuestion): Promise<void> {
  const { binding } = loadBinding();
  if (!binding) return;
  for await (const found of tryDevices(binding, question)) {
    await new Promise((sent) => process.send?.(found, undefined, undefined, sent));
    if (!isWanted) return;
  }
}
