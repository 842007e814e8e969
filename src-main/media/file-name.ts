/** Windows keeps these for devices, with any ending. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i;
const MOST_CHARACTERS = 60;

/** A name that every system takes for a file. @param otherwise stands for a name of which nothing is left, and before one that is kept. */
export function fileNameOf(name: string, otherwise = 'Untitled'): string {
  const cleaned = name
    .normalize('NFC')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are among what no file name may hold
    .replace(/[\u0000-\u001f\u007f<>:"/\\|?*]/g, '_')
    .replace(/^[. ]+|[. ]+$/g, '');
  const clipped = [...cleaned].slice(0, MOST_CHARACTERS).join('').trimEnd();
  return clipped === '' || RESERVED.test(clipped) ? `${otherwise} ${clipped}`.trim() : clipped;
}
