// npm start: installs and builds what is missing, then opens Mixdown, for now in a browser: npm start -- --web [--port N]
// [--share] [SESSION].
import { installWhatIsMissing } from './install.mjs';

try {
  await installWhatIsMissing();
  const { startWeb } = await import('./start-web.mjs');
  await startWeb(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
