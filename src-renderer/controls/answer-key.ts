/** Does what a key stands for, and keeps it from everybody else; without an act the key is theirs. */
export function answerKey(event: KeyboardEvent, act: (() => void) | undefined): void {
  if (!act) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}
