// Usage: node lighthouse.mjs PUBLIC
// Lighthouse, phone profile, on ten kinds of page; one line each, and what costs points.
// Exits 1 where a page has less than the goals. Run by `make lighthouse`, by hand.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRequire } from 'node:module';
import { FLAGS, serve } from './browser.mjs';

const PATHS = ['es/', 'es/mx/', 'es/mx/guanajuato/', 'es/mx/guanajuato/leon/',
    'es/delitos/homicidio-doloso/', 'es/temas/homicidio-y-feminicidio/', 'es/explorar/',
    'es/comparar/', 'en/coverage/', 'en/data/dictionary/'];
const GOALS = { performance: 98, accessibility: 100, 'best-practices': 100, seo: 100 };

const require = createRequire(join(process.env.CIFRA_NODE_MODULES, 'here.js'));
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const { default: lighthouse } = await load('lighthouse');
const { launch } = await load('chrome-launcher');

const site = await serve(process.argv[2], '/', { compress: true });
let short = 0;
for (const path of PATHS) {
    // A browser of its own for each page: nothing is warm.
    const chrome = await launch({ chromePath: process.env.CIFRA_CHROMIUM,
        chromeFlags: ['--headless', ...FLAGS], logLevel: 'silent' });
    const { lhr } = await lighthouse(site.address + path,
        { port: chrome.port, onlyCategories: Object.keys(GOALS), logLevel: 'silent' });
    const scores = Object.entries(GOALS).map(([name, goal]) => {
        const score = Math.round(100 * lhr.categories[name].score);
        if (score < goal) short++;
        return `${name} ${score}`;
    });
    console.log(`${path}: ${scores.join(', ')}`);
    for (const name of Object.keys(GOALS))
        for (const { id, weight } of lhr.categories[name].auditRefs) {
            const { score, displayValue = '', title } = lhr.audits[id];
            if (weight && score !== null && score < 0.9)
                console.log(`    ${name}: ${title} ${displayValue}`);
        }
    await chrome.kill();
}
site.stop();
process.exit(short ? 1 : 0);
