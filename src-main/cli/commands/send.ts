import { type Command, InvalidArgumentError } from 'commander';

function gainDb(text: string): number {
  if (/^[-−](inf|∞)$/i.test(text.trim())) return Number.NEGATIVE_INFINITY;
  const value = Number(text.replace('−', '-'));
  if (text.trim() === '' || Number.isNaN(value)) throw new InvalidArgumentError('It must be a level in dB, or -inf.');
  return value;
}

export function sendCommand(program: Command): void {
  program
    .command('send')
    .description('a send from a strip to a bus, or its new level')
    .argument('<SONG>', 'the session folder')
    .argument('<TRACK>', 'the strip that sends')
    .argument('<BUS>', 'the bus or group that it goes to')
    .option('--gain-db <X>', 'its level', gainDb, 0)
    .option('--pre', 'before the fader, pan and mute')
    .addHelpText('after', '\nExample:\n  mixdown send "Harbour Lights" Vocal Room --gain-db -14')
    .action(
      async (
        song: string,
        track: string,
        bus: string,
        { gainDb: level, pre = false }: { gainDb: number; pre?: boolean },
      ) => {
        const { addSend, setSend } = await import('../../../src-shared/session/commands/sends.ts');
        const { resolveStrip } = await import('../../../src-shared/session/parameter-path.ts');
        const { editSong } = await import('../edit-song.ts');
        const { decimal } = await import('../terminal/table.ts');
        const said = await editSong(song, 'Send', (edit) => {
          const strip = resolveStrip(edit.session, track);
          const target = resolveStrip(edit.session, bus);
          const sendId = strip.sendIds.find((id) => edit.session.sends[id]?.busId === target.id);
          if (sendId) edit.run(setSend, { sendId, gainDb: level, pre });
          else edit.run(addSend, { stripId: strip.id, busId: target.id, gainDb: level, pre });
          return `${strip.name} sends to ${target.name} at ${decimal(level, 1)} dB, ${pre ? 'pre' : 'post'}-fader`;
        });
        process.stdout.write(`${said}\n`);
      },
    );
}
