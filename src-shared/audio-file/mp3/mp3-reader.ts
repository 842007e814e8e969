import type { MPEGDecoder } from 'mpg123-decoder';
import { AudioFileError, quoteName } from '../audio-file-error.ts';
import type { AudioFormat, AudioTags } from '../audio-format.ts';
import type { AudioStream } from '../audio-stream.ts';
import type { ByteSource } from '../byte-source.ts';
import { ByteView, readBytes } from '../byte-view.ts';
import { type PlanarBlock, streamOfBlocks } from '../decoded-stream.ts';
import { id3v2Length, parseId3v2 } from '../tags/id3.ts';
import { DECODER_DELAY_FRAMES, type GaplessInfo, parseGapless } from './gapless.ts';
import { type MpegHeader, walkMpegFrames } from './mpeg-frame.ts';

/** Tags in front are read up to this size: pictures are not. */
const MAX_TEXT_BYTES = 1 << 20;
/** How far the first frame may stand behind the tags before the file is taken for something else. */
const MAX_RUBBISH_BYTES = 1 << 16;
const FRAMES_A_FEED = 32;

/** True when an MPEG audio stream begins at the start or behind ID3 tags. */
export function isMp3(source: ByteSource): boolean {
  const startBytes = skipTags(source);
  const first = walkMpegFrames(source, startBytes).next().value;
  return first !== undefined && first.offsetBytes - startBytes <= MAX_RUBBISH_BYTES;
}

/**
 * Opens an MP3 (MPEG-1/2/2.5 layer I–III). The delay and padding that LAME and others note are
 * cut off, so that the stream is as long as what was encoded. The length is counted frame by
 * frame. Rejects with AudioFileError (`empty`).
 */
export async function openMp3(source: ByteSource, name: string): Promise<AudioStream> {
  const startBytes = skipTags(source);
  const survey = surveyFrames(source, startBytes);
  const { header, gapless, musicStart, codedFrames } = survey;
  const lengthFrames = codedFrames - gapless.delayFrames - gapless.paddingFrames;
  if (!header || lengthFrames <= 0)
    throw new AudioFileError('empty', `${quoteName(name)} is an MP3 file that holds no audio.`);
  const hasGapless = gapless.delayFrames + gapless.paddingFrames > 0;
  const format: AudioFormat = {
    container: 'mp3',
    sampleRateHz: header.sampleRateHz,
    channels: header.channels,
    lengthFrames,
    encoding: `mp${header.layer}`,
    bitDepth: null,
    tags: readTags(source),
    markers: [],
    loops: [],
    warnings: lengthWarnings(survey, name),
  };
  return streamOfBlocks({
    name,
    format,
    skipFrames: hasGapless ? gapless.delayFrames + DECODER_DELAY_FRAMES : 0,
    decode: () => decodeMp3(source, musicStart, header),
    close: () => source.close(),
  });
}

type Survey = {
  header: MpegHeader | undefined;
  gapless: GaplessInfo;
  musicStart: number;
  mpegFrames: number;
  codedFrames: number;
};

/** Goes through all frame headers: the length is what is there, not what a tag announces. */
function surveyFrames(source: ByteSource, startBytes: number): Survey {
  const survey: Survey = {
    header: undefined,
    gapless: { isTagFrame: false, delayFrames: 0, paddingFrames: 0, mpegFrames: null },
    mpegFrames: 0,
    musicStart: startBytes,
    codedFrames: 0,
  };
  for (const { offsetBytes, header } of walkMpegFrames(source, startBytes)) {
    if (!survey.header) {
      survey.header = header;
      survey.gapless = parseGapless(new ByteView(readBytes(source, offsetBytes, header.sizeBytes)), header);
      survey.musicStart = survey.gapless.isTagFrame ? offsetBytes + header.sizeBytes : offsetBytes;
      if (survey.gapless.isTagFrame) continue;
    }
    survey.mpegFrames++;
    survey.codedFrames += header.frames;
  }
  return survey;
}

function lengthWarnings({ gapless, mpegFrames }: Survey, name: string): string[] {
  const announced = gapless.mpegFrames ?? 0;
  // Some encoders count their tag frame too.
  if (mpegFrames >= announced - 1) return [];
  const percent = Math.floor((mpegFrames / announced) * 100);
  return [`${quoteName(name)} is cut off: only ${percent} % of the audio that its header announces is there.`];
}

async function* decodeMp3(source: ByteSource, startBytes: number, first: MpegHeader): AsyncGenerator<PlanarBlock> {
  const mpg123 = await import('mpg123-decoder');
  // The cutting is done here, where the tag was read: the decoder sees music only.
  const decoder = new mpg123.MPEGDecoder({ enableGapless: false });
  await decoder.ready;
  try {
    let batch: Uint8Array[] = [];
    for (const frame of walkMpegFrames(source, startBytes)) {
      batch.push(readBytes(source, frame.offsetBytes, frame.header.sizeBytes));
      if (batch.length < FRAMES_A_FEED) continue;
      yield* decodeBatch(decoder, batch, first);
      batch = [];
    }
    yield* decodeBatch(decoder, batch, first);
  } finally {
    decoder.free();
  }
}

function* decodeBatch(decoder: MPEGDecoder, batch: Uint8Array[], first: MpegHeader): Generator<PlanarBlock> {
  if (batch.length === 0) return;
  const { channelData, samplesDecoded } = decoder.decodeFrames(batch);
  // The decoder gives two channels; those of a mono file are alike.
  if (samplesDecoded > 0) yield { channelData: channelData.slice(0, first.channels), frames: samplesDecoded };
}

function skipTags(source: ByteSource): number {
  let at = 0;
  for (let count = 0; count < 16; count++) {
    const length = id3v2Length(new ByteView(readBytes(source, at, 10)));
    if (length === 0) break;
    at += length;
  }
  return at;
}

function readTags(source: ByteSource): AudioTags {
  const length = id3v2Length(new ByteView(readBytes(source, 0, 10)));
  const tags = length > 0 ? parseId3v2(readBytes(source, 0, Math.min(length, MAX_TEXT_BYTES))) : {};
  return { ...readId3v1(source), ...tags };
}

/** The 128 bytes of ID3v1 at the end. */
function readId3v1(source: ByteSource): AudioTags {
  const view = new ByteView(readBytes(source, Math.max(0, source.sizeBytes - 128), 128));
  if (view.fourCc(0).slice(0, 3) !== 'TAG') return {};
  const fields = {
    title: view.text(3, 30),
    artist: view.text(33, 30),
    album: view.text(63, 30),
    year: view.text(93, 4),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, text]) => text !== ''));
}
