/**
 * Quantities as a musician reads them, and back. The value and its unit are apart, because a screen sets the unit
 * smaller: { text: '−6.2', unit: 'dB' }. Minus is the true one (−), infinity is ∞; both are read back, as are - and inf.
 */
export type Unit = 'dB' | 'dBFS' | 'dBTP' | 'Hz' | 's' | 'ratio' | 'beats' | 'steps' | 'none';

export type Quantity = { readonly text: string; readonly unit: string };

/** What a value's reading depends on: a parameter's specification is one. */
export type Scale = { readonly unit: Unit; readonly minimum: number; readonly maximum: number };

/** A number with so many decimals and a true minus; what rounds to zero has no sign. */
export function formatNumber(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '–' : value < 0 ? '−∞' : '∞';
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** As `formatNumber`, with + where the value is above zero: for what is added, such as the gain of a band. */
export function formatSigned(value: number, decimals: number): string {
  const text = formatNumber(value, decimals);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** A level or gain without its unit: `−6.2`, `−∞`. */
export function formatDb(db: number): string {
  return formatNumber(db, 1);
}

export function formatHz(hz: number): Quantity {
  if (hz >= 999.5) return { text: formatNumber(hz / 1000, hz < 9_995 ? 2 : 1), unit: 'kHz' };
  return { text: formatNumber(hz, hz < 99.5 && !Number.isInteger(hz) ? 1 : 0), unit: 'Hz' };
}

/** A time that is set, such as an attack: milliseconds below a second. */
export function formatSeconds(seconds: number): Quantity {
  if (seconds >= 0.9995) return { text: formatNumber(seconds, 2), unit: 's' };
  const ms = seconds * 1000;
  return { text: formatNumber(ms, ms === 0 ? 0 : ms < 0.995 ? 2 : ms < 9.95 ? 1 : 0), unit: 'ms' };
}

/** A place in time: `01:33.750`; with hours from an hour on. Rounds down, so that a second is never ahead of itself. */
export function formatClock(seconds: number): string {
  const ms = Math.max(0, Math.floor(seconds * 1000 + 1e-6));
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const hours = ms >= 3_600_000 ? `${two(ms / 3_600_000)}:` : '';
  return `${hours}${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}.${String(ms % 1000).padStart(3, '0')}`;
}

/** −1…1 as `32L`, `C`, `100R`. */
export function formatPan(pan: number): string {
  const percent = Math.round(Math.abs(pan) * 100);
  return percent === 0 ? 'C' : `${percent}${pan < 0 ? 'L' : 'R'}`;
}

/** A parameter's value. A ratio is `3.2 : 1` when it begins at 1, per cent when it begins at 0, else a bare number. */
export function formatQuantity({ unit, minimum, maximum }: Scale, value: number): Quantity {
  if (unit === 'Hz') return formatHz(value);
  if (unit === 's') return formatSeconds(value);
  if (unit === 'steps') return { text: formatNumber(value, 0), unit: '' };
  if (unit === 'beats') return { text: formatNumber(value, 2), unit: 'beats' };
  if (unit === 'ratio' && minimum >= 1) return { text: formatNumber(value, value < 9.95 ? 1 : 0), unit: ': 1' };
  if (isPercent({ unit, minimum, maximum })) return { text: formatNumber(value * 100, 0), unit: '%' };
  if (unit === 'ratio' || unit === 'none') return { text: formatNumber(value, 2), unit: '' };
  // What can be raised and lowered says which it is.
  return { text: minimum < 0 && maximum > 0 ? formatSigned(value, 1) : formatDb(value), unit };
}

/** `−6.2 dB`, for what is spoken or typed. */
export function quantityText({ text, unit }: Quantity): string {
  return unit === '' ? text : `${text} ${unit}`;
}

/** The value that somebody typed, in the scale's own unit; undefined for what is no number. Its range is not looked at. */
export function parseQuantity(scale: Scale, typed: string): number | undefined {
  const text = typed.trim().toLowerCase().replace('−', '-').replace(',', '.');
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+|inf|∞))\s*(.*)$/.exec(text);
  if (!match) return undefined;
  const [, digits = '', suffix = ''] = match;
  const number = /inf|∞/.test(digits) ? Number(digits.replace(/inf|∞/, 'Infinity')) : Number(digits);
  const factor = factorOf(scale, suffix);
  return factor === undefined || Number.isNaN(number) ? undefined : number * factor;
}

/** −1…1 from `32L`, `L32`, `c`, `100R` or a bare −100…100. */
export function parsePan(typed: string): number | undefined {
  const text = typed.trim().toLowerCase().replace('−', '-');
  if (/^c(ent(re|er))?$/.test(text)) return 0;
  const match = /^([lr]?)\s*([+-]?\d+\.?\d*)\s*%?\s*([lr]?)$/.exec(text);
  if (!match) return undefined;
  const side = match[1] || match[3];
  return (Number(match[2]) / 100) * (side === 'l' ? -1 : 1);
}

function isPercent({ unit, minimum }: Scale): boolean {
  return unit === 'ratio' && minimum === 0;
}

/** What a typed suffix multiplies by; undefined when it does not belong to this unit. A bare number means what is shown. */
function factorOf(scale: Scale, suffix: string): number | undefined {
  if (scale.unit === 'Hz') return { '': 1, hz: 1, k: 1000, khz: 1000 }[suffix];
  // A bare number of a time is milliseconds, unless no time of this range is that short.
  if (scale.unit === 's') return { '': scale.minimum >= 1 ? 1 : 0.001, ms: 0.001, s: 1 }[suffix];
  if (isPercent(scale)) return { '': 0.01, '%': 0.01, x: 1 }[suffix];
  if (scale.unit === 'ratio') return /^(:\s*1)?$/.test(suffix) ? 1 : undefined;
  return suffix === '' || scale.unit.toLowerCase().startsWith(suffix) ? 1 : undefined;
}
