// A page by keyboard alone: the skip link comes first and skips, every stop is seen and
// says so, and the stops come in the order in which one reads.
import { inPage } from './browser.mjs';

const STOPS_MAX = 60;

// What has the focus now, and whether one can see that.
const focused = (page) => page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const all = [...document.querySelectorAll('*')];
    return {
        name: (element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 40),
        tag: element.localName,
        skip: element.matches('.skip'),
        index: all.indexOf(element),
        ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0 &&
            box.top < innerHeight && box.left < innerWidth,
        top: box.top + scrollY,
        left: box.left,
        header: Boolean(element.closest('header')),
        main: Boolean(element.closest('main')),
    };
});

async function checkSkip(page, path, faults) {
    await page.keyboard.press('Tab');
    const first = await focused(page);
    faults.check(first?.skip && first.seen, path, 'does not start with a link to skip');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    const next = await focused(page);
    faults.check(next?.main, path, `skips to ${next?.tag} “${next?.name}”`);
}

async function checkStops(page, path, faults) {
    let before = null;
    for (let i = 0; i < STOPS_MAX; i++) {
        await page.keyboard.press('Tab');
        const stop = await focused(page);
        if (!stop || (before && stop.index < before.index)) return;
        const where = `${path} stop ${i + 1}, ${stop.tag} “${stop.name}”`;
        faults.check(stop.seen, where, 'is not in sight');
        faults.check(stop.ring, where, 'does not show its focus');
        const upwards = before?.header && stop.header && stop.top < before.top - 8;
        faults.check(!upwards, where, 'stands above the stop before it');
        before = stop;
    }
}

export async function checkKeyboard({ browser, address, faults }, path) {
    for (const width of [360, 1280]) {
        await inPage(browser, { viewport: { width, height: 800 }, reducedMotion: 'reduce' },
            async (page) => {
                await page.goto(address + path);
                await checkSkip(page, path, faults);
                await page.goto('about:blank');
                await page.goto(address + path);
                await checkStops(page, path, faults);
            });
    }
}
