// Usage: node shots.mjs PUBLIC OUT [PATH...]
// A picture of every kind of page at phone and desk, light and dark, to be looked at:
// OUT/<page>-<width>-<scheme>.png.
import { mkdirSync } from 'node:fs';
import { each, inPage, launch, serve } from './browser.mjs';
import { KINDS } from './kinds.mjs';

const [root, out, ...asked] = process.argv.slice(2);
const paths = asked.length ? asked : Object.values(KINDS).flat().filter((path) => path);
const HIGH = 16000; // what a picture can hold
mkdirSync(out, { recursive: true });
const browser = await launch();
const site = await serve(root);
await each(paths, 2, async (path) => {
    for (const width of [360, 1280])
        for (const colorScheme of ['light', 'dark'])
            await inPage(browser, { viewport: { width, height: 800 }, colorScheme },
                async (page) => {
                    await page.goto(site.address + path);
                    const name = path.replace(/\/$/, '').replaceAll('/', '_');
                    const height = await page.evaluate(() =>
                        document.documentElement.scrollHeight);
                    await page.screenshot({ fullPage: true,
                        clip: { x: 0, y: 0, width, height: Math.min(height, HIGH) },
                        path: `${out}/${name}-${width}-${colorScheme}.png` });
                });
});
await browser.close();
site.stop();
