// A program and all that it started, as Linux counts them: processor time and memory, process by process.
import { readdirSync, readFileSync } from 'node:fs';

/** Linux tells times in this many ticks a second, on every architecture that Electron runs on. */
const TICKS_A_SECOND = 100;

/** Every process below `pid`, itself first. A process that ends meanwhile is left out. */
export function processTree(pid) {
  const parents = new Map();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const stat = statOf(Number(name));
    if (stat) parents.set(Number(name), stat.parent);
  }
  const found = [pid];
  for (const one of found) for (const [child, parent] of parents) if (parent === one) found.push(child);
  return found.filter((one) => parents.has(one));
}

/** Fields of /proc/PID/stat (proc(5)); undefined when the process is gone. */
function statOf(pid) {
  const text = read(pid, 'stat');
  if (!text) return undefined;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { parent: Number(fields[1]), seconds: (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND };
}

function read(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}

/** What a process is for, by how Chromium or we named it on its command line. */
function roleOf(pid, root) {
  if (pid === root) return 'main';
  const command = read(pid, 'cmdline').replaceAll('\0', ' ');
  if (/engine-worker|engine-process|node\.mojom\.NodeService/.test(command)) return 'engine';
  return /--type=(\S+)/.exec(command)?.[1] ?? 'other';
}

/** Processor time of all of them so far, in seconds, by role. */
export function processorSeconds(root) {
  return byRole(root, (pid) => statOf(pid)?.seconds ?? 0);
}

/** Resident memory in MB by role, what they share counted in each. */
export function residentMegabytes(root) {
  return byRole(root, (pid) => Number(/VmRSS:\s+(\d+)/.exec(read(pid, 'status'))?.[1] ?? 0) / 1024);
}

function byRole(root, measure) {
  const sums = new Map();
  for (const pid of processTree(root)) {
    const role = roleOf(pid, root);
    sums.set(role, (sums.get(role) ?? 0) + measure(pid));
  }
  return sums;
}

export function total(byRoles) {
  return [...byRoles.values()].reduce((sum, value) => sum + value, 0);
}
