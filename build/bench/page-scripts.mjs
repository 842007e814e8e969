// What benches ask of the app's page: a conversation of its own with the studio, as JavaScript for the page to run.

/** `ask(name, args)` over a connection of the desktop window's own kind: message ports. */
const OVER_PORTS = `
  const ports = await new Promise((resolve) => {
    addEventListener('message', function receive({ data, ports }) {
      if (data !== 'mixdown:ports') return;
      removeEventListener('message', receive);
      resolve(ports);
    });
    window.mixdownHost.connect();
  });
  const waiting = new Map();
  ports[0].onmessage = ({ data }) => waiting.get(data.id)?.(data);
  // What plays is told to the page itself; here it would pile up.
  ports[1].close();
  const send = (message) => ports[0].postMessage(message);
  const end = () => ports[0].close();`;

/** The same over a browser's WebSocket. */
const OVER_WEB = `
  const socket = new WebSocket('ws://' + location.host + '/studio');
  await new Promise((resolve) => socket.addEventListener('open', resolve));
  const waiting = new Map();
  socket.addEventListener('message', ({ data }) => {
    if (typeof data !== 'string') return;
    const message = JSON.parse(data);
    waiting.get(message.id)?.(message);
  });
  const send = (message) => socket.send(JSON.stringify(message));
  const end = () => socket.close();`;

/** Runs a body that may `await ask(name, args)`; resolves to what it returns. */
export function conversation(host, body) {
  return `(async () => {
    ${host === 'electron' ? OVER_PORTS : OVER_WEB}
    let id = 0;
    const ask = (name, args) => new Promise((resolve, reject) => {
      waiting.set(++id, ({ result, error }) => error ? reject(new Error(error.sentence)) : resolve(result));
      send({ kind: 'request', id, name, args });
    });
    try {
      ${body}
    } finally {
      end();
    }
  })()`;
}

/** Moves a fader so often, each move sent when the one before was answered; resolves to the milliseconds of each. */
export function roundTrips(count) {
  return `
    const { session } = await ask('session/snapshot', {});
    const track = Object.values(session.strips).find(({ kind }) => kind === 'track');
    const times = [];
    for (let move = 0; move < ${count}; move++) {
      const args = { stripId: track.id, key: 'gainDb', value: -6 - (move % 60) / 10 };
      const start = performance.now();
      await ask('session/run', { command: 'setChannelValue', args, key: 'bench' });
      times.push(performance.now() - start);
      if (move % 10 === 9) await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return times;`;
}

/** Plays the open song from its beginning, over and over. */
export const PLAY = `
  const { session } = await ask('session/snapshot', {});
  const toFrames = Math.max(...Object.values(session.clips).map((clip) => clip.startFrames + clip.lengthFrames));
  await ask('transport/set', { loop: { fromFrames: 0, toFrames }, loopOn: true });
  return (await ask('transport/play', {})).playing;`;

export const STOP = `return (await ask('transport/stop', {})).playing;`;

/** Saves the open song into a folder. */
export function saveAs(folder) {
  return `return (await ask('session/saveAs', { folder: ${JSON.stringify(folder)} })).sequence;`;
}
