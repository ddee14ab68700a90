// The start page as each persona has it, the search over everything, and addresses that lead nowhere.

import assert from 'node:assert/strict';
import { create } from './prompts.mjs';
import { fill, value_of } from './suite.mjs';

const path_of = (page) => new URL(page.url()).pathname;
const main_of = (page) => page.locator('main');
const titles = (page) => main_of(page).getByRole('heading', { level: 2 }).allInnerTexts();

async function join(suite, name, persona) {
    const email = `${name.split(' ')[0].toLowerCase()}@example.org`;
    return suite.accept(await suite.invite(suite.admin, { name, email, persona }));
}

async function personas(suite, { admin, paula }) {
    await suite.test('a Product Manager starts with what changed, and each change leads to its difference', async () => {
        suite.asked = await create(paula, 'start/asked', 'First.');
        await paula.visit(`${suite.asked}/edit`);
        await fill(paula, { Body: 'Second.', 'Change message': 'Better' });
        await paula.press('Save prompt');
        await paula.visit('/');
        const today = paula.getByRole('list', { name: 'Today' });
        const line = today.getByRole('listitem').filter({ hasText: 'saved v2 of start/asked' });
        await paula.sees('Better', line);
        await paula.follow(/^Compare start\/asked/, { within: line });
        assert.equal(path_of(paula), `${suite.asked}/diff`);
        await paula.sees('Second.');
    });

    await suite.test('unreleased changes are offered their next step', async () => {
        await paula.visit('/');
        await paula.follow(/^Propose v2 of start\/asked/, { within: main_of(paula) });
        assert.equal(path_of(paula), `${suite.asked}/releases/change`);
    });

    await suite.test('an administrator sees people and failed sign-ins below what changed', async () => {
        await admin.visit('/');
        const found = await titles(admin);
        assert.deepEqual(found.filter((title) => ['Recent changes', 'People', 'Failed sign-ins in 7 days'].includes(title)),
            ['Recent changes', 'People', 'Failed sign-ins in 7 days']);
        await admin.follow('Audit log', { within: main_of(admin) });
        assert.equal(path_of(admin), '/audit');
    });

    await suite.test('a developer starts with what is not released, and with what changed', async () => {
        const dora = await join(suite, 'Dora Stone', 'Individual Developer');
        await dora.visit('/agents/new');
        await dora.locator('#name').fill('Owned by Dora');
        await fill(dora, { 'Model name': 'm' });
        await dora.press('Create agent');
        await dora.visit('/');
        assert.deepEqual(await titles(dora), ['Your unreleased changes', 'Recent changes']);
        const mine = dora.getByRole('region', { name: 'Your unreleased changes' });
        await dora.follow('Owned by Dora', { within: mine });
        await suite.close(dora);
    });

    await suite.test('a Platform Admin sees numbers of organizations and names of records, and nothing of what they hold', async () => {
        const petra = await join(suite, 'Petra Brook', 'Platform Admin');
        await petra.visit('/');
        await petra.sees('Lighthouse', main_of(petra));
        await petra.sees('saved v2 of start/asked', main_of(petra)); // names and metadata
        assert.equal((await petra.content()).includes('Better'), false);
        assert.equal((await petra.content()).includes('/diff?'), false);
        await petra.visit('/search?q=Second');
        assert.equal(await main_of(petra).getByText('Second.').count(), 0);
        await petra.visit(`${suite.asked}/versions/2`, 403);
        await suite.close(petra);
    });

    await suite.test('a Platform Admin creates an organization, works in it and leaves it', async () => {
        const peter = await join(suite, 'Peter Vale', 'Platform Admin');
        await peter.visit('/organizations/new');
        await fill(main_of(peter).locator('form.form'), { Name: 'Kestrel', 'Full name': 'Kim Kestrel', Email: 'kim@kestrel.example' });
        await peter.press('Create organization');
        await peter.sees('Kestrel is created');
        await peter.follow('Done');
        await peter.press('Enter');
        await peter.sees('You are working in Kestrel');
        await peter.visit('/users');
        await peter.sees('You are working in Kestrel');
        assert.equal(await main_of(peter).getByText('Peter Vale').count(), 0);
        await peter.visit(suite.asked, 404);
        await peter.press('Leave Kestrel');
        await peter.told('You are back in your own organization');
        await peter.visit(suite.asked);
        await suite.close(peter);
    });

    await suite.test('the numbers of a chart are there as a table', async () => {
        await paula.visit('/');
        const numbers = main_of(paula).locator('details').filter({ hasText: 'Numbers' }).first();
        await numbers.locator('summary').click();
        await numbers.getByRole('table').waitFor();
        assert.ok(await numbers.getByRole('row').count() > 1);
    });
}

