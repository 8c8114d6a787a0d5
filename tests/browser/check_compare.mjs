// Compare by keyboard: from the header to an offence in all places, its chart's drawings
// and its table beside each other, and on to a place.
import { inPage } from './browser.mjs';

export default async function checkCompare({ browser, address, faults }, path) {
    await inPage(browser, {}, async (page) => {
        await page.goto(address + path);
        await page.locator('.top nav a[href*="compar"]').focus();
        await Promise.all([page.waitForURL(/compar/), page.keyboard.press('Enter')]);
        const offence = page.locator('main a[href*="extorsion"]').first();
        await offence.focus();
        await Promise.all([page.waitForURL(/extorsion/), page.keyboard.press('Enter')]);
        faults.check(await page.locator('main svg:visible').count() >= 10, path,
            'compares without small multiples');
        faults.check(await page.locator('main table tbody tr').count() >= 10, path,
            'compares without a table');
    });
}
