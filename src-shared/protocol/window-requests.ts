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
  keys: z.array(z.string()).readonly(),
});

export const windowRequests = {
  /** The system's dialogs answer null when they were closed without a choice. */
  chooseSoundFiles: request<readonly string[] | null>()(nothing),
  chooseSessionFolder: request<string | null>()(nothing),
  chooseSaveFile: request<string | null>()(z.strictObject({ suggestion: z.string().min(1) })),
  /** Shows a file in the system's file manager. */
  reveal: request<null>()(z.strictObject({ file })),
  /** Takes a sound file by the pointer, to be let go in another program. */
  dragOut: request<null>()(z.strictObject({ file })),
  setMenu: request<null>()(z.strictObject({ actions: z.array(menuAction.readonly()).max(500).readonly() })),
} satisfies { readonly [name: string]: RequestSpec };

export type WindowRequestName = keyof typeof windowRequests;
export type WindowRequestArgs<Name extends WindowRequestName> = z.output<(typeof windowRequests)[Name]['args']>;
export type WindowRequestResult<Name extends WindowRequestName> = (typeof windowRequests)[Name]['result'] & {};
