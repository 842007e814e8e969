/**
 * Everything a client can ask of the studio: the one contract of the Electron window, the browser and the tests.
 * A request is `area/verb`; it answers once. What goes on afterwards comes as events (events.ts) and telemetry.
 */
import * as z from 'zod';
import type {
  BounceReport,
  EngineState,
  FolderListing,
  HeardComparison,
  HistoryState,
  ImportReport,
  MasterProposal,
  Peaks,
  RecentSession,
  RecoverableSession,
  SessionSnapshot,
  ShareState,
  StudioInfo,
  TransportState,
} from './answers.ts';
import { deviceRequests } from './devices.ts';
import { calibrationRequests, monitoringRequests } from './monitoring.ts';
import { recordingRequests } from './recording.ts';
import { nothing, type RequestSpec, request } from './request.ts';

const frames = z.number().int().min(0);
const stretch = z
  .strictObject({ fromFrames: frames, toFrames: frames })
  .refine(({ fromFrames, toFrames }) => fromFrames < toFrames, 'A stretch ends behind where it begins.');
const folder = z.string().min(1);
const jobId = z.string().min(1);

/** What to bounce and how; the names are the command line's. */
export const bounceOptions = z.strictObject({
  file: z.string().min(1),
  format: z.enum(['wav', 'flac', 'mp3', 'ogg-opus']),
  bitDepth: z.enum(['16', '24', '32f']).optional(),
  /** Where 16 or 24 bits are rounded; default `tpdf`. */
  dither: z.enum(['off', 'tpdf', 'shaped']).optional(),
  sampleRateHz: z.number().int().optional(),
  /** A delivery target's name; absent bounces as it is. */
  target: z.string().optional(),
  fromFrames: frames.optional(),
  toFrames: frames.optional(),
  withoutMaster: z.boolean().optional(),
  /** A folder for a file of each track and bus; absent writes none. */
  stemsFolder: folder.optional(),
  overwrite: z.boolean().optional(),
});
export type BounceOptions = z.infer<typeof bounceOptions>;

