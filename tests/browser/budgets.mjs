// How much room pages take: what fits a screen, and what moves while they open.

import assert from 'node:assert/strict';
import { shifts_of } from './look.mjs';

const ROWS_FIT = 1100;
const WIDTHS = [360, 1280, 1920];
const TIMES = 20;
const SHIFT_SEEN = 0.001; // Chromium counts to three digits

async function rows(suite, page) {
    await suite.test(`25 rows fit ${ROWS_FIT} pixels`, async () => {
        for (const width of [1280, 1920]) {
            await page.setViewportSize({ width, height: ROWS_FIT });
            await page.visit('/prompts');
            const bottoms = await page.locator('table.list tbody tr').evaluateAll((all) =>
                all.map((row) => row.getBoundingClientRect().bottom));
            assert.equal(bottoms.length, 25);
            assert.ok(bottoms[24] <= ROWS_FIT, `${bottoms[24]} px at a width of ${width}`);
        }
    });
}

/** What a page moves each time that it opens: what a busy machine does once is not the page's. */
async function shifts_each_time(page, path) {
    let found = [];
    for (let i = 0; i < TIMES; i += 1) {
        await page.visit(path);
        found = await shifts_of(page, SHIFT_SEEN);
        if (found.length === 0) break;
    }
    return found;
}

async function stillness(suite, page) {
    const first = async (list) => {
        await page.visit(list);
        return page.locator('table.list td.primary a').first().getAttribute('href');
    };
    const paths = ['/', '/users', '/audit', '/search?q=customer', '/import', '/account'];
    for (const list of ['/prompts', '/agents', '/teams']) {
        const record = await first(list);
        const tabs = ['', '/versions', '/releases', '/used-by', '/activity', '/edit'];
        paths.push(list, `${list}/new`, ...tabs.map((tab) => record + tab));
    }
    await suite.test('nothing moves while a page opens, at any width', async () => {
        const found = [];
        const nobody = await suite.open();
        for (const width of WIDTHS) {
            await page.setViewportSize({ width, height: 800 });
            await nobody.setViewportSize({ width, height: 800 });
            found.push(...await shifts_each_time(nobody, '/login'));
            for (const path of paths) {
                found.push(...(await shifts_each_time(page, path)).map((shift) => `${path} at ${width}: ${shift}`));
            }
        }
        await suite.close(nobody);
        assert.deepEqual(found, []);
    });
}

export async function budgets(suite) {
    const page = await suite.open();
    const { email, password } = suite.server.demo.find(({ persona }) => persona === 'Product Manager');
    await suite.sign_in(page, email, password);
    await rows(suite, page);
    await stillness(suite, page);
    await suite.close(page);
}
