// Usage: node main.mjs PUBLIC [CHECK | towns]
// Every check on a published site, or the one named; "towns": what every page must bear,
// on the kinds that only an edition of towns alone has. One line for each fault; exit 1
// when there is any. CIFRA_NODE_MODULES and CIFRA_CHROMIUM say what to use.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { each, Faults, inPage, launch, serve } from './browser.mjs';
import { checkAxe } from './check_axe.mjs';
import { checkHead } from './check_head.mjs';
import { checkKeyboard } from './check_keyboard.mjs';
import { checkFolder, checkForced, checkMotion, checkPrint, checkWithoutScript,
    checkZoom } from './check_modes.mjs';
import { FEW, KINDS, LOST, TOWNS } from './kinds.mjs';

const PREFIX = '/below/a/path/'; // test_browser.sh has it in base_url
const [root, asked] = process.argv.slice(2);
const towns = asked === 'towns'; // an edition of towns alone; else one check's name
const only = towns ? undefined : asked;
const examples = Object.values(towns ? TOWNS : KINDS).flat();
const top = new URL('../../', import.meta.url).pathname;

// Every template that is a page of its own has an example.
function checkKinds(faults) {
    const folder = join(top, 'site/templates');
    const kinds = readdirSync(folder).filter((name) =>
        readFileSync(join(folder, name), 'utf8').startsWith('<!DOCTYPE'));
    for (const name of kinds)
        faults.check({ ...KINDS, ...TOWNS }[name.replace('.html', '')]?.length, name,
            'has no example in tests/browser/kinds.mjs');
    for (const path of examples)
        faults.check(path === LOST || existsSync(join(root, path, 'index.html')), path,
            'is no page of this edition');
}

// The examples in every language: each page links to itself in the others.
async function inLanguages(browser, address, paths) {
    const found = new Set(paths);
    await inPage(browser, { javaScriptEnabled: false }, async (page) => {
        for (const path of paths) {
            await page.goto(address + path, { waitUntil: 'commit' });
            const others = await page.locator('.language a[hreflang]').evaluateAll(
                (links) => links.map((link) => link.href));
            for (const other of others)
                found.add(other.slice(address.length).replace(/index\.html$/, ''));
        }
    });
    return [...found];
}

const browser = await launch();
const site = await serve(root, PREFIX);
const faults = new Faults();
const job = { browser, root, faults, ...site };
const every = examples.filter((path) => path); // the door leads on
checkKinds(faults);
const all = await inLanguages(browser, site.address, every);
const checks = { head: [checkHead, all], axe: [checkAxe, all], folder: [checkFolder, all] };
if (!towns) Object.assign(checks, {
    script: [checkWithoutScript, FEW], zoom: [checkZoom, FEW], motion: [checkMotion, FEW],
    forced: [checkForced, FEW], print: [checkPrint, FEW], keyboard: [checkKeyboard, FEW] });

// Checks of what needs more than a page: search, the map, explore, compare.
for (const name of towns ? [] : ['search', 'map', 'explore', 'compare', 'cite']) {
    const file = new URL(`check_${name}.mjs`, import.meta.url);
    if (existsSync(file)) checks[name] = [(await import(file)).default, ['es/', 'en/']];
}

for (const [name, [check, paths]] of Object.entries(checks)) {
    if (only && only !== name) continue;
    const started = Date.now();
    const tried = faults.tried;
    await each(paths, cpus().length, async (path) => {
        try {
            await check(job, path);
        } catch (error) {
            faults.check(false, `${name} ${path}`, String(error));
        }
    });
    console.log(`${name}: ${paths.length} pages, ${faults.tried - tried} looks, ` +
        `${((Date.now() - started) / 1000).toFixed(1)} s`);
}
await browser.close();
site.stop();
for (const line of faults.lines) console.log(line);
process.exit(faults.lines.length ? 1 : 0);
