// The keyboard, and what JavaScript adds to it.

import assert from 'node:assert/strict';
import { field, fill } from './suite.mjs';
import { waitFor } from '../http/wait.mjs';

const focused = (page) => page.evaluate(() => {
    const { activeElement: element } = document;
    return element.labels?.[0]?.textContent.trim() || element.textContent.trim() || element.id;
});

/** The names of what n presses of Tab reach. */
async function tab(page, n) {
    const names = [];
    for (let i = 0; i < n; i += 1) {
        await page.keyboard.press('Tab');
        names.push(await focused(page));
    }
    return names;
}

async function keys(suite, page) {
    await suite.test('/ goes to the field of the search page, f to the filter of a list', async () => {
        await page.visit('/search?q=greeting');
        await page.keyboard.press('/');
        assert.equal(await page.evaluate(() => document.activeElement.id), 'search');
        await page.visit('/prompts?q=greeting');
        await page.keyboard.press('f');
        assert.equal(await page.evaluate(() => document.activeElement.id), 'q');
        await page.keyboard.type('g p?');
        assert.equal(await page.locator('#q').inputValue(), 'g p?');
    });

    await suite.test('g and a letter goes to a place', async () => {
        await page.visit('/account');
        for (const [key, path] of [['p', '/prompts'], ['a', '/agents'], ['t', '/teams'], ['s', '/sets'], ['u', '/users'],
            ['l', '/audit'], ['i', '/inbox'], ['h', '/']]) {
            await page.keyboard.press('g');
            await page.keyboard.press(key);
            await page.waitForURL((url) => url.pathname === path);
        }
    });

    await suite.test('j and k walk through the rows, x ticks, Enter opens, e edits, c creates', async () => {
        await page.visit('/prompts');
        const rows = page.locator('table.list tbody tr');
        const at = () => page.evaluate(() => document.activeElement.closest('tr')?.rowIndex);
        await page.keyboard.press('j');
        assert.equal(await at(), 1);
        if (await rows.count() > 1) {
            await page.keyboard.press('j');
            assert.equal(await at(), 2);
            await page.keyboard.press('k');
        }
        await page.keyboard.press('x');
        assert.ok(await rows.first().getByRole('checkbox').isChecked());
        await page.keyboard.press('x');
        await page.keyboard.press('Enter');
        await page.waitForURL(/\/prompts\/[0-9a-f-]{36}$/);
        await page.keyboard.press('e');
        await page.waitForURL(/\/edit$/);
        await page.visit('/prompts');
        await page.keyboard.press('c');
        await page.waitForURL('**/prompts/new');
    });

    await suite.test('the keys of lists work on agents, teams and results of the search, too', async () => {
        for (const list of ['/agents', '/teams']) {
            await page.visit(list);
            await page.keyboard.press('j');
            await page.keyboard.press('Enter');
            await page.waitForURL((url) => new RegExp(`^${list}/[0-9a-f-]{36}$`).test(url.pathname));
            await page.keyboard.press('e');
            await page.waitForURL(/\/edit$/);
            await page.visit(list);
            await page.keyboard.press('c');
            await page.waitForURL(`**${list}/new`);
        }
        await page.visit('/search?q=greeting');
        await page.keyboard.press('j');
        await page.keyboard.press('Enter');
        await page.waitForURL(/\/(prompts|agents|teams)\/[0-9a-f-]{36}$/);
    });

    await suite.test('Ctrl and Enter save from anywhere in a form', async () => {
        await page.visit('/prompts/new');
        await fill(page, { Name: 'keyboard/saved' });
        await field(page, 'Body').fill('By keys alone.');
        await Promise.all([page.waitForNavigation(), page.keyboard.press('Control+Enter')]);
        await page.told('Prompt created');
    });

    await suite.test('? shows the keys, Escape hides them, and they can be turned off', async () => {
        const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
        await page.keyboard.press('?');
        await help.waitFor();
        await page.keyboard.press('Escape');
        await help.waitFor({ state: 'hidden' });
        await page.keyboard.press('?');
        await help.getByLabel('Turn these keys off').check();
        await help.getByRole('button', { name: 'Close' }).click();
        await page.keyboard.press('?');
        assert.equal(await help.isVisible(), false);
        await page.open_account_menu();
        await page.getByRole('link', { name: 'Help and keyboard shortcuts' }).click();
        await help.getByLabel('Turn these keys off').uncheck();
        await page.keyboard.press('Escape');
    });
}

