// The command palette: what opens it, what it offers, and what it remembers.

import assert from 'node:assert/strict';
import { look } from './look.mjs';
import { create } from './prompts.mjs';
import { PASSWORD } from './suite.mjs';
import { waitFor } from '../http/wait.mjs';

const path_of = (page) => new URL(page.url()).pathname;
const dialog_of = (page) => page.getByRole('dialog', { name: 'Search and commands' });
const field_of = (page) => page.getByRole('combobox', { name: 'Search or go to' });
const option = (page, name) => dialog_of(page).getByRole('option', { name, exact: true });
const chosen = (page) => page.evaluate(() =>
    document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.textContent);
const group = (page, name) => dialog_of(page).getByRole('group', { name, exact: true });

async function opening(suite, page) {
    await suite.test('Ctrl K, / and the search box open the palette, Escape and its button close it', async () => {
        await page.visit('/prompts');
        const box = page.getByRole('searchbox', { name: 'Search everything' });
        for (const open of [() => page.keyboard.press('Control+k'), () => page.keyboard.press('/'),
            () => page.keyboard.press('Meta+k'), () => box.click()]) {
            await open();
            await dialog_of(page).waitFor();
            assert.equal(await field_of(page).evaluate((field) => field === document.activeElement), true);
            await page.keyboard.press('Escape');
            await dialog_of(page).waitFor({ state: 'hidden' });
        }
        // a key that comes before the browser has moved the focus out of the closed dialog
        await page.keyboard.press('Control+k');
        await dialog_of(page).waitFor();
        await field_of(page).evaluate((field) => {
            field.closest('dialog').close();
            field.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true }));
        });
        await dialog_of(page).waitFor();
        await page.keyboard.press('Escape');
        await dialog_of(page).waitFor({ state: 'hidden' });
        await box.focus();
        assert.equal(await dialog_of(page).isVisible(), false, 'focus alone opens nothing');
        await page.keyboard.type('gre');
        await dialog_of(page).waitFor();
        assert.equal(await field_of(page).inputValue(), 'gre');
        await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        await dialog_of(page).waitFor({ state: 'hidden' });
    });

    await suite.test('the palette opens from a field, and from no other dialog', async () => {
        await page.visit('/prompts/new');
        await page.locator('#name').focus();
        await page.keyboard.press('Control+k');
        await dialog_of(page).waitFor();
        await page.keyboard.press('Control+k');
        await dialog_of(page).waitFor({ state: 'hidden' });
        assert.equal(await page.evaluate(() => document.activeElement.id), 'name');
        await page.visit('/prompts');
        await page.keyboard.press('?');
        await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
        await page.keyboard.press('Control+k');
        assert.equal(await dialog_of(page).isVisible(), false);
    });
}

async function choosing(suite, page) {
    await suite.test('arrows walk around the suggestions and announce the one they are at', async () => {
        await page.visit('/account');
        await page.keyboard.press('Control+k');
        await option(page, 'Prompts').waitFor();
        const first = await chosen(page);
        await page.keyboard.press('ArrowUp');
        assert.equal(await chosen(page), await dialog_of(page).getByRole('option').last().textContent());
        await page.keyboard.press('ArrowDown');
        assert.equal(await chosen(page), first);
        await page.keyboard.press('ArrowDown');
        assert.notEqual(await chosen(page), first);
        assert.equal(await dialog_of(page).locator('[aria-selected=true]').count(), 1);
        await look(page);
        await page.keyboard.press('Escape');
    });

    await suite.test('a page and something new are a few letters away', async () => {
        for (const [words, path] of [['aud', '/audit'], ['new tea', '/teams/new'], ['devices', '/account/sessions']]) {
            await page.visit('/account');
            await page.keyboard.press('/');
            await page.keyboard.type(words);
            await Promise.all([page.waitForURL((url) => url.pathname === path), page.keyboard.press('Enter')]);
        }
        await page.visit('/account');
        await page.keyboard.press('c');
        await option(page, 'New agent').waitFor();
        await option(page, 'New agent').click();
        await page.waitForURL('**/agents/new');
    });

    await suite.test('Enter waits for the search, whose best result it opens', async () => {
        const made = await create(page, 'palette/cormorant', 'Dive.');
        await page.visit('/account');
        await page.keyboard.press('Control+k');
        await page.keyboard.type('cormorant');
        await Promise.all([page.waitForURL((url) => url.pathname === made), page.keyboard.press('Enter')]);
        await page.keyboard.press('Control+k');
        await page.keyboard.type('CORMORANT div');
        await option(page, 'All results for “CORMORANT div”').click();
        await page.waitForURL('**/search?q=CORMORANT%20div');
    });

    await suite.test('an answer that comes late does not count', async () => {
        await page.visit('/account');
        let delayed = 0;
        let go_on = null;
        await page.route('**/search?q=cor', async (route) => {
            delayed += 1;
            await new Promise((done) => { go_on = done; });
            await route.continue().catch(() => {});
        });
        await page.keyboard.press('Control+k');
        await page.keyboard.type('cor');
        await waitFor(() => go_on);
        await page.keyboard.type('xyzzy');
        await option(page, 'All results for “corxyzzy”').waitFor();
        go_on();
        await page.waitForTimeout(300); // what comes late is not shown
        assert.equal(delayed, 1);
        assert.equal(await chosen(page), 'All results for “corxyzzy”');
        assert.equal(await dialog_of(page).getByRole('option').count(), 1);
        await page.unroute('**/search?q=cor');
        await page.keyboard.press('Escape');
    });

    await suite.test('how many suggestions there are is announced', async () => {
        await page.visit('/account');
        await page.keyboard.press('Control+k');
        await page.keyboard.type('nothingiscalledso');
        await dialog_of(page).getByRole('status').filter({ hasText: '1 suggestion' }).waitFor({ state: 'attached' });
        await page.keyboard.press('Escape');
    });
}

