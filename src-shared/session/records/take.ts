import * as z from 'zod';
import { frames, id, name } from './fields.ts';

/** Sound that the interface lost: silence of the same length stands in its place. */
const dropoutSchema = z.strictObject({ atFrames: frames, lengthFrames: frames.min(1) });

/**
 * One performance on a track: a window onto a recorded file, in its lane. Clips play it; a take stays when no clip does.
 * What the file holds around the window (before the punch, other passes of a loop, what was played before record was
 * pressed) is there to be revealed.
 */
export const takeSchema = z.strictObject({
  id,
  trackId: id,
  mediaId: id,
  name,
  /** Where the take begins on the timeline. */
  startFrames: frames,
  /** Where in the media that is. */
  offsetFrames: frames,
  lengthFrames: frames.min(1),
  /** The round trip that the placement takes off: this much earlier than it arrived. Another value moves the take. */
  roundTripFrames: z.number().int(),
  /** Places in the media: in the take, and in what can be revealed around it. */
  dropouts: z.array(dropoutSchema),
});
export type Take = z.infer<typeof takeSchema>;
export type Dropout = z.infer<typeof dropoutSchema>;

/** The dropouts that are heard in the take itself. */
export function dropoutsWithin({ dropouts, offsetFrames, lengthFrames }: Take): Dropout[] {
  return dropouts.filter(
    (dropout) =>
      dropout.atFrames + dropout.lengthFrames > offsetFrames && dropout.atFrames < offsetFrames + lengthFrames,
  );
}
