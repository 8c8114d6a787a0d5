// axe-core finds nothing on any kind of page, in every language, light and dark, on a
// phone, a tablet and a desk; and none is wider than its window. The same visit sees
// that the page keeps its policy and asks no stranger for anything.
import { inPage, source } from './browser.mjs';
import { keepsPolicy, watch } from './check_modes.mjs';

const WIDTHS = [320, 768, 1280];
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const OF_COLOUR = ['color-contrast', 'link-in-text-block'];
const OF_LAYOUT = ['target-size', 'scrollable-region-focusable', ...OF_COLOUR];

// The scheme changes colours alone, and from 768 to 1280 px nothing comes or goes: the
// rules on the rest need not run again.
const rules = (width, scheme) =>
    scheme === 'dark' ? { type: 'rule', values: OF_COLOUR }
        : width === 768 ? { type: 'rule', values: OF_LAYOUT }
            : { type: 'tag', values: TAGS };

const run = (page, options) => page.evaluate(async (given) => {
    const { violations } = await globalThis.axe.run(document, given);
    return violations.map(({ id, nodes }) => `${id} (${nodes.length}): ` +
        `${nodes[0].target.join(' ')} ${nodes[0].any[0]?.message ?? nodes[0].failureSummary}`);
}, { resultTypes: ['violations'], ...options });

// What makes a page wider than its window, itself not in a box that scrolls.
export const widest = (page) => page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return null;
    const wide = [...document.body.querySelectorAll('*')].find((element) =>
        element.getBoundingClientRect().right > room + 1 && !element.closest('.scroll'));
    return wide ? `<${wide.localName} class="${wide.className}">` : 'something';
});

async function look(page, where, faults) {
    for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        for (const scheme of ['light', 'dark']) {
            await page.emulateMedia({ colorScheme: scheme });
            for (const violation of await run(page, { runOnly: rules(width, scheme) }))
                faults.check(false, `${where} ${width} px, ${scheme}`, violation);
        }
        const wide = await widest(page);
        faults.check(!wide, `${where} ${width} px`, `is wider than the window: ${wide}`);
    }
}

export async function checkAxe({ browser, address, origin, faults }, path) {
    await inPage(browser, {}, async (page) => {
        const where = path || 'door';
        watch(page, origin, path, faults);
        await page.goto(address + path);
        await keepsPolicy(page, where, faults);
        await page.evaluate(source('axe-core/axe.min.js'));
        await look(page, where, faults);
    });
}
