/**
 * Messages over a WebSocket. Text frames are JSON as session/json.ts writes it (−∞ included). Binary frames are little
 * endian 32-bit words: which kind, its head, then Float32 to the end:
 *
 *   telemetry   1, floats                        a record of telemetry.ts
 *   answer      2, bytes of JSON, JSON, floats   an answer one of whose fields is a Float32Array; JSON padded with spaces
 *   event       4, as an answer: an event whose data has a Float32Array field
 *   audio       3, sample rate, block, floats    stereo frames, what the engine plays; `block` counts up
 */
import { fromJson, toJson } from '../session/json.ts';
import type { ClientMessage, StudioMessage } from './wire.ts';

const TELEMETRY = 1;
const ANSWER = 2;
const AUDIO = 3;
const EVENT = 4;
const WORD = 4;

export type AudioFrame = {
  readonly sampleRateHz: number;
  /** Counts up by one; a gap is a block that was left out. */
  readonly block: number;
  readonly interleaved: Float32Array;
};

export type BinaryFrame =
  | { readonly kind: 'telemetry'; readonly record: Float32Array }
  | { readonly kind: 'message'; readonly message: StudioMessage }
  | ({ readonly kind: 'audio' } & AudioFrame);

export function encodeRequest(message: ClientMessage): string {
  return toJson(message);
}

/** Throws SyntaxError on text that is not JSON. */
export function decodeText(text: string): unknown {
  return fromJson(text);
}

/** Text, or a binary frame when the answer or the event holds a Float32Array. */
export function encodeMessage(message: StudioMessage): string | Uint8Array<ArrayBuffer> {
  const content = message.kind === 'answer' ? message.result : message.kind === 'event' ? message.data : undefined;
  const field = floatsField(content);
  if (message.kind === 'error' || field === undefined) return toJson(message);
  const { [field]: floats, ...rest } = content as { [field: string]: Float32Array };
  const head = message.kind === 'answer' ? { id: message.id } : { name: message.name };
  const json = new TextEncoder().encode(toJson({ ...head, field, rest }));
  const padded = new Uint8Array(Math.ceil(json.length / WORD) * WORD).fill(0x20);
  padded.set(json);
  return frame([message.kind === 'answer' ? ANSWER : EVENT, padded.length], padded, floats as Float32Array);
}

export function encodeTelemetry(record: Float32Array): Uint8Array<ArrayBuffer> {
  return frame([TELEMETRY], new Uint8Array(), record);
}

export function encodeAudio({ sampleRateHz, block, interleaved }: AudioFrame): Uint8Array<ArrayBuffer> {
  return frame([AUDIO, sampleRateHz, block], new Uint8Array(), interleaved);
}

/** Undefined for a frame of no kind that is known. */
export function decodeBinary(data: ArrayBuffer): BinaryFrame | undefined {
  const words = new DataView(data);
  const kind = data.byteLength >= WORD ? words.getUint32(0, true) : 0;
  if (kind === TELEMETRY) return { kind: 'telemetry', record: new Float32Array(data, WORD) };
  if (kind === AUDIO) {
    const [sampleRateHz, block] = [words.getUint32(WORD, true), words.getUint32(2 * WORD, true)];
    return { kind: 'audio', sampleRateHz, block, interleaved: new Float32Array(data, 3 * WORD) };
  }
  if (kind !== ANSWER && kind !== EVENT) return undefined;
  const bytes = words.getUint32(WORD, true);
  const json = new TextDecoder().decode(new Uint8Array(data, 2 * WORD, bytes));
  const { field, rest, ...head } = fromJson(json) as { field: string; rest: object; id: number; name: string };
  const content = { ...rest, [field]: new Float32Array(data, 2 * WORD + bytes) };
  if (kind === ANSWER) return { kind: 'message', message: { kind: 'answer', id: head.id, result: content } };
  // The map of events ties name and data together; TypeScript does not see it through the union.
  return { kind: 'message', message: { kind: 'event', name: head.name, data: content } as unknown as StudioMessage };
}

function floatsField(result: unknown): string | undefined {
  if (typeof result !== 'object' || result === null) return undefined;
  return Object.entries(result).find(([, value]) => value instanceof Float32Array)?.[0];
}

function frame(head: readonly number[], bytes: Uint8Array, floats: Float32Array): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(head.length * WORD + bytes.length + floats.byteLength);
  const words = new DataView(data.buffer);
  for (const [index, word] of head.entries()) words.setUint32(index * WORD, word, true);
  data.set(bytes, head.length * WORD);
  data.set(new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength), head.length * WORD + bytes.length);
  return data;
}
