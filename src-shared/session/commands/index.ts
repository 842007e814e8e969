import type { Diff, Session } from '../session.ts';
import * as automation from './automation.ts';
import { setChannelValue } from './channel.ts';
import * as clips from './clips.ts';
import type { Command } from './command.ts';
import * as devices from './devices.ts';
import { setInput } from './inputs.ts';
import * as markers from './markers.ts';
import * as media from './media.ts';
import * as sends from './sends.ts';
import { setPath } from './set-path.ts';
import * as settings from './settings.ts';
import * as strips from './strips.ts';
import * as takes from './takes.ts';
import * as tempo from './tempo.ts';

/** A command with the name that its undo step has in the menu. */
type Named<Args> = { readonly label: string; readonly run: Command<Args> };

function named<Args>(label: string, run: Command<Args>): Named<Args> {
  return { label, run };
}

/** Every change that a musician can make to a session, by name. */
export const commands = {
  addStrip: named('Add strip', strips.addStrip),
  removeStrip: named('Remove strip', strips.removeStrip),
  renameStrip: named('Rename strip', strips.renameStrip),
  moveStrip: named('Move strip', strips.moveStrip),
  setColour: named('Change colour', strips.setColour),
  setSolo: named('Solo', strips.setSolo),
  setInput: named('Change input', setInput),
  setOutput: named('Change output', strips.setOutput),
  setGroup: named('Change group', strips.setGroup),
  setChannelValue: named('Change channel', setChannelValue),
  setPath: named('Change value', setPath),
  addDevice: named('Add device', devices.addDevice),
  removeDevice: named('Remove device', devices.removeDevice),
  moveDevice: named('Move device', devices.moveDevice),
  setDeviceEnabled: named('Bypass device', devices.setDeviceEnabled),
  setDeviceValue: named('Change device', devices.setDeviceValue),
  setSidechain: named('Change side-chain', devices.setSidechain),
  addSend: named('Add send', sends.addSend),
  removeSend: named('Remove send', sends.removeSend),
  setSend: named('Change send', sends.setSend),
  addMedia: named('Add sound file', media.addMedia),
  addMediaClip: named('Import', media.addMediaClip),
  relinkMedia: named('Find sound file', media.relinkMedia),
  removeMedia: named('Remove sound file', media.removeMedia),
  addClip: named('Add clip', clips.addClip),
  moveClip: named('Move clip', clips.moveClip),
  moveClipToTrack: named('Move clip to track', clips.moveClipToTrack),
  trimClip: named('Trim clip', clips.trimClip),
  slipClip: named('Slip clip', clips.slipClip),
  splitClip: named('Split clip', clips.splitClip),
  joinClips: named('Join clips', clips.joinClips),
  duplicateClip: named('Duplicate clip', clips.duplicateClip),
  setClipGain: named('Change clip gain', clips.setClipGain),
  setFade: named('Change fade', clips.setFade),
  muteClip: named('Mute clip', clips.muteClip),
  renameClip: named('Rename clip', clips.renameClip),
  colourClip: named('Change clip colour', clips.colourClip),
  removeClip: named('Remove clip', clips.removeClip),
  rippleDelete: named('Ripple delete', clips.rippleDelete),
  addTakes: named('Record', takes.addTakes),
  compTake: named('Comp', takes.compTake),
  removeTake: named('Remove take', takes.removeTake),
  renameTake: named('Rename take', takes.renameTake),
  alignTake: named('Align take', takes.alignTake),
  addMarker: named('Add marker', markers.addMarker),
  setMarker: named('Change marker', markers.setMarker),
  removeMarker: named('Remove marker', markers.removeMarker),
  setTempo: named('Change tempo', tempo.setTempo),
  removeTempo: named('Remove tempo', tempo.removeTempo),
  setMetre: named('Change metre', tempo.setMetre),
  removeMetre: named('Remove metre', tempo.removeMetre),
  addLane: named('Add automation', automation.addLane),
  automate: named('Automate', automation.automate),
  setPoints: named('Change automation', automation.setPoints),
  addPoint: named('Add automation point', automation.addPoint),
  removePoint: named('Remove automation point', automation.removePoint),
  setLaneEnabled: named('Switch automation', automation.setLaneEnabled),
  removeLane: named('Remove automation', automation.removeLane),
  renameSession: named('Rename session', settings.renameSession),
  setTags: named('Change tags', settings.setTags),
};

export type CommandName = keyof typeof commands;
export type CommandArgs<Name extends CommandName> = Parameters<(typeof commands)[Name]['run']>[1];

/** Runs a command by name. Throws CommandError when the session does not allow it. */
export function runCommand<Name extends CommandName>(session: Session, name: Name, args: CommandArgs<Name>): Diff {
  const run = commands[name].run as Command<CommandArgs<Name>>;
  return run(session, args);
}
