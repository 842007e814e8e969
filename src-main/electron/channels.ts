/** The names of all that passes between a page and the app outside its connection. */
export const CONNECT_CHANNEL = 'mixdown:connect';
export const WINDOW_CHANNEL = 'mixdown:window';
export const MENU_CHANNEL = 'mixdown:menu';
