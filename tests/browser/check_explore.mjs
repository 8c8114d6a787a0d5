// Explore by keyboard: a second place is chosen by typing, the measure by an arrow, and
// chart, table and address all follow; the address brings the same choice back.
import { inPage } from './browser.mjs';

const ADD = '#add-places';

async function choose(page) {
    await page.locator(ADD).focus();
    await page.keyboard.type('jalisco');
    await page.locator('#explore [role=option]:visible').first().waitFor({ timeout: 5000 });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('#chosen-places li', { hasText: 'Jalisco' }).waitFor({ timeout: 5000 });
    await page.locator('input[name=measure]:checked').focus();
    await page.keyboard.press('ArrowDown');
}

export default async function checkExplore({ browser, address, faults }, path) {
    await inPage(browser, {}, async (page) => {
        await page.goto(address + path);
        await page.locator('.top nav a[href*="explor"]').focus();
        await Promise.all([page.waitForURL(/explor/), page.keyboard.press('Enter')]);
        await page.locator(ADD).waitFor({ timeout: 10_000 });
        await choose(page);
        await page.locator('#explore table', { hasText: 'Jalisco' }).first()
            .waitFor({ timeout: 10_000 });
        faults.check(await page.locator('#explore svg:visible').count(), path,
            'explores without a chart');
        faults.check(/jalisco|mx-14/.test(page.url()), path,
            `keeps the address ${page.url()}`);
        const chosen = await page.locator('#chosen-places').innerText();
        await page.goto('about:blank');
        await page.goBack();
        await page.locator('#chosen-places li', { hasText: 'Jalisco' })
            .waitFor({ timeout: 10_000 });
        faults.check(await page.locator('#chosen-places').innerText() === chosen, path,
            'brings back another choice');
    });
}
