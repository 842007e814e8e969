import { UsageError } from './usage-error.ts';

/** `left=right`, split at the last `=` before which something stands; throws UsageError that shows the `form`. */
export function splitAssignment(text: string, form: string): { readonly left: string; readonly right: string } {
  const at = text.lastIndexOf('=');
  const left = text.slice(0, at).trim();
  const right = text.slice(at + 1).trim();
  if (at < 1 || left === '' || right === '') throw new UsageError(`“${text}” is not of the form ${form}`);
  return { left, right };
}
