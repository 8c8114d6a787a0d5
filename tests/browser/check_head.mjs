// What a page says of itself to machines: its own address, the same page in the other
// languages and for any language, and a card that is really there.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inPage } from './browser.mjs';
import { LOST } from './kinds.mjs';

const BASE = 'https://example.org/below/a/path/';
const CARD_BYTES_MAX = 60_000;

const read = (page) => page.evaluate(() => {
    const all = (query, name) => [...document.head.querySelectorAll(query)].map((e) =>
        [e.getAttribute('hreflang'), e.getAttribute(name)]);
    return {
        lang: document.documentElement.lang,
        canonical: all('link[rel=canonical]', 'href').map(([, href]) => href),
        alternates: all('link[rel=alternate][hreflang]', 'href'),
        image: all('meta[property="og:image"]', 'content').map(([, at]) => at)[0],
        title: document.title,
        description: document.querySelector('meta[name=description]')?.content ?? '',
    };
});

function checkCard(root, image, path, faults) {
    const file = join(root, image.slice(BASE.length));
    if (!image.startsWith(BASE) || !existsSync(file)) {
        faults.check(false, path, `has no card at ${image}`);
        return;
    }
    const png = readFileSync(file);
    faults.check(png.readUInt32BE(16) === 1200 && png.readUInt32BE(20) === 630, path,
        'has a card of another size');
    faults.check(statSync(file).size <= CARD_BYTES_MAX, path,
        `has a card of ${statSync(file).size} bytes`);
}

export async function checkHead({ browser, address, root, faults }, path) {
    if (path === LOST) return;
    await inPage(browser, { javaScriptEnabled: false }, async (page) => {
        await page.goto(address + path, { waitUntil: 'domcontentloaded' });
        const head = await read(page);
        const tags = head.alternates.map(([tag]) => tag);
        faults.check(head.canonical.join() === BASE + path, path,
            `says that it stands at ${head.canonical}`);
        faults.check(tags.includes(head.lang) && tags.includes('x-default') &&
            new Set(tags).size === tags.length && tags.length >= 3, path,
            `names the languages ${tags}`);
        for (const [tag, href] of head.alternates)
            faults.check(href.startsWith(BASE) &&
                existsSync(join(root, href.slice(BASE.length), 'index.html')), path,
                `has no page in ${tag} at ${href}`);
        faults.check(head.description.length >= 30, path, 'has no description');
        if (/^..\/(mx\/.*|(delitos|offences)\/.+)?$/.test(path))
            faults.check(head.image, path, 'has no card');
        if (head.image) checkCard(root, head.image, path, faults);
    });
}
