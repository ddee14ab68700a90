// The message after a change: a toast, or a banner where there is no JavaScript.

import assert from 'node:assert/strict';
import { look } from './look.mjs';
import { create } from './prompts.mjs';
import { fill, value_of } from './suite.mjs';

const flash_of = (page) => page.locator('.flash');
const position_of = (page) => flash_of(page).evaluate((box) => getComputedStyle(box).position);

/** A fresh prompt of this name, whose page says that it was saved, with steps; gives its address. */
async function save(page, name) {
    const path = await create(page, name, 'First.');
    await page.visit(`${path}/edit`);
    await fill(page, { Body: 'Second.' });
    await page.press('Save prompt');
    await page.told('Saved as version 2.');
    return path;
}

/** A message without steps. */
async function rename_nothing(page) {
    await page.visit('/account');
    await page.press('Save profile');
    await flash_of(page).waitFor();
}

async function everywhere(suite, page) {
    await suite.test('the message after a change offers the next step and can be dismissed', async () => {
        const path = await save(page, 'toast/one');
        assert.equal(await position_of(page), suite.has_script ? 'fixed' : 'static');
        await flash_of(page).getByRole('link', { name: 'Compare' }).waitFor();
        if (suite.has_script) await look(page);
        const dismiss = flash_of(page).getByRole('link', { name: 'Dismiss' });
        if (suite.has_script) await dismiss.click();
        else await page.follow('Dismiss');
        assert.equal(await flash_of(page).count(), 0);
        assert.equal(new URL(page.url()).pathname, path);
    });

    await suite.test('what was archived is undone from the message', async () => {
        await create(page, 'toast/undone', 'Keep me.');
        await page.open_more();
        await page.press('Archive');
        await page.press('Undo', { within: flash_of(page) });
        await page.told('restored');
    });
}

async function in_time(suite, page) {
    await suite.test('the message goes by itself, later if it has steps, and not while one is at it', async () => {
        await page.clock.install();
        await rename_nothing(page);
        await page.clock.runFor(9000);
        assert.equal(await flash_of(page).count(), 1);
        await page.clock.runFor(2000);
        assert.equal(await flash_of(page).count(), 0);
        await save(page, 'toast/three');
        await page.clock.runFor(20000);
        assert.equal(await flash_of(page).count(), 1);
        await flash_of(page).getByRole('link', { name: 'Compare' }).focus();
        await page.clock.runFor(60000);
        assert.equal(await flash_of(page).count(), 1, 'it has the focus');
        await page.locator('#main').focus();
        await flash_of(page).hover();
        await page.clock.runFor(60000);
        assert.equal(await flash_of(page).count(), 1, 'the pointer is on it');
        await page.mouse.move(5, 5);
        await page.clock.runFor(31000);
        assert.equal(await flash_of(page).count(), 0);
    });

    await suite.test('a form that waits its turn is sent again by itself, once', async () => {
        let posts = 0;
        await page.route('**/users/new', async (route) => { // the form as it comes back, refused for its token
            if (route.request().method() !== 'POST') return route.continue();
            posts++;
            const postData = route.request().postData().replace(/csrf=[^&]*/, 'csrf=x');
            const answer = await route.fetch({ postData });
            const body = (await answer.text()).replace('<main ', '<main data-resend="5" ');
            return route.fulfill({ response: answer, body });
        });
        await page.visit('/users/new');
        await fill(page, { 'Full name': 'Tess Again', Email: 'tess@example.org' });
        await page.getByLabel('Persona', { exact: true }).selectOption({ label: 'DevOps Engineer' });
        await page.getByRole('button', { name: 'Invite user' }).click();
        const words = page.getByText('It is sent again by itself');
        await words.waitFor();
        await page.clock.runFor(4000);
        assert.equal(posts, 1);
        await page.clock.runFor(2000);
        await words.waitFor({ state: 'detached' });
        assert.equal(posts, 2);
        assert.equal(await value_of(page, 'Email'), 'tess@example.org', 'it has what was typed');
        await page.clock.runFor(60000);
        assert.equal(posts, 2, 'not a third time');
        await page.unroute('**/users/new');
        await page.getByRole('button', { name: 'Invite user' }).click();
        await page.getByLabel('Invitation link').waitFor();
    });

    await suite.test('a warning stays until it is dismissed', async () => {
        const path = await create(page, 'toast/four', 'Old.');
        await page.open_more();
        await page.press('Archive');
        await page.visit(`${path}/edit`);
        await page.told('This prompt is archived');
        await page.clock.runFor(600000);
        assert.equal(await flash_of(page).count(), 1);
        await flash_of(page).getByRole('link', { name: 'Dismiss' }).click();
        assert.equal(await flash_of(page).count(), 0);
    });
}

export async function toast(suite) {
    await everywhere(suite, suite.admin);
    if (!suite.has_script) return;
    const page = await suite.open();
    await suite.sign_in(page, 'ada@example.org');
    await in_time(suite, page);
    await suite.close(page);
}
