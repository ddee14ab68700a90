// What the editors of all kinds have in common, and the rail beside the text of a prompt.

import assert from 'node:assert/strict';
import { create } from './prompts.mjs';
import { field, fill, value_of } from './suite.mjs';
import { waitFor } from '../http/wait.mjs';

const region = (page, name) => page.getByRole('region', { name, exact: true });
const rail = (page) => page.locator('.beside');

async function bar(suite, admin) {
    await suite.test('the bar of an editor is in view wherever one is, and covers nothing with focus', async () => {
        for (const size of [{ width: 360, height: 740 }, { width: 1280, height: 800 }, { width: 1920, height: 1080 }]) {
            await admin.setViewportSize(size);
            for (const path of [`${suite.letter}/edit`, `${suite.agent}/edit`, '/teams/new']) {
                await admin.visit(path);
                const button = admin.locator('[data-save]');
                const box = await button.boundingBox();
                assert.ok(box && box.y + box.height <= size.height, `${path} at ${size.width}: ${box?.y}`);
                assert.ok(box.x + box.width <= size.width, `${path} at ${size.width}: ${box.x}`);
                await tab_through(admin, `${path} at ${size.width}`);
            }
        }
        await admin.setViewportSize({ width: 1280, height: 800 });
    });

    await suite.test('a save that proposes leads to the release of what was saved', async () => {
        await admin.visit(`${suite.letter}/edit`);
        await fill(admin, { Body: 'Dear {{name}}, and more', 'Change message': 'More' });
        await admin.press('Save and release');
        await admin.told('Saved as version 2.');
        assert.match(admin.url(), /\/releases\/change\?label=production&to_version=2$/);
        await admin.getByRole('button', { name: 'Release v2' }).waitFor();
    });
}

/** Presses Tab through the form: what has focus is never under the bar. */
async function tab_through(page, where) {
    await page.locator('main').focus();
    for (let i = 0; i < 150; i += 1) {
        await page.keyboard.press('Tab');
        const hidden = await page.evaluate(() => {
            const bar = document.querySelector('.editor-bar');
            const one = document.activeElement;
            if (!bar || one === document.body || !bar.closest('form').contains(one)) return 'outside';
            if (bar.contains(one) || one.classList.contains('sr')) return bar.contains(one) ? 'bar' : '';
            const rect = one.getBoundingClientRect();
            // What is higher than the room above the bar shows its beginning.
            return rect.top < bar.getBoundingClientRect().top - 8 && rect.bottom > 0 ? '' : one.outerHTML.slice(0, 120);
        });
        if (hidden === 'bar') return;
        assert.ok(hidden === '' || hidden === 'outside', `${where}: under the bar: ${hidden}`);
    }
    assert.fail(`${where}: Tab did not reach the bar`);
}

