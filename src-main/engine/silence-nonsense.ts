/**
 * What a driver gives that is no number, as some do when a stream starts or a cable is pulled, is silence, in place. One such
 * sample would stay in every filter and meter that it passes. It allocates nothing.
 */
export function silenceNonsense(input: Float32Array): void {
  for (let sample = 0; sample < input.length; sample++) if (!Number.isFinite(input[sample])) input[sample] = 0;
}
