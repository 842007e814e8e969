/** How far the highest true peak stands above the integrated loudness, in LU; NaN until both are measured. */
export function peakToLoudness(truePeakDbtp: number, integratedLufs: number): number {
  const known = Number.isFinite(truePeakDbtp) && Number.isFinite(integratedLufs);
  return known ? truePeakDbtp - integratedLufs : Number.NaN;
}