async function approval(suite, { paula }) {
    await suite.test('a proposal waits on the home page of those who may decide, with a link to its review', async () => {
        await paula.visit(suite.asked);
        await paula.follow(/^Propose v\d+$/);
        await fill(paula, { Reason: 'Ready, I think' });
        await paula.press(/^Propose v\d+$/);
        await paula.visit('/');
        assert.equal(await paula.getByRole('link', { name: /^Review start\/asked/ }).count(), 0);
        suite.otto = await join(suite, 'Otto Lind', 'DevOps Engineer');
        await suite.otto.visit('/');
        assert.equal((await titles(suite.otto))[0], 'Needs your review');
        await suite.otto.sees('Ready, I think');
        const review = main_of(suite.otto).getByRole('link', { name: /^Review start\/asked/ });
        assert.match(await review.getAttribute('href'), new RegExp(`^${suite.asked}/releases/[0-9a-f-]{36}$`));
    });
}

/** "Inbox (2)" in the navigation, as it is read out: 2; 0 without a number. */
async function waiting(page) {
    const name = await page.locator('.nav a[href="/inbox"]').textContent();
    return Number(/\((\d+)\)/.exec(name)?.[1] ?? 0);
}

async function inbox(suite, { paula }) {
    await suite.test('what waits is counted on every page, and decided in place', async () => {
        const { otto } = suite;
        await otto.visit('/prompts');
        assert.equal(await waiting(otto), 1);
        await otto.visit('/inbox');
        assert.deepEqual(await titles(otto), ['Needs your review']);
        await otto.follow(/^Review.* start\/asked/, { within: main_of(otto) });
        await otto.getByRole('textbox', { name: /^Comment/ }).fill('Good to go');
        await otto.press('Approve');
        await otto.told('Approved. The label production is on version');
        assert.equal(await waiting(otto), 0);
        await otto.visit('/inbox');
        await otto.sees("You're all caught up");
        await suite.close(otto);
    });

    await suite.test('a decision stays in the inbox of who proposed until it is marked as read', async () => {
        await paula.visit('/inbox');
        const before = await waiting(paula);
        await paula.sees('Approved', main_of(paula));
        await paula.sees('Good to go', main_of(paula));
        await paula.press(/^Mark as read.*start\/asked/);
        await paula.told('Marked as read');
        assert.equal(await waiting(paula), before - 1);
        assert.equal(await main_of(paula).getByText('Good to go').count(), 0);
    });
}

/** Types into the search that stands on every page. */
async function look_for(suite, page, words) {
    if (suite.has_script) {
        await page.keyboard.press('/');
        await page.keyboard.type(words);
        await page.getByRole('option', { name: `All results for “${words}”` }).click();
        await page.waitForURL('**/search?**');
        return;
    }
    const box = page.getByRole('searchbox', { name: 'Search everything' });
    await box.fill(words);
    await Promise.all([page.waitForNavigation(), box.press('Enter')]);
}