async function keys(suite, admin) {
    if (!suite.has_script) return;
    await suite.test('unsaved changes are said in the bar, and Ctrl S saves', async () => {
        await admin.visit(`${suite.letter}/edit`);
        const said = admin.locator('.editor-bar [role=status]');
        assert.equal(await said.textContent(), '');
        await field(admin, 'Body').focus();
        await admin.keyboard.press('Control+End');
        await admin.keyboard.type(' {{town}}');
        assert.equal(await said.textContent(), 'Unsaved changes');
        await Promise.all([admin.waitForNavigation(), admin.keyboard.press('Control+s')]);
        await admin.told('Saved as version 3');
        await admin.visit(`${suite.letter}/edit`);
        await field(admin, 'Change message').fill('Again');
        await Promise.all([admin.waitForNavigation(), admin.keyboard.press('Control+Enter')]);
        await admin.told('Saved as version 4');
    });

    await suite.test('marks lie exactly behind the text, and what is said follows it', async () => {
        await admin.visit(`${suite.letter}/edit`);
        const body = field(admin, 'Body');
        await body.fill(`${'A long line that wraps. '.repeat(30)}{{name}}\n\n{{user-name}} {{fresh}}\n${'x\n'.repeat(80)}`);
        assert.deepEqual(await admin.locator('.paint-layer mark').evaluateAll((all) =>
            all.map((mark) => `${mark.className} ${mark.textContent}`)),
        ['var {{name}}', 'mistake {{user-name}}', 'var {{fresh}}']);
        await body.evaluate((area) => { area.scrollTop = 200; });
        const sizes = () => body.evaluate((one) => [one, one.previousElementSibling].map(
            ({ clientWidth, scrollHeight, scrollTop }) => `${[clientWidth, scrollHeight, scrollTop]}`));
        await waitFor(async () => { const [area, layer] = await sizes(); return area === layer; }, sizes);
        await region(admin, 'Variables').getByText('fresh', { exact: true }).waitFor();
        await region(admin, 'Variables').getByText('town', { exact: true }).waitFor(); // it is gone
        await region(admin, 'Changes').locator('table.diff').waitFor();
        await fill(rail(admin), { fresh: 'Grace' });
        await region(admin, 'Preview').locator('pre', { hasText: 'Grace' }).waitFor();
        assert.equal(await value_of(rail(admin), 'fresh'), 'Grace');
    });
}

/** Looks for a prompt and waits until the list has it alone. */
async function look_for(suite, page, words) {
    await page.locator('.pick > summary').click();
    await page.locator('#ref_q').fill(words);
    if (suite.has_script) await page.locator('#ref_q').press('Enter');
    else await page.press('Find');
    await page.waitForFunction((text) => {
        const options = [...document.querySelectorAll('#reference option')];
        return options.length > 0 && options.every((option) => option.textContent.includes(text));
    }, words);
}

async function references(suite, admin) {
    await suite.test('a reference is picked from a list, and nothing that was typed is lost', async () => {
        await admin.visit(`${suite.letter}/edit`);
        await fill(admin, { Body: 'Begin', Tags: 'kept', 'Change message': 'Why' });
        await look_for(suite, admin, 'support/greeting');
        const picked = admin.locator('#reference option').filter({ hasText: 'production' });
        await field(admin, 'Prompt and label').selectOption(await picked.getAttribute('value'));
        if (suite.has_script) await admin.getByRole('button', { name: 'Insert', exact: true }).click();
        else await admin.press('Insert');
        assert.match(await value_of(admin, 'Body'), /Begin\n?@@@prompt:name=support\/greeting\|label=production@@@\n?$/);
        assert.equal(await value_of(admin, 'Tags'), 'kept');
        assert.equal(await value_of(admin, 'Change message'), 'Why');
        await region(admin, 'Referenced prompts').getByRole('link', { name: 'support/greeting' }).waitFor();
        await admin.press('Preview');
        await admin.sees('thank you for writing', region(admin, 'Preview'));
        await fill(rail(admin), { name: 'Grace' });
        await admin.press('Preview');
        await admin.sees('Hello Grace,', region(admin, 'Preview'));
        await admin.press('Show changes');
        await admin.sees('@@@prompt:name=support/greeting', region(admin, 'Changes'));
        await admin.sees('kept', region(admin, 'Changes'));
    });

    await suite.test('Enter in the search of prompts saves nothing', async () => {
        await admin.visit(`${suite.letter}/edit`);
        await admin.locator('.pick > summary').click();
        await admin.locator('#ref_q').fill('nothing-is-called-so');
        await admin.locator('#ref_q').press('Enter');
        await admin.sees('No other text prompt has');
        assert.match(admin.url(), /\/edit/);
    });
}

/** Wants suite.admin signed in, the prompt support/greeting and suite.agent. */
export async function editors(suite) {
    const { admin } = suite;
    suite.letter = await create(admin, 'editors/letter', 'Dear {{name}}');
    for (const part of [bar, keys, references]) await part(suite, admin);
}
