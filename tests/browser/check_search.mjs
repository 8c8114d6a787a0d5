// Finding a place by keyboard alone: typing without accents or capitals offers it, the
// arrow and Enter lead there; without JavaScript the field leads to the index.
import { inPage } from './browser.mjs';

const field = (page) => page.locator('header input[type=search]');

async function byKeyboard(page, home, faults) {
    await page.goto(home);
    for (let i = 0; i < 4 && !(await field(page).evaluate((e) =>
        e === document.activeElement)); i++)
        await page.keyboard.press('Tab');
    await page.keyboard.type('JALISCO');
    await page.locator('[role=option]').first().waitFor({ timeout: 5000 });
    await page.keyboard.press('ArrowDown');
    faults.check(await field(page).getAttribute('aria-activedescendant'), home,
        'does not tell which place the arrow has come to');
    await Promise.all([page.waitForURL(/\/mx\/jalisco\//, { timeout: 5000 }),
        page.keyboard.press('Enter')]);
    await page.goBack();
    await field(page).fill('leon');
    const first = page.locator('[role=option]').first();
    await first.waitFor({ timeout: 5000 });
    faults.check(/León/.test(await first.innerText()), home, 'does not find León by “leon”');
    await field(page).press('Escape');
    faults.check(!(await page.locator('[role=option]:visible').count()), home,
        'keeps its list open after Escape');
}

async function withoutScript(page, home, faults) {
    await page.goto(home);
    await field(page).fill('jalisco');
    await field(page).press('Enter');
    await page.waitForURL(/\?q=jalisco/, { timeout: 5000 });
    faults.check(await page.locator('main a', { hasText: 'Jalisco' }).count(), home,
        'leads to no index without JavaScript');
}

export default async function checkSearch({ browser, address, faults }, path) {
    await inPage(browser, {}, (page) => byKeyboard(page, address + path, faults));
    await inPage(browser, { javaScriptEnabled: false }, (page) =>
        withoutScript(page, address + path, faults));
}
