// Ways to read a page: without JavaScript, from a folder, under a sub-path, zoomed, with
// large type, without motion, in forced colours, on paper. A policy that a page breaks,
// a request to a stranger and a cookie are faults in every one of them.
import { realpathSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { inPage } from './browser.mjs';
import { widest } from './check_axe.mjs';
import { LOST } from './kinds.mjs';

// Listen to all that a page asks for and complains of.
export function watch(page, own, where, faults) {
    page.on('console', (message) => {
        if (where === LOST && /status of 404/.test(message.text())) return;
        if (message.type() === 'error' || /Content.Security.Policy/i.test(message.text()))
            faults.check(false, where, message.text());
    });
    page.on('pageerror', (error) => faults.check(false, where, String(error)));
    page.on('request', (request) => faults.check(
        request.url().startsWith(own) || request.url().startsWith('data:'), where,
        `asks for ${request.url()}`));
    page.on('requestfailed', (request) => faults.check(
        /ABORTED/.test(request.failure()?.errorText), where, `has no ${request.url()}`));
}

const styled = (page) => page.evaluate(() =>
    getComputedStyle(document.documentElement).getPropertyValue('--paper') !== '');

export async function keepsPolicy(page, where, faults) {
    const found = await page.evaluate(() => ({
        policy: document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.content,
        // Described data are read, not run.
        inline: document.querySelectorAll('style, [style], ' +
            'script:not([src]):not([type="application/ld+json"])').length,
        handlers: [...document.querySelectorAll('*')].filter((element) =>
            [...element.attributes].some(({ name }) => name.startsWith('on'))).length,
    }));
    faults.check(/default-src 'none'/.test(found.policy ?? ''), where, 'has no policy');
    faults.check(!/unsafe|\*/.test(found.policy ?? ''), where, 'has a policy with holes');
    faults.check(!found.inline, where, `has ${found.inline} styles or scripts inside`);
    faults.check(await styled(page), where, 'has no style');
    faults.check(!(await page.context().cookies()).length, where, 'sets a cookie');
    faults.check(!found.handlers, where, `has ${found.handlers} handlers inside`);
}

// The same pages from a folder, without a server.
export async function checkFolder({ browser, root, faults }, path) {
    if (path === LOST) return;
    await inPage(browser, {}, async (page) => {
        const folder = pathToFileURL(realpathSync(root)).href;
        const where = `${path} from a folder`;
        watch(page, folder, where, faults);
        await page.goto(`${folder}/${path}index.html`);
        faults.check(await styled(page), where, 'has no style');
    });
}

// The words are all there without a script.
export async function checkWithoutScript({ browser, address, faults }, path) {
    const read = (javaScriptEnabled) => inPage(browser, { javaScriptEnabled }, async (page) => {
        await page.goto(address + path);
        return page.locator('main').innerText();
    });
    const [without, with_] = [await read(false), await read(true)];
    faults.check(without.length > 200, path, 'says next to nothing without JavaScript');
    faults.check(without.length >= with_.length * 0.9, path,
        'says much less without JavaScript');
}

// 200 % in a window of 1280 is one of 640; type twice as large is the reader's own.
export async function checkZoom({ browser, address, faults }, path) {
    await inPage(browser, { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
        async (page) => {
            await page.goto(address + path);
            let wide = await widest(page);
            faults.check(!wide, `${path} at 200 %`, `is wider than the window: ${wide}`);
            const before = await page.evaluate(() =>
                parseFloat(getComputedStyle(document.body).fontSize));
            const session = await page.context().newCDPSession(page);
            await session.send('Page.setFontSizes', { fontSizes: { standard: 32 } });
            const after = await page.evaluate(() =>
                parseFloat(getComputedStyle(document.body).fontSize));
            faults.check(after >= 1.9 * before, `${path} with large type`,
                `stays at ${after} px`);
            wide = await widest(page);
            faults.check(!wide, `${path} with large type`,
                `is wider than the window: ${wide}`);
        });
}

export async function checkMotion({ browser, address, faults }, path) {
    await inPage(browser, { reducedMotion: 'reduce' }, async (page) => {
        await page.goto(address + path);
        const moving = await page.evaluate(() =>
            [document.documentElement, ...document.body.querySelectorAll('*')].filter((e) => {
                const style = getComputedStyle(e);
                return style.scrollBehavior === 'smooth' || style.animationName !== 'none' ||
                    parseFloat(style.transitionDuration) > 0.01;
            }).length);
        faults.check(!moving, path, `moves ${moving} things for who asked for none`);
    });
}

// In forced colours a drawing's words and lines must not take the ground's colour.
export async function checkForced({ browser, address, faults }, path) {
    await inPage(browser, { forcedColors: 'active', colorScheme: 'dark' }, async (page) => {
        await page.goto(address + path);
        const lost = await page.evaluate(() => {
            const ground = getComputedStyle(document.body).backgroundColor;
            const canvas = getComputedStyle(document.documentElement).backgroundColor;
            const grounds = [ground, canvas].filter((c) => c !== 'rgba(0, 0, 0, 0)');
            return [...document.querySelectorAll('svg text')].filter((text) =>
                grounds.includes(getComputedStyle(text).fill)).length;
        });
        faults.check(!lost, `${path} in forced colours`, `hides ${lost} words of drawings`);
    });
}

// Paper: at least one page, not a heap of them, and the sentence is on it.
export async function checkPrint({ browser, address, faults }, path) {
    await inPage(browser, { viewport: { width: 1280, height: 800 } }, async (page) => {
        await page.goto(address + path);
        await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
        const shown = await page.evaluate(() => ({
            ground: getComputedStyle(document.documentElement).backgroundColor,
            ink: getComputedStyle(document.body).color,
            title: document.querySelector('h1').getClientRects().length,
            nav: document.querySelector('.top nav')?.getClientRects().length ?? 0,
        }));
        const pdf = (await page.pdf({ format: 'Letter' })).toString('latin1');
        const sheets = (pdf.match(/\/Type\s*\/Page\b/g) ?? []).length;
        faults.check(sheets >= 1 && sheets <= 40, path, `prints on ${sheets} sheets`);
        faults.check(shown.title === 1 && shown.nav === 0, path, 'prints what is for screens');
        faults.check(dark(shown.ink) && !dark(shown.ground), path,
            `prints ${shown.ink} on ${shown.ground}`);
    });
}

function dark(colour) {
    const [r, g, b, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
    return alpha > 0 && r + g + b < 384;
}