async function order(suite, page) {
    await suite.test('the skip link is first and leads into the content', async () => {
        await page.visit('/prompts');
        assert.deepEqual(await tab(page, 1), ['Skip to content']);
        await page.keyboard.press('Enter');
        assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
        assert.deepEqual(await tab(page, 1), ['New prompt']);
    });

    await suite.test('Tab leads through a form to its main button', async () => {
        await page.visit('/prompts/new');
        await page.getByLabel('Name', { exact: true }).focus();
        const names = await tab(page, 12);
        const button = names.indexOf('Create prompt');
        assert.ok(button > 0, names.join(', '));
        const body = names.findIndex((name) => name.startsWith('Body'));
        assert.ok(body >= 0 && body < button, names.join(', '));
    });

    await suite.test('Tab leads through signing in', async () => {
        const stranger = await suite.open();
        await stranger.visit('/login');
        await stranger.getByLabel('Email').focus();
        assert.deepEqual(await tab(stranger, 2), ['Password', 'Sign in']);
        await suite.close(stranger);
    });

    await suite.test('a refused form begins with its errors, and they lead to the fields', async () => {
        await page.visit('/prompts/new');
        await fill(page, { Name: 'a//b', Body: 'x' });
        await page.press('Create prompt', { status: 422 });
        const summary = page.getByRole('alert');
        assert.ok(await summary.evaluate((element) => element === document.activeElement));
        await summary.getByRole('link').first().click();
        assert.equal(await page.evaluate(() => document.activeElement.id), 'name');
        await fill(page, { Name: '' });
    });
}

async function unsaved(suite, page) {
    const questions = [];
    const stay = async (dialog) => {
        questions.push(dialog.type());
        await dialog.dismiss();
    };
    await suite.test('leaving unsaved words asks first; saving does not', async () => {
        await page.visit('/prompts/new');
        page.on('dialog', stay);
        await page.getByLabel('Name', { exact: true }).pressSequentially('nearly lost');
        await page.getByRole('link', { name: 'People' }).click();
        await waitFor(() => questions.length > 0);
        assert.deepEqual(questions, ['beforeunload']);
        assert.equal(new URL(page.url()).pathname, '/prompts/new');
        assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'nearly lost');
        await fill(page, { Body: 'Safe.' });
        await page.press('Create prompt');
        assert.deepEqual(questions, ['beforeunload']);
    });
    await suite.test('a button that adds a row does not save: leaving asks still', async () => {
        const adding = {
            '/agents/new': async () => {
                await page.locator('#part-tool summary').click();
                await page.press('Add tool');
            },
            '/teams/new': async () => {
                await page.locator('label.option [name=add]').first().check();
                await page.press('Add selected');
            },
        };
        for (const [editor, add_row] of Object.entries(adding)) {
            questions.length = 0;
            await page.visit(editor);
            await page.locator('#name').pressSequentially('not yet');
            await add_row();
            assert.deepEqual(questions, [], 'pressing a button of the form asks nothing');
            await page.getByRole('link', { name: 'People' }).click();
            await waitFor(() => questions.length > 0, () => editor);
            assert.deepEqual(questions, ['beforeunload'], editor);
            assert.equal(new URL(page.url()).pathname, editor);
            assert.equal(await page.locator('#name').inputValue(), 'not yet');
            page.off('dialog', stay);
            page.once('dialog', (dialog) => dialog.accept());
            await page.visit('/account');
            page.on('dialog', stay);
        }
    });
    page.off('dialog', stay);
}

async function copying(suite, page) {
    await suite.test('what programs get is copied by a button', async () => {
        await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
        await page.visit('/agents');
        await page.keyboard.press('j');
        await page.keyboard.press('Enter');
        await page.waitForURL(/\/agents\/[0-9a-f-]{36}$/);
        await page.locator('summary', { hasText: 'Config as JSON' }).click();
        const copy = page.locator('[data-copy=config-json]');
        await copy.click();
        await page.sees('Copied', copy);
        const copied = await page.evaluate(() => navigator.clipboard.readText());
        assert.equal(copied, await page.locator('#config-json').textContent());
        assert.ok(JSON.parse(copied).model);
    });
}

export async function keyboard(suite) {
    await keys(suite, suite.admin);
    await order(suite, suite.admin);
    await unsaved(suite, suite.admin);
    await copying(suite, suite.admin);
}
