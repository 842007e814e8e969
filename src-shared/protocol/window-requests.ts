/** What the desktop window can do for its page, and a browser cannot: asked over one channel, checked like every request. */
import * as z from 'zod';
import { nothing, type RequestSpec, request } from './request.ts';

const file = z.string().min(1);

/** An action of the page as the native menu shows it. */
const menuAction = z.strictObject({
  id: z.string().min(1),
  label: z.string().min(1),
  group: z.string().min(1),
  /** In tinykeys' writing: `$mod+Shift+KeyZ`. */
  keys: z.array(z.string()),
});
export type MenuAction = Readonly<z.infer<typeof menuAction>>;

export const windowRequests = {
  /** The system's dialogs answer null when they were closed without a choice. */
  chooseSoundFiles: request<readonly string[] | null>()(nothing),
  chooseSessionFolder: request<string | null>()(nothing),
  chooseSaveFile: request<string | null>()(z.strictObject({ suggestion: z.string().min(1) })),
  /** Shows a file in the system's file manager. */
  reveal: request<null>()(z.strictObject({ file })),
  /** Takes a sound file by the pointer, to be let go in another program. */
  dragOut: request<null>()(z.strictObject({ file })),
  setMenu: request<null>()(z.strictObject({ actions: z.array(menuAction).max(500) })),
} satisfies { readonly [name: string]: RequestSpec };

export type WindowRequestName = keyof typeof windowRequests;
export type WindowRequestArgs<Name extends WindowRequestName> = z.output<(typeof windowRequests)[Name]['args']>;
export type WindowRequestResult<Name extends WindowRequestName> = (typeof windowRequests)[Name]['result'] & {};

/** `window.mixdownHost`: what the preload script offers the page. */
export type WindowHost = {
  /** Asks for a connection: its ports come as a message of the window (`isPortsMessage`). */
  connect(): void;
  chooseSoundFiles(): Promise<readonly string[] | null>;
  chooseSessionFolder(): Promise<string | null>;
  chooseSaveFile(suggestion: string): Promise<string | null>;
  /** The path of a file that was dropped on the window; empty when it has none. */
  pathOf(file: object): string;
  reveal(file: string): void;
  dragOut(file: string): void;
  setMenu(actions: readonly MenuAction[]): void;
  /** The musician chose an action in the native menu. */
  onMenu(listener: (actionId: string) => void): void;
};

/** The window's message that carries the two ports of a connection: requests, answers and events; telemetry. */
export const PORTS_MESSAGE = 'mixdown:ports';
