/** The line to the studio: Electron's port in a utility process, Node's channel in a child process. */
import type { FromEngine, ToEngine } from '../../src-shared/protocol/engine-messages.ts';

export interface EnginePort {
  /** Copies the message before it returns. `sent` is called when it has left, for messages that may not pile up. */
  post(message: FromEngine, sent?: () => void): void;
  onMessage(listener: (message: ToEngine) => void): void;
  /** The studio is gone. */
  onClose(listener: () => void): void;
}

/** What Electron gives a utility process in place of Node's channel. */
type ParentPort = {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  on(event: 'close', listener: () => void): void;
};

/** The port of this process. Throws when it was not started by the studio. */
export function ownPort(): EnginePort {
  const { parentPort } = process as typeof process & { readonly parentPort?: ParentPort };
  if (parentPort) return utilityPort(parentPort);
  if (!process.send) throw new Error('the engine is started by the studio');
  return {
    post: (message, sent) => {
      if (process.connected) process.send?.(message, undefined, undefined, sent ?? ignore);
    },
    onMessage: (listener) => process.on('message', (message) => listener(message as ToEngine)),
    onClose: (listener) => {
      process.on('disconnect', listener);
      // It may have gone while this process was still loading.
      if (!process.connected) listener();
    },
  };
}

/** Given to a send, so that one to a studio that is gone by then throws nothing. */
function ignore(): void {}

function utilityPort(parentPort: ParentPort): EnginePort {
  return {
    post: (message, sent) => {
      parentPort.postMessage(message);
      if (sent) setImmediate(sent);
    },
    onMessage: (listener) => parentPort.on('message', ({ data }) => listener(data as ToEngine)),
    onClose: (listener) => parentPort.on('close', listener),
  };
}