export const requests = {
  'studio/info': request<StudioInfo>()(nothing),
  /** How another machine reaches this studio; each answer holds a link of its own that works once. */
  'studio/share': request<ShareState>()(nothing),
  /** What lies in a folder of the studio's machine, for a client that has no file dialog of its own; null is the music folder. */
  'files/list': request<FolderListing>()(z.strictObject({ folder: folder.nullable() })),

  'session/snapshot': request<SessionSnapshot>()(nothing),
  /** Runs a command of session/commands by name; `key` joins the moves of one drag into one undo step. */
  'session/run': request<{ sequence: number }>()(
    z.strictObject({ command: z.string(), args: z.unknown(), key: z.string().nullable().optional() }),
  ),
  /** Runs several commands as one undo step. */
  'session/runAll': request<{ sequence: number }>()(
    z.strictObject({
      name: z.string().min(1),
      commands: z.array(z.strictObject({ command: z.string(), args: z.unknown() })).min(1),
      key: z.string().nullable().optional(),
    }),
  ),
  'session/undo': request<HistoryState>()(nothing),
  'session/redo': request<HistoryState>()(nothing),
  /** Undoes or redoes until `steps` steps are done. */
  'session/goTo': request<HistoryState>()(z.strictObject({ steps: z.number().int().min(0) })),
  'session/new': request<SessionSnapshot>()(
    z.strictObject({ name: z.string().min(1), sampleRateHz: z.number().int(), tempoBpm: z.number() }),
  ),
  'session/open': request<SessionSnapshot>()(z.strictObject({ folder })),
  'session/openDemo': request<SessionSnapshot>()(nothing),
  'session/save': request<SessionSnapshot>()(nothing),
  /** `name` is what the session is called from then on; absent leaves its name. */
  'session/saveAs': request<SessionSnapshot>()(z.strictObject({ folder, name: z.string().min(1).optional() })),
  'session/recent': request<readonly RecentSession[]>()(nothing),
  'session/recoverable': request<readonly RecoverableSession[]>()(nothing),
  'session/recover': request<SessionSnapshot>()(
    z.strictObject({ folder, choice: z.enum(['restore', 'keep', 'discard']) }),
  ),
  /** Writes the session and the media it uses to one zip. */
  'session/archive': request<{ jobId: string }>()(z.strictObject({ file: z.string().min(1) })),
  /** Points a media record at a file that was found again. */
  'media/relink': request<{ sequence: number }>()(z.strictObject({ mediaId: z.string(), file: z.string().min(1) })),
  /** Copies sound files, and those of folders, into the session, a track each, or onto one track. */
  'media/import': request<ImportReport>()(
    z.strictObject({ files: z.array(z.string().min(1)).min(1), atFrames: frames, trackId: z.string().nullable() }),
  ),
  /** Peaks and RMS of a stretch of media, at most one column for `framesPerColumn` frames. */
  'media/peaks': request<Peaks>()(
    z.strictObject({
      mediaId: z.string(),
      framesPerColumn: z.number().int().min(1),
      fromColumn: z.number().int().min(0),
      columns: z.number().int().min(1).max(16_384),
    }),
  ),

  'transport/play': request<TransportState>()(nothing),
  'transport/stop': request<TransportState>()(nothing),
  'transport/locate': request<TransportState>()(z.strictObject({ atFrames: frames })),
  'transport/set': request<TransportState>()(
    z.strictObject({
      loop: stretch.nullable().optional(),
      loopOn: z.boolean().optional(),
      metronomeOn: z.boolean().optional(),
      metronomeGainDb: z.number().optional(),
      countInBars: z.number().int().min(0).max(4).optional(),
      punch: stretch.nullable().optional(),
      punchInOn: z.boolean().optional(),
      punchOutOn: z.boolean().optional(),
      preRollSeconds: z.number().min(0).max(60).optional(),
    }),
  ),
  ...recordingRequests,

  'engine/state': request<EngineState>()(nothing),
  ...deviceRequests,
  /** Which device's spectra (before and after it) telemetry carries; null none but the master's. */
  'engine/watch': request<EngineState>()(z.strictObject({ deviceId: z.string().nullable() })),

  /** One side of the master's chain is heard, as loud as the other; null the master as it is bounced. Nothing is stored. */
  'engine/compare': request<EngineState>()(z.strictObject({ side: z.enum(['before', 'after']).nullable() })),
  /** Sends this client what the engine plays, as audio frames of the WebSocket; the Electron window hears the device itself. */
  'engine/hear': request<{ hearing: boolean }>()(z.strictObject({ hearing: z.boolean() })),

  ...monitoringRequests,
  ...calibrationRequests,

  'bounce/start': request<{ jobId: string }>()(bounceOptions),
  'bounce/report': request<BounceReport>()(z.strictObject({ jobId })),
  /** The engine plays what a bounce wrote, past the session, on the device of the session; null ends it. */
  'bounce/listen': request<EngineState>()(z.strictObject({ jobId: jobId.nullable() })),
  /** Listens to the mix and puts a mastering chain for a delivery target in place of the master's devices, as one undo step; answers when it is there. */
  'master/propose': request<MasterProposal>()(z.strictObject({ target: z.string() })),
  /** Bounces a stretch (default all) and has the engine play it, as a job, and compares the two; answers when it is done. */
  'heard/compare': request<HeardComparison>()(
    z.strictObject({ fromFrames: frames.optional(), toFrames: frames.optional() }),
  ),
  /** The last comparison of the open session. */
  'heard/last': request<{ comparison: HeardComparison | null }>()(nothing),
  /** The last one of the open session; null where none was proposed. */
  'master/proposal': request<{ proposal: MasterProposal | null }>()(nothing),
  'job/cancel': request<{ cancelled: boolean }>()(z.strictObject({ jobId })),
} satisfies { readonly [name: string]: RequestSpec };

export type RequestName = keyof typeof requests;
export type RequestArgs<Name extends RequestName> = z.input<(typeof requests)[Name]['args']>;
export type RequestResult<Name extends RequestName> = NonNullable<(typeof requests)[Name]['result']>;
