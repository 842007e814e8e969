/** What is selected: clips, and the strip that inspector and editors show. */
export class SelectionState {
  clipIds: ReadonlySet<string> = $state.raw(new Set<string>());
  stripId: string | null = $state(null);
  /** The device whose editor is open. */
  deviceId: string | null = $state(null);
  /** A stretch of the timeline, for loop, bounce and zoom; null when nothing is marked. */
  range: { readonly fromFrames: number; readonly toFrames: number } | null = $state.raw(null);

  /** @param extend adds to what is selected, or takes out what already is. */
  selectClip(clipId: string, extend = false): void {
    const next = new Set(extend ? this.clipIds : []);
    if (extend && this.clipIds.has(clipId)) next.delete(clipId);
    else next.add(clipId);
    this.clipIds = next;
  }

  selectClips(clipIds: Iterable<string>): void {
    this.clipIds = new Set(clipIds);
  }

  clearClips(): void {
    if (this.clipIds.size > 0) this.clipIds = new Set();
  }

  /** What is no longer there is not chosen: a copy that was undone, a track that another hand removed. */
  forget(removedIds: ReadonlySet<string>): void {
    if ([...this.clipIds].some((id) => removedIds.has(id)))
      this.clipIds = new Set([...this.clipIds].filter((id) => !removedIds.has(id)));
    if (this.stripId !== null && removedIds.has(this.stripId)) this.stripId = null;
    if (this.deviceId !== null && removedIds.has(this.deviceId)) this.deviceId = null;
  }

  /** Another session is open: what has the same ids there is something else. */
  clear(): void {
    this.clipIds = new Set();
    this.stripId = null;
    this.deviceId = null;
    this.range = null;
  }

  selectStrip(stripId: string): void {
    this.stripId = stripId;
  }
}
