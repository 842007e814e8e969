/** What arming and monitoring change in the session, as edits that keys, buttons and menus share. */
import type { MonitorMode } from '../../src-shared/session/records/input.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { type Edit, edit } from '../timeline/edit.ts';
import { freeChannel, inputOf } from './track-input.ts';

/** Arms a track, or takes its arm off. One that has no input yet gets `wanted`, else the first channel that is free. */
export function armTrack(
  session: Session,
  trackId: string,
  channelCount: number,
  wanted: readonly number[] = [freeChannel(session, channelCount)],
): Edit {
  const input = inputOf(session, trackId);
  const channels = input ? {} : { channels: [...wanted] };
  return edit({ command: 'setInput', args: { trackId, ...channels, armed: !input?.armed } });
}

/** Arms every track that has an input, or none; without steps where that is so already. */
export function armAll(session: Session, armed: boolean): Edit {
  const tracks = Object.values(session.strips).filter(({ kind }) => kind === 'track');
  const steps = tracks
    .filter(({ id }) => {
      const input = inputOf(session, id);
      return input !== undefined && input.armed !== armed;
    })
    .map(({ id }) => ({ command: 'setInput' as const, args: { trackId: id, armed } }));
  return { name: armed ? 'Arm all tracks' : 'Arm no track', steps };
}

/** Chooses what a track records; no channel takes its input away. */
export function chooseInput(trackId: string, channels: readonly number[]): Edit {
  return edit({ command: 'setInput', args: { trackId, channels: [...channels] } });
}

/** Sets when a track hears its input. */
export function monitorTrack(session: Session, trackId: string, monitor: MonitorMode, channelCount: number): Edit {
  const channels = inputOf(session, trackId) ? {} : { channels: [freeChannel(session, channelCount)] };
  return edit({ command: 'setInput', args: { trackId, ...channels, monitor } });
}

/** Off becomes the tape machine's way of monitoring, anything else off. */
export function toggleMonitor(session: Session, trackId: string, channelCount: number): Edit {
  const input = inputOf(session, trackId);
  const isOn = input !== undefined && input.monitor !== 'off';
  return monitorTrack(session, trackId, isOn ? 'off' : 'auto', channelCount);
}

/** Hears the input as it comes, or through the strip's devices. */
export function setDirect(trackId: string, direct: boolean): Edit {
  return edit({ command: 'setInput', args: { trackId, direct } });
}
