import type * as z from 'zod';

type Issue = z.core.$ZodIssue;

const EXPECTED: { readonly [type: string]: string } = {
  number: 'a number',
  int: 'a whole number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'a record',
  record: 'a record',
};

/** What a field must be, such as `must be at least 1`. */
function requirement(issue: Issue): string {
  if (issue.code === 'invalid_type') return `must be ${EXPECTED[issue.expected] ?? issue.expected}`;
  if (issue.code === 'too_small' && issue.origin !== 'string') return `must be at least ${issue.minimum}`;
  if (issue.code === 'too_big')
    return `must be at most ${issue.maximum}${issue.origin === 'string' ? ' characters' : ''}`;
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'unrecognized_keys') return 'is no field that this version of Mixdown knows';
  if (issue.code === 'invalid_union') return 'is none of the values that it can have';
  return issue.message;
}

/** A sentence that names the path below `prefix` and what must hold there. */
export function issueSentence(issue: Issue, prefix: string): string {
  const keys = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]] : issue.path;
  return `${[prefix, ...keys.map(String)].join('.')}: ${requirement(issue)}.`;
}
