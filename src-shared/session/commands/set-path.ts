import { type PathAddress, resolvePath, resolveStrip } from '../parameter-path.ts';
import { parseValue } from '../parse-value.ts';
import type { Diff, Session } from '../session.ts';
import { setChannelValue } from './channel.ts';
import { setDeviceEnabled, setDeviceValue, setSidechain } from './devices.ts';
import { setSend } from './sends.ts';
import { setGroup, setOutput, setSolo } from './strips.ts';

export type SetPath = { readonly path: string; readonly text: string };

/** Sets what a path names (session/parameter-path.ts) to a value written as text. Throws CommandError. */
export function setPath(session: Session, { path, text }: SetPath): Diff {
  const address = resolvePath(session, path);
  if (address.kind === 'strip') return connect(session, address, text);
  return setAddress(session, address, parseValue(address.spec, text));
}

function connect(session: Session, { stripId, target, key }: PathAddress, text: string): Diff {
  const none = text.trim().toLowerCase() === 'none';
  const id = none ? null : resolveStrip(session, text.trim()).id;
  if (target.kind === 'device') return setSidechain(session, { deviceId: target.deviceId, sidechainId: id });
  if (key === 'group') return setGroup(session, { stripId, groupId: id });
  return setOutput(session, { stripId, outputId: id ?? 'master' });
}

function setAddress(
  session: Session,
  { stripId, target, key, kind }: PathAddress,
  value: number | boolean | string,
): Diff {
  if (target.kind === 'send') return setSend(session, { sendId: target.sendId, [key]: value });
  if (kind === 'switch') {
    if (target.kind === 'device')
      return setDeviceEnabled(session, { deviceId: target.deviceId, enabled: value as boolean });
    return setSolo(session, { stripId, [key]: value as boolean });
  }
  if (target.kind === 'device') return setDeviceValue(session, { deviceId: target.deviceId, key, value });
  return setChannelValue(session, { stripId, key, value });
}
