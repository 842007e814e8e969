/** The tokens of tokens.css for canvases, read once a theme. */
export class ThemeColours {
  readonly #root: Element;
  readonly #known = new Map<string, string>();

  constructor(root: Element) {
    this.#root = root;
  }

  /** The value of a token: `get('--ink-0')`. */
  get(token: string): string {
    const known = this.#known.get(token);
    if (known !== undefined) return known;
    const value = getComputedStyle(this.#root).getPropertyValue(token).trim();
    this.#known.set(token, value);
    return value;
  }

  /** A token that has an `-rgb` triplet, with an alpha: `withAlpha('--t3', 0.2)`. */
  withAlpha(token: string, alpha: number): string {
    return `rgb(${this.get(`${token}-rgb`)} / ${alpha})`;
  }

  /** A track's colour, 0…12. */
  track(colour: number, alpha = 1): string {
    return alpha === 1 ? this.get(`--t${colour}`) : this.withAlpha(`--t${colour}`, alpha);
  }

  /** A token that is a number: `number('--wave-peak-a')`. */
  number(token: string): number {
    return Number.parseFloat(this.get(token));
  }

  /** A font for canvases: `font(10, 500)`. */
  font(pixels: number, weight = 400): string {
    return `${weight} ${pixels}px ${this.get('--font-ui')}`;
  }

  /** After the theme changed. */
  forget(): void {
    this.#known.clear();
  }
}
