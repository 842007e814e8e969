import { dragPointer } from '../controls/pointer-drag.ts';
import type { MixState } from './mix-state.svelte.ts';

/** A row and the line under it. */
export const INSERT_ROW_PIXELS = 17;
/** A press that moves less is a click. */
const DRAG_FROM_PIXELS = 4;

/** A gap between the devices of a strip: 0 is before the first. */
export type DeviceGap = { readonly stripId: string; readonly gap: number };

/** The gap at a height of the inserts, in pixels from their top. */
export function gapAt(y: number, devices: number): number {
  return Math.min(devices, Math.max(0, Math.round(y / INSERT_ROW_PIXELS)));
}

/** The index that a device has once it is in that gap; undefined where it stays what it was. */
export function indexInGap(deviceIds: readonly string[], deviceId: string, gap: number): number | undefined {
  const from = deviceIds.indexOf(deviceId);
  if (from < 0) return gap;
  const index = gap > from ? gap - 1 : gap;
  return index === from ? undefined : index;
}

/** A device that is dragged to another place of its strip or to another strip; a click opens it. */
export class DeviceDrag {
  readonly #mix: MixState;
  deviceId: string | null = $state(null);
  place: DeviceGap | undefined = $state.raw();

  constructor(mix: MixState) {
    this.#mix = mix;
  }

  take(down: PointerEvent, stripId: string, deviceId: string): void {
    if (down.button !== 0) return;
    dragPointer(down, {
      move: ({ dx, dy, event }) => {
        if (this.deviceId === null && Math.hypot(dx, dy) < DRAG_FROM_PIXELS) return;
        this.deviceId = deviceId;
        this.place = this.#placeAt(event);
      },
      end: (cancelled) => {
        const { deviceId: dragged, place } = this;
        this.deviceId = null;
        this.place = undefined;
        if (cancelled) return;
        if (dragged === null) this.#mix.openDevice(stripId, deviceId);
        else if (place) void this.#drop(deviceId, place);
      },
    });
  }

  /** The inserts of the strip that the pointer is over, however far above or below them. */
  #placeAt({ clientX, clientY }: PointerEvent): DeviceGap | undefined {
    const strip = document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>('[data-strip-id]');
    const inserts = strip?.querySelector<HTMLElement>('[data-inserts]');
    const stripId = inserts?.dataset['inserts'];
    if (!inserts || stripId === undefined) return undefined;
    const y = clientY - inserts.getBoundingClientRect().top + inserts.scrollTop;
    return { stripId, gap: gapAt(y, this.#mix.strip(stripId).deviceIds.length) };
  }

  async #drop(deviceId: string, { stripId, gap }: DeviceGap): Promise<void> {
    const mix = this.#mix;
    const index = indexInGap(mix.strip(stripId).deviceIds, deviceId, gap);
    if (index === undefined) return;
    await mix.run('moveDevice', { deviceId, index, stripId });
    if (mix.strip(stripId).deviceIds.includes(deviceId)) mix.openDevice(stripId, deviceId);
  }
}
