import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { JobsState } from '../state/jobs-state.svelte.ts';
import { sendFiles } from './send-files.ts';

/** A request as a browser makes it, which goes on as the test says. */
class StandInRequest {
  static readonly made: StandInRequest[] = [];
  readonly upload: { onprogress?: (event: { loaded: number }) => void } = {};
  onload = () => undefined;
  onerror = () => undefined;
  onabort = () => undefined;
  onloadend = () => undefined;
  status = 0;
  responseText = '';
  address = '';
  isAborted = false;

  open(_method: string, address: string) {
    this.address = address;
  }
  send() {
    StandInRequest.made.push(this);
  }
  abort() {
    this.isAborted = true;
    this.onabort();
    this.onloadend();
  }
  answer(status: number, text: string) {
    Object.assign(this, { status, responseText: text });
    this.onload();
    this.onloadend();
  }
}

const { made } = StandInRequest;
const request = vi.fn();
let jobs: JobsState;
beforeEach(() => {
  made.length = 0;
  vi.stubGlobal('XMLHttpRequest', StandInRequest);
  jobs = new JobsState({ on: () => undefined, request } as never, () => undefined);
});
afterEach(() => vi.unstubAllGlobals());

const files = [
  { name: 'Bass & Co.wav', size: 100 },
  { name: 'Voice.wav', size: 300 },
] as unknown as readonly File[];
const sending = () => jobs.during('Sending 2 files', (control) => sendFiles(files, control));
const shares = () => jobs.running.map(({ share }) => share);

it('sends one file after the other and says how much of all of them has gone out', async () => {
  const sent = sending();
  expect(made.map(({ address }) => address)).toEqual(['./upload?name=Bass%20%26%20Co.wav']);
  made[0]?.upload.onprogress?.({ loaded: 50 });
  expect(shares()).toEqual([0.125]);
  made[0]?.answer(200, '{"file":"/data/1/Bass.wav"}');
  await vi.waitFor(() => expect(made).toHaveLength(2));
  made[1]?.upload.onprogress?.({ loaded: 150 });
  expect(shares()).toEqual([0.625]);
  made[1]?.answer(200, '{"file":"/data/2/Voice.wav"}');
  expect(await sent).toEqual(['/data/1/Bass.wav', '/data/2/Voice.wav']);
  expect(jobs.running).toEqual([]);
});

it('breaks off when it is cancelled, and asks the studio nothing', async () => {
  const cancelled = expect(sending()).rejects.toThrow('Sending 2 files: cancelled.');
  await jobs.cancel(jobs.running[0]?.job.id ?? '');
  await cancelled;
  expect(made.map(({ isAborted }) => isAborted)).toEqual([true]);
  expect(jobs.running).toEqual([]);
  expect(request).not.toHaveBeenCalled();
  await jobs.cancel('job-7');
  expect(request).toHaveBeenCalledWith('job/cancel', { jobId: 'job-7' });
});

it('says which file the studio did not take, and why', async () => {
  const refused = expect(sending()).rejects.toThrow('Bass & Co.wav could not be sent: The disk is full.');
  made[0]?.answer(507, 'The disk is full.');
  await refused;
});