async function on_a_record(suite, page) {
    await suite.test('on a record the palette offers its next step first, and its versions', async () => {
        const made = await create(page, 'palette/heron', 'Wade.');
        await page.visit(`${made}/edit`);
        await page.getByLabel('Body').fill('Wade, and wait.');
        await page.getByLabel(/^Change message/).fill('More patience');
        await page.press('Save prompt');
        await page.visit(made);
        const primary = (await page.locator('.record-head .btn.primary').innerText()).trim();
        await page.keyboard.press('Control+k');
        assert.equal((await chosen(page)).trim(), primary);
        await option(page, 'Switch version…').click();
        await dialog_of(page).getByRole('option').filter({ hasText: 'More patience' }).waitFor();
        await page.keyboard.type('v1');
        await Promise.all([page.waitForURL(`**${made}/versions/1`), page.keyboard.press('Enter')]);
        await page.keyboard.press('Control+k');
        await page.keyboard.type('archive');
        await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
        await page.told('archived');
        suite.heron = made;
    });

    await suite.test('what was opened lately is offered, and gone after signing out', async () => {
        await page.visit('/account');
        await page.keyboard.press('Control+k');
        await group(page, 'Recent').getByRole('option', { name: 'palette/heron' }).waitFor();
        const kept = await page.evaluate(() => JSON.stringify(localStorage) + JSON.stringify(sessionStorage));
        assert.ok(kept.includes('palette/heron'));
        assert.equal(kept.includes('Wade'), false, 'content is never kept');
        await page.keyboard.press('Escape');
        const other = await suite.accept(await suite.invite(page,
            { name: 'Rolf Sand', email: 'rolf.sand@example.org', persona: 'Product Manager' }));
        await other.visit(suite.heron);
        await other.open_account_menu();
        await other.press('Sign out');
        assert.equal(await other.evaluate(() => localStorage.getItem('recent')), null);
        await suite.sign_in(other, 'rolf.sand@example.org', PASSWORD);
        await other.keyboard.press('Control+k');
        await option(other, 'Prompts').waitFor();
        assert.equal(await group(other, 'Recent').count(), 0);
        // what somebody else left behind, whose session just ended
        await other.evaluate((path) => localStorage.setItem('recent', JSON.stringify(
            { person: 'somebody.else', items: [{ url: path, text: 'not mine', icon: 'prompt' }] })), suite.heron);
        await other.visit('/account');
        await other.keyboard.press('Control+k');
        await option(other, 'Prompts').waitFor();
        assert.equal(await group(other, 'Recent').count(), 0);
        await suite.close(other);
    });
}

async function folders(suite, page) {
    await suite.test('the breadcrumb of a record leads to the others of its folder', async () => {
        const first = await create(page, 'siblings/first', 'One.');
        const second = await create(page, 'siblings/second', 'Two.');
        await page.visit(`${second}/versions`);
        const others = page.locator('.siblings');
        await others.locator('summary').click();
        const links = others.getByRole('listitem').getByRole('link');
        await links.nth(1).waitFor();
        assert.deepEqual(await links.allInnerTexts(), ['siblings/first', 'siblings/second']);
        assert.equal(await links.nth(1).getAttribute('aria-current'), 'page');
        await page.follow('siblings/first', { within: others });
        assert.equal(path_of(page), first);
        await others.locator('summary').click();
        await page.keyboard.press('Escape');
        assert.equal(await links.first().isVisible(), false);
        await others.locator('summary').click();
        await page.follow('All in siblings', { within: others });
        assert.equal(new URL(page.url()).search, '?folder=siblings');
    });
}

export async function palette(suite) {
    for (const part of [opening, choosing, on_a_record, folders]) await part(suite, suite.admin);
}
