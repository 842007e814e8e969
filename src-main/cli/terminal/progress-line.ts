/** One line on a terminal that shows how far long work is; nothing in a pipe. */
import { clock } from './table.ts';

const BAR_CELLS = 24;
const REDRAW_MILLISECONDS = 80;

export type ProgressLine = {
  /** @param share 0…1. @param secondsLeft undefined while it is not known. */
  show(share: number, secondsLeft?: number): void;
  /** Takes the line away. */
  clear(): void;
};

export function progressLine(label: string, stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  if (!stream.isTTY) return { show: () => undefined, clear: () => undefined };
  let drawnAt = 0;
  return {
    show(share, secondsLeft) {
      const now = performance.now();
      if (now - drawnAt < REDRAW_MILLISECONDS) return;
      drawnAt = now;
      const cells = Math.round(Math.max(0, Math.min(1, share)) * BAR_CELLS);
      const bar = '█'.repeat(cells) + '░'.repeat(BAR_CELLS - cells);
      const left = secondsLeft === undefined ? '' : `  ${clock(secondsLeft).replace(/\.\d+$/, '')} left`;
      stream.write(`\r\u001b[2K${label}  ${bar}  ${String(Math.round(share * 100)).padStart(3)} %${left}`);
    },
    clear() {
      if (drawnAt > 0) stream.write('\r\u001b[2K');
    },
  };
}
