// Makes every icon of the app from the one SVG that the page has too: for the window and a drag, and for the packages.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot } from '../project-files.mjs';
import { drawSvg } from './draw-svg.mjs';
import { encodeIcns, encodeIco } from './icon-files.mjs';
import { encodePng } from './png.mjs';

const svgFile = join(projectRoot, 'src-renderer/theme/icon.svg');
const LINUX_SIZES = [16, 32, 48, 64, 128, 256, 512];
const WINDOWS_SIZES = [16, 24, 32, 48, 64, 128, 256];
const MAC_SIZES = [16, 32, 64, 128, 256, 512, 1024];

function pngOf(size) {
  return encodePng(drawSvg(readFileSync(svgFile, 'utf8'), size));
}

/** What the running app needs: its window's icon, and the picture of a file that is dragged out. */
export function writeIcons(folder) {
  writeFileSync(join(folder, 'icon.png'), pngOf(256));
  writeFileSync(join(folder, 'drag.png'), pngOf(32));
}

/** What the packages need: icons/*.png for Linux, icon.icns, icon.ico. */
export function writePackageIcons(folder) {
  mkdirSync(join(folder, 'icons'), { recursive: true });
  for (const size of LINUX_SIZES) writeFileSync(join(folder, 'icons', `${size}x${size}.png`), pngOf(size));
  writeFileSync(join(folder, 'icon.ico'), encodeIco(WINDOWS_SIZES.map((size) => ({ size, png: pngOf(size) }))));
  writeFileSync(join(folder, 'icon.icns'), encodeIcns(MAC_SIZES.map((size) => ({ size, png: pngOf(size) }))));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writePackageIcons(join(projectRoot, 'out/icons'));
