// The map by keyboard: each state is a stop with a name, and Enter goes down to it; from
// the state's map, or its table, on to a municipality.
import { inPage } from './browser.mjs';

export default async function checkMap({ browser, address, faults }, path) {
    await inPage(browser, { viewport: { width: 1280, height: 800 } }, async (page) => {
        await page.goto(address + path);
        const states = page.locator('svg a:visible');
        const count = await states.count();
        faults.check(count >= 32, path, `has a map with ${count} links`);
        const guanajuato = page.locator('svg a[href$="mx/guanajuato/index.html"]:visible');
        await guanajuato.first().focus();
        const name = await page.evaluate(() => document.activeElement.textContent.trim());
        faults.check(/Guanajuato/.test(name), path, `calls a state “${name}”`);
        await Promise.all([page.waitForURL(/mx\/guanajuato\//, { timeout: 5000 }),
            page.keyboard.press('Enter')]);
        const town = page.locator('svg a[href="leon/index.html"]:visible').first();
        await town.focus();
        await Promise.all([page.waitForURL(/guanajuato\/leon\//, { timeout: 5000 }),
            page.keyboard.press('Enter')]);
        faults.check(/León/.test(await page.locator('h1').innerText()), path,
            'does not lead down to León');
    });
}
