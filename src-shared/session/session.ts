/**
 * The document: tables of small records by id. It is never changed in place: a command returns a diff, and applying a
 * diff gives a new session that shares what did not change.
 */
import type { Clip } from './records/clip.ts';
import type { Device } from './records/device.ts';
import type { Input } from './records/input.ts';
import type { Lane } from './records/lane.ts';
import type { Marker } from './records/marker.ts';
import type { Media } from './records/media.ts';
import type { Metre } from './records/metre.ts';
import type { Send } from './records/send.ts';
import type { Settings } from './records/settings.ts';
import type { Strip } from './records/strip.ts';
import type { Take } from './records/take.ts';
import type { Tempo } from './records/tempo.ts';

/** Which record kind each table holds. */
export type RecordOf = {
  settings: Settings;
  strips: Strip;
  devices: Device;
  sends: Send;
  media: Media;
  clips: Clip;
  markers: Marker;
  tempos: Tempo;
  metres: Metre;
  lanes: Lane;
  inputs: Input;
  takes: Take;
};
export type TableName = keyof RecordOf;
export type Table<Name extends TableName> = { readonly [id: string]: RecordOf[Name] };
export type Session = { readonly [Name in TableName]: Table<Name> } & {
  readonly settings: { readonly session: Settings };
};

/** One record before and after a command; null where it did not or does not exist. */
export type RecordChange = {
  [Name in TableName]: {
    readonly table: Name;
    readonly id: string;
    readonly before: RecordOf[Name] | null;
    readonly after: RecordOf[Name] | null;
  };
}[TableName];

/** What a command did, in the order in which it applies; reversing it undoes it. */
export type Diff = readonly RecordChange[];
