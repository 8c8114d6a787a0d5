// A page's citation is folded; opened, it names the edition that edition.json names, in
// words and in the address that stays. Without a script it opens all the same, and on
// paper it stands open.
import { inPage } from './browser.mjs';

const PATH = 'mx/guanajuato/';

export default async function checkCite({ browser, address, faults }, path) {
    const where = path + PATH;
    await inPage(browser, {}, async (page) => {
        await page.goto(address + where);
        const edition = await page.evaluate(async (top) =>
            (await (await fetch(`${top}edition.json`)).json()).edition, address);
        const words = page.locator('.citation .cite');
        faults.check(!await words.isVisible(), where, 'has its citation unfolded');
        await page.locator('.citation summary').focus();
        await page.keyboard.press('Enter');
        await page.locator('.citation .named').waitFor({ timeout: 5000 });
        faults.check((await words.innerText()).includes(edition), where,
            `is not cited with edition ${edition}`);
        const stays = await page.locator('.citation code').innerText();
        faults.check(stays.includes(`/v/${edition}/data/`), where,
            `has ${stays} as its address that stays`);
        const answer = await page.evaluate(async (at) => (await fetch(at)).status,
            address + stays.slice(stays.indexOf('v/')));
        faults.check(answer === 200, where, `has nothing at ${stays}`);
    });
    await inPage(browser, { javaScriptEnabled: false }, async (page) => {
        await page.goto(address + where);
        const words = page.locator('.citation .cite');
        await page.emulateMedia({ media: 'print' });
        faults.check(await words.isVisible(), where, 'prints no citation');
        await page.emulateMedia({ media: 'screen' });
        await page.locator('.citation summary').click();
        faults.check(await words.isVisible(), where,
            'has no citation without JavaScript');
    });
}
