// Below 1,024 pixels the navigation is behind a button, with the same groups as on a desk.

import assert from 'node:assert/strict';
import { look } from './look.mjs';

const menu_of = (page) => page.locator('.menu > summary');
const place_of = (page, name) => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name });
const WIDTHS = [360, 600, 1023];

export async function narrow(suite) {
    const page = suite.admin;
    const main_at = () => page.locator('main').evaluate((main) => main.getBoundingClientRect().top);
    await suite.test('the menu of a narrow window has all places and moves nothing', async () => {
        await page.visit('/prompts');
        const places = await page.locator('.nav a').allInnerTexts();
        for (const width of WIDTHS) {
            await page.setViewportSize({ width, height: 740 });
            await page.visit('/prompts');
            assert.equal(await place_of(page, 'Agents').isVisible(), false);
            const before = await main_at();
            await menu_of(page).click();
            assert.deepEqual(await page.locator('.nav a:visible').allInnerTexts(), places);
            assert.equal(await main_at(), before);
            assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
            const box = await page.locator('.sidebar-body').boundingBox();
            assert.ok(box.x >= 0 && box.x + box.width <= width && box.y + box.height <= 740, JSON.stringify(box));
            await page.open_account_menu();
            await page.getByRole('button', { name: 'Sign out' }).scrollIntoViewIfNeeded();
            await page.getByRole('button', { name: 'Sign out' }).click({ trial: true });
            await page.open_account_menu();
            await page.follow('Agents', { within: page.getByRole('navigation', { name: 'Main' }) });
            assert.equal(new URL(page.url()).pathname, '/agents');
        }
    });

    await suite.test('a click beside the menu closes it', async () => {
        await page.setViewportSize({ width: 800, height: 600 });
        await page.visit('/prompts');
        await menu_of(page).click();
        await place_of(page, 'Agents').waitFor();
        await page.mouse.click(100, 400);
        await place_of(page, 'Agents').waitFor({ state: 'hidden' });
        assert.equal(new URL(page.url()).pathname, '/prompts');
    });

    if (suite.has_script) {
        await suite.test('the open menu looks right, and Escape closes it', async () => {
            await page.setViewportSize({ width: 360, height: 740 });
            await page.visit('/prompts');
            await menu_of(page).click();
            await look(page);
            await page.setViewportSize({ width: 360, height: 740 });
            await page.keyboard.press('Escape');
            await place_of(page, 'Agents').waitFor({ state: 'hidden' });
            await page.locator('.to-search').click();
            await page.getByRole('dialog', { name: 'Search and commands' }).waitFor();
        });
    }
    await page.setViewportSize({ width: 1280, height: 720 });
}
