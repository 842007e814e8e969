/**
 * Sessions and diffs as JSON text. JSON has no −∞ (a fader all the way down), so here and only here −∞ is the string
 * "-inf", and a text that reads "-inf" is written with a backslash before it.
 */
const MINUS_INFINITY = '-inf';
const ESCAPED = /^\\*-inf$/;

/** @param indent spaces for a file that people read; 0 gives one line. Throws on NaN and +∞, which no session holds. */
export function toJson(value: unknown, indent = 0): string {
  return JSON.stringify(value, encode, indent);
}

/** The inverse of `toJson`. Throws SyntaxError on text that is not JSON. */
export function fromJson(text: string): unknown {
  return JSON.parse(text, decode);
}

function encode(key: string, value: unknown): unknown {
  if (typeof value === 'string') return ESCAPED.test(value) ? `\\${value}` : value;
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  if (value === Number.NEGATIVE_INFINITY) return MINUS_INFINITY;
  throw new Error(`json: “${key}” is ${value}, which no field can be`);
}

function decode(_key: string, value: unknown): unknown {
  if (value === MINUS_INFINITY) return Number.NEGATIVE_INFINITY;
  return typeof value === 'string' && ESCAPED.test(value) ? value.slice(1) : value;
}
