/** The metronome's click: a decaying sine, written for this program. Interleaved stereo Float32 at full level 0.5. */

const SECONDS = 0.03;
const DECAY_SECONDS = 0.006;
const ATTACK_SECONDS = 0.0005;
const ACCENT_HZ = 1_760;
const BEAT_HZ = 1_175;
const PEAK = 0.5;

export function clickSound(sampleRateHz: number, isAccent: boolean): Float32Array {
  const frames = Math.round(SECONDS * sampleRateHz);
  const sound = new Float32Array(frames * 2);
  const hz = isAccent ? ACCENT_HZ : BEAT_HZ;
  for (let frame = 0; frame < frames; frame++) {
    const seconds = frame / sampleRateHz;
    const attack = Math.min(1, seconds / ATTACK_SECONDS);
    const ending = Math.min(1, (frames - 1 - frame) / (ATTACK_SECONDS * sampleRateHz));
    const level = PEAK * attack * ending * Math.exp(-seconds / DECAY_SECONDS);
    sound[2 * frame] = sound[2 * frame + 1] = level * Math.sin(2 * Math.PI * hz * seconds);
  }
  return sound;
}
