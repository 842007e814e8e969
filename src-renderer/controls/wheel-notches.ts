/** A wheel with notches sends at least so many pixels at a time; a trackpad sends less, many times a second. */
const NOTCH_PIXELS = 50;
/** So far on a trackpad is as much as a notch. */
const SWIPE_PIXELS = 40;
/** Firefox tells lines. */
const LINE_PIXELS = 32;

type Wheel = Pick<WheelEvent, 'deltaX' | 'deltaY' | 'deltaMode' | 'shiftKey'>;

/** Makes notches of what a wheel or a trackpad sends, so that one moves a value no faster than the other. */
export class WheelNotches {
  #restPixels = 0;

  /** Whole notches, upwards positive; undefined for a swipe sideways, which scrolls what is around the control. */
  take({ deltaX, deltaY, deltaMode, shiftKey }: Wheel): number | undefined {
    // With Shift a wheel turns sideways by itself.
    const isSideways = Math.abs(deltaX) > Math.abs(deltaY);
    if (isSideways && !shiftKey) return undefined;
    const pixels = -(isSideways ? deltaX : deltaY) * (deltaMode === 1 ? LINE_PIXELS : 1);
    if (Math.abs(pixels) >= NOTCH_PIXELS) {
      this.#restPixels = 0;
      return Math.sign(pixels);
    }
    if (pixels * this.#restPixels < 0) this.#restPixels = 0;
    const notches = Math.trunc((this.#restPixels + pixels) / SWIPE_PIXELS);
    this.#restPixels += pixels - notches * SWIPE_PIXELS;
    return notches;
  }
}
