import type { AudioTags } from '../audio-format.ts';
import { cleanText } from '../byte-view.ts';

/** An ISRC without its hyphens and in capitals, or undefined when the text is none (ISO 3901). */
export function cleanIsrc(text: string): string | undefined {
  const code = text.replace(/[-\s]/g, '').toUpperCase();
  return /^[A-Z]{2}[A-Z0-9]{3}\d{7}$/.test(code) ? code : undefined;
}

/** Tags while they are collected; see `compactTags`. */
export type FoundTags = { -readonly [key in keyof AudioTags]: string | undefined };

/** Only the tags that hold text, without control characters. */
export function compactTags(tags: Readonly<FoundTags>): AudioTags {
  const entries = Object.entries(tags).map(([key, text]) => [key, cleanText(text ?? '')] as const);
  return Object.fromEntries(entries.filter(([, text]) => text !== ''));
}
