// Draws the one SVG that the icons are made of: rectangles, their corners round or not, filled with one colour each.
// So little of SVG needs no library, and draws the same on every machine.

/** Each pixel is looked at in so many places along each side. */
const SAMPLES = 8;

/**
 * @param {string} svg
 * @param {number} size of the square picture in pixels
 * @returns {{width: number, height: number, rgba: Uint8Array}} straight alpha
 */
export function drawSvg(svg, size) {
  const extent = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)?.[1]);
  const elements = [...svg.replace(/<\?.*?\?>|<!--.*?-->/gs, '').matchAll(/<(\w+)([^>]*?)\/?>/g)];
  const unknown = elements.find(([, name]) => !['svg', 'title', 'rect'].includes(name));
  if (!extent || unknown) throw new Error(`the icon is a square of rectangles; found ${unknown?.[0] ?? 'no viewBox'}`);
  const shapes = elements.filter(([, name]) => name === 'rect').map(([, , text]) => rectangleOf(text));
  const rgba = new Uint8Array(size * size * 4);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) rgba.set(pixelAt(shapes, x, y, extent / size), (y * size + x) * 4);
  }
  return { width: size, height: size, rgba };
}

function rectangleOf(text) {
  const number = (name) => Number(new RegExp(`\\b${name}="([\\d.]+)"`).exec(` ${text}`)?.[1] ?? 0);
  const colour = /fill="#([0-9a-f]{6})"/.exec(text)?.[1];
  if (!colour) throw new Error(`a rectangle of the icon has no colour: ${text}`);
  const [x, y, width, height] = ['x', 'y', 'width', 'height'].map(number);
  const rgb = [0, 2, 4].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return { x, y, width, height, radius: number('rx'), rgb };
}

/** Later shapes cover earlier ones by the share of the pixel that they fill. */
function pixelAt(shapes, x, y, scale) {
  let colour = [0, 0, 0];
  let alpha = 0;
  for (const shape of shapes) {
    const share = shareOf(shape, x, y, scale);
    if (share === 0) continue;
    const over = share + alpha * (1 - share);
    colour = colour.map((below, index) => (shape.rgb[index] * share + below * alpha * (1 - share)) / over);
    alpha = over;
  }
  return [...colour.map(Math.round), Math.round(alpha * 255)];
}

/** The share of a pixel that a shape fills. */
function shareOf(shape, x, y, scale) {
  const [left, top, right, bottom] = [x, y, x + 1, y + 1].map((edge) => edge * scale);
  const isApart =
    right <= shape.x || bottom <= shape.y || left >= shape.x + shape.width || top >= shape.y + shape.height;
  if (isApart) return 0;
  const corners = [left, right].flatMap((px) => [top, bottom].map((py) => isInside(shape, px, py)));
  // A shape without hollows that holds all corners holds the pixel.
  if (corners.every(Boolean)) return 1;
  let inside = 0;
  for (let row = 0; row < SAMPLES; row++) {
    for (let column = 0; column < SAMPLES; column++) {
      if (isInside(shape, (x + (column + 0.5) / SAMPLES) * scale, (y + (row + 0.5) / SAMPLES) * scale)) inside++;
    }
  }
  return inside / (SAMPLES * SAMPLES);
}

function isInside({ x, y, width, height, radius }, px, py) {
  if (px < x || py < y || px > x + width || py > y + height) return false;
  const besideX = Math.max(x + radius - px, px - (x + width - radius), 0);
  const besideY = Math.max(y + radius - py, py - (y + height - radius), 0);
  return Math.hypot(besideX, besideY) <= radius || besideX === 0 || besideY === 0;
}
