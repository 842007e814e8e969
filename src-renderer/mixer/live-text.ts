import type { Attachment } from 'svelte/attachments';
import type { FrameLoop } from '../controls/frame-loop.ts';

/** How often a number may change, in seconds: faster cannot be read. */
const READ_SECONDS = 0.1;

/** Keeps an element's text at what `read` answers, without a render of Svelte. */
export function liveText(frames: FrameLoop, read: () => string, everySeconds = READ_SECONDS): Attachment<HTMLElement> {
  return (node) => {
    let readAt = Number.NEGATIVE_INFINITY;
    return frames.add(({ seconds }) => {
      if (seconds - readAt < everySeconds) return false;
      readAt = seconds;
      const text = read();
      if (text !== node.textContent) node.textContent = text;
      return false;
    });
  };
}