async function search(suite, { admin }) {
    await suite.test('the search finds names, tags and words inside prompts and configs, in groups', async () => {
        const prompt = await create(admin, 'search/bird', 'Say that the pelican stands by.', { Tags: 'feathers' });
        await admin.visit('/agents/new');
        await admin.locator('#name').fill('Bird watcher');
        await fill(admin, { 'Model name': 'm', Instructions: 'Count each pelican.' });
        await admin.press('Create agent');
        await admin.visit('/teams/new');
        await fill(admin, { Name: 'Pelican crew' });
        await fill(admin, { 'Find agents by name': 'Bird' });
        await admin.press('Find');
        await admin.locator('label.option').filter({ hasText: 'Bird watcher' }).getByRole('checkbox').check();
        await admin.press('Create team');
        await admin.visit('/account');
        await look_for(suite, admin, 'PELICAN');
        assert.equal(new URL(admin.url()).searchParams.get('q'), 'PELICAN');
        assert.deepEqual(await titles(admin), ['Prompts', 'Agents', 'Teams']);
        const marks = await main_of(admin).locator('mark').allInnerTexts();
        assert.deepEqual(marks.map((mark) => mark.toLowerCase()), ['pelican', 'pelican', 'pelican']);
        await admin.follow('search/bird', { within: main_of(admin) });
        assert.equal(path_of(admin), prompt);
        await admin.goBack();
        assert.deepEqual(await titles(admin), ['Prompts', 'Agents', 'Teams']);
    });

    await suite.test('the search finds tags and people, and says when there is nothing', async () => {
        await admin.visit('/search?q=feathers');
        await admin.sees('search/bird', main_of(admin));
        await admin.visit('/search?q=paula');
        assert.ok((await titles(admin)).includes('People'));
        await admin.visit('/search');
        await admin.sees('Finds prompts, agents, teams and test sets');
        await main_of(admin).getByRole('searchbox').fill('nothingiscalledso');
        await admin.press('Search');
        await admin.sees('No results for “nothingiscalledso”');
    });
}

async function lost(suite, { admin }) {
    await suite.test('an address that leads nowhere suggests what may have been meant', async () => {
        await admin.visit('/promtps', 404);
        await admin.follow('Prompts', { within: main_of(admin) });
        assert.equal(path_of(admin), '/prompts');
        await admin.visit('/agents/Bird%20watcher', 404);
        await admin.follow('Bird watcher', { within: main_of(admin) });
        assert.match(path_of(admin), /^\/agents\/[0-9a-f-]{36}$/);
        await admin.visit('/teams/pelican', 404);
        await admin.follow(/^Search for/, { within: main_of(admin) });
        assert.equal(await value_of(main_of(admin), 'Everything you may see'), 'pelican');
        await admin.sees('Pelican crew');
    });

    await suite.test('help is a page of its own, or the keys in place', async () => {
        await admin.visit('/prompts');
        await admin.open_account_menu();
        const link = admin.getByRole('link', { name: 'Help and keyboard shortcuts' });
        if (suite.has_script) {
            await link.click();
            await admin.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
            await admin.keyboard.press('Escape');
        } else {
            await Promise.all([admin.waitForNavigation(), link.click()]);
            assert.equal(path_of(admin), '/help');
            await admin.sees('Search everything', main_of(admin));
        }
    });
}

async function filters(suite, { admin }) {
    for (const [list, field, option, name] of [
        ['/agents', 'State', 'All', 'Bird watcher'], ['/teams', 'Kind', 'Sequential', 'Pelican crew']]) {
        await suite.test(`the filters of ${list} are in the address, and going back shows the same`, async () => {
            await admin.visit(list);
            await main_of(admin).locator('.pop > summary').click();
            await admin.follow('All filters');
            await admin.getByLabel(field, { exact: true }).selectOption(option.toLowerCase());
            await main_of(admin).getByRole('searchbox').fill(name.split(' ')[0].toUpperCase());
            await admin.press('Apply');
            const { search: query } = new URL(admin.url());
            assert.match(query, new RegExp(`[?&]${field.toLowerCase()}=`));
            const names = () => admin.locator('table.list tbody td.primary .title > a:first-child').allTextContents();
            assert.deepEqual(await names(), [name]);
            await admin.follow(name, { within: main_of(admin) });
            await admin.goBack();
            assert.equal(new URL(admin.url()).search, query);
            assert.deepEqual(await names(), [name]);
        });
    }
}

/** Wants suite.admin and suite.paula, a Product Manager, signed in. */
export async function start(suite) {
    for (const part of [personas, approval, inbox, search, lost, filters]) await part(suite, suite);
}
