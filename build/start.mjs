// npm start: installs and builds what is missing, then opens Mixdown. Until its window exists, that is the demo song.
import { installWhatIsMissing } from './install.mjs';

try {
  await installWhatIsMissing();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
process.argv.splice(2, Number.POSITIVE_INFINITY, 'demo', ...process.argv.slice(2));
await import('./mixdown.mjs');
