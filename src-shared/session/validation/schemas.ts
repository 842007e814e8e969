import type * as z from 'zod';
import { clipSchema } from '../records/clip.ts';
import { deviceSchema } from '../records/device.ts';
import { inputSchema } from '../records/input.ts';
import { laneSchema } from '../records/lane.ts';
import { markerSchema } from '../records/marker.ts';
import { mediaSchema } from '../records/media.ts';
import { metreSchema } from '../records/metre.ts';
import { sendSchema } from '../records/send.ts';
import { settingsSchema } from '../records/settings.ts';
import { stripSchema } from '../records/strip.ts';
import { takeSchema } from '../records/take.ts';
import { tempoSchema } from '../records/tempo.ts';
import type { RecordOf, TableName } from '../session.ts';

/** The schema of each table's records. */
export const schemas: { readonly [Name in TableName]: z.ZodType<RecordOf[Name]> } = {
  settings: settingsSchema,
  strips: stripSchema,
  devices: deviceSchema,
  sends: sendSchema,
  media: mediaSchema,
  clips: clipSchema,
  markers: markerSchema,
  tempos: tempoSchema,
  metres: metreSchema,
  lanes: laneSchema,
  inputs: inputSchema,
  takes: takeSchema,
};

export const tableNames = Object.keys(schemas) as readonly TableName[];
