import { channelParameters } from '../../src-shared/dsp/channel/channel.ts';
import type { ParameterSpec, ParameterSpecs } from '../../src-shared/dsp/core/parameter-spec.ts';
import { processors } from '../../src-shared/dsp/processors.ts';
import { tableLines } from './terminal/table.ts';
import { UsageError } from './usage-error.ts';

type DeviceParameters = {
  readonly type: string;
  readonly label: string;
  readonly description: string;
  readonly parameters: ParameterSpecs;
};

/** The channel of every strip, then every device in order of name. */
function allParameters(): DeviceParameters[] {
  const channel = {
    type: 'channel',
    label: 'Channel',
    description: 'Every strip has it: its keys stand right after the strip’s name.',
  };
  const devices = Object.values(processors).map(({ type, label, description, parameters }) => ({
    type,
    label,
    description,
    parameters,
  }));
  return [{ ...channel, parameters: channelParameters }, ...devices.sort((a, b) => a.type.localeCompare(b.type))];
}

/** @param type only this device; undefined prints all. Throws UsageError for a device that does not exist. */
export function printParameters(type: string | undefined, json: boolean): void {
  const all = allParameters();
  const chosen = type === undefined ? all : all.filter((device) => device.type === type);
  if (chosen.length === 0)
    throw new UsageError(`there is no device “${type}”; choose from ${all.map((device) => device.type).join(', ')}`);
  process.stdout.write(
    json ? `${JSON.stringify(chosen.map(jsonOf), null, 2)}\n` : `${chosen.map(textOf).join('\n\n')}\n`,
  );
}

function textOf({ type, description, parameters }: DeviceParameters): string {
  const rows = Object.entries(parameters).map(([key, spec]) => [
    `  ${key}`,
    rangeOf(spec),
    typeof spec.default === 'number' ? String(Number(spec.default.toPrecision(4))) : String(spec.default),
    spec.description,
  ]);
  const columns = [{ head: '  parameter' }, { head: 'range' }, { head: 'default' }, { head: 'what it does' }];
  return [`${type}: ${description}`, ...tableLines(columns, rows)].join('\n');
}

function rangeOf(spec: ParameterSpec): string {
  if (spec.kind === 'boolean') return 'true, false';
  if (spec.kind === 'choice') return spec.choices.join(', ');
  const unit = spec.unit === 'none' || spec.unit === 'ratio' ? '' : ` ${spec.unit}`;
  return `${spec.minimum === Number.NEGATIVE_INFINITY ? '-inf' : spec.minimum} … ${spec.maximum}${unit}`;
}

/** JSON has no infinity: a fader's minimum of −∞ dB is null. */
function jsonOf({ type, label, description, parameters }: DeviceParameters) {
  const specs = Object.entries(parameters).map(([key, spec]) => {
    const finite = spec.kind === 'number' && !Number.isFinite(spec.minimum) ? { ...spec, minimum: null } : spec;
    return { key, ...finite };
  });
  return { type, label, description, parameters: specs };
}
